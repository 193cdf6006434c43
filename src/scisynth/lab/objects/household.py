"""Things people own, drawn upright about their centre."""

from scisynth.lab.canvas import Color, darker, lighter
from scisynth.lab.objects.pen import Pen, Points, arc, mirrored

PILLOW: Points = (
    (-1.2, -0.62),
    (-0.5, -0.56),
    (0, -0.6),
    (0.5, -0.56),
    (1.2, -0.62),
    (1.08, 0),
    (1.2, 0.62),
    (0.5, 0.58),
)
PILLOW += ((0, 0.62), (-0.5, 0.58), (-1.2, 0.62), (-1.08, 0))


def pillow(pen: Pen, color: Color) -> None:
    """Plump, with drawn-in corners."""
    pen.solid(PILLOW, color)
    for x, y in ((-1.0, -0.48), (1.0, -0.48), (-1.0, 0.5), (1.0, 0.5)):
        pen.line([(x, y), (x * 0.72, y * 0.66)], darker(color, 0.22), 0.06)


def book(pen: Pen, color: Color) -> None:
    """A closed book with its pages to the right."""
    pen.box(-0.75, -1.0, 0.86, 1.0, darker(color, 0.4), 0.06)
    pen.box(0.6, -0.93, 0.83, 0.93, "#f5efdf")
    for x in (0.68, 0.76):
        pen.line([(x, -0.93), (x, 0.93)], "#cdc2a6", 0.03)
    pen.box(-0.8, -1.0, 0.66, 1.0, color, 0.06)
    pen.box(-0.8, -1.0, -0.55, 1.0, darker(color, 0.25), 0.06)
    pen.box(-0.35, -0.65, 0.45, -0.2, "#f4e3b0")
    pen.line([(-0.2, -0.5), (0.3, -0.5)], darker(color, 0.3), 0.08)
    pen.line([(-0.2, -0.34), (0.18, -0.34)], darker(color, 0.3), 0.06)


def chair(pen: Pen, color: Color) -> None:
    """A wooden chair with a slatted back."""
    dark = darker(color, 0.3)
    for x in (-0.42, 0.78):
        pen.line([(x, 0.15), (x, 0.8)], dark, 0.13)
    pen.polygon([(-0.62, 0.22), (-0.38, 0.0), (0.86, 0.0), (0.7, 0.22)], lighter(color, 0.2))
    pen.box(-0.62, 0.2, 0.7, 0.34, dark)
    for x in (-0.5, 0.58):
        pen.line([(x, 0.3), (x, 1.0)], color, 0.17)
    for x in (-0.4, 0.72):
        pen.line([(x, 0.02), (x, -1.0)], color, 0.15)
    for y in (-0.9, -0.58, -0.27):
        pen.box(-0.4, y - 0.08, 0.72, y + 0.08, lighter(color, 0.12), 0.05)


def teddy_bear(pen: Pen, color: Color) -> None:
    """Sitting, arms out."""
    light, dark = lighter(color, 0.4), darker(color, 0.25)
    for side in (-1, 1):
        pen.ellipse(side * 0.42, -0.86, 0.2, 0.2, dark)
        pen.ellipse(side * 0.42, -0.86, 0.11, 0.11, light)
        pen.ellipse(side * 0.62, 0.08, 0.3, 0.2, dark)
        pen.ellipse(side * 0.52, 0.75, 0.27, 0.27, dark)
        pen.ellipse(side * 0.54, 0.77, 0.16, 0.16, light)
    pen.ellipse(0, 0.36, 0.52, 0.6, color)
    pen.ellipse(0, 0.42, 0.3, 0.4, light)
    pen.ellipse(0, -0.5, 0.52, 0.46, color)
    pen.ellipse(0, -0.36, 0.24, 0.19, light)
    pen.ellipse(0, -0.44, 0.09, 0.06, "#2a1c14")
    for x in (-0.2, 0.2):
        pen.ellipse(x, -0.6, 0.06, 0.06, "#2a1c14")


def mug(pen: Pen, color: Color) -> None:
    """Empty, with its handle to the right."""
    pen.ring(0.68, 0.05, 0.32, 0.4, darker(color, 0.2), 0.17)
    pen.box(-0.72, -0.78, 0.62, 0.9, darker(color, 0.25), 0.18)
    pen.box(-0.72, -0.78, 0.4, 0.9, color, 0.18)
    pen.box(-0.55, -0.6, -0.38, 0.6, lighter(color, 0.45), 0.08)
    pen.ellipse(-0.05, -0.78, 0.67, 0.17, lighter(color, 0.35))
    pen.ellipse(-0.05, -0.76, 0.56, 0.12, darker(color, 0.5))


def alarm_clock(pen: Pen, color: Color) -> None:
    """Round, with two bells and feet."""
    for side in (-1, 1):
        pen.line([(side * 0.4, 0.5), (side * 0.62, 1.0)], darker(color, 0.45), 0.15)
        pen.ellipse(side * 0.46, -0.72, 0.32, 0.25, darker(color, 0.2))
        pen.ellipse(side * 0.46 - 0.06, -0.78, 0.14, 0.1, lighter(color, 0.5))
    pen.line([(0, -0.7), (0, -0.98)], "#4a4f55", 0.1)
    pen.ellipse(0, 0.1, 0.8, 0.8, color)
    pen.ellipse(0, 0.1, 0.64, 0.64, "#fdfbf3")
    for x, y in arc(0, 0.1, 0.53, 0.53, 0, 360, 12)[:12]:
        pen.ellipse(x, y, 0.045, 0.045, "#5a5f66")
    pen.line([(-0.28, -0.08), (0, 0.1), (0.08, -0.32)], "#22262b", 0.09)


def suitcase(pen: Pen, color: Color) -> None:
    """A travelling case with straps."""
    pen.line([(-0.3, -0.62), (-0.3, -0.92), (0.3, -0.92), (0.3, -0.62)], "#4a3527", 0.12)
    pen.box(-1.1, -0.66, 1.1, 0.86, darker(color, 0.3), 0.16)
    pen.box(-1.1, -0.66, 1.06, 0.78, color, 0.16)
    pen.line([(-1.08, 0.08), (1.06, 0.08)], darker(color, 0.45), 0.05)
    for x in (-0.6, 0.6):
        pen.box(x - 0.12, -0.66, x + 0.12, 0.84, darker(color, 0.42))
        pen.box(x - 0.13, -0.06, x + 0.13, 0.2, "#e8c56a", 0.04)
    pen.box(-0.9, -0.52, -0.76, 0.5, lighter(color, 0.3), 0.06)


SHOE: Points = (
    (-1.05, -0.5),
    (-0.62, -0.62),
    (-0.36, -0.5),
    (0.1, -0.18),
    (0.7, 0.0),
    (1.12, 0.26),
    (1.12, 0.5),
    (0, 0.54),
)
SHOE += ((-1.08, 0.5), (-1.14, 0.0))


def sneaker(pen: Pen, color: Color) -> None:
    """A running shoe pointing right."""
    pen.smooth(SHOE, color)
    pen.smooth(((-0.95, -0.5), (-0.62, -0.58), (-0.4, -0.48), (-0.68, -0.36)), darker(color, 0.6))
    pen.box(-1.16, 0.36, 1.2, 0.62, "#f7f7f4", 0.12)
    pen.line([(-1.1, 0.6), (1.1, 0.6)], "#a9adb2", 0.06)
    pen.polygon([(-0.75, 0.2), (-0.2, 0.3), (0.5, 0.02), (-0.2, 0.08)], "#ffffff")
    for x, y in ((-0.28, -0.42), (-0.05, -0.28), (0.18, -0.15)):
        pen.line([(x - 0.16, y + 0.2), (x + 0.1, y - 0.04)], "#ffffff", 0.08)


GUITAR = mirrored(
    ((0, -0.12), (0.3, -0.14), (0.44, 0.06), (0.34, 0.3), (0.56, 0.56), (0.58, 0.82), (0.36, 1.02), (0, 1.06))
)


def guitar(pen: Pen, color: Color) -> None:
    """An acoustic guitar, upright."""
    pen.solid(GUITAR, color, shine=False)
    pen.ellipse(-0.26, 0.7, 0.12, 0.2, lighter(color, 0.35))
    pen.ellipse(0, 0.34, 0.2, 0.2, "#2a1810")
    pen.ring(0, 0.34, 0.23, 0.23, darker(color, 0.45), 0.05)
    pen.box(-0.095, -1.0, 0.095, 0.3, "#4d2f1c")
    pen.polygon([(-0.15, -1.06), (0.15, -1.06), (0.12, -0.74), (-0.12, -0.74)], "#2f1c10")
    for y in (-0.98, -0.86):
        pen.line([(-0.26, y), (0.26, y)], "#d8d2c4", 0.06)
    pen.line([(0, -0.75), (0, 0.76)], "#efe6d2", 0.05)
    pen.box(-0.24, 0.72, 0.24, 0.82, "#3a2315", 0.03)


def umbrella(pen: Pen, color: Color) -> None:
    """Open, with a crooked handle."""
    pen.line([(0, -0.95), (0, 0.72)], "#55473c", 0.09)
    pen.line(arc(0.16, 0.72, 0.16, 0.2, 180, 10), "#8a5a33", 0.12)
    dome = arc(0, 0.08, 1.15, 0.98, 180, 360)
    pen.polygon(dome, color)
    pen.polygon(
        [(0, -0.9), *arc(-0.74, 0.08, 0.4, 0.14, 0, -180, 6), *arc(0, 0.08, 1.15, 0.98, 180, 268)], lighter(color, 0.2)
    )
    pen.polygon([(0, -0.9), *arc(0, 0.08, 0.36, 0.14, 0, -180, 8)], darker(color, 0.2))
    pen.polygon([(0.02, -0.9), (1.15, 0.08), *arc(0.75, 0.08, 0.38, 0.14, 0, -180, 6)], darker(color, 0.38))


def backpack(pen: Pen, color: Color) -> None:
    """A school bag with a front pocket."""
    dark = darker(color, 0.35)
    pen.ring(0, -0.86, 0.2, 0.2, dark, 0.1)
    for side in (-1, 1):
        pen.box(side * 0.76 - 0.16, 0.1, side * 0.76 + 0.16, 0.85, dark, 0.12)
    pen.box(-0.74, -0.85, 0.74, 1.0, darker(color, 0.15), 0.42)
    pen.box(-0.74, -0.85, 0.6, 0.95, color, 0.42)
    pen.line(arc(0, -0.12, 0.58, 0.42, 190, 350), dark, 0.06)
    pen.box(-0.5, 0.2, 0.5, 0.86, lighter(color, 0.22), 0.12)
    pen.line([(-0.44, 0.36), (0.44, 0.36)], dark, 0.06)
    pen.box(-0.06, 0.36, 0.06, 0.54, "#f0d37a")


def straw_hat(pen: Pen, color: Color) -> None:
    """A wide brim with a ribbon."""
    pen.ellipse(0, 0.34, 1.25, 0.34, darker(color, 0.28))
    pen.ellipse(0, 0.28, 1.22, 0.29, color)
    pen.smooth(
        ((-0.66, 0.3), (-0.6, -0.3), (-0.3, -0.62), (0.3, -0.62), (0.6, -0.3), (0.66, 0.3), (0, 0.4)),
        lighter(color, 0.15),
    )
    pen.polygon([(-0.66, 0.05), (0.66, 0.05), (0.67, 0.3), *arc(0, 0.28, 0.67, 0.12, 0, 180, 8)], "#b83a3a")
    for y in (-0.42, -0.22, -0.02):
        pen.line([(-0.5, y), (0, y + 0.05), (0.5, y)], darker(color, 0.2), 0.04)


def tennis_racket(pen: Pen, color: Color) -> None:
    """Upright, strings crossed."""
    pen.ellipse(0, -0.5, 0.5, 0.6, "#f4f4ee")
    for x in (-0.3, -0.15, 0, 0.15, 0.3):
        pen.line([(x, -1.02), (x, 0.0)], "#9aa0a6", 0.03)
    for y in (-0.85, -0.67, -0.5, -0.33, -0.15):
        pen.line([(-0.44, y), (0.44, y)], "#9aa0a6", 0.03)
    pen.ring(0, -0.5, 0.52, 0.62, color, 0.14)
    pen.line([(-0.24, 0.05), (0, 0.4), (0.24, 0.05)], color, 0.12)
    pen.rod([(0, 0.4), (0, 1.05)], "#2c2f34", 0.2)
    for y in (0.62, 0.8, 0.98):
        pen.line([(-0.1, y + 0.05), (0.1, y - 0.05)], "#6a6f76", 0.04)


def teapot(pen: Pen, color: Color) -> None:
    """A round pot with spout, handle and lid."""
    pen.ring(0.92, 0.05, 0.3, 0.4, darker(color, 0.25), 0.14)
    pen.smooth(
        ((-0.6, 0.3), (-1.1, -0.1), (-1.22, -0.5), (-1.02, -0.5), (-0.82, -0.1), (-0.45, -0.05)), darker(color, 0.15)
    )
    pen.ellipse(0, 0.18, 0.88, 0.72, darker(color, 0.28))
    pen.ellipse(-0.06, 0.12, 0.8, 0.64, color)
    pen.ellipse(0, -0.48, 0.46, 0.14, darker(color, 0.35))
    pen.ellipse(0, -0.54, 0.42, 0.15, lighter(color, 0.12))
    pen.ellipse(0, -0.76, 0.13, 0.13, darker(color, 0.2))
    pen.ellipse(-0.34, -0.1, 0.22, 0.28, lighter(color, 0.45))
    pen.box(-0.45, 0.82, 0.45, 0.94, darker(color, 0.4), 0.05)
