"""How atoms scatter X-rays and electrons, and what an electron of some energy is.

X-rays: f(s) = Σ a exp(-b s²) + c with s = sin θ / λ (Waasmaier & Kirfel, Acta Cryst. A51 (1995) 416), from the package periodictable.
Electrons: the Mott-Bethe formula, f_e(s) = 0.023934 Å · (Z - f(s)) / s² with s in 1/Å (Mott & Massey, The Theory of Atomic
Collisions). Since Z = Σ a + c for a neutral atom, Z - f(s) = Σ a (1 - exp(-b s²)), which has a finite limit at s = 0.

Projected potential of one atom: ∫ V dz has the Fourier transform 47.878 V Å² · f_e (Kirkland, Advanced Computing in Electron
Microscopy, eq. 5.16: h² / 2π m e). Phase shift: σ times the projected potential.
"""

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
MOTT_BETHE = 0.023934
"""m e² / (8 π ε0 h²), in Å · (1/Å)²."""
POTENTIAL = 47.878
"""h² / (2 π m e), V Å²."""
REST_ENERGY = 510.99895
"""m c², keV."""
HC = 12.398420
"""h c, keV Å."""
SMALL = 1e-4
"""1/Å; below, the limit at 0 is taken."""


@lru_cache(maxsize=128)
def _coefficients(element: str) -> tuple[Array, Array, float]:
    from periodictable.cromermann import getCMformula

    found = getCMformula(element)
    return np.asarray(found.a), np.asarray(found.b), float(found.c)


def electron_factor(element: str, s: Array) -> Array:
    """[..]: Å; `s` is sin θ / λ = 1 / (2 d), 1/Å, from 0 to 6."""
    a, b, _ = _coefficients(element)
    square = np.maximum(np.square(s), SMALL**2)
    found: Array = MOTT_BETHE * (-np.expm1(-np.multiply.outer(square, b)) @ a) / square
    return found


def wavelength(energy: float) -> float:
    """Å, of an electron accelerated by `energy` kV, with relativity."""
    return HC / math.sqrt(energy * (2 * REST_ENERGY + energy))


def interaction(energy: float) -> float:
    """σ = 2π m e λ / h², rad / (V Å), for `energy` in kV (Kirkland, eq. 5.6)."""
    volts = 1000.0 * energy
    return 2 * math.pi / (wavelength(energy) * volts) * (REST_ENERGY + energy) / (2 * REST_ENERGY + energy)
