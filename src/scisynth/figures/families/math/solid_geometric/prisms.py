"""Right prisms over a triangle, in cabinet projection: lying on a face, pitched as a tent, or standing on the triangle."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.math.lettered import Spatial, redrawn
from scisynth.figures.families.math.solid_geometric.boxes import spot_of
from scisynth.figures.families.parameters import number, one_of
from scisynth.figures.families.questions import Question, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.math import side_text
from scisynth.figures.parts.palette import BLUE
from scisynth.figures.parts.points import pull
from scisynth.figures.parts.solid import (
    View,
    cabinet,
    edge_id,
    hidden_edges,
    is_clear,
    right_angle_in_space,
    solid,
)
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

FACES = ("ABC", "DEF", "ABED", "BCFE", "CADF")
ALONG = ("AD", "BE", "CF")
"""Edges that join the two triangles."""


@dataclass(frozen=True, kw_only=True)
class Prism(Spatial):
    """A prism ABC-DEF; the triangle has a right angle at A, or two equal sides that meet at C above M."""

    a: float = number("AB", "cm", range(3, 16), meaning="side of the triangle")
    b: float = number("AC", "cm", range(3, 16), meaning="other side, or height, of the triangle")
    c: float = number("BE", "cm", range(4, 25), meaning="length of the prism")
    unit: str = one_of("cm", "dm", "m", "mm")
    asked: str = one_of("total", "lateral", level_1=("lateral", "total"))
    layout: str = one_of(
        "right", "tent", "standing", level_1=("right", "standing"), level_3=("tent", "tent", "standing")
    )

    @property
    def symbols(self) -> Mapping[str, str]:
        """The second length is a height in a tent; a standing prism has its length printed at a front edge."""
        return {"b": "CM"} if self.layout == "tent" else {}

    @property
    def view(self) -> View:
        """Cabinet projection."""
        return cabinet(self.view_deg, self.view_depth)

    @property
    def corners(self) -> dict[str, tuple[float, ...]]:
        """In space; M is the foot of the height of a tent's triangle."""
        a, b, c = self.a, self.b, self.c
        if self.layout == "standing":
            base: dict[str, tuple[float, ...]] = {"A": (0.0, 0.0, 0.0), "B": (a, 0.0, 0.0), "C": (0.0, b, 0.0)}
            return base | {top: (*base[low][:2], c) for top, low in zip("DEF", "ABC", strict=True)}
        apex = a / 2 if self.layout == "tent" else 0.0
        base = {"A": (0.0, 0.0, 0.0), "B": (a, 0.0, 0.0), "C": (apex, 0.0, b)}
        return base | {back: (base[front][0], c, base[front][2]) for back, front in zip("DEF", "ABC", strict=True)}

    def valid(self) -> bool:
        """Three lengths; in proportion; and no edge runs through a foreign corner."""
        sizes = sorted((self.a, self.b, self.c))
        if len(set(sizes)) < 3 or sizes[2] > 2.6 * sizes[0] or (self.layout == "standing" and self.c < self.a):
            return False
        edges = {one + two for face in FACES for one, two in pairwise(face + face[0])}
        return is_clear(self.view, self.corners, sorted(edges), 0.06)


def sloping_side(a: float, b: float, layout: str) -> float:
    """The third side of the triangle: the hypotenuse, or in a tent one of the two equal sides; unit of the lengths."""
    return math.hypot(a / 2, b) if layout == "tent" else math.hypot(a, b)


def prism_area(a: float, b: float, c: float, layout: str, asked: str) -> float:
    """Perimeter times length, and for the total surface both triangles, each a b / 2; squares of the unit."""
    slope = sloping_side(a, b, layout)
    around = a + 2 * slope if layout == "tent" else a + b + slope
    return around * c + (a * b if asked == "total" else 0.0)


def _text_position(p: Prism) -> float:
    """Where along the height of a tent its text keeps clearest of the hidden edges, as a fraction from above."""
    at = {name: p.view(place) for name, place in p.corners.items()}
    apex, foot = at["C"], (at["A"] + at["B"]) / 2
    # A line of a few points on each hidden edge is near enough.
    hidden = np.concatenate([np.linspace(at["D"], at[end], 25) for end in "AEF"])
    aside = np.asarray([0.12 * max(p.a, p.b), 0.0])
    return max((0.35, 0.45, 0.55, 0.65), key=lambda share: float(
        np.linalg.norm(hidden - (apex + share * (foot - apex) - aside), axis=1).min()
    ))  # fmt: skip


def _height_lines(p: Prism, apex: np.ndarray, foot: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    """What letters should keep clear of: the height, its text, and the extension lines below the base."""
    size = max(p.a, p.b)
    text, half = apex + _text_position(p) * (foot - apex), np.asarray([p.a / 2, 0.0])
    down = np.asarray([0.0, -0.25 * size])
    found = [(apex, foot), (text - (0.22 * size, 0), text)]
    return found + [(foot + side, foot + side + down) for side in (half, -half)]


@family("Math - Solid Geometric")
class TriangularPrismSurface(Family[Prism]):
    """The surface of a right prism over a triangle, one side of which has to be found first."""

    def solve(self, p: Prism) -> Solution:
        """By Pythagoras and the net."""
        values = {
            **p.by_name,
            "prism": f"{p.named('ABC')}-{p.named('DEF')}",
            "slope": format_number(sloping_side(p.a, p.b, p.layout)),
            "case": f"{'tent' if p.layout == 'tent' else 'right'}_{p.asked}",
            "area": {"total": "total surface area", "lateral": "lateral area (the three rectangles)"}[p.asked],
        }
        answer = number_answer(prism_area(p.a, p.b, p.c, p.layout, p.asked), p.unit + "²")
        return Solution(answer=answer, symbol="area", values=values)

    def draw(self, p: Prism, sketch: Sketch) -> None:
        """The prism with what it hides dashed, the right angle, and three lengths."""
        view, corners = p.view, p.corners
        edges = hidden_edges(corners, FACES, view)
        size = max(p.a, p.b, p.c)
        foot = (p.a / 2, 0.0, 0.0)
        lines = _height_lines(p, view(corners["C"]), view(foot)) if p.layout == "tent" else []
        at = solid(sketch, corners, FACES, view, letters=p.by_name, lines=lines)
        inside = np.mean([at[name] for name in "ABC"], axis=0)
        if p.layout == "tent":
            self._draw_height(p, sketch, at)
        else:
            second = edge_id(edges, "A", "C")
            right_angle_in_space(sketch, "square:A", view, corners["A"], corners["B"], corners["C"], 0.07 * size)
            sketch.claim("connected", "square:A", second)
            sketch.claim("connected", "square:A", "edge:AB")
            sketch.claim("ratio", "edge:AB", second, value=p.a / float(np.linalg.norm(at["C"] - at["A"])))
            side_text(sketch, "edge:AB", at["A"], at["B"], p.text("a"), inside)
            side_text(sketch, second, at["A"], at["C"], p.text("b"), at["B"], halo=True)
        middle = np.mean(list(at.values()), axis=0)
        side_text(sketch, "edge:BE", at["B"], at["E"], p.text("c"), middle)
        length = float(np.linalg.norm(at["E"] - at["B"]))
        sketch.claim("ratio", "edge:BE", "edge:AB", value=length / p.a)
        for one, two in pairwise(ALONG):
            sketch.claim("parallel", edge_id(edges, *one), edge_id(edges, *two))
        for front, back in (("AB", "DE"), ("BC", "EF"), ("AC", "DF")):
            sketch.claim("parallel", edge_id(edges, *front), edge_id(edges, *back))
        sketch.entity("prism", *(edge_id(edges, *edge) for edge in edges))
        if p.is_mirrored:
            mirror(sketch)

    def _draw_height(self, p: Prism, sketch: Sketch, at: Mapping[str, np.ndarray]) -> None:
        foot = (at["A"] + at["B"]) / 2
        sketch.line("height:CM", at["C"], foot, color=BLUE, width=1.2, z=3)
        sketch.right_angle("square:M", foot, at["B"], at["C"], 0.06 * max(p.a, p.b))
        dot = sketch.dot("point:M", foot, 0.006 * max(p.a, p.c))
        sketch.text("vertex:M", f"${p.named('M')}$", foot, of=dot, toward=(0, -1), size=13)
        side_text(sketch, "height:CM", at["C"], foot, p.text("b"), at["B"], _text_position(p), color=BLUE, halo=True)
        sketch.dimension("dimension:a", at["A"], at["B"], p.text("a"), -0.2 * max(p.a, p.b))
        sketch.claim("ratio", "dimension:a", "edge:AB", value=1)
        sketch.claim("ratio", "height:CM", "edge:AB", value=p.b / p.a)
        sketch.claim("perpendicular", "height:CM", "edge:AB")
        sketch.claim("connected", "height:CM", "edge:AB")
        sketch.claim("connected", "square:M", "height:CM")
        sketch.claim("connected", "square:M", "edge:AB")
        sketch.claim("distance_ratio", "corner:A", dot, dot, "corner:B", value=1)

    def questions(self, p: Prism) -> Iterator[Question]:
        """Lengths, the right angle, hidden corners, which edges run where."""
        a, b, c = (p.quantity(name) for name in "abc")
        yield ask_value("a", a, b, c)
        yield ask_value("b", b, a, c)
        yield ask_value("c", c, a, b)
        corner = "M" if p.layout == "tent" else "A"
        yield ask_word("right_angle", p.named(corner), [p.named(name) for name in "BCDEF"])
        start = "ABC"[(p.view_deg + p.level) % 3]
        other = "DEF"["ABC".index(start)]
        yield ask_word(
            "joined",
            p.named(other),
            [p.named(name) for name in "DEFABC" if name not in (start, other)],
            start=p.named(start),
        )

    @defect(visibility=3)
    def bent_prism(self, p: Prism, scene: FigureScene, draw: Random) -> FigureScene:
        """One corner of the prism is displaced, so that edges that should be parallel are not."""
        corner = spot_of(scene, "F")
        size = 0.16 * float(np.linalg.norm(spot_of(scene, "B") - spot_of(scene, "F")))
        return pull(scene, corner, corner + size * np.asarray([0.5 if p.is_mirrored else -0.5, 0.9]))

    @defect(visibility=2)
    def misplaced_right_angle(self, p: Prism, scene: FigureScene, draw: Random) -> FigureScene:
        """The mark of the right angle stands at a corner where the angle is not right."""
        tag = "M" if p.layout == "tent" else "A"
        square, old = scene.path(f"square:{tag}"), np.asarray(spot_of(scene, "A"))
        corner, other = spot_of(scene, "B"), spot_of(scene, "C")
        size = float(np.linalg.norm(np.subtract(square.points[0], square.points[1])))
        one, two = (size * (end - corner) / np.linalg.norm(end - corner) for end in (old, other))
        points = tuple((float(x), float(y)) for x, y in (corner + one, corner + one + two, corner + two))
        return change(scene, replace(square, points=points))

    @defect(visibility=1)
    def wrong_length(self, p: Prism, scene: FigureScene, draw: Random) -> FigureScene:
        """The prism is drawn much too long for the lengths of its edges."""
        return redrawn(self, scene, replace(p, c=1.5 * p.c))
