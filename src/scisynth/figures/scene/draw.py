"""Draws a scene with Matplotlib; every artist carries the id of its mark as `gid`, so that the drawing can be read back.

The scene lies on one axes that fills the page, with equal scales. The scale is chosen from the marks alone and the page grows
around what the texts need, so nothing is cut off. No pyplot: there is no global state, and figures may be drawn in parallel.
"""

import io
import math
from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
from matplotlib import patheffects, rc_context
from matplotlib.axes import Axes as PlotAxes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Ellipse, FancyArrowPatch, Polygon
from matplotlib.ticker import NullLocator
from matplotlib.transforms import Bbox

from scisynth.core.errors import DataError
from scisynth.figures.scene import DPI, DPI_RANGE, WIDTH_RANGE_PX
from scisynth.figures.scene.marks import EXACT_PAGE, Axes, Box, Label, Mark, Path, Round
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.scene.style import STYLES, TEXTBOOK, Style

LONG_SIDE_IN = 5.2
"""Of the marks without their texts, inches."""
NO_METADATA: dict[str, dict[str, None]] = {
    "png": {"Software": None},
    "svg": {"Date": None, "Creator": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}
"""What would name this machine or this moment."""
GRID = "#d5d5d5"
ARROW_HEAD = {"end": "-|>", "start": "<|-", "both": "<|-|>"}
DASHES = {"solid": "-", "dashed": (0, (5, 3)), "dotted": (0, (1, 2)), "dashdot": (0, (6, 2, 1, 2))}


def draw_scene(scene: FigureScene | str) -> Figure:
    """The figure of a scene, or of its JSON; `figure.savefig` writes it as PNG, SVG or PDF."""
    if isinstance(scene, str):
        scene = FigureScene.from_json(scene)
    return draw_sketch(scene.marks, STYLES[scene.style])


def render_png(scene: FigureScene) -> bytes:
    """The image of a scene, encoded."""
    return render_as(scene, "png")


def render_as(scene: FigureScene, kind: Literal["png", "svg", "pdf"], *, dpi: float = DPI, width_px: int = 0) -> bytes:
    """A scene as a file, the same bytes for the same scene.

    Args:
        scene: what to draw.
        kind: of the file; SVG and PDF are lines and outlines, so `dpi` and `width_px` do not change them.
        dpi: pixels an inch of a PNG, whose longer side is about `LONG_SIDE_IN` inches.
        width_px: pixels across a PNG, instead of `dpi`; 0 leaves them to it.

    Raises:
        DataError: a resolution or a width out of `DPI_RANGE` and `WIDTH_RANGE_PX`.
    """
    for name, value, (low, high) in (
        ("dpi", dpi, DPI_RANGE),
        ("width_px", width_px or WIDTH_RANGE_PX[0], WIDTH_RANGE_PX),
    ):
        if not low <= value <= high:
            raise DataError(f"{name}: expected {low} to {high}, got {value:g}")
    buffer = io.BytesIO()
    with rc_context({**STYLES[scene.style].settings, "svg.hashsalt": "scisynth", "pdf.fonttype": 42}):
        figure = draw_scene(scene)
        if width_px:
            # A page of a whole number of pixels, or rounding would leave one too few.
            dpi = (width_px + 1e-6) / figure.get_figwidth()
        figure.savefig(buffer, format=kind, dpi=dpi, metadata=NO_METADATA[kind])
    return buffer.getvalue()


def draw_sketch(marks: Sequence[Mark], style: Style = TEXTBOOK) -> Figure:
    """The figure of marks that belong to no scene yet."""
    with rc_context(style.settings):
        return _draw(style.restyle(marks), style)


def points_per_unit(marks: Sequence[Mark]) -> float:
    """How many points (1/72 inch) a unit of a scene takes on the page."""
    left, bottom, right, top = _extent(marks)
    return 72 * LONG_SIDE_IN / max(right - left, top - bottom)


def _draw(marks: Sequence[Mark], style: Style) -> Figure:
    left, bottom, right, top = _extent(marks)
    inch = LONG_SIDE_IN / max(right - left, top - bottom)
    figure = Figure(dpi=DPI, facecolor=style.paper)
    figure.set_gid(EXACT_PAGE)
    FigureCanvasAgg(figure)
    page = figure.add_axes((0, 0, 1, 1), gid="page")
    page.axis("off")
    _set_page(figure, page, Bbox.from_extents(left, bottom, right, top), inch, style.pad_in)
    plots = {mark.id: _add_axes(figure, page, mark, style) for mark in marks if isinstance(mark, Axes)}
    for mark in marks:
        if not isinstance(mark, Axes):
            _add(plots[mark.axes] if mark.axes else page, mark, style)
    _grow_page(figure, page, plots, marks, inch, style.pad_in)
    return figure


def _extent(marks: Sequence[Mark]) -> Box:
    """What the marks of the page span, texts taken as points."""
    points = [point for mark in marks for point in _corners(mark)]
    xs, ys = zip(*points, strict=True)
    left, right, bottom, top = min(xs), max(xs), min(ys), max(ys)
    if right - left < 1e-9 and top - bottom < 1e-9:
        left, right, bottom, top = left - 0.5, right + 0.5, bottom - 0.5, top + 0.5
    return left, bottom, right, top


def _corners(mark: Mark) -> list[tuple[float, float]]:
    if isinstance(mark, Axes):
        return [(mark.box[0], mark.box[1]), (mark.box[2], mark.box[3])]
    if mark.axes:
        return []
    if isinstance(mark, Label):
        return [mark.at]
    return list(mark.points) if isinstance(mark, Path) else list(map(tuple, round_points(mark)))


def round_points(mark: Round, num: int = 73) -> np.ndarray:
    """Points along a `Round`, float [num, 2]."""
    angle = np.radians(np.linspace(mark.start_deg, mark.end_deg, num))
    x, y = mark.radius * np.cos(angle), (mark.radius_y or mark.radius) * np.sin(angle)
    tilt = math.radians(mark.tilt_deg)
    return np.stack(
        [
            mark.center[0] + x * math.cos(tilt) - y * math.sin(tilt),
            mark.center[1] + x * math.sin(tilt) + y * math.cos(tilt),
        ],
        axis=1,
    )


def _set_page(figure: Figure, page: PlotAxes, box: Bbox, inch: float, pad_in: float) -> None:
    figure.set_size_inches(box.width * inch + 2 * pad_in, box.height * inch + 2 * pad_in)
    pad = pad_in / inch
    page.set_xlim(box.x0 - pad, box.x1 + pad)
    page.set_ylim(box.y0 - pad, box.y1 + pad)


def _grow_page(
    figure: Figure, page: PlotAxes, plots: dict[str, PlotAxes], marks: Sequence[Mark], inch: float, pad_in: float
) -> None:
    """Makes room for texts, whose size does not depend on the page's; the scale stays."""
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    boxes: list[Any] = [Bbox.from_extents(*_extent(marks)).transformed(page.transData)]
    boxes += [text.get_window_extent(renderer) for text in page.texts]
    boxes += [plot.get_tightbbox(renderer) for plot in plots.values()]
    union = Bbox.union([box for box in boxes if box is not None]).transformed(page.transData.inverted())
    _set_page(figure, page, union, inch, pad_in)
    for mark in marks:
        if isinstance(mark, Axes):
            _place(figure, page, plots[mark.id], mark)


def _place(figure: Figure, page: PlotAxes, plot: PlotAxes, mark: Axes) -> None:
    box = Bbox.from_extents(*mark.box).transformed(page.transData).transformed(figure.transFigure.inverted())
    plot.set_position(box)


def _add_axes(figure: Figure, page: PlotAxes, mark: Axes, style: Style) -> PlotAxes:
    plot = figure.add_axes((0, 0, 1, 1), gid=mark.id, zorder=mark.z, facecolor="none")
    _place(figure, page, plot, mark)
    plot.set(xscale=mark.x_scale, yscale=mark.y_scale, xlim=mark.x_limits, ylim=mark.y_limits)
    if mark.style == "none":
        plot.axis("off")
        return plot
    for axis, ticks, words in (
        (plot.xaxis, mark.x_ticks, mark.x_tick_labels),
        (plot.yaxis, mark.y_ticks, mark.y_tick_labels),
    ):
        if ticks is not None:
            axis.set_ticks(list(ticks), list(words) if words else None)
            axis.set_minor_locator(NullLocator())
    plot.tick_params(labelsize=9.5, length=3.5)
    plot.set_title(mark.title, fontsize=12)
    if mark.grid and mark.style == "cross":
        _grid(plot, style)
    elif mark.grid:
        plot.grid(color=style.color(GRID), linewidth=0.6)
        plot.set_axisbelow("line")  # above areas, whose colour would cover the numbers
    if mark.style == "cross":
        _cross(plot, mark, style)
    else:
        plot.set_xlabel(mark.x_label, fontsize=11)
        plot.set_ylabel(mark.y_label, fontsize=11)
        if mark.style == "open":
            plot.spines[["top", "right"]].set_visible(False)
    return plot


def _grid(plot: PlotAxes, look: Style) -> None:
    """Grid lines below all that is plotted, apart from the axes, whose numbers lie above it."""
    style: dict[str, Any] = {"colors": look.color(GRID), "linewidth": 0.6, "zorder": 0.9}
    (left, right), (bottom, top) = plot.get_xlim(), plot.get_ylim()
    plot.vlines([x for x in plot.get_xticks() if left <= x <= right], bottom, top, **style)
    plot.hlines([y for y in plot.get_yticks() if bottom <= y <= top], left, right, **style)
    plot.set(xlim=(left, right), ylim=(bottom, top))


def _cross(plot: PlotAxes, mark: Axes, look: Style) -> None:
    """Axes through the origin with arrow heads and the names at their ends; their numbers keep curves off with a rim."""
    plot.spines[["top", "right"]].set_visible(False)
    plot.spines[["left", "bottom"]].set_position(("data", 0))
    for axis in (plot.xaxis, plot.yaxis):
        axis.set_zorder(3)
        for label in axis.get_ticklabels():
            label.set_path_effects([_halo(look)])
    for tip, style in (((1, 0), plot.get_yaxis_transform()), ((0, 1), plot.get_xaxis_transform())):
        marker = ">" if tip == (1, 0) else "^"
        plot.plot(
            *tip,
            marker=marker,
            color=look.ink if look.is_dark else "black",
            markersize=6,
            transform=style,
            clip_on=False,
            gid=f"tip:{mark.id}",
        )
    plot.annotate(
        mark.x_label,
        (1, 0),
        xycoords=plot.get_yaxis_transform(),
        xytext=(7, 0),
        textcoords="offset points",
        va="center",
        fontsize=11,
    )
    plot.annotate(
        mark.y_label,
        (0, 1),
        xycoords=plot.get_xaxis_transform(),
        xytext=(0, 7),
        textcoords="offset points",
        ha="center",
        fontsize=11,
    )


def _add(axes: PlotAxes, mark: Path | Round | Label, style: Style) -> None:
    if isinstance(mark, Label):
        _add_label(axes, mark, style)
    elif isinstance(mark, Round):
        _add_round(axes, mark)
    elif mark.closed or mark.fill or mark.hatch:
        axes.add_patch(Polygon(mark.points, closed=mark.closed, gid=mark.id, **_outline(mark)))
    else:
        _add_line(axes, mark)


def _outline(mark: Path | Round) -> dict[str, Any]:
    return {
        "facecolor": mark.fill or "none",
        "edgecolor": mark.color if mark.width or mark.hatch else "none",
        "linewidth": mark.width,
        "linestyle": DASHES[mark.dash],
        "hatch": mark.hatch or None,
        "zorder": mark.z,
        "clip_on": bool(mark.axes),
    }


def _add_line(axes: PlotAxes, mark: Path) -> None:
    """The shaft is a line; the pieces that bear a head are arrow patches of the same id."""
    points = list(mark.points)
    style: dict[str, Any] = {
        "color": mark.color,
        "linewidth": mark.width,
        "linestyle": DASHES[mark.dash],
        "zorder": mark.z,
        "gid": mark.id,
    }
    if mark.arrow and len(points) == 2:
        _add_head(axes, mark, points[0], points[1], ARROW_HEAD[mark.arrow])
        return
    if mark.arrow in ("end", "both"):
        _add_head(axes, mark, points[-2], points[-1], ARROW_HEAD["end"])
        points = points[:-1]
    if mark.arrow in ("start", "both"):
        _add_head(axes, mark, points[1], points[0], ARROW_HEAD["end"])
        points = points[1:]
    if len(points) > 1:
        xs, ys = zip(*points, strict=True)
        axes.add_line(Line2D(xs, ys, solid_capstyle="round", solid_joinstyle="round", clip_on=bool(mark.axes), **style))


def _add_head(axes: PlotAxes, mark: Path, tail: tuple[float, float], tip: tuple[float, float], style: str) -> None:
    axes.add_patch(
        FancyArrowPatch(
            tail,
            tip,
            arrowstyle=style,
            mutation_scale=7 + 2.5 * mark.width,
            shrinkA=0,
            shrinkB=0,
            color=mark.color,
            linewidth=mark.width,
            linestyle=DASHES[mark.dash],
            joinstyle="miter",
            capstyle="butt",
            zorder=mark.z,
            gid=mark.id,
            clip_on=False,
        )
    )


def _add_round(axes: PlotAxes, mark: Round) -> None:
    size = (2 * mark.radius, 2 * (mark.radius_y or mark.radius))
    if mark.end_deg - mark.start_deg >= 360:
        dot = axes.add_patch(Ellipse(mark.center, *size, angle=mark.tilt_deg, gid=mark.id, **_outline(mark)))
        (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
        if mark.fill == mark.color and left <= mark.center[0] <= right and bottom <= mark.center[1] <= top:
            # A point on the edge of a chart is whole.
            dot.set_clip_on(False)
    elif mark.fill:
        axes.add_patch(Polygon(round_points(mark), closed=False, gid=mark.id, **_outline(mark)))
    else:
        xs, ys = round_points(mark).T
        style: dict[str, Any] = {
            "color": mark.color,
            "linewidth": mark.width,
            "linestyle": DASHES[mark.dash],
            "zorder": mark.z,
        }
        axes.add_line(Line2D(xs, ys, gid=mark.id, clip_on=bool(mark.axes), **style))


def _add_label(axes: PlotAxes, mark: Label, style: Style) -> None:
    text = axes.annotate(
        mark.text,
        mark.at,
        xytext=mark.shift_pt,
        textcoords="offset points",
        annotation_clip=False,
        ha=mark.align,
        va=mark.valign,
        fontsize=mark.size,
        rotation=mark.rotation_deg,
        rotation_mode="anchor",
        color=mark.color,
        zorder=mark.z,
        gid=mark.id,
    )
    if mark.plate:
        text.set_bbox({"boxstyle": "square,pad=0.12", "facecolor": style.paper, "edgecolor": "none"})
    if mark.halo:
        text.set_path_effects([_halo(style)])


def _halo(style: Style) -> patheffects.withStroke:
    """A rim in the colour of the page, that keeps lines off letters."""
    return patheffects.withStroke(linewidth=3, foreground=style.paper)
