"""Lattice images of thin crystals: projected potential, phase grating or slices, contrast transfer, and the current in a pixel.

    ψ = exp(i σ v)                      phase grating; with several slices, each is followed by propagation over Δz
    T(k) = exp(-i χ(k)) E_s(k) E_t(k)   χ = π λ Δf k² + π/2 C_s λ³ k⁴, Δf < 0 for underfocus
    I = |F⁻¹[ψ(k) T(k)]|²

E_s = exp(-(π α / λ)² (C_s λ³ k³ + Δf λ k)²) for the convergence α, E_t = exp(-½ (π λ Δ k²)²) for the focal spread Δ (Williams & Carter,
Transmission Electron Microscopy, 2nd ed., ch. 28; Kirkland, Advanced Computing in Electron Microscopy, ch. 3). Columns stand exactly
where they stand: the potential is summed in reciprocal space, where exponentials of x and y separate.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from scisynth.instruments.frame import Pixels
from scisynth.instruments.materials.scattering import POTENTIAL, electron_factor, interaction, wavelength
from scisynth.instruments.pixels import squares

Array = NDArray[np.float64]
FINEST = 0.8
"""Å: period below which nothing passes the lens, so that no potential is summed."""
GRATING = 3.1
"""1/Å: the phase grating makes waves up to about this frequency; where they would fold back, four pixels are computed for one."""
PASSED = 0.04
"""Of 1: a lens passes frequencies with more transfer than this."""

_FREQUENCIES = np.linspace(0.0, 1.6, 161)


@dataclass(frozen=True, kw_only=True)
class Lens:
    """An objective lens and the beam in front of it."""

    energy: float
    """kV."""
    spherical: float
    """C_s, mm."""
    defocus: float
    """Å, below 0 for underfocus."""
    focal_spread: float
    """Δ, Å, standard deviation."""
    convergence: float
    """α, mrad."""

    def transfer(self, square: Array) -> NDArray[np.complex128]:
        """T at squares of spatial frequencies, 1/Å²."""
        length, cs = wavelength(self.energy), 1e7 * self.spherical
        chi = math.pi * length * self.defocus * square + 0.5 * math.pi * cs * length**3 * square**2
        k = np.sqrt(square)
        alpha = 1e-3 * self.convergence
        slope = cs * length**3 * k**3 + self.defocus * length * k
        envelope = np.exp(-((math.pi * alpha / length) ** 2) * slope**2)
        envelope = envelope * np.exp(-0.5 * (math.pi * length * self.focal_spread * square) ** 2)
        found: NDArray[np.complex128] = np.exp(-1j * chi) * envelope
        return found

    @cached_property
    def passes(self) -> float:
        """1/Å: the highest frequency that passes."""
        return float(_FREQUENCIES[self._is_passed][-1])

    @cached_property
    def reach(self) -> float:
        """Å: how far a wave lands from where it left the crystal, |C_s λ³ k³ + Δf λ k| at most (delocalisation)."""
        k, length = _FREQUENCIES[self._is_passed], wavelength(self.energy)
        return float(np.abs(1e7 * self.spherical * length**3 * k**3 + self.defocus * length * k).max())

    @property
    def _is_passed(self) -> NDArray[np.bool_]:
        passed: NDArray[np.bool_] = np.abs(self.transfer(_FREQUENCIES**2)) > PASSED
        return passed

    def contrast(self, k: Array) -> Array:
        """-sin χ with its envelopes at frequencies k, 1/Å: what a weak phase object's wave becomes in the image."""
        found: Array = self.transfer(np.square(k)).imag
        return found


def scherzer(energy: float, spherical: float) -> float:
    """Å: the defocus -1.2 √(C_s λ), at which the widest band of frequencies passes with one sign."""
    return -1.2 * math.sqrt(1e7 * spherical * wavelength(energy))


def sum_atoms(places: Array, weights: Array, shape: int, pixel: float, finest: float = FINEST) -> NDArray[np.complex64]:
    """[shape, shape // 2 + 1]: Σ w exp(-2πi k·r) on the frequencies of `rfft2`; 0 for periods below `finest`.

    Args:
        places: [N, 2], x and y in Å.
        weights: [N].
        shape: pixels a side.
        pixel: Å.
    """
    ky, kx = np.fft.fftfreq(shape, pixel), np.fft.rfftfreq(shape, pixel)
    rows, columns = np.flatnonzero(np.abs(ky) < 1 / finest), np.flatnonzero(kx < 1 / finest)
    along_y = np.exp(-2j * np.pi * np.outer(ky[rows], places[:, 1])).astype(np.complex64)
    along_x = np.exp(-2j * np.pi * np.outer(places[:, 0], kx[columns])).astype(np.complex64)
    out = np.zeros((shape, len(kx)), np.complex64)
    out[np.ix_(rows, columns)] = (along_y * weights.astype(np.float32)) @ along_x
    return out


def frequencies(shape: int, pixel: float) -> Array:
    """[shape, shape // 2 + 1]: squares of the frequencies of `rfft2`, 1/Å²."""
    found: Array = np.add.outer(np.fft.fftfreq(shape, pixel) ** 2, np.fft.rfftfreq(shape, pixel) ** 2)
    return found


def projected_potential(columns: Mapping[str, tuple[Array, Array]], shape: int, pixel: float, b_factor: float) -> Array:
    """[shape, shape]: V Å.

    Args:
        columns: places [N, 2] in Å and numbers of atoms [N] of every element.
        shape: pixels a side.
        pixel: Å.
        b_factor: Debye-Waller B, Å².
    """
    square = frequencies(shape, pixel)
    total = np.zeros(square.shape, np.complex128)
    for element, (places, numbers) in columns.items():
        half = 0.5 * np.sqrt(square)
        total += sum_atoms(places, numbers, shape, pixel) * (
            electron_factor(element, half) * np.exp(-b_factor * half**2)
        )
    found: Array = np.fft.irfft2(total, (shape, shape)) * (POTENTIAL / pixel**2)
    return found


def film_potential(shape: int, pixel: float, thickness: float, draw: Generator) -> Array:
    """[shape, shape]: V Å, of an amorphous carbon film of `thickness` Å: atoms at random places, 0.1 a cubic Å."""
    atoms = draw.poisson(0.1 * thickness * pixel**2, (shape, shape)).astype(float)
    square = frequencies(shape, pixel)
    half = 0.5 * np.sqrt(square)
    spectrum = np.fft.rfft2(atoms - atoms.mean()) * electron_factor("C", half) * np.exp(-1.0 * half**2)
    found: Array = np.fft.irfft2(spectrum, (shape, shape)) * (POTENTIAL / pixel**2)
    return found


def image_current(potential: Array, pixel: float, lens: Lens, slices: int = 1, thickness: float = 0.0) -> Pixels:
    """[H, H]: electrons that reach a pixel, where 1 is the beam without a crystal.

    Args:
        potential: [H, H], of the whole thickness, V Å.
        pixel: Å.
        lens: of the microscope.
        slices: equal parts that the crystal is cut into; 1 is the phase grating, more are the multislice method.
        thickness: Å, for the propagation between slices.
    """
    side = len(potential)
    if 1 / pixel - lens.passes < GRATING:
        potential, pixel = _finer(potential), pixel / 2
    kx = np.fft.fftfreq(len(potential), pixel)
    square = np.add.outer(kx**2, kx**2)
    phase = np.exp(1j * interaction(lens.energy) * potential / slices)
    wave = phase
    if slices > 1:
        propagate = np.exp(-1j * math.pi * wavelength(lens.energy) * (thickness / slices) * square)
        for _ in range(slices - 1):
            wave = phase * np.fft.ifft2(np.fft.fft2(wave) * propagate)
    seen = np.fft.ifft2(np.fft.fft2(wave) * lens.transfer(square))
    times = len(potential) // side
    current = squares(seen.real**2 + seen.imag**2, times).mean(axis=(1, 3))
    return current.astype(np.float32)


def _finer(image: Array) -> Array:
    """The same waves on twice as many pixels a side, each half as wide; the middle of the first four is where the first was."""
    side = len(image)
    half, quarter = side // 2, np.exp(-1j * np.pi * np.fft.fftfreq(2 * side))
    spectrum = np.zeros((2 * side, side + 1), complex)
    small = np.fft.rfft2(image)
    spectrum[:half, : half + 1], spectrum[-half:, : half + 1] = small[:half], small[-half:]
    spectrum *= np.outer(quarter, quarter[: side + 1])
    spectrum[:, -1] = 0
    found: Array = 4 * np.fft.irfft2(spectrum, (2 * side, 2 * side))
    return found
