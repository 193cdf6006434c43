"""The light of stars in one band, from pixels: profiles subtracted from the image, fluxes and places fitted one star at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scisynth.instruments.astronomy.measure.psf import Psf
from scisynth.instruments.astronomy.measure.sky import sky_level

Array = NDArray[np.float64]
SHARP = 2.2
"""Times the fraction of a star's light that its brightest pixel may hold; more is a cosmic ray or a hot pixel."""


@dataclass(frozen=True, kw_only=True)
class Layer:
    """One band without its sky."""

    image: Array
    bad: NDArray[np.bool_]
    noise: float
    grown: Array | float = 0.0
    """[H, W]: further noise, where stars were subtracted."""

    @classmethod
    def of(cls, image: Array, bad: NDArray[np.bool_]) -> "Layer":
        """The layer of an image as it was read out."""
        level, noise = sky_level(image)
        return cls(image=image - level, bad=bad, noise=max(noise, 1e-9))


class StarModels:
    """The stars of one band as their profile says, subtracted from the image."""

    def __init__(self, layer: Layer, psf: Psf, places: Sequence[tuple[float, float]], fluxes: Array) -> None:
        self.layer, self.psf = layer, psf
        self.wide = int(np.ceil(5 * psf.fwhm))
        self.places = list(places)
        self.fluxes = np.array(fluxes, float)
        self.errors = np.full(len(places), np.inf)
        self.rest = layer.image.copy()
        self.stamps: dict[int, tuple[tuple[float, float], slice, slice, Array]] = {}
        for star in range(len(places)):
            self._add(star, -1.0)

    def append(self, x: float, y: float) -> None:
        """One more star, of no light yet."""
        self.places.append((float(x), float(y)))
        self.fluxes, self.errors = np.append(self.fluxes, 0.0), np.append(self.errors, np.inf)

    def move(self, places: Sequence[tuple[float, float]]) -> None:
        """The stars of another band's places; their light is put there by `measure`."""
        for star, place in enumerate(places):
            self._add(star, 1.0)
            self.places[star] = place
            self._add(star, -1.0)

    def left_over(self) -> Layer:
        """The image without its stars, with the noise that they leave: of photons, and of a profile known to a few percent."""
        light = np.clip(self.layer.image - self.rest, 0.0, None)
        return Layer(
            image=self.rest, bad=self.layer.bad, noise=self.layer.noise, grown=np.sqrt(light + (0.05 * light) ** 2)
        )

    def neighbours(self, places: Sequence[tuple[float, float]], half: int) -> Array:
        """[stars, 2 half + 1, 2 half + 1]: light of the other stars around each of `places`."""
        light = self.layer.image - self.rest
        out = []
        steps = np.arange(-half, half + 1, dtype=float)
        grid_y, grid_x = np.meshgrid(steps, steps, indexing="ij")
        for x, y in places:
            star = self.places.index((x, y))
            row, column = round(y), round(x)
            own = self.fluxes[star] * self.psf.pixels(grid_x - (x - column), grid_y - (y - row))
            out.append(light[row - half : row + half + 1, column - half : column + half + 1] - own)
        return np.stack(out)

    def settle(self, star: int) -> None:
        """The star's place, fitted with its flux by the slope of the profile; it stays where the fit runs away."""
        x0, y0 = x, y = self.places[star]
        self._add(star, 1.0)
        for _ in range(2):
            data, weight, dx, dy = self._cut(x, y, self.fluxes[star])
            if not weight.any():
                break
            base = self.psf.pixels(dx, dy)
            parts = np.stack(
                [base, self.psf.pixels(dx - 0.05, dy) - base, self.psf.pixels(dx, dy - 0.05) - base], axis=-1
            )
            rows = parts.reshape(-1, 3) * weight.reshape(-1, 1)
            normal = rows.T @ rows + 1e-12 * np.eye(3)
            flux, along_x, along_y = np.linalg.solve(normal, rows.T @ (data * weight).ravel())
            if flux <= 0:
                break
            x += float(np.clip(0.05 * along_x / flux, -1, 1))
            y += float(np.clip(0.05 * along_y / flux, -1, 1))
        if np.hypot(x - x0, y - y0) > 0.7 * max(self.psf.fwhm, 2.0):
            x, y = x0, y0
        self.places[star] = (x, y)
        self._add(star, -1.0)

    def measure(self, star: int) -> None:
        """Flux and standard uncertainty of a star, without pixels that do not fit."""
        x, y = self.places[star]
        self._add(star, 1.0)
        data, weight, dx, dy = self._cut(x, y, self.fluxes[star])
        profile = self.psf.pixels(dx, dy)
        flux, error = _amplitude(data, profile, weight)
        clipped = np.where(np.abs(data - flux * profile) * weight > 5 + 0.05 * flux * profile * weight, 0.0, weight)
        if (clipped > 0).sum() > 0.6 * (weight > 0).sum():
            weight = clipped
            flux, error = _amplitude(data, profile, weight)
        left = (data - flux * profile) * weight
        freedom = max(int((weight > 0).sum()) - 3, 1)
        self.fluxes[star] = flux
        self.errors[star] = error * float(np.sqrt(max(1.0, (left**2).sum() / freedom)))
        self._add(star, -1.0)

    def is_sharp(self, star: int) -> bool:
        """Whether too much of the light sits in one pixel for a star."""
        x, y = self.places[star]
        self._add(star, 1.0)
        data, weight, dx, dy = self._cut(x, y, self.fluxes[star])
        data = data.copy()
        self._add(star, -1.0)
        total = float(data[weight > 0].sum()) if (weight > 0).any() else 1.0
        return bool(data.max() > SHARP * self.psf.pixels(dx, dy).max() * max(total, 1e-9)) and not self.layer.bad.any()

    def _cut(self, x: float, y: float, flux: float) -> tuple[Array, Array, Array, Array]:
        """Pixels within a radius of 1.5 FWHM, their weights, and the way to the star."""
        rows, columns = self._window(x, y, int(np.ceil(1.5 * self.psf.fwhm)) + 1)
        data = self.rest[rows, columns]
        grid_y, grid_x = np.mgrid[rows, columns].astype(float)
        dx, dy = grid_x - x, grid_y - y
        near = np.hypot(dx, dy) <= max(1.5 * self.psf.fwhm, 2.0)
        model = np.clip(flux * self.psf.pixels(dx, dy), 0.0, None)
        sigma = np.sqrt(self.layer.noise**2 + model)
        return data, np.where(near & ~self.layer.bad[rows, columns], 1 / sigma, 0.0), dx, dy

    def _add(self, star: int, sign: float) -> None:
        """Adds or takes away a star's light; its profile is computed once a place."""
        if self.fluxes[star] <= 0:
            return
        place = self.places[star]
        if star not in self.stamps or self.stamps[star][0] != place:
            rows, columns = self._window(*place, self.wide)
            grid_y, grid_x = np.mgrid[rows, columns].astype(float)
            self.stamps[star] = (place, rows, columns, self.psf.pixels(grid_x - place[0], grid_y - place[1]))
        _, rows, columns, profile = self.stamps[star]
        self.rest[rows, columns] += sign * self.fluxes[star] * profile

    def _window(self, x: float, y: float, half: int) -> tuple[slice, slice]:
        height, width = self.rest.shape
        row, column = int(np.clip(round(y), 0, height - 1)), int(np.clip(round(x), 0, width - 1))
        rows = slice(max(row - half, 0), min(row + half + 1, height))
        return rows, slice(max(column - half, 0), min(column + half + 1, width))


def _amplitude(data: Array, profile: Array, weight: Array) -> tuple[float, float]:
    """Weighted least squares of one factor, and its standard uncertainty."""
    power = float(((profile * weight) ** 2).sum())
    if power <= 0:
        return 0.0, float("inf")
    return float((data * profile * weight**2).sum() / power), power**-0.5
