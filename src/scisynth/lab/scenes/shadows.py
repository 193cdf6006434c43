"""The scene of a thing on level ground with its shadow; the sun stands to the left, out of the image.

A thing is a stack of outlines in its own frame: x from its middle and y up from its foot, both in heights. Its shadow is the same
outlines laid on the ground: y runs along it, stretched by the shadow's length, and x across it.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from scisynth.lab.canvas import Canvas, Color, Point, darker, lighter
from scisynth.lab.objects.pen import arc
from scisynth.lab.places import STAND
from scisynth.lab.view import SceneView

SHADOW = "#232839"
SLOPE, ACROSS = 0.1, 0.62
"""Fall of the shadow on the image for its length, and its width on the image over the thing's."""


class Part(NamedTuple):
    """One outline of a thing."""

    outline: Sequence[Point]
    is_accent: bool = False


def _box(x0: float, y0: float, x1: float, y1: float) -> tuple[Point, ...]:
    return ((x0, y0), (x1, y0), (x1, y1), (x0, y1))


def _bar(low: float, high: float, half: float, half_top: float | None = None) -> tuple[Point, ...]:
    top = half if half_top is None else half_top
    return ((-half, low), (half, low), (top, high), (-top, high))


def _round(x: float, y: float, rx: float, ry: float) -> tuple[Point, ...]:
    return arc(x, y, rx, ry, 0, 360)


def _tooth(low: float, high: float, half: float) -> tuple[Point, ...]:
    return ((-half, low), (half, low), (0, high))


POLE = 0.03
THINGS: Mapping[str, tuple[Part, ...]] = {
    "flagpole": (Part(_bar(0, 1, POLE)), Part(_box(POLE, 0.68, 0.42, 0.95), True)),
    "lamp": (Part(_bar(0, 0.86, POLE)), Part(_bar(0, 0.1, 0.06)), Part(_bar(0.8, 0.96, 0.06, 0.12), True), Part(_tooth(0.95, 1.02, 0.15))),
    "crossarm": (Part(_bar(0, 1, 0.04)), Part(_box(-0.24, 0.86, 0.24, 0.92)), Part(_box(-0.19, 0.72, 0.19, 0.77))),
    "post": (Part(_bar(0, 0.94, 0.13)), Part(_bar(0.94, 1, 0.13, 0.07))),
    "obelisk": (Part(_bar(0, 0.1, 0.16)), Part(_bar(0.1, 0.9, 0.11, 0.07)), Part(_tooth(0.9, 1, 0.07))),
    "column": (Part(_bar(0, 0.08, 0.17)), Part(_bar(0.08, 0.9, 0.1, 0.085)), Part(_bar(0.88, 1, 0.1, 0.18))),
    "chimney": (Part(_bar(0, 0.95, 0.13, 0.08)), Part(_bar(0.93, 1, 0.1))),
    "lighthouse": (
        Part(_bar(0, 0.78, 0.15, 0.09)),
        Part(_bar(0.2, 0.38, 0.134, 0.12), True),
        Part(_bar(0.55, 0.7, 0.108, 0.096), True),
        Part(_bar(0.78, 0.9, 0.07)),
        Part(_tooth(0.88, 1, 0.11), True),
    ),
    "spire": (Part(_bar(0, 0.6, 0.15)), Part(_tooth(0.58, 1, 0.18), True)),
    "water tower": (Part(_bar(0, 0.64, 0.07)), Part(_round(0, 0.8, 0.26, 0.2))),
    "cone": (Part(_bar(0, 0.07, 0.34)), Part(_bar(0.07, 1, 0.25, 0.05)), Part(_bar(0.4, 0.62, 0.175, 0.13), True)),
    "sign": (Part(_bar(0, 0.6, POLE)), Part(_round(0, 0.79, 0.21, 0.21), True)),
    "palm": (
        Part(_bar(0, 0.84, 0.05, 0.035)),
        Part(((-0.36, 0.62), (-0.24, 0.86), (0, 0.82)), True),
        Part(((0.36, 0.62), (0.24, 0.86), (0, 0.82)), True),
        Part(((-0.34, 0.9), (-0.1, 0.98), (0.02, 0.8)), True),
        Part(((0.34, 0.9), (0.1, 1.0), (-0.02, 0.8)), True),
    ),
    "poplar": (Part(_bar(0, 0.3, 0.04)), Part(_round(0, 0.58, 0.15, 0.42), True)),
    "fir": (
        Part(_bar(0, 0.2, 0.04)),
        Part(_tooth(0.14, 0.6, 0.27), True),
        Part(_tooth(0.38, 0.8, 0.21), True),
        Part(_tooth(0.62, 1, 0.15), True),
    ),
    "scarecrow": (
        Part(_bar(0, 0.74, POLE)),
        Part(_box(-0.36, 0.58, 0.36, 0.66)),
        Part(_bar(0.28, 0.7, 0.16, 0.11)),
        Part(_round(0, 0.8, 0.09, 0.09), True),
        Part(_bar(0.87, 0.9, 0.17), True),
        Part(_bar(0.9, 1, 0.09, 0.06), True),
    ),
    "person": (
        Part(_box(-0.11, 0, -0.02, 0.48)),
        Part(_box(0.02, 0, 0.11, 0.48)),
        Part(_bar(0.44, 0.8, 0.12, 0.14)),
        Part(_box(-0.2, 0.46, -0.13, 0.8)),
        Part(_box(0.13, 0.46, 0.2, 0.8)),
        Part(_round(0, 0.9, 0.085, 0.1), True),
    ),
    "gnome": (Part(_bar(0, 0.5, 0.26, 0.15)), Part(_round(0, 0.55, 0.14, 0.12)), Part(_tooth(0.58, 1, 0.19), True)),
}  # fmt: skip
"""By the shape that a law file names, from the back to the front."""


def shadow_length(canvas: Canvas, view: SceneView) -> None:
    """A thing with a shadow as long as the sun makes it, or of the other kind."""
    rng = view.rng
    height, foot = rng.uniform(0.38, 0.43), STAND - 0.01
    ratio = float(view.words["ratio"])
    if view.outcome != view.true_outcome:
        ratio = rng.uniform(2.8, 3.6) if view.outcome == "long" else rng.uniform(0.4, 0.5)
    # Beyond the edge of the image a shadow is as long as it likes; below two fifths of the height nothing of it would be seen.
    ratio = min(max(ratio, 0.4), 4.0)
    x = rng.uniform(0.12, 0.3)
    parts = THINGS[view.look("shape")]
    with canvas.region():
        _draw_shadow(canvas, (x, foot), height, ratio, parts)
    color = view.look("color")
    for part in parts:
        _draw_part(canvas, (x, foot), height, part, view.look("accent", color) if part.is_accent else color)


def _draw_shadow(canvas: Canvas, foot: Point, height: float, ratio: float, parts: Sequence[Part]) -> None:
    canvas.ellipse(foot[0], foot[1] + 0.003, 0.066, 0.025, SHADOW)
    for part in parts:
        laid = [
            (foot[0] + height * (y * ratio + 0.15 * x), foot[1] + height * (SLOPE * y * ratio + ACROSS * x))
            for x, y in part.outline
        ]
        canvas.polygon(laid, SHADOW)


def _draw_part(canvas: Canvas, foot: Point, height: float, part: Part, color: Color) -> None:
    """One outline of the thing, lit from the left."""
    upright = [(foot[0] + height * x, foot[1] - height * y) for x, y in part.outline]
    canvas.polygon(upright, darker(color, 0.3))
    left = min(x for x, _ in upright)
    for fraction, shade in ((0.72, color), (0.25, lighter(color, 0.25))):
        canvas.polygon([(left + (x - left) * fraction, y) for x, y in upright], shade)
