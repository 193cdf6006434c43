"""Reads a circuit off a drawing by following its lines, and solves one by nodal analysis.

Ids tell only what a mark is, never what it joins:

    wire:*                      a conductor
    lead:R1.1, lead:R1.2        the two leads of the component R1, conductors too; each ends on its symbol
    resistor:R1, battery:V1     the outline of a symbol; its role is the kind of the component, in any usual word (`netlists.WORDS`);
                                of a battery or capacitor it may be the first plate, of a switch the lever
    plate:V1.1, plate:V1.2      plates of a battery, whose longer one is positive, or of a capacitor
    plus:V1                     the plus sign of a source, or the anode of a diode, where no plates tell it
    lever:S1                    of a switch; closed where it meets both leads
    label:R1                    its text, whose name (`R₁ = 4 Ω`) goes before that of the id, and whose value is compared
    node:*                      a junction dot
    ground:*                    an earth, with one lead

Of a circuit drawn by hand the symbols alone may have ids (`figures.circuits.by_hand`). Leads may be left out: a wire that ends on a symbol, or runs behind it, is then its lead. Conductors whose ends touch another one,
within 3 px, are one net; conductors that cross are not, unless a dot lies on the crossing. The netlist is a text, as in `netlists`,
with the positive net of a battery and the anode of a diode first. What is no circuit, say a lead that ends in the air, gives a text
that says so. Transistors and other parts with more than two ends (`part:*`) are not read.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from scisynth.core.errors import DataError
from scisynth.figures.circuits.by_hand import bare_dots, bare_wires, labels_beside, own_plates, whole_symbols
from scisynth.figures.read_back import geometry
from scisynth.figures.read_back.drawing import Drawing, UnreadableError
from scisynth.figures.read_back.drawn_mark import DrawnMark
from scisynth.figures.scene.marks import Box
from scisynth.figures.scene.netlists import (
    ANY_SOURCE,
    NAMELESS,
    POLAR,
    Element,
    kind_of,
    name_in_label,
    name_key,
    netlist_text,
    read_netlist,
    same_circuit,
    value_in_label,
)

TOUCH_PX = 3.0
MAX_CONDUCTORS, MAX_PIECES = 1000, 20_000
"""Conductors of a circuit and straight pieces of them all; what holds more is no figure, and is not traced."""
MAX_CUTS = 50_000
"""Straight pieces of wires times symbols without leads, which each piece is held against."""
CONDUCTORS = ("wire", "lead")


def circuit_fault(drawing: Drawing, expected: str) -> str:
    """What is wrong with a drawn circuit; empty where it is the expected one.

    Args:
        drawing: with ids as the module says.
        expected: a netlist.

    Raises:
        ValueError: the netlist is none.
        UnreadableError: the drawing shows no circuit that can be read.
    """
    wanted = read_netlist(expected)
    if not any(mark.role in (*CONDUCTORS, "part") or _kind(mark) for mark in drawing.marks):
        raise UnreadableError("no mark has the id of a component or a wire")
    try:
        drawn = drawn_elements(drawing, {name_key(item.name) for item in wanted})
    except UnreadableError:
        raise
    except ValueError as error:
        return f"expected the circuit {expected}, drawn no circuit: {error}"
    return (
        ""
        if same_circuit(drawn, wanted)
        else f"expected the circuit {expected}, drawn {netlist_text(drawn, with_values=True)}"
    )


def drawn_netlist(drawing: Drawing) -> str:
    """The netlist of what is drawn, nets numbered as they are met, or `no circuit: ...` with the reason."""
    try:
        return netlist_text(drawn_elements(drawing))
    except ValueError as error:
        return f"no circuit: {error}"


def drawn_elements(drawing: Drawing, names: Iterable[str] | None = None) -> list[Element]:
    """The components that are drawn, with their nets n1, n2, ... as they are met.

    Args:
        drawing: with ids as the module says.
        names: keys (`netlists.name_key`) of names that are known; a component whose label and id have another is nameless. None keeps
            the names of the ids.

    Raises:
        ValueError: what is drawn is no circuit.
        UnreadableError: it holds a component that is not read.
    """
    symbols = whole_symbols([mark for mark in drawing.marks if _kind(mark)])
    conductors = [mark for mark in drawing.marks if mark.role in CONDUCTORS and len(mark.points) >= 2]
    dots = [mark for mark in drawing.marks if mark.role == "node"]
    if not conductors and len(drawing.marks) <= MAX_CONDUCTORS:
        conductors, dots = bare_wires(drawing, symbols), [*dots, *bare_dots(drawing)]
    if part := next((mark for mark in drawing.marks if mark.role == "part"), None):
        raise UnreadableError(f"a {_name(part)} is not read")
    if not symbols:
        raise ValueError("no component is drawn")
    if (
        max(len(conductors), len(symbols), len(dots)) > MAX_CONDUCTORS
        or sum(len(mark.points) for mark in conductors) > MAX_PIECES
    ):
        raise ValueError(f"more than {MAX_CONDUCTORS:,} parts, or wires of more than {MAX_PIECES:,} pieces")
    parts = {role: _by_component(drawing.marks, role) for role in ("lead", "plate", "plus")}
    conductors = with_leads(conductors, [mark for mark in symbols if not parts["lead"].get(_name(mark))])
    parts["lead"] = _by_component(conductors, "lead")
    nets = _nets(conductors, dots)
    labels = _labels(drawing)
    own = [name for name in map(_name, symbols) if name in labels]
    labels |= labels_beside(drawing, {_name(mark): (mark, _kind(mark)) for mark in symbols}, own)
    numbers: dict[int, str] = {}
    elements = []
    for symbol in sorted(symbols, key=_name):
        leads, is_directed = _leads(symbol, parts)
        ends = [numbers.setdefault(nets[lead.id], f"n{len(numbers) + 1}") for lead in leads]
        kind = _kind(symbol) if _kind(symbol) != "switch" else _switch(symbol, leads, drawing)
        words = labels.get(_name(symbol), "")
        elements.append(
            Element(
                kind=kind,
                name=_name(symbol) if names is None else _known_name(symbol, words, names),
                nets=(ends[0], ends[-1]),
                value=value_in_label(words, kind),
                is_directed=is_directed,
                is_any_source=symbol.role in ANY_SOURCE,
            )
        )
    return elements


def _kind(mark: DrawnMark) -> str:
    """Of a component, by the role of its symbol; letters alone are no roles."""
    word = mark.role.partition("-")[0]
    return kind_of(word) if len(word) > 2 and mark.kind == "path" else ""


def _labels(drawing: Drawing) -> dict[str, str]:
    """The texts of components by their names, in the order they stand on the page."""
    found: dict[str, str] = {}
    for mark in drawing.texts:
        if mark.role == "label":
            name = _name(mark)
            for key in {name, name.rpartition(".")[0]} - {""}:
                found[key] = f"{found[key]} {mark.text}" if key in found else mark.text
    return found


def _known_name(symbol: DrawnMark, words: str, names: Iterable[str]) -> str:
    """What the reader sees goes before what the id says; the sign `#` numbers what has no name of its own."""
    for name in (name_in_label(words), _name(symbol).partition("#")[0]):
        if name_key(name) in names and name_key(name):
            return name
    return NAMELESS


def _name(mark: DrawnMark) -> str:
    return mark.id.partition(":")[2]


def _by_component(marks: Sequence[DrawnMark], role: str) -> Mapping[str, list[DrawnMark]]:
    """Leads, plates or plus signs by the component they belong to."""
    found = defaultdict(list)
    for mark in marks:
        if mark.role == role:
            name = _name(mark)
            found[name.rpartition(".")[0] if role != "plus" else name].append(mark)
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


def with_leads(conductors: Sequence[DrawnMark], bare: Sequence[DrawnMark]) -> list[DrawnMark]:
    """The conductors with leads for symbols that have none: the ends of wires on them, and wires cut where they run behind them."""
    found = list(conductors)
    if len(bare) * sum(len(mark.points) for mark in conductors) > MAX_CUTS:
        raise ValueError("too many symbols without leads, or wires of too many pieces")
    for symbol in bare:
        left, bottom, right, top = symbol.extent
        box = (left - TOUCH_PX, bottom - TOUCH_PX, right + TOUCH_PX, top + TOUCH_PX)
        cut: list[DrawnMark] = []
        contacts: list[tuple[float, float]] = []
        for mark in found:
            if geometry.box_distance(box, mark.extent) > 0:
                cut.append(mark)
                continue
            pieces = _outside(mark, symbol.extent)
            contacts += [end for piece in pieces for end in (piece[0], piece[-1]) if _in_box(end, box)]
            many = len(pieces) > 1
            cut += [
                replace(
                    mark,
                    id=f"{mark.id}/{symbol.id}{number}" if many else mark.id,
                    points=piece,
                    bbox=geometry.box_of(piece),
                )
                for number, piece in enumerate(pieces)
            ]
        found = cut
        for number, end in enumerate(_apart(contacts), 1):
            found.append(replace(symbol, id=f"lead:{_name(symbol)}.{number}", points=(end, end), bbox=(*end, *end)))
    return found


def _outside(mark: DrawnMark, box: Box) -> list[tuple[tuple[float, float], ...]]:
    """The stretches of a line outside a box."""
    pieces: list[list[tuple[float, float]]] = [[]]
    for one, two in zip(mark.points, mark.points[1:], strict=False):
        inside = _inside(np.asarray(one), np.asarray(two), box)
        if inside is None:
            pieces[-1] += [one, two]
            continue
        step = np.asarray(two) - np.asarray(one)
        enter, leave = (tuple((np.asarray(one) + share * step).tolist()) for share in inside)
        if inside[0] > 0:
            pieces[-1] += [one, enter]
        pieces.append([leave, two] if inside[1] < 1 else [])
    return [tuple(dict.fromkeys(piece)) for piece in pieces if len(set(piece)) > 1]


def _inside(one: np.ndarray, two: np.ndarray, box: Box) -> tuple[float, float] | None:
    """The fractions of a straight piece between which it lies in a box; None where it does not."""
    step, low, high = two - one, np.asarray(box[:2]), np.asarray(box[2:])
    enter, leave = 0.0, 1.0
    for axis in (0, 1):
        if abs(step[axis]) < 1e-9:
            if not low[axis] <= one[axis] <= high[axis]:
                return None
            continue
        shares = sorted(((low[axis] - one[axis]) / step[axis], (high[axis] - one[axis]) / step[axis]))
        enter, leave = max(enter, shares[0]), min(leave, shares[1])
    return (float(enter), float(leave)) if leave - enter > 1e-9 else None


def _apart(contacts: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Places where something touches a symbol, each once."""
    kept: list[tuple[float, float]] = []
    for place in contacts:
        if all(np.hypot(place[0] - other[0], place[1] - other[1]) > 2 * TOUCH_PX for other in kept):
            kept.append(place)
    return kept


def _in_box(point: tuple[float, float], box: Box) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def _leads(symbol: DrawnMark, parts: Mapping[str, Mapping[str, list[DrawnMark]]]) -> tuple[list[DrawnMark], bool]:
    """(both leads of a component, that of its positive end first, whether the ends are distinguished); a ground has one."""
    name, kind = _name(symbol), _kind(symbol)
    leads, plates = list(parts["lead"].get(name, ())), list(parts["plate"].get(name, ()))
    if kind in ("battery", "capacitor") and len(symbol.points) == 2:
        plates.append(symbol)
    if kind in ("battery", "capacitor") and not plates:
        plates = own_plates(symbol)
    if len(leads) != (1 if kind == "ground" else 2):
        raise ValueError(f"{symbol.id} has {len(leads)} leads")
    is_lever = kind == "switch" and len(symbol.points) == 2
    for lead in leads[:1] if is_lever else leads:
        if all(_gap(lead, part) > TOUCH_PX for part in plates or [symbol]):
            raise ValueError(f"{lead.id} does not reach its symbol")
    plus = parts["plus"].get(name, [])
    if kind not in POLAR:
        return leads, False
    if len(plates) == 2:
        positive = max(plates, key=geometry.length)
        return sorted(leads, key=lambda lead: _gap(lead, positive)), True
    if plates and not plus:
        raise ValueError(f"{symbol.id} has {len(plates)} plates")
    if not plus:
        return leads, False
    return sorted(leads, key=lambda lead: geometry.distance_to_path(geometry.center(plus[0]), lead)), True


def _gap(lead: DrawnMark, part: DrawnMark) -> float:
    return min(geometry.distance_to_path(end, part) for end in geometry.ends(lead))


def _switch(symbol: DrawnMark, leads: Sequence[DrawnMark], drawing: Drawing) -> str:
    lever = drawing.find(f"lever:{_name(symbol)}") or (symbol if len(symbol.points) == 2 else None)
    closed = lever is not None and all(_gap(lever, lead) <= TOUCH_PX for lead in leads)
    return "switch-closed" if closed else "switch-open"


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
