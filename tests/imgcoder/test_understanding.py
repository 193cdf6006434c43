"""Understandings and plans as models really write them: the form is forgiven, and what was not said is not made up."""

import json

import pytest

from scisynth.clients.parse import parse_reply
from scisynth.imgcoder.plan import Plan
from scisynth.imgcoder.understanding import Understanding

GIVENS = [("m", "2.0", "kg"), ("θ", "30", "°")]


def read(values, schema=Understanding):
    value, reason = parse_reply(values if isinstance(values, str) else json.dumps(values, ensure_ascii=False), schema)
    assert value is not None, reason
    return value


def triples(understanding):
    return [(given.symbol, given.value, given.unit) for given in understanding.givens]


@pytest.mark.parametrize(
    "givens",
    [
        [{"symbol": "m", "value": "2.0", "unit": "kg"}, {"symbol": "θ", "value": 30, "unit": "°"}],
        [{"name": "m", "amount": "2.0", "units": "kg"}, {"Symbol": "θ", "Value": "30", "Unit": "°"}],
        ["m = 2.0 kg", "θ = 30°"],
        "m = 2.0 kg, θ = 30°",
        "m = 2.0 kg\nθ: 30 °",
        {"m": "2.0 kg", "θ": "30°"},
        {"m": {"value": "2.0", "unit": "kg"}, "θ": {"value": 30, "unit": "°"}},
        [{"m": "2.0 kg"}, {"θ": "30°"}],
    ],
    ids=lambda givens: type(givens).__name__,
)
def test_givens_in_every_form(givens):
    assert triples(read({"summary": "a block", "givens": givens})) == GIVENS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5 cm", ("", "5", "cm")),
        ("v₀ = 1.5 × 10^3 m/s", ("v₀", "1.5 × 10^3", "m/s")),
        ("q = -2e-9 C", ("q", "-2e-9", "C")),
        ("the rod is uniform", ("", "the rod is uniform", "")),
        ("k = 3 to 4", ("k", "3 to 4", "")),
        (7, ("", "7", "")),
        ("x = y", ("x", "y", "")),
    ],
)
def test_a_given_as_a_text(text, expected):
    found = triples(read({"summary": "s", "givens": [text]}))[0]
    assert found == expected


@pytest.mark.parametrize(
    ("values", "hidden"),
    [
        ({"hidden": "5 cm"}, ["5 cm"]),
        ({"hidden": "5 cm, 5.0 cm"}, ["5 cm", "5.0 cm"]),
        ({"hidden": "(3, 4)"}, ["(3, 4)"]),
        ({"hidden": None}, []),
        ({"hidden": "none"}, []),
        ({"hidden": ["N/A"]}, []),
        ({"hidden": [5, "5 cm"]}, ["5", "5 cm"]),
        ({"hidden": {"hypotenuse": "5 cm"}}, ["5 cm"]),
        ({"answer": "5 cm"}, ["5 cm"]),
        ({}, []),
    ],
)
def test_hidden_texts_in_every_form(values, hidden):
    assert read({"summary": "a triangle", **values}).hidden == hidden


def test_anything_may_be_missing_but_not_all():
    assert read({"summary": "a triangle"}).givens == []
    assert read({"understanding": {"image_type": 3, "summary": ["a", "b"]}, "step": 1}).summary == "a, b"
    for nothing in ({}, {"mood": "good"}, [1], {"understanding": "a triangle"}):
        assert parse_reply(json.dumps(nothing), Understanding)[0] is None


@pytest.mark.parametrize(
    ("values", "labels"),
    [
        ({"labels": ["3 cm", "4 cm"]}, ["3 cm", "4 cm"]),
        ({"labels": "3 cm, 4 cm"}, ["3 cm", "4 cm"]),
        ({"labels": "- 3 cm\n- 4 cm"}, ["3 cm", "4 cm"]),
        ({"labels": {"label:a": "3 cm", "label:b": "4 cm"}}, ["3 cm", "4 cm"]),
        ({"labels": [{"id": "label:a", "text": "3 cm"}, {"label": "4 cm"}]}, ["3 cm", "4 cm"]),
        ({"labels": [3, 4.5]}, ["3", "4.5"]),
        ({"Labels": "3 cm; 4 cm"}, ["3 cm", "4 cm"]),
    ],
)
def test_labels_in_every_form(values, labels):
    assert read({"content": "a triangle", **values}, Plan).labels == labels


def test_a_plan_without_most_of_its_parts_is_read():
    plan = read({"content": "a block on an incline, seen from the side", "layout": {"block": "at (2, 1)"}}, Plan)
    assert plan.content == ["a block on an incline, seen from the side"] and plan.layout == ["block: at (2, 1)"]
    assert plan.labels == plan.considerations == plan.claims == []
    nested = read({"plan": {"labels": ["1 m"], "claims": [{"kind": "near", "of": ["a:b", "c:d"]}]}, "step": 2}, Plan)
    assert nested.labels == ["1 m"] and len(nested.claims) == 1
    assert parse_reply('{"plan": "none"}', Plan)[0] is None
    # Words beside an inner object may take it back.
    assert parse_reply('{"note": "quoted from the page", "plan": {"labels": ["1 m"]}}', Plan)[0] is None


def test_what_is_endless_is_cut_and_never_refused():
    many = read({"labels": [f"label {number}" for number in range(5000)], "content": "x" * 50_000}, Plan)
    assert len(many.labels) == 200 and len(many.content[0]) == 2000
    assert len(read({"givens": [f"a{number} = 1 m" for number in range(900)]}).givens) == 60
    deep = {"a": {"b": {"c": {"d": {"e": 1}}}}}
    assert read({"summary": deep}).summary == "a: b: c: "
