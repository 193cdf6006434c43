"""An image to measure: pixels as numbers that grow in proportion with the signal, and the size of one pixel."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scisynth.core.errors import DataError

Pixels = NDArray[np.float32]
MIN_SIDE = 32
"""Pixels; a smaller image holds nothing that could be measured."""


@dataclass(frozen=True, kw_only=True)
class Frame:
    """One image as a validator gets it, whoever took it."""

    pixels: Pixels
    """[H, W] or [H, W, channels], finite, 0 or more; linear in the signal where the source was."""
    pixel_size: float | None = None
    """Of one pixel, in `unit`; None where nobody said."""
    unit: str = ""
    """`Å`, `nm`, `µm`, `1/nm`, `°` (of 2θ) or `arcsec`."""
    full_scale: float | None = None
    """The value at which the detector saturates; None where it is not known."""
    channels: tuple[str, ...] = ()
    """Names of the last axis, as `("nucleus", "membrane")` or `("g", "r")`; empty for one channel, or where nobody said."""

    def __post_init__(self) -> None:
        if self.pixels.ndim not in (2, 3) or min(self.pixels.shape[:2]) < MIN_SIDE:
            raise DataError(
                f"expected an image of {MIN_SIDE} pixels a side or more, got an array of shape {self.pixels.shape}"
            )
        if not np.isfinite(self.pixels).all():
            raise DataError("expected finite pixel values, found NaN or infinity; mask them before")
        if self.channels and (self.pixels.ndim != 3 or self.pixels.shape[2] != len(self.channels)):
            raise DataError(
                f"expected {len(self.channels)} channels ({', '.join(self.channels)}), got shape {self.pixels.shape}"
            )

    @property
    def gray(self) -> Pixels:
        """[H, W]: the mean of the channels."""
        return self.pixels if self.pixels.ndim == 2 else self.pixels.mean(axis=2)

    def channel(self, name: str) -> Pixels:
        """[H, W]: one channel by its name; `DataError` where there is none of that name."""
        if name not in self.channels:
            raise DataError(f"expected the channel {name!r}, found {', '.join(self.channels) or 'unnamed channels'}")
        return self.pixels[:, :, self.channels.index(name)]
