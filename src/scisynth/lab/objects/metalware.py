"""Metal things, each in the one colour of its surface."""

from scisynth.lab.canvas import Color, darker, lighter
from scisynth.lab.objects.pen import Pen, arc, mirrored


def hammer(pen: Pen, color: Color) -> None:
    """A claw hammer forged in one piece, upright."""
    pen.box(-0.16, -0.6, 0.16, 1.05, darker(color, 0.22), 0.1)
    pen.box(-0.1, -0.5, 0.0, 0.95, lighter(color, 0.2))
    pen.polygon(
        [(-0.3, -0.92), (0.2, -0.92), (1.05, -0.72), (1.1, -0.5), (0.3, -0.62), (0.2, -0.4), (-0.3, -0.4)], color
    )
    pen.box(-0.95, -1.0, -0.3, -0.34, darker(color, 0.12), 0.1)
    pen.box(-0.88, -0.92, -0.3, -0.74, lighter(color, 0.5), 0.08)
    pen.polygon([(-0.3, -0.86), (0.2, -0.86), (0.8, -0.72), (0.2, -0.76), (-0.3, -0.74)], lighter(color, 0.5))


def anchor(pen: Pen, color: Color) -> None:
    """A ship's anchor."""
    pen.line([(0, -0.6), (0, 0.9)], color, 0.26)
    pen.line([(-0.05, -0.55), (-0.05, 0.85)], lighter(color, 0.45), 0.07)
    pen.line(arc(0, 0.05, 0.85, 0.85, 5, 175), darker(color, 0.12), 0.26)
    for side in (-1, 1):
        pen.polygon([(side * 1.1, 0.34), (side * 0.86, -0.12), (side * 0.56, 0.34)], darker(color, 0.2))
    pen.rod([(-0.5, -0.45), (0.5, -0.45)], darker(color, 0.18), 0.22)
    pen.rod([(-0.5, -0.5), (0.5, -0.5)], lighter(color, 0.35), 0.06)
    pen.ring(0, -0.82, 0.21, 0.21, color, 0.14)


def horseshoe(pen: Pen, color: Color) -> None:
    """Open below, with nail holes."""
    pen.line(
        [*((-0.62, 1.0), (-0.78, 0.3)), *arc(0, -0.1, 0.75, 0.8, 175, 365), *((0.78, 0.3), (0.62, 1.0))],
        darker(color, 0.18),
        0.42,
    )
    pen.line([*((-0.7, 0.9), (-0.86, 0.3)), *arc(-0.02, -0.12, 0.82, 0.86, 175, 300)], lighter(color, 0.4), 0.09)
    for x, y in arc(0, -0.05, 0.76, 0.8, 160, 380, 7):
        pen.ellipse(x, y, 0.07, 0.07, darker(color, 0.65))


def chain(pen: Pen, color: Color) -> None:
    """Three heavy links."""
    for x, tone in ((-0.82, 0.18), (0.82, 0.18)):
        pen.ring(x, 0, 0.52, 0.4, darker(color, tone), 0.24)
        pen.line(arc(x, 0, 0.55, 0.43, 190, 300), lighter(color, 0.5), 0.08)
    pen.rod([(-0.55, 0), (0.55, 0)], color, 0.26)
    pen.rod([(-0.5, -0.05), (0.5, -0.05)], lighter(color, 0.5), 0.08)


def wrench(pen: Pen, color: Color) -> None:
    """A double open-ended spanner, upright."""
    pen.line([(0, -0.5), (0, 0.5)], color, 0.36)
    pen.line([(-0.09, -0.5), (-0.09, 0.5)], lighter(color, 0.5), 0.1)
    for side in (-1, 1):
        jaw = ((-0.5, 0.62), (-0.48, 1.0), (-0.22, 1.1), (-0.2, 0.8), (0.2, 0.8), (0.22, 1.1), (0.48, 1.0), (0.5, 0.62))
        pen.polygon([(x, side * y) for x, y in (*jaw, (0.26, 0.38), (-0.26, 0.38))], darker(color, 0.12))
        pen.line([(-0.36, side * 0.66), (-0.36, side * 0.98)], lighter(color, 0.4), 0.08)


def gear(pen: Pen, color: Color) -> None:
    """A cogwheel with ten teeth."""
    for x, y in arc(0, 0, 0.86, 0.86, 0, 360, 10)[:10]:
        pen.line([(x * 0.7, y * 0.7), (x * 1.18, y * 1.18)], darker(color, 0.2), 0.3)
    pen.ellipse(0, 0, 0.82, 0.82, darker(color, 0.15))
    pen.ellipse(-0.03, -0.03, 0.66, 0.66, color)
    pen.line(arc(0, 0, 0.74, 0.74, 170, 290), lighter(color, 0.5), 0.08)
    for x, y in arc(0, 0, 0.44, 0.44, 30, 390, 5)[:5]:
        pen.ellipse(x, y, 0.12, 0.12, darker(color, 0.5))
    pen.ellipse(0, 0, 0.2, 0.2, darker(color, 0.72))


def pan(pen: Pen, color: Color) -> None:
    """A deep pot with a long handle to the right."""
    pen.rod([(0.7, -0.2), (1.4, -0.36)], darker(color, 0.3), 0.17)
    pen.box(-0.95, -0.45, 0.75, 0.75, darker(color, 0.22), 0.2)
    pen.box(-0.95, -0.45, 0.4, 0.7, color, 0.2)
    pen.box(-0.75, -0.2, -0.5, 0.52, lighter(color, 0.45), 0.1)
    pen.ellipse(-0.1, -0.45, 0.87, 0.22, lighter(color, 0.3))
    pen.ellipse(-0.1, -0.43, 0.75, 0.16, darker(color, 0.4))


def pipe(pen: Pen, color: Color) -> None:
    """A bent tube with flanges."""
    pen.line([(-1.05, 0.5), (0.1, 0.5), (0.42, 0.42), (0.5, 0.1), (0.5, -0.95)], darker(color, 0.22), 0.52)
    pen.line([(-1.05, 0.42), (0.1, 0.42), (0.34, 0.36), (0.42, 0.1), (0.42, -0.95)], color, 0.34)
    pen.line([(-1.05, 0.36), (0.06, 0.36), (0.3, 0.28), (0.36, 0.1), (0.36, -0.95)], lighter(color, 0.5), 0.09)
    pen.box(-1.15, 0.12, -0.85, 0.88, darker(color, 0.1), 0.06)
    pen.box(0.12, -1.05, 0.88, -0.75, darker(color, 0.1), 0.06)
    pen.ellipse(0.5, -1.02, 0.3, 0.08, darker(color, 0.65))


def statue(pen: Pen, color: Color) -> None:
    """A bust on a plinth."""
    pen.box(-0.6, 0.78, 0.6, 1.05, darker(color, 0.4))
    pen.box(-0.34, 0.5, 0.34, 0.8, darker(color, 0.2))
    pen.smooth(
        ((-0.2, -0.05), (-0.75, 0.18), (-0.88, 0.55), (0, 0.72), (0.88, 0.55), (0.75, 0.18), (0.2, -0.05)),
        darker(color, 0.12),
    )
    pen.smooth(((-0.6, 0.22), (-0.3, 0.14), (-0.4, 0.5), (-0.72, 0.5)), lighter(color, 0.3))
    pen.box(-0.19, -0.3, 0.19, 0.15, darker(color, 0.28), 0.06)
    pen.ellipse(0, -0.58, 0.38, 0.47, color)
    pen.polygon(arc(0, -0.66, 0.42, 0.42, 165, 375), darker(color, 0.32))
    pen.ellipse(-0.14, -0.42, 0.13, 0.2, lighter(color, 0.35))
    for x in (-0.15, 0.15):
        pen.ellipse(x, -0.56, 0.065, 0.04, darker(color, 0.6))
    pen.line([(0.01, -0.52), (0.05, -0.38), (-0.02, -0.36)], darker(color, 0.5), 0.05)
    pen.line([(-0.12, -0.24), (0.12, -0.24)], darker(color, 0.5), 0.05)


def medal(pen: Pen, color: Color) -> None:
    """A star medal hanging from its loop."""
    pen.ring(0, -0.86, 0.24, 0.24, darker(color, 0.3), 0.13)
    pen.box(-0.42, -0.66, 0.42, -0.4, darker(color, 0.12), 0.1)
    pen.box(-0.36, -0.62, 0.2, -0.53, lighter(color, 0.45), 0.04)
    pen.box(-0.12, -0.45, 0.12, -0.2, darker(color, 0.3))
    pen.ellipse(0.05, 0.42, 0.72, 0.72, darker(color, 0.4))
    pen.ellipse(0, 0.38, 0.72, 0.72, color)
    pen.line(arc(0, 0.38, 0.64, 0.64, 175, 290), lighter(color, 0.6), 0.09)
    outer, inner = arc(0, 0.38, 0.46, 0.46, -90, 270, 5), arc(0, 0.38, 0.2, 0.2, -54, 306, 5)
    pen.polygon([p for pair in zip(outer[:5], inner[:5], strict=True) for p in pair], darker(color, 0.35))


BELL = mirrored(
    ((0, -0.8), (0.34, -0.72), (0.5, -0.35), (0.56, 0.1), (0.72, 0.42), (0.96, 0.62), (0.5, 0.7), (0, 0.72))
)


def bell(pen: Pen, color: Color) -> None:
    """A hanging bell with its clapper."""
    pen.ellipse(0, 0.78, 0.2, 0.2, darker(color, 0.5))
    pen.ring(0, -0.9, 0.17, 0.17, darker(color, 0.3), 0.11)
    pen.smooth(BELL, darker(color, 0.2))
    pen.smooth(((-0.35, -0.6), (0.1, -0.68), (0.28, -0.2), (0.34, 0.4), (-0.62, 0.46), (-0.44, -0.1)), color)
    pen.smooth(((-0.3, -0.5), (-0.14, -0.56), (-0.2, 0.3), (-0.46, 0.38)), lighter(color, 0.55))
    pen.line([(-0.76, 0.46), (0, 0.54), (0.76, 0.46)], darker(color, 0.42), 0.07)


def padlock(pen: Pen, color: Color) -> None:
    """A closed padlock."""
    pen.line([(-0.46, 0.0), (-0.46, -0.4), *arc(0, -0.4, 0.46, 0.5, 180, 360), (0.46, 0.0)], darker(color, 0.3), 0.22)
    pen.line([(-0.5, 0.0), (-0.5, -0.4), *arc(0, -0.42, 0.48, 0.52, 180, 300)], lighter(color, 0.35), 0.06)
    pen.box(-0.82, -0.12, 0.82, 1.02, darker(color, 0.25), 0.16)
    pen.box(-0.82, -0.12, 0.68, 0.92, color, 0.16)
    pen.box(-0.68, 0.02, -0.44, 0.76, lighter(color, 0.5), 0.1)
    pen.ellipse(0.04, 0.3, 0.16, 0.16, darker(color, 0.75))
    pen.polygon([(-0.02, 0.36), (0.1, 0.36), (0.15, 0.68), (-0.07, 0.68)], darker(color, 0.75))


CUP = mirrored(((0, -0.9), (0.62, -0.9), (0.66, -0.5), (0.5, -0.1), (0.16, 0.1), (0.12, 0.3), (0, 0.32)))


def goblet(pen: Pen, color: Color) -> None:
    """A stemmed drinking cup."""
    pen.box(-0.11, 0.1, 0.11, 0.85, darker(color, 0.25))
    pen.ellipse(0, 0.42, 0.19, 0.12, color)
    pen.ellipse(0, 0.92, 0.58, 0.15, darker(color, 0.3))
    pen.ellipse(-0.03, 0.88, 0.52, 0.11, lighter(color, 0.1))
    pen.smooth(CUP, darker(color, 0.15))
    pen.smooth(((-0.56, -0.82), (0.2, -0.8), (0.26, -0.4), (0.04, 0.02), (-0.4, -0.16), (-0.58, -0.5)), color)
    pen.smooth(((-0.46, -0.72), (-0.28, -0.72), (-0.26, -0.34), (-0.42, -0.36)), lighter(color, 0.6))
    pen.ellipse(0, -0.9, 0.62, 0.16, lighter(color, 0.35))
    pen.ellipse(0, -0.88, 0.52, 0.11, darker(color, 0.5))


def trumpet(pen: Pen, color: Color) -> None:
    """A trumpet with three valves, bell to the right."""
    pen.line(arc(-0.35, 0.06, 0.5, 0.3, 0, 360), darker(color, 0.2), 0.12)
    pen.line([(-1.35, -0.24), (0.7, -0.24)], color, 0.14)
    pen.polygon([(0.45, -0.3), (0.95, -0.42), (1.3, -0.78), (1.3, 0.3), (0.95, -0.06), (0.45, -0.18)], color)
    pen.polygon([(0.45, -0.28), (0.95, -0.36), (1.28, -0.66), (1.2, -0.34), (0.9, -0.25)], lighter(color, 0.5))
    pen.ellipse(1.3, -0.24, 0.1, 0.54, darker(color, 0.35))
    pen.box(-1.42, -0.34, -1.3, -0.14, darker(color, 0.25))
    for x in (-0.5, -0.25, 0.0):
        pen.box(x - 0.09, -0.55, x + 0.09, 0.42, darker(color, 0.12), 0.05)
        pen.line([(x - 0.03, -0.45), (x - 0.03, 0.35)], lighter(color, 0.5), 0.05)
        pen.ellipse(x, -0.62, 0.1, 0.06, lighter(color, 0.3))
    pen.line([(-1.2, -0.27), (0.6, -0.27)], lighter(color, 0.55), 0.04)
