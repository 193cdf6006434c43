r"""Answers of several parts: lists, named values, tuples and vectors, sets, ratios and intervals, cut at the top level of brackets.

    x = 1, y = 2      2 or 3      (4,2) and (6,2)      {1, 2, 3}      3 @i - 4 @j      9:3:3:1      [0, π/3)      x < -2 or x > 2

Cutting is linear in the length of the text. What the parts mean is for `compare`.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from scisynth.grading.values.formulas import constant
from scisynth.grading.values.relations import split_relation
from scisynth.grading.values.units import Unit, parse_unit, read_unit

MAX_PARTS = 24
_OPENING, _CLOSING = "([{⟨", ")]}⟩"
_WORD_SEPARATOR = re.compile(
    r"\s+(?:and|or|where|with|und|oder|et|ou|as well as)\s+|\s*(?:和|或者?|以及|と|및|또는)\s*|\s*&\s*|\s*\\\\\s*",
    re.IGNORECASE,
)
_OR = re.compile(r"\s(?:or|oder|ou)\s|或|또는|∪", re.IGNORECASE)
_NEXT_LABEL = re.compile(r"\s+(?=\([b-h]\)\s*\S)|\s+(?=[b-h]\)\s+\S)")
_COMMA = re.compile(r"\s*[;\n]\s*|\s*,(?!\d{3}(?!\d))\s*|\s*,(?=\s)\s*")
_MARKER = re.compile(r"^\s*(?:[-*•–]\s+|\(?(?:\d{1,2}|[a-z]|i{1,3}|iv)[.)]\s+(?=\S))")
_LABEL = re.compile(r"^\s*\(?(\d{1,2}|[a-z]|i{1,3}|iv)(?:\)\s*|\.\s+)(?=\S)")
_ENVIRONMENT = re.compile(
    r"\\begin\{(?:[pbvBV]?matrix|array|smallmatrix)\}(?:\{[^{}]*\})?(.*?)\\end\{(?:[pbvBV]?matrix|array|smallmatrix)\}",
    re.DOTALL,
)
_AXIS = re.compile(
    r"^(?P<before>.*?)\s*[*·]?\s*(?P<axis>@[ijkxyzr]|(?<![A-Za-zα-ω\\])[ijkxyz])\s*$|^(?P<first>@[ijkxyz])\s*[*·]?\s*(?P<after>.*)$",
    re.DOTALL,
)
_AXES = {"i": "x", "j": "y", "k": "z", "x": "x", "y": "y", "z": "z"}
_RATIO_WORDS = re.compile(r"^(\S+)\s+(?:to|zu|is to|a|à|比)\s+(\S+)$")


@dataclass(frozen=True)
class Interval:
    """Real numbers between two ends; an infinite end is open."""

    low: float
    high: float
    low_closed: bool
    high_closed: bool


def split_labelled(text: str) -> list[tuple[str, str]]:
    """(label or nothing, part): `(a) 5 (b) 6` has labels, where they are in order.

    >>> split_labelled("1. 0.1\\n2. 16/19"), split_labelled("2 or 3")
    ([('1', '0.1'), ('2', '16/19')], [('', '2'), ('', '3')])
    """
    parts = _pieces(text)
    labels = [found[1] if (found := _LABEL.match(part)) else "" for part in parts]
    if sum(map(bool, labels)) < 2:
        labels = [""] * len(parts)
    cleaned = [
        (label, _cleaned(_MARKER.sub("", part) if len(parts) > 1 else part))
        for label, part in zip(labels, parts, strict=True)
    ]
    return [(label, part) for label, part in cleaned if part][: MAX_PARTS + 1]


def split_parts(text: str) -> list[str]:
    """The parts of a list; a single one for anything else.

    >>> split_parts("x = 1, y = 2"), split_parts("(4,2) and (6,2)"), split_parts("$23,644")
    (['x = 1', 'y = 2'], ['(4,2)', '(6,2)'], ['$23,644'])
    """
    return [part for _, part in split_labelled(text)]


def _pieces(text: str) -> list[str]:
    masked = _masked(text)
    pieces, start = [], 0
    places = [
        (match.start(), match.end()) for pattern in (_COMMA, _WORD_SEPARATOR) for match in pattern.finditer(masked)
    ]
    if re.match(r"\s*\(?a\)", text):
        places += [(match.start(), match.end()) for match in _NEXT_LABEL.finditer(text)]
    places.sort()
    for begin, end in places:
        if begin >= start:
            pieces.append(text[start:begin])
        start = max(start, end)
    return [*pieces, text[start:]]


def _cleaned(piece: str) -> str:
    return piece.strip(" ,;") if piece.strip().startswith(".") else piece.strip(" ,;.")


def is_alternative(text: str) -> bool:
    """Whether the parts stand next to each other as `or`."""
    return _OR.search(text) is not None


def split_commas(text: str) -> list[str]:
    """The elements between commas at the top level, without looking for words; also `1,234` between brackets."""
    masked = _masked(text)
    pieces, start = [], 0
    for place, character in enumerate(masked):
        if character in ",;":
            pieces.append(text[start:place].strip())
            start = place + 1
    return [*pieces, text[start:].strip()]


def _masked(text: str) -> str:
    """The text with all that stands in brackets as blanks, so that patterns find only what is at the top."""
    found, depth = [], 0
    for character in text:
        depth = max(0, depth - (character in _CLOSING))
        found.append("_" if depth else character)
        depth += character in _OPENING
    return "".join(found)


def without_matrices(text: str) -> str:
    """With matrix environments as nested brackets: a column as (a, b, c), others as [[a, b], [c, d]]."""
    return _ENVIRONMENT.sub(lambda found: _bracketed(found[1]), text)


def _bracketed(body: str) -> str:
    rows = [
        [cell.strip() for cell in row.split("&")]
        for row in re.split(r"\\\\(?:\[[^\]]*\])?|\\hline", body)
        if row.strip()
    ]
    if all(len(row) == 1 for row in rows):
        return "(" + ", ".join(row[0] for row in rows) + ")"
    if len(rows) == 1:
        return "(" + ", ".join(rows[0]) + ")"
    return "[" + ", ".join("[" + ", ".join(row) + "]" for row in rows) + "]"


def read_brackets(text: str) -> tuple[str, list[str], Unit | None, str] | None:
    """(opening bracket, elements, unit after it, closing bracket) of a tuple, list or set of at least two elements."""
    text = re.sub(r"(?<=[)\]}])\s*\^\s*\{?\s*(?:T|\\top|⊤)\s*\}?$", "", text.strip())
    if text.startswith("<") and ">" in text:
        text = f"⟨{text[1:].replace('>', '⟩', 1)}"
    if text[:1] not in _OPENING or not text:
        return None
    place = _closing(text)
    if place < 0:
        return None
    rest = text[place + 1 :].strip()
    unit = parse_unit(rest) if rest else None
    if (rest and unit is None) or text[place] not in _CLOSING:
        return None
    inner = text[1:place].strip()
    elements = split_commas(inner)
    if len(elements) < 2:
        # One more pair of brackets: `{(1, 2)}`, `((1, 2))`.
        return read_brackets(inner + (f" {rest}" if rest else "")) if inner[:1] in _OPENING and inner else None
    return (text[0], elements, unit, text[place]) if all(elements) and len(elements) <= MAX_PARTS else None


def _closing(text: str) -> int:
    """Where the bracket closes with which the text opens; -1 where it does not."""
    depth = 0
    for place, character in enumerate(text):
        depth += (character in _OPENING) - (character in _CLOSING)
        if depth == 0:
            return place
    return -1


def read_vector(text: str) -> tuple[dict[str, str], Unit | None, bool] | None:
    """({axis: coefficient}, unit, whether its axes are marked as unit vectors) of a sum of components."""
    text = text.strip()
    unit: Unit | None = None
    found = re.match(r"^\((?P<sum>.*)\)\s*(?P<unit>[^()]*(?:\([^()]*\))?)$", text, re.DOTALL)
    if found is not None and ")" not in _masked(found["sum"]):
        if found["unit"].strip():
            unit = parse_unit(found["unit"])
            if unit is None:
                return None
        text = found["sum"]
    elif "@" in text:
        tail = text[text.rindex("@") + 2 :].strip()
        if tail and (read := read_unit(tail))[0] is not None and not read[1]:
            unit, text = read[0], text[: text.rindex("@") + 2]
    elif (found := re.match(r"^(.*[ijk])\s+(\S+)$", text, re.DOTALL)) and (unit := parse_unit(found[2])) is not None:
        text = found[1]
    components: dict[str, str] = {}
    for sign, term in _terms(text):
        found = _AXIS.match(term)
        if found is None:
            return None
        axis = _AXES.get((found["axis"] or found["first"]).lstrip("@"))
        coefficient = (found["before"] if found["axis"] else found["after"]).strip()
        if coefficient.startswith("(") and _closing(coefficient) == len(coefficient) - 1:
            coefficient = coefficient[1:-1].strip()
        if axis is None or axis in components or re.search(r"@|(?<![A-Za-z\\])[xyz](?![A-Za-z])", coefficient):
            return None
        components[axis] = f"{sign}{coefficient or '1'}"
    return (components, unit, "@" in text) if components else None


def _terms(text: str) -> list[tuple[str, str]]:
    """(sign, term) of a sum at the top level."""
    found: list[tuple[str, str]] = []
    masked, start, sign = _masked(text), 0, ""
    for place, character in enumerate(masked):
        if character in "+-" and not (place and masked[place - 1] in "eE^" and masked[place - 2 : place - 1].isdigit()):
            if text[start:place].strip():
                found.append((sign, text[start:place].strip()))
                sign = ""
            sign = "-" if (character == "-") != (sign == "-") else ""
            start = place + 1
    if text[start:].strip():
        found.append((sign, text[start:].strip()))
    return found[:MAX_PARTS]


def read_ratio(text: str) -> list[float] | None:
    """The terms of `2:3`, `9 : 3 : 3 : 1`, `1 to 4`."""
    found = _RATIO_WORDS.match(text)
    pieces = [found[1], found[2]] if found else re.split(r"\s*[:∶]\s*", text)
    if not 2 <= len(pieces) <= 8 or any(not piece or len(piece) > 40 for piece in pieces):
        return None
    values = [constant(piece) for piece in pieces]
    return [value for value in values if value is not None] if None not in values else None


def same_ratio(said: Sequence[float], wanted: Sequence[float]) -> bool:
    """Whether the terms are in proportion, to a hundredth."""
    if len(said) != len(wanted):
        return False
    largest = max(range(len(wanted)), key=lambda place: abs(wanted[place]))
    if not said[largest] or not wanted[largest]:
        return False
    return all(
        abs(one / said[largest] - other / wanted[largest])
        <= 1e-9 + (0.01 * abs(other / wanted[largest]) if one % 1 or other % 1 else 0)
        for one, other in zip(said, wanted, strict=True)
    )


def read_intervals(text: str) -> tuple[list[Interval], str, bool] | None:
    """(intervals from left to right, the variable if one is named, whether it can be nothing else) of a set of real numbers."""
    text = text.strip()
    variable, is_sure = "", False
    if re.fullmatch(r"(?:all|any)\s+real(?:\s+numbers?|s)?|ℝ|\\mathbb\s*\{?\s*R\s*\}?|R", text):
        return [Interval(-math.inf, math.inf, False, False)], "", text != "R"
    if found := re.fullmatch(r"\{\s*([A-Za-z])\s*(?:∈\s*\S+\s*)?[|:]\s*(.*)\}", text, re.DOTALL):
        text = found[2]
    if found := re.match(r"^([A-Za-zα-ωΑ-Ω](?:_\w+)?)\s*∈\s*(.*)$", text, re.DOTALL):
        variable, text, is_sure = found[1], found[2], True
    pieces = re.split(r"\s*(?:∪|\bor\b|\bU\b|\boder\b)\s*", text)
    if len(pieces) > MAX_PARTS:
        return None
    found_intervals: list[Interval] = []
    for piece in pieces:
        if (bracketed := _bracketed_interval(piece)) is not None:
            found_intervals.append(bracketed[0])
            is_sure = is_sure or bracketed[1] or len(pieces) > 1
        elif (related := _related_interval(piece)) is not None:
            if variable and related[1] and related[1] != variable:
                return None
            found_intervals += related[0]
            variable, is_sure = related[1] or variable, True
        else:
            return None
    return sorted(found_intervals, key=lambda item: (item.low, item.high)), variable, is_sure


def _bracketed_interval(text: str) -> tuple[Interval, bool] | None:
    found = re.fullmatch(r"\s*([(\[\]])([^,;]+)[,;]([^,;]+)([)\]\[])\s*", text)
    if found is None:
        return None
    low, high = _end(found[2]), _end(found[3])
    if low is None or high is None or not low < high:
        return None
    interval = Interval(low, high, found[1] == "[" and math.isfinite(low), found[4] == "]" and math.isfinite(high))
    is_sure = math.isinf(low) or math.isinf(high) or (found[1] == "(") != (found[4] == ")")
    return interval, is_sure


def _related_interval(text: str) -> tuple[list[Interval], str] | None:
    sides, operators = split_relation(text)
    if not operators or not set(operators) <= set("<>≤≥") or len(sides) > 3:
        return None
    if len(sides) == 3:
        low, name, high = sides
        if set(operators) <= set(">≥"):
            low, high, operators = high, low, operators[::-1]
        elif not set(operators) <= set("<≤"):
            return None
        ends = _end(low), _end(high)
        if ends[0] is None or ends[1] is None or not _is_name(name):
            return None
        return [Interval(ends[0], ends[1], operators[0] in "≤≥", operators[1] in "≤≥")], name
    left, right = sides
    operator = operators[0]
    if (value := _end(left)) is not None and _end(right) is None:
        left, right, operator = right, left, {"<": ">", ">": "<", "≤": "≥", "≥": "≤"}[operator]
    else:
        value = _end(right)
    if value is None:
        return None
    is_closed = operator in "≤≥"
    if (inside := re.fullmatch(r"\|\s*(\w+)\s*\|", left)) and value > 0:
        if operator in "<≤":
            return [Interval(-value, value, is_closed, is_closed)], inside[1]
        return [Interval(-math.inf, -value, False, is_closed), Interval(value, math.inf, is_closed, False)], inside[1]
    if not _is_name(left):
        return None
    if operator in "<≤":
        return [Interval(-math.inf, value, False, is_closed)], left
    return [Interval(value, math.inf, is_closed, False)], left


def _is_name(text: str) -> bool:
    return re.fullmatch(r"[A-Za-zα-ωΑ-Ω](?:_?\{?\w+\}?)?", text) is not None


def _end(text: str) -> float | None:
    text = text.strip()
    if found := re.fullmatch(r"([+-]?)\s*(?:∞|infinity|inf)", text):
        return -math.inf if found[1] == "-" else math.inf
    return constant(text)


def same_intervals(said: Sequence[Interval], wanted: Sequence[Interval]) -> bool:
    """Whether two sorted lists of intervals have the same ends, open or closed alike, to a ten-thousandth."""
    return len(said) == len(wanted) and all(
        (one.low_closed, one.high_closed) == (other.low_closed, other.high_closed)
        and all(
            a == b or (math.isfinite(a - b) and abs(a - b) <= 1e-4 * max(abs(a), abs(b)))
            for a, b in ((one.low, other.low), (one.high, other.high))
        )
        for one, other in zip(said, wanted, strict=True)
    )
