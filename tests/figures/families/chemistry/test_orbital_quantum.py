"""The science of orbitals and levels against textbook values, integration and counting by brute force."""

import math
from itertools import product

import numpy as np
import pytest

from scisynth.figures.families.chemistry.orbital_quantum.crystal_field import (
    SETS,
    field_filling,
    lone_spins,
    stabilisation,
)
from scisynth.figures.families.chemistry.orbital_quantum.hydrogen_transition import level_energy, photon_nm, photon_thz
from scisynth.figures.families.chemistry.orbital_quantum.mo_diagram import bond_order, molecular_orbitals
from scisynth.figures.families.chemistry.orbital_quantum.mo_diagram import lone_spins as lone_in_molecule
from scisynth.figures.families.chemistry.orbital_quantum.orbital_shape import SHAPES, lobes, nodal_angles
from scisynth.figures.families.chemistry.orbital_quantum.particle_in_box import (
    box_energy,
    box_photon_nm,
    length_for,
    probability_left,
)
from scisynth.figures.families.chemistry.orbital_quantum.radial_distribution import RADIAL, WAVES, most_probable, zeros
from scisynth.figures.families.registry import get_family
from scisynth.figures.verify.formula import evaluate


@pytest.mark.parametrize(
    ("number", "electrons", "order"),
    [(1, 2, 1), (1, 1, 0.5), (7, 10, 3), (8, 12, 2), (8, 13, 1.5), (9, 14, 1), (5, 6, 1), (10, 15, 0.5), (6, 9, 2.5)],
)
def test_bond_orders(number, electrons, order):
    assert bond_order(molecular_orbitals((number, number), electrons)) == order


def test_carbon_monoxide_and_nitric_oxide():
    assert bond_order(molecular_orbitals((6, 8), 10)) == 3 and bond_order(molecular_orbitals((7, 8), 11)) == 2.5
    assert (
        lone_in_molecule(molecular_orbitals((7, 8), 11)) == 1 and lone_in_molecule(molecular_orbitals((7, 8), 10)) == 0
    )


def test_oxygen_is_a_diradical_and_so_is_boron():
    for number, electrons in ((8, 12), (5, 6)):
        assert lone_in_molecule(molecular_orbitals((number, number), electrons)) == 2


def test_crystal_fields():
    assert field_filling(6, "octahedral", True) == (6, 0) and field_filling(6, "octahedral", False) == (4, 2)
    assert field_filling(7, "tetrahedral", False) == (4, 3) and field_filling(3, "octahedral", False) == (3, 0)
    # Textbook: d3 -1.2, d6 low spin -2.4, d5 high spin 0, tetrahedral d7 -1.2 (in units of Delta).
    for electrons, field, is_low, energy in (
        (3, "octahedral", False, -1.2), (6, "octahedral", True, -2.4), (5, "octahedral", False, 0), (7, "tetrahedral", False, -1.2),
    ):  # fmt: skip
        assert stabilisation(field_filling(electrons, field, is_low), field) == pytest.approx(energy, abs=1e-9)
    assert lone_spins(field_filling(8, "planar", True), "planar") == 0
    assert lone_spins(field_filling(9, "planar", True), "planar") == 1


@pytest.mark.parametrize("field", sorted(SETS))
def test_a_field_moves_no_mean_and_low_spin_has_the_least_energy(field):
    heights = [height for _, size, height in SETS[field] for _ in range(size)]
    assert len(heights) == 5 and sum(heights) == pytest.approx(0, abs=0.02)
    for electrons in range(1, 10):
        # Every way to put so many electrons on five levels of two places.
        least = min(
            sum(n * height for n, height in zip(counts, heights, strict=True))
            for counts in product(range(3), repeat=5)
            if sum(counts) == electrons
        )
        assert stabilisation(field_filling(electrons, field, True), field) == pytest.approx(least)
        assert sum(field_filling(electrons, field, False)) == electrons


def test_lines_of_hydrogen_and_helium():
    # Vacuum wavelengths: Lyman alpha 121.57 nm, H alpha 656.47 nm; He+ 4 -> 3 lies at 468.7 nm.
    for charge, low, high, wavelength in ((1, 1, 2, 121.57), (1, 2, 3, 656.47), (2, 3, 4, 468.7)):
        gap = level_energy(high, charge) - level_energy(low, charge)
        assert photon_nm(gap) == pytest.approx(wavelength, rel=1e-3)
        assert photon_nm(gap) * photon_thz(gap) == pytest.approx(299792.458, rel=1e-6)


def test_particle_in_a_box():
    assert box_energy(1, 1.0) == pytest.approx(0.376, abs=0.001)
    assert box_energy(3, 0.5) == pytest.approx(9 * 4 * 0.376, rel=0.002)
    assert box_photon_nm(1, 2, 1.0) == pytest.approx(1239.84 / (3 * 0.37603), rel=1e-3)
    assert length_for(2, 4, box_photon_nm(2, 4, 0.85)) == pytest.approx(0.85)


@pytest.mark.parametrize(("n", "part"), [(1, 0.2), (2, 0.25), (3, 0.3), (5, 0.4)])
def test_probabilities_integrated(n, part):
    x = np.linspace(0, part, 20_001)
    assert probability_left(n, part) == pytest.approx(
        float(np.trapezoid(2 * np.sin(n * math.pi * x) ** 2, x)), abs=1e-6
    )


@pytest.mark.parametrize("name", sorted(RADIAL))
def test_radial_distributions_are_normalised_with_the_right_nodes(name):
    formula, n, kind, _ = RADIAL[name]
    x = np.linspace(0, 80, 200_001)
    values = evaluate(formula, x)
    assert float(np.trapezoid(values, x)) == pytest.approx(1, abs=1e-3)
    inner = values[1:-1][(values[1:-1] < values[:-2]) & (values[1:-1] < values[2:]) & (x[1:-1] < 40)]
    assert len(inner) == n - kind - 1 == zeros(name)
    if kind == n - 1:
        assert most_probable(name) == pytest.approx(n * n, abs=0.01)
    # The radial function, squared and times r squared, is the distribution.
    assert evaluate(WAVES[name], x) ** 2 * x**2 == pytest.approx(values, abs=2e-5)


def test_lobes_of_orbitals():
    expected = {"s": 1, "p_x": 2, "p_y": 2, "p_z": 2}
    for name, (ell, planes) in SHAPES.items():
        for function in planes.values():
            assert len(lobes(function)) == expected.get(name, 4)
            # In a plane that shows all of an orbital, its nodal lines are as many as l.
            assert len(nodal_angles(function)) == ell
    assert sorted(nodal_angles(SHAPES["d_{z^2}"][1]["xz"])) == pytest.approx([35.264, 144.736], abs=0.01)


def test_quizzes_print_energies_as_the_levels_do():
    family = get_family("hydrogen_transition")
    scenes = [family.make(seed) for seed in range(12) if family.sample(seed).layout == "unknown"]
    assert scenes
    for scene in scenes:
        printed = {mark.text for mark in scene.marks if mark.id.startswith("energy:")}
        keys = [quiz.options[quiz.correct] for quiz in scene.quizzes if quiz.evidence in ("printed", "deepest")]
        assert len(keys) == 2 and printed >= set(keys)
