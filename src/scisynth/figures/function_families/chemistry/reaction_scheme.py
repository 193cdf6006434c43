"""Chemistry - Reaction Scheme, equations: stoichiometry and esterification.

Coefficients are the smallest whole numbers in the null space of the matrix of atoms (elements by compounds), so no list of
balanced equations is kept. Products of the esterification come from a reaction rule in RDKit and are checked atom by atom.
"""

from collections import Counter
from random import Random

from scisynth.figures.families.registry import defect, family
from scisynth.figures.parts.chemistry import (
    canvas,
    composition,
    molar_mass,
    near_counts,
)
from scisynth.figures.parts.molecule import missing_bond, wrong_bond_order, wrong_element
from scisynth.figures.parts.palette import GREY
from scisynth.figures.scene.molecule_drawing import draw_molecule, font_size, lay_out
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer

TYPE = "Chemistry - Reaction Scheme"

ACIDS = {
    "formic acid": "OC=O", "acetic acid": "CC(=O)O", "propanoic acid": "CCC(=O)O", "butanoic acid": "CCCC(=O)O",
    "benzoic acid": "OC(=O)c1ccccc1", "2-methylpropanoic acid": "CC(C)C(=O)O", "pentanoic acid": "CCCCC(=O)O",
}  # fmt: skip
ALCOHOLS = {
    "ethanol": "CCO", "propan-1-ol": "CCCO", "propan-2-ol": "CC(C)O", "butan-1-ol": "CCCCO", "3-methylbutan-1-ol": "CC(C)CCO",
    "benzyl alcohol": "OCc1ccccc1", "pentan-1-ol": "CCCCCO", "cyclohexanol": "OC1CCCCC1",
}  # fmt: skip


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
    from rdkit import Chem
    from rdkit.Chem.rdMolDescriptors import CalcMolFormula

    return composition(CalcMolFormula(Chem.MolFromSmiles(smiles)))


def _mass(smiles: str) -> float:
    return molar_mass("".join(f"{element}{count}" for element, count in _atoms(smiles).items()))


@family(TYPE, "esterification")
def esterification(draw: Random) -> FigureScene:
    """Acid and alcohol to ester and water, in structures; yield by mass."""
    (acid, acid_smiles), (alcohol, alcohol_smiles) = (
        draw.choice(sorted(ACIDS.items())),
        draw.choice(sorted(ALCOHOLS.items())),
    )
    ester_smiles = esterify(acid_smiles, alcohol_smiles)
    mass, share = draw.choice((4.0, 5.0, 6.0, 7.5, 10.0, 12.0, 15.0)), draw.choice((55, 60, 64, 68, 72, 75, 80))
    layouts = [lay_out(smiles) for smiles in (acid_smiles, alcohol_smiles, ester_smiles)]
    gap = 1.5
    row_one = layouts[0].size[0] + gap + layouts[1].size[0]
    row_two = 1.9 + layouts[2].size[0] + gap + 0.8
    wide = max(row_one, row_two) + 1.8
    tall = max(layouts[0].size[1], layouts[1].size[1]), layouts[2].size[1]
    drop = (tall[0] + tall[1]) / 2 + 2.3
    sketch = Sketch()
    scale = canvas(sketch, -wide / 2, -drop - tall[1] / 2 - 1.1, wide / 2, tall[0] / 2 + 0.8)
    size = font_size(scale)
    x, first, y = -row_one / 2, 1, 0.0
    for index, layout in enumerate(layouts):
        if index == 2:
            x, y = -row_two / 2 + 1.9, -drop
        centre = x + layout.size[0] / 2
        draw_molecule(sketch, layout.moved(centre, y), scale, first=first, colored=True)
        first += layout.mol.GetNumAtoms()
        words = (f"$m$ = {mass:g} g", "in excess", f"yield {share} %")[index]
        sketch.text(f"note:{index}", words, (centre, y - tall[index // 2] / 2 - 0.65), valign="top", color=GREY)
        x += layout.size[0] + gap
        if index != 1:
            sketch.text(f"plus:{index}", "+", (x - gap / 2, y), size=size + 4)
    sketch.text(f"atom:{first}", r"$\mathrm{H_2O}$", (x + 0.25, -drop), size=size)
    sketch.arrow("arrow:reaction", (-row_two / 2 - 0.3, -drop), (-row_two / 2 + 1.3, -drop), width=1.8)
    sketch.text(
        "label:acid",
        r"$\mathrm{H^+}$, heat",
        (-row_two / 2 + 0.5, -drop),
        of="arrow:reaction",
        toward=(0, 1),
        size=size,
    )
    sketch.claim("smiles", value=f"{acid_smiles}.{alcohol_smiles}.{ester_smiles}.O")
    sketch.claim("value", "note:0", value=mass)
    sketch.claim("value", "note:2", value=share)
    result = mass / _mass(acid_smiles) * share / 100 * _mass(ester_smiles)
    answer = number_answer(result, "g")
    oxygens = 5 + 1
    names = ["acid", "alcohol", "ester", "water"]
    return sketch.scene(
        problem=f"{mass:g} g of {acid} are heated with an excess of {alcohol} and a little acid; the ester forms with a yield of {share} %. What mass of ester is obtained?",
        multimodal_question="What mass of the ester is obtained in the reaction shown?",
        givens=(
            Quantity(symbol="m", value=mass, unit="g", meaning=acid),
            Quantity(symbol="η", value=share, unit="%", meaning="yield"),
        ),
        unknown="the mass of the ester",
        answer=answer,
        solution=f"{mass:g} g / {_mass(acid_smiles):.2f} g/mol · {share / 100:g} · {_mass(ester_smiles):.2f} g/mol = {answer.text}",
        hidden=(answer.text,) if answer.text != f"{mass:g} g" else (f"m(ester) = {answer.text}",),
        quizzes=(
            make_quiz(
                draw,
                "Which yield is stated?",
                f"{share} %",
                [f"{share + 10} %", f"{share - 13} %", f"{100 - share} %", f"{share + 6} %"],
            ),
            make_quiz(
                draw,
                "Which substance is in excess?",
                "the alcohol",
                [f"the {name}" for name in names if name != "alcohol"],
            ),
            make_quiz(draw, "How many oxygen atoms are drawn in all?", str(oxygens), near_counts(draw, oxygens, 1)),
        ),
        alt_text=f"Structures of {acid} and {alcohol} that react to an ester and water; {mass:g} g of acid, yield {share} %.",
    )


for _name, _spoil in (
    ("missing_bond", missing_bond),
    ("wrong_bond_order", wrong_bond_order),
    ("wrong_element", wrong_element),
):
    defect("esterification", _name)(_spoil)
