"""Plane regions, as double integrals and line integrals are asked over: triangle, parabola and line, cap, ring and disc, half disc on a box."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.math import coordinates
from scisynth.figures.parts.palette import BLUE, PALE_BLUE
from scisynth.figures.parts.plane import Plane, as_math, limits_around, polynomial
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

NUM_POINTS = 61
"""Of a curved border."""
CURVED = {"triangle": "BC", "box": "top"}
"""The border that defects move, where it is not the curve."""
LABELS = (30, 20, 40, 10, 50)
"""Points of a border that its equation may stand at, the middle first."""


def _stretches(**sides: Sequence[Sequence[float]]) -> dict[str, np.ndarray]:
    return {name: np.asarray(ends, dtype=float) for name, ends in sides.items()}


@dataclass(frozen=True, kw_only=True)
class Flat(Parameters):
    """The borders by their numbers, and what is integrated."""

    layout: str = one_of(
        "triangle", "between", "under", "tail", "box", "ring", "sector", "house",
        level_1=("triangle", "under", "box", "sector"), level_3=("triangle", "between", "tail", "ring", "house"),
    )  # fmt: skip
    corners: tuple[tuple[int, int], ...] = one_of(
        *(((ax, 0), (bx, by), (cx, cy)) for ax in (-3, -1, 0, 2) for bx in (3, 4, 5, 6) for by in (-2, 0, 1, 2) for cx in (-2, 0, 1, 4) for cy in (3, 4, 5, 6))
    )  # fmt: skip
    wide: int = one_of(1, 2, 3, 4)
    steep: float = one_of(0.5, 1.0, 1.5, 2.0, 3.0)
    inner: int = one_of(0, 1, 2, 3, 4)
    outer: int = one_of(2, 3, 4, 5, 6, 7)
    asked: str = one_of("area", "moment", "circulation", level_1=("area", "moment"), level_3=("moment", "circulation"))
    field: tuple[int, int] = one_of((1, 1), (1, 2), (2, 1), (3, 1), (1, 4), (2, 3), (-1, 2), (3, -1))

    @property
    def top(self) -> float:
        """Largest y of the region."""
        return {
            "triangle": max(y for _, y in self.corners), "between": self.steep * self.wide**2, "under": self.steep * self.wide**2, "tail": self.steep * self.wide**2, "house": self.wide,
        }.get(self.layout, self.outer)  # fmt: skip

    @property
    def ends(self) -> tuple[float, float]:
        """Smallest and largest x."""
        if self.layout == "triangle":
            return min(x for x, _ in self.corners), max(x for x, _ in self.corners)
        if self.layout == "box":
            return self.inner, self.inner + self.wide
        right = self.wide if self.layout in ("between", "under", "tail", "house") else self.outer
        return (0 if self.layout in ("between", "tail", "sector") else -right), right

    @property
    def low(self) -> int:
        """Smallest y of the box."""
        return self.outer % 3

    @property
    def numbers(self) -> Mapping[str, float]:
        """The numbers of the equations in the figure."""
        if self.layout == "triangle":
            return {
                f"{letter}_{n}": value
                for n, place in enumerate(self.corners, 1)
                for letter, value in zip("xy", place, strict=True)
                if value
            }
        if self.layout == "house":
            return {"R": self.wide**2, "h": self.outer}
        if self.layout in ("ring", "sector"):
            return {"R": self.outer**2} | ({"r": self.inner**2} if self.inner else {})
        if self.layout == "box":
            return {"a": self.inner, "b": self.inner + self.wide, "c": self.low, "d": self.outer}
        found = {"under": {"c": self.top}, "between": {"m": self.steep * self.wide}}
        return found.get(self.layout, {"b": self.wide})

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Numbers that the figure prints."""
        return tuple(Quantity(symbol=name, value=value) for name, value in self.numbers.items())

    @property
    def equations(self) -> dict[str, str]:
        """By the border that they stand at."""
        circle = "x² + y² ="
        if self.layout == "between":
            return {"f": f"y = {polynomial(self.steep, 0, 0)}", "g": f"y = {polynomial(self.steep * self.wide, 0)}"}
        if self.layout == "tail":
            return {"f": f"y = {polynomial(self.steep, 0, 0)}", "right": f"x = {self.wide}"}
        if self.layout == "box":
            left, right = self.ends
            return {
                "left": f"x = {left}",
                "right": f"x = {right}",
                "base": f"y = {self.low}",
                "top": f"y = {self.outer}",
            }
        if self.layout == "under":
            return {"f": f"y = {format_number(self.top)} − {polynomial(self.steep, 0, 0)}"}
        if self.layout == "house":
            return {"f": f"{circle} {self.wide**2}", "base": f"y = −{self.outer}"}
        inner = {"i": f"{circle} {self.inner**2}"} if self.inner else {}
        return {} if self.layout == "triangle" else {"f": f"{circle} {self.outer**2}", **inner}

    @property
    def where(self) -> str:
        """The region in words."""
        f = self.equations.get("f", "")
        part = "above the x axis" if self.layout == "ring" else "in the first quadrant"
        ring = (
            f"between the circles {self.equations.get('i')} and {f}, {part}"
            if self.inner
            else f"inside the circle {f}, {part}"
        )
        a, b, c = (coordinates(place).replace("$", "") for place in self.corners)
        return {
            "triangle": f"in the triangle with the corners {a}, {b} and {c}", "between": f"between {f} and {self.equations.get('g')}", "under": f"under {f} and above the x axis",
            "tail": f"under {f} and above the x axis between x = 0 and x = {self.wide}",
            "box": f"in the rectangle {self.inner} ≤ x ≤ {self.inner + self.wide}, {self.low} ≤ y ≤ {self.outer}",
            "house": f"inside the circle {f} above the x axis, and below it between x = −{self.wide}, x = {self.wide} and y = −{self.outer}",
        }.get(self.layout, ring)  # fmt: skip

    @property
    def borders(self) -> dict[str, np.ndarray]:
        """Counter-clockwise, each float [N, 2]; together they close."""
        left, right = self.ends
        x = np.linspace(left, right, NUM_POINTS)
        if self.layout == "triangle":
            a, b, c = (np.asarray(place, dtype=float) for place in self.corners)
            return {"AB": np.stack([a, b]), "BC": np.stack([b, c]), "CA": np.stack([c, a])}
        if self.layout == "between":
            far = (right, self.top)
            return {"f": np.stack([x, self.steep * x * x], axis=1), "g": np.asarray([far, (0, 0)])}
        if self.layout == "under":
            return {
                "base": np.asarray([(left, 0), (right, 0)]),
                "f": np.stack([x, self.top - self.steep * x * x], axis=1)[::-1],
            }
        if self.layout == "tail":
            sides = _stretches(base=[(left, 0), (right, 0)], right=[(right, 0), (right, self.top)])
            return {**sides, "f": np.stack([x, self.steep * x * x], axis=1)[::-1]}
        if self.layout == "box":
            places = [(left, self.low), (right, self.low), (right, self.outer), (left, self.outer), (left, self.low)]
            return _stretches(**dict(zip(("base", "right", "top", "left"), pairwise(places), strict=True)))
        turn = math.pi / 2 if self.layout == "sector" else math.pi
        arc = np.stack([np.cos(np.linspace(0, turn, NUM_POINTS)), np.sin(np.linspace(0, turn, NUM_POINTS))], axis=1)
        if self.layout == "house":
            low = -self.outer
            box = _stretches(
                left=[(left, 0), (left, low)], base=[(left, low), (right, low)], right=[(right, low), (right, 0)]
            )
            return {"f": self.wide * arc, **box}
        outer, inner = self.outer * arc, self.inner * arc[::-1]
        around = {"first": np.stack([inner[-1], outer[0]]), "f": outer, "second": np.stack([outer[-1], inner[0]])}
        return around | ({"i": inner} if self.inner else {})

    def valid(self) -> bool:
        """Neither thin nor large; a triangle runs counter-clockwise and has no corner in the origin's text."""
        if self.layout == "triangle":
            (ax, ay), (bx, by), (cx, cy) = self.corners
            return (bx - ax) * (cy - ay) - (cx - ax) * (by - ay) >= 12
        if self.layout == "box":
            high = self.outer - self.low
            return self.inner > 0 and self.low > 0 and self.wide > 1 < high != self.wide
        if self.layout in ("between", "under", "tail"):
            return 2 <= self.top <= 9 and (self.layout == "under" or self.wide > 1)
        if self.layout == "house":
            return self.wide > 1 and self.outer <= 2 * self.wide
        return not self.inner or 0.25 <= self.inner / self.outer <= 0.7


def area_and_moment(p: Flat) -> tuple[float, float]:
    """Area of the region and ∬ y dA over it."""
    k, w, r, s = p.steep, p.wide, p.outer, p.inner
    if p.layout == "triangle":
        (ax, ay), (bx, by), (cx, cy) = p.corners
        area = ((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2
        return area, area * (ay + by + cy) / 3
    return {
        "tail": (k * w**3 / 3, k * k * w**5 / 10), "box": (w * (r - p.low), w * (r * r - p.low**2) / 2),
        "between": (k * w**3 / 6, k * k * w**5 / 15), "under": (4 / 3 * k * w**3, 8 / 15 * k * k * w**5),
        "house": (2 * w * r + math.pi * w * w / 2, 2 / 3 * w**3 - w * r * r), "ring": (math.pi * (r * r - s * s) / 2, 2 / 3 * (r**3 - s**3)),
        "sector": (math.pi * (r * r - s * s) / 4, (r**3 - s**3) / 3),
    }[p.layout]  # fmt: skip


def _term(factor: int, letter: str) -> str:
    return {1: letter, -1: f"−{letter}"}.get(factor, f"{factor}{letter}".replace("-", "−"))


@family("Math - Plane Geometric")
class PlaneRegion(Family[Flat]):
    """Area, moment or circulation of a region in the plane."""

    def solve(self, p: Flat) -> Solution:
        """By a double integral; the circulation by Green's theorem."""
        area, moment = area_and_moment(p)
        one, two = p.field
        value = {"area": area, "moment": moment, "circulation": (one + two) * area}[p.asked]
        symbol = {"area": "A", "moment": "M", "circulation": "W"}[p.asked]
        values = {
            "where": p.where, "work": f"{_term(-one, 'y')} dx + {_term(two, 'x')} dy".replace("+ −", "− "), "sum": one + two, "found": format_number(round(area, 4)),
        }  # fmt: skip
        return Solution(answer=number_answer(value, "", digits=4), symbol=symbol, values=values)

    def draw(self, p: Flat, sketch: Sketch) -> None:
        """The shaded region, its borders and their equations, or its corners."""
        borders = p.borders
        every = np.concatenate([*borders.values()])
        plane = Plane(sketch, limits_around(every[:, 0].tolist()), limits_around(every[:, 1].tolist()))
        plane.region("region:R", *every, fill=PALE_BLUE)
        sketch.claim("at", "region:R", value=tuple(((every.min(axis=0) + every.max(axis=0)) / 2).tolist()))
        names = list(borders)
        for name, spots in borders.items():
            if len(spots) == 2:
                plane.segment(f"border:{name}", *spots, color=BLUE)
            else:
                formula = {
                    "between": f"{p.steep}*x^2",
                    "tail": f"{p.steep}*x^2",
                    "under": f"{p.top}-{p.steep}*x^2",
                }.get(p.layout, "")
                plane.path(f"border:{name}", spots, formula, color=BLUE)
                for index in () if formula else (15, 30):
                    sketch.claim("through", f"border:{name}", value=tuple(spots[index].tolist()))
        for one, two in zip(names, names[1:] + names[:1], strict=True):
            sketch.claim("connected", f"border:{one}", f"border:{two}")
        sketch.claim("count", "border", value=len(names))
        if p.layout == "triangle":
            for letter, place in zip("ABC", p.corners, strict=True):
                plane.dot(letter, place)
            for letter, place in zip("ABC", p.corners, strict=True):
                plane.name_point(letter, place)
        for name, words in p.equations.items():
            spots = borders[name]
            places = (
                [spots[index] for index in LABELS]
                if len(spots) > 2
                else [spots[0] + part * (spots[1] - spots[0]) for part in (0.5, 0.35, 0.65, 0.2)]
            )
            plane.label(f"equation:{name}", as_math(words), places[0], of=f"border:{name}", also=places[1:], color=BLUE)
        plane.clear_ticks()
        sketch.entity("region", "region:R")
        sketch.entity("border", *(f"border:{name}" for name in names))

    def questions(self, p: Flat) -> Iterator[Question]:
        """What bounds the region, how many corners it has, and where it ends."""
        left, right = p.ends
        has_hole = p.layout in ("ring", "sector") and p.inner > 0
        kinds = {
            "triangle": "three lines", "between": "line and parabola", "under": "axis and parabola", "tail": "two lines and parabola", "box": "four lines", "house": "arc and three lines",
            "ring": "two arcs" if has_hole else "half circle", "sector": "two arcs" if has_hole else "quarter circle",
        }  # fmt: skip
        every = [
            "three lines",
            "line and parabola",
            "axis and parabola",
            "two lines and parabola",
            "four lines",
            "arc and three lines",
            "two arcs",
            "half circle",
            "quarter circle",
        ]
        near = every.index(kinds[p.layout])
        yield ask_word("kind", kinds[p.layout], [every[(near + step) % len(every)] for step in (1, 2, 4, 6)])
        corners = {
            "triangle": 3,
            "between": 2,
            "under": 2,
            "tail": 3,
            "box": 4,
            "house": 2,
            "ring": 4 if has_hole else 2,
            "sector": 4 if has_hole else 3,
        }
        yield ask_count("corners", corners[p.layout], likely=(2, 3, 4, 5), low=0)
        yield ask_number("top", p.top, likely=(right, p.top + 1, p.top - 1), step=1)
        yield ask_number("right", right, likely=(p.top, right + 1, right - 1), step=1)
        if left:
            yield ask_number("left", left, likely=(-left, left + 1, left - 1), step=1)

    @defect(visibility=2)
    def shifted_border(self, p: Flat, scene: FigureScene, draw: Random) -> FigureScene:
        """A border of the region does not run where its equation or its corners say."""
        mark = scene.path(f"border:{CURVED.get(p.layout, 'f')}")
        return change(scene, replace(mark, points=tuple((x, y + 0.6) for x, y in mark.points)))

    @defect(visibility=2)
    def flat_border(self, p: Flat, scene: FigureScene, draw: Random) -> FigureScene:
        """A border is flatter than its equation or its corners say."""
        mark = scene.path(f"border:{CURVED.get(p.layout, 'f')}")
        return change(scene, replace(mark, points=tuple((x, 0.7 * y) for x, y in mark.points)))

    @defect(visibility=3)
    def moved_shading(self, p: Flat, scene: FigureScene, draw: Random) -> FigureScene:
        """The shading does not fill the region that the borders enclose."""
        mark = scene.path("region:R")
        return change(scene, replace(mark, points=tuple((x + 0.6, y + 0.3) for x, y in mark.points)))
