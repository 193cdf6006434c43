"""Training of a student by TRL: `SFTTrainer` on replies, `GRPOTrainer` on rewards, both with LoRA of `peft`.

    SFT     the loss is of the completion alone; nothing is cut (`max_length=None`), since a cut would drop image tokens
    GRPO    group-relative advantages (Shao et al. 2024, arXiv 2402.03300); token-level loss, clip-higher, dynamic sampling and
            the length mask of DAPO (Yu et al. 2025, arXiv 2503.14476) are options

The vision tower keeps its weights unless `train_vision` is set. Rows are those of `student export`, so what trains here trains
elsewhere. With validation items the adapter is that of the best evaluation: the lowest loss (SFT) or the highest reward (GRPO).
A killed run resumes from its last whole checkpoint with the same loss.
"""

import json
import math
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from scisynth.core.errors import ConfigError, DivergedError
from scisynth.core.store import storage_errors, write_json
from scisynth.students.items import TrainingItem
from scisynth.students.model import ADAPTER, VISION_PARTS, Student, load_adapter, load_student
from scisynth.students.reward import trl_reward
from scisynth.students.settings import GrpoTraining, SftTraining, StudentTraining
from scisynth.training.curve import LOG_NAME
from scisynth.training.precision import wants_bfloat16
from scisynth.training.processes import num_processes
from scisynth.training.trainer_progress import KeepCurve, show_progress

CHECKPOINTS, COMPLETE = "checkpoints", "COMPLETE"
UNTOLD = ("_time", "_runtime", "_per_second", "total_flos")
"""Ends of the names of numbers that differ from run to run, and are not kept in the curve."""


@dataclass(frozen=True, kw_only=True)
class Material:
    """What a training reads: files of `student export`, and items of which it keeps the replies."""

    train: Path
    val: Path | None = None
    """Rows that the training never learns from, by which the best adapter is chosen."""
    samples: Sequence[TrainingItem] = ()
    """Validation items whose reply is kept at each evaluation."""
    images: Path = Path()
    """Folder below which their images lie."""
    publish: Callable[[Path], None] = lambda folder: None
    """Told the folder of samples after each evaluation."""


def train_sft(config: SftTraining, material: Material, folder: Path, *, seed: int) -> Path:
    """Fine-tunes on the Parquet files of `student export --format trl-sft`; returns the folder of the adapter."""
    from trl import SFTConfig, SFTTrainer

    def build(student: Student, data: Mapping[str, Any], options: dict[str, Any]) -> Any:
        return SFTTrainer(
            **_trained(config, student),
            args=SFTConfig(**options, max_length=None),
            train_dataset=data["train"],
            eval_dataset=data.get("val"),
            processing_class=student.processor,
        )

    return _train(config, material, folder, build, seed=seed, label="student sft", best="loss")


def train_grpo(config: GrpoTraining, material: Material, folder: Path, *, seed: int) -> Path:
    """Trains by rewards on the Parquet files of `student export --format trl-grpo`; returns the folder of the adapter."""
    from trl import GRPOConfig, GRPOTrainer

    from scisynth.students.watch import WatchRewards

    if config.batch_size % config.num_generations:
        raise ConfigError(
            f"setting 'batch_size': expected a multiple of num_generations ({config.num_generations}), got {config.batch_size}"
        )
    vllm, steps = _vllm(config), _steps_per_generation(config)

    def build(student: Student, data: Mapping[str, Any], options: dict[str, Any]) -> Any:
        arguments = GRPOConfig(
            **{**options, **vllm, "per_device_eval_batch_size": config.num_generations},
            steps_per_generation=steps,
            num_generations=config.num_generations,
            max_completion_length=config.max_completion_length,
            temperature=config.temperature,
            loss_type=config.loss,
            scale_rewards=config.scale_rewards,
            epsilon=config.epsilon,
            epsilon_high=config.epsilon_high,
            beta=config.beta,
            mask_truncated_completions=config.mask_truncated,
        )
        parts = {
            **_trained(config, student),
            "reward_funcs": trl_reward,
            "args": arguments,
            "train_dataset": data["train"],
            "eval_dataset": data.get("val"),
            "processing_class": student.processor,
        }
        parts["callbacks"] = [WatchRewards()]
        if not config.dynamic_sampling:
            return GRPOTrainer(**parts)
        from scisynth.students.dynamic_sampling import DynamicSamplingTrainer

        return DynamicSamplingTrainer(max_batches=config.dynamic_sampling, **parts)

    return _train(config, material, folder, build, seed=seed, label="student grpo", best="reward")


def _steps_per_generation(config: GrpoTraining) -> int | None:
    """Forward passes of training that one round of generation serves; None: all of an optimizer step."""
    if not config.answers_at_once:
        return None
    share = config.batch_size // config.gradient_accumulation_steps
    if config.answers_at_once % config.num_generations or config.answers_at_once % share:
        raise ConfigError(
            f"setting 'answers_at_once': expected a multiple of num_generations ({config.num_generations}) and of the answers of a "
            f"forward pass ({share}), got {config.answers_at_once}"
        )
    return config.answers_at_once // share


def _vllm(config: GrpoTraining) -> dict[str, Any]:
    """Arguments of TRL for vLLM."""
    if config.vllm == "none":
        return {}
    if not find_spec("vllm"):
        raise ConfigError(
            f"setting 'vllm': expected vllm for {config.vllm!r}, it is not installed; pip install 'trl[vllm]', or set it to "
            "none to generate with transformers"
        )
    shared = {"use_vllm": True, "vllm_mode": config.vllm}
    if config.vllm == "server":
        return {**shared, "vllm_server_base_url": config.vllm_server}
    return {**shared, "vllm_gpu_memory_utilization": config.vllm_memory}


Build = Callable[[Student, Mapping[str, Any], dict[str, Any]], Any]


def _train(
    config: StudentTraining, material: Material, folder: Path, build: Build, *, seed: int, label: str, best: str
) -> Path:
    """The common course: load, train from the last whole checkpoint, keep curve and adapter."""
    from transformers import set_seed

    folder = folder.resolve()
    adapter = folder / ADAPTER
    if (folder / COMPLETE).exists():
        return adapter
    options = _options(config, folder, seed) | _evaluation(config, material, best)
    set_seed(seed)
    student = load_student(
        config.model,
        config.revision,
        min_pixels=config.min_pixels,
        max_pixels=config.max_pixels,
        quantize=config.quantize,
    )
    data = _read_rows(material, folder)
    with storage_errors(folder), warnings.catch_warnings():
        # Names that transformers deprecates and TRL still uses.
        warnings.filterwarnings("ignore", category=FutureWarning, message=".*gradient_checkpointing.*")
        trainer = build(student, data, options)
        trainer.add_callback(KeepCurve(folder / LOG_NAME, curve_row))
        if material.samples:
            _keep_samples(trainer, config, material, folder)
        show_progress(trainer, label)
        trainer.train(resume_from_checkpoint=_last_checkpoint(folder))
        losses = [row["loss"] for row in trainer.state.log_history if "loss" in row]
        if not all(map(math.isfinite, losses)):
            raise DivergedError(
                f"{folder}: training diverged, a loss is not finite; lower learning_rate and choose another --out"
            )
        # Every process: the weights of a sharded model are gathered from all of them.
        trainer.save_model(str(adapter))
        if trainer.is_world_process_zero():
            write_json(folder / COMPLETE, _best(trainer.state, best))
    trainer.accelerator.wait_for_everyone()
    return adapter


def _read_rows(material: Material, folder: Path) -> dict[str, Any]:
    from datasets import Dataset, disable_progress_bars

    disable_progress_bars()
    files = {"train": material.train, "val": material.val}
    return {
        name: Dataset.from_parquet(str(path), cache_dir=str(folder / "cache")) for name, path in files.items() if path
    }


def _keep_samples(trainer: Any, config: StudentTraining, material: Material, folder: Path) -> None:
    from scisynth.students.samples import KeepSamples

    callback = KeepSamples(folder, material.samples, material.images, config.sample_tokens, material.publish)
    callback.trainer = trainer
    trainer.add_callback(callback)


def _best(state: Any, metric: str) -> dict[str, Any]:
    """Which step gave the adapter: the one of the best evaluation, or the last."""
    if state.best_metric is None:
        return {"step": state.global_step, "metric": None, "value": None}
    return {"step": state.best_global_step, "metric": f"eval_{metric}", "value": state.best_metric}


def best_of(folder: Path) -> dict[str, Any]:
    """`step`, `metric` and `value` of the evaluation that gave the adapter; metric None: the last step."""
    found: dict[str, Any] = json.loads((folder / COMPLETE).read_bytes() or b"{}")
    return found


def _evaluation(config: StudentTraining, material: Material, best: str) -> dict[str, Any]:
    """Arguments of Trainer for evaluations, after which the best checkpoint gives the adapter."""
    if not (config.eval_every and material.val):
        return {}
    if config.save_every % config.eval_every:
        raise ConfigError(
            f"setting 'save_every': expected a multiple of eval_every ({config.eval_every}), got {config.save_every}"
        )
    return {
        "eval_strategy": "steps",
        "eval_steps": config.eval_every,
        "load_best_model_at_end": True,
        "metric_for_best_model": f"eval_{best}",
        "greater_is_better": best == "reward",
    }


def _options(config: StudentTraining, folder: Path, seed: int) -> dict[str, Any]:
    import torch

    fraction = num_processes() * config.gradient_accumulation_steps
    if config.batch_size % fraction:
        raise ConfigError(
            f"setting 'batch_size': expected a multiple of {fraction} (processes x accumulation steps), got {config.batch_size}"
        )
    per_device = config.batch_size // fraction
    return {
        "output_dir": str(folder / CHECKPOINTS),
        "run_name": folder.name,
        "max_steps": config.max_steps,
        "per_device_train_batch_size": per_device,
        "per_device_eval_batch_size": per_device,
        "gradient_accumulation_steps": config.gradient_accumulation_steps,
        "learning_rate": config.learning_rate,
        "warmup_steps": config.warmup_steps,
        "bf16": wants_bfloat16(config.bf16),
        "gradient_checkpointing": config.gradient_checkpointing,
        "save_strategy": "steps",
        "save_steps": config.save_every,
        "save_total_limit": 2,
        "logging_steps": config.log_every,
        "report_to": _trackers(config.tracker),
        "disable_tqdm": True,
        "seed": seed,
        "data_seed": seed,
        "use_cpu": not torch.cuda.is_available(),
    }


def _trackers(names: str) -> list[str]:
    """Trackers that are installed.

    Raises:
        ConfigError: one that is not, or that transformers does not know.
    """
    from transformers.integrations import get_available_reporting_integrations

    wanted = [name.strip() for name in names.split(",") if name.strip() not in ("", "none")]
    found = get_available_reporting_integrations()
    for name in wanted:
        if name not in found:
            raise ConfigError(
                f"setting 'tracker': expected one that is installed ({', '.join(found) or 'none is'}), got {name!r}; pip install {name}"
            )
    return wanted


def _trained(config: StudentTraining, student: Student) -> dict[str, Any]:
    """The model and the adapter that a trainer of TRL makes or finds on it."""
    if config.start:
        return {"model": load_adapter(student.model, Path(config.start), is_trainable=True)}
    return {"model": student.model, "peft_config": _lora(config)}


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
