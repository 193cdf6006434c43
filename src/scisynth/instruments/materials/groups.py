"""The 17 plane groups: their operations in conventional axes (International Tables for Crystallography A, part 6).

Spglib finds each of them again in the tests, from a motif of the table.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
_P4 = "x,y; -x,-y; -y,x; y,-x"
_P3 = "x,y; -y,x-y; -x+y,-x"
_P6 = f"{_P3}; -x,-y; y,-x+y; x-y,x"
OPERATIONS: Mapping[str, str] = {
    "p1": "x,y",
    "p2": "x,y; -x,-y",
    "pm": "x,y; -x,y",
    "pg": "x,y; -x,y+1/2",
    "cm": "x,y; -x,y; x+1/2,y+1/2; -x+1/2,y+1/2",
    "p2mm": "x,y; -x,-y; -x,y; x,-y",
    "p2mg": "x,y; -x,-y; -x+1/2,y; x+1/2,-y",
    "p2gg": "x,y; -x,-y; -x+1/2,y+1/2; x+1/2,-y+1/2",
    "c2mm": "x,y; -x,-y; -x,y; x,-y; x+1/2,y+1/2; -x+1/2,-y+1/2; -x+1/2,y+1/2; x+1/2,-y+1/2",
    "p4": _P4,
    "p4mm": f"{_P4}; -x,y; x,-y; y,x; -y,-x",
    "p4gm": f"{_P4}; -x+1/2,y+1/2; x+1/2,-y+1/2; y+1/2,x+1/2; -y+1/2,-x+1/2",
    "p3": _P3,
    "p3m1": f"{_P3}; -y,-x; -x+y,y; x,x-y",
    "p31m": f"{_P3}; y,x; x-y,-y; -x,-x+y",
    "p6": _P6,
    "p6mm": f"{_P6}; -y,-x; -x+y,y; x,x-y; y,x; x-y,-y; -x,-x+y",
}
PLANE_GROUPS = tuple(OPERATIONS)
SPACE_GROUPS = dict(
    zip(PLANE_GROUPS, (1, 3, 6, 7, 8, 25, 28, 32, 35, 75, 99, 100, 143, 156, 157, 168, 183), strict=True)
)
"""The polar space group that a motif of each plane group has if it is stretched along the normal: what spglib must find."""


@dataclass(frozen=True, kw_only=True)
class Operation:
    """x -> R x + t in fractional coordinates."""

    matrix: NDArray[np.int_]
    shift: Array


def operations(group: str) -> list[Operation]:
    """Of a plane group in its conventional cell, centring included."""
    return [_parse(part) for part in OPERATIONS[group].split(";")]


def _parse(text: str) -> Operation:
    rows, shift = [], []
    for part in text.strip().split(","):
        half = part.endswith("+1/2")
        terms = part.removesuffix("+1/2").replace("-", "+-").split("+")
        rows.append(
            [
                sum({"x": (1, 0), "y": (0, 1)}[t[-1]][axis] * (-1 if t[0] == "-" else 1) for t in terms if t)
                for axis in (0, 1)
            ]
        )
        shift.append(0.5 if half else 0.0)
    return Operation(matrix=np.array(rows), shift=np.array(shift))


def orbit(group: str, place: Array) -> Array:
    """[N, 2]: all places of one cell that a group makes of one."""
    images = np.array([(item.matrix @ place + item.shift) % 1.0 for item in operations(group)])
    kept: list[Array] = []
    for image in images:
        if all(np.abs((image - other + 0.5) % 1.0 - 0.5).max() > 1e-4 for other in kept):
            kept.append(image)
    return np.array(kept)


def system(group: str) -> str:
    """`oblique`, `rectangular`, `rhombic`, `square` or `hexagonal`."""
    if group in ("p1", "p2"):
        return "oblique"
    if group.startswith("c"):
        return "rhombic"
    return {"4": "square", "3": "hexagonal", "6": "hexagonal"}.get(group[1], "rectangular")


def conventional_cell(group: str, a: float, ratio: float) -> Array:
    """[2, 2]: cell vectors in rows; `ratio` is b / a where the group leaves it free; oblique cells have 105°."""
    kind = system(group)
    angle = {"oblique": 105.0, "hexagonal": 120.0}.get(kind, 90.0)
    b = a if kind in ("square", "hexagonal") else a * ratio
    turn = np.radians(angle)
    return np.array([[a, 0.0], [b * np.cos(turn), b * np.sin(turn)]])


Place = tuple[float, float, float]
"""x and y in the conventional cell, and the density of states of the atom there."""
THIRD, TWO_THIRDS = 1 / 3, 2 / 3
MOTIFS: Mapping[str, tuple[tuple[Place, ...], ...]] = {
    "p1": (((0.86, 0.27, 1.0), (0.209, 0.785, 0.6), (0.566, 0.568, 0.4)), ((0.472, 0.203, 1.0), (0.165, 0.533, 0.6), (0.869, 0.827, 0.4))),
    "p2": (((0.776, 0.329, 1.0), (0.315, 0.104, 0.6)), ((0.18, 0.783, 1.0), (0.266, 0.424, 0.6))),
    "pm": (((0.0, 0.599, 1.0), (0.253, 0.164, 0.6)), ((0.0, 0.401, 1.0), (0.253, 0.836, 0.6))),
    "pg": (((0.901, 0.877, 1.0), (0.552, 0.527, 0.6)), ((0.887, 0.606, 1.0), (0.451, 0.447, 0.6))),
    "cm": (((0.819, 0.815, 1.0), (0.0, 0.555, 0.6)), ((0.819, 0.185, 1.0), (0.0, 0.445, 0.6))),
    "p2mm": (((0.756, 0.287, 1.0),), ((0.772, 0.693, 1.0),)),
    "p2mg": (((0.75, 0.63, 1.0),), ((0.75, 0.37, 1.0),)),
    "p2gg": (((0.838, 0.336, 1.0),), ((0.845, 0.334, 1.0), (0.0, 0.0, 0.6))),
    "c2mm": (((0.835, 0.353, 1.0),), ((0.779, 0.377, 1.0),)),
    "p4": (((0.628, 0.198, 1.0), (0.0, 0.0, 0.6)), ((0.368, 0.798, 1.0), (0.0, 0.0, 0.6))),
    "p4mm": (((0.64, 0.85, 1.0),), ((0.646, 0.845, 1.0),)),
    "p4gm": (((0.791, 0.468, 1.0), (0.0, 0.0, 0.6)), ((0.209, 0.532, 1.0), (0.0, 0.0, 0.6))),
    "p3": (((0.843, 0.0, 1.0), (0.561, 0.0, 0.6), (THIRD, TWO_THIRDS, 0.4)), ((TWO_THIRDS, THIRD, 1.0), (0.023, 0.672, 0.6), (0.0, 0.0, 0.4))),
    "p3m1": (((0.0, 0.0, 1.0), (TWO_THIRDS, THIRD, 0.6), (THIRD, TWO_THIRDS, 0.4)), ((0.538, 0.462, 1.0),)),
    "p31m": (((0.366, 0.0, 1.0),), ((0.621, 0.0, 1.0),)),
    "p6": (((0.693, 0.1, 1.0), (0.0, 0.0, 0.6)), ((0.844, 0.256, 1.0), (0.0, 0.0, 0.6))),
    "p6mm": (((0.888, 0.332, 1.0),), ((0.888, 0.332, 1.0), (0.0, 0.0, 0.6))),
}  # fmt: skip
"""Two motifs of each group whose atoms keep apart, and whose image breaks every operation that the group has not by a quarter or more."""


@dataclass(frozen=True, kw_only=True)
class Layer:
    """A layer of atoms with a plane group."""

    cell: Array
    """[2, 2]: primitive vectors in rows, Å, of arbitrary but reduced shape."""
    places: Array
    """[N, 2]: fractional."""
    weights: Array
    """[N]: densities of states."""


def motif_layer(group: str, variant: int, area: float, ratio: float) -> Layer:
    """A layer of a motif; `area` is that of one atom, Å², `ratio` is b / a where the group leaves it free."""
    from scisynth.instruments.materials.crystals import reduce_vectors

    chosen = MOTIFS[group][variant]
    orbits = [orbit(group, np.array(place[:2])) for place in chosen]
    places = np.concatenate(orbits)
    weights = np.concatenate([np.full(len(found), place[2]) for found, place in zip(orbits, chosen, strict=True)])
    shape = conventional_cell(group, 1.0, ratio)
    area = area * (1.5 if group == "p1" else 1.0)  # or the tip would not see the places of three atoms apart
    cell = shape * np.sqrt(area * len(places) / abs(np.linalg.det(shape)))
    primitive = np.array([[0.5, -0.5], [0.5, 0.5]]) @ cell if group.startswith("c") else cell
    reduced = reduce_vectors(primitive)
    inside = (places @ cell) @ np.linalg.inv(reduced) % 1.0
    kept: list[int] = []
    for number, place in enumerate(inside):
        if all(np.abs((place - inside[other] + 0.5) % 1.0 - 0.5).max() > 1e-4 for other in kept):
            kept.append(number)
    return Layer(cell=reduced, places=inside[kept], weights=weights[kept])
