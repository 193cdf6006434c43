"""How a policy stands while it is trained: the same validation prompts and seeds every time.

`eval/reward` is what training maximises, `eval/judge` an independent grade it never sees, `eval/diversity` how much the
images of one prompt differ. The run stops when the first rises and one of the others falls (`alignment.watch`).
"""

from collections.abc import Sequence
from typing import Self

import numpy as np
from PIL import Image

from scisynth.alignment.rollout import Score, combine_rewards
from scisynth.backbones.base import Backbone
from scisynth.core.protocols import Judge
from scisynth.core.records import PromptSet
from scisynth.core.seeds import derive_seed
from scisynth.generators.flow import FlowGenerator, image_seed
from scisynth.lab.models.judge import LabJudge
from scisynth.pipelines.alignment.config import EvaluationSettings
from scisynth.prompts.write import PromptsConfig, write_prompts
from scisynth.rewards.registry import load_reward


class PolicyEvaluation:
    """Measures the backbone as it stands when called."""

    def __init__(
        self,
        generator: FlowGenerator,
        prompt_sets: Sequence[PromptSet],
        score: Score,
        judge: Judge | None,
        *,
        images_per_prompt: int,
        size_px: int,
        seed: int,
    ) -> None:
        self._generator, self._score, self._judge = generator, score, judge
        self._num, self._size_px = images_per_prompt, size_px
        self._prompt_sets = [item for item in prompt_sets for _ in range(images_per_prompt)]
        self._prompts = [item.implicit_prompt for item in self._prompt_sets]
        self._seeds = [
            image_seed(seed, prompt, index % images_per_prompt) for index, prompt in enumerate(self._prompts)
        ]

    @classmethod
    def build(
        cls, settings: EvaluationSettings, backbone: Backbone, size_px: int, *, seed: int, score: Score | None = None
    ) -> Self:
        """The evaluation that settings describe."""
        prompts = PromptsConfig.parse({"num": settings.num_prompts, "split": "val"})
        return cls(
            FlowGenerator(backbone, name="policy", num_steps=settings.num_steps, batch_size=32),
            write_prompts(prompts, derive_seed(seed, "evaluation")),
            score or combine_rewards([(load_reward(settings.reward), 1.0)]),
            LabJudge.from_pretrained(settings.judge) if settings.judge != "none" else None,
            images_per_prompt=settings.images_per_prompt,
            size_px=size_px,
            seed=seed,
        )

    def __call__(self, step: int) -> dict[str, float]:
        """Numbers of one evaluation, for the training log."""
        images = self._generator.draw(self._prompts, self._seeds, size_px=self._size_px)
        row: dict[str, float] = {"eval/reward": float(self._score(self._prompts, images).mean())}
        if self._judge:
            scores = [item.score for item in self._judge.grade(self._prompt_sets, images) if item.score is not None]
            row["eval/judge_coverage"] = len(scores) / len(images)
            if scores:
                row["eval/judge"] = float(np.mean(scores))
        return row | {"eval/diversity": diversity(images, self._num)}


def diversity(images: Sequence[Image.Image], images_per_prompt: int) -> float:
    """Mean absolute difference between two images of one prompt, as a fraction of the range; 0 means all alike."""
    pixels = np.stack([np.asarray(image, dtype=np.float32) / 255 for image in images])
    groups_PGHWC = pixels.reshape(-1, images_per_prompt, *pixels.shape[1:])
    apart = [
        np.abs(groups_PGHWC[:, one] - groups_PGHWC[:, other]).mean()
        for one in range(images_per_prompt)
        for other in range(one)
    ]
    return float(np.mean(apart))
