"""The training curve of a run folder: `log.jsonl`, one row a logging or evaluation step, with `step` and what was measured there.

SciScore's rows hold `loss`, `val_loss`, `val_accuracy`, `learning_rate`, `grad_norm`; those of alignment `sft/loss`, `oft/loss`,
`oft/reward`, `eval/reward`, `eval/judge`, `eval/diversity` and more. None stands for a number that was not finite.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scisynth.core.store import Journal

LOG_NAME = "log.jsonl"
CurveRow = Mapping[str, Any]
"""`step`, an integer, and numbers or None."""


def read_log(folder: Path) -> list[dict[str, Any]]:
    """The rows of the stage folder that holds `log.jsonl`; none where there is no such file.

    Raises:
        DataError: a line that is no row; a torn last line is dropped.
    """
    return Journal(folder / LOG_NAME).read()
