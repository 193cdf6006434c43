"""Scenes of fire: a flame above what burns, in the colour it is told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from scisynth.lab.canvas import Canvas, Color, Point, darker, lighter, mix
from scisynth.lab.places import STAND
from scisynth.lab.scenes.liquid_shapes import draw_prop
from scisynth.lab.view import SceneView


@dataclass(frozen=True, kw_only=True)
class FlameColors:
    """From the mantle to the heart of a flame."""

    outer: Color
    middle: Color
    core: Color


FLAMES: Mapping[str, FlameColors] = {
    "red": FlameColors(outer="#e0102e", middle="#ff3348", core="#ff93a0"),
    "orange": FlameColors(outer="#f06a0a", middle="#ff941f", core="#ffd169"),
    "yellow": FlameColors(outer="#f7c800", middle="#ffe434", core="#fffbd0"),
    "green": FlameColors(outer="#0fae3f", middle="#3de06a", core="#c8ffcb"),
    "blue": FlameColors(outer="#1f4fe6", middle="#3f8dff", core="#c4e6ff"),
    "violet": FlameColors(outer="#8a2be0", middle="#b565f5", core="#ecc9ff"),
}


def flame_reaction(canvas: Canvas, view: SceneView) -> None:
    """A flame above a holder with what burns, in a dimmed room that it lights."""
    rng = view.rng
    colors = FLAMES[view.outcome]
    canvas.rectangle(-0.3, -0.3, 1.3, 1.3, "#10131c8c")
    x, height, wide = 0.5, rng.uniform(0.44, 0.52), rng.uniform(0.145, 0.17)
    holder = HOLDERS[view.look("holder")]
    canvas.glow(x, 0.52, 0.46, colors.middle, 0.75)
    if view.look("holder") in ("dish", "spoon", "crucible"):
        # Most salts are white; the label of its jar tells one from another.
        draw_prop(canvas, "jar", 0.15, view.look("band"))
    foot = holder(canvas, x, view.look("color"), view.look("band"))
    wide *= SLENDER.get(view.look("holder"), 1.0)
    with canvas.region():
        _draw_flame(canvas, x, foot, height, wide, colors)


def _draw_flame(canvas: Canvas, x: float, foot: float, height: float, wide: float, colors: FlameColors) -> None:
    """A main tongue with two smaller ones, each with a lighter heart."""
    rng = canvas.rng
    lean = rng.uniform(-0.05, 0.05)
    tongues = (
        (x - wide * 0.62, height * rng.uniform(0.5, 0.66), wide * 0.52, lean - 0.03),
        (x + wide * 0.62, height * rng.uniform(0.5, 0.66), wide * 0.52, lean + 0.03),
        (x, height, wide, lean),
    )
    for fraction, color in ((1.0, colors.outer), (0.72, colors.middle), (0.4, colors.core)):
        for tongue_x, tall, half, sway in tongues:
            # The inner shapes sit low in the outer ones, as in a real flame.
            centre = x + (tongue_x - x) * (0.7 + 0.3 * fraction)
            canvas.polygon(_tongue(centre, foot, tall * (fraction + 0.04), half * fraction, sway * fraction), color)


TONGUE = ((0.0, 0.45), (0.05, 0.78), (0.14, 0.97), (0.25, 1.0), (0.4, 0.86), (0.56, 0.6), (0.72, 0.36), (0.87, 0.15))
"""(height, half width) of a tongue of fire, as shares of its own."""


def _tongue(x: float, foot: float, height: float, half: float, sway: float) -> list[Point]:
    """A drop-shaped outline whose tip bends to one side."""
    left = [(x - half * w + sway * h * h, foot - height * h) for h, w in TONGUE]
    right = [(x + half * w + sway * h * h, foot - height * h) for h, w in TONGUE]
    return [*left, (x + sway * 1.25, foot - height), *right[::-1]]


SLENDER: Mapping[str, float] = {"burner": 0.66, "candle": 0.66, "lamp": 0.66}
"""Width of flames from a nozzle or a wick, as a share of those from a dish."""

# --- what burns, and what it lies on: each returns the foot of the flame ------------------------------------------


def _heap(canvas: Canvas, x: float, foot: float, half: float, height: float, color: Color) -> None:
    """A small heap of powder with a lit side and grains."""
    canvas.polygon(
        [(x - half, foot), (x - half * 0.35, foot - height), (x + half * 0.3, foot - height), (x + half, foot)],
        darker(color, 0.1),
    )
    canvas.polygon(
        [(x - half * 0.9, foot), (x - half * 0.35, foot - height), (x, foot - height), (x + half * 0.1, foot)], color
    )
    for _ in range(10):
        grain_x, grain_y = x + canvas.rng.uniform(-0.95, 0.95) * half, foot - canvas.rng.uniform(0, 0.4) * height
        canvas.ellipse(grain_x, grain_y, 0.006, 0.005, canvas.rng.choice((lighter(color, 0.4), darker(color, 0.22))))


def _dish(canvas: Canvas, x: float, color: Color, band: Color) -> float:
    """A shallow ceramic dish with a heap."""
    y = STAND - 0.055
    canvas.ellipse(x, STAND + 0.006, 0.2, 0.026, "#00000060")
    canvas.polygon([(x - 0.25, y), (x + 0.25, y), (x + 0.16, STAND), (x - 0.16, STAND)], "#c9c4bb")
    canvas.polygon(
        [(x - 0.232, y + 0.012), (x + 0.232, y + 0.012), (x + 0.212, y + 0.026), (x - 0.212, y + 0.026)], band
    )
    canvas.ellipse(x, y, 0.25, 0.036, "#efebe3", outline="#b3ada2")
    _heap(canvas, x, y + 0.016, 0.19, 0.095, color)
    return y - 0.05


def _spoon(canvas: Canvas, x: float, color: Color, band: Color) -> float:
    """A combustion spoon on a stand."""
    y = STAND - 0.09
    canvas.rectangle(x + 0.33, y - 0.28, x + 0.352, STAND, "#6f767d")
    canvas.rectangle(x + 0.25, STAND - 0.022, x + 0.43, STAND, band)
    canvas.line([(x + 0.12, y + 0.01), (x + 0.34, y - 0.04)], "#8d959c", 0.018)
    canvas.ellipse(x, y + 0.02, 0.19, 0.062, "#6d747b")
    canvas.ellipse(x, y, 0.19, 0.036, "#a7afb6", outline="#5f666d")
    _heap(canvas, x, y + 0.016, 0.155, 0.085, color)
    return y - 0.045


def _crucible(canvas: Canvas, x: float, color: Color, band: Color) -> float:
    """A crucible on a tripod's foot."""
    y = STAND - 0.14
    canvas.ellipse(x, STAND + 0.006, 0.13, 0.02, "#00000060")
    canvas.polygon([(x - 0.16, y), (x + 0.16, y), (x + 0.09, STAND), (x - 0.09, STAND)], "#d8d2c6")
    canvas.polygon([(x - 0.13, y + 0.055), (x + 0.13, y + 0.055), (x + 0.118, y + 0.085), (x - 0.118, y + 0.085)], band)
    canvas.ellipse(x, y, 0.16, 0.032, "#f3efe7", outline="#b3ada2")
    _heap(canvas, x, y + 0.014, 0.135, 0.085, color)
    return y - 0.045


def _bowl(canvas: Canvas, x: float, color: Color, band: Color) -> float:
    """A steel bowl of liquid fuel, its can beside it."""
    y = STAND - 0.085
    canvas.rectangle(x + 0.27, STAND - 0.21, x + 0.41, STAND, band, radius=0.012)
    canvas.rectangle(x + 0.30, STAND - 0.25, x + 0.34, STAND - 0.2, darker(band, 0.3))
    canvas.rectangle(x + 0.285, STAND - 0.14, x + 0.395, STAND - 0.06, "#f1ece0")
    canvas.polygon([(x - 0.21, y), (x + 0.21, y), (x + 0.11, STAND), (x - 0.11, STAND)], "#8b949c")
    canvas.ellipse(x, y, 0.21, 0.04, "#c3cad0", outline="#6d757d")
    canvas.ellipse(x, y + 0.006, 0.185, 0.028, color)
    return y + 0.012


def _burner(canvas: Canvas, x: float, color: Color, band: Color) -> float:
    """A gas burner with its hose."""
    canvas.line([(x + 0.05, STAND - 0.05), (x + 0.25, STAND - 0.03), (x + 0.6, STAND + 0.01)], band, 0.026)
    canvas.ellipse(x, STAND, 0.14, 0.03, "#3f454b")
    canvas.ellipse(x, STAND - 0.012, 0.13, 0.026, "#6a727a")
    canvas.rectangle(x - 0.045, STAND - 0.20, x + 0.045, STAND - 0.015, color, outline=darker(color, 0.35))
    canvas.rectangle(x - 0.055, STAND - 0.09, x + 0.055, STAND - 0.05, darker(color, 0.35))
    canvas.ellipse(x, STAND - 0.20, 0.045, 0.014, "#2a2d31")
    return STAND - 0.195


def _candle(canvas: Canvas, x: float, color: Color, band: Color) -> float:
    """A thick candle with a run of wax."""
    y = STAND - 0.2
    canvas.ellipse(x, STAND, 0.16, 0.026, "#00000060")
    canvas.rectangle(x - 0.12, y, x + 0.12, STAND, band)
    canvas.rectangle(x + 0.05, y, x + 0.12, STAND, "#00000020")
    canvas.ellipse(x, STAND, 0.12, 0.02, darker(band, 0.1))
    canvas.ellipse(x, y, 0.12, 0.026, lighter(color, 0.3), outline=darker(color, 0.15))
    canvas.line([(x - 0.09, y + 0.01), (x - 0.09, y + 0.09)], lighter(color, 0.2), 0.028)
    canvas.line([(x, y), (x, y - 0.035)], "#332a22", 0.014)
    return y - 0.02


def _lamp(canvas: Canvas, x: float, color: Color, band: Color) -> float:
    """An open wick lamp with the fuel in its glass body."""
    canvas.ellipse(x, STAND, 0.17, 0.026, "#00000060")
    canvas.polygon(
        [(x - 0.06, STAND - 0.18), (x + 0.06, STAND - 0.18), (x + 0.16, STAND), (x - 0.16, STAND)],
        mix(color, "#ffffff", 0.3),
        outline="#6f7c88",
    )
    canvas.polygon(
        [(x - 0.1, STAND - 0.11), (x + 0.1, STAND - 0.11), (x + 0.152, STAND - 0.01), (x - 0.152, STAND - 0.01)], color
    )
    canvas.rectangle(x - 0.065, STAND - 0.215, x + 0.065, STAND - 0.175, band)
    canvas.rectangle(x - 0.02, STAND - 0.245, x + 0.02, STAND - 0.21, "#e9e2d2")
    return STAND - 0.23


def _shavings(canvas: Canvas, x: float, color: Color, band: Color) -> float:
    """Curled shavings in a loose pile."""
    canvas.ellipse(x, STAND, 0.24, 0.028, "#00000060")
    for number in range(26):
        dx = canvas.rng.uniform(-1, 1)
        y = STAND - 0.01 - canvas.rng.uniform(0, 0.1) * (1 - abs(dx))
        tone = mix(color, band, canvas.rng.uniform(0, 0.6))
        tilt = canvas.rng.uniform(-0.02, 0.02)
        x0 = x + dx * 0.2
        canvas.line([(x0 - 0.045, y + tilt), (x0, y - 0.014 * (number % 2)), (x0 + 0.045, y - tilt)], tone, 0.017)
    return STAND - 0.05


HOLDERS: Mapping[str, Callable[[Canvas, float, Color, Color], float]] = {
    "dish": _dish, "spoon": _spoon, "crucible": _crucible, "bowl": _bowl, "burner": _burner, "candle": _candle,
    "lamp": _lamp, "shavings": _shavings,
}  # fmt: skip
