"""Layers of touching atoms: square, close-packed, in rows as in the (110) plane of a face-centred metal, and as a honeycomb.

A layer's coverage is the area of its discs over that of its cell; atoms touch, so sides of the cell are multiples of 2 r.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, PALE_BLUE, RED
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

RADII = {
    "Cu": 128, "Ag": 144, "Au": 144, "Al": 143, "Ni": 125, "Pt": 139, "Pb": 175, "Fe": 124, "W": 137, "Na": 186, "K": 227,
    "Ca": 197, "Pd": 137, "Rh": 134, "Ir": 136, "Mo": 136, "Mg": 160, "Zn": 133, "Ti": 147, "Co": 125,
}  # fmt: skip
"""Metallic radii, pm."""
ROOT3 = math.sqrt(3)
CELLS: Mapping[str, tuple[tuple[float, float], tuple[float, float]]] = {
    "square": ((1.0, 0.0), (0.0, 1.0)),
    "hexagonal": ((1.0, 0.0), (0.5, ROOT3 / 2)),
    "rows": ((1.0, 0.0), (0.0, math.sqrt(2))),
    "honeycomb": ((ROOT3, 0.0), (ROOT3 / 2, 1.5)),
}
"""Sides of the cell of each layer, in diameters of an atom."""
INNER = {"honeycomb": (ROOT3 / 2, 0.5)}
"""A second atom of the cell."""
TOUCHING = {"square": 4, "hexagonal": 6, "rows": 2, "honeycomb": 3}
SHAPES = {"square": "square", "hexagonal": "rhombus", "rows": "rectangle", "honeycomb": "rhombus"}


def cell_area(layout: str) -> float:
    """Of the cell, in squares of the diameter of an atom."""
    (a, b), (c, d) = CELLS[layout]
    return abs(a * d - b * c)


def atoms_in(layout: str) -> int:
    """In a cell."""
    return 2 if layout in INNER else 1


@dataclass(frozen=True, kw_only=True)
class Layer(Parameters):
    """Atoms of a metal in a layer, and what is asked."""

    layout: str = one_of(*CELLS, level_1=("square", "hexagonal"), level_3=("rows", "honeycomb", "hexagonal"))
    metal: str = one_of(*RADII)
    asked: str = one_of(
        "coverage", "area", "density", level_1=("coverage", "area"), level_3=("density", "coverage", "area")
    )
    size: tuple[int, int] = one_of((4, 3), (4, 4), (5, 3), (5, 4), (3, 3))
    is_diameter: bool = one_of(False, True)
    """The diameter is printed, not the radius."""
    corner: tuple[int, int] = one_of((0, 0), (1, 0), (0, 1), (1, 1))
    """Of the marked cell."""

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Radius or diameter of an atom."""
        value = RADII[self.metal]
        if self.is_diameter:
            return (Quantity(symbol="D", value=2 * value, unit="pm", meaning="diameter of an atom"),)
        return (Quantity(symbol="r", value=value, unit="pm", meaning="radius of an atom"),)

    @property
    def places(self) -> dict[str, np.ndarray]:
        """Middles of the atoms, in diameters."""
        one, two = (np.asarray(side) for side in CELLS[self.layout])
        columns, rows = (3, 2) if self.layout == "honeycomb" and self.size[0] < 5 else self.size
        columns, rows = (4, 3) if self.layout == "honeycomb" and self.size[0] == 5 else (columns, rows)
        found = {}
        for j in range(rows):
            for i in range(columns):
                # Rows that are shifted by half a place stay above each other.
                shift = j // 2 if self.layout in ("hexagonal", "honeycomb") else 0
                place = (i - shift) * one + j * two
                found[f"{i}-{j}"] = place
                if self.layout in INNER:
                    found[f"{i}-{j}b"] = place + INNER[self.layout]
        return found

    @property
    def cell(self) -> list[np.ndarray]:
        """Corners of the marked cell, on middles of atoms, in order."""
        one, two = (np.asarray(side) for side in CELLS[self.layout])
        i, j = self.corner if self.layout != "honeycomb" else (self.corner[0], 0)
        start = self.places[f"{i}-{j}"]
        # The cell of a shifted row leans the other way where it would leave the layer.
        if j == 1 and self.layout == "hexagonal":
            two = two - one
        return [start, start + one, start + one + two, start + two]


@family("Chemistry - Crystal Structure")
class SphereLayer(Family[Layer]):
    """A layer of touching atoms with its cell: how much of the plane they cover, the cell's area, atoms per area."""

    def solve(self, p: Layer) -> Solution:
        """By the cell."""
        atoms, cell = atoms_in(p.layout), cell_area(p.layout)
        area = cell * (2 * RADII[p.metal] / 1000) ** 2
        answer = {
            "coverage": number_answer(100 * atoms * math.pi / 4 / cell, "%"),
            "area": number_answer(area, "nm²"),
            "density": number_answer(atoms / area, "per nm²"),
        }[p.asked]
        values = {
            "stated": p.givens[0].text, "radius": RADII[p.metal], "atoms": atoms, "discs": "π r²" if atoms == 1 else f"{atoms} π r²", "given": "diameter" if p.is_diameter else "radius",
            "cell": format_number(cell, 4), "area": format_number(area), "name": "D" if p.is_diameter else "r",
        }  # fmt: skip
        return Solution(
            answer=answer, symbol={"coverage": "coverage", "area": "A", "density": "N"}[p.asked], values=values
        )

    def draw(self, p: Layer, sketch: Sketch) -> None:
        """Discs that touch, the cell between their middles, and the radius or diameter."""
        places = p.places
        for name, place in places.items():
            sketch.circle(f"sphere:{name}", place, 0.5, fill=PALE_BLUE, color=BLUE, width=1.1)
        names = list(places)
        for index, one in enumerate(names):
            for two in names[index + 1 :]:
                if abs(math.dist(places[one], places[two]) - 1) < 1e-6:
                    sketch.claim("tangent", f"sphere:{one}", f"sphere:{two}")
        sketch.area("cell:unit", *p.cell, color=RED, width=2.0, z=4)
        for index, corner in enumerate(p.cell):
            sketch.dot(f"node:{index}", corner, 0.05, color=RED, z=5)
            sketch.claim("on", f"node:{index}", "cell:unit")
        # A row that the cell does not touch, or its edge would cover the length.
        low, high = (find(corner[1] for corner in p.cell) for find in (min, max))
        free = [place for place in places.values() if not low - 0.1 < place[1] < high + 0.1]
        right = max(free, key=lambda place: (place[0], -place[1]))
        out = right + np.asarray([0.5, 0.0])
        start = right - np.asarray([0.5, 0.0]) if p.is_diameter else right
        role = "diameter:D" if p.is_diameter else "radius:r"
        sketch.line(role, start, out, width=1.3, arrow="both" if p.is_diameter else "end", z=3)
        sketch.text("label:r", p.givens[0].label, out, of=role, toward=(1, 0), gap_pt=6)
        sketch.claim("value", "label:r", value=p.givens[0].value)
        sketch.claim("count", "sphere", value=len(places))
        around = 2 * sum(math.hypot(*side) for side in CELLS[p.layout])
        sketch.claim("ratio", role, "cell:unit", value=(1.0 if p.is_diameter else 0.5) / around)
        low = min(place[1] for place in places.values())
        middle = float(np.mean([place[0] for place in places.values()]))
        sketch.text("note:metal", f"layer of {p.metal} atoms", (middle, low - 0.62), valign="top", size=11)
        sketch.entity("layer", *(f"sphere:{name}" for name in names))
        sketch.entity("cell", "cell:unit")

    def questions(self, p: Layer) -> Iterator[Question]:
        """Discs, neighbours, the shape of the cell, the printed length, the metal."""
        num = len(p.places)
        yield ask_count("discs", num, low=1)
        yield ask_count("touching", TOUCHING[p.layout], likely=(2, 3, 4, 6), low=1)
        yield ask_word("shape", SHAPES[p.layout], ["square", "rhombus", "rectangle", "triangle", "hexagon"])
        yield ask_value("length", p.givens[0])
        names = list(RADII)
        start = (names.index(p.metal) * 7 + 3) % len(names)
        yield ask_word("metal", p.metal, names[start:] + names[:start])

    @defect(visibility=3)
    def gap_in_layer(self, p: Layer, scene: FigureScene, draw: Random) -> FigureScene:
        """An atom at the rim stands off its neighbours, though atoms of the layer touch."""
        sphere = scene.round("sphere:0-0")
        return change(scene, replace(sphere, center=(sphere.center[0] - 0.25, sphere.center[1] - 0.2)))

    @defect(visibility=2)
    def shifted_cell(self, p: Layer, scene: FigureScene, draw: Random) -> FigureScene:
        """A corner of the cell lies off the middle of its atom, so that the cell does not repeat the layer."""
        cell, index = scene.path("cell:unit"), draw.randrange(4)
        points = list(cell.points)
        points[index] = (points[index][0] + 0.22, points[index][1] + 0.16)
        return change(scene, replace(cell, points=tuple(points)))

    @defect(visibility=1)
    def small_atom(self, p: Layer, scene: FigureScene, draw: Random) -> FigureScene:
        """One atom is drawn smaller than the others and does not touch its neighbours."""
        known = [claim.of[0] for claim in scene.claims if claim.kind == "tangent"]
        sphere = scene.round(draw.choice(known))
        return change(scene, replace(sphere, radius=0.4))
