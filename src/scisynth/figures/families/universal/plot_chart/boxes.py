"""Box plots: five numbers of each sample, and what lies beyond the fences."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import accumulate
from random import Random
from typing import Any

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_number
from scisynth.figures.families.registry import family
from scisynth.figures.parts.chart import CHART, chart_axes, point, ticks
from scisynth.figures.parts.palette import BLUE, DARK_GREY, PALE_BLUE, PALE_GREEN, PALE_ORANGE, RED
from scisynth.figures.scene.scene import FigureScene, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

SAMPLES: Mapping[str, str] = {
    "leaf length": "mm",
    "journey time": "min",
    "current": "mA",
    "body mass": "kg",
    "wind speed": "km/h",
    "sound level": "dB",
    "grip force": "N",
    "dust": "µg/m³",
}
GROUPS = (("A", "B", "C"), ("P", "Q", "R"), ("I", "II", "III"), ("X", "Y", "Z"), ("K", "L", "M"))


def draw_five(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[tuple[int, ...], ...]:
    """Minimum, quartiles and maximum of each sample, at least four units apart, so that each can be printed."""
    num = 3 if values["layout"] == "upright" else 1 if values["layout"] == "outlier" else 2
    found = []
    for _ in range(num):
        low = draw.randint(22, 40)
        found.append(tuple(accumulate([draw.randint(4, 14) for _ in range(4)], initial=low)))
    return tuple(found)


def draw_outlier(draw: Random, level: int, values: Mapping[str, Any]) -> int:
    """A value beyond the upper fence Q3 + 1.5 (Q3 − Q1) of the first sample."""
    _, first, _, third, _ = values["five"][0]
    return int(third + 1.5 * (third - first)) + draw.randint(2, 9)


@dataclass(frozen=True, kw_only=True)
class Boxes(Parameters):
    """Box plots by their five numbers."""

    topic: str = one_of(*SAMPLES)
    layout: str = one_of("two", "upright", "outlier")
    groups: int = one_of(*range(len(GROUPS)))
    five: tuple[tuple[int, ...], ...] = drawn(draw_five, words="minimum, quartiles and maximum of each sample")
    outlier: int = drawn(draw_outlier, words="a value beyond the upper fence")
    one: int = one_of(0, 1, 2)
    two: int = one_of(0, 1, 2)
    asked: str = drawn(
        lambda draw, level, values: draw.choice(
            ("fence", "margin") if values["layout"] == "outlier" else ("iqr", "ratio", "range")
        ),
        words="iqr, ratio or range of two samples; fence or margin of one",
    )

    def valid(self) -> bool:
        """Two different samples, of which the first is the more spread; the whisker of one sample ends within its fence."""
        if self.layout == "outlier":
            _, first, _, third, last = self.five[0]
            return self.one == self.two == 0 and last <= third + 1.5 * (third - first) and self.outlier <= last + 40
        if self.one == self.two or max(self.one, self.two) >= len(self.five):
            return False
        medians = [five[2] for five in self.five]
        return self.spread(self.one) > self.spread(self.two) and len(set(medians)) == len(medians)

    @property
    def unit(self) -> str:
        """Of the values."""
        return SAMPLES[self.topic]

    @property
    def labels(self) -> tuple[str, ...]:
        """Of the samples."""
        return GROUPS[self.groups][: len(self.five)]

    def spread(self, index: int) -> int:
        """Q3 − Q1, or the range where that is asked."""
        low, first, _, third, high = self.five[index]
        return high - low if self.asked == "range" else third - first


def upper_fence(first: float, third: float) -> float:
    """Beyond it a value is an outlier: Q3 + 1.5 (Q3 − Q1) (Tukey 1977)."""
    return third + 1.5 * (third - first)


@family("Universal - Plot & Chart")
class BoxPlots(Family[Boxes]):
    """Two level box plots, three upright ones, or one with an outlier; the five numbers are printed."""

    def solve(self, p: Boxes) -> Solution:
        """From the printed numbers."""
        low, first, median, third, high = p.five[p.one]
        other_low, other_first, _, other_third, other_high = p.five[p.two]
        fence = upper_fence(first, third)
        value = {
            "iqr": third - first - other_third + other_first,
            "range": high - low - other_high + other_low,
            "ratio": (third - first) / (other_third - other_first),
            "fence": fence,
            "margin": p.outlier - fence,
        }[p.asked]
        rows = zip(p.labels, p.five, strict=True)
        listing = "; ".join(f"{name}: {', '.join(map(str, five))}" for name, five in rows)
        ends = (low, high, other_low, other_high) if p.asked == "range" else (first, third, other_first, other_third)
        return Solution(
            answer=number_answer(value, "" if p.asked == "ratio" else p.unit, digits=4, tolerance=0.01),
            symbol="difference" if p.asked in ("iqr", "range") else "",
            values={
                "unit": p.unit,
                "chart": p.layout,
                "listing": listing,
                "extra": p.outlier,
                "name": p.labels[p.one],
                "other": p.labels[p.two],
                "a": ends[1],
                "b": ends[0],
                "c": ends[3],
                "d": ends[2],
                "fence": format_number(fence, 4),
                "mid": median,
            },
            hidden=(f"{format_number(value, 4)} {p.unit}".strip(),)
            if p.asked != "ratio"
            else (f"ratio = {format_number(value, 4)}",),
        )

    def draw(self, p: Boxes, sketch: Sketch) -> None:
        """Along the scale from 20 to the next ten beyond the largest value."""
        is_up, num = p.layout == "upright", len(p.five)
        most = max([five[4] for five in p.five] + [p.outlier if p.layout == "outlier" else 0])
        high = 10 * (most // 10 + 1)
        scale = {"limits": (20, high), "ticks": ticks(high, 10, 20)}
        rows = {
            "limits": (0.3, num + 0.7),
            "ticks": tuple(range(1, num + 1)),
            "tick_labels": p.labels if is_up else p.labels[::-1],
        }
        across, up = (rows, scale) if is_up else (scale, rows)
        style = {f"x_{name}": value for name, value in across.items()} | {
            f"y_{name}": value for name, value in up.items()
        }
        words, tall = f"{p.topic} ({p.unit})", 6.2 if is_up else 2.2 + 1.5 * num
        chart_axes(sketch, "" if is_up else words, words if is_up else "", box=(0, 0, 10, tall), grid=True, **style)
        for index, (name, five) in enumerate(zip(p.labels, p.five, strict=True)):
            fill = (PALE_BLUE, PALE_ORANGE, PALE_GREEN)[index]
            place = index + 1 if is_up else num - index
            self._draw_box(sketch, name, place, five, fill, is_up)
            sketch.claim("label", value=name)
        if p.layout == "outlier":
            point(sketch, "outlier:1", (float(p.outlier), 1.0), RED)
            sketch.text(
                "value:outlier", str(p.outlier), (p.outlier, 1), of="outlier:1", toward=(0, 1), gap_pt=6, axes=CHART
            )
        sketch.claim("count", "box", value=num)
        sketch.entity("box plots", *(f"box:{name}" for name in p.labels))

    def _draw_box(self, sketch: Sketch, name: str, place: float, five: tuple[int, ...], fill: str, is_up: bool) -> None:
        """A box between the quartiles, its median, its whiskers, and the five numbers on one side."""
        low, first, median, third, high = five
        half = 0.26 if is_up else 0.24

        def at(value: float, aside: float) -> tuple[float, float]:
            return (place + aside, float(value)) if is_up else (float(value), place + aside)

        corners = (at(first, -half), at(third, -half), at(third, half), at(first, half))
        sketch.area(f"box:{name}", *corners, fill=fill, color=BLUE, width=1.4, axes=CHART)
        sketch.claim("at", f"box:{name}", value=at((first + third) / 2, 0), tolerance=0.004)
        for part, value, reach in (("median", median, half), ("low", low, half / 2), ("high", high, half / 2)):
            is_median = part == "median"
            sketch.line(
                f"{part}:{name}", at(value, -reach), at(value, reach), color=RED if is_median else BLUE,
                width=2.4 if is_median else 1.4, axes=CHART, z=4,
            )  # fmt: skip
            middle = at(value, 0)
            sketch.claim("through", f"{part}:{name}", value=(*middle, *at(value, reach)), tolerance=0.004)
        for part, start, stop in (("lower", low, first), ("upper", third, high)):
            sketch.line(f"whisker:{name}-{part}", at(start, 0), at(stop, 0), color=BLUE, width=1.4, axes=CHART)
            sketch.claim("through", f"whisker:{name}-{part}", value=(*at(start, 0), *at(stop, 0)), tolerance=0.004)
        owners = (f"low:{name}", f"box:{name}", f"median:{name}", f"box:{name}", f"high:{name}")
        for rank, (value, owner) in enumerate(zip(five, owners, strict=True)):
            toward = (1.0, 0.0) if is_up else (0.0, 1.0)
            sketch.text(
                f"value:{name}{rank}", str(value), at(value, half), of=owner, toward=toward, gap_pt=4, axes=CHART, size=10.5,
                color=RED if rank == 2 else DARK_GREY,
            )  # fmt: skip
        order = [f"low:{name}", f"median:{name}", f"high:{name}"]
        sketch.claim("order", *order, value="bottom_to_top" if is_up else "left_to_right")

    def questions(self, p: Boxes) -> Iterator[Question]:
        """The five numbers, and comparisons of the samples."""
        low, first, median, third, high = p.five[p.one]
        name, every = p.labels[p.one], [float(value) for five in p.five for value in five]
        yield ask_number("median", median, unit=p.unit, likely=[first, third, *every], low=0, x=name)
        yield ask_number("first", first, unit=p.unit, likely=[low, median, *every], low=0, x=name)
        yield ask_number("third", third, unit=p.unit, likely=[median, high, *every], low=0, x=name)
        yield ask_number("range", high - low, unit=p.unit, likely=[third - first, high - median], step=4, low=0, x=name)
        if p.layout == "outlier":
            yield ask_number("outlier", p.outlier, unit=p.unit, likely=[high, third], step=7, low=0)
        else:
            gap = abs(p.five[p.one][2] - p.five[p.two][2])
            yield ask_number("medians", gap, unit=p.unit, step=2, low=0, x=name, y=p.labels[p.two])

    @defect(visibility=2)
    def median_at_the_edge(self, p: Boxes, scene: FigureScene, draw: Random) -> FigureScene:
        """A median is drawn at the lower edge of its box, away from its number."""
        return self._move(p, scene, "median", draw.randrange(len(p.five)), 1)

    @defect(visibility=1)
    def short_whisker(self, p: Boxes, scene: FigureScene, draw: Random) -> FigureScene:
        """An upper whisker ends before the largest value."""
        index = draw.randrange(len(p.five))
        mark = scene.path(f"whisker:{p.labels[index]}-upper")
        (x, y), (a, b) = mark.points
        return change(scene, replace(mark, points=((x, y), ((x + a) / 2, (y + b) / 2))))

    @defect(visibility=2)
    def minimum_within_the_box(self, p: Boxes, scene: FigureScene, draw: Random) -> FigureScene:
        """The stroke of the smallest value stands at the first quartile."""
        return self._move(p, scene, "low", draw.randrange(len(p.five)), 1)

    @defect(visibility=1)
    def wide_box(self, p: Boxes, scene: FigureScene, draw: Random) -> FigureScene:
        """A box reaches to the largest value and not to the third quartile."""
        index = draw.randrange(len(p.five))
        mark = scene.path(f"box:{p.labels[index]}")
        axis, third, high = int(p.layout == "upright"), p.five[index][3], p.five[index][4]
        points = [
            (x, float(high)) if axis and y == third else (float(high), y) if not axis and x == third else (x, y)
            for x, y in mark.points
        ]
        return change(scene, replace(mark, points=tuple(points)))

    def _move(self, p: Boxes, scene: FigureScene, part: str, index: int, rank: int) -> FigureScene:
        mark = scene.path(f"{part}:{p.labels[index]}")
        value = float(p.five[index][rank])
        points = tuple((x, value) if p.layout == "upright" else (value, y) for x, y in mark.points)
        return change(scene, replace(mark, points=points))
