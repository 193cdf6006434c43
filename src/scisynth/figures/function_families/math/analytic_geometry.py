"""Math - Analytic Geometry, lines, vectors and transformations in a coordinate plane with equal scales."""

import math
from dataclasses import replace
from random import Random

import numpy as np

from scisynth.figures.families.registry import defect, family
from scisynth.figures.parts.math import coordinates
from scisynth.figures.parts.palette import BLUE, GREEN, GREY, PALE_BLUE, PALE_GREEN, RED
from scisynth.figures.parts.places import polar
from scisynth.figures.parts.plane import AXES, Plane, as_math, limits_around, polynomial
from scisynth.figures.scene.marks import Path, Round
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer

TYPE = "Math - Analytic Geometry"


def wrong_points(place: tuple[float, float]) -> list[str]:
    """Coordinates that a careless reader may take for those of a point."""
    x, y = place
    return [
        coordinates(other)
        for other in ((y, x), (-x, y), (x, -y), (x + 1, y), (x, y + 1), (x - 1, y), (x, y - 1))
        if other != (x, y)
    ]


@family(TYPE, "point_line_distance")
def point_line_distance(draw: Random) -> FigureScene:
    """The distance of a point from the line through two others."""
    a = (draw.randint(-4, -1), draw.randint(-2, 4))
    b = (draw.randint(2, 6), draw.randint(-2, 5))
    p = (draw.randint(-2, 5), draw.randint(-4, 6))
    slope = (b[1] - a[1]) / (b[0] - a[0])
    distance = ((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])) / math.dist(a, b)
    foot = np.asarray(p) - distance / math.dist(a, b) * np.asarray([a[1] - b[1], b[0] - a[0]])
    if (
        abs(distance) < 2
        or not a[0] <= foot[0] <= b[0]
        or min(math.dist(foot, a), math.dist(foot, b)) < 1
        or slope == 0
    ):
        return point_line_distance(draw)
    sketch = Sketch()
    plane = Plane(sketch, limits_around((a[0], b[0], p[0])), limits_around((a[1], b[1], p[1])))
    low, high = plane.limits[0]
    line = f"{slope!r}*(x-({a[0]}))+({a[1]})"
    inside = [
        x for x in np.linspace(low, high, 400) if plane.limits[1][0] <= a[1] + slope * (x - a[0]) <= plane.limits[1][1]
    ]
    plane.curve("line:g", line, inside[0], inside[-1], num=2, color=BLUE)
    plane.segment("distance:d", p, foot, color=RED, dash="dashed", width=1.3)
    size = 8 / plane.unit_pt
    along = np.asarray([b[0] - a[0], b[1] - a[1]]) / math.dist(a, b)
    up = (np.asarray(p) - foot) / abs(distance)
    plane.path("square:F", np.asarray([foot + size * along, foot + size * (along + up), foot + size * up]), width=1.0)
    for name, place in (("A", a), ("B", b), ("P", p)):
        plane.dot(name, place)
    for name, place in (("A", a), ("B", b), ("P", p)):
        plane.name_point(name, place)
    plane.label("label:d", "$d$", (np.asarray(p) + foot) / 2, of="distance:d", color=RED, size=12)
    plane.label(
        "label:g", "$g$", (inside[-1] - 0.4, a[1] + slope * (inside[-1] - 0.4 - a[0])), of="line:g", color=BLUE, size=12
    )
    sketch.claim("perpendicular", "distance:d", "line:g")
    for name in "AB":
        sketch.claim("on", f"point:{name}", "line:g")
    sketch.claim("connected", "distance:d", "line:g")
    sketch.entity("line g", "line:g", "point:A", "point:B")
    sketch.entity("distance", "distance:d", "point:P")
    answer = number_answer(abs(distance), "")
    return sketch.scene(
        problem=f"The line g runs through A{coordinates(a)} and B{coordinates(b)}. Find the distance d of P{coordinates(p)} from g.",
        multimodal_question="Find the distance d of the point P from the line g from the coordinates in the figure.",
        givens=tuple(
            Quantity(symbol=f"{axis}_{name}", value=value)
            for name, place in (("A", a), ("B", b), ("P", p))
            for axis, value in zip("xy", place, strict=True)
        ),
        unknown="the distance d",
        answer=answer,
        solution=f"d = |AB × AP| / |AB| = {format_number(abs(distance) * math.dist(a, b))}/√{(b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2} = {answer.text}",
        hidden=(f"d = {answer.text}",),
        quizzes=(
            make_quiz(draw, "What are the coordinates of P?", coordinates(p), wrong_points(p)),
            make_quiz(
                draw,
                "Does the line g rise or fall from left to right?",
                "it rises" if slope > 0 else "it falls",
                ["it rises", "it falls", "it is horizontal", "it is vertical"],
            ),
            make_quiz(draw, "Which points lie on the line g?", "A and B", ["A and P", "B and P", "only P"]),
        ),
        alt_text=f"Coordinate plane with the line g through A{coordinates(a)} and B{coordinates(b)} and the perpendicular d on it from P{coordinates(p)}.",
    )


@family(TYPE, "vector_angle")
def vector_angle(draw: Random) -> FigureScene:
    """The angle between two vectors by their components."""
    a = (draw.randint(3, 7), draw.randint(-3, 3))
    b = (draw.randint(-4, 4), draw.randint(3, 6))
    angle = math.degrees(math.atan2(a[0] * b[1] - a[1] * b[0], a[0] * b[0] + a[1] * b[1]))
    if not 35 <= angle <= 140 or angle % 5 < 1e-6 or abs(angle - 90) < 2:
        return vector_angle(draw)
    sketch = Sketch()
    plane = Plane(sketch, limits_around((a[0], b[0])), limits_around((a[1], b[1])))
    for name, tip, color in (("a", a, BLUE), ("b", b, GREEN)):
        plane.arrow(f"vector:{name}", (0, 0), tip, color=color, width=2.0)
    start = math.degrees(math.atan2(a[1], a[0]))
    plane.sketch.circle(
        "angle:theta", (0, 0), 1.1, start_deg=start, end_deg=start + angle, axes=AXES, width=1.1, color=RED
    )
    middle = polar(start + angle / 2, 1.1)
    sketch.text(
        "label:theta",
        r"$\theta$",
        middle,
        of="angle:theta",
        toward=middle,
        gap_pt=4,
        axes=AXES,
        size=13,
        halo=True,
        color=RED,
    )
    for name, tip in (("A", a), ("B", b)):
        plane.dot(name, tip)
        plane.name_point(name, tip)
    for name, tip, color in (("a", a, BLUE), ("b", b, GREEN)):
        plane.label(
            f"label:{name}", rf"$\vec{{{name}}}$", 0.6 * np.asarray(tip), of=f"vector:{name}", size=13, color=color
        )
    sketch.claim("angle", "vector:a", "vector:b", value=angle)
    sketch.claim("ratio", "vector:a", "vector:b", value=math.hypot(*a) / math.hypot(*b))
    sketch.claim("count", "vector", value=2)
    sketch.entity("vector a", "vector:a", "point:A")
    sketch.entity("vector b", "vector:b", "point:B")
    answer = number_answer(angle, "°")
    return sketch.scene(
        problem=f"The vectors a and b lead from the origin to A{coordinates(a)} and B{coordinates(b)}. Find the angle θ between them.",
        multimodal_question="Find the angle θ between the two vectors from the coordinates in the figure.",
        givens=tuple(
            Quantity(symbol=f"{axis}_{name}", value=value)
            for name, place in (("A", a), ("B", b))
            for axis, value in zip("xy", place, strict=True)
        ),
        unknown="the angle θ",
        answer=answer,
        solution=f"cos θ = ({a[0]}·{b[0]} + {a[1]}·{b[1]}) / (√{a[0] ** 2 + a[1] ** 2}·√{b[0] ** 2 + b[1] ** 2}), θ = {answer.text}",
        hidden=(answer.text,),
        quizzes=(
            make_quiz(
                draw,
                "At which point does the vector a end?",
                f"A{coordinates(a)}",
                ["A" + item for item in wrong_points(a)] + ["the origin"],
            ),
            make_quiz(
                draw,
                "At which point does the vector b end?",
                f"B{coordinates(b)}",
                ["B" + item for item in wrong_points(b)] + ["the origin"],
            ),
            make_quiz(draw, "Where do both vectors start?", "at the origin O", ["at A", "at B", "at (1, 1)"]),
        ),
        alt_text=f"Two vectors from the origin to A{coordinates(a)} and B{coordinates(b)} with the angle θ between them.",
    )


@family(TYPE, "rotation_path")
def rotation_path(draw: Random) -> FigureScene:
    """A triangle turned about the origin; the way of one corner is an arc."""
    turn = draw.choice((50, 60, 70, 80, 100, 110, 120, 130))
    c = (draw.randint(4, 6), draw.randint(0, 3))
    corners = {"A": (c[0] - 3, c[1] + draw.choice((-1, 0))), "B": (c[0] - draw.choice((0, 1)), c[1] - 2), "C": c}
    radius, start = math.hypot(*c), math.degrees(math.atan2(c[1], c[0]))
    spin = np.asarray(
        [
            [math.cos(math.radians(turn)), -math.sin(math.radians(turn))],
            [math.sin(math.radians(turn)), math.cos(math.radians(turn))],
        ]
    )
    image = {name: spin @ np.asarray(place) for name, place in corners.items()}
    if min(abs(x) for x, _ in (*corners.values(), *image.values())) < 0.6:
        return rotation_path(draw)
    every = [*corners.values(), *image.values(), (0, radius)]
    sketch = Sketch()
    plane = Plane(sketch, limits_around([x for x, _ in every]), limits_around([y for _, y in every]))
    for tag, places, color, fill in (("", corners, BLUE, PALE_BLUE), ("1", image, GREEN, PALE_GREEN)):
        plane.region(f"fill:triangle{tag}", *places.values(), fill=fill)
        for one, two in ("AB", "BC", "CA"):
            plane.segment(f"side:{one}{two}{tag}", places[one], places[two], color=color)
    for one, two in ("AB", "BC", "CA"):
        sketch.claim("ratio", f"side:{one}{two}1", f"side:{one}{two}", value=1)
    for name, end in (("C", c), ("D", image["C"])):
        plane.segment(f"ray:{name}", (0, 0), end, dash="dashed", width=1.0, color=GREY)
    sketch.circle(
        "path:C", (0, 0), radius, start_deg=start, end_deg=start + turn, axes=AXES, color=RED, dash="dashed", width=1.3
    )
    plane.taken.append(np.asarray([polar(angle, radius) for angle in np.linspace(start, start + turn, 60)]))
    sketch.circle("angle:t", (0, 0), 1.0, start_deg=start, end_deg=start + turn, axes=AXES, width=1.1)
    for tag, places in (("", corners), ("1", image)):
        for name, place in places.items():
            plane.dot(name + tag, place)
    arc = [polar(start + turn * share, 1.0) for share in (0.5, 0.35, 0.65)]
    plane.label("label:t", f"{turn}°", arc[0], of="angle:t", gap_pt=3, also=arc[1:])
    for name, place in corners.items():
        plane.name_point(name, place, with_coordinates=name == "C")
        plane.name_point(f"{name}1", image[name], with_coordinates=False, letter=f"{name}'")
    sketch.claim("angle", "ray:C", "ray:D", value=turn)
    sketch.claim("on", "point:C1", "path:C")
    sketch.claim("on", "point:C", "path:C")
    sketch.claim("count", "side", value=6)
    sketch.entity("triangle ABC", "side:AB", "side:BC", "side:CA")
    sketch.entity("its image", "side:AB1", "side:BC1", "side:CA1")
    answer = number_answer(math.radians(turn) * radius, "")
    return sketch.scene(
        problem=f"A triangle ABC with C{coordinates(c)} is turned about the origin by {turn}° anticlockwise. Find the length of the arc on which C moves.",
        multimodal_question="The triangle ABC is turned about the origin into A'B'C'. Find the length of the dashed arc on which C moves.",
        givens=(
            Quantity(symbol="x_C", value=c[0]),
            Quantity(symbol="y_C", value=c[1]),
            Quantity(symbol="φ", value=turn, unit="°", meaning="angle of the turn"),
        ),
        unknown="the length of the arc from C to C'",
        answer=answer,
        solution=f"OC = √{c[0] ** 2 + c[1] ** 2}, arc = π·{turn}/180·OC = {answer.text}",
        hidden=(f"s = {answer.text}",),
        quizzes=(
            make_quiz(
                draw,
                "By which angle is the triangle turned?",
                f"{turn}°",
                [f"{turn + 10}°", f"{180 - turn}°", f"{turn - 20}°", f"{turn + 30}°"],
            ),
            make_quiz(draw, "What are the coordinates of C?", coordinates(c), wrong_points(c)),
            make_quiz(
                draw,
                "Which way is the triangle turned from ABC to A'B'C'?",
                "anticlockwise",
                ["clockwise", "it is not turned but reflected", "it is only shifted"],
            ),
        ),
        alt_text=f"Triangle ABC with C{coordinates(c)} and its image after a turn of {turn}° about the origin; the path of C is a dashed arc.",
    )


@defect("rotation_path", "reflected_image")
def reflected_image(scene: FigureScene, draw: Random) -> FigureScene:
    """The image is the mirror image in the y axis, not the turned triangle."""
    marks = []
    for mark in scene.marks:
        if isinstance(mark, Path) and mark.id.startswith(("side:", "fill:")) and mark.id.endswith("1"):
            role = mark.id.removesuffix("1")
            old = scene.mark(role)
            assert isinstance(old, Path)
            mark = replace(mark, points=tuple((-x, y) for x, y in old.points))
        elif isinstance(mark, Round) and mark.id in ("point:A1", "point:B1", "point:C1"):
            old_dot = scene.mark(mark.id.removesuffix("1"))
            assert isinstance(old_dot, Round)
            mark = replace(mark, center=(-old_dot.center[0], old_dot.center[1]))
        marks.append(mark)
    return scene.with_marks(tuple(marks))


@family(TYPE, "feasible_region")
def feasible_region(draw: Random) -> FigureScene:
    """A linear program with two constraints in the first quadrant; its maximum lies at a corner."""
    (a1, b1), (a2, b2) = draw.sample([(1, 1), (1, 2), (2, 1), (3, 2), (2, 3), (1, 3), (3, 1)], 2)
    x, y = draw.randint(2, 5), draw.randint(2, 5)
    c1, c2 = a1 * x + b1 * y, a2 * x + b2 * y
    p, q = draw.randint(2, 6), draw.randint(2, 6)
    right, top = min(c1 / a1, c2 / a2), min(c1 / b1, c2 / b2)
    far = max(c1 / a1, c2 / a2, c1 / b1, c2 / b2)
    corners = {"A": (right, 0.0), "B": (float(x), float(y)), "C": (0.0, top)}
    values = {name: p * place[0] + q * place[1] for name, place in corners.items()}
    ordered = sorted(values.values())
    if far > 14 or ordered[2] - ordered[1] < 0.5 or not (right >= x + 0.7 and top >= y + 0.7):
        return feasible_region(draw)
    sketch = Sketch()
    wide, tall = max(c1 / a1, c2 / a2), max(c1 / b1, c2 / b2)
    plane = Plane(sketch, (-1, math.ceil(wide) + 1), (-1, math.ceil(tall) + 1))
    plane.region("region:feasible", (0, 0), *corners.values(), fill=PALE_GREEN)
    for index, (a, b, c, color) in enumerate(((a1, b1, c1, BLUE), (a2, b2, c2, RED)), start=1):
        plane.curve(f"line:{index}", f"({c}-{a}*x)/{b}", -0.4, (c + 0.4 * b) / a, num=2, color=color)
    for name, place in corners.items():
        plane.dot(name, place)
    for name, place in corners.items():
        plane.name_point(name, place, with_coordinates=False)
    for index, (a, b, c, color) in enumerate(((a1, b1, c1, BLUE), (a2, b2, c2, RED)), start=1):
        words = f"{polynomial(a, 0)} + {polynomial(b, 0).replace('x', 'y')} = {c}"
        other = (a2, b2, c2) if index == 1 else (a1, b1, c1)
        spots = [(share * c / a, (1 - share) * c / b) for share in np.linspace(0.1, 0.9, 17)]
        clear = [spot for spot in spots if _beyond(spot, *other) * plane.unit_pt > 20]
        if not clear:
            return feasible_region(draw)
        middle = clear[len(clear) // 2]
        plane.label(f"label:{index}", as_math(words), middle, of=f"line:{index}", color=color, also=clear)
    for name, lines in {"A": (1 if right == c1 / a1 else 2,), "B": (1, 2), "C": (1 if top == c1 / b1 else 2,)}.items():
        for index in lines:
            sketch.claim("on", f"point:{name}", f"line:{index}")
    sketch.claim("count", "line", value=2)
    sketch.entity("feasible region", "region:feasible")
    best = max(values, key=lambda name: values[name])
    answer = number_answer(values[best], "", digits=4)
    return sketch.scene(
        problem=f"The shaded region is given by x ≥ 0, y ≥ 0, {a1}x + {b1}y ≤ {c1} and {a2}x + {b2}y ≤ {c2}. Find the largest value of z = {p}x + {q}y in it.",
        multimodal_question=f"Find the largest value of z = {p}x + {q}y in the shaded region of the figure.",
        givens=(
            *(
                Quantity(symbol=symbol, value=value)
                for symbol, value in zip(("a_1", "b_1", "c_1"), (a1, b1, c1), strict=True)
            ),
            *(
                Quantity(symbol=symbol, value=value)
                for symbol, value in zip(("a_2", "b_2", "c_2"), (a2, b2, c2), strict=True)
            ),
        ),
        unknown=f"the largest value of z = {p}x + {q}y",
        answer=answer,
        solution="z at the corners: "
        + ", ".join(f"{name} {format_number(value)}" for name, value in values.items())
        + f"; the largest is {answer.text}",
        hidden=(f"z = {answer.text}",),
        quizzes=(
            make_quiz(draw, "How many corners has the shaded region, the origin included?", "4", ["3", "5", "6"]),
            make_quiz(draw, "Which point lies on both lines?", "B", ["A", "C", "O"]),
            make_quiz(draw, "Which marked point lies on the y axis?", "C", ["A", "B", "none of them"]),
        ),
        alt_text=f"Region in the first quadrant below the lines {a1}x + {b1}y = {c1} and {a2}x + {b2}y = {c2}, with corners A, B and C.",
    )


def _beyond(place: tuple[float, float], a: float, b: float, c: float) -> float:
    """How far a place lies on the far side of the line ax + by = c; negative on the side of the origin."""
    return (a * place[0] + b * place[1] - c) / math.hypot(a, b)
