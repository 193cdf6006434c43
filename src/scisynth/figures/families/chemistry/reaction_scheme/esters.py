"""Esters in structural formulas: yields, what runs out, hydrolysis, and the equilibrium with water.

An acid and an alcohol give an ester and one water; the ester comes from a reaction rule in RDKit and is checked atom by atom. At
equilibrium K = x²/((a − x)(b − x)) for amounts a, b of acid and alcohol and x of the ester. Masses in g, amounts in mol.
"""

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from random import Random
from typing import Any

from scisynth.figures.corruptions import change
from scisynth.figures.families.chemistry.organic import molecular_formula
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, number, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_number, ask_value
from scisynth.figures.families.registry import family
from scisynth.figures.parts.chemistry import canvas, composition, molar_mass
from scisynth.figures.parts.molecule import missing_bond, wrong_bond_order, wrong_element
from scisynth.figures.parts.palette import BLUE, RED
from scisynth.figures.scene.molecule_drawing import Layout, draw_molecule, font_size, lay_out
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer

ACIDS = {
    "formic acid": "OC=O", "acetic acid": "CC(=O)O", "propanoic acid": "CCC(=O)O", "butanoic acid": "CCCC(=O)O",
    "benzoic acid": "OC(=O)c1ccccc1", "2-methylpropanoic acid": "CC(C)C(=O)O", "pentanoic acid": "CCCCC(=O)O",
}  # fmt: skip
ALCOHOLS = {
    "ethanol": "CCO", "propan-1-ol": "CCCO", "propan-2-ol": "CC(C)O", "butan-1-ol": "CCCCO", "3-methylbutan-1-ol": "CC(C)CCO",
    "benzyl alcohol": "OCc1ccccc1", "pentan-1-ol": "CCCCCO", "cyclohexanol": "OC1CCCCC1",
}  # fmt: skip
WATER, GAP, LEAD = "O", 1.6, 2.0
"""SMILES; room between molecules, and for the arrow, in bond lengths."""


@cache
def esterify(acid: str, alcohol: str) -> str:
    """SMILES of the ester; asserts that atoms are conserved next to one water."""
    from rdkit import Chem
    from rdkit.Chem import rdChemReactions

    rule = rdChemReactions.ReactionFromSmarts("[C:1](=[O:2])[OX2H1].[OX2H1:4][CX4:5]>>[C:1](=[O:2])[O:4][C:5]")
    ((product,), *_) = rule.RunReactants((Chem.MolFromSmiles(acid), Chem.MolFromSmiles(alcohol)))
    Chem.SanitizeMol(product)
    ester = Chem.MolToSmiles(product)
    assert _atoms(acid) + _atoms(alcohol) == _atoms(ester) + Counter({"H": 2, "O": 1})
    return str(ester)


def _atoms(smiles: str) -> Counter[str]:
    return composition(molecular_formula(smiles))


def mass_of(smiles: str) -> float:
    """g/mol."""
    return molar_mass(molecular_formula(smiles))


def ester_at_equilibrium(acid: float, alcohol: float, constant: float) -> float:
    """mol of ester from amounts of acid and alcohol without water at first."""
    a, b, c = constant - 1, -constant * (acid + alcohol), constant * acid * alcohol
    if abs(a) < 1e-9:
        return -c / b
    return (-b - math.sqrt(b * b - 4 * a * c)) / (2 * a)


@dataclass(frozen=True, kw_only=True)
class Mixture(Parameters):
    """Acid and alcohol, or their ester, with amounts."""

    layout: str = one_of(
        "yield", "hydrolysis", "limiting", "equilibrium",
        level_1=("yield", "hydrolysis"), level_3=("hydrolysis", "limiting", "equilibrium"),
    )  # fmt: skip
    acid: str = one_of(*ACIDS)
    alcohol: str = one_of(*ALCOHOLS)
    mass: float = number("m_1", "g", (4, 5, 6, 7.5, 8, 10, 12, 15, 20, 25), meaning="weighed mass", given=False)
    share: float = number("y", "%", range(52, 85, 2), meaning="yield", given=False)
    ratio: float = one_of(0.6, 0.7, 0.8, 1.25, 1.4, 1.6)
    """Of the second amount to the first, where both are weighed."""
    constant: float = number("K", "", (2.0, 2.5, 3.0, 3.5, 4.0, 4.5), meaning="equilibrium constant", given=False)
    moles: float = number("n_1", "mol", (0.5, 0.8, 1.0, 1.2, 1.5, 2.0), meaning="amount of the acid", given=False)
    others: float = number("n_2", "mol", (0.6, 0.9, 1.4, 1.8, 2.5, 3.0), meaning="amount of the alcohol", given=False)
    wanted: str = one_of("acid", "alcohol")

    @property
    def ester(self) -> str:
        """SMILES."""
        return esterify(ACIDS[self.acid], ALCOHOLS[self.alcohol])

    @property
    def second(self) -> Quantity:
        """Mass of the alcohol, where both are weighed."""
        amount = self.ratio * self.mass / mass_of(ACIDS[self.acid])
        return Quantity(symbol="m_2", value=round(amount * mass_of(ALCOHOLS[self.alcohol]), 1), unit="g")

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """By the layout."""
        if self.layout == "equilibrium":
            return self.quantity("moles"), self.quantity("others"), self.quantity("constant")
        last = self.second if self.layout == "limiting" else self.quantity("share")
        return self.quantity("mass"), last

    @property
    def rows(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """SMILES of the reactants and of the products."""
        mixed = (ACIDS[self.acid], ALCOHOLS[self.alcohol])
        return ((self.ester, WATER), mixed) if self.layout == "hydrolysis" else (mixed, (self.ester, WATER))

    @property
    def notes(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Below each molecule; empty for none."""
        if self.layout == "equilibrium":
            return (self.label("moles"), self.label("others")), ("$n$ = ?", "")
        if self.layout == "limiting":
            return (self.label("mass"), self.second.label), ("$m$ = ?", "")
        goal = f"yield {self.text('share')}\n$m$ = ?"
        if self.layout == "hydrolysis":
            products = (goal, "") if self.wanted == "acid" else ("", goal)
            return (self.label("mass"), "in excess"), products
        return (self.label("mass"), "in excess"), (goal, "")


@family("Chemistry - Reaction Scheme")
class Esterification(Family[Mixture]):
    """Structures of acid, alcohol, ester and water, with a yield, two masses, an equilibrium, or the way back."""

    def solve(self, p: Mixture) -> Solution:
        """By amounts of substance."""
        masses = {"acid": mass_of(ACIDS[p.acid]), "alcohol": mass_of(ALCOHOLS[p.alcohol]), "ester": mass_of(p.ester)}
        values: dict[str, Any] = {f"molar_{name}": f"{mass:.2f} g/mol" for name, mass in masses.items()}
        values |= {"second": p.second, "fraction": f"{p.share / 100:g}", "molar_wanted": values[f"molar_{p.wanted}"]}
        values["wanted_name"] = p.acid if p.wanted == "acid" else p.alcohol
        if p.layout == "equilibrium":
            found = ester_at_equilibrium(p.moles, p.others, p.constant)
            return Solution(answer=number_answer(found, "mol"), symbol="n", values=values)
        start = masses["ester" if p.layout == "hydrolysis" else "acid"]
        end = masses[p.wanted if p.layout == "hydrolysis" else "ester"]
        amount, share = p.mass / start, p.share / 100
        if p.layout == "limiting":
            other, share = p.second.value / masses["alcohol"], 1.0
            values["scarce"] = p.acid if amount < other else p.alcohol
            amount = min(amount, other)
        values["amount"] = number_answer(amount, "mol").text
        return Solution(answer=number_answer(amount * share * end, "g"), symbol="m", values=values)

    def draw(self, p: Mixture, sketch: Sketch) -> None:
        """Reactants above, the arrow and the products below."""
        rows = [[lay_out(smiles) for smiles in row] for row in p.rows]
        wides = [sum(map(_wide, row)) + GAP + (LEAD if index else 0) for index, row in enumerate(rows)]
        talls = [max(float(layout.size[1]) for layout in row) for row in rows]
        wide, drop = max(wides) + 2.2, sum(talls) / 2 + 3.2
        scale = canvas(sketch, -wide / 2, -drop - talls[1] / 2 - 1.9, wide / 2, talls[0] / 2 + 1.0)
        first = 1
        for index, row in enumerate(rows):
            x, y = -wides[index] / 2 + (LEAD if index else 0), -drop * index
            for place, layout in enumerate(row):
                first = self._draw_one(sketch, layout, x + _wide(layout) / 2, y, scale, first)
                if words := p.notes[index][place]:
                    at = (x + _wide(layout) / 2, y - talls[index] / 2 - 0.75)
                    sketch.text(f"note:{index}{place}", words, at, valign="top", color=RED if "?" in words else BLUE)
                x += _wide(layout) + GAP
                if not place:
                    sketch.text(f"plus:{index}", "+", (x - GAP / 2, y), size=font_size(scale) + 4)
        self._draw_arrow(p, sketch, -wides[1] / 2, -drop)
        sketch.claim("smiles", value=".".join(smiles for row in p.rows for smiles in row))
        texts = (f"note:{index}{place}" for index in (0, 1) for place in (0, 1) if p.notes[index][place])
        shown = {name: p.notes[int(name[5])][int(name[6])] for name in texts}
        for quantity in p.givens:
            name = next((name for name, words in shown.items() if quantity.text in words), "label:conditions")
            sketch.claim("value", name, value=quantity.value)
        sketch.claim("count", "plus", value=2)

    @staticmethod
    def _draw_one(sketch: Sketch, layout: Layout, x: float, y: float, scale: float, first: int) -> int:
        """One molecule; gives the number of the next atom."""
        if layout.mol.GetNumAtoms() == 1:
            sketch.text(f"atom:{first}", r"$\mathrm{H_2O}$", (x, y), size=font_size(scale))
        else:
            draw_molecule(sketch, layout.moved(x, y), scale, first=first, colored=True)
        return first + int(layout.mol.GetNumAtoms())

    @staticmethod
    def _draw_arrow(p: Mixture, sketch: Sketch, x: float, y: float) -> None:
        ends = ((x - 0.3, y), (x + 1.3, y))
        lift = 0.13 if p.layout == "equilibrium" else 0.0
        sketch.arrow("arrow:reaction", *((end, height + lift) for end, height in ends), width=1.8)
        if lift:
            sketch.arrow("arrow:back", *((end, height - lift) for end, height in ends[::-1]), width=1.8)
        words = p.label("constant") if lift else r"$\mathrm{H^+}$, heat"
        sketch.text("label:conditions", words, (x + 0.5, y + lift), of="arrow:reaction", toward=(0, 1))

    def questions(self, p: Mixture) -> Iterator[Question]:
        """Atoms and bonds of the molecules, and the values."""
        one, two = p.rows[0][0], p.rows[1][0]
        counts = [_atoms(smiles)["C"] for smiles in (one, two)]
        yield ask_count("first_carbons", counts[0], low=1, likely=[counts[1], counts[0] - 1])
        yield ask_count("product_carbons", counts[1], low=1, likely=[counts[0], counts[1] - 1])
        every = sum(_atoms(smiles)["C"] for smiles in p.rows[0])
        yield ask_count("reactant_carbons", every, low=2, likely=[every - 1, every + 1])
        for name, quantity in zip(("one", "two", "three"), p.givens, strict=False):
            if quantity.unit == "%":
                yield ask_number("share", quantity.value, unit="%", step=4)
                continue
            what = quantity.symbol.replace("_1", "₁").replace("_2", "₂")
            yield ask_value(name, quantity, *p.givens, what=what)

    @defect(visibility=3)
    def missing_bond(self, p: Mixture, scene: FigureScene, draw: Random) -> FigureScene:
        """A bond between two atoms is not drawn."""
        return missing_bond(scene, draw)

    @defect(visibility=2)
    def wrong_bond_order(self, p: Mixture, scene: FigureScene, draw: Random) -> FigureScene:
        """A double bond is drawn as a single one, so that an atom lacks a bond."""
        return wrong_bond_order(scene, draw)

    @defect(visibility=2)
    def wrong_element(self, p: Mixture, scene: FigureScene, draw: Random) -> FigureScene:
        """An atom is labelled as another element, which neither reactants nor products hold."""
        return wrong_element(scene, draw)

    @defect(visibility=2)
    def backwards(self, p: Mixture, scene: FigureScene, draw: Random) -> FigureScene:
        """The arrow of the reaction points from the products to the reactants."""
        arrow = scene.path("arrow:reaction")
        return change(scene, replace(arrow, points=arrow.points[::-1]))


def _wide(layout: Layout) -> float:
    return max(float(layout.size[0]), 0.9)
