"""The lattice of an image, from pixels: reciprocal vectors that index the sharp peaks of its Fourier transform.

Two peaks, or differences of peaks, span a candidate lattice. Peaks within a small distance of its points count; by chance a point
is met with the share π r² / A of its cell's area A, so each met peak earns log(A / π r²): a lattice that is too fine earns less a
peak, one that is too coarse meets fewer. The best is fitted to its peaks by weighted least squares. Where the residuals are larger
than noise explains, the uncertainties grow with them.

A lattice is told by its two shortest reciprocal vectors: the two largest plane spacings, and the angle between the planes, 60 to 90°.
Among vectors of nearly equal length (hexagonal, square) the one is taken that lies nearest to the x axis, which no noise prefers.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from scisynth.instruments.materials.crystals import reduce_vectors
from scisynth.instruments.materials.spectrum import Array, Peaks, Spectrum

MET_BINS = 0.6
"""Bins around a lattice point within which a peak is on it."""
NUM_STRONGEST = 9
"""Peaks that span candidates."""
LEAST_SCORE = 7.0
"""Below, chance would do."""
EQUAL = 0.015
"""Relative difference of lengths that are taken for equal."""
LEAST_ERROR, WEAK_ERROR = 0.02, 0.01
"""Pixels: of the place of a spot on its background, and for weak ones times √(strongest / own)."""
FLOOR = 3e-4
"""Relative: what a window and a finite image leave of a perfect peak's place."""


@dataclass(frozen=True, kw_only=True)
class Lattice:
    """Two reciprocal vectors in cycles a pixel."""

    reciprocal: Array
    """[2, 2]: rows."""
    covariance: Array
    """[4, 4]: of the entries of `reciprocal`, row by row."""
    indices: NDArray[np.int_]
    """[K, 2]: of the peaks that it was fitted to."""
    met: NDArray[np.bool_]
    """[peaks]: which of all peaks those are."""
    score: float
    share: float
    """Of the power of all sharp peaks that the lattice explains."""

    @cached_property
    def shortest(self) -> NDArray[np.int_]:
        """[2, 2]: indices of the two vectors that tell the lattice."""
        steps = np.array([(1, 0), (0, 1), (1, 1), (1, -1)])
        vectors = steps @ self.reciprocal
        lengths = np.linalg.norm(vectors, axis=1)
        angles = np.degrees(np.arctan2(vectors[:, 1], vectors[:, 0])) % 180
        least = lengths.min()
        near = np.flatnonzero(lengths < least * (1 + EQUAL))
        first = near[np.argmin(angles[near])]
        others = [index for index in range(4) if index != first]
        shortest = min(lengths[index] for index in others)
        near = np.array([index for index in others if lengths[index] < shortest * (1 + EQUAL)])
        second = near[np.argmin((angles[near] - angles[first]) % 180)]
        return steps[[first, second]]

    def length(self, index: NDArray[np.int_]) -> tuple[float, float]:
        """|h b1 + k b2| and its standard uncertainty, cycles a pixel."""
        vector = index @ self.reciprocal
        size = float(np.linalg.norm(vector))
        slope = np.outer(index, vector / size).ravel()
        return size, float(np.hypot(np.sqrt(slope @ self.covariance @ slope), FLOOR * size))

    def spacing(self, number: int) -> tuple[float, float]:
        """The largest (0) or second largest (1) plane spacing and its standard uncertainty, pixels."""
        size, spread = self.length(self.shortest[number])
        return 1 / size, spread / size**2

    @property
    def angle(self) -> tuple[float, float]:
        """Between the two planes, 0 to 90°, and its standard uncertainty."""
        first, second = self.shortest
        a, b = first @ self.reciprocal, second @ self.reciprocal
        cross, dot = a[0] * b[1] - a[1] * b[0], a @ b
        angle = float(np.degrees(np.arctan2(abs(cross), abs(dot))))
        slope = np.zeros(4)
        for index, vector, sign in ((first, a, -1.0), (second, b, 1.0)):
            turned = sign * np.array([-vector[1], vector[0]]) / (vector @ vector)
            slope += np.outer(index, turned).ravel()
        spread = float(np.degrees(np.sqrt(slope @ self.covariance @ slope)))
        return angle, float(np.hypot(spread, np.degrees(FLOOR)))

    @property
    def direct(self) -> Array:
        """[2, 2]: direct lattice vectors in rows, pixels."""
        return np.asarray(np.linalg.inv(self.reciprocal).T, np.float64)


def find_lattice(spectrum: Spectrum, peaks: Peaks | None = None) -> Lattice | None:
    """The lattice of the sharp peaks; None where fewer than two directions have one, or chance would do as well."""
    peaks = spectrum.peaks if peaks is None else peaks
    scale = np.array([spectrum.width, spectrum.height])
    places = peaks.places * scale
    if len(places) < 2:
        return None
    candidates = _candidates(places)
    if not len(candidates):
        return None
    weights = np.clip(np.log(peaks.ratio) / np.log(400.0), 0.5, 1.5)
    best = _best(candidates, places, weights)
    if best is None:
        return None
    basis, score = best
    basis, met = _grow(basis, places)
    basis, met = _with_weak_peaks(basis, met, places)
    if score < LEAST_SCORE or np.linalg.matrix_rank(np.rint(places[met] @ np.linalg.inv(basis))) < 2:
        return None
    return _fit(basis / scale, met, peaks, score)


def fit_points(places: Array, strength: Array) -> tuple[Lattice, Array] | None:
    """The lattice of points [K, 2], in pixels, whose origin is not known: two basis vectors and the origin; None where chance would do.

    The strongest point serves as the origin of the search; the fit has it free. Points off the lattice are left out.
    """
    start = places[0]
    away = places - start
    weights = np.ones(len(places))
    order = np.argsort(np.linalg.norm(away, axis=1))
    candidates = _candidates(away[order[1 : NUM_STRONGEST + 4]])
    best = _best(candidates, away, weights) if len(candidates) else None
    if best is None or best[1] < LEAST_SCORE:
        return None
    basis, origin = best[0], start
    met = np.zeros(len(places), bool)
    errors = LEAST_ERROR + WEAK_ERROR * np.sqrt(strength.max() / strength)
    for reach in (1, 2, 3, 30, 30):
        indices = np.rint((places - origin) @ np.linalg.inv(basis))
        off = np.linalg.norm(places - origin - indices @ basis, axis=1)
        limit = 2.5 * MET_BINS if reach < 30 or not met.any() else max(4 * float(np.median(off[met])), 2 * LEAST_ERROR)
        met = (off < limit) & (np.abs(indices).max(axis=1) <= reach)
        design = np.column_stack([indices[met], np.ones(met.sum())]) / errors[met, None]
        if np.linalg.matrix_rank(design) < 3:
            return None
        solved = np.linalg.lstsq(design, places[met] / errors[met, None], rcond=None)[0]
        basis, origin = solved[:2], solved[2]
    freedom = max(2 * met.sum() - 6, 1)
    rest = places[met] / errors[met, None] - design @ solved
    spread = max(float((rest**2).sum() / freedom), 1.0)
    normal = np.linalg.inv(design.T @ design)[:2, :2]
    reduced = reduce_vectors(basis)
    change = np.rint(reduced @ np.linalg.inv(basis))
    lattice = Lattice(
        reciprocal=reduced,
        covariance=np.asarray(np.kron(change @ normal @ change.T, np.eye(2)) * spread, np.float64),
        indices=np.rint((places[met] - origin) @ np.linalg.inv(reduced)).astype(int),
        met=met,
        score=best[1],
        share=float(strength[met].sum() / strength.sum()),
    )
    return lattice, origin


def _candidates(places: Array) -> Array:
    """[C, 2, 2]: reduced bases from the strongest peaks and their differences, in bins."""
    strong = places[:NUM_STRONGEST]
    pairs = list(combinations(range(len(strong)), 2))
    sums = [strong[i] + sign * strong[j] for i, j in pairs if max(i, j) < 6 for sign in (1, -1)]
    vectors = np.array([*strong, *sums])
    vectors = vectors[np.linalg.norm(vectors, axis=1) > 3.0]
    first, second = (
        (vectors[list(side)] for side in zip(*combinations(range(len(vectors)), 2), strict=True))
        if len(vectors) > 1
        else (vectors, vectors)
    )
    area = np.abs(first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0])
    lengths = np.linalg.norm(first, axis=1) * np.linalg.norm(second, axis=1)
    wide = (area > 12.0) & (area > 0.3 * lengths)
    return np.stack([first[wide], second[wide]], axis=1)


def _best(candidates: Array, places: Array, weights: Array) -> tuple[Array, float] | None:
    inverse = np.linalg.inv(candidates)
    indices = np.einsum("kx,cxh->ckh", places, inverse)
    away = np.einsum("ckh,chx->ckx", indices - np.rint(indices), candidates)
    # A candidate is as uncertain as the peaks that span it, and more so far out.
    reach = MET_BINS * (1 + 0.15 * np.abs(np.rint(indices)).max(axis=2))
    met = (np.linalg.norm(away, axis=2) < reach) & (np.abs(np.rint(indices)).sum(axis=2) > 0)
    area = np.abs(np.linalg.det(candidates))
    gain = np.log(np.maximum(area[:, None] / (np.pi * reach**2), 1e-3))
    scores = (met * gain * weights).sum(axis=1)
    best = int(np.argmax(scores))
    return (reduce_vectors(candidates[best]), float(scores[best])) if scores[best] > 0 else None


def _grow(basis: Array, places: Array) -> tuple[Array, NDArray[np.bool_]]:
    """The basis fitted to ever more peaks from the middle outwards, and which it meets in the end."""
    met = np.zeros(len(places), bool)
    for order in (1, 2, 3, 20):
        indices = np.rint(places @ np.linalg.inv(basis))
        away = np.linalg.norm(places - indices @ basis, axis=1)
        met = (away < 1.5 * MET_BINS) & (np.abs(indices).max(axis=1) <= order) & (np.abs(indices).sum(axis=1) > 0)
        if np.linalg.matrix_rank(indices[met]) == 2:
            basis = np.linalg.lstsq(indices[met], places[met], rcond=None)[0]
    return basis, met


def _with_weak_peaks(basis: Array, met: NDArray[np.bool_], places: Array) -> tuple[Array, NDArray[np.bool_]]:
    """A lattice of two or three times as many points, where two or more peaks stand halves or thirds between those of the first."""
    for times in (2, 3):
        indices = times * (places @ np.linalg.inv(basis))
        away = np.linalg.norm((indices - np.rint(indices)) @ basis, axis=1) / times
        between = np.flatnonzero(~met & (away < MET_BINS))
        for number in between:
            shift = np.rint(indices[number]) @ basis / times
            steps = np.array([(i, j, k) for i in (-1, 0, 1) for j in (-1, 0, 1) for k in (0, 1, 2)])
            vectors = steps @ np.array([*basis, shift])
            vectors = vectors[np.argsort(np.linalg.norm(vectors, axis=1))]
            vectors = vectors[np.linalg.norm(vectors, axis=1) > 3.0]
            area = np.abs(vectors[0, 0] * vectors[:, 1] - vectors[0, 1] * vectors[:, 0])
            wide = np.flatnonzero(area > 0.5 * np.abs(np.linalg.det(basis)) / times)
            if not len(wide):
                continue
            finer, all_met = _grow(reduce_vectors(np.array([vectors[0], vectors[wide[0]]])), places)
            if (all_met & ~met).sum() >= 2 and all_met[met].all():
                return finer, all_met
    return basis, met


def _fit(basis: Array, met: NDArray[np.bool_], peaks: Peaks, score: float) -> Lattice:
    indices = np.rint(peaks.places[met] @ np.linalg.inv(basis)).astype(int)
    weights = 1 / np.hypot(peaks.uncertainty[met], 1e-5) ** 2
    normal = np.linalg.inv((indices * weights[:, None]).T @ indices)
    fitted = normal @ (indices * weights[:, None]).T @ peaks.places[met]
    freedom = 2 * len(indices) - 4
    residual = float((weights[:, None] * (peaks.places[met] - indices @ fitted) ** 2).sum())
    spread = max(1.0, residual / freedom) if freedom else 2.0
    power = peaks.ratio
    covariance = np.asarray(np.kron(normal, np.eye(2)) * spread, np.float64)
    return Lattice(
        reciprocal=fitted,
        covariance=covariance,
        indices=indices,
        met=met,
        score=score,
        share=float(power[met].sum() / power.sum()),
    )
