"""Grouped data as a histogram, a frequency polygon or a cumulative curve: its mean or its median is estimated."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from random import Random

from scisynth.figures.corruptions import change, swap_texts
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, one_of, several
from scisynth.figures.families.questions import Question, ask_count, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.chart import move_point
from scisynth.figures.parts.palette import BLUE
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer

TOPICS = {
    "plants": ("heights", "height", "cm", (5, 10), "plants", (10, 40)),
    "waits": ("waiting times", "time", "min", (2, 5), "patients", (0, 20)),
    "eggs": ("masses", "mass", "g", (2, 5), "eggs", (40, 50)),
    "laps": ("running times", "time", "s", (2, 4), "runners", (12, 20)),
    "fish": ("lengths", "length", "cm", (2, 5), "fish", (10, 30)),
    "apples": ("masses", "mass", "g", (10, 20), "apples", (100, 200)),
}
"""What is measured, its name on the axis, unit, widths of classes, whose it is, and where the first class may start."""


@dataclass(frozen=True, kw_only=True)
class Grouped(Parameters):
    """Classes of one width and how many values lie in each."""

    topic: str = one_of(*TOPICS)
    is_wide: bool = one_of(False, True)
    start: int = one_of(*range(6))
    num: int = one_of(4, 5, 6, level_1=(4, 5), level_3=(5, 6))
    peak: int = one_of(0, 1, 2, 3, 4)
    spread: tuple[int, ...] = several(range(-2, 4), 6)
    asked: str = one_of("mean", "median", level_1=("mean",))
    layout: str = one_of(
        "histogram",
        "polygon",
        "cumulative",
        level_1=("histogram", "polygon"),
        level_3=("cumulative", "cumulative", "polygon"),
    )

    @property
    def width(self) -> int:
        """Of a class."""
        return TOPICS[self.topic][3][self.is_wide]

    @property
    def edges(self) -> list[int]:
        """Bounds of the classes."""
        least, most = TOPICS[self.topic][5]
        first = self.width * (
            math.ceil(least / self.width) + self.start % (most // self.width - math.ceil(least / self.width) + 1)
        )
        return [first + self.width * index for index in range(self.num + 1)]

    @property
    def middles(self) -> list[float]:
        """Of the classes."""
        return [low + self.width / 2 for low in self.edges[:-1]]

    @property
    def counts(self) -> list[int]:
        """Values in each class; they fall off on both sides of the fullest one."""
        return [max(1, 14 - 4 * abs(index - self.peak) + self.spread[index]) for index in range(self.num)]

    @property
    def shown(self) -> list[int]:
        """Numbers that the figure prints."""
        return list(accumulate(self.counts)) if self.layout == "cumulative" else self.counts

    def classes(self) -> list[str]:
        """Their bounds in words."""
        unit = TOPICS[self.topic][2]
        return [f"{low} to {low + self.width} {unit}" for low in self.edges[:-1]]

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Numbers of the classes, or up to their upper bounds."""
        unit = TOPICS[self.topic][2]
        names = [f"x < {edge} {unit}" for edge in self.edges[1:]] if self.layout == "cumulative" else self.classes()
        return tuple(Quantity(symbol=f"n({name})", value=value) for name, value in zip(names, self.shown, strict=True))

    def valid(self) -> bool:
        """One class is the fullest, the numbers differ, and a polygon does not start below zero."""
        counts = self.counts
        is_clear = self.layout != "polygon" or self.edges[0] >= self.width
        return is_clear and self.peak < self.num and len(set(counts)) >= 4 and counts.count(max(counts)) == 1


def mean_of_classes(middles: Sequence[float], counts: Sequence[int]) -> float:
    """Every value is taken to lie in the middle of its class."""
    return sum(count * middle for count, middle in zip(counts, middles, strict=True)) / sum(counts)


def median_class(counts: Sequence[int]) -> int:
    """Index of the class in which half of all values are reached."""
    return next(index for index, so_far in enumerate(accumulate(counts)) if so_far >= sum(counts) / 2)


def median_of_classes(edges: Sequence[float], counts: Sequence[int]) -> float:
    """L + w (n/2 − F) / f: the values of the median's class are taken to be spread evenly."""
    index = median_class(counts)
    before, width = sum(counts[:index]), edges[index + 1] - edges[index]
    return edges[index] + width * (sum(counts) / 2 - before) / counts[index]


@family("Math - Set & Probability")
class HistogramMeanEstimate(Family[Grouped]):
    """The mean or the median of grouped data, from a histogram, a frequency polygon or a cumulative curve."""

    def solve(self, p: Grouped) -> Solution:
        """From the middles of the classes, or by interpolation in one of them."""
        what, _, unit, _, who, _ = TOPICS[p.topic]
        counts, total = p.counts, sum(p.counts)
        index = median_class(counts)
        value = mean_of_classes(p.middles, counts) if p.asked == "mean" else median_of_classes(p.edges, counts)
        listed = [f"{name}: {count}" for name, count in zip(p.classes(), counts, strict=True)]
        if p.layout == "cumulative":
            listed = [f"{count} below {edge} {unit}" for count, edge in zip(p.shown, p.edges[1:], strict=True)]
        answer = number_answer(value, unit)
        values = {
            "what": what, "who": who, "total": total, "listed": ", ".join(listed), "first": f"{p.edges[0]} {unit}",
            "sum": " + ".join(f"{count}·{middle:g}" for count, middle in zip(counts, p.middles, strict=True)), "unit": unit,
            "bound": p.edges[index], "width": p.width, "before": sum(counts[:index]), "inside": counts[index],
            "how": "from the middles of the classes" if p.asked == "mean" else "by linear interpolation in its class",
        }  # fmt: skip
        return Solution(
            answer=answer,
            symbol=p.asked,
            values=values,
            hidden=(f"{p.asked} = {answer.text}", f"{p.asked} {answer.text}"),
        )

    def draw(self, p: Grouped, sketch: Sketch) -> None:
        """Bars; points at the middles of the classes; or points at their upper bounds."""
        _, name, unit, _, who, _ = TOPICS[p.topic]
        edges, shown = p.edges, p.shown
        is_sum = p.layout == "cumulative"
        step = 10 if is_sum else 5
        top = step * math.ceil(1.1 * max(shown) / step)
        margin = {"histogram": 0.4, "polygon": 0.7, "cumulative": 0.4}[p.layout] * p.width
        plot = sketch.axes(
            "axes:data", (0, 0, 7.5, 4.8), x_limits=(edges[0] - margin, edges[-1] + margin), y_limits=(0, top),
            x_label=f"{name} ({unit})", y_label=f"number of {who}" if not is_sum else "cumulative number",
            x_ticks=tuple(float(edge) for edge in edges), y_ticks=tuple(float(n) for n in range(0, top + 1, step)),
        )  # fmt: skip
        if p.layout == "histogram":
            for index, count in enumerate(shown, start=1):
                low, middle = edges[index - 1], p.middles[index - 1]
                bar = sketch.rectangle(
                    f"bar:{index}", low, 0, low + p.width, count, axes=plot, fill="#c4d9ee", color=BLUE, width=1.2
                )
                sketch.claim("at", bar, value=(middle, count / 2))
                sketch.text(
                    f"number:{index}", str(count), (middle, count), of=bar, toward=(0, 1), gap_pt=3, axes=plot, size=12
                )
            self._claim(sketch, "bar", p.num)
            sketch.claim("values", "bar", value=tuple(shown))
            return
        xs = [float(edge) for edge in edges[1:]] if is_sum else p.middles
        ends = [(float(edges[0]), 0.0)] if is_sum else [(xs[0] - p.width, 0.0)]
        last = [] if is_sum else [(xs[-1] + p.width, 0.0)]
        sketch.line("line:data", *ends, *zip(xs, shown, strict=True), *last, axes=plot, color=BLUE, width=1.6)
        for index, (x, count) in enumerate(zip(xs, shown, strict=True), start=1):
            dot = sketch.dot(f"point:{index}", (x, count), 0.09, axes=plot)
            sketch.claim("at", dot, value=(x, count))
            sketch.claim("through", "line:data", value=(x, count))
            side = self._side(xs, shown, index - 1, is_sum)
            sketch.text(f"number:{index}", str(count), (x, count), of=dot, toward=side, gap_pt=5, axes=plot, size=12)
        self._claim(sketch, "point", p.num)

    @staticmethod
    def _side(xs: Sequence[float], shown: Sequence[int], index: int, is_sum: bool) -> tuple[float, float]:
        """Where the number of a point is clear of the line."""
        if is_sum:
            return (-0.8, 0.7)
        before = shown[index - 1] if index else 0
        after = shown[index + 1] if index + 1 < len(shown) else 0
        if shown[index] > max(before, after):
            return (0, 1)
        return (0, -1) if shown[index] < min(before, after) else (-0.9, 0.6) if after > before else (0.9, 0.6)

    @staticmethod
    def _claim(sketch: Sketch, role: str, num: int) -> None:
        """All classes are there, in order, each with its number."""
        names = [f"{role}:{index}" for index in range(1, num + 1)]
        sketch.claim("count", role, value=num)
        sketch.claim("order", *names, value="left_to_right")
        sketch.entity("grouped data", *names)

    def questions(self, p: Grouped) -> Iterator[Question]:
        """Classes, their numbers and bounds, and the number of all values."""
        unit, classes, counts = TOPICS[p.topic][2], p.classes(), p.counts
        yield ask_word("fullest", classes[counts.index(max(counts))], classes)
        index = (p.start + p.peak) % p.num
        yield ask_count("inside", counts[index], likely=[*counts, p.shown[index]], low=1, which=classes[index])
        yield ask_count("all", sum(counts), likely=(max(counts), sum(counts[:-1])), low=1)
        yield ask_count("classes", p.num, low=2)
        yield ask_number("width", p.width, unit=unit, likely=(2 * p.width,), step=1, low=1)

    @defect(visibility=2)
    def wrong_height(self, p: Grouped, scene: FigureScene, draw: Random) -> FigureScene:
        """A bar or a point does not stand as high as the number at it says."""
        index = draw.randrange(p.num)
        wrong = 4 if p.shown[index] < 6 else -4
        if p.layout != "histogram":
            return move_point(scene, f"point:{index + 1}", 0, wrong)
        bar = scene.path(f"bar:{index + 1}")
        return change(scene, replace(bar, points=tuple((x, y + wrong if y else 0.0) for x, y in bar.points)))

    @defect(visibility=2)
    def exchanged_numbers(self, p: Grouped, scene: FigureScene, draw: Random) -> FigureScene:
        """The numbers of two classes are exchanged."""
        other = next(index for index, count in enumerate(p.shown, start=1) if count != p.shown[0])
        return swap_texts(scene, "number:1", f"number:{other}")

    @defect(visibility=3)
    def missing_class(self, p: Grouped, scene: FigureScene, draw: Random) -> FigureScene:
        """A class is left out."""
        role, index = "bar" if p.layout == "histogram" else "point", draw.randrange(p.num) + 1
        return scene.without(f"{role}:{index}", f"number:{index}")
