"""Diamond and zincblende: the cell in space, from above with heights, or one atom among its four neighbours.

Every atom has four neighbours at d = √3 a / 4. The cell holds eight atoms, so the density is 8 M / (N_A a³) with M the mean molar
mass of an atom. Lattice constants at room temperature (CRC Handbook), pm.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.chemistry import (
    AVOGADRO,
    MASSES,
    canvas,
    composition,
    formula_text,
    molar_mass,
    plain_formula,
)
from scisynth.figures.parts.crystal import (
    FACES,
    Basis,
    draw_cell,
    draw_edges,
    edge_length,
    legend,
    name_bond,
    project,
    shifted,
)
from scisynth.figures.parts.palette import DARK_GREY
from scisynth.figures.scene.marks import Round
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer

COVALENT = {
    "C": 356.7, "Si": 543.1, "Ge": 565.8, "GaAs": 565.3, "ZnS": 541.0, "InP": 586.9, "ZnSe": 566.8, "CdTe": 648.2, "GaP": 545.1,
    "InAs": 605.8, "CuCl": 541.6, "BN": 361.5, "SiC": 435.9, "AlAs": 566.1, "InSb": 647.9,
}  # fmt: skip
"""Edge of the cell in pm."""
INNER = shifted(FACES, (0.25, 0.25, 0.25))
NEAREST = math.sqrt(3) / 4
"""Bond length in edges."""
ATOMS = 8
SHADES = (("#8fb3d9", "#e0b070"), ("#d98f4e", "#9dc3a0"), ("#c9a0a0", "#a9c8a4"), ("#b7a5d1", "#e3cf8f"))
CORNERS = ((0.0, 0.0, 0.0), (1.0, 1.0, 0.0), (1.0, 0.0, 1.0), (0.0, 1.0, 1.0))
"""Of a cube with half the edge of the cell, those that hold the neighbours of the atom in its middle."""


def density_of(molar: float, edge_pm: float) -> float:
    """g/cm³; `molar` is that of two atoms."""
    return ATOMS / 2 * molar / (AVOGADRO * (edge_pm * 1e-10) ** 3)


def _three(value: float) -> float:
    return float(f"{value:.3g}")


@dataclass(frozen=True, kw_only=True)
class Covalent(Parameters):
    """A crystal, what of it is drawn, and what is asked."""

    layout: str = one_of("space", "above", "bonds")
    formula: str = one_of(*COVALENT)
    asked: str = one_of(
        "length", "density", "number", "radius", level_1=("length", "number"), level_3=("density", "radius", "length")
    )
    shade: int = one_of(*range(len(SHADES)))
    turn: int = one_of(*range(6))

    def valid(self) -> bool:
        """Whether a radius is asked of like atoms."""
        return self.asked != "radius" or self.formula in MASSES

    @property
    def elements(self) -> tuple[str, ...]:
        """One or two."""
        return tuple(composition(self.formula))

    @property
    def main(self) -> Quantity:
        """The length that is drawn: the edge, or the bond."""
        edge = COVALENT[self.formula]
        if self.layout == "bonds":
            return Quantity(symbol="d", value=_three(NEAREST * edge), unit="pm", meaning="bond length")
        return Quantity(symbol="a", value=_three(edge), unit="pm", meaning="edge of the cell")

    @property
    def edge(self) -> float:
        """pm, from what is given."""
        return self.main.value / NEAREST if self.layout == "bonds" else self.main.value

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """The printed values."""
        if self.asked != "density":
            return (self.main,)
        molar = MASSES[self.formula] if len(self.elements) == 1 else molar_mass(self.formula)
        return (self.main, Quantity(symbol="M", value=_three(molar), unit="g/mol", meaning="molar mass"))

    @property
    def pair_mass(self) -> float:
        """g/mol of two atoms, from what is printed."""
        return self.givens[-1].value * (2 if len(self.elements) == 1 else 1)


@family("Chemistry - Crystal Structure")
class TetrahedralCell(Family[Covalent]):
    """A cell of diamond or zincblende in space or from above, or an atom with its four bonds; lengths, density, atoms per volume."""

    def solve(self, p: Covalent) -> Solution:
        """By eight atoms in the cell and bonds of √3 a / 4."""
        edge, is_bond = p.edge, p.layout == "bonds"
        bond = NEAREST * edge
        answer = {
            "length": number_answer(edge if is_bond else bond, "pm"),
            "density": number_answer(density_of(p.pair_mass, edge) if p.asked == "density" else 0.0, "g/cm³"),
            "number": number_answer(ATOMS / (edge * 1e-10) ** 3, "per cm³"),
            "radius": number_answer(bond / 2, "pm"),
        }[p.asked]
        single = len(p.elements) == 1
        return Solution(
            answer=answer,
            symbol={"length": "a" if is_bond else "d", "density": "ρ", "number": "N", "radius": "r"}[p.asked],
            values={
                "crystal": plain_formula(p.formula),
                "kind": "diamond" if single else "zincblende",
                "stated": " and ".join(f"{quantity.symbol} = {quantity.text}" for quantity in p.givens),
                "mass": "8 M" if single else "4 M",
                "a": number_answer(edge, "pm", digits=4).text,
                "d": number_answer(bond, "pm", digits=4).text,
                "case": "edge" if is_bond and p.asked == "length" else p.asked,
            },
        )

    def draw(self, p: Covalent, sketch: Sketch) -> None:
        """What the layout shows, a key, and the values."""
        canvas(sketch, -0.45, -0.75, 2.25, 1.5)
        {"space": self._draw_space, "above": self._draw_above, "bonds": self._draw_bonds}[p.layout](p, sketch)
        rest = p.givens if p.layout == "bonds" else p.givens[1:]
        words = ", ".join([formula_text(p.formula), *(quantity.label for quantity in rest)])
        sketch.text("note:values", words, (0.7, -0.62), size=12)
        for quantity in rest[:1]:
            sketch.claim("value", "note:values", value=quantity.value)
        legend(sketch, {element: element for element in p.elements}, self._colors(p), at=(1.95, 1.0))

    @staticmethod
    def _colors(p: Covalent) -> dict[str, str]:
        return dict(zip(p.elements, SHADES[p.shade], strict=False))

    @staticmethod
    def _ends(p: Covalent) -> tuple[str, str]:
        """The element on the face-centred places, and that on the inner ones."""
        return p.elements[0], p.elements[-1]

    def _draw_space(self, p: Covalent, sketch: Sketch) -> None:
        one, two = self._ends(p)
        basis: Basis = {one: FACES + INNER} if one == two else {one: FACES, two: INNER}
        radii = {one: 0.065, two: 0.057}
        draw_cell(sketch, basis, radii, self._colors(p), unlike=one != two)
        edge_length(sketch, p.main.label)

    def _draw_above(self, p: Covalent, sketch: Sketch) -> None:
        """Looking down an edge, with the heights of the atoms in edges."""
        one, two = self._ends(p)
        colors = self._colors(p)
        box = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]
        for number in range(4):
            sketch.line(f"edge:{number}", box[number], box[(number + 1) % 4])
        places = [(one, at, "0, 1") for at in [*box, (0.5, 0.5)]]
        places += [(one, at, "1/2") for at in ((0.5, 0.0), (0.0, 0.5), (1.0, 0.5), (0.5, 1.0))]
        places += [(two, at, "1/4") for at in ((0.25, 0.25), (0.75, 0.75))]
        places += [(two, at, "3/4") for at in ((0.25, 0.75), (0.75, 0.25))]
        for number, (element, (x, y), height) in enumerate(places):
            atom = sketch.circle(
                f"{element}:{number}", (x, y), 0.075, fill=colors[element], color=DARK_GREY, width=0.9, z=3
            )
            sketch.claim("at", atom, value=(x, y), tolerance=0.008)
            way = (2 * x - 1, 0) if y == 0.5 and x != 0.5 else (0, -1) if y < 0.5 else (0, 1)
            sketch.text(
                f"height:{number}",
                height,
                (x + 0.075 * way[0], y + 0.075 * way[1]),
                of=atom,
                toward=way,
                gap_pt=5,
                size=10,
                halo=0 < x < 1,
            )
        for element in dict.fromkeys((one, two)):
            sketch.claim("count", element, value=sum(found == element for found, *_ in places))
        sketch.claim("count", "edge", value=4)
        sketch.text("note:view", "view from above, heights in units of the edge", (0.5, 1.42), size=10, valign="top")
        sketch.dimension("dim:a", (1, 0), (1, 1), p.main.label, -0.62)

    def _draw_bonds(self, p: Covalent, sketch: Sketch) -> None:
        """An eighth of the cell: an atom in the middle of a small cube, its neighbours on four corners."""
        one, two = self._ends(p)
        colors = self._colors(p)
        draw_edges(sketch)
        middle = project((0.5, 0.5, 0.5))
        for number, place in enumerate(CORNERS):
            at, depth = project(place)
            is_back = depth > middle[1]
            bond = sketch.line(f"bond:{number}", middle[0], at, color="#8c8c8c", width=3.2, z=3 if is_back else 7)
            name = sketch.circle(
                f"{one}:{number}", at, 0.085, fill=colors[one], color="#333333", width=0.8, z=4 if is_back else 9
            )
            sketch.claim("at", name, value=(float(at[0]), float(at[1])), tolerance=0.008)
            sketch.claim("on", name, bond)
        name_bond(sketch, 0, CORNERS[0])
        center = sketch.circle(f"{two}:4", middle[0], 0.085, fill=colors[two], color="#333333", width=0.8, z=8)
        sketch.claim("at", center, value=(float(middle[0][0]), float(middle[0][1])), tolerance=0.008)
        sketch.claim("count", one, value=5 if one == two else 4)
        sketch.claim("count", "bond", value=4)
        sketch.text("note:view", "an eighth of the unit cell", (0.7, 1.46), size=10, valign="top")

    def questions(self, p: Covalent) -> Iterator[Question]:
        """The printed values, and the atoms drawn."""
        for number, quantity in enumerate(p.givens, 1):
            yield ask_value(f"given_{number}", quantity, what=quantity.meaning)
        one, two = self._ends(p)
        outer, inner = {"space": (14, 4), "above": (9, 4), "bonds": (4, 1)}[p.layout]
        yield ask_count("atoms", outer + inner if one == two else outer, low=1, likely=[4, 5, 8, 9, 14, 18], of=one)
        names = list(COVALENT)
        first = (names.index(p.formula) * 7 + p.turn) % len(names)
        yield ask_word("crystal", plain_formula(p.formula), names[first:] + names[:first])
        kinds = ["one", "two"]
        yield ask_word("kinds", kinds[len(p.elements) - 1], ["one", "two", "three", "four"])

    @defect(visibility=2)
    def moved_atom(self, p: Covalent, scene: FigureScene, draw: Random) -> FigureScene:
        """An atom is drawn off its place in the crystal."""
        atom = draw.choice(_atoms(scene))
        shift = draw.choice((-0.13, 0.13))
        return change(scene, replace(atom, center=(atom.center[0] + shift, atom.center[1] + shift / 2)))

    @defect(visibility=2)
    def missing_atom(self, p: Covalent, scene: FigureScene, draw: Random) -> FigureScene:
        """An atom is left out, so that a neighbour has only three bonds or the cell is not full."""
        gone = draw.choice(_atoms(scene)).id
        tail = gone.partition(":")[2]
        return scene.without(gone, f"shine:{tail}", f"height:{tail}")

    @defect(visibility=1)
    def doubled_atom(self, p: Covalent, scene: FigureScene, draw: Random) -> FigureScene:
        """An atom is doubled next to its place, so that the crystal holds one too many."""
        atom = draw.choice(_atoms(scene))
        twin = replace(
            atom, id=f"{atom.id.partition(':')[0]}:twin", center=(atom.center[0] + 0.16, atom.center[1] + 0.1)
        )
        return scene.with_marks((*scene.marks, twin))


def _atoms(scene: FigureScene) -> list[Round]:
    known = {claim.of[0] for claim in scene.claims if claim.kind == "at"}
    return [mark for mark in scene.marks if isinstance(mark, Round) and mark.id in known]
