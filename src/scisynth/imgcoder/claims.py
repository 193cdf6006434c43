"""Checks a claim against a drawing that was read back: no model, no marks of the scene, only what is on the page.

A claim holds, fails, or cannot be checked because a mark it speaks of carries no id (a figure of free code); the last is told
apart, since it is neither. Lengths are compared as ratios and angles in degrees, so the scale of the page does not matter.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from scisynth.imgcoder import geometry
from scisynth.imgcoder.formula import evaluate
from scisynth.imgcoder.label_text import contains_label, equal_labels, numbers
from scisynth.imgcoder.read_back import Drawing, DrawnMark
from scisynth.imgcoder.scene import Claim

TOUCH_PX = 3.0
ANGLE_DEG = 1.0
RELATIVE = 0.02
MAX_MESSAGE = 300
"""Characters of a finding."""
MAX_OF_A_KIND = 20
"""Findings of one kind that are told one by one."""
NEAR_PX = 45.0
"""A label farther than this from its mark names nothing."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What came of one check."""

    kind: str
    status: Literal["held", "failed", "unchecked"]
    message: str
    """One sentence: what was expected and what is drawn."""
    of: tuple[str, ...] = ()
    count: int = 1
    """How many faults this line stands for."""
    boxes: tuple[Box, ...] = ()
    """Where it is: left, bottom, right, top in pixels of the page; `verify` makes them shares of the picture, from its upper left."""


def left_out(kind: str, count: int) -> list[Finding]:
    """The line that counts faults which are not told one by one; none for none."""
    line = Finding(kind=kind, status="failed", message=f"and {count:,} more of this kind", count=count)
    return [line] if count else []


class _MissingMarkError(LookupError):
    """A mark that the claim speaks of is not in the drawing."""


def check_claim(claim: Claim, drawing: Drawing) -> Finding:
    """One claim against one drawing."""
    check = CHECKS.get(claim.kind)
    if check is None:
        return _finding(claim, "unchecked", f"no check is called {claim.kind!r}")
    try:
        wrong = check(claim, drawing)
    except _MissingMarkError as error:
        hidden = next((mark for mark in drawing.unseen if mark.id == str(error)), None)
        if hidden is not None:
            return _finding(claim, "failed", f"{error} is not seen: {hidden.unseen}")
        has_ids = any(mark.id for mark in drawing.marks if mark.kind != "axes" and mark.id != "page")
        return _finding(claim, "failed" if has_ids else "unchecked", f"no mark {error} is drawn")
    except (ValueError, IndexError, TypeError, ArithmeticError) as error:
        return _finding(claim, "unchecked", f"the claim cannot be read: {error}")
    return _finding(claim, "failed", wrong) if wrong else _finding(claim, "held", "as claimed")


def _finding(claim: Claim, status: Literal["held", "failed", "unchecked"], message: str) -> Finding:
    return Finding(kind=claim.kind, status=status, message=" ".join(message.split())[:MAX_MESSAGE], of=claim.of)


def _get(drawing: Drawing, mark_id: str) -> DrawnMark:
    mark = drawing.find(mark_id)
    if mark is None:
        raise _MissingMarkError(mark_id)
    return mark


def _path(drawing: Drawing, mark_id: str) -> DrawnMark:
    mark = _get(drawing, mark_id)
    if len(mark.points) < 2:
        raise ValueError(f"{mark_id} is no line")
    return mark


def _number(claim: Claim) -> float:
    if not isinstance(claim.value, int | float):
        raise ValueError(f"{claim.kind} needs a number")
    return float(claim.value)


def _label(claim: Claim, drawing: Drawing) -> str:
    """The text stands somewhere, or on the label that is named."""
    expected = str(claim.value)
    if claim.of:
        found = _get(drawing, claim.of[0]).text
        return (
            ""
            if equal_labels(found, expected)
            else f"expected the text {claim.value!r} on {claim.of[0]}, found {found!r}"
        )
    found_any = any(contains_label(text.text, expected) for text in drawing.texts)
    return "" if found_any else f"expected the text {claim.value!r}, found it nowhere"


def _value(claim: Claim, drawing: Drawing) -> str:
    """A label states a number."""
    text, expected = _get(drawing, claim.of[0]).text, _number(claim)
    near = claim.tolerance or RELATIVE / 2
    if any(abs(number - expected) <= near * max(abs(expected), 1e-300) for number in numbers(text)):
        return ""
    return f"expected the number {expected:g} in {claim.of[0]}, found {text!r}"


def _near(claim: Claim, drawing: Drawing) -> str:
    """A label stands by its mark, not by another of the same role."""
    label, mark = _get(drawing, claim.of[0]), _get(drawing, claim.of[1])
    gap = geometry.box_to_path(label.bbox, mark)
    if gap > (claim.tolerance or NEAR_PX):
        return f"{claim.of[0]} stands {gap:.0f} px from {claim.of[1]}"
    for rival in drawing.marks:
        same = rival.id != mark.id and rival.role == mark.role and rival.axes == mark.axes and rival.kind == mark.kind
        # The gap to all that a rival covers is less than that to its line, and quickly measured.
        near = same and geometry.box_distance(label.bbox, rival.extent) < gap - TOUCH_PX
        if near and geometry.box_to_path(label.bbox, rival) < gap - TOUCH_PX:
            return f"{claim.of[0]} stands nearer to {rival.id} than to {claim.of[1]}"
    return ""


def _ratio(claim: Claim, drawing: Drawing) -> str:
    one, two = (geometry.length(_path(drawing, mark_id)) for mark_id in claim.of[:2])
    ratio, expected = one / max(two, 1e-9), _number(claim)
    near = abs(ratio - expected) <= (claim.tolerance or RELATIVE) * abs(expected)
    return "" if near else f"expected lengths {claim.of[0]} : {claim.of[1]} of {expected:.3g}, drawn {ratio:.3g}"


def _angle(claim: Claim, drawing: Drawing) -> str:
    angle = geometry.angle_between(_path(drawing, claim.of[0]), _path(drawing, claim.of[1]))
    expected = _number(claim)
    near = abs(angle - expected) <= (claim.tolerance or ANGLE_DEG)
    return "" if near else f"expected {expected:g}° between {claim.of[0]} and {claim.of[1]}, drawn {angle:.1f}°"


def _direction(claim: Claim, drawing: Drawing) -> str:
    """From tail to tip, degrees anticlockwise from the right."""
    mark = _path(drawing, claim.of[0])
    heading, expected = geometry.heading(mark) + 180 * (mark.arrow == "start"), _number(claim)
    apart = abs((heading - expected + 180) % 360 - 180)
    return (
        ""
        if apart <= (claim.tolerance or ANGLE_DEG)
        else f"expected {claim.of[0]} towards {expected:g}°, drawn {heading % 360:.1f}°"
    )


def _parallel(claim: Claim, drawing: Drawing) -> str:
    one, two = (geometry.heading(_path(drawing, mark_id)) for mark_id in claim.of[:2])
    turn = abs(one - two) % 180
    apart = abs(min(turn, 180 - turn) - (90 if claim.kind == "perpendicular" else 0))
    return (
        ""
        if apart <= (claim.tolerance or ANGLE_DEG)
        else f"{claim.of[0]} and {claim.of[1]} are {apart:.1f}° off {claim.kind}"
    )


def _tangent(claim: Claim, drawing: Drawing) -> str:
    """A line and a circle, or two circles."""
    one, circle = _path(drawing, claim.of[0]), _path(drawing, claim.of[1])
    middle, size = geometry.center(circle), geometry.radius(circle)
    if one.closed:
        apart, other = float(np.linalg.norm(geometry.center(one) - middle)), geometry.radius(one)
        off = min(abs(apart - size - other), abs(apart - abs(size - other)))
    else:
        off = abs(geometry.distance_to_path(middle, one) - size)
    return "" if off <= (claim.tolerance or TOUCH_PX) else f"{claim.of[0]} misses {claim.of[1]} by {off:.0f} px"


def _on(claim: Claim, drawing: Drawing) -> str:
    """The middle of one mark lies on the line of another."""
    gap = geometry.distance_to_path(geometry.center(_get(drawing, claim.of[0])), _get(drawing, claim.of[1]))
    return "" if gap <= (claim.tolerance or TOUCH_PX) else f"{claim.of[0]} lies {gap:.0f} px off {claim.of[1]}"


def _inside(claim: Claim, drawing: Drawing) -> str:
    inner, outer = _get(drawing, claim.of[0]), _get(drawing, claim.of[1])
    return "" if geometry.contains(outer, geometry.center(inner)) else f"{claim.of[0]} lies outside {claim.of[1]}"


def _connected(claim: Claim, drawing: Drawing) -> str:
    """An end of one lies on the other."""
    one, two = _path(drawing, claim.of[0]), _path(drawing, claim.of[1])
    gap = min(
        *(geometry.distance_to_path(end, two) for end in geometry.ends(one)),
        *(geometry.distance_to_path(end, one) for end in geometry.ends(two)),
    )
    return "" if gap <= (claim.tolerance or TOUCH_PX) else f"{claim.of[0]} and {claim.of[1]} are {gap:.0f} px apart"


def _count(claim: Claim, drawing: Drawing) -> str:
    """Marks of a role, counted by their ids; without ids in the drawing it cannot be told."""
    found = len([mark for mark in drawing.marks if mark.role == claim.of[0]])
    if not found and not any(":" in mark.id for mark in drawing.marks):
        raise _MissingMarkError(claim.of[0])
    expected = int(_number(claim))
    return "" if found == expected else f"expected {expected} x {claim.of[0]}, drawn {found}"


def _monotone(claim: Claim, drawing: Drawing) -> str:
    data = np.asarray(_path(drawing, claim.of[0]).data)
    steps = np.diff(data[np.argsort(data[:, 0], kind="stable"), 1])
    slack = 1e-6 * max(np.ptp(data[:, 1]), 1e-12)
    held = (steps >= -slack).all() if claim.value == "increasing" else (steps <= slack).all()
    return "" if held else f"{claim.of[0]} is not {claim.value}"


def _formula(claim: Claim, drawing: Drawing) -> str:
    """A curve follows y = f(x) in the coordinates of its axes."""
    data = np.asarray(_path(drawing, claim.of[0]).data)
    expected = evaluate(str(claim.value), data[:, 0])
    known = np.isfinite(expected)
    if not known.any():
        raise ValueError(f"{claim.value} is defined nowhere on the curve")
    span = _span(drawing, _get(drawing, claim.of[0]), 1) or max(float(np.ptp(data[:, 1])), 1e-12)
    off = float(np.abs(data[known, 1] - expected[known]).max()) / span
    return (
        "" if off <= (claim.tolerance or 0.01) else f"{claim.of[0]} leaves y = {claim.value} by {off:.0%} of the axis"
    )


def _at(claim: Claim, drawing: Drawing) -> str:
    """A mark lies at (x, y) in the coordinates of its axes."""
    mark = _get(drawing, claim.of[0])
    if not isinstance(claim.value, tuple) or len(claim.value) != 2 or not mark.data:
        raise ValueError("at needs a mark in axes and two numbers")
    data = np.asarray(mark.data)
    middle = (data.min(axis=0) + data.max(axis=0)) / 2
    spans = [_span(drawing, mark, axis) or 1.0 for axis in (0, 1)]
    off = max(abs(middle[axis] - float(claim.value[axis])) / spans[axis] for axis in (0, 1))
    where = ", ".join(f"{value:.4g}" for value in middle)
    return "" if off <= (claim.tolerance or 0.01) else f"expected {claim.of[0]} at {claim.value}, drawn at ({where})"


def _span(drawing: Drawing, mark: DrawnMark, axis: int) -> float:
    axes = drawing.find(mark.axes)
    return abs(axes.data[1][axis] - axes.data[0][axis]) if axes and axes.data else 0.0


def _points_to(claim: Claim, drawing: Drawing) -> str:
    """An arrow flies towards the middle of another mark."""
    arrow, target = _path(drawing, claim.of[0]), geometry.center(_get(drawing, claim.of[1]))
    if not arrow.arrow:
        return f"{claim.of[0]} has no head"
    tail, tip = geometry.ends(arrow)[:: -1 if arrow.arrow == "start" else 1]
    wanted, drawn = target - tail, tip - tail
    cosine = wanted @ drawn / max(float(np.linalg.norm(wanted) * np.linalg.norm(drawn)), 1e-9)
    return (
        ""
        if cosine >= np.cos(np.radians(claim.tolerance or 10.0))
        else f"{claim.of[0]} does not point to {claim.of[1]}"
    )


def _head(claim: Claim, drawing: Drawing) -> str:
    """Where a line bears arrow heads: start, end, both, or nowhere."""
    found = _path(drawing, claim.of[0]).arrow
    return (
        ""
        if found == (claim.value or "")
        else f"expected the head of {claim.of[0]} at {claim.value or 'no end'!r}, drawn at {found!r}"
    )


def _order(claim: Claim, drawing: Drawing) -> str:
    """Marks follow each other left_to_right or bottom_to_top."""
    axis = 1 if claim.value == "bottom_to_top" else 0
    places = [geometry.center(_get(drawing, mark_id))[axis] for mark_id in claim.of]
    return "" if (np.diff(places) > 0).all() else f"{', '.join(claim.of)} are not in order {claim.value}"


def _smiles(claim: Claim, drawing: Drawing) -> str:
    """The molecule that is drawn, atoms and bonds read off the page, is the one that was meant."""
    from scisynth.imgcoder.molecules import molecule_fault

    return molecule_fault(drawing, str(claim.value), claim.of)


def _netlist(claim: Claim, drawing: Drawing) -> str:
    """The circuit that is drawn, traced along its wires, is the one that was meant."""
    from scisynth.imgcoder.circuits import circuit_fault

    rows = claim.value if isinstance(claim.value, tuple) else (claim.value,)
    return circuit_fault(drawing, "; ".join(map(str, rows)))


CHECKS: Mapping[str, Callable[[Claim, Drawing], str]] = {
    "label": _label,
    "value": _value,
    "near": _near,
    "ratio": _ratio,
    "angle": _angle,
    "direction": _direction,
    "parallel": _parallel,
    "perpendicular": _parallel,
    "tangent": _tangent,
    "on": _on,
    "inside": _inside,
    "connected": _connected,
    "count": _count,
    "monotone": _monotone,
    "formula": _formula,
    "at": _at,
    "points_to": _points_to,
    "head": _head,
    "order": _order,
    "smiles": _smiles,
    "netlist": _netlist,
}
"""Kind to check; a check gives what is wrong, or an empty text."""
