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


@family(TYPE, "triangle_two_sides_angle")
def triangle_two_sides_angle(draw: Random) -> FigureScene:
    """A triangle by two sides and the angle between them; the third side is asked for (law of cosines)."""
    b, c, alpha = draw.randint(4, 9), draw.randint(5, 11), draw.choice((35, 40, 50, 65, 75, 100, 110))
    a = math.sqrt(b * b + c * c - 2 * b * c * math.cos(math.radians(alpha)))
    places = solve_points(
        "ABC",
        [at("A", 0, 0), at("B", y=0), distance("A", "B", c), distance("A", "C", b), angle("A", "B", "C", alpha)],
        seed=1,
    )
    corners = {name: place * math.copysign(1, places["B"][0]) for name, place in places.items()}
    sketch = Sketch()
    for name in ("AB", "BC", "CA"):
        sketch.line(f"side:{name}", corners[name[0]], corners[name[1]], z=3)
    middle = sum(corners.values()) / 3
    for name, place in corners.items():
        out = (place - middle) / math.hypot(*(place - middle))
        sketch.text(f"vertex:{name}", f"${name}$", place, toward=out, size=13)
    for side, words in (("AB", f"{c} cm"), ("CA", f"{b} cm"), ("BC", "$a$")):
        half = (corners[side[0]] + corners[side[1]]) / 2
        out = (half - middle) / math.hypot(*(half - middle))
        sketch.text(f"label:{side}", words, half, of=f"side:{side}", toward=out)
    sketch.angle("angle:A", corners["A"], corners["B"], corners["C"], f"{alpha}°", 0.9)
    sketch.claim("angle", "side:AB", "side:CA", value=alpha)
    sketch.claim("ratio", "side:AB", "side:CA", value=c / b)
    sketch.claim("count", "side", value=3)
    sketch.entity("triangle ABC", "side:AB", "side:BC", "side:CA")
    answer = number_answer(a, "cm")
    return sketch.scene(
        problem=f"In triangle ABC, AB = {c} cm, AC = {b} cm and angle A = {alpha}°. Find the side a = BC.",
        multimodal_question="Find the side a of the triangle from the lengths and the angle in the figure.",
        givens=(
            Quantity(symbol="AB", value=c, unit="cm"),
            Quantity(symbol="AC", value=b, unit="cm"),
            Quantity(symbol="∠A", value=alpha, unit="°"),
        ),
        unknown="the side a",
        answer=answer,
        solution=f"a² = {b}² + {c}² - 2·{b}·{c}·cos {alpha}°, a = {format_number(a)} cm",
        hidden=(answer.text,),
        quizzes=(
            make_quiz(
                draw,
                "What is the length of side AB?",
                f"{c} cm",
                [f"{b} cm", f"{c + 2} cm", f"{b + c} cm", f"{c + 3} cm"],
            ),
            make_quiz(
                draw,
                "What is the size of the marked angle at A?",
                f"{alpha}°",
                [f"{180 - alpha}°", f"{alpha + 10}°", f"{alpha - 15}°"],
            ),
            make_quiz(draw, "Which side is the unknown a?", "BC", ["AB", "AC", "the height from A"]),
        ),
        alt_text=f"Triangle ABC with AB = {c} cm, AC = {b} cm and an angle of {alpha}° at A; the side BC is marked a.",
    )


@family(TYPE, "parallel_in_triangle")
def parallel_in_triangle(draw: Random) -> FigureScene:
    """A parallel to the base divides both sides in the same ratio (intercept theorem)."""
    ad, db, ae = draw.sample(range(2, 10), 3)
    ec, apex = ae * db / ad, draw.randint(45, 75)
    share = ad / (ad + db)
    height = 4.0
    corners = {
        "A": np.asarray([height / math.tan(math.radians(apex)), height]),
        "B": np.asarray([0.0, 0.0]),
    }
    # AC : AB = AE : AD, so C lies on the base at that distance from A.
    long = float(np.hypot(*corners["A"])) * ae / ad
    if long <= height * 1.08 or not 0.3 <= share <= 0.7:
        return parallel_in_triangle(draw)
    corners["C"] = np.asarray([corners["A"][0] + math.sqrt(long**2 - height**2), 0.0])
    inner = {
        "D": corners["A"] + share * (corners["B"] - corners["A"]),
        "E": corners["A"] + share * (corners["C"] - corners["A"]),
    }
    places = {**corners, **inner}
    middle = np.mean(list(corners.values()), axis=0)
    sketch = Sketch()
    for one, two in ("AD", "DB", "BC", "EC", "AE", "DE"):
        name = f"side:{one}{two}"
        sketch.line(name, places[one], places[two], z=3, color=BLUE if one + two == "DE" else INK)
    for name, lines in {"A": ("AD", "AE"), "B": ("DB", "BC"), "C": ("BC", "EC")}.items():
        vertex(sketch, name, places[name], away(places[name], middle), *(f"side:{line}" for line in lines))
        sketch.claim("connected", *(f"side:{line}" for line in lines))
    for name, toward in (("D", (-1, 0.25)), ("E", (1, 0.25))):
        point(sketch, name, places[name], toward, 0.05)
        sketch.claim("connected", "side:DE", f"side:{'AD' if name == 'D' else 'AE'}")
    size = 0.17
    for line in ("DE", "BC"):
        chevron(sketch, f"side:{line}", places[line[0]], places[line[1]], size)
    for line, words in (("AD", f"{ad} cm"), ("DB", f"{db} cm"), ("AE", f"{ae} cm"), ("EC", "$x$")):
        side_text(sketch, f"side:{line}", places[line[0]], places[line[1]], words, middle)
    sketch.claim("parallel", "side:DE", "side:BC")
    sketch.claim("parallel", "side:AD", "side:DB")
    sketch.claim("parallel", "side:AE", "side:EC")
    sketch.claim("ratio", "side:AD", "side:DB", value=ad / db)
    sketch.claim("ratio", "side:AD", "side:AE", value=ad / ae)
    sketch.claim("count", "chevron", value=2)
    sketch.entity("triangle ABC", "side:AD", "side:DB", "side:BC", "side:EC", "side:AE")
    sketch.entity("parallel", "side:DE")
    answer = number_answer(ec, "cm")
    return sketch.scene(
        problem=f"In triangle ABC the line DE runs parallel to BC, with D on AB and E on AC. AD = {ad} cm, DB = {db} cm and AE = {ae} cm. Find x = EC.",
        multimodal_question="In the figure DE is parallel to BC. Find x = EC from the lengths given.",
        givens=(
            Quantity(symbol="AD", value=ad, unit="cm"),
            Quantity(symbol="DB", value=db, unit="cm"),
            Quantity(symbol="AE", value=ae, unit="cm"),
        ),
        unknown="the stretch x = EC",
        answer=answer,
        solution=f"EC / AE = DB / AD, x = {ae}·{db}/{ad} = {answer.text}",
        hidden=(answer.text,)
        if answer.text not in {f"{value} cm" for value in (ad, db, ae)}
        else ("x = " + answer.text,),
        quizzes=(
            make_quiz(draw, "How long is AD?", f"{ad} cm", [f"{db} cm", f"{ae} cm", f"{ad + db + ae} cm"]),
            make_quiz(draw, "Which stretch is marked x?", "EC", ["DE", "BC", "DB"]),
            make_quiz(
                draw,
                "Which two lines carry the marks of parallels?",
                "DE and BC",
                ["AB and AC", "AD and EC", "DE and AC"],
            ),
        ),
        alt_text=f"Triangle ABC with DE parallel to BC; AD = {ad} cm, DB = {db} cm, AE = {ae} cm, EC = x.",
    )


@defect("parallel_in_triangle", "tilted_parallel")
def tilted_parallel(scene: FigureScene, draw: Random) -> FigureScene:
    """The line that should be parallel to the base ends too low on one side."""
    line = scene.mark("side:DE")
    lower = scene.mark("side:EC")
    assert isinstance(line, Path) and isinstance(lower, Path)
    (x0, y0), (x1, y1) = lower.points
    share = 0.35
    tilted = replace(line, points=(line.points[0], (x0 + share * (x1 - x0), y0 + share * (y1 - y0))))
    return scene.with_marks(tuple(tilted if mark.id == line.id else mark for mark in scene.marks))


@family(TYPE, "altitude_on_hypotenuse")
def altitude_on_hypotenuse(draw: Random) -> FigureScene:
    """A right triangle by its legs; the altitude on the hypotenuse follows from the area."""
    b, a = draw.randint(3, 15), draw.randint(3, 15)
    if not 0.5 <= a / b <= 2:
        return altitude_on_hypotenuse(draw)
    c = math.hypot(a, b)
    height, unit = a * b / c, 5 / c
    places = {
        "A": np.asarray([0.0, 0.0]),
        "B": np.asarray([c, 0.0]) * unit,
        "C": np.asarray([b * b / c, height]) * unit,
        "D": np.asarray([b * b / c, 0.0]) * unit,
    }
    middle = np.mean([places[name] for name in "ABC"], axis=0)
    sketch = Sketch()
    polygon(sketch, {name: places[name] for name in "ABC"})
    sketch.line("height:CD", places["C"], places["D"], color=RED)
    sketch.right_angle("square:C", places["C"], places["A"], places["B"], 0.24)
    sketch.right_angle("square:D", places["D"], places["C"], places["B"], 0.24)
    vertex(sketch, "D", places["D"], (0, -1), "height:CD", "side:AB")
    side_text(sketch, "side:CA", places["C"], places["A"], f"{b} cm", middle)
    side_text(sketch, "side:BC", places["B"], places["C"], f"{a} cm", middle)
    half = (places["C"] + places["D"]) / 2
    sketch.text("label:h", "$h$", half, of="height:CD", toward=(-1 if a < b else 1, 0), gap_pt=4, color=RED)
    sketch.claim("perpendicular", "side:CA", "side:BC")
    sketch.claim("perpendicular", "height:CD", "side:AB")
    sketch.claim("ratio", "side:BC", "side:CA", value=a / b)
    sketch.claim("ratio", "height:CD", "side:AB", value=height / c)
    sketch.claim("connected", "height:CD", "side:AB")
    sketch.claim("connected", "height:CD", "side:BC")
    sketch.claim("count", "square", value=2)
    sketch.entity("right triangle ABC", "side:AB", "side:BC", "side:CA")
    sketch.entity("altitude", "height:CD")
    answer = number_answer(height, "cm")
    return sketch.scene(
        problem=f"Triangle ABC has a right angle at C, AC = {b} cm and BC = {a} cm. Find the altitude h on the hypotenuse AB.",
        multimodal_question="Find the altitude h of the right triangle ABC from the lengths in the figure.",
        givens=(Quantity(symbol="AC", value=b, unit="cm"), Quantity(symbol="BC", value=a, unit="cm")),
        unknown="the altitude h",
        answer=answer,
        solution=f"AB = √({a}² + {b}²) = {format_number(c)} cm, h = {a}·{b}/{format_number(c)} = {answer.text}",
        hidden=(answer.text,),
        quizzes=(
            make_quiz(draw, "How long is the leg AC?", f"{b} cm", other_numbers(b, "cm", (a, a + b))),
            make_quiz(draw, "At which corner of triangle ABC is the right angle?", "C", ["A", "B", "none of them"]),
            make_quiz(draw, "Which segment is marked h?", "CD", ["AB", "AD", "BD"]),
        ),
        alt_text=f"Right triangle ABC with legs AC = {b} cm and BC = {a} cm and the altitude CD marked h.",
    )


@family(TYPE, "bend_between_parallels")
def bend_between_parallels(draw: Random) -> FigureScene:
    """A bend between two parallel lines is the sum of the angles that its arms make with them."""
    alpha, beta = draw.sample(range(28, 68), 2)
    upper, lower = 1.7, 1.7 * draw.choice((0.85, 1.0, 1.15))
    places = {
        "P": np.asarray([0.0, 0.0]),
        "A": np.asarray([upper / math.tan(math.radians(alpha)), upper]),
        "B": np.asarray([lower / math.tan(math.radians(beta)), -lower]),
    }
    right = max(places["A"][0], places["B"][0]) + 1.3
    left = -1.0
    sketch = Sketch()
    for line, name, height in (("m", "A", upper), ("n", "B", -lower)):
        x = places[name][0]
        sketch.line(f"ray:{line}", (x, height), (left, height), color=BLUE)
        sketch.line(f"rest:{line}", (x, height), (right, height), color=BLUE)
        sketch.claim("connected", f"ray:{line}", f"rest:{line}")
        sketch.claim("parallel", f"ray:{line}", f"rest:{line}")
        sketch.text(f"label:{line}", f"${line}$", (right, height), of=f"rest:{line}", toward=(1, 0), size=13)
        chevron(sketch, f"rest:{line}", (x, height), (right, height), 0.17)
        sketch.line(f"arm:P{name}", places["P"], places[name], z=3)
        sketch.claim("connected", f"arm:P{name}", f"ray:{line}")
    far = (left, 0.0)
    point(sketch, "P", places["P"], (-1, 0), 0.035)
    point(sketch, "A", places["A"], (0, 1), 0.035)
    point(sketch, "B", places["B"], (0, -1), 0.035)
    sketch.angle("angle:A", places["A"], (far[0], upper), places["P"], f"{alpha}°", 0.55)
    sketch.angle("angle:B", places["B"], places["P"], (far[0], -lower), f"{beta}°", 0.55)
    sketch.angle("angle:P", places["P"], places["B"], places["A"], "$x$", 0.5, color=RED)
    sketch.claim("parallel", "ray:m", "ray:n")
    sketch.claim("angle", "ray:m", "arm:PA", value=alpha)
    sketch.claim("angle", "ray:n", "arm:PB", value=beta)
    sketch.claim("connected", "arm:PA", "arm:PB")
    sketch.claim("count", "arm", value=2)
    sketch.entity("parallel lines", "ray:m", "rest:m", "ray:n", "rest:n")
    sketch.entity("bend", "arm:PA", "arm:PB")
    answer = number_answer(alpha + beta, "°")
    return sketch.scene(
        problem=f"Lines m and n are parallel. A lies on m, B on n and P between them; the angle at A between m and AP is {alpha}° and the angle at B between n and BP is {beta}°. Find the angle x = APB.",
        multimodal_question="Lines m and n are parallel. Find the angle x at P.",
        givens=(
            Quantity(symbol="α", value=alpha, unit="°", meaning="angle at A"),
            Quantity(symbol="β", value=beta, unit="°", meaning="angle at B"),
        ),
        unknown="the angle x",
        answer=answer,
        solution=f"A parallel to m through P splits x into alternate angles: x = {alpha}° + {beta}° = {answer.text}",
        hidden=(answer.text,),
        quizzes=(
            make_quiz(
                draw,
                "What is the size of the marked angle at A?",
                f"{alpha}°",
                [f"{beta}°", f"{180 - alpha}°", f"{alpha + 9}°", f"{alpha + 5}°"],
            ),
            make_quiz(draw, "At which point is the angle x?", "P", ["A", "B", "none of the points"]),
            make_quiz(draw, "On which line does the point B lie?", "n", ["m", "both m and n", "neither m nor n"]),
        ),
        alt_text=f"Parallel lines m and n joined by a bend at P; the angles at A and B are {alpha}° and {beta}°, that at P is x.",
    )


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
