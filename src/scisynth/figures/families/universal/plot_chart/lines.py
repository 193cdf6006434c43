"""Charts of lines over time: changes between two times, gaps between lines, and the mean of a quantity that moves in steps."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from random import Random
from typing import Any

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_number
from scisynth.figures.families.registry import family
from scisynth.figures.parts.chart import CHART, chart_axes, line_key, move_point, named, point, ticks
from scisynth.figures.parts.palette import BLUE, GREEN, RED
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.scene.sketch import Sketch, number_answer

TOPICS: Mapping[str, tuple[str, tuple[int, ...], tuple[str, ...]]] = {
    "water level": ("cm", (5, 10, 20), ("h", "d")),
    "power": ("MW", (5, 10, 20), ("h", "min")),
    "volume in a tank": ("m³", (2, 5, 10), ("h", "min")),
    "voltage": ("mV", (5, 10, 20), ("s", "ms")),
    "current": ("mA", (2, 5, 10), ("s", "ms")),
    "force": ("N", (2, 5, 10), ("s", "min")),
    "pressure": ("kPa", (5, 10, 20), ("s", "min", "h")),
    "mass of a load": ("kg", (10, 20, 50), ("min", "h", "d")),
}
"""Topic to its unit, the steps of its scale, and units of time that suit it."""
NAMES = (("A", "B", "C"), ("P", "Q", "R"), ("D", "E", "F"), ("X", "Y", "Z"), ("K", "L", "M"))
STYLES: tuple[dict[str, Any], ...] = (
    {"color": BLUE, "dash": "solid"},
    {"color": RED, "dash": "dashed"},
    {"color": GREEN, "dash": "dashdot"},
)


def draw_step(draw: Random, level: int, values: Mapping[str, Any]) -> int:
    """One of the steps that suit the topic."""
    return draw.choice(TOPICS[values["topic"]][1])


def draw_tracks(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[tuple[int, ...], ...]:
    """Values in steps of the scale, of two lines, or of three with a key; one for steps."""
    num = {"labelled": 2, "key": 3}.get(values["layout"], 1)
    # Values at one time are at least two steps apart.
    columns = [
        [value + draw.randint(0, 1) for value in draw.sample(range(2, 18, 3), num)] for _ in range(values["num"])
    ]
    return tuple(zip(*columns, strict=True))


def draw_spans(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[int, ...]:
    """How long each level lasts in the layout of steps; neighbours may be equally long."""
    return tuple(draw.choice((1, 2, 3, 4)) for _ in range(values["num"]))


@dataclass(frozen=True, kw_only=True)
class Lines(Parameters):
    """Values of one quantity over time."""

    topic: str = one_of(*TOPICS)
    layout: str = one_of("labelled", "key", "steps", level_1=("labelled", "steps"))
    step: int = drawn(draw_step, words="step of the scale")
    num: int = one_of(6, level_1=(5,), level_3=(6, 7))
    names: int = one_of(*range(len(NAMES)))
    time: str = drawn(lambda draw, _, values: draw.choice(TOPICS[values["topic"]][2]), words="unit of time")
    tracks: tuple[tuple[int, ...], ...] = drawn(draw_tracks, words="multiples of the step")
    spans: tuple[int, ...] = drawn(draw_spans, words="lengths of the levels")
    first: int = one_of(0, 1, 2)
    last: int = one_of(3, 4, 5, 6)
    line: int = one_of(0, 1, 2)
    asked: str = drawn(
        lambda draw, level, values: (
            "mean"
            if values["layout"] == "steps"
            else draw.choice(("percent", "rate") if level == 1 else ("percent", "rate", "gap"))
        ),
        words="percent, rate, gap; mean of steps",
    )

    def valid(self) -> bool:
        """The times and lines exist; lines keep apart where they are named, and do not meet in a point."""
        if self.last >= self.num or self.line >= len(self.tracks):
            return False
        own = self.tracks[self.line]
        if self.layout == "steps":
            return all(a != b for a, b in pairwise(own)) and 8 <= sum(self.spans) <= 16
        columns = list(zip(*self.tracks, strict=True))
        best = sorted(own)
        is_clear = best[-1] > best[-2] and best[0] < best[1] and abs(own[self.first] - own[self.last]) >= 2
        gaps = sorted(abs(column[0] - column[1]) for column in columns)
        return is_clear and gaps[-1] > gaps[-2]

    @property
    def unit(self) -> str:
        """Of the quantity."""
        return TOPICS[self.topic][0]

    @property
    def labels(self) -> tuple[str, ...]:
        """Names of the lines."""
        return NAMES[self.names][: len(self.tracks)]

    @property
    def values(self) -> list[list[int]]:
        """Of every line, in the unit."""
        return [[self.step * value for value in track] for track in self.tracks]

    @property
    def edges(self) -> list[int]:
        """Times at which a level begins, and the end."""
        return [sum(self.spans[:k]) for k in range(self.num + 1)]


def change_of(values: Sequence[float], first: int, last: int, asked: str) -> float:
    """In percent of the first value, or as a mean rate per unit of time (points are one unit apart)."""
    difference = values[last] - values[first]
    return 100 * difference / values[first] if asked == "percent" else difference / (last - first)


def weighted_mean(values: Sequence[float], spans: Sequence[float]) -> float:
    """Of values that last different times."""
    return sum(v * s for v, s in zip(values, spans, strict=True)) / sum(spans)


@family("Universal - Plot & Chart")
class LineChart(Family[Lines]):
    """Two named lines, three lines with a key, or one line of steps over time."""

    def solve(self, p: Lines) -> Solution:
        """Changes of one line, the largest gap between the first two, or the mean over time of steps."""
        own = p.values[p.line]
        slots: dict[str, Any] = {
            "unit": p.unit,
            "chart": p.layout,
            "name": p.labels[p.line],
            "listing": self._listing(p),
        }
        gaps = [abs(a - b) for a, b in zip(p.values[0], p.values[min(1, len(p.values) - 1)], strict=True)]
        slots |= {"start": own[p.first], "end": own[p.last], "one": p.labels[0], "two": (*p.labels, "")[1]}
        slots |= {"span": p.last - p.first, "at": gaps.index(max(gaps)), "long": sum(p.spans)}
        if p.layout == "steps":
            pairs = zip(own, p.spans, strict=True)
            slots["terms"] = " + ".join(f"{value}·{span}" for value, span in pairs)
            slots["sum"] = sum(v * s for v, s in zip(own, p.spans, strict=True))
            return Solution(answer=number_answer(weighted_mean(own, p.spans), p.unit, tolerance=0.01), values=slots)
        if p.asked == "gap":
            high, low = sorted((p.values[0][slots["at"]], p.values[1][slots["at"]]))[::-1]
            slots |= {"high": high, "low": low}
            return Solution(answer=number_answer(high - low, p.unit, tolerance=0.01), values=slots)
        unit = "%" if p.asked == "percent" else f"{p.unit}/{p.time}"
        answer = number_answer(change_of(own, p.first, p.last, p.asked), unit, tolerance=0.01)
        return Solution(answer=answer, values=slots)

    def _listing(self, p: Lines) -> str:
        if p.layout == "steps":
            levels = zip(pairwise(p.edges), p.values[0], strict=True)
            return ", ".join(f"{a}–{b} {p.time}: {value}" for (a, b), value in levels)
        rows = zip(p.labels, p.values, strict=True)
        return "; ".join(f"{name}: {', '.join(map(str, row))}" for name, row in rows)

    def draw(self, p: Lines, sketch: Sketch) -> None:
        """Times are whole; every value lies on a line of the grid or halfway between two."""
        end = p.edges[-1] if p.layout == "steps" else p.num - 1
        margin = 0.0 if p.layout == "steps" else 0.35
        chart_axes(
            sketch, f"time ({p.time})", f"{p.topic} ({p.unit})", x_limits=(-margin, end + margin),
            y_limits=(0, 20 * p.step), x_ticks=tuple(range(end + 1)), y_ticks=ticks(20 * p.step, 2 * p.step),
        )  # fmt: skip
        if p.layout == "steps":
            self._draw_steps(p, sketch)
        else:
            self._draw_lines(p, sketch)
        sketch.entity("lines", *(mark.id for mark in sketch.marks if mark.id.startswith("line:")))

    def _draw_lines(self, p: Lines, sketch: Sketch) -> None:
        for name, values, style in zip(p.labels, p.values, STYLES, strict=False):
            places = [(float(time), float(value)) for time, value in enumerate(values)]
            sketch.line(f"line:{name}", *places, width=2, axes=CHART, **style)
            sketch.claim("through", f"line:{name}", value=tuple(part for place in places for part in place))
            for time, place in enumerate(places):
                point(sketch, f"point:{name}{time}", place, style["color"])
            if p.layout == "labelled":
                sketch.text(
                    f"name:{name}", name, places[-1], of=f"line:{name}", toward=(1, 0), gap_pt=8, axes=CHART,
                    color=style["color"], size=12,
                )  # fmt: skip
        if p.layout == "key":
            line_key(sketch, p.labels, STYLES)
        sketch.claim("count", "point", value=p.num * len(p.labels))

    def _draw_steps(self, p: Lines, sketch: Sketch) -> None:
        for k, value in enumerate(p.values[0]):
            left, right = p.edges[k], p.edges[k + 1]
            sketch.line(f"line:{k}", (left, value), (right, value), width=2.4, color=BLUE, axes=CHART, z=4)
            sketch.claim("at", f"line:{k}", value=((left + right) / 2, float(value)), tolerance=0.006)
            sketch.claim("through", f"line:{k}", value=(float(left), float(value), float(right), float(value)))
            if k:
                before = p.values[0][k - 1]
                sketch.line(
                    f"jump:{k}", (left, before), (left, value), width=1.2, color=BLUE, dash="dashed", axes=CHART
                )
                sketch.claim("at", f"jump:{k}", value=(float(left), (before + value) / 2))
        sketch.claim("count", "line", value=p.num)

    def questions(self, p: Lines) -> Iterator[Question]:
        """Values, extremes, gaps and crossings."""
        own, name = p.values[p.line], p.labels[p.line]
        if p.layout == "steps":
            place = p.spans.index(max(p.spans))
            time = p.edges[p.last] + 0.5 * p.spans[p.last]
            yield ask_number("level", own[p.last], unit=p.unit, likely=own, step=2 * p.step, low=0, t=time)
            yield ask_number("longest", max(p.spans), unit=p.time, step=1, low=0.5)
            yield ask_number(
                "jump", p.edges[p.first + 1], unit=p.time, step=1, low=0, likely=p.edges[1:], n=p.first + 1
            )
            yield ask_count("rises", sum(b > a for a, b in pairwise(own)), high=max(len(own) - 1, 3))
            yield ask_number("largest", max(own), unit=p.unit, likely=[own[place]], step=2 * p.step, low=0)
            return
        other, rest = p.values[p.line - 1], p.labels[p.line - 1]
        yield ask_number("value", own[p.first], unit=p.unit, likely=own, step=p.step * 2, low=0, x=name, t=p.first)
        yield ask_number("other", other[p.last], unit=p.unit, likely=other, step=p.step * 2, low=0, x=rest, t=p.last)
        yield ask_number("peak", own.index(max(own)), unit=p.time, step=1, low=0, x=name)
        yield ask_number("bottom", own.index(min(own)), unit=p.time, step=1, low=0, x=name)
        yield ask_count("above", sum(a > b for a, b in zip(own, other, strict=True)), high=len(own), x=name, y=rest)
        gap = abs(own[p.first] - other[p.first])
        yield ask_number("apart", gap, unit=p.unit, step=p.step * 2, low=0, x=name, y=rest, t=p.first)

    @defect(visibility=2)
    def moved_value(self, p: Lines, scene: FigureScene, draw: Random) -> FigureScene:
        """One value is plotted at another height than the problem states."""
        lift = (-3 if draw.random() < 0.5 else 3) * p.step
        if p.layout != "steps":
            return move_point(scene, named(scene, "point", draw), 0, lift)
        mark = scene.path(named(scene, "line", draw))
        return change(scene, replace(mark, points=tuple((x, y + lift) for x, y in mark.points)))

    @defect(visibility=1)
    def late_by_one(self, p: Lines, scene: FigureScene, draw: Random) -> FigureScene:
        """One line is drawn half a unit of time too late."""
        mark = scene.path(named(scene, "line", draw))
        return change(scene, replace(mark, points=tuple((x + 0.5, y) for x, y in mark.points)))

    @defect(visibility=2)
    def line_off_its_end(self, p: Lines, scene: FigureScene, draw: Random) -> FigureScene:
        """A line ends away from the value that is plotted there."""
        mark = scene.path(named(scene, "line", draw))
        (x, y), lift = mark.points[-1], 4 * p.step
        end = y - lift if y > 10 * p.step else y + lift
        return change(scene, replace(mark, points=(*mark.points[:-1], (x, end))))
