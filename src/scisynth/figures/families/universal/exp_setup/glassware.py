"""Glassware and stands of a laboratory, drawn in section."""

from scisynth.figures.parts.palette import BLUE, DARK_GREY, GREY, PAPER, RED
from scisynth.figures.scene.sketch import Place, Sketch

WATER, GLASS, METAL = "#d6e9f5", DARK_GREY, "#999999"
BURETTE = 6.0
"""Length of the 50 mL of a burette, in units of the scene."""


def stand(sketch: Sketch, left: float, right: float, rod: float, tall: float) -> None:
    """A base plate from left to right with its upright rod."""
    sketch.rectangle("base:stand", left, -0.25, right, 0, fill=GREY, width=1)
    sketch.rectangle("rod:stand", rod, 0, rod + 0.18, tall, fill=METAL, width=1)


def arm(sketch: Sketch, name: str, left: float, right: float, y: float, **style: float) -> None:
    """A level arm of a stand."""
    sketch.rectangle(f"arm:{name}", left, y, right, y + 0.14, fill=METAL, width=1, **style)


def flask(sketch: Sketch, name: str, x: float, y: float, liquid: str) -> None:
    """A conical flask, a third full, standing on y; its mouth is 2.75 above."""
    sides = [(0.87, 0.85), (1.23, 0.1), (1.14, 0.02)]
    outline = [*((x - a, y + b) for a, b in sides), *((x + a, y + b) for a, b in reversed(sides))]
    sketch.area(f"liquid:{name}", *outline, fill=liquid, width=0, z=1)
    side = [(0.32, 2.75), (0.32, 2.0), (1.25, 0.1), (1.15, 0.0)]
    right = [(x + a, y + b) for a, b in side]
    left = [(x - a, y + b) for a, b in side]
    sketch.line(f"glass:{name}", *left, *reversed(right), color=GLASS, width=1.7)
    sketch.claim("inside", f"liquid:{name}", f"glass:{name}")


def beaker(
    sketch: Sketch, name: str, left: float, right: float, foot: float, tall: float, level: float, liquid: str = WATER
) -> None:
    """An open beaker with liquid up to a level."""
    sketch.rectangle(f"liquid:{name}", left, foot + 0.05, right, level, fill=liquid, width=0, z=0)
    sketch.line(
        f"glass:{name}", (left, foot + tall), (left, foot), (right, foot), (right, foot + tall), color=GLASS, width=1.8
    )  # fmt: skip
    sketch.claim("inside", f"liquid:{name}", f"glass:{name}")


def burette(sketch: Sketch, name: str, x: float, low: float, reading: float, *, numbers: bool = True) -> None:
    """A burette of 50 mL whose 50 is at `low`, with its tap; the level is claimed to stand at the reading."""
    high = low + BURETTE
    level = high - BURETTE * reading / 50
    sides = [(0.3, level), (0.3, low - 0.3), (0.07, low - 0.75), (0.07, low - 1.9)]
    outline = [*((x - a, y) for a, y in sides), *((x + a, y) for a, y in reversed(sides))]
    sketch.area(f"liquid:{name}", *outline, fill=WATER, width=0, z=1)
    for side, tag in ((-1, "1"), (1, "2")):
        points = [
            (x + side * 0.3, high + 0.3),
            (x + side * 0.3, low - 0.3),
            (x + side * 0.07, low - 0.75),
            (x + side * 0.07, low - 1.9),
        ]
        sketch.line(f"burette:{name}{tag}", *points, color=GLASS)
    sketch.rectangle(f"tap:{name}", x - 0.32, low - 1.05, x + 0.32, low - 0.88, fill="#555555", width=1, z=3)
    for mark in range(51):
        y, long = high - BURETTE * mark / 50, mark % 10 == 0
        reach = 0.0 if long else 0.1 if mark % 5 == 0 else 0.18
        sketch.line(f"tick{name}:{mark}", (x + 0.3, y), (x + reach, y), width=0.9 if long else 0.5)
        if long and numbers:
            of = f"tick{name}:{mark}"
            sketch.text(f"scale{name}:{mark}", str(mark), (x + 0.3, y), of=of, toward=(1, 0), gap_pt=4, size=10)
    sketch.line(f"level:{name}", (x - 0.3, level), (x + 0.3, level), width=2, color=BLUE, z=4)
    sketch.line(f"used:{name}", (x - 0.3, high), (x - 0.3, level), width=1.2, color=GLASS, z=1)
    sketch.line(f"column:{name}", (x - 0.3, high), (x - 0.3, low), width=1.2, color=GLASS, z=1)
    if reading:
        sketch.claim("ratio", f"used:{name}", f"column:{name}", value=reading / 50)
    sketch.claim("connected", f"level:{name}", f"used:{name}")
    sketch.claim("count", f"tick{name}", value=51)
    sketch.text(f"unit:{name}", "mL", (x + 0.42, high + 0.42), toward=(1, 0), gap_pt=0, size=10)


def thermometer(sketch: Sketch, name: str, x: float, bulb: float, top: float, column: float) -> None:
    """A thermometer whose bulb is at a height, its red column up to another."""
    sketch.rectangle(f"thermometer:{name}", x - 0.09, bulb + 0.05, x + 0.09, top, fill=PAPER, width=1, z=5)
    sketch.circle(f"bulb:{name}", (x, bulb), 0.16, fill=RED, color=RED, z=6)
    sketch.line(f"mercury:{name}", (x, bulb), (x, column), width=2.0, color=RED, z=6)
    sketch.claim("connected", f"mercury:{name}", f"bulb:{name}", tolerance=12)


def display(sketch: Sketch, name: str, at: Place, words: str, wide: float = 1.9) -> None:
    """A digital display with its reading."""
    x, y = at
    sketch.rectangle(f"display:{name}", x - wide / 2, y - 0.36, x + wide / 2, y + 0.36, fill=PAPER, width=1.2, z=3)
    sketch.text(f"reading:{name}", words, at, of=f"display:{name}", size=13)
    sketch.claim("inside", f"reading:{name}", f"display:{name}")
