"""Views in which a drawing in space hides what it shows: lines or corners that lie on each other on the page and apart in space."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from scisynth.figures.read_back.drawing import Drawing
from scisynth.figures.read_back.drawn_mark import DrawnMark
from scisynth.figures.scene.marks import Box
from scisynth.figures.verify.claims import Finding
from scisynth.figures.verify.layout.strokes import name_of

MAX_SEGMENTS = 60
"""Of an axes that are compared; more are a net or a surface."""
ON_PX = 2.0
"""Lines and corners nearer than this look like one."""
MIN_OVERLAP_PX = 12.0
MIN_OVERLAP = 0.3
"""Of the shorter line that lies on the other."""
APART = 0.03
"""Of the size of the whole from which on two things are apart in space."""
TURN = "turn the view, e.g. ax.view_init(elev=22, azim=-50)"


@dataclass(frozen=True)
class _Segment:
    """A straight piece of a line in space."""

    mark: DrawnMark
    page: np.ndarray
    """Its two ends, pixels, float [2, 2]."""
    space: np.ndarray
    """Its two ends, float [2, 3]."""


def degenerate_views(drawing: Drawing) -> Iterator[Finding]:
    """`degenerate`: two lines, or two corners, that are one on the page and apart in space."""
    for axes in dict.fromkeys(mark.axes for mark in drawing.marks if mark.space):
        segments = [piece for mark in drawing.marks if mark.axes == axes for piece in _segments(mark)]
        if not 1 < len(segments) <= MAX_SEGMENTS:
            continue
        size = float(np.ptp(np.concatenate([piece.space for piece in segments]), axis=0).max())
        found = next(_lines_on_lines(segments, APART * size), None) or next(_corners(segments, APART * size), None)
        if found:
            one, other, words = found
            boxes: tuple[Box, ...] = (one.mark.extent, other.mark.extent)
            names = tuple(dict.fromkeys(piece.mark.id for piece in (one, other) if piece.mark.id))
            yield Finding(kind="degenerate", status="failed", message=f"{words}: {TURN}", of=names, boxes=boxes)


def _segments(mark: DrawnMark) -> Iterator[_Segment]:
    if len(mark.space) == len(mark.points):
        spots = np.asarray(mark.space)
        for number in range(len(spots) - 1):
            if np.linalg.norm(spots[number + 1] - spots[number]) > 0:
                yield _Segment(mark, mark.xy[number : number + 2], spots[number : number + 2])


Found = tuple[_Segment, _Segment, str]


def _lines_on_lines(segments: list[_Segment], apart: float) -> Iterator[Found]:
    for one, other in combinations(segments, 2):
        short, long = sorted((one, other), key=lambda piece: float(np.linalg.norm(np.diff(piece.page, axis=0))))
        length = float(np.linalg.norm(short.page[1] - short.page[0]))
        if length < MIN_OVERLAP_PX or max(_off_line(end, long.page) for end in short.page) > ON_PX:
            continue
        along = (long.page[1] - long.page[0]) / np.linalg.norm(long.page[1] - long.page[0])
        (first, last), (start, stop) = (np.sort((piece.page - long.page[0]) @ along) for piece in (short, long))
        shared = min(last, stop) - max(first, start)
        off = max(_off_line(end, long.space) for end in short.space)
        if shared > max(MIN_OVERLAP * length, MIN_OVERLAP_PX) and off > apart:
            yield short, long, f"{_named(short)} lies on {_named(long)} in this view, though they are apart in space"


def _corners(segments: list[_Segment], apart: float) -> Iterator[Found]:
    ends = [(piece, number) for piece in segments for number in (0, 1)]
    for (one, end), (other, stop) in combinations(ends, 2):
        on_page = np.linalg.norm(one.page[end] - other.page[stop])
        if on_page <= ON_PX and np.linalg.norm(one.space[end] - other.space[stop]) > apart:
            yield one, other, f"an end of {_named(one)} and one of {_named(other)} are one point in this view"


def _off_line(point: np.ndarray, line: np.ndarray) -> float:
    """Distance of a point from the endless line through two others."""
    along = (line[1] - line[0]) / max(float(np.linalg.norm(line[1] - line[0])), 1e-12)
    gap = point - line[0]
    return float(np.linalg.norm(gap - (gap @ along) * along))


def _named(piece: _Segment) -> str:
    return name_of(piece.mark)
