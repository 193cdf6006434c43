"""Prompts as the model is asked with them: the condition, what to steer away from, and how strongly.

Rollouts, training on them, the reference and evaluations all ask in this one way. Families that guide by a second pass
(`Backbone.default_negative`) always get their negative prompt; they leave the pass out where the scale asks for none.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch

from scisynth.alignment.cache import TextCache
from scisynth.backbones.base import Backbone, TextCondition


@dataclass(frozen=True, kw_only=True)
class Prompted:
    """B prompts with their guidance."""

    text: TextCondition
    negative: TextCondition | None
    """One condition for all; None where the family has none."""
    guidance: float | None
    """None: the family's default."""

    def select(self, rows: Sequence[int]) -> "Prompted":
        """The prompts at these positions, repeats allowed."""
        return replace(self, text=self.text.select(rows))

    def velocity(self, backbone: Backbone, sample_BCHW: torch.Tensor, sigma_B: torch.Tensor) -> torch.Tensor:
        """Predicted noise - clean, guided, float32 [B, C, H, W]."""
        negative = self.negative and self.negative.select([0] * len(self.text))
        return backbone.velocity(sample_BCHW, sigma_B, self.text, guidance=self.guidance, negative=negative)


def words_to_encode(backbone: Backbone, prompts: Sequence[str]) -> list[str]:
    """The prompts, and the one to steer away from where the family has one."""
    negative = backbone.default_negative
    return [*prompts, *([] if negative is None else [negative])]


def ask(
    backbone: Backbone, cache: TextCache, prompts: Sequence[str], guidance: float | None, device: torch.device
) -> Prompted:
    """Prompts of a cache of `words_to_encode`, ready for the model."""
    negative = backbone.default_negative
    return Prompted(
        text=cache.get(prompts).to(device),
        negative=None if negative is None else cache.get([negative]).to(device),
        guidance=guidance,
    )
