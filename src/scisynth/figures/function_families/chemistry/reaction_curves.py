"""Chemistry - Reaction Scheme, curves: energy profiles and titrations.

Rate constants follow Arrhenius: k = A exp(-E_a / (R T)). The pH of a titration solves the charge balance
[Na+] + [H+] = [A-] + [OH-] at every volume, 25 °C.
"""

import math
from dataclasses import replace
from random import Random
from typing import Any

from scisynth.figures.families.registry import defect, family
from scisynth.figures.parts.palette import BLUE, GREY, RED
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer

TYPE = "Chemistry - Reaction Scheme"
WATER = 1e-14


ACIDS = {
    "acetic acid": 4.76,
    "formic acid": 3.75,
    "benzoic acid": 4.20,
    "lactic acid": 3.86,
    "hydrofluoric acid": 3.17,
    "propanoic acid": 4.87,
}


def titration_ph(volume: float, acid_volume: float, acid: float, base: float, constant: float) -> float:
    """pH after `volume` mL of a strong base, from the charge balance."""
    from scipy.optimize import brentq

    total = volume + acid_volume
    sodium, weak = base * volume / total, acid * acid_volume / total

    def charge(ph: float) -> float:
        proton = 10.0**-ph
        return sodium + proton - WATER / proton - weak * constant / (constant + proton)

    return float(brentq(charge, 0, 14, xtol=1e-10))


@family(TYPE, "titration_curve")
def titration_curve(draw: Random) -> FigureScene:
    """The curve of a weak acid with sodium hydroxide; its concentration or its constant."""
    name, pka = draw.choice(sorted(ACIDS.items()))
    acid_volume, base = draw.choice((20.0, 25.0, 50.0)), draw.choice((0.1, 0.12, 0.15, 0.2))
    equivalence = float(draw.randint(14, 34))
    acid, constant = base * equivalence / acid_volume, 10.0**-pka
    end = math.ceil(equivalence * 1.6 / 5) * 5
    volumes = sorted(
        {
            *(end * step / 90 for step in range(91)),
            *(equivalence + step * 0.02 for step in range(-25, 26)),
            equivalence / 2,
        }
    )
    points = [(volume, titration_ph(volume, acid_volume, acid, base, constant)) for volume in volumes]
    sketch = Sketch()
    sketch.axes(
        "axes:titration", (0, 0, 5.8, 4.2), x_limits=(0, end), y_limits=(0, 14), x_label="volume of NaOH in mL", y_label="pH", grid=True,
        x_ticks=tuple(range(0, end + 1, 5)), y_ticks=tuple(range(0, 15, 2)),
    )  # fmt: skip
    style: dict[str, Any] = {"axes": "axes:titration"}
    sketch.line("curve:ph", *points, color=BLUE, width=2, **style)
    sketch.claim("monotone", "curve:ph", value="increasing")
    half = titration_ph(equivalence / 2, acid_volume, acid, base, constant)
    at = {
        "E": (equivalence, titration_ph(equivalence, acid_volume, acid, base, constant)),
        "H": (equivalence / 2, half),
    }
    _draw_points(sketch, at, end, equivalence, half, style)
    note = f"{acid_volume:g} mL {name}, {base:g} mol/L NaOH"
    sketch.text("note:setup", note, (2.9, 4.35), valign="bottom", size=12)
    sketch.claim("value", "volume:E", value=equivalence)
    sketch.claim("value", "ph:H", value=round(half, 2))
    if draw.random() < 0.5:
        asked, answer = "concentration of the acid", number_answer(acid, "mol/L")
        solution = f"c = {base:g} mol/L · {equivalence:g} mL / {acid_volume:g} mL = {answer.text}"
    else:
        asked, answer = (
            "acid constant K_a (half of the acid is neutralised at H)",
            number_answer(10 ** -round(half, 2), "mol/L", digits=2, tolerance=0.05),
        )
        solution = f"At half of the equivalence volume pH = pK_a = {half:.2f}: K_a = {answer.text}"
    between = "7 and 10"
    return sketch.scene(
        problem=f"{acid_volume:g} mL of {name} are titrated with {base:g} mol/L NaOH. The equivalence point is at {equivalence:g} mL and at half of it the pH is {half:.2f}. Find the {asked}.",
        multimodal_question=f"E is the equivalence point of the titration. Find the {asked}.",
        givens=(
            Quantity(symbol="V_E", value=equivalence, unit="mL"),
            Quantity(symbol="c_b", value=base, unit="mol/L"),
            Quantity(symbol="V_a", value=acid_volume, unit="mL"),
            Quantity(symbol="pH_H", value=round(half, 2)),
        ),
        unknown=f"the {asked}",
        answer=answer,
        solution=solution,
        hidden=(f"c = {answer.text}" if answer.text == f"{base:g} mol/L" else answer.text,),
        quizzes=(
            make_quiz(
                draw,
                "At which volume is the point E?",
                f"{equivalence:g} mL",
                [f"{equivalence / 2:g} mL", f"{equivalence + 5:g} mL", f"{equivalence - 4:g} mL"],
            ),
            make_quiz(
                draw, "Between which pH values does the point E lie?", between, ["0 and 3", "3 and 6", "11 and 14"]
            ),
            make_quiz(
                draw,
                "Which point lies lower on the curve?",
                "H",
                ["E", "both are at the same height", "neither is on the curve"],
            ),
        ),
        alt_text=f"Titration curve of {note}, with the point E at {equivalence:g} mL and H at half of that volume.",
    )


def _draw_points(
    sketch: Sketch, at: dict[str, tuple[float, float]], end: int, equivalence: float, half: float, style: dict[str, Any]
) -> None:
    """The points E and H on the curve with what can be read there."""
    for letter, (x, y) in at.items():
        dot = sketch.circle(
            f"point:{letter}", (x, y), 0.075 / 5.8 * end, radius_y=0.075 / 4.2 * 14, fill=RED, color=RED, z=4, **style
        )
        sketch.claim("at", dot, value=(x, y))
        sketch.claim("on", dot, "curve:ph")
        sketch.line(f"guide:{letter}", (x, 0), (x, y), color=GREY, width=0.9, dash="dashed", **style)
        sketch.text(
            f"label:{letter}",
            f"{letter}",
            (x, y),
            of=dot,
            toward=(-0.7, 0.8) if letter == "H" else (1, 0),
            gap_pt=6,
            color=RED,
            **style,
        )
    sketch.text(
        "volume:E",
        f"{equivalence:g} mL",
        (equivalence, 1.0),
        of="guide:E",
        toward=(1, 0),
        color=RED,
        halo=True,
        **style,
    )
    sketch.text(
        "ph:H",
        f"pH {half:.2f}",
        (equivalence / 2, 1.0),
        of="guide:H",
        toward=(1, 0) if equivalence > 18 else (-1, 0),
        color=RED,
        halo=True,
        size=10,
        **style,
    )


@defect("titration_curve", "sagging_curve")
def sagging_curve(scene: FigureScene, draw: Random) -> FigureScene:
    """The curve falls again before the equivalence point."""
    curve = scene.mark("curve:ph")
    assert isinstance(curve, Path)
    middle = len(curve.points) // 3
    points = tuple((x, y - 1.5 if abs(index - middle) < 4 else y) for index, (x, y) in enumerate(curve.points))
    return scene.with_marks(
        tuple(replace(curve, points=points) if mark.id == curve.id else mark for mark in scene.marks)
    )
