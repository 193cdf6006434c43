"""What the pixels of a zone-axis pattern say of each claim: `structure`, `spacing`, `spacing_2`, `angle`, `extinctions`, `friedel`.

`extinctions` names a structure along its zone axis: no spot stands where its structure factor is zero, nor halfway between spots,
where reflections of a cell that is centred would be if it were not. `friedel` says that the
intensities of g and -g are equal; in a thin crystal seen along a zone axis they are.
"""

from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np

from scisynth.instruments.findings import ANGSTROM, COVERAGE, Claim, Finding, answer, cannot_tell, compare, decide
from scisynth.instruments.frame import Frame, Pixels
from scisynth.instruments.materials.crystals import project
from scisynth.instruments.materials.lattice_facts import NO_RECIPROCAL_SCALE, reciprocal_pixel
from scisynth.instruments.materials.measure_spots import Pattern, find_pattern, match_structure
from scisynth.instruments.pixels import squares

ABSENT = 1e-6
"""Of the strongest |F|²: less is zero."""
HALVES = ((0.5, 0.0), (0.0, 0.5), (0.5, 0.5))
"""Places between spots."""
LIT = 0.01
"""Of the strongest spot: an absent reflection that is stronger is there."""
LOPSIDED = 0.06
"""Relative difference of the sums of mates that noise and background leave."""
SIDE = 128
STRUCTURE_TOLERANCE = 0.015
NO_PATTERN = "No lattice of spots was found."


class SpotReader:
    """One pattern and the findings."""

    def __init__(self, frame: Frame) -> None:
        """Takes a frame whose pixel size is in 1/nm or 1/Å."""
        self.image, self.times = _coarser(frame.gray)
        pixel = reciprocal_pixel(frame)
        self.pixel = None if pixel is None else pixel * self.times

    @cached_property
    def pattern(self) -> Pattern | None:
        """None where there is none."""
        return find_pattern(self.image)

    def findings(self, claims: Sequence[Claim], name: str) -> list[Finding]:
        """One a claim."""
        measures: dict[str, Callable[[Claim, Pattern], Finding]] = {
            "structure": self._structure,
            "spacing": self._spacing,
            "spacing_2": self._spacing,
            "angle": self._angle,
            "extinctions": self._extinctions,
            "friedel": self._friedel,
        }
        return answer(claims, {key: self._guarded(measure) for key, measure in measures.items()}, name)

    def _guarded(self, measure: Callable[[Claim, Pattern], Finding]) -> Callable[[Claim], Finding]:
        return lambda claim: cannot_tell(claim, NO_PATTERN) if self.pattern is None else measure(claim, self.pattern)

    def _spacing(self, claim: Claim, pattern: Pattern) -> Finding:
        if self.pixel is None:
            return cannot_tell(claim, NO_RECIPROCAL_SCALE)
        lattice = pattern.lattice
        size, spread = lattice.length(lattice.shortest[int(claim.quantity == "spacing_2")])
        value = 1 / (size * self.pixel) / ANGSTROM.get(claim.unit, 1.0)
        return compare(claim, value, value * spread / size, name="plane spacing")

    def _angle(self, claim: Claim, pattern: Pattern) -> Finding:
        value, spread = pattern.lattice.angle
        return compare(claim, value, spread, name="angle between the rows")

    def _structure(self, claim: Claim, pattern: Pattern) -> Finding:
        if self.pixel is None:
            return cannot_tell(claim, NO_RECIPROCAL_SCALE)
        ratios = match_structure(pattern, project(str(claim.value)).cell)[1] * self.pixel
        size, spread = pattern.lattice.length(pattern.lattice.shortest[0])
        most = float(np.abs(ratios - 1).max())
        limit = (claim.tolerance or STRUCTURE_TOLERANCE) + COVERAGE * 1.5 * spread / size
        told = f"spots {size * self.pixel:.4g} 1/Å apart at {pattern.lattice.angle[0]:.3g}°"
        fits = most <= limit
        sentence = f"The {told} are {'' if fits else 'not '}those of {claim.value}" + (
            "." if fits else f": off by {100 * most:.2g} %."
        )
        return decide(claim, fits, told, sentence)

    def _extinctions(self, claim: Claim, pattern: Pattern) -> Finding:
        crystal = project(str(claim.value))
        indices, ratios = match_structure(pattern, crystal.cell)
        if ratios[1] / ratios[0] > 1.08:
            return cannot_tell(
                claim, f"The spots do not form the lattice of {claim.value}, so that they have no indices in it."
            )
        squares = np.abs(crystal.factors(indices)) ** 2
        beam = np.abs(indices).sum(axis=1) == 0
        absent = (squares < ABSENT * squares[~beam].max()) & ~beam
        between = np.concatenate([pattern.indices + half for half in HALVES])
        sums, noise_of, dark = pattern.look(np.concatenate([pattern.indices[absent], between]))
        near = np.abs(np.concatenate([pattern.indices[absent], between])).max(axis=1) <= 2
        share, spread = sums[near & ~dark], noise_of[near & ~dark]
        if not len(share):
            return cannot_tell(claim, "No place between the spots is free of the beam stop.")
        strongest = pattern.intensities[~beam & ~pattern.is_shadowed].max()
        share, spread = share / strongest, spread / strongest
        highest = float(np.median(share))
        noise = 1.25 * float(np.sqrt((spread**2).mean() / len(share)))
        told = f"reflections that should be absent have {100 * highest:.2g} ± {100 * noise:.1g} % of the strongest"
        if highest - COVERAGE * noise > LIT:
            return decide(claim, False, f"{100 * highest:.2g} %", f"The {told}.")
        if COVERAGE * noise > 2 * LIT:
            return cannot_tell(claim, f"The {told}: too uncertain.")
        return decide(claim, True, f"{100 * highest:.2g} %", f"The {told}: none is there.")

    def _friedel(self, claim: Claim, pattern: Pattern) -> Finding:
        known = {tuple(index): number for number, index in enumerate(pattern.indices.tolist())}
        pairs = [
            (number, known[(-h, -k)])
            for (h, k), number in known.items()
            if (h, k) > (0, 0) and (-h, -k) in known and not pattern.is_shadowed[[number, known[(-h, -k)]]].any()
        ]
        strong = [
            pair for pair in pairs if pattern.intensities[list(pair)].sum() > 20 * pattern.noise[list(pair)].sum()
        ]
        if len(strong) < 3:
            return cannot_tell(claim, "Fewer than three pairs of spots are strong enough to be compared.")
        first, second = np.array(strong).T
        one, other = pattern.intensities[first], pattern.intensities[second]
        value = float(np.abs(one - other).sum() / (one + other).sum())
        spread = float(
            np.sqrt((pattern.noise[first] ** 2 + pattern.noise[second] ** 2 + one + other).sum()) / (one + other).sum()
        )
        told = f"{100 * value:.2g} ± {100 * spread:.1g} %"
        fits = value <= LOPSIDED + COVERAGE * spread
        return decide(claim, fits, told, f"Intensities of opposite spots differ by {told}.")


def _coarser(image: Pixels) -> tuple[Pixels, int]:
    """Sums over squares of pixels, so that the shorter side has 128 to 255, and the side of a square."""
    times = max(1, min(image.shape) // SIDE)
    return squares(image, times).sum(axis=(1, 3)), times
