"""Benchmark runs of one model's stages as the alignment report takes them: images and scores by stage, split and tier."""

from collections.abc import Mapping, Sequence

import numpy as np

from scisynth.core.images import open_image
from scisynth.core.records import SPLITS
from scisynth.pipelines.alignment.stages import TIERS, StageImages
from scisynth.pipelines.science_t2i.rows import BenchRow, BenchRun


def stage_images(runs: Sequence[BenchRun], names: Mapping[str, str]) -> list[StageImages]:
    """Every stage, split and tier with one image for each prompt set; `names` renames judges.

    A prompt set of which some stage or tier has no image is left out of all of them, so that the same ones are compared.
    """
    drawn = [{(row.situation, row.tier) for row in run.rows if row.file} for run in runs]
    whole = [key for key in runs[0].prompt_sets if all((key, tier) in found for found in drawn for tier in TIERS)]
    return [
        _stage(run, split, tier, kept, names)
        for run in runs
        for split in SPLITS
        for tier in TIERS
        if (kept := [key for key in whole if run.prompt_sets[key].split == split])
    ]


def _stage(run: BenchRun, split: str, tier: str, kept: Sequence[str], names: Mapping[str, str]) -> StageImages:
    rows = {(row.judge, row.situation): row for row in run.rows if row.tier == tier and row.index == 0}
    return StageImages(
        stage=run.name,
        split=split,  # type: ignore[arg-type]
        tier=tier,  # type: ignore[arg-type]
        prompt_sets=tuple(run.prompt_sets[key] for key in kept),
        images=tuple(open_image(run.root / rows[run.judges[0], key].file) for key in kept),
        scores={names.get(judge, judge): np.array([_score(rows[judge, key]) for key in kept]) for judge in run.judges},
    )


def _score(row: BenchRow) -> float:
    return np.nan if row.score is None else row.score
