"""The charts of a benchmark report as plain records: bars with intervals, every mark with its place in percent of the width.

The template draws them as SVG whose text is HTML, so that it keeps its size on a phone.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scisynth.reports.benchmark import sentences as words
from scisynth.reports.benchmark.input import BenchCell, BenchReport, BenchScore
from scisynth.reports.parts.format import score_with_interval


@dataclass(frozen=True, kw_only=True)
class Scale:
    """A range of numbers on which marks have places."""

    low: float
    high: float
    ticks: Sequence[float]

    def place(self, value: float) -> float:
        """Percent of the way from `low` to `high`, within [0, 100]."""
        return 100 * min(max((value - self.low) / (self.high - self.low), 0.0), 1.0)


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One score in a chart; places in percent of the width."""

    tier: str
    place: float
    span: tuple[float, float] | None
    """Of the interval; None where there is none."""
    text: str


@dataclass(frozen=True, kw_only=True)
class ChartRow:
    """One generator."""

    label: str
    bar: Mark | None
    """Of the chart's own tier; None where it was not scored."""
    marks: Sequence[Mark]
    """Of the other tiers: where its other prompts lead."""

    @property
    def aloud(self) -> str:
        """`FLUX.2-dev: implicit 47.0 [44.4, 49.6], explicit ...`."""
        spoken = [f"{mark.tier} {mark.text}" for mark in (self.bar, *self.marks) if mark]
        return f"{self.label}: {', '.join(spoken) or 'not scored'}"


@dataclass(frozen=True, kw_only=True)
class Chart:
    """Rows of marks on one scale."""

    caption: str
    rows: Sequence[ChartRow]
    zero: float
    """Where bars begin."""
    ticks: Sequence[tuple[float, str]]


def main_chart(results: BenchReport, judge: str) -> Chart:
    """Every generator of a judge: a bar for the first tier with its interval, marks for the other tiers."""
    split = words.splits(results, judge)[0]
    return _chart(results, judge, "all images" if split == "all" else split, lambda cell: cell.overall)


def field_charts(results: BenchReport, judge: str) -> list[Chart]:
    """The same for every field of science."""
    return [_chart(results, judge, field, _of_field(field)) for field in words.fields(results, judge)]


def _of_field(field: str) -> Callable[[BenchCell], BenchScore | None]:
    return lambda cell: cell.by_field.get(field)


def _chart(results: BenchReport, judge: str, caption: str, score_of: Callable[[BenchCell], BenchScore | None]) -> Chart:
    scale = scale_of(results, judge)
    digits = words.digits_of(results, judge)
    tiers, split = words.tiers(results, judge), words.splits(results, judge)[0]
    rows = []
    for name in words.ordered(results, judge, tiers[0], split):
        cells = [(tier, words.find_cell(results, name, tier, judge, split)) for tier in tiers]
        scores = [(tier, score_of(cell)) for tier, cell in cells if cell]
        marks = [_mark(tier, score, scale, digits) for tier, score in scores if score and score.value is not None]
        bar = next((mark for mark in marks if mark.tier == tiers[0]), None)
        rows.append(ChartRow(label=name, bar=bar, marks=[mark for mark in marks if mark.tier != tiers[0]]))
    ticks = [(scale.place(tick), f"{tick:g}") for tick in scale.ticks]
    return Chart(caption=caption, rows=rows, zero=scale.place(0.0), ticks=ticks)


def _mark(tier: str, score: BenchScore, scale: Scale, digits: int) -> Mark:
    has_span = score.low is not None and score.high is not None
    span = (scale.place(score.low or 0.0), scale.place(score.high or 0.0)) if has_span else None
    return Mark(tier=tier, place=scale.place(score.value or 0.0), span=span, text=score_with_interval(score, digits))


def scale_of(results: BenchReport, judge: str) -> Scale:
    """0 to 100 where the unit says so; else round numbers around everything measured, with 0 among them."""
    unit = words.unit_of(results, judge)
    if "100" in unit or "%" in unit or "percent" in unit:
        return Scale(low=0.0, high=100.0, ticks=(0, 25, 50, 75, 100))
    cells = [cell for cell in results.cells if cell.judge == judge]
    scores = [score for cell in cells for score in (cell.overall, *cell.by_field.values(), *cell.by_law.values())]
    ends = [end for score in scores for end in (score.value, score.low, score.high) if end is not None]
    low, high = min([0.0, *ends]), max([0.0, *ends])
    if high == low:
        return Scale(low=0.0, high=1.0, ticks=(0, 1))
    step = 10.0 ** math.floor(math.log10((high - low) / 2))
    step = next(step * factor for factor in (1, 2, 5, 10) if (high - low) / (step * factor) <= 5)
    first, last = math.floor(low / step), math.ceil(high / step)
    return Scale(low=first * step, high=last * step, ticks=[step * number for number in range(first, last + 1)])
