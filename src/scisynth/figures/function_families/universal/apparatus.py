"""Universal - Exp. Setup: distillation, a Hooke's-law rig and the timing of a pendulum.

    spring      k = m g / (L - L0)
    pendulum    T = 2 pi sqrt(L / g)   for small angles

Boiling points at 101.3 kPa from the CRC handbook, rounded to 1 °C.
"""

import math
from dataclasses import replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.registry import defect, family
from scisynth.figures.function_families.universal.experimental_setup import GLASS, TYPE, WATER
from scisynth.figures.parts.palette import BLUE, GREY, ORANGE, PAPER, RED
from scisynth.figures.parts.universal import leader
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer

BOILING = {"acetone": 56, "methanol": 65, "hexane": 69, "ethanol": 78, "water": 100, "toluene": 111, "butan-1-ol": 118}
MIXTURES = (
    ("acetone", "water"),
    ("methanol", "water"),
    ("acetone", "toluene"),
    ("hexane", "toluene"),
    ("acetone", "butan-1-ol"),
    ("methanol", "butan-1-ol"),
    ("ethanol", "butan-1-ol"),
)
"""Miscible pairs without an azeotrope, the lower-boiling liquid first."""
GRAVITY = 9.81


@family(TYPE, "distillation")
def distillation(draw: Random) -> FigureScene:
    """A simple distillation of two liquids; the mass of the first distillate is asked for."""
    one, two = draw.choice(MIXTURES)
    low, high = BOILING[one], BOILING[two]
    first, second, percent = 5 * draw.randint(4, 16), 5 * draw.randint(4, 16), draw.choice((80, 85, 90, 95))
    sketch = Sketch()
    _still(sketch)
    _condenser(sketch)
    for part, tip, at, words, of in (
        ("flask", (0.3, 2.2), (-2.0, 3.3), f"{first} g {one}\n+ {second} g {two}", "liquid:flask"),
        ("thermometer", (0, 6.5), (-1.6, 6.9), "thermometer", "thermometer:1"),
        ("condenser", (3.6, 4.0), (5.2, 5.7), "condenser", "jacket:1"),
        ("receiver", (7.2, 0.4), (8.4, 1.0), "distillate", "distillate:1"),
        ("burner", (0, 0.35), (-1.8, 0.4), "burner", "burner:1"),
    ):
        leader(sketch, part, tip, at, words, of=of, size=12.5)
    sketch.text("note:boiling", f"boiling points: {one} {low} °C, {two} {high} °C", (3.6, 8.1), size=12.5)
    sketch.text("note:yield", f"{percent}% of the lower-boiling liquid is recovered", (3.6, 7.6), size=12.5)
    sketch.entity("flask", "flask:1")
    sketch.entity("condenser", "jacket:1", "pipe:1", "pipe:2")
    answer = number_answer(first * percent / 100, "g")
    return sketch.scene(
        problem=f"{first} g of {one} (boiling point {low} °C) and {second} g of {two} ({high} °C) are distilled; {percent}% of the lower-boiling liquid is recovered in the first fraction. What is its mass?",
        multimodal_question="What is the mass of the first distillate, at the recovery noted in the figure?",
        givens=(
            Quantity(symbol=f"m({one})", value=first, unit="g"),
            Quantity(symbol=f"m({two})", value=second, unit="g"),
            Quantity(symbol="recovery", value=percent, unit="%"),
        ),
        unknown="the mass of the first distillate",
        answer=answer,
        solution=f"{one} boils first: {first} g · {percent / 100:g} = {answer.text}",
        hidden=(answer.text,) if answer.text not in (f"{first} g", f"{second} g") else (f"distillate: {answer.text}",),
        quizzes=(
            make_quiz(
                draw,
                "Where does the cooling water enter the condenser?",
                "at its lower end",
                ["at its upper end", "in the middle", "at the flask"],
            ),
            make_quiz(
                draw,
                "Which temperature does the thermometer show while the first fraction distils?",
                f"{low} °C",
                [f"{high} °C", f"{(low + high) // 2} °C", f"{high + 10} °C"],
            ),
            make_quiz(
                draw,
                f"How much {one} is in the flask at the start?",
                f"{first} g",
                [f"{second} g", f"{first + 5} g", f"{first + 15} g", f"{first - 10} g"],
            ),
        ),
        alt_text=f"Distillation: a heated flask with {first} g of {one} and {second} g of {two}, thermometer, sloping condenser with water entering below, receiver.",
    )


def _still(sketch: Sketch) -> None:
    """Burner, round flask with its neck, and the thermometer whose bulb is at the side arm."""
    sketch.rectangle("burner:1", -0.3, 0, 0.3, 0.7, fill="#9a9a9a", width=1.2)
    sketch.area("flame:1", (-0.2, 0.72), (0, 1.35), (0.2, 0.72), fill=ORANGE, color=ORANGE, width=0.8)
    sketch.circle("liquid:flask", (0, 2.55), 1.08, start_deg=190, end_deg=350, fill=WATER, width=0, z=1)
    turn = np.radians(np.linspace(105, 435, 60))
    bowl = np.stack([1.15 * np.cos(turn), 2.55 + 1.15 * np.sin(turn)], axis=1)
    sketch.line("flask:1", (-0.3, 6.0), *bowl, (0.3, 4.75), color=GLASS, width=1.8)
    sketch.line("neck:1", (0.3, 5.35), (0.3, 6.0), color=GLASS, width=1.8)
    sketch.rectangle("stopper:1", -0.34, 5.85, 0.34, 6.2, fill="#a3754b", width=1, z=3)
    sketch.rectangle("thermometer:1", -0.08, 4.9, 0.08, 7.3, fill=PAPER, width=1, z=4)
    sketch.circle("bulb:1", (0, 4.95), 0.13, fill=RED, color=RED, z=5)
    sketch.line("mercury:1", (0, 4.95), (0, 6.4), width=1.8, color=RED, z=5)
    sketch.claim("inside", "bulb:1", "flask:1")
    sketch.claim("connected", "mercury:1", "bulb:1", tolerance=12)
    sketch.claim("order", "burner:1", "flame:1", "liquid:flask", "bulb:1", value="bottom_to_top")


def _condenser(sketch: Sketch) -> None:
    """A sloping tube in its jacket, cooling water from the lower to the upper end, and the receiver."""
    start, stop = np.asarray([0.3, 5.05]), np.asarray([6.9, 2.6])
    along = (stop - start) / np.linalg.norm(stop - start)
    aside = np.asarray([-along[1], along[0]])
    for tag, side, first, last in (("1", 0.3, 0.0, 0.0), ("2", -0.3, 0.0, 0.0)):
        one, two = start + aside * side * 0.75 + along * first, stop + aside * side * 0.75 + along * last
        sketch.line(f"pipe:{tag}", (0.3, one[1] if tag == "2" else 5.35), two, color=GLASS, width=1.6, z=3)
    low, high = start + along * 5.6, start + along * 1.7
    corners = [high + aside * 0.62, low + aside * 0.62, low - aside * 0.62, high - aside * 0.62]
    sketch.area("jacket:1", *corners, fill="#cfe6f5", color=BLUE, width=1.4, z=1)
    inlet, outlet = low - aside * 0.62 - along * 0.5, high + aside * 0.62 + along * 0.5
    sketch.arrow("water:in", inlet - aside * 1.15, inlet, width=1.8, color=BLUE)
    sketch.arrow("water:out", outlet, outlet + aside * 1.15, width=1.8, color=BLUE)
    sketch.text("name:in", "water in", inlet - aside * 1.15, of="water:in", toward=(-0.3, -1), gap_pt=4, size=12)
    sketch.text("name:out", "water out", outlet + aside * 1.15, of="water:out", toward=(0.3, 1), gap_pt=4, size=12)
    sketch.claim("connected", "water:in", "jacket:1")
    sketch.claim("connected", "water:out", "jacket:1")
    sketch.claim("points_to", "water:in", "jacket:1", tolerance=75)
    sketch.claim("order", "water:in", "water:out", value="bottom_to_top")
    sketch.rectangle("distillate:1", 6.45, 0.06, 7.65, 0.75, fill=WATER, width=0, z=1)
    sketch.line("receiver:1", (6.45, 2.0), (6.45, 0.05), (7.65, 0.05), (7.65, 2.0), color=GLASS, width=1.8)
    for index, y in enumerate((1.75, 1.3)):
        sketch.circle(f"drop:{index}", (7.0, y), 0.08, radius_y=0.12, fill="#8fc1e0", width=0.6)
        sketch.claim("inside", f"drop:{index}", "receiver:1")
    sketch.claim("count", "drop", value=2)


def _coil(sketch: Sketch, name: str, x: float, top: float, bottom: float, turns: int = 12) -> None:
    """A spring as a zigzag between straight ends."""
    ys = np.linspace(top - 0.25, bottom + 0.25, 2 * turns + 1)
    side = [0.0, *([0.28, -0.28] * turns)[: 2 * turns - 1], 0.0]
    points = [(x, top), *((x + dx, y) for dx, y in zip(side, ys, strict=True)), (x, bottom)]
    sketch.line(name, *points, width=1.5, color=BLUE)


@family(TYPE, "hookes_law_rig")
def hookes_law_rig(draw: Random) -> FigureScene:
    """A spring next to a ruler without and with a mass; the spring constant is asked for."""
    rest, stretch = draw.randint(12, 20), draw.randint(6, 22)
    grams = 50 * draw.randint(2, 10)
    scale = 0.16
    top, whole = 8.0, 46
    sketch = Sketch()
    sketch.rectangle("base:stand", -0.6, -0.3, 6.2, 0, fill=GREY, width=1)
    sketch.rectangle("rod:stand", -0.2, 0, 0, 8.6, fill="#999999", width=1)
    sketch.rectangle("arm:stand", 0, 8.0, 5.5, 8.2, fill="#999999", width=1, z=3)
    ends = {"free": rest, "loaded": rest + stretch}
    for name, x in (("free", 1.6), ("loaded", 3.3)):
        low = top - scale * ends[name]
        _coil(sketch, f"spring:{name}", x, top, low)
        sketch.claim("connected", f"spring:{name}", "arm:stand")
        sketch.line(f"hang:{name}", (x, top), (x, low), width=0.1, color=PAPER, z=0)
        sketch.line(f"pointer:{name}", (x, low), (4.8, low), width=1, dash="dashed", color=RED)
        sketch.claim("connected", f"pointer:{name}", f"spring:{name}")
        sketch.claim("connected", f"pointer:{name}", "ruler:1")
    sketch.claim("ratio", "hang:loaded", "hang:free", value=(rest + stretch) / rest)
    low = top - scale * (rest + stretch)
    size = 0.32 + 0.0006 * grams
    sketch.rectangle("mass:1", 3.3 - size, low - 1.7 * size, 3.3 + size, low, fill="#c9a24a", width=1.3, z=4)
    sketch.text("name:mass", f"{grams} g", (3.3, low - 1.7 * size), of="mass:1", toward=(0, -1), gap_pt=4, size=12.5)
    sketch.claim("connected", "mass:1", "spring:loaded")
    sketch.rectangle("ruler:1", 4.8, top - scale * whole, 5.5, top, fill="#fbf3d9", width=1.2)
    for mark in range(0, whole + 1, 1 if scale > 0.2 else 2):
        y, long = top - scale * mark, mark % 10 == 0
        sketch.line(f"tick:{mark}", (4.8, y), (5.1 if long else 4.95, y), width=0.9 if long else 0.6, z=3)
        if long:
            sketch.text(f"scale:{mark}", str(mark), (5.5, y), size=10.5, toward=(1, 0), gap_pt=3)
    sketch.claim("order", *(f"scale:{mark}" for mark in range(40, -1, -10)), value="bottom_to_top")
    sketch.text("unit:scale", "cm", (5.5, top + 0.42), size=10.5)
    sketch.claim("count", "tick", value=24)
    sketch.entity("springs", "spring:free", "spring:loaded")
    sketch.entity("ruler", "ruler:1")
    value = grams / 1000 * GRAVITY / (stretch / 100)
    answer = number_answer(value, "N/m", tolerance=0.03)
    return sketch.scene(
        problem=f"A spring of length {rest} cm is stretched to {rest + stretch} cm by a mass of {grams} g. Find its spring constant (g = 9.81 m/s²).",
        multimodal_question="Find the spring constant from the readings of the ruler without and with the mass (g = 9.81 m/s²).",
        givens=(
            Quantity(symbol="L_0", value=rest, unit="cm"),
            Quantity(symbol="L", value=rest + stretch, unit="cm"),
            Quantity(symbol="m", value=grams, unit="g"),
        ),
        unknown="the spring constant",
        answer=answer,
        solution=f"k = mg/(L - L0) = {grams / 1000:g}·9.81/{stretch / 100:g} = {answer.text}",
        hidden=(answer.text, f"{stretch} cm"),
        quizzes=(
            make_quiz(
                draw,
                "At which reading ends the spring without a mass?",
                f"{rest} cm",
                [f"{rest + d} cm" for d in (4, -4, stretch)] + [f"{rest + 9} cm"],
            ),
            make_quiz(
                draw,
                "At which reading ends the loaded spring?",
                f"{rest + stretch} cm",
                [f"{rest + stretch + d} cm" for d in (4, -4, 8)],
            ),
            make_quiz(
                draw, "Which mass hangs from the spring?", f"{grams} g", [f"{grams + d} g" for d in (50, -50, 100)]
            ),
        ),
        alt_text=f"Two equal springs beside a ruler: one ends at {rest} cm, the other, with {grams} g, at {rest + stretch} cm.",
    )


@family(TYPE, "pendulum_timing")
def pendulum_timing(draw: Random) -> FigureScene:
    """A pendulum with its length, and a watch after several swings; the local g is asked for."""
    length, swings = draw.choice((0.5, 0.6, 0.75, 0.8, 1.0, 1.2, 1.5)), draw.choice((10, 20, 25))
    angle = draw.choice((5, 6, 8, 10))
    gravity = draw.choice((9.78, 9.81, 9.83, 9.81))
    seconds = round(swings * 2 * math.pi * math.sqrt(length / gravity), 1)
    sketch = Sketch()
    pivot, reach, turn = (2.5, 7.0), 6.0, math.radians(angle)
    sketch.rectangle("hatch:ceiling", 0.6, 7.0, 4.4, 7.3, hatch="////", width=0, color=GREY, z=0)
    sketch.line("ceiling:1", (0.6, 7.0), (4.4, 7.0), width=1.8)
    bob = (pivot[0] + reach * math.sin(turn), pivot[1] - reach * math.cos(turn))
    down = (pivot[0], pivot[1] - reach)
    sketch.line("line:vertical", pivot, down, dash="dashed", width=1, color=GREY)
    sketch.line("string:1", pivot, bob, width=1.5)
    sketch.circle("bob:1", bob, 0.28, fill="#c98d4a", width=1.3, z=4)
    sketch.dot("pivot:1", pivot, 0.07)
    sketch.claim("angle", "line:vertical", "string:1", value=angle)
    sketch.claim("connected", "string:1", "ceiling:1")
    sketch.claim("on", "pivot:1", "ceiling:1")
    sketch.claim("ratio", "string:1", "line:vertical", value=1.0)
    low = math.degrees(math.atan2(down[1] - pivot[1], down[0] - pivot[0])) % 360
    sketch.circle("arc:angle", pivot, 3.0, start_deg=low, end_deg=low + angle, width=1.1, color=RED)
    sketch.text(
        "label:angle",
        f"{angle}°",
        (pivot[0] + 3.0 * math.sin(turn), 7 - 3.0 * math.cos(turn)),
        of="arc:angle",
        toward=(1, -0.2),
        gap_pt=7,
        size=12.5,
        color=RED,
    )
    sketch.dimension("length:L", pivot, down, f"$L = {length:g}$ m", -1.3, toward=(-1, 0), gap_pt=5)
    _watch(sketch, (7.3, 3.9), f"{seconds:.1f} s", f"{swings} swings")
    sketch.entity("pendulum", "string:1", "bob:1")
    sketch.entity("stopwatch", "watch:rim")
    value = 4 * math.pi**2 * length * swings**2 / seconds**2
    answer = number_answer(value, "m/s²", tolerance=0.01)
    return sketch.scene(
        problem=f"A pendulum of length {length:g} m makes {swings} full swings in {seconds:.1f} s (amplitude {angle}°). Find the acceleration of free fall.",
        multimodal_question="Find the acceleration of free fall from the length of the pendulum and the reading of the watch.",
        givens=(
            Quantity(symbol="L", value=length, unit="m"),
            Quantity(symbol="t", value=seconds, unit="s"),
            Quantity(symbol="N", value=swings),
        ),
        unknown="the acceleration of free fall",
        answer=answer,
        solution=f"T = {seconds:.1f}/{swings} = {format_number(seconds / swings, 4)} s; g = 4π²L/T² = {answer.text}",
        hidden=(answer.text,),
        quizzes=(
            make_quiz(
                draw,
                "What does the stopwatch show?",
                f"{seconds:.1f} s",
                [f"{seconds + d:.1f} s" for d in (1.5, -1.5, 4)],
            ),
            make_quiz(draw, "How many swings were timed?", str(swings), [str(n) for n in (5, 10, 20, 25)]),
            make_quiz(draw, "How large is the amplitude?", f"{angle}°", [f"{a}°" for a in (5, 6, 8, 10, 12)]),
            make_quiz(draw, "How long is the pendulum?", f"{length:g} m", [f"{v:g} m" for v in (0.5, 0.75, 1, 1.2)]),
        ),
        alt_text=f"Pendulum of length {length:g} m at {angle}° from the vertical; a stopwatch shows {seconds:.1f} s for {swings} swings.",
    )


def _watch(sketch: Sketch, at: tuple[float, float], reading: str, count: str) -> None:
    """A digital stopwatch with its reading."""
    x, y = at
    sketch.circle("watch:rim", at, 1.35, fill="#ececec", width=2)
    sketch.rectangle("watch:button", x - 0.18, y + 1.36, x + 0.18, y + 1.66, fill=GREY, width=1)
    sketch.rectangle("display:1", x - 0.95, y - 0.38, x + 0.95, y + 0.38, fill=PAPER, width=1.2, z=3)
    sketch.text("reading:1", reading, at, of="display:1", size=15)
    sketch.claim("inside", "reading:1", "display:1")
    sketch.text("note:swings", count, (x, y - 1.37), of="watch:rim", toward=(0, -1), gap_pt=5, size=13)


@defect("distillation", "water_from_above")
def water_from_above(scene: FigureScene, draw: Random) -> FigureScene:
    """The cooling water enters at the upper end of the condenser."""
    one, two = scene.mark("water:in"), scene.mark("water:out")
    assert isinstance(one, Path) and isinstance(two, Path)
    return change(scene, replace(one, points=two.points[::-1]), replace(two, points=one.points[::-1]))


@defect("hookes_law_rig", "stretch_too_short")
def stretch_too_short(scene: FigureScene, draw: Random) -> FigureScene:
    """The loaded spring ends above its pointer."""
    mark = scene.mark("spring:loaded")
    assert isinstance(mark, Path)
    top = mark.points[0][1]
    return change(scene, replace(mark, points=tuple((x, top + 0.8 * (y - top)) for x, y in mark.points)))
