"""Heat of reaction from a foam cup: what the reaction gives off warms the solution."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from scisynth.figures.corruptions import change, swap_texts
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, number, one_of
from scisynth.figures.families.questions import Question, ask_number, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.families.universal.exp_setup.glassware import METAL, WATER, display
from scisynth.figures.parts.palette import DARK_GREY, GREY, PALE_GREY
from scisynth.figures.parts.universal import leader
from scisynth.figures.scene.marks import Round
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Place, Sketch, number_answer

HEAT = 4.18
"""Specific heat that dilute solutions are given, J/(g K)."""
MIXED = {
    "HCl and NaOH": ("HCl", "NaOH", -55.8),
    "HNO₃ and KOH": ("HNO₃", "KOH", -55.8),
    "AgNO₃ and HCl": ("AgNO₃", "HCl", -65.5),
    "AgNO₃ and KI": ("AgNO₃", "KI", -112.0),
}
"""Two solutions and the enthalpy of their reaction one to one, kJ/mol, about."""
SALTS = {
    "NH₄NO₃": (80.04, 25.7),
    "KNO₃": (101.1, 34.9),
    "NaOH": (40.0, -44.5),
    "CaCl₂": (110.98, -81.3),
    "KCl": (74.55, 17.2),
}
"""Molar mass, g/mol, and enthalpy of dissolving, kJ/mol, of solids."""


@dataclass(frozen=True, kw_only=True)
class Cup(Parameters):
    """Two solutions that react one to one, or a salt that dissolves."""

    pair: str = one_of(*MIXED)
    salt: str = one_of(*SALTS)
    volume: float = number("V", "mL", (25, 30, 40, 50, 60, 75, 100), meaning="volume of each solution", given=False)
    strength: float = number(
        "c", "mol/L", (0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.8, 1.0), meaning="concentration of each", given=False
    )
    water: float = number("m_w", "g", (80, 90, 100, 120, 150, 200), meaning="mass of the water", given=False)
    grams: float = number("m_s", "g", (2, 2.5, 3, 4, 5, 6, 8), meaning="mass of the salt", given=False)
    before: float = number(
        "T_1", "°C", tuple(round(18 + 0.1 * step, 1) for step in range(60)), meaning="temperature before"
    )
    noise: float = drawn(lambda draw, level, values: round(draw.uniform(0.95, 1.05), 3), words="0.95 to 1.05")
    """What the measured rise is to that of tables."""
    layout: str = one_of("solutions", "salt", "bomb", level_1=("solutions", "salt"))
    capacity: float = number(
        "C", "kJ/K", (8.2, 8.8, 9.4, 10.1, 10.6, 11.2), meaning="heat capacity of the calorimeter", given=False
    )
    fuel: str = one_of("benzoic acid", "sucrose", "naphthalene", "glucose")
    pellet: float = number(
        "m", "g", tuple(round(0.6 + 0.05 * step, 2) for step in range(20)), meaning="mass of the pellet", given=False
    )
    is_mirrored: bool = one_of(False, True)

    def valid(self) -> bool:
        """A change of temperature that is read to a few per cent."""
        return abs(self.after - self.before) > 1.4 and 2 < self.after < 60

    @property
    def grams_in_all(self) -> float:
        """Of the solution; 1 mL of a dilute one has 1 g."""
        return 2 * self.volume if self.layout == "solutions" else self.water + self.grams

    @property
    def after(self) -> float:
        """Temperature after, to a tenth of a degree, °C."""
        if self.layout == "bomb":
            return round(
                self.before + self.noise * FUELS[self.fuel][1] * self.pellet / FUELS[self.fuel][0] / self.capacity, 1
            )
        heat = self.moles * (MIXED[self.pair][2] if self.layout == "solutions" else SALTS[self.salt][1]) * self.noise
        return round(self.before - 1000 * heat / (self.grams_in_all * HEAT), 1)

    @property
    def moles(self) -> float:
        """That react."""
        if self.layout == "bomb":
            return self.pellet / FUELS[self.fuel][0]
        return self.volume * self.strength / 1000 if self.layout == "solutions" else self.grams / SALTS[self.salt][0]

    @property
    def end(self) -> Quantity:
        """The temperature after."""
        return Quantity(symbol="T_2", value=self.after, unit="°C", meaning="temperature after")

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """What was brought in, and both temperatures."""
        names = {"solutions": ("volume", "strength"), "salt": ("water", "grams"), "bomb": ("capacity", "pellet")}[
            self.layout
        ]
        return (*super().givens, self.end, *(self.quantity(name) for name in names))


FUELS = {
    "benzoic acid": (122.0, 3227.0),
    "sucrose": (342.0, 5640.0),
    "naphthalene": (128.0, 5156.0),
    "glucose": (180.0, 2803.0),
}
"""Molar mass, g/mol, in whole numbers as printed, and heat of combustion, kJ/mol."""


def enthalpy(grams: float, rise: float, moles: float) -> float:
    """kJ/mol of a reaction that warms a solution of so many grams by so many kelvin; negative where it warms."""
    return -grams * HEAT * rise / 1000 / moles


def probe(sketch: Sketch, name: str, x: float, tip: float) -> None:
    """The metal probe of a digital thermometer, its tip at a height, its handle above the cup."""
    sketch.rectangle(f"probe:{name}", x - 0.06, tip, x + 0.06, 4.6, fill=METAL, width=1, z=5)
    sketch.circle(f"tip:{name}", (x, tip), 0.11, fill=DARK_GREY, z=6)
    sketch.rectangle(f"handle:{name}", x - 0.16, 4.5, x + 0.16, 5.4, fill=DARK_GREY, width=1, z=6)
    sketch.claim("connected", f"probe:{name}", f"tip:{name}")


def spoon(sketch: Sketch, at: Place) -> None:
    """A spoon of salt that is tilted, so that it runs over the tip on the left."""

    def tilted(*points: Place) -> list[Place]:
        return [(at[0] + 0.94 * u - 0.34 * v, at[1] + 0.34 * u + 0.94 * v) for u, v in points]

    bowl = [(-0.5 * math.cos(math.pi * k / 12), -0.28 * math.sin(math.pi * k / 12)) for k in range(13)]
    sketch.line("stem:1", *tilted((0.45, 0), (1.7, 0.05)), width=3, color=METAL, z=4)
    sketch.area(
        "heap:1", *tilted((-0.46, 0), (-0.2, 0.12), (0.0, 0.2), (0.2, 0.12), (0.42, 0)), fill="white", width=0.8
    )
    sketch.area("spoon:1", *tilted(*bowl), fill=PALE_GREY, width=1.2)
    sketch.claim("connected", "stem:1", "spoon:1", tolerance=3)
    sketch.claim("order", "spoon:1", "heap:1", value="bottom_to_top")


@family("Universal - Exp. Setup")
class CoffeeCup(Family[Cup]):
    """Two solutions in a foam cup, a salt in one, or a pellet that burns in a bomb calorimeter: the heat of reaction."""

    def solve(self, p: Cup) -> Solution:
        """Heat by the change of temperature, divided by the amount."""
        rise = p.after - p.before
        one, two, _ = MIXED[p.pair]
        values = {
            "end": p.end, "one": one, "two": two, "moles": Quantity(symbol="n", value=p.moles, unit="mol"), "mass": p.grams_in_all,
            "molar": Quantity(symbol="M", value=SALTS[p.salt][0] if p.layout == "salt" else FUELS[p.fuel][0], unit="g/mol"),
            "rise": Quantity(symbol="ΔT", value=round(rise, 1), unit="K"),
        }  # fmt: skip
        if p.layout == "bomb":
            return Solution(
                answer=number_answer(p.capacity * rise / p.moles, "kJ/mol", tolerance=0.03), symbol="Q", values=values
            )
        found = enthalpy(p.grams_in_all, rise, p.moles)
        return Solution(answer=number_answer(found, "kJ/mol", tolerance=0.03), symbol="ΔH", values=values)

    def draw(self, p: Cup, sketch: Sketch) -> None:
        """A cup in section, with thermometer, stirrer and what goes in."""
        if p.layout == "bomb":
            self._draw_bomb(p, sketch)
        else:
            self._draw_cup(p, sketch)
        sketch.rectangle("meter:1", -4.9, 2.6, -2.5, 5.5, fill=PALE_GREY, width=1.4, z=1)
        for name, y, words in (("before", 4.5, p.text("before")), ("after", 3.1, p.end.text)):
            display(sketch, name, (-3.7, y), words)
            sketch.text(f"name:{name}", name, (-3.7, y + 0.36), of=f"display:{name}", toward=(0, 1), gap_pt=3)
            sketch.claim("inside", f"display:{name}", "meter:1")
        sketch.line("cable:1", (-1.2, 5.4), (-1.2, 5.9), (-3.7, 5.9), (-3.7, 5.5), width=1.4, color=DARK_GREY)
        sketch.claim("connected", "cable:1", "handle:T")
        sketch.claim("connected", "cable:1", "meter:1")
        sketch.claim("inside", "tip:T", "liquid:cup")
        sketch.claim("count", "display", value=2)
        if p.is_mirrored:
            mirror(sketch)

    @staticmethod
    def _draw_cup(p: Cup, sketch: Sketch) -> None:
        outer = [(-2.0, 4.0), (-1.6, 0.0), (1.6, 0.0), (2.0, 4.0)]
        inner = [(1.75, 4.0), (1.38, 0.25), (-1.38, 0.25), (-1.75, 4.0)]
        sketch.area("cup:foam", *outer, *inner, fill=PALE_GREY, hatch="..", color=GREY, width=1.2, z=1)
        sketch.area("liquid:cup", (-1.37, 0.28), (1.37, 0.28), (1.6, 2.5), (-1.6, 2.5), fill=WATER, width=0, z=0)
        if p.layout == "solutions":
            sketch.rectangle("lid:1", -2.1, 4.0, 2.1, 4.25, fill="#d9c7a8", z=3)
        probe(sketch, "T", -1.2, 0.9)
        sketch.line("stirrer:rod", (-0.3, 5.4), (-0.3, 0.8), width=1.4, z=4)
        sketch.line("stirrer:ring", (-0.65, 0.8), (0.05, 0.8), width=2.2, z=4)
        sketch.claim("connected", "stirrer:rod", "stirrer:ring")
        sketch.claim("inside", "stirrer:ring", "liquid:cup")
        rows = [f"{name}: {p.text('volume')}, {p.text('strength')}" for name in MIXED[p.pair][:2]]
        if p.layout == "salt":
            rows = [f"water: {p.text('water')}"]
            spoon(sketch, (1.05, 5.2))
            for index, (x, y) in enumerate(((0.6, 4.9), (0.78, 4.72), (0.62, 4.5), (0.8, 4.35))):
                sketch.circle(f"grain:{index}", (x, y), 0.06, fill="white", width=0.8, z=5)
            leader(sketch, "salt", (1.0, 5.32), (2.6, 6.3), f"{p.salt}: {p.text('grams')}", of="heap:1")
            sketch.claim("count", "grain", value=4)
            sketch.claim("order", "liquid:cup", "grain:3", "spoon:1", value="bottom_to_top")
        for index, words in enumerate(rows):
            leader(sketch, f"liquid{index}", (0.8, 2.1 - 0.9 * index), (2.6, 2.3 - 0.9 * index), words, of="liquid:cup")
        leader(sketch, "foam", (1.62, 0.7), (2.6, 0.5), "foam cup")
        sketch.line("glass:cup", *reversed(inner), width=0.6, color=GREY, z=1)
        sketch.claim("inside", "liquid:cup", "glass:cup")
        sketch.entity("cup", "cup:foam", "liquid:cup")
        sketch.entity("thermometer", "probe:T", "tip:T")

    @staticmethod
    def _draw_bomb(p: Cup, sketch: Sketch) -> None:
        sketch.rectangle("cup:foam", -2.2, 0, 2.2, 4.0, fill=PALE_GREY, hatch="..", color=GREY, width=1.2, z=0)
        sketch.rectangle("liquid:cup", -1.9, 0.3, 1.9, 3.4, fill=WATER, width=1.0, color=GREY, z=1)
        sketch.rectangle("lid:1", -2.3, 4.0, 2.3, 4.25, fill="#d9c7a8", z=3)
        probe(sketch, "T", -1.2, 0.9)
        sketch.rectangle("bomb:1", -0.4, 0.7, 1.3, 2.9, fill="#c9ced6", width=2.2, z=3)
        sketch.rectangle("oxygen:1", -0.2, 0.9, 1.1, 2.7, fill="white", width=0.8, z=4)
        sketch.area("pan:1", (0.15, 1.35), (0.75, 1.35), (0.65, 1.2), (0.25, 1.2), fill=GREY, width=1.0, z=5)
        sketch.circle("pellet:1", (0.45, 1.46), 0.13, fill="#8a6d3b", z=6)
        for name, x in (("plus", 0.2), ("minus", 0.7)):
            sketch.line(f"wire:{name}", (x, 4.9), (x, 1.7), (0.45, 1.58), width=1.0, z=6)
            sketch.claim("connected", f"wire:{name}", "pellet:1", tolerance=8)
        sketch.claim("inside", "bomb:1", "liquid:cup")
        sketch.claim("inside", "pellet:1", "oxygen:1")
        leader(sketch, "pellet", (0.45, 1.46), (2.8, 1.1), f"{p.fuel}: {p.text('pellet')}", of="pellet:1", dot=0.03)
        leader(sketch, "oxygen", (0.95, 2.45), (2.8, 2.5), "oxygen", of="oxygen:1")
        sketch.text("label:C", f"calorimeter: {p.label('capacity')}", (2.5, 0.2), toward=(1, 0), gap_pt=6)
        sketch.entity("bomb", "bomb:1", "oxygen:1")
        sketch.entity("water", "liquid:cup")

    def questions(self, p: Cup) -> Iterator[Question]:
        """Readings and labels."""
        yield ask_number("before", p.before, unit="°C", step=0.8, likely=[p.after])
        yield ask_number("after", p.after, unit="°C", step=0.8, likely=[p.before])
        if p.layout == "solutions":
            one, two, _ = MIXED[p.pair]
            yield ask_value("volume", p.quantity("volume"))
            yield ask_value("strength", p.quantity("strength"))
            every = [name for pair in MIXED.values() for name in pair[:2] if name not in (one, two)]
            yield ask_word("second", two, [*every, *SALTS])
        elif p.layout == "salt":
            yield ask_value("grams", p.quantity("grams"), p.quantity("water"))
            yield ask_word("salt", p.salt, [name for name in SALTS if name != p.salt])
        else:
            yield ask_value("pellet", p.quantity("pellet"))
            yield ask_word("fuel", p.fuel, list(FUELS))

    @defect(visibility=3)
    def dry_thermometer(self, p: Cup, scene: FigureScene, draw: Random) -> FigureScene:
        """The tip of the thermometer's probe is above the liquid."""
        tip, rod = scene.mark("tip:T"), scene.path("probe:T")
        assert isinstance(tip, Round)
        x = tip.center[0]
        points = tuple((at, max(y, 3.8)) for at, y in rod.points)
        return change(scene, replace(tip, center=(x, 3.8)), replace(rod, points=points))

    @defect(visibility=2)
    def cut_cable(self, p: Cup, scene: FigureScene, draw: Random) -> FigureScene:
        """The cable of the meter does not reach the probe of the thermometer."""
        cable = scene.path("cable:1")
        (x, y), *rest = cable.points
        side = -0.7 if p.is_mirrored else 0.7
        return change(scene, replace(cable, points=((x + side, y + 0.4), (x + side, rest[0][1]), *rest[1:])))

    @defect(visibility=2)
    def swapped_readings(self, p: Cup, scene: FigureScene, draw: Random) -> FigureScene:
        """The readings before and after are exchanged, so that the heat would have the other sign."""
        return swap_texts(scene, "reading:before", "reading:after")
