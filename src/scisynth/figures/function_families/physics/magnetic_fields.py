"""Physics - Field Diagram, magnets and currents: circles about wires, lines of a bar magnet, and charges that turn in a field."""

import math
from dataclasses import replace
from random import Random

import numpy as np

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change
from scisynth.figures.families.registry import defect, family
from scisynth.figures.parts.fields import draw_line, leaves, trace_line
from scisynth.figures.parts.palette import BLUE, GREEN, GREY, INK, ORANGE, PALE_ORANGE, RED
from scisynth.figures.parts.physics import charge, count_roles, hidden_texts, value_quiz, vector
from scisynth.figures.parts.places import polar
from scisynth.figures.scene.marks import Path, role_of
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer

TYPE = "Physics - Field Diagram"
ELECTRON = (1.602e-19, 9.109e-31, "electron")
"""Charge in C, mass in kg, name."""
PROTON = (1.602e-19, 1.673e-27, "proton")


def _grid_of_field(sketch: Sketch, box: tuple[float, float, float, float], into: bool, apart: float = 1.0) -> None:
    """A field at a right angle to the page: crosses into it, dots out of it."""
    xs = np.arange(box[0] + apart / 2, box[2], apart)
    ys = np.arange(box[1] + apart / 2, box[3], apart)
    for row, y in enumerate(ys.tolist()):
        for column, x in enumerate(xs.tolist()):
            name = f"{row}-{column}"
            if into:
                for way in (1, -1):
                    sketch.line(
                        f"{'cross' if way > 0 else 'stroke'}:{name}",
                        (x - 0.1, y - 0.1 * way),
                        (x + 0.1, y + 0.1 * way),
                        color=GREY,
                        width=1.1,
                        z=1,
                    )
            else:
                sketch.dot(f"point:{name}", (x, y), 0.045, color=GREY, z=1)
    count_roles(sketch, *(("cross", "stroke") if into else ("point",)))


@family(TYPE, "lorentz_circle")
def lorentz_circle(draw: Random) -> FigureScene:
    """A charged particle in a magnetic field runs on a circle of radius m v / (q B); the force points to its centre."""
    size, mass, name = draw.choice((ELECTRON, PROTON))
    into = draw.choice((True, False))
    if name == "electron":
        speed = Quantity(symbol="v", value=draw.randint(2, 9) * 1e6, unit="m/s", meaning="speed")
        field = Quantity(symbol="B", value=draw.choice((1, 1.5, 2, 2.5, 3, 4, 5)), unit="mT", meaning="field")
    else:
        speed = Quantity(symbol="v", value=draw.randint(2, 9) * 1e5, unit="m/s", meaning="speed")
        field = Quantity(symbol="B", value=draw.choice((20, 30, 40, 50, 60, 80, 100)), unit="mT", meaning="field")
    box, radius = (-3.5, -3.0, 3.5, 3.0), 2.0
    sketch = Sketch()
    sketch.rectangle("region:B", *box, fill="#f7f9fc", width=0.8, color=GREY, dash="dashed", z=0)
    _grid_of_field(sketch, box, into)
    sketch.circle("orbit:circle", (0, 0), radius, color=BLUE, dash="dashed")
    turn = draw.choice((20, 70, 110, 160, 200, 340))
    spot = polar(turn, radius)
    positive = name == "proton"
    # F = q v × B: into the page, a positive charge runs anticlockwise.
    heading = turn + (90 if positive == into else -90)
    charge(sketch, "q", spot, 0.2, positive, 11)
    sketch.line("radius:r", (0, 0), spot, dash="dotted", color=GREY)
    sketch.dot("center:O", (0, 0), 0.05)
    sketch.text("label:r", "$r$", 0.3 * spot, of="radius:r", toward=polar(turn - 90), gap_pt=4, halo=True, size=13)
    vector(sketch, "velocity:v", spot + polar(heading, 0.2), 1.2, heading % 360, "$v$", color=GREEN)
    vector(
        sketch,
        "force:F",
        spot + polar(turn + 180, 0.2),
        0.9,
        (turn + 180) % 360,
        "$F$",
        toward=polar(turn + 90),
        position=0.8,
    )
    sketch.text("label:v", speed.label, (box[0], box[3]), toward=(0.3, 1), align="left")
    sketch.text("label:B", field.label, (box[2], box[3]), of="region:B", toward=(-0.3, 1), align="right")
    sketch.text("label:name", name, (0, box[1]), of="region:B", toward=(0, -1))
    sketch.claim("points_to", "force:F", "center:O", tolerance=2)
    sketch.claim("perpendicular", "velocity:v", "radius:r")
    sketch.claim("perpendicular", "velocity:v", "force:F")
    sketch.claim("on", "charge:q", "orbit:circle")
    sketch.claim("inside", "charge:q", "region:B")
    sketch.entity("orbit", "orbit:circle")
    sketch.entity(name, "charge:q")
    answer = number_answer(mass * speed.value / (size * field.value * 1e-3) * 100, "cm")
    way = "into" if into else "out of"
    clock = "anticlockwise" if positive == into else "clockwise"
    return sketch.scene(
        problem=f"{'An electron' if name == 'electron' else 'A proton'} moves at {speed.text} at a right angle to a magnetic field of {field.text} that points {way} the page. Find the radius r of its circle (e = 1.602 × 10⁻¹⁹ C, m = {format_number(mass, 4)} kg).",
        multimodal_question=f"Find the radius r of the {name}'s circle (e = 1.602 × 10⁻¹⁹ C, m = {format_number(mass, 4)} kg).",
        givens=(speed, field),
        unknown="the radius r",
        answer=answer,
        solution=f"e v B = m v² / r, r = m v / (e B) = {answer.text}",
        hidden=hidden_texts(sketch, answer, "r"),
        quizzes=(
            make_quiz(
                draw,
                "In which direction does the magnetic field point?",
                f"{way} the page",
                ["into the page", "out of the page", "to the right", "upwards"],
            ),
            value_quiz(draw, "How strong is the magnetic field?", field),
            make_quiz(
                draw,
                "In which sense does the particle circle?",
                clock,
                ["clockwise", "anticlockwise", "it moves in a straight line", "it is at rest"],
            ),
        ),
        alt_text=f"A {name} circles {clock} in a field of {field.text} that points {way} the page; v is along the circle, F points to its centre.",
    )


@defect("lorentz_circle", "force_outwards")
def force_outwards(scene: FigureScene, draw: Random) -> FigureScene:
    """The force points away from the centre, as if the charge had the other sign."""
    arrow = scene.mark("force:F")
    assert isinstance(arrow, Path)
    (x, y), (tip_x, tip_y) = arrow.points
    return change(scene, replace(arrow, points=((x, y), (2 * x - tip_x, 2 * y - tip_y))))


@family(TYPE, "wire_field")
def wire_field(draw: Random) -> FigureScene:
    """Circles about a straight wire, by the right-hand rule; equal steps of B are closer near the wire."""
    current = Quantity(symbol="I", value=draw.choice((2, 3, 4, 5, 6, 8, 10, 12, 15)), unit="A", meaning="current")
    apart = Quantity(symbol="r", value=draw.choice((2, 3, 4, 5, 6, 8, 10)), unit="cm", meaning="distance of P")
    outward = draw.choice((True, False))
    sketch = Sketch()
    # Circles at B, 5/6 B ... : their radii are in proportion to 1/B.
    radii = [0.9, 1.2, 1.7, 2.6]
    for number, radius in enumerate(radii):
        sketch.circle(f"line:{number}", (0, 0), radius, color=GREY, width=1.1)
        for turn in (90, 270) if number else (90,):
            place = polar(turn, radius)
            way = turn + (90 if outward else -90)
            name = f"sense:{number}-{turn}"
            sketch.arrow(name, place - polar(way, 0.1), place + polar(way, 0.1), color=GREY, width=1.3)
            sketch.claim("on", name, f"line:{number}")
    sketch.circle("wire:I", (0, 0), 0.28, fill=PALE_ORANGE, z=4)
    if outward:
        sketch.dot("point:tip", (0, 0), 0.09, z=5)
    else:
        for way in (1, -1):
            sketch.line(f"feather:{way}", (-0.19, -0.19 * way), (0.19, 0.19 * way), z=5)
    spot = polar(draw.choice((0, 180)), radii[3])
    side = math.copysign(1, spot[0])
    sketch.dot("point:P", spot, 0.07, z=7)
    sketch.text("label:P", "$P$", spot, of="point:P", toward=(side, -1), gap_pt=6, halo=True, size=13)
    sketch.line("radius:r", (0, 0), spot, dash="dashed", width=1.0)
    sketch.text("label:r", apart.label, 0.83 * spot, of="radius:r", toward=(0, -1), gap_pt=4, halo=True)
    way = (0 if side > 0 else 180) + (90 if outward else -90)
    vector(sketch, "field:B", spot, 1.2, way % 360, "$B$", toward=(side, 0), position=0.8, color=BLUE)
    sketch.text("label:I", current.label, (0.2, 0.2), of="wire:I", toward=(1, 0.6), gap_pt=3, halo=True)
    sketch.claim("perpendicular", "field:B", "radius:r")
    sketch.claim("on", "point:P", "line:3")
    sketch.claim("tangent", "field:B", "line:3")
    for number in range(1, 4):
        sketch.claim("ratio", f"line:{number}", "line:0", value=radii[number] / radii[0])
    count_roles(sketch, "line", "sense", *(() if outward else ("feather",)))
    if outward:
        sketch.claim("inside", "point:tip", "wire:I")
    sketch.entity("wire", "wire:I")
    sketch.entity("field lines", *(f"line:{number}" for number in range(4)))
    answer = number_answer(2e-7 * current.value / (apart.value / 100) * 1e6, "µT")
    words = "out of" if outward else "into"
    clock = "anticlockwise" if outward else "clockwise"
    return sketch.scene(
        problem=f"A long straight wire carries {current.text} {words} the page. Find the magnetic field at P, {apart.text} from it (μ₀ = 4π × 10⁻⁷ T m/A).",
        multimodal_question="Find the strength of the magnetic field at P (μ₀ = 4π × 10⁻⁷ T m/A).",
        givens=(current, apart),
        unknown="the magnetic field at P",
        answer=answer,
        solution=f"B = μ₀ I / (2π r) = 2 × 10⁻⁷ · {format_number(current.value)} / {format_number(apart.value / 100)} T = {answer.text}",
        hidden=hidden_texts(sketch, answer, "B"),
        quizzes=(
            make_quiz(
                draw,
                "In which direction does the current flow?",
                f"{words} the page",
                ["into the page", "out of the page", "to the left", "upwards"],
            ),
            make_quiz(
                draw,
                "In which sense do the field lines run about the wire?",
                clock,
                ["clockwise", "anticlockwise", "towards the wire", "away from the wire"],
            ),
            value_quiz(draw, "How far is P from the wire?", apart),
        ),
        alt_text=f"A wire with {current.text} {words} the page, circular field lines {clock} about it, and the field B at P, {apart.text} away.",
    )


@defect("wire_field", "left_hand_rule")
def left_hand_rule(scene: FigureScene, draw: Random) -> FigureScene:
    """All arrows of the circles run the wrong way round."""
    arrows = [mark for mark in scene.marks if isinstance(mark, Path) and mark.id.startswith("sense:")]
    return change(scene, *(replace(mark, points=mark.points[::-1]) for mark in arrows))


@family(TYPE, "bar_magnet")
def bar_magnet(draw: Random) -> FigureScene:
    """Lines of a bar magnet, outside from its north to its south pole; which pole is which follows from their arrows."""
    one, two = draw.choice((("X", "Y"), ("A", "B"), ("U", "V")))
    left_is_north = draw.choice((True, False))
    half, tall = draw.choice((1.2, 1.4, 1.6)), 0.45
    num = draw.choice((8, 10, 12))
    flip = 1.0 if left_is_north else -1.0
    charges = [(flip, np.asarray([-half, 0.0])), (-flip, np.asarray([half, 0.0]))]
    source, sink = (charges[0][1], charges[1][1])[:: 1 if flip > 0 else -1]
    box = (4.4, 3.1)
    sketch = Sketch()

    def ends(place: complex) -> bool:
        return abs(place - complex(*sink)) <= 0.15 or leaves(place, box)

    for number in range(num):
        turn = (180 if source[0] < 0 else 0) + 150 * (2 * (number + 0.5) / num - 1)
        points = trace_line(charges, source + polar(turn, 0.15), ends)
        inside = (np.abs(points[:, 0]) < half + 0.25) & (np.abs(points[:, 1]) < tall)
        seen = points[int(np.argmin(inside)) : len(points) - int(np.argmin(inside[::-1]))]
        if math.dist(points[-1], sink) < 0.3:
            # The arrow of a line that runs below the compass stands next to it.
            is_below = math.dist(seen[len(seen) // 2], (0, 1.5)) < 0.6
            draw_line(sketch, f"line:{number}", seen, 0.3 if is_below else 0.5, BLUE)
        else:
            draw_line(sketch, f"line:{number}", seen, 0.3, BLUE)
            draw_line(sketch, f"line:{number}back", (seen * (-1, 1))[::-1], 0.7, BLUE)
    total = sum(role_of(mark.id) == "line" for mark in sketch.marks)
    sketch.rectangle("magnet:bar", -half - 0.25, -tall, half + 0.25, tall, fill=PALE_ORANGE, z=4)
    sketch.line("middle:bar", (0, -tall), (0, tall), dash="dashed", width=1.0, z=5)
    for name, x in ((one, -half), (two, half)):
        sketch.text(f"pole:{name}", f"${name}$", (x, 0), of="magnet:bar", size=14)
        sketch.claim("inside", f"pole:{name}", "magnet:bar")
    sketch.dot("point:P", (0, 1.5), 0.06)
    sketch.circle("compass:P", (0, 1.5), 0.32, fill="white", z=6)
    sketch.arrow("needle:P", (-0.26 * flip, 1.5), (0.26 * flip, 1.5), color=RED, width=1.8, z=8)
    sketch.text("label:P", "$P$", (0, 1.82), of="compass:P", toward=(0.4, 1), gap_pt=3, halo=True, size=13)
    sketch.claim("inside", "needle:P", "compass:P")
    sketch.claim("parallel", "needle:P", "axis:magnet")
    sketch.line("axis:magnet", (-half, 0), (half, 0), width=0, z=0)
    sketch.claim("order", f"pole:{one}", "middle:bar", f"pole:{two}", value="left_to_right")
    count_roles(sketch, "line", "pole", "sense")
    sketch.entity("bar magnet", "magnet:bar", "middle:bar")
    sketch.entity("compass", "compass:P", "needle:P")
    asked = draw.choice((one, two))
    north = (asked == one) == left_is_north
    word, side = ("north pole" if north else "south pole"), ("right" if flip > 0 else "left")
    return sketch.scene(
        problem=f"A compass above the middle of a bar magnet with the poles {one} (left) and {two} (right) points to the {side}; {total} field lines are drawn. Which pole is {asked}?",
        multimodal_question=f"Which pole of the magnet is {asked}?",
        givens=(Quantity(symbol="N", value=total, meaning="number of field lines"),),
        unknown=f"the kind of pole at {asked}",
        answer=Answer(text=word),
        solution=f"Outside a magnet the lines run from north to south; they {'leave' if north else 'enter'} {asked}, so it is a {word}.",
        hidden=(word, f"{asked} = {'N' if north else 'S'}"),
        quizzes=(
            make_quiz(
                draw,
                "In which direction does the compass needle at P point?",
                f"to the {side}",
                ["to the left", "to the right", "upwards", "downwards"],
            ),
            make_quiz(
                draw, "How many field lines are drawn?", str(total), [str(total + 2), str(total - 2), str(total + 4)]
            ),
            make_quiz(draw, "Which pole is at the left end of the magnet?", one, [two, "P", "none has a name"]),
        ),
        alt_text=f"A bar magnet with poles {one} and {two}, {total} field lines and a compass above it that points to the {side}.",
    )


@defect("bar_magnet", "against_the_compass")
def against_the_compass(scene: FigureScene, draw: Random) -> FigureScene:
    """The compass points against the field lines."""
    needle = scene.mark("needle:P")
    assert isinstance(needle, Path)
    return change(scene, replace(needle, points=needle.points[::-1]))


@family(TYPE, "wire_in_field")
def wire_in_field(draw: Random) -> FigureScene:
    """The force I l B on a wire across a field at a right angle to the page."""
    current = Quantity(symbol="I", value=draw.choice((1.5, 2, 3, 4, 5, 6, 8)), unit="A", meaning="current")
    length = Quantity(symbol="l", value=draw.choice((5, 8, 10, 12, 15, 20)), unit="cm", meaning="length in the field")
    field = Quantity(symbol="B", value=draw.choice((0.1, 0.2, 0.25, 0.4, 0.5, 0.8)), unit="T", meaning="field")
    into, upward = draw.choice((True, False)), draw.choice((True, False))
    box = (-3.0, -2.5, 3.0, 2.5)
    sketch = Sketch()
    sketch.rectangle("region:B", *box, fill="#f7f9fc", width=0.8, color=GREY, dash="dashed", z=0)
    _grid_of_field(sketch, box, into)
    sketch.line("wire:rod", (0, box[1] - 0.7), (0, box[3] + 0.7), width=4, color=ORANGE, z=2)
    # F = I l × B: upward current in a field into the page is pushed to the left.
    left = upward == into
    way = 90 if upward else 270
    vector(
        sketch,
        "current:I",
        (0, 0) - polar(way, 2.0),
        0.9,
        way,
        current.label,
        toward=(1, 0),
        position=0.5,
        color=INK,
    )
    vector(sketch, "force:F", (0, 0.5), 1.8, 180 if left else 0, "$F$", toward=(0, 1), position=0.8, color=GREEN)
    sketch.dimension("size:l", (box[2], box[1]), (box[2], box[3]), length.label, -0.5, toward=(1, 0), gap_pt=4)
    sketch.text("label:B", field.label, (box[0], box[3]), of="region:B", toward=(0.3, 1), align="left")
    sketch.claim("parallel", "current:I", "wire:rod")
    sketch.claim("perpendicular", "force:F", "wire:rod")
    sketch.claim("on", "current:I", "wire:rod")
    sketch.entity("wire", "wire:rod")
    answer = number_answer(current.value * length.value / 100 * field.value, "N")
    words, side = "into" if into else "out of", "left" if left else "right"
    return sketch.scene(
        problem=f"A wire carries {current.text} {'up' if upward else 'down'} the page through a field of {field.text} that points {words} the page; {length.text} of it lie in the field. Find the force on the wire.",
        multimodal_question="Find the force F on the wire.",
        givens=(current, length, field),
        unknown="the force F",
        answer=answer,
        solution=f"F = I l B = {current.text} · {format_number(length.value / 100)} m · {field.text} = {answer.text}, to the {side}",
        hidden=hidden_texts(sketch, answer, "F"),
        quizzes=(
            make_quiz(
                draw,
                "In which direction does the magnetic field point?",
                f"{words} the page",
                ["into the page", "out of the page", "to the right", "upwards"],
            ),
            make_quiz(
                draw,
                "In which direction does the current flow?",
                "upwards" if upward else "downwards",
                ["upwards", "downwards", "to the left", "to the right"],
            ),
            value_quiz(draw, "What length of the wire lies in the field?", length),
        ),
        alt_text=f"A wire with {current.text} {'upwards' if upward else 'downwards'} through a field of {field.text} {words} the page; the force on it points to the {side}.",
    )
