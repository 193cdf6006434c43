"""Arrows of Matplotlib from tail to tip, where they are drawn: bent ones along their bend, those of a field at the scale of the page.

    FancyArrowPatch   of `annotate`, `ConnectionPatch` and by itself: tail and tip after its patches and its shrinking have cut it
    Arrow             its polygon, laid over the axis from (0, 0) to (1, 0)
    FancyArrow        of `axes.arrow`: its polygon, of which the first corner is the tip
    Quiver            one polygon of eight corners an arrow: the first and the seventh are the sides of its tail, the fourth is its tip

Matplotlib ends an arrow 2 points before its ends unless it is told otherwise. No viewer takes that for a shorter arrow, so this much is
not cut off; more is, since it is how an arrow between two bodies is made to end at their outlines.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

USUAL_SHRINK_PT = 2.0
MIN_HEAD_PX = 2.5
"""A smaller head is not seen."""
HEADS = {
    "Curve": "", "CurveA": "start", "CurveB": "end", "CurveAB": "both", "CurveFilledA": "start", "CurveFilledB": "end",
    "CurveFilledAB": "both", "BracketA": "", "BracketB": "", "BracketAB": "", "BarAB": "", "BracketCurve": "end",
    "CurveBracket": "start", "Simple": "end", "Fancy": "end", "Wedge": "end",
}  # fmt: skip
"""Style of an arrow to where its heads are."""
Pixels = Any
"""Float [N, 2], y upwards."""


def arrow_axis(patch: Any) -> tuple[Pixels, str]:
    """(course of a `FancyArrowPatch` from tail to tip, where it bears heads); an empty course where it has none."""
    pixels_a_point = patch.get_figure(root=True).dpi / 72
    if hasattr(patch, "coords1"):  # a ConnectionPatch
        ends = [
            patch._get_xy(patch.xy1, patch.coords1, patch.axesA),
            patch._get_xy(patch.xy2, patch.coords2, patch.axesB),
        ]
    elif patch._posA_posB is not None:
        places = [(patch.convert_xunits(x), patch.convert_yunits(y)) for x, y in patch._posA_posB]
        ends = patch.get_transform().transform(np.asarray(places, dtype=float))
    else:
        return _course(patch.get_transform().transform_path(patch._path_original)), _heads(patch, pixels_a_point)
    if not np.isfinite(ends).all():
        return np.empty((0, 2)), ""
    shrinks = [
        0.0 if shrink <= USUAL_SHRINK_PT else shrink * pixels_a_point for shrink in (patch.shrinkA, patch.shrinkB)
    ]
    path = patch.get_connectionstyle()(
        *map(tuple, ends), patchA=patch.patchA, patchB=patch.patchB, shrinkA=shrinks[0], shrinkB=shrinks[1]
    )
    return _course(path), _heads(patch, pixels_a_point)


def _course(path: Any) -> Pixels:
    if path.codes is None or len(path.vertices) == 2:
        return np.asarray(path.vertices, dtype=float)
    if len(path.vertices) == 3 and _is_straight(path.vertices):
        return np.asarray(path.vertices[[0, -1]], dtype=float)
    found = path.to_polygons(closed_only=False)
    return np.asarray(found[0] if found else np.empty((0, 2)), dtype=float)


def _is_straight(corners: Pixels) -> bool:
    """Whether the bend between two ends is none, as `arc3` without `rad` makes it."""
    (ax, ay), (bx, by) = corners[1] - corners[0], corners[2] - corners[0]
    return bool(abs(ax * by - ay * bx) <= 0.05 * np.hypot(bx, by) and 0 <= ax * bx + ay * by <= bx * bx + by * by)


def _heads(patch: Any, pixels_a_point: float) -> str:
    style = patch.get_arrowstyle()
    scale = float(patch.get_mutation_scale()) * pixels_a_point
    head = [
        float(value) * scale
        for name in ("head_length", "head_width")
        if (value := getattr(style, name, None)) is not None
    ]
    return HEADS.get(type(style).__name__, "end") if max(head, default=scale) >= MIN_HEAD_PX else ""


def plain_arrow(patch: Any) -> tuple[Pixels, str]:
    """The same of an `Arrow`, and of what `axes.arrow` makes."""
    if not hasattr(patch, "_head_starts_at_zero"):
        return patch.get_transform().transform([(0, 0), (1, 0)]), "end"
    tail, step = np.asarray([patch._x, patch._y], dtype=float), np.asarray([patch._dx, patch._dy], dtype=float)
    length = float(np.linalg.norm(step))
    width = 3 * patch._width if patch._head_width is None else patch._head_width
    head = 1.5 * width if patch._head_length is None else patch._head_length
    reach = 0.0 if patch._length_includes_head else head
    reach += head / 2 if patch._head_starts_at_zero else 0.0
    to_pixels = patch.get_transform().transform
    tip = tail + step * (1 + reach / length if length else 1)
    ends = to_pixels(np.asarray([tail, tip]))
    corner = tip + np.asarray([[head, 0], [0, head], [width, 0], [0, width]])
    seen = np.linalg.norm(to_pixels(corner) - ends[1], axis=1).max(initial=0.0)
    return ends, "end" if seen >= MIN_HEAD_PX and length else ""


def field_arrows(quiver: Any) -> Iterator[tuple[Pixels, str]]:
    """The same of every arrow of a field that was drawn; one too short for a head is a dot without direction."""
    turn = quiver.get_transform()
    offsets = quiver.get_offset_transform().transform(np.asarray(quiver.get_offsets(), dtype=float))
    for path, offset in zip(quiver.get_paths(), offsets, strict=False):
        corners = turn.transform(path.vertices[:8]) + offset
        if len(corners) < 8 or not np.isfinite(corners).all():
            continue
        tail, tip = (corners[0] + corners[6]) / 2, corners[3]
        is_dot = np.ptp(np.linalg.norm(corners[:6] - corners[:6].mean(axis=0), axis=1)) < 1e-6
        yield (np.asarray([tail, tip]), "end") if not is_dot else (corners[:6].mean(axis=0)[None], "")


def spatial_arrows(segments: list[Pixels]) -> list[tuple[Pixels, str]] | None:
    """Arrows in space, which Matplotlib draws as all shafts and then two strokes for each head; None for other lines."""
    num = len(segments) // 3
    if not num or len(segments) % 3 or any(len(segment) != 2 for segment in segments):
        return None
    shafts, heads = np.asarray(segments[:num]), np.asarray(segments[num:]).reshape(2, num, 2, 2)
    found: list[tuple[Pixels, str]] = []
    for shaft, left, right in zip(shafts, heads[0], heads[1], strict=True):
        tips = [
            place for place in (0, 1) if all(np.linalg.norm(stroke[0] - shaft[place]) < 0.1 for stroke in (left, right))
        ]
        if not tips:
            return None
        found.append((shaft if tips[0] == 1 else shaft[::-1], "end"))
    return found
