"""The figures of constellations: which named stars they have, where their middle is and how large they are.

`constellation_figures.yaml` says the stars by their Hipparcos numbers, and the source; places and magnitudes are the catalogue's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scisynth.core.errors import DataError, nearest
from scisynth.figures.families.texts import read_text_file
from scisynth.instruments.astronomy.star_catalogue import catalogue

Array = NDArray[np.float64]
FILE = Path(__file__).with_suffix(".yaml")
NEIGHBOURS = 2.0
"""Degrees."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """The stars that make a constellation known."""

    key: str
    """Snake case, such as `ursa_major`."""
    name: str
    shape: str
    """What its stars form, in words."""
    stars: Mapping[str, int]
    """Names, and numbers in the Hipparcos catalogue."""

    @property
    def names(self) -> tuple[str, ...]:
        """Of its stars, in the order of `indices`."""
        return tuple(self.stars)

    @cached_property
    def indices(self) -> NDArray[np.intp]:
        """[n]: places of its stars in the catalogue."""
        return np.array([catalogue().index(hip) for hip in self.stars.values()])

    @cached_property
    def directions_n3(self) -> Array:
        """Unit vectors."""
        return catalogue().directions_N3[self.indices]

    @cached_property
    def around(self) -> NDArray[np.intp]:
        """[M]: places in the catalogue of what stands within `NEIGHBOURS` degrees of any of its stars, these among them."""
        cosines = self.directions_n3 @ catalogue().directions_N3.T
        return np.flatnonzero(cosines.max(axis=0) > np.cos(np.radians(NEIGHBOURS)))

    @cached_property
    def middle(self) -> Array:
        """[3]: the direction halfway between the two stars that are farthest apart."""
        cosines = self.directions_n3 @ self.directions_n3.T
        one, other = np.unravel_index(int(cosines.argmin()), cosines.shape)
        between = self.directions_n3[one] + self.directions_n3[other]
        return np.asarray(between / np.linalg.norm(between))

    @cached_property
    def radius(self) -> float:
        """Degrees from the middle to the farthest star."""
        return float(np.degrees(np.arccos(np.clip(self.directions_n3 @ self.middle, -1, 1).min())))

    def ranked(self) -> list[str]:
        """Names of its stars, brightest first."""
        magnitudes = dict(zip(self.names, catalogue().v_N[self.indices], strict=True))
        return sorted(self.names, key=lambda name: float(magnitudes[name]))


@lru_cache(maxsize=1)
def figures() -> Mapping[str, Figure]:
    """All of them, by their keys."""
    rows = read_text_file(FILE)
    return {key: Figure(key=key, **row) for key, row in rows.items()}


def named_figure(name: str) -> Figure:
    """A figure by its name or key, in large or small letters; `DataError` with the nearest one otherwise."""
    wanted = _key(name)
    known = figures()
    if wanted not in known:
        raise DataError(f"unknown constellation {name!r}; {nearest(wanted, known)}")
    return known[wanted]


def _key(name: str) -> str:
    return name.strip().lower().replace(" ", "_").replace("ö", "o")
