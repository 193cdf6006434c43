"""Stages of one model side by side, on prompts that none of them was trained on.

Every stage draws the same prompts with the same seeds, as the benchmark does (`pipelines.science_t2i`), so that differences are paired.

    difference   of every two stages, prompt by prompt: S, C and both, with Holm's correction
    RI           (stage - base) / (base told - base): the fraction of what the base can draw when told that the stage draws untold
                 (`stats.relative_improvement`); by law, too

Several SFT runs of other lengths are stages as well: their rows are the curve of SFT's length. A judge that entered training says
little; name one that did not first.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import numpy as np
from pydantic import Field, NonNegativeInt, PositiveInt, model_validator

from scisynth.core.config import Config
from scisynth.core.errors import ConfigError
from scisynth.core.records import Metric
from scisynth.core.results import OPTIONAL, Result
from scisynth.pipelines.alignment.stages import BASE
from scisynth.pipelines.providers.access import JudgingConfig, Spending, part_of
from scisynth.pipelines.providers.generators import ImageSettings
from scisynth.pipelines.providers.judges import LAB_JUDGE
from scisynth.pipelines.providers.provenance import LAB
from scisynth.pipelines.science_t2i.config import BenchConfig
from scisynth.pipelines.science_t2i.data import load_prompt_sets
from scisynth.pipelines.science_t2i.leaderboard import build_leaderboard
from scisynth.pipelines.science_t2i.rows import BenchRun, read_run
from scisynth.pipelines.science_t2i.run import run_bench
from scisynth.pipelines.science_t2i.summarize import SETTINGS, means_by_prompt
from scisynth.stats.intervals import mean_with_interval, times
from scisynth.stats.paired import compare_all
from scisynth.stats.relative_improvement import improvement_ratio

BOTH = "all"


class StagePolicy(Config):
    """One stage."""

    name: str
    """What tables call it."""
    policy: str
    """Run of `align`, or a LoRA."""


class CompareConfig(JudgingConfig):
    """Everything that decides a comparison of stages."""

    model: str = "lab-flux"
    """Generator: lab-flux, a diffusers folder, or a hub id. It is the stage `base`."""
    revision: str = ""
    """Revision of a hub id."""
    stages: tuple[StagePolicy, ...] = ()
    """Stage NAME=RUN: a run of `align`, or a LoRA."""
    data: str = LAB
    """Prompts: `lab`, a tuple data set, a file of prompt sets, or a hub id."""
    data_revision: str = ""
    """Revision of a data set of the hub."""
    num: PositiveInt = 256
    """Number of prompt sets for each of S and C that the lab writes (with data=lab): 512 in all."""
    images_per_prompt: PositiveInt = 1
    """Images per prompt."""
    num_steps: NonNegativeInt = 0
    """Sampling steps. 0: 20 for lab models, else 28."""
    guidance: float | None = None
    """Guidance scale. None: the model's default."""
    size_px: NonNegativeInt = 0
    """Width and height of an image in pixels. 0: 64 for lab models, 1024 for others."""
    judges: tuple[str, ...] = Field((LAB_JUDGE, "sciscore:lab-sciscore"), min_length=1)
    """Judge: `lab-judge`, `sciscore:ID`, `reward:NAME` or `api:MODEL`."""

    @model_validator(mode="after")
    def _names_differ(self) -> Self:
        names = [BASE, *(stage.name for stage in self.stages)]
        for name in names:
            if names.count(name) > 1 or not re.fullmatch(r"\w[\w+.-]*", name):
                raise ConfigError(
                    f"setting 'stages': expected names of letters, digits and +.- that differ, and none {BASE!r}, got {name!r}"
                )
        return self


@dataclass(frozen=True, kw_only=True)
class StageMean(Result):
    """One stage by one judge."""

    stage: str
    judge: str
    split: str
    """S, C or `all`."""
    tier: str
    metric: Metric


@dataclass(frozen=True, kw_only=True)
class StageDifference(Result):
    """First minus second, prompt by prompt."""

    first: str
    second: str
    judge: str
    split: str
    difference: Metric
    p_value: float | None
    p_holm: float | None


@dataclass(frozen=True, kw_only=True)
class StageImprovement(Result):
    """RI in percent; no value where the base is no better when told."""

    stage: str
    judge: str
    split: str
    law: str | None = field(default=None, metadata=OPTIONAL)
    """None: all laws together."""
    metric: Metric


@dataclass(frozen=True, kw_only=True)
class StageComparison(Result):
    """What `results.json` of `align compare` holds."""

    out: Path
    report: Path
    """`report.html`, with every stage side by side."""
    means: tuple[StageMean, ...]
    differences: tuple[StageDifference, ...]
    improvements: tuple[StageImprovement, ...]


def compare_stages(config: CompareConfig, out: Path, *, seed: int, spending: Spending | None = None) -> StageComparison:
    """Draws, judges and compares what is missing in `out`, a benchmark run a stage.

    Raises:
        ConfigError: a stage is named twice, or the folder belongs to other settings.
        DataError: no such data.
        ModelError: no such model or policy.
    """
    if not config.stages:
        raise ConfigError(
            "expected at least one stage to compare with the base: --stage NAME=RUN, for example SFT=out/sft"
        )
    folders = []
    for stage in (StagePolicy(name=BASE, policy=""), *config.stages):
        folders.append(out / stage.name)
        run_bench(_bench(config, stage, seed), folders[-1], seed=seed, spending=spending)
    runs = [read_run(folder) for folder in folders]
    result = StageComparison(
        out=out,
        report=build_leaderboard(folders, out / "report").report,
        means=tuple(row for run in runs for row in _means(run)),
        differences=tuple(row for judge in runs[0].judges for row in _differences(runs, judge)),
        improvements=tuple(
            row for run in runs[1:] for judge in run.judges for row in _improvements(run, runs[0], judge)
        ),
    )
    result.save(out / "results.json")
    return result


def _bench(config: CompareConfig, stage: StagePolicy, seed: int) -> BenchConfig:
    data = {"data": config.data, "revision": config.data_revision, "num": config.num}
    bench = BenchConfig.parse(
        {
            **part_of(config, JudgingConfig).model_dump(),
            **data,
            "pictures": ImageSettings(
                label=stage.name,
                model=config.model,
                policy=stage.policy,
                images_per_prompt=config.images_per_prompt,
                num_steps=config.num_steps,
                guidance=config.guidance,
                size_px=config.size_px,
                revision=config.revision,
            ).model_dump(),
            "judges": config.judges,
        }
    )
    is_told = not stage.policy and all(item.explicit_prompt for item in load_prompt_sets(bench, seed=seed))
    return bench.replace({"tiers": ("implicit", "explicit")}) if is_told else bench


def _splits(run: BenchRun) -> list[str]:
    """`all`, and S and C where there are both."""
    found = {item.setting for item in run.prompt_sets.values()}
    return [BOTH, *(setting for setting in SETTINGS if setting in found and len(found) > 1)]


def _scores(run: BenchRun, judge: str, tier: str, split: str) -> dict[str, float]:
    return means_by_prompt(run.part(judge, tier, "" if split == BOTH else split))


def _scale(run: BenchRun, judge: str) -> float:
    return next(row.scale for row in run.rows if row.judge == judge)


def _clusters(run: BenchRun, names: Sequence[str]) -> list[tuple[str, str]]:
    """Prompts of one subject succeed and fail together."""
    return [(run.prompt_sets[name].law, run.prompt_sets[name].subject) for name in names]


def _means(run: BenchRun) -> Iterator[StageMean]:
    for judge in run.judges:
        for split in _splits(run):
            for tier in run.tiers(judge):
                scores = _scores(run, judge, tier, split)
                metric = mean_with_interval(list(scores.values()), clusters=_clusters(run, list(scores)))
                yield StageMean(
                    stage=run.name, judge=judge, split=split, tier=tier, metric=times(metric, _scale(run, judge))
                )


def _differences(runs: Sequence[BenchRun], judge: str) -> Iterator[StageDifference]:
    names = list(runs[0].prompt_sets)
    cluster_of = dict(zip(names, _clusters(runs[0], names), strict=True))
    for split in _splits(runs[0]):
        # The later stage first, so that a gain is above 0.
        scores = {run.name: _scores(run, judge, "implicit", split) for run in reversed(runs)}
        for pair in compare_all(scores, cluster_of=cluster_of):
            yield StageDifference(
                first=pair.first,
                second=pair.second,
                judge=judge,
                split=split,
                difference=times(pair.test.difference, _scale(runs[0], judge)),
                p_value=pair.test.p_value,
                p_holm=pair.p_holm,
            )


def _improvements(run: BenchRun, base: BenchRun, judge: str) -> Iterator[StageImprovement]:
    for split in _splits(run) if "explicit" in base.tiers(judge) else []:
        columns = [
            _scores(found, judge, tier, split)
            for found, tier in ((run, "implicit"), (base, "implicit"), (base, "explicit"))
        ]
        names = [name for name in columns[0] if name in columns[1] and name in columns[2]]
        laws = list(dict.fromkeys(base.prompt_sets[name].law for name in names)) if split == BOTH else []
        for law in (None, *laws):
            own = [name for name in names if law in (None, base.prompt_sets[name].law)]
            rows_N3 = np.array([[column[name] for column in columns] for name in own]).reshape(-1, 3)
            metric = improvement_ratio(rows_N3, _clusters(base, own))
            yield StageImprovement(stage=run.name, judge=judge, split=split, law=law, metric=times(metric, 100))
