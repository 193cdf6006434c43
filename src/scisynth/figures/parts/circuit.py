"""A board of circuit symbols that keeps the netlist next to the drawing and claims it of the page.

Ids follow `figures.circuits.read`.
"""

import numpy as np

from scisynth.figures.parts.physics import count_roles
from scisynth.figures.scene.circuit_symbols import WIDTH, draw_component
from scisynth.figures.scene.netlists import Element, netlist_text
from scisynth.figures.scene.sketch import Place, Sketch


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
        wide = draw_component(self.sketch, kind, name, start, stop)
        self.elements.append(Element(kind=kind, name=name, nets=(nets[0], nets[1]), value=value))
        middle, step = (start + stop) / 2, stop - start
        way = np.asarray(toward if toward is not None else (-step[1], step[0]), dtype=float)
        of = f"{kind.partition('-')[0]}:{name}"
        self.sketch.text(f"label:{name}", words, middle + wide * way / np.linalg.norm(way), of=of, toward=way, gap_pt=5)

    def close(self) -> Sketch:
        """Claims the netlist and how many symbols there are."""
        self.sketch.claim("netlist", value=netlist_text(self.elements))
        kinds = dict.fromkeys(element.kind.partition("-")[0] for element in self.elements)
        count_roles(self.sketch, *kinds)
        for kind in kinds:
            members = [f"{kind}:{item.name}" for item in self.elements if item.kind.partition("-")[0] == kind]
            self.sketch.entity(f"{kind}s", *members)
        return self.sketch
