"""Reads a circuit off a drawing by following its lines, and solves one by nodal analysis.

Ids tell only what a mark is, never what it joins:

    wire:*                      a conductor
    lead:R1.1, lead:R1.2        the two leads of the component R1, conductors too; each ends on its symbol
    resistor:R1, battery:V1     the outline of a symbol; its role is the kind of the component (`KINDS`)
    plate:V1.1, plate:V1.2      plates of a battery, whose longer one is positive, or of a capacitor
    lever:S1                    of a switch; closed where it meets both leads
    node:*                      a junction dot

Conductors whose ends touch another one, within 3 px, are one net; conductors that cross are not, unless a dot lies on the
crossing. A netlist is a text, `battery:V1 n1 n2; resistor:R1 n1 n2`: components by name, with the positive net of a battery
first. What is no circuit, say a lead that ends in the air, gives a text that says so. Transistors and sources of current are
not read; diodes neither.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scisynth.core.errors import DataError
from scisynth.imgcoder import geometry
from scisynth.imgcoder.read_back import Drawing, DrawnMark

TOUCH_PX = 3.0
MAX_CONDUCTORS, MAX_PIECES = 1000, 20_000
"""Conductors of a circuit and straight pieces of them all; what holds more is no figure, and is not traced."""
KINDS = ("resistor", "battery", "capacitor", "coil", "lamp", "switch", "ammeter", "voltmeter")
POLAR = ("battery",)
"""Kinds whose first net is their positive one; the ends of the others are alike."""


@dataclass(frozen=True, kw_only=True)
class Element:
    """A component between two nets."""

    kind: str
    name: str
    nets: tuple[str, str]
    value: float = 0.0
    """Ohm of a resistor or lamp, volt of a battery."""

    @property
    def text(self) -> str:
        """As a netlist has it."""
        return f"{self.kind}:{self.name} {self.nets[0]} {self.nets[1]}"


def netlist_text(elements: Sequence[Element]) -> str:
    """The netlist of some components, by their names."""
    return "; ".join(element.text for element in sorted(elements, key=lambda item: item.name))


def drawn_netlist(drawing: Drawing) -> str:
    """The netlist of what is drawn, nets numbered as they are met, or `no circuit: ...` with the reason."""
    conductors = [mark for mark in drawing.marks if mark.role in ("wire", "lead") and len(mark.points) >= 2]
    symbols = [mark for mark in drawing.marks if mark.role.partition("-")[0] in KINDS]
    dots = [mark for mark in drawing.marks if mark.role == "node"]
    if not symbols:
        return "no circuit: no component is drawn"
    if (
        max(len(conductors), len(symbols), len(dots)) > MAX_CONDUCTORS
        or sum(len(mark.points) for mark in conductors) > MAX_PIECES
    ):
        return f"no circuit: more than {MAX_CONDUCTORS:,} parts, or wires of more than {MAX_PIECES:,} pieces"
    nets = _nets(conductors, dots)
    leads, plates = _by_component(conductors, "lead"), _by_component(drawing.marks, "plate")
    names: dict[int, str] = {}
    try:
        elements = []
        for symbol in sorted(symbols, key=lambda mark: _name(mark)):
            ends = [nets[lead.id] for lead in _leads(symbol, leads, plates)]
            for end in ends:
                names.setdefault(end, f"n{len(names) + 1}")
            kind = symbol.role if symbol.role != "switch" else _switch(symbol, drawing)
            elements.append(Element(kind=kind, name=_name(symbol), nets=(names[ends[0]], names[ends[1]])))
    except ValueError as error:
        return f"no circuit: {error}"
    return netlist_text(elements)


def _name(mark: DrawnMark) -> str:
    return mark.id.partition(":")[2]


def _by_component(marks: Sequence[DrawnMark], role: str) -> Mapping[str, list[DrawnMark]]:
    """Leads or plates by the component they belong to."""
    found = defaultdict(list)
    for mark in marks:
        if mark.role == role:
            found[_name(mark).rpartition(".")[0]].append(mark)
    return found


def _nets(conductors: Sequence[DrawnMark], dots: Sequence[DrawnMark]) -> dict[str, int]:
    """Conductor to the number of its net: joined are those on which an end of another lies, and those that share a dot."""
    num = len(conductors)
    if not num:
        return {}
    points = np.concatenate(
        [
            *([mark.xy[0], mark.xy[-1]] for mark in conductors),
            *([geometry.center(dot)] for dot in dots),
        ]
    )
    owner = [*np.repeat(range(num), 2), *(num + index for index in range(len(dots)))]
    net = list(range(num + len(dots)))
    first: dict[str, int] = {}
    for index, mark in enumerate(conductors):
        # A conductor may be drawn in pieces that share its id.
        net[index] = first.setdefault(mark.id, index)
    for index, mark in enumerate(conductors):
        left, bottom, right, top = mark.extent
        low, high = np.asarray([left, bottom]) - TOUCH_PX, np.asarray([right, top]) + TOUCH_PX
        around = np.flatnonzero(((points >= low) & (points <= high)).all(axis=1))
        gaps = geometry.distances_to_path(points[around], mark) if len(around) else np.empty(0)
        for place in around[gaps <= TOUCH_PX]:
            net[_root(net, owner[place])] = _root(net, index)
    return {mark.id: _root(net, index) for index, mark in enumerate(conductors)}


def _root(net: list[int], index: int) -> int:
    """Who stands for the net of a conductor; the way there is halved as it is gone (union-find)."""
    while net[index] != index:
        net[index] = net[net[index]]
        index = net[index]
    return index


def _leads(
    symbol: DrawnMark, all_leads: Mapping[str, list[DrawnMark]], all_plates: Mapping[str, list[DrawnMark]]
) -> list[DrawnMark]:
    """Both leads of a component, that of its positive plate first."""
    name = _name(symbol)
    leads, plates = list(all_leads.get(name, ())), all_plates.get(name, [])
    if len(leads) != 2:
        raise ValueError(f"{symbol.id} has {len(leads)} leads")
    for lead in leads:
        if all(_gap(lead, part) > TOUCH_PX for part in plates or [symbol]):
            raise ValueError(f"{lead.id} does not reach its symbol")
    if symbol.role in POLAR:
        if len(plates) != 2:
            raise ValueError(f"{symbol.id} has {len(plates)} plates")
        positive = max(plates, key=geometry.length)
        leads.sort(key=lambda lead: _gap(lead, positive))
    return leads


def _gap(lead: DrawnMark, part: DrawnMark) -> float:
    return min(geometry.distance_to_path(end, part) for end in geometry.ends(lead))


def _switch(symbol: DrawnMark, drawing: Drawing) -> str:
    lever = drawing.find(f"lever:{_name(symbol)}")
    leads = [drawing.find(f"lead:{_name(symbol)}.{end}") for end in (1, 2)]
    closed = lever is not None and all(lead is not None and _gap(lever, lead) <= TOUCH_PX for lead in leads)
    return "switch-closed" if closed else "switch-open"


def same_netlist(one: str, two: str) -> bool:
    """Whether two netlists are the same but for the names of their nets."""
    try:
        return _signature(one) == _signature(two)
    except ValueError:
        return False


def _signature(text: str) -> tuple[set[str], Counter[tuple[tuple[str, str], ...]]]:
    """The components, and what meets in each net: components have names, so these two decide a circuit.

    Of a component whose ends differ, a net also knows which one it has.
    """
    parts: set[str] = set()
    nets: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in text.split(";"):
        part, *ends = row.split()
        if ":" not in part or len(ends) != 2:
            raise ValueError(f"{row!r} is no component with two nets")
        parts.add(part)
        for index, net in enumerate(ends):
            nets[net].add((part, str(index) if part.partition(":")[0] in POLAR else ""))
    return parts, Counter(tuple(sorted(met)) for met in nets.values())


def solve_circuit(elements: Sequence[Element]) -> tuple[dict[str, float], dict[str, float]]:
    """Voltages of nets against the negative end of the first battery, and currents of components from first to second net.

    Modified nodal analysis of direct currents: resistors and lamps conduct, batteries hold their voltage, ammeters and closed
    switches are wires, all others let nothing through. A battery's current is that which it delivers. Units are V, Ω and A,
    or any that fit each other. `DataError` where a circuit has no single solution.
    """
    nets = sorted({net for element in elements for net in element.nets})
    sources = [item for item in elements if item.kind in ("battery", "ammeter", "switch-closed")]
    place = {net: index for index, net in enumerate(nets)}
    num = len(nets)
    matrix, right = np.zeros((num + len(sources), num + len(sources))), np.zeros(num + len(sources))
    for item in elements:
        if item.kind in ("resistor", "lamp"):
            a, b = (place[net] for net in item.nets)
            for row, column, sign in ((a, a, 1), (b, b, 1), (a, b, -1), (b, a, -1)):
                matrix[row, column] += sign / item.value
    for index, item in enumerate(sources, num):
        a, b = (place[net] for net in item.nets)
        matrix[[a, b, index, index], [index, index, a, b]] += (1, -1, 1, -1)
        right[index] = item.value if item.kind == "battery" else 0.0
    first = next((item for item in elements if item.kind == "battery"), elements[0])
    ground = place[first.nets[1]]
    matrix[ground], right[ground] = 0.0, 0.0
    matrix[ground, ground] = 1.0
    try:
        found = np.linalg.solve(matrix, right)
    except np.linalg.LinAlgError:
        raise DataError("the circuit has no single solution; expected one piece without a shorted battery") from None
    volts = {net: float(found[index]) for net, index in place.items()}
    amps = {item.name: float(found[index]) for index, item in enumerate(sources, num)}
    amps = {
        name: -amp if name in {s.name for s in sources if s.kind == "battery"} else amp for name, amp in amps.items()
    }
    for item in elements:
        if item.kind in ("resistor", "lamp"):
            amps[item.name] = (volts[item.nets[0]] - volts[item.nets[1]]) / item.value
    return volts, amps
