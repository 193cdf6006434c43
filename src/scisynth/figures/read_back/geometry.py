"""Plane geometry on drawn marks: ends, lengths, angles and distances, all in pixels with y upwards."""

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from scisynth.figures.scene.marks import Box

if TYPE_CHECKING:
    from scisynth.figures.read_back.drawn_mark import DrawnMark

CHUNK = 500
"""Pieces of a path that are measured together, which bounds the memory."""
MAX_PIECES = 400
"""Points of a path that are compared with all those of another; of a longer one every n-th is taken."""
MAX_CORNERS = 12
"""A closed path with more corners than this is a curve."""
ROUND = 0.03
"""How far the points of a circle may differ in their distance from its middle, as a part of it."""


def ends(mark: "DrawnMark") -> tuple[np.ndarray, np.ndarray]:
    """First and last point."""
    return mark.xy[0], mark.xy[-1]


def length(mark: "DrawnMark") -> float:
    """Along the path."""
    return float(np.linalg.norm(np.diff(mark.xy, axis=0), axis=1).sum())


def heading(mark: "DrawnMark") -> float:
    """Direction from the first to the last point, degrees in [0, 360)."""
    first, last = ends(mark)
    return math.degrees(math.atan2(last[1] - first[1], last[0] - first[0])) % 360


def turn_between(one: float, two: float) -> float:
    """The smaller angle between two directions, degrees in [0, 180]."""
    turn = abs(one - two) % 360
    return min(turn, 360 - turn)


def center(mark: "DrawnMark") -> np.ndarray:
    """Middle of the bounding box."""
    left, bottom, right, top = mark.bbox
    return np.asarray([(left + right) / 2, (bottom + top) / 2])


def box_of(points: Iterable[Sequence[float]]) -> Box:
    """What points cover; there must be one."""
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def size(mark: "DrawnMark") -> tuple[float, float]:
    """Width and height of what a mark covers, pixels."""
    left, bottom, right, top = mark.extent
    return right - left, top - bottom


def radius(mark: "DrawnMark") -> float:
    """Of a circle, from its bounding box."""
    left, bottom, right, top = mark.bbox
    return (right - left + top - bottom) / 4


def distance_to_path(point: np.ndarray, mark: "DrawnMark") -> float:
    """From a point to the nearest place of a path, or of a text's box."""
    if not mark.points:
        return box_distance(mark.bbox, (*point, *point))
    return float(distances_to_path(point[None], mark)[0])


def distances_to_path(points: np.ndarray, mark: "DrawnMark") -> np.ndarray:
    """From each point, float [N, 2], to the nearest place of a path, float [N]."""
    corners = mark.xy
    if len(corners) == 1:
        return np.asarray(np.linalg.norm(corners - points, axis=1))
    all_starts, all_steps = corners[:-1], np.diff(corners, axis=0)
    nearest = np.full(len(points), np.inf)
    with np.errstate(all="ignore"):
        for at in range(0, len(all_steps), CHUNK):
            starts, steps = all_starts[at : at + CHUNK], all_steps[at : at + CHUNK]
            from_start = points[:, None] - starts
            along = (from_start * steps).sum(axis=2) / np.maximum((steps**2).sum(axis=1), 1e-12)
            off = from_start - np.clip(along, 0, 1)[:, :, None] * steps
            nearest = np.minimum(nearest, np.hypot(off[..., 0], off[..., 1]).min(axis=1))
    return nearest


def box_to_path(box: Box, mark: "DrawnMark") -> float:
    """Gap between a box and a path; 0 where they touch."""
    if not mark.points:
        return box_distance(box, mark.bbox)
    points = mark.xy
    gap_x = np.maximum(np.maximum(box[0] - points[:, 0], points[:, 0] - box[2]), 0)
    gap_y = np.maximum(np.maximum(box[1] - points[:, 1], points[:, 1] - box[3]), 0)
    gap = float(np.hypot(gap_x, gap_y).min())
    if len(points) == 1 or gap == 0:
        return gap
    if _crosses_box(points[:-1], points[1:], box):
        return 0.0
    # Between corners of the path, a corner of the box is what comes nearest.
    corners = np.asarray([(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])])
    return min(gap, float(distances_to_path(corners, mark).min()))


def _crosses_box(starts: np.ndarray, stops: np.ndarray, box: Box) -> bool:
    """Whether a stretch passes through a box."""
    first, last = clip(starts, stops, np.asarray(box[:2]), np.asarray(box[2:]))
    return bool((first <= last).any())


def clip(starts: np.ndarray, stops: np.ndarray, low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Fractions of each stretch, float [N] and [N], at which it enters and leaves a box (Liang and Barsky); first > last outside."""
    with np.errstate(all="ignore"):
        steps = stops - starts
        enter, leave = (low - starts) / steps, (high - starts) / steps
    # A stretch along one axis has no step across: it lies between the sides, or it does not.
    still, between = steps == 0, (low <= starts) & (starts <= high)
    first = np.where(still, np.where(between, -np.inf, np.inf), np.minimum(enter, leave)).max(axis=1)
    last = np.where(still, np.where(between, np.inf, -np.inf), np.maximum(enter, leave)).min(axis=1)
    return np.maximum(first, 0), np.minimum(last, 1)


def box_distance(one: tuple[float, ...], two: tuple[float, ...]) -> float:
    """Gap between two boxes; 0 where they touch."""
    gap_x = max(one[0] - two[2], two[0] - one[2], 0)
    gap_y = max(one[1] - two[3], two[1] - one[3], 0)
    return math.hypot(gap_x, gap_y)


def contains(outer: "DrawnMark", point: np.ndarray) -> bool:
    """Whether a point lies inside a closed path (even-odd rule), or inside the box of anything else."""
    left, bottom, right, top = outer.bbox if len(outer.points) < 3 else outer.extent
    # Most points lie outside of the box, and the sides need not be asked.
    if not (left <= point[0] <= right and bottom <= point[1] <= top):
        return False
    return bool(contains_each(outer, np.asarray(point)[None])[0])


def contains_each(outer: "DrawnMark", points: np.ndarray) -> np.ndarray:
    """For each point, float [N, 2], what `contains` says, bool [N]."""
    x, y = points[:, :1], points[:, 1:]
    if len(outer.points) < 3:
        left, bottom, right, top = outer.bbox
        return np.asarray((left <= x) & (x <= right) & (bottom <= y) & (y <= top))[:, 0]
    starts = outer.xy
    (start_x, start_y), (end_x, end_y) = starts.T, np.concatenate([starts[1:], starts[:1]]).T
    crosses = (start_y > y) != (end_y > y)
    with np.errstate(all="ignore"):
        at = start_x + (y - start_y) / (end_y - start_y) * (end_x - start_x)
    return np.asarray((crosses & (x < at)).sum(axis=1) % 2 == 1)


def meet(boxes: np.ndarray, box: Sequence[float] | np.ndarray) -> np.ndarray:
    """Which boxes, float [N, 4], have an area in common with one box, bool [N]."""
    left, bottom, right, top = box
    return np.asarray((boxes[:, 0] < right) & (boxes[:, 2] > left) & (boxes[:, 1] < top) & (boxes[:, 3] > bottom))


def thin(mark: "DrawnMark") -> np.ndarray:
    """Points of a path, at most `MAX_PIECES` of them, float [N, 2]; the corners of its box where it has none."""
    if not mark.points:
        left, bottom, right, top = mark.bbox
        return np.asarray([(left, bottom), (right, bottom), (right, top), (left, top)])
    points = mark.xy
    step = math.ceil(len(points) / MAX_PIECES)
    return points if step == 1 else np.vstack([points[::step], points[-1:]])


def outline(mark: "DrawnMark") -> np.ndarray:
    """`thin`, with the first point again at the end where the outline is closed."""
    points = thin(mark)
    is_closed = not mark.points or mark.closed
    return np.vstack([points, points[:1]]) if is_closed and not np.allclose(points[0], points[-1]) else points


def gap_between(one: "DrawnMark", two: "DrawnMark") -> float:
    """Between two outlines or boxes of texts, 0 where they cross; pixels."""
    if not one.points or not two.points:
        box, other = (one.bbox, two) if not one.points else (two.bbox, one)
        return box_to_path(box, other)
    if len(crossings(one, two)):
        return 0.0
    return min(float(distances_to_path(thin(one), two).min()), float(distances_to_path(thin(two), one).min()))


def crossings(one: "DrawnMark", two: "DrawnMark") -> np.ndarray:
    """Where two outlines cross, float [K, 2]."""
    a, b = outline(one), outline(two)
    if len(a) < 2 or len(b) < 2:
        return np.empty((0, 2))
    steps_a, steps_b = np.diff(a, axis=0)[:, None], np.diff(b, axis=0)[None]
    between = b[None, :-1] - a[:-1, None]
    with np.errstate(all="ignore"):
        turn = _cross(steps_a, steps_b)
        along_a, along_b = _cross(between, steps_b) / turn, _cross(between, steps_a) / turn
        met = (along_a >= 0) & (along_a <= 1) & (along_b >= 0) & (along_b <= 1)
    rows, _ = np.nonzero(met)
    return np.asarray(a[:-1][rows] + along_a[met][:, None] * steps_a[rows, 0])


def _cross(one: np.ndarray, two: np.ndarray) -> np.ndarray:
    return np.asarray(one[..., 0] * two[..., 1] - one[..., 1] * two[..., 0])


def corners(mark: "DrawnMark") -> np.ndarray:
    """Corners of an outline without the points in between, float [N, 2]; empty for a curve."""
    points = thin(mark)
    if len(points) > 1 and np.allclose(points[0], points[-1]):
        points = points[:-1]
    # A point that is drawn twice has no direction; `fill_between` makes such ones.
    points = points[np.linalg.norm(points - np.roll(points, 1, axis=0), axis=1) > 1e-6] if len(points) > 2 else points
    if len(points) < 3:
        return points
    before, after = points - np.roll(points, 1, axis=0), np.roll(points, -1, axis=0) - points
    sizes = np.linalg.norm(before, axis=1) * np.linalg.norm(after, axis=1)
    turned = np.abs(_cross(before, after)) > 0.02 * np.maximum(sizes, 1e-12)
    found = points[turned | ((before * after).sum(axis=1) < 0)]
    return found if len(found) <= MAX_CORNERS else found[:0]


def headings(mark: "DrawnMark") -> list[float]:
    """Directions that a mark has: of an open line from end to end, of a polygon that of each side; degrees."""
    if not mark.closed:
        return [heading(mark)]
    steps = np.diff(np.vstack([found := corners(mark), found[:1]]), axis=0)
    return [math.degrees(math.atan2(step[1], step[0])) % 360 for step in steps]


def corner_angles(mark: "DrawnMark") -> np.ndarray:
    """Angle at each of `corners`, degrees in (0, 180), float [N]."""
    points = corners(mark)
    before, after = np.roll(points, 1, axis=0) - points, np.roll(points, -1, axis=0) - points
    return np.degrees(np.arctan2(np.abs(_cross(before, after)), (before * after).sum(axis=1)))


def arc_of(mark: "DrawnMark") -> tuple[np.ndarray, float, float] | None:
    """(middle, radius in pixels, angle that it spans in degrees) of a circle, an arc or a sector; None for another path."""
    points = thin(mark)
    if len(points) < 6:
        return None
    # A sector starts or ends at its middle, or comes back from it to where it started.
    for middle in (None, points[0], points[-1], points[-2]):
        rim = points if middle is None else points[np.linalg.norm(points - middle, axis=1) > 1e-6]
        if middle is not None and np.allclose(rim[0], rim[-1]):
            rim = rim[:-1]
        found = _fitted(rim) if middle is None else middle
        if found is None or len(rim) < 4:
            continue
        away = np.linalg.norm(rim - found, axis=1)
        size = float(away.mean())
        if size < 1e-6 or np.abs(away - size).max() > ROUND * size + 0.5 or size > 1e5:
            continue
        turns = np.degrees(np.diff(np.unwrap(np.arctan2(*(rim - found).T[::-1]))))
        return found, size, min(float(np.abs(turns.sum())), 360.0)
    return None


def _fitted(points: np.ndarray) -> np.ndarray | None:
    """Middle of the circle through some points, by least squares."""
    matrix = np.column_stack([2 * points, np.ones(len(points))])
    found, _, rank, _ = np.linalg.lstsq(matrix, (points**2).sum(axis=1), rcond=None)
    return found[:2] if rank == 3 else None


def mirrored(points: np.ndarray, one: np.ndarray, two: np.ndarray) -> np.ndarray:
    """Points, float [N, 2], on the other side of the line through two places."""
    along = (two - one) / max(float(np.linalg.norm(two - one)), 1e-9)
    from_line = points - one
    return np.asarray(one + 2 * (from_line @ along)[:, None] * along - from_line)
