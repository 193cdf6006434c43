"""Z-Image (`ZImagePipeline`), the base model and Turbo.

The transformer takes lists, one image [C, 1, H, W] and one caption [L, D] an item, and runs backwards: its time is
1 - sigma and its output is clean - noise, the negative of the package's velocity.

Guidance is real and counted from 0: `p + scale * (p - n)`, when a negative prompt is given and the scale is above 0. The base
model wants 5; Turbo, into which guidance is distilled, wants 0, and is known by its name or by its scheduler's shift. Not covered: truncated and norm-capped guidance, which are off by default, Omni, control variants.
"""

import re
from collections.abc import Sequence
from typing import Any

import torch

from scisynth.backbones.base import ATTENTION_PROJECTIONS, TextCondition
from scisynth.backbones.diffusers_backbone import DiffusersBackbone
from scisynth.backbones.text import cut_states, pad_states

MAX_TEXT_TOKENS = 512
TURBO_SHIFT = 3.0
"""Of the published schedulers: Tongyi-MAI/Z-Image-Turbo 3, Tongyi-MAI/Z-Image 6."""


class ZImageBackbone(DiffusersBackbone):
    """One loaded `ZImagePipeline`; prompts with their template are cut to `max_text_tokens` (default 512 at most)."""

    family = "z-image"
    lora_targets = ATTENTION_PROJECTIONS
    default_negative: str | None = ""

    def __init__(self, pipeline: Any, *, max_text_tokens: int | None = None) -> None:
        super().__init__(pipeline, pipeline.tokenizer, longest=MAX_TEXT_TOKENS, max_text_tokens=max_text_tokens)
        self.default_guidance = 0.0 if _is_turbo(pipeline) else 5.0

    @torch.no_grad()
    def encode_text(self, prompts: Sequence[str]) -> TextCondition:
        """States [P, L, D] and the length [P] of each prompt."""
        states, _ = self.pipeline.encode_prompt(
            list(prompts),
            device=self.pipeline.text_encoder.device,
            do_classifier_free_guidance=False,
            max_sequence_length=self.num_text_tokens,
        )
        return pad_states(states)

    def velocity(
        self,
        sample_BCHW: torch.Tensor,
        sigma_B: torch.Tensor,
        text: TextCondition,
        *,
        guidance: float | None = None,
        negative: TextCondition | None = None,
    ) -> torch.Tensor:
        """Predicted noise - clean, float32 [B, C, H, W]."""
        scale = self.default_guidance if guidance is None else guidance
        positive = self._predict(sample_BCHW, sigma_B, text)
        if negative is None or scale <= 0:
            return positive
        return positive + scale * (positive - self._predict(sample_BCHW, sigma_B, negative))

    def _predict(self, sample_BCHW: torch.Tensor, sigma_B: torch.Tensor, text: TextCondition) -> torch.Tensor:
        device, dtype = sample_BCHW.device, self.transformer.dtype
        outputs = self.transformer(
            list(sample_BCHW.to(dtype)[:, :, None]),
            1 - sigma_B.to(device, torch.float32).expand(len(sample_BCHW)),
            [states.to(device, dtype) for states in cut_states(text)],
            return_dict=False,
        )[0]
        return -torch.stack(list(outputs))[:, :, 0].float()


def _is_turbo(pipeline: Any) -> bool:
    """By the name, which also tells a `De-Turbo`; a folder of another name by the shift, 3 for Turbo and 6 for the base."""
    name = re.sub(r"[\W_]", "", str(pipeline.config.get("_name_or_path", "")).casefold())
    return "deturbo" not in name and ("turbo" in name or pipeline.scheduler.config.shift <= TURBO_SHIFT)
