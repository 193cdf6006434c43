"""Waves of a moving source or to a moving observer: f = f₀ c / (c ∓ v), f = f₀ (c ± v) / c, and the cone of a fast one, sin α = c / v."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, number, one_of
from scisynth.figures.families.physics.waveform.curves import NAMES
from scisynth.figures.families.questions import Question, ask_count, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, GREEN, GREY, RED
from scisynth.figures.parts.physics import count_roles, turned
from scisynth.figures.parts.places import polar
from scisynth.figures.scene.marks import Round
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer

SPEEDS = {"source": range(40, 205, 5), "observer": range(20, 155, 5), "cone": range(400, 905, 10)}
"""In m/s, of what moves."""


def heard(frequency: float, sound: float, source: float, observer: float) -> float:
    """Frequency at an observer, in the unit of the source's; speeds towards each other are positive."""
    return frequency * (sound + observer) / (sound - source)


@dataclass(frozen=True, kw_only=True)
class Moving(Parameters):
    """A source that moves, an observer that moves, or a source that is faster than sound."""

    layout: str = one_of("source", "observer", "cone", level_1=("source", "observer"))
    frequency: float = number("f_0", "Hz", range(200, 1210, 10), meaning="of the source", given=False)
    speed: float = drawn(
        lambda draw, _, values: draw.choice(SPEEDS[values["layout"]]),
        words="20 to 900 m/s",
        symbol="v",
        unit="m/s",
        meaning="speed",
    )
    sound: float = number("c", "m/s", (330, 335, 340, 343, 346, 350), meaning="speed of sound")
    asks_ahead: bool = one_of(False, True)
    is_back: bool = one_of(False, True)
    num: int = one_of(4, 5, 6)
    asked: str = one_of("frequency", "length", level_1=("frequency",))
    cone_asked: str = one_of("angle", "speed")
    first: int = one_of(*range(8))
    is_mirrored: bool = one_of(False, True)

    @property
    def mach(self) -> float:
        """Speed through that of sound."""
        return self.speed / self.sound

    @property
    def angle(self) -> float:
        """Half of the cone, degrees."""
        return math.degrees(math.asin(min(self.sound / self.speed, 1)))

    @property
    def wanted(self) -> str:
        """Angle or speed of a cone; else frequency or wavelength; a moving observer changes no wavelength."""
        if self.layout == "cone":
            return self.cone_asked
        return "frequency" if self.layout == "observer" else self.asked

    @property
    def letters(self) -> str:
        """Of the observers, that ahead of the motion first."""
        return NAMES[self.first] + NAMES[(self.first + 3) % 8]

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """As printed."""
        if self.layout == "cone":
            angle = Quantity(
                symbol=r"\alpha", value=float(f"{self.angle:.3g}"), unit="°", meaning="half angle of the cone"
            )
            return (self.quantity("sound"), angle if self.wanted == "speed" else self.quantity("speed"))
        return tuple(self.quantity(name) for name in ("frequency", "speed", "sound"))


def _name_source(sketch: Sketch) -> None:
    """Outside of all fronts, at a thin line to the source."""
    end = (1.5, 3.9)
    sketch.line("leader:S", (0, 0), end, width=0.7, color=RED, z=5)
    sketch.text("label:S", "source", end, of="leader:S", toward=(1, 0), gap_pt=4, color=RED)


@family("Physics - Waveform")
class DopplerFronts(Family[Moving]):
    """Wave fronts of a moving source, fronts that a moving observer meets, or the cone of a source faster than sound."""

    def solve(self, p: Moving) -> Solution:
        """By the fronts that pass in a second."""
        sign = 1 if p.asks_ahead else -1
        values: dict[str, Any] = {
            "what": p.wanted,
            "scene": p.layout,
            "ahead": p.letters[0],
            "behind": p.letters[1],
            "who": p.letters[not p.asks_ahead],
            "motion": "towards it" if p.asks_ahead else "away from it",
            "minus": "−" if p.asks_ahead else "+",
            "plus": "−" if p.is_back else "+",
            "way": "away from" if p.is_back else "towards",
            "case": f"{p.layout} {p.wanted}",
        }
        if p.layout == "cone":
            values["angle"] = p.givens[1] if p.wanted == "speed" else number_answer(p.angle, "°")
            if p.wanted == "angle":
                return Solution(answer=number_answer(p.angle, "°"), symbol="α", values=values)
            value = p.sound / math.sin(math.radians(p.givens[1].value))
            return Solution(answer=number_answer(value, "m/s"), symbol="v", values=values)
        if p.layout == "observer":
            found = heard(p.frequency, p.sound, 0, -p.speed if p.is_back else p.speed)
            return Solution(answer=number_answer(found, "Hz"), symbol="f", values=values)
        found = heard(p.frequency, p.sound, sign * p.speed, 0)
        if p.wanted == "length":
            return Solution(answer=number_answer(p.sound / found, "m"), symbol="λ", values=values)
        return Solution(answer=number_answer(found, "Hz"), symbol="f", values=values)

    def draw(self, p: Moving, sketch: Sketch) -> None:
        """The source moves to the right, or the figure is mirrored; fronts are to scale."""
        step = 3.8 / p.num
        mach = 0.0 if p.layout == "observer" else p.mach
        for k in range(1, p.num + 1):
            center = (-mach * step * k, 0.0)
            sketch.circle(f"front:{k}", center, step * k, color=BLUE, width=1.2)
            sketch.claim("ratio", f"front:{k}", "front:1", value=float(k))
            if p.layout != "observer":
                sketch.dot(f"was:{k}", center, 0.04, color=GREY)
        if p.layout != "observer":
            sketch.claim("equal_spacing", *(f"was:{k}" for k in range(1, p.num + 1)))
            sketch.claim("distance_ratio", "source:S", f"was:{p.num}", "source:S", "was:1", value=float(p.num))
        sketch.dot("source:S", (0, 0), 0.12, color=RED, z=7)
        low = -3.8 - 0.3
        for k, quantity in enumerate(p.givens):
            if p.layout == "cone" and quantity.unit == "°":
                continue
            sketch.text(f"given:{k}", quantity.label, (-4.2 + 3.2 * k, low), toward=(0, -1), align="left")
        {"source": self._draw_source, "observer": self._draw_observer, "cone": self._draw_cone}[p.layout](
            p, sketch, step
        )
        count_roles(sketch, "front")
        sketch.entity("source", "source:S")
        sketch.entity("wave fronts", *(f"front:{k}" for k in range(1, p.num + 1)))
        if p.is_mirrored:
            mirror(sketch)

    @staticmethod
    def _draw_source(p: Moving, sketch: Sketch, step: float) -> None:
        mach = p.mach
        sketch.arrow("velocity:v", (0, 0), (1.0, 0), color=RED, width=2.2, z=6)
        _name_source(sketch)
        ends = (step * p.num * (1 - mach), -step * p.num * (1 + mach))
        for letter, x, side in zip(p.letters, (ends[0] + 0.7, ends[1] - 0.7), (1, -1), strict=True):
            sketch.dot(f"observer:{letter}", (x, 0), 0.09)
            sketch.text(f"name:{letter}", f"${letter}$", (x, 0), of=f"observer:{letter}", toward=(side, 0), size=13)
        ahead, behind = (f"observer:{letter}" for letter in p.letters)
        sketch.claim("order", behind, "source:S", ahead, value="left_to_right")
        sketch.claim("points_to", "velocity:v", ahead)
        # One gap is measured, that which is asked about.
        x = ends[0] if p.asks_ahead else ends[1]
        back = x - (1 - mach) * step if p.asks_ahead else x + (1 + mach) * step
        sketch.line("gap:1", (back, 0), (x, 0), arrow="both", width=1.0, color=GREEN, z=6)
        sketch.text(
            "label:gap", r"$\lambda$", ((x + back) / 2, 0), of="gap:1", toward=(0, -1), gap_pt=5, color=GREEN, halo=True
        )
        for k in (p.num, p.num - 1):
            sketch.claim("connected", "gap:1", f"front:{k}", tolerance=4)

    @staticmethod
    def _draw_observer(p: Moving, sketch: Sketch, step: float) -> None:
        x = 4.7
        letter = p.letters[0]
        _name_source(sketch)
        sketch.dot(f"observer:{letter}", (x, 0), 0.11, z=6)
        sketch.text(f"name:{letter}", f"${letter}$", (x, 0), of=f"observer:{letter}", toward=(0, 1), gap_pt=8, size=13)
        tip = x + (1.3 if p.is_back else -1.3)
        sketch.arrow("velocity:v", (x, 0), (tip, 0), color=RED, width=2.2, z=7)
        sketch.text(
            "label:v", "$v$", ((x + tip) / 2, 0), of="velocity:v", toward=(0, -1), gap_pt=6, color=RED, halo=True
        )
        sketch.claim("order", "source:S", f"observer:{letter}", value="left_to_right")

    @staticmethod
    def _draw_cone(p: Moving, sketch: Sketch, step: float) -> None:
        far = p.mach * step * p.num
        long = far * math.cos(math.radians(p.angle)) + 0.8
        for name, sign in (("up", 1), ("down", -1)):
            end = polar(180 - sign * p.angle, long)
            sketch.line(f"cone:{name}", (0, 0), end, width=2.0, color=GREEN, z=5)
            sketch.claim("tangent", f"cone:{name}", f"front:{p.num}")
        sketch.line("axis:1", (-far - 0.6, 0), (0, 0), width=0.9, dash="dashdot", color=GREY, z=1)
        words = p.givens[1].label if p.wanted == "speed" else r"$\alpha$"
        sketch.circle("angle:alpha", (0, 0), 1.5, start_deg=180 - p.angle, end_deg=180, width=1.0, z=6)
        corner = polar(180 - p.angle, 1.5)
        sketch.text("label:alpha", words, corner, of="angle:alpha", toward=polar(90 - p.angle), gap_pt=7)
        sketch.claim("angle", "cone:up", "axis:1", value=p.angle)
        sketch.arrow("velocity:v", (0, 0), (1.2, 0), color=RED, width=2.2, z=6)
        sketch.text("label:S", "source", (0, 0), of="source:S", toward=(0, -1), gap_pt=10, color=RED, halo=True)

    def questions(self, p: Moving) -> Iterator[Question]:
        """Printed values; the number of fronts; where the motion goes."""
        yield ask_number("sound", p.sound, unit="m/s", step=5, low=1)
        yield ask_count("fronts", p.num, low=2)
        if p.layout == "cone":
            value, name = (p.givens[1].value, "alpha") if p.wanted == "speed" else (p.speed, "speed")
            yield ask_number(name, value, unit=p.givens[1].unit, low=1, step=7 if name == "alpha" else 60)
            yield ask_word("side", "left" if p.is_mirrored else "right", ["left", "right", "both", "none"])
            return
        yield ask_number("speed", p.speed, unit="m/s", low=1)
        yield ask_number("frequency", p.frequency, unit="Hz", low=1)
        if p.layout == "source":
            yield ask_word("closer", p.letters[0], [*p.letters, "equal", "source"])
        else:
            yield ask_word("goes", "away" if p.is_back else "towards", ["towards", "away", "along", "rest"])

    @defect(visibility=2)
    def concentric_fronts(self, p: Moving, scene: FigureScene, draw: Random) -> FigureScene:
        """All circles have one centre, as if the source stood still."""
        if p.layout == "observer":
            raise DoesNotApplyError("the source rests")
        rounds = [mark for mark in scene.marks if isinstance(mark, Round) and mark.id.startswith(("front:", "was:"))]
        return change(scene, *(replace(mark, center=(0.0, 0.0)) for mark in rounds))

    @defect(visibility=2)
    def uneven_fronts(self, p: Moving, scene: FigureScene, draw: Random) -> FigureScene:
        """One front is too large: fronts that leave at equal times are equally far apart."""
        front = scene.round("front:2")
        return change(scene, replace(front, radius=front.radius * draw.choice((0.72, 1.3))))

    @defect(visibility=2)
    def wrong_way(self, p: Moving, scene: FigureScene, draw: Random) -> FigureScene:
        """The arrow of the velocity points the wrong way."""
        return change(scene, turned(scene.path("velocity:v"), 180))

    @defect(visibility=2)
    def loose_cone(self, p: Moving, scene: FigureScene, draw: Random) -> FigureScene:
        """The edge of the cone does not touch the fronts."""
        if p.layout != "cone":
            raise DoesNotApplyError("no cone is drawn")
        return change(scene, turned(scene.path("cone:up"), draw.choice((-9, 9))))
