"""Gases that are collected: n = p V/(R T), with p less the vapour pressure of water, and less a column of water that stands higher."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, number, one_of
from scisynth.figures.families.questions import Question, ask_number, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.families.universal.exp_setup.glassware import GLASS, WATER, flask
from scisynth.figures.parts.palette import BLUE, GREY, PALE_GREY
from scisynth.figures.parts.universal import leader
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer

GAS = 8.314
"""R, J/(mol K)."""
VAPOUR_KPA = {18: 2.06, 20: 2.34, 22: 2.64, 24: 2.99, 25: 3.17, 26: 3.36, 27: 3.57, 28: 3.78, 30: 4.25}
"""Vapour pressure of water by °C, from the CRC handbook."""
COLUMN_KPA = 0.0980
"""Pressure of 1 cm of water."""
SOURCES = {
    "hydrogen": ("Zn + HCl", 2.016), "oxygen": ("H₂O₂ + MnO₂", 31.998), "nitrogen": ("NaNO₂ + NH₄Cl", 28.014),
    "methane": ("Al₄C₃ + H₂O", 16.04), "nitrogen monoxide": ("Cu + HNO₃", 30.01),
}  # fmt: skip
"""What makes the gas, and its molar mass in g/mol."""


@dataclass(frozen=True, kw_only=True)
class Gas(Parameters):
    """A gas above water at the level outside, above water that stands higher, or dry in a syringe."""

    gas: str = one_of(*SOURCES)
    celsius: float = number("T", "°C", tuple(VAPOUR_KPA), meaning="temperature")
    pressure: float = number(
        "p", "kPa", (96.8, 97.5, 98, 98.6, 99.2, 99.5, 100, 101, 102), meaning="pressure of the air"
    )
    reading: int = drawn(lambda draw, level, values: draw.randint(24, 88), words="24 to 88 mL")
    column: float = number("h", "cm", (5, 6, 8, 9, 10, 12, 14, 15), meaning="height of the water inside", given=False)
    layout: str = one_of("level", "column", "syringe", level_1=("level", "syringe"))
    asked: str = one_of("amount", "mass")

    def valid(self) -> bool:
        """The amount is not the reading."""
        return self.reading not in (self.celsius, self.pressure)

    @property
    def dry(self) -> float:
        """Pressure of the gas itself, kPa."""
        if self.layout == "syringe":
            return self.pressure
        return (
            self.pressure
            - VAPOUR_KPA[int(self.celsius)]
            - (COLUMN_KPA * self.column if self.layout == "column" else 0.0)
        )

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """With the reading and, over water, its vapour pressure."""
        read = Quantity(symbol="V", value=self.reading, unit="mL", meaning="volume of the gas")
        if self.layout == "syringe":
            return (*super().givens, read)
        found = (*super().givens, read, self.vapour)
        return (*found, self.quantity("column")) if self.layout == "column" else found

    @property
    def vapour(self) -> Quantity:
        """Of water at the temperature."""
        return Quantity(
            symbol="p_w", value=VAPOUR_KPA[int(self.celsius)], unit="kPa", meaning="vapour pressure of water"
        )


def moles_of(pressure: float, millilitres: float, celsius: float) -> float:
    """mol of an ideal gas, from kPa."""
    return pressure * 1000 * millilitres * 1e-6 / (GAS * (celsius + 273.15))


@family("Universal - Exp. Setup")
class GasOverWater(Family[Gas]):
    """A gas is collected in a measuring cylinder over water, at the outer level or above it, or in a gas syringe."""

    def solve(self, p: Gas) -> Solution:
        """From the pressure of the dry gas."""
        moles = moles_of(p.dry, p.reading, p.celsius)
        source, molar = SOURCES[p.gas]
        values = {
            "source": source, "read": f"{p.reading} mL", "vapour": p.vapour, "dry": Quantity(symbol="p", value=round(p.dry, 2), unit="kPa"),
            "molar": Quantity(symbol="M", value=molar, unit="g/mol"), "case": f"{p.layout} {p.asked}", "what": p.asked,
        }  # fmt: skip
        if p.asked == "mass":
            return Solution(answer=number_answer(1000 * moles * molar, "mg"), symbol="m", values=values)
        return Solution(answer=number_answer(1000 * moles, "mmol"), symbol="n", values=values)

    def draw(self, p: Gas, sketch: Sketch) -> None:
        """The generator is on the left, on a block; the tube rises over the rim of the trough and ends under the cylinder."""
        sketch.rectangle("block:1", -5.0, 0.0, -2.0, 0.95, fill=PALE_GREY, width=1.2)
        flask(sketch, "generator", -3.5, 0.95, "#e8e2c8")
        sketch.rectangle("stopper:1", -3.84, 3.5, -3.16, 3.95, fill="#a3754b", width=1, z=3)
        leader(sketch, "source", (-4.0, 1.4), (-5.3, 2.2), SOURCES[p.gas][0], of="liquid:generator", size=12)
        if p.layout == "syringe":
            self._draw_syringe(p, sketch)
        else:
            self._draw_trough(p, sketch)
        sketch.claim("connected", "tube:1", "stopper:1")
        rows = [f"air: {p.label('pressure')}", p.label("celsius")]
        if p.layout != "syringe":
            rows.append(f"water: {p.vapour.label}")
        for index, words in enumerate(rows):
            sketch.text(f"note:{index}", words, (-5.2, 7.4 - 0.55 * index), toward=(1, 0), gap_pt=0, size=12)
        sketch.entity("generator", "glass:generator")

    @staticmethod
    def _draw_trough(p: Gas, sketch: Sketch) -> None:
        outer = 2.2
        sketch.rectangle("liquid:trough", -0.9, 0.06, 4.3, outer, fill=WATER, width=0, z=0)
        sketch.line("glass:trough", (-0.9, 3.0), (-0.9, 0.05), (4.3, 0.05), (4.3, 3.0), color=GLASS, width=1.9)
        foot, zero, per = 1.0, 8.4, 0.058
        level = zero - per * p.reading
        base = level - 0.9 - 0.05 * p.column if p.layout == "column" else outer
        # The scale is moved so that the water inside is level with that of the trough, or stands above it as drawn.
        shift = base - level if p.layout == "level" else 0.0
        zero, level, top = zero + shift, level + shift, zero + shift + 0.2
        if p.layout == "column":
            sketch.rectangle("liquid:cylinder", 1.6, outer, 2.8, level, fill=WATER, width=0, z=1)
        sketch.line("glass:cylinder", (1.6, foot), (1.6, top), (2.8, top), (2.8, foot), color=GLASS, width=1.9, z=3)
        for mark in range(0, 101, 2):
            y = zero - per * mark
            if y < foot + 0.1:
                break
            long = mark % 10 == 0
            sketch.line(f"tick:{mark}", (2.8, y), (2.45 if long else 2.62, y), width=0.9 if long else 0.5, z=4)
            if mark % 20 == 0:
                sketch.text(
                    f"scale:{mark}", str(mark), (2.8, y), of=f"tick:{mark}", toward=(1, 0), gap_pt=4, size=10, halo=True
                )
        sketch.text("unit:scale", "mL", (2.9, top + 0.05), toward=(1, 1), gap_pt=2, size=10)
        sketch.line("level:cylinder", (1.6, level), (2.8, level), width=2, color=BLUE, z=4)
        sketch.line("used:cylinder", (1.6, zero), (1.6, level), width=0, z=0)
        sketch.line("decade:cylinder", (1.6, zero), (1.6, zero - 10 * per), width=0, z=0)
        sketch.claim("ratio", "used:cylinder", "decade:cylinder", value=p.reading / 10)
        sketch.claim("connected", "level:cylinder", "used:cylinder")
        # Over the rim, down into the water and up into the mouth of the cylinder.
        points = [(-3.5, 3.7), (-3.5, 4.6), (-0.4, 4.6), (-0.4, 0.5), (2.2, 0.5), (2.2, 1.3)]
        sketch.line("tube:1", *points, width=2.6, color=GREY, z=2)
        for index, y in enumerate((1.55, 1.85)):
            sketch.circle(f"bubble:{index}", (2.2 + 0.12 * index, y), 0.09, fill="white", width=0.8, z=3)
        sketch.claim("inside", "bubble:0", "glass:cylinder")
        sketch.claim("order", "glass:trough", "level:cylinder", value="bottom_to_top")
        if p.layout == "level":
            sketch.line("level:trough", (-0.9, outer), (4.3, outer), width=1.0, color=BLUE, z=1)
            sketch.claim("level", "level:cylinder", "level:trough")
        else:
            sketch.line("level:trough", (-0.9, outer), (4.3, outer), width=1.0, color=BLUE, z=1)
            sketch.line("end:inner", (2.85, level), (5.2, level), width=0.6, color=GREY)
            sketch.line("end:outer", (4.35, outer), (5.2, outer), width=0.6, color=GREY)
            sketch.line("size:h", (5.0, outer), (5.0, level), arrow="both", width=0.9)
            sketch.text("label:h", p.label("column"), (5.0, (outer + level) / 2), of="size:h", toward=(1, 0), gap_pt=4)
            sketch.text("note:scale", "heights not to scale", (5.0, 0.1), toward=(1, 0), size=10, color=GREY)
        leader(
            sketch, "gas", (2.0, (level + zero) / 2), (0.3, 5.5), f"{p.gas} and vapour", of="glass:cylinder", size=12
        )
        sketch.entity("cylinder", "glass:cylinder")
        sketch.entity("trough", "glass:trough")

    @staticmethod
    def _draw_syringe(p: Gas, sketch: Sketch) -> None:
        """A glass syringe that lies in clamps; its piston is at the reading."""
        left, per, y = -0.4, 0.062, 4.6
        at = left + per * p.reading
        sketch.line("tube:1", (-3.5, 3.7), (-3.5, y), (left, y), width=2.6, color=GREY, z=2)
        end = left + per * 104
        sketch.line(
            "glass:syringe",
            (end, y + 0.55),
            (left, y + 0.55),
            (left, y - 0.55),
            (end, y - 0.55),
            color=GLASS,
            width=1.9,
        )
        sketch.rectangle("piston:1", at, y - 0.5, at + 0.35, y + 0.5, fill="#c9ced6", width=1.4, z=3)
        sketch.rectangle("rod:1", at + 0.35, y - 0.14, end + 1.3, y + 0.14, fill="#e3e6ea", width=1.2, z=3)
        sketch.rectangle("grip:1", end + 1.3, y - 0.55, end + 1.5, y + 0.55, fill="#c9ced6", width=1.2, z=3)
        for mark in range(0, 101, 2):
            x, long = left + per * mark, mark % 10 == 0
            sketch.line(
                f"tick:{mark}", (x, y + 0.55), (x, y + (0.75 if long else 0.66)), width=0.9 if long else 0.5, z=4
            )
            if mark % 20 == 0:
                sketch.text(
                    f"scale:{mark}", str(mark), (x, y + 0.75), of=f"tick:{mark}", toward=(0, 1), gap_pt=3, size=10
                )
        sketch.text("unit:scale", "mL", (end + 0.2, y + 0.9), toward=(1, 0), size=10)
        sketch.line("used:cylinder", (left, y), (at, y), width=0, z=0)
        sketch.line("decade:cylinder", (left, y), (left + 10 * per, y), width=0, z=0)
        sketch.claim("ratio", "used:cylinder", "decade:cylinder", value=p.reading / 10)
        sketch.claim("connected", "used:cylinder", "piston:1")
        sketch.claim("connected", "tube:1", "glass:syringe")
        sketch.claim("inside", "piston:1", "glass:syringe")
        leader(sketch, "gas", (left + 0.6, y - 0.2), (left + 1.2, y - 1.3), p.gas, of="glass:syringe", size=12)
        sketch.claim("count", "tick", value=51)
        sketch.entity("syringe", "glass:syringe", "piston:1")

    def questions(self, p: Gas) -> Iterator[Question]:
        """Reading and labels."""
        yield ask_number("reading", p.reading, unit="mL", step=4, low=0)
        yield ask_value("pressure", p.quantity("pressure"), p.vapour)
        yield ask_value("celsius", p.quantity("celsius"))
        yield ask_word("gas", p.gas, [name for name in SOURCES if name != p.gas])
        if p.layout == "column":
            yield ask_value("column", p.quantity("column"))
        elif p.layout == "level":
            yield ask_value("vapour", p.vapour)

    @defect(visibility=2)
    def wrong_reading(self, p: Gas, scene: FigureScene, draw: Random) -> FigureScene:
        """The level or the piston stands at another mark than the volume that was collected."""
        if p.layout == "syringe":
            piston = scene.path("piston:1")
            return change(scene, replace(piston, points=tuple((x + 0.55, y) for x, y in piston.points)))
        level = scene.path("level:cylinder")
        return change(scene, replace(level, points=tuple((x, y + 0.5) for x, y in level.points)))

    @defect(visibility=3)
    def tube_ends_early(self, p: Gas, scene: FigureScene, draw: Random) -> FigureScene:
        """The tube does not begin at the stopper of the generator."""
        tube = scene.path("tube:1")
        (x, _), *rest = tube.points
        return change(scene, replace(tube, points=((x, rest[0][1]), (x + 0.9, rest[0][1]), *rest[1:])))

    @defect(visibility=2)
    def spilled_generator(self, p: Gas, scene: FigureScene, draw: Random) -> FigureScene:
        """The liquid of the generator lies outside its flask."""
        liquid = scene.path("liquid:generator")
        return change(scene, replace(liquid, points=tuple((x + 0.9, y) for x, y in liquid.points)))
