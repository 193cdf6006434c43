"""What the demo does, and how much of it a machine manages in ten minutes.

    seconds  = sum over stages of (how often) x (seconds of one)       `estimate`
    share    = the largest of 1.0, 0.95, ... with which seconds fit    `fit`

Without AVX-512 and bfloat16 the whole demo takes two cores more than twelve minutes. Then training steps, rounds and measured
prompts are cut by one share, never below what the stages need to show anything, and the report says so. On a machine that
manages the whole, nothing is changed. What was measured and chosen is part of the config: a run that is resumed keeps it.
Not covered: a machine that gets slower, or busier, after it was timed.
"""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, NonNegativeFloat, PositiveInt

from scisynth.alignment.config import OftConfig, SftConfig
from scisynth.core.config import Config
from scisynth.pipelines.alignment.config import EvaluationSettings, lab_flux_oft, lab_flux_sft
from scisynth.pipelines.alignment.stages import TIERS
from scisynth.pipelines.lab.tuples import LabTuplesConfig
from scisynth.pipelines.reward.config import lab_reward
from scisynth.rewards.train import RewardConfig

LIMIT_S, TARGET_S = 590.0, 490.0
"""The whole is run where it is estimated below the first; else so much is left out that the estimate is below the second, since
an estimate from a few timed steps may be off by a sixth."""
LEAST_SHARE = 0.25
FIXED_S = 45.0
"""Loading libraries and models, caches of texts and latents, the report."""
OVERHEAD = 1.35
"""Of the timed steps: optimiser, decoding, scoring, judging and reading next to them. By the whole demo on two cores without
AVX-512 and bfloat16, which took 12.3 minutes where its timed steps alone come to 7.7."""
FORWARD_SHARE = 1 / 3
"""Of a training step's time, for the same items without a gradient."""
NUM_STAGES, NUM_SPLITS, NUM_MODELS = 3, 2, 2


class UnitSeconds(Config):
    """How long one of each kind of work took on this machine."""

    render: NonNegativeFloat
    """Seconds for one 64 px image by the lab."""
    reward_tuple: NonNegativeFloat
    """Seconds for one tuple in a training step of SciScore."""
    denoise: NonNegativeFloat
    """Seconds for one image through lab-flux, without a gradient."""
    train: NonNegativeFloat
    """Seconds for one image through lab-flux, with a gradient."""


class DemoFit(Config):
    """What was timed, and how much of the demo it leaves time for."""

    units: UnitSeconds
    """Measured unit times."""
    whole_s: NonNegativeFloat
    """Estimated seconds of the whole demo."""
    share: Annotated[float, Field(gt=0, le=1)]
    """Fraction of the demo that is run."""
    fitted_s: NonNegativeFloat
    """Estimated seconds of what is run."""

    @property
    def is_whole(self) -> bool:
        """Whether nothing was left out."""
        return self.share == 1

    def sentence(self, config: "DemoConfig") -> str:
        """What was chosen and why, for the report and the terminal."""
        if self.is_whole:
            return f"This machine was timed to take about {self.whole_s / 60:.1f} minutes for the whole demo."
        return (
            f"This machine was timed to take about {self.whole_s / 60:.1f} minutes for the whole demo, so less is run (about "
            f"{self.fitted_s / 60:.1f} minutes): {config.reward.max_steps} steps of SciScore, {config.align.sft.max_steps} "
            f"of SFT, {config.align.oft.num_rounds} rounds of OFT, {config.align.num_test} prompts a test split. Its numbers "
            "are those of a shorter training."
        )


class AlignDemoConfig(Config):
    """The alignment part of the demo."""

    model: str = "lab-flux"
    """Generator."""
    sft: SftConfig
    """Stage 1."""
    oft: OftConfig
    """Stage 2."""
    evaluation: EvaluationSettings = EvaluationSettings(num_prompts=16)
    """Evaluation during training."""
    num_test: PositiveInt = 36
    """Number of held-out prompt sets for each of test_S and test_C; every stage draws all three prompts of each."""
    num_steps: PositiveInt = 10
    """Sampling steps of the images that are measured."""
    num_shown: PositiveInt = 32
    """Number of prompts per test split in the report."""


class DemoConfig(Config):
    """What `scisynth demo` runs."""

    tuples: LabTuplesConfig
    """Tuples that the lab draws."""
    reward: RewardConfig
    """Training of the reward."""
    align: AlignDemoConfig
    """Alignment of the generator."""
    num_test: PositiveInt = 640
    """Number of new tuples for each of test_S and test_C."""
    num_shown: PositiveInt = 48
    """Number of image pairs per test split in the report."""
    fit: DemoFit | None = None
    """How the demo was fitted to this machine. None: every count was given."""


def demo_config() -> DemoConfig:
    """The main job of this version, in minutes on two cores."""
    return DemoConfig(
        tuples=LabTuplesConfig(num=2400),
        reward=lab_reward(),
        align=AlignDemoConfig(
            sft=lab_flux_sft().replace({"max_steps": 130, "save_every": 26, "eval_every": 65}),
            oft=lab_flux_oft().replace({"num_rounds": 6, "eval_every": 3}),
        ),
    )


def estimate(config: DemoConfig, units: UnitSeconds) -> Mapping[str, float]:
    """Seconds of every stage."""
    reward, align = config.reward, config.align
    oft, watched = align.oft, align.evaluation
    validations = reward.max_steps / reward.eval_every
    validated = validations * config.tuples.num * config.tuples.val_share
    tested = NUM_MODELS * NUM_SPLITS * config.num_test
    evaluation_s = watched.num_prompts * watched.images_per_prompt * watched.num_steps * units.denoise
    images = oft.prompts_per_round * oft.images_per_prompt
    # Of each prompt's images the best and the worst are learnt from (or all), next to the reference's answer to them.
    learnt = (2 if oft.takes_pairs else oft.images_per_prompt) * oft.prompts_per_round * oft.num_trained
    round_s = images * oft.num_steps * units.denoise + learnt * (units.train + units.denoise)
    stages = {
        "tuples": 2 * (config.tuples.num + NUM_SPLITS * config.num_test) * units.render,
        "reward": (reward.max_steps * reward.batch_size + FORWARD_SHARE * validated) * units.reward_tuple,
        "test": FORWARD_SHARE * tested * units.reward_tuple,
        "sft": align.sft.max_steps * align.sft.batch_size * units.train
        + _evaluations(align.sft.max_steps, align.sft.eval_every) * evaluation_s,
        "oft": oft.num_rounds * round_s + _evaluations(oft.num_rounds, oft.eval_every) * evaluation_s,
        "bench": NUM_STAGES * NUM_SPLITS * align.num_test * len(TIERS) * align.num_steps * units.denoise,
    }
    return {**{name: OVERHEAD * seconds for name, seconds in stages.items()}, "rest": FIXED_S}


def fit(config: DemoConfig, units: UnitSeconds, *, limit_s: float = LIMIT_S, target_s: float = TARGET_S) -> DemoConfig:
    """The config itself where it is estimated below the limit, else the largest fraction of it below the target."""
    whole_s = sum(estimate(config, units).values())
    share, fitted = 1.0, config
    while whole_s > limit_s and share > LEAST_SHARE and sum(estimate(fitted, units).values()) > target_s:
        share = round(share - 0.05, 2)
        fitted = scaled(config, share)
    fitted_s = sum(estimate(fitted, units).values())
    found = DemoFit(units=units, whole_s=round(whole_s, 1), share=share, fitted_s=round(fitted_s, 1))
    return fitted.replace({"fit": found.model_dump()})


def scaled(config: DemoConfig, share: float) -> DemoConfig:
    """Steps, rounds and measured prompts cut to a fraction; what is evaluated or saved on the way keeps its places."""
    reward, sft, oft = config.reward, config.align.sft, config.align.oft
    # A validation every `eval_every` steps chooses the checkpoint, so the last step must be one.
    reward_steps = max(2, round(share * reward.max_steps / reward.eval_every)) * reward.eval_every
    sft_steps = 10 * max(4, round(share * sft.max_steps / 10))
    rounds = 2 * max(1, round(share * oft.num_rounds / 2))
    align = config.align.replace(
        {
            "sft": sft.replace({"max_steps": sft_steps, "eval_every": sft_steps // 2, "save_every": sft_steps // 5}),
            "oft": oft.replace({"num_rounds": rounds, "eval_every": rounds // 2}),
            "num_test": max(16, round(share * config.align.num_test)),
            "num_shown": min(config.align.num_shown, max(16, round(share * config.align.num_test))),
        }
    )
    return config.replace({"reward": reward.replace({"max_steps": reward_steps}), "align": align})


def _evaluations(steps: int, every: int) -> int:
    """At the start, every so often, and none where that is never."""
    return 1 + steps // every if every else 0
