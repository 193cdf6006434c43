"""Physics - Optical Ray, refraction: n₁ sin θ₁ = n₂ sin θ₂ at every face that a ray meets."""

import math
from dataclasses import replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.registry import defect, family
from scisynth.figures.parts.palette import GREEN, GREY, ORANGE, PALE_BLUE, RED
from scisynth.figures.parts.physics import hidden_texts, ray, value_quiz
from scisynth.figures.parts.places import polar
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer

TYPE = "Physics - Optical Ray"
MEDIA = {"water": 1.33, "ethanol": 1.36, "acrylic": 1.49, "crown glass": 1.52, "flint glass": 1.62, "sapphire": 1.77}
"""Index of refraction at 589 nm."""


def refracted(angle: float, n1: float, n2: float) -> float:
    """The angle behind a face, degrees; `ValueError` under total reflection."""
    return math.degrees(math.asin(n1 / n2 * math.sin(math.radians(angle))))


@family(TYPE, "snell_refraction")
def snell_refraction(draw: Random) -> FigureScene:
    """A ray enters a denser medium: it bends towards the normal, and a part is reflected."""
    name, index = draw.choice(list(MEDIA.items()))
    angle = Quantity(symbol=r"\theta_1", value=draw.randint(38, 65), unit="°", meaning="angle of incidence")
    n1 = Quantity(symbol="n_1", value=1.0, meaning="index of air")
    n2 = Quantity(symbol="n_2", value=index, meaning=f"index of {name}")
    below = refracted(angle.value, 1.0, index)
    half, reach = 3.6, 3.2
    sketch = Sketch()
    sketch.rectangle("medium:2", -half, -reach, half, 0, fill=PALE_BLUE, width=0, z=0)
    sketch.line("face:1", (-half, 0), (half, 0), width=1.8)
    sketch.line("normal:1", (0, reach), (0, -reach), dash="dashed", width=1.0, color=GREY, z=1)
    ray(sketch, "ray:in", polar(90 + angle.value, reach), (0, 0))
    ray(sketch, "ray:out", (0, 0), polar(270 + below, reach))
    ray(sketch, "ray:back", (0, 0), polar(90 - angle.value, reach * 0.8), color=ORANGE, dash="dashed")
    sketch.angle("angle:1", (0, 0), (0, 1), polar(90 + angle.value), angle.label, 1.5)
    sketch.angle("angle:2", (0, 0), (0, -1), polar(270 + below), r"$\theta_2$", 1.2)
    sketch.text("name:1", f"air, {n1.label}", (half, 0), of="face:1", toward=(0, 1), gap_pt=5, align="right")
    sketch.text("name:2", f"{name}, {n2.label}", (half, 0), of="face:1", toward=(0, -1), gap_pt=5, align="right")
    sketch.claim("inside", "name:2", "medium:2")
    sketch.claim("perpendicular", "normal:1", "face:1")
    sketch.claim("angle", "ray:in1", "normal:1", value=angle.value)
    sketch.claim("angle", "ray:back1", "normal:1", value=angle.value)
    sketch.claim("angle", "ray:out1", "normal:1", value=below)
    for leg in ("ray:out1", "ray:back1"):
        sketch.claim("connected", "ray:in1", leg)
    sketch.claim("count", "ray", value=3)
    sketch.entity("rays", "ray:in1", "ray:out1", "ray:back1")
    answer = number_answer(below, "°")
    return sketch.scene(
        problem=f"Light passes from air into {name} (n = {n2.text}) at an angle of incidence of {angle.text}. Find the angle of refraction θ₂.",
        multimodal_question="Find the angle of refraction θ₂.",
        givens=(n1, n2, angle),
        unknown="the angle θ₂",
        answer=answer,
        solution=f"sin θ₂ = n₁ sin θ₁ / n₂ = sin {angle.text} / {n2.text}, θ₂ = {answer.text}",
        hidden=hidden_texts(sketch, answer, "θ₂"),
        quizzes=(
            value_quiz(draw, "What is the angle of incidence?", angle),
            make_quiz(
                draw, "Into which medium does the light pass?", name, [other for other in MEDIA if other != name][:3]
            ),
            make_quiz(
                draw,
                "Which way does the refracted ray bend?",
                "towards the normal",
                ["away from the normal", "it does not bend", "along the face"],
            ),
        ),
        alt_text=f"A ray in air meets {name} (n = {n2.text}) at {angle.text}; one part is reflected, the other refracted towards the normal.",
    )


@defect("snell_refraction", "bent_away")
def bent_away(scene: FigureScene, draw: Random) -> FigureScene:
    """The refracted ray bends away from the normal, as if the light left the denser medium."""
    leg, arrow = scene.mark("ray:out1"), scene.mark("ray:in1")
    assert isinstance(leg, Path) and isinstance(arrow, Path)
    turn = math.degrees(math.atan2(-arrow.points[0][1], -arrow.points[0][0])) + 12
    return change(scene, replace(leg, points=(leg.points[0], tuple(polar(turn, 3.2).tolist()))))


@family(TYPE, "critical_angle")
def critical_angle(draw: Random) -> FigureScene:
    """Rays from a lamp within a medium: refracted, grazing at the critical angle, and totally reflected beyond it."""
    name, index = draw.choice(list(MEDIA.items()))
    n = Quantity(symbol="n", value=index, meaning=f"index of {name}")
    depth = Quantity(symbol="h", value=draw.choice((0.5, 0.8, 1.0, 1.2, 1.5, 2.0, 2.5)), unit="m", meaning="depth")
    critical = math.degrees(math.asin(1 / index))
    high = 2.6
    small, large = 0.55 * critical, min(critical + 12, 66)
    places = [high * math.tan(math.radians(angle)) for angle in (small, critical, large)]
    sketch = Sketch()
    left, right = -1.6, max(places[2] + 2.4, 5.6)
    sketch.rectangle("medium:2", left, -high - 0.6, right, 0, fill=PALE_BLUE, width=0, z=0)
    sketch.line("face:1", (left, 0), (right, 0), width=1.8)
    sketch.circle("lamp:S", (0, -high), 0.16, fill="#fff6d6", z=5)
    sketch.text("name:S", "lamp", (0, -high), of="lamp:S", toward=(-1, 0), gap_pt=12)
    for number, (x, color) in enumerate(zip(places, (GREEN, RED, ORANGE), strict=True), 1):
        spot = (x, 0.0)
        sketch.line(f"normal:{number}", (x, 0.9), (x, -0.9), dash="dashed", width=0.9, color=GREY, z=1)
        if number == 1:
            out = np.asarray(spot) + polar(90 - refracted(small, index, 1.0), 2.0)
        elif number == 2:
            out = np.asarray([min(x + 2.2, right), 0.0])
        else:
            out = np.asarray(spot) + polar(large - 90, 2.4)
        ray(sketch, f"ray:{number}", (0, -high), spot, out, color=color)
    sketch.angle("angle:c", (places[1], 0), (0, -high), (places[1], -1), r"$\theta_c$", 0.7)
    sketch.claim("angle", "ray:11", "normal:1", value=small)
    sketch.claim("angle", "ray:12", "normal:1", value=refracted(small, index, 1.0))
    sketch.claim("angle", "ray:21", "normal:2", value=critical)
    sketch.claim("parallel", "ray:22", "face:1")
    sketch.claim("angle", "ray:31", "normal:3", value=large)
    sketch.claim("angle", "ray:32", "normal:3", value=large)
    sketch.claim("inside", "lamp:S", "medium:2")
    sketch.claim("count", "ray", value=6)
    sketch.line("size:h", (left + 0.35, 0), (left + 0.35, -high), arrow="both", width=0.9)
    sketch.text("label:h", depth.label, (left + 0.35, -high / 2), of="size:h", toward=(1, 0), gap_pt=3)
    sketch.text("name:2", f"{name}, {n.label}", (right, -high - 0.6), toward=(0, 1), gap_pt=4, align="right")
    sketch.text("name:1", "air", (left, 0), of="face:1", toward=(0, 1), gap_pt=5, align="left")
    sketch.claim("inside", "name:2", "medium:2")
    sketch.entity("lamp", "lamp:S")
    symbol = draw.choice(("θ_c", "r"))
    radius = depth.value * math.tan(math.radians(critical))
    answer = number_answer(critical, "°") if symbol == "θ_c" else number_answer(radius, "m")
    what = "critical angle θ_c" if symbol == "θ_c" else "radius of the bright circle on the surface"
    return sketch.scene(
        problem=f"A small lamp lies {depth.text} below the surface of {name} (n = {n.text}), above which is air. Find the {what}.",
        multimodal_question=f"Find the {what}.",
        givens=(n, depth),
        unknown=f"the {what}",
        answer=answer,
        solution=f"sin θ_c = 1/n, θ_c = {format_number(critical)}°; the light leaves within r = h tan θ_c = {format_number(radius)} m; asked for: {answer.text}",
        hidden=hidden_texts(sketch, answer, symbol),
        quizzes=(
            make_quiz(
                draw, "In which medium is the lamp?", name, ["air", *[other for other in MEDIA if other != name][:2]]
            ),
            make_quiz(draw, "How many of the three rays are totally reflected?", "1", ["0", "2", "3"]),
            value_quiz(draw, "How deep is the lamp?", depth),
        ),
        alt_text=f"A lamp {depth.text} deep in {name} (n = {n.text}): one ray leaves, one grazes the surface at the critical angle, one is totally reflected.",
    )


@defect("critical_angle", "leaving_ray")
def leaving_ray(scene: FigureScene, draw: Random) -> FigureScene:
    """The ray beyond the critical angle leaves the medium."""
    leg = scene.mark("ray:32")
    assert isinstance(leg, Path)
    (x, y), _ = leg.points
    return change(scene, replace(leg, points=((x, y), tuple((np.asarray((x, y)) + polar(8, 2.4)).tolist()))))


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


@family(TYPE, "parallel_slab")
def parallel_slab(draw: Random) -> FigureScene:
    """A plate with parallel faces shifts a ray and keeps its direction."""
    name, index = draw.choice(list(MEDIA.items()))
    n = Quantity(symbol="n", value=index, meaning=f"index of {name}")
    angle = Quantity(symbol=r"\theta", value=draw.randrange(40, 66, 5), unit="°", meaning="angle of incidence")
    thick = Quantity(symbol="t", value=draw.choice((2, 3, 4, 5, 6, 8)), unit="cm", meaning="thickness")
    below = refracted(angle.value, 1.0, index)
    tall = 2.6
    leave = np.asarray([tall * math.tan(math.radians(below)), -tall])
    sketch = Sketch()
    left, right = -3.0, 5.6
    sketch.rectangle("medium:2", left, -tall, right, 0, fill=PALE_BLUE, width=0, z=0)
    for tag, y in (("top", 0.0), ("bottom", -tall)):
        sketch.line(f"face:{tag}", (left, y), (right, y), width=1.8)
    sketch.line("normal:1", (0, 1.8), (0, -1.4), dash="dashed", width=0.9, color=GREY, z=1)
    along = polar(angle.value - 90)
    end = leave + polar(angle.value - 90, 2.3)
    ray(sketch, "ray:s", polar(90 + angle.value, 2.6), (0, 0), leave, end)
    far = float((end - leave) @ along * 0.55 + leave @ along)
    sketch.line("ahead:in", (0, 0), along * (far + 0.9), dash="dotted", width=1.1, color=ORANGE, z=1)
    foot = leave + along * ((end - leave) @ along * 0.55)
    sketch.line("shift:d", foot, along * far, arrow="both", width=1.0, color=GREEN)
    sketch.text(
        "label:d",
        "$d$",
        (foot + along * far) / 2,
        of="shift:d",
        toward=along,
        gap_pt=4,
        size=12,
        color=GREEN,
        halo=True,
    )
    sketch.angle("angle:1", (0, 0), (0, 1), polar(90 + angle.value), angle.label, 1.5)
    sketch.line("size:t", (left + 0.5, 0), (left + 0.5, -tall), arrow="both", width=0.9)
    sketch.text("label:t", thick.label, (left + 0.5, -tall / 2), of="size:t", toward=(1, 0), gap_pt=3)
    sketch.text("name:n", f"{name}, {n.label}", (right, 0), of="face:top", toward=(0, -1), gap_pt=5, align="right")
    sketch.claim("parallel", "ray:s1", "ray:s3")
    sketch.claim("parallel", "face:top", "face:bottom")
    sketch.claim("angle", "ray:s1", "normal:1", value=angle.value)
    sketch.claim("angle", "ray:s2", "normal:1", value=below)
    sketch.claim("perpendicular", "shift:d", "ray:s3")
    sketch.claim("parallel", "ahead:in", "ray:s1")
    shift = math.sin(math.radians(angle.value - below)) / math.cos(math.radians(below))
    sketch.claim("ratio", "shift:d", "size:t", value=shift)
    sketch.claim("perpendicular", "normal:1", "face:top")
    sketch.entity("plate", "face:top", "face:bottom")
    answer = number_answer(thick.value * shift, "cm")
    return sketch.scene(
        problem=f"A ray of light passes through a plate of {name} (n = {n.text}), {thick.text} thick, at an angle of incidence of {angle.text}. By how much d is it shifted sideways?",
        multimodal_question="Find the sideways shift d of the ray.",
        givens=(n, thick, angle),
        unknown="the shift d",
        answer=answer,
        solution=f"sin θ₂ = sin θ/n, θ₂ = {format_number(below)}°, d = t sin(θ - θ₂)/cos θ₂ = {answer.text}",
        hidden=hidden_texts(sketch, answer, "d"),
        quizzes=(
            value_quiz(draw, "How thick is the plate?", thick),
            value_quiz(draw, "What is the angle of incidence?", angle),
            make_quiz(
                draw,
                "How does the ray behind the plate run to that before it?",
                "parallel",
                ["at a right angle", "it is turned towards the normal", "it crosses it"],
            ),
        ),
        alt_text=f"A ray meets a plate of {name}, {thick.text} thick, at {angle.text} and leaves it parallel to itself, shifted by d.",
    )
