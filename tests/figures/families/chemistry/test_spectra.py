"""The science of spectra against tables, binomials, textbook values and integration."""

import math
from itertools import product

import numpy as np
import pytest

from scisynth.figures.families.chemistry.spectra.beer_lambert import absorbance, transmittance
from scisynth.figures.families.chemistry.spectra.emission import limit_nm, line_nm, photon_ev, upper_level
from scisynth.figures.families.chemistry.spectra.infrared import deuterated, force_constant, photon_kj
from scisynth.figures.families.chemistry.spectra.mass_spectra import (
    ISOTOPES,
    Halide,
    mean_mass,
    pair_share,
    pattern,
)
from scisynth.figures.families.chemistry.spectra.nmr import NMR, multiplet
from scisynth.figures.families.registry import get_family
from scisynth.figures.parts.chemistry import MASSES, composition


def test_weighted_means_are_the_atomic_masses_of_tables():
    for element, peaks in ISOTOPES.items():
        assert sum(peaks.values()) == pytest.approx(100, abs=0.3)
        if element in MASSES:
            assert mean_mass(peaks) == pytest.approx(MASSES[element], rel=0.004)


def test_pairs_of_isotopes_by_listing():
    shares = ISOTOPES["Cl"]
    listed = sum(shares[a] * shares[b] / 100 for a, b in product(shares, repeat=2) if a != b)
    assert pair_share(*shares.values()) == pytest.approx(listed)


def test_isotope_patterns():
    bromide = pattern({"C": 1, "H": 3, "Br": 1})
    assert list(bromide) == [94, 96] and bromide[96] / bromide[94] == pytest.approx(0.972, abs=0.002)
    chlorides = list(pattern({"C": 1, "H": 2, "Cl": 2}).values())
    assert np.asarray(chlorides) / chlorides[0] == pytest.approx([1, 0.639, 0.102], abs=0.002)


def test_a_fragment_has_lost_one_halogen():
    p = Halide(layout="loss", halogens=(1, 1), skeleton=1, letter="X", asked="formula", color=0)
    assert p.formula == "C2H4BrCl" and composition(p.formula) == {"C": 2, "H": 4, "Br": 1, "Cl": 1}
    assert min(p.peaks) - min(p.fragment) == 79 and list(p.fragment) == [63, 65]


def test_lines_of_hydrogen():
    # Vacuum wavelengths: Lyman alpha 121.57 nm, H alpha 656.47 nm; He+ 4 -> 3 lies at 468.7 nm.
    assert [line_nm(1, 1, 2), line_nm(1, 2, 3), line_nm(2, 3, 4)] == pytest.approx([121.57, 656.47, 468.7], rel=2e-4)
    assert upper_level(1, 2, 486.3) == pytest.approx(4, abs=0.01)
    # The limit of the Lyman series is the ionisation energy, 13.598 eV.
    assert photon_ev(limit_nm(1, 1)) == pytest.approx(13.598, abs=0.002)
    assert limit_nm(1, 2) == pytest.approx(line_nm(1, 2, 4000), rel=1e-5) and math.isfinite(limit_nm(4, 5))


def test_bonds_as_oscillators():
    # Carbon monoxide at 2143 1/cm: 1855 N/m. HCl lies at 2886, DCl at 2091 1/cm (fundamentals), within anharmonicity.
    assert force_constant(2143, "C", "O") == pytest.approx(1855, rel=0.003)
    assert deuterated(2886, "Cl") == pytest.approx(2091, rel=0.015)
    # 1 eV is 8065.54 1/cm and 96.485 kJ/mol.
    assert photon_kj(8065.54) == pytest.approx(96.485, rel=1e-4)


def test_multiplets_by_splitting_line_after_line():
    for near in range(7):
        lines = {0.0: 1}
        for _ in range(near):
            after: dict[float, int] = {}
            for place, height in lines.items():
                for side in (-3.5, 3.5):
                    after[place + side] = after.get(place + side, 0) + height
            lines = after
        found = multiplet(100.0, near, 7.0)
        assert [place - 100 for place, _ in found] == pytest.approx(sorted(lines, reverse=True))
        assert [height for _, height in found] == pytest.approx([lines[x] / max(lines.values()) for x in sorted(lines)])


def test_integrals_count_the_hydrogen_atoms():
    for formula, signals in NMR.values():
        assert sum(protons for _, protons, _ in signals) == composition(formula)["H"], formula


def test_light_through_two_cells_in_a_row():
    once = transmittance(absorbance(18300, 1, 25))
    assert transmittance(absorbance(18300, 2, 25)) == pytest.approx(once * once / 100)
    assert transmittance(1) == pytest.approx(10)


def test_bands_to_choose_from_lie_on_the_axis():
    family = get_family("infrared")
    for seed in range(12):
        for quiz in family.make(seed).quizzes:
            if quiz.evidence in ("marked", "strongest"):
                assert all(500 <= int(option.split()[0]) <= 4000 for option in quiz.options.values()), quiz
