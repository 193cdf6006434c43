"""What both stages share: processes, the optimiser step, the journal of the training curve.

Every item of a step (an image of SFT, a pair of OFT) is dealt to a process by its number, its loss is divided by the number of
items of *all* processes, and gradients are summed once before the optimiser: two processes compute the update of one.
`accelerate` starts the processes and carries the sums; there is no wrapper around the model, which would hide it from
the backbone, and nothing waits for a process that has no item.
"""

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import torch
from accelerate import Accelerator
from torch import nn

from scisynth.alignment.config import OptimizerSettings
from scisynth.core.errors import ModelError
from scisynth.core.store import Journal, write_atomic
from scisynth.training.curve import LOG_NAME

T = TypeVar("T")
TIMING_NAME = "timing.json"
"""In a run folder: `{"seconds": ...}` of all starts together."""


def make_optimizer(parameters: Mapping[str, nn.Parameter], settings: OptimizerSettings) -> torch.optim.AdamW:
    """AdamW over the adapter; the learning rate is set step by step."""
    return torch.optim.AdamW(
        parameters.values(), lr=settings.learning_rate, weight_decay=settings.weight_decay, betas=(0.9, 0.999)
    )


def own_share(items: Sequence[T], accelerator: Accelerator) -> list[T]:
    """The items of this process: every n-th."""
    return list(items[accelerator.process_index :: accelerator.num_processes])


def step_optimizer(
    accelerator: Accelerator,
    optimizer: torch.optim.Optimizer,
    parameters: Mapping[str, nn.Parameter],
    settings: OptimizerSettings,
    step: int,
) -> float:
    """Sums gradients over processes, clips, steps; returns the gradient's norm before clipping.

    Raises:
        ModelError: the gradient is not finite.
    """
    for parameter in parameters.values():
        gradient = torch.zeros_like(parameter) if parameter.grad is None else parameter.grad
        parameter.grad = accelerator.reduce(gradient, reduction="sum")
    norm = float(nn.utils.clip_grad_norm_(parameters.values(), settings.max_grad_norm))
    if not math.isfinite(norm):
        raise ModelError(f"step {step}: the gradient is not finite; lower optimizer.learning_rate or check the data")
    for group in optimizer.param_groups:
        group["lr"] = settings.learning_rate * min(1.0, (step + 1) / max(1, settings.warmup_steps))
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)
    return norm


class TrainingLog:
    """The training curve, one row a step; rows after the checkpoint a run resumes from are dropped."""

    def __init__(self, folder: Path, *, resumed_step: int, accelerator: Accelerator) -> None:
        self._journal = Journal(folder / LOG_NAME)
        self._active = accelerator.is_main_process
        if self._active:
            kept = [row for row in self._journal if row["step"] <= resumed_step]
            write_atomic(self._journal.path, "".join(json.dumps(row) + "\n" for row in kept).encode())

    def append(self, row: Mapping[str, Any]) -> None:
        """Adds a row, on the main process."""
        if self._active:
            self._journal.append(row)
