"""Phase of the cell cycle and measures of a division, from pixels alone.

One mass of DNA that is long is a metaphase plate; a round one is a nucleus, in prophase where its chromatin is condensed to threads,
else in interphase. Two long masses are anaphase, two round ones telophase. Where a trait lies between two phases, the phase
cannot be told. The poles are the two brightest points of the microtubules on opposite sides of the DNA.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from scisynth.instruments.biomedicine.measure_objects import (
    EDGE_FLOOR,
    Objects,
    bright_objects,
    depth_of,
    noise_of,
    reduced,
)
from scisynth.instruments.findings import Claim, Finding, answer, cannot_tell, compare, decide
from scisynth.instruments.frame import Frame, Pixels
from scisynth.instruments.pixels import peak_mask, robust_sigma

BLUR = 0.45
"""Standard deviation of the blur before outlines are drawn, µm: it closes the gaps between threads of chromatin."""
BLUR_PIXELS = 1.6
"""The same where the size of a pixel is not known."""
LONG_PLATE = (1.7, 2.1)
"""Length over width of one mass: below it is a nucleus, above a plate."""
LONG_SET = (2.0, 2.35)
"""Of two masses: below they are nuclei of telophase, above sets of anaphase."""
CONDENSED = (0.24, 0.32)
"""Relative unevenness of chromatin: below it is that of interphase, above that of prophase."""
POLE_RANGE = (5.0, 24.0)
"""Distances of two poles that are looked for, µm."""
SIZE_FLOOR = 0.012
"""Relative standard uncertainty of an area that stays without noise."""
CENTRE_FLOOR = 0.15
"""Standard uncertainty of a distance of centres, pixels."""
UNSEEN = "No whole mass of DNA stands out of the noise on a dark, even field."
CENTRE_SHARE = 0.004
"""The same in that distance: chromatin is uneven."""
POLE_FLOOR = 0.35
"""Standard uncertainty of the distance of two poles, pixels: the fibres that meet there pull them inward."""


class Cell:
    """What is seen of one cell; each quantity is worked out when it is asked for."""

    def __init__(self, frame: Frame) -> None:
        self.frame = reduced(frame)

    def layer(self, name: str) -> Pixels | None:
        """A channel by its name; an unnamed single channel is taken for that of the DNA."""
        if name in self.frame.channels:
            return self.frame.channel(name)
        return self.frame.pixels if self.frame.pixels.ndim == 2 and name == "dna" else None

    @property
    def pixel(self) -> float | None:
        """Size of a pixel, µm."""
        return self.frame.pixel_size

    @cached_property
    def masses(self) -> Objects | None:
        """Whole masses of DNA; None where nothing stands out."""
        image = self.layer("dna")
        if image is None:
            return None
        return bright_objects(image, blur=BLUR / self.pixel if self.pixel else BLUR_PIXELS, part=False)

    @cached_property
    def unevenness(self) -> float:
        """Standard deviation of the light inside the masses, without the noise, over its mean."""
        from scipy.ndimage import gaussian_filter

        image, masses = self.layer("dna"), self.masses
        assert image is not None and masses is not None
        depth = depth_of(masses.labels > 0, masses.zoom)[:: masses.zoom, :: masses.zoom]
        inside = depth[: image.shape[0], : image.shape[1]] > max(3.0, 0.25 * float(depth.max()))
        if inside.sum() < 20:
            return 0.0
        width = 0.7
        smooth = gaussian_filter(image.astype(np.float32), width)
        mean = float(smooth[inside].mean())
        # Photon noise grows with the light, so it is that of the inside which counts.
        variance = float(smooth[inside].var()) - (noise_of(image, inside) ** 2) / (4 * math.pi * width**2)
        return math.sqrt(max(variance, 0.0)) / max(mean, 1e-9)

    @cached_property
    def poles(self) -> NDArray[np.floating] | None:
        """[2, 2]: x and y of the two poles, pixels; None where there are no two."""
        image, masses = self.layer("tubulin"), self.masses
        if image is None or masses is None or not masses.num:
            return None
        pixel = self.pixel or 0.28
        return two_poles(
            image, masses.centres.mean(axis=0), *(reach / pixel for reach in POLE_RANGE), sharp=0.3 / pixel
        )

    @cached_property
    def phase(self) -> tuple[str, str]:
        """(phase or empty, why)."""
        masses = self.masses
        if masses is None or not masses.num:
            return "", UNSEEN
        if masses.num > 2:
            return "", f"There are {masses.num} masses of DNA; one cell has one or two."
        long = float(masses.elongations.mean())
        if masses.num == 2:
            said = f"Two masses of DNA, {long:.1f} times as long as wide"
            return _between(long, LONG_SET, "telophase", "anaphase"), said
        if long > LONG_PLATE[0]:
            said = f"One mass of DNA, {long:.1f} times as long as wide"
            return _between(long, LONG_PLATE, "", "metaphase"), said
        said = f"One round mass of DNA whose light differs by {self.unevenness:.0%}"
        return _between(self.unevenness, CONDENSED, "interphase", "prophase"), said


def _between(value: float, doubtful: tuple[float, float], below: str, above: str) -> str:
    if value <= doubtful[0]:
        return below
    return above if value >= doubtful[1] else ""


def two_poles(
    image: Pixels, middle: NDArray[np.floating], nearest_apart: float, farthest_apart: float, *, sharp: float
) -> NDArray[np.floating] | None:
    """[2, 2]: the two brightest points on opposite sides of a middle.

    Args:
        image: [H, W], microtubules.
        middle: x and y, pixels.
        nearest_apart, farthest_apart: distances of the two that are allowed, pixels.
        sharp: standard deviation of a pole, pixels.
    """
    from scipy.ndimage import gaussian_filter

    source = image.astype(np.float32)
    fine = max(sharp, 0.9)
    difference = gaussian_filter(source, fine) - gaussian_filter(source, 2.5 * fine)
    noise = max(robust_sigma(difference, 0.0), noise_of(source) / (2 * math.sqrt(math.pi) * fine))
    tops = peak_mask(difference, 2 * int(2 * fine) + 1) & (difference > 5 * noise)
    rows, columns = np.nonzero(tops)
    heights = difference[tops]
    best, found = 0.0, None
    order = np.argsort(-heights)[:24]
    for first in order:
        for second in order:
            a, b = (np.array([columns[at], rows[at]], float) for at in (first, second))
            apart = float(np.linalg.norm(a - b))
            if heights[second] > heights[first] or not nearest_apart <= apart <= farthest_apart:
                continue
            off = float(np.linalg.norm((a + b) / 2 - middle)) / apart
            score = float(min(heights[first], heights[second])) * math.exp(-((off / 0.12) ** 2))
            if score > best:
                best, found = score, np.stack([a, b])
    if found is None or best < 8 * noise:
        return None
    return np.stack([_peak(source, place, 1.3 * fine) for place in found])


def _peak(image: Pixels, place: NDArray[np.floating], width: float) -> NDArray[np.floating]:
    """Middle of a round Gaussian on a slanted background, fitted around a bright pixel; x and y."""
    from scipy.optimize import least_squares

    reach = max(math.ceil(2 * width), 2)
    column, row = (int(at) for at in place)
    rows, columns = (
        np.arange(max(at - reach, 0), min(at + reach + 1, side))
        for at, side in zip((row, column), image.shape, strict=True)
    )
    y, x = np.meshgrid(rows - row, columns - column, indexing="ij")
    values = image[np.ix_(rows, columns)].astype(float)
    scale = max(float(np.ptp(values)), 1e-9)

    def left(guess: NDArray[np.floating]) -> NDArray[np.floating]:
        height, level, across, down, at_x, at_y, log_width = guess
        spot = height * np.exp(-0.5 * ((x - at_x) ** 2 + (y - at_y) ** 2) / math.exp(2 * log_width))
        return np.asarray((spot + level + across * x + down * y - values).ravel() / scale)

    start = [scale, float(values.min()), 0.0, 0.0, 0.0, 0.0, math.log(width)]
    found = least_squares(left, start, max_nfev=60)
    shift = np.clip(found.x[4:6], -1.5, 1.5)
    return np.asarray(place + shift)


def findings(frame: Frame, claims: Sequence[Claim]) -> list[Finding]:
    """One finding a claim.

    Raises:
        DataError: a claim of a quantity that is not measured here.
    """
    cell = Cell(frame)

    def of(measure: Measure) -> Callable[[Claim], Finding]:
        def found(claim: Claim) -> Finding:
            if cell.layer("dna") is None:
                named = ", ".join(frame.channels) or "unnamed"
                return cannot_tell(claim, f"The channel dna is needed; the channels of this image are {named}.")
            if cell.masses is None or not cell.masses.num:
                return cannot_tell(claim, UNSEEN)
            return measure(cell, claim, cell.masses)

        return found

    return answer(claims, {name: of(measure) for name, measure in MEASURES.items()}, "the cell cycle")


def _phase(cell: Cell, claim: Claim, masses: Objects) -> Finding:
    phase, said = cell.phase
    if not phase:
        return cannot_tell(claim, f"{said.rstrip('.')}: the phase cannot be told.")
    return decide(claim, phase == claim.value, phase, f"{said}: {phase}; {claim.value} was claimed.")


def _masses(cell: Cell, claim: Claim, masses: Objects) -> Finding:
    return compare(claim, float(masses.num), 0.5 if masses.num_cut else 0.0, name="number of masses of DNA")


def _nucleus_area(cell: Cell, claim: Claim, masses: Objects) -> Finding:
    if cell.pixel is None:
        return cannot_tell(claim, "The size of a pixel is not known.")
    area = float(masses.areas.mean()) * cell.pixel**2
    # Where chromatin is condensed, threads near the envelope move the edge.
    return compare(claim, area, area * math.hypot(masses.relative, SIZE_FLOOR, 0.04 * cell.unevenness))


def _pair(cell: Cell, claim: Claim, masses: Objects) -> Finding | None:
    if masses.num != 2:
        return cannot_tell(claim, f"Two masses of DNA are needed, {masses.num} were found.")
    return None


def _separation(cell: Cell, claim: Claim, masses: Objects) -> Finding:
    if (refused := _pair(cell, claim, masses)) is not None:
        return refused
    if cell.pixel is None:
        return cannot_tell(claim, "The size of a pixel is not known.")
    apart = float(np.linalg.norm(masses.centres[0] - masses.centres[1]))
    doubt = math.hypot(CENTRE_FLOOR, CENTRE_SHARE * apart, 2 * (masses.edge.uncertainty - EDGE_FLOOR))
    return compare(claim, apart * cell.pixel, doubt * cell.pixel, name="distance of the two sets")


def _dna_share(cell: Cell, claim: Claim, masses: Objects) -> Finding:
    if (refused := _pair(cell, claim, masses)) is not None:
        return refused
    image = cell.layer("dna")
    assert image is not None
    rows, columns = np.mgrid[: image.shape[0], : image.shape[1]]
    away = [np.hypot(columns - x, rows - y) for x, y in masses.centres]
    apart = float(np.linalg.norm(masses.centres[0] - masses.centres[1]))
    reach = np.minimum(*away)
    far = reach > 1.2 * max(apart, 0.25 * image.shape[0])
    near = reach < 0.9 * max(apart, 0.2 * image.shape[0])
    if far.sum() < 60:
        return cannot_tell(claim, "There is too little field around the DNA to find the background.")
    light = image - float(image[far].mean())
    first = near & (away[0] < away[1])
    total = float(light[near].sum())
    share = float(light[first].sum()) / total
    counting = noise_of(image, near) * math.sqrt(near.sum()) / 2 / total
    doubt = math.hypot(counting, 0.004)
    # Which set is called the first is arbitrary: a half is compared with the larger share.
    return compare(claim, max(share, 1 - share), doubt, name="larger fraction of the DNA")


def _spindle_length(cell: Cell, claim: Claim, masses: Objects) -> Finding:
    if cell.poles is None or cell.pixel is None:
        return cannot_tell(claim, "Two poles of a spindle and the size of a pixel are needed; they were not found.")
    apart = float(np.linalg.norm(cell.poles[0] - cell.poles[1])) * cell.pixel
    return compare(claim, apart, POLE_FLOOR * cell.pixel, name="length of the spindle")


def _plate_angle(cell: Cell, claim: Claim, masses: Objects) -> Finding:
    if masses.num != 1 or masses.elongations[0] < LONG_PLATE[0]:
        return cannot_tell(claim, "One long mass of DNA is needed to see how a plate stands.")
    if cell.poles is None:
        return cannot_tell(claim, "Two poles of a spindle are needed; they were not found.")
    along = cell.poles[0] - cell.poles[1]
    cosine = abs(float(long_axis(masses) @ along)) / float(np.linalg.norm(along))
    return compare(claim, math.degrees(math.acos(min(cosine, 1.0))), 1.5, name="angle between plate and spindle")


def long_axis(masses: Objects) -> NDArray[np.floating]:
    """[2]: x and y of the direction in which the masses reach farthest, of length 1."""
    rows, columns = np.nonzero(masses.labels)
    values, vectors = np.linalg.eigh(np.cov(np.stack([columns, rows]).astype(float)))
    return np.asarray(vectors[:, int(values.argmax())])


Measure = Callable[[Cell, Claim, Objects], Finding]
MEASURES: Mapping[str, Measure] = {
    "phase": _phase,
    "masses": _masses,
    "nucleus_area": _nucleus_area,
    "separation": _separation,
    "dna_share": _dna_share,
    "spindle_length": _spindle_length,
    "plate_angle": _plate_angle,
}
