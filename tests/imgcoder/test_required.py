"""What must stand in a figure without a claim: every given value, and every label of the plan."""

from dataclasses import asdict

from scisynth.imgcoder.claims import Finding
from scisynth.imgcoder.required import GivenValue, Required, required_from_dict
from scisynth.imgcoder.verify import Verification, verification_from_dict

HELD = Finding(kind="label", status="held", message="as claimed")


def test_rows_written_before_anything_was_required_stay_readable():
    row = asdict(Verification(claims=(HELD,)))
    assert verification_from_dict(row).required == ()
    del row["required"]
    assert verification_from_dict(row) == Verification(claims=(HELD,))


def test_required_texts_survive_json():
    required = Required(givens=(GivenValue(symbol="m", value="2", unit="kg"),), labels=("A", "A"))
    assert required_from_dict(asdict(required)) == required


def test_what_is_required_and_unchecked_is_no_pass():
    unchecked = Finding(kind="given", status="unchecked", message="the reader of pixels is off")
    assert Verification(claims=(HELD,)).passed
    assert not Verification(claims=(HELD,), required=(unchecked,)).passed
