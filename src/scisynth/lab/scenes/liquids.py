"""Scenes of liquids that meet: a drop on a material, dye in a glass, two liquids in one vessel."""

import math

from scisynth.lab.canvas import Canvas, Color, Point, darker, lighter, mix
from scisynth.lab.places import STAND
from scisynth.lab.scenes.liquid_shapes import (
    TILT,
    Vessel,
    draw_prop,
    draw_vessel_back,
    draw_vessel_front,
    fill_vessel,
    make_vessel,
)
from scisynth.lab.scenes.materials import draw_material
from scisynth.lab.view import SceneView


def absorption(canvas: Canvas, view: SceneView) -> None:
    """A drop on a material lying on the table: a wide soft stain, or a glossy bead."""
    rng = view.rng
    draw_material(canvas, view.look("shape"), view.look("color"), view.look("pattern"))
    x, y = 0.5 + rng.uniform(-0.06, 0.06), 0.725 + rng.uniform(-0.015, 0.015)
    color = view.condition.facts["color"]
    with canvas.region():
        if view.outcome == "spreads":
            _draw_stain(canvas, x, y, color)
        else:
            _draw_bead(canvas, x, y, color)


def _draw_stain(canvas: Canvas, x: float, y: float, color: Color) -> None:
    """Rings of the liquid that thin out towards a feathery edge."""
    size = canvas.rng.uniform(0.25, 0.285)
    for fraction, alpha, wobble in (
        (1.0, "30", 0.14),
        (0.93, "38", 0.13),
        (0.84, "48", 0.11),
        (0.74, "50", 0.1),
        (0.62, "58", 0.1),
    ):
        canvas.blob(x, y, size * fraction, size * fraction * 0.48, color + alpha, wobble=wobble, points=19)
    canvas.blob(x, y, size * 0.34, size * 0.15, color + "70", wobble=0.1, points=9)


def _draw_bead(canvas: Canvas, x: float, y: float, color: Color) -> None:
    """A dome with shadow, bright rim, highlight, and the light it gathers."""
    size = canvas.rng.uniform(0.085, 0.105)
    tall = size * 0.80
    canvas.ellipse(x + size * 0.22, y + tall * 0.42, size * 1.08, tall * 0.62, "#00000048")
    canvas.ellipse(x, y, size, tall, darker(color, 0.35))
    canvas.ellipse(x - size * 0.04, y - tall * 0.05, size * 0.9, tall * 0.88, color)
    canvas.ellipse(x + size * 0.16, y + tall * 0.36, size * 0.58, tall * 0.40, lighter(color, 0.32))
    canvas.ellipse(x - size * 0.34, y - tall * 0.40, size * 0.30, tall * 0.22, "#ffffff")
    canvas.ellipse(x + size * 0.44, y - tall * 0.30, size * 0.09, tall * 0.09, "#ffffffc0")


def diffusion(canvas: Canvas, view: SceneView) -> None:
    """Dye in a glass of liquid: billowing threads, one compact blob, or an even colour."""
    rng = view.rng
    draw_prop(canvas, view.look("prop"), 0.135, view.look("label"))
    vessel = make_vessel(canvas, rng.choice(("glass", "beaker", "jar")))
    surface = vessel.rim + rng.uniform(0.10, 0.14)
    color, dye = view.look("color"), view.condition.facts["color"]
    bottom = STAND - 0.012
    draw_vessel_back(canvas, vessel)
    if view.outcome == "uniform":
        with canvas.region():
            fill_vessel(canvas, vessel, surface, bottom, mix(color, dye, 0.62))
    else:
        fill_vessel(canvas, vessel, surface, bottom, color)
        with canvas.region():
            if view.outcome == "plumes":
                _draw_plumes(canvas, vessel, surface, dye)
            else:
                _draw_blob(canvas, vessel, surface, dye, sinks=not view.fact("mixes_with_water"))
    if view.look("bubbles"):
        _draw_bubbles(canvas, vessel, surface)
    draw_vessel_front(canvas, vessel)


def _draw_plumes(canvas: Canvas, vessel: Vessel, surface: float, dye: Color) -> None:
    """Streams that sink from the surface, sway, and billow out into clouds with rolled-up edges."""
    rng = canvas.rng
    room, depth = vessel.half(STAND) - 0.07, STAND - surface - 0.09
    source = vessel.x + rng.uniform(-0.05, 0.05)
    canvas.ellipse(source, surface, room * 0.62, TILT * 0.75, dye + "88")
    streams = rng.randint(4, 5)
    for number in range(streams):
        place = (number + 0.5 + rng.uniform(-0.2, 0.2)) / streams * 2 - 1
        path = _sway(canvas, source + place * 0.08, vessel.x + place * room, surface, depth * rng.uniform(0.5, 1.0))
        _draw_ribbon(canvas, path, 0.04, rng.uniform(0.10, 0.14), dye + "30")
        _draw_ribbon(canvas, path, 0.03, 0.055, dye + "48")
        _draw_ribbon(canvas, path, rng.uniform(0.018, 0.028), 0.014, dye + "c0")
        _draw_billow(canvas, path[-1], rng.uniform(0.045, 0.065), dye)
        x, y = path[rng.randint(4, 8)]
        _draw_billow(canvas, (x + rng.choice((-1, 1)) * 0.03, y), rng.uniform(0.022, 0.034), dye)


def _sway(canvas: Canvas, x0: float, x1: float, y0: float, depth: float, steps: int = 12) -> list[Point]:
    """A path downwards from x0 to x1 that swings more the deeper it gets."""
    turn, swing = canvas.rng.uniform(0, 6.28), canvas.rng.uniform(0.015, 0.035)
    waves = canvas.rng.uniform(4, 7)
    fractions = [step / (steps - 1) for step in range(steps)]
    return [(x0 + (x1 - x0) * s + swing * s * math.sin(turn + waves * s), y0 + depth * s) for s in fractions]


def _draw_ribbon(canvas: Canvas, path: list[Point], start: float, end: float, color: Color) -> None:
    """A band along a path, of one width at its start and another at its end."""
    halves = [(start + (end - start) * step / (len(path) - 1)) / 2 for step in range(len(path))]
    left = [(x - half, y) for (x, y), half in zip(path, halves, strict=True)]
    right = [(x + half, y) for (x, y), half in zip(path, halves, strict=True)]
    canvas.polygon(left + right[::-1], color)


def _draw_billow(canvas: Canvas, tip: Point, size: float, dye: Color) -> None:
    """The head of a stream: a cloud, darker and rolled up on both sides like a mushroom's cap."""
    x, y = tip
    canvas.blob(x, y, size * 1.3, size * 0.95, dye + "38", wobble=0.3, points=8)
    canvas.blob(x, y, size * 0.85, size * 0.6, dye + "60", wobble=0.3, points=8)
    for side in (-1, 1):
        roll = size * canvas.rng.uniform(0.3, 0.42)
        canvas.ellipse(x + side * size * 0.68, y - size * 0.2, roll, roll * 0.85, dye + "90")


def _draw_blob(canvas: Canvas, vessel: Vessel, surface: float, dye: Color, *, sinks: bool) -> None:
    """One globule: low in thin oils that it sinks through, high in thick liquids that hold it."""
    rng = canvas.rng
    size = rng.uniform(0.082, 0.098)
    fraction = rng.uniform(0.62, 0.8) if sinks else rng.uniform(0.28, 0.5)
    x, y = vessel.x + rng.uniform(-0.07, 0.07), surface + (STAND - surface) * fraction
    canvas.ellipse(x, y, size, size * 0.96, darker(dye, 0.4))
    canvas.ellipse(x - size * 0.05, y - size * 0.05, size * 0.88, size * 0.85, dye)
    canvas.ellipse(x + size * 0.2, y + size * 0.3, size * 0.5, size * 0.42, lighter(dye, 0.22))
    canvas.ellipse(x - size * 0.35, y - size * 0.38, size * 0.24, size * 0.2, "#ffffffd8")


def _draw_bubbles(canvas: Canvas, vessel: Vessel, surface: float) -> None:
    for _ in range(16):
        y = canvas.rng.uniform(surface + 0.03, STAND - 0.03)
        x = vessel.x + canvas.rng.uniform(-0.9, 0.9) * (vessel.half(y) - 0.03)
        canvas.ellipse(x, y, 0.009, 0.009, "#ffffff90", outline="#ffffff", width=0.003)


def immiscibility(canvas: Canvas, view: SceneView) -> None:
    """Two liquids in one vessel: the lighter above the heavier, or one even mixture."""
    rng = view.rng
    first, second = view.look("colors")
    for x, prop, color in zip((0.135, 0.865), view.look("props"), (first, second), strict=True):
        draw_prop(canvas, prop, x, color)
    vessel = make_vessel(canvas, view.condition.facts["vessel"])
    surface, bottom = vessel.rim + rng.uniform(0.08, 0.12), STAND - 0.012
    draw_vessel_back(canvas, vessel)
    with canvas.region():
        if view.outcome == "mixed":
            fill_vessel(canvas, vessel, surface, bottom, view.look("mixed", mix(first, second, 0.5)))
        else:
            lighter_first = view.subject.name.startswith(view.words["upper"])
            upper, lower = (first, second) if lighter_first else (second, first)
            middle = surface + (bottom - surface) * rng.uniform(0.42, 0.58)
            fill_vessel(canvas, vessel, surface, middle, upper)
            fill_vessel(canvas, vessel, middle, bottom, lower)
            _draw_meniscus(canvas, vessel, middle, mix(upper, lower, 0.5))
    draw_vessel_front(canvas, vessel)


def _draw_meniscus(canvas: Canvas, vessel: Vessel, y: float, color: Color) -> None:
    """The line where two liquids touch, bright above and dark below."""
    half = vessel.half(y) - 0.016
    front = [
        (vessel.x + half * math.cos(turn), y + TILT * math.sin(turn)) for turn in (math.pi * s / 12 for s in range(13))
    ]
    canvas.line(front, darker(color, 0.35), 0.010)
    canvas.line([(x, y - 0.009) for x, y in front], "#ffffffa0", 0.006)
