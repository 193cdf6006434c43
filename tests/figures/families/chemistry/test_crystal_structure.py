"""Crystals against densities and radii of tables, and neighbours by counting."""

import pytest

from scisynth.figures.families.chemistry.crystal_structure.ionic import IONIC, NEAREST, UNITS, ionic_basis
from scisynth.figures.families.chemistry.crystal_structure.ionic import density_of as salt_density
from scisynth.figures.families.chemistry.crystal_structure.metals import ATOMS, METALS, TOUCH, density_of, edge_from
from scisynth.figures.families.chemistry.crystal_structure.tetrahedral import CORNERS, COVALENT, INNER
from scisynth.figures.families.chemistry.crystal_structure.tetrahedral import NEAREST as BOND
from scisynth.figures.families.chemistry.crystal_structure.tetrahedral import density_of as covalent_density
from scisynth.figures.parts.chemistry import MASSES, composition, molar_mass
from scisynth.figures.parts.crystal import BODY, FACES, shortest


@pytest.mark.parametrize(
    ("metal", "density"), [("Cu", 8.93), ("Fe", 7.87), ("Ag", 10.49), ("Au", 19.3), ("Na", 0.968), ("Al", 2.70)]
)
def test_densities_of_tables(metal, density):
    lattice, edge = METALS[metal]
    assert density_of(ATOMS[lattice], MASSES[metal], edge) == pytest.approx(density, rel=0.01)
    assert edge_from(ATOMS[lattice], MASSES[metal], density) == pytest.approx(edge, rel=0.004)


def test_spheres_touch_their_nearest_neighbours():
    for lattice, places in (("I", BODY), ("F", FACES)):
        assert (
            shortest({"X": places}, unlike=False)[0] == pytest.approx(2 * TOUCH[lattice])
            and len(places) == ATOMS[lattice]
        )


@pytest.mark.parametrize(
    ("salt", "density"),
    [("NaCl", 2.165), ("CsCl", 3.99), ("CaF2", 3.18), ("MgO", 3.58), ("BaF2", 4.89), ("PbF2", 7.75)],
)
def test_densities_of_salts(salt, density):
    kind, edge, _ = IONIC[salt]
    assert salt_density(UNITS[kind], molar_mass(salt), edge) == pytest.approx(density, rel=0.012)


def test_neighbours_of_a_cation_are_found_in_its_cell():
    around = {"rock salt": 6, "caesium chloride": 8, "fluorite": 8}
    for salt, (kind, _, _) in IONIC.items():
        cation, anion = composition(salt)
        basis = ionic_basis(kind, cation, anion)
        cell = {cation: basis[cation], anion: basis[anion]}
        assert shortest(cell, unlike=True) == (pytest.approx(NEAREST[kind]), around[kind])
        assert len(basis[cation]) == UNITS[kind]


@pytest.mark.parametrize(
    ("crystal", "density"), [("C", 3.515), ("Si", 2.329), ("Ge", 5.32), ("GaAs", 5.32), ("ZnS", 4.09)]
)
def test_densities_of_diamond_and_zincblende(crystal, density):
    molar = 2 * MASSES[crystal] if crystal in MASSES else molar_mass(crystal)
    assert covalent_density(molar, COVALENT[crystal]) == pytest.approx(density, rel=0.012)


def test_four_bonds_of_a_quarter_of_the_diagonal():
    assert shortest({"Zn": FACES, "S": INNER}, unlike=True) == (pytest.approx(BOND), 4)
    # In the small cube all neighbours of the middle are equally far from it and from each other, as in a tetrahedron.
    apart = {round(sum((a - b) ** 2 for a, b in zip(one, two, strict=True)), 9) for one in CORNERS for two in CORNERS}
    assert apart == {0.0, 2.0}
