"""Claims that a legend answers: which words it gives to a mark, by the look of its samples.

A sample looks like a mark when colour, dash, symbol and hatch agree. Where only the colour of one entry fits, as with a handle made by
hand, the colour is enough; a sample in full colour stands for a transparent area where no other entry fits better.
"""

from collections.abc import Sequence

import numpy as np

from scisynth.figures.labels.text import contains_label, equal_labels
from scisynth.figures.read_back.drawing import Drawing
from scisynth.figures.read_back.drawn_mark import DrawnMark
from scisynth.figures.scene.marks import PAPER
from scisynth.figures.scene.scene import Claim
from scisynth.figures.verify.claim_checks import marks
from scisynth.figures.verify.claim_checks.marks import MAX_PIECES

ENTRY = "legend_entry"
MAX_ENTRIES = 100
SAME_COLOUR = 0.02
"""How far two colours may be apart, of 1 from black to white."""
SAME_HUE = 0.998
"""Cosine between what two tones take from white."""


def legend(claim: Claim, drawing: Drawing) -> str:
    """The entry of the legend whose sample looks like the mark has these words."""
    mark_id, expected = marks.at_least(claim, 1)[0], marks.words(claim)
    own = marks.pieces(drawing, mark_id)[:MAX_PIECES]
    every = entries(drawing)
    if not every:
        return (
            f"expected {expected!r} for {marks.short(mark_id)} in a legend, found no legend; draw one with ax.legend()"
        )
    like = entries_like(own, every)
    if any(_says(entry, expected) for entry in like):
        return ""
    where = ", ".join(repr(entry.text[:30]) for entry in like[:3])
    if like:
        return f"expected {expected!r} for {marks.short(mark_id)} in the legend, its look has the words {where}"
    return f"expected {expected!r} for {marks.short(mark_id)} in the legend, no entry looks like it"


def entries(drawing: Drawing) -> list[DrawnMark]:
    """All entries of legends, without points, with their words as text."""
    return [mark for mark in drawing.furniture if mark.id == ENTRY][:MAX_ENTRIES]


def is_entry(text: DrawnMark, every: Sequence[DrawnMark]) -> bool:
    """Whether a text of the page is the words of an entry."""
    return any(np.abs(np.subtract(text.bbox, entry.bbox)).max() < 1 for entry in every if entry.text == text.text)


def foreign_look(drawing: Drawing, mark_id: str, expected: str) -> str | None:
    """What is wrong with what a legend says of a mark: empty where it gives it these words, None where it says nothing of them."""
    every = entries(drawing)
    said = [entry for entry in every if _says(entry, expected)]
    if not said:
        return None
    own = marks.pieces(drawing, mark_id)[:MAX_PIECES]
    if any(entry in said for entry in entries_like(own, every)):
        return ""
    return f"the legend gives the words {expected!r} to another look than that of {marks.short(mark_id)}"


def _says(entry: DrawnMark, expected: str) -> bool:
    return equal_labels(entry.text, expected) or contains_label(entry.text, expected)


def entries_like(own: Sequence[DrawnMark], every: Sequence[DrawnMark]) -> list[DrawnMark]:
    """The entries whose samples look most like a mark, which may be of several pieces."""
    for fits in (_is_same, _has_colour, _has_hue):
        found = [entry for entry in every if any(_may_show(entry, mark) and fits(entry, mark) for mark in own)]
        if found:
            return found
    return []


def _may_show(entry: DrawnMark, mark: DrawnMark) -> bool:
    """No line stands for symbols, and no symbol for a line."""
    if mark.marker and not (entry.marker or entry.face):
        return False
    return not entry.marker or bool(mark.marker or mark.filled)


def _is_same(entry: DrawnMark, mark: DrawnMark) -> bool:
    """Colour, dash, symbol and hatch agree, as far as both have them."""
    symbols = entry.marker == mark.marker or not (entry.marker and mark.marker)
    hatches = entry.hatched == mark.hatched
    dashes = entry.dash == mark.dash or not (entry.stroke and mark.stroke) or mark.filled
    return symbols and hatches and dashes and _has_colour(entry, mark)


def _has_colour(entry: DrawnMark, mark: DrawnMark) -> bool:
    """Fills where both have one, lines where both have none, else any of their colours."""
    return any(float(np.abs(_rgb(one) - _rgb(two)).max()) <= SAME_COLOUR for one, two in _pairs_of_colours(entry, mark))


def _has_hue(entry: DrawnMark, mark: DrawnMark) -> bool:
    """An area in the entry's colour mixed with white."""
    if not mark.filled:
        return False
    for one, two in _pairs_of_colours(entry, mark):
        taken, other = 1 - _rgb(one), 1 - _rgb(two)
        if taken @ other >= SAME_HUE * float(np.linalg.norm(taken) * np.linalg.norm(other)) > 0:
            return True
    return False


def _pairs_of_colours(entry: DrawnMark, mark: DrawnMark) -> list[tuple[str, str]]:
    areas = (entry.face, mark.face)
    if all(areas) and PAPER not in areas:
        # Of scattered points each may have a colour of its own.
        return [(entry.face, mark.face), *([(entry.face, mark.color)] if mark.marker_px else [])]
    shown = [{color for color in (item.face, item.stroke, item.color) if color} for item in (entry, mark)]
    if not mark.face or not mark.filled:
        shown[1] = {color for color in (mark.stroke, mark.color) if color}
    coloured = [colors - {PAPER} or colors for colors in shown]
    return [(one, two) for one in coloured[0] for two in coloured[1]]


def _rgb(color: str) -> np.ndarray:
    """Red, green and blue in [0, 1], float [3]; black for what is no `#rrggbb`."""
    try:
        return np.asarray([int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    except ValueError:
        return np.zeros(3)
