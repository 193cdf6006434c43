"""Dynamic sampling of DAPO (Yu et al. 2025, arXiv 2503.14476, section 3.2): groups whose answers all earn the same teach nothing.

The advantage of every answer in such a group is 0, so a batch with many of them has a small gradient that is mostly noise. Further batches
of prompts are drawn, and their groups with differing rewards take the places of those without, until no place is left or `max_batches`
were drawn. What is still without variance then stays, with advantage 0.

Logged: `dynamic_sampling/batches` (batches drawn in addition) and `dynamic_sampling/empty` (fraction of groups without variance that stay).
`reward` is the mean over all batches drawn, so it stays an estimate of the policy's accuracy on the data.
"""

from collections.abc import Sequence
from random import Random
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import pad
from trl import GRPOTrainer
from trl.trainer.utils import split_pixel_values_by_grid, unsplit_pixel_values_by_grid

from scisynth.core.errors import ConfigError
from scisynth.core.seeds import derive_seed

Batch = dict[str, Any]
LEFT_PADDED = ("prompt_ids", "prompt_mask")
RIGHT_PADDED = (
    "completion_ids", "completion_mask", "old_per_token_logps", "ref_per_token_logps", "sampling_per_token_logps",
    "importance_sampling_ratio",
)  # fmt: skip
SPANNING = ("token_type_ids", "mm_token_type_ids")
"""Columns of the prompt, padded on the left, then of the completion, padded on the right."""


class DynamicSamplingTrainer(GRPOTrainer):
    """`GRPOTrainer` that draws again for groups without variance.

    Args:
        max_batches: drawn at most in addition, per optimizer step.
        arguments: of `GRPOTrainer`.

    Raises:
        ConfigError: a group would be spread over processes.
    """

    def __init__(self, *, max_batches: int, **arguments: Any) -> None:
        super().__init__(**arguments)
        settings: Any = self.args
        self._max_batches = max_batches
        self._group_size: int = settings.num_generations
        tokenizer: Any = self._tokenizer
        self._pad_token_id: int = tokenizer.pad_token_id
        self._data: Any = self.train_dataset
        rows = settings.per_device_train_batch_size * settings.steps_per_generation
        if rows % self._group_size:
            raise ConfigError(
                f"setting 'dynamic_sampling': expected whole groups of {self._group_size} answers in each process, "
                f"got {rows} answers; raise batch_size"
            )

    def _generate_and_score_completions(self, inputs: list[Batch]) -> Batch:
        made: Batch = super()._generate_and_score_completions(inputs)
        if self.model is None or not self.model.training:
            return made
        drawn = 0
        while drawn < self._max_batches and self._anywhere(self._empty_groups(made)):
            more: Batch = super()._generate_and_score_completions(self._fresh(len(inputs), drawn))
            drawn += 1
            empty = self._empty_groups(made)
            useful = [
                group for group in range(len(inputs) // self._group_size) if group not in self._empty_groups(more)
            ]
            taken = dict(zip(empty, useful, strict=False))
            made = merge_groups(made, more, taken, self._group_size, self._pad_token_id)
        if drawn:
            made["num_items_in_batch"] = self.accelerator.gather(made["completion_mask"].sum()).sum()
        left = len(self._empty_groups(made)) * self._group_size / len(inputs)
        self._metrics["train"]["dynamic_sampling/batches"].append(float(drawn))
        self._metrics["train"]["dynamic_sampling/empty"].append(left)
        return made

    def _empty_groups(self, made: Batch) -> list[int]:
        """Groups of this process in which no answer has an advantage."""
        has_variance = (made["advantages"].view(-1, self._group_size).abs() > 0).any(dim=1)
        return [group for group, useful in enumerate(has_variance.tolist()) if not useful]

    def _anywhere(self, groups: Sequence[int]) -> bool:
        """Whether any process has such groups: all of them have to draw together."""
        count = torch.tensor([len(groups)], device=self.accelerator.device)
        return bool(self.accelerator.gather(count).sum() > 0)

    def _fresh(self, num_rows: int, drawn: int) -> list[Batch]:
        """Prompts of this process for a further batch, each as often as a group is large; the same after a resume."""
        seed = derive_seed(
            "dynamic sampling", self.args.seed, self.state.global_step, drawn, self.accelerator.process_index
        )
        places = Random(seed).sample(range(len(self._data)), k=min(num_rows, len(self._data)))
        num_groups = num_rows // self._group_size
        chosen = [places[number % len(places)] for number in range(num_groups)]
        return [self._data[place] for place in chosen for _ in range(self._group_size)]


def merge_groups(made: Batch, more: Batch, taken: dict[int, int], group_size: int, pad_token_id: int) -> Batch:
    """`made`, with some groups of `more` in the places of its own.

    Args:
        made, more: what `GRPOTrainer` makes of a batch: tensors with a row an answer, and pixels.
        taken: group of `made` to the group of `more` that takes its place.
        group_size: answers in a group.
        pad_token_id: of the tokenizer.
    """
    if not taken:
        return made
    both: tuple[Batch, ...] = tuple(map(split_pixel_values_by_grid, (made, more)))
    made, more = both
    picks = [
        (more, taken[row // group_size] * group_size + row % group_size) if row // group_size in taken else (made, row)
        for row in range(len(made["advantages"]))
    ]
    widths = {name: max(batch[name].shape[1] for batch in both) for name in ("prompt_ids", "completion_ids")}
    merged: Batch = {}
    for name, value in made.items():
        if isinstance(value, Tensor) and not value.dim():
            merged[name] = value
            continue
        rows = [_widened(name, batch[name][row], batch, widths, pad_token_id) for batch, row in picks]
        merged[name] = torch.stack(rows) if isinstance(value, Tensor) else rows
    found: Batch = unsplit_pixel_values_by_grid(merged)
    return found


def _widened(name: str, row: Any, batch: Batch, widths: dict[str, int], pad_token_id: int) -> Any:
    """A row as wide as those of the other batch: prompts are padded on the left, completions on the right."""
    left, right = (widths[part] - batch[part].shape[1] for part in ("prompt_ids", "completion_ids"))
    value = pad_token_id if name in ("prompt_ids", "completion_ids") else 0
    if name in LEFT_PADDED:
        return pad(row, (left, 0), value=value)
    if name in SPANNING:
        return pad(row, (left, right))
    return pad(row, (0, right), value=value) if name in RIGHT_PADDED and len(row) > 1 else row
