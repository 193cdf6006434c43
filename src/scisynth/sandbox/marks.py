"""The marks that the process of a figure says are on the page, as plain rows: hostile JSON, read within bounds."""

import json
import math
from typing import Any

from scisynth.core.errors import DataError, one_line

MAX_MARKS_BYTES = 8 << 20
MAX_MARKS = 20_000
MAX_DEPTH = 6
MAX_NUMBER = 10**300


def read_marks(data: bytes | None) -> list[Any] | None:
    """The list of marks, or None for anything that `parse_marks` refuses."""
    try:
        return None if data is None else parse_marks(data)
    except DataError:
        return None


def parse_marks(data: bytes) -> list[Any]:
    """The list of marks as JSON-ready rows; `DataError`: too long, too deep, not JSON, endless numbers, other types."""
    if len(data) > MAX_MARKS_BYTES:
        raise DataError(f"expected at most {MAX_MARKS_BYTES >> 20} MB of marks, got more; draw fewer points")
    try:
        marks = json.loads(data)
    except RecursionError:
        raise DataError("expected marks, got JSON that is nested too deeply") from None
    except ValueError as error:
        raise DataError(f"expected marks, got what is not JSON: {clean(one_line(error), 200)}") from None
    if not isinstance(marks, list) or not all(isinstance(mark, dict) for mark in marks):
        raise DataError("expected a list of marks, got something else")
    if len(marks) > MAX_MARKS:
        raise DataError(f"expected at most {MAX_MARKS:,} marks, got {len(marks):,}")
    if not all(_is_plain(mark, MAX_DEPTH) for mark in marks):
        raise DataError("expected plain marks, got one that is nested too deeply or whose numbers are out of range")
    return marks


def _is_plain(value: Any, depth: int) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, int):
        # A larger one is no float: 401 digits raise OverflowError wherever they are used.
        return abs(value) < MAX_NUMBER
    if isinstance(value, dict):
        return depth > 0 and all(_is_plain(inner, depth - 1) for inner in value.values())
    if isinstance(value, list):
        return depth > 0 and all(_is_plain(inner, depth - 1) for inner in value)
    return True


def clean(text: str, limit: int) -> str:
    """At most `limit` characters, and none that moves a terminal's cursor or reverses its text."""
    return "".join(letter if letter.isprintable() or letter in "\n\t" else "?" for letter in text[:limit])
