"""Claims about the form of one mark, taken from its drawn outline.

    circle, ellipse             all points lie on it; a circle drawn in unequal scales is an ellipse
    triangle, square, ...       by its corners; a rectangle may have round ones
    straight, curved, zigzag    by its turns
    convex, concave             of a lens: thicker or thinner in its middle than towards its rim; of a polygon as in geometry

Lines that share an id and form a closed way are one outline.
"""

import itertools
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from scisynth.figures.read_back import geometry
from scisynth.figures.read_back.drawing import Drawing
from scisynth.figures.read_back.drawn_mark import DrawnMark
from scisynth.figures.scene.scene import Claim
from scisynth.figures.verify.claim_checks import marks
from scisynth.figures.verify.claim_checks.marks import MAX_PIECES

ROUND = 0.03
"""How far the width of a circle may differ from its height, and the sides of a square from each other, as a part of them."""
OFF_ELLIPSE = 0.03
"""How far a point may lie off an ellipse, as a part of its distance from the middle."""
SQUARE_DEG = 2.0
"""How far a right angle may be off."""
SHARP_DEG = 30.0
"""A turn at one point that a viewer takes for a corner."""
SMOOTH_DEG, MAX_SMOOTH_DEG = 35.0, 90.0
"""Smaller turns are those of a bend, where they add up; an octagon turns by 45 degrees at each corner."""
MIN_BEND_DEG = 5.0
"""What the small turns of a curve come to at least."""
BENT = 0.01
"""How far a straight line may leave the way between its ends, as a part of it."""
SLENDER = 5.0
"""An area this many times as long as it is wide is a rod, which is straight."""
THICKER = 1.1
"""The middle of a convex lens is so many times as thick as its rim."""
Outline = DrawnMark


def shape(claim: Claim, drawing: Drawing) -> str:
    """The outline of a mark has a form."""
    name = marks.at_least(claim, 1)[0]
    wanted = read_shape(marks.words(claim))
    check = _FORMS.get(wanted)
    num = _CORNERS.get(wanted)
    if check is None and num is None:
        raise ValueError(f"no shape is called {wanted!r}: one of {', '.join(SHAPES)}")
    outlines = _outlines(drawing, name)
    if not outlines:
        raise ValueError(f"{name} is no line and no area")
    if any(check(item) if check else _has_corners(item, num or 0) for item in outlines):
        return ""
    return f"expected {marks.short(name)} to be {wanted}, drawn is {_described(max(outlines, key=geometry.length))}"


def read_shape(said: str) -> str:
    """A word for a form in the spelling of `SHAPES`; one that is unknown as it is."""
    word = re.sub(r"[\W_]+", "_", said.strip().casefold()).strip("_")
    word = re.sub(r"^(?:an?|the)_|_(?:shape|shaped|line|lens|curve|outline|mirror|arrow|path)$", "", word)
    return _SAME.get(word, word)


def _outlines(drawing: Drawing, name: str) -> list[Outline]:
    """The lines and areas with an id, and what they form together."""
    found = [mark for mark in marks.pieces(drawing, name) if len(mark.points) > 1][:MAX_PIECES]
    if not found:
        found = [marks.path(drawing, name)]
    found = [_shut(mark, marks.touch_px(drawing, mark)) for mark in found]
    joined = _chained(found, marks.touch_px(drawing, *found)) if len(found) > 1 else None
    return [joined] if joined else found


def _shut(mark: DrawnMark, touch_px: float) -> Outline:
    """A line that comes back to where it started is an outline."""
    if mark.closed or len(mark.points) < 4 or mark.arrow:
        return mark
    first, last = geometry.ends(mark)
    return replace(mark, closed=True) if np.linalg.norm(last - first) <= touch_px else mark


def _chained(found: Sequence[Outline], touch_px: float) -> Outline | None:
    """Open lines that follow each other and come back as one outline; None where they do not."""
    if any(mark.closed or mark.arrow for mark in found):
        return None
    way, *others = [mark.xy for mark in found]
    while others:
        gaps = [
            min((float(np.linalg.norm(line[end] - way[-1])), at, end) for end in (0, -1))
            for at, line in enumerate(others)
        ]
        gap, at, end = min(gaps)
        if gap > touch_px:
            return None
        line = others.pop(at)
        way = np.vstack([way, (line if end == 0 else line[::-1])[1:]])
    if np.linalg.norm(way[0] - way[-1]) > touch_px:
        return None
    way = np.vstack([way[:-1], way[:1]])
    low, high = way.min(axis=0), way.max(axis=0)
    return replace(found[0], points=tuple(map(tuple, way.tolist())), closed=True, bbox=(*low.tolist(), *high.tolist()))


def corners(mark: Outline) -> np.ndarray:
    """Corners of a polygon, float [N, 2]; none where the outline bends between them too."""
    found = geometry.corners(mark)
    if not len(found) or not mark.closed:
        return found
    turns = np.abs(_turns(mark))
    return found if turns[turns < SMOOTH_DEG].sum() < MAX_SMOOTH_DEG else found[:0]


def _is_circle(mark: Outline) -> bool:
    width, height = geometry.size(mark)
    return _is_ellipse_like(mark) and abs(width - height) <= ROUND * max(width, height) + 1


def _is_ellipse(mark: Outline) -> bool:
    width, height = _axes(mark)
    return _is_ellipse_like(mark) and abs(width - height) > 0.01 * max(width, height)


def _is_ellipse_like(mark: Outline) -> bool:
    """Whether all points lie on an ellipse about the middle of the outline, turned or not."""
    if not mark.closed or len(corners(mark)):
        return False
    turned = _turned(mark)
    low, high = turned.min(axis=0), turned.max(axis=0)
    half = (high - low) / 2
    if half.min() <= 0:
        return False
    away = np.linalg.norm((turned - (low + high) / 2) / half, axis=1)
    return bool(np.abs(away - 1).max() <= OFF_ELLIPSE + 1 / half.min())


def _turned(mark: Outline) -> np.ndarray:
    """Evenly spaced points of an outline in the frame of its own long axis, float [N, 2]."""
    points = _even(mark)
    points = points - points.mean(axis=0)
    values, vectors = np.linalg.eigh(np.cov(points.T))
    return points if values[1] - values[0] < 0.01 * values[1] else points @ vectors


def _even(mark: Outline, num: int = 180) -> np.ndarray:
    """Points in equal steps along an outline, float [num, 2]."""
    points = geometry.outline(mark)
    along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
    places = np.linspace(0, along[-1], num, endpoint=not mark.closed)
    return np.stack([np.interp(places, along, points[:, axis]) for axis in (0, 1)], axis=1)


def _axes(mark: Outline) -> tuple[float, float]:
    width, height = np.ptp(_turned(mark), axis=0)
    return float(width), float(height)


def _has_corners(mark: Outline, num: int) -> bool:
    found = corners(mark)
    return mark.closed and (len(found) == num if num else len(found) >= 3)


def _is_rectangle(mark: Outline) -> bool:
    """Four right angles, which may be round."""
    if not mark.closed:
        return False
    if len(corners(mark)) == 4:
        return bool(np.abs(geometry.corner_angles(mark) - 90).max() <= SQUARE_DEG)
    steps = np.diff(geometry.outline(mark), axis=0)
    lengths = np.linalg.norm(steps, axis=1)
    sides = steps[lengths > 0.3 * min(geometry.size(mark))]
    if len(sides) != 4:
        return False
    headings = [math.degrees(math.atan2(y, x)) for x, y in sides]
    return all(abs(geometry.turn_between(one, two) - 90) <= SQUARE_DEG for one, two in itertools.pairwise(headings))


def _is_square(mark: Outline) -> bool:
    found = corners(mark)
    if len(found) == 4:
        sides = np.linalg.norm(found - np.roll(found, 1, axis=0), axis=1)
        return _is_rectangle(mark) and bool(np.ptp(sides) <= ROUND * sides.max() + 1)
    width, height = geometry.size(mark)
    return _is_rectangle(mark) and abs(width - height) <= ROUND * max(width, height) + 1


def _sides(mark: Outline) -> tuple[np.ndarray, np.ndarray]:
    """Lengths and headings (degrees modulo a half turn) of the four sides; empty where there are not four corners."""
    found = corners(mark)
    if not mark.closed or len(found) != 4:
        return np.empty(0), np.empty(0)
    steps = np.roll(found, -1, axis=0) - found
    return np.linalg.norm(steps, axis=1), np.degrees(np.arctan2(steps[:, 1], steps[:, 0])) % 180


def _parallel_pairs(mark: Outline) -> int:
    _, headings = _sides(mark)
    if not len(headings):
        return 0
    apart = [abs(headings[at] - headings[at + 2]) for at in (0, 1)]
    return sum(min(off, 180 - off) <= SQUARE_DEG for off in apart)


def _is_rhombus(mark: Outline) -> bool:
    lengths, _ = _sides(mark)
    return len(lengths) == 4 and bool(np.ptp(lengths) <= ROUND * lengths.max() + 1)


def _is_straight(mark: Outline) -> bool:
    if mark.closed:
        width, height = sorted(_axes(mark), reverse=True)
        return len(corners(mark)) == 4 and width >= SLENDER * max(height, 1e-9)
    first, last = geometry.ends(mark)
    chord = float(np.linalg.norm(last - first))
    straight = replace(mark, points=(tuple(first.tolist()), tuple(last.tolist())))
    off = float(geometry.distances_to_path(geometry.thin(mark), straight).max())
    return chord > 0 and off <= BENT * chord + 1


def _turns(mark: Outline) -> np.ndarray:
    """Turns at the points of a way, signed degrees in (-180, 180], float [N]; points that lie on each other are one."""
    points = geometry.outline(mark)
    steps = np.diff(points, axis=0)
    steps = steps[np.linalg.norm(steps, axis=1) > 0.5]
    headings = np.degrees(np.arctan2(steps[:, 1], steps[:, 0]))
    return np.asarray((np.diff(headings) + 180) % 360 - 180)


def _is_curved(mark: Outline) -> bool:
    """It bends, and not at corners alone."""
    turns = np.abs(_turns(mark))
    smooth, sharp = turns[turns < SHARP_DEG], turns[turns >= SHARP_DEG]
    return not _is_straight(mark) and smooth.sum() > MIN_BEND_DEG and (len(sharp) <= 4 or smooth.sum() > sharp.sum())


def _is_zigzag(mark: Outline) -> bool:
    """At least three sharp corners, to the left and to the right in turn, with straight lines between them."""
    turns = _turns(mark)
    sharp, smooth = turns[np.abs(turns) >= SHARP_DEG], turns[np.abs(turns) < SHARP_DEG]
    alternate = len(sharp) >= 3 and float((np.sign(sharp[1:]) != np.sign(sharp[:-1])).mean()) >= 0.7
    return alternate and float(np.abs(smooth).sum()) < 0.5 * float(np.abs(sharp).sum())


def _is_convex(mark: Outline) -> bool:
    if mark.arrow == "both" and _is_straight(mark):
        return True  # the sign of a lens in ray diagrams
    thicker = _middle_to_rim(mark)
    if len(corners(mark)) >= 3 and mark.closed:
        # Sides of many points bend by too little at each of them to be seen in the turns.
        return thicker > 1 / THICKER and _bulges_everywhere(mark)
    return thicker >= THICKER


def _is_concave(mark: Outline) -> bool:
    if len(corners(mark)) >= 3 and mark.closed and not _bulges_everywhere(mark):
        return True
    return _middle_to_rim(mark) <= 1 / THICKER


def _bulges_everywhere(mark: Outline) -> bool:
    turns = _turns(mark)
    turns = turns[np.abs(turns) > 1]
    return bool((turns > 0).all() or (turns < 0).all())


def _middle_to_rim(mark: Outline) -> float:
    """How many times as thick an area is in its middle as towards both ends of its longer side."""
    if not mark.closed:
        raise ValueError("convex and concave need an outline: of a line the side from which it is seen is not known")
    points = np.vstack([geometry.thin(mark), geometry.thin(mark)[:1]])
    along = int(np.argmax(np.ptp(points, axis=0)))
    low, high = points[:, along].min(), points[:, along].max()
    middle, *rims = (_thickness(points, along, low + fraction * (high - low)) for fraction in (0.5, 0.08, 0.92))
    return middle / max(sum(rims) / 2, 1e-9)


def _thickness(points: np.ndarray, along: int, place: float) -> float:
    """Extent of a closed way across its long side, at one place of it."""
    one, two = points[:-1], points[1:]
    met = (one[:, along] > place) != (two[:, along] > place)
    one, two = one[met], two[met]
    fraction = (place - one[:, along]) / (two[:, along] - one[:, along])
    across = one[:, 1 - along] + fraction * (two[:, 1 - along] - one[:, 1 - along])
    return float(np.ptp(across)) if len(across) else 0.0


def _described(mark: Outline) -> str:
    """What the outline is, in the words of `SHAPES`."""
    for name in ("square", "rectangle", "circle", "ellipse", "straight", "zigzag"):
        if _FORMS[name](mark):
            return f"{'a ' if name not in ('straight', 'zigzag', 'ellipse') else ''}{name}"
    num = len(corners(mark))
    if mark.closed and num >= 3:
        return f"a polygon of {num} corners"
    return "an outline without corners" if mark.closed else "curved" if _is_curved(mark) else "an open line"


_CORNERS: Mapping[str, int] = {
    "polygon": 0, "triangle": 3, "quadrilateral": 4, "pentagon": 5, "hexagon": 6, "heptagon": 7, "octagon": 8,
}  # fmt: skip
_FORMS: Mapping[str, Callable[[Outline], bool]] = {
    "circle": _is_circle,
    "ellipse": _is_ellipse,
    "square": _is_square,
    "rectangle": _is_rectangle,
    "rhombus": _is_rhombus,
    "parallelogram": lambda mark: _parallel_pairs(mark) == 2,
    "trapezoid": lambda mark: _parallel_pairs(mark) >= 1,
    "straight": _is_straight,
    "curved": _is_curved,
    "zigzag": _is_zigzag,
    "convex": _is_convex,
    "concave": _is_concave,
}
SHAPES = (*_FORMS, *_CORNERS)
_OTHER_WORDS = {
    "circle": "circular round disc disk ring",
    "ellipse": "elliptical elliptic oval",
    "square": "squared",
    "rectangle": "rectangular rect box oblong rounded_rectangle",
    "triangle": "triangular",
    "polygon": "polygonal",
    "hexagon": "hexagonal",
    "pentagon": "pentagonal",
    "rhombus": "diamond rhombic",
    "trapezoid": "trapezium trapezoidal",
    "straight": "segment linear",
    "curved": "arc bent wavy wave smooth parabola parabolic sinusoidal",
    "zigzag": "zig_zag sawtooth jagged",
    "convex": "biconvex double_convex converging plano_convex",
    "concave": "biconcave double_concave diverging plano_concave",
}
_SAME = {word: name for name, words in _OTHER_WORDS.items() for word in words.split()}
