"""The area between a parabola and a line, the x axis, or another parabola."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.math.planar import Planar
from scisynth.figures.families.parameters import one_of
from scisynth.figures.families.questions import Question, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.chart import move_point
from scisynth.figures.parts.palette import BLUE, PALE_BLUE, RED
from scisynth.figures.parts.plane import Plane, as_math, limits_around, polynomial
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer

OVER = 0.8
"""How far the graphs go on beyond their crossings."""
Graph = tuple[float, float, float]
"""a, b, c of y = ax² + bx + c."""


@dataclass(frozen=True, kw_only=True)
class Between(Planar):
    """A parabola that meets a line, the x axis or another parabola at two whole numbers."""

    lead: float = one_of(-1.5, -1.0, -0.5, 0.5, 1.0, 1.5)
    left: int = one_of(*range(-5, 3))
    wide: int = one_of(2, 3, 4, 5, 6)
    slope: float = one_of(-1.5, -1.0, -0.5, 0.5, 1.0, 1.5)
    base: int = one_of(*range(-4, 5))
    second: float = one_of(-1.0, -0.5, 0.5, 1.0)
    layout: str = one_of(
        "line",
        "line",
        "axis",
        "two",
        "two",
        "two",
        "two",
        level_1=("axis", "line", "line"),
        level_3=("two", "two", "line"),
    )

    @property
    def crossings(self) -> tuple[int, int]:
        """The x at which the graphs meet."""
        return self.left, self.left + self.wide

    @property
    def other(self) -> Graph:
        """The second graph."""
        if self.layout == "axis":
            return (0.0, 0.0, 0.0)
        if self.layout == "line":
            return (0.0, self.slope, float(self.base))
        one, two = self.crossings
        return (self.second, self.slope - self.second * (one + two), self.base + self.second * one * two)

    @property
    def parabola(self) -> Graph:
        """The first graph: it differs from the second by lead · (x − x₁)(x − x₂)."""
        a, b, c = self.other
        one, two = self.crossings
        if self.layout == "two":
            a, b, c = 0.0, self.slope, float(self.base)
        return (a + self.lead, b - self.lead * (one + two), c + self.lead * one * two)

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """The coefficients, which the equations in the figure print."""
        return tuple(
            Quantity(symbol=letter, value=value) for letter, value in zip("abc", self.parabola, strict=True) if value
        )

    def valid(self) -> bool:
        """Graphs of sensible height that differ enough; crossings clear of the numbers at the axes."""
        one, two = self.crossings
        if self.layout == "two" and (self.lead == self.second or abs(self.lead - self.second) < 1):
            return False
        xs = np.linspace(one - OVER, two + OVER, 60)
        ys = np.concatenate([np.polyval(self.parabola, xs), np.polyval(self.other, xs)])
        area = between(self.parabola, self.other, one, two)
        if np.ptp(ys) > 12 or np.abs(ys).max() > 9 or not 2 <= area <= 30 or (two < 1 and self.layout != "axis"):
            return False
        if self.layout == "axis":
            return bool(self.parabola[1]) and one * two != 0
        heights = [float(np.polyval(self.other, x)) for x in (one, two)]
        return all(self.parabola[1:]) and all(abs(y) > 0.3 for y in heights)


def between(one: Graph, two: Graph, low: float, high: float) -> float:
    """Area between two parabolas that meet at `low` and `high`: |difference of the leading coefficients| · width³ / 6."""
    return abs(one[0] - two[0]) * (high - low) ** 3 / 6


@family("Math - Analytic Geometry")
class ParabolaChordArea(Family[Between]):
    """The area between two graphs that meet twice."""

    def solve(self, p: Between) -> Solution:
        """By the integral of the difference."""
        one, two = p.crossings
        values = {
            **p.by_name, "f": f"y = {polynomial(*p.parabola)}", "g": f"y = {polynomial(*p.other)}",
            "one": f"{one}".replace("-", "−"), "two": f"{two}".replace("-", "−"),
            "factor": abs(p.parabola[0] - p.other[0]), "wide": p.wide,
        }  # fmt: skip
        return Solution(answer=number_answer(between(p.parabola, p.other, one, two), ""), symbol="area", values=values)

    def draw(self, p: Between, sketch: Sketch) -> None:
        """Both graphs, the area between them, and their crossings."""
        one, two = p.crossings
        xs = np.linspace(one - OVER, two + OVER, 121)
        upper, lower = np.polyval(p.parabola, xs), np.polyval(p.other, xs)
        every = tuple(np.concatenate([upper, lower]).tolist())
        plane = Plane(sketch, limits_around((one - OVER, two + OVER)), limits_around(every))
        inside = np.linspace(one, two, 80)
        border = [*zip(inside, np.polyval(p.parabola, inside), strict=True)]
        back = [*zip(inside, np.polyval(p.other, inside), strict=True)]
        ids = {"f": "curve:f", "g": "line:g" if p.layout == "line" else "curve:g"}
        plane.region("region:area", *border, *reversed(back), fill=PALE_BLUE)
        for name, graph, color in (("f", p.parabola, BLUE), ("g", p.other, RED)):
            if any(graph):
                a, b, c = graph
                formula, num = f"({a})*x^2+({b})*x+({c})", 121 if a else 2
                plane.curve(ids[name], formula, one - OVER, two + OVER, num=num, color=color)
        places = {name: (float(x), float(np.polyval(p.other, x))) for name, x in zip("AB", (one, two), strict=True)}
        for name, place in places.items():
            plane.dot(name, place)
            for curve in ("f", "g") if p.layout != "axis" else ("f",):
                sketch.claim("on", f"point:{name}", ids[curve])
        for name, place in places.items():
            plane.name_point(name, place, with_coordinates=False, letter=p.named(name))
        for name, graph, color in (("f", p.parabola, BLUE), ("g", p.other, RED)):
            if any(graph):
                spots = [(x, float(np.polyval(graph, x))) for x in np.linspace(one - 0.7, two + 0.7, 15)]
                rest = p.other if name == "f" else p.parabola
                far = [at for at in spots if abs(at[1] - np.polyval(rest, at[0])) * plane.unit_pt > 18 or not any(rest)]
                words = as_math(f"y = {polynomial(*graph)}")
                plane.label(f"label:{name}", words, (far or spots)[0], of=ids[name], color=color, also=far or spots)
        sketch.claim("count", "curve", value=1 + (p.layout == "two"))
        sketch.entity("area between the graphs", "region:area")
        plane.clear_ticks()

    def questions(self, p: Between) -> Iterator[Question]:
        """Equations, crossings, and how the parabola opens."""
        a, b, c = p.parabola
        words = f"y = {polynomial(a, b, c)}"
        near = [(-a, b, c), (a, -b, c), (a, b, -c), (a, b, c + 1), (a, b + 1, c), (a, b, c - 1)]
        wrong = [f"y = {polynomial(*item)}" for item in near]
        if p.layout != "axis":
            wrong.insert(0, f"y = {polynomial(*p.other)}")
        yield ask_word("equation", words, [item for item in dict.fromkeys(wrong) if item != words])
        one, two = p.crossings
        yield ask_number("left", one, likely=(one + 1, -one, two), step=1)
        yield ask_number("right", two, likely=(two - 1, -two, one), step=1)
        ways = [f"{way} {side}" for way in ("up", "down") for side in ("right", "left")]
        vertex = -b / (2 * a)
        if abs(vertex) > 0.1:
            yield ask_word("opens", ways[2 * (a < 0) + (vertex < 0)], ways)

    @defect(visibility=3)
    def upside_down(self, p: Between, scene: FigureScene, draw: Random) -> FigureScene:
        """The blue parabola opens the wrong way for its equation."""
        curve = scene.path("curve:f")
        (x0, y0), (x1, y1) = curve.points[0], curve.points[-1]
        flipped = tuple((x, 2 * (y0 + (y1 - y0) * (x - x0) / (x1 - x0)) - y) for x, y in curve.points)
        return change(scene, replace(curve, points=flipped))

    @defect(visibility=2)
    def shifted_curve(self, p: Between, scene: FigureScene, draw: Random) -> FigureScene:
        """The blue parabola is shifted sideways against its equation, so that it misses the crossings."""
        curve = scene.path("curve:f")
        return change(scene, replace(curve, points=tuple((x + 0.6, y) for x, y in curve.points)))

    @defect(visibility=1)
    def crossing_moved(self, p: Between, scene: FigureScene, draw: Random) -> FigureScene:
        """A crossing of the graphs is marked next to where they meet."""
        return move_point(scene, "point:A", 0.55, 0.4)
