"""What the pixels of a lattice image say of each claim: one finding a claim, for the instruments that show lattices in real space.

Quantities: `structure`, `spacing`, `spacing_2`, `angle`, `strain`, `distance`, `plane_group`, `vacancies`, `dislocations`,
`misorientation`. `spacing` and `spacing_2` are the two largest plane spacings of the lattice, `angle` is that between these planes.
`strain` needs the structure that it is relative to: `given={"structure": "gold [110]"}`.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product

import numpy as np

from scisynth.instruments.findings import (
    ANGSTROM,
    COVERAGE,
    Claim,
    Finding,
    answer,
    cannot_tell,
    compare,
    decide,
    number_of,
)
from scisynth.instruments.frame import Frame
from scisynth.instruments.materials.crystals import basis_stretches, project, reduce_vectors
from scisynth.instruments.materials.measure_defects import (
    SecondGrain,
    count_dislocations,
    find_second_grain,
    find_vacancies,
)
from scisynth.instruments.materials.measure_lattice import Lattice, find_lattice
from scisynth.instruments.materials.measure_symmetry import find_operations, plane_groups, read_coefficients
from scisynth.instruments.materials.spectrum import Array, Spectrum
from scisynth.instruments.pixels import peak_mask

STRUCTURE_TOLERANCE = 0.015
"""Relative: what a named structure's lattice may be off."""
BESIDE_CORE, BESIDE_GRAIN = 0.5, 0.1
"""Planes in the width of the field by which a dislocation bends a lattice, and by which a second grain's peaks move those of the first."""
MOST_DISLOCATIONS = 2
"""A circuit that more of them leave open crosses a grain boundary."""
FINENESS = 48
"""Steps along a vector of the averaged cell."""
NO_LATTICE = "No lattice was found: the Fourier transform has no sharp peaks in two directions."
NO_SCALE = "The size of a pixel is not known, so that no length can be told."


@dataclass(frozen=True, kw_only=True)
class Distortion:
    """How a measured lattice differs from a named one: principal strains, and their standard uncertainty."""

    strains: tuple[float, float]
    """The one of greater size first."""
    uncertainty: float


class LatticeReader:
    """One image, its lattice, and the findings."""

    def __init__(self, frame: Frame, *, has_lines: bool = False, length_error: float = 0.0) -> None:
        """Takes a frame; `length_error` is the relative error of lengths that no pixel tells, such as drift."""
        self.pixel = frame.pixel_size * ANGSTROM[frame.unit] if frame.pixel_size and frame.unit in ANGSTROM else None
        self.spectrum = Spectrum(frame.gray, has_lines=has_lines)
        self.length_error = length_error

    @cached_property
    def lattice(self) -> Lattice | None:
        """None where there is none."""
        return find_lattice(self.spectrum)

    @cached_property
    def second_grain(self) -> SecondGrain:
        """Of an image with a lattice; a circuit that closes, or nearly so, runs in one grain."""
        found = find_second_grain(self.spectrum, self._lattice)
        is_one = self.dislocations is not None and self.dislocations <= MOST_DISLOCATIONS
        return replace(found, misorientation=0.0) if is_one else found

    def findings(self, claims: Sequence[Claim], name: str) -> list[Finding]:
        """One a claim."""
        measures: dict[str, Callable[[Claim], Finding]] = {
            "structure": self._structure,
            "spacing": self._spacing,
            "spacing_2": self._spacing,
            "angle": self._angle,
            "strain": self._strain,
            "distance": self._distance,
            "plane_group": self._plane_group,
            "vacancies": self._vacancies,
            "dislocations": self._dislocations,
            "misorientation": self._misorientation,
        }
        guarded = {key: self._with_lattice(measure) for key, measure in measures.items()}
        return answer(claims, guarded, name)

    def distortion(self, structure: str) -> Distortion:
        """Against a structure along its zone axis; needs a lattice and the size of a pixel."""
        ideal = project(structure).cell
        measured = reduce_vectors(self._lattice.direct) * (self.pixel or 1.0)
        strains = (stretch - 1 for _, stretch in basis_stretches(measured, ideal))
        best = min(strains, key=lambda strain: float((strain**2).sum()))
        order = np.argsort(-np.abs(best))
        relative = max(self._relative(number) for number in (0, 1))
        return Distortion(strains=(float(best[order[0]]), float(best[order[1]])), uncertainty=1.5 * relative)

    @cached_property
    def dislocations(self) -> int | None:
        """Of an image with a lattice; see `count_dislocations`."""
        return count_dislocations(self.spectrum, self._lattice)

    @property
    def _lattice(self) -> Lattice:
        assert self.lattice is not None
        return self.lattice

    def _with_lattice(self, measure: Callable[[Claim], Finding]) -> Callable[[Claim], Finding]:
        return lambda claim: cannot_tell(claim, NO_LATTICE) if self.lattice is None else measure(claim)

    def _relative(self, number: int) -> float:
        spacing, spread = self._lattice.spacing(number)
        return math.hypot(spread / spacing, self._bent)

    @cached_property
    def _bent(self) -> float:
        """Relative error of lengths that the noise does not tell: of the scan, and of a lattice that is not one."""
        planes = self._lattice.spacing(0)[0] / min(self.spectrum.width, self.spectrum.height)
        if self.second_grain.misorientation:
            return math.hypot(self.length_error, BESIDE_GRAIN * planes)
        return math.hypot(self.length_error, BESIDE_CORE * planes) if self.dislocations else self.length_error

    def _spacing(self, claim: Claim) -> Finding:
        if self.pixel is None:
            return cannot_tell(claim, NO_SCALE)
        number = int(claim.quantity == "spacing_2")
        scale = self.pixel / ANGSTROM.get(claim.unit, 1.0)
        value = self._lattice.spacing(number)[0] * scale
        name = "second largest plane spacing" if number else "largest plane spacing"
        return compare(claim, value, value * self._relative(number), name=name)

    def _angle(self, claim: Claim) -> Finding:
        value, spread = self._lattice.angle
        spread = math.hypot(spread, math.degrees(self._bent))
        return compare(claim, value, spread, name="angle between the planes")

    def _structure(self, claim: Claim) -> Finding:
        if self.pixel is None:
            return cannot_tell(claim, NO_SCALE)
        found = self.distortion(str(claim.value))
        tolerance = claim.tolerance or STRUCTURE_TOLERANCE
        most, limit = abs(found.strains[0]), tolerance + COVERAGE * found.uncertainty
        spacings = " and ".join(f"{self._lattice.spacing(number)[0] * self.pixel:.4g}" for number in (0, 1))
        told = f"Planes {spacings} Å apart at {self._lattice.angle[0]:.3g}°"
        if COVERAGE * found.uncertainty > 4 * tolerance:
            return cannot_tell(claim, f"{told} are too uncertain to hold against {claim.value}.")
        if most > limit:
            sentence = f"{told} are not those of {claim.value}: the lattice is off by {100 * most:.2g} %."
        else:
            sentence = f"{told} are those of {claim.value}."
        return decide(claim, most <= limit, told, sentence)

    def _strain(self, claim: Claim) -> Finding:
        if self.pixel is None or "structure" not in claim.given:
            return cannot_tell(
                claim, NO_SCALE if self.pixel is None else "Strain against which structure was not said."
            )
        found = self.distortion(str(claim.given["structure"]))
        return compare(claim, 100 * found.strains[0], 100 * found.uncertainty)

    def _distance(self, claim: Claim) -> Finding:
        if self.pixel is None:
            return cannot_tell(claim, NO_SCALE)
        if not self.spectrum.is_clear(self._lattice.shortest @ self._lattice.reciprocal).all():
            return cannot_tell(claim, "The offsets of lines hide the rows along them.")
        pixels = nearest_spots(self.spectrum, self._lattice)
        value = pixels[0] * self.pixel / ANGSTROM.get(claim.unit, 1.0)
        spread = value * math.hypot(self._relative(0), pixels[1])
        return compare(claim, value, spread, name="distance of neighbouring atoms")

    def _plane_group(self, claim: Claim) -> Finding:
        groups = plane_groups(find_operations(read_coefficients(self.spectrum, self._lattice)))
        if len(groups) == 1:
            agrees = groups[0] == claim.value
            sentence = f"The image has the plane group {groups[0]}" + (
                ", as claimed." if agrees else f"; {claim.value} was claimed."
            )
            return decide(claim, agrees, groups[0], sentence)
        if claim.value in groups:
            return cannot_tell(claim, f"Noise hides whether the plane group is {' or '.join(groups)}.")
        sentence = f"The plane group is {' or '.join(groups)}; {claim.value} was claimed."
        return decide(claim, False, " or ".join(groups), sentence)

    def _vacancies(self, claim: Claim) -> Finding:
        if self.second_grain.misorientation or self.dislocations:
            return cannot_tell(claim, "The crystal is not one lattice, against which a vacancy would show.")
        found = find_vacancies(self.spectrum, self._lattice)
        if not found.is_certain:
            return cannot_tell(
                claim, "What is left of the image without its lattice is too strong for a missing atom to be told."
            )
        return _counted(claim, len(found.places), "missing atom|missing atoms")

    def _dislocations(self, claim: Claim) -> Finding:
        if self.second_grain.misorientation:
            return cannot_tell(claim, "Two grains share the field, so that no circuit runs in one lattice.")
        count = self.dislocations
        if count is None:
            return cannot_tell(claim, "Noise hides the phase of the lattice along the rim.")
        return _counted(claim, count, "dislocation|dislocations")

    def _misorientation(self, claim: Claim) -> Finding:
        found = self.second_grain
        if not found.misorientation and not found.is_certain:
            return cannot_tell(claim, "The peaks are too weak for a second grain to show.")
        return compare(claim, found.misorientation, found.uncertainty if found.misorientation else 0.0)


def cell_spots(spectrum: Spectrum, lattice: Lattice, *, are_bright: bool | None = None) -> tuple[Array, Array]:
    """Vectors of the reduced cell in rows, pixels, and the spots of the averaged cell, [S, 2] in fractions of it from the middle of the image.

    Where nobody says whether they are bright, they are where the cell's values are skewed upwards: atoms are small, what lies between
    them is wide.
    """
    found = read_coefficients(spectrum, lattice)
    seen = np.abs(found.values) ** 2 > 20 * found.noise
    steps = np.arange(FINENESS) / FINENESS
    phase_a = np.exp(2j * np.pi * np.outer(steps, found.indices[seen, 0])) * found.values[seen]
    image = (phase_a @ np.exp(2j * np.pi * np.outer(found.indices[seen, 1], steps))).real
    if are_bright is None:
        are_bright = bool(((image - image.mean()) ** 3).sum() >= 0)
    image = image if are_bright else -image
    top = peak_mask(image, 7, mode="wrap") & (image > 0.4 * image.max())
    return reduce_vectors(lattice.direct), np.argwhere(top) / FINENESS


def nearest_spots(spectrum: Spectrum, lattice: Lattice) -> tuple[float, float]:
    """Least distance of the spots of the averaged cell in pixels, and its relative uncertainty next to the scale's."""
    cell, spots = cell_spots(spectrum, lattice)
    moves = np.array(list(product((-1, 0, 1), repeat=2)))
    between = (spots[:, None, None] - spots[None, :, None] + moves) @ cell
    lengths = np.linalg.norm(between, axis=-1).ravel()
    nearest = float(lengths[lengths > 1.0].min()) if (lengths > 1.0).any() else float(np.linalg.norm(cell[0]))
    return nearest, 0.0 if len(spots) == 1 else 0.5 / FINENESS * float(np.linalg.norm(cell[0])) / nearest


def _counted(claim: Claim, count: int, words: str) -> Finding:
    one, _, many = words.partition("|")
    claimed = number_of(claim)
    agrees = count == claimed
    there = f"There {'is' if count == 1 else 'are'} {count or 'no'} {one if count == 1 else many}"
    sentence = there + (", as claimed." if agrees else f"; {claimed:g} {'was' if claimed == 1 else 'were'} claimed.")
    return replace(decide(claim, agrees, float(count), sentence), uncertainty=0.0)
