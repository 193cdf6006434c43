"""Alternating currents: resistor, coil and capacitor in series at a generator, and a circuit of coil and capacitor that oscillates."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from scisynth.figures.corruptions import swap_texts
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, number, one_of, several
from scisynth.figures.families.questions import Question, ask_count, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.circuit import DOWN, LEFT, RIGHT, UP, Board, bridge, cut_lead
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

KINDS = {"R": "resistor", "L": "coil", "C": "capacitor"}


@dataclass(frozen=True, kw_only=True)
class Impedance(Parameters):
    """Two or three parts in series at a generator, in the order of the drawing."""

    layout: str = one_of("rlc", "rl", "rc", "metered", level_1=("rl", "rc"), level_3=("rlc", "metered"))
    ohms: float = number("R", "Ω", (10, 15, 20, 30, 40, 50, 60, 75, 100, 120, 150, 200), meaning="resistor")
    henries: float = number("L", "mH", (13, 20, 30, 50, 60, 80, 100, 150, 200, 250, 400), meaning="coil", given=False)
    farads: float = number("C", "µF", (2, 4, 5, 8, 10, 12, 15, 20, 25, 40, 60, 80), meaning="capacitor", given=False)
    volts: float = number("U", "V", (6, 9.6, 12, 15, 24, 40, 60, 70, 80, 110, 120, 170, 230), meaning="generator")
    hertz: float = number("f", "Hz", (40, 50, 60, 80, 100, 120, 150, 200, 250, 400), meaning="frequency", given=False)
    omega: float = number(
        r"\omega", "rad/s", (100, 150, 200, 300, 377, 500, 800, 1000, 1500), meaning="angular frequency", given=False
    )
    is_angular: bool = one_of(False, True)
    is_peak: bool = one_of(False, True)
    order: tuple[str, ...] = several(("R", "L", "C"), 3)
    asked: str = drawn(
        lambda draw, level, _: draw.choice(
            ("impedance", "current", "phase", "across", "power", "resonance")[: 6 if level > 1 else 3]
        ),
        words="impedance, current, phase, across, power, resonance",
    )
    is_mirrored: bool = one_of(False, True)

    @property
    def there(self) -> tuple[str, ...]:
        """The parts in the order in which they are drawn."""
        left_out = {"rl": "C", "rc": "L"}.get(self.layout, "")
        return tuple(name for name in self.order if name != left_out)

    @property
    def rate(self) -> float:
        """Angular frequency, rad/s."""
        return self.omega if self.is_angular else 2 * math.pi * self.hertz

    @property
    def of_part(self) -> str:
        """The part whose voltage is asked for."""
        return self.there[-1]

    @property
    def tone(self) -> Quantity:
        """The frequency as it is given."""
        return self.quantity("omega" if self.is_angular else "hertz")

    @property
    def parts(self) -> dict[str, Quantity]:
        """Values by letter."""
        every = {"R": "ohms", "L": "henries", "C": "farads"}
        return {name: self.quantity(every[name]) for name in self.there}

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Parts, generator and its frequency."""
        return (*(self.parts[name] for name in "RLC" if name in self.there), self.quantity("volts"), self.tone)

    def valid(self) -> bool:
        """No part goes unnoticed; a power is asked for effective values, a resonance where there is one."""
        if (self.asked == "power" and self.is_peak) or (self.asked == "resonance" and len(self.there) < 3):
            return False
        found = impedance_of(self)
        sizes = [found[name] for name in self.there]
        lags = abs(found["phase"]) > 4 and (self.asked != "across" or found["across"] != self.volts)
        return max(sizes) < 12 * min(sizes) and lags


def impedance_of(p: Impedance) -> dict[str, float]:
    """R, X_L = ωL and X_C = 1/(ωC) (Ω), impedance (Ω), current (A), phase (°), voltage of a part (V), power (W), resonance (Hz)."""
    found = {"R": p.ohms, "L": p.rate * p.henries / 1000, "C": 1e6 / (p.rate * p.farads)}
    reactance = (found["L"] if "L" in p.there else 0.0) - (found["C"] if "C" in p.there else 0.0)
    found["impedance"] = math.hypot(p.ohms, reactance)
    found["current"] = p.volts / found["impedance"]
    found["phase"] = math.degrees(math.atan2(reactance, p.ohms))
    found["across"] = found["current"] * found[p.of_part]
    found["power"] = p.ohms * found["current"] ** 2
    found["resonance"] = 1 / (2 * math.pi * math.sqrt(p.henries * p.farads * 1e-9))
    return found


@family("Physics - Circuit")
class SeriesImpedance(Family[Impedance]):
    """R and L, R and C, or all three in series at a generator: impedance, current, phase, voltages, resonance."""

    def solve(self, p: Impedance) -> Solution:
        """Reactances of L and C are opposite, and at a right angle to R."""
        found = impedance_of(p)
        unit, symbol = {
            "impedance": ("Ω", "Z"), "current": ("A", "I"), "phase": ("°", r"\varphi"), "across": ("V", f"U_{p.of_part}"),
            "power": ("W", "P"), "resonance": ("Hz", "f_0"),
        }[p.asked]  # fmt: skip
        value = abs(found[p.asked])
        if p.asked == "current" and value < 1:
            value, unit = 1000 * value, "mA"
        net = {"rl": "X_L", "rc": "X_C"}.get(p.layout, "(X_L − X_C)")
        lines = [f"X_L = ωL = {format_number(found['L'])} Ω"] if "L" in p.there else []
        lines += [f"X_C = 1/(ωC) = {format_number(found['C'])} Ω"] if "C" in p.there else []
        listed = [f"{name} = {p.parts[name].text}" for name in "RLC" if name in p.there]
        values = {
            "parts": f"{', '.join(listed[:-1])} and {listed[-1]}",
            "tone": f"{'ω' if p.is_angular else 'f'} = {p.tone.text}",
            "value": "peak" if p.is_peak else "rms",
            "reactances": ", ".join(lines),
            "net": net,
            "z": f"{format_number(found['impedance'])} Ω",
            "amps": f"{format_number(found['current'])} A",
            "which": KINDS[p.of_part],
            "x": {"R": "R", "L": "X_L", "C": "X_C"}[p.of_part],
            "letter": p.of_part,
            "meter": " with an ammeter" if p.layout == "metered" else "",
        }
        return Solution(answer=number_answer(value, unit), symbol=symbol, values=values)

    def draw(self, p: Impedance, sketch: Sketch) -> None:
        """The generator on the left, the parts clockwise from it."""
        board, high, wide = Board(sketch), 3.2, 5.6
        three = len(p.there) == 3
        places = (
            [((0.0, high), (wide / 2, high)), ((wide / 2, high), (wide, high))]
            if three
            else [((0.0, high), (wide, high))]
        )
        places.append(((wide, high), (wide, 0.0)))
        nets = "abcd"
        last = nets[len(p.there)]
        end = "e" if p.layout == "metered" else last
        board.part("ac_source", "U", (0, high), (0, 0), "a" + end, p.label("volts"), toward=LEFT)
        for index, (name, (one, two)) in enumerate(zip(p.there, places, strict=True)):
            toward = RIGHT if index == len(places) - 1 else UP
            board.part(KINDS[name], name, one, two, nets[index : index + 2], p.parts[name].label, toward=toward)
        if p.layout == "metered":
            board.part("ammeter", "A1", (wide, 0), (wide / 2, 0), last + end, "", toward=DOWN)
            board.wire((wide / 2, 0), (0, 0))
        else:
            board.wire((wide, 0), (0, 0))
        sketch.text("note:f", p.tone.label, (-0.32, high / 2 - 0.5), of="ac_source:U", toward=LEFT, gap_pt=5)
        board.close()
        if p.is_mirrored:
            mirror(sketch)

    def questions(self, p: Impedance) -> Iterator[Question]:
        """Values; which part is where."""
        yield ask_value("ohms", p.quantity("ohms"))
        other = next(name for name in p.there if name != "R")
        yield ask_value("other", p.parts[other], which=KINDS[other])
        yield ask_value("volts", p.quantity("volts"))
        yield ask_value("tone", p.tone)
        yield ask_word("opposite", KINDS[p.there[-1]], [*KINDS.values(), "ammeter"])
        yield ask_word("upper", KINDS[p.there[0]], [*KINDS.values(), "ammeter"])

    @defect(visibility=2)
    def bridged_part(self, p: Impedance, scene: FigureScene, draw: Random) -> FigureScene:
        """A part is bridged by a wire, so that it does not count."""
        return bridge(scene, p.there[-1], RIGHT if p.is_mirrored else LEFT, 0.5)

    @defect(visibility=3)
    def open_circuit(self, p: Impedance, scene: FigureScene, draw: Random) -> FigureScene:
        """A lead of a part ends in the air, so that no current flows."""
        return cut_lead(scene, draw.choice(p.there))

    @defect(visibility=2)
    def other_part(self, p: Impedance, scene: FigureScene, draw: Random) -> FigureScene:
        """Two parts have exchanged their values, so that each stands at the symbol of the other."""
        one, two = draw.sample(p.there, 2)
        return swap_texts(scene, f"label:{one}", f"label:{two}")


@dataclass(frozen=True, kw_only=True)
class Oscillation(Parameters):
    """A coil and one or two capacitors."""

    layout: str = one_of("one", "parallel", "series", level_1=("one",), level_3=("parallel", "series"))
    start: str = one_of("charged", "current")
    henries: float = number("L", "mH", (1, 2, 2.5, 5, 8, 10, 15, 20, 25, 40, 44, 60, 80, 100), meaning="coil")
    farads: float = number(
        "C_1", "µF", (0.5, 1, 1.5, 2.2, 3.3, 4.7, 4.9, 6, 8, 10, 15, 22), meaning="first capacitor", given=False
    )
    other: float = number("C_2", "µF", (0.8, 1.2, 2, 2.5, 4, 5, 7, 9, 12, 18), meaning="second capacitor", given=False)
    volts: float = number("U_0", "V", (6, 9, 12, 15, 20, 24, 30, 50), meaning="voltage at first", given=False)
    amps: float = number("I_0", "mA", (15, 20, 30, 40, 50, 80, 120, 150, 200), meaning="current at first", given=False)
    asked: str = one_of("frequency", "period", "quarter", "other", "energy", level_1=("frequency", "period"))
    is_closed: bool = one_of(False, True)
    is_mirrored: bool = one_of(False, True)

    @property
    def capacitors(self) -> list[Quantity]:
        """One is called C."""
        one = self.quantity("farads")
        return [replace(one, symbol="C")] if self.layout == "one" else [one, self.quantity("other")]

    @property
    def total(self) -> float:
        """Capacitance, µF."""
        if self.layout == "one":
            return self.farads
        pair = self.farads + self.other
        return pair if self.layout == "parallel" else self.farads * self.other / pair

    @property
    def first(self) -> Quantity:
        """What is there at the start."""
        return self.quantity("volts" if self.start == "charged" else "amps")

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Parts, and how it starts."""
        return (self.quantity("henries"), *self.capacitors, self.first)

    def valid(self) -> bool:
        """The other peak value is one that such parts take; of capacitors in series no single voltage can be marked."""
        if self.layout == "series" and self.start == "charged":
            return False
        peak = oscillation(self)["other"]
        return 1 <= peak <= (2000 if self.start == "charged" else 400)


def oscillation(p: Oscillation) -> dict[str, float]:
    """Frequency (Hz), period and quarter (ms), energy (mJ), and the other peak: mA of a charged start, V of one with a current.

    ω = 1/√(LC); L I²/2 = C U²/2.
    """
    henries, farads = p.henries / 1000, p.total * 1e-6
    period = 2 * math.pi * math.sqrt(henries * farads)
    ratio = math.sqrt(farads / henries)
    if p.start == "charged":
        other, energy = 1000 * p.volts * ratio, farads * p.volts**2 / 2
    else:
        other, energy = p.amps / 1000 / ratio, henries * (p.amps / 1000) ** 2 / 2
    return {
        "frequency": 1 / period, "period": 1000 * period, "quarter": 250 * period, "other": other, "energy": 1000 * energy,
    }  # fmt: skip


@family("Physics - Circuit")
class OscillatingCircuit(Family[Oscillation]):
    """A coil with one capacitor, two in parallel or two in series swings between charge and current."""

    def solve(self, p: Oscillation) -> Solution:
        """By ω² L C = 1 and the conservation of energy."""
        is_charged = p.start == "charged"
        unit, symbol = {
            "frequency": ("Hz", "f"), "period": ("ms", "T"), "quarter": ("ms", "t"),
            "other": ("mA", "I") if is_charged else ("V", "U"), "energy": ("mJ", "W"),
        }[p.asked]  # fmt: skip
        ways = {"parallel": "C₁ + C₂ = ", "series": "C₁C₂/(C₁ + C₂) = ", "one": ""}
        listed = [
            f"{quantity.symbol.replace('_1', '₁').replace('_2', '₂')} = {quantity.text}" for quantity in p.capacitors
        ]
        words = " and ".join(listed) + ("" if p.layout == "one" else f" in {p.layout}")
        values = {
            "case": f"{p.asked} {p.start}",
            "capacitors": f"a capacitor {words}" if p.layout == "one" else f"the capacitors {words}",
            "first": p.first,
            "total": f"{ways[p.layout]}{format_number(p.total)} µF",
        }
        value = oscillation(p)[p.asked]
        if p.asked == "energy" and value < 1:
            value, unit = 1000 * value, "µJ"
        return Solution(answer=number_answer(value, unit), symbol=symbol, values=values)

    def draw(self, p: Oscillation, sketch: Sketch) -> None:
        """Capacitors on the left, the coil on the right; a switch above where the capacitors are charged at first."""
        board, high, wide = Board(sketch), 3.6, 4.4
        one, *others = p.capacitors
        if p.layout == "series":
            board.given("capacitor", one, (0, high), (0, high / 2), "ae", LEFT)
            board.given("capacitor", others[0], (0, high / 2), (0, 0), "ed", LEFT)
        else:
            board.given("capacitor", one, (0, high), (0, 0), "ad", LEFT)
        if p.layout == "parallel":
            board.given("capacitor", others[0], (-2.8, high), (-2.8, 0), "ad", LEFT)
            board.wire((-2.8, high), (0, high))
            board.wire((-2.8, 0), (0, 0))
            board.dots((0, high), (0, 0))
        if p.start == "charged":
            board.part(
                f"switch-{'closed' if p.is_closed else 'open'}", "S", (0, high), (wide, high), "ab", "$S$", toward=DOWN
            )
        else:
            board.wire((0, high), (wide, high))
        board.given(
            "coil", p.quantity("henries"), (wide, high), (wide, 0), "bd" if p.start == "charged" else "ad", RIGHT
        )
        board.wire((wide, 0), (0, 0))
        words = p.first.label
        if p.start == "charged":
            of = f"capacitor:{one.symbol.replace('_', '')}"
            sketch.text("note:first", words, (0.5, high / 2), of=of, toward=RIGHT, gap_pt=3)
        else:
            sketch.text("note:first", words, (wide - 0.3, high / 2), of="coil:L", toward=LEFT, gap_pt=3)
        board.close()
        if p.is_mirrored:
            mirror(sketch)

    def questions(self, p: Oscillation) -> Iterator[Question]:
        """Values, number of capacitors, side of the coil."""
        yield ask_value("henries", p.quantity("henries"))
        capacitors = p.capacitors
        yield ask_value("farads", capacitors[-1], *capacitors, which="C₂" if len(capacitors) == 2 else "C")
        yield ask_value("first", p.first, what="voltage" if p.start == "charged" else "current")
        yield ask_count("num", len(capacitors), likely=(1, 2, 3, 0))
        yield ask_word("side", "left" if p.is_mirrored else "right", ["left", "right", "top", "bottom"])
        state = ("closed" if p.is_closed else "open") if p.start == "charged" else "none"
        yield ask_word("state", state, ["open", "closed", "none", "two"])

    @defect(visibility=3)
    def loose_coil(self, p: Oscillation, scene: FigureScene, draw: Random) -> FigureScene:
        """A lead of the coil ends in the air, so that nothing can swing."""
        return cut_lead(scene, "L")

    @defect(visibility=2)
    def bridged_coil(self, p: Oscillation, scene: FigureScene, draw: Random) -> FigureScene:
        """A wire bridges the coil, so that the capacitors are short-circuited."""
        return bridge(scene, "L", LEFT if p.is_mirrored else RIGHT, 1.6)

    @defect(visibility=3)
    def lost_plate(self, p: Oscillation, scene: FigureScene, draw: Random) -> FigureScene:
        """A capacitor has lost one of its plates."""
        name = draw.choice(p.capacitors).symbol.replace("_", "")
        plate = scene.path(f"plate:{name}.1")
        return scene.without(plate.id)
