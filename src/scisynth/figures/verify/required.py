r"""What a figure must show although no claim says so: the number of every given, and every label of the plan as often as listed.

    given         0.75   printed as 0.75, ¾, 3/4 or 75 %;   1800 g as 1.8 kg;   90° as a right-angle mark
                  on a scale only where something is drawn at this value, or the scale names its symbol or unit
                  5 (a count without a unit) as five marks of one role
                  y = 2x + 3, frictionless   no number to print: the labels of the plan speak for them
    plan_label    m = 2 kg                   in any form that `figures.labels.text` takes as equal, alone or within a text
                  label '3 m' on left side   the quoted words; else without the words of layout
                  tick marks every 5 units   unchecked: whether these words are to be printed cannot be told

A label whose text has an id with the name of a mark (`label:F` and `force:F`) must stand by this mark.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from scisynth.figures.labels.text import (
    Number,
    contains_label,
    count_label,
    equal_labels,
    may_contain,
    numbers,
    plain,
    quantities,
)
from scisynth.figures.labels.tokens import tokens
from scisynth.figures.molecules.atom_labels import turned_around
from scisynth.figures.read_back.drawing import Drawing
from scisynth.figures.read_back.drawn_mark import DrawnMark
from scisynth.figures.scene.marks import Box
from scisynth.figures.scene.scene import Claim
from scisynth.figures.verify.claims import Finding, check_claim
from scisynth.figures.verify.hidden_text import is_shown
from scisynth.figures.verify.side_by_side import joined_texts
from scisynth.grading.values.units import conversion

MAX_TEXTS, MAX_WAYS = 1000, 8
"""Texts of a page, and readings of a label, that are compared."""
MAX_POINTS = 60
"""Of a line that shows single values; a curve with more passes every value on its way."""
ROUNDED = 0.005
"""Relative difference between a given and its printed number, as 0.33 for 1/3."""
MAX_COUNT = 12
MAX_WORDS = 5
"""Of a label that is taken as the text to print."""
SMALL = 0.08
"""Of the page's width: the largest side of a right-angle mark."""
NOWHERE = "is printed nowhere"
SPEAKS_OF_TEXT = r"label|text|caption|title|(?:[xy][- ]|horizontal |vertical )?axis(?: label)?|legend(?: entry)?|annotation|dimension"
HEAD = re.compile(
    rf"^(?:an? |the )?(?:(?:{SPEAKS_OF_TEXT}|points?|angle|side|vertex|vertices|force|vector|arrow|length)\s*(?:label(?:l?ed)?)?\s*[:=]?\s+)+",
    re.IGNORECASE,
)
TAIL = re.compile(
    r"\s*,?\s+(?:on|at|near|next|beside|above|below|under|over|left|right|to|along|inside|in|for|between|from|of|beneath|by|with|outside"
    r"|around|across|pointing|marked|shown|drawn)\b.*$", re.IGNORECASE | re.DOTALL,
)  # fmt: skip
REMARK = re.compile(r"\s*[(\[][^()\[\]]*[^\W\d_]{3}[^()\[\]]*[)\]]\s*$")
QUOTED = re.compile(r"(?<!\w)['\"‘“`]([^'\"’”`]{1,60})['\"’”`](?!\w)")
NO_TEXT = re.compile(r"\b(?:ticks?|arrows?|arrowheads?|marks?|markers?|dashed|dotted|lines?|grid|shad(?:ed|ing)|colou?r|icons?|scale|every)\b", re.IGNORECASE)  # fmt: skip
RIGHT_ANGLE = re.compile(r"right|perp|square", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class GivenValue:
    """A value that the problem states, as it is written there."""

    symbol: str = ""
    value: str
    unit: str = ""

    @property
    def printed(self) -> str:
        """As a figure would print it."""
        return f"{self.value} {self.unit}".strip()


@dataclass(frozen=True, kw_only=True)
class Required:
    """Texts that must stand in a figure."""

    givens: tuple[GivenValue, ...] = ()
    labels: tuple[str, ...] = ()
    """As the plan lists them; one that is listed twice must stand there twice."""

    @property
    def texts(self) -> tuple[tuple[str, str], ...]:
        """(kind, text) of what `check_required` looks for, in its order."""
        givens = [("given", given.printed) for given in self.givens if values_of(given)]
        return (*givens, *(("plan_label", label) for label in dict.fromkeys(self.labels)))


NOTHING_REQUIRED = Required()


def required_from_dict(row: Mapping[str, Any]) -> Required:
    """Inverse of `asdict`, also after JSON has turned tuples into lists."""
    return Required(givens=tuple(GivenValue(**given) for given in row["givens"]), labels=tuple(row["labels"]))


def required_texts(
    givens: Iterable[GivenValue], labels: Iterable[str], problem: str, hidden: Sequence[str] = ()
) -> Required:
    """What may be required: givens whose numbers the problem states, and labels that give nothing away."""
    stated = numbers(problem)
    kept = [
        given
        for given in givens
        if all(any(_near(one.value, other) for other in stated) for one in values_of(given))
        and not any(is_shown(secret, given.printed) for secret in hidden)
    ]
    silent = [label for label in labels if label.strip() and not any(is_shown(secret, label) for secret in hidden)]
    return Required(givens=tuple(kept), labels=tuple(silent))


def check_required(drawing: Drawing, required: Required) -> list[Finding]:
    """A finding for each given (kind `given`) and each label of the plan (kind `plan_label`), in the order of `texts`."""
    if required == NOTHING_REQUIRED:
        return []
    page = _Page(drawing)
    givens = [given for given in required.givens if values_of(given)]
    times = Counter(required.labels)
    heads = {_key(label.partition("=")[0]) for label in times}
    return [
        *(_given(given, page) for given in givens),
        *(_label(label, count, heads, page) for label, count in times.items()),
    ]


class _Page:
    """The texts of a drawing, counted."""

    def __init__(self, drawing: Drawing) -> None:
        self.drawing = drawing
        self.texts = [mark for mark in drawing.texts if not mark.is_tick][:MAX_TEXTS]
        self.ticks = [mark for mark in drawing.texts if mark.is_tick][:MAX_TEXTS]
        self.words = Counter(mark.text for mark in self.texts)
        self.atoms = Counter(mark.text for mark in self.texts if mark.role == "atom")

    @cached_property
    def joined(self) -> list[str]:
        """Texts that stand side by side."""
        return [" ".join(words.split()) for words, _ in joined_texts(self.texts)]

    @cached_property
    def numbers(self) -> list[Number]:
        """Every number of the texts."""
        return [number for words in (*self.words, *self.joined) for number in quantities(words)]

    def places(self, is_meant: Callable[[str], bool]) -> tuple[Box, ...]:
        """Where the texts stand that are meant."""
        return tuple(mark.extent for mark in self.texts if is_meant(mark.text))

    def count(self, label: str) -> int:
        """How often a label stands on the page."""
        found = sum(
            times * max(count_label(words, label), equal_labels(words, label))
            for words, times in self.words.items()
            if may_contain(words, label)
        )
        if not found and self.atoms and (turned := turned_around(label)):
            # On the other side of its bond, `NH2` is written `H2N`.
            found = sum(times for words, times in self.atoms.items() if equal_labels(words, turned))
        return found or any(contains_label(words, label) for words in self.joined if may_contain(words, label))


def values_of(given: GivenValue) -> tuple[Number, ...]:
    """The numbers of a given that can be printed; none for a formula, a name or words."""
    found = tokens(given.printed)
    for place, token in enumerate(found):
        if token.kind != "number":
            continue
        after = found[place + 1] if place + 1 < len(found) else None
        before = found[place - 1] if place else None
        if after is not None and (after.text in "^·×+√" or (after.kind == "word" and after.is_attached)):
            return ()
        if before is not None and before.text in "^·×+-√" and place > 1:
            return ()
    return quantities(given.printed)


def _given(given: GivenValue, page: _Page) -> Finding:
    values = values_of(given)
    missing = [value for value in values if not _is_printed(value, given, page)]
    name = f"{given.symbol} = {given.printed}" if given.symbol else given.printed
    if not missing or page.count(given.printed):
        places = page.places(lambda text: any(_says(shown, one) for shown in quantities(text) for one in values))
        return Finding(kind="given", status="held", message=f"{name} is printed", boxes=places)
    return _failed("given", f"the given {name} {NOWHERE}; print {given.printed!r} by what it belongs to")


def _failed(kind: str, message: str, *, of: tuple[str, ...] = ()) -> Finding:
    return Finding(kind=kind, status="failed", message=message[:300], of=of)


def _is_printed(wanted: Number, given: GivenValue, page: _Page) -> bool:
    return (
        any(_says(shown, wanted) for shown in page.numbers)
        or _is_on_scale(wanted, given, page)
        or _is_right_angle(wanted, page)
        or _is_counted(wanted, page)
    )


def _near(one: float, two: float) -> bool:
    return abs(one - two) <= ROUNDED * max(abs(one), abs(two))


def _says(shown: Number, wanted: Number) -> bool:
    """Whether a printed number is the given one: in its unit, in another one, without a unit, or in percent."""
    if shown.unit is not None and wanted.unit is not None:
        factor = conversion(shown.unit, wanted.unit)
        is_same_scale = shown.unit.offset == wanted.unit.offset
        return factor is not None and is_same_scale and _near(shown.value * factor, wanted.value)
    if _near(shown.value, wanted.value):
        return True
    percent = [unit.scale for unit in (shown.unit, wanted.unit) if unit is not None and unit.text == "%"]
    if not percent:
        return False
    return _near(shown.value, wanted.value / percent[0] if shown.unit is not None else wanted.value * percent[0])


def _is_on_scale(wanted: Number, given: GivenValue, page: _Page) -> bool:
    """Whether something is drawn at this value of a scale with numbers, or a scale that names the given has this tick."""
    scales = {mark.axes for mark in page.ticks}
    names = [name for name in (given.symbol, given.unit) if name.strip()]
    for axes in scales:
        is_named = not names or any(
            mark.axes == axes and contains_label(mark.text, name) for mark in page.texts for name in names
        )
        ticks = (
            [number for mark in page.ticks if mark.axes == axes for number in numbers(mark.text)] if is_named else []
        )
        if any(_near(tick, wanted.value) for tick in ticks):
            return True
    return any(
        np.isclose(np.asarray(mark.data), wanted.value, rtol=ROUNDED, atol=0).any()
        for mark in page.drawing.marks
        if mark.kind == "path" and mark.axes in scales and 0 < len(mark.data) <= MAX_POINTS
    )


def _is_right_angle(wanted: Number, page: _Page) -> bool:
    if wanted.unit is None or not wanted.unit.degrees or not _near(wanted.value * wanted.unit.degrees, 90):
        return False
    return any(_is_corner(mark, SMALL * page.drawing.width_px) for mark in page.drawing.marks)


def _is_corner(mark: DrawnMark, largest: float) -> bool:
    """Two short strokes of one length at a right angle, or a small square."""
    if mark.kind != "path" or not 3 <= len(mark.points) <= 5:
        return False
    steps = np.diff(mark.xy, axis=0)
    sizes = np.linalg.norm(steps, axis=1)
    if sizes.min() <= 0 or sizes.max() > largest or np.ptp(sizes) > 0.15 * sizes.max():
        return bool(RIGHT_ANGLE.search(mark.role)) and bool(sizes.max() <= largest)
    cosines = (steps[:-1] * steps[1:]).sum(axis=1) / (sizes[:-1] * sizes[1:])
    return bool(np.abs(cosines).max() < 0.1)


def _is_counted(wanted: Number, page: _Page) -> bool:
    """Whether a count without a unit is drawn as so many marks of one role."""
    if wanted.unit is not None or not wanted.is_integer or not 2 <= wanted.value <= MAX_COUNT:
        return False
    roles = Counter(mark.role for mark in page.drawing.marks if ":" in mark.id and mark.kind != "text")
    return wanted.value in roles.values()


def _label(label: str, times: int, heads: set[str], page: _Page) -> Finding:
    ways = list(_ways(label))[:MAX_WAYS]
    count = 0
    for way in ways:
        count = max(count, min(page.count(part) for part in way))
        if count >= times:
            return _placed(label, way, heads, page)
    if any(contains_label(tick.text, label) for tick in page.ticks):
        return Finding(kind="plan_label", status="held", message=f"{label[:80]!r} is printed on a scale")
    words = ways[-1][0]
    if len(words.split()) > MAX_WORDS or NO_TEXT.search(label):
        message = f"whether {label[:80]!r} is to be printed as it stands cannot be told from these words"
        return Finding(kind="plan_label", status="unchecked", message=message)
    found = f"is printed {count} of {times} times" if count else NOWHERE
    return _failed("plan_label", f"the label {words[:80]!r} of the plan {found}; print it by what it names")


def _ways(label: str) -> Iterator[list[str]]:
    """The texts that a label may mean, the most literal first; of a list all must be there."""
    label = " ".join(label.split())
    yield [label]
    if quoted := QUOTED.findall(label):
        yield quoted
        return
    bare = label
    for rule in (REMARK, HEAD, TAIL):
        shorter = rule.sub("", bare).strip(" .,:;")
        if shorter and shorter != bare:
            bare = shorter
            yield [bare]
    # `F_N: normal force` may be printed as either, `m = 2 kg` as its value alone, but neither without its number.
    states_number = any(map(str.isdigit, bare))
    sides = re.split(r"\s+[-–—→]+\s+|:\s+", label)
    yield from ([part] for part in sides if part and (not states_number or any(map(str.isdigit, part))))
    symbol, equals, value = bare.partition("=")
    if equals and len(quantities(value)) == 1 and not numbers(symbol) and symbol.strip():
        yield [value.strip()]
    # `450 nm, n = 1.48` may stand as two texts, or with a symbol before each value.
    stated = [part for part in re.split(r"[,;]\s+", bare) if part]
    if len(stated) > 1 and all(quantities(part) for part in stated):
        yield [part.partition("=")[2].strip() or part for part in stated]
    listed = [part for part in re.split(r"\s*[,;/]\s*|\s+and\s+", bare) if part]
    if len(listed) > 1 and not re.search(r"[()\[\]=⟨{]", bare) and all(part[0].isalpha() for part in listed):
        yield listed
    yield [bare]


def _placed(label: str, way: Sequence[str], heads: set[str], page: _Page) -> Finding:
    """Whether the texts that say a label stand by the marks that share their names."""
    for mark in page.texts:
        role, _, name = mark.id.partition(":")
        if not name or not _says_label(mark.text, way):
            continue
        head = _key(mark.text.partition("=")[0])
        are_names = head[:1].isalpha() and _key(name)[:1].isalpha()
        if are_names and _key(name) != head and _key(name) in heads and head in heads:
            message = f"the text with the id {mark.id} says {mark.text[:40]!r}; exchange the texts or their ids"
            return _failed("plan_label", message, of=(mark.id,))
        named = [other for other in page.drawing.marks if other.id.partition(":")[2] == name and other.kind == "path"]
        if role == "label" and len(named) == 1:
            near = check_claim(Claim(kind="near", of=(mark.id, named[0].id)), page.drawing)
            if near.status == "failed":
                return _failed("plan_label", f"the label {label[:60]!r}: {near.message}", of=near.of)
    places = page.places(lambda text: _says_label(text, way))
    return Finding(kind="plan_label", status="held", message=f"{label[:80]!r} is printed", boxes=places)


def _says_label(text: str, way: Sequence[str]) -> bool:
    return any(may_contain(text, part) and contains_label(text, part) for part in way)


def _key(name: str) -> str:
    return re.sub(r"[\W_]", "", plain(name))
