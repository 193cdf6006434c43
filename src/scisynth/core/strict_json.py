"""JSON of a file that somebody else wrote, read without silent loss.

`json.loads` lets a second key of one name replace the first, reads `Infinity` as a number, and returns values nested as deep as
the file likes, on which whatever goes down by recursion breaks later. Here each is a `ValueError`. Replies of models, which are
JSON in parts, are read by `core.replies.loose_json`.
"""

import json
from collections import Counter
from typing import Any

MAX_DEPTH = 100
"""Brackets inside brackets; what reads the values after us goes down by recursion."""


def parse_json(text: str) -> Any:
    """JSON where NaN is null, as pandas writes a missing value.

    Raises:
        ValueError: not JSON, too deep, an infinite number, a number of thousands of digits, or a key that stands twice.
    """
    try:
        found = json.loads(text, parse_constant=_constant, object_pairs_hook=_object)
    except RecursionError:
        raise ValueError("brackets nested too deep") from None
    if text.count("[") + text.count("{") > MAX_DEPTH and _is_too_deep(found):
        raise ValueError("brackets nested too deep")
    return found


def _is_too_deep(value: Any) -> bool:
    level: list[Any] = [[value]]
    for _ in range(MAX_DEPTH + 1):
        inside = [item for outer in level for item in (outer.values() if isinstance(outer, dict) else outer)]
        level = [item for item in inside if isinstance(item, dict | list)]
        if not level:
            return False
    return True


def _constant(name: str) -> None:
    if name != "NaN":
        raise ValueError(f"{name} is no number")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)
        raise ValueError(f"the key {twice!r} stands twice in one object")
    return found


def parses(text: str) -> bool:
    """Whether it is JSON."""
    return attempt_json(text)[1] is None


def attempt_json(text: str) -> tuple[Any, ValueError | None]:
    """(value, None) of JSON, or (None, what is wrong with it)."""
    try:
        return parse_json(text), None
    except ValueError as error:
        return None, error


def joined_objects(text: str) -> list[Any] | None:
    """Objects written one after the other over several lines each; None where that is not what stands there."""
    decoder = json.JSONDecoder(parse_constant=_constant, object_pairs_hook=_object)
    found, position = [], 0
    try:
        while position < len(text):
            values, position = decoder.raw_decode(text, position)
            if _is_too_deep(values):
                return None
            found.append(values)
            while position < len(text) and text[position] in " \t\r\n,":
                position += 1
    except (ValueError, RecursionError):
        return None
    return found
