"""Claims about whether an area is shaded: filled in a colour other than that of paper, or hatched.

The filling may be the area's own, another area of its size below or above it, or hand-drawn parallel lines that lie in it.
"""

from collections.abc import Sequence

import numpy as np

from scisynth.figures.read_back import geometry
from scisynth.figures.read_back.drawing import Drawing
from scisynth.figures.read_back.drawn_mark import DrawnMark
from scisynth.figures.scene.marks import PAPER
from scisynth.figures.scene.scene import Claim
from scisynth.figures.verify.claim_checks import marks
from scisynth.figures.verify.claim_checks.marks import MAX_PIECES

MAX_OTHERS = 400
SAMPLES = 9
"""Places along each side of an area that are looked at."""
COVERED, MAX_COVER = 0.8, 1.6
"""Fraction of an area that another filled one has to cover to be its shading, and how many times as large it may be."""
MIN_STROKES = 4
"""Lines within an area that hatch it."""


def shaded(claim: Claim, drawing: Drawing) -> str:
    """An area is filled in a colour other than that of paper, or hatched; or, with `false`, it is neither."""
    name = marks.at_least(claim, 1)[0]
    wanted = str(claim.value).strip().casefold() not in ("false", "no", "none", "0", "0.0")
    own = [mark for mark in marks.pieces(drawing, name) if mark.kind == "path"][:MAX_PIECES]
    if not own:
        raise ValueError(f"{name} is no area")
    is_shaded = any(_is_coloured(mark) or mark.hatched for mark in own) or any(
        _is_covered(drawing, mark) for mark in own
    )
    if is_shaded == wanted:
        return ""
    if wanted:
        return f"expected {marks.short(name)} shaded, it is neither filled nor hatched; give it a facecolor or a hatch"
    return f"expected {marks.short(name)} not shaded, it is filled or hatched; set facecolor='none'"


def _is_coloured(mark: DrawnMark) -> bool:
    """Filled so that it differs from paper; an image, which has no one colour, counts as filled."""
    return mark.filled and (mark.face != PAPER if mark.face else True)


def _is_covered(drawing: Drawing, mark: DrawnMark) -> bool:
    """Other areas of about its size fill it, or lines that run in it hatch it."""
    if not mark.closed or len(mark.points) < 3:
        return False
    inner = _samples(mark)
    if not len(inner):
        return False
    largest = MAX_COVER * _box_area(mark)
    others = [
        other for other in drawing.marks[:MAX_OTHERS] if other.kind == "path" and other.id != mark.id and other.points
    ]
    for other in others:
        is_fill = (_is_coloured(other) or other.hatched) and other.closed and _box_area(other) <= largest
        if is_fill and geometry.contains_each(other, inner).mean() >= COVERED:
            return True
    return _strokes_within(mark, others) >= MIN_STROKES


def _strokes_within(mark: DrawnMark, others: Sequence[DrawnMark]) -> int:
    """Parallel lines without an id that lie in an area."""
    lines = [
        other
        for other in others
        if len(other.points) == 2 and not other.id and not other.arrow and _holds_box(mark, other)
    ]
    lines = [line for line in lines if geometry.contains(mark, geometry.center(line))]
    headings = np.asarray([geometry.heading(line) % 180 for line in lines])
    if not len(headings):
        return 0
    return int((np.abs(headings[:, None] - headings[None]) < 2).sum(axis=1).max())


def _holds_box(mark: DrawnMark, other: DrawnMark) -> bool:
    left, bottom, right, top = mark.extent
    x0, y0, x1, y1 = other.extent
    return left - 2 <= x0 and x1 <= right + 2 and bottom - 2 <= y0 and y1 <= top + 2


def _box_area(mark: DrawnMark) -> float:
    width, height = geometry.size(mark)
    return width * height


def _samples(mark: DrawnMark) -> np.ndarray:
    """Places of a grid that lie in an area, float [N, 2]."""
    left, bottom, right, top = mark.extent
    fractions = (np.arange(SAMPLES) + 0.5) / SAMPLES
    grid = np.stack(
        np.meshgrid(left + fractions * (right - left), bottom + fractions * (top - bottom)), axis=-1
    ).reshape(-1, 2)
    return grid[geometry.contains_each(mark, grid)]
