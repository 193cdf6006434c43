"""Normal curves: the probability of an interval, of a tail, and of an interval of the mean of a sample."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, one_of
from scisynth.figures.families.questions import Question, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, GREY, RED
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

SHADE = "#bcd5ee"
TOPICS = {
    "bolts": ("length", "mm", range(40, 121, 5), (1, 2, 3, 4)),
    "sugar": ("mass", "g", range(400, 1001, 50), (5, 8, 10, 12)),
    "test": ("score", "points", range(60, 501, 20), (8, 10, 15, 20)),
    "lamps": ("life", "h", range(1000, 3001, 100), (50, 80, 100, 150)),
    "tides": ("height", "cm", range(120, 401, 20), (10, 15, 20, 25)),
    "runs": ("time", "s", range(50, 121, 5), (2, 3, 4, 5)),
}
"""Topic to the name on the axis, unit, means and standard deviations; its words stand in the text file."""
SPAN = 3.4
"""Standard deviations on both sides of the mean that are drawn."""


@dataclass(frozen=True, kw_only=True)
class Normal(Parameters):
    """A normal quantity and the bounds of what is shaded, in tenths of the curve's standard deviation from the mean."""

    topic: str = one_of(*TOPICS)
    mean_index: int = one_of(*range(9))
    sigma_index: int = one_of(*range(4))
    low: int = one_of(*range(-22, 19))
    high: int = one_of(*range(-18, 23))
    root: int = one_of(2, 3, 4, 5, 6)
    layout: str = one_of(
        "between", "above", "below", "sample", level_1=("above", "below", "between"), level_3=("sample", "between")
    )

    @property
    def unit(self) -> str:
        """Of the quantity."""
        return TOPICS[self.topic][1]

    @property
    def mean(self) -> float:
        """Expected value."""
        means = TOPICS[self.topic][2]
        return float(means[self.mean_index % len(means)])

    @property
    def sigma(self) -> float:
        """Standard deviation of one value."""
        return float(TOPICS[self.topic][3][self.sigma_index])

    @property
    def spread(self) -> float:
        """Standard deviation of the curve that is drawn: that of the mean of a sample is σ/√n."""
        return self.sigma / self.root if self.layout == "sample" else self.sigma

    @property
    def bounds(self) -> tuple[float, float]:
        """Of what is shaded; a tail goes on to the end of the curve."""
        far = SPAN * self.spread
        low = self.mean - far if self.layout == "below" else self.mean + self.low / 10 * self.spread
        high = self.mean + far if self.layout == "above" else self.mean + self.high / 10 * self.spread
        return round(low, 9), round(high, 9)

    @property
    def names(self) -> tuple[str, ...]:
        """Of the bounds that are given."""
        return {"above": ("a",), "below": ("b",)}.get(self.layout, ("a", "b"))

    def given(self, name: str) -> Quantity:
        """A given by its name: μ, σ, n, a or b."""
        low, high = self.bounds
        value = {"μ": self.mean, "σ": self.sigma, "n": float(self.root**2), "a": low, "b": high}[name]
        return Quantity(symbol=name, value=value, unit="" if name == "n" else self.unit)

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Mean, standard deviation, size of a sample, bounds."""
        size = ("n",) if self.layout == "sample" else ()
        return tuple(self.given(name) for name in ("μ", "σ", *size, *self.names))

    def valid(self) -> bool:
        """Bounds with few digits, clear of each other and of the mean."""
        edges = [self.low, self.high] if len(self.names) == 2 else [self.low if self.names == ("a",) else self.high]
        if any(abs(edge) < 5 for edge in edges):
            return False
        low, high = self.bounds
        printed = [low if name == "a" else high for name in self.names]
        short = all(abs(float(format_number(value)) - value) < 1e-6 for value in printed)
        return short and (len(edges) == 1 or self.high - self.low >= 9)


def probability(low: float, high: float) -> float:
    """Of a standard normal value between two bounds: (erf(b/√2) − erf(a/√2)) / 2."""
    return (math.erf(high / math.sqrt(2)) - math.erf(low / math.sqrt(2))) / 2


@family("Math - Set & Probability")
class NormalCurveArea(Family[Normal]):
    """A part of a normal curve is shaded; its probability is asked for."""

    def solve(self, p: Normal) -> Solution:
        """By the distribution function, with the bounds in standard deviations."""
        low = -math.inf if p.layout == "below" else p.low / 10
        high = math.inf if p.layout == "above" else p.high / 10
        values = {
            **{name: p.given(name) for name in "abn"}, "mu": p.given("μ"), "sigma": p.given("σ"),
            "z_a": f"{p.low / 10:g}".replace("-", "−"), "z_b": f"{p.high / 10:g}".replace("-", "−"),
            "error": Quantity(symbol="s", value=round(p.spread, 6), unit=p.unit), "word": TOPICS[p.topic][0],
        }  # fmt: skip
        return Solution(answer=number_answer(probability(low, high), ""), symbol="P", values=values)

    def draw(self, p: Normal, sketch: Sketch) -> None:
        """The curve, its mean and standard deviation, and what is shaded."""
        mu, s = p.mean, p.spread
        peak = 1 / (s * math.sqrt(2 * math.pi))
        low, high = p.bounds

        def density(x: np.ndarray) -> np.ndarray:
            return peak * np.exp(-(((x - mu) / s) ** 2) / 2)

        edges = [low if name == "a" else high for name in p.names]
        plot = sketch.axes(
            "axes:normal", (0, 0, 8, 4), x_limits=(mu - SPAN * s, mu + SPAN * s), y_limits=(0, 1.2 * peak),
            x_label=f"{TOPICS[p.topic][0]} ({p.unit})" if p.layout != "sample" else f"mean {TOPICS[p.topic][0]} ({p.unit})",
            x_ticks=tuple(sorted((mu, *edges))), y_ticks=(), y_label="density",
        )  # fmt: skip
        inside = np.linspace(low, high, 60)
        band = zip(inside.tolist(), density(inside).tolist(), strict=True)
        sketch.area("area:P", (low, 0), *band, (high, 0), axes=plot, fill=SHADE, width=0, z=1)
        sketch.curve("curve:f", plot, density, mu - SPAN * s, mu + SPAN * s, color=BLUE, width=2.0)
        sketch.claim("formula", "curve:f", value=f"exp(-((x-{mu})/{s!r})^2/2)/({s!r}*sqrt(2*pi))")
        for name, x in zip(p.names, edges, strict=True):
            height = float(density(np.asarray(x)))
            sketch.line(f"bound:{name}", (x, 0), (x, height), axes=plot, color=BLUE, width=1.2)
            sketch.claim("at", f"bound:{name}", value=(x, height / 2))
        sketch.line("mean:m", (mu, 0), (mu, peak), axes=plot, dash="dashed", color=GREY, width=1.1)
        sketch.claim("at", "mean:m", value=(mu, peak / 2))
        sketch.text("label:m", rf"$\mu = {mu:g}$ {p.unit}", (mu, peak), of="mean:m", toward=(0, 1), axes=plot)
        self._spread(p, sketch, peak)
        if len(edges) == 2:
            sketch.claim("order", "bound:a", "bound:b", value="left_to_right")
        sketch.entity("normal curve", "curve:f")
        sketch.entity("shaded probability", "area:P")

    def _spread(self, p: Normal, sketch: Sketch, peak: float) -> None:
        """The standard deviation as an arrow at the turning point, on the side that is less shaded."""
        turning, mu, s = peak * math.exp(-0.5), p.mean, p.spread
        side = 1 if sum(p.bounds) < 2 * mu else -1
        sketch.arrow(
            "sigma:s", (mu, turning), (mu + side * s, turning), axes="axes:normal", color=RED, arrow="both", width=1.2
        )
        sketch.claim("at", "sigma:s", value=(mu + side * s / 2, turning))
        words = r"$\sigma/\sqrt{n}$" if p.layout == "sample" else rf"$\sigma = {p.sigma:g}$ {p.unit}"
        sketch.text(
            "label:s", words, (mu + side * s, turning), of="sigma:s", toward=(side, 0.2), axes="axes:normal",
            gap_pt=12, color=RED,
        )  # fmt: skip
        if p.layout == "sample":
            note = rf"$\sigma = {p.sigma:g}$ {p.unit}, $n = {p.root**2}$"
            sketch.text("note:n", note, (mu + side * 2.3 * s, 0.95 * peak), axes="axes:normal", color=RED)

    def questions(self, p: Normal) -> Iterator[Question]:
        """Mean, standard deviation, bounds, and where the shading lies."""
        low, high = p.given("a"), p.given("b")
        yield ask_value("mean", p.given("μ"), *(p.given(name) for name in p.names))
        yield ask_value("sigma", p.given("σ"))
        if "a" in p.names:
            yield ask_value("low", low, p.given("μ"), high)
        if "b" in p.names:
            yield ask_value("high", high, p.given("μ"), low)
        lower, upper = p.bounds
        place = "around" if lower < p.mean < upper else "right" if lower > p.mean else "left"
        yield ask_word("place", place, ["around", "right", "left", "all"])
        if p.layout == "sample":
            yield ask_value("size", p.given("n"))

    @defect(visibility=2)
    def curve_too_wide(self, p: Normal, scene: FigureScene, draw: Random) -> FigureScene:
        """The curve spreads as if the standard deviation were half as large again."""
        curve = scene.path("curve:f")
        top = max(y for _, y in curve.points)
        wide = tuple((x, top / 1.5 * (y / top) ** (1 / 2.25)) for x, y in curve.points)
        return change(scene, replace(curve, points=wide))

    @defect(visibility=2)
    def mean_off_peak(self, p: Normal, scene: FigureScene, draw: Random) -> FigureScene:
        """The line of the mean does not stand below the peak of the curve."""
        line = scene.path("mean:m")
        return change(scene, replace(line, points=tuple((x + 0.6 * p.spread, 0.8 * y) for x, y in line.points)))

    @defect(visibility=1)
    def bound_moved(self, p: Normal, scene: FigureScene, draw: Random) -> FigureScene:
        """A bound does not stand at its value on the axis."""
        line = scene.path(f"bound:{p.names[0]}")
        return change(scene, replace(line, points=tuple((x + 0.3 * p.spread, y) for x, y in line.points)))
