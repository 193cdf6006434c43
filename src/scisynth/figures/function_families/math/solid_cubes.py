"""Math - Solid Geometric, cubes: plane sections in cabinet projection and piles in isometric view."""

import math
from dataclasses import replace
from random import Random

from scisynth.figures.families.registry import defect, family
from scisynth.figures.parts.math import other_numbers
from scisynth.figures.parts.solid import (
    View,
    orthogonal,
)
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer

TYPE = "Math - Solid Geometric"


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
    top = scene.path(draw.choice(carried))
    lifted = replace(top, points=tuple((x + 0.2, y + 0.25) for x, y in top.points))
    return scene.with_marks(tuple(lifted if mark.id == top.id else mark for mark in scene.marks))
