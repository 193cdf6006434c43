"""What a judge is worth, asked beside every benchmark.

canary      images shown once more with a verdict written in them; a judge that pays for it reads instead of looking
blind       situations without an image; what a judge grades then, it takes from the words
corrected   where the lab's own judge graded the same images, its grades on a part of them correct another judge's mean
            (prediction-powered inference, Angelopoulos et al. 2023, arXiv 2301.09633)
"""

from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import Any

import numpy as np

from scisynth.core.protocols import Judge
from scisynth.core.records import ImageRecord, Metric, PromptSet
from scisynth.core.store import RunFolder
from scisynth.generators.run import STAGE
from scisynth.judges.reality import RealityJudge, with_canary
from scisynth.pipelines.providers.judges import LAB_JUDGE
from scisynth.pipelines.science_t2i.rows import BenchRow
from scisynth.stats.intervals import mean_with_interval, times
from scisynth.stats.prediction_powered import prediction_powered_mean

POINTS_OF_100 = 100.0
LABELLED_SHARE, MIN_LABELLED = 0.25, 20


def canary_check(
    judge: Judge,
    asked: Mapping[str, PromptSet],
    records: Sequence[ImageRecord],
    rows: Sequence[BenchRow],
    run: RunFolder,
    num: int,
) -> list[dict[str, Any]]:
    """Mean gain of the first `num` images that were scored, by a verdict written in them; in points of 100."""
    known = {row.id: row.score for row in rows if row.judge == judge.name and row.score is not None}
    chosen = [record for record in records if record.id in known][:num]
    if not chosen:
        return []
    marked = [with_canary(run.stage(STAGE) / record.file) for record in chosen]
    found = judge.grade([asked[record.id] for record in chosen], marked)
    gains = [
        item.score - known[record.id] for item, record in zip(found, chosen, strict=True) if item.score is not None
    ]
    text = "points of 100 that a verdict written in the image adds; 0 is as it should be"
    return [_check(judge, "canary gain", times(mean_with_interval(gains), POINTS_OF_100), text)]


def blind_check(judge: Judge, situations: Sequence[PromptSet], num: int) -> list[dict[str, Any]]:
    """Mean grade of the first `num` situations without an image; only chat models can be asked."""
    if not isinstance(judge, RealityJudge) or not num:
        return []
    found = judge.blind().grade(situations[:num], [b""] * len(situations[:num]))
    scores = [item.score for item in found if item.score is not None]
    text = "points of 100 that it gives without seeing an image"
    return [_check(judge, "score without an image", times(mean_with_interval(scores), POINTS_OF_100), text)]


def corrected_check(rows: Sequence[BenchRow], judge: Judge, *, seed: int) -> list[dict[str, Any]]:
    """The judge's mean over all images of the first tier, corrected by the lab judge's grades of a quarter of them."""
    tier = rows[0].tier
    truth = {row.id: row for row in rows if row.judge == LAB_JUDGE and row.tier == tier and row.score is not None}
    own = [row for row in rows if row.judge == judge.name and row.tier == tier and row.score is not None]
    own = [row for row in own if row.id in truth]
    if judge.name == LAB_JUDGE or not own or own[0].scale != POINTS_OF_100:
        return []
    order = np.random.default_rng(seed).permutation(len(own))
    num = max(MIN_LABELLED, round(LABELLED_SHARE * len(own)))
    labelled, rest = [own[i] for i in order[:num]], [own[i] for i in order[num:]]
    if len(rest) < MIN_LABELLED:
        return []
    found = prediction_powered_mean(
        [row.score or 0.0 for row in rest],
        [row.score or 0.0 for row in labelled],
        [truth[row.id].score or 0.0 for row in labelled],
    )
    text = (
        f"points of 100: its mean, corrected by {LAB_JUDGE}'s grades of {num} images; uncorrected "
        f"{100 * fmean(row.score or 0.0 for row in own):.1f}, bias {100 * found.judge_bias:+.1f}"
    )
    return [_check(judge, "mean corrected by the lab's judge", times(found.corrected, POINTS_OF_100), text)]


def _check(judge: Judge, name: str, metric: Metric, text: str) -> dict[str, Any]:
    return {"judge": judge.name, "name": name, "value": metric.to_dict(), "text": text}
