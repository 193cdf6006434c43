"""Sums that stand for an integral: rectangles, trapezoids, ordinates under a curve, and readings of a velocity."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.chart import CHART, bar, chart_axes, move_point, named, point, shift_bar, stretch_bar, ticks
from scisynth.figures.parts.palette import BLUE, DARK_GREY, PALE_BLUE, RED
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

KINDS: Mapping[str, tuple[str, Callable[[np.ndarray, float, float], np.ndarray]]] = {
    "square": ("y = x^2/{c} + {d}", lambda x, c, d: x**2 / c + d),
    "sum": (r"y = {c}x + \frac{{{d}}}{{x + 1}}", lambda x, c, d: c * x + d / (x + 1)),
    "root": (r"y = {c}\sqrt{{x + {d}}}", lambda x, c, d: c * np.sqrt(x + d)),
    "inverse": (r"y = \frac{{{c}}}{{x + {d}}}", lambda x, c, d: c / (x + d)),
    "wave": (r"y = {d} + \sin({c}x)", lambda x, c, d: d + np.sin(c * x)),
    "exponential": (r"y = {d}\,e^{{x/{c}}}", lambda x, c, d: d * np.exp(x / c)),
}
"""Kind to its formula and its function of x, c and d."""
PLAIN = {
    "square": "y = x²/{c} + {d}", "sum": "y = {c}x + {d}/(x + 1)", "root": "y = {c}√(x + {d})", "inverse": "y = {c}/(x + {d})",
    "wave": "y = {d} + sin({c}x)", "exponential": "y = {d}e^(x/{c})",
}  # fmt: skip
RULES = {
    "rectangles": ("left", "right", "midpoint"),
    "trapezoids": ("trapezoidal",),
    "ordinates": ("Simpson", "trapezoidal"),
    "readings": ("left", "right", "trapezoidal", "Simpson"),
}
"""Layout to the rules that suit it."""


def draw_rule(draw: Random, level: int, values: Mapping[str, Any]) -> str:
    """A rule that suits the layout."""
    return draw.choice(RULES[values["layout"]])


def draw_speeds(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[float, ...]:
    """One reading more than there are intervals, in tenths."""
    return tuple(draw.randint(10, 95) / 10 for _ in range(values["num"] + 1))


def estimate(values: Sequence[float], step: float, rule: str) -> float:
    """The sum for an integral: `values` at the ends of intervals `step` wide, or in their middles for `midpoint`."""
    if rule == "midpoint":
        return step * sum(values)
    if rule == "left":
        return step * sum(values[:-1])
    if rule == "right":
        return step * sum(values[1:])
    if rule == "trapezoidal":
        return step * (sum(values) - (values[0] + values[-1]) / 2)
    weights = [1, *(4 if k % 2 else 2 for k in range(1, len(values) - 1)), 1]
    return step / 3 * sum(weight * value for weight, value in zip(weights, values, strict=True))


@dataclass(frozen=True, kw_only=True)
class Strips(Parameters):
    """A function on an interval that is cut into equal parts; or readings at equal times."""

    layout: str = one_of(*RULES, level_1=("rectangles", "trapezoids"))
    rule: str = drawn(draw_rule, words="left, right, midpoint, trapezoidal, Simpson")
    kind: str = one_of(*KINDS)
    c: int = one_of(1, 2, 3, 4)
    d: int = one_of(1, 2, 3, 4, 5)
    start: int = one_of(0, 0, 1, 2, 3)
    span: int = one_of(2, 3, 4, 5, 6)
    num: int = one_of(4, 5, 6, 8, level_1=(3, 4, 5), level_3=(6, 8, 10))
    speeds: tuple[float, ...] = drawn(draw_speeds, words="1 to 9.5")
    asked_at: int = one_of(0, 1, 2)

    def valid(self) -> bool:
        """Intervals with at most two decimals, an even number of them for Simpson's rule, and values that fit a page."""
        whole = self.span * 20 % self.num == 0 and not (self.rule == "Simpson" and self.num % 2)
        values = [self.at(self.start + self.step * k) for k in range(self.num + 1)]
        return whole and not (self.c == 1 and self.kind in ("square", "sum", "exponential")) and max(values) < 60

    def at(self, x: float) -> float:
        """The function."""
        return float(KINDS[self.kind][1](np.asarray(x, dtype=float), self.c, self.d))

    @property
    def step(self) -> float:
        """Width of an interval."""
        return self.span / self.num

    @property
    def edges(self) -> list[float]:
        """Ends of the intervals."""
        return [round(self.start + self.step * k, 6) for k in range(self.num + 1)]

    @property
    def places(self) -> list[float]:
        """Where the function is taken."""
        if self.rule == "midpoint":
            return [round(x + self.step / 2, 6) for x in self.edges[:-1]]
        return self.edges

    @property
    def heights(self) -> list[float]:
        """Values that the sum takes."""
        if self.layout == "readings":
            return list(self.speeds)
        return [self.at(x) for x in self.places]

    @property
    def formula(self) -> str:
        """Of the function, in plain letters."""
        words = PLAIN[self.kind].format(c=self.c, d=self.d)
        words = words.replace("= 1e^", "= e^")
        if self.c == 1:
            for long, short in (("(1x)", " x"), ("1√", "√"), ("²/1", "²"), ("^(x/1)", "^x"), ("= 1x", "= x")):
                words = words.replace(long, short)
        return words

    @property
    def printed(self) -> str:
        """The same for a label."""
        words = KINDS[self.kind][0].format(c=self.c, d=self.d)
        return (
            "$"
            + (words.replace("(1x)", " x").replace(r"1\sqrt", r"\sqrt") if self.c == 1 else words).replace(
                r"= 1\,e", "= e"
            )
            + "$"
        )

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """The interval and the number of parts."""
        return (
            Quantity(symbol="a", value=self.start),
            Quantity(symbol="b", value=self.start + self.span),
            Quantity(symbol="n", value=self.num),
        )


@family("Universal - Plot & Chart")
class RiemannSum(Family[Strips]):
    """A sum for the area under a curve: rectangles of three kinds, trapezoids, Simpson's rule; or for a distance from readings."""

    def solve(self, p: Strips) -> Solution:
        """By the rule."""
        value = estimate(p.heights, p.step, p.rule)
        taken = {"left": p.heights[:-1], "right": p.heights[1:]}.get(p.rule, p.heights)
        shown = [format_number(x, 4) for x in taken]
        if p.rule == "trapezoidal":
            terms = f"{format_number(p.step)}/2 · ({shown[0]} + 2 · ({' + '.join(shown[1:-1])}) + {shown[-1]})"
        elif p.rule == "Simpson":
            weights = [1, *(4 if k % 2 else 2 for k in range(1, p.num)), 1]
            parts = [x if w == 1 else f"{w} · {x}" for w, x in zip(weights, shown, strict=True)]
            terms = f"{format_number(p.step)}/3 · ({' + '.join(parts)})"
        else:
            terms = f"{format_number(p.step)} · ({' + '.join(shown)})"
        readings = p.layout == "readings"
        pairs = ", ".join(
            f"{format_number(x)} s: {format_number(v)} m/s" for x, v in zip(p.edges, p.heights, strict=False)
        )
        return Solution(
            answer=number_answer(value, "m" if readings else "", digits=4, tolerance=0.005),
            symbol="A",
            values={
                "case": "readings" if readings else "curve",
                "formula": p.formula,
                "from": p.start,
                "to": p.start + p.span,
                "terms": terms,
                "listing": pairs,
                "step": format_number(p.step),
            },
        )

    def draw(self, p: Strips, sketch: Sketch) -> None:
        """The axes begin at 0; ticks stand at the ends of the intervals."""
        readings, top = (
            p.layout == "readings",
            max(p.heights) if p.layout == "readings" else max(map(p.at, np.linspace(p.start, p.start + p.span, 60))),
        )
        size = 0.1 if top < 0.5 else 0.5 if top < 1.8 else 1 if top < 9 else 2 if top < 18 else 5 if top < 45 else 10
        high = size * (math.floor(top / size) + 1)
        marks = p.edges if p.num <= 6 else p.edges[::2]
        chart_axes(
            sketch, "time $t$ (s)" if readings else "$x$", "velocity $v$ (m/s)" if readings else "$y$",
            x_limits=(p.start - 0.06 * p.span, p.start + 1.06 * p.span), y_limits=(0, 1.06 * high),
            x_ticks=tuple(marks), x_tick_labels=tuple(format_number(x) for x in marks), y_ticks=ticks(high, size),
            grid=readings,
        )  # fmt: skip
        if readings:
            for k, (x, v) in enumerate(zip(p.edges, p.speeds, strict=True)):
                point(sketch, f"point:{k}", (x, v), BLUE)
                sketch.text(f"value:{k}", format_number(v), (x, v), of=f"point:{k}", toward=(0, 1), gap_pt=5, size=10.5, axes=CHART, halo=True)  # fmt: skip
            sketch.claim("count", "point", value=p.num + 1)
            sketch.entity("readings", *(f"point:{k}" for k in range(p.num + 1)))
            return
        self._draw_strips(p, sketch)
        low, end = p.start, p.start + p.span
        sketch.curve("curve:f", CHART, lambda x: KINDS[p.kind][1](x, p.c, p.d), low, end, color=RED, width=2, z=4)
        through = [part for x in (low, low + 0.37 * p.span, end) for part in (x, p.at(x))]
        sketch.claim("through", "curve:f", value=tuple(through), tolerance=0.008)
        sketch.text("formula:f", p.printed, (5, 6.75), size=14)
        sketch.entity("curve", "curve:f")

    def _draw_strips(self, p: Strips, sketch: Sketch) -> None:
        for k, (x0, x1) in enumerate(zip(p.edges[:-1], p.edges[1:], strict=True)):
            y0, y1 = p.at(x0), p.at(x1)
            if p.layout == "rectangles":
                tall = {"left": y0, "right": y1}.get(p.rule, p.at((x0 + x1) / 2))
                bar(sketch, f"bar:{k}", (x0 + x1) / 2, 0, tall, PALE_BLUE, width=p.step)
            elif p.layout == "trapezoids":
                sketch.area(f"bar:{k}", (x0, 0), (x1, 0), (x1, y1), (x0, y0), fill=PALE_BLUE, color=DARK_GREY, width=0.8, axes=CHART)  # fmt: skip
                sketch.claim("at", f"bar:{k}", value=((x0 + x1) / 2, max(y0, y1) / 2), tolerance=0.006)
        if p.layout == "ordinates":
            for k, x in enumerate(p.edges):
                sketch.line(f"ordinate:{k}", (x, 0), (x, p.at(x)), color=BLUE, width=1.3, axes=CHART)
                sketch.claim("through", f"ordinate:{k}", value=(x, 0.0, x, p.at(x)), tolerance=0.008)
            sketch.claim("count", "ordinate", value=p.num + 1)
        else:
            sketch.claim("count", "bar", value=p.num)

    def questions(self, p: Strips) -> Iterator[Question]:
        """How many parts, how wide, where; and which rule is drawn, or what a reading is."""
        unit = "s" if p.layout == "readings" else ""
        yield ask_count("parts", p.num, likely=[p.num + 1, p.num - 1], low=2)
        yield ask_number("width", p.step, unit=unit, likely=[2 * p.step, p.step / 2, p.span], step=p.step / 4, low=0.01)
        yield ask_number("end", p.start + p.span, unit=unit, likely=[p.span, p.edges[-2]], step=1, low=0.01)
        if p.layout == "readings":
            at = 1 + p.asked_at
            yield ask_number("reading", p.speeds[at], unit="m/s", likely=[p.speeds[at - 1], p.speeds[at + 1 - 2 * (at == p.num)]], step=0.4, low=0.1, x=format_number(p.edges[at]))  # fmt: skip
        elif p.layout == "rectangles":
            yield ask_word("rule", p.rule, ["left", "right", "midpoint", "largest"])
        if p.layout != "readings":
            yield ask_word("formula", p.formula, [self._other(p, k) for k in range(1, 5)])
        tall = p.heights[:-1] if p.layout == "rectangles" and p.rule == "left" else p.heights
        tall = tall[1:] if p.layout == "rectangles" and p.rule == "right" else tall
        if p.layout != "trapezoids" and sorted(tall)[-1] > 1.03 * sorted(tall)[-2]:
            yield ask_count("tallest", 1 + tall.index(max(tall)), likely=[1, len(tall)], low=1, high=max(len(tall), 4))

    def _other(self, p: Strips, k: int) -> str:
        kinds = list(KINDS)
        return replace(p, kind=kinds[(kinds.index(p.kind) + k) % len(kinds)]).formula

    @defect(visibility=2)
    def wrong_height(self, p: Strips, scene: FigureScene, draw: Random) -> FigureScene:
        """A strip, an ordinate or a reading does not reach the height that it must have."""
        if p.layout == "readings":
            return move_point(scene, named(scene, "point", draw), 0, draw.choice((-0.8, 0.8)))
        role = "ordinate" if p.layout == "ordinates" else "bar"
        return stretch_bar(scene, named(scene, role, draw), 0.6)

    @defect(visibility=2)
    def lost_strip(self, p: Strips, scene: FigureScene, draw: Random) -> FigureScene:
        """A part of the interval has no strip, no ordinate or no reading."""
        role = {"readings": "point", "ordinates": "ordinate"}.get(p.layout, "bar")
        name = named(scene, role, draw)
        label = f"value:{name.partition(':')[2]}"
        return scene.with_marks(tuple(m for m in scene.marks if m.id not in (name, label)))

    @defect(visibility=3)
    def floating_strip(self, p: Strips, scene: FigureScene, draw: Random) -> FigureScene:
        """A strip, or an ordinate, does not stand on the axis."""
        if p.layout == "readings":
            raise DoesNotApplyError
        role = "ordinate" if p.layout == "ordinates" else "bar"
        return shift_bar(scene, named(scene, role, draw), 0.15 * max(p.heights))

    @defect(visibility=1)
    def lifted_curve(self, p: Strips, scene: FigureScene, draw: Random) -> FigureScene:
        """The curve lies higher than its formula says."""
        if p.layout == "readings":
            raise DoesNotApplyError
        mark = scene.path("curve:f")
        lift = 0.12 * max(p.heights)
        return change(scene, replace(mark, points=tuple((x, y + lift) for x, y in mark.points)))
