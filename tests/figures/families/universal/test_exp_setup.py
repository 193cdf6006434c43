"""Laboratory of the figure families against constants of tables and other ways to the same value."""

import math

import pytest

from scisynth.figures.families.registry import get_family
from scisynth.figures.families.universal.exp_setup.coffee_cups import enthalpy
from scisynth.figures.families.universal.exp_setup.collected_gases import VAPOUR_KPA, moles_of
from scisynth.figures.families.universal.exp_setup.distillations import BOILING
from scisynth.figures.families.universal.exp_setup.electrolytic_cells import FARADAY, deposited
from scisynth.figures.families.universal.exp_setup.filtrations import share_of
from scisynth.figures.families.universal.exp_setup.pendulums import period
from scisynth.figures.families.universal.exp_setup.springs import spring_constant
from scisynth.figures.families.universal.exp_setup.titrations import ph_of, sample_concentration

SEEDS = range(40)


def test_ph_of_textbooks():
    assert ph_of(0.1, 0.0, None) == pytest.approx(1.0, abs=0.001)
    assert ph_of(0.0, 0.1, None) == pytest.approx(13.0, abs=0.001)
    assert ph_of(0.05, 0.05, None) == pytest.approx(7.0, abs=0.001)
    # Half neutralised: pH = pK_a; acetate of 0.05 mol/L at the equivalence point: 8.72.
    assert ph_of(0.1, 0.05, 1.8e-5) == pytest.approx(-math.log10(1.8e-5), abs=0.01)
    assert ph_of(0.05, 0.05, 1.8e-5) == pytest.approx(8.72, abs=0.01)
    assert ph_of(0.1, 0.0, 1.8e-5) == pytest.approx(2.88, abs=0.01)


def test_an_acid_of_two_protons_needs_twice_the_base():
    assert sample_concentration(0.1, 20, 25, 1) == pytest.approx(0.08)
    assert sample_concentration(0.1, 20, 25, 0.5) == pytest.approx(0.04)
    assert sample_concentration(0.1, 20, 25, 2) == pytest.approx(0.16)


def test_levels_of_burettes_are_the_readings():
    for seed in SEEDS:
        p, scene = get_family("titration").sample(seed), get_family("titration").make(seed)
        tag = "after" if p.layout == "two_readings" else "main"
        level, ticks = scene.mark(f"level:{tag}").points[0][1], {}
        for mark in (0, 50):
            ticks[mark] = scene.mark(f"tick{tag}:{mark}").points[0][1]
        assert 50 * (ticks[0] - level) / (ticks[0] - ticks[50]) == pytest.approx(p.stop)
        lowest = [min(y for _, y in scene.mark(f"{name}:{tag}").points) for name in ("liquid", "tap")]
        assert lowest[0] < lowest[1], "the liquid reaches into the tip"


def test_one_mole_of_electrons_deposits_its_equivalent():
    # 107.87 g of silver, and half of 63.55 g of copper.
    assert deposited(107.87, 1.0, FARADAY, 1) == pytest.approx(107.87)
    assert deposited(63.55, 2.0, FARADAY, 2) == pytest.approx(63.55)
    for seed in SEEDS:
        family = get_family("electrolysis")
        p = family.sample(seed)
        assert "A" not in p.letters and len(set(p.letters)) == 2 * p.num
        if p.asked == "other":
            truth = p.grams[-1] if p.num == 2 else p.minutes
            assert family.solve(p).answer.value == pytest.approx(truth, rel=0.01)


def test_gas_of_one_mole_takes_its_molar_volume():
    assert moles_of(101.325, 22414, 0.0) == pytest.approx(1.0, abs=1e-3)
    assert moles_of(100.0, 24790, 25.0) == pytest.approx(1.0, abs=1e-3)
    # Vapour pressures rise along the Clausius-Clapeyron line with about 44 kJ/mol.
    slope = 8.314e-3 * math.log(VAPOUR_KPA[30] / VAPOUR_KPA[18]) / (1 / 291.15 - 1 / 303.15)
    assert slope == pytest.approx(44, abs=1)


def test_heat_of_neutralisation():
    # 100 g warmed by 6.7 K by 0.05 mol: about -56 kJ/mol.
    assert enthalpy(100, 6.7, 0.05) == pytest.approx(-56.0, abs=0.1)
    for seed in SEEDS:
        family = get_family("coffee_cup")
        p = family.sample(seed)
        solved = family.solve(p).answer.value
        assert (solved > 0) == (p.layout == "bomb" or p.after < p.before)


def test_two_springs_carry_what_their_energy_says():
    # m g x/2 = sum of k x_i²/2 over both springs.
    load, stretch = 0.4 * 9.81, 0.10
    single = {layout: spring_constant(400, 10, layout) for layout in ("one", "parallel", "row")}
    assert single["one"] * stretch**2 == pytest.approx(load * stretch)
    assert 2 * single["parallel"] * stretch**2 == pytest.approx(load * stretch)
    assert 2 * single["row"] * (stretch / 2) ** 2 == pytest.approx(load * stretch)


def test_a_seconds_pendulum_has_a_length_of_nearly_a_metre():
    assert period(0.9940, 9.81) == pytest.approx(2.0, abs=1e-3)
    for seed in SEEDS:
        family = get_family("pendulum_timing")
        p = family.sample(seed)
        assert family.solve(p).answer.value == pytest.approx(p.gravity if p.asked == "gravity" else p.length, rel=0.02)


def test_shares_of_a_mixture_make_up_the_whole():
    assert share_of(25, 10, soluble=False) + share_of(25, 10, soluble=True) == pytest.approx(100)


def test_liquids_of_a_still_can_be_separated():
    for seed in SEEDS:
        p = get_family("distillation").sample(seed)
        low, high = sorted(BOILING[name] for name in p.liquids)
        assert high - low >= 15
        assert BOILING[p.light] == low
        assert set(p.liquids) != {"ethanol", "water"}
