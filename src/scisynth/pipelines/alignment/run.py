"""Two-stage alignment, wired: base -> SFT -> OFT, each a run folder with a policy that diffusers loads.

    sft/  examples -> train_sft -> policy/pytorch_lora_weights.safetensors
    oft/  prompts, reward, localizer -> train_oft (reference: the SFT policy) -> policy/

Both resume, and both measure themselves on validation prompts while they run; test prompts are never read here.
"""

import json
import os
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import torch
from accelerate import Accelerator
from PIL import Image

from scisynth.alignment.cache import digest, image_identity
from scisynth.alignment.card import write_card
from scisynth.alignment.loop import TIMING_NAME, check_shares
from scisynth.alignment.lora import Policy, read_lora, save_lora
from scisynth.alignment.oft import BEST, train_oft
from scisynth.alignment.rollout import Locate, Score, combine_rewards
from scisynth.alignment.sft import train_sft
from scisynth.alignment.sharding import check_sharding
from scisynth.alignment.tracking import Tracker, check_tracker, open_accelerator, start_tracker
from scisynth.backbones.base import Backbone
from scisynth.backbones.diffusers_backbone import compile_blocks
from scisynth.backbones.latents import check_size
from scisynth.backbones.registry import load_backbone
from scisynth.backbones.size import find_model
from scisynth.core.errors import ConfigError, DataError, ModelError
from scisynth.core.extras import require
from scisynth.core.progress import say
from scisynth.core.store import RunFolder, read_manifest, write_atomic
from scisynth.flow.mask import soften_mask
from scisynth.localizers.region import region_masks
from scisynth.localizers.registry import load_localizer
from scisynth.pipelines.alignment.config import OftRunConfig, SftRunConfig
from scisynth.pipelines.alignment.data import load_examples, load_prompts
from scisynth.pipelines.alignment.evaluate import PolicyEvaluation
from scisynth.pipelines.alignment.flux import launch_command
from scisynth.pipelines.alignment.held_out import HeldOut, choose_held_out
from scisynth.pipelines.alignment.plan import refuse_too_small
from scisynth.pipelines.alignment.results import AlignmentResult
from scisynth.rewards.registry import load_reward
from scisynth.training.curve import read_log
from scisynth.training.precision import wants_bfloat16
from scisynth.training.processes import is_sharded, num_processes

POLICY = "policy"
COMPILERS = ("cc", "gcc", "g++", "clang", "cl")


def run_sft(config: SftRunConfig, out: Path, *, seed: int, track: Tracker = "none") -> AlignmentResult:
    """Stage 1 in the run folder `out`, resuming what is there; its curve also at a tracker, where one is named."""
    _check_early(config, track)
    examples = load_examples(
        config.data,
        num=config.num_examples,
        size_px=config.sft.size_px,
        seed=seed,
        revision=config.data_revision,
        subject_share=config.subject_share,
    )
    held_out = _held_out(config, {item.prompt: "" for item in examples}, seed)
    examples = [item for item in examples if item.prompt not in held_out.kept_back]
    found = digest(*((item.prompt, image_identity(item.image)) for item in examples))
    config = config.model_copy(update={"inputs_digest": _pinned(config.inputs_digest, found)})
    run = RunFolder(out, config, command="align sft", seed=seed)
    folder = run.stage("sft")
    backbone, accelerator = open_backbone(config, out, track)
    with _working(run, "sft", accelerator, config):
        policy = Policy(backbone, config.sft.lora, seed=seed)
        evaluation = _evaluation(config, backbone, held_out, folder, accelerator, seed=seed)
        average = train_sft(
            config.sft, policy, examples, folder, seed=seed, accelerator=accelerator, evaluate=evaluation
        )
        with average.applied():
            _export(policy, run, accelerator)
    return _result(run, "sft")


def run_oft(config: OftRunConfig, out: Path, *, seed: int, track: Tracker = "none") -> AlignmentResult:
    """Stage 2 in the run folder `out`, resuming what is there; its curve also at a tracker, where one is named."""
    _check_early(config, track)
    prompts = load_prompts(config.data, num=config.num_prompts, seed=seed, revision=config.data_revision)
    held_out = _held_out(config, {item.prompt: item.entity for item in prompts}, seed)
    prompts = [item for item in prompts if item.prompt not in held_out.kept_back]
    backbone, accelerator = open_backbone(config, out, track)
    base = _sft_policy(config.sft, backbone)
    sums = sorted((name, tensor.sum().item()) for name, tensor in base.items())
    config = config.model_copy(update={"inputs_digest": _pinned(config.inputs_digest, digest(prompts, sums))})
    run = RunFolder(out, config, command="align oft", seed=seed)
    folder = run.stage("oft")
    with _working(run, "oft", accelerator, config):
        policy = Policy(backbone, config.oft.lora, base=base, seed=seed)
        score, locate = (
            combine_rewards([(load_reward(term.name), term.weight) for term in config.rewards]),
            _locate(config),
        )
        evaluation = _evaluation(config, backbone, held_out, folder, accelerator, seed=seed, score=score, locate=locate)
        average = train_oft(
            config.oft,
            policy,
            prompts,
            score,
            locate,
            folder,
            seed=seed,
            accelerator=accelerator,
            evaluate=evaluation,
        )
        with average.applied():
            _export(policy, run, accelerator, best=folder / BEST)
    return _result(run, "oft")


def _held_out(config: SftRunConfig | OftRunConfig, trained: Mapping[str, str], seed: int) -> HeldOut:
    """The evaluation's prompts; none where nothing is evaluated."""
    if not config.stage.eval_every:
        return HeldOut(prompt_sets=())
    return choose_held_out(config.evaluation, config.data, config.data_revision, trained, seed=seed)


def _evaluation(
    config: SftRunConfig | OftRunConfig,
    backbone: Backbone,
    held_out: HeldOut,
    folder: Path,
    accelerator: Accelerator,
    *,
    seed: int,
    score: Score | None = None,
    locate: Locate | None = None,
) -> PolicyEvaluation | None:
    if not config.stage.eval_every:
        return None
    return PolicyEvaluation.build(
        config.evaluation,
        backbone,
        held_out.prompt_sets,
        size_px=config.stage.size_px,
        guidance=config.stage.guidance,
        seed=seed,
        folder=folder,
        accelerator=accelerator,
        score=score,
        trained=[term.name for term in config.rewards] if isinstance(config, OftRunConfig) else [],
        locate=locate,
    )


def _pinned(stored: str, found: str) -> str:
    """The digest of the inputs; a config that names another one is refused."""
    if stored not in ("", found):
        raise DataError(
            f"expected inputs {stored} (setting inputs_digest), found {found}: prompts, images or the SFT policy changed; "
            "bring them back, or remove the setting"
        )
    return found


@contextmanager
def _working(
    run: RunFolder, stage: str, accelerator: Accelerator, config: SftRunConfig | OftRunConfig
) -> Iterator[None]:
    """One launch at a time; its seconds are added up in `timing.json`, over resumes."""
    if not accelerator.is_main_process:
        yield
        return
    path = run.root / TIMING_NAME
    with run.exclusive(stage):
        start_tracker(accelerator, config.model_dump(mode="json"), run.root.name)
        before = json.loads(path.read_bytes())["seconds"] if path.exists() else 0.0
        started = time.monotonic()
        try:
            yield
        finally:
            seconds = round(before + time.monotonic() - started, 1)
            write_atomic(path, json.dumps({"seconds": seconds}).encode())
            for tracker in accelerator.trackers:
                tracker.finish()


def _check_early(config: SftRunConfig | OftRunConfig, track: Tracker) -> None:
    """What can be known to fail is said before anything is fetched, drawn or claimed."""
    check_tracker(track)
    check_sharding()
    plan = config.hardware
    check_shares(config.stage)
    if config.stage.compile_blocks and not _has_compiler():
        raise ConfigError(
            "--compile: expected a compiler of C and C++ (CC and CXX, or gcc or clang on the path), found none; install one, or leave --compile out"
        )
    if plan and plan.sharded and (not is_sharded() or num_processes() < plan.num_processes):
        raise ConfigError(
            f"setting 'hardware.sharded': expected {plan.num_processes} processes that hold pieces (hardware.num_processes), got "
            f"{num_processes() if is_sharded() else 'none'}; start with: {launch_command(plan)} ..."
        )
    if plan and plan.quantize:
        require("quant", "a base in 4 bits (hardware.quantize)")
        if not torch.cuda.is_available():
            raise ConfigError(
                "setting 'hardware.quantize': a base in 4 bits needs a GPU of CUDA, and torch finds none; set it to null"
            )
        if is_sharded():
            raise ConfigError(
                "setting 'hardware.quantize': a base in 4 bits is not cut into pieces; start without FSDP"
            )
    _check_sizes(config)
    refuse_too_small(config)


def _check_sizes(config: SftRunConfig | OftRunConfig) -> None:
    """Refuses what the VAE cannot take, of models that are known before they are loaded; the backbone refuses it of all others."""
    try:
        multiple_px = find_model(config.model).multiple_px
    except (ConfigError, ModelError):
        return
    stage = config.stage
    # Evaluations draw squares.
    squares = [(stage.size_px, stage.size_px)] if stage.eval_every else []
    for size_px in (*stage.sizes, *squares):
        check_size(*size_px, multiple_px)


def _has_compiler() -> bool:
    """Whether torch can compile what it generates."""
    return any(map(os.environ.get, ("CC", "CXX"))) or any(map(shutil.which, COMPILERS))


def open_backbone(
    config: SftRunConfig | OftRunConfig, out: Path = Path(), track: Tracker = "none"
) -> tuple[Backbone, Accelerator]:
    """A backbone for this process's device, ready to be adapted, and the processes it works in."""
    stage = config.stage
    accelerator = open_accelerator(track, out)
    plan = config.hardware
    backbone = load_backbone(
        config.model,
        device=accelerator.device,
        revision=config.revision or None,
        dtype=getattr(torch, plan.dtype) if plan else None,
        max_text_tokens=config.max_text_tokens,
        quantization=plan.quantization() if plan else None,
        is_staged=True,
    )
    if stage.gradient_checkpointing:
        backbone.transformer.enable_gradient_checkpointing()
    if stage.compile_blocks:
        compile_blocks(backbone.transformer)
    kind = accelerator.device.type
    if kind == "cuda" and backbone.transformer.dtype != torch.float32:
        # Of float32 there are only the adapters' products, next to a base of half their precision: TF32 does for them.
        torch.set_float32_matmul_precision("high")
    if wants_bfloat16(stage.bf16, kind) and backbone.transformer.dtype == torch.float32:
        # Not by Accelerator, whose precision is one for the whole process: two stages may differ.
        backbone.transformer.forward = torch.autocast(kind, dtype=torch.bfloat16)(backbone.transformer.forward)
    return backbone, accelerator


def _sft_policy(source: str, backbone: Backbone) -> dict[str, torch.Tensor]:
    if source == "none":
        return {}
    if not source:
        raise ConfigError(
            "expected the SFT policy that OFT starts from (--sft RUN or LoRA); run `scisynth align sft` first, "
            "or say --sft none to start from the base model"
        )
    return read_lora(Path(source), backbone)


def _locate(config: OftRunConfig) -> Locate | None:
    oft = config.oft
    if oft.mask_mode == "none":
        return None
    localizer, mode = load_localizer(config.localizer), oft.mask_mode
    told: set[str] = set()

    def locate(
        phrases: Sequence[str], images: Sequence[Image.Image], height: int, width: int
    ) -> tuple[torch.Tensor, Sequence[int]]:
        regions = region_masks(localizer, phrases, images, height=height, width=width, mode=mode, pad=oft.mask_pad)
        for reason in sorted(set(regions.not_covered.values()) - told):
            told.add(reason)
            say(f"{reason}; its images are trained as a whole")
        mask_BHW = regions.mask_BHW.float()
        return soften_mask(mask_BHW, oft.mask_softness) if oft.mask_softness else mask_BHW, regions.missed

    return locate


def _export(policy: Policy, run: RunFolder, accelerator: Accelerator, best: Path | None = None) -> None:
    """Writes the policy people load: the one of the judge's best, or the one as it stands."""
    if accelerator.is_main_process:
        backbone = policy.backbone
        state = read_lora(best, backbone) if best and best.exists() else policy.state()
        save_lora(backbone, state, run.stage(POLICY))
        write_card(run.stage(POLICY), read_manifest(run.root), read_log(run.root / ("oft" if best else "sft")))
    accelerator.wait_for_everyone()


def _result(run: RunFolder, stage: str) -> AlignmentResult:
    log = read_log(run.root / stage)
    return AlignmentResult(policy=run.root / POLICY, out=run.root, last=log[-1] if log else {}, log=tuple(log))
