"""Physics - Circuit: voltmeters and ammeters, crossing wires, capacitor networks and a battery under load."""

from dataclasses import replace
from random import Random

from scisynth.figures.circuits.read import solve_circuit
from scisynth.figures.corruptions import change
from scisynth.figures.families.registry import defect, family
from scisynth.figures.function_families.physics.circuit_figures import (
    DOWN,
    LEFT,
    RIGHT,
    TYPE,
    UP,
    _ohms,
    _resistor,
    _volts,
)
from scisynth.figures.parts.circuit import Board
from scisynth.figures.parts.palette import GREY, INK
from scisynth.figures.parts.physics import hidden_texts, value_quiz
from scisynth.figures.scene.marks import Path, Round
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import make_quiz, number_answer


@family(TYPE, "divider_with_meters")
def divider_with_meters(draw: Random) -> FigureScene:
    """An ammeter in a chain of resistors and a voltmeter across one of them, both ideal."""
    volts, (r1, r2) = _volts(draw), _ohms(draw, 2)
    board = Board()
    board.part("battery", "V1", (0, 3.2), (0, 0), "ad", volts.label, value=volts.value, toward=LEFT)
    board.part("ammeter", "A1", (0, 3.2), (1.8, 3.2), "ae", "$I$", toward=UP)
    _resistor(board, r1, (1.8, 3.2), (4.4, 3.2), "eb", UP)
    _resistor(board, r2, (4.4, 3.2), (4.4, 0), "bd", LEFT)
    board.part("voltmeter", "P", (6.4, 3.2), (6.4, 0), "bd", "$U_2$", toward=RIGHT)
    board.wire((4.4, 3.2), (6.4, 3.2))
    board.wire((0, 0), (4.4, 0))
    board.wire((4.4, 0), (6.4, 0))
    board.dots((4.4, 3.2), (4.4, 0))
    nets, amps = solve_circuit(board.elements)
    sketch = board.close()
    symbol = draw.choice(("I", "U₂"))
    answer = number_answer(1000 * amps["A1"], "mA") if symbol == "I" else number_answer(nets["b"], "V")
    meter = "ammeter" if symbol == "I" else "voltmeter"
    formula = "I = U/(R₁ + R₂)" if symbol == "I" else "U₂ = U R₂/(R₁ + R₂)"
    return sketch.scene(
        problem=f"R₁ = {r1.text} and R₂ = {r2.text} are in series with an ideal ammeter on {volts.text}; an ideal voltmeter is across R₂. What does the {meter} show?",
        multimodal_question=f"The meters are ideal. What does the {meter} show?",
        givens=(volts, r1, r2),
        unknown=f"the reading of the {meter}",
        answer=answer,
        solution=f"{formula} = {answer.text}",
        hidden=hidden_texts(sketch, answer, symbol),
        quizzes=(
            make_quiz(draw, "Across which component is the voltmeter?", "R2", ["R1", "the battery", "the ammeter"]),
            value_quiz(draw, "What is the resistance of R2?", r2, r1),
            make_quiz(draw, "How many meters are there?", "2", ["1", "3", "0"]),
        ),
        alt_text=f"A battery of {volts.text}, an ammeter, R1 = {r1.text} and R2 = {r2.text} in series, with a voltmeter across R2.",
    )


@defect("divider_with_meters", "voltmeter_in_series")
def voltmeter_in_series(scene: FigureScene, draw: Random) -> FigureScene:
    """The wire back from R₂ is missing, so that the voltmeter hangs on nothing below."""
    return scene.without("wire:3")


@family(TYPE, "crossing_wires")
def crossing_wires(draw: Random) -> FigureScene:
    """Three resistors in a row, joined by two wires that cross: all three turn out to be in parallel."""
    rs = _ohms(draw, 3)
    board = Board()
    for index, (quantity, nets) in enumerate(zip(rs, ("ab", "ba", "ab"), strict=True)):
        _resistor(board, quantity, (2.4 * index, 0), (2.4 * index + 2.4, 0), nets, DOWN)
    board.wire((0, 0), (0, 1.0), (4.8, 1.0), (4.8, 0))
    board.wire((2.4, 0), (2.4, 1.9), (7.2, 1.9), (7.2, 0))
    board.wire((-0.9, 0), (0, 0))
    board.wire((7.2, 0), (8.1, 0))
    board.dots((0, 0), (2.4, 0), (4.8, 0), (7.2, 0))
    for name, x in (("A", -0.9), ("B", 8.1)):
        board.sketch.circle(f"terminal:{name}", (x, 0), 0.09, fill="white", z=6)
        board.sketch.text(f"name:{name}", f"${name}$", (x, 0), of=f"terminal:{name}", toward=(0, 1), gap_pt=9, size=13)
        board.sketch.claim("connected", "wire:3" if name == "A" else "wire:4", f"terminal:{name}", tolerance=12)
    sketch = board.close()
    total = 1 / sum(1 / quantity.value for quantity in rs)
    answer = number_answer(total, "Ω")
    r1, r2, r3 = rs
    return sketch.scene(
        problem=f"R₁ = {r1.text}, R₂ = {r2.text} and R₃ = {r3.text} lie in a row from A to B. A wire joins A to the node between R₂ and R₃, another B to the node between R₁ and R₂; where they cross they do not touch. Find the resistance between A and B.",
        multimodal_question="Find the resistance between A and B.",
        givens=tuple(rs),
        unknown="the resistance between A and B",
        answer=answer,
        solution=f"Each resistor lies between A and B: 1/R = 1/{format_number(r1.value)} + 1/{format_number(r2.value)} + 1/{format_number(r3.value)}, R = {answer.text}",
        hidden=hidden_texts(sketch, answer, "R"),
        quizzes=(
            make_quiz(
                draw,
                "Are the two wires joined where they cross?",
                "no, there is no dot",
                ["yes, there is a dot", "they do not cross", "they cross twice"],
            ),
            value_quiz(draw, "What is the resistance of R2?", r2, r1, r3),
            make_quiz(draw, "How many junction dots are there?", "4", ["2", "3", "5"]),
        ),
        alt_text=f"R1 = {r1.text}, R2 = {r2.text} and R3 = {r3.text} in a row from A to B with two wires above them that cross without touching.",
    )


@defect("crossing_wires", "dot_on_crossing")
def dot_on_crossing(scene: FigureScene, draw: Random) -> FigureScene:
    """A junction dot joins the wires where they should only cross."""
    dot = Round(id="node:crossing", center=(2.4, 1.0), radius=0.075, fill=INK, z=5)
    return scene.with_marks((*scene.marks, dot))


@family(TYPE, "capacitor_network")
def capacitor_network(draw: Random) -> FigureScene:
    """A capacitor in series with two in parallel."""
    values = draw.sample((1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20), 3)
    cs = [
        Quantity(symbol=f"C_{index}", value=value, unit="µF", meaning=f"capacitor {index}")
        for index, value in enumerate(values, 1)
    ]
    volts = _volts(draw)
    board = Board()
    board.part("battery", "V1", (0, 3.2), (0, 0), "ad", volts.label, value=volts.value, toward=LEFT)
    board.part("capacitor", "C1", (0, 3.2), (3.0, 3.2), "ab", cs[0].label, toward=UP)
    board.part("capacitor", "C2", (3.0, 3.2), (3.0, 0), "bd", cs[1].label, toward=LEFT)
    board.part("capacitor", "C3", (5.6, 3.2), (5.6, 0), "bd", cs[2].label, toward=LEFT)
    board.wire((3.0, 3.2), (5.6, 3.2))
    board.wire((0, 0), (3.0, 0))
    board.wire((3.0, 0), (5.6, 0))
    board.dots((3.0, 3.2), (3.0, 0))
    sketch = board.close()
    both = cs[1].value + cs[2].value
    total = cs[0].value * both / (cs[0].value + both)
    symbol = draw.choice(("C", "Q"))
    answer = number_answer(total, "µF") if symbol == "C" else number_answer(total * volts.value, "µC")
    name = "total capacitance C" if symbol == "C" else "charge Q that the battery delivers"
    return sketch.scene(
        problem=f"C₁ = {cs[0].text} is in series with C₂ = {cs[1].text} and C₃ = {cs[2].text} in parallel, on {volts.text}. Find the {name}.",
        multimodal_question=f"Find the {name}.",
        givens=(*cs, volts),
        unknown=f"the {name}",
        answer=answer,
        solution=f"C₂ + C₃ = {format_number(both)} µF, C = C₁ (C₂ + C₃)/(C₁ + C₂ + C₃) = {format_number(total)} µF; asked for: {answer.text}",
        hidden=hidden_texts(sketch, answer, symbol),
        quizzes=(
            make_quiz(draw, "Which capacitors are in parallel?", "C2 and C3", ["C1 and C2", "C1 and C3", "all three"]),
            value_quiz(draw, "What is the capacitance of C1?", cs[0], cs[1], cs[2]),
            make_quiz(draw, "How many capacitors are there?", "3", ["1", "2", "4"]),
        ),
        alt_text=f"A battery of {volts.text} with C1 = {cs[0].text} in series with C2 = {cs[1].text} and C3 = {cs[2].text} in parallel.",
    )


@family(TYPE, "battery_under_load")
def battery_under_load(draw: Random) -> FigureScene:
    """A battery with an inner resistance feeds a lamp; a voltmeter shows what is left at its poles."""
    volts = Quantity(symbol="U_0", value=draw.choice((4.5, 6, 9, 12, 18, 24)), unit="V", meaning="without load")
    inner = Quantity(symbol="R_i", value=draw.choice((0.5, 0.8, 1, 1.2, 1.5, 2)), unit="Ω", meaning="inner resistance")
    lamp = Quantity(symbol="R_L", value=draw.choice((6, 8, 10, 12, 15, 20)), unit="Ω", meaning="lamp")
    board = Board()
    board.part("battery", "V1", (0, 2.0), (0, 0), "ac", volts.label, value=volts.value, toward=LEFT)
    board.part("resistor", "Ri", (0, 3.8), (0, 2.0), "ba", inner.label, value=inner.value, toward=LEFT)
    board.part("voltmeter", "P", (2.2, 3.8), (2.2, 0), "bc", "$U$", toward=RIGHT)
    board.part("lamp", "L", (4.6, 3.8), (4.6, 0), "bc", lamp.label, value=lamp.value, toward=RIGHT)
    board.wire((0, 3.8), (2.2, 3.8))
    board.wire((2.2, 3.8), (4.6, 3.8))
    board.wire((0, 0), (2.2, 0))
    board.wire((2.2, 0), (4.6, 0))
    board.dots((2.2, 3.8), (2.2, 0))
    board.sketch.rectangle("case:battery", -2.0, 0.3, 0.65, 3.5, dash="dashed", color=GREY, width=1.0, z=0)
    board.sketch.claim("inside", "battery:V1", "case:battery")
    board.sketch.claim("inside", "resistor:Ri", "case:battery")
    nets, amps = solve_circuit(board.elements)
    sketch = board.close()
    answer = number_answer(nets["b"], "V")
    return sketch.scene(
        problem=f"A battery gives {volts.text} without a load and has an inner resistance of {inner.text}. What does an ideal voltmeter at its poles show while it feeds a lamp of {lamp.text}?",
        multimodal_question="What does the ideal voltmeter show?",
        givens=(volts, inner, lamp),
        unknown="the voltage U at the poles",
        answer=answer,
        solution=f"I = U₀/(R_i + R_L) = {format_number(amps['L'])} A, U = U₀ - R_i I = {answer.text}",
        hidden=hidden_texts(sketch, answer, "U"),
        quizzes=(
            value_quiz(draw, "What is the inner resistance of the battery?", inner),
            value_quiz(draw, "What is the resistance of the lamp?", lamp),
            make_quiz(draw, "How many lamps are there?", "1", ["0", "2", "3"]),
        ),
        alt_text=f"A battery of {volts.text} with inner resistance {inner.text}, a voltmeter at its poles and a lamp of {lamp.text}.",
    )


@defect("battery_under_load", "burnt_out_lead")
def burnt_out_lead(scene: FigureScene, draw: Random) -> FigureScene:
    """A lead stops before its symbol."""
    lead = scene.mark("lead:L.1")
    assert isinstance(lead, Path)
    (x, y), (_, low) = lead.points
    return change(scene, replace(lead, points=((x, y), (x, (y + low) / 2))))
