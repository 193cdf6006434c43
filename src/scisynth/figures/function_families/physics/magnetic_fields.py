"""Physics - Field Diagram, magnets and currents: circles about wires, lines of a bar magnet, and charges that turn in a field."""

import math
from dataclasses import replace
from random import Random

import numpy as np

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change
from scisynth.figures.families.registry import defect, family
from scisynth.figures.parts.fields import draw_line, leaves, trace_line
from scisynth.figures.parts.palette import BLUE, GREY, PALE_ORANGE, RED
from scisynth.figures.parts.physics import count_roles
from scisynth.figures.parts.places import polar
from scisynth.figures.scene.marks import role_of
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, make_quiz

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
    needle = scene.path("needle:P")
    return change(scene, replace(needle, points=needle.points[::-1]))
