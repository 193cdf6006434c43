"""The smallest difference against textbook numbers and against runs that are simulated."""

import math

import numpy as np
import pytest

from scisynth.core.errors import DataError
from scisynth.stats.power import Assumptions, minimum_detectable_effect
from scisynth.stats.student_t import t_quantile


def test_many_independent_items_give_the_textbook_number():
    # (1.95996 + 0.84162) sqrt(2 x 0.25 / 400) for right-or-wrong scores of two unrelated models.
    found = minimum_detectable_effect([1] * 400, Assumptions())
    assert found.difference == pytest.approx(2.80158 * math.sqrt(0.5 / 400), rel=5e-3)
    assert (found.design_effect, found.effective_n, found.num_items) == (1.0, 400.0, 400)


def test_models_that_agree_are_told_apart_by_less():
    apart, alike = (minimum_detectable_effect([1] * 100, Assumptions(rho=rho)).difference for rho in (0.0, 0.75))
    assert alike == pytest.approx(apart / 2)


def test_design_effect_by_hand():
    even = minimum_detectable_effect([10] * 20, Assumptions(icc=0.1))
    assert even.design_effect == pytest.approx(1 + 9 * 0.1)
    assert even.effective_n == pytest.approx(200 / 1.9)
    # Sizes 30, 10, 10, 10: (900 + 300) / 60 = 20, so 1 + 19 icc.
    assert minimum_detectable_effect([30, 10, 10, 10], Assumptions(icc=0.1)).design_effect == pytest.approx(2.9)
    # At icc 1 the items of a cluster are one item.
    assert minimum_detectable_effect([10] * 20, Assumptions(icc=1.0)).effective_n == pytest.approx(20)


def test_the_promised_power_is_what_runs_have():
    rng = np.random.default_rng(0)
    num, size, icc = 16, 8, 0.3
    assumptions = Assumptions(score_sd=1.0, rho=0.4, icc=icc)
    found = minimum_detectable_effect([size] * num, assumptions)
    sd = math.sqrt(2 * (1 - 0.4))
    shared = rng.normal(size=(4000, num, 1)) * sd * math.sqrt(icc)
    own = rng.normal(size=(4000, num, size)) * sd * math.sqrt(1 - icc)
    means = (found.difference + shared + own).mean(axis=2)
    t = means.mean(axis=1) / (means.std(axis=1, ddof=1) / math.sqrt(num))
    assert np.mean(np.abs(t) > t_quantile(0.975, num - 1)) == pytest.approx(0.8, abs=0.025)


def test_the_sentence_carries_the_numbers():
    sentence = minimum_detectable_effect([29] * 6 + [28] * 10, Assumptions(icc=0.05)).sentence()
    assert "(454 items, 16 clusters, power 80%, alpha 0.05)" in sentence and "within clusters 0.05." in sentence


@pytest.mark.parametrize(
    ("sizes", "assumptions"),
    [([5, 5], Assumptions()), ([5, 5, 0], Assumptions()), ([5] * 9, Assumptions(rho=1.0))],
)
def test_what_promises_the_impossible_is_refused(sizes, assumptions):
    with pytest.raises(DataError):
        minimum_detectable_effect(sizes, assumptions)
