"""Marks as a drawing that lies over an image on a page: SVG in the image's own pixels, sharp at any size, and a legend.

Marks of one name form a group with a title, so that a pointer tells what they are. Colours are those of the stylesheet of figure pages, by tone.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np
from markupsafe import Markup, escape

from scisynth.instruments.marks import Circle, Line, Mark, Point, Polygon, Text
from scisynth.reports.figures.gallery import Overlay

LETTERS, HEAD = 0.038, 0.03
"""Of the shorter side of the image: height of words, and length of the head of an arrow."""
HEAD_ANGLE = 150.0
"""Degrees from an arrow's direction to each side of its head."""


def draw_marks(marks: Sequence[Mark], size_px: tuple[int, int]) -> Overlay | None:
    """The overlay of an image of (width, height) pixels; None where nothing is marked.

    The middle of the first pixel is (0, 0), so that the drawing begins half a pixel before it.
    """
    if not marks:
        return None
    width, height = size_px
    unit = min(width, height)
    # Words lie on top of everything else.
    ordered = sorted(marks, key=lambda mark: isinstance(mark, Text))
    groups = [
        f'<g class="{tone}"><title>{escape(name)}</title>{"".join(_shape(mark, unit) for mark in own)}</g>'
        for (name, tone), own in groupby(ordered, key=lambda mark: (mark.name, mark.tone))
    ]
    svg = (
        f'<svg class="marks" viewBox="-0.5 -0.5 {width} {height}" role="img" aria-label="What was measured, drawn on the image" '
        f'font-size="{LETTERS * unit:.3g}">{"".join(groups)}</svg>'
    )
    return Overlay(svg=Markup(svg), legend=tuple(_legend(marks)))


def _shape(mark: Mark, unit: float) -> str:
    if isinstance(mark, Circle):
        return f'<circle cx="{mark.x:.6g}" cy="{mark.y:.6g}" r="{mark.radius:.4g}"/>'
    if isinstance(mark, Polygon):
        return f'<polygon points="{_points(mark.points)}"/>'
    if isinstance(mark, Line):
        head = f'<polyline points="{_points(_head(mark, HEAD * unit))}"/>' if mark.is_arrow else ""
        return f'<polyline points="{_points(mark.points)}"/>{head}'
    return f'<text x="{mark.x:.6g}" y="{mark.y:.6g}">{escape(mark.words)}</text>'


def _points(points: Sequence[Point]) -> str:
    return " ".join(f"{x:.6g},{y:.6g}" for x, y in points)


def _head(mark: Line, length: float) -> list[Point]:
    """From one side of the last point over it to the other side."""
    before, end = (complex(*point) for point in mark.points[-2:])
    along = (end - before) / max(abs(end - before), 1e-9)
    left, right = (end + length * along * np.exp(1j * np.radians(angle)) for angle in (HEAD_ANGLE, -HEAD_ANGLE))
    return [(at.real, at.imag) for at in (left, end, right)]


def _legend(marks: Sequence[Mark]) -> Iterator[tuple[str, str]]:
    """(tone, name with how many) of what is drawn; words speak for themselves."""
    for (name, tone), count in Counter((mark.name, mark.tone) for mark in marks if not isinstance(mark, Text)).items():
        yield tone, name if count == 1 else f"{name}: {count}"
