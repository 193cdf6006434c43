"""Do two sets of images follow one distribution? By what a validator measured, and by features that no network learned.

Measured quantities, one by one:

    Wasserstein-1    mean distance between the sorted values, in the unit of the quantity
    KS               greatest distance between the two distribution functions, in [0, 1], with its p

Features of an image (`image_features`), together:

    precision, recall      fraction of the images of one set inside the k-nearest-neighbour balls of the other
                           (Kynkäänniemi et al. 2019, arXiv 1904.06991)
    density, coverage      the same, robust to outliers (Naeem et al. 2020, arXiv 2002.09797)
    KID                    squared maximum mean discrepancy with a cubic kernel (Bińkowski et al. 2018, arXiv 1801.01401)

A distance says little alone. Two baselines stand next to each: what chance gives, and a wrong source. For a quantity, chance is a
permutation test: both sets in one, shuffled, and parted at their sizes. Small sets lie far apart by chance, whatever the other's size.
Not covered: joint distributions of several quantities, other than through the features.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from scisynth.core.errors import DataError
from scisynth.core.results import Result
from scisynth.instruments.frame import Frame, Pixels

Values = NDArray[np.float64]
MIN_IMAGES = 10
NUM_RESAMPLES = 500
NEIGHBOURS = 5
RADII, BINS = 24, 16
TINY = 1e-12


@dataclass(frozen=True, kw_only=True)
class Distance(Result):
    """A distance between two sets, with a 95 % bootstrap interval and its two baselines."""

    name: str
    value: float
    low: float
    high: float
    same_source: float
    """95th percentile of the distance between sets of these sizes, drawn from both at random: what chance alone gives."""
    wrong_source: float | None
    """Distance of a wrong source to the reference; None where none was given."""

    @property
    def is_beyond_chance(self) -> bool:
        """Whether the sets differ by more than chance alone gives, with the whole interval."""
        return self.low > self.same_source


@dataclass(frozen=True, kw_only=True)
class QuantityDistance(Result):
    """How one measured quantity differs between two sets."""

    quantity: str
    unit: str
    n: tuple[int, int]
    medians: tuple[float, float]
    wasserstein: Distance
    ks: Distance
    ks_p: float
    needed_n: int | None
    """Images a set from which on two sets drawn from both at random would lie closer than these in 95 of 100 draws; None: more than
    half of all, or the sets do not differ."""


def compare_values(
    quantity: str, unit: str, real: Values, other: Values, *, wrong: Values | None = None, seed: int = 0
) -> QuantityDistance:
    """One quantity in two sets of images.

    Args:
        real: N finite values of the reference.
        other: M finite values of the set in question.
        wrong: values of a wrong source, if there is one.

    Raises:
        DataError: fewer than `MIN_IMAGES` values in a set.
    """
    if min(len(real), len(other)) < MIN_IMAGES:
        raise DataError(
            f"{quantity}: expected {MIN_IMAGES} measured values a set, got {len(real)} and {len(other)}; add images"
        )
    draw = np.random.default_rng(seed)
    distances = {
        name: _distance(name, measure, real, other, wrong, draw)
        for name, measure in (("wasserstein", wasserstein), ("ks", ks_distance))
    }
    return QuantityDistance(
        quantity=quantity,
        unit=unit,
        n=(len(real), len(other)),
        medians=(float(np.median(real)), float(np.median(other))),
        **distances,
        ks_p=_ks_p(real, other),
        needed_n=_needed_n(real, other, draw) if distances["wasserstein"].is_beyond_chance else None,
    )


def wasserstein(first: Values, second: Values) -> float:
    """Wasserstein-1 distance of two samples, in their unit."""
    from scipy.stats import wasserstein_distance

    return float(wasserstein_distance(first, second))


def ks_distance(first: Values, second: Values) -> float:
    """Greatest distance between the two distribution functions, in [0, 1]."""
    every = np.sort(np.concatenate([first, second]))
    below = [np.searchsorted(np.sort(values), every, side="right") / len(values) for values in (first, second)]
    return float(np.abs(below[0] - below[1]).max())


def _ks_p(first: Values, second: Values) -> float:
    from scipy.stats import ks_2samp

    return float(ks_2samp(first, second).pvalue)


Measure = Callable[[Values, Values], float]


def _distance(
    name: str, measure: Measure, real: Values, other: Values, wrong: Values | None, draw: Generator
) -> Distance:
    drawn = [measure(_again(real, draw), _again(other, draw)) for _ in range(NUM_RESAMPLES)]
    every = np.concatenate([real, other])
    chance = [measure(*_split(every, draw, len(real), len(other))) for _ in range(NUM_RESAMPLES)]
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Distance(
        name=name,
        value=measure(real, other),
        low=float(low),
        high=float(high),
        same_source=float(np.quantile(chance, 0.95)),
        wrong_source=None if wrong is None or len(wrong) < 2 else measure(real, wrong),
    )


def _again(values: Values, draw: Generator) -> Values:
    found: Values = values[draw.integers(len(values), size=len(values))]
    return found


def _split(values: Values, draw: Generator, n: int, m: int) -> tuple[Values, Values]:
    shuffled = draw.permutation(values)
    return shuffled[:n], shuffled[n : n + m]


def _needed_n(real: Values, other: Values, draw: Generator) -> int | None:
    apart = wasserstein(real, other)
    every = np.concatenate([real, other])
    n = MIN_IMAGES
    while 2 * n <= len(every):
        chance = [wasserstein(*_split(every, draw, n, n)) for _ in range(NUM_RESAMPLES // 5)]
        if np.quantile(chance, 0.95) < apart:
            return n
        n *= 2
    return None


# --- features of whole images -----------------------------------------------------------------------------------------


def image_features(frame: Frame) -> Values:
    """[RADII + BINS]: log of the radial power spectrum, and the shape of the histogram; no learned weights.

    The spectrum is that of the mean of the channels, scaled to mean 0 and deviation 1, over `RADII` rings of the frequency plane
    from the longest wave to the Nyquist frequency. The histogram counts pixels in units of the image's own deviation.
    """
    gray = frame.gray.astype(np.float64)
    scaled = (gray - gray.mean()) / max(gray.std(), TINY)
    counts, _ = np.histogram(np.clip(scaled, -3, 5), bins=BINS, range=(-3, 5))
    return np.concatenate([radial_spectrum(scaled.astype(np.float32)), counts / gray.size])


def radial_spectrum(gray: Pixels) -> Values:
    """[RADII]: log10 of the mean power in rings of the frequency plane, after a Hann window."""
    height, width = gray.shape
    window = np.outer(np.hanning(height), np.hanning(width))
    power = np.abs(np.fft.fft2((gray - gray.mean()) * window)) ** 2 / gray.size
    radius = np.hypot(np.fft.fftfreq(height)[:, None], np.fft.fftfreq(width)[None, :])
    ring = np.minimum((radius / 0.5 * RADII).astype(int), RADII)
    sums = np.bincount(ring.ravel(), weights=power.ravel(), minlength=RADII + 1)[:RADII]
    found: Values = np.log10(sums / np.bincount(ring.ravel(), minlength=RADII + 1)[:RADII] + TINY)
    return found


@dataclass(frozen=True, kw_only=True)
class ManifoldScores(Result):
    """Precision, recall, density and coverage of a set against a reference."""

    precision: float
    recall: float
    density: float
    coverage: float
    k: int
    n: tuple[int, int]


def manifold_scores(real_ND: Values, other_MD: Values, *, k: int = NEIGHBOURS) -> ManifoldScores:
    """Of rows of features, scaled by the reference's own spread in each column.

    Raises:
        DataError: no more than `k` rows in a set.
    """
    if min(len(real_ND), len(other_MD)) <= k:
        raise DataError(f"expected more than {k} images a set, got {len(real_ND)} and {len(other_MD)}; add some")
    real, other = standardised(real_ND, real_ND), standardised(real_ND, other_MD)
    across = _distances(real, other)
    own_real = np.sort(_distances(real, real), axis=1)[:, k]
    own_other = np.sort(_distances(other, other), axis=1)[:, k]
    inside = across <= own_real[:, None]
    return ManifoldScores(
        precision=float(inside.any(axis=0).mean()),
        recall=float((across <= own_other[None, :]).any(axis=1).mean()),
        density=float(inside.sum(axis=0).mean() / k),
        coverage=float(inside.any(axis=1).mean()),
        k=k,
        n=(len(real), len(other)),
    )


def standardised(real_ND: Values, rows_MD: Values) -> Values:
    """Rows in units of the reference's deviation from its mean; columns that are constant there are left out."""
    spread = real_ND.std(axis=0)
    kept = spread > 1e-9
    found: Values = (rows_MD[:, kept] - real_ND[:, kept].mean(axis=0)) / spread[kept]
    return found


def _distances(first: Values, second: Values) -> Values:
    squares = (first**2).sum(axis=1)[:, None] + (second**2).sum(axis=1)[None, :] - 2 * first @ second.T
    found: Values = np.sqrt(np.clip(squares, 0, None))
    return found


def same_source_scores(real_ND: Values, *, k: int = NEIGHBOURS, seed: int = 0) -> ManifoldScores:
    """One random half of the reference against the other: what a perfect source would score at half the number."""
    order = np.random.default_rng(seed).permutation(len(real_ND))
    half = len(order) // 2
    return manifold_scores(real_ND[order[:half]], real_ND[order[half : 2 * half]], k=k)
