"""The lines, outlines, arrows, areas and points of one Matplotlib artist as rows: where they lie on the page and in their axes.

    line                   one row along it, a step plot along its steps; without a line style each marker is a row of its own
    patch                  its outline; of several loops the largest stands for it and the others carry no id
    arrow                  its axis from tail to tip, see `figures.read_back.arrows`
    collection             one row for each of its lines, areas or points; of very many areas (a surface) what they cover together
    image, text's frame  the rectangle or outline that it fills

A point has the box of its marker; a marker of 12 points or more, which is how nodes of graphs are drawn, is read as an outline.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from scisynth.figures.read_back import arrows as read_arrows
from scisynth.figures.read_back.drawn_mark import MAX_CORNERS, MAX_POINTS, DrawnMark
from scisynth.figures.read_back.look import NOT_DRAWN, part_look

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MAX_MARKERS = 500
"""Points of one artist that are rows of their own; more are a cloud, which is one row."""
MAX_AREAS = 60
"""Areas of one collection that are rows of their own; more are a surface, which is one row."""
MAX_LINES = 200
MAX_LOOPS = 20
BODY_PT = 12.0
"""Diameter from which on a marker is a body with an outline."""
CLOSED_PX = 0.5
FAR_PX = 1e7
"""What lies farther off is on no page."""


def artist_paths(artist: Any, axes: "Axes | None", name: str, mark_id: str = "") -> Iterator[tuple[DrawnMark, bool]]:
    """(row, whether the artist is one thing and stands or falls as a whole); nothing for what has no lines.

    `name` is that of its axes, `mark_id` that of its rows.
    """
    from matplotlib.collections import Collection
    from matplotlib.image import AxesImage
    from matplotlib.lines import Line2D
    from matplotlib.patches import Arrow, FancyArrow, FancyArrowPatch, Patch
    from matplotlib.table import Table

    row = _Rows(axes, name, mark_id)
    if isinstance(artist, Line2D):
        if _has_line(artist) or not _has_marker(artist):
            yield from ((found, True) for found in _line(artist, row))
        else:
            yield from ((found, False) for found in _markers(artist, row))
    elif isinstance(artist, FancyArrowPatch | FancyArrow | Arrow):
        axis = read_arrows.arrow_axis if isinstance(artist, FancyArrowPatch) else read_arrows.plain_arrow
        pixels, arrow = axis(artist)
        if len(pixels):
            yield row(pixels, arrow=arrow, size=artist.get_linewidth(), color=artist.get_edgecolor()), True
    elif isinstance(artist, Patch):
        yield from ((found, True) for found in _patch(artist, row))
    elif isinstance(artist, Collection):
        yield from ((found, False) for found in _collection(artist, row))
    elif isinstance(artist, AxesImage | Table):
        left, bottom, right, top = artist.get_window_extent().extents
        corners = [(left, bottom), (right, bottom), (right, top), (left, top), (left, bottom)]
        yield row(corners, color="white", closed=True, filled=True), True


class _Rows:
    """Makes the rows of one artist."""

    def __init__(self, axes: "Axes | None", name: str, mark_id: str) -> None:
        self._axes, self._name, self._id = axes, name, mark_id

    def __call__(self, pixels: Any, *, data: Any = None, color: Any, box: Any = None, **facts: Any) -> DrawnMark:
        """`data` where it is known better than the place on the page tells it; `box` where it is more than the points."""
        pixels = np.asarray(pixels, dtype=float).reshape(-1, 2)
        places = np.flatnonzero((np.abs(pixels) < FAR_PX).all(axis=1))
        if len(places) > MAX_POINTS:
            places = places[np.linspace(0, len(places) - 1, MAX_POINTS).astype(int)]
        pixels = pixels[places]
        if data is not None:
            data = np.asarray(data, dtype=float).reshape(-1, 2)[places]
        elif self._axes is not None and len(pixels):
            data = self._axes.transData.inverted().transform(pixels)
        else:
            data = pixels[:0]
        data = data if np.isfinite(data).all() else data[:0]
        if box is None:
            box = (*pixels.min(axis=0), *pixels.max(axis=0)) if len(pixels) else (0.0, 0.0, 0.0, 0.0)
        left, bottom, right, top = np.round(box, 3).tolist()
        return DrawnMark(
            kind="path",
            id=self._id,
            points=_pairs(np.round(pixels, 3)),
            data=_pairs(data),
            bbox=(left, bottom, right, top),
            color=_hex(color),
            axes=self._name,
            **facts,
        )

    @property
    def has_id(self) -> bool:
        """Whether the artist has an id."""
        return bool(self._id)

    def data_of(self, points: Any, transform: Any) -> Any:
        """The points themselves where they are given in the coordinates of the axes."""
        return points if self._axes is not None and transform == self._axes.transData else None


def _pairs_of(values: Any) -> Any:
    """Float [N, 2]; a `ValueError` for what is no list of pairs."""
    points = np.asarray(values, dtype=float)
    if points.size and (points.ndim != 2 or points.shape[1] != 2):
        raise ValueError(f"expected pairs of numbers, got an array of shape {points.shape}")
    return points.reshape(-1, 2)


def _pairs(points: Any) -> Any:
    return tuple(map(tuple, points.tolist()))


def _has_line(line: Any) -> bool:
    return str(line.get_linestyle()) not in NOT_DRAWN


def _has_marker(line: Any) -> bool:
    return str(line.get_marker()) not in NOT_DRAWN


def _line(line: Any, row: _Rows) -> Iterator[DrawnMark]:
    """One row; a line without an id that is broken by NaN, as symbols of circuits are, one for each piece."""
    from matplotlib.cbook import STEP_LOOKUP_MAP

    points = _pairs_of(line.get_xydata())
    if line.get_drawstyle() != "default" and len(points):
        points = np.column_stack(STEP_LOOKUP_MAP[line.get_drawstyle()](*points.T))
    transform = line.get_transform()
    pixels = transform.transform(points)
    data = row.data_of(points, transform)
    spots = _spots(line, len(points))
    for part in [slice(None)] if row.has_id else _unbroken(pixels):
        yield row(
            pixels[part],
            data=None if data is None else data[part],
            space=_pairs(spots[part]),
            closed=_is_closed(pixels[part]),
            size=line.get_linewidth(),
            color=line.get_color(),
        )


def _spots(line: Any, num: int) -> Any:
    """Where the corners of a line lie in space, float [N, 3]; none for a line on the page, or a curve."""
    if num <= MAX_CORNERS and hasattr(line, "get_data_3d"):
        spots = np.column_stack([np.asarray(values, dtype=float) for values in line.get_data_3d()])
        if spots.shape == (num, 3) and np.isfinite(spots).all():
            return spots
    return np.zeros((0, 3))


def _unbroken(pixels: Any) -> list[slice]:
    """The stretches of a line without NaN; all of it where there are too many, or none."""
    is_gap = ~np.isfinite(pixels).all(axis=1)
    edges = np.flatnonzero(np.diff(np.concatenate([[True], is_gap, [True]]).astype(int)))
    parts = [slice(int(start), int(stop)) for start, stop in zip(edges[::2], edges[1::2], strict=True)]
    return parts if is_gap.any() and 1 < len(parts) <= MAX_LINES else [slice(None)]


def _is_closed(pixels: Any) -> bool:
    return len(pixels) > 3 and bool(np.abs(pixels[0] - pixels[-1]).max() <= CLOSED_PX)


def _markers(line: Any, row: _Rows) -> Iterator[DrawnMark]:
    """The points of a plot without a line."""
    from matplotlib.markers import MarkerStyle

    style: Any = MarkerStyle(line.get_marker(), line.get_fillstyle())
    shape = style.get_transform().transform_path(style.get_path())
    color = line.get_markerfacecolor()
    filled = style.is_filled() and str(color) not in NOT_DRAWN
    diameter = float(line.get_markersize()) if style.is_filled() else 0.0
    marker = _Marker(shape, float(line.get_markersize()), line, has_body=diameter >= BODY_PT)
    facts = {"size": 1.0, "color": color if filled else line.get_markeredgecolor(), "filled": bool(filled)}
    yield from _points(_pairs_of(line.get_xydata()), line.get_transform(), [marker], [facts], row)


class _Marker:
    """The symbol of a point."""

    def __init__(self, shape: Any, diameter_pt: float, artist: Any, *, has_body: bool) -> None:
        from matplotlib.path import Path

        scale = diameter_pt * artist.get_figure(root=True).dpi / 72
        sized = Path(shape.vertices * scale, shape.codes)
        loops = _loops(sized) if has_body else [sized.get_extents().get_points()]
        self.corners = loops[0] if loops and np.isfinite(loops[0]).all() else np.zeros((1, 2))
        """Around the point, pixels; of a small one those of its box."""
        self.has_body = has_body


def _points(
    points: Any, transform: Any, markers: Sequence[_Marker], facts: Sequence[dict[str, Any]], row: _Rows
) -> Iterator[DrawnMark]:
    """A row for each point; markers and facts are used in turn."""
    pixels, data = transform.transform(points), row.data_of(points, transform)
    if len(points) > MAX_MARKERS:
        yield row(pixels, data=data, **facts[0])
        return
    for number, pixel in enumerate(pixels):
        marker, own = markers[number % len(markers)], facts[number % len(facts)]
        if not np.isfinite(pixel).all():
            continue
        if marker.has_body:
            yield row(marker.corners + pixel, closed=True, **own)
        else:
            box = (*(pixel + marker.corners.min(axis=0)), *(pixel + marker.corners.max(axis=0)))
            yield row(pixel, data=None if data is None else data[number], box=box, **own)


def _loops(path: Any) -> list[Any]:
    """The loops and lines of a path in pixels, the largest first."""
    loops = path.to_polygons(closed_only=False)[:MAX_LOOPS]
    return sorted(loops, key=lambda loop: -float(np.ptp(loop, axis=0).sum())) if len(loops) > 1 else loops


def _patch(patch: Any, row: _Rows) -> Iterable[DrawnMark]:
    path = patch.get_path().transformed(patch.get_transform())  # to pixels, where curves are cut finely enough
    filled = bool(patch.get_fill() and patch.get_facecolor()[3] > 0)
    color = patch.get_facecolor() if filled else patch.get_edgecolor()
    for number, pixels in enumerate(_loops(path)):
        found = row(pixels, size=patch.get_linewidth(), color=color, closed=_is_closed(pixels), filled=filled)
        yield replace(found, id="") if number else found


def _collection(collection: Any, row: _Rows) -> Iterator[DrawnMark]:
    """Scattered points one by one, lines and filled areas as paths."""
    from matplotlib.collections import PathCollection, QuadMesh
    from matplotlib.quiver import Quiver

    looks = _looks(collection)
    if isinstance(collection, Quiver):
        for pixels, arrow in read_arrows.field_arrows(collection):
            yield row(pixels, arrow=arrow, **{**looks[0], "size": 1.0, "filled": False})
    # Without sizes its shapes stand where they are, not at points.
    elif isinstance(collection, PathCollection) and len(collection.get_sizes()):
        diameters = np.sqrt(np.asarray(collection.get_sizes(), dtype=float)[:MAX_MARKERS])
        shapes = collection.get_paths()
        kinds = range(min(max(len(diameters), len(shapes)), MAX_MARKERS))
        sizes = [(shapes[kind % len(shapes)], float(diameters[kind % len(diameters)])) for kind in kinds]
        markers = [_Marker(shape, size, collection, has_body=size >= BODY_PT) for shape, size in sizes]
        offsets = _pairs_of(collection.get_offsets())
        yield from _points(offsets, collection.get_offset_transform(), markers, looks, row)
    elif isinstance(collection, QuadMesh):
        corners = collection.get_transform().transform(np.reshape(collection.get_coordinates(), (-1, 2)))
        yield row(_hull(corners), closed=True, **looks[0])
    else:
        yield from _shapes(collection, looks, row)


def _looks(collection: Any) -> list[dict[str, Any]]:
    """Line width, colour, whether it is filled and the rest of the look, of the parts of a collection in turn; never empty."""
    faces, edges = collection.get_facecolor(), collection.get_edgecolor()
    widths = np.atleast_1d(collection.get_linewidth())
    num = min(max(len(faces), len(edges), len(widths), len(collection.get_linestyle()), 1), MAX_MARKERS)
    looks: list[dict[str, Any]] = []
    for number in range(num):
        face = faces[number % len(faces)] if len(faces) else None
        filled = face is not None and bool(face[3] > 0)
        edge = edges[number % len(edges)] if len(edges) else "black"
        size = float(widths[number % len(widths)]) if len(widths) else 1.0
        color = face if filled else edge
        looks.append({"size": size, "color": color, "filled": filled, **part_look(collection, number)})
    return looks


def _shapes(collection: Any, looks: Sequence[dict[str, Any]], row: _Rows) -> Iterator[DrawnMark]:
    """The lines or areas of a collection, each at its offset."""
    paths = collection.get_paths()
    offsets = _pairs_of(collection.get_offsets())
    num = max(len(paths), len(offsets)) if len(paths) and len(offsets) else 0
    shifts = collection.get_offset_transform().transform(offsets[: max(MAX_LINES, 1)])
    own, whole = collection.get_transforms(), collection.get_transform()
    if num > MAX_AREAS and looks[0]["filled"] and len(offsets) == 1:
        corners = np.concatenate([path.vertices for path in paths])
        yield row(_hull(whole.transform(corners) + shifts[0]), closed=True, **looks[0])
        return
    lines: list[Any] = []
    for number in range(min(num, MAX_LINES)):
        path = paths[number % len(paths)]
        if len(own):
            path = path.transformed(_affine(own[number % len(own)]))
        loops = path.transformed(whole).to_polygons(closed_only=False)[:MAX_LOOPS]
        lines += [(loop + shifts[number % len(shifts)], looks[number % len(looks)]) for loop in loops]
    arrows = read_arrows.spatial_arrows([line for line, _ in lines]) if hasattr(collection, "_segments3d") else None
    if arrows:
        yield from (row(pixels, arrow=arrow, **looks[0]) for pixels, arrow in arrows)
        return
    for line, look in lines:
        yield row(line, closed=_is_closed(line), **look)


def _affine(matrix: Any) -> Any:
    from matplotlib.transforms import Affine2D

    return Affine2D(matrix)


def _hull(points: Any) -> Any:
    """Convex outline of many points (Andrew's chain over the extremes of each column of pixels), float [N, 2]."""
    points = points[(np.abs(points) < FAR_PX).all(axis=1)]
    if len(points) < 3:
        return points
    columns = np.round(points[:, 0]).astype(int)
    by_column = points[np.lexsort((points[:, 1], columns))]
    starts = np.unique(np.sort(columns), return_index=True)[1]
    lower, upper = by_column[starts], by_column[np.append(starts[1:], len(points)) - 1]
    chains = [_chain(lower), _chain(upper[::-1])]
    return np.concatenate([*chains, chains[0][:1]])


def _chain(points: Any) -> Any:
    kept: list[Any] = []
    for point in points:
        while len(kept) > 1 and _turn(kept[-2], kept[-1], point) <= 0:
            kept.pop()
        kept.append(point)
    return np.asarray(kept)


def _turn(one: Any, two: Any, three: Any) -> float:
    return float((two[0] - one[0]) * (three[1] - one[1]) - (two[1] - one[1]) * (three[0] - one[0]))


def _hex(color: Any) -> str:
    from matplotlib.colors import to_hex

    return to_hex(color)
