"""Boxes: diagonals, the angle with the base, the way to a midpoint, and the shortest way over the surface."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.math.lettered import Spatial, redrawn
from scisynth.figures.families.parameters import number, one_of
from scisynth.figures.families.questions import Question, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.math import side_text
from scisynth.figures.parts.palette import RED
from scisynth.figures.parts.points import corner_arc, free_side, pull
from scisynth.figures.parts.solid import (
    BOX_EDGES,
    BOX_FACES,
    HIDDEN,
    View,
    box_corners,
    cabinet,
    claim_box,
    edge_id,
    hidden_edges,
    is_clear,
    right_angle_in_space,
    solid,
)
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.scene.sketch import Sketch, number_answer


@dataclass(frozen=True, kw_only=True)
class Box(Spatial):
    """A box ABCD-EFGH by its width AB, depth BC and height AE."""

    a: float = number("AB", "cm", range(3, 13), meaning="width")
    b: float = number("BC", "cm", range(3, 13), meaning="depth")
    c: float = number("AE", "cm", range(2, 12), meaning="height")
    layout: str = one_of(
        *("space", "space", "midpoint", "surface", "angle", "angle", "angle"),
        level_1=("space", "space", "midpoint"),
        level_3=("angle", "angle", "angle", "angle", "surface"),
    )

    @property
    def view(self) -> View:
        """Cabinet projection."""
        return cabinet(self.view_deg, self.view_depth)

    @property
    def corners(self) -> dict[str, tuple[float, ...]]:
        """With the end M of the line to a midpoint."""
        corners: dict[str, tuple[float, ...]] = dict(box_corners(self.a, self.b, self.c))
        return {**corners, "M": (self.a / 2, self.b, self.c)} if self.layout == "midpoint" else corners

    @property
    def way(self) -> list[tuple[float, ...]]:
        """From A to G over the front face and the right or the upper one, in space."""
        a, b, c = self.a, self.b, self.c
        turn = (a, 0.0, c * a / (a + b)) if a * b <= b * c else (a * c / (b + c), 0.0, c)
        return [(0.0, 0.0, 0.0), turn, (a, b, c)] if self.layout == "surface" else []

    @property
    def has_room(self) -> bool:
        """Whether the text of the angle at A stands clear of the corners and of the edge BF."""
        at = {name: self.view(place) for name, place in self.corners.items()}
        low, high = at["C"] - at["A"], at["G"] - at["A"]
        size = float(np.linalg.norm(high))
        turn = math.degrees(abs(math.atan2(high[1], high[0]) - math.atan2(low[1], low[0])))
        middle = low / np.linalg.norm(low) + high / size
        text = at["A"] + 0.41 * size * middle / np.linalg.norm(middle)
        gaps = [float(np.linalg.norm(text - place)) for place in at.values()]
        return turn >= 14 and min(gaps) > 0.12 * size and abs(text[0] - self.a) > 0.07 * size

    def valid(self) -> bool:
        """Three lengths; in proportion; and no line of the layout runs through a foreign corner."""
        sizes = sorted((self.a, self.b, self.c))
        if len(set(sizes)) < 3 or sizes[2] > 2.6 * sizes[0]:
            return False
        if self.layout == "surface":
            # The shortest way leads over two faces that are seen.
            return self.a * self.c > min(self.a * self.b, self.b * self.c) * 1.05
        if self.layout == "angle" and not self.has_room:
            return False
        return is_clear(self.view, self.corners, ["AM"] if self.layout == "midpoint" else ["AC", "AG"])


def in_box(a: float, b: float, c: float, layout: str) -> float:
    """What is asked for: a length in the unit of the edges, or degrees.

    Pythagoras twice gives the space diagonal √(a² + b² + c²); its angle with the base has the tangent c / √(a² + b²). Over the
    surface, two faces unfolded into a plane make the way straight: the shortest of √((a+b)² + c²), √(a² + (b+c)²), √((a+c)² + b²).
    """
    if layout == "space":
        return math.sqrt(a**2 + b**2 + c**2)
    if layout == "angle":
        return math.degrees(math.atan2(c, math.hypot(a, b)))
    if layout == "midpoint":
        return math.sqrt(a**2 / 4 + b**2 + c**2)
    return min(math.hypot(a + b, c), math.hypot(a, b + c), math.hypot(a + c, b))


@family("Math - Solid Geometric")
class CuboidDiagonal(Family[Box]):
    """Lengths and angles in a box, by its three edges."""

    def solve(self, p: Box) -> Solution:
        """By Pythagoras, tangent, or unfolding."""
        value = in_box(p.a, p.b, p.c, p.layout)
        is_side = p.a * p.b <= p.b * p.c
        sums = (p.a + p.b, p.c) if is_side else (p.b + p.c, p.a)
        words = {"sum": sums[0], "other": sums[1], "box": f"{p.named('ABCD')}-{p.named('EFGH')}"}
        answer = number_answer(value, "°" if p.layout == "angle" else p.unit)
        return Solution(answer=answer, symbol=p.sign, values={**p.by_name, **words})

    def draw(self, p: Box, sketch: Sketch) -> None:
        """The box, the line in it or on it, the edges' lengths."""
        view, corners = p.view, box_corners(p.a, p.b, p.c)
        inside = {"midpoint": (), "surface": ()}.get(p.layout, ("AC", "AG"))
        ends = [view(place) for place in p.way]
        places = solid(sketch, corners, BOX_FACES, view, inside=inside, letters=p.by_name, lines=list(pairwise(ends)))
        middle = view((p.a / 2, p.b / 2, p.c / 2))
        for name, line in (("a", "AB"), ("b", "BC"), ("c", "AE")):
            side_text(sketch, f"edge:{line}", places[line[0]], places[line[1]], p.text(name), middle)
        {"midpoint": self._draw_midpoint, "surface": self._draw_way}.get(p.layout, self._draw_diagonal)(
            p, sketch, places, view
        )
        claim_box(sketch, p.a, p.b, p.c, view)
        edges = hidden_edges(corners, BOX_FACES, view)
        sketch.entity("box", *(edge_id(edges, *edge) for group in BOX_EDGES for edge in group))
        sketch.entity("line", "line:x")
        if p.is_mirrored:
            mirror(sketch)

    def _draw_diagonal(self, p: Box, sketch: Sketch, at: Mapping[str, np.ndarray], view: View) -> None:
        corners = p.corners
        sketch.line("diagonal:AC", at["A"], at["C"], **HIDDEN)
        sketch.line("line:x", at["A"], at["G"], color=RED, dash="dashed", z=2)
        right_angle_in_space(sketch, "square:C", view, corners["C"], corners["A"], corners["G"], 0.09 * p.a)
        sketch.claim("connected", "diagonal:AC", "edge:BC")
        sketch.claim("connected", "line:x", "edge:CG")
        sketch.claim("connected", "line:x", "edge:AE")
        if p.layout == "angle":
            size = float(np.linalg.norm(at["G"] - at["A"]))
            corner_arc(
                sketch, "angle:x", at["A"], at["C"], at["G"], f"${p.sign}$",
                lines=("line:x", "diagonal:AC"), radius=0.36 * size,
            )  # fmt: skip
            return
        side_text(sketch, "line:x", at["A"], at["G"], f"${p.sign}$", at["C"], 0.42, gap_pt=4, color=RED, halo=True)

    def _draw_midpoint(self, p: Box, sketch: Sketch, at: Mapping[str, np.ndarray], view: View) -> None:
        end = view(p.corners["M"])
        sketch.line("line:x", at["A"], end, color=RED, dash="dashed", z=2)
        dot = sketch.dot("point:M", end, 0.012 * p.a)
        sketch.text("vertex:M", f"${p.named('M')}$", end, of=dot, toward=(0, 1), size=13, gap_pt=4)
        sketch.claim("on", dot, "edge:GH")
        sketch.claim("distance_ratio", "corner:H", dot, "corner:H", "corner:G", value=0.5)
        sketch.claim("connected", "line:x", "edge:GH")
        sketch.claim("connected", "line:x", "edge:AE")
        side_text(sketch, "line:x", at["A"], end, f"${p.sign}$", at["B"], 0.42, gap_pt=4, color=RED, halo=True)

    def _draw_way(self, p: Box, sketch: Sketch, at: Mapping[str, np.ndarray], view: View) -> None:
        """From A to G over the front face and the right or the upper one."""
        spot, edge = view(p.way[1]), "edge:BF" if p.a * p.b <= p.b * p.c else "edge:EF"
        sketch.line("line:x", at["A"], spot, at["G"], color=RED, width=2.0, z=4)
        dot = sketch.dot("point:K", spot, 0.012 * p.a)
        toward = free_side(spot, [at["A"], at["G"], *(at[name] for name in edge[-2:])])
        words = f"${p.named('K')}$"
        sketch.text("vertex:K", words, spot, of=dot, toward=toward, size=13, gap_pt=4, halo=True)
        sketch.claim("on", dot, edge)
        sketch.claim("connected", "line:x", "edge:AE")
        sketch.claim("connected", "line:x", "edge:CG")
        sketch.claim("on", dot, "line:x")
        side_text(sketch, "line:x", at["A"], spot, f"${p.sign}$", at["B"], 0.5, gap_pt=4, color=RED, halo=True)

    def questions(self, p: Box) -> Iterator[Question]:
        """Edges, which segment is asked for, how the corners lie."""
        a, b, c = (p.quantity(name) for name in "abc")
        yield ask_value("a", a, b, c)
        yield ask_value("b", b, a, c)
        yield ask_value("c", c, a, b)
        end = "M" if p.layout == "midpoint" else "G"
        yield ask_word("ends", p.named(end), [p.named(name) for name in "BCDEFH"])
        yield ask_word("hidden", p.named("D"), [p.named(name) for name in "ABCEFGH"])
        yield ask_word("above", p.named("F"), [p.named(name) for name in "CEGH"], low=p.named("B"))

    @defect(visibility=3)
    def bent_box(self, p: Box, scene: FigureScene, draw: Random) -> FigureScene:
        """One corner of the box is displaced, so that edges that should be parallel are not."""
        corner = spot_of(scene, "F")
        size = 0.16 * float(np.linalg.norm(spot_of(scene, "A") - spot_of(scene, "G")))
        return pull(scene, corner, corner + size * np.asarray([0.8 if p.is_mirrored else -0.8, -0.6]))

    @defect(visibility=2)
    def wrong_end(self, p: Box, scene: FigureScene, draw: Random) -> FigureScene:
        """The line that is asked for ends at a wrong corner."""
        line = scene.path("line:x")
        x, y = spot_of(scene, "F" if p.layout == "midpoint" else "H")
        return change(scene, replace(line, points=(*line.points[:-1], (float(x), float(y)))))

    @defect(visibility=1)
    def wrong_height(self, p: Box, scene: FigureScene, draw: Random) -> FigureScene:
        """The box is drawn much too high for the lengths of its edges."""
        return redrawn(self, scene, replace(p, c=1.5 * p.c))


def spot_of(scene: FigureScene, name: str) -> np.ndarray:
    """Where a corner of a solid is drawn, float [2]."""
    dot = scene.round(f"corner:{name}")
    return np.asarray(dot.center)
