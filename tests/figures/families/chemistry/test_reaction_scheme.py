"""Amounts in reactions, cells and titrations against worked values."""

import pytest

from scisynth.figures.families.chemistry.reaction_scheme.electrolysis import Bath, ElectrolysisCell
from scisynth.figures.families.chemistry.reaction_scheme.equations import (
    REACTIONS,
    Amounts,
    Stoichiometry,
    amount_of,
    as_kind,
)
from scisynth.figures.families.chemistry.reaction_scheme.esters import (
    Esterification,
    Mixture,
    ester_at_equilibrium,
    esterify,
    mass_of,
)
from scisynth.figures.families.chemistry.reaction_scheme.formation import atoms_of, burnt, enthalpy, oxygen_for, side
from scisynth.figures.families.chemistry.reaction_scheme.galvanic import GalvanicCell, MetalCell, cell_voltage
from scisynth.figures.families.chemistry.reaction_scheme.polyprotic import PolyproticTitration, Steps, fractions
from scisynth.figures.families.chemistry.reaction_scheme.profiles import EnergyProfile, Profile, speed_up
from scisynth.figures.families.chemistry.reaction_scheme.titration_curves import Curve, TitrationCurve, titration_ph
from scisynth.figures.families.registry import get_family
from scisynth.figures.molecules.read import canonical
from scisynth.figures.parts.chemistry import molar_mass

SOLVE = Stoichiometry().solve


def asked(left, known, wanted, **values):
    reaction = next(index for index, (reactants, _) in enumerate(REACTIONS) if reactants == left)
    fixed = {"level": 2, "layout": "cards", "given_as": "mass", "asked_as": "mass", "other": 1.5, "value": 10.0}
    return Amounts(**{**fixed, "reaction": reaction, "known": known, "wanted": wanted, **values})


def test_mass_is_conserved_in_every_reaction():
    for index, (left, right) in enumerate(REACTIONS):
        p = asked(REACTIONS[index][0], 0, 1)
        masses = [number * molar_mass(name) for number, name in zip(p.numbers, p.compounds, strict=True)]
        assert sum(masses[: len(left)]) == pytest.approx(sum(masses[len(left) :])), (left, right)


def test_worked_values():
    # 12.26 g of KClO3 (0.1 mol) give 0.15 mol of O2: 4.80 g, 3.36 L at STP.
    assert SOLVE(asked(("KClO3",), 0, 2, value=12.26)).answer.value == pytest.approx(4.80, abs=0.01)
    assert SOLVE(asked(("KClO3",), 0, 2, value=12.26, asked_as="volume")).answer.value == pytest.approx(3.36, abs=0.01)
    assert as_kind("N2", amount_of("N2", 22.414, "volume"), "mass") == pytest.approx(28.014)


def test_what_runs_out_decides():
    # 28.014 g of N2 need 6.048 g of H2; half of it makes 1 mol of NH3, twice as much changes nothing against enough.
    scarce = asked(("N2", "H2"), 0, 2, value=28.014, layout="limiting", other=0.5)
    plenty = asked(("N2", "H2"), 0, 2, value=28.014, layout="limiting", other=1.5)
    assert SOLVE(scarce).answer.value == pytest.approx(17.03, rel=0.02) and SOLVE(scarce).values["scarce"] == "H₂"
    assert SOLVE(plenty).answer.value == pytest.approx(34.06, rel=0.001) and SOLVE(plenty).values["scarce"] == "N₂"


def test_the_daniell_cell():
    voltage, electrons = cell_voltage("Zn", "Cu", 1.0, 1.0)
    assert electrons == 2 and voltage == pytest.approx(1.104, abs=0.001)
    # Ten times more zinc ions cost 59.16 mV / 2.
    assert voltage - cell_voltage("Zn", "Cu", 1.0, 0.1)[0] == pytest.approx(0.02958, abs=1e-4)


def test_free_energy_and_masses_of_a_cell():
    fixed = {
        "level": 3,
        "layout": "bridge",
        "metals": ("Ag", "Zn"),
        "left_conc": 1.0,
        "right_conc": 1.0,
        "task": "energy",
    }
    p = MetalCell(**fixed, end="anode", current=0.5, minutes=60)
    # 2 F · 1.562 V, as a textbook has it: -301 kJ/mol; 0.5 A h are 18.65 mmol of electrons: 0.610 g of zinc, 2.012 g of silver.
    assert GalvanicCell().solve(p).answer.value == pytest.approx(-301.4, abs=0.2)
    for end, mass in (("anode", 0.6098), ("cathode", 2.012)):
        p = MetalCell(**{**fixed, "layout": "load"}, end=end, current=0.5, minutes=60)
        assert GalvanicCell().solve(p).answer.value == pytest.approx(mass, abs=0.001)


def bath(**values):
    fixed = {
        "level": 2,
        "layout": "cell",
        "metal": "Cu",
        "current": 2.0,
        "minutes": 30,
        "later": 1.0,
        "further": 20,
        "task": "amount",
    }
    return Bath(**{**fixed, "gas": "hydrogen", "water": "KNO3", "first": 0, "is_cathode_left": True, **values})


def test_electrolysis():
    solve = ElectrolysisCell().solve
    # 3600 C: 37.31 mmol of electrons; copper 1.186 g; hydrogen 456.5 mL and half of it oxygen at 24.47 L/mol.
    assert solve(bath()).answer.value == pytest.approx(1.1855, abs=0.001)
    assert solve(bath(layout="gas")).answer.value == pytest.approx(456.5, abs=0.1)
    assert solve(bath(layout="gas", gas="oxygen")).answer.value == pytest.approx(228.3, abs=0.1)
    assert solve(bath(task="time")).answer.value == pytest.approx(30, rel=0.005)
    assert solve(bath(layout="chart")).answer.value == pytest.approx(1.1855 * 4800 / 3600, abs=0.002)


def test_energies_along_a_reaction():
    fixed = {
        "level": 2,
        "start": 50,
        "barrier": 100,
        "step": -40,
        "lowered": 30,
        "kelvin": 298,
        "dip": 30,
        "second": 60,
    }
    solve = EnergyProfile().solve
    # Reactants 50, top 150, products 10; there and back differ by the enthalpy.
    for layout in ("plain", "scale"):
        p = Profile(**fixed, layout=layout, task="reverse", pick="first", first=1)
        assert solve(p).answer.value == 140 and p.energies == (50, 150, 10)
    # 50, 150, 80, 140, 10: the first step has the higher barrier.
    for pick, value in (("first", 100), ("second", 60), ("slow", 100), ("change", -40)):
        p = Profile(**fixed, layout="two_steps", task="reverse", pick=pick, first=1)
        assert solve(p).answer.value == value
    # At 298.15 K, 5.708 kJ/mol are a factor of ten (R T ln 10).
    assert speed_up(105.708, 100, 298.15) == pytest.approx(10, rel=0.001)


def test_titration_of_acetic_acid():
    # 25 mL of 0.1 mol/L with 0.1 mol/L: start 2.88, half way pK_a, equivalence 8.73, well beyond a strong base.
    values = [titration_ph(volume, 25, 0.1, 0.1, 10**-4.76) for volume in (0, 12.5, 25, 50)]
    assert values == pytest.approx([2.88, 4.76, 8.73, 12.52], abs=0.01)


def test_titration_of_other_acids_and_of_bases():
    # A strong acid: 1, then 7. Phosphoric acid half way to its second equivalence point: pK_a2, for amounts large against water.
    assert [titration_ph(volume, 25, 0.1, 0.1) for volume in (0, 25)] == pytest.approx([1, 7], abs=1e-6)
    assert titration_ph(37.5, 25, 0.1, 0.1, 10**-2.15, 10**-7.2, 10**-12.35) == pytest.approx(7.2, abs=0.01)
    fixed = {"level": 2, "layout": "points", "flask_volume": 25.0, "titrant": 0.1, "other": False, "task": "constant"}
    ammonia = Curve(**fixed, kind="weak base", substance="ammonia", equivalence=20)
    # 0.0444 mol/L of ammonium with K_a = 10^-9.25: pH 5.30; half way 9.25.
    assert ammonia.ph_at(1) == pytest.approx(5.30, abs=0.01) and ammonia.half.value == pytest.approx(9.25, abs=0.01)
    assert TitrationCurve().solve(ammonia).answer.value == pytest.approx(10**-4.75, rel=0.03)
    assert ammonia.concentration == pytest.approx(0.08)


def test_ethyl_acetate_from_its_parts():
    assert canonical(esterify("CC(=O)O", "CCO")) == canonical("CCOC(C)=O")
    assert mass_of("CCOC(C)=O") == pytest.approx(88.106, abs=0.005)


def test_amounts_of_esters():
    fixed = {"level": 2, "acid": "acetic acid", "alcohol": "ethanol", "share": 60, "moles": 1.0, "others": 0.6}
    fixed |= {"constant": 4.0, "wanted": "alcohol", "mass": 6.0}
    # 6.00 g of acetic acid (60.05 g/mol), 60 %: 5.28 g. Next to 2.8 g of ethanol (46.07), all of it: 5.355 g; the way back: 1.882 g.
    for layout, ratio, value in (("yield", 1.4, 5.282), ("limiting", 0.6, 5.355), ("hydrolysis", 1.4, 1.8825)):
        p = Mixture(**fixed, layout=layout, ratio=ratio)
        assert Esterification().solve(p).answer.value == pytest.approx(value, rel=0.005)
    # Equal amounts and K = 4: two thirds; K = 1 needs no root.
    assert ester_at_equilibrium(1, 1, 4) == pytest.approx(2 / 3)
    assert ester_at_equilibrium(1, 3, 1) == pytest.approx(0.75)


def test_acids_with_several_protons():
    fixed = {
        "level": 2,
        "acid": "phosphoric acid",
        "flask_volume": 25.0,
        "titrant": 0.1,
        "volume": 20,
        "other": False,
        "first": 1,
    }
    # 2 mmol in 25 mL; textbooks have the equivalence points of phosphoric acid at pH 4.7 and 9.7.
    p = Steps(**fixed, layout="volumes", shown=2, shift=0.3)
    assert PolyproticTitration().solve(p).answer.value == pytest.approx(0.08) and p.printed.value == 40
    assert [p.ph_at(1), p.ph_at(1.5), p.ph_at(2)] == pytest.approx([4.7, 7.2, 9.6], abs=0.1)
    p = Steps(**fixed, layout="species", shown=2, shift=0.3)
    assert PolyproticTitration().solve(p).answer.value == pytest.approx(1.995, rel=0.001)
    parts = fractions(7.2, (2.15, 7.2, 12.35))
    assert parts[1] == pytest.approx(parts[2]) and sum(parts) == pytest.approx(1)


def test_states_of_a_hess_cycle_hold_the_same_atoms_and_close():
    seen = set()
    for seed in range(150):
        p = get_family("hess_cycle").sample(seed)
        atoms = [atoms_of(state) for state in p.states.values()]
        assert atoms[0] == atoms[1] == atoms[2], p.states
        # From the formation enthalpies alone, whatever the arrows: at most the rounding of three printed values apart.
        exact = enthalpy(p.states["B"]) - enthalpy(p.states["A"])
        assert p.changes[0] == pytest.approx(exact, abs=1.5)
        seen.add((p.kind, p.case))
    assert len(seen) >= 25


def test_changes_of_enthalpy_of_tables():
    # kJ/mol: combustion of methane, of ethanol; hydrogenation of benzene; decomposition of limestone.
    for words, expected in (
        (("CH4(g) + 2 O2(g)", "CO2(g) + 2 H2O(l)"), -890.5),
        (("C2H5OH(l) + 3 O2(g)", "2 CO2(g) + 3 H2O(l)"), -1366.8),
        (("C6H6(l) + 3 H2(g)", "C6H12(l)"), -205.5),
        (("CaCO3(s)", "CaO(s) + CO2(g)"), 179.2),
    ):
        one, two = map(side, words)
        assert enthalpy(two) - enthalpy(one) == pytest.approx(expected, abs=0.5)
    assert burnt(side("C2H4(g) + H2(g)")) == side("2 CO2(g) + 3 H2O(l)") and oxygen_for(side("C2H6(g)")) == 3.5
