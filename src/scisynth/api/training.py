"""Tuples, rewards and generators that learn from them: `build_tuples`, `train_reward`, `align_sft`, `align_oft`."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from scisynth.api.parts import Settings, configured, name_of
from scisynth.core.protocols import Localizer, Reward
from scisynth.core.store import RunFolder
from scisynth.pipelines.alignment.config import oft_recipe, sft_recipe
from scisynth.pipelines.alignment.results import AlignmentResult
from scisynth.pipelines.alignment.run import run_oft, run_sft
from scisynth.pipelines.lab.tuples import LabTuplesConfig, build_lab_tuples
from scisynth.pipelines.reward.config import RewardRunConfig, reward_recipe
from scisynth.pipelines.reward.results import RewardResult
from scisynth.pipelines.reward.train import run_reward_training


def build_tuples(
    out: str | Path,
    *,
    num: int | None = None,
    laws: Sequence[str] = (),
    size_px: int | None = None,
    seed: int = 0,
    settings: Settings | None = None,
) -> Path:
    """Draws a tuple data set with the lab, as `scisynth tuples build` does; returns the folder of its Parquet files.

    Args:
        out: the run folder; the same call resumes it.
        num: tuples in all splits together, 2000 when left out.
        laws: names, YAML files of laws, folders of them, or `extended` (the sixteen and six more); empty: the sixteen.
        size_px: side of an image in pixels, 64 when left out.
        seed: of the prompts and the images.
        settings: further settings of `LabTuplesConfig`.

    Raises:
        ConfigError: the folder belongs to other settings.
        DataError: an unknown law.
    """
    given = {"num": num, "laws": tuple(laws) or None, "size_px": size_px}
    config = configured(LabTuplesConfig(), given, settings)
    return build_lab_tuples(config, RunFolder(Path(out), config, command="tuples build", seed=seed), seed)


def train_reward(
    out: str | Path,
    *,
    data: str | Path = "lab",
    base: str = "lab-clip",
    seed: int = 0,
    settings: Settings | None = None,
) -> RewardResult:
    """Fine-tunes a CLIP into a SciScore (arXiv 2504.13129, section 4), as `scisynth reward train` does.

    Args:
        out: the run folder; the same call resumes it. `SciScore.from_pretrained(out)` opens what was trained.
        data: `lab`, or a tuple data set (Parquet file, folder, run folder).
        base: `lab-clip`, a CLIP folder, or a hub id. `lab-*` bases take the lab's settings, others the paper's.
        seed: of the data and of the training.
        settings: further settings of `RewardRunConfig`, e.g. `{"reward.max_steps": 100}`.

    Raises:
        ConfigError: the folder belongs to other settings.
        DataError: a split without a usable tuple.
        ModelError: the base is not a CLIP checkpoint, or training diverged.
    """
    start = RewardRunConfig(reward=reward_recipe(base))
    return run_reward_training(configured(start, {"data": str(data)}, settings), Path(out), seed=seed)


def align_sft(
    out: str | Path,
    *,
    model: str = "lab-flux",
    data: str | Path = "lab",
    hardware: str = "80gb",
    seed: int = 0,
    settings: Settings | None = None,
) -> AlignmentResult:
    """Supervised fine-tuning of a generator on true images (arXiv 2504.13129, section 5.1), as `scisynth align sft` does.

    Args:
        out: the run folder; the same call resumes it. Its `policy` is a LoRA that diffusers loads.
        model: `lab-flux`, a diffusers folder, or a hub id.
        data: `lab`, or a tuple data set.
        hardware: `24gb`, `40gb`, `48gb`, `80gb`, `8x80gb` or `8x80gb-sharded`, for models that are not the lab's.
        seed: of the data and of the training.
        settings: further settings of `SftRunConfig`, e.g. `{"sft.max_steps": 100}`.

    Raises:
        ConfigError: the folder belongs to other settings.
        ModelError: the model cannot be loaded.
    """
    start = sft_recipe(model, hardware)
    return run_sft(configured(start, {"model": model, "data": str(data)}, settings), Path(out), seed=seed)


def align_oft(
    out: str | Path,
    *,
    sft: str | Path,
    model: str = "lab-flux",
    data: str | Path = "lab",
    rewards: "str | Reward | Callable[..., Any] | Mapping[str, float]" = "lab-sciscore",
    localizer: "str | Localizer | Callable[..., Any]" = "lab",
    hardware: str = "80gb",
    seed: int = 0,
    settings: Settings | None = None,
) -> AlignmentResult:
    """Online fine-tuning with masked preferences (arXiv 2504.13129, section 5.2), as `scisynth align oft` does.

    Online fine-tuning is what the paper calls OFT; it has nothing to do with `peft`'s orthogonal fine-tuning.

    Args:
        out: the run folder; the same call resumes it.
        sft: a finished `align_sft` run or a LoRA to start from, which is also the reference; `none`: the base model.
        model: `lab-flux`, a diffusers folder, or a hub id.
        data: `lab`, prompt sets, a tuple data set, or free prompts.
        rewards: a name, an object with `score`, a function (prompts, images) -> N numbers, or names with weights.
        localizer: a name, an object with `locate`, or a function (phrases, images) -> boxes.
        hardware: `24gb`, `40gb`, `48gb`, `80gb`, `8x80gb` or `8x80gb-sharded`, for models that are not the lab's.
        seed: of the data and of the training.
        settings: further settings of `OftRunConfig`, e.g. `{"oft.num_rounds": 5}`.

    Raises:
        ConfigError: the folder belongs to other settings, or a part is none.
        ModelError: a model cannot be loaded, or the reward gives no numbers.
    """
    weights = rewards if isinstance(rewards, Mapping) else {name_of(rewards, "scisynth.rewards"): 1.0}
    given = {
        "model": model,
        "sft": str(sft),
        "data": str(data),
        "rewards": [{"name": name, "weight": weight} for name, weight in weights.items()],
        "localizer": name_of(localizer, "scisynth.localizers"),
    }
    # Of models that are not the lab's, the localizer and the reward of the recipe are kept unless others were named.
    start = oft_recipe(model, hardware)
    if localizer == "lab" and not model.startswith("lab-"):
        del given["localizer"]
    if rewards == "lab-sciscore" and not model.startswith("lab-"):
        del given["rewards"]
    return run_oft(configured(start, given, settings), Path(out), seed=seed)
