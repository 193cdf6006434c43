"""The science of electron configurations against textbook values, other sources and counting by brute force."""

from itertools import combinations, pairwise

import pytest

from scisynth.figures.families.chemistry.electron_config.aufbau_ladder import excited
from scisynth.figures.families.chemistry.electron_config.bohr_shells import (
    CHARGES,
    ISOTOPES,
    METALS,
    NONMETALS,
    ionic_formula,
    specific_charge,
)
from scisynth.figures.families.chemistry.electron_config.first_ionisation import (
    FIRST,
    electronvolts,
    photon_frequency,
    photon_wavelength,
)
from scisynth.figures.families.chemistry.electron_config.orbital_boxes import exchange_pairs
from scisynth.figures.families.chemistry.electron_config.photoelectron_spectrum import BINDING, peaks_of, threshold_nm
from scisynth.figures.families.chemistry.electron_config.successive_ionisation import (
    SUCCESSIVE,
    VALENCE,
    group_of,
    highest_oxide,
)
from scisynth.figures.families.registry import get_family
from scisynth.figures.parts.atoms import (
    CORES,
    IONS,
    MASS_NUMBERS,
    configuration,
    ion,
    outside_core,
    shells,
    slater_charge,
    spin_moment,
    spins,
    unpaired,
    written,
)
from scisynth.grading.values.chemistry import ELEMENTS, NUMBERS


def words(number: int, charge: int = 0) -> str:
    return " ".join(f"{n}{'spdf'[kind]}{count}" for n, kind, count in sorted(configuration(number, charge)))


def test_configurations_with_their_exceptions():
    assert words(24).endswith("3d5 4s1") and words(29).endswith("3d10 4s1")
    assert words(26, 3).endswith("3p6 3d5")  # iron(III) gives its 4s electrons first
    assert words(17, -1).endswith("3p6")
    assert [unpaired(configuration(z)) for z in (7, 8, 24, 30)] == [3, 2, 6, 0]
    assert shells(20) == [2, 8, 8, 2]


@pytest.mark.parametrize(
    ("symbol", "charge", "outer"),
    [
        ("Nb", 0, "4d4 5s1"), ("Mo", 0, "4d5 5s1"), ("Tc", 0, "4d5 5s2"), ("Ru", 0, "4d7 5s1"), ("Rh", 0, "4d8 5s1"),
        ("Pd", 0, "4p6 4d10"), ("Ag", 0, "4d10 5s1"), ("Xe", 0, "4d10 5s2 5p6"), ("Sn", 2, "4d10 5s2"), ("Rh", 3, "4p6 4d6"),
    ],
)  # fmt: skip
def test_configurations_of_the_fifth_period(symbol, charge, outer):
    assert words(NUMBERS[symbol], charge).endswith(outer)


def test_a_core_is_a_noble_gas_that_the_species_holds():
    for number in range(3, 55):
        for charge in (0, *IONS.get(ELEMENTS[number - 1], ())):
            core, outer = outside_core(number, charge)
            inner = configuration(NUMBERS[core]) if core else []
            assert sorted([*inner, *outer]) == sorted(configuration(number, charge))
            assert outer and sum(count for *_, count in configuration(number, charge)) == number - charge
    assert written(outside_core(26)[1], "Ar") == "[Ar] 3d⁶ 4s²" and ion("Fe", 3) == "Fe³⁺" and ion("X", -1) == "X⁻"
    assert list(CORES.values()) == ["He", "Ne", "Ar", "Kr"]


def test_exchange_pairs_counted_one_by_one():
    for electrons in range(1, 10):
        all_spins = [spin for pair in spins(2, electrons) for spin, there in zip("ud", pair, strict=True) if there]
        pairs = sum(one == two for one, two in combinations(all_spins, 2))
        assert exchange_pairs([(3, 2, electrons)]) == pairs
    assert exchange_pairs([(3, 2, 10)]) == 0 and exchange_pairs([(3, 2, 5), (4, 0, 1)]) == 10
    assert spin_moment(5) == pytest.approx(5.916, abs=1e-3)


def test_an_excited_atom_keeps_its_electrons():
    sodium = {(n, ell): count for n, ell, count in configuration(11)}
    assert excited(sodium) == {**sodium, (3, 0): 0, (3, 1): 1}


def test_slater_gives_the_usual_effective_charges():
    # Na: 11 - 8 * 0.85 - 2 = 2.2; Cl: 17 - 6 * 0.35 - 8 * 0.85 - 2 = 6.1
    assert slater_charge(11, 11) == pytest.approx(2.2)
    assert slater_charge(17, 17) == pytest.approx(6.1)
    assert slater_charge(2, 2) == pytest.approx(1.7)


def test_nuclides_are_those_of_rdkit():
    table = pytest.importorskip("rdkit.Chem").GetPeriodicTable()
    differ = [
        symbol
        for symbol, mass in zip(ELEMENTS, MASS_NUMBERS, strict=False)
        if table.GetMostCommonIsotope(symbol) != mass and symbol != "Tc"
    ]
    assert differ == []
    for symbol, masses in ISOTOPES.items():
        assert all(table.GetAbundanceForIsotope(symbol, mass) > 0 for mass in masses), symbol


def test_salts_are_neutral():
    for metal in METALS:
        for nonmetal in NONMETALS:
            one, two = ionic_formula(metal, nonmetal)
            assert one * CHARGES[metal] + two * CHARGES[nonmetal] == 0
            assert not any(one % shared == two % shared == 0 for shared in (2, 3))
    assert ionic_formula("Mg", "N") == (3, 2) and ionic_formula("Al", "O") == (2, 3)
    # The proton's 9.58e7 C/kg, for 1.00728 u.
    assert specific_charge(1, 1) == pytest.approx(9.58e7 * 1.00728, rel=1e-3)


def test_light_that_ionises():
    # Hydrogen: 13.6 eV, 91.2 nm, 3.29e15 Hz.
    assert electronvolts(FIRST["H"]) == pytest.approx(13.6, abs=0.01)
    assert photon_wavelength(FIRST["H"]) == pytest.approx(1239.84 / electronvolts(FIRST["H"]), rel=1e-4)
    assert photon_wavelength(FIRST["H"]) == pytest.approx(91.2, abs=0.1)
    assert photon_frequency(FIRST["H"]) == pytest.approx(3.29e15, rel=2e-3)
    assert threshold_nm(FIRST["H"] / 1000) == pytest.approx(91.2, abs=0.1)


def test_the_energies_of_one_element_agree_in_the_three_tables():
    for symbol, energies in SUCCESSIVE.items():
        assert energies[0] == pytest.approx(FIRST[symbol], abs=1) and list(energies) == sorted(energies)
        # The outermost peak of a spectrum is the first ionisation energy.
        if symbol in BINDING:
            assert min(BINDING[symbol]) * 1000 == pytest.approx(FIRST[symbol], rel=0.02)


def test_the_jump_is_the_largest_step():
    for symbol, energies in SUCCESSIVE.items():
        steps = [after / before for before, after in pairwise(energies)]
        assert steps.index(max(steps)) == VALENCE[symbol] - 1, symbol


@pytest.mark.parametrize(
    ("electrons", "formula"), enumerate(("X2O", "XO", "X2O3", "XO2", "X2O5", "XO3", "X2O7"), start=1)
)
def test_highest_oxides(electrons, formula):
    assert highest_oxide("X", electrons) == formula
    assert group_of(electrons) == (1, 2, 13, 14, 15, 16, 17)[electrons - 1]


def test_peaks_hold_all_electrons():
    for symbol in BINDING:
        assert sum(count for *_, count in peaks_of(symbol)) == NUMBERS[symbol]
        assert list(BINDING[symbol]) == sorted(BINDING[symbol], reverse=True)


def test_the_answer_of_a_picture_follows_from_its_arrows():
    """Element from arrows and charge, counted on the marks and not by the family."""
    family = get_family("orbital_boxes")
    seen = 0
    for seed in range(60):
        scene = family.make(seed)
        if scene.parameters["asked"] != "element":
            continue
        seen += 1
        core = next((mark.text for mark in scene.marks if mark.id == "core:gas"), "")
        inside = next((number for number, name in CORES.items() if f"[{name}]" in core), 0)
        arrows = sum(mark.id.startswith("electron:") for mark in scene.marks)
        assert f"({ELEMENTS[inside + arrows + scene.parameters['charge'] - 1]})" in scene.answer.text
    assert seen > 5


def test_names_of_two_curves_go_apart():
    family = get_family("successive_ionisation")
    for seed in range(20):
        if family.sample(seed).layout == "two":
            labels = sorted(
                (family.make(seed).label(f"label:{place}") for place in (0, 1)), key=lambda item: item.at[1]
            )
            assert labels[0].shift_pt[1] < 0 < labels[1].shift_pt[1]
