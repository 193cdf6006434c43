"""Numbers with units as people write them, and when two of them are the same.

    64.6e3 km     1.5 × 10^8 m/s     $23,644     12%     0.34kgm^2s^-1     1 min 5 s     5.0 ± 0.1 V     10 sin 30° N     -2 m/s (west)

What counts as the same, for a key that names no tolerance (`agrees`):

    an exact key (a count, a bare integer, a fraction, 12π)   the same number; or a decimal that the key rounds to, within 2 %
    a measured key (a decimal, a number with a unit)           within half a unit of the key's last digit, or of the reply's where the
                                                               reply is the coarser one (9.8 for 9.81); never more than 2 % off

So 12.2 m/s is right for 12 m/s (it rounds to it), 12.4 is not (3 %), 291 cm is right for 290.588 cm, and 239 is wrong for 238.
"""

import itertools
import math
import re
from dataclasses import dataclass, replace

from scisynth.grading.values.formula_tokens import NoFormulaError
from scisynth.grading.values.formulas import number_of, read_formula, readings_of
from scisynth.grading.values.numbers import Literal, read_number, with_digits
from scisynth.grading.values.units import Unit, conversion, parse_unit, read_unit, unknown_unit
from scisynth.grading.values.words import are_opposite

MAX_CHARS = 400
CAP = 0.02
"""The relative difference beyond which nothing is the same, whatever the digits."""
EXACT = 1e-9
"""For the rounding of conversions."""
_APPROXIMATELY = re.compile(
    r"^(?:(?:about|approximately|approx\.?|roughly|around|nearly|almost|exactly|only|equal to|equals|ca\.?|circa|etwa|environ|is|="
    r"|a total of|约|大约|≈|~|≡)\s*)+", re.IGNORECASE,
)  # fmt: skip
_CURRENCY = re.compile(r"^([+-]?)\s*(?:US|A|C)?([$€£¥])\s*(?=[\d.])")
_ERROR = re.compile(
    r"^\(?\s*(?P<value>[^±()]{1,60}?)\s*±\s*(?P<error>[\d.]+(?:[eE][+-]?\d+)?)\s*(?P<percent>%?)\s*\)?\s*(?P<unit>.*)$",
    re.DOTALL,
)
_COMPOUND = re.compile(r"(\d+(?:\.\d+)?)\s*(°(?!\s*[CF])|''|'|\"|[A-Za-z]+\.?)(?:\s*,?\s*(?:and\s+)?|$)")
_PER_SECOND = re.compile(r"^\s*1\s*/\s*(?=[A-Za-z(])")
_ENDS_NUMBER = re.compile(r"(?<=[\d)}\]π°!|e])\s*(?=[A-Za-z%‰°$€£ΩμÅ℃])|\s+(?=[A-Za-z%‰°$€£ΩμÅ])")
_REMARK = re.compile(
    r"^\s*(?:[(\[,;—]|(?:to|in|at|from|on|of|for|by|due|with|along|toward|towards|directed|pointing|per|above|below|north|south|east|west"
    r"|up\w*|down\w*|left\w*|right\w*|clockwise|counter\w*|anti\w*|into|out|inward\w*|outward\w*|and|as|since|because|when|after|before|which|where|the)\b)",
    re.IGNORECASE,
)  # fmt: skip
_NO_UNIT = re.compile(r"\b(?:or|and|not|no|is|are|but|then|was|oder|ou|o|y|und|et)\b")
_FUNCTION = re.compile(r"sin|cos|tan|cot|sec|csc")
_LEADING_DIRECTION = re.compile(
    r"^(?:due\s+|to\s+the\s+)?(?:left|right|up(?:wards?)?|down(?:wards?)?|north|south|east|west)(?:wards?)?\s*[,:]?\s+(?=[-+]?[\d.])",
    re.IGNORECASE,
)
_OPERATOR = re.compile(r"^\s*(?:[-+*/^·×÷|!√π=<>≤≥≈_({\\:]|\d)")


@dataclass(frozen=True, kw_only=True)
class Quantity:
    """A number in a unit."""

    value: float
    """As written, before the unit's scale."""
    half: float = 0.0
    """Half a unit of the last digit; 0 where the number is exact."""
    num_digits: int = 0
    """Significant digits of a number in digits."""
    is_integer: bool = False
    unit: Unit | None = None
    remark: str = ""
    """What stands after the unit, such as a direction."""
    in_radians: bool = False
    """An expression that gives an angle: with π or an inverse function."""
    error: float = 0.0
    """After ±."""
    others: tuple[float, ...] = ()
    """Its values where it is read in another way: `sin 30` of degrees."""

    @property
    def is_exact(self) -> bool:
        """Whether this is a count, an integer without a unit or an exact expression, and no measured value."""
        return self.half == 0 or (self.is_integer and (self.unit is None or not self.unit.is_known))


def read_quantity(text: str) -> Quantity | None:
    """The one number with its unit, and perhaps a remark, that a plain text is; None for anything else.

    >>> found = read_quantity("12.0 m/s to the east")
    >>> found.value, found.unit.text, found.remark
    (12.0, 'm/s', 'to the east')
    """
    text = _APPROXIMATELY.sub("", text.strip())
    if not text or len(text) > MAX_CHARS:
        return None
    if found := _LEADING_DIRECTION.match(text):
        inner = read_quantity(text[found.end() :])
        return replace(inner, remark=f"{found[0].strip(' ,:')} {inner.remark}".strip()) if inner is not None else None
    text = with_digits(text)
    if found := _CURRENCY.match(text):
        text = _currency_last(found[1], found[2], text[found.end() :])
    if "±" in text:
        return _with_error(text)
    return _compound(text) or _literal(text) or _expression(text)


def same_quantity(said: Quantity, wanted: Quantity, tolerance: float | None) -> tuple[bool | None, str]:
    """Whether two quantities are the same, and why; None where it cannot be known. Remarks are not looked at."""
    words = f"{_words(said)} against {_words(wanted)}"
    if said.unit is None or wanted.unit is None:
        return _one_without_unit(said, wanted, tolerance), words
    one, other = said.unit, wanted.unit
    if (other.offset or one.offset) and (temperatures := _temperatures(said, wanted)) is not None:
        return agrees(*temperatures, tolerance), words
    factor = conversion(one, other)
    if factor is not None:
        return agrees(_scaled(said, factor), wanted, tolerance), words
    if one.is_known and other.is_known:
        return False, f"{one.text} is no {other.text}"
    is_near = agrees(said, wanted, tolerance)
    if not one.is_known and not other.is_known and are_opposite(one.text, other.text):
        return False, f"{one.text} is the opposite of {other.text}"
    if not one.is_known and not other.is_known:
        return (True if _share_a_word(one, other) else None) if is_near else False, words
    return None, f"is {one.text!r} the same as {other.text!r}?"


def agrees(said: Quantity, wanted: Quantity, tolerance: float | None) -> bool:
    """Whether two values in the same unit are the same, by the rules at the head of this module.

    Args:
        tolerance: relative; replaces the rules where it is given.
    """
    gap, size = abs(said.value - wanted.value), abs(wanted.value)
    if not math.isfinite(gap):
        return False
    if tolerance is not None:
        return gap <= max(tolerance, EXACT) * size
    if gap <= EXACT * size:
        return True
    if gap > CAP * size * (1 + EXACT):
        return False
    if wanted.is_exact and wanted.is_integer:
        return False
    coarse = (
        said.half
        if (said.num_digits >= 3 or not said.is_integer or (said.num_digits >= 2 and not wanted.is_exact))
        else 0.0
    )
    return gap <= (coarse if wanted.is_exact else max(wanted.half, coarse)) * (1 + 1e-6)


def _currency_last(sign: str, currency: str, rest: str) -> str:
    rest = with_digits(rest)
    number = read_number(rest)
    return f"{sign}{rest[: len(rest) - len(number[1])]} {currency}{number[1]}" if number else sign + rest


def _with_error(text: str) -> Quantity | None:
    found = _ERROR.match(text)
    if found is None:
        return None
    inner = read_quantity(f"{found['value']} {found['unit']}") or read_quantity(found["value"])
    return replace(inner, error=float(found["error"])) if inner is not None and _is_float(found["error"]) else None


def _is_float(text: str) -> bool:
    return re.fullmatch(r"\d+\.?\d*(?:[eE][+-]?\d{1,3})?|\.\d+", text) is not None


def _compound(text: str) -> Quantity | None:
    """`1 min 5 s`, `5 ft 3 in`, `3°20'`: parts of one dimension, each unit smaller than the one before."""
    sign = -1.0 if text.startswith("-") else 1.0
    place = len(text) - len(text.lstrip("-"))
    parts: list[tuple[str, str]] = []
    while place < len(text) and (found := _COMPOUND.match(text, place)) and len(parts) < 5:
        parts.append((found[1], found[2].rstrip(".")))
        place = found.end()
    if len(parts) < 2 or (place < len(text) and not _REMARK.match(text[place:])):
        return None
    in_degrees = parts[0][1] in ("°", "deg", "degrees", "d")
    signs = {"'": "arcmin", "''": "arcsec", '"': "arcsec"} if in_degrees else {"'": "ft", "''": "in", '"': "in"}
    in_hours = parts[0][1] in ("h", "hr", "hrs")
    units = [parse_unit("min" if word == "m" and in_hours else signs.get(word, word)) for _, word in parts]
    if in_degrees:
        units = [
            parse_unit({"min": "arcmin", "m": "arcmin", "s": "arcsec"}.get(word, signs.get(word, word)))
            for _, word in parts
        ]
    known = [unit for unit in units if unit is not None]
    if len(known) < len(parts) or any(unit.powers != known[0].powers for unit in known):
        return None
    if any(one.scale <= other.scale for one, other in itertools.pairwise(known)):
        return None
    total = sum(float(number) * unit.scale for (number, _), unit in zip(parts, known, strict=True)) / known[0].scale
    last = read_number(parts[-1][0])
    assert last is not None
    half = last[0].half * known[-1].scale / known[0].scale
    return Quantity(value=sign * total, half=half, num_digits=3, unit=known[0], remark=text[place:].strip())


def _literal(text: str) -> Quantity | None:
    if _PER_SECOND.match(text):
        return _expression(text)
    number = read_number(text)
    if number is None:
        return None
    literal, rest = number
    if not rest.strip():
        return _of_literal(literal, None, "")
    rest = _PER_SECOND.sub(" per ", rest)
    unit, left = read_unit(rest)
    if unit is not None and (not left or _is_remark(left)):
        return _of_literal(literal, unit, left)
    if (found := _expression(text)) is not None:
        return found
    if _OPERATOR.match(rest) and not rest.lstrip().startswith("(") and rest.strip() != "×":
        return None
    if _REMARK.match(rest):
        return _of_literal(literal, None, rest.strip())
    words = re.fullmatch(r"\s*([^\W\d_](?:[^\W\d_]|[ '/×-]){0,60}|×)", rest)
    if words is None or len(rest.split()) > 5 or _NO_UNIT.search(rest):
        return None
    return _of_literal(literal, unknown_unit(words[1].strip()), "")


def _of_literal(literal: Literal, unit: Unit | None, remark: str) -> Quantity:
    return Quantity(
        value=literal.value,
        half=literal.half,
        num_digits=literal.num_digits,
        is_integer=literal.is_integer,
        unit=unit,
        remark=remark,
    )


def _expression(text: str) -> Quantity | None:
    """A formula without symbols, and perhaps a unit after it."""
    if (found := _constant(text)) is not None:
        return found
    places = [match.start() for match in _ENDS_NUMBER.finditer(text)][:24]
    has_function = _FUNCTION.search(text) is not None
    for place in places:
        if has_function and text[place:].lstrip().startswith("°"):
            continue  # `10 sin 30° N`: the degrees belong to the angle
        unit, left = read_unit(_PER_SECOND.sub(" per ", text[place:]))
        if unit is None or (left and not _is_remark(left)):
            continue
        if (found := _constant(text[:place])) is not None:
            return replace(found, unit=unit, remark=left)
    for place in places:
        if _REMARK.match(text[place:]) and (found := _constant(text[:place])) is not None:
            return replace(found, remark=text[place:].strip())
    return None


def _is_remark(left: str) -> bool:
    return _REMARK.match(left) is not None or re.match(r"[^\W\d_]", left) is not None


def _constant(text: str) -> Quantity | None:
    formulas = readings_of(text.strip())
    values = [value for formula in formulas if (value := number_of(formula)) is not None]
    if not values:
        return None
    precision = formulas[0].precision
    return Quantity(
        value=values[0],
        half=precision * abs(values[0]),
        is_integer=not precision and values[0] == round(values[0]),
        num_digits=3,
        in_radians="π" in text or "arc" in text or "^{-1}" in text,
        others=tuple(values[1:]),
    )


def every_reading(quantity: Quantity) -> list[Quantity]:
    """The quantity in each way that it can be read, the plain one first."""
    return [quantity, *(replace(quantity, value=value) for value in quantity.others)]


def _one_without_unit(said: Quantity, wanted: Quantity, tolerance: float | None) -> bool:
    """A bare number is in the unit of the other; a percentage may also be meant as a fraction, an angle as radians."""
    if said.unit is None and wanted.unit is None:
        return agrees(said, wanted, tolerance)
    unit = said.unit or wanted.unit
    assert unit is not None
    bare, other = (said, wanted) if said.unit is None else (wanted, said)
    is_angle = unit.is_angle and unit.scale != 1.0
    if unit.powers == () or is_angle:
        # One of the two in pure numbers: 28 % is 0.28, 45° is π/4.
        scaled = (
            (_scaled(said, unit.scale), wanted) if said.unit is not None else (_scaled(said, 1 / unit.scale), wanted)
        )
        if agrees(*scaled, tolerance):
            return True
        if (is_angle and bare.in_radians) or (said.unit is not None and is_angle):
            return False
        if unit.powers == () and said.unit is not None and abs(wanted.value) <= 1 and wanted.half:
            return False
    if unit.powers == (("rad", 1),) and unit.scale == 1.0 and other is wanted and bare.in_radians:
        return agrees(said, wanted, tolerance)
    return agrees(
        said, replace(wanted, unit=unit) if wanted.unit is None and not wanted.is_exact else wanted, tolerance
    )


def _temperatures(said: Quantity, wanted: Quantity) -> tuple[Quantity, Quantity] | None:
    """Both in the key's scale, where both are temperatures; a bare C or F is a scale next to another one."""
    one, other = said.unit, wanted.unit
    assert one is not None and other is not None
    scales = {"C": "°C", "F": "°F"}
    one = parse_unit(scales[one.text]) if one.text in scales and other.offset else one
    other = parse_unit(scales[other.text]) if other.text in scales and one is not None and one.offset else other
    if one is None or other is None or one.powers != (("K", 1),) or other.powers != (("K", 1),):
        return None
    value = (said.value * one.scale + one.offset - other.offset) / other.scale
    # Next to kelvins, half a unit of the key's digits may be smaller than the 0.15 that people leave out.
    slack = 0.15 if said.is_integer and one.offset != other.offset else 0.0
    half = max(said.half * one.scale / other.scale, slack)
    return replace(said, value=value, half=half, is_integer=False, unit=other), replace(wanted, unit=other)


def _scaled(quantity: Quantity, factor: float) -> Quantity:
    is_integer = quantity.is_integer and factor == 1.0
    return replace(quantity, value=quantity.value * factor, half=quantity.half * abs(factor), is_integer=is_integer)


def _share_a_word(one: Unit, other: Unit) -> bool:
    words = [set(" ".join(name.lstrip("?") for name, _ in unit.powers).split()) for unit in (one, other)]
    return bool(words[0] & words[1])


def _words(quantity: Quantity) -> str:
    unit = f" {quantity.unit.text}" if quantity.unit is not None else ""
    return f"{quantity.value:.6g}{unit}"


__all__ = [
    "CAP",
    "NoFormulaError",
    "Quantity",
    "agrees",
    "every_reading",
    "read_formula",
    "read_quantity",
    "same_quantity",
]
