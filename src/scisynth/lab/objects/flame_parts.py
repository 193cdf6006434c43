"""What the scenes of fire are made of: flames of drop-shaped tongues, and the shadow of what stands under them."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from scisynth.lab.canvas import Canvas, Color, Point
from scisynth.lab.places import STAND


@dataclass(frozen=True, kw_only=True)
class FlameColors:
    """From the mantle to the heart of a flame."""

    outer: Color
    middle: Color
    core: Color


@dataclass(frozen=True, kw_only=True)
class Jet:
    """One flame: where it begins, how long and how wide it is, and how far it is turned from upright, in radians."""

    x: float
    y: float
    length: float
    half: float
    turn: float = 0.0
    tongues: bool = True
    """Whether two smaller flames stand by its sides."""


FLAMES: Mapping[str, FlameColors] = {
    "red": FlameColors(outer="#e0102e", middle="#ff3348", core="#ff93a0"),
    "orange": FlameColors(outer="#f06a0a", middle="#ff941f", core="#ffd169"),
    "yellow": FlameColors(outer="#f7c800", middle="#ffe434", core="#fffbd0"),
    "green": FlameColors(outer="#0fae3f", middle="#3de06a", core="#c8ffcb"),
    "blue": FlameColors(outer="#1f4fe6", middle="#3f8dff", core="#c4e6ff"),
    "violet": FlameColors(outer="#8a2be0", middle="#b565f5", core="#ecc9ff"),
}
"""By the outcome of the law."""
STEEL, DARK_STEEL = "#9aa3ab", "#565e66"


def draw_flame(canvas: Canvas, jet: Jet, size: float, colors: FlameColors) -> None:
    """A main tongue, with two smaller ones where it is wide, each with a lighter heart."""
    rng = canvas.rng
    sway, half, length = rng.uniform(-0.1, 0.1) * jet.length, jet.half * size, jet.length * size
    tongues = [(0.0, length, half, sway)]
    if jet.tongues:
        for side in (-0.62, 0.62):
            tongues.insert(0, (side * half, length * rng.uniform(0.5, 0.66), half * 0.52, sway + 0.05 * side))
    for fraction, color in ((1.0, colors.outer), (0.72, colors.middle), (0.4, colors.core)):
        for shift, tall, wide, lean in tongues:
            # The inner shapes sit low in the outer ones, as in a real flame.
            across = shift * (0.7 + 0.3 * fraction)
            outline = _tongue(across, tall * (fraction + 0.04), wide * fraction, lean * fraction)
            canvas.polygon([_turned(jet, point) for point in outline], color)


TONGUE = ((0.0, 0.45), (0.05, 0.78), (0.14, 0.97), (0.25, 1.0), (0.4, 0.86), (0.56, 0.6), (0.72, 0.36), (0.87, 0.15))
"""(height, half width) of a tongue of fire, in units of its length and half width."""


def _tongue(across: float, height: float, half: float, sway: float) -> list[Point]:
    """A drop-shaped outline whose tip bends to one side; (0, 0) is the foot of the flame, y runs up."""
    left = [(across - half * w + sway * h * h, height * h) for h, w in TONGUE]
    right = [(across + half * w + sway * h * h, height * h) for h, w in TONGUE]
    return [*left, (across + sway * 1.25, height), *right[::-1]]


def _turned(jet: Jet, point: Point) -> Point:
    across, up = point
    cos, sin = math.cos(jet.turn), math.sin(jet.turn)
    return (jet.x + across * cos + up * sin, jet.y + across * sin - up * cos)


def draw_shadow(canvas: Canvas, x: float, half: float) -> None:
    """Under what stands about x."""
    canvas.ellipse(x, STAND + 0.004, half, 0.13 * half, "#00000060")
