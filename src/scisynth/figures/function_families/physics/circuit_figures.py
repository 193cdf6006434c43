"""Physics - Circuit: direct currents in networks.

The drawing is traced and must give the netlist that nodal analysis solved.
"""

import math
from dataclasses import replace
from random import Random

from scisynth.figures.circuits.read import solve_circuit
from scisynth.figures.corruptions import change
from scisynth.figures.families.registry import defect, family
from scisynth.figures.parts.circuit import Board
from scisynth.figures.parts.physics import hidden_texts, value_quiz
from scisynth.figures.scene.circuit_symbols import WIDTH
from scisynth.figures.scene.marks import Path, Round
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import make_quiz, number_answer

TYPE = "Physics - Circuit"
OHMS = (10, 12, 15, 20, 22, 27, 30, 33, 40, 47, 56, 60, 68, 82, 100, 120, 150)
RIGHT, LEFT, UP, DOWN = (1, 0), (-1, 0), (0, 1), (0, -1)


def _ohms(draw: Random, num: int) -> list[Quantity]:
    values = draw.sample(OHMS, num)
    return [
        Quantity(symbol=f"R_{index}", value=value, unit="Ω", meaning=f"resistor {index}")
        for index, value in enumerate(values, 1)
    ]


def _volts(draw: Random, symbol: str = "U") -> Quantity:
    return Quantity(
        symbol=symbol, value=draw.choice((4.5, 5, 6, 9, 10, 12, 15, 18, 20, 24)), unit="V", meaning="battery"
    )


def _resistor(board: Board, quantity: Quantity, one: tuple, two: tuple, nets: str, toward: tuple) -> None:
    name = quantity.symbol.replace("_", "")
    board.part("resistor", name, one, two, nets, quantity.label, value=quantity.value, toward=toward)


@family(TYPE, "series_and_parallel")
def series_and_parallel(draw: Random) -> FigureScene:
    """One resistor in series with two in parallel."""
    volts, (r1, r2, r3) = _volts(draw), _ohms(draw, 3)
    board = Board()
    board.part("battery", "V1", (0, 3.2), (0, 0), "ac", volts.label, value=volts.value, toward=LEFT)
    _resistor(board, r1, (0, 3.2), (3.2, 3.2), "ab", UP)
    _resistor(board, r2, (3.2, 3.2), (3.2, 0), "bc", LEFT)
    _resistor(board, r3, (5.6, 3.2), (5.6, 0), "bc", LEFT)
    board.wire((3.2, 3.2), (5.6, 3.2))
    board.wire((0, 0), (3.2, 0))
    board.wire((3.2, 0), (5.6, 0))
    board.dots((3.2, 3.2), (3.2, 0))
    _, amps = solve_circuit(board.elements)
    sketch = board.close()
    which = draw.choice(("battery", "R₂", "R₃"))
    name = {"battery": "V1", "R₂": "R2", "R₃": "R3"}[which]
    answer = number_answer(1000 * amps[name], "mA")
    both = r2.value * r3.value / (r2.value + r3.value)
    return sketch.scene(
        problem=f"R₁ = {r1.text} is in series with R₂ = {r2.text} and R₃ = {r3.text}, which are in parallel, on a battery of {volts.text}. Find the current through {'the ' if which == 'battery' else ''}{which}.",
        multimodal_question=f"Find the current through {'the ' if which == 'battery' else ''}{which}.",
        givens=(volts, r1, r2, r3),
        unknown=f"the current through {which}",
        answer=answer,
        solution=f"R₂ ∥ R₃ = {format_number(both)} Ω, total {format_number(r1.value + both)} Ω, I = {format_number(1000 * amps['V1'])} mA; asked for: {answer.text}",
        hidden=hidden_texts(sketch, answer, "I"),
        quizzes=(
            make_quiz(draw, "Which resistors are in parallel?", "R2 and R3", ["R1 and R2", "R1 and R3", "all three"]),
            value_quiz(draw, "What is the resistance of R1?", r1, r2, r3),
            value_quiz(draw, "What is the voltage of the battery?", volts),
        ),
        alt_text=f"A battery of {volts.text} with R1 = {r1.text} in series with R2 = {r2.text} and R3 = {r3.text} in parallel.",
    )


@defect("series_and_parallel", "open_wire")
def open_wire(scene: FigureScene, draw: Random) -> FigureScene:
    """A wire ends before it reaches its junction."""
    wires = [mark for mark in scene.marks if mark.id.startswith("wire:")]
    wire = draw.choice(wires)
    assert isinstance(wire, Path)
    (x0, y0), (x1, y1) = wire.points[-2:]
    gap = 0.45 / math.dist((x0, y0), (x1, y1))
    short = (x1 - gap * (x1 - x0), y1 - gap * (y1 - y0))
    return change(scene, replace(wire, points=(*wire.points[:-1], short)))


@defect("series_and_parallel", "shorted_component")
def shorted_component(scene: FigureScene, draw: Random) -> FigureScene:
    """A wire bridges a resistor."""
    one, two = scene.mark("lead:R3.1"), scene.mark("lead:R3.2")
    assert isinstance(one, Path) and isinstance(two, Path)
    (x, top), (_, low) = one.points[0], two.points[-1]
    bridge = Path(id="wire:bridge", points=((x, top), (x + 0.8, top), (x + 0.8, low), (x, low)), width=WIDTH)
    return scene.with_marks((*scene.marks, bridge))


@family(TYPE, "two_loops")
def two_loops(draw: Random) -> FigureScene:
    """Two batteries feed one resistor: Kirchhoff's laws."""
    u1, u2, (r1, r2, r3) = _volts(draw, "U_1"), _volts(draw, "U_2"), _ohms(draw, 3)
    board = Board()
    board.part("battery", "V1", (0, 3.2), (0, 0), "ad", u1.label, value=u1.value, toward=LEFT)
    board.part("battery", "V2", (6.8, 3.2), (6.8, 0), "cd", u2.label, value=u2.value, toward=RIGHT)
    _resistor(board, r1, (0, 3.2), (3.4, 3.2), "ab", UP)
    _resistor(board, r2, (6.8, 3.2), (3.4, 3.2), "cb", UP)
    _resistor(board, r3, (3.4, 3.2), (3.4, 0), "bd", RIGHT)
    board.wire((0, 0), (3.4, 0))
    board.wire((3.4, 0), (6.8, 0))
    board.dots((3.4, 3.2), (3.4, 0))
    volts, amps = solve_circuit(board.elements)
    if min(abs(amps[name]) for name in ("R1", "R2")) < 0.005:
        return two_loops(draw)
    sketch = board.close()
    answer = number_answer(1000 * amps["R3"], "mA")
    return sketch.scene(
        problem=f"Batteries of {u1.text} with R₁ = {r1.text} and of {u2.text} with R₂ = {r2.text} feed R₃ = {r3.text} together, their positive poles towards it. Find the current through R₃.",
        multimodal_question="Find the current through R₃.",
        givens=(u1, u2, r1, r2, r3),
        unknown="the current through R₃",
        answer=answer,
        solution=f"At the upper node (U₁ - U)/R₁ + (U₂ - U)/R₂ = U/R₃, so U = {format_number(volts['b'])} V and I₃ = U/R₃ = {answer.text}",
        hidden=hidden_texts(sketch, answer, "I"),
        quizzes=(
            value_quiz(draw, "What is the resistance of R3?", r3, r1, r2),
            make_quiz(draw, "How many batteries are there?", "2", ["0", "1", "3"]),
            make_quiz(draw, "Which resistor is in the middle branch?", "R3", ["R1", "R2", "none"]),
        ),
        alt_text=f"Two batteries of {u1.text} and {u2.text} with R1 = {r1.text} and R2 = {r2.text} on both sides of R3 = {r3.text}.",
    )


@defect("two_loops", "reversed_battery")
def reversed_battery(scene: FigureScene, draw: Random) -> FigureScene:
    """The plates of one battery are exchanged."""
    name = draw.choice(("V1", "V2"))
    one, two = (scene.mark(f"plate:{name}.{number}") for number in (1, 2))
    assert isinstance(one, Path) and isinstance(two, Path)
    return change(scene, *(_at_height(part, other.points[0][1]) for part, other in ((one, two), (two, one))))


def _at_height(plate: Path, height: float) -> Path:
    return replace(plate, points=tuple((x, height) for x, _ in plate.points))


@family(TYPE, "wheatstone_bridge")
def wheatstone_bridge(draw: Random) -> FigureScene:
    """A bridge with an ideal voltmeter between two voltage dividers."""
    volts, (r1, r2, r3, r4) = _volts(draw), _ohms(draw, 4)
    a, b, c, d = (0.0, 0.0), (3.0, 2.3), (3.0, -2.3), (6.0, 0.0)
    board = Board()
    _resistor(board, r1, a, b, "ab", (-1, 1.3))
    _resistor(board, r2, b, d, "bd", (1, 1.3))
    _resistor(board, r3, a, c, "ac", (-1, -1.3))
    _resistor(board, r4, c, d, "cd", (1, -1.3))
    board.part("voltmeter", "P", b, c, "bc", "$U_V$", toward=RIGHT)
    board.wire(a, (-0.9, 0), (-0.9, -3.6), (2.6, -3.6))
    board.wire((3.4, -3.6), (6.9, -3.6), (6.9, 0), d)
    board.part("battery", "V1", (2.6, -3.6), (3.4, -3.6), "ad", volts.label, value=volts.value, toward=DOWN)
    board.dots(a, b, c, d)
    nets, _ = solve_circuit(board.elements)
    reading = nets["b"] - nets["c"]
    if abs(reading) < 0.05 * volts.value:
        return wheatstone_bridge(draw)
    sketch = board.close()
    answer = number_answer(abs(reading), "V")
    return sketch.scene(
        problem=f"In a bridge R₁ = {r1.text} and R₂ = {r2.text} divide {volts.text} on one side, R₃ = {r3.text} and R₄ = {r4.text} on the other. What does an ideal voltmeter between the two middle nodes show?",
        multimodal_question="What does the ideal voltmeter show (size of the voltage)?",
        givens=(volts, r1, r2, r3, r4),
        unknown="the reading of the voltmeter",
        answer=answer,
        solution=f"U·|R₂/(R₁+R₂) - R₄/(R₃+R₄)| = |{format_number(nets['b'])} V - {format_number(nets['c'])} V| = {answer.text}",
        hidden=hidden_texts(sketch, answer, "U_V"),
        quizzes=(
            make_quiz(
                draw,
                "What lies between the upper and the lower node of the bridge?",
                "a voltmeter",
                ["a battery", "an ammeter", "a resistor"],
            ),
            value_quiz(draw, "What is the resistance of R4?", r4, r1, r2, r3),
            make_quiz(draw, "How many resistors are there?", "4", ["2", "3", "5"]),
        ),
        alt_text=f"A bridge of R1 = {r1.text}, R2 = {r2.text}, R3 = {r3.text}, R4 = {r4.text} with a voltmeter across it on {volts.text}.",
    )


@defect("wheatstone_bridge", "wrong_component")
def wrong_component(scene: FigureScene, draw: Random) -> FigureScene:
    """A lamp stands in the place of a resistor."""
    name = draw.choice(("R1", "R2", "R3", "R4"))
    box = scene.mark(f"resistor:{name}")
    assert isinstance(box, Path)
    xs, ys = zip(*box.points, strict=True)
    lamp = Round(id=f"lamp:{name}", center=(sum(xs) / 4, sum(ys) / 4), radius=0.5, fill="#fff6d6", z=3)
    return scene.with_marks(tuple(lamp if mark.id == box.id else mark for mark in scene.marks))


@family(TYPE, "charging_capacitor")
def charging_capacitor(draw: Random) -> FigureScene:
    """A capacitor charged through a resistor: U (1 - exp(-t / R C)) after the switch was closed."""
    volts = _volts(draw)
    ohms = Quantity(symbol="R", value=draw.choice((1, 2.2, 4.7, 10, 22, 47)), unit="kΩ", meaning="resistor")
    farads = Quantity(symbol="C", value=draw.choice((10, 22, 47, 100, 220, 470)), unit="µF", meaning="capacitor")
    tau = ohms.value * farads.value / 1000
    share = draw.choice((0.5, 0.8, 1.0, 1.5, 2.0))
    time = Quantity(symbol="t", value=float(f"{share * tau:.2g}"), unit="s", meaning="time after closing the switch")
    closed = draw.choice((True, False))
    board = Board()
    board.part("battery", "V1", (0, 3.0), (0, 0), "ad", volts.label, value=volts.value, toward=LEFT)
    board.part(f"switch-{'closed' if closed else 'open'}", "S", (0, 3.0), (2.2, 3.0), "ab", "$S$", toward=DOWN)
    board.part("resistor", "R1", (2.2, 3.0), (4.6, 3.0), "bc", ohms.label, value=ohms.value, toward=UP)
    board.part("capacitor", "C1", (4.6, 3.0), (4.6, 0), "cd", farads.label, toward=RIGHT)
    board.wire((0, 0), (4.6, 0))
    sketch = board.close()
    answer = number_answer(volts.value * (1 - math.exp(-time.value / tau)), "V")
    state = "closed" if closed else "open"
    return sketch.scene(
        problem=f"A capacitor of {farads.text} is charged through {ohms.text} from a battery of {volts.text}. What is its voltage {time.text} after the switch was closed, if it was empty before?",
        multimodal_question=f"The capacitor is empty when the switch closes. What is its voltage {time.text} later?",
        givens=(volts, ohms, farads, time),
        unknown="the voltage of the capacitor",
        answer=answer,
        solution=f"R C = {format_number(tau)} s, U_C = U (1 - exp(-t/RC)) = {volts.text} · (1 - exp(-{format_number(time.value / tau)})) = {answer.text}",
        hidden=hidden_texts(sketch, answer, "U_C"),
        quizzes=(
            value_quiz(draw, "What is the capacitance of the capacitor?", farads),
            value_quiz(draw, "What is the resistance of the resistor?", ohms),
            make_quiz(
                draw,
                "Is the switch open or closed in the figure?",
                state,
                ["open", "closed", "there is no switch", "there are two switches"],
            ),
        ),
        alt_text=f"A battery of {volts.text}, an {state} switch, a resistor of {ohms.text} and a capacitor of {farads.text} in series.",
    )


@defect("charging_capacitor", "switch_in_wrong_state")
def switch_in_wrong_state(scene: FigureScene, draw: Random) -> FigureScene:
    """The lever lies where it should not."""
    lever = scene.mark("lever:S")
    assert isinstance(lever, Path)
    (x, y), tip = lever.points
    other = (x + 0.86, y + 0.5) if abs(tip[1] - y) < 0.1 else (x + 1.0, y)
    return change(scene, replace(lever, points=((x, y), other)))
