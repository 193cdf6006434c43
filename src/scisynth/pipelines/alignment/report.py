"""What a report shows of an alignment: scores by stage, split and tier, relative improvement, images side by side."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from scisynth.core.protocols import Localizer
from scisynth.core.records import Metric
from scisynth.pipelines.alignment.stages import BASE, StageImages, mean_score, relative_improvement
from scisynth.pipelines.providers.published import published_splits
from scisynth.science.laws import get_law
from scisynth.stats.intervals import times
from scisynth.training.curve import read_log

PERCENT_SCORERS = ("lab-judge",)
"""Scorers whose numbers are shares of the points; shown as points of 100."""


def describe_alignment(
    measured: Sequence[StageImages],
    curves: Mapping[str, Path],
    localizer: Localizer,
    *,
    num_samples: int,
) -> dict[str, Any]:
    """The `alignment` part of a `ReportInput`; `curves` names the folders of the stages' training logs."""
    cells = {(item.stage, item.split, item.tier): item for item in measured}
    stages = list(dict.fromkeys(item.stage for item in measured))
    # The judge comes first: it never entered a training.
    scorers = sorted(measured[0].scores, key=lambda name: name not in PERCENT_SCORERS)
    return {
        "stages": stages,
        "scores": [
            {
                "stage": item.stage,
                "split": item.split,
                "tier": item.tier,
                "scorer": scorer,
                "metric": _in_points(mean_score(item, scorer), scorer).to_dict(),
            }
            for item in measured
            for scorer in scorers
        ],
        "improvements": improvements(measured),
        "samples": _samples(cells, stages, localizer, num_samples),
        "curves": [{"name": name, "rows": read_log(folder)} for name, folder in curves.items()],
        "units": {
            scorer: "points of 100: the right state, and how much else is right"
            if scorer in PERCENT_SCORERS
            else "logit_scale * cosine to the implicit prompt"
            for scorer in scorers
        },
        "published": published_splits("relative_improvement", ("SFT", "SFT+OFT")),
    }


def improvements(measured: Sequence[StageImages]) -> list[dict[str, Any]]:
    """RI of every tuned stage on implicit prompts, by split and scorer."""
    cells = {(item.stage, item.split, item.tier): item for item in measured}
    return [
        {
            "stage": item.stage,
            "split": item.split,
            "scorer": scorer,
            "metric": relative_improvement(
                item, cells[BASE, item.split, "implicit"], cells[BASE, item.split, "explicit"], scorer
            ).to_dict(),
        }
        for item in measured
        if item.stage != BASE and item.tier == "implicit"
        for scorer in item.scores
    ]


def _in_points(metric: Metric, scorer: str) -> Metric:
    return times(metric, 100) if scorer in PERCENT_SCORERS else metric


def _samples(
    cells: Mapping[Any, StageImages], stages: Sequence[str], localizer: Localizer, num: int
) -> list[dict[str, Any]]:
    """The first prompts of each split, which visit the laws in turn; boxes are those of the last stage's image."""
    samples = []
    for split in dict.fromkeys(key[1] for key in cells):
        columns = {stage: cells[stage, split, "implicit"] for stage in stages}
        last = columns[stages[-1]]
        prompt_sets = last.prompt_sets[:num]
        boxes = localizer.locate([item.entity for item in prompt_sets], last.images[:num])
        for row, item in enumerate(prompt_sets):
            samples.append(
                {
                    "id": item.id,
                    "law": item.law,
                    "field": get_law(item.law).field,
                    "setting": item.setting,
                    "prompt": item.implicit_prompt,
                    "entity": item.entity,
                    "derivation": item.derivation,
                    "stages": {stage: _image(pictures, row) for stage, pictures in columns.items()},
                    "boxes": [tuple(box) for box in boxes[row].tolist()],
                }
            )
    return samples


def _image(pictures: StageImages, row: int) -> dict[str, Any]:
    rewards = {name: float(scores[row]) for name, scores in pictures.scores.items()}
    judge = next((value for name, value in rewards.items() if name in PERCENT_SCORERS), None)
    reward = next((value for name, value in rewards.items() if name not in PERCENT_SCORERS), None)
    return {"picture": pictures.images[row], "reward": reward, "judge": judge}
