"""Netlists as texts in any sensible way of writing, and whether two of them are one circuit.

    battery:V1 n1 n2; resistor:R1 n1 n2          by kind and name; the positive net of a battery first
    V1 a 0 9 V\\nR1 a 0 4 Ω                        as SPICE has it: the first letter tells the kind, values may follow
    resistor R1 between a and b, lamp L1 (b, c)   in words

Names of nets mean nothing but what they join. A component whose name is not known (`?`) may be any of its kind; values are compared
where both sides have one. A row of a ground names a net and joins it to those of the other grounds.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from scisynth.figures.labels.markup import without_markup
from scisynth.figures.labels.text import plain

WORDS = {
    "resistor": "r resistor resistors resistance load rheostat potentiometer heater thermistor ldr photoresistor variable_resistor",
    "battery": "v u e b bat batt battery cell source emf supply dc dc_source voltage_source power_supply power_source pd",
    "ac_source": "ac acsource ac_source generator alternator vac",
    "current_source": "i current_source",
    "capacitor": "c capacitor condenser",
    "coil": "l coil inductor inductance solenoid",
    "lamp": "la lamp bulb light light_bulb filament_lamp",
    "switch": "s k sw switch key button",
    "ammeter": "a am ammeter amperemeter milliammeter",
    "voltmeter": "vm voltmeter",
    "galvanometer": "g galvanometer",
    "ohmmeter": "ohmmeter",
    "diode": "d diode zener schottky",
    "led": "led light_emitting_diode",
    "fuse": "f fuse",
    "motor": "m motor",
    "ground": "gnd ground earth",
}
"""Kind to its usual words and first letters of names."""
KIND_OF = {word: kind for kind, words in WORDS.items() for word in [kind, *words.split()]}
POLAR = ("battery", "current_source", "diode", "led")
"""Kinds whose first net is their positive one, of diodes the anode; the ends of the others are alike."""
NAMELESS = "?"
MAX_ROWS, MAX_CHARS, MAX_NAMELESS = 300, 20_000, 24
SAME_VALUE = 0.01
MAX_LABEL = 60
"""Characters of a text that may be the label of a component by its name alone."""
STATES = ("open", "closed")
"""Of a switch."""
FILLERS = frozenset(
    [
        "between",
        "and",
        "from",
        "to",
        "net",
        "nets",
        "node",
        "nodes",
        "connects",
        "is",
        "with",
        "across",
        "in",
        "value",
        "of",
        "the",
        "terminals",
    ]
)
PREFIX = {"T": 1e12, "G": 1e9, "M": 1e6, "k": 1e3, "K": 1e3, "": 1.0, "m": 1e-3, "µ": 1e-6, "μ": 1e-6, "u": 1e-6, "n": 1e-9, "p": 1e-12, "Meg": 1e6, "MEG": 1e6}  # fmt: skip
UNIT = r"Ω|Ω|[Oo]hms?|V|A|F|H|W|volts?|amps?"
NUMBER = r"(\d+(?:\.\d*)?(?:[eE][-+]?\d+)?|\.\d+)"
VALUE = re.compile(rf"(?<![\w.]){NUMBER}\s*(?:([TGMkKmµμunp])\s?)??({UNIT})(?![\w])")
BARE_VALUE = re.compile(rf"{NUMBER}([TGMkKmµμunp]|Meg|MEG)?")
UNITS = {
    "resistor": "Ωo",
    "lamp": "Ωo",
    "capacitor": "F",
    "coil": "H",
    "battery": "Vv",
    "ac_source": "Vv",
    "current_source": "Aa",
}
"""First letters of the unit of a component's own value."""
SOURCES = frozenset({"battery", "ac_source"})
ANY_SOURCE = frozenset(
    ["v", "u", "e", "emf", "source", "supply", "voltage_source", "power_supply", "power_source", "pd"]
)
"""Words and letters that say of a source of voltage neither that it is a battery nor that it alternates."""
NAME = re.compile(r"([A-Za-zεℰ]{1,12}_?[A-Za-z0-9]{0,6})(?=$|[^A-Za-z0-9_])")


@dataclass(frozen=True, kw_only=True)
class Element:
    """A component between two nets."""

    kind: str
    name: str
    nets: tuple[str, str]
    value: float = 0.0
    """Ohm of a resistor or lamp, volt of a battery; 0 where none is told."""
    is_directed: bool = True
    """Of a kind that has poles: whether they are distinguished."""
    is_any_source: bool = False
    """It is a source of voltage, and whether it alternates is not told."""

    @property
    def text(self) -> str:
        """As a netlist has it."""
        return f"{self.kind}:{self.name} {self.nets[0]} {self.nets[1]}"


def netlist_text(elements: Iterable[Element], *, with_values: bool = False) -> str:
    """The netlist of some components, by their names."""
    rows = [(item, f" {item.value:g}" if with_values and item.value else "") for item in elements]
    return "; ".join(item.text + value for item, value in sorted(rows, key=lambda row: row[0].name))


def kind_of(word: str) -> str:
    """The kind with this usual word; empty for none."""
    return KIND_OF.get(word.casefold().replace("-", "_"), "")


def name_key(name: str) -> str:
    """Equal for `R_1`, `R1` and `r₁`."""
    return re.sub(r"[^0-9a-z?]", "", plain(name).casefold())


def name_in_label(text: str) -> str:
    """The name that the label of a component gives it; empty where it tells a value alone.

    >>> name_in_label("$R_1$ = 4 Ω"), name_in_label("9 V"), name_in_label("10 kΩ")
    ('R1', '', '')
    """
    words = without_markup(text[:80]).lstrip("(+- ")
    found = NAME.match(words)
    return found[1].replace("_", "") if found else ""


def value_in_label(text: str, kind: str = "") -> float:
    """The value that a label tells, in units without prefix, that in the unit of this kind first; 0 where it tells none.

    >>> value_in_label("R_1 = 4.7 kΩ"), value_in_label("R_1"), value_in_label("9 V, 0.5 Ω", "resistor")
    (4700.0, 0.0, 0.5)
    """
    found = [*VALUE.finditer(without_markup(text[:200]))]
    fitting = [one for one in found if one[3][0] in UNITS.get(kind, "")]
    return _size(next(iter([*fitting, *found]), None))


def tells_of(text: str, kind: str) -> bool:
    """Whether a text by a component is its label: it has a value in the unit of this kind, or a name with its letter.

    >>> tells_of("14 Ω", "resistor"), tells_of("R_2", "resistor"), tells_of("I = 2 A", "resistor")
    (True, True, False)
    """
    found = VALUE.finditer(without_markup(text[:200]))
    letters = re.match(r"[A-Za-z]*", name_in_label(text))
    of_letters = kind_of(letters[0]) if letters and len(text) < MAX_LABEL else ""
    return any(one[3][0] in UNITS.get(kind, "") for one in found) or of_letters == kind


def _size(value: re.Match[str] | None) -> float:
    return float(value[1]) * PREFIX[value[2] or ""] if value else 0.0


def read_netlist(text: str) -> list[Element]:
    """The components of a netlist.

    Raises:
        ValueError: a row that is no component, or more rows than a circuit has.
    """
    if len(text) > MAX_CHARS:
        raise ValueError(f"a netlist of more than {MAX_CHARS:,} characters")
    rows = [row for row in re.split(r"[;\n]+|,(?![^(\[]*[)\]])", text) if row.strip()]
    if len(rows) > MAX_ROWS:
        raise ValueError(f"a netlist of more than {MAX_ROWS} rows")
    if not rows:
        raise ValueError("an empty netlist")
    return [_element(row) for row in rows]


def _element(row: str) -> Element:
    words = without_markup(row[:200])
    value = VALUE.search(words)
    if value is not None:
        words = f"{words[: value.start()]} {words[value.end() :]}"
    parts = [part for part in re.split(r"[\s:=(),\[\]]+|(?<=\s)[-–—>→]+(?=\s)|-?->|→", words) if part]
    parts = [part for part in parts if part.casefold() not in FILLERS and part not in ("-", "–", "—", "|", "||")]
    state = next((word.casefold() for word in parts if word.casefold() in STATES), "")
    kind, name, rest = _kind_and_name([word for word in parts if word.casefold() not in STATES], row)
    if kind == "switch" and state:
        kind = f"switch-{state}"
    if kind == "ground" and len(rest) == 1:
        return Element(kind=kind, name=name, nets=(rest[0], rest[0]))
    alternates = kind in SOURCES and any(word.casefold() in ("ac", "sin", "sine") for word in rest[2:])
    rest = [*rest[:2], *(word for word in rest[2:] if word.casefold() not in ("ac", "dc", "sin", "sine"))]
    known = _size(value)
    if not known and len(rest) in (3, 4) and (bare := BARE_VALUE.fullmatch(rest[-1])):
        # `R1 a 0 R=4` names the value.
        known, rest = _size(bare), rest[:2]
    if len(rest) != 2:
        raise ValueError(f"{row.strip()[:60]!r} is no component with two nets")
    return Element(
        kind="ac_source" if alternates else kind,
        name=name,
        nets=(rest[0], rest[1]),
        value=known,
        is_any_source=kind == "battery" and not alternates and not _is_battery(words),
    )


def _is_battery(words: str) -> bool:
    """Whether a row calls its source a battery or a cell, or one of direct current."""
    return re.search(r"(?i)\b(?:batt?(?:ery)?|cell|dc)(?![a-z])", words) is not None


def _kind_and_name(parts: Sequence[str], row: str) -> tuple[str, str, list[str]]:
    """(kind, name, what follows): the kind by its word before or after the name, else by the first letters of the name."""
    if not parts:
        raise ValueError(f"{row.strip()[:60]!r} is no component with two nets")
    if len(parts) > 2 and kind_of(f"{parts[0]}_{parts[1]}"):
        parts = [f"{parts[0]}_{parts[1]}", *parts[2:]]
    first, *rest = parts
    base, _, state = first.partition("-")
    if ((kind := kind_of(first)) and len(first) > 1) or (kind := kind_of(base) if state in ("open", "closed") else ""):
        kind = f"{kind}-{state}" if state in ("open", "closed") else kind
        if kind == "ground":
            return kind, first, rest[-1:]
        # `battery a b` has no name.
        is_named = len(rest) > 2
        return kind, rest[0] if is_named else NAMELESS, list(rest[is_named:])
    if rest and len(rest) > 2 and kind_of(rest[0]) and len(rest[0]) > 1:
        return kind_of(rest[0]), first, rest[1:]
    letters = re.match(r"[A-Za-z_]*", first)
    start = (letters[0] if letters else "").rstrip("_")
    kind = kind_of(start) or kind_of(start[:1])
    if not kind or (len(parts) < 3 and kind != "ground"):
        raise ValueError(f"{row.strip()[:60]!r} is no component with two nets")
    return kind, first, rest


def same_netlist(one: str, two: str) -> bool:
    """Whether two netlists are the same but for the names of their nets."""
    try:
        return same_circuit(read_netlist(one), read_netlist(two))
    except ValueError:
        return False


def same_circuit(drawn: Sequence[Element], wanted: Sequence[Element]) -> bool:
    """Whether the components are the same and joined alike.

    Names must agree where both sides have them. Grounds count where they are wanted.

    Raises:
        ValueError: more nameless components than can be distinguished.
    """
    import networkx as nx

    sides = [_one_ground(side) for side in (drawn, wanted)]
    if not any(item.kind == "ground" for item in wanted):
        sides[0] = [item for item in sides[0] if item.kind != "ground"]
    if Counter(map(_family, sides[0])) != Counter(map(_family, sides[1])):
        return False
    names = Counter((_base(item), name_key(item.name)) for side in sides for item in side)
    alike = sum(count for (_, name), count in names.items() if name == NAMELESS or count > 2)
    if alike > 2 * MAX_NAMELESS:
        raise ValueError(f"more than {MAX_NAMELESS} components without a name of their own")
    graphs = [_graph(side) for side in sides]
    return bool(nx.is_isomorphic(*graphs, node_match=_fits, edge_match=_meets))


def _base(item: Element) -> str:
    return item.kind.partition("-")[0]


def _family(item: Element) -> str:
    """Its kind, the same for all sources of voltage."""
    return "source" if _base(item) in SOURCES else _base(item)


def _one_ground(elements: Sequence[Element]) -> list[Element]:
    """All grounds as one component, and their nets as one."""
    grounds = {item.nets[0] for item in elements if item.kind == "ground"}
    if not grounds:
        return list(elements)
    shared = min(grounds)
    rest = [
        replace(item, nets=tuple(shared if net in grounds else net for net in item.nets))  # type: ignore[arg-type]
        for item in elements
        if item.kind != "ground"
    ]
    return [*rest, Element(kind="ground", name=NAMELESS, nets=(shared, shared))]


def _graph(elements: Sequence[Element]) -> Any:
    """Components, their two ends, and nets as nodes."""
    import networkx as nx

    graph = nx.Graph()
    for number, item in enumerate(elements):
        graph.add_node(number, item=item)
        has_poles = _base(item) in POLAR and item.is_directed
        for end, net in enumerate(item.nets):
            graph.add_node((number, end), end="")
            graph.add_node(f"net {net}", net="")
            graph.add_edge(number, (number, end), pole=str(end) if has_poles else "")
            graph.add_edge((number, end), f"net {net}", pole="")
    return graph


def _fits(one: dict[str, Any], two: dict[str, Any]) -> bool:
    if "item" not in one or "item" not in two:
        return one.keys() == two.keys()
    a, b = one["item"], two["item"]
    names = name_key(a.name), name_key(b.name)
    if names[0] != names[1] and NAMELESS not in names:
        return False
    states = a.kind.partition("-")[2], b.kind.partition("-")[2]
    same_kind = _base(a) == _base(b) or (_family(a) == _family(b) and (a.is_any_source or b.is_any_source))
    if not same_kind or (states[0] != states[1] and all(states)):
        return False
    return not (a.value and b.value) or abs(a.value - b.value) <= SAME_VALUE * max(abs(a.value), abs(b.value))


def _meets(one: dict[str, Any], two: dict[str, Any]) -> bool:
    """Poles agree where both sides tell them apart."""
    return one["pole"] == two["pole"] or "" in (one["pole"], two["pole"])
