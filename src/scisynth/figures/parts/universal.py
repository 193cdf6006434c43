"""Parts that many figures share: tables, nodes and their edges, leader lines, and the colours of a printed textbook.

Each part draws itself on a `Sketch` and claims what must be true of it: a cell's text in its row and column, an edge's ends on
its nodes, a leader line's end at its dot.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from scisynth.figures.parts.palette import BLUE, GREY, INK, PALE_BLUE, PALE_GREY
from scisynth.figures.scene.sketch import Place, Sketch


def table(
    sketch: Sketch,
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    *,
    left: float = 0.0,
    top: float = 0.0,
    height: float = 0.72,
    size: float = 11.5,
    head_column: bool = False,
) -> None:
    """A ruled table whose first row is its head; every text is claimed to lie in its row and in its column."""
    edges = left + np.concatenate([[0.0], np.cumsum(widths)])
    num, right = len(rows), float(edges[-1])
    for row in range(num):
        fill = PALE_BLUE if row == 0 else PALE_GREY if row % 2 == 0 else ""
        sketch.rectangle(
            f"row:{row}", left, top - (row + 1) * height, right, top - row * height, width=0, fill=fill, z=0
        )
    for column in range(len(widths)):
        shade = PALE_BLUE if head_column and column == 0 else ""
        sketch.rectangle(
            f"column:{column}",
            edges[column],
            top - num * height,
            edges[column + 1],
            top,
            width=0.6,
            color=GREY,
            fill=shade,
            z=0,
        )
    for row in range(num + 1):
        weight = 1.6 if row in (0, 1, num) else 0.5
        y = top - row * height
        sketch.line(f"rule:{row}", (left, y), (right, y), width=weight, color=INK if weight > 1 else GREY)
    for row, words in enumerate(rows):
        for column, word in enumerate(words):
            if word:
                middle = ((edges[column] + edges[column + 1]) / 2, top - (row + 0.5) * height)
                cell(sketch, row, column, word, middle, size)
    sketch.claim("count", "row", value=num)
    sketch.claim("count", "column", value=len(widths))


def cell(sketch: Sketch, row: int, column: int, word: str, at: Place, size: float = 11.5) -> None:
    """A text of a table in the bands `row:` and `column:` of its place."""
    name = f"cell:{row},{column}"
    sketch.text(name, word, at, size=size)
    sketch.claim("inside", name, f"row:{row}")
    sketch.claim("inside", name, f"column:{column}")


def node(sketch: Sketch, name: str, at: Place, words: str, radius: float, size: float = 12, **style: Any) -> None:
    """A circle with its name inside."""
    sketch.circle(f"node:{name}", at, radius, **{"fill": PALE_BLUE, "color": BLUE, "z": 4, **style})
    sketch.text(f"name:{name}", words, at, of=f"node:{name}", size=size)
    sketch.claim("inside", f"name:{name}", f"node:{name}")


def edge(
    sketch: Sketch,
    one: str,
    two: str,
    places: Mapping[str, Place],
    radius: float,
    words: str = "",
    *,
    bend: float = 0.0,
    side: float = 1.0,
    **style: Any,
) -> str:
    """A line between the rims of two nodes, bent to its left by `bend`; claims that it meets both, and its arrow's head."""
    a, b = np.asarray(places[one], dtype=float), np.asarray(places[two], dtype=float)
    name = f"edge:{one}-{two}"
    along = (b - a) / np.linalg.norm(b - a)
    left = np.asarray([-along[1], along[0]])
    control = (a + b) / 2 + 2 * bend * left
    out, back = _unit(control - a), _unit(control - b)
    start, stop = a + radius * out, b + radius * back
    if bend:
        t = np.linspace(0, 1, 25)[:, None]
        points = (1 - t) ** 2 * start + 2 * t * (1 - t) * control + t**2 * stop
        sketch.line(name, *points, **style)
        middle = points[12]
    else:
        sketch.line(name, start, stop, **style)
        middle = (start + stop) / 2
    if style.get("arrow"):
        sketch.claim("head", name, value=style["arrow"])
        if not bend:
            sketch.claim("points_to", name, f"node:{two}")
    for end in (one, two):
        sketch.claim("connected", name, f"node:{end}")
    if words:
        sketch.text(f"weight:{one}-{two}", words, middle, of=name, toward=left * side, gap_pt=4, size=11.5, z=7)
    return name


def leader(
    sketch: Sketch,
    part: str,
    tip: Place,
    at: Place,
    words: str,
    *,
    of: str = "",
    dot: float = 0.05,
    size: float = 11,
    **style: Any,
) -> None:
    """A thin line from a dot on a part to its name; with `of`, the dot is claimed to lie inside that mark."""
    sketch.dot(f"tip:{part}", tip, dot, z=7)
    sketch.line(f"leader:{part}", tip, at, width=0.8, z=6)
    dx, dy = at[0] - tip[0], at[1] - tip[1]
    toward = (math.copysign(1, dx), 0) if abs(dx) > 0.4 * abs(dy) else (0, math.copysign(1, dy))
    sketch.text(
        f"name:{part}", words, at, of=f"leader:{part}", **{"toward": toward, "gap_pt": 3, "size": size, **style}
    )
    sketch.claim("connected", f"leader:{part}", f"tip:{part}", tolerance=6)
    if of:
        sketch.claim("inside", f"tip:{part}", of)


def box(
    sketch: Sketch, name: str, at: Place, width: float, height: float, words: str, size: float = 11, **style: Any
) -> None:
    """A rectangle with a text inside."""
    x, y = at
    sketch.rectangle(
        f"box:{name}",
        x - width / 2,
        y - height / 2,
        x + width / 2,
        y + height / 2,
        **{"fill": PALE_BLUE, "color": BLUE, "z": 3, **style},
    )
    sketch.text(f"name:{name}", words, at, of=f"box:{name}", size=size)
    sketch.claim("inside", f"name:{name}", f"box:{name}")


def _unit(vector: np.ndarray) -> np.ndarray:
    return vector / np.linalg.norm(vector)
