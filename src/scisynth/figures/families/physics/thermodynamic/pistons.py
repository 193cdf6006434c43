"""Pistons: what pushes on a gas from outside, and so its pressure; heated at that pressure, it grows in proportion to T."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, number, one_of
from scisynth.figures.families.questions import Question, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, GREEN, PALE_BLUE, RED
from scisynth.figures.parts.physics import GRAVITY, count_roles, pick_letters, spring, turned, vector, wall
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer

WIDE, LEVEL, TALL = 3.0, 2.6, 4.6
"""Of the cylinder, and how far the gas fills it, in units of the scene."""


@dataclass(frozen=True, kw_only=True)
class Cylinder(Parameters):
    """A gas below a piston, above one that hangs, or next to one that a spring holds."""

    mass: float = number(
        "m", "kg", (4, 5, 6, 8, 9, 10, 12, 14, 15, 16, 18, 20, 24, 25, 30), meaning="mass of the piston", given=False
    )
    area: float = number("A", "cm²", (20, 25, 30, 40, 45, 50, 60, 75, 80, 100), meaning="area of the piston")
    air: float = number("p_0", "kPa", (95, 98, 100, 101, 102, 103), meaning="pressure of the air")
    stiff: float = number(
        "k", "N/m", (800, 1000, 1200, 1500, 1600, 1800, 2000, 2400, 2500), meaning="spring constant", given=False
    )
    push: float = number("x", "cm", (4, 5, 6, 8, 9, 10, 12), meaning="how far the spring is compressed", given=False)
    height: float = number("h", "cm", (10, 12, 15, 18, 20, 24, 25, 30), meaning="length of the gas column", given=False)
    cold: float = number("T_1", "K", range(280, 310, 2), meaning="temperature at first", given=False)
    warm: float = number("T_2", "K", range(330, 480, 10), meaning="temperature after heating", given=False)
    layout: str = one_of("upright", "hanging", "spring", level_1=("upright",))
    asked: str = one_of("pressure", "height", level_1=("pressure",), level_3=("pressure", "pressure", "height"))
    is_mirrored: bool = one_of(False, True)
    first: int = one_of(*range(8))
    grains: int = one_of(*range(200))

    def valid(self) -> bool:
        """The forces can be distinguished; a gas next to a spring is not heated, since its pressure would change."""
        share = self.load / self.air
        return 0.18 < share < (0.85 if self.layout != "hanging" else 0.7) and (
            self.layout != "spring" or self.asked == "pressure"
        )

    @property
    def load(self) -> float:
        """Pressure that weight or spring makes on the piston, kPa."""
        newton = self.stiff * self.push / 100 if self.layout == "spring" else self.mass * GRAVITY
        return newton / (self.area * 1e-4) / 1000

    @property
    def pressure(self) -> float:
        """Of the gas, kPa."""
        return gas_pressure(self.air, self.load, hangs=self.layout == "hanging")

    @property
    def letters(self) -> dict[str, str]:
        """Letters of the forces on the piston: of the gas, of the air, and of weight or spring; A is the area."""
        found = [name.replace("A", "D") for name in pick_letters(self.first, 3)]
        return dict(zip(("gas", "air", "load"), found, strict=True))

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """What is needed for the pressure, or for the height after heating."""
        if self.asked == "height":
            return tuple(self.quantity(name) for name in ("mass", "height", "cold", "warm"))
        names = ("stiff", "push") if self.layout == "spring" else ("mass",)
        return (*super().givens, *(self.quantity(name) for name in names))


def gas_pressure(air: float, load: float, *, hangs: bool) -> float:
    """Pressure of a gas in balance, kPa: the load adds to the air's pressure, or takes from it where the piston hangs."""
    return air - load if hangs else air + load


@family("Physics - Thermodynamic")
class Piston(Family[Cylinder]):
    """A gas whose piston carries a weight, hangs below it, or is held by a spring: its pressure, or its height after heating."""

    def solve(self, p: Cylinder) -> Solution:
        """Forces on the piston balance; at constant pressure h/T is constant."""
        values = {
            "load": Quantity(symbol="Δp", value=round(p.load, 2), unit="kPa"),
            "case": f"{p.layout} {p.asked}",
            "side": "above" if p.layout == "hanging" else "below",
        }
        if p.asked == "height":
            return Solution(answer=number_answer(p.height * p.warm / p.cold, "cm"), symbol="h₂", values=values)
        return Solution(answer=number_answer(p.pressure, "kPa"), symbol="p", values=values)

    def draw(self, p: Cylinder, sketch: Sketch) -> None:
        """Drawn upright; hanging, all is upside down; next to a spring, all lies on its side."""
        if p.layout == "spring":
            self._draw_lying(p, sketch)
        else:
            self._draw_standing(p, sketch)
        generator = np.random.default_rng(p.grains)
        low, high = (0.25, LEVEL - 0.3)
        places: list[tuple[float, float]] = []
        while len(places) < 14:
            along, aside = generator.uniform(low, high), generator.uniform(0.0, 0.7)
            # None lies behind the arrow of the gas or its letter, and none on another one.
            across = 0.3 + aside if len(places) % 2 else WIDE - 0.3 - aside * 0.9
            if all(math.dist((across, along), place) > 0.2 for place in places):
                places.append((across, along))
        for count, (across, along) in enumerate(places):
            at = {"upright": (across, along), "hanging": (across, -along), "spring": (along, across)}[p.layout]
            sketch.dot(f"molecule:{count}", at, 0.05, color=BLUE, z=1)
            sketch.claim("inside", f"molecule:{count}", "gas:inside")
        count_roles(sketch, "molecule", "force")
        sketch.entity("piston", "piston:disc")
        sketch.entity("gas", "gas:inside")
        sketch.entity("forces", "force:gas", "force:air", "force:load")
        if p.is_mirrored:
            mirror(sketch)

    def _draw_standing(self, p: Cylinder, sketch: Sketch) -> None:
        up = -1 if p.layout == "hanging" else 1
        sketch.rectangle("gas:inside", 0, min(0, up * LEVEL), WIDE, max(0, up * LEVEL), fill=PALE_BLUE, width=0, z=0)
        ends = ((0, 0), (0, up * TALL)), ((WIDE, 0), (WIDE, up * TALL)), ((0, 0), (WIDE, 0))
        for name, (one, two), depth in zip(("left", "right", "bottom"), ends, (-0.28, 0.28, 0.28), strict=True):
            wall(sketch, name, one, two, up * depth)
        inner, outer = up * LEVEL, up * (LEVEL + 0.45)
        sketch.rectangle("piston:disc", 0.02, min(inner, outer), WIDE - 0.02, max(inner, outer), fill="#d5d5d5", z=3)
        sketch.text("label:m", p.label("mass"), (WIDE / 2, (inner + outer) / 2), of="piston:disc", z=7, size=11)
        sketch.claim("inside", "label:m", "piston:disc")
        sketch.claim("connected", "piston:disc", "wall:left")
        self._draw_forces(p, sketch, inner, outer, up)
        if p.asked == "height":
            sketch.line("size:h", (WIDE + 0.75, 0), (WIDE + 0.75, inner), arrow="both", width=0.9)
            sketch.text("label:h", p.label("height"), (WIDE + 0.75, inner / 2), of="size:h", toward=(1, 0), gap_pt=4)
            words = f"{p.label('cold')}, heated to {p.label('warm')}"
            sketch.text("label:T", words, (WIDE / 2, -0.28 * up), toward=(0, -up), gap_pt=7)
        else:
            sketch.text("label:A", p.label("area"), (WIDE + 0.5, (inner + outer) / 2), toward=(1, 0), gap_pt=2)
            sketch.text("label:p0", p.label("air"), (WIDE + 0.5, up * TALL), toward=(1, -up), gap_pt=3)

    @staticmethod
    def _draw_forces(p: Cylinder, sketch: Sketch, inner: float, outer: float, up: int) -> None:
        """Arrows on the piston that add up to nothing, each at the face on which it pushes; the weight pulls at the piston."""
        unit, names = 1.5 / max(p.pressure, p.air), p.letters
        long = {"gas": unit * p.pressure, "air": unit * p.air, "load": unit * p.load}
        way, back = (90, 270) if up > 0 else (270, 90)
        vector(
            sketch,
            "force:gas",
            (WIDE * 0.5, inner - up * long["gas"]),
            long["gas"],
            way,
            f"${names['gas']}$",
            toward=(1, 0),
            position=0.4,
            color=GREEN,
        )
        vector(
            sketch,
            "force:air",
            (WIDE * 0.3, outer + up * long["air"]),
            long["air"],
            back,
            f"${names['air']}$",
            toward=(-1, 0),
            position=0.3,
            color=BLUE,
        )
        tail = outer + long["load"] if up > 0 else outer
        vector(
            sketch,
            "force:load",
            (WIDE * 0.75, tail),
            long["load"],
            270,
            f"${names['load']}$",
            toward=(1, 0),
            position=0.4,
            color=RED,
        )
        sketch.claim("ratio", "force:air", "force:gas", value=long["air"] / long["gas"])
        sketch.claim("ratio", "force:load", "force:gas", value=long["load"] / long["gas"])
        sketch.claim("perpendicular", "force:gas", "wall:bottom")
        sketch.claim("inside", "force:gas", "gas:inside")

    @staticmethod
    def _draw_lying(p: Cylinder, sketch: Sketch) -> None:
        """The gas on the left; a spring at the right wall holds the piston against it and the air behind."""
        far = 7.0
        sketch.rectangle("gas:inside", 0, 0, LEVEL, WIDE, fill=PALE_BLUE, width=0, z=0)
        for name, one, two in (
            ("left", (0, 0), (0, WIDE)),
            ("top", (0, WIDE), (far, WIDE)),
            ("bottom", (0, 0), (far, 0)),
        ):
            wall(sketch, name, one, two, 0.28 if name == "bottom" else -0.28)
        wall(sketch, "far", (far, WIDE + 0.28), (far, -0.28), -0.28)
        sketch.rectangle("piston:disc", LEVEL, 0.02, LEVEL + 0.4, WIDE - 0.02, fill="#d5d5d5", z=3)
        spring(sketch, "spring:1", (LEVEL + 0.4, WIDE / 2), (far, WIDE / 2))
        sketch.claim("connected", "piston:disc", "wall:top")
        for name in ("piston:disc", "wall:far"):
            sketch.claim("connected", "spring:1", name)
        unit, names = 1.5 / p.pressure, p.letters
        long = {"gas": unit * p.pressure, "air": unit * p.air, "load": unit * p.load}
        face = LEVEL + 0.4
        for name, start, turn, toward, position, color in (
            ("gas", (LEVEL - long["gas"], WIDE * 0.5), 0, (0, 1), 0.4, GREEN),
            ("air", (face + long["air"], WIDE * 0.8), 180, (0, 1), 0.3, BLUE),
            ("load", (face + long["load"], WIDE * 0.2), 180, (0, -1), 0.3, RED),
        ):
            words = f"${names[name]}$"
            vector(
                sketch, f"force:{name}", start, long[name], turn, words, toward=toward, position=position, color=color
            )
        sketch.claim("ratio", "force:air", "force:gas", value=long["air"] / long["gas"])
        sketch.claim("ratio", "force:load", "force:gas", value=long["load"] / long["gas"])
        sketch.claim("perpendicular", "force:gas", "wall:left")
        sketch.claim("inside", "force:gas", "gas:inside")
        words = f"{p.label('stiff')}, compressed by {p.label('push')}"
        sketch.text("label:k", words, (far, -0.28), toward=(-1, -1), gap_pt=6, align="right")
        sketch.text("label:A", p.label("area"), (LEVEL, WIDE + 0.28), toward=(0, 1), gap_pt=5)
        sketch.text("label:p0", p.label("air"), (far, WIDE + 0.28), toward=(-1, 1), gap_pt=5, align="right")

    def questions(self, p: Cylinder) -> Iterator[Question]:
        """Values; which arrow is which; the longest."""
        names = p.letters
        options = [*names.values(), "none"]
        yield ask_word("gas", names["gas"], options)
        yield ask_word("air", names["air"], options)
        long = {"gas": p.pressure, "air": p.air, "load": p.load}
        yield ask_word("longest", names[max(long, key=lambda name: long[name])], options)
        yield ask_word("shortest", names[min(long, key=lambda name: long[name])], options)
        if p.layout == "spring":
            yield ask_value("stiff", p.quantity("stiff"))
            yield ask_value("push", p.quantity("push"))
        else:
            yield ask_value("mass", p.quantity("mass"))
            yield (
                ask_value("height", p.quantity("height"))
                if p.asked == "height"
                else ask_value("area", p.quantity("area"))
            )

    @defect(visibility=2)
    def gas_pulls(self, p: Cylinder, scene: FigureScene, draw: Random) -> FigureScene:
        """The gas is drawn as pulling the piston towards itself, though a gas can only push."""
        arrow = scene.path("force:gas")
        return change(scene, replace(arrow, points=arrow.points[::-1]))

    @defect(visibility=1)
    def forces_unbalanced(self, p: Cylinder, scene: FigureScene, draw: Random) -> FigureScene:
        """The force of the load is drawn too long for the piston to be at rest."""
        return change(scene, turned(scene.path("force:load"), 0, 1.7))

    @defect(visibility=3)
    def loose_piston(self, p: Cylinder, scene: FigureScene, draw: Random) -> FigureScene:
        """The piston does not reach the walls, so that the gas would escape."""
        disc = scene.path("piston:disc")
        axis = 1 if p.layout == "spring" else 0
        middle = sum(point[axis] for point in disc.points) / 4

        def drawn_in(point: tuple[float, float]) -> tuple[float, float]:
            values = list(point)
            values[axis] = middle + 0.72 * (values[axis] - middle)
            return values[0], values[1]

        return change(scene, replace(disc, points=tuple(drawn_in(point) for point in disc.points)))
