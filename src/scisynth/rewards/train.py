"""Training SciScore on `transformers.Trainer`: any CLIP folder or hub id, one process or many.

The step count, not the epoch, is the unit; `batch_size` counts tuples per optimiser step over all processes, so that
`accelerate launch` with two processes computes the same update as one. The checkpoint kept is the one with the lowest
loss on the *validation* split; test splits are never read here.

Not covered: other architectures than CLIP (SigLIP and VLM heads come with the judges), ZeRO.
"""

import math
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from pydantic import NonNegativeFloat, NonNegativeInt, PositiveFloat, PositiveInt
from safetensors import SafetensorError
from transformers import CLIPModel, TrainerCallback, TrainingArguments, set_seed

from scisynth.core.config import Config
from scisynth.core.errors import ConfigError, DataError, ModelError, StorageError, one_line
from scisynth.core.progress import say
from scisynth.core.records import ContrastTuple
from scisynth.core.store import storage_errors, write_atomic
from scisynth.core.trained_on import TrainedOn, read_trained_on
from scisynth.rewards.checkpoint import load_clip
from scisynth.rewards.schedule import PixelCache, TupleItems
from scisynth.rewards.trainer import Collator, SciScoreTrainer, TrainableClip
from scisynth.training.curve import LOG_NAME, CurveRow
from scisynth.training.precision import has_fast_bfloat16
from scisynth.training.trainer_progress import KeepCurve, show_progress

COMPLETE = "COMPLETE"
"""Written last into a checkpoint; a folder without it was torn by a kill and is never resumed."""


class RewardConfig(Config):
    """How SciScore is trained. The defaults suit a CLIP-H; `pipelines.reward.config` holds the lab's."""

    base: str = "laion/CLIP-ViT-H-14-laion2B-s32B-b79K"
    """Base model: lab-clip, a CLIP folder, or a hub id."""
    iee_weight: NonNegativeFloat = 0.25
    """Weight lambda of the IEE loss term (implicit and explicit prompts)."""
    learning_rate: PositiveFloat = 2e-6
    """Learning rate of AdamW."""
    weight_decay: NonNegativeFloat = 0.3
    """Weight decay of matrices; none on biases, norms and the logit scale."""
    batch_size: PositiveInt = 64
    """Tuples per optimizer step, over all processes and accumulation steps."""
    gradient_accumulation_steps: PositiveInt = 1
    """Forward passes per optimizer step."""
    max_steps: PositiveInt = 600
    """Optimizer steps."""
    warmup_steps: NonNegativeInt = 150
    """Steps of linear warm-up."""
    max_grad_norm: PositiveFloat = 1.0
    """Gradients are clipped to this norm."""
    eval_every: PositiveInt = 50
    """Steps between validations, each with a checkpoint."""
    log_every: PositiveInt = 10
    """Steps between log rows."""
    bf16: bool | None = None
    """Matrix products in bfloat16. None: where the hardware supports it."""
    train_logit_scale: bool = False
    """Train the logit scale, too. If not, scores stay comparable between runs from one base."""
    num_workers: NonNegativeInt = 0
    """Processes that load data. 0: in this process."""


def train_reward(
    config: RewardConfig,
    train_tuples: Sequence[ContrastTuple],
    val_tuples: Sequence[ContrastTuple],
    folder: Path,
    *,
    seed: int,
) -> Path:
    """Trains from `config.base`, resuming what an earlier run left in `folder`; returns the checkpoint folder.

    Raises:
        DataError: no usable tuple in a split.
        ModelError: the base is not a CLIP checkpoint, or no validation loss was finite.
        StorageError: the disk refused a checkpoint; earlier ones are safe.
    """
    # Trainer keeps the best checkpoint's path in its state: it must not depend on where a command was typed.
    folder = folder.resolve()
    if is_trained(folder):
        return folder
    train, val = _usable(train_tuples, "train"), _usable(val_tuples, "val")
    set_seed(seed)
    checkpoint = load_clip(config.base, model_class=TrainableClip)
    model = checkpoint.model
    assert isinstance(model, TrainableClip)
    model.iee_weight = config.iee_weight
    model.logit_scale.requires_grad_(config.train_logit_scale)
    cache = PixelCache(checkpoint.preprocess)
    trainer = SciScoreTrainer(
        model=model,
        args=_arguments(config, folder, seed),
        train_dataset=TupleItems(train, cache, num_items=config.max_steps * config.batch_size, seed=seed),
        eval_dataset=TupleItems(val, PixelCache(checkpoint.preprocess), num_items=len(val), seed=seed, shuffle=False),
        data_collator=Collator(checkpoint.tokenizer, checkpoint.preprocess),
        callbacks=[_FindBest(), _MarkComplete(), KeepCurve(folder / LOG_NAME, _curve_row)],
    )
    show_progress(trainer, "reward")
    with _disk_errors(folder):
        trainer.train(resume_from_checkpoint=_last_checkpoint(folder))
        if not any(math.isfinite(row.get("eval_loss", math.nan)) for row in trainer.state.log_history):
            raise ModelError(
                f"{folder}: training diverged, no validation loss is finite; lower reward.learning_rate and choose "
                "another --out"
            )
        if trainer.is_world_process_zero():
            rows = [(item.law, item.subject) for item in train]
            TrainedOn.of(rows, base=read_trained_on(config.base), has_base=True).write(folder)
            _save_plain_clip(model, config.base, folder)
        trainer.accelerator.wait_for_everyone()
    return folder


def is_trained(folder: Path) -> bool:
    """Whether a folder holds a finished training."""
    return (folder / COMPLETE).exists()


def best_row(log: Sequence[CurveRow]) -> CurveRow:
    """The row of a training curve with the lowest validation loss; empty where there is none."""
    rows = [row for row in log if row.get("val_loss") is not None]
    return min(rows, key=lambda row: row["val_loss"], default={})


def _usable(tuples: Sequence[ContrastTuple], split: str) -> list[ContrastTuple]:
    usable = [item for item in tuples if item.status == "ok"]
    if not usable:
        raise DataError(f"expected tuples in the {split} split, got {len(tuples)} rows of which none is usable")
    if len(usable) < len(tuples):
        say(f"{split}: {len(tuples) - len(usable)} of {len(tuples)} tuples are broken and left out; see `tuples check`")
    return usable


def _arguments(config: RewardConfig, folder: Path, seed: int) -> TrainingArguments:
    processes = int(os.environ.get("WORLD_SIZE", "1"))
    share = processes * config.gradient_accumulation_steps
    if config.batch_size % share:
        raise ConfigError(
            f"setting 'batch_size': expected a multiple of {share} (processes x accumulation steps), "
            f"got {config.batch_size}"
        )
    return TrainingArguments(
        output_dir=str(folder / "checkpoints"),
        per_device_train_batch_size=config.batch_size // share,
        per_device_eval_batch_size=max(1, config.batch_size // processes),
        gradient_accumulation_steps=config.gradient_accumulation_steps,
        learning_rate=config.learning_rate,
        weight_decay=config.weight_decay,
        max_grad_norm=config.max_grad_norm,
        max_steps=config.max_steps,
        warmup_steps=config.warmup_steps,
        lr_scheduler_type="linear",
        bf16=has_fast_bfloat16() if config.bf16 is None else config.bf16,
        eval_strategy="steps",
        eval_steps=config.eval_every,
        save_strategy="steps",
        save_steps=config.eval_every,
        save_total_limit=2,
        load_best_model_at_end=True,
        metric_for_best_model="loss",
        greater_is_better=False,
        logging_steps=config.log_every,
        logging_nan_inf_filter=False,
        dataloader_num_workers=config.num_workers,
        remove_unused_columns=False,
        label_names=[],
        report_to="none",
        disable_tqdm=True,
        seed=seed,
        data_seed=seed,
        use_cpu=not torch.cuda.is_available(),
    )


def _last_checkpoint(folder: Path) -> str | None:
    whole = [path.parent for path in folder.glob(f"checkpoints/checkpoint-*/{COMPLETE}")]
    return str(max(whole, key=lambda path: int(path.name.split("-")[1]))) if whole else None


def _save_plain_clip(model: CLIPModel, base: str, folder: Path) -> None:
    """The best weights as a plain `CLIPModel` folder: whoever loads it needs nothing of ours."""
    plain = load_clip(base)
    plain.model.load_state_dict(model.state_dict())
    plain.save(folder)
    write_atomic(folder / COMPLETE, b"")


class _FindBest(TrainerCallback):
    """Points a resumed run at its best checkpoint by step; the folder may have been moved since the path was kept."""

    def on_train_begin(self, args: TrainingArguments, state: Any, control: Any, **_: Any) -> None:
        if state.best_global_step:
            state.best_model_checkpoint = str(Path(str(args.output_dir)) / f"checkpoint-{state.best_global_step}")


class _MarkComplete(TrainerCallback):
    """Marks a checkpoint as whole once everything in it is written."""

    def on_save(self, args: TrainingArguments, state: Any, control: Any, **_: Any) -> None:
        if state.is_world_process_zero:
            write_atomic(Path(str(args.output_dir)) / f"checkpoint-{state.global_step}" / COMPLETE, b"")


def _curve_row(row: dict[str, Any]) -> dict[str, Any]:
    """Trainer's names to ours; what is not finite is None. Without timings, so that a resumed run writes the same curve."""
    names = {
        "step": "step",
        "loss": "loss",
        "learning_rate": "learning_rate",
        "grad_norm": "grad_norm",
        "eval_loss": "val_loss",
        "eval_accuracy": "val_accuracy",
    }
    # In our order: a history read back from a checkpoint comes sorted by key.
    return {
        ours: row[theirs] if math.isfinite(row[theirs]) else None for theirs, ours in names.items() if theirs in row
    }


@contextmanager
def _disk_errors(folder: Path) -> Iterator[None]:
    """`storage_errors` for writers that wrap the system's refusal in errors of their own."""
    with storage_errors(folder):
        try:
            yield
        except (SafetensorError, RuntimeError) as error:
            if isinstance(error, RuntimeError) and "PytorchStreamWriter" not in str(error):
                raise
            raise StorageError(
                f"{folder}: a checkpoint cannot be written ({one_line(error, 120)}); earlier ones are safe, "
                "make room and run the same command again"
            ) from None
