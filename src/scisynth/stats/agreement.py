"""Krippendorff's alpha: how far raters agree beyond chance, with any number of raters and answers missing.

With o_ck the pairs of answers (c, k) given to one item, an item of m answers giving each pair the weight 1 / (m - 1), and
n_c = sum_k o_ck, n = sum_c n_c,

    alpha = 1 - D_o / D_e,    D_o = sum o_ck d_ck / n,    D_e = sum n_c n_k d_ck / (n (n - 1))

    d_ck   nominal   1 where c and k differ
           interval  (c - k)^2
           ordinal   (r_c - r_k)^2 with mid-ranks r_c = sum_(g <= c) n_g - n_c / 2

1 is perfect agreement, 0 what chance gives, below 0 raters avoid each other. Items with fewer than two answers say
nothing and are left out. Reference: Krippendorff, Content Analysis (4th ed. 2018), ch. 12. Not covered: ratio and
circular data; alpha falls when nearly all items deserve one answer, however well raters agree.
"""

from collections.abc import Hashable, Sequence
from typing import Literal

import numpy as np

from scisynth.core.errors import DataError
from scisynth.core.records import Metric
from scisynth.stats.intervals import choose_units

Level = Literal["nominal", "ordinal", "interval"]
NUM_RESAMPLES = 1000


def krippendorff_alpha(ratings_RN: Sequence[Sequence[float]] | np.ndarray, level: Level) -> float | None:
    """Alpha of R raters on N items; None where it is undefined (no two answers to an item, or one answer everywhere).

    Args:
        ratings_RN: numbers, NaN where a rater gave no answer; nominal answers are numbered in any way.
        level: what a difference of two answers means.

    Raises:
        DataError: not R rows of N numbers, or an infinite one.
    """
    counts_NV, values_V = _counts(ratings_RN)
    return _alpha(counts_NV, values_V, level, np.ones(len(counts_NV)))


def alpha_with_interval(
    ratings_RN: Sequence[Sequence[float]] | np.ndarray,
    level: Level,
    *,
    clusters: Sequence[Hashable] | None = None,
    weights: Sequence[float] | None = None,
    seed: int = 0,
) -> Metric:
    """Alpha with a 95 % percentile-bootstrap interval over clusters of items; `n` counts items of two answers or more.

    No interval where every resample gives the same alpha (perfect agreement): that would claim certainty. Resamples in
    which alpha is undefined are left out.

    Args:
        ratings_RN: see `krippendorff_alpha`.
        level: see there.
        clusters: N names, one an item; every item by itself when left out, and where there are few (`stats.intervals`).
        weights: how many items each of the N stands for, where those with answers were chosen with unequal probabilities.
        seed: of the resamples.
    """
    counts_NV, values_V = _counts(ratings_RN)
    weight_N = np.ones(len(counts_NV)) if weights is None else np.asarray(weights, dtype=np.float64)
    num_items = len(counts_NV)
    units, resampled = choose_units(clusters)
    names = range(num_items) if units is None else units
    number_of = {name: number for number, name in enumerate(dict.fromkeys(names))}
    cluster_N = np.array([number_of[name] for name in names], dtype=int)
    assert clusters is None or len(clusters) == num_items, "one cluster an item"
    alpha = _alpha(counts_NV, values_V, level, weight_N)
    n = int((counts_NV.sum(axis=1) >= 2).sum())
    if alpha is None:
        return Metric(value=None, low=None, high=None, n=n)
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(NUM_RESAMPLES):
        drawn_K = np.bincount(rng.integers(0, len(number_of), len(number_of)), minlength=len(number_of))
        found.append(_alpha(counts_NV, values_V, level, weight_N * drawn_K[cluster_N]))
    defined = [value for value in found if value is not None]
    if np.ptp(defined) < 1e-12:
        return Metric(value=alpha, low=None, high=None, n=n, resampled=resampled)
    low, high = np.quantile(defined, [0.025, 0.975])
    return Metric(value=alpha, low=float(low), high=float(high), n=n, resampled=resampled)


def _counts(ratings_RN: Sequence[Sequence[float]] | np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How often each item got each value, [N, V], and the values, ascending [V]."""
    try:
        ratings = np.asarray(ratings_RN, dtype=np.float64)
    except ValueError:
        raise DataError(
            "expected a row of numbers a rater, all of one length; write NaN for a missing answer"
        ) from None
    if ratings.ndim != 2 or np.isinf(ratings).any():
        raise DataError(
            f"expected finite ratings [raters, items], got shape {ratings.shape}; write NaN for a missing answer"
        )
    values_V = np.unique(ratings[~np.isnan(ratings)])
    counts_NV = np.stack([(ratings == value).sum(axis=0) for value in values_V], axis=1) if len(values_V) else None
    return (np.zeros((ratings.shape[1], 0)) if counts_NV is None else counts_NV.astype(np.float64)), values_V


def _alpha(counts_NV: np.ndarray, values_V: np.ndarray, level: Level, weights_N: np.ndarray) -> float | None:
    """Alpha with every item counted `weights_N` times."""
    answers_N = counts_NV.sum(axis=1)
    weights_N = np.where(answers_N >= 2, weights_N / np.maximum(answers_N - 1, 1), 0.0)
    weighted_NV = counts_NV * weights_N[:, None]
    pairs_VV = weighted_NV.T @ counts_NV - np.diag(weighted_NV.sum(axis=0))
    totals_V = pairs_VV.sum(axis=1)
    n = totals_V.sum()
    place_V = np.cumsum(totals_V) - totals_V / 2 if level == "ordinal" else values_V
    gap_VV = place_V[:, None] - place_V[None, :]
    distance_VV = (gap_VV != 0).astype(np.float64) if level == "nominal" else gap_VV**2
    expected = float(totals_V @ distance_VV @ totals_V)
    if expected == 0:
        return None
    return 1 - float((n - 1) * (pairs_VV * distance_VV).sum()) / expected
