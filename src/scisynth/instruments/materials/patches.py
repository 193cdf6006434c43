"""A lattice without end, cut to a field of view: places of the columns, with a defect if there is one.

Vacancy: the atoms of one place are missing. Edge dislocation with Burgers vector b along x': the displacement of isotropic
elasticity (Hirth & Lothe, Theory of Dislocations, eq. 3-45),

    u_x = b / 2π [atan2(y, x) + x y / (2 (1 - ν) (x² + y²))]
    u_y = -b / 2π [(1 - 2ν) / (4 (1 - ν)) ln(x² + y²) + (x² - y²) / (4 (1 - ν) (x² + y²))]

Grain boundary: two lattices, turned against each other about the axis of view, meet at a line. Strain: the lattice is longer by a
share along one direction. Lengths in Å; x to the right, y down, from the middle of the first pixel.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from scisynth.instruments.materials.crystals import turn_vectors

Array = NDArray[np.float64]
POISSON = 0.3
"""ν."""
TOO_NEAR = 0.6
"""Of the shortest distance in the crystal: of two atoms that a defect brings nearer than this, one goes."""
MARGIN = 6.0
"""Å around the field of view, in which there are atoms, too."""
NO_DEFECT, VACANCIES, DISLOCATION, BOUNDARY, STRAIN = "none", "vacancies", "dislocation", "grain boundary", "strain"
MASK_LABELS = {0: "background", 1: "atom", 2: "atom of the second grain", 3: "vacancy", 4: "dislocation core"}


@dataclass(frozen=True, kw_only=True)
class Patch:
    """Atoms, or columns of them, in and around a field of view."""

    places: Array
    """[N, 2]: x, y in Å."""
    kinds: NDArray[np.int_]
    """[N]: index of the place in the cell."""
    grains: NDArray[np.int_]
    """[N]: 0, or 1 beyond a grain boundary."""
    gaps: Array
    """[V, 2]: places of vacancies."""
    cores: Array
    """[D, 2]: places of dislocations."""
    nearest: float
    """Shortest distance of atoms in the perfect crystal, Å."""


@dataclass(frozen=True, kw_only=True)
class Cut:
    """How a lattice lies in the image, and its defect."""

    turn: float = 0.0
    """Of the first cell vector against x, degrees."""
    defect: str = NO_DEFECT
    num_vacancies: int = 0
    losable: int = 0
    """Only atoms of the first so many sites go missing; 0: of all."""
    misorientation: float = 0.0
    """Of the second grain, degrees."""
    strain: float = 0.0
    """Relative, at right angles to the first cell vector."""
    warp: tuple[tuple[float, float], tuple[float, float]] = ((1.0, 0.0), (0.0, 1.0))
    """Applied to all places: what no crystal of that name has."""


def cut_patch(cell: Array, sites: Array, side: float, cut: Cut, draw: Generator, margin: float = MARGIN) -> Patch:
    """The atoms of a lattice in a square field of `side` Å.

    Args:
        cell: [2, 2], plane vectors in rows, Å.
        sites: [S, 2], fractional; atoms at one site go and stay together.
        side: of the field of view, Å.
        cut: how it lies.
        draw: decides the origin and the places of defects.
        margin: around the field, Å.
    """
    middle = np.full(2, side / 2)
    strained = cell + cut.strain * _along(cell, cell[0])
    nearest = shortest_distance(cell, sites)
    origin = middle + draw.uniform(0, 1, 2) @ strained
    places, kinds = _fill(strained, sites, side, margin, cut.turn, origin)
    grains = np.zeros(len(places), int)
    gaps, cores = np.zeros((0, 2)), np.zeros((0, 2))
    if cut.defect == BOUNDARY:
        normal = np.radians(draw.uniform(0, 360))
        normal_xy = np.array([np.cos(normal), np.sin(normal)])
        point = middle + normal_xy * draw.uniform(-0.08, 0.08) * side
        other, other_kinds = _fill(strained, sites, side, margin, cut.turn + cut.misorientation, origin)
        keep, beyond = (places - point) @ normal_xy < 0, (other - point) @ normal_xy >= 0
        grains = np.concatenate([np.zeros(keep.sum(), int), np.ones(beyond.sum(), int)])
        places, kinds = (
            np.concatenate([places[keep], other[beyond]]),
            np.concatenate([kinds[keep], other_kinds[beyond]]),
        )
    if cut.defect == DISLOCATION:
        cores = middle[None] + draw.uniform(-0.12, 0.12, (1, 2)) * side
        places = places + _displacement(places - cores[0], turn_vectors(strained[:1], cut.turn)[0])
    if cut.defect in (BOUNDARY, DISLOCATION):
        alone = _without_neighbours(places, kinds, TOO_NEAR * nearest, len(np.unique(sites % 1.0, axis=0)) < len(sites))
        places, kinds, grains = places[alone], kinds[alone], grains[alone]
    if cut.num_vacancies:
        candidates = np.flatnonzero(kinds < (cut.losable or len(sites)))
        apart = max(2.2 * nearest, 5.0, 0.09 * side)
        chosen = candidates[_spread(places[candidates], side, 0.16 * side, apart, cut.num_vacancies, draw)]
        gaps = places[chosen]
        gone = np.linalg.norm(places[:, None] - gaps[None], axis=2).min(axis=1) < 0.05
        places, kinds, grains = places[~gone], kinds[~gone], grains[~gone]
    warp = np.asarray(cut.warp)
    return Patch(
        places=(places - middle) @ warp.T + middle,
        kinds=kinds,
        grains=grains,
        gaps=(gaps - middle) @ warp.T + middle,
        cores=cores,
        nearest=nearest,
    )


def shortest_distance(cell: Array, sites: Array) -> float:
    """Å: between different places of the lattice."""
    steps = np.array([(i, j) for i in range(-2, 3) for j in range(-2, 3)])
    between = (sites[:, None, None] - sites[None, :, None] + steps) @ cell
    lengths = np.linalg.norm(between, axis=-1).ravel()
    return float(lengths[lengths > 0.05].min())


def _along(vectors: Array, line: Array) -> Array:
    """Parts of vectors at right angles to a line."""
    unit = np.array([-line[1], line[0]]) / np.linalg.norm(line)
    return np.outer(vectors @ unit, unit)


def _fill(
    cell: Array, sites: Array, side: float, margin: float, turn: float, origin: Array
) -> tuple[Array, NDArray[np.int_]]:
    """Places and kinds of all atoms in the field and its margin."""
    turned = turn_vectors(cell, turn)
    corners = np.array([(x, y) for x in (-margin, side + margin) for y in (-margin, side + margin)])
    inside = (corners - origin) @ np.linalg.inv(turned)
    low, high = np.floor(inside.min(axis=0)).astype(int) - 1, np.ceil(inside.max(axis=0)).astype(int) + 1
    steps = np.stack(np.meshgrid(*(np.arange(a, b + 1) for a, b in zip(low, high, strict=True)), indexing="ij"), -1)
    fractional = steps.reshape(-1, 1, 2) + sites[None]
    places = (fractional @ turned).reshape(-1, 2) + origin
    kinds = np.tile(np.arange(len(sites)), len(fractional))
    near = ((places >= -margin) & (places <= side + margin)).all(axis=1)
    return places[near], kinds[near]


def _displacement(away: Array, burgers: Array) -> Array:
    """[N, 2]: of an edge dislocation at the origin, Å."""
    b = float(np.linalg.norm(burgers))
    x_axis = burgers / b
    y_axis = np.array([-x_axis[1], x_axis[0]])
    x, y = away @ x_axis, away @ y_axis
    square = np.maximum(x**2 + y**2, 0.25)
    ux = np.arctan2(y, x) + x * y / (2 * (1 - POISSON) * square)
    uy = -(1 - 2 * POISSON) / (4 * (1 - POISSON)) * np.log(square) - (x**2 - y**2) / (4 * (1 - POISSON) * square)
    found: Array = b / (2 * np.pi) * (np.outer(ux, x_axis) + np.outer(uy, y_axis))
    return found


def _without_neighbours(places: Array, kinds: NDArray[np.int_], limit: float, shared: bool) -> NDArray[np.bool_]:
    """[N]: of every pair nearer than `limit` the first stays; atoms of one site (nearer than 0.05 Å) are no pair."""
    from scipy.spatial import cKDTree

    keep = np.ones(len(places), bool)
    pairs = cKDTree(places).query_pairs(limit, output_type="ndarray")
    for first, second in pairs:
        is_one_site = shared and kinds[first] != kinds[second] and np.linalg.norm(places[first] - places[second]) < 0.05
        if keep[first] and keep[second] and not is_one_site:
            keep[second] = False
    return keep


def _spread(places: Array, side: float, margin: float, apart: float, num: int, draw: Generator) -> list[int]:
    """Indices of `num` places away from the rim and from each other; fewer where there is no room."""
    inside = np.flatnonzero(((places > margin) & (places < side - margin)).all(axis=1))
    chosen: list[int] = []
    for index in draw.permutation(inside):
        if all(np.linalg.norm(places[index] - places[other]) > apart for other in chosen):
            chosen.append(int(index))
        if len(chosen) == num:
            break
    return chosen


def draw_mask(patch: Patch, size: int, pixel: float) -> NDArray[np.uint16]:
    """[size, size]: classes of `MASK_LABELS`; a disc of 0.3 of the shortest distance for an atom."""
    mask = np.zeros((size, size), np.uint16)
    radius = max(0.3 * patch.nearest / pixel, 1.0)
    for places, label, wide in (
        (patch.places[patch.grains == 0], 1, 1.0),
        (patch.places[patch.grains == 1], 2, 1.0),
        (patch.gaps, 3, 1.3),
        (patch.cores, 4, 3.0),
    ):
        _stamp(mask, places / pixel, radius * wide, label)
    return mask


def _stamp(mask: NDArray[np.uint16], centres: Array, radius: float, label: int) -> None:
    size, reach = mask.shape[0], int(np.ceil(radius)) + 1
    offsets = np.stack(np.meshgrid(np.arange(-reach, reach + 1), np.arange(-reach, reach + 1)), -1).reshape(-1, 2)
    pixels = np.rint(centres).astype(int)[:, None] + offsets[None]
    inside = (np.linalg.norm(pixels - centres[:, None], axis=2) <= radius) & ((pixels >= 0) & (pixels < size)).all(
        axis=2
    )
    x, y = pixels[inside].T
    mask[y, x] = label


def list_objects(patch: Patch, names: Sequence[str], size: int, pixel: float) -> list[dict[str, Any]]:
    """Rows of atoms in the field of view, then of vacancies and dislocations; x and y in pixels."""
    rows: list[dict[str, Any]] = []
    for (x, y), kind, grain in zip(patch.places / pixel, patch.kinds, patch.grains, strict=True):
        if 0 <= x < size and 0 <= y < size:
            rows.append({"kind": "atom", "element": names[kind], "x": float(x), "y": float(y), "grain": int(grain)})
    for kind_name, places in (("vacancy", patch.gaps), ("dislocation", patch.cores)):
        rows += [{"kind": kind_name, "x": float(x), "y": float(y)} for x, y in places / pixel]
    return [{"id": number, **row} for number, row in enumerate(rows, 1)]
