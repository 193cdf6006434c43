"""The plane group of a lattice image, from the amplitudes and phases of its Fourier coefficients.

An image ρ is invariant under x -> R x + t if F(hR) = F(h) exp(2πi h·t) for all reflections h (row vectors, fractional coordinates).
For every R that keeps the metric of the measured lattice, t is sought that makes the residual least:

    ρ(R, t) = 1 - Re Σ F*(hR) F(h) exp(2πi h·t) / Σ ½ (|F(h)|² + |F(hR)|²)

with the power of noise taken off the denominator. A rotation may have any t. A line of reflection has t across the line, a glide
line half a lattice vector along it in addition; where the lattice is centred with regard to the line, both come together. Rotations
and lines of each kind decide between the 17 groups (Hovmöller, Ultramicroscopy 41 (1992) 121, on the residuals of
crystallographic image processing; International Tables A, plane groups).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from scisynth.instruments.materials.measure_lattice import Lattice
from scisynth.instruments.materials.spectrum import Array, Spectrum

METRIC = 0.04
"""Relative difference of lengths up to which a lattice may have an operation: drift of a scan stays below."""
BROKEN = 0.10
"""Residual above which an operation is broken; noise and drift leave less, a motif without it more."""
SEEN = 8.0
"""Power over noise of a coefficient that takes part."""
HIGHEST = 9
"""Index up to which coefficients are taken."""
FINENESS = 36
"""Steps of t along a lattice vector."""
Index = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Coefficients:
    """Fourier coefficients at lattice points; Friedel mates included."""

    indices: NDArray[np.int_]
    """[K, 2]"""
    values: NDArray[np.complex128]
    noise: Array
    """[K]: variances."""
    metric: Array
    """[2, 2]: of the direct lattice, relative to its shorter vector."""


@dataclass(frozen=True, kw_only=True)
class Residual:
    """Of one operation."""

    value: float
    uncertainty: float

    @property
    def holds(self) -> bool | None:
        """None where noise hides it."""
        if self.value + 2 * self.uncertainty < BROKEN:
            return True
        return False if self.value - 2 * self.uncertainty > BROKEN else None


@dataclass(frozen=True, kw_only=True)
class Operations:
    """Residuals of the rotations by order, and of lines of reflection and glide by their matrices."""

    rotations: Mapping[int, Residual]
    lines: tuple["Line", ...]


@dataclass(frozen=True, kw_only=True)
class Line:
    """A direction of reflection."""

    matrix: NDArray[np.int_]
    along: NDArray[np.int_]
    """[2]: the shortest lattice vector along it."""
    length: float
    """Of that vector, in shorter vectors of the cell."""
    is_centred: bool
    mirror: Residual
    glide: Residual


def read_coefficients(spectrum: Spectrum, lattice: Lattice) -> Coefficients:
    """All coefficients of a lattice that stand out of the noise, in its reduced basis."""
    from scisynth.instruments.materials.crystals import reduce_vectors

    direct = reduce_vectors(lattice.direct)
    reciprocal = np.linalg.inv(direct).T
    indices = np.array(list(product(range(-HIGHEST, HIGHEST + 1), repeat=2)))
    places = indices @ reciprocal
    usable = (np.abs(places) < 0.46).all(axis=1) & spectrum.is_clear(places) & (np.abs(indices).sum(axis=1) > 0)
    indices, places = indices[usable], places[usable]
    return Coefficients(
        indices=indices,
        values=spectrum.at(places),
        noise=spectrum.noise(places),
        metric=direct @ direct.T / (direct[0] @ direct[0]),
    )


def find_operations(found: Coefficients) -> Operations:
    """The residual of every operation that the metric allows."""
    rotations: dict[int, Residual] = {}
    lines = []
    for entries in product((-1, 0, 1), repeat=4):
        matrix = np.array(entries).reshape(2, 2)
        turn = round(float(np.linalg.det(matrix)))
        if abs(turn) != 1 or not _keeps(matrix, found.metric):
            continue
        if turn == 1:
            order = {-2: 2, -1: 3, 0: 4, 1: 6}.get(int(np.trace(matrix)))
            if order and order not in rotations:
                rotations[order] = _least(found, matrix, _everywhere())
        elif np.trace(matrix) == 0:
            lines.append(_line(found, matrix))
    return Operations(rotations=rotations, lines=tuple(lines))


def _keeps(matrix: NDArray[np.int_], metric: Array) -> bool:
    lengths = np.sqrt(np.diag(metric))
    change = (matrix.T @ metric @ matrix - metric) / np.outer(lengths, lengths)
    return bool(np.abs(change).max() < 2 * METRIC)


def _everywhere() -> Array:
    steps = np.arange(FINENESS) / FINENESS
    return np.stack(np.meshgrid(steps, steps), -1).reshape(-1, 2)


def _line(found: Coefficients, matrix: NDArray[np.int_]) -> Line:
    short = np.array([step for step in product(range(-2, 3), repeat=2) if any(step)])
    along = next(step for step in _by_length(short, found.metric) if (matrix @ step == step).all())
    across = next(step for step in _by_length(short, found.metric) if (matrix @ step == -step).all())
    times = [round(float((step + matrix @ step) @ along / (along @ along))) for step in short]
    is_centred = any(number % 2 for number in times)
    shifts = np.outer(np.arange(2 * FINENESS) / (2 * FINENESS), across)
    mirror = _least(found, matrix, shifts)
    glide = mirror if is_centred else _least(found, matrix, shifts + along / 2)
    return Line(
        matrix=matrix,
        along=along,
        length=float(np.sqrt(along @ found.metric @ along)),
        is_centred=is_centred,
        mirror=mirror,
        glide=glide,
    )


def _by_length(steps: NDArray[np.int_], metric: Array) -> NDArray[np.int_]:
    return steps[np.argsort(np.einsum("ki,ij,kj->k", steps, metric, steps), kind="stable")]


def _least(found: Coefficients, matrix: NDArray[np.int_], shifts: Array) -> Residual:
    """The least residual over translations `shifts`, refined between them."""
    by_index = {tuple(index): number for number, index in enumerate(found.indices.tolist())}
    pairs = [(by_index.get(tuple(mate)), number) for number, mate in enumerate((found.indices @ matrix).tolist())]
    known = np.array([(mate, own) for mate, own in pairs if mate is not None], int).reshape(-1, 2)
    power = np.abs(found.values) ** 2
    seen = power > SEEN * found.noise
    known = known[(seen[known[:, 0]] | seen[known[:, 1]])] if len(known) else known
    if len(known) < 4:
        return Residual(value=0.5, uncertainty=1.0)
    mates, owns = known.T
    total = float((0.5 * (power[mates] + power[owns]) - found.noise[owns]).sum())
    if total <= 0:
        return Residual(value=0.5, uncertainty=1.0)
    products = np.conj(found.values[mates]) * found.values[owns]
    indices = found.indices[owns]

    def correlation(places: Array) -> Array:
        return (np.exp(2j * np.pi * places @ indices.T) @ products).real / total

    best = shifts[int(np.argmax(correlation(shifts)))]
    direction = shifts[1] - shifts[0] if len(shifts) < FINENESS**2 else None
    width = 0.5 / FINENESS
    for _ in range(5):
        if direction is None:
            near = best + width * np.array(list(product((-1, 0, 1), repeat=2)))
        else:
            near = best + np.outer((-width, 0, width), direction * 2 * FINENESS)
        best = near[int(np.argmax(correlation(near)))]
        width /= 2
    value = 1 - float(correlation(best[None])[0])
    # Half of the pairs are Friedel mates of the others.
    spread = np.sqrt(2 * (0.5 * power[owns] * (found.noise[owns] + found.noise[mates])).sum()) / total
    return Residual(value=value, uncertainty=float(spread))


def plane_groups(found: Operations) -> tuple[str, ...]:
    """The group of the operations that hold; two where noise hides one: with it and without it."""
    names = [name_group(found, unknown) for unknown in (True, False)]
    return tuple(dict.fromkeys(names))


def name_group(found: Operations, unknown: bool) -> str:
    """The plane group, where what noise hides counts as `unknown` says."""

    def holds(residual: Residual | None) -> bool:
        if residual is None:
            return False
        return unknown if residual.holds is None else residual.holds

    turns = {order for order, residual in found.rotations.items() if holds(residual)}
    order = next((n for n, needed in ((6, {6, 3, 2}), (4, {4, 2}), (3, {3}), (2, {2})) if needed <= turns), 1)
    mirrors = [line for line in found.lines if holds(line.mirror)]
    glides = [line for line in found.lines if holds(line.glide) and not line.is_centred]
    if order in (6, 3):
        if not mirrors:
            return "p6" if order == 6 else "p3"
        return "p6mm" if order == 6 else _name_threefold(mirrors)
    if order == 4:
        if any(not line.is_centred for line in mirrors):
            return "p4mm"
        return "p4gm" if glides else "p4"
    if order == 2:
        return _name_twofold(mirrors, glides)
    if any(line.is_centred for line in mirrors):
        return "cm"
    return "pm" if mirrors else "pg" if glides else "p1"


def _name_threefold(mirrors: list[Line]) -> str:
    """p31m has its lines along the shortest lattice vectors, p3m1 across them."""
    best = min(mirrors, key=lambda line: line.mirror.value)
    return "p31m" if best.length < 1.3 else "p3m1"


def _name_twofold(mirrors: list[Line], glides: list[Line]) -> str:
    if any(line.is_centred for line in mirrors):
        return "c2mm"
    both = {tuple(line.matrix.ravel()) for line in mirrors} | {tuple(line.matrix.ravel()) for line in glides}
    if len(both) < 2:
        return "p2"
    return "p2mm" if len(mirrors) >= 2 else "p2mg" if len(mirrors) == 1 else "p2gg"
