"""Intervals. Every aggregate scisynth prints carries one, with its n.

Items that share a subject rise and fall together, so what is resampled is the *cluster*: with sums S_c and counts N_c of
K clusters, each resample draws K clusters with replacement and takes sum S_c / sum N_c. Without `clusters` every item is
one of its own, which is the plain bootstrap. With a fixed seed the interval is reproducible. References: Efron and
Tibshirani, An Introduction to the Bootstrap (1993), ch. 13; Davison and Hinkley, Bootstrap Methods and their Application
(1997), section 3.8.

Of fewer than `FEW_CLUSTERS` clusters nothing can be said about others of their kind: one law drawn again is the same law.
There single prompts are drawn instead, and the result says so (`resampled: "prompts"`): such an interval speaks of other
prompts of the same laws, not of other laws.
Not covered: percentile intervals over eight to some twenty clusters or prompts are still a little too narrow.
"""

from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import Literal

import numpy as np

from scisynth.core.records import Metric

NUM_RESAMPLES = 2000
DRAWS_AT_ONCE = 1 << 20
"""Draws held in memory, whatever the number of items."""
FEW_CLUSTERS = 8
"""Fewer are not resampled; a sign-flip test over five could not even reach p < 0.05."""


def mean_with_interval(
    values: Sequence[float],
    *,
    clusters: Sequence[Hashable] | None = None,
    prompts: Sequence[Hashable] | None = None,
    confidence: float = 0.95,
    seed: int = 0,
) -> Metric:
    """Mean with a percentile-bootstrap interval over clusters, or over prompts where there are few clusters.

    Where all clusters have one mean (at exactly 0 or 1, or when there is a single cluster) the bootstrap collapses to a
    point, which would claim certainty. There a fraction in [0, 1] gets the interval of Wilson (1927) with the number of
    clusters as n, and any other mean none.

    Args:
        values: N finite numbers.
        clusters: N names; items of one name are not independent. Every prompt by itself when left out.
        prompts: N names; several items of one prompt (its images, answers to it) are never taken apart. Every item is a
            prompt of its own when left out.
        confidence: of the bootstrap; Wilson's is always 95 %.
        seed: of the resamples.
    """
    n = len(values)
    if n == 0:
        return Metric(value=None, low=None, high=None, n=0)
    units, resampled = choose_units(clusters, prompts)
    sums_K, counts_K = by_cluster(np.asarray(values, dtype=np.float64), units)
    mean = float(sums_K.sum() / n)
    if np.ptp(sums_K / counts_K) < 1e-12:
        low, high = wilson(mean, len(sums_K)) if 0 <= mean <= 1 else (None, None)
        return Metric(value=mean, low=low, high=high, n=n, resampled=resampled)
    tail = (1 - confidence) / 2
    low, high = np.quantile(_resampled_means(sums_K, counts_K, seed), [tail, 1 - tail])
    return Metric(value=mean, low=float(low), high=float(high), n=n, resampled=resampled)


def choose_units(
    clusters: Sequence[Hashable] | None, prompts: Sequence[Hashable] | None = None
) -> tuple[Sequence[Hashable] | None, Literal["clusters", "prompts"]]:
    """What stands for itself when N items are drawn again, and what to call it: N names, or None for every item by itself."""
    if clusters is None or len(set(clusters)) < FEW_CLUSTERS:
        return prompts, "prompts"
    is_by_prompt = prompts is not None and list(clusters) == list(prompts)
    return clusters, "prompts" if is_by_prompt else "clusters"


def times(metric: Metric, scale: float) -> Metric:
    """The metric in other units."""
    value, low, high = (
        None if number is None else scale * number for number in (metric.value, metric.low, metric.high)
    )
    return replace(metric, value=value, low=low, high=high)


def by_cluster(values_N: np.ndarray, clusters: Sequence[Hashable] | None) -> tuple[np.ndarray, np.ndarray]:
    """Sum and number of the values of each cluster, [K] each."""
    if clusters is None:
        return values_N, np.ones_like(values_N)
    number_of = {cluster: number for number, cluster in enumerate(dict.fromkeys(clusters))}
    numbers_N = [number_of[cluster] for cluster in clusters]
    assert len(numbers_N) == len(values_N), "one cluster a value"
    return np.bincount(numbers_N, weights=values_N), np.bincount(numbers_N).astype(np.float64)


def _resampled_means(sums_K: np.ndarray, counts_K: np.ndarray, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    num = len(sums_K)
    rows = max(1, DRAWS_AT_ONCE // num)
    means = []
    for start in range(0, NUM_RESAMPLES, rows):
        drawn = rng.integers(0, num, size=(min(rows, NUM_RESAMPLES - start), num))
        means.append(sums_K[drawn].sum(axis=1) / counts_K[drawn].sum(axis=1))
    return np.concatenate(means)


def wilson(fraction: float, n: int, z: float = 1.959964) -> tuple[float, float]:
    """95 % interval of a fraction seen in n independent cases (Wilson 1927)."""
    centre = (fraction + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * ((fraction * (1 - fraction) / n + z * z / (4 * n * n)) ** 0.5)
    # Where none or all were seen, rounding would leave a bound a little inside of the fraction.
    return max(0.0, min(centre - half, fraction)), min(1.0, max(centre + half, fraction))


def expected_calibration_error(probabilities: Sequence[float], correct: Sequence[bool], num_bins: int = 10) -> float:
    """ECE of binary predictions: mean |confidence - accuracy| over equal-width bins of [0.5, 1] (Guo et al. 2017).

    `probabilities` are those of the *chosen* side, hence never below 0.5.
    """
    confidence = np.asarray(probabilities, dtype=np.float64)
    hit = np.asarray(correct, dtype=np.float64)
    bins = np.clip(((confidence - 0.5) * 2 * num_bins).astype(int), 0, num_bins - 1)
    gaps = [abs(confidence[bins == b].mean() - hit[bins == b].mean()) * (bins == b).sum() for b in np.unique(bins)]
    return float(sum(gaps) / len(confidence)) if len(confidence) else float("nan")
