"""Math - Solid Geometric, solids with flat faces: boxes, pyramids and prisms.

Boxes and pyramids are drawn in cabinet projection, where the front face has its true shape and depth is halved; hidden edges
are computed from the view (`figures.parts.solid`). Lengths across directions are therefore claimed as they appear on the page.
"""

import math
from random import Random

from scisynth.figures.families.registry import family
from scisynth.figures.parts.math import other_numbers, point, side_text
from scisynth.figures.parts.palette import BLUE, RED
from scisynth.figures.parts.solid import (
    HIDDEN,
    cabinet,
    right_angle_in_space,
    solid,
)
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer

TYPE = "Math - Solid Geometric"


@family(TYPE, "square_pyramid_surface")
def square_pyramid_surface(draw: Random) -> FigureScene:
    """A square pyramid by base and height; its lateral area follows from the slant height."""
    a, h = draw.randrange(4, 21, 2), draw.randint(4, 24)
    if not 0.7 <= h / a <= 1.6:
        return square_pyramid_surface(draw)
    view = cabinet()
    corners = {"A": (0.0, 0, 0), "B": (a, 0.0, 0), "C": (a, a, 0.0), "D": (0, a, 0.0), "S": (a / 2, a / 2, h)}
    foot, half = (a / 2, a / 2, 0.0), (a, a / 2, 0.0)
    sketch = Sketch()
    places = solid(sketch, corners, ("ABCD", "ABS", "BCS", "CDS", "DAS"), view)
    origin, edge, top = view(foot), view(half), places["S"]
    sketch.line("height:SO", top, origin, dash="dashed", color=BLUE, width=1.2)
    sketch.line("inner:OM", origin, edge, **HIDDEN)
    sketch.line("slant:SM", top, edge, color=RED, z=3)
    right_angle_in_space(sketch, "square:O", view, foot, half, corners["S"], 0.07 * a)
    point(sketch, "O", origin, (-0.6, -0.8), 0.011 * a)
    point(sketch, "M", edge, (1, -0.4), 0.011 * a)
    side_text(sketch, "edge:AB", places["A"], places["B"], f"{a} cm", top)
    side_text(sketch, "height:SO", top, origin, f"{h} cm", edge, gap_pt=3, position=0.6, color=BLUE, halo=True)
    side_text(sketch, "slant:SM", top, edge, "$s$", origin, gap_pt=3, position=0.62, color=RED)
    sketch.claim("ratio", "height:SO", "edge:AB", value=h / a)
    sketch.claim("ratio", "inner:OM", "edge:AB", value=0.5)
    sketch.claim("perpendicular", "height:SO", "inner:OM")
    sketch.claim("parallel", "inner:OM", "edge:AB")
    sketch.claim("parallel", "edge:BC", "hidden:AD")
    sketch.claim("on", "point:M", "edge:BC")
    for one, two in (("height:SO", "inner:OM"), ("slant:SM", "inner:OM"), ("slant:SM", "height:SO")):
        sketch.claim("connected", one, two)
    sketch.entity("pyramid SABCD", "edge:AB", "edge:BC", "edge:AS", "edge:BS", "edge:CS")
    sketch.entity("height", "height:SO")
    slant = math.hypot(h, a / 2)
    answer = number_answer(2 * a * slant, "cm²")
    return sketch.scene(
        problem=f"SABCD is a regular pyramid on a square with AB = {a} cm; its height SO is {h} cm and s = SM is the height of the face BCS. Find its lateral area.",
        multimodal_question="SABCD is a regular pyramid on the square ABCD. Find its lateral area from the lengths in the figure.",
        givens=(
            Quantity(symbol="AB", value=a, unit="cm", meaning="side of the base"),
            Quantity(symbol="SO", value=h, unit="cm", meaning="height"),
        ),
        unknown="the lateral area",
        answer=answer,
        solution=f"s = √({h}² + {a // 2}²) = {format_number(slant)} cm, area = 4·{a}·s/2 = {answer.text}",
        hidden=(answer.text,),
        quizzes=(
            make_quiz(draw, "What length is written at AB?", f"{a} cm", other_numbers(a, "cm", (2 * a, h))),
            make_quiz(draw, "On which edge of the base does M lie?", "BC", ["AB", "CD", "AD"]),
            make_quiz(draw, "Which point is the foot of the height?", "O", ["M", "A", "C"]),
        ),
        alt_text=f"Pyramid SABCD on a square of side {a} cm with its height SO = {h} cm and the slant height s = SM.",
    )


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
