"""Rings of a powder pattern, from pixels: their centre, radii and roundness, and what is claimed of them.

The centre is where the image is most like itself turned by 180°. Around it the mean over the angle is taken; rings stand out of a
smooth background, the radius of each is the centre of gravity of its top. Crystals give few rings (extinctions), so that the ratios of
radii tell the lattice: 1/d² goes as h² + k² + l² in cubic crystals. Quantities: `structure`, `lattice_constant`, `ellipticity`,
`extinctions`. The last two are of rings: round, and none where the structure factor is zero.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from scisynth.instruments.findings import ANGSTROM, COVERAGE, Claim, Finding, answer, cannot_tell, compare, decide
from scisynth.instruments.frame import Frame, Pixels
from scisynth.instruments.materials.crystals import CRYSTALS, Array, parse_structure
from scisynth.instruments.materials.lattice_facts import NO_RECIPROCAL_SCALE, reciprocal_pixel
from scisynth.instruments.materials.powder import cubic_rings

SEEN = 6.0
"""Standard deviations of the mean on a ring by which its top is higher than the background."""
MATCHED = 0.015
"""Relative: rings nearer than this to one of the crystal are that one."""
PLACE_ERROR = 0.15
"""Pixels: of the radius of a ring next to its noise."""
LEAST_STRETCH = 0.001
STRUCTURE_TOLERANCE = 0.01
LIT = 0.08
"""Of the strongest ring."""
NO_RINGS = "Fewer than three rings were found."


@dataclass(frozen=True, kw_only=True)
class Rings:
    """Circles around one centre."""

    centre: Array
    """[2]: x, y in pixels."""
    radii: Array
    """[K]: pixels."""
    uncertainty: Array
    """[K]"""
    heights: Array
    """[K]: over the background."""
    profile: Array
    """[R]: mean over the angle at radii of half pixels, above the background."""
    noise: Array
    """[R]: of the profile."""
    stretch: float
    """Relative difference of the longest and the shortest radius of the strongest ring."""
    stretch_uncertainty: float


def find_rings(image: Pixels) -> Rings | None:
    """None where fewer than three rings stand out."""
    centre = _centre(image)
    radius, profile, noise = _profile(image, centre)
    start = _shadow(profile, min(image.shape)) if len(profile) else 0
    if len(profile) <= start + 8:
        # The centre lies at the rim.
        return None
    profile = np.concatenate([np.full(start, profile[start]), profile[start:]])
    flat = profile - _background(profile)
    flat[:start] = 0
    # A smooth curve of the noise: of the mean over the circle, from the scatter on it.
    peaks = [
        n
        for n in range(start + 4, len(flat) - 4)
        if flat[n] == flat[n - 3 : n + 4].max() and flat[n] > SEEN * noise[n] and flat[n] > 0.004 * flat.max()
    ]
    if len(peaks) < 3:
        return None
    found = []
    for n in peaks:
        low, high = _foot(flat, n, -1), _foot(flat, n, 1)
        own = np.maximum(flat[low : high + 1] - 0.4 * flat[n], 0)
        place = float((own * radius[low : high + 1]).sum() / own.sum())
        spread = float(noise[n] / flat[n] * (high - low + 1) * 0.5)
        found.append((place, float(np.hypot(spread, PLACE_ERROR)), float(flat[n])))
    radii, uncertainty, heights = np.array(found).T
    strongest = float(radii[int(np.argmax(heights))])
    stretch, spread = _stretch(image, centre, strongest)
    return Rings(
        centre=centre, radii=radii, uncertainty=uncertainty, heights=heights, profile=flat, noise=noise, stretch=stretch,
        stretch_uncertainty=spread,
    )  # fmt: skip


def _centre(image: Pixels) -> Array:
    """[2]: x, y about which the image is most like itself turned by 180°, to a small part of a pixel."""
    height, width = image.shape
    # Compressed, so that no ring outweighs the others, and free of its mean.
    values = np.sqrt(np.maximum(image, 0)).astype(np.float64)
    values = np.minimum(values, np.percentile(values, 99))
    values = values - values.mean()
    shape = (2 * height, 2 * width)
    spectrum = np.fft.rfft2(values, shape)
    alike = np.fft.irfft2(spectrum * spectrum, shape)
    row, column = np.unravel_index(int(np.argmax(alike)), shape)
    place = []
    for axis, at in ((0, row), (1, column)):
        low, high = (alike[tuple(np.array([row, column]) + step * np.eye(2, dtype=int)[axis])] for step in (-1, 1))
        top = alike[row, column]
        bend = low - 2 * top + high
        place.append((at + (0.5 * (low - high) / bend if bend else 0.0)) / 2)
    return np.array([place[1], place[0]])


def _profile(image: Pixels, centre: Array) -> tuple[Array, Array, Array]:
    """Radii of half pixels to the nearest rim, the median-like mean of the image on them, and its standard error."""
    y, x = np.indices(image.shape)
    radius = np.hypot(x - centre[0], y - centre[1])
    reach = min(centre[0], centre[1], image.shape[1] - 1 - centre[0], image.shape[0] - 1 - centre[1])
    number = np.rint(2 * radius).astype(int).ravel()
    values = image.astype(np.float64).ravel()
    inside = number < 2 * int(reach)
    number, values = number[inside], values[inside]
    count = np.maximum(np.bincount(number), 1)
    mean = np.bincount(number, values) / count
    # What lies under the beam stop is far below the mean: it is left out.
    lit = values > 0.5 * mean[number]
    count = np.maximum(np.bincount(number[lit], minlength=len(mean)), 1)
    mean = np.bincount(number[lit], values[lit], len(mean)) / count
    scatter = np.bincount(number[lit], (values[lit] - mean[number[lit]]) ** 2, len(mean)) / count
    exact = np.bincount(number[lit], radius.ravel()[inside][lit], len(mean)) / count
    return np.where(count > 2, exact, np.arange(len(mean)) / 2), mean, np.sqrt(scatter / count) + 1e-9


def _background(profile: Array) -> Array:
    """What lies below the rings: the smooth lower envelope."""
    from scipy.ndimage import gaussian_filter1d, minimum_filter1d

    width = max(9, len(profile) // 9)
    found: Array = gaussian_filter1d(minimum_filter1d(gaussian_filter1d(profile, 1.0), width), width / 3)
    return found


def _shadow(profile: Array, side: int) -> int:
    """The half pixel from which on the profile is not that of the beam stop, or of the beam."""
    inner = profile[: int(0.24 * side)]
    dark = np.flatnonzero(inner < 0.5 * inner.max())
    hidden = int(dark[dark < int(inner.argmax())].max(initial=0))
    return int(max(hidden + 5, 0.05 * 2 * side))


def _foot(flat: Array, top: int, step: int) -> int:
    """The last radius on one side of a top that is higher than 0.4 of it and does not rise again."""
    at = top
    while 0 < at + step < len(flat) - 1 and 0.4 * flat[top] < flat[at + step] <= flat[at] * 1.02:
        at += step
    return at


def _stretch(image: Pixels, centre: Array, radius: float) -> tuple[float, float]:
    """2 × amplitude of cos 2φ in the radius over the radius, and its standard uncertainty, from 24 sectors of a ring."""
    y, x = np.indices(image.shape)
    away = np.hypot(x - centre[0], y - centre[1])
    near = np.abs(away - radius) < max(4.0, 0.13 * radius)
    sector = ((np.arctan2(y - centre[1], x - centre[0])[near] / (2 * np.pi) % 1.0) * 24).astype(int)
    values, r = image[near].astype(np.float64), away[near]
    places, angles = [], []
    for number in range(24):
        mine = sector == number
        if mine.sum() < 8:
            continue
        own = np.maximum(values[mine] - np.percentile(values[mine], 50), 0)
        if own.sum() > 0 and values[mine].mean() > 0.4 * values.mean():
            places.append(float((own * r[mine]).sum() / own.sum()))
            angles.append(2 * np.pi * (number + 0.5) / 24)
    if len(places) < 12:
        return 0.0, 1.0
    angle = np.array(angles)
    design = np.column_stack([np.ones(len(angle)), np.cos(angle), np.sin(angle), np.cos(2 * angle), np.sin(2 * angle)])
    solved = np.linalg.lstsq(design, np.array(places), rcond=None)[0]
    rest = float(np.sqrt(((np.array(places) - design @ solved) ** 2).sum() / (len(places) - 5)))
    spread = 2 * rest * np.sqrt(2 / len(places)) / radius
    # The length of a vector is too long by its noise.
    square = (2 * float(np.hypot(solved[3], solved[4])) / radius) ** 2 - 2 * float(spread) ** 2
    return float(np.sqrt(max(square, 0.0))), float(np.hypot(spread, LEAST_STRETCH))


class RingReader:
    """One pattern and the findings."""

    def __init__(self, frame: Frame) -> None:
        """Takes a frame whose pixel size is in 1/nm or 1/Å."""
        self.pixel = reciprocal_pixel(frame)
        self.image = frame.gray

    @cached_property
    def rings(self) -> Rings | None:
        """None where there are none."""
        return find_rings(self.image)

    def findings(self, claims: Sequence[Claim], name: str) -> list[Finding]:
        """One a claim."""
        measures: dict[str, Callable[[Claim, Rings], Finding]] = {
            "structure": self._structure,
            "lattice_constant": self._lattice_constant,
            "ellipticity": self._ellipticity,
            "extinctions": self._extinctions,
        }
        return answer(claims, {key: self._guarded(measure) for key, measure in measures.items()}, name)

    def _guarded(self, measure: Callable[[Claim, Rings], Finding]) -> Callable[[Claim], Finding]:
        return lambda claim: cannot_tell(claim, NO_RINGS) if self.rings is None else measure(claim, self.rings)

    def _scale(self, rings: Rings, structure: str) -> tuple[float, float, float]:
        """Measured over ideal 1/d, its uncertainty, and the fraction of the rings' heights that the structure explains."""
        assert self.pixel is not None
        ideal = np.array([g for g, strength in cubic_rings(structure) if strength > 0])
        best = (1.0, 1.0, 0.0)
        for scale in np.linspace(0.85, 1.15, 121):
            measured = rings.radii * self.pixel / scale
            away = np.abs(measured[:, None] / ideal - 1)
            nearest = away.argmin(axis=1)
            met = away.min(axis=1) < MATCHED
            share = float(rings.heights[met].sum() / rings.heights.sum())
            if met.sum() >= 3 and (share, -abs(scale - 1)) > (best[2] + 0.02, -1.0):
                ratio = rings.radii[met] * self.pixel / ideal[nearest[met]]
                errors = rings.uncertainty[met] / rings.radii[met]
                weights = 1 / errors**2
                mean = float((weights * ratio).sum() / weights.sum())
                chi = float((weights * (ratio - mean) ** 2).sum() / max(met.sum() - 1, 1))
                best = (mean, float(np.sqrt(max(chi, 1.0) / weights.sum())), share)
        return best

    def _structure(self, claim: Claim, rings: Rings) -> Finding:
        if self.pixel is None:
            return cannot_tell(claim, NO_RECIPROCAL_SCALE)
        scale, spread, share = self._scale(rings, str(claim.value))
        limit = STRUCTURE_TOLERANCE + COVERAGE * spread
        spacings = ", ".join(f"{1 / (radius * self.pixel):.4g}" for radius in rings.radii[:4])
        told = f"d = {spacings} Å"
        fits = share > 0.85 and abs(scale - 1) <= limit
        why = "." if fits else f": {100 * share:.0f} % of them fit, {100 * abs(scale - 1):.2g} % off."
        return decide(claim, fits, told, f"Rings at {told} are {'' if fits else 'not '}those of {claim.value}{why}")

    def _lattice_constant(self, claim: Claim, rings: Rings) -> Finding:
        if self.pixel is None or "structure" not in claim.given:
            return cannot_tell(
                claim,
                NO_RECIPROCAL_SCALE if self.pixel is None else "The lattice constant of which structure was not said.",
            )
        scale, spread, share = self._scale(rings, str(claim.given["structure"]))
        if share < 0.6:
            return cannot_tell(claim, f"The rings are not in the order of {claim.given['structure']}.")
        known = CRYSTALS[parse_structure(str(claim.given["structure"]))[0]].a / ANGSTROM.get(claim.unit, 1.0)
        return compare(claim, known / scale, known * spread / scale)

    def _ellipticity(self, claim: Claim, rings: Rings) -> Finding:
        return compare(claim, 100 * rings.stretch, 100 * rings.stretch_uncertainty)

    def _extinctions(self, claim: Claim, rings: Rings) -> Finding:
        if self.pixel is None:
            return cannot_tell(claim, NO_RECIPROCAL_SCALE)
        scale, _, share = self._scale(rings, str(claim.value))
        if share < 0.6:
            return cannot_tell(claim, f"The rings are not in the order of {claim.value}, so that they have no indices.")
        lines = cubic_rings(str(claim.value))
        shown = [g for g, strength in lines if strength > 0]
        strongest = float(rings.heights.max())
        worst, noise = 0.0, 0.0
        for g, strength in lines:
            at = g * scale / self.pixel
            number = round(2 * at)
            apart = min(abs(at - other * scale / self.pixel) for other in shown)
            if strength > 0 or apart < 5.5 or not 0.2 * len(rings.profile) < number < len(rings.profile) - 10:
                continue
            beside = (
                rings.profile[number - 9 : number - 6].mean() + rings.profile[number + 7 : number + 10].mean()
            ) / 2
            height = float(rings.profile[number - 1 : number + 2].mean() - beside)
            if height > worst:
                worst, noise = height, float(rings.noise[number])
        told = f"Where no ring should be, the profile has {100 * worst / strongest:.2g} ± {100 * noise / strongest:.1g} % of the strongest"
        fits = worst - COVERAGE * noise <= LIT * strongest
        return decide(claim, fits, f"{100 * worst / strongest:.2g} %", f"{told}.")
