"""What a circuit drawn line by line has besides ids: symbols in several pieces, wires, dots and labels without an id.

symbol    the lines that share its id are one; of two straight ones each is a plate, as of a line broken by NaN
wire      an open line without an id and without a head, outside of every symbol
dot       a small filled circle or a point without an id
label     a text without an id of its own component that stands nearest to it, with a value in its unit or with its letter
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from scisynth.figures.read_back import geometry
from scisynth.figures.read_back.drawing import Drawing
from scisynth.figures.read_back.drawn_mark import DrawnMark
from scisynth.figures.scene.netlists import tells_of

MAX_LABELS = 100
MAX_PARTS = 40
"""Pieces of one symbol."""
NEAR_HEIGHTS = 3.0
"""A label stands within so many heights of its text from its component."""
DOT_PT = 9.0
"""Diameter up to which a filled circle is a junction."""
INSIDE_PX = 1.0
PARALLEL = 0.05


def whole_symbols(symbols: Sequence[DrawnMark]) -> list[DrawnMark]:
    """Symbols with one mark for each id."""
    parts: dict[str, list[DrawnMark]] = {}
    for mark in symbols:
        parts.setdefault(mark.id, []).append(mark)
    return [found[0] if len(found) == 1 else _merged(found[:MAX_PARTS]) for found in parts.values()]


def _merged(parts: Sequence[DrawnMark]) -> DrawnMark:
    boxes = np.asarray([mark.bbox for mark in parts])
    low, high = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
    points = tuple(point for mark in parts for point in mark.points)
    return replace(parts[0], points=points, bbox=(*low.tolist(), *high.tolist()), closed=False)


def own_plates(symbol: DrawnMark) -> list[DrawnMark]:
    """The plates of a symbol that consists of two straight parallel lines; none for another."""
    if len(symbol.points) != 4:
        return []
    one, two = symbol.xy[1] - symbol.xy[0], symbol.xy[3] - symbol.xy[2]
    across, along = symbol.xy[2:].mean(axis=0) - symbol.xy[:2].mean(axis=0), np.linalg.norm(one) * np.linalg.norm(two)
    is_parallel = abs(one[0] * two[1] - one[1] * two[0]) <= PARALLEL * along
    is_beside = abs(across @ one) <= PARALLEL * np.linalg.norm(across) * np.linalg.norm(one)
    return (
        [replace(symbol, points=points) for points in (symbol.points[:2], symbol.points[2:])]
        if is_parallel and is_beside
        else []
    )


def bare_wires(drawing: Drawing, symbols: Sequence[DrawnMark]) -> list[DrawnMark]:
    """Open lines without an id that no symbol holds, each as a wire with an id of its own."""
    lines = [
        mark
        for mark in drawing.marks
        if _is_bare(mark) and len(mark.points) > 1 and not mark.closed and not mark.filled
    ]
    free = [mark for mark in lines if not mark.arrow and not any(_holds(symbol, mark) for symbol in symbols)]
    return [replace(mark, id=f"wire:#{number}") for number, mark in enumerate(free)]


def bare_dots(drawing: Drawing) -> list[DrawnMark]:
    """Points and small filled circles without an id."""
    return [mark for mark in drawing.marks if _is_bare(mark) and _is_dot(mark, DOT_PT * drawing.dpi / 72)]


def _is_bare(mark: DrawnMark) -> bool:
    return mark.kind == "path" and not mark.id and bool(mark.points)


def _is_dot(mark: DrawnMark, most_px: float) -> bool:
    left, bottom, right, top = mark.bbox
    is_small = max(right - left, top - bottom) <= most_px
    return mark.filled and is_small and (mark.closed or len(mark.points) == 1)


def _holds(symbol: DrawnMark, mark: DrawnMark) -> bool:
    """Whether a line lies in the extent of a symbol, which has one."""
    left, bottom, right, top = symbol.extent
    x0, y0, x1, y1 = mark.extent
    return left - INSIDE_PX <= x0 and x1 <= right + INSIDE_PX and bottom - INSIDE_PX <= y0 and y1 <= top + INSIDE_PX


def labels_beside(
    drawing: Drawing, symbols: Mapping[str, tuple[DrawnMark, str]], taken: Sequence[str]
) -> dict[str, str]:
    """The texts that stand by components without a label of their own, by the names of these.

    Args:
        drawing: whose texts are looked at, those of other components left out.
        symbols: mark and kind of each component, by name.
        taken: names of components that have a label by its id.
    """
    found: dict[str, str] = {}
    free = [text for text in drawing.texts if not (text.role == "label" and text.id.partition(":")[2] in taken)]
    for text in free[:MAX_LABELS] if len(symbols) > len(taken) else ():
        gaps = {name: geometry.box_distance(text.bbox, mark.extent) for name, (mark, _) in symbols.items()}
        name = min(gaps, key=lambda key: gaps[key])
        lines = text.text.count("\n") + 1
        height = min(text.bbox[2] - text.bbox[0], text.bbox[3] - text.bbox[1]) / lines
        if name not in taken and gaps[name] <= NEAR_HEIGHTS * height and tells_of(text.text, symbols[name][1]):
            found[name] = f"{found[name]} {text.text}" if name in found else text.text
    return found
