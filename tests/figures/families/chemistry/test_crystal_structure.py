"""Cubic metals against densities and radii of tables."""

import pytest

from scisynth.figures.families.chemistry.crystal_structure.metals import ATOMS, METALS, TOUCH, density_of, edge_from
from scisynth.figures.parts.chemistry import MASSES
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
