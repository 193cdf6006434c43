"""Math - Solid Geometric, solids with flat faces: boxes, pyramids and prisms.

Boxes and pyramids are drawn in cabinet projection, where the front face has its true shape and depth is halved; hidden edges
are computed from the view (`figures.parts.solid`). Lengths across directions are therefore claimed as they appear on the page.
"""

import math
from random import Random

from scisynth.figures.families.registry import family
from scisynth.figures.parts.math import other_numbers, side_text
from scisynth.figures.parts.solid import (
    cabinet,
    right_angle_in_space,
    solid,
)
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer

TYPE = "Math - Solid Geometric"


@family(TYPE, "triangular_prism_surface")
def triangular_prism_surface(draw: Random) -> FigureScene:
    """A prism over a right triangle; its surface needs the hypotenuse."""
    p, q, long = draw.randint(3, 9), draw.randint(3, 9), draw.randint(5, 14)
    if not 0.5 <= p / q <= 2:
        return triangular_prism_surface(draw)
    view = cabinet(35, 0.6)
    corners = {"A": (0.0, 0.0, 0.0), "B": (p, 0.0, 0.0), "C": (0.0, 0.0, q)}
    corners |= {name: (corners[front][0], long, corners[front][2]) for name, front in zip("DEF", "ABC", strict=True)}
    sketch = Sketch()
    places = solid(sketch, corners, ("ABC", "DEF", "ABED", "BCFE", "CADF"), view)
    right_angle_in_space(sketch, "square:A", view, corners["A"], corners["B"], corners["C"], 0.08 * min(p, q) + 0.12)
    inside = view((p / 3, 0, q / 3))
    side_text(sketch, "edge:AB", places["A"], places["B"], f"{p} cm", inside)
    side_text(sketch, "edge:AC", places["A"], places["C"], f"{q} cm", inside)
    side_text(sketch, "edge:BE", places["B"], places["E"], f"{long} cm", places["C"])
    for one, two in (
        ("edge:AB", "hidden:DE"),
        ("edge:BC", "edge:EF"),
        ("edge:BE", "edge:CF"),
        ("edge:BE", "hidden:AD"),
    ):
        sketch.claim("parallel", one, two)
    sketch.claim("perpendicular", "edge:AB", "edge:AC")
    sketch.claim("ratio", "edge:AB", "edge:AC", value=p / q)
    sketch.claim("ratio", "edge:BE", "edge:AB", value=0.6 * long / p)
    sketch.entity("prism ABC-DEF", "edge:AB", "edge:BC", "edge:AC", "edge:BE", "edge:CF", "edge:EF")
    slope = math.hypot(p, q)
    answer = number_answer(p * q + (p + q + slope) * long, "cm²")
    return sketch.scene(
        problem=f"A right prism ABC-DEF has a right triangle as its base: AB = {p} cm, AC = {q} cm, right angle at A. Its length is BE = {long} cm. Find its total surface area.",
        multimodal_question="ABC-DEF is a right prism. Find its total surface area from the lengths in the figure.",
        givens=(
            Quantity(symbol="AB", value=p, unit="cm"),
            Quantity(symbol="AC", value=q, unit="cm"),
            Quantity(symbol="BE", value=long, unit="cm"),
        ),
        unknown="the total surface area",
        answer=answer,
        solution=f"BC = √({p}² + {q}²) = {format_number(slope)} cm, area = {p}·{q} + ({p} + {q} + BC)·{long} = {answer.text}",
        hidden=(answer.text,),
        quizzes=(
            make_quiz(draw, "How long is BE?", f"{long} cm", other_numbers(long, "cm", (p, q))),
            make_quiz(draw, "At which corner of the front face is the right angle?", "A", ["B", "C", "E"]),
            make_quiz(draw, "Which corner do the dashed edges share?", "D", ["A", "E", "F"]),
        ),
        alt_text=f"Prism ABC-DEF with a right angle at A, AB = {p} cm, AC = {q} cm and length BE = {long} cm.",
    )
