"""Finds the molecule in a drawing without ids: which texts are atoms, which lines bonds, which triangles wedges.

Scripts that take coordinates from RDKit and draw with plain calls leave lines and the symbols of elements. A line is a bond, be it one
of many or a piece of a longer one; a text is an atom where it reads as one and a line ends by it; a filled triangle is a wedge, a row
of short lines a hashed bond, a circle in a ring makes it aromatic. Arrows, marks with an id and texts that are no atoms are left out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from scisynth.figures.molecules.atom_labels import read_label
from scisynth.figures.read_back import geometry
from scisynth.figures.read_back.drawing import Drawing, UnreadableError
from scisynth.figures.read_back.drawn_mark import DrawnMark

MAX_STROKES, MAX_CORNERS = 300, 60
SHORT = 0.33
"""A line shorter than this fraction of the usual one is a rung of a hashed bond."""
NEAR = 0.45
"""How far from a line's end a label may stand, in lines."""
ROUND = 0.06
"""How far a circle's points may lie off it, in radii."""


def with_roles(drawing: Drawing) -> Drawing | None:
    """The drawing with ids for what looks like a part of a molecule; None where nothing does, or too much."""
    strokes = [piece for mark in drawing.marks if _is_line(mark) for piece in _pieces(mark)]
    lengths = [geometry.length(stroke) for stroke in strokes]
    if not strokes or len(strokes) > MAX_STROKES:
        return None
    usual = float(np.median([length for length in lengths if length > SHORT * max(lengths)]))
    bonds: list[DrawnMark] = []
    rungs: list[DrawnMark] = []
    for stroke, length in zip(strokes, lengths, strict=True):
        (rungs if length < SHORT * usual else bonds).append(stroke)
    # Fewer short lines than a hashed bond has are ticks or dashes.
    rungs = rungs if len(rungs) >= 3 else []
    wedges = [mark for mark in drawing.marks if _is_triangle(mark)]
    ends = np.concatenate([mark.xy[[0, -1]] for mark in [*bonds, *wedges]])
    atoms = [mark for mark in drawing.texts if not mark.id and _is_atom(mark, ends, usual)]
    circles = [mark for mark in drawing.marks if not mark.id and _is_circle(mark) and geometry.radius(mark) < usual]
    if len(atoms) > MAX_STROKES:
        return None
    found = {"atom": atoms, "bond": bonds, "hash": rungs, "wedge": wedges, "ring": circles}
    marks = tuple(
        replace(mark, id=f"{role}:{number}") for role, members in found.items() for number, mark in enumerate(members)
    )
    return replace(drawing, marks=marks)


def _is_line(mark: DrawnMark) -> bool:
    """Straight pieces without a head or a fill."""
    return (
        mark.kind == "path"
        and not (mark.id or mark.arrow or mark.filled)
        and 2 <= len(mark.points) <= MAX_CORNERS
        and not _is_circle(mark)
    )


def _pieces(mark: DrawnMark) -> Iterator[DrawnMark]:
    for one, two in zip(mark.points, mark.points[1:], strict=False):
        if one != two:
            box = (min(one[0], two[0]), min(one[1], two[1]), max(one[0], two[0]), max(one[1], two[1]))
            yield replace(mark, points=(one, two), bbox=box, closed=False)


def _is_triangle(mark: DrawnMark) -> bool:
    """Filled, and much longer than wide."""
    if mark.kind != "path" or mark.id or not mark.filled or len(mark.points) not in (3, 4):
        return False
    corners = mark.xy[:3]
    sides = sorted(float(np.linalg.norm(corners[i] - corners[i - 1])) for i in range(3))
    return sides[0] < 0.5 * sides[1] and (len(mark.points) == 3 or mark.points[0] == mark.points[3])


def _is_circle(mark: DrawnMark) -> bool:
    if mark.kind != "path" or len(mark.points) < 9 or not mark.closed:
        return False
    away = np.linalg.norm(mark.xy - geometry.center(mark), axis=1)
    return bool(np.ptp(away) <= 2 * ROUND * away.mean())


def _is_atom(mark: DrawnMark, ends: np.ndarray, usual: float) -> bool:
    """Reads as an atom, and a line ends by it, or it is an ion by itself."""
    try:
        label = read_label(mark.text)
    except UnreadableError:
        return True
    except ValueError:
        return False
    return label.atoms[0].charge != 0 or _gap(mark.bbox, ends) <= NEAR * usual


def _gap(box: Sequence[float], ends: np.ndarray) -> float:
    low, high = np.asarray(box[:2]), np.asarray(box[2:])
    return float(np.hypot(*np.maximum(np.maximum(low - ends, ends - high), 0).T).min())
