"""Z-Image (`ZImagePipeline`), the base model and Turbo.

The transformer takes lists, one image [C, 1, H, W] and one caption [L, D] an item, and runs backwards: its time is
1 - sigma and its output is clean - noise, the negative of the package's velocity.

Guidance is real and counted from 0: `p + scale * (p - n)`, when a negative prompt is given and the scale is above 0
(Turbo wants 0). Not covered: truncated and norm-capped guidance, which are off by default, Omni, control variants.
"""

from collections.abc import Sequence
from typing import Any

import torch

from scisynth.backbones.base import ATTENTION_PROJECTIONS, TextCondition
from scisynth.backbones.latents import check_size, decode_images, encode_with_vae
from scisynth.backbones.schedule import dynamic_mu, linear_sigmas, scheduled_sigmas
from scisynth.backbones.text import cut_states, pad_states, text_length

MAX_TEXT_TOKENS = 512


class ZImageBackbone:
    """One loaded `ZImagePipeline`; prompts with their template are cut to `max_text_tokens` (default 512 at most)."""

    family = "z-image"
    lora_targets = ATTENTION_PROJECTIONS
    default_guidance = 5.0
    default_negative: str | None = ""

    def __init__(self, pipeline: Any, *, max_text_tokens: int | None = None) -> None:
        self.pipeline = pipeline
        self.transformer = pipeline.transformer
        self.multiple_px = 2 * pipeline.vae_scale_factor
        self.num_text_tokens = text_length(pipeline.tokenizer, MAX_TEXT_TOKENS, max_text_tokens)

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

    def latent_shape(self, height_px: int, width_px: int) -> tuple[int, int, int]:
        """(C, H, W); `ConfigError` unless both sides are multiples of `multiple_px`."""
        check_size(height_px, width_px, self.multiple_px)
        factor = self.pipeline.vae_scale_factor
        return self.transformer.config.in_channels, height_px // factor, width_px // factor

    def default_sigmas(self, num_steps: int, height_px: int, width_px: int) -> torch.Tensor:
        """Linear levels with the scheduler's shift: static in the published models, by size where it says so."""
        _, height, width = self.latent_shape(height_px, width_px)
        mu = dynamic_mu(self.pipeline.scheduler, height * width // 4)
        return scheduled_sigmas(self.pipeline.scheduler, num_steps, sigmas=linear_sigmas(num_steps), mu=mu)

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

    def encode_images(self, pixels_B3HW: torch.Tensor) -> torch.Tensor:
        """Images in [0, 1] to clean latents, float32 [B, C, H, W]."""
        return encode_with_vae(self.pipeline.vae, pixels_B3HW)

    def decode(self, latents_BCHW: torch.Tensor) -> torch.Tensor:
        """Clean latents to images in [0, 1], float32 [B, 3, height_px, width_px]."""
        return decode_images(self.pipeline.vae, latents_BCHW)
