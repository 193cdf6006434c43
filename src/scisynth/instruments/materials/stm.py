"""Scanning tunnelling micrographs of surfaces and monolayers: heights of the tip at constant current, line by line.

Physics: `tunnelling.py`. The scan adds what scans add: each line has an offset (the tip changes), the tip lags along the fast
direction (a feedback of finite speed), the sample tilts, drift shears and stretches the image by up to 0.3 %, and electronic noise
lies on every pixel. Surfaces of metals are the outermost layer of the bulk (no reconstruction); of graphite one atom of two stands out,
of sodium chloride only the anions do. Monolayers are motifs of all 17 plane groups (`groups.py`). Heights in pm.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from random import Random
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from scisynth.figures.families.family import DoesNotApplyError, Solution
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_number, ask_word
from scisynth.figures.scene.sketch import number_answer
from scisynth.instruments.findings import Claim, Finding
from scisynth.instruments.frame import Frame, Pixels
from scisynth.instruments.instrument import Exposure, Instrument, instrument, violation
from scisynth.instruments.marks import Mark
from scisynth.instruments.materials.crystals import CRYSTALS, reduce_vectors
from scisynth.instruments.materials.groups import MOTIFS, PLANE_GROUPS, Layer, motif_layer, system
from scisynth.instruments.materials.hrtem import sheared
from scisynth.instruments.materials.lattice_facts import FOLD, FOLDS, LENGTH_TOLERANCE, cell_claims
from scisynth.instruments.materials.measure_claims import LatticeReader
from scisynth.instruments.materials.patches import (
    DISLOCATION,
    MARGIN,
    MASK_LABELS,
    NO_DEFECT,
    VACANCIES,
    Cut,
    cut_patch,
    draw_mask,
    list_objects,
    shortest_distance,
)
from scisynth.instruments.materials.tunnelling import decay, tip_heights
from scisynth.instruments.overlays.materials import lattice_marks

SURFACES = {
    "gold (111)": ("gold", "hexagonal"), "silver (111)": ("silver", "hexagonal"), "copper (111)": ("copper", "hexagonal"),
    "platinum (111)": ("platinum", "hexagonal"), "copper (001)": ("copper", "square"), "silver (001)": ("silver", "square"),
    "copper (110)": ("copper", "rectangular"), "nickel (110)": ("nickel", "rectangular"), "graphite (001)": ("graphene", "graphite"),
    "sodium chloride (001)": ("sodium chloride", "square"),
}  # fmt: skip
"""Crystal of `crystals.CRYSTALS`, and the arrangement of the outermost layer."""
MONOLAYER = "monolayer"
GRAIN = "grain boundary"
"""An option of a quiz; the surfaces here have none."""
DRIFT = 0.003
"""Relative, at most: what a scan stretches and shears."""
UNSEEN_DRIFT = 0.0025
"""Relative standard uncertainty that drift leaves on lengths, since no pixel tells it."""
LINE_BINS = 3.5
"""Periods across 128 pixels that a row of atoms must have along a line."""
MOST_PLACES = 5
"""Atoms in a cell of which one can be missed."""
SAMPLES = 7.0
"""Long cell vectors in 128 pixels of a monolayer."""


def _surface(draw: Random, level: int, values: Mapping[str, Any]) -> str:
    return draw.choice(list(SURFACES)) if draw.random() < (0.6 if level == 1 else 0.25) else MONOLAYER


def _plane_group(draw: Random, level: int, values: Mapping[str, Any]) -> str:
    if values["surface"] == MONOLAYER:
        return draw.choice(PLANE_GROUPS)
    kind = SURFACES[values["surface"]][1]
    return {"hexagonal": "p6mm", "square": "p4mm", "rectangular": "p2mm", "graphite": "p3m1"}[kind]


def _num_vacancies(draw: Random, level: int, values: Mapping[str, Any]) -> int:
    return draw.randint(1, 3 if values["surface"] in SURFACES else 5) if values["defect"] == VACANCIES else 0


@dataclass(frozen=True, kw_only=True)
class StmParameters(Parameters):
    """Surface, tip, scan and defect."""

    surface: str = drawn(_surface, words=", ".join((*SURFACES, MONOLAYER)))
    plane_group: str = drawn(_plane_group, words="all 17")
    variant: int = one_of(0, 1)
    """Of the motif."""
    ratio: float = one_of(1.28, 1.32, 1.36)
    """b / a, where the group leaves it free."""
    area: float = one_of(11.0, 11.5, 12.0, 12.5)
    """Å² for each atom of a monolayer."""
    height: float = one_of(3.4, 3.6, 3.8)
    """Of the tip over the atoms, Å."""
    work_function: float = one_of(4.4, 4.6, 5.1)
    """eV."""
    turn: float = drawn(lambda draw, level, _: float(draw.randrange(180)), words="0 to 179°", unit="°")
    noise: float = one_of(0.04, 0.08, 0.12)
    """Of a pixel, over the corrugation: half of what two thirds of the heights span."""
    lines: float = one_of(0.1, 0.3)
    """Offsets of lines, over the corrugation."""
    drift: tuple[float, float] = drawn(
        lambda draw, level, _: (draw.uniform(-DRIFT, DRIFT), draw.uniform(-DRIFT, DRIFT)), words="up to 0.3 %"
    )
    """Shear and stretch along the slow direction."""
    defect: str = one_of(NO_DEFECT, VACANCIES, DISLOCATION, level_1=(NO_DEFECT, VACANCIES))
    num_vacancies: int = drawn(_num_vacancies, words="1 to 5")
    warp: tuple[tuple[float, float], tuple[float, float]] = ((1.0, 0.0), (0.0, 1.0))
    hidden_vacancies: int = 0
    other_group: str = ""
    """Plane group of the atoms, where it is not the one that is claimed."""

    @property
    def layer(self) -> Layer:
        """The atoms of one cell."""
        return _layer(self.surface, self.other_group or self.plane_group, self.variant, self.area, self.ratio)

    @property
    def claimed_layer(self) -> Layer:
        """Those of the surface that is named."""
        return _layer(self.surface, self.plane_group, self.variant, self.area, self.ratio)

    @property
    def pixel(self) -> float:
        """Å; several cells of a large motif are still in the field of view."""
        longest = float(np.linalg.norm(self.claimed_layer.cell, axis=1).max())
        return max(0.24, round(SAMPLES * longest / 128, 2))

    def valid(self) -> bool:
        """Few enough atoms in a cell for a missing one to leave a hole; no rows along the lines of the scan, whose offsets hide them."""
        vectors = reduce_vectors(np.asarray(np.linalg.inv(self.claimed_layer.cell).T, np.float64))
        angle = math.radians(self.turn)
        across = [vector @ (math.cos(angle), -math.sin(angle)) for vector in (*vectors, vectors[0] - vectors[1])]
        seen = min(abs(value) for value in across) * 128 * self.pixel > LINE_BINS
        return seen and (self.surface in SURFACES or self.defect == NO_DEFECT or len(self.layer.places) <= MOST_PLACES)


@lru_cache(maxsize=256)
def _layer(surface: str, group: str, variant: int, area: float, ratio: float) -> Layer:
    if surface == MONOLAYER:
        return motif_layer(group, variant, area, ratio)
    name, kind = SURFACES[surface]
    a = CRYSTALS[name].a
    one, all_alike = np.zeros((1, 2)), np.ones(1)
    if kind == "graphite":
        cell = reduce_vectors(np.array([[a, 0.0], [-0.5 * a, math.sqrt(0.75) * a]]))
        return Layer(cell=cell, places=np.array([[0.0, 0.0], [1 / 3, 2 / 3]]), weights=np.array([1.0, 0.45]))
    near = a / math.sqrt(2)
    if kind == "hexagonal":
        return Layer(cell=near * np.array([[1.0, 0.0], [-0.5, math.sqrt(0.75)]]), places=one, weights=all_alike)
    second = a if kind == "rectangular" else near
    return Layer(cell=np.array([[near, 0.0], [0.0, second]]), places=one, weights=all_alike)


@instrument("materials")
class Stm(Instrument[StmParameters]):
    """A scanning tunnelling micrograph of a surface."""

    def expose(self, p: StmParameters, size: int, draw: Generator) -> Exposure:
        """Heights in pm, the lowest 0."""
        layer = p.layer
        rim = math.ceil(MARGIN / p.pixel)
        patch = cut_patch(layer.cell, layer.places, size * p.pixel, _cut(p, layer), draw)
        heights = tip_heights(
            patch.places + rim * p.pixel,
            layer.weights[patch.kinds],
            size + 2 * rim,
            p.pixel,
            decay(p.work_function),
            p.height,
        )[rim : rim + size, rim : rim + size]
        scanned = _scan(100 * heights, p, draw)
        return Exposure(
            frame=Frame(pixels=scanned, pixel_size=p.pixel, unit="Å"),
            mask=draw_mask(patch, size, p.pixel),
            mask_labels=MASK_LABELS,
            objects=list_objects(patch, [f"atom {number + 1}" for number in range(len(layer.places))], size, p.pixel),
            shown=_coloured(scanned),
        )

    def claims(self, p: StmParameters) -> tuple[Claim, ...]:
        """Lattice, plane group and defects."""
        layer = p.claimed_layer
        found: list[Claim] = []
        if p.defect in (NO_DEFECT, VACANCIES):
            found += cell_claims(reduce_vectors(np.asarray(np.linalg.inv(layer.cell).T, np.float64)))
            found.append(Claim(quantity="plane_group", value=p.plane_group))
            found.append(Claim(quantity="vacancies", value=p.num_vacancies))
            if p.surface in SURFACES and len(layer.places) == 1:
                distance = shortest_distance(layer.cell, layer.places)
                found.append(
                    Claim(quantity="distance", value=distance, unit="Å", tolerance=LENGTH_TOLERANCE * distance)
                )
        found.append(Claim(quantity="dislocations", value=int(p.defect == DISLOCATION)))
        return tuple(found)

    def solve(self, p: StmParameters) -> Solution:
        """Atoms per nm²: those of a cell over its area |a × b|."""
        cell = p.claimed_layer.cell
        a, b = (float(np.linalg.norm(vector)) for vector in cell)
        area = abs(float(np.linalg.det(cell)))
        atoms = len(p.claimed_layer.places)
        angle = math.degrees(math.acos(max(-1.0, min(1.0, float(cell[0] @ cell[1]) / (a * b)))))
        fold = FOLD[p.plane_group]
        words: dict[str, Any] = {
            "a": f"{a:.3f} Å", "b": f"{b:.3f} Å", "gamma": f"{angle:.1f}°", "atoms": atoms, "area": f"{area / 100:.4g} nm²",
            "name": p.surface if p.surface in SURFACES else "a molecular monolayer", "group": p.plane_group, "fold": fold,
            "wrong_fold": FOLDS[(FOLDS.index(fold) + 2) % len(FOLDS)], "what": p.defect, "field": f"{p.pixel:g} Å",
        }  # fmt: skip
        return Solution(answer=number_answer(100 * atoms / area, "1/nm²"), symbol="n", values=words)

    def questions(self, p: StmParameters, exposure: Exposure) -> Iterator[Question]:
        """Symmetry, defect, missing atoms, cell."""
        if p.defect in (NO_DEFECT, VACANCIES):
            yield ask_word("group", p.plane_group, _others(p.plane_group))
            yield ask_word("fold", FOLD[p.plane_group], FOLDS)
            shortest = float(np.linalg.norm(p.claimed_layer.cell, axis=1).min())
            yield ask_number("cell", round(shortest, 1), unit="Å", likely=(round(0.7 * shortest, 1),), low=0.5)
        yield ask_word("defect", p.defect, (NO_DEFECT, VACANCIES, DISLOCATION, GRAIN))
        if p.defect == VACANCIES:
            yield ask_count("vacancies", sum(row["kind"] == "vacancy" for row in exposure.objects), low=0)

    def measure(self, frame: Frame, claims: Sequence[Claim]) -> list[Finding]:
        """By the Fourier transform, after the offsets of lines are taken off; see `measure_claims`."""
        return _reader(frame).findings(claims, self.name)

    def marks(self, frame: Frame, claims: Sequence[Claim]) -> list[Mark]:
        """`overlays.materials`."""
        return lattice_marks(_reader(frame))

    @violation(breaks="spacing", doses=(0.02, 0.05, 0.10))
    def wrong_spacing(self, p: StmParameters, dose: float, draw: Random) -> StmParameters:
        """The lattice is larger or smaller than that of the surface."""
        _needs(p, NO_DEFECT, VACANCIES)
        size = 1 + dose * draw.choice((-1, 1))
        return replace(p, warp=((size, 0.0), (0.0, size)))

    @violation(breaks="angle", doses=(0.02, 0.05, 0.10))
    def wrong_angle(self, p: StmParameters, dose: float, draw: Random) -> StmParameters:
        """The rows of atoms meet at another angle than on the surface."""
        _needs(p, NO_DEFECT, VACANCIES)
        return replace(p, warp=sheared(p.turn, dose * draw.choice((-1, 1))))

    @violation(breaks="plane_group")
    def wrong_symmetry(self, p: StmParameters, dose: float, draw: Random) -> StmParameters:
        """The pattern has another plane group on the same kind of lattice."""
        _needs(p, NO_DEFECT, VACANCIES)
        others = [group for group in PLANE_GROUPS if system(group) == system(p.plane_group) and group != p.plane_group]
        if p.surface != MONOLAYER or not others:
            raise DoesNotApplyError
        return replace(p, other_group=draw.choice(others))

    @violation(breaks="vacancies", doses=(1, 2, 4))
    def uncounted_vacancies(self, p: StmParameters, dose: float, draw: Random) -> StmParameters:
        """More atoms are missing than is said."""
        _needs(p, NO_DEFECT, VACANCIES)
        return replace(p, hidden_vacancies=int(dose))

    @violation(breaks="dislocations")
    def unstated_dislocation(self, p: StmParameters, dose: float, draw: Random) -> StmParameters:
        """A row of atoms ends inside the pattern, where no dislocation is said to be."""
        _needs(p, NO_DEFECT)
        if len(p.layer.places) > MOST_PLACES:
            raise DoesNotApplyError
        return replace(p, defect=DISLOCATION)


def _reader(frame: Frame) -> LatticeReader:
    return LatticeReader(frame, has_lines=True, length_error=UNSEEN_DRIFT)


def _needs(p: StmParameters, *defects: str) -> None:
    if p.defect not in defects:
        raise DoesNotApplyError


def _others(group: str) -> list[str]:
    """Other plane groups, those of the same kind of lattice first."""
    others = [name for name in MOTIFS if name != group]
    return sorted(others, key=lambda name: system(name) != system(group))[:6]


def _cut(p: StmParameters, layer: Layer) -> Cut:
    return Cut(
        turn=p.turn,
        defect=p.defect,
        num_vacancies=p.num_vacancies + p.hidden_vacancies,
        losable=int((layer.weights == layer.weights.max()).sum()),
        warp=tuple(map(tuple, np.array([[1.0, p.drift[0]], [0.0, 1.0 + p.drift[1]]]) @ np.array(p.warp))),  # type: ignore[arg-type]
    )


def _scan(heights: NDArray[np.float64], p: StmParameters, draw: Generator) -> Pixels:
    """Heights as the scan records them, pm, the lowest 0."""
    from scipy.signal import lfilter

    size = len(heights)
    low, high = np.percentile(heights, (16, 84))
    corrugation = 0.5 * float(high - low)
    lag = 0.35
    start = heights[:, :1]
    lagged = start + lfilter([1 - lag], [1, -lag], heights - start, axis=1)
    offsets = corrugation * p.lines * (draw.normal(size=size) + 0.15 * np.cumsum(draw.normal(size=size)))
    y, x = np.meshgrid(np.linspace(-1, 1, size), np.linspace(-1, 1, size), indexing="ij")
    tilt = draw.normal(0, 1.0, 2) * corrugation
    recorded = lagged + offsets[:, None] + tilt[0] * x + tilt[1] * y
    recorded = recorded + draw.normal(0.0, corrugation * p.noise, heights.shape)
    return (recorded - recorded.min()).astype(np.float32)


def _coloured(heights: Pixels) -> NDArray[np.uint8]:
    """[H, W, 3]: levelled, with each line at the same median, from dark brown over orange to white, as microscopes show heights."""
    from scisynth.instruments.materials.spectrum import flatten

    level = flatten(heights, has_lines=True)
    low, high = np.percentile(level, (0.5, 99.7))
    share = np.clip((level - low) / max(high - low, 1e-9), 0, 1)
    channels = [
        np.interp(share, (0, 0.45, 0.8, 1), points)
        for points in ((25, 175, 250, 255), (8, 85, 185, 250), (2, 15, 70, 225))
    ]
    return np.rint(np.stack(channels, axis=-1)).astype(np.uint8)
