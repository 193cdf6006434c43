"""The Fourier transform of an image: sharp peaks with their places to a small part of a bin, and the noise around them.

The image is freed of its background and multiplied by a Hann window w. F(k) = Σ w I exp(-2πi k·r) / Σ w, with r in pixels from the
middle and k in cycles a pixel, so that a wave of amplitude A has |F| = A / 2. The noise at k is the level that most bins around it
have. The place of a peak with the signal-to-noise ratio s of its power has the standard uncertainty (maximum of |F|, noise white)

    u(k) = √(Σ w² x² / Σ w²) / (2π √(2 s)) / (Σ w x² / Σ w)
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from scisynth.instruments.frame import Pixels
from scisynth.instruments.pixels import peak_mask, robust_sigma

Array = NDArray[np.float64]
LOWEST_BIN = 3.5
"""Bins from the middle; below, the background and what is left of it."""
SIGNAL_TO_NOISE = 20.0
"""Of the power of a peak: in white noise of a 128 pixel image one bin in a million images is so high by chance."""
SIDE_LOBE = 2e-3
"""Of a strong peak's power within `LOBE_REACH` bins: the rest of its window, no peak."""
LOBE_REACH = 8.0
DEEPEST = 3.5
"""Standard deviations: deeper holes and higher bumps of a scanned surface are cut, since they would drown the lattice."""
BLOCK = 8
"""Bins a side of the fields in which the noise is taken."""
LOW_SHARE = 20
"""Percentile of the power in a field that is taken for noise, since peaks may fill half of it."""


@dataclass(frozen=True, kw_only=True)
class Peaks:
    """Sharp peaks of one half of the plane, the strongest first."""

    places: Array
    """[K, 2]: frequencies along x and y, cycles a pixel."""
    uncertainty: Array
    """[K]: of each coordinate."""
    ratio: Array
    """[K]: power over noise."""


class Spectrum:
    """The windowed transform of one image."""

    def __init__(self, image: Pixels, *, has_lines: bool = False) -> None:
        """Takes [H, W]; with `has_lines` each line has an offset of its own, as in a scanned image."""
        self.height, self.width = image.shape
        self.has_lines = has_lines
        self.y, self.x = (np.arange(n) - (n - 1) / 2 for n in image.shape)
        self.window_y, self.window_x = (np.hanning(n + 2)[1:-1] for n in image.shape)
        self._image = image
        self.flat = flatten(image, has_lines=has_lines)
        self.windowed = self.flat * np.outer(self.window_y, self.window_x)
        self._sum = self.window_y.sum() * self.window_x.sum()

    def at(self, places: Array) -> NDArray[np.complex128]:
        """[K]: F at frequencies [K, 2]."""
        along_y = np.exp(-2j * np.pi * np.outer(places[:, 1], self.y))
        along_x = np.exp(-2j * np.pi * np.outer(self.x, places[:, 0]))
        found: NDArray[np.complex128] = ((along_y @ self.windowed) * along_x.T).sum(axis=1) / self._sum
        return found

    @cached_property
    def with_holes(self) -> Array:
        """[H, W]: as `flat`, holes and bumps as deep and high as they are."""
        return flatten(self._image, has_lines=self.has_lines, is_cut=False) if self.has_lines else self.flat

    @cached_property
    def power(self) -> Array:
        """[H, W]: |F|² on the bins, frequency 0 in the middle."""
        found: Array = np.abs(np.fft.fftshift(np.fft.fft2(self.windowed))) ** 2 / self._sum**2
        return found

    @cached_property
    def _noise_fields(self) -> Array:
        from scipy.ndimage import uniform_filter

        rows, columns = self.height // BLOCK, self.width // BLOCK
        cut = self.power[: rows * BLOCK, : columns * BLOCK].reshape(rows, BLOCK, columns, BLOCK)
        low = np.percentile(cut, LOW_SHARE, axis=(1, 3)) / -np.log(1 - LOW_SHARE / 100)
        found: Array = np.exp(uniform_filter(np.log(np.maximum(low, 1e-30)), 3, mode="nearest"))
        return found

    def noise(self, places: Array) -> Array:
        """[K]: the variance of F at frequencies [K, 2] where there is no signal."""
        column, row = self.bins(places)
        fields = self._noise_fields
        found: Array = fields[
            np.clip(row // BLOCK, 0, fields.shape[0] - 1).astype(int),
            np.clip(column // BLOCK, 0, fields.shape[1] - 1).astype(int),
        ]
        return found

    def bins(self, places: Array) -> tuple[Array, Array]:
        """Column and row of frequencies in `power`."""
        return places[:, 0] * self.width + self.width // 2, places[:, 1] * self.height + self.height // 2

    def is_clear(self, places: Array) -> NDArray[np.bool_]:
        """[K]: whether nothing but the image and white noise is at a frequency: not the background, nor lines' offsets."""
        x, y = places[:, 0] * self.width, places[:, 1] * self.height
        clear = np.hypot(x, y) > LOWEST_BIN
        return clear & (np.abs(x) > 2.5) if self.has_lines else clear

    @cached_property
    def peaks(self) -> Peaks:
        """All sharp peaks of the half plane with positive x."""
        power = self.power
        row, column = np.nonzero(peak_mask(power, 3) & (power > 0))
        start = np.stack([(column - self.width // 2) / self.width, (row - self.height // 2) / self.height], 1)
        half = (start[:, 0] > 0) | ((start[:, 0] == 0) & (start[:, 1] > 0))
        inside = (np.abs(start) < 0.47).all(axis=1)
        keep = half & inside & self.is_clear(start)
        row, column, start = row[keep], column[keep], start[keep]
        noise = np.maximum(self.noise(start), self._ring_noise(row, column))
        ratio = power[row, column] / noise
        order = [index for index in np.argsort(-power[row, column]) if ratio[index] > SIGNAL_TO_NOISE]
        chosen = self._without_lobes(np.stack([column, row], 1), power[row, column], order)
        places = self._refined(start[chosen])
        ratio = np.abs(self.at(places)) ** 2 / noise[chosen]
        return Peaks(places=places, uncertainty=self.place_uncertainty(ratio), ratio=ratio)

    def place_uncertainty(self, ratio: Array) -> Array:
        """u(k) of the module's head for ratios of power to noise; the wider axis decides."""
        w, x = self.window_x, self.x
        spread = np.sqrt((w**2 @ x**2) / (w**2).sum()) / (w @ x**2 / w.sum())
        found: Array = spread / (2 * np.pi * np.sqrt(2 * np.maximum(ratio, 1e-9)))
        return found

    def _ring_noise(self, row: NDArray[np.intp], column: NDArray[np.intp]) -> Array:
        """What lies 3 to 5 bins around a peak: a sharp one stands alone, the streak of an edge does not."""
        offsets = [(i, j) for i in range(-5, 6) for j in range(-5, 6) if 3 <= np.hypot(i, j) <= 5]
        around = [
            self.power[np.clip(row + i, 0, self.height - 1), np.clip(column + j, 0, self.width - 1)] for i, j in offsets
        ]
        found: Array = np.percentile(np.array(around), 40, axis=0) / -np.log(1 - 0.4) if len(row) else np.zeros(0)
        return found

    def _without_lobes(self, bins: NDArray[np.intp], power: Array, order: list[int]) -> list[int]:
        chosen: list[int] = []
        for index in order:
            away = np.linalg.norm(bins[chosen] - bins[index], axis=1)
            share = power[index] / power[chosen]
            if not ((away < LOBE_REACH) & (share < SIDE_LOBE)).any() and not (share < 1e-6).any():
                chosen.append(index)
            if len(chosen) == 60:
                break
        return chosen

    def _refined(self, places: Array) -> Array:
        """The maxima of |F| near bins, by parabolas through log |F|²."""
        places = places.copy()
        if not len(places):
            return places
        steps = np.array([0.3 / self.width, 0.3 / self.height])
        for _ in range(4):
            for axis in (0, 1):
                step = np.zeros(2)
                step[axis] = steps[axis]
                low, middle, high = (np.log(np.abs(self.at(places + sign * step)) ** 2 + 1e-300) for sign in (-1, 0, 1))
                bend = low - 2 * middle + high
                shift = np.where(bend < -1e-9, 0.5 * (low - high) / np.where(bend < -1e-9, bend, -1.0), 0.0)
                places[:, axis] += np.clip(shift, -2, 2) * steps[axis]
        return places


def flatten(image: Pixels, *, has_lines: bool = False, is_cut: bool = True) -> Array:
    """[H, W]: the image without its mean, slope and curvature; of a scanned image without the offset of each line, holes cut."""
    flat = image.astype(np.float64)
    if has_lines:
        flat = flat - np.median(flat, axis=1, keepdims=True)
        reach = DEEPEST * robust_sigma(flat, 0.0)
        flat = np.clip(flat, -reach, reach) if reach and is_cut else flat
    y, x = (np.linspace(-1, 1, n) for n in image.shape)
    basis_y, basis_x = (np.polynomial.legendre.legvander(v, 2) for v in (y, x))
    basis_y, basis_x = (np.linalg.qr(basis)[0] for basis in (basis_y, basis_x))
    fitted: Array = flat - basis_y @ (basis_y.T @ flat @ basis_x) @ basis_x.T
    return fitted
