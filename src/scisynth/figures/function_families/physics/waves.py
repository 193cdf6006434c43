"""Physics - Waveform: curves that follow their formula in the coordinates of their axes, and wave fronts with their places."""

import math
from dataclasses import replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.registry import defect, family
from scisynth.figures.parts.palette import BLUE, GREEN, GREY, RED
from scisynth.figures.parts.physics import count_roles, hidden_texts, value_quiz, wall
from scisynth.figures.scene.marks import Path, Round
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer

TYPE = "Physics - Waveform"
BOX = (0.0, 0.0, 8.0, 3.4)


def _graph(sketch: Sketch, name: str, formula: str, low: float, high: float, color: str, **style: str | float) -> None:
    """A curve of a formula in x that is claimed of it."""
    from scisynth.figures.verify.formula import evaluate

    sketch.curve(name, "axes:plot", lambda x: evaluate(formula, x), low, high, num=240, color=color, **style)
    sketch.claim("formula", name, value=formula)


@family(TYPE, "standing_wave")
def standing_wave(draw: Random) -> FigureScene:
    """A string between walls in its n-th harmonic: λ = 2 L / n."""
    num = draw.randint(2, 5)
    length = Quantity(
        symbol="L", value=draw.choice((0.6, 0.8, 0.9, 1.2, 1.5, 1.8, 2.0, 2.4)), unit="m", meaning="string"
    )
    frequency = Quantity(symbol="f", value=draw.randrange(20, 200, 10), unit="Hz", meaning="frequency")
    wide, high = 8.0, 0.85
    sketch = Sketch()
    wall(sketch, "left", (0, 1.3), (0, -1.3), 0.35)
    wall(sketch, "right", (wide, -1.3), (wide, 1.3), 0.35)
    x = np.linspace(0, wide, 161)
    for name, sign, dash in (("up", 1, "solid"), ("down", -1, "dashed")):
        sketch.line(
            f"string:{name}",
            *zip(x, sign * high * np.sin(num * math.pi * x / wide), strict=True),
            dash=dash,
            color=BLUE,
            width=2.0,
        )
        sketch.claim("formula", f"string:{name}", value=f"{sign * high}*sin({num}*pi*x/{wide})")
        sketch.claim("connected", f"string:{name}", "wall:left")
        sketch.claim("connected", f"string:{name}", "wall:right")
    sketch.line("rest:string", (0, 0), (wide, 0), dash="dotted", width=0.9, color=GREY, z=1)
    for number in range(num + 1):
        sketch.dot(f"node:{number}", (wide * number / num, 0), 0.08, color=RED, z=6)
        sketch.claim("on", f"node:{number}", "rest:string")
        sketch.claim("on", f"node:{number}", "string:up")
    sketch.text("label:node", "node", (wide / num, 0), of="node:1", toward=(0, -1), gap_pt=16, color=RED, size=10)
    sketch.line("size:L", (0, -1.75), (wide, -1.75), arrow="both", width=0.9)
    sketch.text("label:L", length.label, (wide / 2, -1.75), of="size:L", toward=(0, -1), gap_pt=3)
    sketch.text("label:f", frequency.label, (wide / 2, 1.3), toward=(0, 1))
    sketch.claim("parallel", "size:L", "rest:string")
    count_roles(sketch, "node", "wall")
    sketch.entity("string", "string:up", "string:down")
    sketch.entity("nodes", *(f"node:{number}" for number in range(num + 1)))
    lam = 2 * length.value / num
    symbol = draw.choice(("v", "λ"))
    answer = number_answer(frequency.value * lam, "m/s") if symbol == "v" else number_answer(lam, "m")
    what = "speed of waves on the string" if symbol == "v" else "wavelength"
    return sketch.scene(
        problem=f"A string of {length.text} between two walls swings at {frequency.text} with {num} antinodes. Find the {what}.",
        multimodal_question=f"Find the {what}.",
        givens=(length, frequency),
        unknown=f"the {what}",
        answer=answer,
        solution=f"λ = 2 L/n = 2 · {length.text}/{num} = {format_number(lam)} m, v = f λ = {format_number(frequency.value * lam)} m/s; asked for: {answer.text}",
        hidden=hidden_texts(sketch, answer, symbol),
        quizzes=(
            make_quiz(
                draw, "How many antinodes has the standing wave?", str(num), [str(num + 1), str(num - 1), str(num + 2)]
            ),
            make_quiz(
                draw,
                "How many nodes are there, those at the walls included?",
                str(num + 1),
                [str(num), str(num + 2), str(num - 1)],
            ),
            value_quiz(draw, "How long is the string?", length),
        ),
        alt_text=f"A standing wave with {num} antinodes on a string of {length.text} between two walls, at {frequency.text}.",
    )


@defect("standing_wave", "loose_end")
def loose_end(scene: FigureScene, draw: Random) -> FigureScene:
    """An antinode lies at the right wall, where the string is tied."""
    num = sum(mark.id.startswith("node:") for mark in scene.marks) - 1
    lines = []
    for mark in scene.marks:
        if isinstance(mark, Path) and mark.id.startswith("string:"):
            sign = 1 if mark.id.endswith("up") else -1
            ys = [(x, sign * 0.85 * math.sin((num - 0.5) * math.pi * x / 8)) for x, _ in mark.points]
            lines.append(replace(mark, points=tuple(ys)))
    return change(scene, *lines)


@family(TYPE, "doppler_fronts")
def doppler_fronts(draw: Random) -> FigureScene:
    """Fronts of a moving source: circles about the places where it was, closer before it than behind it."""
    frequency = Quantity(symbol="f_0", value=draw.randrange(200, 1050, 50), unit="Hz", meaning="of the source")
    speed = Quantity(symbol="v", value=draw.choice((60, 80, 100, 120, 140, 160, 180)), unit="m/s", meaning="source")
    sound = Quantity(symbol="c", value=343, unit="m/s", meaning="speed of sound")
    mach, num, step = speed.value / sound.value, 5, 0.75
    sketch = Sketch()
    for number in range(1, num + 1):
        center = (-mach * step * number, 0.0)
        sketch.circle(f"front:{number}", center, step * number, color=BLUE, width=1.3)
        sketch.dot(f"was:{number}", center, 0.04, color=GREY)
        sketch.claim("ratio", f"front:{number}", "front:1", value=float(number))
    for number in range(2, num + 1):
        # Centres lie equal steps apart, so the gaps before and behind the source are in the ratio (1 - M) : (1 + M).
        sketch.claim("order", f"was:{number}", f"was:{number - 1}", value="left_to_right")
    front, back = step * num * (1 - mach), -step * num * (1 + mach)
    sketch.dot("source:S", (0, 0), 0.12, color=RED, z=7)
    sketch.arrow("velocity:v", (0, 0), (1.0, 0), color=RED, width=2.2, z=6)
    low = -step * num - 0.35
    for name, start, stop, words in (
        ("ahead", front - (1 - mach) * step, front, r"$\lambda_1$"),
        ("behind", back, back + (1 + mach) * step, r"$\lambda_2$"),
    ):
        sketch.line(f"gap:{name}", (start, 0), (stop, 0), arrow="both", width=1.0, color=GREEN, z=6)
        sketch.text(
            f"label:{name}",
            words,
            ((start + stop) / 2, 0),
            of=f"gap:{name}",
            toward=(0, -1),
            gap_pt=5,
            color=GREEN,
            halo=True,
        )
    sketch.claim("ratio", "gap:behind", "gap:ahead", value=(1 + mach) / (1 - mach))
    for name, number in (("ahead", num), ("ahead", num - 1), ("behind", num), ("behind", num - 1)):
        sketch.claim("connected", f"gap:{name}", f"front:{number}", tolerance=4)
    sketch.text("label:S", "source", (0, 0), of="source:S", toward=(0, 1), gap_pt=7, color=RED, halo=True)
    for index, quantity in enumerate((frequency, speed, sound)):
        sketch.text(f"given:{index}", quantity.label, (back + 3.2 * index, low), toward=(0, -1), align="left")
    for name, x, side in (("A", front + 0.7, 1), ("B", back - 0.7, -1)):
        sketch.dot(f"observer:{name}", (x, 0), 0.09)
        sketch.text(f"name:{name}", f"${name}$", (x, 0), of=f"observer:{name}", toward=(side, 0), size=13)
    sketch.claim("order", "observer:B", "source:S", "observer:A", value="left_to_right")
    sketch.claim("points_to", "velocity:v", "observer:A")
    count_roles(sketch, "front")
    sketch.entity("source", "source:S", "velocity:v")
    sketch.entity("wave fronts", *(f"front:{number}" for number in range(1, num + 1)))
    who, factor = draw.choice((("A", 1 / (1 - mach)), ("B", 1 / (1 + mach))))
    answer = number_answer(frequency.value * factor, "Hz")
    return sketch.scene(
        problem=f"A source of {frequency.text} moves at {speed.text} towards A and away from B, both at rest (speed of sound {sound.text}). What frequency does {who} hear?",
        multimodal_question=f"What frequency does the observer {who}, at rest, hear?",
        givens=(frequency, speed, sound),
        unknown=f"the frequency at {who}",
        answer=answer,
        solution=f"f = f₀ c/(c {'-' if who == 'A' else '+'} v) = {frequency.text} · 343/{format_number(343 / factor)} = {answer.text}",
        hidden=hidden_texts(sketch, answer, "f"),
        quizzes=(
            make_quiz(draw, "Towards which observer does the source move?", "A", ["B", "neither", "it is at rest"]),
            make_quiz(
                draw,
                "On which side are the wave fronts closer together?",
                "towards A",
                ["towards B", "above the source", "they are equally far apart everywhere"],
            ),
            value_quiz(draw, "How fast is the source?", speed),
        ),
        alt_text=f"Wave fronts of a source of {frequency.text} that moves at {speed.text} towards observer A on the right; they are closer on that side.",
    )


@defect("doppler_fronts", "concentric_fronts")
def concentric_fronts(scene: FigureScene, draw: Random) -> FigureScene:
    """All circles have one centre, as if the source stood still."""
    rounds = [mark for mark in scene.marks if isinstance(mark, Round) and mark.id.startswith(("front:", "was:"))]
    return change(scene, *(replace(mark, center=(0.0, 0.0)) for mark in rounds))
