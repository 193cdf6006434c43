"""Circuits drawn line by line in ordinary Matplotlib code: ids on symbols alone, values compared, sources of any kind."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.patches import Arc, Circle, Rectangle

from scisynth.figures.circuits.read import circuit_fault
from scisynth.figures.read_back.drawing import Drawing
from scisynth.figures.scene.netlists import read_netlist, same_circuit, same_netlist, value_in_label


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


class Bench:
    """Symbols with ids on a page; wires, dots and texts have none."""

    def __init__(self):
        self.figure, self.axes = plt.subplots(figsize=(8, 5))
        self.axes.set(xlim=(-2, 12), ylim=(-2, 8), aspect="equal")
        self.axes.axis("off")

    def wire(self, *points):
        self.axes.plot(*zip(*points, strict=True), "k", lw=2)

    def text(self, x, y, words, gid=None):
        self.axes.text(x, y, words, ha="center", va="center", gid=gid)

    def zigzag(self, gid, x, y):
        """From x to x + 2."""
        up = [0, *(0.3 if step % 2 else -0.3 for step in range(9)), 0]
        self.axes.plot(np.linspace(x, x + 2, 11), y + np.asarray(up), "k", gid=gid)

    def box(self, gid, x, y):
        self.axes.add_patch(Rectangle((x, y - 0.3), 2, 0.6, fill=False, gid=gid))

    def capacitor(self, gid, x, y, *, pieces):
        """Two upright plates at x and x + 0.3."""
        if pieces:
            self.axes.plot([x, x], [y - 0.5, y + 0.5], "k", gid=gid)
            self.axes.plot([x + 0.3, x + 0.3], [y - 0.5, y + 0.5], "k", gid=gid)
        else:
            nan = np.nan
            self.axes.plot([x, x, nan, x + 0.3, x + 0.3], [y - 0.5, y + 0.5, nan, y - 0.5, y + 0.5], "k", gid=gid)

    def coil(self, gid, x, y, *, arcs):
        """From x to x + 2."""
        if arcs:
            for number in range(4):
                arc = Arc((x + 0.25 + 0.5 * number, y), 0.5, 0.5, theta1=0, theta2=180, gid=gid)
                self.axes.add_patch(arc)
            return
        angle = np.linspace(np.pi, 0, 20)
        points = [
            (x + 0.25 + 0.5 * number + 0.25 * np.cos(a), y + 0.25 * np.sin(a)) for number in range(4) for a in angle
        ]
        self.axes.plot(*zip(*points, strict=True), "k", gid=gid)

    def source(self, gid, x, y, *, sine=True):
        """A circle of radius 0.6."""
        self.axes.add_patch(Circle((x, y), 0.6, fill=False, gid=gid))
        if sine:
            along = np.linspace(-0.35, 0.35, 40)
            self.axes.plot(x + along, y + 0.25 * np.sin(9 * along), "k")

    def battery(self, gid, x, y):
        """Level plates, the longer one on top."""
        nan = np.nan
        self.axes.plot(
            [x - 0.6, x + 0.6, nan, x - 0.3, x + 0.3], [y + 0.2, y + 0.2, nan, y - 0.2, y - 0.2], "k", gid=gid
        )

    def read(self):
        return Drawing.of(self.figure)


def series(values=("10 Ω", "0.2 mF", "13.0 mH"), *, pieces=False, arcs=False, resistor="zigzag", source="source:V"):
    """A source on the left, resistor on top, capacitor on the right half of the top, coil at the bottom."""
    bench = Bench()
    getattr(bench, resistor)("resistor:R", 1, 6)
    bench.capacitor("capacitor:C", 6, 6, pieces=pieces)
    bench.coil("inductor:L", 3, 0, arcs=arcs)
    bench.source(source, 0, 3)
    bench.wire((0, 3.6), (0, 6), (1, 6))
    bench.wire((3, 6), (6, 6))
    bench.wire((6.3, 6), (9, 6), (9, 0), (5, 0))
    bench.wire((3, 0), (0, 0), (0, 2.4))
    for (x, y), words in zip(((2, 6.8), (6.2, 7.1), (4, -0.8)), values, strict=True):
        bench.text(x, y, words)
    bench.text(-1.2, 3, "$V_0 = 9.60$ V\n$f = 50$ Hz")
    return bench.read()


RIGHT = "V1 a 0 9.60; R1 a b 10.00; C1 b c 0.200m; L1 c 0 13.0m"


@pytest.mark.parametrize("pieces", [False, True])
@pytest.mark.parametrize("arcs", [False, True])
@pytest.mark.parametrize("resistor", ["zigzag", "box"])
def test_symbols_with_plain_wires_are_a_circuit(pieces, arcs, resistor):
    assert not circuit_fault(series(pieces=pieces, arcs=arcs, resistor=resistor), RIGHT)


@pytest.mark.parametrize(
    "wrong",
    [
        RIGHT.replace("10.00", "12"),
        RIGHT.replace("0.200m", "0.200u"),
        RIGHT.replace("13.0m", "13"),
        RIGHT.replace("9.60", "6"),
        "V1 a 0 9.60; R1 a b 10.00; C1 b 0 0.200m; L1 b 0 13.0m",
        "V1 a 0; R1 a 0; C1 a 0; L1 a 0",
        "V1 a 0; R1 a b; C1 b 0",
        "battery:E a 0; R1 a b; C1 b c; L1 c 0; R2 c 0",
    ],
)
def test_another_circuit_or_another_value_fails(wrong):
    assert circuit_fault(series(), wrong).startswith("expected the circuit")


@pytest.mark.parametrize(
    "wanted", ["V1 a 0; ", "Vs a 0 AC 9.6; ", "ac_source:V a 0; ", "source:E a 0 9.6 V; ", "E a 0; "]
)
def test_a_source_of_voltage_answers_to_its_letter(wanted):
    assert not circuit_fault(series(), wanted + "R1 a b; C1 b c; L1 c 0")
    assert not circuit_fault(series(source="ac_source:V"), wanted + "R1 a b; C1 b c; L1 c 0")


def test_an_alternating_source_is_no_battery():
    assert circuit_fault(series(source="ac_source:V"), "battery:V a 0; R1 a b; C1 b c; L1 c 0")
    assert not same_netlist("ac_source:V a 0; R1 a 0", "battery:V a 0; R1 a 0")
    assert same_netlist("V1 a 0 AC 5; R1 a 0", "ac_source:V1 a 0; R1 a 0")


def ladder(values, dots=True):
    """A battery and three resistors in parallel, each upright on a box of its own."""
    bench = Bench()
    bench.battery("battery:E", 0, 3)
    bench.wire((0, 3.2), (0, 6), (9, 6))
    bench.wire((0, 2.8), (0, 0), (9, 0))
    for number, words in enumerate(values):
        x = 3 + 3 * number
        bench.axes.add_patch(Rectangle((x - 0.3, 2), 0.6, 2, fill=False, gid=f"resistor:{number}"))
        bench.wire((x, 6), (x, 4))
        bench.wire((x, 2), (x, 0))
        bench.text(x + 1, 3, words)
        if dots:
            bench.axes.plot([x, x], [6, 0], "ko", ms=5)
    return bench.read()


@pytest.mark.parametrize("dots", [True, False])
def test_components_without_names_are_told_by_their_values(dots):
    page = ladder(["14 Ω", "9.0 Ω", "3.2 Ω"], dots)
    assert not circuit_fault(page, "V1 a 0; R1 a 0 14; R2 a 0 9.0; R3 a 0 3.2")
    assert not circuit_fault(page, "battery:E a 0; R1 a 0 3.2; R2 a 0 14; R3 a 0 9")
    found = circuit_fault(page, "V1 a 0; R1 a 0 14; R2 a 0 9.0; R3 a 0 2.3")
    assert "3.2" in found and "14" in found
    assert circuit_fault(page, "V1 a 0; R1 a b 14; R2 b 0 9.0; R3 a 0 3.2")


def test_a_value_at_the_wrong_place_is_told():
    """R1 in series with two parallel ones: exchanged values are another circuit, though all names are missing."""
    bench = Bench()
    bench.battery("battery:E", 0, 3)
    bench.box("resistor:a", 2, 6)
    bench.wire((0, 3.2), (0, 6), (2, 6))
    bench.wire((4, 6), (9, 6))
    bench.wire((0, 2.8), (0, 0), (9, 0))
    for name, x in (("b", 6), ("c", 9)):
        bench.axes.add_patch(Rectangle((x - 0.3, 2), 0.6, 2, fill=False, gid=f"resistor:{name}"))
        bench.wire((x, 6), (x, 4))
        bench.wire((x, 2), (x, 0))
    for (x, y), words in zip(((3, 6.7), (6.9, 3), (9.9, 3)), ("3 Ω", "5.00 Ω", "2 kΩ"), strict=True):
        bench.text(x, y, words)
    page = bench.read()
    assert not circuit_fault(page, "E a 0; R1 a b 3; R2 b 0 5; R3 b 0 2k")
    assert not circuit_fault(page, "E a 0; R1 a b 3 ohm; R2 b 0 2000; R3 b 0 5.00 Ω")
    assert circuit_fault(page, "E a 0; R1 a b 5; R2 b 0 3; R3 b 0 2k")
    assert circuit_fault(page, "E a 0; R1 a b 3; R2 b 0 5; R3 b 0 2")


def test_poles_of_a_battery_of_two_plates_without_ids():
    bench = Bench()
    bench.battery("battery:E", 0, 3)
    bench.wire((0, 3.2), (0, 6), (2, 6))
    bench.box("resistor:R", 2, 6)
    bench.wire((4, 6), (6, 6), (6, 3.2))
    bench.battery("battery:F", 6, 3)
    bench.wire((6, 2.8), (6, 0), (0, 0), (0, 2.8))
    page = bench.read()
    assert not circuit_fault(page, "battery:E a 0; R a b; battery:F b 0")
    assert circuit_fault(page, "battery:E a 0; R a b; battery:F 0 b")


def test_other_texts_near_a_component_are_not_its_value():
    bench = Bench()
    bench.box("resistor:R", 2, 6)
    bench.source("source:V", 0, 3)
    bench.wire((0, 3.6), (0, 6), (2, 6))
    bench.wire((4, 6), (9, 6), (9, 0), (0, 0), (0, 2.4))
    bench.text(3, 6.8, "$I = 2$ A")
    bench.text(3, 5.2, "6 Ω")
    bench.text(8, 3, "100 Ω in all")
    assert not circuit_fault(bench.read(), "V1 a 0 12; R1 a 0 6")


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("5.00 Ω", "resistor", 5), ("13.0 mH", "coil", 0.013), ("0.200 mF", "capacitor", 2e-4), ("4.7 kΩ", "resistor", 4700),
        ("2 MΩ", "resistor", 2e6), ("10 µF", "capacitor", 1e-5), ("10 μF", "capacitor", 1e-5), ("12 V, 0.5 Ω", "battery", 12),
        ("0.5 Ω, 12 V", "battery", 12), ("1e3 ohm", "resistor", 1000), ("100 k Ω", "resistor", 1e5), (r"$R=10.00\ \Omega$", "resistor", 10),
    ],
)  # fmt: skip
def test_values_with_units_and_prefixes(text, kind, value):
    assert value_in_label(text, kind) == pytest.approx(value)


@pytest.mark.parametrize(
    ("row", "value"),
    [
        ("R1 a 0 5.00", 5), ("L1 a 0 13.0m", 0.013), ("C1 a 0 0.200m F", 2e-4), ("R1 a 0 4.7k", 4700), ("R1 a 0 R=4", 4),
        ("R1 a 0 1Meg", 1e6), ("C1 a 0 10uF", 1e-5), ("R1 a 0 1e3", 1000), ("V1 a 0 DC 9", 9), ("V1 a 0 AC 9.6", 9.6), ("R1 a 0 value=7", 7),
    ],
)  # fmt: skip
def test_values_of_netlists(row, value):
    (item,) = read_netlist(row)
    assert item.value == pytest.approx(value) and item.nets == ("a", "0")


def test_one_component_with_another_value_is_another_circuit():
    one = "V1 a 0 9; R1 a b 3; R2 b 0 5"
    assert same_circuit(read_netlist(one), read_netlist("V1 x y 9 V; R1 x z 3.00 Ω; R2 z y 5 ohm"))
    assert not same_circuit(read_netlist(one), read_netlist("V1 x y 9 V; R1 x z 5 Ω; R2 z y 3 Ω"))
