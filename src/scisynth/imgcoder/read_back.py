"""Reads a Matplotlib figure back: every text, line, patch, arrow and axes with its place on the page.

Works on any figure, ours and a model's alike: `figure_marks` gives JSON-ready rows, and `Drawing.from_rows` reads such rows
from an untrusted source. Places are in pixels from the lower left corner; `data` repeats them in the coordinates of the axes,
read from its own transform. Rows that share an id and touch are joined, since an arrow is drawn as a shaft and a head.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from scisynth.core.errors import DataError
from scisynth.imgcoder.marks import EXACT_PAGE, role_of

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MAX_MARKS = 5000
MAX_POINTS = 2000
MAX_TEXT = 2000
MAX_PAGE_CHARS = 200_000
"""Of all texts of a page; a dense figure has a few thousand."""
TOUCH_PX = 1.5


@dataclass(frozen=True, kw_only=True)
class DrawnMark:
    """One thing on the page."""

    kind: str
    """text, path or axes."""
    id: str = ""
    text: str = ""
    points: tuple[tuple[float, float], ...] = ()
    """Of a path, pixels."""
    data: tuple[tuple[float, float], ...] = ()
    """The same in data coordinates of its axes."""
    bbox: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    """Left, bottom, right, top; pixels."""
    closed: bool = False
    filled: bool = False
    arrow: str = ""
    size: float = 0.0
    """Of a text: points; of a path: line width in points."""
    color: str = ""
    axes: str = ""

    @property
    def role(self) -> str:
        """What it is counted by."""
        return role_of(self.id)

    @cached_property
    def xy(self) -> np.ndarray:
        """`points` as float [N, 2]."""
        return np.asarray(self.points, dtype=float).reshape(-1, 2)

    @cached_property
    def extent(self) -> tuple[float, float, float, float]:
        """Left, bottom, right, top of the points, or of the box where there are none; pixels."""
        if not self.points:
            return self.bbox
        (left, bottom), (right, top) = self.xy.min(axis=0), self.xy.max(axis=0)
        return float(left), float(bottom), float(right), float(top)


@dataclass(frozen=True)
class Drawing:
    """A figure as it was drawn."""

    width_px: float
    height_px: float
    dpi: float
    marks: tuple[DrawnMark, ...]
    is_exact: bool = False
    """The picture is the page as it is, not cut to what is drawn on it."""

    def find(self, mark_id: str) -> DrawnMark | None:
        """The first mark with this id."""
        return self._by_id.get(mark_id)

    @cached_property
    def _by_id(self) -> dict[str, DrawnMark]:
        return {mark.id: mark for mark in reversed(self.marks)}

    @cached_property
    def texts(self) -> list[DrawnMark]:
        """Every text with words in it."""
        return [mark for mark in self.marks if mark.kind == "text"]

    @classmethod
    def of(cls, figure: "Figure") -> "Drawing":
        """Reads a figure of this process."""
        return cls.from_rows(figure_marks(figure))

    @classmethod
    def from_rows(cls, rows: Any) -> "Drawing":
        """From what `figure_marks` gave, perhaps through JSON written by untrusted code; `DataError` when it is not that."""
        try:
            page, *others = rows
            width, height, dpi = (float(page[key]) for key in ("width_px", "height_px", "dpi"))
            marks = tuple(_mark(row) for row in others[:MAX_MARKS])
        except (TypeError, ValueError, KeyError, AttributeError, OverflowError) as error:
            raise DataError(f"expected the marks of a figure, got something else: {error}") from None
        if not all(np.isfinite(value) and 0 < value < 1e6 for value in (width, height, dpi)):
            raise DataError("expected the size of a page, got numbers out of range")
        if sum(len(mark.text) for mark in marks) > MAX_PAGE_CHARS:
            raise DataError(f"expected at most {MAX_PAGE_CHARS:,} characters on a page, got more; write less")
        return cls(width, height, dpi, _joined(marks), page.get("is_exact") is True)


def figure_marks(figure: "Figure") -> list[dict[str, Any]]:
    """Rows for everything visible on a figure: the page first, then its marks."""
    figure.draw_without_rendering()
    width, height = figure.canvas.get_width_height()
    rows: list[dict[str, Any]] = [
        {"width_px": width, "height_px": height, "dpi": figure.dpi, "is_exact": figure.get_gid() == EXACT_PAGE}
    ]
    marks = [*_texts(figure, figure.texts, "")]
    for number, axes in enumerate(figure.axes):
        marks += _axes_marks(figure, axes, axes.get_gid() or f"axes:{number}")
    return rows + [asdict(mark) for mark in marks[:MAX_MARKS]]


def _axes_marks(figure: "Figure", axes: "Axes", name: str) -> Iterable[DrawnMark]:
    if not axes.get_visible():
        return
    shown = axes.axison or getattr(axes, "_axis3don", False)
    box = axes.get_window_extent()
    limits = (axes.get_xlim(), axes.get_ylim())
    yield DrawnMark(
        kind="axes",
        id=name,
        bbox=_rounded((box.x0, box.y0, box.x1, box.y1)),
        data=((float(limits[0][0]), float(limits[1][0])), (float(limits[0][1]), float(limits[1][1]))),
        text=f"{axes.get_xscale()} {axes.get_yscale()}" if shown else "",
    )
    texts = [*axes.texts]
    if shown:
        sides = [axis for axis in (axes.xaxis, axes.yaxis, getattr(axes, "zaxis", None)) if axis is not None]
        texts += [axes.title, *(axis.label for axis in sides)]
        texts += [label for axis in sides for label in _tick_labels(axis)]
    legend = axes.get_legend()
    yield from _texts(figure, texts + (list(legend.get_texts()) if legend else []), name)
    for line in axes.lines:
        if line.get_visible():
            yield from _path(line, line.get_xydata(), axes, name)
    for patch in [*axes.patches, *filter(None, (getattr(text, "arrow_patch", None) for text in axes.texts))]:
        yield from _patch(patch, axes, name)
    for collection in axes.collections:
        yield from _collection(collection, axes, name)


def _tick_labels(axis: Any) -> Iterable[Any]:
    """Those of ticks within the limits; Matplotlib keeps some beyond them, which it does not draw."""
    low, high = sorted(axis.get_view_interval())
    slack = 1e-9 * max(abs(low), abs(high))
    for tick in axis.get_major_ticks():
        if low - slack <= tick.get_loc() <= high + slack:
            yield from (label for label in (tick.label1, tick.label2) if label.get_visible())


def _texts(figure: "Figure", texts: Sequence[Any], axes: str) -> Iterable[DrawnMark]:
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    for text in texts:
        words = text.get_text().strip()
        if not words or not text.get_visible():
            continue
        box = _text_box(text, renderer)
        yield DrawnMark(
            kind="text",
            id=str(text.get_gid() or ""),
            text=words[:MAX_TEXT],
            bbox=_rounded((box.x0, box.y0, box.x1, box.y1)),
            size=float(text.get_fontsize()),
            color=_hex(text.get_color()),
            axes=axes,
        )


def _text_box(text: Any, renderer: Any) -> Any:
    """Where a text stands; one in space is measured where it falls on the page, which Matplotlib does only while it draws it."""
    if not hasattr(text, "get_position_3d"):
        return text.get_window_extent(renderer)
    from matplotlib.text import Text
    from mpl_toolkits.mplot3d.proj3d import proj_transform

    kept = text.get_position()
    Text.set_position(text, proj_transform(*text.get_position_3d(), text.axes.get_proj())[:2])
    box = text.get_window_extent(renderer)
    Text.set_position(text, kept)
    return box


def _path(line: Any, data: Any, axes: "Axes", name: str) -> Iterable[DrawnMark]:
    points = np.asarray(data, dtype=float)
    if line.get_linestyle() in ("None", "none", "") and line.get_marker() in ("None", "none", "", None):
        return
    yield _drawn(points, line.get_transform(), axes, name, line, size=line.get_linewidth(), color=line.get_color())


def _patch(patch: Any, axes: "Axes", name: str) -> Iterable[DrawnMark]:
    from matplotlib.patches import FancyArrow, FancyArrowPatch

    if not patch.get_visible():
        return
    if isinstance(patch, FancyArrowPatch):
        yield from _arrow(patch, axes, name)
        return
    if isinstance(patch, FancyArrow):  # what `axes.arrow` makes: a polygon that knows its tail and its length
        made: Any = patch
        tail, step = np.asarray([made._x, made._y]), np.asarray([made._dx, made._dy])
        length = float(np.linalg.norm(step))
        head = 0.0 if made._length_includes_head or not length else made._head_length / length
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


def _arrow(patch: Any, axes: "Axes", name: str) -> Iterable[DrawnMark]:
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


def _collection(collection: Any, axes: "Axes", name: str) -> Iterable[DrawnMark]:
    """Scattered points one by one, segments and filled areas as paths."""
    from matplotlib.collections import PathCollection
    from matplotlib.quiver import Quiver

    if not collection.get_visible():
        return
    if isinstance(collection, Quiver):
        yield from _quiver(collection, axes, name)
        return
    colors = collection.get_facecolor()
    color = colors[0] if len(colors) else "black"
    offsets = np.asarray(collection.get_offsets(), dtype=float)
    if len(offsets) and isinstance(collection, PathCollection):
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


def _quiver(quiver: Any, axes: "Axes", name: str) -> Iterable[DrawnMark]:
    """Arrows of a field, where their lengths are those of the data; others have no ends to compare."""
    if quiver.angles != "xy" or quiver.scale_units != "xy" or not quiver.scale:
        return
    tails, steps = np.column_stack([quiver.X, quiver.Y]), np.column_stack([quiver.U, quiver.V]) / quiver.scale
    shift = {"tip": -1.0, "mid": -0.5, "middle": -0.5}.get(quiver.pivot, 0.0)
    for tail, step in zip(tails + shift * steps, steps, strict=True):
        ends, color = np.asarray([tail, tail + step]), quiver.get_facecolor()[0]
        yield _drawn(ends, axes.transData, axes, name, quiver, size=1.0, color=color, arrow="end")


def _drawn(
    points: Any, transform: Any, axes: "Axes", name: str, artist: "Artist", *, color: Any, **facts: Any
) -> DrawnMark:
    points = np.asarray(points, dtype=float)
    points = points[np.isfinite(points).all(axis=1)]
    if len(points) > MAX_POINTS:
        points = points[np.linspace(0, len(points) - 1, MAX_POINTS).astype(int)]
    pixels = transform.transform(points) if len(points) else points
    data = axes.transData.inverted().transform(pixels) if len(points) else points
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


def _mark(row: Mapping[str, Any]) -> DrawnMark:
    if row["kind"] not in ("text", "path", "axes"):
        raise ValueError(f"unknown kind {row['kind']!r}"[:80])
    return DrawnMark(
        kind=row["kind"],
        id=_words(row["id"]),
        text=_words(row["text"]),
        points=_points(row["points"]),
        data=_points(row["data"]),
        bbox=_box(row["bbox"]),
        closed=row["closed"] is True,
        filled=row["filled"] is True,
        arrow=_words(row["arrow"])[:5],
        size=_number(row["size"]),
        color=_words(row["color"])[:9],
        axes=_words(row["axes"]),
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


def _box(value: Any) -> tuple[float, float, float, float]:
    left, bottom, right, top = (_number(side) for side in value)
    return left, bottom, right, top


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
    if len(shaft.points) < 2 or len(head.points) != 2:
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
