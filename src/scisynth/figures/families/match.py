"""Which family could draw a problem: each says so next to its texts, as expressions that the problem's words must meet.

    incline_block:
      match:
        - needs: ["inclin(e|ed)|slope|ramp", "block|box|crate"]     each is found in the problem, in upper or lower case
          excludes: ["pulley", "spring"]                            none is; a plain word is met at the start of a word only
          reads: {mass: "{number} ?kg"}                             a parameter, and where its number stands
          also: ["Physics - Waveform"]                              further image types whose problems are of this kind
      en: ...

A match says that a figure of the family shows the problem's situation up to names and numbers. Where every number that the family
reads has a figure, `values` holds them, and the problem's own figure can be drawn. Words are searched without TeX and HTML.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from random import Random
from typing import Any

from scisynth.core.errors import DataError, nearest
from scisynth.figures.families.family import Family
from scisynth.figures.families.parameters import Parameters
from scisynth.figures.families.texts import MATCH, read_text_file
from scisynth.figures.labels.markup import without_markup
from scisynth.grading.values.numbers import read_number
from scisynth.science.image_types import load_image_types

MAX_CHARS = 10_000
"""Of a problem; what follows is not searched."""
KEYS = ("needs", "excludes", "reads", "also")
NUMBER_SLOT = "{number}"
_NUMBER = r"(?P<number>-?\d[\d,]*(?:\.\d+)?(?:\s?[×x*]\s?10\^?-?\d+)?)"
_PIPE = re.compile(r"\|(?![^(]*\))")
"""Between alternatives, outside of brackets."""
_WRAPPERS = re.compile(r"\{/?eq\}|#|\\displaystyle|\\(?:rm|text|mathrm|bf|it)\b")
"""Marks around formulas in collections of problems, which say nothing."""
LEVEL = 2
"""Of figures drawn for a match: the ordinary one."""


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """One kind of problem that a family can draw."""

    needs: tuple[re.Pattern[str], ...]
    excludes: tuple[re.Pattern[str], ...] = ()
    reads: Mapping[str, re.Pattern[str]] = field(default_factory=dict)
    """Name of a parameter to the place of its number."""
    also: tuple[str, ...] = ()
    """Image types, besides the family's own, whose problems may be of this kind."""

    def fits(self, words: str) -> bool:
        """Whether the words meet every need and name nothing that is excluded."""
        return all(item.search(words) for item in self.needs) and not self.excluded(words)

    def missing(self, words: str) -> tuple[str, ...]:
        """Expressions that the words do not meet."""
        return tuple(item.pattern for item in self.needs if not item.search(words))

    def excluded(self, words: str) -> str:
        """What the words name and no figure of this kind shows; empty where there is nothing."""
        return next((found[0] for item in self.excludes if (found := item.search(words))), "")

    def read(self, words: str) -> dict[str, float]:
        """The parameters whose numbers stand in the words."""
        found = {}
        for name, item in self.reads.items():
            if place := item.search(words):
                number = read_number(place["number"].replace(" ", ""))
                if number is not None:
                    found[name] = int(number[0].value) if number[0].value.is_integer() else number[0].value
        return found


@dataclass(frozen=True, kw_only=True)
class Match:
    """What is said of one problem."""

    family: str
    """Empty where none could draw it."""
    image_type: str = ""
    values: Mapping[str, float] = field(default_factory=dict)
    """Parameters whose numbers were read."""
    reason: str = ""
    """Why none could, or why the problem's own numbers are not drawn; empty where they are."""
    parameters: Parameters | None = None
    """Of the problem's own figure; None where its numbers were not read, or have no figure."""


def problem_words(question: str) -> str:
    """A problem as it is searched: plain letters, without TeX, HTML and line breaks."""
    return " ".join(without_markup(_WRAPPERS.sub(" ", question[:MAX_CHARS])).split())


def match_problem(question: str, image_type: str, families: Iterable[Family[Any]]) -> Match:
    """The family that could draw a problem; those of its own image type come first, then those that read most of its numbers.

    Of a problem with an image type only families of that type are asked, and those that name the type themselves (`also`): words
    such as `cell` or `plane` mean other things elsewhere.
    """
    words = problem_words(question)
    found, close = [], []
    for item in families:
        for pattern in patterns_of(item):
            if image_type and image_type != item.image_type and image_type not in pattern.also:
                continue
            if pattern.fits(words):
                values = pattern.read(words)
                found.append(((item.image_type == image_type, len(values), len(pattern.needs)), item, values))
            elif image_type:
                missing = pattern.missing(words)
                close.append((len(missing) / len(pattern.needs), item.name, missing, pattern.excluded(words)))
    if not found:
        return Match(family="", reason=_why_none(image_type, close))
    _, item, values = max(found, key=lambda entry: entry[0])
    parameters, reason = _parameters(item, values)
    return Match(family=item.name, image_type=item.image_type, values=values, parameters=parameters, reason=reason)


def _why_none(image_type: str, close: Sequence[tuple[float, str, tuple[str, ...], str]]) -> str:
    if not close:
        return f"no family of {image_type or 'this image type'} says what it can draw"
    _, name, missing, excluded = min(close, key=lambda entry: entry[:2])
    words = f"no word of {missing[0]}" if missing else f"it speaks of {excluded!r}"
    return f"nearest is {name}, but {words}"


def _parameters(item: Family[Any], values: Mapping[str, float]) -> tuple[Parameters | None, str]:
    """Parameters with the numbers that were read, all else as the family likes; the reason where there are none."""
    if not values:
        return None, "none of its numbers is read"
    specs = item.parameters.specs()
    for name, value in values.items():
        low, high = specs[name].span
        if not low <= value <= high:
            spec = specs[name]
            return None, f"{spec.meaning or name} is {value:g} {spec.unit}, drawn from {spec.words}".replace("  ", " ")
    try:
        return item.parameters.sample(Random(item.name), LEVEL, values), ""
    except DataError:
        return None, f"no figure has {', '.join(f'{name} = {value:g}' for name, value in values.items())}"


@lru_cache(maxsize=1024)
def patterns_of(item: Family[Any]) -> tuple[Pattern, ...]:
    """What a family says it can draw; empty where it says nothing.

    Raises:
        DataError: an unknown key or parameter, no expression, or one without its number.
    """
    rows = read_text_file(item.text_file).get(item.name, {}).get(MATCH, [])
    place = f"{item.text_file.name}: {item.name}, match"
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise DataError(f"{place}: expected a list of needs, excludes and reads")
    return tuple(_pattern(place, row, item.parameters.number_names()) for row in rows)


def _pattern(place: str, row: Mapping[str, Any], numbers: Collection[str]) -> Pattern:
    for key in row:
        if key not in KEYS:
            raise DataError(f"{place}: unknown key {key!r}; {nearest(str(key), KEYS)}")
    reads = row.get("reads", {})
    for name, expression in reads.items():
        if name not in numbers:
            raise DataError(f"{place}: reads: unknown number {name!r}; {nearest(str(name), numbers)}")
        if str(expression).count(NUMBER_SLOT) != 1:
            raise DataError(f"{place}: reads, {name}: expected one {NUMBER_SLOT}, got {expression!r}")
    for kind in row.get("also", []):
        if kind not in load_image_types():
            raise DataError(f"{place}: also: unknown image type {kind!r}; {nearest(str(kind), load_image_types())}")
    if not row.get("needs"):
        raise DataError(f"{place}: expected needs, expressions that a problem's words must meet; write some")
    return Pattern(
        needs=tuple(_compiled(place, item) for item in row["needs"]),
        excludes=tuple(_compiled(place, _at_word_starts(str(item))) for item in row.get("excludes", [])),
        reads={name: _compiled(place, str(item).replace(NUMBER_SLOT, _NUMBER)) for name, item in reads.items()},
        also=tuple(row.get("also", [])),
    )


def _at_word_starts(expression: str) -> str:
    """The expression with its plain words at the start of a word: `rate` is not met in `temperature`, nor `rod` in `product`."""
    return "|".join(rf"\b{part}" if part.isalpha() else part for part in _PIPE.split(expression))


def _compiled(place: str, expression: str) -> re.Pattern[str]:
    try:
        return re.compile(expression, re.IGNORECASE)
    except (re.error, TypeError) as error:
        raise DataError(f"{place}: expected a regular expression, got {expression!r} ({error})") from None
