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
from scisynth.backbones.diffusers_backbone import DiffusersBackbone
from scisynth.backbones.latents import pack_2x2, unpack_2x2
from scisynth.core.errors import ConfigError

MAX_TEXT_TOKENS = 512


class FluxBackbone(DiffusersBackbone):
    """One loaded `FluxPipeline`; T5 prompts are `max_text_tokens` long (default: the tokenizer's length, 512 at most)."""

    family = "flux"
    lora_targets = ATTENTION_PROJECTIONS
    is_packed = True

    def __init__(self, pipeline: Any, *, max_text_tokens: int | None = None) -> None:
        super().__init__(pipeline, pipeline.tokenizer_2, longest=MAX_TEXT_TOKENS, max_text_tokens=max_text_tokens)
        distilled = self.transformer.config.guidance_embeds
        self.default_guidance = 3.5 if distilled else 1.0
        self.default_negative: str | None = None if distilled else ""

    @torch.no_grad()
    def encode_text(self, prompts: Sequence[str]) -> TextCondition:
        """T5 states [P, L, D] and CLIP's pooled vectors [P, D]; padding is not masked, as in the pipeline."""
        states, pooled, _ = self.pipeline.encode_prompt(
            list(prompts), device=self.pipeline.text_encoder_2.device, max_sequence_length=self.num_text_tokens
        )
        return TextCondition(tensors={"states": states, "pooled": pooled})

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
            # The transformer rounds it to its own type, as in the pipeline: rollout, training and sampling alike.
            timestep=sigma_B.to(device, torch.float32).expand(batch),
            guidance=None if guidance is None else torch.full((batch,), guidance, device=device),
            pooled_projections=text.tensors["pooled"].to(device, dtype),
            encoder_hidden_states=states,
            txt_ids=torch.zeros(states.shape[1], 3, device=device),
            img_ids=_token_positions(height // 2, width // 2, device),
            return_dict=False,
        )[0]
        return unpack_2x2(output.float(), height, width)


def _token_positions(rows: int, columns: int, device: torch.device) -> torch.Tensor:
    """[rows * columns, 3]: (0, row, column) of each token."""
    row, column = torch.meshgrid(torch.arange(rows), torch.arange(columns), indexing="ij")
    return torch.stack((torch.zeros_like(row), row, column), dim=-1).flatten(0, 1).to(device, torch.float32)
