"""Paired tests against enumeration by hand, binomial tails and simulation."""

import json
import math
from itertools import product

import numpy as np
import pytest

from scisynth.core.errors import DataError
from scisynth.stats import paired
from scisynth.stats.intervals import FEW_CLUSTERS
from scisynth.stats.paired import McNemarTest, compare_all, compare_paired, holm, mcnemar


def test_sign_flips_by_hand():
    # Differences 3, 2, 1: of the 8 sign patterns only +++ and --- reach |sum| = 6.
    test = compare_paired([3.0, 2.0, 1.0], [0.0, 0.0, 0.0])
    assert test.p_value == pytest.approx(2 / 8) and test.is_exact
    assert test.difference.value == pytest.approx(2.0) and (test.n, test.num_clusters) == (3, 3)
    # 3, 2, -1 sums to 4: also reached by 3 + 2 + 1 = 6, so 4 of 8.
    assert compare_paired([3.0, 2.0, 0.0], [0.0, 0.0, 1.0]).p_value == pytest.approx(4 / 8)


def test_a_cluster_flips_as_a_whole():
    rng = np.random.default_rng(0)
    first, second, clusters = rng.random(40), rng.random(40), rng.integers(0, 9, 40).tolist()
    sums = np.bincount(clusters, weights=first - second)
    totals = [abs(np.dot(signs, sums)) for signs in product([-1, 1], repeat=len(sums))]
    expected = np.mean([total >= abs(sums.sum()) - 1e-12 for total in totals])
    test = compare_paired(first.tolist(), second.tolist(), clusters=clusters)
    assert test.p_value == pytest.approx(expected)
    assert (test.num_clusters, test.difference.resampled) == (len(set(clusters)), "clusters")
    # Ten copies of every item are no new evidence when the copies are one cluster.
    copies = compare_paired(np.repeat(first, 10), np.repeat(second, 10), clusters=np.repeat(clusters, 10).tolist())
    assert copies.p_value == pytest.approx(expected)
    assert copies.difference.low == pytest.approx(test.difference.low)


def test_drawn_patterns_agree_with_all_of_them(monkeypatch):
    rng = np.random.default_rng(1)
    first, second = rng.random(14) + 0.15, rng.random(14)
    exact = compare_paired(first, second)
    monkeypatch.setattr(paired, "MAX_ENUMERATED", 0)
    drawn = compare_paired(first, second, seed=3)
    assert exact.is_exact and not drawn.is_exact
    # Binomial error of 10,000 draws.
    error = math.sqrt(exact.p_value * (1 - exact.p_value) / paired.NUM_DRAWS)
    assert abs(drawn.p_value - exact.p_value) < 4 * error
    assert compare_paired(first, second, seed=3) == drawn


def test_p_is_never_zero():
    test = compare_paired([1.0] * 200, [0.0] * 200)
    assert test.p_value == pytest.approx(1 / (paired.NUM_DRAWS + 1))


def test_the_test_is_wrong_as_often_as_it_says():
    rng = np.random.default_rng(2)
    clusters = np.repeat(np.arange(10), 5).tolist()
    clustered, independent = [], []
    for trial in range(300):
        effect = np.repeat(rng.normal(size=10), 5)  # shared by the items of a cluster, zero on average
        first, second = effect + rng.normal(size=50), rng.normal(size=50)
        clustered.append(compare_paired(first, second, clusters=clusters).p_value <= 0.05)
        if trial < 60:
            independent.append(compare_paired(first, second).p_value <= 0.05)
    assert 0.02 <= np.mean(clustered) <= 0.09
    # Taking the items for independent is wrong far more often; this is why there are clusters.
    assert np.mean(independent) > 0.15


def test_equal_models_get_an_interval_around_zero():
    test = compare_paired([1.0, 0.0] * 50, [1.0, 0.0] * 50)
    # None of 100 clusters differs: Wilson's upper bound for the share that does is z^2 / (100 + z^2).
    bound = 1.959964**2 / (100 + 1.959964**2)
    assert test.p_value == 1.0
    assert (test.difference.low, test.difference.high) == (pytest.approx(-bound), pytest.approx(bound))
    always = compare_paired([1.0] * 100, [0.0] * 100).difference
    assert (always.low, always.high) == (pytest.approx(1 - 2 * bound), pytest.approx(1.0))
    logits = compare_paired([5.0] * 100, [0.0] * 100).difference
    assert (logits.value, logits.low, logits.high) == (5.0, None, None)


def test_holm_by_hand():
    # Sorted 0.01, 0.02, 0.03, 0.5 times 4, 3, 2, 1: 0.04, 0.06, 0.06, 0.5.
    assert holm([0.03, 0.01, 0.5, 0.02]) == pytest.approx([0.06, 0.04, 0.5, 0.06])
    assert holm([0.6, 0.9]) == [1.0, 1.0]
    assert holm([]) == []


def test_all_pairs_on_the_items_both_have():
    scores = {
        "a": {f"i{k}": 1.0 for k in range(12)},
        "b": {f"i{k}": 0.0 for k in range(10)},
        "c": {f"i{k}": float(k % 2) for k in range(12)},
        "d": {"other": 1.0},
    }
    pairs = {(pair.first, pair.second): pair for pair in compare_all(scores)}
    assert len(pairs) == 6
    assert pairs["a", "b"].test.n == 10 and pairs["a", "c"].test.n == 12
    assert pairs["a", "b"].test.p_value == pytest.approx(2 / 2**10)
    # Three pairs can be tested, and this one has the smallest p.
    assert pairs["a", "b"].p_holm == pytest.approx(3 * 2 / 2**10)
    assert pairs["a", "d"].test.p_value is None and pairs["a", "d"].p_holm is None
    assert json.loads(json.dumps(pairs["a", "b"].to_dict()))["test"]["difference"]["n"] == 10


def test_all_pairs_take_clusters_by_item():
    # Items 0 and 1 share cluster 0; the others, in which nothing differs, have one each.
    scores = {"a": {f"i{k}": float(k < 2) for k in range(10)}, "b": {f"i{k}": 0.0 for k in range(10)}}
    (pair,) = compare_all(scores, cluster_of={f"i{k}": max(0, k - 1) for k in range(10)})
    assert pair.test.num_clusters == 9 and pair.test.p_value == 1.0


def test_few_clusters_are_tested_item_by_item_and_said_so():
    """Twenty items of one law: the law itself cannot be exchanged against others, its items can."""
    rng = np.random.default_rng(5)
    first, second = rng.random(20) + 0.5, rng.random(20)
    plain = compare_paired(first, second)
    for num in range(1, FEW_CLUSTERS):
        test = compare_paired(first, second, clusters=[k % num for k in range(20)])
        assert (test.p_value, test.difference) == (plain.p_value, plain.difference)
        assert test.difference.resampled == "prompts" and test.num_clusters == 20
    enough = compare_paired(first, second, clusters=[k % FEW_CLUSTERS for k in range(20)])
    assert enough.difference.resampled == "clusters" and enough.num_clusters == FEW_CLUSTERS
    always = compare_paired([1.0] * 20, [0.0] * 20, clusters=["rust"] * 20)
    assert always.p_value == pytest.approx(1 / (paired.NUM_DRAWS + 1)) and always.difference.resampled == "prompts"


@pytest.mark.parametrize(
    ("arguments", "clusters"),
    [(([1.0], [1.0, 0.0]), None), (([1.0], [math.nan]), None), (([1.0, 0.0], [0.0, 0.0]), ["a"])],
)
def test_what_cannot_be_paired_is_refused(arguments, clusters):
    with pytest.raises(DataError):
        compare_paired(*arguments, clusters=clusters)


def test_items_of_one_image_are_one_unit_where_clusters_are_few():
    images = [number // 4 for number in range(80)]
    first = [float(image % 3 == 0) for image in images]
    families = [image % 3 for image in images]
    found = compare_paired(first, [0.0] * 80, clusters=families, prompts=images)
    assert found.num_clusters == 20 and found.difference.resampled == "prompts"
    assert found == compare_paired(first, [0.0] * 80, prompts=images)
    wide = [image % 10 for image in images]
    assert compare_paired(first, [0.0] * 80, clusters=wide, prompts=images).num_clusters == 10
    names = {f"q{number}": image for number, image in enumerate(images)}
    scores = {"a": dict(zip(names, first, strict=True)), "b": dict.fromkeys(names, 0.0)}
    assert compare_all(scores, prompt_of=names)[0].test.num_clusters == 20
    with pytest.raises(DataError, match="one an item"):
        compare_paired([1.0], [0.0], prompts=["a", "b"])


def test_mcnemar_is_the_sign_flip_test_of_independent_answers():
    first, second = [True] * 6 + [False] * 2 + [True] * 4, [False] * 6 + [True] * 2 + [True] * 4
    flips = compare_paired([float(a) for a in first], [float(b) for b in second])
    # Six items only the first got right, two only the second: 2 (1 + 8 + 28) / 2^8.
    assert flips.p_value == pytest.approx(2 * 37 / 256)
    assert mcnemar(first, second) == McNemarTest(only_first=6, only_second=2, p_value=2 * 37 / 256)


def test_mcnemar_of_many_and_of_no_different_items():
    assert mcnemar([True] * 1500 + [False] * 1500, [False] * 1500 + [True] * 1500).p_value == 1
    assert mcnemar([True] * 40, [False] * 40).p_value == 2.0**-39
    assert mcnemar([True, False], [True, False]).p_value == 1
