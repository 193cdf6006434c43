"""Solids of revolution: a region under a curve that turns about an axis or a line, with its mirror image dashed."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, number, one_of
from scisynth.figures.families.questions import Question, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, DARK_GREY, GREEN, ORANGE, PALE_BLUE, RED
from scisynth.figures.parts.plane import Plane, as_math, limits_around, polynomial
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

Curve = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True, kw_only=True)
class Revolved(Parameters):
    """The region between y = f(x) and y = floor for left ≤ x ≤ right, and the line about which it turns."""

    kind: str = one_of("square", "root", "inverse", "line", "cap")
    scale: float = one_of(0.25, 0.5, 1.0, 1.5, 2.0, 3.0)
    lift: int = one_of(0, 0, 1, 2, 3)
    left: float = number("a", "", (0, 1, 2, 3), meaning="left end of the region")
    wide: int = one_of(2, 3, 4)
    floor: int = one_of(1, 2, 3)
    gap: int = one_of(0, 1, 2)
    layout: str = one_of("disc", "washer", "shell", "line", level_1=("disc", "shell"), level_3=("washer", "line"))

    @property
    def right(self) -> float:
        """Right end of the region."""
        return self.left + self.wide

    @property
    def low(self) -> float:
        """The region's lower border."""
        return float(self.floor) if self.layout == "washer" else 0.0

    @property
    def about(self) -> float:
        """x of the vertical line about which the region turns."""
        return -1.0 - self.gap if self.layout == "line" else 0.0

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Ends of the region, and the lower border or the line of the turn."""
        ends = [Quantity(symbol="a", value=self.left), Quantity(symbol="b", value=self.right)]
        more = {"washer": [Quantity(symbol="k", value=self.low)], "line": [Quantity(symbol="h", value=self.about)]}
        return (*ends, *more.get(self.layout, []))

    @property
    def formula(self) -> str:
        """Of the curve, for the claim."""
        s, c = self.scale, self.lift
        return {
            "square": f"{s}*x^2+{c}", "root": f"{s}*sqrt(x)+{c}", "inverse": f"{s}/x+{c}", "line": f"{s}*x+{c}",
            "cap": f"{c + 4}-{s}*x^2",
        }[self.kind]  # fmt: skip

    @property
    def words(self) -> str:
        """`y = 2√x + 1`."""
        s, c = self.scale, self.lift
        size, more = ("" if s == 1 else format_number(s)), (f" + {c}" if c else "")
        return "y = " + {
            "square": polynomial(s, 0, c), "root": f"{size}√x{more}", "inverse": f"{format_number(s)}/x{more}",
            "line": polynomial(s, c), "cap": f"{c + 4} − {size}x²",
        }[self.kind]  # fmt: skip

    def at(self, x: np.ndarray) -> np.ndarray:
        """Values of the curve."""
        s, c = self.scale, self.lift
        curves: dict[str, Curve] = {
            "square": lambda x: s * x**2 + c, "root": lambda x: s * np.sqrt(x) + c, "inverse": lambda x: s / x + c,
            "line": lambda x: s * x + c, "cap": lambda x: c + 4 - s * x**2,
        }  # fmt: skip
        return curves[self.kind](np.asarray(x, dtype=float))

    def valid(self) -> bool:
        """The curve stays on the page and clearly above the lower border."""
        if self.kind == "inverse" and self.left == 0:
            return False
        ys = self.at(np.linspace(self.left, self.right, 40))
        if self.layout == "washer" and self.kind == "inverse" and self.scale == self.floor:
            return False
        room = ys.min() - self.low >= (0.4 if self.low else 0.0) and ys.max() - self.low >= 1
        starts = self.left > 0 or ys[0] > self.low
        return bool(room and starts and 1.5 <= ys.max() <= 6.5 and self.right <= 5)


def volume(curve: Curve, low: float, left: float, right: float, layout: str, about: float = 0.0) -> float:
    """Volume of the solid: π ∫ (f² − k²) dx about the x axis, 2π ∫ (x − h)(f − k) dx about the line x = h.

    By Gauss-Legendre quadrature with 60 points, exact to rounding for smooth curves.
    """
    nodes, weights = np.polynomial.legendre.leggauss(60)
    half = (right - left) / 2
    x = left + half * (nodes + 1)
    y = curve(x)
    pieces = math.pi * (y**2 - low**2) if layout in ("disc", "washer") else 2 * math.pi * (x - about) * (y - low)
    return float(half * (weights * pieces).sum())


@family("Math - Analytic Geometry")
class RevolvedRegion(Family[Revolved]):
    """The volume that a plane region sweeps out when it turns about a line."""

    def solve(self, p: Revolved) -> Solution:
        """By discs, washers or shells."""
        value = volume(p.at, p.low, p.left, p.right, p.layout, p.about)
        right = p.words.removeprefix("y = ")
        values = {
            "f": p.words,
            "right": p.right,
            "low": p.low,
            "about": f"x = {format_number(p.about)}".replace("-", "−"),
            "y": f"({right})",
        }
        axis = {"disc": "the x axis", "washer": "the x axis", "shell": "the y axis"}
        values["axis"] = axis.get(p.layout, f"the line {values['about']}")
        values["arm"] = f"(x + {format_number(-p.about)})" if p.about else "x"
        return Solution(answer=number_answer(value, "", digits=4), symbol="V", values=values)

    def draw(self, p: Revolved, sketch: Sketch) -> None:
        """The region, its borders, and the mirrored curve on the other side of the axis of the turn."""
        xs = np.linspace(p.left, p.right, 90)
        ys = p.at(xs)
        is_level = p.layout in ("disc", "washer")
        far = (p.left, p.right) if is_level else (2 * p.about - p.right, p.right)
        heights = (-ys.max(), ys.max()) if is_level else (0.0, ys.max())
        plane = Plane(sketch, limits_around(far), limits_around(heights))
        plane.region("region:R", (p.left, p.low), *zip(xs, ys, strict=True), (p.right, p.low), fill=PALE_BLUE)
        plane.curve("curve:f", p.formula, p.left, p.right, num=90, color=BLUE)
        if is_level:
            plane.path("mirror:f", np.stack([xs, -ys], axis=1), f"-({p.formula})", color=BLUE, dash="dashed", width=1.2)
        else:
            ghost = np.stack([2 * p.about - xs, ys], axis=1)
            plane.path(
                "mirror:f", ghost, p.formula.replace("x", f"({2 * p.about}-x)"), color=BLUE, dash="dashed", width=1.2
            )
        for name, x in (("a", p.left), ("b", p.right)):
            height = float(p.at(np.asarray(x)))
            if height - p.low > 0.05 and (x or name == "b"):
                plane.segment(f"side:{name}", (x, p.low), (x, height), color=DARK_GREY, width=1.3)
        if p.layout == "washer":
            plane.curve("line:k", f"{p.low}", p.left, p.right, num=2, color=GREEN)
        if p.layout == "line":
            top = math.ceil(ys.max()) + 0.4
            plane.segment("axis:h", (p.about, -0.5), (p.about, top), color=RED, dash="dashdot", width=1.4)
        if not is_level:
            x = p.left + 0.6 * p.wide
            self._strip(plane, x, float(p.at(np.asarray(x))), 0.05 * p.wide)
        self._texts(p, plane, xs, ys)
        sketch.claim("count", "curve", value=1)
        sketch.entity("region", "region:R")
        sketch.entity("curve", "curve:f")
        plane.clear_ticks()

    def _strip(self, plane: Plane, x: float, height: float, half: float) -> None:
        plane.sketch.area(
            "strip:s", (x - half, 0), (x + half, 0), (x + half, height), (x - half, height),
            axes="axes:xy", color=ORANGE, width=1.0, z=2,
        )  # fmt: skip
        plane.sketch.claim("at", "strip:s", value=(x, height / 2))

    def _texts(self, p: Revolved, plane: Plane, xs: np.ndarray, ys: np.ndarray) -> None:
        spots = [*zip(xs[10:-4:6], ys[10:-4:6], strict=True)]
        words = as_math(p.words.replace("√x", r"\sqrt{x}"))
        plane.label("label:f", words, spots[len(spots) // 2], of="curve:f", color=BLUE, also=spots)
        if p.layout == "washer":
            plane.label("label:k", as_math(f"y = {p.low:g}"), (p.left + 0.5 * p.wide, p.low), of="line:k", color=GREEN)
        drawn = {mark.id for mark in plane.sketch.marks}
        for name, x in (("a", p.left), ("b", p.right)):
            if f"side:{name}" in drawn:
                top = float(p.at(np.asarray(x)))
                places = [(x, p.low + share * (top - p.low)) for share in (0.5, 0.3, 0.7)]
                plane.label(f"label:{name}", as_math(f"x = {x:g}"), places[0], of=f"side:{name}", also=places)
        if p.layout == "line":
            places = [(p.about, share * ys.max()) for share in (0.9, 0.7, 0.5, 0.3)]
            words = as_math(f"x = {p.about:g}".replace("-", "−"))
            plane.label("label:h", words, places[0], of="axis:h", color=RED, also=places)

    def questions(self, p: Revolved) -> Iterator[Question]:
        """Equation, ends, and how the curve runs."""
        others = [
            replace(p, **item).words
            for item in (
                {"lift": p.lift + 1}, {"scale": 2 * p.scale}, {"kind": "root"}, {"kind": "square"}, {"kind": "inverse"}, {"lift": p.lift + 2},
            )
        ]  # fmt: skip
        yield ask_word("equation", p.words, [item for item in dict.fromkeys(others) if item != p.words])
        yield ask_number("right", p.right, likely=(p.left, p.right - 1), step=1, low=0)
        yield ask_number("left", p.left, likely=(p.right, p.left + 1), step=1, low=-3)
        place = {
            "disc": "x axis",
            "washer": "x axis",
            "shell": "y axis",
            "line": f"the line {self.solve(p).values['about']}",
        }
        lines = [f"the line x = {n}" for n in ("−1", "−2", "−3")]
        yield ask_word("mirror", place[p.layout], ["x axis", "y axis", *lines])
        ways = {"square": "rises", "line": "rises", "root": "rises", "inverse": "falls", "cap": "falls"}
        bend = {"square": "faster", "line": "evenly", "root": "slower", "inverse": "slower", "cap": "faster"}
        every = [f"{way} {how}" for way in ("rises", "falls") for how in ("faster", "slower", "evenly")]
        yield ask_word("shape", f"{ways[p.kind]} {bend[p.kind]}", every)

    @defect(visibility=2)
    def shifted_mirror(self, p: Revolved, scene: FigureScene, draw: Random) -> FigureScene:
        """The dashed curve is not the mirror image of the curve in the axis of the turn."""
        mark = scene.path("mirror:f")
        return change(scene, replace(mark, points=tuple((x + 0.3, 0.7 * y) for x, y in mark.points)))

    @defect(visibility=2)
    def wrong_end(self, p: Revolved, scene: FigureScene, draw: Random) -> FigureScene:
        """The right border of the region does not stand where its equation says."""
        mark = scene.path("side:b")
        return change(scene, replace(mark, points=tuple((x - 0.5, y) for x, y in mark.points)))

    @defect(visibility=2)
    def wrong_curve(self, p: Revolved, scene: FigureScene, draw: Random) -> FigureScene:
        """The curve is flatter than its equation says."""
        mark = scene.path("curve:f")
        return change(scene, replace(mark, points=tuple((x, 0.75 * y) for x, y in mark.points)))
