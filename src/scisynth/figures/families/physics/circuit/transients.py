"""What a switch sets going: a capacitor that is charged or discharged through resistors, and the current that a coil lets grow or die away."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, number, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.circuit import DOWN, LEFT, RIGHT, UP, VOLTS, Board, bridge, cut_lead
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

SHARES = (0.4, 0.5, 0.6, 0.8, 1.0, 1.2, 1.5, 1.8, 2.0)


@dataclass(frozen=True, kw_only=True)
class Transient(Parameters):
    """A battery or an energy store, a switch, and one or two resistors."""

    layout: str = one_of(
        "rise", "fall", "series", "parallel", level_1=("rise", "fall"), level_3=("series", "parallel", "fall_parallel")
    )
    is_closed: bool = one_of(False, True)
    share: float = one_of(*SHARES)
    volts: float = number("U", "V", VOLTS, meaning="voltage", given=False)
    is_mirrored: bool = one_of(False, True)

    @property
    def is_rising(self) -> bool:
        """Whether a battery feeds the circuit."""
        return not self.layout.startswith("fall")

    @property
    def num_resistors(self) -> int:
        """One or two."""
        return 1 if self.layout in ("rise", "fall") else 2


def joined(layout: str, one: float, two: float) -> float:
    """The resistance in the circuit: one, or two in series or in parallel."""
    if layout == "series":
        return one + two
    return one * two / (one + two) if "parallel" in layout else one


def growth(share: float) -> float:
    """Fraction of the final value after `share` time constants, 1 − exp(−t/τ)."""
    return 1 - math.exp(-share)


def _rounded(value: float) -> float:
    return float(f"{value:.2g}")


def _draw(p: Transient, board: Board, store: str, resistors: list[Quantity], store_value: Quantity) -> None:
    """A ring of source or store, switch, resistors, and store; the store on the right."""
    high, wide = 3.2, 5.2
    state = "switch-closed" if p.is_closed else "switch-open"
    pair = "parallel" in p.layout
    if p.is_rising:
        board.given("battery", p.quantity("volts"), (0, high), (0, 0), "ad", LEFT)
        board.part(state, "S", (0, high), (2.2, high), "ab", "$S$", toward=DOWN)
        board.given(store, store_value, (wide, high), (wide, 0), "cd", RIGHT)
        end = "c"
        _draw_resistors(board, resistors, pair, (2.2, high), wide, "b" + end)
        if p.layout == "series":
            board.given("resistor", resistors[1], (wide, 0), (0, 0), "d" + "e", DOWN)
            board.elements[0] = replace(board.elements[0], nets=("a", "e"))
        else:
            board.wire((0, 0), (wide, 0))
        return
    board.given(store, store_value, (0, high), (0, 0), "ad", LEFT)
    board.part(state, "S", (0, high), (2.6, high), "ab", "$S$", toward=DOWN)
    board.wire((2.6, high), (wide, high))
    board.given("resistor", resistors[0], (wide, high), (wide, 0), "bd", LEFT)
    board.wire((0, 0), (wide, 0))
    if pair:
        board.given("resistor", resistors[1], (wide + 1.2, high), (wide + 1.2, 0), "bd", RIGHT)
        board.wire((wide, high), (wide + 1.2, high))
        board.wire((wide, 0), (wide + 1.2, 0))
        board.dots((wide, high), (wide, 0))


def _draw_resistors(
    board: Board, resistors: list[Quantity], pair: bool, start: tuple[float, float], wide: float, nets: str
) -> None:
    x, y = start
    board.given("resistor", resistors[0], (x, y), (wide, y), nets, DOWN if pair else UP)
    if pair:
        top = y + 1.2
        board.given("resistor", resistors[1], (x, top), (wide, top), nets, UP)
        board.wire((x, y), (x, top))
        board.wire((wide, y), (wide, top))
        board.dots((x, y), (wide, y))


def _other_lever(p: Transient, scene: FigureScene) -> FigureScene:
    lever = scene.path("lever:S")
    (x, y), tip = lever.points
    sign = 1 if tip[0] > x else -1
    other = (x + sign * 0.86, y + 0.5) if p.is_closed else (x + sign * 1.0, y)
    return change(scene, replace(lever, points=((x, y), other)))


@dataclass(frozen=True, kw_only=True)
class Charging(Transient):
    """A capacitor with one or two resistors."""

    kohm: float = number("R_1", "kΩ", (1, 2.2, 3.3, 4.7, 6.8, 10, 22, 47), meaning="first resistor", given=False)
    other: float = number("R_2", "kΩ", (1.5, 2, 3, 5.6, 8.2, 12, 18, 33), meaning="second resistor", given=False)
    farads: float = number("C", "µF", (10, 22, 33, 47, 68, 100, 220, 470), meaning="capacitor")
    asked: str = one_of("volts", "charge", "amps", "constant", "until", level_1=("volts", "constant"))

    @property
    def resistors(self) -> list[Quantity]:
        """One is called R."""
        one = self.quantity("kohm")
        return [one, self.quantity("other")] if self.num_resistors == 2 else [replace(one, symbol="R")]

    @property
    def tau(self) -> float:
        """Time constant R C, s."""
        return joined(self.layout, self.kohm, self.other) * self.farads / 1000

    @property
    def time(self) -> Quantity:
        """When the state is asked for."""
        return Quantity(
            symbol="t", value=_rounded(self.share * self.tau), unit="s", meaning="time after closing the switch"
        )

    @property
    def reached(self) -> Quantity:
        """The voltage until which the time is asked for."""
        part = growth(self.share) if self.is_rising else math.exp(-self.share)
        return Quantity(symbol="U_C", value=_rounded(part * self.volts), unit="V", meaning="voltage to be reached")

    @property
    def start(self) -> Quantity:
        """The battery, or the voltage of the capacitor before the switch closes."""
        return replace(self.quantity("volts"), symbol="U" if self.is_rising else "U_0")

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """What the question needs."""
        extra = {"constant": (), "until": (self.reached,)}.get(self.asked, (self.time,))
        return (self.start, *self.resistors, self.quantity("farads"), *extra)

    def valid(self) -> bool:
        """A stopwatch could time it."""
        return 0.02 <= self.tau <= 30 and 0 < self.reached.value < self.volts


def charging_state(volts: float, kohm: float, farads: float, seconds: float, *, rising: bool) -> dict[str, float]:
    """Voltage (V) and charge (mC) of a capacitor (µF) and its current (mA) a time after the switch closed on it through kΩ."""
    left = math.exp(-seconds / (kohm * farads / 1000))
    here = volts * (1 - left if rising else left)
    return {"volts": here, "charge": here * farads / 1000, "amps": volts / kohm * left}


@family("Physics - Circuit")
class ChargingCapacitor(Family[Charging]):
    """A capacitor is charged or discharged through one resistor, two in series or two in parallel: exp(−t/RC)."""

    def solve(self, p: Charging) -> Solution:
        """From the time constant R C."""
        ohms = joined(p.layout, p.kohm, p.other)
        found = charging_state(p.volts, ohms, p.farads, p.time.value, rising=p.is_rising)
        part = p.reached.value / p.volts
        found |= {"constant": p.tau, "until": -p.tau * math.log(1 - part if p.is_rising else part)}
        unit, symbol = {
            "volts": ("V", "U_C"), "charge": ("mC", "Q"), "amps": ("mA", "I"), "constant": ("s", r"\tau"), "until": ("s", "t"),
        }[p.asked]  # fmt: skip
        ways = {"series": "R₁ + R₂", "parallel": "R₁R₂/(R₁ + R₂)", "fall_parallel": "R₁R₂/(R₁ + R₂)"}
        values = {
            "case": f"{p.asked} {'rise' if p.is_rising else 'fall'}",
            "start": p.start,
            "time": p.time,
            "reached": p.reached,
            "through": _listed(p.resistors, p.layout),
            "ohms": f"{ways[p.layout]} = {format_number(ohms)} kΩ" if p.layout in ways else f"{format_number(ohms)} kΩ",
            "tau": f"{format_number(p.tau)} s",
            "state": "closed" if p.is_closed else "open",
            "turned": "charged from a battery of" if p.is_rising else "discharged from",
            "ratio": format_number(part if not p.is_rising else 1 - part),
            "exponent": format_number(p.time.value / p.tau),
        }
        return Solution(answer=number_answer(found[p.asked], unit), symbol=symbol, values=values)

    def draw(self, p: Charging, sketch: Sketch) -> None:
        """The switch is drawn as it was before, or as it is after."""
        board = Board(sketch)
        _draw(p, board, "capacitor", p.resistors, p.quantity("farads"))
        if not p.is_rising:
            sketch.text("note:U0", p.start.label, (0.6, 1.6), of="capacitor:C", toward=RIGHT, gap_pt=3)
        board.close()
        if p.is_mirrored:
            mirror(sketch)

    def questions(self, p: Charging) -> Iterator[Question]:
        """Values, number of resistors, the switch, and on which side the capacitor is."""
        yield ask_value("farads", p.quantity("farads"))
        yield ask_value("ohms", p.resistors[-1], *p.resistors, which="R₂" if p.num_resistors == 2 else "R")
        yield ask_value("volts", p.start)
        yield ask_count("resistors", p.num_resistors, likely=(1, 2, 3, 0))
        yield ask_word("state", "closed" if p.is_closed else "open", ["open", "closed", "none", "two"])
        is_right = p.is_rising != p.is_mirrored
        yield ask_word("side", "right" if is_right else "left", ["left", "right", "top", "bottom"])

    @defect(visibility=2)
    def switch_in_wrong_state(self, p: Charging, scene: FigureScene, draw: Random) -> FigureScene:
        """The lever of the switch lies where it should not."""
        return _other_lever(p, scene)

    @defect(visibility=3)
    def loose_capacitor(self, p: Charging, scene: FigureScene, draw: Random) -> FigureScene:
        """A lead of the capacitor ends before its plate."""
        return cut_lead(scene, "C")

    @defect(visibility=2)
    def bridged_capacitor(self, p: Charging, scene: FigureScene, draw: Random) -> FigureScene:
        """A wire bridges the capacitor, which so never takes a charge."""
        inner = LEFT if p.is_rising != p.is_mirrored else RIGHT
        return bridge(scene, "C", inner, 0.5)


def _listed(resistors: list[Quantity], layout: str) -> str:
    if len(resistors) == 1:
        return f"R = {resistors[0].text}"
    one, two = (part.text for part in resistors)
    return f"R₁ = {one} and R₂ = {two} in {'series' if layout == 'series' else 'parallel'}"


@dataclass(frozen=True, kw_only=True)
class Coiling(Transient):
    """A coil with one or two resistors."""

    ohm: float = number("R_1", "Ω", (10, 15, 22, 27, 33, 47, 56, 68, 100), meaning="first resistor", given=False)
    other: float = number("R_2", "Ω", (12, 18, 20, 30, 39, 51, 75, 82, 120), meaning="second resistor", given=False)
    henries: float = number("L", "mH", (50, 80, 100, 120, 150, 200, 250, 300, 400, 500, 800), meaning="coil")
    amps: float = drawn(
        lambda draw, _, found: draw.choice((0.2, 0.25, 0.4, 0.5, 0.6, 0.8, 1.2, 1.5)), words="0.2 to 1.5 A"
    )
    asked: str = one_of("amps", "volts", "constant", "until", "final", level_1=("amps", "constant"))

    @property
    def resistors(self) -> list[Quantity]:
        """One is called R."""
        one = self.quantity("ohm")
        return [one, self.quantity("other")] if self.num_resistors == 2 else [replace(one, symbol="R")]

    @property
    def total(self) -> float:
        """Resistance in the circuit, Ω."""
        return joined(self.layout, self.ohm, self.other)

    @property
    def tau(self) -> float:
        """Time constant L/R, ms."""
        return self.henries / self.total

    @property
    def final(self) -> float:
        """The steady current, or that at the start of the decay, A."""
        return self.volts / self.total if self.is_rising else self.amps

    @property
    def time(self) -> Quantity:
        """When the state is asked for."""
        return Quantity(
            symbol="t", value=_rounded(self.share * self.tau), unit="ms", meaning="time after closing the switch"
        )

    @property
    def reached(self) -> Quantity:
        """The current until which the time is asked for."""
        part = growth(self.share) if self.is_rising else math.exp(-self.share)
        return Quantity(
            symbol="I", value=_rounded(1000 * part * self.final), unit="mA", meaning="current to be reached"
        )

    @property
    def start(self) -> Quantity:
        """The battery, or the current before the switch closes."""
        if self.is_rising:
            return self.quantity("volts")
        return Quantity(symbol="I_0", value=self.amps, unit="A", meaning="current at first")

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """What the question needs."""
        extra = {"constant": (), "final": (), "until": (self.reached,)}.get(self.asked, (self.time,))
        return (self.start, *self.resistors, self.quantity("henries"), *extra)

    def valid(self) -> bool:
        """A final current is asked for where it grows, and no coil carries a current through an open switch."""
        if not self.is_rising and (self.asked == "final" or not self.is_closed):
            return False
        return 0 < self.reached.value < 1000 * self.final and self.final < 3


def coil_state(final: float, ohms: float, henries: float, milliseconds: float, *, rising: bool) -> dict[str, float]:
    """Current (mA) of a coil (mH) and the size of its voltage (V) a time after the switch closed on it with a resistance (Ω)."""
    left = math.exp(-milliseconds * ohms / henries)
    return {"amps": 1000 * final * (1 - left if rising else left), "volts": final * ohms * left}


@family("Physics - Circuit")
class CoilCurrent(Family[Coiling]):
    """The current of a coil grows from a battery, or dies away in resistors: exp(−R t/L)."""

    def solve(self, p: Coiling) -> Solution:
        """From the time constant L/R."""
        found = coil_state(p.final, p.total, p.henries, p.time.value, rising=p.is_rising)
        part = p.reached.value / (1000 * p.final)
        found |= {
            "constant": p.tau,
            "until": -p.tau * math.log(1 - part if p.is_rising else part),
            "final": 1000 * p.final,
        }
        unit, symbol = {
            "amps": ("mA", "I"), "volts": ("V", "U_L"), "constant": ("ms", r"\tau"), "until": ("ms", "t"), "final": ("mA", "I"),
        }[p.asked]  # fmt: skip
        ways = {"series": "R₁ + R₂", "parallel": "R₁R₂/(R₁ + R₂)", "fall_parallel": "R₁R₂/(R₁ + R₂)"}
        values = {
            "case": f"{p.asked} {'rise' if p.is_rising else 'fall'}",
            "start": p.start,
            "time": p.time,
            "reached": p.reached,
            "through": _listed(p.resistors, p.layout),
            "ohms": f"{ways[p.layout]} = {format_number(p.total)} Ω"
            if p.layout in ways
            else f"{format_number(p.total)} Ω",
            "tau": f"{format_number(p.tau)} ms",
            "ends": f"{format_number(1000 * p.final)} mA",
            "state": "closed" if p.is_closed else "open",
            "turned": "fed from" if p.is_rising else "whose current dies away from",
            "ratio": format_number(part if not p.is_rising else 1 - part),
            "exponent": format_number(p.time.value / p.tau),
        }
        return Solution(answer=number_answer(found[p.asked], unit), symbol=symbol, values=values)

    def draw(self, p: Coiling, sketch: Sketch) -> None:
        """The switch is drawn as it was before, or as it is after."""
        board = Board(sketch)
        _draw(p, board, "coil", p.resistors, p.quantity("henries"))
        if not p.is_rising:
            sketch.text("note:I0", p.start.label, (0.6, 1.6), of="coil:L", toward=RIGHT, gap_pt=3)
        board.close()
        if p.is_mirrored:
            mirror(sketch)

    def questions(self, p: Coiling) -> Iterator[Question]:
        """Values, number of resistors, the switch, and on which side the coil is."""
        yield ask_value("henries", p.quantity("henries"))
        yield ask_value("ohms", p.resistors[-1], *p.resistors, which="R₂" if p.num_resistors == 2 else "R")
        yield ask_value("start", p.start, what="voltage of the battery" if p.is_rising else "current at first")
        yield ask_count("resistors", p.num_resistors, likely=(1, 2, 3, 0))
        if p.is_rising:
            yield ask_word("state", "closed" if p.is_closed else "open", ["open", "closed", "none", "two"])
        is_right = p.is_rising != p.is_mirrored
        yield ask_word("side", "right" if is_right else "left", ["left", "right", "top", "bottom"])

    @defect(visibility=2)
    def switch_in_wrong_state(self, p: Coiling, scene: FigureScene, draw: Random) -> FigureScene:
        """The lever of the switch lies where it should not."""
        return _other_lever(p, scene)

    @defect(visibility=3)
    def loose_coil(self, p: Coiling, scene: FigureScene, draw: Random) -> FigureScene:
        """A lead of the coil ends in the air."""
        return cut_lead(scene, "L")

    @defect(visibility=2)
    def bridged_coil(self, p: Coiling, scene: FigureScene, draw: Random) -> FigureScene:
        """A wire bridges the coil, so that nothing holds the current back."""
        inner = LEFT if p.is_rising != p.is_mirrored else RIGHT
        return bridge(scene, "L", inner, 0.5)
