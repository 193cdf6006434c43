"""The minimum detectable effect of a run, worked out before the run is paid for.

Two models answer the same n items in K clusters of sizes n_c. With s the standard deviation of a score, rho the
correlation of the two models' scores over items, and icc that of the *differences* inside a cluster,

    variance of one difference   2 s^2 (1 - rho)
    design effect                1 + (sum n_c^2 / n - 1) icc          Kish, Survey Sampling (1965)
    standard error               sqrt(variance x design effect / n)
    minimum detectable effect    (t(1 - alpha / 2) + t(power)) x standard error, K - 1 degrees of freedom

A true difference of that size comes out significant (two-sided, at `alpha`) in a fraction `power` of all runs. Smaller ones
are mostly missed. The largest standard deviation of right-or-wrong scores is 0.5, at one half right.
Not covered: correction over many pairs of models (`paired.holm`), which needs more items.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from scisynth.core.errors import DataError
from scisynth.core.results import Result
from scisynth.stats.student_t import t_quantile

MIN_CLUSTERS = 3


@dataclass(frozen=True, kw_only=True)
class Assumptions:
    """What is assumed of the scores before they exist."""

    score_sd: float = 0.5
    """Standard deviation of one model's scores over items."""
    rho: float = 0.0
    """Correlation of the two models' scores, below 1; 0 is the cautious assumption."""
    icc: float = 0.0
    """Intra-cluster correlation of the differences, in [0, 1]; 0 is the optimistic assumption."""


@dataclass(frozen=True, kw_only=True)
class MinimumDetectableEffect(Result):
    """The smallest true difference that a run of this size finds with the wanted power."""

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

    def sentence(self, items: str = "items", clusters: str = "clusters") -> str:
        """One line to print before money is spent, in points of 100; `items` and `clusters` are the words for them."""
        a = self.assumptions
        size = f"{self.num_items:,} {items}"
        within = ""
        if self.num_clusters < self.num_items:
            size += f", {self.num_clusters:,} {clusters}"
            within = f", correlation of differences within {clusters} {a.icc:g}"
        return (
            f"Minimum detectable difference: {100 * self.difference:.1f} points of 100 ({size}, power {self.power:.0%}, "
            f"alpha {self.alpha:g}). Assumed: score SD {100 * a.score_sd:.0f}, correlation between generators {a.rho:g}{within}."
        )


def minimum_detectable_effect(
    cluster_sizes: Sequence[int],
    assumptions: Assumptions,
    *,
    alpha: float = 0.05,
    power: float = 0.8,
) -> MinimumDetectableEffect:
    """The smallest difference that a paired run over clusters of these sizes detects.

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
    return MinimumDetectableEffect(
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
