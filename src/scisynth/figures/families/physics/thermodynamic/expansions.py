"""Changes of state compared in the p-V plane: the same volumes, but other pressures on the way and so other work."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, number, one_of
from scisynth.figures.families.physics.thermodynamic.planes import BOX, PLANE, Spot, arrows_reversed, curved, guide
from scisynth.figures.families.questions import Question, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, GREEN, GREY, RED
from scisynth.figures.parts.physics import count_roles, pick_letters
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer

GAMMA = {"monatomic": 5 / 3, "diatomic": 7 / 5}
JOULES = 100.0
"""In one bar times one litre."""
KINDS = ("isobar", "isotherm", "adiabat")
PATHS = ("upper", "isotherm", "lower")


@dataclass(frozen=True, kw_only=True)
class Compared(Parameters):
    """A gas that goes from one state to another volume in three ways."""

    pressure: float = number("p_1", "bar", (1, 1.5, 2, 2.5, 3, 4, 5, 6), meaning="pressure at the start")
    volume: float = number("V_1", "L", (1, 1.5, 2, 2.5, 3, 4, 5), meaning="volume at the start")
    ratio: float = one_of(1.6, 2, 2.4, 3)
    gas: str = one_of(*GAMMA)
    layout: str = one_of("expansion", "compression", "paths", level_1=("expansion", "paths"))
    which: int = one_of(0, 1, 2)
    first: int = one_of(*range(8))
    shift: int = one_of(0, 1, 2)
    """Turns the letters, so that none stands for one kind."""

    def valid(self) -> bool:
        """What leads to higher pressure stays on the page."""
        return self.layout != "compression" or self.ratio <= 2.4

    @property
    def kinds(self) -> tuple[str, ...]:
        """Of the three ways, from the highest to the lowest where it expands."""
        return PATHS if self.layout == "paths" else KINDS

    @property
    def letters(self) -> dict[str, str]:
        """Kind to the letter of its curve."""
        chosen = pick_letters(self.first, 3)
        return dict(zip(self.kinds, chosen[self.shift :] + chosen[: self.shift], strict=True))

    @property
    def end(self) -> float:
        """Volume at the end, L."""
        return round(self.volume / self.ratio if self.layout == "compression" else self.volume * self.ratio, 3)

    @property
    def kind(self) -> str:
        """That of the way which is asked for."""
        return self.kinds[self.which]

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """With the volume at the end."""
        return (*super().givens, Quantity(symbol="V_2", value=self.end, unit="L", meaning="volume at the end"))

    def last_pressure(self, kind: str) -> float:
        """At the end of a way, bar."""
        power = {"isobar": 0.0, "isotherm": 1.0, "adiabat": GAMMA[self.gas]}.get(kind, 1.0)
        return float(self.pressure * (self.volume / self.end) ** power)


def work_of(kind: str, p1: float, v1: float, v2: float, gamma: float) -> float:
    """Work that the gas delivers from V₁ to V₂, J, from bar and L; `upper` is an isobar first, `lower` an isochore first."""
    if kind == "isotherm":
        litres = p1 * v1 * math.log(v2 / v1)
    elif kind == "adiabat":
        litres = (p1 * v1 - p1 * (v1 / v2) ** gamma * v2) / (gamma - 1)
    else:
        litres = (p1 * v1 / v2 if kind == "lower" else p1) * (v2 - v1)
    return JOULES * litres


@family("Physics - Thermodynamic")
class ExpansionsCompared(Family[Compared]):
    """From one state to one volume at constant pressure, at constant temperature, without heat, or in two steps."""

    def solve(self, p: Compared) -> Solution:
        """The area below the curve."""
        work = work_of(p.kind, p.pressure, p.volume, p.end, GAMMA[p.gas])
        values = {"kind": p.kind, "letter": p.letters[p.kind], "end": p.givens[-1], "gamma": GAMMA[p.gas]}
        return Solution(answer=number_answer(abs(work), "J"), symbol="W", values=values)

    def draw(self, p: Compared, sketch: Sketch) -> None:
        """The curves begin at one state; each has its letter at its end, or next to it."""
        start = (float(p.volume), float(p.pressure))
        top = max(p.pressure, *(p.last_pressure(kind) for kind in p.kinds))
        wide = max(p.volume, p.end)
        ends = (p.pressure,) if p.layout != "paths" else (p.pressure, p.last_pressure("isotherm"))
        sketch.axes(
            PLANE, BOX, x_limits=(0, 1.3 * wide), y_limits=(0, 1.2 * top), x_label="$V$ / L", y_label="$p$ / bar",
            x_ticks=tuple(sorted((p.volume, p.end))), y_ticks=(p.pressure,),
        )  # fmt: skip
        colors = dict(zip(p.kinds, (RED, GREEN, BLUE), strict=True))
        for kind in p.kinds:
            self._draw_way(p, sketch, kind, colors[kind])
        sketch.dot("state:1", start, 0.075, axes=PLANE, z=5)
        sketch.claim("at", "state:1", value=start)
        guide(sketch, "p1", (0, p.pressure), start)
        guide(sketch, "v1", (p.volume, 0), (p.volume, ends[-1] if p.layout == "paths" else p.pressure))
        guide(sketch, "v2", (p.end, 0), (p.end, min(p.last_pressure(kind) for kind in p.kinds)))
        letters = p.letters
        rising = [f"label:{letters[kind]}" for kind in reversed(p.kinds)]
        sketch.claim("order", *(rising[::-1] if p.layout == "compression" else rising), value="bottom_to_top")
        words = f"{p.gas} ideal gas"
        sketch.text("label:gas", words, (BOX[2], BOX[3]), toward=(-1, 1), align="right", gap_pt=4, color=GREY)
        count_roles(sketch, "step", "sense")
        sketch.entity("ways", *(f"step:{letters[kind]}" for kind in p.kinds))

    @staticmethod
    def _draw_way(p: Compared, sketch: Sketch, kind: str, color: str) -> None:
        letter, last = p.letters[kind], p.last_pressure(kind)
        v1, v2, p1 = p.volume, p.end, p.pressure
        if kind in ("isotherm", "adiabat"):
            power = 1.0 if kind == "isotherm" else GAMMA[p.gas]
            curved(sketch, letter, f"{p1}*({v1}/x)**{power:.10f}", v1, v2, color)
        else:
            corner = {"upper": (v2, p1), "lower": (v1, last), "isobar": (v2, last)}[kind]
            points: list[Spot] = [(v1, p1), corner]
            if kind != "isobar":
                points.append((v2, last))
            sketch.line(f"step:{letter}", *points, axes=PLANE, color=color, width=2.0)
            (x0, y0), (x1, y1) = points[0], points[1]
            tail, tip = ((x0 + s * (x1 - x0), y0 + s * (y1 - y0)) for s in (0.47, 0.56))
            sketch.arrow(f"sense:{letter}", tail, tip, axes=PLANE, color=color, width=2.0)
            sketch.claim("on", f"sense:{letter}", f"step:{letter}")
            sketch.claim("direction", f"sense:{letter}", value=270 if kind == "lower" else 0 if v2 > v1 else 180)
            if kind != "isobar":
                sketch.claim("through", f"step:{letter}", value=corner)
        if p.layout != "paths" or kind == "isotherm":
            sketch.dot(f"state:{letter}", (v2, last), 0.075, axes=PLANE, z=5)
            sketch.claim("at", f"state:{letter}", value=(v2, last))
        if kind in ("isotherm", "adiabat"):
            sketch.claim("points_to", f"sense:{letter}", f"state:{letter}", tolerance=25)
        if p.layout == "paths":
            x = v1 + 0.45 * (v2 - v1)
            spots = {"upper": (x, p1, (0, 1)), "isotherm": (x, p1 * v1 / x, (0.6, 1)), "lower": (x, last, (0, 1))}
            x, y, way = spots[kind]
        else:
            x, y, way = v2, last, (1, 0) if v2 > v1 else (-1, 0)
        sketch.text(
            f"label:{letter}", f"${letter}$", (x, y), of=f"step:{letter}", toward=way, axes=PLANE, color=color, size=13,
            halo=True,
        )  # fmt: skip

    def questions(self, p: Compared) -> Iterator[Question]:
        """Volumes; which letter is which; where most work is done."""
        letters = p.letters
        options = [*letters.values(), "none"]
        yield ask_value("end", p.givens[-1], p.quantity("volume"))
        yield ask_value("pressure", p.quantity("pressure"))
        yield ask_word("isotherm", letters["isotherm"], options)
        works = {kind: abs(work_of(kind, p.pressure, p.volume, p.end, GAMMA[p.gas])) for kind in p.kinds}
        yield ask_word("most", letters[max(works, key=lambda kind: works[kind])], options)
        if p.layout == "paths":
            yield ask_word("isochore", letters["lower"], options)
        else:
            yield ask_word("isobar", letters["isobar"], options)
        yield ask_word("least", letters[min(works, key=lambda kind: works[kind])], options)

    @defect(visibility=2)
    def exchanged_curves(self, p: Compared, scene: FigureScene, draw: Random) -> FigureScene:
        """Isotherm and adiabat are exchanged."""
        if p.layout == "paths":
            raise DoesNotApplyError("no adiabat")
        one, two = (scene.path(f"step:{p.letters[kind]}") for kind in ("isotherm", "adiabat"))
        return change(scene, replace(one, points=two.points), replace(two, points=one.points))

    @defect(visibility=2)
    def straight_isotherm(self, p: Compared, scene: FigureScene, draw: Random) -> FigureScene:
        """The isotherm is drawn as a straight line and not as a hyperbola."""
        line = scene.path(f"step:{p.letters['isotherm']}")
        return change(scene, replace(line, points=(line.points[0], line.points[-1])))

    @defect(visibility=1)
    def wrong_sense(self, p: Compared, scene: FigureScene, draw: Random) -> FigureScene:
        """The arrows lead back to the state from which the gas starts."""
        return arrows_reversed(scene)
