"""Related rates on a right triangle: a ladder on a wall, an aircraft over a station, a lamp at a road, a rocket that is watched."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_number, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, GREEN, RED
from scisynth.figures.parts.physics import wall
from scisynth.figures.scene.marks import Label
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

SIZE = 5.6
"""Of the longer leg as drawn, in units of the scene."""
UNITS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "ladder": (("ft", "s"), ("m", "s"), ("ft", "min"), ("m", "min")),
    "aircraft": (("km", "h"), ("mi", "h")),
    "lamp": (("m", "s"), ("ft", "s")),
    "rocket": (("m", "s"), ("ft", "s")),
}
LENGTHS: Mapping[str, tuple[float, ...]] = {
    "ladder": (2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 15, 16, 17, 18, 20, 25),
    "aircraft": (1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9, 10, 12),
    "lamp": (40, 50, 60, 80, 100, 120, 150, 200, 250, 300, 400, 500, 650, 800),
    "rocket": (20, 30, 35, 40, 50, 60, 80, 100, 120, 150, 200, 250),
}
SPEEDS: Mapping[str, tuple[float, ...]] = {
    "ladder": (0.2, 0.4, 0.5, 0.6, 0.8, 1, 1.2, 1.5, 2, 2.5, 3, 4),
    "aircraft": (240, 300, 360, 400, 420, 450, 480, 500, 540, 600, 720),
    "lamp": (8, 10, 12, 14, 15, 16, 18, 20, 24, 25, 30),
    "rocket": (4, 5, 6, 8, 10, 12, 15, 16, 20, 25),
}


def draw_unit(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[str, str]:
    """Units of length and time that suit the set-up."""
    return draw.choice(UNITS[values["layout"]])


def draw_lengths(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[float, ...]:
    """A leg and the longer side of the triangle; for the rocket both legs."""
    one, two = draw.sample(LENGTHS[values["layout"]], 2)
    return (one, two) if values["layout"] == "rocket" else (min(one, two), max(one, two))


def draw_speed(draw: Random, level: int, values: Mapping[str, Any]) -> float:
    """A rate that suits the set-up."""
    return draw.choice(SPEEDS[values["layout"]])


@dataclass(frozen=True, kw_only=True)
class Rate(Parameters):
    """A right triangle of which one side changes at a known rate."""

    layout: str = one_of("ladder", "aircraft", "lamp", "rocket")
    units: tuple[str, ...] = drawn(draw_unit, words="length and time")
    lengths: tuple[float, ...] = drawn(draw_lengths, words="two sides")
    speed: float = drawn(draw_speed, words="known rate")
    known: str = one_of("top", "foot")
    """Of the ladder: whether the rate and the distance of the top are known, or those of the foot."""
    is_mirrored: bool = one_of(False, True)

    def valid(self) -> bool:
        """No needle of a triangle."""
        across, up, _ = self.sides
        return 0.42 <= across / up <= 2.4 and (self.layout != "ladder" or across < up)

    @property
    def sides(self) -> tuple[float, float, float]:
        """Level leg, upright leg and slanting side."""
        one, two = self.lengths
        if self.layout == "rocket":
            return one, two, math.hypot(one, two)
        other = math.sqrt(two**2 - one**2)
        is_level = self.layout == "ladder" and self.known == "foot"
        return (one, other, two) if is_level else (other, one, two)

    @property
    def rate_unit(self) -> str:
        """Of the known rate."""
        return "/".join(self.units)

    @property
    def leg(self) -> Quantity:
        """The given leg."""
        is_level = self.layout == "rocket" or (self.layout == "ladder" and self.known == "foot")
        return Quantity(
            symbol="x" if is_level else "y" if self.layout == "ladder" else "d",
            value=self.lengths[0],
            unit=self.units[0],
        )

    @property
    def other(self) -> Quantity:
        """The second given side: the slanting one, or the height of the rocket."""
        symbol = {"ladder": "L", "aircraft": "s", "lamp": "s", "rocket": "y"}[self.layout]
        return Quantity(symbol=symbol, value=self.lengths[1], unit=self.units[0])

    @property
    def rate(self) -> Quantity:
        """The known rate."""
        return Quantity(symbol="v", value=self.speed, unit=self.rate_unit)

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Two sides and a rate."""
        return self.leg, self.other, self.rate


def wanted_rate(kind: str, leg: float, other: float, speed: float, *, known: str = "top") -> float:
    """The rate that is asked for, from x² + y² = s² or tan θ = y / d, differentiated by time.

    Ladder: x dx/dt = −y dy/dt. Aircraft: ds/dt = v x / s. Lamp and rocket: dθ/dt = v d / s² with the distance s along the beam.
    """
    if kind == "rocket":
        return speed * leg / (leg**2 + other**2)
    if kind == "lamp":
        return speed * leg / other**2
    rest = math.sqrt(other**2 - leg**2)
    return speed * leg / rest if kind == "ladder" else speed * rest / other


@family("Math - Plane Geometric")
class RelatedRates(Family[Rate]):
    """A ladder that slides, an aircraft that passes over a station, a beam that follows a car, a rocket that is watched."""

    def solve(self, p: Rate) -> Solution:
        """By the derivative of the relation between the sides."""
        one, two = p.lengths
        value = wanted_rate(p.layout, one, two, p.speed, known=p.known)
        is_turn = p.layout in ("lamp", "rocket")
        unit = f"rad/{p.units[1]}" if is_turn else p.rate_unit
        rest = next(side for side in p.sides if not any(math.isclose(side, given) for given in p.lengths))
        symbol = {"ladder": "dx/dt" if p.known == "top" else "dy/dt", "aircraft": "ds/dt"}.get(p.layout, "dθ/dt")
        return Solution(
            answer=number_answer(value, unit, tolerance=0.02),
            symbol=symbol,
            values={
                "case": f"ladder {p.known}" if p.layout == "ladder" else p.layout,
                "leg": p.leg, "other": p.other, "rate": p.rate, "rest": format_number(rest), "length": p.units[0],
                "a": format_number(one), "b": format_number(two), "v": format_number(p.speed),
            },
        )  # fmt: skip

    def draw(self, p: Rate, sketch: Sketch) -> None:
        """The right angle stands at the lower right, or is mirrored."""
        scale = SIZE / max(p.sides[:2])
        across, up = scale * p.sides[0], scale * p.sides[1]
        getattr(self, f"_draw_{p.layout}")(p, sketch, across, up)
        sketch.claim("perpendicular", "leg:level", "leg:upright")
        sketch.claim("ratio", "leg:level", "leg:upright", value=across / up)
        sketch.entity("triangle", "leg:level", "leg:upright", "side:slant")
        if p.is_mirrored:
            mirror(sketch)

    def _legs(self, sketch: Sketch, across: float, up: float, dash: str) -> None:
        sketch.line("leg:level", (0, 0), (across, 0), dash=dash, width=1.3)
        sketch.line("leg:upright", (across, 0), (across, up), dash=dash, width=1.3)
        sketch.right_angle("right:1", (across, 0), (0, 0), (across, up), 0.32)

    def _moving(self, p: Rate, sketch: Sketch, at: tuple[float, float], step: tuple[float, float]) -> None:
        tip = (at[0] + step[0], at[1] + step[1])
        sketch.arrow("arrow:v", at, tip, color=RED, width=2.2, z=6)
        toward = (0, 1) if step[0] else (1, 0)
        sketch.text("label:v", p.rate.label, tip if step[0] else ((at[0] + tip[0]) / 2, (at[1] + tip[1]) / 2), of="arrow:v", toward=toward, gap_pt=6)  # fmt: skip

    def _side(self, sketch: Sketch, name: str, words: str, one: Any, two: Any, toward: Any) -> None:
        middle = ((one[0] + two[0]) / 2, (one[1] + two[1]) / 2)
        sketch.text(f"label:{name}", words, middle, of=name, toward=toward, gap_pt=6)

    def _draw_ladder(self, p: Rate, sketch: Sketch, across: float, up: float) -> None:
        self._legs(sketch, across, up, "solid")
        wall(sketch, "house", (across, 0), (across, up + 1.3))
        sketch.ground("floor", -2.4, across, 0, 0.3)
        sketch.line("side:slant", (0, 0), (across, up), color=BLUE, width=3.2, z=4)
        self._side(sketch, "side:slant", p.other.label, (0, 0), (across, up), (-up, across))
        if p.known == "top":
            sketch.dimension("dim:leg", (across, 0), (across, up), p.leg.label, -0.75)
            self._moving(p, sketch, (across - 0.25, up + 1.25), (0, -1.1))
            label = sketch.marks[-1]
            assert isinstance(label, Label)
            sketch.marks[-1] = replace(label, align="right", shift_pt=(-8.0, 0.0))
        else:
            sketch.dimension("dim:leg", (0, 0), (across, 0), p.leg.label, -0.8)
            self._moving(p, sketch, (-0.2, 0.3), (-1.5, 0))
        sketch.claim("connected", "side:slant", "wall:house")

    def _draw_aircraft(self, p: Rate, sketch: Sketch, across: float, up: float) -> None:
        self._legs(sketch, across, up, "dashed")
        sketch.ground("earth", -0.9, across + 0.9, 0, 0.3)
        sketch.line("side:slant", (0, 0), (across, up), color=BLUE, width=1.6, z=4)
        self._ends(sketch, "station", "aircraft", across, up)
        self._side(sketch, "side:slant", p.other.label, (0, 0), (across, up), (-up, across))
        self._side(sketch, "leg:upright", p.leg.label, (across, 0), (across, up), (1, 0))
        self._moving(p, sketch, (across + 0.15, up), (1.5, 0))

    def _draw_lamp(self, p: Rate, sketch: Sketch, across: float, up: float) -> None:
        """Seen from above: the road is level, the lamp stands below it, at the end of the upright leg."""
        sketch.line("road:1", (-1.2, up + 0.28), (across + 1.6, up + 0.28), width=1.2)
        sketch.line("road:2", (-1.2, up - 0.0), (across + 1.6, up - 0.0), width=1.2)
        sketch.line("leg:level", (0, up), (across, up), width=1.2)
        sketch.line("leg:upright", (0, 0), (0, up), dash="dashed", width=1.3)
        sketch.right_angle("right:1", (0, up), (0, 0), (across, up), 0.32)
        sketch.line("side:slant", (0, 0), (across, up), color=BLUE, width=1.6, z=4)
        sketch.dot("end:lamp", (0, 0), 0.12)
        sketch.text("name:lamp", "lamp", (0, 0), of="end:lamp", toward=(0, -1), gap_pt=8)
        sketch.dot("end:car", (across, up), 0.14, color=GREEN, z=7)
        sketch.text("name:car", "car", (across, up), of="end:car", toward=(0.3, -1), gap_pt=8)
        sketch.angle("angle:theta", (0, 0), (across, up), (0, up), r"$\theta$", 1.0)
        self._side(sketch, "leg:upright", p.leg.label, (0, 0), (0, up), (-1, 0))
        self._side(sketch, "side:slant", p.other.label, (0, 0), (across, up), (up, -across))
        self._moving(p, sketch, (across + 0.1, up + 0.55), (1.4, 0))
        for end in ("lamp", "car"):
            sketch.claim("connected", "side:slant", f"end:{end}")

    def _draw_rocket(self, p: Rate, sketch: Sketch, across: float, up: float) -> None:
        self._legs(sketch, across, up, "dashed")
        sketch.ground("earth", -0.9, across + 0.9, 0, 0.3)
        sketch.line("side:slant", (0, 0), (across, up), color=BLUE, width=1.6, z=4)
        self._ends(sketch, "observer", "rocket", across, up)
        sketch.angle("angle:theta", (0, 0), (across, 0), (across, up), r"$\theta$", 1.0)
        sketch.dimension("dim:leg", (0, 0), (across, 0), p.leg.label, -0.85)
        self._side(sketch, "leg:upright", p.other.label, (across, 0), (across, up), (1, 0))
        self._moving(p, sketch, (across, up + 0.15), (0, 1.4))

    def _ends(self, sketch: Sketch, low: str, high: str, across: float, up: float) -> None:
        sketch.dot(f"end:{low}", (0, 0), 0.11)
        sketch.text(f"name:{low}", low, (0, 0), of=f"end:{low}", toward=(-0.5, 1), gap_pt=8)
        sketch.dot(f"end:{high}", (across, up), 0.13, color=GREEN, z=7)
        sketch.text(f"name:{high}", high, (across, up), of=f"end:{high}", toward=(-1, 0.6), gap_pt=9)
        for end in (low, high):
            sketch.claim("connected", "side:slant", f"end:{end}")

    def questions(self, p: Rate) -> Iterator[Question]:
        """The printed values, the third side, and where the upright leg is."""
        yield ask_value("leg", p.leg, p.other)
        yield ask_value("other", p.other, p.leg)
        yield ask_value("rate", p.rate)
        rest = next(side for side in p.sides if not any(math.isclose(side, given) for given in p.lengths))
        likely = [p.lengths[1] - p.lengths[0], math.hypot(*p.lengths), sum(p.lengths)]
        yield ask_number(
            "third", float(f"{rest:.3g}"), unit=p.units[0], likely=[float(f"{x:.3g}") for x in likely], low=1e-9
        )
        is_left = p.is_mirrored != (p.layout == "lamp")
        yield ask_word("side", "left" if is_left else "right", ["left", "right", "middle", "none"])

    @defect(visibility=2)
    def leaning_leg(self, p: Rate, scene: FigureScene, draw: Random) -> FigureScene:
        """The upright leg leans, so that there is no right angle."""
        mark = scene.path("leg:upright")
        (x0, y0), (x1, y1) = mark.points
        return change(scene, replace(mark, points=((x0, y0), (x1 + 0.2 * (y1 - y0), y1))))

    @defect(visibility=2)
    def reversed_motion(self, p: Rate, scene: FigureScene, draw: Random) -> FigureScene:
        """The arrow of the motion points the other way."""
        mark = scene.path("arrow:v")
        return change(scene, replace(mark, points=mark.points[::-1]))

    @defect(visibility=1)
    def wrong_rate(self, p: Rate, scene: FigureScene, draw: Random) -> FigureScene:
        """The rate that is printed is twice the one that the problem states."""
        mark = scene.label("label:v")
        return change(scene, replace(mark, text=replace(p.rate, value=2 * p.speed).label))
