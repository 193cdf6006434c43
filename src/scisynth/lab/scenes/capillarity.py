"""The scene of a narrow tube in a dish of liquid, seen from the side.

The tube stands at the front wall of the dish, so that the level in it shows in opaque liquids too. Heights grow with the logarithm
of the true step, which runs from 1.5 to 60 mm; the bore is drawn much wider than it is.
"""

import math

from scisynth.lab.canvas import Canvas, Color, darker, lighter
from scisynth.lab.places import STAND
from scisynth.lab.view import SceneView

LEFT, RIGHT, RIM, FLOOR = 0.13, 0.87, 0.48, STAND - 0.01
TOP, END = 0.07, FLOOR - 0.03
"""y of the upper and of the lower end of the tube."""
WALL = 0.02


def capillarity(canvas: Canvas, view: SceneView) -> None:
    """A tube in a dish, the liquid in it above or below the level outside."""
    rng = view.rng
    x, level = 0.5 + rng.uniform(-0.13, 0.13), rng.uniform(0.55, 0.59)
    half = 0.034 + 0.014 * view.condition.facts["bore_mm"]
    liquid, tube = view.look("liquid"), view.look("tube")
    step = 0.06 + 0.075 * math.log(max(abs(float(view.words["step_mm"])), 1.3))
    inside = level - step if view.outcome == "climbs" else level + min(0.7 * step, END - level - 0.05)
    _draw_dish(canvas, level, liquid)
    _draw_tube(canvas, x, half, tube)
    with canvas.region():
        _draw_column(canvas, x, half, inside, liquid, hollow=view.outcome == "climbs")
    _draw_shine(canvas, x, half)
    # The near wall of the dish.
    canvas.line([(LEFT, RIM), (LEFT, FLOOR), (RIGHT, FLOOR), (RIGHT, RIM)], "#7f98a5", 0.014)


def _draw_dish(canvas: Canvas, level: float, liquid: Color) -> None:
    canvas.ellipse(0.5, FLOOR + 0.014, (RIGHT - LEFT) * 0.53, 0.024, "#00000044")
    canvas.rectangle(LEFT, RIM, RIGHT, level, "#ffffff70")
    canvas.gradient(LEFT, level, RIGHT, FLOOR, liquid, darker(liquid, 0.22))
    canvas.rectangle(LEFT, level - 0.016, RIGHT, level + 0.004, lighter(liquid, 0.5))
    canvas.line([(LEFT, level + 0.006), (RIGHT, level + 0.006)], darker(liquid, 0.35), 0.009)


def _draw_tube(canvas: Canvas, x: float, half: float, tube: Color) -> None:
    """The empty bore, bright, between two dark-edged walls."""
    outer = half + WALL
    canvas.rectangle(x - outer, TOP, x + outer, END, darker(tube, 0.42))
    canvas.rectangle(x - outer + 0.008, TOP + 0.006, x + outer - 0.008, END, tube)
    canvas.rectangle(x - half, TOP, x + half, END, "#fcfdfe")


def _draw_column(canvas: Canvas, x: float, half: float, top: float, liquid: Color, *, hollow: bool) -> None:
    """The liquid in the bore under a meniscus: a hollow one stands higher at the wall, a domed one in the middle."""
    bend = (-1 if hollow else 1) * half * 0.55
    across = [step / 8 for step in range(-8, 9)]
    edge = [(x + part * half, top + bend * (part * part - 0.5)) for part in across]
    color = darker(liquid, 0.12)
    canvas.polygon([*edge, (x + half, END), (x - half, END)], color)
    canvas.line(edge, darker(liquid, 0.55), 0.014)


def _draw_shine(canvas: Canvas, x: float, half: float) -> None:
    canvas.line([(x - half * 0.5, TOP + 0.03), (x - half * 0.5, END - 0.04)], "#ffffff78", half * 0.3)
    canvas.ellipse(x, TOP, half + WALL, 0.012, "#ffffff", outline="#6d8390", width=0.008)
