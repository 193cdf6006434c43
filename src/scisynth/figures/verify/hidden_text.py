r"""Whether a text gives away one that must stay hidden, in whatever form it is written.

    hidden           given away by                            not by
    42.7 cm          0.427 m   42.7 centimetres   42.70 cm    142.7 cm   42.7 cm²
    9.8067 m/s²      g = 9.81 m/s²                            9.9 m/s²   9.81 N
    x = 4            4 = x                                    y = 4      4 m
    5                Answer: 5                                5 (a tick, a given, a count)
    3/4              0.75   ¾                                 0.25
    y = 2x + 3       y = 3 + 2x                               y = 2x − 3
    glucose          GLUCOSE   g l u c o s e                  glucosamine

A short answer (a number of few digits, one letter, yes or no) says nothing by itself: it counts only with its symbol, its unit, or
where the text calls it the answer. A value with a symbol counts only with this symbol, since another one may have the same value.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from scisynth.figures.labels.markup import without_markup
from scisynth.figures.labels.text import (
    Number,
    contains_label,
    equal_labels,
    may_contain,
    normal,
    quantities,
    tokens,
)
from scisynth.grading.reading.markers import MARKER
from scisynth.grading.values.formulas import same_formula
from scisynth.grading.values.numbers import SPOKEN, with_digits
from scisynth.grading.values.plain import plain_text
from scisynth.grading.values.quantities import Quantity, read_quantity
from scisynth.grading.values.units import Unit, conversion

MIN_SPELLED = 4
"""Letters of an answer from which on it is looked for in pieces."""
MIN_HALVES = 6
"""The same where the pieces are longer than a letter, as words by chance are."""
MAX_CHARS = 300
"""Of an answer that is read as a quantity or a formula."""
MAX_NUMBERS = 12
"""Numbers of a text that are compared."""
SAME = 1e-6
BARE_WORDS = frozenset(["yes", "no", "true", "false", "none", "zero"])
IS_ANSWER = re.compile(
    r"\b(?:answer|ans|result|solution|correct(?: (?:answer|option|choice))?)\b\.?\s*(?:is|=|:|→|-)*\s*(\S.{0,80})",
    re.IGNORECASE,
)
AROUND = " ()[]."
"""What may stand around an answer."""
POINT = re.compile(r"\(\s*([^(),;]{1,20})[,;]\s*([^(),;]{1,20})\)")
ARGUMENT = re.compile(r"[^\W\d_]\w{0,8}\s*\(([^()]{1,20})\)")
"""A function at one place: `f(2)`."""
EQUATION = re.compile(r"([^=≈,;\n]{1,60})[=≈]([^=≈,;\n]{1,60})")
PARTS = re.compile(r"\s*(?:[,;]|\band\b)\s*(?=[^,;=:]{1,30}(?:=|:\s))")
NAMES = re.compile(r"[=≈]|:\s")
"""Between a symbol and its value."""


@dataclass(frozen=True)
class _Hidden:
    """A hidden text as it is looked for."""

    text: str
    symbol: str
    """What stands before its equals sign."""
    value: str
    """What stands behind it, or the whole text."""
    number: Quantity | None
    """The value, where it is a number."""
    is_short: bool


def is_shown(secret: str, text: str) -> bool:
    """Whether a text gives an answer away.

    >>> is_shown("5 cm", "15 cm"), is_shown("9.8 N", "F = 9.80 N"), is_shown("glucose", "G L U C O S E"), is_shown("5", "5")
    (False, True, True, False)
    """
    return any(_shows(_hidden(part), text) for part in _parts(secret)) or ("(" in text and _is_point(secret, text))


def _is_point(secret: str, text: str) -> bool:
    """Whether a point in the text is the answer, or has its value as a coordinate with at least three digits."""
    place, number = place_of(secret), _hidden(secret).number
    for found in list(POINT.finditer(without_markup(text)))[:MAX_NUMBERS]:
        sides = [quantities(side) for side in found.groups()]
        if not all(len(side) == 1 for side in sides):
            continue
        point = [side[0] for side in sides]
        if place is not None and all(map(_is_coordinate, point, place)):
            return True
        precise = [shown for shown in point if shown.num_digits >= 3]
        if number is not None and any(_is_same(shown, number, has_symbol=True) for shown in precise):
            return True
    return False


def _is_coordinate(shown: Number, wanted: float) -> bool:
    rounding = shown.half if shown.num_digits >= 3 else 0.0
    return abs(shown.value - wanted) <= rounding + SAME * max(abs(wanted), abs(shown.value))


def unstated(hidden: Iterable[str], problem: str) -> list[str]:
    """The answers, part by part, that the problem itself does not state.

    >>> unstated(["9.8 N", "2 kg", "a = 3 m/s² and F = 6 N"], "A mass of 2 kg is accelerated at 3 m/s².")
    ['9.8 N', 'F = 6 N']
    """
    kept = []
    for secret in hidden:
        parts = _parts(secret)
        new = [part for part in parts if not _is_stated(_hidden(part), problem)]
        kept += [secret] if len(new) == len(parts) else new
    return [secret for secret in dict.fromkeys(kept) if secret.strip()]


def _is_stated(secret: _Hidden, problem: str) -> bool:
    """Whether the problem says it, or the value that it gives a symbol."""
    if contains_label(problem, secret.text) or contains_label(problem, secret.value):
        return not secret.symbol or not _is_bare(secret.value, secret.number) or contains_label(problem, secret.text)
    return secret.number is not None and secret.number.unit is not None and _is_measured(secret, problem)


def _parts(secret: str) -> list[str]:
    """`x = 2 and y = 3` gives away the half of it, too."""
    return [part for part in PARTS.split(secret) if part] if len(NAMES.findall(secret)) > 1 else [secret]


def is_short(secret: str) -> bool:
    """Whether an answer gives nothing away where it stands alone."""
    return _hidden(secret).is_short


def says_nothing(secret: str) -> bool:
    """Whether a hidden text holds no number and no word."""
    return not tokens(secret)


def place_of(secret: str) -> tuple[float, float] | None:
    """The point that an answer is. Of several points, such as the corners of a region, one alone is not the answer.

    >>> place_of("(2, -3)"), place_of("x = 2, y = 5"), place_of("f(2) = 7"), place_of("5 cm"), place_of("(0, 0) and (4, 4)")
    ((2.0, -3.0), (2.0, 5.0), (2.0, 7.0), None, None)
    """
    whole = _hidden(secret)
    if points := POINT.findall(whole.value):
        sides = [quantities(side) for side in points[0]]
        return (
            (sides[0][0].value, sides[1][0].value)
            if len(points) == 1 and all(len(side) == 1 for side in sides)
            else None
        )
    if (call := ARGUMENT.fullmatch(whole.symbol)) and whole.number is not None:
        at = quantities(call[1])
        return (at[0].value, whole.number.value) if len(at) == 1 else None
    parts = {hidden.symbol: hidden.number for hidden in map(_hidden, _parts(secret))}
    x, y = parts.get("x"), parts.get("y")
    return (x.value, y.value) if x is not None and y is not None else None


def precise_value(secret: str) -> float | None:
    """The number that an answer is, where it has so many digits that no other value of a figure has them by chance."""
    number = _hidden(secret).number
    return number.value if number is not None and number.num_digits >= 3 and number.value else None


@lru_cache(maxsize=512)
def _hidden(secret: str) -> _Hidden:
    plain_one = without_markup(secret)
    sides = [side.strip() for side in NAMES.split(plain_one)]
    symbol, value = (sides[0], sides[1]) if len(sides) == 2 else ("", plain_one)
    if symbol and value and any(letter.isdigit() for letter in symbol) and not _is_symbol(symbol) and _is_symbol(value):
        symbol, value = value, symbol
    number = read_quantity(plain_text(value)) if value and len(value) <= MAX_CHARS else None
    if number is not None and (number.remark or (number.unit is not None and not number.unit.is_known)):
        number = None
    return _Hidden(secret, symbol, value, number, not symbol and _is_bare(value, number))


def _is_bare(value: str, number: Quantity | None) -> bool:
    letters = [letter for letter in value if letter.isalnum()]
    if len(letters) <= 1 or value.casefold().strip(" .!()") in BARE_WORDS:
        return True
    if number is None or number.unit is not None or re.search(r"[√π/]", value):
        return False
    few = number.num_digits <= (2 if number.is_integer else 1)
    return few and 0.01 <= abs(number.value) < 1000


def _is_symbol(text: str) -> bool:
    return re.fullmatch(r"[^\W\d_](?:[\w'*^,()+-]{0,12})", text.replace(" ", "")) is not None


def _shows(secret: _Hidden, text: str) -> bool:
    return _is_called_answer(secret, text) or (
        not secret.is_short
        and (
            (may_contain(text, secret.text) and contains_label(text, secret.text))
            or _is_spelled(secret.text, text)
            or _is_assigned(secret, text)
            or (not secret.symbol and _is_measured(secret, text))
        )
    )


def _is_called_answer(secret: _Hidden, text: str) -> bool:
    value = secret.value.strip(AROUND)
    return any(
        equal_labels(said, value)
        or equal_labels(said, secret.text)
        or (
            secret.number is not None
            and any(_is_same(one, secret.number, has_symbol=True) for one in quantities(said)[:1])
        )
        for said in _called_answers(text)
    )


@lru_cache(maxsize=4096)
def _called_answers(text: str) -> tuple[str, ...]:
    """What a text calls the answer, in the languages that `MARKER` knows."""
    found = IS_ANSWER.search(text)
    said = [found[1]] if found else []
    said += [text[mark.end() :].strip()[:80] for mark in islice(MARKER.finditer(text), MAX_NUMBERS)]
    return tuple(dict.fromkeys(bare for words in said if (bare := words.strip(AROUND))))


def _is_assigned(secret: _Hidden, text: str) -> bool:
    """Whether the symbol stands with its value, on either side of an equals sign."""
    if not secret.symbol or not re.search(r"[=≈]", text):
        return False
    for left, right in _equations(text):
        for symbol, value in ((left, right), (right, left)):
            if not equal_labels(symbol, secret.symbol):
                continue
            if secret.number is not None:
                numbers = [*quantities(value)[:1], *(one for one in _spoken(value))]
                if any(_is_same(one, secret.number, has_symbol=True) for one in numbers):
                    return True
            elif len(value) <= MAX_CHARS and same_formula(value, secret.value):
                return True
    return False


def _equations(text: str) -> Iterator[tuple[str, str]]:
    for found in list(EQUATION.finditer(without_markup(text)))[:MAX_NUMBERS]:
        yield found[1].strip(), found[2].strip()


def _is_measured(secret: _Hidden, text: str) -> bool:
    """Whether the same value stands there in another unit or form, or rounded."""
    if secret.number is None:
        return False
    return any(_is_same(one, secret.number) for one in (*quantities(text)[:MAX_NUMBERS], *_spoken(text)))


def _spoken(text: str) -> Iterator[Number]:
    """Numbers in words that have a unit: `five metres`."""
    for found in list(SPOKEN.finditer(text))[:4]:
        yield from (one for one in quantities(with_digits(text[found.start() :]))[:1] if one.unit is not None)


def _is_same(shown: Number, wanted: Quantity, *, has_symbol: bool = False) -> bool:
    """Equal in value, or one is the other rounded; without its unit only where the symbol says what it is."""
    factor = _factor(shown.unit, wanted.unit, has_symbol=has_symbol)
    if factor is None:
        return False
    value, half = shown.value * factor, shown.half * abs(factor)
    gap, size = abs(value - wanted.value), max(abs(wanted.value), abs(value))
    if gap <= SAME * size:
        # A bare number says as little as in `_is_bare`, however it was reached.
        return (
            has_symbol
            or shown.unit is not None
            or wanted.unit is not None
            or max(shown.num_digits, wanted.num_digits) > 1
        )
    if wanted.is_integer and wanted.unit is None and shown.is_integer:
        return False  # a count or a year, which nobody rounds: 2020 is not 2016
    is_rounded = half > wanted.half
    digits = shown.num_digits if is_rounded else wanted.num_digits
    needed = 1 if has_symbol else 2 if is_rounded and not shown.is_integer else 3
    return gap <= max(half, wanted.half) * (1 + SAME) and digits >= needed and gap <= 0.05 * size


def _factor(shown: Unit | None, wanted: Unit | None, *, has_symbol: bool) -> float | None:
    """What the shown value is multiplied by to be in the wanted unit."""
    if shown is None or wanted is None:
        if shown is wanted:
            return 1.0
        unit = shown or wanted
        assert unit is not None
        if unit.text == "%":
            return unit.scale if shown is not None else 1 / unit.scale
        return 1.0 if has_symbol else None
    if shown.offset != wanted.offset:
        return None
    return conversion(shown, wanted)


def _is_spelled(secret: str, text: str) -> bool:
    """Whether an answer stands in pieces: letters with spaces, dots or line breaks between them, or backwards."""
    wanted = "".join(_characters(secret))
    letters = sum(letter.isalpha() for letter in wanted)
    # Letters alone would take y = 2x - 3 for y = 2x + 3.
    is_formula = any(token.text in "=+-/·^×" for token in tokens(secret) if token.kind == "sign")
    if len(wanted) < MIN_SPELLED or not (letters or "." in wanted) or is_formula:
        return False
    pieces = [piece for token in _pieces(text) for piece in token]
    starts = {sum(map(len, pieces[:count])): count for count in range(len(pieces) + 1)} if len(pieces) < 400 else {}
    whole = "".join(pieces)
    wholes = [(whole, wanted)]
    if letters >= MIN_SPELLED:
        wholes = [(whole.lower(), wanted.lower())] if _ignores_case(secret) else wholes
        if letters == len(wanted) and letters > MIN_SPELLED:
            wholes += [(word, sought[::-1]) for word, sought in wholes]
    for word, sought in wholes:
        place = word.find(sought)
        while place >= 0:
            stop = place + len(sought)
            if place in starts and stop in starts:
                used = pieces[starts[place] : starts[stop]]
                is_letter_by_letter = max(map(len, used)) == 1
                if len(used) == 1 and sought != wanted.lower() and sought != wanted:
                    return True
                if len(used) > 1 and (is_letter_by_letter or (letters >= MIN_HALVES and len(used) < 4)):
                    return True
            place = word.find(sought, place + 1)
    return False


def _ignores_case(secret: str) -> bool:
    words = [token.text for token in tokens(secret) if token.kind == "word"]
    return all(word.islower() for word in words)


def _characters(text: str) -> Iterator[str]:
    yield from (letter for letter in normal(text) if letter.isalnum() or letter == ".")


def _pieces(text: str) -> Iterator[list[str]]:
    """What is written without a gap: runs of letters, and numbers."""
    run = ""
    for letter in normal(text):
        if letter.isalnum() or (letter == "." and run.isdigit()):
            if run and letter.isalpha() != run[-1].isalpha():
                yield [run]
                run = ""
            run += letter
        elif run:
            yield [run.rstrip(".")]
            run = ""
    if run:
        yield [run.rstrip(".")]
