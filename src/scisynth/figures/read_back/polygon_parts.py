"""Sides and corners of a polygon that is one mark: `triangle:ABC` also shows `side:AB`, `side:BC`, `side:CA` and `point:A`.

Only a polygon whose name spells as many corners as it has is taken apart. Which corner is A is told by what stands there, a point or a
text of that name; unless all corners are told so, they are in the order of the name.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from scisynth.figures.read_back.drawn_mark import DrawnMark

SIDES = ("side", "edge", "segment", "line")
CORNERS = ("point", "vertex", "corner")
MAX_CORNERS = 12
MAX_POLYGONS = 50
SAME_PX = 0.5
LETTER = re.compile(r"[A-Za-z][0-9₀-₉]*['′″]*")


@dataclass(frozen=True)
class SpelledPolygon:
    """A polygon and the place of each named corner among its points, in the order of the name."""

    mark: "DrawnMark"
    corners: Mapping[str, int]

    def part(self, mark_id: str) -> "DrawnMark | None":
        """A side, from its first to its second letter, or a corner; None for what it has not."""
        role, _, name = mark_id.partition(":")
        letters, order = _letters(name), list(self.corners)
        if any(letter not in self.corners for letter in letters):
            return None
        if role in CORNERS and len(letters) == 1:
            return self._piece(mark_id, [self.corners[letters[0]]])
        if role not in SIDES or len(letters) != 2:
            return None
        apart = abs(order.index(letters[0]) - order.index(letters[1]))
        is_side = apart in (1, len(order) - 1)
        return self._piece(mark_id, [self.corners[letter] for letter in letters]) if is_side else None

    def _piece(self, mark_id: str, places: Sequence[int]) -> "DrawnMark":
        points = [self.mark.points[place] for place in places]
        data = tuple(self.mark.data[place] for place in places) if self.mark.data else ()
        low, high = np.min(points, axis=0).tolist(), np.max(points, axis=0).tolist()
        box = (low[0], low[1], high[0], high[1])
        return replace(self.mark, id=mark_id, points=tuple(points), data=data, bbox=box, closed=False, filled=False)


def spelled_polygons(marks: Sequence["DrawnMark"]) -> list[SpelledPolygon]:
    """The polygons whose names spell their corners."""
    outlines = [mark for mark in marks if mark.kind == "path" and (mark.closed or mark.filled)]
    named = [(mark, _letters(mark.id.partition(":")[2])) for mark in outlines]
    found: list[SpelledPolygon] = []
    for mark, letters in [(mark, letters) for mark, letters in named if len(letters) > 2][:MAX_POLYGONS]:
        places = _corners(mark)
        if len(places) != len(letters):
            continue
        told = _told(letters, mark.xy[places], marks)
        found.append(SpelledPolygon(mark, {letter: places[told[letter]] for letter in letters}))
    return found


def _letters(name: str) -> list[str]:
    """The corners that a name spells, `ABC` or `A-B-C`; none where it spells none, or one twice."""
    name = re.sub(r"[-–_ ,]", "", name)
    letters = LETTER.findall(name)
    spelled = "".join(letters) == name and len(letters) <= MAX_CORNERS and len(set(letters)) == len(letters)
    return letters if spelled and len({letter[0].isupper() for letter in letters}) == 1 else []


def _corners(mark: "DrawnMark") -> list[int]:
    """Places of its points, one for those that lie together; none for a round outline."""
    xy, places = mark.xy, [0]
    for place in range(1, len(xy)):
        if np.abs(xy[place] - xy[places[-1]]).max() > SAME_PX:
            places.append(place)
        if len(places) > MAX_CORNERS + 1:
            return []
    closes = len(places) > 1 and np.abs(xy[places[-1]] - xy[0]).max() <= SAME_PX
    return places[:-1] if closes else places


def _told(letters: Sequence[str], corners: np.ndarray, marks: Iterable["DrawnMark"]) -> dict[str, int]:
    """Letter to the number of its corner."""
    shown: dict[str, np.ndarray] = {}
    for mark in marks:
        role, _, name = mark.id.partition(":")
        said = name if role in CORNERS and mark.kind == "path" else mark.text.strip("$ ")
        if said in letters and (said not in shown or role in CORNERS):
            left, bottom, right, top = mark.bbox
            shown[said] = np.asarray([(left + right) / 2, (bottom + top) / 2])
    nearest = {letter: int(np.linalg.norm(corners - place, axis=1).argmin()) for letter, place in shown.items()}
    if len(set(nearest.values())) == len(letters):
        turns = {(nearest[two] - nearest[one]) % len(letters) for one, two in pairwise(letters)}
        if len(turns) == 1 and turns <= {1, len(letters) - 1}:
            return nearest
    return {letter: number for number, letter in enumerate(letters)}
