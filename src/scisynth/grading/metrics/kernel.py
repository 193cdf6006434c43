"""Kernel distance (KID) of two sets of features: numpy alone, so that it costs no model.

The squared maximum mean discrepancy with a cubic kernel (Bińkowski et al. 2018, arXiv 1801.01401), unbiased.
"""

from collections.abc import Sequence

import numpy as np

from scisynth.core.errors import DataError
from scisynth.core.records import Metric

NUM_RESAMPLES = 1000


def kernel_distance(first_ND: np.ndarray, second_MD: np.ndarray, *, seed: int = 0) -> Metric:
    """KID with a bootstrap interval; may be below zero, as an unbiased estimate of zero must.

    The two sets are resampled apart. Pairs of an image with its own copy are left out, since they would look like likeness.

    Raises:
        DataError: fewer than two images in a set, or features of two kinds.
    """
    if min(len(first_ND), len(second_MD)) < 2 or first_ND.shape[1] != second_MD.shape[1]:
        raise DataError(
            f"expected two sets of at least two feature rows of one width, got {first_ND.shape} and {second_MD.shape}"
        )
    kernels = [_kernel(a, b) for a, b in ((first_ND, first_ND), (second_MD, second_MD), (first_ND, second_MD))]
    rng = np.random.default_rng(seed)
    n, m = len(first_ND), len(second_MD)
    value = float(_discrepancies(kernels, np.ones((1, n)), np.ones((1, m)))[0])
    weights_RN = rng.multinomial(n, np.full(n, 1 / n), size=NUM_RESAMPLES).astype(np.float64)
    weights_RM = rng.multinomial(m, np.full(m, 1 / m), size=NUM_RESAMPLES).astype(np.float64)
    low, high = np.nanquantile(_discrepancies(kernels, weights_RN, weights_RM), [0.025, 0.975])
    return Metric(value=value, low=float(low), high=float(high), n=n)


def _kernel(first_ND: np.ndarray, second_MD: np.ndarray) -> np.ndarray:
    return (first_ND @ second_MD.T / first_ND.shape[1] + 1) ** 3


def _discrepancies(kernels: Sequence[np.ndarray], first_RN: np.ndarray, second_RM: np.ndarray) -> np.ndarray:
    """[R] estimates where image i stands w_i times in its set; NaN where only copies of one image are left."""
    inside_NN, inside_MM, across_NM = kernels

    def within(kernel: np.ndarray, weights: np.ndarray) -> np.ndarray:
        copies_R = (weights**2) @ kernel.diagonal()
        pairs_R = weights.sum(axis=1) ** 2 - (weights**2).sum(axis=1)
        return (((weights @ kernel) * weights).sum(axis=1) - copies_R) / np.where(pairs_R > 0, pairs_R, np.nan)

    across_R = ((first_RN @ across_NM) * second_RM).sum(axis=1) / (first_RN.sum(axis=1) * second_RM.sum(axis=1))
    return within(inside_NN, first_RN) + within(inside_MM, second_RM) - 2 * across_R
