"""A pendulum that swings without friction: energy gives its speed and height, the way in a circle the pull of its string."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, number, one_of
from scisynth.figures.families.questions import Question, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, GREY, PALE_ORANGE, PAPER
from scisynth.figures.parts.physics import GRAVITY, vector, wall
from scisynth.figures.parts.places import polar
from scisynth.figures.scene.marks import Path, Round
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

STRING = 5.0
"""Length of the string as drawn."""
ASKED: Mapping[str, tuple[str, ...]] = {
    "released": ("speed", "tension"),
    "passing": ("speed", "tension"),
    "struck": ("height", "turn"),
}
SYMBOLS = {"speed": "v", "tension": "T", "height": "h", "turn": "θ"}
NAMES = ("AB", "PQ", "KL", "BA", "QP", "LK", "CD", "DC", "SR", "RS")


def draw_asked(draw: Random, level: int, values: Mapping[str, Any]) -> str:
    """What is asked for."""
    return draw.choice(ASKED[values["layout"]])


def swing(length: float, mass: float, start_deg: float, end_deg: float) -> tuple[float, float]:
    """(speed in m/s, pull of the string in N) at an angle off the vertical, after release from rest at a greater one.

    Energy: v² = 2 g L (cos φ − cos θ). Newton along the string: T − m g cos φ = m v² / L.
    """
    drop = math.cos(math.radians(end_deg)) - math.cos(math.radians(start_deg))
    square = 2 * GRAVITY * length * drop
    return math.sqrt(square), mass * (GRAVITY * math.cos(math.radians(end_deg)) + square / length)


def rise(length: float, speed: float) -> tuple[float, float]:
    """(height in m, angle off the vertical in degrees) that a bob reaches with a speed at its lowest point: m v² / 2 = m g h."""
    height = speed**2 / (2 * GRAVITY)
    return height, math.degrees(math.acos(1 - height / length))


@dataclass(frozen=True, kw_only=True)
class Pendulum(Parameters):
    """A bob on a string, and how it starts."""

    layout: str = one_of(*ASKED, level_1=("released", "struck"), level_3=("passing", "struck"))
    asked: str = drawn(draw_asked, words="speed, tension, height, angle")
    length: float = number(
        "L", "m", (0.6, 0.8, 0.9, 1, 1.2, 1.4, 1.5, 1.6, 1.8, 2, 2.4, 2.5), meaning="length of the string"
    )
    mass: float = number("m", "kg", (0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1, 1.2, 1.5, 2), meaning="mass of the bob")
    start: float = number(r"\theta", "°", range(30, 71), meaning="angle at the start", given=False)
    end: float = number(r"\varphi", "°", range(12, 41), meaning="later angle", given=False)
    speed: float = number(
        "v_0",
        "m/s",
        (1.2, 1.4, 1.5, 1.8, 2, 2.2, 2.4, 2.5, 2.8, 3, 3.2, 3.5, 4),
        meaning="speed at the lowest point",
        given=False,
    )
    names: str = one_of(*NAMES)
    is_mirrored: bool = one_of(False, True)

    def valid(self) -> bool:
        """The places lie apart, and the string stays taut below the level of its pivot."""
        if self.layout == "struck":
            return 0.12 <= self.speed**2 / (2 * GRAVITY * self.length) <= 0.65
        return self.layout != "passing" or self.start - self.end >= 20

    @property
    def high_deg(self) -> float:
        """Angle of the upper place off the vertical."""
        return rise(self.length, self.speed)[1] if self.layout == "struck" else self.start

    @property
    def low_deg(self) -> float:
        """Angle of the lower place."""
        return self.end if self.layout == "passing" else 0.0

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Of the pendulum and its start."""
        more = {"released": ["start"], "passing": ["start", "end"], "struck": ["speed"]}[self.layout]
        return tuple(self.quantity(name) for name in ("length", "mass", *more))


@family("Physics - Mechanical")
class PendulumSwing(Family[Pendulum]):
    """A pendulum that is let go and passes its lowest point or another one, or that is struck and rises."""

    def solve(self, p: Pendulum) -> Solution:
        """By the conservation of energy, and Newton's law along the string."""
        size, m, g, v = format_number(p.length), format_number(p.mass), "9.81", format_number(p.speed)
        high, low = f"cos {p.start:g}°", f"cos {p.low_deg:g}°" if p.low_deg else "1"
        if p.layout == "struck":
            height, turn = rise(p.length, p.speed)
            value, unit = (height, "m") if p.asked == "height" else (turn, "°")
            first = f"h = v₀² / (2 g) = {v}² / (2 · {g})"
            formula = first if p.asked == "height" else f"cos θ = 1 − v₀² / (2 g L) = 1 − {v}² / (2 · {g} · {size}), θ"
        else:
            speed, pull = swing(p.length, p.mass, p.start, p.low_deg)
            value, unit = (speed, "m/s") if p.asked == "speed" else (pull, "N")
            formula = f"v = √(2 · {g} · {size} · ({low} − {high}))"
            if p.asked == "tension":
                front = f"3 {low}" if p.low_deg else "3"
                formula = f"T = m g cos φ + m v² / L = {m} · {g} · ({front} − 2 {high})" if p.low_deg else f"T = m g + m v² / L = {m} · {g} · ({front} − 2 {high})"  # fmt: skip
        low_name, high_name = self._names(p)
        return Solution(
            answer=number_answer(value, unit),
            symbol=SYMBOLS[p.asked],
            values={"formula": formula, "low_name": low_name, "high_name": high_name},
        )

    def _names(self, p: Pendulum) -> tuple[str, str]:
        return p.names[1], p.names[0]

    def draw(self, p: Pendulum, sketch: Sketch) -> None:
        """The upper place lies on the left, or on the right where all is mirrored."""
        wall(sketch, "ceiling", (1.4, 0), (-1.4, 0), 0.3)
        bottom, upper, lower = hung_at(0), hung_at(p.high_deg), hung_at(p.low_deg)
        low_name, high_name = self._names(p)
        starts_low = p.layout == "struck"
        sketch.line("line:vertical", (0, 0), bottom, dash="dashed", color=GREY, width=1)
        sketch.circle("path:swing", (0, 0), STRING, start_deg=270 - p.high_deg, end_deg=270, dash="dashed", color=GREY, width=1)  # fmt: skip
        solid, faint = (lower, upper) if starts_low else (upper, lower)
        sketch.line("string:start", (0, 0), solid, width=1.6, z=2)
        sketch.circle("bob:start", solid, 0.27, fill=PALE_ORANGE, width=1.5, z=4)
        if not (p.low_deg == 0 and not starts_low):
            sketch.line("string:later", (0, 0), faint, dash="dashed", width=1.1, z=2)
        sketch.circle("bob:later", faint, 0.27, fill=PAPER, width=1.1, dash="dashed", z=4)
        sketch.dot("pivot:O", (0, 0), 0.08)
        for name, place, turn in ((low_name, lower, p.low_deg), (high_name, upper, p.high_deg)):
            bob = "bob:start" if (place is solid) else "bob:later"
            toward = (1.0, 0.9) if starts_low and not turn else (-0.2 if turn else 1.0, -1.0)
            sketch.text(f"name:{name}", f"${name}$", place, of=bob, toward=toward, gap_pt=19, size=13)
        middle = 0.55 * solid
        sketch.text("label:L", p.label("length"), middle, of="string:start", toward=(1, 0) if starts_low else (-1, 0.5), gap_pt=6, size=12)  # fmt: skip
        sketch.text("label:m", p.label("mass"), solid, of="bob:start", toward=(0, -1) if starts_low else (-1, 0), gap_pt=21, size=12)  # fmt: skip
        self._draw_angles(p, sketch, bottom, upper)
        for end in ("start", "later"):
            if any(mark.id == f"string:{end}" for mark in sketch.marks):
                sketch.claim("connected", f"string:{end}", "pivot:O")
                sketch.claim("ratio", f"string:{end}", "line:vertical", value=1.0)
        sketch.claim("count", "bob", value=2)
        sketch.claim("perpendicular", "line:vertical", "wall:ceiling")
        sketch.entity("pendulum", "string:start", "bob:start")
        if p.is_mirrored:
            mirror(sketch)

    def _draw_angles(self, p: Pendulum, sketch: Sketch, bottom: Any, upper: Any) -> None:
        if p.layout == "struck":
            vector(sketch, "speed:0", bottom - (0.27, 0), 1.3, 180, p.label("speed"), toward=(0, -1), position=1.0, color=BLUE)  # fmt: skip
            level = (0.0, float(upper[1]))
            sketch.line("level:high", upper, level, dash="dotted", color=GREY, width=1)
            sketch.dimension("dim:h", bottom, level, "$h$", -1.1 if p.asked == "height" else -2.2)
            sketch.claim("angle", "string:later", "line:vertical", value=p.high_deg)
            if p.asked == "turn":
                sketch.angle("angle:theta", (0, 0), upper, bottom, r"$\theta$", 1.2)
            return
        radius = 3.0 if p.layout == "passing" else 1.3
        sketch.circle("angle:theta", (0, 0), radius, start_deg=270 - p.start, end_deg=270, width=1.0)
        between = 270 - (p.start + p.low_deg) / 2
        sketch.text("label:theta", p.label("start"), polar(between, radius), of="angle:theta", toward=polar(between), gap_pt=4, halo=True)  # fmt: skip
        sketch.claim("angle", "string:start", "line:vertical", value=p.start)
        if p.layout == "passing":
            sketch.circle("angle:phi", (0, 0), 1.5, start_deg=270 - p.end, end_deg=270, width=1.0)
            sketch.text("label:phi", p.label("end"), (0, -1.5), of="angle:phi", toward=(1, -0.2), gap_pt=6)
            sketch.claim("angle", "string:later", "line:vertical", value=p.end)
        else:
            sketch.claim("on", "bob:later", "line:vertical")

    def questions(self, p: Pendulum) -> Iterator[Question]:
        """Values, letters of the places, and the side."""
        yield ask_value("length", p.quantity("length"))
        yield ask_value("mass", p.quantity("mass"))
        if p.layout == "struck":
            yield ask_value("speed", p.quantity("speed"))
        else:
            yield ask_value("start", p.quantity("start"), p.quantity("end"))
        if p.layout == "passing":
            yield ask_value("end", p.quantity("end"), p.quantity("start"))
        low_name, high_name = self._names(p)
        yield ask_word("lower", low_name, [low_name, high_name, "both", "none"])
        sides = ["left", "right", "below", "above"]
        yield ask_word("side", sides[p.is_mirrored], sides)

    @defect(visibility=2)
    def wrong_turn(self, p: Pendulum, scene: FigureScene, draw: Random) -> FigureScene:
        """The string hangs at another angle than the one that is stated, or than the speed allows."""
        name = "later" if p.layout == "struck" else "start"
        sign = -1 if scene.mark(f"bob:{name}").center[0] > 0 else 1  # type: ignore[union-attr]
        x, y = hung_at(p.high_deg + (12 if p.high_deg < 45 else -14))
        place = (float(x) * sign, float(y))
        line, bob = scene.mark(f"string:{name}"), scene.mark(f"bob:{name}")
        assert isinstance(line, Path) and isinstance(bob, Round)
        return change(scene, replace(line, points=(line.points[0], place)), replace(bob, center=place))

    @defect(visibility=3)
    def loose_string(self, p: Pendulum, scene: FigureScene, draw: Random) -> FigureScene:
        """The string does not reach the pivot."""
        mark = scene.path("string:start")
        (a, b), (c, d) = mark.points
        return change(scene, replace(mark, points=((a + 0.3 * (c - a) + 0.4, b + 0.3 * (d - b)), (c, d))))

    @defect(visibility=2)
    def lost_bob(self, p: Pendulum, scene: FigureScene, draw: Random) -> FigureScene:
        """The place that the bob passes or reaches is not marked."""
        return scene.without("bob:later")


def hung_at(turn: float) -> Any:
    """Where the bob hangs, `turn` degrees to the left of the vertical."""
    return polar(270 - turn, STRING)
