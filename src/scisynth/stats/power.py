"""The smallest difference a run can tell, worked out before the run is paid for.

Two models answer the same n items in K clusters of sizes n_c. With s the standard deviation of a score, rho the
correlation of the two models' scores over items, and icc that of the *differences* inside a cluster,

    variance of one difference   2 s^2 (1 - rho)
    design effect                1 + (sum n_c^2 / n - 1) icc          Kish, Survey Sampling (1965)
    standard error               sqrt(variance x design effect / n)
    smallest difference          (t(1 - alpha / 2) + t(power)) x standard error, K - 1 degrees of freedom

A true difference of that size comes out significant (two-sided, at `alpha`) in a share `power` of all runs; smaller ones
are mostly missed. The largest standard deviation of right-or-wrong scores is 0.5, at one half right.
Not covered: what a pilot says is itself uncertain, and correction over many pairs of models (`paired.holm`) asks for more.
"""

from collections.abc import Hashable, Sequence
from dataclasses import asdict, dataclass
from math import sqrt
from statistics import NormalDist
from typing import Any

import numpy as np

from scisynth.core.errors import DataError
from scisynth.stats.intervals import by_cluster

MIN_CLUSTERS = 3


@dataclass(frozen=True, kw_only=True)
class Assumptions:
    """What one believes of the scores before they exist."""

    score_sd: float = 0.5
    """Standard deviation of one model's scores over items."""
    rho: float = 0.0
    """Correlation of the two models' scores, below 1; 0 is the cautious belief."""
    icc: float = 0.0
    """Intra-cluster correlation of the differences, in [0, 1]; 0 is the bold belief."""


@dataclass(frozen=True, kw_only=True)
class Detectable:
    """What a run of this size can tell."""

    difference: float
    """Smallest true difference found with the wanted power; in units of the score."""
    standard_error: float
    design_effect: float
    effective_n: float
    """Independent items that would tell as much."""
    num_items: int
    num_clusters: int
    alpha: float
    power: float
    assumptions: Assumptions

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON-ready values."""
        return asdict(self)

    def sentence(self) -> str:
        """One line to print before money is spent."""
        a = self.assumptions
        return (
            f"{self.num_items:,} items in {self.num_clusters:,} clusters (as good as {self.effective_n:,.0f} independent "
            f"ones) tell a difference of {self.difference:.3f} or more with power {self.power:g} at alpha {self.alpha:g}, "
            f"if scores have sd {a.score_sd:.2f}, models correlate by {a.rho:.2f} and differences in a cluster by {a.icc:.2f}"
        )


def smallest_difference(
    cluster_sizes: Sequence[int],
    assumptions: Assumptions,
    *,
    alpha: float = 0.05,
    power: float = 0.8,
) -> Detectable:
    """The smallest difference a paired run over clusters of these sizes can tell.

    Raises:
        DataError: fewer than three clusters, an empty one, or assumptions no scores can have.
    """
    sizes_K = np.asarray(cluster_sizes, dtype=np.float64)
    if len(sizes_K) < MIN_CLUSTERS or sizes_K.min() <= 0:
        raise DataError(
            f"expected at least {MIN_CLUSTERS} clusters with items in each, got sizes {list(cluster_sizes)}; "
            "take smaller clusters or more laws"
        )
    if not (assumptions.score_sd > 0 and -1 <= assumptions.rho < 1 and 0 <= assumptions.icc <= 1):
        raise DataError(f"expected score_sd > 0, rho in [-1, 1) and icc in [0, 1], got {assumptions}; correct them")
    n = sizes_K.sum()
    design_effect = 1 + (float((sizes_K**2).sum() / n) - 1) * assumptions.icc
    variance = 2 * assumptions.score_sd**2 * (1 - assumptions.rho)
    error = sqrt(variance * design_effect / n)
    freedom = len(sizes_K) - 1
    return Detectable(
        difference=(t_quantile(1 - alpha / 2, freedom) + t_quantile(power, freedom)) * error,
        standard_error=error,
        design_effect=design_effect,
        effective_n=n / design_effect,
        num_items=int(n),
        num_clusters=len(sizes_K),
        alpha=alpha,
        power=power,
        assumptions=assumptions,
    )


def even_sizes(num_items: int, num_clusters: int) -> list[int]:
    """Sizes of `num_clusters` clusters that share `num_items` as evenly as can be."""
    return [num_items // num_clusters + (index < num_items % num_clusters) for index in range(num_clusters)]


def assumptions_from_pilot(
    first: Sequence[float], second: Sequence[float], *, clusters: Sequence[Hashable]
) -> Assumptions:
    """What a pilot of N items answered by two models says; 2 s^2 (1 - rho) is then the variance of its differences.

    Raises:
        DataError: fewer than two items, lengths that differ, or models that never differ in their difference.
    """
    if not len(first) == len(second) == len(clusters) >= 2:
        raise DataError(
            f"expected two or more items, each with two scores and a cluster, got {len(first)}, {len(second)} and "
            f"{len(clusters)}; pair them by name"
        )
    covariance = np.cov(np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64))
    variance = float(covariance.trace() / 2)
    differences = np.asarray(first, dtype=np.float64) - np.asarray(second, dtype=np.float64)
    if variance == 0 or np.ptp(differences) < 1e-12:
        raise DataError("the pilot's differences are all alike and say nothing of their spread; score more items")
    icc = intra_cluster_correlation(differences.tolist(), clusters)
    return Assumptions(score_sd=sqrt(variance), rho=float(covariance[0, 1] / variance), icc=icc)


def intra_cluster_correlation(values: Sequence[float], clusters: Sequence[Hashable]) -> float:
    """How alike N values of one cluster are, by analysis of variance, kept in [0, 1] (Donner 1986).

    (MSB - MSW) / (MSB + (m - 1) MSW), mean squares between and within clusters, m = (N - sum n_c^2 / N) / (K - 1).
    Where no cluster has two values, or all share one cluster, nothing can be said: 0.
    """
    values_N = np.asarray(values, dtype=np.float64)
    sums_K, counts_K = by_cluster(values_N, clusters)
    n, num = len(values_N), len(sums_K)
    if num < 2 or num == n:
        return 0.0
    between = float((counts_K * (sums_K / counts_K - values_N.mean()) ** 2).sum())
    within = float(((values_N - values_N.mean()) ** 2).sum()) - between
    between_mean, within_mean = between / (num - 1), max(within, 0.0) / (n - num)
    size = (n - float((counts_K**2).sum()) / n) / (num - 1)
    whole = between_mean + (size - 1) * within_mean
    return min(1.0, max(0.0, (between_mean - within_mean) / whole)) if whole > 0 else 0.0


def t_quantile(probability: float, freedom: int) -> float:
    """Quantile of Student's t by its expansion around the normal one (Abramowitz and Stegun 26.7.5).

    Right to 0.2 % from 3 degrees of freedom, to 3 % at 2.
    """
    z = NormalDist().inv_cdf(probability)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + sum(term / freedom**power for power, term in enumerate(terms, start=1))
