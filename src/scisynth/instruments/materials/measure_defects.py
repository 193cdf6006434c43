"""Defects of a lattice, from pixels: vacancies, dislocations, and a second grain.

Vacancies: the perfect lattice that the Fourier coefficients describe is taken from the image; what is left is smoothed by about the
width of an atom. A missing atom leaves a spot about as strong as the lattice's own contrast; in a scan a hole many times as deep, and all
of one image alike.
Dislocations: geometric phases (Hÿtch, Snoeck & Kilaas, Ultramicroscopy 74 (1998) 131). On a circuit around the field the phase of a
reflection g turns by 2π g·b; a circuit without dislocation inside closes.
Second grain: sharp peaks that the lattice does not meet, but meets when it is turned by some angle.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scisynth.instruments.materials.crystals import reduce_vectors, turn_vectors
from scisynth.instruments.materials.measure_lattice import Lattice
from scisynth.instruments.materials.measure_symmetry import Coefficients, read_coefficients
from scisynth.instruments.materials.spectrum import Array, Spectrum
from scisynth.instruments.pixels import peak_mask, robust_sigma

RIM = 0.1
"""Of the side: what is nearer to the rim is not counted."""
DEPTH = 0.5
"""Of the depth of a missing atom: weaker spots are no vacancies."""
UNCLEAR = (0.38, 0.62)
"""Of the same: spots between are neither noise nor surely vacancies."""
CERTAIN = 4.5
"""Standard deviations that `DEPTH` must be above the noise for vacancies to be counted."""
SURE = 100.0
"""Power over noise of the strongest peak from which on a second grain could not hide."""
LEAST_TURN = 8.0
"""Degrees; peaks of grains turned by less run together."""


@dataclass(frozen=True, kw_only=True)
class Vacancies:
    """Places of missing atoms, and how sure the count is."""

    places: Array
    """[V, 2]: x, y in pixels."""
    depths: Array
    """[V]: in the lattice's own contrast."""
    certainty: float
    """The least depth of a vacancy, in standard deviations of the noise."""
    is_clear: bool
    """Whether every spot is either as strong as a missing atom or much weaker."""

    @property
    def is_certain(self) -> bool:
        """Whether noise neither makes nor hides a vacancy."""
        return self.is_clear and self.certainty >= CERTAIN


@dataclass(frozen=True, kw_only=True)
class SecondGrain:
    """How a second lattice is turned against the first."""

    misorientation: float
    """Degrees, the smallest of equivalent angles; 0 where there is no second lattice."""
    turn: float
    """Degrees from x towards y that bring the first lattice to the second; one of the equivalent angles."""
    uncertainty: float
    is_certain: bool


def perfect_lattice(spectrum: Spectrum, lattice: Lattice, found: Coefficients) -> Array:
    """[H, W]: the image that the coefficients above the noise describe."""
    reciprocal = np.linalg.inv(reduce_vectors(lattice.direct)).T
    seen = np.abs(found.values) ** 2 > 6 * found.noise
    places, values = found.indices[seen] @ reciprocal, found.values[seen]
    along_y = np.exp(2j * np.pi * np.outer(spectrum.y, places[:, 1])) * values
    along_x = np.exp(2j * np.pi * np.outer(places[:, 0], spectrum.x))
    image: Array = (along_y @ along_x).real
    return image


def find_vacancies(spectrum: Spectrum, lattice: Lattice) -> Vacancies:
    """Missing atoms away from the rim."""
    from scipy.ndimage import gaussian_filter

    found = read_coefficients(spectrum, lattice)
    model = perfect_lattice(spectrum, lattice, found)
    power = np.maximum(np.abs(found.values) ** 2 - found.noise, 0)
    steps = found.indices @ np.linalg.inv(reduce_vectors(lattice.direct)).T
    typical = np.sqrt((power * (steps**2).sum(axis=1)).sum() / max(power.sum(), 1e-30))
    width = float(np.clip(0.25 / max(typical, 1e-3), 0.7, 8.0))
    rim = int(RIM * min(model.shape)) + 1
    inner = (slice(rim, -rim), slice(rim, -rim))
    rest = spectrum.with_holes - model
    if spectrum.has_lines:
        rest = rest - np.median(rest, axis=1, keepdims=True)
    rest = gaussian_filter(rest, width)[inner]
    smooth = gaussian_filter(model, width)[inner]
    contrast = float(np.percentile(smooth, 99.5) - np.percentile(smooth, 0.5))
    rest = rest - np.median(rest)
    # From differences over half a period, so that the wide rim of a hole is not taken for noise.
    step = max(2, round(0.5 / max(typical, 1e-3)))
    noise = robust_sigma(rest[:, step:] - rest[:, :-step], 0.0) / np.sqrt(2) + 1e-30
    size = max(3, 2 * int(0.35 / max(typical, 1e-3)) + 1)
    strength = np.abs(rest)
    # The tip of a scan falls far deeper where an atom is missing than between atoms: what is shallow next to such holes is their rim.
    full = max(contrast, float(strength.max())) if spectrum.has_lines else contrast
    row, column = np.nonzero(peak_mask(strength, size) & (strength > UNCLEAR[0] * full))
    places = np.stack([column + rim, row + rim], axis=1).astype(float)
    heights, sign = strength[row, column], np.sign(rest[row, column])
    if len(sign):
        same = sign == sign[int(np.argmax(heights))]
        places, heights = _apart(places[same], heights[same], 0.8 / typical)
    is_clear = not (heights < UNCLEAR[1] * full).any()
    certainty = DEPTH * full / noise
    deep = heights > DEPTH * full
    depths = heights[deep] / (contrast + 1e-30)
    return Vacancies(places=places[deep], depths=depths, certainty=certainty, is_clear=is_clear)


def _apart(places: Array, strength: Array, least: float) -> tuple[Array, Array]:
    """Of places nearer than `least` pixels the strongest, and their strength."""
    kept: list[int] = []
    for index in np.argsort(-strength):
        if all(np.linalg.norm(places[index] - places[other]) > least for other in kept):
            kept.append(int(index))
    return places[kept], strength[kept]


def count_dislocations(spectrum: Spectrum, lattice: Lattice) -> int | None:
    """How many planes end inside a circuit around the field; None where noise, or another lattice, hides the phase on it."""
    turns = [_winding(spectrum, index @ lattice.reciprocal) for index in lattice.shortest]
    found = [abs(turn) for turn in turns if turn is not None]
    return max(found) if len(found) == len(turns) else None


def _winding(spectrum: Spectrum, place: Array) -> int | None:
    """Times that the phase of a reflection turns on a rectangle inside the rim."""
    inner = _beats(spectrum, place)[1]
    circuit = np.concatenate([inner[0, :-1], inner[:-1, -1], inner[-1, :0:-1], inner[:0:-1, 0]])
    if np.abs(circuit).min() < 0.2 * np.median(np.abs(inner)):
        return None
    steps = np.angle(np.roll(circuit, -1) * np.conj(circuit))
    return round(float(steps.sum()) / (2 * np.pi))


def _beats(spectrum: Spectrum, place: Array) -> tuple[int, NDArray[np.complex128]]:
    """Amplitude and phase of a reflection from pixel to pixel, inside a rim, and the width of the rim."""
    from scipy.ndimage import gaussian_filter

    spacing = 1 / float(np.linalg.norm(place))
    width = min(1.1 * spacing, 0.08 * min(spectrum.flat.shape))
    carrier = np.exp(-2j * np.pi * np.add.outer(spectrum.y * place[1], spectrum.x * place[0]))
    beats = spectrum.flat * carrier
    slow = gaussian_filter(beats.real, width) + 1j * gaussian_filter(beats.imag, width)
    rim = max(int(0.12 * min(slow.shape)), int(1.5 * width))
    return rim, slow[rim:-rim, rim:-rim]


@dataclass(frozen=True, kw_only=True)
class Circuit:
    """The rectangle that a phase was followed on, and where it turns inside."""

    rim: int
    """Pixels from the edge of the image."""
    core: Array | None
    """[2]: x, y in pixels, good to about one plane spacing; None where noise makes more places than one."""


def trace_core(spectrum: Spectrum, lattice: Lattice) -> Circuit:
    """Where the one dislocation inside a circuit is: the square of four pixels around which a phase turns, over several reflections."""
    cores = []
    for index in np.array([(1, 0), (0, 1), (1, 1), (1, -1)]) @ lattice.shortest:
        place = index @ lattice.reciprocal
        if abs(_winding(spectrum, place) or 0) != 1:
            continue
        rim, inner = _beats(spectrum, place)
        across, down = (np.angle(np.roll(inner, -1, axis) * np.conj(inner)) for axis in (1, 0))
        turns = (across + np.roll(down, -1, 1) - np.roll(across, -1, 0) - down)[:-1, :-1]
        row, column = np.nonzero(np.rint(turns / (2 * np.pi)))
        if len(row) == 1:
            cores.append(np.array([column[0], row[0]]) + rim + 0.5)
    rim = _beats(spectrum, lattice.shortest[0] @ lattice.reciprocal)[0]
    return Circuit(rim=rim, core=np.mean(cores, axis=0) if cores else None)


def find_second_grain(spectrum: Spectrum, lattice: Lattice) -> SecondGrain:
    """The lattice of sharp peaks that the first does not meet, if it is the first one turned."""
    peaks = spectrum.peaks
    scale = float(min(spectrum.width, spectrum.height))
    left = ~lattice.met & (peaks.ratio > 2e-3 * peaks.ratio.max())
    certain = bool(peaks.ratio[0] > SURE)
    none = SecondGrain(misorientation=0.0, turn=0.0, uncertainty=1.0, is_certain=certain)
    # In one half of the field a peak is twice as wide as in the whole.
    reach = 1.1 / scale
    indices = np.unique(lattice.indices, axis=0)
    own: Array = np.concatenate([indices, -indices]) @ lattice.reciprocal
    if not left.any():
        return none
    places = peaks.places[left]
    angles = np.arange(-90.0, 90.0, 0.5)
    turned = np.stack([turn_vectors(own, angle) for angle in angles])
    away = np.linalg.norm(places[None, :, None] - turned[:, None], axis=-1).min(axis=2)
    weights = np.log(peaks.ratio[left])
    score = ((away < reach) * weights).sum(axis=1)
    angle = float(np.mean(angles[score >= score.max() - 1e-9][:1]))
    met = away[int(np.argmax(score))] < reach
    needed = 2 if len(lattice.indices) > 2 else 1
    if met.sum() < needed or np.exp(0.5 * score.max()) < 40:
        return none
    angle, spread = _refine(places[met], own, angle)
    smallest = _smallest(angle, lattice)
    if smallest < LEAST_TURN:
        return none
    return SecondGrain(misorientation=smallest, turn=angle, uncertainty=spread, is_certain=certain)


def _refine(places: Array, own: Array, angle: float) -> tuple[float, float]:
    """The mean angle between peaks and those of the first lattice, with the standard error of the mean."""
    turned = turn_vectors(own, angle)
    nearest = np.linalg.norm(places[:, None] - turned[None], axis=-1).argmin(axis=1)
    there = np.degrees(np.arctan2(places[:, 1], places[:, 0]))
    here = np.degrees(np.arctan2(turned[nearest, 1], turned[nearest, 0]))
    away = (there - here + 180) % 360 - 180
    lengths = np.linalg.norm(places, axis=1)
    weights = lengths**2 / (lengths**2).sum()
    mean = float((weights * away).sum())
    spread = float(np.sqrt((weights * (away - mean) ** 2).sum() / max(len(away) - 1, 1)))
    return angle + mean, float(np.hypot(spread, 0.25))


def _smallest(angle: float, lattice: Lattice) -> float:
    """The smallest turn that makes the same second lattice, by the rotations that the first one has."""
    size, other = (lattice.length(index)[0] for index in lattice.shortest)
    between = lattice.angle[0]
    period = 180.0
    if abs(size / other - 1) < 0.02:
        period = 60.0 if abs(between - 60) < 1.5 else 90.0 if abs(between - 90) < 1.5 else 180.0
    reduced = angle % period
    return min(reduced, period - reduced)
