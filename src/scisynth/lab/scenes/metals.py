"""Scenes of metal things, new and old."""

import random

from PIL import Image, ImageChops

from scisynth.lab.canvas import Canvas, mix
from scisynth.lab.objects.catalog import SHAPES
from scisynth.lab.objects.pen import Pen
from scisynth.lab.places import STAND
from scisynth.lab.view import SceneView

Box = tuple[int, int, int, int]
REACH_X, REACH_Y = 0.37, 0.29
"""Half-extents of the thing."""
LAYERS = (("bloom", 7, 150, 150), ("pits", 9, 180, 150), ("pits", 24, 205, 190))
"""Coats of corrosion: colour of the look, grains, cut and strength of its patches."""
CHANGED = [0] * 6 + [255] * 250


def rust(canvas: Canvas, view: SceneView) -> None:
    """The subject under a patchy crust in its corrosion's colour, or polished in the metal's own."""
    shape = SHAPES[view.look("shape")]
    size = min(REACH_X / shape.half_width, REACH_Y / shape.half_height) * view.rng.uniform(0.92, 1.04)
    x, foot = view.rng.uniform(0.45, 0.55), view.rng.uniform(STAND - 0.02, STAND + 0.03)
    y = foot - size * shape.half_height
    pen = Pen(canvas, x, y, size, view.rng.uniform(-6, 6))
    canvas.ellipse(x + 0.01, foot - 0.004, size * shape.half_width, 0.022, "#00000050")
    if view.outcome == "corroded":
        box = _around(canvas, x, y, 1.25 * size * shape.half_width, 1.25 * size * shape.half_height)
        before = canvas.image.crop(box)
        with canvas.region():
            shape.draw(pen, mix(view.look("crust"), view.look("metal"), 0.08))
        _corrode(canvas, box, before, view)
        return
    with canvas.region():
        shape.draw(pen, view.look("metal"))
    _gleam(canvas, *pen.at(-0.42 * shape.half_width, -0.5 * shape.half_height), 0.07)
    _gleam(canvas, *pen.at(0.5 * shape.half_width, 0.12 * shape.half_height), 0.045)


def _around(canvas: Canvas, x: float, y: float, reach_x: float, reach_y: float) -> Box:
    """The pixels about (x, y), within the image."""
    left, top = canvas.to_px((x - reach_x, y - reach_y))
    right, bottom = canvas.to_px((x + reach_x, y + reach_y))
    return max(0, round(left)), max(0, round(top)), min(canvas.px, round(right)), min(canvas.px, round(bottom))


def _corrode(canvas: Canvas, box: Box, before: Image.Image, view: SceneView) -> None:
    """Lays blooms and pits over whatever was drawn in the box since `before`."""
    worn = canvas.image.crop(box)
    drawn = ImageChops.difference(worn, before).convert("L").point(CHANGED)
    for color, grains, cut, strength in LAYERS:
        worn.paste(view.look(color), mask=_patches(worn.size, grains, cut, strength, view.rng))
    canvas.image.paste(worn, box[:2], drawn)


def _patches(size: tuple[int, int], grains: int, cut: int, strength: int, rng: random.Random) -> Image.Image:
    """Soft-edged blots, `grains` of them along the longer side; the higher the cut (of 255) the fewer."""
    across, down = (max(2, round(grains * length / max(size))) for length in size)
    table = bytes(strength if value > cut else 0 for value in range(256))
    # The number of grains may differ by one between sizes; a generator of its own keeps the rest of the scene the same.
    grains_rng = random.Random(rng.random())
    noise = Image.frombytes("L", (across, down), grains_rng.randbytes(across * down).translate(table))
    return noise.resize(size, Image.Resampling.BICUBIC)


def _gleam(canvas: Canvas, x: float, y: float, length: float) -> None:
    """A four-pointed glint."""
    thin = length * 0.13
    star = [(x, y - length), (x + thin, y - thin), (x + length, y), (x + thin, y + thin)]
    star += [(x, y + length), (x - thin, y + thin), (x - length, y), (x - thin, y - thin)]
    canvas.ellipse(x, y, length * 0.4, length * 0.4, "#ffffff58")
    canvas.polygon(star, "#ffffffd0")
