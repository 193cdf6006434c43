"""`scisynth plan`: what a two-stage run would take, before anything is downloaded, and next to it what a finished run took.

    model + recipe + hardware -> parameters, GB, FLOPs, hours

Sizes come from the real classes (`backbones.size`), costs from arithmetic (`pipelines.alignment.cost`), hours from FLOPs divided by a card's
peak and a stated utilisation (MFU). Nothing here runs a model. What is left out: text and VAE encoding, decoding, reward,
localizer and the adapter's own products, together a few per cent; waiting between cards; the unpacking of 4-bit weights.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import Field

from scisynth.alignment.config import OftConfig, SftConfig
from scisynth.alignment.loop import TIMING_NAME
from scisynth.backbones.size import ModelEntry, ModelSize, find_model, known_models, size_model
from scisynth.core.config import Config
from scisynth.core.errors import ConfigError, DataError, nearest
from scisynth.core.store import read_manifest
from scisynth.pipelines.alignment import cost
from scisynth.pipelines.alignment.config import (
    EvaluationSettings,
    OftRunConfig,
    SftRunConfig,
    hub_evaluation,
    lab_flux_oft,
    lab_flux_sft,
)
from scisynth.pipelines.alignment.flux import (
    DEFAULT_HARDWARE,
    DEFAULT_PRESET,
    HARDWARE,
    TEXT_TOKENS,
    HardwarePlan,
    hardware_plan,
    launch_command,
    refit,
    science_t2i_flux,
)
from scisynth.pipelines.alignment.results import (
    AlignmentPlan,
    Card,
    CardPlan,
    ForwardPass,
    MeasuredRun,
    ParameterCounts,
    StagePlan,
)
from scisynth.training.curve import LOG_NAME, read_log

RECIPES = ("science_t2i_flux", "lab_flux")
LAPTOP = HardwarePlan(memory_gb=8, dtype="float32", micro_batch_size=64, rollout_batch_size=64)
Planned = tuple[SftConfig | OftConfig, ModelSize, int]
"""A stage, the model in it, and the parameters of the SFT adapter, which stage 2 holds, too."""

CARDS = {
    "RTX 4090": Card(memory_gb=24, bf16_tflops=165.2, source="NVIDIA Ada GPU architecture white paper"),
    "A100 80GB": Card(memory_gb=80, bf16_tflops=312, source="NVIDIA A100 data sheet"),
    "H100 SXM": Card(memory_gb=80, bf16_tflops=989.4, source="NVIDIA H100 data sheet, half its figure with sparsity"),
    "H200 SXM": Card(memory_gb=141, bf16_tflops=989.4, source="NVIDIA H200 data sheet, half its figure with sparsity"),
}


class PlanConfig(Config):
    """Everything that decides a plan."""

    model: str
    """Hub id of a known model, packaged model, or local pipeline folder."""
    sft: SftConfig
    """Stage 1."""
    oft: OftConfig
    """Stage 2."""
    evaluation: EvaluationSettings = EvaluationSettings()
    """Evaluation during training."""
    hardware: HardwarePlan
    """Memory plan."""
    text_tokens: int | None = Field(None, gt=0)
    """Prompt length in tokens. None: the model's own."""
    mfu: float = Field(0.4, gt=0, le=1)
    """Model FLOPs utilization: the fraction of the GPU's peak that is reached. 0.3 to 0.5 is usual."""


def plan_config(
    model: str, *, recipe: str | None = None, hardware: str | None = None, parity: str = DEFAULT_PRESET
) -> PlanConfig:
    """The plan of a recipe; without one, the lab's for `lab-*` models and FLUX.1-dev's for all others.

    Raises:
        ConfigError: recipe, hardware or parity of another name.
    """
    recipe = recipe or ("lab_flux" if model.startswith("lab-") else "science_t2i_flux")
    if recipe not in RECIPES:
        raise ConfigError(f"unknown recipe {recipe!r}; {nearest(recipe, RECIPES)}")
    if recipe == "lab_flux":
        plan = hardware_plan(hardware) if hardware else LAPTOP
        return PlanConfig(model=model, sft=lab_flux_sft(), oft=lab_flux_oft(), hardware=plan)
    name = hardware or DEFAULT_HARDWARE
    sft, oft = science_t2i_flux(name, parity)
    tokens = TEXT_TOKENS[parity]
    entry = find_model(model)
    # A prompt of the recipe's length, where the model pads to a longer one.
    shorter = tokens if tokens < entry.text_tokens else None
    plan = hardware_plan(name)
    return PlanConfig(
        model=model, sft=sft, oft=oft, evaluation=hub_evaluation(plan), hardware=plan, text_tokens=shorter
    )


def make_plan(config: PlanConfig, *, measured: Path | None = None) -> AlignmentPlan:
    """The plan of both stages, for every card.

    Args:
        config: model, stages and hardware.
        measured: folder of an `align` run to set next to its own plan.

    Raises:
        ConfigError: no such model, or an image size that its VAE cannot take.
        DataError: `measured` is no `align` run, or one without times.
    """
    entry, plan = find_model(config.model), config.hardware
    sft_size, oft_size = (_size(entry, stage, config.text_tokens) for stage in (config.sft, config.oft))
    adapter = sft_size.lora_parameters
    planned: dict[str, Planned] = {"sft": (config.sft, sft_size, adapter), "oft": (config.oft, oft_size, adapter)}
    memories = {name: _memory(*stage, plan, config.evaluation) for name, stage in planned.items()}
    flops = {
        "sft": cost.sft_flops(config.sft, config.evaluation, sft_size),
        "oft": cost.oft_flops(config.oft, config.evaluation, oft_size),
    }
    return AlignmentPlan(
        model=config.model,
        source=entry.source,
        parameters=ParameterCounts(
            transformer=oft_size.parameters,
            text_encoders=entry.text_encoders,
            vae=entry.vae,
            adapter_sft=sft_size.lora_parameters,
            adapter_oft=oft_size.lora_parameters,
        ),
        forward=ForwardPass(
            size_px=config.oft.size_px,
            text_tokens=oft_size.text_tokens,
            image_tokens=oft_size.image_tokens,
            tflop=oft_size.flops.forward / 1e12,
        ),
        hardware=plan,
        launch=launch_command(plan),
        peak_gb=max(map(cost.peak_bytes, memories.values())) / cost.GB,
        fits=cost.fits(list(memories.values()), plan.memory_gb),
        fitting=_holding([*planned.values()], plan, config.evaluation),
        mfu=config.mfu,
        stages={
            name: StagePlan(
                memory_gb={phase: _gigabytes(parts) for phase, parts in memories[name].items()},
                pflop=flops[name].rows(),
                hours=_hours(flops[name], plan, config.mfu),
            )
            for name in memories
        },
        cards={
            name: CardPlan(card=card, fits=cost.fits(list(memories.values()), card.memory_gb))
            for name, card in CARDS.items()
        },
        cache_mb={
            "1000 prompts": cost.text_bytes(oft_size, plan) / 1e3,
            "1000 images": 4 * sft_size.latent_elements / 1e3,
        },
        assumptions=tuple(_assumptions(config, entry, oft_size)),
        measured=compare_with_run(measured) if measured else None,
    )


def _memory(
    stage: SftConfig | OftConfig, size: ModelSize, adapter: int, plan: HardwarePlan, evaluation: EvaluationSettings
) -> cost.Memory:
    """Of one stage."""
    if isinstance(stage, SftConfig):
        return cost.sft_memory(stage, plan, size, evaluation)
    return cost.oft_memory(stage, plan, size, evaluation, sft_lora_parameters=adapter)


def _holding(stages: Sequence[Planned], old: HardwarePlan, evaluation: EvaluationSettings) -> tuple[str, ...]:
    """The kinds of hardware that all stages fit as `--hardware` would start them: with its batches, but for those that were set by hand."""
    found = []
    for name, plan in HARDWARE.items():
        there = evaluation
        if evaluation.batch_size == old.rollout_batch_size:
            there = evaluation.replace({"batch_size": plan.rollout_batch_size})
        memories = [_memory(refit(stage, old, plan), size, adapter, plan, there) for stage, size, adapter in stages]
        if cost.fits(memories, plan.memory_gb):
            found.append(name)
    return tuple(found)


def refuse_too_small(config: SftRunConfig | OftRunConfig) -> None:
    """Says before a large model is fetched that the stage does not fit the cards it is planned for; of unknown models nothing is said.

    Raises:
        ConfigError: a phase needs more memory than a card has.
    """
    plan = config.hardware
    if plan is None or config.model not in known_models():
        return
    entry = find_model(config.model)
    shorter = min(config.max_text_tokens or entry.text_tokens, entry.text_tokens)
    size = _size(entry, config.stage, shorter)
    # The SFT adapter is taken to be as large as the trained one.
    adapter = size.lora_parameters
    memory = _memory(config.stage, size, adapter, plan, config.evaluation)
    if not cost.fits([memory], plan.memory_gb):
        phase = max(memory, key=lambda name: sum(memory[name].values()))
        suited = _holding([(config.stage, size, adapter)], plan, config.evaluation)
        words = f"it fits {', '.join(suited)}" if suited else "none of ours holds it with these batches"
        raise ConfigError(
            f"{config.model}: {phase} needs about {cost.peak_bytes(memory) / cost.GB:.0f} GB, and {cost.RESERVE:.0%} of a card of "
            f"{plan.memory_gb:g} GB is reserved; choose another --hardware ({words}; see `scisynth plan --model {config.model}`), "
            "or set hardware.memory_gb where you know better"
        )


def compare_with_run(folder: Path) -> MeasuredRun:
    """What an `align` run took, finished or not, next to the FLOPs that its steps should have taken.

    Seconds come from `timing.json` (`{"seconds": ...}`) in the folder, else from the `seconds` of the training curve's rows.

    Raises:
        DataError: no `align` run, or one that tells no seconds.
    """
    manifest = read_manifest(folder)
    stage = str(manifest["command"]).removeprefix("align ")
    if stage not in ("sft", "oft"):
        raise DataError(f"{folder}: expected an `align` run, this is {manifest['command']!r}; give another folder")
    found = manifest["config"]
    settings: SftConfig | OftConfig = (SftConfig if stage == "sft" else OftConfig).parse(found[stage])
    evaluation = EvaluationSettings.parse(found.get("evaluation", {}))
    rows = read_log(folder / stage)
    done = max((int(row["step"]) for row in rows), default=0)
    seconds = _measured_seconds(folder, rows)
    if not done or seconds <= 0:
        raise DataError(
            f"{folder}: expected finished steps and their seconds, in {TIMING_NAME} or in the rows of {LOG_NAME}"
        )
    size = _size(find_model(found["model"]), settings, found.get("max_text_tokens"))
    if isinstance(settings, SftConfig):
        flops = cost.sft_flops(settings.replace({"max_steps": done, "eval_every": 0}), evaluation, size)
    else:
        flops = cost.oft_flops(settings.replace({"num_rounds": done, "eval_every": 0}), evaluation, size)
    evaluations = sum("eval/reward" in row for row in rows)
    flops = replace(flops, evaluation=evaluations * cost.evaluation_flops(evaluation, size))
    return MeasuredRun(
        run=folder,
        model=found["model"],
        stage=stage,
        steps=done,
        seconds=seconds,
        pflop=flops.rows(),
        tflop_per_second=flops.total / seconds / 1e12,
        machine=manifest.get("machine", "unknown machine"),
    )


def _measured_seconds(folder: Path, rows: Sequence[Mapping[str, Any]]) -> float:
    path = folder / TIMING_NAME
    if not path.is_file():
        return float(sum(row.get("seconds", 0.0) for row in rows))
    try:
        return float(json.loads(path.read_text())["seconds"])
    except (ValueError, KeyError, TypeError):
        raise DataError(f'{path}: expected {{"seconds": NUMBER}}; correct or remove the file') from None


def _size(entry: ModelEntry, stage: SftConfig | OftConfig, text_tokens: int | None) -> ModelSize:
    return size_model(
        entry, size_px=stage.size_px, text_tokens=text_tokens, rank=stage.lora.rank, targets=stage.lora.targets
    )


def _hours(flops: cost.StageFlops, plan: HardwarePlan, mfu: float) -> dict[str, float]:
    """By card; empty for float32, whose peak depends on settings of the library."""
    if plan.dtype != "bfloat16":
        return {}
    work = flops.per_card(plan.num_processes)
    return {name: work / (card.bf16_tflops * 1e12 * mfu) / 3600 for name, card in CARDS.items()}


def _gigabytes(parts: Mapping[str, float]) -> dict[str, float]:
    values = {name: size / cost.GB for name, size in parts.items()}
    return {**values, "total": sum(values.values())}


def _assumptions(config: PlanConfig, entry: ModelEntry, size: ModelSize) -> list[str]:
    plan = config.hardware
    lines = [
        f"Parameters and FLOPs: counted on diffusers' {entry.transformer} ({entry.source}), "
        f"{size.text_tokens} text tokens{' (typical; prompts are not padded)' if entry.typical else ''}.",
        "A frozen base: the backward pass costs a forward pass, attention counts twice."
        + (" Checkpointing adds one forward pass." if config.oft.gradient_checkpointing else ""),
        "Activations: an estimate, counted on FLUX.1's blocks with fused attention; other families taken as alike.",
        f"GB are 10^9 bytes; {cost.RESERVE:.0%} of a card is left to the CUDA context and fragmentation. "
        "Text encoders and base are on the card one after the other.",
        "OFT: every prompt gives a preference, and the run is not stopped early.",
        "Left out, together a few per cent of the FLOPs: encoding, decoding, reward, localizer, the adapter's products.",
    ]
    if plan.dtype == "bfloat16":
        lines.append(f"Hours: dense bfloat16 peak x {config.mfu:.0%} x {plan.num_processes} card(s).")
    else:
        lines.append(
            "No hours: the peak of float32 depends on the machine; compare it with a measured run (--measured)."
        )
    if plan.quantize:
        lines.append("4-bit weights are unpacked in every pass, which takes time that the hours do not hold.")
    return lines
