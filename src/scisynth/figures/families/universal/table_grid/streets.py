"""Shortest ways through a grid: past closed crossings, over cells, through a point, or on one side of the diagonal."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change
from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, DARK_GREY, GREEN, GREY, PALE_BLUE, PAPER, RED
from scisynth.figures.scene.marks import Round
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch

NAMES = ("AB", "PQ", "ST", "CD", "MN", "XY", "HK", "BA", "QP", "TS")
Crossing = tuple[int, int]


def draw_marked(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[Crossing, ...]:
    """Inner crossings (or cells) that are closed, or the one that must be passed."""
    inner = [(x, y) for x in range(1, values["width"]) for y in range(1, values["height"])]
    if values["layout"] == "diagonal":
        return ()
    num = 1 if values["layout"] == "through" else draw.choice({1: (1,), 2: (1, 2), 3: (2, 3)}[level])
    return tuple(sorted(draw.sample(inner, num)))


def num_paths(width: int, height: int, closed: tuple[Crossing, ...] = (), *, is_below: bool = False) -> int:
    """Ways from (0, 0) to (width, height) by unit steps right and up, past closed crossings; `is_below`: with y ≤ x throughout."""
    ways: dict[Crossing, int] = {}
    for x in range(width + 1):
        for y in range(height + 1):
            arriving = 1 if (x, y) == (0, 0) else ways.get((x - 1, y), 0) + ways.get((x, y - 1), 0)
            ways[x, y] = 0 if (x, y) in closed or (is_below and y > x) else arriving
    return ways[width, height]


@dataclass(frozen=True, kw_only=True)
class Streets(Parameters):
    """A grid with two corners, and what restricts the ways."""

    layout: str = one_of("closed", "cells", "through", "diagonal")
    width: int = one_of(3, 4, 5, 6, level_1=(3, 4), level_3=(5, 6, 7))
    height: int = one_of(3, 4, 5, level_1=(2, 3), level_3=(4, 5, 6))
    marked: tuple[Crossing, ...] = drawn(draw_marked, words="inner crossings")
    names: str = one_of(*NAMES)
    is_mirrored: bool = one_of(False, True)

    def valid(self) -> bool:
        """Some way is left; below the diagonal the grid is at least as wide as high."""
        return self.num_ways > 4 and (self.layout != "diagonal" or self.width >= self.height)

    @property
    def num_ways(self) -> int:
        """What is asked for."""
        if self.layout == "through":
            ((x, y),) = self.marked
            return num_paths(x, y) * num_paths(self.width - x, self.height - y)
        return num_paths(self.width, self.height, self.marked, is_below=self.layout == "diagonal")

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Size of the grid."""
        return (
            Quantity(symbol="width", value=self.width, unit="blocks"),
            Quantity(symbol="height", value=self.height, unit="blocks"),
        )


@family("Universal - Table / Grid")
class StreetGridPaths(Family[Streets]):
    """Shortest ways through a grid of streets or cells, counted."""

    def solve(self, p: Streets) -> Solution:
        """By adding, at each crossing, the ways that arrive from its two neighbours."""
        ways = p.num_ways
        where = " and ".join(f"({x}, {y})" for x, y in p.marked)
        terms = ""
        if p.layout == "through":
            ((x, y),) = p.marked
            terms = f"{num_paths(x, y)} · {num_paths(p.width - x, p.height - y)}"
        return Solution(
            answer=Answer(text=f"{ways} ways", value=ways, tolerance=0),
            values={
                "where": where,
                "start": p.names[0],
                "goal": p.names[1],
                "side": "left" if p.is_mirrored else "right",
                "rows": p.height + 1,
                "columns": p.width + 1,
                "terms": terms,
                "is_one": "one" if len(p.marked) == 1 else "many",
            },
        )

    def draw(self, p: Streets, sketch: Sketch) -> None:
        """Start at the bottom, goal at the top."""
        if p.layout == "cells":
            self._draw_cells(p, sketch)
        else:
            self._draw_streets(p, sketch)
        if p.is_mirrored:
            mirror(sketch)

    def _draw_cells(self, p: Streets, sketch: Sketch) -> None:
        for x in range(p.width + 1):
            for y in range(p.height + 1):
                fill = (
                    DARK_GREY if (x, y) in p.marked else PALE_BLUE if (x, y) in ((0, 0), (p.width, p.height)) else PAPER
                )
                name = f"closed:{x},{y}" if (x, y) in p.marked else f"cell:{x},{y}"
                sketch.rectangle(name, x, y, x + 1, y + 1, fill=fill, color=GREY, width=1)
        for name, (x, y) in zip(p.names, ((0, 0), (p.width, p.height)), strict=True):
            sketch.text(f"name:{name}", f"${name}$", (x + 0.5, y + 0.5), of=f"cell:{x},{y}", size=15)
            sketch.claim("inside", f"name:{name}", f"cell:{x},{y}")
        sketch.claim("count", "closed", value=len(p.marked))
        sketch.claim("count", "cell", value=(p.width + 1) * (p.height + 1) - len(p.marked))
        for x, y in p.marked:
            sketch.claim("order", f"cell:{x - 1},{y}", f"closed:{x},{y}", value="left_to_right")
            sketch.claim("level", f"closed:{x},{y}", f"cell:0,{y}" if (0, y) not in p.marked else f"cell:{p.width},{y}")
        sketch.entity("grid", *(mark.id for mark in sketch.marks if mark.id.startswith("cell:")))

    def _draw_streets(self, p: Streets, sketch: Sketch) -> None:
        for x in range(p.width + 1):
            sketch.line(f"avenue:{x}", (x, 0), (x, p.height), width=1.4, color=BLUE)
        for y in range(p.height + 1):
            sketch.line(f"street:{y}", (0, y), (p.width, y), width=1.4, color=BLUE)
        for index, (x, y) in enumerate(p.marked):
            color = GREEN if p.layout == "through" else RED
            name = f"{'post' if p.layout == 'through' else 'closed'}:{index}"
            sketch.circle(name, (x, y), 0.17, fill=color if p.layout == "through" else PAPER, color=color, width=2, z=4)
            if p.layout == "closed":
                for tag, sign in (("a", 1), ("b", -1)):
                    sketch.line(f"cross:{index}{tag}", (x - 0.12, y - 0.12 * sign), (x + 0.12, y + 0.12 * sign), color=RED, width=2, z=5)  # fmt: skip
            sketch.claim("on", name, f"avenue:{x}")
            sketch.claim("on", name, f"street:{y}")
        if p.layout == "diagonal":
            most = min(p.width, p.height)
            sketch.line("border:diagonal", (0, 0), (most + 0.35, most + 0.35), color=RED, dash="dashed", width=1.6, z=3)
            sketch.claim("on", f"corner:{p.names[0]}", "border:diagonal")
        for name, at, toward in ((p.names[0], (0, 0), (-1, -1)), (p.names[1], (p.width, p.height), (1, 1))):
            sketch.dot(f"corner:{name}", at, 0.1)
            sketch.text(f"name:{name}", f"${name}$", at, of=f"corner:{name}", toward=toward if name == p.names[0] or p.layout != "diagonal" else (1, 0), gap_pt=13, size=16)  # fmt: skip
            sketch.claim("on", f"corner:{name}", f"avenue:{at[0]}")
            sketch.claim("on", f"corner:{name}", f"street:{at[1]}")
        sketch.claim("count", "avenue", value=p.width + 1)
        sketch.claim("count", "street", value=p.height + 1)
        if p.layout == "closed":
            sketch.claim("count", "closed", value=len(p.marked))
        sketch.entity("streets", *(f"street:{y}" for y in range(p.height + 1)))

    def questions(self, p: Streets) -> Iterator[Question]:
        """Sizes, what is marked, and where the corners lie."""
        suffix = "_cells" if p.layout == "cells" else ""
        more = 1 if suffix else 0
        yield ask_count(f"width{suffix}", p.width + more, likely=[p.width + 1 - more, p.height + more], low=1)
        yield ask_count(f"height{suffix}", p.height + more, likely=[p.height + 1 - more, p.width + more], low=1)
        sides = ("left", "right")
        yield ask_word("start", sides[p.is_mirrored], [*sides, "top_left", "top_right"])
        if p.marked:
            x, y = p.marked[-1]
            yield ask_count("above", y, likely=[x, y + 1, y - 1], low=0)
            yield ask_count("across", x, likely=[y, x + 1, x - 1], low=0)
        else:
            yield ask_count("touched", min(p.width, p.height) + 1, likely=[min(p.width, p.height), p.width + 1], low=1)

    @defect(visibility=2)
    def moved_mark(self, p: Streets, scene: FigureScene, draw: Random) -> FigureScene:
        """A marked crossing is drawn in the middle of a block."""
        found = [m for m in scene.marks if isinstance(m, Round) and m.id.startswith(("closed:", "post:"))]
        if not found:
            raise DoesNotApplyError
        mark = found[0]
        return change(scene, replace(mark, center=(mark.center[0] + 0.45, mark.center[1] + 0.4)))

    @defect(visibility=2)
    def lost_street(self, p: Streets, scene: FigureScene, draw: Random) -> FigureScene:
        """A street, or a cell, of the grid is missing."""
        found = [m for m in scene.marks if m.id.startswith(("street:", "cell:"))]
        gone = found[1].id
        return scene.with_marks(tuple(m for m in scene.marks if m.id != gone))

    @defect(visibility=1)
    def moved_goal(self, p: Streets, scene: FigureScene, draw: Random) -> FigureScene:
        """The goal lies one block too low."""
        mark = next((m for m in scene.marks if m.id == f"corner:{p.names[1]}"), None)
        if not isinstance(mark, Round):
            raise DoesNotApplyError
        label = scene.label(f"name:{p.names[1]}")
        down = (mark.center[0], mark.center[1] - 1)
        return change(scene, replace(mark, center=down), replace(label, at=down))
