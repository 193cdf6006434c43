"""Scenes of surfaces in humid air."""

from collections.abc import Sequence

from scisynth.lab.backdrop import STAND
from scisynth.lab.canvas import Canvas, Point
from scisynth.lab.objects.pen import Pen
from scisynth.lab.objects.surfaces import SURFACES
from scisynth.lab.view import SceneView

FOG = "#e3ebef9c"
NUM_BEADS = 54
NUM_RUNS = 4


def liquidation(canvas: Canvas, view: SceneView) -> None:
    """The subject fogged and full of droplets, or dry and shining."""
    surface = SURFACES[view.look("shape")]
    size = 0.265 * view.rng.uniform(0.92, 1.08)
    x, foot = view.rng.uniform(0.45, 0.55), STAND + view.rng.uniform(-0.01, 0.03)
    pen = Pen(canvas, x, foot - size * surface.half_height, size)
    canvas.ellipse(x + 0.015, foot, size * surface.half_width * 1.15, 0.024, "#00000040")
    with canvas.region():
        faces = surface.draw(pen, view.look("color"), view.outcome == "dry")
        if view.outcome == "wet":
            for face in faces:
                _wet(canvas, [pen.at(*point) for point in face], 1 / len(faces), size)


def _wet(canvas: Canvas, face: Sequence[Point], fraction: float, size: float) -> None:
    """Fog, beads of all sizes, and a few that have run down."""
    canvas.polygon(face, FOG)
    low_x, high_x = min(x for x, _ in face), max(x for x, _ in face)
    low_y, high_y = min(y for _, y in face), max(y for _, y in face)
    draw = canvas.rng.uniform
    for number in range(round(NUM_BEADS * fraction) + 4):
        x, y = draw(low_x, high_x), draw(low_y, high_y)
        radius = size * (0.06 + 0.055 * draw(0, 1) ** 2)
        edges = ((x - radius * 0.7, y), (x + radius * 0.7, y), (x, y - radius * 0.8), (x, y + radius))
        if not all(inside(face, *edge) for edge in edges):
            continue
        if number < NUM_RUNS * fraction and inside(face, x, y + size * 0.5):
            canvas.line([(x, y), (x, y + size * 0.5)], "#5d869f70", radius * 0.9)
            y += size * 0.5
            radius = size * 0.1
        _bead(canvas, x, y, radius)


def _bead(canvas: Canvas, x: float, y: float, radius: float) -> None:
    """A droplet: dark upper edge, bright lower body, a highlight."""
    canvas.ellipse(x, y, radius, radius * 1.1, "#44708cd8")
    canvas.ellipse(x + radius * 0.1, y + radius * 0.2, radius * 0.76, radius * 0.8, "#cfe6f2")
    canvas.ellipse(x - radius * 0.3, y - radius * 0.35, radius * 0.34, radius * 0.3, "#ffffff")


def inside(outline: Sequence[Point], x: float, y: float) -> bool:
    """Whether a point lies in a polygon: a ray to the right crosses its edges an odd number of times."""
    odd = False
    x0, y0 = outline[-1]
    for x1, y1 in outline:
        if (y0 > y) != (y1 > y) and x < x0 + (y - y0) / (y1 - y0) * (x1 - x0):
            odd = not odd
        x0, y0 = x1, y1
    return odd
