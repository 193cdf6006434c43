"""A fluorescence microscope: the blur of its objective, the haze of what is out of focus, and the colours in which channels are shown.

The image of a point in focus is an Airy pattern of full width at half maximum 0.51 λ / NA (Born and Wolf, Principles of Optics,
section 8.5); its main lobe is taken as a Gaussian of that width. Out of focus by dz a point fills a disc of radius dz NA / n, a
standard deviation of half of it. Light of planes above and below comes as a wide blur of a part of the light. Not covered: rings,
spherical aberration, bleaching.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scisynth.instruments.frame import Pixels

AIRY_FWHM = 0.51
"""Full width at half maximum of an Airy pattern, in λ / NA."""
FWHM = 2 * math.sqrt(2 * math.log(2))
"""Of a Gaussian, in standard deviations."""
INDEX = 1.33
"""Refractive index of the sample: water."""
EMISSION = {
    "nucleus": 0.461,
    "dna": 0.461,
    "membrane": 0.519,
    "tubulin": 0.519,
    "mitochondria": 0.599,
    "vesicles": 0.668,
}
"""Wavelength of the most light, µm: Hoechst 33342, Alexa Fluor 488, MitoTracker Red CMXRos, Alexa Fluor 647 (maker's tables)."""
COLOURS = {
    "nucleus": (0.20, 0.40, 1.0),
    "dna": (0.25, 0.45, 1.0),
    "membrane": (0.55, 0.60, 0.55),
    "tubulin": (0.15, 0.95, 0.30),
    "mitochondria": (0.10, 0.90, 0.25),
    "vesicles": (1.0, 0.25, 0.20),
}
"""In which a channel is shown where all are laid over each other."""


@dataclass(frozen=True, kw_only=True)
class Objective:
    """What blurs an image."""

    aperture: float
    """Numerical aperture."""
    defocus: float = 0.0
    """µm."""
    haze: float = 0.0
    """Fraction of the light that comes from out of focus."""
    haze_width: float = 3.0
    """Standard deviation of the haze, µm."""

    def width(self, wavelength: float) -> float:
        """Standard deviation of the image of a point, µm."""
        disc = abs(self.defocus) * self.aperture / INDEX / 2
        return math.hypot(AIRY_FWHM * wavelength / self.aperture / FWHM, disc)

    def image(self, light: NDArray[np.floating], pixel: float, wavelength: float) -> Pixels:
        """[H, W] light as it arrives; the sum stays, as what leaves the field comes back from beyond its edge.

        Args:
            light: of the sample, by pixel.
            pixel: side of a pixel, µm.
            wavelength: µm.
        """
        from scipy.ndimage import gaussian_filter

        source = np.asarray(light, np.float32)
        sharp = gaussian_filter(source, self.width(wavelength) / pixel, mode="reflect")
        if not self.haze:
            return sharp
        return (1 - self.haze) * sharp + self.haze * gaussian_filter(source, self.haze_width / pixel, mode="reflect")


def overlay(counts: Pixels, channels: tuple[str, ...], *, gamma: float = 1.25) -> NDArray[np.uint8]:
    """[H, W, 3] of [H, W, channels]: each channel in its colour, from its darkest part to its brightest."""
    shown = np.zeros((*counts.shape[:2], 3), np.float32)
    for index, name in enumerate(channels):
        layer = counts[:, :, index]
        low, high = np.percentile(layer, (5.0, 99.8))
        share = np.clip((layer - low) / max(float(high - low), 1.0), 0.0, 1.0) ** (1 / gamma)
        shown += share[:, :, None] * np.array(COLOURS[name], np.float32)
    return np.rint(np.clip(shown, 0.0, 1.0) * 255).astype(np.uint8)
