"""Reward recipes: the lab's on two cores, Science-T2I's on a GPU, and the wiring that trains and evaluates either."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from scisynth.core.config import Config
from scisynth.core.errors import DataError, nearest
from scisynth.core.progress import say
from scisynth.core.records import SPLITS, ContrastTuple, Split
from scisynth.core.seeds import derive_fraction
from scisynth.core.store import RunFolder
from scisynth.recipes.lab import LabTuplesConfig, build_lab_tuples, draw_lab_tuples
from scisynth.rewards.train import RewardConfig, train_reward
from scisynth.tuples.parquet import read_tuples

VAL_SHARE_OF_TRAIN = 0.1


class RewardRunConfig(Config):
    """Everything that decides a `reward train` run."""

    reward: RewardConfig
    data: str
    """`lab`, or the path of a tuple data set."""
    data_digest: str = ""
    """Of the tuples' ids, so that a run is never resumed on other data."""
    lab: LabTuplesConfig = LabTuplesConfig()


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


def run_reward_training(config: RewardRunConfig, out: Path, *, seed: int) -> Path:
    """Trains in a run folder, resuming what is there; returns the checkpoint folder."""
    if config.data == "lab":
        run = RunFolder(out, config, command="reward train", seed=seed)
        data: Path = build_lab_tuples(config.lab, run, seed)
        train, val = read_tuples(data, "train"), read_tuples(data, "val")
    else:
        train, val = read_train_and_val(Path(config.data))
        digest = digest_of([*train, *val])
        if config.data_digest not in ("", digest):
            raise DataError(f"{config.data}: expected data {config.data_digest}, found {digest}; it changed since")
        config = config.model_copy(update={"data_digest": digest})
        run = RunFolder(out, config, command="reward train", seed=seed)
    return train_reward(config.reward, train, val, run.stage("reward"), seed=seed)


def read_train_and_val(path: Path) -> tuple[list[ContrastTuple], list[ContrastTuple]]:
    """The train and val splits; where there is no val, a tenth of train, chosen by name."""
    train = read_tuples(path, "train")
    try:
        val = read_tuples(path, "val")
    except DataError:
        val = []
    if not val or {item.id for item in val} == {item.id for item in train}:
        chosen = {item.id for item in train if derive_fraction("val", item.id) < VAL_SHARE_OF_TRAIN}
        chosen = chosen or {train[0].id} if len(train) > 1 else chosen
        val = [item for item in train if item.id in chosen]
        train = [item for item in train if item.id not in chosen]
        say(f"{path}: no val split; {len(val)} of {len(train) + len(val)} train tuples are kept for validation")
    return train, val


def load_tuples(data: str, split: str, *, num: int, seed: int) -> list[ContrastTuple]:
    """Tuples of a split: fresh ones from the lab, or those of a data set on disk."""
    if split not in SPLITS:
        raise DataError(f"unknown split {split!r}; {nearest(split, SPLITS)}")
    chosen: Split = split
    if data == "lab":
        return draw_lab_tuples(chosen, num=num, seed=seed)
    return read_tuples(Path(data), chosen)


def digest_of(tuples: Sequence[ContrastTuple]) -> str:
    """Twelve hex digits of the tuples' ids."""
    return hashlib.sha256("\n".join(item.id for item in tuples).encode()).hexdigest()[:12]


def evaluation_note(data: str, model: str) -> list[str]:
    """What a reader must know about a number: whether model and data live in the same world."""
    model_is_lab, data_is_lab = model.startswith("lab-"), data == "lab"
    if model_is_lab and not data_is_lab:
        return [f"{model} knows only the lab's drawings; on other pictures it is out of its domain."]
    return []


def as_result(evaluation: dict[str, Any], *, model: str, data: str, split: str, seed: int) -> dict[str, Any]:
    """The JSON of `reward eval`."""
    return {
        "model": model,
        "data": data,
        "split": split,
        "seed": seed,
        "notes": evaluation_note(data, model),
        **evaluation,
    }
