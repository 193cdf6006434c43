"""Colours of stars: a black body through three bands like the g, r and i of the Sloan survey, in AB magnitudes.

An AB magnitude is -2.5 lg of the photon-weighted mean of f_ν, up to the zero point (Oke & Gunn 1983; Fukugita et al. 1996, AJ 111,
1748, for the bands). A body of temperature T radiates B_ν(T) (Planck 1901). The bands here are flat between their edges.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

EDGES = {"g": (401e-9, 550e-9), "r": (553e-9, 695e-9), "i": (694e-9, 840e-9)}
"""Wavelengths in metres."""
BANDS = tuple(EDGES)
PLANCK_OVER_BOLTZMANN = 4.799243073e-11
"""h/k in K s (CODATA 2018)."""
LIGHT = 299_792_458.0
"""m/s."""
COOLEST, HOTTEST = 2500.0, 20000.0
"""Kelvin, between which a colour is turned into a temperature."""


@lru_cache(maxsize=8192)
def magnitude_over_r(temperature: float, band: str) -> float:
    """Magnitude in a band less that in r, of a black body of `temperature` kelvin."""
    return _relative(temperature, band) - _relative(temperature, "r")


def temperature_of(blue_minus_red: float, blue: str = "g", red: str = "i") -> float | None:
    """Temperature in kelvin of a black body of a colour; None beyond `COOLEST` to `HOTTEST`."""
    colours, temperatures = _ladder(blue, red)
    if not colours[0] <= blue_minus_red <= colours[-1]:
        return None
    return float(np.interp(blue_minus_red, colours, temperatures))


def _relative(temperature: float, band: str) -> float:
    """-2.5 lg of ∫ B_ν dν/ν over ∫ dν/ν."""
    short, long = EDGES[band]
    frequency = LIGHT / np.linspace(long, short, 64)
    x = PLANCK_OVER_BOLTZMANN * frequency / temperature
    radiance = frequency**3 / np.expm1(x)
    mean = np.trapezoid(radiance / frequency, frequency) / np.trapezoid(1 / frequency, frequency)
    return float(-2.5 * np.log10(mean))


@lru_cache(maxsize=8)
def _ladder(blue: str, red: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Colours from blue to red, and their temperatures."""
    temperatures = np.geomspace(HOTTEST, COOLEST, 400)
    colours = np.array([_relative(t, blue) - _relative(t, red) for t in temperatures])
    return colours, temperatures
