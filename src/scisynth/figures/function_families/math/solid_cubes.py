"""Math - Solid Geometric, cubes: plane sections in cabinet projection and piles in isometric view."""

import math
from dataclasses import replace
from random import Random

import numpy as np

from scisynth.figures.families.registry import defect, family
from scisynth.figures.parts.math import other_numbers, point, side_text
from scisynth.figures.parts.palette import PALE_ORANGE, RED
from scisynth.figures.parts.solid import (
    BOX_EDGES,
    BOX_FACES,
    View,
    box_corners,
    cabinet,
    claim_box,
    edge_id,
    hidden_edges,
    orthogonal,
    solid,
)
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer

TYPE = "Math - Solid Geometric"
SECTIONS = {
    "corner": ("B, D and E", ("B", "D", "E"), math.sqrt(3) / 2, "√3/4·(a√2)²", "triangle"),
    "hexagon": (
        "the midpoints K, L, M, N, P and Q of six edges",
        ("AB", "BC", "CG", "GH", "HE", "EA"),
        3 * math.sqrt(3) / 4,
        "6·√3/4·(a/√2)²",
        "hexagon",
    ),
    "roof": (
        "B and H and the midpoints K and L of CG and AE",
        ("B", "CG", "H", "EA"),
        math.sqrt(6) / 2,
        "a√3·a√2/2",
        "rhombus",
    ),
}
"""Plane to its words, the corners of the section, its area over a², how that comes about, and its shape."""


@family(TYPE, "cube_section")
def cube_section(draw: Random) -> FigureScene:
    """A plane cuts a cube; the area of the section follows from its sides."""
    kind, a = draw.choice(tuple(SECTIONS)), draw.randint(2, 20)
    words, ends, share, how, shape = SECTIONS[kind]
    view, corners = cabinet(40, 0.5), box_corners(4, 4, 4)
    edges = hidden_edges(corners, BOX_FACES, view)
    spots = [np.mean([corners[name] for name in end], axis=0) for end in ends]
    letters = iter("KLMNPQ")
    names = [end if len(end) == 1 else next(letters) for end in ends]
    sketch = Sketch()
    places = solid(sketch, corners, BOX_FACES, view, inside=("BD", "DE") if kind == "corner" else ())
    outline = [view(spot) for spot in spots]
    sketch.area("section:fill", *outline, fill=PALE_ORANGE, width=0, z=0)
    for index, name in enumerate(names):
        after = (index + 1) % len(names)
        face = next(face for face in BOX_FACES if set(ends[index] + ends[after]) <= set(face))
        normal = np.mean([corners[corner] for corner in face], axis=0) - 2.0
        style = {"z": 4} if normal @ view.eye > 0 else {"dash": "dashed", "z": 2}
        sketch.line(f"cut:{name}{names[after]}", outline[index], outline[after], color=RED, **style)
        if len(ends[index]) == 2:
            edge = ends[index]
            out = outline[index] - view((2, 2, 2))
            point(sketch, name, outline[index], out, 0.05)
            sketch.claim("on", f"point:{name}", edge_id(edges, *edge))
    cuts = [f"cut:{one}{two}" for one, two in zip(names, names[1:] + names[:1], strict=True)]
    for one, two in zip(cuts, cuts[1:] + cuts[:1], strict=True):
        sketch.claim("connected", one, two)
    for end, cut in zip(ends, cuts, strict=True):
        sketch.claim(
            "connected",
            cut,
            edge_id(edges, end[0], end[1] if len(end) == 2 else {"B": "C", "D": "C", "E": "F", "H": "G"}[end]),
        )
    side_text(sketch, "edge:AB", places["A"], places["B"], f"{a} cm", view((2, 2, 2)), position=0.25)
    sketch.claim("count", "cut", value=len(cuts))
    claim_box(sketch, 4, 4, 4, view)
    sketch.entity("cube", *(edge_id(edges, *edge) for group in BOX_EDGES for edge in group))
    sketch.entity("section", *cuts)
    answer = number_answer(share * a * a, "cm²")
    return sketch.scene(
        problem=f"A cube ABCD-EFGH has edges of {a} cm. A plane cuts it through {words}. Find the area of the section.",
        multimodal_question="Find the area of the coloured plane section of the cube ABCD-EFGH; marked points are midpoints of edges.",
        givens=(Quantity(symbol="a", value=a, unit="cm", meaning="edge of the cube"),),
        unknown="the area of the section",
        answer=answer,
        solution=f"The section is a {shape}: area = {how} = {answer.text}",
        hidden=(answer.text,),
        quizzes=(
            make_quiz(draw, "How long is the edge of the cube?", f"{a} cm", other_numbers(a, "cm", (2 * a,))),
            make_quiz(draw, "How many sides has the section?", str(len(cuts)), [str(n) for n in (3, 4, 5, 6)]),
            make_quiz(draw, "Which corner of the cube lies right above B?", "F", ["E", "G", "C"]),
        ),
        alt_text=f"Cube ABCD-EFGH with edges of {a} cm, cut by a plane through {words}; the section is a {shape}.",
    )


@defect("cube_section", "corner_off_edge")
def corner_off_edge(scene: FigureScene, draw: Random) -> FigureScene:
    """One corner of the section leaves the edge of the cube that it lies on."""
    cut = draw.choice([mark for mark in scene.marks if isinstance(mark, Path) and mark.id.startswith("cut:")])
    old = cut.points[0]
    new = (old[0] + 0.45, old[1] - 0.35)
    return scene.with_marks(
        tuple(
            replace(mark, points=tuple(new if math.dist(place, old) < 1e-6 else place for place in mark.points))
            if isinstance(mark, Path) and mark.id.startswith(("cut:", "section:"))
            else mark
            for mark in scene.marks
        )
    )


@family(TYPE, "cube_pile")
def cube_pile(draw: Random) -> FigureScene:
    """Equal cubes piled in a corner, in isometric view; counting them gives the volume, or the surface."""
    edge = draw.randint(2, 6)
    heights = _falling_heights(draw)
    wanted = draw.choice(("volume", "surface"))
    view = orthogonal(45, math.degrees(math.asin(math.tan(math.radians(30)))))
    sketch = Sketch()
    num = _draw_pile(sketch, heights, view)
    front = min(j for (i, j), h in heights.items() if i == 0 and h)
    at = view((0.5, front, 0))
    sketch.text("label:a", f"{edge} cm", at, of=f"left:0{front}0", toward=(-0.8, -0.6), gap_pt=4)
    for role, count in num.items():
        sketch.claim("count", role, value=count)
    sketch.entity("pile of cubes", *(mark.id for mark in sketch.marks if mark.id.startswith("top:")))
    rows = [[heights[i, j] for i in range(3)] for j in (2, 1, 0)]
    words = "; ".join(", ".join(map(str, row)) for row in rows)
    total = sum(heights.values())
    if wanted == "volume":
        answer = number_answer(total * edge**3, "cm³", digits=6)
        solution = f"{total} cubes of {edge}³ cm³ are {answer.text}"
    else:
        answer = number_answer(2 * sum(num.values()) * edge**2, "cm²", digits=6)
        solution = f"Every seen face has a counterpart: 2·{sum(num.values())} faces of {edge}² cm² are {answer.text}"
    asked = "volume" if wanted == "volume" else "total surface area, base included,"
    return sketch.scene(
        problem=f"Cubes with edges of {edge} cm are piled in the corner between two walls. Row by row from the right wall, each row counted from the left wall, the columns are {words} cubes high. Find the {asked} of the pile.",
        multimodal_question=f"Equal cubes are piled without gaps in the corner between two walls, with no cube hidden but those that carry others. Find the {asked} of the pile.",
        givens=(Quantity(symbol="a", value=edge, unit="cm", meaning="edge of a cube"),),
        unknown=f"the {asked.removesuffix(',')} of the pile",
        answer=answer,
        solution=solution,
        hidden=(answer.text,),
        quizzes=(
            make_quiz(draw, "How long is the edge of a cube?", f"{edge} cm", other_numbers(edge, "cm")),
            make_quiz(
                draw,
                "How many top faces of cubes or columns are seen?",
                str(num["top"]),
                other_numbers(num["top"]),
            ),
            make_quiz(
                draw,
                "How many cubes high is the tallest column?",
                str(heights[0, 2]),
                other_numbers(heights[0, 2]),
            ),
        ),
        alt_text=f"Isometric pile of {num['top']} columns of cubes with edges of {edge} cm, {heights[0, 2]} cubes high at the corner.",
    )


def _falling_heights(draw: Random) -> dict[tuple[int, int], int]:
    """Heights of 3 x 3 columns that never rise away from the corner at (0, 2), so that no column hides another."""
    heights = {(0, 2): draw.randint(2, 4)}
    for i in range(3):
        for j in (2, 1, 0):
            if (i, j) not in heights:
                most = min(heights.get((i - 1, j), 9), heights.get((i, j + 1), 9))
                least = 1 if i + 2 - j <= 1 else 0
                heights[i, j] = draw.randint(min(least, most), most)
    return heights


SHADES = {"top": "#eaf2fb", "left": "#c4d9ee", "right": "#9dbbd8"}
"""Light from above and from the left."""


def _draw_pile(sketch: Sketch, heights: dict[tuple[int, int], int], view: View) -> dict[str, int]:
    """The seen faces of a pile, `top:ij`, `left:ijz` and `right:ijz`; gives how many there are of each."""
    num = dict.fromkeys(SHADES, 0)

    def face(role: str, name: str, *corners: tuple[int, int, int]) -> str:
        num[role] += 1
        places = [view(corner) for corner in corners]
        return sketch.area(f"{role}:{name}", *places, fill=SHADES[role], width=1.1, z=2)

    for (i, j), h in heights.items():
        if not h:
            continue
        top = face("top", f"{i}{j}", (i, j, h), (i + 1, j, h), (i + 1, j + 1, h), (i, j + 1, h))
        for role, low in (("left", heights.get((i, j - 1), 0)), ("right", heights.get((i + 1, j), 0))):
            above = top
            for z in range(h - 1, low - 1, -1):
                x, y = (i, j) if role == "left" else (i + 1, j)
                step = (x + 1, y) if role == "left" else (x, y + 1)
                corners = ((x, y, z + 1), (*step, z + 1), (*step, z), (x, y, z))
                below = face(role, f"{i}{j}{z}", *corners)
                sketch.claim("connected", above, below)
                sketch.claim("ratio", below, top, value=1)
                above = below
    return num


@defect("cube_pile", "floating_cube")
def floating_cube(scene: FigureScene, draw: Random) -> FigureScene:
    """The top face of a column hovers off its cube."""
    carried = sorted(
        {claim.of[0] for claim in scene.claims if claim.kind == "connected" and claim.of[0].startswith("top:")}
    )
    top = scene.mark(draw.choice(carried))
    assert isinstance(top, Path)
    lifted = replace(top, points=tuple((x + 0.2, y + 0.25) for x, y in top.points))
    return scene.with_marks(tuple(lifted if mark.id == top.id else mark for mark in scene.marks))
