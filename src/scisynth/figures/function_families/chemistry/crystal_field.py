"""Chemistry - Orbital / Quantum, crystal fields: how the d levels of an ion split.

In an octahedral field t2g lies 0.4 Delta below and eg 0.6 Delta above the mean; in a tetrahedral one e lies 0.6 Delta below and
t2 0.4 Delta above. Heights are to scale. Pairing energy and spectroscopic terms are not covered.
"""

import math
from dataclasses import replace
from random import Random

from scisynth.figures.families.registry import defect, family
from scisynth.figures.function_families.chemistry.orbital_quantum import HALF, filled_level
from scisynth.figures.parts.chemistry import canvas, near_counts
from scisynth.figures.parts.palette import GREY, RED
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer
from scisynth.grading.values.chemistry import NUMBERS

TYPE = "Chemistry - Orbital / Quantum"
COMPLEXES = {"Ti": (3,), "V": (2, 3), "Cr": (2, 3), "Mn": (2, 3), "Fe": (2, 3), "Co": (2, 3), "Ni": (2,), "Cu": (2,)}


def field_filling(d_electrons: int, tetrahedral: bool, low_spin: bool) -> tuple[int, int]:
    """Electrons in the lower and the upper set."""
    lower, upper = (2, 3) if tetrahedral else (3, 2)
    if low_spin:
        first = min(d_electrons, 2 * lower)
        return first, d_electrons - first
    single = min(d_electrons, 5)
    paired = d_electrons - single
    first = min(single, lower) + min(paired, lower)
    return first, d_electrons - first if upper else 0


@family(TYPE, "crystal_field")
def crystal_field(draw: Random) -> FigureScene:
    """d electrons in an octahedral or tetrahedral field; stabilisation energy, magnetic moment or colour."""
    metal = draw.choice(sorted(COMPLEXES))
    charge = draw.choice(COMPLEXES[metal])
    electrons = NUMBERS[metal] - 18 - charge
    tetrahedral = draw.random() < 0.3
    low_spin = not tetrahedral and 4 <= electrons <= 7 and draw.random() < 0.5
    delta = (
        draw.randrange(3500, 7000, 500)
        if tetrahedral
        else draw.randrange(17000, 26000, 500)
        if low_spin
        else draw.randrange(9000, 16000, 500)
    )
    lower, upper = field_filling(electrons, tetrahedral, low_spin)
    names = (("e", "t_2"), (2, 3)) if tetrahedral else (("t_{2g}", "e_g"), (3, 2))
    shares = (-0.6, 0.4) if tetrahedral else (-0.4, 0.6)
    sketch = Sketch()
    tall, unit = 0.62, 3.0
    x = 3.3
    filled_level(sketch, "low", x, shares[0] * unit, names[1][0], lower, tall)
    filled_level(sketch, "high", x, shares[1] * unit, names[1][1], upper, tall)
    _draw_field(sketch, names, shares, x, unit, delta)
    sketch.claim("ratio", "gap:delta", "level:low0", value=unit / (2 * HALF))
    sketch.claim("count", "electron", value=electrons)
    sketch.claim("count", "level", value=5)
    sketch.claim("order", "level:low0", "free:0", "level:high0", value="bottom_to_top")
    kind = "tetrahedral" if tetrahedral else "octahedral"
    sketch.text("title:ion", rf"{kind} field, $\mathrm{{{metal}^{{{charge}+}}}}$", (1.6, 3.0), size=12)
    canvas(sketch, -1.8, -2.6, 6.6, 3.1)
    energy = lower * shares[0] * delta + upper * shares[1] * delta
    alone = min(lower, 2 * names[1][0] - lower) + min(upper, 2 * names[1][1] - upper)
    moment, wavelength = math.sqrt(alone * (alone + 2)), 1e7 / delta
    asked, answer, solution = draw.choice(
        [
            (
                "crystal field stabilisation energy in cm⁻¹ (without pairing energy)",
                number_answer(energy, "cm⁻¹", digits=4),
                f"({lower}·({shares[0]}) + {upper}·{shares[1]}) Δ = {energy:.0f} cm⁻¹",
            ),
            (
                "spin-only magnetic moment in Bohr magnetons",
                number_answer(moment, "μ_B"),
                f"{alone} unpaired electrons: {format_number(moment)} μ_B",
            ),
            (
                "wavelength in nm of light whose photons carry the energy Δ",
                number_answer(wavelength, "nm"),
                f"λ = 1/Δ = {format_number(wavelength)} nm",
            ),
        ]
    )
    return sketch.scene(
        problem=f"The ion {metal}({charge}+) has {electrons} d electrons in {'a tetrahedral' if tetrahedral else 'an octahedral'} field with Δ = {delta} cm⁻¹"
        f"{', low spin' if low_spin else ', high spin'}. Find the {asked}.",
        multimodal_question=f"Find the {asked} for the ion in the figure.",
        givens=(
            Quantity(symbol="Δ", value=delta, unit="cm⁻¹"),
            Quantity(symbol="d", value=electrons, meaning="d electrons"),
        ),
        unknown=f"the {asked}",
        answer=answer,
        solution=solution,
        hidden=(answer.text,),
        quizzes=(
            make_quiz(draw, "How many electrons are drawn?", str(electrons), near_counts(draw, electrons, 1)),
            make_quiz(draw, "How many electrons stand in the upper set?", str(upper), near_counts(draw, upper)),
            make_quiz(draw, "How many levels has the lower set?", str(names[1][0]), ["1", "2", "3", "4"]),
            make_quiz(
                draw,
                "Which splitting is marked?",
                f"{delta} cm⁻¹",
                [f"{delta + 1500} cm⁻¹", f"{delta - 1000} cm⁻¹", f"{delta * 2} cm⁻¹"],
            ),
        ),
        alt_text=f"Splitting of five d levels in a field that is {kind}, with {electrons} electrons and Δ = {delta} cm⁻¹.",
    )


def _draw_field(
    sketch: Sketch,
    names: tuple[tuple[str, str], tuple[int, int]],
    shares: tuple[float, float],
    x: float,
    unit: float,
    delta: int,
) -> None:
    """The free ion, the links to its split levels, and the splitting."""
    arrow_x = x + 1.45
    for index in range(5):
        sketch.line(
            f"free:{index}", (-1.3 + 0.62 * index - HALF, 0), (-1.3 + 0.62 * index + HALF, 0), width=2.0, color=GREY
        )
    sketch.text("label:free", "free ion, mean field", (-0.06, 0), of="free:2", toward=(0, -1), gap_pt=8, color=GREY)
    for index, (name, num) in enumerate(zip(*names, strict=True)):
        y, left = shares[index] * unit, x - (num - 1) * 0.31 - HALF
        sketch.line(f"link:{index}", (-1.3 + 4 * 0.62 + HALF, 0), (left, y), color=GREY, width=0.8, dash="dashed", z=0)
        words = f"${name}$"
        role = ("low", "high")[index]
        sketch.text(
            f"set:{role}", words, (x, y), of=f"level:{role}{(num - 1) // 2}", toward=(0, -1), gap_pt=15, size=13
        )
    sketch.line(
        "gap:delta", (arrow_x, shares[0] * unit), (arrow_x, shares[1] * unit), arrow="both", width=1.2, color=RED
    )
    sketch.claim("head", "gap:delta", value="both")
    sketch.claim("direction", "gap:delta", value=90)
    sketch.text(
        "label:delta", rf"$\Delta$ = {delta} cm$^{{-1}}$", (arrow_x, 0), of="gap:delta", toward=(1, 0), color=RED
    )


@defect("crystal_field", "inverted_splitting")
def inverted_splitting(scene: FigureScene, draw: Random) -> FigureScene:
    """The sets lie the other way up."""
    return scene.with_marks(
        tuple(
            replace(mark, points=tuple((x, -y) for x, y in mark.points))
            if isinstance(mark, Path) and mark.id.startswith("level:")
            else mark
            for mark in scene.marks
        )
    )
