"""Named crystals seen along a zone axis: the projected lattice, its columns of atoms, and the reflections of the zone.

A crystal that is seen along a lattice direction t projects on a plane lattice. Every atom of the primitive cell gives one column a
plane cell, with one atom per length |t| along it; columns of different atoms may coincide. The area of the plane cell is V / |t|.

Lattice constants at room temperature: CRC Handbook of Chemistry and Physics, 97th ed., section 4; silicon: CODATA 2018; graphite,
boron nitride and MoS2: Wyckoff, Crystal Structures, 2nd ed. Plane groups of projections: International Tables for Crystallography A,
"symmetry of special projections". Spglib checks the structures and the projections in the tests.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from scisynth.core.errors import DataError, nearest

if TYPE_CHECKING:
    from ase import Atoms

Array = NDArray[np.float64]
SAME = 0.02
"""Å; columns nearer than this are one."""


@dataclass(frozen=True, kw_only=True)
class Crystal:
    """A structure by its type and lattice constants, in Å."""

    formula: str
    kind: str
    """As `ase.build.bulk` names it, or `perovskite`, `honeycomb`, `2H layer`."""
    a: float
    c: float | None = None
    b_factor: float = 0.5
    """Debye-Waller B, Å²: a typical value of solids of this kind at room temperature."""


CRYSTALS = {
    "silicon": Crystal(formula="Si", kind="diamond", a=5.4310, b_factor=0.46),
    "germanium": Crystal(formula="Ge", kind="diamond", a=5.6579, b_factor=0.58),
    "diamond": Crystal(formula="C", kind="diamond", a=3.5669, b_factor=0.14),
    "gold": Crystal(formula="Au", kind="fcc", a=4.0782, b_factor=0.62),
    "silver": Crystal(formula="Ag", kind="fcc", a=4.0857, b_factor=0.74),
    "platinum": Crystal(formula="Pt", kind="fcc", a=3.9236, b_factor=0.37),
    "palladium": Crystal(formula="Pd", kind="fcc", a=3.8903, b_factor=0.45),
    "aluminium": Crystal(formula="Al", kind="fcc", a=4.0496, b_factor=0.83),
    "copper": Crystal(formula="Cu", kind="fcc", a=3.6149, b_factor=0.56),
    "nickel": Crystal(formula="Ni", kind="fcc", a=3.5240, b_factor=0.36),
    "iron": Crystal(formula="Fe", kind="bcc", a=2.8665, b_factor=0.35),
    "tungsten": Crystal(formula="W", kind="bcc", a=3.1652, b_factor=0.16),
    "sodium chloride": Crystal(formula="NaCl", kind="rocksalt", a=5.6402, b_factor=1.6),
    "magnesium oxide": Crystal(formula="MgO", kind="rocksalt", a=4.2112, b_factor=0.3),
    "gallium arsenide": Crystal(formula="GaAs", kind="zincblende", a=5.6533, b_factor=0.6),
    "caesium chloride": Crystal(formula="CsCl", kind="cesiumchloride", a=4.123, b_factor=1.9),
    "cerium dioxide": Crystal(formula="CeO2", kind="fluorite", a=5.4110, b_factor=0.4),
    "strontium titanate": Crystal(formula="SrTiO3", kind="perovskite", a=3.905, b_factor=0.5),
    "magnesium": Crystal(formula="Mg", kind="hcp", a=3.2094, c=5.2108, b_factor=1.7),
    "titanium": Crystal(formula="Ti", kind="hcp", a=2.9506, c=4.6788, b_factor=0.5),
    "graphene": Crystal(formula="C", kind="honeycomb", a=2.461, b_factor=0.5),
    "boron nitride": Crystal(formula="BN", kind="honeycomb", a=2.504, b_factor=0.5),
    "molybdenum disulfide": Crystal(formula="MoS2", kind="2H layer", a=3.160, b_factor=0.5),
}
LAYERS = ("honeycomb", "2H layer")
"""Kinds that are one layer thick; their only zone axis is [001]."""
PLANE_GROUPS = {
    "diamond": {"001": "p4mm", "110": "c2mm", "111": "p6mm"},
    "fcc": {"001": "p4mm", "110": "c2mm", "111": "p6mm"},
    "rocksalt": {"001": "p4mm", "110": "c2mm", "111": "p6mm"},
    "fluorite": {"001": "p4mm", "110": "c2mm", "111": "p6mm"},
    "bcc": {"001": "p4mm", "110": "p2mm", "111": "p6mm"},
    "zincblende": {"001": "p4mm", "110": "cm", "111": "p6mm"},
    "cesiumchloride": {"001": "p4mm", "110": "p2mm", "111": "p6mm"},
    "perovskite": {"001": "p4mm", "110": "p2mm", "111": "p6mm"},
    "hcp": {"001": "p6mm"},
    "honeycomb": {"001": "p6mm"},
    "2H layer": {"001": "p3m1"},
}
"""Of the projections along the zone axes."""


@dataclass(frozen=True, kw_only=True)
class Projection:
    """A crystal along a zone axis."""

    name: str
    """As `silicon [110]`."""
    cell: Array
    """[2, 2]: primitive plane vectors in rows, reduced, Å."""
    elements: tuple[str, ...]
    places: Array
    """[N, 2]: fractional places of the columns in the cell."""
    repeat: float
    """Length along the axis that holds one atom of each column, Å; of a layer, its thickness."""
    is_layer: bool
    plane_group: str
    b_factor: float

    @property
    def reciprocal(self) -> Array:
        """[2, 2]: reciprocal vectors in rows, 1/Å, without 2π."""
        return np.asarray(np.linalg.inv(self.cell).T, np.float64)

    def factors(self, hk: NDArray[np.int_]) -> NDArray[np.complex128]:
        """[K]: structure factors for electrons, Å, of reflections [K, 2] of the zone."""
        from scisynth.instruments.materials.scattering import electron_factor

        g = hk @ self.reciprocal
        half = 0.5 * np.linalg.norm(g, axis=1)
        phases = np.exp(-2j * np.pi * hk @ self.places.T)
        atoms = np.stack([electron_factor(element, half) for element in self.elements], axis=1)
        found: NDArray[np.complex128] = (phases * atoms).sum(axis=1) * np.exp(-self.b_factor * half**2)
        return found


def parse_structure(text: str) -> tuple[str, str]:
    """Name and zone axis of `silicon [110]` or `graphene`, whose axis is 001.

    Raises:
        DataError: no such crystal, or no such axis of it; the line names the nearest.
    """
    name, _, axis = text.partition("[")
    name, axis = name.strip().lower(), axis.rstrip("] ").strip() or "001"
    if name not in CRYSTALS:
        raise DataError(f"unknown structure {text!r}; {nearest(name, CRYSTALS)}")
    axes = PLANE_GROUPS[CRYSTALS[name].kind]
    if axis not in axes:
        raise DataError(f"{name}: expected a zone axis of {', '.join(f'[{item}]' for item in axes)}, got [{axis}]")
    return name, axis


def find_structure(text: str) -> str | None:
    """The structure that a text names, such as `gold [110]` in "the lattice of gold, beam along [110]"; None where it names none.

    Of several the first; a crystal without one of its zone axes is none, but for layers.
    """
    names = "|".join(sorted(CRYSTALS, key=len, reverse=True))
    found = re.search(rf"\b({names})\b(?:[^\[\]]*\[(\d{{3}})\])?", text, re.IGNORECASE)
    if found is None:
        return None
    name, axis = found[1].lower(), found[2]
    kind = CRYSTALS[name].kind
    if kind in LAYERS:
        return name
    return structure_name(name, axis) if axis in PLANE_GROUPS[kind] else None


def structure_name(name: str, axis: str) -> str:
    """`silicon [110]`; a layer is called by its name alone."""
    return name if CRYSTALS[name].kind in LAYERS else f"{name} [{axis}]"


@lru_cache(maxsize=64)
def primitive(name: str) -> "Atoms":
    """The primitive cell as `ase.Atoms`; a layer lies in the plane of the first two vectors."""
    from ase import Atoms
    from ase.build import bulk, graphene, mx2

    crystal = CRYSTALS[name]
    if crystal.kind == "perovskite":
        places = [(0, 0, 0), (0.5, 0.5, 0.5), (0.5, 0.5, 0), (0.5, 0, 0.5), (0, 0.5, 0.5)]
        return Atoms(crystal.formula, scaled_positions=places, cell=[crystal.a] * 3, pbc=True)
    if crystal.kind == "honeycomb":
        formula = "C2" if crystal.formula == "C" else crystal.formula
        return graphene(formula=formula, a=crystal.a, vacuum=3.0)
    if crystal.kind == "2H layer":
        return mx2(formula=crystal.formula, kind="2H", a=crystal.a, thickness=3.19, vacuum=3.0)
    return bulk(crystal.formula, crystal.kind, a=crystal.a, c=crystal.c)


@lru_cache(maxsize=64)
def project(structure: str) -> Projection:
    """A structure such as `gold [110]` along its zone axis; the first plane vector lies along x.

    Raises:
        DataError: as `parse_structure`.
    """
    name, axis = parse_structure(structure)
    crystal, atoms = CRYSTALS[name], primitive(name)
    vectors = np.asarray(atoms.cell)
    along = _direction(crystal, axis)
    repeat = _shortest_along(vectors, along)
    plane = _plane_of(along)
    cell = reduce_vectors(_generators(vectors @ plane.T))
    turn = np.array([cell[0], [-cell[0, 1], cell[0, 0]]]) / np.linalg.norm(cell[0])
    cell = cell @ turn.T
    elements = atoms.get_chemical_symbols()
    places = (atoms.get_positions() @ plane.T @ turn.T) @ np.linalg.inv(cell)
    cell, elements, places = _smallest(cell, elements, places)
    is_layer = crystal.kind in LAYERS
    return Projection(
        name=structure_name(name, axis),
        cell=cell,
        elements=tuple(elements),
        places=places % 1.0,
        repeat=3.35 if is_layer else repeat,
        is_layer=is_layer,
        plane_group=_plane_group(crystal, axis, name),
        b_factor=crystal.b_factor,
    )


def _smallest(cell: Array, elements: list[str], places: Array) -> tuple[Array, list[str], Array]:
    """The same pattern in half of the cell, where a shift by half a cell brings all columns to columns of their element."""

    def is_column(element: str, place: Array) -> bool:
        return any(
            other == element and np.abs((there - place + 0.5) % 1.0 - 0.5).max() < 1e-4
            for other, there in zip(elements, places, strict=True)
        )

    for half in ((0.5, 0.5), (0.5, 0.0), (0.0, 0.5)):
        if all(is_column(element, place + half) for element, place in zip(elements, places, strict=True)):
            shorter = reduce_vectors(np.array([(1.0, 0.0) if half[0] == 0.0 else (0.0, 1.0), half]) @ cell)
            inside = (places @ cell) @ np.linalg.inv(shorter) % 1.0
            kept = [
                number
                for number, place in enumerate(inside)
                if not any(
                    elements[number] == elements[other]
                    and np.abs((inside[other] - place + 0.5) % 1.0 - 0.5).max() < 1e-4
                    for other in range(number)
                )
            ]
            return shorter, [elements[number] for number in kept], inside[kept]
    return cell, elements, places


def reduce_vectors(vectors: Array) -> Array:
    """[2, 2]: the two shortest vectors of a plane lattice that is given by two or more, at 60 to 120° (Gauss)."""
    a, b = vectors[0], vectors[1]
    while True:
        if a @ a > b @ b + 1e-12:
            a, b = b, a
        ratio = float(a @ b / (a @ a))
        # Half a step, as at 60°, is none on every machine: products of matrices round differently.
        times = round(ratio - math.copysign(1e-9, ratio))
        if not times:
            break
        b = b - times * a
    if a[0] * b[1] - a[1] * b[0] < 0:
        b = -b
    return np.array([a, b])


def basis_stretches(measured: Array, ideal: Array) -> Iterator[tuple[NDArray[np.int_], Array]]:
    """Every change of basis with entries -1, 0, 1 and determinant ±1, and the principal ratios [2] of the changed basis to the ideal.

    Args:
        measured: [2, 2], vectors of a plane lattice in rows; it is they that are changed.
        ideal: [2, 2], such vectors of the lattice they are held against, reduced.
    """
    inverse = np.linalg.inv(ideal @ ideal.T)
    for entries in product((-1, 0, 1), repeat=4):
        change = np.array(entries).reshape(2, 2)
        if abs(round(float(np.linalg.det(change)))) == 1:
            basis = change @ measured
            yield change, np.sqrt(np.abs(np.linalg.eigvals(inverse @ (basis @ basis.T)).real))


def turn_vectors(vectors: Array, degrees: float) -> Array:
    """[.., 2]: vectors x, y turned from x towards y."""
    angle = np.radians(degrees)
    found: Array = vectors @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return found


def _plane_group(crystal: Crystal, axis: str, name: str) -> str:
    return "p3m1" if name == "boron nitride" else PLANE_GROUPS[crystal.kind][axis]


def _direction(crystal: Crystal, axis: str) -> Array:
    """Of cubic crystals in their axes; of hexagonal ones the axis [001] is z."""
    found = np.array([float(digit) for digit in axis])
    return found / np.linalg.norm(found)


def _shortest_along(vectors: Array, along: Array) -> float:
    steps = np.array(list(product(range(-4, 5), repeat=3))) @ vectors
    lengths = np.linalg.norm(steps, axis=1)
    parallel = (lengths > SAME) & (np.abs(np.abs(steps @ along) - lengths) < SAME / 10)
    return float(lengths[parallel].min())


def _plane_of(along: Array) -> Array:
    """[2, 3]: two directions at right angles to an axis and each other."""
    start = np.array([1.0, -1.0, 0.0]) if abs(along[2]) < 0.99 else np.array([1.0, 0.0, 0.0])
    first = start - (start @ along) * along
    first /= np.linalg.norm(first)
    return np.array([first, np.cross(along, first)])


def _generators(projected: Array) -> Array:
    """Two vectors that generate the plane lattice of three projected ones: the shortest, and the next in another direction."""
    steps = np.array(list(product(range(-3, 4), repeat=3))) @ projected
    lengths = np.linalg.norm(steps, axis=1)
    # Vectors that symmetry makes equally long keep their order, whatever the last digits of the machine.
    order = [index for index in np.argsort(lengths.round(9), kind="stable") if lengths[index] > SAME]
    first = steps[order[0]]
    across = np.abs(steps[order] @ np.array([-first[1], first[0]])) / lengths[order[0]]
    return np.array([first, steps[order[int(np.argmax(across > SAME))]]])
