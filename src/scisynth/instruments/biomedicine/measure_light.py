"""Light of one channel above its background, and points of light, of anybody's image."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scisynth.instruments.biomedicine.measure_objects import Mask, noise_of
from scisynth.instruments.frame import Pixels
from scisynth.instruments.pixels import peak_mask, robust_sigma

HAZE_DOUBT = 0.1
"""Relative standard uncertainty of the light far from the region that is taken for haze."""
LEAST_PILE = 0.01
"""Fraction of dark pixels at the smallest value from which the values are taken to be cut there."""
FAR_FROM_LIGHT = 3.0 / 128
"""Distance from a stained region at which the background is looked for, in sides of the image."""
HAZE_WIDTHS = tuple(width / 128 for width in (2.0, 3.0, 4.5, 7.0, 10.0, 14.0, 20.0))
"""Of the blur of out-of-focus light that are tried, in sides of the image."""


@dataclass(frozen=True, kw_only=True)
class Light:
    """Light of one channel in a region."""

    level: float
    """Counts a pixel of the region, above background."""
    uncertainty: float
    background: float


@dataclass(frozen=True, kw_only=True)
class Spots:
    """Points of light, as vesicles."""

    places: NDArray[np.floating]
    """[n, 2]: x and y, pixels."""
    doubtful: int
    """Points near the threshold, on either side."""
    is_complete: bool
    """Whether points much fainter than the ordinary would still be seen."""


def light_of(image: Pixels, region: Mask, area: float, relative: float) -> Light | None:
    """Light of a stained region, wherever the optics threw it: all light above background, by the area of the region.

    The background is what is left far from the region when haze, a wide blur of the region's own light, is fitted along with it.

    Args:
        image: [H, W].
        region: [H, W], what is stained.
        area: of the region, square pixels.
        relative: standard uncertainty of the area.
    """
    from scipy.ndimage import distance_transform_edt, gaussian_filter

    side = max(image.shape)
    away = distance_transform_edt(~region)
    far = away > FAR_FROM_LIGHT * side
    if far.sum() < max(60.0, 0.02 * far.size):
        return None
    first = float(np.median(image[far]))
    source = np.where(far, 0.0, np.clip(image - first, 0.0, None))
    fits = np.array([_dark_level(image[far], gaussian_filter(source, width * side)[far]) for width in HAZE_WIDTHS])
    errors, levels, variances = fits.T
    best = int(errors.argmin())
    background = float(levels[best])
    # Widths that fit about as well may give another background.
    likely = levels[errors <= errors[best] * (1 + 4 / int(far.sum()))]
    hazy = HAZE_DOUBT * max(float(image[far].mean()) - background, 0.0)
    variance = float(variances[best]) + float(np.ptp(likely)) ** 2 / 12 + hazy**2
    # Where values below zero are cut, dark pixels are raised as the background is, bright ones are not.
    lifted = cut_at_zero(image[far])
    total = lifted * area + float((image - background).sum(dtype=np.float64))
    level = total / area
    of_background = 1.5 * math.sqrt(variance) * image.size / area
    counting = noise_of(image) * math.sqrt(image.size) / area
    return Light(
        level=level,
        uncertainty=math.sqrt(of_background**2 + counting**2 + (lifted / 2) ** 2 + (relative * level) ** 2),
        background=background - lifted,
    )


def cut_at_zero(values: NDArray[np.float32]) -> float:
    """By how much the mean of dark pixels is raised because what is read below zero is stored as zero.

    From the share f of pixels at the smallest value: of a normal distribution cut at a standard score z with f = Φ(z), the mean rises
    by σ (φ(z) + z f). A camera with an offset shows no such pile, and 0 is returned.
    """
    from scipy.stats import norm

    piled = float((values <= values.min()).mean())
    if piled < LEAST_PILE:
        return 0.0
    score = float(norm.ppf(min(piled, 0.98)))
    spread = float(values.std()) / math.sqrt(max(_cut_variance(score), 1e-3))
    return spread * float(norm.pdf(score) + score * piled)


def _cut_variance(score: float) -> float:
    """Variance of a standard normal variable of which what lies below `score` is set to `score`."""
    from scipy.stats import norm

    below, density = float(norm.cdf(score)), float(norm.pdf(score))
    mean = score * below + density
    square = score**2 * below + score * density + 1 - below
    return square - mean**2


def _dark_level(values: NDArray[np.float32], haze: NDArray[np.float32]) -> tuple[float, float, float]:
    """(mean square of what is left, background, its variance) of values far from light, of which a part is haze."""
    matrix = np.stack([np.ones(len(values)), haze], axis=1)
    factors, *_ = np.linalg.lstsq(matrix, values, rcond=None)
    if factors[1] < 0:
        factors = np.array([float(values.mean()), 0.0])
    error = float(((values - matrix @ factors) ** 2).mean())
    spread = float(np.linalg.inv(matrix.T @ matrix + 1e-9 * np.eye(2))[0, 0])
    return error, float(factors[0]), spread * error


def spots_of(image: Pixels) -> Spots:
    """Points of light: maxima of a difference of Gaussians."""
    from scipy.ndimage import gaussian_filter

    source = image.astype(np.float32)
    difference = gaussian_filter(source, 0.9) - gaussian_filter(source, 2.2)
    noise = robust_sigma(difference)
    tops = peak_mask(difference, 3) & (difference > 4 * noise)
    rows, columns = np.nonzero(tops)
    heights = difference[tops]
    if not len(rows):
        return Spots(places=np.zeros((0, 2)), doubtful=0, is_complete=False)
    typical = 0.4 * float(np.percentile(heights, 80))
    level = max(typical, 5.5 * noise)
    kept = heights > level
    doubtful = int(((heights > 0.7 * level) & (heights < 1.35 * level)).sum())
    return Spots(
        places=np.stack([columns[kept], rows[kept]], axis=1).astype(float),
        doubtful=doubtful,
        is_complete=level == typical,
    )
