"""Scenes of fire: a salt held in the flame of a burner, or a fuel that burns in its own kind of lamp, stove or hearth.

Everything but the flame is the same whatever its colour.
"""

from collections.abc import Callable, Mapping

from scisynth.lab.canvas import Canvas
from scisynth.lab.objects.flame_fuels import FUELS, draw_log_pile
from scisynth.lab.objects.flame_parts import FLAMES, Jet, draw_flame
from scisynth.lab.objects.flame_salts import TOOLS, draw_burner
from scisynth.lab.view import SceneView

HOLDERS: Mapping[str, Callable[[Canvas, SceneView], tuple[Jet, ...]]] = {**dict.fromkeys(TOOLS, draw_burner), **FUELS}
"""What stands behind the flames, and returns them."""
FRONTS: Mapping[str, Callable[[Canvas, SceneView], None]] = {**TOOLS, "logs": draw_log_pile}
"""What stands before them."""
WITH_LABEL = tuple(TOOLS)
"""Holders of salts, whose jar has a label."""


def flame_reaction(canvas: Canvas, view: SceneView) -> None:
    """A flame above what it comes from, in a dimmed room that it lights."""
    colors = FLAMES[view.outcome]
    canvas.rectangle(-0.3, -0.3, 1.3, 1.3, "#10131c8c")
    canvas.glow(0.5, 0.5, 0.46, colors.middle, 0.75)
    holder = view.look("holder")
    jets = HOLDERS[holder](canvas, view)
    canvas.glow(jets[0].x, jets[0].y - 0.12, 0.26, colors.middle, 0.3)
    size = view.rng.uniform(0.92, 1.06)
    with canvas.region():
        for jet in jets:
            draw_flame(canvas, jet, size, colors)
    if holder in FRONTS:
        FRONTS[holder](canvas, view)
