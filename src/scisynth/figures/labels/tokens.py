r"""The parts of a text: numbers by their value, units by their factors, words, signs; and the ways in which a text can be split.

v = 9.80 m/s^2     v  =  9.8  <m·s⁻²>                9,8 is one number or two
F_1 + x^2          F  index 1  +  x  ^  2            2m is two metres or twice m
-3   5 - 3         -3    5  -  3                     a sign that follows no value belongs to its number
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from scisynth.figures.labels.markup import without_markup
from scisynth.grading.values.units import Unit, parse_unit, read_unit

TOKEN = re.compile(
    r"(?P<number>(?:\d{1,3}(?:(?P<group>[, '])\d{3})(?:(?P=group)\d{3})*(?!\d)|\d+)(?:\.\d+)?|\.\d+)"
    r"(?:(?P<e>[eE](?P<exponent>[-+]?\d{1,3})(?![\w.]))|(?P<times>\s*[×·*]\s*10\s*\^\s*(?P<power>[-+]?\d{1,3})(?!\d)))?"
    r"|(?P<word>[^\W\d_]+)|(?P<sign>[^\w\s])"
)
TEN = re.compile(r"\^([-+]?\d{1,3})(?!\.?\d)")
MONEY = re.compile(
    r"(?<![\d.^_$€£¥₹])(?P<sign>[-+]?)(?:(?<!\w)US)?(?P<currency>[$€£¥₹])\s?(?P<inner>[-+]?)(?P<number>\d[\d,]*(?:\.\d+)?|\.\d+)"
    r"(?P<thousands>[kM](?!\w))?(?P<again>\s?(?:USD|US|dollars?|euros?|EUR|pounds?)\b)?"
)
"""An amount with its currency before it; the sign may stand before either."""
DECIMAL_COMMA = re.compile(
    r"(?<![\d,.·(\[])(0,\d+|\d+,(?:\d{1,2}|\d{4,}))(?![\d,.·])|(?<![\d,.·])(\d+)·(\d+)(?![\d,.·^]|\s*\^)"
)
UNIT_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]{1,30}(?:\([^()]{1,20}\))?)[)\]]")
BARE_UNIT = re.compile(r"(?=.*[/^·])(?!.*[^\W\d_]{4}).{1,30}")
"""What may be a unit without a number: `kg m^-3`."""
UNIT_CHARS = 48
"""Behind a number in which its unit is looked for."""
FUNCTIONS = ("sin", "cos", "tan", "cot", "sec", "csc", "log", "ln", "exp", "arcsin", "arccos", "arctan", "pH")
"""Words whose number may follow without a space and is no index."""
ENDS_VALUE = frozenset(")]}^'°%!")


@dataclass(frozen=True)
class Token:
    """One part of a text."""

    text: str
    """In a form that is equal for equal parts."""
    kind: str
    """number, index (a number that is lowered), unit, word or sign."""
    is_attached: bool
    """Nothing stands between it and the one before."""
    value: float = 0.0
    """Of a number."""
    unit: Unit | None = None
    """Of a unit."""
    num_digits: int = 0
    """Significant digits of a number as it is written."""
    is_integer: bool = False
    """Written without a decimal point and without a power of ten."""


@lru_cache(maxsize=4096)
def readings(text: str) -> tuple[tuple[Token, ...], ...]:
    """The ways to read a text: commas between groups or as decimal commas, with units and without."""
    marked = _marked(text)
    ways = [marked]
    if (other := DECIMAL_COMMA.sub(_with_point, marked)) != marked:
        ways.append(other)
    found = [_tokens(way, with_units=True) for way in ways]
    found += [_tokens(way, with_units=False) for way, read in zip(ways, found, strict=True) if has_unit(read)]
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[Token, ...]:
    """The numbers, units, words and signs of a text; numbers by their value, so that 9.80 and 9.8 are equal."""
    return _tokens(_marked(text), with_units=True)


def has_unit(reading: Sequence[Token]) -> bool:
    """Whether a unit is among the tokens."""
    return any(token.kind == "unit" for token in reading)


def _marked(text: str) -> str:
    return MONEY.sub(_currency_last, without_markup(text))


def _currency_last(found: re.Match[str]) -> str:
    """`-$500` as `-500 $`, so that an amount is a number with its unit wherever its currency stands."""
    sign = "-" if "-" in (found["sign"], found["inner"]) else found["sign"]
    number = found["number"].rstrip(",")
    goes_on = found.string[found.end() : found.end() + 1]
    rest = found["number"][len(number) :] or (" " if re.match(r"[-+$€£¥₹\w]", goes_on) else "")
    return f"{sign}{number} {found['thousands'] or ''}{found['currency']}{rest}"


def _with_point(found: re.Match[str]) -> str:
    return found[1].replace(",", ".") if found[1] else f"{found[2]}.{found[3]}"


def _tokens(marked: str, *, with_units: bool) -> tuple[Token, ...]:
    if with_units and BARE_UNIT.fullmatch(marked) and (whole := parse_unit(marked)) is not None and whole.is_known:
        return (Token(_unit_text(whole), "unit", False, unit=whole),)
    found: list[Token] = []
    place = end = 0
    written = ""
    unit: tuple[Unit, int, bool] | None
    while match := TOKEN.search(marked, place):
        is_attached = bool(found) and match.start() == end
        is_index = marked[match.start() - 1 : match.start()] == "_" and match.start() > 0
        place = end = match.end()
        if match["number"]:
            token, place = _number(marked, match, found, is_attached=is_attached or is_index, is_index=is_index)
            end = place
            found.append(token)
            unit = _unit_at(marked, place) if with_units and token.kind == "number" else None
        elif match["word"]:
            unit = None
            if is_index and found and found[-1].kind == "word":
                # F_net and Fnet are one name.
                word = written + match["word"]
                found[-1] = Token(_folded(word), "word", found[-1].is_attached)
            else:
                word = match["word"]
                found.append(Token(_folded(word), "word", is_attached or is_index))
            written = word
        else:
            unit = _unit_in_brackets(marked, match.start(), found) if with_units and match["sign"] in "([" else None
            if unit is None:
                found.append(Token(match["sign"], "sign", is_attached))
        if unit is not None:
            found.append(Token(_unit_text(unit[0]), "unit", unit[2], unit=unit[0]))
            place = end = unit[1]
    return tuple(_tidied(found))


def _number(
    marked: str, match: re.Match[str], found: Sequence[Token], *, is_attached: bool, is_index: bool
) -> tuple[Token, int]:
    before = found[-1] if found else None
    after_letter = is_attached and before is not None and before.kind == "word" and before.text not in FUNCTIONS
    if is_index or after_letter:
        return Token(f"_{match['number']}", "index", True), match.end()
    digits = re.sub(r"[, ']", "", match["number"])
    value, end = float(digits), match.end()
    exponent = int(match["exponent"] or match["power"] or 0)
    if digits == "10" and not exponent and (ten := TEN.match(marked, end)):
        value, exponent, end = 1.0, int(ten[1]), ten.end()
    # In one step, so that 1.2 × 10³ is 1200 to the last digit.
    value = float(f"{value!r}e{max(-300, min(300, exponent))}") if exponent and "e" not in repr(value) else value
    is_rounded = "." in digits or exponent != 0
    significant = len((digits if is_rounded else digits.rstrip("0")).replace(".", "").lstrip("0"))
    text = f"#{value:.10g};"
    return Token(text, "number", is_attached, value, None, significant, is_integer=not is_rounded), end


def _unit_at(marked: str, place: int) -> tuple[Unit, int, bool] | None:
    """The unit behind a number, where it ends, and whether it is attached."""
    rest = marked[place : place + UNIT_CHARS]
    line = rest.split("\n")[0].split("_")[0]
    head = line.lstrip(" ·")
    is_attached = len(head) == len(line)
    if not re.match(r"[^\W\d_]|[%‰°$€£]|1?/[^\W\d_]", head):
        return None
    # `6e23 /mol` is read as `6e23 1/mol`.
    unit, left = read_unit(f"1{head}" if head[0] == "/" else head)
    if unit is None or not unit.is_known:
        return None
    # The reader of units rewrites some names, so the end is found from behind.
    stop = len(head) - len(left) if head.endswith(left) else -1
    if stop <= 0:
        return None
    goes_on = rest[len(line) - len(head) + len(head[:stop].rstrip()) :][:1]
    if goes_on and (goes_on in "_^'" or goes_on.isdigit() or (goes_on.isalpha() and head[stop - 1].isalpha())):
        return None
    if re.search(r"(?<![\w^-])[A-Za-z]+1$|(?<=[A-Za-z])1\b", unit.text):
        return None
    return unit, place + len(line) - len(head) + len(head[:stop].rstrip()), is_attached


def _unit_in_brackets(marked: str, place: int, found: Sequence[Token]) -> tuple[Unit, int, bool] | None:
    """The unit in the brackets of an axis label: `Time (s)`, `v [m/s]`."""
    match = UNIT_IN_BRACKETS.match(marked, place)
    if match is None or not found or found[-1].kind not in ("word", "index"):
        return None
    if not (re.search(r"[/^·%°]", match[1]) or len(found[-1].text) > 2):
        return None
    unit = parse_unit(match[1])
    return (unit, match.end(), False) if unit is not None and unit.is_known else None


def _unit_text(unit: Unit) -> str:
    named = "·".join(f"{scale:g}{dict(powers)}^{exponent}" for scale, powers, exponent in unit.factors)
    return f"<{named}{f' from {unit.offset:g} K' if unit.offset else ''}>"


def _folded(word: str) -> str:
    """Case counts in short words, in those with capitals inside, and in pairs of letters: N, Pa, Tt, AABB."""
    is_pairs = len(word) % 2 == 0 and all(word[at].lower() == word[at + 1].lower() for at in range(0, len(word), 2))
    is_word = len(word) >= 4 and not is_pairs and (word.islower() or word.isupper() or word.istitle())
    return word.lower() if is_word or (len(word) == 3 and word.istitle()) else word


def _tidied(found: list[Token]) -> list[Token]:
    """A sign before a number that follows no value is its own; a dot between letters, which may be left out, is left out."""
    kept: list[Token] = []
    for place, token in enumerate(found):
        before = kept[-1] if kept else None
        opens = len(kept) < 2 or (kept[-2].kind == "sign" and kept[-2].text not in ENDS_VALUE)
        # `ice at -10 °C` is below zero; `x -3` is a difference.
        opens = opens or (kept[-2].kind == "word" and len(kept[-2].text) > 1 and not kept[-1].is_attached)
        if token.kind == "number" and before is not None and before.text in ("-", "+") and opens and token.is_attached:
            sign = "-" if before.text == "-" and token.value else ""
            value = -token.value if sign else token.value
            text = f"#{sign}{token.text[1:]}"
            kept[-1] = replace(token, text=text, is_attached=before.is_attached, value=value)
            continue
        neighbours = (before, found[place + 1]) if before is not None and place + 1 < len(found) else ()
        if token.text in "·*" and token.kind == "sign" and neighbours:
            both_are_numbers = all(one is not None and one.kind == "number" for one in neighbours)
            if not both_are_numbers:
                continue
            token = Token("·", "sign", token.is_attached)
        elif token.text == "×" and neighbours and all(one is not None and one.kind == "number" for one in neighbours):
            token = Token("·", "sign", token.is_attached)
        elif token.text == "^" and place + 1 < len(found) and _is_charge(found, place):
            continue
        kept.append(token)
    return kept


def _is_charge(found: Sequence[Token], place: int) -> bool:
    """`Na^+`, `SO_4^2-`: a sign, or a number and a sign, that end the text or a word."""
    rest = found[place + 1 : place + 4]
    rest = rest[1:] if rest and rest[0].kind == "number" and rest[0].is_attached else rest
    return (
        bool(rest)
        and rest[0].text in "+-"
        and rest[0].is_attached
        and (len(rest) == 1 or not rest[1].is_attached or rest[1].kind == "sign")
    )
