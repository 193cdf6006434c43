"""Claims about the names of axes: which words stand at the horizontal axis, and which at the upright one.

The name of an axis is what `set_xlabel` and `set_ylabel` print, or a text by an axis that is drawn as a line or an arrow (`axis:x`, or any
long line along the page): at its far end, or next to it. Of axes with scales the sides of the box are axes too.
"""

import re
from collections.abc import Sequence

import numpy as np

from scisynth.figures.labels.text import contains_label, equal_labels
from scisynth.figures.read_back import geometry
from scisynth.figures.read_back.drawing import Drawing
from scisynth.figures.read_back.drawn_mark import DrawnMark
from scisynth.figures.scene.scene import Claim
from scisynth.figures.verify.claim_checks import marks

SIDES = ("x", "y", "z")
LONG = 0.25
"""A line is an axis from this fraction of the axes' width or height on."""
LEVEL = 0.01
"""How far such a line may be off level or upright, as a part of its length."""
MAX_LINES = 200
NEAR_HEIGHTS = 3.0
"""A name stands within so many heights of its text from the end of its axis, or next to it."""
ROLES = ("axis", "axes", "ax", "coordinate_axis")
Ends = tuple[np.ndarray, np.ndarray]


def axis_labels(claim: Claim, drawing: Drawing) -> str:
    """The words of x, then those of y, stand at these axes; an empty text is not looked for."""
    wanted = [str(item).strip() for item in (claim.value if isinstance(claim.value, tuple) else (claim.value or "",))]
    if not any(wanted) or len(wanted) > len(SIDES):
        raise ValueError("axis_labels needs the words at x and at y")
    every: list[DrawnMark | None]
    if claim.of:
        mark = marks.one(drawing, claim.of[0])
        name = mark.id if mark.kind == "axes" else mark.axes
        every = [axes for axes in drawing.marks if axes.kind == "axes" and axes.id == name]
    else:
        every = [mark for mark in drawing.marks if mark.kind == "axes"]
    faults = [_off(drawing, axes, wanted) for axes in every or [None]]
    return "" if not all(faults) else min(faults, key=len)


def _off(drawing: Drawing, axes: DrawnMark | None, wanted: Sequence[str]) -> str:
    """Which words do not stand at their axis; empty where all do."""
    for place, words in enumerate(wanted):
        side = SIDES[place]
        # Where the axis has a name of its own, no other text is one.
        own = [text for text in drawing.texts if text.axis == side and _is_name(drawing, axes, text, side)]
        texts = [text for text in own or drawing.texts if _says(text, words)] if words else []
        if not words or any(_is_name(drawing, axes, text, side) for text in texts):
            continue
        if own and not texts:
            return (
                f"expected {words!r} at the {side} axis, found {own[0].text[:40]!r} there; print it at the {side} axis"
            )
        if not texts:
            return f"expected {words!r} at the {side} axis, found it nowhere; print it, e.g. with set_{side}label(...)"
        other = next((one for one in SIDES if any(_is_name(drawing, axes, text, one) for text in texts)), "")
        where = f"it stands at the {other} axis" if other else "it stands elsewhere"
        return f"expected {words!r} at the {side} axis, {where}; print it at the {side} axis"
    return ""


def _says(text: DrawnMark, words: str) -> bool:
    return not text.is_tick and (equal_labels(text.text, words) or contains_label(text.text, words))


def _is_name(drawing: Drawing, axes: DrawnMark | None, text: DrawnMark, side: str) -> bool:
    if text.axis:
        return text.axis == side and (axes is None or text.axes == axes.id or _shares_place(drawing, axes, text.axes))
    if side == "z":
        return False
    return any(_stands_by(text, ends, 0 if side == "x" else 1) for ends in _lines(drawing, axes, side))


def _shares_place(drawing: Drawing, axes: DrawnMark, name: str) -> bool:
    """Axes that lie over each other, as those of `twinx`, have an axis in common."""
    other = drawing.find(name)
    return other is not None and bool(np.abs(np.subtract(axes.bbox, other.bbox)).max() < 1)


def _lines(drawing: Drawing, axes: DrawnMark | None, side: str) -> list[Ends]:
    """Where an axis may be: lines with its id, else all long level or upright lines, and the sides of axes with scales."""
    along = 0 if side == "x" else 1
    box = axes.bbox if axes else (0.0, 0.0, drawing.width_px, drawing.height_px)
    least = LONG * (box[along + 2] - box[along])
    open_lines = [mark for mark in drawing.marks if mark.kind == "path" and len(mark.points) > 1 and not mark.closed]
    found = [geometry.ends(mark) for mark in open_lines if _is_axis_id(mark.id, side)]
    if not found:
        every = [geometry.ends(mark) for mark in open_lines if axes is None or mark.axes == axes.id]
        found = [ends for ends in every if _runs(ends, along, least)][:MAX_LINES]
    if axes is not None and axes.text:
        left, bottom, right, top = axes.bbox
        sides = [((left, bottom), (right, bottom)), ((left, top), (right, top))]
        sides = sides if side == "x" else [((left, bottom), (left, top)), ((right, bottom), (right, top))]
        found += [(np.asarray(start), np.asarray(end)) for start, end in sides]
    return found


def _is_axis_id(mark_id: str, side: str) -> bool:
    """`axis:x`, `axes:x-axis`, `x_axis`."""
    role, _, name = mark_id.casefold().partition(":")
    is_axis = marks.same_role(role, "axis") or role in ROLES
    return (is_axis and name[:1] == side) or re.sub(r"[\W_]", "", role + name) == f"{side}axis"


def _runs(ends: Ends, along: int, least: float) -> bool:
    step = np.abs(ends[1] - ends[0])
    return bool(step[along] >= least and step[1 - along] <= LEVEL * step[along])


def _stands_by(text: DrawnMark, ends: Ends, along: int) -> bool:
    """At the right or upper end of a line, or next to its length: below or above a level one, left or right of an upright one."""
    low, high = sorted(ends, key=lambda end: float(end[along]))
    height = min(text.bbox[2] - text.bbox[0], text.bbox[3] - text.bbox[1])
    reach = NEAR_HEIGHTS * height
    if geometry.box_distance(text.bbox, (*high, *high)) <= reach:
        # A text at the corner of two axes belongs to the one that ends there.
        return True
    middle = geometry.center(text)
    length = float(high[along] - low[along])
    is_between = low[along] + 0.15 * length <= middle[along] <= high[along]
    gap = geometry.box_distance(text.bbox, (*np.minimum(low, high), *np.maximum(low, high)))
    return bool(is_between and 0 < gap <= 2 * reach)
