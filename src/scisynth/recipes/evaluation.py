"""Measuring one reward on one split."""

from typing import Any

from scisynth.core.cuts import cuts_of, describe_cuts
from scisynth.recipes.provenance import notes_on
from scisynth.recipes.reward import load_tuples
from scisynth.rewards.evaluate import evaluate_two_choice
from scisynth.rewards.registry import load_reward


def evaluate_model(model: str, data: str, split: str, *, num: int, seed: int) -> dict[str, Any]:
    """The JSON of `reward eval`: two-choice accuracy with intervals and n, by group, and outcomes."""
    reward = load_reward(model)
    tuples = load_tuples(data, split, num=num, seed=seed)
    cut = describe_cuts(cuts_of(reward, [item.implicit_prompt[0] for item in tuples if item.status == "ok"]), model)
    return {
        "model": model,
        "data": data,
        "split": split,
        "seed": seed,
        "notes": [*notes_on(model, data), *([cut] if cut else [])],
        **evaluate_two_choice(reward, tuples).to_dict(),
    }
