"""A training in which every answer earns the same learns nothing; this says so while it can still be stopped."""

from typing import Any

from transformers import TrainerCallback

from scisynth.core.progress import say

PATIENCE = 5
"""Log rows in a row."""
KEY = "frac_reward_zero_std"
"""TRL's fraction of groups whose answers all earn the same."""


class WatchRewards(TrainerCallback):
    """Says it once when no group had differing rewards for `PATIENCE` log rows."""

    def __init__(self) -> None:
        self._rows = 0

    def on_log(self, args: Any, state: Any, control: Any, logs: dict[str, Any] | None = None, **_: Any) -> None:
        """Counts rows without any variance."""
        if not logs or KEY not in logs:
            return
        self._rows = self._rows + 1 if logs[KEY] == 1 else 0
        if self._rows == PATIENCE and state.is_world_process_zero:
            reward = logs.get("reward") or 0.0
            hint = "easier items, a longer max_completion_length or SFT first" if reward < 0.5 else "harder items"
            say(
                f"step {state.global_step}: all answers to a prompt have earned the same ({reward:.2f} on average) in the last {PATIENCE} "
                f"log rows, so nothing is learned; try {hint}"
            )
