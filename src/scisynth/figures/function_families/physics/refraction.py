"""Physics - Optical Ray, refraction: n₁ sin θ₁ = n₂ sin θ₂ at every face that a ray meets."""

import math
from dataclasses import replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.physics.optical_ray.refraction import MEDIA, refracted
from scisynth.figures.families.registry import defect, family
from scisynth.figures.parts.palette import GREY, ORANGE, PALE_BLUE
from scisynth.figures.parts.physics import hidden_texts, ray, value_quiz
from scisynth.figures.parts.places import polar
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer

TYPE = "Physics - Optical Ray"


@family(TYPE, "prism")
def prism(draw: Random) -> FigureScene:
    """A ray through a prism: refracted at two faces and turned by δ = θ₁ + θ₄ - A."""
    name, index = draw.choice([item for item in MEDIA.items() if item[1] > 1.4])
    apex = Quantity(symbol="A", value=draw.choice((40, 45, 50, 55, 60)), unit="°", meaning="angle of the prism")
    angle = Quantity(symbol=r"\theta_1", value=draw.randrange(40, 66, 5), unit="°", meaning="angle of incidence")
    n = Quantity(symbol="n", value=index, meaning=f"index of {name}")
    second = refracted(angle.value, 1.0, index)
    third = apex.value - second
    if third < 5 or index * math.sin(math.radians(third)) > 0.95:
        return prism(draw)
    fourth = refracted(third, index, 1.0)
    turn = angle.value + fourth - apex.value
    side, tilt = 5.2, apex.value / 2
    top = np.asarray([0.0, side * math.cos(math.radians(tilt))])
    left, right = polar(270 - tilt, side) + top, polar(270 + tilt, side) + top
    # The left face's inner normal points at -tilt; a ray at θ to it, from below, rises.
    enter = top + 0.55 * (left - top)
    inside = second - tilt
    way = polar(inside)
    face = right - top
    share = np.linalg.solve(np.stack([way, -face], axis=1), top - enter)
    leave = enter + share[0] * way
    if not 0.1 < share[1] < 0.95:
        return prism(draw)
    start, stop = enter - polar(angle.value - tilt, 2.3), leave + polar(tilt - fourth, 2.6)
    sketch = Sketch()
    sketch.area("body:prism", left, right, top, fill=PALE_BLUE, width=0, z=0)
    for tag, one, two in (("left", left, top), ("right", top, right), ("base", left, right)):
        sketch.line(f"face:{tag}", one, two)
    for number, (spot, normal) in enumerate(((enter, -tilt), (leave, tilt)), 1):
        sketch.line(
            f"normal:{number}",
            spot - polar(normal, 1.2),
            spot + polar(normal, 1.2),
            dash="dashed",
            width=0.9,
            color=GREY,
            z=1,
        )
    ray(sketch, "ray:p", start, enter, leave, stop)
    sketch.line("ahead:in", enter, enter + polar(angle.value - tilt, 4.6), dash="dotted", width=1.0, color=ORANGE, z=1)
    cross = _crossing(enter, angle.value - tilt, leave, tilt - fourth)
    sketch.line("ahead:out", cross, leave, dash="dotted", width=1.0, color=ORANGE, z=1)
    sketch.angle("angle:d", cross, cross + polar(tilt - fourth), cross + polar(angle.value - tilt), r"$\delta$", 1.6)
    sketch.angle("angle:1", enter, enter - polar(-tilt), start, angle.label, 0.8, toward=(-1, 0.0))
    sketch.angle("angle:A", top, left, right, apex.label, 1.0)
    sketch.text("name:n", f"{name}, {n.label}", (left + right) / 2, of="face:base", toward=(0, 1), gap_pt=5)
    sketch.claim("angle", "face:left", "face:right", value=apex.value)
    sketch.claim("perpendicular", "normal:1", "face:left")
    sketch.claim("perpendicular", "normal:2", "face:right")
    for leg, number, value in (("1", 1, angle.value), ("2", 1, second), ("2", 2, third), ("3", 2, fourth)):
        sketch.claim("angle", f"ray:p{leg}", f"normal:{number}", value=value)
    sketch.claim("parallel", "ahead:in", "ray:p1")
    sketch.claim("parallel", "ahead:out", "ray:p3")
    sketch.entity("prism", "face:left", "face:right", "face:base")
    answer = number_answer(turn, "°")
    return sketch.scene(
        problem=f"A ray of light meets a prism of {name} (n = {n.text}) with an apex angle of {apex.text} at an angle of incidence of {angle.text}. Find the angle of deviation δ.",
        multimodal_question="Find the angle of deviation δ.",
        givens=(n, apex, angle),
        unknown="the deviation δ",
        answer=answer,
        solution=f"θ₂ = {format_number(second)}°, θ₃ = A - θ₂ = {format_number(third)}°, θ₄ = {format_number(fourth)}°, δ = θ₁ + θ₄ - A = {answer.text}",
        hidden=hidden_texts(sketch, answer, "δ"),
        quizzes=(
            value_quiz(draw, "What is the apex angle of the prism?", apex, angle),
            value_quiz(draw, "What is the angle of incidence?", angle, apex),
            make_quiz(
                draw,
                "Towards which part of the prism is the ray turned?",
                "its base",
                ["its apex", "neither, it runs straight on", "back to where it came from"],
            ),
        ),
        alt_text=f"A ray meets a prism of {name} with apex angle {apex.text} at {angle.text} and is turned towards the base by δ.",
    )


def _crossing(one: np.ndarray, one_deg: float, two: np.ndarray, two_deg: float) -> np.ndarray:
    """Where two lines meet, each by a point and a direction."""
    share = np.linalg.solve(np.stack([polar(one_deg), -polar(two_deg)], axis=1), two - one)
    return one + share[0] * polar(one_deg)


@defect("prism", "straight_through")
def straight_through(scene: FigureScene, draw: Random) -> FigureScene:
    """Behind the prism the ray runs on in the direction that it had before it."""
    first, last = scene.mark("ray:p1"), scene.mark("ray:p3")
    assert isinstance(first, Path) and isinstance(last, Path)
    (x0, y0), (x1, y1) = first.points
    x, y = last.points[0]
    return change(scene, replace(last, points=((x, y), (x + x1 - x0, y + y1 - y0))))
