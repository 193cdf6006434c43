"""The sky on a flat detector: the gnomonic projection of a camera that looks in one direction.

A star in the unit direction s falls where the ray through the lens meets the detector: x = f s·right / s·forward, and y likewise, so that
great circles become straight lines. Celestial north lies `north` degrees counter-clockwise from up, and east is to its left, because the
sky is seen from inside; a mirrored sky has east to the right.

Source: Calabretta & Greisen 2002, A&A 395, 1077 (TAN). Not covered: distortion of lenses, refraction.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
BEHIND = 0.05
"""Cosine to the axis below which a star has no image."""


@dataclass(frozen=True, kw_only=True)
class SkyCamera:
    """A pinhole; images are in units of its focal length, x to the right and y down."""

    axis: tuple[float, float, float]
    """Unit vector towards the middle of the image."""
    north: float
    """Degrees from up to celestial north, counter-clockwise."""
    is_mirrored: bool = False

    def project(self, directions_N3: Array) -> Array:
        """[N, 2]: x and y of stars; NaN for those behind the camera."""
        forward = np.array(self.axis)
        east, north = tangents(forward)
        depth = directions_N3 @ forward
        safe = np.where(depth > BEHIND, depth, np.nan)
        to_east, to_north = directions_N3 @ east / safe, directions_N3 @ north / safe
        if self.is_mirrored:
            to_east = -to_east
        angle = np.radians(self.north)
        return np.stack(
            [
                -to_east * np.cos(angle) - to_north * np.sin(angle),
                to_east * np.sin(angle) - to_north * np.cos(angle),
            ],
            axis=-1,
        )


def tangents(direction: Array) -> tuple[Array, Array]:
    """Unit vectors to the east and to the north of a direction that is no pole."""
    east = np.cross([0.0, 0.0, 1.0], direction)
    east /= np.linalg.norm(east)
    return east, np.cross(direction, east)


def turned(direction: Array, to_east: float, to_north: float) -> Array:
    """A direction moved by tangents of angles to its east and north."""
    east, north = tangents(direction)
    moved = direction + to_east * east + to_north * north
    return np.asarray(moved / np.linalg.norm(moved))


def half_width(field: float) -> float:
    """Of an image whose middle row shows `field` degrees, in focal lengths."""
    return float(np.tan(np.radians(field / 2)))
