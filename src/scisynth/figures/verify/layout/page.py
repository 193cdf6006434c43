"""Texts that overlap, leave the page or are too small, and marks that cannot be seen.

Every fault is a finding with its place, so that a repair can act on it. Thresholds are those a reader of the image at its
own size would feel.
"""

import math
from collections.abc import Sequence

import numpy as np

from scisynth.figures.read_back.drawing import Drawing
from scisynth.figures.read_back.drawn_mark import OFF_PAGE, DrawnMark
from scisynth.figures.verify.claims import MAX_OF_A_KIND, Finding, left_out

MIN_FONT_PT = 6.0
MAX_OVERLAP = 0.12
"""Common area of two texts as a fraction of the smaller."""
MIN_REPEATED = 3
"""Marks that lie exactly on equal ones, from which on a page counts as drawn twice."""
SLACK_PX = 2.0
APART_PX = 3.0
CUT_OFF = "leaves the page: move it inwards, or set wider limits or a smaller font"
SHOW = "draw it later (a higher zorder), in a dark colour, and inside of the page, or leave it out"
GROWTH = 0.15
"""How far an image that is fitted to its contents may grow beyond the page, as a fraction of the page, before a text stands astray."""


def text_faults(drawing: Drawing, *, fitted: bool) -> list[Finding]:
    """Overlaps, cut-off texts and tiny fonts."""
    texts = drawing.texts
    slack = GROWTH * max(drawing.width_px, drawing.height_px) if fitted else SLACK_PX
    findings = [_fault("cut_off", mark, CUT_OFF) for mark in texts if _leaves(mark, drawing, slack)]
    findings += [_fault("cut_off", mark, CUT_OFF) for mark in drawing.unseen if _is_gone(mark)]
    findings += [
        _fault(
            "tiny_text", mark, f"is set in {mark.size:.1f} pt, below {MIN_FONT_PT:g} pt: set it with fontsize=9 or more"
        )
        for mark in texts
        if mark.size < MIN_FONT_PT
    ]
    return findings + _overlaps(texts)


def _overlaps(texts: Sequence[DrawnMark]) -> list[Finding]:
    """Pairs of texts that cover each other; those beyond the first `MAX_OF_A_KIND` are one finding with their number."""
    if len(texts) < 2:
        return []
    boxes = np.asarray([mark.bbox for mark in texts])
    areas = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    findings: list[Finding] = []
    num = 0
    for place, (box, one) in enumerate(zip(boxes[:-1], texts[:-1], strict=True)):
        others = boxes[place + 1 :]
        with np.errstate(all="ignore"):
            width = np.minimum(others[:, 2], box[2]) - np.maximum(others[:, 0], box[0])
            height = np.minimum(others[:, 3], box[3]) - np.maximum(others[:, 1], box[1])
            smaller = np.maximum(np.minimum(areas[place + 1 :], areas[place]), 1.0)
            fractions = np.maximum(width, 0) * np.maximum(height, 0) / smaller
        covered = np.flatnonzero(fractions > MAX_OVERLAP)
        num += len(covered)
        for index in covered[: MAX_OF_A_KIND - len(findings)]:
            two = texts[place + 1 + index]
            findings.append(
                _fault(
                    "overlap",
                    one,
                    f"covers {fractions[index]:.0%} of {two.text[:30]!r}: {_apart(box, boxes[place + 1 + index])}",
                    two.id,
                )
            )
    return [*findings, *left_out("overlap", num - len(findings))]


def _apart(one: np.ndarray, two: np.ndarray) -> str:
    """The shortest way of a text off another one."""
    ways = {"right": two[2] - one[0], "left": one[2] - two[0], "up": two[3] - one[1], "down": one[3] - two[1]}
    way = min(ways, key=lambda word: float(ways[word]))
    return f"move one of them {way} by about {math.ceil(float(ways[way]) + APART_PX)} px, or make the page larger"


def check_ink(drawing: Drawing) -> list[Finding]:
    """Texts and named marks that cannot be seen, once a name, and what is wrong with the page as a whole."""
    findings = [Finding(kind=kind, status="failed", message=line) for kind, line in drawing.faults]
    told: set[str] = set()
    for mark in drawing.unseen:
        key = mark.id or f"{mark.text} {mark.unseen}"
        if (mark.id or mark.kind == "text") and key not in told and not _is_gone(mark):
            told.add(key)
            name = f"the text {mark.text[:40]!r}" if mark.kind == "text" else f"the mark {mark.id}"
            message = f"{name} is not seen: {mark.unseen}; {SHOW}"
            findings.append(Finding(kind="no_ink", status="failed", message=message, of=(mark.id,) if mark.id else ()))
    num_repeated, num = _num_repeated(drawing)
    if num_repeated >= MIN_REPEATED and num_repeated >= 0.4 * num:
        message = f"the page is drawn twice: {num_repeated} of {num} marks lie exactly on equal ones; draw it once"
        findings.append(Finding(kind="drawn_twice", status="failed", message=message))
    return findings


def _is_gone(mark: DrawnMark) -> bool:
    """A text beyond the edge of its page; it is told as cut off."""
    return mark.kind == "text" and mark.unseen == OFF_PAGE


def _num_repeated(drawing: Drawing) -> tuple[int, int]:
    """(marks that equal one before them in kind, text, place and colour, marks in all)."""
    keys = [
        (mark.kind, mark.text, mark.bbox, mark.points, mark.color)
        for mark in drawing.marks
        if mark.kind != "axes" and not mark.is_tick
    ]
    return len(keys) - len(set(keys)), len(keys)


def _leaves(mark: DrawnMark, drawing: Drawing, slack: float) -> bool:
    left, bottom, right, top = mark.bbox
    if min(left, bottom) < -slack or right > drawing.width_px + slack or top > drawing.height_px + slack:
        return True
    if drawing.picture_box is None:
        return False
    # An image that is cut to its contents may be cut through a text that was not counted among them.
    low_x, low_y, high_x, high_y = drawing.picture_box
    return min(left - low_x, bottom - low_y, high_x - right, high_y - top) < -SLACK_PX


def _fault(kind: str, mark: DrawnMark, what: str, other: str = "") -> Finding:
    message = f"the text {mark.text[:40]!r} {what}"
    names = tuple(name for name in (mark.id, other) if name)
    return Finding(kind=kind, status="failed", message=message, of=names, boxes=(mark.bbox,))
