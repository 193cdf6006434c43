"""Math - Solid Geometric, round solids, drawn with the orthogonal view.

Seen from an elevation e, a horizontal circle is an ellipse of ratio sin e, a height appears shortened by cos e, and the outlines
of a cone touch its base where the tangent from the apex does, which is not at the ends of the long axis.
"""

import math
from dataclasses import replace
from random import Random

import numpy as np

from scisynth.figures.families.registry import defect, family
from scisynth.figures.parts.math import other_numbers, point, side_text
from scisynth.figures.parts.palette import BLUE, GREY, PALE_ORANGE, RED
from scisynth.figures.parts.places import away
from scisynth.figures.parts.solid import HIDDEN, disc, outline
from scisynth.figures.scene.marks import Round
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer

TYPE = "Math - Solid Geometric"
ELEVATION = math.radians(20)
SQUEEZE, SHORT = math.sin(ELEVATION), math.cos(ELEVATION)


@family(TYPE, "drilled_cylinder")
def drilled_cylinder(draw: Random) -> FigureScene:
    """A cylinder out of which a cone of the same base and height is bored; what is left is asked for."""
    d, h = draw.randrange(4, 15, 2), draw.randint(5, 15)
    if not 0.7 <= h / d <= 1.5:
        return drilled_cylinder(draw)
    r, up = d / 2, h * SHORT
    kind = draw.choice(("down", "up"))
    sketch = Sketch()
    disc(sketch, "base", (0, 0), r, SQUEEZE, back=(0, 180))
    disc(sketch, "top", (0, up), r, SQUEEZE)
    for name, x in (("right", r), ("left", -r)):
        sketch.line(f"outline:{name}", (x, 0), (x, up), z=3)
        sketch.claim("connected", f"outline:{name}", "rim:base")
        sketch.claim("connected", f"outline:{name}", "rim:top")
    touch, _, _ = outline(r, 0, up, SQUEEZE)
    apex = np.asarray([0.0, 0.0 if kind == "down" else up])
    for name, sign in (("right", 1), ("left", -1)):
        end = (sign * touch[0], up - touch[1] if kind == "down" else touch[1])
        sketch.line(f"bore:{name}", apex, end, **{**HIDDEN, "color": RED})
    sketch.claim("connected", "bore:left", "bore:right")
    point(sketch, "S", apex, (0, -1 if kind == "down" else 1), 0.018 * r)
    sketch.dimension("dimension:d", (-r, 0), (r, 0), f"{d} cm", -r * (SQUEEZE + 0.3))
    sketch.dimension("dimension:h", (r, 0), (r, up), f"{h} cm", -0.42 * r)
    sketch.claim("ratio", "dimension:h", "dimension:d", value=up / d)
    sketch.claim("ratio", "outline:left", "dimension:h", value=1)
    sketch.claim("parallel", "outline:left", "outline:right")
    sketch.claim("perpendicular", "outline:left", "dimension:d")
    sketch.claim("ratio", "bore:left", "bore:right", value=1)
    sketch.claim("on", "point:S", "bore:left", tolerance=8.0)
    sketch.claim("count", "bore", value=2)
    sketch.entity("cylinder", "rim:base", "hiddenrim:base", "rim:top", "outline:left", "outline:right")
    sketch.entity("bored cone", "bore:left", "bore:right")
    answer = number_answer(math.pi * r * r * h * 2 / 3, "cm³")
    base = "upper" if kind == "down" else "lower"
    return sketch.scene(
        problem=f"Out of a cylinder of diameter {d} cm and height {h} cm a cone is bored whose base is the {base} circle and whose apex S is the center of the other one. Find the volume that is left.",
        multimodal_question="The dashed cone is bored out of the cylinder. Find the volume that is left from the lengths in the figure.",
        givens=(
            Quantity(symbol="d", value=d, unit="cm", meaning="diameter"),
            Quantity(symbol="h", value=h, unit="cm", meaning="height"),
        ),
        unknown="the volume that is left",
        answer=answer,
        solution=f"V = π·{d // 2}²·{h}·(1 - 1/3) = {answer.text}",
        hidden=(answer.text,),
        quizzes=(
            make_quiz(draw, "What is the diameter of the cylinder?", f"{d} cm", other_numbers(d, "cm", (h, d / 2))),
            make_quiz(draw, "What is the height of the cylinder?", f"{h} cm", other_numbers(h, "cm", (d,))),
            make_quiz(
                draw,
                "Where does the apex S of the cone lie?",
                f"in the {'lower' if kind == 'down' else 'upper'} circle",
                [f"in the {base} circle", "on the side of the cylinder", "above the cylinder"],
            ),
        ),
        alt_text=f"Cylinder of diameter {d} cm and height {h} cm with a cone of base the {base} circle bored out.",
    )


@family(TYPE, "sphere_section")
def sphere_section(draw: Random) -> FigureScene:
    """A plane cuts a sphere at a distance from its center; the section is a circle."""
    big, d = draw.randint(5, 20), draw.randint(2, 15)
    if not 0.35 <= d / big <= 0.75:
        return sphere_section(draw)
    small, up, unit = math.sqrt(big**2 - d**2), d / big * 3 * SHORT, 3 / big
    rho = small * unit
    rise = math.degrees(math.asin(min(1.0, d * unit * math.tan(ELEVATION) / rho)))
    sketch = Sketch()
    sketch.circle("sphere:O", (0, 0), 3, z=3)
    disc(sketch, "equator", (0, 0), 3, SQUEEZE, back=(0, 180), color=GREY, width=1.0)
    sketch.circle("section:fill", (0, up), rho, radius_y=rho * SQUEEZE, fill=PALE_ORANGE, width=0, z=0)
    disc(sketch, "section", (0, up), rho, SQUEEZE, back=(rise, 180 - rise), color=BLUE)
    rim = (rho, up)
    sketch.line("distance:d", (0, 0), (0, up), dash="dashed", width=1.2)
    sketch.line("radius:R", (0, 0), rim, width=1.2)
    sketch.line("radius:r", (0, up), rim, color=RED, width=1.2)
    sketch.right_angle("square:P", (0, up), (0, 0), rim, 0.2)
    point(sketch, "O", (0, 0), (-0.7, -0.7), 0.045)
    point(sketch, "P", (0, up), (-0.9, 0.4), 0.045)
    point(sketch, "A", rim, away(rim, (0, 0)), 0.045)
    side_text(sketch, "radius:R", (0, 0), rim, f"{big} cm", (0, up), gap_pt=3)
    side_text(sketch, "distance:d", (0, 0), (0, up), f"{d} cm", rim, position=0.36, gap_pt=3, halo=True)
    sketch.text("label:r", "$r$", (0.5 * rho, up), of="radius:r", toward=(0, 1), gap_pt=2, color=RED)
    sketch.claim("ratio", "distance:d", "radius:r", value=d * SHORT / small)
    sketch.claim("perpendicular", "distance:d", "radius:r")
    sketch.claim("connected", "radius:R", "radius:r")
    sketch.claim("connected", "distance:d", "radius:R")
    sketch.claim("inside", "section:fill", "sphere:O")
    sketch.claim("on", "point:P", "distance:d")
    sketch.claim("connected", "distance:d", "radius:r")
    sketch.claim("on", "point:A", "rim:section", tolerance=8.0)
    sketch.claim("order", "point:O", "section:fill", value="bottom_to_top")
    sketch.claim("count", "radius", value=2)
    sketch.entity("sphere", "sphere:O", "point:O")
    sketch.entity("section", "section:fill", "rim:section", "hiddenrim:section")
    answer = number_answer(math.pi * small**2, "cm²")
    return sketch.scene(
        problem=f"A plane at a distance OP = {d} cm from the center O cuts a sphere of radius OA = {big} cm. Find the area of the circular section.",
        multimodal_question="A plane cuts the sphere with center O in a circle with center P. Find the area of that section from the lengths in the figure.",
        givens=(
            Quantity(symbol="R", value=big, unit="cm", meaning="radius of the sphere"),
            Quantity(symbol="d", value=d, unit="cm", meaning="distance of the plane from O"),
        ),
        unknown="the area of the section",
        answer=answer,
        solution=f"r² = {big}² - {d}² = {big**2 - d**2} cm², area = π·r² = {answer.text}",
        hidden=(answer.text,),
        quizzes=(
            make_quiz(draw, "What is the length of OA?", f"{big} cm", other_numbers(big, "cm", (d, 2 * big))),
            make_quiz(draw, "What is the length of OP?", f"{d} cm", other_numbers(d, "cm", (big,))),
            make_quiz(draw, "Which point is the center of the section?", "P", ["O", "A", "none of them"]),
        ),
        alt_text=f"Sphere with center O and radius {big} cm, cut {d} cm above O in a circle with center P and radius r.",
    )


@defect("sphere_section", "section_off_plane")
def section_off_plane(scene: FigureScene, draw: Random) -> FigureScene:
    """The section is drawn below the center of the sphere, though its radius is marked above."""
    marks = []
    for mark in scene.marks:
        if isinstance(mark, Round) and mark.id.endswith((":section", ":fill")):
            mark = replace(mark, center=(mark.center[0], -mark.center[1]))
        marks.append(mark)
    return scene.with_marks(tuple(marks))
