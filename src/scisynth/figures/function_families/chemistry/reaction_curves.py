"""Chemistry - Reaction Scheme, curves: energy profiles and titrations.

Rate constants follow Arrhenius: k = A exp(-E_a / (R T)). The pH of a titration solves the charge balance
[Na+] + [H+] = [A-] + [OH-] at every volume, 25 °C.
"""

import math
from dataclasses import replace
from random import Random
from typing import Any

from scisynth.core.problems import Answer
from scisynth.figures.families.registry import defect, family
from scisynth.figures.parts.chemistry import GAS_CONSTANT
from scisynth.figures.parts.palette import BLUE, GREEN, GREY, RED
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
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


@family(TYPE, "energy_profile")
def energy_profile(draw: Random) -> FigureScene:
    """Energy along a reaction with its barrier; reverse barrier, or how much a catalyst speeds it up."""
    barrier = draw.randrange(60, 151, 5)
    change = draw.choice([value for value in range(-120, 81, 5) if abs(value) >= 25 and value < barrier - 25])
    catalysed = draw.random() < 0.5
    lowered = barrier - draw.choice((15, 20, 25, 30)) if catalysed else barrier
    if lowered < change + 15 or lowered < 25:
        return energy_profile(draw)
    low, high = min(0, change) - 40, barrier + 30
    sketch = Sketch()
    sketch.axes(
        "axes:profile", (0, 0, 6.2, 4.2), x_limits=(0, 10), y_limits=(low, high), x_label="reaction coordinate", y_label="energy",
        x_ticks=(), y_ticks=(),
    )  # fmt: skip
    style: dict[str, Any] = {"axes": "axes:profile"}
    sketch.line("level:reactants", (0.3, 0), (2.6, 0), width=2.2, color=BLUE, **style)
    sketch.line("level:products", (7.4, change), (9.8, change), width=2.2, color=BLUE, **style)
    curves = _draw_paths(sketch, barrier, lowered, change, catalysed, style)
    sign = _draw_energies(sketch, barrier, change, style)
    sketch.text("name:reactants", "reactants", (1.4, 0), of="level:reactants", toward=(0, -1), **style)
    sketch.text(
        "name:products", "products", (8.6, change), of="level:products", toward=(0, -1 if change < 0 else 1), **style
    )
    sketch.claim("order", "level:products", "level:reactants", value="bottom_to_top") if change < 0 else sketch.claim(
        "order", "level:reactants", "level:products", value="bottom_to_top"
    )
    temperature = draw.choice((298, 310, 350, 400))
    asked, answer, solution = _draw_task(sketch, catalysed, barrier, lowered, change, high, temperature, style)
    given = f"E_a = {barrier} kJ/mol, ΔH = {sign}{abs(change)} kJ/mol"
    kind = "exothermic" if change < 0 else "endothermic"
    above = "below" if change < 0 else "above"
    return sketch.scene(
        problem=f"A reaction has {given}"
        + (f"; a catalyst lowers E_a to {lowered} kJ/mol" if catalysed else "")
        + f". Find the {asked}.",
        multimodal_question=f"Find the {asked} from the energy profile.",
        givens=(
            Quantity(symbol="E_a", value=barrier, unit="kJ/mol"),
            Quantity(symbol="ΔH", value=change, unit="kJ/mol"),
        )
        + (
            (Quantity(symbol="E_cat", value=lowered, unit="kJ/mol"), Quantity(symbol="T", value=temperature, unit="K"))
            if catalysed
            else ()
        ),
        unknown=f"the {asked}",
        answer=answer,
        solution=solution,
        hidden=(answer.text,),
        quizzes=(
            make_quiz(
                draw,
                "Where do the products lie?",
                f"{above} the reactants",
                [
                    "above the reactants",
                    "below the reactants",
                    "level with the reactants",
                    "above the transition state",
                ],
            ),
            make_quiz(
                draw,
                "Which activation energy is marked?",
                f"{barrier} kJ/mol",
                [f"{barrier + 15} kJ/mol", f"{abs(change) + 7} kJ/mol", f"{barrier - 12} kJ/mol"],
            ),
            make_quiz(
                draw, "How many paths lead from the reactants to the products?", str(len(curves)), ["1", "2", "3", "4"]
            ),
        ),
        alt_text=f"Energy profile of an {kind} reaction with {given}"
        + ("; a dashed path shows the catalyst." if catalysed else "."),
    )


def _draw_task(
    sketch: Sketch,
    catalysed: bool,
    barrier: int,
    lowered: int,
    change: int,
    high: int,
    temperature: int,
    style: dict[str, Any],
) -> tuple[str, Answer, str]:
    """The barrier with a catalyst where there is one, and what is asked."""
    if catalysed:
        sketch.text(
            "label:catalyst",
            f"with catalyst: {lowered} kJ/mol",
            (5.9, (barrier + 2 * high) / 3),
            toward=(1, 0),
            gap_pt=8,
            color=GREEN,
            size=10,
            **style,
        )
        sketch.claim("value", "label:catalyst", value=lowered)
        factor = math.exp((barrier - lowered) * 1000 / (GAS_CONSTANT * temperature))
        answer, asked = (
            number_answer(factor, "times"),
            f"factor by which the catalyst speeds up the reaction at {temperature} K",
        )
        solution = f"exp({barrier - lowered} kJ/mol / (R · {temperature} K)) = {format_number(factor)}"
    else:
        answer, asked = number_answer(barrier - change, "kJ/mol"), "activation energy of the reverse reaction"
        solution = f"E_a' = E_a - ΔH = {barrier} - ({change}) = {barrier - change} kJ/mol"
    return asked, answer, solution


def _draw_energies(sketch: Sketch, barrier: int, change: int, style: dict[str, Any]) -> str:
    """Arrows for the activation energy and the change in enthalpy."""
    sketch.line("guide:reactants", (2.6, 0), (9.8, 0), width=0.8, dash="dotted", color=GREY, **style)
    sketch.line("guide:top", (3.4, barrier), (5.0, barrier), width=0.8, dash="dotted", color=GREY, **style)
    sketch.line("arrow:barrier", (3.5, 0), (3.5, barrier), arrow="both", color=RED, width=1.3, **style)
    sketch.line("arrow:change", (8.6, 0), (8.6, change), arrow="end", color=RED, width=1.3, **style)
    sketch.claim("head", "arrow:barrier", value="both")
    sketch.claim("head", "arrow:change", value="end")
    sketch.claim("ratio", "arrow:barrier", "arrow:change", value=barrier / abs(change))
    sketch.text(
        "label:barrier",
        rf"$E_a$ = {barrier} kJ/mol",
        (3.5, barrier * 0.62),
        of="arrow:barrier",
        toward=(-1, 0),
        color=RED,
        **style,
    )
    sign = "−" if change < 0 else "+"
    sketch.text(
        "label:change",
        rf"$\Delta H$ = {sign}{abs(change)} kJ/mol",
        (8.3, 0),
        of="arrow:change",
        toward=(0, 1 if change < 0 else -1),
        color=RED,
        size=10.5,
        **style,
    )
    return sign


def _draw_paths(
    sketch: Sketch, barrier: int, lowered: int, change: int, catalysed: bool, style: dict[str, Any]
) -> list[tuple[str, int, str, str]]:
    """The way over the barrier, and dashed the one with a catalyst; each half is a cosine."""
    curves = [("path", barrier, BLUE, "solid")] + ([("catalyst", lowered, GREEN, "dashed")] if catalysed else [])
    for name, top, color, dash in curves:
        for part, start, stop, base in (("up", 2.6, 5.0, 0), ("down", 7.4, 5.0, change)):
            formula = f"{base}+({top - base})*(1-cos(pi*(x-{start})/({stop - start})))/2"

            def height(x: float, base: int = base, top: int = top, start: float = start, stop: float = stop) -> float:
                return base + (top - base) * (1 - math.cos(math.pi * (x - start) / (stop - start))) / 2

            points = [
                (start + (stop - start) * step / 60, height(start + (stop - start) * step / 60)) for step in range(61)
            ]
            sketch.line(f"{name}:{part}", *points, color=color, dash=dash, width=2, **style)
            sketch.claim("formula", f"{name}:{part}", value=formula)
    return curves


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
    curve = scene.path("curve:ph")
    middle = len(curve.points) // 3
    points = tuple((x, y - 1.5 if abs(index - middle) < 4 else y) for index, (x, y) in enumerate(curve.points))
    return scene.with_marks(
        tuple(replace(curve, points=points) if mark.id == curve.id else mark for mark in scene.marks)
    )
