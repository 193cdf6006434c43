"""Sides and corners of a polygon that is one mark: `triangle:ABC` also shows `side:AB`, `side:BC`, `side:CA` and `point:A`.

Only a polygon whose name spells as many corners as it has is taken apart. Which corner is A is told by what stands there: a point or a
text of that name; without those, the corners are in the order of the name. A claim finds these parts only where nothing that was
drawn has their id, so they never hide a mark.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from scisynth.imgcoder.read_back import DrawnMark

SIDES = ("side", "edge", "segment", "line")
CORNERS = ("point", "vertex", "corner")
MAX_CORNERS = 12
MAX_POLYGONS = 50
SAME_PX = 0.5
CORNER = re.compile(r"[A-Za-z][0-9₀-₉]*['′″]*")


def polygon_parts(marks: Sequence["DrawnMark"]) -> dict[str, "DrawnMark"]:
    """Ids of sides and corners, with the letters of a side in either order, and their marks; those of the first polygon win."""
    found: dict[str, DrawnMark] = {}
    polygons = [mark for mark in marks if mark.kind == "path" and _letters(mark) and (mark.closed or mark.filled)]
    for polygon in polygons[:MAX_POLYGONS]:
        letters, corners = _letters(polygon), _corners(polygon)
        if len(letters) == len(corners):
            for mark in _parts(polygon, _named(letters, corners, marks)):
                found.setdefault(mark.id, mark)
    return found


def _letters(mark: "DrawnMark") -> list[str]:
    """The corners that a name spells, `ABC` or `A-B-C`; none where it spells no polygon."""
    name = re.sub(r"[-–_ ,]", "", mark.id.partition(":")[2])
    letters = CORNER.findall(name)
    spelled = "".join(letters) == name and 3 <= len(letters) <= MAX_CORNERS and len(set(letters)) == len(letters)
    return letters if spelled and len({letter[0].isupper() for letter in letters}) == 1 else []


def _corners(mark: "DrawnMark") -> list[int]:
    """Places of the points where the outline turns, each once."""
    xy = mark.xy
    places = [0]
    for place in range(1, len(xy)):
        if np.abs(xy[place] - xy[places[-1]]).max() > SAME_PX:
            places.append(place)
        if len(places) > MAX_CORNERS + 1:
            return []
    if len(places) > 1 and np.abs(xy[places[-1]] - xy[0]).max() <= SAME_PX:
        places.pop()
    return places


def _named(letters: Sequence[str], corners: Sequence[int], marks: Iterable["DrawnMark"]) -> list[tuple[str, int]]:
    raise NotImplementedError
