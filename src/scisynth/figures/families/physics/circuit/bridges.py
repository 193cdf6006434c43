"""Bridges of four resistors, balanced or not, and rows of resistors that crossing wires turn into parallel ones."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, number, one_of, several
from scisynth.figures.families.questions import Question, ask_count, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.circuit import DOWN, LEFT, OHMS, RIGHT, UP, VOLTS, Board, bridge, cut_lead
from scisynth.figures.parts.network import named, terminal
from scisynth.figures.parts.palette import INK
from scisynth.figures.scene.circuit_symbols import GLOW
from scisynth.figures.scene.marks import Round
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Place, Sketch, number_answer

KIND = {"voltmeter": "voltmeter", "balanced": "galvanometer", "resistor": "resistor"}


@dataclass(frozen=True, kw_only=True)
class Bridge(Parameters):
    """Two voltage dividers side by side: places 0 and 1 on one side, 2 and 3 on the other, from plus to minus."""

    layout: str = one_of(
        "voltmeter", "balanced", "resistor", level_1=("voltmeter", "balanced"), level_3=("resistor", "balanced")
    )
    is_square: bool = one_of(False, True)
    volts: float = number("U", "V", VOLTS, meaning="battery")
    ohms: tuple[float, ...] = several(OHMS, 4)
    names: tuple[int, ...] = several((1, 2, 3, 4), 4)
    middle: float = number("R_5", "Ω", OHMS, meaning="resistor of the bridge")
    unknown: int = one_of(0, 1, 2, 3)

    def valid(self) -> bool:
        """A bridge that is not balanced shows so, and a balanced one needs no strange resistor."""
        if self.layout == "balanced":
            return 4 <= self.values[self.unknown] <= 400
        return abs(bridge_voltage(self)) > 0.06 * self.volts

    @property
    def values(self) -> list[float]:
        """Resistances by place, Ω; the unknown one of a balanced bridge is the product of its neighbours by that opposite."""
        values = list(self.ohms)
        if self.layout == "balanced":
            # Opposite in the ratio a/b = c/d are 0 and 3, and 1 and 2.
            near = (1, 2) if self.unknown in (0, 3) else (0, 3)
            values[self.unknown] = values[near[0]] * values[near[1]] / values[3 - self.unknown]
        return values

    @property
    def parts(self) -> list[Quantity]:
        """The resistors by place."""
        return [
            Quantity(symbol=f"R_{index}", value=value, unit="Ω", meaning=f"resistor {index}")
            for index, value in zip(self.names, self.values, strict=True)
        ]

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """The battery and the known resistors."""
        known = [part for place, part in enumerate(self.parts) if self.layout != "balanced" or place != self.unknown]
        own = (self.quantity("middle"),) if self.layout == "resistor" else ()
        return (self.quantity("volts"), *sorted(known, key=lambda part: part.symbol), *own)


def bridge_voltage(p: Bridge) -> float:
    """Between the middle nodes where nothing flows, V: U (R_b/(R_a + R_b) − R_d/(R_c + R_d))."""
    a, b, c, d = p.values
    return p.volts * (b / (a + b) - d / (c + d))


def bridge_current(p: Bridge) -> float:
    """Through a resistor between the middle nodes, A: by Thévenin, the open voltage over R_a ∥ R_b + R_c ∥ R_d + R₅."""
    a, b, c, d = p.values
    return bridge_voltage(p) / (a * b / (a + b) + c * d / (c + d) + p.middle)


@family("Physics - Circuit")
class WheatstoneBridge(Family[Bridge]):
    """A bridge as a diamond or as two columns, with an ideal voltmeter, a galvanometer at zero, or a resistor across it."""

    def solve(self, p: Bridge) -> Solution:
        """As two voltage dividers."""
        name = [named("R", index) for index in p.names]
        known = [part for part in p.givens if part.unit == "Ω"]
        texts = [f"{named('R', int(part.symbol[2:]))} = {part.text}" for part in known]
        values = {
            "parts": f"{', '.join(texts[:-1])} and {texts[-1]}",
            "one": f"{name[0]} and {name[1]}",
            "two": f"{name[2]} and {name[3]}",
            "formula": f"{name[1]}/({name[0]} + {name[1]}) − {name[3]}/({name[2]} + {name[3]})",
            "inner": f"{name[0]} ∥ {name[1]} + {name[2]} ∥ {name[3]}",
            "unknown": name[p.unknown],
        }
        if p.layout == "balanced":
            near = (1, 2) if p.unknown in (0, 3) else (0, 3)
            rule = f"{name[near[0]]} · {name[near[1]]}/{name[3 - p.unknown]}"
            answer, symbol = number_answer(p.values[p.unknown], "Ω"), f"R_{p.names[p.unknown]}"
            return Solution(answer=answer, symbol=symbol, values={**values, "rule": rule})
        open_volts = abs(bridge_voltage(p))
        values["open"] = f"{format_number(open_volts)} V"
        if p.layout == "voltmeter":
            return Solution(answer=number_answer(open_volts, "V"), symbol="U_V", values=values)
        return Solution(answer=number_answer(1000 * abs(bridge_current(p)), "mA"), symbol="I_5", values=values)

    def draw(self, p: Bridge, sketch: Sketch) -> None:
        """Nodes a (plus), b and c (middle), d (minus)."""
        board = Board(sketch)
        a, b, c, d = (0.0, 0.0), (3.0, 2.3), (3.0, -2.3), (6.0, 0.0)
        ways: list[Place] = [(-1, 1.3), (1, 1.3), (-1, -1.3), (1, -1.3)]
        if p.is_square:
            b, c = (2.2, 0.0), (5.6, 0.0)
            ways = [LEFT, LEFT, RIGHT, RIGHT]
        stretches = [(a, b), (b, d), (a, c), (c, d)]
        if p.is_square:
            top, low = 2.3, -2.3
            stretches = [((x, y), (x, z)) for x, _ in (b, c) for y, z in ((top, 0.0), (0.0, low))]
        nets = ("ab", "bd", "ac", "cd")
        for place, (part, (one, two), way, net) in enumerate(zip(p.parts, stretches, ways, nets, strict=True)):
            if p.layout == "balanced" and place == p.unknown:
                name = part.symbol.replace("_", "")
                board.part("resistor", name, one, two, net, f"${part.symbol}$", value=part.value, toward=way)
            else:
                board.given("resistor", part, one, two, net, way)
        aside = UP if p.is_square else RIGHT
        if p.layout == "resistor":
            board.given("resistor", p.quantity("middle"), b, c, "bc", aside)
        else:
            words = "$U_V$" if p.layout == "voltmeter" else "$I$ = 0"
            board.part(KIND[p.layout], "P", b, c, "bc", words, toward=aside)
        if p.is_square:
            board.given("battery", p.quantity("volts"), (-1.2, 2.3), (-1.2, -2.3), "ad", LEFT)
            for y in (2.3, -2.3):
                board.chain((-1.2, y), (2.2, y), (5.6, y))
            board.dots((2.2, 2.3), (2.2, -2.3), b, c)
        else:
            board.wire(a, (-0.9, 0), (-0.9, -3.6), (2.6, -3.6))
            board.wire((3.4, -3.6), (6.9, -3.6), (6.9, 0), d)
            board.given("battery", p.quantity("volts"), (2.6, -3.6), (3.4, -3.6), "ad", DOWN)
            board.dots(a, b, c, d)
        board.close()

    def questions(self, p: Bridge) -> Iterator[Question]:
        """What lies across the bridge, and where the resistors are."""
        parts, names = p.parts, [named("R", index) for index in p.names]
        across = {"voltmeter": "voltmeter", "balanced": "galvanometer", "resistor": "resistor"}[p.layout]
        yield ask_word("across", across, ["voltmeter", "galvanometer", "resistor", "battery"])
        asked = [place for place in range(4) if p.layout != "balanced" or place != p.unknown]
        yield ask_value("value", parts[asked[0]], *(parts[place] for place in asked), which=names[asked[0]])
        yield ask_value("other", parts[asked[-1]], *(parts[place] for place in asked), which=names[asked[-1]])
        yield ask_value("volts", p.quantity("volts"))
        yield ask_word("series", names[3], [names[0], names[1], "none"], which=names[2])
        yield ask_word("plus", names[2], [names[1], names[3], "none"], which=names[0])

    @defect(visibility=3)
    def wrong_component(self, p: Bridge, scene: FigureScene, draw: Random) -> FigureScene:
        """A lamp stands in the place of a resistor."""
        box = scene.path(f"resistor:R{draw.choice(p.names)}")
        xs, ys = zip(*box.points, strict=True)
        lamp = Round(
            id=box.id.replace("resistor", "lamp"), center=(sum(xs) / 4, sum(ys) / 4), radius=0.5, fill=GLOW, z=3
        )
        return scene.with_marks(tuple(lamp if mark.id == box.id else mark for mark in scene.marks))

    @defect(visibility=2)
    def bridged_resistor(self, p: Bridge, scene: FigureScene, draw: Random) -> FigureScene:
        """A wire bridges one of the four resistors."""
        ways: list[Place] = [RIGHT, RIGHT, LEFT, LEFT] if p.is_square else [(1, -1.3), (-1, -1.3), (1, 1.3), (-1, 1.3)]
        place = draw.randrange(4)
        return bridge(scene, f"R{p.names[place]}", ways[place])

    @defect(visibility=3)
    def open_bridge(self, p: Bridge, scene: FigureScene, draw: Random) -> FigureScene:
        """A lead of a resistor ends in the air."""
        return cut_lead(scene, f"R{draw.choice(p.names)}")


SPANS = {"three": ((0, 2), (1, 3)), "four": ((0, 2), (1, 4)), "after": ((0, 2), (1, 3))}
"""Nodes of a row, counted from A, that wires join."""


@dataclass(frozen=True, kw_only=True)
class Crossing(Parameters):
    """A row of resistors with two wires that cross; `names` are those of the places from A to B."""

    layout: str = one_of("three", "four", "after", level_1=("three",), level_3=("four", "after"))
    ohms: tuple[float, ...] = several(OHMS, 4)
    names: tuple[int, ...] = several((1, 2, 3, 4), 4)
    volts: float = number("U", "V", VOLTS, meaning="battery", given=False)
    asked: str = one_of("resistance", "current")
    is_mirrored: bool = one_of(False, True)
    is_below: bool = one_of(False, True)

    def valid(self) -> bool:
        """Three resistors are R1 to R3."""
        return self.layout != "three" or self.names[3] == 4

    @property
    def parts(self) -> list[Quantity]:
        """The resistors from A to B."""
        num = 3 if self.layout == "three" else 4
        return [
            Quantity(symbol=f"R_{index}", value=value, unit="Ω", meaning=f"resistor {index}")
            for index, value in list(zip(self.names, self.ohms, strict=True))[:num]
        ]

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """The resistors, and the battery where there is one."""
        battery = (self.quantity("volts"),) if self.asked == "current" else ()
        return (*sorted(self.parts, key=lambda part: part.symbol), *battery)


def crossing_total(layout: str, ohms: list[float]) -> float:
    """Between A and B, Ω: three in parallel; the last two as one branch; or three in parallel before the last."""
    if layout == "four":
        return 1 / (1 / ohms[0] + 1 / ohms[1] + 1 / (ohms[2] + ohms[3]))
    pair = 1 / sum(1 / ohm for ohm in ohms[:3])
    return pair + (ohms[3] if layout == "after" else 0.0)


@family("Physics - Circuit")
class CrossingWires(Family[Crossing]):
    """Resistors in a row, joined by two wires that cross without touching; most turn out to be in parallel."""

    def solve(self, p: Crossing) -> Solution:
        """By what lies between which nodes."""
        total = crossing_total(p.layout, [part.value for part in p.parts])
        name = [named("R", index) for index in p.names]
        texts = [f"{named('R', int(part.symbol[2:]))} = {part.text}" for part in p.givens if part.unit == "Ω"]
        three = f"{name[0]} ∥ {name[1]} ∥ {name[2]}"
        values = {
            "parts": f"{', '.join(texts[:-1])} and {texts[-1]}",
            "row": ", ".join(name[: len(p.parts)]),
            "first": f"between {name[1]} and {name[2]}",
            "second": f"between {name[0]} and {name[1]}",
            "third": f"the node between {name[2]} and {name[3]}" if p.layout == "after" else "B",
            "network": {"three": three, "four": f"{name[0]} ∥ {name[1]} ∥ ({name[2]} + {name[3]})", "after": f"({three}) + {name[3]}"}[p.layout],
            "total": f"{format_number(total)} Ω",
        }  # fmt: skip
        if p.asked == "resistance":
            return Solution(answer=number_answer(total, "Ω"), symbol="R", values=values)
        return Solution(answer=number_answer(1000 * p.volts / total, "mA"), symbol="I", values=values)

    def draw(self, p: Crossing, sketch: Sketch) -> None:
        """The wires run above the row, or below it; the battery on the other side."""
        board, step, up = Board(sketch), 2.5, -1.0 if p.is_below else 1.0
        parts = p.parts
        # Nodes in order: in `four` the fourth is a new one, and B is joined to the second.
        order = {"three": "abab", "four": "abacb", "after": "ababc"}[p.layout]
        for index, part in enumerate(parts):
            one, two = (step * index, 0.0), (step * index + step, 0.0)
            board.given("resistor", part, one, two, order[index] + order[index + 1], (0, -up))
        for (first, last), high in zip(SPANS[p.layout], (0.9, 1.7), strict=True):
            board.wire((step * first, 0), (step * first, up * high), (step * last, up * high), (step * last, 0))
        end = step * len(parts)
        board.dots(*((x, 0.0) for x in sorted({step * node for span in SPANS[p.layout] for node in span})))
        if p.asked == "resistance":
            for name, x, far in (("A", -0.9, 0.0), ("B", end + 0.9, end)):
                board.wire((x, 0), (far, 0))
                terminal(board, name, (x, 0), f"wire:{board.num_wires}", UP)
        else:
            y, middle = -up * 1.6, end / 2
            ends = ((middle - 0.6, y), (middle + 0.6, y))
            board.given("battery", p.quantity("volts"), *ends, order[0] + order[-1], (0, -up))
            board.wire((0, 0), (-0.8, 0), (-0.8, y), ends[0])
            board.wire(ends[1], (end + 0.8, y), (end + 0.8, 0), (end, 0))
        board.close()
        if p.is_mirrored:
            mirror(sketch)

    def questions(self, p: Crossing) -> Iterator[Question]:
        """Values, places in the row and junctions."""
        parts, names = p.parts, [named("R", index) for index in p.names[: len(p.parts)]]
        row = names[::-1] if p.is_mirrored else names
        yield ask_word("leftmost", row[0], [*names, "none"])
        yield ask_word("between", names[1], [*names, "none"], one=min(names[0], names[2]), two=max(names[0], names[2]))
        yield ask_value("value", parts[0], *parts, which=names[0])
        yield ask_value("other", parts[-1], *parts, which=names[-1])
        if p.asked == "current":
            yield ask_value("volts", p.quantity("volts"))
        else:
            yield ask_count("parts", len(parts), likely=(3, 4, 5), low=1)

    @defect(visibility=2)
    def dot_on_crossing(self, p: Crossing, scene: FigureScene, draw: Random) -> FigureScene:
        """A junction dot joins the wires where they should only cross."""
        x, y = 2.5 * (-1 if p.is_mirrored else 1), -0.9 if p.is_below else 0.9
        dot = Round(id="node:crossing", center=(x, y), radius=0.075, fill=INK, z=5)
        return scene.with_marks((*scene.marks, dot))

    @defect(visibility=2)
    def short_wire(self, p: Crossing, scene: FigureScene, draw: Random) -> FigureScene:
        """One of the two wires ends at the wrong node of the row."""
        wire = scene.path("wire:1")
        step = 2.5 * (-1 if p.is_mirrored else 1)
        *points, (x, y), (end, low) = wire.points
        return change(scene, replace(wire, points=(*points, (x - step, y), (end - step, low))))

    @defect(visibility=3)
    def lost_wire(self, p: Crossing, scene: FigureScene, draw: Random) -> FigureScene:
        """One of the two wires is missing."""
        return scene.without(draw.choice(("wire:1", "wire:2")))
