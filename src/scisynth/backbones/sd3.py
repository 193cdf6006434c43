"""Stable Diffusion 3 and 3.5 (`StableDiffusion3Pipeline`).

The transformer reads latents as they are and cuts them into patches itself; its time is 1000 * sigma and its output
already is noise - clean. Two CLIP towers and T5 make the prompt's tokens, both CLIPs together the pooled vector.
Guidance is real, `negative + scale * (positive - negative)`, when a negative prompt is given and the scale is above 1.
Not covered: skip-layer guidance, CLIP skip, control and IP adapters.
"""

from collections.abc import Sequence
from typing import Any

import torch

from scisynth.backbones.base import ATTENTION_PROJECTIONS, TextCondition
from scisynth.backbones.diffusers_backbone import DiffusersBackbone
from scisynth.backbones.schedule import dynamic_mu, scheduled_sigmas

MAX_TEXT_TOKENS = 256


class SD3Backbone(DiffusersBackbone):
    """One loaded `StableDiffusion3Pipeline`; `max_text_tokens` is the length of the T5 part (default 256 at most)."""

    family = "sd3"
    lora_targets = ATTENTION_PROJECTIONS
    default_guidance = 7.0
    default_negative: str | None = ""

    def __init__(self, pipeline: Any, *, max_text_tokens: int | None = None) -> None:
        super().__init__(
            pipeline,
            pipeline.tokenizer_3,
            longest=MAX_TEXT_TOKENS,
            max_text_tokens=max_text_tokens,
            token_side=pipeline.transformer.config.patch_size,
        )

    @torch.no_grad()
    def encode_text(self, prompts: Sequence[str]) -> TextCondition:
        """States [P, L, D], CLIP's tokens before T5's, and pooled vectors [P, D]; padding is not masked."""
        states, _, pooled, _ = self.pipeline.encode_prompt(
            list(prompts),
            None,
            None,
            device=self.pipeline.text_encoder.device,
            do_classifier_free_guidance=False,
            max_sequence_length=self.num_text_tokens,
        )
        return TextCondition(tensors={"states": states, "pooled": pooled})

    def default_sigmas(self, num_steps: int, height_px: int, width_px: int) -> torch.Tensor:
        """Static shift of the scheduler's own levels; by size where its configuration says so."""
        _, height, width = self.latent_shape(height_px, width_px)
        mu = dynamic_mu(self.pipeline.scheduler, height * width // self.transformer.config.patch_size**2)
        return scheduled_sigmas(self.pipeline.scheduler, num_steps, mu=mu)

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
        if negative is None or scale <= 1:
            return positive
        other = self._predict(sample_BCHW, sigma_B, negative)
        return other + scale * (positive - other)

    def _predict(self, sample_BCHW: torch.Tensor, sigma_B: torch.Tensor, text: TextCondition) -> torch.Tensor:
        device, dtype = sample_BCHW.device, self.transformer.dtype
        output = self.transformer(
            hidden_states=sample_BCHW.to(dtype),
            # Float32: half precision would round the time.
            timestep=1000 * sigma_B.to(device, torch.float32).expand(len(sample_BCHW)),
            encoder_hidden_states=text.tensors["states"].to(device, dtype),
            pooled_projections=text.tensors["pooled"].to(device, dtype),
            return_dict=False,
        )[0]
        return output.float()
