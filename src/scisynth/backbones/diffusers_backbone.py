"""What most families compute alike: sizes, the sampling schedule, and the `AutoencoderKL`; a family overrides what differs.

Families differ in how they encode prompts and in `velocity`; they differ less in the rest. One token of the transformer is
a square of `token_side` latent pixels; where `is_packed`, the transformer's input channels are those of a whole token.
"""

from typing import Any

import torch
from torch import nn

from scisynth.backbones.latents import check_size, decode_images, encode_with_vae
from scisynth.backbones.schedule import dynamic_mu, linear_sigmas, scheduled_sigmas
from scisynth.backbones.text import text_length


class DiffusersBackbone:
    """One loaded pipeline of diffusers; `max_text_tokens` shortens the prompts that the longest-reading encoder reads."""

    is_packed = False
    """Whether `in_channels` of the transformer counts the channels of a token, and not those of a latent pixel."""

    def __init__(
        self, pipeline: Any, tokenizer: Any, *, longest: int, max_text_tokens: int | None, token_side: int = 2
    ) -> None:
        self.pipeline = pipeline
        self.transformer = pipeline.transformer
        self.token_side = token_side
        self.multiple_px = token_side * pipeline.vae_scale_factor
        self.num_text_tokens = text_length(tokenizer, longest, max_text_tokens)

    def latent_shape(self, height_px: int, width_px: int) -> tuple[int, int, int]:
        """(C, H, W); `ConfigError` unless both sides are multiples of `multiple_px`."""
        check_size(height_px, width_px, self.multiple_px)
        factor, channels = self.pipeline.vae_scale_factor, self.transformer.config.in_channels
        return channels // (self.token_side**2 if self.is_packed else 1), height_px // factor, width_px // factor

    def default_sigmas(self, num_steps: int, height_px: int, width_px: int) -> torch.Tensor:
        """Linear levels with the scheduler's shift: static, or larger for larger images where its configuration says so."""
        _, height, width = self.latent_shape(height_px, width_px)
        mu = dynamic_mu(self.pipeline.scheduler, height * width // self.token_side**2)
        return scheduled_sigmas(self.pipeline.scheduler, num_steps, sigmas=linear_sigmas(num_steps), mu=mu)

    def encode_images(self, pixels_B3HW: torch.Tensor) -> torch.Tensor:
        """Images in [0, 1] to clean latents, float32 [B, C, H, W]."""
        return encode_with_vae(self.pipeline.vae, pixels_B3HW)

    def decode(self, latents_BCHW: torch.Tensor) -> torch.Tensor:
        """Clean latents to images in [0, 1], float32 [B, 3, height_px, width_px]."""
        return decode_images(self.pipeline.vae, latents_BCHW)


def repeated_blocks(transformer: Any) -> list[nn.Module]:
    """The blocks that a transformer of diffusers is a row of, by the classes that it names; all but a few of its weights."""
    names = transformer._repeated_blocks or transformer._no_split_modules or ()
    return [module for module in transformer.modules() if type(module).__name__ in names]


def compile_blocks(transformer: Any, *, backend: str = "inductor") -> None:
    """Compiles each block when it is first asked; names of modules and weights stay.

    Only the `forward` of a block: what is hooked to it, as the gathering of pieces, stays outside.
    """
    for block in repeated_blocks(transformer):
        block.forward = torch.compile(block.forward, backend=backend)
