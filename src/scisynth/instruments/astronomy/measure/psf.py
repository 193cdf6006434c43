"""Point spread function of an image of stars, from pixels: one Moffat profile fitted to several bright stars together.

The profile is integrated over pixels; each star has its own place, flux and local sky. Pixels that do not fit, as those hit by
cosmic rays, lose their weight in a second round.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scisynth.instruments.astronomy.profiles import moffat_pixels

Array = NDArray[np.float64]
NUM_SHARED = 4
OUTLIER = 5.0
MAX_ELLIPTICITY = 0.8
MAX_STEPS = 10
SMALLEST_U = 0.002
"""Relative uncertainty of a width that no number of electrons improves: the profile's shape is an assumption."""


@dataclass(frozen=True, kw_only=True)
class Psf:
    """A point spread function; lengths in pixels."""

    fwhm: float
    """Geometric mean of both axes."""
    fwhm_u: float
    beta: float
    ellipticity: float
    """1 - b/a, freed of the bias that noise gives to a length."""
    ellipticity_u: float
    angle: float
    """Of the major axis, radians from +x towards +y."""
    flux_u: float
    """Relative uncertainty of fluxes that the shape's own brings."""
    num_stars: int
    raw_ellipticity: float

    def pixels(self, dx: Array, dy: Array) -> Array:
        """Flux in pixels around a star of flux 1."""
        return moffat_pixels(dx, dy, self.fwhm, self.beta, self.raw_ellipticity, self.angle)


def fit_psf(
    image: Array,
    bad: NDArray[np.bool_],
    places: Sequence[tuple[float, float]],
    noise: float,
    fwhm: float,
    others: Array | None = None,
) -> Psf | None:
    """The profile of the stars at `places` (x, y); None where the fit does not converge.

    Args:
        image: [H, W], less the sky.
        bad: [H, W]: pixels without weight.
        places: of bright, single, unsaturated stars, half a stamp off the edge.
        noise: of a sky pixel, in the image's unit.
        fwhm: first guess in pixels.
        others: [stars, k, k]: light of other stars around each, where it is known; k = 2 x `stamp_half(fwhm)` + 1.
    """
    stamps = _Stamps(image, bad, places, noise, fwhm)
    if others is not None:
        stamps.data = stamps.data - others
    start = stamps.start(fwhm)
    fit = stamps.fit(start)
    if fit is None:
        return None
    stamps.clip(fit)
    fit = stamps.fit(fit)
    return None if fit is None else stamps.result(fit)


class _Stamps:
    """Cut-outs of stars that one profile is fitted to."""

    def __init__(
        self,
        image: Array,
        bad: NDArray[np.bool_],
        places: Sequence[tuple[float, float]],
        noise: float,
        fwhm: float,
    ) -> None:
        half = stamp_half(fwhm)
        self.num = len(places)
        steps = np.arange(-half, half + 1)
        columns = np.array([round(x) for x, _ in places])
        rows = np.array([round(y) for _, y in places])
        index = (rows[:, None, None] + steps[:, None], columns[:, None, None] + steps)
        self.data = image[index]
        self.shift_x = np.array([x for x, _ in places]) - columns
        self.shift_y = np.array([y for _, y in places]) - rows
        self.grid_y, self.grid_x = np.meshgrid(steps.astype(float), steps.astype(float), indexing="ij")
        self.noise = noise
        smooth = np.clip(_smoothed(self.data), 0.0, None)
        self.weight = np.where(bad[index], 0.0, 1 / np.sqrt(noise**2 + smooth))

    def start(self, fwhm: float) -> Array:
        peak = float(moffat_pixels(np.zeros(1), np.zeros(1), fwhm, 3.0)[0])
        flux = np.clip(self.data.max(axis=(1, 2)), self.noise, None) / peak
        shared = [np.log(fwhm), np.log(2.0), 0.0, 0.0]
        return np.concatenate([shared, self.shift_x, self.shift_y, flux, np.zeros(self.num)])

    def profile(self, shared: Array, shift_x: Array, shift_y: Array) -> Array:
        """[stars, k, k]: of flux 1."""
        ellipticity = min(float(np.hypot(shared[2], shared[3])), MAX_ELLIPTICITY)
        angle = 0.5 * float(np.arctan2(shared[3], shared[2]))
        dx = self.grid_x - shift_x[:, None, None]
        dy = self.grid_y - shift_y[:, None, None]
        fwhm, beta = np.exp(np.clip(shared[0], -1, 4)), 1 + np.exp(np.clip(shared[1], -3, 3))
        return moffat_pixels(dx, dy, float(fwhm), float(beta), ellipticity, angle)

    def split(self, x: Array) -> tuple[Array, Array, Array, Array, Array]:
        shift_x, shift_y, flux, sky = x[NUM_SHARED:].reshape(4, self.num)
        return x[:NUM_SHARED], shift_x, shift_y, flux, sky

    def residuals(self, x: Array) -> Array:
        shared, shift_x, shift_y, flux, sky = self.split(x)
        model = flux[:, None, None] * self.profile(shared, shift_x, shift_y) + sky[:, None, None]
        return np.asarray(((model - self.data) * self.weight).ravel())

    def jacobian(self, x: Array) -> Array:
        shared, shift_x, shift_y, flux, _ = self.split(x)
        base = self.profile(shared, shift_x, shift_y)
        out = np.zeros((*self.data.shape, len(x)))
        step = 1e-4
        for name in range(NUM_SHARED):
            moved = shared.copy()
            moved[name] += step
            change = (self.profile(moved, shift_x, shift_y) - base) / step
            out[..., name] = flux[:, None, None] * change * self.weight
        along_x = (self.profile(shared, shift_x + step, shift_y) - base) / step
        along_y = (self.profile(shared, shift_x, shift_y + step) - base) / step
        parts = (flux[:, None, None] * along_x, flux[:, None, None] * along_y, base, np.ones_like(base))
        for kind, part in enumerate(parts):
            for star in range(self.num):
                out[star, ..., NUM_SHARED + kind * self.num + star] = part[star] * self.weight[star]
        return out.reshape(-1, len(x))

    def fit(self, start: Array) -> Array | None:
        """Levenberg's damped least squares (Marquardt 1963), by normal equations: they are small, and stars are many."""
        if (self.weight > 0).sum() <= len(start):
            return None
        x, damping = start, 1e-3
        residuals = self.residuals(x)
        cost = float(residuals @ residuals)
        for _ in range(MAX_STEPS):
            jacobian = self.jacobian(x)
            normal, slope = jacobian.T @ jacobian, jacobian.T @ residuals
            step = np.linalg.solve(normal + np.diag(damping * np.diag(normal) + 1e-12), -slope)
            tried = self.residuals(x + step)
            new = float(tried @ tried)
            if not np.isfinite(new):
                return None
            if new < cost:
                gained, x, residuals, cost, damping = cost - new, x + step, tried, new, damping / 5
                if gained < 1e-4 * cost:
                    break
            elif damping > 1e4:
                break
            else:
                damping *= 8
        return x

    def clip(self, x: Array) -> None:
        """Weights of the model; none where a pixel lies far off."""
        shared, shift_x, shift_y, flux, sky = self.split(x)
        model = flux[:, None, None] * self.profile(shared, shift_x, shift_y)
        sigma = np.sqrt(self.noise**2 + np.clip(model, 0.0, None) + (0.02 * model) ** 2)
        off = np.abs(self.data - model - sky[:, None, None]) > OUTLIER * sigma
        plain = 1 / np.sqrt(self.noise**2 + np.clip(model, 0.0, None))
        self.weight = np.where(off | (self.weight == 0), 0.0, plain)

    def result(self, x: Array) -> Psf | None:
        jacobian, residuals = self.jacobian(x), self.residuals(x)
        freedom = int((self.weight > 0).sum()) - len(x)
        if freedom <= 0:
            return None
        scale = max(1.0, float(residuals @ residuals) / freedom)
        covariance = scale * np.asarray(np.linalg.pinv(jacobian.T @ jacobian), np.float64)[:NUM_SHARED, :NUM_SHARED]
        shared = self.split(x)[0]
        raw = min(float(np.hypot(shared[2], shared[3])), MAX_ELLIPTICITY)
        spread = float(np.sqrt(max(0.5 * (covariance[2, 2] + covariance[3, 3]), 0.0)) + 1e-3)
        return Psf(
            fwhm=float(np.exp(shared[0])),
            fwhm_u=float(np.exp(shared[0]) * np.hypot(np.sqrt(max(covariance[0, 0], 0.0)), SMALLEST_U)),
            beta=float(1 + np.exp(shared[1])),
            ellipticity=float(np.sqrt(max(raw**2 - 2 * spread**2, 0.0))),
            ellipticity_u=spread,
            angle=0.5 * float(np.arctan2(shared[3], shared[2])),
            flux_u=self._flux_u(shared, covariance),
            num_stars=self.num,
            raw_ellipticity=raw,
        )

    def _flux_u(self, shared: Array, covariance: Array) -> float:
        """How the height of a profile of flux 1 follows from the uncertainty of its shape."""
        zero = np.zeros(1)

        def height(values: Array) -> float:
            return float(np.log(moffat_pixels(zero, zero, float(np.exp(values[0])), float(1 + np.exp(values[1])))[0]))

        slope = np.array(
            [(height(shared[:2] + np.eye(2)[name] * 1e-3) - height(shared[:2])) / 1e-3 for name in range(2)]
        )
        return float(np.sqrt(max(slope @ covariance[:2, :2] @ slope, 0.0)))


def stamp_half(fwhm: float) -> int:
    """Pixels on either side of a star that its fit sees."""
    return int(np.clip(np.ceil(2.5 * fwhm), 5, 20))


def _smoothed(stamps: Array) -> Array:
    from scipy.ndimage import gaussian_filter

    return np.asarray(gaussian_filter(stamps, (0, 0.8, 0.8)))
