"""Scenes of electric devices."""

from scisynth.lab.canvas import Canvas
from scisynth.lab.objects.devices import DEVICES
from scisynth.lab.objects.pen import Pen
from scisynth.lab.places import STAND
from scisynth.lab.view import SceneView

REACH_X, REACH_Y = 0.33, 0.3
"""Half-extents of a device."""
HANGING_Y = {"wall": 0.42, "ceiling": 0.36}
"""Heights of what does not stand."""


def electricity(canvas: Canvas, view: SceneView) -> None:
    """The subject shining, with its halo, or dark."""
    device = DEVICES[view.look("shape")]
    size = min(REACH_X / device.half_width, REACH_Y / device.half_height) * view.rng.uniform(0.92, 1.06)
    x = view.rng.uniform(0.44, 0.56)
    y = HANGING_Y.get(view.look("hangs", ""))
    if y is None:
        foot = view.rng.uniform(STAND - 0.02, STAND + 0.03)
        y = foot - size * device.half_height
        canvas.ellipse(x + 0.01, foot - 0.004, size * device.half_width * 1.05, 0.02, "#00000058")
    with canvas.region():
        device.draw(Pen(canvas, x, y, size), view.look("color"), view.outcome == "lit")
