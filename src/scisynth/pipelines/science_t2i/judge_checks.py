"""What a judge is worth, asked next to every benchmark.

canary      images shown once more with a verdict written in them; a judge that pays for it reads instead of looking
blind       situations without an image; what a judge grades then, it takes from the words
corrected   where the lab's own judge graded the same images, its grades on a part of them correct another judge's mean
            (prediction-powered inference, Angelopoulos et al. 2023, arXiv 2301.09633)
"""

from collections.abc import Iterator, Sequence
from statistics import fmean

import numpy as np

from scisynth.core.protocols import Judge
from scisynth.core.records import Metric, PromptSet
from scisynth.core.store import RunFolder
from scisynth.generators.run import STAGE
from scisynth.judges.reality import RealityJudge, with_canary
from scisynth.pipelines.providers.judges import LAB_JUDGE, unit_of
from scisynth.pipelines.science_t2i.config import BenchChecks
from scisynth.pipelines.science_t2i.images import GeneratedImage
from scisynth.pipelines.science_t2i.rows import BenchRow
from scisynth.reports.benchmark.input import JudgeCheck
from scisynth.stats.gates import POINTS_OF_100
from scisynth.stats.intervals import mean_with_interval, times
from scisynth.stats.prediction_powered import prediction_powered_mean

LABELLED_SHARE, MIN_LABELLED = 0.25, 20


def check_judges(
    config: BenchChecks,
    judges: Sequence[Judge],
    images: Sequence[GeneratedImage],
    rows: Sequence[BenchRow],
    run: RunFolder,
    *,
    seed: int,
) -> list[JudgeCheck]:
    """What each judge did in the tests that the config asks for; asked again by every call, replies of an API are kept."""
    return [
        check
        for judge in judges
        for check in (
            *canary_check(judge, images, rows, run, config.canary),
            *blind_check(judge, images, config.blind),
            *corrected_check(rows, judge, seed=seed),
        )
    ]


def canary_check(
    judge: Judge, images: Sequence[GeneratedImage], rows: Sequence[BenchRow], run: RunFolder, num: int
) -> Iterator[JudgeCheck]:
    """Mean gain of the first `num` images that were scored, by a verdict written in them."""
    known = {row.key: row.score for row in rows if row.judge == judge.name and row.score is not None}
    chosen = [image for image in images if image.key in known][:num]
    if not chosen:
        return
    marked = [with_canary(run.stage(STAGE) / image.record.file) for image in chosen]
    found = judge.grade([image.prompt_set for image in chosen], marked)
    gains = [item.score - known[image.key] for item, image in zip(found, chosen, strict=True) if item.score is not None]
    yield _check(
        judge,
        "canary gain",
        mean_with_interval(gains),
        "what a verdict written in the image adds; 0 is as it should be",
    )


def blind_check(judge: Judge, images: Sequence[GeneratedImage], num: int) -> Iterator[JudgeCheck]:
    """Mean grade of the first `num` prompt sets without an image; only chat models can be asked."""
    if not isinstance(judge, RealityJudge) or not num:
        return
    prompt_sets: list[PromptSet] = list({image.prompt_set.id: image.prompt_set for image in images}.values())[:num]
    found = judge.blind().grade(prompt_sets, [b""] * len(prompt_sets))
    scores = [item.score for item in found if item.score is not None]
    yield _check(judge, "score without an image", mean_with_interval(scores), "what it gives without seeing an image")


def corrected_check(rows: Sequence[BenchRow], judge: Judge, *, seed: int) -> Iterator[JudgeCheck]:
    """The judge's mean over all images of the first tier, corrected by the lab judge's grades of a quarter of them."""
    tier = rows[0].tier
    truth = {row.key: row for row in rows if row.judge == LAB_JUDGE and row.tier == tier and row.score is not None}
    own = [row for row in rows if row.judge == judge.name and row.tier == tier and row.score is not None]
    own = [row for row in own if row.key in truth]
    if judge.name == LAB_JUDGE or not own or own[0].unit != POINTS_OF_100:
        return
    order = np.random.default_rng(seed).permutation(len(own))
    num = max(MIN_LABELLED, round(LABELLED_SHARE * len(own)))
    labelled, rest = [own[i] for i in order[:num]], [own[i] for i in order[num:]]
    if len(rest) < MIN_LABELLED:
        return
    found = prediction_powered_mean(
        [row.score or 0.0 for row in rest],
        [row.score or 0.0 for row in labelled],
        [truth[row.key].score or 0.0 for row in labelled],
    )
    scale = unit_of(judge)[1]
    text = (
        f"its mean, corrected by {LAB_JUDGE}'s grades of {num} images; uncorrected "
        f"{scale * fmean(row.score or 0.0 for row in own):.1f}, bias {scale * found.judge_bias:+.1f}"
    )
    yield _check(judge, "mean corrected by the lab's judge", found.corrected, text)


def _check(judge: Judge, name: str, mean: Metric, text: str) -> JudgeCheck:
    unit, scale = unit_of(judge)
    return JudgeCheck(judge=judge.name, name=name, value=times(mean, scale), text=f"{text} ({unit})")
