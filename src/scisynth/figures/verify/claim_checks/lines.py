"""Claims about lines and arrows: their lengths, angles and directions, where they point, and what they join.

Lengths are compared as ratios and angles in degrees, so the scale of the page does not matter. A line without a head, or with two, has
no sense of direction: it is compared modulo half a turn.
"""

import math
import re

import numpy as np

from scisynth.figures.read_back import geometry
from scisynth.figures.read_back.drawing import Drawing
from scisynth.figures.read_back.drawn_mark import DrawnMark
from scisynth.figures.scene.scene import Claim
from scisynth.figures.verify.claim_checks import marks
from scisynth.figures.verify.claim_checks.directions import EXACT_DEG, read_direction
from scisynth.figures.verify.claim_checks.marks import PIXELS, RELATIVE

POINTS_DEG = 10.0
FLOATING = 0.06
"""Of the page's diagonal: how far the end of an arrow may be from what it joins."""
CURVED = 1.05
"""A line this much longer than the way between its ends is a curve."""


def ratio(claim: Claim, drawing: Drawing) -> str:
    """Lengths of lines and outlines, radii of circles, or the sides of two rectangles."""
    first, second = (marks.path(drawing, name) for name in marks.at_least(claim, 2)[:2])
    expected = marks.number(claim)
    found = _size_ratios(first, second)
    for ratio, size in found:
        rounding = 0.0 if claim.tolerance else PIXELS / max(size, 1e-9)
        if abs(ratio - expected) <= max((claim.tolerance or RELATIVE) * abs(expected), rounding):
            return ""
    names = " : ".join(map(marks.short, claim.of[:2]))
    return f"expected lengths {names} of {expected:.3g}, drawn {found[0][0]:.3g}"


def _size_ratios(one: DrawnMark, two: DrawnMark) -> list[tuple[float, float]]:
    """(ratio, size of the second mark in pixels) in each way in which two marks may be compared."""
    rounds = [geometry.arc_of(mark) if mark.closed else None for mark in (one, two)]
    if rounds[0] and rounds[1]:
        return [(rounds[0][1] / max(rounds[1][1], 1e-9), rounds[1][1])]
    pairs = [(geometry.length(one), geometry.length(two))]
    if all(_is_upright_box(mark) for mark in (one, two)):
        pairs = [*zip(geometry.size(one), geometry.size(two), strict=True), *pairs]
        pairs.sort(key=lambda pair: -abs(math.log(max(pair[0], 1e-9) / max(pair[1], 1e-9))))
    return [(first / max(second, 1e-9), second) for first, second in pairs]


def _is_upright_box(mark: DrawnMark) -> bool:
    """A rectangle along the page's axes."""
    corners = geometry.corners(mark) if mark.closed else np.empty((0, 2))
    left, bottom, right, top = mark.extent
    away = np.abs(corners[:, :1] - (left, right)).min(axis=1) + np.abs(corners[:, 1:] - (bottom, top)).min(axis=1)
    return len(corners) == 4 and bool((away < 1).all())


def size_ratio(claim: Claim, drawing: Drawing) -> str:
    """Widths or heights of what two marks cover."""
    axis = 1 if claim.kind == "height_ratio" else 0
    one, two = (_box_size(marks.one(drawing, name), axis) for name in marks.at_least(claim, 2)[:2])
    expected, found = marks.number(claim), one / max(two, 1e-9)
    if abs(found - expected) <= max((claim.tolerance or RELATIVE) * abs(expected), PIXELS / max(two, 1e-9)):
        return ""
    names = " : ".join(map(marks.short, claim.of[:2]))
    return f"expected {('widths', 'heights')[axis]} {names} of {expected:.3g}, drawn {found:.3g}"


def _box_size(mark: DrawnMark, axis: int) -> float:
    return mark.bbox[axis + 2] - mark.bbox[axis]


def distance_ratio(claim: Claim, drawing: Drawing) -> str:
    """|ab| / |cd|, or with three marks |ab| / |bc|; between middles, or along the page's axis on which they are spread."""
    names = marks.at_least(claim, 3)[:4]
    expected = marks.number(claim)
    places = [geometry.center(marks.one(drawing, name)) for name in names]
    one, two = places[0] - places[1], places[-2] - places[-1]
    found = float(np.linalg.norm(one)) / max(float(np.linalg.norm(two)), 1e-9)
    ratios = [found]
    for axis in (0, 1):
        # An upright arrow that stands next to a lens is as far from it as their feet are.
        if all(abs(step[axis]) > 1.5 * abs(step[1 - axis]) for step in (one, two)):
            ratios.append(abs(float(one[axis])) / abs(float(two[axis])))
    slack = max((claim.tolerance or RELATIVE) * abs(expected), PIXELS / max(float(np.linalg.norm(two)), 1e-9))
    if any(abs(value - expected) <= slack for value in ratios):
        return ""
    pairs = f"{marks.short(names[0])}–{marks.short(names[1])} : {marks.short(names[-2])}–{marks.short(names[-1])}"
    return f"expected distances {pairs} of {expected:.3g}, drawn {found:.3g}; move one of them"


def angle(claim: Claim, drawing: Drawing) -> str:
    """Between two lines; at a corner of a polygon; at the middle one of three points; or what an arc spans."""
    expected, names = marks.number(claim), marks.at_least(claim, 1)
    found = _angles(drawing, names)
    within = claim.tolerance or EXACT_DEG
    if any(abs(item - expected) <= within for item in found):
        return ""
    drawn = " or ".join(f"{item:.1f}°" for item in found[:3])
    where = " and ".join(map(marks.short, names[:3]))
    return f"expected {expected:g}° {'between' if len(names) > 1 else 'at'} {where}, drawn {drawn or 'none'}"


def _angles(drawing: Drawing, names: tuple[str, ...]) -> list[float]:
    """What may be called the angle of these marks, degrees."""
    found = [marks.one(drawing, name) for name in names]
    lines = [marks.path(drawing, name) for name in names if _is_line(marks.one(drawing, name))]
    if len(lines) >= 2:
        return _between(lines[0], lines[1], marks.touch_px(drawing, *lines[:2]))
    if len(found) >= 3 and not lines:
        one, vertex, two = (geometry.center(mark) for mark in found[:3])
        turn = geometry.turn_between(_toward(vertex, one), _toward(vertex, two))
        return [turn, 360 - turn]
    for mark in found:
        corners = geometry.corner_angles(mark) if mark.closed else np.empty(0)
        if len(corners) >= 3:
            others = [geometry.center(other) for other in found if other is not mark]
            gaps = [np.linalg.norm(geometry.corners(mark) - other, axis=1) for other in others]
            return [float(corners[int(np.argmin(gap))]) for gap in gaps] or corners.tolist()
    for mark in found:
        if (arc := geometry.arc_of(mark)) is not None:
            return [arc[2]]
        if not mark.closed and len(geometry.corners(mark)) == 3 and len(names) == 1:
            return [float(np.max(geometry.corner_angles(mark)))]  # the small square of a right angle
    if len(lines) == 1 and len(names) == 1:
        heading = geometry.heading(lines[0]) % 180
        return [heading, 180 - heading, geometry.heading(lines[0])]
    raise ValueError(f"{names[0]} spans no angle; angle needs two lines or an arc")


def _is_line(mark: DrawnMark) -> bool:
    """A straight line, or an arrow."""
    if mark.closed or len(mark.points) < 2:
        return False
    first, last = geometry.ends(mark)
    return bool(mark.arrow) or geometry.length(mark) <= CURVED * float(np.linalg.norm(last - first))


def _between(one: DrawnMark, two: DrawnMark, touch_px: float) -> list[float]:
    """Angles of two lines: one value where they share an end, else that between the lines and its complement."""
    for flip_one in (False, True):
        for flip_two in (False, True):
            if np.linalg.norm(geometry.ends(one)[flip_one] - geometry.ends(two)[flip_two]) < max(touch_px, 4.0):
                turn = geometry.turn_between(
                    geometry.heading(one) + 180 * flip_one, geometry.heading(two) + 180 * flip_two
                )
                # Arrows that follow each other, tip to tail, also have the angle between their directions.
                follow = one.arrow and two.arrow and flip_one != flip_two
                return [turn, 360 - turn, *([180 - turn] if follow else [])]
    turn = geometry.turn_between(geometry.heading(one), geometry.heading(two))
    return [min(turn, 180 - turn), max(turn, 180 - turn)]


def _toward(start: np.ndarray, end: np.ndarray) -> float:
    return math.degrees(math.atan2(end[1] - start[1], end[0] - start[0])) % 360


def direction(claim: Claim, drawing: Drawing) -> str:
    """From tail to tip: degrees anticlockwise from the right, words (`up-right`, `30° below the horizontal`), or along a mark."""
    for name in marks.at_least(claim, 1):
        mark = marks.path(drawing, name)
        expected, within, both_ways = _wanted(claim, drawing)
        headed = mark.arrow in ("start", "end")
        drawn = _headings(mark)
        gaps = [geometry.turn_between(heading, want) for heading in drawn for want in expected]
        if both_ways or not headed:
            gaps += [180 - gap for gap in gaps]
        if min(gaps) > (claim.tolerance or within):
            return f"expected {marks.short(name)} towards {_said(claim)}, drawn {drawn[0]:.1f}°"
    return ""


def _said(claim: Claim) -> str:
    return f"{claim.value:g}°" if isinstance(claim.value, int | float) else repr(claim.value)


def _headings(mark: DrawnMark) -> list[float]:
    """From tail to tip; of a curved arrow also that of its tip. Degrees in [0, 360)."""
    found = [(geometry.heading(mark) + 180 * (mark.arrow == "start")) % 360]
    first, last = geometry.ends(mark)
    if mark.arrow and geometry.length(mark) > CURVED * float(np.linalg.norm(last - first)):
        points = mark.xy[::-1] if mark.arrow == "start" else mark.xy
        found.append(_toward(points[max(-4, -len(points))], points[-1]))
    return found


def _wanted(claim: Claim, drawing: Drawing) -> tuple[list[float], float, bool]:
    """(directions, how far off one may be, whether their opposites will do)."""
    if isinstance(claim.value, int | float):
        return [float(claim.value)], EXACT_DEG, False
    if claim.value is None and len(claim.of) > 1:
        raise ValueError("direction needs degrees or words; to point at a mark is points_to")
    said = marks.words(claim)
    if found := re.search(r"(?:along|parallel to|up|down|towards?|away from|to)\s+(?:the\s+)?([\w]+:[\w.\-']+)", said):
        mark = marks.one(drawing, found[1])
        if re.match(r"\s*(towards?|away|to)\b", said):
            tail = geometry.center(marks.path(drawing, claim.of[0]))
            return [_toward(tail, geometry.center(mark)) + 180 * said.strip().startswith("away")], POINTS_DEG, False
        along = geometry.heading(marks.path(drawing, found[1]))
        for word, right_way in (("up", 90.0), ("down", 270.0), ("left", 180.0), ("right", 0.0)):
            if re.search(rf"\b{word}", said):
                return [along + 180 * (geometry.turn_between(along, right_way) > 90)], EXACT_DEG, False
        return [along], EXACT_DEG, True
    wanted = read_direction(said)
    if wanted is None:
        raise ValueError(f"{said!r} is no direction: degrees, or words such as right, up-left")
    return [wanted.degrees], wanted.within, wanted.both_ways


def parallel(claim: Claim, drawing: Drawing) -> str:
    """Lines, or any side of a polygon; all of them to the first."""
    names = marks.at_least(claim, 2)
    first, *others = (marks.path(drawing, name) for name in names)
    turn = 90 if claim.kind == "perpendicular" else 0
    for name, other in zip(names[1:], others, strict=True):
        pairs = [(one, two) for one in geometry.headings(first) for two in geometry.headings(other)]
        apart = [min((one - two + turn) % 180, (two - one - turn) % 180) for one, two in pairs]
        if not apart:
            raise ValueError(f"{names[0]} or {name} is a curve, which has no direction")
        if min(apart) > (claim.tolerance or EXACT_DEG):
            return f"{marks.short(names[0])} and {marks.short(name)} are {min(apart):.1f}° off {claim.kind}"
    return ""


def tangent(claim: Claim, drawing: Drawing) -> str:
    """A line and a circle, two circles, or a line and a curve."""
    one, two = (marks.path(drawing, name) for name in marks.at_least(claim, 2)[:2])
    if _circle(two) is None and _circle(one) is not None:
        one, two = two, one
    circle, other = _circle(two), _circle(one) if one.closed else None
    names = " and ".join(map(marks.short, claim.of[:2]))
    within = claim.tolerance or marks.touch_px(drawing, one, two)
    if circle is None:
        return _meets_smoothly(one, two, names, within)
    middle, size = circle
    if other is not None:
        apart = float(np.linalg.norm(other[0] - middle))
        off = min(abs(apart - size - other[1]), abs(apart - abs(size - other[1])))
    else:
        off = abs(geometry.distance_to_path(middle, one) - size)
    return "" if off <= within else f"{names} miss each other by {off:.0f} px; they are to touch in one point"


def _circle(mark: DrawnMark) -> tuple[np.ndarray, float] | None:
    """(middle, radius) of a circle or an arc."""
    if (found := geometry.arc_of(mark)) is not None and found[2] > 10:
        return found[0], found[1]
    left, bottom, right, top = mark.bbox
    is_round = mark.closed and len(mark.points) > 4 and abs((right - left) - (top - bottom)) < 2
    return (geometry.center(mark), geometry.radius(mark)) if is_round and not len(geometry.corners(mark)) else None


def _meets_smoothly(one: DrawnMark, two: DrawnMark, names: str, within: float) -> str:
    """Whether two curves have a point and their direction there in common."""
    curve, line = (one, two) if len(one.points) > len(two.points) else (two, one)
    gaps = geometry.distances_to_path(curve.xy, line)
    at = int(np.argmin(gaps))
    if gaps[at] > within:
        return f"{names} miss each other by {gaps[at]:.0f} px; they are to touch in one point"
    before, after = curve.xy[max(at - 1, 0)], curve.xy[min(at + 1, len(curve.xy) - 1)]
    turn = geometry.turn_between(_toward(before, after), geometry.heading(line))
    off = min(turn, 180 - turn)
    return "" if off <= 5 else f"{names} cross at {off:.0f}° where they are to touch"


def points_to(claim: Claim, drawing: Drawing) -> str:
    """An arrow flies towards another mark; a line without a head ends at it."""
    name, goal = marks.at_least(claim, 2)[:2]
    arrow, targets = marks.path(drawing, name), marks.pieces(drawing, goal)
    reach = 2 * marks.touch_px(drawing, arrow)
    if arrow.arrow in ("", "both"):
        if any(_is_at(end, target, reach) for end in geometry.ends(arrow) for target in targets):
            return ""
        return f"{marks.short(name)} has {'two heads' if arrow.arrow else 'no head'} and no end at {marks.short(goal)}"
    tail, tip = geometry.ends(arrow)[:: -1 if arrow.arrow == "start" else 1]
    for target in targets:
        if _is_at(tip, target, reach) and not _is_at(tail, target, reach):
            return ""
        for flight in _headings(arrow):
            off = geometry.turn_between(_toward(tip, geometry.center(target)), flight)
            whole = geometry.turn_between(_toward(tail, geometry.center(target)), flight)
            if min(off, whole) <= (claim.tolerance or POINTS_DEG) or (off < 90 and _hits(tip, flight, target)):
                return ""
    return f"{marks.short(name)} does not point to {marks.short(goal)}; turn or move it"


def _is_at(point: np.ndarray, target: DrawnMark, reach: float) -> bool:
    if geometry.distance_to_path(point, target) <= reach:
        return True
    return (target.closed or target.filled or not target.points) and geometry.contains(target, point)


def _hits(start: np.ndarray, heading: float, target: DrawnMark) -> bool:
    """Whether a ray comes upon what a mark covers."""
    left, bottom, right, top = target.bbox
    corners = np.asarray([(left, bottom), (right, bottom), (right, top), (left, top)]) - start
    turns = np.radians(heading)
    aside = corners @ np.asarray([-np.sin(turns), np.cos(turns)])
    return bool(aside.min() < 0 < aside.max())


def head(claim: Claim, drawing: Drawing) -> str:
    """Where a line bears arrow heads: start, end, both, or nowhere."""
    found = marks.path(drawing, marks.at_least(claim, 1)[0]).arrow
    wanted = "" if claim.value in (None, "none", "no") else str(claim.value)
    if found == wanted:
        return ""
    return f"expected the head of {marks.short(claim.of[0])} at {wanted or 'no end'}, drawn at {found or 'no end'}"


def connects(claim: Claim, drawing: Drawing) -> str:
    """A line runs from one mark to another, in that sense where it has one head."""
    edge, *names = marks.at_least(claim, 3)[:3]
    line = marks.path(drawing, edge)
    ends = list(geometry.ends(line))
    if line.arrow == "start":
        ends.reverse()
    orders = [ends] if line.arrow in ("start", "end") else [ends, ends[::-1]]
    # Between two boxes an arrow may float, with gaps at both of its ends.
    diagonal = float(np.hypot(drawing.width_px, drawing.height_px))
    length = geometry.length(line)
    reach = max(3 * marks.touch_px(drawing, line), 0.2 * length, min(0.5 * length, FLOATING * diagonal))
    faults = [_ends_at(drawing, order, names, reach) for order in orders]
    fault = "" if not all(faults) else faults[0]
    sense = "from" if len(orders) == 1 else "between"
    return (
        fault and f"expected {marks.short(edge)} {sense} {marks.short(names[0])} and {marks.short(names[1])}: {fault}"
    )


def _ends_at(drawing: Drawing, ends: list[np.ndarray], names: list[str], reach: float) -> str:
    """Why two ends are not at two marks; the nearest mark of the same role counts."""
    for end, name in zip(ends, names, strict=True):
        own = marks.pieces(drawing, name)
        gap = min(_gap_to(end, mark) for mark in own)
        if gap > reach:
            return f"its end is {gap:.0f} px from {marks.short(name)}"
        for rival in drawing.marks:
            same = rival.id and rival.id != own[0].id and rival.kind == own[0].kind and rival.role == own[0].role
            if same and ":" in rival.id and _gap_to(end, rival) < gap - marks.TOUCH_PX:
                return f"its end is nearer to {marks.short(rival.id)} than to {marks.short(name)}"
    return ""


def _gap_to(point: np.ndarray, mark: DrawnMark) -> float:
    """From a point to a mark; 0 inside of an area."""
    is_area = mark.closed or mark.filled or not mark.points
    inside = is_area and len(mark.points) != 1 and geometry.contains(mark, point)
    return 0.0 if inside else geometry.distance_to_path(point, mark)
