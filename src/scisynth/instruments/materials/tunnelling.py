"""Heights at constant current over a surface: the tip follows a contour of the density of states (Tersoff & Hamann, PRB 31 (1985) 805).

Each atom contributes w exp(-2κ R) at the distance R from the tip, with κ = 0.512 √φ / Å for a work function of φ eV. At the height z
over the atoms this has the two-dimensional Fourier transform, with a = 2κ and q² = a² + (2πk)²,

    2π a (1 + z q) exp(-z q) / q³

so that a sum over atoms is exact where they stand. The tip's height is then h = ln(sum) / 2κ: a linear step of the feedback, good for
corrugations that are small against 1 / 2κ times the current's own range.
"""

import numpy as np
from numpy.typing import NDArray

from scisynth.instruments.materials.optics import frequencies, sum_atoms

Array = NDArray[np.float64]
FINEST = 1.3
"""Å: period below which nothing reaches the tip."""


def decay(work_function: float) -> float:
    """κ, 1/Å, for a work function in eV."""
    return 0.5123 * float(np.sqrt(work_function))


def transform(square: Array, kappa: float, height: float) -> Array:
    """Å²: Fourier transform of one atom's contribution at squares of frequencies, 1/Å²."""
    a = 2 * kappa
    q = np.sqrt(a**2 + 4 * np.pi**2 * square)
    found: Array = 2 * np.pi * a * (1 + height * q) * np.exp(-height * q) / q**3
    return found


def tip_heights(places: Array, weights: Array, shape: int, pixel: float, kappa: float, height: float) -> Array:
    """[shape, shape]: Å, from an arbitrary level.

    Args:
        places: [N, 2], x and y in Å.
        weights: [N], density of states of each atom.
        shape: pixels a side.
        pixel: Å.
        kappa: 1/Å.
        height: of the tip over the atoms, Å.
    """
    spectrum = sum_atoms(places, weights, shape, pixel, FINEST) * transform(frequencies(shape, pixel), kappa, height)
    density = np.fft.irfft2(spectrum, (shape, shape)) / pixel**2
    low = 1e-3 * float(density.max())
    found: Array = np.log(np.maximum(density, low)) / (2 * kappa)
    return found
