"""Scenes of metal things, new and old."""

import random

from PIL import Image, ImageChops

from scisynth.lab.canvas import Canvas, Color, darker, lighter, mix
from scisynth.lab.places import STAND
from scisynth.lab.shapes.catalog import SHAPES
from scisynth.lab.shapes.pen import Pen
from scisynth.lab.view import SceneView

REACH = 0.29
"""Half-extent of the thing."""


def rust(canvas: Canvas, view: SceneView) -> None:
    """The subject under a patchy crust in its corrosion's colour, or polished in the metal's own."""
    shape = SHAPES[view.look("shape")]
    size = REACH * view.rng.uniform(0.94, 1.06) / max(shape.half_width, shape.half_height)
    x, foot = view.rng.uniform(0.44, 0.56), view.rng.uniform(STAND - 0.02, STAND + 0.03)
    y = foot - size * shape.half_height
    turn = view.rng.uniform(-6, 6)
    canvas.ellipse(x + 0.01, foot - 0.004, size * shape.half_width, 0.022, "#00000050")
    before = canvas.image.copy()
    metal, crust = view.look("metal"), view.look("crust")
    pen = Pen(canvas, x, y, size, turn)
    if view.outcome == "corroded":
        with canvas.region():
            shape.draw(pen, mix(crust, metal, 0.12))
        _corrode(canvas, before, crust, view.rng)
        return
    with canvas.region():
        shape.draw(pen, metal)
    for at_x, at_y, length in _gleams(shape.half_width, shape.half_height):
        _gleam(canvas, *pen.at(at_x, at_y), length)


def _corrode(canvas: Canvas, before: Image.Image, crust: Color, rng: random.Random) -> None:
    """Lays patches and pits over whatever was drawn since `before`."""
    drawn = ImageChops.difference(canvas.image, before).convert("L").point(lambda v: 255 if v > 6 else 0)
    for grains, color, share in ((9, darker(crust, 0.45), 0.42), (15, lighter(crust, 0.28), 0.4), (44, darker(crust, 0.62), 0.3)):
        patches = _patches(canvas.px, grains, share, rng)
        canvas.image.paste(color, mask=ImageChops.multiply(drawn, patches))


def _patches(px: int, grains: int, share: float, rng: random.Random) -> Image.Image:
    """Soft-edged blots, `grains` of them across the picture, that cover about `share` of it."""
    noise = Image.frombytes("L", (grains, grains), rng.randbytes(grains * grains))
    # Bicubic noise gathers about its mean, so the cut sits nearer to the middle than the share says.
    cut = 128 + (0.5 - share) * 150
    return noise.point(lambda v: max(0, min(235, round((v - cut) * 6)))).resize((px, px), Image.Resampling.BICUBIC)


def _gleams(half_width: float, half_height: float) -> tuple[tuple[float, float, float], ...]:
    return ((-0.42 * half_width, -0.5 * half_height, 0.07), (0.5 * half_width, 0.12 * half_height, 0.045))


def _gleam(canvas: Canvas, x: float, y: float, length: float) -> None:
    """A four-pointed glint."""
    thin = length * 0.13
    star = [(x, y - length), (x + thin, y - thin), (x + length, y), (x + thin, y + thin)]
    star += [(x, y + length), (x - thin, y + thin), (x - length, y), (x - thin, y - thin)]
    canvas.glow(x, y, length * 0.8, "#ffffff", 0.7)
    canvas.polygon(star, "#ffffffc4")
