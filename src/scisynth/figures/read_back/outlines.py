"""Letters that a program draws as shapes: an outline of a text is recognised on the page by the codes of its path.

Moving, turning, scaling and joining paths keep their codes (move, line, curve, close) in order, so the codes of a text's outline
are found again inside those of whatever was made of it. Matplotlib makes all outlines of texts in one place, which is watched.
"""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

import numpy as np

from scisynth.figures.scene.marks import Box

MIN_CODES = 4
MAX_KEPT = 2000
MAX_SHAPES = 20
"""Shapes of one artist that are looked at."""
known: dict[bytes, str] = {}
"""Codes of an outline to its text, in the order they were made."""


def watch_outlines() -> None:
    """From now on outlines of texts that this process makes are known."""
    from matplotlib.textpath import TextToPath

    make: Callable[..., Any] = TextToPath.get_text_path
    if hasattr(make, "__wrapped__"):
        return

    @wraps(make)
    def noted(maker: Any, prop: Any, s: str, *others: Any, **named: Any) -> Any:
        vertices, codes = make(maker, prop, s, *others, **named)
        if s.strip() and len(codes) >= MIN_CODES and len(known) < MAX_KEPT:
            known.setdefault(_bytes(codes), s.strip())
        return vertices, codes

    watched: Any = TextToPath
    watched.get_text_path = noted


def outlined_texts(artist: Any) -> Iterator[tuple[str, Box]]:
    """(text, its box in pixels: left, bottom, right, top) for each outline of a text that an artist draws."""
    if not known:
        return
    for path in _paths(artist):
        if path.codes is None or len(path.codes) < MIN_CODES:
            continue
        codes = _bytes(path.codes)
        for sought in sorted(known, key=len, reverse=True):
            place = codes.find(sought)
            if place >= 0 and len(sought) >= 0.2 * len(codes):
                points = path.vertices[place : place + len(sought)]
                points = points[path.codes[place : place + len(sought)] != path.CLOSEPOLY]
                yield known[sought], (*points.min(axis=0), *points.max(axis=0))
                break


def _paths(artist: Any) -> Iterator[Any]:
    """The shapes of an artist, in pixels."""
    from matplotlib.collections import Collection
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    if isinstance(artist, Patch):
        yield artist.get_path().transformed(artist.get_transform())
    elif isinstance(artist, Line2D) and str(artist.get_marker()).startswith("$"):
        yield from _marker_paths(artist)
    elif isinstance(artist, Collection):
        yield from _collection_paths(artist)


def _marker_paths(line: Any) -> Iterator[Any]:
    from matplotlib.markers import MarkerStyle
    from matplotlib.path import Path

    size = line.get_markersize() * line.get_figure(root=True).dpi / 72
    marker = MarkerStyle(line.get_marker())
    shape: Any = marker.get_path().transformed(marker.get_transform())
    for point in line.get_transform().transform(line.get_xydata())[:MAX_SHAPES]:
        yield Path(shape.vertices * size + point, shape.codes)


def _collection_paths(collection: Any) -> Iterator[Any]:
    from matplotlib.path import Path

    offsets = np.asarray(collection.get_offsets(), dtype=float).reshape(-1, 2)
    offsets = collection.get_offset_transform().transform(offsets)
    sizes = collection.get_transforms()
    for number, path in enumerate(collection.get_paths()[:MAX_SHAPES]):
        moved = path if len(sizes) else collection.get_transform().transform_path(path)
        scale = sizes[number % len(sizes)][:2, :2] if len(sizes) else np.eye(2)
        offset = offsets[number % len(offsets)] if len(offsets) else np.zeros(2)
        yield Path(moved.vertices @ scale.T + offset, moved.codes)


def _bytes(codes: Any) -> bytes:
    return np.asarray(codes, dtype=np.uint8).tobytes()
