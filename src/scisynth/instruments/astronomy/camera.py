"""A telescope's camera: from magnitudes to electrons, with sky, saturation and cosmic rays, and how its images are shown.

A source of magnitude m gives 10^(0.4 (ZP - m)) electrons, where ZP is the zero point of the exposure: the magnitude of one electron.
"""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from scisynth.instruments.astronomy.bands import magnitude_over_r
from scisynth.instruments.detector import Detector
from scisynth.instruments.frame import Pixels
from scisynth.instruments.pixels import SIGMA_OF_MAD

READ_NOISE = 5.0
"""Electrons."""
FULL_WELL = 65_000.0
"""Electrons."""
ZERO_POINT_1S = 22.0
"""Magnitude of one electron in one second: about a 0.3 m telescope."""
WHITE = 7000.0
"""Kelvin; hotter stars are shown bluish, cooler ones yellow to red."""
RAY_LOG_CHARGE = (6.5, 0.8)
"""Mean and standard deviation of the natural logarithm of the electrons that a cosmic ray leaves in a pixel."""


@dataclass(frozen=True, kw_only=True)
class Camera:
    """One exposure in one band."""

    zero_point: float
    """Magnitude of one electron in the exposure."""
    sky: float
    """Brightness of the sky in magnitudes per square arcsecond."""
    pixel: float
    """Side of a pixel in arcseconds."""
    num_rays: int = 0
    """Cosmic rays in the exposure."""
    full_well: float = FULL_WELL
    """Electrons at which a pixel is full."""

    def electrons(self, magnitude: float) -> float:
        """Expected electrons of a source."""
        return float(10 ** (0.4 * (self.zero_point - magnitude)))

    def take(self, expected: NDArray[np.float64], draw: Generator) -> Pixels:
        """[H, W]: electrons read out, of `expected` electrons from sources without the sky."""
        sky = self.electrons(self.sky) * self.pixel**2
        detector = Detector(exposure=1.0, background=sky, read_noise=READ_NOISE, full_well=self.full_well)
        counts = detector.count((expected + self._rays(expected.shape, draw)).astype(np.float32), draw)
        return np.minimum(counts, np.float32(self.full_well))

    def _rays(self, shape: tuple[int, ...], draw: Generator) -> NDArray[np.float64]:
        """Charge of short straight tracks, sharp as no star is."""
        out = np.zeros(shape)
        height, width = shape
        for _ in range(self.num_rays):
            length, angle = draw.integers(1, 7), draw.uniform(0, np.pi)
            steps = np.arange(length)
            rows = (draw.uniform(0, height) + steps * np.sin(angle)).astype(int)
            columns = (draw.uniform(0, width) + steps * np.cos(angle)).astype(int)
            inside = (rows < height) & (columns < width) & (columns >= 0)
            out[rows[inside], columns[inside]] += draw.lognormal(*RAY_LOG_CHARGE)
        return out


def zero_point(seconds: float) -> float:
    """Of an exposure of that length."""
    return ZERO_POINT_1S + 2.5 * float(np.log10(seconds))


def asinh_shown(counts: Pixels, *, softening: float = 4.0, top: float = 300.0) -> NDArray[np.uint8]:
    """[H, W] or [H, W, 3] as astronomers look at it: linear near the sky's noise, logarithmic above (Lupton et al. 2004).

    Args:
        counts: one band, or three from blue to red, which are shown as blue, green and red.
        softening: in units of the sky's noise, where the scale turns.
        top: in the same unit, what is shown white.
    """
    bands = counts[..., None] if counts.ndim == 2 else counts[..., ::-1] * _balance()
    sky = np.median(bands, axis=(0, 1))
    noise = SIGMA_OF_MAD * np.median(np.abs(bands - sky), axis=(0, 1)) + 1e-6
    level = np.clip((bands - sky) / noise + 1.0, 0.0, None)
    mean = level.mean(axis=2, keepdims=True) + 1e-9
    scaled = np.arcsinh(mean / softening) / np.arcsinh(top / softening)
    colour = level * (scaled / mean)
    colour /= np.maximum(colour.max(axis=2, keepdims=True), 1.0)
    shown = np.rint(255 * np.clip(0.04 + 0.96 * colour, 0, 1)).astype(np.uint8)
    return shown[..., 0] if counts.ndim == 2 else shown


def _balance() -> NDArray[np.float32]:
    """Factors of i, r and g by which a star of `WHITE` kelvin is shown white."""
    return np.array([10 ** (0.4 * magnitude_over_r(WHITE, band)) for band in ("i", "r", "g")], np.float32)
