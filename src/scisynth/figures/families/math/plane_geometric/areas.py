"""Areas of trapezoids and regular polygons."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.math.lettered import Lettered, redrawn
from scisynth.figures.families.parameters import number, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.math import side_text, tick
from scisynth.figures.parts.palette import BLUE, GREY, PALE_BLUE, PALE_ORANGE, PAPER, RED
from scisynth.figures.parts.places import polar
from scisynth.figures.parts.points import corner_arc, letter, pull
from scisynth.figures.scene.marks import role_of
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer

SIDES_OF = ("AB", "BC", "CD", "DA")
GIVEN = {
    "right": ("AB", "CD", "BC"),
    "isosceles": ("AB", "CD", "BC"),
    "diagonal": ("AB", "CD", "AC"),
    "angle": ("AB", "CD", ""),
}
"""Layout to the segments whose lengths are given."""


@dataclass(frozen=True, kw_only=True)
class Trapezoid(Lettered):
    """AB parallel to CD, by both of them and a third value."""

    low: float = number("AB", "cm", range(6, 21), meaning="longer parallel side")
    high: float = number("CD", "cm", range(3, 15), meaning="shorter parallel side")
    third: float = number("BC", "cm", range(4, 22), meaning="third length")
    angle: float = number("∠B", "°", range(40, 74), meaning="angle at the longer side")
    layout: str = one_of(*GIVEN, level_1=("right", "angle"), level_3=("isosceles", "diagonal", "angle"))

    @property
    def used(self) -> tuple[str, ...]:
        """The third value is a length or an angle."""
        return ("low", "high", "angle" if self.layout == "angle" else "third")

    @property
    def symbols(self) -> Mapping[str, str]:
        """The third length is a leg or a diagonal."""
        return {"third": GIVEN[self.layout][2]}

    @property
    def run(self) -> float:
        """Width of the triangle at the slanted leg."""
        return (self.low - self.high) / (2 if self.layout == "isosceles" else 1)

    def valid(self) -> bool:
        """A trapezoid that is neither flat nor a tower, and no two lengths alike."""
        height = trapezoid_height(self.low, self.high, self.third, self.angle, self.layout)
        lengths = {self.low, self.high} | ({self.third} if self.layout != "angle" else set())
        is_told_apart = len(lengths) == (2 if self.layout == "angle" else 3)
        return self.run >= 1.5 and is_told_apart and 0.3 * self.low <= height <= 0.95 * self.low


def trapezoid_height(low: float, high: float, third: float, angle_deg: float, layout: str) -> float:
    """Distance of the parallel sides, in their unit; 0 where there is none.

    Pythagoras in the triangle at the slanted leg, or at the diagonal; or tan β = height / (AB − CD).
    """
    if layout == "angle":
        return (low - high) * math.tan(math.radians(angle_deg))
    side = {"right": low - high, "isosceles": (low - high) / 2, "diagonal": high}[layout]
    return math.sqrt(max(third**2 - side**2, 0.0))


@family("Math - Plane Geometric")
class RightTrapezoidArea(Family[Trapezoid]):
    """The area of a trapezoid whose height follows from a leg, a diagonal or an angle."""

    def solve(self, p: Trapezoid) -> Solution:
        """Height by a right triangle, then half the sum of the parallels times it."""
        height = trapezoid_height(p.low, p.high, p.third, p.angle, p.layout)
        values = {**p.by_name, "height": height, "run": p.run}
        area = (p.low + p.high) / 2 * height
        return Solution(answer=number_answer(area, p.unit + "²"), symbol="area", values=values)

    def places(self, p: Trapezoid) -> dict[str, np.ndarray]:
        """True to scale."""
        height = trapezoid_height(p.low, p.high, p.third, p.angle, p.layout)
        left = p.run if p.layout == "isosceles" else 0.0
        points = {"A": (0.0, 0.0), "B": (p.low, 0.0), "C": (left + p.high, height), "D": (left, height)}
        return p.placed(points)

    def draw(self, p: Trapezoid, sketch: Sketch) -> None:
        """The sides, what makes the trapezoid right or isosceles, and the values."""
        at = self.places(p)
        middle = np.mean(list(at.values()), axis=0)
        sketch.area("fill:trapezoid", *at.values(), fill=PALE_BLUE, width=0, z=0)
        for one, two in map(tuple, SIDES_OF):
            sketch.line(f"side:{one}{two}", at[one], at[two], z=3)
        for index, name in enumerate("ABCD"):
            met = (SIDES_OF[index - 1], SIDES_OF[index])
            ends = [at[line.replace(name, "")] for line in met]
            letter(sketch, name, p.named(name), at[name], ends, *(f"side:{line}" for line in met))
            sketch.claim("connected", *(f"side:{line}" for line in met))
        if p.layout == "isosceles":
            for one, two in ("BC", "DA"):
                tick(sketch, f"side:{one}{two}", at[one], at[two], 0.24)
            sketch.claim("ratio", "side:BC", "side:DA", value=1)
            sketch.claim("count", "tick", value=2)
        else:
            for corner, one, two in ("ABD", "DCA"):
                sketch.right_angle(f"square:{corner}", at[corner], at[one], at[two], 0.26)
            sketch.claim("perpendicular", "side:DA", "side:AB")
            sketch.claim("count", "square", value=2)
        texts = dict(zip(GIVEN[p.layout], (p.text("low"), p.text("high"), p.text("third")), strict=True))
        for line in SIDES_OF:
            if line in texts:
                # A label on a ticked side stands off the tick.
                position = 0.3 if p.layout == "isosceles" and line == "BC" else 0.5
                side_text(sketch, f"side:{line}", at[line[0]], at[line[1]], texts[line], middle, position)
        if p.layout == "diagonal":
            sketch.line("diagonal:AC", at["A"], at["C"], color=BLUE)
            side_text(sketch, "diagonal:AC", at["A"], at["C"], texts["AC"], at["D"], 0.5, gap_pt=4)
            sketch.claim("ratio", "diagonal:AC", "side:AB", value=p.third / p.low)
            sketch.claim("connected", "diagonal:AC", "side:CD")
        elif p.layout == "angle":
            lines = ("side:AB", "side:BC")
            corner_arc(sketch, "angle:B", at["B"], at["A"], at["C"], p.text("angle"), lines=lines)
            sketch.claim("angle", *lines, value=p.angle)
        else:
            sketch.claim("ratio", "side:BC", "side:AB", value=p.third / p.low)
        sketch.claim("parallel", "side:AB", "side:CD")
        sketch.claim("ratio", "side:CD", "side:AB", value=p.high / p.low)
        sketch.entity(f"trapezoid {p.named('ABCD')}", *(f"side:{line}" for line in SIDES_OF))

    def questions(self, p: Trapezoid) -> Iterator[Question]:
        """Values, the parallels, the side without a length, the outermost corner."""
        at = self.places(p)
        low, high, third = (p.quantity(name) for name in p.used)
        yield ask_value("low", low, high, third)
        yield ask_value("high", high, low, third)
        if p.layout == "angle":
            yield ask_value("angle", third)
        else:
            yield ask_value("third", third, low, high)
        pairs = ("BC ∥ AD", "AB ∥ BC", "CD ∥ AD")
        yield ask_word("parallels", p.named("AB ∥ CD"), [p.named(pair) for pair in pairs])
        yield ask_word("shortest", *self._shortest(p, at))
        yield p.ask_extreme({name: at[name] for name in "ABCD"})

    def _shortest(self, p: Trapezoid, at: Mapping[str, np.ndarray]) -> tuple[str, list[str]]:
        """The side that is drawn shortest, or the longest where the two shortest differ by little; and the other sides."""
        sizes = {line: float(np.linalg.norm(at[line[0]] - at[line[1]])) for line in SIDES_OF}
        found = min(sizes, key=lambda line: sizes[line])
        others = [size for line, size in sizes.items() if line != found]
        wrong = [p.named(line) for line in SIDES_OF if line != found]
        return ("alike", wrong) if min(others) < 1.1 * sizes[found] else (p.named(found), [*wrong, "alike"])

    @defect(visibility=2)
    def tilted_parallel(self, p: Trapezoid, scene: FigureScene, draw: Random) -> FigureScene:
        """The two sides that should be parallel are not."""
        at = self.places(p)
        return pull(scene, at["C"], at["C"] + 0.28 * (at["B"] - at["C"]))

    @defect(visibility=1)
    def wrong_lengths(self, p: Trapezoid, scene: FigureScene, draw: Random) -> FigureScene:
        """The shorter parallel side is drawn nearly as long as the longer one, against their values."""
        high = p.high + 0.6 * (p.low - p.high)
        wrong = replace(p, high=high)
        height = trapezoid_height(p.low, p.high, p.third, p.angle, p.layout)
        third = math.hypot(wrong.run if p.layout != "diagonal" else high, height)
        return redrawn(self, scene, replace(wrong, third=third))

    @defect(visibility=2)
    def mark_astray(self, p: Trapezoid, scene: FigureScene, draw: Random) -> FigureScene:
        """A mark that makes the trapezoid right or isosceles is missing."""
        gone = "tick:DA" if p.layout == "isosceles" else "square:D"
        return scene.without(gone)


GIVEN_OF_POLYGON = {"side": "AB", "incircle": "OM", "circumcircle": "OA", "segments": "OA"}


@dataclass(frozen=True, kw_only=True)
class Polygon(Lettered):
    """A regular polygon by its side, its apothem or the radius of its circle."""

    num: int = one_of(5, 6, 7, 8, 9, 10, level_1=(5, 6, 8), level_3=(7, 8, 9, 10, 12))
    size: float = number("AB", "cm", range(2, 26), meaning="given length")
    layout: str = one_of(
        *GIVEN_OF_POLYGON, level_1=("side", "incircle", "circumcircle"), level_3=("circumcircle", "segments", "side")
    )

    @property
    def symbols(self) -> Mapping[str, str]:
        """Which segment the length is of."""
        return {"size": GIVEN_OF_POLYGON[self.layout]}

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """The number of sides can be counted."""
        return (Quantity(symbol="n", value=self.num, meaning="number of sides"), self.quantity("size"))


def regular_polygon_area(num: int, size: float, layout: str) -> float:
    """Area, in squares of the unit of `size`: n triangles from the center with the angle 2π/n.

    By the side s: n s² / (4 tan π/n); by the apothem r: n r² tan π/n; by the circumradius R: ½ n R² sin 2π/n. `segments` is the
    rest of the disc of radius R.
    """
    if layout == "side":
        return num * size**2 / (4 * math.tan(math.pi / num))
    if layout == "incircle":
        return num * size**2 * math.tan(math.pi / num)
    inner = num * size**2 * math.sin(2 * math.pi / num) / 2
    return math.pi * size**2 - inner if layout == "segments" else inner


@family("Math - Plane Geometric")
class RegularPolygonArea(Family[Polygon]):
    """The area of a regular polygon by side, apothem or circumradius, or of the segments between it and its circle."""

    def solve(self, p: Polygon) -> Solution:
        """By the triangles between center and sides."""
        value = regular_polygon_area(p.num, p.size, p.layout)
        values = {**p.by_name, "half_angle": f"{180 / p.num:.4g}°", "angle": f"{360 / p.num:.4g}°"}
        return Solution(answer=number_answer(value, p.unit + "²"), symbol="area", values=values)

    def corners(self, p: Polygon) -> list[np.ndarray]:
        """Around the center at the origin, float [2] each; the first two are A and B."""
        step = 360 / p.num
        points = {str(index): polar(270 - step / 2 + step * index, 3.0) for index in range(p.num)}
        return list(p.placed(points, size=0).values())

    def places(self, p: Polygon) -> dict[str, np.ndarray]:
        """Of the points with letters."""
        a, b = self.corners(p)[:2]
        return {"A": a, "B": b, "O": np.zeros(2), "M": (a + b) / 2}

    def draw(self, p: Polygon, sketch: Sketch) -> None:
        """The polygon, its circle, the triangle at one side, and the length."""
        corners, at = self.corners(p), self.places(p)
        if p.layout == "segments":
            sketch.circle("shaded:disc", (0, 0), 3.0, fill=PALE_ORANGE, width=0, z=0)
        sketch.area("fill:polygon", *corners, fill=PAPER if p.layout == "segments" else PALE_BLUE, width=0, z=1)
        for index, corner in enumerate(corners):
            after = corners[(index + 1) % p.num]
            sketch.line(f"side:{index + 1}", corner, after, color=BLUE, z=3)
            tick(sketch, f"side:{index + 1}", corner, after, 0.2)
            sketch.claim("connected", f"side:{index + 1}", f"side:{(index + 1) % p.num + 1}")
            sketch.claim("ratio", f"side:{index + 1}", f"side:{(index + 1) % p.num + 1}", value=1)
        inner = 3.0 * math.cos(math.pi / p.num)
        if p.layout != "side":
            sketch.circle("circle:O", (0, 0), inner if p.layout == "incircle" else 3.0, color=GREY, width=1.0)
        for name in "AB":
            sketch.line(
                f"radius:{name}", at["O"], at[name], width=1.1, dash="solid" if self._is_given(p, name) else "dashed"
            )
        if p.layout in ("side", "incircle"):
            sketch.line("apothem:M", at["O"], at["M"], color=RED)
            sketch.right_angle("square:M", at["M"], at["O"], at["B"], 0.22)
            if p.layout == "side":
                # Inside, so that the length stands at the middle of the whole side.
                inward = (at["A"] - at["M"]) / np.linalg.norm(at["A"] - at["M"]) - at["M"] / np.linalg.norm(at["M"])
                sketch.text(
                    "vertex:M", f"${p.named('M')}$", at["M"], of="side:1", toward=tuple(inward), size=13, gap_pt=8
                )
            else:
                letter(sketch, "M", p.named("M"), at["M"], [at["A"], at["B"], at["O"]], "side:1", gap_pt=10)
            sketch.claim("perpendicular", "apothem:M", "side:1")
        self._draw_letters(p, sketch, at)
        sketch.claim("count", "side", value=p.num)
        sketch.claim("count", "tick", value=p.num)
        sketch.claim("ratio", "radius:A", "radius:B", value=1)
        sketch.claim("angle", "radius:A", "radius:B", value=360 / p.num)
        sketch.entity("regular polygon", *(f"side:{index + 1}" for index in range(p.num)))

    def _is_given(self, p: Polygon, name: str) -> bool:
        return name == "A" and p.layout in ("circumcircle", "segments")

    def _draw_letters(self, p: Polygon, sketch: Sketch, at: Mapping[str, np.ndarray]) -> None:
        for name in "AB":
            sketch.text(f"vertex:{name}", f"${p.named(name)}$", at[name], toward=at[name], size=13, gap_pt=6)
        dot = sketch.dot("point:O", at["O"], 0.05)
        sketch.text("vertex:O", f"${p.named('O')}$", at["O"], of=dot, toward=-at["M"], size=13)
        lines = {"AB": ("side:1", at["A"], at["B"], at["O"]), "OM": ("apothem:M", at["O"], at["M"], at["A"])}
        line, one, two, away_from = lines.get(GIVEN_OF_POLYGON[p.layout], ("radius:A", at["O"], at["A"], at["B"]))
        if p.layout == "incircle":
            one, two = at["O"], at["M"]
            sketch.text("label:M", p.text("size"), (one + two) / 2, of=line, rotation_deg=0, plate=True)
            return
        side_text(sketch, line, one, two, p.text("size"), away_from, 0.5, gap_pt=12 if p.layout == "side" else 5)

    def questions(self, p: Polygon) -> Iterator[Question]:
        """Number of sides, the length and where it stands, the center, the outermost point."""
        at = self.places(p)
        has_foot = p.layout in ("side", "incircle")
        names = [name for name in "ABOM" if name != "M" or has_foot]
        yield ask_count("num", p.num, likely=(p.num - 1, p.num + 1, p.num + 2, p.num - 2), low=3)
        yield ask_value("size", p.quantity("size"))
        segments = ["AB", "OA", "OB", *(("OM", "AM") if has_foot else ())]
        asked = GIVEN_OF_POLYGON[p.layout]
        yield ask_word("of", p.named(asked), [*(p.named(line) for line in segments if line != asked), "none"])
        yield ask_word("center", p.named("O"), [*(p.named(name) for name in names), "none_point"])
        yield p.ask_extreme({name: at[name] for name in names if name != "M"}, ["alike"])

    @defect(visibility=2)
    def dented_polygon(self, p: Polygon, scene: FigureScene, draw: Random) -> FigureScene:
        """One corner is pushed inwards, so that the polygon is not regular."""
        corner = draw.choice(self.corners(p)[2:])
        return pull(scene, corner, 0.76 * corner)

    @defect(visibility=1)
    def center_off(self, p: Polygon, scene: FigureScene, draw: Random) -> FigureScene:
        """The lines to the corners start from a point that is not the center."""
        at = self.places(p)
        return pull(scene, at["O"], 0.3 * at["A"])

    @defect(visibility=1)
    def unmarked_side(self, p: Polygon, scene: FigureScene, draw: Random) -> FigureScene:
        """One side lacks the stroke that marks all sides as equally long."""
        gone = draw.choice([mark.id for mark in scene.marks if role_of(mark.id) == "tick"])
        return scene.without(gone)
