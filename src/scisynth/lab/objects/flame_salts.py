"""A salt in the flame of a gas burner: the powder with its jar, and what holds a little of it in the flame.

Most salts are white powders: the symbols on the label of the jar, those of the metal large, say which one it is.
"""

from collections.abc import Callable, Mapping

from scisynth.lab.canvas import Canvas, Color, darker, lighter, mix
from scisynth.lab.objects.flame_parts import DARK_STEEL, STEEL, Jet, draw_shadow
from scisynth.lab.places import STAND
from scisynth.lab.view import SceneView

BURNER_X, BURNER_TOP = 0.49, 0.6


def draw_burner(canvas: Canvas, view: SceneView) -> tuple[Jet, ...]:
    """A laboratory burner between the jar and a dish with a heap of the powder."""
    _jar(canvas, 0.19, view)
    draw_shadow(canvas, BURNER_X, 0.13)
    x = BURNER_X
    canvas.line([(x + 0.06, STAND - 0.03), (x + 0.2, STAND + 0.02), (x + 0.62, STAND + 0.075)], "#8a5a3c", 0.026)
    canvas.polygon(
        [(x - 0.06, STAND - 0.05), (x + 0.06, STAND - 0.05), (x + 0.12, STAND), (x - 0.12, STAND)], DARK_STEEL
    )
    canvas.rectangle(x - 0.036, BURNER_TOP, x + 0.036, STAND - 0.045, STEEL)
    canvas.rectangle(x - 0.036, BURNER_TOP, x - 0.014, STAND - 0.045, lighter(STEEL, 0.4))
    canvas.rectangle(x - 0.045, STAND - 0.12, x + 0.045, STAND - 0.075, "#c2a14a")
    canvas.rectangle(x - 0.043, BURNER_TOP - 0.012, x + 0.043, BURNER_TOP + 0.012, lighter(STEEL, 0.2))
    _heap_in_dish(canvas, 0.8, view.look("color"))
    return (Jet(x=x, y=BURNER_TOP, length=0.5, half=0.115),)


def _jar(canvas: Canvas, x: float, view: SceneView) -> None:
    """A glass jar of the powder; the label says what is in it."""
    top, color = STAND - 0.32, view.look("color")
    draw_shadow(canvas, x, 0.14)
    canvas.rectangle(x - 0.135, top, x + 0.135, STAND, mix(color, "#b9cbd4", 0.35), radius=0.02, outline="#7d8c95")
    canvas.rectangle(x - 0.11, top - 0.05, x + 0.11, top + 0.005, view.look("band"), radius=0.012)
    canvas.rectangle(x - 0.128, top + 0.05, x + 0.128, STAND - 0.03, "#fffef8")
    canvas.rectangle(x - 0.128, STAND - 0.055, x + 0.128, STAND - 0.03, view.look("band"))
    metal, rest = view.look("label").split(" ")
    canvas.text(x, top + 0.105, 0.085, metal, "#101418")
    canvas.text(x, top + 0.207, 0.066 if len(rest) < 4 else 0.058 if len(rest) < 6 else 0.046, rest, "#101418")


def _heap_in_dish(canvas: Canvas, x: float, color: Color) -> None:
    """A watch glass with a small heap of powder: a lit side and grains."""
    foot, half, height = STAND - 0.012, 0.13, 0.11
    draw_shadow(canvas, x, 0.17)
    canvas.ellipse(x, foot + 0.008, 0.165, 0.032, "#dfe7ea", outline="#98a6ad")
    peak = [(x - half * 0.3, foot - height), (x + half * 0.15, foot - height)]
    canvas.polygon([(x - half, foot), *peak, (x + half, foot)], darker(color, 0.16))
    canvas.polygon([(x - half * 0.95, foot), *peak, (x + half * 0.2, foot)], color)
    for _ in range(9):
        grain = (x + canvas.rng.uniform(-0.95, 0.95) * half, foot - canvas.rng.uniform(0, 0.4) * height)
        canvas.ellipse(*grain, 0.006, 0.005, canvas.rng.choice((lighter(color, 0.4), darker(color, 0.22))))


def _wire(canvas: Canvas, view: SceneView) -> None:
    """A wire with a loop in the flame, on a handle that comes in from the side."""
    x, y = BURNER_X + 0.03, BURNER_TOP - 0.15
    canvas.line([(x + 0.04, y - 0.005), (0.83, y - 0.1)], "#d5dce1", 0.012)
    canvas.line([(0.8, y - 0.094), (1.2, y - 0.165)], "#6b3f28", 0.04)
    canvas.ellipse(x, y, 0.036, 0.026, view.look("color"), outline="#59626a", width=0.013)


def _spoon(canvas: Canvas, view: SceneView) -> None:
    """A steel spoon with a little powder in the flame."""
    x, y = BURNER_X + 0.02, BURNER_TOP - 0.13
    canvas.line([(x + 0.05, y + 0.005), (1.2, y - 0.15)], "#b9c2c9", 0.026)
    canvas.ellipse(x, y + 0.012, 0.085, 0.034, DARK_STEEL)
    canvas.ellipse(x, y, 0.082, 0.022, "#c3ccd2")
    canvas.polygon([(x - 0.06, y), (x - 0.015, y - 0.036), (x + 0.02, y - 0.034), (x + 0.06, y)], view.look("color"))


TOOLS: Mapping[str, Callable[[Canvas, SceneView], None]] = {"loop": _wire, "spoon": _spoon}
"""What holds the powder in the flame, in front of it."""
