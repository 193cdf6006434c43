"""Is a label, or an answer, among the texts that were read? Digits must agree; letters may differ as OCR confuses them.

    pattern    the label without markup, each letter a class of look-alikes (Ω read as Q, ° as o), each digit itself, blanks free
    place      a line, the lines of one row joined from left to right, or up to three lines below each other
    limits     `5 cm` stands neither in `15 cm` nor in `2.5 cm`, and `cat` not in `category`

A label of one character is not looked for: the reader misses too many of them to mean anything.
"""

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from scisynth.figures.labels.text import normal
from scisynth.figures.pixels.reader import TALL, ReadText

MIN_CHARS = 2
MAX_CHARS = 60
MIN_FUZZY_CHARS = 6
MIN_RATIO = 0.85
"""Of matching characters (Ratcliff and Obershelp), for long words without a digit."""
MAX_STACK = 3
LOOK_ALIKES = (
    "ΩQ", "°oº0O˚", "×xX*", "-一_~", "μµu", "αa", "βBß", "γyYv", "ηn", "θ0O8eΘ", "λAΛ入", "νv", "πnTIт", "ρpP", "σo6a", "τTtt",
    "φΦ0Oø", "ωw", "ΔA△4∆", "εEe", "δ8S6", "ℓl1I", "lI|", "sS", "zZ", "cC", "kK", "oO", "pP", "uU", "vV", "wW", "xX", "yY",
    "'′’`,", "·.•*", "∠<L", "√V", "/|", "∧Λ^A", "∨Vv", "♂♀",
)  # fmt: skip
OPTIONAL = "·'′’,;:°_^/?"
"""Marks so small that the reader may skip them."""


def candidates(texts: Sequence[ReadText]) -> list[str]:
    """Places where a label may stand: each line, rows and columns of the page, and short stacks of lines."""
    lines = [_folded(item.text) for item in texts]
    rows = [" ".join(_folded(item.text) for item in row) for row in _rows(texts)]
    columns = [" ".join(_folded(item.text) for item in column) for column in _columns(texts)]
    stacks = [" ".join(_folded(item.text) for item in stack) for stack in _stacks(texts)]
    return list(dict.fromkeys([*lines, *rows, *columns, *stacks]))


def is_checkable(label: str) -> bool:
    """Whether a label is long enough to be looked for, and short enough to be one."""
    return MIN_CHARS <= len(_folded(label)) <= MAX_CHARS and any(letter.isalnum() for letter in label)


def stands_in(label: str, places: Iterable[str], *, fuzzy: bool = True) -> bool:
    """Whether the label is written in one of the places; `fuzzy` forgives one letter in six of long words.

    >>> stands_in("$R_2$ = 60 Ω", ["R2 = 60Q"]), stands_in("5 cm", ["15 cm"]), stands_in("nucleus", ["nuclcus"])
    (True, False, True)
    """
    wanted = _folded(label)
    pattern = _pattern(wanted)
    loose = fuzzy and len(wanted) >= MIN_FUZZY_CHARS and not any(letter.isdigit() for letter in wanted)
    for place in places:
        if pattern.search(place):
            return True
        squeezed = place.replace(" ", "").casefold()
        if loose and abs(len(squeezed) - len(wanted)) <= 2:
            # Cheap bounds first: the full ratio is quadratic in the worst case.
            matcher = SequenceMatcher(None, squeezed, wanted.casefold(), autojunk=False)
            if matcher.quick_ratio() >= MIN_RATIO and matcher.ratio() >= MIN_RATIO:
                return True
    return False


def _folded(text: str) -> str:
    """Without markup, raised digits, look-alikes of other alphabets and invisible characters, with single blanks."""
    return " ".join(normal(text).split())


def _pattern(wanted: str) -> re.Pattern[str]:
    parts = [_class_of(letter) for letter in wanted if not letter.isspace()]
    body = r"\s*".join(parts)
    before = r"(?<![\d])(?<!\d[.,])" if wanted[:1].isdigit() else r"(?<![^\W\d_])" if wanted[:1].isalpha() else ""
    after = r"(?![\d])(?![.,]\d)" if wanted[-1:].isdigit() else r"(?![^\W\d_])" if wanted[-1:].isalpha() else ""
    return re.compile(before + body + after)


def _class_of(letter: str) -> str:
    if letter.isdigit():
        return letter
    alike = {letter, letter.upper(), letter.lower()} if letter.isascii() else {letter}
    for group in LOOK_ALIKES:
        # A digit may stand for the symbol that a group begins with, never for an ordinary letter: `3 s` is not 35.
        if letter in group:
            alike |= {one for one in group if letter == group[0] or not one.isdigit()}
    escaped = "".join(re.escape(one) for one in sorted(alike) if len(one) == 1)
    return f"[{escaped}]" + ("?" if letter in OPTIONAL else "")


def _rows(texts: Sequence[ReadText]) -> list[list[ReadText]]:
    """Lines whose middles are at one height, from left to right."""
    return [sorted(row, key=lambda item: item.box_px[0]) for row in _aligned(texts, 1)]


def _columns(texts: Sequence[ReadText]) -> list[list[ReadText]]:
    """Lines along the side of a page, words one above the other, read from the bottom upwards."""
    columns = [column for column in _aligned(texts, 0) if any(_is_tall(item) for item in column)]
    return [sorted(column, key=lambda item: -item.box_px[3]) for column in columns]


def _is_tall(item: ReadText) -> bool:
    left, top, right, bottom = item.box_px
    return bottom - top > TALL * (right - left)


def _aligned(texts: Sequence[ReadText], axis: int) -> list[list[ReadText]]:
    """Groups of two and more whose middles along an axis (0: x, 1: y) lie within each other's boxes."""
    groups: list[list[ReadText]] = []
    for item in sorted(texts, key=lambda item: item.box_px[axis] + item.box_px[axis + 2]):
        middle = (item.box_px[axis] + item.box_px[axis + 2]) / 2
        last = groups[-1] if groups else []
        if last and last[-1].box_px[axis] <= middle <= last[-1].box_px[axis + 2]:
            last.append(item)
        else:
            groups.append([item])
    return [group for group in groups if len(group) > 1]


def _stacks(texts: Sequence[ReadText]) -> list[list[ReadText]]:
    """Two and three lines below each other, close and with a common column."""
    below: dict[int, int] = {}
    for number, upper in enumerate(texts):
        height = upper.box_px[3] - upper.box_px[1]
        near = [
            (other.box_px[1], place)
            for place, other in enumerate(texts)
            if place != number
            and -0.5 * height <= other.box_px[1] - upper.box_px[3] <= height
            and min(other.box_px[2], upper.box_px[2]) > max(other.box_px[0], upper.box_px[0])
        ]
        if near:
            below[number] = min(near)[1]
    found = []
    for number in below:
        stack = [texts[number]]
        place = number
        while place in below and len(stack) < MAX_STACK and texts[below[place]] not in stack:
            place = below[place]
            stack.append(texts[place])
            found.append(list(stack))
    return found
