"""A galaxy, from pixels: one Sérsic profile, or a disc with a bulge, fitted through the stated seeing; and the arms of a disc.

Arms: the disc is seen face on, divided by its mean around each circle, and transformed in angle and ln r; the greatest term tells the
number of arms and the sense in which they turn (Considère and Athanassoula 1982, A&A 111, 28).
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from scisynth.instruments.astronomy.galaxy_light import Canvas, Shape
from scisynth.instruments.astronomy.measure.sky import (
    bands_of,
    bin_factor,
    binned,
    patch_size,
    saturated_pixels,
    sky_level,
)
from scisynth.instruments.frame import Frame

Array = NDArray[np.float64]
FIT_SIDE = 96
"""Pixels; a larger image is binned to fewer."""
FINE = 2
BETA = 3.0
"""Of the Moffat profile of the seeing, where nobody measured it."""
BULGE_INDEX = 2.0
"""Of the bulge next to a disc (pseudo-bulges lie near 2, Fisher and Drory 2008, AJ 136, 773)."""
ARM_SCATTER = 0.25
"""Fraction of the light by which arms depart from a smooth disc."""
LEAST_SNR = 30.0
"""Of the whole galaxy; below, no shape can be told."""
LEAST_U = 0.006
"""Relative uncertainty that no number of electrons improves."""
DISC_U, DISC_RATIO_U = 0.03, 0.03
"""Relative uncertainty of a disc's radius, and that of its axis ratio, which its arms bring: two arms look like an ellipse."""
ARM_COUNTS = (1, 2, 3, 4, 5, 6)
ARM_RADII = (0.45, 1.7)
"""Half-light radii between which arms are looked for."""
ARM_LEAD = 1.35
"""Least lead of the greatest term over the next one."""
BLOCK = 5


@dataclass(frozen=True, kw_only=True)
class Light:
    """What was fitted; lengths in pixels of the image as it was handed in, standard uncertainties next to values."""

    x: float
    y: float
    half_light: float
    half_light_u: float
    """Along the major axis: of the profile, or of the disc."""
    axis_ratio: float
    axis_ratio_u: float
    angle: float
    """Of the major axis, degrees counter-clockwise from up, 0 to 180."""
    angle_u: float
    index: float | None
    index_u: float | None
    """Of the Sérsic profile; None where a disc was fitted."""
    flux: float
    flux_u: float
    arms: "ArmsSeen | None"


@dataclass(frozen=True, kw_only=True)
class ArmsSeen:
    """Arms of a disc."""

    num: int
    is_counter_clockwise: bool
    """Whether they turn counter-clockwise outwards in the image."""
    wave: float
    """p of the greatest term: along a crest, m θ + p ln r stays."""
    phase: float
    """m θ + p ln r of the crests, radians; θ counts counter-clockwise from the major axis in the plane of the disc, r in half-light radii."""
    lead: float
    """Of the greatest term over the greatest of another number of arms."""


def fit_galaxy(frame: Frame, *, seeing: float, band: str = "r", has_disc: bool) -> Light | None:
    """The galaxy of an image; None where none stands out.

    Args:
        frame: the image, the galaxy the brightest thing of it.
        seeing: FWHM of a star in pixels of the image.
        band: used where the image has it.
        has_disc: a disc and a bulge are fitted, not one profile.
    """
    names, images = bands_of(frame)
    image = images[names.index(band) if band in names else 0]
    side = min(image.shape)
    top, left = ((length - side) // 2 for length in image.shape)
    square = image[top : top + side, left : left + side]
    factor = bin_factor(square.shape, FIT_SIDE)
    bad = binned(saturated_pixels(square, frame.full_scale), factor) > 0
    found = _Fit(binned(square, factor), bad, seeing / factor, has_disc=has_disc).run(factor)
    return None if found is None else replace(found, x=found.x + left, y=found.y + top)


class _Fit:
    """Shape by least squares, with fluxes and sky solved for at each step."""

    def __init__(self, image: Array, bad: NDArray[np.bool_], seeing: float, *, has_disc: bool) -> None:
        from scipy.ndimage import gaussian_filter

        rim = max(3, len(image) // 16)
        edge = np.concatenate(
            [image[:rim].ravel(), image[-rim:].ravel(), image[:, :rim].ravel(), image[:, -rim:].ravel()]
        )
        self.level, self.noise = sky_level(edge[None])
        self.image = image - self.level
        self.canvas = Canvas(len(image), seeing, BETA, FINE)
        self.has_disc = has_disc
        self.smooth = np.clip(gaussian_filter(self.image, 1.0), 0, None)
        self.bad = bad
        self.weight = np.zeros_like(self.image)

    def _sigma(self, light: Array) -> Array:
        scatter = ARM_SCATTER * light if self.has_disc else 0.01 * light
        return np.asarray(np.sqrt(self.noise**2 + np.clip(light, 0, None) + scatter**2))

    def run(self, factor: int) -> Light | None:
        """Two rounds: what stands out of the first, such as stars, has no weight in the second."""
        from scipy.ndimage import binary_dilation
        from scipy.optimize import least_squares

        start = self._start()
        if start is None or self.noise <= 0:
            return None
        self.weight = np.where(self.bad, 0.0, 1 / self._sigma(self.smooth))
        fit = least_squares(
            self.residuals, start, loss="soft_l1", f_scale=3.0, max_nfev=20, diff_step=1e-4, x_scale="jac"
        )
        model = self._model(np.asarray(fit.x))[0]
        off = (self.image - model) > 6 * np.sqrt(self.noise**2 + np.abs(model) + (0.3 * model) ** 2)
        self.weight = np.where(binary_dilation(off, iterations=2) | (self.weight == 0), 0.0, 1 / self._sigma(model))
        fit = least_squares(self.residuals, fit.x, method="trf", max_nfev=20, diff_step=1e-4, x_scale="jac")
        return self._light(np.asarray(fit.x), np.asarray(fit.jac), factor)

    def _start(self) -> Array | None:
        """Centre, size and shape from the moments of what stands out of the sky."""
        light = np.where(self.smooth > max(3 * self.noise, 0.03 * self.smooth.max()), self.smooth, 0.0)
        area = int((light > 0).sum())
        if area < 12 or light.sum() < LEAST_SNR * self.noise * np.sqrt(area):
            return None
        rows, columns = np.mgrid[: len(light), : len(light)].astype(float)
        peak = np.unravel_index(int(np.argmax(self.smooth)), light.shape)
        near = light * (np.hypot(rows - peak[0], columns - peak[1]) < 0.3 * len(light))
        total = near.sum()
        x, y = float((near * columns).sum() / total), float((near * rows).sum() / total)
        across, down = columns - x, rows - y
        xx, yy, xy = ((near * part).sum() / total for part in (across**2, down**2, -across * down))
        # A disc reaches beyond what stands out of the sky, and its bulge draws the moments in.
        size = (1.1 if self.has_disc else 0.7) * np.sqrt(xx + yy)
        # Towards up and counter-clockwise: e1 is positive for a galaxy that stands upright.
        e1, e2 = 0.7 * (yy - xx) / (xx + yy), 0.7 * (-2 * xy) / (xx + yy)
        last = np.log(0.2) if self.has_disc else np.log(2.5)
        return np.array([x, y, np.log(max(size, 1.0)), e1, e2, last])

    def shape(self, x: Array) -> Shape:
        """Centre, ln of the half-light radius of the circle of the same area, and ellipticity as a vector."""
        ellipticity = min(float(np.hypot(x[3], x[4])), 0.93)
        angle = 0.5 * float(np.arctan2(x[4], x[3]))
        circle = float(np.exp(np.clip(x[2], -1, 6)))
        return Shape(
            x=float(x[0]),
            y=float(x[1]),
            half_light=circle / np.sqrt(1 - ellipticity),
            axis_ratio=1 - ellipticity,
            angle=angle,
        )

    def _parts(self, x: Array) -> list[Array]:
        shape = self.shape(x)
        if not self.has_disc:
            return [self.canvas.blurred(self.canvas.sersic(shape, float(np.exp(np.clip(x[5], -1, 2.1)))))]
        small = float(np.exp(np.clip(x[5], -3, -0.3))) * shape.half_light
        bulge = Shape(x=shape.x, y=shape.y, half_light=small, axis_ratio=1.0, angle=0.0)
        return [
            self.canvas.blurred(self.canvas.sersic(shape, 1.0)),
            self.canvas.blurred(self.canvas.sersic(bulge, BULGE_INDEX)),
        ]

    def _model(self, x: Array) -> tuple[Array, Array]:
        """The image of a shape, with the fluxes and the sky that fit best."""
        parts = [*self._parts(x), np.ones_like(self.image)]
        rows = np.stack([(part * self.weight).ravel() for part in parts], axis=1)
        normal = rows.T @ rows
        fluxes = np.linalg.solve(
            normal + 1e-9 * np.diag(np.diag(normal)) + 1e-12 * np.eye(len(parts)),
            rows.T @ (self.image * self.weight).ravel(),
        )
        light = sum((flux * part for flux, part in zip(fluxes, parts, strict=True)), np.zeros_like(self.image))
        return light, np.asarray(fluxes, np.float64)

    def residuals(self, x: Array) -> Array:
        return np.asarray(((self._model(x)[0] - self.image) * self.weight).ravel())

    def _light(self, x: Array, jacobian: Array, factor: int) -> Light | None:
        model, fluxes = self._model(x)
        left = (model - self.image) * self.weight
        inside = (self.weight > 0) & (model > self.noise)
        if not np.isfinite(x).all() or fluxes[0] <= 0 or inside.sum() < 20:
            return None
        patch = patch_size(left, inside, BLOCK)
        scatter = float((left[inside] ** 2).mean())
        covariance = np.linalg.pinv(jacobian.T @ jacobian) * max(scatter * patch, 1.0)
        errors = np.sqrt(np.clip(np.diag(covariance), 0, None))
        shape = self.shape(x)
        ellipticity = 1 - shape.axis_ratio
        e_u = float(np.hypot(np.sqrt((errors[3] ** 2 + errors[4] ** 2) / 2), 0.5 * LEAST_U))
        least = LEAST_U
        if self.has_disc:
            e_u, least = float(np.hypot(e_u, DISC_RATIO_U)), DISC_U
        size_u = float(np.hypot(np.hypot(errors[2], 0.5 * e_u / shape.axis_ratio), least))
        index = None if self.has_disc else float(np.exp(x[5]))
        total = float(fluxes[:-1].sum())
        parts = self._parts(x)
        flux_u = self._flux_u(parts, scatter * patch) / max(total, 1e-9)
        slope = 0.0 if self.has_disc else 0.35 * float(errors[5]) + 0.25 * float(errors[2])
        middle = (factor - 1) / 2
        return Light(
            x=shape.x * factor + middle,
            y=shape.y * factor + middle,
            half_light=shape.half_light * factor,
            half_light_u=shape.half_light * factor * size_u,
            axis_ratio=shape.axis_ratio,
            axis_ratio_u=e_u,
            angle=float(np.degrees(shape.angle) % 180),
            angle_u=float(np.degrees(min(0.5 * e_u / max(ellipticity, 1e-3), 1.0))),
            index=index,
            index_u=None if index is None else index * float(np.hypot(errors[5], 2 * LEAST_U)),
            flux=total,
            flux_u=total * float(np.hypot(np.hypot(flux_u, slope), LEAST_U)),
            arms=self._arms(shape, float(fluxes[-1])) if self.has_disc else None,
        )

    def _flux_u(self, parts: list[Array], scale: float) -> float:
        rows = np.stack([(part * self.weight).ravel() for part in (*parts, np.ones_like(self.image))], axis=1)
        covariance = np.linalg.pinv(rows.T @ rows) * max(scale, 1.0)
        return float(np.sqrt(max(covariance[:-1, :-1].sum(), 0.0)))

    def _arms(self, shape: Shape, sky: float) -> ArmsSeen | None:
        """The greatest term of the disc's transform in angle and ln r."""
        from scipy.ndimage import map_coordinates

        radii = np.geomspace(*ARM_RADII, 40)
        angles = np.arange(96) / 96 * 2 * np.pi
        along = (radii[:, None] * np.cos(angles)) * shape.half_light
        across = (radii[:, None] * np.sin(angles)) * shape.half_light * shape.axis_ratio
        right = -along * np.sin(shape.angle) - across * np.cos(shape.angle)
        up = along * np.cos(shape.angle) - across * np.sin(shape.angle)
        places = [shape.y - up, shape.x + right]
        seen = map_coordinates(np.where(self.weight > 0, self.image - sky, np.nan), places, order=1, cval=np.nan)
        mean = np.nanmean(seen, axis=1, keepdims=True)
        if not np.isfinite(mean).all() or (mean <= 2 * self.noise / np.sqrt(seen.shape[1])).any():
            return None
        contrast = np.nan_to_num(np.clip(seen / mean - 1, -1, 2))
        waves = np.linspace(-24, 24, 97)
        # What does not turn with the radius is no arm: an axis ratio that is a little off looks like two straight arms.
        around = np.fft.fft(contrast, axis=1)
        around -= around.mean(axis=0)
        sums = {num: np.exp(-1j * waves[:, None] * np.log(radii)) @ around[:, num] for num in ARM_COUNTS}
        terms = {num: np.abs(values) for num, values in sums.items()}
        order = sorted(ARM_COUNTS, key=lambda num: -terms[num].max())
        best = order[0]
        highest = int(np.argmax(terms[best]))
        wave = float(waves[highest])
        # A crest runs along m θ + p ln r = const: for negative p the angle grows outwards.
        return ArmsSeen(
            num=best,
            is_counter_clockwise=wave < 0,
            wave=wave,
            phase=-float(np.angle(sums[best][highest])),
            lead=float(terms[best].max() / max(terms[order[1]].max(), 1e-9)),
        )
