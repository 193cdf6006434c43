"""Answers in objects of JSON: {"answer": "12 m/s"}, {"final_answer": {"value": 12, "unit": "m/s"}}, {"answer": ["A", "C"]}."""

import re
from collections.abc import Collection, Mapping
from typing import Any

ANSWER_KEYS = frozenset(
    """
    answer finalanswer correctanswer youranswer myanswer choice finalchoice option letter selected selectedoption selection correctoption prediction response result
    answerletter answerchoice final output value
    """.split()  # noqa: SIM905
)
"""Without case and signs."""
_SURE_KEYS = frozenset(key for key in ANSWER_KEYS if "answer" in key)
_UNIT_KEYS = ("unit", "units")
_NUMBER = re.compile(r"[-+−]?[\d.,]{1,40}(?:[eE][-+]?\d{1,4})?")


def answers_in(found: Mapping[str, Any], keys: Collection[str] = ANSWER_KEYS) -> list[str]:
    """What stands under each of these keys, as text; a number with the unit next to it."""
    texts: list[str] = []
    for name, value in found.items():
        if re.sub(r"[\s_-]+", "", name).casefold() not in keys or value is None:
            continue
        if isinstance(value, Mapping):
            texts += answers_in(value) or [", ".join(f"{part} = {said}" for part, said in value.items())]
        elif isinstance(value, list):
            texts.append(", ".join(map(str, value)))
        elif _NUMBER.fullmatch(str(value)):
            unit = next((found[key] for key in _UNIT_KEYS if isinstance(found.get(key), str)), "")
            texts.append(f"{value} {unit}".strip())
        else:
            texts.append(str(value))
    return texts


def answer_in(found: Mapping[str, Any]) -> str:
    """The one answer of an object; empty where it gives none, or several that differ.

    >>> answer_in({"reasoning": "by symmetry", "value": 12, "unit": "m/s"}), answer_in({"answer": "B", "final_answer": "C"})
    ('12 m/s', '')
    """
    for keys in (_SURE_KEYS, ANSWER_KEYS):
        if len(texts := set(answers_in(found, keys))) == 1:
            return texts.pop()
    return ""
