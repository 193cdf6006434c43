"""Systematic names of chains with branches, halogens and one functional group, by the recommendations of IUPAC (2013).

Numbering takes the direction with the lowest locant of the functional group; then the lowest set of locants of all substituents;
then the lowest locant of the substituent that comes first in the alphabet. Multiplying prefixes do not count in the alphabet.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from scisynth.core.problems import Answer
from scisynth.figures.families.chemistry.organic import bond_orders, draw_compound, fit_page, molecular_formula, turned
from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.chemistry import composition, plain_formula
from scisynth.figures.parts.molecule import missing_bond, wrong_bond_order, wrong_element
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.scene.sketch import Sketch

STEMS = {3: "prop", 4: "but", 5: "pent", 6: "hex", 7: "hept", 8: "oct", 9: "non"}
TIMES = {1: "", 2: "di", 3: "tri"}
BRANCHES = {"methyl": "C", "ethyl": "CC", "chloro": "Cl", "bromo": "Br", "fluoro": "F"}
SHOWN = {"methyl": "CH₃", "ethyl": "C₂H₅", "chloro": "Cl", "bromo": "Br", "fluoro": "F"}
SUFFIX = {"ene": "alkene", "yne": "alkyne", "ol": "alcohol", "one": "ketone", "amine": "amine", "": "alkane"}

Branch = tuple[int, str]
"""Position in the chain and name of a substituent."""


def systematic_name(length: int, suffix: str, place: int, branches: Sequence[Branch]) -> str:
    """The name of a chain, whichever end the places are counted from.

    Args:
        length: carbon atoms of the chain.
        suffix: `ene`, `yne`, `ol`, `one`, `amine`, or empty for an alkane.
        place: of the functional group; of a multiple bond, that of its first atom.
        branches: places and names of the substituents.
    """
    last = length - place if suffix in ("ene", "yne") else length + 1 - place
    ways = [
        (place, sorted(branches)),
        (last, sorted((length + 1 - position, name) for position, name in branches)),
    ]
    locant, found = min(ways, key=lambda way: (way[0] if suffix else 0, [p for p, _ in way[1]], _by_alphabet(way[1])))
    parts = []
    for name in sorted({name for _, name in found}):
        places = [position for position, other in found if other == name]
        parts.append(f"{','.join(map(str, places))}-{TIMES[len(places)]}{name}")
    stem = "-".join(parts) + STEMS[length]
    if not suffix:
        return stem + "ane"
    if suffix in ("ene", "yne"):
        return f"{stem}-{locant}-{suffix}"
    return f"{stem}an-{locant}-{suffix}"


def _by_alphabet(branches: Sequence[Branch]) -> list[int]:
    return [position for position, _ in sorted(branches, key=lambda item: (item[1], item[0]))]


def chain_smiles(length: int, suffix: str, place: int, branches: Sequence[Branch]) -> str:
    """SMILES of a chain, counted from its first atom."""
    out = []
    for position in range(1, length + 1):
        side = "".join(f"({BRANCHES[name]})" for where, name in branches if where == position)
        side += {"ol": "(O)", "one": "(=O)", "amine": "(N)"}.get(suffix, "") if position == place else ""
        bond = {"ene": "=", "yne": "#"}.get(suffix, "") if position == place else ""
        out.append(f"C{side}{bond}")
    return "".join(out)


def condensed(length: int, suffix: str, place: int, branches: Sequence[Branch]) -> str:
    """`CH₃–CH(Cl)–CH₂–CH=CH₂`: the chain group by group."""
    out = []
    order = {"ene": 2, "yne": 3}.get(suffix, 1)
    for position in range(1, length + 1):
        sides = [SHOWN[name] for where, name in branches if where == position]
        double = 0
        if position == place and suffix in ("ol", "one", "amine"):
            sides.append({"ol": "OH", "one": "=O", "amine": "NH₂"}[suffix])
            double = suffix == "one"
        bonds = (
            (position > 1) + (position < length) + (order - 1) * (position in (place, place + 1)) + len(sides) + double
        )
        hydrogens = 4 - bonds
        count = {0: "", 1: "H", 2: "H₂", 3: "H₃"}[hydrogens]
        link = "" if position == length else {1: "–", 2: "=", 3: "≡"}[order if position == place else 1]
        out.append(f"C{count}{''.join(f'({side})' for side in sides)}{link}")
    return "".join(out)


@cache
def is_drawable(smiles: str) -> bool:
    """Whether the valences hold, and no double bond has two configurations."""
    from rdkit import Chem

    from scisynth.figures.scene.rdkit_quiet import quiet_rdkit

    with quiet_rdkit():
        mol = Chem.MolFromSmiles(smiles)
    if mol is None:
        return False
    return not any(str(item.type) == "Bond_Double" for item in Chem.FindPotentialStereo(mol))


def _place(draw: Random, level: int, values: Mapping[str, Any]) -> int:
    length, suffix = values["length"], values["suffix"]
    return draw.randint(1 if suffix in ("ene", "yne") else 2, length - 1)


def _branches(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[Branch, ...]:
    length = values["length"]
    found = []
    for _ in range(draw.choice({1: (1,), 2: (1, 2), 3: (2, 3)}[level])):
        name = draw.choice(("methyl", "methyl", "ethyl", "chloro", "bromo", "fluoro"))
        room = range(4, length - 2) if name == "ethyl" else range(2, length)
        if len(room):
            found.append((draw.choice(room), name))
    return tuple(sorted(found))


@dataclass(frozen=True, kw_only=True)
class Chain(Parameters):
    """A chain with its functional group and its substituents."""

    layout: str = one_of("skeleton", "full", "dots")
    length: int = one_of(4, 5, 6, 7, level_1=(3, 4, 5), level_3=(5, 6, 7, 8))
    suffix: str = one_of("", "ene", "yne", "ol", "one", "amine", level_1=("", "ol", "yne", "ene"))
    place: int = drawn(_place, words="a place in the chain")
    branches: tuple[Branch, ...] = drawn(_branches, words="up to three substituents")
    turn: int = one_of(0, 180)

    def valid(self) -> bool:
        """Valences hold, no double bond has two configurations, and something is there to be named."""
        return is_drawable(self.smiles) and bool(self.branches or self.suffix)

    @property
    def parts(self) -> tuple[int, str, int, tuple[Branch, ...]]:
        """Length, suffix, place, substituents."""
        return self.length, self.suffix, self.place, self.branches

    @property
    def smiles(self) -> str:
        """Of the compound."""
        return chain_smiles(*self.parts)


@family("Chemistry - Molecular Structure")
class IupacName(Family[Chain]):
    """A chain with branches and a functional group as a skeleton, with dots, or with every atom: its systematic name."""

    def solve(self, p: Chain) -> Solution:
        """By the rules of the module."""
        name = systematic_name(*p.parts)
        return Solution(
            answer=Answer(text=name),
            hidden=(name,),
            values={
                "condensed": condensed(*p.parts),
                "formula": plain_formula(molecular_formula(p.smiles)),
                "stem": STEMS[p.length],
                "kind": SUFFIX[p.suffix],
            },
        )

    def draw(self, p: Chain, sketch: Sketch) -> None:
        """The skeleton, with a dot at each carbon, or with all hydrogens."""
        layout = turned(p.smiles, p.turn, all_atoms=p.layout == "full")
        scale = fit_page(sketch, layout, 1.2)
        draw_compound(sketch, layout, scale, colored=True, all_atoms=p.layout == "full")
        if p.layout == "dots":
            carbons = [atom.GetIdx() for atom in layout.mol.GetAtoms() if atom.GetSymbol() == "C"]
            for index in carbons:
                sketch.dot(f"carbon:{index}", layout.xy[index], 0.07)
            sketch.claim("count", "carbon", value=len(carbons))
        sketch.claim("smiles", value=p.smiles)
        sketch.claim("count", "bond", value=layout.mol.GetNumBonds())
        sketch.claim("count", "bond2", value=sum(order > 1 for order in bond_orders(layout)))
        sketch.entity("compound", *(mark.id for mark in sketch.marks if mark.id.startswith(("bond", "atom"))))

    def questions(self, p: Chain) -> Iterator[Question]:
        """The chain, its branches, and the kind of compound."""
        counts = composition(molecular_formula(p.smiles))
        yield ask_count("chain", p.length, low=1, likely=[p.length - 1, p.length + 1, counts["C"]])
        yield ask_count("carbons", counts["C"], low=1, likely=[p.length, counts["C"] + 1])
        yield ask_count("hydrogens", counts["H"], low=1, likely=[counts["C"]])
        yield ask_word(
            "kind", SUFFIX[p.suffix], [name for name in SUFFIX.values() if name != SUFFIX[p.suffix]][p.turn // 90 :]
        )

    @defect(visibility=3)
    def missing_bond(self, p: Chain, scene: FigureScene, draw: Random) -> FigureScene:
        """A bond between two atoms is not drawn."""
        return missing_bond(scene, draw)

    @defect(visibility=2)
    def wrong_bond_order(self, p: Chain, scene: FigureScene, draw: Random) -> FigureScene:
        """A multiple bond has a stroke too few, or a single one a second stroke."""
        return wrong_bond_order(scene, draw)

    @defect(visibility=2)
    def wrong_element(self, p: Chain, scene: FigureScene, draw: Random) -> FigureScene:
        """An atom bears the symbol of another element."""
        if not any(mark.id.startswith("atom:") for mark in scene.marks):
            raise DoesNotApplyError
        return wrong_element(scene, draw)
