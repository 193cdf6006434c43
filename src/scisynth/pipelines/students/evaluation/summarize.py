"""Third step of `student eval`: from graded answers to the numbers of `EvalResult`.

Intervals resample groups (families, image types, subjects) where there are enough of them, else figures: questions about one image
and the samples of one question are never taken apart (`stats.intervals`).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from scisynth.core.records import Metric
from scisynth.pipelines.providers.access import Spending, bill
from scisynth.pipelines.students.evaluation.config import EvalConfig
from scisynth.reports.students.results import EvalResult
from scisynth.stats.intervals import mean_with_interval
from scisynth.stats.paired import compare_paired
from scisynth.students.evaluation.grading import AnswerRow, unreadable_keys
from scisynth.students.evaluation.items import EvalItem
from scisynth.students.evaluation.protocols import LAYOUTS
from scisynth.students.evaluation.questions import ARMS, Arm

Value = Callable[[AnswerRow], float | None]


def summarize(
    config: EvalConfig,
    out: Path,
    items: Sequence[EvalItem],
    rows: Sequence[AnswerRow],
    digest: str,
    spending: Spending,
) -> EvalResult:
    """The numbers of a run."""
    item_of = {item.id: item for item in items}
    by_arm: dict[Arm, list[AnswerRow]] = {arm: [row for row in rows if row.arm == arm] for arm in ARMS}
    seen = by_arm["image"]
    layout = LAYOUTS.get(config.protocol)
    taken = bill(spending.usage())
    return EvalResult(
        out=out,
        protocol=config.protocol,
        digest=digest,
        model=config.model,
        data=config.data or (layout.repo if layout else ""),
        num_items=len(items),
        num_published=layout.num if layout else 0,
        samples=config.samples,
        control_samples=config.control_samples,
        temperature=config.asked_temperature,
        max_tokens=config.asked_max_tokens,
        avg_at_k=_mean(seen, item_of, _score),
        pass_at_k=_over_items(_best(seen), item_of),
        graded=_mean(seen, item_of, _graded),
        blind=_mean(by_arm["blind"], item_of, _score),
        wrong_image=_mean(by_arm["wrong image"], item_of, _score),
        image_gain=_gain(seen, by_arm["blind"], item_of),
        wrong_image_gain=_gain(seen, by_arm["wrong image"], item_of),
        truncated=_mean(seen, item_of, _truncated),
        coverage=sum(row.score is not None for row in rows) / len(rows),
        tokens=_mean_tokens(seen),
        by_group=_by(seen, item_of, lambda item: item.group),
        by_part=_by(seen, item_of, lambda item: item.part),
        outcomes={arm: Counter(row.status for row in found) for arm, found in by_arm.items()},
        graded_by=Counter(row.method for row in seen if row.correct is not None),
        unreadable_keys=len(unreadable_keys(items)),
        cost=taken.cost,
        changed_parameters=taken.changed_parameters,
    )


def item_scores(rows: Sequence[AnswerRow], arm: Arm = "image") -> dict[str, float]:
    """By item, the mean over its samples; items that nobody answered are absent."""
    samples: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        if row.arm == arm and row.score is not None:
            samples[row.item].append(row.score)
    return {name: sum(found) / len(found) for name, found in samples.items()}


def _score(row: AnswerRow) -> float | None:
    return row.score


def _graded(row: AnswerRow) -> float | None:
    return None if row.correct is None else float(row.correct)


def _truncated(row: AnswerRow) -> float | None:
    return None if row.score is None else float(row.status == "truncated")


def _mean(rows: Sequence[AnswerRow], item_of: Mapping[str, EvalItem], value: Value) -> Metric:
    found = [(item_of[row.item], number) for row in rows if (number := value(row)) is not None]
    return mean_with_interval(
        [number for _, number in found],
        clusters=_groups([item for item, _ in found]),
        prompts=[item.image_hash for item, _ in found],
    )


def _over_items(values: Mapping[str, float], item_of: Mapping[str, EvalItem]) -> Metric:
    items = [item_of[name] for name in values]
    return mean_with_interval(
        list(values.values()), clusters=_groups(items), prompts=[item.image_hash for item in items]
    )


def _groups(items: Sequence[EvalItem]) -> list[str] | None:
    """What intervals resample; None where the data names no groups."""
    return [item.group for item in items] if any(item.group for item in items) else None


def _best(rows: Sequence[AnswerRow]) -> dict[str, float]:
    best: dict[str, float] = {}
    for row in rows:
        if row.score is not None:
            best[row.item] = max(best.get(row.item, 0.0), row.score)
    return best


def _gain(seen: Sequence[AnswerRow], control: Sequence[AnswerRow], item_of: Mapping[str, EvalItem]) -> Metric:
    with_image, without = item_scores(seen), item_scores(control, control[0].arm)
    names = [name for name in with_image if name in without]
    gains = {name: with_image[name] - without[name] for name in names}
    if len(set(gains.values())) == 1:
        # Nothing to resample; the interval of a fraction would not be one of a difference.
        test = compare_paired(
            [with_image[name] for name in names],
            [without[name] for name in names],
            clusters=_groups([item_of[name] for name in names]),
            prompts=[item_of[name].image_hash for name in names],
        )
        return test.difference
    return _over_items(gains, item_of)


def _mean_tokens(rows: Sequence[AnswerRow]) -> float:
    answered = [row.tokens for row in rows if row.score is not None]
    return sum(answered) / len(answered) if answered else 0.0


def _by(
    rows: Sequence[AnswerRow], item_of: Mapping[str, EvalItem], name: Callable[[EvalItem], str]
) -> dict[str, Metric]:
    groups: dict[str, list[AnswerRow]] = defaultdict(list)
    for row in rows:
        if label := name(item_of[row.item]):
            groups[label].append(row)
    return {label: _mean(groups[label], item_of, _score) for label in sorted(groups)}
