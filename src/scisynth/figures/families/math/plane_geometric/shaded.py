"""Shaded regions between a square and arcs of circles."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.math.lettered import Lettered
from scisynth.figures.families.parameters import number, one_of
from scisynth.figures.families.questions import Question, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, PALE_ORANGE, PAPER
from scisynth.figures.parts.places import polar
from scisynth.figures.parts.points import letter, pull
from scisynth.figures.scene.marks import Mark, Path, Round
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.scene.sketch import Place, Sketch, number_answer

SIDE = 4.0
"""Of the square, in units of the scene."""
SIDES = ("AB", "BC", "CD", "DA")
ARCS = {
    "leaf": (("A", 1.0, 0, 90), ("C", 1.0, 180, 270)),
    "corner": (("A", 1.0, 0, 90),),
    "disc": (("middle", 0.5, 0, 360),),
    "half": (("AB", 0.5, 0, 180),),
    "star": (("A", 0.5, 0, 90), ("B", 0.5, 90, 180), ("C", 0.5, 180, 270), ("D", 0.5, 270, 360)),
    "ring": (("middle", math.sqrt(0.5), 0, 360),),
}
"""Shape to its arcs: center, radius over the side, first and last direction in degrees."""
CENTERS = {
    "A": (0.0, 0.0),
    "B": (SIDE, 0.0),
    "C": (SIDE, SIDE),
    "D": (0.0, SIDE),
    "middle": (2.0, 2.0),
    "AB": (2.0, 0.0),
}
FORMULAS = {
    "leaf": "2 · (π/4) s² − s²",
    "leaf inverse": "s² − (2 · (π/4) s² − s²)",
    "corner": "(π/4) s²",
    "corner inverse": "s² − (π/4) s²",
    "disc": "π (s/2)²",
    "disc inverse": "s² − π (s/2)²",
    "half": "½ π (s/2)²",
    "half inverse": "s² − ½ π (s/2)²",
    "star": "s² − 4 · ¼ π (s/2)²",
    "star inverse": "4 · ¼ π (s/2)²",
    "ring": "π (s/√2)² − s²",
}


@dataclass(frozen=True, kw_only=True)
class Shaded(Lettered):
    """A square with arcs, and which part of it is shaded."""

    size: float = number("s", "cm", range(2, 41), meaning="side of the square")
    layout: str = one_of(*ARCS, level_1=("corner", "disc", "half"), level_3=("leaf", "star", "ring", "half"))
    is_inverse: bool = one_of(False, True)
    """Whether the rest of the square is shaded."""

    @property
    def case(self) -> str:
        """Shape and whether it or its rest is shaded."""
        return f"{self.layout} inverse" if self.is_inverse else self.layout

    def valid(self) -> bool:
        """Outside of the square there is no rest."""
        return not (self.is_inverse and self.layout == "ring")


def shaded_fraction(layout: str, is_inverse: bool) -> float:
    """Area over that of the square, from discs and parts of them.

    Two quarter discs cover the square, the leaf twice: leaf = 2 · π/4 − 1. Four quarter discs of half the side make up one disc.
    """
    inner = {
        "leaf": math.pi / 2 - 1,
        "corner": math.pi / 4,
        "disc": math.pi / 4,
        "half": math.pi / 8,
        "star": 1 - math.pi / 4,
        "ring": math.pi / 2 - 1,
    }[layout]
    return 1 - inner if is_inverse else inner


def outline(layout: str) -> list[Place]:
    """Of the shape, as points around it in the square from (0, 0) to (4, 4)."""
    parts = [_arc(*arc) for arc in ARCS[layout]]
    if layout == "corner":
        return [*parts[0], CENTERS["A"]]
    if layout == "star":
        return [point for part in parts for point in reversed(part)]
    return [point for part in parts for point in part]


def _arc(center: str, radius: float, start: float, stop: float) -> list[Place]:
    num = round((stop - start) / 1.5) + 1
    return [polar(float(angle), radius * SIDE, CENTERS[center]) for angle in np.linspace(start, stop, num)]


@family("Math - Plane Geometric")
class ShadedSquare(Family[Shaded]):
    """The area of a region between a square and circular arcs."""

    def solve(self, p: Shaded) -> Solution:
        """As a fraction of the square."""
        value = shaded_fraction(p.layout, p.is_inverse) * p.size**2
        values = {**p.by_name, "case": p.case, "region": p.case, "formula": FORMULAS[p.case]}
        return Solution(answer=number_answer(value, p.unit + "²"), symbol="area", values=values)

    def corners(self, p: Shaded) -> dict[str, np.ndarray]:
        """Of the square."""
        return p.placed({name: CENTERS[name] for name in "ABCD"}, size=0)

    def _placed(self, p: Shaded, points: Sequence[Place]) -> list[np.ndarray]:
        return list(p.placed({str(index): point for index, point in enumerate(points)}, size=0).values())

    def draw(self, p: Shaded, sketch: Sketch) -> None:
        """Filled areas below, the square and the arcs above."""
        at, square, shape = self.corners(p), [CENTERS[name] for name in "ABCD"], outline(p.layout)
        fills: list[tuple[str, Sequence[Place], str]] = [("shaded:shape", shape, PALE_ORANGE)]
        if p.layout == "ring":
            fills = [("shaded:disc", shape, PALE_ORANGE), ("blank:square", square, PAPER)]
        elif p.is_inverse:
            fills = [("shaded:square", square, PALE_ORANGE), ("blank:shape", shape, PAPER)]
        for index, (name, points, fill) in enumerate(fills):
            sketch.area(name, *self._placed(p, points), fill=fill, width=0, z=index)
            if name.startswith("shaded"):
                sketch.claim("shaded", name, value="true")
        for one, two in map(tuple, SIDES):
            sketch.line(f"side:{one}{two}", at[one], at[two], z=3)
        for index, name in enumerate("ABCD"):
            met = (SIDES[index - 1], SIDES[index])
            ends = [at[line.replace(name, "")] for line in met]
            letter(sketch, name, p.named(name), at[name], ends, *(f"side:{line}" for line in met))
            sketch.claim("perpendicular", *(f"side:{line}" for line in met))
            sketch.claim("ratio", *(f"side:{line}" for line in met), value=1)
            sketch.claim("connected", *(f"side:{line}" for line in met))
        self._draw_arcs(p, sketch)
        offset = 1.2 if p.layout == "ring" else 0.75
        sketch.dimension("dimension:s", at["C"], at["D"], p.text("size"), offset if p.is_mirrored else -offset)
        sketch.claim("ratio", "dimension:s", "side:CD", value=1)
        sketch.claim("count", "shaded", value=1)
        sketch.entity(f"square {p.named('ABCD')}", *(f"side:{line}" for line in SIDES))

    def _draw_arcs(self, p: Shaded, sketch: Sketch) -> None:
        """As lines through points, so that they turn with the square."""
        for index, arc in enumerate(ARCS[p.layout]):
            points, name = self._placed(p, _arc(*arc)), f"arc:{index + 1}"
            if arc[3] - arc[2] == 360:
                sketch.circle(name, self._placed(p, [CENTERS[arc[0]]])[0], arc[1] * SIDE, color=BLUE, z=2)
                for line in SIDES:
                    sketch.claim("tangent" if p.layout == "disc" else "connected", f"side:{line}", name)
                continue
            sketch.line(name, *points, color=BLUE, z=2)
            sketch.claim("shape", name, value="curved")
            sides = {
                "half": ("DA", "BC"),
                "star": {"A": ("AB", "DA"), "B": ("AB", "BC"), "C": ("BC", "CD"), "D": ("CD", "DA")},
            }
            found = sides.get(p.layout, ("BC", "CD"))
            for line in found[arc[0]] if isinstance(found, dict) else found:
                sketch.claim("connected", name, f"side:{line}")
        sketch.claim("count", "arc", value=len(ARCS[p.layout]))

    def questions(self, p: Shaded) -> Iterator[Question]:
        """The side, the region, and how the corners lie to each other."""
        yield ask_value("size", p.quantity("size"))
        others = [case for case in FORMULAS if case != p.case]
        twin = p.layout if p.is_inverse else f"{p.layout} inverse"
        order = [*([twin] if twin in others else []), *others]
        yield ask_word("region", p.case, order)
        yield ask_word("opposite", p.named("C"), [p.named("B"), p.named("D"), "none_point"])
        yield ask_word("across", p.named("CD"), [p.named("BC"), p.named("DA"), p.named("AC")])
        around = "D" if not p.is_mirrored else "B"
        yield ask_word("clockwise", p.named(around), [p.named(name) for name in "BCD"] + ["none_point"])

    @defect(visibility=2)
    def arc_astray(self, p: Shaded, scene: FigureScene, draw: Random) -> FigureScene:
        """An arc is shifted, so that it does not end at, or touch, the sides of the square."""
        arc = scene.mark("arc:1")
        at = self.corners(p)
        step = 0.16 * ((at["B"] - at["A"]) if p.layout == "half" else (at["C"] - at["A"]) / math.sqrt(2))
        if isinstance(arc, Round):
            return change(scene, replace(arc, center=tuple((np.asarray(arc.center) + step).tolist())))
        assert isinstance(arc, Path)
        return change(scene, replace(arc, points=tuple(tuple((np.asarray(x) + step).tolist()) for x in arc.points)))

    @defect(visibility=2)
    def wrong_region(self, p: Shaded, scene: FigureScene, draw: Random) -> FigureScene:
        """Another region is shaded than the problem says."""
        marks: list[Mark] = []
        shape = tuple((float(x), float(y)) for x, y in self._placed(p, outline(p.layout)))
        square = tuple((float(x), float(y)) for x, y in self.corners(p).values())
        for mark in scene.marks:
            if mark.id in ("blank:shape", "blank:square"):
                continue
            if not mark.id.startswith("shaded:"):
                marks.append(mark)
            elif p.is_inverse or p.layout == "ring":
                points = square if p.layout == "ring" else shape
                marks.append(Path(id="shaded:other", points=points, closed=True, fill=PALE_ORANGE, width=0, z=0))
            else:
                marks.append(Path(id="shaded:other", points=square, closed=True, fill=PALE_ORANGE, width=0, z=0))
                marks.append(Path(id="blank:other", points=shape, closed=True, fill=PAPER, width=0, z=1))
        return scene.with_marks(tuple(marks))

    @defect(visibility=2)
    def no_square(self, p: Shaded, scene: FigureScene, draw: Random) -> FigureScene:
        """The quadrilateral is no square: one of its corners is pulled outwards."""
        at = self.corners(p)
        return pull(scene, at["B"], at["B"] + 0.14 * (at["B"] - at["D"]))
