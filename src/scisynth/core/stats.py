"""Intervals. Every aggregate scisynth prints carries one, with its n.

The percentile bootstrap resamples items as if independent: items that share a subject are not, so intervals over few
subjects are too narrow. With a fixed seed the interval is reproducible. Reference: Efron and Tibshirani, An Introduction to the Bootstrap (1993), ch. 13.
"""

from collections.abc import Sequence

import numpy as np

from scisynth.core.records import Metric

NUM_RESAMPLES = 2000


def mean_with_interval(values: Sequence[float], *, confidence: float = 0.95, seed: int = 0) -> Metric:
    """Mean with a percentile-bootstrap interval.

    For proportions of exactly 0 or 1 the bootstrap collapses to a point, which would claim certainty; there the
    interval is Wilson's (Wilson 1927), which stays honest at small n.
    """
    n = len(values)
    if n == 0:
        return Metric(value=None, low=None, high=None, n=0)
    array = np.asarray(values, dtype=np.float64)
    mean = float(array.mean())
    if mean in (0.0, 1.0):
        low, high = _wilson(mean, n)
        return Metric(value=mean, low=low, high=high, n=n)
    rng = np.random.default_rng(seed)
    means = array[rng.integers(0, n, size=(NUM_RESAMPLES, n))].mean(axis=1)
    tail = (1 - confidence) / 2
    low, high = np.quantile(means, [tail, 1 - tail])
    return Metric(value=mean, low=float(low), high=float(high), n=n)


def _wilson(share: float, n: int, z: float = 1.959964) -> tuple[float, float]:
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * ((share * (1 - share) / n + z * z / (4 * n * n)) ** 0.5)
    return max(0.0, centre - half), min(1.0, centre + half)


def expected_calibration_error(probabilities: Sequence[float], correct: Sequence[bool], num_bins: int = 10) -> float:
    """ECE of binary predictions: mean |confidence - accuracy| over equal-width bins of [0.5, 1] (Guo et al. 2017).

    `probabilities` are those of the *chosen* side, hence never below 0.5.
    """
    confidence = np.asarray(probabilities, dtype=np.float64)
    hit = np.asarray(correct, dtype=np.float64)
    bins = np.clip(((confidence - 0.5) * 2 * num_bins).astype(int), 0, num_bins - 1)
    gaps = [abs(confidence[bins == b].mean() - hit[bins == b].mean()) * (bins == b).sum() for b in np.unique(bins)]
    return float(sum(gaps) / len(confidence)) if len(confidence) else float("nan")
