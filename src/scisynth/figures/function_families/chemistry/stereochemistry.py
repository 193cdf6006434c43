"""Chemistry - Molecular Structure, stereochemistry: configuration of stereocentres and of double bonds.

R, S, E and Z are computed by RDKit from the priorities of Cahn, Ingold and Prelog; the wedge that is drawn is read back.
"""

from random import Random
from typing import Any

import numpy as np

from scisynth.core.problems import Answer
from scisynth.figures.families.registry import defect, family
from scisynth.figures.function_families.chemistry.molecular_structure import fit_page, molecular_formula
from scisynth.figures.parts.chemistry import near_counts, other_options, plain_formula
from scisynth.figures.parts.molecule import free_way, missing_bond, wrong_bond_order, wrong_element
from scisynth.figures.parts.palette import BLUE, INK, RED
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.molecule_drawing import draw_molecule, font_size, hashed, lay_out
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.scene.sketch import Sketch, make_quiz

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
adrenaline: CNC[C@H](O)c1ccc(O)c(O)c1""".splitlines()
)


@family(TYPE, "stereocentre")
def stereocentre(draw: Random) -> FigureScene:
    """A wedge or a hashed bond fixes the configuration; R or S by the rules of Cahn, Ingold and Prelog."""
    from rdkit import Chem

    name, smiles = draw.choice(list(CHIRAL.items()))
    if draw.random() < 0.5:
        smiles = smiles.replace("@@", "!").replace("@", "@@").replace("!", "@")
    layout = lay_out(smiles).moved(0, 0)
    (center, label), *_ = Chem.FindMolChiralCenters(Chem.MolFromSmiles(smiles), useLegacyImplementation=False)
    sketch = Sketch()
    scale = fit_page(sketch, layout, 0.9)
    draw_molecule(sketch, layout, scale)
    out = free_way(layout, center)
    star = sketch.dot("centre:star", layout.xy[center], 0.06, color=RED)
    sketch.text(
        "label:star", "*", layout.xy[center], of=star, toward=out, gap_pt=3, size=font_size(scale) + 3, color=RED
    )
    sketch.claim("smiles", value=smiles)
    bond = next(bond for bond in layout.mol.GetBonds() if str(bond.GetBondDir()) in ("BEGINWEDGE", "BEGINDASH"))
    kind = "solid wedge" if str(bond.GetBondDir()) == "BEGINWEDGE" else "hashed wedge"
    end = _group_name(bond.GetEndAtom())
    sketch.claim("count", "wedge" if kind == "solid wedge" else "hash", value=1 if kind == "solid wedge" else 7)
    words = {"R": "R (rectus)", "S": "S (sinister)"}
    ends = ["OH", "NH₂", "a carbon atom", "Br", "Cl", "SH", "H"]
    rings = layout.mol.GetRingInfo().NumRings()
    return sketch.scene(
        problem=f"The figure shows one enantiomer of {name}. "
        f"From the marked centre a {kind} leads to {end}. Give the configuration (R or S) of that centre.",
        multimodal_question="Give the configuration (R or S) of the marked stereocentre.",
        givens=(),
        unknown="the configuration of the stereocentre",
        answer=Answer(text=label),
        solution=f"The CIP priorities around the centre, seen with the lowest at the back, run "
        f"{'clockwise' if label == 'R' else 'anticlockwise'}: {words[label]}",
        hidden=(f"({label})", words[label]),
        quizzes=(
            make_quiz(
                draw,
                "How is the bond drawn that leaves the plane at the marked centre?",
                kind,
                [item for item in ("solid wedge", "hashed wedge", "wavy line", "double line") if item != kind],
            ),
            make_quiz(draw, "What stands at the far end of that bond?", end, other_options(draw, ends, end)),
            make_quiz(draw, "How many rings does the structure have?", str(rings), near_counts(draw, rings)),
        ),
        alt_text=f"Skeletal formula of one enantiomer of {name}; a {kind} leads from the marked centre to {end}.",
    )


def _group_name(atom: Any) -> str:
    if atom.GetSymbol() == "C":
        return "a carbon atom"
    hydrogens = atom.GetTotalNumHs()
    return atom.GetSymbol() + (f"H{'₂' if hydrogens == 2 else ''}" if hydrogens else "")


@family(TYPE, "alkene_geometry")
def alkene_geometry(draw: Random) -> FigureScene:
    """A double bond with four places; E or Z by the priorities on each side."""
    from rdkit import Chem

    heads = {
        "C": "methyl",
        "CC": "ethyl",
        "Cl": "chlorine",
        "Br": "bromine",
        "OC(=O)": "carboxyl",
        "OC": "hydroxymethyl",
    }
    left, right = draw.sample(sorted(heads), 2)
    extra = draw.choice(("", "", "(C)", "(Cl)", "(F)"))
    sides = draw.choice((("/", "/"), ("/", "\\")))
    tail = {"OC(=O)": "C(=O)O", "OC": "CO"}.get(right, right)
    smiles = f"{left}{sides[0]}C{extra}=C{sides[1]}{tail}"
    mol = Chem.MolFromSmiles(smiles)
    Chem.rdCIPLabeler.AssignCIPLabels(mol)
    doubles = [bond for bond in mol.GetBonds() if bond.HasProp("_CIPCode")]
    hetero = sum(atom.GetSymbol() != "C" for atom in mol.GetAtoms())
    if not doubles or not hetero:
        return alkene_geometry(draw)
    label = doubles[0].GetProp("_CIPCode")
    side = "opposite sides" if sides == ("/", "/") else "the same side"
    second = {"": "hydrogen", "(C)": "methyl", "(Cl)": "chlorine", "(F)": "fluorine"}[extra]
    layout = lay_out(smiles).moved(0, 0)
    sketch = Sketch()
    scale = fit_page(sketch, layout, 1.0)
    one, two = doubles[0].GetBeginAtomIdx(), doubles[0].GetEndAtomIdx()
    draw_molecule(sketch, layout, scale, colored=True)
    for index, number in ((one, 1), (two, 2)):
        dot = sketch.dot(f"carbon:{number}", layout.xy[index], 0.055, color=BLUE)
        out = free_way(layout, index)
        sketch.text(
            f"label:{number}", rf"$\mathrm{{C}}_{{\mathrm{{{'ab'[number - 1]}}}}}$", layout.xy[index], of=dot, toward=out,
            gap_pt=4, color=BLUE, size=font_size(scale),
        )  # fmt: skip
    sketch.claim("smiles", value=smiles)
    carbons = sum(atom.GetSymbol() == "C" for atom in mol.GetAtoms())
    doubled = sum(bond.GetBondTypeAsDouble() == 2 for bond in layout.mol.GetBonds())
    return sketch.scene(
        problem=f"In an alkene {plain_formula(molecular_formula(smiles))} the carbon atom a of the double bond bears {heads[left]} and {second}, b bears "
        f"{heads[right]} and hydrogen; {heads[left]} and {heads[right]} lie on {side} of the double bond. Is its configuration E or Z?",
        multimodal_question="Is the configuration of the double bond between a and b E or Z?",
        givens=(),
        unknown="the configuration of the double bond",
        answer=Answer(text=label),
        solution=f"The groups of higher priority lie on {'opposite sides' if label == 'E' else 'the same side'}: {label}",
        hidden=(f"({label})", f"{label} configuration"),
        quizzes=(
            make_quiz(draw, "How many atoms other than carbon are labelled?", str(hetero), near_counts(draw, hetero)),
            make_quiz(
                draw, "How many carbon atoms does the skeleton have?", str(carbons), near_counts(draw, carbons, 1)
            ),
            make_quiz(draw, "How many double bonds are drawn?", str(doubled), near_counts(draw, doubled)),
        ),
        alt_text=f"Skeletal formula of an alkene with {carbons} carbon atoms; its double bond joins the marked atoms a and b.",
    )


@defect("stereocentre", "inverted_centre")
def inverted_centre(scene: FigureScene, draw: Random) -> FigureScene:
    """The bond that leaves the plane goes to the other side of it."""
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
    wedge = Path(
        id=rungs_drawn[0].id.replace("hash", "wedge").partition(".")[0],
        points=(tuple(tip), *last),
        closed=True,
        fill=INK,
    )
    return scene.with_marks((*(mark for mark in scene.marks if not mark.id.startswith("hash:")), wedge))


for _name in ("stereocentre", "alkene_geometry"):
    defect(_name, "missing_bond")(missing_bond)
    defect(_name, "wrong_bond_order")(wrong_bond_order)
    defect(_name, "wrong_element")(wrong_element)
