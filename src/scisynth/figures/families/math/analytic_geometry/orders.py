"""Regions of iterated integrals: one order of integration is stated, and the other one makes the integral easy.

With u from 0 to a and v from 0 to g(u), an integrand f(u) gives ∫ f(u) g(u) du, though f itself may have no elementary integral, as
exp(−u²). The stated order runs along u first, from where the border is met to a. Either variable may stand at either axis.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, one_of
from scisynth.figures.families.questions import Question, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.math import coordinates
from scisynth.figures.parts.palette import BLUE, ORANGE, PALE_BLUE
from scisynth.figures.parts.plane import Plane, as_math
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

SLOPES = {"line": (0.5, 1, 1.5, 2, 3), "parabola": (0.25, 0.5, 1, 2), "lens": (0.25, 0.5, 1, 2)}
"""Of the border g(u) = k u or k u²."""
RISING = {"line": 2, "parabola": 3, "lens": 2}
"""The power of u in the integrand, one more than in the border, so that the other order is easy."""


@dataclass(frozen=True, kw_only=True)
class Swapped(Parameters):
    """A region between two axes and a border, an integrand, and which variable stands where."""

    layout: str = one_of("line", "parabola", "lens")
    a: int = one_of(1, 2, 3, 4)
    k: float = one_of(0.25, 0.5, 1, 1.5, 2, 3)
    kind: str = one_of(
        "exponential",
        "rational",
        "root",
        "power",
        level_1=("power", "rational"),
        level_3=("exponential", "rational", "root"),
    )
    poly: str = one_of("1", "u", "v", "uv")
    """The integrand between line and parabola."""
    factor: int = one_of(2, 3, 4, 5, 6, 8, 10, 12)
    is_transposed: bool = one_of(False, True)
    """u is y, and v is x."""
    shows_stated: bool = one_of(False, True)
    """The strip runs along u, as the stated order does first."""
    part: float = one_of(0.35, 0.45, 0.55, 0.65)
    """Where the strip lies."""

    @property
    def u(self) -> str:
        """The variable along the axis of which the border is a function."""
        return "y" if self.is_transposed else "x"

    @property
    def v(self) -> str:
        """The other one."""
        return "x" if self.is_transposed else "y"

    @property
    def high(self) -> float:
        """g(a)."""
        return self.k * self.a if self.layout == "line" else self.k * self.a**2

    @property
    def chord(self) -> float:
        """Slope of the line above the parabola of a lens."""
        return self.k * self.a

    def border(self, u: float) -> float:
        """g(u), the curved border of a parabola or lens."""
        return self.k * u if self.layout == "line" else self.k * u * u

    def inverse(self, v: float) -> float:
        """The u at which the border has the value v."""
        return v / self.k if self.layout == "line" else math.sqrt(v / self.k)

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """The bounds."""
        return (Quantity(symbol="a", value=self.a), Quantity(symbol="b", value=self.high))

    def valid(self) -> bool:
        """Whole corners that fit a page."""
        is_known = self.k in SLOPES[self.layout]
        return is_known and float(self.high).is_integer() and 1 <= self.high <= 8 and 0.4 <= self.high / self.a <= 3


def integrand(p: Swapped) -> Callable[[float, float], float]:
    """f(u, v)."""
    power = RISING[p.layout]
    of_u: dict[str, Callable[[float], float]] = {
        "exponential": lambda u: math.exp(-(u**power)), "rational": lambda u: 1 / (1 + u**power),
        "root": lambda u: math.sqrt(1 + u**power), "power": lambda u: u,
    }  # fmt: skip
    if p.layout == "lens":
        return lambda u, v: p.factor * (u if "u" in p.poly else 1) * (v if "v" in p.poly else 1)
    return lambda u, v: p.factor * of_u[p.kind](u)


def integral_value(p: Swapped) -> float:
    """By the easy order, in closed form."""
    a, k, n = p.a, p.k, RISING[p.layout]
    if p.layout == "lens":
        # ∫ u^i (line^j+1 − parabola^j+1)/(j + 1) du with line = k a u, parabola = k u².
        i, j = "u" in p.poly, "v" in p.poly
        power = j + 1
        line = (k * a) ** power * a ** (i + power + 1) / (i + power + 1)
        curve = k**power * a ** (i + 2 * power + 1) / (i + 2 * power + 1)
        return p.factor * (line - curve) / power
    inner = {
        "exponential": 1 - math.exp(-(a**n)), "rational": math.log(1 + a**n), "root": 2 / 3 * ((1 + a**n) ** 1.5 - 1), "power": a ** (n + 1) * n / (n + 1),
    }[p.kind]  # fmt: skip
    # g(u) = k u^(n-1) is, but for k/n, the slope of u^n.
    return p.factor * k * inner / n


def words_of(p: Swapped) -> str:
    """The integrand, such as `6/(1 + x²)`."""
    if p.layout == "lens":
        return f"{p.factor}{'' if p.poly == '1' else p.poly.replace('u', p.u).replace('v', p.v)}"
    power = f"{p.u}{'²³'[RISING[p.layout] - 2]}"
    return {
        "exponential": f"{p.factor} e^(−{power})", "rational": f"{p.factor}/(1 + {power})", "root": f"{p.factor} √(1 + {power})", "power": f"{p.factor}{p.u}",
    }[p.kind]  # fmt: skip


def _times(value: float, words: str) -> str:
    return words if value == 1 else f"{format_number(value)}{words}"


def _over(words: str, value: float) -> str:
    return (
        words
        if value == 1
        else f"{words}/{format_number(value)}"
        if value > 1
        else f"{format_number(1 / value)}{words}"
    )


@family("Math - Analytic Geometry")
class SwappedIntegral(Family[Swapped]):
    """A double integral whose order of integration is to be exchanged, by its region."""

    def solve(self, p: Swapped) -> Solution:
        """By integrating along v first."""
        border = _times(p.k, p.u if p.layout == "line" else f"{p.u}²")
        start = _over(p.v, p.k) if p.layout == "line" else f"√({_over(p.v, p.k)})"
        first, last = (start, str(p.a)) if p.layout != "lens" else (_over(p.v, p.chord), start)
        answer = number_answer(integral_value(p), "", digits=4)
        values = {
            "f": words_of(p), "first": first, "last": last, "high_of": format_number(p.high), "border": border, "inner": p.u, "outer": p.v,
            "low_of": border if p.layout == "lens" else "0", "top_of": _times(p.chord, p.u) if p.layout == "lens" else border, "bound": p.a,
        }  # fmt: skip
        return Solution(answer=answer, symbol="I", values=values)

    def _spots(self, p: Swapped, u: np.ndarray, v: np.ndarray) -> np.ndarray:
        """Points of the plane, float [N, 2]."""
        return np.stack([v, u] if p.is_transposed else [u, v], axis=1)

    def draw(self, p: Swapped, sketch: Sketch) -> None:
        """The shaded region, its borders with their equations, its far corner, and a strip along one variable."""
        a, high = float(p.a), float(p.high)
        steps = np.linspace(0, a, 60)
        curve = self._spots(p, steps, np.asarray([p.border(float(u)) for u in steps]))
        width, height = (high, a) if p.is_transposed else (a, high)
        plane = Plane(sketch, (-1, math.ceil(width) + 1), (-1, math.ceil(height) + 1))
        end = self._spots(p, np.asarray([a]), np.asarray([high]))[0]
        foot = self._spots(p, np.asarray([a]), np.asarray([0.0]))[0]
        corners = [*curve, *([] if p.layout == "lens" else [foot])]
        plane.region("region:R", *corners, fill=PALE_BLUE)
        if p.layout == "line":
            plane.segment("border:g", (0, 0), end, color=BLUE)
        else:
            power = f"{p.k}*x^2" if not p.is_transposed else f"sqrt(x/{p.k})"
            plane.path("border:g", curve, power, color=BLUE)
        if p.layout == "lens":
            plane.segment("border:chord", (0, 0), end, color=BLUE)
            sketch.claim("connected", "border:g", "border:chord")
        else:
            plane.segment("border:a", foot, end, color=BLUE)
            sketch.claim("connected", "border:g", "border:a")
        self._draw_strip(p, sketch, plane)
        plane.dot("E", end)
        plane.label("vertex:E", coordinates(end), end, of="point:E", size=12.0)
        quarter = (
            [curve[index] for index in (36, 24, 48)] if p.layout != "line" else [part * end for part in (0.5, 0.3, 0.7)]
        )
        g = f"{p.v} = {_times(p.k, p.u if p.layout == 'line' else p.u + '²')}"
        plane.label("equation:g", as_math(g), quarter[0], of="border:g", also=quarter[1:], color=BLUE)
        name, words = ("chord", f"{p.v} = {_times(p.chord, p.u)}") if p.layout == "lens" else ("a", f"{p.u} = {p.a}")
        one = np.zeros(2) if p.layout == "lens" else foot
        spots = [one + part * (end - one) for part in (0.6, 0.4, 0.75)]
        plane.label(f"equation:{name}", as_math(words), spots[0], of=f"border:{name}", also=spots[1:], color=BLUE)
        plane.clear_ticks()
        sketch.claim("count", "border", value=2)
        sketch.entity("region", "region:R")
        sketch.entity("strip", "strip:s")

    def _draw_strip(self, p: Swapped, sketch: Sketch, plane: Plane) -> None:
        """From border to border, along u or along v."""
        if p.shows_stated:
            v = p.part * p.high
            ends = [p.inverse(v), float(p.a)] if p.layout != "lens" else [v / p.chord, p.inverse(v)]
            one, two = self._spots(p, np.asarray(ends), np.asarray([v, v]))
        else:
            u = p.part * p.a
            ends = [0.0, p.border(u)] if p.layout != "lens" else [p.border(u), p.chord * u]
            one, two = self._spots(p, np.asarray([u, u]), np.asarray(ends))
        plane.segment("strip:s", one, two, color=ORANGE, width=4.5, z=2)
        sketch.claim("connected", "strip:s", "border:g", tolerance=6)
        straight, length = ("chord", math.hypot(p.a, p.high)) if p.layout == "lens" else ("a", p.high)
        sketch.claim("ratio", "strip:s", f"border:{straight}", value=math.dist(one, two) / length)

    def questions(self, p: Swapped) -> Iterator[Question]:
        """The strip, the corner, and the equations that are printed."""
        along = p.u if p.shows_stated else p.v
        yield ask_word("strip", along, ["x", "y", "both", "neither"])
        x, y = (p.high, p.a) if p.is_transposed else (p.a, p.high)
        yield ask_number("right", float(x), likely=(y, x + 1, x - 1, 2 * x), step=1, low=0.5)
        yield ask_number("top", float(y), likely=(x, y + 1, y - 1, 2 * y), step=1, low=0.5)
        power = p.u if p.layout == "line" else f"{p.u}²"
        own = f"{p.v} = {_times(p.k, power)}"
        wrong = [
            f"{p.u} = {_times(p.k, power.replace(p.u, p.v))}",
            f"{p.v} = {_times(p.k + 1, power)}",
            f"{p.v} = {_times(p.k, p.u if power != p.u else p.u + '²')}",
            f"{p.v} = {_times(2 * p.k, power)}",
            f"{p.u} = {_times(2 * p.k, power.replace(p.u, p.v))}",
        ]
        turn = p.factor % 3
        yield ask_word("equation", own, wrong[turn:] + wrong[:turn])

    @defect(visibility=2)
    def shifted_border(self, p: Swapped, scene: FigureScene, draw: Random) -> FigureScene:
        """A border of the region does not run where its equation says."""
        name = draw.choice([mark.id for mark in scene.marks if mark.id.startswith("border:")])
        line = scene.path(name)
        step = 0.12 * max(p.a, p.high)
        return change(scene, replace(line, points=tuple((x + step, y + step / 3) for x, y in line.points)))

    @defect(visibility=2)
    def long_strip(self, p: Swapped, scene: FigureScene, draw: Random) -> FigureScene:
        """The strip leads out of the region, beyond its border."""
        strip = scene.path("strip:s")
        (x, y), (end_x, end_y) = strip.points
        size = 0.3 * max(p.a, p.high) / math.dist((x, y), (end_x, end_y))
        end = (end_x + size * (end_x - x), end_y + size * (end_y - y))
        return change(scene, replace(strip, points=((x, y), end)))

    @defect(visibility=1)
    def wrong_equation(self, p: Swapped, scene: FigureScene, draw: Random) -> FigureScene:
        """The equation of the border has its variables exchanged."""
        label = scene.label("equation:g")
        swapped = label.text.translate(str.maketrans("xy", "yx"))
        return change(scene, replace(label, text=swapped))
