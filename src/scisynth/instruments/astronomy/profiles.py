"""How light spreads on the detector: Moffat stars and Sérsic galaxies, in units of total flux.

A star is a Moffat profile (Moffat 1969, A&A 3, 455): I(r) ∝ (1 + r²/α²)^-β, with FWHM = 2 α √(2^(1/β) - 1). Its wings are those of
the atmosphere, which a Gaussian lacks.

A galaxy is a Sérsic profile (Sérsic 1963; Graham & Driver 2005, PASA 22, 118): I(r) ∝ exp(-b (r/r_e)^(1/n)), where b makes r_e the
radius of half the light: n = 1 is the exponential disc, n = 4 de Vaucouleurs' elliptical.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

NODES = ((2.2, 2), (1.2, 3), (0.0, 6))
"""Narrowest FWHM in pixels for which so many Gauss-Legendre nodes a side integrate a star over a pixel to better than 0.5 %."""


def ellipse_radius_squared(dx: Array, dy: Array, ellipticity: float, angle: float) -> Array:
    """Square of the radius of the circle that has the area of the ellipse through each point.

    Args:
        dx, dy: from the centre, of any shape; `dx` to the right, `dy` down.
        ellipticity: 1 - b/a, 0 to below 1.
        angle: of the major axis in radians, from +x towards +y.
    """
    along = dx * np.cos(angle) + dy * np.sin(angle)
    across = dy * np.cos(angle) - dx * np.sin(angle)
    ratio = 1 - ellipticity
    return along**2 * ratio + across**2 / ratio


def moffat(radius_squared: Array, fwhm: float, beta: float) -> Array:
    """Flux per unit area of a star of flux 1; lengths in the unit of `fwhm`, `beta` above 1."""
    core = fwhm**2 / (4 * (2 ** (1 / beta) - 1))
    return np.asarray((beta - 1) / (np.pi * core) * (1 + radius_squared / core) ** -beta)


def moffat_pixels(
    dx: Array, dy: Array, fwhm: float, beta: float, ellipticity: float = 0.0, angle: float = 0.0
) -> Array:
    """Flux in pixels of side 1 whose centres lie at `dx`, `dy` from a star of flux 1: the profile is integrated over each pixel."""
    num = next(count for narrowest, count in NODES if fwhm >= narrowest)
    nodes, weights = np.polynomial.legendre.leggauss(num)
    shift_y, shift_x = np.meshgrid(nodes / 2, nodes / 2, indexing="ij")
    fine_x = dx[..., None] + shift_x.ravel()
    fine_y = dy[..., None] + shift_y.ravel()
    values = moffat(ellipse_radius_squared(fine_x, fine_y, ellipticity, angle), fwhm, beta)
    return np.asarray(values @ (np.outer(weights, weights).ravel() / 4))


def sersic_b(index: float) -> float:
    """b of an index n: half of the light lies within r_e, γ(2n, b) = Γ(2n)/2."""
    from scipy.special import gammaincinv

    return float(gammaincinv(2 * index, 0.5))


def sersic(radius_squared: Array, half_light: float, index: float) -> Array:
    """Flux per unit area of a galaxy of flux 1; `half_light` is that of the circle of the same area."""
    from scipy.special import gamma

    b = sersic_b(index)
    total = 2 * np.pi * index * half_light**2 * b ** (-2 * index) * gamma(2 * index)
    radius = np.sqrt(radius_squared) / half_light
    return np.asarray(np.exp(-b * radius ** (1 / index)) / total)
