"""A mean by an imperfect judge, corrected by a few true scores: prediction-powered inference.

A judge f scored N unlabelled items; n others, drawn at random from the same population, have both the judge's score
and the true one, Y (of people, say). With lambda the weight given to the judge,

    estimate       lambda mean_N(f) + mean_n(Y - lambda f)
    variance       lambda^2 var_N(f) / N + var_n(Y - lambda f) / n
    best lambda    cov_n(Y, f) / ((1 + n / N) var(f)), var over all N + n scores

Whatever the judge's bias, the labelled items measure and remove it; a useless judge gets lambda near 0 and costs nothing
(lambda = 0 is the mean of the labels alone, 1 the estimator of the first paper). Angelopoulos et al., Prediction-powered
inference (arXiv 2301.09633) and PPI++ (arXiv 2311.01453). Intervals are the estimate -+ quantile x standard error: the
normal quantile for independent items; with clusters the error sums each cluster's influence over both sets before
squaring, and the quantile is Student's t with (labelled clusters - 1) degrees of freedom.

Not covered: labels that were chosen rather than drawn, such as the judge's own doubtful cases; a few dozen labels, where
the normal approximation and the fitted lambda are both optimistic.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

import numpy as np

from scisynth.core.errors import DataError
from scisynth.core.records import Metric
from scisynth.core.results import Result
from scisynth.stats.intervals import by_cluster
from scisynth.stats.power import MIN_CLUSTERS
from scisynth.stats.student_t import t_quantile

UPPER = 0.975


@dataclass(frozen=True, kw_only=True)
class CorrectedMean(Result):
    """Three answers to one question; the first is the one to report."""

    corrected: Metric
    """Judge on all, corrected by the labels; `n` counts the labelled items, which is what it stands on."""
    naive: Metric
    """Judge alone, on the unlabelled items; its interval knows nothing of the judge's bias."""
    labelled_only: Metric
    """Labels alone: unbiased too, and wider where the judge is any good."""
    judge_weight: float
    """Lambda."""
    judge_bias: float
    """Mean of judge - truth over the labelled items."""


@dataclass(frozen=True)
class _Sample:
    """Values of independent items, or of named clusters."""

    values: np.ndarray
    clusters: Sequence[Hashable] | None

    @property
    def mean(self) -> float:
        return float(self.values.mean())

    @property
    def influence(self) -> np.ndarray:
        """How far each item moves the mean."""
        return (self.values - self.values.mean()) / len(self.values)


def prediction_powered_mean(
    judge_unlabelled: Sequence[float],
    judge_labelled: Sequence[float],
    truth_labelled: Sequence[float],
    *,
    clusters_unlabelled: Sequence[Hashable] | None = None,
    clusters_labelled: Sequence[Hashable] | None = None,
    judge_weight: float | None = None,
) -> CorrectedMean:
    """Mean of the true score over the population that both sets were drawn from, with a 95 % interval.

    Args:
        judge_unlabelled: N scores of items without a label (those with one are not among them).
        judge_labelled: n scores of the labelled items.
        truth_labelled: their true scores, in the same order.
        clusters_unlabelled: N names; a name may stand in both sets. Give both lists of clusters, or neither.
        clusters_labelled: n names.
        judge_weight: lambda; the best one when left out.

    Raises:
        DataError: fewer than two items in a set, lengths that differ, a score that is no finite number, clusters for
            one set only, or fewer than three labelled clusters.
    """
    _check(judge_unlabelled, judge_labelled, truth_labelled, clusters_unlabelled, clusters_labelled)
    judge_N = np.asarray(judge_unlabelled, dtype=np.float64)
    judge_n, truth_n = np.asarray(judge_labelled, dtype=np.float64), np.asarray(truth_labelled, dtype=np.float64)
    if judge_weight is None:
        judge_weight = _best_weight(judge_N, judge_n, truth_n)
    weighted = _Sample(judge_weight * judge_N, clusters_unlabelled)
    return CorrectedMean(
        corrected=_sum_of_means([_Sample(truth_n - judge_weight * judge_n, clusters_labelled), weighted]),
        naive=_sum_of_means([_Sample(judge_N, clusters_unlabelled)]),
        labelled_only=_sum_of_means([_Sample(truth_n, clusters_labelled)]),
        judge_weight=judge_weight,
        judge_bias=float((judge_n - truth_n).mean()),
    )


def _best_weight(judge_N: np.ndarray, judge_n: np.ndarray, truth_n: np.ndarray) -> float:
    variance = float(np.concatenate([judge_N, judge_n]).var(ddof=1))
    if variance < 1e-12:
        return 0.0
    return float(np.cov(truth_n, judge_n)[0, 1]) / ((1 + len(judge_n) / len(judge_N)) * variance)


def _sum_of_means(samples: list[_Sample]) -> Metric:
    """Sum of the samples' means; `n` and the degrees of freedom are the first one's."""
    first, value = samples[0], sum(sample.mean for sample in samples)
    n = len(first.values)
    if first.clusters is None:
        variance = sum(float(sample.values.var(ddof=1)) / len(sample.values) for sample in samples)
        quantile = NormalDist().inv_cdf(UPPER)
    else:
        names = [name for sample in samples for name in sample.clusters or ()]
        moved_K, _ = by_cluster(np.concatenate([sample.influence for sample in samples]), names)
        num = len(set(first.clusters))
        # Bessel's correction by the number of clusters, and the quantile of a variance known from that few.
        variance, quantile = float((moved_K**2).sum()) * num / (num - 1), t_quantile(UPPER, num - 1)
    if variance < 1e-18:
        # No spread was seen at all; a point would claim certainty.
        return Metric(value=value, low=None, high=None, n=n)
    half = quantile * sqrt(variance)
    return Metric(value=value, low=value - half, high=value + half, n=n)


def _check(
    judge_N: Sequence[float],
    judge_n: Sequence[float],
    truth_n: Sequence[float],
    clusters_N: Sequence[Hashable] | None,
    clusters_n: Sequence[Hashable] | None,
) -> None:
    if len(judge_n) != len(truth_n):
        raise DataError(f"expected one true score a labelled item, got {len(truth_n)} for {len(judge_n)}; pair them")
    if min(len(judge_N), len(judge_n)) < 2:
        raise DataError(
            f"expected two items or more, got {len(judge_N)} unlabelled and {len(judge_n)} labelled; add some"
        )
    if not all(np.isfinite(np.asarray(values, dtype=np.float64)).all() for values in (judge_N, judge_n, truth_n)):
        raise DataError("expected finite scores, got NaN or infinity; leave out what was not scored")
    if (clusters_N is None) != (clusters_n is None):
        raise DataError("expected clusters for both sets or for neither, got one; name the other's too")
    if clusters_N is None or clusters_n is None:
        return
    if (len(clusters_N), len(clusters_n)) != (len(judge_N), len(judge_n)):
        raise DataError("expected one cluster an item; name one for each")
    if min(len(set(clusters_n)), len(set(clusters_N))) < MIN_CLUSTERS:
        raise DataError(
            f"expected {MIN_CLUSTERS} clusters or more in each set, got {len(set(clusters_n))} labelled and "
            f"{len(set(clusters_N))} unlabelled; label more laws"
        )
