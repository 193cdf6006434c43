"""Plane sections of a cube, drawn in cabinet projection."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random

import numpy as np

from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.math.lettered import Spatial
from scisynth.figures.families.math.solid_geometric.boxes import spot_of
from scisynth.figures.families.parameters import number, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.math import side_text
from scisynth.figures.parts.palette import PALE_ORANGE, RED
from scisynth.figures.parts.points import pull
from scisynth.figures.parts.solid import (
    BOX_EDGES,
    BOX_FACES,
    View,
    box_corners,
    cabinet,
    claim_box,
    edge_id,
    hidden_edges,
    solid,
)
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.scene.sketch import Sketch, number_answer

EDGE = 4.0
"""Of the cube, in units of the scene."""
SECTIONS: Mapping[str, tuple[str, ...]] = {
    "triangle": ("B", "D", "E"),
    "hexagon": ("AB", "BC", "CG", "GH", "HE", "EA"),
    "rhombus": ("B", "CG", "H", "EA"),
    "diagonal": ("B", "D", "H", "F"),
    "trapezoid": ("B", "D", "EH", "EF"),
    "slope": ("A", "B", "CG", "DH"),
}
"""Section to its corners in order: corners of the cube, or midpoints of edges."""
NAMES = "KLMNOS"
"""Of the midpoints."""


@dataclass(frozen=True, kw_only=True)
class Cut(Spatial):
    """A cube and a plane through it."""

    a: float = number("a", "cm", range(2, 31), meaning="edge of the cube")
    layout: str = one_of(
        *SECTIONS, level_1=("triangle", "diagonal", "slope"), level_3=("hexagon", "rhombus", "trapezoid")
    )

    @property
    def view(self) -> View:
        """Cabinet projection."""
        return cabinet(self.view_deg, self.view_depth)

    @property
    def names(self) -> list[str]:
        """Of the corners of the section; those of midpoints are in `NAMES`."""
        letters = iter(NAMES)
        return [end if len(end) == 1 else next(letters) for end in SECTIONS[self.layout]]

    @property
    def spots(self) -> list[np.ndarray]:
        """Of these corners in space, float [3] each."""
        corners = box_corners(EDGE, EDGE, EDGE)
        return [np.mean([corners[name] for name in end], axis=0) for end in SECTIONS[self.layout]]


def section_area(a: float, layout: str) -> float:
    """Area, in squares of the unit of the edge a.

    The triangle has sides a√2, the hexagon a/√2; the rhombus has the diagonals a√3 and a√2; the rectangles are a · a√2 and
    a · a√5/2; the trapezoid has the parallels a√2 and a/√2 and the height 3a/(2√2).
    """
    factor = {
        "triangle": math.sqrt(3) / 2,
        "hexagon": 3 * math.sqrt(3) / 4,
        "rhombus": math.sqrt(6) / 2,
        "diagonal": math.sqrt(2),
        "trapezoid": 9 / 8,
        "slope": math.sqrt(5) / 2,
    }[layout]
    return factor * a**2


@family("Math - Solid Geometric")
class CubeSection(Family[Cut]):
    """A plane cuts a cube; the area of the section follows from its sides."""

    def solve(self, p: Cut) -> Solution:
        """By the lengths in the section."""
        pairs = [
            f"{p.named(name)} of {p.named(end)}"
            for name, end in zip(p.names, SECTIONS[p.layout], strict=True)
            if len(end) == 2
        ]
        middles = f"{', '.join(pairs[:-1])} and {pairs[-1]}" if pairs else ""
        points = [p.named(name) for name in p.names]
        words = {
            "cube": f"{p.named('ABCD')}-{p.named('EFGH')}",
            "points": f"{', '.join(points[:-1])} and {points[-1]}",
            "middles": middles,
        }
        answer = number_answer(section_area(p.a, p.layout), p.unit + "²")
        return Solution(answer=answer, symbol="area", values={**p.by_name, **words})

    def draw(self, p: Cut, sketch: Sketch) -> None:
        """The cube, the section with what the cube hides of it dashed, and the edge."""
        view, corners, ends, names = p.view, box_corners(EDGE, EDGE, EDGE), SECTIONS[p.layout], p.names
        edges = hidden_edges(corners, BOX_FACES, view)
        spots = [view(spot) for spot in p.spots]
        sides = list(zip(spots, spots[1:] + spots[:1], strict=True))
        low, high = view(corners["A"]), view(corners["E"])
        way = 0.8 if low[0] < view((2, 2, 2))[0] else -0.8
        # Letters keep clear of the lines that lead to the dimension, too.
        leads = [(place, place - (way, 0)) for place in (low, high)] if "EA" in ends else []
        places = solid(sketch, corners, BOX_FACES, view, letters=p.by_name, lines=sides + leads)
        sketch.area("section:fill", *spots, fill=PALE_ORANGE, width=0, z=0)
        cuts = []
        for index, name in enumerate(names):
            after = (index + 1) % len(names)
            both = set(ends[index] + ends[after])
            if len(both) == 2 and (min(both), max(both)) in edges:
                # This side of the section is an edge of the cube.
                cuts.append(edge_id(edges, *tuple(both)))
            else:
                face = next((face for face in BOX_FACES if both <= set(face)), "")
                style = {"z": 4} if face and self._is_seen(face, view) else {"dash": "dashed", "z": 2}
                cuts.append(sketch.line(f"cut:{name}{names[after]}", spots[index], spots[after], color=RED, **style))
            if len(ends[index]) == 2:
                edge = edge_id(edges, *tuple(ends[index]))
                dot = sketch.dot(f"point:{names[index]}", spots[index], 0.05)
                sketch.claim("on", dot, edge)
                sketch.claim(
                    "distance_ratio", f"corner:{ends[index][0]}", dot, dot, f"corner:{ends[index][1]}", value=1
                )
                out = spots[index] - view((EDGE / 2, EDGE / 2, EDGE / 2))
                words = f"${p.named(names[index])}$"
                sketch.text(f"vertex:{names[index]}", words, spots[index], of=dot, toward=out, size=13, halo=True)
        for one, two in zip(cuts, cuts[1:] + cuts[:1], strict=True):
            sketch.claim("connected", one, two)
        for end, cut in zip(ends, cuts, strict=True):
            if not cut.startswith("cut"):
                continue
            met = next(edge_id(edges, *edge) for edge in edges if set(end) <= set(edge))
            sketch.claim("connected", cut, met)
        if "EA" in ends:
            # Next to a halved edge, the length could be read as that of a half.
            sketch.dimension("dimension:a", places["A"], places["E"], p.text("a"), way)
            sketch.claim("ratio", "dimension:a", "edge:AE", value=1)
        else:
            side_text(sketch, "edge:AE", places["A"], places["E"], p.text("a"), view((2, 2, 2)))
        sketch.claim("count", "cut", value=sum(cut.startswith("cut") for cut in cuts))
        claim_box(sketch, EDGE, EDGE, EDGE, view)
        sketch.entity("cube", *(edge_id(edges, *edge) for group in BOX_EDGES for edge in group))
        sketch.entity("section", *cuts)
        if p.is_mirrored:
            mirror(sketch)

    def _is_seen(self, face: str, view: View) -> bool:
        corners = box_corners(EDGE, EDGE, EDGE)
        normal = np.mean([corners[corner] for corner in face], axis=0) - EDGE / 2
        return bool(normal @ view.eye > 0)

    def questions(self, p: Cut) -> Iterator[Question]:
        """The edge, the sides of the section, which corners lie in it, how the corners lie."""
        yield ask_value("a", p.quantity("a"))
        yield ask_count("sides", len(SECTIONS[p.layout]), likely=(3, 4, 5, 6), low=2)
        inside = [end for end in SECTIONS[p.layout] if len(end) == 1]
        outside = [p.named(name) for name in "ABCDEFGH" if name not in inside]
        if inside:
            yield ask_word("in_plane", p.named(inside[p.view_deg % len(inside)]), outside)
        else:
            yield ask_word("in_plane", "none", outside)
        yield ask_word("hidden", p.named("D"), [p.named(name) for name in "ABCEFGH"])
        yield ask_word("above", p.named("G"), [p.named(name) for name in "EFHD"], low=p.named("C"))

    @defect(visibility=2)
    def corner_off_edge(self, p: Cut, scene: FigureScene, draw: Random) -> FigureScene:
        """One corner of the section leaves the edge, or the corner of the cube, that it should lie on."""
        cut = draw.choice([mark for mark in scene.marks if isinstance(mark, Path) and mark.id.startswith("cut:")])
        old = np.asarray(cut.points[0])
        lines = [mark.id for mark in scene.marks if mark.id.startswith(("edge:", "hidden:", "corner:", "vertex:"))]
        return pull(scene, old, old + np.asarray((0.45, -0.4)), skip=lines)

    @defect(visibility=3)
    def bent_cube(self, p: Cut, scene: FigureScene, draw: Random) -> FigureScene:
        """One corner of the cube is displaced, so that its edges are neither equal nor parallel."""
        name = next(name for name in "GCFAH" if name not in SECTIONS[p.layout])
        corner, middle = spot_of(scene, name), (spot_of(scene, "A") + spot_of(scene, "G")) / 2
        return pull(scene, corner, corner + 0.2 * (corner - middle) + (0.3, 0.1))

    @defect(visibility=2)
    def side_left_out(self, p: Cut, scene: FigureScene, draw: Random) -> FigureScene:
        """One side of the section is not drawn, so that its outline is open."""
        gone = draw.choice([mark.id for mark in scene.marks if mark.id.startswith("cut:")])
        return scene.without(gone)
