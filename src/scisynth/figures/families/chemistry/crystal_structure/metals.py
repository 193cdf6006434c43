"""Cubic metals: the cell in space, from above, or cut where its atoms touch; edge, radius, density and molar mass from each other.

Density = Z M / (N_A a³) with Z = 2 (body-centred) or 4 (face-centred). Spheres touch along the body diagonal, 4 r = √3 a, or along
the diagonal of a face, 4 r = √2 a. Lattice constants at room temperature (CRC Handbook), pm.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.chemistry import AVOGADRO, MASSES, canvas
from scisynth.figures.parts.crystal import BODY, FACES, draw_cell, edge_length
from scisynth.figures.parts.palette import DARK_GREY
from scisynth.figures.scene.marks import Round
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer

METALS = {
    "Fe": ("I", 286.7), "W": ("I", 316.5), "Na": ("I", 429.1), "K": ("I", 532.8), "Mo": ("I", 314.7), "V": ("I", 302.4),
    "Ta": ("I", 330.1), "Nb": ("I", 330.0), "Cr": ("I", 288.5), "Ba": ("I", 502.8), "Cu": ("F", 361.5), "Ag": ("F", 408.6),
    "Au": ("F", 407.8), "Al": ("F", 405.0), "Ni": ("F", 352.4), "Pt": ("F", 392.4), "Pd": ("F", 389.1), "Pb": ("F", 495.1),
    "Ca": ("F", 558.8), "Ir": ("F", 383.9), "Rh": ("F", 380.3), "Sr": ("F", 608.5), "Th": ("F", 508.4),
}  # fmt: skip
"""Lattice and edge in pm."""
ATOMS = {"I": 2, "F": 4}
TOUCH = {"I": math.sqrt(3) / 4, "F": math.sqrt(2) / 4}
"""Radius of touching spheres in edges."""
COLORS = ("#8fb3d9", "#e0b070", "#a9c8a4", "#c9a0a0")
ROUTES = {
    "density": ("edge", "radius"), "radius": ("edge", "density"), "edge": ("radius", "density"), "molar": ("edge_density",),
    "number": ("edge", "radius"),
}  # fmt: skip
"""What is asked, to what may be given for it."""


def density_of(atoms: int, molar: float, edge_pm: float) -> float:
    """g/cm³."""
    return atoms * molar / (AVOGADRO * (edge_pm * 1e-10) ** 3)


def edge_from(atoms: int, molar: float, density: float) -> float:
    """Edge in pm from a density in g/cm³."""
    return float((atoms * molar / (AVOGADRO * density)) ** (1 / 3) * 1e10)


def _three(value: float) -> float:
    """To three significant digits, as values are printed."""
    return float(f"{value:.3g}")


def _known(draw: Random, level: int, values: Mapping[str, Any]) -> str:
    return draw.choice(ROUTES[values["asked"]])


@dataclass(frozen=True, kw_only=True)
class Metal(Parameters):
    """A metal, the view of its cell, what is given and what is asked."""

    layout: str = one_of("space", "above", "cut")
    metal: str = one_of(*METALS)
    asked: str = one_of(*ROUTES)
    known: str = drawn(_known, words="edge, radius, density, or edge and density")
    color: int = one_of(*range(len(COLORS)))
    turn: int = one_of(0, 1)

    @property
    def lattice(self) -> str:
        """I or F."""
        return METALS[self.metal][0]

    @property
    def molar(self) -> float:
        """g/mol, as printed."""
        return _three(MASSES[self.metal])

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """The values that the figure prints."""
        edge = _three(METALS[self.metal][1])
        density = _three(density_of(ATOMS[self.lattice], self.molar, edge))
        radius = _three(TOUCH[self.lattice] * edge)
        every = {
            "edge": Quantity(symbol="a", value=edge, unit="pm", meaning="edge of the cell"),
            "radius": Quantity(symbol="r", value=radius, unit="pm", meaning="radius of an atom"),
            "density": Quantity(symbol=r"\rho", value=density, unit="g/cm³", meaning="density"),
        }
        found = [quantity for name, quantity in every.items() if name in self.known.split("_")]
        if self.asked in ("molar", "number"):
            return tuple(found)
        return (*found, Quantity(symbol="M", value=self.molar, unit="g/mol", meaning="molar mass"))

    @property
    def edge(self) -> float:
        """pm, from what is given."""
        value, atoms = self.givens[0].value, ATOMS[self.lattice]
        if "edge" in self.known:
            return value
        return value / TOUCH[self.lattice] if self.known == "radius" else edge_from(atoms, self.molar, value)


@family("Chemistry - Crystal Structure")
class MetalCell(Family[Metal]):
    """A body- or face-centred cell of a metal in space, from above, or cut where atoms touch; one of its sizes from the others."""

    def solve(self, p: Metal) -> Solution:
        """By Z, the touching spheres, and the mass of the cell."""
        atoms, edge = ATOMS[p.lattice], p.edge
        mass = p.givens[1].value if p.asked == "molar" else 0.0
        answers = {
            "density": number_answer(density_of(atoms, p.molar, edge), "g/cm³"),
            "radius": number_answer(TOUCH[p.lattice] * edge, "pm"),
            "edge": number_answer(edge, "pm"),
            "molar": number_answer(mass * AVOGADRO * (edge * 1e-10) ** 3 / atoms, "g/mol"),
            "number": number_answer(atoms / (edge * 1e-10) ** 3, "per cm³"),
        }
        stated = [f"{quantity.symbol} = {quantity.text}".replace(r"\rho", "ρ") for quantity in p.givens]
        return Solution(
            answer=answers[p.asked],
            symbol={"density": "ρ", "radius": "r", "edge": "a", "molar": "M", "number": "N"}[p.asked],
            values={
                "name": "X" if p.asked == "molar" else p.metal,
                "kind": {"I": "body-centred cubic", "F": "face-centred cubic"}[p.lattice],
                "short": {"I": "BCC", "F": "FCC"}[p.lattice],
                "stated": " and ".join(stated),
                "atoms": atoms,
                "touch": {"I": "4 r = √3 a", "F": "4 r = √2 a"}[p.lattice],
                "a": number_answer(edge, "pm", digits=4).text,
            },
        )

    def draw(self, p: Metal, sketch: Sketch) -> None:
        """The cell, and a caption with the values."""
        if p.layout == "space":
            canvas(sketch, -0.35, -0.6, 1.75, 1.35)
            basis = {p.metal if p.asked != "molar" else "X": BODY if p.lattice == "I" else FACES}
            name = next(iter(basis))
            draw_cell(sketch, basis, {name: 0.085}, {name: COLORS[p.color]}, unlike=False, bonds=p.lattice == "I")
            if "edge" in p.known:
                edge_length(sketch, p.givens[0].label)
            caption = (0.7, -0.5)
        elif p.layout == "above":
            caption = self._draw_above(p, sketch)
        else:
            caption = self._draw_cut(p, sketch)
        rest = p.givens[1:] if "edge" in p.known else p.givens
        words = ", ".join(quantity.label for quantity in rest)
        name = "X" if p.asked == "molar" else p.metal
        sketch.text("note:values", f"{name}: {words}" if words else name, caption, size=12)
        for quantity in rest[:1]:
            sketch.claim("value", "note:values", value=quantity.value)

    def _draw_above(self, p: Metal, sketch: Sketch) -> tuple[float, float]:
        """Looking down an edge, with heights in edges: atoms of the base and the top, and those between."""
        canvas(sketch, -0.95, -0.75, 2.05, 1.4)
        for number, (one, two) in enumerate((((0, 0), (1, 0)), ((1, 0), (1, 1)), ((1, 1), (0, 1)), ((0, 1), (0, 0)))):
            sketch.line(f"edge:{number}", one, two)
        places = {(x, y): "0, 1" for x in (0.0, 1.0) for y in (0.0, 1.0)}
        if p.lattice == "I":
            places |= {(0.5, 0.5): "1/2"}
        else:
            places |= {(0.5, 0.5): "0, 1", (0.5, 0): "1/2", (0, 0.5): "1/2", (1, 0.5): "1/2", (0.5, 1): "1/2"}
        for number, ((x, y), height) in enumerate(places.items()):
            atom = sketch.circle(f"atom:{number}", (x, y), 0.1, fill=COLORS[p.color], color=DARK_GREY, width=0.9, z=3)
            sketch.claim("at", atom, value=(x, y), tolerance=0.01)
            way = (0, -1) if y == 0 else (0, 1) if y == 1 else (-1, 0) if x == 0 else (1, 0)
            sketch.text(f"height:{number}", height, (x + 0.1 * way[0], y + 0.1 * way[1]), of=atom, toward=way, size=10)
        sketch.claim("count", "atom", value=len(places))
        sketch.claim("count", "edge", value=4)
        sketch.text("note:view", "view from above, heights in units of the edge", (0.5, 1.36), size=10, valign="top")
        if "edge" in p.known:
            sketch.dimension("dim:a", (1, 0), (1, 1), p.givens[0].label, -0.68)
        return 0.5, -0.55

    def _draw_cut(self, p: Metal, sketch: Sketch) -> tuple[float, float]:
        """The plane in which spheres touch: a face of the cell, or the plane of two body diagonals."""
        wide = 1.0 if p.lattice == "F" else math.sqrt(2)
        canvas(sketch, -0.75, -0.95, wide + 0.75, 1.65)
        radius = TOUCH[p.lattice]
        corners = [(0.0, 0.0), (wide, 0.0), (wide, 1.0), (0.0, 1.0)]
        for number, place in enumerate([*corners, (wide / 2, 0.5)]):
            sketch.circle(f"atom:{number}", place, radius, fill=COLORS[p.color], color=DARK_GREY, width=0.9, z=1)
            sketch.claim("at", f"atom:{number}", value=place, tolerance=0.01)
        for number in range(4):
            sketch.line(f"edge:{number}", corners[number], corners[(number + 1) % 4], width=1.3, z=3)
        start, stop = (0, 2) if p.turn else (1, 3)
        sketch.line("diagonal:1", corners[start], corners[stop], dash="dashed", width=1.0, z=3)
        for number in range(4):
            sketch.claim("tangent", f"atom:{number}", "atom:4")
        sketch.claim("ratio", "diagonal:1", "edge:1", value=math.hypot(wide, 1))
        sketch.claim("count", "atom", value=5)
        view = "cut along a face of the cell" if p.lattice == "F" else "cut along two body diagonals of the cell"
        sketch.text("note:view", view, (wide / 2, 1.62), size=10, valign="top")
        if "edge" in p.known:
            sketch.dimension("dim:a", (wide, 0), (wide, 1), p.givens[0].label, -0.56)
        return wide / 2, -0.75

    def questions(self, p: Metal) -> Iterator[Question]:
        """The printed values, the metal, and the atoms that are drawn."""
        for number, quantity in enumerate(p.givens, 1):
            words = {"a": "edge", "r": "radius", "M": "molar mass", r"\rho": "density"}[quantity.symbol]
            yield ask_value(f"given_{number}", quantity, what=words)
        count = {"space": {"I": 9, "F": 14}, "above": {"I": 5, "F": 9}, "cut": {"I": 5, "F": 5}}[p.layout][p.lattice]
        yield ask_count("atoms", count, low=1, likely=[ATOMS[p.lattice], 9, 14, 8])
        if p.asked != "molar":
            names = list(METALS)
            start = (names.index(p.metal) * 5 + 3) % len(names)
            yield ask_word("element", p.metal, names[start:] + names[:start])

    @defect(visibility=2)
    def moved_atom(self, p: Metal, scene: FigureScene, draw: Random) -> FigureScene:
        """An atom is drawn off its place in the cell."""
        atom = draw.choice(_atoms(scene))
        shift = draw.choice((-0.14, 0.14))
        return change(scene, replace(atom, center=(atom.center[0] + shift, atom.center[1] + shift / 2)))

    @defect(visibility=2)
    def missing_atom(self, p: Metal, scene: FigureScene, draw: Random) -> FigureScene:
        """An atom on the boundary of the cell is left out, as if copies need not be drawn."""
        gone = draw.choice(_atoms(scene)).id
        tail = gone.partition(":")[2]
        return scene.without(gone, f"shine:{tail}", f"height:{tail}")

    @defect(visibility=1)
    def small_atom(self, p: Metal, scene: FigureScene, draw: Random) -> FigureScene:
        """An atom is doubled next to its place, so that the cell holds one too many."""
        atom = draw.choice(_atoms(scene))
        twin = replace(
            atom, id=f"{atom.id.partition(':')[0]}:twin", center=(atom.center[0] + 0.2, atom.center[1] + 0.13)
        )
        return scene.with_marks((*scene.marks, twin))


def _atoms(scene: FigureScene) -> list[Round]:
    known = {claim.of[0] for claim in scene.claims if claim.kind == "at"}
    return [mark for mark in scene.marks if isinstance(mark, Round) and mark.id in known]
