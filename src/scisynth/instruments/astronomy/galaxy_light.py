"""The light of a galaxy on pixels: Sérsic profiles, log-spiral arms, blurred by a Moffat profile.

The arms multiply the disc by exp(κ cos ψ)/I₀(κ), ψ = m (θ - s ln r / tan p) with pitch p and sense s: their mean around a circle is 1,
so the disc keeps its profile. Log spirals: Danver 1942; Binney and Tremaine, Galactic Dynamics, section 6.1.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scisynth.instruments.astronomy.profiles import ellipse_radius_squared, moffat, sersic
from scisynth.instruments.pixels import squares

Array = NDArray[np.float64]
OVERSAMPLE = 3
CORE = 3
"""Fine pixels on either side of the centre whose light is integrated finely: Sérsic profiles are steep there."""
CORE_STEPS = 9


@dataclass(frozen=True, kw_only=True)
class Shape:
    """An ellipse on the image; lengths in pixels."""

    x: float
    y: float
    half_light: float
    """Along the major axis."""
    axis_ratio: float
    angle: float
    """Of the major axis in radians, counter-clockwise from up."""


@dataclass(frozen=True, kw_only=True)
class Arms:
    """Arms of a disc."""

    num: int
    pitch: float
    """Radians."""
    sense: int
    """1: outwards the arms turn counter-clockwise in the image; -1: clockwise."""
    strength: float
    """κ at large radii."""


class Canvas:
    """A grid of fine pixels with the transform of its blur."""

    def __init__(self, size: int, fwhm: float, beta: float, fine: int = OVERSAMPLE) -> None:
        self.size, self.fine = size, fine
        steps = (np.arange(size * fine) + 0.5) / fine - 0.5
        self.x, self.y = np.meshgrid(steps, steps)
        wrapped = np.minimum(np.arange(size * fine), size * fine - np.arange(size * fine)) / fine
        kernel = moffat(wrapped[:, None] ** 2 + wrapped**2, max(fwhm, 0.3), beta)
        self.transform = np.fft.rfft2(kernel / kernel.sum())

    def sersic(self, shape: Shape, index: float) -> Array:
        """[fine, fine]: flux per pixel of a profile of flux 1, not blurred."""
        ellipticity = 1 - shape.axis_ratio
        circle = shape.half_light * np.sqrt(shape.axis_ratio)
        turn = np.pi / 2 - shape.angle
        # Angles of ellipses count from +x towards +y, which points down; a turn by half a circle changes nothing.
        out = sersic(ellipse_radius_squared(self.x - shape.x, self.y - shape.y, ellipticity, turn), circle, index)
        middle_x, middle_y = (round((value + 0.5) * self.fine - 0.5) for value in (shape.x, shape.y))
        rows = slice(max(middle_y - CORE, 0), max(middle_y + CORE + 1, 0))
        columns = slice(max(middle_x - CORE, 0), max(middle_x + CORE + 1, 0))
        small = ((np.arange(CORE_STEPS) + 0.5) / CORE_STEPS - 0.5) / self.fine
        near_x = self.x[rows, columns][..., None, None] + small
        near_y = self.y[rows, columns][..., None, None] + small[:, None]
        squared = ellipse_radius_squared(near_x - shape.x, near_y - shape.y, ellipticity, turn)
        out[rows, columns] = sersic(squared, circle, index).mean(axis=(2, 3))
        return out

    def in_disc(self, shape: Shape) -> tuple[Array, Array]:
        """Radius in units of the half-light radius, and angle in the plane of the disc, counter-clockwise from its major axis."""
        right, up = self.x - shape.x, shape.y - self.y
        along = -right * np.sin(shape.angle) + up * np.cos(shape.angle)
        across = (-right * np.cos(shape.angle) - up * np.sin(shape.angle)) / shape.axis_ratio
        return np.hypot(along, across) / shape.half_light, np.arctan2(across, along)

    def armed(self, shape: Shape, arms: Arms) -> Array:
        """[fine, fine]: the factor by which arms change a disc."""
        from scipy.special import i0e

        radius, angle = self.in_disc(shape)
        radius = np.maximum(radius, 0.02)
        strength = arms.strength * np.clip((radius - 0.12) / 0.3, 0, 1)
        crest = np.cos(arms.num * (angle - arms.sense * np.log(radius) / np.tan(arms.pitch)))
        return np.asarray(np.exp(strength * (crest - 1)) / i0e(strength))

    def blurred(self, light: Array) -> Array:
        """[size, size]: mean over each pixel of a blurred image."""
        fine = np.fft.irfft2(np.fft.rfft2(light) * self.transform, s=light.shape)
        return np.asarray(squares(fine, self.fine).mean(axis=(1, 3)))
