"""What both stages share: processes, the optimiser step, the journal of the training curve.

Every item of a step (an image of SFT, a pair of OFT) is dealt to a process by its number, its loss is divided by the number of
items of *all* processes, and gradients are summed once before the optimiser: two processes compute the update of one.
`accelerate` starts the processes and carries the sums; there is no wrapper around the model, which would hide it from
the backbone, and nothing waits for a process that has no item. Only a base in pieces (`alignment.sharding`) makes all wait for all.
"""

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import torch
from accelerate import Accelerator
from accelerate.utils import broadcast_object_list
from torch import nn

from scisynth.alignment.config import OftConfig, OptimizerSettings, SftConfig
from scisynth.core.errors import ConfigError, ModelError
from scisynth.core.progress import StepLines
from scisynth.core.store import Journal, write_atomic
from scisynth.training.curve import LOG_NAME
from scisynth.training.processes import is_sharded, num_processes

T = TypeVar("T")
TIMING_NAME = "timing.json"
"""In a run folder: `{"seconds": ...}` of all starts together."""
TOLD = {
    "sft/loss": "loss",
    "oft/loss": "loss",
    "oft/reward": "reward",
    "oft/pairs": "pairs",
    "eval/reward": "held-out reward",
    "eval/judge": "judge",
}
"""Of a row of the curve, what a line says."""


def make_optimizer(parameters: Mapping[str, nn.Parameter], settings: OptimizerSettings) -> torch.optim.AdamW:
    """AdamW over the adapter; the learning rate is set step by step."""
    return torch.optim.AdamW(
        parameters.values(), lr=settings.learning_rate, weight_decay=settings.weight_decay, betas=(0.9, 0.999)
    )


def own_share(items: Sequence[T], accelerator: Accelerator) -> list[T]:
    """The items of this process: every n-th."""
    return list(items[accelerator.process_index :: accelerator.num_processes])


def even_share(items: Sequence[T], accelerator: Accelerator) -> list[T]:
    """As `own_share`; where the base is in pieces, some items come twice, so that each process has as many."""
    missing = -len(items) % accelerator.num_processes if is_sharded() else 0
    return own_share([*items, *(items[index % len(items)] for index in range(missing))], accelerator)


def check_shares(config: SftConfig | OftConfig) -> None:
    """Says before anything is loaded that the processes of this launch cannot share a stage.

    Raises:
        ConfigError: a process without a prompt; or some would ask for a base in pieces more often than others.
    """
    processes = num_processes()
    if isinstance(config, SftConfig):
        setting, count = "sft.batch_size", config.batch_size
    else:
        setting, count = "oft.prompts_per_round", config.prompts_per_round
        if count < processes:
            raise ConfigError(
                f"setting {setting!r}: expected at least one for each of {processes} processes, got {count}"
            )
    if not is_sharded():
        return
    if count % processes:
        raise ConfigError(
            f"setting {setting!r}: expected a multiple of the {processes} processes that hold the base in pieces, got {count}"
        )
    if isinstance(config, SftConfig) and len(config.sizes) > 1:
        raise ConfigError(
            "setting 'sft.sizes_px': processes that hold the base in pieces take as many passes each, which batches of several sizes do not; "
            "leave it out"
        )


def from_main(decision: T) -> T:
    """What the main process decided, for all: whoever decides by itself may differ by a rounding, and leave the others waiting."""
    found: list[T] = broadcast_object_list([decision])
    return found[0]


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
    """The training curve, one row a step: in `log.jsonl`, at the trackers of the accelerator, and now and then as a line.

    Rows after the checkpoint that a run resumes from are dropped.

    Args:
        folder: of the stage.
        label: `sft` or `oft`.
        total: steps of the run.
        resumed_step: the step it resumes from.
        accelerator: its processes; the main one writes.
    """

    def __init__(self, folder: Path, *, label: str, total: int, resumed_step: int, accelerator: Accelerator) -> None:
        self._journal = Journal(folder / LOG_NAME)
        self._accelerator = accelerator
        self._lines = StepLines(label, total=total, done=resumed_step)
        if accelerator.is_main_process:
            kept = [row for row in self._journal if row["step"] <= resumed_step]
            write_atomic(self._journal.path, "".join(json.dumps(row) + "\n" for row in kept).encode())

    def append(self, row: Mapping[str, Any]) -> None:
        """Adds a row, on the main process."""
        if not self._accelerator.is_main_process:
            return
        self._journal.append(row)
        numbers = {name: value for name, value in row.items() if isinstance(value, int | float) and name != "step"}
        self._accelerator.log(numbers, step=row["step"])
        shown = {name: numbers[key] for key, name in TOLD.items() if key in numbers}
        self._lines.tell(row["step"], shown, now="eval/reward" in row)
