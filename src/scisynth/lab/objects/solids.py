"""Blocks, stones and small solid things."""

from scisynth.lab.canvas import Color, darker, lighter
from scisynth.lab.objects.pen import Pen, Points, arc


def block(pen: Pen, color: Color) -> None:
    """A cube seen a little from above."""
    pen.polygon([(-1, -0.5), (-0.55, -0.95), (1, -0.95), (0.6, -0.5)], lighter(color, 0.3))
    pen.polygon([(0.6, -0.5), (1, -0.95), (1, 0.5), (0.6, 0.95)], darker(color, 0.35))
    pen.box(-1, -0.5, 0.6, 0.95, color)


def metal_block(pen: Pen, color: Color) -> None:
    """A cube with a sheen."""
    block(pen, color)
    pen.polygon([(-0.75, 0.95), (-0.35, 0.95), (0.35, -0.5), (-0.05, -0.5)], lighter(color, 0.25))
    pen.line([(-1, -0.5), (0.6, -0.5), (0.6, 0.95)], lighter(color, 0.5), 0.06)


def wooden_block(pen: Pen, color: Color) -> None:
    """A cube with grain."""
    block(pen, color)
    grain = darker(color, 0.28)
    for y in (-0.25, 0.02, 0.36, 0.7):
        pen.line([(-1, y), (-0.4, y + 0.06), (0.1, y - 0.04), (0.6, y + 0.02)], grain, 0.07)
    pen.line([(-0.78, -0.72), (0.8, -0.72)], grain, 0.05)


def ice_cube(pen: Pen, color: Color) -> None:
    """A clear cube with bright edges."""
    block(pen, color)
    pen.box(-0.8, -0.3, 0.4, 0.75, lighter(color, 0.35), 0.2)
    pen.polygon([(-0.7, 0.6), (-0.7, 0.2), (-0.2, -0.2), (0.1, -0.2)], "#ffffff")
    pen.line([(-1, -0.5), (0.6, -0.5), (0.6, 0.95)], "#ffffff", 0.09)
    pen.line([(0.6, -0.5), (1, -0.95)], "#ffffff", 0.09)


def brick(pen: Pen, color: Color) -> None:
    """Long, with three holes on top."""
    pen.polygon([(-1.2, -0.25), (-0.8, -0.65), (1.2, -0.65), (0.85, -0.25)], lighter(color, 0.25))
    pen.polygon([(0.85, -0.25), (1.2, -0.65), (1.2, 0.2), (0.85, 0.6)], darker(color, 0.35))
    pen.box(-1.2, -0.25, 0.85, 0.6, color)
    for x in (-0.5, 0.05, 0.6):
        pen.ellipse(x, -0.45, 0.17, 0.09, darker(color, 0.5))
    for x, y in ((-0.9, 0.1), (-0.4, 0.35), (0.2, 0.0), (0.55, 0.4), (-0.7, 0.45), (-0.1, 0.15)):
        pen.ellipse(x, y, 0.07, 0.05, darker(color, 0.22))


def log(pen: Pen, color: Color) -> None:
    """A lying trunk with bark and rings on the sawn end."""
    pen.box(-1.2, -0.52, 0.9, 0.52, color, 0.2)
    pen.box(-1.15, -0.46, 0.9, -0.24, lighter(color, 0.2), 0.1)
    for y in (-0.12, 0.1, 0.32):
        pen.line([(-1.15, y), (-0.5, y + 0.05), (0.1, y - 0.04), (0.7, y)], darker(color, 0.4), 0.07)
    pen.ellipse(0.9, 0, 0.34, 0.54, darker(color, 0.3))
    pen.ellipse(0.9, 0, 0.28, 0.46, "#e3bd86")
    for r in (0.18, 0.09):
        pen.ring(0.9, 0, r, r * 1.65, "#a87643", 0.05)


ROCK: Points = (
    (-1.05, 0.55),
    (-1.0, 0.05),
    (-0.65, -0.45),
    (-0.1, -0.7),
    (0.5, -0.6),
    (0.95, -0.15),
    (1.1, 0.45),
    (0.7, 0.68),
)
ROCK += ((-0.6, 0.7),)


def granite(pen: Pen, color: Color) -> None:
    """A grey rock with light and dark grains."""
    pen.polygon(ROCK, darker(color, 0.35))
    pen.polygon([(-1.05, 0.5), (-1.0, 0.05), (-0.65, -0.45), (-0.1, -0.7), (0.3, -0.2), (0.05, 0.45)], color)
    pen.polygon([(-0.1, -0.7), (0.5, -0.6), (0.95, -0.15), (0.3, -0.2)], lighter(color, 0.3))
    grains = ((-0.7, 0.1), (-0.4, -0.2), (-0.2, 0.2), (-0.5, 0.4), (0.2, -0.45), (0.5, 0.1), (0.7, 0.4), (0.3, 0.45))
    for index, (x, y) in enumerate(grains):
        pen.ellipse(x, y, 0.08, 0.06, ("#2c2f33", "#e9e4df", "#b98b84")[index % 3])


def pumice(pen: Pen, color: Color) -> None:
    """A pale round stone full of holes."""
    pen.solid(ROCK, color)
    holes = ((-0.7, 0.2), (-0.45, -0.2), (-0.3, 0.4), (0, -0.4), (0.05, 0.1), (0.4, -0.25), (0.45, 0.4), (0.8, 0.2))
    for index, (x, y) in enumerate(holes):
        pen.ellipse(x, y, 0.13 - 0.02 * (index % 3), 0.1, darker(color, 0.5))


def cork(pen: Pen, color: Color) -> None:
    """A wine cork lying on its side."""
    pen.polygon([(-0.95, -0.48), (0.8, -0.58), (0.8, 0.58), (-0.95, 0.48)], color)
    pen.polygon([(-0.95, -0.4), (0.8, -0.5), (0.8, -0.2), (-0.95, -0.14)], lighter(color, 0.25))
    pen.ellipse(-0.95, 0, 0.2, 0.48, darker(color, 0.1))
    pen.ellipse(0.8, 0, 0.26, 0.58, lighter(color, 0.4))
    for x, y in ((-0.6, 0.2), (-0.3, -0.1), (0.0, 0.3), (0.3, 0.05), (-0.45, -0.3), (0.85, 0.2), (0.75, -0.2)):
        pen.ellipse(x, y, 0.09, 0.045, darker(color, 0.5))


def candle(pen: Pen, color: Color) -> None:
    """A wax candle with an unlit wick, on its side."""
    pen.line([(0.95, 0), (1.3, -0.06)], "#3a3531", 0.08)
    pen.box(-1.2, -0.38, 1.0, 0.38, darker(color, 0.25), 0.12)
    pen.box(-1.2, -0.38, 1.0, 0.2, color, 0.12)
    pen.box(-1.1, -0.28, 0.8, -0.12, lighter(color, 0.6), 0.06)
    pen.ellipse(1.0, 0, 0.13, 0.36, lighter(color, 0.35))


def bottle_cap(pen: Pen, color: Color) -> None:
    """A ribbed plastic screw cap."""
    pen.box(-1, -0.35, 1, 0.55, darker(color, 0.15), 0.14)
    for number in range(9):
        x = -0.88 + number * 0.22
        pen.line([(x, -0.15), (x, 0.5)], darker(color, 0.4), 0.07)
    pen.ellipse(0, -0.32, 1, 0.26, lighter(color, 0.3))
    pen.ellipse(0, -0.32, 0.72, 0.17, color)


def nail(pen: Pen, color: Color) -> None:
    """A thick round nail on its side."""
    pen.polygon([(-1.0, -0.13), (0.95, -0.13), (1.35, 0.02), (0.95, 0.15), (-1.0, 0.15)], color)
    pen.polygon([(-1.0, -0.1), (0.95, -0.1), (1.1, -0.02), (-1.0, 0.0)], lighter(color, 0.5))
    pen.box(-1.22, -0.4, -0.98, 0.4, darker(color, 0.2), 0.08)
    pen.box(-1.2, -0.34, -1.12, 0.2, lighter(color, 0.4))


SPOON_BOWL: Points = (
    (-1.3, 0),
    (-1.08, -0.36),
    (-0.65, -0.42),
    (-0.25, -0.13),
    (-0.2, 0.08),
    (-0.6, 0.38),
    (-1.08, 0.34),
)


def spoon(pen: Pen, color: Color) -> None:
    """A spoon on its side, bowl to the left."""
    pen.rod([(-0.35, 0), (0.4, -0.04), (1.15, 0.02)], darker(color, 0.2), 0.22)
    pen.rod([(-0.3, -0.04), (0.4, -0.08), (1.15, -0.03)], lighter(color, 0.25), 0.09)
    pen.smooth(SPOON_BOWL, darker(color, 0.1))
    pen.ellipse(-0.72, 0.02, 0.4, 0.26, darker(color, 0.35))
    pen.ellipse(-0.8, 0.06, 0.28, 0.15, lighter(color, 0.45))


def key(pen: Pen, color: Color) -> None:
    """A door key on its side."""
    pen.line([(-0.5, 0), (1.2, 0)], color, 0.2)
    pen.line([(-0.4, -0.05), (1.2, -0.05)], lighter(color, 0.45), 0.06)
    pen.polygon([(0.62, 0), (0.78, 0), (0.78, 0.48), (0.62, 0.48)], darker(color, 0.15))
    pen.polygon([(0.9, 0), (1.2, 0), (1.2, 0.48), (1.06, 0.48), (1.06, 0.26), (0.9, 0.26)], darker(color, 0.15))
    pen.ring(-0.82, 0, 0.38, 0.38, darker(color, 0.15), 0.22)
    pen.line(arc(-0.82, 0, 0.42, 0.42, 170, 290), lighter(color, 0.5), 0.07)


def coin(pen: Pen, color: Color) -> None:
    """A coin standing half turned, with a crown on it."""
    pen.ellipse(0.1, 0.05, 0.95, 0.95, darker(color, 0.45))
    pen.ellipse(0, 0, 0.95, 0.95, color)
    pen.ring(0, 0, 0.76, 0.76, darker(color, 0.3), 0.08)
    pen.line(arc(0, 0, 0.87, 0.87, 175, 285), lighter(color, 0.55), 0.09)
    crown = [(-0.42, 0.34), (-0.5, -0.3), (-0.22, 0.0), (0, -0.44), (0.22, 0.0), (0.5, -0.3), (0.42, 0.34)]
    pen.polygon(crown, darker(color, 0.38))


def ring(pen: Pen, color: Color) -> None:
    """A finger ring with a bright edge, standing."""
    pen.ring(0, 0.1, 0.72, 0.72, darker(color, 0.25), 0.34)
    pen.ring(-0.03, 0.07, 0.74, 0.74, color, 0.22)
    pen.line(arc(-0.03, 0.07, 0.76, 0.76, 170, 290), lighter(color, 0.7), 0.1)


def bolt(pen: Pen, color: Color) -> None:
    """A hexagon bolt on its side, thread to the right."""
    pen.box(-0.5, -0.26, 1.2, 0.26, color)
    pen.box(-0.5, -0.2, 0.25, -0.06, lighter(color, 0.5))
    for number in range(6):
        x = 0.3 + number * 0.16
        pen.line([(x, -0.3), (x + 0.08, 0.3)], darker(color, 0.45), 0.06)
    pen.box(-1.15, -0.6, -0.5, 0.6, darker(color, 0.12), 0.06)
    pen.box(-1.15, -0.6, -0.5, -0.24, lighter(color, 0.35), 0.06)
    pen.box(-1.15, 0.26, -0.5, 0.6, darker(color, 0.35), 0.06)
