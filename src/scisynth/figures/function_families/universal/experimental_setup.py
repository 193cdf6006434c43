"""Universal - Exp. Setup: chemical apparatus with liquid levels that are readings.

    titration       c(acid) V(acid) / a = c(base) V(base) / b
    electrolysis    m = M I t / (z F)
    gas over water  n = (p - p_w) V / (R T), vapour pressures of water p_w from the CRC handbook

A level in a graduated vessel is claimed as a ratio of lengths, so that a wrong reading is found. Not covered: glass joints.
"""

from collections.abc import Mapping
from dataclasses import replace
from random import Random

from scisynth.figures.corruptions import change
from scisynth.figures.families.registry import defect, family
from scisynth.figures.parts.palette import BLUE, DARK_GREY, GREY, ORANGE, PAPER, RED
from scisynth.figures.parts.universal import leader
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer

TYPE = "Universal - Exp. Setup"
WATER, GLASS = "#d6e9f5", DARK_GREY
FARADAY, GAS = 96485.0, 8.314
VAPOUR_KPA: Mapping[int, float] = {18: 2.06, 20: 2.34, 22: 2.64, 24: 2.99, 25: 3.17, 27: 3.57, 30: 4.25}
ACIDS = (("HCl", 1), ("HNO₃", 1), ("H₂SO₄", 2), ("CH₃COOH", 1))
METALS = (
    ("copper", "Cu", 63.55, 2, "CuSO₄"),
    ("silver", "Ag", 107.87, 1, "AgNO₃"),
    ("zinc", "Zn", 65.38, 2, "ZnSO₄"),
    ("nickel", "Ni", 58.69, 2, "NiSO₄"),
)




def _flask(sketch: Sketch, name: str, x: float, y: float, liquid: str) -> None:
    """A conical flask, a third full, standing on y."""
    sketch.area(
        f"liquid:{name}",
        (x - 1.18, y + 0.08),
        (x + 1.18, y + 0.08),
        (x + 0.84, y + 0.85),
        (x - 0.84, y + 0.85),
        fill=liquid,
        width=0,
        z=1,
    )
    side = [(0.32, 2.75), (0.32, 2.0), (1.25, 0.1), (1.15, 0.0)]
    right = [(x + a, y + b) for a, b in side]
    left = [(x - a, y + b) for a, b in side]
    sketch.line(f"glass:{name}", *left, *reversed(right), color=GLASS, width=1.7)
    sketch.claim("inside", f"liquid:{name}", f"glass:{name}")






@family(TYPE, "gas_over_water")
def gas_over_water(draw: Random) -> FigureScene:
    """A gas collected in an inverted cylinder over water; its amount is asked for."""
    gas, source = draw.choice((("hydrogen", "Zn + HCl"), ("oxygen", "H₂O₂ + MnO₂"), ("nitrogen", "NaNO₂ + NH₄Cl")))
    celsius, pressure, volume = (
        draw.choice(sorted(VAPOUR_KPA)),
        draw.choice((98, 99.5, 100, 101.3, 102)),
        5 * draw.randint(6, 16),
    )
    sketch = Sketch()
    _flask(sketch, "generator", -3.4, 0.4, "#e8e2c8")
    sketch.rectangle("stopper:1", -3.74, 2.9, -3.06, 3.35, fill="#a3754b", width=1, z=3)
    sketch.rectangle("water:trough", -0.9, 0.06, 4.1, 1.9, fill=WATER, width=0, z=0)
    sketch.line("trough:1", (-0.9, 2.5), (-0.9, 0.05), (4.1, 0.05), (4.1, 2.5), color=GLASS, width=1.9)
    foot, top = 0.75, 7.15
    zero = top - 0.15
    level = zero - (zero - 2.0) * volume / 100
    sketch.rectangle("water:cylinder", 1.6, foot, 2.8, level, fill=WATER, width=0, z=1)
    sketch.line("cylinder:1", (1.6, foot), (1.6, top), (2.8, top), (2.8, foot), color=GLASS, width=1.9)
    sketch.line(
        "tube:1", (-3.4, 2.6), (-3.4, 4.1), (-1.4, 4.1), (-1.4, 0.42), (2.2, 0.42), (2.2, 0.95), width=2.6, color=GREY
    )
    for index, y in enumerate((1.3, 1.75, 2.15)):
        sketch.circle(f"bubble:{index}", (2.2 + 0.12 * (-1) ** index, y), 0.1, fill=PAPER, color=BLUE, width=0.9, z=4)
        sketch.claim("inside", f"bubble:{index}", "cylinder:1")
    for mark in range(0, 101, 10):
        y = zero - (zero - 2.0) * mark / 100
        sketch.line(f"tick:{mark}", (2.8, y), (2.5 if mark % 20 == 0 else 2.62, y), width=0.8)
        if mark % 20 == 0:
            sketch.text(f"scale:{mark}", str(mark), (2.8, y), of=f"tick:{mark}", toward=(1, 0), gap_pt=4, size=10)
    sketch.line("column:gas", (1.6, zero), (1.6, level), width=1.2, color=GLASS)
    sketch.line("column:scale", (1.6, zero), (1.6, 2.0), width=1.2, color=GLASS)
    sketch.claim("ratio", "column:gas", "column:scale", value=volume / 100)
    sketch.line("level:water", (1.6, level), (2.8, level), width=2, color=BLUE)
    sketch.claim("connected", "level:water", "column:gas")
    sketch.claim("connected", "tube:1", "stopper:1", tolerance=40)
    sketch.claim("count", "tick", value=11)
    sketch.text("unit:scale", "mL", (3.1, top + 0.2), size=10.5)
    leader(sketch, "gas", (2.1, zero - 0.4), (0.6, 6.2), gas, of="cylinder:1", size=12.5)
    leader(sketch, "generator", (-3.9, 0.85), (-4.6, 1.9), source, of="liquid:generator", size=12)
    leader(sketch, "trough", (3.6, 1.2), (4.7, 1.6), "water", of="water:trough", size=12.5)
    leader(sketch, "tube", (-1.4, 3.4), (-0.5, 4.4), "delivery tube", size=12.5)
    sketch.text("note:state", f"{celsius} °C,  {pressure:g} kPa", (-2.3, 6.6), size=13)
    sketch.entity("cylinder", "cylinder:1")
    sketch.entity("generator", "glass:generator", "stopper:1")
    vapour = VAPOUR_KPA[celsius]
    moles = (pressure - vapour) * volume / (GAS * (celsius + 273.15))
    answer = number_answer(moles, "mmol")
    return sketch.scene(
        problem=f"{volume} mL of {gas} are collected over water at {celsius} °C and {pressure:g} kPa total pressure. The vapour pressure of water is {vapour:g} kPa. Find the amount of gas in mmol.",
        multimodal_question=f"Find the amount of dry gas collected, in mmol. The gas is at the pressure shown, and the vapour pressure of water is {vapour:g} kPa.",
        givens=(
            Quantity(symbol="V", value=volume, unit="mL"),
            Quantity(symbol="p", value=pressure, unit="kPa"),
            Quantity(symbol="p_w", value=vapour, unit="kPa"),
            Quantity(symbol="T", value=celsius + 273.15, unit="K"),
        ),
        unknown="the amount of gas",
        answer=answer,
        solution=f"n = ({pressure:g} - {vapour:g})·{volume}/(8.314·{celsius + 273.15:g}) = {answer.text}",
        hidden=(answer.text, f"{volume} mL"),
        quizzes=(
            make_quiz(
                draw,
                "Which volume of gas is in the cylinder?",
                f"{volume} mL",
                [f"{volume + d} mL" for d in (10, -10, 20)],
            ),
            make_quiz(draw, "At which temperature is the gas?", f"{celsius} °C", [f"{t} °C" for t in VAPOUR_KPA]),
            make_quiz(
                draw,
                "How does the gas reach the cylinder?",
                "through a tube under water",
                ["through its closed end", "along the bench", "it is made in the cylinder"],
            ),
        ),
        alt_text=f"A flask with {source} leads {gas} through a tube into a cylinder inverted in water; {volume} mL of gas at {celsius} °C and {pressure:g} kPa.",
    )




