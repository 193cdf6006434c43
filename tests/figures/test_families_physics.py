"""The physics of the figure families against worked arithmetic and textbook values, and the reading of circuits off a drawing."""

import math

import numpy as np
import pytest

from scisynth.core.errors import DataError
from scisynth.figures.circuits.read import drawn_netlist, solve_circuit
from scisynth.figures.families.registry import get_family
from scisynth.figures.parts.circuit import Board
from scisynth.figures.parts.fields import leaves, trace_line
from scisynth.figures.parts.physics import polar
from scisynth.figures.read_back.drawing import Drawing
from scisynth.figures.scene.draw import draw_sketch
from scisynth.figures.scene.marks import Path, places_of
from scisynth.figures.scene.netlists import Element, netlist_text, same_netlist
from scisynth.figures.scene.scene import FigureScene

SEEDS = range(8)


def given(scene: FigureScene, symbol: str) -> float:
    return next(quantity.value for quantity in scene.givens if quantity.symbol == symbol)


def drawn_vector(scene: FigureScene, name: str) -> np.ndarray:
    mark = scene.mark(name)
    assert isinstance(mark, Path)
    return np.asarray(mark.points[-1]) - np.asarray(mark.points[0])


# Fields


def test_lines_of_a_dipole_follow_its_invariant():
    # cos of the angles at both charges, q1 cos a1 + q2 cos a2, is constant on a line of force of charges on an axis.
    charges = [(1.0, np.asarray([-1.0, 0.0])), (-1.0, np.asarray([1.0, 0.0]))]
    line = trace_line(charges, charges[0][1] + polar(50, 0.2), lambda place: abs(place - 1) < 0.2)
    cosines = [[(x - at[0]) / math.hypot(x - at[0], y) for x, y in line] for _, at in charges]
    invariant = np.asarray(cosines[0]) - np.asarray(cosines[1])
    assert np.ptp(invariant) < 1e-4
    assert math.dist(line[-1], (1, 0)) < 0.2


def test_line_of_one_charge_is_straight_and_stops_outside_the_box():
    line = trace_line([(2.0, np.zeros(2))], polar(30, 0.1), lambda place: leaves(place, (2, 2)))
    assert np.degrees(np.arctan2(line[:, 1], line[:, 0])) == pytest.approx(30)
    assert 2 < line[-1][0] < 2.06


# Sky


# Circuits


def part(kind, name, nets, value=0.0):
    return Element(kind=kind, name=name, nets=(nets[0], nets[1]), value=value)


def test_divider_and_balanced_bridge():
    volts, amps = solve_circuit(
        [part("battery", "V", "ac", 12), part("resistor", "R1", "ab", 4), part("resistor", "R2", "bc", 2)]
    )
    assert volts["b"] == pytest.approx(4)
    assert amps["R1"] == pytest.approx(2) == amps["V"]
    bridge = [part("battery", "V", "ad", 10), part("resistor", "R1", "ab", 1), part("resistor", "R2", "bd", 2)]
    bridge += [part("resistor", "R3", "ac", 3), part("resistor", "R4", "cd", 6), part("ammeter", "A", "bc")]
    assert solve_circuit(bridge)[1]["A"] == pytest.approx(0, abs=1e-12)


def test_a_loose_piece_has_no_solution():
    with pytest.raises(DataError, match="no single solution"):
        solve_circuit([part("battery", "V", "ab", 5), part("resistor", "R", "xy", 3)])


def test_netlists_are_the_same_up_to_names_of_nets():
    one = "battery:V a c; resistor:R1 a b; resistor:R2 b c"
    assert same_netlist(one, "battery:V n1 n9; resistor:R1 n5 n1; resistor:R2 n9 n5")
    assert not same_netlist(one, "battery:V c a; resistor:R1 a b; resistor:R2 b c")  # reversed battery
    assert not same_netlist(one, "battery:V a c; resistor:R1 a b; resistor:R2 a b")
    assert not same_netlist(one, "battery:V a c; resistor:R1 a a; resistor:R2 a c")
    assert not same_netlist(one, "no circuit: nothing is drawn")


def two_resistors(*, dot: bool, gap: float = 0.0) -> str:
    """R1 and R2 cross at right angles on their wires, each on its own battery."""
    board = Board()
    board.part("battery", "V1", (0, 0), (2, 0), "ab", "")
    board.part("resistor", "R1", (2, 3), (4, 3), "ab", "")
    board.wire((0, 0), (0, 3), (2 - gap, 3))
    board.wire((2, 0), (4, 0), (4, 3))
    board.part("battery", "V2", (-2, 1), (-2, 2), "cd", "")
    board.part("resistor", "R2", (6, 1), (6, 2), "cd", "")
    board.wire((-2, 1), (6, 1))
    board.wire((-2, 2), (-2, 5), (6, 5), (6, 2))
    if dot:
        board.dots((0, 1))
    return drawn_netlist(Drawing.of(draw_sketch(board.sketch.marks)).with_places(places_of(board.sketch.marks)))


def test_crossing_wires_join_only_at_a_dot():
    apart = "battery:V1 a b; battery:V2 c d; resistor:R1 a b; resistor:R2 c d"
    assert same_netlist(two_resistors(dot=False), apart)
    joined = "battery:V1 a b; battery:V2 a d; resistor:R1 a b; resistor:R2 a d"
    assert same_netlist(two_resistors(dot=True), joined)


def test_a_gap_in_a_wire_is_read():
    read = two_resistors(dot=False, gap=0.3)
    assert not same_netlist(read, "battery:V1 a b; battery:V2 c d; resistor:R1 a b; resistor:R2 c d")
    assert same_netlist(read, "battery:V1 a b; battery:V2 c d; resistor:R1 x b; resistor:R2 c d")


def test_every_circuit_is_read_as_it_was_solved():
    for name in ("wheatstone_bridge", "crossing_wires"):
        scene = get_family(name).make(3)
        meant = next(claim.value for claim in scene.claims if claim.kind == "netlist")
        assert same_netlist(drawn_netlist(Drawing.of(draw_sketch(scene.marks)).with_places(scene.places)), str(meant))


def test_netlist_text_is_sorted_by_name():
    assert (
        netlist_text([part("resistor", "R2", "bc"), part("battery", "B1", "ac")]) == "battery:B1 a c; resistor:R2 b c"
    )
