"""How numbers and names are put into words, the same in HTML and in Markdown."""

from collections.abc import Iterable
from typing import Protocol

from scisynth.core.records import Metric

DASH = "–"

SPLIT_LABELS = {"test_S": "S", "test_C": "C", "val": "validation", "train": "training"}
SPLIT_NOTES = {"S": "plain background", "C": "in a place"}

LAB_BANNER = (
    "Lab world. The images were drawn by the lab and the models are the small ones of the package. "
    "These numbers prove that the machinery works; they say nothing about real models or real photos."
)
REAL_BANNER = (
    "Real models and data. The numbers belong to the models and the data named in the manifest below, and to no others."
)


def percent(value: float | None) -> str:
    """`52.1 %` of a fraction; a dash when nothing was measured."""
    return DASH if value is None else f"{100 * value:.1f} %"


def interval(metric: Metric) -> str:
    """`[49.0, 55.3]` in percent; empty when there is none."""
    if metric.value is None or metric.low is None or metric.high is None:
        return ""
    return f"[{100 * metric.low:.1f}, {100 * metric.high:.1f}]"


def with_interval(metric: Metric) -> str:
    """`52.1 % [49.0, 55.3]`."""
    return f"{percent(metric.value)} {interval(metric)}".strip()


class Measured(Protocol):
    """A number with its interval: a metric, or a score of a stored report."""

    @property
    def value(self) -> float | None:
        """None when nothing was measured."""

    @property
    def low(self) -> float | None:
        """Lower end of the interval; None when there is none."""

    @property
    def high(self) -> float | None:
        """Upper end."""


def score_interval(metric: Measured, digits: int) -> str:
    """`[20.1, 25.9]` in the scorer's own units; empty when there is none."""
    if metric.value is None or metric.low is None or metric.high is None:
        return ""
    return f"[{metric.low:.{digits}f}, {metric.high:.{digits}f}]"


def score_with_interval(metric: Measured, digits: int, *, signed: bool = False) -> str:
    """`23.0 [20.1, 25.9]`; a dash where nothing was measured."""
    value = signed_decimal(metric.value, digits) if signed else decimal(metric.value, digits)
    return f"{value} {score_interval(metric, digits)}".strip()


def digits_for(values: Iterable[float | None]) -> int:
    """Decimals that scores of this size are shown with: one for tens, three for fractions."""
    largest = max((abs(value) for value in values if value is not None), default=0.0)
    return 1 if largest >= 10 else 2 if largest > 1 else 3


def clip(fraction: float) -> float:
    """The fraction as a bar can show it: within [0, 1]."""
    return min(max(fraction, 0.0), 1.0)


def count(number: int) -> str:
    """`1,920`."""
    return f"{number:,}"


def plural(number: int, noun: str, many: str = "") -> str:
    """`1 row`, `2 rows`; `many` where an s is not enough."""
    return f"{count(number)} {noun if number == 1 else many or noun + 's'}"


def decimal(value: float | None, digits: int = 3) -> str:
    """`0.031`; a dash when nothing was measured."""
    return DASH if value is None else f"{value:.{digits}f}"


def signed_decimal(value: float | None, digits: int) -> str:
    """`+35.2`, `−3.0`."""
    return DASH if value is None else f"{value:+.{digits}f}".replace("-", "−")


def split_label(split: str) -> str:
    """`S` for `test_S`; a split we do not know keeps its name."""
    return SPLIT_LABELS.get(split, split)


def published_label(is_lab: bool) -> str:
    """What stands over published numbers."""
    label = "published, on the real test sets"
    return f"{label}: not comparable with the lab" if is_lab else label
