"""Plots as inline SVG. Matplotlib is imported when the first plot is made, and nowhere else.

The drawing uses the colours of the light scheme; `_inline` then replaces them by CSS variables, so that one SVG
follows the reader's colour scheme. Text stays text: it is read out, searched and selected like the rest of the page.
"""

import io
import math
import re
import warnings
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from scisynth.core.errors import MissingExtraError
from scisynth.core.records import Metric
from scisynth.reports.parts.format import split_label
from scisynth.reports.parts.input import Margins, ReportInput
from scisynth.reports.parts.law_tables import Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK, MUTED, LINE, PAPER = "#1b2126", "#59646e", "#d5dade", "#fffffe"
ORANGE, BLUE, PURPLE, GREY = "#b3560f", "#0a68b4", "#7a4a9e", "#6b747c"
CSS_VARIABLES = {
    INK: "--ink",
    MUTED: "--muted",
    LINE: "--line",
    PAPER: "--paper",
    ORANGE: "--orange",
    BLUE: "--blue",
    PURPLE: "--purple",
    GREY: "--grey",
}
MODEL_STYLES = ((ORANGE, "o", "○"), (BLUE, "o", "●"), (PURPLE, "D", "◆"), (GREY, "s", "■"))
"""(colour, marker, the same marker as a character) by the order of models; the first one is drawn hollow."""

WIDTH_IN = 5.6
ROW_IN = 0.235
MAX_DOTS = 60
"""Points of a curve up to which each is marked."""
SVG_NAMESPACE = "{http://www.w3.org/2000/svg}"
LEFT_OUT = (f"{SVG_NAMESPACE}style", f"{SVG_NAMESPACE}metadata")
"""A style element would rule the whole page, and metadata name addresses on the network."""
XLINK_HREF = "{http://www.w3.org/1999/xlink}href"


@dataclass(frozen=True, kw_only=True)
class Plot:
    """An inline SVG under a caption."""

    caption: str
    svg: Markup


def model_style(index: int) -> tuple[str, str, str]:
    """Colour, marker and character of the model at this place."""
    return MODEL_STYLES[min(index, len(MODEL_STYLES) - 1)]


def plot_laws(table: Table, split: str, model_names: Sequence[str]) -> str:
    """Dumbbells: a law a line, a dot with its interval for every model, grouped by field of science."""
    columns = [index for index, column in enumerate(table.columns) if column.split == split]
    labels: list[tuple[str, bool]] = []
    lines: list[tuple[int, Sequence[Metric | None]]] = []
    field = None
    for row in table.rows:
        if row.group != field:
            field = row.group
            labels.append((_plain(field) or "other", True))
        lines.append((len(labels), row.metrics))
        labels.append((_plain(row.label), False))
    with new_figure(height_in=0.75 + ROW_IN * len(labels)) as (figure, finish):
        axes = figure.add_subplot()
        axes.axvline(50, color=MUTED, linewidth=1, linestyle=(0, (2, 3)), zorder=1)
        for y, metrics in lines:
            _draw_dumbbell(
                axes, y, [(model_names.index(table.columns[index].model), metrics[index]) for index in columns]
            )
        _dress_laws(axes, labels)
        return finish(
            f"laws-{split}", f"Accuracy by law on {split_label(split)}; the numbers are in the table of laws."
        )


def _draw_dumbbell(axes: "Axes", y: int, points: Sequence[tuple[int, Metric | None]]) -> None:
    measured = [(index, metric) for index, metric in points if metric is not None and metric.value is not None]
    # A small dodge keeps intervals apart where the models agree.
    step = 0.28 if _overlap([metric for _, metric in measured]) else 0.0
    places = [y + step * (number - (len(measured) - 1) / 2) for number in range(len(measured))]
    fractions = [100 * metric.value for _, metric in measured if metric.value is not None]
    axes.plot(fractions, places, color=LINE, linewidth=3, solid_capstyle="round", zorder=2)
    for place, fraction, (index, metric) in zip(places, fractions, measured, strict=True):
        color, marker, _ = model_style(index)
        if metric.low is not None and metric.high is not None:
            axes.plot([100 * metric.low, 100 * metric.high], [place, place], color=color, linewidth=1.3, zorder=3)
        face = PAPER if index == 0 else color
        axes.plot([fraction], [place], marker, color=color, markerfacecolor=face, markersize=6.5, zorder=4)


def _overlap(metrics: Sequence[Metric]) -> bool:
    spans = sorted(
        (metric.low, metric.high) for metric in metrics if metric.low is not None and metric.high is not None
    )
    return any(spans[index][1] >= spans[index + 1][0] for index in range(len(spans) - 1))


def _dress_laws(axes: "Axes", labels: Sequence[tuple[str, bool]]) -> None:
    axes.set_xlim(-1, 101)
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.set_xticks([0, 25, 50, 75, 100], ["0 %", "25", "50 (chance)", "75", "100 %"])
    axes.set_yticks(range(len(labels)), [label for label, _ in labels])
    for tick, (_, is_heading) in zip(axes.get_yticklabels(), labels, strict=True):
        if is_heading:
            tick.set(color=MUTED, fontweight="bold", fontsize=9.5)
    axes.grid(axis="x", color=LINE, linewidth=0.7)


def plot_training(rows: Sequence[Mapping[str, Any]], keys: Mapping[str, str], *, name: str, as_percent: bool) -> str:
    """One panel of the training curve: a line per key of `keys` (key -> label) over steps; gaps where not finite."""
    styles = ((MUTED, 1.2, ""), (BLUE, 1.8, "o")) if len(keys) > 1 else ((BLUE, 1.8, "o"),)
    with new_figure(height_in=2.7) as (figure, finish):
        axes = figure.add_subplot()
        for (key, label), (color, width, marker) in zip(keys.items(), styles, strict=False):
            points = [(row["step"], row[key]) for row in rows if key in row and row.get("step") is not None]
            values = [math.nan if value is None else value * (100 if as_percent else 1) for _, value in points]
            steps = [step for step, _ in points]
            axes.plot(steps, values, color=color, linewidth=width, marker=marker, markersize=4, label=label)
        axes.set_xlabel("step")
        axes.grid(axis="y", color=LINE, linewidth=0.7)
        if as_percent:
            axes.yaxis.set_major_formatter(lambda value, _: f"{value:g} %")
        if len(keys) > 1:
            axes.legend(frameon=False, fontsize=10)
        return finish(name, f"{' and '.join(keys.values())} over training steps.")


def plot_panels(rows: Sequence[Mapping[str, Any]], keys: Mapping[str, str], *, name: str, as_percent: bool) -> str:
    """A panel per key of `keys` (key -> label) under one axis of steps, each on its own scale; gaps where not finite."""
    with new_figure(height_in=0.7 + (2.0 if len(keys) == 1 else 1.35 * len(keys))) as (figure, finish):
        panels = figure.subplots(len(keys), 1, squeeze=False, sharex=True)[:, 0]
        for axes, (key, label) in zip(panels, keys.items(), strict=True):
            points = [(row["step"], row[key]) for row in rows if key in row and row.get("step") is not None]
            values = [math.nan if value is None else value * (100 if as_percent else 1) for _, value in points]
            # Dots show where a curve was measured; many of them would only make it thick.
            marker = "o" if len(points) <= MAX_DOTS else ""
            axes.plot([step for step, _ in points], values, color=BLUE, linewidth=1.6, marker=marker, markersize=4)
            axes.set_ylabel(label)
            axes.grid(axis="y", color=LINE, linewidth=0.7)
            if as_percent:
                axes.yaxis.set_major_formatter(lambda value, _: f"{value:g} %")
        panels[-1].set_xlabel("step")
        return finish(name, f"{', '.join(keys.values())} over training steps.")


def plot_margins(margins: Sequence[tuple[int, str, Margins]], split: str) -> str:
    """Histograms of s(true) - s(wrong), one panel a model (place, name, margins), under one axis."""
    with new_figure(height_in=0.7 + 1.25 * len(margins)) as (figure, finish):
        panels = figure.subplots(len(margins), 1, squeeze=False, sharex=True)[:, 0]
        for axes, (index, name, histogram) in zip(panels, margins, strict=True):
            color, _, _ = model_style(index)
            axes.stairs(histogram.counts, histogram.edges, fill=True, color=color, alpha=0.55)
            axes.stairs(histogram.counts, histogram.edges, color=color, linewidth=1.2)
            axes.axvline(0, color=INK, linewidth=1)
            axes.set_title(_plain(name), loc="left", fontsize=10.5, color=color)
            axes.set_ylabel("pairs")
            axes.set_ylim(bottom=0)
        panels[-1].set_xlabel("← wrong image\u2003\u2003margin s(true) − s(wrong)\u2003\u2003true image →")
        return finish(
            f"margins-{split}",
            f"Histogram of the margin between the true and the wrong image on {split_label(split)}.",
        )


@contextmanager
def new_figure(*, height_in: float) -> Iterator[tuple["Figure", Any]]:
    """A figure in the page's style and the function that turns it into inline SVG."""
    try:
        import matplotlib
        from matplotlib.backends.backend_svg import FigureCanvasSVG
        from matplotlib.figure import Figure
    except ImportError:
        raise MissingExtraError("plots in the report", "report") from None
    style: dict[Any, Any] = {
        "svg.fonttype": "none",
        "svg.hashsalt": "scisynth",
        # Names are names: a dollar sign in one is no formula.
        "text.parse_math": False,
        "font.size": 11,
        "text.color": INK,
        "axes.labelcolor": MUTED,
        "axes.edgecolor": LINE,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.spines.left": False,
        "axes.axisbelow": True,
        "xtick.color": LINE,
        "xtick.labelcolor": MUTED,
        "ytick.left": False,
        "ytick.labelcolor": INK,
    }
    with matplotlib.rc_context(style), warnings.catch_warnings():
        # A letter that the measuring font lacks is still drawn: the browser has its own fonts.
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        figure = Figure(figsize=(WIDTH_IN, height_in), layout="constrained")
        FigureCanvasSVG(figure)

        def finish(name: str, label: str) -> str:
            buffer = io.BytesIO()
            figure.savefig(buffer, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
            return _inline(buffer.getvalue(), name, label)

        yield figure, finish


def _inline(svg: bytes, name: str, label: str) -> str:
    """The SVG for use inside HTML: no namespaces, no metadata, ids of its own, CSS variables for colours."""
    root = ET.fromstring(svg)
    prefix = re.sub(r"\W+", "-", name)
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in LEFT_OUT:
                parent.remove(child)
    for element in root.iter():
        element.tag = element.tag.removeprefix(SVG_NAMESPACE)
        element.attrib = {_attribute_name(key): _attribute(key, value, prefix) for key, value in element.items()}
    root.attrib = {
        "viewBox": root.attrib["viewBox"],
        "class": "plot",
        "role": "img",
        "aria-label": label,
    }
    return ET.tostring(root, encoding="unicode", short_empty_elements=False)


def _plain(text: str) -> str:
    """Text that XML can hold: control characters are shown as replaced."""
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)


def _attribute_name(key: str) -> str:
    return "href" if key == XLINK_HREF else key


def _attribute(key: str, value: str, prefix: str) -> str:
    if key == "id":
        return f"{prefix}-{value}"
    if key == XLINK_HREF:
        return f"#{prefix}-{value.removeprefix('#')}"
    if key == "clip-path":
        return value.replace("url(#", f"url(#{prefix}-")
    if key == "style":
        # The page sets the font family; matplotlib's list would win over it.
        value = re.sub(r"(font: .*?px)[^;]*", r"\1 inherit", value)
        return re.sub(r"#[0-9a-f]{6}", lambda match: _css_color(match[0]), value)
    return value


def _css_color(color: str) -> str:
    return f"var({CSS_VARIABLES[color]})" if color in CSS_VARIABLES else color


def has_points(results: ReportInput, key: str) -> bool:
    """Whether the training curve has at least one finite value of this key."""
    return any(row.get(key) is not None for row in results.training)
