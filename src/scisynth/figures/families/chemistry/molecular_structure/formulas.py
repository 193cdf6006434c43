"""Structural formulas of organic compounds: what a sample of it holds, how many bonds it has, which functional groups.

Molar masses are sums of IUPAC's abridged atomic weights. Every bond has one σ part; a double bond adds one π part, a triple two.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np

from scisynth.core.problems import Answer
from scisynth.figures.families.chemistry.organic import (
    COMPOUNDS,
    GROUPS,
    bond_orders,
    draw_compound,
    fit_page,
    groups_in,
    molecular_formula,
    turned,
)
from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, number, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.chemistry import AVOGADRO, MASSES, composition, molar_mass, plain_formula
from scisynth.figures.parts.molecule import missing_bond, wrong_bond_order, wrong_element
from scisynth.figures.parts.palette import ORANGE, PALE_BLUE, PALE_GREEN, PALE_ORANGE, RED
from scisynth.figures.scene.molecule_drawing import Layout, font_size
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.scene.sketch import Sketch, number_answer

TYPE = "Chemistry - Molecular Structure"
SMALL = {
    "propene": "CC=C", "propyne": "CC#C", "acetone": "CC(C)=O", "acetaldehyde": "CC=O", "acetic acid": "CC(=O)O",
    "acrylonitrile": "C=CC#N", "formaldehyde": "C=O", "formic acid": "OC=O", "acetamide": "CC(N)=O", "ketene": "C=C=O",
    "allene": "C=C=C", "butadiene": "C=CC=C", "ethyne": "C#C", "hydrogen cyanide": "C#N", "acetonitrile": "CC#N",
    "methanol": "CO", "vinyl chloride": "C=CCl", "urea": "NC(N)=O", "carbon dioxide": "O=C=O", "acrolein": "C=CC=O",
    "vinylacetylene": "C=CC#C", "glyoxal": "O=CC=O", "dimethyl ether": "COC", "methylamine": "CN", "formamide": "NC=O",
    "propynal": "O=CC#C", "cyanogen": "N#CC#N", "acrylic acid": "C=CC(=O)O", "methyl formate": "COC=O",
    "oxalic acid": "OC(=O)C(=O)O", "but-2-yne": "CC#CC", "isoprene": "C=C(C)C=C", "propanal": "CCC=O", "glycine": "NCC(=O)O",
    "pent-1-en-4-yne": "C=CCC#C", "but-1-ene": "CCC=C", "ethanol": "CCO", "ethylamine": "CCN", "pyruvic acid": "CC(=O)C(=O)O",
    "malononitrile": "N#CCC#N", "propargyl alcohol": "OCC#C", "methyl acetate": "CC(=O)OC", "crotonaldehyde": "CC=CC=O",
    "ethene": "C=C", "ethane": "CC", "propane": "CCC", "benzene": "c1ccccc1", "furan": "c1ccoc1", "pyridine": "c1ccncc1",
}  # fmt: skip
WORDS = {"C": "carbon", "H": "hydrogen", "O": "oxygen", "N": "nitrogen", "S": "sulfur"}


@dataclass(frozen=True, kw_only=True)
class Sample(Parameters):
    """A compound, the mass of a sample, and what is asked of it."""

    layout: str = one_of("skeleton", "dots", "full")
    name: str = one_of(*COMPOUNDS)
    mass: float = number("m", "mg", (50, 80, 100, 125, 160, 200, 250, 325, 400, 500, 750), meaning="mass of the sample")
    asked: str = one_of("amount", "element_mass", "atoms", "formula", "molar")
    part: int = one_of(*range(4))
    turn: int = one_of(0, 180)

    def valid(self) -> bool:
        """Every hydrogen is drawn of small molecules only."""
        mol = turned(self.smiles).mol
        return self.layout != "full" or (mol.GetNumAtoms() <= 12 and not mol.GetRingInfo().NumRings() > 1)

    @property
    def smiles(self) -> str:
        """Of the compound."""
        return COMPOUNDS[self.name]

    @property
    def element(self) -> str:
        """That is asked for."""
        counts = composition(molecular_formula(self.smiles))
        able = [item for item in WORDS if counts[item]]
        return able[self.part % len(able)]


@family(TYPE)
class SkeletalFormula(Family[Sample]):
    """A structural formula and a sample's mass; formula, molar mass, amounts and numbers of atoms."""

    def solve(self, p: Sample) -> Solution:
        """By the molar mass."""
        formula = molecular_formula(p.smiles)
        molar, counts = molar_mass(formula), composition(formula)
        grams, num = p.mass / 1000, counts[p.element]
        answers = {
            "amount": number_answer(p.mass / molar, "mmol"),
            "element_mass": number_answer(p.mass * num * MASSES[p.element] / molar, "mg"),
            "atoms": number_answer(grams / molar * AVOGADRO * num, ""),
            "formula": Answer(text=plain_formula(formula)),
            "molar": number_answer(molar, "g/mol", digits=4),
        }
        return Solution(
            answer=answers[p.asked],
            hidden=(answers[p.asked].text, formula),
            values={
                "word": WORDS[p.element],
                "molar": f"{molar:.2f} g/mol",
                "formula": plain_formula(formula),
                "num": num,
                "own": f"{MASSES[p.element]} g/mol",
            },
        )

    def draw(self, p: Sample, sketch: Sketch) -> None:
        """A skeleton, a skeleton with a dot at each carbon, or every atom; the sample below."""
        layout = turned(p.smiles, p.turn, all_atoms=p.layout == "full")
        scale = fit_page(sketch, layout)
        draw_compound(sketch, layout, scale, colored=True, all_atoms=p.layout == "full")
        if p.layout == "dots":
            carbons = [atom.GetIdx() for atom in layout.mol.GetAtoms() if atom.GetSymbol() == "C"]
            for index in carbons:
                sketch.dot(f"carbon:{index}", layout.xy[index], 0.07)
            sketch.claim("count", "carbon", value=len(carbons))
        low = -layout.size[1] / 2
        sketch.text("caption:sample", f"sample: {p.label('mass')}", (0, low - 1.0), valign="top")
        sketch.claim("smiles", value=p.smiles)
        sketch.claim("value", "caption:sample", value=p.mass)
        sketch.claim("count", "bond", value=layout.mol.GetNumBonds())
        sketch.entity(p.name, *(mark.id for mark in sketch.marks if mark.id.startswith(("bond", "atom"))))

    def questions(self, p: Sample) -> Iterator[Question]:
        """Rings, double bonds and atoms."""
        layout = turned(p.smiles, all_atoms=p.layout == "full")
        counts = composition(molecular_formula(p.smiles))
        yield ask_value("mass", p.quantity("mass"))
        yield ask_count("doubles", bond_orders(layout).count(2), likely=[counts["O"]])
        yield ask_count("carbons", counts["C"], low=1, likely=[counts["C"] - 1, counts["C"] + 1])
        yield ask_count("hydrogens", counts["H"], low=0, likely=[counts["C"]])
        other = "N" if counts["N"] and p.part % 2 else "O"
        yield ask_count("hetero", counts[other], other=WORDS[other], likely=[counts["N"], counts["O"]])

    @defect(visibility=3)
    def missing_bond(self, p: Sample, scene: FigureScene, draw: Random) -> FigureScene:
        """A bond between two atoms is not drawn."""
        return missing_bond(scene, draw)

    @defect(visibility=2)
    def wrong_bond_order(self, p: Sample, scene: FigureScene, draw: Random) -> FigureScene:
        """A double bond is drawn as a single one, or a single one as a double."""
        return wrong_bond_order(scene, draw)

    @defect(visibility=2)
    def wrong_element(self, p: Sample, scene: FigureScene, draw: Random) -> FigureScene:
        """An atom bears the symbol of another element."""
        return wrong_element(scene, draw)


@dataclass(frozen=True, kw_only=True)
class Bonds(Parameters):
    """A small molecule and the bonds that are counted."""

    layout: str = one_of("full", "groups", "mixed")
    name: str = one_of(*SMALL)
    asked: str = one_of("sigma", "pi", "both", "hydrogens_apart")
    turn: int = one_of(0, 30, 90, 150, 180)
    scheme: str = one_of("black", "colored")

    def valid(self) -> bool:
        """π bonds are asked for where there are some; a skeleton needs three atoms."""
        smiles = SMALL[self.name]
        is_small = turned(smiles).mol.GetNumAtoms() < 3
        return not (self.asked in ("pi", "both") and set(bond_orders(turned(smiles))) == {1}) and not (
            is_small and self.layout == "mixed"
        )


@family(TYPE)
class SigmaPiBonds(Family[Bonds]):
    """A structural formula with every atom, with groups such as CH₃, or as a skeleton; its σ and π bonds are counted."""

    def solve(self, p: Bonds) -> Solution:
        """One σ bond for each bond, hydrogens included; the further strokes are π bonds."""
        orders = bond_orders(turned(SMALL[p.name], all_atoms=True))
        hydrogens = composition(molecular_formula(SMALL[p.name]))["H"]
        sigma, pi = len(orders), sum(orders) - len(orders)
        counts = {"sigma": sigma, "pi": pi, "both": 2 * pi, "hydrogens_apart": 2 * (sigma - hydrogens)}
        count = counts[p.asked]
        words = {"sigma": "σ bond", "pi": "π bond", "both": "π electron", "hydrogens_apart": "electron"}[p.asked]
        unit = words + ("s" if count != 1 else "")
        return Solution(
            answer=Answer(text=f"{count} {unit}", value=count),
            hidden=(f"{count} {unit}",),
            values={
                "sigma": sigma,
                "pi": pi,
                "hydrogens": hydrogens,
                "doubles": orders.count(2),
                "triples": orders.count(3),
            },
        )

    def draw(self, p: Bonds, sketch: Sketch) -> None:
        """Every hydrogen, or those of a carbon in its label, or none at carbon."""
        smiles = SMALL[p.name]
        layout = turned(smiles, p.turn, all_atoms=p.layout == "full")
        scale = fit_page(sketch, layout, 0.9, 5.6)
        draw_compound(sketch, layout, scale, all_atoms=p.layout != "mixed", colored=p.scheme == "colored")
        orders = bond_orders(layout)
        sketch.claim("smiles", value=smiles)
        sketch.claim("count", "bond", value=len(orders))
        for role, least in (("bond2", 2), ("bond3", 3)):
            sketch.claim("count", role, value=sum(order >= least for order in orders))
        sketch.entity(p.name, *(mark.id for mark in sketch.marks if mark.id.startswith(("bond", "atom"))))

    def questions(self, p: Bonds) -> Iterator[Question]:
        """Atoms, double and triple bonds, neighbours."""
        layout = turned(SMALL[p.name], all_atoms=p.layout == "full")
        counts = composition(molecular_formula(SMALL[p.name]))
        orders = bond_orders(layout)
        yield ask_count("hydrogens", counts["H"], likely=[counts["C"]])
        yield ask_count("carbons", counts["C"], low=1, likely=[counts["H"]])
        yield ask_count("strokes", sum(orders), low=1, likely=[len(orders)])
        yield ask_count("drawn", len(orders), low=1, likely=[sum(orders)])
        yield ask_count("atoms", sum(counts.values()), low=2, likely=[sum(counts.values()) - counts["H"]])

    @defect(visibility=3)
    def missing_bond(self, p: Bonds, scene: FigureScene, draw: Random) -> FigureScene:
        """A bond between two atoms is not drawn."""
        return missing_bond(scene, draw)

    @defect(visibility=2)
    def wrong_bond_order(self, p: Bonds, scene: FigureScene, draw: Random) -> FigureScene:
        """A multiple bond has a stroke too few, or a single one a second stroke."""
        return wrong_bond_order(scene, draw)

    @defect(visibility=2)
    def wrong_element(self, p: Bonds, scene: FigureScene, draw: Random) -> FigureScene:
        """An atom bears the symbol of another element."""
        if not any(mark.id.startswith("atom:") for mark in scene.marks):
            raise DoesNotApplyError
        return wrong_element(scene, draw)


@dataclass(frozen=True, kw_only=True)
class Circled(Parameters):
    """A compound whose functional groups are marked."""

    layout: str = one_of("circles", "arrows", "boxes")
    name: str = one_of(*COMPOUNDS)
    order: int = one_of(*range(6))
    asked: int = one_of(0, 1, 2)
    turn: int = one_of(0, 180)

    def valid(self) -> bool:
        """Two groups at least, apart from each other."""
        return len(groups_in(COMPOUNDS[self.name])) >= 2 and self.asked < len(self.chosen)

    @property
    def chosen(self) -> list[str]:
        """The marked groups in the order of their letters."""
        found = sorted(groups_in(COMPOUNDS[self.name]))
        step = self.order % len(found)
        picked = (found[step:] + found[:step])[:3]
        return picked if self.order < 3 else picked[::-1]

    @property
    def letter(self) -> str:
        """The mark that is asked for."""
        return "ABC"[self.asked]


@family(TYPE)
class FunctionalGroups(Family[Circled]):
    """Functional groups in shaded circles or boxes, or pointed at by arrows; one is to be named."""

    def solve(self, p: Circled) -> Solution:
        """By the pattern that its atoms fit."""
        group = p.chosen[p.asked]
        return Solution(
            answer=Answer(text=group),
            hidden=(group,),
            values={"letter": p.letter, "pattern": _pattern(group), "num": len(p.chosen)},
        )

    def draw(self, p: Circled, sketch: Sketch) -> None:
        """The skeleton over pale circles or boxes, or with arrows from outside."""
        smiles = COMPOUNDS[p.name]
        layout = turned(smiles, p.turn)
        scale = fit_page(sketch, layout, 1.2)
        size = font_size(scale)
        fills = (PALE_ORANGE, PALE_BLUE, PALE_GREEN)
        for index, group in enumerate(p.chosen):
            letter, atoms = "ABC"[index], groups_in(smiles)[group][0]
            spots = layout.xy[list(atoms)]
            middle = (spots.min(axis=0) + spots.max(axis=0)) / 2
            radius = max(float(np.linalg.norm(spots - middle, axis=1).max()) + 0.46, 0.55)
            out = _free_side(layout, middle, radius)
            look = {"size": size + 1, "color": RED, "halo": True}
            if p.layout == "arrows":
                reach = _reach(layout, middle, radius, out)
                start, end = middle + (reach + 0.75) * out, middle + reach * out
                sketch.arrow(f"pointer:{letter}", start, end, color=RED, width=1.3)
                sketch.text(f"label:{letter}", letter, start, of=f"pointer:{letter}", toward=out, gap_pt=3, **look)
                continue
            style: dict[str, Any] = {"fill": fills[index], "color": ORANGE, "width": 0.9, "dash": "dashed", "z": 0}
            if p.layout == "boxes":
                half = (spots.max(axis=0) - spots.min(axis=0)) / 2 + np.asarray([0.55, 0.42])
                ring = sketch.rectangle(f"group:{letter}", *(middle - half), *(middle + half), **style)
                radius = float(min(half / np.maximum(np.abs(out), 1e-9)))
            else:
                ring = sketch.circle(f"group:{letter}", middle, radius, **style)
            sketch.text(f"label:{letter}", letter, middle + radius * out, of=ring, toward=out, gap_pt=3, **look)
        draw_compound(sketch, layout, scale)
        sketch.claim("smiles", value=smiles)
        sketch.claim("count", "pointer" if p.layout == "arrows" else "group", value=len(p.chosen))
        self._claim_places(p, sketch)

    def _claim_places(self, p: Circled, sketch: Sketch) -> None:
        drawn = {mark.id for mark in sketch.marks}
        for index, group in enumerate(p.chosen):
            for atom in groups_in(COMPOUNDS[p.name])[group][0]:
                if f"atom:{atom}" in drawn and p.layout != "arrows":
                    sketch.claim("inside", f"atom:{atom}", f"group:{'ABC'[index]}")

    def questions(self, p: Circled) -> Iterator[Question]:
        """How many groups, what is inside, what else there is."""
        smiles = COMPOUNDS[p.name]
        layout, counts = turned(smiles), composition(molecular_formula(smiles))
        yield ask_count("doubles", bond_orders(layout).count(2), likely=[counts["O"]])
        yield ask_count("carbons", counts["C"], low=1, likely=[counts["C"] - 1, counts["C"] + 1])
        yield ask_count("hydrogens", counts["H"], low=1, likely=[counts["C"]])
        index = (p.asked + 1) % len(p.chosen)
        others = [name for name in GROUPS if name != p.chosen[index]]
        start = (7 * p.order + len(p.name)) % len(others)
        wrong = [*[name for name in p.chosen if name != p.chosen[index]], *others[start:], *others]
        yield ask_word("other", p.chosen[index], wrong, other="ABC"[index])

    @defect(visibility=3)
    def missing_bond(self, p: Circled, scene: FigureScene, draw: Random) -> FigureScene:
        """A bond between two atoms is not drawn."""
        return missing_bond(scene, draw)

    @defect(visibility=2)
    def wrong_bond_order(self, p: Circled, scene: FigureScene, draw: Random) -> FigureScene:
        """A double bond is drawn as a single one, or a single one as a double."""
        return wrong_bond_order(scene, draw)

    @defect(visibility=2)
    def wrong_element(self, p: Circled, scene: FigureScene, draw: Random) -> FigureScene:
        """An atom bears the symbol of another element."""
        return wrong_element(scene, draw)


PATTERNS = {
    "carboxylic acid": "C(=O)–OH", "ester": "C(=O)–O–C", "amide": "C(=O)–N", "aldehyde": "C–CH=O", "ketone": "C–C(=O)–C",
    "alcohol": "an OH at a saturated carbon", "phenol": "an OH at an aromatic ring", "ether": "C–O–C without C=O",
    "primary amine": "NH₂ at a carbon, no C=O next to it", "alkene": "C=C outside an aromatic ring",
}  # fmt: skip


def _pattern(group: str) -> str:
    """The group in words."""
    return PATTERNS[group]


def _reach(layout: Layout, middle: np.ndarray, radius: float, out: np.ndarray) -> float:
    """From the middle of a group to where an arrow from outside comes close to an atom or the middle of a bond."""
    bonds = [(bond.GetBeginAtomIdx(), bond.GetEndAtomIdx()) for bond in layout.mol.GetBonds()]
    places = np.concatenate([layout.xy, *(layout.xy[[pair]].mean(axis=1) for pair in map(list, bonds))])
    steps = np.arange(radius, 0.0, -0.05)
    gaps = np.linalg.norm(places - (middle + steps[:, None] * out)[:, None], axis=2).min(axis=1)
    return float(next((step for step, gap in zip(steps, gaps, strict=True) if gap < 0.56), steps[-1]))


def _free_side(layout: Layout, middle: np.ndarray, radius: float) -> np.ndarray:
    """The direction in which a letter next to a circle is farthest from all atoms."""
    turns = np.radians(np.arange(0, 360, 30))
    ways = np.stack([np.cos(turns), np.sin(turns)], axis=1)
    spots = middle + (radius + 0.4) * ways
    room = np.linalg.norm(spots[:, None] - layout.xy[None], axis=2).min(axis=1)
    return np.asarray(ways[int(np.argmax(room))])
