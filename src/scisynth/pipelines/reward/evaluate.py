"""Measuring one reward on one split."""

from scisynth.core.cuts import cuts_of, describe_cuts
from scisynth.core.trained_on import TrainedOn, read_trained_on
from scisynth.pipelines.providers.provenance import notes_on
from scisynth.pipelines.reward.data import load_tuples
from scisynth.pipelines.reward.results import RewardEvaluation
from scisynth.rewards.evaluate import Evaluation, evaluate_two_choice
from scisynth.rewards.registry import load_reward
from scisynth.science.laws import load_laws
from scisynth.stats.gates import Gate, Headline, accuracy_headline, check_floor


def evaluate_model(
    model: str,
    data: str,
    split: str,
    *,
    num: int,
    seed: int,
    fail_under: float | None = None,
    baseline: str | None = None,
) -> RewardEvaluation:
    """Two-choice accuracy with intervals and n, by group, and outcomes; `gate` where one was asked for.

    Args:
        model: a reward.
        data: `lab` or a tuple data set.
        split: of it.
        num: tuples that the lab draws.
        seed: of the lab.
        fail_under: the least accuracy, in percent.
        baseline: a reward that this one must not be worse than.
    """
    check_floor(fail_under)
    reward, other = load_reward(model), load_reward(baseline) if baseline else None
    tuples = load_tuples(data, split, num=num, seed=seed)
    trained_on = read_trained_on(model)
    evaluation = evaluate_two_choice(reward, tuples, trained_on=trained_on)
    beside = _headline(evaluate_two_choice(other, tuples)) if other else None
    gate = Gate(fail_under=fail_under, baseline=beside, name=baseline or "").check(_headline(evaluation))
    cut = describe_cuts(cuts_of(reward, [item.implicit_prompt[0] for item in tuples if item.status == "ok"]), model)
    return RewardEvaluation(
        model=model,
        data=data,
        split=split,
        seed=seed,
        notes=(*notes_on(model, data), *_notes_on_subjects(model, data, trained_on), *([cut] if cut else [])),
        measured=evaluation.result,
        gate=gate,
    )


def _headline(evaluation: Evaluation) -> Headline:
    items = [choice.tuple for choice in evaluation.choices]
    clusters = {item.id: (item.law, item.subject) if item.subject else item.id for item in items}
    return accuracy_headline(
        evaluation.result.accuracy.to_dict(),
        {choice.tuple.id: float(choice.is_right) for choice in evaluation.choices},
        clusters,
    )


def _notes_on_subjects(model: str, data: str, trained_on: TrainedOn | None) -> list[str]:
    """What stands behind `seen` and `unseen` of the lab's subjects, and which laws have no unseen one."""
    if data != "lab":
        return []
    if trained_on is None:
        return [f"{model} does not say which subjects it was trained on, so none counts as unseen."]
    known = [
        law.name
        for law in load_laws().values()
        if all(trained_on.state(law.name, subject) == "seen" for subject in law.subjects)
    ]
    if not known:
        return []
    return [f"{model} has seen every subject of: {', '.join(known)}; they say nothing of unseen subjects."]
