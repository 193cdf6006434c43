"""Draws a sphere in sunlight: which part is lit follows from the phase angle, how brightly from a law of reflection.

Dust reflects as Lommel and Seeliger say, I ∝ μ₀/(μ₀ + μ), so that the full Moon has no darker rim; clouds and ice come near Lambert's
I ∝ μ₀; Minnaert's I ∝ μ₀^k μ^(k-1) lies between (Hapke, Theory of Reflectance and Emittance Spectroscopy, 2nd ed., chapter 8). μ₀
and μ are the cosines of the angles of incidence and emergence.

The Moon's seas and brightest craters stand where they are (IAU gazetteer, rounded); its small craters are drawn once, at random.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from scisynth.instruments.pixels import squares

Array = NDArray[np.float64]
OVERSAMPLE = 2
ROWS, COLUMNS = 360, 720
"""Of a map: latitude from -90° to 90°, longitude from -180° to 180°, east positive."""
SEAS = (
    (33, -16, 17), (28, 17.5, 10), (8.5, 31, 11.5), (17, 59, 7.5), (-4, 51, 10), (-15, 34, 5.5), (-21, -16, 9.5),
    (-24, -39, 6), (22, -57, 15), (2, -52, 13), (-10, -23, 6), (13, 3, 4), (7, -30, 7), (57, -25, 4.5), (58, -8, 4.5),
    (57, 8, 4.5), (56, 24, 4.5), (-2, 87, 5), (47, -40, 6),
)  # fmt: skip
"""Latitude and longitude of the centre, and radius in degrees, of the maria."""
BRIGHT_CRATERS = ((-43.3, -11.2, 2.0, 18.0), (9.6, -20.1, 1.6, 7.0), (8.1, -38.0, 1.0, 5.0), (23.7, -47.4, 0.9, 3.0))
"""Tycho, Copernicus, Kepler, Aristarchus: latitude, longitude, radius, and reach of the rays in degrees."""
NUM_CRATERS = 900
MARE_ALBEDO = 0.55

Law = Callable[[Array, Array], Array]


@dataclass(frozen=True, kw_only=True)
class Ground:
    """Maps of a surface, [ROWS, COLUMNS]."""

    albedo: NDArray[np.float32]
    """Relative; the brightest large areas are about 1."""
    east: NDArray[np.float32]
    """Slope towards east: rise over run."""
    north: NDArray[np.float32]


@dataclass(frozen=True, kw_only=True)
class Lit:
    """How a sphere is seen and lit; angles in degrees."""

    phase_angle: float
    """0 is full."""
    bright_limb: float
    """Direction of the middle of the lit limb in the image, counter-clockwise from up."""
    axis: float = 0.0
    """Direction of its north pole in the image, counter-clockwise from up."""
    latitude: float = 0.0
    """Of the point that faces the viewer."""
    longitude: float = 0.0
    is_bitten: bool = False
    """Whether a round shadow covers it, as in an eclipse, instead of night."""


def lommel_seeliger(incidence: Array, emergence: Array) -> Array:
    """Brightness of a dusty surface, 1 at full phase."""
    return np.asarray(2 * incidence / (incidence + emergence))


def minnaert(k: float) -> Law:
    """Brightness of a surface of exponent k: 1 is Lambert's."""
    return lambda incidence, emergence: np.asarray(incidence**k * np.maximum(emergence, 0.05) ** (k - 1))


def draw_body(size: int, centre: tuple[float, float], radius: float, lit: Lit, ground: Ground, law: Law) -> Array:
    """[size, size]: brightness of a sphere, about 1 where it is brightest.

    Args:
        size: of the image in pixels.
        centre: column and row of the centre.
        radius: in pixels.
        lit: how it is seen and lit.
        ground: its surface.
        law: of reflection.
    """
    steps = (np.arange(size * OVERSAMPLE) + 0.5) / OVERSAMPLE - 0.5
    right, up = np.meshgrid((steps - centre[0]) / radius, -(steps - centre[1]) / radius)
    inside = right**2 + up**2 < 1
    x, y = right[inside], up[inside]
    z = np.sqrt(1 - x**2 - y**2)
    limb = np.radians(lit.bright_limb)
    to_limb = np.array([-np.sin(limb), np.cos(limb)])
    angle = np.radians(lit.phase_angle)
    sun = np.array([*(np.sin(angle) * to_limb), np.cos(angle)])
    if lit.is_bitten:
        sun = np.array([0.0, 0.0, 1.0])
    albedo, tilt = _look_up(ground, x, y, z, sun, lit)
    flat = sun[0] * x + sun[1] * y + sun[2] * z
    incidence = np.where(flat > 0, np.clip(flat - tilt * np.clip(6 * flat, 0, 1), 0, None), 0.0)
    bright = np.where(incidence > 0, albedo * law(np.maximum(incidence, 1e-6), np.maximum(z, 1e-3)), 0.0)
    if lit.is_bitten:
        away = 1 + np.cos(angle)
        bright *= np.hypot(x + away * to_limb[0], y + away * to_limb[1]) > 1
    out = np.zeros(right.shape)
    out[inside] = np.minimum(bright, 1.6)
    return np.asarray(squares(out, OVERSAMPLE).mean(axis=(1, 3)))


def _look_up(ground: Ground, x: Array, y: Array, z: Array, sun: Array, lit: Lit) -> tuple[Array, Array]:
    """Albedo at points of the disc, and what the slope of the ground takes from the cosine of incidence."""
    turn, tilt = np.radians(lit.axis), np.radians(lit.latitude)
    rotation = np.array(
        [
            [np.cos(turn), np.sin(turn), 0],
            [-np.sin(turn) * np.cos(tilt), np.cos(turn) * np.cos(tilt), np.sin(tilt)],
            [np.sin(turn) * np.sin(tilt), -np.cos(turn) * np.sin(tilt), np.cos(tilt)],
        ]
    )
    across, north, front = rotation @ np.stack([x, y, z])
    sun_across, sun_north, sun_front = rotation @ sun
    longitude = np.arctan2(across, front)
    level = np.sqrt(np.maximum(1 - north**2, 1e-6))
    rows = np.clip((np.degrees(np.arcsin(np.clip(north, -1, 1))) + 90) / 180 * ROWS, 0, ROWS - 1).astype(int)
    degrees = (np.degrees(longitude) + lit.longitude + 180) % 360
    columns = np.clip(degrees / 360 * COLUMNS, 0, COLUMNS - 1).astype(int)
    to_east = sun_across * np.cos(longitude) - sun_front * np.sin(longitude)
    to_north = sun_north * level - north * (sun_across * across + sun_front * front) / level
    slope = ground.east[rows, columns] * to_east + ground.north[rows, columns] * to_north
    return ground.albedo[rows, columns].astype(float), slope


@lru_cache(maxsize=1)
def moon_ground() -> Ground:
    """The Moon: seas, bright craters with rays, and small craters."""
    draw = np.random.default_rng(1969)
    latitude, longitude = _grid()
    ragged = _smooth_noise(draw, 9) * 0.9 + _smooth_noise(draw, 3) * 0.5
    sea = np.zeros((ROWS, COLUMNS))
    for lat, lon, reach in SEAS:
        off = _distance(latitude, longitude, lat, lon) / reach
        sea = np.maximum(sea, 1 / (1 + np.exp((off - 1.08 - 0.24 * ragged) * 12)))
    albedo = 1 - (1 - MARE_ALBEDO) * sea + 0.05 * _smooth_noise(draw, 2) + 0.04 * _smooth_noise(draw, 6)
    for lat, lon, radius, rays in BRIGHT_CRATERS:
        off = _distance(latitude, longitude, lat, lon)
        angle = np.arctan2(latitude - lat, (longitude - lon) * np.cos(np.radians(lat)))
        spokes = np.clip(np.cos(7 * angle + 2) + 0.6 * np.cos(12 * angle), 0, None)
        albedo += 0.3 * np.exp(-((off / (2 * radius)) ** 2)) + 0.16 * spokes * np.exp(-off / rays)
    craters = [(*_place(draw), _radius(draw)) for _ in range(NUM_CRATERS)]
    height = _heights([*craters, *((lat, lon, radius) for lat, lon, radius, _ in BRIGHT_CRATERS)], 1 - 0.8 * sea)
    return _ground(albedo, height, 1.0)


@lru_cache(maxsize=1)
def mercury_ground() -> Ground:
    """Craters everywhere, and no seas."""
    draw = np.random.default_rng(1974)
    albedo = 0.95 + 0.05 * _smooth_noise(draw, 3) + 0.05 * _smooth_noise(draw, 12)
    craters = [(*_place(draw), _radius(draw)) for _ in range(NUM_CRATERS)]
    return _ground(albedo, _heights(craters, np.ones((ROWS, COLUMNS))), 0.7)


@lru_cache(maxsize=1)
def venus_ground() -> Ground:
    """Clouds with next to no contrast in visible light."""
    latitude, _ = _grid()
    draw = np.random.default_rng(1962)
    albedo = 0.98 + 0.012 * np.cos(np.radians(5 * latitude)) + 0.008 * _smooth_noise(draw, 25)
    return _ground(albedo, np.zeros((ROWS, COLUMNS)), 0.0)


@lru_cache(maxsize=1)
def mars_ground() -> Ground:
    """Dark albedo features at low latitudes, and bright polar caps."""
    latitude, _ = _grid()
    draw = np.random.default_rng(1965)
    patches = 1 / (1 + np.exp(-4 * (_smooth_noise(draw, 16) + 0.4 * _smooth_noise(draw, 5) - 0.4)))
    belt = np.exp(-(((latitude + 15) / 38) ** 2))
    cap = 1 / (1 + np.exp(-(np.abs(latitude) - 76) / 1.5))
    albedo = 0.92 - 0.35 * patches * belt + 0.35 * cap
    return _ground(albedo, np.zeros((ROWS, COLUMNS)), 0.0)


def _grid() -> tuple[Array, Array]:
    """Latitude and longitude of the cells of a map, degrees."""
    latitude = (np.arange(ROWS) + 0.5) / ROWS * 180 - 90
    longitude = (np.arange(COLUMNS) + 0.5) / COLUMNS * 360 - 180
    return tuple(np.meshgrid(latitude, longitude, indexing="ij"))  # type: ignore[return-value]


def _distance(latitude: Array, longitude: Array, lat: float, lon: float) -> Array:
    """Degrees on the sphere."""
    north, there = np.radians(latitude), np.radians(lat)
    cosine = np.sin(north) * np.sin(there) + np.cos(north) * np.cos(there) * np.cos(np.radians(longitude - lon))
    return np.asarray(np.degrees(np.arccos(np.clip(cosine, -1, 1))))


def _smooth_noise(draw: np.random.Generator, width: float) -> Array:
    """Of mean 0 and standard deviation 1, smooth over `width` cells."""
    from scipy.ndimage import gaussian_filter

    out = gaussian_filter(draw.normal(size=(ROWS, COLUMNS)), width, mode=("nearest", "wrap"))
    return np.asarray((out - out.mean()) / out.std())


def _place(draw: np.random.Generator) -> tuple[float, float]:
    """Evenly on the sphere."""
    return float(np.degrees(np.arcsin(draw.uniform(-0.98, 0.98)))), float(draw.uniform(-180, 180))


def _radius(draw: np.random.Generator) -> float:
    """Degrees; small craters are many (a cumulative power of -2)."""
    return float(0.7 * draw.uniform(0.03, 1) ** -0.5)


def _heights(craters: list[tuple[float, float, float]], share: Array) -> Array:
    """Bowls with rims, in degrees of the sphere; `share` lowers those that lava has filled."""
    latitude, longitude = _grid()
    out = np.zeros((ROWS, COLUMNS))
    for lat, lon, radius in craters:
        row = int((lat + 90) / 180 * ROWS)
        reach = int(np.ceil(2.2 * radius / 180 * ROWS)) + 1
        rows = slice(max(row - reach, 0), min(row + reach + 1, ROWS))
        wide = min(int(np.ceil(reach / max(np.cos(np.radians(lat)), 0.15))), COLUMNS // 2 - 1)
        columns = (int((lon + 180) / 360 * COLUMNS) + np.arange(-wide, wide + 1)) % COLUMNS
        off = _distance(latitude[rows, columns], longitude[rows, columns], lat, lon) / radius
        bowl = np.where(off < 1, off**2 - 1, 0.0) * 0.22 + 0.11 * np.exp(-(((off - 1) / 0.3) ** 2))
        out[rows, columns] += bowl * radius * share[rows, columns]
    return out


def _ground(albedo: Array, height: Array, roughness: float) -> Ground:
    latitude, _ = _grid()
    step = 180 / ROWS
    east = np.gradient(height, step, axis=1) / np.maximum(np.cos(np.radians(latitude)), 0.2)
    north = np.gradient(height, step, axis=0)
    return Ground(
        albedo=np.clip(albedo, 0.2, 1.5).astype(np.float32),
        east=(roughness * east).astype(np.float32),
        north=(roughness * north).astype(np.float32),
    )
