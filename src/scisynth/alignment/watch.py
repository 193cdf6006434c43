"""Reward hacking: the reward keeps rising while an independent judge, or variety, falls.

The judge never enters the gradient. A run is stopped when for `patience` evaluations in a row the reward stands above, and the
judge (or the diversity) below, where they stood at the judge's best; the policy kept is the one of that best.
"""

from collections.abc import Mapping
from typing import Any

JUDGE_TOLERANCE = 0.02
"""Fall of the judge's mean score (in [0, 1]) that counts; smaller ones are noise."""
DIVERSITY_FLOOR = 0.5
"""Fraction of the first diversity below which images of one prompt have become one image."""


class RewardHackingMonitor:
    """Follows evaluations; rows carry `eval/reward` and, where there are any, `eval/judge` and `eval/diversity`."""

    def __init__(self, patience: int) -> None:
        self._patience = patience
        self._first: Mapping[str, Any] | None = None
        self._best: Mapping[str, Any] | None = None
        self._parted = 0

    def update(self, row: Mapping[str, Any]) -> tuple[bool, str]:
        """Takes one evaluation; returns whether it is the best so far, and a reason to stop or an empty string."""
        self._first = self._first or row
        if self._best is None or _merit(row) > _merit(self._best):
            self._best = row
            self._parted = 0
            return True, ""
        why = self._hacked(row)
        self._parted = self._parted + 1 if why else 0
        stop = self._patience > 0 and self._parted >= self._patience
        return False, f"{why} for {self._parted} evaluations" if stop else ""

    def _hacked(self, row: Mapping[str, Any]) -> str:
        assert self._best is not None
        assert self._first is not None
        rising = row["eval/reward"] > self._best["eval/reward"]
        if "eval/judge" in row and rising and row["eval/judge"] < self._best["eval/judge"] - JUDGE_TOLERANCE:
            return "the reward rises while the judge falls"
        if "eval/diversity" in row and row["eval/diversity"] < DIVERSITY_FLOOR * self._first["eval/diversity"]:
            return "images of one prompt have become alike"
        return ""


def _merit(row: Mapping[str, Any]) -> float:
    return float(row["eval/judge"] if "eval/judge" in row else row["eval/reward"])
