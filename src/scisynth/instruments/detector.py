"""What an instrument adds to an ideal image: blur, background, counted photons or electrons, read noise, saturation, digits.

The order is that of a real camera: the optics blur, the sky or the medium adds a background, quanta are counted (Poisson), reading
adds Gaussian noise, the well is full at some count, and an analogue-digital converter rounds.
"""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from scisynth.instruments.frame import Pixels


@dataclass(frozen=True, kw_only=True)
class Detector:
    """A camera. All counts are of quanta: photons or electrons."""

    exposure: float
    """Quanta in a pixel where the ideal image is 1: the dose."""
    background: float = 0.0
    """Quanta a pixel that come from elsewhere."""
    read_noise: float = 0.0
    """Standard deviation, in quanta."""
    full_well: float | None = None
    """Quanta at which a pixel is full; None: it never is."""

    def count(self, ideal: Pixels, draw: Generator) -> Pixels:
        """[..]: quanta read out, 0 or more.

        Args:
            ideal: what the optics deliver, 0 or more; 1 is the level that `exposure` speaks of.
            draw: source of randomness; the same state gives the same image.
        """
        expected = np.clip(ideal, 0.0, None) * self.exposure + self.background
        counted = draw.poisson(expected).astype(np.float32)
        if self.full_well is not None:
            counted = np.minimum(counted, np.float32(self.full_well))
        if self.read_noise:
            counted += draw.normal(0.0, self.read_noise, counted.shape).astype(np.float32)
        return np.clip(counted, 0.0, None)
