"""Things that melt, drawn standing: `pen` draws what melts, `hard` what does not (cones, sticks, wicks)."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from scisynth.lab.canvas import Color, darker, lighter
from scisynth.lab.objects import solids
from scisynth.lab.objects.pen import Pen, arc


class Meltable(NamedTuple):
    """A drawing about its centre, in half-sizes."""

    draw: Callable[[Pen, Pen, Color], None]
    half_width: float
    half_height: float
    base: float
    """y down to which it melts; lower parts stand firm and are dripped on."""
    drip_half_width: float = 0.0


def _slab(pen: Pen, color: Color, half: float, top: float, foot: float, deep: float = 0.34) -> None:
    """A long block seen from above left."""
    pen.polygon(
        [(-half, top), (-half + deep, top - deep * 0.8), (half, top - deep * 0.8), (half - deep, top)],
        lighter(color, 0.4),
    )
    pen.polygon(
        [(half - deep, top), (half, top - deep * 0.8), (half, foot - deep * 0.8), (half - deep, foot)],
        darker(color, 0.28),
    )
    pen.polygon([(-half, top), (half - deep, top), (half - deep, foot), (-half, foot)], color)


def butter(pen: Pen, hard: Pen, color: Color) -> None:
    """A stick with a slice cut off."""
    _slab(pen, color, 1.35, -0.18, 0.6, 0.4)
    for x in (-0.95, -0.55, -0.15, 0.25):
        pen.line([(x, -0.1), (x, 0.15)], darker(color, 0.2), 0.05)
    pen.polygon([(-1.2, 0.34), (0.6, 0.34), (0.6, 0.46), (-1.2, 0.46)], darker(color, 0.12))


def bar(pen: Pen, hard: Pen, color: Color) -> None:
    """An upright bar of chocolate with its squares."""
    pen.box(-0.72, -1.05, 0.78, 1.05, darker(color, 0.45), 0.04)
    pen.box(-0.78, -1.05, 0.7, 1.05, color, 0.04)
    for row in range(4):
        for column in range(3):
            x, y = -0.72 + 0.48 * column, -0.98 + 0.51 * row
            pen.polygon([(x, y), (x + 0.42, y), (x + 0.42, y + 0.44), (x, y + 0.44)], darker(color, 0.3))
            pen.polygon([(x, y), (x + 0.36, y), (x + 0.36, y + 0.37), (x, y + 0.37)], lighter(color, 0.16))


def bunny(pen: Pen, hard: Pen, color: Color) -> None:
    """A sitting chocolate rabbit with a bow."""
    dark, light = darker(color, 0.3), lighter(color, 0.22)
    for x in (-0.3, 0.12):
        pen.polygon(arc(x, -0.95, 0.15, 0.42, 0, 360, 14), dark)
        pen.polygon(arc(x - 0.02, -0.95, 0.08, 0.32, 0, 360, 12), light)
    pen.ellipse(0.62, 0.72, 0.2, 0.2, light)
    pen.ellipse(0, 0.65, 0.68, 0.68, dark)
    pen.ellipse(-0.06, 0.6, 0.58, 0.6, color)
    pen.ellipse(-0.1, -0.35, 0.44, 0.42, dark)
    pen.ellipse(-0.13, -0.38, 0.38, 0.36, color)
    pen.ellipse(-0.3, -0.45, 0.07, 0.08, "#2a160c")
    pen.ellipse(-0.28, 0.45, 0.2, 0.26, light)
    pen.polygon([(-0.42, 0.0), (-0.1, 0.1), (0.22, 0.0), (0.22, 0.2), (-0.1, 0.1), (-0.42, 0.2)], "#d9343f")
    for x in (-0.4, 0.3):
        pen.ellipse(x, 1.22, 0.3, 0.13, dark)


def ice_cube(pen: Pen, hard: Pen, color: Color) -> None:
    """A clear cube with bright edges."""
    solids.ice_cube(pen, color)


def snowball(pen: Pen, hard: Pen, color: Color) -> None:
    """Packed snow."""
    pen.ellipse(0, 0, 1, 1, darker(color, 0.24))
    pen.ellipse(-0.06, -0.07, 0.9, 0.89, color)
    pen.ellipse(-0.28, -0.32, 0.5, 0.46, "#ffffff")
    for x, y in ((-0.5, 0.3), (0.2, 0.1), (0.5, -0.35), (0.35, 0.6), (-0.1, 0.62), (0.68, 0.22)):
        pen.ellipse(x, y, 0.11, 0.07, darker(color, 0.15))


def snowman(pen: Pen, hard: Pen, color: Color) -> None:
    """Three balls, a hat, a carrot and a scarf."""
    for y, r in ((0.82, 0.68), (-0.08, 0.5), (-0.78, 0.38)):
        pen.ellipse(0, y, r, r * 0.96, darker(color, 0.22))
        pen.ellipse(-0.05, y - 0.04, r * 0.88, r * 0.86, color)
    pen.polygon([(-0.42, -0.5), (0.42, -0.5), (0.4, -0.34), (-0.4, -0.34)], "#cf3240")
    pen.polygon([(0.12, -0.42), (0.32, -0.42), (0.36, 0.1), (0.16, 0.1)], "#b02535")
    pen.polygon([(-0.02, -0.78), (0.0, -0.66), (-0.5, -0.66)], "#ef7d23")
    for x, y in ((-0.16, -0.88), (0.14, -0.88), (0, -0.06), (0, 0.2), (0, 0.66)):
        pen.ellipse(x, y, 0.07, 0.07, "#22262b")
    pen.box(-0.46, -1.16, 0.46, -1.06, "#262b31")
    pen.box(-0.3, -1.5, 0.3, -1.1, "#262b31")


def ice_cream(pen: Pen, hard: Pen, color: Color) -> None:
    """Two scoops on a wafer cone in a little stand."""
    hard.polygon([(-0.5, 0.0), (0.5, 0.0), (0.0, 1.3)], "#d99a4e")
    for step in range(4):
        shift = -0.4 + 0.27 * step
        hard.line([(shift, 0.0), (shift * 0.35 + 0.12, 0.85 - 0.6 * abs(shift))], "#a8692b", 0.05)
        hard.line([(-shift, 0.0), (-shift * 0.35 - 0.12, 0.85 - 0.6 * abs(shift))], "#a8692b", 0.05)
    hard.polygon([(-0.36, 1.3), (-0.16, 0.9), (0.16, 0.9), (0.36, 1.3)], "#f6f2ea")
    hard.polygon([(0.05, 0.9), (0.16, 0.9), (0.36, 1.3), (0.12, 1.3)], "#d4cec2")
    for y, r in ((-0.25, 0.62), (-0.82, 0.48)):
        pen.ellipse(0, y, r, r * 0.85, darker(color, 0.2))
        pen.ellipse(-0.05, y - 0.05, r * 0.88, r * 0.74, color)
        pen.ellipse(-0.2, y - 0.2, r * 0.34, r * 0.26, lighter(color, 0.55))
    pen.polygon(
        [(-0.64, -0.16), (-0.4, 0.1), (-0.2, -0.02), (0.05, 0.12), (0.3, -0.02), (0.5, 0.1), (0.64, -0.16)], color
    )


def ice_pop(pen: Pen, hard: Pen, color: Color) -> None:
    """Flavoured ice on a stick, upright in a small base."""
    hard.box(-0.14, 0.4, 0.14, 1.25, "#e0b87c", 0.05)
    hard.box(-0.4, 1.12, 0.4, 1.3, "#8c6a45", 0.06)
    pen.polygon(
        [(-0.52, 0.55), (-0.52, -0.8), *arc(0, -0.8, 0.52, 0.5, 180, 360, 12), (0.52, 0.55)], darker(color, 0.22)
    )
    pen.polygon([(-0.52, 0.55), (-0.52, -0.8), *arc(-0.04, -0.8, 0.48, 0.44, 180, 360, 12), (0.42, 0.55)], color)
    for x in (-0.22, 0.16):
        pen.line([(x, -0.85), (x, 0.35)], darker(color, 0.25), 0.09)
    pen.line([(-0.38, -0.85), (-0.38, 0.2)], lighter(color, 0.6), 0.07)


def candle(pen: Pen, hard: Pen, color: Color) -> None:
    """An unlit pillar candle."""
    pen.line([(0.0, -1.2), (0.04, -1.48)], "#2d2a28", 0.09)
    pen.box(-0.5, -1.15, 0.5, 1.35, darker(color, 0.24), 0.04)
    pen.box(-0.5, -1.15, 0.26, 1.35, color, 0.04)
    pen.box(-0.36, -1.0, -0.22, 1.2, lighter(color, 0.6))
    pen.ellipse(0, -1.15, 0.5, 0.15, lighter(color, 0.4))
    pen.line([(0.0, -1.12), (0.02, -1.3)], "#2d2a28", 0.09)


def crayon(pen: Pen, hard: Pen, color: Color) -> None:
    """Upright, with its paper sleeve."""
    pen.polygon([(-0.1, -1.45), (0.1, -1.45), (0.36, -0.85), (-0.36, -0.85)], lighter(color, 0.15))
    pen.polygon([(0.02, -1.45), (0.1, -1.45), (0.36, -0.85), (0.14, -0.85)], darker(color, 0.25))
    pen.box(-0.42, -0.88, 0.42, 1.35, darker(color, 0.2))
    pen.box(-0.42, -0.88, 0.2, 1.35, color)
    pen.box(-0.42, -0.7, 0.42, -0.56, "#20242a")
    pen.box(-0.42, 1.0, 0.42, 1.14, "#20242a")
    pen.polygon(arc(0, 0.2, 0.3, 0.56, 0, 360, 16), lighter(color, 0.7))


def lipstick(pen: Pen, hard: Pen, color: Color) -> None:
    """A bullet in its golden case."""
    hard.box(-0.46, 0.35, 0.46, 1.3, "#25222b", 0.05)
    hard.box(-0.34, 0.42, -0.2, 1.2, "#5d5866")
    hard.box(-0.38, -0.1, 0.38, 0.38, "#e2b64a")
    hard.box(-0.26, -0.1, -0.12, 0.38, "#fbe9a8")
    pen.polygon(
        [(-0.32, 0.0), (-0.32, -0.85), (-0.1, -1.25), (0.2, -1.3), (0.32, -1.05), (0.32, 0.0)], darker(color, 0.2)
    )
    pen.polygon([(-0.32, 0.0), (-0.32, -0.85), (-0.12, -1.18), (0.12, -0.9), (0.12, 0.0)], color)
    pen.polygon([(-0.3, -0.85), (-0.1, -1.25), (0.2, -1.3), (0.1, -1.0)], lighter(color, 0.4))


def block(pen: Pen, hard: Pen, color: Color) -> None:
    """A plain block of fat."""
    _slab(pen, color, 1.05, -0.35, 0.8, 0.45)


def cheese(pen: Pen, hard: Pen, color: Color) -> None:
    """A thick slice with holes."""
    pen.polygon([(-1.25, 0.1), (0.95, -0.62), (1.3, -0.1), (1.3, 0.1)], lighter(color, 0.42))
    pen.polygon([(-1.25, 0.1), (1.3, -0.1), (1.3, 0.65), (-1.25, 0.65)], color)
    pen.polygon([(-1.25, 0.5), (1.3, 0.5), (1.3, 0.65), (-1.25, 0.65)], darker(color, 0.22))
    for x, y, r in ((-0.7, 0.35, 0.13), (-0.1, 0.25, 0.17), (0.45, 0.42, 0.11), (0.9, 0.15, 0.16)):
        pen.ellipse(x, y, r, r * 0.85, darker(color, 0.32))
    for x, y in ((0.3, -0.22), (0.82, -0.36)):
        pen.ellipse(x, y, 0.14, 0.06, darker(color, 0.15))


def honeycomb(pen: Pen, hard: Pen, color: Color) -> None:
    """A bar of wax embossed with cells."""
    _slab(pen, color, 1.15, -0.5, 0.85, 0.35)
    for row in range(3):
        for column in range(4):
            x, y = -0.9 + 0.46 * column + 0.2 * (row % 2), -0.27 + 0.43 * row
            pen.polygon(arc(x, y, 0.18, 0.19, 30, 330, 5), darker(color, 0.25))
            pen.polygon(arc(x - 0.02, y - 0.02, 0.12, 0.13, 30, 330, 5), lighter(color, 0.25))


def gelatin(pen: Pen, hard: Pen, color: Color) -> None:
    """A glassy cube of jelly."""
    solids.block(pen, color)
    pen.box(-0.85, -0.35, 0.44, 0.8, lighter(color, 0.22), 0.1)
    pen.polygon([(-0.75, 0.55), (-0.75, -0.25), (-0.1, -0.25)], lighter(color, 0.6))
    pen.line([(-1, -0.5), (0.6, -0.5), (1, -0.95)], lighter(color, 0.7), 0.07)
    pen.line([(0.6, -0.5), (0.6, 0.95)], lighter(color, 0.6), 0.06)


def ingot(pen: Pen, hard: Pen, color: Color) -> None:
    """A bar of metal with sloping sides."""
    pen.polygon([(-0.95, -0.3), (-0.6, -0.6), (1.05, -0.6), (0.75, -0.3)], lighter(color, 0.6))
    pen.polygon([(0.75, -0.3), (1.05, -0.6), (1.35, 0.3), (1.1, 0.6)], darker(color, 0.4))
    pen.polygon([(-0.95, -0.3), (0.75, -0.3), (1.1, 0.6), (-1.3, 0.6)], color)
    pen.polygon([(-0.6, -0.3), (-0.25, -0.3), (-0.55, 0.6), (-0.95, 0.6)], lighter(color, 0.5))
    pen.box(-0.2, 0.02, 0.6, 0.3, darker(color, 0.25))


MELTABLES: Mapping[str, Meltable] = {
    "butter": Meltable(butter, 1.35, 0.6, 0.6),
    "bar": Meltable(bar, 0.78, 1.05, 1.05),
    "bunny": Meltable(bunny, 0.75, 1.35, 1.35),
    "ice cube": Meltable(ice_cube, 1, 0.95, 0.95),
    "snowball": Meltable(snowball, 1, 1, 1),
    "snowman": Meltable(snowman, 0.7, 1.48, 1.48),
    "ice cream": Meltable(ice_cream, 0.62, 1.3, 0.1, 0.42),
    "ice pop": Meltable(ice_pop, 0.52, 1.3, 0.55, 0.4),
    "candle": Meltable(candle, 0.5, 1.35, 1.35),
    "crayon": Meltable(crayon, 0.42, 1.35, 1.35),
    "lipstick": Meltable(lipstick, 0.46, 1.3, 0.0, 0.36),
    "block": Meltable(block, 1.05, 0.8, 0.8),
    "cheese": Meltable(cheese, 1.3, 0.65, 0.65),
    "honeycomb": Meltable(honeycomb, 1.15, 0.85, 0.85),
    "gelatin": Meltable(gelatin, 1, 0.95, 0.95),
    "ingot": Meltable(ingot, 1.35, 0.6, 0.6),
}
