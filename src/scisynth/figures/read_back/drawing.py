"""A drawing as it was read back: every text, line, patch, arrow and axes with its place on the page, and whether it is seen.

`figures.read_back.figure` (Matplotlib) and `figures.read_back.svg.document` give JSON-ready rows, and `Drawing.from_rows` reads such rows from an untrusted source.
Places are in pixels from the lower left corner; `data` repeats them in the coordinates of the axes. Marks that cannot be seen are
kept apart and count for nothing. Rows that share an id and touch are joined, since an arrow is drawn as a shaft and a head.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from scisynth.core.errors import DataError
from scisynth.figures.read_back.drawn_mark import (
    COLOURLESS,
    COVERED,
    MAX_CORNERS,
    MAX_FURNITURE,
    MAX_LOOK,
    MAX_MARKS,
    MAX_POINTS,
    MAX_REASON,
    MAX_TEXT,
    DrawnMark,
)
from scisynth.figures.read_back.polygon_parts import SpelledPolygon, spelled_polygons
from scisynth.figures.scene.marks import Box

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MAX_PAGE_CHARS = 200_000
"""Of all texts of a page; a dense figure has a few thousand."""
MAX_PAGE_FAULTS = 5
TOUCH_PX = 1.5
MAX_PARTS = 20
"""Parts of a symbol that are looked at."""
MAX_ATOMS = 1000
"""Hidden atoms of a page that are looked at."""
MIDDLE_EM = 0.5
"""How far from its dot the middle of an atom's letters may lie, in sizes of their font."""


class UnreadableError(ValueError):
    """Nothing is wrong with the drawing, but no check here can read what it shows."""


@dataclass(frozen=True)
class Drawing:
    """A figure as it was drawn."""

    width_px: float
    height_px: float
    dpi: float
    marks: tuple[DrawnMark, ...]
    """Those that are seen."""
    is_exact: bool = False
    """The image is the page as it is, not cut to what is drawn on it."""
    drawn: tuple[DrawnMark, ...] = ()
    """All marks of the program as they came, seen or not, and not joined."""
    picture_box: Box | None = None
    """What the image shows of the page: left, bottom, right, top in pixels."""
    faults: tuple[tuple[str, str], ...] = ()
    """(kind, one line) of what is wrong with the page as a whole."""
    furniture: tuple[DrawnMark, ...] = ()
    """Frames, grid lines, legends and backgrounds."""

    @property
    def unseen(self) -> list[DrawnMark]:
        """Marks of the program that cannot be seen."""
        return [mark for mark in self.drawn if mark.unseen]

    def find(self, mark_id: str) -> DrawnMark | None:
        """The first mark with this id."""
        return next(iter(self.find_all(mark_id)), None)

    def find_all(self, mark_id: str) -> list[DrawnMark]:
        """Every mark with this id: the points of a scatter, the parts of a body that share one.

        Where nothing has it, a side or a corner of a polygon whose name spells it (`side:AB` of `triangle:ABC`).
        """
        if not mark_id:
            return []
        if mark_id in self._by_id:
            return self._by_id[mark_id]
        return [part for polygon in self._polygons if (part := polygon.part(mark_id))][:1]

    @cached_property
    def _polygons(self) -> list[SpelledPolygon]:
        return spelled_polygons(self.marks)

    @cached_property
    def _by_id(self) -> dict[str, list[DrawnMark]]:
        found: dict[str, list[DrawnMark]] = {}
        for mark in self.marks:
            found.setdefault(mark.id, []).append(mark)
        return found

    @cached_property
    def ids(self) -> list[str]:
        """Ids of marks, each once, in the order of the drawing."""
        return [mark_id for mark_id in self._by_id if mark_id]

    @cached_property
    def texts(self) -> list[DrawnMark]:
        """Every text with words in it."""
        return [mark for mark in self.marks if mark.kind == "text"]

    @classmethod
    def of(cls, figure: "Figure") -> "Drawing":
        """Reads a figure of this process."""
        from scisynth.figures.read_back.figure import figure_marks

        return cls.from_rows(figure_marks(figure))

    @classmethod
    def from_rows(cls, rows: Any) -> "Drawing":
        """From what `figure_marks` gave, perhaps through JSON written by untrusted code; `DataError` when it is not that."""
        try:
            page, *others = rows
            width, height, dpi = (float(page[key]) for key in ("width_px", "height_px", "dpi"))
            rows = tuple(_mark(row) for row in others[: MAX_MARKS + MAX_FURNITURE])
            marks = tuple(mark for mark in rows if mark.kind != "furniture")[:MAX_MARKS]
            furniture = tuple(mark for mark in rows if mark.kind == "furniture")[:MAX_FURNITURE]
            box = _box(page["picture_box"]) if page.get("picture_box") else None
            faults = tuple((_words(kind)[:20], _words(line)[:MAX_REASON]) for kind, line in page.get("faults", ()))
        except (TypeError, ValueError, KeyError, AttributeError, OverflowError) as error:
            raise DataError(f"expected the marks of a figure, got something else: {error}") from None
        if not all(np.isfinite(value) and 0 < value < 1e6 for value in (width, height, dpi)):
            raise DataError("expected the size of a page, got numbers out of range")
        if sum(len(mark.text) for mark in marks) > MAX_PAGE_CHARS:
            raise DataError(f"expected at most {MAX_PAGE_CHARS:,} characters on a page, got more; write less")
        page_facts = Drawing(width, height, dpi, (), page.get("is_exact") is True, (), box)
        page_facts = replace(page_facts, faults=faults[:MAX_PAGE_FAULTS], furniture=furniture)
        return page_facts.with_drawn(marks)

    def with_drawn(self, drawn: tuple[DrawnMark, ...]) -> "Drawing":
        """The same page with these marks, those that are seen joined where they touch."""
        return replace(self, drawn=drawn, marks=_joined(tuple(mark for mark in drawn if not mark.unseen)))

    @property
    def frames(self) -> frozenset[str]:
        """Ids of outlines without colour around parts that are seen and named after them: `battery:V1` around `plate:V1.1`, `plate:V1.2`."""
        parts: dict[str, list[DrawnMark]] = {}
        for mark in self.drawn:
            owner, dot, number = mark.id.partition(":")[2].rpartition(".")
            if dot and number.isdecimal() and not mark.unseen and len(parts.setdefault(owner, [])) < MAX_PARTS:
                parts[owner].append(mark)
        outlines = [mark for mark in self.drawn if mark.closed and mark.unseen == COLOURLESS]
        return frozenset(
            mark.id for mark in outlines if sum(map(mark.holds_middle_of, parts.get(mark.id.partition(":")[2], ()))) > 1
        )

    @property
    def lettered(self) -> frozenset[str]:
        """Ids of atoms that are seen as their letters: each dot that is hidden lies in the middle of a text on a plate."""
        hidden = [mark for mark in self.drawn if mark.unseen and mark.role == "atom"]
        texts = [mark for mark in self.texts if mark.backed]
        if not texts or not 0 < len(hidden) <= MAX_ATOMS:
            return frozenset()
        boxes = np.asarray([text.bbox for text in texts])
        middles, layers = (boxes[:, :2] + boxes[:, 2:]) / 2, np.asarray([text.layer for text in texts])
        reach = np.asarray([text.size for text in texts]) * self.dpi / 72 * MIDDLE_EM
        bare = {
            mark.id
            for mark in hidden
            if not (mark.marker_px and mark.unseen.startswith(COVERED))
            or not ((np.linalg.norm(middles - mark.xy[0], axis=1) < reach) & (layers > mark.layer)).any()
        }
        return frozenset(mark.id for mark in hidden) - bare

    def with_places(self, ids: frozenset[str]) -> "Drawing":
        """Marks that a scene of ours declares as places without ink count although no viewer sees them."""
        if not any(mark.unseen and mark.id in ids for mark in self.drawn):
            return self
        return self.with_drawn(tuple(replace(mark, unseen="") if mark.id in ids else mark for mark in self.drawn))


def _mark(row: Mapping[str, Any]) -> DrawnMark:
    if row["kind"] not in ("text", "path", "axes", "furniture"):
        raise ValueError(f"unknown kind {row['kind']!r}"[:80])
    return DrawnMark(
        kind=row["kind"],
        id=_words(row["id"]),
        text=_words(row["text"]),
        points=_points(row["points"]),
        data=_points(row["data"]),
        space=_spots(row.get("space", ())),
        bbox=_box(row["bbox"]),
        closed=row["closed"] is True,
        filled=row["filled"] is True,
        arrow=_words(row["arrow"])[:5],
        size=_number(row["size"]),
        color=_words(row["color"])[:9],
        axes=_words(row["axes"]),
        ink=None if row.get("ink") is None else _number(row["ink"]),
        unseen=_words(row.get("unseen", ""))[:MAX_REASON],
        is_tick=row.get("is_tick") is True,
        layer=int(_number(row.get("layer", 0))),
        artist=int(_number(row.get("artist", 0))),
        stroke=_words(row.get("stroke", ""))[:9],
        face=_words(row.get("face", ""))[:9],
        opaque=row.get("opaque") is True,
        clipped=row.get("clipped") is True,
        marker_px=_number(row.get("marker_px", 0)),
        frame=_points(row.get("frame", ()))[:4],
        backed=row.get("backed") is True,
        dash=_words(row.get("dash", ""))[:MAX_LOOK],
        marker=_words(row.get("marker", ""))[:MAX_LOOK],
        hatched=row.get("hatched") is True,
        axis=_words(row.get("axis", ""))[:1],
        tick_of=_words(row.get("tick_of", ""))[:1],
    )


def _words(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("a text is no text")
    return value[:MAX_TEXT].encode(errors="replace").decode()


def _number(value: Any) -> float:
    number = float(value)
    if not np.isfinite(number):
        raise ValueError("a number is not finite")
    return number


def _box(value: Any) -> Box:
    left, bottom, right, top = (_number(side) for side in value)
    return left, bottom, right, top


def _spots(value: Any) -> tuple[tuple[float, float, float], ...]:
    return tuple((_number(x), _number(y), _number(z)) for x, y, z in value[:MAX_CORNERS])


def _points(value: Any) -> tuple[tuple[float, float], ...]:
    return tuple((_number(x), _number(y)) for x, y in value[:MAX_POINTS])


def _joined(marks: tuple[DrawnMark, ...]) -> tuple[DrawnMark, ...]:
    """Joins the shaft and the heads of an arrow: same id, ends that touch."""
    kept: list[DrawnMark] = []
    place: dict[str, int] = {}
    shafts_first = sorted(marks, key=lambda mark: bool(mark.arrow))
    for mark in shafts_first:
        if mark.kind == "path" and mark.arrow and mark.id in place:
            joined = _join(kept[place[mark.id]], mark)
            if joined:
                kept[place[mark.id]] = joined
                continue
        if mark.id and mark.kind == "path":
            place.setdefault(mark.id, len(kept))
        kept.append(mark)
    return tuple(kept)


def _join(shaft: DrawnMark, head: DrawnMark) -> DrawnMark | None:
    if len(shaft.points) < 2 or len(head.points) != 2 or (shaft.artist and shaft.artist == head.artist):
        return None
    ends = np.asarray([shaft.points[0], shaft.points[-1]])
    gaps = np.linalg.norm(ends - np.asarray(head.points[0]), axis=1)
    if gaps.min() > TOUCH_PX:
        return None
    at_end = gaps[1] <= gaps[0]
    points = shaft.points + head.points[1:] if at_end else head.points[:0:-1] + shaft.points
    data = shaft.data + head.data[1:] if at_end else head.data[:0:-1] + shaft.data
    before = {"end": at_end or shaft.arrow in ("end", "both"), "start": not at_end or shaft.arrow in ("start", "both")}
    arrow = "both" if all(before.values()) else "end" if before["end"] else "start"
    (left, bottom, right, top), (x, y) = shaft.bbox, head.points[1]
    box = (min(left, x), min(bottom, y), max(right, x), max(top, y))
    return replace(shaft, points=points, data=data, arrow=arrow, bbox=box)
