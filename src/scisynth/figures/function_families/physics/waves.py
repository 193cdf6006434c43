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


def _measure_wave(sketch: Sketch, length: float, high: float) -> None:
    """Wavelength from crest to crest, amplitude at the trough."""
    crest = length / 4
    sketch.line(
        "size:length", (crest, high), (crest + length, high), arrow="both", width=1.2, axes="axes:plot", color=RED
    )
    sketch.text(
        "label:length",
        r"$\lambda$",
        (crest + length / 2, high),
        of="size:length",
        toward=(0, 1),
        axes="axes:plot",
        color=RED,
        size=13,
    )
    trough = 0.75 * length
    sketch.line("size:high", (trough, 0), (trough, -high), arrow="both", width=1.2, axes="axes:plot", color=GREEN)
    sketch.text(
        "label:high",
        "$A$",
        (trough, -0.62 * high),
        of="size:high",
        toward=(1, 0),
        axes="axes:plot",
        color=GREEN,
        size=13,
    )


@family(TYPE, "wave_snapshot")
def wave_snapshot(draw: Random) -> FigureScene:
    """A wave at one moment: its length and height are read off, its speed follows from the frequency."""
    length, high = draw.choice((2, 3, 4, 5, 6)), draw.choice((1, 1.5, 2, 2.5, 3, 4))
    frequency = Quantity(
        symbol="f", value=draw.choice((2, 4, 5, 8, 10, 12, 20, 25, 50)), unit="Hz", meaning="frequency"
    )
    end = 3 * length if length < 4 else 2 * length
    top = math.ceil(high + 0.6)
    sketch = Sketch()
    step = 1 if end <= 12 else 2
    sketch.axes(
        "axes:plot",
        BOX,
        x_limits=(0, end + 0.4),
        y_limits=(-top, top),
        x_label="$x$ / m",
        y_label="$y$ / cm",
        x_ticks=tuple(float(x) for x in range(step, end + 1, step)),
        y_ticks=tuple(float(y) for y in range(-top, top + 1) if y),
        style="cross",
        grid=True,
    )
    _graph(sketch, "curve:wave", f"{high}*sin(2*pi*x/{length})", 0, end, BLUE, width=2.0)
    crest = length / 4
    _measure_wave(sketch, length, high)
    sketch.text("label:f", frequency.label, (BOX[2], BOX[3]), toward=(0, 1), gap_pt=12, align="right")
    for number in (0, 1):
        spot = (crest + number * length, high)
        sketch.dot(f"crest:{number}", spot, 0.02 * length, axes="axes:plot", color=RED, radius_y=0.05 * top)
        sketch.claim("at", f"crest:{number}", value=spot)
    sketch.claim("head", "size:length", value="both")
    sketch.claim("connected", "size:length", "curve:wave")
    sketch.claim("connected", "size:high", "curve:wave")
    sketch.entity("wave", "curve:wave")
    lam = Quantity(symbol=r"\lambda", value=length, unit="m", meaning="wavelength, from the figure")
    amp = Quantity(symbol="A", value=high, unit="cm", meaning="amplitude, from the figure")
    answer = number_answer(frequency.value * length, "m/s")
    return sketch.scene(
        problem=f"A wave of amplitude {amp.text} and wavelength {lam.text} has a frequency of {frequency.text}. Find its speed.",
        multimodal_question="The figure shows a wave at one moment. Find its speed.",
        givens=(frequency, lam, amp),
        unknown="the speed of the wave",
        answer=answer,
        solution=f"v = f λ = {frequency.text} · {lam.text} = {answer.text}",
        hidden=hidden_texts(sketch, answer, "v"),
        quizzes=(
            value_quiz(draw, "What is the wavelength?", lam),
            value_quiz(draw, "What is the amplitude?", amp),
            make_quiz(
                draw,
                "How many full wavelengths does the curve show?",
                str(end // length),
                [str(end // length + step) for step in (-1, 1, 2)],
            ),
        ),
        alt_text=f"A sine wave of amplitude {amp.text} and wavelength {lam.text}, with its frequency {frequency.text}.",
    )


@defect("wave_snapshot", "trough_for_crest")
def trough_for_crest(scene: FigureScene, draw: Random) -> FigureScene:
    """The wave is drawn upside down."""
    curve = scene.mark("curve:wave")
    assert isinstance(curve, Path)
    return change(scene, replace(curve, points=tuple((x, -y) for x, y in curve.points)))


@family(TYPE, "phase_difference")
def phase_difference(draw: Random) -> FigureScene:
    """Two oscillations of one period, one of them later."""
    period = draw.choice((4, 8, 12, 16, 20))
    late = round(period * draw.choice((0.1, 0.125, 0.1875, 0.2, 0.25, 0.3, 0.3125, 0.375, 0.4)), 4)
    one, two = draw.sample((1.0, 1.5, 2.0, 2.5, 3.0), 2)
    end = 2 * period
    sketch = Sketch()
    sketch.axes(
        "axes:plot",
        BOX,
        x_limits=(0, end + 0.03 * end),
        y_limits=(-3.6, 3.6),
        x_label="$t$ / s",
        y_label="$y$ / cm",
        x_ticks=tuple(float(x) for x in range(period // 4, end + 1, max(period // 4, 1))),
        y_ticks=(-3.0, -2.0, -1.0, 1.0, 2.0, 3.0),
        style="cross",
        grid=True,
    )
    _graph(sketch, "curve:1", f"{one}*sin(2*pi*x/{period})", 0, end, BLUE, width=2.0)
    _graph(sketch, "curve:2", f"{two}*sin(2*pi*(x - {late})/{period})", 0, end, RED, width=2.0, dash="dashed")
    for number, color, dash in ((1, BLUE, "solid"), (2, RED, "dashed")):
        x, y = 2.2 * number, BOX[3] + 0.35
        sketch.line(f"key:{number}", (x, y), (x + 0.7, y), color=color, width=2.0, dash=dash)
        sketch.text(f"label:{number}", f"${number}$", (x + 0.7, y), of=f"key:{number}", toward=(1, 0), color=color)
    low = -3.3
    sketch.line(
        "size:late", (period, low), (period + late, low), arrow="both", width=1.2, axes="axes:plot", color=GREEN
    )
    sketch.text(
        "label:late",
        r"$\Delta t$",
        (period + late, low),
        of="size:late",
        toward=(1, 0),
        axes="axes:plot",
        color=GREEN,
        halo=True,
    )
    for tag, x in (("1", period), ("2", period + late)):
        sketch.line(f"zero:{tag}", (x, 0), (x, low), dash="dotted", width=1.0, axes="axes:plot", color=GREEN)
        sketch.dot(f"cross:{tag}", (x, 0.0), 0.006 * end, radius_y=0.1, axes="axes:plot", color=GREEN)
        sketch.claim("at", f"cross:{tag}", value=(float(x), 0.0))
        sketch.claim("on", f"cross:{tag}", f"curve:{tag}")
        sketch.claim("connected", f"zero:{tag}", "size:late")
    sketch.claim("head", "size:late", value="both")
    sketch.entity("oscillations", "curve:1", "curve:2")
    shift = Quantity(symbol=r"\Delta t", value=late, unit="s", meaning="delay, from the figure")
    time = Quantity(symbol="T", value=period, unit="s", meaning="period, from the figure")
    answer = number_answer(360 * late / period, "°")
    return sketch.scene(
        problem=f"Two oscillations have a period of {time.text}; the second lags behind the first by {shift.text}. Find their phase difference in degrees.",
        multimodal_question="Find the phase difference of the two oscillations in degrees.",
        givens=(time, shift),
        unknown="the phase difference",
        answer=answer,
        solution=f"φ = 360° · Δt/T = 360° · {format_number(late)}/{period} = {answer.text}",
        hidden=hidden_texts(sketch, answer, "φ"),
        quizzes=(
            value_quiz(draw, "What is the period of the oscillations?", time),
            make_quiz(
                draw,
                "Which oscillation has the larger amplitude?",
                "1" if one > two else "2",
                ["1", "2", "both are equal", "neither oscillates"],
            ),
            make_quiz(
                draw,
                "Which oscillation lags behind?",
                "2",
                ["1", "neither, they are in phase", "they are in antiphase"],
            ),
        ),
        alt_text=f"Two sine curves of period {time.text}; curve 2 (dashed) comes {shift.text} after curve 1.",
    )


@defect("phase_difference", "leading_curve")
def leading_curve(scene: FigureScene, draw: Random) -> FigureScene:
    """The second curve is drawn ahead of the first."""
    curve, late = scene.mark("curve:2"), scene.mark("size:late")
    assert isinstance(curve, Path) and isinstance(late, Path)
    shift = late.points[1][0] - late.points[0][0]
    return change(scene, replace(curve, points=tuple((x - 2 * shift, y) for x, y in curve.points)))


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
