"""What a report says of an aligned generator: sentences, tables, and what became of each sample.

    RI = (tuned_IP - base_IP) / (base_EP - base_IP)

IP and EP are mean scores of images made from implicit and explicit prompts. The gap of the base is what it could draw
but does not when the prompt names the situation and not the outcome; RI is the fraction of it that a stage closed
(arXiv 2504.13129, section 5.3). Scores stay in their scorer's own units; only RI is a fraction.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from scisynth.core.records import Metric, Tier
from scisynth.reports.parts.format import count, digits_for, plural, score_with_interval, split_label, with_interval
from scisynth.reports.parts.input import Alignment, ReportInput, Sample
from scisynth.reports.parts.summary import NOT_SCORED, verdict_sentence

RIGHT = 0.999
"""A judge's score from which an image counts as right; below 1 for scores that were averaged in floating point."""
OUTCOMES_OF_TWO = {
    (True, True): "was right",
    (False, True): "fixed",
    (False, False): "still wrong",
    (True, False): "broken",
}
"""By (first stage is right, last stage is right)."""
OUTCOME_ORDER = (*OUTCOMES_OF_TWO.values(), NOT_SCORED)


@dataclass(frozen=True, kw_only=True)
class ScoreTable:
    """One scorer on one split: a row a stage, a column a tier; None where nothing was drawn."""

    scorer: str
    unit: str
    split: str
    digits: int
    tiers: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Metric | None]]]


@dataclass(frozen=True, kw_only=True)
class ImprovementTable:
    """RI: a row a tuned stage and scorer, a column a split."""

    splits: Sequence[str]
    rows: Sequence[tuple[str, str, Sequence[Metric | None]]]
    """(stage, scorer, metric by split)."""


def verdict_sentences(results: ReportInput) -> list[str]:
    """What stands on top of a report: of the reward model if one was measured, then of the generator."""
    spoken = [] if results.alignment and not results.models else [verdict_sentence(results)]
    if results.alignment:
        names = scorers(results.alignment)
        spoken.append(improvement_sentence(results.alignment, names[0]) if names else "No image was scored.")
    return spoken


def scorers(alignment: Alignment) -> list[str]:
    """In the order met."""
    return list(dict.fromkeys(item.scorer for item in alignment.scores))


def splits(alignment: Alignment) -> list[str]:
    """In the order met."""
    return list(dict.fromkeys(item.split for item in alignment.scores))


def improvement_sentence(alignment: Alignment, scorer: str) -> str:
    """`On held-out S prompts lab-judge gives the base 23.0 [20.0, 26.0] on 320 implicit and ...; SFT closes ...`."""
    sentences: list[str] = []
    unit = f" ({alignment.units[scorer]})" if scorer in alignment.units else ""
    for split in splits(alignment):
        held_out = "held-out " if split.startswith("test") else ""
        # The first sentence says what the numbers of all of them mean.
        clauses = [_base_clause(alignment, split, scorer, "" if sentences else unit)]
        clauses += [_tuned_clause(alignment, stage, split, scorer) for stage in alignment.stages[1:]]
        sentences.append(f"On {held_out}{split_label(split)} prompts {'; '.join(clauses)}.")
    return " ".join(sentences)


def _base_clause(alignment: Alignment, split: str, scorer: str, unit: str) -> str:
    base = alignment.stages[0]
    name = "the base" if base == "base" else base
    digits = _digits(alignment, scorer)
    parts = [
        f"{score_with_interval(metric, digits)} on {count(metric.n)} {tier}"
        for tier in ("implicit", "explicit")
        if (metric := find_score(alignment, base, split, tier, scorer)) and metric.value is not None
    ]
    if not parts:
        return f"{scorer} scored no image of {name}"
    return f"{scorer} gives {name} {' and '.join(parts)} prompts{unit}"


def _tuned_clause(alignment: Alignment, stage: str, split: str, scorer: str) -> str:
    fraction = find_improvement(alignment, stage, split, scorer)
    if fraction and fraction.value is not None:
        return f"{stage} closes {with_interval(fraction)} of that gap (n {count(fraction.n)})"
    score = find_score(alignment, stage, split, "implicit", scorer)
    if score and score.value is not None:
        number = score_with_interval(score, _digits(alignment, scorer))
        return f"{stage} has {number} on {count(score.n)} implicit prompts"
    return f"{stage} was not measured"


def find_score(alignment: Alignment, stage: str, split: str, tier: str, scorer: str) -> Metric | None:
    """The cell, or None when it was not measured."""
    wanted = (stage, split, tier, scorer)
    return next((x.metric for x in alignment.scores if (x.stage, x.split, x.tier, x.scorer) == wanted), None)


def find_improvement(alignment: Alignment, stage: str, split: str, scorer: str) -> Metric | None:
    """RI as it was given; else of the means, without an interval; None when a mean is missing or there is no gap."""
    wanted = (stage, split, scorer)
    given = next((x.metric for x in alignment.improvements if (x.stage, x.split, x.scorer) == wanted), None)
    if given:
        return given
    base = alignment.stages[0]
    cells = [
        find_score(alignment, *cell, scorer)
        for cell in ((stage, split, "implicit"), (base, split, "implicit"), (base, split, "explicit"))
    ]
    means = [cell.value for cell in cells if cell and cell.value is not None]
    if len(means) < len(cells) or means[2] <= means[1]:
        return None
    tuned, implicit, explicit = means
    number = min(cell.n for cell in cells if cell)
    return Metric(value=(tuned - implicit) / (explicit - implicit), low=None, high=None, n=number)


def score_tables(alignment: Alignment) -> list[ScoreTable]:
    """Scorer by scorer, a table for each split."""
    measured = {item.tier for item in alignment.scores}
    tiers = [tier for tier in get_args(Tier) if tier in measured]
    return [
        ScoreTable(
            scorer=scorer,
            unit=alignment.units.get(scorer, ""),
            split=split,
            digits=_digits(alignment, scorer),
            tiers=tiers,
            rows=[
                (stage, [find_score(alignment, stage, split, tier, scorer) for tier in tiers])
                for stage in alignment.stages
            ],
        )
        for scorer in scorers(alignment)
        for split in splits(alignment)
    ]


def improvement_table(alignment: Alignment) -> ImprovementTable:
    """Scorer by scorer, every tuned stage in turn."""
    names = splits(alignment)
    rows = [
        (stage, scorer, [find_improvement(alignment, stage, split, scorer) for split in names])
        for scorer in scorers(alignment)
        for stage in alignment.stages[1:]
    ]
    return ImprovementTable(splits=names, rows=rows)


def is_right(judge: float | None) -> bool | None:
    """Whether a judge found nothing wrong with an image; None when it was not judged."""
    return None if judge is None else judge >= RIGHT


def sample_outcome(sample: Sample, alignment: Alignment) -> str:
    """`fixed`, `still wrong`, ... from the first stage to the last."""
    ends = [sample.stages.get(stage) for stage in (alignment.stages[0], alignment.stages[-1])]
    right = tuple(is_right(end.judge) if end else None for end in ends)
    if None in right:
        return NOT_SCORED
    return OUTCOMES_OF_TWO[bool(right[0]), bool(right[1])]


def outcome_sentence(alignment: Alignment) -> str:
    """`Of 40 samples shown: was right 8, fixed 20, still wrong 12.`"""
    outcomes = Counter(sample_outcome(sample, alignment) for sample in alignment.samples)
    parts = [f"{outcome} {count(outcomes[outcome])}" for outcome in OUTCOME_ORDER if outcomes[outcome]]
    return f"Of {plural(len(alignment.samples), 'sample')} shown: {', '.join(parts)}."


def _digits(alignment: Alignment, scorer: str) -> int:
    return digits_for(item.metric.value for item in alignment.scores if item.scorer == scorer)
