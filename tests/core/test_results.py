"""Typed results and their JSON form."""

import json
from collections.abc import Mapping
from dataclasses import FrozenInstanceError, dataclass, field
from pathlib import Path

import pytest
from pydantic import BaseModel

from scisynth.core.errors import DataError
from scisynth.core.records import Metric
from scisynth.core.results import INLINE, OPTIONAL, Result, to_json


class Settings(BaseModel):
    path: Path
    rate: float


@dataclass(frozen=True, kw_only=True)
class Part(Result):
    name: str
    score: float | None = None


@dataclass(frozen=True, kw_only=True)
class Found(Result):
    out: Path
    accuracy: Metric
    parts: tuple[Part, ...]
    settings: Settings
    facts: Mapping[str, float] = field(metadata=INLINE)
    first: Part = field(metadata=INLINE)
    gate: Mapping[str, bool] | None = field(default=None, metadata=OPTIONAL)


def found(**changes):
    values = {
        "out": Path("out/run"),
        "accuracy": Metric(value=0.5, low=None, high=None, n=2),
        "parts": (Part(name="a", score=1.0), Part(name="b")),
        "settings": Settings(path=Path("x"), rate=1),
        "facts": {"loss": 0.25},
        "first": Part(name="c", score=2.0),
    }
    return Found(**{**values, **changes})


def test_the_json_form_is_plain_and_in_the_order_of_the_fields():
    expected = {
        "out": "out/run",
        "accuracy": {"value": 0.5, "low": None, "high": None, "n": 2, "resampled": ""},
        "parts": [{"name": "a", "score": 1.0}, {"name": "b", "score": None}],
        "settings": {"path": "x", "rate": 1.0},
        "loss": 0.25,
        "name": "c",
        "score": 2.0,
    }
    row = found().to_dict()
    assert row == expected and list(row) == list(expected) and json.loads(json.dumps(row)) == expected


def test_an_optional_field_has_a_key_only_where_it_has_a_value():
    assert "gate" not in found().to_dict()
    assert found(gate={"ok": False}).to_dict()["gate"] == {"ok": False}


def test_a_result_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        found().out = Path("elsewhere")


def test_paths_and_records_are_found_at_any_depth():
    assert to_json({"a": [(Path("b"), Part(name="c"))]}) == {"a": [["b", {"name": "c", "score": None}]]}


@dataclass(frozen=True, kw_only=True)
class Kept(Result):
    name: str
    part: Part = field(metadata=INLINE)
    rate: Metric | None = None
    by_type: Mapping[str, Metric] = field(default_factory=dict)


HALF = Metric(value=0.5, low=0.25, high=0.75, n=4)


def test_a_result_comes_back_from_its_json_form(tmp_path):
    kept = Kept(name="a", part=Part(name="a", score=2.0), rate=HALF, by_type={"x": HALF})
    kept.save(tmp_path / "results.json")
    assert Kept.load(tmp_path / "results.json") == kept
    assert json.loads((tmp_path / "results.json").read_text()) == kept.to_dict()
    assert kept.to_dict()["score"] == 2.0


def test_what_an_earlier_version_lacks_or_has_more_is_no_error():
    metric = {"value": None, "low": None, "high": None, "n": 0}
    found = Kept.from_dict({"name": "a", "gone": 1, "rate": metric})
    assert found == Kept(name="a", part=Part(name="a"), rate=Metric(**metric))


@pytest.mark.parametrize(
    ("text", "words"),
    [("{", "not JSON"), ("[]", "wrong 'name'"), ('{"name": "a", "rate": 5}', "wrong 'rate'")],
)
def test_what_is_no_result_is_one_line(tmp_path, text, words):
    (tmp_path / "results.json").write_text(text)
    with pytest.raises(DataError, match=words) as caught:
        Kept.load(tmp_path / "results.json")
    assert "results.json" in str(caught.value) and "\n" not in str(caught.value)
    with pytest.raises(DataError, match="expected the results of a run"):
        Kept.load(tmp_path / "none.json")
