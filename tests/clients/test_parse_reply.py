"""Words to values: what is forgiven, and what must never become a score."""

from enum import Enum

import pytest
from pydantic import BaseModel, ConfigDict, Field

from scisynth.clients.parse import MAX_CHARS, parse_reply, strict_schema


class Part(BaseModel):
    name: str
    default: int = 3


class Verdict(BaseModel):
    score: int = Field(ge=0, le=5)
    why: str = ""
    parts: list[Part] = []


class Kind(Enum):
    GOOD = "good"


class StrictVerdict(BaseModel):
    model_config = ConfigDict(strict=True)
    kind: Kind
    pair: tuple[int, int]


@pytest.mark.parametrize(
    "text",
    [
        '{"score": 4}',
        ' \n{"score": 4}\n',
        '```json\n{"score": 4}\n```',
        'Here it is: {"score": 4}. Good luck with {it}, and $\\frac{a}{b}$!',
        '{"score": 4,}',
        '{"score": 4, "parts": [{"name": "a",},],}',
        '{"score": 4} so, again: {"score": 4}',
        '{"other": 1} {"score": 4}',
    ],
)
def test_forgiven(text):
    value, reason = parse_reply(text, Verdict)
    assert (value.score, reason) == (4, "")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no JSON object"),
        ("score: 4", "no JSON object"),
        ("[4]", "no JSON object"),
        ('{"score": 4', "broken JSON"),
        ('{"why": "x", "parts": [{"score": 4}, {"score"', "broken JSON"),
        ('{"score": 9}', "score"),
        ('{"score": "high"}', "score"),
        ('{"why": "no score"}', "score"),
        ('{"score": NaN}', "broken JSON"),
        ('{"score": 1e400}', "score"),
        ('{"score": 1, "score": 5}', "twice"),
        ('{"score": 1} {"score": 5}', "2 different"),
        ('{"a":' * 50_000, "nested too deeply"),
        ('{"score": ' + "9" * 10_000 + "}", "broken JSON"),
        (" " * (MAX_CHARS + 1), "at most"),
    ],
)
def test_never_a_score(text, reason):
    value, found = parse_reply(text, Verdict)
    assert value is None and reason in found


def test_commas_inside_strings_stay():
    value, _ = parse_reply('{"score": 1, "why": "a,} b,] \\" c,}",}', Verdict)
    assert value.why == 'a,} b,] " c,}'


def test_strict_models_read_json_as_json():
    value, _ = parse_reply('{"kind": "good", "pair": [1, 2]}', StrictVerdict)
    assert (value.kind, value.pair) == (Kind.GOOD, (1, 2))


def test_strict_schema_requires_every_property_at_every_depth():
    schema = strict_schema(Verdict)
    assert schema["required"] == ["score", "why", "parts"] and schema["additionalProperties"] is False
    part = schema["$defs"]["Part"]
    # A property that is called `default` is a name, not a keyword.
    assert part["required"] == ["name", "default"] and part["additionalProperties"] is False
    assert "default" not in part["properties"]["default"]
