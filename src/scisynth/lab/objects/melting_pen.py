"""A pen that draws things slumped: lower, wider at the foot, leaning and wavy, as if they had half melted."""

import math
import random
from collections.abc import Sequence
from itertools import pairwise

from scisynth.lab.canvas import Canvas, Color, Point
from scisynth.lab.objects.pen import Pen, arc

KEEP = 0.5
"""How much of its height is left."""
PIECES = 3
"""Into how many pieces a straight edge is cut, so that it can bend."""


class MeltingPen(Pen):
    """Draws in the frame of a thing; everything above `base` sinks towards it, everything below stays."""

    def __init__(
        self, canvas: Canvas, x: float, y: float, size: float, *, foot: float, base: float, rng: random.Random
    ) -> None:
        super().__init__(canvas, x, y, size)
        self._base, self._height = base, base + foot
        self._lean, self._turn = rng.uniform(-0.22, 0.22), rng.uniform(0, 2 * math.pi)

    def at(self, x: float, y: float) -> Point:
        """A point of the frame on the canvas, sunk."""
        height = self._base - y
        if height > 0:
            fraction = height / self._height
            wave = 0.09 * math.sin(5 * fraction + self._turn)
            x = x * (1 + 0.5 * (1 - fraction) ** 2) + self._lean * fraction + wave * fraction
            sag = 0.16 * x * x + 0.06 * math.sin(6 * x + self._turn)
            y = self._base - max(0.0, KEEP * height - sag * fraction)
        return super().at(x, y)

    def polygon(self, points: Sequence[Point], fill: Color) -> None:
        """A filled polygon with bent edges."""
        super().polygon(_cut([*points, points[0]]), fill)

    def line(self, points: Sequence[Point], fill: Color, width: float = 0.08) -> None:
        """A bent polyline."""
        super().line(_cut(points), fill, width)

    def ellipse(self, x: float, y: float, rx: float, ry: float, fill: Color) -> None:
        """A bent ellipse."""
        super().polygon([*arc(x, y, rx, ry, 0, 360, 16)], fill)

    def box(self, x0: float, y0: float, x1: float, y1: float, fill: Color, radius: float = 0.0) -> None:
        """A bent rectangle; its corners are cut by `radius`."""
        r = radius * 0.6
        corners = [(x0 + r, y0), (x1 - r, y0), (x1, y0 + r), (x1, y1 - r), (x1 - r, y1), (x0 + r, y1), (x0, y1 - r)]
        self.polygon([*corners, (x0, y0 + r)], fill)


def _cut(points: Sequence[Point]) -> list[Point]:
    cut = [points[0]]
    for (x0, y0), (x1, y1) in pairwise(points):
        pieces = PIECES if abs(x1 - x0) + abs(y1 - y0) > 0.3 else 1
        cut += [(x0 + (x1 - x0) * k / pieces, y0 + (y1 - y0) * k / pieces) for k in range(1, pieces + 1)]
    return cut
