"""Judge validation: true and corrupted figures, so that a judge's errors are counted exactly and without people.

    sensitivity   fraction of corrupted figures that the judge finds wrong, by defect
    false alarms  fraction of true figures that it finds wrong

A judge that did not answer is neither: coverage is printed next to both. Intervals are Wilson's; twins of one family are alike, so
read them as the optimistic side.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from scisynth.core.records import Metric
from scisynth.stats.intervals import wilson

VISIBILITY: Mapping[int, str] = MappingProxyType({3: "seen at once", 2: "seen by who looks", 1: "seen by who measures"})
"""Grades of a defect, in words."""


@dataclass(frozen=True, kw_only=True)
class ValidationItem:
    """One figure of a validation."""

    id: str
    image_type: str
    defect: str
    """Empty for a true figure."""
    visibility: int | None = None
    """Of the defect, 1 (hardly seen) to 3 (seen at once); None for a true figure, or where it is not known."""


@dataclass(frozen=True, kw_only=True)
class ValidationResult:
    """What a judge is worth on figures whose truth is known."""

    sensitivity: Metric
    """Of all defects together."""
    by_defect: Mapping[str, Metric]
    by_type: Mapping[str, Metric]
    """Corrupted figures found, by image type."""
    false_alarms: Metric
    coverage: float
    """Fraction of the items that the judge answered."""
    by_visibility: Mapping[str, Metric] = field(default_factory=dict)
    """Corrupted figures found, by how well their defect is seen: `VISIBILITY`."""


def score_validation(items: Sequence[ValidationItem], flagged: Sequence[bool | None]) -> ValidationResult:
    """Rates from one verdict an item: found wrong, found right, or None where the judge gave none."""
    by_defect: dict[str, list[bool]] = defaultdict(list)
    by_type: dict[str, list[bool]] = defaultdict(list)
    by_visibility: dict[str, list[bool]] = defaultdict(list)
    true: list[bool] = []
    for item, verdict in zip(items, flagged, strict=True):
        if verdict is None:
            continue
        if item.defect:
            by_defect[item.defect].append(verdict)
            by_type[item.image_type].append(verdict)
            if item.visibility:
                by_visibility[VISIBILITY[item.visibility]].append(verdict)
        else:
            true.append(verdict)
    return ValidationResult(
        sensitivity=_rate([verdict for found in by_defect.values() for verdict in found]),
        by_defect={name: _rate(found) for name, found in sorted(by_defect.items())},
        by_type={name: _rate(found) for name, found in sorted(by_type.items())},
        false_alarms=_rate(true),
        by_visibility={name: _rate(by_visibility[name]) for name in VISIBILITY.values() if name in by_visibility},
        coverage=sum(verdict is not None for verdict in flagged) / len(items) if items else 0.0,
    )


def _rate(verdicts: Sequence[bool]) -> Metric:
    if not verdicts:
        return Metric(value=None, low=None, high=None, n=0)
    fraction = sum(verdicts) / len(verdicts)
    low, high = wilson(fraction, len(verdicts))
    return Metric(value=fraction, low=low, high=high, n=len(verdicts))
