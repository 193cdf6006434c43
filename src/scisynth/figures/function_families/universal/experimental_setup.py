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


@family(TYPE, "filtration")
def filtration(draw: Random) -> FigureScene:
    """Filtration of a salty sand: the fraction of sand in the sample is asked for."""
    solid, salt = draw.choice(
        (("sand", "salt"), ("chalk", "sugar"), ("sulfur powder", "salt"), ("sand", "copper sulfate"))
    )
    sample, residue = draw.choice((20, 25, 30, 40, 50)), draw.randint(4, 16)
    sketch = Sketch()
    sketch.rectangle("base:stand", -3.4, -0.25, 1.9, 0, fill=GREY, width=1)
    sketch.rectangle("rod:stand", -3.0, 0, -2.82, 7.4, fill="#999999", width=1)
    sketch.rectangle("ring:stand", -2.82, 4.62, -0.85, 4.76, fill="#999999", width=1)
    sketch.line("funnel:1", (-1.7, 6.2), (-0.2, 3.9), (-0.2, 2.2), color=GLASS, width=1.8)
    sketch.line("funnel:2", (1.7, 6.2), (0.2, 3.9), (0.2, 1.9), color=GLASS, width=1.8)
    sketch.area(
        "paper:filter", (-1.5, 6.05), (0, 3.85), (1.5, 6.05), fill="#fffdf5", color="#9a8f6a", dash="dashed", width=1.2
    )
    sketch.area("residue:1", (-0.62, 4.75), (0, 3.9), (0.62, 4.75), fill="#cda56b", width=0, z=3)
    sketch.area("liquid:funnel", (-1.15, 5.5), (-0.62, 4.75), (0.62, 4.75), (1.15, 5.5), fill=WATER, width=0, z=3)
    for index, y in enumerate((1.75, 1.4)):
        sketch.circle(f"drop:{index}", (0.12, y), 0.07, radius_y=0.11, fill="#8fc1e0", width=0.6)
    sketch.rectangle("filtrate:1", -1.2, 0.06, 1.2, 1.0, fill=WATER, width=0, z=1)
    sketch.line("beaker:1", (-1.2, 2.4), (-1.2, 0.05), (1.2, 0.05), (1.2, 2.4), color=GLASS, width=1.8)
    sketch.claim("inside", "residue:1", "paper:filter")
    sketch.claim("inside", "filtrate:1", "beaker:1")
    sketch.claim("order", "beaker:1", "residue:1", "liquid:funnel", value="bottom_to_top")
    for part, tip, y, words, of in (
        ("paper", (1.3, 5.9), 6.3, "filter paper", "paper:filter"),
        ("residue", (0.25, 4.5), 5.0, f"residue ({solid}), dry: {residue} g", "residue:1"),
        ("funnel", (0.2, 3.2), 3.7, "funnel", ""),
        ("filtrate", (0.9, 0.6), 1.3, f"filtrate ({salt} in water)", "filtrate:1"),
    ):
        leader(sketch, part, tip, (2.6, y), words, of=of, size=12.5)
    sketch.claim("connected", "tip:funnel", "funnel:2", tolerance=5)
    sketch.text("note:sample", f"sample: {sample} g, stirred with water", (0.2, 7.0), size=13)
    sketch.entity("funnel", "funnel:1", "funnel:2", "paper:filter")
    sketch.entity("beaker", "beaker:1")
    answer = number_answer(100 * residue / sample, "%")
    return sketch.scene(
        problem=f"{sample} g of a mixture of {solid} and {salt} are stirred with water and filtered. The dry residue has {residue} g. Find the share of {solid}.",
        multimodal_question=f"Find the share of {solid} in the sample.",
        givens=(Quantity(symbol="m", value=sample, unit="g"), Quantity(symbol="m_r", value=residue, unit="g")),
        unknown=f"the share of {solid}",
        answer=answer,
        solution=f"{residue} g / {sample} g = {answer.text}",
        hidden=(answer.text,),
        quizzes=(
            make_quiz(draw, "What stays in the filter paper?", solid, [salt, "water", "nothing"]),
            make_quiz(
                draw,
                "What does the lower vessel hold?",
                "the filtrate",
                ["the residue", "the whole sample", "pure water"],
            ),
            make_quiz(draw, "How heavy is the dry residue?", f"{residue} g", [f"{residue + d} g" for d in (2, -2, 5)]),
        ),
        alt_text=f"Filtration: a funnel with filter paper holds {residue} g of {solid}; the filtrate drips into a beaker.",
    )


@family(TYPE, "electrolysis")
def electrolysis(draw: Random) -> FigureScene:
    """An electrolytic cell with its battery; the mass deposited at the cathode is asked for."""
    metal, symbol, mass, charge, salt = draw.choice(METALS)
    current, minutes = draw.choice((0.5, 1.0, 1.5, 2.0, 2.5)), draw.choice((10, 15, 20, 30, 40, 60))
    flip = draw.choice((1, -1))
    sketch = Sketch()
    sketch.rectangle("liquid:cell", -2.9, 0.06, 2.9, 2.7, fill=WATER, width=0, z=0)
    sketch.line("beaker:1", (-2.9, 3.5), (-2.9, 0.05), (2.9, 0.05), (2.9, 3.5), color=GLASS, width=1.9)
    xs = {"cathode": -1.9 * flip, "anode": 1.9 * flip}
    for name, x in xs.items():
        sketch.rectangle(
            f"electrode:{name}",
            x - 0.18,
            0.7,
            x + 0.18,
            4.1,
            fill="#b9b9b9" if name == "anode" else "#d9a066",
            width=1.3,
            z=3,
        )
    for name, x in xs.items():
        plate = 0.28 * (1 if x > 0 else -1)
        sketch.line(f"wire:{name}", (x, 4.1), (x, 5.6), (plate, 5.6), width=1.6)
        half = 0.55 if name == "anode" else 0.3
        sketch.line(f"plate:{name}", (plate, 5.6 - half), (plate, 5.6 + half), width=1.6 if name == "anode" else 3.6)
        sketch.text(f"pole:{name}", "+" if name == "anode" else "−", (plate * 2.2, 6.0), of=f"plate:{name}", size=15)
        sketch.claim("connected", f"wire:{name}", f"plate:{name}")
        sketch.claim("connected", f"wire:{name}", f"electrode:{name}")
    sketch.claim("ratio", "plate:anode", "plate:cathode", value=0.55 / 0.3)
    ion = f"{symbol}{'²' if charge == 2 else ''}⁺"
    for index, y in enumerate((1.15, 2.1)):
        start = -0.35 * flip if index else 0.35 * flip
        name = f"ion:{index}"
        sketch.circle(name, (start, y), 0.3, fill=PAPER, color=RED, width=1.2)
        sketch.text(f"name:ion{index}", ion, (start, y), of=name, size=10.5)
        end = start - 0.85 * flip
        sketch.arrow(f"move:{index}", (start - 0.3 * flip, y), (end, y), width=1.4, color=RED)
        sketch.claim("points_to", f"move:{index}", "electrode:cathode", tolerance=35)
        sketch.claim("inside", name, "liquid:cell")
    out = 1.0 if xs["cathode"] > 0 else -1.0
    leader(sketch, "cathode", (xs["cathode"], 3.2), (out * 3.6, 3.9), "cathode", of="electrode:cathode", size=12.5)
    leader(sketch, "anode", (xs["anode"], 3.2), (-out * 3.6, 3.9), "anode", of="electrode:anode", size=12.5)
    leader(sketch, "solution", (2.5, 1.0), (3.6, 1.5), f"{salt} solution", of="liquid:cell", size=12.5)
    sketch.text("note:current", f"$I = {current:g}$ A for {minutes} min", (0, 6.75), size=13)
    sketch.entity("cell", "beaker:1", "electrode:cathode", "electrode:anode")
    grams = mass * current * minutes * 60 / (charge * FARADAY)
    answer = number_answer(grams, "g")
    side = "left" if flip > 0 else "right"
    return sketch.scene(
        problem=f"A solution of {salt} is electrolysed with {current:g} A for {minutes} min. What mass of {metal} (M = {mass} g/mol) is deposited at the cathode?",
        multimodal_question=f"What mass of {metal} (M = {mass} g/mol) is deposited at the cathode in the time shown?",
        givens=(
            Quantity(symbol="I", value=current, unit="A"),
            Quantity(symbol="t", value=minutes, unit="min"),
            Quantity(symbol="M", value=mass, unit="g/mol"),
        ),
        unknown=f"the mass of {metal}",
        answer=answer,
        solution=f"m = MIt/(zF) = {mass}·{current:g}·{minutes * 60}/({charge}·96485) = {answer.text}",
        hidden=(answer.text,),
        quizzes=(
            make_quiz(
                draw,
                "On which side is the cathode?",
                side,
                ["right" if side == "left" else "left", "both sides", "it is not drawn"],
            ),
            make_quiz(
                draw, "Towards which electrode do the drawn ions move?", "the cathode", ["the anode", "both", "neither"]
            ),
            make_quiz(draw, "How large is the current?", f"{current:g} A", [f"{c:g} A" for c in (0.5, 1, 1.5, 2, 2.5)]),
            make_quiz(draw, "To which pole is the anode wired?", "+", ["−", "to both", "to none"]),
        ),
        alt_text=f"Electrolysis of {salt}: the cathode on the {side} is wired to the minus pole; {ion} ions move to it; {current:g} A for {minutes} min.",
    )


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


@defect("electrolysis", "cations_to_anode")
def cations_to_anode(scene: FigureScene, draw: Random) -> FigureScene:
    """The ions move to the wrong electrode."""
    marks = [scene.mark("move:0"), scene.mark("move:1")]
    turned = [replace(m, points=m.points[::-1], color=ORANGE) for m in marks if isinstance(m, Path)]
    return change(scene, *turned)


