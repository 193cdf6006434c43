"""Crystals and what scatters in them, against the literature, spglib and ase."""

import numpy as np
import pytest

from scisynth.core.errors import DataError
from scisynth.instruments.materials import crystals, groups, scattering
from scisynth.instruments.materials.lattice_facts import plane_angle, reduced_spacings
from scisynth.instruments.materials.patches import Cut, cut_patch

pytest.importorskip("ase")
spglib = pytest.importorskip("spglib")
pytest.importorskip("periodictable")


SPACINGS = {
    "silicon [110]": 3.1355,  # JCPDS 27-1402, (111)
    "gold [110]": 2.355,  # JCPDS 04-0784, (111)
    "gold [001]": 2.039,  # JCPDS 04-0784, (200)
    "sodium chloride [001]": 2.821,  # JCPDS 05-0628, (200)
    "magnesium oxide [110]": 2.431,  # JCPDS 45-0946, (111)
    "tungsten [110]": 2.238,  # JCPDS 04-0806, (110)
    "graphene": 2.13,  # (100), a = 2.46 Å
}
SPACE_GROUPS = {
    "silicon": 227, "gold": 225, "iron": 229, "sodium chloride": 225, "gallium arsenide": 216, "caesium chloride": 221,
    "cerium dioxide": 225, "strontium titanate": 221, "magnesium": 194,
}  # fmt: skip


@pytest.mark.parametrize(("structure", "spacing"), SPACINGS.items())
def test_the_largest_spacings_are_those_of_powder_files(structure, spacing):
    assert reduced_spacings(crystals.project(structure))[0] == pytest.approx(spacing, rel=1e-3)


@pytest.mark.parametrize(("name", "number"), SPACE_GROUPS.items())
def test_spglib_knows_the_structures(name, number):
    atoms = crystals.primitive(name)
    cell = (np.asarray(atoms.cell), atoms.get_scaled_positions(), atoms.get_atomic_numbers())
    assert spglib.get_symmetry_dataset(cell).number == number


def plane_group_number(cell, places, kinds):
    """The polar space group of a plane motif that is stretched along the normal by two unlike atoms at each place."""
    full = np.zeros((3, 3))
    full[:2, :2], full[2, 2] = cell, 7.3
    low = np.column_stack([places, np.zeros(len(places))])
    high = np.column_stack([places, np.full(len(places), 0.37)])
    return spglib.get_symmetry_dataset(
        (full, np.concatenate([low, high]), [*kinds, *(kind + 50 for kind in kinds)])
    ).number


@pytest.mark.parametrize(
    "structure",
    [f"{name} [{axis}]" for name, item in crystals.CRYSTALS.items() for axis in crystals.PLANE_GROUPS[item.kind]],
)
def test_spglib_finds_the_plane_groups_of_projections(structure):
    crystal = crystals.project(structure)
    places, kinds = [], []
    for place in crystal.places:  # atoms in one column count as one kind
        mates = [np.abs((other - place + 0.5) % 1 - 0.5).max() < 1e-3 for other in crystal.places]
        named = sorted(element for element, mate in zip(crystal.elements, mates, strict=True) if mate)
        if not any(np.abs((other - place + 0.5) % 1 - 0.5).max() < 1e-3 for other in places):
            places.append(place)
            kinds.append("".join(named))
    numbers = [sorted(set(kinds)).index(kind) + 1 for kind in kinds]
    assert plane_group_number(crystal.cell, np.array(places), numbers) == groups.SPACE_GROUPS[crystal.plane_group]


@pytest.mark.parametrize("group", groups.PLANE_GROUPS)
def test_spglib_finds_every_plane_group_in_the_orbit_of_a_place(group):
    places = np.concatenate(
        [groups.orbit(group, np.array(place)) for place in ((0.137, 0.291), (0.412, 0.083), (0.213, 0.358))]
    )
    per = len(places) // 3
    cell = groups.conventional_cell(group, 10.0, 1.31)
    assert plane_group_number(cell, places, [1] * per + [2] * per + [3] * per) == groups.SPACE_GROUPS[group]


def test_electrons_have_the_wavelengths_of_the_tables():
    """Williams & Carter, table 1.2; Kirkland, table 2.2 gives σ."""
    assert [scattering.wavelength(kilovolts) for kilovolts in (100, 200, 300)] == pytest.approx(
        [0.03701, 0.02508, 0.01969], rel=1e-3
    )
    assert scattering.interaction(200) == pytest.approx(7.288e-4, rel=1e-3)


def test_factors_have_their_limits():
    """Doyle & Turner (1968), table 3, f_e at s = 0 and at 0.2."""
    assert scattering.electron_factor("Si", np.array([0.0])) == pytest.approx(5.828, rel=0.02)
    assert scattering.electron_factor("Au", np.array([0.0])) == pytest.approx(10.57, rel=0.06)


def test_a_dislocation_closes_but_for_its_burgers_vector():
    """Rows on one side of the core have an atom more than those on the other; the rim may take part of a second one."""
    square = np.eye(2) * 3.0
    patch = cut_patch(square, np.zeros((1, 2)), 60.0, Cut(defect="dislocation"), np.random.default_rng(0))
    y = patch.places[:, 1] - patch.cores[0, 1]
    counts = [((np.abs(y - level) < 1.5) & (np.abs(patch.places[:, 0] - 30) < 27)).sum() for level in (-18.0, 18.0)]
    assert abs(counts[0] - counts[1]) in (1, 2)


def test_silicon_along_110_has_the_angle_of_its_111_planes():
    assert plane_angle(reduced_spacings(crystals.project("silicon [110]"))[2]) == pytest.approx(70.53, abs=0.01)


def test_unknown_structures_are_named():
    with pytest.raises(DataError, match="silicon"):
        crystals.project("silicium [110]")
    with pytest.raises(DataError, match=r"\[001\], \[110\], \[111\]"):
        crystals.project("gold [311]")
