"""Chemistry - Molecular Structure, skeletal formulas: compounds and their functional groups.

Structures are SMILES; coordinates and groups come from RDKit, and the drawing is read back as SMILES.
"""

from functools import cache
from random import Random

import numpy as np

from scisynth.core.problems import Answer
from scisynth.figures.families.registry import defect, family
from scisynth.figures.parts.chemistry import (
    AVOGADRO,
    MASSES,
    canvas,
    composition,
    molar_mass,
    near_counts,
    other_options,
    plain_formula,
)
from scisynth.figures.parts.molecule import missing_bond, wrong_bond_order, wrong_element
from scisynth.figures.parts.palette import ORANGE, PALE_BLUE, PALE_GREEN, PALE_ORANGE, RED
from scisynth.figures.scene.molecule_drawing import Layout, draw_molecule, font_size, lay_out
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer

TYPE = "Chemistry - Molecular Structure"
COMPOUNDS = dict(
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
morpholine: C1COCCN1""".splitlines()
)
GROUPS = {
    "carboxylic acid": "[CX3](=O)[OX2H1]",
    "ester": "[CX3;!$(C[OH])](=O)[OX2;H0]",
    "amide": "[CX3](=O)[NX3;!$([n])]",
    "aldehyde": "[CX3H1](=O)",
    "ketone": "[CX3;$(C([#6])[#6]);!R](=O)",
    "alcohol": "[OX2H;$(O[CX4])]",
    "phenol": "[OX2H;$(Oc)]",
    "ether": "[OX2;H0;!$(O[CX3]=O);$(O([#6])[#6])]",
    "primary amine": "[NX3H2;!$(NC=O)]",
    "alkene": "[CX3;!a]=[CX3;!a]",
}


def fit_page(sketch: Sketch, layout: Layout, low: float = 1.3) -> float:
    """A page around a molecule with room for its labels and a caption below; points per bond length."""
    wide, high = max(layout.size[0] + 2.2, 6.5), layout.size[1] + low + 1.3
    return canvas(sketch, -wide / 2, -layout.size[1] / 2 - low, wide / 2, high - layout.size[1] / 2 - low)


@cache
def molecular_formula(smiles: str) -> str:
    """Hill's formula."""
    from rdkit import Chem
    from rdkit.Chem.rdMolDescriptors import CalcMolFormula

    return str(CalcMolFormula(Chem.MolFromSmiles(smiles)))


@family(TYPE, "skeletal_formula")
def skeletal_formula(draw: Random) -> FigureScene:
    """A skeletal formula and a sample's mass; amounts and numbers of atoms follow from the molar mass."""
    name, smiles = draw.choice(list(COMPOUNDS.items()))
    mass_mg = draw.choice((50, 100, 125, 200, 250, 325, 400, 500, 750))
    formula = molecular_formula(smiles)
    molar, counts = molar_mass(formula), composition(formula)
    element = draw.choice([item for item in ("C", "H", "O", "N") if counts[item]])
    word = {"C": "carbon", "H": "hydrogen", "O": "oxygen", "N": "nitrogen"}[element]
    asked, answer, working = draw.choice(
        [
            ("amount of substance in mmol", number_answer(mass_mg / molar, "mmol"), f"n = {mass_mg} mg / M"),
            (
                f"mass of {word} in it in mg",
                number_answer(mass_mg * counts[element] * MASSES[element] / molar, "mg"),
                f"m({element}) = {mass_mg} mg · {counts[element]}·{MASSES[element]} / M",
            ),
            (
                f"number of {word} atoms in it",
                number_answer(mass_mg / 1000 / molar * AVOGADRO * counts[element], "atoms"),
                f"N = {counts[element]} · {mass_mg} mg · N_A / M",
            ),
        ]
    )
    layout = lay_out(smiles).moved(0, 0)
    sketch = Sketch()
    scale = fit_page(sketch, layout)
    draw_molecule(sketch, layout, scale, colored=True)
    sketch.text("caption:sample", f"sample: $m$ = {mass_mg} mg", (0, -layout.size[1] / 2 - 1.0), valign="top")
    sketch.claim("smiles", value=smiles)
    sketch.entity(name, *(mark.id for mark in sketch.marks if mark.id.startswith(("bond", "atom"))))
    rings = layout.mol.GetRingInfo().NumRings()
    doubles = sum(bond.GetBondTypeAsDouble() == 2 for bond in layout.mol.GetBonds())
    oxygens, nitrogens = counts["O"], counts["N"]
    labelled = [mark.text for mark in sketch.marks if mark.id.startswith("atom:")]  # type: ignore[union-attr]
    return sketch.scene(
        problem=f"The figure shows the skeletal formula of {name}. For a sample of {mass_mg} mg, find the {asked}.",
        multimodal_question=f"Read the compound and the mass of the sample off the figure and find the {asked}.",
        givens=(Quantity(symbol="m", value=mass_mg, unit="mg", meaning=f"mass of {name}"),),
        unknown=f"the {asked}",
        answer=answer,
        solution=f"{plain_formula(formula)}, M = {molar:.2f} g/mol; {working} = {answer.text}",
        hidden=(answer.text, formula),
        quizzes=(
            make_quiz(draw, "How many rings does the structure have?", str(rings), near_counts(draw, rings)),
            make_quiz(draw, "How many double bonds are drawn?", str(doubles), near_counts(draw, doubles)),
            make_quiz(draw, "How many oxygen atoms are labelled?", str(oxygens), near_counts(draw, oxygens)),
            make_quiz(draw, "How many nitrogen atoms are labelled?", str(nitrogens), near_counts(draw, nitrogens)),
        ),
        alt_text=f"Skeletal formula of {name} with {len(labelled)} labelled atoms and {rings} rings; a sample of {mass_mg} mg.",
    )


@cache
def _matches(smiles: str) -> dict[str, tuple[tuple[int, ...], ...]]:
    """Functional groups of a molecule and the atoms of each."""
    from rdkit import Chem

    mol = Chem.MolFromSmiles(smiles)
    found = {name: mol.GetSubstructMatches(Chem.MolFromSmarts(smarts)) for name, smarts in GROUPS.items()}
    return {name: places for name, places in found.items() if places}


@family(TYPE, "functional_groups")
def functional_groups(draw: Random) -> FigureScene:
    """Functional groups in shaded circles; one is to be named."""
    name = draw.choice([item for item, smiles in COMPOUNDS.items() if len(_matches(smiles)) >= 2])
    smiles = COMPOUNDS[name]
    found = _matches(smiles)
    chosen = draw.sample(sorted(found), min(len(found), 3))
    layout = lay_out(smiles).moved(0, 0)
    sketch = Sketch()
    scale = fit_page(sketch, layout, 0.9)
    size = font_size(scale)
    letters = dict(zip("ABC", chosen, strict=False))
    ranked = sorted(letters)
    for letter, color in zip(ranked, (PALE_ORANGE, PALE_BLUE, PALE_GREEN), strict=False):
        spots = layout.xy[list(found[letters[letter]][0])]
        middle = (spots.min(axis=0) + spots.max(axis=0)) / 2
        radius = max(float(np.linalg.norm(spots - middle, axis=1).max()) + 0.42, 0.5)
        ring = sketch.circle(f"group:{letter}", middle, radius, fill=color, color=ORANGE, width=0.9, dash="dashed", z=0)
        out = _free_side(layout, middle, radius)
        sketch.text(
            f"label:{letter}", letter, middle + radius * out, of=ring, toward=out, gap_pt=3, size=size + 1, color=RED
        )
    draw_molecule(sketch, layout, scale)
    sketch.claim("smiles", value=smiles)
    sketch.claim("count", "group", value=len(chosen))
    for letter in ranked:
        for index in found[letters[letter]][0]:
            if any(mark.id == f"atom:{index}" for mark in sketch.marks):
                sketch.claim("inside", f"atom:{index}", f"group:{letter}")
    asked = draw.choice(ranked)
    rings = layout.mol.GetRingInfo().NumRings()
    inside = {letter: _seen(layout, found[letters[letter]][0]) for letter in ranked}
    nowhere = ["no labelled atom", "S only", "O and S", "N and O", "O only", "N only", "Cl only"]
    return sketch.scene(
        problem=f"Functional groups of {name} are circled in its skeletal formula. Which functional group is circled as {asked}?",
        multimodal_question=f"Which functional group is circled as {asked}?",
        givens=(),
        unknown=f"the functional group at {asked}",
        answer=Answer(text=letters[asked]),
        solution=f"{asked} holds the atoms of {GROUPS[letters[asked]]}: {letters[asked]}",
        hidden=(letters[asked],),
        quizzes=(
            make_quiz(draw, "How many groups are circled?", str(len(chosen)), near_counts(draw, len(chosen))),
            make_quiz(
                draw,
                f"Which labelled atoms lie in circle {asked}?",
                inside[asked],
                other_options(draw, nowhere, inside[asked]),
            ),
            make_quiz(draw, "How many rings does the structure have?", str(rings), near_counts(draw, rings)),
        ),
        alt_text=f"Skeletal formula of {name}; {len(chosen)} functional groups are circled and marked {', '.join(ranked)}.",
    )


def _free_side(layout: Layout, middle: np.ndarray, radius: float) -> np.ndarray:
    """The direction in which a letter next to a circle is farthest from all atoms."""
    turns = np.radians(np.arange(0, 360, 30))
    ways = np.stack([np.cos(turns), np.sin(turns)], axis=1)
    spots = middle + (radius + 0.4) * ways
    room = np.linalg.norm(spots[:, None] - layout.xy[None], axis=2).min(axis=1)
    return np.asarray(ways[int(np.argmax(room))])


def _seen(layout: Layout, atoms: tuple[int, ...]) -> str:
    labelled = {layout.mol.GetAtomWithIdx(index).GetSymbol() for index in atoms} - {"C"}
    names = " and ".join(sorted(labelled))
    return names if len(labelled) == 2 else f"{names} only" if names else "no labelled atom"


for _name in ("skeletal_formula", "functional_groups"):
    defect(_name, "missing_bond")(missing_bond)
    defect(_name, "wrong_bond_order")(wrong_bond_order)
    defect(_name, "wrong_element")(wrong_element)
