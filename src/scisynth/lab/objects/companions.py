"""The table that materials lie on, and what stands behind them and says what they are: a roll of paper towels, sticks of chalk."""

from collections.abc import Callable, Mapping

from scisynth.lab.canvas import Canvas, Color, darker, lighter
from scisynth.lab.objects.pen import arc

TABLES = ("#b98d62", "#8d6b4c", "#c9b79c", "#a9adb0", "#d3cec6")
FOOT_Y, LEFT_X, RIGHT_X = 0.525, 0.25, 0.75
"""Where a companion stands: on the table behind the material, on either side of it."""


def draw_table(canvas: Canvas) -> None:
    """A table top under the material, from its far edge to the viewer."""
    color = canvas.rng.choice(TABLES)
    canvas.polygon([(0.1, 0.475), (0.9, 0.475), (1.2, 1.2), (-0.2, 1.2)], color)
    canvas.polygon([(0.1, 0.475), (0.9, 0.475), (0.906, 0.49), (0.094, 0.49)], lighter(color, 0.25))


def draw_companion(canvas: Canvas, name: str, color: Color) -> None:
    """One thing behind the material, to the left or to the right."""
    x = canvas.rng.choice((LEFT_X, RIGHT_X))
    canvas.ellipse(x, FOOT_Y, 0.12, 0.022, "#00000038")
    COMPANIONS[name](canvas, x, color)


def _roll(canvas: Canvas, x: float, color: Color) -> None:
    """An upright roll, its last sheet hanging down."""
    canvas.rectangle(x - 0.09, FOOT_Y - 0.25, x + 0.09, FOOT_Y - 0.01, lighter(color, 0.3))
    canvas.rectangle(x + 0.03, FOOT_Y - 0.25, x + 0.09, FOOT_Y - 0.01, darker(color, 0.12))
    canvas.ellipse(x, FOOT_Y - 0.012, 0.09, 0.022, darker(color, 0.1))
    canvas.ellipse(x, FOOT_Y - 0.25, 0.09, 0.03, lighter(color, 0.5), outline=darker(color, 0.3), width=0.006)
    canvas.ellipse(x, FOOT_Y - 0.25, 0.032, 0.012, "#8a6a4a")
    for height in (0.07, 0.13, 0.19):
        canvas.line([(x - 0.09, FOOT_Y - height), (x + 0.09, FOOT_Y - height)], darker(color, 0.16), 0.005)


def _carton(canvas: Canvas, x: float, color: Color) -> None:
    """A long box from which a sheet is torn."""
    canvas.rectangle(x - 0.17, FOOT_Y - 0.075, x + 0.17, FOOT_Y, "#3d6ea8", radius=0.006)
    canvas.rectangle(x - 0.17, FOOT_Y - 0.075, x + 0.17, FOOT_Y - 0.052, "#e8ecef")
    canvas.ellipse(x - 0.07, FOOT_Y - 0.026, 0.05, 0.017, "#f2d14a")
    canvas.polygon(
        [(x - 0.15, FOOT_Y - 0.07), (x + 0.15, FOOT_Y - 0.07), (x + 0.13, FOOT_Y - 0.13), (x - 0.14, FOOT_Y - 0.12)],
        color,
        outline=darker(color, 0.3),
    )


def _tissues(canvas: Canvas, x: float, color: Color) -> None:
    """A box of tissues, one pulled up."""
    canvas.rectangle(x - 0.12, FOOT_Y - 0.11, x + 0.12, FOOT_Y, "#6aa7b8", radius=0.008)
    canvas.polygon(
        [(x - 0.12, FOOT_Y - 0.11), (x - 0.09, FOOT_Y - 0.145), (x + 0.09, FOOT_Y - 0.145), (x + 0.12, FOOT_Y - 0.11)],
        "#8fc2cf",
    )
    canvas.polygon(
        [
            (x - 0.05, FOOT_Y - 0.125),
            (x - 0.08, FOOT_Y - 0.24),
            (x - 0.01, FOOT_Y - 0.2),
            (x + 0.05, FOOT_Y - 0.26),
            (x + 0.06, FOOT_Y - 0.13),
        ],
        "#ffffff",
        outline="#b7c2c8",
    )


def _chalks(canvas: Canvas, x: float, color: Color) -> None:
    """A slate with chalk writing, and a stick of chalk before it."""
    canvas.rectangle(x - 0.14, FOOT_Y - 0.23, x + 0.14, FOOT_Y, "#8a6240", radius=0.006)
    canvas.rectangle(x - 0.12, FOOT_Y - 0.21, x + 0.12, FOOT_Y - 0.02, "#2f4a3f")
    canvas.line(arc(x - 0.05, FOOT_Y - 0.13, 0.04, 0.045, 0, 330, 12), "#ffffff", 0.012)
    canvas.line([(x + 0.01, FOOT_Y - 0.09), (x + 0.05, FOOT_Y - 0.17), (x + 0.09, FOOT_Y - 0.09)], "#ffffff", 0.012)
    canvas.line([(x - 0.09, FOOT_Y - 0.012), (x + 0.07, FOOT_Y - 0.004)], "#ffffff", 0.028)


def _coffee(canvas: Canvas, x: float, color: Color) -> None:
    """A glass pot of coffee."""
    canvas.ellipse(x + 0.11, FOOT_Y - 0.1, 0.04, 0.06, None, outline="#2b2b2e", width=0.02)
    canvas.polygon(
        [(x - 0.06, FOOT_Y - 0.19), (x + 0.06, FOOT_Y - 0.19), (x + 0.11, FOOT_Y - 0.02), (x - 0.11, FOOT_Y - 0.02)],
        "#dfe8ec",
    )
    canvas.polygon(
        [(x - 0.085, FOOT_Y - 0.11), (x + 0.085, FOOT_Y - 0.11), (x + 0.11, FOOT_Y - 0.01), (x - 0.11, FOOT_Y - 0.01)],
        "#4a2814",
    )
    canvas.rectangle(x - 0.066, FOOT_Y - 0.22, x + 0.066, FOOT_Y - 0.18, "#2b2b2e", radius=0.008)


def _pot(canvas: Canvas, x: float, color: Color) -> None:
    """A flower pot of the same clay, with a plant."""
    for side in (-0.09, -0.03, 0.04, 0.1):
        canvas.polygon([(x - 0.02, FOOT_Y - 0.12), (x + side, FOOT_Y - 0.27), (x + 0.02, FOOT_Y - 0.12)], "#4f9150")
    canvas.polygon(
        [(x - 0.085, FOOT_Y - 0.12), (x + 0.085, FOOT_Y - 0.12), (x + 0.06, FOOT_Y), (x - 0.06, FOOT_Y)], color
    )
    canvas.rectangle(x - 0.1, FOOT_Y - 0.145, x + 0.1, FOOT_Y - 0.105, darker(color, 0.15))


def _bricks(canvas: Canvas, x: float, color: Color) -> None:
    """A piece of wall."""
    for row in range(4):
        y = FOOT_Y - 0.055 * (row + 1)
        shift = 0.05 if row % 2 else 0.0
        for left in (x - 0.15 + shift, x - 0.04 + shift):
            canvas.rectangle(left, y + 0.006, left + 0.1, y + 0.055, color, outline="#d8cfc4", width=0.008)


def _bottle(canvas: Canvas, x: float, color: Color) -> None:
    """A bottle of lotion and a tuft of cotton."""
    canvas.rectangle(x - 0.06, FOOT_Y - 0.19, x + 0.05, FOOT_Y, "#e79ab2", radius=0.02)
    canvas.rectangle(x - 0.03, FOOT_Y - 0.24, x + 0.02, FOOT_Y - 0.19, "#ffffff", radius=0.006)
    canvas.rectangle(x - 0.045, FOOT_Y - 0.13, x + 0.035, FOOT_Y - 0.06, "#fff4f7")
    for dx, dy in ((0.08, 0.03), (0.12, 0.035), (0.1, 0.06)):
        canvas.ellipse(x + dx, FOOT_Y - dy, 0.036, 0.034, "#fbfbfb", outline="#d8dbe0")


COMPANIONS: Mapping[str, Callable[[Canvas, float, Color], None]] = {
    "roll": _roll,
    "carton": _carton,
    "tissues": _tissues,
    "chalks": _chalks,
    "coffee": _coffee,
    "pot": _pot,
    "bricks": _bricks,
    "bottle": _bottle,
}
