"""Ideal meters: an ammeter in a circuit and a voltmeter across a part of it; and a battery that loses voltage within itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, number, one_of, several
from scisynth.figures.families.questions import Question, ask_count, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.circuit import DOWN, LEFT, OHMS, RIGHT, UP, VOLTS, Board, bridge, cut_lead, turn_battery
from scisynth.figures.parts.network import named
from scisynth.figures.parts.palette import GREY
from scisynth.figures.parts.physics import count_roles
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer


@dataclass(frozen=True, kw_only=True)
class Divider(Parameters):
    """Resistors at a battery; the places of the layout are filled in the order of `names`."""

    layout: str = one_of("two", "three", "branch", level_1=("two", "three"), level_3=("three", "branch"))
    volts: float = number("U", "V", VOLTS, meaning="battery")
    ohms: tuple[float, ...] = several(OHMS, 3)
    names: tuple[int, ...] = several((1, 2, 3), 3)
    across: int = one_of(0, 1, 2)
    is_in_branch: bool = one_of(False, True)
    asked: str = one_of("amps", "volts")
    is_mirrored: bool = one_of(False, True)

    def valid(self) -> bool:
        """Two resistors are called R1 and R2; of two in parallel the voltmeter is drawn at the outer one."""
        if self.layout == "two":
            return self.across < 2 and self.names[2] == 3
        return self.layout == "three" or self.across != 1

    @property
    def parts(self) -> list[Quantity]:
        """The resistors by place: the first one in the upper wire."""
        num = 2 if self.layout == "two" else 3
        return [
            Quantity(symbol=f"R_{index}", value=value, unit="Ω", meaning=f"resistor {index}")
            for index, value in list(zip(self.names, self.ohms, strict=True))[:num]
        ]

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """The resistors in the order of their names, and the battery."""
        return (self.quantity("volts"), *sorted(self.parts, key=lambda part: part.symbol))


def meter_readings(p: Divider) -> tuple[float, float]:
    """What the ammeter (A) and the voltmeter (V) show; the first resistor is in series with all the others."""
    first, *others = (part.value for part in p.parts)
    rest = sum(others) if p.layout != "branch" else 1 / sum(1 / ohm for ohm in others)
    amps = p.volts / (first + rest)
    each = [first * amps, *(amps * (ohm if p.layout != "branch" else rest) for ohm in others)]
    in_branch = p.layout == "branch" and p.is_in_branch
    return (amps * rest / others[1] if in_branch else amps), each[p.across]


@family("Physics - Circuit")
class DividerWithMeters(Family[Divider]):
    """An ammeter in a chain of two or three resistors, or at a branch, and a voltmeter across one of them."""

    def solve(self, p: Divider) -> Solution:
        """By Ohm's law."""
        amps, volts = meter_readings(p)
        parts, which = p.parts, named("R", p.names[p.across])
        answer = number_answer(1000 * amps, "mA") if p.asked == "amps" else number_answer(volts, "V")
        name = [named("R", index) for index in p.names]
        chain = " + ".join(name[: len(parts)])
        whole = chain if p.layout != "branch" else f"{name[0]} + {name[1]} ∥ {name[2]}"
        first, *others = (part.value for part in parts)
        rest = sum(others) if p.layout != "branch" else 1 / sum(1 / ohm for ohm in others)
        texts = [f"{named('R', index)} = {part.text}" for index, part in self._sorted(p)]
        values = {
            "case": f"{p.asked} {p.layout}",
            "parts": f"{', '.join(texts[:-1])} and {texts[-1]}",
            "which": which,
            "pair": f"{name[1]} and {name[2]}",
            "first": name[0],
            "last": name[2],
            "ammeter": f"in the branch of {name[2]}" if p.is_in_branch else "next to the battery",
            "whole": whole,
            "total": f"{format_number(first + rest)} Ω",
            "main": f"{format_number(1000 * p.volts / (first + rest))} mA",
        }
        return Solution(answer=answer, symbol="I" if p.asked == "amps" else "U_V", values=values)

    @staticmethod
    def _sorted(p: Divider) -> list[tuple[int, Quantity]]:
        return sorted(zip(p.names, p.parts, strict=False), key=lambda item: item[0])

    def draw(self, p: Divider, sketch: Sketch) -> None:
        """The battery on the left, the first resistor above, the others on the right or below."""
        board = Board(sketch)
        self._draw_branch(p, board) if p.layout == "branch" else self._draw_chain(p, board)
        board.close()
        if p.is_mirrored:
            mirror(sketch)

    @staticmethod
    def _draw_chain(p: Divider, board: Board) -> None:
        high = 3.4
        parts, is_three = p.parts, p.layout == "three"
        low = "d" if is_three else "e"
        board.given("battery", p.quantity("volts"), (0, high), (0, 0), "ae", LEFT)
        board.part("ammeter", "A1", (0, high), (1.8, high), "ab", "$I$", toward=UP)
        board.given("resistor", parts[0], (1.8, high), (4.6, high), "bc", DOWN if p.across == 0 else UP)
        board.given("resistor", parts[1], (4.6, high), (4.6, 0), f"c{low}", LEFT)
        if is_three:
            board.given("resistor", parts[2], (4.6, 0), (1.8, 0), "de", UP if p.across == 2 else DOWN)
            board.wire((1.8, 0), (0, 0))
        else:
            board.wire((4.6, 0), (0, 0))
        far = 1.5
        if p.across == 1:
            board.part("voltmeter", "P", (7.0, high), (7.0, 0), f"c{low}", "$U_V$", toward=RIGHT)
            board.wire((4.6, high), (7.0, high))
            board.wire((4.6, 0), (7.0, 0))
            board.dots((4.6, high), (4.6, 0))
            return
        y, step, nets = (high, far, "bc") if p.across == 0 else (0.0, -far, "ed")
        board.part("voltmeter", "P", (1.8, y + step), (4.6, y + step), nets, "$U_V$", toward=(0, step))
        board.wire((1.8, y), (1.8, y + step))
        board.wire((4.6, y), (4.6, y + step))
        board.dots((1.8, y), (4.6, y))

    @staticmethod
    def _draw_branch(p: Divider, board: Board) -> None:
        high = 4.2
        parts = p.parts
        start = 0.0 if p.is_in_branch else 1.8
        board.given("battery", p.quantity("volts"), (0, high), (0, 0), "ae", LEFT)
        if not p.is_in_branch:
            board.part("ammeter", "A1", (0, high), (1.8, high), "ab", "$I$", toward=UP)
        one = "a" if p.is_in_branch else "b"
        board.given("resistor", parts[0], (start, high), (4.6, high), f"{one}c", DOWN if p.across == 0 else UP)
        board.given("resistor", parts[1], (4.6, high), (4.6, 0), "ce", LEFT)
        board.chain((4.6, high), (7.4, high))
        board.chain((0, 0), (4.6, 0), (7.4, 0))
        if p.is_in_branch:
            board.part("ammeter", "A1", (7.4, high), (7.4, high - 1.6), "cd", "$I$", toward=LEFT)
            board.given("resistor", parts[2], (7.4, high - 1.6), (7.4, 0), "de", LEFT)
        else:
            board.given("resistor", parts[2], (7.4, high), (7.4, 0), "ce", LEFT)
        if p.across == 0:
            board.part("voltmeter", "P", (start, high + 1.5), (4.6, high + 1.5), f"{one}c", "$U_V$", toward=UP)
            board.wire((start, high), (start, high + 1.5))
            board.wire((4.6, high), (4.6, high + 1.5))
            board.dots((start, high), (4.6, high), (4.6, 0))
            return
        # Across the last resistor alone, without the ammeter.
        top = high - 1.6 if p.is_in_branch else high
        board.part("voltmeter", "P", (9.4, top), (9.4, 0), "de" if p.is_in_branch else "ce", "$U_V$", toward=RIGHT)
        board.wire((7.4, top), (9.4, top))
        board.wire((7.4, 0), (9.4, 0))
        board.dots((4.6, high), (4.6, 0), (7.4, top), (7.4, 0))

    def questions(self, p: Divider) -> Iterator[Question]:
        """Where the meters are, and the values."""
        names = [named("R", index) for index in p.names[: len(p.parts)]]
        wrong = [*names, "battery", "ammeter"]
        yield ask_word("across", names[p.across], wrong)
        yield ask_value("one", p.parts[0], *p.parts, which=names[0])
        yield ask_value("two", p.parts[-1], *p.parts, which=names[-1])
        yield ask_value("volts", p.quantity("volts"))
        if p.layout == "branch":
            yield ask_word("measures", names[2] if p.is_in_branch else "whole", ["whole", *names])
        yield ask_word("above", names[0], [*names, "lamp", "coil"])

    @defect(visibility=2)
    def shorted(self, p: Divider, scene: FigureScene, draw: Random) -> FigureScene:
        """A wire bridges a resistor, so that no current flows through it."""
        toward = {0: UP if p.across == 0 else DOWN, 1: RIGHT}
        place = draw.choice((0, 1))
        return bridge(scene, f"R{p.names[place]}", toward[place])

    @defect(visibility=3)
    def loose_meter(self, p: Divider, scene: FigureScene, draw: Random) -> FigureScene:
        """A lead of a meter ends in the air."""
        return cut_lead(scene, draw.choice(("P", "A1")))

    @defect(visibility=2)
    def missing_wire(self, p: Divider, scene: FigureScene, draw: Random) -> FigureScene:
        """A wire of the circuit is missing."""
        return scene.without(draw.choice([mark.id for mark in scene.marks if mark.id.startswith("wire:")]))


@dataclass(frozen=True, kw_only=True)
class Loaded(Parameters):
    """A battery with an inner resistance and what it feeds."""

    layout: str = one_of("lamp", "chain", "lamps", level_1=("lamp", "chain"), level_3=("chain", "lamps"))
    emf: float = number("U_0", "V", (1.5, 3, 4.5, 6, 9, 12, 18, 24), meaning="without a load")
    inner: float = number("R_i", "Ω", (0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1, 1.2, 1.5, 1.8, 2), meaning="inner resistance")
    ohms: tuple[float, ...] = several((4, 5, 6, 7.5, 8, 9, 10, 12, 14, 15, 18, 20, 25, 30), 2)
    asked: str = one_of("terminal", "current", "heat", "useful", level_1=("terminal", "current"))
    is_lamp_first: bool = one_of(False, True)
    is_mirrored: bool = one_of(False, True)

    def valid(self) -> bool:
        """The inner resistance is small, but is felt."""
        return 0.02 < self.inner / self.load < 0.5

    @property
    def parts(self) -> list[tuple[str, Quantity]]:
        """Kind and value of what is fed."""
        kinds = {"lamp": ["lamp"], "chain": ["lamp", "resistor"], "lamps": ["lamp", "lamp"]}[self.layout]
        if not self.is_lamp_first:
            kinds = kinds[::-1] if self.layout != "lamp" else ["resistor"]
        symbols = ["R"] if len(kinds) == 1 else ["R_1", "R_2"]
        return [
            (kind, Quantity(symbol=symbol, value=value, unit="Ω", meaning=kind))
            for kind, symbol, value in zip(kinds, symbols, self.ohms, strict=False)
        ]

    @property
    def load(self) -> float:
        """Resistance of what is fed, Ω."""
        one, *others = (quantity.value for _, quantity in self.parts)
        if self.layout == "lamps":
            return 1 / (1 / one + 1 / others[0])
        return one + sum(others)

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """The battery with its inner resistance, and the load."""
        return (self.quantity("emf"), self.quantity("inner"), *(quantity for _, quantity in self.parts))


def battery_at_work(emf: float, inner: float, load: float) -> dict[str, float]:
    """Current (A), voltage at the poles (V), power lost within and given to the load (W): I = U₀/(R_i + R)."""
    amps = emf / (inner + load)
    return {"current": amps, "terminal": emf - inner * amps, "heat": inner * amps**2, "useful": load * amps**2}


@family("Physics - Circuit")
class BatteryUnderLoad(Family[Loaded]):
    """A battery with an inner resistance feeds a lamp, a lamp and a resistor in series, or two lamps in parallel."""

    def solve(self, p: Loaded) -> Solution:
        """The inner resistance is in series with the load."""
        found = battery_at_work(p.emf, p.inner, p.load)
        unit, symbol = {
            "terminal": ("V", "U"), "current": ("A", "I"), "heat": ("W", "P_i"), "useful": ("W", "P"),
        }[p.asked]  # fmt: skip
        kinds = [kind for kind, _ in p.parts]
        values = {
            "load": f"{format_number(p.load)} Ω",
            "amps": f"{format_number(found['current'])} A",
            "loads": " and ".join(f"a {kind} of {quantity.text}" for kind, quantity in p.parts),
            "fed": f"a {kinds[0]}"
            if len(kinds) == 1
            else "two lamps"
            if p.layout == "lamps"
            else "a lamp and a resistor",
            "joined": {"lamp": "", "chain": " in series", "lamps": " in parallel"}[p.layout],
            "one": "R" if len(kinds) == 1 else "R₁",
        }
        return Solution(answer=number_answer(found[p.asked], unit), symbol=symbol, values=values)

    def draw(self, p: Loaded, sketch: Sketch) -> None:
        """Both sources of voltage loss stand in a dashed case."""
        board, high = Board(sketch), 3.8
        board.given("battery", p.quantity("emf"), (0, 2.0), (0, 0), "ac", LEFT)
        board.given("resistor", p.quantity("inner"), (0, high), (0, 2.0), "ba", LEFT)
        board.part("voltmeter", "P", (2.2, high), (2.2, 0), "bc", "$U$", toward=RIGHT)
        board.chain((0, high), (2.2, high))
        board.chain((0, 0), (2.2, 0))
        board.dots((2.2, high), (2.2, 0))
        parts = p.parts
        if p.layout == "chain":
            board.given(parts[0][0], parts[0][1], (2.2, high), (5.2, high), "bd", UP)
            board.given(parts[1][0], parts[1][1], (5.2, high), (5.2, 0), "dc", RIGHT)
            board.wire((2.2, 0), (5.2, 0))
        else:
            for index, (kind, quantity) in enumerate(parts):
                x = 4.6 + 2.6 * index
                board.given(kind, quantity, (x, high), (x, 0), "bc", RIGHT)
                board.wire((x - (2.6 if index else 2.4), high), (x, high))
                board.wire((x - (2.6 if index else 2.4), 0), (x, 0))
            if len(parts) > 1:
                board.dots((4.6, high), (4.6, 0))
        sketch.rectangle("case:battery", -2.1, 0.3, 0.65, 3.5, dash="dashed", color=GREY, width=1.0, z=0)
        sketch.claim("inside", "battery:U0", "case:battery")
        sketch.claim("inside", "resistor:Ri", "case:battery")
        board.close()
        count_roles(sketch, "case")
        if p.is_mirrored:
            mirror(sketch)

    def questions(self, p: Loaded) -> Iterator[Question]:
        """Values; what kind of load there is and where it stands."""
        parts = [quantity for _, quantity in p.parts]
        yield ask_value("emf", p.quantity("emf"))
        yield ask_value("inner", p.quantity("inner"), *parts)
        yield ask_value(
            "load", parts[-1], p.quantity("inner"), *parts, which=named("R", *([2] if len(parts) > 1 else []))
        )
        yield ask_count("lamps", [kind for kind, _ in p.parts].count("lamp"), likely=(0, 1, 2, 3))
        yield ask_word("side", "right" if p.is_mirrored else "left", ["left", "right", "above", "below"])

    @defect(visibility=3)
    def burnt_out_lead(self, p: Loaded, scene: FigureScene, draw: Random) -> FigureScene:
        """A lead stops before its symbol, so that no current flows."""
        return cut_lead(scene, p.parts[-1][1].symbol.replace("_", ""))

    @defect(visibility=2)
    def dead_resistance(self, p: Loaded, scene: FigureScene, draw: Random) -> FigureScene:
        """A wire bridges the inner resistance, as if the battery had none."""
        return bridge(scene, "Ri", LEFT if p.is_mirrored else RIGHT)

    @defect(visibility=1)
    def turned_battery(self, p: Loaded, scene: FigureScene, draw: Random) -> FigureScene:
        """The battery's poles are exchanged, though the rest of the circuit is as before."""
        return turn_battery(scene, "U0")
