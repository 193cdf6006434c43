"""Scenes of things at a magnet that comes from above."""

from scisynth.lab.canvas import Canvas, Color, darker, lighter
from scisynth.lab.objects.catalog import SHAPES
from scisynth.lab.objects.pen import Pen, arc
from scisynth.lab.places import STAND
from scisynth.lab.view import SceneView

RED, BLUE, STEEL = "#cf2b2b", "#2f55c0", "#c9d0d6"
POLES_Y = 0.34
"""y of a magnet's lower end."""
REACH = 0.16
"""Half-extent of a thing."""
HANGS = 1.15
"""A thing this much wider than high hangs by one end from a single pole."""


def magnetism(canvas: Canvas, view: SceneView) -> None:
    """The thing at the poles, or on the table below them."""
    rng = view.rng
    x, y = 0.5 + rng.uniform(-0.06, 0.06), POLES_Y + rng.uniform(-0.03, 0.03)
    has_two_poles = view.condition.name == "horseshoe"
    shape = SHAPES[view.look("shape")]
    size = REACH * rng.uniform(0.92, 1.08) / max(shape.half_width, shape.half_height)
    half_width, half_height = size * shape.half_width, size * shape.half_height
    if view.outcome == "sticks":
        hangs = not has_two_poles and half_width > HANGS * half_height
        turn = rng.uniform(82, 98) if hangs else rng.uniform(-5, 5)
        thing_x, thing_y = x + rng.uniform(-0.02, 0.02), y + (half_width if hangs else half_height) - 0.012
    else:
        turn = rng.uniform(-3, 3)
        thing_x, thing_y = x + rng.uniform(-0.08, 0.08), STAND - half_height
        canvas.ellipse(thing_x, STAND, half_width * 1.1, 0.022, "#00000048")
    (_horseshoe if has_two_poles else _bar)(canvas, x, y)
    with canvas.region():
        shape.draw(Pen(canvas, thing_x, thing_y, size, turn), view.look("color"))


def _bar(canvas: Canvas, x: float, y: float) -> None:
    """An upright bar, one half red, the other blue."""
    half, middle = 0.085, y - 0.19
    for top, bottom, color in ((y - 0.4, middle, BLUE), (middle, y, RED)):
        canvas.rectangle(x - half, top, x + half, bottom, color)
        canvas.rectangle(x + half * 0.5, top, x + half, bottom, darker(color, 0.28))
        canvas.rectangle(x - half * 0.75, top, x - half * 0.45, bottom, lighter(color, 0.4))


def _horseshoe(canvas: Canvas, x: float, y: float) -> None:
    """Open below: a red bow with bare steel tips."""
    radius, width, bend = 0.13, 0.1, y - 0.16
    _bow(canvas, x, bend, radius, width, RED)
    _bow(canvas, x - 0.012, bend - 0.012, radius, width * 0.3, lighter(RED, 0.4))
    for side in (-1, 1):
        left, right = x + side * radius - width / 2, x + side * radius + width / 2
        canvas.rectangle(left, bend, right, y - 0.06, RED)
        canvas.rectangle(left, y - 0.065, right, y, STEEL)
        canvas.rectangle(right - width * 0.3, y - 0.065, right, y, darker(STEEL, 0.3))


def _bow(canvas: Canvas, x: float, y: float, radius: float, width: float, color: Color) -> None:
    canvas.line(arc(x, y, radius, radius, 178, 362), color, width)
