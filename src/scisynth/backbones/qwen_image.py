"""Qwen-Image (`QwenImagePipeline`).

The transformer reads 2x2 cells as tokens next to the Qwen2.5-VL states of the prompt, which have their own length and a
mask; its time is sigma and its output already is noise - clean. Its autoencoder is a video one: an image is one frame,
and each channel has a mean and a deviation of its own,

    latents = (posterior mean - latents_mean) / latents_std

Guidance is real and keeps the length of each token of the positive prediction: with `g = n + scale * (p - n)`, the
result is `g * |p| / |g|`. It is used when a negative prompt is given and the scale is above 1.
Not covered: editing and layered variants.
"""

from collections.abc import Sequence
from typing import Any

import torch

from scisynth.backbones.base import ATTENTION_PROJECTIONS, TextCondition
from scisynth.backbones.diffusers_backbone import DiffusersBackbone
from scisynth.backbones.latents import pack_2x2, to_unit_range, unpack_2x2
from scisynth.backbones.text import pad_states

MAX_TEXT_TOKENS = 512


class QwenImageBackbone(DiffusersBackbone):
    """One loaded `QwenImagePipeline`; prompts are cut to `max_text_tokens` (default 512 at most)."""

    family = "qwen-image"
    lora_targets = ATTENTION_PROJECTIONS
    is_packed = True
    default_guidance = 4.0
    default_negative: str | None = " "

    def __init__(self, pipeline: Any, *, max_text_tokens: int | None = None) -> None:
        super().__init__(pipeline, pipeline.tokenizer, longest=MAX_TEXT_TOKENS, max_text_tokens=max_text_tokens)

    @torch.no_grad()
    def encode_text(self, prompts: Sequence[str]) -> TextCondition:
        """States [P, L, D] without the template's tokens, and the length [P] of each prompt."""
        states, mask = self.pipeline.encode_prompt(
            list(prompts), device=self.pipeline.text_encoder.device, max_sequence_length=self.num_text_tokens
        )
        return pad_states(
            list(states) if mask is None else [row[use.bool()] for row, use in zip(states, mask, strict=True)]
        )

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
        height, width = sample_BCHW.shape[2:]
        scale = self.default_guidance if guidance is None else guidance
        tokens = self._predict(sample_BCHW, sigma_B, text)
        if negative is not None and scale > 1:
            other = self._predict(sample_BCHW, sigma_B, negative)
            guided = other + scale * (tokens - other)
            tokens = guided * (tokens.norm(dim=-1, keepdim=True) / guided.norm(dim=-1, keepdim=True))
        return unpack_2x2(tokens, height, width)

    def _predict(self, sample_BCHW: torch.Tensor, sigma_B: torch.Tensor, text: TextCondition) -> torch.Tensor:
        """Velocity as tokens [B, L, 4C]."""
        batch, _, height, width = sample_BCHW.shape
        device, dtype = sample_BCHW.device, self.transformer.dtype
        length_B = text.tensors["length"]
        longest = int(length_B.max())
        mask = torch.arange(longest, device=length_B.device) < length_B[:, None]
        output = self.transformer(
            hidden_states=pack_2x2(sample_BCHW).to(dtype),
            # The transformer rounds it to its own type, as in the pipeline: rollout, training and sampling alike.
            timestep=sigma_B.to(device, torch.float32).expand(batch),
            encoder_hidden_states=text.tensors["states"][:, :longest].to(device, dtype),
            encoder_hidden_states_mask=None if mask.all() else mask.to(device),
            img_shapes=[[(1, height // 2, width // 2)]] * batch,
            return_dict=False,
        )[0]
        return output.float()

    @torch.no_grad()
    def encode_images(self, pixels_B3HW: torch.Tensor) -> torch.Tensor:
        """Images in [0, 1] to clean latents, float32 [B, C, H, W]."""
        vae = self.pipeline.vae
        frames = (2 * pixels_B3HW - 1).to(vae.device, vae.dtype)[:, :, None]
        latents = vae.encode(frames).latent_dist.mode()[:, :, 0].float().to(pixels_B3HW.device)
        mean, deviation = self._statistics(latents)
        return (latents - mean) / deviation

    @torch.no_grad()
    def decode(self, latents_BCHW: torch.Tensor) -> torch.Tensor:
        """Clean latents to images in [0, 1], float32 [B, 3, height_px, width_px]."""
        vae = self.pipeline.vae
        mean, deviation = self._statistics(latents_BCHW)
        frames = (latents_BCHW * deviation + mean).to(vae.device, vae.dtype)[:, :, None]
        return to_unit_range(vae.decode(frames).sample[:, :, 0]).to(latents_BCHW.device)

    def _statistics(self, latents: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        config = self.pipeline.vae.config
        mean, deviation = (
            torch.tensor(value, device=latents.device) for value in (config.latents_mean, config.latents_std)
        )
        return mean.view(1, -1, 1, 1), deviation.view(1, -1, 1, 1)
