"""What families share about latents: which image sizes fit, 2x2 packing, and the autoencoder's normalisation.

A transformer that reads 2x2 cells as one token wants `[B, (H / 2)(W / 2), 4C]`; the token's channels run over
(C, row in the cell, column in the cell). An `AutoencoderKL` speaks images in [-1, 1], and the flow speaks

    latents = (posterior mean - shift_factor) * scaling_factor
"""

from typing import Any

import torch

from scisynth.core.errors import ConfigError


def check_size(height_px: int, width_px: int, multiple_px: int) -> None:
    """Raises `ConfigError`, naming the nearest sizes that fit, unless both sides are multiples of `multiple_px`."""
    for name, side in (("height", height_px), ("width", width_px)):
        if side < multiple_px or side % multiple_px:
            below = side // multiple_px * multiple_px
            fitting = " or ".join(str(size) for size in (below, below + multiple_px) if size > 0)
            raise ConfigError(f"{name}: expected a multiple of {multiple_px} px, got {side}; the nearest is {fitting}")


def pack_2x2(latents_BCHW: torch.Tensor) -> torch.Tensor:
    """[B, C, H, W] to tokens [B, (H / 2)(W / 2), 4C], row by row."""
    tokens = torch.nn.functional.pixel_unshuffle(latents_BCHW, 2)
    return tokens.flatten(2).transpose(1, 2)


def unpack_2x2(tokens_BLD: torch.Tensor, height: int, width: int) -> torch.Tensor:
    """The inverse of `pack_2x2` for latents of `height` x `width` cells."""
    cells = tokens_BLD.transpose(1, 2).unflatten(2, (height // 2, width // 2))
    return torch.nn.functional.pixel_shuffle(cells, 2)


@torch.no_grad()
def encode_with_vae(vae: Any, pixels_B3HW: torch.Tensor) -> torch.Tensor:
    """Images in [0, 1] to normalised latents of an `AutoencoderKL`, float32 [B, C, H, W], on the images' device."""
    images = (2 * pixels_B3HW - 1).to(vae.device, vae.dtype)
    mean = vae.encode(images).latent_dist.mode().float()
    return ((mean - vae.config.shift_factor) * vae.config.scaling_factor).to(pixels_B3HW.device)


@torch.no_grad()
def decode_images(vae: Any, latents_BCHW: torch.Tensor) -> torch.Tensor:
    """Normalised latents of an `AutoencoderKL` to images in [0, 1], float32 [B, 3, H, W], on the latents' device."""
    latents = latents_BCHW / vae.config.scaling_factor + vae.config.shift_factor
    images = vae.decode(latents.to(vae.device, vae.dtype)).sample
    return to_unit_range(images).to(latents_BCHW.device)


def to_unit_range(images: torch.Tensor) -> torch.Tensor:
    """Images in [-1, 1] to float32 in [0, 1], clamped."""
    return (images.float() / 2 + 0.5).clamp(0, 1)
