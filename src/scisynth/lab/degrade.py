"""Lab images as a small generator might paint them, and images beyond saving. [B, 3, H, W] in [0, 1].

`degrade` keeps what an image shows: a wobble of its lines, other light and colours, a low-pass as of an autoencoder, JPEG's
blocks, patches and grain. `spoil` leaves no image that deserves a point. `warp` also moves masks, given as a fourth channel.
"""

import math

import torch
from torch.nn import functional as F

MAX_SHIFT, MAX_ZOOM, WOBBLE_PX = 0.08, 0.1, 0.7
"""Of a warp: shift as a fraction of the side, zoom in or out, and the usual wobble."""
MAX_LIGHT, MAX_CONTRAST, MAX_TINT = 0.06, 0.12, 0.04
LOW_PASS_PX = (24, 48)
"""Sides to which an image of 64 px is shrunk and stretched again, evenly drawn."""
MAX_GRAIN, MAX_PATCHES, MAX_JPEG = 0.1, 0.06, 6.0


def degrade(pixels: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
    """Each harm on a part of the images; what they show stays what it is."""
    num = len(pixels)
    contrast = 1 + MAX_CONTRAST * _centred(num, generator)
    shift = MAX_LIGHT * _centred(num, generator) + MAX_TINT * (2 * torch.rand(num, 3, 1, 1, generator=generator) - 1)
    pixels = (pixels - 0.5) * contrast + 0.5 + shift
    chosen = uniform(num, generator) < 0.5
    size = int(torch.randint(LOW_PASS_PX[0], LOW_PASS_PX[1] + 1, (1,), generator=generator))
    pixels[chosen] = blur(pixels[chosen], size)
    patches = torch.randn(num, 3, 8, 8, generator=generator)
    patches = F.interpolate(patches, pixels.shape[-2:], mode="bilinear", align_corners=False)
    pixels = pixels + MAX_PATCHES * _some(num, 0.3, generator) * patches
    chosen = uniform(num, generator) < 0.25
    pixels[chosen] = jpeg(pixels[chosen], 1 + (MAX_JPEG - 1) * uniform(int(chosen.sum()), generator))
    return pixels + MAX_GRAIN * _some(num, 0.5, generator) * normal(pixels, generator)


def warp(
    planes: torch.Tensor, generator: torch.Generator, *, wobble_px: float = WOBBLE_PX, folds: int = 6
) -> torch.Tensor:
    """Planes [B, C, H, W] moved, zoomed and wobbled, all channels of an image alike; edges are drawn out.

    `wobble_px` is the wobble's standard deviation on a side of 64 px, `folds` its independent values along a side.
    """
    num, height = len(planes), planes.shape[-2]
    zoom = 1 + MAX_ZOOM * _centred(num, generator).reshape(num, 1, 1, 1)
    shift = 2 * MAX_SHIFT * (2 * torch.rand(num, 1, 1, 2, generator=generator) - 1)
    coarse = torch.randn(num, 2, folds, folds, generator=generator) * (2 * wobble_px / 64)
    wobble = F.interpolate(coarse, planes.shape[-2:], mode="bicubic", align_corners=False).permute(0, 2, 3, 1)
    still = F.affine_grid(torch.eye(2, 3).expand(num, 2, 3), [num, 1, height, planes.shape[-1]], align_corners=False)
    return F.grid_sample(planes, still * zoom + shift + wobble, padding_mode="border", align_corners=False)


def spoil(pixels: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
    """Eight ways to leave no image, in turn, from noise and plain colour to the soft rubble of a generator that knows little yet."""
    spoilt = pixels.clone()
    noisy, blurred, mixed, torn, rubble, crumbled, chance, plain = (slice(start, None, 8) for start in range(8))
    level = 0.35 + 0.65 * uniform(len(pixels[noisy]), generator)[:, None, None, None]
    spoilt[noisy] = (1 - 0.5 * level) * pixels[noisy] + level * normal(pixels[noisy], generator)
    spoilt[blurred] = blur(pixels[blurred], 5)
    spoilt[mixed] = (pixels[mixed] + pixels.roll(1, 0)[mixed]) / 2
    spoilt[torn] = _shuffle(pixels[torn], 4, generator)
    spoilt[rubble] = blur(_collage(pixels[rubble], 8, generator), 28)
    if len(pixels[crumbled]):
        spoilt[crumbled] = blur(warp(pixels[crumbled], generator, wobble_px=6.0, folds=12), 32)
    grain, clouds = (normal(pixels[chance], generator) for _ in range(2))
    spoilt[chance] = 0.5 + 0.2 * grain + 1.2 * blur(clouds, 12)
    spoilt[plain] = torch.rand(len(pixels[plain]), 3, 1, 1, generator=generator) + 0.03 * normal(
        pixels[plain], generator
    )
    return spoilt.clamp(0, 1)


def blur(pixels: torch.Tensor, size: int) -> torch.Tensor:
    """Shrunk to `size` and back."""
    if not len(pixels):
        return pixels
    small = F.interpolate(pixels, (size, size), mode="area")
    return F.interpolate(small, pixels.shape[-2:], mode="bilinear", align_corners=False)


def jpeg(pixels: torch.Tensor, strength_B: torch.Tensor) -> torch.Tensor:
    """JPEG's loss without its file: the cosine coefficients of 8 x 8 blocks rounded, the finer the more coarsely.

    The step of coefficient (i, j) is strength x (1 + i + j) of 255 levels. Sides must be multiples of 8.
    """
    num, channels, height, width = pixels.shape
    basis = _cosines().to(pixels)
    blocks = pixels.reshape(num, channels, height // 8, 8, width // 8, 8).transpose(3, 4)
    order = torch.arange(8, device=pixels.device)
    step = strength_B[:, None, None, None, None, None] * (1 + order[:, None] + order) / 255
    rounded = (basis @ blocks @ basis.T / step).round() * step
    return (basis.T @ rounded @ basis).transpose(3, 4).reshape(pixels.shape)


def uniform(num: int, generator: torch.Generator) -> torch.Tensor:
    """Numbers in [0, 1)."""
    return torch.rand(num, generator=generator)


def normal(like: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
    """Standard normal numbers in the shape of a tensor."""
    return torch.randn(like.shape, generator=generator)


def _cosines() -> torch.Tensor:
    """The orthonormal DCT-II [8, 8]: row k is cos(pi (2 n + 1) k / 16)."""
    n = torch.arange(8, dtype=torch.float32)
    rows = torch.cos(math.pi * (2 * n + 1) * n[:, None] / 16) / 2
    rows[0] /= math.sqrt(2)
    return rows


def _shuffle(pixels: torch.Tensor, rows: int, generator: torch.Generator) -> torch.Tensor:
    """The images cut into `rows` x `rows` squares, in one new order."""
    num, channels, height, width = pixels.shape
    squares = pixels.reshape(num, channels, rows, height // rows, rows, width // rows).transpose(3, 4).flatten(2, 3)
    squares = squares[:, :, torch.randperm(rows**2, generator=generator)]
    return squares.unflatten(2, (rows, rows)).transpose(3, 4).reshape(pixels.shape)


def _collage(pixels: torch.Tensor, rows: int, generator: torch.Generator) -> torch.Tensor:
    """Images of `rows` x `rows` squares, each from one of three images of the batch."""
    num, _, height, width = pixels.shape
    source = torch.randint(3, (num, 1, rows, rows), generator=generator)
    source = source.repeat_interleave(height // rows, 2).repeat_interleave(width // rows, 3)
    return torch.where(source == 0, pixels, torch.where(source == 1, pixels.roll(1, 0), pixels.roll(2, 0)))


def _centred(num: int, generator: torch.Generator) -> torch.Tensor:
    """Numbers in [-1, 1), [B, 1, 1, 1]."""
    return 2 * uniform(num, generator)[:, None, None, None] - 1


def _some(num: int, fraction: float, generator: torch.Generator) -> torch.Tensor:
    """Numbers in [0, 1) for a fraction of the images, 0 for the others, [B, 1, 1, 1]."""
    return (uniform(num, generator) * (uniform(num, generator) < fraction))[:, None, None, None]
