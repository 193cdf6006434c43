"""Means over items and seeds cover what they claim; curves are found again, and the better form is named."""

import numpy as np
import pytest

from scisynth.core.errors import DataError
from scisynth.stats.crossed import crossed_mean
from scisynth.stats.scaling import fit_scaling
from scisynth.stats.student_t import t_quantile, t_tail


def test_students_t_is_scipys():
    stats = pytest.importorskip("scipy.stats")
    for freedom in (1, 1.7, 2, 3, 12.5, 400):
        for t in (0.01, 0.5, 1.9, 4, 30):
            assert t_tail(t, freedom) == pytest.approx(2 * stats.t.sf(t, freedom), rel=1e-8)
        for probability in (0.05, 0.6, 0.8, 0.975, 0.999):
            assert t_quantile(probability, freedom) == pytest.approx(stats.t.ppf(probability, freedom), rel=1e-6)


def simulated(rng, *, seeds, items, mean=0.0, seed_sd=0.0, item_sd=0.0, noise=1.0):
    by_seed, by_item = seed_sd * rng.standard_normal((seeds, 1)), item_sd * rng.standard_normal((1, items))
    return mean + by_seed + by_item + noise * rng.standard_normal((seeds, items))


@pytest.mark.parametrize(("seed_sd", "item_sd"), [(0.3, 0.0), (0.0, 1.0), (0.2, 1.0), (0.0, 0.0)])
def test_the_interval_holds_for_other_items_and_other_seeds(seed_sd, item_sd):
    rng = np.random.default_rng(1)
    found = [
        crossed_mean(simulated(rng, seeds=3, items=60, mean=0.5, seed_sd=seed_sd, item_sd=item_sd)) for _ in range(600)
    ]
    covered = np.mean([one.low <= 0.5 <= one.high for one in found])
    assert covered >= 0.93


def test_questions_of_one_image_are_one_unit():
    rng = np.random.default_rng(4)
    images = np.repeat(np.arange(30), 4)
    values = rng.standard_normal((2, 30))[:, images]
    together = crossed_mean(values, images % 3, images.tolist())
    assert together.num_units == 30 and together.error_items > 1.9 * crossed_mean(values).error_items
    fit = fit_scaling({size: values * size for size in (1, 2, 4)}, None, images.tolist())
    assert fit.gain_per_tenfold.num_units == 30


def test_an_interval_over_items_alone_would_claim_too_much():
    rng = np.random.default_rng(2)
    found = [crossed_mean(simulated(rng, seeds=3, items=400, seed_sd=0.3)) for _ in range(300)]
    narrow = np.mean([abs(one.value) < 1.96 * one.error_items for one in found])
    assert narrow < 0.5 and np.mean([one.p_value < 0.05 for one in found]) < 0.08


def test_clusters_are_the_units():
    rng = np.random.default_rng(3)
    clusters = np.repeat(np.arange(20), 10)
    values = (rng.standard_normal(20)[clusters] + 0.1 * rng.standard_normal(200))[None]
    whole, single = crossed_mean(values, clusters.tolist()), crossed_mean(values)
    assert whole.num_units == 20 and single.num_units == 200 and whole.num_seeds == 1 and whole.error_seeds == 0
    assert whole.standard_error > 2.5 * single.standard_error
    assert whole.standard_error == pytest.approx(
        np.std([values[0, clusters == c].mean() for c in range(20)], ddof=1) / 20**0.5, rel=1e-9
    )


def test_no_spread_is_no_interval():
    same = crossed_mean(np.full((2, 9), 0.25))
    assert (same.value, same.low, same.p_value, same.leaves_zero_out) == (0.25, None, None, False)
    with pytest.raises(DataError, match="expected finite values"):
        crossed_mean(np.array([[0.5, np.nan]]))


SIZES = (50, 200, 500, 1400, 5000)


def curve_scores(rng, law, *, seeds=3, items=4000):
    return {n: law(n) + 0.02 * rng.standard_normal((seeds, items)) for n in SIZES}


def test_a_line_in_log_n_is_found_and_preferred():
    fit = fit_scaling(curve_scores(np.random.default_rng(4), lambda n: 0.3 + 0.05 * np.log10(n)))
    assert fit.log_linear.parameters["b"] == pytest.approx(0.05, abs=1e-3)
    gain = fit.gain_per_tenfold
    assert gain.value == pytest.approx(fit.log_linear.parameters["b"], abs=1e-12) and gain.low <= 0.05 <= gain.high
    assert fit.better != "saturating" and fit.log_linear.aicc < fit.saturating.aicc


def test_a_limit_is_found_and_preferred():
    fit = fit_scaling(curve_scores(np.random.default_rng(5), lambda n: 0.6 - 2.0 * n**-0.6))
    assert fit.better == "saturating" and fit.delta_aicc < -10
    assert fit.saturating.parameters["limit"] == pytest.approx(0.6, abs=5e-3)
    assert fit.saturating.parameters["alpha"] == pytest.approx(0.6, abs=0.05)
    at = fit.saturating.at(np.array([50.0, 5000.0]))
    assert at == pytest.approx([0.6 - 2.0 * 50**-0.6, 0.6 - 2.0 * 5000**-0.6], abs=5e-3)


def test_few_points_decide_nothing():
    rng = np.random.default_rng(6)
    fit = fit_scaling({n: rng.random((1, 30)) for n in SIZES})
    assert fit.delta_aicc is None and fit.better == ""
    with pytest.raises(DataError, match="at 3 sizes or more, got 2 sizes"):
        fit_scaling({n: rng.random((1, 30)) for n in SIZES[:2]})
