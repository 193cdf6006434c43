"""A lamp at rest on two cables: the forces at the knot are to scale and add up to nothing."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, number, one_of
from scisynth.figures.families.questions import Question, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, GREEN, PALE_ORANGE, RED
from scisynth.figures.parts.physics import count_roles, pick_letters, turned, vector, wall
from scisynth.figures.parts.places import polar
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer

SPAN = 5.4
"""Between the upper ends of the cables, in units of the scene."""


@dataclass(frozen=True, kw_only=True)
class Cables(Parameters):
    """A lamp on two cables; `one` is the left or slanting cable, `two` the right or level one."""

    weight: float = number("W", "N", range(20, 165, 5), meaning="weight of the lamp")
    one: float = number(r"\alpha", "°", range(26, 66), meaning="angle of the left cable with the ceiling")
    two: float = number(r"\beta", "°", range(26, 66), meaning="angle of the right cable with the ceiling")
    asked: str = one_of("one", "two")
    layout: str = one_of("star", "triangle", "wall", level_1=("wall", "star"))
    is_mirrored: bool = one_of(False, True)
    names: str = one_of("own", "letters", level_1=("own",), level_3=("letters",))
    first: int = one_of(*range(8))

    def valid(self) -> bool:
        """The cables differ, and so do what a reader takes for their pulls."""
        return abs(self.one - self.two) >= 5 and abs(self.one - 45) > 2

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """A level cable has no angle to state."""
        names = ("weight", "one") if self.layout == "wall" else ("weight", "one", "two")
        return tuple(self.quantity(name) for name in names)

    @property
    def angles(self) -> tuple[float, float]:
        """Of both cables with the ceiling, degrees."""
        return self.one, 0.0 if self.layout == "wall" else self.two

    @property
    def letters(self) -> dict[str, str]:
        """Of the forces as printed."""
        chosen = ("W", "T_1", "T_2") if self.names == "own" else pick_letters(self.first, 3)
        return dict(zip(("weight", "one", "two"), chosen, strict=True))


def cable_pulls(weight: float, one_deg: float, two_deg: float) -> dict[str, float]:
    """Pulls of two cables that hold a weight at rest, in its unit; the angles are those with the ceiling, on either side.

    T₁ cos α = T₂ cos β and T₁ sin α + T₂ sin β = W give T₁ = W cos β / sin(α + β), T₂ = W cos α / sin(α + β).
    """
    one, two = math.radians(one_deg), math.radians(two_deg)
    both = math.sin(one + two)
    return {"weight": weight, "one": weight * math.cos(two) / both, "two": weight * math.cos(one) / both}


@family("Physics - Mechanical")
class TwoCables(Family[Cables]):
    """A lamp on two cables, and the forces at their knot: three vectors that add up to nothing."""

    def solve(self, p: Cables) -> Solution:
        """By the balance of forces at the knot."""
        pull = cable_pulls(p.weight, *p.angles)[p.asked]
        symbol = {"T_1": "T₁", "T_2": "T₂"}.get(p.letters[p.asked], p.letters[p.asked])
        case = f"{'wall' if p.layout == 'wall' else 'ceiling'} {p.asked}"
        scene = "wall" if p.layout == "wall" else "ceiling"
        return Solution(
            answer=number_answer(pull, "N"), symbol=symbol, values={"case": case, "scene": scene, "which": case}
        )

    def draw(self, p: Cables, sketch: Sketch) -> None:
        """The lamp on the left, its forces on the right: from one point, or one after the other as a triangle."""
        knot = self._draw_lamp(p, sketch)
        if p.layout == "wall" and p.is_mirrored:
            mirror(sketch)
        pulls = cable_pulls(1.0, *p.angles)
        flipped = p.layout == "wall" and p.is_mirrored
        ways = {"weight": 270.0, "one": 180 - p.angles[0], "two": p.angles[1]}
        if flipped:
            ways = {name: (180 - way) % 360 for name, way in ways.items()}
        right = max(mark.points[0][0] for mark in sketch.marks if hasattr(mark, "points"))
        scale = 2.2 / max(pulls.values())
        place = np.asarray([right + 2.9, knot[1] + 0.5])
        if p.layout == "triangle":
            self._draw_triangle(
                p, sketch, place + np.asarray((-1.1, 1.3)), {k: scale * 1.25 * v for k, v in pulls.items()}, ways
            )
        else:
            self._draw_star(p, sketch, place, {k: scale * v for k, v in pulls.items()}, ways)
        for name in ("one", "two"):
            sketch.claim("ratio", f"force:{name}", "force:weight", value=pulls[name])
            sketch.claim("parallel", f"force:{name}", f"cable:{name}")
            sketch.claim("connected", f"cable:{name}", "wall:side" if ways[name] in (0, 180) else "wall:ceiling")
        sketch.claim("connected", "cable:one", "cable:two")
        sketch.claim("angle", "cable:one", "wall:ceiling", value=p.one)
        if p.layout != "wall":
            sketch.claim("angle", "cable:two", "wall:ceiling", value=p.two)
        count_roles(sketch, "force", "cable")
        sketch.entity("lamp on two cables", "cable:one", "cable:two", "body:lamp")
        sketch.entity("forces at the knot", "force:one", "force:two", "force:weight")

    def _draw_lamp(self, p: Cables, sketch: Sketch) -> np.ndarray:
        """Cables, lamp and what holds them; returns the place of the knot."""
        one, two = (math.radians(angle) for angle in p.angles)
        if p.layout == "wall":
            knot = np.asarray([2.6 / math.tan(one), -2.6])
            ends = {"one": (0.0, 0.0), "two": (knot[0] + 2.3, -2.6)}
            wall(sketch, "side", (knot[0] + 2.3, -4.4), (knot[0] + 2.3, 0), 0.3)
            wall(sketch, "ceiling", (knot[0] + 2.3, 0), (-0.8, 0), 0.3)
        else:
            drop = SPAN / (1 / math.tan(one) + 1 / math.tan(two))
            knot = np.asarray([drop / math.tan(one), -drop])
            ends = {"one": (0.0, 0.0), "two": (SPAN, 0.0)}
            wall(sketch, "ceiling", (SPAN + 0.6, 0), (-0.6, 0), 0.3)
        for name, end in ends.items():
            sketch.line(f"cable:{name}", end, knot, width=1.6)
        sketch.line("cord:lamp", knot, knot - (0, 0.7), width=1.6)
        corners = [knot + np.asarray(corner) for corner in ((-0.3, -0.7), (0.3, -0.7), (0.7, -1.3), (-0.7, -1.3))]
        sketch.area("body:lamp", *corners, fill=PALE_ORANGE, z=3)
        sketch.text("label:W", p.label("weight"), knot - (0, 1.3), of="body:lamp", toward=(0, -1))
        sketch.angle("angle:one", ends["one"], knot, (1.0, 0.0), p.label("one"), 0.9)
        if p.layout != "wall":
            sketch.angle("angle:two", ends["two"], (SPAN - 1, 0.0), knot, p.label("two"), 0.9)
        return knot

    @staticmethod
    def _draw_star(
        p: Cables, sketch: Sketch, place: np.ndarray, sizes: dict[str, float], ways: dict[str, float]
    ) -> None:
        colors = {"weight": RED, "one": BLUE, "two": GREEN}
        for name, way in ways.items():
            aside = (1, 0) if name == "weight" else None
            words = f"${p.letters[name]}$"
            vector(sketch, f"force:{name}", place, sizes[name], way, words, toward=aside, color=colors[name])
        sketch.dot("point:O", place, 0.07, z=7)

    @staticmethod
    def _draw_triangle(
        p: Cables, sketch: Sketch, place: np.ndarray, sizes: dict[str, float], ways: dict[str, float]
    ) -> None:
        """The weight first, then the pulls of the right and of the left cable, back to the start."""
        colors = {"weight": RED, "one": BLUE, "two": GREEN}
        asides = {"weight": (-1, 0), "two": (0.6, -1), "one": (0.6, 1)}
        tail = place
        for name in ("weight", "two", "one"):
            words = f"${p.letters[name]}$"
            vector(
                sketch, f"force:{name}", tail, sizes[name], ways[name], words,
                toward=asides[name], color=colors[name], position=0.5,
            )  # fmt: skip
            tail = tail + polar(ways[name], sizes[name])
        for one, two in (("weight", "two"), ("two", "one"), ("one", "weight")):
            sketch.claim("connected", f"force:{one}", f"force:{two}")

    def questions(self, p: Cables) -> Iterator[Question]:
        """Values at the lamp; which arrow is which pull; which arrow is longest."""
        pulls = cable_pulls(p.weight, *p.angles)
        letters = {name: letter.replace("_1", "₁").replace("_2", "₂") for name, letter in p.letters.items()}
        yield ask_value("weight", p.quantity("weight"))
        yield ask_value("angle", p.quantity("one"), *([p.quantity("two")] if p.layout != "wall" else []))
        every = [*letters.values(), "none"]
        yield ask_word("pull", letters[p.asked], every)
        yield ask_word("longest", letters[max(pulls, key=lambda name: pulls[name])], [*letters.values(), "equal"])
        if p.layout == "wall":
            yield ask_word("level", "right" if not p.is_mirrored else "left", ["left", "right", "both", "neither"])
        else:
            yield ask_word("steeper", "left" if p.one > p.two else "right", ["left", "right", "same", "upright"])

    @defect(visibility=2)
    def unbalanced_forces(self, p: Cables, scene: FigureScene, draw: Random) -> FigureScene:
        """One pull is drawn too short, so that the three forces do not add up to nothing."""
        name = draw.choice(("force:one", "force:two"))
        return change(scene, turned(scene.path(name), 0, 0.55))

    @defect(visibility=2)
    def pull_off_cable(self, p: Cables, scene: FigureScene, draw: Random) -> FigureScene:
        """One pull does not point along its cable."""
        name = draw.choice(("force:one", "force:two"))
        return change(scene, turned(scene.path(name), draw.choice((-24, 24))))

    @defect(visibility=3)
    def slanting_weight(self, p: Cables, scene: FigureScene, draw: Random) -> FigureScene:
        """The weight of the lamp is not drawn straight down."""
        return change(scene, turned(scene.path("force:weight"), draw.choice((-30, 30))))
