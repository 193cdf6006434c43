"""One cell in a phase of its cycle: DNA and microtubules in two channels.

What the phases look like is in `mitosis`. The DNA gives the same light in every phase, so condensed chromosomes are brighter. Not
covered: prometaphase, cytokinesis that has ended, spindles seen end-on, faulty divisions other than those of the violations.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

import numpy as np
from numpy.random import Generator

from scisynth.figures.families.family import DoesNotApplyError, Solution
from scisynth.figures.families.parameters import Parameters, drawn, number, one_of
from scisynth.figures.families.questions import Question, ask_word
from scisynth.figures.scene.sketch import number_answer
from scisynth.instruments.biomedicine import measure_phase
from scisynth.instruments.biomedicine.mitosis import DIVIDED, PHASES, ROUND, Division, cell_cover, dna_of, tubulin_of
from scisynth.instruments.biomedicine.optics import EMISSION, Objective, overlay
from scisynth.instruments.biomedicine.outlines import Grid
from scisynth.instruments.biomedicine.textures import smooth_noise, web_of_lines
from scisynth.instruments.detector import Detector
from scisynth.instruments.findings import Claim, Finding
from scisynth.instruments.frame import Frame
from scisynth.instruments.instrument import Exposure, Instrument, instrument, violation
from scisynth.instruments.marks import Mark
from scisynth.instruments.overlays.biomedicine import cycle_marks

CHANNELS = ("dna", "tubulin")
FIELD = 36.0
"""Side of the field, µm."""
READ_NOISE = 1.6
DNA_AREA = 150.0
"""µm²: spread over so much, the DNA has its level."""
TUBULIN_AREA = 350.0
LENGTH_TOLERANCE = 0.03
ANGLE_TOLERANCE = 5.0
SHARE_TOLERANCE = 0.015
SEPARATIONS = {"anaphase": (5.0, 6.0, 7.0, 8.0, 9.0), "telophase": (11.5, 12.5, 13.5, 14.5)}
STEEP, FLAT = 67.5, 22.5
"""Degrees: axes between them are slanted."""


@dataclass(frozen=True, kw_only=True)
class CycleParameters(Parameters):
    """A cell, its phase, and how it is looked at."""

    phase: str = one_of(*PHASES)
    angle: float = number("\\phi", "°", range(0, 180, 5), meaning="angle of the spindle's axis", given=False)
    nucleus_area: float = number("A", "µm²", range(120, 200, 10), meaning="area of the nucleus", given=False)
    plate_length: float = number("w", "µm", (9, 9.5, 10, 10.5, 11), meaning="length of the plate", given=False)
    plate_width: float = number("t", "µm", (2.2, 2.5, 2.8), meaning="thickness of the plate", given=False)
    spindle_length: float = number("L", "µm", (9.5, 10, 10.5, 11, 11.5, 12, 12.5), meaning="pole to pole", given=False)
    separation: float = drawn(
        lambda draw, _, p: draw.choice(SEPARATIONS.get(p["phase"], (0.0,))), words="as of the phase", unit="µm"
    )
    speed: float = number("v", "µm/min", (0.5, 0.8, 1, 1.2, 1.5, 2), meaning="speed of a set of chromosomes")
    dna: float = number("E_d", "counts", (80, 100, 125, 160), meaning="level of the DNA dye", given=False)
    tubulin: float = number("E_t", "counts", (60, 75, 90, 110), meaning="level of tubulin", given=False)
    background: float = number("b", "counts", (3, 5, 8, 12), meaning="background", given=False)
    dose: float = number("d", "", (0.7, 1, 1.4, 2), meaning="exposure time, in usual ones", given=False)
    aperture: float = number("NA", "", (0.95, 1.2, 1.4), meaning="numerical aperture", given=False)
    defocus: float = number("z", "µm", (0, 0.2, 0.4), meaning="defocus", given=False)
    haze: float = number("h", "", (0.05, 0.1, 0.15, 0.2), meaning="fraction of light out of focus", given=False)
    places: int = drawn(lambda draw, _, __: draw.randrange(2**31), words="any seed")
    plate_turn: float = 0.0
    share: float = 0.5

    @property
    def division(self) -> Division:
        """What is drawn."""
        return Division(
            phase=self.phase,
            field=FIELD,
            angle=self.angle,
            nucleus_area=self.nucleus_area,
            plate_length=self.plate_length,
            plate_width=self.plate_width,
            spindle_length=self.spindle_length,
            separation=self.separation,
            plate_turn=self.plate_turn,
            share=self.share,
        )


@instrument("biomedicine")
class CellCycle(Instrument[CycleParameters]):
    """A fluorescence micrograph of one cell, DNA and spindle, in a phase of the cell cycle."""

    channels = CHANNELS
    needs_counts = "its channels are mixed in the colours of a picture"

    def expose(self, p: CycleParameters, size: int, draw: Generator) -> Exposure:
        """The field is `FIELD` wide at any size."""
        grid = Grid(field=FIELD, size=size)
        division = p.division
        cell = cell_cover(division, grid, draw)
        noise = smooth_noise(grid, 0.5, draw)
        threads = web_of_lines(grid, draw, length=0.75, width=0.3, kept=1.0) if p.phase == "prophase" else noise
        dna, masses = dna_of(division, grid, noise, threads, draw)
        tubulin = tubulin_of(division, grid, cell, draw)
        objective = Objective(aperture=p.aperture, defocus=p.defocus, haze=p.haze)
        light = [
            objective.image(dna * DNA_AREA * p.dna, grid.pixel, EMISSION["dna"]),
            objective.image(tubulin * TUBULIN_AREA * p.tubulin, grid.pixel, EMISSION["tubulin"]),
        ]
        camera = Detector(exposure=p.dose, background=p.background * p.dose, read_noise=READ_NOISE)
        counts = camera.count(np.stack(light, axis=2), draw)
        mask = np.where(masses > 0, masses + 1, (cell > 0.5).astype(np.int32))
        objects = [
            {
                "id": number + 1,
                "kind": "nucleus" if p.phase in ROUND else "chromosomes",
                "x": (FIELD / 2 + at.real) / grid.pixel - 0.5,
                "y": (FIELD / 2 + at.imag) / grid.pixel - 0.5,
                "phase": p.phase,
            }
            for number, at in enumerate(division.sets, 1)
        ]
        return Exposure(
            frame=Frame(pixels=counts, pixel_size=grid.pixel, unit="µm", channels=CHANNELS),
            mask=mask.astype(np.uint16),
            mask_labels={1: "cell"} | {int(row["id"]): str(row["kind"]) for row in objects},
            objects=[{"id": 1, "kind": "cell", "x": size / 2 - 0.5, "y": size / 2 - 0.5, "phase": p.phase}, *objects],
            shown=overlay(counts, CHANNELS),
        )

    def claims(self, p: CycleParameters) -> tuple[Claim, ...]:
        """The phase, and what can be measured in it."""
        phase = (Claim(quantity="phase", value=p.phase), Claim(quantity="masses", value=float(len(p.division.sets))))
        if p.phase in ROUND:
            return (*phase, _length("nucleus_area", p.nucleus_area, "µm²"))
        if p.phase in DIVIDED:
            share = Claim(quantity="dna_share", value=0.5, tolerance=SHARE_TOLERANCE)
            return (*phase, _length("separation", p.separation), share)
        return (
            *phase,
            _length("spindle_length", p.spindle_length),
            Claim(quantity="plate_angle", value=90.0, unit="°", tolerance=ANGLE_TOLERANCE),
        )

    def solve(self, p: CycleParameters) -> Solution:
        """Diameter of a circle of the nucleus's area; time to the poles; or time since the sets parted."""
        if p.phase in ROUND:
            asked, value, unit = "nucleus", 2 * math.sqrt(p.nucleus_area / math.pi), "µm"
            steps = f"d = 2 √(A / π) = 2 √({p.nucleus_area:g} µm² / π)"
        elif p.phase in DIVIDED:
            asked, value, unit = "parted", p.separation / (2 * p.speed), "min"
            steps = f"t = s / (2 v) = {p.separation:g} µm / (2 · {p.speed:g} µm/min)"
        else:
            asked, value, unit = "ahead", p.spindle_length / (2 * p.speed), "min"
            steps = f"t = (L / 2) / v = {p.spindle_length / 2:g} µm / {p.speed:g} µm/min"
        values = {
            "asked": asked,
            "steps": steps,
            "length": f"{p.spindle_length:g} µm",
            "apart": f"{p.separation:g} µm",
            "size": f"{p.nucleus_area:g} µm²",
            "slant": slant(p.angle),
        }
        return Solution(answer=number_answer(round(value, 2), unit), values=values)

    def questions(self, p: CycleParameters, exposure: Exposure) -> Iterator[Question]:
        """The phase, what follows it, and how the axis lies."""
        yield ask_word("phase", p.phase, [name for name in PHASES if name != p.phase])
        following = PHASES[(PHASES.index(p.phase) + 1) % len(PHASES)]
        yield ask_word("next", following, [name for name in PHASES if name not in (following, p.phase)])
        if p.phase not in ROUND:
            yield ask_word("slant", slant(p.angle), ["level", "upright", "rising to the right", "falling to the right"])

    def measure(self, frame: Frame, claims: Sequence[Claim]) -> list[Finding]:
        """`measure_phase`."""
        return measure_phase.findings(frame, claims)

    def marks(self, frame: Frame, claims: Sequence[Claim]) -> list[Mark]:
        """`overlays.biomedicine`."""
        return cycle_marks(frame, claims)

    @violation(breaks="phase")
    def wrong_phase(self, p: CycleParameters, dose: float, draw: Random) -> CycleParameters:
        """The cell is in another phase of its cycle."""
        other = draw.choice([name for name in PHASES if name != p.phase])
        return replace(p, phase=other, separation=draw.choice(SEPARATIONS.get(other, (0.0,))))

    @violation(breaks="plate_angle", doses=(10.0, 20.0, 45.0, 90.0))
    def turned_plate(self, p: CycleParameters, dose: float, draw: Random) -> CycleParameters:
        """The plate of chromosomes does not stand at a right angle to the spindle; the dose is in degrees."""
        _only(p, "metaphase")
        return replace(p, plate_turn=dose * draw.choice((-1, 1)))

    @violation(breaks="spindle_length", doses=(0.02, 0.05, 0.10))
    def wrong_spindle(self, p: CycleParameters, dose: float, draw: Random) -> CycleParameters:
        """The spindle is longer from pole to pole than it is said to be."""
        _only(p, "metaphase")
        return replace(p, spindle_length=p.spindle_length * (1 + dose))

    @violation(breaks="separation", doses=(0.02, 0.05, 0.10))
    def wrong_separation(self, p: CycleParameters, dose: float, draw: Random) -> CycleParameters:
        """The two sets of chromosomes are farther apart than they are said to be."""
        _only(p, *DIVIDED)
        return replace(p, separation=p.separation * (1 + dose))

    @violation(breaks="dna_share", doses=(0.02, 0.05, 0.10))
    def unequal_sets(self, p: CycleParameters, dose: float, draw: Random) -> CycleParameters:
        """The two sets do not hold equal halves of the DNA; the dose is by how much one share is off."""
        _only(p, *DIVIDED)
        return replace(p, share=0.5 + dose)

    @violation(breaks="nucleus_area", doses=(0.02, 0.05, 0.10))
    def wrong_nucleus(self, p: CycleParameters, dose: float, draw: Random) -> CycleParameters:
        """The nucleus is wider than it is said to be; the dose is that of its diameter."""
        _only(p, *ROUND)
        return replace(p, nucleus_area=p.nucleus_area * (1 + dose) ** 2)


def _length(quantity: str, value: float, unit: str = "µm") -> Claim:
    return Claim(quantity=quantity, value=float(value), unit=unit, tolerance=LENGTH_TOLERANCE * value)


def _only(p: CycleParameters, *phases: str) -> None:
    if p.phase not in phases:
        raise DoesNotApplyError(f"not in {p.phase}")


def slant(angle: float) -> str:
    """How an axis at this angle lies in an image whose y runs down, degrees."""
    angle %= 180
    if angle < FLAT or angle > 180 - FLAT:
        return "level"
    if abs(angle - 90) < 90 - STEEP:
        return "upright"
    return "falling to the right" if angle < 90 else "rising to the right"
