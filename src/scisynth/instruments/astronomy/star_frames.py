"""What images of stars share: from places, magnitudes and temperatures to an exposure in three bands with its truth."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from scisynth.instruments.astronomy.bands import BANDS, magnitude_over_r
from scisynth.instruments.astronomy.camera import FULL_WELL, Camera, asinh_shown
from scisynth.instruments.astronomy.profiles import moffat_pixels
from scisynth.instruments.frame import Frame
from scisynth.instruments.instrument import Exposure

StarRow = tuple[float, float, float, float]
"""x, y in arcseconds from the upper left corner, magnitude in r, temperature in kelvin."""
TRAIL_ANGLE = 0.6
"""Radians, of stars that are drawn out."""
WIDEST = 16.0
"""Cut-outs of the brightest stars, in units of the seeing to either side."""


@dataclass(frozen=True, kw_only=True)
class StarShot:
    """One exposure of stars; lengths in arcseconds."""

    field: float
    """Width of the image."""
    seeing: float
    """FWHM of a star."""
    beta: float
    """Of the Moffat profile."""
    limit: float
    """Magnitude to which stars count."""
    zero_point: float
    """Magnitude of one electron."""
    sky: float
    """Magnitudes per square arcsecond."""
    num_rays: int = 0
    ellipticity: float = 0.0
    full_well: float = FULL_WELL
    """Electrons."""


def expose_stars(stars: Sequence[StarRow], shot: StarShot, size: int, draw: Generator) -> Exposure:
    """Electrons in g, r and i; the mask holds a disc of each star, as wide as the seeing; a row of truth a star."""
    pixel = shot.field / size
    unit, bands = [_unit_star(star, shot, size) for star in stars], []
    for band in BANDS:
        camera = Camera(
            zero_point=shot.zero_point, sky=shot.sky, pixel=pixel, num_rays=shot.num_rays, full_well=shot.full_well
        )
        expected = np.zeros((size, size))
        for (_, _, magnitude, temperature), (where, stamp) in zip(stars, unit, strict=True):
            expected[where] += camera.electrons(magnitude + magnitude_over_r(temperature, band)) * stamp
        bands.append(camera.take(expected, draw))
    counts = np.stack(bands, axis=2)
    mask = np.zeros((size, size), np.uint16)
    rows = []
    for index, (x, y, magnitude, temperature) in enumerate(stars, 1):
        column, row = x / pixel - 0.5, y / pixel - 0.5
        near = _window(column, row, int(np.ceil(shot.seeing / pixel)) + 1, size)
        grid_y, grid_x = np.mgrid[near]
        mask[near][np.hypot(grid_x - column, grid_y - row) <= shot.seeing / pixel] = index
        rows.append(
            {
                "id": index,
                "kind": "star",
                "x": column,
                "y": row,
                "magnitude_r": magnitude,
                "temperature_k": temperature,
                "is_counted": magnitude < shot.limit,
            }
        )
    frame = Frame(pixels=counts, pixel_size=pixel, unit="arcsec", full_scale=shot.full_well, channels=BANDS)
    labels = {index: f"star {index}" for index in range(1, len(rows) + 1)}
    return Exposure(frame=frame, mask=mask, mask_labels=labels, objects=rows, shown=asinh_shown(counts))


def _unit_star(star: StarRow, shot: StarShot, size: int) -> tuple[tuple[slice, slice], NDArray[np.float64]]:
    """Where a star falls, and its pixels for a flux of 1; brighter stars get larger cut-outs."""
    x, y, magnitude, _ = star
    pixel = shot.field / size
    fwhm = shot.seeing / pixel
    reach = 4.0 + 2.0 * max(shot.limit - magnitude, 0.0)
    half = int(np.ceil(min(reach, WIDEST) * fwhm))
    column, row = x / pixel - 0.5, y / pixel - 0.5
    where = _window(column, row, half, size)
    grid_y, grid_x = np.mgrid[where].astype(float)
    stamp = moffat_pixels(grid_x - column, grid_y - row, fwhm, shot.beta, shot.ellipticity, TRAIL_ANGLE)
    return where, stamp


def _window(column: float, row: float, half: int, size: int) -> tuple[slice, slice]:
    """Rows and columns around a place, cut at the edges."""
    rows = slice(max(round(row) - half, 0), min(round(row) + half + 1, size))
    return rows, slice(max(round(column) - half, 0), min(round(column) + half + 1, size))
