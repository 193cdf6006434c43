"""Math - Plane Geometric, circles and areas: inscribed angles, tangents, regular polygons, shaded regions."""

import math
from dataclasses import replace
from random import Random

import numpy as np

from scisynth.figures.families.registry import defect, family
from scisynth.figures.parts.math import other_numbers, point, side_text, tick, vertex
from scisynth.figures.parts.palette import BLUE, PALE_BLUE, PALE_ORANGE, PAPER, RED
from scisynth.figures.parts.places import away, polar
from scisynth.figures.scene.marks import Path, Round
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer

TYPE = "Math - Plane Geometric"


POLYGONS = {5: "pentagon", 6: "hexagon", 7: "heptagon", 8: "octagon", 9: "nonagon", 10: "decagon"}


@family(TYPE, "regular_polygon_area")
def regular_polygon_area(draw: Random) -> FigureScene:
    """A regular polygon by its side; the area follows from the triangle of center and side."""
    num, side = draw.choice(tuple(POLYGONS)), draw.randint(3, 12)
    name, apothem = POLYGONS[num], side / (2 * math.tan(math.pi / num))
    area = num * side * apothem / 2
    step, radius = 360 / num, 3.0
    corners = [polar(270 - step / 2 + step * index, radius) for index in range(num)]
    sketch = Sketch()
    sketch.area("fill:polygon", *corners, fill=PALE_BLUE, width=0, z=0)
    for index, corner in enumerate(corners):
        after = corners[(index + 1) % num]
        sketch.line(f"side:{index + 1}", corner, after, color=BLUE, z=3)
        tick(sketch, f"side:{index + 1}", corner, after, 0.22)
        sketch.claim("connected", f"side:{index + 1}", f"side:{(index + 1) % num + 1}")
        sketch.claim("on", f"side:{index + 1}", "circle:inner")
    inner = radius * math.cos(math.pi / num)
    sketch.circle("circle:inner", (0, 0), inner, color="#9a9a9a", width=0.9, dash="dotted")
    foot = (0.0, -inner)
    for spoke, end in (("1", corners[0]), ("2", corners[1])):
        sketch.line(f"radius:{spoke}", (0, 0), end, width=1.0, dash="dashed")
    sketch.line("apothem:r", (0, 0), foot, color=RED)
    sketch.right_angle("square:r", foot, (0, 0), corners[1], 0.24)
    point(sketch, "O", (0, 0), (0, 1), 0.05)
    sketch.text("label:r", "$r$", (0, -inner * 0.62), of="apothem:r", toward=(1, 0), gap_pt=4, color=RED)
    sketch.text("label:side", f"{side} cm", foot, of="side:1", toward=(0, -1), gap_pt=9)
    sketch.claim("count", "side", value=num)
    sketch.claim("perpendicular", "apothem:r", "side:1")
    sketch.claim("angle", "radius:1", "radius:2", value=step)
    sketch.claim("ratio", "apothem:r", "side:1", value=apothem / side)
    sketch.entity(f"regular {name}", *(f"side:{index + 1}" for index in range(num)))
    sketch.entity("apothem", "apothem:r", "square:r")
    answer = number_answer(area, "cm²")
    return sketch.scene(
        problem=f"A regular {name} with center O has sides of {side} cm and the apothem r. Find its area.",
        multimodal_question="All sides of the polygon are equal, O is its center and r its apothem. Find its area.",
        givens=(
            Quantity(symbol="n", value=num, meaning="number of sides"),
            Quantity(symbol="s", value=side, unit="cm", meaning="side"),
        ),
        unknown="the area",
        answer=answer,
        solution=f"r = {side} / (2 tan {format_number(180 / num)}°) = {format_number(apothem)} cm, area = {num}·{side}·r/2 = {answer.text}",
        hidden=(answer.text,),
        quizzes=(
            make_quiz(draw, "How many sides has the polygon?", str(num), [str(num + 1), str(num - 1), str(num + 2)]),
            make_quiz(
                draw,
                "What length is written at the lowest side?",
                f"{side} cm",
                other_numbers(side, "cm", (2 * side,)),
            ),
            make_quiz(
                draw,
                "What does the line marked r join?",
                "the center and the middle of a side",
                ["the center and a corner", "two corners", "the middles of two sides"],
            ),
        ),
        alt_text=f"Regular {name} of side {side} cm with center O, apothem r and the triangle over its lowest side.",
    )


@defect("regular_polygon_area", "dented_polygon")
def dented_polygon(scene: FigureScene, draw: Random) -> FigureScene:
    """One corner is pushed inwards, so that the polygon is no longer regular."""
    count = len([mark for mark in scene.marks if mark.id.startswith("side:")])
    index = draw.randint(3, count)
    dent = scene.mark(f"side:{index}")
    assert isinstance(dent, Path)
    x, y = dent.points[0]
    inner = (0.78 * x, 0.78 * y)
    changed = {f"side:{index}": (inner, dent.points[1]), f"side:{index - 1}": (None, inner)}
    marks = []
    for mark in scene.marks:
        if isinstance(mark, Path) and mark.id in changed:
            ends = [new or old for new, old in zip(changed[mark.id], mark.points, strict=True)]
            mark = replace(mark, points=tuple(ends))
        marks.append(mark)
    return scene.with_marks(tuple(marks))


def _arc(center: tuple[float, float], radius: float, start: float, stop: float) -> list[np.ndarray]:
    return [polar(angle, radius, center) for angle in np.linspace(start, stop, 49)]


SHADED = {
    "leaf": ("the leaf between two quarter circles around A and C", math.pi / 2 - 1, "2·(π/4)·s² - s²"),
    "corner": ("the part of the square outside the quarter circle around A", 1 - math.pi / 4, "s² - (π/4)·s²"),
    "disc": ("the part of the square outside the inscribed circle", 1 - math.pi / 4, "s² - π·(s/2)²"),
}
"""Shape to its words, its area over the square's and how that comes about."""


@family(TYPE, "shaded_square")
def shaded_square(draw: Random) -> FigureScene:
    """The area of a region between a square and circular arcs."""
    shape, side = draw.choice(tuple(SHADED)), draw.randint(2, 20)
    words, share, how = SHADED[shape]
    corners = {"A": (0.0, 0.0), "B": (4.0, 0.0), "C": (4.0, 4.0), "D": (0.0, 4.0)}
    sketch = Sketch()
    quarter = _arc(corners["A"], 4, 0, 90)
    if shape == "leaf":
        sketch.area("shaded:leaf", *quarter, *_arc(corners["C"], 4, 180, 270), fill=PALE_ORANGE, width=0, z=0)
    elif shape == "corner":
        sketch.area("shaded:corner", *quarter, corners["C"], fill=PALE_ORANGE, width=0, z=0)
    else:
        sketch.area("shaded:square", *corners.values(), fill=PALE_ORANGE, width=0, z=0)
        sketch.circle("fill:circle", (2, 2), 2, fill=PAPER, width=0, z=1)
    for name, center, start in (("A", corners["A"], 0.0), ("C", corners["C"], 180.0)):
        if shape == "leaf" or (shape == "corner" and name == "A"):
            sketch.circle(f"arc:{name}", center, 4, start_deg=start, end_deg=start + 90, color=BLUE)
            for end in "BD":
                sketch.claim("connected", f"arc:{name}", f"side:{'AB' if end == 'B' else 'DA'}")
    if shape == "disc":
        sketch.circle("circle:inner", (2, 2), 2, color=BLUE)
        for line in ("AB", "BC", "CD", "DA"):
            sketch.claim("tangent", f"side:{line}", "circle:inner")
        sketch.claim("count", "circle", value=1)
    else:
        sketch.claim("count", "arc", value=2 if shape == "leaf" else 1)
    for one, two in ("AB", "BC", "CD", "DA"):
        sketch.line(f"side:{one}{two}", corners[one], corners[two], z=3)
    for name, (one, two) in zip("ABCD", (("DA", "AB"), ("AB", "BC"), ("BC", "CD"), ("CD", "DA")), strict=True):
        vertex(sketch, name, corners[name], away(corners[name], (2, 2)), f"side:{one}", f"side:{two}")
        sketch.claim("perpendicular", f"side:{one}", f"side:{two}")
        sketch.claim("ratio", f"side:{one}", f"side:{two}", value=1)
    sketch.dimension("dimension:s", corners["A"], corners["B"], f"{side} cm", -0.75)
    sketch.claim("ratio", "dimension:s", "side:AB", value=1)
    sketch.claim("count", "shaded", value=1)
    sketch.entity("square ABCD", "side:AB", "side:BC", "side:CD", "side:DA")
    answer = number_answer(share * side * side, "cm²")
    return sketch.scene(
        problem=f"ABCD is a square with sides of {side} cm. Find the area of {words}, which is shaded.",
        multimodal_question="ABCD is a square and the curves are arcs of circles. Find the area of the shaded region.",
        givens=(Quantity(symbol="s", value=side, unit="cm", meaning="side of the square"),),
        unknown="the shaded area",
        answer=answer,
        solution=f"{how} with s = {side} cm is {answer.text}",
        hidden=(answer.text,),
        quizzes=(
            make_quiz(
                draw,
                "How long is the side of the square?",
                f"{side} cm",
                other_numbers(side, "cm", (2 * side,)),
            ),
            make_quiz(
                draw, "Which region is shaded?", words, [item[0] for item in SHADED.values()] + ["the whole square"]
            ),
            make_quiz(draw, "Which corner is the lower right one?", "B", ["A", "C", "D"]),
        ),
        alt_text=f"Square ABCD with sides of {side} cm; shaded is {words}.",
    )
