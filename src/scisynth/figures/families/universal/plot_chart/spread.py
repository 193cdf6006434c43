"""Charts of how values are spread over classes: histograms and curves of cumulative frequencies."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from random import Random
from typing import Any

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.chart import CHART, bar, chart_axes, move_point, named, point, stretch_bar, ticks
from scisynth.figures.parts.palette import BLUE, STRONG
from scisynth.figures.scene.scene import FigureScene, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

CLASSES: Mapping[str, tuple[str, tuple[tuple[int, int], ...]]] = {
    "height": ("cm", ((150, 5), (140, 10), (160, 5))),
    "mass": ("g", ((40, 10), (20, 5), (100, 20))),
    "reaction time": ("ms", ((180, 20), (200, 50), (150, 25))),
    "waiting time": ("min", ((0, 4), (0, 5), (10, 10))),
    "length": ("mm", ((20, 2), (30, 5), (60, 10))),
    "depth": ("m", ((10, 10), (20, 5), (0, 10))),
    "speed": ("km/h", ((30, 10), (40, 5), (60, 20))),
    "lifetime": ("h", ((100, 50), (400, 100), (50, 20))),
}
"""Measured quantity to its unit and (start, width) of its classes."""


def draw_grid(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[int, int]:
    """Start and width of the classes of a topic."""
    return draw.choice(CLASSES[values["topic"]][1])


def draw_widths(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[int, ...]:
    """Of the classes, in classes of the grid; only a chart of densities has different ones."""
    if values["layout"] != "density":
        return (1,) * values["num"]
    return tuple(draw.sample((1, 1, 2, 2, 1, 3)[: values["num"]], values["num"]))


def draw_counts(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[int, ...]:
    """Items in each class; in percent of the whole where fractions are drawn; densities are whole numbers of items."""
    num = values["num"]
    if values["layout"] == "percent":
        cuts = sorted(draw.sample(range(1, 20 - num), num - 1))
        edges = [0, *cuts, 20 - num]
        return tuple(5 * (b - a + 1) for a, b in pairwise(edges))
    return tuple(width * draw.randint(2, 15) for width in values["widths"])


@dataclass(frozen=True, kw_only=True)
class Classes(Parameters):
    """Grouped values."""

    topic: str = one_of(*CLASSES)
    layout: str = one_of("counts", "percent", "density", "cumulative", level_1=("counts", "percent"))
    grid: tuple[int, int] = drawn(draw_grid, words="start and width of the classes")
    num: int = one_of(5, level_1=(4, 5), level_3=(5, 6))
    widths: tuple[int, ...] = drawn(draw_widths, words="1; 1 to 3 where the chart shows densities")
    counts: tuple[int, ...] = drawn(draw_counts, words="items in each class")
    total: int = one_of(40, 60, 80, 120, 160, 200, 240, 300)
    bound: int = one_of(1, 2, 3, 4)
    fill: int = one_of(0, 1, 2, 3, 4)
    asked: str = one_of("mean", "above", "median", level_1=("mean", "above"))

    def valid(self) -> bool:
        """One class is the largest; the bound lies within; the median is no edge."""
        if self.bound >= self.num or sorted(self.heights)[-1] == sorted(self.heights)[-2]:
            return False
        half = sum(self.counts) / 2
        return half not in list(accumulate(self.counts)) and (self.layout != "density" or len(set(self.widths)) > 1)

    @property
    def unit(self) -> str:
        """Of the measured quantity."""
        return CLASSES[self.topic][0]

    @property
    def edges(self) -> list[int]:
        """Of the classes, one more than classes."""
        start, width = self.grid
        return [start + width * sum(self.widths[:k]) for k in range(self.num + 1)]

    @property
    def heights(self) -> list[int]:
        """Of the bars: items, percent, or items per class width of the grid."""
        return [count // width for count, width in zip(self.counts, self.widths, strict=True)]

    @property
    def size(self) -> int:
        """Number of items."""
        return self.total if self.layout == "percent" else sum(self.counts)


def mean_of_classes(edges: Sequence[float], counts: Sequence[float]) -> float:
    """Estimated with every value at the midpoint of its class."""
    middles = [(a + b) / 2 for a, b in pairwise(edges)]
    return sum(m * c for m, c in zip(middles, counts, strict=True)) / sum(counts)


def median_of_classes(edges: Sequence[float], counts: Sequence[float]) -> float:
    """Interpolated within the class in which the half of the counts is reached: L + (n/2 − F)/f · w."""
    half, below = sum(counts) / 2, 0.0
    for (left, right), count in zip(pairwise(edges), counts, strict=True):
        if below + count >= half:
            return left + (half - below) / count * (right - left)
        below += count
    raise AssertionError("half of a sum is reached")


@family("Universal - Plot & Chart")
class Histogram(Family[Classes]):
    """Counts, percentages, densities of unequal classes, or a cumulative curve."""

    def solve(self, p: Classes) -> Solution:
        """The mean from midpoints, the median by interpolation, or the percentage above an edge."""
        edges, counts = p.edges, p.counts
        below = list(accumulate(counts, initial=0))
        half = sum(counts) / 2
        hit = next(k for k in range(p.num) if below[k + 1] >= half)
        value = {
            "mean": mean_of_classes(edges, counts),
            "median": median_of_classes(edges, counts),
            "above": 100 * sum(counts[p.bound :]) / sum(counts),
        }[p.asked]
        middles = [(a + b) / 2 for a, b in pairwise(edges)]
        rows = [f"{a}–{b} {p.unit}: {c}" for (a, b), c in zip(pairwise(edges), counts, strict=True)]
        percent = "%" if p.layout == "percent" else ""
        above = counts[p.bound :]
        return Solution(
            answer=number_answer(value, "%" if p.asked == "above" else p.unit, digits=4, tolerance=0.01),
            values={
                "unit": p.unit,
                "chart": p.layout,
                "listing": ", ".join(row + percent for row in rows),
                "edge": f"{edges[p.bound]} {p.unit}",
                "terms": " + ".join(f"{format_number(m)}·{c}" for m, c in zip(middles, counts, strict=True)),
                "sum": format_number(sum(m * c for m, c in zip(middles, counts, strict=True)), 6),
                "all": sum(counts),
                "above": " + ".join(map(str, above)),
                "half": format_number(half),
                "left": edges[hit],
                "before": below[hit],
                "inside": counts[hit],
                "wide": edges[hit + 1] - edges[hit],
                "size": p.size,
            },
        )

    def draw(self, p: Classes, sketch: Sketch) -> None:
        """The bars join; numbers stand above bars; the cumulative curve joins the upper edges."""
        edges, is_curve = p.edges, p.layout == "cumulative"
        most = sum(p.counts) if is_curve else max(p.heights)
        step = next(s for s in (1, 2, 5, 10, 20, 50) if most / s <= 10.5)
        top = step * (int(most / step) + 2)
        start, width = p.grid
        last = edges[-1]
        names = {"counts": "frequency", "percent": "relative frequency (%)", "cumulative": "cumulative frequency"}
        y_label = names.get(p.layout, f"items per {width} {p.unit}")
        chart_axes(
            sketch, f"{p.topic} ({p.unit})", y_label, x_limits=(start - width / 2, last + width / 2), y_limits=(0, top),
            x_ticks=ticks(last, width, start), y_ticks=ticks(top, step),
        )  # fmt: skip
        if is_curve:
            self._draw_curve(p, sketch)
        else:
            for k, height in enumerate(p.heights):
                middle = (edges[k] + edges[k + 1]) / 2
                bar(sketch, f"bar:{k}", middle, 0, height, STRONG[p.fill], width=edges[k + 1] - edges[k])
                words = f"{height}%" if p.layout == "percent" else str(height)
                sketch.text(f"number:{k}", words, (middle, height), of=f"bar:{k}", toward=(0, 1), gap_pt=3, axes=CHART)
            sketch.claim("count", "bar", value=p.num)
            sketch.entity("classes", *(f"bar:{k}" for k in range(p.num)))
        if p.layout == "percent":
            sketch.text("size:all", f"$n$ = {p.total}", (9.2, 6.5), size=12)

    def _draw_curve(self, p: Classes, sketch: Sketch) -> None:
        places = [(float(x), float(y)) for x, y in zip(p.edges, accumulate(p.counts, initial=0), strict=True)]
        sketch.line("line:sum", *places, color=BLUE, width=2, axes=CHART)
        sketch.claim("through", "line:sum", value=tuple(part for place in places for part in place))
        for k, place in enumerate(places):
            point(sketch, f"point:{k}", place, BLUE)
            if k:
                sketch.text(
                    f"number:{k}",
                    format_number(place[1]),
                    place,
                    of=f"point:{k}",
                    toward=(-1, 0.6),
                    gap_pt=5,
                    axes=CHART,
                )
        sketch.claim("count", "point", value=p.num + 1)
        sketch.entity("cumulative curve", "line:sum")

    def questions(self, p: Classes) -> Iterator[Question]:
        """Heights, edges, widths, and the largest and smallest class."""
        edges, is_curve = p.edges, p.layout == "cumulative"
        spans = [f"{a}–{b} {p.unit}" for a, b in pairwise(edges)]
        unit = "%" if p.layout == "percent" else ""
        k, other = p.bound, (p.bound + 2) % p.num
        sums = [float(value) for value in accumulate(p.counts)]
        if is_curve:
            yield ask_number("reached", sums[k], step=3, low=0, likely=sums, x=f"{edges[k + 1]} {p.unit}")
            yield ask_number("all", sums[-1], step=4, low=1, likely=[sums[-2]])
            yield ask_number("within", p.counts[other], step=2, low=0, likely=[sums[other]], x=spans[other])
        else:
            likely = [float(height) for height in p.heights]
            yield ask_number("height", p.heights[k], unit=unit, step=3, low=0, likely=likely, x=spans[k])
            yield ask_number("other", p.heights[other], unit=unit, step=3, low=0, likely=likely, x=spans[other])
            yield ask_count("higher", sum(height > p.heights[k] for height in p.heights), high=len(spans), x=spans[k])
        name = "steepest" if is_curve else "highest"
        yield ask_word(name, spans[p.heights.index(max(p.heights))], spans)
        smallest = min(p.heights)
        if p.heights.count(smallest) == 1:
            yield ask_word("flattest" if is_curve else "lowest", spans[p.heights.index(smallest)], spans)
        yield ask_number("edge", edges[k], unit=p.unit, step=p.grid[1], low=0, likely=edges, n=k + 1)

    @defect(visibility=1)
    def wrong_height(self, p: Classes, scene: FigureScene, draw: Random) -> FigureScene:
        """The value of one class is drawn at another height than its number says."""
        if p.layout == "cumulative":
            return move_point(scene, f"point:{draw.randint(1, p.num - 1)}", 0, -0.12 * sum(p.counts))
        return stretch_bar(scene, f"bar:{p.heights.index(max(p.heights))}", 0.6)

    @defect(visibility=2)
    def gap_between_classes(self, p: Classes, scene: FigureScene, draw: Random) -> FigureScene:
        """One class is drawn narrower than it is, so that a gap opens or a point leaves its edge."""
        if p.layout == "cumulative":
            return move_point(scene, f"point:{draw.randint(1, p.num - 1)}", 0.4 * p.grid[1], 0)
        mark = scene.path(named(scene, "bar", draw))
        left = min(x for x, _ in mark.points)
        return change(scene, replace(mark, points=tuple((left + 0.6 * (x - left), y) for x, y in mark.points)))

    @defect(visibility=3)
    def missing_class(self, p: Classes, scene: FigureScene, draw: Random) -> FigureScene:
        """A class that the problem lists is not drawn."""
        gone = named(scene, "point" if p.layout == "cumulative" else "bar", draw)
        return scene.without(gone)
