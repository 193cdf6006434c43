"""Sheets, cloths, tiles, slabs and dishes lying on the table, for a drop to fall on."""

import math
from collections.abc import Callable, Mapping

from scisynth.lab.canvas import Canvas, Color, Point, darker, lighter

FAR_Y, NEAR_Y = 0.535, 0.895
"""y of the far and of the near edge of a material that lies on the table."""
FAR_HALF, NEAR_HALF = 0.32, 0.44


def draw_material(canvas: Canvas, shape: str, color: Color, pattern: str) -> None:
    """A material of a shape, with the pattern of its surface."""
    SHAPES[shape](canvas, color)
    if pattern != "none":
        PATTERNS[pattern](canvas, color, round_shape=shape in ROUND)


def _at(u: float, v: float) -> Point:
    """A point of the surface: u from -1 (left) to 1 (right), v from 0 (far) to 1 (near)."""
    return 0.5 + u * (FAR_HALF + (NEAR_HALF - FAR_HALF) * v), FAR_Y + (NEAR_Y - FAR_Y) * v


def _quad(u0: float, v0: float, u1: float, v1: float) -> list[Point]:
    return [_at(u0, v0), _at(u1, v0), _at(u1, v1), _at(u0, v1)]


# --- shapes -------------------------------------------------------------------------------------------------------


def _block(canvas: Canvas, color: Color, thickness: float) -> None:
    """A flat body with a shaded front face and a shadow."""
    (left, y), (right, _) = _at(-1, 1), _at(1, 1)
    foot = y + thickness
    canvas.ellipse(0.5, foot, NEAR_HALF * 1.06, 0.03, "#00000030")
    canvas.polygon([(left, y), (right, y), (right - 0.006, foot), (left + 0.006, foot)], darker(color, 0.32))
    canvas.polygon(_quad(-1, 0, 1, 1), color)
    for depth in (0.1, 0.22, 0.36):
        canvas.polygon(_quad(-1, 0, 1, depth), "#00000008")
    canvas.line([(left, y), (right, y)], lighter(color, 0.5), 0.006)


def _sheet(canvas: Canvas, color: Color) -> None:
    _block(canvas, color, 0.010)


def _tile(canvas: Canvas, color: Color) -> None:
    _block(canvas, color, 0.028)


def _slab(canvas: Canvas, color: Color) -> None:
    _block(canvas, color, 0.075)


def _brick(canvas: Canvas, color: Color) -> None:
    """A thick body with three core holes along its far edge."""
    _block(canvas, color, 0.085)
    for u in (-0.56, 0.0, 0.56):
        x, y = _at(u, 0.16)
        canvas.ellipse(x, y, 0.075, 0.03, darker(color, 0.62))
        canvas.ellipse(x, y + 0.008, 0.062, 0.02, darker(color, 0.42))


def _sponge(canvas: Canvas, color: Color) -> None:
    """A thick soft body with pores in its front, too, on a green scouring side."""
    _block(canvas, color, 0.095)
    (left, y), (right, _) = _at(-1, 1), _at(1, 1)
    canvas.rectangle(left + 0.008, y + 0.068, right - 0.008, y + 0.095, "#3f8f52")
    for _ in range(26):
        size = canvas.rng.uniform(0.008, 0.02)
        canvas.ellipse(
            canvas.rng.uniform(left + 0.03, right - 0.03),
            y + canvas.rng.uniform(0.014, 0.055),
            size,
            size * 0.8,
            darker(color, 0.55),
        )


def _cloth(canvas: Canvas, color: Color) -> None:
    """A cloth with wavy edges and soft folds."""
    rng = canvas.rng
    turn = rng.uniform(0, 6.28)
    steps = [step / 10 for step in range(11)]
    far = [_at(-1 + 2 * s, 0.03 * math.sin(turn + 9 * s)) for s in steps]
    right = [_at(1 + 0.04 * math.sin(turn + 8 * s), s) for s in steps[1:]]
    near = [_at(1 - 2 * s, 1 + 0.05 * math.sin(turn + 11 * s)) for s in steps]
    left = [_at(-1 + 0.04 * math.sin(turn + 7 * s), 1 - s) for s in steps[1:]]
    outline = far + right + near + left
    canvas.polygon([(x + 0.008, y + 0.016) for x, y in outline], "#00000038")
    canvas.polygon(outline, color)
    for u in (-0.72, -0.05, 0.6):
        sway = rng.uniform(-0.1, 0.1)
        canvas.polygon([_at(u, 0), _at(u + 0.07, 0), _at(u + 0.12 + sway, 1), _at(u + sway, 1)], "#00000012")
        canvas.polygon(
            [_at(u + 0.07, 0), _at(u + 0.1, 0), _at(u + 0.2 + sway, 1), _at(u + 0.12 + sway, 1)], "#ffffff38"
        )


def _disc(canvas: Canvas, color: Color) -> None:
    canvas.ellipse(0.505, 0.745, 0.42, 0.195, "#00000034")
    canvas.ellipse(0.5, 0.73, 0.42, 0.195, darker(color, 0.14))
    canvas.ellipse(0.5, 0.722, 0.41, 0.187, color)


def _plate(canvas: Canvas, color: Color) -> None:
    canvas.ellipse(0.505, 0.77, 0.44, 0.18, "#00000034")
    canvas.ellipse(0.5, 0.75, 0.44, 0.185, darker(color, 0.16))
    canvas.ellipse(0.5, 0.74, 0.44, 0.18, color)
    canvas.ellipse(0.5, 0.745, 0.32, 0.125, darker(color, 0.10))
    canvas.ellipse(0.5, 0.75, 0.31, 0.118, lighter(color, 0.3))


def _pan(canvas: Canvas, color: Color) -> None:
    canvas.polygon([(0.80, 0.64), (0.84, 0.70), (1.08, 0.58), (1.06, 0.535)], "#2b2724")
    canvas.ellipse(0.47, 0.79, 0.41, 0.165, "#00000040")
    canvas.ellipse(0.46, 0.765, 0.41, 0.18, darker(color, 0.5))
    canvas.ellipse(0.46, 0.735, 0.41, 0.18, lighter(color, 0.35))
    canvas.ellipse(0.46, 0.737, 0.395, 0.187, darker(color, 0.3))
    canvas.ellipse(0.46, 0.75, 0.36, 0.145, color)


SHAPES: Mapping[str, Callable[[Canvas, Color], None]] = {
    "sheet": _sheet, "tile": _tile, "slab": _slab, "brick": _brick, "sponge": _sponge, "cloth": _cloth, "disc": _disc, "plate": _plate, "pan": _pan,
}  # fmt: skip
ROUND = ("disc", "plate", "pan")

# --- patterns -----------------------------------------------------------------------------------------------------


def _lines(canvas: Canvas, color: Color, across: int, along: int, width: float) -> None:
    """Straight lines over the surface, `across` from left to right and `along` from far to near."""
    for number in range(1, across):
        v = number / across
        canvas.line([_at(-1, v), _at(1, v)], color, width)
    for number in range(1, along):
        u = 2 * number / along - 1
        canvas.line([_at(u, 0), _at(u, 1)], color, width)


def _ellipses(canvas: Canvas, color: Color, amount: int, smallest: float, largest: float) -> None:
    """Spots strewn over the surface."""
    for _ in range(amount):
        x, y = _at(canvas.rng.uniform(-0.95, 0.95), canvas.rng.uniform(0.05, 0.95))
        size = canvas.rng.uniform(smallest, largest)
        canvas.ellipse(x, y, size, size * 0.5, color)


def _emboss(canvas: Canvas, color: Color, *, round_shape: bool) -> None:
    if round_shape:
        for fraction in (0.9, 0.55):
            canvas.ellipse(
                0.5, 0.722, 0.41 * fraction, 0.187 * fraction, None, outline=darker(color, 0.16), width=0.010
            )
        for step in range(36):
            turn, out = 2.4 * step, 0.36 * math.sqrt((step + 0.5) / 36)
            canvas.ellipse(
                0.5 + out * math.cos(turn), 0.722 + out * 0.45 * math.sin(turn), 0.012, 0.007, darker(color, 0.1)
            )
        return
    edge = _quad(-0.88, 0.1, 0.88, 0.9)
    canvas.line([*edge, edge[0]], darker(color, 0.14), 0.012)
    canvas.line([_at(0, 0), _at(0, 1)], darker(color, 0.10), 0.006)
    canvas.line([_at(-1, 0.5), _at(1, 0.5)], darker(color, 0.10), 0.006)


def _quilt(canvas: Canvas, color: Color, *, round_shape: bool) -> None:
    tone = darker(color, 0.12)
    for number in range(-4, 8):
        u = number / 3.5 - 0.6
        for lean in (-0.45, 0.45):
            ends = max(-1.0, min(1.0, u - lean)), max(-1.0, min(1.0, u + lean))
            canvas.line([_at(ends[0], 0), _at(ends[1], 1)], tone, 0.006)


def _pleats(canvas: Canvas, color: Color, *, round_shape: bool) -> None:
    for step in range(30):
        turn = step * math.pi / 15
        x, y = math.cos(turn), math.sin(turn)
        ends = [(0.5 + x * 0.24, 0.722 + y * 0.109), (0.5 + x * 0.40, 0.722 + y * 0.182)]
        canvas.line(ends, darker(color, 0.18), 0.007)


def _fibre(canvas: Canvas, color: Color, *, round_shape: bool) -> None:
    for _ in range(40):
        x, y = _at(canvas.rng.uniform(-0.93, 0.9), canvas.rng.uniform(0.05, 0.95))
        canvas.line([(x, y), (x + 0.02, y + canvas.rng.uniform(-0.01, 0.01))], darker(color, 0.12), 0.004)


def _ribs(canvas: Canvas, color: Color, *, round_shape: bool) -> None:
    _lines(canvas, darker(color, 0.2), 0, 22, 0.011)


def _print(canvas: Canvas, color: Color, *, round_shape: bool) -> None:
    for column in range(3):
        u = -0.92 + column * 0.64
        for row in range(9):
            v = 0.1 + row * 0.1
            if row == 0 or (column == 1 and row < 4):
                canvas.polygon(_quad(u, v, u + 0.55, v + 0.05), "#55555590")
            else:
                canvas.line([_at(u, v), _at(u + 0.55, v)], "#6b6b6b80", 0.006)


def _weave(canvas: Canvas, color: Color, *, round_shape: bool) -> None:
    _lines(canvas, darker(color, 0.2), 12, 20, 0.007)
    _lines(canvas, lighter(color, 0.3), 11, 0, 0.005)


def _terry(canvas: Canvas, color: Color, *, round_shape: bool) -> None:
    _ellipses(canvas, darker(color, 0.16), 90, 0.008, 0.014)
    _ellipses(canvas, lighter(color, 0.4), 110, 0.006, 0.012)
    for v in (0.08, 0.9):
        canvas.polygon(_quad(-0.98, v, 0.98, v + 0.05), lighter(color, 0.65))


def _checks(canvas: Canvas, color: Color, *, round_shape: bool) -> None:
    _lines(canvas, "#b4503c58", 5, 9, 0.026)


def _holes(canvas: Canvas, color: Color, *, round_shape: bool) -> None:
    _ellipses(canvas, darker(color, 0.2), 30, 0.008, 0.016)
    _ellipses(canvas, darker(color, 0.4), 30, 0.012, 0.03)


def _speckle(canvas: Canvas, color: Color, *, round_shape: bool) -> None:
    _ellipses(canvas, darker(color, 0.25), 40, 0.003, 0.009)
    _ellipses(canvas, lighter(color, 0.25), 30, 0.003, 0.008)


def _strata(canvas: Canvas, color: Color, *, round_shape: bool) -> None:
    _ellipses(canvas, darker(color, 0.18), 70, 0.002, 0.006)
    for v in (0.08, 0.2, 0.35, 0.5, 0.66, 0.82, 0.94):
        wave = [(_at(-1 + step / 4, v)[0], _at(0, v)[1] + canvas.rng.uniform(-0.008, 0.008)) for step in range(9)]
        canvas.line(wave, darker(color, 0.16), 0.012)


def _gloss(canvas: Canvas, color: Color, *, round_shape: bool) -> None:
    """Slanting reflections of a window."""
    for u, wide in ((-0.82, 0.26), (-0.44, 0.08), (0.58, 0.16)):
        canvas.polygon([_at(u + 0.2, 0.03), _at(u + 0.2 + wide, 0.03), _at(u + wide, 0.97), _at(u, 0.97)], "#ffffff78")


def _mirror(canvas: Canvas, color: Color, *, round_shape: bool) -> None:
    canvas.polygon(_quad(-1, 0, 1, 1), "#b08d57")
    canvas.polygon(_quad(-0.92, 0.06, 0.92, 0.93), lighter(color, 0.2))
    canvas.polygon(_quad(-0.92, 0.5, 0.92, 0.93), "#8fb2cc70")
    _gloss(canvas, color, round_shape=round_shape)


def _brushed(canvas: Canvas, color: Color, *, round_shape: bool) -> None:
    for number in range(1, 16):
        tone = "#ffffff50" if number % 2 else "#00000014"
        canvas.line([_at(-1, number / 16), _at(1, number / 16)], tone, 0.006)
    _gloss(canvas, color, round_shape=round_shape)


def _grid(canvas: Canvas, color: Color, *, round_shape: bool) -> None:
    _lines(canvas, lighter(color, 0.6), 2, 2, 0.014)
    _gloss(canvas, color, round_shape=round_shape)


def _crinkle(canvas: Canvas, color: Color, *, round_shape: bool) -> None:
    for _ in range(26):
        u, v = canvas.rng.uniform(-0.95, 0.7), canvas.rng.uniform(0.02, 0.75)
        wide, tall = canvas.rng.uniform(0.1, 0.28), canvas.rng.uniform(0.1, 0.24)
        tone = canvas.rng.choice(("#ffffff90", "#ffffff50", "#5c667038"))
        canvas.polygon([_at(u, v), _at(u + wide, v + tall * 0.3), _at(u + wide * 0.4, v + tall)], tone)


def _dots(canvas: Canvas, color: Color, *, round_shape: bool) -> None:
    for row in range(7):
        for column in range(11):
            x, y = _at(-0.9 + column * 0.18, 0.08 + row * 0.14)
            canvas.ellipse(x, y, 0.010, 0.006, darker(color, 0.18))


def _granite(canvas: Canvas, color: Color, *, round_shape: bool) -> None:
    _ellipses(canvas, "#4a4646", 60, 0.004, 0.010)
    _ellipses(canvas, "#f4eeee", 60, 0.004, 0.010)
    _gloss(canvas, color, round_shape=round_shape)


def _veins(canvas: Canvas, color: Color, *, round_shape: bool) -> None:
    for u in (-0.75, -0.2, 0.35):
        vein = [_at(u + step * 0.11 + canvas.rng.uniform(-0.07, 0.07), step / 5) for step in range(6)]
        canvas.line(vein, "#8f959d90", canvas.rng.uniform(0.004, 0.012))
    _gloss(canvas, color, round_shape=round_shape)


def _rim(canvas: Canvas, color: Color, *, round_shape: bool) -> None:
    canvas.ellipse(0.5, 0.74, 0.425, 0.172, None, outline="#3b62a8", width=0.012)
    canvas.ellipse(0.5, 0.748, 0.325, 0.126, None, outline="#3b62a890", width=0.006)


PATTERNS: Mapping[str, Callable[..., None]] = {
    "emboss": _emboss, "quilt": _quilt, "pleats": _pleats, "fibre": _fibre, "ribs": _ribs, "print": _print,
    "weave": _weave, "terry": _terry, "checks": _checks, "holes": _holes, "speckle": _speckle, "strata": _strata,
    "gloss": _gloss, "mirror": _mirror, "brushed": _brushed, "grid": _grid, "crinkle": _crinkle, "dots": _dots,
    "granite": _granite, "veins": _veins, "rim": _rim,
}  # fmt: skip
