"""From judgements to the numbers of a table: means over what was scored, with coverage, and with failures as zero.

    value                  mean over scored items
    coverage               scored items / wanted items
    with_failures_as_zero  sum over scored items / wanted items: what the value is at worst

A judge that fails on hard images looks good by the first number alone; the two others show it. Items that a local judge was
not trained on (`not covered`) lower the coverage and are no zero: they say nothing of the generator. Intervals resample laws
(a generator that knows a law knows most of its prompts); inside one field or law, and where a run has few laws, they
resample prompts and say so (`resampled`).
"""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass

from scisynth.core.records import OUTCOMES, Metric, Outcome
from scisynth.core.results import Result
from scisynth.stats.intervals import mean_with_interval, times


@dataclass(frozen=True, kw_only=True)
class ScoredItem:
    """One wanted number: of an image, or of a pair."""

    prompt_id: str
    law: str
    field: str
    status: Outcome
    score: float | None
    """None unless `status` is `ok`."""
    subject: str = ""
    """Where the data names it."""


@dataclass(frozen=True, kw_only=True)
class Score(Metric):
    """A mean of scored items with its interval, and what it leaves out."""

    coverage: float
    with_failures_as_zero: float | None


@dataclass(frozen=True, kw_only=True)
class Breakdown(Result):
    """A score over all items, and over those of each field of science and of each law."""

    overall: Score
    """Its interval resamples laws."""
    by_field: Mapping[str, Score]
    """Intervals of parts resample prompts."""
    by_law: Mapping[str, Score]


def score_of(items: Sequence[ScoredItem], cluster: Callable[[ScoredItem], Hashable], scale: float = 1) -> Score:
    """Mean of `scale` x score; items of one `cluster` are resampled together, or where there are few, those of a prompt."""
    scored = [item for item in items if item.score is not None]
    mean = mean_with_interval(
        [item.score or 0.0 for item in scored],
        clusters=[cluster(item) for item in scored],
        prompts=[item.prompt_id for item in scored],
    )
    metric = times(mean, scale)
    judged = sum(item.status != "not covered" for item in items)
    return Score(
        **metric.to_dict(),
        coverage=len(scored) / len(items) if items else 0.0,
        with_failures_as_zero=metric.value * metric.n / judged if metric.value is not None else None,
    )


def by_law(item: ScoredItem) -> str:
    """The cluster of numbers over all laws."""
    return item.law


def by_prompt(item: ScoredItem) -> str:
    """The cluster of numbers inside a field or a law."""
    return item.prompt_id


def break_down(items: Sequence[ScoredItem], scale: float = 1) -> Breakdown:
    """Scores over all items, by field and by law, in units of `scale`."""
    return Breakdown(
        overall=score_of(items, by_law, scale),
        by_field=_grouped(items, lambda item: item.field, scale),
        by_law=_grouped(items, lambda item: item.law, scale),
    )


def by_subject(items: Sequence[ScoredItem], scale: float = 1) -> dict[str, Score]:
    """A score for each subject that the data names."""
    return _grouped(items, lambda item: item.subject, scale)


def count_outcomes(statuses: Sequence[str]) -> dict[Outcome, int]:
    """Number of items in every state, zeros included, so that totals can be checked at a glance."""
    found = Counter(statuses)
    return {name: found[name] for name in OUTCOMES}


def _grouped(items: Sequence[ScoredItem], key: Callable[[ScoredItem], str], scale: float) -> dict[str, Score]:
    groups: dict[str, list[ScoredItem]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return {name: score_of(group, by_prompt, scale) for name, group in groups.items() if name}
