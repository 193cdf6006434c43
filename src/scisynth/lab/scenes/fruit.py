"""Scenes of fruit, unripe and ripe: the same shape and size in two colours.

An unripe fruit may be smaller in truth, but is not always; drawn smaller, its size would tell what its colour has to.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from scisynth.lab.canvas import Canvas, Color, Point, darker, lighter, mix
from scisynth.lab.objects.plant_shapes import DOWN, UP, bezier, leaf, petals, toward
from scisynth.lab.places import STAND
from scisynth.lab.view import SceneView

LEAF_GREEN, STALK_BROWN = "#4f8f3f", "#7a5c3a"


@dataclass(frozen=True, kw_only=True)
class Fruit:
    """One fruit to draw, standing on `foot`."""

    view: SceneView
    x: float
    foot: float
    size: float
    """Half width of a round fruit."""
    color: Color

    @property
    def center(self) -> Point:
        """Middle of a round fruit of this size."""
        return (self.x, self.foot - self.size)


def ripeness(canvas: Canvas, view: SceneView) -> None:
    """One large fruit that rests on the ground, firm and in its unripe colour, or ripe."""
    rng, ripe = view.rng, view.outcome == "ripe"
    tone = mix(view.look("ripe" if ripe else "unripe"), rng.choice(("#ffffff", "#000000")), rng.uniform(0, 0.08))
    size = rng.uniform(0.19, 0.235)
    fruit = Fruit(view=view, x=rng.uniform(0.45, 0.55), foot=STAND + rng.uniform(-0.01, 0.02), size=size, color=tone)
    shape = SHAPES[view.look("shape")]
    _shadow(canvas, fruit, shape)
    with canvas.region():
        shape.draw(canvas, fruit)


def _shadow(canvas: Canvas, fruit: Fruit, shape: "Shape") -> None:
    """A soft shadow to one side, and a dark one where the fruit touches the ground."""
    y, half = fruit.foot - shape.lift * fruit.size, shape.base * fruit.size
    x = fruit.x + shape.shift * fruit.size
    canvas.ellipse(x + 0.1 * fruit.size, y - 0.012, half + 0.5 * fruit.size, 0.026, "#00000028")
    canvas.ellipse(x + 0.04 * fruit.size, y - 0.006, half + 0.12 * fruit.size, 0.015, "#00000060")


# --- parts --------------------------------------------------------------------------------------------------------


def _ball(canvas: Canvas, at: Point, rx: float, ry: float, color: Color) -> None:
    """A shaded round body: shade below right, light above left."""
    x, y = at
    canvas.ellipse(x, y, rx, ry, darker(color, 0.22))
    canvas.ellipse(x - rx * 0.05, y - ry * 0.05, rx * 0.93, ry * 0.93, darker(color, 0.1))
    canvas.ellipse(x - rx * 0.11, y - ry * 0.11, rx * 0.82, ry * 0.82, color)
    canvas.ellipse(x - rx * 0.24, y - ry * 0.26, rx * 0.5, ry * 0.48, lighter(color, 0.12))
    canvas.ellipse(x - rx * 0.36, y - ry * 0.42, rx * 0.19, ry * 0.13, lighter(color, 0.6))


def _stalk(canvas: Canvas, at: Point, length: float, color: Color = STALK_BROWN) -> None:
    tip = (at[0] + length * 0.35, at[1] - length)
    canvas.line(bezier(at, (at[0], at[1] - length * 0.6), tip, 5), color, 0.018)


def _calyx(canvas: Canvas, at: Point, size: float) -> None:
    angles = [UP - 1.35, UP + 1.35, DOWN - 0.9, DOWN + 0.9, DOWN]
    petals(canvas, at, angles, size, size * 0.2, "#3f7a35")


# --- shapes -------------------------------------------------------------------------------------------------------


def _round(canvas: Canvas, fruit: Fruit, rx: float = 1.0, ry: float = 0.96) -> None:
    """Tomato, orange, peach and their like; `top`, `seam`, `pores` and `blush` tell them apart."""
    view, size, x = fruit.view, fruit.size, fruit.x
    rx, ry = size * rx, size * ry
    at = (x, fruit.foot - ry)
    _ball(canvas, at, rx, ry, fruit.color)
    if view.look("blush") and view.outcome == "ripe":
        for fraction in (0.55, 0.4, 0.26):
            canvas.ellipse(
                x + rx * 0.3, at[1] + ry * 0.1, rx * fraction, ry * fraction * 1.2, view.look("blush") + "60"
            )
    if view.look("seam"):
        crease = bezier((x, at[1] - ry * 0.92), (x + rx * 0.55, at[1]), (x + rx * 0.1, at[1] + ry * 0.9))
        canvas.line(crease, darker(fruit.color, 0.25), 0.01)
    if view.look("pores"):
        for _ in range(16):
            turn, far = view.rng.uniform(0, 6.3), view.rng.uniform(0.2, 0.85)
            spot = (at[0] + rx * far * math.cos(turn), at[1] + ry * far * math.sin(turn))
            canvas.ellipse(*spot, 0.006, 0.006, darker(fruit.color, 0.2))
    top, crown = view.look("top"), (x, at[1] - ry * 0.86)
    if top == "calyx":
        _calyx(canvas, crown, size * 0.55)
        _stalk(canvas, crown, size * 0.35, "#4f7f3a")
    elif top == "button":
        canvas.ellipse(crown[0], crown[1] + 0.01, 0.028, 0.016, "#4f7f3a")
    else:
        _stalk(canvas, crown, size * 0.35)
        if top == "leaf":
            leaf(canvas, (crown[0], crown[1] - 0.02), UP + 1.15, size * 0.9, "broad", LEAF_GREEN)


def _egg(canvas: Canvas, fruit: Fruit) -> None:
    _round(canvas, fruit, 0.86, 0.98)


def _squat(canvas: Canvas, fruit: Fruit) -> None:
    _round(canvas, fruit, 1.1, 0.84)


def _banana(canvas: Canvas, fruit: Fruit) -> None:
    """Three fingers of a hand."""
    x, foot, size = fruit.x, fruit.foot, fruit.size
    knot = (x - size * 1.05, foot - size * 1.75)
    for number, tone in enumerate((darker(fruit.color, 0.2), darker(fruit.color, 0.08), fruit.color)):
        drop = size * (0.5 - 0.34 * number)
        tip = (x + size * (1.35 - 0.16 * number), foot - size * 1.0 + drop * 0.5 - size * 0.12 * number)
        back = bezier(knot, (x - size * 0.35, foot + size * 0.35 + drop * 0.8 - size * 0.1 * number), tip, 10)
        front = bezier(tip, (x + size * 0.05, foot - size * 0.55 + drop * 0.7 - size * 0.1 * number), knot, 10)
        canvas.polygon([*back, *front], tone)
        canvas.line(back[2:9], darker(tone, 0.16), 0.012)
        canvas.line([(a[0] + 0.01, a[1] + 0.022) for a in front[2:8]], lighter(tone, 0.3), 0.012)
        canvas.ellipse(*tip, 0.018, 0.018, "#5a4526")
    canvas.line([(knot[0] - size * 0.1, knot[1] - size * 0.28), (knot[0] + 0.01, knot[1] + 0.03)], "#7d7438", 0.045)


def _heart(canvas: Canvas, fruit: Fruit) -> None:
    """A strawberry with its seeds and leafy cap."""
    x, size = fruit.x, fruit.size
    top = fruit.foot - size * 2.0
    tip = (x, fruit.foot)
    left = bezier((x, top), (x - size * 1.75, top - size * 0.1), tip, 10)
    right = bezier(tip, (x + size * 1.75, top - size * 0.1), (x, top), 10)
    canvas.polygon([*left, *right], darker(fruit.color, 0.12))
    inner = [(x - size * 0.06 + (p[0] - x) * 0.84, top + (p[1] - top) * 0.86) for p in [*left, *right]]
    canvas.polygon(inner, fruit.color)
    canvas.ellipse(x - size * 0.36, top + size * 0.55, size * 0.16, size * 0.24, lighter(fruit.color, 0.4))
    seed = "#f6d77a" if fruit.view.outcome == "ripe" else "#7f9450"
    for row, count in enumerate((4, 5, 4, 3, 1)):
        for number in range(count):
            at = (x + (number - (count - 1) / 2) * size * 0.3, top + size * (0.35 + row * 0.31))
            canvas.ellipse(*at, 0.008, 0.012, seed)
    petals(
        canvas, (x, top + 0.012), [UP - 1.6, UP + 1.6, UP - 2.3, UP + 2.3, DOWN], size * 0.62, size * 0.15, "#4a8a3a"
    )
    _stalk(canvas, (x, top), size * 0.35, "#5f9448")


def _kidney(canvas: Canvas, fruit: Fruit) -> None:
    """A mango: a full, leaning oval."""
    x, y = fruit.center
    with_shift = ((0.0, 0.0, 1.18, 0.88), (0.22, -0.16, 0.95, 0.86))
    for dx, dy, rx, ry in with_shift:
        canvas.ellipse(
            x + dx * fruit.size,
            y + (dy + 0.08) * fruit.size,
            rx * fruit.size,
            ry * fruit.size,
            darker(fruit.color, 0.15),
        )
    canvas.ellipse(x + 0.02 * fruit.size, y, 1.05 * fruit.size, 0.76 * fruit.size, fruit.color)
    canvas.ellipse(x + 0.2 * fruit.size, y - 0.14 * fruit.size, 0.82 * fruit.size, 0.72 * fruit.size, fruit.color)
    if fruit.view.outcome == "ripe":
        for fraction in (0.6, 0.42):
            canvas.ellipse(
                x + fruit.size * 0.5, y - fruit.size * 0.2, fraction * fruit.size, fraction * fruit.size, "#e2542a48"
            )
    canvas.ellipse(
        x - 0.35 * fruit.size, y - 0.28 * fruit.size, 0.4 * fruit.size, 0.26 * fruit.size, lighter(fruit.color, 0.16)
    )
    canvas.ellipse(
        x - 0.42 * fruit.size, y - 0.36 * fruit.size, 0.16 * fruit.size, 0.09 * fruit.size, lighter(fruit.color, 0.55)
    )
    _stalk(canvas, (x + fruit.size * 0.5, y - fruit.size * 0.88), fruit.size * 0.3)


def _pair(canvas: Canvas, fruit: Fruit) -> None:
    """Two cherries on their stalks."""
    x, foot, size = fruit.x, fruit.foot, fruit.size
    joint = (x + size * 0.15, foot - size * 2.6)
    for dx in (-0.68, 0.68):
        at = (x + dx * size, foot - size * 0.62)
        canvas.line(bezier((at[0], at[1] - size * 0.5), (at[0], joint[1] + size * 0.6), joint), "#6f8f3f", 0.014)
        _ball(canvas, at, size * 0.66, size * 0.62, fruit.color)
        canvas.ellipse(at[0], at[1] - size * 0.5, size * 0.16, size * 0.06, darker(fruit.color, 0.35))
    leaf(canvas, joint, 0.35, size * 1.0, "broad", LEAF_GREEN)


def _cluster(canvas: Canvas, fruit: Fruit) -> None:
    """A heap of blueberries with their crowns."""
    x, foot, size = fruit.x, fruit.foot, fruit.size
    berry = size * 0.46
    for dx, up in ((-0.5, 1.3), (0.42, 1.35), (-0.92, 0.46), (0.92, 0.46), (0.0, 0.92), (-0.3, 0.42), (0.38, 0.4)):
        at = (x + dx * size, foot - up * size)
        _ball(canvas, at, berry, berry, fruit.color)
        crown = (at[0] + berry * 0.15, at[1] - berry * 0.2)
        petals(canvas, crown, [0.3, 1.55, 2.8, 4.1, 5.3], berry * 0.36, berry * 0.11, darker(fruit.color, 0.4))
    leaf(canvas, (x - size * 0.1, foot - size * 1.6), UP - 0.9, size * 0.9, "broad", LEAF_GREEN)


def _bell(canvas: Canvas, fruit: Fruit) -> None:
    """A bell pepper with its lobes."""
    x, y, size, color = *fruit.center, fruit.size, fruit.color
    for dx, tone in ((-0.55, darker(color, 0.05)), (0.55, darker(color, 0.25)), (0.0, color)):
        canvas.ellipse(x + dx * size, y - size * 0.12, size * 0.52, size * 0.78, tone)
        canvas.ellipse(x + dx * size * 0.85, y + size * 0.35, size * 0.44, size * 0.64, tone)
    for dx in (-0.3, 0.32):
        crease = bezier(
            (x + dx * 0.6 * size, y - size * 0.75), (x + dx * 1.3 * size, y), (x + dx * size, y + size * 0.9)
        )
        canvas.line(crease, darker(color, 0.3), 0.01)
    canvas.ellipse(x - size * 0.55, y - size * 0.3, size * 0.1, size * 0.3, lighter(color, 0.55))
    canvas.ellipse(x + size * 0.02, y - size * 0.2, size * 0.08, size * 0.26, lighter(color, 0.35))
    canvas.ellipse(x, y - size * 0.76, size * 0.34, size * 0.12, "#3f7a32")
    canvas.line(
        bezier((x, y - size * 0.76), (x, y - size * 1.1), (x + size * 0.2, y - size * 1.2), 5), "#4a8a3a", 0.032
    )


def _lemon(canvas: Canvas, fruit: Fruit) -> None:
    """An oval with two nipples."""
    x, size = fruit.x, fruit.size
    y = fruit.foot - size * 0.8
    for side in (-1, 1):
        canvas.ellipse(x + side * size * 1.08, y, size * 0.24, size * 0.2, darker(fruit.color, 0.12))
    _ball(canvas, (x, y), size * 1.12, size * 0.8, fruit.color)
    for _ in range(12):
        spot = (x + fruit.view.rng.uniform(-0.75, 0.75) * size, y + fruit.view.rng.uniform(-0.5, 0.5) * size)
        canvas.ellipse(*spot, 0.006, 0.005, darker(fruit.color, 0.16))
    canvas.ellipse(x + size * 1.27, y, 0.014, 0.018, "#5f7f3a")


def _papaya(canvas: Canvas, fruit: Fruit) -> None:
    """Long, heavy below and narrower above."""
    x, size = fruit.x, fruit.size * 0.95
    y = fruit.foot - size * 0.84
    for tone, shift, fraction in ((darker(fruit.color, 0.2), 0.0, 1.0), (fruit.color, -0.07 * size, 0.87)):
        half = size * 0.84 * fraction
        canvas.ellipse(x + shift, y, half, half, tone)
        left = bezier(
            (x + shift - half, y), (x + shift - half, y - size * 1.0), (x + shift, y - size * (1.05 + fraction)), 9
        )
        right = bezier(
            (x + shift, y - size * (1.05 + fraction)), (x + shift + half, y - size * 1.0), (x + shift + half, y), 9
        )
        canvas.polygon([*left, *right], tone)
    canvas.ellipse(x - size * 0.36, y - size * 0.4, size * 0.13, size * 0.5, lighter(fruit.color, 0.35))
    for dx in (0.05, 0.28):
        rib = bezier(
            (x + dx * size * 0.3, y - size * 1.7),
            (x + dx * size * 2.2, y - size * 0.4),
            (x + dx * size, y + size * 0.75),
        )
        canvas.line(rib, darker(fruit.color, 0.12), 0.008)
    canvas.line([(x, y - size * 1.98), (x + size * 0.03, y - size * 2.16)], STALK_BROWN, 0.035)


def _drupelets(canvas: Canvas, fruit: Fruit) -> None:
    """A raspberry built of beads."""
    x, size = fruit.x, fruit.size
    top = fruit.foot - size * 2.0
    for row, count in enumerate((4, 5, 4, 4, 3, 2)):
        for number in range(count):
            at = (x + (number - (count - 1) / 2) * size * 0.4, top + size * (0.3 + row * 0.3))
            tone = darker(fruit.color, 0.04 + 0.16 * number / count)
            canvas.ellipse(*at, size * 0.25, size * 0.24, darker(tone, 0.22))
            canvas.ellipse(at[0] - size * 0.03, at[1] - size * 0.03, size * 0.19, size * 0.18, tone)
            canvas.ellipse(at[0] - size * 0.08, at[1] - size * 0.09, size * 0.055, size * 0.05, lighter(tone, 0.5))
    petals(canvas, (x, top + 0.02), [UP - 1.7, UP + 1.7, UP - 0.9, UP + 0.9, DOWN], size * 0.55, size * 0.12, "#5f9a4a")
    _stalk(canvas, (x, top), size * 0.3, "#5f9448")


def _pumpkin(canvas: Canvas, fruit: Fruit) -> None:
    """Ribs side by side, the middle one in front."""
    x, size, color = fruit.x, fruit.size * 1.08, fruit.color
    y = fruit.foot - size * 0.8
    canvas.line(
        bezier((x, y - size * 0.6), (x, y - size * 1.0), (x + size * 0.2, y - size * 1.15), 5), "#6f7f3f", 0.045
    )
    for dx, rx in ((-0.78, 0.46), (0.78, 0.46), (-0.42, 0.46), (0.42, 0.46), (0.0, 0.44)):
        tone = darker(color, 0.1 + 0.18 * max(dx, 0)) if dx else color
        canvas.ellipse(x + dx * size, y, rx * size, size * (0.8 - 0.12 * abs(dx)), darker(tone, 0.2))
        canvas.ellipse(x + dx * size, y, rx * size * 0.84, size * (0.78 - 0.12 * abs(dx)), tone)
    canvas.ellipse(x - size * 0.44, y - size * 0.3, size * 0.1, size * 0.22, lighter(color, 0.4))


def _chili(canvas: Canvas, fruit: Fruit) -> None:
    """A long curved pod."""
    x, foot, size, color = fruit.x, fruit.foot, fruit.size, fruit.color
    cap = (x - size * 1.15, foot - size * 1.35)
    tip = (x + size * 1.5, foot - size * 0.75)
    outer = bezier((cap[0] - size * 0.2, cap[1] + size * 0.15), (x - size * 0.35, foot + size * 0.55), tip, 12)
    inner = bezier(tip, (x + size * 0.1, foot - size * 0.55), (cap[0] + size * 0.35, cap[1] - size * 0.2), 12)
    canvas.polygon([*outer, *inner], darker(color, 0.18))
    middle = [(p[0], p[1] - size * 0.07) for p in outer[1:11]]
    canvas.polygon([*middle, *inner[2:]], color)
    canvas.line([(p[0] - 0.01, p[1] + size * 0.16) for p in inner[5:11]], lighter(color, 0.5), 0.018)
    canvas.ellipse(cap[0] + size * 0.06, cap[1] - size * 0.02, size * 0.32, size * 0.26, "#4a8a3a")
    canvas.line(
        bezier(cap, (cap[0] - size * 0.2, cap[1] - size * 0.4), (cap[0] - size * 0.05, cap[1] - size * 0.75), 6),
        "#5f9a45",
        0.032,
    )


def _pineapple(canvas: Canvas, fruit: Fruit) -> None:
    """A netted oval under a tuft of leaves."""
    x, size, color = fruit.x, fruit.size * 0.86, fruit.color
    y = fruit.foot - size * 1.1
    for turn in (-1.15, 1.15, -0.8, 0.8, -0.45, 0.45, 0.0):
        leaf(canvas, (x, y - size * 0.95), UP + turn, size * 0.72, "strap", "#4c8a4a")
        base = toward((x, y - size * 0.95), UP + turn * 0.7, size * 0.2)
        petals(canvas, base, [UP + turn * 0.8], size * 0.9, size * 0.1, "#5a9a52")
    _ball(canvas, (x, y), size * 0.82, size * 1.1, color)
    for number in range(-3, 4):
        for side in (-1, 1):
            half = 0.78 * math.sqrt(1 - (number / 4) ** 2)
            start = (x - side * half * size, y + (number * 0.27 - 0.22) * size)
            canvas.line([start, (x + side * half * size, y + (number * 0.27 + 0.22) * size)], darker(color, 0.28), 0.01)


@dataclass(frozen=True, kw_only=True)
class Shape:
    """How a fruit is drawn, and where it touches the ground; lengths in sizes of the fruit."""

    draw: Callable[[Canvas, Fruit], None]
    base: float = 0.56
    """Half width of what touches the ground."""
    shift: float = 0.0
    """Middle of that, to the right of the fruit's x."""
    lift: float = 0.0
    """Lowest point above the fruit's foot."""


SHAPES: Mapping[str, Shape] = {
    "round": Shape(draw=_round),
    "egg": Shape(draw=_egg, base=0.48),
    "squat": Shape(draw=_squat, base=0.65),
    "banana": Shape(draw=_banana, base=0.5, shift=0.21, lift=0.16),
    "heart": Shape(draw=_heart, base=0.3),
    "kidney": Shape(draw=_kidney, base=0.67, lift=0.04),
    "pair": Shape(draw=_pair, base=1.1),
    "cluster": Shape(draw=_cluster, base=1.2, lift=-0.05),
    "bell": Shape(draw=_bell, base=0.75),
    "lemon": Shape(draw=_lemon, base=0.67),
    "papaya": Shape(draw=_papaya, base=0.48),
    "drupelets": Shape(draw=_drupelets, base=0.44, lift=-0.04),
    "pumpkin": Shape(draw=_pumpkin, base=1.05),
    "chili": Shape(draw=_chili, base=0.67, shift=0.1, lift=0.2),
    "pineapple": Shape(draw=_pineapple, base=0.44),
}
