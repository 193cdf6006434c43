"""How deep a floating thing lies, by Archimedes: the part of its volume under water is its density over the water's.

    f = rho / rho_water                 fraction of the volume under water
    box       d = f                     d: depth over the thing's whole height, lying flat
    cylinder  f = (t - sin t cos t) / pi,    cos t = 1 - 2 d        lying on its side
    ellipsoid f = d^2 (3 - 2 d)         a sphere's cap; the same for every ellipsoid

The last two are inverted by bisection. Not covered: how a thing turns to lie stably, surface tension, water soaked up.
"""

import math
from collections.abc import Callable, Mapping
from typing import Literal

Body = Literal["box", "cylinder", "ellipsoid"]
STEPS = 40


def _segment(depth: float) -> float:
    turn = math.acos(1 - 2 * depth)
    return (turn - math.sin(turn) * math.cos(turn)) / math.pi


VOLUME_BELOW: Mapping[Body, Callable[[float], float]] = {
    "box": lambda depth: depth,
    "cylinder": _segment,
    "ellipsoid": lambda depth: depth * depth * (3 - 2 * depth),
}
"""Fraction of the volume below a depth, both from 0 to 1."""
DRAFTS = (
    (0.3, "high on the water, hardly dipping in"),
    (0.45, "with most of it above the water"),
    (0.67, "about half under the water"),
    (0.87, "with most of it under the water"),
    (1.0, "almost wholly under the water"),
)
"""What is said of a fraction up to a limit."""


def float_depth(fraction: float, body: Body) -> float:
    """Depth over height at which the given fraction of the volume, 0 to 1, is under water."""
    low, high = 0.0, 1.0
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if VOLUME_BELOW[body](middle) < fraction else (low, middle)
    return (low + high) / 2


def say_draft(fraction: float) -> str:
    """The draft in words."""
    return next(words for limit, words in DRAFTS if fraction <= limit)
