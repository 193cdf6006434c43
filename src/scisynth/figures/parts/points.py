"""Points of plane figures: where a letter has room, arcs of angles, and points that are pulled away for a corrupted figure."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.parts.math import vertex
from scisynth.figures.parts.palette import INK
from scisynth.figures.parts.places import polar
from scisynth.figures.scene.marks import Label, Mark, Path, Round
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.scene.sketch import Place, Sketch

SAME = 1e-6
"""Distance below which two places are one."""
ROOM = 0.55
"""Between the sides of an angle where its text stands, units."""


def heading(start: Place, end: Place) -> float:
    """Direction from one place to another, degrees in [0, 360)."""
    return math.degrees(math.atan2(end[1] - start[1], end[0] - start[0])) % 360


def free_side(at: Place, ends: Sequence[Place]) -> np.ndarray:
    """The direction from a place into the widest gap between its lines, which run to `ends`; a unit vector, float [2]."""
    turns = sorted(heading(at, end) for end in ends)
    gaps = [(turns[(index + 1) % len(turns)] - turn) % 360 or 360.0 for index, turn in enumerate(turns)]
    widest = int(np.argmax(np.round(gaps, 6)))
    return polar(turns[widest] + gaps[widest] / 2)


def letter(
    sketch: Sketch, name: str, words: str, at: Place, ends: Sequence[Place], *lines: str, gap_pt: float = 5.0
) -> None:
    """The letter of a point where lines to `ends` meet, set where they leave most room; it must stand by `lines`."""
    vertex(sketch, name, at, free_side(at, ends), *lines, words=f"${words}$", gap_pt=gap_pt)


def lettered_dot(sketch: Sketch, name: str, words: str, at: Place, ends: Sequence[Place], gap_pt: float = 5.0) -> None:
    """A dot with its letter where lines to `ends` leave room."""
    dot = sketch.dot(f"point:{name}", at, 0.05)
    sketch.text(f"vertex:{name}", f"${words}$", at, of=dot, toward=free_side(at, ends), size=13, gap_pt=gap_pt)


def corner_arc(
    sketch: Sketch,
    name: str,
    corner: Place,
    one: Place,
    two: Place,
    words: str,
    *,
    lines: Sequence[str] = (),
    between: Sequence[Place] = (),
    radius: float = 0.0,
    color: str = INK,
) -> None:
    """The arc of an angle below 180° with its text, whatever the order of its sides.

    Args:
        sketch: to draw in.
        name: `angle:A` makes the text `label:A`.
        corner, one, two: the corner and an end of each side.
        words: at the arc.
        lines: ids of the sides, on which the arc must end.
        between: ends of further lines from the corner that run through the angle; the text keeps clear of them.
        radius: of the arc; 0 takes one that leaves room for the text.
        color: of the text.
    """
    start, turn = heading(corner, one), (heading(corner, two) - heading(corner, one)) % 360
    if turn > 180:
        start, turn = heading(corner, two), 360 - turn
    inner = ((heading(corner, end) - start) % 360 for end in between)
    cuts = sorted([0.0, turn, *(cut for cut in inner if cut < turn)])
    gap, low = max((stop - begin, begin) for begin, stop in pairwise(cuts))
    radius = radius or min(max(ROOM / math.radians(gap), 0.7), 1.9)
    sketch.circle(name, corner, radius, start_deg=start, end_deg=start + turn, width=1.0)
    aside = polar(start + low + gap / 2)
    at = np.asarray(corner, dtype=float) + radius * aside
    sketch.text(f"label:{name.partition(':')[2]}", words, at, of=name, toward=aside, gap_pt=3.5, color=color)
    sketch.claim("angle", name, value=turn)
    for line in lines:
        sketch.claim("connected", name, line)


def pull(scene: FigureScene, old: Place, new: Place, skip: Iterable[str] = ()) -> FigureScene:
    """A scene whose lines, dots and letters at one place end at another one; texts of these lines move half as far."""
    left_out, step = set(skip), np.asarray(new, dtype=float) - np.asarray(old, dtype=float)
    lines = {
        mark.id
        for mark in scene.marks
        if isinstance(mark, Path) and mark.id not in left_out and any(_is_at(point, old) for point in mark.points)
    }
    return change(scene, *(_pulled(mark, old, step, lines) for mark in scene.marks if mark.id not in left_out))


def _pulled(mark: Mark, old: Place, step: np.ndarray, lines: set[str]) -> Mark:
    if isinstance(mark, Path) and mark.id in lines:
        return replace(mark, points=tuple(_shifted(p, step) if _is_at(p, old) else p for p in mark.points))
    if isinstance(mark, Round) and _is_at(mark.center, old) and mark.fill:
        return replace(mark, center=_shifted(mark.center, step))
    if isinstance(mark, Label) and _is_at(mark.at, old):
        return replace(mark, at=_shifted(mark.at, step))
    if isinstance(mark, Label) and mark.of in lines:
        return replace(mark, at=_shifted(mark.at, step / 2))
    return mark


def shifted_mark(scene: FigureScene, name: str, step: Place) -> FigureScene:
    """A line or an arc that stands elsewhere, and nothing else."""
    mark = scene.mark(name)
    by = np.asarray(step, dtype=float)
    if isinstance(mark, Round):
        return change(scene, replace(mark, center=_shifted(mark.center, by)))
    assert isinstance(mark, Path)
    return change(scene, replace(mark, points=tuple(_shifted(point, by) for point in mark.points)))


def _is_at(point: Place, place: Place) -> bool:
    return math.hypot(point[0] - place[0], point[1] - place[1]) < SAME


def _shifted(point: Place, step: np.ndarray) -> tuple[float, float]:
    return float(point[0] + step[0]), float(point[1] + step[1])
