"""Electric devices, each in two states: lit and dark. Light comes with a halo; dark glass only mirrors the room."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from scisynth.lab.canvas import Color, darker, lighter, mix
from scisynth.lab.objects.pen import Pen, arc, mirrored

BLACK_GLASS, REFLECTION = "#14171b", "#2b3138"


class Device(NamedTuple):
    """A drawing in its own frame, in either state."""

    draw: Callable[[Pen, Color, bool], None]
    half_width: float
    half_height: float


# --- screens ------------------------------------------------------------------------------------------------------


def _screen(pen: Pen, x0: float, y0: float, x1: float, y1: float, lit: bool, image: Callable[..., None]) -> None:
    """Black glass with the reflection of a window, or an image."""
    if lit:
        image(pen, x0, y0, x1, y1)
        return
    pen.box(x0, y0, x1, y1, BLACK_GLASS)
    width = x1 - x0
    pen.polygon(
        [(x0 + 0.55 * width, y0), (x0 + 0.8 * width, y0), (x0 + 0.5 * width, y1), (x0 + 0.25 * width, y1)], REFLECTION
    )


def _halo(pen: Pen, x: float, y: float, radius: float, color: Color, lit: bool) -> None:
    if lit:
        pen.glow(x, y, radius, color, 0.75)


def _landscape(pen: Pen, x0: float, y0: float, x1: float, y1: float) -> None:
    width, height = x1 - x0, y1 - y0
    pen.box(x0, y0, x1, y1, "#59c2ff")
    pen.ellipse(x0 + 0.75 * width, y0 + 0.3 * height, 0.12 * height, 0.12 * height, "#fff27a")
    hills = ((0, 0.75), (0.3, 0.42), (0.55, 0.72), (0.72, 0.55), (1, 0.8), (1, 1), (0, 1))
    pen.polygon([(x0 + x * width, y0 + y * height) for x, y in hills], "#35c46a")
    pen.polygon([(x0, y1), (x0, y0 + 0.85 * height), (x1, y0 + 0.9 * height), (x1, y1)], "#f5a93a")


def _desktop(pen: Pen, x0: float, y0: float, x1: float, y1: float) -> None:
    width, height = x1 - x0, y1 - y0
    pen.box(x0, y0, x1, y1, "#3fa4ff")
    pen.box(x0, y1 - 0.1 * height, x1, y1, "#1f5fd0")
    pen.box(x0 + 0.12 * width, y0 + 0.15 * height, x0 + 0.72 * width, y0 + 0.72 * height, "#ffffff")
    pen.box(x0 + 0.12 * width, y0 + 0.15 * height, x0 + 0.72 * width, y0 + 0.25 * height, "#ff7a59")
    for row in (0.36, 0.48, 0.6):
        pen.box(x0 + 0.18 * width, y0 + row * height, x0 + 0.6 * width, y0 + (row + 0.05) * height, "#9fc4ea")
    pen.box(x0 + 0.78 * width, y0 + 0.2 * height, x0 + 0.92 * width, y0 + 0.4 * height, "#ffe14d")


def _chart(pen: Pen, x0: float, y0: float, x1: float, y1: float) -> None:
    width, height = x1 - x0, y1 - y0
    pen.box(x0, y0, x1, y1, "#f3f8ff")
    pen.box(x0, y0, x0 + 0.18 * width, y1, "#6a4df0")
    colors = ("#ff5a6e", "#ffb52e", "#2ed17a", "#29b6ff", "#b05cff")
    for index, (color, top) in enumerate(zip(colors, (0.55, 0.35, 0.62, 0.2, 0.42), strict=True)):
        x = x0 + (0.26 + 0.145 * index) * width
        pen.box(x, y0 + top * height, x + 0.1 * width, y0 + 0.88 * height, color)


def _apps(pen: Pen, x0: float, y0: float, x1: float, y1: float) -> None:
    width, height = x1 - x0, y1 - y0
    pen.box(x0, y0, x1, y0 + height / 2, "#7c4dff")
    pen.box(x0, y0 + height / 2, x1, y1, "#27c4f5")
    columns = 3 if width < height else 4
    step = width / columns
    colors = ("#ffffff", "#ffd23f", "#ff5d6c", "#47e08a")
    for row in range(int(height / step)):
        for column in range(columns):
            x, y = x0 + (column + 0.22) * step, y0 + (row + 0.22) * step
            pen.box(x, y, x + 0.56 * step, y + 0.56 * step, colors[(row + 2 * column) % 4], 0.12 * step)


def laptop(pen: Pen, color: Color, lit: bool) -> None:
    """Open, seen from the front."""
    _halo(pen, 0, -0.2, 1.7, "#6fc3ff", lit)
    pen.box(-1.0, -0.95, 1.0, 0.5, "#2a2e34", 0.08)
    _screen(pen, -0.9, -0.84, 0.9, 0.4, lit, _desktop)
    pen.polygon([(-1.0, 0.5), (1.0, 0.5), (1.3, 0.86), (-1.3, 0.86)], color)
    pen.polygon([(-0.86, 0.54), (0.86, 0.54), (0.98, 0.7), (-0.98, 0.7)], darker(color, 0.5))
    pen.polygon([(-0.26, 0.74), (0.26, 0.74), (0.3, 0.83), (-0.3, 0.83)], darker(color, 0.2))
    pen.box(-1.3, 0.86, 1.3, 0.94, darker(color, 0.35), 0.03)


def television(pen: Pen, color: Color, lit: bool) -> None:
    """A wide flat set on two feet."""
    _halo(pen, 0, -0.1, 1.9, "#8fd0ff", lit)
    for side in (-1, 1):
        pen.line([(side * 0.75, 0.6), (side * 0.9, 0.86)], "#3a3f45", 0.1)
    pen.box(-1.35, -0.95, 1.35, 0.66, color, 0.05)
    _screen(pen, -1.27, -0.87, 1.27, 0.56, lit, _landscape)


def computer_monitor(pen: Pen, color: Color, lit: bool) -> None:
    """On a single leg."""
    _halo(pen, 0, -0.25, 1.7, "#bcd6ff", lit)
    pen.box(-0.13, 0.4, 0.13, 0.9, darker(color, 0.3))
    pen.box(-0.55, 0.84, 0.55, 0.96, darker(color, 0.15), 0.05)
    pen.box(-1.15, -0.98, 1.15, 0.6, color, 0.07)
    _screen(pen, -1.05, -0.88, 1.05, 0.4, lit, _chart)


def smartphone(pen: Pen, color: Color, lit: bool) -> None:
    """Upright, nearly all screen."""
    _halo(pen, 0, 0, 1.5, "#b79bff", lit)
    pen.box(-0.54, -1.0, 0.54, 1.0, color, 0.16)
    pen.box(-0.5, -0.96, 0.5, 0.96, "#0c0e11", 0.13)
    _screen(pen, -0.44, -0.82, 0.44, 0.82, lit, _apps)
    pen.box(-0.12, -0.92, 0.12, -0.87, "#3d434b", 0.02)


def tablet(pen: Pen, color: Color, lit: bool) -> None:
    """Lying wide on its edge."""
    _halo(pen, 0, 0, 1.8, "#a9e0ff", lit)
    pen.box(-1.2, -0.85, 1.2, 0.85, color, 0.14)
    _screen(pen, -1.0, -0.7, 1.0, 0.7, lit, _apps)
    pen.ellipse(1.1, 0, 0.06, 0.06, darker(color, 0.4))


def digital_clock(pen: Pen, color: Color, lit: bool) -> None:
    """Four figures of seven segments, showing 10:01 when lit: right in a mirrored image, too."""
    _halo(pen, 0, 0, 1.5, "#ff5a4a", lit)
    pen.box(-1.25, -0.6, 1.25, 0.66, darker(color, 0.3), 0.18)
    pen.box(-1.25, -0.6, 1.25, 0.55, color, 0.18)
    pen.box(-1.1, -0.46, 1.1, 0.42, "#160f10", 0.06)
    if not lit:
        pen.polygon([(0.2, -0.46), (0.6, -0.46), (0.2, 0.42), (-0.2, 0.42)], "#2b2224")
        return
    for x, segments in zip((-0.8, -0.36, 0.24, 0.7), ("bc", "abcdef", "abcdef", "bc"), strict=True):
        _figure(pen, x, segments)
    for y in (-0.16, 0.14):
        pen.ellipse(-0.06, y, 0.06, 0.06, "#ff4a36")


def _figure(pen: Pen, x: float, segments: str) -> None:
    w, h = 0.15, 0.28
    corners = {"a": (-w, -h, w, -h), "b": (w, -h, w, 0), "c": (w, 0, w, h), "d": (-w, h, w, h), "e": (-w, 0, -w, h)}
    corners |= {"f": (-w, -h, -w, 0), "g": (-w, 0, w, 0)}
    for segment in segments:
        x0, y0, x1, y1 = corners[segment]
        pen.rod([(x + x0, y0), (x + x1, y1)], "#ff4a36", 0.1)


def digital_camera(pen: Pen, color: Color, lit: bool) -> None:
    """Seen from behind: the display and its buttons."""
    _halo(pen, -0.2, 0.05, 1.5, "#9fdcff", lit)
    pen.box(-0.95, -0.86, -0.45, -0.6, darker(color, 0.25), 0.06)
    pen.box(0.45, -0.8, 0.85, -0.6, "#b8bec4", 0.05)
    pen.box(-1.2, -0.7, 1.2, 0.82, color, 0.14)
    pen.box(0.55, -0.7, 1.2, 0.82, darker(color, 0.2), 0.14)
    pen.box(-1.08, -0.54, 0.5, 0.66, "#0d0f12", 0.04)
    _screen(pen, -1.0, -0.46, 0.42, 0.58, lit, _landscape)
    pen.ellipse(0.86, 0.1, 0.22, 0.22, lighter(color, 0.3))
    pen.ellipse(0.86, 0.1, 0.1, 0.1, darker(color, 0.3))
    for y in (-0.42, 0.56):
        pen.ellipse(0.86, y, 0.09, 0.09, lighter(color, 0.2))


def microwave_oven(pen: Pen, color: Color, lit: bool) -> None:
    """The door's window shines from inside, the display shows the time."""
    _halo(pen, -0.3, 0, 1.6, "#ffd873", lit)
    pen.box(-1.3, -0.78, 1.3, 0.8, darker(color, 0.3), 0.1)
    pen.box(-1.3, -0.78, 1.26, 0.74, color, 0.1)
    pen.box(-1.18, -0.62, 0.58, 0.6, "#2a2d31", 0.06)
    pen.box(-1.04, -0.48, 0.42, 0.46, "#ffd45e" if lit else "#1b1d20", 0.04)
    if lit:
        pen.ellipse(-0.3, 0.34, 0.55, 0.12, "#fff4c8")
        pen.box(-0.62, -0.08, 0.02, 0.32, "#e56b4a", 0.1)
    else:
        pen.polygon([(0.0, -0.48), (0.3, -0.48), (-0.2, 0.46), (-0.5, 0.46)], "#2d3136")
    pen.box(0.7, -0.62, 1.16, -0.3, "#26ffb0" if lit else "#17211d", 0.03)
    for row in range(3):
        for column in range(3):
            pen.ellipse(0.77 + column * 0.16, -0.06 + row * 0.2, 0.055, 0.055, darker(color, 0.45))
    pen.box(0.5, -0.5, 0.58, 0.48, lighter(color, 0.5), 0.03)


def arcade_machine(pen: Pen, color: Color, lit: bool) -> None:
    """An upright cabinet with marquee, screen and stick."""
    _halo(pen, 0, -0.5, 1.5, "#ff7df0", lit)
    pen.polygon(
        [
            (-0.66, -1.0),
            (0.66, -1.0),
            (0.66, 0.05),
            (0.76, 0.2),
            (0.72, 1.0),
            (-0.72, 1.0),
            (-0.76, 0.2),
            (-0.66, 0.05),
        ],
        color,
    )
    pen.box(-0.58, -0.94, 0.58, -0.66, "#fff06a" if lit else "#4c4a52", 0.04)
    for x in (-0.34, -0.11, 0.12, 0.35):
        pen.box(x - 0.06, -0.88, x + 0.06, -0.72, "#ff3d7f" if lit else "#65636c")
    pen.box(-0.58, -0.6, 0.58, 0.06, "#0d0f12")
    _screen(pen, -0.5, -0.54, 0.5, 0.0, lit, _game)
    pen.polygon([(-0.66, 0.1), (0.66, 0.1), (0.76, 0.3), (-0.76, 0.3)], lighter(color, 0.25))
    pen.line([(-0.32, 0.22), (-0.32, 0.06)], "#22252a", 0.06)
    pen.ellipse(-0.32, 0.04, 0.09, 0.09, "#d8404a")
    for x in (0.12, 0.34):
        pen.ellipse(x, 0.2, 0.08, 0.05, "#f0c53a")
    pen.box(-0.3, 0.5, 0.3, 0.85, darker(color, 0.4), 0.03)


def _game(pen: Pen, x0: float, y0: float, x1: float, y1: float) -> None:
    width, height = x1 - x0, y1 - y0
    pen.box(x0, y0, x1, y1, "#2b30ff")
    for row, color in enumerate(("#ff5ad0", "#5affc3")):
        for column in range(4):
            x, y = x0 + (0.12 + column * 0.22) * width, y0 + (0.1 + row * 0.26) * height
            pen.box(x, y, x + 0.13 * width, y + 0.17 * height, color)
    pen.polygon([(x0 + 0.5 * width, y0 + 0.7 * height), (x0 + 0.62 * width, y1), (x0 + 0.38 * width, y1)], "#fff35c")


def vending_machine(pen: Pen, color: Color, lit: bool) -> None:
    """Rows of cans behind a window."""
    _halo(pen, -0.1, -0.2, 1.6, "#8fdcff", lit)
    pen.box(-0.78, -1.05, 0.78, 1.0, darker(color, 0.3), 0.06)
    pen.box(-0.78, -1.05, 0.7, 0.98, color, 0.06)
    pen.box(-0.66, -0.92, 0.32, 0.5, "#f7fdff" if lit else "#22262b", 0.03)
    for row in range(4):
        for column in range(4):
            can = ("#ff4d4d", "#2f9dff", "#ffb52e", "#35c46a")[(row + column) % 4]
            x, y = -0.54 + column * 0.24, -0.84 + row * 0.34
            pen.box(x - 0.08, y, x + 0.08, y + 0.24, can if lit else darker(can, 0.72), 0.03)
    pen.box(0.42, -0.5, 0.62, -0.34, "#4dff9a" if lit else "#1a1f1d")
    pen.box(0.44, -0.2, 0.6, 0.1, darker(color, 0.5), 0.02)
    pen.box(-0.5, 0.64, 0.2, 0.84, "#15181b", 0.03)


# --- lamps and heaters --------------------------------------------------------------------------------------------


def table_lamp(pen: Pen, color: Color, lit: bool) -> None:
    """A cloth shade on a turned foot."""
    _halo(pen, 0, -0.45, 1.6, "#ffcf4a", lit)
    pen.ellipse(0, 0.92, 0.48, 0.12, "#5d4433")
    pen.line([(0, 0.9), (0, 0.0)], "#6e513c", 0.12)
    pen.ellipse(0, 0.55, 0.2, 0.26, "#7d5d45")
    shade = "#fff0a8" if lit else darker(color, 0.25)
    pen.polygon([(-0.46, -0.98), (0.46, -0.98), (0.86, 0.05), (-0.86, 0.05)], shade)
    pen.polygon([(0.16, -0.98), (0.46, -0.98), (0.86, 0.05), (0.3, 0.05)], "#ffd95a" if lit else darker(color, 0.42))
    pen.line([(-0.86, 0.04), (0.86, 0.04)], "#f5b93a" if lit else darker(color, 0.5), 0.05)


def ceiling_light(pen: Pen, color: Color, lit: bool) -> None:
    """A bowl under its cord."""
    _halo(pen, 0, 0.35, 1.8, "#ffe07a", lit)
    pen.line([(0, -2.2), (0, -0.3)], "#4a4f55", 0.06)
    pen.box(-0.2, -0.42, 0.2, -0.2, darker(color, 0.3), 0.05)
    pen.polygon([*arc(0, 0.3, 1.05, 0.55, 180, 360)], color)
    pen.polygon([*arc(-0.1, 0.3, 0.85, 0.42, 185, 300), (-0.1, 0.3)], lighter(color, 0.25))
    pen.ellipse(0, 0.32, 1.05, 0.24, "#fff7cf" if lit else "#43484e")
    pen.ellipse(0, 0.36, 0.32, 0.24, "#ffffff" if lit else "#787e85")


BULB = mirrored(((0, -1.02), (0.5, -0.86), (0.72, -0.4), (0.55, 0.05), (0.3, 0.34), (0.26, 0.56)))


def light_bulb(pen: Pen, color: Color, lit: bool) -> None:
    """Standing on its cap."""
    _halo(pen, 0, -0.35, 1.7, "#ffd94a", lit)
    pen.box(-0.24, 0.5, 0.24, 0.98, "#868d94", 0.06)
    for y in (0.6, 0.74, 0.88):
        pen.line([(-0.26, y), (0.26, y + 0.05)], "#5f666d", 0.05)
    pen.smooth(BULB, "#ffe45c" if lit else "#9aa5ad")
    pen.ellipse(0, -0.4, 0.5, 0.48, "#fffbd0" if lit else "#b9c3ca")
    filament = [(-0.12, 0.45), (-0.2, -0.2), (-0.08, -0.34), (0, -0.2), (0.08, -0.34), (0.2, -0.2), (0.12, 0.45)]
    pen.line(filament, "#ff9a1f" if lit else "#565d64", 0.06)
    pen.ellipse(-0.34, -0.62, 0.1, 0.16, lighter(color, 0.6))


def traffic_light(pen: Pen, color: Color, lit: bool) -> None:
    """Three lenses on a post; one of them shines."""
    on = pen.canvas.rng.randrange(3) if lit else None
    lenses = (("#ff3b30", "#4a2422"), ("#ffc53d", "#4a4022"), ("#35e06a", "#22402b"))
    pen.box(-0.09, 0.4, 0.09, 1.1, "#5b6168")
    pen.box(-0.42, -1.05, 0.42, 0.62, color, 0.12)
    for index, (bright, dull) in enumerate(lenses):
        y = -0.74 + index * 0.53
        if index == on:
            pen.glow(0, y, 0.9, bright, 0.85)
        pen.ellipse(0, y, 0.22, 0.22, bright if index == on else dull)
        pen.ellipse(-0.06, y - 0.07, 0.08, 0.06, "#ffffff" if index == on else lighter(dull, 0.2))
        pen.line(arc(0, y, 0.25, 0.25, 190, 350), darker(color, 0.5), 0.07)


def neon_sign(pen: Pen, color: Color, lit: bool) -> None:
    """An arrow and a heart of glass tube on a board."""
    _halo(pen, 0, 0, 1.9, "#ff5fd0", lit)
    pen.box(-1.25, -0.8, 1.25, 0.8, mix(color, "#b0348f", 0.45) if lit else color, 0.1)
    _halo(pen, -0.5, 0, 0.75, "#3ff5ff", lit)
    _halo(pen, 0.62, 0, 0.75, "#ff4fc3", lit)
    first, second = ("#ff4fc3", "#3ff5ff") if lit else ("#6d6a70", "#7b8084")
    heart = [
        (0.62, 0.42),
        (0.2, -0.02),
        (0.24, -0.32),
        (0.46, -0.38),
        (0.62, -0.18),
        (0.78, -0.38),
        (1.0, -0.32),
        (1.04, -0.02),
    ]
    arrow = [(-1.05, -0.16), (-0.5, -0.16), (-0.5, -0.42), (-0.02, 0.02), (-0.5, 0.46), (-0.5, 0.2), (-1.05, 0.2)]
    for tube, tone in ((heart, first), (arrow, second)):
        pen.line([*tube, tube[0], tube[1]], tone, 0.15)
        pen.line([*tube, tube[0], tube[1]], lighter(tone, 0.75 if lit else 0.15), 0.05)


def led_strip(pen: Pen, color: Color, lit: bool) -> None:
    """A band in two waves with nine diodes."""
    diodes = [(-1.2 + 0.3 * step, 0.38 * (-1 if step % 4 == 1 else 1 if step % 4 == 3 else 0)) for step in range(9)]
    lights = ("#ff3b4d", "#ff9d2e", "#ffe83d", "#3dff6a", "#2ee6ff", "#3d6bff", "#b44dff", "#ff4dd2", "#ff3b4d")
    if lit:
        for (x, y), light in zip(diodes, lights, strict=True):
            pen.glow(x, y, 0.55, light, 0.85)
    pen.line([(-1.4, 0.1), *diodes, (1.4, 0.1)], color, 0.26)
    for (x, y), light in zip(diodes, lights, strict=True):
        pen.ellipse(x, y, 0.13, 0.13, light if lit else "#8b9299")
        pen.ellipse(x, y, 0.06, 0.06, "#ffffff" if lit else "#a9afb5")


def electric_heater(pen: Pen, color: Color, lit: bool) -> None:
    """Three rods before a mirror; they glow orange when powered."""
    _halo(pen, 0, 0, 1.7, "#ff8a3d", lit)
    for side in (-1, 1):
        pen.box(side * 0.75 - 0.2, 0.72, side * 0.75 + 0.2, 0.9, "#34393f", 0.04)
    pen.box(-1.15, -0.85, 1.15, 0.78, color, 0.14)
    pen.box(-0.98, -0.66, 0.98, 0.58, "#5a2a18" if lit else "#2b2f34", 0.06)
    for y in (-0.42, -0.04, 0.34):
        pen.rod([(-0.84, y), (0.84, y)], "#ff6a1f" if lit else "#767d84", 0.2)
        pen.rod([(-0.84, y), (0.84, y)], "#ffd27a" if lit else "#9aa1a8", 0.07)
    for x in (-0.66, -0.33, 0, 0.33, 0.66):
        pen.line([(x, -0.66), (x, 0.58)], "#b9c0c6", 0.035)


def flashlight(pen: Pen, color: Color, lit: bool) -> None:
    """Lying, its lens to the right; a cone of light when powered."""
    if lit:
        pen.glow(1.1, 0, 1.1, "#ffe680", 0.9)
        pen.polygon([(0.75, -0.4), (1.75, -0.85), (1.75, 0.85), (0.75, 0.4)], "#fff3a8c8")
    pen.box(-1.3, -0.26, 0.3, 0.26, darker(color, 0.25), 0.1)
    pen.box(-1.3, -0.26, 0.3, 0.1, color, 0.1)
    pen.box(-1.2, -0.2, 0.2, -0.1, lighter(color, 0.35), 0.05)
    pen.polygon([(0.3, -0.26), (0.65, -0.5), (0.78, -0.5), (0.78, 0.5), (0.65, 0.5), (0.3, 0.26)], darker(color, 0.15))
    pen.ellipse(0.78, 0, 0.13, 0.48, "#fffbe0" if lit else "#4c545b")
    pen.box(-0.55, -0.34, -0.25, -0.22, "#c0392b", 0.04)


DEVICES: Mapping[str, Device] = {
    "laptop": Device(laptop, 1.3, 0.95),
    "television": Device(television, 1.35, 0.9),
    "computer monitor": Device(computer_monitor, 1.15, 0.98),
    "smartphone": Device(smartphone, 0.54, 1),
    "tablet": Device(tablet, 1.2, 0.85),
    "digital clock": Device(digital_clock, 1.25, 0.66),
    "digital camera": Device(digital_camera, 1.2, 0.84),
    "microwave oven": Device(microwave_oven, 1.3, 0.8),
    "arcade machine": Device(arcade_machine, 0.76, 1),
    "vending machine": Device(vending_machine, 0.78, 1.02),
    "table lamp": Device(table_lamp, 0.86, 1),
    "ceiling light": Device(ceiling_light, 1.05, 0.6),
    "light bulb": Device(light_bulb, 0.72, 1),
    "traffic light": Device(traffic_light, 0.42, 1.08),
    "neon sign": Device(neon_sign, 1.25, 0.8),
    "led strip": Device(led_strip, 1.4, 0.5),
    "electric heater": Device(electric_heater, 1.15, 0.9),
    "flashlight": Device(flashlight, 1.55, 0.5),
}
