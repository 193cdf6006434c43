"""Chemistry - Reaction Scheme, cells: galvanic cells and electrolysis.

Nernst: E = E0 - (R T / (z F)) ln Q; Faraday: m = M I t / (z F). Standard potentials from the CRC Handbook, volts; 25 °C throughout.
"""

import math
from dataclasses import replace
from random import Random

from scisynth.figures.families.registry import defect, family
from scisynth.figures.parts.chemistry import (
    FARADAY,
    GAS_CONSTANT,
    MASSES,
    canvas,
    formula_text,
    other_options,
    plain_formula,
)
from scisynth.figures.parts.palette import BLUE, DARK_GREY, PAPER, RED
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer

TYPE = "Chemistry - Reaction Scheme"
COUPLES = {
    "Mg": (2, -2.372), "Al": (3, -1.662), "Zn": (2, -0.762), "Fe": (2, -0.447), "Cd": (2, -0.403), "Co": (2, -0.280),
    "Ni": (2, -0.257), "Sn": (2, -0.138), "Pb": (2, -0.126), "Cu": (2, 0.342), "Ag": (1, 0.800),
}  # fmt: skip
"""Charge of the ion and standard potential."""


def ion(symbol: str) -> str:
    """`Cu` to `Cu^2+`."""
    charge = COUPLES[symbol][0]
    return f"{symbol}^{charge if charge > 1 else ''}+"


def beaker(
    sketch: Sketch, name: str, left: float, bottom: float, wide: float, high: float, level: float, color: str
) -> str:
    """A glass with a liquid; gives the id of the liquid."""
    liquid = sketch.rectangle(f"liquid:{name}", left, bottom, left + wide, bottom + level, fill=color, width=0, z=0)
    sketch.line(
        f"beaker:{name}", (left - 0.08, bottom + high), (left, bottom + high - 0.08), (left, bottom), (left + wide, bottom),
        (left + wide, bottom + high - 0.08), (left + wide + 0.08, bottom + high), width=1.8, color="#555555",
    )  # fmt: skip
    return liquid


def cell_voltage(anode: str, cathode: str, anode_conc: float, cathode_conc: float) -> tuple[float, int]:
    """Nernst voltage of a metal cell in volts, and the electrons of its balanced reaction."""
    (low, e_low), (high, e_high) = COUPLES[anode], COUPLES[cathode]
    electrons = math.lcm(low, high)
    quotient = anode_conc ** (electrons // low) / cathode_conc ** (electrons // high)
    return e_high - e_low - GAS_CONSTANT * 298.15 / (electrons * FARADAY) * math.log(quotient), electrons


@family(TYPE, "galvanic_cell")
def galvanic_cell(draw: Random) -> FigureScene:
    """Two half cells with a salt bridge; the voltage by Nernst."""
    anode, cathode = sorted(draw.sample(sorted(COUPLES), 2), key=lambda item: COUPLES[item][1])
    if COUPLES[cathode][1] - COUPLES[anode][1] < 0.2:
        return galvanic_cell(draw)
    concs = {anode: draw.choice((0.01, 0.05, 0.1, 0.5, 1.0)), cathode: draw.choice((0.01, 0.02, 0.1, 0.2, 1.0))}
    voltage, electrons = cell_voltage(anode, cathode, concs[anode], concs[cathode])
    left, right = draw.choice(((anode, cathode), (cathode, anode)))
    sketch = Sketch()
    metal = {"Cu": "#c98a5a", "Ag": "#c9ccd1"}
    for symbol, x in ((left, 0.0), (right, 3.6)):
        side = "left" if x == 0 else "right"
        liquid = beaker(sketch, side, x, 0, 2.2, 2.0, 1.5, "#d6ecf5" if symbol == "Cu" else "#edf3f7")
        bar = x + (0.4 if x == 0 else 1.5)
        plate = sketch.rectangle(
            f"electrode:{symbol}",
            bar,
            0.3,
            bar + 0.3,
            2.45,
            fill=metal.get(symbol, "#a9b0b8"),
            color=DARK_GREY,
            width=1.0,
            z=1,
        )
        top = (bar + 0.15, 2.45)
        sketch.text(
            f"metal:{symbol}",
            symbol,
            (bar + (0 if x == 0 else 0.3), 2.3),
            of=plate,
            toward=(-1 if x == 0 else 1, 0),
            gap_pt=8,
            size=13,
        )
        sketch.line(f"wire:{side}", top, (top[0], 3.1), (2.9 - 0.3 if x == 0 else 2.9 + 0.3, 3.1), width=1.4)
        sketch.claim("connected", f"wire:{side}", "meter:volt")
        sketch.claim("connected", f"wire:{side}", plate)
        words = f"{concs[symbol]:g} mol/L " + formula_text(ion(symbol))
        sketch.text(f"solution:{symbol}", words, (x + 1.1, -0.12), of=liquid, valign="top")
        sketch.text(
            f"potential:{symbol}",
            rf"$E^\circ$ = {COUPLES[symbol][1]:+.3f} V".replace("-", "−"),
            (x + 1.1, -0.5),
            valign="top",
        )
        sketch.claim("value", f"potential:{symbol}", value=COUPLES[symbol][1])
    _draw_circuit(sketch, anode == left)
    canvas(sketch, -0.5, -0.9, 6.3, 3.7)
    sketch.claim("count", "electrode", value=2)
    sketch.claim("order", f"electrode:{left}", f"electrode:{right}", value="left_to_right")
    answer = number_answer(voltage, "V")
    return sketch.scene(
        problem=f"A galvanic cell is made of {anode} in {concs[anode]:g} mol/L {plain_formula(ion(anode))} (E° = {COUPLES[anode][1]} V) and {cathode} "
        f"in {concs[cathode]:g} mol/L {plain_formula(ion(cathode))} (E° = {COUPLES[cathode][1]} V) at 25 °C. Find its voltage.",
        multimodal_question="Find the voltage of the galvanic cell at 25 °C from the values in the figure.",
        givens=tuple(Quantity(symbol=f"c({item})", value=concs[item], unit="mol/L") for item in (anode, cathode))
        + tuple(Quantity(symbol=f"E°({item})", value=COUPLES[item][1], unit="V") for item in (anode, cathode)),
        unknown="the voltage",
        answer=answer,
        solution=f"E = {COUPLES[cathode][1]} - ({COUPLES[anode][1]}) - RT/({electrons} F) ln Q = {format_number(voltage)} V",
        hidden=(answer.text,) if abs(voltage - abs(COUPLES[cathode][1])) > 0.01 else (f"E = {answer.text}",),
        quizzes=(
            make_quiz(draw, "Which metal is the left electrode?", left, other_options(draw, list(COUPLES), left)),
            make_quiz(
                draw,
                "From which electrode do the electrons flow through the wire?",
                anode,
                [cathode, *other_options(draw, list(COUPLES), anode, cathode)],
            ),
            make_quiz(draw, "What joins the two solutions?", "a salt bridge", ["a wire", "a porous wall", "nothing"]),
            make_quiz(
                draw,
                f"How concentrated is the solution of {plain_formula(ion(right))}?",
                f"{concs[right]:g} mol/L",
                [f"{value:g} mol/L" for value in (0.01, 0.1, 1.0, 0.05, 0.2, 2.0) if value != concs[right]],
            ),
        ),
        alt_text=f"Galvanic cell with electrodes of {left} and {right} in solutions of their ions, a salt bridge and a voltmeter.",
    )


def _draw_circuit(sketch: Sketch, from_left: bool) -> None:
    """Voltmeter, salt bridge and the way of the electrons."""
    sketch.circle("meter:volt", (2.9, 3.1), 0.3, fill=PAPER, width=1.4, z=3)
    sketch.text("label:volt", "V", (2.9, 3.1), of="meter:volt", size=14)
    sketch.line("bridge:salt", (1.7, 0.9), (1.7, 2.25), (4.1, 2.25), (4.1, 0.9), color="#d9c9a3", width=9, z=1)
    sketch.text("label:bridge", "salt bridge", (2.9, 2.25), of="bridge:salt", toward=(0, -1), gap_pt=8)
    flow_ends = [(0.75, 3.32), (2.2, 3.32)] if from_left else [(5.05, 3.32), (3.6, 3.32)]
    sketch.arrow("flow:electrons", *flow_ends, color=BLUE, width=1.3)
    sketch.text("label:flow", r"$\mathrm{e^-}$", flow_ends[1], of="flow:electrons", toward=(0, 1), gap_pt=3, color=BLUE)


SALTS = {
    "Cu": "CuSO4",
    "Ag": "AgNO3",
    "Ni": "NiSO4",
    "Zn": "ZnSO4",
    "Pb": "Pb(NO3)2",
    "Cd": "CdSO4",
    "Co": "CoCl2",
    "Sn": "SnCl2",
}


@family(TYPE, "electrolysis_cell")
def electrolysis_cell(draw: Random) -> FigureScene:
    """A metal is deposited at the cathode; mass by Faraday's law."""
    metal = draw.choice(sorted(SALTS))
    current, minutes = draw.choice((0.5, 0.8, 1.2, 1.5, 2.0, 2.5, 3.0)), draw.choice((10, 15, 20, 30, 45, 60))
    charge = COUPLES[metal][0]
    mass = MASSES[metal] * current * minutes * 60 / (charge * FARADAY)
    cathode_left = draw.random() < 0.5
    sketch = Sketch()
    beaker(sketch, "cell", 0, 0, 3.6, 2.4, 1.8, "#d6ecf5")
    places = {"cathode": 0.7 if cathode_left else 2.6, "anode": 2.6 if cathode_left else 0.7}
    for name, x in places.items():
        fill = "#c9ccd1" if name == "cathode" else "#6e6e6e"
        plate = sketch.rectangle(
            f"electrode:{name}", x, 0.35, x + 0.3, 2.75, fill=fill, color=DARK_GREY, width=1.0, z=1
        )
        out = -1 if x < 1 else 1
        sketch.text(f"name:{name}", name, (x + 0.15 + 0.15 * out, 2.6), of=plate, toward=(out, 0), gap_pt=9)
        start = (x + 0.15, 2.75)
        pole = 1.7 if x < 1 else 1.9
        sketch.line(f"wire:{name}", start, (x + 0.15, 3.5), (pole, 3.5), width=1.4)
        sketch.claim("connected", f"wire:{name}", plate)
        # The longer plate of the battery is its positive pole.
        half = 0.32 if name == "anode" else 0.18
        sketch.line(f"pole:{name}", (pole, 3.5 - half), (pole, 3.5 + half), width=2.6 if name == "cathode" else 1.6)
        sketch.claim("connected", f"wire:{name}", f"pole:{name}")
        sign = "+" if name == "anode" else "−"
        sketch.text(
            f"sign:{name}",
            sign,
            (pole, 3.5 + half),
            of=f"pole:{name}",
            toward=(-0.7 if x < 1 else 0.7, 1),
            gap_pt=3,
            size=14,
        )
    sketch.claim("ratio", "pole:anode", "pole:cathode", value=0.32 / 0.18)
    target = places["cathode"] + 0.15
    tail = target + (1.35 if cathode_left else -1.35)
    sketch.text("label:ion", formula_text(ion(metal)), (tail, 1.0), size=13)
    way = 1 if cathode_left else -1
    sketch.arrow("drift:ion", (tail - 0.36 * way, 1.0), (target + 0.3 * way, 1.0), color=RED, width=1.5)
    sketch.claim("points_to", "drift:ion", "electrode:cathode", tolerance=40)
    sketch.text("label:salt", f"solution of {formula_text(SALTS[metal])}", (1.8, -0.1), valign="top")
    sketch.text("label:current", f"$I$ = {current:g} A, $t$ = {minutes} min", (1.8, 4.3), valign="bottom")
    sketch.claim("value", "label:current", value=current)
    sketch.claim("value", "label:current", value=minutes)
    sketch.claim("count", "electrode", value=2)
    sketch.claim(
        "order", *(f"electrode:{name}" for name in sorted(places, key=lambda item: places[item])), value="left_to_right"
    )
    canvas(sketch, -1.0, -0.5, 4.6, 4.5)
    answer = number_answer(mass, "g")
    side = "left" if cathode_left else "right"
    return sketch.scene(
        problem=f"A solution of {plain_formula(SALTS[metal])} is electrolysed with I = {current:g} A for t = {minutes} min. What mass of {metal} is deposited?",
        multimodal_question=f"What mass of {metal} is deposited at the cathode?",
        givens=(Quantity(symbol="I", value=current, unit="A"), Quantity(symbol="t", value=minutes, unit="min")),
        unknown=f"the mass of {metal}",
        answer=answer,
        solution=f"m = M I t / (z F) = {MASSES[metal]}·{current:g}·{minutes * 60} / ({charge}·96485) g = {answer.text}",
        hidden=(answer.text,),
        quizzes=(
            make_quiz(draw, "On which side is the cathode?", side, ["left", "right", "in the middle", "there is none"]),
            make_quiz(
                draw,
                "Which ion moves along the arrow?",
                plain_formula(ion(metal)),
                [plain_formula(ion(item)) for item in other_options(draw, list(COUPLES), metal)],
            ),
            make_quiz(
                draw,
                "How long does the current flow?",
                f"{minutes} min",
                [f"{minutes * 2} min", f"{minutes + 5} min", f"{minutes + 25} min"],
            ),
        ),
        alt_text=f"Electrolysis of {plain_formula(SALTS[metal])}: battery, cathode on the {side}, anode on the other side; {current:g} A for {minutes} min.",
    )


@defect("galvanic_cell", "electrons_to_anode")
def electrons_to_anode(scene: FigureScene, draw: Random) -> FigureScene:
    """The electrons flow from the nobler metal."""
    flow = scene.path("flow:electrons")
    turned = replace(flow, points=flow.points[::-1])
    return scene.with_marks(tuple(turned if mark.id == flow.id else mark for mark in scene.marks))


@defect("electrolysis_cell", "swapped_poles")
def swapped_poles(scene: FigureScene, draw: Random) -> FigureScene:
    """The plates of the battery change their lengths, and with them its poles."""
    plates = [mark for mark in scene.marks if mark.id.startswith("pole:") and isinstance(mark, Path)]
    one, two = plates
    names = {one.id: replace(one, id=two.id), two.id: replace(two, id=one.id)}
    return scene.with_marks(tuple(names.get(mark.id, mark) for mark in scene.marks))
