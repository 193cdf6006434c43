"""A pen in a thing's own frame: (0, 0) is its centre, 1 its half-size, y points down; the frame may be turned.

Turning happens to the points, not to pixels, so a tilted thing costs no more than an upright one.
"""

import math
from collections.abc import Sequence
from functools import lru_cache

from scisynth.lab.canvas import Canvas, Color, Point, darker, lighter

Points = tuple[Point, ...]


class Pen:
    """Draws on a canvas in the frame of one thing."""

    def __init__(self, canvas: Canvas, x: float, y: float, size: float, degrees: float = 0.0) -> None:
        self.canvas = canvas
        self.x, self.y, self.size, self.degrees = x, y, size, degrees
        self._cos, self._sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))

    def at(self, x: float, y: float) -> Point:
        """A point of the frame on the canvas; positive degrees turn clockwise."""
        return (
            self.x + self.size * (x * self._cos - y * self._sin),
            self.y + self.size * (x * self._sin + y * self._cos),
        )

    def polygon(self, points: Sequence[Point], fill: Color) -> None:
        """A filled polygon."""
        self.canvas.polygon([self.at(*point) for point in points], fill)

    def line(self, points: Sequence[Point], fill: Color, width: float = 0.08) -> None:
        """A polyline with round joints and flat ends."""
        self.canvas.line([self.at(*point) for point in points], fill, width * self.size)

    def rod(self, points: Sequence[Point], fill: Color, width: float) -> None:
        """A polyline with round ends."""
        self.line(points, fill, width)
        for x, y in (points[0], points[-1]):
            self.ellipse(x, y, width / 2, width / 2, fill)

    def ellipse(self, x: float, y: float, rx: float, ry: float, fill: Color) -> None:
        """A filled ellipse about (x, y)."""
        if self.degrees and rx != ry:
            self.polygon(arc(x, y, rx, ry, 0, 360), fill)
        else:
            self.canvas.ellipse(*self.at(x, y), rx * self.size, ry * self.size, fill)

    def ring(self, x: float, y: float, rx: float, ry: float, fill: Color, width: float) -> None:
        """The line of an ellipse; its inside stays as it was."""
        self.line(arc(x, y, rx, ry, 0, 370), fill, width)

    def box(self, x0: float, y0: float, x1: float, y1: float, fill: Color, radius: float = 0.0) -> None:
        """A rectangle between two corners, with rounded corners where `radius` > 0."""
        if not self.degrees:
            self.canvas.rectangle(*self.at(x0, y0), *self.at(x1, y1), fill, radius=radius * self.size)
        elif radius:
            r = min(radius, (x1 - x0) / 2, (y1 - y0) / 2)
            corners = ((x1 - r, y1 - r, 0), (x0 + r, y1 - r, 90), (x0 + r, y0 + r, 180), (x1 - r, y0 + r, 270))
            self.polygon([p for x, y, start in corners for p in arc(x, y, r, r, start, start + 90, 4)], fill)
        else:
            self.polygon([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], fill)

    def smooth(self, points: Points, fill: Color) -> None:
        """A filled smooth curve through the points."""
        self.polygon(smooth_outline(points), fill)

    def solid(self, points: Points, color: Color, *, shine: bool = True) -> None:
        """A smooth body lit from the upper left: dark rim, own colour, and a highlight."""
        outline = smooth_outline(points)
        self.polygon(outline, darker(color, 0.3))
        self.polygon([(0.9 * x - 0.035, 0.9 * y - 0.04) for x, y in outline], color)
        if shine:
            self.polygon([(0.42 * x - 0.24, 0.4 * y - 0.26) for x, y in outline], lighter(color, 0.22))

    def glow(self, x: float, y: float, radius: float, color: Color, strength: float = 0.8) -> None:
        """Soft light about a point."""
        self.canvas.glow(*self.at(x, y), radius * self.size, color, strength)


@lru_cache(maxsize=512)
def smooth_outline(points: Points, steps: int = 5) -> Points:
    """A closed Catmull-Rom curve through the points, `steps` pieces between two of them."""
    outline = []
    for index in range(len(points)):
        p0, p1, p2, p3 = (points[(index + shift) % len(points)] for shift in (-1, 0, 1, 2))
        outline += [_between(p0, p1, p2, p3, step / steps) for step in range(steps)]
    return tuple(outline)


def _between(p0: Point, p1: Point, p2: Point, p3: Point, t: float) -> Point:
    x, y = (
        0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
        for a, b, c, d in zip(p0, p1, p2, p3, strict=True)
    )
    return (x, y)


@lru_cache(maxsize=512)
def arc(x: float, y: float, rx: float, ry: float, start: float, stop: float, steps: int = 24) -> Points:
    """Points of an ellipse from `start` to `stop` degrees, clockwise from the right."""
    turns = [math.radians(start + (stop - start) * step / steps) for step in range(steps + 1)]
    return tuple((x + rx * math.cos(turn), y + ry * math.sin(turn)) for turn in turns)


def mirrored(points: Points) -> Points:
    """A shape of which only the right half is given, from top to bottom."""
    return points + tuple((-x, y) for x, y in reversed(points) if x)
