"""The lines, outlines, arrows and points of one Matplotlib artist as rows: where they lie on the page and in their axes."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from scisynth.imgcoder.read_back import MAX_POINTS, DrawnMark

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes


def artist_paths(artist: Any, axes: "Axes | None", name: str) -> Iterator[tuple[DrawnMark, bool]]:
    """(row, whether the artist is one thing and stands or falls as a whole); nothing for what has no lines."""
    from matplotlib.collections import Collection
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    if isinstance(artist, Line2D):
        yield from ((row, True) for row in _path(artist, artist.get_xydata(), axes, name))
    elif isinstance(artist, Patch):
        yield from ((row, True) for row in _patch(artist, axes, name))
    elif isinstance(artist, Collection):
        yield from ((row, False) for row in _collection(artist, axes, name))


def _path(line: Any, data: Any, axes: "Axes | None", name: str) -> Iterable[DrawnMark]:
    points = np.asarray(data, dtype=float)
    yield _drawn(points, line.get_transform(), axes, name, line, size=line.get_linewidth(), color=line.get_color())


def _patch(patch: Any, axes: "Axes | None", name: str) -> Iterable[DrawnMark]:
    from matplotlib.patches import FancyArrow, FancyArrowPatch

    if isinstance(patch, FancyArrowPatch):
        yield from _arrow(patch, axes, name)
        return
    if isinstance(patch, FancyArrow):  # what `axes.arrow` makes: a polygon that knows its tail and its length
        made: Any = patch
        tail, step = np.asarray([made._x, made._y]), np.asarray([made._dx, made._dy])
        length = float(np.linalg.norm(step))
        head_length = made._head_length or 1.5 * (made._head_width or 3 * made._width)
        head = 0.0 if made._length_includes_head or not length else head_length / length
        ends, color = np.asarray([tail, tail + step * (1 + head)]), patch.get_edgecolor()
        transform = patch.get_data_transform()
        yield _drawn(ends, transform, axes, name, patch, size=patch.get_linewidth(), color=color, arrow="end")
        return
    path = patch.get_path().transformed(patch.get_transform())  # to pixels, where curves are cut finely enough
    for pixels in path.to_polygons(closed_only=False)[:20]:
        polygon = patch.get_data_transform().inverted().transform(pixels)
        filled = bool(patch.get_fill() and patch.get_facecolor()[3] > 0)
        closed = bool(len(polygon) > 2 and np.allclose(polygon[0], polygon[-1]))
        transform = patch.get_data_transform()
        color = patch.get_facecolor() if filled else patch.get_edgecolor()
        yield _drawn(
            polygon, transform, axes, name, patch, size=patch.get_linewidth(), color=color, closed=closed, filled=filled
        )


def _arrow(patch: Any, axes: "Axes | None", name: str) -> Iterable[DrawnMark]:
    """The axis of an arrow from tail to tip, heads told from its style."""
    ends = patch._posA_posB
    if ends is None:
        return
    style = type(patch.get_arrowstyle()).__name__
    start, end = (
        style in ("CurveA", "CurveFilledA", "CurveAB", "CurveFilledAB"),
        style not in ("Curve", "CurveA", "CurveFilledA"),
    )
    arrow = "both" if start and end else "start" if start else "end" if end else ""
    data = np.asarray([patch.convert_xunits(ends[0]), patch.convert_xunits(ends[1])], dtype=float)
    transform = patch.get_transform()
    yield _drawn(
        data, transform, axes, name, patch, size=patch.get_linewidth(), color=patch.get_edgecolor(), arrow=arrow
    )


def _collection(collection: Any, axes: "Axes | None", name: str) -> Iterable[DrawnMark]:
    """Scattered points one by one, segments and filled areas as paths."""
    from matplotlib.collections import PathCollection
    from matplotlib.quiver import Quiver

    if isinstance(collection, Quiver):
        yield from _quiver(collection, axes, name)
        return
    colors = collection.get_facecolor()
    color = colors[0] if len(colors) else "black"
    offsets = np.asarray(collection.get_offsets(), dtype=float)
    # Without sizes its shapes stand where they are, not at points.
    if len(offsets) and isinstance(collection, PathCollection) and len(collection.get_sizes()):
        for point in offsets[:MAX_POINTS]:
            yield _drawn(
                point[None],
                collection.get_offset_transform(),
                axes,
                name,
                collection,
                size=1.0,
                color=color,
                filled=True,
            )
        return
    for path in collection.get_paths()[:200]:
        for polygon in path.to_polygons(closed_only=False)[:20]:
            yield _drawn(polygon, collection.get_transform(), axes, name, collection, size=1.0, color=color)


def _quiver(quiver: Any, axes: "Axes | None", name: str) -> Iterable[DrawnMark]:
    """Arrows of a field, where their lengths are those of the data; others have no ends to compare."""
    if quiver.angles != "xy" or quiver.scale_units != "xy" or not quiver.scale:
        return
    tails, steps = np.column_stack([quiver.X, quiver.Y]), np.column_stack([quiver.U, quiver.V]) / quiver.scale
    shift = {"tip": -1.0, "mid": -0.5, "middle": -0.5}.get(quiver.pivot, 0.0)
    colors = quiver.get_facecolor()
    color = colors[0] if len(colors) else "black"
    for tail, step in zip(tails + shift * steps, steps, strict=True):
        ends = np.asarray([tail, tail + step])
        yield _drawn(ends, quiver.axes.transData, axes, name, quiver, size=1.0, color=color, arrow="end")


def _drawn(
    points: Any, transform: Any, axes: "Axes | None", name: str, artist: "Artist", *, color: Any, **facts: Any
) -> DrawnMark:
    points = np.asarray(points, dtype=float)
    points = points[np.isfinite(points).all(axis=1)]
    if len(points) > MAX_POINTS:
        points = points[np.linspace(0, len(points) - 1, MAX_POINTS).astype(int)]
    pixels = transform.transform(points) if len(points) else points
    data = axes.transData.inverted().transform(pixels) if axes is not None and len(points) else points[:0]
    box = (*pixels.min(axis=0), *pixels.max(axis=0)) if len(points) else (0, 0, 0, 0)
    return DrawnMark(
        kind="path",
        id=str(artist.get_gid() or ""),
        points=tuple(_rounded(point) for point in pixels),
        data=tuple((float(x), float(y)) for x, y in data),
        bbox=_rounded(box),
        color=_hex(color),
        axes=name,
        **facts,
    )


def _hex(color: Any) -> str:
    from matplotlib.colors import to_hex

    return to_hex(color)


def _rounded(values: Any) -> Any:
    return tuple(round(float(value), 3) for value in values)
