"""The law of Beer and Lambert: a calibration line, a beam through a cell, or an absorption band; A = ε l c = −lg(I / I₀).

Molar absorption coefficients of dyes are rounded literature values at their maximum.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from scisynth.figures.corruptions import change
from scisynth.figures.families.chemistry.spectra.emission import visible_color
from scisynth.figures.families.chemistry.spectra.tracing import follow
from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, number, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_number, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, DARK_GREY, ORANGE, PALE_GREY, PALE_ORANGE, RED
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

DYES = {
    "potassium permanganate": (525, 2.4), "NADH": (340, 6.22), "methylene blue": (664, 74.0), "4-nitrophenolate": (405, 18.3),
    "tartrazine": (427, 23.0), "iron(II) phenanthroline": (510, 11.1), "rhodamine B": (543, 106.0), "crystal violet": (590, 87.0),
}  # fmt: skip
"""Wavelength in nm and molar absorption coefficient in 10³ L/(mol cm), rounded."""
SOLUTIONS = {
    "potassium permanganate": "#e7cfe8", "NADH": "#f8f9fa", "methylene blue": "#cfdff5", "4-nitrophenolate": "#fbf3c4",
    "tartrazine": "#fde9a9", "iron(II) phenanthroline": "#f8d2bd", "rhodamine B": "#f9d3e0", "crystal violet": "#ddd0f0",
}  # fmt: skip
"""Their pale colours."""
LINE, BAND = "axes:line", "axes:band"
BAND_NM = 28
"""Standard deviation of a drawn band."""


def absorbance(epsilon: float, length: float, conc: float) -> float:
    """Of ε in L/(mol cm), a path in cm and a concentration in µmol/L."""
    return epsilon * length * conc * 1e-6


def transmittance(absorbed: float) -> float:
    """% of the light that passes at an absorbance."""
    return 100.0 * 10**-absorbed


def _three(value: float) -> float:
    return float(f"{value:.3g}")


@dataclass(frozen=True, kw_only=True)
class Dye(Parameters):
    """A dye in a cell, how it is measured, and what is asked."""

    layout: str = one_of("line", "beam", "band")
    dye: str = one_of(*DYES)
    length: float = number("l", "cm", (0.5, 1, 2), meaning="path of the light in the cell")
    absorbed: float = number(
        "A", "", tuple(round(0.3 + 0.02 * step, 2) for step in range(25)), meaning="absorbance", given=False
    )
    num: int = one_of(4, 5, 6)
    asked: str = one_of("conc", "epsilon", "light", level_1=("conc", "light"))

    def valid(self) -> bool:
        """Whether the sample lies among the points of the line, and not on one."""
        steps = self.absorbed / (self.slope * self.step)
        return 1.2 < steps < self.num - 0.2 and 0.2 < steps % 1 < 0.8

    @property
    def slope(self) -> float:
        """Absorbance for one µmol/L."""
        return DYES[self.dye][1] * 1000 * self.length * 1e-6

    @property
    def step(self) -> float:
        """µmol/L between the points of a line."""
        return float(f"{0.2 / self.slope:.1g}")

    @property
    def concs(self) -> list[float]:
        """Of the points, µmol/L."""
        return [self.step * place for place in range(1, self.num + 1)]

    @property
    def epsilon(self) -> Quantity:
        """As printed."""
        return Quantity(symbol=r"\varepsilon", value=DYES[self.dye][1] * 1000, unit="L/(mol cm)")

    @property
    def conc(self) -> Quantity:
        """As printed: of the sample, or of the last point of a line."""
        value = self.concs[-1] if self.layout == "line" else _three(self.absorbed / self.slope)
        return Quantity(symbol="c", value=_three(value), unit="µmol/L")

    @property
    def reading(self) -> Quantity:
        """What the instrument shows: the absorbance, or the light that passes."""
        if self.layout == "beam":
            return Quantity(symbol="I", value=_three(transmittance(self.absorbed)), unit="%")
        if self.layout == "line" and self.asked == "epsilon":
            return Quantity(symbol="A", value=_three(self.slope * self.concs[-1]))
        return Quantity(symbol="A", value=self.absorbed)

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """What the figure prints and the answer needs."""
        if self.asked == "light":
            return (self.reading,)
        return (self.quantity("length"), self.reading, self.epsilon if self.asked == "conc" else self.conc)


@family("Chemistry - Spectra")
class BeerLambert(Family[Dye]):
    """A calibration line, a beam through a cell, or a band; concentration, absorption coefficient, or the light that passes."""

    def solve(self, p: Dye) -> Solution:
        """By A = ε l c and A = −lg(I / I₀), from the printed values."""
        is_beam = p.layout == "beam"
        absorbed = -math.log10(p.reading.value / 100) if is_beam else p.reading.value
        answer = {
            "conc": number_answer(absorbed / (p.epsilon.value * p.length) * 1e6, "µmol/L"),
            "epsilon": number_answer(absorbed / (p.length * p.conc.value) * 1e6, "L/(mol cm)"),
            "light": number_answer(absorbed, "") if is_beam else number_answer(transmittance(absorbed), "%"),
        }[p.asked]
        return Solution(
            answer=answer,
            symbol={"conc": "c", "epsilon": "ε", "light": "A" if is_beam else "T"}[p.asked],
            values={
                "read": f"I / I₀ = {p.reading.text}" if is_beam else f"A = {p.reading.text}",
                "found": f"A = −lg({p.reading.value / 100:.4g}) = {format_number(absorbed)}"
                if is_beam
                else f"A = {p.reading.text}",
                "eps": p.epsilon.text,
                "known_conc": p.conc.text,
                "nm": DYES[p.dye][0],
                "case": f"{p.asked}_beam" if is_beam and p.asked == "light" else p.asked,
            },
        )

    def draw(self, p: Dye, sketch: Sketch) -> None:
        """The set-up or the diagram, with what is known."""
        {"line": self._draw_line, "beam": self._draw_beam, "band": self._draw_band}[p.layout](p, sketch)

    @staticmethod
    def _wave(p: Dye) -> str:
        return rf"$\lambda$ = {DYES[p.dye][0]} nm"

    def _note(self, p: Dye) -> str:
        parts = [self._wave(p), p.quantity("length").label]
        if p.asked == "conc":
            parts.append(p.epsilon.label)
        elif p.asked == "epsilon" and p.layout != "line":
            parts.append(p.conc.label)
        return ", ".join(parts)

    def _draw_line(self, p: Dye, sketch: Sketch) -> None:
        concs, slope = p.concs, p.slope
        end, top = p.step * (p.num + 0.6), slope * p.step * (p.num + 0.9)
        sketch.axes(
            LINE, (0, 0, 5.8, 4.0), x_limits=(0, end), y_limits=(0, top), x_label=r"concentration $c$ in µmol/L", y_label="absorbance $A$",
            grid=True, x_ticks=(0.0, *concs),
        )  # fmt: skip
        follow(sketch, "fit:line", LINE, f"{slope:.8g}*x", 0, end * 0.97, 40, color=BLUE, width=1.6)
        for index, conc in enumerate(concs):
            dot = sketch.dot(f"point:{index}", (conc, slope * conc), 0.07, color=BLUE, axes=LINE, z=4)
            sketch.claim("at", dot, value=(conc, slope * conc))
        sketch.claim("count", "point", value=p.num)
        if p.asked == "epsilon":
            last = f"point:{p.num - 1}"
            sketch.text("label:reading", p.reading.label, (concs[-1], slope * concs[-1]), of=last, toward=(-1, 0.5), gap_pt=7, axes=LINE, color=RED)  # fmt: skip
        else:
            place = p.absorbed / slope
            sketch.line(
                "reading:sample", (0, p.absorbed), (place, p.absorbed), axes=LINE, color=RED, dash="dashed", width=1.3
            )
            sketch.claim("at", "reading:sample", value=(place / 2, p.absorbed))
            sketch.claim("connected", "reading:sample", "fit:line")
            sketch.text("label:reading", p.reading.label, (0.02 * end, p.absorbed), of="reading:sample", toward=(0, 1), gap_pt=3, align="left", axes=LINE, color=RED)  # fmt: skip
        sketch.claim("value", "label:reading", value=p.reading.value)
        sketch.text("title:dye", f"{p.dye}, {self._note(p)}", (2.9, 4.15), valign="bottom")

    def _draw_beam(self, p: Dye, sketch: Sketch) -> None:
        """Lamp, beam, cell with its width, and detector in a row."""
        light = visible_color(DYES[p.dye][0])
        sketch.circle("lamp:source", (0, 0), 0.42, fill=PALE_ORANGE, color=ORANGE)
        sketch.text("name:lamp", "lamp", (0, -0.42), of="lamp:source", toward=(0, -1))
        sketch.rectangle("cell:dye", 2.6, -0.9, 4.4, 0.9, fill=SOLUTIONS[p.dye], color=DARK_GREY)
        sketch.text("name:dye", p.dye, (3.5, 0.9), of="cell:dye", toward=(0, 1), gap_pt=6)
        sketch.rectangle("detector:end", 6.6, -0.45, 7.4, 0.45, fill=PALE_GREY, color=DARK_GREY)
        sketch.text("name:detector", "detector", (7.0, -0.45), of="detector:end", toward=(0, -1))
        sketch.arrow("beam:in", (0.42, 0), (2.6, 0), color=light, width=3.4)
        sketch.arrow("beam:out", (4.4, 0), (6.6, 0), color=light, width=1.4)
        sketch.claim("connected", "beam:in", "cell:dye")
        sketch.claim("connected", "beam:out", "detector:end")
        sketch.claim("order", "lamp:source", "cell:dye", "detector:end", value="left_to_right")
        sketch.text("label:full", "$I_0$ = 100%", (1.5, 0), of="beam:in", toward=(0, 1), gap_pt=7)
        sketch.text("label:reading", p.reading.label, (5.5, 0), of="beam:out", toward=(0, 1), gap_pt=7)
        sketch.claim("value", "label:reading", value=p.reading.value)
        sketch.dimension("dim:l", (2.6, -0.9), (4.4, -0.9), p.quantity("length").label, -0.45)
        sketch.text("label:wave", self._wave(p), (1.5, 0), of="beam:in", toward=(0, -1), gap_pt=7)
        if p.asked != "light":
            known = p.epsilon if p.asked == "conc" else p.conc
            sketch.text("note:known", known.label, (3.5, -2.0), valign="top")

    def _draw_band(self, p: Dye, sketch: Sketch) -> None:
        """A band with its greatest absorbance."""
        center = DYES[p.dye][0]
        low = 50 * ((center - 130) // 50)
        limits = (float(low), float(low + 300))
        sketch.axes(
            BAND, (0, 0, 5.8, 3.6), x_limits=limits, y_limits=(0, 1.25 * p.absorbed), x_label="wavelength in nm",
            y_label="absorbance $A$", grid=True, x_ticks=tuple(float(low + 50 * place) for place in range(7)),
        )  # fmt: skip
        trace = f"{p.absorbed}*exp(-((x-{center})/{BAND_NM})**2/2)"
        follow(sketch, "curve:band", BAND, trace, *limits, 301, color=BLUE, width=1.7)
        dot = sketch.dot("point:top", (center, p.absorbed), 0.06, color=RED, axes=BAND, z=5)
        sketch.claim("at", dot, value=(center, p.absorbed))
        sketch.claim("on", dot, "curve:band")
        sketch.text("label:reading", p.reading.label, (center, p.absorbed), of=dot, toward=(0.7, 0.7), gap_pt=5, axes=BAND, color=RED)  # fmt: skip
        sketch.claim("value", "label:reading", value=p.absorbed)
        sketch.text("title:dye", f"{p.dye}, {self._note(p)}", (2.9, 3.75), valign="bottom")

    def questions(self, p: Dye) -> Iterator[Question]:
        """What is printed, and what is drawn."""
        yield ask_value("cell", p.quantity("length"))
        names = list(DYES)
        turn = (names.index(p.dye) * 3 + p.num) % len(names)
        yield ask_word("dye", p.dye, names[turn:] + names[:turn])
        yield ask_number("wave", DYES[p.dye][0], unit="nm", step=60, low=200)
        yield ask_number("reading", p.reading.value, unit=p.reading.unit, low=0, symbol=p.reading.symbol)
        if p.layout == "line":
            yield ask_count("points", p.num, low=1)
        if p.asked == "conc":
            yield ask_value("coefficient", p.epsilon)

    @defect(visibility=2)
    def bent_line(self, p: Dye, scene: FigureScene, draw: Random) -> FigureScene:
        """The line or the band does not have the height that its values on the scale say."""
        if p.layout == "beam":
            raise DoesNotApplyError
        curve = scene.path("fit:line" if p.layout == "line" else "curve:band")
        end = curve.points[-1][0]
        points = tuple((x, y * (1 - 0.3 * x / end)) for x, y in curve.points)
        return change(scene, replace(curve, points=points))

    @defect(visibility=2)
    def backwards(self, p: Dye, scene: FigureScene, draw: Random) -> FigureScene:
        """The light behind the cell goes from the detector to the cell."""
        if p.layout != "beam":
            raise DoesNotApplyError
        beam = scene.path("beam:out")
        return change(scene, replace(beam, points=beam.points[::-1]))

    @defect(visibility=2)
    def wrong_reading(self, p: Dye, scene: FigureScene, draw: Random) -> FigureScene:
        """The dashed line of the sample is drawn lower than its absorbance, or ends where no line is."""
        if p.layout != "line" or p.asked == "epsilon":
            raise DoesNotApplyError
        line = scene.path("reading:sample")
        return change(scene, replace(line, points=tuple((x, 0.75 * y) for x, y in line.points)))
