"""A block that rests on an incline: the arrows of the forces are to scale and add up to nothing."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, number, one_of
from scisynth.figures.families.questions import Question, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, GREEN, PALE_GREY, PALE_ORANGE
from scisynth.figures.parts.physics import GRAVITY, block, count_roles, vector, wall
from scisynth.figures.parts.places import polar
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.scene.sketch import Sketch, number_answer

FORCE_LETTERS = ("F", "P", "Q", "R", "S", "A", "B", "C")
BASE = 8.0
"""Length of the incline's base, in units of the scene; the weight is drawn `WEIGHT` long."""
WEIGHT = 2.2


@dataclass(frozen=True, kw_only=True)
class Incline(Parameters):
    """A block on an incline, held in one of three ways."""

    mass: float = number("m", "kg", (1.5, 2, 2.5, 3, 3.5, 4, 5, 6, 7, 8, 9, 12), meaning="mass of the block")
    angle: float = number(r"\theta", "°", range(22, 39), meaning="angle of the incline")
    asked: str = one_of("holding", "normal")
    layout: str = one_of("friction", "rope", "push", level_1=("friction", "rope"))
    is_mirrored: bool = one_of(False, True)
    names: str = one_of("own", "letters", level_1=("own",), level_3=("letters",))
    first: int = one_of(*range(len(FORCE_LETTERS)))

    @property
    def letters(self) -> dict[str, str]:
        """Names of the forces as printed: their usual ones, or letters of which only the drawing tells the meaning."""
        if self.names == "own":
            return {"weight": "W", "normal": "N", "holding": {"friction": "f", "rope": "T", "push": "F"}[self.layout]}
        chosen = [FORCE_LETTERS[(self.first + step) % len(FORCE_LETTERS)] for step in (0, 3, 5)]
        return dict(zip(("weight", "normal", "holding"), chosen, strict=True))

    @property
    def slope_deg(self) -> float:
        """Direction up the incline."""
        return 180 - self.angle if self.is_mirrored else self.angle


def forces_on_block(mass: float, angle_deg: float, held_by: str) -> dict[str, float]:
    """Weight, normal force and the force that holds a block at rest on a smooth incline (friction is one), in newtons.

    Friction and a rope act along the incline: m g sin θ, N = m g cos θ. A level push F must have F cos θ = m g sin θ, so that
    F = m g tan θ and N = m g / cos θ.
    """
    weight, angle = mass * GRAVITY, math.radians(angle_deg)
    if held_by == "push":
        return {"weight": weight, "normal": weight / math.cos(angle), "holding": weight * math.tan(angle)}
    return {"weight": weight, "normal": weight * math.cos(angle), "holding": weight * math.sin(angle)}


@family("Physics - Mechanical")
class InclineBlock(Family[Incline]):
    """A block at rest on an incline, held by friction, by a rope along the incline, or by a level push."""

    def solve(self, p: Incline) -> Solution:
        """By the balance of forces along and across the incline."""
        newtons = forces_on_block(p.mass, p.angle, p.layout)[p.asked]
        return Solution(
            answer=number_answer(newtons, "N"), symbol=p.letters[p.asked], values={"case": f"{p.layout} {p.asked}"}
        )

    def draw(self, p: Incline, sketch: Sketch) -> None:
        """The incline rises to the right, and is mirrored as a whole where it rises to the left."""
        low, foot, top = (0.0, 0.0), (BASE, 0.0), (BASE, BASE * math.tan(math.radians(p.angle)))
        sketch.area("body:incline", low, foot, top, fill=PALE_GREY, width=0, z=0)
        sketch.line("side:base", low, foot)
        sketch.line("side:slope", low, top)
        sketch.line("side:rise", foot, top)
        middle = 0.62 * np.asarray(top) + polar(p.angle + 90, 0.35)
        block(sketch, "body:block", middle, 1.0, 0.7, p.angle, fill=PALE_ORANGE)
        # The label of the mass stands on the lower side of the block, where no force is drawn.
        sketch.text(
            "label:m",
            p.label("mass"),
            middle + polar(p.angle + 180, 0.5),
            of="body:block",
            toward=(-1, 0.35),
            gap_pt=9,
        )
        self._draw_forces(p, sketch, middle)
        sketch.angle("angle:theta", low, foot, top, p.label("angle"), 1.5)
        sketch.claim("angle", "side:base", "side:slope", value=p.angle)
        sketch.claim("perpendicular", "force:normal", "side:slope")
        sketch.claim("parallel", "force:holding", "side:base" if p.layout == "push" else "side:slope")
        sketch.claim("perpendicular", "side:base", "side:rise")
        count_roles(sketch, "force")
        sketch.entity("incline", "side:base", "side:slope", "side:rise")
        sketch.entity("block", "body:block")
        sketch.entity("forces", "force:weight", "force:normal", "force:holding")
        if p.layout == "rope":
            self._draw_rope(p, sketch, middle, np.asarray(top))
        if p.is_mirrored:
            mirror(sketch)

    def _draw_forces(self, p: Incline, sketch: Sketch, middle: np.ndarray) -> None:
        newtons = forces_on_block(p.mass, p.angle, p.layout)
        lengths = {name: WEIGHT * newton / newtons["weight"] for name, newton in newtons.items()}
        along = 0.0 if p.layout == "push" else p.angle
        words = {name: f"${letter}$" for name, letter in p.letters.items()}
        vector(sketch, "force:weight", middle, lengths["weight"], 270, words["weight"], toward=(1, 0), position=0.8)
        vector(
            sketch,
            "force:normal",
            middle,
            lengths["normal"],
            p.angle + 90,
            words["normal"],
            toward=(-1, -0.5),
            color=BLUE,
            position=0.85,
        )
        vector(
            sketch,
            "force:holding",
            middle,
            lengths["holding"],
            along,
            words["holding"],
            toward=polar(along + 90),
            color=GREEN,
        )
        for name in ("normal", "holding"):
            sketch.claim("ratio", f"force:{name}", "force:weight", value=lengths[name] / WEIGHT)

    def _draw_rope(self, p: Incline, sketch: Sketch, middle: np.ndarray, top: np.ndarray) -> None:
        start, along = middle + polar(p.angle, 0.5), polar(p.angle)
        sketch.line("rope:1", start, start + along * (top[0] - start[0]) / along[0], width=1.2)
        wall(sketch, "post", tuple(top), (top[0], top[1] + 1.4), 0.3)
        sketch.claim("connected", "rope:1", "wall:post")
        sketch.claim("parallel", "rope:1", "side:slope")

    def questions(self, p: Incline) -> Iterator[Question]:
        """The values; which arrow is which; which is longest."""
        letters = p.letters
        lengths = forces_on_block(p.mass, p.angle, p.layout)
        yield ask_value("mass", p.quantity("mass"))
        yield ask_value("angle", p.quantity("angle"))
        others = [*letters.values(), "none"]
        yield ask_word("holding", letters["holding"], others)
        yield ask_word("shortest", letters[min(lengths, key=lambda name: lengths[name])], [*letters.values(), "equal"])
        sides = ("left", "right")
        yield ask_word("rises", sides[not p.is_mirrored], [*sides, "nowhere", "both"])

    @defect(visibility=2)
    def vertical_normal(self, p: Incline, scene: FigureScene, draw: Random) -> FigureScene:
        """The normal force stands straight up and not at a right angle to the incline."""
        arrow = scene.path("force:normal")
        (x, y), tip = arrow.points
        return change(scene, replace(arrow, points=((x, y), (x, y + math.dist((x, y), tip)))))

    @defect(visibility=2)
    def weight_along_normal(self, p: Incline, scene: FigureScene, draw: Random) -> FigureScene:
        """The weight is drawn at a right angle to the incline and not straight down."""
        arrow = scene.path("force:weight")
        start, tip = arrow.points
        end = np.asarray(start) + polar(p.slope_deg + (90 if p.is_mirrored else 270), math.dist(start, tip))
        return change(scene, replace(arrow, points=(start, (float(end[0]), float(end[1])))))

    @defect(visibility=2)
    def holding_down_slope(self, p: Incline, scene: FigureScene, draw: Random) -> FigureScene:
        """The force that holds the block points the other way and would push it down the incline."""
        arrow = scene.path("force:holding")
        (x, y), (tip_x, tip_y) = arrow.points
        return change(scene, replace(arrow, points=((x, y), (2 * x - tip_x, 2 * y - tip_y))))

    @defect(visibility=1)
    def long_normal(self, p: Incline, scene: FigureScene, draw: Random) -> FigureScene:
        """The normal force is drawn too long for the forces to add up to nothing."""
        arrow = scene.path("force:normal")
        (x, y), (tip_x, tip_y) = arrow.points
        return change(scene, replace(arrow, points=((x, y), (x + 1.45 * (tip_x - x), y + 1.45 * (tip_y - y)))))
