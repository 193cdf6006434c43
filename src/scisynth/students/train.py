"""Training of a student by TRL: `SFTTrainer` on replies, `GRPOTrainer` on rewards, both with LoRA of `peft`.

    SFT     the loss is of the completion alone; nothing is cut (`max_length=None`), since a cut would drop image tokens
    GRPO    group-relative advantages (Shao et al. 2024, arXiv 2402.03300); token-level loss, clip-higher and the length mask
            of DAPO (Yu et al. 2025, arXiv 2503.14476) are options

The vision tower keeps its weights unless `train_vision` is set. Rows are those of `student export`, so what trains here trains
elsewhere. A killed run resumes from its last whole checkpoint with the same loss.
"""

import math
import os
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from scisynth.core.errors import ConfigError, ModelError
from scisynth.core.store import storage_errors, write_atomic
from scisynth.students.model import VISION_PARTS, Student, load_student
from scisynth.students.reward import trl_reward
from scisynth.students.settings import GrpoTraining, SftTraining, StudentTraining
from scisynth.training.curve import LOG_NAME
from scisynth.training.precision import wants_bfloat16
from scisynth.training.trainer_progress import KeepCurve, show_progress

ADAPTER, CHECKPOINTS, COMPLETE = "adapter", "checkpoints", "COMPLETE"
UNTOLD = ("_time", "_runtime", "_per_second", "total_flos")
"""Ends of the names of numbers that differ from run to run, and are not kept in the curve."""


def train_sft(config: SftTraining, rows: Path, folder: Path, *, seed: int) -> Path:
    """Fine-tunes on the Parquet files of `student export --format trl-sft`; returns the folder of the adapter."""
    from trl import SFTConfig, SFTTrainer

    def build(student: Student, data: Any, options: dict[str, Any]) -> Any:
        return SFTTrainer(
            model=student.model,
            args=SFTConfig(**options, max_length=None),
            train_dataset=data,
            processing_class=student.processor,
            peft_config=_lora(config),
        )

    return _train(config, rows, folder, build, seed=seed, label="student sft")


def train_grpo(config: GrpoTraining, rows: Path, folder: Path, *, seed: int) -> Path:
    """Trains by rewards on the Parquet files of `student export --format trl-grpo`; returns the folder of the adapter."""
    from trl import GRPOConfig, GRPOTrainer

    if config.batch_size % config.num_generations:
        raise ConfigError(
            f"setting 'batch_size': expected a multiple of num_generations ({config.num_generations}), got {config.batch_size}"
        )

    def build(student: Student, data: Any, options: dict[str, Any]) -> Any:
        vllm: dict[str, Any] = {"use_vllm": True, "vllm_mode": config.vllm} if config.vllm else {}
        arguments = GRPOConfig(
            **options,
            **vllm,
            num_generations=config.num_generations,
            max_completion_length=config.max_completion_length,
            temperature=config.temperature,
            loss_type=config.loss,
            epsilon_high=config.epsilon_high,
            beta=config.beta,
            mask_truncated_completions=config.mask_truncated,
        )
        return GRPOTrainer(
            model=student.model,
            reward_funcs=trl_reward,
            args=arguments,
            train_dataset=data,
            processing_class=student.processor,
            peft_config=_lora(config),
        )

    return _train(config, rows, folder, build, seed=seed, label="student grpo")


Build = Callable[[Student, Any, dict[str, Any]], Any]


def _train(config: StudentTraining, rows: Path, folder: Path, build: Build, *, seed: int, label: str) -> Path:
    """The common course: load, train from the last whole checkpoint, keep curve and adapter."""
    from datasets import Dataset, disable_progress_bars
    from transformers import set_seed

    folder = folder.resolve()
    adapter = folder / ADAPTER
    if (folder / COMPLETE).exists():
        return adapter
    set_seed(seed)
    student = load_student(config.model, config.revision, min_pixels=config.min_pixels, max_pixels=config.max_pixels)
    disable_progress_bars()
    data = Dataset.from_parquet(str(rows), cache_dir=str(folder / "cache"))
    with storage_errors(folder), warnings.catch_warnings():
        # Names that transformers deprecates and TRL still uses.
        warnings.filterwarnings("ignore", category=FutureWarning, message=".*gradient_checkpointing.*")
        trainer = build(student, data, _options(config, folder, seed))
        trainer.add_callback(KeepCurve(folder / LOG_NAME, curve_row))
        show_progress(trainer, label)
        trainer.train(resume_from_checkpoint=_last_checkpoint(folder))
        losses = [row["loss"] for row in trainer.state.log_history if "loss" in row]
        if not all(map(math.isfinite, losses)):
            raise ModelError(
                f"{folder}: training diverged, a loss is not finite; lower learning_rate and choose another --out"
            )
        if trainer.is_world_process_zero():
            trainer.save_model(str(adapter))
            write_atomic(folder / COMPLETE, b"")
    trainer.accelerator.wait_for_everyone()
    return adapter


def _options(config: StudentTraining, folder: Path, seed: int) -> dict[str, Any]:
    import torch

    fraction = int(os.environ.get("WORLD_SIZE", "1")) * config.gradient_accumulation_steps
    if config.batch_size % fraction:
        raise ConfigError(
            f"setting 'batch_size': expected a multiple of {fraction} (processes x accumulation steps), got {config.batch_size}"
        )
    return {
        "output_dir": str(folder / CHECKPOINTS),
        "max_steps": config.max_steps,
        "per_device_train_batch_size": config.batch_size // fraction,
        "gradient_accumulation_steps": config.gradient_accumulation_steps,
        "learning_rate": config.learning_rate,
        "warmup_steps": config.warmup_steps,
        "bf16": wants_bfloat16(config.bf16),
        "gradient_checkpointing": config.gradient_checkpointing,
        "save_strategy": "steps",
        "save_steps": config.save_every,
        "save_total_limit": 2,
        "logging_steps": config.log_every,
        "report_to": config.tracker,
        "disable_tqdm": True,
        "seed": seed,
        "data_seed": seed,
        "use_cpu": not torch.cuda.is_available(),
    }


def _lora(config: StudentTraining) -> Any:
    from peft import LoraConfig

    return LoraConfig(
        r=config.lora_rank,
        lora_alpha=config.lora_alpha,
        target_modules="all-linear",
        exclude_modules=None if config.train_vision else VISION_PARTS,
        task_type="CAUSAL_LM",
    )


def _last_checkpoint(folder: Path) -> str | None:
    """The last checkpoint whose state was written, which Trainer does last; one torn by a kill is passed over."""
    whole = [path.parent for path in (folder / CHECKPOINTS).glob("checkpoint-*/trainer_state.json")]
    return str(max(whole, key=lambda path: int(path.name.partition("-")[2]))) if whole else None


def curve_row(row: dict[str, Any]) -> dict[str, Any]:
    """Trainer's numbers without timings; what is not finite is None, and `step` comes first."""
    kept = {
        name: value if not isinstance(value, float) or math.isfinite(value) else None
        for name, value in sorted(row.items())
        if not name.endswith(UNTOLD) and name not in ("step", "epoch")
    }
    return {"step": row["step"], **kept}
