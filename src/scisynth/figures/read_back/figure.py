"""Reads a Matplotlib figure: a row for every text, line, patch, arrow and axes, with its place and the ink that is seen of it.

Texts are those that were drawn, whatever drew them (tables, legends, insets, secondary axes); outlines of letters count as texts.
Lines, patches and collections are those that a program adds to axes or to the figure; ticks, frames and handles are furniture.
Places are in pixels from the lower left corner; `data` repeats them in the coordinates of the axes.
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from scisynth.figures.read_back.contents import ODD, Content, axes_names, contents_of, gid_of
from scisynth.figures.read_back.drawn_mark import COVERED, MAX_FURNITURE, MAX_MARKS, MAX_REASON, MAX_TEXT, DrawnMark
from scisynth.figures.read_back.fonts import missing_letters
from scisynth.figures.read_back.graph_drawings import PART_IDS
from scisynth.figures.read_back.ink import InkPage
from scisynth.figures.read_back.ink_reasons import ink_of
from scisynth.figures.read_back.legends import legend_rows
from scisynth.figures.read_back.look import furniture, is_outlined, path_look, text_look
from scisynth.figures.read_back.outlines import outlined_texts
from scisynth.figures.read_back.page_box import text_box
from scisynth.figures.read_back.paths import artist_paths
from scisynth.figures.read_back.schematics import SHAPES, named_shapes, shape_marks
from scisynth.figures.read_back.svg.rdkit_images import shown_marks
from scisynth.figures.scene.marks import EXACT_PAGE

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def figure_marks(figure: "Figure", draw: Callable[[], object] | None = None) -> list[dict[str, Any]]:
    """Rows for everything on a figure: the page first, then its marks.

    `draw` saves the figure and is called at least once: its pixels are what is measured, where the page is not too large.
    """
    names = axes_names(figure)
    contents = [*contents_of(figure, names)]
    if len(contents) > MAX_MARKS:
        contents.sort(key=lambda content: not content.id)
    page = InkPage(figure, [content.artist for content in contents if not content.is_group], draw)
    note = page.font_note
    if figure.get_gid() != EXACT_PAGE or page.scale != 1:
        # Measuring has drawn the page at a place and size of its own.
        figure.draw_without_rendering()
    width, height = figure.canvas.get_width_height()
    marks = [mark for axes, name in names.values() for mark in _axes_mark(axes, name)]
    marks += _texts(figure, page, names)
    for content in contents[:MAX_MARKS]:
        marks += _sound(content, _content_marks(page, content))
    first: dict[str, Any] = {
        "width_px": width,
        "height_px": height,
        "dpi": figure.dpi,
        "is_exact": figure.get_gid() == EXACT_PAGE,
        "picture_box": list(page.picture_box),
        "faults": [["missing_letters", note.line]] if note.line and not note.is_covered else [],
    }
    if not _has_contents(figure, page, contents):
        first["faults"].append(["empty", EMPTY + (ANIMATED if "matplotlib.animation" in sys.modules else "")])
    around = legend_rows(page, figure, names)
    around += [mark for axes, name in names.values() for mark in furniture(page, axes, name)]
    return [first, *(vars(mark) for mark in (*marks[:MAX_MARKS], *around[:MAX_FURNITURE]))]


EMPTY = "the page shows axes with nothing in them: no line, area, image or text; plot into them"
ANIMATED = "; of an animation no frame is drawn: draw one still image"


def _sound(content: Content, rows: Iterator[DrawnMark]) -> list[DrawnMark]:
    """The rows of one artist; one with a name that cannot be read is a mark that nobody sees."""
    found: list[DrawnMark] = []
    try:
        found += rows
    except ODD as error:
        unseen = f"it cannot be read ({type(error).__name__} of {type(content.artist).__name__})"
        lost = DrawnMark(kind="path", id=content.id, axes=content.name, unseen=unseen[:MAX_REASON])
        found = [lost] if content.id else []
    return found


def _content_marks(page: InkPage, content: Content) -> Iterator[DrawnMark]:
    """The rows of one artist, each with its ink; those of an artist without a name and without ink are left out."""
    artist = content.artist
    if content.is_group:
        if artist.get_visible():
            yield from (row for row, _ in artist_paths(artist, content.axes, content.name, content.id))
        return
    painted, ink, look = page.painted(artist), ink_of(page, artist), path_look(page, artist)
    if ink.reason and not content.id:
        return
    for text, box in outlined_texts(artist):
        size = (box[3] - box[1]) / 0.73 * 72 * page.scale / page.dpi
        yield _mark("text", text, box, ink.fraction, ink.reason, size=size, color="#000000", axes=content.name)
    pictured = shown_marks(artist, content.name) if content.axes is not None and not ink.reason else []
    parts = iter(getattr(artist, PART_IDS, ()) if not content.id else ())
    shapes = named_shapes(getattr(artist, SHAPES, ()), content.id)
    # The name of a component's line goes to the component's symbol; the line itself stays for what it strikes through.
    is_named = not ink.reason and any(key == content.id for key, _ in shapes)
    own_id, shown = "" if is_named else content.id, None
    for row, is_whole in artist_paths(artist, content.axes, content.name, own_id) if not pictured else ():
        reason = ink.reason
        if not (is_whole or reason or painted is None):
            shown = page.shown_pixels(painted) if shown is None else shown
            reason = "" if page.holds(row.bbox, shown) else f"{COVERED} or clipped away"
        facts = {
            **look,
            "artist": painted.rank if painted else 0,
            "marker_px": look["marker_px"] if not row.closed or is_whole else 0.0,
        }
        yield DrawnMark(
            **{**vars(row), "id": row.id or next(parts, ""), "ink": ink.fraction, "unseen": reason, **facts}
        )
    if pictured and content.id:
        # The area of the image; what it shows are marks of their own.
        areas = artist_paths(artist, content.axes, content.name, content.id)
        yield from (replace(row, filled=False, ink=ink.fraction, layer=look["layer"]) for row, _ in areas)
    yield from pictured
    if not ink.reason and content.axes is not None:
        to_pixels = content.axes.transData.transform
        like = DrawnMark(kind="path", axes=content.name, layer=look["layer"])
        yield from shape_marks(shapes, lambda point: _rounded(to_pixels(point)), like)


def _mark(
    kind: str, text: str, box: Any, ink: float, unseen: str, *, size: float, color: str, axes: str, **others: Any
) -> DrawnMark:
    left, bottom, right, top = (round(float(value), 3) for value in box)
    return DrawnMark(
        kind=kind,
        text=text[:MAX_TEXT],
        bbox=(left, bottom, right, top),
        ink=ink,
        unseen=unseen,
        size=size,
        color=color,
        axes=axes,
        **others,
    )


def _axes_mark(axes: Any, name: str) -> Iterator[DrawnMark]:
    if not axes.get_visible():
        return
    shown = axes.axison or getattr(axes, "_axis3don", False)
    limits = (axes.get_xlim(), axes.get_ylim())
    yield DrawnMark(
        kind="axes",
        id=name,
        bbox=tuple(round(float(value), 3) for value in axes.get_window_extent().extents),  # type: ignore[arg-type]
        data=((float(limits[0][0]), float(limits[1][0])), (float(limits[0][1]), float(limits[1][1]))),
        text=f"{axes.get_xscale()} {axes.get_yscale()}" if shown else "",
    )


def _texts(figure: Any, page: InkPage, names: dict[int, tuple[Any, str]]) -> Iterator[DrawnMark]:
    """Every text that was drawn, and every named one that was not."""
    of_axis = _texts_of_axes(names)
    drawn = {id(text) for text in page.texts}
    named = [text for text in _own_texts(figure, names) if gid_of(text) and id(text) not in drawn]
    for text in [*page.texts, *named]:
        inside, axes, facts = of_axis.get(id(text)) or (*names.get(id(text.axes), (None, "")), {})
        content = Content(text, inside, axes, gid_of(text))
        yield from _sound(content, _text_marks(page, content, facts))


def _text_marks(page: InkPage, content: Content, facts: dict[str, Any]) -> Iterator[DrawnMark]:
    """A text with words, or a named blank one, and its frame; `facts` as in `_texts_of_axes`."""
    text = content.artist
    words = text.get_text().strip()
    if not words and (not (text.get_text() and content.id) or getattr(text, "arrow_patch", None)):
        return
    missing, ink = missing_letters(text), ink_of(page, text)
    reason = ink.reason
    if missing and not reason:
        reason = f"no font here has the letters {missing[:20]!r}, which come out as boxes"
    box = text_box(text, text.get_figure(root=True).canvas.get_renderer()).extents
    if not np.isfinite(box).all():
        box, reason = np.zeros(4), reason or "its place is no number"
    yield _mark(
        "text",
        words,
        box,
        ink.fraction if not missing else 0.0,
        reason,
        size=float(text.get_fontsize()),
        color=_hex(text.get_color()),
        axes=content.name,
        id=content.id,
        **facts,
        **text_look(page, text),
    )
    plate = text.get_bbox_patch()
    if plate is not None and not reason and is_outlined(plate) and not ink_of(page, plate).reason:
        yield from _content_marks(page, Content(plate, content.axes, content.name, content.id))


def _texts_of_axes(names: dict[int, tuple[Any, str]]) -> dict[int, tuple[Any, str, dict[str, Any]]]:
    """Axes, their name and facts of a mark, by each text that names an axis or one of its ticks; Matplotlib leaves these without axes."""
    found: dict[int, tuple[Any, str, dict[str, Any]]] = {}
    for axes, name in names.values():
        has_scales = axes.axison or getattr(axes, "_axis3don", False)
        for side in "xyz":
            axis = getattr(axes, f"{side}axis", None)
            if axis is None:
                continue
            found[id(axis.label)] = (axes, name, {"axis": side})
            # Asking hidden axes for ticks would make them.
            ticks = axis.get_major_ticks() if has_scales else []
            labels = [label for tick in ticks for label in (tick.label1, tick.label2)]
            labels = [label for label in labels if label.get_visible() and label.get_text().strip()]
            # Numbers that only count, in equal steps or equal ratios, as every axis has them.
            facts = {"tick_of": side, "is_tick": _counts([label.get_text() for label in labels])}
            found |= {id(label): (axes, name, facts) for label in labels}
    return found


def _own_texts(figure: Any, names: dict[int, tuple[Any, str]]) -> Iterator[Any]:
    """Texts that a program writes, drawn or not."""
    yield from figure.texts
    for part in figure.subfigs:
        yield from _own_texts(part, {})
    for axes, _ in names.values():
        yield from (*axes.texts, axes.title, axes._left_title, axes._right_title, axes.xaxis.label, axes.yaxis.label)


def _counts(words: list[str]) -> bool:
    from scisynth.figures.labels.text import numbers

    values = [found[0] for found in map(numbers, dict.fromkeys(words)) if len(found) == 1]
    if len(values) < 2 or len(values) < len(set(words)):
        return False
    steps = np.diff(np.sort(values))
    if len(values) == 2:
        return bool(steps[0] == 1)
    if np.allclose(steps, steps[0], rtol=1e-3):
        return True
    ratios = np.diff(np.log(np.sort(values))) if min(values) > 0 else np.asarray([0.0, 1.0])
    return bool(np.allclose(ratios, ratios[0], rtol=1e-3))


def _has_contents(figure: Any, page: InkPage, contents: Iterable[Content]) -> bool:
    """Whether anything is seen but axes with their ticks, names and titles."""
    for content in contents:
        with suppress(*ODD):
            if not ink_of(page, content.artist).reason:
                return True
    own = {id(text) for axes in figure.axes for text in axes.texts} | {id(text) for text in figure.texts}
    return any(id(text) in own and text.get_text().strip() for text in page.texts) or not figure.axes


def _rounded(point: Any) -> tuple[float, float]:
    return round(float(point[0]), 3), round(float(point[1]), 3)


def _hex(color: Any) -> str:
    from matplotlib.colors import to_hex

    return to_hex(color)
