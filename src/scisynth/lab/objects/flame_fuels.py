"""Fuels that burn, each in its own kind of lamp, stove or hearth: what is drawn of it stands behind its flames."""

import math
from collections.abc import Callable, Mapping

from scisynth.lab.canvas import Canvas, darker, lighter, mix
from scisynth.lab.objects.flame_parts import DARK_STEEL, STEEL, Jet, draw_shadow
from scisynth.lab.objects.plant_shapes import bezier
from scisynth.lab.places import STAND
from scisynth.lab.view import SceneView


def _spirit_lamp(canvas: Canvas, view: SceneView) -> tuple[Jet, ...]:
    """A glass spirit lamp of the laboratory, its cap next to it."""
    x, color = 0.5, view.look("color")
    draw_shadow(canvas, x, 0.2)
    canvas.ellipse(x, STAND - 0.1, 0.18, 0.105, mix(color, "#ffffff", 0.4), outline="#7d929e", width=0.01)
    canvas.polygon(
        [(x - 0.17, STAND - 0.09), (x + 0.17, STAND - 0.09), (x + 0.1, STAND - 0.01), (x - 0.1, STAND - 0.01)], color
    )
    canvas.ellipse(x - 0.09, STAND - 0.13, 0.03, 0.036, "#ffffffb0")
    canvas.rectangle(x - 0.055, STAND - 0.255, x + 0.055, STAND - 0.19, view.look("band"), radius=0.01)
    canvas.rectangle(x - 0.022, STAND - 0.305, x + 0.022, STAND - 0.25, "#efe8d8")
    canvas.line([(x, STAND - 0.25), (x + 0.02, STAND - 0.13), (x - 0.04, STAND - 0.04)], "#efe8d8", 0.022)
    draw_shadow(canvas, 0.8, 0.08)
    canvas.rectangle(0.735, STAND - 0.1, 0.865, STAND, "#cfdde4", radius=0.03, outline="#7d929e", width=0.01)
    return (Jet(x=x, y=STAND - 0.3, length=0.42, half=0.095),)


def _crown(canvas: Canvas, x: float, y: float, half: float, length: float) -> tuple[Jet, ...]:
    """A ring of small flames, those behind first."""
    behind = [(-0.55, -0.016), (0.0, -0.022), (0.55, -0.016)]
    front = [(-1.0, 0.0), (1.0, 0.0), (-0.68, 0.014), (0.68, 0.014), (-0.24, 0.02), (0.24, 0.02)]
    return tuple(
        Jet(x=x + dx * half, y=y + dy, length=length, half=0.036, turn=0.22 * dx, tongues=False)
        for dx, dy in (*behind, *front)
    )


def _stove(canvas: Canvas, view: SceneView) -> tuple[Jet, ...]:
    """A kitchen stove with its knobs, a pan above the ring of flames."""
    x, top = 0.5, STAND - 0.16
    canvas.rectangle(x - 0.42, top, x + 0.42, STAND + 0.05, "#e3e7ea", radius=0.015)
    canvas.rectangle(x - 0.42, top, x + 0.42, top + 0.03, view.look("band"))
    for dx in (-0.3, -0.1, 0.1, 0.3):
        canvas.ellipse(x + dx, STAND - 0.055, 0.042, 0.042, "#2b3036")
        canvas.line([(x + dx, STAND - 0.09), (x + dx, STAND - 0.055)], "#f2f4f5", 0.014)
    canvas.rectangle(x - 0.15, top - 0.035, x + 0.15, top, "#2b3036")
    for side in (-1, 1):
        canvas.line(
            [(x + side * 0.3, top), (x + side * 0.3, top - 0.17), (x + side * 0.19, top - 0.17)], "#2b3036", 0.022
        )
    pan = top - 0.185
    canvas.rectangle(x - 0.24, pan - 0.24, x + 0.24, pan, view.look("color"), radius=0.03)
    canvas.rectangle(x - 0.2, pan - 0.23, x - 0.15, pan - 0.02, lighter(view.look("color"), 0.45), radius=0.02)
    canvas.rectangle(x + 0.22, pan - 0.2, x + 0.5, pan - 0.16, "#24282c", radius=0.015)
    canvas.rectangle(x - 0.26, pan - 0.255, x + 0.26, pan - 0.225, lighter(view.look("color"), 0.2), radius=0.01)
    return _crown(canvas, x, top - 0.03, 0.16, 0.145)


def _camping_stove(canvas: Canvas, view: SceneView) -> tuple[Jet, ...]:
    """A burner screwed on a gas cartridge, in front of a tent."""
    x, color = 0.42, view.look("color")
    canvas.polygon([(0.6, STAND - 0.02), (0.8, 0.42), (1.1, STAND - 0.02)], "#d98b2b")
    canvas.polygon([(0.73, STAND - 0.02), (0.8, 0.42), (0.87, STAND - 0.02)], "#5c3d20")
    draw_shadow(canvas, x, 0.17)
    canvas.rectangle(x - 0.15, STAND - 0.2, x + 0.15, STAND, color, radius=0.05)
    canvas.rectangle(x - 0.15, STAND - 0.145, x + 0.15, STAND - 0.065, view.look("band"))
    canvas.text(x, STAND - 0.105, 0.062, "GAS", "#1c2430")
    canvas.rectangle(x - 0.03, STAND - 0.29, x + 0.03, STAND - 0.195, STEEL)
    canvas.line([(x, STAND - 0.25), (x + 0.13, STAND - 0.25)], "#c8382e", 0.022)
    canvas.rectangle(x - 0.085, STAND - 0.33, x + 0.085, STAND - 0.285, DARK_STEEL, radius=0.01)
    for side in (-1, 1):
        canvas.line(
            [(x + side * 0.05, STAND - 0.29), (x + side * 0.2, STAND - 0.4), (x + side * 0.2, STAND - 0.43)],
            STEEL,
            0.02,
        )
    return _crown(canvas, x, STAND - 0.335, 0.1, 0.22)


def _blowtorch(canvas: Canvas, view: SceneView) -> tuple[Jet, ...]:
    """A gas torch: a bottle with a bent nozzle that blows its flame sideways."""
    x, color = 0.24, view.look("color")
    draw_shadow(canvas, x, 0.12)
    canvas.rectangle(x - 0.11, STAND - 0.38, x + 0.11, STAND, color, radius=0.05)
    canvas.rectangle(x - 0.08, STAND - 0.34, x - 0.045, STAND - 0.05, lighter(color, 0.4), radius=0.015)
    canvas.rectangle(x - 0.11, STAND - 0.22, x + 0.11, STAND - 0.1, "#f4efe2")
    canvas.text(x, STAND - 0.16, 0.06, "GAS", "#1c2430")
    canvas.rectangle(x - 0.05, STAND - 0.45, x + 0.05, STAND - 0.37, "#2f353b", radius=0.01)
    canvas.ellipse(x - 0.09, STAND - 0.425, 0.04, 0.03, "#2f353b")
    pipe = bezier((x, STAND - 0.44), (x, STAND - 0.56), (x + 0.16, STAND - 0.57), 6)
    canvas.line(pipe, view.look("band"), 0.034)
    canvas.line([(x + 0.15, STAND - 0.57), (x + 0.27, STAND - 0.57)], darker(view.look("band"), 0.25), 0.06)
    return (Jet(x=x + 0.27, y=STAND - 0.57, length=0.44, half=0.075, turn=math.pi / 2 - 0.06, tongues=False),)


def _gas_bottle(canvas: Canvas, view: SceneView) -> tuple[Jet, ...]:
    """A large bottle of gas that feeds an open pipe, without a burner."""
    x, color = 0.2, view.look("color")
    draw_shadow(canvas, x, 0.16)
    canvas.rectangle(x - 0.15, STAND - 0.44, x + 0.15, STAND, color, radius=0.07)
    canvas.rectangle(x - 0.11, STAND - 0.38, x - 0.07, STAND - 0.06, lighter(color, 0.4), radius=0.02)
    canvas.rectangle(x - 0.07, STAND - 0.53, x + 0.07, STAND - 0.42, darker(color, 0.3), radius=0.02)
    canvas.rectangle(x - 0.04, STAND - 0.51, x + 0.04, STAND - 0.45, "#c9a24a")
    canvas.text(x, STAND - 0.24, 0.075, "GAS", "#fff6e8")
    canvas.line(bezier((x + 0.05, STAND - 0.48), (x + 0.3, STAND - 0.42), (0.42, STAND - 0.02), 8), "#d9762b", 0.024)
    canvas.line([(0.42, STAND - 0.02), (0.62, STAND - 0.02), (0.62, STAND - 0.3)], view.look("band"), 0.045)
    canvas.rectangle(0.5, STAND - 0.012, 0.74, STAND + 0.01, DARK_STEEL)
    return (Jet(x=0.62, y=STAND - 0.3, length=0.5, half=0.12),)


def _candle(canvas: Canvas, view: SceneView) -> tuple[Jet, ...]:
    """A candle with a run of wax in a holder with a handle."""
    x, y, color, dish = 0.5, STAND - 0.38, view.look("color"), view.look("band")
    draw_shadow(canvas, x, 0.24)
    canvas.ellipse(x + 0.2, STAND - 0.045, 0.055, 0.045, None, outline=dish, width=0.022)
    canvas.ellipse(x, STAND - 0.008, 0.21, 0.034, darker(dish, 0.25))
    canvas.ellipse(x, STAND - 0.022, 0.21, 0.032, dish)
    canvas.rectangle(x - 0.085, STAND - 0.085, x + 0.085, STAND - 0.02, darker(dish, 0.1), radius=0.01)
    canvas.rectangle(x - 0.065, y, x + 0.065, STAND - 0.06, color, radius=0.008)
    canvas.rectangle(x + 0.025, y + 0.01, x + 0.065, STAND - 0.085, darker(color, 0.14))
    canvas.ellipse(x, y + 0.004, 0.065, 0.02, lighter(color, 0.4), outline=darker(color, 0.15))
    canvas.line([(x - 0.05, y + 0.01), (x - 0.05, y + 0.12)], lighter(color, 0.35), 0.03)
    canvas.line([(x, y), (x, y - 0.045)], "#332a22", 0.014)
    return (Jet(x=x, y=y - 0.02, length=0.32, half=0.08, tongues=False),)


def _lantern(canvas: Canvas, view: SceneView) -> tuple[Jet, ...]:
    """A kerosene lantern: a tank, a glass chimney around the flame, a cap and a wire handle."""
    x, band = 0.5, view.look("band")
    draw_shadow(canvas, x, 0.22)
    canvas.ellipse(x, 0.3, 0.2, 0.23, None, outline=STEEL, width=0.014)
    canvas.rectangle(x - 0.2, STAND - 0.15, x + 0.2, STAND, band, radius=0.04)
    canvas.rectangle(x - 0.17, STAND - 0.13, x - 0.11, STAND - 0.02, lighter(band, 0.4), radius=0.02)
    canvas.rectangle(x + 0.02, STAND - 0.115, x + 0.15, STAND - 0.03, view.look("color"), radius=0.01)
    canvas.rectangle(x - 0.09, STAND - 0.2, x + 0.09, STAND - 0.145, "#c9a24a", radius=0.01)
    canvas.ellipse(x, STAND - 0.37, 0.165, 0.185, "#dfeaf066", outline="#cfdce4", width=0.012)
    for side in (-1, 1):
        canvas.line([(x + side * 0.19, STAND - 0.08), (x + side * 0.19, 0.28), (x + side * 0.1, 0.24)], band, 0.022)
    canvas.polygon([(x - 0.1, 0.31), (x + 0.1, 0.31), (x + 0.06, 0.21), (x - 0.06, 0.21)], band)
    canvas.rectangle(x - 0.075, 0.185, x + 0.075, 0.215, darker(band, 0.3))
    return (Jet(x=x, y=STAND - 0.2, length=0.28, half=0.1, tongues=False),)


def _clay_lamp(canvas: Canvas, view: SceneView) -> tuple[Jet, ...]:
    """An oil lamp of clay: a flat body with a handle, a wick in its spout, a bottle of oil behind."""
    x, clay, oil = 0.42, view.look("band"), view.look("color")
    draw_shadow(canvas, 0.86, 0.09)
    canvas.rectangle(0.79, STAND - 0.3, 0.93, STAND, oil, radius=0.03, outline=darker(oil, 0.4))
    canvas.rectangle(0.835, STAND - 0.42, 0.885, STAND - 0.28, oil)
    canvas.rectangle(0.83, STAND - 0.45, 0.89, STAND - 0.4, "#7a5230")
    canvas.rectangle(0.795, STAND - 0.2, 0.925, STAND - 0.08, "#f6f0dc")
    canvas.ellipse(0.86, STAND - 0.14, 0.03, 0.042, "#4f6a2a")
    draw_shadow(canvas, x, 0.28)
    canvas.ellipse(x - 0.25, STAND - 0.12, 0.055, 0.06, None, outline=clay, width=0.03)
    canvas.polygon(
        [(x + 0.05, STAND - 0.15), (x + 0.34, STAND - 0.2), (x + 0.34, STAND - 0.13), (x + 0.05, STAND - 0.01)], clay
    )
    canvas.ellipse(x, STAND - 0.09, 0.23, 0.088, clay)
    canvas.ellipse(x, STAND - 0.125, 0.17, 0.045, darker(clay, 0.25))
    canvas.ellipse(x, STAND - 0.12, 0.12, 0.028, oil)
    canvas.line([(x + 0.27, STAND - 0.16), (x + 0.325, STAND - 0.22)], "#efe8d8", 0.022)
    return (Jet(x=x + 0.32, y=STAND - 0.2, length=0.36, half=0.09, tongues=False),)


def _jerrycan(canvas: Canvas, view: SceneView) -> tuple[Jet, ...]:
    """A canister of fuel, and a steel bowl of it on fire."""
    x, band = 0.2, view.look("band")
    draw_shadow(canvas, x, 0.17)
    canvas.rectangle(x - 0.15, STAND - 0.36, x + 0.15, STAND, band, radius=0.03)
    canvas.line([(x - 0.1, STAND - 0.29), (x + 0.1, STAND - 0.06)], darker(band, 0.35), 0.024)
    canvas.line([(x + 0.1, STAND - 0.29), (x - 0.1, STAND - 0.06)], darker(band, 0.35), 0.024)
    for y in (STAND - 0.42, STAND - 0.39):
        canvas.line([(x - 0.12, y), (x + 0.05, y)], band, 0.018)
    canvas.line([(x - 0.12, STAND - 0.42), (x - 0.12, STAND - 0.35)], band, 0.018)
    canvas.line([(x + 0.08, STAND - 0.36), (x + 0.16, STAND - 0.45)], "#2b3036", 0.045)
    bowl, y = 0.63, STAND - 0.085
    draw_shadow(canvas, bowl, 0.15)
    canvas.polygon([(bowl - 0.2, y), (bowl + 0.2, y), (bowl + 0.11, STAND), (bowl - 0.11, STAND)], "#8b949c")
    canvas.ellipse(bowl, y, 0.2, 0.038, "#c3cad0", outline="#6d757d")
    canvas.ellipse(bowl, y + 0.006, 0.175, 0.026, view.look("color"))
    return (Jet(x=bowl, y=y + 0.012, length=0.5, half=0.14),)


def _shavings(canvas: Canvas, view: SceneView) -> tuple[Jet, ...]:
    """Curls of shaved wood in a loose pile, a plane next to it."""
    x, color, band = 0.42, view.look("color"), view.look("band")
    canvas.ellipse(x, STAND, 0.3, 0.03, "#00000060")
    draw_shadow(canvas, 0.84, 0.13)
    canvas.polygon([(0.7, STAND), (0.7, STAND - 0.07), (0.98, STAND - 0.07), (1.0, STAND)], band)
    canvas.polygon([(0.8, STAND - 0.07), (0.85, STAND - 0.19), (0.88, STAND - 0.19), (0.87, STAND - 0.07)], STEEL)
    canvas.ellipse(0.94, STAND - 0.1, 0.035, 0.04, darker(band, 0.3))
    for number in range(20):
        dx = canvas.rng.uniform(-1, 1)
        y = STAND - 0.03 - canvas.rng.uniform(0, 0.12) * (1 - abs(dx))
        tone = mix(color, band, canvas.rng.uniform(0, 0.5))
        canvas.ellipse(x + dx * 0.24, y, 0.034, 0.03, None, outline=tone, width=0.016)
        canvas.line([(x + dx * 0.24 - 0.05, y + 0.02), (x + dx * 0.24, y + 0.03 - 0.02 * (number % 2))], tone, 0.016)
    return (Jet(x=x, y=STAND - 0.07, length=0.5, half=0.16),)


def _logs(canvas: Canvas, view: SceneView) -> tuple[Jet, ...]:
    """A campfire: crossed logs in a ring of stones."""
    x = 0.5
    canvas.ellipse(x, STAND, 0.38, 0.05, "#2a2320")
    return (
        Jet(x=x, y=STAND - 0.09, length=0.56, half=0.17),
        Jet(x=x - 0.13, y=STAND - 0.07, length=0.3, half=0.08, turn=-0.15, tongues=False),
        Jet(x=x + 0.13, y=STAND - 0.07, length=0.3, half=0.08, turn=0.15, tongues=False),
    )


def draw_log_pile(canvas: Canvas, view: SceneView) -> None:
    """The logs and stones in front of the fire."""
    x, color = 0.5, view.look("color")
    for x0, y0, x1, y1 in (
        (-0.27, 0.0, 0.17, -0.13),
        (0.27, 0.0, -0.17, -0.13),
        (-0.24, -0.01, 0.24, -0.015),
    ):
        canvas.line([(x + x0, STAND + y0), (x + x1, STAND + y1)], view.look("band"), 0.07)
        canvas.line([(x + x0, STAND + y0 - 0.015), (x + x1, STAND + y1 - 0.015)], color, 0.03)
        canvas.ellipse(x + x0, STAND + y0, 0.036, 0.036, "#d9b488")
        canvas.ellipse(x + x0, STAND + y0, 0.016, 0.016, "#a97f52")
    for number in range(7):
        dx = (number - 3) / 3
        gray = ("#8c8a86", "#767c82", "#9a948a")[number % 3]
        canvas.ellipse(x + 0.36 * dx, STAND + 0.05 - 0.03 * abs(dx), 0.06, 0.042, gray)
        canvas.ellipse(x + 0.36 * dx - 0.012, STAND + 0.038 - 0.03 * abs(dx), 0.03, 0.016, lighter(gray, 0.25))


FUELS: Mapping[str, Callable[[Canvas, SceneView], tuple[Jet, ...]]] = {
    "spirit lamp": _spirit_lamp, "stove": _stove, "camping stove": _camping_stove, "blowtorch": _blowtorch, "gas bottle": _gas_bottle,
    "candle": _candle, "lantern": _lantern, "clay lamp": _clay_lamp, "jerrycan": _jerrycan, "shavings": _shavings, "logs": _logs,
}  # fmt: skip
"""What a fuel burns in: each is drawn and returns its flames."""
