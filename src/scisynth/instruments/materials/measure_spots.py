"""Spots of an electron diffraction pattern, from pixels: their lattice, centre and intensities.

The background falls off with the distance from the middle of the image; a spot stands out of it and of the noise by many standard
deviations, its place is the centre of gravity of what it has above the background. Differences of places span the lattice
(`measure_lattice`). The middle of the pattern is the lattice point about which intensities are most alike: I(g) = I(-g) (Friedel).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from scisynth.instruments.frame import Pixels
from scisynth.instruments.materials.crystals import Array, basis_stretches, reduce_vectors
from scisynth.instruments.materials.measure_lattice import Lattice, fit_points
from scisynth.instruments.pixels import peak_mask, robust_sigma, squares

SEEN = 8.0
"""Standard deviations of the noise by which the top of a spot is higher than the background."""
DARK = 0.35
"""Of the background around it: less is the shadow of the beam stop."""
LEAST_SPOTS = 5


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """A lattice of spots."""

    lattice: Lattice
    """In pixels; here its reciprocal vectors are what parts the spots."""
    centre: Array
    """[2]: x, y of the transmitted beam."""
    indices: NDArray[np.int_]
    """[K, 2]: of all lattice points in the field, in the lattice's basis."""
    intensities: Array
    """[K]: sums over the spot above the background."""
    noise: Array
    """[K]: their standard uncertainties."""
    is_shadowed: NDArray[np.bool_]
    """[K]: under the beam stop, or at the rim."""
    look: Callable[[Array], tuple[Array, Array, NDArray[np.bool_]]]
    """Intensities, their uncertainties and shadows at other indices [K, 2], as halves."""


def find_pattern(image: Pixels) -> Pattern | None:
    """The spots of an image; None where fewer than `LEAST_SPOTS` form a lattice."""
    flat, noise, shadow = _without_background(image)
    places, strength = _spots(flat, noise)
    if len(places) < LEAST_SPOTS:
        return None
    fitted = fit_points(places, strength)
    if fitted is None:
        return None
    lattice, origin = fitted
    basis = lattice.reciprocal
    middle = _rough_middle(image)
    start = np.rint((middle - origin) @ np.linalg.inv(basis))
    radius = float(np.clip(0.3 * np.linalg.norm(basis, axis=1).min(), 2.0, 7.0))
    best: tuple[float, Array] | None = None
    for step in product(range(-2, 3), repeat=2):
        centre = origin + (start + step) @ basis
        score = _friedel(flat, centre, basis, radius, float(np.linalg.norm(centre - middle)) / len(image))
        if best is None or score < best[0]:
            best = (score, centre)
    assert best is not None
    centre = best[1]
    indices = _points_in(image.shape, centre, basis, radius)

    def look(steps: Array) -> tuple[Array, Array, NDArray[np.bool_]]:
        return _intensities(flat, noise, shadow, centre + steps @ basis, radius)

    sums, spread, dark = look(indices.astype(np.float64))
    return Pattern(
        lattice=lattice, centre=centre, indices=indices, intensities=sums, noise=spread, is_shadowed=dark, look=look
    )


def _without_background(image: Pixels) -> tuple[Array, Array, NDArray[np.bool_]]:
    """What stands above a smooth background, the noise of each pixel, and where a beam stop is."""
    from scipy.ndimage import binary_dilation, gaussian_filter, percentile_filter, zoom

    small = squares(image.astype(np.float64), 4).mean(axis=(1, 3))
    low = gaussian_filter(percentile_filter(small, 35, 7), 1.5)
    factors = (image.shape[0] / low.shape[0], image.shape[1] / low.shape[1])
    background = zoom(low, factors, order=1)
    flat = image - background
    noise = np.sqrt(np.maximum(background, 0) + 1.0) * _excess(flat, background)
    wide = gaussian_filter(background, 0.12 * len(image))
    shadow = binary_dilation(
        gaussian_filter(image.astype(np.float64), 1.0) < DARK * np.minimum(wide, background + wide), iterations=2
    )
    return flat, noise, shadow


def _excess(flat: Array, background: Array) -> float:
    """Noise over that of counted quanta: 1 where a unit of the image is one electron."""
    share = flat / np.sqrt(np.maximum(background, 0) + 1.0)
    return robust_sigma(share) + 1e-9


def _spots(flat: Array, noise: Array) -> tuple[Array, Array]:
    """Places [K, 2] and sums [K] of spots."""
    from scipy.ndimage import gaussian_filter

    smooth = gaussian_filter(flat, 1.2)
    top = peak_mask(smooth, 7) & (smooth > SEEN * noise / 4.0) & (flat > 2 * noise)
    row, column = np.nonzero(top)
    around = _ring(flat, np.stack([column, row], axis=1).astype(float), 4.0)
    is_sharp = np.percentile(around, 75, axis=1) < 0.4 * flat[row, column] if len(row) else np.zeros(0, bool)
    inside = is_sharp & (row > 4) & (row < flat.shape[0] - 5) & (column > 4) & (column < flat.shape[1] - 5)
    row, column = row[inside], column[inside]
    reach = np.arange(-4, 5)
    boxes = np.maximum(flat[row[:, None, None] + reach[:, None], column[:, None, None] + reach[None, :]], 0)
    for _ in range(2):
        boxes = np.maximum(boxes - 0.03 * boxes.max(axis=(1, 2), keepdims=True), 0)
    total = np.maximum(boxes.sum(axis=(1, 2)), 1e-9)
    x = column + (boxes.sum(axis=1) @ reach) / total
    y = row + (boxes.sum(axis=2) @ reach) / total
    order = np.argsort(-total)[:80]
    return np.stack([x, y], axis=1)[order], total[order]


def _rough_middle(image: Pixels) -> Array:
    """The centre of gravity of the diffuse background, without the brightest pixels."""
    cut = np.minimum(image, np.percentile(image, 80)).astype(np.float64)
    cut = np.maximum(cut - np.percentile(cut, 30), 0)
    y, x = np.indices(image.shape)
    total = max(float(cut.sum()), 1e-9)
    return np.array([(cut * x).sum() / total, (cut * y).sum() / total])


def _points_in(shape: tuple[int, ...], centre: Array, basis: Array, radius: float) -> NDArray[np.int_]:
    corners = np.array([(x, y) for x in (0, shape[1]) for y in (0, shape[0])]) - centre
    reach = int(np.ceil(np.abs(corners @ np.linalg.inv(basis)).max()))
    indices = np.array(list(product(range(-reach, reach + 1), repeat=2)))
    places = centre + indices @ basis
    limit = np.array([shape[1], shape[0]]) - 1.0 - radius
    return indices[((places > radius) & (places < limit)).all(axis=1)]


def _sums(flat: Array, places: Array, radius: float) -> tuple[Array, NDArray[np.intp], NDArray[np.intp]]:
    reach = int(radius)
    offsets = np.array([step for step in product(range(-reach, reach + 1), repeat=2) if math.hypot(*step) <= radius])
    column = np.clip(np.rint(places[:, :1] + offsets[:, 0]), 0, flat.shape[1] - 1).astype(int)
    row = np.clip(np.rint(places[:, 1:] + offsets[:, 1]), 0, flat.shape[0] - 1).astype(int)
    return flat[row, column].sum(axis=1), row, column


def _intensities(
    flat: Array, noise: Array, shadow: NDArray[np.bool_], places: Array, radius: float
) -> tuple[Array, Array, NDArray[np.bool_]]:
    sums, row, column = _sums(flat, places, radius)
    rest = np.median(_ring(flat, places, radius), axis=1) * row.shape[1]
    return sums - rest, np.sqrt((noise[row, column] ** 2).sum(axis=1)), shadow[row, column].mean(axis=1) > 0.1


def _ring(flat: Array, places: Array, radius: float) -> Array:
    """[K, R]: pixels just outside of spots, where the background is."""
    reach = int(radius) + 3
    near = [
        step for step in product(range(-reach, reach + 1), repeat=2) if radius + 0.5 < math.hypot(*step) <= radius + 3
    ]
    column = np.clip(np.rint(places[:, :1]) + np.array(near)[:, 0], 0, flat.shape[1] - 1).astype(int)
    row = np.clip(np.rint(places[:, 1:]) + np.array(near)[:, 1], 0, flat.shape[0] - 1).astype(int)
    found: Array = flat[row, column]
    return found


def _friedel(flat: Array, centre: Array, basis: Array, radius: float, away: float) -> float:
    """How unlike mates are about a centre, with a little for its distance from the middle of the background."""
    indices = _points_in(flat.shape, centre, basis, radius)
    known = {tuple(index): number for number, index in enumerate(indices.tolist())}
    pairs = np.array(
        [(number, known[(-h, -k)]) for (h, k), number in known.items() if (-h, -k) in known and (h, k) > (0, 0)]
    )
    if len(pairs) < 3:
        return 2.0
    sums = np.sqrt(np.maximum(_sums(flat, centre + indices @ basis, radius)[0], 0))
    first, second = sums[pairs[:, 0]], sums[pairs[:, 1]]
    return float(np.abs(first - second).sum() / max((first + second).sum(), 1e-9)) + away


def match_structure(pattern: Pattern, cell: Array) -> tuple[NDArray[np.int_], Array]:
    """Indices of the pattern's points in a projected crystal's reciprocal basis, and the scale-free misfit of the metrics.

    Args:
        pattern: of spots.
        cell: [2, 2], direct plane vectors of the crystal.

    Returns:
        [K, 2] indices, and [2] principal ratios of measured to ideal lengths, in pixels times Å.
    """
    ideal = reduce_vectors(np.asarray(np.linalg.inv(cell).T, np.float64))
    to_ideal = np.rint(ideal @ np.linalg.inv(np.linalg.inv(cell).T)).astype(int)
    change, stretch = min(
        basis_stretches(pattern.lattice.reciprocal, ideal), key=lambda found: abs(np.log(found[1][0] / found[1][1]))
    )
    inverse_change = np.rint(np.linalg.inv(change)).astype(int)
    return pattern.indices @ inverse_change @ to_ideal, np.sort(stretch)
