"""What every astronomical measurement starts with: level and noise of the sky, saturated pixels, and larger images binned."""

import numpy as np
from numpy.typing import NDArray

from scisynth.instruments.frame import Frame
from scisynth.instruments.pixels import robust_sigma, squares

Array = NDArray[np.float64]
MAX_SIDE = 224
"""Pixels; a larger image is binned to fewer before it is measured, which loses nothing that is asked here."""
CLIP = 3.0
NUM_CLIPS = 8
FULL = 0.985
"""Fraction of the full scale from which a pixel counts as saturated."""
PLATEAU = 4
"""Pixels at the maximum from which on an image without a known full scale counts as saturated there."""


def sky_level(image: Array) -> tuple[float, float]:
    """Level and noise of one pixel, from the pixels that are left when those beyond `CLIP` standard deviations are cut.

    The level is 3 x median - 2 x mean where sources lift the mean (Pearson; DAOPHOT, Stetson 1987), else the mean.
    """
    values = image.ravel()
    for _ in range(NUM_CLIPS):
        middle = float(np.median(values))
        spread = robust_sigma(values, middle) or float(values.std())
        kept = values[np.abs(values - middle) <= CLIP * spread]
        if len(kept) == len(values) or len(kept) < 16:
            break
        values = kept
    mean, middle = float(values.mean()), float(np.median(values))
    noise = float(values.std())
    return (3 * middle - 2 * mean if 0 < mean - middle < 0.3 * noise else middle), noise


def saturated_pixels(image: Array, full_scale: float | None) -> NDArray[np.bool_]:
    """[H, W]: pixels at the full scale; where none is known, a plateau of `PLATEAU` equal pixels at the maximum."""
    if full_scale is not None:
        return np.asarray(image >= FULL * full_scale)
    top = image == image.max()
    return top if PLATEAU <= top.sum() < image.size / 4 else np.zeros_like(top)


def bin_factor(shape: tuple[int, ...], max_side: int = MAX_SIDE) -> int:
    """Pixels of a side that become one, so that `max_side` are left at most."""
    return int(np.ceil(max(shape[:2]) / max_side))


def binned(image: NDArray[np.generic], factor: int) -> Array:
    """[H // factor, W // factor, ..]: sums over blocks, so that the flux of a source stays as it is."""
    return np.asarray(squares(image.astype(np.float64), factor).sum(axis=(1, 3)))


def bands_of(frame: Frame) -> tuple[tuple[str, ...], list[Array]]:
    """Names and images of the bands; the mean, named `gray`, where nobody named the channels."""
    if frame.channels:
        return frame.channels, [frame.channel(name).astype(np.float64) for name in frame.channels]
    return ("gray",), [frame.gray.astype(np.float64)]


def patch_size(residuals: Array, inside: NDArray[np.bool_], block: int) -> float:
    """How many pixels of residuals hang together, 1 to `block`²: by how much variances of fitted parameters are too small.

    The variance of means over blocks against that of single pixels; where no block lies inside, the whole block.
    """
    whole = squares(inside, block).mean(axis=(1, 3)) > 0.7
    means = squares(residuals * inside, block).mean(axis=(1, 3))[whole]
    variance = float((residuals[inside] ** 2).mean()) if inside.any() else 0.0
    if len(means) < 4 or variance <= 0:
        return float(block**2)
    return float(np.clip((means**2).mean() * block**2 / variance, 1.0, block**2))
