"""What a validator says of a claim: pass, fail, or that nothing can be told."""

from dataclasses import replace

import numpy as np
import pytest

from scisynth.core.errors import DataError
from scisynth.instruments.detector import Detector
from scisynth.instruments.error_rates import own_error_rates
from scisynth.instruments.findings import Claim, answer, cannot_tell, compare, given_number, overall
from scisynth.instruments.frame import Frame
from scisynth.instruments.registry import instrument_names

SPACING = Claim(quantity="spacing", value=2.0, unit="Å", tolerance=0.02)


@pytest.mark.parametrize(
    ("measured", "uncertainty", "verdict"),
    [
        (2.01, 0.001, "pass"),
        (2.03, 0.004, "fail"),
        (2.03, 0.006, "pass"),
        (2.1, 0.2, "cannot tell"),
        (3.0, 0.2, "fail"),
    ],
)
def test_a_number_fails_only_outside_of_tolerance_and_uncertainty(measured, uncertainty, verdict):
    assert compare(SPACING, measured, uncertainty).verdict == verdict


@pytest.mark.parametrize(("measured", "uncertainty"), [(float("nan"), 0.1), (2.0, float("nan")), (2.0, float("inf"))])
def test_what_came_to_no_number_passes_nothing(measured, uncertainty):
    assert compare(SPACING, measured, uncertainty).verdict == "cannot tell"
    assert compare(Claim(quantity="vacancies", value=2), measured, uncertainty).verdict == "cannot tell"


def test_a_word_is_no_number():
    with pytest.raises(DataError, match="spacing: expected a number, got 'wide'"):
        compare(replace(SPACING, value="wide"), 2.0, 0.1)
    with pytest.raises(DataError, match="given zero_point: expected a number, got 'x'"):
        given_number(Claim(quantity="magnitude", value=18.0, given={"zero_point": "x"}), "zero_point")


def test_a_fail_outweighs_a_pass_and_nothing_told_is_no_pass():
    passed, failed, unknown = compare(SPACING, 2.0, 0.001), compare(SPACING, 2.5, 0.001), cannot_tell(SPACING, "Noise.")
    assert overall([passed, failed, unknown]) == "fail"
    assert overall([passed, unknown]) == "pass"
    assert overall([unknown]) == overall([]) == "cannot tell"


def test_each_claim_is_answered_by_the_measure_of_its_name_and_others_are_refused():
    found = answer([SPACING], {"spacing": lambda claim: compare(claim, 2.0, 0.001)}, "hrtem")
    assert [item.verdict for item in found] == ["pass"]
    with pytest.raises(DataError, match="hrtem: measures no 'spacing'"):
        answer([SPACING], {"num_stars": lambda claim: cannot_tell(claim, "")}, "hrtem")


def test_what_a_claim_is_said_under_survives_json():
    claim = Claim(quantity="magnitude", value=18.2, given={"band": "r", "zero_point": 25.0})
    assert Claim.from_dict(claim.to_dict()) == claim


def test_counts_have_the_mean_and_the_spread_of_poisson_and_read_noise():
    detector = Detector(exposure=50, background=50, read_noise=5)
    counts = detector.count(np.ones((200, 200), np.float32), np.random.default_rng(0))
    assert counts.mean() == pytest.approx(100, abs=0.3)
    assert counts.var() == pytest.approx(100 + 25, rel=0.03)


def test_a_full_well_cuts_the_counts():
    counts = Detector(exposure=1e4, full_well=5000).count(np.ones((64, 64), np.float32), np.random.default_rng(0))
    assert counts.max() == 5000


def test_frames_refuse_what_cannot_be_measured():
    with pytest.raises(DataError, match="32 pixels"):
        Frame(pixels=np.zeros((8, 8), np.float32))
    with pytest.raises(DataError, match="finite"):
        Frame(pixels=np.full((64, 64), np.nan, np.float32))
    with pytest.raises(DataError, match="2 channels"):
        Frame(pixels=np.zeros((64, 64, 3), np.float32), channels=("g", "r"))


def test_every_packaged_validator_has_its_own_error_rates():
    rates = own_error_rates()
    assert set(rates) == set(instrument_names())
    for item in rates.values():
        assert 0 <= item.false_alarms <= item.images
        assert all(dose.caught + dose.cannot_tell <= dose.twins for dose in item.by_dose)
        assert {quantity.quantity for quantity in item.by_quantity} >= {
            dose.breaks for dose in item.by_dose if dose.caught
        }
