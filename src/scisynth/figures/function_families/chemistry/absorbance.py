"""Chemistry - Spectra, absorbance: the law of Beer and Lambert, A = epsilon l c.

Coefficients of dyes are rounded literature values at their maximum.
"""

from dataclasses import replace
from random import Random

from scisynth.core.problems import Answer
from scisynth.figures.families.registry import defect, family
from scisynth.figures.function_families.chemistry.spectra import follow
from scisynth.figures.parts.palette import BLUE, RED
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer

TYPE = "Chemistry - Spectra"
DYES = {
    "potassium permanganate": (525, 2.4), "NADH": (340, 6.22), "methylene blue": (664, 74.0), "4-nitrophenolate": (405, 18.3),
    "tartrazine": (427, 23.0), "iron(II) phenanthroline": (510, 11.1), "rhodamine B": (543, 106.0), "crystal violet": (590, 87.0),
}  # fmt: skip
"""Wavelength in nm and molar absorption coefficient in 10^3 L/(mol cm), rounded."""


@family(TYPE, "beer_lambert")
def beer_lambert(draw: Random) -> FigureScene:
    """A calibration line and an unknown sample; its concentration, or the absorption coefficient."""
    dye = draw.choice(sorted(DYES))
    wavelength, coefficient = DYES[dye]
    length = draw.choice((0.5, 1.0, 2.0))
    slope = coefficient * length / 1000
    step = float(f"{0.22 / slope:.1g}")
    concs = [step * index for index in range(1, 6)]
    absorbance = round(slope * step * draw.uniform(1.3, 4.6), 3)
    end, top = step * 5.6, slope * step * 5.8
    sketch = Sketch()
    sketch.axes(
        "axes:line", (0, 0, 5.6, 4.0), x_limits=(0, end), y_limits=(0, top), x_label=r"concentration $c$ in µmol/L", y_label="absorbance $A$", grid=True,
        x_ticks=(0.0, *concs),
    )  # fmt: skip
    trace = f"{slope:.8g}*x"
    follow(sketch, "fit:line", "axes:line", trace, 0, end * 0.97, 40, color=BLUE, width=1.8)
    _draw_points(sketch, concs, slope, end, top)
    find_conc = draw.random() < 0.6
    sketch.text("note:cell", f"$l$ = {length:g} cm, {wavelength} nm", (0.25 * end, 0.9 * top), axes="axes:line")
    sketch.claim("value", "note:cell", value=length)
    asked, answer, solution = _draw_task(sketch, find_conc, absorbance, slope, concs, length, coefficient, end)
    given = (
        f"A = {absorbance:.3f}" if find_conc else f"A = {slope * concs[-1]:.3f} at {format_number(concs[-1])} µmol/L"
    )
    return sketch.scene(
        problem=f"Solutions of {dye} obey Beer's law in a cell of l = {length:g} cm at {wavelength} nm; the slope of the line is {slope:.4g} L/µmol. With {given}, find the {asked}.",
        multimodal_question=f"The figure shows the calibration of {dye}. Find the {asked}.",
        givens=(
            Quantity(symbol="l", value=length, unit="cm"),
            Quantity(symbol="A", value=absorbance if find_conc else round(slope * concs[-1], 3)),
        ),
        unknown=f"the {asked}",
        answer=answer,
        solution=solution,
        hidden=(answer.text,),
        quizzes=(
            make_quiz(draw, "How many calibration points are drawn?", "5", ["4", "6", "7", "3"]),
            make_quiz(
                draw,
                "How long is the cell?",
                f"{length:g} cm",
                [f"{value:g} cm" for value in (0.5, 1.0, 2.0, 5.0, 10.0) if value != length],
            ),
            make_quiz(
                draw,
                "At which wavelength was measured?",
                f"{wavelength} nm",
                [f"{wavelength + step} nm" for step in (30, -45, 75)],
            ),
        ),
        alt_text=f"Calibration line of {dye} with five points; cell of {length:g} cm at {wavelength} nm, {given}.",
    )


def _draw_task(
    sketch: Sketch,
    find_conc: bool,
    absorbance: float,
    slope: float,
    concs: list[float],
    length: float,
    coefficient: float,
    end: float,
) -> tuple[str, Answer, str]:
    """The reading that is given, and what is asked of it."""
    if find_conc:
        sketch.line(
            "sample:level",
            (0, absorbance),
            (absorbance / slope, absorbance),
            color=RED,
            dash="dashed",
            width=1.3,
            axes="axes:line",
        )
        sketch.text(
            "label:sample",
            f"sample: $A$ = {absorbance:.3f}",
            (0.02 * end, absorbance),
            of="sample:level",
            toward=(0, 1),
            gap_pt=3,
            align="left",
            axes="axes:line",
            color=RED,
            halo=True,
        )
        sketch.claim("value", "label:sample", value=absorbance)
        sketch.claim("connected", "sample:level", "fit:line")
        answer, asked = number_answer(absorbance / slope, "µmol/L"), "concentration of the sample"
        solution = f"c = A / (ε l) = {absorbance:.3f} / {slope:.4g} per µmol/L = {answer.text}"
    else:
        last = slope * concs[-1]
        sketch.text(
            "label:last",
            f"$A$ = {last:.3f}",
            (concs[-1], last),
            of="point:4",
            toward=(0.6, -1),
            axes="axes:line",
            color=RED,
        )
        sketch.claim("value", "label:last", value=round(last, 3))
        answer, asked = number_answer(coefficient * 1000, "L/(mol cm)"), "molar absorption coefficient"
        solution = f"ε = A / (l c) = {last:.3f} / ({length:g} cm · {concs[-1]:g} µmol/L) = {answer.text}"
    return asked, answer, solution


def _draw_points(sketch: Sketch, concs: list[float], slope: float, end: float, top: float) -> None:
    """The calibration points."""
    for index, conc in enumerate(concs):
        dot = sketch.circle(
            f"point:{index}",
            (conc, slope * conc),
            0.07 / 5.6 * end,
            radius_y=0.07 / 4 * top,
            fill=BLUE,
            color=BLUE,
            axes="axes:line",
            z=4,
        )
        sketch.claim("at", dot, value=(conc, slope * conc))
        sketch.claim("on", dot, "fit:line")


@defect("beer_lambert", "bent_line")
def bent_line(scene: FigureScene, draw: Random) -> FigureScene:
    """The calibration bends although the law is linear."""
    line = scene.path("fit:line")
    end = line.points[-1][0]
    points = tuple((x, y * (1 - 0.3 * x / end)) for x, y in line.points)
    return scene.with_marks(tuple(replace(line, points=points) if mark.id == line.id else mark for mark in scene.marks))
