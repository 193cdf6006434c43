"""A board of circuit symbols that keeps the netlist next to the drawing and claims it of the page.

Ids follow `figures.circuits.read`.
"""

from dataclasses import replace
from itertools import pairwise

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.parts.physics import count_roles
from scisynth.figures.scene.circuit_symbols import WIDTH, draw_component
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.netlists import Element, netlist_text
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Place, Sketch

RIGHT, LEFT, UP, DOWN = (1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)
OHMS = (10, 12, 15, 20, 22, 27, 30, 33, 40, 47, 56, 60, 68, 82, 100, 120, 150)
"""Resistors that are sold, Ω."""
VOLTS = (4.5, 5, 6, 9, 10, 12, 15, 18, 20, 24)
"""Batteries and power supplies, V."""


class Board:
    """A sketch of a circuit with its components."""

    def __init__(self, sketch: Sketch | None = None) -> None:
        self.sketch = Sketch() if sketch is None else sketch
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
        if not words:
            return
        middle, step = (start + stop) / 2, stop - start
        way = np.asarray(toward if toward is not None else (-step[1], step[0]), dtype=float)
        of = f"{kind.partition('-')[0]}:{name}"
        self.sketch.text(f"label:{name}", words, middle + wide * way / np.linalg.norm(way), of=of, toward=way, gap_pt=5)

    def given(self, kind: str, quantity: Quantity, one: Place, two: Place, nets: str, toward: Place) -> None:
        """A component that is named after the symbol of its value, with that value printed at its side."""
        value = quantity.value if kind in ("resistor", "lamp", "battery") else 0.0
        name = quantity.symbol.replace("_", "")
        self.part(kind, name, one, two, nets, quantity.label, value=value, toward=toward)

    def chain(self, *places: Place) -> None:
        """Wires from each place to the next, so that each of them is an end."""
        for one, two in pairwise(places):
            self.wire(one, two)

    def close(self) -> Sketch:
        """Claims the netlist and how many symbols there are."""
        self.sketch.claim("netlist", value=netlist_text(self.elements))
        kinds = dict.fromkeys(element.kind.partition("-")[0] for element in self.elements)
        count_roles(self.sketch, *kinds)
        for kind in kinds:
            members = [f"{kind}:{item.name}" for item in self.elements if item.kind.partition("-")[0] == kind]
            self.sketch.entity(f"{kind}s", *members)
        return self.sketch


def cut_lead(scene: FigureScene, name: str) -> FigureScene:
    """The first lead of a component stops half way."""
    lead = scene.path(f"lead:{name}.1")
    (x0, y0), (x1, y1) = lead.points
    return change(scene, replace(lead, points=((x0, y0), ((x0 + x1) / 2, (y0 + y1) / 2))))


def bridge(scene: FigureScene, name: str, toward: Place, size: float = 0.42) -> FigureScene:
    """A wire runs around a component, on the side of a direction at a right angle to it."""
    one, two = scene.path(f"lead:{name}.1"), scene.path(f"lead:{name}.2")
    start, stop = np.asarray(one.points[0]), np.asarray(two.points[-1])
    aside = size * np.asarray(toward) / np.linalg.norm(toward)
    first, last = start + 0.1 * (stop - start), start + 0.9 * (stop - start)
    points = tuple((float(x), float(y)) for x, y in (first, first + aside, last + aside, last))
    return scene.with_marks((*scene.marks, Path(id="wire:bridge", points=points, width=WIDTH)))


def turn_battery(scene: FigureScene, name: str) -> FigureScene:
    """The plates of a battery change places."""
    one, two = scene.path(f"plate:{name}.1"), scene.path(f"plate:{name}.2")
    step = np.mean(two.points, axis=0) - np.mean(one.points, axis=0)
    moved = [
        replace(plate, points=tuple((float(x + s * step[0]), float(y + s * step[1])) for x, y in plate.points))
        for plate, s in ((one, 1), (two, -1))
    ]
    return change(scene, *moved)
