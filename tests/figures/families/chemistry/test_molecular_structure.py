"""Structures of molecules against electron counts, known shapes and RDKit."""

import pytest

pytest.importorskip("rdkit")

from scisynth.figures.families.chemistry.lewis import OUTER, dots_of, star, stars, structures
from scisynth.figures.families.chemistry.molecular_structure.names import chain_smiles, condensed, systematic_name
from scisynth.figures.families.chemistry.molecular_structure.shapes import SHAPES, directions, ideal_angle
from scisynth.figures.families.chemistry.molecular_structure.stereo import alkene, chiral, top_groups
from scisynth.figures.families.chemistry.organic import COMPOUNDS, groups_in, molecular_formula
from scisynth.figures.molecules.read import canonical
from scisynth.figures.parts.chemistry import composition


@pytest.mark.parametrize("formula", structures())
def test_every_lewis_structure_has_the_valence_electrons_of_its_formula(formula):
    neutral, _, charge = formula.partition("^")
    size = int(charge[-1] + (charge[:-1] or "1")) if charge else 0
    total = sum(OUTER[name] * count for name, count in composition(neutral).items()) - size
    dots = dots_of(structures()[formula])
    assert dots.valence == total and sum(dots.charges) == size
    assert all(count >= 0 and count % 2 == 0 for count in dots.lone) or formula in ("NO", "NO2")
    assert sorted(dots.symbols) == sorted(composition(neutral).elements())


def test_second_period_atoms_keep_the_octet():
    for formula, smiles in structures().items():
        dots = dots_of(smiles)
        for name, lone, bonds in zip(dots.symbols, dots.lone, dots.bonds, strict=True):
            if name in ("C", "N", "O", "F"):
                assert lone + 2 * bonds == 8, formula


@pytest.mark.parametrize(
    ("formula", "shape"),
    [("H2O", "bent"), ("NH3", "trigonal pyramidal"), ("SF4", "seesaw"), ("BrO3^-", "trigonal pyramidal"), ("XeF4", "square planar"),
     ("ICl2^+", "bent"), ("I3^-", "linear"), ("NO2^-", "bent"), ("IF5", "square pyramidal"), ("XeO2F2", "seesaw"),
     ("SO3", "trigonal planar"), ("SO3^2-", "trigonal pyramidal"), ("PF5", "trigonal bipyramidal"), ("IF3", "T-shaped")],
)  # fmt: skip
def test_shapes_of_textbooks(formula, shape):
    assert SHAPES[stars()[formula].kind] == shape


def test_each_direction_has_its_ligand_and_each_kind_its_species():
    for kind in SHAPES:
        bonds, lone = directions(kind)
        assert (len(bonds), len(lone)) == kind and any(made.kind == kind for made in stars().values())
    assert [ideal_angle(kind) for kind in ((2, 0), (4, 0), (2, 3), (6, 0))] == [180, 109.5, 180, 90]


def test_sulfate_and_nitrate_have_their_usual_double_bonds():
    assert star("S", "OOOO", -2).orders == (2, 2, 1, 1) and star("N", "OOO", -1).orders == (2, 1, 1)
    assert star("C", "OO").orders == (2, 2)


def test_aspirin_has_an_ester_and_an_acid_but_no_alcohol():
    assert set(groups_in("CC(=O)Oc1ccccc1C(=O)O")) == {"ester", "carboxylic acid"}


def test_formulas_of_compounds():
    assert molecular_formula(COMPOUNDS["caffeine"]) == "C8H10N4O2"
    assert molecular_formula(COMPOUNDS["menthol"]) == "C10H20O"


def test_configurations_of_textbooks():
    # L-alanine is S, L-cysteine R (sulfur ranks above the carboxyl group); but-2-ene's methyl groups across from each other: E.
    assert chiral("alanine", False)[2] != chiral("alanine", True)[2]
    assert alkene("methyl", "hydrogen", "methyl", "hydrogen")[1] == "E"
    assert alkene("methyl", "hydrogen", "ethyl", "chlorine")[1] == "Z"
    assert top_groups(("ethyl", "methyl", "bromine", "chlorine")) == ("ethyl", "bromine")
    assert top_groups(("hydroxymethyl", "isopropyl", "carboxyl", "formyl")) == ("hydroxymethyl", "carboxyl")


@pytest.mark.parametrize(
    ("parts", "name", "smiles"),
    [
        ((4, "ene", 2, ((2, "methyl"), (3, "methyl"))), "2,3-dimethylbut-2-ene", "CC(C)=C(C)C"),
        ((7, "yne", 4, ()), "hept-3-yne", "CCC#CCCC"),
        ((6, "ol", 5, ((3, "methyl"), (2, "chloro"))), "5-chloro-4-methylhexan-2-ol", "CC(O)CC(C)C(C)Cl"),
        ((7, "", 2, ((6, "methyl"), (4, "ethyl"))), "4-ethyl-2-methylheptane", "CC(C)CC(CC)CCC"),
        ((5, "", 2, ((2, "methyl"), (4, "bromo"))), "2-bromo-4-methylpentane", "CC(C)CC(C)Br"),
        ((5, "one", 4, ((2, "methyl"),)), "4-methylpentan-2-one", "CC(=O)CC(C)C"),
        ((5, "", 2, ((2, "methyl"), (2, "methyl"), (4, "methyl"))), "2,2,4-trimethylpentane", "CC(C)CC(C)(C)C"),
    ],
)
def test_names_of_textbooks(parts, name, smiles):
    assert systematic_name(*parts) == name and canonical(chain_smiles(*parts)) == canonical(smiles)


def test_the_condensed_formula_has_the_atoms_of_the_molecule():
    parts = (6, "ene", 1, ((4, "chloro"), (2, "methyl")))
    assert condensed(*parts) == "CH₂=C(CH₃)–CH₂–CH(Cl)–CH₂–CH₃"
    plain = condensed(*parts).translate(str.maketrans("₂₃", "23", "–=≡()"))
    assert composition(plain) == composition(molecular_formula(chain_smiles(*parts)))
