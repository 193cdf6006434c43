"""Claims about texts: what is printed, what number it states, which mark it stands by, and how many marks there are.

A text stands by a mark when the gap to its line is small, when it lies inside of it, or when its leader ends there; and no other
mark of the same role is nearer. With a leader only the leader's end counts.
"""

import re
from collections.abc import Sequence
from heapq import nsmallest

import numpy as np

from scisynth.figures.labels.text import contains_label, equal_labels, numbers, quantities
from scisynth.figures.molecules.atom_labels import turned_around
from scisynth.figures.read_back import geometry
from scisynth.figures.read_back.drawing import Drawing
from scisynth.figures.read_back.drawn_mark import DrawnMark
from scisynth.figures.scene.marks import Box, role_of
from scisynth.figures.scene.scene import Claim
from scisynth.figures.verify.claim_checks import marks
from scisynth.figures.verify.claim_checks.legends import entries, foreign_look, is_entry
from scisynth.grading.values.units import Unit, conversion

RELATIVE = 0.01
NEAR_PX, NEAR_PT, NEAR_LINES, NEAR_SHARE = 45.0, 32.0, 2.5, 0.07
"""A text farther than this from its mark names nothing: pixels, points of a large page, heights of a large text, or fraction of the
page's diagonal."""
MAX_TRIED = 6
"""Texts with the same words that are tried for one mark."""
MAX_NEAREST = 40
"""Marks with one id that are measured in full, those nearest by what they cover."""
MAX_SHOWN = 5
"""Texts of the page that a message lists."""
LEADERS = ("leader", "pointer", "callout")


def label(claim: Claim, drawing: Drawing) -> str:
    """The text stands somewhere, or on one of the labels that are named, or by the mark that is named."""
    expected = marks.words(claim)
    if not claim.of:
        return "" if _with_words(drawing, expected) else f"expected the text {expected!r}, found it nowhere; print it"
    found = [marks.text(drawing, mark_id) for mark_id in claim.of]
    on = [item for item in found if item is not None]
    if not on:
        return _named(drawing, claim.of[0], expected)
    if any(contains_label(item.text, expected) for item in on):
        return ""
    return f"expected the text {expected!r} on {marks.short(claim.of[0])}, found {on[0].text!r}"


def names(claim: Claim, drawing: Drawing) -> str:
    """A text with these words stands by the mark, and by no other of its kind; or the legend gives them to its look."""
    return _named(drawing, marks.at_least(claim, 1)[0], marks.words(claim))


def _named(drawing: Drawing, mark_id: str, expected: str) -> str:
    marks.pieces(drawing, mark_id)
    by_legend = foreign_look(drawing, mark_id, expected)
    if by_legend == "":
        return ""
    every = entries(drawing)
    found = _nearest(drawing, mark_id, [text for text in _with_words(drawing, expected) if not is_entry(text, every)])
    if not found and by_legend:
        return by_legend
    if not found:
        shown = ", ".join(repr(text.text[:30]) for text in drawing.texts[:MAX_SHOWN])
        return f"expected the text {expected!r} by {marks.short(mark_id)}, found it nowhere; texts on the page: {shown or 'none'}"
    faults = [_misplaced(drawing, text, mark_id) for text in found]
    return "" if not all(faults) else f"{faults[0]}; expected it by {marks.short(mark_id)}"


def _nearest(drawing: Drawing, mark_id: str, texts: Sequence[DrawnMark]) -> list[DrawnMark]:
    """Those of the texts that stand nearest to a mark, at most `MAX_TRIED`."""
    places = [mark.extent for mark in marks.pieces(drawing, mark_id)[:MAX_NEAREST]]
    return nsmallest(MAX_TRIED, texts, key=lambda text: min(geometry.box_distance(text.bbox, box) for box in places))


def value(claim: Claim, drawing: Drawing) -> str:
    """A label, or a text that stands by the mark, states a number, with its unit or without."""
    mark_id = marks.at_least(claim, 1)[0]
    own = marks.text(drawing, mark_id)
    near = claim.tolerance or RELATIVE / 2
    if own is not None:
        if _states(own.text, claim.value, near):
            return ""
        return f"expected the number {claim.value} in {marks.short(mark_id)}, found {own.text!r}"
    stating = _nearest(drawing, mark_id, [text for text in drawing.texts if _states(text.text, claim.value, near)])
    if not stating:
        return f"expected the number {claim.value} by {marks.short(mark_id)}, found it in no text; print it there"
    faults = [_misplaced(drawing, text, mark_id) for text in stating]
    return "" if not all(faults) else f"{faults[0]}; expected the number {claim.value} by {marks.short(mark_id)}"


def near(claim: Claim, drawing: Drawing) -> str:
    """A label stands by its mark, not by another of the same role."""
    one, two = marks.at_least(claim, 2)[:2]
    label_of = marks.text(drawing, one)
    if label_of is None and marks.text(drawing, two) is not None:
        one, two, label_of = two, one, marks.text(drawing, two)
    return _misplaced(drawing, label_of or marks.one(drawing, one), two, claim.tolerance)


def _misplaced(drawing: Drawing, text: DrawnMark, mark_id: str, within: float = 0.0) -> str:
    """Why a text does not stand by a mark; empty where it does."""
    places = anchors(drawing, text)
    # Where a line leads away from the text, the text itself speaks of what is close only.
    fraction = NEAR_SHARE if len(places) == 1 else 0.0
    faults = [_away(drawing, text, place, mark_id, within, fraction) for place in places]
    return "" if not all(faults) else faults[0]


def _away(drawing: Drawing, text: DrawnMark, place: Box, mark_id: str, within: float, fraction: float) -> str:
    """Why a place is not by a mark, or by another one more."""
    every = marks.pieces(drawing, mark_id)
    own = nsmallest(MAX_NEAREST, every, key=lambda mark: geometry.box_distance(place, mark.extent))
    middle = np.asarray([(place[0] + place[2]) / 2, (place[1] + place[3]) / 2])
    holds = any(_holds(mark, middle) for mark in own)
    gap = 0.0 if holds else min(geometry.box_to_path(place, mark) for mark in own)
    name = marks.short(text.id or repr(text.text[:30]))
    height = text.bbox[3] - text.bbox[1]
    diagonal = float(np.hypot(drawing.width_px, drawing.height_px))
    lines = NEAR_LINES * min(height, 0.1 * drawing.height_px)
    far = max(NEAR_PX, NEAR_PT * drawing.dpi / 72, lines, fraction * diagonal)
    if gap > (within or far):
        return f"{name} stands {gap:.0f} px from {marks.short(mark_id)}; move it there"
    for rival in drawing.marks:
        if not _is_rival(rival, own[0], mark_id):
            continue
        # The gap to all that a rival covers is less than that to its line, and quickly measured.
        if geometry.box_distance(place, rival.extent) >= gap - marks.TOUCH_PX:
            continue
        in_rival = not holds and _holds(rival, middle) and not _holds(rival, geometry.center(own[0]))
        if in_rival or geometry.box_to_path(place, rival) < gap - marks.TOUCH_PX:
            return f"{name} stands nearer to {marks.short(rival.id)} than to {marks.short(mark_id)}"
    return ""


def _is_rival(rival: DrawnMark, own: DrawnMark, mark_id: str) -> bool:
    """Another mark of the same kind: of the same role, or without roles of the same shape."""
    if not rival.id or rival.id in (own.id, mark_id) or rival.kind != own.kind or rival.axes != own.axes:
        return False
    if ":" in own.id:
        return rival.role == own.role
    return ":" not in rival.id and rival.closed == own.closed


def _holds(mark: DrawnMark, point: np.ndarray) -> bool:
    """Whether a mark is an area, and the point lies in it."""
    is_area = mark.kind == "axes" or (len(mark.points) > 2 and (mark.closed or mark.filled))
    left, bottom, right, top = mark.bbox
    return is_area and bool(left <= point[0] <= right and bottom <= point[1] <= top) and geometry.contains(mark, point)


def anchors(drawing: Drawing, text: DrawnMark) -> list[Box]:
    """Where a text points: the far end of its leader, else its own box, or the far end of a line without an id that starts at it."""
    name = text.id.partition(":")[2] or text.id
    reach = max(text.bbox[3] - text.bbox[1], marks.touch_px(drawing))
    own = [mark for role in LEADERS for mark in drawing.find_all(f"{role}:{name}")] if name else []
    found = [far for mark in own if (far := _far_end(text, mark, reach)) is not None]
    if found:
        return found
    nameless = [mark for mark in drawing.marks if mark.kind == "path" and len(mark.points) == 2 and not mark.id]
    ends = [far for mark in nameless if (far := _far_end(text, mark, reach)) is not None]
    return [text.bbox, *ends[:2]]


def _far_end(text: DrawnMark, line: DrawnMark, reach: float) -> Box | None:
    """The far end of an open line that starts at a text, as a box."""
    if line.closed or len(line.points) < 2:
        return None
    boxes = [(x, y, x, y) for x, y in (end.tolist() for end in geometry.ends(line))]
    gaps = [geometry.box_distance(text.bbox, box) for box in boxes]
    return boxes[int(np.argmax(gaps))] if min(gaps) <= reach < max(gaps) else None


def count(claim: Claim, drawing: Drawing) -> str:
    """Marks of a role, or that share an id."""
    role, expected = marks.at_least(claim, 1)[0], int(marks.number(claim))
    if len(claim.of) > 1 and len({role_of(name) for name in claim.of}) > 1:
        found = len([name for name in claim.of if marks.pieces(drawing, name)])
        return "" if found == expected else f"expected {expected} marks, named and drawn are {found}"
    counts = _counts(drawing, role)
    if not max(counts):
        if expected == 0 and drawing.ids:
            return ""
        if not any(":" in name for name in drawing.ids):
            raise marks.MissingMarkError(role)
    return (
        ""
        if expected in counts
        else f"expected {expected} x {marks.short(role)}, drawn {counts[0]}{_roles(drawing, counts)}"
    )


def _counts(drawing: Drawing, role: str) -> tuple[int, ...]:
    """Marks of the role, and ids among them."""
    found = [mark for mark in drawing.marks if mark.id and role_of(mark.id) == role]
    found = found or [mark for mark in drawing.marks if mark.id and marks.same_role(mark.role, role)]
    if same := drawing.find_all(role):
        found = found if len(found) > len(same) and ":" not in role else same
    if not found:
        numbered = re.compile(re.escape(role.rstrip(":*_- ")) + r"[\W_]*(?:\d+|[A-Za-z])")
        found = [mark for mark in drawing.marks if numbered.fullmatch(mark.id)]
    return len(found), len({mark.id for mark in found})


def _roles(drawing: Drawing, counts: Sequence[int]) -> str:
    """Which roles there are, where the one that is counted is not."""
    if max(counts):
        return ""
    roles = list(dict.fromkeys(role_of(name) for name in drawing.ids if ":" in name))[: marks.MAX_LISTED]
    return f"; roles on the page: {', '.join(map(marks.short, roles))}; the role is the part of an id before the colon"


def row(claim: Claim, drawing: Drawing) -> str:
    """Texts stand in one row, from left to right; a column from top to bottom."""
    wanted = claim.value if isinstance(claim.value, tuple) else claim.of
    if len(wanted) < 2:
        raise ValueError(f"{claim.kind} needs a list of texts")
    axis, sign = (0, 1) if claim.kind == "row" else (1, -1)
    groups = []
    for item in wanted:
        said = f"{item:g}" if isinstance(item, float) else str(item)
        found = [mark for mark in drawing.find_all(said) if mark.kind == "text"] or _with_words(
            drawing, said, whole=True
        )
        if not found:
            return f"expected the text {said!r} in a {claim.kind}, found it nowhere; print it"
        groups.append(found)
    if any(_lines_up(first, groups, axis, sign) for first in groups[0][:50]):
        return ""
    order = "left to right" if claim.kind == "row" else "top to bottom"
    return f"expected a {claim.kind} {', '.join(map(str, wanted))} from {order}; these texts do not stand so"


def _lines_up(first: DrawnMark, groups: Sequence[Sequence[DrawnMark]], axis: int, sign: int) -> bool:
    """Whether one text of each group follows the one before it along an axis, in the same line as the first."""
    last = sign * geometry.center(first)[axis]
    for group in groups[1:]:
        places = [sign * geometry.center(text)[axis] for text in group if _in_line(first.bbox, text.bbox, 1 - axis)]
        after = [place for place in places if place > last + 1]
        if not after:
            return False
        last = min(after)
    return True


def _in_line(one: Box, two: Box, axis: int) -> bool:
    """Whether two boxes overlap across a row or a column, by at least a third of the smaller one."""
    both = min(one[axis + 2], two[axis + 2]) - max(one[axis], two[axis])
    return both >= min(one[axis + 2] - one[axis], two[axis + 2] - two[axis]) / 3


def _with_words(drawing: Drawing, words: str, *, whole: bool = False) -> list[DrawnMark]:
    """Texts that are these words, or else those in which they stand; `H2N` of an atom is `NH2` as well."""
    turned = turned_around(words)
    equal = [
        text
        for text in drawing.texts
        if equal_labels(text.text, words) or (turned and text.role == "atom" and equal_labels(text.text, turned))
    ]
    return equal if equal or whole else [text for text in drawing.texts if contains_label(text.text, words)]


def _states(text: str, expected: object, near: float) -> bool:
    """Whether a text states a number: as it is, as a fraction, in percent, or in another unit of the same kind."""
    wanted, unit = _quantity(expected)
    shown = quantities(text)
    with_units = [(one.value, one.unit) for one in shown if one.unit is not None]
    if unit is None:
        values = [*numbers(text), *(value * other.scale for value, other in with_units)]
    elif with_units:
        factors = [(value, conversion(other, unit)) for value, other in with_units]
        values = [value * factor for value, factor in factors if factor is not None]
    else:
        values = numbers(text)
    return any(abs(value - wanted) <= near * max(abs(wanted), 1e-300) for value in values)


def _quantity(expected: object) -> tuple[float, Unit | None]:
    """A number, or the number of a text and its unit."""
    if isinstance(expected, int | float):
        return float(expected), None
    found = quantities(str(expected))
    if len(found) != 1:
        raise ValueError("value needs a number")
    return found[0].value, found[0].unit
