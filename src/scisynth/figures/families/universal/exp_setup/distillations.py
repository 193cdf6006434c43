"""Distillation: the liquid that boils first comes over first; cooling water enters the condenser at its lower end."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, number, one_of, several
from scisynth.figures.families.questions import Question, ask_number, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.families.universal.exp_setup.glassware import GLASS, WATER, thermometer
from scisynth.figures.parts.palette import BLUE, GREY, ORANGE, PALE_GREY
from scisynth.figures.parts.physics import pick_letters
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer

BOILING = {
    "acetone": 56,
    "methanol": 65,
    "hexane": 69,
    "ethanol": 78,
    "water": 100,
    "toluene": 111,
    "1-butanol": 118,
    "octane": 126,
}
"""°C at 1 atm, rounded."""
APART = 15
"""Kelvin between the boiling points of a mixture."""


@dataclass(frozen=True, kw_only=True)
class Still(Parameters):
    """A mixture of two liquids; one still is plain, one has a column, one ends in a measuring cylinder."""

    liquids: tuple[str, ...] = several(tuple(BOILING), 2)
    one: float = number("m_1", "g", tuple(range(20, 105, 5)), meaning="mass of the first liquid")
    two: float = number("m_2", "g", tuple(range(20, 105, 5)), meaning="mass of the second liquid")
    yield_percent: float = drawn(
        lambda draw, level, values: draw.randint(62, 94), words="62 to 94", symbol="w", unit="%", meaning="recovered"
    )
    layout: str = one_of("plain", "column", "receivers", level_1=("plain", "column"))
    asked: str = one_of("mass", "share")
    first: int = one_of(*range(8))
    is_mirrored: bool = one_of(False, True)

    def valid(self) -> bool:
        """The liquids can be separated, and mix or at least boil apart as drawn."""
        low, high = sorted(BOILING[name] for name in self.liquids)
        with_water = "water" in self.liquids
        # Of the others only acetone and methanol form no azeotrope with water.
        mixes = not with_water or set(self.liquids) & {"acetone", "methanol"}
        return high - low >= APART and self.one != self.two and bool(mixes)

    @property
    def light(self) -> str:
        """The liquid that boils first."""
        return min(self.liquids, key=lambda name: BOILING[name])

    @property
    def light_mass(self) -> Quantity:
        """Of the liquid that boils first."""
        return self.quantity("one" if self.liquids[0] == self.light else "two")

    @property
    def collected(self) -> Quantity:
        """What has come over, g."""
        return Quantity(
            symbol="m_d",
            value=round(self.light_mass.value * self.yield_percent / 100, 1),
            unit="g",
            meaning="distillate",
        )

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Both masses, with the yield or the distillate."""
        return (*super().givens, self.quantity("yield_percent") if self.asked == "mass" else self.collected)

    @property
    def letters(self) -> dict[str, str]:
        """Of the parts that are asked about."""
        return dict(zip(("flask", "condenser", "receiver"), pick_letters(self.first, 3), strict=True))


def recovered(mass: float, percent: float) -> float:
    """g of a liquid that come over."""
    return mass * percent / 100


@family("Universal - Exp. Setup")
class Distillation(Family[Still]):
    """Two liquids are separated in a plain still, with a column, or into two receivers: a mass, or the share recovered."""

    def solve(self, p: Still) -> Solution:
        """By the mass of the liquid that boils first."""
        heavy = next(name for name in p.liquids if name != p.light)
        values = {
            "first_liquid": p.liquids[0], "second_liquid": p.liquids[1], "light": p.light, "heavy": heavy, "light_mass": p.light_mass,
            "boils": f"{BOILING[p.light]} °C", "later": f"{BOILING[heavy]} °C", "collected": p.collected, "low": f"{BOILING[p.liquids[0]]} °C",
            "high": f"{BOILING[p.liquids[1]]} °C",
        }  # fmt: skip
        if p.asked == "mass":
            return Solution(
                answer=number_answer(recovered(p.light_mass.value, p.yield_percent), "g"), symbol="m", values=values
            )
        return Solution(
            answer=number_answer(100 * p.collected.value / p.light_mass.value, "%"), symbol="w", values=values
        )

    def draw(self, p: Still, sketch: Sketch) -> None:
        """Flask on the left before mirroring; the condenser slopes down to the receiver."""
        top = 7.2 if p.layout == "column" else 5.05
        self._draw_flask(p, sketch, top)
        self._draw_condenser(sketch, top, 2 if p.layout == "receivers" else 1)
        spots = {
            "flask": ((0.7, 2.2), (1.9, 1.6)),
            "condenser": ((3.6, top - 1.25), (4.6, top + 0.2)),
            "receiver": ((6.8, top - 4.65), (5.9, top - 4.8)),
        }
        for name, (tip, at) in spots.items():
            sketch.dot(f"tip:{name}", tip, 0.05, z=7)
            sketch.line(f"leader:{name}", tip, at, width=0.8, z=6)
            sketch.text(
                f"letter:{name}",
                f"${p.letters[name]}$",
                at,
                of=f"leader:{name}",
                toward=(-1 if name == "receiver" else 1, 0),
                gap_pt=4,
                size=13,
            )
            sketch.claim("connected", f"leader:{name}", f"tip:{name}", tolerance=6)
        sketch.claim("inside", "tip:receiver", "glass:receiver1")
        rows = [
            f"{name}: {p.text(mass)}, boils at {BOILING[name]} °C"
            for name, mass in zip(p.liquids, ("one", "two"), strict=True)
        ]
        rows.append(
            f"recovered: {p.text('yield_percent')}" if p.asked == "mass" else f"first distillate: {p.collected.text}"
        )
        for index, words in enumerate(rows):
            sketch.text(f"note:{index}", words, (4.2, top + 3.3 - 0.55 * index), toward=(1, 0), gap_pt=0, size=12)
        sketch.claim("order", "water:in", "water:out", value="bottom_to_top")
        sketch.entity("flask", "glass:flask")
        sketch.entity("condenser", "jacket:1", "pipe:1")
        sketch.entity("receiver", "glass:receiver1")
        if p.is_mirrored:
            mirror(sketch)

    @staticmethod
    def _draw_flask(p: Still, sketch: Sketch, top: float) -> None:
        """A round flask on a heater, its neck with the side arm, and the thermometer whose bulb is at the side arm."""
        sketch.rectangle("heater:1", -1.0, 0.6, 1.0, 1.2, fill=PALE_GREY, width=1.4)
        sketch.line(
            "coil:heater", *((-0.7 + 0.2 * k, 1.0 if k % 2 else 0.8) for k in range(8)), color=ORANGE, width=1.6, z=3
        )
        sketch.circle("liquid:flask", (0, 2.4), 1.13, start_deg=190, end_deg=350, fill=WATER, width=0, z=1)
        turn = np.radians(np.linspace(105, 435, 60))
        bowl = np.stack([1.15 * np.cos(turn), 2.4 + 1.15 * np.sin(turn)], axis=1)
        sketch.line("glass:flask", (-0.3, top + 0.95), *bowl, (0.3, top - 0.3), color=GLASS, width=1.8)
        sketch.line("neck:1", (0.3, top + 0.3), (0.3, top + 0.95), color=GLASS, width=1.8)
        sketch.rectangle("stopper:1", -0.34, top + 0.8, 0.34, top + 1.15, fill="#a3754b", width=1, z=3)
        thermometer(sketch, "T", 0.0, top - 0.05, top + 2.3, top + 1.4)
        sketch.claim("order", "heater:1", "liquid:flask", "bulb:T", value="bottom_to_top")
        if p.layout == "column":
            for row in range(6):
                for place in (-0.15, 0.15):
                    name = f"packing:{2 * row + (place > 0)}"
                    sketch.circle(name, (place, 4.15 + 0.4 * row), 0.12, fill="white", width=0.8, color=GREY, z=1)
                    sketch.claim("inside", name, "glass:flask")

    @staticmethod
    def _draw_condenser(sketch: Sketch, top: float, num: int) -> None:
        """A tube in its jacket, water from the lower to the upper end, and receivers below its end."""
        start, stop = np.asarray([0.3, top]), np.asarray([6.9, top - 2.45])
        along = (stop - start) / np.linalg.norm(stop - start)
        aside = np.asarray([-along[1], along[0]])
        for tag, side in (("1", 0.22), ("2", -0.22)):
            one, two = start + aside * side, stop + aside * side
            sketch.line(
                f"pipe:{tag}",
                (0.3, top + 0.3 if tag == "1" else top - 0.3),
                one + along * 0.5,
                two,
                color=GLASS,
                width=1.6,
                z=3,
            )
        low, high = start + along * 5.6, start + along * 1.7
        corners = [high + aside * 0.6, low + aside * 0.6, low - aside * 0.6, high - aside * 0.6]
        sketch.area("jacket:1", *corners, fill="#cfe6f5", color=BLUE, width=1.4, z=1)
        inlet, outlet = low - aside * 0.6 - along * 0.5, high + aside * 0.6 + along * 0.5
        sketch.arrow("water:in", inlet - aside * 1.0, inlet, width=1.8, color=BLUE)
        sketch.arrow("water:out", outlet, outlet + aside * 1.0, width=1.8, color=BLUE)
        sketch.text("name:in", "water in", inlet - aside * 1.0, of="water:in", toward=(-0.3, -1), gap_pt=4, size=11)
        sketch.text("name:out", "water out", outlet + aside * 1.0, of="water:out", toward=(0.3, 1), gap_pt=4, size=11)
        sketch.claim("connected", "water:in", "jacket:1")
        sketch.claim("connected", "water:out", "jacket:1")
        sketch.claim("points_to", "water:in", "jacket:1", tolerance=75)
        bend = [(6.9 + 0.12, stop[1]), (7.1, stop[1] - 0.7)]
        sketch.line("adapter:1", *bend, color=GLASS, width=3.0, z=2)
        foot = top - 5.05
        if foot > 0.1:
            sketch.rectangle("block:1", 6.0, 0.0, 8.2, foot, fill=PALE_GREY, width=1.2)
        for index in range(num):
            x = 7.1 + 2.0 * index
            sketch.rectangle(
                f"distillate:{index + 1}",
                x - 0.6,
                foot + 0.06,
                x + 0.6,
                foot + (0.75 if index == 0 else 0.12),
                fill=WATER,
                width=0,
                z=1,
            )
            sketch.line(
                f"glass:receiver{index + 1}",
                (x - 0.6, foot + 1.6),
                (x - 0.6, foot + 0.05),
                (x + 0.6, foot + 0.05),
                (x + 0.6, foot + 1.6),
                color=GLASS,
                width=1.8,
            )
        if num == 2:
            sketch.text(
                "name:second",
                "for the second fraction",
                (9.1, foot + 0.05),
                of="glass:receiver2",
                toward=(0, -1),
                gap_pt=5,
                size=11,
            )
        for index, y in enumerate((foot + 1.35, foot + 1.05)):
            sketch.circle(f"drop:{index}", (7.1, y), 0.07, radius_y=0.11, fill="#8fc1e0", width=0.6)
            sketch.claim("inside", f"drop:{index}", "glass:receiver1")
        sketch.claim("count", "drop", value=2)

    def questions(self, p: Still) -> Iterator[Question]:
        """Parts, masses, and which liquid comes first."""
        letters = p.letters
        spare = [letter for letter in pick_letters(p.first, 4) if letter not in letters.values()]
        yield ask_word("condenser", letters["condenser"], [*letters.values(), *spare])
        yield ask_word("receiver", letters["receiver"], [*letters.values(), *spare])
        heavy = next(name for name in p.liquids if name != p.light)
        others = [name for name in BOILING if name not in p.liquids]
        yield ask_word("light", p.light, [heavy, *Random(p.first).sample(others, len(others))])
        yield ask_value("first_mass", p.quantity("one"), p.quantity("two"))
        yield ask_number("boils", BOILING[p.light], unit="°C", step=9, likely=[BOILING[heavy]])

    @defect(visibility=2)
    def water_from_above(self, p: Still, scene: FigureScene, draw: Random) -> FigureScene:
        """The cooling water enters at the upper end of the condenser."""
        one, two = scene.path("water:in"), scene.path("water:out")
        return change(scene, replace(one, points=two.points[::-1]), replace(two, points=one.points[::-1]))

    @defect(visibility=2)
    def bulb_below(self, p: Still, scene: FigureScene, draw: Random) -> FigureScene:
        """The bulb of the thermometer is below the flask and not at the side arm, where the vapour passes."""
        bulb = scene.round("bulb:T")
        return change(scene, replace(bulb, center=(bulb.center[0], 0.3)))

    @defect(visibility=3)
    def spilled_drops(self, p: Still, scene: FigureScene, draw: Random) -> FigureScene:
        """The drops fall next to the receiver."""
        moved = []
        for name in ("drop:0", "drop:1"):
            drop = scene.round(name)
            side = 1.2 if p.is_mirrored else -1.2
            moved.append(replace(drop, center=(drop.center[0] + side, drop.center[1])))
        return change(scene, *moved)
