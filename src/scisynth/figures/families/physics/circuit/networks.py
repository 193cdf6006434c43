"""Resistors, capacitors or coils in any network of series and parallel: what it comes to, and what one part of it takes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, number, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.circuit import DOWN, LEFT, OHMS, VOLTS, Board, bridge, cut_lead
from scisynth.figures.parts.network import (
    NetworkDrawing,
    expression,
    leaves,
    named,
    random_tree,
    shares_of,
    steps,
    total_of,
)
from scisynth.figures.scene.marks import role_of
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

SMALL = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 9, 10, 12, 15, 18, 20, 24)


def _tree(draw: Random, level: int, _: Mapping[str, Any]) -> Any:
    return random_tree(draw, draw.choice({1: (3,), 2: (3, 4), 3: (5, 6)}[level]))


def _values(pool: Sequence[float]) -> Callable[[Random, int, Mapping[str, Any]], tuple[float, ...]]:
    return lambda draw, _, found: tuple(draw.sample(list(pool), len(leaves(found["tree"]))))


def _part(draw: Random, _: int, found: Mapping[str, Any]) -> int:
    return draw.choice(leaves(found["tree"]))


@dataclass(frozen=True, kw_only=True)
class Networks(Parameters):
    """A tree of parts; subclasses say of which kind, and what is asked."""

    tree: tuple[Any, ...] = drawn(_tree, words="3 to 6 parts in series and parallel")
    layout: str = one_of(
        "battery", "terminals", "metered", level_1=("battery", "terminals"), level_3=("battery", "metered")
    )
    volts: float = number("U", "V", VOLTS, meaning="battery", given=False)
    is_upright: bool = one_of(False, True)
    part: int = drawn(_part, words="one of the parts")

    letter = "R"
    unit = "Ω"
    adds = "s"
    kind = "resistor"

    @property
    def sizes(self) -> tuple[float, ...]:
        """Of the parts, in the order of their numbers."""
        return ()

    @property
    def by_number(self) -> dict[int, float]:
        """The values by the numbers of the parts."""
        return dict(enumerate(self.sizes, 1))

    @property
    def parts(self) -> dict[int, Quantity]:
        """The parts by their numbers."""
        return {
            index: Quantity(
                symbol=f"{self.letter}_{index}", value=value, unit=self.unit, meaning=f"{self.kind} {index}"
            )
            for index, value in self.by_number.items()
        }

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """All parts, and the battery where there is one."""
        battery = () if self.layout == "terminals" else (self.quantity("volts"),)
        return (*self.parts.values(), *battery)

    def valid(self) -> bool:
        """The network fits a page, and every part has its share."""
        drawing = NetworkDrawing(Board(), self.kind, self.parts, is_upright=self.is_upright)
        long, high = drawing.size(self.tree)
        shares = shares_of(self.tree, self.by_number, 1.0, self.adds)
        return max(long, high) <= 9.5 and len(self.sizes) == len(leaves(self.tree)) and min(shares.values()) > 0.04


def _asked(*usual: str) -> Callable[[Random, int, Mapping[str, Any]], str]:
    """Between terminals nothing but the whole network can be asked for."""
    return lambda draw, level, found: "total" if found["layout"] == "terminals" else draw.choice(usual[level > 1 :])


@dataclass(frozen=True, kw_only=True)
class Resistors(Networks):
    """A network of resistors."""

    ohms: tuple[float, ...] = drawn(_values(OHMS), words="10 to 150 Ω for each")
    asked: str = drawn(
        _asked("total", "current", "through", "across", "power"), words="total, current, through, across, power"
    )

    @property
    def sizes(self) -> tuple[float, ...]:
        """Resistances, Ω."""
        return self.ohms


@dataclass(frozen=True, kw_only=True)
class Capacitors(Networks):
    """A network of capacitors."""

    unit: str = one_of("µF", "nF", "pF")
    farads: tuple[float, ...] = drawn(_values(SMALL), words="1 to 24 µF, nF or pF for each")
    asked: str = drawn(
        _asked("total", "charge", "held", "across", "energy"), words="total, charge, held, across, energy"
    )

    letter = "C"
    adds = "p"
    kind = "capacitor"

    @property
    def sizes(self) -> tuple[float, ...]:
        """Capacitances."""
        return self.farads


@dataclass(frozen=True, kw_only=True)
class Coils(Networks):
    """A network of coils that do not act on each other; a generator holds a steady voltage while the current grows."""

    henries: tuple[float, ...] = drawn(_values(SMALL), words="1 to 24 mH for each")
    asked: str = drawn(_asked("total", "growth", "across", "rate"), words="total, growth, across, rate")

    letter = "L"
    unit = "mH"
    kind = "coil"

    @property
    def sizes(self) -> tuple[float, ...]:
        """Inductances."""
        return self.henries


def _solve(p: Networks, asked: str, value: float, unit: str, symbol: str) -> Solution:
    share = shares_of(p.tree, p.by_number, p.volts, p.adds)[p.part]
    parts = [f"{named(p.letter, index)} = {part.text}" for index, part in p.parts.items()]
    values = {
        "case": f"{asked} {'between' if p.layout == 'terminals' else 'battery'}",
        "parts": f"{', '.join(parts[:-1])} and {parts[-1]}",
        "network": expression(p.tree, p.letter),
        "name": named(p.letter, p.part),
        "steps": "; ".join(steps(p.tree, p.by_number, p.letter, p.unit, p.adds)),
        "whole": named(p.letter, *leaves(p.tree)),
        "total": f"{format_number(total_of(p.tree, p.by_number, p.adds))} {p.unit}",
        "share": f"{format_number(share)} V",
        "low": named("", p.part),
        "num": len(p.sizes),
    }
    return Solution(answer=number_answer(value, unit), symbol=symbol, values=values)


def _draw(p: Networks, sketch: Sketch) -> None:
    board = Board(sketch)
    drawing = NetworkDrawing(board, p.kind, p.parts, is_upright=p.is_upright)
    # No steady current flows through capacitors, so they have no ammeter.
    is_metered = p.layout == "metered" and p.kind != "capacitor"
    drawing.feed(p.tree, None if p.layout == "terminals" else p.quantity("volts"), is_metered=is_metered)
    board.close()


def _questions(p: Networks) -> Iterator[Question]:
    num_dots = _drawn_dots(p)
    first, second = leaves(p.tree)[0], leaves(p.tree)[-1]
    others = list(p.parts.values())
    yield ask_value("value", p.parts[p.part], *others, which=named(p.letter, p.part))
    other = first if p.part != first else second
    yield ask_value("other", p.parts[other], *others, which=named(p.letter, other))
    yield ask_count("num", len(p.sizes), likely=(len(p.sizes) - 1, len(p.sizes) + 1), low=1)
    yield ask_count("dots", num_dots, likely=(num_dots + 2, num_dots + 1), low=0)
    if p.layout != "terminals":
        yield ask_value("volts", p.quantity("volts"))
    row = [child for child in p.tree[1:] if isinstance(child, int)] if p.tree[0] == "s" else []
    wrong = [named(p.letter, index) for index in p.parts]
    if len(row) < 2:
        yield ask_word("alone", named(p.letter, row[0]) if row else "none", [*wrong, "none"])


def _drawn_dots(p: Networks) -> int:
    sketch = Sketch()
    _draw(p, sketch)
    return sum(role_of(mark.id) == "node" for mark in sketch.marks)


def cut_wire(_: object, p: Networks, scene: FigureScene, draw: Random) -> FigureScene:
    """A lead stops before it reaches its part, so that no current can flow there."""
    return cut_lead(scene, f"{p.letter}{p.part}")


def bridged(_: object, p: Networks, scene: FigureScene, draw: Random) -> FigureScene:
    """A wire bridges one of the parts, which is not so in the problem."""
    return bridge(scene, f"{p.letter}{p.part}", LEFT if p.is_upright else DOWN)


def lost_wire(_: object, p: Networks, scene: FigureScene, draw: Random) -> FigureScene:
    """A piece of wire is missing, so that a part of the network hangs on nothing."""
    wires = [mark.id for mark in scene.marks if mark.id.startswith("wire:")]
    return scene.without(draw.choice(wires))


@family("Physics - Circuit")
class SeriesAndParallel(Family[Resistors]):
    """Resistors in any network of series and parallel, at a battery, with an ammeter, or between two terminals."""

    def solve(self, p: Resistors) -> Solution:
        """By Ohm's law and the rules of series and parallel; powers are U I."""
        total = total_of(p.tree, p.by_number)
        volts = shares_of(p.tree, p.by_number, p.volts)[p.part]
        amps = volts / p.ohms[p.part - 1]
        name = f"_{p.part}"
        value, unit, symbol = {
            "total": (total, "Ω", "R"),
            "current": (1000 * p.volts / total, "mA", "I"),
            "through": (1000 * amps, "mA", f"I{name}"),
            "across": (volts, "V", f"U{name}"),
            "power": (1000 * volts * amps, "mW", f"P{name}"),
        }[p.asked]
        if value >= 1000 and unit.startswith("m"):
            value, unit = value / 1000, unit[1:]
        return _solve(p, p.asked, value, unit, symbol)

    def draw(self, p: Resistors, sketch: Sketch) -> None:
        """The netlist is claimed."""
        _draw(p, sketch)

    def questions(self, p: Resistors) -> Iterator[Question]:
        """Values, parts, junctions; which part carries the whole current."""
        yield from _questions(p)

    cut_wire = defect(visibility=3)(cut_wire)
    bridged = defect(visibility=2)(bridged)
    lost_wire = defect(visibility=2)(lost_wire)


@family("Physics - Circuit")
class CapacitorNetwork(Family[Capacitors]):
    """Capacitors in any network of series and parallel, at a battery, or between two terminals."""

    def solve(self, p: Capacitors) -> Solution:
        """Charges are equal in series, capacitances add up in parallel; an energy is C U²/2."""
        total = total_of(p.tree, p.by_number, "p")
        volts = shares_of(p.tree, p.by_number, p.volts, "p")[p.part]
        farads, prefix, name = p.farads[p.part - 1], p.unit[0], f"_{p.part}"
        value, unit, symbol = {
            "total": (total, p.unit, "C"),
            "charge": (total * p.volts, f"{prefix}C", "Q"),
            "held": (farads * volts, f"{prefix}C", f"Q{name}"),
            "across": (volts, "V", f"U{name}"),
            "energy": (total * p.volts**2 / 2, f"{prefix}J", "W"),
        }[p.asked]
        return _solve(p, p.asked, value, unit, symbol)

    def draw(self, p: Capacitors, sketch: Sketch) -> None:
        """The netlist is claimed."""
        _draw(p, sketch)

    def questions(self, p: Capacitors) -> Iterator[Question]:
        """Values, parts, junctions; which part takes the whole charge."""
        yield from _questions(p)

    cut_wire = defect(visibility=3)(cut_wire)
    bridged = defect(visibility=2)(bridged)
    lost_wire = defect(visibility=2)(lost_wire)


@family("Physics - Circuit")
class CoilNetwork(Family[Coils]):
    """Coils in any network of series and parallel: inductance, and how fast the current in it grows."""

    def solve(self, p: Coils) -> Solution:
        """Inductances combine as resistances do; U = L dI/dt."""
        total = total_of(p.tree, p.by_number)
        volts = shares_of(p.tree, p.by_number, p.volts)[p.part]
        value, unit, symbol = {
            "total": (total, "mH", "L"),
            "growth": (p.volts / total, "A/ms", ""),
            "across": (volts, "V", f"U_{p.part}"),
            "rate": (volts / p.henries[p.part - 1], "A/ms", ""),
        }[p.asked]
        return _solve(p, p.asked, value, unit, symbol)

    def draw(self, p: Coils, sketch: Sketch) -> None:
        """The netlist is claimed."""
        _draw(p, sketch)

    def questions(self, p: Coils) -> Iterator[Question]:
        """Values, parts, junctions; which part carries the whole current."""
        yield from _questions(p)

    cut_wire = defect(visibility=3)(cut_wire)
    bridged = defect(visibility=2)(bridged)
    lost_wire = defect(visibility=2)(lost_wire)
