"""Scenes of everyday things in a room."""

from scisynth.lab.canvas import Canvas
from scisynth.lab.places import STAND
from scisynth.lab.shapes.catalog import SHAPES
from scisynth.lab.shapes.pen import Pen
from scisynth.lab.view import SceneView

REACH = 0.19
"""Half-extent of the thing."""


def gravity(canvas: Canvas, view: SceneView) -> None:
    """The subject tilted in mid-air without a shadow, or upright on the ground with its contact shadow."""
    shape = SHAPES[view.look("shape")]
    size = REACH * view.look("size", 1.0) * view.rng.uniform(0.92, 1.08) / max(shape.half_width, shape.half_height)
    x = view.rng.uniform(0.34, 0.66)
    if view.outcome == "floats":
        y = view.rng.uniform(0.29, 0.38)
        turn = view.rng.choice((-1, 1)) * view.rng.uniform(18, 48)
    else:
        foot = view.rng.uniform(STAND - 0.01, STAND + 0.05)
        y = foot - size * shape.half_height
        turn = view.rng.uniform(-2, 2)
        canvas.ellipse(x + 0.02, foot - 0.002, size * shape.half_width * 1.15, 0.026, "#00000038")
        canvas.ellipse(x + 0.01, foot - 0.004, size * shape.half_width * 0.95, 0.014, "#00000070")
    with canvas.region():
        shape.draw(Pen(canvas, x, y, size, turn), view.look("color"))
