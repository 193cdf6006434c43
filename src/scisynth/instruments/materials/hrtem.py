"""High-resolution transmission electron micrographs of thin crystals along a zone axis.

Physics: `optics.py` (projected potential, phase grating or slices, contrast transfer), `scattering.py`, `crystals.py`. A vacancy is an
empty column; in a layer it is one missing atom. The pixel is that at the specimen. An amorphous carbon film, as grids have it, adds
its own grain. What is not covered: inelastic scattering, crystal tilt, astigmatism, the camera's transfer function.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import numpy as np
from numpy.random import Generator

from scisynth.figures.families.family import DoesNotApplyError, Solution
from scisynth.figures.families.parameters import Parameters, drawn, number, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_number, ask_word
from scisynth.figures.scene.sketch import number_answer
from scisynth.instruments.detector import Detector
from scisynth.instruments.findings import Claim, Finding
from scisynth.instruments.frame import Frame
from scisynth.instruments.instrument import Exposure, Instrument, instrument, violation
from scisynth.instruments.marks import Mark
from scisynth.instruments.materials.crystals import CRYSTALS, LAYERS, find_structure, parse_structure, project
from scisynth.instruments.materials.lattice_facts import FOLD, FOLDS, lattice_claims, plane_indices, reduced_spacings
from scisynth.instruments.materials.measure_claims import LatticeReader
from scisynth.instruments.materials.optics import Lens, film_potential, image_current, projected_potential, scherzer
from scisynth.instruments.materials.patches import (
    BOUNDARY,
    DISLOCATION,
    MARGIN,
    MASK_LABELS,
    NO_DEFECT,
    STRAIN,
    VACANCIES,
    Cut,
    Patch,
    cut_patch,
    draw_mask,
    list_objects,
)
from scisynth.instruments.materials.scattering import POTENTIAL, interaction
from scisynth.instruments.overlays.materials import lattice_marks

MICROSCOPES = {
    "200 kV": Lens(energy=200, spherical=0.5, defocus=0, focal_spread=40, convergence=0.8),
    "300 kV": Lens(energy=300, spherical=0.6, defocus=0, focal_spread=40, convergence=0.6),
    "300 kV, corrected": Lens(energy=300, spherical=0.02, defocus=0, focal_spread=25, convergence=0.2),
    "80 kV, corrected": Lens(energy=80, spherical=0.01, defocus=0, focal_spread=25, convergence=0.2),
}
"""Typical of a 200 kV and a 300 kV microscope with a LaB6 gun, and of ones with a corrector of C_s; defocus is set for each image."""
CRYSTAL_NAMES = (
    "silicon [110]", "silicon [001]", "silicon [111]", "germanium [110]", "gold [110]", "gold [001]", "platinum [110]", "silver [110]",
    "palladium [001]", "aluminium [110]", "copper [110]", "nickel [110]", "tungsten [001]", "tungsten [111]", "iron [001]",
    "sodium chloride [001]", "sodium chloride [110]", "magnesium oxide [110]", "magnesium oxide [001]", "caesium chloride [001]",
    "caesium chloride [110]", "cerium dioxide [110]", "cerium dioxide [001]", "strontium titanate [001]", "strontium titanate [110]",
    "gallium arsenide [110]", "magnesium [001]", "titanium [001]",
)  # fmt: skip
LAYER_NAMES = ("graphene", "boron nitride", "molybdenum disulfide")
ALMOST = ("gallium arsenide [110]", "boron nitride", "molybdenum disulfide")
"""Their two kinds of atoms look so much alike that an image of noise has more symmetry than the crystal."""
SEEN_CONTRAST, SEEN_SHARE = 0.3, 0.25
"""Of the reflections that span the lattice: least transfer, of 1, and least amplitude in the image, of the strongest one's."""
SEEN_AMPLITUDE, SEEN_LAYER = 0.03, 0.006
"""Least amplitude of their waves in the image, of the beam, in a crystal and in a layer."""


def _structure(draw: Random, level: int, values: Mapping[str, Any]) -> str:
    return draw.choice(LAYER_NAMES if draw.random() < 0.25 else CRYSTAL_NAMES)


def _is_layer(structure: str) -> bool:
    return CRYSTALS[parse_structure(structure)[0]].kind in LAYERS


def _microscope(draw: Random, level: int, values: Mapping[str, Any]) -> str:
    return "80 kV, corrected" if _is_layer(values["structure"]) else draw.choice(list(MICROSCOPES)[:3])


def _thickness(draw: Random, level: int, values: Mapping[str, Any]) -> float:
    return 3.4 if _is_layer(values["structure"]) else float(draw.choice((12, 16, 20, 25, 30)))


def _dose(draw: Random, level: int, values: Mapping[str, Any]) -> float:
    if _is_layer(values["structure"]):
        return float(draw.choice((100_000, 200_000, 400_000)))
    return float(draw.choice((2000, 4000, 8000)))


def _film(draw: Random, level: int, values: Mapping[str, Any]) -> float:
    return 0.0 if _is_layer(values["structure"]) else float(draw.choice((0, 2, 4)))


def _defect(draw: Random, level: int, values: Mapping[str, Any]) -> str:
    if level == 1:
        return draw.choice((NO_DEFECT, VACANCIES))
    return draw.choice((NO_DEFECT, VACANCIES, VACANCIES, DISLOCATION, BOUNDARY, STRAIN))


@dataclass(frozen=True, kw_only=True)
class HrtemParameters(Parameters):
    """Crystal, microscope, exposure and defect."""

    structure: str = drawn(_structure, words=f"{len(CRYSTAL_NAMES)} crystals along zone axes, and layers")
    microscope: str = drawn(_microscope, words=", ".join(MICROSCOPES))
    focus: float = one_of(0.9, 1.0, 1.1)
    """Defocus over that of Scherzer."""
    thickness: float = drawn(_thickness, words="12 to 30 Å; layers have their own", unit="Å")
    film: float = drawn(_film, words="0 to 4 Å of amorphous carbon", unit="Å")
    dose: float = drawn(_dose, words="2000 to 8000 electrons/Å², layers more", unit="e/Å²")
    pixel: float = number("p", "Å", (0.2, 0.22, 0.25, 0.28), meaning="side of a pixel at the specimen")
    turn: float = drawn(lambda draw, level, _: float(draw.randrange(180)), words="0 to 179°", unit="°")
    defect: str = drawn(_defect, words="none, vacancies, dislocation, grain boundary, strain")
    num_vacancies: int = drawn(
        lambda draw, level, values: draw.randint(1, 6) if values["defect"] == VACANCIES else 0, words="1 to 6"
    )
    misorientation: float = drawn(
        lambda draw, level, values: float(draw.randint(12, 28)) if values["defect"] == BOUNDARY else 0.0,
        words="12 to 28°",
        unit="°",
    )
    strain: float = drawn(
        lambda draw, level, values: draw.choice((-4, -3, 3, 4)) / 100 if values["defect"] == STRAIN else 0.0,
        words="-4 to 4 %",
    )
    counted: int = one_of(8, 9, 10, 12)
    """Planes of the problem."""
    slices: int = 1
    """Of the multislice method; 1 is the phase grating."""
    warp: tuple[tuple[float, float], tuple[float, float]] = ((1.0, 0.0), (0.0, 1.0))
    hidden_vacancies: int = 0
    hidden_turn: float = 0.0
    hidden_core: bool = False
    stray: float = 0.0
    """Weight of a column in every cell that the crystal has not."""

    @property
    def lens(self) -> Lens:
        """Of the microscope, focused."""
        lens = MICROSCOPES[self.microscope]
        return replace(lens, defocus=self.focus * scherzer(lens.energy, lens.spherical))

    @property
    def cut(self) -> Cut:
        """How the lattice lies in the image."""
        defect = BOUNDARY if self.hidden_turn else DISLOCATION if self.hidden_core else self.defect
        return Cut(
            turn=self.turn,
            defect=defect,
            num_vacancies=self.num_vacancies + self.hidden_vacancies,
            misorientation=self.misorientation or self.hidden_turn,
            strain=self.strain,
            warp=self.warp,
        )

    def valid(self) -> bool:
        """The microscope shows the planes that span the lattice, and a pixel is fine enough for them."""
        crystal = project(self.structure)
        lengths = np.linalg.norm(reduced_spacings(crystal)[2], axis=1)
        return bool(self.pixel * lengths.max() < 0.2) and _is_seen(self)


def _is_seen(p: HrtemParameters) -> bool:
    """Whether the reflections that span the lattice are strong in the image, by the linear theory of a weak phase."""
    crystal = project(p.structure)
    indices = np.array([(h, k) for h in range(-3, 4) for k in range(-3, 4) if (h, k) != (0, 0)])
    lengths = np.linalg.norm(indices @ crystal.reciprocal, axis=1)
    area = abs(float(np.linalg.det(crystal.cell)))
    phases = interaction(p.lens.energy) * POTENTIAL * np.abs(crystal.factors(indices)) / area * _atoms_along(p)
    transfer = np.abs(p.lens.contrast(lengths))
    amplitudes = 2 * phases * transfer
    spanning = np.sort(lengths)[[0, 1, 2, 3]].max() * 1.01
    near = lengths <= spanning
    least = SEEN_LAYER if crystal.is_layer else SEEN_AMPLITUDE
    seen = (transfer[near] > SEEN_CONTRAST) & (amplitudes[near] > max(least, SEEN_SHARE * amplitudes.max()))
    return bool(seen.all())


def _atoms_along(p: HrtemParameters) -> float:
    """Of each column."""
    crystal = project(p.structure)
    return 1.0 if crystal.is_layer else max(1.0, p.thickness / crystal.repeat)


@instrument("materials")
class Hrtem(Instrument[HrtemParameters]):
    """A high-resolution transmission electron micrograph of a crystal."""

    def expose(self, p: HrtemParameters, size: int, draw: Generator) -> Exposure:
        """Electrons in a pixel."""
        from scipy.fft import next_fast_len

        side = next_fast_len(size + 2 * math.ceil(max(MARGIN, p.lens.reach) / p.pixel))
        rim = (side - size) // 2
        patch, elements = _atoms(p, size, rim * p.pixel, draw)
        potential = projected_potential(_columns(p, patch, elements, rim), side, p.pixel, project(p.structure).b_factor)
        if p.film:
            potential = potential + film_potential(side, p.pixel, p.film, draw)
        current = image_current(potential, p.pixel, p.lens, p.slices, p.thickness)[rim : rim + size, rim : rim + size]
        counts = Detector(exposure=p.dose * p.pixel**2, read_noise=1.0).count(current, draw)
        return Exposure(
            frame=Frame(pixels=counts, pixel_size=p.pixel, unit="Å"),
            mask=draw_mask(patch, size, p.pixel),
            mask_labels=MASK_LABELS,
            objects=list_objects(patch, elements, size, p.pixel),
            shown=_shown(counts),
        )

    def claims(self, p: HrtemParameters) -> tuple[Claim, ...]:
        """Structure, spacings, symmetry and defects, as far as the image has them."""
        found = list(lattice_claims(p.structure, p.defect, p.strain))
        if p.defect in (NO_DEFECT, VACANCIES):
            if p.structure not in ALMOST:
                found.append(Claim(quantity="plane_group", value=project(p.structure).plane_group))
            found.append(Claim(quantity="vacancies", value=p.num_vacancies))
        if p.defect != DISLOCATION:
            found.append(Claim(quantity="misorientation", value=p.misorientation, unit="°", tolerance=1.0))
        if p.defect != BOUNDARY:
            found.append(Claim(quantity="dislocations", value=int(p.defect == DISLOCATION)))
        return tuple(found)

    def named(self, text: str) -> tuple[Claim, ...]:
        """Lattice and plane group of the crystal that is named with its zone axis, without defects."""
        structure = find_structure(text)
        if structure is None:
            return ()
        group = Claim(quantity="plane_group", value=project(structure).plane_group)
        return (*lattice_claims(structure, NO_DEFECT, 0.0), *([] if structure in ALMOST else [group]))

    def solve(self, p: HrtemParameters) -> Solution:
        """The lattice constant from a row of planes: d = a / √(h² + k² + l²), in a hexagonal layer d(100) = √3 a / 2."""
        name, axis = parse_structure(p.structure)
        crystal = project(p.structure)
        indices, rule, factor = plane_indices(p.structure)
        spacing = crystal_spacing = reduced_spacings(crystal)[0]
        span = round(p.counted * crystal_spacing, 2)
        fold = FOLD[crystal.plane_group if p.structure not in ALMOST[1:] else "p6mm"]
        words: dict[str, Any] = {
            "crystal": name, "axis": axis, "hkl": indices, "rule": rule, "num": p.counted, "span": f"{span:.2f} Å",
            "spacing": f"{spacing:.3g} Å", "fold": fold, "wrong_fold": FOLDS[(FOLDS.index(fold) + 1) % len(FOLDS)],
            "kind": "layer" if crystal.is_layer else "crystal", "kilovolts": f"{p.lens.energy:g} kV", "what": p.defect,
            "field": f"{p.pixel:g} Å",
        }  # fmt: skip
        return Solution(answer=number_answer(span / p.counted * factor, "Å"), symbol="a", values=words)

    def questions(self, p: HrtemParameters, exposure: Exposure) -> Iterator[Question]:
        """Defect, vacancies, spacing, rotations."""
        if p.defect != STRAIN:
            yield ask_word("defect", p.defect, (NO_DEFECT, VACANCIES, DISLOCATION, BOUNDARY))
        if p.defect == VACANCIES:
            gaps = sum(row["kind"] == "vacancy" for row in exposure.objects)
            yield ask_count("vacancies", gaps, low=0)
        if p.defect not in (STRAIN, DISLOCATION):
            spacing = reduced_spacings(project(p.structure))[0]
            yield ask_number(
                "spacing",
                round(spacing, 1),
                unit="Å",
                likely=(round(2 * spacing, 1), round(spacing / 2, 1)),
                step=0.4,
                low=0.3,
            )

    def measure(self, frame: Frame, claims: Sequence[Claim]) -> list[Finding]:
        """By the Fourier transform; see `measure_claims`."""
        return LatticeReader(frame).findings(claims, self.name)

    def marks(self, frame: Frame, claims: Sequence[Claim]) -> list[Mark]:
        """`overlays.materials`."""
        return lattice_marks(LatticeReader(frame))

    @violation(breaks="spacing", doses=(0.02, 0.05, 0.10))
    def wrong_spacing(self, p: HrtemParameters, dose: float, draw: Random) -> HrtemParameters:
        """The lattice is larger or smaller than that of the named crystal."""
        if p.defect in (STRAIN, DISLOCATION):
            raise DoesNotApplyError
        size = 1 + dose * draw.choice((-1, 1))
        return replace(p, warp=((size, 0.0), (0.0, size)))

    @violation(breaks="angle", doses=(0.02, 0.05, 0.10))
    def wrong_angle(self, p: HrtemParameters, dose: float, draw: Random) -> HrtemParameters:
        """The planes meet at another angle than in the named crystal."""
        if p.defect in (STRAIN, DISLOCATION, BOUNDARY):
            raise DoesNotApplyError
        return replace(p, warp=sheared(p.turn, dose * draw.choice((-1, 1))))

    @violation(breaks="vacancies", doses=(1, 2, 4))
    def uncounted_vacancies(self, p: HrtemParameters, dose: float, draw: Random) -> HrtemParameters:
        """More atoms are missing than is said."""
        if p.defect not in (NO_DEFECT, VACANCIES):
            raise DoesNotApplyError
        return replace(p, hidden_vacancies=int(dose))

    @violation(breaks="misorientation", doses=(12, 18, 25))
    def unstated_boundary(self, p: HrtemParameters, dose: float, draw: Random) -> HrtemParameters:
        """A grain boundary runs through what is said to be one crystal."""
        if p.defect != NO_DEFECT:
            raise DoesNotApplyError
        return replace(p, hidden_turn=float(dose))

    @violation(breaks="dislocations")
    def unstated_dislocation(self, p: HrtemParameters, dose: float, draw: Random) -> HrtemParameters:
        """A row of atoms ends inside the crystal, where no dislocation is said to be."""
        if p.defect != NO_DEFECT:
            raise DoesNotApplyError
        return replace(p, hidden_core=True)

    @violation(breaks="plane_group", doses=(0.2, 0.5, 1.0))
    def broken_symmetry(self, p: HrtemParameters, dose: float, draw: Random) -> HrtemParameters:
        """Every cell has a column more, which no rotation and no mirror of the crystal brings to another one."""
        if p.defect not in (NO_DEFECT, VACANCIES) or p.structure in ALMOST:
            raise DoesNotApplyError
        return replace(p, stray=dose)


def sheared(turn: float, amount: float) -> tuple[tuple[float, float], tuple[float, float]]:
    """A shear along the direction `turn`, in degrees, as a matrix in rows."""
    angle = math.radians(turn)
    along, across = np.array([math.cos(angle), math.sin(angle)]), np.array([-math.sin(angle), math.cos(angle)])
    matrix = np.eye(2) + amount * np.outer(along, across)
    return ((float(matrix[0, 0]), float(matrix[0, 1])), (float(matrix[1, 0]), float(matrix[1, 1])))


def _atoms(p: HrtemParameters, size: int, margin: float, draw: Generator) -> tuple[Patch, tuple[str, ...]]:
    crystal = project(p.structure)
    sites, elements = crystal.places, crystal.elements
    if p.stray:
        sites = np.concatenate([sites, sites[:1] + np.array([0.37, 0.19])])
        elements = (*elements, elements[0])
    return cut_patch(crystal.cell, sites, size * p.pixel, p.cut, draw, margin), elements


def _columns(p: HrtemParameters, patch: Patch, elements: Sequence[str], rim: int) -> dict[str, tuple[Any, Any]]:
    """Places on the padded grid and numbers of atoms, by element."""
    crystal = project(p.structure)
    height = _atoms_along(p)
    number_of = np.where(np.arange(len(elements)) < len(crystal.elements), height, height * p.stray)
    named = np.array(elements)[patch.kinds]
    found = {}
    for element in sorted(set(elements)):
        mine = named == element
        found[element] = (patch.places[mine] + rim * p.pixel, number_of[patch.kinds[mine]])
    return found


def _shown(counts: np.ndarray) -> np.ndarray:
    """Gray from the darkest to the brightest of all but the rarest pixels."""
    low, high = np.percentile(counts, (0.3, 99.7))
    return np.rint(255 * np.clip((counts - low) / max(high - low, 1e-9), 0, 1)).astype(np.uint8)
