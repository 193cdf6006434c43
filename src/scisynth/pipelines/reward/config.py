"""What decides a reward run: the lab's settings on two cores, Science-T2I's on a GPU."""

from scisynth.core.config import Config
from scisynth.pipelines.lab.tuples import LabTuplesConfig
from scisynth.rewards.train import RewardConfig


class RewardRunConfig(Config):
    """Everything that decides a `reward train` run."""

    reward: RewardConfig
    """Base model and training."""
    data: str = "lab"
    """Tuples: `lab`, or a tuple data set (Parquet file, folder, run folder)."""
    data_digest: str = ""
    """Digest of the tuples, so that a run is never resumed on other data. Empty: computed."""
    lab: LabTuplesConfig = LabTuplesConfig()
    """What the lab draws (with data=lab)."""


def lab_reward(base: str = "lab-clip") -> RewardConfig:
    """SciScore on the lab: minutes on two cores."""
    return RewardConfig(
        base=base,
        learning_rate=5e-4,
        weight_decay=0.05,
        batch_size=32,
        max_steps=300,
        warmup_steps=30,
        eval_every=50,
        log_every=10,
    )


def science_t2i_reward(base: str = "laion/CLIP-ViT-H-14-laion2B-s32B-b79K") -> RewardConfig:
    """The paper's recipe: lr 2e-6, weight decay 0.3, lambda 0.25, 600 steps of 64 tuples (Science-T2I, appendix).

    The published trainer counts micro-batches as steps and validates on test_C; here a step is an optimiser step and
    selection uses the validation split.
    """
    return RewardConfig(base=base, gradient_accumulation_steps=4, num_workers=2)


def reward_recipe(base: str) -> RewardConfig:
    """The recipe that fits a base: the lab's for `lab-*`, the paper's for everything else."""
    return lab_reward(base) if base.startswith("lab-") else science_t2i_reward(base)
