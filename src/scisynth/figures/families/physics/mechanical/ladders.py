"""A ladder that leans on a smooth wall: balance of forces and of moments about its foot."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, number, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, GREEN, INK, ORANGE, RED
from scisynth.figures.parts.physics import GRAVITY, vector, wall
from scisynth.figures.parts.places import polar
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

SIZE = 6.0
"""Length of the ladder as drawn."""
ASKED: Mapping[str, tuple[str, ...]] = {
    "bare": ("wall", "friction", "coefficient"),
    "climber": ("wall", "floor", "coefficient"),
    "rope": ("rope", "floor"),
}
LETTERS = ("NPQ", "RFS", "ABC", "PRF", "SNQ", "CAB", "FQT", "QSR")
"""Names of the forces of the wall, of the floor, and of friction or the rope."""


def draw_asked(draw: Random, level: int, values: Mapping[str, Any]) -> str:
    """What is asked for."""
    return draw.choice(ASKED[values["layout"]])


def ladder_forces(
    length: float, mass: float, angle_deg: float, climber: float = 0.0, at: float = 0.0
) -> dict[str, float]:
    """Forces in newtons on a uniform ladder on a smooth wall, with a climber (kg) `at` metres along it from its foot.

    Moments about the foot: N_w L sin θ = (m L / 2 + M x) g cos θ. Friction or a rope at the foot balances N_w, and the floor carries
    all weights. `coefficient` is the least one of static friction.
    """
    angle = math.radians(angle_deg)
    by_wall = (mass * length / 2 + climber * at) * GRAVITY / (length * math.tan(angle))
    by_floor = (mass + climber) * GRAVITY
    return {"wall": by_wall, "friction": by_wall, "rope": by_wall, "floor": by_floor, "coefficient": by_wall / by_floor}


@dataclass(frozen=True, kw_only=True)
class Ladder(Parameters):
    """A uniform ladder, and who stands on it."""

    layout: str = one_of(*ASKED, level_1=("bare", "rope"))
    length: float = number("L", "m", (3, 3.5, 4, 4.5, 5, 5.5, 6, 6.5, 7, 8), meaning="length of the ladder")
    mass: float = number("m", "kg", (8, 10, 12, 14, 15, 16, 18, 20, 22, 25), meaning="mass of the ladder")
    angle: float = number(r"\theta", "°", range(50, 67), meaning="angle of the ladder with the floor")
    climber: float = number("M", "kg", (50, 55, 60, 65, 70, 75, 80, 85, 90), meaning="mass of the person", given=False)
    at: float = number(
        "x", "m", (1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 5.5), meaning="distance along the ladder", given=False
    )
    asked: str = drawn(draw_asked, words="a force, or the coefficient of friction")
    rungs: int = one_of(7, 8, 9, 10, 11)
    names: str = one_of(*LETTERS)
    is_mirrored: bool = one_of(False, True)

    def valid(self) -> bool:
        """The person stands clear of the middle of the ladder and of its upper end."""
        return self.layout != "climber" or 0.66 <= self.at / self.length <= 0.79

    @property
    def load(self) -> float:
        """Mass of the person, 0 where nobody stands on the ladder."""
        return self.climber if self.layout == "climber" else 0.0

    @property
    def forces(self) -> dict[str, float]:
        """In newtons."""
        return ladder_forces(self.length, self.mass, self.angle, self.load, self.at)

    @property
    def letters(self) -> dict[str, str]:
        """Role of a force to its letter in the figure."""
        return dict(zip(("wall", "floor", "foot"), self.names, strict=True))

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Of the ladder, and of the person."""
        found = [self.quantity(name) for name in ("length", "mass", "angle")]
        if self.layout == "climber":
            found += [self.quantity("climber"), self.quantity("at")]
        return tuple(found)


@family("Physics - Mechanical")
class LadderOnWall(Family[Ladder]):
    """A uniform ladder on a smooth wall: on rough ground, with a person on it, or held by a rope on smooth ground."""

    def solve(self, p: Ladder) -> Solution:
        """By the balance of moments about the foot, and of forces."""
        value = p.forces[p.asked]
        letter = {"wall": "wall", "floor": "floor", "friction": "foot", "rope": "foot"}.get(p.asked, "")
        sign = p.letters[letter] if letter else "μ"
        m, big, x, size = (format_number(n) for n in (p.mass, p.climber, p.at, p.length))
        g, angle = "9.81", format_number(p.angle)
        moment = f"({m} · {size} / 2 + {big} · {x})" if p.load else f"{m} · {size} / 2"
        total = f"({m} + {big})" if p.load else m
        by_wall = f"{moment} · {g} / ({size} · tan {angle}°)"
        formula = {
            "floor": f"{sign} = {total} · {g}",
            "coefficient": f"μ = {by_wall} / ({total} · {g})",
        }.get(p.asked, f"{sign} = {by_wall}")
        return Solution(
            answer=number_answer(value, "" if p.asked == "coefficient" else "N"),
            symbol=sign,
            values={"formula": formula, "reason": "floor" if p.asked == "floor" else "moments"},
        )

    def draw(self, p: Ladder, sketch: Sketch) -> None:
        """The wall stands on the right, and on the left where all is mirrored; forces push at the ends of the ladder."""
        along, normal = polar(p.angle), polar(p.angle + 90)
        foot, top = np.zeros(2), SIZE * along
        sketch.ground("floor", -2.2, float(top[0]), 0, 0.35)
        wall(sketch, "house", (top[0], 0), (top[0], top[1] + 0.8), 0.35)
        sketch.line("ladder:1", foot, top, width=3.4, color=ORANGE, z=2)
        for k in range(1, p.rungs + 1):
            place = along * SIZE * k / (p.rungs + 1)
            sketch.line(f"rung:{k}", place - 0.2 * normal, place + 0.2 * normal, width=2, color=INK, z=3)
        sketch.claim("count", "rung", value=p.rungs)
        sketch.angle("angle:theta", foot, (top[0], 0), top, p.label("angle"), 0.95)
        sketch.claim("angle", "ladder:1", "ground:floor", value=p.angle)
        sketch.claim("perpendicular", "wall:house", "ground:floor")
        sketch.claim("connected", "ladder:1", "wall:house")
        sketch.dimension("dim:L", foot, top, p.label("length"), 1.45 if p.load else 0.8)
        self._draw_forces(p, sketch, foot, top)
        if p.load:
            place = along * SIZE * p.at / p.length
            sketch.dot("person:M", place, 0.13, color=BLUE, z=5)
            sketch.arrow("weight:M", place, (place[0], place[1] - 0.75), color=BLUE, width=2, z=5)
            words = place + 0.62 * along
            sketch.text(
                "label:M", p.label("climber"), words, of="person:M", toward=(-1, 0), gap_pt=13, size=12, color=BLUE
            )
            sketch.text(
                "label:weight-M",
                "$M g$",
                (place[0], place[1] - 0.55),
                of="weight:M",
                toward=(1, 0),
                gap_pt=5,
                size=12,
                color=BLUE,
            )
            sketch.dimension("dim:x", foot, place, p.label("at"), 0.6)
            sketch.claim("ratio", "dim:x", "ladder:1", value=p.at / p.length)
            sketch.claim("connected", "weight:M", "person:M")
        sketch.entity("ladder", "ladder:1")
        sketch.entity("wall", "wall:house")
        if p.is_mirrored:
            mirror(sketch)

    def _draw_forces(self, p: Ladder, sketch: Sketch, foot: np.ndarray, top: np.ndarray) -> None:
        middle = (foot + top) / 2
        sketch.arrow("weight:m", middle, middle - (0, 1.1), color=RED, width=2, z=5)
        # Aside of the arrow, since the ladder runs down on its other side.
        place = middle - (-0.3, 1.1)
        sketch.text("label:m", p.label("mass"), place, of="weight:m", toward=(0, -1), gap_pt=5, size=12)
        sketch.text(
            "label:weight-m", "$m g$", middle - (0, 0.7), of="weight:m", toward=(1, 0), gap_pt=5, size=12, color=RED
        )
        letters = {role: f"${letter}$" for role, letter in p.letters.items()}
        vector(
            sketch,
            "force:wall",
            (top[0] + 1.5, top[1]),
            1.5,
            180,
            letters["wall"],
            toward=(1, 0),
            position=0.0,
            color=GREEN,
        )
        vector(sketch, "force:floor", (0, -1.5), 1.5, 90, letters["floor"], toward=(1, 0), position=0.1, color=GREEN)
        sketch.claim("perpendicular", "force:wall", "wall:house")
        sketch.claim("perpendicular", "force:floor", "ground:floor")
        for name in ("force:wall", "force:floor"):
            sketch.claim("connected", name, "ladder:1")
        if p.layout == "rope":
            sketch.line("rope:foot", (0.06, 0.1), (top[0], 0.1), width=1.5, color=BLUE, z=3)
            sketch.text(
                "label:rope", letters["foot"], (0.72 * top[0], 0.1), of="rope:foot", toward=(0, 1), size=12, color=BLUE
            )
            sketch.claim("parallel", "rope:foot", "ground:floor")
            sketch.claim("connected", "rope:foot", "wall:house")
        else:
            vector(
                sketch, "force:foot", (-1.5, 0.12), 1.45, 0, letters["foot"], toward=(0, 1), position=0.2, color=GREEN
            )

    def questions(self, p: Ladder) -> Iterator[Question]:
        """Values, letters of the forces, and the rungs."""
        yield ask_value("angle", p.quantity("angle"))
        if p.load:
            yield ask_value("climber", p.quantity("climber"), p.quantity("mass"))
            yield ask_value("at", p.quantity("at"), p.quantity("length"))
        else:
            yield ask_value("mass", p.quantity("mass"))
            yield ask_value("length", p.quantity("length"))
        letters = p.letters
        yield ask_word("wall", letters["wall"], [*letters.values(), "none"])
        yield ask_word("floor", letters["floor"], [*letters.values(), "none"])
        yield ask_count("rungs", p.rungs, likely=[p.rungs - 1, p.rungs + 1], low=1)

    @defect(visibility=2)
    def turned_wall_force(self, p: Ladder, scene: FigureScene, draw: Random) -> FigureScene:
        """The smooth wall pulls at the ladder instead of pushing it away."""
        mark = scene.path("force:wall")
        return change(scene, replace(mark, points=mark.points[::-1]))

    @defect(visibility=2)
    def slanting_wall_force(self, p: Ladder, scene: FigureScene, draw: Random) -> FigureScene:
        """The force of the wall acts along the ladder, though the wall is smooth."""
        mark = scene.path("force:wall")
        (a, b), tip = mark.points
        return change(scene, replace(mark, points=((a, b + 0.9), tip)))

    @defect(visibility=1)
    def slanting_weight(self, p: Ladder, scene: FigureScene, draw: Random) -> FigureScene:
        """The weight of the ladder does not hang straight down."""
        mark = scene.path("weight:m")
        start, (c, d) = mark.points
        return change(scene, replace(mark, points=(start, (c + 0.5, d + 0.1))))
