"""Physics - Mechanical, bodies at rest: the arrows of the forces are to scale and add up to nothing, and so do their moments."""

import math
from dataclasses import replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.registry import defect, family
from scisynth.figures.parts.palette import BLUE, GREEN, GREY, PALE_BLUE, PALE_GREY, PALE_ORANGE
from scisynth.figures.parts.physics import (
    GRAVITY,
    block,
    count_roles,
    given_label,
    hidden_texts,
    spring,
    value_quiz,
    vector,
    wall,
)
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer

TYPE = "Physics - Mechanical"


@family(TYPE, "two_cables")
def two_cables(draw: Random) -> FigureScene:
    """A lamp on two cables, and the forces at their knot: three vectors that add up to nothing."""
    weight = Quantity(symbol="W", value=draw.randrange(20, 130, 10), unit="N", meaning="weight of the lamp")
    left = Quantity(symbol=r"\alpha", value=draw.randrange(25, 66, 5), unit="°", meaning="left cable to the ceiling")
    right = Quantity(symbol=r"\beta", value=draw.randrange(25, 66, 5), unit="°", meaning="right cable to the ceiling")
    if left.value == right.value:
        return two_cables(draw)
    a, b = math.radians(left.value), math.radians(right.value)
    pull_left, pull_right = math.cos(b) / math.sin(a + b), math.cos(a) / math.sin(a + b)
    span = 5.4
    drop = span / (1 / math.tan(a) + 1 / math.tan(b))
    ends = {"A": np.asarray([0.0, 0.0]), "B": np.asarray([span, 0.0])}
    knot = np.asarray([drop / math.tan(a), -drop])
    sketch = Sketch()
    wall(sketch, "ceiling", (span + 0.6, 0), (-0.6, 0), 0.3)
    for name in "AB":
        sketch.line(f"cable:{name}", ends[name], knot, width=1.6)
        sketch.claim("connected", f"cable:{name}", "wall:ceiling")
    sketch.claim("connected", "cable:A", "cable:B")
    sketch.line("cord:lamp", knot, knot - (0, 0.7), width=1.6)
    sketch.area(
        "body:lamp",
        knot + np.asarray((-0.3, -0.7)),
        knot + np.asarray((0.3, -0.7)),
        knot + np.asarray((0.7, -1.3)),
        knot + np.asarray((-0.7, -1.3)),
        fill=PALE_ORANGE,
        z=3,
    )
    sketch.text("label:W", given_label(weight), knot - (0, 1.3), of="body:lamp", toward=(0, -1))
    sketch.angle("angle:a", ends["A"], knot, ends["B"], given_label(left), 0.9)
    sketch.angle("angle:b", ends["B"], ends["A"], knot, given_label(right), 0.9)
    center, scale = np.asarray([span + 3.2, -1.9]), 1.9 / max(pull_left, pull_right, 1.0)
    vector(sketch, "force:T1", center, scale * pull_left, 180 - left.value, "$T_1$", color=BLUE)
    vector(sketch, "force:T2", center, scale * pull_right, right.value, "$T_2$", color=GREEN)
    vector(sketch, "force:W", center, scale, 270, "$W$", toward=(1, 0), position=0.8)
    sketch.dot("point:O", center, 0.06, z=7)
    sketch.text("title:setup", "the lamp", (span / 2, 0.3), toward=(0, 1), gap_pt=6, color=GREY)
    sketch.text("title:forces", "forces at the knot", (span + 3.2, 0.3), toward=(0, 1), gap_pt=6, color=GREY)
    sketch.claim("angle", "cable:A", "wall:ceiling", value=left.value)
    sketch.claim("angle", "cable:B", "wall:ceiling", value=right.value)
    sketch.claim("parallel", "force:T1", "cable:A")
    sketch.claim("parallel", "force:T2", "cable:B")
    sketch.claim("ratio", "force:T1", "force:W", value=pull_left)
    sketch.claim("ratio", "force:T2", "force:W", value=pull_right)
    count_roles(sketch, "force", "cable")
    sketch.entity("lamp on two cables", "cable:A", "cable:B", "body:lamp")
    sketch.entity("forces at the knot", "force:T1", "force:T2", "force:W")
    which, pull, other = draw.choice((("T₁", pull_left, right), ("T₂", pull_right, left)))
    answer = number_answer(weight.value * pull, "N")
    cable = "left" if which == "T₁" else "right"
    return sketch.scene(
        problem=f"A lamp of weight {weight.text} hangs at rest on two cables that make angles of {left.text} (left) and {right.text} (right) with the ceiling. Find the tension {which} of the {cable} cable.",
        multimodal_question=f"The lamp hangs at rest. Find the tension {which} of the {cable} cable.",
        givens=(weight, left, right),
        unknown=f"the tension {which}",
        answer=answer,
        solution=f"T₁ cos α = T₂ cos β and T₁ sin α + T₂ sin β = W, so {which} = W cos {other.text} / sin({left.text} + {right.text}) = {answer.text}",
        hidden=hidden_texts(sketch, answer, which),
        quizzes=(
            value_quiz(draw, "What is the weight of the lamp?", weight),
            value_quiz(draw, "What angle does the left cable make with the ceiling?", left, right),
            make_quiz(draw, "Which force points straight down?", "W", ["T1", "T2", "the sum of all three"]),
        ),
        alt_text=f"A lamp of {weight.text} on two cables at {left.text} and {right.text} to the ceiling, and beside it the forces T1, T2 and W at the knot.",
    )


@defect("two_cables", "unbalanced_forces")
def unbalanced_forces(scene: FigureScene, draw: Random) -> FigureScene:
    """One tension is drawn half as long, so that the forces no longer add up to nothing."""
    arrow = scene.mark(draw.choice(("force:T1", "force:T2")))
    assert isinstance(arrow, Path)
    (x0, y0), (x1, y1) = arrow.points
    return change(scene, replace(arrow, points=((x0, y0), ((x0 + x1) / 2, (y0 + y1) / 2))))


@family(TYPE, "loaded_spring")
def loaded_spring(draw: Random) -> FigureScene:
    """A spring without and with a load: its stiffness by Hooke's law."""
    free = Quantity(symbol="L_0", value=draw.randint(10, 18), unit="cm", meaning="length without a load")
    long = Quantity(symbol="L", value=free.value + draw.randint(3, 9), unit="cm", meaning="length with the load")
    mass = Quantity(symbol="m", value=draw.choice((0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.8)), unit="kg", meaning="load")
    scale = 5.2 / long.value
    sketch = Sketch()
    wall(sketch, "ceiling", (5.6, 0), (-1.0, 0), 0.35)
    for name, x, quantity in (("free", 0.6, free), ("loaded", 3.6, long)):
        end, side = (x, -scale * quantity.value), 0.75 if name == "loaded" else -0.75
        spring(sketch, f"spring:{name}", (x, 0), end, coils=9, width=0.55)
        sketch.dimension(
            f"size:{name}", (x, 0), end, given_label(quantity), side, toward=(math.copysign(1, side), 0), gap_pt=4
        )
        sketch.claim("connected", f"spring:{name}", "wall:ceiling")
    low = -scale * long.value
    block(sketch, "body:load", (3.6, low - 0.45), 1.1, 0.9)
    sketch.text("label:m", given_label(mass), (3.05, low - 0.45), of="body:load", toward=(-1, 0))
    sketch.line(
        "level:free", (-0.6, -scale * free.value), (5.4, -scale * free.value), dash="dashed", width=0.8, color=GREY, z=1
    )
    sketch.claim("connected", "spring:loaded", "body:load")
    sketch.claim("connected", "size:free", "level:free")
    sketch.claim("ratio", "size:loaded", "size:free", value=long.value / free.value)
    sketch.claim("parallel", "size:loaded", "size:free")
    sketch.claim("parallel", "level:free", "wall:ceiling")
    count_roles(sketch, "spring", "body")
    sketch.entity("spring without load", "spring:free")
    sketch.entity("spring with load", "spring:loaded", "body:load")
    stretch = (long.value - free.value) / 100
    answer = number_answer(mass.value * GRAVITY / stretch, "N/m")
    return sketch.scene(
        problem=f"A spring is {free.text} long. With a load of {mass.text} at rest on it, it is {long.text} long. Find its spring constant k (g = 9.81 m/s²).",
        multimodal_question="The figure shows a spring without and with a load at rest. Find its spring constant k (g = 9.81 m/s²).",
        givens=(free, long, mass),
        unknown="the spring constant k",
        answer=answer,
        solution=f"k = m g / (L - L₀) = {mass.text} · 9.81 m/s² / {format_number(stretch)} m = {answer.text}",
        hidden=hidden_texts(sketch, answer, "k"),
        quizzes=(
            value_quiz(draw, "How long is the spring without a load?", free, long),
            value_quiz(draw, "What is the mass of the load?", mass),
            make_quiz(draw, "How many springs carry a load?", "1", ["0", "2", "3"]),
        ),
        alt_text=f"The same spring twice below a ceiling: {free.text} long without a load, {long.text} long with a load of {mass.text}.",
    )


@family(TYPE, "lever_balance")
def lever_balance(draw: Random) -> FigureScene:
    """A lever in balance: equal moments about its pivot, and a support force equal to the sum of the loads."""
    one = Quantity(symbol="d_1", value=draw.choice((0.8, 1.0, 1.2, 1.5, 1.8, 2.0)), unit="m", meaning="left arm")
    two = Quantity(symbol="d_2", value=draw.choice((0.6, 0.9, 1.0, 1.4, 1.6, 2.4)), unit="m", meaning="right arm")
    load = Quantity(symbol="F_1", value=draw.randrange(30, 160, 10), unit="N", meaning="left force")
    ratio = one.value / two.value
    if not 0.45 <= ratio <= 2.2 or 0.9 <= ratio <= 1.1:
        return lever_balance(draw)
    scale, arrow = 8 / (one.value + two.value), 1.5 / max(ratio, 1.0)
    left, right = -scale * one.value, scale * two.value
    sketch = Sketch()
    sketch.rectangle("beam:lever", left - 0.3, -0.09, right + 0.3, 0.09, fill=PALE_ORANGE, z=2)
    sketch.area("support:pivot", (0, -0.09), (0.45, -0.95), (-0.45, -0.95), fill=PALE_GREY, z=1)
    wall(sketch, "floor", (-1.1, -0.95), (1.1, -0.95), 0.25)
    sketch.dot("point:O", (0, 0), 0.08, z=7)
    vector(sketch, "force:F1", (left, -0.09), arrow, 270, given_label(load), toward=(-0.6, -1))
    vector(sketch, "force:F2", (right, -0.09), arrow * ratio, 270, "$F_2$", toward=(0.6, -1), color=BLUE)
    vector(sketch, "force:N", (0, 0.09), arrow * (1 + ratio), 90, "$N$", toward=(1, 0), color=GREEN, position=0.9)
    for name, end, quantity in (("d1", left, one), ("d2", right, two)):
        ends = ((end, 0.0), (0.0, 0.0)) if end < 0 else ((0.0, 0.0), (end, 0.0))
        sketch.dimension(f"size:{name}", *ends, given_label(quantity), 0.75, toward=(0, 1), gap_pt=3)
    sketch.claim("ratio", "size:d1", "size:d2", value=ratio)
    sketch.claim("ratio", "force:F2", "force:F1", value=ratio)
    sketch.claim("ratio", "force:N", "force:F1", value=1 + ratio)
    sketch.claim("parallel", "force:F1", "force:F2")
    sketch.claim("perpendicular", "force:F1", "size:d1")
    sketch.claim("order", "force:F1", "support:pivot", "force:F2", value="left_to_right")
    count_roles(sketch, "force", "support")
    sketch.entity("lever", "beam:lever", "support:pivot")
    sketch.entity("forces", "force:F1", "force:F2", "force:N")
    answer = number_answer(load.value * ratio, "N")
    return sketch.scene(
        problem=f"A light lever is in balance on its pivot. A force F₁ = {load.text} acts downwards {one.text} left of the pivot. Find the force F₂ that acts downwards {two.text} right of it.",
        multimodal_question="The light lever in the figure is in balance. Find the force F₂.",
        givens=(one, two, load),
        unknown="the force F₂",
        answer=answer,
        solution=f"F₂ d₂ = F₁ d₁, F₂ = {load.text} · {one.text} / {two.text} = {answer.text}",
        hidden=hidden_texts(sketch, answer, "F₂"),
        quizzes=(
            value_quiz(draw, "How long is the left arm d1?", one, two),
            value_quiz(draw, "How large is the force F1?", load),
            make_quiz(draw, "Which force points upwards?", "N", ["F1", "F2", "none of them"]),
            make_quiz(draw, "Which arrow of a force is the longest?", "N", ["F1", "F2", "they are equal"]),
        ),
        alt_text=f"A lever on a pivot with F1 = {load.text} at {one.text} to its left, F2 at {two.text} to its right, and the support force N upwards.",
    )


@defect("lever_balance", "wrong_arm")
def wrong_arm(scene: FigureScene, draw: Random) -> FigureScene:
    """The right force is drawn halfway along its arm, not at its end."""
    arrow, arm = scene.mark("force:F2"), scene.mark("size:d2")
    assert isinstance(arrow, Path) and isinstance(arm, Path)
    half = arrow.points[0][0] / 2
    moved = replace(arrow, points=tuple((half, y) for _, y in arrow.points))
    return change(scene, moved, replace(arm, points=(arm.points[0], (half, arm.points[1][1]))))


@family(TYPE, "beam_reactions")
def beam_reactions(draw: Random) -> FigureScene:
    """A beam on two supports with one load: the supports share it by the lever law."""
    length = Quantity(symbol="L", value=draw.choice((4, 5, 6, 8, 10)), unit="m", meaning="span")
    share = draw.choice((0.25, 0.3, 0.4, 0.6, 0.7, 0.75))
    place = Quantity(symbol="a", value=share * length.value, unit="m", meaning="distance of the load from A")
    load = Quantity(symbol="F", value=draw.randrange(4, 32, 2), unit="kN", meaning="load")
    span, arrow, x = 8.0, 2.2, share * 8
    sketch = Sketch()
    sketch.rectangle("beam:AB", -0.3, -0.12, span + 0.3, 0.12, fill=PALE_BLUE, z=2)
    sketch.area("support:A", (0, -0.12), (0.35, -0.75), (-0.35, -0.75), fill=PALE_GREY)
    wall(sketch, "A", (-0.7, -0.75), (0.7, -0.75), 0.22)
    sketch.circle("support:B", (span, -0.40), 0.28, fill=PALE_GREY)
    wall(sketch, "B", (span - 0.7, -0.68), (span + 0.7, -0.68), 0.22)
    sketch.claim("tangent", "wall:B", "support:B")
    for name, at in (("A", 0.0), ("B", span)):
        sketch.text(
            f"point:{name}",
            f"${name}$",
            (at + 0.4 - 0.8 * (name == "A"), -0.4),
            of=f"support:{name}",
            toward=(-1 if name == "A" else 1, 0),
            size=13,
        )
    vector(sketch, "force:F", (x, 0.12 + arrow), arrow, 270, given_label(load), toward=(1, 0), position=0.15)
    vector(sketch, "force:RA", (0, 0.12), arrow * (1 - share), 90, "$R_A$", toward=(-1, 0), position=0.8, color=BLUE)
    vector(sketch, "force:RB", (span, 0.12), arrow * share, 90, "$R_B$", toward=(1, 0), position=0.8, color=GREEN)
    for name, end, depth, quantity in (("a", x, -1.35, place), ("L", span, -2.05, length)):
        sketch.line(f"end:{name}", (end, -1.1 if name == "a" else -1.0), (end, depth - 0.12), width=0.7)
        sketch.line(f"size:{name}", (0, depth), (end, depth), arrow="both", width=0.9)
        sketch.text(
            f"label:{name}", given_label(quantity), (end / 2, depth), of=f"size:{name}", toward=(0, 1), gap_pt=3
        )
    sketch.line("end:A", (0, -1.1), (0, -2.17), width=0.7)
    sketch.line("axis:load", (x, -0.12), (x, -1.1), width=0.7, dash="dashed", color=GREY)
    sketch.claim("ratio", "size:a", "size:L", value=share)
    sketch.claim("ratio", "force:RA", "force:F", value=1 - share)
    sketch.claim("ratio", "force:RB", "force:F", value=share)
    sketch.claim("parallel", "force:RA", "force:F")
    sketch.claim("connected", "axis:load", "end:a")
    sketch.claim("order", "support:A", "force:F", "support:B", value="left_to_right")
    count_roles(sketch, "force", "support")
    sketch.entity("beam", "beam:AB", "support:A", "support:B")
    which, part = draw.choice((("A", 1 - share), ("B", share)))
    answer = number_answer(load.value * part, "kN")
    arm = f"({length.text} - {place.text})" if which == "A" else place.text
    return sketch.scene(
        problem=f"A light beam of span {length.text} rests on a pin at A and a roller at B and carries a load of {load.text} at {place.text} from A. Find the reaction at {which}.",
        multimodal_question=f"The light beam rests on A and B. Find the reaction at {which}.",
        givens=(length, place, load),
        unknown=f"the reaction at {which}",
        answer=answer,
        solution=f"R = F · {arm} / L = {load.text} · {format_number(part)} = {answer.text}",
        hidden=hidden_texts(sketch, answer, f"R_{which}"),
        quizzes=(
            value_quiz(draw, "How large is the load F?", load),
            value_quiz(draw, "What is the span L of the beam?", length, place),
            make_quiz(draw, "Which support is a roller?", "B", ["A", "both", "neither"]),
            make_quiz(
                draw,
                "Nearer to which end does the load act?",
                "A" if share < 0.5 else "B",
                ["A", "B", "it acts in the middle", "it is spread evenly"],
            ),
        ),
        alt_text=f"A beam of span {length.text} on a pin A and a roller B with a load of {load.text} at {place.text} from A and the reactions upwards.",
    )
