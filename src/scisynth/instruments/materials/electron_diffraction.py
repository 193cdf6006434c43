"""Selected-area electron diffraction: the spots of a crystal along a zone axis, with beam stop and diffuse background.

Kinematic theory for a thin crystal: spots at g = h a* + k b*, with the intensity |F(g)|² times the shape factor of a plate of
thickness t at the excitation error s of the flat Ewald sphere, sinc²(π t s) with s = -λ g² / 2 (Williams & Carter, ch. 13, 16). F holds the
extinctions of lattice and motif. Inelastic scattering gives a background that falls off with the angle; the beam stop hides the
transmitted beam. What is not covered: dynamical scattering (which lights forbidden spots by double diffraction), Kikuchi lines.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from scisynth.figures.families.family import Solution
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_number, ask_word
from scisynth.figures.scene.sketch import number_answer
from scisynth.instruments.detector import Detector
from scisynth.instruments.findings import Claim, Finding
from scisynth.instruments.frame import Frame
from scisynth.instruments.instrument import Exposure, Instrument, instrument, violation
from scisynth.instruments.marks import Mark
from scisynth.instruments.materials.crystals import CRYSTALS, PLANE_GROUPS, parse_structure, project
from scisynth.instruments.materials.hrtem import sheared
from scisynth.instruments.materials.lattice_facts import cell_claims, plane_indices, reduced_spacings
from scisynth.instruments.materials.measure_pattern import ABSENT, HALVES, SpotReader
from scisynth.instruments.materials.scattering import wavelength
from scisynth.instruments.overlays.materials import pattern_marks

CRYSTAL_NAMES = tuple(
    f"{name} [{axis}]"
    for name, item in CRYSTALS.items()
    for axis in PLANE_GROUPS[item.kind]
    if item.kind not in ("honeycomb", "2H layer", "perovskite", "cesiumchloride")
)
"""Without layers, whose few atoms scatter little, and without crystals whose first spots are too weak to be told from noise."""
SEEN_SHARE = 0.08
"""Of the strongest |F|²: least of the spots that span the lattice."""
MASK_LABELS = {0: "background", 1: "spot", 2: "beam stop"}


@dataclass(frozen=True, kw_only=True)
class ElectronDiffractionParameters(Parameters):
    """Crystal, beam and camera."""

    structure: str = one_of(*CRYSTAL_NAMES)
    energy: float = one_of(120, 200, 300)
    """kV."""
    span: float = one_of(6.0, 7.0, 8.0)
    """Spacings 1 / d of the shortest reflection across the field: the camera length."""
    spot: float = one_of(0.009, 0.011, 0.013)
    """Width of a spot (standard deviation), of the field."""
    thickness: float = one_of(20, 35, 50)
    """Å."""
    dose: float = one_of(4e5, 1e6, 4e6)
    """Electrons in the strongest spot."""
    diffuse: float = one_of(0.02, 0.05)
    """Background at the middle, over the top of the strongest spot."""
    turn: float = drawn(lambda draw, level, _: float(draw.randrange(180)), words="0 to 179°", unit="°")
    stop: float = drawn(lambda draw, level, _: float(draw.randrange(360)), words="0 to 359°", unit="°")
    """Direction from which the beam stop comes."""
    offset: tuple[float, float] = drawn(
        lambda draw, level, _: (draw.uniform(-0.04, 0.04), draw.uniform(-0.04, 0.04)), words="up to 4 % of the field"
    )
    warp: tuple[tuple[float, float], tuple[float, float]] = ((1.0, 0.0), (0.0, 1.0))
    lit: float = 0.0
    """Intensity of absent reflections and of spots halfway between, of the strongest one's."""
    lopsided: float = 0.0
    """Relative difference of intensities on two sides of the beam."""

    @property
    def field(self) -> float:
        """Side of the image, 1/Å."""
        return self.span / reduced_spacings(project(self.structure))[0]

    def valid(self) -> bool:
        """The spots that span the lattice are not among the weakest."""
        crystal = project(self.structure)
        indices = np.array([(h, k) for h in range(-3, 4) for k in range(-3, 4) if (h, k) != (0, 0)])
        lengths = np.linalg.norm(indices @ crystal.reciprocal, axis=1)
        squares = np.abs(crystal.factors(indices)) ** 2
        return bool((squares[lengths <= np.sort(lengths)[:4].max() * 1.01] > SEEN_SHARE * squares.max()).all())

    def pixel(self, size: int) -> float:
        """1/Å."""
        return self.field / size


@instrument("materials")
class ElectronDiffraction(Instrument[ElectronDiffractionParameters]):
    """A zone-axis pattern of electrons."""

    def expose(self, p: ElectronDiffractionParameters, size: int, draw: Generator) -> Exposure:
        """Electrons in a pixel."""
        indices, intensities = _reflections(p)
        middle = (np.array([0.5, 0.5]) + p.offset) * size - 0.5
        places = middle + _vectors(p, indices) / p.pixel(size)
        width = p.spot * size
        current = _draw_spots(places, intensities, width, size)
        y, x = np.indices((size, size))
        radius = np.hypot(x - middle[0], y - middle[1]) / size
        current = current + p.diffuse * (np.exp(-radius / 0.16) + 0.1 * np.exp(-radius / 0.5))
        stopped = _beam_stop(p, middle, size)
        counts = Detector(exposure=p.dose / (2 * math.pi * width**2), background=0.3, read_noise=1.0).count(
            np.where(stopped, 0.01 * current, current), draw
        )
        mask = np.zeros((size, size), np.uint16)
        rows: list[dict[str, Any]] = []
        for place, index, intensity in zip(places, indices, intensities, strict=True):
            if (place > 0).all() and (place < size - 1).all() and intensity > 1e-4:
                mask[np.hypot(x - place[0], y - place[1]) < 2 * width] = 1
                rows.append(
                    {"id": len(rows) + 1, "kind": "reflection", "x": float(place[0]), "y": float(place[1]),
                     "h": float(index[0]), "k": float(index[1]), "intensity": float(intensity)}
                )  # fmt: skip
        mask[stopped] = 2
        return Exposure(
            frame=Frame(pixels=counts, pixel_size=10 * p.pixel(size), unit="1/nm"),
            mask=mask,
            mask_labels=MASK_LABELS,
            objects=rows,
            shown=_shown(counts),
        )

    def claims(self, p: ElectronDiffractionParameters) -> tuple[Claim, ...]:
        """Structure, spacings and angle; what is absent is so; the pattern is the same on both sides of the beam."""
        return (
            Claim(quantity="structure", value=p.structure),
            *cell_claims(reduced_spacings(project(p.structure))[2]),
            Claim(quantity="extinctions", value=p.structure),
            Claim(quantity="friedel", value="I(g) = I(-g)"),
        )

    def solve(self, p: ElectronDiffractionParameters) -> Solution:
        """The lattice constant from the radius of a spot: d = λ L / R."""
        name, axis = parse_structure(p.structure)
        indices, rule, factor = plane_indices(p.structure)
        spacing = reduced_spacings(project(p.structure))[0]
        camera = 800.0
        waves = round(wavelength(p.energy), 4)
        radius = round(waves * camera / spacing, 2)
        angle = self.claims(p)[3].value
        words: dict[str, Any] = {
            "crystal": name, "axis": axis, "hkl": indices, "rule": rule, "wave": f"{waves:.4f} Å", "camera": f"{camera:g} mm",
            "radius": f"{radius:.2f} mm", "spacing": f"{waves * camera / radius:.3g} Å", "kilovolts": f"{p.energy:g} kV",
            "angle": f"{float(angle):.0f}°", "wrong_angle": f"{float(angle) - 25:.0f}°",
        }  # fmt: skip
        return Solution(answer=number_answer(waves * camera / radius * factor, "Å"), symbol="a", values=words)

    def questions(self, p: ElectronDiffractionParameters, exposure: Exposure) -> Iterator[Question]:
        """Angle, spacing, and the side of the beam stop."""
        spacing, _, vectors = reduced_spacings(project(p.structure))
        scale = f"{exposure.frame.pixel_size:.4g} 1/nm"
        yield ask_number(
            "spacing",
            round(spacing, 2),
            unit="Å",
            likely=(round(2 * spacing, 2), round(spacing / 2, 2)),
            step=0.35,
            low=0.3,
            scale=scale,
        )
        ratio = round(float(np.linalg.norm(vectors[1]) / np.linalg.norm(vectors[0])), 2)
        angle = round(float(self.claims(p)[3].value))
        yield ask_number("angle", angle, unit="°", likely=(60, 90, 71, 55), low=20, ratio=ratio)
        x, y = math.cos(math.radians(p.stop)), math.sin(math.radians(p.stop))
        side = ("right" if x > 0 else "left") if abs(x) > abs(y) else ("bottom" if y > 0 else "top")
        yield ask_word("stop", side, ("right", "left", "bottom", "top"))

    def measure(self, frame: Frame, claims: Sequence[Claim]) -> list[Finding]:
        """Spots, their lattice and their intensities; see `measure_pattern`."""
        return SpotReader(frame).findings(claims, self.name)

    def marks(self, frame: Frame, claims: Sequence[Claim]) -> list[Mark]:
        """`overlays.materials`."""
        return pattern_marks(SpotReader(frame))

    @violation(breaks="spacing", doses=(0.02, 0.05, 0.10))
    def wrong_spacing(
        self, p: ElectronDiffractionParameters, dose: float, draw: Random
    ) -> ElectronDiffractionParameters:
        """The spots are nearer to or farther from the beam than those of the crystal at this camera length."""
        size = 1 + dose * draw.choice((-1, 1))
        return replace(p, warp=((size, 0.0), (0.0, size)))

    @violation(breaks="angle", doses=(0.02, 0.05, 0.10))
    def wrong_angle(self, p: ElectronDiffractionParameters, dose: float, draw: Random) -> ElectronDiffractionParameters:
        """The rows of spots meet at another angle than in the crystal."""
        return replace(p, warp=sheared(p.turn, dose * draw.choice((-1, 1))))

    @violation(breaks="extinctions", doses=(0.02, 0.05, 0.10))
    def lit_absences(
        self, p: ElectronDiffractionParameters, dose: float, draw: Random
    ) -> ElectronDiffractionParameters:
        """Spots stand where the structure factor of the crystal is zero."""
        return replace(p, lit=dose)

    @violation(breaks="friedel", doses=(0.1, 0.3, 0.6))
    def lopsided_pattern(
        self, p: ElectronDiffractionParameters, dose: float, draw: Random
    ) -> ElectronDiffractionParameters:
        """Spots on one side of the beam are stronger than their mates on the other."""
        return replace(p, lopsided=dose)


def _reflections(p: ElectronDiffractionParameters) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Indices and intensities, of which the strongest reflection's is 1; the transmitted beam is 20."""
    crystal = project(p.structure)
    reach = math.ceil(p.span) + 2
    indices = np.array([(h, k) for h in range(-reach, reach + 1) for k in range(-reach, reach + 1)])
    if p.lit:
        indices = np.concatenate([indices, *(indices + half for half in HALVES)])
    lengths = np.linalg.norm(indices @ crystal.reciprocal, axis=1)
    kept = lengths < 0.8 * p.field
    indices, lengths = indices[kept], lengths[kept]
    is_between = (indices % 1).any(axis=1)
    squares = np.where(is_between, 0.0, np.abs(crystal.factors(indices)) ** 2)
    excitation = 0.5 * wavelength(p.energy) * lengths**2
    intensities = squares * np.sinc(p.thickness * excitation) ** 2
    beam = lengths == 0
    intensities = intensities / intensities[~beam].max()
    intensities[(squares < ABSENT * squares[~beam].max()) & ~beam] = p.lit
    intensities[beam] = 20.0
    side = np.sign(_vectors(p, indices) @ (math.cos(math.radians(p.stop + 90)), math.sin(math.radians(p.stop + 90))))
    return indices, intensities * (1 + p.lopsided * side)


def _vectors(p: ElectronDiffractionParameters, indices: NDArray[np.float64]) -> NDArray[np.float64]:
    """[K, 2]: g in the image, 1/Å."""
    angle = math.radians(p.turn)
    turn = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    found: NDArray[np.float64] = indices @ project(p.structure).reciprocal @ turn @ np.array(p.warp).T
    return found


def _draw_spots(
    places: NDArray[np.float64], intensities: NDArray[np.float64], width: float, size: int
) -> NDArray[np.float64]:
    """[size, size]: Gauss spots, separable in x and y; 1 is the top of the strongest reflection."""
    grid = np.arange(size)
    along_x = np.exp(-0.5 * ((grid - places[:, :1]) / width) ** 2)
    along_y = np.exp(-0.5 * ((grid - places[:, 1:]) / width) ** 2)
    found: NDArray[np.float64] = (along_y * intensities[:, None]).T @ along_x
    return found


def _beam_stop(p: ElectronDiffractionParameters, middle: NDArray[np.float64], size: int) -> NDArray[np.bool_]:
    """[size, size]: a needle from the rim that ends in a disc over the beam."""
    y, x = np.indices((size, size)) - middle[::-1, None, None]
    direction = math.radians(p.stop)
    along = x * math.cos(direction) + y * math.sin(direction)
    across = -x * math.sin(direction) + y * math.cos(direction)
    found: NDArray[np.bool_] = (np.hypot(x, y) < 0.06 * size) | ((along > 0) & (np.abs(across) < 0.022 * size))
    return found


def _shown(counts: NDArray[np.float32]) -> NDArray[np.uint8]:
    """As on a screen: white spots on black, the faint ones lifted."""
    top = float(np.percentile(counts, 99.7))
    return np.rint(255 * np.clip(counts / max(top, 1e-9), 0, 1) ** 0.4).astype(np.uint8)
