"""A mean over items and over training seeds: would other items say the same, and would other trainings?

Two arms of a study are trained with S seeds each and asked the same N items, so that a difference d_si belongs to each seed and item. Items come in
K clusters with sums D_c of the seeds' means and counts N_c; seed s has the mean m_s.

    mean       sum d_si / (S N)
    SE_items   sqrt(K / (K - 1) sum_c (D_c - N_c mean)^2) / N         other items, these trainings
    SE_seeds   sd(m_s) / sqrt(S)                                      other trainings, these items
    SE         sqrt(SE_items^2 + SE_seeds^2)                          both other
    interval   mean +- t(0.975) SE, degrees of freedom by Satterthwaite (1946)

What a seed and an item have in common is in both errors, so the interval is somewhat too wide, never too narrow for that reason (Owen 2007, "The
pigeonhole bootstrap", Annals of Applied Statistics 1, has the same bound). With one seed there is no SE_seeds: the interval then speaks of other items
alone, and the result says so by `num_seeds`. With fewer than `stats.intervals.FEW_CLUSTERS` clusters single items, or prompts, are the units.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import inf, sqrt

import numpy as np

from scisynth.core.errors import DataError
from scisynth.core.results import Result
from scisynth.stats.intervals import by_cluster, choose_units
from scisynth.stats.student_t import t_quantile, t_tail


@dataclass(frozen=True, kw_only=True)
class CrossedMean(Result):
    """A mean with the interval that holds for other items and, with several seeds, for other trainings."""

    value: float
    low: float | None
    """None where the data has no spread at all, or a single unit: no interval can be told."""
    high: float | None
    p_value: float | None
    """Two-sided, that the mean is 0."""
    standard_error: float
    error_items: float
    error_seeds: float
    """0 with one seed."""
    detectable: float | None
    """The smallest true difference that a study of this spread finds with a power of 80 %."""
    by_seed: tuple[float, ...]
    num_seeds: int
    num_items: int
    num_units: int
    """Clusters, or items where there are few clusters."""

    @property
    def leaves_zero_out(self) -> bool:
        """Whether the interval is on one side of 0."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


def crossed_mean(
    values_SN: np.ndarray, clusters: Sequence[Hashable] | None = None, prompts: Sequence[Hashable] | None = None
) -> CrossedMean:
    """The mean of values of S seeds and N items, with its interval.

    Args:
        values_SN: finite numbers, mostly differences of two arms.
        clusters: N names; by `prompts` when left out, and where there are few.
        prompts: N names; items of one prompt or one image are never taken apart. Every item by itself when left out.

    Raises:
        DataError: no values, or one that is not finite.
    """
    values_SN = np.asarray(values_SN, dtype=np.float64)
    if values_SN.ndim != 2 or not values_SN.size or not np.isfinite(values_SN).all():
        raise DataError(f"expected finite values of S seeds and N items, got shape {values_SN.shape}")
    num_seeds, num_items = values_SN.shape
    by_seed_S = values_SN.mean(axis=1)
    mean = float(values_SN.mean())
    sums_K, counts_K = by_cluster(values_SN.mean(axis=0), choose_units(clusters, prompts)[0])
    num_units = len(sums_K)
    spread = float(((sums_K - counts_K * mean) ** 2).sum())
    items = sqrt(num_units / (num_units - 1) * spread) / num_items if num_units > 1 else 0.0
    seeds = float(by_seed_S.std(ddof=1)) / sqrt(num_seeds) if num_seeds > 1 else 0.0
    error = sqrt(items**2 + seeds**2)
    low = high = p_value = detectable = None
    if error > 1e-12:
        freedom = _satterthwaite(((items, num_units - 1), (seeds, num_seeds - 1)))
        quantile = t_quantile(0.975, freedom)
        low, high, p_value = mean - quantile * error, mean + quantile * error, t_tail(mean / error, freedom)
        detectable = (quantile + t_quantile(0.8, freedom)) * error
    return CrossedMean(
        value=mean,
        low=low,
        high=high,
        p_value=p_value,
        standard_error=error,
        error_items=items,
        error_seeds=seeds,
        detectable=detectable,
        by_seed=tuple(map(float, by_seed_S)),
        num_seeds=num_seeds,
        num_items=num_items,
        num_units=num_units,
    )


def _satterthwaite(parts: Sequence[tuple[float, int]]) -> float:
    """Degrees of freedom of a sum of squared errors, each with its own."""
    weight = sum(error**4 / freedom for error, freedom in parts if error > 0 and freedom > 0)
    total = sum(error**2 for error, _ in parts)
    return total**2 / weight if weight > 0 else inf
