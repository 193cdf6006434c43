"""What a report says in a sentence: the verdict, what failed, and what became of each pair."""

from collections.abc import Sequence
from dataclasses import dataclass

from scisynth.reports.parts.format import count, plural, split_label, with_interval
from scisynth.reports.parts.input import ModelResult, Pair, ReportInput

MAX_DETAILS = 200
"""Failures of one kind that a page lists."""
NOT_SCORED = "not scored"
VERDICTS_OF_TWO = {
    (True, True): "both right",
    (False, True): "fixed by training",
    (False, False): "still wrong",
    (True, False): "broken by training",
}
"""By (base is right, trained is right)."""


@dataclass(frozen=True, kw_only=True)
class Failure:
    """One kind of thing that went wrong, with what is known of it."""

    what: str
    details: Sequence[str] = ()
    """All of them; a page shows as many as it has room for (`shown`)."""
    rest: str = "see results.json"
    """Where those are that a page leaves out."""

    def shown(self, limit: int = MAX_DETAILS) -> list[str]:
        """At most `limit` details, and how many more there are."""
        left = len(self.details) - limit
        return [*self.details[:limit], *([f"and {count(left)} more, {self.rest}"] if left > 0 else [])]


def unshown_failures(images: Sequence[str]) -> list[Failure]:
    """Images that could not be shown, if there are any; one line for each."""
    return [Failure(what=f"{plural(len(images), 'image')} could not be shown", details=images)] if images else []


def base_and_trained(results: ReportInput) -> tuple[ModelResult, ModelResult] | None:
    """The two models whose difference the report is about, if both are there."""
    by_role = {model.role: model for model in reversed(results.models)}
    if "base" in by_role and "trained" in by_role:
        return by_role["base"], by_role["trained"]
    return None


def split_names(results: ReportInput) -> list[str]:
    """Every split any model was measured on, in the order met."""
    return list(dict.fromkeys(split for model in results.models for split in model.splits))


def verdict_sentence(results: ReportInput) -> str:
    """`On held-out S prompts lab-clip chose the true image in 52.1 % [49.0, 55.3] of 960 pairs; ...`."""
    two = base_and_trained(results)
    models = two or results.models[:1]
    sentences = []
    for split in split_names(results):
        parts = [_share(model, split, is_first=number == 0) for number, model in enumerate(models)]
        clause = "; ".join(part for part in parts if part)
        if clause:
            held_out = "held-out " if split.startswith("test") else ""
            sentences.append(f"On {held_out}{split_label(split)} prompts {clause}.")
    return " ".join(sentences) or "Nothing was measured."


def _share(model: ModelResult, split: str, *, is_first: bool) -> str:
    if split not in model.splits:
        return ""
    accuracy = model.splits[split].accuracy
    if accuracy.value is None:
        return f"{model.name} scored no pair"
    if is_first:
        return f"{model.name} chose the true image in {with_interval(accuracy)} of {count(accuracy.n)} pairs"
    return f"after training, {model.name} chose it in {with_interval(accuracy)} of {count(accuracy.n)}"


def pair_verdict(pair: Pair, results: ReportInput) -> str:
    """What became of a pair: `fixed by training`, ...; `right` or `wrong` when there is no training to speak of."""
    two = base_and_trained(results)
    models = two or results.models[:1]
    right = tuple(pair.choices[model.name].is_right if model.name in pair.choices else None for model in models)
    if not right or None in right:
        return NOT_SCORED
    if len(right) == 1:
        return "right" if right[0] else "wrong"
    return VERDICTS_OF_TWO[bool(right[0]), bool(right[1])]


def find_failures(results: ReportInput, unshown_images: Sequence[str] = ()) -> list[Failure]:
    """Rows that could not be scored, images that could not be shown, losses that were not finite."""
    failures = []
    for model in results.models:
        for split, result in model.splits.items():
            if result.outcomes.broken:
                total = result.outcomes.broken + result.outcomes.scored
                what = (
                    f"{model.name}, {split_label(split)}: {count(result.outcomes.broken)} of {plural(total, 'row')} "
                    "could not be scored and count in no accuracy"
                )
                failures.append(Failure(what=what, details=[f"{row.id}: {row.reason}" for row in result.broken]))
    failures += unshown_failures(unshown_images)
    curves = results.alignment.curves if results.alignment else ()
    for name, rows in [("training", results.training), *((curve.name, curve.rows) for curve in curves)]:
        steps = [row.get("step") for row in rows if any(value is None for value in row.values())]
        if steps:
            what = f"{name} logged values that were not finite in {plural(len(steps), 'row')}"
            failures.append(Failure(what=what, details=[f"step {step}" for step in steps]))
    return failures


def scored_sentence(results: ReportInput) -> str:
    """How much was scored, for the case that nothing failed."""
    if results.alignment and not results.models:
        return "None. Every image is shown, and every logged value was finite."
    scored = [result.outcomes.scored for model in results.models for result in model.splits.values()]
    return f"None. All {plural(sum(scored), 'choice')} were made." if scored else "None. Nothing was requested."
