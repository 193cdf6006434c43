"""Ionic crystals: the cell in space, a cut where ions touch, or one ion with its neighbours; density, lengths and radii.

Density = Z M / (N_A a³). Nearest unlike ions lie a / 2 (rock salt), √3 a / 2 (caesium chloride) or √3 a / 4 (fluorite) apart, which is
the sum of their radii. Lattice constants at room temperature (CRC Handbook), radii of cations by Shannon for 6 or 8 neighbours; pm.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations, product
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.chemistry import AVOGADRO, canvas, composition, formula_text, molar_mass, plain_formula
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
from scisynth.figures.parts.palette import DARK_GREY, GREY
from scisynth.figures.scene.marks import Round
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer

IONIC = {
    "NaCl": ("rock salt", 564.0, 102), "KCl": ("rock salt", 629.3, 138), "LiF": ("rock salt", 402.7, 76), "MgO": ("rock salt", 421.2, 72),
    "KBr": ("rock salt", 660.0, 138), "AgCl": ("rock salt", 555.0, 115), "NaF": ("rock salt", 462.0, 102), "LiCl": ("rock salt", 513.0, 76),
    "CaO": ("rock salt", 481.1, 100), "CsCl": ("caesium chloride", 412.3, 174), "CsBr": ("caesium chloride", 428.6, 174),
    "TlCl": ("caesium chloride", 383.4, 159), "CsI": ("caesium chloride", 456.7, 174), "CaF2": ("fluorite", 546.3, 112),
    "SrF2": ("fluorite", 580.0, 126), "BaF2": ("fluorite", 620.0, 142), "CeO2": ("fluorite", 541.1, 97), "UO2": ("fluorite", 547.1, 100),
    "CdF2": ("fluorite", 538.8, 110), "PbF2": ("fluorite", 594.0, 129),
}  # fmt: skip
"""Type, edge and radius of the cation."""
NEAREST = {"rock salt": 0.5, "caesium chloride": math.sqrt(3) / 2, "fluorite": math.sqrt(3) / 4}
"""Distance of unlike ions in edges."""
UNITS = {"rock salt": 4, "caesium chloride": 1, "fluorite": 4}
RULE = {"rock salt": "a / 2", "caesium chloride": "√3 a / 2", "fluorite": "√3 a / 4"}
CHARGES = {
    "Mg": 2,
    "Ca": 2,
    "Sr": 2,
    "Ba": 2,
    "Cd": 2,
    "Pb": 2,
    "Ce": 4,
    "U": 4,
    "O": -2,
    "F": -1,
    "Cl": -1,
    "Br": -1,
    "I": -1,
}
SHADES = (("#d98f4e", "#9dc3a0"), ("#8fb3d9", "#e0b070"), ("#c9a0a0", "#a9c8a4"), ("#b7a5d1", "#e3cf8f"))
PRIMITIVE = ((0.0, 0.0, 0.0),)


def ionic_basis(kind: str, cation: str, anion: str) -> Basis:
    """Fractional coordinates of a structure type; in fluorite the cations make the face-centred lattice."""
    if kind == "rock salt":
        return {cation: FACES, anion: shifted(FACES, (0.5, 0.5, 0.5))}
    if kind == "caesium chloride":
        return {anion: PRIMITIVE, cation: ((0.5, 0.5, 0.5),)}
    return {cation: FACES, anion: shifted(FACES, (0.25, 0.25, 0.25)) + shifted(FACES, (0.75, 0.75, 0.75))}


def density_of(units: int, molar: float, edge_pm: float) -> float:
    """g/cm³."""
    return units * molar / (AVOGADRO * (edge_pm * 1e-10) ** 3)


def ion_text(element: str) -> str:
    """The ion of an element of the table, as mathematics."""
    charge = CHARGES.get(element, 1)
    size = abs(charge) if abs(charge) > 1 else ""
    return formula_text(f"{element}^{size}{'+' if charge > 0 else '-'}")


def _three(value: float) -> float:
    return float(f"{value:.3g}")


@dataclass(frozen=True, kw_only=True)
class Salt(Parameters):
    """A compound, what of its crystal is drawn, and what is asked."""

    layout: str = one_of("space", "cut", "around")
    formula: str = one_of(*IONIC)
    asked: str = one_of(
        "length", "density", "number", "radius", level_1=("length", "number"), level_3=("density", "radius")
    )
    shade: int = one_of(*range(len(SHADES)))
    turn: int = one_of(*range(5))

    def valid(self) -> bool:
        """Whether ions in the cut touch none of their own kind."""
        kind, edge, radius = IONIC[self.formula]
        anion = NEAREST[kind] - radius / edge
        return (
            self.layout != "cut"
            or 2 * anion < {"rock salt": math.sqrt(0.5), "caesium chloride": 1, "fluorite": 0.5}[kind]
        )

    @property
    def kind(self) -> str:
        """Structure type."""
        return IONIC[self.formula][0]

    @property
    def ions(self) -> tuple[str, str]:
        """Cation and anion."""
        one, two = composition(self.formula)
        return one, two

    @property
    def main(self) -> Quantity:
        """The length that is drawn: the edge, or the distance of neighbours."""
        edge = IONIC[self.formula][1]
        if self.layout == "around":
            return Quantity(
                symbol="d", value=_three(NEAREST[self.kind] * edge), unit="pm", meaning="distance of nearest ions"
            )
        return Quantity(symbol="a", value=_three(edge), unit="pm", meaning="edge of the cell")

    @property
    def edge(self) -> float:
        """pm, from what is given."""
        return self.main.value / NEAREST[self.kind] if self.layout == "around" else self.main.value

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """The printed values."""
        if self.asked == "density":
            return (
                self.main,
                Quantity(symbol="M", value=_three(molar_mass(self.formula)), unit="g/mol", meaning="molar mass"),
            )
        if self.asked == "radius":
            return (
                self.main,
                Quantity(symbol="r_+", value=IONIC[self.formula][2], unit="pm", meaning="radius of the cation"),
            )
        return (self.main,)


@family("Chemistry - Crystal Structure")
class IonicCell(Family[Salt]):
    """A cell of rock salt, caesium chloride or fluorite in space, a cut through it, or an ion with its neighbours; lengths or density."""

    def solve(self, p: Salt) -> Solution:
        """By Z and by the distance of nearest ions."""
        units, edge = UNITS[p.kind], p.edge
        distance = NEAREST[p.kind] * edge
        around = p.layout == "around"
        answer = {
            "length": number_answer(edge if around else distance, "pm"),
            "density": number_answer(density_of(units, p.givens[-1].value, edge), "g/cm³"),
            "number": number_answer(units / (edge * 1e-10) ** 3, "per cm³"),
            "radius": number_answer(distance - p.givens[-1].value, "pm"),
        }[p.asked]
        stated = [f"{quantity.symbol} = {quantity.text}".replace("r_+", "r₊") for quantity in p.givens]
        return Solution(
            answer=answer,
            symbol={"length": "a" if around else "d", "density": "ρ", "number": "N", "radius": "r₋"}[p.asked],
            values={
                "salt": plain_formula(p.formula),
                "kind": p.kind,
                "stated": " and ".join(stated),
                "units": units,
                "rule": RULE[p.kind],
                "a": number_answer(edge, "pm", digits=4).text,
                "d": number_answer(distance, "pm", digits=4).text,
                "case": "edge" if around and p.asked == "length" else p.asked,
            },
        )

    def draw(self, p: Salt, sketch: Sketch) -> None:
        """What the layout shows, a key, and the values."""
        canvas(sketch, -0.45, -0.75, 2.25, 1.5)
        {"space": self._draw_space, "cut": self._draw_cut, "around": self._draw_around}[p.layout](p, sketch)
        rest = p.givens if p.layout == "around" else p.givens[1:]
        words = ", ".join([formula_text(p.formula), *(quantity.label for quantity in rest)])
        sketch.text("note:values", words, (0.7, -0.62), size=12)
        for quantity in rest[:1]:
            sketch.claim("value", "note:values", value=quantity.value)
        cation, anion = p.ions
        legend(sketch, {cation: ion_text(cation), anion: ion_text(anion)}, self._colors(p), at=(1.95, 1.0))

    @staticmethod
    def _colors(p: Salt) -> dict[str, str]:
        return dict(zip(p.ions, SHADES[p.shade], strict=True))

    def _draw_space(self, p: Salt, sketch: Sketch) -> None:
        cation, anion = p.ions
        draw_cell(
            sketch, ionic_basis(p.kind, cation, anion), {cation: 0.055, anion: 0.075}, self._colors(p), unlike=True
        )
        edge_length(sketch, p.main.label)

    @staticmethod
    def cut_places(p: Salt) -> tuple[float, dict[str, list[tuple[float, float]]]]:
        """Width of the cut in edges, and the ions in it."""
        cation, anion = p.ions
        if p.kind == "rock salt":
            corners = [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0), (0.5, 0.5)]
            return 1.0, {cation: corners, anion: [(0.5, 0.0), (0.0, 0.5), (1.0, 0.5), (0.5, 1.0)]}
        wide = math.sqrt(2)
        corners = [(0.0, 0.0), (wide, 0.0), (0.0, 1.0), (wide, 1.0)]
        if p.kind == "caesium chloride":
            return wide, {anion: corners, cation: [(wide / 2, 0.5)]}
        inner = [(wide * x, y) for x in (0.25, 0.75) for y in (0.25, 0.75)]
        return wide, {cation: [*corners, (wide / 2, 0.0), (wide / 2, 1.0)], anion: inner}

    def _draw_cut(self, p: Salt, sketch: Sketch) -> None:
        """The face of rock salt, or the plane of two body diagonals, with the ions at their size."""
        wide, places = self.cut_places(p)
        cation, anion = p.ions
        radius = IONIC[p.formula][2] / IONIC[p.formula][1]
        sizes = {cation: radius, anion: NEAREST[p.kind] - radius}
        scale, left = (1.0, 0.15) if wide == 1 else (0.75, 0.1)
        colors = self._colors(p)
        for element, found in places.items():
            for number, (x, y) in enumerate(found):
                at = (left + scale * x, scale * y)
                name = sketch.circle(f"{element}:{number}", at, scale * sizes[element], fill=colors[element], color=DARK_GREY, width=0.8, z=1)  # fmt: skip
                sketch.claim("at", name, value=at, tolerance=0.008)
            sketch.claim("count", element, value=len(found))
        sketch.claim("tangent", f"{cation}:0", f"{anion}:0")
        box = [(left, 0), (left + scale * wide, 0), (left + scale * wide, scale), (left, scale)]
        for number in range(4):
            sketch.line(f"edge:{number}", box[number], box[(number + 1) % 4], width=1.2, z=3)
        gap = scale * (
            max(sizes[element] for element, found in places.items() if any(x == wide for x, _ in found)) + 0.07
        )
        sketch.dimension("dim:a", box[1], box[2], p.main.label, -gap)
        view = "cut along a face of the cell" if wide == 1 else "cut along two body diagonals"
        sketch.text("note:view", view, (left + scale * wide / 2, 1.48), size=10, valign="top")

    def _draw_around(self, p: Salt, sketch: Sketch) -> None:
        """The cation in the middle of its nearest anions."""
        cation, anion = p.ions
        colors = self._colors(p)
        if p.kind == "rock salt":
            outer = [tuple(0.5 + 0.5 * side * (axis == k) for k in range(3)) for axis in range(3) for side in (-1, 1)]
            for number, (one, two) in enumerate(combinations(outer, 2)):
                if not np.allclose(np.add(one, two), 1):
                    sketch.line(
                        f"rim:{number}", project(one)[0], project(two)[0], color=GREY, width=0.8, dash="dotted", z=1
                    )
        else:
            outer = list(product((0.0, 1.0), repeat=3))
            draw_edges(sketch)
        middle = project((0.5, 0.5, 0.5))
        for number, place in enumerate(outer):
            at, depth = project(place)
            z = 4 if depth > middle[1] else 9
            bond = sketch.line(f"bond:{number}", middle[0], at, color="#8c8c8c", width=2.4, z=3 if z == 4 else 7)
            name = sketch.circle(f"{anion}:{number}", at, 0.085, fill=colors[anion], color="#333333", width=0.8, z=z)
            sketch.claim("at", name, value=(float(at[0]), float(at[1])), tolerance=0.008)
            sketch.claim("on", name, bond)
        sketch.circle(f"{cation}:0", middle[0], 0.07, fill=colors[cation], color="#333333", width=0.8, z=8)
        sketch.claim("at", f"{cation}:0", value=(float(middle[0][0]), float(middle[0][1])), tolerance=0.008)
        named = 5 if p.kind == "rock salt" else 0
        name_bond(sketch, named, outer[named])
        words = f"{ion_text(cation)} with its {len(outer)} neighbours, a part of the crystal"
        sketch.text("note:view", words, (0.7, 1.46), size=10, valign="top")
        sketch.claim("count", anion, value=len(outer))
        sketch.claim("count", "bond", value=len(outer))

    def questions(self, p: Salt) -> Iterator[Question]:
        """The printed values, and the ions drawn."""
        for number, quantity in enumerate(p.givens, 1):
            yield ask_value(f"given_{number}", quantity, what=quantity.meaning)
        cation, anion = p.ions
        shown = self._shown(p)
        if p.layout != "around":
            yield ask_count("cations", shown[cation], low=1, likely=[4, 6, 8, 13, 14], of=cation)
        yield ask_count("anions", shown[anion], low=1, likely=[4, 6, 8, 13, 14], of=anion)
        names = list(IONIC)
        first = (names.index(p.formula) * 7 + p.turn) % len(names)
        yield ask_word(
            "salt", plain_formula(p.formula), [plain_formula(name) for name in names[first:] + names[:first]]
        )

    def _shown(self, p: Salt) -> dict[str, int]:
        cation, anion = p.ions
        if p.layout == "cut":
            return {element: len(found) for element, found in self.cut_places(p)[1].items()}
        if p.layout == "around":
            return {cation: 1, anion: 6 if p.kind == "rock salt" else 8}
        one, two = {"rock salt": (14, 13), "caesium chloride": (1, 8), "fluorite": (14, 8)}[p.kind]
        return {cation: one, anion: two}

    @defect(visibility=2)
    def moved_ion(self, p: Salt, scene: FigureScene, draw: Random) -> FigureScene:
        """An ion is drawn off its place in the crystal."""
        ion = draw.choice(_ions(scene))
        shift = draw.choice((-0.13, 0.13))
        return change(scene, replace(ion, center=(ion.center[0] + shift, ion.center[1] + shift / 2)))

    @defect(visibility=2)
    def missing_ion(self, p: Salt, scene: FigureScene, draw: Random) -> FigureScene:
        """An ion is left out, so that the charges or the neighbours do not come out."""
        gone = draw.choice(_ions(scene)).id
        return scene.without(gone, f"shine:{gone.partition(':')[2]}")

    @defect(visibility=1)
    def doubled_ion(self, p: Salt, scene: FigureScene, draw: Random) -> FigureScene:
        """An ion is doubled next to its place, so that the crystal holds one too many."""
        ion = draw.choice(_ions(scene))
        twin = replace(ion, id=f"{ion.id.partition(':')[0]}:twin", center=(ion.center[0] + 0.17, ion.center[1] + 0.11))
        return scene.with_marks((*scene.marks, twin))


def _ions(scene: FigureScene) -> list[Round]:
    known = {claim.of[0] for claim in scene.claims if claim.kind == "at"}
    return [mark for mark in scene.marks if isinstance(mark, Round) and mark.id in known]
