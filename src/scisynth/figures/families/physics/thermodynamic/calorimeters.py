"""Calorimeters: what the warm body gives, or the heater, the water takes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, number, one_of
from scisynth.figures.families.questions import Question, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, GREY, PALE_BLUE, PALE_GREY, PALE_RED, PAPER, RED
from scisynth.figures.parts.physics import count_roles
from scisynth.figures.parts.universal import leader
from scisynth.figures.scene.marks import Mark, Path, Round
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer

WATER = 4.19
"""Specific heat of water, kJ/(kg K)."""
METALS = {
    "copper": 0.385,
    "iron": 0.449,
    "aluminium": 0.897,
    "lead": 0.129,
    "silver": 0.235,
    "tin": 0.227,
    "zinc": 0.388,
}
"""Specific heat, kJ/(kg K), at 25 °C."""


@dataclass(frozen=True, kw_only=True)
class Mixing(Parameters):
    """Water in an insulated vessel, and what warms it: a metal block, warmer water, or a heater."""

    metal: str = one_of(*METALS)
    warm_mass: float = number(
        "m_1", "g", (80, 100, 120, 150, 180, 200, 250, 300, 400), meaning="mass of what is warm", given=False
    )
    warm: float = number("T_1", "°C", range(60, 100, 2), meaning="temperature of what is warm", given=False)
    mass: float = number("m_2", "g", (150, 200, 220, 250, 300, 350, 400, 500), meaning="mass of the water")
    cold: float = number("T_2", "°C", (10, 12, 14, 15, 16, 18, 20, 22), meaning="temperature of the water before")
    power: float = number("P", "W", (20, 25, 30, 40, 50, 60, 80, 100), meaning="power of the heater", given=False)
    minutes: float = number("t", "min", (2, 3, 4, 5, 6, 8, 10), meaning="time of heating", given=False)
    layout: str = one_of("block", "pouring", "heater", level_1=("block", "pouring"))
    asked: str = one_of("final", "other", level_1=("final",))
    is_mirrored: bool = one_of(False, True)

    def valid(self) -> bool:
        """The water does not boil, and warms by a degree that is read."""
        return self.cold + 2 < self.final < 90

    @property
    def final(self) -> float:
        """Temperature in the end, °C."""
        if self.layout == "heater":
            return self.cold + self.power * self.minutes * 60 / (self.mass * WATER)
        heat = METALS[self.metal] if self.layout == "block" else WATER
        return mixed(self.warm_mass, heat, self.warm, self.mass, WATER, self.cold)

    @property
    def end(self) -> Quantity:
        """The temperature in the end to a tenth of a degree."""
        return Quantity(symbol="T", value=round(self.final, 1), unit="°C", meaning="temperature in the end")

    @property
    def bath(self) -> tuple[Quantity, Quantity]:
        """Mass and temperature of the water before; with a heater it is the only body."""
        mass, cold = self.quantity("mass"), self.quantity("cold")
        return (replace(mass, symbol="m"), replace(cold, symbol="T_0")) if self.layout == "heater" else (mass, cold)

    @property
    def unknown(self) -> str:
        """What is asked for instead of the final temperature."""
        return {"block": "capacity", "pouring": "warm", "heater": "time"}[self.layout]

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """All but what is asked for."""
        names = ["power", "minutes"] if self.layout == "heater" else ["warm_mass", "warm"]
        if self.asked == "other":
            names = [name for name in names if name != {"warm": "warm", "time": "minutes"}.get(self.unknown)]
        found = (*self.bath, *(self.quantity(name) for name in names))
        return (*found, self.end) if self.asked == "other" else found


def mixed(mass_1: float, heat_1: float, warm: float, mass_2: float, heat_2: float, cold: float) -> float:
    """Temperature of two bodies that exchange heat with each other alone."""
    one, two = mass_1 * heat_1, mass_2 * heat_2
    return (one * warm + two * cold) / (one + two)


@family("Physics - Thermodynamic")
class Calorimeter(Family[Mixing]):
    """A metal block, warmer water or a heater warms water in a light, insulated vessel."""

    def solve(self, p: Mixing) -> Solution:
        """The balance of heat; a temperature that is read to a tenth of a degree is taken as read."""
        rise = p.end.value - p.cold
        values = {
            "end": p.end, "case": f"{p.layout} {p.asked}", "what": "final" if p.asked == "final" else p.unknown,
            "heat": Quantity(symbol="c_1", value=METALS[p.metal], unit="kJ/(kg K)"),
        }  # fmt: skip
        if p.asked == "final":
            return Solution(answer=number_answer(p.final, "°C"), symbol="T", values=values)
        if p.layout == "heater":
            minutes = p.mass * WATER * rise / p.power / 60
            return Solution(answer=number_answer(minutes, "min"), symbol="t", values=values)
        if p.layout == "block":
            heat = p.mass * WATER * rise / (p.warm_mass * (p.warm - p.end.value))
            return Solution(answer=number_answer(heat, "kJ/(kg K)", tolerance=0.03), symbol="c₁", values=values)
        before = p.end.value + p.mass * rise / p.warm_mass
        return Solution(answer=number_answer(before, "°C"), symbol="T₁", values=values)

    def draw(self, p: Mixing, sketch: Sketch) -> None:
        """A double-walled vessel with thermometer; names stand on the right before mirroring."""
        top = 2.5
        sketch.area(
            "vessel:outer", (0, 3.4), (0, 0), (4.4, 0), (4.4, 3.4), (4.0, 3.4), (4.0, 0.4), (0.4, 0.4), (0.4, 3.4),
            fill=PALE_GREY, hatch="xx", color=GREY, width=1.2,
        )  # fmt: skip
        sketch.rectangle("water:bath", 0.4, 0.4, 4.0, top, fill=PALE_BLUE, width=0, z=1)
        sketch.line("level:water", (0.4, top), (4.0, top), color=BLUE, width=1.4)
        self._draw_thermometer(sketch)
        words = {"block": self._draw_block, "pouring": self._draw_jug, "heater": self._draw_heater}[p.layout](p, sketch)
        parts = [f"water: {p.bath[0].label}, {p.bath[1].label}", *words]
        for index, (tip, text, of) in enumerate(
            zip([(3.75, 2.0), *self._tips(p)], parts, ["water:bath", *self._marks(p)], strict=True)
        ):
            at = {"water:bath": (5.0, 1.9), "block:metal": (5.0, 0.75), "coil:1": (5.0, 0.7), "water:jug": (-2.0, 3.9)}[
                of
            ]
            leader(sketch, str(index), tip, at, text, of="" if of == "coil:1" else of)
        if p.asked == "other":
            sketch.text("label:T", f"in the end: {p.end.label}", (2.2, -0.1), toward=(0, -1), gap_pt=6, color=RED)
        sketch.claim("inside", "thermometer:bulb", "water:bath")
        sketch.claim("on", "level:water", "water:bath")
        count_roles(sketch, "leader", "thermometer")
        sketch.entity("water", "water:bath")
        sketch.entity("thermometer", "thermometer:stem", "thermometer:bulb")
        if p.is_mirrored:
            mirror(sketch)

    @staticmethod
    def _draw_thermometer(sketch: Sketch) -> None:
        sketch.rectangle("thermometer:stem", 3.05, 1.2, 3.25, 5.0, fill=PAPER, width=1.0, z=5)
        sketch.circle("thermometer:bulb", (3.15, 1.1), 0.19, fill=RED, color=RED, z=6)
        sketch.line("column:red", (3.15, 1.1), (3.15, 3.0), color=RED, width=2.5, z=6)
        sketch.claim("connected", "column:red", "thermometer:bulb", tolerance=12)

    @staticmethod
    def _draw_block(p: Mixing, sketch: Sketch) -> list[str]:
        sketch.rectangle("lid:top", -0.1, 3.4, 4.5, 3.65, fill="#d9c7a8", z=3)
        sketch.rectangle("block:metal", 0.9, 0.42, 2.2, 1.5, fill="#e8b39a", z=3)
        sketch.line("string:block", (1.55, 1.5), (1.55, 4.2), width=1.0, z=4)
        sketch.claim("inside", "block:metal", "water:bath")
        sketch.claim("connected", "string:block", "block:metal")
        sketch.entity("metal block", "block:metal")
        return [f"{p.metal}: {p.label('warm_mass')}, {p.label('warm')}"]

    @staticmethod
    def _draw_jug(p: Mixing, sketch: Sketch) -> list[str]:
        """A beaker that is tipped over the open vessel."""
        corners = [(-2.2, 4.9), (-1.2, 3.4), (1.0, 4.8), (0.0, 6.3)]
        sketch.line("jug:1", corners[3], corners[0], corners[1], corners[2], width=1.8, z=4)
        sketch.area("water:jug", (-2.0, 4.6), (-1.2, 3.4), (1.0, 4.8), (0.95, 4.88), fill=PALE_RED, width=0, z=2)
        sketch.line("jet:1", (1.0, 4.8), (1.12, 4.2), (1.16, 2.5), color=BLUE, width=3.0, z=3)
        sketch.claim("connected", "jet:1", "jug:1")
        sketch.claim("connected", "jet:1", "level:water", tolerance=6)
        sketch.entity("jug", "jug:1", "water:jug")
        text = f"{p.label('warm_mass')}" if p.asked == "other" else f"{p.label('warm_mass')}, {p.label('warm')}"
        return [f"water: {text}"]

    @staticmethod
    def _draw_heater(p: Mixing, sketch: Sketch) -> list[str]:
        sketch.rectangle("lid:top", -0.1, 3.4, 4.5, 3.65, fill="#d9c7a8", z=3)
        turns = [(0.9 + 0.22 * step, 0.75 if step % 2 else 1.45) for step in range(7)]
        sketch.line("coil:1", (0.9, 4.6), *turns, (2.22, 4.6), color=RED, width=1.8, z=4)
        for name, x in (("plus", 0.9), ("minus", 2.22)):
            sketch.dot(f"pole:{name}", (x, 4.6), 0.09, z=6)
            sketch.claim("connected", "coil:1", f"pole:{name}")
        sketch.entity("heater", "coil:1")
        return [f"heater: {p.label('power')}" + ("" if p.asked == "other" else f", {p.label('minutes')}")]

    @staticmethod
    def _marks(p: Mixing) -> list[str]:
        return {"block": ["block:metal"], "pouring": ["water:jug"], "heater": ["coil:1"]}[p.layout]

    @staticmethod
    def _tips(p: Mixing) -> list[tuple[float, float]]:
        return {"block": [(2.05, 0.75)], "pouring": [(-1.1, 3.9)], "heater": [(2.0, 0.75)]}[p.layout]

    def questions(self, p: Mixing) -> Iterator[Question]:
        """Masses and temperatures; what warms the water; where it is."""
        yield ask_value("mass", p.quantity("mass"), p.quantity("warm_mass"))
        yield ask_value("cold", p.quantity("cold"))
        yield ask_word("warms", p.layout, ["block", "pouring", "heater", "lamp"])
        side = "left" if (p.layout == "pouring") != p.is_mirrored else "right"
        if p.layout == "heater":
            yield ask_value("power", p.quantity("power"))
        else:
            yield ask_value("other_mass", p.quantity("warm_mass"), p.quantity("mass"))
        if p.layout == "block":
            yield ask_word("metal", p.metal, [name for name in METALS if name != p.metal][:3])
        elif p.layout == "pouring":
            yield ask_word("side", side, ["left", "right", "below", "nowhere"])

    @defect(visibility=3)
    def dry_thermometer(self, p: Mixing, scene: FigureScene, draw: Random) -> FigureScene:
        """The bulb of the thermometer hangs above the water."""
        lifted = ("thermometer:stem", "column:red", "thermometer:bulb")
        return _lifted(scene, lifted, 2.0)

    @defect(visibility=2)
    def hanging_block(self, p: Mixing, scene: FigureScene, draw: Random) -> FigureScene:
        """The block hangs above the water and can give it no heat."""
        if p.layout != "block":
            raise DoesNotApplyError("no block")
        return _lifted(scene, ("block:metal",), 2.15)

    @defect(visibility=2)
    def jet_beside(self, p: Mixing, scene: FigureScene, draw: Random) -> FigureScene:
        """The water is poured next to the vessel."""
        if p.layout != "pouring":
            raise DoesNotApplyError("no jug")
        jet = scene.path("jet:1")
        (x, y), *_ = jet.points
        aside = 1.8 if p.is_mirrored else -1.8
        return change(scene, replace(jet, points=((x, y), (x + aside, y - 0.4), (x + 1.2 * aside, 0.2))))

    @defect(visibility=2)
    def open_heater(self, p: Mixing, scene: FigureScene, draw: Random) -> FigureScene:
        """One end of the heater is not connected to its pole."""
        if p.layout != "heater":
            raise DoesNotApplyError("no heater")
        coil = scene.path("coil:1")
        return change(scene, replace(coil, points=coil.points[:-1]))


def _lifted(scene: FigureScene, names: tuple[str, ...], by: float) -> FigureScene:
    """The scene with some marks higher up."""
    moved: list[Mark] = []
    for name in names:
        mark = scene.mark(name)
        if isinstance(mark, Path):
            moved.append(replace(mark, points=tuple((x, y + by) for x, y in mark.points)))
        elif isinstance(mark, Round):
            moved.append(replace(mark, center=(mark.center[0], mark.center[1] + by)))
    return change(scene, *moved)
