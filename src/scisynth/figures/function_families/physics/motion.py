"""Physics - Mechanical, bodies in motion: pulleys, throws and circles; what is left of the forces is mass times acceleration."""

import math
from dataclasses import replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.registry import defect, family
from scisynth.figures.parts.palette import BLUE, GREEN, GREY, PALE_BLUE, PALE_GREY, PALE_ORANGE
from scisynth.figures.parts.physics import (
    GRAVITY,
    block,
    count_roles,
    given_label,
    hidden_texts,
    pulley,
    value_quiz,
    vector,
    wall,
)
from scisynth.figures.parts.places import polar
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer

TYPE = "Physics - Mechanical"


@family(TYPE, "atwood_machine")
def atwood_machine(draw: Random) -> FigureScene:
    """Two masses over a light pulley: a = g (m₂ - m₁) / (m₁ + m₂), and one tension in the whole rope."""
    light, heavy = sorted(draw.sample((1, 1.5, 2, 2.5, 3, 4, 5, 6), 2))
    if heavy / light > 2.6:
        return atwood_machine(draw)
    one = Quantity(symbol="m_1", value=light, unit="kg", meaning="left mass")
    two = Quantity(symbol="m_2", value=heavy, unit="kg", meaning="right mass")
    scale, radius = 2.0 / heavy, 0.9
    tension = 2 * light * heavy / (light + heavy)
    sketch = Sketch()
    wall(sketch, "ceiling", (2.2, 1.9), (-2.2, 1.9), 0.35)
    sketch.line("rod:pulley", (0, 1.9), (0, 0), width=3.0, color=GREY, z=4)
    pulley(sketch, "wheel", (0, 0), radius)
    sketch.circle("rope:top", (0, 0), radius, start_deg=0, end_deg=180, width=2.0, z=4)
    for x, low, quantity, name in ((-radius, -2.5, one, "1"), (radius, -3.1, two, "2")):
        side = math.copysign(1, x)
        sketch.line(f"rope:{name}", (x, 0), (x, low), width=2.0)
        half = 0.32 + 0.06 * quantity.value
        block(sketch, f"body:{name}", (x, low - half), 2 * half, 2 * half)
        label = sketch.text(
            f"label:{name}", given_label(quantity), (x + side * half, low - half), of=f"body:{name}", toward=(side, 0)
        )
        sketch.claim("near", label, f"body:{name}")
        vector(
            sketch,
            f"force:W{name}",
            (x, low - 2 * half),
            scale * quantity.value,
            270,
            f"$W_{name}$",
            toward=(side, 0),
            position=0.8,
        )
        vector(
            sketch, f"force:T{name}", (x, low), scale * tension, 90, "$T$", toward=(side, 0), position=0.8, color=BLUE
        )
        sketch.claim("tangent", f"rope:{name}", "pulley:wheel")
        sketch.claim("connected", f"rope:{name}", f"body:{name}")
        sketch.claim("connected", f"rope:{name}", "rope:top")
        sketch.claim("ratio", f"force:T{name}", f"force:W{name}", value=tension / quantity.value)
    sketch.claim("ratio", "force:W2", "force:W1", value=heavy / light)
    sketch.claim("parallel", "rope:1", "rope:2")
    count_roles(sketch, "force", "body")
    sketch.entity("pulley", "pulley:wheel", "axle:wheel", "rod:pulley")
    sketch.entity("masses", "body:1", "body:2")
    which = draw.choice(("a", "T"))
    pull = (heavy - light) / (heavy + light) * GRAVITY
    answer = number_answer(pull, "m/s²") if which == "a" else number_answer(tension * GRAVITY, "N")
    name = "acceleration a of the masses" if which == "a" else "tension T of the rope"
    formula = "a = g (m₂ - m₁)/(m₁ + m₂)" if which == "a" else "T = 2 g m₁ m₂/(m₁ + m₂)"
    return sketch.scene(
        problem=f"Masses of {one.text} and {two.text} hang from a light rope over a light, frictionless pulley and are let go. Find the {name} (g = 9.81 m/s²).",
        multimodal_question=f"The masses hang over a light, frictionless pulley and are let go. Find the {name} (g = 9.81 m/s²).",
        givens=(one, two),
        unknown=f"the {name}",
        answer=answer,
        solution=f"{formula} = {answer.text}",
        hidden=hidden_texts(sketch, answer, which),
        quizzes=(
            value_quiz(draw, "What is the mass of the left body?", one, two),
            value_quiz(draw, "What is the mass of the right body?", two, one),
            make_quiz(
                draw,
                "Which body hangs lower?",
                "the right one",
                ["the left one", "both hang level", "only one body is drawn"],
            ),
        ),
        alt_text=f"A pulley below a ceiling with a rope over it; {one.text} hangs on the left and {two.text} on the right, with tensions and weights.",
    )


@defect("atwood_machine", "unequal_tensions")
def unequal_tensions(scene: FigureScene, draw: Random) -> FigureScene:
    """Each tension balances its own weight, as if nothing moved and the rope were two."""
    arrows = []
    for name in "12":
        pull, weight = scene.mark(f"force:T{name}"), scene.mark(f"force:W{name}")
        assert isinstance(pull, Path) and isinstance(weight, Path)
        (x, y), size = pull.points[0], math.dist(*weight.points)
        arrows.append(replace(pull, points=((x, y), (x, y + size))))
    return change(scene, *arrows)


@family(TYPE, "table_and_pulley")
def table_and_pulley(draw: Random) -> FigureScene:
    """A body on a table drawn by a hanging one: a = g (m₂ - μ m₁) / (m₁ + m₂)."""
    one = Quantity(symbol="m_1", value=draw.choice((2, 3, 4, 5, 6)), unit="kg", meaning="body on the table")
    two = Quantity(symbol="m_2", value=draw.choice((1.5, 2, 2.5, 3, 4)), unit="kg", meaning="hanging body")
    mu = Quantity(symbol=r"\mu", value=draw.choice((0.1, 0.15, 0.2, 0.25, 0.3)), meaning="coefficient of friction")
    net = two.value - mu.value * one.value
    if net < 0.5:
        return table_and_pulley(draw)
    tension = two.value * (1 - net / (one.value + two.value))
    scale, edge, radius = 1.7 / max(one.value, two.value), 5.2, 0.42
    sketch = Sketch()
    sketch.area("body:table", (0, 0), (edge, 0), (edge, -0.35), (0, -0.35), fill=PALE_GREY, z=1)
    for x in (0.4, edge - 0.7):
        sketch.rectangle(f"leg:{x:.1f}", x, -3.6, x + 0.3, -0.35, fill=PALE_GREY, z=1)
    wall(sketch, "floor", (-0.4, -3.6), (edge + 1.9, -3.6), 0.25)
    sketch.line("side:top", (0, 0), (edge, 0))
    hub = np.asarray([edge + 0.35, 0.45 - radius + 0.15])
    sketch.line("rod:pulley", (edge, -0.05), hub, width=3, color=GREY, z=4)
    pulley(sketch, "wheel", hub, radius)
    high = hub[1] + radius
    block(sketch, "body:1", (2.0, 0.55), 1.5, 1.1)
    sketch.text("label:1", given_label(one), (1.25, 0.8), of="body:1", toward=(-1, 0))
    sketch.line("rope:1", (2.75, high), (hub[0], high), width=1.8)
    sketch.circle("rope:bend", hub, radius, start_deg=0, end_deg=90, width=1.8, z=4)
    sketch.line("rope:2", (hub[0] + radius, hub[1]), (hub[0] + radius, -1.7), width=1.8)
    block(sketch, "body:2", (hub[0] + radius, -2.1), 0.8, 0.8, fill=PALE_BLUE)
    sketch.text("label:2", given_label(two), (hub[0] + radius + 0.4, -2.1), of="body:2", toward=(1, 0))
    sketch.text("label:mu", given_label(mu), (3.6, -0.35), of="side:top", toward=(0, -1), gap_pt=4)
    center = (2.0, 0.55)
    vector(sketch, "force:W1", center, scale * one.value, 270, "$W_1$", toward=(1, 0), position=0.85)
    vector(sketch, "force:N", center, scale * one.value, 90, "$N$", toward=(1, 0), position=0.9, color=GREEN)
    vector(sketch, "force:f", (1.25, 0.08), scale * mu.value * one.value, 180, "$f$", toward=(0, 1), position=0.9)
    vector(sketch, "force:T1", (2.75, high), scale * tension, 0, "$T$", toward=(0, 1), position=0.7, color=BLUE)
    vector(
        sketch, "force:T2", (hub[0] + radius, -1.7), scale * tension, 90, "$T$", toward=(1, 0), position=0.6, color=BLUE
    )
    vector(sketch, "force:W2", (hub[0] + radius, -2.5), scale * two.value, 270, "$W_2$", toward=(1, 0), position=0.4)
    for force, other, value in (
        ("N", "W1", 1.0),
        ("T1", "T2", 1.0),
        ("W2", "W1", two.value / one.value),
        ("f", "N", mu.value),
    ):
        sketch.claim("ratio", f"force:{force}", f"force:{other}", value=value)
    sketch.claim("ratio", "force:T2", "force:W2", value=tension / two.value)
    sketch.claim("perpendicular", "rope:1", "rope:2")
    for number in "12":
        sketch.claim("tangent", f"rope:{number}", "pulley:wheel")
        sketch.claim("connected", f"rope:{number}", f"body:{number}")
    count_roles(sketch, "force")
    sketch.entity("body on the table", "body:1")
    sketch.entity("hanging body", "body:2")
    answer = number_answer(GRAVITY * net / (one.value + two.value), "m/s²")
    return sketch.scene(
        problem=f"A body of {one.text} slides on a table with coefficient of friction {mu.text}, drawn by a rope over a light pulley with a hanging body of {two.text}. Find the acceleration (g = 9.81 m/s²).",
        multimodal_question="The hanging body draws the other across the table; the pulley is light and frictionless. Find the acceleration (g = 9.81 m/s²).",
        givens=(one, two, mu),
        unknown="the acceleration",
        answer=answer,
        solution=f"a = g (m₂ - μ m₁)/(m₁ + m₂) = 9.81 · ({format_number(two.value)} - {format_number(mu.value * one.value)})/{format_number(one.value + two.value)} = {answer.text}",
        hidden=hidden_texts(sketch, answer, "a"),
        quizzes=(
            value_quiz(draw, "What is the mass of the hanging body?", two, one),
            value_quiz(draw, "What is the mass of the body on the table?", one, two),
            make_quiz(draw, "Which force on the body on the table points to the left?", "f", ["N", "T", "W1"]),
        ),
        alt_text=f"A body of {one.text} on a table, tied over a pulley at its edge to a hanging body of {two.text}; friction coefficient {mu.text}.",
    )


@family(TYPE, "oblique_throw")
def oblique_throw(draw: Random) -> FigureScene:
    """A throw from level ground: a parabola, with velocities along its tangents and a constant horizontal part."""
    speed = Quantity(symbol="v_0", value=draw.randint(10, 30), unit="m/s", meaning="initial speed")
    angle = Quantity(symbol=r"\alpha", value=draw.randrange(35, 66, 5), unit="°", meaning="angle of the throw")
    slope = math.tan(math.radians(angle.value))
    reach = speed.value**2 * math.sin(math.radians(2 * angle.value)) / GRAVITY
    height = reach * slope / 4
    width = 8.0
    sketch = Sketch()
    wall(sketch, "ground", (-0.6, 0), (width + 1.0, 0), 0.3)
    xs = np.linspace(0, width, 81)
    sketch.line("path:throw", *zip(xs, slope * xs * (1 - xs / width), strict=True), dash="dashed", color=GREY)
    sketch.claim("formula", "path:throw", value=f"{slope:.6f}*x*(1 - x/{width:g})")
    top, size = (width / 2, slope * width / 4), 2.2
    vector(
        sketch, "velocity:0", (0, 0), size, angle.value, given_label(speed), toward=(-1, 0.2), position=0.75, color=BLUE
    )
    vector(
        sketch,
        "velocity:top",
        top,
        size * math.cos(math.radians(angle.value)),
        0,
        "$v_x$",
        toward=(0, 1),
        position=0.6,
        color=BLUE,
    )
    fall = polar(-angle.value, size)
    vector(
        sketch,
        "velocity:end",
        (width, 0) - fall,
        size,
        -angle.value % 360,
        "$v_1$",
        toward=(1, 0.3),
        position=0.5,
        color=BLUE,
    )
    for name, place in (("0", (0, 0)), ("top", top)):
        sketch.dot(f"ball:{name}", place, 0.11)
        sketch.claim("on", f"ball:{name}", "path:throw")
    sketch.angle("angle:alpha", (0, 0), (width, 0), polar(angle.value), given_label(angle), 0.8)
    sketch.line("size:h", (width / 2, 0), top, arrow="both", width=0.9, color=GREY)
    sketch.text("label:h", "$h$", (width / 2, top[1] / 2), of="size:h", toward=(1, 0))
    sketch.line("size:R", (0, -0.75), (width, -0.75), arrow="both", width=0.9, color=GREY)
    sketch.text("label:R", "$R$", (width / 2, -0.75), of="size:R", toward=(0, -1))
    sketch.claim("ratio", "velocity:top", "velocity:0", value=math.cos(math.radians(angle.value)))
    sketch.claim("ratio", "velocity:end", "velocity:0", value=1.0)
    sketch.claim("ratio", "size:h", "size:R", value=slope / 4)
    sketch.claim("angle", "velocity:0", "wall:ground", value=angle.value)
    sketch.claim("parallel", "velocity:top", "wall:ground")
    count_roles(sketch, "velocity")
    sketch.entity("path of the ball", "path:throw")
    sketch.entity("velocities", "velocity:0", "velocity:top", "velocity:end")
    symbol, value, name, formula = draw.choice(
        (("R", reach, "range R", "v₀² sin 2α / g"), ("h", height, "greatest height h", "v₀² sin² α / (2 g)"))
    )
    answer = number_answer(value, "m")
    return sketch.scene(
        problem=f"A ball is thrown from level ground at {speed.text} and {angle.text} above the horizontal. Find the {name} (g = 9.81 m/s², no drag).",
        multimodal_question=f"Find the {name} of the throw in the figure (g = 9.81 m/s², no drag).",
        givens=(speed, angle),
        unknown=f"the {name}",
        answer=answer,
        solution=f"{symbol} = {formula} = {answer.text}",
        hidden=hidden_texts(sketch, answer, symbol),
        quizzes=(
            value_quiz(draw, "What is the initial speed?", speed),
            value_quiz(draw, "At what angle is the ball thrown?", angle),
            make_quiz(draw, "Which letter marks the greatest height?", "h", ["R", "α", "v₀"]),
        ),
        alt_text=f"The parabola of a ball thrown at {speed.text} and {angle.text}, with its velocity at the start, at the top and at the end.",
    )


@defect("oblique_throw", "stopped_at_top")
def stopped_at_top(scene: FigureScene, draw: Random) -> FigureScene:
    """The velocity at the top points down, as if the ball stood still there and began to fall."""
    arrow = scene.mark("velocity:top")
    assert isinstance(arrow, Path)
    (x, y), tip = arrow.points
    return change(scene, replace(arrow, points=((x, y), (x, y - math.dist((x, y), tip)))))


@family(TYPE, "throw_off_cliff")
def throw_off_cliff(draw: Random) -> FigureScene:
    """A horizontal throw off a cliff: free fall below, uniform motion along."""
    speed = Quantity(symbol="v_0", value=draw.randint(5, 25), unit="m/s", meaning="initial speed")
    height = Quantity(symbol="h", value=draw.randrange(10, 80, 5), unit="m", meaning="height of the cliff")
    reach = speed.value * math.sqrt(2 * height.value / GRAVITY)
    if not 0.5 <= reach / height.value <= 2.0:
        return throw_off_cliff(draw)
    scale = 6.0 / max(reach, height.value)
    far, top = scale * reach, scale * height.value
    sketch = Sketch()
    sketch.area(
        "body:cliff", (-1.8, 0), (0, 0), (0, top), (-1.8, top), fill=PALE_GREY, hatch="//", color=GREY, width=0, z=0
    )
    sketch.line("side:cliff", (-1.8, top), (0, top), (0, 0))
    wall(sketch, "ground", (0, 0), (far + 1.0, 0), 0.3)
    xs = np.linspace(0, far, 61)
    sketch.line("path:throw", *zip(xs, top * (1 - (xs / far) ** 2), strict=True), dash="dashed", color=GREY)
    sketch.claim("formula", "path:throw", value=f"{top:.6f}*(1 - (x/{far:.6f})**2)")
    size = 1.5
    vector(sketch, "velocity:0", (0, top), size, 0, given_label(speed), toward=(0, 1), position=0.6, color=BLUE)
    half = (far / 2, 0.75 * top)
    vector(sketch, "velocity:x", half, size, 0, "$v_x$", toward=(1, 0.2), color=BLUE)
    # Halfway along, half of the time of fall has passed: v_y = g t / 2.
    down = size * GRAVITY * math.sqrt(2 * height.value / GRAVITY) / 2 / speed.value
    vector(sketch, "velocity:y", half, down, 270, "$v_y$", toward=(-0.5, -1), color=GREEN)
    for name, place in (("0", (0, top)), ("half", half)):
        sketch.dot(f"ball:{name}", place, 0.1, z=7)
        sketch.claim("on", f"ball:{name}", "path:throw")
    sketch.line("size:h", (-0.45, 0), (-0.45, top), arrow="both", width=0.9)
    sketch.text("label:h", given_label(height), (-0.45, top / 2), of="size:h", toward=(-1, 0), halo=True)
    sketch.line("size:x", (0, -0.6), (far, -0.6), arrow="both", width=0.9)
    sketch.text("label:x", "$x$", (far / 2, -0.6), of="size:x", toward=(0, -1))
    sketch.claim("ratio", "size:x", "size:h", value=reach / height.value)
    sketch.claim("ratio", "velocity:x", "velocity:0", value=1.0)
    sketch.claim("ratio", "velocity:y", "velocity:x", value=down / size)
    sketch.claim("connected", "path:throw", "wall:ground")
    count_roles(sketch, "velocity")
    sketch.entity("cliff", "body:cliff")
    sketch.entity("path of the ball", "path:throw")
    answer = number_answer(reach, "m")
    return sketch.scene(
        problem=f"A ball leaves the edge of a cliff {height.text} high horizontally at {speed.text}. How far from its foot does it land (g = 9.81 m/s², no drag)?",
        multimodal_question="How far x from the foot of the cliff does the ball land (g = 9.81 m/s², no drag)?",
        givens=(speed, height),
        unknown="the distance x",
        answer=answer,
        solution=f"t = √(2 h / g) = {format_number(reach / speed.value)} s, x = v₀ t = {answer.text}",
        hidden=hidden_texts(sketch, answer, "x"),
        quizzes=(
            value_quiz(draw, "How high is the cliff?", height),
            value_quiz(draw, "What is the initial speed of the ball?", speed),
            make_quiz(
                draw,
                "In which direction does the ball leave the cliff?",
                "horizontally to the right",
                ["upwards to the right", "straight down", "horizontally to the left"],
            ),
        ),
        alt_text=f"A ball leaves a cliff of {height.text} horizontally at {speed.text} and falls on a parabola; its velocity parts are drawn halfway along.",
    )


@family(TYPE, "conical_pendulum")
def conical_pendulum(draw: Random) -> FigureScene:
    """A bob that circles on a string: tension and weight add up to a force towards the centre."""
    length = Quantity(symbol="L", value=draw.choice((0.5, 0.6, 0.8, 1.0, 1.2, 1.5, 2.0)), unit="m", meaning="string")
    theta = Quantity(symbol=r"\theta", value=draw.randint(22, 45), unit="°", meaning="angle with the vertical")
    size, angle, weight = 5.0, math.radians(theta.value), 1.6
    center = np.asarray([0.0, -size * math.cos(angle)])
    bob = np.asarray([size * math.sin(angle), center[1]])
    sketch = Sketch()
    wall(sketch, "ceiling", (1.2, 0), (-1.2, 0), 0.3)
    sketch.circle("orbit:circle", center, bob[0], radius_y=0.24 * bob[0], dash="dashed", color=GREY, width=1.0)
    sketch.line("axis:vertical", (0, 0), center, dash="dashdot", width=0.9, color=GREY)
    sketch.line("radius:r", center, bob, dash="dashed", width=0.9, color=GREY)
    sketch.line("string:L", (0, 0), bob, width=1.6)
    sketch.text("label:L", given_label(length), 0.4 * bob, of="string:L", toward=(1, 0.5), gap_pt=6)
    sketch.circle("body:bob", bob, 0.2, fill=PALE_ORANGE, z=4)
    sketch.angle("angle:theta", (0, 0), center, bob, given_label(theta), 2.0, toward=(0, -1), gap_pt=5)
    pull = weight / math.cos(angle)
    vector(sketch, "force:T", bob, pull, 90 + theta.value, "$T$", toward=(1, 0.3), position=0.85, color=BLUE)
    vector(sketch, "force:W", bob, weight, 270, "$m g$", toward=(1, 0), position=0.85)
    vector(sketch, "force:F", bob, weight * math.tan(angle), 180, "$F$", toward=(0, -1), position=0.75, color=GREEN)
    sketch.claim("parallel", "force:T", "string:L")
    sketch.claim("ratio", "force:T", "force:W", value=pull / weight)
    sketch.claim("ratio", "force:F", "force:W", value=math.tan(angle))
    sketch.claim("angle", "string:L", "axis:vertical", value=theta.value)
    sketch.claim("points_to", "force:F", "orbit:circle")
    sketch.claim("perpendicular", "radius:r", "axis:vertical")
    sketch.claim("on", "body:bob", "orbit:circle")
    count_roles(sketch, "force")
    sketch.entity("pendulum", "string:L", "body:bob")
    sketch.entity("forces", "force:T", "force:W", "force:F")
    answer = number_answer(2 * math.pi * math.sqrt(length.value * math.cos(angle) / GRAVITY), "s")
    return sketch.scene(
        problem=f"A bob on a string of {length.text} moves in a horizontal circle; the string makes {theta.text} with the vertical. Find the period of revolution (g = 9.81 m/s²).",
        multimodal_question="The bob moves in a horizontal circle. Find the period of revolution (g = 9.81 m/s²).",
        givens=(length, theta),
        unknown="the period of revolution",
        answer=answer,
        solution=f"tan θ = ω² L sin θ / g, period = 2π √(L cos θ / g) = {answer.text}",
        hidden=hidden_texts(sketch, answer, "T"),
        quizzes=(
            value_quiz(draw, "How long is the string?", length),
            value_quiz(draw, "What angle does the string make with the vertical?", theta),
            make_quiz(draw, "Which arrow points along the string?", "T", ["F", "mg", "none of them"]),
        ),
        alt_text=f"A conical pendulum of {length.text} at {theta.text} to the vertical with tension T, weight mg and their sum F towards the centre.",
    )
