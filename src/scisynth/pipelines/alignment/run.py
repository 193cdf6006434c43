"""Two-stage alignment, wired: base -> SFT -> OFT, each a run folder with a policy that diffusers loads.

    sft/  examples -> train_sft -> policy/pytorch_lora_weights.safetensors
    oft/  prompts, reward, localizer -> train_oft (reference: the SFT policy) -> policy/

Both resume, and both measure themselves on validation prompts while they run; test prompts are never read here.
"""

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import torch
from accelerate import Accelerator
from PIL import Image

from scisynth.alignment.cache import digest, image_identity
from scisynth.alignment.card import write_card
from scisynth.alignment.loop import TIMING_NAME
from scisynth.alignment.lora import Policy, read_lora, save_lora
from scisynth.alignment.oft import BEST, train_oft
from scisynth.alignment.rollout import Locate, combine_rewards
from scisynth.alignment.sft import train_sft
from scisynth.backbones.base import Backbone
from scisynth.backbones.registry import load_backbone
from scisynth.core.errors import ConfigError, DataError
from scisynth.core.progress import say
from scisynth.core.store import RunFolder, read_manifest, write_atomic
from scisynth.flow.mask import soften_mask
from scisynth.localizers.region import region_masks
from scisynth.localizers.registry import load_localizer
from scisynth.pipelines.alignment.config import OftRunConfig, SftRunConfig
from scisynth.pipelines.alignment.data import load_examples, load_prompts
from scisynth.pipelines.alignment.evaluate import PolicyEvaluation
from scisynth.pipelines.alignment.results import AlignmentResult
from scisynth.rewards.registry import load_reward
from scisynth.training.curve import read_log
from scisynth.training.precision import wants_bfloat16

POLICY = "policy"


def run_sft(config: SftRunConfig, out: Path, *, seed: int) -> AlignmentResult:
    """Stage 1 in the run folder `out`, resuming what is there."""
    examples = load_examples(config.data, num=config.num_examples, size_px=config.sft.size_px, seed=seed)
    found = digest(*((item.prompt, image_identity(item.image)) for item in examples))
    config = config.model_copy(update={"inputs_digest": _pinned(config.inputs_digest, found)})
    run = RunFolder(out, config, command="align sft", seed=seed)
    folder = run.stage("sft")
    backbone, accelerator = open_backbone(config)
    with _working(run, "sft", accelerator):
        policy = Policy(backbone, config.sft.lora, seed=seed)
        evaluation = PolicyEvaluation.build(config.evaluation, backbone, config.sft.size_px, seed=seed)
        average = train_sft(
            config.sft, policy, examples, folder, seed=seed, accelerator=accelerator, evaluate=evaluation
        )
        with average.applied():
            _export(policy, run, accelerator)
    return _result(run, "sft")


def run_oft(config: OftRunConfig, out: Path, *, seed: int) -> AlignmentResult:
    """Stage 2 in the run folder `out`, resuming what is there."""
    prompts = load_prompts(config.data, num=config.num_prompts, seed=seed)
    backbone, accelerator = open_backbone(config)
    base = _sft_policy(config.sft, backbone)
    sums = sorted((name, tensor.sum().item()) for name, tensor in base.items())
    config = config.model_copy(update={"inputs_digest": _pinned(config.inputs_digest, digest(prompts, sums))})
    run = RunFolder(out, config, command="align oft", seed=seed)
    with _working(run, "oft", accelerator):
        policy = Policy(backbone, config.oft.lora, base=base, seed=seed)
        score = combine_rewards([(load_reward(term.name), term.weight) for term in config.rewards])
        average = train_oft(
            config.oft,
            policy,
            prompts,
            score,
            _locate(config),
            run.stage("oft"),
            seed=seed,
            accelerator=accelerator,
            evaluate=PolicyEvaluation.build(config.evaluation, backbone, config.oft.size_px, seed=seed, score=score),
        )
        with average.applied():
            _export(policy, run, accelerator, best=run.stage("oft") / BEST)
    return _result(run, "oft")


def _pinned(stored: str, found: str) -> str:
    """The digest of the inputs; a config that names another one is refused."""
    if stored not in ("", found):
        raise DataError(
            f"expected inputs {stored} (setting inputs_digest), found {found}: prompts, images or the SFT policy changed; "
            "bring them back, or remove the setting"
        )
    return found


@contextmanager
def _working(run: RunFolder, stage: str, accelerator: Accelerator) -> Iterator[None]:
    """One launch at a time; its seconds are added up in `timing.json`, over resumes."""
    if not accelerator.is_main_process:
        yield
        return
    path = run.root / TIMING_NAME
    with run.exclusive(stage):
        before = json.loads(path.read_bytes())["seconds"] if path.exists() else 0.0
        started = time.monotonic()
        try:
            yield
        finally:
            seconds = round(before + time.monotonic() - started, 1)
            write_atomic(path, json.dumps({"seconds": seconds}).encode())


def open_backbone(config: SftRunConfig | OftRunConfig) -> tuple[Backbone, Accelerator]:
    """A backbone on this process's device, ready to be adapted, and the processes it works in."""
    stage = config.sft if isinstance(config, SftRunConfig) else config.oft
    accelerator = Accelerator()
    plan = config.hardware
    backbone = load_backbone(
        config.model,
        device=accelerator.device,
        dtype=getattr(torch, plan.dtype) if plan else None,
        max_text_tokens=config.max_text_tokens,
        quantization=plan.quantization() if plan else None,
    )
    if stage.gradient_checkpointing:
        backbone.transformer.enable_gradient_checkpointing()
    kind = accelerator.device.type
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
