"""Stems, leaves and flowers, alive and withered.

A flower or leaf is drawn at a point, at an `angle` in radians: 0 points to the right, `UP` upwards (y runs down).
"""

import math
from collections.abc import Callable, Mapping, Sequence

from scisynth.lab.canvas import Canvas, Color, Point, darker, lighter, mix
from scisynth.lab.view import SceneView

UP, DOWN = -math.pi / 2, math.pi / 2
LEAF_SHAPES = {
    "broad": (0.30, 1.0),
    "round": (0.48, 0.8),
    "small": (0.26, 0.62),
    "strap": (0.10, 1.7),
    "needle": (0.10, 0.7),
}
"""Half width as a fraction of the length, and the length, of each kind of leaf."""


def toward(start: Point, angle: float, length: float) -> Point:
    """The point `length` away from `start` in the direction `angle`."""
    return (start[0] + length * math.cos(angle), start[1] + length * math.sin(angle))


def bezier(start: Point, control: Point, end: Point, steps: int = 8) -> list[Point]:
    """Points of a quadratic curve."""
    curve = []
    for step in range(steps + 1):
        t = step / steps
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
        curve.append((a * start[0] + b * control[0] + c * end[0], a * start[1] + b * control[1] + c * end[1]))
    return curve


def leaf(canvas: Canvas, base: Point, angle: float, length: float, shape: str, color: Color, sag: float = 0.0) -> None:
    """A leaf with a pale midrib; `sag` pulls its tip down (in lengths)."""
    half, fraction = LEAF_SHAPES[shape]
    length *= fraction
    tip = toward(base, angle, length)
    tip = (tip[0], tip[1] + sag * length)
    belly = toward(base, angle, length * 0.55)
    nx, ny = -math.sin(angle) * half * length, math.cos(angle) * half * length
    upper = bezier(base, (belly[0] + 2 * nx, belly[1] + 2 * ny), tip, 5)
    lower = bezier(tip, (belly[0] - 2 * nx, belly[1] - 2 * ny), base, 5)
    canvas.polygon([*upper, *lower], color)
    canvas.polygon([*bezier(base, belly, tip, 5), *lower], lighter(color, 0.14))


def petals(canvas: Canvas, at: Point, angles: Sequence[float], length: float, half: float, color: Color) -> None:
    """Long petals around a point, in two tones."""
    for number, angle in enumerate(angles):
        tone = color if number % 2 else darker(color, 0.1)
        nx, ny = -math.sin(angle) * half, math.cos(angle) * half
        middle, far, tip = toward(at, angle, length * 0.45), toward(at, angle, length * 0.85), toward(at, angle, length)
        canvas.polygon(
            [
                at,
                (middle[0] + nx, middle[1] + ny),
                (far[0] + 0.7 * nx, far[1] + 0.7 * ny),
                tip,
                (far[0] - 0.7 * nx, far[1] - 0.7 * ny),
                (middle[0] - nx, middle[1] - ny),
            ],
            tone,
        )


def _around(num: int, start: float = UP) -> list[float]:
    return [start + 2 * math.pi * step / num for step in range(num)]


def _star(canvas: Canvas, at: Point, size: float, color: Color, center: Color, angle: float) -> None:
    petals(canvas, at, _around(6, angle), size * 1.15, size * 0.3, color)
    for side in (-0.5, 0.0, 0.5):
        canvas.line([at, toward(at, angle + side, size * 0.5)], center, size * 0.12)
    canvas.ellipse(*at, size * 0.25, size * 0.25, center)


def _daisy(canvas: Canvas, at: Point, size: float, color: Color, center: Color, angle: float) -> None:
    petals(canvas, at, _around(14, angle), size * 1.1, size * 0.19, color)
    canvas.ellipse(*at, size * 0.42, size * 0.42, center)
    canvas.ellipse(at[0] - size * 0.1, at[1] - size * 0.1, size * 0.22, size * 0.22, lighter(center, 0.25))


def _rose(canvas: Canvas, at: Point, size: float, color: Color, center: Color, angle: float) -> None:
    for turn in _around(5, angle):
        canvas.ellipse(*toward(at, turn, size * 0.45), size * 0.55, size * 0.55, darker(color, 0.12))
    canvas.ellipse(*at, size * 0.72, size * 0.72, color)
    canvas.ellipse(at[0], at[1] - size * 0.08, size * 0.48, size * 0.46, lighter(color, 0.16))
    canvas.ellipse(at[0] + size * 0.05, at[1] - size * 0.05, size * 0.3, size * 0.28, color)
    canvas.ellipse(at[0], at[1] - size * 0.08, size * 0.15, size * 0.14, center)


def _globe(canvas: Canvas, at: Point, size: float, color: Color, center: Color, angle: float) -> None:
    canvas.ellipse(*at, size * 0.95, size * 0.85, darker(color, 0.15))
    for turn in _around(8, angle):
        canvas.ellipse(*toward(at, turn, size * 0.62), size * 0.3, size * 0.28, color)
    for turn in _around(5, angle + 0.4):
        canvas.ellipse(*toward(at, turn, size * 0.32), size * 0.24, size * 0.22, mix(color, center, 0.5))
    canvas.ellipse(at[0] - size * 0.1, at[1] - size * 0.12, size * 0.2, size * 0.18, center)


def _pompon(canvas: Canvas, at: Point, size: float, color: Color, center: Color, angle: float) -> None:
    petals(canvas, at, _around(12, angle), size, size * 0.24, darker(color, 0.08))
    petals(canvas, at, _around(9, angle + 0.2), size * 0.68, size * 0.2, lighter(color, 0.12))
    canvas.ellipse(*at, size * 0.3, size * 0.3, center)


def _lobes(canvas: Canvas, at: Point, size: float, color: Color, center: Color, angle: float) -> None:
    for number, turn in enumerate(_around(5, angle)):
        tone = darker(color, 0.12) if number % 2 else color
        canvas.ellipse(*toward(at, turn, size * 0.52), size * 0.46, size * 0.46, tone)
    canvas.ellipse(*at, size * 0.24, size * 0.24, center)


def _trumpet(canvas: Canvas, at: Point, size: float, color: Color, center: Color, angle: float) -> None:
    for number, turn in enumerate(_around(5, angle)):
        tone = lighter(color, 0.12) if number % 2 else color
        canvas.ellipse(*toward(at, turn, size * 0.45), size * 0.58, size * 0.56, tone)
    canvas.ellipse(*at, size * 0.38, size * 0.36, center)
    canvas.line([at, toward(at, angle + 0.4, size * 0.5)], "#f7dc7a", size * 0.13)


def _bracts(canvas: Canvas, at: Point, size: float, color: Color, center: Color, angle: float) -> None:
    petals(canvas, at, _around(7, angle), size * 1.3, size * 0.34, darker(color, 0.1))
    petals(canvas, at, _around(5, angle + 0.5), size * 0.8, size * 0.25, lighter(color, 0.1))
    canvas.ellipse(*at, size * 0.2, size * 0.2, center)


def _cup(canvas: Canvas, at: Point, size: float, color: Color, center: Color, angle: float) -> None:
    foot = toward(at, angle, -size * 0.7)
    petals(canvas, foot, [angle - 0.32, angle + 0.32], size * 1.75, size * 0.5, darker(color, 0.14))
    petals(canvas, foot, [angle], size * 1.6, size * 0.52, lighter(color, 0.16))


def _wings(canvas: Canvas, at: Point, size: float, color: Color, center: Color, angle: float) -> None:
    petals(canvas, at, [angle - 0.75, angle + 0.75, angle], size * 1.25, size * 0.34, color)
    petals(canvas, at, [angle + math.pi - 0.8, angle + math.pi + 0.8], size * 0.85, size * 0.3, darker(color, 0.14))
    canvas.ellipse(*at, size * 0.22, size * 0.22, center)


def _tomato(canvas: Canvas, at: Point, size: float, color: Color, center: Color, angle: float) -> None:
    canvas.ellipse(*at, size * 0.85, size * 0.8, color)
    canvas.ellipse(at[0] - size * 0.28, at[1] - size * 0.28, size * 0.25, size * 0.2, lighter(color, 0.5))
    petals(canvas, (at[0], at[1] - size * 0.7), [0.3, DOWN, math.pi - 0.3], size * 0.5, size * 0.14, "#3f7f35")


def _pepper(canvas: Canvas, at: Point, size: float, color: Color, center: Color, angle: float) -> None:
    for shift in (-0.35, 0.35, 0.0):
        tone = color if shift else lighter(color, 0.1)
        canvas.ellipse(at[0] + size * shift, at[1], size * 0.48, size * 0.95, tone)
    canvas.ellipse(at[0] - size * 0.2, at[1] - size * 0.3, size * 0.12, size * 0.35, lighter(color, 0.5))
    canvas.line([(at[0], at[1] - size * 0.85), (at[0], at[1] - size * 1.25)], "#4a8038", size * 0.25)


def _pod(canvas: Canvas, at: Point, size: float, color: Color, center: Color, angle: float) -> None:
    for side in (-0.35, 0.3):
        start = (at[0] + side * size, at[1] - size * 0.8)
        curve = bezier(start, (start[0] + side * size, at[1] + size * 0.4), (start[0], at[1] + size * 1.6), 5)
        canvas.line(curve, color, size * 0.4)
        canvas.line(curve, lighter(color, 0.3), size * 0.12)


FLOWERS: Mapping[str, Callable[[Canvas, Point, float, Color, Color, float], None]] = {
    "star": _star, "daisy": _daisy, "rose": _rose, "globe": _globe, "pompon": _pompon, "lobes": _lobes,
    "trumpet": _trumpet, "bracts": _bracts, "cup": _cup, "wings": _wings, "tomato": _tomato, "pepper": _pepper,
    "pod": _pod,
}  # fmt: skip


def withered_head(
    canvas: Canvas, at: Point, size: float, flower: str, color: Color, center: Color, angle: float
) -> None:
    """A flower or fruit that hangs, shrunken and browned, over a few limp petals."""
    brown = mix(color, "#6e4a28", 0.58)
    lean = 0.5 * (angle - DOWN)
    petals(
        canvas, at, [DOWN + lean + side for side in (-0.55, 0.5, 0.0)], size * 1.15, size * 0.22, darker(brown, 0.12)
    )
    FLOWERS[flower](
        canvas, toward(at, DOWN + lean, size * 0.3), size * 0.62, brown, mix(center, "#5a3c20", 0.7), DOWN + lean
    )
    canvas.ellipse(*at, size * 0.26, size * 0.2, "#6b5a30")


def _spike(canvas: Canvas, at: Point, size: float, color: Color, center: Color, angle: float) -> None:
    canvas.line([(at[0], at[1] + size * 1.3), at], "#4f8f3c", size * 0.16)
    for step in range(5):
        y, half = at[1] + size * (0.6 - 0.42 * step), size * (0.55 - 0.09 * step)
        canvas.ellipse(at[0] - half * 0.5, y, half * 0.7, size * 0.27, darker(color, 0.12))
        canvas.ellipse(at[0] + half * 0.5, y, half * 0.7, size * 0.27, color)
        canvas.ellipse(at[0], y, half * 0.28, size * 0.12, center)


def _cob(canvas: Canvas, at: Point, size: float, color: Color, center: Color, angle: float) -> None:
    canvas.ellipse(at[0], at[1] - size * 0.1, size * 0.45, size * 1.15, color)
    for step in range(-3, 3):
        y = at[1] + size * (0.3 * step)
        canvas.line([(at[0] - size * 0.35, y), (at[0] + size * 0.35, y)], darker(color, 0.2), size * 0.07)
    petals(canvas, (at[0], at[1] + size * 1.15), [UP - 0.5, UP + 0.5], size * 1.6, size * 0.28, "#5a9c3c")


def _head(canvas: Canvas, at: Point, size: float, color: Color, center: Color, angle: float) -> None:
    for turn in (-1.2, 1.2, -0.6, 0.6):
        canvas.ellipse(*toward(at, UP + turn, size * 0.45), size * 0.65, size * 0.62, darker(color, 0.22))
    canvas.ellipse(at[0], at[1] + size * 0.1, size * 0.85, size * 0.8, color)
    for side in (-1, 1):
        vein = bezier(
            (at[0], at[1] + size * 0.85),
            (at[0] + side * size * 0.6, at[1] + size * 0.2),
            (at[0] + side * size * 0.35, at[1] - size * 0.5),
        )
        canvas.line(vein, "#f2f7e4", size * 0.09)


ICONS: Mapping[str, Callable[[Canvas, Point, float, Color, Color, float], None]] = {
    "spikes": _spike, "corn": _cob, "cabbage": _head,
}  # fmt: skip
"""What stands for the plants that have no `flower` of their own, by form."""
TAG = 0.105
"""Half the side of a tag."""


def draw_plate(canvas: Canvas, x: float, y: float, half: float, *, edge: float) -> None:
    """The white square plate of a tag or a sign, `edge` the width of its dark rim."""
    canvas.rectangle(x - half, y - half, x + half, y + half, "#fffdf4", radius=edge, outline="#4a3a2c", width=edge)


def draw_tag(canvas: Canvas, x: float, y: float, view: SceneView) -> None:
    """The tag that plants are sold with: a plate with its flower or fruit, the same whatever has become of the plant."""
    draw_plate(canvas, x, y, TAG, edge=0.012)
    draw = FLOWERS[view.look("flower")] if view.look("flower") else ICONS[view.look("form")]
    leaf(canvas, (x - TAG * 0.1, y + TAG * 0.75), UP - 0.85, TAG * 0.95, view.look("leaf"), view.look("green"))
    leaf(canvas, (x + TAG * 0.1, y + TAG * 0.75), UP + 0.85, TAG * 0.95, view.look("leaf"), view.look("green"))
    draw(canvas, (x, y - TAG * 0.08), TAG * 0.62, view.look("color"), view.look("center"), UP)
