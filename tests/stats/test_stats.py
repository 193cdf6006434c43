"""Intervals against closed forms."""

import math
import tracemalloc
from dataclasses import replace

import numpy as np
import pytest

from scisynth.stats.intervals import FEW_CLUSTERS, expected_calibration_error, mean_with_interval


def test_interval_matches_the_normal_approximation():
    values = [1.0] * 700 + [0.0] * 300
    metric = mean_with_interval(values)
    half = 1.96 * math.sqrt(0.7 * 0.3 / 1000)
    assert metric.value == pytest.approx(0.7)
    assert metric.low == pytest.approx(0.7 - half, abs=0.004)
    assert metric.high == pytest.approx(0.7 + half, abs=0.004)


def test_interval_covers_the_truth_about_as_often_as_it_says():
    rng = np.random.default_rng(0)
    covered = 0
    for trial in range(200):
        metric = mean_with_interval(list((rng.random(120) < 0.6).astype(float)), seed=trial)
        covered += metric.low <= 0.6 <= metric.high
    assert 0.90 <= covered / 200 <= 0.99


def test_certainty_is_never_claimed():
    perfect = mean_with_interval([1.0] * 10)
    # Wilson at 10 of 10: 10 / (10 + 1.96^2).
    assert perfect.low == pytest.approx(10 / (10 + 1.959964**2)) and perfect.high == pytest.approx(1.0)
    assert mean_with_interval([0.0] * 10).high == pytest.approx(1 - 10 / (10 + 1.959964**2))


def test_clusters_of_one_are_the_plain_bootstrap():
    values = list(np.random.default_rng(2).random(80))
    clustered = mean_with_interval(values, clusters=range(80))
    assert clustered == replace(mean_with_interval(values), resampled="clusters")


def test_clusters_that_agree_widen_the_interval_by_the_root_of_their_size():
    share, num, size = 0.6, 400, 9
    means = [1.0] * round(share * num) + [0.0] * round((1 - share) * num)
    values = [value for value in means for _ in range(size)]
    clusters = [number for number in range(num) for _ in range(size)]
    plain, clustered = mean_with_interval(values), mean_with_interval(values, clusters=clusters)
    assert clustered.value == plain.value and clustered.n == num * size
    assert (clustered.high - clustered.low) / (plain.high - plain.low) == pytest.approx(math.sqrt(size), rel=0.08)
    # As if each cluster were one item: 1.96 sqrt(p (1 - p) / K) on either side.
    half = 1.96 * math.sqrt(share * (1 - share) / num)
    assert (clustered.low, clustered.high) == (
        pytest.approx(share - half, abs=0.006),
        pytest.approx(share + half, abs=0.006),
    )


def test_clusters_of_unequal_size_follow_the_ratio_estimator():
    rng = np.random.default_rng(3)
    counts = rng.integers(1, 12, 500)
    clusters = np.repeat(np.arange(500), counts)
    values = (rng.random(len(clusters)) < np.repeat(rng.random(500), counts)).astype(float)
    metric = mean_with_interval(list(values), clusters=clusters.tolist())
    # Delta method for sum S / sum N: var = sum (S_c - mean N_c)^2 / (sum N)^2 (Cochran, Sampling Techniques, ch. 2).
    residuals = np.bincount(clusters, weights=values) - values.mean() * counts
    half = 1.96 * math.sqrt((residuals**2).sum()) / counts.sum()
    assert metric.value == pytest.approx(values.mean())
    assert (metric.high - metric.low) / 2 == pytest.approx(half, rel=0.06)


def test_anything_hashable_names_a_cluster():
    values, clusters = [1.0, 0.0, 0.0, 1.0, 1.0], ["b", "a", "b", ("law", "c"), "a"]
    assert mean_with_interval(values, clusters=clusters).value == pytest.approx(0.6)


def test_few_clusters_resample_prompts_and_say_so():
    """One law drawn again is the same law, so its own prompts are drawn; that is the interval of its field too."""
    rng = np.random.default_rng(4)
    values = (rng.random(120) < 0.4).astype(float).tolist()
    plain = mean_with_interval(values)
    assert plain.resampled == "prompts" and plain.high - plain.low < 0.2
    for num in range(1, FEW_CLUSTERS):
        assert mean_with_interval(values, clusters=[k % num for k in range(120)]) == plain
    enough = mean_with_interval(values, clusters=[k % FEW_CLUSTERS for k in range(120)])
    assert enough.resampled == "clusters" and enough.value == plain.value


def test_items_of_a_prompt_stay_together_where_clusters_are_few():
    """Four images of each prompt are alike: forty items tell as much as ten prompts, and a field of view of one law."""
    means = [1.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 0.0, 1.0, 0.0]
    values = [value for value in means for _ in range(4)]
    prompts = [number for number in range(10) for _ in range(4)]
    together = mean_with_interval(values, clusters=["rust"] * 40, prompts=prompts)
    apart = mean_with_interval(values, clusters=["rust"] * 40)
    assert together.n == 40 and together.resampled == "prompts"
    assert (together.high - together.low) / (apart.high - apart.low) == pytest.approx(2, rel=0.1)
    clustered = mean_with_interval(values, clusters=prompts, prompts=range(40))
    assert (clustered.low, clustered.high) == (together.low, together.high)


def test_the_interval_of_few_laws_covers_the_truth_of_those_laws():
    """Three laws of other difficulty, forty prompts each: the interval covers the mean over these laws."""
    rng, truth = np.random.default_rng(1), np.repeat([0.2, 0.5, 0.9], 40)
    laws = np.repeat(range(3), 40).tolist()
    covered = 0
    for trial in range(200):
        values = (rng.random(120) < truth).astype(float).tolist()
        metric = mean_with_interval(values, clusters=laws, seed=trial)
        covered += metric.low <= truth.mean() <= metric.high
    assert covered / 200 >= 0.92


def test_a_point_is_never_claimed():
    perfect = mean_with_interval([1.0] * 100, clusters=[number // 10 for number in range(100)])
    assert perfect.low == pytest.approx(10 / (10 + 1.959964**2)) and perfect.n == 100
    logits = mean_with_interval([20.0, 21.0], clusters=["same"] * 2)
    assert logits.value == 20.5 and logits.low < logits.high
    alike = mean_with_interval([20.0] * 9, clusters=range(9))
    assert (alike.value, alike.low, alike.high) == (20.0, None, None)


def test_memory_does_not_grow_with_the_resamples():
    tracemalloc.start()
    mean_with_interval(np.random.default_rng(0).random(40_000).tolist())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100 * 2**20, "2000 x 40,000 draws at once are 640 MB"


def test_no_items_have_no_mean():
    metric = mean_with_interval([])
    assert (metric.value, metric.low, metric.high, metric.n) == (None, None, None, 0)


def test_same_seed_same_interval():
    values = list(np.random.default_rng(1).random(50))
    assert mean_with_interval(values, seed=3) == mean_with_interval(values, seed=3)


def test_calibration_error_by_hand():
    # Two bins: 0.6 chosen, half right (gap 0.1); 0.9 chosen, all right (gap 0.1); two items each.
    assert expected_calibration_error([0.6, 0.6, 0.9, 0.9], [True, False, True, True]) == pytest.approx(0.1)
