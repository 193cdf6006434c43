"""Shapes of molecules by the repulsion of electron domains (VSEPR): any central atom with two to six domains.

Shapes and the ideal angles between bonds follow Gillespie and Nyholm (1957); hybrids are named for two to four domains only.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np

from scisynth.core.problems import Answer
from scisynth.figures.families.chemistry.lewis import Star, dots_of, draw_lewis, named, signed, stars
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.chemistry import canvas
from scisynth.figures.parts.molecule import wrong_element
from scisynth.figures.parts.palette import BLUE, GREY, PALE_BLUE, PALE_GREEN, PALE_ORANGE
from scisynth.figures.scene.molecule_drawing import DOUBLE, font_size, hashed, wedge
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.scene.sketch import Sketch

SHAPES = {
    (2, 0): "linear", (3, 0): "trigonal planar", (2, 1): "bent", (4, 0): "tetrahedral", (3, 1): "trigonal pyramidal",
    (2, 2): "bent", (5, 0): "trigonal bipyramidal", (4, 1): "seesaw", (3, 2): "T-shaped", (2, 3): "linear",
    (6, 0): "octahedral", (5, 1): "square pyramidal", (4, 2): "square planar",
}  # fmt: skip
"""By (bonded atoms, lone pairs)."""
DOMAINS = {2: "linear", 3: "trigonal planar", 4: "tetrahedral", 5: "trigonal bipyramidal", 6: "octahedral"}
HYBRIDS = {2: "sp", 3: "sp²", 4: "sp³"}
ANGLES = {2: 180.0, 3: 120.0, 4: 109.5, 5: 90.0, 6: 90.0}
"""Smallest angle between bonds in the ideal geometry of the domains, degrees; XeF2-like molecules have 180."""
ELEMENTS = ["O", "N", "S", "P", "Xe", "C", "Si", "Cl", "Br", "I", "F", "B", "Se", "H"]


def ideal_angle(kind: tuple[int, int]) -> float:
    """The smallest angle between two bonds, degrees."""
    return 180.0 if kind == (2, 3) else ANGLES[sum(kind)]


def directions(kind: tuple[int, int]) -> tuple[list[tuple[float, str]], list[float]]:
    """Degrees and kind of stroke of each bond, and the degrees of each lone pair; planar angles are those of the page."""
    flat: Mapping[tuple[int, int], tuple[list[float], list[float]]] = {
        (2, 0): ([180.0, 0.0], []), (3, 0): ([90.0, 210.0, 330.0], []), (2, 1): ([211.0, 329.0], [90.0]),
        (2, 2): ([218.0, 322.0], [55.0, 125.0]), (2, 3): ([180.0, 0.0], [90.0, 240.0, 300.0]),
        (3, 2): ([90.0, 270.0, 0.0], [150.0, 210.0]),
    }  # fmt: skip
    if kind in flat:
        bonds, lone = flat[kind]
        return [(angle, "bond") for angle in bonds], lone
    if kind == (4, 0):
        return [(90.0, "bond"), (199.5, "bond"), (295.0, "wedge"), (340.0, "hash")], []
    if kind == (3, 1):
        return [(205.0, "bond"), (285.0, "wedge"), (335.0, "hash")], [90.0]
    if kind in ((4, 1), (5, 0)):
        ends = [(90.0, "bond"), (270.0, "bond"), *([(180.0, "bond")] if kind == (5, 0) else [])]
        return [*ends, (325.0, "wedge"), (35.0, "hash")], [180.0] if kind == (4, 1) else []
    corners = [(205.0, "wedge"), (335.0, "wedge"), (25.0, "hash"), (155.0, "hash")]
    axial = {0: [(90.0, "bond"), (270.0, "bond")], 1: [(90.0, "bond")], 2: []}[kind[1]]
    return axial + corners, {0: [], 1: [270.0], 2: [90.0, 270.0]}[kind[1]]


def _formula(draw: Random, level: int, _: Mapping[str, Any]) -> str:
    kinds = [kind for kind in SHAPES if sum(kind) <= 4 + (level > 1) + (level > 2)]
    kind = draw.choice(kinds)
    return draw.choice([name for name, made in stars().items() if made.kind == kind])


@dataclass(frozen=True, kw_only=True)
class Shape(Parameters):
    """A molecule or ion, what is asked, and the way round."""

    layout: str = one_of("wedges", "lewis", "balls")
    formula: str = drawn(_formula, words="about 140 molecules and ions with one central atom")
    asked: str = one_of("shape", "domains", "angle", "hybrid", level_3=("shape", "domains", "angle"))
    turn: int = one_of(0, 90, 180, 270)
    first: int = one_of(*range(6))

    def valid(self) -> bool:
        """Hybrids of two to four domains."""
        return self.asked != "hybrid" or sum(self.star.kind) in HYBRIDS

    @property
    def star(self) -> Star:
        """The molecule."""
        return stars()[self.formula]

    @property
    def ligands(self) -> list[tuple[str, int]]:
        """(symbol, bond order) in the order of the directions: rotated, so that no ligand always has the same place."""
        both = list(zip(self.star.ligands, self.star.orders, strict=True))
        step = self.first % len(both)
        return both[step:] + both[:step]


@family("Chemistry - Molecular Structure")
class VseprShape(Family[Shape]):
    """A molecule with wedges and lone pairs, as a flat Lewis structure, or as balls: its shape, domains, angle or hybrids."""

    def solve(self, p: Shape) -> Solution:
        """By the numbers of bonded atoms and of lone pairs at the central atom."""
        kind = p.star.kind
        angle = ideal_angle(kind)
        answer = {
            "shape": Answer(text=SHAPES[kind]),
            "domains": Answer(text=DOMAINS[sum(kind)]),
            "angle": Answer(text=f"{angle:g}°", value=angle, unit="°"),
            "hybrid": Answer(text=HYBRIDS.get(sum(kind), "")),
        }[p.asked]
        return Solution(
            answer=answer,
            hidden=(answer.text,) if p.asked != "hybrid" else (f"{answer.text} hybrid",),
            values={
                "name": named(p.formula),
                "kind": "ion" if p.star.charge else "molecule",
                "centre": p.star.centre,
                "num": kind[0],
                "pairs": kind[1],
                "all": sum(kind),
                "geometry": DOMAINS[sum(kind)],
            },
        )

    def draw(self, p: Shape, sketch: Sketch) -> None:
        """In space with wedges, flat with all dots, or as balls with lobes."""
        if p.layout == "lewis":
            dots = dots_of(p.star.smiles, p.turn)
            draw_lewis(sketch, dots, charge=p.star.charge)
            sketch.claim("smiles", value=p.star.smiles)
            sketch.claim("count", "electron", value=sum(dots.lone))
            sketch.claim("count", "atom", value=len(dots.symbols))
        else:
            self._draw_in_space(p, sketch)
        sketch.entity(named(p.formula), *(mark.id for mark in sketch.marks if mark.id.startswith("atom")))

    def _draw_in_space(self, p: Shape, sketch: Sketch) -> None:
        scale = canvas(sketch, -2.3, -1.9, 2.3, 1.9)
        em = font_size(scale) / scale
        bonds, lone = directions(p.star.kind)
        is_balls = p.layout == "balls"
        for number, angle in enumerate(lone):
            _lobe(sketch, number, (angle + p.turn) % 360, with_dots=not is_balls)
        for number, ((angle, kind), (ligand, order)) in enumerate(zip(bonds, p.ligands, strict=True), 1):
            self._draw_ligand(
                sketch, number, (angle + p.turn) % 360, kind, ligand, 1 if is_balls else order, is_balls, em
            )
        if is_balls:
            sketch.circle("ball:0", (0, 0), 0.34, fill=PALE_ORANGE, color=GREY, z=2)
            sketch.claim("count", "ball", value=len(bonds) + 1)
        sketch.text("atom:0", rf"$\mathrm{{{p.star.centre}}}$", (0, 0), size=font_size(scale), z=4)
        if p.star.charge:
            words = f"ion with the charge {signed(p.star.charge)}"
            sketch.text("label:ion", words, (0, -1.75), size=12, valign="center")
        for number, (angle, kind) in enumerate(bonds, 1):
            if kind == "bond":
                sketch.claim("direction", f"bond:0-{number}", value=(angle + p.turn) % 360)
        for kind, each in (("wedge", 1), ("hash", 7)):
            if num := sum(item == kind for _, item in bonds):
                sketch.claim("count", kind, value=num * each)
        sketch.claim("count", "lobe", value=len(lone))
        sketch.claim("count", "atom", value=len(bonds) + 1)
        for number in range(2, len(bonds) + 1):
            sketch.claim("distance_ratio", "atom:0", f"atom:{number}", "atom:0", "atom:1", value=1.0, tolerance=0.12)

    def _draw_ligand(
        self,
        sketch: Sketch,
        number: int,
        angle: float,
        kind: str,
        ligand: str,
        order: int,
        is_ball: bool,
        em: float,
    ) -> None:
        way = np.asarray([math.cos(math.radians(angle)), math.sin(math.radians(angle))])
        wide = 0.25 * (len(ligand) - 1) * abs(way[0])
        ends = ((0.66 * em, 1.25 - (0.78 + wide) * em), (0.36, 1.25 - 0.28))[is_ball]
        start, stop = ends[0] * way, ends[1] * way
        name = f"0-{number}"
        if kind == "wedge":
            wedge(sketch, name, start, stop)
        elif kind == "hash":
            hashed(sketch, name, start, stop)
        else:
            aside = DOUBLE / 2 * np.asarray([-way[1], way[0]]) * (order > 1)
            sketch.line(f"bond:{name}", start + aside, stop + aside, **({"width": 2.2} if is_ball else {}))
            if order > 1:
                sketch.line(f"bond2:{name}", start - aside, stop - aside)
        if is_ball:
            sketch.circle(f"ball:{number}", 1.25 * way, 0.26, fill=PALE_GREEN, color=GREY, z=2)
            sketch.claim("inside", f"atom:{number}", f"ball:{number}")
        sketch.text(
            f"atom:{number}", rf"$\mathrm{{{ligand}}}$", 1.25 * way, size=12 if is_ball else em * 72 * 5.2 / 4.6, z=4
        )

    def questions(self, p: Shape) -> Iterator[Question]:
        """What is around the central atom."""
        num, pairs = p.star.kind
        yield ask_word("centre", p.star.centre, [*p.star.ligands, *ELEMENTS])
        wrong = [name for name in ("F", "Cl", "O", "Br", "H", "I", "S") if name not in p.star.ligands]
        yield ask_word("neighbour", p.ligands[0][0], [p.star.centre, *wrong])
        yield ask_count("pairs", pairs, likely=[sum(p.star.kind) - 1, num])
        if p.layout == "lewis":
            lone = sum(dots_of(p.star.smiles).lone) // 2
            yield ask_count("all_pairs", lone, likely=[2 * lone, pairs])
        else:
            bonds, _ = directions(p.star.kind)
            flat = sum(kind == "bond" for _, kind in bonds)
            yield ask_count("flat", flat, likely=[num, num - flat])
            if flat < num:
                yield ask_count("near", sum(kind == "wedge" for _, kind in bonds), likely=[flat, num])

    @defect(visibility=3)
    def missing_ligand(self, p: Shape, scene: FigureScene, draw: Random) -> FigureScene:
        """One atom and its bond are missing, as if the molecule had another shape."""
        if p.layout == "lewis":
            atoms = [mark.id for mark in scene.marks if mark.id.startswith("atom:") and mark.id != "atom:0"]
        else:
            atoms = [f"atom:{number}" for number in range(1, len(p.star.ligands) + 1)]
        gone = draw.choice(atoms).partition(":")[2]
        return scene.with_marks(
            tuple(
                mark
                for mark in scene.marks
                if mark.id not in (f"atom:{gone}", f"ball:{gone}")
                and mark.id.partition(":")[2].partition(".")[0] not in (f"0-{gone}", f"{gone}-0")
            )
        )

    @defect(visibility=2)
    def missing_pair(self, p: Shape, scene: FigureScene, draw: Random) -> FigureScene:
        """A lone pair at the central atom is missing, or one too many is drawn where it has none."""
        if p.star.pairs and p.layout != "lewis":
            return scene.without("lobe:0", "lone:0a", "lone:0b")
        if p.star.pairs:
            return scene.without("electron:0.0a", "electron:0.0b")
        sketch = Sketch()
        if p.layout == "lewis":
            for number in (0, 1):
                sketch.dot(f"electron:extra{number}", (0.3, 0.24 + 0.09 * number), 0.03)
        else:
            _lobe(sketch, 9, (50 + p.turn) % 360, with_dots=p.layout == "wedges")
        return scene.with_marks((*scene.marks, *sketch.marks))

    @defect(visibility=2)
    def wrong_element(self, p: Shape, scene: FigureScene, draw: Random) -> FigureScene:
        """An atom bears the symbol of another element."""
        return wrong_element(scene, draw)


def _lobe(sketch: Sketch, number: int, angle: float, *, with_dots: bool) -> None:
    """A lone pair as a lobe, with its two electrons."""
    way = np.asarray([math.cos(math.radians(angle)), math.sin(math.radians(angle))])
    look = {"fill": PALE_BLUE, "color": BLUE, "width": 0.9, "z": 1}
    sketch.circle(f"lobe:{number}", 0.55 * way, 0.33, radius_y=0.18, tilt_deg=angle, **look)
    for side in (-1, 1) if with_dots else ():
        aside = side * 0.055 * np.asarray([-way[1], way[0]])
        sketch.dot(f"lone:{number}{'ab'[side > 0]}", 0.62 * way + aside, 0.026, color=BLUE)
