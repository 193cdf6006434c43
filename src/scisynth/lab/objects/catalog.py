"""Which shape a law file names, and how far it reaches from its centre (in half-sizes)."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from scisynth.lab.canvas import Color
from scisynth.lab.objects import balls, household, metalware, solids
from scisynth.lab.objects.pen import Pen
from scisynth.science.flotation import Body


class Shape(NamedTuple):
    """A drawing in its own frame."""

    draw: Callable[[Pen, Color], None]
    half_width: float
    half_height: float
    body: Body = "ellipsoid"
    """What it displaces water like."""


SHAPES: Mapping[str, Shape] = {
    "foam ball": Shape(balls.foam_ball, 1, 1),
    "ping-pong ball": Shape(balls.ping_pong_ball, 1, 1),
    "tennis ball": Shape(balls.tennis_ball, 1, 1),
    "basketball": Shape(balls.basketball, 1, 1),
    "baseball": Shape(balls.baseball, 1, 1),
    "soccer ball": Shape(balls.soccer_ball, 1, 1),
    "golf ball": Shape(balls.golf_ball, 1, 1),
    "billiard ball": Shape(balls.billiard_ball, 1, 1),
    "marble": Shape(balls.marble, 1, 1),
    "apple": Shape(balls.apple, 0.95, 0.92),
    "egg": Shape(balls.egg, 0.76, 1),
    "potato": Shape(balls.potato, 1.12, 0.62),
    "metal block": Shape(solids.metal_block, 1, 0.95, "box"),
    "wooden block": Shape(solids.wooden_block, 1, 0.95, "box"),
    "ice cube": Shape(solids.ice_cube, 1, 0.95, "box"),
    "brick": Shape(solids.brick, 1.2, 0.62, "box"),
    "log": Shape(solids.log, 1.22, 0.53, "cylinder"),
    "granite": Shape(solids.granite, 1.1, 0.7),
    "pumice": Shape(solids.pumice, 1.1, 0.7),
    "cork": Shape(solids.cork, 1.1, 0.58, "cylinder"),
    "candle": Shape(solids.candle, 1.3, 0.38, "cylinder"),
    "bottle cap": Shape(solids.bottle_cap, 1, 0.57, "box"),
    "nail": Shape(solids.nail, 1.35, 0.4, "cylinder"),
    "spoon": Shape(solids.spoon, 1.3, 0.4, "cylinder"),
    "key": Shape(solids.key, 1.25, 0.49),
    "coin": Shape(solids.coin, 1.05, 1, "box"),
    "ring": Shape(solids.ring, 0.9, 1),
    "bolt": Shape(solids.bolt, 1.2, 0.6, "box"),
    "pillow": Shape(household.pillow, 1.2, 0.62),
    "book": Shape(household.book, 0.86, 1),
    "chair": Shape(household.chair, 0.86, 1),
    "teddy bear": Shape(household.teddy_bear, 0.9, 1.02),
    "mug": Shape(household.mug, 1, 0.92),
    "alarm clock": Shape(household.alarm_clock, 0.85, 1),
    "suitcase": Shape(household.suitcase, 1.1, 0.88),
    "sneaker": Shape(household.sneaker, 1.2, 0.62),
    "guitar": Shape(household.guitar, 0.6, 1.06),
    "umbrella": Shape(household.umbrella, 1.15, 0.95),
    "backpack": Shape(household.backpack, 0.92, 1),
    "straw hat": Shape(household.straw_hat, 1.25, 0.66),
    "tennis racket": Shape(household.tennis_racket, 0.6, 1.15),
    "teapot": Shape(household.teapot, 1.22, 0.93),
    "hammer": Shape(metalware.hammer, 1.05, 1.05),
    "anchor": Shape(metalware.anchor, 1.1, 1.03),
    "horseshoe": Shape(metalware.horseshoe, 1, 1.1),
    "chain": Shape(metalware.chain, 1.45, 0.52),
    "wrench": Shape(metalware.wrench, 0.5, 1.1),
    "gear": Shape(metalware.gear, 1.05, 1.05),
    "pan": Shape(metalware.pan, 1.4, 0.75),
    "pipe": Shape(metalware.pipe, 1.15, 1.05),
    "statue": Shape(metalware.statue, 0.9, 1.05),
    "medal": Shape(metalware.medal, 0.75, 1.14),
    "bell": Shape(metalware.bell, 0.96, 0.98),
    "padlock": Shape(metalware.padlock, 0.82, 1.02),
    "goblet": Shape(metalware.goblet, 0.66, 1.05),
    "trumpet": Shape(metalware.trumpet, 1.42, 0.58),
}
