"""Prediction-powered means: closed forms, and coverage where the truth is known."""

import math

import numpy as np
import pytest

from scisynth.core.errors import DataError
from scisynth.stats.prediction_powered import prediction_powered_mean

JUDGE_N = [1.0, 1.0, 0.0, 1.0, 0.0, 1.0]
JUDGE_L = [1.0, 0.0, 1.0, 1.0]
TRUTH_L = [1.0, 0.0, 0.0, 1.0]


def test_full_weight_by_hand():
    # Judge's mean 4 / 6, bias (0 + 0 + 1 + 0) / 4: 2/3 - 1/4. Variances 0.2667 / 6 and 0.25 / 4 (n - 1 in both).
    found = prediction_powered_mean(JUDGE_N, JUDGE_L, TRUTH_L, judge_weight=1.0)
    assert found.corrected.value == pytest.approx(2 / 3 - 1 / 4)
    half = 1.959964 * math.sqrt(np.var(JUDGE_N, ddof=1) / 6 + 0.25 / 4)
    assert found.corrected.high - found.corrected.value == pytest.approx(half, rel=1e-6)
    assert found.judge_bias == pytest.approx(0.25) and found.corrected.n == 4
    assert found.naive.value == pytest.approx(2 / 3) and found.naive.n == 6


def test_no_weight_is_the_mean_of_the_labels():
    found = prediction_powered_mean(JUDGE_N, JUDGE_L, TRUTH_L, judge_weight=0.0)
    assert found.corrected == found.labelled_only
    half = 1.959964 * math.sqrt(np.var(TRUTH_L, ddof=1) / 4)
    assert found.corrected.value == 0.5 and found.corrected.low == pytest.approx(0.5 - half, rel=1e-6)


def test_best_weight_by_hand():
    # cov(Y, f) = 1/6 by n - 1; var of all ten scores, seven ones of ten: 0.7 x 0.3 x 10 / 9; 1 + 4 / 6.
    found = prediction_powered_mean(JUDGE_N, JUDGE_L, TRUTH_L)
    assert found.judge_weight == pytest.approx((1 / 6) / ((1 + 4 / 6) * (0.21 * 10 / 9)))
    # The estimate is linear in the weight.
    ends = [prediction_powered_mean(JUDGE_N, JUDGE_L, TRUTH_L, judge_weight=w).corrected.value for w in (0.0, 1.0)]
    assert found.corrected.value == pytest.approx(ends[0] + found.judge_weight * (ends[1] - ends[0]))


def draw(rng, num, right=0.55):
    """Truth, and a judge that misses 10 % of the true ones and believes 40 % of the false ones."""
    truth = (rng.random(num) < right).astype(float)
    judge = (rng.random(num) < np.where(truth == 1, 0.9, 0.4)).astype(float)
    return truth, judge


def test_best_weight_beats_its_neighbours():
    rng = np.random.default_rng(0)
    truth, judge = draw(rng, 4000)
    judge_N = draw(rng, 20_000)[1]

    def width(weight):
        metric = prediction_powered_mean(judge_N, judge, truth, judge_weight=weight).corrected
        return metric.high - metric.low

    best = prediction_powered_mean(judge_N, judge, truth).judge_weight
    assert width(best) < min(width(best - 0.1), width(best + 0.1), width(0.0), width(1.0))


def test_corrected_interval_covers_where_the_judge_alone_misses():
    rng = np.random.default_rng(1)
    covers = {"corrected": 0, "naive": 0, "labelled_only": 0}
    widths = dict.fromkeys(covers, 0.0)
    for _ in range(500):
        truth, judge = draw(rng, 200)
        found = prediction_powered_mean(draw(rng, 2000)[1], judge, truth)
        for name in covers:
            metric = getattr(found, name)
            covers[name] += metric.low <= 0.55 <= metric.high
            widths[name] += metric.high - metric.low
    # The judge believes 0.55 x 0.9 + 0.45 x 0.4 = 0.675, twelve of its standard errors too high.
    assert covers["naive"] == 0
    assert 0.92 <= covers["corrected"] / 500 <= 0.98
    assert widths["corrected"] < 0.95 * widths["labelled_only"]


def test_a_useless_judge_costs_nothing():
    rng = np.random.default_rng(2)
    truth = draw(rng, 5000)[0]
    found = prediction_powered_mean(rng.random(50_000), rng.random(5000), truth)
    assert abs(found.judge_weight) < 0.05
    widths = [metric.high - metric.low for metric in (found.corrected, found.labelled_only)]
    assert widths[0] == pytest.approx(widths[1], rel=1e-3)
    silent = prediction_powered_mean([0.5] * 9, [0.5] * 4, TRUTH_L)
    assert silent.judge_weight == 0 and silent.corrected == silent.labelled_only


def test_clusters_of_one_are_independent_items():
    rng = np.random.default_rng(3)
    truth, judge = draw(rng, 300)
    judge_N = draw(rng, 900)[1]
    plain = prediction_powered_mean(judge_N, judge, truth, judge_weight=0.7).corrected
    ones = prediction_powered_mean(
        judge_N, judge, truth, judge_weight=0.7,
        clusters_unlabelled=[("u", k) for k in range(900)], clusters_labelled=[("l", k) for k in range(300)],
    ).corrected  # fmt: skip
    assert ones.value == plain.value
    assert ones.high - ones.low == pytest.approx(plain.high - plain.low, rel=0.01)


def test_even_clusters_give_the_t_interval_of_their_means():
    # Means 1, 2, 3, 6 of four clusters: 3 -+ t(0.975, 3) sqrt(14 / 3) / sqrt(4), with t = 3.18245.
    truth = [0.0, 2.0, 1.0, 3.0, 3.0, 3.0, 5.0, 7.0]
    clusters = {"clusters_labelled": list("aabbccdd"), "clusters_unlabelled": list("abcd")}
    metric = prediction_powered_mean([1.0, 2.0, 1.0, 2.0], truth, truth, **clusters).labelled_only
    assert metric.value == 3.0
    assert metric.high - metric.value == pytest.approx(3.18245 * math.sqrt(14 / 3) / 2, rel=2e-3)


def test_clustered_interval_covers_where_the_plain_one_misses():
    rng = np.random.default_rng(4)
    covers = {"plain": 0, "clustered": 0}
    for _ in range(300):
        # The truth of a law and the judge's error on it are shared by the law's items, labelled or not; expected truth 0.
        law, error = rng.normal(size=16), rng.normal(size=16) * 0.5
        labelled, unlabelled = np.repeat(np.arange(16), 12), np.repeat(np.arange(16), 60)
        truth_L = law[labelled] + rng.normal(size=len(labelled))
        judge_L = truth_L + error[labelled] + 0.8
        judge_N = law[unlabelled] + rng.normal(size=len(unlabelled)) + error[unlabelled] + 0.8
        clusters = {"clusters_unlabelled": unlabelled.tolist(), "clusters_labelled": labelled.tolist()}
        for name, extra in (("plain", {}), ("clustered", clusters)):
            metric = prediction_powered_mean(judge_N, judge_L, truth_L, **extra).corrected
            covers[name] += metric.low <= 0 <= metric.high
    assert covers["plain"] / 300 < 0.6
    assert 0.91 <= covers["clustered"] / 300 <= 0.99


def test_no_spread_claims_no_certainty():
    found = prediction_powered_mean([1.0] * 5, [1.0] * 4, [1.0] * 4)
    assert (found.corrected.value, found.corrected.low, found.corrected.high) == (1.0, None, None)
    assert found.to_dict()["corrected"]["n"] == 4


@pytest.mark.parametrize(
    ("arguments", "clusters"),
    [
        (([1.0, 0.0], [1.0], [1.0]), {}),
        (([1.0, 0.0], [1.0, 0.0], [1.0]), {}),
        (([1.0, math.nan], [1.0, 0.0], [1.0, 0.0]), {}),
        (([1.0, 0.0], [1.0, 0.0], [1.0, 0.0]), {"clusters_labelled": ["a", "b"]}),
        (([1.0, 0.0], [1.0, 0.0], [1.0, 0.0]), {"clusters_labelled": ["a", "b"], "clusters_unlabelled": ["a", "b"]}),
        (([1.0, 0.0], [1.0, 0.0], [1.0, 0.0]), {"clusters_labelled": ["a"], "clusters_unlabelled": ["a", "b"]}),
    ],
)
def test_what_cannot_be_corrected_is_refused(arguments, clusters):
    with pytest.raises(DataError):
        prediction_powered_mean(*arguments, **clusters)
