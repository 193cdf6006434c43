"""Measuring one reward on one split."""

from typing import Any

from scisynth.core.cuts import cuts_of, describe_cuts
from scisynth.core.trained_on import TrainedOn, read_trained_on
from scisynth.recipes.provenance import notes_on
from scisynth.recipes.reward import load_tuples
from scisynth.rewards.evaluate import evaluate_two_choice
from scisynth.rewards.registry import load_reward
from scisynth.science.laws import load_laws


def evaluate_model(model: str, data: str, split: str, *, num: int, seed: int) -> dict[str, Any]:
    """The JSON of `reward eval`: two-choice accuracy with intervals and n, by group, and outcomes."""
    reward, trained_on = load_reward(model), read_trained_on(model)
    tuples = load_tuples(data, split, num=num, seed=seed)
    cut = describe_cuts(cuts_of(reward, [item.implicit_prompt[0] for item in tuples if item.status == "ok"]), model)
    return {
        "model": model,
        "data": data,
        "split": split,
        "seed": seed,
        "notes": [*notes_on(model, data), *_notes_on_subjects(model, data, trained_on), *([cut] if cut else [])],
        **evaluate_two_choice(reward, tuples, trained_on=trained_on).to_dict(),
    }


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
    return (
        [f"{model} has seen every subject of: {', '.join(known)}; they say nothing of unseen subjects."]
        if known
        else []
    )
