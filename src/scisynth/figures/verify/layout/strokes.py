"""Strokes through texts: a line that runs along a text through its letters, or cuts it in two.

A text is judged by its core: the rectangle around its ink, turned as the text is, less a rim, so that underlines, bars above letters
and edges that only touch are no faults. A stroke is a line, a curve, an arrow, an outline, a frame or a strong grid line. It is at
fault where it runs through the core for a letter's height, or from one side of the core to the other with letters on both sides.

No fault: a halo or a plate under the text, or an opaque area painted between the stroke and the text; a stroke so broad that the text
stands on it; one that hardly differs from the paper.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from scisynth.figures.read_back import geometry
from scisynth.figures.read_back.drawing import Drawing
from scisynth.figures.read_back.drawn_mark import LIKE_BELOW, DrawnMark
from scisynth.figures.verify.claims import Finding

MIN_CONTRAST = 70
"""Least difference of a channel from white, of 255, of a stroke that disturbs letters; of grid lines, which are meant to be seen through, more."""
MIN_CONTRAST_GRID = 120
LETTER_EM = 0.7
"""Height of a capital letter in sizes of its font."""
RIM_EM = 0.12
"""What a stroke may take of the ink's rectangle on any side."""
MIN_ALONG = 0.5
"""Length in the core, in heights of a letter; half a letter is the least that a viewer takes for a flaw."""
MIN_PART_EM = 0.2
"""Width of the letters on either side of a stroke that cuts a text in two; of a single letter this fraction of it."""
MIN_PART = 0.25
GAP_EM = 0.25
"""Free space that a text moved off a stroke should have."""
LATER = "draw it above the line (a higher zorder) and "
PLATE = "set a white plate behind it (bbox=dict(facecolor='white', edgecolor='none', pad=1))"
MIN_COLOUR = 60
"""Least difference of the channels of a colour that separates things."""
EVERYWHERE = (-math.inf, -math.inf, math.inf, math.inf)
MAX_STROKES = 20
"""Strokes of one text that are looked at, those with the longest piece in it."""
MAX_COVERS = 50
MAX_SEGMENTS = 100_000
MAX_WORK = 30_000_000
"""Pairs of a text and a segment that are looked at; a page that needs more is crowded beyond any use."""


@dataclass(frozen=True)
class Strokes:
    """Every stroke of a page that a viewer notices, piece by piece."""

    marks: tuple[DrawnMark, ...]
    windows: np.ndarray
    """Where each mark is seen: left, bottom, right, top in pixels, float [M, 4]."""

    @classmethod
    def of(cls, drawing: Drawing) -> "Strokes":
        """Lines, outlines, frames and strong grid lines of a drawing, cut at the edges of their axes where they are clipped."""
        lines = [mark for mark in (*drawing.marks, *drawing.furniture) if mark.kind != "text" and len(mark.points) > 1]
        seen = tuple(mark for mark in lines if is_noticed(mark))
        axes = {mark.id: mark.bbox for mark in drawing.marks if mark.kind == "axes"}
        windows = [axes.get(mark.axes, EVERYWHERE) if mark.clipped else EVERYWHERE for mark in seen]
        return cls(seen, np.asarray(windows, dtype=float).reshape(-1, 4))

    @cached_property
    def segments(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Starts [S, 2], stops [S, 2], pixels, and the place of each in `marks` [S]."""
        starts, stops, owners = [np.empty((0, 2))], [np.empty((0, 2))], [np.empty(0, dtype=int)]
        for place, mark in enumerate(self.marks):
            points = mark.xy
            if mark.closed and (points[0] != points[-1]).any():
                points = np.concatenate([points, points[:1]])
            starts.append(points[:-1])
            stops.append(points[1:])
            owners.append(np.full(len(points) - 1, place))
        start, stop, owner = (np.concatenate(parts)[:MAX_SEGMENTS] for parts in (starts, stops, owners))
        window = self.windows[owner]
        first, last = geometry.clip(start, stop, window[:, :2], window[:, 2:])
        seen = first < last
        start, stop, first, last = start[seen], stop[seen], first[seen, None], last[seen, None]
        return start + first * (stop - start), start + last * (stop - start), owner[seen]

    @cached_property
    def boxes(self) -> np.ndarray:
        """Left, bottom, right, top of each segment, float [S, 4]."""
        starts, stops, _ = self.segments
        return np.concatenate([np.minimum(starts, stops), np.maximum(starts, stops)], axis=1)


@dataclass(frozen=True)
class Core:
    """The part of a text that no stroke may cross: a rectangle in the text's own directions."""

    origin: np.ndarray
    """Lower left corner of the ink, pixels."""
    along: np.ndarray
    up: np.ndarray
    size: np.ndarray
    """Width and height of the ink, pixels."""
    em: float
    """The font's size, pixels."""

    @classmethod
    def of(cls, text: DrawnMark, dpi: float) -> "Core":
        """From the measured ink, or from the text's box where there is none."""
        em = max(text.size * dpi / 72, 1.0)
        if len(text.frame) == 4:
            corners = np.asarray(text.frame)
        else:
            left, bottom, right, top = text.bbox
            corners = np.asarray([(left, bottom), (right, bottom), (right, top), (left, top)])
        sides = corners[1] - corners[0], corners[3] - corners[0]
        size = np.maximum([np.linalg.norm(side) for side in sides], 1e-6)
        return cls(corners[0], sides[0] / size[0], sides[1] / size[1], size, em)

    @property
    def box(self) -> np.ndarray:
        """Left, bottom, right, top on the page."""
        corners = self.corners
        return np.concatenate([corners.min(axis=0), corners.max(axis=0)])

    @property
    def corners(self) -> np.ndarray:
        """Float [4, 2], pixels."""
        right, up = self.along * self.size[0], self.up * self.size[1]
        return np.asarray([self.origin, self.origin + right, self.origin + right + up, self.origin + up])

    @property
    def rim(self) -> np.ndarray:
        """What is left out of the ink's rectangle at either side, across and up, pixels."""
        return np.minimum(RIM_EM * self.em, 0.25 * self.size)

    def local(self, points: np.ndarray) -> np.ndarray:
        """Pixels as places along and across the text, float [N, 2]."""
        from_origin = points - self.origin
        return np.stack([from_origin @ self.along, from_origin @ self.up], axis=1)


@dataclass(frozen=True)
class Covers:
    """Every area of a page that hides what lies below it."""

    marks: tuple[DrawnMark, ...]
    boxes: np.ndarray
    """Left, bottom, right, top, pixels, float [C, 4]."""

    @classmethod
    def of(cls, drawing: Drawing) -> "Covers":
        """Opaque areas, legends and backgrounds of a drawing; a white area on paper is not seen and hides what lies below."""
        painted = [mark for mark in drawing.drawn if not mark.unseen or mark.unseen.startswith(LIKE_BELOW)]
        marks = tuple(mark for mark in (*painted, *drawing.furniture) if mark.opaque and len(mark.points) > 2)
        return cls(marks, np.asarray([mark.extent for mark in marks]).reshape(-1, 4))

    def around(self, core: Core) -> list[DrawnMark]:
        """Those on which a text lies wholly, the last painted ones of many."""
        low, high = core.box[:2], core.box[2:]
        near = np.flatnonzero((self.boxes[:, :2] <= low).all(axis=1) & (self.boxes[:, 2:] >= high).all(axis=1))
        marks = [self.marks[place] for place in near[-MAX_COVERS:]]
        return [mark for mark in marks if geometry.contains_each(mark, core.corners).all()]


@dataclass(frozen=True)
class Crossing:
    """What one stroke does in the core of one text."""

    text: DrawnMark
    mark: DrawnMark
    core: Core
    length: float
    """Inside of the core, pixels."""
    run: np.ndarray
    """How far it goes there along and across the text, up and down alike, pixels."""
    low: np.ndarray
    """Least and greatest place along and across, from the lower left corner of the ink, pixels."""
    high: np.ndarray

    @property
    def heights(self) -> float:
        """Length in heights of a letter."""
        return self.length / (LETTER_EM * self.core.em)

    @property
    def is_along(self) -> bool:
        """It runs through letters for the height of one, or through the whole of a short text."""
        whole = self.core.size[0] - 2 * self.core.rim[0]
        is_whole = self.run[0] >= max(0.9 * whole, MIN_PART_EM * self.core.em)
        return self.heights >= MIN_ALONG or bool(is_whole)

    @property
    def is_cut(self) -> bool:
        """It passes from below the letters to above them, with letters on both sides."""
        whole = self.core.size[1] - 2 * self.core.rim[1]
        middle = (self.low[0] + self.high[0]) / 2
        parts = min(middle, self.core.size[0] - middle)
        least = min(MIN_PART_EM * self.core.em, MIN_PART * self.core.size[0])
        return self.high[1] - self.low[1] >= 0.9 * whole and parts >= least


def struck_texts(drawing: Drawing) -> list[Finding]:
    """`struck_text` for a stroke along or across a text, `cut_text` where it is the outline of an area; each text once."""
    worst: dict[int, Crossing] = {}
    strokes = Strokes.of(drawing)
    room = _Room(drawing, strokes)
    for crossing in crossings(drawing, strokes):
        key = id(crossing.text)
        if (crossing.is_along or crossing.is_cut) and (key not in worst or crossing.length > worst[key].length):
            worst[key] = crossing
    return [*(_fault(crossing, room) for crossing in worst.values()), *_too_crowded(drawing, strokes)]


def _too_crowded(drawing: Drawing, strokes: Strokes) -> list[Finding]:
    """What is left unchecked on a page of more texts and strokes than can be looked at."""
    num = len(strokes.boxes)
    if num < MAX_SEGMENTS and num * len(drawing.texts) <= MAX_WORK:
        return []
    message = f"{len(drawing.texts):,} texts and {num:,} pieces of lines are too many to look at each pair: draw fewer"
    return [Finding(kind="struck_text", status="unchecked", message=message)]


def _fault(crossing: Crossing, room: "_Room") -> Finding:
    text, mark = crossing.text, crossing.mark
    is_outline = mark.closed and mark.kind != "furniture" and bool(crossing.run[0] < crossing.run[1])
    verb = "is cut by the outline" if is_outline else "is struck through by"
    is_above = mark.layer >= text.layer
    way = _way_out(crossing, room)
    remedy = (
        f"{way}, or {LATER if is_above else ''}{PLATE}"
        if way
        else f"no place near is free: {LATER if is_above else ''}{PLATE}"
    )
    return Finding(
        kind="cut_text" if is_outline else "struck_text",
        status="failed",
        message=f"the text {quote(text)} {verb} {name_of(mark)}: {remedy}",
        of=tuple(name for name in (text.id, mark.id) if name and mark.kind != "furniture"),
        boxes=(text.bbox,),
    )


class _Room:
    """What a text that is moved may not run into."""

    def __init__(self, drawing: Drawing, strokes: Strokes) -> None:
        self._page = np.asarray(drawing.picture_box or (0.0, 0.0, drawing.width_px, drawing.height_px))
        self._texts = drawing.texts
        self._boxes = np.asarray([text.bbox for text in drawing.texts]).reshape(-1, 4)
        self._strokes = strokes
        self._left = MAX_WORK

    def is_free(self, crossing: Crossing, shift: np.ndarray) -> bool:
        """Whether a text, moved by so many pixels, stands on the page, and on no other text and no stroke."""
        core = crossing.core
        box = core.box + np.tile(shift, 2)
        if (box[:2] < self._page[:2]).any() or (box[2:] > self._page[2:]).any():
            return False
        self._left -= len(self._boxes) + len(self._strokes.boxes)
        if self._left < 0:
            return True
        for place in np.flatnonzero(geometry.meet(self._boxes, box)):
            if self._texts[place] is not crossing.text:
                return False
        near = np.flatnonzero(geometry.meet(self._strokes.boxes, box))
        starts, stops, _ = self._strokes.segments
        one, two = core.local(starts[near] - shift), core.local(stops[near] - shift)
        first, last = geometry.clip(one, two, core.rim, core.size - core.rim)
        return not (first < last).any()


def _way_out(crossing: Crossing, room: _Room) -> str:
    """The shortest straight way of a text off a stroke to a free place: `move it up by about 14 px`; empty for none."""
    core = crossing.core
    low, high = crossing.low, crossing.high
    gap = GAP_EM * core.em
    ways = [
        (high[1] + gap, core.up),
        (core.size[1] - low[1] + gap, -core.up),
        (high[0] + gap, core.along),
        (core.size[0] - low[0] + gap, -core.along),
    ]
    for step, way in sorted(ways, key=lambda item: float(item[0])):
        if not room.is_free(crossing, math.ceil(float(step)) * way):
            continue
        x, y = (float(value) for value in way)
        word = ("right" if x > 0 else "left") if abs(x) > abs(y) else ("up" if y > 0 else "down")
        return f"move it {word} by about {math.ceil(float(step))} px"
    return ""


def quote(text: DrawnMark) -> str:
    """Its words as a message shows them."""
    return repr(" ".join(text.text.split())[:40])


def name_of(mark: DrawnMark) -> str:
    """A mark as a message calls it."""
    if mark.kind == "furniture":
        return {"grid": "a grid line", "frame": "a line of the axes", "legend": "the frame of the legend"}.get(
            mark.id, "a frame"
        )
    kind = "arrow" if mark.arrow else "outline" if mark.closed else "line"
    return mark.id or f"{'an' if kind[0] in 'ao' else 'a'} {kind} without an id"


def is_noticed(mark: DrawnMark) -> bool:
    """Whether a stroke is dark enough to disturb letters."""
    least = MIN_CONTRAST_GRID if mark.kind == "furniture" and mark.id == "grid" else MIN_CONTRAST
    return bool(mark.stroke) and contrast_to_white(mark.stroke) >= least


def contrast_to_white(color: str) -> int:
    """Largest difference of a channel from white paper."""
    return difference(color, "#ffffff")


def difference(one: str, two: str) -> int:
    """Largest difference of a channel of two colours `#rrggbb`, in [0, 255]; 255 for what is no such colour."""
    try:
        return max(abs(int(one[place : place + 2], 16) - int(two[place : place + 2], 16)) for place in (1, 3, 5))
    except ValueError:
        return 255


def is_colourful(color: str) -> bool:
    """Neither black, white nor grey."""
    try:
        channels = [int(color[place : place + 2], 16) for place in (1, 3, 5)]
    except ValueError:
        return False
    return max(channels) - min(channels) > MIN_COLOUR


def crossings(drawing: Drawing, strokes: Strokes) -> Iterator[Crossing]:
    """Every stroke that enters the core of a text and is not kept from its letters."""
    starts, stops, owners = strokes.segments
    boxes = strokes.boxes
    covers = Covers.of(drawing)
    texts = [text for text in drawing.texts if any(letter.isalnum() for letter in text.text)]
    for text in texts[: MAX_WORK // max(1, len(starts))]:
        core = Core.of(text, drawing.dpi)
        near = np.flatnonzero(geometry.meet(boxes, core.box))
        if not len(near):
            continue
        yield from _of_text(text, core, strokes, starts[near], stops[near], owners[near], covers)


def _of_text(
    text: DrawnMark,
    core: Core,
    strokes: Strokes,
    starts: np.ndarray,
    stops: np.ndarray,
    owners: np.ndarray,
    covers: "Covers",
) -> Iterator[Crossing]:
    one, two = core.local(starts), core.local(stops)
    first, last = geometry.clip(one, two, core.rim, core.size - core.rim)
    inside = first < last
    if not inside.any():
        return
    one, two, first, last, owners = (values[inside] for values in (one, two, first, last, owners))
    enter, leave = one + first[:, None] * (two - one), one + last[:, None] * (two - one)
    lengths = np.linalg.norm(leave - enter, axis=1)
    between = [cover for cover in covers.around(core) if cover.layer < text.layer]
    found, inside_of = np.unique(owners, return_inverse=True)
    totals = np.bincount(inside_of, weights=lengths)
    for place in found[np.argsort(-totals)[:MAX_STROKES]]:
        mark, own = strokes.marks[place], owners == place
        if _is_kept_off(text, mark, between):
            continue
        ends = np.concatenate([enter[own], leave[own]])
        run = np.abs(leave[own] - enter[own]).sum(axis=0)
        yield Crossing(text, mark, core, float(lengths[own].sum()), run, ends.min(axis=0), ends.max(axis=0))


def _is_kept_off(text: DrawnMark, mark: DrawnMark, covers: Sequence[DrawnMark]) -> bool:
    """Whether a stroke is hidden there by an area painted after it, or hardly differs from one below; `covers` hold the whole text."""
    below = max((cover for cover in covers if cover.layer < mark.layer), key=lambda cover: cover.layer, default=None)
    if below is not None and difference(below.face, mark.stroke) < MIN_CONTRAST:
        return True
    if mark.layer >= text.layer:
        return False
    if text.backed or mark.size >= LETTER_EM * text.size:
        return True
    return any(cover.layer > mark.layer for cover in covers)
