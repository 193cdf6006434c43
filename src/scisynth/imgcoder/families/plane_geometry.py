"""Math - Plane Geometric: triangles, circles and polygons whose coordinates are solved from what the problem says."""

import math
from random import Random

from scisynth.imgcoder.families.registry import family
from scisynth.imgcoder.scene import FigureScene, Quantity, format_number
from scisynth.imgcoder.sketch import Sketch, make_quiz, number_answer
from scisynth.imgcoder.solve import angle, at, distance, solve_points

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
