"""The image nearest to a given one that has the lattice and the plane group of a named crystal.

Group and lattice are those of `crystals.project`. Where the crystal lies is read from the image:

    turn      of the lattice: that of the most power at the crystal's reciprocal vectors g
    origin s  of the group: that which leaves most of the image when it is averaged over the group

The waves c(g) are fitted by least squares. Every operation x -> R x + t of the group asks for c(gR) = c(g) exp(2πi g·t), so the mean of
its two sides over all operations, at the origin s, is the projection. What varies slower than any lattice wave stays as it is.
Operations are found on the crystal's own structure factors, so that no table of settings is needed.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

from scisynth.instruments.frame import Pixels
from scisynth.instruments.materials.crystals import project, turn_vectors
from scisynth.instruments.materials.spectrum import Array, Spectrum

HIGHEST = 4
"""Index up to which waves are taken."""
NYQUIST = 0.46
"""Cycles a pixel, at most, of a wave's components."""
COARSE, FINE = 1.0, 0.1
"""Steps of the turn, degrees."""
FINENESS = 24
"""Steps of the origin along a lattice vector."""
MOST_CONTRAST = 4.0
"""Times that the contrast of the waves is raised at most, to that of the image."""
EXACT = 1e-3
"""Residual below which structure factors have an operation."""


@dataclass(frozen=True, kw_only=True)
class Group:
    """The operations of a crystal's projection, in its cell."""

    indices: NDArray[np.int_]
    """[K, 2]: of the waves; with each its negative."""
    mates: NDArray[np.int_]
    """[G, K]: the row of gR."""
    phases: NDArray[np.complex128]
    """[G, K]: exp(-2πi g·t), by which the wave at gR is multiplied to stand at g."""


def project_on(gray: Pixels, structure: str, pixel_size: float) -> Pixels:
    """[H, W]: a gray image with the lattice and plane group of `structure`, laid where the image has them, mean and contrast unchanged.

    Args:
        gray: any brightness; what is not periodic is left out, but for slow variations.
        structure: as `gold [110]`.
        pixel_size: Å.
    """
    crystal, group = project(structure), group_of(structure)
    spectrum = Spectrum(gray)
    reciprocal = crystal.reciprocal * pixel_size
    waves = turn_vectors(group.indices @ reciprocal, _turn(spectrum, group.indices @ reciprocal))
    seen = (np.abs(waves) < NYQUIST).all(axis=1)
    values = np.zeros(len(waves), complex)
    values[seen] = _fit(spectrum, waves[seen])
    # Beyond the last resolved wave there is nothing to average with.
    values = np.where(seen, _average(group, values), 0)
    found = _synthesis(spectrum, waves[seen], values[seen])
    # What the projection takes away is given back to what it keeps, or an image that is projected again and again fades.
    contrast = spectrum.flat.std() / max(float(found.std()), 1e-9)
    return np.asarray(gray - spectrum.flat + min(contrast, MOST_CONTRAST) * found, np.float32)


@lru_cache(maxsize=64)
def group_of(structure: str) -> Group:
    """The operations that the structure factors of a crystal's projection have."""
    crystal = project(structure)
    indices = np.array([index for index in product(range(-HIGHEST, HIGHEST + 1), repeat=2) if any(index)])
    factors = crystal.factors(indices)
    row_of = {tuple(index): row for row, index in enumerate(indices.tolist())}
    metric = crystal.cell @ crystal.cell.T
    mates, phases = [], []
    for entries in product((-1, 0, 1), repeat=4):
        matrix = np.array(entries).reshape(2, 2)
        if abs(round(float(np.linalg.det(matrix)))) != 1 or np.abs(matrix.T @ metric @ matrix - metric).max() > 1e-3:
            continue
        rows = np.array([row_of.get(tuple(mate), -1) for mate in (indices @ matrix).tolist()])
        shift = _shift_of(factors, indices, rows)
        if shift is not None:
            mates.append(rows)
            phases.append(np.exp(2j * np.pi * indices @ shift))
    return Group(indices=indices, mates=np.array(mates), phases=np.conj(np.array(phases)))


def _shift_of(factors: NDArray[np.complex128], indices: NDArray[np.int_], rows: NDArray[np.int_]) -> Array | None:
    """The translation t of an operation, a multiple of 1/12; None where the crystal has no such operation."""
    known = rows >= 0
    mates, own = factors[rows[known]], factors[known]
    shifts = np.array(list(product(range(12), repeat=2))) / 12
    moved = own * np.exp(2j * np.pi * shifts @ indices[known].T)
    residuals = (np.abs(mates - moved) ** 2).sum(axis=1) / (np.abs(own) ** 2).sum()
    best = int(np.argmin(residuals))
    return shifts[best] if residuals[best] < EXACT else None


def _turn(spectrum: Spectrum, waves: Array) -> float:
    """Degrees by which the crystal's waves are turned to lie where the image has most power."""
    near = waves[np.argsort(np.linalg.norm(waves, axis=1))[:12]]

    def power(degrees: Array) -> Array:
        places = np.concatenate([turn_vectors(near, float(angle)) for angle in degrees])
        found = np.where((np.abs(places) < NYQUIST).all(axis=1), np.abs(spectrum.at(places)) ** 2, 0.0)
        return np.asarray(found.reshape(len(degrees), -1).sum(axis=1), np.float64)

    coarse = np.arange(0.0, 180.0, COARSE)
    best = coarse[int(np.argmax(power(coarse)))]
    fine = best + np.arange(-COARSE, COARSE + FINE / 2, FINE)
    return float(fine[int(np.argmax(power(fine)))])


def _fit(spectrum: Spectrum, waves: Array) -> NDArray[np.complex128]:
    """[K]: amplitudes of waves that lie in pairs k, -k, by least squares under the window."""
    half = (waves[:, 0] > 0) | ((waves[:, 0] == 0) & (waves[:, 1] > 0))
    chosen = waves[half]
    angles = 2 * np.pi * _phase_grid(spectrum, chosen)
    weight = np.sqrt(np.outer(spectrum.window_y, spectrum.window_x)).reshape(-1, 1)
    design = np.concatenate([np.cos(angles), np.sin(angles)], axis=1) * weight
    normal = design.T @ design
    normal[np.diag_indices_from(normal)] += 1e-3 * normal.diagonal().mean()
    solved = np.linalg.solve(normal, design.T @ (spectrum.flat.reshape(-1, 1) * weight)).ravel()
    one_side = 0.5 * (solved[: len(chosen)] - 1j * solved[len(chosen) :])
    found = np.empty(len(waves), complex)
    found[half] = one_side
    found[~half] = np.conj(one_side[_mates_of(waves[~half], chosen)])
    return found


def _mates_of(waves: Array, chosen: Array) -> NDArray[np.intp]:
    """For each wave the row of its negative."""
    return np.abs(waves[:, None] + chosen[None]).sum(axis=2).argmin(axis=1)


def _phase_grid(spectrum: Spectrum, waves: Array) -> Array:
    """[H * W, K]: k · r in cycles, r from the middle."""
    y, x = np.meshgrid(spectrum.y, spectrum.x, indexing="ij")
    return np.asarray(np.stack([x.ravel(), y.ravel()], axis=1) @ waves.T, np.float64)


def _synthesis(spectrum: Spectrum, waves: Array, values: NDArray[np.complex128]) -> Array:
    found = (np.exp(2j * np.pi * _phase_grid(spectrum, waves)) @ values).real
    return np.asarray(found.reshape(spectrum.height, spectrum.width), np.float64)


def _average(group: Group, values: NDArray[np.complex128]) -> NDArray[np.complex128]:
    """The mean over the group at the origin that leaves most."""
    steps = np.arange(FINENESS) / FINENESS
    origins = np.stack(np.meshgrid(steps, steps), -1).reshape(-1, 2)
    away = np.exp(2j * np.pi * origins @ group.indices.T)
    # Values as seen from each origin, [S, K]; a mate beyond the indices counts as nothing.
    moved = np.concatenate([values * away, np.zeros((len(origins), 1))], axis=1)
    means = np.mean([moved[:, rows] * phase for rows, phase in zip(group.mates, group.phases, strict=True)], axis=0)
    best = int(np.argmax((np.abs(means) ** 2).sum(axis=1)))
    found: NDArray[np.complex128] = means[best] * np.conj(away[best])
    return found
