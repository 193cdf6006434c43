"""The scene of a clear thing that leans in a vessel of clear liquid, half of it in the air."""

from scisynth.lab.canvas import Canvas, Color, Point, darker, lighter
from scisynth.lab.objects.vessels import draw_vessel_back, draw_vessel_front, fill_vessel, make_vessel
from scisynth.lab.view import SceneView

THICKNESS = {"rod": 0.034, "strip": 0.058}
"""Half width of the thing, by its shape."""
HIDDEN = "#ffffff00"
"""Paints the region mask and nothing else."""


def index_matching(canvas: Canvas, view: SceneView) -> None:
    """A thing in a vessel: seen down to the surface only, or broken at it and seen below."""
    rng = view.rng
    vessel = make_vessel(canvas, view.condition.facts["vessel"])
    color, half = view.look("color"), THICKNESS[view.look("shape")]
    x, surface, _, _ = vessel.surface()
    lean = rng.uniform(0.05, 0.11)
    foot, entry, top = (x - lean, vessel.y(0.07)), (x + 0.3 * lean, surface), (x + 1.7 * lean, surface - 0.4)
    draw_vessel_back(canvas, vessel, view.look("liquid"))
    fill_vessel(canvas, vessel, view.look("liquid"))
    with canvas.region():
        if view.outcome == "shows":
            # Snell brings the lower part nearer to the eye: it is shifted, and a round rod acts as a lens and looks wider.
            shift = 0.05 + 0.08 * min(abs(float(view.words["step"])), 0.4)
            _draw_piece(
                canvas, (foot[0] + 1.6 * shift, foot[1]), (entry[0] + shift, entry[1] + 0.006), half * 1.25, color
            )
        else:
            canvas.polygon(_outline(foot, entry, half), HIDDEN)
        _draw_piece(canvas, entry, top, half, color)
    canvas.ellipse(entry[0], surface, half * 1.35, half * 0.4, "#ffffff00", outline="#ffffffd0", width=0.008)
    draw_vessel_front(canvas, vessel, view.look("liquid"))


def _outline(low: Point, high: Point, half: float) -> list[Point]:
    return [(low[0] - half, low[1]), (high[0] - half, high[1]), (high[0] + half, high[1]), (low[0] + half, low[1])]


def _draw_piece(canvas: Canvas, low: Point, high: Point, half: float, color: Color) -> None:
    """A piece of clear solid: dark edges, its own tint, a bright streak."""
    canvas.polygon(_outline(low, high, half), darker(color, 0.65))
    canvas.polygon(_outline(low, high, half - 0.013), color)
    streak = -0.35 * half
    canvas.line([(low[0] + streak, low[1] - 0.01), (high[0] + streak, high[1] + 0.01)], lighter(color, 0.8), 0.012)
