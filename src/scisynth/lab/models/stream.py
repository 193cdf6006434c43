"""Training a network of the lab on drawn images, which are changed again each time they come up.

A `TrainingStream` holds all images and makes the batches: `transformers.Trainer` deals row numbers out, `collate` turns them into
tensors. Whatever is random in a batch comes from the stream's own generator, so one seed gives one sequence of batches.
"""

import shutil
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path

import torch
from pydantic import Field, NonNegativeInt, PositiveFloat, PositiveInt
from torch import nn
from torch.utils.data import Dataset
from transformers import Trainer, TrainingArguments

from scisynth.core.config import Config
from scisynth.lab.models.muon import Muon
from scisynth.training.trainer_progress import show_progress


class StreamConfig(Config):
    """Muon with a cosine schedule, a twentieth of it warm-up."""

    batch_size: PositiveInt
    """Images per step."""
    max_steps: PositiveInt
    weight_decay: float = Field(ge=0)
    learning_rate: PositiveFloat = 2e-3
    workers: NonNegativeInt = 2
    """Processes that draw the images; 0 draws in this one. It changes the time, never the result."""


class TrainingStream(Dataset, ABC):
    """Batches of `num_rows` images; a subclass says what a batch is."""

    def __init__(self, num_rows: int, seed: int) -> None:
        self.generator = torch.Generator().manual_seed(seed)
        self._num_rows = num_rows

    def __len__(self) -> int:
        return self._num_rows

    def __getitem__(self, row: int) -> int:
        return row

    @abstractmethod
    def collate(self, rows: Sequence[int]) -> dict[str, torch.Tensor]:
        """The model's arguments for these rows, as they are changed this time."""


def train_on_stream(
    model: nn.Module,
    stream: TrainingStream,
    config: StreamConfig,
    folder: Path,
    *,
    label: str,
    seed: int,
    bf16: bool = False,
) -> None:
    """Trains the model, whose forward pass gives a `loss`, and leaves it on the CPU in evaluation mode.

    Args:
        model: what is trained, in place.
        stream: where its batches come from.
        config: steps and optimiser.
        folder: holds Trainer's own folder while training.
        label: of the progress bar.
        seed: of the order of rows.
        bf16: whether matrix products are in bfloat16.
    """
    trainer = Trainer(
        model=model,
        args=TrainingArguments(
            output_dir=str(folder / "checkpoints"),
            per_device_train_batch_size=config.batch_size,
            max_steps=config.max_steps,
            learning_rate=config.learning_rate,
            weight_decay=config.weight_decay,
            warmup_steps=config.max_steps // 20,
            lr_scheduler_type="cosine",
            max_grad_norm=1.0,
            bf16=bf16,
            disable_tqdm=True,
            logging_steps=100,
            save_strategy="no",
            report_to="none",
            remove_unused_columns=False,
            seed=seed,
            use_cpu=not torch.cuda.is_available(),
        ),
        train_dataset=stream,
        data_collator=stream.collate,
        optimizer_cls_and_kwargs=(Muon, {"lr": config.learning_rate}),
    )
    show_progress(trainer, label)
    trainer.train()
    model.cpu().eval()
    shutil.rmtree(folder / "checkpoints", ignore_errors=True)
