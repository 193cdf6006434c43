"""The figure of a constellation among the stars of an image, from pixels alone: by places, whatever the scale, turn and shift.

Two stars of the figure laid on two stars of the image fix a similarity transform, without reflection unless the mirrored sky is asked for.
The transforms that bring most other stars of the figure onto stars are fitted as a camera with the gnomonic projection, looking at the
middle of the image, or, as of a part that was cut out, looking at the figure (Lang et al. 2010, AJ 139, 1782, for the idea; Desolneux,
Moisan & Morel 2000, IJCV 40, 7, for the chance of a match).

Chance: K stars that stand at random would bring k of n stars onto a star in N(K) · P(X >= k - 2) trials, where X is binomial with n - 2
draws of p = K π r² / A: r the tolerance, A the area of the image, N the number of transforms that were tried.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from scisynth.instruments.astronomy.constellation_figures import Figure
from scisynth.instruments.astronomy.measure.stars import Star
from scisynth.instruments.astronomy.sky_camera import SkyCamera, turned
from scisynth.instruments.astronomy.star_catalogue import catalogue

Array = NDArray[np.float64]
Plane = NDArray[np.complex128]
"""Places as x + iy, in which a similarity transform without reflection is a factor and a shift."""
GATHER, NEAR = 0.035, 0.012
"""Fractions of the figure's size within which a star belongs to one of the figure, before and after the camera is fitted."""
NUM_PAIRS = 6
"""Pairs of the figure's stars, the farthest apart, that transforms are made of."""
NUM_FITTED = 8
"""Transforms that are fitted."""
SMALLEST, LARGEST = 0.15, 1.6
"""Of the image's side that a figure may take."""
CERTAIN = -5.0
"""lg of the chance of a match below which fainter stars are not looked at."""
CUT = 2.0
"""Times that a part of an image has to fit better than a whole one, to be taken for one."""
MIN_STARS = 4
"""Stars of a figure that have to be found."""
FLOOR_PX = 0.05
"""Uncertainty of a place that no light improves."""
ROUNDING = 1e-12
BLEND = 0.8
"""Stars nearer than so many widths are seen as one."""


@dataclass(frozen=True, kw_only=True)
class Aim:
    """A camera as the stars of an image show it."""

    camera: SkyCamera
    focal: float
    """Pixels."""
    centre: tuple[float, float]
    """Pixel that the axis meets."""
    is_aimed: bool
    """Whether the axis is what was fitted, and the centre that of the image; else the other way round."""
    focal_u: float = 0.0
    north_u: float = 0.0
    """Standard uncertainties, the second in degrees."""

    def project(self, directions_N3: Array) -> Array:
        """[N, 2]: pixels."""
        return self.focal * self.camera.project(directions_N3) + np.array(self.centre)


@dataclass(frozen=True, kw_only=True)
class Match:
    """A figure laid on the stars of an image."""

    figure: Figure
    is_mirrored: bool
    aim: Aim
    places_n2: Array
    """Where the figure's stars belong, in pixels."""
    partners_n: NDArray[np.intp]
    """The star of the image that stands there, -1 for none."""
    away_n: Array
    """Pixels to it; infinite for none."""
    size: float
    """Pixels between the two stars of the figure that are farthest apart."""
    log_chance: float
    """lg of the number of such matches that stars at random would give."""

    @property
    def is_on(self) -> NDArray[np.bool_]:
        """[n]: stars of the figure that have a partner."""
        return np.asarray(self.partners_n >= 0)

    @property
    def rms(self) -> float:
        """Fraction of the figure's size, over those with a partner."""
        return float(np.sqrt((self.away_n[self.is_on] ** 2).mean()) / self.size)

    @property
    def rank(self) -> tuple[float, float]:
        """Smaller is better: more stars in their places, then nearer to them."""
        return -float(self.is_on.sum()), self.rms * (1.0 if self.aim.is_aimed else CUT)


def find_figure(
    stars: Sequence[Star], shape: tuple[int, ...], figure: Figure, *, fwhm: float, is_mirrored: bool = False
) -> Match | None:
    """The best match of a figure; None where no `MIN_STARS` of its stars fall on stars.

    Args:
        stars: of the image, brightest first.
        shape: of the image.
        fwhm: of a star in pixels: what is nearer to a star of the figure is seen as one with it.
    """
    num = len(figure.names)
    best: Match | None = None
    for most in sorted({min(len(stars), num + 4), min(len(stars), 3 * num + 8)}):
        points = np.array([(star.x, star.y) for star in stars[:most]]).reshape(-1, 2)
        if len(points) < MIN_STARS:
            continue
        for found in _matches(points, shape, figure, fwhm, is_mirrored):
            if best is None or found.rank < best.rank:
                best = found
        if best is not None and best.log_chance < CERTAIN:
            break
    return None if best is None else _with_all(best, stars, fwhm)


def _with_all(match: Match, stars: Sequence[Star], fwhm: float) -> Match:
    """The match with the fainter stars, which were not tried."""
    points = np.array([(star.x, star.y) for star in stars])
    directions = seen_directions(match.figure, BLEND * fwhm / match.aim.focal)
    partners, _ = _partners(points, match.places_n2, NEAR)
    aim = _fit(directions, points, partners, match.aim) or match.aim
    places = aim.project(directions)
    partners, away = _partners(points, places, NEAR)
    if (partners >= 0).sum() < match.is_on.sum():
        return match
    return replace(match, aim=aim, places_n2=places, partners_n=partners, away_n=away, size=_size(places))


def seen_directions(figure: Figure, radius: float) -> Array:
    """[n, 3]: of the figure's stars, each with the light of what stands within `radius` radians of it."""
    sky = catalogue()
    light, around = _light_near(figure, radius)
    summed = light @ sky.directions_N3[around]
    return np.asarray(summed / np.linalg.norm(summed, axis=1, keepdims=True))


def seen_magnitudes(figure: Figure, radius: float) -> Array:
    """[n]: V of the figure's stars, together with what stands within `radius` radians of each."""
    return np.asarray(-2.5 * np.log10(_light_near(figure, radius)[0].sum(axis=1)))


def _light_near(figure: Figure, radius: float) -> tuple[Array, NDArray[np.intp]]:
    """[n, M]: light of M stars around the figure, 0 where one is farther from a star of it; and their places in the catalogue."""
    sky = catalogue()
    cosines = figure.directions_n3 @ sky.directions_N3[figure.around].T
    return np.where(cosines > np.cos(radius) - ROUNDING, 10 ** (-0.4 * sky.v_N[figure.around]), 0.0), figure.around


def _matches(points: Array, shape: tuple[int, ...], figure: Figure, fwhm: float, is_mirrored: bool) -> Iterator[Match]:
    plain = SkyCamera(axis=_triple(figure.middle), north=0.0, is_mirrored=is_mirrored)
    pattern = _complex(plain.project(figure.directions_n3))
    stars = _complex(points)
    turns, shifts, tried = _transforms(stars, pattern, max(shape[:2]))
    seen: set[tuple[int, ...]] = set()
    for number in _best(stars, pattern, turns, shifts):
        turn, shift = turns[number], shifts[number]
        partners, _ = _partners(points, _plane(turn * pattern + shift), GATHER)
        # Transforms of other pairs often say the same.
        if tuple(partners) in seen:
            continue
        seen.add(tuple(partners))
        for start in _starts(plain, figure, turn, shift, shape):
            aim = _fit(figure.directions_n3, points, partners, start)
            directions = figure.directions_n3
            for _ in range(2):
                if aim is not None:
                    directions = seen_directions(figure, BLEND * fwhm / aim.focal)
                    near, _ = _partners(points, aim.project(directions), NEAR)
                    aim = _fit(directions, points, near, aim)
            if aim is None:
                continue
            places = aim.project(directions)
            on, away = _partners(points, places, NEAR)
            if (on >= 0).sum() >= MIN_STARS:
                size = _size(places)
                lucky = len(points) * np.pi * (NEAR * size) ** 2 / (shape[0] * shape[1])
                yield Match(
                    figure=figure,
                    is_mirrored=is_mirrored,
                    aim=aim,
                    places_n2=places,
                    partners_n=on,
                    away_n=away,
                    size=size,
                    log_chance=_log_chance(len(pattern), int((on >= 0).sum()), lucky, tried),
                )


def _transforms(stars: Plane, pattern: Plane, side: int) -> tuple[Plane, Plane, int]:
    """Factors and shifts that lay two stars of the figure on two of the image, and how many were tried."""
    apart = np.abs(pattern[:, None] - pattern)
    rows, columns = np.triu_indices(len(pattern), 1)
    order = np.argsort(-apart[rows, columns])[:NUM_PAIRS]
    one, other = np.nonzero(~np.eye(len(stars), dtype=bool))
    turns = ((stars[other] - stars[one])[None] / (pattern[columns[order]] - pattern[rows[order]])[:, None]).ravel()
    shifts = (stars[one][None] - turns.reshape(len(order), -1) * pattern[rows[order]][:, None]).ravel()
    size = np.abs(turns) * apart.max() / side
    fits = (size > SMALLEST) & (size < LARGEST)
    return turns[fits], shifts[fits], len(turns)


def _best(stars: Plane, pattern: Plane, turns: Plane, shifts: Plane) -> NDArray[np.intp]:
    """Numbers of the transforms that bring most stars of the figure close to stars."""
    size = np.abs(pattern[:, None] - pattern).max()
    gains = np.zeros(len(turns))
    for place in pattern:
        laid = turns * place + shifts
        squared = np.abs(laid[:, None] - stars).min(axis=1) ** 2
        gains += np.clip(1 - squared / (GATHER * size * np.abs(turns)) ** 2, 0, None)
    return np.argsort(-gains, kind="stable")[:NUM_FITTED]


def _starts(plain: SkyCamera, figure: Figure, turn: complex, shift: complex, shape: tuple[int, ...]) -> tuple[Aim, Aim]:
    """What to fit from: a camera that looks at the image's middle, and one that looks at the figure, of which the image is a part."""
    middle = complex((shape[1] - 1) / 2, (shape[0] - 1) / 2)
    seen = (middle - shift) / turn
    axis = turned(figure.middle, seen.real if plain.is_mirrored else -seen.real, -seen.imag)
    camera = replace(plain, north=-float(np.degrees(np.angle(turn))))
    return (
        Aim(
            camera=replace(camera, axis=_triple(axis)),
            focal=abs(turn),
            centre=(middle.real, middle.imag),
            is_aimed=True,
        ),
        Aim(camera=camera, focal=abs(turn), centre=(shift.real, shift.imag), is_aimed=False),
    )


def _fit(directions_n3: Array, points: Array, partners_n: NDArray[np.intp], start: Aim) -> Aim | None:
    """The aim that brings the figure's stars nearest to their partners; None for too few, or where it runs away."""
    from scipy.optimize import least_squares

    on = partners_n >= 0
    if on.sum() < MIN_STARS:
        return None
    goal, shown = points[partners_n[on]], directions_n3[on]

    def aim_of(change: Array) -> Aim:
        first, second, north, grown = (float(value) for value in change)
        camera = replace(start.camera, north=start.camera.north + float(np.degrees(north)))
        focal = start.focal * float(np.exp(np.clip(grown, -1, 1)))
        if start.is_aimed:
            axis = _triple(turned(np.array(start.camera.axis), first, second))
            return replace(start, camera=replace(camera, axis=axis), focal=focal)
        centre = (start.centre[0] + first * start.focal, start.centre[1] + second * start.focal)
        return replace(start, camera=camera, focal=focal, centre=centre)

    def residuals(change: Array) -> Array:
        return np.nan_to_num((aim_of(change).project(shown) - goal).ravel(), nan=1e6)

    found = least_squares(residuals, np.zeros(4), method="lm", x_scale=1.0)
    freedom = max(len(found.fun) - 4, 1)
    variance = max(float(found.fun @ found.fun) / freedom, FLOOR_PX**2)
    covariance = variance * np.linalg.pinv(found.jac.T @ found.jac)
    aim = aim_of(found.x)
    north = (aim.camera.north + 180) % 360 - 180
    return replace(
        aim,
        camera=replace(aim.camera, north=north),
        focal_u=aim.focal * float(np.sqrt(covariance[3, 3])),
        north_u=float(np.degrees(np.sqrt(covariance[2, 2]))),
    )


def _partners(points: Array, places_n2: Array, tolerance: float) -> tuple[NDArray[np.intp], Array]:
    """[n]: the nearest star within the tolerance, -1 for none, each star once; and pixels to it."""
    apart = np.hypot(*np.moveaxis(places_n2[:, None] - points, 2, 0))
    apart = np.nan_to_num(apart, nan=np.inf)
    nearest = apart.argmin(axis=1)
    away = apart[np.arange(len(nearest)), nearest]
    is_on = away <= tolerance * _size(places_n2)
    for place in np.flatnonzero(is_on):
        same = (nearest == nearest[place]) & is_on
        is_on[same & (away > away[same].min())] = False
    return np.where(is_on, nearest, -1), np.where(is_on, away, np.inf)


def _log_chance(num: int, found: int, lucky: float, tried: int) -> float:
    from scipy.stats import binom

    tail = float(binom.sf(found - 3, num - 2, min(lucky, 1.0)))
    return float(np.log10(max(tail, 1e-300)) + np.log10(max(tried, 1)))


def _size(places_n2: Array) -> float:
    return float(np.nanmax(np.hypot(*np.moveaxis(places_n2[:, None] - places_n2, 2, 0))))


def _complex(places_n2: Array) -> Plane:
    return np.asarray(places_n2[:, 0] + 1j * places_n2[:, 1])


def _plane(values_n: Plane) -> Array:
    return np.stack([values_n.real, values_n.imag], axis=1)


def _triple(direction: Array) -> tuple[float, float, float]:
    return float(direction[0]), float(direction[1]), float(direction[2])
