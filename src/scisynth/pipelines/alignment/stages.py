"""Base, SFT and SFT+OFT side by side on held-out prompts: the same prompts and seeds, by reward and by judge.

    RI = (tuned_IP - base_IP) / (base_EP - base_IP)

is the fraction of the base model's implicit-explicit gap that training closed (arXiv 2504.13129, section 5.3): IP and EP are mean
scores of images made from implicit and explicit prompts, both scored against the implicit one. Intervals resample
(law, subject) clusters, since prompts of one subject succeed and fail together.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from PIL import Image

from scisynth.core.records import Metric, PromptSet, Split, Tier
from scisynth.stats.intervals import mean_with_interval
from scisynth.stats.relative_improvement import improvement_ratio

TIERS: tuple[Tier, ...] = ("implicit", "explicit", "superficial")
BASE = "base"


@dataclass(frozen=True, kw_only=True)
class StageImages:
    """What one stage made of one split and tier, and the scores of each image."""

    stage: str
    split: Split
    tier: Tier
    prompt_sets: tuple[PromptSet, ...]
    images: tuple[Image.Image, ...]
    scores: Mapping[str, np.ndarray]
    """By scorer, float [N]; NaN where the scorer gave none."""


def mean_score(images: StageImages, scorer: str) -> Metric:
    """Mean of one scorer with its interval."""
    scores, clusters = _scored(images, scorer)
    return mean_with_interval(list(scores), clusters=clusters)


def relative_improvement(tuned: StageImages, base: StageImages, explicit: StageImages, scorer: str) -> Metric:
    """RI of a tuned stage with a paired cluster-bootstrap interval; no value where the base has no gap to close."""
    rows_N3 = np.stack([item.scores[scorer] for item in (tuned, base, explicit)], axis=1)
    kept = ~np.isnan(rows_N3).any(axis=1)
    clusters = [(item.law, item.subject) for item, keep in zip(base.prompt_sets, kept, strict=True) if keep]
    return improvement_ratio(rows_N3[kept], clusters)


def _scored(images: StageImages, scorer: str) -> tuple[np.ndarray, list[tuple[str, str]]]:
    scores = images.scores[scorer]
    kept = ~np.isnan(scores)
    clusters = [(item.law, item.subject) for item, keep in zip(images.prompt_sets, kept, strict=True) if keep]
    return scores[kept], clusters
