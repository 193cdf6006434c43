"""Plane geometry on drawn marks: ends, lengths, angles and distances, all in pixels with y upwards."""

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from scisynth.imgcoder.read_back import DrawnMark

CHUNK = 500
"""Pieces of a path that are measured together, which bounds the memory."""


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


def angle_between(one: "DrawnMark", two: "DrawnMark", touch_px: float = 4.0) -> float:
    """Degrees in [0, 180], seen from the end that both share; without one, between the two lines, in [0, 90]."""
    for flip_one in (False, True):
        for flip_two in (False, True):
            if np.linalg.norm(ends(one)[flip_one] - ends(two)[flip_two]) < touch_px:
                return _turn(heading(one) + 180 * flip_one, heading(two) + 180 * flip_two)
    turn = _turn(heading(one), heading(two))
    return min(turn, 180 - turn)


def _turn(one: float, two: float) -> float:
    turn = abs(one - two) % 360
    return min(turn, 360 - turn)


def center(mark: "DrawnMark") -> np.ndarray:
    """Middle of the bounding box."""
    left, bottom, right, top = mark.bbox
    return np.asarray([(left + right) / 2, (bottom + top) / 2])


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


def box_to_path(box: tuple[float, float, float, float], mark: "DrawnMark") -> float:
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


def _crosses_box(starts: np.ndarray, stops: np.ndarray, box: tuple[float, float, float, float]) -> bool:
    """Whether a stretch passes through a box (Liang and Barsky's clipping)."""
    low, high = np.asarray(box[:2]), np.asarray(box[2:])
    with np.errstate(all="ignore"):
        steps = stops - starts
        enter, leave = (low - starts) / steps, (high - starts) / steps
    # A stretch along one axis has no step across: it lies between the sides, or it does not.
    still, between = steps == 0, (low <= starts) & (starts <= high)
    first = np.where(still, np.where(between, -np.inf, np.inf), np.minimum(enter, leave)).max(axis=1)
    last = np.where(still, np.where(between, np.inf, -np.inf), np.maximum(enter, leave)).min(axis=1)
    return bool((np.maximum(first, 0) <= np.minimum(last, 1)).any())


def box_distance(one: tuple[float, ...], two: tuple[float, ...]) -> float:
    """Gap between two boxes; 0 where they touch."""
    gap_x = max(one[0] - two[2], two[0] - one[2], 0)
    gap_y = max(one[1] - two[3], two[1] - one[3], 0)
    return math.hypot(gap_x, gap_y)


def contains(outer: "DrawnMark", point: np.ndarray) -> bool:
    """Whether a point lies inside a closed path (even-odd rule), or inside the box of anything else."""
    if len(outer.points) < 3:
        left, bottom, right, top = outer.bbox
        return bool(left <= point[0] <= right and bottom <= point[1] <= top)
    x, y = outer.xy.T
    next_x, next_y = np.roll(x, -1), np.roll(y, -1)
    crosses = (y > point[1]) != (next_y > point[1])
    with np.errstate(divide="ignore", invalid="ignore"):
        at = x + (point[1] - y) / (next_y - y) * (next_x - x)
    return bool((crosses & (point[0] < at)).sum() % 2)
