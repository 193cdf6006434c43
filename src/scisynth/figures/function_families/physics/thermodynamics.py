"""Physics - Thermodynamic, gases in the p-V plane: every change of state follows its law in the coordinates of the axes."""

import math
from dataclasses import replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.registry import defect, family
from scisynth.figures.parts.palette import BLUE, GREEN, GREY, PALE_BLUE, RED
from scisynth.figures.parts.physics import count_roles, hidden_texts, value_quiz
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer
from scisynth.figures.verify.formula import evaluate

TYPE = "Physics - Thermodynamic"
BOX = (0.0, 0.0, 6.6, 4.6)
PLOT = "axes:pV"


def _step(sketch: Sketch, name: str, formula: str, start: float, stop: float, color: str) -> np.ndarray:
    """A change of state p(V) from one volume to another with an arrow on its way; gives its points."""
    x = np.linspace(start, stop, 61)
    points = np.stack([x, evaluate(formula, x)], axis=1)
    sketch.line(f"step:{name}", *points, axes=PLOT, color=color, width=2.0)
    sketch.claim("formula", f"step:{name}", value=formula, tolerance=0.005)
    _sense(sketch, name, points[28], points[33], color)
    return points


def _straight(sketch: Sketch, name: str, one: tuple[float, float], two: tuple[float, float], color: str) -> None:
    """A change at constant pressure or volume."""
    start, stop = np.asarray(one, dtype=float), np.asarray(two, dtype=float)
    sketch.line(f"step:{name}", start, stop, axes=PLOT, color=color, width=2.0)
    _sense(sketch, name, start + 0.47 * (stop - start), start + 0.56 * (stop - start), color)


def _sense(sketch: Sketch, name: str, tail: np.ndarray, tip: np.ndarray, color: str) -> None:
    sketch.arrow(f"sense:{name}", tail, tip, axes=PLOT, color=color, width=2.0)
    sketch.claim("on", f"sense:{name}", f"step:{name}")


def _state(
    sketch: Sketch, name: str, at: tuple[float, float], toward: tuple[float, float], spans: tuple[float, float]
) -> None:
    """A numbered point of the cycle."""
    sketch.dot(f"state:{name}", at, 0.012 * spans[0], radius_y=0.012 * spans[1] * BOX[2] / BOX[3], axes=PLOT)
    sketch.claim("at", f"state:{name}", value=at)
    sketch.text(f"label:{name}", f"${name}$", at, of=f"state:{name}", toward=toward, axes=PLOT, size=12)


def _spread(points: tuple[str, ...], sketch: Sketch) -> None:
    """Arrows in axes: each is claimed to point to the state where its step ends."""
    for name, target in zip(points, (*points[1:], points[0]), strict=True):
        sketch.claim("points_to", f"sense:{name}", f"state:{target}", tolerance=25)


@family(TYPE, "rectangular_cycle")
def rectangular_cycle(draw: Random) -> FigureScene:
    """A cycle of two isobars and two isochores: its work is the area that it encloses."""
    p1, v1 = draw.choice((1, 1.5, 2)), draw.choice((1, 2, 3))
    p2, v2 = p1 + draw.choice((1, 1.5, 2, 2.5)), v1 + draw.choice((2, 3, 4))
    clockwise = draw.choice((True, False))
    spans = (v2 + 1.5, p2 + 1.0)
    sketch = Sketch()
    sketch.axes(
        PLOT,
        BOX,
        x_limits=(0, spans[0]),
        y_limits=(0, spans[1]),
        x_label="$V$ / L",
        y_label="$p$ / bar",
        x_ticks=(v1, v2),
        y_ticks=(p1, p2),
    )
    corners = {"1": (v1, p1), "2": (v1, p2), "3": (v2, p2), "4": (v2, p1)}
    order = "1234" if clockwise else "1432"
    ways = {"1": (-1, -1), "2": (-1, 1), "3": (1, 1), "4": (1, -1)}
    sketch.area("area:work", *corners.values(), axes=PLOT, fill=PALE_BLUE, width=0, z=0)
    for index, name in enumerate(order):
        following = order[(index + 1) % 4]
        _straight(
            sketch, name, corners[name], corners[following], RED if corners[name][0] != corners[following][0] else BLUE
        )
    for name, at in corners.items():
        _state(sketch, name, at, ways[name], spans)
    for name, at in (("p1", (0, p1)), ("p2", (0, p2))):
        sketch.line(f"guide:{name}", at, (v1, at[1]), axes=PLOT, dash="dotted", width=0.9, color=GREY)
    for name, x in (("v1", v1), ("v2", v2)):
        sketch.line(f"guide:{name}", (x, 0), (x, p1), axes=PLOT, dash="dotted", width=0.9, color=GREY)
    _spread(tuple(order), sketch)
    for index, name in enumerate(order):
        sketch.claim("connected", f"step:{name}", f"step:{order[(index + 1) % 4]}")
        sketch.claim("perpendicular", f"step:{name}", f"step:{order[(index + 1) % 4]}")
    count_roles(sketch, "step", "state")
    sketch.entity("cycle", *(f"step:{name}" for name in order))
    work = (p2 - p1) * (v2 - v1) * 100
    answer = number_answer(work if clockwise else -work, "J")
    values = [
        Quantity(symbol=symbol, value=value, unit=unit, meaning="from the figure")
        for symbol, value, unit in (("p_1", p1, "bar"), ("p_2", p2, "bar"), ("V_1", v1, "L"), ("V_2", v2, "L"))
    ]
    turn = "clockwise" if clockwise else "anticlockwise"
    return sketch.scene(
        problem=f"A gas runs {turn} through a cycle of two isobars at {values[0].text} and {values[1].text} and two isochores at {values[2].text} and {values[3].text}. What work does the gas do in one cycle?",
        multimodal_question="What work does the gas do in one cycle (positive if it delivers work)?",
        givens=tuple(values),
        unknown="the work of one cycle",
        answer=answer,
        solution=f"W = {'+' if clockwise else '-'}(p₂ - p₁)(V₂ - V₁) = {format_number(p2 - p1)} × 10⁵ Pa · {v2 - v1} × 10⁻³ m³ in size, {answer.text}",
        hidden=hidden_texts(sketch, answer, "W"),
        quizzes=(
            make_quiz(
                draw,
                "In which sense is the cycle run?",
                turn,
                ["clockwise", "anticlockwise", "first one way, then the other", "it is not closed"],
            ),
            value_quiz(draw, "What is the higher pressure of the cycle?", values[1], values[0]),
            value_quiz(draw, "What is the larger volume of the cycle?", values[3], values[2]),
        ),
        alt_text=f"A rectangular cycle in the p-V plane between {values[0].text} and {values[1].text}, {values[2].text} and {values[3].text}, run {turn}.",
    )


@defect("rectangular_cycle", "reversed_cycle")
def reversed_cycle(scene: FigureScene, draw: Random) -> FigureScene:
    """All arrows run the other way round."""
    arrows = [mark for mark in scene.marks if isinstance(mark, Path) and mark.id.startswith("sense:")]
    return change(scene, *(replace(mark, points=mark.points[::-1]) for mark in arrows))


@family(TYPE, "carnot_cycle")
def carnot_cycle(draw: Random) -> FigureScene:
    """Two isotherms and two adiabats of a monatomic gas: no engine between the same reservoirs does better than 1 - T₂/T₁."""
    hot = Quantity(symbol="T_1", value=draw.randrange(450, 700, 10), unit="K", meaning="hot reservoir")
    cold = Quantity(symbol="T_2", value=draw.randrange(280, 380, 10), unit="K", meaning="cold reservoir")
    heat = Quantity(symbol="Q_1", value=draw.randrange(200, 2000, 50), unit="J", meaning="heat taken in")
    if not 1.35 <= hot.value / cold.value <= 1.9:
        return carnot_cycle(draw)
    gamma, v1, v2 = 5 / 3, 1.0, 2.0
    grow = (hot.value / cold.value) ** (1 / (gamma - 1))
    v3, v4, top = v2 * grow, v1 * grow, 4.0
    low = top * cold.value / hot.value
    formulas = {
        "1": (f"{top}/x", v1, v2, RED),
        "2": (f"{top * v2 ** (gamma - 1):.10f}/x**(5/3)", v2, v3, GREY),
        "3": (f"{low:.10f}/x", v3, v4, BLUE),
        "4": (f"{top * v1 ** (gamma - 1):.10f}/x**(5/3)", v4, v1, GREY),
    }
    spans = (1.12 * v3, 1.15 * top)
    sketch = Sketch()
    sketch.axes(
        PLOT, BOX, x_limits=(0, spans[0]), y_limits=(0, spans[1]), x_label="$V$", y_label="$p$", x_ticks=(), y_ticks=()
    )
    outline = [
        point
        for name, (formula, start, stop, color) in formulas.items()
        for point in _step(sketch, name, formula, start, stop, color)
    ]
    sketch.area("area:work", *outline, axes=PLOT, fill=PALE_BLUE, width=0, z=0)
    places = {
        name: (start, float(evaluate(formula, np.asarray([start]))[0]))
        for name, (formula, start, _, _) in formulas.items()
    }
    for name, way in (("1", (-1, 0.5)), ("2", (1, 1)), ("3", (1, 0.3)), ("4", (-1, -1))):
        _state(sketch, name, places[name], way, spans)
    for name, share, quantity, way in (("1", 0.4, hot, (1, 1)), ("3", 0.6, cold, (0, -1))):
        x = v1 + share * (v2 - v1) if name == "1" else v4 + share * (v3 - v4)
        y = (top if name == "1" else low) / x
        sketch.text(
            f"label:T{name}",
            quantity.label,
            (x, y),
            of=f"step:{name}",
            toward=way,
            gap_pt=6,
            axes=PLOT,
            color=RED if name == "1" else BLUE,
        )
    sketch.text("label:Q", heat.label, (BOX[2], BOX[3]), toward=(-1, 0), align="right")
    _spread(("1", "2", "3", "4"), sketch)
    for one, two in ("12", "23", "34", "41"):
        sketch.claim("connected", f"step:{one}", f"step:{two}")
    for name in "1234":
        sketch.claim("monotone", f"step:{name}", value="decreasing")
    count_roles(sketch, "step", "state")
    sketch.entity("isotherms", "step:1", "step:3")
    sketch.entity("adiabats", "step:2", "step:4")
    share = 1 - cold.value / hot.value
    asked = draw.choice(("η", "W"))
    answer = number_answer(100 * share, "%") if asked == "η" else number_answer(share * heat.value, "J")
    name = "efficiency" if asked == "η" else "work done in one cycle"
    return sketch.scene(
        problem=f"A Carnot engine works between {hot.text} and {cold.text} and takes in {heat.text} of heat in each cycle. Find the {name}.",
        multimodal_question=f"The figure shows a Carnot cycle. Find the {name}.",
        givens=(hot, cold, heat),
        unknown=f"the {name}",
        answer=answer,
        solution=f"η = 1 - T₂/T₁ = {format_number(share)}, W = η Q₁ = {format_number(share * heat.value)} J; asked for: {answer.text}",
        hidden=hidden_texts(sketch, answer, asked),
        quizzes=(
            value_quiz(draw, "What is the temperature of the upper isotherm?", hot, cold),
            value_quiz(draw, "What is the temperature of the lower isotherm?", cold, hot),
            make_quiz(
                draw,
                "Between which states does the gas expand at the higher temperature?",
                "1 and 2",
                ["2 and 3", "3 and 4", "4 and 1"],
            ),
        ),
        alt_text=f"A Carnot cycle in the p-V plane between isotherms at {hot.text} and {cold.text}, run clockwise through states 1 to 4.",
    )


@defect("carnot_cycle", "straight_adiabats")
def straight_adiabats(scene: FigureScene, draw: Random) -> FigureScene:
    """The adiabats are drawn as straight lines."""
    lines = []
    for name in ("step:2", "step:4"):
        mark = scene.mark(name)
        assert isinstance(mark, Path)
        lines.append(replace(mark, points=(mark.points[0], mark.points[-1])))
    return change(scene, *lines)


@family(TYPE, "expansions_compared")
def expansions_compared(draw: Random) -> FigureScene:
    """From one state to one volume at constant pressure, temperature, or without heat: the work falls in this order."""
    p1, v1 = draw.choice((2, 3, 4, 5, 6)), draw.choice((1, 2, 3, 4))
    ratio = draw.choice((2, 2.5, 3))
    gas, gamma = draw.choice((("monatomic", 5 / 3), ("diatomic", 7 / 5)))
    v2 = ratio * v1
    start = (float(v1), float(p1))
    spans = (1.3 * v2, 1.2 * p1)
    adiabat = f"{p1}*({v1}/x)**{gamma:.10f}"
    sketch = Sketch()
    sketch.axes(
        PLOT,
        BOX,
        x_limits=(0, spans[0]),
        y_limits=(0, spans[1]),
        x_label="$V$ / L",
        y_label="$p$ / bar",
        x_ticks=(v1, v2),
        y_ticks=(p1,),
    )
    _straight(sketch, "A", start, (v2, p1), RED)
    _step(sketch, "B", f"{p1}*{v1}/x", v1, v2, GREEN)
    curve = _step(sketch, "C", adiabat, v1, v2, BLUE)
    ends = {"A": p1, "B": p1 / ratio, "C": float(curve[-1][1])}
    sketch.dot("state:1", start, 0.012 * spans[0], radius_y=0.012 * spans[1] * BOX[2] / BOX[3], axes=PLOT)
    sketch.claim("at", "state:1", value=start)
    for (name, p), color in zip(ends.items(), (RED, GREEN, BLUE), strict=True):
        sketch.text(
            f"label:{name}", f"${name}$", (v2, p), of=f"step:{name}", toward=(1, 0), axes=PLOT, color=color, size=13
        )
        sketch.claim("head", f"sense:{name}", value="end")
    for name, one, two in (("v1", (v1, 0), start), ("v2", (v2, 0), (v2, p1)), ("p1", (0, p1), start)):
        sketch.line(f"guide:{name}", one, two, axes=PLOT, dash="dotted", width=0.9, color=GREY)
    sketch.claim("order", "label:C", "label:B", "label:A", value="bottom_to_top")
    sketch.claim("perpendicular", "step:A", "guide:v2")
    sketch.claim("monotone", "step:B", value="decreasing")
    count_roles(sketch, "step", "sense")
    sketch.entity("expansions", "step:A", "step:B", "step:C")
    name, law, work = draw.choice(
        (
            ("A", "W = p₁ (V₂ - V₁)", p1 * (v2 - v1)),
            ("B", "W = p₁ V₁ ln(V₂/V₁)", p1 * v1 * math.log(ratio)),
            ("C", "W = (p₁ V₁ - p₂ V₂)/(γ - 1)", (p1 * v1 - ends["C"] * v2) / (gamma - 1)),
        )
    )
    kind = {"A": "at constant pressure", "B": "at constant temperature", "C": "without exchange of heat"}[name]
    answer = number_answer(100 * work, "J")
    values = [
        Quantity(symbol=symbol, value=value, unit=unit, meaning="from the figure")
        for symbol, value, unit in (("p_1", p1, "bar"), ("V_1", v1, "L"), ("V_2", v2, "L"))
    ]
    return sketch.scene(
        problem=f"A {gas} ideal gas at {values[0].text} expands from {values[1].text} to {values[2].text} {kind}. What work does it do?",
        multimodal_question=f"The {gas} ideal gas expands along curve {name}, {kind}. What work does it do?",
        givens=tuple(values),
        unknown=f"the work along curve {name}",
        answer=answer,
        solution=f"{law} = {answer.text}",
        hidden=hidden_texts(sketch, answer, "W"),
        quizzes=(
            make_quiz(draw, "Which curve is the isobar?", "A", ["B", "C", "none"]),
            make_quiz(draw, "Along which curve does the pressure fall most?", "C", ["A", "B", "equally along all"]),
            value_quiz(draw, "What is the volume at the end?", values[2], values[1]),
        ),
        alt_text=f"Three expansions from {values[0].text} and {values[1].text} to {values[2].text}: A at constant pressure, B isothermal, C adiabatic and lowest.",
    )


@defect("expansions_compared", "steep_isotherm")
def steep_isotherm(scene: FigureScene, draw: Random) -> FigureScene:
    """Isotherm and adiabat are exchanged."""
    one, two = scene.mark("step:B"), scene.mark("step:C")
    assert isinstance(one, Path) and isinstance(two, Path)
    return change(scene, replace(one, points=two.points), replace(two, points=one.points))
