"""Intervals against closed forms."""

import math

import numpy as np
import pytest

from scisynth.core.stats import expected_calibration_error, mean_with_interval


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


def test_no_items_have_no_mean():
    metric = mean_with_interval([])
    assert (metric.value, metric.low, metric.high, metric.n) == (None, None, None, 0)


def test_same_seed_same_interval():
    values = list(np.random.default_rng(1).random(50))
    assert mean_with_interval(values, seed=3) == mean_with_interval(values, seed=3)


def test_calibration_error_by_hand():
    # Two bins: 0.6 chosen, half right (gap 0.1); 0.9 chosen, all right (gap 0.1); two items each.
    assert expected_calibration_error([0.6, 0.6, 0.9, 0.9], [True, False, True, True]) == pytest.approx(0.1)
