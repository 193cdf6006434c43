"""What a program put on a Matplotlib figure, wherever it hangs, and the id of each artist.

An id is the artist's `gid`, however it was set; without one, a label that is spelled as an id (`label="side:AB"`) is taken for it. Other
labels are words of a legend: two curves may share them, and a claim about an id must not hold because some words are alike.

    annotation without words   the arrow has the annotation's id
    annotation with words      the text has it; its arrow is `leader:<name>`, unless `arrowprops` gives it an id
    legends, spines            their parts count where they carry an id; all others are furniture
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scisynth.figures.read_back.drawn_mark import MAX_MARKS, MAX_TEXT

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ODD = (AttributeError, TypeError, ValueError, LookupError, ArithmeticError, RuntimeError, AssertionError, OSError)
"""What an artist raises that is not what it says it is, when it is asked."""
MAX_PARTS = 2000
"""Parts of one box, legend or table."""
LABEL_ID = re.compile(r"[A-Za-z][\w-]*:\S+")


@dataclass(frozen=True)
class Content:
    """An artist that a program added, and where."""

    artist: Any
    axes: Any = None
    """None for one of the figure itself."""
    name: str = ""
    """Of its axes."""
    id: str = ""
    is_group: bool = False
    """It paints nothing itself, its parts do."""


def axes_names(figure: "Figure") -> dict[int, tuple[Any, str]]:
    """Every axes and its name, those within others after them."""
    found: list[Any] = []
    waiting: list[Any] = list(figure.axes)
    while waiting and len(found) < MAX_MARKS:
        axes = waiting.pop(0)
        if not any(axes is other for other in found):
            found.append(axes)
            waiting += axes.child_axes
    return {id(axes): (axes, gid_of(axes) or f"axes:{number}") for number, axes in enumerate(found)}


def contents_of(figure: Any, names: dict[int, tuple[Any, str]]) -> Iterator[Content]:
    """What a program added: to the figure, its parts, and every axes."""
    for artist in (*figure.lines, *figure.patches, *figure.artists, *figure.images, *figure.texts, *figure.legends):
        yield from _with_parts(artist, None, "")
    for part in figure.subfigs:
        yield from contents_of(part, {})
    for axes, name in names.values():
        parts = (*axes.lines, *axes.patches, *axes.collections, *axes.images, *axes.artists, *axes.texts, *axes.tables)
        for artist in parts:
            yield from _with_parts(artist, axes, name)
        legend = axes.get_legend()
        for artist in (*([legend] if legend else []), *axes.spines.values()):
            yield from _named_parts(artist, axes, name)


def _with_parts(artist: Any, axes: Any, name: str) -> Iterator[Content]:
    """An artist, or what it consists of."""
    from matplotlib.legend import Legend
    from matplotlib.offsetbox import AnnotationBbox, OffsetBox
    from matplotlib.table import Table
    from matplotlib.text import Text

    arrow = getattr(artist, "arrow_patch", None)
    if arrow is not None:
        yield Content(arrow, axes, name, id_of(arrow) or _arrow_id(artist))
    if isinstance(artist, Legend):
        yield from _named_parts(artist, axes, name)
    elif isinstance(artist, Table):
        yield from (Content(cell, axes, name, id_of(cell)) for cell in [*artist.get_celld().values()][:MAX_PARTS])
        if id_of(artist):
            yield Content(artist, axes, name, id_of(artist), is_group=True)
    elif isinstance(artist, OffsetBox | AnnotationBbox):
        frame = getattr(artist, "patch", None)
        if frame is not None:
            yield Content(frame, axes, name, id_of(frame) or id_of(artist))
        yield from (Content(part, axes, name, id_of(part)) for part in _shapes_in(artist) if part not in (frame, arrow))
    elif not isinstance(artist, Text):
        yield Content(artist, axes, name, id_of(artist))


def _named_parts(artist: Any, axes: Any, name: str) -> Iterator[Content]:
    yield from (Content(part, axes, name, gid_of(part)) for part in _shapes_in(artist) if gid_of(part))


def _shapes_in(artist: Any) -> Iterator[Any]:
    """Lines, patches and collections in a box or a legend, itself among them."""
    from matplotlib.collections import Collection
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    waiting, num = [artist], 0
    while waiting and num < MAX_PARTS:
        part, num = waiting.pop(0), num + 1
        if isinstance(part, Line2D | Patch | Collection):
            yield part
        else:
            waiting += part.get_children()


def _arrow_id(note: Any) -> str:
    own = id_of(note)
    if not has_words(note) or not own:
        return own
    return f"leader:{own.partition(':')[2] or own}"


def has_words(note: Any) -> bool:
    """Whether an annotation says anything; one that holds an image does."""
    return not hasattr(note, "get_text") or bool(str(note.get_text()).strip())


def id_of(artist: Any) -> str:
    """The id of an artist; empty for none."""
    if own := gid_of(artist):
        return own
    label = getattr(artist, "_label", "")
    return label[:MAX_TEXT] if isinstance(label, str) and LABEL_ID.fullmatch(label) else ""


def gid_of(artist: Any) -> str:
    """Its `gid` as text, whatever it is; empty for none and for what has no text."""
    try:
        gid = artist.get_gid()
        return "" if gid is None else str(gid)[:MAX_TEXT]
    except ODD:
        return ""
