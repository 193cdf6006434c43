"""Biology - Cell Diagram: osmosis through a membrane, and the potential of ions across one.

    van 't Hoff     Pi = c R T
    Nernst          E = (R T / z F) ln(c_out / c_in)

Concentrations are those of mammalian cells, rounded. Not covered: activity coefficients, the Goldman equation.
"""

import math
from dataclasses import replace
from random import Random

from scisynth.figures.corruptions import change
from scisynth.figures.families.registry import defect, family
from scisynth.figures.function_families.biology.cell_diagram import TYPE
from scisynth.figures.parts.biology import scattered
from scisynth.figures.parts.palette import BLUE, RED
from scisynth.figures.parts.universal import leader
from scisynth.figures.scene.marks import Round
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer

GAS, FARADAY = 8.314, 96485.0


def _solutions(sketch: Sketch, units: list[int], draw: Random) -> None:
    """The liquids of both arms up to the middle, each with so many particles."""
    sides = {"left": 1, "right": -1}
    for side, sign in sides.items():
        corners = [
            (3 - 3 * sign, 0),
            (3, 0),
            (3, 1.7),
            (3 - 1.2 * sign, 1.7),
            (3 - 1.2 * sign, 4.6),
            (3 - 3 * sign, 4.6),
        ]
        sketch.area(f"liquid:{side}", *corners, fill="#d6e9f5", width=0, z=0)
        low = (0.25, 2.75) if sign == 1 else (3.25, 5.75)
        count = units[sign != 1]
        lower, upper = count // 2, count - count // 2
        column = (0.3, 1.5) if sign == 1 else (4.5, 5.7)
        spots = scattered(draw, lower, (low[0], 0.25, low[1], 1.45), 0.4) + scattered(
            draw, upper, (column[0], 1.9, column[1], 4.2), 0.4
        )
        for k, at in enumerate(spots):
            sketch.circle(f"solute_{side}:{k}", at, 0.13, fill=RED, color=RED, width=0.5, z=3)
            sketch.claim("inside", f"solute_{side}:{k}", f"liquid:{side}")
        sketch.claim("count", f"solute_{side}", value=count)
        sketch.line(f"surface:{side}", (3 - 3 * sign, 4.6), (3 - 1.2 * sign, 4.6), width=1.6, color=BLUE)


@family(TYPE, "osmosis_tube")
def osmosis_tube(draw: Random) -> FigureScene:
    """Two sugar solutions in a U-tube with a semipermeable membrane; the difference of osmotic pressure is asked for."""
    solute, celsius = draw.choice(("sucrose", "glucose", "urea")), draw.choice((20, 25, 37))
    units = draw.sample(range(3, 16), 2)
    left, right = (0.02 * n for n in units)
    sketch = Sketch()
    _solutions(sketch, units, draw)
    sketch.line("tube:outer", (0, 6), (0, 0), (6, 0), (6, 6), width=2)
    sketch.line("tube:inner", (1.8, 6), (1.8, 1.7), (4.2, 1.7), (4.2, 6), width=2)
    sketch.line("membrane:1", (3, 0), (3, 1.7), width=3, dash="dashed", color="#5b3f8c", z=4)
    sketch.claim("connected", "membrane:1", "tube:outer")
    sketch.claim("connected", "membrane:1", "tube:inner")
    leader(sketch, "membrane", (3, 1.2), (3, 3.3), "membrane", size=12)
    for side, x, value, toward in (("left", 0.0, left, (-1, 0)), ("right", 6.0, right, (1, 0))):
        sketch.text(
            f"label:{side}",
            f"{value:.2f} mol/L\n{solute}",
            (x, 3.2),
            of=f"liquid:{side}",
            toward=toward,
            gap_pt=8,
            size=12.5,
        )
    sketch.text("note:temperature", f"{celsius} °C", (3, 5.4), size=12.5)
    sketch.entity("membrane", "membrane:1")
    sketch.entity("solutions", "liquid:left", "liquid:right")
    pressure = abs(left - right) * GAS * (celsius + 273.15)
    answer = number_answer(pressure, "kPa")
    flows = "to the left" if left > right else "to the right"
    return sketch.scene(
        problem=f"A membrane that lets only water pass separates {left:.2f} mol/L and {right:.2f} mol/L {solute} at {celsius} °C. Find the difference of their osmotic pressures.",
        multimodal_question="The membrane lets only water pass. Find the difference of the osmotic pressures of the two solutions.",
        givens=(
            Quantity(symbol="c_1", value=left, unit="mol/L"),
            Quantity(symbol="c_2", value=right, unit="mol/L"),
            Quantity(symbol="T", value=celsius + 273.15, unit="K"),
        ),
        unknown="the difference of osmotic pressures",
        answer=answer,
        solution=f"ΔΠ = |c1 - c2|RT = {abs(left - right):.2f}·8.314·{celsius + 273.15:g} kPa = {answer.text}; water flows {flows}",
        hidden=(answer.text,),
        quizzes=(
            make_quiz(
                draw,
                "Which side is more concentrated?",
                "the left side" if left > right else "the right side",
                ["the left side", "the right side", "both are equal", "it is not stated"],
            ),
            make_quiz(
                draw,
                "How many solute particles are drawn on the left?",
                str(units[0]),
                [str(units[0] + d) for d in (1, -1, 2)],
            ),
            make_quiz(
                draw,
                "Which concentration has the solution on the right?",
                f"{right:.2f} mol/L",
                [f"{c:.2f} mol/L" for c in (left, right + 0.04, right + 0.1, right + 0.06)],
            ),
        ),
        alt_text=f"U-tube with a membrane at its bottom between {left:.2f} mol/L (left) and {right:.2f} mol/L (right) {solute} at {celsius} °C; equal levels.",
    )


IONS = (
    ("K", "⁺", 1, (3.5, 4, 4.5, 5), (130, 140, 150, 155)),
    ("Na", "⁺", 1, (135, 140, 145), (10, 12, 15)),
    ("Cl", "⁻", -1, (103, 110, 116), (4, 7, 10)),
    ("Ca", "²⁺", 2, (1.2, 1.5, 1.8), (0.0001, 0.0002)),
)


@family(TYPE, "membrane_potential")
def membrane_potential(draw: Random) -> FigureScene:
    """A channel in a lipid bilayer between two concentrations; the Nernst potential is asked for."""
    symbol, sign, charge, outs, ins = draw.choice(IONS)
    outside, inside, celsius = draw.choice(outs), draw.choice(ins), draw.choice((20, 25, 37))
    name, sketch = f"{symbol}{sign}", Sketch()
    sketch.rectangle("side:outside", 0, 2.35, 10, 4.6, fill="#eef5fb", width=0, z=0)
    sketch.rectangle("side:inside", 0, -1.4, 10, 0.85, fill="#fdf3e7", width=0, z=0)
    _bilayer(sketch)
    more = outside > inside
    counts = {"outside": 12 if more else 4, "inside": 4 if more else 12}
    for side, low, high in (("outside", 2.75, 3.2), ("inside", -0.45, 0.4)):
        spots = scattered(draw, counts[side], (0.5, low, 4.0, high), 0.32 if counts[side] < 9 else 0.25)
        for k, at in enumerate(spots):
            sketch.dot(f"ion_{side}:{k}", at, 0.1, color=RED)
            sketch.claim("inside", f"ion_{side}:{k}", f"side:{side}")
        sketch.claim("count", f"ion_{side}", value=counts[side])
    tail, tip = ((5, 3.3), (5, -0.1)) if more else ((5, -0.1), (5, 3.3))
    sketch.arrow("diffusion:1", tail, tip, width=2, color=RED, z=6)
    sketch.text(
        "name:diffusion", "diffusion", (5, 3.3), of="diffusion:1", toward=(0, 1), gap_pt=4, size=12.5, color=RED
    )
    for side, y, value in (("outside", 4.1, outside), ("inside", -0.95, inside)):
        sketch.text(f"label:{side}", f"{side}: [{name}] = {value:g} mmol/L", (2.2, y), size=12.5)
        sketch.claim("inside", f"label:{side}", f"side:{side}")
    sketch.text("note:temperature", f"{celsius} °C", (8.6, 4.1), size=12.5)
    leader(sketch, "channel", (5.5, 1.9), (6.6, 3.2), "channel", of="channel:right", size=12.5)
    leader(sketch, "lipid", (8.3, 0.92), (8.3, -0.1), "lipid bilayer", size=12.5)
    sketch.claim("order", "side:inside", "channel:right", "side:outside", value="bottom_to_top")
    sketch.entity("lipid bilayer", "head:top0", "head:low0")
    sketch.entity("channel", "channel:left", "channel:right")
    volts = GAS * (celsius + 273.15) / (charge * FARADAY) * math.log(outside / inside)
    answer = number_answer(1000 * volts, "mV")
    way = "into the cell" if more else "out of the cell"
    return sketch.scene(
        problem=f"A membrane lets only {name} pass: {outside:g} mmol/L outside, {inside:g} mmol/L inside, {celsius} °C. Find the Nernst potential (inside against outside).",
        multimodal_question=f"The membrane lets only {name} pass. Find its Nernst potential (inside against outside).",
        givens=(
            Quantity(symbol="c_out", value=outside, unit="mmol/L"),
            Quantity(symbol="c_in", value=inside, unit="mmol/L"),
            Quantity(symbol="z", value=charge),
            Quantity(symbol="T", value=celsius + 273.15, unit="K"),
        ),
        unknown="the Nernst potential",
        answer=answer,
        solution=f"E = RT/(zF)·ln({outside:g}/{inside:g}) = {answer.text}",
        hidden=(answer.text,),
        quizzes=(
            make_quiz(
                draw,
                f"In which direction does {name} diffuse in the figure?",
                way,
                ["into the cell", "out of the cell", "along the membrane", "not at all"],
            ),
            make_quiz(draw, f"How many {name} dots are drawn outside?", str(counts["outside"]), ["2", "4", "8", "12"]),
            make_quiz(
                draw,
                "Which concentration is stated for the inside?",
                f"{inside:g} mmol/L",
                [f"{v:g} mmol/L" for v in (outside, inside * 2, inside * 10, inside / 2)],
            ),
        ),
        alt_text=f"Lipid bilayer with a channel; {name} at {outside:g} mmol/L outside and {inside:g} mmol/L inside diffuses {way}.",
    )


def _bilayer(sketch: Sketch) -> None:
    """Two rows of lipids, heads outward, with a channel of two halves in a gap at the middle."""
    xs = [0.25 + 0.42 * k for k in range(24) if not 4.05 < 0.25 + 0.42 * k < 5.95]
    for row, y, way in (("top", 2.25, -1), ("low", 0.95, 1)):
        for k, x in enumerate(xs):
            tail = [(x - 0.07, y + way * 0.6), (x - 0.06, y), (x + 0.06, y), (x + 0.07, y + way * 0.6)]
            sketch.line(f"tail:{row}{k}", *tail, width=0.9, color="#b08a3e")
            sketch.circle(f"head:{row}{k}", (x, y), 0.17, fill="#f3cf7a", color="#8f6b1d", width=1, z=3)
        sketch.claim("order", *(f"head:{row}{k}" for k in range(len(xs))), value="left_to_right")
    sketch.claim("count", "head", value=2 * len(xs))
    for side, x in (("left", 4.5), ("right", 5.5)):
        sketch.circle(f"channel:{side}", (x, 1.6), 0.36, radius_y=1.0, fill="#a9c9e8", color=BLUE, width=1.6, z=4)


@defect("osmosis_tube", "solute_crossed_membrane")
def solute_crossed_membrane(scene: FigureScene, draw: Random) -> FigureScene:
    """A particle of the left side is drawn on the right."""
    marks = [m for m in scene.marks if isinstance(m, Round) and m.id.startswith("solute_left:")]
    mark = draw.choice(marks)
    return change(scene, replace(mark, center=(6 - mark.center[0], mark.center[1])))
