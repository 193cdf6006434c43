"""The science of spectra against tables, binomials, textbook values and integration."""

import math
from itertools import product

import numpy as np
import pytest

from scisynth.figures.families.chemistry.spectra.emission import limit_nm, line_nm, photon_ev, upper_level
from scisynth.figures.families.chemistry.spectra.mass_spectra import (
    ISOTOPES,
    Halide,
    mean_mass,
    pair_share,
    pattern,
)
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
