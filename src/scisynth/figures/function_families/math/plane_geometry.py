"""Math - Plane Geometric, straight lines: triangles and quadrilaterals whose coordinates are solved from what is given."""

import math
from dataclasses import replace
from random import Random

import numpy as np

from scisynth.figures.families.registry import defect, family
from scisynth.figures.parts.math import chevron, other_numbers, point, polygon, side_text, vertex
from scisynth.figures.parts.palette import BLUE, INK, PALE_BLUE, RED
from scisynth.figures.parts.places import away
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer
from scisynth.figures.scene.solve import angle, at, distance, solve_points

TYPE = "Math - Plane Geometric"


@family(TYPE, "right_trapezoid_area")
def right_trapezoid_area(draw: Random) -> FigureScene:
    """A trapezoid with two right angles by three sides; its height follows from a right triangle."""
    low, high, slant = draw.randint(7, 14), draw.randint(3, 9), draw.randint(4, 11)
    run = low - high
    if run < 2 or slant <= run or not 2.0 <= math.sqrt(slant**2 - run**2) <= 9:
        return right_trapezoid_area(draw)
    height = math.sqrt(slant**2 - run**2)
    corners = {
        "A": np.asarray([0.0, 0.0]),
        "B": np.asarray([float(low), 0.0]),
        "C": np.asarray([float(high), height]),
        "D": np.asarray([0.0, height]),
    }
    middle = np.mean(list(corners.values()), axis=0)
    sketch = Sketch()
    sketch.area("fill:trapezoid", *corners.values(), fill=PALE_BLUE, width=0, z=0)
    polygon(sketch, corners)
    size = 0.05 * low
    sketch.right_angle("square:A", corners["A"], corners["B"], corners["D"], size)
    sketch.right_angle("square:D", corners["D"], corners["C"], corners["A"], size)
    for line, words in (("AB", f"{low} cm"), ("CD", f"{high} cm"), ("BC", f"{slant} cm")):
        side_text(sketch, f"side:{line}", corners[line[0]], corners[line[1]], words, middle)
    sketch.claim("parallel", "side:AB", "side:CD")
    sketch.claim("perpendicular", "side:DA", "side:AB")
    sketch.claim("perpendicular", "side:DA", "side:CD")
    sketch.claim("ratio", "side:CD", "side:AB", value=high / low)
    sketch.claim("ratio", "side:BC", "side:AB", value=slant / low)
    sketch.claim("count", "square", value=2)
    sketch.entity("trapezoid ABCD", "side:AB", "side:BC", "side:CD", "side:DA")
    answer = number_answer((low + high) / 2 * height, "cm²")
    return sketch.scene(
        problem=f"ABCD is a trapezoid with right angles at A and D, AB = {low} cm, CD = {high} cm and BC = {slant} cm. Find its area.",
        multimodal_question="Find the area of the trapezoid ABCD from the lengths in the figure.",
        givens=(
            Quantity(symbol="AB", value=low, unit="cm"),
            Quantity(symbol="CD", value=high, unit="cm"),
            Quantity(symbol="BC", value=slant, unit="cm"),
        ),
        unknown="the area",
        answer=answer,
        solution=f"AD = √({slant}² - {run}²) = {format_number(height)} cm, area = ({low} + {high})/2·AD = {answer.text}",
        hidden=(answer.text,),
        quizzes=(
            make_quiz(
                draw,
                "How long is BC?",
                f"{slant} cm",
                other_numbers(slant, "cm", (low, high)),
            ),
            make_quiz(draw, "Which corners have right angles?", "A and D", ["A and B", "B and C", "C and D"]),
            make_quiz(draw, "Which side carries no length?", "DA", ["AB", "BC", "CD"]),
        ),
        alt_text=f"Trapezoid ABCD with right angles at A and D; AB = {low} cm, CD = {high} cm, BC = {slant} cm.",
    )
