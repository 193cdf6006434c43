"""Chemistry - Reaction Scheme, equations: stoichiometry and esterification.

Coefficients are the smallest whole numbers in the null space of the matrix of atoms (elements by compounds), so no list of
balanced equations is kept. Products of the esterification come from a reaction rule in RDKit and are checked atom by atom.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from random import Random

from scisynth.figures.families.registry import defect, family
from scisynth.figures.parts.chemistry import (
    canvas,
    composition,
    formula_text,
    molar_mass,
    near_counts,
    other_options,
    plain_formula,
)
from scisynth.figures.parts.molecule import missing_bond, wrong_bond_order, wrong_element
from scisynth.figures.parts.palette import BLUE, GREY, PALE_BLUE, PALE_GREEN, RED
from scisynth.figures.scene.marks import Label
from scisynth.figures.scene.molecule_drawing import draw_molecule, font_size, lay_out
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer

TYPE = "Chemistry - Reaction Scheme"
REACTIONS = [
    tuple(tuple(side.split(" + ")) for side in line.split(" = "))
    for line in """CH4 + O2 = CO2 + H2O
C3H8 + O2 = CO2 + H2O
C2H6O + O2 = CO2 + H2O
C6H12O6 + O2 = CO2 + H2O
Fe2O3 + CO = Fe + CO2
Al + Fe2O3 = Al2O3 + Fe
NH3 + O2 = NO + H2O
N2 + H2 = NH3
KClO3 = KCl + O2
Al + Cl2 = AlCl3
CaCO3 + HCl = CaCl2 + CO2 + H2O
Na + H2O = NaOH + H2
Fe + O2 = Fe2O3
P4 + O2 = P4O10
SO2 + O2 = SO3
ZnS + O2 = ZnO + SO2
Al(OH)3 + H2SO4 = Al2(SO4)3 + H2O
Cu + HNO3 = Cu(NO3)2 + NO + H2O
SiO2 + C = Si + CO
MnO2 + HCl = MnCl2 + Cl2 + H2O
H2O2 = H2O + O2
TiCl4 + Mg = Ti + MgCl2
CuO + NH3 = Cu + N2 + H2O
PbS + O2 = PbO + SO2
Mg3N2 + H2O = Mg(OH)2 + NH3""".splitlines()
]


def balance(reactants: Sequence[str], products: Sequence[str]) -> list[int]:
    """Smallest whole coefficients of an equation, reactants first."""
    from sympy import Matrix, ilcm

    compounds = [*reactants, *products]
    elements = sorted({element for compound in compounds for element in composition(compound)})
    signs = [1] * len(reactants) + [-1] * len(products)
    atoms = Matrix(
        [
            [sign * composition(compound)[element] for compound, sign in zip(compounds, signs, strict=True)]
            for element in elements
        ]
    )
    (space,) = atoms.nullspace()
    whole = space * ilcm(*(value.q for value in space))
    counts = [abs(int(value)) for value in whole]
    return [count // math.gcd(*counts) for count in counts]


@family(TYPE, "stoichiometry")
def stoichiometry(draw: Random) -> FigureScene:
    """A balanced equation with the mass of one compound; the mass of another follows."""
    reactants, products = draw.choice(REACTIONS)
    compounds, numbers = [*reactants, *products], balance(reactants, products)
    known, wanted = draw.randrange(len(reactants)), len(reactants) + draw.randrange(len(products))
    mass = draw.choice((2.5, 4.0, 5.0, 8.0, 10.0, 12.5, 20.0, 25.0, 40.0, 50.0))
    sketch = Sketch()
    x, middle = 0.0, []
    for index, (compound, number) in enumerate(zip(compounds, numbers, strict=True)):
        length = 0.17 * len(compound) + 0.75
        box = sketch.rectangle(
            f"card:{index}",
            x,
            -0.34,
            x + length,
            0.34,
            fill=PALE_BLUE if index < len(reactants) else PALE_GREEN,
            color=GREY,
            width=0.9,
            z=1,
        )
        centre = (x + length / 2, 0.0)
        middle.append(centre[0])
        words = (f"{number} " if number > 1 else "") + formula_text(compound)
        sketch.text(f"term:{index}", words, centre, of=box, size=14)
        sketch.claim("inside", f"term:{index}", box)
        x += length
        if index == len(reactants) - 1:
            sketch.arrow("arrow:reaction", (x + 0.15, 0), (x + 0.95, 0), width=1.8)
            x += 1.1
        elif index < len(compounds) - 1:
            sketch.text(f"plus:{index}", "+", (x + 0.2, 0), size=14)
            x += 0.4
    for index, words, color in ((known, f"$m$ = {mass:g} g", BLUE), (wanted, "$m$ = ?", RED)):
        at = (middle[index], -0.95)
        sketch.text(f"mass:{index}", words, at, color=color)
        ends = [(middle[index], -0.74), (middle[index], -0.4)]
        sketch.line(f"link:{index}", *ends, width=1.0, color=color)
        sketch.claim("connected", f"link:{index}", f"card:{index}", tolerance=12)
        sketch.claim("near", f"mass:{index}", f"link:{index}")
    sketch.claim("value", f"mass:{known}", value=mass)
    sketch.claim("count", "card", value=len(compounds))
    sketch.claim("order", *(f"term:{index}" for index in range(len(compounds))), value="left_to_right")
    one, two = compounds[known], compounds[wanted]
    result = mass / molar_mass(one) * numbers[wanted] / numbers[known] * molar_mass(two)
    answer = number_answer(result, "g")
    left = " + ".join(f"{n} {plain_formula(c)}" for n, c in zip(numbers, reactants, strict=False))
    names = [plain_formula(compound) for compound in compounds]
    spare = ["O₂", "H₂O", "CO₂", "N₂", "HCl", "NaOH", "H₂"]
    return sketch.scene(
        problem=f"{plain_formula(one)} ({mass:g} g) reacts completely: {left} → "
        + " + ".join(f"{n} {plain_formula(c)}" for n, c in zip(numbers[len(reactants) :], products, strict=True))
        + f". What mass of {plain_formula(two)} is formed?",
        multimodal_question=f"The compound with the given mass reacts completely. What mass of {plain_formula(two)} is formed?",
        givens=(Quantity(symbol=f"m({plain_formula(one)})", value=mass, unit="g"),),
        unknown=f"the mass of {plain_formula(two)}",
        answer=answer,
        solution=f"{mass:g} g / {molar_mass(one):.2f} g/mol · {numbers[wanted]}/{numbers[known]} · {molar_mass(two):.2f} g/mol = {answer.text}",
        hidden=(answer.text,) if answer.text != f"{mass:g} g" else (f"m = {answer.text} of product",),
        quizzes=(
            make_quiz(
                draw,
                f"Which coefficient stands before {names[wanted]}?",
                str(numbers[wanted]),
                near_counts(draw, numbers[wanted], 1),
            ),
            make_quiz(
                draw,
                "Which compound's mass is given?",
                names[known],
                other_options(draw, [*names, *spare], names[known]),
            ),
            make_quiz(draw, "How many products does the equation have?", str(len(products)), ["1", "2", "3", "4"]),
            make_quiz(
                draw, "What mass is given?", f"{mass:g} g", [f"{mass * 2:g} g", f"{mass / 2:g} g", f"{mass + 3:g} g"]
            ),
        ),
        alt_text=f"Balanced equation of {', '.join(names[: len(reactants)])} to {', '.join(names[len(reactants) :])}; {mass:g} g of {names[known]} are given.",
    )


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


@defect("stoichiometry", "unbalanced")
def unbalanced(scene: FigureScene, draw: Random) -> FigureScene:
    """A coefficient is raised by one, so atoms appear from nowhere."""
    term = draw.choice([mark for mark in scene.marks if isinstance(mark, Label) and mark.id.startswith("term:")])
    head, _, rest = term.text.partition(" ")
    words = f"{int(head) + 1} {rest}" if rest and head.isdecimal() else f"2 {term.text}"
    return scene.with_marks(tuple(replace(term, text=words) if mark.id == term.id else mark for mark in scene.marks))


for _name, _spoil in (
    ("missing_bond", missing_bond),
    ("wrong_bond_order", wrong_bond_order),
    ("wrong_element", wrong_element),
):
    defect("esterification", _name)(_spoil)
