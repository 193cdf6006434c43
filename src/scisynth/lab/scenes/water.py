"""Scenes of things in water."""

from scisynth.lab.canvas import Canvas
from scisynth.lab.objects.catalog import SHAPES
from scisynth.lab.objects.pen import Pen
from scisynth.lab.places import STAND
from scisynth.lab.view import SceneView
from scisynth.science.flotation import float_depth

LEFT, RIGHT, RIM, FLOOR = 0.14, 0.86, 0.26, STAND - 0.015
REACH = 0.145
"""Half-extent of the thing in the water; `look: {size: ...}` makes it larger or smaller."""


def buoyancy(canvas: Canvas, view: SceneView) -> None:
    """A glass vessel of water with the subject in its surface, as deep as its density says, or on the bottom."""
    surface = view.rng.uniform(0.43, 0.48)
    _water(canvas, surface)
    shape = SHAPES[view.look("shape")]
    size = REACH * view.look("size", 1.0) * view.rng.uniform(0.92, 1.1) / max(shape.half_width, shape.half_height)
    half_width, half_height = size * shape.half_width, size * shape.half_height
    x = view.rng.uniform(LEFT + half_width + 0.06, RIGHT - half_width - 0.06)
    floats = view.outcome == "floats"
    if floats:
        depth = float_depth(_fraction_under(view), shape.body)
        y = surface + half_height * (2 * depth - 1)
        turn = view.rng.uniform(-5, 5)
    else:
        y = FLOOR - half_height
        turn = view.rng.uniform(-3, 3)
        canvas.ellipse(x, FLOOR - 0.004, half_width * 1.15, 0.014, "#0b2c4480")
    with canvas.region():
        shape.draw(Pen(canvas, x, y, size, turn), view.look("color"))
    _front(canvas, surface)
    if floats:
        left, right = max(LEFT, x - 1.5 * half_width), min(RIGHT, x + 1.5 * half_width)
        canvas.line([(left, surface + 0.004), (right, surface + 0.004)], "#f4fbffc0", 0.009)
    _glass(canvas, view.condition.name)


def _fraction_under(view: SceneView) -> float:
    """Fraction of the volume under water; the wrong image of a thing that sinks takes that of one that floats."""
    water = view.law.constants["water_density"].value
    if view.true_outcome == "floats":
        return float(view.fact("density") / water)
    densities = [subject.facts["density"].value for subject in view.law.subjects.values()]
    return float(view.rng.choice([density for density in densities if density < water]) / water)


def _water(canvas: Canvas, surface: float) -> None:
    """The empty glass above, the water behind the thing, darker towards the bottom."""
    canvas.ellipse(0.5, FLOOR + 0.012, (RIGHT - LEFT) * 0.52, 0.02, "#00000048")
    canvas.rectangle(LEFT, RIM, RIGHT, surface, "#ffffff58")
    canvas.gradient(LEFT, surface, RIGHT, FLOOR, "#8fd0ee", "#3f8fc4")
    canvas.rectangle(LEFT, surface - 0.022, RIGHT, surface + 0.006, "#c9ebf8")


def _front(canvas: Canvas, surface: float) -> None:
    """The water before the thing: a blue veil and its bright upper edge."""
    canvas.rectangle(LEFT, surface, RIGHT, FLOOR, "#3f97d03c")
    canvas.line([(LEFT, surface), (RIGHT, surface)], "#e8f7fdc0", 0.007)


def _glass(canvas: Canvas, vessel: str) -> None:
    """Edges and reflections; a tank has a black frame."""
    canvas.polygon(
        [
            (LEFT + 0.03, RIM + 0.02),
            (LEFT + 0.06, RIM + 0.02),
            (LEFT + 0.06, FLOOR - 0.06),
            (LEFT + 0.03, FLOOR - 0.03),
        ],
        "#ffffff48",
    )
    frame, width = ("#2d3a42", 0.022) if vessel == "tank" else ("#86a3b2", 0.013)
    outline = [(LEFT, RIM), (LEFT, FLOOR), (RIGHT, FLOOR), (RIGHT, RIM)]
    canvas.line(outline, frame, width)
    if vessel == "tank":
        canvas.line([(LEFT - 0.01, RIM), (RIGHT + 0.01, RIM)], frame, width)
    else:
        canvas.line([(LEFT, RIM), (RIGHT, RIM)], "#b9d0da90", 0.009)
