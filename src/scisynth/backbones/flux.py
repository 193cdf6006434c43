"""FLUX.1 (`FluxPipeline`): [dev], [schnell], finetunes, and the package's own `lab-flux`.

The transformer reads 2x2 cells as tokens next to the T5 tokens of the prompt; CLIP's pooled vector joins the time
embedding. Its time is sigma itself and its output already is noise - clean.

Guidance is an input of the guidance-distilled models (`guidance_embeds`), which take no negative prompt here. The others
guide for real, `negative + scale * (positive - negative)`, when a negative prompt is given and the scale is above 1.
Not covered: Kontext, Fill, control and IP-adapter variants.
"""

from collections.abc import Sequence
from typing import Any

import torch

from scisynth.backbones.base import ATTENTION_PROJECTIONS, TextCondition
from scisynth.backbones.latents import check_size, decode_images, encode_with_vae, pack_2x2, unpack_2x2
from scisynth.backbones.schedule import dynamic_mu, linear_sigmas, scheduled_sigmas
from scisynth.backbones.text import text_length
from scisynth.core.errors import ConfigError

MAX_TEXT_TOKENS = 512


class FluxBackbone:
    """One loaded `FluxPipeline`; T5 prompts are `max_text_tokens` long (default: the tokenizer's length, 512 at most)."""

    family = "flux"
    lora_targets = ATTENTION_PROJECTIONS

    def __init__(self, pipeline: Any, *, max_text_tokens: int | None = None) -> None:
        self.pipeline = pipeline
        self.transformer = pipeline.transformer
        self.multiple_px = 2 * pipeline.vae_scale_factor
        distilled = self.transformer.config.guidance_embeds
        self.default_guidance = 3.5 if distilled else 1.0
        self.default_negative: str | None = None if distilled else ""
        self.num_text_tokens = text_length(pipeline.tokenizer_2, MAX_TEXT_TOKENS, max_text_tokens)

    @torch.no_grad()
    def encode_text(self, prompts: Sequence[str]) -> TextCondition:
        """T5 states [P, L, D] and CLIP's pooled vectors [P, D]; padding is not masked, as in the pipeline."""
        states, pooled, _ = self.pipeline.encode_prompt(
            list(prompts), device=self.pipeline.text_encoder_2.device, max_sequence_length=self.num_text_tokens
        )
        return TextCondition(tensors={"states": states, "pooled": pooled})

    def latent_shape(self, height_px: int, width_px: int) -> tuple[int, int, int]:
        """(C, H, W); `ConfigError` unless both sides are multiples of `multiple_px`."""
        check_size(height_px, width_px, self.multiple_px)
        factor = self.pipeline.vae_scale_factor
        return self.transformer.config.in_channels // 4, height_px // factor, width_px // factor

    def default_sigmas(self, num_steps: int, height_px: int, width_px: int) -> torch.Tensor:
        """Linear levels, shifted more for larger images where the scheduler says so ([schnell] says no)."""
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
        if self.transformer.config.guidance_embeds:
            if negative is not None:
                raise ConfigError("this FLUX.1 has guidance distilled into it; leave the negative prompt out")
            return self._predict(sample_BCHW, sigma_B, text, scale)
        positive = self._predict(sample_BCHW, sigma_B, text, None)
        if negative is None or scale <= 1:
            return positive
        other = self._predict(sample_BCHW, sigma_B, negative, None)
        return other + scale * (positive - other)

    def _predict(
        self, sample_BCHW: torch.Tensor, sigma_B: torch.Tensor, text: TextCondition, guidance: float | None
    ) -> torch.Tensor:
        batch, _, height, width = sample_BCHW.shape
        device, dtype = sample_BCHW.device, self.transformer.dtype
        states = text.tensors["states"].to(device, dtype)
        output = self.transformer(
            hidden_states=pack_2x2(sample_BCHW).to(dtype),
            # Float32: half precision would round the time.
            timestep=sigma_B.to(device, torch.float32).expand(batch),
            guidance=None if guidance is None else torch.full((batch,), guidance, device=device),
            pooled_projections=text.tensors["pooled"].to(device, dtype),
            encoder_hidden_states=states,
            txt_ids=torch.zeros(states.shape[1], 3, device=device),
            img_ids=_token_positions(height // 2, width // 2, device),
            return_dict=False,
        )[0]
        return unpack_2x2(output.float(), height, width)

    def encode_images(self, pixels_B3HW: torch.Tensor) -> torch.Tensor:
        """Images in [0, 1] to clean latents, float32 [B, C, H, W]."""
        return encode_with_vae(self.pipeline.vae, pixels_B3HW)

    def decode(self, latents_BCHW: torch.Tensor) -> torch.Tensor:
        """Clean latents to images in [0, 1], float32 [B, 3, height_px, width_px]."""
        return decode_images(self.pipeline.vae, latents_BCHW)


def _token_positions(rows: int, columns: int, device: torch.device) -> torch.Tensor:
    """[rows * columns, 3]: (0, row, column) of each token."""
    row, column = torch.meshgrid(torch.arange(rows), torch.arange(columns), indexing="ij")
    return torch.stack((torch.zeros_like(row), row, column), dim=-1).flatten(0, 1).to(device, torch.float32)
