"""Claims about where marks lie: on and in each other, touching, in order, level, evenly spaced, mirrored.

`inside` takes the whole of an area and the middle of anything else (a text, a point, a line). Two things may stick out: what is dipped
into an open vessel, above its rim; and line widths. `on` takes the middle of a mark, or the outline of a body that rests on a line.
"""

import itertools
import math
import re
from dataclasses import replace

import numpy as np

from scisynth.figures.read_back import geometry
from scisynth.figures.read_back.drawing import Drawing
from scisynth.figures.read_back.drawn_mark import DrawnMark
from scisynth.figures.scene.scene import Claim
from scisynth.figures.verify.claim_checks import marks
from scisynth.figures.verify.claim_checks.directions import read_direction
from scisynth.figures.verify.claim_checks.marks import MAX_PIECES, PIXELS, RELATIVE

BODY_PT = 14.0
"""An area larger than this rests on a line with its outline; a smaller one is a point, and lies on it with its middle."""
NARROW = 0.8
"""What is dipped into a vessel is narrower than this part of it."""
SLENDER = 2.0
"""An area this many times as long as it is wide has an axis."""
ORDERS = {"left_to_right": 0.0, "bottom_to_top": 90.0, "right_to_left": 180.0, "top_to_bottom": 270.0}


def on(claim: Claim, drawing: Drawing) -> str:
    """The middle of one mark lies on the line of another; a body may rest on it."""
    name, goal = marks.at_least(claim, 2)[:2]
    mark, lines = marks.one(drawing, name), marks.pieces(drawing, goal)
    gap = min(geometry.distance_to_path(geometry.center(mark), line) for line in lines)
    within = claim.tolerance or marks.touch_px(drawing, mark, *lines[:1])
    if gap > within and _is_body(drawing, mark):
        gap = min(gap, min(geometry.gap_between(mark, line) for line in lines))
    return "" if gap <= within else f"{marks.short(name)} lies {gap:.0f} px off {marks.short(goal)}; move it onto it"


def _is_body(drawing: Drawing, mark: DrawnMark) -> bool:
    left, bottom, right, top = mark.bbox
    # A vessel is open above and a body all the same; a bent line is none.
    is_vessel = len(mark.points) >= 4 and not mark.arrow
    return (mark.closed or is_vessel) and min(right - left, top - bottom) >= BODY_PT * drawing.dpi / 72


def inside(claim: Claim, drawing: Drawing) -> str:
    """All of an area, or the middle of anything else, lies in another mark."""
    name, goal = marks.at_least(claim, 2)[:2]
    return _out_of(drawing, marks.one(drawing, name), marks.one(drawing, goal), name, goal)


def _out_of(drawing: Drawing, inner: DrawnMark, outer: DrawnMark, name: str, goal: str) -> str:
    """How a mark leaves another one; empty where it lies in it."""
    if not geometry.contains(outer, _middle(inner)):
        return f"{marks.short(name)} lies outside {marks.short(goal)}; move it into it"
    if not inner.closed or len(inner.points) < 3 or not outer.points:
        return ""
    points = geometry.thin(inner)
    outside = points[~geometry.contains_each(outer, points)]
    if not len(outside):
        return ""
    gaps = geometry.distances_to_path(outside, _closed(outer))
    left, _, right, top = outer.extent
    touch = 2 * marks.touch_px(drawing, inner, outer)
    is_narrow = inner.extent[2] - inner.extent[0] < NARROW * (right - left)
    dipped = is_narrow & (outside[:, 1] >= top - touch) & (outside[:, 0] >= left) & (outside[:, 0] <= right)
    off = float(gaps[~dipped].max()) if not dipped.all() else 0.0
    return "" if off <= touch else f"{marks.short(name)} leaves {marks.short(goal)} by {off:.0f} px; keep it within"


def _closed(mark: DrawnMark) -> DrawnMark:
    """An outline with its way back to the start."""
    return replace(mark, points=tuple((x, y) for x, y in geometry.outline(mark).tolist()))


def _middle(mark: DrawnMark) -> np.ndarray:
    """Of a polygon the mean of its corners, which lies in it where it bulges nowhere inwards; else of its box."""
    found = geometry.corners(mark) if mark.closed else np.empty((0, 2))
    return np.asarray(found.mean(axis=0)) if 3 <= len(found) <= 4 else geometry.center(mark)


def outside(claim: Claim, drawing: Drawing) -> str:
    """No part of an area, and not the middle of anything else, lies in another mark."""
    name, goal = marks.at_least(claim, 2)[:2]
    mark, other = marks.one(drawing, name), marks.one(drawing, goal)
    points = geometry.thin(mark) if mark.closed else _middle(mark)[None]
    points = np.vstack([points, _middle(mark)]) if mark.closed and len(mark.points) > 2 else points
    within = points[geometry.contains_each(other, points)]
    deep = float(geometry.distances_to_path(within, _closed(other)).max()) if len(within) and other.points else 0.0
    if not len(within) or (other.points and deep <= marks.touch_px(drawing, mark, other)):
        return ""
    return f"{marks.short(name)} lies in {marks.short(goal)}, or reaches into it; move it out"


def in_overlap(claim: Claim, drawing: Drawing) -> str:
    """A mark lies in the common area of all the others."""
    name, *goals = marks.at_least(claim, 3)
    mark = marks.one(drawing, name)
    faults = [_out_of(drawing, mark, marks.one(drawing, goal), name, goal) for goal in goals]
    return next((fault for fault in faults if fault), "")


def touches(claim: Claim, drawing: Drawing) -> str:
    """Outlines meet; two areas do not reach into each other."""
    name, goal = marks.at_least(claim, 2)[:2]
    ones, others = marks.pieces(drawing, name)[:MAX_PIECES], marks.pieces(drawing, goal)[:MAX_PIECES]
    one, other, gap = min(
        ((mark, target, geometry.gap_between(mark, target)) for mark in ones for target in others),
        key=lambda item: item[2],
    )
    within = claim.tolerance or marks.touch_px(drawing, one, other)
    if gap > within:
        return f"{marks.short(name)} and {marks.short(goal)} are {gap:.0f} px apart; they are to touch"
    deep = max(_depth(one, other), _depth(other, one)) if one.closed and other.closed else _cut(one, other)
    if deep > 2 * within:
        return f"{marks.short(name)} and {marks.short(goal)} overlap by {deep:.0f} px; they are to touch"
    return ""


def _depth(one: DrawnMark, other: DrawnMark) -> float:
    """How far the outline of one reaches into another area, pixels."""
    points = geometry.thin(one)
    within = points[geometry.contains_each(other, points)]
    return float(geometry.distances_to_path(within, _closed(other)).max()) if len(within) else 0.0


def _cut(one: DrawnMark, two: DrawnMark) -> float:
    """How far an area reaches to both sides of a straight line that goes through it from end to end, pixels."""
    area, line = (one, two) if one.closed else (two, one)
    if not area.closed or line.closed or line.arrow or len(line.points) != 2:
        return 0.0
    start, end = geometry.ends(line)
    if geometry.contains_each(area, np.asarray([start, end])).any():
        return 0.0
    across = np.asarray([start[1] - end[1], end[0] - start[0]]) / max(float(np.linalg.norm(end - start)), 1e-9)
    sides = (geometry.thin(area) - start) @ across
    return max(0.0, float(min(sides.max(), -sides.min())))


def crosses(claim: Claim, drawing: Drawing) -> str:
    """Two lines cross, away from their ends."""
    name, goal = marks.at_least(claim, 2)[:2]
    one, two = marks.path(drawing, name), marks.path(drawing, goal)
    places = geometry.crossings(one, two)
    both = f"{marks.short(name)} and {marks.short(goal)}"
    if not len(places):
        return f"{both} do not cross"
    ends = np.asarray([end for mark in (one, two) if not mark.closed for end in geometry.ends(mark)]).reshape(-1, 2)
    gaps = (
        np.linalg.norm(places[:, None] - ends[None], axis=2).min(axis=1) if len(ends) else np.full(len(places), np.inf)
    )
    return "" if gaps.max() > marks.touch_px(drawing, one, two) else f"{both} meet at an end only; they are to cross"


def connected(claim: Claim, drawing: Drawing) -> str:
    """An end of one lies on, or in, the next one."""
    names = marks.at_least(claim, 2)
    for first, second in itertools.pairwise(names):
        ones, others = marks.pieces(drawing, first)[:MAX_PIECES], marks.pieces(drawing, second)[:MAX_PIECES]
        one, other, gap = min(
            ((mark, target, _end_gap(mark, target)) for mark in ones for target in others), key=lambda item: item[2]
        )
        reach = marks.touch_px(drawing, one, other) * (1 if one.points and other.points else 3)
        if gap > (claim.tolerance or reach):
            return f"{marks.short(first)} and {marks.short(second)} are {gap:.0f} px apart; let an end of one lie on the other"
    return ""


def _end_gap(one: DrawnMark, two: DrawnMark) -> float:
    """From the ends of two lines to each other; an end within an area is at it, corners of an area are its ends, a circle has
    its whole outline.
    """
    gaps = []
    for line, other in ((one, two), (two, one)):
        ends = geometry.corners(line) if _is_area(line) else np.asarray(geometry.ends(line))
        if not len(ends) or (_is_area(one) and _is_area(two)):
            gaps.append(geometry.gap_between(one, two))
            continue
        held = _is_area(other) and geometry.contains_each(other, ends).any()
        gaps.append(0.0 if held else min(geometry.distance_to_path(end, other) for end in ends))
    return min(gaps)


def _is_area(mark: DrawnMark) -> bool:
    return mark.closed or len(mark.points) < 2


def order(claim: Claim, drawing: Drawing) -> str:
    """Marks follow each other along a direction of the page."""
    heading = _heading(claim.value)
    names = marks.at_least(claim, 2)
    along = np.asarray([math.cos(heading), math.sin(heading)])
    places = [geometry.center(marks.one(drawing, name)) @ along for name in names]
    if (np.diff(places) > 1e-6).all():
        return ""
    found = ", ".join(marks.short(names[index]) for index in np.argsort(places)[:8])
    return f"expected {', '.join(map(marks.short, names[:8]))} {_order_words(claim.value)}, drawn {found}"


def _order_words(value: object) -> str:
    return f"along {value:g}°" if isinstance(value, int | float) else str(value).replace("_", " ")


def _heading(value: object) -> float:
    """Radians; a direction word means towards that side."""
    if isinstance(value, int | float):
        return math.radians(value)
    said = re.sub(r"[\W_]+", "_", str(value or "left_to_right").strip().lower())
    if said in ORDERS:
        return math.radians(ORDERS[said])
    found = read_direction(str(value))
    if found is None:
        raise ValueError(f"{value!r} is no order: left_to_right, bottom_to_top, their opposites, or degrees")
    return math.radians(found.degrees)


def equal_spacing(claim: Claim, drawing: Drawing) -> str:
    """The distances of neighbours are equal; the marks of a role are taken in order along their line."""
    found = _each(drawing, claim)
    if len(found) < 3:
        raise ValueError("equal_spacing needs three marks")
    places = np.asarray([geometry.center(mark) for mark in found])
    axis = int(np.argmax(np.ptp(places, axis=0)))
    if len(claim.of) == 1:
        places = places[np.argsort(places[:, axis])]
    steps = np.diff(places, axis=0)
    straight, along = np.linalg.norm(steps, axis=1), np.abs(steps[:, axis])
    if any(np.ptp(sizes) <= max(RELATIVE * sizes.mean(), PIXELS) * 2 for sizes in (straight, along)):
        return ""
    return f"expected equal spacing of {', '.join(map(marks.short, claim.of[:8]))}, drawn {', '.join(f'{size:.0f}' for size in straight[:8])} px"


def _each(drawing: Drawing, claim: Claim) -> list[DrawnMark]:
    """One mark for each id, or all marks of a role."""
    names = marks.at_least(claim, 1)
    return marks.of_role(drawing, names) if len(names) == 1 else [marks.one(drawing, name) for name in names]


def level(claim: Claim, drawing: Drawing) -> str:
    """Middles, feet or tops lie at one height."""
    found = _each(drawing, claim)
    if len(found) < 2:
        raise ValueError("level needs two marks")
    boxes = np.asarray([mark.bbox for mark in found])
    spans = [float(np.ptp(heights)) for heights in ((boxes[:, 1] + boxes[:, 3]) / 2, boxes[:, 1], boxes[:, 3])]
    off = min(spans)
    within = claim.tolerance or marks.touch_px(drawing, *found[:2])
    return "" if off <= within else f"{', '.join(map(marks.short, claim.of[:8]))} are up to {off:.0f} px off one height"


def heights(claim: Claim, drawing: Drawing) -> str:
    """Areas and upright lines are as tall, and level lines and points lie as high, as the values say."""
    found, values = _each(drawing, claim), marks.numbers(claim)
    if len(found) != len(values) or len(values) < 2:
        raise ValueError(f"heights needs a value for each mark, got {len(values)} for {len(found)}")
    boxes = np.asarray([mark.bbox for mark in found])
    sizes, middles = boxes[:, 3] - boxes[:, 1], (boxes[:, 1] + boxes[:, 3]) / 2
    tall = (sizes > 3 * marks.TOUCH_PX).all()
    faults = [_off_share(sizes, values)] if tall else [_off_line(middles, values)]
    if tall and len(values) > 2:
        faults += [_off_line(middles, values), _off_line(boxes[:, 3], values)]
    if min(faults) <= (claim.tolerance or RELATIVE):
        return ""
    drawn = ", ".join(f"{height:.0f}" for height in (sizes if tall else middles)[:8])
    return f"expected heights of {', '.join(map(marks.short, claim.of[:8]))} in proportion to {_listed(values)}, drawn {drawn} px"


def _listed(values: np.ndarray) -> str:
    return ", ".join(f"{value:g}" for value in values[:8])


def _off_share(sizes: np.ndarray, values: np.ndarray) -> float:
    """How far sizes are from being in proportion to values, as a part of the largest."""
    scale = sizes.max() / max(float(np.abs(values).max()), 1e-300)
    slack = PIXELS / max(float(sizes.max()), 1e-9)
    return max(0.0, float(np.abs(sizes - np.abs(values) * scale).max()) / max(float(sizes.max()), 1e-9) - slack)


def _off_line(places: np.ndarray, values: np.ndarray) -> float:
    """How far heights are from rising with the values by one scale, as a part of their range."""
    low, high = int(np.argmin(values)), int(np.argmax(values))
    rise, span = places[high] - places[low], values[high] - values[low]
    if span <= 0 or rise <= 0:
        return float(np.ptp(places)) / 100 if span == 0 else math.inf
    expected = places[low] + (values - values[low]) * rise / span
    return max(0.0, (float(np.abs(places - expected).max()) - PIXELS) / float(rise))


def symmetric(claim: Claim, drawing: Drawing) -> str:
    """Two marks are mirror images in a line, or one mark is its own; the axis is the last id."""
    *names, axis = marks.at_least(claim, 2)
    start, end = _axis_ends(drawing, axis)
    one, two = marks.one(drawing, names[0]), marks.one(drawing, names[-1])
    image = geometry.mirrored(geometry.outline(one) if one.points else geometry.center(one)[None], start, end)
    within = claim.tolerance or 2 * marks.touch_px(drawing, one, two)
    if one.points and two.points:
        back = geometry.mirrored(geometry.outline(two), start, end)
        off = max(
            float(geometry.distances_to_path(points, _closed(mark)).max())
            for points, mark in ((image, two), (back, one))
        )
    else:
        off = float(np.linalg.norm(geometry.mirrored(geometry.center(one)[None], start, end)[0] - geometry.center(two)))
    both = (
        f"{marks.short(names[0])} and {marks.short(names[1])} are" if len(names) > 1 else f"{marks.short(names[0])} is"
    )
    return "" if off <= within else f"{both} up to {off:.0f} px from symmetric about {marks.short(axis)}"


def _axis_ends(drawing: Drawing, axis: str) -> tuple[np.ndarray, np.ndarray]:
    """Two places of a line to mirror in; a slender area, as a lens is one, has its longer middle line."""
    line = marks.path(drawing, axis)
    start, end = geometry.ends(line)
    if not line.closed and not np.allclose(start, end):
        return start, end
    left, bottom, right, top = line.extent
    middle, size = geometry.center(line), np.asarray([right - left, top - bottom])
    if size.max() < SLENDER * size.min():
        raise ValueError(f"{axis} is no line to mirror in")
    along = np.where(size == size.max(), size / 2, 0.0)
    return middle - along, middle + along


def at_on_page(claim: Claim, drawing: Drawing) -> str:
    """(x, y) from the middle of a mark, in lengths of another one; a fourth id makes the unit the way between two marks."""
    name, origin, *units = marks.at_least(claim, 3)[:4]
    wanted = marks.numbers(claim)
    if len(wanted) != 2:
        raise ValueError("at needs two numbers")
    if len(units) == 1:
        unit = _unit_length(marks.path(drawing, units[0]))
    else:
        one, two = (geometry.center(marks.one(drawing, mark)) for mark in units)
        unit = float(np.linalg.norm(two - one))
    step = (geometry.center(marks.one(drawing, name)) - geometry.center(marks.one(drawing, origin))) / max(unit, 1e-9)
    slack = claim.tolerance or max(RELATIVE * float(np.abs(wanted).max()), PIXELS / max(unit, 1e-9))
    if float(np.abs(step - wanted).max()) <= slack:
        return ""
    return f"expected {marks.short(name)} at {_listed(wanted)} from {marks.short(origin)}, drawn at {_listed(np.round(step, 3))}"


def _unit_length(mark: DrawnMark) -> float:
    """The length of a line, the radius of a circle, the longer side of a box."""
    if mark.closed:
        arc = geometry.arc_of(mark)
        left, bottom, right, top = mark.extent
        return arc[1] if arc else max(right - left, top - bottom)
    return geometry.length(mark)
