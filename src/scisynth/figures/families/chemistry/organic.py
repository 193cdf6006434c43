"""Compounds that figures of molecules share: SMILES of some eighty, functional groups, and pages that fit a molecule."""

import math
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np

from scisynth.figures.parts.chemistry import canvas
from scisynth.figures.scene.molecule_drawing import Layout, draw_molecule, lay_out
from scisynth.figures.scene.sketch import Sketch

COMPOUNDS: Mapping[str, str] = dict(
    line.split(": ")
    for line in """aspirin: CC(=O)Oc1ccccc1C(=O)O
ibuprofen: CC(C)Cc1ccc(cc1)C(C)C(=O)O
paracetamol: CC(=O)Nc1ccc(O)cc1
caffeine: Cn1cnc2c1c(=O)n(C)c(=O)n2C
vanillin: COc1cc(C=O)ccc1O
salicylic acid: OC(=O)c1ccccc1O
benzoic acid: OC(=O)c1ccccc1
aniline: Nc1ccccc1
nicotine: CN1CCCC1c1cccnc1
dopamine: NCCc1ccc(O)c(O)c1
serotonin: NCCc1c[nH]c2ccc(O)cc12
adrenaline: CNCC(O)c1ccc(O)c(O)c1
adenine: Nc1ncnc2[nH]cnc12
thymine: Cc1c[nH]c(=O)[nH]c1=O
uracil: O=c1cc[nH]c(=O)[nH]1
cytosine: Nc1cc[nH]c(=O)n1
benzocaine: CCOC(=O)c1ccc(N)cc1
lidocaine: CCN(CC)CC(=O)Nc1c(C)cccc1C
eugenol: COc1cc(CC=C)ccc1O
isoamyl acetate: CC(=O)OCCC(C)C
methyl salicylate: COC(=O)c1ccccc1O
cinnamaldehyde: O=C/C=C/c1ccccc1
citric acid: OC(=O)CC(O)(C(=O)O)CC(=O)O
adipic acid: OC(=O)CCCCC(=O)O
acetophenone: CC(=O)c1ccccc1
menthol: CC1CCC(C(C)C)C(O)C1
carvone: CC1=CCC(CC1=O)C(C)=C
lactic acid: CC(O)C(=O)O
alanine: CC(N)C(=O)O
serine: NC(CO)C(=O)O
tyrosine: NC(Cc1ccc(O)cc1)C(=O)O
asparagine: NC(CC(N)=O)C(=O)O
pyruvic acid: CC(=O)C(=O)O
levulinic acid: CC(=O)CCC(=O)O
4-aminobenzoic acid: Nc1ccc(cc1)C(=O)O
malic acid: OC(CC(=O)O)C(=O)O
methyl methacrylate: COC(=O)C(C)=C
ferulic acid: COc1cc(/C=C/C(=O)O)ccc1O
glyceraldehyde: OCC(O)C=O
ethyl acetate: CCOC(C)=O
indole: c1ccc2[nH]ccc2c1
quinoline: c1ccc2ncccc2c1
thiophene: c1ccsc1
morpholine: C1COCCN1
threonine: CC(O)C(N)C(=O)O
glutamic acid: NC(CCC(=O)O)C(=O)O
phenylalanine: NC(Cc1ccccc1)C(=O)O
tartaric acid: OC(C(O)C(=O)O)C(=O)O
procaine: CCN(CC)CCOC(=O)c1ccc(N)cc1
mescaline: COc1cc(CCN)cc(OC)c1OC
capsaicin: COc1cc(CNC(=O)CCCCC=CC(C)C)ccc1O
geraniol: CC(C)=CCCC(C)=CCO
citral: CC(C)=CCCC(C)=CC=O
linalool: CC(C)=CCCC(C)(O)C=C
camphor: CC1(C)C2CCC1(C)C(=O)C2
naproxen: COc1ccc2cc(C(C)C(=O)O)ccc2c1
atenolol: CC(C)NCC(O)COc1ccc(CC(N)=O)cc1
salbutamol: CC(C)(C)NCC(O)c1ccc(O)c(CO)c1
ephedrine: CNC(C)C(O)c1ccccc1
acetylcysteine: CC(=O)NC(CS)C(=O)O
methionine: CSCCC(N)C(=O)O""".splitlines()
)
GROUPS = {
    "carboxylic acid": "[CX3](=O)[OX2H1]",
    "ester": "[CX3;!$(C[OH])](=O)[OX2;H0]",
    "amide": "[CX3](=O)[NX3;!$([n])]",
    "aldehyde": "[CX3H1](=O)[#6]",
    "ketone": "[CX3;$(C([#6])[#6]);!R](=O)",
    "alcohol": "[OX2H;$(O[CX4])]",
    "phenol": "[OX2H;$(Oc)]",
    "ether": "[OX2;H0;!$(O[CX3]=O);$(O([#6])[#6])]",
    "primary amine": "[NX3H2;!$(NC=O)]",
    "alkene": "[CX3;!a]=[CX3;!a]",
}
"""SMARTS by name."""


@cache
def molecular_formula(smiles: str) -> str:
    """Hill's formula."""
    from rdkit import Chem
    from rdkit.Chem.rdMolDescriptors import CalcMolFormula

    return str(CalcMolFormula(Chem.MolFromSmiles(smiles)))


@cache
def groups_in(smiles: str) -> dict[str, tuple[tuple[int, ...], ...]]:
    """Functional groups of a molecule and the atoms of each."""
    from rdkit import Chem

    mol = Chem.MolFromSmiles(smiles)
    found = {name: mol.GetSubstructMatches(Chem.MolFromSmarts(smarts)) for name, smarts in GROUPS.items()}
    return {name: places for name, places in found.items() if places}


def turned(smiles: str, turn_deg: float = 0.0, *, all_atoms: bool = False) -> Layout:
    """A molecule's places, turned anticlockwise, about the origin."""
    layout = lay_out(smiles, all_atoms=all_atoms)
    turn = math.radians(turn_deg)
    spin = np.asarray([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]])
    return replace(layout, xy=layout.xy @ spin).moved(0, 0)


def fit_page(sketch: Sketch, layout: Layout, low: float = 1.3, least: float = 6.5) -> float:
    """A page around a molecule with room for its labels, and `low` below it; points per bond length."""
    wide, bottom = max(layout.size[0] + 2.2, least), -layout.size[1] / 2 - low
    return canvas(sketch, -wide / 2, bottom, wide / 2, layout.size[1] / 2 + 1.3)


def draw_compound(sketch: Sketch, layout: Layout, scale: float, **style: Any) -> None:
    """A molecule as it is, its atoms numbered from 0."""
    draw_molecule(sketch, layout, scale, **style)


def bond_orders(layout: Layout) -> list[int]:
    """Of all bonds that are drawn."""
    return [int(bond.GetBondTypeAsDouble()) for bond in layout.mol.GetBonds()]
