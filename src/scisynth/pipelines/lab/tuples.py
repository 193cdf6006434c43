"""The lab, wired: prompts -> images -> tuples, on disk for training or in memory for an evaluation."""

import os
from pathlib import Path
from typing import Annotated

from pydantic import Field

from scisynth.core.config import Config
from scisynth.core.engine.choice import LOCAL_ENGINE, Engine
from scisynth.core.errors import ConfigError
from scisynth.core.progress import track
from scisynth.core.records import SPLITS, ContrastTuple, PromptSet, Split
from scisynth.core.seeds import derive_seed
from scisynth.core.store import RunFolder
from scisynth.core.weights import LAB_SIZE_PX
from scisynth.lab.render import LabGenerator
from scisynth.pipelines.lab.results import TupleResult
from scisynth.prompts.write import PromptsConfig, write_prompts
from scisynth.tuples.build import TuplesConfig, build_tuples, to_contrast_tuple
from scisynth.tuples.check import describe_tuples
from scisynth.tuples.parquet import read_tuples

MAX_WORKERS = 8
WORTH_WORKERS = 200
"""Tuples below which starting processes takes longer than drawing."""


class LabTuplesConfig(Config):
    """A tuple data set drawn by the lab."""

    num: Annotated[int, Field(ge=len(SPLITS))] = 2000
    """Number of tuples in all splits together."""
    val_share: Annotated[float, Field(ge=0, lt=1)] = 0.08
    """Fraction of the tuples in val."""
    test_share: Annotated[float, Field(ge=0, lt=0.5)] = 0.06
    """Fraction of the tuples in each of test_S and test_C."""
    laws: tuple[str, ...] = ()
    """Law: a name, a law's YAML file, a folder of them, or `extended` (the sixteen and six more). Empty: the sixteen, equally often."""
    complex_share: Annotated[float, Field(ge=0, le=1)] = 0.5
    """Fraction of tuples with a place (setting C) in train and val."""
    size_px: Annotated[int, Field(ge=8, le=8192)] = LAB_SIZE_PX
    """Width and height of an image in pixels."""


def write_lab_prompts(config: LabTuplesConfig, seed: int) -> list[PromptSet]:
    """The prompt sets of all four splits."""
    num_val, num_test = (max(1, round(config.num * fraction)) for fraction in (config.val_share, config.test_share))
    counts = {"train": config.num - num_val - 2 * num_test, "val": num_val, "test_S": num_test, "test_C": num_test}
    if counts["train"] < 1:
        raise ConfigError("settings 'val_share' and 'test_share': expected shares that leave tuples to train on")
    shared = {"laws": config.laws, "complex_share": config.complex_share}
    return [
        prompt_set
        for split in SPLITS
        for prompt_set in write_prompts(PromptsConfig.parse({"num": counts[split], "split": split, **shared}), seed)
    ]


def run_tuples_build(config: LabTuplesConfig, out: Path, *, seed: int, engine: Engine = LOCAL_ENGINE) -> TupleResult:
    """Draws a tuple data set in the run folder `out`, resuming what is there."""
    folder = build_lab_tuples(config, RunFolder(out, config, command="tuples build", seed=seed), seed, engine)
    tuples = read_tuples(folder)
    return TupleResult(
        out=out,
        data=folder,
        num=len(tuples),
        broken=sum(item.status != "ok" for item in tuples),
        statistics=describe_tuples(tuples),
    )


def build_lab_tuples(config: LabTuplesConfig, run: RunFolder, seed: int, engine: Engine = LOCAL_ENGINE) -> Path:
    """Draws and stores the tuples of a run, resuming what is there; returns the folder of Parquet files."""
    prompt_sets = write_lab_prompts(config, seed)
    # Processes change the time, never the result, so they are no setting of the run.
    is_here = engine is LOCAL_ENGINE
    workers = min(os.cpu_count() or 1, MAX_WORKERS) if is_here and config.num >= WORTH_WORKERS else 0
    stage = TuplesConfig.parse({"size_px": config.size_px, "workers": workers})
    return build_tuples(stage, prompt_sets, LabGenerator(config.laws), run, seed, engine=engine)


def draw_lab_tuples(split: Split, *, num: int, seed: int, size_px: int = LAB_SIZE_PX) -> list[ContrastTuple]:
    """Fresh tuples of one split, kept in memory."""
    prompt_sets = write_prompts(PromptsConfig.parse({"num": num, "split": split}), seed)
    label = f"lab, {split}"
    return [draw_tuple(item, seed=seed, size_px=size_px) for item in track(prompt_sets, total=num, label=label)]


def draw_tuple(prompt_set: PromptSet, *, seed: int, size_px: int) -> ContrastTuple:
    """The true and the false image of one prompt set, kept in memory."""
    own_seed = derive_seed(seed, prompt_set.id)
    explicit, superficial = (
        LabGenerator().generate(prompt_set, tier, seed=own_seed, size_px=size_px)
        for tier in ("explicit", "superficial")
    )
    return to_contrast_tuple(prompt_set, explicit, superficial)
