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
from typing import Any

import torch
from accelerate import Accelerator
from PIL import Image
from pydantic import PositiveInt

from scisynth.alignment.cache import digest, image_identity
from scisynth.alignment.card import write_card
from scisynth.alignment.config import LoraSettings, OftConfig, OptimizerSettings, RewardTerm, SftConfig
from scisynth.alignment.loop import TIMING_NAME, read_log
from scisynth.alignment.lora import Policy, read_lora, save_lora
from scisynth.alignment.oft import BEST, train_oft
from scisynth.alignment.rollout import Locate, combine_rewards
from scisynth.alignment.sft import train_sft
from scisynth.backbones.base import ATTENTION_PROJECTIONS, Backbone
from scisynth.backbones.registry import load_backbone
from scisynth.core.config import Config
from scisynth.core.errors import ConfigError, DataError
from scisynth.core.progress import say
from scisynth.core.store import RunFolder, read_manifest, write_atomic
from scisynth.flow.mask import soften_mask
from scisynth.localizers.region import region_masks
from scisynth.localizers.registry import load_localizer
from scisynth.pipelines.alignment.data import load_examples, load_prompts
from scisynth.pipelines.alignment.evaluate import EvaluationSettings, PolicyEvaluation
from scisynth.pipelines.alignment.flux import TEXT_TOKENS, HardwarePlan, hardware_plan, science_t2i_flux
from scisynth.rewards.registry import load_reward
from scisynth.training.precision import wants_bfloat16

POLICY = "policy"
LAB_TARGETS = (
    *ATTENTION_PROJECTIONS,
    *("ff.net.0.proj", "ff.net.2", "ff_context.net.0.proj", "ff_context.net.2", "proj_mlp", "proj_out"),
    *("context_embedder", "time_text_embed.text_embedder.linear_1", "time_text_embed.text_embedder.linear_2"),
)
"""Every linear layer on the way of text and image: a small model has little room in its attention alone."""
HUB_EVALUATION = EvaluationSettings(judge="none", reward="Jialuo21/SciScore", num_steps=28)


class SftRunConfig(Config):
    """Everything that decides an `align sft` run."""

    model: str = "lab-flux"
    """Generator: lab-flux, a diffusers folder, or a hub id."""
    data: str = "lab"
    """Tuples: `lab`, or a tuple data set with a train split."""
    num_examples: PositiveInt = 3200
    """Number of tuples that the lab draws (with data=lab)."""
    sft: SftConfig
    """Training."""
    hardware: HardwarePlan | None = None
    """Memory plan of a large model. None: load it as it is."""
    max_text_tokens: PositiveInt | None = None
    """Maximum prompt length in tokens. None: the default of the model family."""
    evaluation: EvaluationSettings = EvaluationSettings()
    """Evaluation during training."""
    inputs_digest: str = ""
    """Digest of the examples, so that a run is never resumed on other data. Empty: computed."""


class OftRunConfig(Config):
    """Everything that decides an `align oft` run."""

    model: str = "lab-flux"
    """Generator: lab-flux, a diffusers folder, or a hub id."""
    sft: str = ""
    """Run of `align sft`, or a LoRA, to start from; also the reference. `none`: start from the base model."""
    data: str = "lab"
    """Prompts: `lab`, a file of prompt sets, a tuple data set, or a file of free prompts."""
    num_prompts: PositiveInt = 1600
    """Number of prompts that the lab writes (with data=lab)."""
    rewards: tuple[RewardTerm, ...] = (RewardTerm(),)
    """Reward, NAME or NAME=WEIGHT. Several are added."""
    localizer: str = "lab"
    """Localizer of the region mask: `lab`, `grounding-dino[:MODEL]` or `whole-image`."""
    oft: OftConfig
    """Training."""
    hardware: HardwarePlan | None = None
    """Memory plan of a large model. None: load it as it is."""
    max_text_tokens: PositiveInt | None = None
    """Maximum prompt length in tokens. None: the default of the model family."""
    evaluation: EvaluationSettings = EvaluationSettings()
    """Evaluation during training."""
    inputs_digest: str = ""
    """Digest of the prompts and of the SFT policy, so that a run is never resumed on others. Empty: computed."""


def lab_flux_sft() -> SftConfig:
    """Stage 1 on lab-flux: five minutes on two cores."""
    return SftConfig(
        lora=LoraSettings(rank=16, alpha=16, targets=LAB_TARGETS),
        optimizer=OptimizerSettings(learning_rate=3e-3, warmup_steps=10, ema_decay=0.9),
        max_steps=400,
        batch_size=32,
        micro_batch_size=32,
        size_px=64,
        save_every=50,
        eval_every=200,
    )


def lab_flux_oft() -> OftConfig:
    """Stage 2 on lab-flux: a few minutes on two cores."""
    return OftConfig(
        lora=LoraSettings(rank=16, alpha=16, targets=LAB_TARGETS),
        optimizer=OptimizerSettings(learning_rate=1.5e-3, ema_decay=0.9),
        num_rounds=18,
        prompts_per_round=20,
        images_per_prompt=4,
        updates_per_round=2,
        num_steps=10,
        # Little noise: images of a rollout then look like those of the policy, and the reward is read where it holds.
        kernel_params={"noise_level": 0.3},
        window=(0, 6),
        beta=0.05,
        reduction="sum",
        size_px=64,
        rollout_batch_size=80,
        micro_batch_size=40,
        save_every=3,
        eval_every=9,
    )


def sft_recipe(model: str, hardware: str = "80gb", parity: str = "fixed") -> SftRunConfig:
    """The recipe that fits a model: the lab's for `lab-*`, FLUX.1-dev's on some hardware for everything else."""
    if model.startswith("lab-"):
        return SftRunConfig(model=model, sft=lab_flux_sft())
    return SftRunConfig(
        model=model,
        sft=science_t2i_flux(hardware, parity)[0],
        hardware=hardware_plan(hardware),
        max_text_tokens=TEXT_TOKENS[parity],
        evaluation=HUB_EVALUATION,
    )


def oft_recipe(model: str, hardware: str = "80gb", parity: str = "fixed") -> OftRunConfig:
    """As `sft_recipe`; outside the lab, SciScore and GroundingDINO come from the hub and no judge is at hand."""
    if model.startswith("lab-"):
        return OftRunConfig(model=model, oft=lab_flux_oft())
    return OftRunConfig(
        model=model,
        rewards=(RewardTerm(name="Jialuo21/SciScore"),),
        localizer="grounding-dino",
        oft=science_t2i_flux(hardware, parity)[1],
        hardware=hardware_plan(hardware),
        max_text_tokens=TEXT_TOKENS[parity],
        evaluation=HUB_EVALUATION,
    )


def parse_rewards(texts: Sequence[str]) -> list[dict[str, Any]]:
    """`NAME` or `NAME=WEIGHT` to the terms of a sum; the `=` inside a URL's query belongs to its name."""
    terms = []
    for text in texts:
        name, separator, weight = text.rpartition("=")
        if not separator or _ends_in_query(text):
            terms.append({"name": text, "weight": 1.0})
            continue
        try:
            terms.append({"name": name, "weight": float(weight)})
        except ValueError:
            raise ConfigError(f"--reward {name}: expected NAME or NAME=WEIGHT, for example lab-sciscore=1.0") from None
    return terms


def _ends_in_query(text: str) -> bool:
    """Whether the last `=` stands between a key and its value: `https://host/score?key=1`, but not `...?key=1=0.5`."""
    address, mark, query = text.partition("?")
    return "://" in address and bool(mark) and query.rpartition("&")[2].count("=") == 1


def run_sft(config: SftRunConfig, out: Path, *, seed: int) -> dict[str, Any]:
    """Stage 1 in a run folder; returns where the policy is and the training curve."""
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


def run_oft(config: OftRunConfig, out: Path, *, seed: int) -> dict[str, Any]:
    """Stage 2 in a run folder; returns where the policy is and the training curve."""
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


def _sft_policy(source: str, backbone: Backbone) -> dict[str, Any]:
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


def _result(run: RunFolder, stage: str) -> dict[str, Any]:
    log = read_log(run.root / stage)
    return {"policy": str(run.root / POLICY), "out": str(run.root), "last": log[-1] if log else {}, "log": log}
