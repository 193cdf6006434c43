"""Circuit symbols (IEC 60617) on a board that keeps the netlist beside the drawing and claims it of the page.

Ids follow `imgcoder.circuits`.
"""

import numpy as np

from scisynth.imgcoder.families.parts_physics import count_roles
from scisynth.imgcoder.families.parts_universal import PALE_BLUE, PALE_ORANGE
from scisynth.imgcoder.netlists import Element, netlist_text
from scisynth.imgcoder.sketch import Place, Sketch

BODY = {
    "resistor": 0.5,
    "coil": 0.5,
    "battery": 0.09,
    "capacitor": 0.1,
    "lamp": 0.3,
    "ammeter": 0.32,
    "voltmeter": 0.32,
}
"""Half the length of a symbol; a switch has that of a resistor."""
WIDTH = 1.5


class Board:
    """A sketch of a circuit with its components."""

    def __init__(self) -> None:
        self.sketch = Sketch()
        self.elements: list[Element] = []
        self.num_wires = 0

    def wire(self, *points: Place) -> str:
        """A conductor."""
        self.num_wires += 1
        return self.sketch.line(f"wire:{self.num_wires}", *points, width=WIDTH)

    def dots(self, *places: Place) -> None:
        """Junctions."""
        for place in places:
            self.sketch.dot(f"node:{float(place[0]):.4g},{float(place[1]):.4g}", place, 0.075, z=5)

    def part(
        self,
        kind: str,
        name: str,
        one: Place,
        two: Place,
        nets: str,
        words: str,
        *,
        value: float = 0.0,
        toward: Place | None = None,
    ) -> None:
        """A component from `one` to `two`, positive end first, between two nets of one letter, with a label at its side."""
        start, stop = np.asarray(one, dtype=float), np.asarray(two, dtype=float)
        middle, along = (start + stop) / 2, (stop - start) / np.linalg.norm(stop - start)
        aside = np.asarray([-along[1], along[0]])
        half = BODY.get(kind.partition("-")[0], 0.5)
        ends = (middle - half * along, middle + half * along)
        self.sketch.line(f"lead:{name}.1", start, ends[0], width=WIDTH)
        self.sketch.line(f"lead:{name}.2", ends[1], stop, width=WIDTH)
        wide = self._symbol(kind, name, middle, along, aside)
        self.elements.append(Element(kind=kind, name=name, nets=(nets[0], nets[1]), value=value))
        way = np.asarray(toward if toward is not None else aside, dtype=float)
        of = f"{kind.partition('-')[0]}:{name}"
        self.sketch.text(f"label:{name}", words, middle + wide * way / np.linalg.norm(way), of=of, toward=way, gap_pt=5)

    def _symbol(self, kind: str, name: str, middle: np.ndarray, along: np.ndarray, aside: np.ndarray) -> float:
        """Draws it and gives half its width."""
        line = self.sketch.line
        if kind == "resistor":
            up, on = 0.2 * aside, 0.5 * along
            corners = (middle - on - up, middle + on - up, middle + on + up, middle - on + up)
            self.sketch.area(f"resistor:{name}", *corners, fill=PALE_ORANGE, width=WIDTH, z=3)
            return 0.2
        if kind in ("battery", "capacitor"):
            sizes = (0.45, 0.22) if kind == "battery" else (0.36, 0.36)
            half = BODY[kind]
            for number, size in enumerate(sizes, 1):
                at = middle + (-half if number == 1 else half) * along
                weight = 3.0 if size < 0.3 else 2.0
                line(f"plate:{name}.{number}", at - size * aside, at + size * aside, width=weight, z=3)
            box = (middle - half * along, middle + half * along)
            self.sketch.area(
                f"{kind}:{name}",
                box[0] - 0.3 * aside,
                box[1] - 0.3 * aside,
                box[1] + 0.3 * aside,
                box[0] + 0.3 * aside,
                width=0,
                z=0,
            )
            return 0.45
        if kind.startswith("switch"):
            for number, at in ((1, middle - 0.5 * along), (2, middle + 0.5 * along)):
                self.sketch.dot(f"contact:{name}.{number}", at, 0.07, z=5)
            tip = middle + 0.5 * along if kind.endswith("closed") else middle + 0.36 * along + 0.5 * aside
            line(f"lever:{name}", middle - 0.5 * along, tip, width=1.8, z=4)
            self.sketch.area(
                f"switch:{name}",
                *(middle + x * 0.5 * along + y * 0.1 * aside for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1))),
                width=0,
                z=0,
            )
            return 0.2
        radius = BODY[kind]
        fill = "#fff6d6" if kind == "lamp" else PALE_BLUE
        self.sketch.circle(f"{kind}:{name}", middle, radius, fill=fill, width=WIDTH, z=3)
        if kind == "lamp":
            for number, way in enumerate((along + aside, along - aside)):
                reach = radius * way / np.linalg.norm(way)
                line(f"filament:{name}.{number}", middle - reach, middle + reach, width=1.2, z=4)
        else:
            letter = self.sketch.text(f"letter:{name}", kind[0].upper(), middle, of=f"{kind}:{name}", size=13)
            self.sketch.claim("inside", letter, f"{kind}:{name}")
        return radius

    def close(self) -> Sketch:
        """Claims the netlist and how many symbols there are."""
        self.sketch.claim("netlist", value=netlist_text(self.elements))
        kinds = dict.fromkeys(element.kind.partition("-")[0] for element in self.elements)
        count_roles(self.sketch, *kinds)
        for kind in kinds:
            members = [f"{kind}:{item.name}" for item in self.elements if item.kind.partition("-")[0] == kind]
            self.sketch.entity(f"{kind}s", *members)
        return self.sketch
