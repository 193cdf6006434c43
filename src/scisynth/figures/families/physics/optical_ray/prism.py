"""A ray through a prism, refracted at two faces: θ₂ + θ₃ = A inside, and the ray is turned by δ = θ₁ + θ₄ − A in all."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, number, one_of
from scisynth.figures.families.physics.optical_ray.imaging import ray_letters
from scisynth.figures.families.physics.optical_ray.refraction import SOLIDS, index_of, refracted
from scisynth.figures.families.questions import Question, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import GREY, ORANGE, PALE_BLUE
from scisynth.figures.parts.physics import ray, turned
from scisynth.figures.parts.places import polar
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer

SIDE = 5.2
"""Length of both faces, units."""


def prism_angles(apex: float, first: float, index: float) -> tuple[float, float, float]:
    """Angles behind the first face, before the second one and behind it, degrees; `ValueError` under total reflection."""
    second = refracted(first, 1.0, index)
    return second, apex - second, refracted(apex - second, index, 1.0)


def index_from_minimum(apex: float, least: float) -> float:
    """n = sin((A + δ)/2) / sin(A/2), where the ray passes the prism symmetrically."""
    return math.sin(math.radians((apex + least) / 2)) / math.sin(math.radians(apex / 2))


@dataclass(frozen=True, kw_only=True)
class Passage(Parameters):
    """A ray at any angle, one that passes symmetrically, or one that enters straight on."""

    layout: str = one_of("any", "least", "straight", level_1=("least", "straight"), level_3=("any", "least"))
    solid: str = one_of(*SOLIDS)
    apex: float = number(
        "A", "°", (20, 22, 24, 25, 28, 30, 32, 35, 38, 40, 45, 50, 52, 55, 58, 60, 65), meaning="angle of the prism"
    )
    angle: float = number(r"\theta_1", "°", range(36, 68), meaning="angle of incidence", given=False)
    turn: float = number(r"\delta", "°", range(22, 60), meaning="least deviation", given=False)
    asked: str = one_of("turn", "last")
    first: int = one_of(*range(8))
    is_mirrored: bool = one_of(False, True)

    def valid(self) -> bool:
        """The ray passes both faces well inside of the drawing, at angles that differ."""
        if self.layout == "least" and not (self.apex >= 40 and 1.4 < self.index < 1.8):
            return False
        if self.layout == "any" and self.apex < 40:
            return False
        inside = self.apex - refracted(self.start, 1.0, self.index)
        if inside < 5 or self.index * math.sin(math.radians(inside)) > 0.94:
            return False
        places = self.places
        return 0.2 < places[2] < 0.9 and self.angles[2] > 12

    @property
    def start(self) -> float:
        """Angle of incidence, degrees."""
        if self.layout == "straight":
            return 0.0
        return (self.apex + self.turn) / 2 if self.layout == "least" else float(self.angle)

    @property
    def index(self) -> float:
        """Of refraction."""
        return index_from_minimum(self.apex, self.turn) if self.layout == "least" else SOLIDS[self.solid]

    @property
    def angles(self) -> tuple[float, float, float]:
        """Behind the first face, before the second, behind it."""
        return prism_angles(self.apex, self.start, self.index)

    @property
    def top(self) -> np.ndarray:
        """Of the prism, which stands on the x axis."""
        return np.asarray([0.0, SIDE * math.cos(math.radians(self.apex / 2))])

    @property
    def places(self) -> tuple[np.ndarray, np.ndarray, float]:
        """Where the ray enters and leaves, and how far down the second face, from 0 to 1."""
        tilt = self.apex / 2
        left, right = (polar(270 + side * tilt, SIDE) + self.top for side in (-1, 1))
        enter = self.top + 0.55 * (left - self.top)
        # The inner normal of the left face points at −tilt; a ray at θ to it, from below, rises.
        way = polar(self.angles[0] - tilt)
        share = np.linalg.solve(np.stack([way, self.top - right], axis=1), self.top - enter)
        return enter, enter + share[0] * way, float(share[1])

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Apex angle, and what is known of ray and material."""
        apex = self.quantity("apex")
        if self.layout == "least":
            return (apex, self.quantity("turn"))
        return (apex, index_of(self.solid), *((self.quantity("angle"),) if self.layout == "any" else ()))


@family("Physics - Optical Ray")
class Prism(Family[Passage]):
    """A ray through a prism: at any angle, with the least deviation, or entering at a right angle to a face."""

    def solve(self, p: Passage) -> Solution:
        """By the law of refraction at both faces."""
        second, third, fourth = p.angles
        turn = p.start + fourth - p.apex
        what = "index" if p.layout == "least" else p.asked
        answer, symbol = {
            "turn": (number_answer(turn, "°"), "δ"),
            "last": (number_answer(fourth, "°"), "θ₄"),
            "index": (number_answer(p.index, ""), "n"),
        }[what]
        values = {"what": what, "n": index_of(p.solid), "case": f"{p.layout} {what}"}
        values |= {f"angle{k}": number_answer(value, "°") for k, value in enumerate((second, third, fourth), 2)}
        return Solution(answer=answer, symbol=symbol, values=values)

    def draw(self, p: Passage, sketch: Sketch) -> None:
        """The ray comes from the left below, or the figure is mirrored."""
        tilt, top = p.apex / 2, p.top
        left, right = (polar(270 + side * tilt, SIDE) + top for side in (-1, 1))
        enter, leave, _ = p.places
        sketch.area("body:prism", left, right, top, fill=PALE_BLUE, width=0, z=0)
        for tag, one, two in (("left", left, top), ("right", top, right), ("base", left, right)):
            sketch.line(f"face:{tag}", one, two)
        start, stop = enter - polar(p.start - tilt, 2.3), leave + polar(tilt - p.angles[2], 3.1)
        legs = ray(sketch, "ray:p", start, enter, leave, stop)
        for k, (spot, normal) in enumerate(((enter, -tilt), (leave, tilt)), 1):
            if k == 1 and p.layout == "straight":
                sketch.right_angle("angle:right", enter, start, top, 0.28)
                sketch.claim("perpendicular", legs[0], "face:left")
                continue
            inner = min(1.3, 0.38 * float(np.linalg.norm(leave - enter)))
            sizes = (1.3, inner) if k == 1 else (inner, 1.3)
            ends = (spot - polar(normal, sizes[0]), spot + polar(normal, sizes[1]))
            sketch.line(f"normal:{k}", *ends, dash="dashed", width=0.9, color=GREY, z=1)
            sketch.claim("perpendicular", f"normal:{k}", "face:left" if k == 1 else "face:right")
        second, third, fourth = p.angles
        for leg, k, value in (("1", 1, p.start), ("2", 1, second), ("2", 2, third), ("3", 2, fourth)):
            if k == 2 or p.layout != "straight":
                sketch.claim("angle", f"ray:p{leg}", f"normal:{k}", value=value)
        if not (p.layout == "straight" and p.asked == "last"):
            self._draw_turn(p, sketch, enter, leave)
        if p.layout == "any":
            sketch.angle("angle:1", enter, enter - polar(-tilt), start, p.label("angle"), 0.9, toward=(-1, 0))
        if p.layout == "least":
            sketch.claim("parallel", legs[1], "face:base")
        if p.layout != "least":
            words = f"{p.solid}, {index_of(p.solid).label}"
            sketch.text("name:n", words, (left + right) / 2, of="face:base", toward=(0, -1), gap_pt=5)
        if p.layout == "any" or (p.layout == "straight" and p.asked == "last"):
            sketch.angle("angle:4", leave, stop, leave + polar(tilt), r"$\theta_4$", 0.9)
        sketch.circle("angle:A", top, 1.0, start_deg=270 - tilt, end_deg=270 + tilt, width=1.0)
        sketch.text("label:A", p.label("apex"), top, of="face:left", toward=(0, 1), gap_pt=6)
        sketch.claim("angle", "face:left", "face:right", value=p.apex)
        for letter, at, leg, way in zip(
            ray_letters(p.first),
            (start, (enter + leave) / 2, stop),
            legs,
            (enter - stop, polar(270), stop - leave),
            strict=True,
        ):
            aside = start - enter if leg == legs[0] else way
            sketch.text(f"letter:{leg[4:]}", f"${letter}$", at, of=leg, toward=aside, gap_pt=4, size=12)
        sketch.claim("count", "ray", value=3)
        sketch.entity("prism", "face:left", "face:right", "face:base")
        sketch.entity("ray", *legs)
        if p.is_mirrored:
            mirror(sketch)

    @staticmethod
    def _draw_turn(p: Passage, sketch: Sketch, enter: np.ndarray, leave: np.ndarray) -> None:
        """The ways that the ray had and has, dotted, with the angle between them."""
        before, after = p.start - p.apex / 2, p.apex / 2 - p.angles[2]
        share = np.linalg.solve(np.stack([polar(before), -polar(after)], axis=1), leave - enter)
        cross = enter + share[0] * polar(before)
        style = {"dash": "dotted", "width": 1.0, "color": ORANGE, "z": 1}
        sketch.line("ahead:in", enter, cross + polar(before, 3.5), **style)
        sketch.claim("parallel", "ahead:in", "ray:p1")
        if p.layout != "straight":
            sketch.line("ahead:out", cross, leave, **style)
            sketch.claim("parallel", "ahead:out", "ray:p3")
        words = p.label("turn") if p.layout == "least" else r"$\delta$"
        sketch.angle("angle:d", cross, cross + polar(after), cross + polar(before), words, 3.0)

    def questions(self, p: Passage) -> Iterator[Question]:
        """Printed angles and material; which part of the ray is which."""
        others = [p.angle if p.layout == "any" else 90.0 - p.apex, p.turn if p.layout == "least" else p.apex / 2]
        yield ask_number("apex", p.apex, unit="°", likely=others, step=5, low=1)
        if p.layout == "any":
            yield ask_number("angle", p.angle, unit="°", likely=(p.apex,), step=5, low=1)
        if p.layout == "least":
            yield ask_number("turn", p.turn, unit="°", likely=(p.apex,), step=5, low=1)
        else:
            names = Random(p.first + int(p.apex)).sample(list(SOLIDS), len(SOLIDS))
            yield ask_word("solid", p.solid, names)
        letters = ray_letters(p.first)
        yield ask_word("inside", letters[1], [*letters, "none"])
        yield ask_word("leaving", letters[2], [*letters, "none"])
        yield ask_word("from", "right" if p.is_mirrored else "left", ["left", "right", "above", "nowhere"])

    @defect(visibility=2)
    def straight_through(self, p: Passage, scene: FigureScene, draw: Random) -> FigureScene:
        """Behind the prism the ray runs on in the direction that it had before it."""
        first, last = scene.path("ray:p1"), scene.path("ray:p3")
        (x0, y0), (x1, y1) = first.points
        x, y = last.points[0]
        return change(scene, replace(last, points=((x, y), (x + x1 - x0, y + y1 - y0))))

    @defect(visibility=3)
    def bent_to_apex(self, p: Passage, scene: FigureScene, draw: Random) -> FigureScene:
        """The ray leaves the prism bent towards its apex and not towards its base."""
        angle = 2 * p.angles[2]
        return change(scene, turned(scene.path("ray:p3"), -angle if p.is_mirrored else angle))

    @defect(visibility=1)
    def slanting_normal(self, p: Passage, scene: FigureScene, draw: Random) -> FigureScene:
        """The normal does not stand at a right angle to the face."""
        return change(scene, turned(scene.path("normal:2"), draw.choice((-13, 13))))
