"""Things on which humid air leaves water, drawn about their centre.

Each drawing returns the faces that may be wet, as outlines in its own frame; `shine` asks for the reflections that
only a dry face has.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from scisynth.lab.canvas import Color, darker, lighter, mix
from scisynth.lab.objects.pen import Pen, Points, arc

Faces = list[Sequence[tuple[float, float]]]


class Surface(NamedTuple):
    """A drawing, the half width of its foot and its half height, in half-sizes."""

    draw: Callable[[Pen, Color, bool], Faces]
    half_width: float
    half_height: float


def _box(x0: float, y0: float, x1: float, y1: float) -> Points:
    return ((x0, y0), (x1, y0), (x1, y1), (x0, y1))


def _streaks(pen: Pen, x: float, y: float, size: float) -> None:
    """Two slanting reflections."""
    for shift, width in ((0.0, 0.3), (0.42, 0.12)):
        left = x + shift * size
        points = [(left, y + size), (left + width * size, y + size)]
        pen.polygon([*points, (left + width * size + 0.6 * size, y - size), (left + 0.6 * size, y - size)], "#ffffffb0")


def mirror(pen: Pen, color: Color, shine: bool) -> Faces:
    """Oval, in a gilded frame on a foot."""
    pen.box(-0.12, 0.9, 0.12, 1.25, "#a9782f")
    pen.ellipse(0, 1.25, 0.5, 0.12, "#8f6526")
    pen.ellipse(0, -0.1, 0.92, 1.14, "#b98a3a")
    pen.ellipse(0, -0.1, 0.86, 1.07, "#e3bd68")
    face = arc(0, -0.1, 0.74, 0.95, 0, 360, 28)
    pen.polygon(face, color)
    if shine:
        pen.polygon(arc(0, -0.1, 0.74, 0.95, 0, 180, 14), mix(color, "#5f8ca6", 0.35))
        _streaks(pen, -0.42, -0.15, 0.52)
    return [face]


def jar(pen: Pen, color: Color, shine: bool) -> Faces:
    """An empty jar with a lid."""
    body = (*arc(-0.45, -0.45, 0.3, 0.25, 180, 270, 5), *arc(0.45, -0.45, 0.3, 0.25, 270, 360, 5))
    body += (*arc(0.5, 1.0, 0.25, 0.25, 0, 90, 5), *arc(-0.5, 1.0, 0.25, 0.25, 90, 180, 5))
    pen.polygon(body, mix(color, "#ffffff", 0.35))
    pen.line([*body, body[0]], darker(color, 0.3), 0.05)
    pen.ellipse(0, 1.1, 0.55, 0.09, darker(color, 0.12))
    pen.box(-0.62, -1.05, 0.62, -0.66, "#c9a24a", 0.06)
    pen.box(-0.62, -1.05, -0.35, -0.66, "#ecd089", 0.06)
    if shine:
        pen.box(-0.6, -0.4, -0.42, 0.85, "#ffffff", 0.08)
        pen.box(0.42, -0.4, 0.5, 0.85, "#ffffffc0", 0.04)
    return [body]


def can(pen: Pen, color: Color, shine: bool) -> Faces:
    """A drink can with a white band."""
    pen.polygon([(-0.6, -0.9), (-0.48, -1.12), (0.48, -1.12), (0.6, -0.9)], "#b9c0c6")
    body = (*arc(0, 1.08, 0.6, 0.12, 0, 180, 10), *arc(0, -0.9, 0.6, 0.1, 180, 0, 10))
    pen.polygon(body, color)
    pen.polygon(((0.3, -0.82), (0.6, -0.9), (0.6, 1.08), (0.3, 1.18)), darker(color, 0.3))
    pen.polygon((*arc(0, 0.55, 0.6, 0.12, 0, 180, 10), *arc(0, -0.1, 0.6, 0.12, 180, 0, 10)), "#f6f3ea")
    pen.ellipse(0, -1.12, 0.48, 0.1, "#dfe4e8")
    pen.ellipse(0.05, -1.12, 0.2, 0.05, "#8f979e")
    if shine:
        pen.polygon(((-0.46, -0.78), (-0.26, -0.75), (-0.26, 1.16), (-0.46, 1.12)), "#ffffffc0")
    return [body]


def tile(pen: Pen, color: Color, shine: bool) -> Faces:
    """A square of veined marble, leaning."""
    pen.polygon(
        [(-1.0, -1.0), (0.92, -1.0), (1.06, -0.9), (1.06, 1.06), (-0.88, 1.06), (-1.0, 1.0)], darker(color, 0.35)
    )
    face = _box(-1.0, -1.0, 0.95, 1.0)
    pen.polygon(face, color)
    for shift in (-0.75, -0.1, 0.5):
        pen.line([(shift - 0.2, -1), (shift + 0.1, -0.4), (shift, 0.2), (shift + 0.35, 1)], lighter(color, 0.55), 0.05)
        pen.line([(shift + 0.05, -0.1), (shift + 0.4, 0.1)], lighter(color, 0.4), 0.035)
    if shine:
        _streaks(pen, -0.7, -0.2, 0.6)
    return [face]


def window(pen: Pen, color: Color, shine: bool) -> Faces:
    """Four panes in a white frame."""
    pen.box(-1.12, -1.15, 1.12, 1.15, "#b8b2a5", 0.04)
    pen.box(-1.08, -1.15, 1.08, 1.1, "#f5f2ea", 0.04)
    faces: Faces = [_box(x, y, x + 0.88, y + 0.9) for x in (-0.94, 0.06) for y in (-1.0, 0.06)]
    for face in faces:
        pen.polygon(face, color)
    if shine:
        for x, y in ((-0.94, 0.62), (0.06, 0.72)):
            pen.polygon(_box(x, y, x + 0.88, 0.96), "#6ba35c")
        for x in (-0.72, 0.28):
            _streaks(pen, x, -0.6, 0.3)
    return faces


def mug(pen: Pen, color: Color, shine: bool) -> Faces:
    """A mug with its handle to the right."""
    pen.ring(0.78, 0.1, 0.32, 0.42, darker(color, 0.2), 0.17)
    body = (*arc(0, 0.9, 0.72, 0.18, 0, 180, 10), *arc(0, -0.75, 0.76, 0.18, 180, 0, 10))
    pen.polygon(body, color)
    pen.polygon(((0.4, -0.64), (0.76, -0.75), (0.72, 0.9), (0.4, 1.05)), darker(color, 0.25))
    pen.ellipse(0, -0.75, 0.76, 0.18, lighter(color, 0.4))
    pen.ellipse(0, -0.74, 0.66, 0.14, darker(color, 0.5))
    if shine:
        pen.polygon(((-0.56, -0.5), (-0.36, -0.46), (-0.34, 0.9), (-0.52, 0.85)), "#ffffffb8")
    return [body]


def steel_bottle(pen: Pen, color: Color, shine: bool) -> Faces:
    """A brushed flask with a black cap."""
    pen.box(-0.26, -1.4, 0.26, -1.02, "#2b2f34", 0.08)
    pen.box(-0.2, -1.34, -0.1, -1.08, "#6b7178")
    body = (
        *arc(0, -0.6, 0.5, 0.46, 180, 360, 12),
        *arc(0.38, 1.2, 0.12, 0.14, 0, 90, 4),
        *arc(-0.38, 1.2, 0.12, 0.14, 90, 180, 4),
    )
    pen.polygon(body, color)
    pen.polygon(((0.2, -0.98), (0.5, -0.6), (0.5, 1.2), (0.4, 1.33), (0.2, 1.33)), darker(color, 0.3))
    pen.box(-0.5, 0.95, 0.5, 1.08, darker(color, 0.4))
    if shine:
        pen.box(-0.36, -0.7, -0.16, 1.2, "#ffffff", 0.06)
        pen.box(0.02, -0.7, 0.08, 1.2, "#ffffffb0")
    return [body]


def lens(pen: Pen, color: Color, shine: bool) -> Faces:
    """A camera lens seen from the front."""
    pen.ellipse(0, 0, 1.1, 1.1, "#17191d")
    pen.ellipse(0, 0, 1.02, 1.02, "#3d434b")
    pen.ellipse(0, 0, 0.86, 0.86, "#15171b")
    for step in range(12):
        x, y = arc(0, 0, 0.94, 0.94, 0, 360, 12)[step]
        pen.ellipse(x, y, 0.035, 0.035, "#c9ced4")
    face = arc(0, 0, 0.8, 0.8, 0, 360, 24)
    pen.polygon(face, color)
    for r, tone in ((0.6, "#3f3f7d"), (0.42, "#5b3f8f"), (0.24, "#14151f")):
        pen.ellipse(0, 0, r, r, tone)
    if shine:
        pen.polygon([*arc(0, 0, 0.7, 0.7, 190, 270, 8), *arc(0, 0, 0.5, 0.5, 270, 190, 8)], "#ffffffd8")
        pen.ellipse(0.34, 0.36, 0.14, 0.14, "#9fe3d0d0")
    return [face]


def wine_bottle(pen: Pen, color: Color, shine: bool) -> Faces:
    """Green glass with a label."""
    body = (
        (-0.15, -1.3),
        (0.15, -1.3),
        (0.15, -0.65),
        (0.42, -0.3),
        (0.42, 1.3),
        (-0.42, 1.3),
        (-0.42, -0.3),
        (-0.15, -0.65),
    )
    pen.polygon(body, color)
    pen.polygon(((0.2, -0.6), (0.42, -0.3), (0.42, 1.3), (0.2, 1.3)), darker(color, 0.35))
    pen.box(-0.18, -1.45, 0.18, -0.95, "#7b1e2c", 0.04)
    pen.box(-0.42, 0.15, 0.42, 0.9, "#efe4c6")
    pen.line([(-0.26, 0.4), (0.26, 0.4)], "#8a2a35", 0.08)
    pen.line([(-0.2, 0.62), (0.2, 0.62)], "#6b6250", 0.05)
    if shine:
        pen.polygon(((-0.34, -0.25), (-0.22, -0.35), (-0.22, 1.2), (-0.34, 1.2)), "#ffffffb8")
    return [
        (
            (-0.15, -0.9),
            (0.15, -0.9),
            (0.15, -0.65),
            (0.42, -0.3),
            (0.42, 1.3),
            (-0.42, 1.3),
            (-0.42, -0.3),
            (-0.15, -0.65),
        )
    ]


def tumbler(pen: Pen, color: Color, shine: bool) -> Faces:
    """An empty glass."""
    edge = darker(color, 0.35)
    body = (*arc(0, 1.08, 0.5, 0.12, 0, 180, 10), *arc(0, -1.0, 0.7, 0.16, 180, 0, 10))
    pen.polygon(body, mix(color, "#ffffff", 0.45))
    pen.polygon((*arc(0, 1.08, 0.5, 0.12, 0, 180, 10), (-0.52, 0.92), (0.52, 0.92)), mix(color, "#ffffff", 0.1))
    pen.line([(-0.7, -1.0), (-0.5, 1.08)], edge, 0.05)
    pen.line([(0.7, -1.0), (0.5, 1.08)], edge, 0.05)
    pen.ellipse(0, -1.0, 0.7, 0.16, mix(color, "#ffffff", 0.6))
    pen.ring(0, -1.0, 0.7, 0.16, edge, 0.045)
    if shine:
        pen.polygon(((-0.52, -0.75), (-0.34, -0.72), (-0.24, 0.85), (-0.4, 0.82)), "#ffffff")
        pen.polygon(((0.44, -0.72), (0.52, -0.74), (0.4, 0.82), (0.34, 0.84)), "#ffffffd0")
    return [body]


def magnifier(pen: Pen, color: Color, shine: bool) -> Faces:
    """A round lens on a wooden handle."""
    pen.rod([(0.42, 0.62), (0.85, 1.22)], "#6f4526", 0.26)
    pen.line([(0.45, 0.6), (0.82, 1.12)], "#a06a3c", 0.07)
    pen.ellipse(-0.1, -0.2, 0.98, 0.98, "#454c54")
    pen.ellipse(-0.13, -0.23, 0.92, 0.92, "#8a939b")
    face = arc(-0.1, -0.2, 0.82, 0.82, 0, 360, 26)
    pen.polygon(face, color)
    if shine:
        pen.polygon([*arc(-0.1, -0.2, 0.7, 0.7, 185, 275, 8), *arc(-0.1, -0.2, 0.5, 0.5, 275, 185, 8)], "#ffffffd8")
        pen.ellipse(0.25, 0.2, 0.13, 0.09, "#ffffffc0")
    return [face]


def plate(pen: Pen, color: Color, shine: bool) -> Faces:
    """Standing on edge, with a blue rim."""
    pen.ellipse(0.04, 0.05, 1.1, 1.1, darker(color, 0.35))
    face = arc(0, 0, 1.1, 1.08, 0, 360, 28)
    pen.polygon(face, color)
    pen.ring(0, 0, 0.98, 0.96, "#3f68b0", 0.08)
    pen.ellipse(0, 0, 0.68, 0.67, darker(color, 0.12))
    pen.ellipse(0.03, 0.03, 0.64, 0.63, lighter(color, 0.4))
    for x, y in arc(0, 0, 0.82, 0.8, 0, 360, 8)[:8]:
        pen.ellipse(x, y, 0.07, 0.07, "#6f92cc")
    if shine:
        _streaks(pen, -0.4, -0.1, 0.3)
    return [face]


def phone(pen: Pen, color: Color, shine: bool) -> Faces:
    """A dark screen with icons."""
    pen.box(-0.64, -1.25, 0.64, 1.25, "#9aa1a9", 0.18)
    face = _box(-0.56, -1.12, 0.56, 1.12)
    pen.box(-0.58, -1.18, 0.58, 1.18, color, 0.14)
    tones = ("#e2574c", "#f2b134", "#4caf6d", "#4a90d9", "#9b6bd3", "#f0f2f4")
    for row in range(4):
        for column in range(3):
            x, y = -0.42 + 0.32 * column, -0.9 + 0.36 * row
            pen.box(x, y, x + 0.22, y + 0.22, tones[(row * 2 + column) % 6], 0.05)
    pen.box(-0.16, 0.98, 0.16, 1.04, "#f0f2f4", 0.03)
    if shine:
        pen.polygon(((0.1, -1.12), (0.56, -1.12), (0.56, -0.3), (-0.4, 1.12), (-0.56, 1.12), (-0.56, 0.9)), "#ffffff38")
    return [face]


def watch(pen: Pen, color: Color, shine: bool) -> Faces:
    """A wristwatch on a leather strap."""
    pen.box(-0.4, -1.35, 0.4, 1.35, "#6d432a", 0.1)
    for x in (-0.3, 0.3):
        pen.line([(x, -1.3), (x, 1.3)], "#a06d48", 0.05)
    pen.box(0.78, -0.12, 0.96, 0.12, darker(color, 0.25), 0.04)
    pen.ellipse(0, 0, 0.86, 0.86, darker(color, 0.3))
    pen.ellipse(-0.03, -0.03, 0.8, 0.8, color)
    face = arc(0, 0, 0.68, 0.68, 0, 360, 24)
    pen.polygon(face, "#f7f4e8")
    for x, y in arc(0, 0, 0.56, 0.56, 0, 360, 12)[:12]:
        pen.ellipse(x, y, 0.045, 0.045, "#3a3d42")
    pen.line([(-0.24, -0.2), (0, 0), (0.08, -0.46)], "#22262b", 0.08)
    if shine:
        pen.polygon([*arc(0, 0, 0.62, 0.62, 195, 265, 6), *arc(0, 0, 0.46, 0.46, 265, 195, 6)], "#ffffff")
    return [face, _box(-0.36, -1.3, 0.36, -0.86), _box(-0.36, 0.86, 0.36, 1.3)]


def teapot(pen: Pen, color: Color, shine: bool) -> Faces:
    """A round pot with spout, handle and lid."""
    pen.ring(0.92, 0.1, 0.3, 0.4, darker(color, 0.35), 0.14)
    pen.smooth(
        ((-0.6, 0.3), (-1.1, -0.1), (-1.25, -0.5), (-1.02, -0.5), (-0.82, -0.1), (-0.45, -0.05)), darker(color, 0.2)
    )
    face = arc(0, 0.18, 0.9, 0.74, 0, 360, 26)
    pen.polygon(face, darker(color, 0.28))
    pen.ellipse(-0.06, 0.12, 0.8, 0.64, color)
    pen.ellipse(0, -0.5, 0.46, 0.15, darker(color, 0.4))
    pen.ellipse(0, -0.57, 0.42, 0.15, lighter(color, 0.12))
    pen.ellipse(0, -0.8, 0.13, 0.13, darker(color, 0.2))
    pen.box(-0.45, 0.84, 0.45, 0.96, darker(color, 0.45), 0.05)
    if shine:
        pen.ellipse(-0.36, -0.08, 0.26, 0.3, lighter(color, 0.6))
        pen.ellipse(-0.4, -0.14, 0.12, 0.14, "#ffffff")
    return [face]


def slab(pen: Pen, color: Color, shine: bool) -> Faces:
    """A thick worktop of speckled stone seen from above."""
    face = ((-0.95, -0.55), (0.95, -0.55), (1.3, 0.4), (-1.3, 0.4))
    pen.polygon(((-1.3, 0.4), (1.3, 0.4), (1.3, 0.75), (-1.3, 0.75)), darker(color, 0.4))
    pen.polygon(face, color)
    for step in range(26):
        y = -0.5 + 0.86 * ((step * 0.7549) % 1)
        x = (0.95 + 0.36 * (y + 0.55)) * (2 * ((step * 0.5698) % 1) - 1) * 0.94
        pen.ellipse(x, y, 0.05, 0.03, ("#b9b2b0", "#2f2c2e", "#d7a58e")[step % 3])
    if shine:
        pen.polygon(((-0.7, -0.5), (-0.35, -0.5), (-0.55, 0.36), (-1.0, 0.36)), "#ffffff90")
        pen.polygon(((0.3, -0.5), (0.42, -0.5), (0.5, 0.36), (0.34, 0.36)), "#ffffff78")
    return [face]


def bowl(pen: Pen, color: Color, shine: bool) -> Faces:
    """A polished bowl on a foot."""
    pen.box(-0.4, 0.62, 0.4, 0.82, darker(color, 0.45), 0.06)
    body = (*arc(0, -0.3, 1.15, 1.05, 0, 180, 20), *arc(0, -0.3, 1.15, 0.26, 180, 0, 12))
    pen.polygon(body, color)
    pen.polygon((*arc(0, -0.3, 1.15, 1.05, 0, 75, 10), (0.62, 0.1)), darker(color, 0.28))
    pen.ellipse(0, -0.3, 1.15, 0.26, lighter(color, 0.45))
    pen.ellipse(0, -0.29, 1.04, 0.21, darker(color, 0.5))
    if shine:
        pen.polygon([*arc(0, -0.3, 0.98, 0.86, 165, 115, 8), *arc(0, -0.3, 0.76, 0.62, 115, 160, 8)], "#ffffffc8")
    return [(*arc(0, -0.3, 1.15, 1.05, 0, 180, 20), *arc(0, -0.3, 1.15, 0.26, 180, 0, 12))]


SURFACES: Mapping[str, Surface] = {
    "mirror": Surface(mirror, 0.6, 1.3),
    "jar": Surface(jar, 0.78, 1.25),
    "can": Surface(can, 0.62, 1.2),
    "tile": Surface(tile, 1.05, 1.06),
    "window": Surface(window, 1.12, 1.15),
    "mug": Surface(mug, 0.85, 1.08),
    "steel bottle": Surface(steel_bottle, 0.52, 1.34),
    "lens": Surface(lens, 0.8, 1.1),
    "wine bottle": Surface(wine_bottle, 0.45, 1.3),
    "tumbler": Surface(tumbler, 0.62, 1.2),
    "magnifier": Surface(magnifier, 0.85, 1.3),
    "plate": Surface(plate, 0.9, 1.12),
    "phone": Surface(phone, 0.66, 1.25),
    "watch": Surface(watch, 0.5, 1.35),
    "teapot": Surface(teapot, 0.8, 0.96),
    "slab": Surface(slab, 1.3, 0.75),
    "bowl": Surface(bowl, 0.7, 0.82),
}
