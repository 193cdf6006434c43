"""Krippendorff's alpha: arithmetic by hand, and the numbers of another implementation."""

import math

import numpy as np
import pytest

from scisynth.core.errors import DataError
from scisynth.stats.agreement import alpha_with_interval, krippendorff_alpha

NAN = math.nan
LEVELS = ("nominal", "ordinal", "interval")


def test_two_raters_by_hand():
    # Three items agree on 0, two on 1, one differs; 12 answers, 7 zeros and 5 ones.
    ratings = [[0, 0, 0, 1, 1, 0], [0, 0, 0, 1, 1, 1]]
    # D_o = 2 / 12 and D_e = 2 x 7 x 5 / (12 x 11).
    assert krippendorff_alpha(ratings, "nominal") == pytest.approx(1 - (2 / 12) / (70 / 132))


def test_ordinal_and_interval_by_hand():
    # Answers (1, 1), (2, 3), (3, 3): totals 2, 1, 3 of n = 6. One pair differs, in both directions.
    ratings = [[1, 2, 3], [1, 3, 3]]
    # Interval: squares 2-3: 1, 1-2: 1, 1-3: 4. D_o = 2 x 1 / 6; D_e = 2 (2 x 1 x 1 + 1 x 3 x 1 + 2 x 3 x 4) / 30.
    assert krippendorff_alpha(ratings, "interval") == pytest.approx(1 - (2 / 6) / (58 / 30))
    # Mid-ranks 1, 2.5, 4.5: 2-3: 4, 1-2: 2.25, 1-3: 12.25. D_o = 8 / 6; D_e = 2 (4.5 + 12 + 73.5) / 30.
    assert krippendorff_alpha(ratings, "ordinal") == pytest.approx(1 - (8 / 6) / (180 / 30))


def test_an_item_with_one_answer_says_nothing():
    ratings = [[0, 0, 1, 1, 0], [0, 0, 1, 0, 1]]
    more = [[0, 0, 1, 1, 0, 7, NAN], [0, 0, 1, 0, 1, NAN, NAN]]
    assert krippendorff_alpha(more, "nominal") == pytest.approx(krippendorff_alpha(ratings, "nominal"))
    assert alpha_with_interval(more, "nominal").n == 5


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("seed", range(5))
def test_another_implementation_agrees(level, seed):
    krippendorff = pytest.importorskip("krippendorff")
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, 5, 40)
    ratings = np.where(rng.random((4, 40)) < 0.6, truth, rng.integers(0, 5, (4, 40))).astype(float)
    ratings[rng.random((4, 40)) < 0.3] = NAN
    expected = krippendorff.alpha(reliability_data=ratings, level_of_measurement=level)
    assert krippendorff_alpha(ratings, level) == pytest.approx(expected)


def test_perfect_and_opposite_raters():
    for level in LEVELS:
        assert krippendorff_alpha([[0, 1, 2, 1], [0, 1, 2, 1]], level) == pytest.approx(1.0)
    assert krippendorff_alpha([[0, 1] * 20, [1, 0] * 20], "nominal") < -0.9


def test_undefined_is_none():
    assert krippendorff_alpha([[1, 1, 1], [1, 1, 1]], "nominal") is None
    assert krippendorff_alpha([[1, NAN], [NAN, 0]], "interval") is None
    assert krippendorff_alpha([[NAN, NAN]], "ordinal") is None
    assert alpha_with_interval([[1, NAN], [NAN, 0]], "nominal").value is None


def test_interval_covers_the_alpha_of_the_population():
    rng = np.random.default_rng(0)

    def draw(num):
        truth = rng.integers(0, 2, num)
        return np.where(rng.random((3, num)) < 0.7, truth, rng.integers(0, 2, (3, num)))

    population = krippendorff_alpha(draw(200_000), "nominal")
    # Two raters agree when neither guesses (0.49), else half the time: 0.745; chance 0.5.
    assert population == pytest.approx((0.745 - 0.5) / 0.5, abs=0.01)
    metrics = [alpha_with_interval(draw(80), "nominal", seed=trial) for trial in range(60)]
    assert 0.85 <= np.mean([metric.low <= population <= metric.high for metric in metrics]) <= 1


def test_weights_undo_a_choice_of_items():
    # Raters differ on a quarter of the items. All of those are asked about twice, and only a third of the others.
    rng = np.random.default_rng(0)
    first = rng.integers(0, 2, 1200)
    second = np.where(np.arange(1200) % 4 == 0, 1 - first, first)
    is_kept = (first != second) | (rng.random(1200) < 1 / 3)
    ratings = np.stack([first, second])
    whole = alpha_with_interval(ratings, "nominal")
    raw = alpha_with_interval(ratings[:, is_kept], "nominal")
    weights = np.where((first != second)[is_kept], 1, 3)
    weighted = alpha_with_interval(ratings[:, is_kept], "nominal", weights=weights)
    assert raw.high < whole.low and weighted.value == pytest.approx(whole.value, abs=0.05)
    assert weighted.low < whole.value < weighted.high
    assert alpha_with_interval(ratings, "nominal", weights=[2.0] * 1200).value == pytest.approx(whole.value, abs=1e-3)


def test_items_of_one_cluster_are_drawn_together():
    ratings = np.array([[0, 1, 0, 1, 0, 0, 1, 1], [0, 1, 0, 1, 1, 0, 0, 1]])
    copies, clusters = np.repeat(ratings, 9, axis=1), np.repeat(np.arange(8), 9).tolist()
    alone, tied, loose = (
        alpha_with_interval(ratings, "nominal"),
        alpha_with_interval(copies, "nominal", clusters=clusters),
        alpha_with_interval(copies, "nominal"),
    )
    assert tied.high - tied.low == pytest.approx(alone.high - alone.low, rel=0.1)
    assert loose.high - loose.low < 0.5 * (tied.high - tied.low)


def test_perfect_agreement_claims_no_certainty():
    metric = alpha_with_interval([[0, 1, 0, 1], [0, 1, 0, 1]], "nominal")
    assert (metric.value, metric.low, metric.high, metric.n) == (pytest.approx(1.0), None, None, 4)


@pytest.mark.parametrize("ratings", [[0, 1], [[0, 1], [0]], [[0, math.inf]]])
def test_what_is_not_a_table_is_refused(ratings):
    with pytest.raises(DataError):
        krippendorff_alpha(ratings, "nominal")
