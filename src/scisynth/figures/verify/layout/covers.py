"""Things that lie under others where they should be seen: ends of arrows, arrows behind boxes, markers under texts, data under a legend."""

from collections.abc import Iterator

import numpy as np

from scisynth.figures.read_back import geometry
from scisynth.figures.read_back.drawing import Drawing
from scisynth.figures.read_back.drawn_mark import DrawnMark
from scisynth.figures.verify.claims import Finding
from scisynth.figures.verify.layout.strokes import LETTER_EM, Core, contrast_to_white, name_of, quote

DEPTH_PT = 6.0
"""How far behind an area the tip of an arrow is hidden; less hides no more than a part of its head, as a point at its end does."""
STEP_PX = 2.0
"""Between places of an arrow that are looked at."""
MAX_PLACES = 200
MIN_BEHIND_PX = 8.0
MAX_WORK = 20_000_000
"""Places of arrows times corners of areas that are looked at."""
MAX_LEGENDS = 20
MIN_SHARE_OF_TEXT = 0.12
MIN_SHARE_OF_CURVE = 0.1
FAINT = 40
"""Contrast below which a marker is a plate for its text."""


def hidden_marks(drawing: Drawing) -> Iterator[Finding]:
    """`hidden_end` for a tip behind an area, `behind` for an arrow that passes behind a box with a text in it."""
    areas = [mark for mark in drawing.marks if mark.opaque and mark.closed and len(mark.points) > 2]
    arrows = [mark for mark in drawing.marks if mark.arrow and len(mark.points) > 1]
    if not areas:
        return
    ends = np.asarray([end for arrow in arrows for end in geometry.ends(arrow)]).reshape(-1, 2)
    boxes = np.asarray([area.extent for area in areas])
    layers = np.asarray([area.layer for area in areas])
    nodes: dict[int, bool] = {}
    left = MAX_WORK
    for arrow in arrows:
        above = np.flatnonzero(geometry.meet(boxes, arrow.extent) & (layers > arrow.layer))
        over = [areas[place] for place in above if not _is_of(areas[place], arrow)]
        for area in over:
            left -= MAX_PLACES * len(area.points)
            if left < 0:
                return
            if any(_depth(area, tip) > DEPTH_PT / 72 * drawing.dpi for tip in _tips(arrow)):
                yield _finding(
                    "hidden_end", arrow, area, f"the tip of {name_of(arrow)} lies behind {name_of(area)}: {END}"
                )
                break
            is_node = nodes.get(id(area))
            if is_node is None:
                is_node = nodes[id(area)] = _is_node(area, ends) and _is_labelled(area, drawing)
            if is_node and _passes_behind(arrow, area):
                yield _finding("behind", arrow, area, f"{name_of(arrow)} passes behind {name_of(area)}: {BEHIND}")
                break


END = "end it at the edge of the area, or draw it above (a higher zorder)"
BEHIND = "lead it around the area, or move the area out of its way"


def _tips(arrow: DrawnMark) -> list[np.ndarray]:
    first, last = geometry.ends(arrow)
    return [first] * (arrow.arrow in ("start", "both")) + [last] * (arrow.arrow in ("end", "both"))


def _is_of(area: DrawnMark, arrow: DrawnMark) -> bool:
    """Parts of one mark, such as a shaft and its head."""
    return bool(area.id) and area.id == arrow.id


def _depth(area: DrawnMark, point: np.ndarray) -> float:
    """How far a point lies inside of an area, pixels; 0 outside."""
    return geometry.distance_to_path(point, area) if geometry.contains(area, point) else 0.0


def _passes_behind(arrow: DrawnMark, area: DrawnMark) -> bool:
    """Whether it comes from outside of an area, is hidden for a stretch, and goes on outside."""
    points = arrow.xy
    places = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
    num = int(min(max(places[-1] / STEP_PX, 2), MAX_PLACES))
    at = np.linspace(0, places[-1], num)
    along = np.stack([np.interp(at, places, points[:, 0]), np.interp(at, places, points[:, 1])], axis=1)
    inside = geometry.contains_each(area, along)
    near_ends = [geometry.box_distance(area.extent, (*end, *end)) < MIN_BEHIND_PX for end in geometry.ends(arrow)]
    hidden = inside.sum() * places[-1] / max(num - 1, 1)
    return bool(hidden >= MIN_BEHIND_PX and not any(near_ends))


def _is_labelled(area: DrawnMark, drawing: Drawing) -> bool:
    """Whether a word stands on an area, as in a node or a box."""
    left, bottom, right, top = area.extent
    words = [text for text in drawing.texts if text.layer > area.layer and any(map(str.isalnum, text.text))]
    return any(left < x < right and bottom < y < top for x, y in map(geometry.center, words))


def _is_node(area: DrawnMark, ends: np.ndarray) -> bool:
    """Whether arrows start or end at an area."""
    left, bottom, right, top = area.extent
    low, high = (left - MIN_BEHIND_PX, bottom - MIN_BEHIND_PX), (right + MIN_BEHIND_PX, top + MIN_BEHIND_PX)
    return bool(((ends > low) & (ends < high)).all(axis=1).any())


def covered_markers(drawing: Drawing) -> Iterator[Finding]:
    """`covered_marker`: a small symbol in the middle of letters, of which either hides the other."""
    texts = [text for text in drawing.texts if any(letter.isalnum() for letter in text.text)]
    dots = [mark for mark in drawing.marks if mark.marker_px or _is_dot(mark)]
    owners = [mark for mark in dots for _ in range(len(mark.points) if mark.marker_px else 1)]
    if not owners or not texts:
        return
    places = np.concatenate([mark.xy if mark.marker_px else geometry.center(mark)[None] for mark in dots])
    sizes = np.asarray([mark.marker_px or mark.extent[3] - mark.extent[1] for mark in owners])
    for text in texts[: MAX_WORK // len(places)]:
        core = Core.of(text, drawing.dpi)
        local = core.local(places)
        inside = ((local > core.rim) & (local < core.size - core.rim)).all(axis=1) & (sizes < 1.3 * LETTER_EM * core.em)
        for place in np.flatnonzero(inside)[:1]:
            mark = owners[place]
            if contrast_to_white(mark.color) >= FAINT and not (text.backed and mark.layer < text.layer):
                words = f"the text {quote(text)} and the point {mark.id or 'below it'} cover each other"
                yield _finding(
                    "covered_marker", text, mark, f"{words}: set the text beside the point, e.g. xytext=(6, 6)"
                )


def _is_dot(mark: DrawnMark) -> bool:
    """A small filled shape, as points of a sketch are drawn."""
    left, bottom, right, top = mark.extent
    return (
        mark.filled
        and mark.closed
        and mark.opaque
        and 0 < right - left < 14
        and 0.7 < (top - bottom) / (right - left) < 1.4
    )


def legend_faults(drawing: Drawing) -> Iterator[Finding]:
    """`overlap` of a text with the frame of a legend, `legend_covers` for curves and points below one."""
    for legend in [mark for mark in drawing.furniture if mark.id == "legend"][:MAX_LEGENDS]:
        box = np.asarray(legend.extent)
        for text in drawing.texts:
            fraction = _share_inside(text.bbox, legend.extent)
            if MIN_SHARE_OF_TEXT < fraction < 0.95:
                yield _finding("overlap", text, legend, f"the text {quote(text)} overlaps the legend: {LEGEND}")
        for mark in drawing.drawn:
            is_data = mark.kind == "path" and not mark.closed and mark.axes == legend.axes and mark.layer < legend.layer
            if is_data and legend.opaque and _is_lost(mark, box):
                yield _finding("legend_covers", mark, legend, f"the legend covers {name_of(mark)}: {LEGEND}")
                break


LEGEND = "place the legend where nothing is drawn, e.g. ax.legend(loc='upper left', bbox_to_anchor=(1.02, 1))"


def _share_inside(box: tuple[float, ...], outer: tuple[float, ...]) -> float:
    width = min(box[2], outer[2]) - max(box[0], outer[0])
    height = min(box[3], outer[3]) - max(box[1], outer[1])
    area = (box[2] - box[0]) * (box[3] - box[1])
    return max(width, 0) * max(height, 0) / max(area, 1e-9)


def _is_lost(mark: DrawnMark, box: np.ndarray) -> bool:
    """Whether a notable piece of a line lies in a box, or one of its symbols."""
    points, low, high = mark.xy, box[:2] + 1, box[2:] - 1
    if mark.marker_px and ((points > low) & (points < high)).all(axis=1).any():
        return True
    if len(points) < 2 or not mark.stroke:
        return False
    first, last = geometry.clip(points[:-1], points[1:], low, high)
    lengths = np.linalg.norm(np.diff(points, axis=0), axis=1)
    inside = float((np.maximum(last - first, 0) * lengths).sum())
    return inside > MIN_SHARE_OF_CURVE * float(lengths.sum())


def coincident_lines(drawing: Drawing) -> Iterator[Finding]:
    """`coincident`, a note: two named lines of one course and different colours or ends, of which the upper hides the lower."""
    seen: dict[tuple[tuple[float, float], ...], DrawnMark] = {}
    for mark in drawing.marks:
        if mark.kind != "path" or not mark.id or not mark.stroke or mark.closed or len(mark.points) < 2:
            continue
        course = tuple((round(x), round(y)) for x, y in mark.points)
        other = seen.setdefault(min(course, course[::-1]), mark)
        if other.id != mark.id and (other.stroke, other.arrow) != (mark.stroke, mark.arrow):
            message = f"{mark.id} lies exactly on {other.id}: leave one out, or draw them apart"
            yield Finding(
                kind="coincident", status="note", message=message, of=(mark.id, other.id), boxes=(mark.extent,)
            )


def _finding(kind: str, mark: DrawnMark, other: DrawnMark, message: str) -> Finding:
    names = tuple(item.id for item in (mark, other) if item.id and item.kind != "furniture")
    return Finding(kind=kind, status="failed", message=message, of=names, boxes=(mark.extent,))
