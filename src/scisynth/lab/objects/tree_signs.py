"""The sign in front of a tree, as in a botanical garden: its leaf and its fruit, which say what the outline of a far tree cannot.

A sign is the same in every season and for every outcome: it names the species, not its state.
"""

import math
from collections.abc import Callable, Mapping

from scisynth.lab.canvas import Canvas, Color, Point, darker, lighter
from scisynth.lab.objects.pen import mirrored
from scisynth.lab.objects.plant_shapes import UP, bezier, draw_plate, petals, toward

Icon = Callable[[Canvas, float, float, float], None]
GREEN, DARK_GREEN, BROWN = "#3f8a3a", "#2c6a34", "#7a5230"
HALF = 0.135
"""Half the side of a sign."""
HEART = mirrored(((0, -1), (0.35, -0.4), (0.75, 0.15), (0.6, 0.55), (0.15, 0.62)))
MAPLE = mirrored(
    ((0, -1), (0.16, -0.58), (0.4, -0.66), (0.34, -0.36), (0.92, -0.42), (0.72, -0.1), (0.95, 0.1), (0.42, 0.3), (0.5, 0.62), (0, 0.5))
)  # fmt: skip
SPINY = mirrored(
    ((0, -1.05), (0.2, -0.62), (0.62, -0.62), (0.36, -0.25), (0.72, 0.02), (0.36, 0.22), (0.62, 0.62), (0.16, 0.55), (0, 0.95))
)  # fmt: skip
"""Outlines of leaves, in their reach."""


def draw_sign(canvas: Canvas, x: float, y: float, leaf: str, fruit: str) -> None:
    """A white plate on a post about (x, y), with a leaf and, in its lower corner, a fruit."""
    canvas.rectangle(x - 0.014, y, x + 0.014, y + HALF + 0.08, "#5f4a38")
    draw_plate(canvas, x, y, HALF, edge=0.014)
    has_fruit = fruit != "none"
    shift = 0.2 * HALF if has_fruit else 0.0
    LEAVES[leaf](canvas, x - shift, y - shift * 0.5, HALF * (0.78 if has_fruit else 0.86))
    if has_fruit:
        FRUITS[fruit](canvas, x + 0.42 * HALF, y + 0.36 * HALF, HALF * 0.46)


# --- leaves: about (x, y), reaching r --------------------------------------------------------------------------------


def _blade(canvas: Canvas, base: Point, angle: float, length: float, half: float, color: Color = GREEN) -> None:
    """One smooth leaf with a midrib."""
    tip, belly = toward(base, angle, length), toward(base, angle, length * 0.45)
    nx, ny = -math.sin(angle) * half * 2, math.cos(angle) * half * 2
    left = bezier(base, (belly[0] + nx, belly[1] + ny), tip, 6)
    right = bezier(tip, (belly[0] - nx, belly[1] - ny), base, 6)
    canvas.polygon([*left, *right], color)
    canvas.line([base, tip], lighter(color, 0.45), 0.006)


def _oval(canvas: Canvas, x: float, y: float, r: float) -> None:
    canvas.line([(x, y + r * 1.1), (x, y)], BROWN, 0.01)
    _blade(canvas, (x, y + r * 0.85), UP, r * 1.8, r * 0.62)
    for side in (-1, 1):
        for up in (0.25, -0.2):
            canvas.line([(x, y + r * up), (x + side * r * 0.35, y + r * (up - 0.28))], lighter(GREEN, 0.4), 0.005)


def _long(canvas: Canvas, x: float, y: float, r: float) -> None:
    _blade(canvas, (x - r * 0.7, y + r * 0.75), UP + 0.75, r * 2.05, r * 0.34)


def _heart(canvas: Canvas, x: float, y: float, r: float) -> None:
    canvas.line([(x, y + r * 1.1), (x, y + r * 0.3)], BROWN, 0.01)
    canvas.polygon([(x + a * r, y + b * r) for a, b in HEART], GREEN)
    canvas.line([(x, y + r * 0.6), (x, y - r * 0.8)], lighter(GREEN, 0.45), 0.006)


def _disc(canvas: Canvas, x: float, y: float, r: float) -> None:
    canvas.line([(x, y + r * 1.15), (x, y + r * 0.5)], BROWN, 0.012)
    canvas.ellipse(x, y - r * 0.1, r * 0.75, r * 0.7, GREEN)
    canvas.line([(x, y + r * 0.55), (x, y - r * 0.6)], lighter(GREEN, 0.45), 0.006)


def _lobed(canvas: Canvas, x: float, y: float, r: float) -> None:
    """An oak's leaf: rounded lobes."""
    canvas.line([(x, y + r * 1.1), (x, y)], BROWN, 0.012)
    for up, half in ((0.55, 0.34), (0.1, 0.56), (-0.38, 0.5)):
        for side in (-1, 1):
            canvas.ellipse(x + side * r * half * 0.62, y + r * up, r * half * 0.62, r * 0.23, GREEN)
    canvas.ellipse(x, y - r * 0.72, r * 0.3, r * 0.28, GREEN)
    canvas.ellipse(x, y, r * 0.24, r * 0.9, GREEN)
    canvas.line([(x, y + r * 0.9), (x, y - r * 0.7)], lighter(GREEN, 0.45), 0.006)


def _maple(canvas: Canvas, x: float, y: float, r: float) -> None:
    canvas.line([(x, y + r * 1.1), (x, y)], BROWN, 0.012)
    canvas.polygon([(x + a * r, y + b * r) for a, b in MAPLE], GREEN)


def _fingers(canvas: Canvas, x: float, y: float, r: float) -> None:
    """A Japanese maple's leaf: slender fingers."""
    palm = (x, y + r * 0.3)
    canvas.line([(x, y + r * 1.1), palm], BROWN, 0.01)
    for turn, length in (
        (-1.75, 0.75),
        (1.75, 0.75),
        (-1.1, 1.05),
        (1.1, 1.05),
        (-0.5, 1.25),
        (0.5, 1.25),
        (0.0, 1.35),
    ):
        _blade(canvas, palm, UP + turn, r * length, r * 0.13)


def _fan(canvas: Canvas, x: float, y: float, r: float) -> None:
    """A ginkgo's leaf: a fan with a notch."""
    foot = (x, y + r * 0.55)
    canvas.line([(x, y + r * 1.15), foot], GREEN, 0.014)
    rim = [toward(foot, UP + turn, r * 1.4) for turn in (-1.15, -0.8, -0.45, -0.12)]
    canvas.polygon([foot, *rim, (x, y - r * 0.35), *[(2 * x - a, b) for a, b in reversed(rim)]], GREEN)
    for turn in (-0.8, -0.4, 0.4, 0.8):
        canvas.line([foot, toward(foot, UP + turn, r * 1.25)], lighter(GREEN, 0.35), 0.005)


def _spiny(canvas: Canvas, x: float, y: float, r: float) -> None:
    """A holly's leaf: spines with hollows between them."""
    canvas.polygon([(x + a * r, y + b * r) for a, b in SPINY], DARK_GREEN)
    canvas.line([(x, y + r * 0.8), (x, y - r * 0.85)], lighter(DARK_GREEN, 0.45), 0.006)


def _twig(canvas: Canvas, x: float, y: float, r: float, half: float, length: float, color: Color) -> None:
    """A twig with small leaves on both sides."""
    foot, angle = (x - r * 0.75, y + r * 0.8), UP + 0.72
    canvas.line([foot, toward(foot, angle, r * 1.7)], BROWN, 0.01)
    for step in range(4):
        at = toward(foot, angle, r * (0.3 + 0.4 * step))
        for side in (-0.85, 0.85):
            _blade(canvas, at, angle + side, r * length, r * half, color)
    _blade(canvas, toward(foot, angle, r * 1.6), angle, r * length, r * half, color)


def _narrow(canvas: Canvas, x: float, y: float, r: float) -> None:
    _twig(canvas, x, y, r, 0.09, 0.85, "#6f9a3a")


def _olive_twig(canvas: Canvas, x: float, y: float, r: float) -> None:
    _twig(canvas, x, y, r, 0.13, 0.7, "#6f8460")


def _small(canvas: Canvas, x: float, y: float, r: float) -> None:
    _twig(canvas, x, y, r, 0.2, 0.5, DARK_GREEN)


def _sickle(canvas: Canvas, x: float, y: float, r: float) -> None:
    """Hanging, curved leaves of a eucalyptus."""
    for dx, bend in ((-0.5, -0.75), (0.0, 0.55), (0.5, 0.8)):
        top, tip = (x + dx * r, y - r * 0.85), (x + (dx + bend * 0.5) * r, y + r * 0.9)
        outer = bezier(top, (x + (dx + bend) * r, y - r * 0.1), tip, 7)
        inner = bezier(tip, (x + (dx + bend * 0.45) * r, y), top, 7)
        canvas.polygon([*outer, *inner], "#6f9a8a")
    canvas.line([(x - r * 0.8, y - r * 0.9), (x + r * 0.8, y - r * 0.8)], BROWN, 0.012)


def _bundles(canvas: Canvas, x: float, y: float, r: float) -> None:
    """Long needles of a pine, in a spray."""
    foot = (x - r * 0.3, y + r * 0.75)
    canvas.line([(x - r * 0.7, y + r), foot], BROWN, 0.016)
    for step in range(13):
        canvas.line([foot, toward(foot, UP - 1.25 + 0.21 * step, r * 1.5)], DARK_GREEN if step % 2 else GREEN, 0.009)


def _brush(canvas: Canvas, x: float, y: float, r: float) -> None:
    """Short stiff needles all around a twig."""
    foot, angle = (x - r * 0.7, y + r * 0.8), UP + 0.7
    canvas.line([foot, toward(foot, angle, r * 2)], BROWN, 0.014)
    for step in range(11):
        at = toward(foot, angle, r * (0.15 + 0.18 * step))
        for side in (-0.75, 0.75):
            canvas.line([at, toward(at, angle + side, r * 0.55)], DARK_GREEN, 0.01)


def _comb(canvas: Canvas, x: float, y: float, r: float) -> None:
    """Flat needles in two rows."""
    foot, angle = (x - r * 0.75, y + r * 0.75), UP + 0.75
    canvas.line([foot, toward(foot, angle, r * 1.9)], BROWN, 0.012)
    for step in range(8):
        at, length = toward(foot, angle, r * (0.2 + 0.23 * step)), 0.8 - 0.055 * step
        for side in (-1.45, 1.45):
            canvas.line([at, toward(at, angle + side, r * length)], GREEN, 0.013)


def _tufts(canvas: Canvas, x: float, y: float, r: float) -> None:
    """Rosettes of soft needles along a larch's twig."""
    canvas.line([(x - r, y + r * 0.8), (x + r * 0.9, y - r * 0.75)], BROWN, 0.014)
    for dx, dy in ((-0.55, 0.3), (0.0, -0.2), (0.55, -0.62)):
        at = (x + dx * r, y + dy * r)
        for step in range(9):
            canvas.line([at, toward(at, 0.7 * step, r * 0.45)], "#6fa63a", 0.008)


def _scales(canvas: Canvas, x: float, y: float, r: float) -> None:
    """The scaly, forking sprays of a cypress."""
    foot = (x, y + r)
    canvas.line([foot, (x, y - r * 0.9)], DARK_GREEN, 0.022)
    for step in range(4):
        at = (x, y + r * (0.65 - 0.4 * step))
        for side in (-1, 1):
            end = toward(at, UP + side * 0.75, r * (0.85 - 0.12 * step))
            canvas.line([at, end], DARK_GREEN, 0.018)
            middle = toward(at, UP + side * 0.75, r * 0.4)
            canvas.line([middle, toward(middle, UP + side * 0.1, r * 0.32)], GREEN, 0.014)


# --- fruits: about (x, y), of radius r --------------------------------------------------------------------------------


def _acorn(canvas: Canvas, x: float, y: float, r: float) -> None:
    canvas.ellipse(x, y + r * 0.25, r * 0.62, r * 0.95, "#b5813a")
    canvas.rectangle(x - r * 0.75, y - r * 0.75, x + r * 0.75, y - r * 0.05, "#6b4a2b", radius=r * 0.35)
    canvas.line([(x, y - r * 0.7), (x, y - r * 1.1)], "#6b4a2b", 0.012)


def _cone(canvas: Canvas, x: float, y: float, rx: float, ry: float) -> None:
    canvas.ellipse(x, y, rx, ry, "#7a4f2c")
    for step in (-0.55, -0.15, 0.25, 0.6):
        half = rx * math.sqrt(1 - step * step)
        canvas.line(
            [(x - half, y + (step - 0.12) * ry), (x, y + (step + 0.12) * ry), (x + half, y + (step - 0.12) * ry)],
            "#c29a6a",
            0.007,
        )


def _long_cone(canvas: Canvas, x: float, y: float, r: float) -> None:
    _cone(canvas, x, y, r * 0.5, r * 1.25)


def _round_cone(canvas: Canvas, x: float, y: float, r: float) -> None:
    _cone(canvas, x, y, r * 0.8, r * 1.0)


def _small_cones(canvas: Canvas, x: float, y: float, r: float) -> None:
    for dx, dy in ((-0.4, 0.25), (0.5, -0.1)):
        _cone(canvas, x + dx * r, y + dy * r, r * 0.48, r * 0.6)


def _berries(color: Color) -> Icon:
    """Three berries of a colour."""

    def draw(canvas: Canvas, x: float, y: float, r: float) -> None:
        for dx, dy in ((-0.5, 0.4), (0.5, 0.4), (0.0, -0.42)):
            canvas.ellipse(x + dx * r, y + dy * r, r * 0.5, r * 0.5, color)
            canvas.ellipse(x + dx * r - r * 0.15, y + dy * r - r * 0.15, r * 0.14, r * 0.14, lighter(color, 0.6))

    return draw


def _olives(canvas: Canvas, x: float, y: float, r: float) -> None:
    for dx, dy, color in ((-0.45, 0.0, "#7f8f2f"), (0.45, 0.3, "#3f3a4a")):
        canvas.ellipse(x + dx * r, y + dy * r, r * 0.42, r * 0.62, color)
        canvas.ellipse(x + dx * r - r * 0.12, y + dy * r - r * 0.2, r * 0.12, r * 0.16, lighter(color, 0.5))


def _keys(canvas: Canvas, x: float, y: float, r: float) -> None:
    """The winged fruit of a maple."""
    for side in (-1, 1):
        petals(canvas, (x, y - r * 0.4), [math.pi / 2 - side * 0.75], r * 1.6, r * 0.3, "#c99a4a")
        canvas.ellipse(x + side * r * 0.2, y - r * 0.25, r * 0.24, r * 0.24, "#8f6a2f")


def _catkin(canvas: Canvas, x: float, y: float, r: float) -> None:
    for dx in (-0.4, 0.4):
        canvas.line([(x + dx * r, y - r * 0.9), (x + dx * r * 1.2, y + r * 0.9)], "#b59a3f", r * 0.42)


def _nut(canvas: Canvas, x: float, y: float, r: float) -> None:
    """Beechnuts in their bristly husk."""
    petals(canvas, (x, y + r * 0.7), [UP - 0.6, UP + 0.6], r * 1.5, r * 0.4, "#9a7a45")
    canvas.polygon([(x - r * 0.42, y + r * 0.55), (x, y - r * 0.6), (x + r * 0.42, y + r * 0.55)], "#6b3f22")


def _apple(canvas: Canvas, x: float, y: float, r: float) -> None:
    for dx in (-0.3, 0.3):
        canvas.ellipse(x + dx * r, y + r * 0.1, r * 0.62, r * 0.8, "#d5302a")
    canvas.line([(x, y - r * 0.5), (x + r * 0.15, y - r * 1.1)], BROWN, 0.013)
    canvas.ellipse(x - r * 0.4, y - r * 0.15, r * 0.18, r * 0.24, "#ff9a8a")


def _cherries(canvas: Canvas, x: float, y: float, r: float) -> None:
    for dx in (-0.52, 0.52):
        canvas.line([(x + dx * r, y + r * 0.3), (x + r * 0.1, y - r * 1.1)], GREEN, 0.01)
        canvas.ellipse(x + dx * r, y + r * 0.42, r * 0.5, r * 0.5, "#b3142c")
        canvas.ellipse(x + dx * r - r * 0.14, y + r * 0.28, r * 0.13, r * 0.13, "#f08a94")


def _peach(canvas: Canvas, x: float, y: float, r: float) -> None:
    canvas.ellipse(x, y, r * 0.92, r * 0.9, "#f7a26a")
    canvas.ellipse(x + r * 0.25, y + r * 0.1, r * 0.55, r * 0.62, "#e8685a")
    canvas.line(bezier((x, y - r * 0.85), (x - r * 0.5, y), (x, y + r * 0.8), 5), "#b0503f", 0.009)


def _almond(canvas: Canvas, x: float, y: float, r: float) -> None:
    """A nut in its shell."""
    canvas.polygon(
        [
            *bezier((x, y - r * 1.1), (x + r * 1.1, y), (x, y + r), 6),
            *bezier((x, y + r), (x - r * 1.1, y), (x, y - r * 1.1), 6),
        ],
        "#b9783f",
    )
    for dx in (-0.18, 0.18):
        canvas.line([(x + dx * r, y - r * 0.5), (x + dx * r, y + r * 0.5)], darker("#b9783f", 0.3), 0.007)


def _flower(canvas: Canvas, x: float, y: float, r: float) -> None:
    """The goblet of a magnolia."""
    petals(canvas, (x, y + r * 0.9), [UP - 0.55, UP + 0.55], r * 2.0, r * 0.55, "#d97fb8")
    petals(canvas, (x, y + r * 0.9), [UP], r * 1.9, r * 0.5, "#f3c3dc")


LEAVES: Mapping[str, Icon] = {
    "oval": _oval, "long": _long, "heart": _heart, "disc": _disc, "lobed": _lobed, "maple": _maple, "fingers": _fingers,
    "fan": _fan, "spiny": _spiny, "narrow": _narrow, "olive": _olive_twig, "small": _small, "sickle": _sickle,
    "bundles": _bundles, "brush": _brush, "comb": _comb, "tufts": _tufts, "scales": _scales,
}  # fmt: skip
FRUITS: Mapping[str, Icon] = {
    "acorn": _acorn, "long cone": _long_cone, "round cone": _round_cone, "small cones": _small_cones,
    "red berries": _berries("#d3222a"), "blue berries": _berries("#3f5796"), "black berries": _berries("#2b2430"),
    "olives": _olives, "keys": _keys, "catkin": _catkin, "nut": _nut, "apple": _apple, "cherries": _cherries, "peach": _peach,
    "almond": _almond, "flower": _flower,
}  # fmt: skip
