"""What is said of a lattice image or its diffraction pattern: shared claims, names of planes, words for rotations, units."""

import math
from collections.abc import Iterator

import numpy as np

from scisynth.instruments.findings import Claim
from scisynth.instruments.frame import Frame
from scisynth.instruments.materials.crystals import (
    CRYSTALS,
    Array,
    Projection,
    parse_structure,
    project,
    reduce_vectors,
)
from scisynth.instruments.materials.patches import DISLOCATION, STRAIN

LENGTH_TOLERANCE = 0.01
"""Relative, of spacings and distances."""
ANGLE_TOLERANCE = 0.6
"""Degrees."""
PER_ANGSTROM = {"1/nm": 0.1, "1/Å": 1.0}
"""1/Å of a unit of reciprocal space."""
NO_RECIPROCAL_SCALE = "The size of a pixel in reciprocal space is not known, so that no spacing can be told."
FOLDS = ("one-fold", "two-fold", "three-fold", "four-fold", "six-fold")
FOLD = {
    "p1": FOLDS[0], "pm": FOLDS[0], "pg": FOLDS[0], "cm": FOLDS[0], "p2": FOLDS[1], "p2mm": FOLDS[1], "p2mg": FOLDS[1],
    "p2gg": FOLDS[1], "c2mm": FOLDS[1], "p4": FOLDS[3], "p4mm": FOLDS[3], "p4gm": FOLDS[3], "p3": FOLDS[2], "p3m1": FOLDS[2],
    "p31m": FOLDS[2], "p6": FOLDS[4], "p6mm": FOLDS[4],
}  # fmt: skip
"""The highest rotation of each plane group."""
_PLANES = {
    "fcc": {"001": (2, 0, 0), "110": (1, 1, 1), "111": (2, 2, 0)},
    "diamond": {"001": (2, 2, 0), "110": (1, 1, 1), "111": (2, 2, 0)},
    "bcc": {"001": (1, 1, 0), "110": (1, 1, 0), "111": (1, 1, 0)},
    "cesiumchloride": {"001": (1, 0, 0), "110": (1, 0, 0), "111": (1, 1, 0)},
}
_PLANES |= {"rocksalt": _PLANES["fcc"], "fluorite": _PLANES["fcc"], "perovskite": _PLANES["cesiumchloride"]}
_PLANES |= {"zincblende": {**_PLANES["fcc"], "001": (2, 0, 0)}}
"""The planes of the largest spacing that stand upright along a zone axis."""


def reciprocal_pixel(frame: Frame) -> float | None:
    """1/Å of one pixel of a diffraction pattern; None where nobody said, or in no unit of reciprocal space."""
    scale = PER_ANGSTROM.get(frame.unit)
    return frame.pixel_size * scale if frame.pixel_size and scale else None


def plane_indices(structure: str) -> tuple[str, str, float]:
    """Indices of the planes of largest spacing along an axis, the rule for their spacing d, and a / d."""
    name, axis = parse_structure(structure)
    kind = CRYSTALS[name].kind
    if kind not in _PLANES:
        return "100", "d = √3 a / 2", 2 / math.sqrt(3)
    indices = _PLANES[kind][axis]
    squares = sum(index * index for index in indices)
    return "".join(map(str, indices)), f"d = a / √{squares}" if squares > 1 else "d = a", math.sqrt(squares)


def reduced_spacings(crystal: Projection) -> tuple[float, float, Array]:
    """The two largest plane spacings, Å, and [2, 2] their reciprocal vectors at 60 to 90°, 1/Å."""
    vectors = reduce_vectors(crystal.reciprocal)
    lengths = np.linalg.norm(vectors, axis=1)
    return float(1 / lengths[0]), float(1 / lengths[1]), vectors


def plane_angle(vectors: Array) -> float:
    """Degrees, 0 to 90, between planes of two reciprocal vectors."""
    cosine = abs(float(vectors[0] @ vectors[1])) / float(np.prod(np.linalg.norm(vectors, axis=1)))
    return math.degrees(math.acos(min(cosine, 1.0)))


def cell_claims(vectors: Array) -> Iterator[Claim]:
    """Spacings and angle of a reduced reciprocal basis, 1/Å."""
    for quantity, vector in zip(("spacing", "spacing_2"), vectors, strict=True):
        value = float(1 / np.linalg.norm(vector))
        yield Claim(quantity=quantity, value=value, unit="Å", tolerance=LENGTH_TOLERANCE * value)
    yield Claim(quantity="angle", value=plane_angle(vectors), unit="°", tolerance=ANGLE_TOLERANCE)


def lattice_claims(structure: str, defect: str, strain: float) -> Iterator[Claim]:
    """Of a named structure: itself and its lattice; under strain the strain; around a dislocation a looser fit."""
    if defect == STRAIN:
        yield Claim(quantity="strain", value=100 * strain, unit="%", tolerance=0.5, given={"structure": structure})
        return
    if defect == DISLOCATION:
        yield Claim(quantity="structure", value=structure, tolerance=0.03)
        return
    yield Claim(quantity="structure", value=structure)
    yield from cell_claims(reduced_spacings(project(structure))[2])
