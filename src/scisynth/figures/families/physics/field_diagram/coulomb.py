"""Coulomb forces on one of three charges, in a row or at the corners of a triangle."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

import numpy as np

from scisynth.figures.corruptions import change, swap_texts
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, number, one_of
from scisynth.figures.families.questions import Question, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, GREEN, GREY, PALE_RED, RED
from scisynth.figures.parts.physics import charge, count_roles, turned, vector
from scisynth.figures.parts.places import polar
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

COULOMB = 8.99e9
"""k = 1/(4 π ε₀), N m²/C²."""
SIZES = (1, 1.5, 2, 2.5, 3, 4, 5, 6)


@dataclass(frozen=True, kw_only=True)
class Three(Parameters):
    """Three charges; the force on the third is asked for."""

    layout: str = one_of("corner", "row", "triangle", level_1=("row", "corner"), level_3=("corner", "triangle"))
    size_one: float = one_of(*SIZES)
    size_two: float = one_of(*SIZES)
    size_three: float = one_of(1, 1.5, 2, 2.5)
    signs: tuple[int, ...] = one_of((1, 1), (1, -1), (-1, 1), (-1, -1))
    high: float = number("a", "cm", (20, 25, 30, 40, 50), meaning="distance of q1 and q3")
    far: float = number("b", "cm", (20, 25, 30, 40, 50), meaning="distance of q2 and q3", given=False)
    names: tuple[int, ...] = one_of((1, 2, 3), (2, 3, 1), (3, 1, 2), (1, 3, 2))

    @property
    def charges(self) -> tuple[Quantity, ...]:
        """The two others and the one in question, which is positive; their indices are those of `names`."""
        sizes = (self.signs[0] * self.size_one, self.signs[1] * self.size_two, self.size_three)
        return tuple(
            Quantity(symbol=f"q_{index}", value=value, unit="µC", meaning=f"charge {index}")
            for index, value in zip(self.names, sizes, strict=True)
        )

    @property
    def distances(self) -> tuple[float, float]:
        """Of both others from the one in question, cm; all sides of a triangle are a."""
        return (self.high, self.high if self.layout == "triangle" else self.far)

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Charges and distances."""
        far = () if self.layout == "triangle" else (self.quantity("far"),)
        return (*sorted(self.charges, key=lambda item: item.symbol), self.quantity("high"), *far)

    @property
    def directions(self) -> tuple[float, float]:
        """From the one in question to both others, °."""
        return {"corner": (90.0, 0.0), "row": (180.0, 0.0), "triangle": (240.0, 300.0)}[self.layout]

    def valid(self) -> bool:
        """Both forces can be seen next to each other, and their sum is not nothing."""
        one, two = forces_on_third(self)
        sizes = sorted((float(np.hypot(*one)), float(np.hypot(*two)), float(np.hypot(*(one + two)))))
        if self.layout != "triangle" and not 0.5 <= self.high / self.far <= 2:
            return False
        return 0.35 <= np.hypot(*one) / np.hypot(*two) <= 2.8 and sizes[0] > 0.25 * sizes[2]


def forces_on_third(p: Three) -> tuple[np.ndarray, np.ndarray]:
    """Forces (N) of both others on the third by Coulomb's law, k |q q'|/r², each float [2]."""
    found = []
    for quantity, centimetres, way in zip(p.charges, p.distances, p.directions, strict=False):
        size = COULOMB * quantity.value * p.size_three * 1e-12 / (centimetres / 100) ** 2
        found.append(-size * polar(way))
    return found[0], found[1]


@family("Physics - Field Diagram")
class ThreeCharges(Family[Three]):
    """Coulomb forces on one of three charges: at a right angle, in a row, or at the top of a triangle of equal sides."""

    def solve(self, p: Three) -> Solution:
        """By the sum of two vectors."""
        one, two = forces_on_third(p)
        sizes = [float(np.hypot(*force)) for force in (one, two)]
        low = str.maketrans("123", "₁₂₃")
        f_one, f_two = (f"F{index}".translate(low) for index in p.names[:2])
        rule = {
            "corner": f"at a right angle, F = √({f_one}² + {f_two}²)",
            "row": f"along one line, F = |{f_one} {'+' if one @ two > 0 else '−'} {f_two}|",
            "triangle": f"at {'60°' if one @ two > 0 else '120°'}, F = √({f_one}² + {f_two}² {'+' if one @ two > 0 else '−'} {f_one}{f_two})",
        }[p.layout]
        name = [f"q{index}".translate(low) for index in p.names]
        values = {
            "one": f"{name[0]} = {p.charges[0].text}", "two": f"{name[1]} = {p.charges[1].text}", "three": f"{name[2]} = {p.charges[2].text}",
            "force_one": f_one, "force_two": f_two, "which": name[2], "first": name[0], "second": name[1], "rule": rule,
            "f_one": f"{format_number(sizes[0])} N", "f_two": f"{format_number(sizes[1])} N",
        }  # fmt: skip
        return Solution(answer=number_answer(float(np.hypot(*(one + two))), "N"), symbol="F", values=values)

    def draw(self, p: Three, sketch: Sketch) -> None:
        """Both forces and the sum to one scale; distances to another."""
        unit, radius = 5.0 / max(p.distances), 0.27
        places = [unit * distance * polar(way) for distance, way in zip(p.distances, p.directions, strict=True)]
        one, two = forces_on_third(p)
        total = one + two
        scale = 1.4 / max(float(np.hypot(*force)) for force in (one, two, total))
        for name, place in zip("ab", places, strict=True):
            sketch.line(f"side:{name}", (0, 0), place, dash="dashed", color=GREY, width=1.0)
        marks = ["charge:one", "charge:two", "charge:three"]
        outer = {"corner": ((1, 0), (1, 0)), "row": ((0, -1), (0, -1)), "triangle": ((-1, 0), (1, 0))}[p.layout]
        for name, place, quantity, toward in zip(("one", "two"), places, p.charges, outer, strict=False):
            charge(sketch, name, place, radius, quantity.value > 0)
            sketch.text(
                f"label:{name}",
                quantity.label,
                place + radius * np.asarray(toward),
                of=f"charge:{name}",
                toward=toward,
                gap_pt=4,
                halo=True,
            )
        sketch.circle("charge:three", (0, 0), 0.2, fill=PALE_RED, color=RED, z=7)
        sketch.text("sign:three", "+", (0, 0), of="charge:three", size=11, color=RED, z=8)
        sketch.claim("inside", "sign:three", "charge:three")
        free = self._free_side(p, [one, two, total])
        sketch.text(
            "label:three", p.charges[2].label, 0.2 * free, of="charge:three", toward=tuple(free), gap_pt=6, halo=True
        )
        self._draw_forces(p, sketch, scale, (one, two, total))
        self._draw_sizes(p, sketch, places, scale)
        if p.layout == "corner":
            sketch.claim("perpendicular", "side:a", "side:b")
        elif p.layout == "row":
            sketch.claim("order", "charge:one", "charge:three", "charge:two", value="left_to_right")
        else:
            sketch.claim("angle", "side:a", "side:b", value=60)
        sketch.claim("ratio", "side:a", "side:b", value=p.distances[0] / p.distances[1])
        sketch.claim("ratio", "force:F1", "force:F2", value=float(np.hypot(*one) / np.hypot(*two)))
        for name, force in (("F1", one), ("F2", two), ("F", total)):
            sketch.claim("direction", f"force:{name}", value=math.degrees(math.atan2(force[1], force[0])) % 360)
        count_roles(sketch, "force", "charge")
        sketch.entity("charges", *marks)

    @staticmethod
    def _free_side(p: Three, forces: list[np.ndarray]) -> np.ndarray:
        """The direction from the middle that is farthest from all that starts there."""
        if p.layout == "row":
            return np.asarray([0.0, 1.0])
        ways = [math.degrees(math.atan2(force[1], force[0])) for force in forces] + list(p.directions)
        best = max(range(0, 360, 15), key=lambda turn: min(abs((turn - way + 180) % 360 - 180) for way in ways))
        if p.layout == "corner" and 255 <= best <= 285:
            # Clear of the letter of the level force.
            best = 315 if forces[1][0] < 0 else 225
        return polar(best)

    @staticmethod
    def _draw_forces(p: Three, sketch: Sketch, scale: float, forces: tuple[np.ndarray, ...]) -> None:
        """In a row each arrow has its own height, so that none lies on another."""
        for index, (name, force) in enumerate(zip(("F1", "F2", "F"), forces, strict=True)):
            way = math.degrees(math.atan2(force[1], force[0]))
            size = scale * float(np.hypot(*force))
            color = BLUE if name != "F" else GREEN
            words = "$F$" if name == "F" else f"$F_{p.names[index]}$"
            if p.layout == "row":
                tail = (0.0, -0.55 - 0.55 * index)
                vector(sketch, f"force:{name}", tail, size, way % 360, words, color=color)
                continue
            aside, total = None, forces[2]
            if name != "F":
                # On the side that is away from the sum; that of a short arrow beyond its tip, off the charge and its value.
                turn = math.copysign(40 if size < 0.7 else 90, force[0] * total[1] - force[1] * total[0])
                aside = tuple(polar(way - turn))
                if p.layout == "corner":
                    aside = (
                        (-math.copysign(1.0, total[0]), 0.0) if name == "F1" else (0.0, -math.copysign(1.0, total[1]))
                    )
            vector(
                sketch,
                f"force:{name}",
                (0, 0),
                size,
                way % 360,
                words,
                toward=aside,
                position=0.6 if aside and (size >= 0.7 or p.layout == "corner") else 1.0,
                color=color,
            )

    @staticmethod
    def _draw_sizes(p: Three, sketch: Sketch, places: list[np.ndarray], scale: float) -> None:
        """Lengths stand next to the sides, clear of the forces that lie on them."""
        if p.layout == "triangle":
            sketch.line("side:c", places[0], places[1], dash="dashed", color=GREY, width=1.0)
            sketch.claim("ratio", "side:c", "side:a", value=1.0)
            sketch.text("label:a", p.label("high"), (places[0] + places[1]) / 2, of="side:c", toward=(0, -1), gap_pt=6)
            for name, place, way in zip("ab", places, (150, 30), strict=True):
                sketch.text(f"label:side-{name}", "$a$", place / 2, of=f"side:{name}", toward=polar(way), gap_pt=4)
            return
        one, two = forces_on_third(p)
        total = one + two
        for name, place, force, words in zip("ab", places, (one, two), ("high", "far"), strict=True):
            along = place / np.linalg.norm(place)
            start = max(scale * float(force @ along), 0.0) if p.layout == "corner" else 0.0
            toward = (0.0, 1.0)
            if p.layout == "corner":
                toward = (-math.copysign(1.0, total[0]), 0.0) if name == "a" else (0.0, -math.copysign(1.0, total[1]))
            middle = (start + float(np.linalg.norm(place))) / 2 * along
            sketch.text(f"label:{name}", p.label(words), middle, of=f"side:{name}", toward=toward, gap_pt=5)

    def questions(self, p: Three) -> Iterator[Question]:
        """Signs, places and values."""
        low = str.maketrans("123", "₁₂₃")
        name = [f"q{index}".translate(low) for index in p.names]
        kinds = {(1, 1): "both_plus", (1, -1): "first_plus", (-1, 1): "second_plus", (-1, -1): "both_minus"}
        yield ask_word("signs", kinds[p.signs[0], p.signs[1]], list(kinds.values()), one=name[0], two=name[1])
        yield ask_word("middle", name[2], [*name, "none"])
        yield ask_value("value", p.charges[0], *p.charges, which=name[0])
        yield ask_value("other", p.charges[1], *p.charges, which=name[1])
        yield ask_value("distance", p.quantity("high"), p.quantity("far"), one=name[0], two=name[2])
        one, _ = forces_on_third(p)
        step = one @ polar(p.directions[0])
        yield ask_word(
            "force", "towards" if step > 0 else "away", ["towards", "away", "at_right", "no_force"], one=name[0]
        )

    @defect(visibility=2)
    def wrong_attraction(self, p: Three, scene: FigureScene, draw: Random) -> FigureScene:
        """A force points the wrong way, as if like charges attracted each other."""
        return change(scene, turned(scene.path(draw.choice(("force:F1", "force:F2"))), 180))

    @defect(visibility=2)
    def swapped_charges(self, p: Three, scene: FigureScene, draw: Random) -> FigureScene:
        """The values of two charges are exchanged."""
        return swap_texts(scene, "label:one", "label:two")

    @defect(visibility=1)
    def wrong_sum(self, p: Three, scene: FigureScene, draw: Random) -> FigureScene:
        """The sum of both forces has a wrong direction."""
        if p.layout == "row":
            return change(scene, turned(scene.path("force:F"), 180))
        return change(scene, turned(scene.path("force:F"), draw.choice((-40, 40))))
