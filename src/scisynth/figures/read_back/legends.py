"""Legends as they were drawn: their frame, and each entry with its words and the look of its sample.

All rows are of the kind `furniture`: the frame has the id `legend`; an entry has the id `legend_entry`, its words as text, the box of its
words, and the colours, dash, marker and hatch of its sample, by which `claim_checks.legends` finds the marks that it names.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from scisynth.figures.read_back.contents import ODD
from scisynth.figures.read_back.drawn_mark import MAX_TEXT, DrawnMark
from scisynth.figures.read_back.look import NOT_DRAWN, box_corners, furniture_row, style_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from scisynth.figures.read_back.ink import InkPage

MAX_LEGENDS, MAX_ENTRIES = 20, 60


def legend_rows(page: "InkPage", figure: "Figure", names: dict[int, tuple[Any, str]]) -> list[DrawnMark]:
    """The rows of all legends that are shown; `names` are the axes and their names."""
    found: list[DrawnMark] = []
    for legend, name in _legends(figure, names)[:MAX_LEGENDS]:
        try:
            found += _rows(page, legend, name)
        except ODD:
            continue  # a legend whose parts are not what they say names nothing
    return found


def _legends(figure: "Figure", names: dict[int, tuple[Any, str]]) -> list[tuple[Any, str]]:
    from matplotlib.legend import Legend

    every = [(legend, "") for legend in figure.legends]
    for axes, name in names.values():
        own = [axes.get_legend(), *(artist for artist in axes.artists if isinstance(artist, Legend))]
        every += [(legend, name) for legend in own if legend is not None]
    unlike = {id(legend): (legend, name) for legend, name in every if legend.get_visible()}
    return [*unlike.values()]


def _rows(page: "InkPage", legend: Any, name: str) -> Iterator[DrawnMark]:
    frame = legend.get_frame()
    painted = page.painted(frame)
    layer = painted.layer if painted else 0
    box = tuple(float(value) for value in legend.get_window_extent().extents)
    style = style_of(frame)
    shown = {key: style[key] for key in ("stroke", "opaque")} if legend.get_frame_on() else {}
    yield furniture_row("legend", name, box_corners(box), layer, closed=True, **shown)
    for text, sample in [*zip(legend.get_texts(), legend.legend_handles, strict=False)][:MAX_ENTRIES]:
        words = text.get_text().strip()
        if not words or sample is None or not text.get_visible():
            continue
        left, bottom, right, top = (round(float(value), 3) for value in text.get_window_extent().extents)
        look = {**style_of(sample), "color": _color(sample)}
        # Without points: it is no line that the layout could find in a text.
        yield DrawnMark(
            kind="furniture",
            id="legend_entry",
            text=words[:MAX_TEXT],
            bbox=(left, bottom, right, top),
            axes=name,
            layer=layer,
            **look,
        )


def _color(sample: Any) -> str:
    """Of its symbol; empty where it has none."""
    from matplotlib.colors import to_hex
    from matplotlib.lines import Line2D

    if not isinstance(sample, Line2D) or str(sample.get_marker()) in NOT_DRAWN:
        return ""
    face = sample.get_markerfacecolor()
    return to_hex(sample.get_markeredgecolor() if str(face) in NOT_DRAWN else face)
