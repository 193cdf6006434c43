"""Unit cells on a sketch: fractional coordinates to the page, replicas on the boundary, true nearest neighbours.

A point r of the cell (fractions of the edge, cubic) is turned by yaw and pitch and looked at along the depth axis without
perspective, so parallel edges stay parallel. The three edges at the farthest corner are hidden and dashed.
"""

import math
from collections.abc import Mapping, Sequence
from itertools import combinations, product
from typing import Any

import numpy as np

from scisynth.figures.parts.palette import GREY, PAPER
from scisynth.figures.scene.sketch import Sketch

YAW, PITCH = math.radians(31), math.radians(10)
FRACTION_TOLERANCE = 1e-6
Basis = Mapping[str, Sequence[tuple[float, float, float]]]
"""Element to the fractional coordinates of its atoms, each in [0, 1)."""

FACES = ((0.0, 0.0, 0.0), (0.0, 0.5, 0.5), (0.5, 0.0, 0.5), (0.5, 0.5, 0.0))
BODY = ((0.0, 0.0, 0.0), (0.5, 0.5, 0.5))


def shifted(places: Sequence[tuple[float, float, float]], by: tuple[float, float, float]) -> tuple[Any, ...]:
    """The same lattice points from another origin, folded back into the cell."""
    return tuple(tuple((x + dx) % 1.0 for x, dx in zip(place, by, strict=True)) for place in places)


def project(place: Sequence[float] | np.ndarray) -> tuple[np.ndarray, float]:
    """Page coordinates of a fractional place (x to the right, y away, z up), and its depth: more is farther."""
    x, y, z = place
    right, away = x * math.cos(YAW) + y * math.sin(YAW), -x * math.sin(YAW) + y * math.cos(YAW)
    return np.asarray([right, z * math.cos(PITCH) + away * math.sin(PITCH)]), away * math.cos(PITCH) - z * math.sin(
        PITCH
    )


def replicas(place: Sequence[float]) -> list[tuple[float, ...]]:
    """An atom and its copies that lie in or on the cell: 8 for a corner, 4 on an edge, 2 on a face, 1 inside."""
    options = [(0.0, 1.0) if abs(value) < FRACTION_TOLERANCE else (value,) for value in place]
    return list(product(*options))


def shortest(basis: Basis, unlike: bool) -> tuple[float, int]:
    """Nearest distance in edges between atoms (of different elements if `unlike`), and how many the first atom has."""
    first, *_ = basis
    start = np.asarray(basis[first][0])
    found = [
        float(np.linalg.norm(np.asarray(place) + shift - start))
        for element, places in basis.items()
        if not (unlike and element == first)
        for place in places
        for shift in product((-1, 0, 1), repeat=3)
    ]
    nearest = min(value for value in found if value > FRACTION_TOLERANCE)
    return nearest, sum(abs(value - nearest) < 1e-4 for value in found)


def draw_edges(sketch: Sketch, color: str = "#333333") -> None:
    """The twelve edges of the cell; ids `edge:000-100`."""
    corners = list(product((0, 1), repeat=3))
    far = max(corners, key=lambda corner: project(corner)[1])
    for one, two in combinations(corners, 2):
        if sum(a != b for a, b in zip(one, two, strict=True)) == 1:
            hidden = far in (one, two)
            sketch.line(
                f"edge:{''.join(map(str, one))}-{''.join(map(str, two))}",
                project(one)[0],
                project(two)[0],
                dash="dashed" if hidden else "solid",
                width=0.9 if hidden else 1.3,
                color=GREY if hidden else color,
                z=1 if hidden else 2,
            )
    sketch.claim("count", "edge", value=12)
    sketch.claim("parallel", "edge:000-100", "edge:011-111")
    sketch.claim("parallel", "edge:000-001", "edge:110-111")
    sketch.claim("ratio", "edge:000-010", "edge:101-111", value=1.0)


def draw_cell(
    sketch: Sketch,
    basis: Basis,
    radii: Mapping[str, float],
    colors: Mapping[str, str],
    unlike: bool,
    bonds: bool = True,
) -> dict[str, int]:
    """Edges, atoms with their replicas, and bonds between nearest neighbours; gives the number of each element drawn.

    Atoms are `Na:000` by element; bonds are `bond:3`. Places and numbers are claimed, and that bonds run through their atoms.
    """
    draw_edges(sketch)
    sites = [
        (element, np.asarray(copy)) for element, places in basis.items() for place in places for copy in replicas(place)
    ]
    depths = [project(place)[1] for _, place in sites]
    ranks = {
        index: 4 + 2 * rank for rank, index in enumerate(sorted(range(len(sites)), key=lambda item: -depths[item]))
    }
    names = {}
    for index, (element, place) in enumerate(sites):
        (x, y), radius = project(place)[0], radii[element]
        names[index] = sketch.circle(
            f"{element}:{index}", (x, y), radius, fill=colors[element], color="#333333", width=0.8, z=ranks[index]
        )
        shine = (x - 0.32 * radius, y + 0.32 * radius)
        sketch.circle(f"shine:{index}", shine, 0.2 * radius, fill=PAPER, width=0, z=ranks[index])
        sketch.claim("at", names[index], value=(float(x), float(y)), tolerance=0.008)
    if bonds:
        _draw_bonds(sketch, sites, names, ranks, shortest(basis, unlike)[0], unlike)
    counts = {element: sum(item == element for item, _ in sites) for element in basis}
    for element, count in counts.items():
        sketch.claim("count", element, value=count)
    return counts


def _draw_bonds(
    sketch: Sketch, sites: list[Any], names: Mapping[int, str], ranks: Mapping[int, int], nearest: float, unlike: bool
) -> None:
    number = 0
    for one, two in combinations(range(len(sites)), 2):
        if unlike and sites[one][0] == sites[two][0]:
            continue
        if abs(float(np.linalg.norm(sites[one][1] - sites[two][1])) - nearest) > 1e-4:
            continue
        ends = (project(sites[one][1])[0], project(sites[two][1])[0])
        bond = sketch.line(f"bond:{number}", *ends, color="#8c8c8c", width=2.4, z=min(ranks[one], ranks[two]) - 1)
        for index in (one, two):
            sketch.claim("on", names[index], bond)
        number += 1
    sketch.claim("count", "bond", value=number)


def legend(
    sketch: Sketch, names: Mapping[str, str], colors: Mapping[str, str], at: tuple[float, float] = (1.62, 0.95)
) -> None:
    """A key of the elements next to the cell."""
    for row, (element, words) in enumerate(names.items()):
        place = (at[0], at[1] - 0.14 * row)
        key = sketch.circle(f"key:{element}", place, 0.042, fill=colors[element], color="#333333", width=0.8)
        sketch.text(f"label:{element}", words, (place[0] + 0.05, place[1]), of=key, toward=(1, 0), gap_pt=5, size=12)


def edge_length(sketch: Sketch, words: str) -> None:
    """The length of the edge below the front face."""
    one, two = project((0, 0, 0))[0], project((1, 0, 0))[0]
    down = np.asarray([-(two - one)[1], (two - one)[0]]) / np.linalg.norm(two - one)
    down = down if down[1] < 0 else -down
    middle = (one + two) / 2
    sketch.text("label:a", words, middle + 0.1 * down, of="edge:000-100", toward=tuple(down), gap_pt=4, size=12)


def name_bond(sketch: Sketch, number: int, outer: Sequence[float]) -> None:
    """The letter d at `bond:NUMBER`, which runs from the middle of a cube to an outer place; on its left or above it."""
    one, two = project((0.5, 0.5, 0.5))[0], project(outer)[0]
    wide, high = np.abs(two - one)
    bond = f"bond:{number}"
    sketch.text("label:d", "$d$", (one + two) / 2, of=bond, toward=(-high, wide), gap_pt=4, size=13)
