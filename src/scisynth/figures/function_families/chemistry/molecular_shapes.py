"""Chemistry - Molecular Structure, small molecules: Lewis structures, formal charges, VSEPR shapes, sigma and pi bonds.

Formal charge = valence electrons - lone electrons - bonds. Shapes follow from the electron domains (Gillespie and Nyholm);
bond angles drawn and marked are measured ones (NIST CCCBDB, rounded) where the bonds lie in the plane of the page.
"""

import math
from dataclasses import dataclass
from random import Random

import numpy as np

from scisynth.core.problems import Answer
from scisynth.figures.families.registry import defect, family
from scisynth.figures.parts.chemistry import canvas, composition, near_counts, other_options, plain_formula
from scisynth.figures.parts.molecule import lone_pairs, missing_bond, wrong_bond_order, wrong_element
from scisynth.figures.parts.palette import BLUE, GREY, ORANGE, PALE_BLUE, PALE_ORANGE
from scisynth.figures.scene.molecule_drawing import DOUBLE, draw_molecule, font_size, hashed, lay_out, wedge
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, make_quiz

TYPE = "Chemistry - Molecular Structure"
LEWIS = {
    "ozone": "[O-][O+]=O", "nitrate ion": "[O-][N+](=O)[O-]", "nitric acid": "O[N+](=O)[O-]", "carbon monoxide": "[C-]#[O+]",
    "dinitrogen monoxide": "[N-]=[N+]=O", "azide ion": "[N-]=[N+]=[N-]", "nitrite ion": "[O-]N=O", 
    "hydronium ion": "[OH3+]", "carbonate ion": "[O-]C(=O)[O-]", "hydrogen carbonate ion": "OC(=O)[O-]",
    "cyanate ion": "[O-]C#N", "thiocyanate ion": "[S-]C#N", "cyanide ion": "[C-]#N", "tetrafluoroborate ion": "F[B-](F)(F)F",
    "hypochlorite ion": "[O-]Cl", "nitromethane": "C[N+](=O)[O-]", "diazomethane": "C=[N+]=[N-]",
    "methoxide ion": "C[O-]", "formate ion": "O=C[O-]", "acetate ion": "CC(=O)[O-]", 
    "amide ion": "[NH2-]", "hydroxide ion": "[OH-]", "nitronium ion": "O=[N+]=O", "hydrazinium ion": "N[NH3+]",
    "methyl isocyanide": "C[N+]#[C-]",
}  # fmt: skip
ORGANIC = {
    "propene": "CC=C", "propyne": "CC#C", "acetone": "CC(C)=O", "acetaldehyde": "CC=O", "acetic acid": "CC(=O)O",
    "acrylonitrile": "C=CC#N", "formaldehyde": "C=O", "formic acid": "OC=O", "acetamide": "CC(N)=O", "ketene": "C=C=O",
    "allene": "C=C=C", "butadiene": "C=CC=C", "ethyne": "C#C", "hydrogen cyanide": "C#N", "acetonitrile": "CC#N",
    "methanol": "CO", "vinyl chloride": "C=CCl", "urea": "NC(N)=O", "carbon dioxide": "O=C=O", "acrolein": "C=CC=O",
    "vinylacetylene": "C=CC#C", "glyoxal": "O=CC=O", "dimethyl ether": "COC", "methylamine": "CN", "formamide": "NC=O",
    "propynal": "O=CC#C", "cyanogen": "N#CC#N", "acrylic acid": "C=CC(=O)O", "methyl formate": "COC=O", "oxalic acid": "OC(=O)C(=O)O",
}  # fmt: skip


@family(TYPE, "lewis_formal_charge")
def lewis_formal_charge(draw: Random) -> FigureScene:
    """A Lewis structure with all lone pairs; the formal charge of one atom is asked for."""
    from rdkit import Chem

    name, smiles = draw.choice(list(LEWIS.items()))
    layout = lay_out(smiles, all_atoms=True).moved(0, 0)
    table = Chem.GetPeriodicTable()
    heavy = [atom for atom in layout.mol.GetAtoms() if atom.GetSymbol() != "H"]
    asked = draw.choice(heavy)
    bonded = {atom.GetIdx(): int(sum(bond.GetBondTypeAsDouble() for bond in atom.GetBonds())) for atom in heavy}
    lone = {
        atom.GetIdx(): table.GetNOuterElecs(atom.GetAtomicNum()) - atom.GetFormalCharge() - bonded[atom.GetIdx()]
        for atom in heavy
    }
    total = Chem.GetFormalCharge(layout.mol)
    for atom in layout.mol.GetAtoms():
        atom.SetIntProp("charge", atom.GetFormalCharge())
        atom.SetFormalCharge(0)
    sketch = Sketch()
    wide, high = layout.size[0] + 2.6, layout.size[1] + 2.2
    scale = canvas(sketch, -max(wide, 5.2) / 2, -high / 2, max(wide, 5.2) / 2, high / 2)
    size = font_size(scale)
    asked_place = layout.xy[asked.GetIdx()]
    sketch.circle("asked:ring", asked_place, 1.35 * size / scale, fill=PALE_ORANGE, color=ORANGE, width=0.8, z=0)
    draw_molecule(sketch, layout, scale, all_atoms=True)
    for index, electrons in lone.items():
        lone_pairs(sketch, layout, index, electrons // 2, scale)
    if total:
        _brackets(sketch, wide / 2 - 0.35, high / 2 - 0.25, total)
    for atom in layout.mol.GetAtoms():
        atom.SetFormalCharge(atom.GetIntProp("charge"))
    sketch.claim("smiles", value=smiles)
    if sum(lone.values()):
        sketch.claim("count", "electron", value=sum(lone.values()))
    sketch.claim("inside", f"atom:{asked.GetIdx()}", "asked:ring")
    charge, valence = asked.GetFormalCharge(), table.GetNOuterElecs(asked.GetAtomicNum())
    text = f"{charge:+d}".replace("-", "−") if charge else "0"
    pairs = sum(lone.values()) // 2
    shared = int(sum(bond.GetBondTypeAsDouble() for bond in layout.mol.GetBonds()))
    element = asked.GetSymbol()
    return sketch.scene(
        problem=f"The figure shows a Lewis structure of the {name.removesuffix(' ion')}{' ion' if name.endswith('ion') else ' molecule'} "
        f"without formal charges. Find the formal charge of the circled {element} atom.",
        multimodal_question="Find the formal charge of the circled atom in the Lewis structure.",
        givens=(Quantity(symbol="V", value=valence, meaning=f"valence electrons of {element}"),),
        unknown="the formal charge of the circled atom",
        answer=Answer(text=text, value=charge),
        solution=f"{valence} valence electrons - {lone[asked.GetIdx()]} lone electrons - {bonded[asked.GetIdx()]} bonds = {text}",
        hidden=(f"formal charge {text}",),
        quizzes=(
            make_quiz(draw, "How many lone pairs are drawn in all?", str(pairs), near_counts(draw, pairs)),
            make_quiz(
                draw,
                "Which element's atom is circled?",
                element,
                other_options(draw, ["C", "N", "O", "S", "B", "Cl"], element),
            ),
            make_quiz(draw, "How many bonding lines are drawn in all?", str(shared), near_counts(draw, shared)),
        ),
        alt_text=f"Lewis structure of {name} with {shared} bonding lines and {pairs} lone pairs; one {element} atom is circled.",
    )


def _brackets(sketch: Sketch, half_wide: float, half_high: float, charge: int) -> None:
    """Square brackets around an ion with its charge."""
    lip = 0.18
    for side in (-1, 1):
        x = side * half_wide
        sketch.line(
            f"bracket:{'lr'[side > 0]}",
            (x - side * lip, half_high),
            (x, half_high),
            (x, -half_high),
            (x - side * lip, -half_high),
        )
    sign = ("+" if charge > 0 else "−") if abs(charge) == 1 else f"{abs(charge)}{'+' if charge > 0 else '−'}"
    sketch.text("label:ion", sign, (half_wide, half_high), of="bracket:r", toward=(1, 0.1), gap_pt=4, size=14)
    sketch.claim("count", "bracket", value=2)


@dataclass(frozen=True)
class Species:
    """A molecule AX_nE_m."""

    formula: str
    smiles: str
    ligands: int
    pairs: int
    angle: float
    """Between neighbouring bonds, degrees; measured where lone pairs bend it."""


SPECIES = (
    Species("BeCl2", "Cl[Be]Cl", 2, 0, 180), Species("CO2", "O=C=O", 2, 0, 180), Species("CS2", "S=C=S", 2, 0, 180),
    Species("BF3", "FB(F)F", 3, 0, 120), Species("BCl3", "ClB(Cl)Cl", 3, 0, 120), Species("SO3", "O=S(=O)=O", 3, 0, 120),
    Species("SO2", "O=S=O", 2, 1, 119.3), Species("BBr3", "BrB(Br)Br", 3, 0, 120),
    Species("CH4", "C", 4, 0, 109.5), Species("CCl4", "ClC(Cl)(Cl)Cl", 4, 0, 109.5), Species("SiH4", "[SiH4]", 4, 0, 109.5),
    Species("SiF4", "F[Si](F)(F)F", 4, 0, 109.5), Species("CF4", "FC(F)(F)F", 4, 0, 109.5),
    Species("SiCl4", "Cl[Si](Cl)(Cl)Cl", 4, 0, 109.5),
    Species("NH3", "N", 3, 1, 106.7), Species("PH3", "P", 3, 1, 93.5), Species("NF3", "FN(F)F", 3, 1, 102.4),
    Species("PCl3", "ClP(Cl)Cl", 3, 1, 100.1), Species("PF3", "FP(F)F", 3, 1, 97.8), Species("AsH3", "[AsH3]", 3, 1, 91.8),
    Species("H2O", "O", 2, 2, 104.5), Species("H2S", "S", 2, 2, 92.1), Species("OF2", "FOF", 2, 2, 103.1),
    Species("SCl2", "ClSCl", 2, 2, 102.7), Species("PCl5", "ClP(Cl)(Cl)(Cl)Cl", 5, 0, 90), Species("PF5", "FP(F)(F)(F)F", 5, 0, 90),
    Species("SF4", "FS(F)(F)F", 4, 1, 90), Species("ICl3", "ClI(Cl)Cl", 3, 2, 90), Species("XeF2", "F[Xe]F", 2, 3, 180),
    Species("SF6", "FS(F)(F)(F)(F)F", 6, 0, 90), Species("SeF6", "F[Se](F)(F)(F)(F)F", 6, 0, 90),
    Species("IF5", "FI(F)(F)(F)F", 5, 1, 90), Species("XeF4", "F[Xe](F)(F)F", 4, 2, 90),
)  # fmt: skip
SHAPES = {
    (2, 0): "linear", (3, 0): "trigonal planar", (2, 1): "bent", (4, 0): "tetrahedral", (3, 1): "trigonal pyramidal",
    (2, 2): "bent", (5, 0): "trigonal bipyramidal", (4, 1): "seesaw", (3, 2): "T-shaped", (2, 3): "linear",
    (6, 0): "octahedral", (5, 1): "square pyramidal", (4, 2): "square planar",
}  # fmt: skip
DOMAINS = {2: "linear", 3: "trigonal planar", 4: "tetrahedral", 5: "trigonal bipyramidal", 6: "octahedral"}
HYBRIDS = {2: "sp", 3: "sp²", 4: "sp³"}


def _directions(species: Species) -> tuple[list[tuple[float, str]], list[float]]:
    """Degrees and kind of stroke of each bond, and the degrees of each lone pair."""
    half, kind = species.angle / 2, (species.ligands, species.pairs)
    flat = {
        (2, 0): ([180.0, 0.0], []), (3, 0): ([90.0, 210.0, 330.0], []), (2, 1): ([270 - half, 270 + half], [90.0]),
        (2, 2): ([270 - half, 270 + half], [55.0, 125.0]), (2, 3): ([180.0, 0.0], [90.0, 240.0, 300.0]),
        (3, 2): ([90.0, 270.0, 0.0], [150.0, 210.0]),
    }  # fmt: skip
    if kind in flat:
        bonds, lone = flat[kind]
        return [(angle, "bond") for angle in bonds], lone
    if kind == (4, 0):
        return [(90.0, "bond"), (90 + species.angle, "bond"), (295.0, "wedge"), (340.0, "hash")], []
    if kind == (3, 1):
        return [(205.0, "bond"), (285.0, "wedge"), (335.0, "hash")], [90.0]
    if kind == (4, 1):
        return [(90.0, "bond"), (270.0, "bond"), (325.0, "wedge"), (35.0, "hash")], [180.0]
    if kind == (5, 0):
        return [(90.0, "bond"), (270.0, "bond"), (180.0, "bond"), (325.0, "wedge"), (35.0, "hash")], []
    corners = [(205.0, "wedge"), (335.0, "wedge"), (25.0, "hash"), (155.0, "hash")]
    axial = {0: [(90.0, "bond"), (270.0, "bond")], 1: [(90.0, "bond")], 2: []}[species.pairs]
    return axial + corners, {0: [], 1: [270.0], 2: [90.0, 270.0]}[species.pairs]


def _stroke(sketch: Sketch, name: str, kind: str, order: int, start: np.ndarray, stop: np.ndarray) -> None:
    if kind == "wedge":
        wedge(sketch, name, start, stop)
    elif kind == "hash":
        hashed(sketch, name, start, stop)
    elif order == 2:
        along = (stop - start) / np.linalg.norm(stop - start)
        aside = DOUBLE / 2 * np.asarray([-along[1], along[0]])
        sketch.line(f"bond:{name}", start + aside, stop + aside)
        sketch.line(f"bond2:{name}", start - aside, stop - aside)
    else:
        sketch.line(f"bond:{name}", start, stop)


def _draw_shape(sketch: Sketch, species: Species, order: int) -> None:
    """Central atom at the origin with its bonds, ligands and lobes of lone pairs."""
    scale = canvas(sketch, -2.3, -1.75, 2.3, 1.75)
    em = font_size(scale) / scale
    counts = composition(species.formula)
    if species.formula in ("H2O", "H2S", "OF2"):
        central = species.formula.strip("H2F")
    else:
        central = next(iter(counts))
    ligand = next(element for element in counts if element != central)
    bonds, lone = _directions(species)
    for number, angle in enumerate(lone):
        way = np.asarray([math.cos(math.radians(angle)), math.sin(math.radians(angle))])
        sketch.circle(
            f"lobe:{number}",
            0.55 * way,
            0.33,
            radius_y=0.18,
            tilt_deg=angle,
            fill=PALE_BLUE,
            color=BLUE,
            width=0.9,
            z=1,
        )
        aside = 0.055 * np.asarray([-way[1], way[0]])
        for side in (-1, 1):
            sketch.dot(f"lone:{number}{'ab'[side > 0]}", 0.62 * way + side * aside, 0.026, color=BLUE)
    for number, (angle, kind) in enumerate(bonds, 1):
        way = np.asarray([math.cos(math.radians(angle)), math.sin(math.radians(angle))])
        _stroke(sketch, f"0-{number}", kind, order, 0.62 * em * way, (1.25 - (0.52 + 0.25 * len(ligand)) * em) * way)
        sketch.text(f"atom:{number}", rf"$\mathrm{{{ligand}}}$", 1.25 * way, size=font_size(scale))
    sketch.text("atom:0", rf"$\mathrm{{{central}}}$", (0, 0), size=font_size(scale))
    for index, (angle, kind) in enumerate(bonds, 1):
        if kind == "bond":
            sketch.claim("direction", f"bond:0-{index}", value=angle % 360)
    bent = species.pairs and species.ligands == 2 and species.angle < 170
    if bent:
        ends = [(math.cos(math.radians(angle)), math.sin(math.radians(angle))) for angle, _ in bonds]
        sketch.angle("angle:bond", (0, 0), ends[0], ends[1], f"{species.angle:g}°", 0.55)
    for kind in ("wedge", "hash"):
        num = sum(item == kind for _, item in bonds)
        if num:
            sketch.claim("count", kind, value=num * (7 if kind == "hash" else 1))
    if lone:
        sketch.claim("count", "lobe", value=len(lone))
        sketch.claim("count", "lone", value=2 * len(lone))


@family(TYPE, "vsepr_shape")
def vsepr_shape(draw: Random) -> FigureScene:
    """A molecule with wedges, hashes and lone pairs; its shape, electron geometry or hybridisation is asked for."""
    species = draw.choice(SPECIES)
    domains = species.ligands + species.pairs
    asked, answer = draw.choice(
        [
            ("shape of the molecule (the arrangement of its atoms)", SHAPES[species.ligands, species.pairs]),
            ("geometry of its electron domains", DOMAINS[domains]),
            ("hybridisation of its central atom", HYBRIDS[domains])
            if domains in HYBRIDS
            else ("number of electron domains at its central atom", str(domains)),
        ]
    )
    order = 2 if "=" in species.smiles else 1
    sketch = Sketch()
    _draw_shape(sketch, species, order)
    sketch.claim("smiles", value=species.smiles)
    bonds, _ = _directions(species)
    wedges = sum(kind == "wedge" for _, kind in bonds)
    formula = plain_formula(species.formula)
    sketch.entity(formula, *(mark.id for mark in sketch.marks if mark.id.startswith("atom")))
    return sketch.scene(
        problem=f"The figure shows the molecule {formula} with its lone pairs at the central atom. State the {asked}.",
        multimodal_question=f"State the {asked} for the molecule in the figure.",
        givens=(),
        unknown=f"the {asked}",
        answer=Answer(text=answer),
        solution=f"{species.ligands} bonded atoms and {species.pairs} lone pairs make {domains} electron domains: {answer}",
        hidden=(answer if not answer.isdigit() else f"{answer} domains",),
        quizzes=(
            make_quiz(
                draw,
                "How many lone pairs are drawn at the central atom?",
                str(species.pairs),
                near_counts(draw, species.pairs),
            ),
            make_quiz(
                draw,
                "How many atoms surround the central atom?",
                str(species.ligands),
                near_counts(draw, species.ligands, 1),
            ),
            make_quiz(draw, "How many bonds are drawn as solid wedges?", str(wedges), near_counts(draw, wedges)),
        ),
        alt_text=f"Structure of {formula}: a central atom with {species.ligands} bonded atoms and {species.pairs} lone pairs.",
    )


@family(TYPE, "sigma_pi_bonds")
def sigma_pi_bonds(draw: Random) -> FigureScene:
    """A structural formula with every atom; its sigma or pi bonds are to be counted."""
    name, smiles = draw.choice(list(ORGANIC.items()))
    layout = lay_out(smiles, all_atoms=True).moved(0, 0)
    orders = [int(bond.GetBondTypeAsDouble()) for bond in layout.mol.GetBonds()]
    sigma, pi = len(orders), sum(orders) - len(orders)
    kind, count = draw.choice((("σ", sigma), ("π", pi)))
    sketch = Sketch()
    wide, high = max(layout.size[0] + 1.6, 5.6), layout.size[1] + 1.9
    scale = canvas(sketch, -wide / 2, -high / 2 - 0.5, wide / 2, high / 2)
    draw_molecule(sketch, layout, scale, all_atoms=True, colored=True)
    sketch.text("caption:name", name, (0, -high / 2 - 0.2), color=GREY, size=12)
    sketch.claim("smiles", value=smiles)
    sketch.claim("count", "bond", value=sigma)
    for role, least in (("bond2", 2), ("bond3", 3)):
        if num := sum(order >= least for order in orders):
            sketch.claim("count", role, value=num)
    hydrogens = sum(atom.GetSymbol() == "H" for atom in layout.mol.GetAtoms())
    triples, doubles = orders.count(3), orders.count(2)
    return sketch.scene(
        problem=f"The figure shows the structural formula of {name}. How many {kind} bonds does one molecule have?",
        multimodal_question=f"How many {kind} bonds does the molecule in the figure have?",
        givens=(),
        unknown=f"the number of {kind} bonds",
        answer=Answer(text=f"{count} {kind} bonds", value=count),
        solution=f"Every bond has one σ bond ({sigma}); {doubles} double and {triples} triple bonds add {doubles} + 2·{triples} = {pi} π bonds",
        hidden=(f"{count} {kind}",),
        quizzes=(
            make_quiz(draw, "How many hydrogen atoms are drawn?", str(hydrogens), near_counts(draw, hydrogens)),
            make_quiz(draw, "How many double bonds are drawn?", str(doubles), near_counts(draw, doubles)),
            make_quiz(draw, "How many triple bonds are drawn?", str(triples), near_counts(draw, triples)),
        ),
        alt_text=f"Structural formula of {name} with every atom; {doubles} double and {triples} triple bonds.",
    )


@defect("lewis_formal_charge", "extra_lone_pair")
def extra_lone_pair(scene: FigureScene, draw: Random) -> FigureScene:
    """A pair of dots too many stands at the circled atom."""
    sketch = Sketch()
    ring = scene.mark("asked:ring")
    x, y = ring.center  # type: ignore[union-attr]
    for number, shift in enumerate((-0.05, 0.05)):
        sketch.dot(f"electron:extra{number}", (x + 0.2, y + 0.2 + shift), 0.02)
    return scene.with_marks((*scene.marks, *sketch.marks))


@defect("vsepr_shape", "flattened")
def flattened(scene: FigureScene, draw: Random) -> FigureScene:
    """One atom and its bond are left out, as if the molecule had another shape."""
    gone = draw.choice(
        [mark.id.partition(":")[2] for mark in scene.marks if mark.id.startswith("atom:") and mark.id != "atom:0"]
    )
    return scene.with_marks(
        tuple(
            mark
            for mark in scene.marks
            if mark.id != f"atom:{gone}" and mark.id.partition(":")[2].partition(".")[0] != f"0-{gone}"
        )
    )


for _name in ("lewis_formal_charge", "sigma_pi_bonds"):
    defect(_name, "wrong_element")(wrong_element)
defect("sigma_pi_bonds", "missing_bond")(missing_bond)
defect("lewis_formal_charge", "missing_bond")(missing_bond)
defect("sigma_pi_bonds", "wrong_bond_order")(wrong_bond_order)
defect("vsepr_shape", "wrong_element")(wrong_element)
