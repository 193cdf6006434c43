"""Physics - Field Diagram, charges: lines of force traced along E = k Σ q r / r³, so that each starts and ends where Gauss's law has it.

In the plane of the charges the lines are those of point charges in space; they leave a charge evenly spread, as many as its
size asks for, and arrows upon them claim the direction of the field at their place.
"""

from random import Random

import numpy as np

from scisynth.figures.corruptions import swap_texts
from scisynth.figures.families.registry import defect, family
from scisynth.figures.parts.fields import draw_dipole
from scisynth.figures.parts.palette import GREY
from scisynth.figures.parts.physics import charge, count_roles, hidden_texts, value_quiz
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer

TYPE = "Physics - Field Diagram"
COULOMB = 8.99e9
"""k = 1/(4 π ε₀), N m²/C²."""


@family(TYPE, "dipole_lines")
def dipole_lines(draw: Random) -> FigureScene:
    """Two equal and opposite charges; both fields point the same way midway between them."""
    size = Quantity(symbol="q", value=draw.choice((1, 2, 3, 4, 5, 6, 8)), unit="nC", meaning="size of each charge")
    apart = Quantity(symbol="d", value=draw.choice((4, 5, 6, 8, 10, 12)), unit="cm", meaning="distance of the charges")
    flip = draw.choice((1.0, -1.0))
    half, radius, box = 1.5, 0.26, (4.2, 3.0)
    places = {"left": np.asarray([-half, 0.0]), "right": np.asarray([half, 0.0])}
    sketch = Sketch()
    draw_dipole(sketch, [(flip, places["left"]), (-flip, places["right"])], ("left", "right"), radius, 12, box)
    for name, sign in (("left", flip), ("right", -flip)):
        charge(sketch, name, places[name], radius, sign > 0)
        words = f"${'+' if sign > 0 else '-'}q$"
        sketch.text(
            f"label:{name}",
            words,
            places[name] + (0, radius),
            of=f"charge:{name}",
            toward=(0, 1),
            gap_pt=2,
            halo=True,
            size=12,
        )
    sketch.dot("point:P", (0, 0), 0.06, z=7)
    sketch.text("label:P", "$P$", (0, 0), of="point:P", toward=(0, 1), gap_pt=4, halo=True, size=12)
    sketch.line("size:d", (-half, -box[1] - 0.45), (half, -box[1] - 0.45), arrow="both", width=0.9)
    sketch.text("label:d", apart.label, (0, -box[1] - 0.45), of="size:d", toward=(0, -1))
    sketch.text("label:q", size.label, (half + 0.2, -box[1] - 0.45), toward=(1, 0), gap_pt=14)
    for name, x in (("left", -half), ("right", half)):
        sketch.line(f"end:{name}", (x, -radius), (x, -box[1] - 0.55), width=0.6, dash="dashed", color=GREY, z=1)
    sketch.claim("order", "charge:left", "point:P", "charge:right", value="left_to_right")
    count_roles(sketch, "charge", "bound", "open", "sense")
    sketch.entity("charges", "charge:left", "charge:right")
    half_m = apart.value / 200
    answer = number_answer(2 * COULOMB * size.value * 1e-9 / half_m**2, "N/C")
    side = "right" if flip > 0 else "left"
    return sketch.scene(
        problem=f"Charges {'+' if flip > 0 else '-'}q (left) and {'-' if flip > 0 else '+'}q (right) with q = {size.text} are {apart.text} apart. Find the strength of the electric field at P, midway between them (k = 8.99 × 10⁹ N m²/C²).",
        multimodal_question="Find the strength of the electric field at P, midway between the charges (k = 8.99 × 10⁹ N m²/C²).",
        givens=(size, apart),
        unknown="the field at P",
        answer=answer,
        solution=f"Both fields point to the {side}: E = 2 k q / (d/2)² = 2 · 8.99 × 10⁹ · {format_number(size.value)} × 10⁻⁹ / {format_number(half_m)}² = {answer.text}",
        hidden=hidden_texts(sketch, answer, "E"),
        quizzes=(
            make_quiz(
                draw,
                "Which charge is positive?",
                "the left one" if flip > 0 else "the right one",
                ["the left one", "the right one", "both", "neither"],
            ),
            value_quiz(draw, "How far apart are the charges?", apart),
            make_quiz(
                draw,
                "In which direction do the field lines run at P?",
                f"to the {side}",
                ["to the left", "to the right", "upwards", "downwards"],
            ),
        ),
        alt_text=f"Field lines between two opposite charges of {size.text}, {apart.text} apart; they leave the positive charge on the {'left' if flip > 0 else 'right'}.",
    )


@defect("dipole_lines", "crossed_signs")
def crossed_signs(scene: FigureScene, draw: Random) -> FigureScene:
    """The signs of the charges are exchanged, so that lines leave the negative one."""
    left, right = scene.label("sign:left"), scene.label("sign:right")
    return swap_texts(scene, left.id, right.id)
