"""FLUX.2 (`Flux2Pipeline`: [dev]; `Flux2KleinPipeline`: klein, its base and its distilled form).

Latents are [B, 128, h, w] already: 2x2 cells of the autoencoder's 32 channels, normalised by the running statistics of
a batch norm. Each cell of that grid is one token; positions have four axes (time, row, column, word). The transformer's
time is sigma and its output already is noise - clean.

The shift of the schedule is fitted to the number of tokens and of steps. Guidance is an input of [dev]; klein's base
guides for real, `negative + scale * (positive - negative)` with a scale above 1; distilled klein does not guide.
Not covered: reference images and the key-value cache that serves them.
"""

from collections.abc import Sequence
from typing import Any

import torch
from torch.nn import functional

from scisynth.backbones.base import ATTENTION_PROJECTIONS, TextCondition
from scisynth.backbones.diffusers_backbone import DiffusersBackbone
from scisynth.backbones.latents import check_size, to_unit_range
from scisynth.backbones.schedule import linear_sigmas, scheduled_sigmas
from scisynth.core.errors import ConfigError

MAX_TEXT_TOKENS = 512


class Flux2Backbone(DiffusersBackbone):
    """One loaded `Flux2Pipeline` or `Flux2KleinPipeline`; prompts are `max_text_tokens` long (default 512 at most)."""

    family = "flux2"
    lora_targets = (*ATTENTION_PROJECTIONS, "to_qkv_mlp_proj")
    default_guidance = 4.0

    def __init__(self, pipeline: Any, *, max_text_tokens: int | None = None) -> None:
        super().__init__(pipeline, pipeline.tokenizer, longest=MAX_TEXT_TOKENS, max_text_tokens=max_text_tokens)
        guides = type(pipeline).__name__ == "Flux2KleinPipeline" and not pipeline.config.is_distilled
        self.default_negative: str | None = "" if guides else None

    @torch.no_grad()
    def encode_text(self, prompts: Sequence[str]) -> TextCondition:
        """States [P, L, 3D] of three layers of the language model; padding is not masked, as in the pipeline."""
        states, _ = self.pipeline.encode_prompt(
            list(prompts), device=self.pipeline.text_encoder.device, max_sequence_length=self.num_text_tokens
        )
        return TextCondition(tensors={"states": states})

    def latent_shape(self, height_px: int, width_px: int) -> tuple[int, int, int]:
        """(C, H, W); `ConfigError` unless both sides are multiples of `multiple_px`."""
        check_size(height_px, width_px, self.multiple_px)
        return self.transformer.config.in_channels, height_px // self.multiple_px, width_px // self.multiple_px

    def default_sigmas(self, num_steps: int, height_px: int, width_px: int) -> torch.Tensor:
        """Linear levels, shifted by the published fit."""
        _, height, width = self.latent_shape(height_px, width_px)
        mu = fitted_mu(height * width, num_steps)
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
        if negative is not None and self.default_negative is None:
            raise ConfigError("this FLUX.2 has guidance distilled into it; leave the negative prompt out")
        scale = self.default_guidance if guidance is None else guidance
        positive = self._predict(sample_BCHW, sigma_B, text, scale)
        if negative is None or scale <= 1:
            return positive
        other = self._predict(sample_BCHW, sigma_B, negative, scale)
        return other + scale * (positive - other)

    def _predict(
        self, sample_BCHW: torch.Tensor, sigma_B: torch.Tensor, text: TextCondition, guidance: float
    ) -> torch.Tensor:
        batch, _, height, width = sample_BCHW.shape
        device, dtype = sample_BCHW.device, self.transformer.dtype
        states = text.tensors["states"].to(device, dtype)
        embedded = self.transformer.config.guidance_embeds
        output = self.transformer(
            hidden_states=sample_BCHW.flatten(2).transpose(1, 2).to(dtype),
            # The transformer rounds it to its own type, as in the pipeline: rollout, training and sampling alike.
            timestep=sigma_B.to(device, torch.float32).expand(batch),
            guidance=torch.full((batch,), guidance, device=device) if embedded else None,
            encoder_hidden_states=states,
            txt_ids=_positions(1, 1, states.shape[1], device),
            img_ids=_positions(height, width, 1, device),
            return_dict=False,
        )[0]
        return output.float().transpose(1, 2).unflatten(2, (height, width))

    @torch.no_grad()
    def encode_images(self, pixels_B3HW: torch.Tensor) -> torch.Tensor:
        """Images in [0, 1] to clean latents, float32 [B, C, H, W]."""
        vae = self.pipeline.vae
        images = (2 * pixels_B3HW - 1).to(vae.device, vae.dtype)
        latents = functional.pixel_unshuffle(vae.encode(images).latent_dist.mode().float(), 2)
        mean, deviation = self._statistics(latents)
        return ((latents - mean) / deviation).to(pixels_B3HW.device)

    @torch.no_grad()
    def decode(self, latents_BCHW: torch.Tensor) -> torch.Tensor:
        """Clean latents to images in [0, 1], float32 [B, 3, height_px, width_px]."""
        vae = self.pipeline.vae
        mean, deviation = self._statistics(latents_BCHW)
        latents = functional.pixel_shuffle(latents_BCHW * deviation + mean, 2)
        return to_unit_range(vae.decode(latents.to(vae.device, vae.dtype)).sample).to(latents_BCHW.device)

    def _statistics(self, latents: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        vae = self.pipeline.vae
        mean, variance = (
            value.float().to(latents.device).view(1, -1, 1, 1) for value in (vae.bn.running_mean, vae.bn.running_var)
        )
        return mean, (variance + vae.config.batch_norm_eps).sqrt()


def fitted_mu(num_tokens: int, num_steps: int) -> float:
    """The published fit: linear in the tokens at 10 and at 200 steps, and linear in the steps between them.

    From 4300 tokens on, the line of 200 steps holds for any number of steps.
    """
    at_200 = 0.00016927 * num_tokens + 0.45666666
    if num_tokens > 4300:
        return at_200
    at_10 = 8.73809524e-05 * num_tokens + 1.89833333
    return at_200 + (at_200 - at_10) / 190 * (num_steps - 200)


def _positions(rows: int, columns: int, words: int, device: torch.device) -> torch.Tensor:
    """[1, rows * columns * words, 4]: (0, row, column, word)."""
    axes = (torch.arange(size, device=device) for size in (1, rows, columns, words))
    return torch.cartesian_prod(*axes)[None]
