"""Planes of a cubic lattice: one in a cell, one by its cuts with long axes, or a whole set seen along an edge.

A plane that cuts the axes at m a, n a and p a has Miller indices in the ratio 1/m : 1/n : 1/p; planes (hkl) are
a / √(h² + k² + l²) apart.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations, product
from random import Random
from typing import Any

import numpy as np

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change, swap_texts
from scisynth.figures.families.chemistry.crystal_structure.metals import METALS
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.chemistry import canvas
from scisynth.figures.parts.crystal import draw_edges, edge_length, project
from scisynth.figures.parts.palette import BLUE, DARK_GREY, GREY, ORANGE, PALE_BLUE, PALE_ORANGE, RED
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer

EASY = ((1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 1, 0), (1, 0, 1), (0, 1, 1), (1, 1, 1), (2, 0, 0), (0, 2, 0), (0, 0, 2))
PLANES = (
    *EASY, (2, 1, 0), (1, 2, 0), (1, 0, 2), (2, 0, 1), (0, 1, 2), (0, 2, 1), (2, 1, 1), (1, 2, 1), (1, 1, 2), (2, 2, 1), (2, 1, 2),
    (1, 2, 2), (2, 2, 2), (3, 1, 1), (1, 1, 3),
)  # fmt: skip
"""Indices of planes that are drawn in a cell."""
ROWS = ((1, 1, 0), (2, 1, 0), (1, 2, 0), (3, 1, 0), (1, 3, 0), (3, 2, 0), (2, 3, 0))
"""Indices of planes that are seen edge-on along z."""
AXES = {"x": (-0.52, -0.44), "y": (1.0, 0.0), "z": (0.0, 1.0)}
"""Directions of long axes on the page, for one edge of the cell each."""
LONG = 4
"""Edges up to which a plane cuts long axes."""
WIDE, HIGH = 5, 4
"""Cells of the lattice that is seen from above."""


def cut(indices: tuple[int, int, int]) -> list[np.ndarray]:
    """Corners of the plane h x + k y + l z = 1 in the unit cube, in order around it."""
    normal = np.asarray(indices, dtype=float)
    corners = [np.asarray(corner, dtype=float) for corner in product((0, 1), repeat=3)]
    found: list[np.ndarray] = []
    for one, two in combinations(corners, 2):
        if np.abs(one - two).sum() != 1:
            continue
        along = normal @ (two - one)
        if abs(along) > 1e-9 and -1e-9 <= (share := (1 - normal @ one) / along) <= 1 + 1e-9:
            place = one + share * (two - one)
            if all(np.linalg.norm(place - other) > 1e-6 for other in found):
                found.append(place)
    middle = np.mean(found, axis=0)
    first = found[0] - middle
    second = np.cross(normal, first)
    return sorted(
        found,
        key=lambda place: math.atan2((place - middle) @ second / np.linalg.norm(second), (place - middle) @ first),
    )


def indices_of(cuts: Sequence[int]) -> tuple[int, int, int]:
    """The smallest whole numbers in the ratio of the reciprocal cuts."""
    least = math.lcm(*cuts)
    h, k, l = (least // value for value in cuts)  # noqa: E741  # the crystallographers' letters
    return h, k, l


def spacing(edge: float, indices: Sequence[int]) -> float:
    """Distance of neighbouring planes, in the unit of the edge."""
    return edge / math.sqrt(sum(value * value for value in indices))


def _plane(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[int, ...]:
    if values["layout"] == "cell":
        return draw.choice(EASY if level == 1 else PLANES)
    if values["layout"] == "above":
        return draw.choice(ROWS[:3] if level == 1 else ROWS)
    return tuple(draw.randint(1, LONG) for _ in range(3))


@dataclass(frozen=True, kw_only=True)
class Planes(Parameters):
    """A metal, and a plane of its cubic lattice: indices, or with long axes its cuts in edges."""

    layout: str = one_of("cell", "axes", "above", level_1=("cell", "cell", "above"), level_3=("axes", "axes", "cell"))
    plane: tuple[int, ...] = drawn(_plane, words="low indices, or cuts at 1 to 4 edges")
    metal: str = one_of(*METALS)
    asked: str = one_of("indices", "spacing")

    @property
    def indices(self) -> tuple[int, int, int]:
        """h, k, l."""
        if self.layout == "axes":
            return indices_of(self.plane)
        h, k, l = self.plane  # noqa: E741
        return h, k, l

    @property
    def cuts(self) -> dict[str, Fraction | None]:
        """Where the plane cuts each axis, in edges; None where it is parallel."""
        if self.layout == "axes":
            return {axis: Fraction(value) for axis, value in zip("xyz", self.plane, strict=True)}
        return {axis: Fraction(1, value) if value else None for axis, value in zip("xyz", self.indices, strict=True)}

    @property
    def edge(self) -> float:
        """Of the cell, pm, as printed."""
        return float(f"{METALS[self.metal][1]:.3g}")

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """The edge."""
        return (Quantity(symbol="a", value=self.edge, unit="pm", meaning=f"edge of the cell of {self.metal}"),)

    def valid(self) -> bool:
        """Cuts that are not all equal, since the figure would show another one just as well."""
        return self.layout != "axes" or (len(set(self.plane)) > 1 and math.gcd(*self.plane) == 1)


def words_of(value: Fraction | None) -> str:
    """`a`, `2a`, `a/3`, or `parallel`."""
    if value is None:
        return "parallel"
    top = "a" if value.numerator == 1 else f"{value.numerator}a"
    return top if value.denominator == 1 else f"{top}/{value.denominator}"


def _row_of(cuts: Sequence[Fraction | None]) -> str:
    """Cuts with x, y, z as one option: `a, a/2, none`."""
    return ", ".join(words_of(value) if value else "none" for value in cuts)


@family("Chemistry - Crystal Structure")
class LatticePlanes(Family[Planes]):
    """The Miller indices of a plane in a cubic lattice, or the spacing of the planes of its set."""

    def solve(self, p: Planes) -> Solution:
        """By reciprocal cuts."""
        words = "".join(map(str, p.indices))
        answer = number_answer(spacing(p.edge, p.indices), "pm") if p.asked == "spacing" else Answer(text=f"({words})")
        cuts = [f"{axis} at {words_of(value)}" for axis, value in p.cuts.items() if value]
        parallel = [axis for axis, value in p.cuts.items() if value is None]
        values = {
            "cutting": cuts[0] if len(cuts) == 1 else f"{', '.join(cuts[:-1])} and {cuts[-1]}",
            "axes": "axis" if len(cuts) == 1 else "axes",
            "parallel": f" and is parallel to {' and '.join(parallel)}" if parallel else "",
            "squares": " + ".join(f"{value}²" for value in p.indices), "hkl": f"({words})",
            "reciprocal": ", ".join(str(1 / value) if value else "0" for value in p.cuts.values()),
            "edge": p.givens[0].text,
        }  # fmt: skip
        return Solution(answer=answer, symbol="d" if p.asked == "spacing" else "hkl", values=values)

    def draw(self, p: Planes, sketch: Sketch) -> None:
        """The plane, the axes and the edge."""
        {"cell": self._draw_cell, "axes": self._draw_axes, "above": self._draw_above}[p.layout](p, sketch)

    def _draw_cell(self, p: Planes, sketch: Sketch) -> None:
        """The part of the plane inside the cell, its corners with their intercepts, and the axes."""
        corners = cut(p.indices)
        canvas(sketch, -0.4, -0.55, 1.75, 1.6)
        draw_edges(sketch)
        places = [project(corner)[0] for corner in corners]
        sketch.area("plane:hkl", *places, fill=PALE_ORANGE, color=ORANGE, width=1.8, z=0)
        for index, (corner, place) in enumerate(zip(corners, places, strict=True)):
            dot = sketch.dot(f"corner:{index}", place, 0.018, color=ORANGE, z=5)
            sketch.claim("at", dot, value=(float(place[0]), float(place[1])), tolerance=0.008)
            sketch.claim("on", dot, "plane:hkl")
            for axis in range(3):
                free = corner.copy()
                free[axis] = 0
                if 1e-6 < corner[axis] < 1 - 1e-6 and np.abs(free).sum() < 1e-6:
                    shift = ((0.2, -1), (-1, 0.6), (-1, 0))[axis]
                    words = rf"$\frac{{1}}{{{round(1 / corner[axis])}}}\,a$"
                    name = f"cut:{'xyz'[axis]}"
                    sketch.text(
                        name,
                        words,
                        place,
                        of=dot,
                        toward=shift,
                        gap_pt=8 if axis == 1 else 4,
                        color=RED,
                        size=14,
                        halo=True,
                    )
        for letter, direction in zip("xyz", np.eye(3), strict=True):
            ends = [project(reach * direction)[0] for reach in (1.27, 1.4, 1.53)]
            stop = next((end for end in ends if _clearance(end, places) > 0.09), ends[0])
            _axis(sketch, letter, project(direction)[0], stop)
        edge_length(sketch, p.givens[0].label)
        sketch.claim("count", "corner", value=len(corners))
        self._note(p, sketch, (0.5, -0.42))
        sketch.entity("plane", "plane:hkl")

    def _draw_axes(self, p: Planes, sketch: Sketch) -> None:
        """Three axes with a mark at each edge, and the triangle between the cuts; what it covers of the axes is dashed."""
        ends = {axis: value * np.asarray(AXES[axis]) for axis, value in zip("xyz", p.plane, strict=True)}
        sketch.area("plane:hkl", *ends.values(), fill=PALE_ORANGE, color=ORANGE, width=1.8, z=0)
        aside = {"x": (1.0, -0.9), "y": (0.15, -1.0), "z": (-1.0, 0.1)}
        for number, (axis, way) in enumerate(AXES.items()):
            along = np.asarray(way)
            sketch.line(f"inner:{axis}", (0, 0), ends[axis], width=1.0, dash="dashed", color=GREY, z=2)
            _axis(sketch, axis, ends[axis], 4.75 * along)
            for count in range(1, LONG + 1):
                dot = sketch.dot(f"tick:{axis}{count}", count * along, 0.045, color=DARK_GREY, z=3)
                sketch.claim("on", dot, f"inner:{axis}" if count <= p.plane[number] else f"axis:{axis}")
            dot = sketch.dot(f"corner:{axis}", ends[axis], 0.09, color=ORANGE, z=5)
            sketch.claim("at", dot, value=(float(ends[axis][0]), float(ends[axis][1])), tolerance=0.02)
            sketch.claim("connected", "plane:hkl", f"axis:{axis}")
            words = words_of(Fraction(p.plane[number]))
            sketch.text(
                f"cut:{axis}",
                f"${words}$",
                ends[axis],
                of=dot,
                toward=aside[axis],
                gap_pt=6,
                color=RED,
                size=13,
                halo=True,
            )
        sketch.text("label:a", p.givens[0].label, (2.6, -1.6), align="left", size=12)
        self._note(p, sketch, (2.6, -2.1), "left")
        sketch.claim("count", "tick", value=3 * LONG)
        sketch.entity("plane", "plane:hkl")

    def _draw_above(self, p: Planes, sketch: Sketch) -> None:
        """Lattice points seen along z with the planes edge-on; the cell at the origin carries the edge."""
        h, k, _ = p.indices
        number = 0
        for level in range(1, h * WIDE + k * HIGH):
            ends = _ends(h, k, level)
            if len(ends) == 2 and math.dist(*ends) > 0.9:
                sketch.line(f"plane:{number}", *ends, color=ORANGE, width=1.5, z=2)
                number += 1
        for one in range(1, number):
            sketch.claim("parallel", "plane:0", f"plane:{one}")
        for i, j in product(range(WIDE + 1), range(HIGH + 1)):
            sketch.dot(f"atom:{i}{j}", (i, j), 0.07, color=BLUE, z=4)
        sketch.claim("count", "atom", value=(WIDE + 1) * (HIGH + 1))
        sketch.claim("count", "plane", value=number)
        first = sketch.rectangle("cell:unit", 0, 0, 1, 1, fill=PALE_BLUE, width=1.4, z=0)
        sketch.claim("on", "atom:11", first)
        for axis, way, toward in (("x", (1, 0), (0.4, -1)), ("y", (0, 1), (-1, 0.2))):
            far = WIDE if axis == "x" else HIGH
            start, stop = (far + 0.15) * np.asarray(way, float), (far + 0.95) * np.asarray(way, float)
            _axis(sketch, axis, start, stop)
            value = p.cuts[axis]
            if value is not None and value < 1:
                at = float(value) * np.asarray(way, dtype=float)
                dot = sketch.dot(f"corner:{axis}", at, 0.05, color=RED, z=5)
                words = rf"$\frac{{1}}{{{value.denominator}}}\,a$"
                sketch.text(f"cut:{axis}", words, at, of=dot, toward=toward, gap_pt=5, color=RED, size=14)
                sketch.claim("on", dot, "plane:0")
                sketch.claim("on", dot, "cell:unit")
        sketch.text("label:origin", "$O$", (0, 0), of="atom:00", toward=(-1, -0.8), gap_pt=4, size=13)
        sketch.dimension("dimension:a", (WIDE - 1, HIGH), (WIDE, HIGH), p.givens[0].label, 0.4, toward=(0, 1), gap_pt=4)
        sketch.claim("ratio", "dimension:a", "cell:unit", value=1 / 4)
        self._note(p, sketch, (WIDE / 2, -0.75))
        sketch.text(
            "note:view", "corners of the cells seen along $z$, planes edge-on", (WIDE / 2, -1.15), size=10, valign="top"
        )
        sketch.entity("planes", *(f"plane:{index}" for index in range(number)))

    def _note(self, p: Planes, sketch: Sketch, at: tuple[float, float], align: str = "center") -> None:
        sketch.text("note:metal", f"cubic cell of {p.metal}", at, size=11, align=align, valign="top")

    def questions(self, p: Planes) -> Iterator[Question]:
        """The edge, the metal, cuts with axes, and how many corners or planes there are."""
        yield ask_value("edge", p.givens[0])
        names = list(METALS)
        start = (names.index(p.metal) * 5 + 3) % len(names)
        yield ask_word("element", p.metal, names[start:] + names[:start])
        own = [p.cuts[axis] for axis in "xyz"]
        others = [own[1:] + own[:1], own[2:] + own[:2], [own[1], own[0], own[2]], [own[0], own[2], own[1]]]
        others += [[Fraction(1, value) if value else None for value in plane] for plane in PLANES]
        start = len(own) + sum(p.indices) % 7
        wrong = [*others[:4], *others[start + 4 :], *others[4 : start + 4]]
        yield ask_word("cuts", _row_of(own), [_row_of(cuts) for cuts in wrong])
        if p.layout == "cell":
            yield ask_count("num_cut", sum(value is not None for value in own), likely=(0, 1, 2, 3), low=0)
        elif p.layout == "axes":
            nearest = [axis for axis in "xyz" if p.cuts[axis] == min(value for value in own if value)]
            yield ask_word("nearest", nearest[0] if len(nearest) == 1 else "several", ["x", "y", "z", "several"])
        elif p.layout == "above":
            sketch = Sketch()
            self._draw_above(p, sketch)
            yield ask_count("lines", sum(mark.id.startswith("plane:") for mark in sketch.marks), low=2)

    @defect(visibility=3)
    def wrong_intercept(self, p: Planes, scene: FigureScene, draw: Random) -> FigureScene:
        """The plane does not go through one of the points at which it cuts the lattice."""
        name = draw.choice([mark.id for mark in scene.marks if mark.id.startswith("plane:")])
        plane = scene.path(name)
        index = draw.randrange(len(plane.points))
        x, y = plane.points[index]
        size = 0.13 * float(
            np.ptp(np.asarray([point for mark in scene.marks for point in getattr(mark, "points", ())]), axis=0).max()
        )
        points = (*plane.points[:index], (x + size, y + 0.8 * size), *plane.points[index + 1 :])
        return change(scene, replace(plane, points=points))

    @defect(visibility=1)
    def swapped_axes(self, p: Planes, scene: FigureScene, draw: Random) -> FigureScene:
        """The names of two axes are exchanged."""
        return swap_texts(scene, "axis_name:x", "axis_name:y")

    @defect(visibility=2)
    def incomplete_lattice(self, p: Planes, scene: FigureScene, draw: Random) -> FigureScene:
        """An edge of the cell, or a point of the lattice, is missing."""
        role = {"cell": "edge:", "axes": "tick:", "above": "atom:"}[p.layout]
        found = [
            mark.id for mark in scene.marks if mark.id.startswith(role) and mark.id not in ("atom:00", "edge:000-100")
        ]
        return scene.without(draw.choice(found))


def _axis(sketch: Sketch, letter: str, start: np.ndarray, stop: np.ndarray) -> None:
    arrow = sketch.arrow(f"axis:{letter}", start, stop, width=1.1, color=BLUE)
    toward = tuple(stop - start)
    sketch.text(f"axis_name:{letter}", f"${letter}$", stop, of=arrow, toward=toward, gap_pt=3, size=14, color=BLUE)


def _clearance(spot: np.ndarray, outline: Sequence[np.ndarray]) -> float:
    """How far a place is from the sides of an area."""
    found = []
    for index, one in enumerate(outline):
        side = outline[index - 1] - one
        share = np.clip((spot - one) @ side / (side @ side), 0, 1)
        found.append(float(np.linalg.norm(spot - one - share * side)))
    return min(found)


def _ends(h: int, k: int, level: int) -> list[tuple[float, float]]:
    """Where the line h x + k y = level leaves the lattice that is drawn."""
    found: list[tuple[float, float]] = []
    for side in (0, WIDE):
        if 0 <= (y := (level - h * side) / k) <= HIGH:
            found.append((float(side), y))
    for side in (0, HIGH):
        if 0 <= (x := (level - k * side) / h) <= WIDE and all(math.dist((x, side), spot) > 1e-9 for spot in found):
            found.append((x, float(side)))
    return sorted(found)
