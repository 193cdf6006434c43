"""Named values: `x = 5`, `p(SbCl3) = p(Cl2) = 0.440 atm`, `Hazel - 1/4`, `F = ma = 2*3 = 6 N`, and when two names mean one thing."""

import calendar
import re
from dataclasses import dataclass

from scisynth.grading.values.plain import GREEK_LETTERS
from scisynth.grading.values.relations import split_relation

_SYMBOL = r"(?:Δ|δ|d)?[A-Za-zα-ωΑ-Ωħℓ]"
_SUB = r"(?:\s*_\s*(?:\{[^{}]*\}|\w+)|\d)?"
_NAME = re.compile(
    rf"^(?:\|?\s*{_SYMBOL}{_SUB}'*\s*\|?(?:\s*\([^()=]{{0,30}}\))?|\[[^\[\]]{{1,20}}\](?:_\{{?\w+\}}?)?|[A-Za-z]{{1,4}}\([^()]{{1,30}}\)"
    r"|d[A-Za-zα-ω]/d[A-Za-zα-ω]|\\frac\{d[A-Za-zα-ω]\}\{d[A-Za-zα-ω]\}|[A-Za-zα-ω]\^\{-1\}\([a-z]\))$"
)
_PHRASE = re.compile(r"^[A-Za-z(][\w ,'’()/αβγθλμρσωφ{}_^-]{1,80}$")
_COLON = re.compile(
    r"^([^\W\d_][^:=]{0,60}?)\s*:\s+(\S.*)$|^([A-Za-z]{3}[A-Za-z0-9_{} ]{0,40}?)\s+[-—]\s+(\d.*)$", re.DOTALL
)
_SPOKEN = re.compile(
    r"^(?!(?:[A-Za-z]+\s+){0,2}(?:not|no|never|cannot|neither|nor|nicht|pas|keine?|without|except|but|doubt|wrong|incorrect|less|more|greater|fewer|larger|smaller|than|under|over|above|below"
    r"|exceed\w*|least|most|twice|half|double|triple|thrice|times|unless|would)\s)"
    r"(?!(?:arc)?(?:sin|cos|tan|cot|sec|csc)h?\b|log|ln|sqrt|exp|abs|not\b|no\b|about|approx|around|roughly|nearly|exactly|only|pi\b|negative|minus|about|or\b|and\b"
    r"|left|right|up\w*|down\w*|north|south|east|west|to|from\b|into|out|clockwise|between|over|under|carbon|uranium|plus)([A-Za-z]{2,20}(?:\s+[a-z]+){0,2})\s+([-+]?[$€]?(?:\d|\.\d|π|\\frac|\\sqrt)[^=<>:]*)$"
)
"""`amplitude 2`, `pH 7.4`: words and their value, where none of the words denies, bounds or multiplies it."""
_NO_NAME = re.compile(r"\\|[+*^]|\d\s*\d")
_COMMON = frozenset(
    ["the", "a", "an", "of", "is", "in", "at", "for", "amount", "value", "final", "total", "and", "formed"]
)
_OF_AN_ANSWER = frozenset(["answer", "result", "solution", "number", "it", "we", "get"])
CALENDAR = frozenset(name.casefold() for name in (*calendar.month_name[1:], *calendar.day_name))


@dataclass(frozen=True)
class Named:
    """A value, or a chain of equal ones, under one or more names."""

    names: tuple[str, ...]
    values: tuple[str, ...]
    """From the first to the last; at least one."""
    is_spoken: bool = False
    """The name is a word before the number: `April 2028`, `amplitude 2`."""


def read_named(text: str) -> Named:
    """Names and values of a text; without a name where there is none.

    >>> found = read_named("F = m a/2 = 6 N")
    >>> found.names, found.values, read_named("O2: 103 mmHg").names
    (('F',), ('m a/2', '6 N'), ('O2',))
    """
    if found := _COLON.match(text):
        name, value = (found[1], found[2]) if found[1] else (found[3], found[4])
        inner = read_named(value)
        return Named((name.strip(), *inner.names), inner.values)
    if (found := _SPOKEN.match(text)) is not None:
        return Named((found[1],), (found[2],), is_spoken=True)
    sides, operators = split_relation(text)
    if not operators or not set(operators) <= set("=≈≡") or any(not side for side in sides[1:]):
        return Named((), (text,))
    names = []
    if not sides[0]:
        sides = sides[1:]
    while len(sides) > 1 and is_name(sides[0]):
        names.append(sides.pop(0))
    return Named(tuple(names), tuple(sides))


def is_name(text: str) -> bool:
    """Whether a text can be the name of a quantity: a symbol with an index, a bracketed formula, a short phrase."""
    if _NAME.match(text):
        return True
    return bool(_PHRASE.match(text)) and not _NO_NAME.search(text) and re.search(r"[A-Za-z]{3}", text) is not None


def is_definition(text: str) -> bool:
    """Whether an equation gives the value of one symbol, which is not in the value: `v = u + at`."""
    named = read_named(text)
    if not named.names or any("=" in value for value in named.values):
        return False
    symbol = re.sub(r"\(.*", "", named.names[0]).strip()
    return (
        not any(re.search(rf"(?<![A-Za-z\\]){re.escape(symbol)}(?![A-Za-z_])", value) for value in named.values)
        if symbol
        else True
    )


def name_key(name: str) -> str:
    """A name without braces, underscores and spaces; letter case stays."""
    return re.sub(r"[\s{}_\\|]", "", re.sub(r"(?<=[A-Za-zα-ω}])\s*\([a-zθ, ]{1,8}\)$", "", name))


def same_name(one: str, other: str) -> bool:
    """Whether two names of parts are one: equal, or one phrase within the other (`FeO`, `Amount of FeO formed`)."""
    if name_key(one) == name_key(other):
        return True
    if re.findall(r"\d+(?:\.\d+)?", one) != re.findall(r"\d+(?:\.\d+)?", other):
        return False
    mine, theirs = (set(re.findall(r"[\w₀-₉]+", _spelled(name))) - _COMMON for name in (one, other))
    return bool(mine and theirs) and (mine <= theirs or theirs <= mine)


def spoken_names_differ(said: Named, wanted: Named) -> bool:
    """Whether both have a word before their number, and the words have nothing in common: `September 2028`, `April 2028`."""
    if not (said.is_spoken and wanted.is_spoken) or same_name(said.names[0], wanted.names[0]):
        return False
    return bool({*said.names[0].casefold().split()} - _COMMON - _OF_AN_ANSWER)


def names_conflict(said: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Whether two symbols are surely different ones: `y` and `x`, `V_1` and `V_2`; not `v` and `v_f`, nor `speed` and `v`."""
    if not said or not wanted or any(same_name(one, other) for one in said for other in wanted):
        return False
    return all(_differ(one, other) for one in said for other in wanted)


def _differ(one: str, other: str) -> bool:
    if not _NAME.match(one) or not _NAME.match(other):
        return False
    mine, theirs = name_key(one), name_key(other)
    if mine[:1] != theirs[:1]:
        return True
    return len(mine) > 1 and len(theirs) > 1


def _spelled(name: str) -> str:
    name = re.sub(r"[_{}]", "", name)
    return " ".join(GREEK_LETTERS.get(word, word) if len(word) < 4 else word.casefold() for word in name.split())
