r"""What a text says, however it is written: the one normal form in which labels, claims, answers and readings of pixels are compared.

    $v = 9.80\,\mathrm{m/s^2}$      v = 9.8 m·s⁻²      ｖ＝9.8 ms^{-2}      one label
    $\vec{F}_{\mathrm{net}}$   F_net   Fnet            one label
    H₂O   H2O   $\mathrm{H_2O}$                         one label
    10²  102       x²  x₂       5 mA  5 MA       5 ms  5 m s       AaBB  aabb         two each

    written    what the program wrote: mathtext, TeX, Unicode, look-alike letters, letters without ink
    plain      written without markup and spaces, with `_` before what is lowered and `^` before what is raised
    normal     plain with its spaces and without `_`
    tokens     numbers by their value, units by their factors, words, signs
    readings   the ways in which a text can be split into tokens: 9,8 is one number or two, `m` is metre or a mass

`grading` reads the answers of models in the same way; its form of a text and its table of units are used here.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from scisynth.figures.labels.markup import without_markup
from scisynth.figures.labels.tokens import Token, has_unit, readings, tokens
from scisynth.grading.values.units import Unit


def plain(text: str) -> str:
    r"""A text without markup and spaces; what is lowered follows `_`, what is raised `^`.

    >>> plain(r"$F_{1} = 2.0\,\mathrm{N}$"), plain("60 °"), plain("SO₄²⁻")
    ('F_1=2.0N', '60°', 'SO_4^2-')
    """
    return re.sub(r"\s", "", without_markup(text))


@lru_cache(maxsize=8192)
def normal(text: str) -> str:
    r"""A text without markup and invisible letters, in plain Latin letters where it looks like them.

    >>> normal(r"$\mathrm{H_2O}$"), normal("10²"), normal("АМРЕRЕ"), normal(r"$\frac{a+b}{2}$")
    ('H2O', '10^2', 'AMPERE', '(a+b)/2')
    """
    return without_markup(text).replace("_", "")


def equal_labels(one: str, two: str) -> bool:
    r"""Whether two labels say the same to a reader.

    >>> equal_labels("M₁ = 1.8 kg", "$M_1$ = 1.8 kg"), equal_labels("5 mA", "5 MA"), equal_labels("10²", "102")
    (True, False, False)
    """
    (measured, letters), (other_measured, other_letters) = _forms(one), _forms(two)
    if measured and other_measured:
        # Their letters alone would make `5 ms` of `5 m s`.
        return not measured.isdisjoint(other_measured)
    return not letters.isdisjoint(other_letters)


def contains_label(text: str, label: str) -> bool:
    """Whether a label stands in a text as a whole, which includes that both are equal.

    >>> contains_label("F = 5 N", "5 N"), contains_label("15 N", "5 N"), contains_label("5 N/m", "5 N")
    (True, False, False)
    """
    return equal_labels(text, label) or count_label(text, label) > 0


def count_label(text: str, label: str) -> int:
    """How often a label stands in a text as a whole."""
    shown, sought = _by_units(text), _by_units(label)
    if sought[0] and not shown[0]:
        # `2m2` is read with a unit, `2m₂` is not.
        sought = [], [reading for reading in readings(label) if not has_unit(reading)]
    return max(
        (_count(one, other) for one in shown[0] or shown[1] for other in sought[0] or sought[1] if other), default=0
    )


def may_contain(text: str, label: str) -> bool:
    """Whether a label could stand in a text: quickly answered, and never wrongly denied."""
    shown = frozenset().union(*_forms(text))
    return any(one in other for form in _forms(label) for one in form for other in shown)


def numbers(text: str) -> list[float]:
    r"""Every number that a text shows, with its power of ten, then the values of its fractions. No indices, no powers, no names.

    >>> numbers(r"$m_1 = 1.5 \times 10^{3}$ kg"), numbers("5,000 m"), numbers("1.7 × 10²¹ J"), numbers("¾ of H₂O")
    ([1500.0], [5000.0], [1.7e+21], [3.0, 4.0, 0.75])
    """
    found = tokens(text)
    values = [
        token.value for place, token in enumerate(found) if token.kind == "number" and not _is_power(found, place)
    ]
    return values + [value for _, value in _quotients(found)]


@dataclass(frozen=True)
class Number:
    """A number as a text shows it."""

    value: float
    unit: Unit | None = None
    num_digits: int = 0
    """Significant ones."""
    half: float = 0.0
    """Half a unit of the last digit; 0 for a fraction, which is exact."""
    is_integer: bool = False


@lru_cache(maxsize=4096)
def quantities(text: str) -> tuple[Number, ...]:
    """The numbers of a text with their units, fractions as one number; no indices and no powers.

    >>> [(found.value, found.unit and found.unit.text) for found in quantities("m = ¾ kg and 20 % of 5")]
    [(0.75, 'kg'), (20.0, '%'), (5.0, None)]
    """
    found = tokens(text)
    quotients = dict(_quotients(found))
    inside = {place + step for place in quotients for step in (0, 2)}
    numbers_of = []
    for place, token in enumerate(found):
        if token.kind != "number" or _is_power(found, place) or (place in inside and place not in quotients):
            continue
        last = place + 2 if place in quotients else place
        after = found[last + 1] if last + 1 < len(found) else None
        unit = after.unit if after is not None else None
        if place in quotients:
            numbers_of.append(Number(quotients[place], unit, 16))
        else:
            numbers_of.append(Number(token.value, unit, token.num_digits, _half(token), token.is_integer))
    return tuple(numbers_of)


def _half(token: Token) -> float:
    if not token.value or not token.num_digits:
        return 0.0
    return 0.5 * 10.0 ** max(math.floor(math.log10(abs(token.value))) - token.num_digits + 1, -300)


@lru_cache(maxsize=4096)
def _forms(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """One form for each reading of a text: of those with units, and of those without."""
    with_units, without = _by_units(text)
    return frozenset(map(_joined, with_units)), frozenset(map(_joined, without))


def _joined(reading: Sequence[Token]) -> str:
    return "".join(token.text for token in reading)


def _by_units(text: str) -> tuple[list[tuple[Token, ...]], list[tuple[Token, ...]]]:
    """The readings with a unit, and those without."""
    found = readings(text)
    return [one for one in found if has_unit(one)], [one for one in found if not has_unit(one)]


def _count(shown: Sequence[Token], wanted: Sequence[Token]) -> int:
    """Runs of tokens that say what is wanted, words in one piece or in several, and do not go on beyond it."""
    sought = _joined(wanted)
    ends, whole = [0], ""
    for token in shown:
        whole += token.text
        ends.append(len(whole))
    places = {end: number for number, end in enumerate(ends)}
    count, place = 0, whole.find(sought)
    while place >= 0:
        start, stop = places.get(place), places.get(place + len(sought))
        is_whole = start is not None and stop is not None and _is_whole(shown, start, stop)
        count += is_whole
        place = whole.find(sought, place + (len(sought) if is_whole else 1))
    return count


def _is_whole(shown: Sequence[Token], start: int, stop: int) -> bool:
    """Whether the name or value neither begins before nor goes on behind: `5` is no part of x⁵, `F` none of F₁."""
    first, last = shown[start], shown[stop - 1]
    before = shown[start - 1] if start else None
    after = shown[stop] if stop < len(shown) else None
    if before is not None:
        if first.kind == "number" and before.text == "^":
            return False
        if first.kind == "number" and before.text == "/" and before.is_attached and first.is_attached:
            return False
        if first.kind in ("word", "number") and before.kind == "word" and first.is_attached:
            return False
    if after is None or last.kind == "sign":
        return True
    if after.text == "^" or after.kind == "index":
        return False
    if after.kind == "word" and after.is_attached:
        return last.kind != "number" or stop - start == 1
    return not (last.kind in ("number", "unit") and after.text in "/·" and after.is_attached and stop + 1 < len(shown))


def _is_power(found: Sequence[Token], place: int) -> bool:
    return place > 0 and found[place - 1].text == "^"


def _quotients(found: Sequence[Token]) -> Iterator[tuple[int, float]]:
    """Where fractions of two numbers begin, and their values; 1 1/2 is one and a half."""
    for place in range(len(found) - 2):
        above, line, below = found[place : place + 3]
        if line.text != "/" or above.kind != "number" or below.kind != "number" or not below.value:
            continue
        if not _is_power(found, place) and not (place and found[place - 1].text == "/"):
            before = found[place - 1] if place else None
            whole = before.value if before is not None and before.kind == "number" and not above.is_attached else 0.0
            yield place, whole + above.value / below.value
