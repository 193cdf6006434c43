"""Crystals against densities and radii of tables, and neighbours by counting."""

import itertools
import math

import numpy as np
import pytest

from scisynth.figures.families.chemistry.crystal_structure.bragg import bragg_spacing, is_allowed, peaks_of
from scisynth.figures.families.chemistry.crystal_structure.ionic import IONIC, NEAREST, UNITS, ionic_basis
from scisynth.figures.families.chemistry.crystal_structure.ionic import density_of as salt_density
from scisynth.figures.families.chemistry.crystal_structure.layers import CELLS, TOUCHING, atoms_in, cell_area
from scisynth.figures.families.chemistry.crystal_structure.layers import INNER as SECOND
from scisynth.figures.families.chemistry.crystal_structure.metals import ATOMS, METALS, TOUCH, density_of, edge_from
from scisynth.figures.families.chemistry.crystal_structure.planes import cut, indices_of, spacing
from scisynth.figures.families.chemistry.crystal_structure.tetrahedral import CORNERS, COVALENT, INNER
from scisynth.figures.families.chemistry.crystal_structure.tetrahedral import NEAREST as BOND
from scisynth.figures.families.chemistry.crystal_structure.tetrahedral import density_of as covalent_density
from scisynth.figures.families.registry import get_family
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


def test_planes_cut_the_cube_in_known_shapes():
    assert [len(cut(indices)) for indices in ((1, 0, 0), (1, 1, 0), (1, 1, 1), (2, 1, 0))] == [4, 4, 3, 4]
    assert all(np.asarray((2, 1, 1)) @ corner == pytest.approx(1) for corner in cut((2, 1, 1)))


@pytest.mark.parametrize("cuts", [(1, 2, 3), (2, 2, 1), (4, 3, 2), (1, 4, 4)])
def test_indices_belong_to_the_plane_through_the_cuts(cuts):
    corners = np.diag(np.asarray(cuts, dtype=float))
    normal = np.cross(corners[1] - corners[0], corners[2] - corners[0])
    found = np.asarray(indices_of(cuts), dtype=float)
    assert np.cross(normal, found) == pytest.approx(np.zeros(3)) and math.gcd(*indices_of(cuts)) == 1


@pytest.mark.parametrize("indices", [(1, 1, 0), (2, 1, 1), (3, 2, 0)])
def test_spacing_is_the_distance_of_the_plane_from_the_origin(indices):
    unit = np.asarray(indices) / np.linalg.norm(indices)
    assert spacing(5.0, indices) == pytest.approx(5.0 * float(unit @ cut(indices)[0]))


def test_patterns_of_metals():
    # 2θ of powder diffraction files with Cu Kα: Cu 43.3, 50.4, 74.1; Fe 44.7, 65.0, 82.3; W 40.3, 58.3, 73.2.
    for metal, angles in (("Cu", (43.3, 50.4, 74.1)), ("Fe", (44.7, 65.0, 82.3)), ("W", (40.3, 58.3, 73.2))):
        assert [angle for _, angle in peaks_of(metal, 154.06)][:3] == pytest.approx(angles, abs=0.2)
    assert bragg_spacing(1, 154.06, 43.3 / 2) == pytest.approx(208.7, abs=0.3)


@pytest.mark.parametrize(("lattice", "places"), [("F", FACES), ("I", BODY)])
def test_forbidden_reflections_have_no_structure_factor(lattice, places):
    for hkl in itertools.product(range(4), repeat=3):
        factor = sum(np.exp(2j * np.pi * np.dot(hkl, place)) for place in places)
        assert is_allowed(lattice, hkl) == (abs(factor) > 1e-9)


def test_layers_hold_as_many_atoms_as_are_counted_in_a_large_piece():
    for layout, sides in CELLS.items():
        one, two = (np.asarray(side) for side in sides)
        lattice = [i * one + j * two for i in range(-90, 91) for j in range(-90, 91)]
        places = np.asarray(lattice + [place + SECOND[layout] for place in lattice if layout in SECOND])
        inside = (np.abs(places + 0.23) < 30).all(axis=1).sum()
        assert inside / 3600 == pytest.approx(atoms_in(layout) / cell_area(layout), rel=0.02)
        gaps = np.linalg.norm(places - places[np.abs(places).sum(axis=1).argmin()], axis=1)
        assert gaps[gaps > 1e-9].min() == pytest.approx(1) and (np.abs(gaps - 1) < 1e-9).sum() == TOUCHING[layout]


def test_the_fraction_of_a_close_packed_layer_is_that_of_tables():
    found = {}
    for seed in range(80):
        p = get_family("sphere_layer").sample(seed)
        if p.asked == "coverage":
            found[p.layout] = get_family("sphere_layer").solve(p).answer.value
    assert found["hexagonal"] == pytest.approx(90.69, abs=0.01) and found["square"] == pytest.approx(78.54, abs=0.01)


def test_no_edge_of_the_cell_covers_the_length_of_a_disc():
    for seed in range(12):
        scene = get_family("sphere_layer").make(seed)
        length = next(mark for mark in scene.marks if mark.id in ("diameter:D", "radius:r"))
        heights = [y for _, y in scene.path("cell:unit").points]
        assert not min(heights) - 0.1 < length.points[0][1] < max(heights) + 0.1, seed
