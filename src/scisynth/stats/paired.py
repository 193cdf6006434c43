"""Is one model better than another? Both answered the same items, so what is tested is the difference item by item.

Items of one cluster (a law, or a law and a subject) rise and fall together, so the cluster is what is exchanged. With D_c
the sum of (first - second) over the items of cluster c, and N items in all,

    difference   sum_c D_c / N, with the bootstrap interval over clusters of `stats.intervals`
    p value      fraction of the sign patterns s in {-1, +1}^K with |sum_c s_c D_c| >= |sum_c D_c|

If the models were equally good in every cluster, swapping their names there would change nothing; that is the null
hypothesis (Fisher, The Design of Experiments, 1935, section 21). Few clusters are enumerated, which is exact; many are
sampled, where the observed pattern counts as one of the draws, so that p is never 0 (Phipson and Smyth 2010). Many pairs
of models are many chances to be lucky: Holm (1979) corrects for that. McNemar's exact test (1947) is the same question for
right and wrong answers of items that are all independent (`mcnemar`).

With fewer clusters than `stats.intervals.FEW_CLUSTERS` single items (or prompts with all their items) are exchanged and resampled instead, and the difference says so
(`resampled: "prompts"`): the smallest p over K clusters is 2 / 2^K, so five could never be told from chance. The test then
speaks of the clusters that were tried and of no others.

Not covered: interval and p value come from two methods and may disagree at the edge.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations
from math import comb

import numpy as np

from scisynth.core.errors import DataError
from scisynth.core.records import Metric
from scisynth.core.results import Result
from scisynth.stats.intervals import DRAWS_AT_ONCE, by_cluster, choose_units, mean_with_interval, wilson

MAX_ENUMERATED = 18
"""Clusters with a difference up to which every sign pattern is tried (262,144 of them)."""
NUM_DRAWS = 10_000
"""Sign patterns drawn beyond that; p = 0.05 is then known to about 0.004."""


@dataclass(frozen=True, kw_only=True)
class PairedTest(Result):
    """One model against another on the items both answered."""

    difference: Metric
    """Mean of first - second."""
    p_value: float | None
    """Two-sided; None without items."""
    num_clusters: int
    """What was exchanged: clusters, or items where there are few of them (`difference.resampled`)."""
    is_exact: bool
    """Whether every sign pattern was tried."""

    @property
    def n(self) -> int:
        """Number of items."""
        return self.difference.n


@dataclass(frozen=True, kw_only=True)
class McNemarTest(Result):
    """Items that only one of two models has right, and how likely a split as uneven is by chance."""

    only_first: int
    only_second: int
    p_value: float
    """Two-sided and exact: of Binomial(only_first + only_second, 1/2)."""


@dataclass(frozen=True, kw_only=True)
class ModelPair(Result):
    """One of many comparisons."""

    first: str
    second: str
    test: PairedTest
    p_holm: float | None
    """The p value that holds although all pairs were looked at."""


def compare_paired(
    first: Sequence[float],
    second: Sequence[float],
    *,
    clusters: Sequence[Hashable] | None = None,
    prompts: Sequence[Hashable] | None = None,
    seed: int = 0,
) -> PairedTest:
    """Sign-flip test and interval of the mean difference.

    Where every cluster has the same mean difference c, the bootstrap would collapse to a point. Of the clusters out
    there a fraction of at least 1 - w behaves like those seen (Wilson's bound) and the rest differs by anything in [-1, 1]:
    (1 - w) c -+ w. Beyond that range there is no interval.

    Args:
        first: scores of N items, finite.
        second: those of the other model, in the same order.
        clusters: N names; by `prompts` when left out, and where there are few.
        prompts: N names; items of one prompt or one image are never taken apart. Every item by itself when left out.
        seed: of the resamples and of drawn sign patterns.

    Raises:
        DataError: the lengths differ, or a score is not a finite number.
    """
    differences_N = np.asarray(first, dtype=np.float64) - _same_length(second, len(first), "second")
    if not np.isfinite(differences_N).all():
        raise DataError("expected finite scores of both models, got NaN or infinity; leave out what was not scored")
    for names in (clusters, prompts):
        if names is not None and len(names) != len(first):
            raise DataError(f"expected {len(first)} clusters, one an item, got {len(names)}; name one for each")
    if not len(differences_N):
        nothing = Metric(value=None, low=None, high=None, n=0)
        return PairedTest(difference=nothing, p_value=None, num_clusters=0, is_exact=True)
    sums_K, counts_K = by_cluster(differences_N, choose_units(clusters, prompts)[0])
    metric = mean_with_interval(differences_N.tolist(), clusters=clusters, prompts=prompts, seed=seed)
    if np.ptp(sums_K / counts_K) < 1e-12:
        metric = _all_alike(metric, len(sums_K))
    changing_K = sums_K[np.abs(sums_K) > 1e-12]
    is_exact = len(changing_K) <= MAX_ENUMERATED
    p_value = _enumerated(changing_K) if is_exact else _drawn(changing_K, seed)
    return PairedTest(difference=metric, p_value=p_value, num_clusters=len(sums_K), is_exact=is_exact)


def compare_all(
    scores: Mapping[str, Mapping[str, float]],
    *,
    cluster_of: Mapping[str, Hashable] | None = None,
    prompt_of: Mapping[str, Hashable] | None = None,
    seed: int = 0,
) -> list[ModelPair]:
    """Every pair of models on the items both have, with Holm's correction over all of them.

    Args:
        scores: model -> item -> score; an item that was not scored is absent.
        cluster_of: item -> cluster, see `compare_paired`.
        prompt_of: item -> prompt or image, see `compare_paired`.
        seed: see `compare_paired`.
    """
    tests: dict[tuple[str, str], PairedTest] = {}
    for first, second in combinations(scores, 2):
        items = [item for item in scores[first] if item in scores[second]]
        tests[first, second] = compare_paired(
            [scores[first][item] for item in items],
            [scores[second][item] for item in items],
            clusters=None if cluster_of is None else [cluster_of[item] for item in items],
            prompts=None if prompt_of is None else [prompt_of[item] for item in items],
            seed=seed,
        )
    tested = {pair: test.p_value for pair, test in tests.items() if test.p_value is not None}
    corrected = dict(zip(tested, holm(list(tested.values())), strict=True))
    return [
        ModelPair(first=pair[0], second=pair[1], test=test, p_holm=corrected.get(pair)) for pair, test in tests.items()
    ]


def mcnemar(first: Sequence[bool], second: Sequence[bool]) -> McNemarTest:
    """McNemar's exact test of two models on the same N items, which are independent.

    >>> mcnemar([True] * 6 + [False] * 2, [False] * 6 + [True] * 2).p_value
    0.2890625
    """
    assert len(first) == len(second), "one answer an item of both models"
    only_first = sum(one and not other for one, other in zip(first, second, strict=True))
    only_second = sum(other and not one for one, other in zip(first, second, strict=True))
    num = only_first + only_second
    tail = sum(comb(num, k) for k in range(min(only_first, only_second) + 1))
    # As whole numbers, since 2^num of thousands of items is no float.
    p_value = min(1.0, float(Fraction(2 * tail, 2**num)))
    return McNemarTest(only_first=only_first, only_second=only_second, p_value=p_value)


def holm(p_values: Sequence[float]) -> list[float]:
    """Adjusted p values in the given order: the k-th smallest of m times m - k + 1, never decreasing, at most 1."""
    order = np.argsort(p_values, kind="stable")
    adjusted = np.empty(len(order))
    steps = np.asarray(p_values, dtype=np.float64)[order] * np.arange(len(order), 0, -1)
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1) if len(order) else steps
    return [float(p) for p in adjusted]


def _same_length(values: Sequence[float], n: int, name: str) -> np.ndarray:
    if len(values) != n:
        raise DataError(f"expected as many items of both models, got {n} and {len(values)} ({name}); pair them by name")
    return np.asarray(values, dtype=np.float64)


def _all_alike(metric: Metric, num_clusters: int) -> Metric:
    assert metric.value is not None
    unseen = 1 - wilson(1.0, num_clusters)[0]
    if abs(metric.value) > 1:
        return replace(metric, low=None, high=None)
    middle = (1 - unseen) * metric.value
    return replace(metric, low=middle - unseen, high=middle + unseen)


def _enumerated(sums_K: np.ndarray) -> float:
    totals = np.zeros(1)
    for value in sums_K:
        totals = np.concatenate([totals + value, totals - value])
    return float((np.abs(totals) >= _bar(sums_K)).mean())


def _drawn(sums_K: np.ndarray, seed: int) -> float:
    rng = np.random.default_rng(seed)
    rows = max(1, DRAWS_AT_ONCE // len(sums_K))
    at_least = 1
    for start in range(0, NUM_DRAWS, rows):
        signs = rng.integers(0, 2, size=(min(rows, NUM_DRAWS - start), len(sums_K)), dtype=np.int8) * 2 - 1
        at_least += int((np.abs(signs @ sums_K) >= _bar(sums_K)).sum())
    return at_least / (NUM_DRAWS + 1)


def _bar(sums_K: np.ndarray) -> float:
    """The observed total, a rounding error lower: equal totals added in another order must count as equal."""
    return float(abs(sums_K.sum()) - 1e-9 * np.abs(sums_K).sum())
