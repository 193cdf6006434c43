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


