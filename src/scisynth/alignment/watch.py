"""Reward hacking: the reward keeps rising while an independent judge, or variety, falls.

The judge never enters the gradient. A run is stopped when for `patience` evaluations in a row the reward stands above, and the
judge (or the diversity) below, where they stood at the judge's best; the policy kept is the one of that best, and that may be
the one that training began with. Without a judge the reward itself decides, which no hacking shows in; then a policy is not kept once a
held-out reward has fallen by more than its noise: the interval of its paired difference from the first evaluation lies below 0.
"""

import math
from collections.abc import Mapping
from typing import Any

JUDGE_TOLERANCE = 0.02
"""Fall of the judge's mean score (in [0, 1]) that counts; smaller ones are noise."""
HELD_OUT = "eval/held_out/"
"""Where a row says what rewards that are not trained on measured."""
DIVERSITY_FLOOR = 0.5
"""Fraction of the first diversity below which images of one prompt have become one image."""


class RewardHackingMonitor:
    """Follows evaluations; rows carry `eval/reward` and, where there are any, `eval/judge`, `eval/diversity` and held-out rewards."""

    def __init__(self, patience: int) -> None:
        self._patience = patience
        self._first: Mapping[str, Any] | None = None
        self._best: Mapping[str, Any] | None = None
        self._kept: Mapping[str, Any] | None = None
        self._parted = 0

    @property
    def verdict(self) -> str:
        """One sentence: which policy is kept; empty where nothing was evaluated."""
        if self._best is None:
            return ""
        scale = "judge" if "eval/judge" in self._best else "reward"
        if self._kept is None or self._kept is not self._best:
            return f"no policy stands above the model before training by the {scale}"
        return f"the policy kept is that of step {self._kept['step']}, the best by the {scale}"

    def update(self, row: Mapping[str, Any], *, can_keep: bool = True) -> tuple[bool, str]:
        """Takes one evaluation; returns whether its policy is the best so far, and a reason to stop or an empty string.

        Args:
            row: the evaluation.
            can_keep: False for a start without a policy of its own: others are compared with it, but it is not kept.
        """
        self._first = self._first or row
        if "eval/judge" not in self._first and _fallen(row):
            can_keep = False
        is_kept = can_keep and (self._kept is None or self._merit(row) > self._merit(self._kept))
        if is_kept:
            self._kept = row
        if self._best is None or (self._merit(row) > self._merit(self._best) and not _fallen(row)):
            self._best = row
            self._parted = 0
            return is_kept, ""
        why = self._hacked(row)
        self._parted = self._parted + 1 if why else 0
        stop = self._patience > 0 and self._parted >= self._patience
        return is_kept, f"{why} for {self._parted} evaluations" if stop else ""

    def _hacked(self, row: Mapping[str, Any]) -> str:
        assert self._best is not None
        assert self._first is not None
        rising = row["eval/reward"] > self._best["eval/reward"]
        if "eval/judge" in row and rising and row["eval/judge"] < self._best["eval/judge"] - JUDGE_TOLERANCE:
            return "the reward rises while the judge falls"
        if rising and (fallen := _fallen(row)):
            return f"the reward rises while {fallen} falls"
        if "eval/diversity" in row and row["eval/diversity"] < DIVERSITY_FLOOR * self._first["eval/diversity"]:
            return "images of one prompt have become alike"
        return ""

    def _merit(self, row: Mapping[str, Any]) -> float:
        """On one scale for all evaluations: one in which the judge was silent is none of the best."""
        scale = "eval/judge" if self._first and "eval/judge" in self._first else "eval/reward"
        return float(row.get(scale, -math.inf))


def _fallen(row: Mapping[str, Any]) -> str:
    """A held-out reward whose paired difference from the first evaluation is below 0, noise included."""
    for name, value in row.items():
        if name.startswith(HELD_OUT) and name.endswith("_gain_high") and value is not None and value < 0:
            return name.removeprefix(HELD_OUT).removesuffix("_gain_high")
    return ""
