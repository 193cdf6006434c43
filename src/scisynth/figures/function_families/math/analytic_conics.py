"""Math - Analytic Geometry, conics: circle and tangent, ellipse, hyperbola, and the area between a parabola and a line."""

import math
from dataclasses import replace
from random import Random

import numpy as np

from scisynth.figures.families.registry import defect, family
from scisynth.figures.function_families.math.analytic_geometry import TYPE, wrong_points
from scisynth.figures.parts.math import coordinates, other_numbers
from scisynth.figures.parts.palette import BLUE, GREY, PALE_BLUE, PALE_ORANGE, RED
from scisynth.figures.parts.plane import AXES, Plane, as_math, limits_around, polynomial
from scisynth.figures.scene.marks import Path, Round
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer

HALF = np.linspace(0, math.pi, 90)


@family(TYPE, "ellipse_focal_triangle")
def ellipse_focal_triangle(draw: Random) -> FigureScene:
    """An ellipse by its axes; the triangle of a point and the foci has the perimeter 2a + 2c."""
    a = draw.randint(4, 16)
    b = draw.randint(2, a - 1)
    c = math.sqrt(a * a - b * b)
    angle = math.radians(draw.choice((40, 50, 60, 115, 125, 135)))
    p = (a * math.cos(angle), b * math.sin(angle))
    if not 0.5 <= b / a <= 0.88:
        return ellipse_focal_triangle(draw)
    sketch = Sketch()
    plane = Plane(sketch, (-1.2 * a - 1, 1.5 * a + 1), (-b - 1, b + 1.5))
    plane.region("region:triangle", (-c, 0), (c, 0), p, fill=PALE_ORANGE)
    for half, sign in (("upper", 1), ("lower", -1)):
        arc = np.stack([a * np.cos(HALF), sign * b * np.sin(HALF)], axis=1)
        plane.path(f"ellipse:{half}", arc, f"{sign * b}*sqrt(abs(1-x^2/{a * a}))", color=BLUE)
    foci = {"F": (-c, 0.0), "G": (c, 0.0)}
    for name, focus in foci.items():
        plane.segment(f"ray:{name}", p, focus, color=RED, width=1.4)
    places = {"A": (float(a), 0.0), "B": (0.0, float(b)), **foci, "P": p}
    for name, place in places.items():
        plane.dot(name, place)
    for name, letter in (("F", "F_1"), ("G", "F_2"), ("A", "A"), ("B", "B"), ("P", "P")):
        plane.name_point(name, places[name], with_coordinates=name in "AB", letter=letter)
    for half in ("upper", "lower"):
        sketch.claim("connected", "ellipse:upper", f"ellipse:{half}")
    for name in ("P", "B"):
        sketch.claim("on", f"point:{name}", "ellipse:upper")
    sketch.claim("connected", "ray:F", "ray:G")
    sketch.claim("count", "ray", value=2)
    sketch.entity("ellipse", "ellipse:upper", "ellipse:lower")
    sketch.entity("foci", "point:F", "point:G")
    answer = number_answer(2 * a + 2 * c, "")
    return sketch.scene(
        problem=f"The ellipse x²/{a * a} + y²/{b * b} = 1 meets the positive axes in A{coordinates((a, 0))} and B{coordinates((0, b))}. P lies on it and F₁, F₂ are its foci. Find the perimeter of the triangle PF₁F₂.",
        multimodal_question="F₁ and F₂ are the foci of the ellipse in the figure and P lies on it. Find the perimeter of the triangle PF₁F₂.",
        givens=(
            Quantity(symbol="a", value=a, meaning="semi-major axis"),
            Quantity(symbol="b", value=b, meaning="semi-minor axis"),
        ),
        unknown="the perimeter of PF₁F₂",
        answer=answer,
        solution=f"c = √({a * a} - {b * b}) = {format_number(c)}, perimeter = 2a + 2c = 2·{a} + 2·{format_number(c)} = {answer.text}",
        hidden=(f"u = {answer.text}",),
        quizzes=(
            make_quiz(
                draw,
                "What are the coordinates of A?",
                coordinates((a, 0)),
                [coordinates(item) for item in ((b, 0), (0, a), (a + 1, 0), (-a, 0))],
            ),
            make_quiz(
                draw,
                "What are the coordinates of B?",
                coordinates((0, b)),
                [coordinates(item) for item in ((0, a), (b, 0), (0, b + 1), (0, -b))],
            ),
            make_quiz(
                draw, "On which axis do the foci lie?", "on the x axis", ["on the y axis", "on both", "on neither"]
            ),
        ),
        alt_text=f"Ellipse through A{coordinates((a, 0))} and B{coordinates((0, b))} with foci F₁ and F₂ and the triangle PF₁F₂.",
    )


@defect("ellipse_focal_triangle", "foci_misplaced")
def foci_misplaced(scene: FigureScene, draw: Random) -> FigureScene:
    """The foci lie too near to the center for an ellipse of this shape."""
    marks = []
    for mark in scene.marks:
        if isinstance(mark, Round) and mark.id in ("point:F", "point:G"):
            mark = replace(mark, center=(0.6 * mark.center[0], 0.0))
        elif isinstance(mark, Path) and mark.id.startswith("ray:"):
            mark = replace(mark, points=(mark.points[0], (0.6 * mark.points[1][0], 0.0)))
        marks.append(mark)
    return scene.with_marks(tuple(marks))


@family(TYPE, "circle_tangent_triangle")
def circle_tangent_triangle(draw: Random) -> FigureScene:
    """The tangent of a circle around the origin cuts a triangle off the axes."""
    p, q = draw.randint(2, 10), draw.randint(2, 10)
    if not 0.5 <= p / q <= 2:
        return circle_tangent_triangle(draw)
    square, radius = p * p + q * q, math.hypot(p, q)
    x, y = square / p, square / q
    sketch = Sketch()
    low = -math.ceil(radius) - 1
    plane = Plane(sketch, (low, math.ceil(x) + 1), (low, math.ceil(y) + 2))
    plane.region("region:triangle", (0, 0), (x, 0), (0, y), fill=PALE_ORANGE)
    sketch.circle("circle:k", (0, 0), radius, axes=AXES, color=BLUE, width=1.8)
    sketch.claim("at", "circle:k", value=(0.0, 0.0))
    plane.taken.append(np.stack([radius * np.cos(2 * HALF), radius * np.sin(2 * HALF)], axis=1))
    plane.curve("tangent:t", f"({square}-{p}*x)/{q}", -0.6, x + 0.6 * q / p, num=2, color=RED)
    plane.segment("radius:OT", (0, 0), (p, q), dash="dashed", width=1.2)
    for name, place in (("T", (p, q)), ("A", (x, 0)), ("B", (0, y))):
        plane.dot(name, place)
    for name, place in (("T", (p, q)), ("A", (x, 0)), ("B", (0, y))):
        plane.name_point(name, place, with_coordinates=name == "T")
    sketch.claim("tangent", "tangent:t", "circle:k")
    sketch.claim("perpendicular", "radius:OT", "tangent:t")
    sketch.claim("on", "point:T", "circle:k")
    for name in "AB":
        sketch.claim("on", f"point:{name}", "tangent:t")
    sketch.claim("count", "tangent", value=1)
    sketch.entity("circle", "circle:k")
    sketch.entity("tangent", "tangent:t", "point:T")
    answer = number_answer(square * square / (2 * p * q), "", digits=4)
    return sketch.scene(
        problem=f"A circle around the origin runs through T{coordinates((p, q))}. Its tangent at T meets the axes in A and B. Find the area of the triangle OAB.",
        multimodal_question="The line AB touches the circle around the origin at T. Find the area of the shaded triangle OAB.",
        givens=(Quantity(symbol="x_T", value=p), Quantity(symbol="y_T", value=q)),
        unknown="the area of the triangle OAB",
        answer=answer,
        solution=f"tangent {p}x + {q}y = {square}, OA = {square}/{p}, OB = {square}/{q}, area = {answer.text}",
        hidden=(f"area = {answer.text}",),
        quizzes=(
            make_quiz(draw, "What are the coordinates of T?", coordinates((p, q)), wrong_points((p, q))),
            make_quiz(draw, "Where is the center of the circle?", "at the origin O", ["at A", "at B", "at T"]),
            make_quiz(draw, "Which marked point lies on the x axis?", "A", ["B", "T", "none of them"]),
        ),
        alt_text=f"Circle around the origin with its tangent at T{coordinates((p, q))}, which meets the axes in A and B.",
    )


@defect("circle_tangent_triangle", "tangent_misses_circle")
def tangent_misses_circle(scene: FigureScene, draw: Random) -> FigureScene:
    """The circle is too small for the line to touch it."""
    circle = scene.mark("circle:k")
    assert isinstance(circle, Round)
    small = replace(circle, radius=circle.radius * 0.8)
    return scene.with_marks(tuple(small if mark.id == circle.id else mark for mark in scene.marks))


@family(TYPE, "parabola_chord_area")
def parabola_chord_area(draw: Random) -> FigureScene:
    """The area between a parabola and a line through two of its points."""
    lead = draw.choice((-1.0, -0.5, 0.5, 1.0))
    x1, wide = draw.randint(-4, 0), draw.choice((3, 4, 5) if abs(lead) == 0.5 else (2, 3, 4))
    x2, slope, base = x1 + wide, draw.choice((-1.0, -0.5, 0.5, 1.0)), draw.randint(-2, 4)
    b, c = -lead * (x1 + x2) + slope, lead * x1 * x2 + base
    y1, y2 = slope * x1 + base, slope * x2 + base
    over = 0.8
    xs = np.linspace(x1 - over, x2 + over, 121)
    ys = lead * xs**2 + b * xs + c
    # A point just below the x axis would lie on one of its numbers.
    is_on_number = any(-1.5 < y <= 0 for y in (y1, y2))
    if x2 < 1 or not (c and b) or is_on_number or np.ptp(ys) > 10 or np.abs(ys).max() > 9:
        return parabola_chord_area(draw)
    sketch = Sketch()
    plane = Plane(sketch, limits_around((x1 - over, x2 + over)), limits_around(tuple(ys.tolist())))
    curve, line = f"{lead}*x^2+({b})*x+({c})", f"({slope})*x+({base})"
    within = [(x, y) for x, y in zip(xs, ys, strict=True) if x1 <= x <= x2]
    plane.region("region:area", (x1, y1), *within, (x2, y2), fill=PALE_BLUE)
    plane.curve("curve:parabola", curve, x1 - over, x2 + over, num=121, color=BLUE)
    plane.curve("line:g", line, x1 - over, x2 + over, num=2, color=RED)
    for name, place in (("A", (x1, y1)), ("B", (x2, y2))):
        plane.dot(name, place)
        sketch.claim("on", f"point:{name}", "line:g")
        sketch.claim("on", f"point:{name}", "curve:parabola")
    for name, place in (("A", (x1, y1)), ("B", (x2, y2))):
        plane.name_point(name, place, with_coordinates=False)
    words = {"parabola": f"y = {polynomial(lead, b, c)}", "g": f"y = {polynomial(slope, base)}"}
    vertex = -b / (2 * lead)
    plane.label(
        "label:parabola", as_math(words["parabola"]), (vertex, c - b * b / (4 * lead)), of="curve:parabola", color=BLUE
    )
    spots = [(x, slope * x + base) for x in np.linspace(x1 - 0.7, x2 + 0.7, 9)]
    plane.label("label:g", as_math(words["g"]), spots[-1], of="line:g", color=RED, also=spots)
    sketch.claim("count", "line", value=1)
    sketch.entity("parabola", "curve:parabola")
    sketch.entity("line", "line:g")
    sketch.entity("area between them", "region:area")
    answer = number_answer(abs(lead) * wide**3 / 6, "")
    return sketch.scene(
        problem=f"The parabola {words['parabola']} and the line {words['g']} meet in A and B. Find the area between them.",
        multimodal_question="Find the shaded area between the parabola and the line from their equations in the figure.",
        givens=(
            *(Quantity(symbol=symbol, value=value) for symbol, value in zip("abc", (lead, b, c), strict=True)),
            Quantity(symbol="m", value=slope, meaning="slope of the line"),
            Quantity(symbol="n", value=base, meaning="its value at x = 0"),
        ),
        unknown="the shaded area",
        answer=answer,
        solution=f"they meet at x = {x1} and x = {x2}, area = {abs(lead):g}·{wide}³/6 = {answer.text}",
        hidden=(f"area = {answer.text}",),
        quizzes=(
            make_quiz(
                draw,
                "Which way does the parabola open?",
                "upwards" if lead > 0 else "downwards",
                ["upwards", "downwards", "to the right", "to the left"],
            ),
            make_quiz(
                draw,
                "What equation is written at the straight line?",
                words["g"],
                [
                    f"y = {polynomial(*item)}"
                    for item in ((-slope, base), (slope, base + 1), (2 * slope, base), (slope, base - 1))
                ],
            ),
            make_quiz(draw, "In how many points do the two graphs meet?", "2", ["0", "1", "3"]),
        ),
        alt_text=f"Parabola {words['parabola']} and line {words['g']} that meet in A and B; the area between them is shaded.",
    )


@defect("parabola_chord_area", "parabola_upside_down")
def parabola_upside_down(scene: FigureScene, draw: Random) -> FigureScene:
    """The parabola is mirrored at its chord and opens the wrong way."""
    line, curve = scene.mark("line:g"), scene.mark("curve:parabola")
    assert isinstance(line, Path) and isinstance(curve, Path)
    (x0, y0), (x1, y1) = line.points
    flipped = tuple((x, 2 * (y0 + (y1 - y0) * (x - x0) / (x1 - x0)) - y) for x, y in curve.points)
    return scene.with_marks(
        tuple(replace(curve, points=flipped) if mark.id == curve.id else mark for mark in scene.marks)
    )


@family(TYPE, "hyperbola_asymptotes")
def hyperbola_asymptotes(draw: Random) -> FigureScene:
    """A hyperbola by a vertex and an asymptote; its eccentricity is asked for."""
    a, b = draw.randint(2, 12), draw.randint(1, 12)
    if not 0.4 <= b / a <= 1.7 or a == b:
        return hyperbola_asymptotes(draw)
    c = math.hypot(a, b)
    far = c + 1.5
    reach = math.acosh(far / a)
    tall = max(b * math.sinh(reach), b + 0.5)
    sketch = Sketch()
    plane = Plane(
        sketch, (-math.ceil(far) - 0.5, math.ceil(far) + 0.5), (-math.ceil(tall) - 0.5, math.ceil(tall) + 0.5)
    )
    t = np.linspace(0, reach, 60)
    for name, side, sign in (("I", 1, 1), ("II", -1, 1), ("III", -1, -1), ("IV", 1, -1)):
        branch = np.stack([side * a * np.cosh(t), sign * b * np.sinh(t)], axis=1)
        plane.path(f"branch:{name}", branch, f"{sign * b}*sqrt(abs(x^2/{a * a}-1))", color=BLUE)
    for name, sign in (("up", 1), ("down", -1)):
        end = min(far, tall * a / b)
        plane.curve(f"asymptote:{name}", f"{sign * b}/{a}*x", -end, end, num=2, dash="dashed", color=GREY, width=1.2)
    box = ((a, b), (-a, b), (-a, -b), (a, -b), (a, b))
    plane.path("box:ab", np.asarray(box, dtype=float), dash="dotted", color=GREY, width=1.0)
    places = {"A": (float(a), 0.0), "D": (float(a), float(b)), "F": (-c, 0.0), "G": (c, 0.0)}
    for name, place in places.items():
        plane.dot(name, place)
    for name, letter in (("D", "D"), ("A", "A"), ("G", "F_2"), ("F", "F_1")):
        plane.name_point(name, places[name], with_coordinates=name == "D", letter=letter)
    for one, two in (("I", "IV"), ("II", "III")):
        sketch.claim("connected", f"branch:{one}", f"branch:{two}")
    sketch.claim("on", "point:D", "asymptote:up")
    sketch.claim("on", "point:D", "box:ab")
    sketch.claim("count", "branch", value=4)
    sketch.claim("count", "asymptote", value=2)
    sketch.entity("hyperbola", *(f"branch:{name}" for name in ("I", "II", "III", "IV")))
    sketch.entity("asymptotes", "asymptote:up", "asymptote:down")
    answer = number_answer(c / a, "")
    return sketch.scene(
        problem=f"A hyperbola with its center at the origin has the vertex A{coordinates((a, 0))}, its foci on the x axis, and an asymptote through D{coordinates((a, b))}. Find its eccentricity.",
        multimodal_question="The hyperbola has the vertex A below D and the dashed lines as asymptotes. Find its eccentricity.",
        givens=(
            Quantity(symbol="a", value=a, meaning="distance of the vertex from the center"),
            Quantity(symbol="b", value=b, meaning="height of D, where the asymptote stands above the vertex"),
        ),
        unknown="the eccentricity",
        answer=answer,
        solution=f"a = {a}, b = {b}, c = √({a * a} + {b * b}) = {format_number(c)}, e = c/a = {answer.text}",
        hidden=(f"e = {answer.text}",),
        quizzes=(
            make_quiz(draw, "What are the coordinates of D?", coordinates((a, b)), wrong_points((a, b))),
            make_quiz(
                draw,
                "Which way do the branches open?",
                "to the left and right",
                ["up and down", "only to the right", "only upwards"],
            ),
            make_quiz(draw, "How many dashed lines pass through the origin?", "2", other_numbers(2)),
        ),
        alt_text=f"Hyperbola with vertices at x = ±{a}, foci F₁ and F₂ and dashed asymptotes, one through D{coordinates((a, b))}.",
    )


@defect("hyperbola_asymptotes", "steep_asymptotes")
def steep_asymptotes(scene: FigureScene, draw: Random) -> FigureScene:
    """The asymptotes have the slope a/b in the place of b/a."""
    marks = []
    for mark in scene.marks:
        if isinstance(mark, Path) and mark.id.startswith("asymptote:"):
            mark = replace(mark, points=tuple((math.copysign(y, x), math.copysign(x, y)) for x, y in mark.points))
        marks.append(mark)
    return scene.with_marks(tuple(marks))
