"""A sphere in sunlight, from pixels: its disc, the fraction of it that is lit, the side, and whether the shadow is one of night.

A circle through the lit limb (the outline that most of the edge agrees with) starts a fit of the lunar-Lambert law
I = A (2 L μ₀/(μ₀ + μ) + (1 - L) μ₀)^g (McEwen 1991, Icarus 92, 298; g below 1 for drawings that are flat up to the shadow): centre,
radius, phase angle, direction of the Sun, L, g and blur. Roots of brightness are compared, so that dark and bright ground weighs less than the edges. The uncertainties grow with what the ground leaves over, and
with how far it hangs together.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scisynth.instruments.astronomy.measure.sky import bin_factor, binned, patch_size, sky_level
from scisynth.instruments.frame import Frame

Array = NDArray[np.float64]
FIT_SIDE = 128
"""Pixels; a larger image is binned to fewer."""
NUM_CIRCLES = 200
LEAST_AREA = 30
"""Lit pixels."""
LEAST_SNR = 6.0
"""Of the lit part over the noise of the sky."""
THRESHOLD = 0.12
"""Fraction of the highest brightness that counts as lit, at first."""
FRACTION_U, RADIUS_U, ANGLE_U, LIMB_U = 0.012, 0.009, 1.0, 8.0
"""Least uncertainties: of the fraction, of the radius as a share, of the direction and of the lit limb in degrees."""
NOISE_U = 0.4
"""Relative uncertainty of the radius for each unit of noise over brightness: the edge drowns before the disc does."""
RING = (0.88, 0.96)
"""Of the radius, where the limb is looked at."""
NUM_ANGLES = 180
BLOCK = 6
LEAST_TOLD = 0.7
"""Fraction of the image's variance that a lit sphere has to tell; less is another thing."""
FLAT = 0.9
"""Brightness of the dimmer part of a lit area over that of its brightest, from which a drawing is taken to be flat."""
GIBBOUS = 1.2
"""Phase angle in radians below which the outline is nearly round."""


@dataclass(frozen=True, kw_only=True)
class LitDisc:
    """A lit body; lengths in pixels of the image as it was handed in, angles in degrees."""

    x: float
    y: float
    radius: float
    radius_u: float
    fraction: float
    """Of the disc that is lit, 0 to 1."""
    fraction_u: float
    phase_angle: float
    phase_angle_u: float
    bright_limb: float
    """Direction of the middle of the lit limb, counter-clockwise from up, 0 to 360."""
    bright_limb_u: float
    lit_limb: float
    """How much of the limb is lit: 180° where the shadow is that of night, more where something round covers the body."""
    lit_limb_u: float


def find_disc(frame: Frame) -> LitDisc | None:
    """The lit body of an image; None where none stands free before a dark sky."""
    factor = bin_factor(frame.pixels.shape, FIT_SIDE)
    image = binned(frame.gray, factor)
    rim = max(2, min(image.shape) // 25)
    edge = np.concatenate([image[:rim].ravel(), image[-rim:].ravel(), image[:, :rim].ravel(), image[:, -rim:].ravel()])
    level, noise = sky_level(edge)
    image = image - level
    height = float(np.percentile(image, 99.5))
    if height <= max(LEAST_SNR * noise, 0.3 * abs(level), 1e-9):
        return None
    mask = _lit(image, max(THRESHOLD * height, 3 * noise))
    if mask.sum() < LEAST_AREA or _touches(mask) or image[mask].mean() < LEAST_SNR * noise:
        return None
    circle = _circle(mask)
    if circle is None:
        return None
    return _fit(image, mask, circle, height, max(noise, 1e-3 * height), factor)


def _lit(image: Array, least: float) -> NDArray[np.bool_]:
    """The largest piece above a brightness, holes filled."""
    from scipy.ndimage import binary_fill_holes, gaussian_filter, label

    pieces, count = label(gaussian_filter(image, 0.8) > least)
    if not count:
        return np.zeros(image.shape, bool)
    largest = int(np.argmax(np.bincount(pieces.ravel())[1:])) + 1
    return np.asarray(binary_fill_holes(pieces == largest))


def _touches(mask: NDArray[np.bool_]) -> bool:
    """Whether the body is cut by the edge of the image."""
    return bool(mask[0].sum() + mask[-1].sum() + mask[:, 0].sum() + mask[:, -1].sum() > 3)


def _circle(mask: NDArray[np.bool_]) -> tuple[float, float, float] | None:
    """x, y and radius of the circle that most of the outline lies on, with none of it outside."""
    from scipy.ndimage import binary_erosion

    rows, columns = np.nonzero(mask & ~binary_erosion(mask))
    points = np.stack([columns, rows], axis=1).astype(float)
    if len(points) < 8:
        return None
    draw = np.random.default_rng(0)
    least = np.sqrt(mask.sum() / np.pi)
    best, best_score = None, -np.inf
    for _ in range(NUM_CIRCLES):
        found = _through(points[draw.choice(len(points), 3, replace=False)])
        if found is None or not 0.97 * least < found[2] < 2 * max(mask.shape):
            continue
        off = np.hypot(points[:, 0] - found[0], points[:, 1] - found[1]) - found[2]
        score = (np.abs(off) < 0.8).sum() - 2 * (off > 1.2).sum()
        if score > best_score:
            best, best_score = found, score
    for _ in range(3):
        if best is None:
            return None
        off = np.hypot(points[:, 0] - best[0], points[:, 1] - best[1]) - best[2]
        near = points[np.abs(off) < 1.0]
        best = _least_squares_circle(near) if len(near) > 5 else best
    return best


def _through(three: Array) -> tuple[float, float, float] | None:
    (ax, ay), (bx, by), (cx, cy) = three
    twice = 2 * (ax * (by - cy) + bx * (cy - ay) + cx * (ay - by))
    if abs(twice) < 1e-6:
        return None
    a, b, c = ax**2 + ay**2, bx**2 + by**2, cx**2 + cy**2
    x = (a * (by - cy) + b * (cy - ay) + c * (ay - by)) / twice
    y = (a * (cx - bx) + b * (ax - cx) + c * (bx - ax)) / twice
    return float(x), float(y), float(np.hypot(ax - x, ay - y))


def _least_squares_circle(points: Array) -> tuple[float, float, float]:
    """Kåsa's circle."""
    rows = np.column_stack([points, np.ones(len(points))])
    a, b, c = np.linalg.lstsq(rows, (points**2).sum(axis=1), rcond=None)[0]
    return float(a / 2), float(b / 2), float(np.sqrt(max(c + a**2 / 4 + b**2 / 4, 1.0)))


class _Model:
    """A lunar-Lambert sphere around a first circle, compared in roots of brightness."""

    def __init__(self, image: Array, circle: tuple[float, float, float], height: float, noise: float) -> None:
        x, y, radius = circle
        reach = 1.25 * radius + 3
        rows = slice(max(int(y - reach), 0), min(int(y + reach) + 2, image.shape[0]))
        columns = slice(max(int(x - reach), 0), min(int(x + reach) + 2, image.shape[1]))
        self.image = image[rows, columns]
        self.grid_y, self.grid_x = np.mgrid[rows, columns].astype(float)
        self.soft = max(2 * noise, 0.04 * height)
        self.data = self.root(self.image)

    def root(self, image: Array) -> Array:
        return np.asarray(np.sqrt(np.clip(image, 0, None) + self.soft))

    def draw(self, x: Array) -> Array:
        """Brightness for centre, ln radius, direction, phase angle, g, ln of the height, ln of the blur, and L."""
        from scipy.ndimage import gaussian_filter

        radius = np.exp(x[2])
        right, down = (self.grid_x - x[0]) / radius, (self.grid_y - x[1]) / radius
        squared = right**2 + down**2
        front = np.sqrt(np.clip(1 - squared, 0.004, None))
        towards = -np.sin(x[3]) * right - np.cos(x[3]) * down
        raw = np.sin(x[4]) * towards + np.cos(x[4]) * front
        incidence = np.clip(raw, 0, None)
        share, power = np.clip(x[8], 0, 1), np.clip(x[5], 0.02, 1.3)
        law = 2 * share * incidence / (incidence + front) + (1 - share) * incidence
        bright = np.exp(x[6]) * np.clip(raw * radius + 0.5, 0, 1) * np.maximum(law, 1e-3) ** power
        covered = np.clip((1 - np.sqrt(squared)) * radius + 0.5, 0, 1)
        return np.asarray(gaussian_filter(bright * covered, float(np.exp(np.clip(x[7], -1.2, 2)))))

    def residuals(self, x: Array) -> Array:
        return np.asarray((self.root(self.draw(x)) - self.data).ravel())


def _fit(
    image: Array,
    mask: NDArray[np.bool_],
    circle: tuple[float, float, float],
    height: float,
    noise: float,
    factor: int,
) -> LitDisc | None:
    from scipy.optimize import least_squares

    model = _Model(image, circle, height, noise)
    start = _start(mask, circle, height)
    inner = np.percentile(image[mask], (40, 90))
    if inner[0] > FLAT * inner[1]:
        start[5] = 0.05
    spread = 0.25 * np.sqrt(height)
    starts = [start]
    if start[4] < GIBBOUS:
        # The dim edge of a gibbous disc can be taken for its limb: the other way round, the circle is larger.
        other = start.copy()
        other[2] += 0.07
        other[4] = 1.3 * start[4] + 0.1
        starts.append(other)
    fits = [
        least_squares(
            model.residuals, first, loss="soft_l1", f_scale=spread, x_scale="jac", diff_step=1e-4, max_nfev=20
        )
        for first in starts
    ]
    fit = min(fits, key=lambda found: float(found.cost))
    x = np.asarray(fit.x)
    radius, angle = float(np.exp(x[2])), float(np.clip(abs(x[4]), 0.0, np.pi))
    told = 1 - float(np.var(model.residuals(x))) / max(float(np.var(model.data)), 1e-12)
    if not np.isfinite(x).all() or told < LEAST_TOLD or not 0.6 * circle[2] < radius < 1.7 * circle[2]:
        return None
    limb = np.degrees(x[3]) + (180.0 if x[4] < 0 else 0.0)
    errors = _errors(model, x, np.asarray(fit.jac))
    fraction = (1 + np.cos(angle)) / 2
    dim = NOISE_U * noise / height
    fraction_u = float(np.linalg.norm([np.sin(angle) / 2 * errors[4], FRACTION_U, 0.5 * dim]))
    lit_limb, lit_limb_u = _lit_limb(model, x, noise, height)
    middle = (factor - 1) / 2
    return LitDisc(
        x=float(x[0] * factor + middle),
        y=float(x[1] * factor + middle),
        radius=radius * factor,
        radius_u=float(radius * factor * np.linalg.norm([errors[2], RADIUS_U, dim])),
        fraction=float(fraction),
        fraction_u=fraction_u,
        phase_angle=float(np.degrees(angle)),
        phase_angle_u=float(np.degrees(2 * fraction_u / max(np.sin(angle), 2 * np.sqrt(fraction_u)))),
        bright_limb=float(limb % 360),
        bright_limb_u=float(np.hypot(np.degrees(errors[3]), ANGLE_U)),
        lit_limb=lit_limb,
        lit_limb_u=lit_limb_u,
    )


def _start(mask: NDArray[np.bool_], circle: tuple[float, float, float], height: float) -> Array:
    """Direction from the centre to the middle of the lit part, and its extent along it."""
    x, y, radius = circle
    rows, columns = np.nonzero(mask)
    right, down = float(columns.mean() - x), float(rows.mean() - y)
    direction = float(np.arctan2(-right, -down))
    along = -np.sin(direction) * (columns - x) - np.cos(direction) * (rows - y)
    across = np.cos(direction) * (columns - x) - np.sin(direction) * (rows - y)
    # Near the axis only: the horns of a crescent reach as far back as the centre.
    middle = along[np.abs(across) < 0.25 * radius]
    share = np.clip((radius - np.percentile(middle if len(middle) else along, 2)) / (2 * radius), 0.03, 0.985)
    angle = float(np.arccos(np.clip(2 * share - 1, -0.97, 0.97)))
    return np.array([x, y, np.log(radius), direction, angle, 0.9, np.log(height), np.log(0.8), 0.6])


def _errors(model: _Model, x: Array, jacobian: Array) -> Array:
    """Standard uncertainties of the parameters, widened by the size of the patches in which residuals hang together."""
    left = model.residuals(x).reshape(model.image.shape)
    inside = model.draw(x) > 0.02 * np.exp(x[6])
    variance = float((left[inside] ** 2).mean()) if inside.any() else 1.0
    covariance = np.linalg.pinv(jacobian.T @ jacobian) * variance * patch_size(left, inside, BLOCK)
    return np.asarray(np.sqrt(np.clip(np.diag(covariance), 0, None)))


def _lit_limb(model: _Model, x: Array, noise: float, height: float) -> tuple[float, float]:
    """180° and what more of the limb is lit than night would leave; its uncertainty grows as the limb comes near the noise."""
    from scipy.ndimage import map_coordinates

    angles = np.arange(NUM_ANGLES) / NUM_ANGLES * 2 * np.pi
    radii = np.exp(x[2]) * np.linspace(*RING, 4)
    columns = x[0] - np.sin(angles)[:, None] * radii - model.grid_x[0, 0]
    rows = x[1] - np.cos(angles)[:, None] * radii - model.grid_y[0, 0]
    seen, expected = (
        map_coordinates(image, [rows, columns], order=1, mode="constant").mean(axis=1)
        for image in (model.image, model.draw(x))
    )
    least = max(0.2 * float(np.percentile(expected, 95)), 2.5 * noise)
    if least > 0.5 * float(np.percentile(expected, 95)):
        return 180.0, 90.0
    more = ((seen > least).sum() - (expected > least).sum()) * 360 / NUM_ANGLES
    return float(180 + more), float(LIMB_U * (1 + 10 * noise / height))
