"""The distance of a point from a line: given by points or by its equation, as a height of a triangle, or of two parallels."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.math.planar import Planar, Spot, spot
from scisynth.figures.families.parameters import one_of
from scisynth.figures.families.questions import Question, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, GREEN, RED
from scisynth.figures.parts.plane import Plane, as_math, limits_around
from scisynth.figures.parts.points import pull
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.scene.sketch import Sketch, number_answer


@dataclass(frozen=True, kw_only=True)
class PointAndLine(Planar):
    """A line through A and B, and a point P, which is C in the code."""

    a: tuple[float, float] = spot(range(-6, 1), range(-5, 7))
    b: tuple[float, float] = spot(range(1, 8), range(-5, 7))
    c: tuple[float, float] = spot(range(-5, 7), range(-6, 8))
    layout: str = one_of("points", "triangle", "equation", "parallels", level_1=("points", "equation"))
    line: str = one_of("g", "h", "k", "m")
    sign: str = one_of("d", "s", "r", "e")

    @property
    def spots(self) -> Mapping[str, Spot]:
        """Of the line two, where its equation is not given, and the point."""
        return {"C": self.c} if self.layout == "equation" else {"A": self.a, "B": self.b, "C": self.c}

    @property
    def slope(self) -> float:
        """Of the line."""
        return (self.b[1] - self.a[1]) / (self.b[0] - self.a[0])

    @property
    def foot(self) -> np.ndarray:
        """Of the perpendicular from C, float [2]."""
        along = np.asarray(self.b, dtype=float) - self.a
        return np.asarray(self.a) + along * (along @ (np.asarray(self.c) - self.a)) / (along @ along)

    @property
    def normal_form(self) -> tuple[int, int, int]:
        """Whole p, q, r without a common factor, p > 0, so that px + qy = r on the line."""
        p, q = self.b[1] - self.a[1], self.a[0] - self.b[0]
        r = p * self.a[0] + q * self.a[1]
        factor = math.gcd(*(round(n) for n in (p, q, r))) * (1 if p > 0 else -1)
        return round(p / factor), round(q / factor), round(r / factor)

    @property
    def equation(self) -> str:
        """`3x − 2y = 5`."""
        p, q, r = self.normal_form
        terms = f"{'' if p == 1 else p}x {'−' if q < 0 else '+'} {'' if abs(q) == 1 else abs(q)}y"
        return f"{terms} = {r}".replace("-", "−")

    def valid(self) -> bool:
        """A sloping line; the foot lies between the points, clear of them; and the distance is no whole number."""
        if not self.slope or abs(self.slope) > 4:
            return False
        distance = distance_from_line(self.a, self.b, self.c)
        ends = min(math.dist(self.foot, self.a), math.dist(self.foot, self.b))
        near_axis = min(abs(v) for place in (self.a, self.b, self.c) for v in place) == 0
        inside = self.a[0] <= self.foot[0] <= self.b[0]
        return distance >= 2 and inside and ends >= 1.2 and not near_axis and math.dist(self.a, self.b) >= 4


def distance_from_line(a: Spot, b: Spot, c: Spot) -> float:
    """Distance of C from the line AB: the area of the parallelogram over AB and AC by the length of AB."""
    area = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    return abs(area) / math.dist(a, b)


@family("Math - Analytic Geometry")
class PointLineDistance(Family[PointAndLine]):
    """How far a point is from a line."""

    def solve(self, p: PointAndLine) -> Solution:
        """By the cross product, or by the normal form of the line."""
        n, m, r = p.normal_form
        squares = round((p.b[0] - p.a[0]) ** 2 + (p.b[1] - p.a[1]) ** 2)
        values = {
            **p.by_name,
            "equation": p.equation,
            "cross": round(distance_from_line(p.a, p.b, p.c) * math.dist(p.a, p.b)),
            "squares": squares,
            "rest": abs(round(n * p.c[0] + m * p.c[1] - r)),
            "norm": n * n + m * m,
        }
        return Solution(answer=number_answer(distance_from_line(p.a, p.b, p.c), ""), symbol=p.sign, values=values)

    def draw(self, p: PointAndLine, sketch: Sketch) -> None:
        """The line over the whole plane, the perpendicular dashed."""
        a, b, c, foot = p.a, p.b, p.c, p.foot
        plane = Plane(sketch, limits_around((a[0], b[0], c[0])), limits_around((a[1], b[1], c[1])))
        if p.layout == "triangle":
            for one, two in (("A", "B"), ("B", "C"), ("C", "A")):
                plane.segment(f"side:{one}{two}", p.spots[one], p.spots[two], color=BLUE)
            base = "side:AB"
        else:
            base = self._line(p, plane, "line:g", a, BLUE)
        plane.segment("distance:d", tuple(foot), c, color=RED, dash="dashed", width=1.3)
        if p.layout == "parallels":
            self._line(p, plane, "line:h", c, GREEN)
            sketch.claim("parallel", "line:h", "line:g")
        size, along = 8 / plane.unit_pt, (np.asarray(b, dtype=float) - a) / math.dist(a, b)
        up = (np.asarray(c) - foot) / math.dist(c, foot)
        plane.path("square:F", foot + size * np.asarray([along, along + up, up]), width=1.0)
        for name, place in p.spots.items():
            plane.dot(name, place)
        for name, place in p.spots.items():
            plane.name_point(name, place, letter=p.named(name))
            if name != "C":
                sketch.claim("on", f"point:{name}", base)
        middle = (np.asarray(c) + foot) / 2
        spots = [foot + share * (np.asarray(c) - foot) for share in (0.4, 0.6, 0.7)]
        plane.label("label:d", f"${p.sign}$", middle, of="distance:d", color=RED, size=12, also=spots)
        if p.layout != "triangle":
            words = as_math(p.equation) if p.layout == "equation" else f"${p.line}$"
            self._name(plane, "line:g", words, BLUE)
        sketch.claim("perpendicular", "distance:d", base)
        sketch.claim("connected", "distance:d", base)
        sketch.entity("line", base)
        sketch.entity("distance", "distance:d", "point:C")
        plane.clear_ticks()

    def _line(self, p: PointAndLine, plane: Plane, name: str, through: Spot, color: str) -> str:
        (low, high), (bottom, top) = plane.limits
        xs = np.linspace(low, high, 400)
        ys = through[1] + p.slope * (xs - through[0])
        inside = xs[(ys >= bottom) & (ys <= top)]
        return plane.curve(
            name, f"{p.slope!r}*(x-({through[0]}))+({through[1]})", inside[0], inside[-1], num=2, color=color
        )

    def _name(self, plane: Plane, name: str, words: str, color: str) -> None:
        line = plane.sketch.marks[[mark.id for mark in plane.sketch.marks].index(name)]
        assert isinstance(line, Path)
        one, two = np.asarray(line.points)
        spots = [one + share * (two - one) for share in (0.96, 0.04, 0.88, 0.12, 0.8, 0.2, 0.7, 0.3)]
        plane.label(f"label:{name[-1]}", words, spots[0], of=name, color=color, size=12, also=spots[1:])

    def questions(self, p: PointAndLine) -> Iterator[Question]:
        """Coordinates, slope, and where the point lies."""
        yield p.ask_place("place", "C")
        if p.layout == "equation":
            r = p.normal_form[2]
            words = p.equation
            wrong = [
                words.replace("−", "~").replace("+", "−").replace("~", "+"),
                words.replace("x", "~").replace("y", "x").replace("~", "y"),
            ]
            wrong += [words.rpartition(" ")[0] + f" {other}".replace("-", "−") for other in (r + 1, r - 2, r + 3)]
            yield ask_word("equation", words, [item for item in wrong if item != words])
        else:
            yield p.ask_place("first", "A")
            yield p.ask_place("second", "B")
        is_above = p.c[1] > p.a[1] + p.slope * (p.c[0] - p.a[0])
        sides = [f"{one} and {two}" for one in ("it rises", "it falls") for two in ("below it", "above it")]
        yield ask_word("lies", sides[2 * (p.slope < 0) + is_above], sides, spot=p.named("C"))
        quadrants = ["first", "second", "third", "fourth"]
        x, y = p.c
        index = (0 if y > 0 else 3) if x > 0 else (1 if y > 0 else 2)
        yield ask_word("quadrant", quadrants[index], quadrants, spot=p.named("C"))

    @defect(visibility=2)
    def not_perpendicular(self, p: PointAndLine, scene: FigureScene, draw: Random) -> FigureScene:
        """The dashed distance meets the line at a slant and not at a right angle."""
        line = scene.path("distance:d")
        end = p.foot + 0.45 * (np.asarray(p.a) - p.foot)
        return change(scene, replace(line, points=((float(end[0]), float(end[1])), line.points[1])))

    @defect(visibility=2)
    def too_high(self, p: PointAndLine, scene: FigureScene, draw: Random) -> FigureScene:
        """A point is drawn one unit too high for its coordinates."""
        return pull(scene, p.c, (p.c[0], p.c[1] + 1))

    @defect(visibility=2)
    def wrong_slope(self, p: PointAndLine, scene: FigureScene, draw: Random) -> FigureScene:
        """The line does not have the slope that the problem gives it."""
        base = scene.path("side:AB" if p.layout == "triangle" else "line:g")
        (x0, y0), (x1, y1) = base.points
        return change(scene, replace(base, points=((x0, y0 + 0.25 * (y1 - y0)), (x1, y1 - 0.25 * (y1 - y0)))))
