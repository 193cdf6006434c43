"""Venn diagrams: the regions that overlapping circles cut out, as outlines made of arcs, and the places for their numbers.

A region is named by the circles that hold it. Its outline consists of arcs of circle i: those that run inside exactly the other
circles of the region. Chained end to end they close, since every region of two or three overlapping circles is in one piece.
"""

import math
from collections.abc import Mapping
from itertools import pairwise

import numpy as np

from scisynth.figures.parts.places import polar
from scisynth.figures.scene.sketch import Place


def venn_regions(centers: Mapping[str, Place], radius: float) -> dict[str, np.ndarray]:
    """Region name, such as `A` or `AB`, to its outline, float [N, 2]."""
    arcs: dict[str, list[np.ndarray]] = {}
    for name, center in centers.items():
        cuts = sorted(_cuts(name, centers, radius))
        for start, stop in pairwise([*cuts, cuts[0] + 360]):
            points = np.asarray([polar(angle, radius, center) for angle in np.linspace(start, stop, 40)])
            others = {other for other in centers if other != name and _holds(centers[other], radius, points[20])}
            for members in (others, others | {name}):
                if members:
                    arcs.setdefault("".join(sorted(members)), []).append(points)
    return {region: _chain(pieces) for region, pieces in arcs.items()}


def _cuts(name: str, centers: Mapping[str, Place], radius: float) -> list[float]:
    """Angles at which a circle meets the others, degrees."""
    angles = []
    for other, place in centers.items():
        if other != name:
            step = np.asarray(place, dtype=float) - np.asarray(centers[name], dtype=float)
            half = math.degrees(math.acos(float(np.hypot(*step)) / (2 * radius)))
            toward = math.degrees(math.atan2(step[1], step[0]))
            angles += [(toward - half) % 360, (toward + half) % 360]
    return angles


def _holds(center: Place, radius: float, place: np.ndarray) -> bool:
    return math.dist(center, place) < radius


def _chain(pieces: list[np.ndarray]) -> np.ndarray:
    """Arcs end to end."""
    outline, *others = pieces
    while others:
        index, piece = min(
            ((index, way) for index, arc in enumerate(others) for way in (arc, arc[::-1])),
            key=lambda item: math.dist(item[1][0], outline[-1]),
        )
        outline = np.concatenate([outline, piece[1:]])
        others.pop(index)
    return outline


def roomiest(outline: np.ndarray) -> np.ndarray:
    """The place in a region farthest from its outline, for a number, float [2]."""
    low, high = outline.min(axis=0), outline.max(axis=0)
    grid = np.stack(np.meshgrid(*(np.linspace(low[axis], high[axis], 25) for axis in (0, 1))), axis=-1).reshape(-1, 2)
    x, y = outline.T
    next_x, next_y = np.roll(x, -1), np.roll(y, -1)
    crosses = (y > grid[:, 1:]) != (next_y > grid[:, 1:])
    with np.errstate(divide="ignore", invalid="ignore"):
        at = x + (grid[:, 1:] - y) / (next_y - y) * (next_x - x)
    inner = grid[(crosses & (grid[:, :1] < at)).sum(axis=1) % 2 == 1]
    gaps = np.linalg.norm(inner[:, None] - outline, axis=2).min(axis=1)
    return inner[int(gaps.argmax())]
