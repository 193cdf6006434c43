"""`transformers.Trainer` with our progress and our curve: a bar on stderr, and `log.jsonl` on disk.

Trainer's own callbacks print to stdout, where results go. Only training imports this module, since it loads transformers.
"""

import json
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from transformers import PrinterCallback, Trainer, TrainerCallback
from transformers.utils import logging

from scisynth.core.progress import progress_bar, say
from scisynth.core.store import write_atomic


def show_progress(trainer: Trainer, label: str) -> None:
    """Replaces Trainer's printing by a bar with steps, rate and time left, or a line a log where there is no bar."""
    logging.disable_progress_bar()
    trainer.remove_callback(PrinterCallback)
    trainer.add_callback(_Bar(label))


class KeepCurve(TrainerCallback):
    """Keeps the curve on disk. It is rewritten from Trainer's own history, which a resume restores: no row twice.

    Args:
        path: of the JSON Lines file.
        row_of: Trainer's row to ours, without timings, so that a resumed run writes the same curve.
    """

    def __init__(self, path: Path, row_of: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
        self._path, self._row_of = path, row_of

    def on_log(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """After each row of Trainer's."""
        if state.is_world_process_zero:
            rows = [self._row_of(row) for row in state.log_history if "train_runtime" not in row]
            lines = "".join(json.dumps(row, allow_nan=False) + "\n" for row in rows)
            write_atomic(self._path, lines.encode(), fsync=False)


class _Bar(TrainerCallback):
    def __init__(self, label: str) -> None:
        self._label = label
        self._stack = ExitStack()
        self._advance: Callable[[int], None] | None = None

    def on_train_begin(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        if state.is_world_process_zero:
            bar = progress_bar(self._label, total=state.max_steps, done=state.global_step)
            self._advance = self._stack.enter_context(bar)

    def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        if self._advance:
            self._advance(1)

    def on_log(self, args: Any, state: Any, control: Any, logs: dict[str, Any] | None = None, **_: Any) -> None:
        # A line would tear the bar of whoever watches one.
        if sys.stderr.isatty():
            return
        if state.is_world_process_zero and logs and ("loss" in logs or "eval_loss" in logs):
            shown = {key: logs[key] for key in ("loss", "eval_loss", "eval_accuracy") if key in logs}
            text = ", ".join(f"{key} {float(value):.4f}" for key, value in shown.items())
            say(f"{self._label}: step {state.global_step} of {state.max_steps}, {text}")

    def on_train_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        self._stack.close()
