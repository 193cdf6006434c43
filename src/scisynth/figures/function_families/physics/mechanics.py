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
