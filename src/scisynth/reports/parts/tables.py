"""A table of a report as plain records: what stands in it, how it sorts, and what colours it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scisynth.core.records import Metric
from scisynth.reports.parts import format as wording


@dataclass(frozen=True, kw_only=True)
class Value:
    """What stands in one place of a table."""

    text: str
    note: str = ""
    """Smaller, next to it: interval and n."""
    sort: float | str | None = None
    """By what the column is sorted; None stays last."""
    heat: float | None = None
    """Colour of the place: -1 at the low end of the scale, 1 at the high one; None for no colour."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """The head of a column."""

    label: str
    under: str = ""
    """A second line."""
    is_number: bool = True
    lower_is_better: bool = False


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A table under its caption."""

    name: str
    """What it is called aloud."""
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]


@dataclass(frozen=True, kw_only=True)
class PublishedTable:
    """What others published, as they published it."""

    source: str
    conditions: str
    """What was measured on what, and what keeps it from being compared."""
    columns: Sequence[str]
    rows: Mapping[str, Sequence[float]]
    """By model, a number for each column."""

    @property
    def heading(self) -> str:
        """Source and conditions in one line."""
        return f"{self.source}; {self.conditions}"


def text_value(text: str) -> Value:
    """A name, sorted by itself."""
    return Value(text=text, sort=text)


def metric_value(metric: Metric | None, digits: int, *, signed: bool = False, unit: str = "") -> Value:
    """`+35.2` next to `[32.0, 38.4] n 454`."""
    if metric is None or metric.value is None:
        return Value(text=wording.DASH)
    text = wording.signed_decimal(metric.value, digits) if signed else wording.decimal(metric.value, digits)
    note = f"{wording.score_interval(metric, digits)} n {wording.count(metric.n)}".strip()
    return Value(text=text + unit, note=note, sort=metric.value)


def plain_value(value: float | None, digits: int) -> Value:
    """A bare number."""
    return Value(text=wording.decimal(value, digits), sort=value)


def text_column(label: str) -> Column:
    """A column of words."""
    return Column(label=label, is_number=False)
