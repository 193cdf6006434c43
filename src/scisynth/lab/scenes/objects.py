"""Scenes of everyday things in a room."""

from scisynth.lab.canvas import Canvas
from scisynth.lab.objects.catalog import SHAPES
from scisynth.lab.objects.pen import Pen
from scisynth.lab.places import STAND
from scisynth.lab.view import SceneView

REACH = 0.21
"""Half-extent of the thing; `look: {size: ...}` makes it larger or smaller."""


def gravity(canvas: Canvas, view: SceneView) -> None:
    """The subject tilted in mid-air without a shadow, or at rest on the ground with its contact shadow.

    `look: {rest: [degrees, reach]}` is for what cannot stand: how it is turned at rest and how far down it then reaches.
    """
    shape = SHAPES[view.look("shape")]
    size = REACH * view.look("size", 1.0) * view.rng.uniform(0.92, 1.08) / max(shape.half_width, shape.half_height)
    x = view.rng.uniform(0.34, 0.66)
    if view.outcome == "floats":
        y = view.rng.uniform(0.29, 0.38)
        turn = view.rng.choice((-1, 1)) * view.rng.uniform(18, 48)
    else:
        rest, down = view.look("rest", (0, shape.half_height))
        foot = view.rng.uniform(STAND - 0.01, STAND + 0.05)
        y, turn = foot - size * down, rest + view.rng.uniform(-2, 2)
        across = size * max(shape.half_width, shape.half_height * abs(rest) / 90)
        canvas.ellipse(x + 0.02, foot - 0.002, across * 1.12, 0.026, "#00000038")
        canvas.ellipse(x + 0.01, foot - 0.004, across * 0.95, 0.014, "#00000070")
    with canvas.region():
        shape.draw(Pen(canvas, x, y, size, turn), view.look("color"))
