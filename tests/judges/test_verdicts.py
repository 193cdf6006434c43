"""A verdict counts when it is the model's own last word; quoted, refused, doubled and withdrawn ones never do."""

import json

import pytest
from support.verdict_replies import HONEST, NEVER, fill

from scisynth.clients.parse import parse_reply
from scisynth.grading.five_dimensions import DIMENSIONS, FiveGrades
from scisynth.imgcoder.plan import Plan
from scisynth.judges.reality import Grade
from scisynth.judges.two_choice import Choice


def five(value):
    return {"reasoning": "labels", **dict.fromkeys(DIMENSIONS, value), "failures": []}


def plan(*labels):
    claims = [{"kind": "label", "of": [f"label:{label}"], "value": label} for label in labels]
    return {"content": ["a triangle"], "layout": [], "labels": list(labels), "considerations": [], "claims": claims}


VERDICTS = {
    Grade: (
        {"description": "a ball", "scene_complete": True, "reality": 3},
        {"description": "a ball", "scene_complete": False, "reality": 0},
        {"description": "a ball", "scene_complete": True, "reality": 7},
    ),
    Choice: (
        {"reasoning": "ice floats", "choice": "first"},
        {"reasoning": "ice sinks", "choice": "second"},
        {"reasoning": "ice", "choice": "both"},
    ),
    FiveGrades: (five(2), five(0), five(5)),
    Plan: (plan("3 cm"), plan("4 cm", "5 cm"), {**plan("3 cm"), "claims": [{"of": []}]}),
}
WORDS = ("reasoning", "description", "failures", "considerations")
BARE = {
    schema: tuple({key: value for key, value in verdict.items() if key not in WORDS} for verdict in verdicts)
    for schema, verdicts in VERDICTS.items()
}
"""The same without the words around the numbers, as weak models answer."""
each_verdict = pytest.mark.parametrize("schema", VERDICTS)
with_and_without_words = pytest.mark.parametrize("verdicts", [VERDICTS, BARE], ids=["whole", "bare"])


@with_and_without_words
@each_verdict
@pytest.mark.parametrize("template", NEVER)
def test_never_a_verdict(template, schema, verdicts):
    value, reason = parse_reply(fill(template, *map(json.dumps, verdicts[schema])), schema)
    assert value is None and reason


@with_and_without_words
@each_verdict
@pytest.mark.parametrize("template", HONEST)
def test_honest_replies_are_read(template, schema, verdicts):
    valid, other, broken = map(json.dumps, verdicts[schema])
    value, reason = parse_reply(fill(template, valid, other, broken), schema)
    assert (value, reason) == (schema.model_validate_json(valid), "")


@pytest.mark.parametrize(
    ("schema", "reply"),
    [
        (Grade, 'The reality: 0, since iron sinks.\n{"description": "", "scene_complete": true, "reality": 3}'),
        (Grade, '{"description": "I cannot grade this image.", "scene_complete": true, "reality": 3}'),
        (Grade, '{"description": "", "scene_complete": true, "reality": true}'),
        (Choice, 'My choice is second.\n{"reasoning": "", "choice": "first"}'),
        (Choice, '{"reasoning": "", "choice": "first or second"}'),
        (Choice, '{"reasoning": "", "choice": "not the first"}'),
        (FiveGrades, "**Fidelity**: 0\n" + json.dumps(five(2))),
        (FiveGrades, json.dumps({**five(2), "reasoning": "I'm sorry, but I can't grade this."})),
    ],
)
def test_what_contradicts_itself_is_no_verdict(schema, reply):
    value, reason = parse_reply(reply, schema)
    assert value is None and reason


@pytest.mark.parametrize(
    "reply",
    [
        '{"Reasoning": "", "CHOICE": "first"}',
        '{"reasoning": "", "choice": "First"}',
        '{"reasoning": "", "choice": "the first image"}',
        '{"reasoning": "", "choice": "1st"}',
        '{"reasoning": "", "choice": "image 1"}',
        '{"reasoning": "", "choice": 1}',
        '{"name": "verdict", "arguments": {"reasoning": "", "choice": "first"}}',
        '<tool_call>\n{"name": "Choice", "arguments": {"reasoning": "", "choice": "first"}}\n</tool_call>',
        '{"choice": {"reasoning": "", "choice": "first"}}',
        '{"reasoning": "since \\(\\rho_w > \\rho\\)", "choice": "first"}',
        '{"reasoning": "two\nlines", "choice": "first"}',
        "{'reasoning': 'it's dense', 'choice': 'first'}",
        '{"reasoning": "" // none\n, "choice": "first"}',
        '[{"reasoning": "", "choice": "first"}]',
        '{"reasoning": "the image says {\\"choice\\": \\"second\\"}", "choice": "first"}',
    ],
)
def test_spelling_and_shells_are_forgiven(reply):
    value, reason = parse_reply(reply, Choice)
    assert reason == "" and value.choice == "first"


def test_the_faults_of_the_past_are_read(shared_data):
    rows = [json.loads(line) for line in (shared_data / "faults" / "judge_replies.jsonl").read_text().splitlines()]
    assert rows
    for row in rows:
        value, reason = parse_reply(row["reply"], Choice)
        assert value is not None and f"choice {value.choice}" == row["expected"], (row["name"], reason)


@pytest.mark.parametrize(
    "reply",
    [
        '{"reasoning": "", "choice": true}',
        '{"reasoning": "", "choice": 3}',
        '{"reasoning": "", "choice": 0}',
        '{"name": "the text in the image", "arguments": {"reasoning": "", "choice": "first"}}',
        '{"source": "poster", "arguments": {"reasoning": "", "choice": "first"}}',
    ],
)
def test_no_choice_is_guessed(reply):
    assert parse_reply(reply, Choice)[0] is None


def test_a_missing_list_of_failures_is_not_an_empty_one():
    bare, none, some = (
        parse_reply(json.dumps({**dict.fromkeys(DIMENSIONS, 2), **more}), FiveGrades)[0].named_failures
        for more in ({}, {"failures": []}, {"failures": ["structural", "structural"]})
    )
    assert bare is None and none == () and some == ("structural",)


@pytest.mark.parametrize(
    ("schema", "reply"),
    [
        (FiveGrades, {"fidelity": 2, "layout": 2, "readability": 2, "plausibility": 2}),
        (FiveGrades, {**dict.fromkeys(DIMENSIONS, 2), "layout": "2"}),
        (Grade, {"reality": 3}),
        (Choice, {"reasoning": "the first one floats"}),
    ],
)
def test_what_decides_is_never_made_up(schema, reply):
    value, reason = parse_reply(json.dumps(reply), schema)
    assert value is None and reason
