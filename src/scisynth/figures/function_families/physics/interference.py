"""Physics - Waveform: beats and sums of waves, damped oscillation and organ pipes."""

import math
from dataclasses import replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.registry import defect, family
from scisynth.figures.function_families.physics.waves import BOX, TYPE, _graph
from scisynth.figures.parts.palette import BLUE, PALE_BLUE, RED
from scisynth.figures.parts.physics import count_roles, hidden_texts, value_quiz
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer


@family(TYPE, "damped_oscillation")
def damped_oscillation(draw: Random) -> FigureScene:
    """An oscillation that dies away: successive crests have one ratio."""
    start, ratio = draw.choice((4, 5, 6, 8, 10)), draw.choice((0.5, 0.6, 0.7, 0.75, 0.8))
    period = draw.choice((0.5, 1, 2, 4))
    end, rate = 4.2 * period, -math.log(ratio) / period
    sketch = Sketch()
    ticks = tuple(float(period * number) for number in range(1, 5))
    sketch.axes(
        "axes:plot",
        BOX,
        x_limits=(0, end),
        y_limits=(-1.15 * start, 1.15 * start),
        x_label="$t$ / s",
        y_label="$y$ / cm",
        x_ticks=ticks,
        y_ticks=tuple(float(y) for y in range(-start, start + 1, 1 if start < 8 else 2) if y),
        style="cross",
        grid=True,
    )
    _graph(sketch, "curve:swing", f"{start}*exp(-{rate:.10f}*x)*cos(2*pi*x/{period})", 0, end, BLUE, width=2.0)
    for name, sign in (("up", ""), ("down", "-")):
        _graph(sketch, f"curve:{name}", f"{sign}{start}*exp(-{rate:.10f}*x)", 0, end, RED, width=1.1, dash="dashed")
    for number in range(3):
        spot = (number * period, start * ratio**number)
        sketch.dot(f"crest:{number}", spot, 0.008 * end, radius_y=0.03 * start, axes="axes:plot", color=RED)
        sketch.claim("at", f"crest:{number}", value=spot)
        sketch.claim("on", f"crest:{number}", "curve:swing")
    values = [
        Quantity(
            symbol=f"y_{number}", value=float(f"{start * ratio**number:.3g}"), unit="cm", meaning=f"crest {number}"
        )
        for number in (0, 1)
    ]
    for number, quantity in enumerate(values):
        sketch.text(
            f"label:{number}",
            quantity.label,
            (number * period, quantity.value),
            of=f"crest:{number}",
            toward=(1, 0.7),
            gap_pt=5,
            axes="axes:plot",
            halo=True,
        )
    sketch.claim("monotone", "curve:up", value="decreasing")
    sketch.entity("oscillation", "curve:swing")
    sketch.entity("envelope", "curve:up", "curve:down")
    time = Quantity(symbol="T", value=period, unit="s", meaning="period, from the figure")
    answer = number_answer(rate, "1/s", tolerance=0.03)
    return sketch.scene(
        problem=f"A damped oscillation starts at a crest of {values[0].text}; the next crest, {time.text} later, is {values[1].text} high. Find the damping constant δ of its envelope exp(-δ t).",
        multimodal_question="Find the damping constant δ of the envelope exp(-δ t).",
        givens=(*values, time),
        unknown="the damping constant δ",
        answer=answer,
        solution=f"δ = ln(y₀/y₁)/T = ln({format_number(values[0].value)}/{format_number(values[1].value)})/{format_number(period)} s = {answer.text}",
        hidden=hidden_texts(sketch, answer, "δ"),
        quizzes=(
            value_quiz(draw, "What is the period of the oscillation?", time),
            value_quiz(draw, "How high is the first crest?", values[0], values[1]),
            make_quiz(draw, "How many crests are marked by dots?", "3", ["1", "2", "4"]),
        ),
        alt_text=f"A damped oscillation of period {time.text} within an exponential envelope; its first crests are {values[0].text} and {values[1].text}.",
    )


@defect("damped_oscillation", "undamped")
def undamped(scene: FigureScene, draw: Random) -> FigureScene:
    """The oscillation keeps its height."""
    curve = scene.mark("curve:swing")
    assert isinstance(curve, Path)
    period = scene.givens[2].value
    high = curve.points[0][1]
    return change(
        scene, replace(curve, points=tuple((x, high * math.cos(2 * math.pi * x / period)) for x, _ in curve.points))
    )


@family(TYPE, "organ_pipe")
def organ_pipe(draw: Random) -> FigureScene:
    """Standing sound in a pipe: antinodes of motion at open ends, a node at a closed one."""
    closed = draw.choice((True, False))
    order = draw.choice((1, 3, 5)) if closed else draw.choice((1, 2, 3, 4))
    length = Quantity(symbol="L", value=draw.choice((0.4, 0.5, 0.6, 0.75, 0.85, 1.0, 1.2)), unit="m", meaning="pipe")
    sound = Quantity(symbol="c", value=343, unit="m/s", meaning="speed of sound")
    wide, tall = 8.0, 1.0
    # Quarters of a wavelength in the pipe: odd in a closed one, even in an open one.
    quarters = order if closed else 2 * order
    rate = quarters * math.pi / 2 / wide
    sketch = Sketch()
    sketch.rectangle("air:pipe", 0, -tall, wide, tall, fill=PALE_BLUE, width=0, z=0)
    for name, y in (("top", tall), ("bottom", -tall)):
        sketch.line(f"side:{name}", (0, y), (wide, y), width=2.4)
    if closed:
        sketch.line("end:closed", (wide, -tall), (wide, tall), width=4.0)
        sketch.claim("connected", "end:closed", "side:top")
        sketch.claim("connected", "end:closed", "side:bottom")
    x = np.linspace(0, wide, 161)
    for name, sign, dash in (("up", 1, "solid"), ("down", -1, "dashed")):
        sketch.line(
            f"motion:{name}", *zip(x, sign * 0.8 * np.cos(rate * x), strict=True), color=BLUE, dash=dash, width=1.8
        )
        sketch.claim("formula", f"motion:{name}", value=f"{sign * 0.8}*cos({rate:.10f}*x)")
    nodes = [wide * odd / quarters for odd in range(1, quarters + 1, 2)]
    for number, place in enumerate(nodes):
        sketch.dot(f"node:{number}", (place, 0), 0.09, color=RED, z=6)
        sketch.claim("on", f"node:{number}", "motion:up")
    sketch.line("size:L", (0, -tall - 0.5), (wide, -tall - 0.5), arrow="both", width=0.9)
    sketch.text("label:L", length.label, (wide / 2, -tall - 0.5), of="size:L", toward=(0, -1), gap_pt=3)
    sketch.text("label:c", sound.label, (wide, tall), of="side:top", toward=(0, 1), align="right")
    sketch.claim("ratio", "size:L", "side:top", value=1.0)
    count_roles(sketch, "node")
    sketch.claim("count", "end", value=int(closed))
    sketch.entity("pipe", "side:top", "side:bottom")
    sketch.entity("nodes of motion", *(f"node:{number}" for number in range(len(nodes))))
    answer = number_answer(sound.value * quarters / (4 * length.value), "Hz")
    kind = "closed at one end" if closed else "open at both ends"
    return sketch.scene(
        problem=f"A pipe of {length.text}, {kind}, sounds with {len(nodes)} node{'s' * (len(nodes) > 1)} of motion (speed of sound {sound.text}). Find the frequency.",
        multimodal_question="The figure shows the motion of the air in a sounding pipe. Find the frequency.",
        givens=(length, sound),
        unknown="the frequency",
        answer=answer,
        solution=f"L = {quarters} λ/4, f = c/λ = {quarters} · 343/(4 · {format_number(length.value)}) Hz = {answer.text}",
        hidden=hidden_texts(sketch, answer, "f"),
        quizzes=(
            make_quiz(
                draw,
                "How many nodes of motion are marked?",
                str(len(nodes)),
                [str(len(nodes) + 1), str(len(nodes) + 2), str(len(nodes) + 3)],
            ),
            make_quiz(
                draw,
                "Which ends of the pipe are closed?",
                "only the right one" if closed else "none",
                ["only the right one", "none", "both", "only the left one"],
            ),
            value_quiz(draw, "How long is the pipe?", length),
        ),
        alt_text=f"A pipe of {length.text}, {kind}, with a standing wave that has {len(nodes)} nodes of motion.",
    )


@defect("organ_pipe", "wrong_end")
def wrong_end(scene: FigureScene, draw: Random) -> FigureScene:
    """The wave is drawn with a node at the open left end."""
    lines = [mark for mark in scene.marks if isinstance(mark, Path) and mark.id.startswith("motion:")]
    turned = []
    for mark in lines:
        xs, ys = zip(*mark.points, strict=True)
        rate = math.acos(max(min(ys[1] / ys[0], 1), -1)) / xs[1]
        turned.append(replace(mark, points=tuple((x, ys[0] * math.sin(rate * x)) for x in xs)))
    return change(scene, *turned)
