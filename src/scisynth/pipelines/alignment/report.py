"""What a report shows of an alignment: scores by stage, split and tier, relative improvement, images side by side."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from scisynth.core.protocols import Localizer
from scisynth.core.records import Metric
from scisynth.pipelines.alignment.stages import BASE, StageImages, mean_score, relative_improvement
from scisynth.pipelines.providers.published import published_splits
from scisynth.reports.parts.input import (
    Alignment,
    Curve,
    PublishedImprovement,
    RelativeImprovement,
    Sample,
    StageImage,
    StageScore,
)
from scisynth.science.laws import get_law
from scisynth.stats.intervals import times
from scisynth.training.curve import read_log

PERCENT_SCORERS = ("lab-judge",)
"""Scorers whose numbers are fractions of the points; shown as points of 100."""


def describe_alignment(
    measured: Sequence[StageImages],
    curves: Mapping[str, Path],
    localizer: Localizer,
    *,
    num_samples: int,
) -> Alignment:
    """The `alignment` part of a report; `curves` names the folders of the stages' training logs."""
    cells = {(item.stage, item.split, item.tier): item for item in measured}
    stages = list(dict.fromkeys(item.stage for item in measured))
    # The judge comes first: it never entered a training.
    scorers = sorted(measured[0].scores, key=lambda name: name not in PERCENT_SCORERS)
    return Alignment(
        stages=tuple(stages),
        scores=tuple(
            StageScore(
                stage=item.stage,
                split=item.split,
                tier=item.tier,
                scorer=scorer,
                metric=_in_points(mean_score(item, scorer), scorer),
            )
            for item in measured
            for scorer in scorers
        ),
        improvements=tuple(improvements(measured)),
        samples=tuple(_samples(cells, stages, localizer, num_samples)),
        curves=tuple(Curve(name=name, rows=tuple(read_log(folder))) for name, folder in curves.items()),
        units={
            scorer: "points of 100: the right state, and how much else is right"
            if scorer in PERCENT_SCORERS
            else "logit_scale * cosine to the implicit prompt"
            for scorer in scorers
        },
        published=tuple(
            PublishedImprovement.model_validate(row)
            for row in published_splits("relative_improvement", ("SFT", "SFT+OFT"))
        ),
    )


def improvements(measured: Sequence[StageImages]) -> list[RelativeImprovement]:
    """RI of every tuned stage on implicit prompts, by split and scorer."""
    cells = {(item.stage, item.split, item.tier): item for item in measured}
    return [
        RelativeImprovement(
            stage=item.stage,
            split=item.split,
            scorer=scorer,
            metric=relative_improvement(
                item, cells[BASE, item.split, "implicit"], cells[BASE, item.split, "explicit"], scorer
            ),
        )
        for item in measured
        if item.stage != BASE and item.tier == "implicit"
        for scorer in item.scores
    ]


def _in_points(metric: Metric, scorer: str) -> Metric:
    return times(metric, 100) if scorer in PERCENT_SCORERS else metric


def _samples(cells: Mapping[Any, StageImages], stages: Sequence[str], localizer: Localizer, num: int) -> list[Sample]:
    """The first prompts of each split, which visit the laws in turn; boxes are those of the last stage's image."""
    samples = []
    for split in dict.fromkeys(key[1] for key in cells):
        columns = {stage: cells[stage, split, "implicit"] for stage in stages}
        last = columns[stages[-1]]
        prompt_sets = last.prompt_sets[:num]
        boxes = localizer.locate([item.entity for item in prompt_sets], last.images[:num])
        for row, item in enumerate(prompt_sets):
            samples.append(
                Sample(
                    id=item.id,
                    law=item.law,
                    field=get_law(item.law).field,
                    setting=item.setting,
                    prompt=item.implicit_prompt,
                    entity=item.entity,
                    derivation=item.derivation,
                    stages={stage: _image(images, row) for stage, images in columns.items()},
                    boxes=tuple(tuple(box) for box in boxes[row].tolist()),
                )
            )
    return samples


def _image(images: StageImages, row: int) -> StageImage:
    numbers = {name: float(scores[row]) for name, scores in images.scores.items()}
    judge = next((value for name, value in numbers.items() if name in PERCENT_SCORERS), None)
    reward = next((value for name, value in numbers.items() if name not in PERCENT_SCORERS), None)
    return StageImage(picture=images.images[row], reward=reward, judge=judge)
