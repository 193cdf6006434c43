"""Scenes of things in water."""

from scisynth.lab.canvas import Canvas, darker
from scisynth.lab.places import STAND
from scisynth.lab.view import SceneView


def buoyancy(canvas: Canvas, view: SceneView) -> None:
    """A glass box of water with the subject at the surface or on the bottom."""
    left, right, bottom, rim = 0.18, 0.82, STAND, 0.30
    surface = view.rng.uniform(0.42, 0.48)
    canvas.rectangle(left, rim, right, bottom, "#ffffff60")
    canvas.rectangle(left, surface, right, bottom, "#4f9fd6")
    size = 0.09
    x = view.rng.uniform(left + 0.15, right - 0.15)
    y = surface if view.outcome == "floats" else bottom - size
    color = view.look("color")
    with canvas.region():
        canvas.rectangle(x - size, y - size, x + size, y + size, color, outline=darker(color))
    canvas.rectangle(left, surface, right, bottom, "#4f9fd638")
    canvas.line([(left, rim), (left, bottom), (right, bottom), (right, rim)], "#7d8c96", 0.012)
