"""Measuring one reward on one split."""

from typing import Any

from scisynth.core.records import SPLITS
from scisynth.recipes.reward import as_result, load_tuples
from scisynth.rewards.evaluate import evaluate_two_choice
from scisynth.rewards.registry import load_reward


def evaluate_model(model: str, data: str, split: str, *, num: int, seed: int) -> dict[str, Any]:
    """The JSON of `reward eval`: two-choice accuracy with intervals and n, by group, and outcomes."""
    reward = load_reward(model)
    tuples = load_tuples(data, split, num=num, seed=seed)
    assert split in SPLITS
    evaluation = evaluate_two_choice(reward, tuples)
    return as_result(evaluation.to_dict(), model=model, data=data, split=split, seed=seed)
