"""Physics - Thermodynamic, gases and engines: what pushes on a piston, and where the heat of an engine goes."""

from dataclasses import replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.registry import defect, family
from scisynth.figures.function_families.physics.thermodynamics import TYPE
from scisynth.figures.parts.palette import BLUE, GREEN, GREY, PALE_BLUE, PALE_RED, RED
from scisynth.figures.parts.physics import GRAVITY, count_roles, hidden_texts, value_quiz, vector, wall
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer


def _balance(sketch: Sketch, wide: float, level: float, total: float, down: float) -> None:
    """Arrows of the forces on a piston: gas up, air and weight down, in balance."""
    vector(
        sketch, "force:gas", (wide * 0.5, level - total), total, 90, "$p A$", toward=(1, 0), position=0.4, color=GREEN
    )
    vector(
        sketch,
        "force:air",
        (wide * 0.3, level + 0.4 + down),
        down,
        270,
        "$p_0 A$",
        toward=(-1, 0),
        position=0.3,
        color=BLUE,
    )
    vector(
        sketch,
        "force:weight",
        (wide * 0.72, level + 0.4 + total - down),
        total - down,
        270,
        "$m g$",
        toward=(1, 0),
        position=0.1,
    )


@family(TYPE, "piston")
def piston(draw: Random) -> FigureScene:
    """A gas under a loaded piston: its pressure carries the air and the weight; heated, it grows in proportion to T."""
    mass = Quantity(
        symbol="m",
        value=draw.choice((4, 5, 6, 8, 9, 10, 12, 14, 15, 16, 18, 20, 24, 25, 30, 40)),
        unit="kg",
        meaning="piston",
    )
    area = Quantity(
        symbol="A", value=draw.choice((20, 25, 30, 40, 45, 50, 60, 75, 80, 100)), unit="cm²", meaning="piston"
    )
    air = Quantity(symbol="p_0", value=101, unit="kPa", meaning="air")
    high = Quantity(symbol="h", value=draw.choice((10, 12, 15, 20, 25, 30)), unit="cm", meaning="gas column")
    push = mass.value * GRAVITY / (area.value * 1e-4) / 1000
    if not 20 < push < 90:
        return piston(draw)
    sketch = Sketch()
    wide, level, tall = 3.0, 2.6, 4.6
    sketch.rectangle("gas:inside", 0, 0, wide, level, fill=PALE_BLUE, width=0, z=0)
    wall(sketch, "left", (0, 0), (0, tall), -0.28)
    wall(sketch, "right", (wide, tall), (wide, 0), -0.28)
    wall(sketch, "bottom", (0, 0), (wide, 0), 0.28)
    sketch.rectangle("piston:disc", 0.02, level, wide - 0.02, level + 0.4, fill="#d5d5d5", z=3)
    sketch.text("label:m", mass.label, (wide / 2, level + 0.2), of="piston:disc", z=7)
    sketch.claim("inside", "label:m", "piston:disc")
    generator = np.random.default_rng(draw.randrange(10**6))
    for number in range(14):
        x, y = generator.uniform(0.3, wide - 0.3), generator.uniform(0.25, level - 0.25)
        sketch.dot(f"molecule:{number}", (x, y), 0.05, color=BLUE, z=1)
        sketch.claim("inside", f"molecule:{number}", "gas:inside")
    total = 1.5
    down = total * air.value / (air.value + push)
    _balance(sketch, wide, level, total, down)
    sketch.claim("ratio", "force:air", "force:gas", value=down / total)
    sketch.claim("ratio", "force:weight", "force:gas", value=1 - down / total)
    sketch.claim("perpendicular", "force:gas", "wall:bottom")
    sketch.claim("inside", "force:gas", "gas:inside")
    sketch.line("size:h", (wide + 0.75, 0), (wide + 0.75, level), arrow="both", width=0.9)
    sketch.text("label:h", high.label, (wide + 0.75, level / 2), of="size:h", toward=(1, 0), gap_pt=4)
    sketch.text("label:A", area.label, (wide + 0.5, level + 0.2), toward=(1, 0), gap_pt=2)
    sketch.text("label:p0", air.label, (wide / 2, tall), toward=(0, 1), gap_pt=5)
    sketch.claim("connected", "piston:disc", "wall:left")
    count_roles(sketch, "molecule", "force")
    sketch.entity("piston", "piston:disc")
    sketch.entity("gas", "gas:inside")
    answer = number_answer(air.value + push, "kPa")
    return sketch.scene(
        problem=f"A gas in an upright cylinder carries a piston of {mass.text} and {area.text}, which moves freely; the air outside has {air.text}. Find the pressure of the gas (g = 9.81 m/s²).",
        multimodal_question="The piston moves freely and is at rest. Find the pressure of the gas (g = 9.81 m/s²).",
        givens=(mass, area, air),
        unknown="the pressure of the gas",
        answer=answer,
        solution=f"p = p₀ + m g/A = {air.text} + {format_number(push)} kPa = {answer.text}",
        hidden=hidden_texts(sketch, answer, "p"),
        quizzes=(
            value_quiz(draw, "What is the mass of the piston?", mass),
            value_quiz(draw, "What is the area of the piston?", area),
            make_quiz(draw, "How many forces on the piston point downwards?", "2", ["1", "3", "0"]),
        ),
        alt_text=f"A gas column of {high.text} under a piston of {mass.text} and {area.text}; the gas pushes up, the air at {air.text} and the weight push down.",
    )


def _flows(sketch: Sketch, half: float, lost: float, taken: str, given: str) -> None:
    """Arrows in the three bands, with what flows in them."""
    for name, tail, tip, words, way in (
        ("in", (0, 5.3), (0, 4.3), taken, (1, 0)),
        ("out", (-half + lost / 2, 1.5), (-half + lost / 2, 0.35), given, (1, 0)),
        ("work", (2.0, 2.9), (3.4, 2.9), "$W$", (0, 1)),
    ):
        sketch.arrow(f"flow:{name}", tail, tip, width=2.2, z=5)
        if name == "work":
            sketch.text("label:work", words, tip, of="flow:work", toward=(1, 0), gap_pt=16, size=13)
        else:
            sketch.text(
                f"label:{name}",
                words,
                (half if name == "in" else lost - half, tip[1] + 0.4),
                of=f"band:{name}",
                toward=way,
                gap_pt=6,
            )


@family(TYPE, "engine_flow")
def engine_flow(draw: Random) -> FigureScene:
    """Energy of an engine between two reservoirs: the bands are as wide as what flows in them."""
    heat = Quantity(symbol="Q_1", value=draw.randrange(400, 2100, 100), unit="J", meaning="from the hot reservoir")
    share = draw.choice((0.2, 0.25, 0.3, 0.35, 0.4))
    waste = Quantity(symbol="Q_2", value=round(heat.value * (1 - share)), unit="J", meaning="to the cold reservoir")
    wide = 2.4
    lost = wide * waste.value / heat.value
    sketch = Sketch()
    for name, y, words, fill, color in (
        ("hot", 5.6, "hot reservoir", PALE_RED, RED),
        ("cold", -0.9, "cold reservoir", PALE_BLUE, BLUE),
    ):
        sketch.rectangle(f"reservoir:{name}", -2.4, y, 2.4, y + 0.9, fill=fill, color=color)
        sketch.text(f"name:{name}", words, (0, y + 0.45), of=f"reservoir:{name}")
        sketch.claim("inside", f"name:{name}", f"reservoir:{name}")
    half = wide / 2
    sketch.area("band:in", (-half, 5.6), (-half, 3.4), (half, 3.4), (half, 5.6), fill="#f3c0b5", width=0, z=0)
    sketch.area(
        "band:out", (-half, 2.4), (-half, 0), (-half + lost, 0), (-half + lost, 2.4), fill="#b9d2ea", width=0, z=0
    )
    work = wide - lost
    sketch.area(
        "band:work",
        (1.1, 2.9 - work / 2),
        (3.6, 2.9 - work / 2),
        (3.6, 2.9 + work / 2),
        (1.1, 2.9 + work / 2),
        fill="#c7e3c9",
        width=0,
        z=0,
    )
    sketch.circle("engine:E", (0, 2.9), 1.25, fill="white", width=1.8, z=3)
    sketch.text("name:E", "engine", (0, 2.9))
    sketch.claim("inside", "name:E", "engine:E")
    for name, one, two in (
        ("in", (-half, 5.0), (half, 5.0)),
        ("out", (-half, 0.6), (-half + lost, 0.6)),
        ("work", (3.0, 2.9 - work / 2), (3.0, 2.9 + work / 2)),
    ):
        sketch.line(f"width:{name}", one, two, width=0.8, dash="dotted", color=GREY)
    _flows(sketch, half, lost, heat.label, waste.label)
    sketch.claim("points_to", "flow:in", "engine:E")
    sketch.claim("ratio", "width:out", "width:in", value=waste.value / heat.value)
    sketch.claim("ratio", "width:work", "width:in", value=1 - waste.value / heat.value)
    sketch.claim("order", "reservoir:cold", "engine:E", "reservoir:hot", value="bottom_to_top")
    count_roles(sketch, "flow", "band", "reservoir")
    sketch.entity("engine", "engine:E")
    sketch.entity("reservoirs", "reservoir:hot", "reservoir:cold")
    asked = draw.choice(("W", "η"))
    done = heat.value - waste.value
    answer = number_answer(done, "J") if asked == "W" else number_answer(100 * done / heat.value, "%")
    what = "work of one cycle" if asked == "W" else "efficiency"
    return sketch.scene(
        problem=f"In each cycle an engine takes {heat.text} from a hot reservoir and gives {waste.text} to a cold one. Find the {what}.",
        multimodal_question=f"Find the {what} of the engine.",
        givens=(heat, waste),
        unknown=f"the {what}",
        answer=answer,
        solution=f"W = Q₁ - Q₂ = {format_number(done)} J, η = W/Q₁ = {format_number(100 * done / heat.value)} %; asked for: {answer.text}",
        hidden=hidden_texts(sketch, answer, asked),
        quizzes=(
            value_quiz(draw, "How much heat does the engine take in?", heat, waste),
            value_quiz(draw, "How much heat goes to the cold reservoir?", waste, heat),
            make_quiz(
                draw,
                "Which band is the widest?",
                "the heat from the hot reservoir",
                ["the heat to the cold reservoir", "the work", "all are equally wide"],
            ),
        ),
        alt_text=f"An engine between a hot and a cold reservoir: {heat.text} in, {waste.text} out, and the work W to the side, with bands to scale.",
    )


@defect("engine_flow", "cold_to_hot")
def cold_to_hot(scene: FigureScene, draw: Random) -> FigureScene:
    """Heat flows out of the cold reservoir into the engine."""
    arrow = scene.mark("flow:out")
    assert isinstance(arrow, Path)
    return change(scene, replace(arrow, points=arrow.points[::-1]))
