"""Infrared spectra: bands of bonds, down in transmittance or up in absorbance; energy, force constant, or the class of a compound.

Bands are Lorentzians at characteristic wavenumbers, rounded as reference tables (SDBS) give them. A bond of reduced mass μ has the
force constant k = μ (2π c ν)²; with deuterium for hydrogen its wavenumber falls with the root of the reduced masses.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import numpy as np

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change
from scisynth.figures.families.chemistry.spectra.tracing import follow
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of, several
from scisynth.figures.families.questions import Question, ask_count, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.chemistry import AVOGADRO, LIGHT, MASSES, PLANCK, plain_formula
from scisynth.figures.parts.palette import BLUE, RED
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer
from scisynth.figures.verify.formula import evaluate

Bands = tuple[tuple[int, int, int], ...]
INFRARED: Mapping[str, tuple[str, str, Bands, tuple[tuple[int, str, str, str], ...]]] = {
    "propanone": ("C3H6O", "ketone", ((2970, 30, 40), (1715, 80, 18), (1365, 50, 16), (1222, 55, 16)), ((1715, "C=O", "C", "O"),)),
    "propan-2-ol": ("C3H8O", "alcohol", ((3350, 65, 150), (2970, 60, 40), (1380, 35, 20), (1130, 45, 22), (950, 40, 20)), ((3350, "O-H", "O", "H"), (2970, "C-H", "C", "H"))),
    "acetic acid": ("C2H4O2", "carboxylic acid", ((3000, 55, 330), (1710, 75, 25), (1410, 40, 25), (1290, 50, 30), (935, 25, 40)), ((1710, "C=O", "C", "O"),)),
    "ethyl acetate": ("C4H8O2", "ester", ((2985, 30, 35), (1743, 85, 16), (1374, 45, 16), (1241, 80, 20), (1048, 55, 20)), ((1743, "C=O", "C", "O"),)),
    "acetonitrile": ("C2H3N", "nitrile", ((3000, 25, 25), (2254, 55, 12), (1445, 40, 20), (1375, 35, 14), (1040, 30, 14)), ((2254, "C≡N", "C", "N"),)),
    "hex-1-yne": ("C6H10", "terminal alkyne", ((3310, 70, 22), (2945, 65, 50), (2120, 25, 12), (1465, 35, 18), (630, 60, 25)), ((3310, "≡C-H", "C", "H"), (2120, "C≡C", "C", "C"))),
    "aniline": ("C6H7N", "primary amine", ((3430, 42, 28), (3355, 45, 28), (1620, 65, 18), (1500, 60, 12), (1277, 50, 18), (750, 65, 14)), ((3430, "N-H", "N", "H"),)),
    "hex-1-ene": ("C6H12", "alkene", ((3080, 25, 14), (2930, 70, 50), (1642, 40, 12), (1460, 35, 16), (993, 35, 11), (910, 60, 11)), ((1642, "C=C", "C", "C"), (3080, "=C-H", "C", "H"))),
    "propanal": ("C3H6O", "aldehyde", ((2980, 45, 40), (2820, 30, 25), (2720, 35, 20), (1738, 80, 16), (1460, 30, 18)), ((1738, "C=O", "C", "O"), (2720, "C-H in CHO", "C", "H"))),
    "acetamide": ("C2H5NO", "amide", ((3350, 60, 60), (3180, 55, 70), (1670, 80, 32), (1395, 45, 22)), ((1670, "C=O", "C", "O"), (3350, "N-H", "N", "H"))),
    "phenol": ("C6H6O", "phenol", ((3330, 65, 140), (1595, 50, 12), (1498, 55, 12), (1225, 60, 28), (752, 60, 14)), ((3330, "O-H", "O", "H"),)),
    "hexane": ("C6H14", "alkane", ((2960, 60, 22), (2860, 50, 25), (1466, 40, 14), (1379, 25, 12), (725, 15, 12)), ((2960, "C-H", "C", "H"),)),
}  # fmt: skip
"""Formula, class, bands (wavenumber, depth in %, half width) and those that one bond explains."""


ATOMIC_MASS_KG = 1.66053907e-27
DEUTERIUM = 2.0141
"""g/mol."""
LETTERS = ("X", "Q", "T", "E", "M")
WIDE, HIGH, LOW_HIGH, STEP = 6.4, 3.5, 2.3, 3.1


def reduced_mass(one: float, two: float) -> float:
    """Of two masses, in their unit."""
    return one * two / (one + two)


def force_constant(wavenumber: float, one: str, two: str) -> float:
    """N/m, of a diatomic oscillator with standard atomic masses (wavenumber in 1/cm)."""
    return reduced_mass(MASSES[one], MASSES[two]) * ATOMIC_MASS_KG * (2 * math.pi * LIGHT * 100 * wavenumber) ** 2


def deuterated(wavenumber: float, heavy: str) -> float:
    """Wavenumber of a bond of `heavy` with deuterium, from that with hydrogen, at the same force constant."""
    return wavenumber * math.sqrt(reduced_mass(MASSES[heavy], MASSES["H"]) / reduced_mass(MASSES[heavy], DEUTERIUM))


def photon_kj(wavenumber: float) -> float:
    """kJ/mol, of photons of so many 1/cm."""
    return AVOGADRO * PLANCK * LIGHT * 100 * wavenumber / 1000


def trace(bands: Bands, base: int, is_up: bool) -> str:
    """The spectrum as a formula in the wavenumber: transmittance in %, or absorbance where bands go up."""
    if is_up:
        return "0.03" + "".join(f"+{depth / 80:.4f}/(1+((x-{place})/{width})**2)" for place, depth, width in bands)
    return f"{base}" + "".join(f"-{depth}/(1+((x-{place})/{width})**2)" for place, depth, width in bands)


def _other(draw: Random, level: int, values: Mapping[str, Any]) -> str:
    if values["layout"] != "pair":
        return ""
    return draw.choice([item for item in INFRARED if item != values["compound"]])


def _asked(draw: Random, level: int, values: Mapping[str, Any]) -> str:
    if values["layout"] == "pair":
        return draw.choice(("which", "which", "energy", "force"))
    return draw.choice({1: ("energy", "micron", "kind")}.get(level, ("energy", "force", "kind", "deuterium")))


@dataclass(frozen=True, kw_only=True)
class Bonds(Parameters):
    """A compound, how its spectrum is drawn, a marked band, and what is asked."""

    layout: str = one_of("down", "up", "pair", level_1=("down", "up"))
    compound: str = one_of(*INFRARED)
    other: str = drawn(_other, words="another compound, or none")
    band: int = drawn(
        lambda draw, _, values: draw.randrange(len(INFRARED[values["compound"]][3])), words="a band of one bond"
    )
    base: int = one_of(94, 95, 96, 97, 98)
    letters: tuple[str, str] = several(LETTERS, 2)
    is_first: bool = one_of(True, False)
    asked: str = drawn(_asked, words="energy, micron, force, kind, deuterium or which")

    def valid(self) -> bool:
        """Whether a bond with hydrogen is asked for deuterium."""
        return self.asked != "deuterium" or self.marked[3] == "H"

    @property
    def marked(self) -> tuple[int, str, str, str]:
        """Wavenumber, bond and its two elements."""
        return INFRARED[self.compound][3][self.band]

    @property
    def rows(self) -> dict[str, str]:
        """Letter to compound, from the top of the page down."""
        own, other = self.letters
        if not self.other:
            return {own: self.compound}
        return {own: self.compound, other: self.other} if self.is_first else {other: self.other, own: self.compound}

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """The marked band."""
        return (Quantity(symbol="ν", value=self.marked[0], unit="cm⁻¹", meaning="marked band"),)


@family("Chemistry - Spectra")
class Infrared(Family[Bonds]):
    """An infrared spectrum with its bands down or up, or two spectra; photon energy, force constant, deuterium, or the class."""

    def solve(self, p: Bonds) -> Solution:
        """From the marked wavenumber."""
        place, bond, one, two = p.marked
        formula, kind, bands, _ = INFRARED[p.compound]
        answer = {
            "energy": number_answer(photon_kj(place), "kJ/mol"),
            "micron": number_answer(1e4 / place, "µm"),
            "force": number_answer(force_constant(place, one, two), "N/m"),
            "deuterium": number_answer(deuterated(place, one), "cm⁻¹", digits=4),
            "kind": Answer(text=kind),
            "which": Answer(text=f"spectrum {p.letters[0]}"),
        }[p.asked]
        described = [
            f"{letter} at {', '.join(str(row[0]) for row in INFRARED[compound][2])}"
            for letter, compound in p.rows.items()
        ]
        return Solution(
            answer=answer,
            hidden=(kind, p.compound) if p.asked in ("kind", "which") else (answer.text,),
            values={
                "letter": p.letters[0],
                "formula": plain_formula(formula),
                "listed": ", ".join(str(band[0]) for band in bands),
                "described": " cm⁻¹ and ".join(described),
                "place": f"{place} cm⁻¹",
                "bond": bond,
                "heavy": one,
                "reduced": f"{reduced_mass(MASSES[one], MASSES[two]):.3f} g/mol",
                "of_kind": f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}",
                "way": "absorbance" if p.layout == "up" else "transmittance",
            },
        )

    def draw(self, p: Bonds, sketch: Sketch) -> None:
        """One panel for each compound."""
        high = LOW_HIGH if p.other else HIGH
        for row, (letter, compound) in enumerate(p.rows.items()):
            self._draw_panel(p, sketch, letter, compound, -STEP * row, high, row == len(p.rows) - 1)
        sketch.claim("count", "curve", value=len(p.rows))

    def _draw_panel(
        self, p: Bonds, sketch: Sketch, letter: str, compound: str, bottom: float, high: float, is_last: bool
    ) -> None:
        formula, _, bands, _ = INFRARED[compound]
        axes, is_up = f"axes:{letter}", p.layout == "up"
        sketch.axes(
            axes, (0, bottom, WIDE, bottom + high), x_limits=(4000, 500), y_limits=(0, 1.4) if is_up else (0, 105), grid=True,
            x_label="wavenumber in cm$^{-1}$" if is_last else "", y_label="absorbance" if is_up else "transmittance in %",
            x_ticks=tuple(range(4000, 499, -500)), y_ticks=(0, 0.4, 0.8, 1.2) if is_up else (0, 20, 40, 60, 80, 100),
        )  # fmt: skip
        formula_text = trace(bands, p.base, is_up)
        follow(sketch, f"curve:{letter}", axes, formula_text, 4000, 500, 1401, color=BLUE, width=1.5)
        sketch.text(f"title:{letter}", f"compound {letter}, {plain_formula(formula)}", (WIDE / 2, bottom + high + 0.12), valign="bottom", size=12)  # fmt: skip
        if letter == p.letters[0] and p.asked != "which":
            place = p.marked[0]
            depth = float(evaluate(formula_text, np.asarray([float(place)]))[0])
            dot = sketch.dot("point:band", (place, depth), 0.055, color=RED, axes=axes)
            sketch.claim("at", dot, value=(place, depth))
            sketch.claim("on", dot, f"curve:{letter}")
            toward = (0.2, 1) if is_up else (-0.2, -1)
            sketch.text(
                "label:band", f"{place}", (place, depth), of=dot, toward=toward, axes=axes, color=RED, halo=True
            )
            sketch.claim("value", "label:band", value=place)

    def questions(self, p: Bonds) -> Iterator[Question]:
        """Where bands lie, which is the strongest, and what is printed."""
        formula, _, bands, _ = INFRARED[p.compound]
        slots: dict[str, Any] = {"of": p.letters[0]}
        places = [band[0] for band in bands]
        depths = sorted((band[1] for band in bands), reverse=True)
        if p.asked != "which":
            yield ask_number("marked", p.marked[0], likely=places, step=200, low=500, high=4000, **slots)
            yield ask_count("right", sum(place < p.marked[0] for place in places), likely=[0, 1, 2, 3, 4], **slots)
        if depths[0] - depths[1] >= 5:
            strongest = max(bands, key=lambda band: band[1])[0]
            far = [place for place in places if abs(place - strongest) > 250]
            yield ask_number("strongest", strongest, unit="cm⁻¹", likely=far, step=200, low=500, high=4000, **slots)
        names = list(INFRARED)
        turn = (names.index(p.compound) * 5 + p.base) % len(names)
        yield ask_word("formula", plain_formula(formula), [plain_formula(INFRARED[name][0]) for name in names[turn:] + names[:turn]], **slots)  # fmt: skip
        yield ask_count("bands", len(bands), likely=[3, 4, 5, 6, 7], low=1, **slots)
        if p.other and p.asked == "which":
            num = len(INFRARED[p.other][2])
            yield ask_count("other_bands", num, likely=[3, 4, 5, 6, 7], low=1, of=p.letters[1])

    @defect(visibility=2)
    def missing_band(self, p: Bonds, scene: FigureScene, draw: Random) -> FigureScene:
        """The spectrum is flat where a bond of the compound absorbs."""
        curve = scene.path(f"curve:{p.letters[0]}")
        flat = 0.03 if p.layout == "up" else float(p.base)
        points = tuple((x, flat if abs(x - p.marked[0]) < 120 else y) for x, y in curve.points)
        return change(scene, replace(curve, points=points))

    @defect(visibility=2)
    def weak_bands(self, p: Bonds, scene: FigureScene, draw: Random) -> FigureScene:
        """All bands are drawn half as strong as the values on the scale say."""
        curve = scene.path(f"curve:{p.letters[0]}")
        flat = 0.03 if p.layout == "up" else float(p.base)
        return change(scene, replace(curve, points=tuple((x, flat + (y - flat) / 2) for x, y in curve.points)))

    @defect(visibility=2)
    def reversed_scale(self, p: Bonds, scene: FigureScene, draw: Random) -> FigureScene:
        """The spectrum runs the wrong way: bands of high wavenumbers stand on the side of low ones."""
        curve = scene.path(f"curve:{p.letters[0]}")
        return change(scene, replace(curve, points=tuple((4500 - x, y) for x, y in curve.points)))
