"""Two batteries in two loops: Kirchhoff's laws."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, number, one_of, several
from scisynth.figures.families.questions import Question, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.circuit import DOWN, LEFT, OHMS, RIGHT, UP, VOLTS, Board, bridge, cut_lead, turn_battery
from scisynth.figures.parts.network import named
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

PLACES = ("left", "right", "middle", "lower")


@dataclass(frozen=True, kw_only=True)
class Loops(Parameters):
    """Two batteries with a resistor each feed a third resistor between them; a fourth may be below the left battery."""

    layout: str = one_of("plain", "metered", "four", level_1=("plain", "metered"), level_3=("metered", "four"))
    one: float = number("U_1", "V", VOLTS, meaning="left battery")
    two: float = number("U_2", "V", VOLTS, meaning="right battery")
    plus_one: bool = one_of(True, False, level_1=(True,))
    plus_two: bool = one_of(True, False)
    ohms: tuple[float, ...] = several(OHMS, 4)
    names: tuple[int, ...] = several((1, 2, 3, 4), 4)
    asked: str = one_of("middle", "left", "right", "node", level_1=("middle", "node"))

    def valid(self) -> bool:
        """No current is too small to matter, and three resistors are R1 to R3."""
        if self.layout != "four" and self.names[3] != 4:
            return False
        found = loop_currents(self)
        return all(abs(found[name]) > 0.02 for name in PLACES[:3])

    @property
    def parts(self) -> dict[str, Quantity]:
        """The resistors by their places."""
        rows = zip(PLACES[: 4 if self.layout == "four" else 3], self.names, self.ohms, strict=False)
        return {
            place: Quantity(symbol=f"R_{index}", value=value, unit="Ω", meaning=f"resistor {index}")
            for place, index, value in rows
        }

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Batteries and resistors."""
        return (self.quantity("one"), self.quantity("two"), *sorted(self.parts.values(), key=lambda part: part.symbol))


def loop_currents(p: Loops) -> dict[str, float]:
    """Currents (A) towards the upper node from left and right and from it through the middle, and its voltage (V) as `node`.

    Millman: U = (±U₁/R_left ± U₂/R_right) / (1/R_left + 1/R_right + 1/R_middle), against the lower node.
    """
    ohms = {place: part.value for place, part in p.parts.items()}
    left = ohms["left"] + ohms.get("lower", 0.0)
    emf_one, emf_two = p.one * (1 if p.plus_one else -1), p.two * (1 if p.plus_two else -1)
    node = (emf_one / left + emf_two / ohms["right"]) / (1 / left + 1 / ohms["right"] + 1 / ohms["middle"])
    return {
        "left": (emf_one - node) / left,
        "right": (emf_two - node) / ohms["right"],
        "middle": node / ohms["middle"],
        "node": node,
    }


@family("Physics - Circuit")
class TwoLoops(Family[Loops]):
    """Two batteries and three or four resistors, an ammeter in the middle or none; either battery may be turned."""

    def solve(self, p: Loops) -> Solution:
        """By the sum of currents at the upper node."""
        found = loop_currents(p)
        value = abs(found[p.asked])
        answer = number_answer(value, "V") if p.asked == "node" else number_answer(1000 * value, "mA")
        name = {place: part.symbol.replace("_", "") for place, part in p.parts.items()}
        name = {place: named("R", int(text[1:])) for place, text in name.items()}
        left = name["left"] if "lower" not in name else f"({name['left']} + {name['lower']})"
        one, two = ("" if p.plus_one else "−"), ("" if p.plus_two else "−")
        amps = {
            "left": f"|{one}U₁ − U|/{left}",
            "right": f"|{two}U₂ − U|/{name['right']}",
            "middle": f"|U|/{name['middle']}",
            "node": "|U|",
        }
        values = {
            "target": name.get(p.asked, name["middle"]),
            "parts": ", ".join(f"{named('R', int(q.symbol[2:]))} = {q.text}" for q in p.givens[2:]),
            "left": name["left"] if "lower" not in name else f"{name['left']} and {name['lower']}",
            "right": name["right"],
            "middle": name["middle"],
            "pole_one": "up" if p.plus_one else "down",
            "pole_two": "up" if p.plus_two else "down",
            "rule": f"({one}U₁ − U)/{left} + ({two}U₂ − U)/{name['right']} = U/{name['middle']}".replace("(−", "(−"),
            "node": f"{format_number(found['node'])} V".replace("-", "−"),
            "formula": amps[p.asked],
        }
        symbol = "U" if p.asked == "node" else f"I_{p.parts[p.asked].symbol[2:]}"
        return Solution(answer=answer, symbol=symbol, values=values)

    def draw(self, p: Loops, sketch: Sketch) -> None:
        """The node voltages follow from the netlist, which is claimed."""
        board, high, wide = Board(sketch), 4.2 if p.layout == "metered" else 3.4, 3.6
        parts = p.parts
        ends = {True: ((0.0, high), (0.0, 0.0)), False: ((0.0, 0.0), (0.0, high))}
        low = "e" if p.layout == "four" else "d"
        board.given("battery", p.quantity("one"), *ends[p.plus_one], f"a{low}" if p.plus_one else f"{low}a", LEFT)
        start, stop = ((2 * wide, y) for _, y in ends[p.plus_two])
        board.given("battery", p.quantity("two"), start, stop, "cd" if p.plus_two else "dc", RIGHT)
        board.given("resistor", parts["left"], (0, high), (wide, high), "ab", UP)
        board.given("resistor", parts["right"], (2 * wide, high), (wide, high), "cb", UP)
        if p.layout == "metered":
            board.given("resistor", parts["middle"], (wide, high), (wide, 1.6), "bf", RIGHT)
            board.part("ammeter", "A1", (wide, 1.6), (wide, 0), "fd", "", toward=RIGHT)
        else:
            board.given("resistor", parts["middle"], (wide, high), (wide, 0), "bd", RIGHT)
        if p.layout == "four":
            board.given("resistor", parts["lower"], (0, 0), (wide, 0), "ed", DOWN)
        else:
            board.wire((0, 0), (wide, 0))
        board.wire((wide, 0), (2 * wide, 0))
        board.dots((wide, high), (wide, 0))
        board.close()

    def questions(self, p: Loops) -> Iterator[Question]:
        """Values, which resistor is where, and which way the batteries stand."""
        parts, names = p.parts, [named("R", index) for index in sorted(p.names[: len(p.parts)])]
        yield ask_word("middle", named("R", int(parts["middle"].symbol[2:])), [*names, "none"])
        yield ask_word("right", named("R", int(parts["right"].symbol[2:])), [*names, "none"])
        yield ask_value("value", parts["left"], *parts.values(), which=named("R", int(parts["left"].symbol[2:])))
        yield ask_value("volts", p.quantity("two"), p.quantity("one"))
        poles = {(True, True): "both", (True, False): "first", (False, True): "second", (False, False): "neither"}
        yield ask_word("poles", poles[p.plus_one, p.plus_two], list(poles.values()))

    @defect(visibility=1)
    def reversed_battery(self, p: Loops, scene: FigureScene, draw: Random) -> FigureScene:
        """The plates of one battery are exchanged, so that it drives its current the other way."""
        return turn_battery(scene, draw.choice(("U1", "U2")))

    @defect(visibility=3)
    def open_loop(self, p: Loops, scene: FigureScene, draw: Random) -> FigureScene:
        """A lead of a resistor ends in the air, so that one loop is open."""
        return cut_lead(scene, draw.choice(list(p.parts.values())).symbol.replace("_", ""))

    @defect(visibility=2)
    def bridged_resistor(self, p: Loops, scene: FigureScene, draw: Random) -> FigureScene:
        """A wire bridges a resistor, so that it takes no part."""
        place = draw.choice(("left", "right", "middle"))
        return bridge(scene, p.parts[place].symbol.replace("_", ""), LEFT if place == "middle" else DOWN)
