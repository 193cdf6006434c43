"""Biology - Molecular Process: enzyme kinetics.

Michaelis-Menten    v = V_max S / (K_M + S)
Lineweaver-Burk     1/v = 1/V_max + (K_M / V_max) (1/S)
inhibitor           competitive: K_M (1 + I/K_i); non-competitive: V_max / (1 + I/K_i)
"""

from collections.abc import Callable
from dataclasses import replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.registry import defect, family
from scisynth.figures.function_families.biology.molecular_process import TYPE
from scisynth.figures.parts.palette import BLUE, GREY, RED
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer

BOX = (0.0, 0.0, 10.0, 6.2)


def _saturation(top: float, half: float) -> Callable[[np.ndarray], np.ndarray]:
    """The rate as a function of the substrate."""
    return lambda substrate: top * substrate / (half + substrate)


@family(TYPE, "michaelis_menten")
def michaelis_menten(draw: Random) -> FigureScene:
    """A saturation curve with its plateau and its half; the rate at another concentration is asked for."""
    top, half = draw.choice((20, 30, 40, 60, 80, 100, 120)), draw.choice((1, 2, 3, 4, 5))
    asked = draw.choice([s for s in (1.5, 2.5, 6, 8, 12, 15) if s != half])
    end = 8.0 * half
    sketch = Sketch()
    sketch.axes(
        "axes:rate",
        BOX,
        x_limits=(0, end),
        y_limits=(0, 1.2 * top),
        x_label="$[S]$ (mmol/L)",
        y_label="$v$ (µmol/min)",
        x_ticks=tuple(half * k for k in range(9)),
        y_ticks=tuple(top * k / 4 for k in range(5)),
    )
    style = {"axes": "axes:rate", "color": GREY, "width": 1.1, "dash": "dashed"}
    sketch.line("level:max", (0, top), (end, top), **style)
    sketch.line("level:half", (0, top / 2), (half, top / 2), **style)
    sketch.line("drop:half", (half, top / 2), (half, 0), **style)
    sketch.curve("curve:v", "axes:rate", lambda s: top * s / (half + s), 0, end, color=BLUE, width=2.2)
    sketch.circle(
        "point:half", (half, top / 2), 0.008 * end, radius_y=0.0155 * top, fill=RED, color=RED, axes="axes:rate", z=5
    )
    sketch.text(
        "label:max", r"$V_\mathrm{max}$", (0.6 * end, top), of="level:max", toward=(0, 1), axes="axes:rate", size=13
    )
    sketch.text(
        "label:half",
        r"$\frac{1}{2}V_\mathrm{max}$ at $[S] = K_M$",
        (half, top / 2),
        of="point:half",
        toward=(1, -0.3),
        gap_pt=9,
        axes="axes:rate",
        size=13,
    )
    sketch.claim("formula", "curve:v", value=f"{top} * x / ({half} + x)")
    sketch.claim("formula", "level:max", value=str(top))
    sketch.claim("at", "point:half", value=(float(half), top / 2))
    sketch.claim("on", "point:half", "curve:v")
    sketch.claim("monotone", "curve:v", value="increasing")
    sketch.entity("saturation curve", "curve:v")
    answer = number_answer(top * asked / (half + asked), "µmol/min")
    return sketch.scene(
        problem=f"An enzyme follows Michaelis-Menten kinetics with V_max = {top} µmol/min and K_M = {half} mmol/L. What is the rate at [S] = {asked:g} mmol/L?",
        multimodal_question=f"What is the rate of the enzyme in the figure at [S] = {asked:g} mmol/L, by the Michaelis-Menten equation?",
        givens=(
            Quantity(symbol="V_max", value=top, unit="µmol/min"),
            Quantity(symbol="K_M", value=half, unit="mmol/L"),
            Quantity(symbol="[S]", value=asked, unit="mmol/L"),
        ),
        unknown="the rate v",
        answer=answer,
        solution=f"v = {top}·{asked:g}/({half} + {asked:g}) = {answer.text}",
        hidden=(answer.text,),
        quizzes=(
            make_quiz(
                draw,
                "At which [S] is the rate half of its maximum?",
                f"{half} mmol/L",
                [f"{half * k} mmol/L" for k in (2, 3, 4)],
            ),
            make_quiz(
                draw,
                "Which rate does the curve approach?",
                f"{top} µmol/min",
                [f"{top * k:g} µmol/min" for k in (0.5, 0.75, 0.25)],
            ),
            make_quiz(
                draw,
                "What does the upper dashed line mark?",
                "the maximal rate",
                ["the Michaelis constant", "the initial rate", "the substrate"],
            ),
        ),
        alt_text=f"Saturation curve of an enzyme: the rate rises towards {top} µmol/min and is half of it at {half} mmol/L.",
    )


@family(TYPE, "lineweaver_burk")
def lineweaver_burk(draw: Random) -> FigureScene:
    """A double reciprocal plot with both intercepts; the Michaelis constant is asked for."""
    rise, cut = draw.choice((0.01, 0.02, 0.025, 0.04, 0.05, 0.08)), draw.choice((0.1, 0.2, 0.25, 0.4, 0.5, 0.8, 1.25))
    slope = rise / cut
    high = 4 * cut
    sketch = Sketch()
    top = 1.15 * (rise + slope * high)
    sketch.axes(
        "axes:double",
        BOX,
        x_limits=(-1.6 * cut, high),
        y_limits=(-0.08 * top, top),
        x_label="$1/[S]$ (L/mmol)",
        y_label="$1/v$ (min/µmol)",
        style="cross",
        x_ticks=tuple(cut * k for k in (-1, 1, 2, 3)),
        y_ticks=tuple(rise * k for k in (1, 2, 3, 4)),
    )
    sketch.curve("line:fit", "axes:double", lambda x: rise + slope * x, -cut, high, num=2, color=BLUE, width=2.2)
    for name, at, words, toward in (
        ("y", (0.0, rise), r"$1/V_\mathrm{max}$", (1, -0.5)),
        ("x", (-cut, 0.0), r"$-1/K_M$", (-0.3, 1)),
    ):
        sketch.circle(
            f"point:{name}", at, 0.045 * cut, radius_y=0.0135 * top, fill=RED, color=RED, axes="axes:double", z=5
        )
        sketch.claim("at", f"point:{name}", value=at)
        sketch.text(
            f"label:{name}", words, at, of=f"point:{name}", toward=toward, gap_pt=8, axes="axes:double", size=13.5
        )
    sketch.claim("formula", "line:fit", value=f"{rise} + {slope!r} * x", tolerance=0.005)
    sketch.claim("monotone", "line:fit", value="increasing")
    sketch.claim("count", "point", value=2)
    sketch.entity("double reciprocal line", "line:fit")
    answer = number_answer(1 / cut, "mmol/L")
    fastest = 1 / rise
    return sketch.scene(
        problem=f"A Lineweaver-Burk line cuts the 1/v axis at {rise:g} min/µmol and the 1/[S] axis at {-cut:g} L/mmol. Find K_M.",
        multimodal_question="Find the Michaelis constant K_M of the enzyme from the Lineweaver-Burk plot.",
        givens=(
            Quantity(symbol="1/V_max", value=rise, unit="min/µmol"),
            Quantity(symbol="-1/K_M", value=-cut, unit="L/mmol"),
        ),
        unknown="the Michaelis constant",
        answer=answer,
        solution=f"K_M = 1/{cut:g} = {answer.text} (V_max = {fastest:g} µmol/min)",
        hidden=(answer.text, f"K_M = {1 / cut:g}"),
        quizzes=(
            make_quiz(
                draw, "Where does the line cut the vertical axis?", f"{rise:g}", [f"{rise * k:g}" for k in (2, 3, 4)]
            ),
            make_quiz(
                draw, "Where does the line cut the horizontal axis?", f"{-cut:g}", [f"{cut:g}", "0", f"{-2 * cut:g}"]
            ),
            make_quiz(draw, "What is plotted on the vertical axis?", "1/v", ["v", "1/[S]", "v/[S]"]),
        ),
        alt_text=f"Double reciprocal plot: a rising line through {-cut:g} on the horizontal and {rise:g} on the vertical axis.",
    )


def _rate_curve(
    sketch: Sketch, name: str, words: str, sizes: tuple[float, float, float], color: str, dash: str
) -> None:
    """A saturation curve with its half-maximal point and its name; `sizes` are V_max, its K_M, and that of the scale."""
    top, constant, half = sizes
    end = 20.0 * half
    sketch.curve(
        f"curve:{name}",
        "axes:rate",
        _saturation(top, constant),
        0,
        end,
        color=color,
        width=2.2,
        dash=dash,
    )
    sketch.claim("formula", f"curve:{name}", value=f"{top} * x / ({constant} + x)")
    sketch.claim("monotone", f"curve:{name}", value="increasing")
    sketch.circle(
        f"point:{name}",
        (constant, top / 2),
        0.008 * end,
        radius_y=0.0148 * top,
        fill=color,
        color=color,
        axes="axes:rate",
        z=5,
    )
    sketch.claim("at", f"point:{name}", value=(float(constant), top / 2))
    shift = (-1, 0.8) if name == "plain" else (1, -0.9)
    x = 8.5 * half
    at = (x, top * x / (constant + x))
    sketch.text(
        f"name:{name}",
        words,
        at,
        of=f"curve:{name}",
        toward=shift,
        gap_pt=8,
        axes="axes:rate",
        size=12.5,
        color=color,
    )


@family(TYPE, "enzyme_inhibitor")
def enzyme_inhibitor(draw: Random) -> FigureScene:
    """Rates with and without a competitive inhibitor; its inhibition constant is asked for."""
    top, half, factor = draw.choice((40, 60, 80, 100)), draw.choice((1, 2, 3)), draw.choice((2, 3, 4))
    dose = draw.choice((2, 3, 5, 6, 8, 10))
    end = 20.0 * half
    sketch = Sketch()
    sketch.axes(
        "axes:rate",
        BOX,
        x_limits=(0, end),
        y_limits=(0, 1.15 * top),
        x_label="$[S]$ (mmol/L)",
        y_label="$v$ (µmol/min)",
        x_ticks=tuple(half * k for k in range(0, 21, 2 if factor % 2 == 0 else 3)),
        y_ticks=tuple(top * k / 4 for k in range(5)),
        grid=True,
    )
    for name, constant, color, dash in (("plain", half, BLUE, "solid"), ("inhibited", half * factor, RED, "dashed")):
        words = "no inhibitor" if name == "plain" else f"$[I] = {dose}$ mmol/L"
        _rate_curve(sketch, name, words, (top, constant, half), color, dash)
    sketch.claim("order", "point:plain", "point:inhibited", value="left_to_right")
    sketch.entity("curve without inhibitor", "curve:plain")
    sketch.entity("curve with inhibitor", "curve:inhibited")
    answer = number_answer(dose / (factor - 1), "mmol/L")
    return sketch.scene(
        problem=f"A competitive inhibitor of {dose} mmol/L raises the apparent K_M of an enzyme from {half} to {half * factor} mmol/L. Find K_i.",
        multimodal_question="The dots mark half of the maximal rate. Find the constant K_i of the competitive inhibitor.",
        givens=(
            Quantity(symbol="K_M", value=half, unit="mmol/L"),
            Quantity(symbol="K_M'", value=half * factor, unit="mmol/L"),
            Quantity(symbol="[I]", value=dose, unit="mmol/L"),
        ),
        unknown="the inhibition constant",
        answer=answer,
        solution=f"K_M' = K_M(1 + I/K_i): K_i = {dose}/({factor} - 1) = {answer.text}",
        hidden=(f"K_i = {answer.text}",),
        quizzes=(
            make_quiz(
                draw,
                "At which [S] does the curve without inhibitor reach half its maximum?",
                f"{half} mmol/L",
                [f"{half * k} mmol/L" for k in (2, 3, 4, 5)],
            ),
            make_quiz(
                draw,
                "Which curve belongs to the inhibited enzyme?",
                "the dashed one",
                ["the solid one", "both", "neither"],
            ),
            make_quiz(
                draw,
                "Which concentration of inhibitor was used?",
                f"{dose} mmol/L",
                [f"{d} mmol/L" for d in (2, 3, 5, 6, 8, 10)],
            ),
        ),
        alt_text=f"Two saturation curves with the same plateau; half of it is reached at {half} and, with inhibitor, at {half * factor} mmol/L.",
    )


@defect("lineweaver_burk", "line_through_origin")
def line_through_origin(scene: FigureScene, draw: Random) -> FigureScene:
    """The line is drawn through the origin, which would be an enzyme without a maximal rate."""
    mark = scene.mark("line:fit")
    assert isinstance(mark, Path)
    return change(scene, replace(mark, points=((0.0, 0.0), mark.points[-1])))
