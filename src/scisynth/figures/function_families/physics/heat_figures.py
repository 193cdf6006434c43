"""Physics - Thermodynamic, heat: heating curves, mixing, and conduction through walls."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.registry import defect, family
from scisynth.figures.function_families.physics.thermodynamics import BOX, TYPE
from scisynth.figures.parts.palette import BLUE, GREEN, GREY, ORANGE, PALE_BLUE, PALE_GREY, PALE_ORANGE, RED
from scisynth.figures.parts.physics import count_roles, hidden_texts, value_quiz
from scisynth.figures.scene.marks import Mark, Path, Round
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer

ICE, WATER, STEAM, MELTING, BOILING = 2.10, 4.19, 2.01, 334.0, 2256.0
"""kJ/(kg K) three times, kJ/kg twice, of water at 1 atm."""
METALS = {"copper": 0.385, "iron": 0.449, "aluminium": 0.897, "lead": 0.129, "silver": 0.235}
"""Specific heat, kJ/(kg K), at 25 °C."""
BUILDING = {
    "brick": (0.70, PALE_ORANGE, ""),
    "concrete": (1.4, PALE_GREY, "..."),
    "wood": (0.14, "#f3e2c7", "---"),
    "mineral wool": (0.04, "#fdf6d8", "xx"),
    "glass": (0.96, PALE_BLUE, ""),
}
"""Conductivity W/(m K), fill and hatch."""


def _stages(sketch: Sketch, corners: Sequence[tuple[float, float]]) -> None:
    """The four straight parts, each claimed by its formula, joined end to end."""
    for index, (one, two) in enumerate(pairwise(corners)):
        color = (BLUE, GREEN, BLUE, RED)[index]
        sketch.line(f"stage:{index + 1}", one, two, axes="axes:plot", color=color, width=2.2)
        if one[1] or two[1]:  # the plateau at 0 is claimed by its neighbours
            rate = (two[1] - one[1]) / (two[0] - one[0])
            sketch.claim("formula", f"stage:{index + 1}", value=f"{one[1]:.8f} + {rate:.8f}*(x - {one[0]:.8f})")
        if index:
            sketch.claim("connected", f"stage:{index}", f"stage:{index + 1}")


def _corners(sketch: Sketch, corners: Sequence[tuple[float, float]], end: float) -> None:
    """The points A, B and C and the names of what happens between them."""
    for index, (at, toward) in enumerate(((corners[1], (-0.4, 1)), (corners[2], (1, -1)), (corners[3], (-1, 0.5))), 1):
        letter = "ABC"[index - 1]
        sketch.dot(f"corner:{letter}", at, 0.012 * end, radius_y=3.0, axes="axes:plot")
        sketch.claim("at", f"corner:{letter}", value=tuple(float(v) for v in at))
        sketch.text(
            f"label:{letter}",
            f"${letter}$",
            at,
            of=f"corner:{letter}",
            toward=toward,
            axes="axes:plot",
            size=12,
            halo=True,
        )
    for index, words in ((2, "melting"), (3, "liquid"), (4, "boiling")):
        middle = (np.asarray(corners[index - 1]) + np.asarray(corners[index])) / 2
        way = (1, -0.6) if index == 3 else (0, -1) if index == 2 else (0, 1)
        sketch.text(
            f"name:{index}",
            words,
            middle,
            of=f"stage:{index}",
            toward=way,
            gap_pt=5,
            axes="axes:plot",
            size=10.5,
            color=GREY,
        )


@family(TYPE, "heating_curve")
def heating_curve(draw: Random) -> FigureScene:
    """Ice heated until it boils: slopes by specific heats, plateaus as long as the latent heats."""
    mass = Quantity(symbol="m", value=draw.choice((0.1, 0.2, 0.25, 0.4, 0.5, 0.8, 1.0)), unit="kg", meaning="water")
    start = Quantity(symbol="T_0", value=-draw.choice((10, 15, 20, 25, 30, 40)), unit="°C", meaning="ice")
    power = Quantity(symbol="P", value=draw.choice((200, 250, 400, 500, 800, 1000)), unit="W", meaning="heater")
    heats = [ICE * -start.value, MELTING, WATER * 100]
    times = np.concatenate([[0.0], np.cumsum(heats)]) * mass.value * 1000 / power.value / 60
    end = times[-1] * 1.12
    corners = [(times[0], start.value), (times[1], 0.0), (times[2], 0.0), (times[3], 100.0), (end, 100.0)]
    sketch = Sketch()
    sketch.axes(
        "axes:plot",
        BOX,
        x_limits=(0, end * 1.03),
        y_limits=(-50, 120),
        x_label="time",
        y_label="temperature / °C",
        x_ticks=(),
        y_ticks=(start.value, 0.0, 20.0, 40.0, 60.0, 80.0, 100.0),
        grid=True,
    )
    _stages(sketch, corners)
    _corners(sketch, corners, end)
    sketch.text(
        "label:m",
        f"{mass.label},  {power.label}",
        (BOX[0], BOX[3]),
        toward=(0, 1),
        align="left",
        gap_pt=8,
    )
    sketch.claim("ratio", "stage:2", "axis:stage", value=(times[2] - times[1]) / end, tolerance=0.03)
    sketch.line("axis:stage", (0, -49.9), (end, -49.9), axes="axes:plot", width=0, z=0)
    sketch.claim("parallel", "stage:2", "stage:4")
    count_roles(sketch, "stage", "corner")
    sketch.entity("heating curve", *(f"stage:{number}" for number in range(1, 5)))
    which, value, law = draw.choice(
        (
            ("A to B", times[2] - times[1], "m L/P with L = 334 kJ/kg"),
            ("B to C", times[3] - times[2], "m c ΔT/P with c = 4.19 kJ/(kg K)"),
            ("the start to A", times[1], "m c ΔT/P with c = 2.10 kJ/(kg K)"),
        )
    )
    answer = number_answer(float(value), "min")
    return sketch.scene(
        problem=f"{mass.text} of ice at {start.text} are heated with {power.text} until the water boils (c of ice 2.10, of water 4.19 kJ/(kg K), heat of fusion 334 kJ/kg); melting runs from A to B, boiling begins at C. How long does it take from {which}?",
        multimodal_question=f"Ice is heated (c of ice 2.10, of water 4.19 kJ/(kg K), heat of fusion 334 kJ/kg). How long does it take from {which}?",
        givens=(mass, start, power),
        unknown=f"the time from {which}",
        answer=answer,
        solution=f"t = {law} = {answer.text}",
        hidden=hidden_texts(sketch, answer, "t"),
        quizzes=(
            make_quiz(
                draw, "Between which points does the ice melt?", "A and B", ["the start and A", "B and C", "after C"]
            ),
            make_quiz(
                draw,
                "At what temperature does the heating start?",
                start.text,
                [f"{start.value + step:g} °C" for step in (-20, 10, 50, 20)],
            ),
            value_quiz(draw, "What is the power of the heater?", power),
        ),
        alt_text=f"Heating curve of {mass.text} of ice from {start.text} at {power.text}: warming, melting at 0 °C from A to B, warming to C, boiling at 100 °C.",
    )


@defect("heating_curve", "no_plateau")
def no_plateau(scene: FigureScene, draw: Random) -> FigureScene:
    """The temperature rises while the ice melts."""
    one, two = scene.mark("stage:2"), scene.mark("stage:3")
    assert isinstance(one, Path) and isinstance(two, Path)
    (x, _), end = one.points[1], two.points[1]
    return change(scene, replace(one, points=(one.points[0], (x, 40.0))), replace(two, points=((x, 40.0), end)))


def _layers(
    sketch: Sketch, names: Sequence[str], thick: Sequence[Quantity], edges: Sequence[float], tall: float
) -> None:
    """The hatched layers of a wall with their materials and thicknesses."""
    for index, name in enumerate(names):
        _, fill, hatch = BUILDING[name]
        sketch.rectangle(
            f"layer:{index + 1}",
            edges[index],
            0,
            edges[index + 1],
            tall,
            fill=fill,
            hatch=hatch,
            width=1.4,
            color=GREY,
            z=0,
        )
        half = (edges[index] + edges[index + 1]) / 2
        conduct = Quantity(symbol=rf"\lambda_{index + 1}", value=BUILDING[name][0], unit="W/(m K)")
        sketch.text(f"name:{index + 1}", name, (half, tall), of=f"layer:{index + 1}", toward=(0, 1), gap_pt=24)
        sketch.text(
            f"lambda:{index + 1}",
            conduct.label,
            (half, tall),
            of=f"layer:{index + 1}",
            toward=(0, 1),
            gap_pt=7,
            size=10,
        )
        sketch.line(f"size:{index + 1}", (edges[index], -0.4), (edges[index + 1], -0.4), arrow="both", width=0.9)
        sketch.text(
            f"label:d{index + 1}",
            thick[index].label,
            (half, -0.4),
            of=f"size:{index + 1}",
            toward=(0, -1),
            gap_pt=3,
        )


def _claim_profile(sketch: Sketch, points: Sequence[tuple[float, float]]) -> None:
    """The temperature falls on straight lines that meet at the joint of the layers."""
    for index in (1, 2):
        slope = (points[index][1] - points[index - 1][1]) / (points[index][0] - points[index - 1][0])
        sketch.claim(
            "formula",
            f"profile:{index}",
            value=f"{points[index - 1][1]:.8f} + {slope:.8f}*(x - {points[index - 1][0]:.8f})",
        )
        sketch.claim("on", "face:m", f"profile:{index}")


@family(TYPE, "two_layer_wall")
def two_layer_wall(draw: Random) -> FigureScene:
    """Steady conduction through two layers: one flux, so the temperature falls in proportion to d/λ."""
    names = draw.sample(list(BUILDING), 2)
    thick = [
        Quantity(symbol=f"d_{index}", value=draw.choice((10, 12, 15, 18, 20, 24)), unit="cm", meaning=name)
        for index, name in enumerate(names, 1)
    ]
    inner = Quantity(symbol="T_1", value=draw.choice((18, 20, 22, 24)), unit="°C", meaning="inner face")
    outer = Quantity(symbol="T_2", value=draw.choice((-10, -8, -5, 0, 5)), unit="°C", meaning="outer face")
    resist = [quantity.value / 100 / BUILDING[name][0] for quantity, name in zip(thick, names, strict=True)]
    drop = inner.value - outer.value
    middle = inner.value - drop * resist[0] / sum(resist)
    if not 0.08 <= resist[0] / sum(resist) <= 0.92:
        return two_layer_wall(draw)
    scale, tall = 6.0 / (thick[0].value + thick[1].value), 4.2
    edges = [0.0, scale * thick[0].value, 6.0]

    def height(temperature: float) -> float:
        return 0.5 + 3.2 * (temperature - outer.value) / drop

    sketch = Sketch()
    _layers(sketch, names, thick, edges, tall)
    points = [(0.0, height(inner.value)), (edges[1], height(middle)), (6.0, height(outer.value))]
    for index in (1, 2):
        sketch.line(f"profile:{index}", points[index - 1], points[index], color=RED, width=2.4, z=4)
    for name, at, words, way in (
        ("1", points[0], inner.label, (-1, 0)),
        ("m", points[1], "$T_m$", (1, 0.8)),
        ("2", points[2], outer.label, (1, 0)),
    ):
        sketch.dot(f"face:{name}", at, 0.09, color=RED, z=6)
        sketch.text(f"label:T{name}", words, at, of=f"face:{name}", toward=way, gap_pt=7, color=RED, halo=True)
    sketch.arrow("flux:q", (-1.7, 0.35), (-0.3, 0.35), color=ORANGE, width=2.6)
    sketch.text("label:q", "heat", (-1.0, 0.35), of="flux:q", toward=(0, 1), color=ORANGE)
    fall = [inner.value - middle, middle - outer.value]
    sketch.line("level:top", (0, points[0][1]), (0, points[1][1]), width=0, z=0)
    sketch.line("level:low", (0, points[1][1]), (0, points[2][1]), width=0, z=0)
    sketch.claim("ratio", "level:top", "level:low", value=fall[0] / fall[1])
    sketch.claim("ratio", "size:1", "size:2", value=thick[0].value / thick[1].value)
    _claim_profile(sketch, points)
    sketch.claim("order", "face:1", "face:m", "face:2", value="left_to_right")
    count_roles(sketch, "layer", "profile")
    sketch.entity("layers", "layer:1", "layer:2")
    sketch.entity("temperature", "profile:1", "profile:2")
    asked = draw.choice(("T_m", "q"))
    answer = (
        number_answer(middle, "°C", tolerance=0.03) if asked == "T_m" else number_answer(drop / sum(resist), "W/m²")
    )
    what = "temperature T_m between the layers" if asked == "T_m" else "heat flux through the wall"
    return sketch.scene(
        problem=f"A wall of {thick[0].text} of {names[0]} (λ = {BUILDING[names[0]][0]} W/(m K)) and {thick[1].text} of {names[1]} (λ = {BUILDING[names[1]][0]} W/(m K)) has {inner.text} at its inner and {outer.text} at its outer face. Find the {what}.",
        multimodal_question=f"Find the {what}.",
        givens=(*thick, inner, outer),
        unknown=f"the {what}",
        answer=answer,
        solution=f"q = (T₁ - T₂)/(d₁/λ₁ + d₂/λ₂) = {format_number(drop / sum(resist))} W/m², T_m = T₁ - q d₁/λ₁ = {format_number(middle)} °C; asked for: {answer.text}",
        hidden=hidden_texts(sketch, answer, asked),
        quizzes=(
            make_quiz(
                draw, "Of what is the layer on the left?", names[0], [name for name in BUILDING if name != names[0]][:3]
            ),
            value_quiz(draw, "How thick is the layer on the right?", thick[1], thick[0]),
            make_quiz(
                draw,
                "In which layer does the temperature fall more?",
                "the left one" if fall[0] > fall[1] else "the right one",
                ["the left one", "the right one", "equally in both", "it rises in both"],
            ),
        ),
        alt_text=f"A wall of {names[0]} and {names[1]} with the temperature falling from {inner.text} on the left to {outer.text} on the right, more steeply in the better insulator.",
    )


@defect("two_layer_wall", "one_slope")
def one_slope(scene: FigureScene, draw: Random) -> FigureScene:
    """The temperature falls on one straight line through both layers, as if they were alike."""
    one, two = scene.mark("profile:1"), scene.mark("profile:2")
    assert isinstance(one, Path) and isinstance(two, Path)
    (x0, y0), (x1, _), (x2, y2) = one.points[0], one.points[1], two.points[1]
    knee = (x1, y0 + (y2 - y0) * (x1 - x0) / (x2 - x0))
    bent = abs(knee[1] - one.points[1][1]) > 0.2
    knee = knee if bent else (x1, y0 + 0.2 * (y2 - y0))
    return change(scene, replace(one, points=((x0, y0), knee)), replace(two, points=(knee, (x2, y2))))


@family(TYPE, "calorimeter")
def calorimeter(draw: Random) -> FigureScene:
    """A hot metal block in water: what it gives, the water takes."""
    metal, heat = draw.choice(list(METALS.items()))
    block = Quantity(symbol="m_1", value=draw.choice((100, 150, 200, 250, 300, 400)), unit="g", meaning=metal)
    hot = Quantity(symbol="T_1", value=draw.randrange(80, 200, 10), unit="°C", meaning=f"{metal} before")
    water = Quantity(symbol="m_2", value=draw.choice((200, 250, 300, 400, 500)), unit="g", meaning="water")
    cold = Quantity(symbol="T_2", value=draw.choice((12, 15, 18, 20, 22)), unit="°C", meaning="water before")
    sketch = Sketch()
    sketch.area(
        "vessel:outer",
        (0, 3.4),
        (0, 0),
        (4.4, 0),
        (4.4, 3.4),
        (4.0, 3.4),
        (4.0, 0.4),
        (0.4, 0.4),
        (0.4, 3.4),
        fill=PALE_GREY,
        hatch="xx",
        color=GREY,
        width=1.2,
    )
    sketch.rectangle("lid:top", -0.1, 3.4, 4.5, 3.65, fill="#d9c7a8", z=3)
    sketch.rectangle("water:bath", 0.4, 0.4, 4.0, 2.5, fill=PALE_BLUE, width=0, z=1)
    sketch.line("level:water", (0.4, 2.5), (4.0, 2.5), color=BLUE, width=1.4)
    sketch.rectangle("block:metal", 0.9, 0.42, 2.2, 1.5, fill="#e8b39a", z=3)
    sketch.line("string:block", (1.55, 1.5), (1.55, 4.2), width=1.0, z=4)
    sketch.rectangle("thermometer:stem", 3.05, 1.2, 3.25, 5.0, fill="white", width=1.0, z=5)
    sketch.circle("thermometer:bulb", (3.15, 1.1), 0.19, fill=RED, color=RED, z=6)
    sketch.line("column:red", (3.15, 1.1), (3.15, 3.0), color=RED, width=2.5, z=6)
    for name, tip, at, words in (
        ("block", (2.05, 1.0), (5.0, 0.7), f"{metal}: {block.label}, {hot.label}"),
        ("water", (3.7, 2.1), (5.0, 1.9), f"water: {water.label}, {cold.label}"),
    ):
        sketch.dot(f"tip:{name}", tip, 0.05, z=7)
        sketch.line(f"leader:{name}", tip, at, width=0.8, z=6)
        sketch.text(f"name:{name}", words, at, of=f"leader:{name}", toward=(1, 0), gap_pt=3)
    sketch.claim("inside", "tip:block", "block:metal")
    sketch.claim("inside", "tip:water", "water:bath")
    sketch.claim("inside", "block:metal", "water:bath")
    sketch.claim("inside", "thermometer:bulb", "water:bath")
    sketch.claim("on", "level:water", "water:bath")
    sketch.claim("connected", "string:block", "block:metal")
    count_roles(sketch, "leader", "thermometer")
    sketch.entity("metal block", "block:metal")
    sketch.entity("water", "water:bath")
    one, two = block.value * heat, water.value * WATER
    answer = number_answer((one * hot.value + two * cold.value) / (one + two), "°C")
    return sketch.scene(
        problem=f"A block of {block.text} of {metal} (c = {heat} kJ/(kg K)) at {hot.text} is put into {water.text} of water (c = 4.19 kJ/(kg K)) at {cold.text} in a light, insulated vessel. Find the final temperature.",
        multimodal_question=f"The figure gives the temperatures before the block was put into the water (c = {heat} and 4.19 kJ/(kg K); light, insulated vessel). Find the final temperature.",
        givens=(block, hot, water, cold),
        unknown="the final temperature",
        answer=answer,
        solution=f"m₁ c₁ (T₁ - T) = m₂ c₂ (T - T₂), T = {answer.text}",
        hidden=hidden_texts(sketch, answer, "T"),
        quizzes=(
            value_quiz(draw, "What was the temperature of the block before?", hot, cold),
            value_quiz(draw, "What is the mass of the water?", water, block),
            make_quiz(draw, "Of what is the block?", metal, [other for other in METALS if other != metal][:3]),
        ),
        alt_text=f"A calorimeter with {water.text} of water at {cold.text}, a thermometer, and a block of {block.text} of {metal} that was at {hot.text}.",
    )


@defect("calorimeter", "dry_thermometer")
def dry_thermometer(scene: FigureScene, draw: Random) -> FigureScene:
    """The bulb of the thermometer hangs above the water."""
    lifted = {"thermometer:stem", "column:red", "thermometer:bulb"}
    marks: list[Mark] = []
    for mark in scene.marks:
        if mark.id in lifted and isinstance(mark, Path):
            mark = replace(mark, points=tuple((x, y + 2.0) for x, y in mark.points))
        elif isinstance(mark, Round) and mark.id in lifted:
            mark = replace(mark, center=(3.15, 3.1))
        marks.append(mark)
    return scene.with_marks(tuple(marks))
