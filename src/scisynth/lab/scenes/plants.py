"""Scenes of plants that lack light or water: potted ones in the dark, planted ones in dry earth."""

import math
from dataclasses import dataclass

from scisynth.lab.canvas import Canvas, Color, Point, darker, lighter, mix
from scisynth.lab.objects.plant_shapes import DOWN, FLOWERS, UP, bezier, draw_tag, leaf, toward, withered_head
from scisynth.lab.places import STAND
from scisynth.lab.view import SceneView


@dataclass(frozen=True, kw_only=True)
class Plant:
    """One plant to draw: where it roots, how large, in what state, in which colours."""

    view: SceneView
    root: Point
    height: float
    alive: bool
    green: Color
    """Colour of stems and leaves in its state."""
    size: float
    """Radius of a flower."""

    def leaf_color(self) -> Color:
        """The foliage colour, a little different for every leaf."""
        tone = self.view.rng.uniform(-0.16, 0.16)
        if not self.alive and self.view.rng.random() < 0.4:
            return mix(self.green, "#6f4a26", 0.55)
        return darker(self.green, -tone) if tone < 0 else lighter(self.green, tone)


def light_requirement(canvas: Canvas, view: SceneView) -> None:
    """A potted plant: upright and vivid, or pale, limp and hanging over the rim."""
    rng, alive = view.rng, view.outcome == "thriving"
    x, rim = rng.uniform(0.44, 0.56), rng.uniform(0.62, 0.65)
    faded = mix("#b9a03f", view.look("green"), 0.12)
    plant = Plant(
        view=view, root=(x, rim + 0.01), height=rng.uniform(0.42, 0.47), alive=alive,
        green=view.look("green") if alive else faded, size=rng.uniform(0.068, 0.078),
    )  # fmt: skip
    canvas.ellipse(x, STAND, 0.19, 0.028, "#00000038")
    _pot(canvas, x, rim, view.look("pot"))
    with canvas.region():
        _grow(canvas, plant)
        if not alive:
            _litter(canvas, plant, STAND + 0.01)
    side = rng.choice((-1, 1))
    canvas.ellipse(x + side * 0.29, STAND + 0.002, 0.09, 0.014, "#00000038")
    draw_tag(canvas, x + side * 0.29, STAND - 0.1, view)


def watering_requirement(canvas: Canvas, view: SceneView) -> None:
    """A plant in a wooden planter: fresh over moist earth, or crisp and brown over cracked earth."""
    rng, alive = view.rng, view.outcome == "thriving"
    x, ground = rng.uniform(0.45, 0.55), rng.uniform(0.70, 0.72)
    plant = Plant(
        view=view, root=(x, ground), height=rng.uniform(0.45, 0.5), alive=alive,
        green=view.look("green") if alive else "#94703f", size=rng.uniform(0.066, 0.076),
    )  # fmt: skip
    canvas.ellipse(x, STAND + 0.005, 0.34, 0.025, "#00000038")
    with canvas.region():
        _earth(canvas, x, ground, moist=alive)
    _planter(canvas, x, ground)
    with canvas.region():
        _grow(canvas, plant)
        if not alive:
            _litter(canvas, plant, ground + 0.005)
    draw_tag(canvas, x + rng.choice((-0.19, 0.19)), ground + 0.1, view)


# --- containers ---------------------------------------------------------------------------------------------------


def _pot(canvas: Canvas, x: float, rim: float, color: Color) -> None:
    canvas.ellipse(x, rim + 0.01, 0.15, 0.03, "#4a3423")
    canvas.polygon([(x - 0.14, rim + 0.03), (x + 0.14, rim + 0.03), (x + 0.1, STAND), (x - 0.1, STAND)], color)
    canvas.polygon(
        [(x + 0.05, rim + 0.03), (x + 0.14, rim + 0.03), (x + 0.1, STAND), (x + 0.04, STAND)], darker(color, 0.18)
    )
    canvas.polygon(
        [(x - 0.115, rim + 0.06), (x - 0.085, rim + 0.06), (x - 0.07, STAND - 0.02), (x - 0.085, STAND - 0.02)],
        lighter(color, 0.3),
    )
    canvas.rectangle(x - 0.158, rim + 0.01, x + 0.158, rim + 0.058, lighter(color, 0.1), radius=0.012)
    canvas.rectangle(x + 0.06, rim + 0.01, x + 0.158, rim + 0.058, darker(color, 0.1), radius=0.012)


def _planter(canvas: Canvas, x: float, ground: float) -> None:
    wood = canvas.rng.choice(("#a9764a", "#8f6a48", "#b58a5c"))
    for number in range(3):
        y = ground + 0.025 + number * 0.045
        canvas.rectangle(x - 0.3, y, x + 0.3, y + 0.042, darker(wood, 0.06 * number), radius=0.006)
        canvas.line([(x - 0.28, y + 0.008), (x + 0.28, y + 0.008)], lighter(wood, 0.2), 0.005)
    for post in (-0.29, 0.29):
        canvas.rectangle(x + post - 0.02, ground, x + post + 0.02, STAND + 0.01, darker(wood, 0.25), radius=0.005)


def _earth(canvas: Canvas, x: float, ground: float, *, moist: bool) -> None:
    color = "#4a3222" if moist else "#c9a878"
    canvas.ellipse(x, ground + 0.035, 0.29, 0.07, color)
    if moist:
        for _ in range(7):
            at = canvas.rng.uniform(-0.22, 0.22)
            canvas.ellipse(x + at, ground + canvas.rng.uniform(-0.005, 0.02), 0.022, 0.008, "#5f4530")
        return
    for number in range(9):
        start = (x - 0.24 + number * 0.06, ground - 0.02 + 0.3 * abs(number - 4) ** 2 * 0.006)
        bend = (start[0] + canvas.rng.uniform(-0.03, 0.03), ground + 0.008)
        canvas.line([start, bend, (bend[0] + canvas.rng.uniform(-0.03, 0.03), ground + 0.04)], "#6f4c2c", 0.009)
    canvas.line(
        [(x - 0.26, ground + 0.01), (x - 0.08, ground + 0.004), (x + 0.1, ground + 0.012), (x + 0.26, ground + 0.006)],
        "#6f4c2c",
        0.008,
    )


def _litter(canvas: Canvas, plant: Plant, y: float) -> None:
    """Fallen petals and leaves."""
    for _ in range(5):
        side = plant.view.rng.choice((-1, 1)) * plant.view.rng.uniform(0.13, 0.25)
        color = mix(plant.view.look("color"), "#6e4a28", plant.view.rng.uniform(0.5, 0.8))
        canvas.ellipse(plant.root[0] + side, y + plant.view.rng.uniform(-0.008, 0.012), 0.02, 0.009, color)


# --- habits -------------------------------------------------------------------------------------------------------


def _grow(canvas: Canvas, plant: Plant) -> None:
    HABITS[plant.view.look("form")](canvas, plant)


def _stem(canvas: Canvas, plant: Plant, lean: float, height: float, width: float = 0.013) -> tuple[list[Point], float]:
    """One stem; returns its curve and the direction of its tip. A withered one bows over and hangs."""
    x, y = plant.root
    if plant.alive:
        curve = bezier(plant.root, (x + lean * 0.3, y - height * 0.6), (x + lean, y - height))
    else:
        side = math.copysign(max(abs(lean), 0.1), lean)
        top = (x + side * 0.9, y - height * 1.05)
        curve = bezier(plant.root, top, (x + side * 2.1, y - height * plant.view.rng.uniform(0.12, 0.26)), 10)
    canvas.line(curve, darker(plant.green, 0.2), width)
    before, tip = curve[-2], curve[-1]
    return curve, math.atan2(tip[1] - before[1], tip[0] - before[0])


def _leaf_on(canvas: Canvas, plant: Plant, at: Point, side: int, length: float) -> None:
    shape, rng = plant.view.look("leaf"), plant.view.rng
    if plant.alive:
        angle = UP + side * rng.uniform(0.7, 1.15)
        leaf(canvas, at, angle, length, shape, plant.leaf_color())
    else:
        angle = DOWN - side * rng.uniform(0.25, 0.6)
        leaf(canvas, at, angle, length * 0.75, shape, plant.leaf_color(), sag=0.15)


def _flower(canvas: Canvas, plant: Plant, at: Point, size: float, angle: float) -> None:
    view = plant.view
    if plant.alive:
        FLOWERS[view.look("flower")](canvas, at, size, view.look("color"), view.look("center"), angle)
    else:
        withered_head(canvas, at, size, view.look("flower"), view.look("color"), view.look("center"), angle)


def _stems(canvas: Canvas, plant: Plant) -> None:
    """A few tall stems with one flower each."""
    count = plant.view.look("count", 3)
    size = plant.size * {1: 2.0, 3: 1.4}.get(count, 1.15)
    leans = [(number - (count - 1) / 2) * 0.28 / max(count - 1, 1) for number in range(count)]
    strap = plant.view.look("leaf") == "strap"
    if strap:
        _straps(canvas, plant)
    for number, lean in enumerate(sorted(leans, key=abs, reverse=True)):
        lean += plant.view.rng.uniform(-0.02, 0.02)
        height = plant.height * (1.0 if abs(lean) < 0.06 else 0.8)
        curve, angle = _stem(canvas, plant, lean, height)
        if not strap:
            for at, side in ((curve[2], 1), (curve[4], -1)):
                _leaf_on(canvas, plant, at, side if number % 2 else -side, 0.15)
        _flower(canvas, plant, curve[-1], size, angle)


def _straps(canvas: Canvas, plant: Plant) -> None:
    for side in (-1, 1, -1, 1, -1, 1):
        if plant.alive:
            leaf(canvas, plant.root, UP + side * plant.view.rng.uniform(0.15, 0.55), 0.18, "strap", plant.leaf_color())
            continue
        x, y = plant.root
        reach = side * plant.view.rng.uniform(0.12, 0.26)
        blade = bezier(plant.root, (x + reach * 0.6, y - 0.24), (x + reach, y + 0.05), 6)
        canvas.line(blade, plant.leaf_color(), 0.018)


def _bush(canvas: Canvas, plant: Plant) -> None:
    """A mound of leaves with flowers all over it."""
    (x, y), rng, height = plant.root, plant.view.rng, plant.height * 0.92
    spots = ((-0.15, 0.42), (0.15, 0.42), (-0.09, 0.74), (0.1, 0.72), (0.0, 0.5), (0.0, 0.92))
    if plant.alive:
        canvas.ellipse(x, y - height * 0.42, 0.2, height * 0.44, darker(plant.green, 0.25))
        for step in range(18):
            angle = UP + (step - 8.5) * 0.21
            base = (x + 0.13 * math.cos(angle), y - height * 0.4 + height * 0.3 * math.sin(angle))
            leaf(canvas, base, angle + rng.uniform(-0.3, 0.3), 0.13, plant.view.look("leaf"), plant.leaf_color())
        for dx, up in spots:
            at = (x + dx + rng.uniform(-0.02, 0.02), y - height * up)
            _flower(canvas, plant, at, plant.size * 1.05, UP + dx * 3)
        return
    for dx, up in spots:
        lean = (dx or rng.uniform(-0.05, 0.05)) * 0.8
        curve, angle = _stem(canvas, plant, lean, height * (0.55 + 0.4 * up), 0.011)
        for number, side in ((3, 1), (5, -1), (7, 1)):
            _leaf_on(canvas, plant, curve[number], side, 0.13)
        _flower(canvas, plant, curve[-1], plant.size * 0.8, angle)


def _rosette(canvas: Canvas, plant: Plant) -> None:
    """Low round leaves with flowers on short stalks."""
    rng, (x, y) = plant.view.rng, plant.root
    for number in range(9):
        turn = (number - 4) / 4
        if plant.alive:
            leaf(canvas, (x + 0.06 * turn, y), UP + turn * 1.25, 0.2, "round", plant.leaf_color())
        else:
            start = (x + 0.1 * turn, y - 0.03)
            leaf(canvas, start, DOWN - turn * 1.1, 0.15, "small", plant.leaf_color(), sag=0.2)
    for lean in (-0.17, 0.17, -0.09, 0.1, 0.0):
        height = plant.height * (0.5 + 0.35 * (1 - abs(lean) / 0.17)) * rng.uniform(0.92, 1.05)
        curve, angle = _stem(canvas, plant, lean, height, 0.009)
        _flower(canvas, plant, curve[-1], plant.size, angle)


def _spikes(canvas: Canvas, plant: Plant) -> None:
    """Upright spires of many small flowers."""
    color, center = plant.view.look("color"), plant.view.look("center")
    leans = (-0.2, 0.2, -0.12, 0.12, 0.0) if plant.view.look("leaf") == "needle" else (-0.17, 0.17, 0.0)
    for lean in leans:
        height = plant.height * (1.08 - abs(lean))
        curve, _ = _stem(canvas, plant, lean, height, 0.01)
        for number, side in ((1, 1), (2, -1), (3, 1)):
            _leaf_on(canvas, plant, curve[number], side, 0.13)
        last = len(curve) - 1
        for number in range(last // 2, last + 1):
            fraction = 1 - 0.55 * (number - last // 2) / (last - last // 2)
            at, width = curve[number], (0.05 if len(leans) == 3 else 0.032) * fraction
            tone = color if plant.alive else mix(color, "#6e4a28", 0.72)
            width = width if plant.alive else width * 0.55
            canvas.ellipse(at[0] - width * 0.5, at[1], width * 0.7, width * 0.8, darker(tone, 0.12))
            canvas.ellipse(at[0] + width * 0.5, at[1] - 0.008, width * 0.7, width * 0.8, tone)
            if plant.alive:
                canvas.ellipse(at[0], at[1], width * 0.3, width * 0.3, center)


def _crop(canvas: Canvas, plant: Plant) -> None:
    """A vegetable: a leafy main stem with side shoots and fruit."""
    for lean in (-0.13, 0.13, 0.02):
        curve, _ = _stem(canvas, plant, lean, plant.height * (1.0 if abs(lean) < 0.1 else 0.8), 0.014)
        for number in range(2, len(curve), 1 if plant.alive else 2):
            for side in (-1, 1):
                _leaf_on(canvas, plant, curve[number], side, 0.15)
        if plant.alive:
            _leaf_on(canvas, plant, curve[-1], 0, 0.14)
    x, y = plant.root
    for dx, up in ((-0.12, 0.5), (0.13, 0.42), (0.01, 0.28), (0.05, 0.68)):
        if plant.alive:
            _flower(canvas, plant, (x + dx, y - plant.height * up), plant.size * 0.62, UP)
        elif up < 0.5:
            _flower(canvas, plant, (x + dx, y - plant.height * up), plant.size * 0.7, DOWN)


def _corn(canvas: Canvas, plant: Plant) -> None:
    """A tall stalk with arching blades, an ear and a tassel."""
    (_, y), rng = plant.root, plant.view.rng
    curve, angle = _stem(canvas, plant, rng.uniform(-0.03, 0.03) or 0.01, plant.height * 1.15, 0.022)
    for number, at in enumerate(curve[1:-1]):
        side = 1 if number % 2 else -1
        reach = side * rng.uniform(0.17, 0.23)
        if plant.alive:
            crest, tip = (at[0] + reach * 0.5, at[1] - 0.14), (at[0] + reach, at[1] - 0.02)
        else:
            crest, tip = (at[0] + reach * 0.5, at[1] - 0.03), (at[0] + reach * 0.5, min(at[1] + 0.2, y + 0.02))
        color = plant.leaf_color()
        canvas.polygon(
            [*bezier(at, crest, tip), *bezier(tip, (crest[0], crest[1] + 0.06), (at[0], at[1] + 0.03))], color
        )
    tip = curve[-1]
    tassel = "#e3c878" if plant.alive else "#7a5a34"
    for turn in (-0.5, 0.0, 0.5):
        canvas.line([tip, toward(tip, angle + turn, 0.09)], tassel, 0.01)
    ear = (curve[4][0] + 0.035, curve[4][1])
    canvas.ellipse(*ear, 0.028, 0.07, plant.view.look("color") if plant.alive else "#8a6a3c")
    leaf(canvas, (ear[0], ear[1] + 0.08), UP - 0.25, 0.13, "broad", plant.leaf_color())


def _cabbage(canvas: Canvas, plant: Plant) -> None:
    """A head of wrapped leaves, or what is left of it."""
    x, y = plant.root
    if plant.alive:
        for turn in (-1.5, 1.5, -1.1, 1.1, -0.7, 0.7):
            leaf(canvas, (x, y - 0.02), UP + turn, 0.32, "round", plant.leaf_color())
        for radius, fraction in ((0.165, 0.0), (0.13, 0.4), (0.09, 0.8)):
            tone = mix(plant.view.look("color"), plant.view.look("center"), fraction)
            canvas.ellipse(x, y - 0.15, radius, radius * 0.92, tone)
        for side in (-1, 1):
            vein = bezier((x, y - 0.02), (x + side * 0.09, y - 0.12), (x + side * 0.05, y - 0.26))
            canvas.line(vein, "#f2f7e4", 0.008)
        return
    for turn in (-1.75, 1.75, -1.4, 1.4, -1.0, 1.0):
        leaf(canvas, (x, y - 0.05), UP + turn, 0.24, "broad", plant.leaf_color(), sag=0.2)
    canvas.blob(x, y - 0.05, 0.08, 0.055, "#a58a52", wobble=0.25)
    canvas.line([(x - 0.03, y - 0.02), (x + 0.01, y - 0.09)], "#6f4a26", 0.01)


HABITS = {
    "stems": _stems, "bush": _bush, "rosette": _rosette, "spikes": _spikes, "crop": _crop, "corn": _corn,
    "cabbage": _cabbage,
}  # fmt: skip
WITHOUT_FLOWERS = ("spikes", "corn", "cabbage")
"""Forms that draw flowers, if any, in their own way, and read no `flower`."""
