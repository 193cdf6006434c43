"""Equal cubes in columns: piled in a corner in isometric view, as a plan with the heights of the columns, or layer by layer."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, number, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_value
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import PALE_BLUE
from scisynth.figures.parts.solid import View, orthogonal
from scisynth.figures.scene.marks import Label
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.scene.sketch import Sketch, number_answer

SHADES = {"top": "#eaf2fb", "left": "#c4d9ee", "right": "#9dbbd8"}
"""Light from above and from the left."""
ISOMETRIC = math.degrees(math.asin(math.tan(math.radians(30))))
"""Elevation at which the edges of a cube look equally long, °."""
FILLED = "#9dbbd8"
PLACES = ("first", "second", "third", "fourth")


def _heights(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[tuple[int, ...], ...]:
    """Rows of columns. In a corner they never rise away from the first column of the last row, so that none hides another."""
    num_rows, num_columns = values["size"]
    most = {1: 3, 2: 4, 3: 4}[level]
    if values["layout"] != "corner":
        return tuple(tuple(draw.randint(0, most) for _ in range(num_columns)) for _ in range(num_rows))
    rows = [[0] * num_columns for _ in range(num_rows)]
    for row in range(num_rows - 1, -1, -1):
        for column in range(num_columns):
            behind = [rows[row][column - 1]] if column else []
            behind += [rows[row + 1][column]] if row + 1 < num_rows else []
            rows[row][column] = draw.randint(1, min(behind)) if behind else most
    return tuple(map(tuple, rows))


@dataclass(frozen=True, kw_only=True)
class Pile(Parameters):
    """Columns of cubes; rows from the front to the back, each from left to right."""

    edge: int = number("a", "cm", range(2, 10), meaning="edge of a cube")
    layout: str = one_of("corner", "plan", "layers")
    size: tuple[int, int] = one_of(
        (3, 3), (2, 3), (3, 2), (3, 4), level_1=((2, 2), (2, 3), (3, 2)), level_3=((3, 3), (3, 4), (4, 3))
    )
    heights: tuple[tuple[int, ...], ...] = drawn(_heights, words="0 to 4 cubes in each column")
    asked: str = one_of("volume", "surface", level_1=("volume",))
    look: int = one_of(*range(4))
    """Which row a question is about."""
    is_mirrored: bool = one_of(False, True)

    @property
    def table(self) -> np.ndarray:
        """Heights, int [row, column], as the reader sees them from the left."""
        heights = np.asarray(self.heights)
        return heights[:, ::-1] if self.is_mirrored and self.layout == "corner" else heights

    def valid(self) -> bool:
        """At least two layers, few gaps, not all columns equal, and no loose parts."""
        heights = np.asarray(self.heights)
        return bool(
            heights.max() >= 2
            and (heights == 0).mean() <= 0.3
            and len(set(heights.ravel().tolist())) >= 2
            and _is_one_piece(heights > 0)
        )


def _is_one_piece(filled: np.ndarray) -> bool:
    """Whether columns that share a face lead from each to every other."""
    todo = [tuple(place) for place in np.argwhere(filled)[:1].tolist()]
    met = set(todo)
    while todo:
        row, column = todo.pop()
        for other in ((row + 1, column), (row - 1, column), (row, column + 1), (row, column - 1)):
            inside = 0 <= other[0] < filled.shape[0] and 0 <= other[1] < filled.shape[1]
            if inside and filled[other] and other not in met:
                met.add(other)
                todo.append(other)
    return len(met) == int(filled.sum())


def surface_faces(heights: np.ndarray) -> int:
    """Faces of cubes on the surface: two for each column, above and below, and every step between neighbours or at the rim."""
    padded = np.pad(heights, 1)
    steps = sum(int(np.abs(np.diff(padded, axis=axis)).sum()) for axis in (0, 1))
    return 2 * int((heights > 0).sum()) + steps


@family("Math - Solid Geometric")
class CubePile(Family[Pile]):
    """Volume or surface of a pile of equal cubes, by counting."""

    def solve(self, p: Pile) -> Solution:
        """By the heights of the columns."""
        table = p.table
        total, faces = int(table.sum()), surface_faces(table)
        is_volume = p.asked == "volume"
        value = total * p.edge**3 if is_volume else faces * p.edge**2
        rows = "; ".join(", ".join(map(str, row)) for row in table.tolist())
        values = {
            "rows": rows, "total": total, "faces": faces, "columns": int((table > 0).sum()),
            "size_of": "volume" if is_volume else "surface area (base included)",
        }  # fmt: skip
        return Solution(answer=number_answer(value, "cm³" if is_volume else "cm²", digits=6), symbol="V", values=values)

    def draw(self, p: Pile, sketch: Sketch) -> None:
        """One of three ways to show the columns."""
        {"corner": self._draw_corner, "plan": self._draw_plan, "layers": self._draw_layers}[p.layout](p, sketch)

    def _draw_corner(self, p: Pile, sketch: Sketch) -> None:
        view = orthogonal(45, ISOMETRIC)
        heights = {(i, j): h for j, row in enumerate(p.heights) for i, h in enumerate(row)}
        num = _draw_pile(sketch, heights, view)
        ends = view((0, 0, 0)), view((1, 0, 0))
        sketch.dimension("dimension:a", *ends, p.text("edge"), -0.3, toward=(-0.8, -0.6), gap_pt=4)
        sketch.claim("ratio", "dimension:a", "left:000", value=1 / 4)
        place = view((p.size[1] / 2 + 0.7, 0, -0.25))
        sketch.text("note:front", "front", place, toward=(-0.8, -0.6), gap_pt=2, size=10)
        for role, count in num.items():
            sketch.claim("count", role, value=count)
        sketch.entity("pile of cubes", *(mark.id for mark in sketch.marks if mark.id.startswith("top:")))
        if p.is_mirrored:
            mirror(sketch)

    def _draw_plan(self, p: Pile, sketch: Sketch) -> None:
        """Seen from above, the number of cubes printed in each square."""
        rows, columns = p.size
        for j, row in enumerate(p.heights):
            for i, height in enumerate(row):
                cell = sketch.rectangle(f"cell:{j}{i}", i, j, i + 1, j + 1, fill=PALE_BLUE if height else "", width=1.2)
                label = sketch.text(f"height:{j}{i}", str(height), (i + 0.5, j + 0.5), of=cell, size=15)
                sketch.claim("inside", label, cell)
        sketch.claim("count", "cell", value=rows * columns)
        sketch.dimension("dimension:a", (0, rows), (1, rows), p.text("edge"), 0.4)
        sketch.claim("ratio", "dimension:a", "cell:00", value=1 / 4)
        sketch.text(
            "note:plan", "seen from above; the numbers count cubes", (columns / 2, -0.32), size=10, valign="top"
        )
        sketch.text("note:front", "front", (columns / 2, 0), toward=(0, -1), gap_pt=4, size=10)
        sketch.entity("plan", *(f"cell:{j}{i}" for j in range(rows) for i in range(columns)))

    def _draw_layers(self, p: Pile, sketch: Sketch) -> None:
        """One plan for each layer, its cubes shaded."""
        rows, columns = p.size
        table = np.asarray(p.heights)
        for layer in range(int(table.max())):
            left, low = layer % 2 * (columns + 0.8), -(layer // 2) * (rows + 1.0)
            for j in range(rows):
                for i in range(columns):
                    box = (left + i, low + j, left + i + 1, low + j + 1)
                    sketch.rectangle(f"cell:{layer}-{j}{i}", *box, width=0.9)
                    if table[j, i] > layer:
                        cube = sketch.rectangle(f"cube{layer}:{j}{i}", *box, fill=FILLED, width=1.2, z=2)
                        sketch.claim("inside", cube, f"cell:{layer}-{j}{i}", tolerance=2)
            sketch.claim("count", f"cube{layer}", value=int((table > layer).sum()))
            sketch.text(f"name:{layer}", f"layer {layer + 1}", (left + columns / 2, low - 0.12), valign="top", size=12)
        sketch.claim("count", "cell", value=rows * columns * int(table.max()))
        sketch.text(
            "label:a", f"each cube has edges of {p.text('edge')}", (0, rows + 0.15), align="left", valign="bottom"
        )
        sketch.text(
            "note:order",
            "layer 1 lies below; the front of each is at its foot",
            (0, low - 0.7),
            align="left",
            valign="top",
            size=10,
        )
        sketch.entity("layers", *(f"name:{layer}" for layer in range(int(table.max()))))

    def questions(self, p: Pile) -> Iterator[Question]:
        """The edge, the tallest column, columns and cubes of a layer, the cubes of a row."""
        table = p.table
        yield ask_value("edge", p.quantity("edge"))
        yield ask_count("tallest", int(table.max()), low=1)
        layers = [int((table > layer).sum()) for layer in range(int(table.max()))]
        layer = p.look % min(len(layers), 3)
        yield ask_count("in_layer", layers[layer], likely=layers, low=1, layer=layer + 1)
        row = p.look % p.size[0]
        sums = table.sum(axis=1).tolist()
        yield ask_count("in_row", sums[row], likely=sums, low=0, row=PLACES[row])

    @defect(visibility=3)
    def floating_cube(self, p: Pile, scene: FigureScene, draw: Random) -> FigureScene:
        """The top face of a column hovers off its cube."""
        known = {claim.of[0] for claim in scene.claims if claim.kind == "connected" and claim.of[0].startswith("top:")}
        top = scene.path(draw.choice(_some(sorted(known))))
        return change(scene, replace(top, points=tuple((x + 0.2, y + 0.25) for x, y in top.points)))

    @defect(visibility=2)
    def lost_piece(self, p: Pile, scene: FigureScene, draw: Random) -> FigureScene:
        """A cube, or a face of one, is missing, so that the pile cannot be as it is said to be."""
        roles = ("left:", "right:") if p.layout == "corner" else ("cell:",) if p.layout == "plan" else ("cube",)
        gone = draw.choice(_some([mark.id for mark in scene.marks if mark.id.startswith(roles)]))
        return scene.without(gone, gone.replace("cell:", "height:"))

    @defect(visibility=1)
    def other_height(self, p: Pile, scene: FigureScene, draw: Random) -> FigureScene:
        """A column of the plan has one cube more than the problem says."""
        labels = [mark for mark in scene.marks if isinstance(mark, Label) and mark.id.startswith("height:")]
        label = draw.choice(_some(labels))
        return change(scene, replace(label, text=str(int(label.text) + 1)))

    @defect(visibility=2)
    def unsupported_cube(self, p: Pile, scene: FigureScene, draw: Random) -> FigureScene:
        """A cube of an upper layer lies where the layer below has none."""
        table = np.asarray(p.heights)
        if p.layout != "layers":
            raise DoesNotApplyError
        spots = _some([(j, i) for j, i in np.argwhere(table < table.max() - 1).tolist()])
        j, i = draw.choice(spots)
        layer = int(table.max()) - 1
        cell = scene.path(f"cell:{layer}-{j}{i}")
        cube = replace(cell, id=f"cube{layer}:{j}{i}", fill=FILLED, width=1.2, z=2)
        return scene.with_marks((*scene.marks, cube))


def _some(found: list[Any]) -> list[Any]:
    if not found:
        raise DoesNotApplyError
    return found


def _draw_pile(sketch: Sketch, heights: Mapping[tuple[int, int], int], view: View) -> dict[str, int]:
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
