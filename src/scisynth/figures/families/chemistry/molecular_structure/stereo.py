"""Stereochemistry: configuration of stereocentres and of double bonds, and the groups that decide it.

R, S, E and Z are computed by RDKit from the priorities of Cahn, Ingold and Prelog; the wedge that is drawn is read back. An
alkene X(Y)C=C(Z)W is built from its four groups, whose priorities follow from the atomic numbers met on the way outwards.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

import numpy as np

from scisynth.core.problems import Answer
from scisynth.figures.families.chemistry.organic import bond_orders, draw_compound, fit_page, molecular_formula, turned
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, one_of, several
from scisynth.figures.families.questions import Question, ask_count, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.chemistry import composition, plain_formula
from scisynth.figures.parts.molecule import free_way, missing_bond, wrong_bond_order, wrong_element
from scisynth.figures.parts.palette import BLUE, INK, ORANGE, PALE_ORANGE, RED
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.molecule_drawing import font_size, hashed
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.scene.sketch import Sketch

TYPE = "Chemistry - Molecular Structure"
CHIRAL = dict(
    line.split(": ")
    for line in """alanine: C[C@H](N)C(=O)O
serine: OC[C@H](N)C(=O)O
cysteine: SC[C@H](N)C(=O)O
valine: CC(C)[C@H](N)C(=O)O
leucine: CC(C)C[C@H](N)C(=O)O
phenylalanine: N[C@@H](Cc1ccccc1)C(=O)O
lactic acid: C[C@H](O)C(=O)O
malic acid: OC(=O)C[C@H](O)C(=O)O
glyceraldehyde: OC[C@H](O)C=O
mandelic acid: O[C@H](c1ccccc1)C(=O)O
1-phenylethanol: C[C@H](O)c1ccccc1
butan-2-ol: CC[C@H](C)O
2-bromobutane: CC[C@H](C)Br
2-chlorobutane: CC[C@H](C)Cl
butan-2-amine: CC[C@H](C)N
2-bromopropanoic acid: C[C@H](Br)C(=O)O
3-hydroxybutanoic acid: C[C@H](O)CC(=O)O
pentan-2-ol: CCC[C@H](C)O
2-phenylpropanoic acid: C[C@H](C(=O)O)c1ccccc1
carvone: CC1=CC[C@H](CC1=O)C(C)=C
adrenaline: CNC[C@H](O)c1ccc(O)c(O)c1
3-bromohexane: CCC[C@H](Br)CC
2-chloropentane: CCC[C@H](C)Cl
1-chloroethanol: C[C@H](O)Cl
2-methylbutan-1-ol: CC[C@H](C)CO
propane-1,2-diol: C[C@H](O)CO
asparagine: NC(=O)C[C@H](N)C(=O)O
tyrosine: N[C@@H](Cc1ccc(O)cc1)C(=O)O
3-chlorohex-1-ene: CCC[C@H](Cl)C=C
2-aminopropan-1-ol: C[C@H](N)CO
2-chlorohexane: CCCC[C@H](C)Cl
styrene oxide: C1O[C@H]1c1ccccc1
ibuprofen: CC(C)Cc1ccc(cc1)[C@H](C)C(=O)O
nicotine: CN1CCC[C@H]1c1cccnc1""".splitlines()
)
GROUPS = {
    "hydrogen": "", "methyl": "C", "ethyl": "CC", "propyl": "CCC", "isopropyl": "C(C)C", "chlorine": "Cl", "bromine": "Br",
    "fluorine": "F", "carboxyl": "C(=O)O", "hydroxymethyl": "CO", "methoxy": "OC", "cyano": "C#N", "formyl": "C=O",
    "aminomethyl": "CN", "chloromethyl": "CCl", "phenyl": "c1ccccc1", "vinyl": "C=C", "ethynyl": "C#C",
}  # fmt: skip
"""Groups at a double bond, SMILES from the atom that is bonded."""


@cache
def chiral(name: str, is_inverted: bool) -> tuple[str, int, str]:
    """(SMILES, index of the stereocentre, R or S)."""
    from rdkit import Chem

    smiles = CHIRAL[name]
    if is_inverted:
        smiles = smiles.replace("@@", "!").replace("@", "@@").replace("!", "@")
    mol = Chem.MolFromSmiles(smiles)
    Chem.rdCIPLabeler.AssignCIPLabels(mol)
    (center,) = (atom for atom in mol.GetAtoms() if atom.HasProp("_CIPCode"))
    return smiles, center.GetIdx(), str(center.GetProp("_CIPCode"))


@dataclass(frozen=True, kw_only=True)
class Centre(Parameters):
    """A chiral compound, one of its two forms, and how it is drawn."""

    layout: str = one_of("star", "ring", "dots")
    name: str = one_of(*CHIRAL)
    is_inverted: bool = one_of(False, True)
    turn: int = one_of(0, 60, 120, 180, 240, 300)
    colored: bool = one_of(False, True)
    asked: str = one_of("centre", "mirror")

    @property
    def facts(self) -> tuple[str, int, str]:
        """(SMILES, index of the stereocentre, R or S)."""
        return chiral(self.name, self.is_inverted)


@family(TYPE)
class Stereocentre(Family[Centre]):
    """A wedge or a hashed bond fixes the configuration; R or S by the rules of Cahn, Ingold and Prelog."""

    few_answers = True

    def solve(self, p: Centre) -> Solution:
        """As RDKit assigns it; the mirror image has the other."""
        label = p.facts[2]
        other = "RS"[label == "R"]
        text = other if p.asked == "mirror" else label
        _, kind, end = self._stroke(p)
        return Solution(
            answer=Answer(text=text),
            hidden=(f"({label})", f"({other})"),
            values={
                "drawn_as": kind,
                "end": end,
                "sense": "clockwise" if label == "R" else "anticlockwise",
                "label": label,
            },
        )

    def _stroke(self, p: Centre) -> tuple[Any, str, str]:
        """(the bond that leaves the plane, its kind, what stands at its end)."""
        layout = turned(p.facts[0], p.turn)
        bond = next(item for item in layout.mol.GetBonds() if str(item.GetBondDir()) in ("BEGINWEDGE", "BEGINDASH"))
        kind = "wedge" if str(bond.GetBondDir()) == "BEGINWEDGE" else "hash"
        return bond, kind, _end_name(bond.GetEndAtom())

    def draw(self, p: Centre, sketch: Sketch) -> None:
        """The skeleton; the centre with a star, in a ring, or every carbon with a dot and the centre's in red."""
        smiles, center, _ = p.facts
        layout = turned(smiles, p.turn)
        scale = fit_page(sketch, layout, 1.2)
        place, size = layout.xy[center], font_size(scale)
        if p.layout == "ring":
            sketch.circle("centre:ring", place, 0.3, fill=PALE_ORANGE, color=ORANGE, width=0.9, z=0)
        draw_compound(sketch, layout, scale, colored=p.colored)
        if p.layout != "ring":
            star = sketch.dot("centre:star", place, 0.06, color=RED)
            out = free_way(layout, center)
            sketch.text("label:star", "*", place, of=star, toward=out, gap_pt=4, size=size + 3, color=RED)
        if p.layout == "dots":
            carbons = [a.GetIdx() for a in layout.mol.GetAtoms() if a.GetSymbol() == "C" and a.GetIdx() != center]
            for index in carbons:
                sketch.dot(f"carbon:{index}", layout.xy[index], 0.05)
            sketch.claim("count", "carbon", value=len(carbons))
        sketch.claim("smiles", value=smiles)
        _, kind, _ = self._stroke(p)
        sketch.claim("count", kind, value=1 if kind == "wedge" else 7)
        sketch.claim("count", "centre", value=1)
        sketch.entity(p.name, *(mark.id for mark in sketch.marks if mark.id.startswith(("bond", "atom"))))

    def questions(self, p: Centre) -> Iterator[Question]:
        """The stroke, its end, and atoms."""
        layout, counts = turned(p.facts[0], p.turn), composition(molecular_formula(p.facts[0]))
        end = self._stroke(p)[2]
        yield ask_word("end", end, ["OH", "NH₂", "a carbon atom", "Br", "Cl", "SH"])
        yield ask_count("carbons", counts["C"], low=1, likely=[counts["C"] - 1, counts["C"] + 1])
        yield ask_count("hydrogens", counts["H"], low=1, likely=[counts["C"]])
        yield ask_count("bonds", len(bond_orders(layout)), low=1, likely=[counts["C"], sum(bond_orders(layout))])

    @defect(visibility=1)
    def inverted_centre(self, p: Centre, scene: FigureScene, draw: Random) -> FigureScene:
        """The bond that leaves the plane goes to the other side of it, so that the mirror image is drawn."""
        return invert(scene)

    @defect(visibility=3)
    def missing_bond(self, p: Centre, scene: FigureScene, draw: Random) -> FigureScene:
        """A bond between two atoms is not drawn."""
        return missing_bond(scene, draw)

    @defect(visibility=2)
    def wrong_bond_order(self, p: Centre, scene: FigureScene, draw: Random) -> FigureScene:
        """A double bond is drawn as a single one, or a single one as a double."""
        return wrong_bond_order(scene, draw)

    @defect(visibility=2)
    def wrong_element(self, p: Centre, scene: FigureScene, draw: Random) -> FigureScene:
        """An atom bears the symbol of another element."""
        return wrong_element(scene, draw)


def _end_name(atom: Any) -> str:
    if atom.GetSymbol() == "C":
        return "a carbon atom"
    hydrogens = atom.GetTotalNumHs()
    return str(atom.GetSymbol()) + (f"H{'₂' if hydrogens == 2 else ''}" if hydrogens else "")


def invert(scene: FigureScene) -> FigureScene:
    """The wedge as a hashed bond, or the hashed bond as a wedge."""
    wedges = [mark for mark in scene.marks if mark.id.startswith("wedge:") and isinstance(mark, Path)]
    if wedges:
        start, one, two = (np.asarray(point) for point in wedges[0].points)
        name, kept = wedges[0].id.partition(":")[2], [mark for mark in scene.marks if mark.id != wedges[0].id]
        rungs = Sketch()
        hashed(rungs, name, start, (one + two) / 2)
        return scene.with_marks((*kept, *rungs.marks))
    rungs_drawn = [mark for mark in scene.marks if mark.id.startswith("hash:") and isinstance(mark, Path)]
    first, last = rungs_drawn[0].points, rungs_drawn[-1].points
    middle = np.mean(first, axis=0)
    tip = middle - (np.mean(last, axis=0) - middle) / (len(rungs_drawn) - 1)
    name = rungs_drawn[0].id.replace("hash", "wedge").partition(".")[0]
    wedge = Path(id=name, points=(tuple(tip), *last), closed=True, fill=INK)
    return scene.with_marks((*(mark for mark in scene.marks if not mark.id.startswith("hash:")), wedge))


@cache
def alkene(left: str, lower: str, right: str, other: str) -> tuple[str, str]:
    """(SMILES of left(lower)C=C(right)other with left and right across from each other, E or Z or empty where there is none)."""
    from rdkit import Chem

    def branch(group: str) -> str:
        return f"({GROUPS[group]})" if GROUPS[group] else ""

    smiles = f"C{branch(lower)}(/{GROUPS[left]})=C(\\{GROUPS[right]}){branch(other)}"
    mol = Chem.MolFromSmiles(smiles)
    if mol is None:
        return "", ""
    Chem.rdCIPLabeler.AssignCIPLabels(mol)
    found = [bond.GetProp("_CIPCode") for bond in mol.GetBonds() if bond.HasProp("_CIPCode")]
    return (smiles, found[0]) if len(found) == 1 and found[0] in "EZ" else ("", "")


@dataclass(frozen=True, kw_only=True)
class Alkene(Parameters):
    """Four groups at a double bond, the style, and whether two of them change places."""

    layout: str = one_of("letters", "groups", "dots")
    left: tuple[str, ...] = several([name for name in GROUPS if name != "hydrogen"], 2)
    right: tuple[str, ...] = several([name for name in GROUPS if name != "hydrogen"], 2)
    bare: str = one_of("none", "left", "right", "both")
    turn: int = one_of(0, 60, 90, 180)
    asked: str = one_of("label", "ranks", "ranks")

    def valid(self) -> bool:
        """A double bond with a configuration, and a molecule that fits the page."""
        smiles, label = self.facts
        return (
            bool(label)
            and not set(molecular_formula(smiles)) <= set("CH0123456789")
            and turned(smiles).mol.GetNumAtoms() <= 14
            and "." not in smiles
        )

    @property
    def groups(self) -> tuple[str, str, str, str]:
        """At a: the first and the second; at b: the first, across from that of a, and the second."""
        lower = "hydrogen" if self.bare in ("left", "both") else self.left[1]
        other = "hydrogen" if self.bare in ("right", "both") else self.right[1]
        return self.left[0], lower, self.right[0], other

    @property
    def facts(self) -> tuple[str, str]:
        """(SMILES, E or Z)."""
        return alkene(*self.groups)


@cache
def top_groups(groups: tuple[str, str, str, str]) -> tuple[str, str]:
    """Which group has the higher priority at a, and which at b: by the label of alkenes that differ in one place."""
    left, lower, right, other = groups
    return _higher(left, lower), _higher(right, other)


def _higher(one: str, two: str) -> str:
    """Of two groups, by their configuration next to a carbon with bromine above hydrogen."""
    _, label = alkene(one, two, "bromine", "hydrogen")
    return one if label == "E" else two


@family(TYPE)
class AlkeneGeometry(Family[Alkene]):
    """A double bond with four groups; E or Z, or the group that has the higher priority."""

    def solve(self, p: Alkene) -> Solution:
        """As RDKit assigns it."""
        smiles, label = p.facts
        tops = top_groups(p.groups)
        answer = label if p.asked == "label" else " and ".join(tops)
        return Solution(
            answer=Answer(text=answer),
            hidden=(f"({label})", f"{label} configuration", *(tops if p.asked == "ranks" else ())),
            values={
                "formula": plain_formula(molecular_formula(smiles)),
                "a_one": p.groups[0],
                "a_two": p.groups[1],
                "b_one": p.groups[2],
                "b_two": p.groups[3],
                "a_top": tops[0],
                "b_top": tops[1],
                "sides": "opposite sides" if label == "E" else "the same side",
                "label": label,
            },
        )

    def draw(self, p: Alkene, sketch: Sketch) -> None:
        """The skeleton with the letters a and b, in rings, or with a dot at every carbon."""
        smiles, _ = p.facts
        layout = turned(smiles, p.turn)
        scale = fit_page(sketch, layout, 1.2)
        one, two = self._ends(p)
        if p.layout == "groups":
            for index, letter in ((one, "a"), (two, "b")):
                sketch.circle(f"end:{letter}", layout.xy[index], 0.26, fill=PALE_ORANGE, color=ORANGE, width=0.8, z=0)
        draw_compound(sketch, layout, scale, colored=True, all_atoms=False)
        for index, letter in ((one, "a"), (two, "b")):
            of = f"end:{letter}"
            if p.layout != "groups":
                sketch.dot(of, layout.xy[index], 0.06, color=BLUE)
            gap = 7 if p.layout != "groups" else 4 + 0.2 * scale
            words = rf"$\mathrm{{C}}_{{\mathrm{{{letter}}}}}$"
            way = free_way(layout, index)
            sketch.text(
                f"label:{letter}",
                words,
                layout.xy[index],
                of=of,
                toward=way,
                gap_pt=gap,
                color=BLUE,
                size=font_size(scale),
            )
        if p.layout == "dots":
            carbons = [
                a.GetIdx() for a in layout.mol.GetAtoms() if a.GetSymbol() == "C" and a.GetIdx() not in (one, two)
            ]
            for index in carbons:
                sketch.dot(f"carbon:{index}", layout.xy[index], 0.05)
            sketch.claim("count", "carbon", value=len(carbons))
        sketch.claim("smiles", value=smiles)
        sketch.claim("count", "end", value=2)
        sketch.claim("count", "bond", value=layout.mol.GetNumBonds())

    def _ends(self, p: Alkene) -> tuple[int, int]:
        """The two carbon atoms of the double bond, in the order of the SMILES: a, its groups, b."""
        from rdkit import Chem

        num = sum(Chem.MolFromSmiles(GROUPS[name]).GetNumAtoms() for name in p.groups[:2])
        return 0, 1 + num

    def questions(self, p: Alkene) -> Iterator[Question]:
        """What is at each end, and atoms."""
        counts, layout = composition(molecular_formula(p.facts[0])), turned(p.facts[0], p.turn)
        every = list(GROUPS)
        step = (len(p.left[0]) * 5 + len(p.right[1]) * 7) % len(every)
        wrong = [name for name in every[step:] + every[:step] if name not in p.groups]
        yield ask_word("at_a", p.groups[0], [*p.groups[2:], *wrong] if p.groups[1] not in p.groups[2:] else wrong)
        yield ask_count("carbons", counts["C"], low=1, likely=[counts["C"] - 1, counts["C"] + 1])
        yield ask_count("hydrogens", counts["H"], low=0, likely=[counts["C"]])
        yield ask_count("bonds", len(bond_orders(layout)), low=1, likely=[counts["C"], sum(bond_orders(layout))])

    @defect(visibility=3)
    def missing_bond(self, p: Alkene, scene: FigureScene, draw: Random) -> FigureScene:
        """A bond between two atoms is not drawn."""
        return missing_bond(scene, draw)

    @defect(visibility=2)
    def wrong_bond_order(self, p: Alkene, scene: FigureScene, draw: Random) -> FigureScene:
        """A double bond is drawn as a single one, or a single one as a double."""
        return wrong_bond_order(scene, draw)

    @defect(visibility=2)
    def wrong_element(self, p: Alkene, scene: FigureScene, draw: Random) -> FigureScene:
        """An atom bears the symbol of another element."""
        return wrong_element(scene, draw)
