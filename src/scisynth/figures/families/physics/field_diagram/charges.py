"""Charges at rest: the force on one of three, and what happens to a charge between charged plates."""

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
from scisynth.figures.parts.palette import BLUE, GREEN, GREY, PALE_BLUE, PALE_RED, RED
from scisynth.figures.parts.physics import GRAVITY, charge, count_roles, exchanged, path_of, turned, vector
from scisynth.figures.parts.places import polar
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

COULOMB = 8.99e9
"""k = 1/(4 π ε₀), N m²/C²."""
SIZES = (1, 1.5, 2, 2.5, 3, 4, 5, 6)


@dataclass(frozen=True, kw_only=True)
class Plates(Parameters):
    """Two charged plates and a charge between them."""

    layout: str = one_of("flat", "upright", "drop", level_1=("flat", "upright"), level_3=("upright", "drop"))
    volts: float = number("U", "V", (50, 80, 100, 120, 150, 200, 240, 300, 400, 500), meaning="voltage")
    apart: float = number("d", "cm", (1, 1.5, 2, 2.5, 4, 5), meaning="distance of the plates")
    size: float = one_of(2, 3, 4, 5, 6, 8)
    is_positive: bool = one_of(False, True)
    is_first_positive: bool = one_of(False, True)
    micrograms: float = number("m", "µg", (1.2, 1.5, 2, 2.5, 3, 4, 5), meaning="mass of the drop", given=False)
    asked: str = one_of("force", "field", "work")

    def valid(self) -> bool:
        """A drop is held where the force is up: a positive one with the lower plate positive."""
        return self.layout != "drop" or self.is_positive != self.is_first_positive

    @property
    def charge(self) -> Quantity:
        """Of the ball between the plates."""
        value = self.size if self.is_positive else -self.size
        return Quantity(symbol="q", value=value, unit="nC", meaning="charge")

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Of a drop the mass is given, and not the charge."""
        own = self.quantity("micrograms") if self.layout == "drop" else self.charge
        return (self.quantity("volts"), self.quantity("apart"), own)

    @property
    def goal(self) -> str:
        """What is asked for."""
        return "charge" if self.layout == "drop" else self.asked


def plate_values(volts: float, apart: float, nanocoulombs: float, micrograms: float) -> dict[str, float]:
    """Field (V/m), force (µN), work from plate to plate (nJ), and the charge (pC) that a drop needs to hang: E = U/d."""
    field = volts / (apart / 100)
    return {
        "field": field,
        "force": abs(nanocoulombs) * field / 1000,
        "work": abs(nanocoulombs) * volts,
        "charge": 1e12 * micrograms * 1e-9 * GRAVITY / field,
    }


@family("Physics - Field Diagram")
class ChargedPlates(Family[Plates]):
    """A uniform field between plates that lie or stand, and a charge in it; or a drop that hangs between them."""

    def solve(self, p: Plates) -> Solution:
        """By E = U/d."""
        found = plate_values(p.volts, p.apart, p.size, p.micrograms)
        unit, symbol = {"field": ("V/m", "E"), "force": ("µN", "F"), "work": ("nJ", "W"), "charge": ("pC", "q")}[p.goal]
        names = ("upper", "lower") if p.layout != "upright" else ("left", "right")
        values = {
            "goal": p.goal,
            "pole": names[0] if p.is_first_positive else names[1],
            "charge": p.charge,
            "size": f"{format_number(p.size)} nC",
            "metres": f"{format_number(p.apart / 100)} m",
            "field": f"{format_number(found['field'])} V/m",
            "how": "upright" if p.layout == "upright" else "horizontal",
        }
        return Solution(answer=number_answer(found[p.goal], unit), symbol=symbol, values=values)

    def draw(self, p: Plates, sketch: Sketch) -> None:
        """The first plate is the upper or the left one."""
        width, high, num = 7.0, 3.4, 7
        is_upright = p.layout == "upright"

        def at(x: float, y: float) -> tuple[float, float]:
            # Across the plates is y; for upright plates the left one is the first.
            return (high - y, x) if is_upright else (x, y)

        for name, low, positive in (("first", high, p.is_first_positive), ("second", -0.25, not p.is_first_positive)):
            fill, color = (PALE_RED, RED) if positive else (PALE_BLUE, BLUE)
            corners = (at(0, low), at(width, low), at(width, low + 0.25), at(0, low + 0.25))
            sketch.area(f"plate:{name}", *corners, fill=fill, color=color)
            for index in range(num):
                place = at(width * (index + 0.5) / num, low + (0.5 if name == "first" else -0.25))
                sketch.text(f"sign:{name}{index}", "+" if positive else "−", place, color=color, size=12)
        down = at(0, -1)[0] - at(0, 0)[0], at(0, -1)[1] - at(0, 0)[1]
        way = math.degrees(math.atan2(down[1], down[0])) + (0 if p.is_first_positive else 180)
        for index in range(num):
            if index == num // 2 or (p.layout == "drop" and abs(index - num // 2) < 2):
                continue
            x = width * (index + 0.5) / num
            sketch.line(f"line:{index}", at(x, high), at(x, 0), color=GREY, width=1.1, z=1)
            middle = at(x, 0.75 * high)
            ends = [polar(way, far, middle) for far in (-0.1, 0.1)]
            sketch.arrow(f"sense:{index}", *ends, color=GREY, width=1.2)
            sketch.claim("on", f"sense:{index}", f"line:{index}")
            sketch.claim("direction", f"sense:{index}", value=way % 360)
            for name in ("first", "second"):
                sketch.claim("connected", f"line:{index}", f"plate:{name}")
        spot = at(width / 2, high / 2)
        push = way if p.is_positive else way + 180
        charge(sketch, "q", spot, 0.22, p.is_positive, 12) if p.layout != "drop" else sketch.circle(
            "charge:q", spot, 0.2, fill=PALE_BLUE, z=5
        )
        aside = (0, 1) if is_upright else (1, 0)
        vector(
            sketch, "force:F", polar(push, 0.22, spot), 1.0, push % 360, "$F$", toward=aside, position=0.7, color=GREEN
        )
        sketch.claim("direction", "force:F", value=push % 360)
        if p.layout == "drop":
            vector(sketch, "force:G", polar(270, 0.2, spot), 1.0, 270, "$G$", toward=(1, 0), position=0.7, color=RED)
            sketch.claim("ratio", "force:F", "force:G", value=1.0)
            sketch.text(
                "label:m",
                p.label("micrograms"),
                (spot[0] - 0.2, spot[1]),
                of="charge:q",
                toward=(-1, 0),
                halo=True,
                gap_pt=3,
            )
        else:
            below = -1.0 if is_upright or math.sin(math.radians(push)) > 0 else 1.0
            place = (spot[0], spot[1] + 0.22 * below)
            sketch.text("label:q", p.charge.label, place, of="charge:q", toward=(0, below), halo=True, gap_pt=3)
        one, two = (at(width, high), at(width, 0)) if is_upright else (at(width, 0), at(width, high))
        far = 0.6 if is_upright else -0.6
        sketch.dimension(
            "size:d", one, two, p.label("apart"), far, toward=(0, 1) if is_upright else (1, 0), gap_pt=4, plate=False
        )
        if is_upright:
            for name, x, end in (("first", -0.125, 0.7), ("second", high + 0.125, high - 0.7)):
                sketch.line(f"wire:{name}", (x, 0), (x, -0.6), (end, -0.6), width=1.5)
                sketch.circle(f"terminal:{name}", (end, -0.6), 0.08, fill="white", z=6)
                sketch.claim("connected", f"wire:{name}", f"plate:{name}")
            sketch.text("label:U", p.label("volts"), (high / 2, -0.6))
        else:
            sketch.text("label:U", p.label("volts"), (0, high / 2), toward=(-1, 0), gap_pt=12)
        sketch.claim("parallel", "plate:first", "plate:second")
        count_roles(sketch, "line", "plate", "force")
        sketch.entity("plates", "plate:first", "plate:second")
        sketch.entity("charge", "charge:q")

    def questions(self, p: Plates) -> Iterator[Question]:
        """Signs, directions, values."""
        names = ("upper", "lower") if p.layout != "upright" else ("left_one", "right_one")
        yield ask_word(
            "pole", names[0] if p.is_first_positive else names[1], ["upper", "lower", "left_one", "right_one"]
        )
        ways = {"flat": ("downwards", "upwards"), "drop": ("downwards", "upwards"), "upright": ("right", "left")}[
            p.layout
        ]
        every = ["upwards", "downwards", "left", "right"]
        yield ask_word("lines", ways[0] if p.is_first_positive else ways[1], every)
        if p.layout != "drop":
            yield ask_word("push", ways[0] if p.is_first_positive == p.is_positive else ways[1], every)
            yield ask_value("charge", replace(p.charge, symbol=""))
        yield ask_value("apart", p.quantity("apart"))
        yield ask_value("volts", p.quantity("volts"))

    @defect(visibility=2)
    def force_against_law(self, p: Plates, scene: FigureScene, draw: Random) -> FigureScene:
        """The force on the charge points the wrong way along the field."""
        return change(scene, turned(path_of(scene, "force:F"), 180))

    @defect(visibility=1)
    def lines_from_minus(self, p: Plates, scene: FigureScene, draw: Random) -> FigureScene:
        """An arrow on a field line runs from the negative to the positive plate."""
        arrow = path_of(scene, f"sense:{draw.choice((0, 1, 5, 6))}")
        return change(scene, replace(arrow, points=arrow.points[::-1]))

    @defect(visibility=3)
    def short_line(self, p: Plates, scene: FigureScene, draw: Random) -> FigureScene:
        """A field line ends in the empty space between the plates."""
        line = path_of(scene, f"line:{draw.choice((0, 1, 5, 6))}")
        (x0, y0), (x1, y1) = line.points
        return change(scene, replace(line, points=((x0, y0), (x0 + 0.55 * (x1 - x0), y0 + 0.55 * (y1 - y0)))))


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
        rule = {
            "corner": "at a right angle, F = √(F₁² + F₂²)",
            "row": f"along one line, F = |F₁ {'+' if one @ two > 0 else '−'} F₂|",
            "triangle": f"at {'60°' if one @ two > 0 else '120°'}, F = √(F₁² + F₂² {'+' if one @ two > 0 else '−'} F₁F₂)",
        }[p.layout]
        low = str.maketrans("123", "₁₂₃")
        name = [f"q{index}".translate(low) for index in p.names]
        values = {
            "one": f"{name[0]} = {p.charges[0].text}", "two": f"{name[1]} = {p.charges[1].text}", "three": f"{name[2]} = {p.charges[2].text}",
            "which": name[2], "first": name[0], "second": name[1], "rule": rule,
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
        sketch.circle("charge:three", (0, 0), 0.13, fill=PALE_RED, color=RED, z=7)
        free = self._free_side(p, [one, two, total])
        sketch.text(
            "label:three", p.charges[2].label, 0.13 * free, of="charge:three", toward=tuple(free), gap_pt=6, halo=True
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
        return polar(best)

    @staticmethod
    def _draw_forces(p: Three, sketch: Sketch, scale: float, forces: tuple[np.ndarray, ...]) -> None:
        """In a row each arrow has its own height, so that none lies on another."""
        for index, (name, force) in enumerate(zip(("F1", "F2", "F"), forces, strict=True)):
            way = math.degrees(math.atan2(force[1], force[0]))
            size = scale * float(np.hypot(*force))
            color = BLUE if name != "F" else GREEN
            words = "$F$" if name == "F" else f"$F_{name[1]}$"
            if p.layout == "row":
                tail = (0.0, -0.55 - 0.55 * index)
                vector(sketch, f"force:{name}", tail, size, way % 360, words, color=color)
                continue
            aside, total = None, forces[2]
            if name != "F":
                aside = (math.copysign(1.0, force[0]), 0.0)
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
                position=0.6 if aside else 1.0,
                color=color,
            )

    @staticmethod
    def _draw_sizes(p: Three, sketch: Sketch, places: list[np.ndarray], scale: float) -> None:
        """Lengths stand next to the sides, clear of the forces that lie on them."""
        if p.layout == "triangle":
            sketch.line("side:c", places[0], places[1], dash="dashed", color=GREY, width=1.0)
            sketch.claim("ratio", "side:c", "side:a", value=1.0)
            sketch.text("label:a", p.label("high"), (places[0] + places[1]) / 2, of="side:c", toward=(0, -1), gap_pt=6)
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
        return change(scene, turned(path_of(scene, draw.choice(("force:F1", "force:F2"))), 180))

    @defect(visibility=2)
    def swapped_charges(self, p: Three, scene: FigureScene, draw: Random) -> FigureScene:
        """The values of two charges are exchanged."""
        return exchanged(scene, "label:one", "label:two")

    @defect(visibility=1)
    def wrong_sum(self, p: Three, scene: FigureScene, draw: Random) -> FigureScene:
        """The sum of both forces has a wrong direction."""
        if p.layout == "row":
            return change(scene, turned(path_of(scene, "force:F"), 180))
        return change(scene, turned(path_of(scene, "force:F"), draw.choice((-40, 40))))
