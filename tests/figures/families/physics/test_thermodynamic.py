"""Heat of the figure families against areas of drawn curves, balances of energy and force, and values of tables."""

import math
from itertools import combinations

import numpy as np
import pytest

from scisynth.figures.families.physics.thermodynamic.calorimeters import mixed
from scisynth.figures.families.physics.thermodynamic.carnot import carnot_values
from scisynth.figures.families.physics.thermodynamic.cycles import closed_work, gamma_of, rectangle_work
from scisynth.figures.families.physics.thermodynamic.heating import BOILING, LETTERS, MELTING, WATER, stage_heat
from scisynth.figures.families.physics.thermodynamic.mixtures import (
    FUSION,
    boiling_point,
    ends_at,
    eutectic_point,
    liquid_amount,
)
from scisynth.figures.families.physics.thermodynamic.planes import STATE_NAMES
from scisynth.figures.families.registry import get_family
from scisynth.figures.scene.marks import Path, Round

SEEDS = range(40)


def enclosed(points: np.ndarray) -> float:
    """Area of an outline, positive where it runs clockwise."""
    x, y = points.T
    return float(np.sum(y * np.roll(x, -1) - x * np.roll(y, -1)) / 2)


def steps(scene) -> np.ndarray:
    """The points of all steps of a cycle in the order of the states that are named, float [N, 2]."""
    names = [mark.id.removeprefix("state:") for mark in scene.marks if mark.id.startswith("state:")]
    return np.concatenate([np.asarray(scene.mark(f"step:{name}").points) for name in names])


def test_work_of_a_cycle_is_the_area_that_is_drawn():
    for name in ("rectangular_cycle", "gas_cycle"):
        family = get_family(name)
        for seed in SEEDS:
            scene = family.make(seed)
            p = family.sample(seed)
            work = (
                closed_work(p)
                if name == "gas_cycle"
                else rectangle_work(p.p_low, p.p_high, p.v_low, p.v_high, p.is_clockwise)
            )
            assert work == pytest.approx(100 * enclosed(steps(scene)), rel=3e-3), (name, seed)


def test_heat_of_an_isochore_is_the_rise_of_the_energy():
    # U = n C_V T with n R T = p V; γ of air and of helium as in tables.
    assert gamma_of("diatomic") == pytest.approx(1.40, abs=0.01)
    assert gamma_of("monatomic") == pytest.approx(1.667, abs=0.01)
    for seed in SEEDS:
        p = get_family("gas_cycle").sample(seed)
        if p.asked == "heat":
            n_r = p.low * p.volume / 300.0
            warm = p.high * p.volume / n_r
            expected = 100 * n_r * (warm - 300.0) / (gamma_of(p.gas) - 1)
            assert get_family("gas_cycle").solve(p).answer.value == pytest.approx(expected)


def test_carnot_cycle_leaves_no_entropy_and_keeps_energy():
    for hot, cold in ((600, 300), (500, 350)):
        found = carnot_values(hot, cold, 1000)
        assert found["other heat"] / cold == pytest.approx(1000 / hot)
        assert found["work"] + found["other heat"] == pytest.approx(1000)
        assert found["performance"] == pytest.approx(found["other heat"] / found["work"])
    assert carnot_values(600, 300, 1)["efficiency"] == pytest.approx(50)


def test_carnot_adiabats_meet_both_isotherms_as_drawn():
    for seed in SEEDS:
        p = get_family("carnot_cycle").sample(seed)
        if p.layout != "ts":
            products = [v * pressure for v, pressure in p.corners]
            assert products[0] == pytest.approx(products[1])
            assert products[0] / products[2] == pytest.approx(p.hot / p.cold)


def test_work_of_ways_is_the_area_below_what_is_drawn():
    for seed in SEEDS:
        scene = get_family("expansions_compared").make(seed)
        curve = scene.mark(f"step:{scene.unknown[-1]}")
        assert isinstance(curve, Path)
        v, p = np.asarray(curve.points).T
        assert scene.answer.value == pytest.approx(100 * abs(np.trapezoid(p, v)), rel=2e-3), seed


def test_boiling_water_away_takes_about_seven_times_the_heat_of_melting_it():
    assert pytest.approx(6.75, abs=0.05) == BOILING / MELTING
    assert pytest.approx(79.7, abs=0.1) == MELTING / WATER  # calories for each gram


def test_steam_that_becomes_ice_gives_what_ice_takes_to_become_steam():
    family = get_family("heating_curve")
    for seed in SEEDS:
        p = family.sample(seed)
        if p.layout == "cooling":
            back = type(p).from_dict({**p.to_dict(), "layout": "heat", "span": (5 - p.span[1], 5 - p.span[0])})
            assert family.solve(p).answer.value == pytest.approx(family.solve(back).answer.value)
    # 50 g of steam at 125 °C to ice at -125 °C, stage by stage with the same constants.
    heats = [2.01 * 25, 2256, 419, 334, 2.10 * 125]
    assert stage_heat(50, heats, (0, 5)) == pytest.approx(0.05 * (50.25 + 2256 + 419 + 334 + 262.5))


def test_temperatures_between_layers_carry_one_flux():
    for seed in SEEDS:
        p = get_family("two_layer_wall").sample(seed)
        fluxes = [(one - two) / r for one, two, r in zip(p.levels, p.levels[1:], p.resistances, strict=False)]
        assert fluxes == pytest.approx([fluxes[0]] * len(fluxes))
        assert p.levels[-1] == pytest.approx(p.outer)


def test_what_the_warm_body_gives_the_water_takes():
    found = mixed(200, 0.385, 90, 300, 4.19, 15)
    assert 200 * 0.385 * (90 - found) == pytest.approx(300 * 4.19 * (found - 15))
    for seed in SEEDS:
        family = get_family("calorimeter")
        p = family.sample(seed)
        if p.asked == "other":
            truth = {"block": family.solve(p).values["heat"].value, "pouring": p.warm, "heater": p.minutes}[p.layout]
            assert family.solve(p).answer.value == pytest.approx(truth, rel=0.025)


def test_drawn_forces_on_a_piston_add_up_to_nothing():
    for seed in SEEDS:
        scene = get_family("piston").make(seed)
        arrows = [np.asarray(scene.mark(f"force:{name}").points) for name in ("gas", "air", "load")]
        assert np.abs(sum(arrow[-1] - arrow[0] for arrow in arrows)).max() < 1e-9, seed


def test_machines_keep_energy_and_the_second_law():
    for seed in SEEDS:
        p = get_family("engine_flow").sample(seed)
        assert p.work.value + p.waste.value == pytest.approx(p.heat)
        left, upper = (p.last if p.layout == "row" else p.waste), 1 - p.cold / p.hot
        share = 1 - left.value / p.heat
        assert share >= upper if p.layout == "refrigerator" else share <= upper


def test_boiling_and_melting_of_mixtures_as_measured():
    # Benzene and toluene at 760 mmHg: at 92.1 °C the liquid holds 50 mol % of toluene, the vapour 28 (Perry's Handbook).
    assert ends_at("boiling", ("benzene", "toluene"), 92.1) == pytest.approx((50, 28), abs=2)
    assert boiling_point("benzene") == pytest.approx(80.1, abs=0.1)
    assert boiling_point("octane") == pytest.approx(125.7, abs=0.2)
    # Eutectics: naphthalene and biphenyl 39.4 °C with 55.5 mol % of biphenyl; Cd and Bi 144 °C with 45 mol % of Bi.
    # An ideal melt with constant heats of fusion freezes a little higher than the real one.
    assert eutectic_point("naphthalene", "biphenyl") == pytest.approx((55.5, 39.4), abs=2)
    assert eutectic_point("Cd", "Bi") == pytest.approx((45, 144), abs=9)


def test_the_lever_keeps_each_component():
    for seed in range(40):
        item = get_family("binary_phases")
        p = item.sample(seed)
        liquid, other = p.ends
        melt = liquid_amount(p.amount, p.overall, liquid, other)
        assert 0 < melt < p.amount
        assert melt * liquid + (p.amount - melt) * other == pytest.approx(p.amount * p.overall)
        assert item.solve(p).answer.value == pytest.approx(melt if p.asked == "liquid" else p.amount - melt)


def test_mixed_crystals_have_equal_chemical_potentials_in_both_phases():
    for pair in (("Cu", "Ni"), ("Ge", "Si")):
        celsius = sum(FUSION[name][0] for name in pair) / 2 - 273.15
        liquid, solid = (value / 100 for value in ends_at("crystals", pair, celsius))
        for name, one, two in ((pair[1], liquid, solid), (pair[0], 1 - liquid, 1 - solid)):
            melting, heat = FUSION[name]
            # μ° of melting: ΔG = ΔH (1 − T/Tm).
            step = 1000 * heat * (1 - (celsius + 273.15) / melting)
            assert step + 8.314463 * (celsius + 273.15) * math.log(one / two) == pytest.approx(
                0, abs=1e-6 * 1000 * heat
            )


def test_letters_of_points_are_no_symbols_of_the_figure():
    assert not set(LETTERS) & set("PQT")
    assert not set("".join(STATE_NAMES)) & set("LpVTS")


def test_parts_of_a_mixture_that_are_offered_are_below_the_whole():
    for seed in SEEDS:
        scene = get_family("binary_phases").make(seed)
        options = [
            text for quiz in scene.quizzes if quiz.evidence in ("overall", "liquid") for text in quiz.options.values()
        ]
        assert len(options) == 8 and all(0 < float(text.rstrip("%")) < 100 for text in options)


def test_no_molecule_lies_on_another():
    for seed in range(8):
        scene = get_family("piston").make(seed)
        dots = [mark for mark in scene.marks if isinstance(mark, Round) and mark.id.startswith("molecule:")]
        assert len(dots) == 14
        assert min(math.dist(one.center, two.center) for one, two in combinations(dots, 2)) > 2 * dots[0].radius
