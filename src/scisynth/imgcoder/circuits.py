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

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from scisynth.core.errors import DataError
from scisynth.imgcoder import geometry
from scisynth.imgcoder.read_back import Drawing, DrawnMark

TOUCH_PX = 3.0
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
    if not symbols:
        return "no circuit: no component is drawn"
    nets = _nets(conductors, [mark for mark in drawing.marks if mark.role == "node"])
    names: dict[int, str] = {}
    try:
        elements = []
        for symbol in sorted(symbols, key=lambda mark: _name(mark)):
            ends = [nets[lead.id] for lead in _leads(symbol, conductors, drawing)]
            for end in ends:
                names.setdefault(end, f"n{len(names) + 1}")
            kind = symbol.role if symbol.role != "switch" else _switch(symbol, drawing)
            elements.append(Element(kind=kind, name=_name(symbol), nets=(names[ends[0]], names[ends[1]])))
    except ValueError as error:
        return f"no circuit: {error}"
    return netlist_text(elements)


def _name(mark: DrawnMark) -> str:
    return mark.id.partition(":")[2]


def _nets(conductors: Sequence[DrawnMark], dots: Sequence[DrawnMark]) -> dict[str, int]:
    """Conductor to the number of its net."""
    net = {mark.id: index for index, mark in enumerate(conductors)}
    for one, two in combinations(conductors, 2):
        if net[one.id] != net[two.id] and (_touch(one, two) or any(_on_both(dot, one, two) for dot in dots)):
            old, new = net[two.id], net[one.id]
            net = {name: new if number == old else number for name, number in net.items()}
    return net


def _touch(one: DrawnMark, two: DrawnMark) -> bool:
    return any(geometry.distance_to_path(end, two) <= TOUCH_PX for end in geometry.ends(one)) or any(
        geometry.distance_to_path(end, one) <= TOUCH_PX for end in geometry.ends(two)
    )


def _on_both(dot: DrawnMark, one: DrawnMark, two: DrawnMark) -> bool:
    middle = geometry.center(dot)
    return all(geometry.distance_to_path(middle, mark) <= TOUCH_PX for mark in (one, two))


def _leads(symbol: DrawnMark, conductors: Sequence[DrawnMark], drawing: Drawing) -> list[DrawnMark]:
    """Both leads of a component, that of its positive plate first."""
    name = _name(symbol)
    leads = [mark for mark in conductors if mark.role == "lead" and _name(mark).rpartition(".")[0] == name]
    if len(leads) != 2:
        raise ValueError(f"{symbol.id} has {len(leads)} leads")
    plates = [mark for mark in drawing.marks if mark.role == "plate" and _name(mark).rpartition(".")[0] == name]
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
    import networkx

    try:
        graphs = [_graph(text) for text in (one, two)]
    except ValueError:
        return False
    same = networkx.algorithms.isomorphism.categorical_node_match("part", "")
    ends = networkx.algorithms.isomorphism.categorical_edge_match("ends", "")
    return bool(networkx.is_isomorphic(*graphs, node_match=same, edge_match=ends))


def _graph(text: str):  # type: ignore[no-untyped-def]  # noqa: ANN202 - networkx has no types
    """Components and nets as nodes; an edge says which ends of the component lie on the net."""
    import networkx

    graph = networkx.Graph()
    for row in text.split(";"):
        part, *nets = row.split()
        if ":" not in part or len(nets) != 2:
            raise ValueError(f"{row!r} is no component with two nets")
        graph.add_node(part, part=part)
        for net in set(nets):
            ends = [
                str(index) if part.partition(":")[0] in POLAR else "" for index, end in enumerate(nets) if end == net
            ]
            graph.add_node(("net", net), part="")
            graph.add_edge(part, ("net", net), ends=tuple(ends))
    return graph


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
