"""Rings of a cubic powder: 1/d of every family of planes, with the power that electrons give it.

1/d = √(h² + k² + l²) / a. The power of a ring is m |F|² d² (multiplicity, structure factor, and the fraction of grains that are in
reflecting position, Lorentz factor for small angles; Williams & Carter, ch. 17; Vainshtein, Structure Analysis by Electron
Diffraction). Rings whose structure factor is zero stay in the list with power 0: extinctions.
"""

from functools import lru_cache
from itertools import product

import numpy as np

from scisynth.core.errors import DataError
from scisynth.instruments.materials.crystals import CRYSTALS, LAYERS, parse_structure, primitive
from scisynth.instruments.materials.scattering import electron_factor

HIGHEST = 6
"""Index up to which planes are listed."""
ABSENT = 1e-6
"""Of the strongest |F|²: less is zero."""


@lru_cache(maxsize=64)
def cubic_rings(structure: str) -> tuple[tuple[float, float], ...]:
    """1/d in 1/Å and power of the rings of a cubic crystal, the innermost first; the strongest has power 1.

    Raises:
        DataError: no such crystal, or one that is not cubic.
    """
    name = parse_structure(structure)[0]
    crystal = CRYSTALS[name]
    if crystal.c is not None or crystal.kind in LAYERS:
        raise DataError(
            f"{name}: expected a cubic crystal, such as gold, got one of kind {crystal.kind}; choose another"
        )
    atoms = primitive(name)
    indices = np.array([hkl for hkl in product(range(-HIGHEST, HIGHEST + 1), repeat=3) if any(hkl)])
    squares = (indices**2).sum(axis=1)
    g = np.sqrt(squares) / crystal.a
    vectors = indices / crystal.a
    # Planes that no reciprocal vector of the primitive lattice has are extinct by the lattice.
    inside = vectors @ np.asarray(atoms.cell).T
    is_reflection = (np.abs(inside - np.rint(inside)) < 1e-6).all(axis=1)
    factors = np.zeros(len(g), complex)
    for element, place in zip(atoms.get_chemical_symbols(), atoms.get_positions(), strict=True):
        factors += electron_factor(element, g / 2) * np.exp(-2j * np.pi * vectors @ place)
    power = np.where(is_reflection, np.abs(factors) ** 2 * np.exp(-crystal.b_factor * g**2 / 2), 0.0)
    found = []
    for square in range(1, HIGHEST**2 + 1):
        mine = squares == square
        if mine.any():
            at = float(np.sqrt(square)) / crystal.a
            found.append((at, float(power[mine].sum()) / at**2))
    strongest = max(strength for _, strength in found)
    return tuple((at, strength / strongest if strength > ABSENT * strongest else 0.0) for at, strength in found)
