"""Circuits of the figure families against a second way: nodal analysis of the drawn netlist, small steps of time, impedances."""

import cmath
import math
from dataclasses import replace
from random import Random

import pytest

from scisynth.figures.circuits.read import solve_circuit
from scisynth.figures.families.physics.circuit.alternating import impedance_of, oscillation
from scisynth.figures.families.physics.circuit.bridges import bridge_current, crossing_total
from scisynth.figures.families.physics.circuit.loops import loop_currents
from scisynth.figures.families.physics.circuit.meters import battery_at_work, meter_readings
from scisynth.figures.families.physics.circuit.transients import charging_state, coil_state
from scisynth.figures.families.registry import get_family
from scisynth.figures.parts.circuit import Board
from scisynth.figures.parts.network import expression, leaves, random_tree, shares_of, steps, total_of
from scisynth.figures.scene.netlists import Element, read_netlist

SEEDS = range(12)


def elements_of(tree, values, nets, names):
    """The netlist of a tree of conductances, written without the drawing."""
    if isinstance(tree, int):
        return [Element(kind="resistor", name=f"R{tree}", nets=nets, value=values[tree])]
    if tree[0] == "p":
        return [item for child in tree[1:] for item in elements_of(child, values, nets, names)]
    found, start = [], nets[0]
    for index, child in enumerate(tree[1:], 1):
        stop = nets[1] if index == len(tree) - 1 else next(names)
        found += elements_of(child, values, (start, stop), names)
        start = stop
    return found


@pytest.mark.parametrize("adds", ["s", "p"])
def test_networks_agree_with_nodal_analysis(adds):
    # A capacitor takes its share of the voltage as a resistor of 1/C does.
    for seed in range(30):
        draw = Random(seed)
        tree = random_tree(draw, draw.choice((3, 4, 5, 6)))
        values = {index: draw.choice((2, 3, 5, 8, 12)) for index in leaves(tree)}
        as_ohms = values if adds == "s" else {index: 1 / value for index, value in values.items()}
        names = (f"n{number}" for number in range(99))
        battery = Element(kind="battery", name="V1", nets=("a", "b"), value=10.0)
        nets, amps = solve_circuit([battery, *(found := elements_of(tree, as_ohms, ("a", "b"), names))])
        total = 10 / amps["V1"]
        assert total_of(tree, values, adds) == pytest.approx(total if adds == "s" else 1 / total)
        shares = shares_of(tree, values, 10.0, adds)
        for item in found:
            assert shares[int(item.name[1:])] == pytest.approx(nets[item.nets[0]] - nets[item.nets[1]])


def test_a_network_is_written_and_worked_out_step_by_step():
    tree = ("s", 1, ("p", 3, 2))
    assert expression(tree, "R") == "R₁ + (R₃ ∥ R₂)"
    assert steps(tree, {1: 6, 2: 20, 3: 30}, "R", "Ω") == ["1/R₂₃ = 1/R₃ + 1/R₂, R₂₃ = 12 Ω", "R₁₂₃ = R₁ + R₂₃ = 18 Ω"]


def solved(name: str, seed: int):
    """Parameters, scene, voltages and currents of the netlist that the page is held to, in V and A, and its parts by name."""
    scene, p = get_family(name).make(seed), get_family(name).sample(seed)
    sizes = {quantity.symbol.replace("_", ""): quantity.value for quantity in scene.givens}
    if name == "wheatstone_bridge":
        sizes |= {part.symbol.replace("_", ""): part.value for part in p.parts}
    netlist = next(claim.value for claim in scene.claims if claim.kind == "netlist")
    assert isinstance(netlist, str)
    parts = [replace(item, value=sizes.get(item.name, 0.0)) for item in read_netlist(netlist)]
    return p, scene, *solve_circuit(parts), {item.name: item for item in parts}


def test_meters_show_what_the_drawn_circuit_gives():
    for seed in SEEDS:
        p, _, nets, amps, parts = solved("divider_with_meters", seed)
        current, volts = meter_readings(p)
        assert abs(amps["A1"]) == pytest.approx(current)
        assert abs(nets[parts["P"].nets[0]] - nets[parts["P"].nets[1]]) == pytest.approx(volts)


def test_battery_under_load_is_the_drawn_circuit():
    for seed in SEEDS:
        p, _, nets, amps, parts = solved("battery_under_load", seed)
        found = battery_at_work(p.emf, p.inner, p.load)
        assert amps["U0"] == pytest.approx(found["current"])
        assert abs(nets[parts["P"].nets[0]] - nets[parts["P"].nets[1]]) == pytest.approx(found["terminal"])
        assert found["heat"] + found["useful"] == pytest.approx(p.emf * found["current"])


def test_currents_of_two_loops_are_those_of_the_drawn_circuit():
    for seed in SEEDS:
        p, _, _, amps, _ = solved("two_loops", seed)
        found = loop_currents(p)
        assert found["left"] + found["right"] == pytest.approx(found["middle"])
        for place in ("left", "right", "middle"):
            assert abs(amps[p.parts[place].symbol.replace("_", "")]) == pytest.approx(abs(found[place]))


def test_bridges_are_those_of_the_drawn_circuit():
    for seed in SEEDS:
        p, scene, nets, amps, parts = solved("wheatstone_bridge", seed)
        if p.layout == "resistor":
            assert abs(amps["R5"]) == pytest.approx(abs(bridge_current(p)))
            continue
        if p.layout == "voltmeter":
            found = abs(nets[parts["P"].nets[0]] - nets[parts["P"].nets[1]])
            assert scene.answer.value == pytest.approx(found)
            continue
        a, b, c, d = p.values
        assert a * d == pytest.approx(b * c)
        assert scene.answer.value == pytest.approx(p.values[p.unknown])


@pytest.mark.parametrize(("layout", "ohms", "total"), [("three", [30, 20, 60], 10), ("four", [30, 20, 40, 20], 10), ("after", [30, 20, 60, 5], 15)])  # fmt: skip
def test_crossing_wires(layout, ohms, total):
    assert crossing_total(layout, ohms) == pytest.approx(total)


def test_resistance_of_crossing_wires_is_that_of_the_drawn_circuit():
    for seed in SEEDS:
        p, _, _, amps, _ = solved("crossing_wires", seed) if get_family("crossing_wires").sample(seed).asked == "current" else (None,) * 5  # fmt: skip
        if p is not None:
            assert p.volts / amps["U"] == pytest.approx(crossing_total(p.layout, [part.value for part in p.parts]))


@pytest.mark.parametrize("rising", [True, False])
def test_transients_by_small_steps_of_time(rising):
    # C dU/dt = (U0 - U)/R or -U/R; L dI/dt = U0 - R I or -R I; by Euler's rule with the middle of each step.
    volts, kohm, farads, seconds, num = 12.0, 4.7, 100.0, 0.6, 4000
    here = 0.0 if rising else volts
    rate = 1 / (kohm * farads / 1000)
    for _ in range(num):
        half = here + seconds / num / 2 * rate * ((volts if rising else 0) - here)
        here += seconds / num * rate * ((volts if rising else 0) - half)
    found = charging_state(volts, kohm, farads, seconds, rising=rising)
    assert found["volts"] == pytest.approx(here, rel=1e-5)
    assert found["amps"] == pytest.approx(abs((volts if rising else 0) - here) / kohm, rel=1e-4)
    final, ohms, henries, time = 0.5, 20.0, 200.0, 8.0
    amps = 0.0 if rising else final
    for _ in range(num):
        half = amps + time / num / 2 * ohms / henries * ((final if rising else 0) - amps)
        amps += time / num * ohms / henries * ((final if rising else 0) - half)
    coil = coil_state(final, ohms, henries, time, rising=rising)
    assert coil["amps"] == pytest.approx(1000 * amps, rel=1e-5)
    assert coil["volts"] == pytest.approx(abs((ohms * final if rising else 0) - ohms * amps), rel=1e-4)


def test_a_capacitor_is_charged_to_63_percent_in_its_time_constant():
    assert charging_state(10, 1, 1000, 1, rising=True)["volts"] == pytest.approx(10 * (1 - math.exp(-1)))


def test_a_board_without_words_has_no_label():
    board = Board()
    board.part("resistor", "R1", (0, 0), (3, 0), "ab", "")
    assert all(mark.id != "label:R1" for mark in board.sketch.marks)


def test_impedances_are_those_of_complex_numbers():
    for seed in range(60):
        p = get_family("series_impedance").sample(seed)
        found = impedance_of(p)
        each = {"R": p.ohms, "L": 1j * p.rate * p.henries / 1000, "C": 1 / (1j * p.rate * p.farads * 1e-6)}
        whole = sum(each[name] for name in p.there)
        amps = p.volts / whole
        assert found["impedance"] == pytest.approx(abs(whole))
        assert math.radians(found["phase"]) == pytest.approx(-cmath.phase(amps))
        assert found["across"] == pytest.approx(abs(amps * each[p.of_part]))
        assert found["power"] == pytest.approx((p.volts * amps.conjugate()).real)


def test_an_oscillation_by_small_steps_of_time():
    # dQ/dt = -I, L dI/dt = Q/C, by leapfrog: the first quarter ends where the current stops growing.
    for seed in range(40):
        p = get_family("oscillating_circuit").sample(seed)
        if p.start != "charged":
            continue
        found, henries, farads = oscillation(p), p.henries / 1000, p.total * 1e-6
        step = found["quarter"] / 1000 / 2000
        charge, amps = farads * p.volts, 0.0
        for _ in range(2000):
            amps += step / 2 * charge / (farads * henries)
            charge -= step * amps
            amps += step / 2 * charge / (farads * henries)
        assert abs(charge) < 1e-3 * farads * p.volts
        assert 1000 * amps == pytest.approx(found["other"], rel=1e-4)
        return


def test_capacitors_at_a_battery_have_no_ammeter():
    family = get_family("capacitor_network")
    assert not any(mark.id.startswith("ammeter:") for seed in SEEDS for mark in family.make(seed, 3).marks)
