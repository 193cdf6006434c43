"""Scenes of liquids that meet: a drop on a material, dye or an indicator in a glass, two liquids in one vessel."""

import math
from collections.abc import Mapping

from scisynth.lab.canvas import Canvas, Color, Point, darker, lighter, mix
from scisynth.lab.objects.companions import draw_companion, draw_table
from scisynth.lab.objects.liquid_shapes import (
    TILT,
    Vessel,
    draw_prop,
    draw_vessel_back,
    draw_vessel_front,
    fill_vessel,
    make_vessel,
)
from scisynth.lab.places import STAND
from scisynth.lab.scenes.materials import draw_material
from scisynth.lab.view import SceneView
from scisynth.science.liquids import BOTTOM, MIDDLE, TOP, drop_form

GLASSES = ("glass", "beaker", "jar")
FLOOR = STAND - 0.012
"""y of the bottom of the liquid in a vessel."""
TILTED, UPRIGHT = 0.45, 0.89
"""Sine and cosine of the angle from which the table is seen: of what lies, and of what stands."""
CIRCLES = 10
"""How many circles a drop is stacked of."""
DENSE_ANGLES = (45, 65, 95, 108)
"""Contact angles in degrees, from stone to wax."""


def absorption(canvas: Canvas, view: SceneView) -> None:
    """A drop on a material lying on the table: a wide soft stain, or a glossy bead."""
    rng = view.rng
    draw_table(canvas)
    if companion := view.look("prop"):
        draw_companion(canvas, companion, view.look("color"))
    draw_material(canvas, view.look("shape"), view.look("color"), view.look("pattern"))
    x, y = 0.5 + rng.uniform(-0.06, 0.06), 0.725 + rng.uniform(-0.015, 0.015)
    color = view.condition.facts["color"]
    with canvas.region():
        if view.outcome == "spreads":
            _draw_stain(canvas, x, y, color)
        else:
            # A drop that would be drawn in stands, in the wrong image, as on something dense.
            is_true = view.outcome == view.true_outcome
            _draw_bead(canvas, x, y, color, view.fact("contact_angle") if is_true else rng.choice(DENSE_ANGLES))


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


def _draw_bead(canvas: Canvas, x: float, y: float, color: Color, angle: float) -> None:
    """A cap of a sphere that meets its base at the contact angle: stacked circles seen from above, and what shines on it."""
    size = canvas.rng.uniform(0.074, 0.086)
    sphere, height = (size * value for value in drop_form(angle))
    y += height * 0.3
    base = sphere * math.sin(math.radians(angle))
    canvas.ellipse(x + 0.014, y + 0.008, base * 1.06, base * TILTED * 1.1, "#00000048")
    _draw_cap(canvas, (x, y), sphere, height, darker(color, 0.4), 1.0)
    _draw_cap(canvas, (x - base * 0.03, y - height * 0.08), sphere, height, color, 0.86)
    half = base if angle < 90 else sphere
    middle = y - height * UPRIGHT * 0.55
    canvas.ellipse(x + half * 0.2, middle + half * 0.3, half * 0.46, half * 0.13, lighter(color, 0.34))
    shine = min(half * 0.26, 0.028)
    canvas.ellipse(x - half * 0.34, middle - half * 0.24, shine, shine * 0.7, "#ffffff")
    canvas.ellipse(x - half * 0.05, middle - half * 0.36, shine * 0.4, shine * 0.3, "#ffffffc0")


def _draw_cap(canvas: Canvas, foot: Point, sphere: float, height: float, color: Color, scale: float) -> None:
    """The cap of a sphere above a height, scaled about its foot: its circles, one above the other."""
    x, y = foot
    for step in range(CIRCLES):
        z = height * (step + 0.5) / CIRCLES
        half = scale * math.sqrt(sphere**2 - (sphere - height + z) ** 2)
        canvas.ellipse(x, y - scale * z * UPRIGHT, half, half * TILTED, color)


def diffusion(canvas: Canvas, view: SceneView) -> None:
    """Dye in a glass of liquid: billowing threads, one compact blob, or an even colour."""
    vessel, surface = _place_glass(canvas, view)
    color, dye = view.look("color"), view.condition.facts["color"]
    if view.outcome == "uniform":
        with canvas.region():
            fill_vessel(canvas, vessel, surface, FLOOR, mix(color, dye, 0.62))
    else:
        fill_vessel(canvas, vessel, surface, FLOOR, color)
        with canvas.region():
            if view.outcome == "plumes":
                _draw_plumes(canvas, vessel, surface, dye)
            else:
                _draw_blob(canvas, vessel, surface, dye, view.words["where"])
    if view.look("bubbles"):
        _draw_bubbles(canvas, vessel, surface)
    draw_vessel_front(canvas, vessel)


def _place_glass(canvas: Canvas, view: SceneView) -> tuple[Vessel, float]:
    """An empty vessel, next to what its liquid comes from; and y of the surface to which it is to be filled."""
    draw_prop(canvas, view.look("prop"), 0.135, view.look("label"))
    vessel = make_vessel(canvas, view.rng.choice(GLASSES))
    draw_vessel_back(canvas, vessel)
    return vessel, vessel.rim + view.rng.uniform(0.10, 0.14)


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


def _draw_blob(canvas: Canvas, vessel: Vessel, surface: float, dye: Color, where: str) -> None:
    """One globule: at the surface, in the upper half, or on the bottom."""
    rng = canvas.rng
    size = rng.uniform(0.082, 0.098)
    height = {
        TOP: surface + size * 0.62,
        MIDDLE: surface + (STAND - surface) * rng.uniform(0.28, 0.42),
        BOTTOM: FLOOR - size * 0.8,
    }
    x, y = vessel.x + rng.uniform(-0.07, 0.07), height[where]
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
    surface = vessel.rim + rng.uniform(0.08, 0.12)
    draw_vessel_back(canvas, vessel)
    with canvas.region():
        if view.outcome == "mixed":
            fill_vessel(canvas, vessel, surface, FLOOR, view.look("mixed", mix(first, second, 0.5)))
        else:
            lighter_first = view.subject.name.split(" and ")[0] == view.words["upper"]
            upper, lower = (first, second) if lighter_first else (second, first)
            middle = surface + (FLOOR - surface) * rng.uniform(0.42, 0.58)
            fill_vessel(canvas, vessel, surface, middle, upper)
            fill_vessel(canvas, vessel, middle, FLOOR, lower)
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


INDICATOR: Mapping[str, Color] = {
    "red": "#dc2f3c",
    "violet": "#8a4fbd",
    "blue": "#2a55cc",
    "yellow": "#f5d21a",
    "green": "#35a04a",
    "pink": "#f04fa6",
}
"""Colours of liquids with an indicator; `colorless` leaves a liquid as it was."""


def acid_base_indicator(canvas: Canvas, view: SceneView) -> None:
    """A glass of liquid in the colour of the indicator, with the dropper that it came from."""
    color, tint = view.look("color"), INDICATOR.get(view.outcome)
    vessel, surface = _place_glass(canvas, view)
    with canvas.region():
        fill_vessel(canvas, vessel, surface, FLOOR, mix(tint, color, 0.12) if tint else color)
    if view.look("bubbles"):
        _draw_bubbles(canvas, vessel, surface)
    draw_vessel_front(canvas, vessel)
    _draw_dropper(canvas, vessel.x + view.rng.uniform(-0.03, 0.09), surface - 0.09, str(view.condition.facts["drop"]))


def _draw_dropper(canvas: Canvas, x: float, tip: float, color: Color) -> None:
    """A pipette from above with a drop at its tip; the rubber bulb is dark."""
    lean, top = 0.05, -0.02
    canvas.line([(x, tip), (x + lean, tip - 0.2)], "#8ea0aa", 0.05)
    canvas.line([(x, tip), (x + lean, tip - 0.2)], color, 0.032)
    canvas.line([(x + lean * 0.95, tip - 0.19), (x + lean * 2, top - 0.1)], "#3c3f46", 0.085)
    canvas.ellipse(x - 0.004, tip + 0.022, 0.018, 0.024, color, outline="#6f7c88", width=0.006)
