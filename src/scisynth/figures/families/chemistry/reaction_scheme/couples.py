"""Metals and their ions: charge and standard potential, and what cells with them need of ink.

Standard potentials at 25 °C are those of the CRC Handbook of Chemistry and Physics, in volts against the hydrogen electrode.
"""

from collections.abc import Mapping

from scisynth.figures.parts.palette import DARK_GREY
from scisynth.figures.scene.sketch import Sketch

COUPLES: Mapping[str, tuple[int, float]] = {
    "Mg": (2, -2.372), "Al": (3, -1.662), "Zn": (2, -0.762), "Fe": (2, -0.447), "Cd": (2, -0.403), "Co": (2, -0.280),
    "Ni": (2, -0.257), "Sn": (2, -0.138), "Pb": (2, -0.126), "Cu": (2, 0.342), "Ag": (1, 0.800),
}  # fmt: skip
"""Charge of the ion and standard potential."""
METAL: Mapping[str, str] = {"Cu": "#c98a5a", "Ag": "#d5d8db"}
"""Colours of metals that are not grey."""
GREY_METAL, WATER, COPPER_WATER, GLASS = "#a9b0b8", "#edf3f7", "#d6ecf5", DARK_GREY


def ion(symbol: str) -> str:
    """`Cu` to `Cu^2+`."""
    charge = COUPLES[symbol][0]
    return f"{symbol}^{charge if charge > 1 else ''}+"


def liquid_color(symbol: str) -> str:
    """Solutions of copper are blue."""
    return COPPER_WATER if symbol == "Cu" else WATER


def open_glass(sketch: Sketch, name: str, left: float, right: float, tall: float) -> None:
    """The walls of a beaker that stands on y = 0."""
    sketch.line(f"glass:{name}", (left, tall), (left, 0), (right, 0), (right, tall), width=1.8, color=GLASS)


def plate(sketch: Sketch, name: str, x: float, low: float, high: float, fill: str) -> str:
    """An electrode about x; its id is `electrode:NAME`."""
    return sketch.rectangle(
        f"electrode:{name}", x - 0.18, low, x + 0.18, high, fill=fill, color=DARK_GREY, width=1.0, z=3
    )


def battery(sketch: Sketch, x: float, y: float, plus_right: bool, gap: float = 0.16) -> None:
    """Two plates on a level wire; the long thin one is the plus pole. Ids `pole:plus`, `pole:minus`."""
    for name, half, width in (("plus", 0.5, 1.6), ("minus", 0.28, 3.2)):
        side = 1 if (name == "plus") == plus_right else -1
        sketch.line(f"pole:{name}", (x + side * gap, y - half), (x + side * gap, y + half), width=width)
        words = "+" if name == "plus" else "−"
        sketch.text(
            f"sign:{name}",
            words,
            (x + side * gap, y + 0.5),
            of=f"pole:{name}",
            toward=(side, 0.4),
            gap_pt=6,
            size=14,
        )
    sketch.claim("ratio", "pole:plus", "pole:minus", value=0.5 / 0.28)
