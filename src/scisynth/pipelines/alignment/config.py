"""What decides the two alignment stages: settings of a run, and the recipes of the lab and of all other models.

A recipe states only what differs from the defaults of `alignment.config`, so that each default stands in one place.
"""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field, NonNegativeInt, PositiveInt

from scisynth.alignment.config import LoraSettings, OftConfig, OptimizerSettings, RewardTerm, SftConfig
from scisynth.backbones.base import ATTENTION_PROJECTIONS
from scisynth.core.config import Config
from scisynth.core.errors import ConfigError
from scisynth.core.weights import LAB_SIZE_PX
from scisynth.pipelines.alignment.flux import (
    DEFAULT_HARDWARE,
    DEFAULT_PRESET,
    TEXT_TOKENS,
    HardwarePlan,
    hardware_plan,
    science_t2i_flux,
)
from scisynth.pipelines.providers.access import JudgingConfig

LAB = "lab"
"""Names the lab's own data and localizer."""
LAB_TARGETS = (
    *ATTENTION_PROJECTIONS,
    *("ff.net.0.proj", "ff.net.2", "ff_context.net.0.proj", "ff_context.net.2", "proj_mlp", "proj_out"),
    *("context_embedder", "time_text_embed.text_embedder.linear_1", "time_text_embed.text_embedder.linear_2"),
)
"""Every linear layer on the way of text and image: a small model has little room in its attention alone."""


class EvaluationSettings(Config):
    """What is drawn at each evaluation, and who grades it."""

    data: str = ""
    """Prompts: a file of prompts, a tuple data set, or `lab`. Empty: held out of the run's own data."""
    num_prompts: PositiveInt = 64
    """Number of prompts at most. 64 follow a run; a difference of stages wants 512 and more."""
    images_per_prompt: Annotated[int, Field(gt=1)] = 2
    """Images per prompt."""
    num_steps: PositiveInt = 10
    """Sampling steps."""
    guidance: float | None = None
    """Guidance scale. None: the one of training."""
    batch_size: PositiveInt = 32
    """Images per forward pass, and per call of the VAE."""
    judge: str = "lab-judge"
    """Judge that never enters training and chooses the policy that is kept: `lab-judge`, `api:MODEL`, `reward:NAME`, or `none`."""
    judging: JudgingConfig = JudgingConfig()
    """How a judge behind an API is asked."""
    held_out: tuple[str, ...] = ()
    """Rewards that are watched and never trained on."""
    reward: str = "lab-sciscore"
    """Reward that SFT logs; OFT logs its own."""
    num_samples: NonNegativeInt = 8
    """Prompts whose images are kept at each evaluation, as one picture. 0: none."""


HUB_EVALUATION = EvaluationSettings(
    judge="none", reward="Jialuo21/SciScore", held_out=("yuvalkirstain/PickScore_v1",), num_steps=28
)
"""Outside the lab no judge of science is at hand, so PickScore watches that images stay good; they take 28 steps."""


def hub_evaluation(plan: HardwarePlan) -> EvaluationSettings:
    """The evaluation outside the lab, in batches that the card holds."""
    return HUB_EVALUATION.replace({"batch_size": plan.rollout_batch_size})


class AlignRunConfig(Config):
    """What both stages have in common."""

    model: str = "lab-flux"
    """Generator: lab-flux, a diffusers folder, or a hub id."""
    revision: str = ""
    """Revision of a hub id. A commit makes a run reproducible."""
    data_revision: str = ""
    """Revision of a data set of the hub."""
    hardware: HardwarePlan | None = None
    """Memory plan of a large model. None: load it as it is."""
    max_text_tokens: PositiveInt | None = None
    """Maximum prompt length in tokens. None: the default of the model family."""
    evaluation: EvaluationSettings = EvaluationSettings()
    """Evaluation during training."""
    inputs_digest: str = ""
    """Digest of all inputs, so that a run is never resumed on others. Empty: computed."""


class SftRunConfig(AlignRunConfig):
    """Everything that decides an `align sft` run."""

    data: str = LAB
    """Tuples: `lab`, or a tuple data set with a train split, in a folder or on the hub."""
    num_examples: PositiveInt = 3200
    """Number of tuples that the lab draws (with data=lab)."""
    subject_share: Annotated[float, Field(gt=0, le=1)] = 1.0
    """Fraction of each law's subjects whose images are trained on. With 0.5, stage 2 on prompts of all subjects has something to
    add; 1: all, as published."""
    sft: SftConfig
    """Training."""

    @property
    def stage(self) -> SftConfig:
        """What both stages name alike."""
        return self.sft


class OftRunConfig(AlignRunConfig):
    """Everything that decides an `align oft` run."""

    sft: str = ""
    """Run of `align sft`, or a LoRA, to start from; also the reference. `none`: start from the base model."""
    data: str = LAB
    """Prompts: `lab`, a file of prompt sets, a tuple data set (a folder or a hub id), or a file of free prompts."""
    num_prompts: PositiveInt = 1600
    """Number of prompts that the lab writes (with data=lab)."""
    rewards: tuple[RewardTerm, ...] = (RewardTerm(),)
    """Reward, NAME or NAME=WEIGHT; NAME@REVISION pins a hub id. Several are added."""
    localizer: str = LAB
    """Localizer of the region mask: `lab`, `grounding-dino[:MODEL]` or `whole-image`; MODEL@REVISION pins a hub id."""
    oft: OftConfig
    """Training."""

    @property
    def stage(self) -> OftConfig:
        """What both stages name alike."""
        return self.oft


def lab_flux_sft() -> SftConfig:
    """Stage 1 on lab-flux: five minutes on two cores."""
    return SftConfig(
        lora=LoraSettings(targets=LAB_TARGETS),
        optimizer=OptimizerSettings(learning_rate=3e-3, warmup_steps=10, ema_decay=0.9),
        max_steps=400,
        micro_batch_size=32,
        size_px=LAB_SIZE_PX,
        save_every=50,
        eval_every=200,
    )


def lab_flux_oft() -> OftConfig:
    """Stage 2 on lab-flux: a few minutes on two cores."""
    return OftConfig(
        lora=LoraSettings(targets=LAB_TARGETS),
        optimizer=OptimizerSettings(learning_rate=1.5e-3, ema_decay=0.9),
        num_rounds=18,
        prompts_per_round=20,
        images_per_prompt=4,
        updates_per_round=2,
        # Little noise: images of a rollout then look like those of the policy, and the reward is read where it holds.
        kernel_params={"noise_level": 0.3},
        size_px=LAB_SIZE_PX,
        rollout_batch_size=80,
        micro_batch_size=40,
        save_every=3,
        eval_every=9,
    )


def sft_recipe(model: str, hardware: str = DEFAULT_HARDWARE, parity: str = DEFAULT_PRESET) -> SftRunConfig:
    """The recipe that fits a model: the lab's for `lab-*`, FLUX.1-dev's on some hardware for everything else."""
    if model.startswith("lab-"):
        return SftRunConfig(model=model, sft=lab_flux_sft())
    return SftRunConfig(
        model=model,
        sft=science_t2i_flux(hardware, parity)[0],
        hardware=hardware_plan(hardware),
        max_text_tokens=TEXT_TOKENS[parity],
        evaluation=hub_evaluation(hardware_plan(hardware)),
    )


def oft_recipe(model: str, hardware: str = DEFAULT_HARDWARE, parity: str = DEFAULT_PRESET) -> OftRunConfig:
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
        evaluation=hub_evaluation(hardware_plan(hardware)),
    )


def parse_rewards(texts: Sequence[str]) -> list[dict[str, str | float]]:
    """`NAME` or `NAME=WEIGHT` to the terms of a sum; the `=` inside a URL's query belongs to its name."""
    terms: list[dict[str, str | float]] = []
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
