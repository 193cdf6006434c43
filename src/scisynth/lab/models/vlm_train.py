"""Training of `lab-vlm`: all lessons of an image share its tokens, and none sees another.

    prefix      <user> and the image's tokens                   positions 0 .. 64
    lesson      question, <assistant>, reply, </s>              positions from 65 on; attends to the prefix and to itself
    blind       <user>, question, <assistant>, reply, </s>      positions from 0 on; attends to itself alone

One row of a batch is the prefix and its lessons one after the other, with a mask [B, 1, L, L] that keeps them apart. The loss is that of
as many single conversations, at about half the cost. It is the mean over the tokens of the replies (LLaVA, Liu et al. 2023, arXiv
2304.08485, section 4.2).

What a batch is follows from its rows alone, so that a killed build goes on where it stopped.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from pydantic import Field, NonNegativeInt, PositiveFloat, PositiveInt
from torch import nn
from torch.nn import functional as F
from torch.utils.data import Dataset
from transformers import LlavaForConditionalGeneration, LlavaProcessor, Trainer, TrainingArguments
from transformers.trainer_utils import get_last_checkpoint

from scisynth.core.config import Config
from scisynth.core.seeds import derive_seed
from scisynth.lab.degrade import degrade, uniform
from scisynth.training.trainer_progress import show_progress

UNTAUGHT = -100
"""Label of a token that is read, not written."""


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """A question about an image and the reply that is taught."""

    question: str
    """All the words of the user."""
    reply: str
    blind: bool = False
    """Whether it is asked without the image."""


class LessonConfig(Config):
    """AdamW with a cosine schedule."""

    batch_size: PositiveInt = 24
    """Images per step, each with all its lessons."""
    max_steps: PositiveInt = 2000
    learning_rate: PositiveFloat = 1.5e-3
    eyes_rate: PositiveFloat = 0.2
    """Learning rate of the eyes, as a fraction of that of the rest."""
    warmup_share: float = Field(0.03, ge=0, lt=1)
    weight_decay: float = Field(0.05, ge=0)
    degraded_share: float = Field(0.4, ge=0, le=1)
    """Fraction of images that are shown as a small generator might paint them."""
    checkpoint_every: NonNegativeInt = 200
    """Steps between checkpoints from which a killed build goes on; 0 = none."""


class LessonBatches(Dataset):
    """All images with their lessons; `collate` makes a batch of rows of it."""

    def __init__(
        self,
        pixels_NHWC: np.ndarray,
        lessons: Sequence[Sequence[Lesson]],
        processor: LlavaProcessor,
        *,
        pieces: tuple[str, str, str],
        degraded_share: float,
        seed: int,
    ) -> None:
        """`pieces` are the marks of user, assistant and end."""
        assert len(pixels_NHWC) == len(lessons)
        self._pixels, self._lessons = pixels_NHWC, lessons
        self._degraded_share, self._seed = degraded_share, seed
        self._tokenizer: Any = processor.tokenizer
        self._user, self._assistant, self._end = self._tokenizer.convert_tokens_to_ids(list(pieces))
        images: Any = processor.image_processor
        self._mean, self._std = (
            torch.tensor(values)[:, None, None] for values in (images.image_mean, images.image_std)
        )
        num_tokens = pixels_NHWC.shape[1] // processor.patch_size * (pixels_NHWC.shape[2] // processor.patch_size)
        self._prefix = [self._user, *[processor.image_token_id] * num_tokens]

    def __len__(self) -> int:
        return len(self._lessons)

    def __getitem__(self, row: int) -> int:
        return row

    def collate(self, rows: Sequence[int]) -> dict[str, torch.Tensor]:
        """`input_ids`, `position_ids` and `labels` [B, L], `attention_mask` [B, 1, L, L], `pixel_values` [B, 3, H, W]."""
        packed = [self._pack(self._lessons[row]) for row in rows]
        length = max(len(tokens) for tokens, *_ in packed)
        columns = [
            torch.stack([F.pad(column, (0, length - len(column)), value=fill) for column in same])
            for same, fill in zip(
                zip(*packed, strict=True), (self._tokenizer.pad_token_id, 0, UNTAUGHT, 0), strict=True
            )
        ]
        tokens, positions, labels, lesson = columns
        return {
            "input_ids": tokens,
            "position_ids": positions,
            "labels": labels,
            "attention_mask": attention_mask(lesson),
            "pixel_values": self._show(rows),
        }

    def _pack(self, lessons: Sequence[Lesson]) -> tuple[torch.Tensor, ...]:
        """Tokens, positions, labels, and number of the lesson: 0 is the prefix, and below 0 are the blind ones."""
        tokens, lesson = list(self._prefix), [0] * len(self._prefix)
        labels, positions = [UNTAUGHT] * len(self._prefix), list(range(len(self._prefix)))
        for number, one in enumerate(lessons, start=1):
            question, reply = (self._tokenizer.encode(text) for text in (one.question, one.reply))
            asked = [*([self._user] if one.blind else []), *question, self._assistant]
            told = [*reply, self._end]
            start = 0 if one.blind else len(self._prefix)
            tokens += asked + told
            labels += [UNTAUGHT] * len(asked) + told
            positions += range(start, start + len(asked) + len(told))
            lesson += [-number if one.blind else number] * (len(asked) + len(told))
        return tuple(map(torch.tensor, (tokens, positions, labels, lesson)))

    def _show(self, rows: Sequence[int]) -> torch.Tensor:
        pixels = torch.from_numpy(self._pixels[list(rows)]).permute(0, 3, 1, 2).float() / 255
        generator = torch.Generator().manual_seed(derive_seed(self._seed, "shown", *map(str, rows)))
        chosen = uniform(len(rows), generator) < self._degraded_share
        if chosen.any():
            pixels[chosen] = degrade(pixels[chosen], generator)
        return (pixels.clamp(0, 1) - self._mean) / self._std


def attention_mask(lesson_BL: torch.Tensor) -> torch.Tensor:
    """What each token may see, bool [B, 1, L, L]: what stands before it in its own lesson, and the prefix unless it is blind.

    >>> attention_mask(torch.tensor([[0, 1, 2, -3]]))[0, 0].int().tolist()
    [[1, 0, 0, 0], [1, 1, 0, 0], [1, 0, 1, 0], [0, 0, 0, 1]]
    """
    query, key = lesson_BL[:, :, None], lesson_BL[:, None, :]
    length = lesson_BL.shape[1]
    is_before = torch.ones(length, length, dtype=torch.bool).tril()
    return (((query == key) | ((key == 0) & (query >= 0))) & is_before)[:, None]


class LessonTrainee(nn.Module):
    """The model with the loss of a batch, which computes the words of the replies alone: a fifth of all tokens.

    LLaVA is stored under other names than its modules have, which Trainer does not undo when it resumes; a module of our own is.
    """

    # Trainer asks every model it resumes for this when names are missing from a checkpoint.
    _keys_to_ignore_on_save: Sequence[str] | None = None

    def __init__(self, model: LlavaForConditionalGeneration) -> None:
        super().__init__()
        self.model = model

    def forward(self, labels: torch.Tensor, **inputs: torch.Tensor) -> dict[str, torch.Tensor]:
        """The mean loss of the taught tokens."""
        due = labels[:, 1:]
        told = due != UNTAUGHT
        hidden: torch.Tensor = self.model.model(**inputs).last_hidden_state[:, :-1]
        return {"loss": F.cross_entropy(self.model.lm_head(hidden[told]).float(), due[told])}

    def state_dict(self, *args: Any, **kwargs: Any) -> dict[str, Any]:  # type: ignore[override]
        """Without the head, which is the embedding: safetensors stores no tensor twice."""
        state: dict[str, Any] = super().state_dict(*args, **kwargs)
        return {name: value for name, value in state.items() if not name.endswith("lm_head.weight")}


def train_on_lessons(
    model: LlavaForConditionalGeneration,
    batches: LessonBatches,
    config: LessonConfig,
    folder: Path,
    *,
    bf16: bool,
    seed: int,
) -> list[float]:
    """Trains in place, from the last checkpoint in `folder` if there is one; returns the logged losses."""
    eyes = list(model.model.vision_tower.parameters())
    seeing = {id(parameter) for parameter in eyes}
    rest = [parameter for parameter in model.parameters() if id(parameter) not in seeing]
    groups: list[dict[str, Any]] = [{"params": rest}, {"params": eyes, "lr": config.eyes_rate * config.learning_rate}]
    optimizer = torch.optim.AdamW(
        groups,
        lr=config.learning_rate,
        betas=(0.9, 0.98),
        weight_decay=config.weight_decay,
    )
    trainer = Trainer(
        model=LessonTrainee(model),
        args=TrainingArguments(
            output_dir=str(folder),
            per_device_train_batch_size=config.batch_size,
            max_steps=config.max_steps,
            learning_rate=config.learning_rate,
            warmup_steps=round(config.max_steps * config.warmup_share),
            lr_scheduler_type="cosine",
            max_grad_norm=1.0,
            bf16=bf16,
            disable_tqdm=True,
            logging_steps=min(50, config.max_steps),
            save_strategy="steps" if config.checkpoint_every else "no",
            save_steps=config.checkpoint_every or config.max_steps,
            save_total_limit=1,
            report_to="none",
            remove_unused_columns=False,
            seed=seed,
            use_cpu=not torch.cuda.is_available(),
        ),
        train_dataset=batches,
        data_collator=batches.collate,
        optimizers=(optimizer, None),
    )
    show_progress(trainer, "lab-vlm")
    trainer.train(resume_from_checkpoint=get_last_checkpoint(str(folder)) if folder.is_dir() else None)
    model.cpu().eval()
    return [row["loss"] for row in trainer.state.log_history if "loss" in row]
