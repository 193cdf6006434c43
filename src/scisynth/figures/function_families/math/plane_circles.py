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


@family(TYPE, "inscribed_angle")
def inscribed_angle(draw: Random) -> FigureScene:
    """A central angle and the inscribed angle over the same arc, which is half of it."""
    central, turn, off = draw.randrange(64, 150, 2), 270 + draw.randint(-20, 20), draw.randint(-28, 28)
    places = {
        "A": polar(turn - central / 2, 3),
        "B": polar(turn + central / 2, 3),
        "C": polar(turn + 180 + off, 3),
    }
    sketch = Sketch()
    sketch.circle("circle:O", (0, 0), 3, color=BLUE)
    for name in "AB":
        sketch.line(f"radius:O{name}", (0, 0), places[name])
        sketch.line(f"chord:C{name}", places["C"], places[name])
        sketch.claim("connected", f"radius:O{name}", f"chord:C{name}")
    for name, place in places.items():
        point(sketch, name, place, place, 0.05)
        sketch.claim("on", f"point:{name}", "circle:O")
    point(sketch, "O", (0, 0), -polar(turn), 0.05)
    sketch.claim("near", "vertex:C", "chord:CA")
    sketch.angle("angle:O", (0, 0), places["A"], places["B"], f"{central}°", 0.6)
    sketch.angle("angle:C", places["C"], places["A"], places["B"], "$x$", 0.8, color=RED)
    sketch.claim("angle", "radius:OA", "radius:OB", value=central)
    sketch.claim("angle", "chord:CA", "chord:CB", value=central / 2)
    sketch.claim("count", "radius", value=2)
    sketch.claim("count", "chord", value=2)
    sketch.entity("circle", "circle:O", "point:O")
    sketch.entity("central angle", "radius:OA", "radius:OB", "angle:O")
    sketch.entity("inscribed angle", "chord:CA", "chord:CB", "angle:C")
    answer = number_answer(central / 2, "°")
    return sketch.scene(
        problem=f"A, B and C lie on a circle with center O. Angle AOB is {central}°. Find the angle x = ACB.",
        multimodal_question="Find the angle x in the figure, where O is the center of the circle.",
        givens=(Quantity(symbol="∠AOB", value=central, unit="°", meaning="central angle"),),
        unknown="the inscribed angle x",
        answer=answer,
        solution=f"x = {central}° / 2 = {answer.text}, since both angles stand on the arc AB",
        hidden=(answer.text,),
        quizzes=(
            make_quiz(
                draw,
                "What is the size of the marked central angle AOB?",
                f"{central}°",
                [f"{180 - central}°", f"{central + 20}°", f"{central // 2}°", f"{central + 8}°"],
            ),
            make_quiz(draw, "At which point is the angle x?", "C", ["A", "B", "O"]),
            make_quiz(draw, "Which point is the center of the circle?", "O", ["A", "B", "C"]),
        ),
        alt_text=f"Circle with center O through A, B and C; angle AOB is {central}°, angle ACB is marked x.",
    )


@defect("inscribed_angle", "point_off_circle")
def point_off_circle(scene: FigureScene, draw: Random) -> FigureScene:
    """The apex of the inscribed angle lies inside the circle, where the theorem does not hold."""
    apex = next(mark.center for mark in scene.marks if isinstance(mark, Round) and mark.id == "point:C")
    inner = (apex[0] * 0.72, apex[1] * 0.72)
    changed = []
    for mark in scene.marks:
        if isinstance(mark, Path) and mark.id.startswith("chord:"):
            mark = replace(mark, points=(inner, mark.points[1]))
        elif isinstance(mark, Round) and mark.id == "point:C":
            mark = replace(mark, center=inner)
        changed.append(mark)
    return scene.with_marks(tuple(changed))


@family(TYPE, "tangents_from_point")
def tangents_from_point(draw: Random) -> FigureScene:
    """Two tangents from a point outside; their length follows from the right angle at the radius."""
    radius, far = draw.randint(3, 12), draw.uniform(1.7, 2.4)
    distance = round(radius * far)
    length, turn = math.sqrt(distance**2 - radius**2), draw.randint(-12, 12)
    unit = 2.0 / radius
    outer = polar(turn, distance * unit)
    opening = math.degrees(math.acos(radius / distance))
    places = {"A": polar(turn + opening, 2), "B": polar(turn - opening, 2)}
    sketch = Sketch()
    sketch.circle("circle:O", (0, 0), 2, color=BLUE)
    sketch.line("segment:OP", (0, 0), outer, dash="dashed", width=1.1)
    for name, place in places.items():
        sketch.line(f"radius:O{name}", (0, 0), place)
        sketch.line(f"tangent:P{name}", outer, place, z=3)
        sketch.right_angle(f"square:{name}", place, (0, 0), outer, 0.22)
        point(sketch, name, place, place, 0.045)
        sketch.claim("tangent", f"tangent:P{name}", "circle:O")
        sketch.claim("perpendicular", f"radius:O{name}", f"tangent:P{name}")
        sketch.claim("on", f"point:{name}", "circle:O")
        sketch.claim("connected", f"square:{name}", f"tangent:P{name}")
    point(sketch, "O", (0, 0), -outer, 0.045)
    point(sketch, "P", outer, outer, 0.045)
    side_text(sketch, "radius:OA", (0, 0), places["A"], f"{radius} cm", outer, gap_pt=4)
    side_text(
        sketch,
        "segment:OP",
        (0, 0),
        outer,
        f"{distance} cm",
        places["A"],
        position=(1 + radius / distance) / 2,
        gap_pt=4,
    )
    side_text(sketch, "tangent:PA", outer, places["A"], "$x$", (0, 0), color=RED)
    sketch.claim("ratio", "segment:OP", "radius:OA", value=distance / radius)
    sketch.claim("ratio", "tangent:PA", "tangent:PB", value=1)
    sketch.claim("count", "tangent", value=2)
    sketch.entity("circle", "circle:O", "point:O")
    sketch.entity("tangents", "tangent:PA", "tangent:PB")
    answer = number_answer(length, "cm")
    return sketch.scene(
        problem=f"PA and PB touch a circle with center O and radius {radius} cm at A and B, and OP = {distance} cm. Find x = PA.",
        multimodal_question="PA and PB are tangents to the circle with center O. Find x = PA from the lengths in the figure.",
        givens=(
            Quantity(symbol="OA", value=radius, unit="cm", meaning="radius"),
            Quantity(symbol="OP", value=distance, unit="cm", meaning="distance of P from the center"),
        ),
        unknown="the length x of a tangent from P",
        answer=answer,
        solution=f"OA ⊥ PA, so x² = {distance}² - {radius}², x = {answer.text}",
        hidden=(answer.text,),
        quizzes=(
            make_quiz(
                draw,
                "How long is the radius OA?",
                f"{radius} cm",
                other_numbers(radius, "cm", (distance, 2 * radius)),
            ),
            make_quiz(
                draw,
                "What angle is marked at A between OA and PA?",
                "a right angle",
                ["60°", "45°", "no angle is marked at A"],
            ),
            make_quiz(draw, "Which segment is drawn dashed?", "OP", ["OA", "PA", "PB"]),
        ),
        alt_text=f"Circle with center O and radius OA = {radius} cm, tangents PA and PB from P with OP = {distance} cm.",
    )


@defect("tangents_from_point", "secant_for_tangent")
def secant_for_tangent(scene: FigureScene, draw: Random) -> FigureScene:
    """A line that should touch the circle cuts through it."""
    line = scene.mark("tangent:PA")
    assert isinstance(line, Path)
    x, y = line.points[1]
    turn = math.degrees(math.atan2(y, x)) + 35
    cut = replace(line, points=(line.points[0], tuple(polar(turn, 2).tolist())))
    return scene.with_marks(tuple(cut if mark.id == line.id else mark for mark in scene.marks))


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
