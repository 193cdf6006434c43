"""Balls and fruit."""

from scisynth.lab.canvas import Color, darker, lighter
from scisynth.lab.objects.pen import Pen, Points, arc, mirrored


def ball(pen: Pen, color: Color) -> None:
    """A plain sphere lit from the upper left."""
    pen.ellipse(0, 0, 1, 1, darker(color, 0.32))
    pen.ellipse(-0.06, -0.07, 0.9, 0.9, color)
    pen.ellipse(-0.22, -0.26, 0.56, 0.54, lighter(color, 0.2))
    pen.ellipse(-0.38, -0.45, 0.17, 0.14, lighter(color, 0.75))


def foam_ball(pen: Pen, color: Color) -> None:
    """White foam made of beads."""
    ball(pen, color)
    for x, y in (
        (-0.6, 0.1),
        (-0.2, 0.35),
        (0.3, 0.1),
        (0.1, -0.3),
        (0.55, -0.35),
        (0.5, 0.55),
        (-0.3, 0.75),
        (0, -0.7),
    ):
        pen.ring(x, y, 0.17, 0.17, darker(color, 0.16), 0.06)


def ping_pong_ball(pen: Pen, color: Color) -> None:
    """A small smooth ball with its printed mark."""
    ball(pen, color)
    pen.ellipse(0.12, 0.12, 0.26, 0.17, "#2f62b5")
    pen.ellipse(0.12, 0.12, 0.14, 0.07, color)


def tennis_ball(pen: Pen, color: Color) -> None:
    """Felt with its curved white seam."""
    ball(pen, color)
    pen.line(arc(-1.15, 0.3, 0.95, 0.95, -62, 44), "#fbfdf2", 0.13)
    pen.line(arc(1.15, -0.3, 0.95, 0.95, 118, 224), "#fbfdf2", 0.13)


def basketball(pen: Pen, color: Color) -> None:
    """Orange leather with black ribs."""
    ball(pen, color)
    ribs = ([(0, -1), (0, 1)], [(-1, 0), (1, 0)], arc(-1.2, 0, 0.85, 0.85, -47, 47), arc(1.2, 0, 0.85, 0.85, 133, 227))
    for rib in ribs:
        pen.line(rib, "#2b1a12", 0.085)


def baseball(pen: Pen, color: Color) -> None:
    """White leather with two red seams."""
    ball(pen, color)
    for seam in (arc(-1.1, 0, 0.85, 0.85, -50, 50, 8), arc(1.1, 0, 0.85, 0.85, 130, 230, 8)):
        pen.line(seam, "#c8242c", 0.07)
        for x, y in seam[1:-1]:
            pen.line([(x - 0.12, y - 0.05), (x + 0.12, y + 0.05)], "#c8242c", 0.06)


def soccer_ball(pen: Pen, color: Color) -> None:
    """White with black five-cornered patches."""
    ball(pen, color)
    corners = arc(0, 0, 0.36, 0.36, -90, 270, 5)[:5]
    edge = arc(0, 0, 0.82, 0.82, -90, 270, 5)[:5]
    for (x, y), (far_x, far_y) in zip(corners, edge, strict=True):
        pen.line([(x, y), (far_x, far_y)], "#30343a", 0.05)
        pen.polygon(
            [(far_x + dx, far_y + dy) for dx, dy in arc(0, 0, 0.17, 0.17, 0, 360, 6)],
            "#22262b",
        )
    pen.polygon(corners, "#22262b")


def golf_ball(pen: Pen, color: Color) -> None:
    """White with rows of dimples."""
    ball(pen, color)
    for row, (y, count) in enumerate(((-0.62, 3), (-0.3, 5), (0.02, 5), (0.34, 5), (0.66, 3))):
        for column in range(count):
            x = (column - (count - 1) / 2) * 0.36 + (0.06 if row % 2 else -0.04)
            pen.ellipse(x, y, 0.11, 0.1, darker(color, 0.2))


def billiard_ball(pen: Pen, color: Color) -> None:
    """The black eight."""
    ball(pen, color)
    pen.ellipse(0.08, 0.05, 0.44, 0.44, "#fdfcf6")
    pen.ring(0.08, -0.09, 0.11, 0.11, "#15171a", 0.09)
    pen.ring(0.08, 0.2, 0.14, 0.14, "#15171a", 0.09)


def marble(pen: Pen, color: Color) -> None:
    """Clear glass with a coloured twist inside."""
    pen.ellipse(0, 0, 1, 1, darker(color, 0.3))
    pen.ellipse(-0.04, -0.05, 0.9, 0.9, lighter(color, 0.35))
    pen.smooth(((-0.7, 0.1), (-0.1, -0.45), (0.65, -0.3), (0.2, 0.1), (0.5, 0.6), (-0.2, 0.35)), "#e2452f")
    pen.smooth(((-0.55, 0.45), (-0.1, -0.05), (0.5, -0.05), (0.1, 0.35)), "#f6c22d")
    pen.ellipse(-0.4, -0.48, 0.2, 0.15, "#ffffff")


APPLE = mirrored(
    ((0, -0.72), (0.36, -0.88), (0.78, -0.66), (0.95, -0.12), (0.78, 0.5), (0.42, 0.9), (0.14, 0.92), (0, 0.86))
)


def apple(pen: Pen, color: Color) -> None:
    """With stalk and leaf."""
    pen.solid(APPLE, color, shine=False)
    pen.ellipse(-0.4, -0.3, 0.22, 0.3, lighter(color, 0.35))
    pen.ellipse(0, -0.68, 0.26, 0.08, darker(color, 0.45))
    pen.line([(0, -0.66), (0.06, -1.08)], "#5b3a1e", 0.11)
    pen.smooth(((0.06, -0.92), (0.3, -1.2), (0.68, -1.14), (0.44, -0.88)), "#5fa83a")


EGG = mirrored(((0, -1.0), (0.34, -0.86), (0.62, -0.45), (0.76, 0.1), (0.68, 0.6), (0.4, 0.9), (0, 1.0)))


def egg(pen: Pen, color: Color) -> None:
    """A brown hen's egg."""
    pen.solid(EGG, color)


POTATO: Points = ((-1.1, 0.05), (-0.85, -0.5), (-0.25, -0.66), (0.3, -0.55), (0.85, -0.6), (1.12, -0.1), (0.95, 0.45))
POTATO += ((0.35, 0.62), (-0.3, 0.56), (-0.85, 0.5))


def potato(pen: Pen, color: Color) -> None:
    """Lumpy, with the eyes of a potato."""
    pen.solid(POTATO, color)
    for x, y in ((-0.6, 0.1), (0.1, 0.25), (0.55, -0.15), (-0.1, -0.35), (0.75, 0.2)):
        pen.line([(x - 0.1, y), (x, y + 0.05), (x + 0.1, y)], darker(color, 0.45), 0.07)
