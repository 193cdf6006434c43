"""Base, SFT and SFT+OFT side by side on held-out prompts: the same prompts and seeds, by reward and by judge.

    RI = (tuned_IP - base_IP) / (base_EP - base_IP)

is the fraction of the base model's implicit-explicit gap that training closed (arXiv 2504.13129, section 5.3): IP and EP are mean
scores of images made from implicit and explicit prompts, both scored against the implicit one. Intervals resample
(law, subject) clusters, since prompts of one subject succeed and fail together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from scisynth.alignment.lora import install, read_lora
from scisynth.backbones.registry import load_backbone
from scisynth.core.progress import say
from scisynth.core.protocols import Judge, Reward
from scisynth.core.records import Metric, PromptSet, Split, Tier
from scisynth.generators.flow import FlowGenerator, image_seed
from scisynth.prompts.write import PromptsConfig, write_prompts
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


def measure_stages(
    model: str,
    policies: Mapping[str, Path | None],
    rewards: Mapping[str, Reward],
    judge: Judge,
    *,
    splits: Sequence[Split],
    num_prompts: int,
    num_steps: int,
    size_px: int,
    seed: int,
    base_tiers: Sequence[Tier] = TIERS,
) -> list[StageImages]:
    """Draws and scores every stage; tuned stages answer implicit prompts, the base all of `base_tiers`."""
    prompts = {
        split: write_prompts(PromptsConfig.parse({"num": num_prompts, "split": split}), seed) for split in splits
    }
    results = []
    for stage, policy in policies.items():
        say(f"drawing and scoring: {stage}")
        backbone = load_backbone(model)
        if policy:
            install(backbone.transformer, read_lora(policy, backbone))
        generator = FlowGenerator(backbone, name=stage, num_steps=num_steps, batch_size=64)
        for split in splits:
            for tier in base_tiers if policy is None else TIERS[:1]:
                results.append(
                    _measure(generator, stage, split, tier, prompts[split], rewards, judge, size_px=size_px, seed=seed)
                )
    return results


def _measure(
    generator: FlowGenerator,
    stage: str,
    split: Split,
    tier: Tier,
    prompt_sets: Sequence[PromptSet],
    rewards: Mapping[str, Reward],
    judge: Judge,
    *,
    size_px: int,
    seed: int,
) -> StageImages:
    words = [item.prompt(tier) for item in prompt_sets]
    # One seed a situation, so that tiers and stages start from the same noise.
    seeds = [image_seed(seed, item.id, 0) for item in prompt_sets]
    images = generator.draw(words, seeds, size_px=size_px)
    implicit = [item.implicit_prompt for item in prompt_sets]
    grades = [item.score for item in judge.grade(prompt_sets, images)]
    return StageImages(
        stage=stage,
        split=split,
        tier=tier,
        prompt_sets=tuple(prompt_sets),
        images=tuple(images),
        scores={
            **{name: reward.score(implicit, images).double().numpy() for name, reward in rewards.items()},
            judge.name: np.array([np.nan if grade is None else grade for grade in grades], dtype=np.float64),
        },
    )


def mean_score(pictures: StageImages, scorer: str) -> Metric:
    """Mean of one scorer with its interval."""
    scores, clusters = _scored(pictures, scorer)
    return mean_with_interval(list(scores), clusters=clusters)


def relative_improvement(tuned: StageImages, base: StageImages, explicit: StageImages, scorer: str) -> Metric:
    """RI of a tuned stage with a paired cluster-bootstrap interval; no value where the base has no gap to close."""
    rows_N3 = np.stack([item.scores[scorer] for item in (tuned, base, explicit)], axis=1)
    kept = ~np.isnan(rows_N3).any(axis=1)
    clusters = [(item.law, item.subject) for item, keep in zip(base.prompt_sets, kept, strict=True) if keep]
    return improvement_ratio(rows_N3[kept], clusters)


def _scored(pictures: StageImages, scorer: str) -> tuple[np.ndarray, list[tuple[str, str]]]:
    scores = pictures.scores[scorer]
    kept = ~np.isnan(scores)
    clusters = [(item.law, item.subject) for item, keep in zip(pictures.prompt_sets, kept, strict=True) if keep]
    return scores[kept], clusters
