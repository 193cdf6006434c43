"""Scenes of hot metal: a thing on a firebrick in a dimmed room, glowing in one colour or gray."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PIL import ImageColor

from scisynth.lab.canvas import Canvas, Color, Point, mix
from scisynth.lab.objects.catalog import SHAPES
from scisynth.lab.objects.pen import Pen
from scisynth.lab.places import STAND
from scisynth.lab.view import SceneView

REACH = 0.25
"""Half-extent of a thing."""
BRICK = 0.075
"""Height of the firebrick."""
GRAY = "#8c8c8c"
"""What glows is drawn in gray first: only its light and shade are kept."""


@dataclass(frozen=True, kw_only=True)
class Glow:
    """Colours of what glows, from its shaded parts to its brightest, and the light that it throws."""

    deep: Color
    core: Color
    bright: Color
    halo: Color
    strength: float


GLOWS: Mapping[str, Glow] = {
    "red": Glow(deep="#4a0d06", core="#a01a0c", bright="#cf3a1c", halo="#b01c0c", strength=0.3),
    "orange": Glow(deep="#d24a00", core="#ff7d0c", bright="#ffa53a", halo="#ff7a14", strength=0.55),
    "yellow": Glow(deep="#f2b400", core="#ffdf26", bright="#fff07e", halo="#ffd23a", strength=0.7),
    "white": Glow(deep="#f3ecd9", core="#fffdf4", bright="#ffffff", halo="#fff6dd", strength=0.9),
}


class GlowingPen(Pen):
    """Draws in the colours of a glow, by the brightness of those it is given."""

    def __init__(self, canvas: Canvas, x: float, y: float, size: float, degrees: float, glow: Glow) -> None:
        super().__init__(canvas, x, y, size, degrees)
        self._glow = glow

    def _lit(self, fill: Color) -> Color:
        light = sum(ImageColor.getrgb(fill)[:3]) / (3 * 255)
        glow = self._glow
        return mix(glow.deep, glow.core, 2 * light) if light < 0.5 else mix(glow.core, glow.bright, 2 * light - 1)

    def polygon(self, points: Sequence[Point], fill: Color) -> None:
        """As `Pen`."""
        super().polygon(points, self._lit(fill))

    def line(self, points: Sequence[Point], fill: Color, width: float = 0.08) -> None:
        """As `Pen`."""
        super().line(points, self._lit(fill), width)

    def ellipse(self, x: float, y: float, rx: float, ry: float, fill: Color) -> None:
        """As `Pen`; a turned one is a polygon."""
        super().ellipse(x, y, rx, ry, fill if self.degrees and rx != ry else self._lit(fill))

    def box(self, x0: float, y0: float, x1: float, y1: float, fill: Color, radius: float = 0.0) -> None:
        """As `Pen`; a turned one is a polygon."""
        super().box(x0, y0, x1, y1, fill if self.degrees else self._lit(fill), radius)


def incandescence(canvas: Canvas, view: SceneView) -> None:
    """The thing on a firebrick: gray, or glowing and lighting the room around it."""
    rng = view.rng
    shape, glow = SHAPES[view.look("shape")], GLOWS.get(view.outcome)
    size = REACH * rng.uniform(0.9, 1.08) / max(shape.half_width, shape.half_height)
    x, y = 0.5 + rng.uniform(-0.07, 0.07), STAND - BRICK - size * shape.half_height
    turn = rng.uniform(-4, 4)
    canvas.rectangle(-0.3, -0.3, 1.3, 1.3, "#0b0e15ac")
    if glow:
        canvas.glow(x, y, 0.5, glow.halo, glow.strength)
    _firebrick(canvas, x)
    with canvas.region():
        if glow:
            shape.draw(GlowingPen(canvas, x, y, size, turn, glow), GRAY)
        else:
            shape.draw(Pen(canvas, x, y, size, turn), view.look("color"))


def _firebrick(canvas: Canvas, x: float) -> None:
    canvas.rectangle(x - 0.34, STAND - BRICK, x + 0.34, STAND, "#a98a63")
    canvas.rectangle(x - 0.34, STAND - BRICK, x + 0.34, STAND - BRICK + 0.018, "#c7a87c")
    canvas.rectangle(x - 0.34, STAND - 0.012, x + 0.34, STAND, "#6f583d")
