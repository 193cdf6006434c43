"""A result and its JSON form are one thing: written, read and read from an earlier version."""

import json
from collections.abc import Mapping

import pytest
from pydantic import Field

from scisynth.core.errors import DataError
from scisynth.core.records import Metric
from scisynth.core.results import Result


class Part(Result):
    rate: Metric
    """A rate."""
    counts: Mapping[str, int] = Field(default_factory=dict)


class Whole(Result):
    name: str
    part: Part | None = None


HALF = Metric(value=0.5, low=0.25, high=0.75, n=4)


def test_a_result_comes_back_from_its_json_form(tmp_path):
    whole = Whole(name="a", part=Part(rate=HALF, counts={"ok": 4}))
    whole.save(tmp_path / "results.json")
    assert Whole.load(tmp_path / "results.json") == whole
    assert whole.to_dict()["part"]["rate"] == HALF.to_dict()
    assert json.loads((tmp_path / "results.json").read_text()) == whole.to_dict()


def test_what_an_earlier_version_lacks_or_has_more_is_no_error():
    assert Whole.from_dict({"name": "a", "gone": 1}) == Whole(name="a")
    assert Whole.from_dict({"name": "a", "part": {"rate": {"value": None, "low": None, "high": None, "n": 0}}})


@pytest.mark.parametrize(
    ("text", "words"),
    [("{", "not JSON"), ("[]", "wrong 'name'"), ('{"name": "a", "part": {"rate": 5}}', "wrong 'part.rate'")],
)
def test_what_is_no_result_is_one_line(tmp_path, text, words):
    (tmp_path / "results.json").write_text(text)
    with pytest.raises(DataError, match=words) as caught:
        Whole.load(tmp_path / "results.json")
    assert "results.json" in str(caught.value) and "\n" not in str(caught.value)
    with pytest.raises(DataError, match="expected the results of a run"):
        Whole.load(tmp_path / "none.json")


def test_a_result_cannot_be_changed():
    with pytest.raises(ValueError, match="frozen"):
        Whole(name="a").name = "b"
