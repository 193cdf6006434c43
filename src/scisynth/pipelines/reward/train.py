"""Reward recipes: the lab's on two cores, Science-T2I's on a GPU, and the wiring that trains and evaluates either."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from scisynth.core.config import Config
from scisynth.core.errors import DataError, ImageError, nearest, one_line
from scisynth.core.images import content_hash, png_bytes, read_image_bytes
from scisynth.core.progress import say
from scisynth.core.records import SPLITS, ContrastTuple, ImageSource
from scisynth.core.seeds import derive_fraction
from scisynth.core.splits import plain_split
from scisynth.core.store import RunFolder
from scisynth.pipelines.lab.tuples import LabTuplesConfig, build_lab_tuples, draw_lab_tuples
from scisynth.rewards.train import RewardConfig, train_reward
from scisynth.tuples.parquet import read_tuples

VAL_SHARE_OF_TRAIN = 0.1


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
    name = plain_split(split)
    if data != "lab":
        return read_tuples(Path(data), name)
    if name not in SPLITS:
        raise DataError(f"unknown split {split!r}; {nearest(name, SPLITS)}")
    return draw_lab_tuples(name, num=num, seed=seed)


def digest_of(tuples: Sequence[ContrastTuple]) -> str:
    """Twelve hex digits of the tuples' ids, prompts, states and encoded images."""
    digest = hashlib.sha256()
    for item in tuples:
        prompts = (item.implicit_prompt, item.explicit_prompt, item.superficial_prompt)
        pictures = [[_hash_of(image) for image in side] for side in (item.explicit_image, item.superficial_image)]
        digest.update(repr((item.id, prompts, pictures, item.status)).encode())
    return digest.hexdigest()[:12]


def _hash_of(image: ImageSource) -> str:
    try:
        return content_hash(png_bytes(image) if isinstance(image, Image.Image) else read_image_bytes(image)[1])
    except ImageError as error:
        # What cannot be read is content too: mending it makes other data of it.
        return one_line(error)
