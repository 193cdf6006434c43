"""Physics - Field Diagram, charges: lines of force traced along E = k Σ q r / r³, so that each starts and ends where Gauss's law has it.

In the plane of the charges the lines are those of point charges in space; they leave a charge evenly spread, as many as its
size asks for, and arrows upon them claim the direction of the field at their place.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.registry import defect, family
from scisynth.figures.parts.fields import draw_dipole, draw_unequal
from scisynth.figures.parts.palette import BLUE, GREEN, GREY, PALE_BLUE, PALE_RED, RED
from scisynth.figures.parts.physics import charge, count_roles, hidden_texts, value_quiz, vector
from scisynth.figures.parts.places import polar
from scisynth.figures.scene.marks import Label, Path
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
    left, right = scene.mark("sign:left"), scene.mark("sign:right")
    assert isinstance(left, Label) and isinstance(right, Label)
    return change(scene, replace(left, text=right.text), replace(right, text=left.text))


@family(TYPE, "unequal_charges")
def unequal_charges(draw: Random) -> FigureScene:
    """Lines in proportion to charge: as many more leave the larger as it is larger; the rest runs off."""
    num_small, ratio = draw.choice(((6, 2), (8, 2), (6, 3), (8, 1.5), (10, 1.6), (10, 2), (12, 1.5), (8, 2.5)))
    num_large = round(num_small * ratio)
    unit = draw.choice((1, 2, 3, 4, 5))
    small = Quantity(symbol="q_2", value=-unit, unit="nC", meaning="right charge")
    radius, box = 0.27, (4.4, 3.2)
    places = [np.asarray([-1.4, 0.0]), np.asarray([1.4, 0.0])]
    sketch = Sketch()
    field_charges = [(ratio, places[0]), (-1.0, places[1])]
    draw_unequal(sketch, field_charges, radius, num_small, num_large, box)
    for name, at, sign in (("1", places[0], True), ("2", places[1], False)):
        charge(sketch, name, at, radius, sign)
    sketch.text("label:1", "$q_1$", places[0] + (0, radius), of="charge:1", toward=(0, 1), gap_pt=4, halo=True, size=12)
    sketch.text(
        "label:2",
        small.label,
        places[1] + (0, radius),
        of="charge:2",
        toward=(0, 1),
        gap_pt=4,
        halo=True,
        size=12,
    )
    count_roles(sketch, "charge", "bound", "open", "sense")
    sketch.claim("order", "charge:1", "charge:2", value="left_to_right")
    sketch.entity("charges", "charge:1", "charge:2")
    answer = number_answer(unit * num_large / num_small, "nC")
    return sketch.scene(
        problem=f"In a drawing of field lines {num_large} lines leave the charge q₁ and {num_small} of them end on the charge q₂ = {small.text}. Find q₁.",
        multimodal_question="The number of field lines is in proportion to the charge. Find q₁.",
        givens=(small,),
        unknown="the charge q₁",
        answer=answer,
        solution=f"q₁ = {num_large}/{num_small} · {unit} nC = {answer.text}, positive since lines leave it",
        hidden=hidden_texts(sketch, answer, "q₁"),
        quizzes=(
            make_quiz(
                draw,
                "How many field lines leave the charge q1?",
                str(num_large),
                [str(num_small), str(num_large + num_small), str(num_large + 3), str(num_large - 2)],
            ),
            make_quiz(
                draw,
                "How many field lines end on the charge q2?",
                str(num_small),
                [str(num_large), str(num_small + 3), str(num_small - 2), str(num_small + 1)],
            ),
            make_quiz(
                draw, "What is the sign of q1?", "positive", ["negative", "it is neutral", "the same as that of q2"]
            ),
        ),
        alt_text=f"{num_large} field lines leave the positive charge q1 on the left; {num_small} of them end on q2 = {small.text}, the others run off.",
    )


@family(TYPE, "charged_plates")
def charged_plates(draw: Random) -> FigureScene:
    """A uniform field between plates, and the force on a charge in it."""
    volts = Quantity(symbol="U", value=draw.choice((50, 80, 100, 120, 200, 240, 300, 400)), unit="V", meaning="voltage")
    apart = Quantity(symbol="d", value=draw.choice((1, 1.5, 2, 2.5, 4, 5)), unit="cm", meaning="distance of the plates")
    size = Quantity(symbol="q", value=draw.choice((-1, 1)) * draw.choice((2, 3, 4, 5, 6)), unit="nC", meaning="charge")
    upper = draw.choice((True, False))
    width, height, num = 7.0, 3.4, 8
    sketch = Sketch()
    for name, low, positive in (("top", height, upper), ("bottom", -0.25, not upper)):
        fill, color = (PALE_RED, RED) if positive else (PALE_BLUE, BLUE)
        sketch.rectangle(f"plate:{name}", 0, low, width, low + 0.25, fill=fill, color=color)
        for number in range(num):
            x = width * (number + 0.5) / num
            away = 0.5 if name == "top" else -0.25
            sketch.text(f"sign:{name}{number}", "+" if positive else "−", (x, low + away), color=color, size=12)
    start, stop = (height, 0.0) if upper else (0.0, height)
    for number in range(num):
        x = width * (number + 0.5) / num
        sketch.line(f"line:{number}", (x, start), (x, stop), color=GREY, width=1.1)
        tip = start + 0.27 * (stop - start)
        sketch.arrow(
            f"sense:{number}", (x, tip - 0.15 * math.copysign(1, stop - start)), (x, tip), color=GREY, width=1.1
        )
        sketch.claim("perpendicular", f"line:{number}", "size:plate")
        sketch.claim("on", f"sense:{number}", f"line:{number}")
        for name in ("top", "bottom"):
            sketch.claim("connected", f"line:{number}", f"plate:{name}")
    sketch.line("size:plate", (0, height + 1.0), (width, height + 1.0), width=0, z=0)
    up = (size.value > 0) != upper
    spot = np.asarray([width / 2, height / 2])
    charge(sketch, "q", spot, 0.22, size.value > 0, 12)
    vector(
        sketch,
        "force:F",
        spot + polar(90 if up else 270, 0.22),
        1.1,
        90 if up else 270,
        "$F$",
        toward=(1, 0),
        position=0.8,
        color=GREEN,
    )
    sketch.text("label:q", size.label, (spot[0] + 0.22, spot[1]), of="charge:q", toward=(1, 0), halo=True)
    sketch.dimension("size:d", (width, 0), (width, height), apart.label, -0.6, toward=(1, 0), gap_pt=4)
    sketch.text("label:U", volts.label, (0, height / 2), toward=(-1, 0), gap_pt=12)
    sketch.claim("inside", "label:q", "gap:field")
    sketch.rectangle("gap:field", 0, 0, width, height, width=0, z=0)
    count_roles(sketch, "line", "plate", "sense")
    sketch.entity("plates", "plate:top", "plate:bottom")
    sketch.entity("charge", "charge:q")
    answer = number_answer(abs(size.value) * 1e-3 * volts.value / (apart.value / 100), "µN")
    return sketch.scene(
        problem=f"Between two plates {apart.text} apart there is a voltage of {volts.text}; the {'upper' if upper else 'lower'} one is positive. Find the force on a charge of {size.text} between them.",
        multimodal_question="Find the force on the charge between the plates.",
        givens=(volts, apart, size),
        unknown="the force on the charge",
        answer=answer,
        solution=f"F = |q| U / d = {format_number(abs(size.value))} nC · {volts.text} / {format_number(apart.value / 100)} m = {answer.text}, {'up' if up else 'down'}",
        hidden=hidden_texts(sketch, answer, "F"),
        quizzes=(
            make_quiz(
                draw,
                "Which plate is positive?",
                "the upper one" if upper else "the lower one",
                ["the upper one", "the lower one", "both", "neither"],
            ),
            value_quiz(draw, "How far apart are the plates?", apart),
            make_quiz(
                draw,
                "In which direction does the force on the charge point?",
                "upwards" if up else "downwards",
                ["upwards", "downwards", "to the left", "to the right"],
            ),
        ),
        alt_text=f"Plates {apart.text} apart at {volts.text} with a uniform field from the positive to the negative one, and a charge of {size.text} with the force on it.",
    )


@defect("charged_plates", "force_against_law")
def force_against_law(scene: FigureScene, draw: Random) -> FigureScene:
    """The force on the charge points the wrong way along the field."""
    arrow = scene.mark("force:F")
    assert isinstance(arrow, Path)
    (x, y), (_, tip) = arrow.points
    return change(scene, replace(arrow, points=((x, y), (x, 2 * y - tip))))


def _forces(sketch: Sketch, sizes: Sequence[float], directions: Sequence[float], force: np.ndarray) -> None:
    """The two forces on the charge at the corner and their sum, their names away from it."""
    vector(
        sketch,
        "force:1",
        (0, 0),
        sizes[0],
        directions[0],
        "$F_1$",
        toward=(math.copysign(1, -force[0]), 0),
        position=0.85,
        color=BLUE,
    )
    vector(
        sketch,
        "force:2",
        (0, 0),
        sizes[1],
        directions[1],
        "$F_2$",
        toward=(0, math.copysign(1, -force[1])),
        position=0.85,
        color=BLUE,
    )
    vector(
        sketch, "force:F", (0, 0), float(np.hypot(*force)), math.degrees(math.atan2(force[1], force[0])) % 360, "$F$"
    )


@family(TYPE, "three_charges")
def three_charges(draw: Random) -> FigureScene:
    """Coulomb forces on a charge at the right angle of a triangle, and their sum."""
    sizes = [draw.choice((-1, 1)) * value for value in draw.sample((1, 2, 3, 4, 5), 2)]
    one = Quantity(symbol="q_1", value=sizes[0], unit="µC", meaning="charge above")
    two = Quantity(symbol="q_2", value=sizes[1], unit="µC", meaning="charge on the right")
    three = Quantity(symbol="q_3", value=draw.choice((1, 2)), unit="µC", meaning="charge at the corner")
    high = Quantity(symbol="a", value=draw.choice((20, 25, 30, 40)), unit="cm", meaning="distance of q1 and q3")
    far = Quantity(symbol="b", value=draw.choice((20, 25, 30, 40, 50)), unit="cm", meaning="distance of q2 and q3")
    pull = [COULOMB * abs(q.value) * three.value * 1e-12 / (r.value / 100) ** 2 for q, r in ((one, high), (two, far))]
    if not 0.35 <= pull[0] / pull[1] <= 2.8:
        return three_charges(draw)
    unit, radius = 5.0 / max(high.value, far.value), 0.27
    places = {"1": np.asarray([0, unit * high.value]), "2": np.asarray([unit * far.value, 0]), "3": np.zeros(2)}
    sketch = Sketch()
    sketch.line("side:a", places["3"], places["1"], dash="dashed", color=GREY, width=1.0)
    sketch.line("side:b", places["3"], places["2"], dash="dashed", color=GREY, width=1.0)
    opposite = (-1 if sizes[1] < 0 else 1, -1 if sizes[0] < 0 else 1)  # of the sum of the forces
    for name, quantity, toward in (("1", one, (1, 0)), ("2", two, (0, 1)), ("3", three, opposite)):
        if name == "3":
            sketch.circle("charge:3", places["3"], 0.13, fill=PALE_RED, color=RED, z=7)
        else:
            charge(sketch, name, places[name], radius, quantity.value > 0)
        corner = radius * np.asarray(toward) / math.hypot(*toward)
        aside = (-toward[0], 0) if name == "3" and (sizes[0] > 0 and sizes[1] > 0) else toward
        corner = corner if aside == toward else np.asarray([radius, -radius])
        sketch.text(
            f"label:{name}",
            quantity.label,
            places[name] + corner,
            of=f"charge:{name}",
            toward=aside,
            gap_pt=4,
            halo=True,
        )
    scale = 1.9 / max(pull)
    # The names of the sides stand clear of arrows that lie on them.
    along = [
        (scale * force / float(np.hypot(*places[name])) + 1) / 2 if size < 0 else 0.64
        for force, name, size in zip(pull, "12", sizes, strict=True)
    ]
    directions = (270 if sizes[0] > 0 else 90, 180 if sizes[1] > 0 else 0)
    force = scale * (pull[0] * polar(directions[0]) + pull[1] * polar(directions[1]))
    _forces(sketch, [scale * size for size in pull], directions, force)
    away = [math.copysign(1, -part) if size < 0 else -1 for part, size in zip(force, sizes, strict=True)]
    sketch.text("label:a", high.label, along[0] * places["1"], of="side:a", toward=(away[0], 0), gap_pt=6)
    sketch.text("label:b", far.label, along[1] * places["2"], of="side:b", toward=(0, away[1]), gap_pt=6)
    sketch.right_angle("square:3", places["3"], places["1"], places["2"], 0.3)
    sketch.claim("perpendicular", "side:a", "side:b")
    sketch.claim("ratio", "side:a", "side:b", value=high.value / far.value)
    sketch.claim("ratio", "force:1", "force:2", value=pull[0] / pull[1])
    sketch.claim("ratio", "force:F", "force:1", value=math.hypot(*pull) / pull[0])
    count_roles(sketch, "force", "charge")
    sketch.entity("charges", "charge:1", "charge:2", "charge:3")
    answer = number_answer(math.hypot(*pull), "N")
    return sketch.scene(
        problem=f"Charges q₁ = {one.text} and q₂ = {two.text} lie {high.text} above and {far.text} right of a charge q₃ = {three.text}. Find the size of the force on q₃ (k = 8.99 × 10⁹ N m²/C²).",
        multimodal_question="Find the size of the force on the charge q₃ (k = 8.99 × 10⁹ N m²/C²).",
        givens=(one, two, three, high, far),
        unknown="the force on q₃",
        answer=answer,
        solution=f"F₁ = {format_number(pull[0])} N, F₂ = {format_number(pull[1])} N at a right angle, F = √(F₁² + F₂²) = {answer.text}",
        hidden=hidden_texts(sketch, answer, "F"),
        quizzes=(
            value_quiz(draw, "How far is q1 from q3?", high, far),
            make_quiz(
                draw,
                "What are the signs of q1 and q2?",
                _signs(*sizes),
                [_signs(a, b) for a in (1, -1) for b in (1, -1)],
            ),
            make_quiz(draw, "Which charge lies at the right angle?", "q3", ["q1", "q2", "none of them"]),
        ),
        alt_text=f"q1 = {one.text} above and q2 = {two.text} right of q3 = {three.text} with the forces F1 and F2 on q3 and their sum F.",
    )


def _signs(one: float, two: float) -> str:
    words = ["negative", "positive"]
    return f"q1 {words[one > 0]}, q2 {words[two > 0]}"
