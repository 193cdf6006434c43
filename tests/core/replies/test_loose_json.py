"""JSON as models write it: spelled loosely, read strictly."""

import pytest

from scisynth.core.replies.loose_json import MAX_DEPTH, find_objects


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": 1}', {"a": 1}),
        ("{'a': 'it's dense', 'b': None}", {"a": "it's dense", "b": None}),
        ("{“a”: “b”}", {"a": "b"}),
        ("{a: True, b: False}", {"a": True, "b": False}),
        ('{"a": [1, 2,], "b": {"c": 3,},}', {"a": [1, 2], "b": {"c": 3}}),
        ('{"a": 1 // one\n, "b": /* two */ 2} # end', {"a": 1, "b": 2}),
        ('{"a": "x"\n "b": "y"}', {"a": "x", "b": "y"}),
        ('{"a": "line\nnext\tcell"}', {"a": "line\nnext\tcell"}),
        (r'{"a": "line\nnext \"q\" \u00e9 \ud83d\ude00"}', {"a": 'line\nnext "q" é 😀'}),
        (r'{"a": "\(\rho_w > \rho\), \frac{1}{2}\beta \times \theta \nu \neq \underline{x}"}', {"a": r"\(\rho_w > \rho\), \frac{1}{2}\beta \times \theta \nu \neq \underline{x}"}),
        (r'{"a": "\\rho \nand \right)"}', {"a": "\\rho \nand \\right)"}),
        ('{"a": 1, "a": 1}', {"a": 1}),
        ('{"a": -.5, "b": +2, "c": 1e3}', {"a": -0.5, "b": 2, "c": 1000.0}),
        ("{}", {}),
        (r"the set {x} and \frac{a}{b}, then {'a': 1}", {"a": 1}),
    ],
)  # fmt: skip
def test_loose_spelling_is_read(text, value):
    assert [item.value for item in find_objects(text).objects][-1] == value


def test_code_keeps_its_escapes():
    (found,) = find_objects(r'{"code": "nu = 1\nnu = 2\ttimes"}', latex=False).objects
    assert found.value["code"] == "nu = 1\nnu = 2\ttimes"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"a": 1, "a": 2}', "twice"),
        ('{"a": NaN}', "not a number"),
        ('{"a": Infinity}', "not a number"),
        ('{"a": 1e999}', "too large"),
        ('{"a": ' + "9" * 500 + "}", "digits"),
        ('{"a": "x', "breaks off"),
        ('{"a": 1', "breaks off"),
        ('{"a": 1 "b": 2}', "expected ','"),
        ('{"a": 2/2}', "expected ','"),
        ('{"a": ...}', "expected a value"),
        ('{"a": first}', "expected a value"),
        ('{"a":' * (MAX_DEPTH + 2), "too deeply"),
    ],
)
def test_nothing_is_guessed(text, reason):
    found = find_objects(text)
    assert not found.objects and reason in found.broken


def test_places_are_those_of_the_text():
    text = 'first {"a": 1} then {"b": "}"} end'
    assert [text[item.start : item.end] for item in find_objects(text).objects] == ['{"a": 1}', '{"b": "}"}']
