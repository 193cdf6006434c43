"""Scoring a handful of images by name, with any reward."""

from collections.abc import Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

import torch
from torch import Tensor

from scisynth.core.cuts import cuts_of
from scisynth.core.engine.choice import LOCAL_ENGINE, Engine, by_model
from scisynth.core.errors import ModelError
from scisynth.core.protocols import Reward
from scisynth.core.records import ImageSource
from scisynth.pipelines.providers.judges import engine_of_model
from scisynth.pipelines.providers.provenance import LAB, worlds_of_model
from scisynth.pipelines.reward.results import ImageScore, ScoreResult
from scisynth.rewards.info import info_of
from scisynth.rewards.registry import load_reward
from scisynth.rewards.two_tower import TwoTower

BATCH, CLUSTER_BATCH = 256, 16
"""Images that are scored at once: here, and by one of many workers."""


def score_images(
    prompt: str, images: Sequence[ImageSource], model: str, *, engine: Engine = LOCAL_ENGINE
) -> ScoreResult:
    """Score of each image with what may be read out of it, and notes a reader needs.

    A reward trained as a preference gives the probability that each image is preferred, and its cosine; one trained to tell
    a pair that fits from one that does not gives the probability of a match; the others give an order only.

    Args:
        prompt: what the images should be true to.
        images: files, or images in memory.
        model: a name of `rewards.registry`, `reward:` before it or not.
        engine: where the images are scored; a reward that a server scores is asked from this process.
    """
    name = model.removeprefix("reward:")
    scorer = load_reward(name)
    info = info_of(scorer)
    engine = engine_of_model(name, engine)
    work = by_model(partial(_score, prompt), scorer, partial(load_reward, name), engine)
    size = BATCH if engine is LOCAL_ENGINE else CLUSTER_BATCH
    batches = [images[first : first + size] for first in range(0, len(images), size)]
    with closing(engine.map(work, batches, workers=0)) as found:
        scores = torch.tensor([value for values in found for value in values], dtype=torch.float32)
    if not scores.isfinite().all():
        raise ModelError(f"{model}: expected finite scores, got {scores.tolist()}; the checkpoint is damaged")
    notes = [f"{cut.note}; the rest has no effect on the score" for cut in cuts_of(scorer, [prompt])]
    if worlds_of_model(scorer.name) == {LAB}:
        notes.append(f"{model} knows only the lab's drawings; for photos use --model Jialuo21/SciScore")
    if not info.is_preference:
        notes.append(f"a score is {info.unit}. {info.note}")
    readings = _readings(scorer, scores)
    return ScoreResult(
        prompt=prompt,
        model=model,
        kind=info.kind,
        unit=info.unit,
        logit_scale=scorer.logit_scale if isinstance(scorer, TwoTower) else None,
        scores=tuple(
            ImageScore(
                image=Path(image) if isinstance(image, str | Path) else f"image {row}",
                score=float(scores[row]),
                **{name: float(values[row]) for name, values in readings.items()},
            )
            for row, image in enumerate(images)
        ),
        notes=tuple(notes),
    )


def _score(prompt: str, scorer: Reward, images: Sequence[ImageSource]) -> list[float]:
    scores: list[float] = scorer.score([prompt] * len(images), images).tolist()
    return scores


def _readings(scorer: Reward, scores: Tensor) -> dict[str, Tensor]:
    info = info_of(scorer)
    readings = {}
    if isinstance(scorer, TwoTower):
        readings["cosine"] = (scores - scorer.logit_bias) / scorer.logit_scale
    if info.is_preference:
        readings["probability"] = scores.softmax(dim=0)
    if info.is_logit:
        readings["match"] = scores.sigmoid()
    return readings
