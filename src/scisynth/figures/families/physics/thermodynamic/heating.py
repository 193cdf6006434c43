"""Heating and cooling curves of water: slopes by specific heats, plateaus as long as the latent heats."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from random import Random

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, number, one_of
from scisynth.figures.families.physics.thermodynamic.planes import BOX, PLANE
from scisynth.figures.families.questions import Question, ask_number, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, GREEN, RED
from scisynth.figures.parts.physics import count_roles
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

ICE, WATER, STEAM, MELTING, BOILING = 2.10, 4.19, 2.01, 334.0, 2256.0
"""kJ/(kg K) three times, kJ/kg twice, of water at 1 atm."""
LETTERS = "ABCDEFGHJKLMNRSUVWXY"


@dataclass(frozen=True, kw_only=True)
class Heating(Parameters):
    """Ice that becomes water and steam, or steam that becomes ice; two of the points where the curve bends are asked about."""

    mass: float = number("m", "g", (20, 40, 50, 80, 100, 150, 200, 250, 400, 500), meaning="mass of the water")
    icy: float = number(
        "T_i", "°C", (-10, -15, -20, -25, -30, -40, -50, -60, -80), meaning="temperature of the ice", given=False
    )
    hot: float = number(
        "T_s", "°C", (110, 115, 120, 125, 130, 140, 150), meaning="temperature of the steam", given=False
    )
    power: float = number("P", "W", (100, 200, 250, 400, 500, 800, 1000), meaning="power of the heater", given=False)
    layout: str = one_of("time", "heat", "cooling", level_1=("time",))
    first: int = one_of(*range(len(LETTERS) - 6))
    span: tuple[int, int] = drawn(
        lambda draw, level, values: _span(draw, level, 3 if values["layout"] == "time" else 5), words="two bends"
    )

    @property
    def heats(self) -> list[float]:
        """Of the stages of 1 kg in order, kJ; the last one of `time`, boiling, is not named."""
        stages = [ICE * -self.icy, MELTING, WATER * 100, BOILING, STEAM * (self.hot - 100)]
        return stages[:3] if self.layout == "time" else stages[::-1] if self.layout == "cooling" else stages

    @property
    def levels(self) -> list[float]:
        """Temperatures at the ends of the stages, °C."""
        found = [self.icy, 0.0, 0.0, 100.0, 100.0, self.hot]
        return found[:4] if self.layout == "time" else found[::-1] if self.layout == "cooling" else found

    @property
    def letters(self) -> str:
        """Of the points where the curve begins, bends and ends."""
        return LETTERS[self.first : self.first + len(self.levels)]

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Mass, temperatures, and the power where there is a heater."""
        names = {"time": ("icy", "power"), "heat": ("icy", "hot"), "cooling": ("hot", "icy")}[self.layout]
        return (self.quantity("mass"), *(self.quantity(name) for name in names))


def _span(draw: Random, level: int, last: int) -> tuple[int, int]:
    long = 1 if level == 1 else draw.randint(1, 2) if level == 2 else draw.randint(2, last)
    start = draw.randint(0, last - long)
    return start, start + long


def stage_heat(mass: float, heats: Sequence[float], span: tuple[int, int]) -> float:
    """Heat of the stages from one bend to another, kJ, of a mass in g."""
    return mass / 1000 * sum(heats[span[0] : span[1]])


@family("Physics - Thermodynamic")
class HeatingCurve(Family[Heating]):
    """Temperature of water that is heated from ice, by time or by heat, or cooled from steam."""

    def solve(self, p: Heating) -> Solution:
        """Stage by stage: m c ΔT, or m L."""
        heat = stage_heat(p.mass, p.heats, p.span)
        kilos = format_number(p.mass / 1000)
        terms = []
        for index in range(*p.span):
            one, two = p.levels[index : index + 2]
            if one == two:
                terms.append(f"{kilos} kg · {format_number(p.heats[index])} kJ/kg")
            else:
                rate = format_number(p.heats[index] / abs(two - one))
                terms.append(f"{kilos} kg · {rate} kJ/(kg K) · {format_number(abs(two - one))} K")
        down = p.layout == "cooling"
        values = {
            "terms": " + ".join(terms), "start": f"{'down' if down else 'up'}{p.span[0]}",
            "stop": f"{'down' if down else 'up'}{p.span[1]}", "one": p.letters[p.span[0]], "two": p.letters[p.span[1]],
        }  # fmt: skip
        if p.layout == "time":
            return Solution(answer=number_answer(1000 * heat / p.power / 60, "min"), symbol="t", values=values)
        return Solution(answer=number_answer(heat, "kJ"), symbol="Q", values=values)

    def draw(self, p: Heating, sketch: Sketch) -> None:
        """Straight stages; the heat of a stage is its length along the lower axis."""
        heats = [*p.heats, 0.45 * sum(p.heats)] if p.layout == "time" else p.heats
        levels = [*p.levels, 100.0] if p.layout == "time" else p.levels
        at = list(accumulate(heats, initial=0.0))
        low, high = min(levels) - 25, max(levels) + 25
        words = {"time": "time", "heat": "heat taken in", "cooling": "heat given off"}[p.layout]
        own = sorted({float(value) for value in levels})
        sketch.axes(
            PLANE, BOX, x_limits=(-0.05 * at[-1], 1.06 * at[-1]), y_limits=(low, high), x_label=words, y_label="temperature / °C",
            x_ticks=(), y_ticks=tuple(own), grid=True,
        )  # fmt: skip
        corners = list(zip(at, levels, strict=True))
        for index, (one, two) in enumerate(pairwise(corners), 1):
            flat = one[1] == two[1]
            sketch.line(f"stage:{index}", one, two, axes=PLANE, color=RED if flat else BLUE, width=2.2, z=3)
            rate = (two[1] - one[1]) / (two[0] - one[0])
            if not flat:
                sketch.claim("formula", f"stage:{index}", value=f"{one[1]:.8f} + {rate:.8f}*(x - {one[0]:.8f})")
            if index > 1:
                sketch.claim("connected", f"stage:{index - 1}", f"stage:{index}")
        flats = [f"stage:{index}" for index, (one, two) in enumerate(pairwise(corners), 1) if one[1] == two[1]]
        sketch.claim("parallel", *flats)
        sketch.claim("ratio", flats[0], flats[1], value=self._plateaus(heats, levels))
        self._name_corners(p, sketch, corners)
        power = f",  {p.label('power')}" if p.layout == "time" else ""
        sketch.text(
            "label:m", f"water: {p.label('mass')}{power}", (BOX[2], BOX[3]), toward=(-1, 1), align="right", gap_pt=5
        )
        count_roles(sketch, "stage", "corner")
        sketch.entity("curve", *(f"stage:{index}" for index in range(1, len(corners))))

    @staticmethod
    def _plateaus(heats: Sequence[float], levels: Sequence[float]) -> float:
        flat = [heat for heat, (one, two) in zip(heats, pairwise(levels), strict=True) if one == two]
        return flat[0] / flat[1]

    @staticmethod
    def _name_corners(p: Heating, sketch: Sketch, corners: Sequence[tuple[float, float]]) -> None:
        falls = p.layout == "cooling"
        for index, letter in enumerate(p.letters):
            begins = index + 1 < len(p.levels) and p.levels[index + 1] == p.levels[index]
            way: tuple[float, float]
            if begins:
                way = (-0.2, -1) if falls else (-0.2, 1)
            elif index == 0:
                way = (1, 0.6) if falls else (1, -0.6)
            else:
                way = (0.5, 1) if falls else (0.6, -1)
            sketch.dot(f"corner:{letter}", corners[index], 0.07, axes=PLANE, color=GREEN, z=5)
            sketch.claim("at", f"corner:{letter}", value=tuple(float(v) for v in corners[index]))
            sketch.text(
                f"label:{letter}", f"${letter}$", corners[index], of=f"corner:{letter}", toward=way, axes=PLANE, size=12,
                halo=True,
            )  # fmt: skip

    def questions(self, p: Heating) -> Iterator[Question]:
        """Values; what happens where."""
        letters = p.letters
        pairs = [f"{one} – {two}" for one, two in pairwise(letters)]
        down = p.layout == "cooling"
        flat = 3 if down else 1
        yield ask_word("melting", pairs[flat], [*pairs, "none"])
        yield ask_word("liquid", pairs[2], [*pairs, "none"])
        yield ask_value("mass", p.quantity("mass"))
        yield ask_number("start", p.levels[0], unit="°C", step=10, low=-273)
        if p.layout == "time":
            yield ask_value("power", p.quantity("power"))
        else:
            yield ask_word("longest", pairs[1 if down else 3], pairs)
            yield ask_number("end", p.levels[-1], unit="°C", step=10, low=-273)

    @defect(visibility=3)
    def no_plateau(self, p: Heating, scene: FigureScene, draw: Random) -> FigureScene:
        """The temperature changes while ice melts or water freezes."""
        number = 4 if p.layout == "cooling" else 2
        one, two = scene.path(f"stage:{number}"), scene.path(f"stage:{number + 1}")
        (x, y), end = one.points[1], two.points[1]
        knee = (x, y - 12.0 if p.layout == "cooling" else y + 35.0)
        return change(scene, replace(one, points=(one.points[0], knee)), replace(two, points=(knee, end)))

    @defect(visibility=2)
    def early_boiling(self, p: Heating, scene: FigureScene, draw: Random) -> FigureScene:
        """The water boils below 100 °C though it is at 1 atm."""
        number = 2 if p.layout == "cooling" else 4
        lines = [scene.path(f"stage:{number + step}") for step in (-1, 0)]
        rest = [scene.path(f"stage:{number + 1}")] if p.layout != "time" else []
        moved = [
            replace(line, points=tuple((x, 80.0 if y == 100 else y) for x, y in line.points))
            for line in (*lines, *rest)
        ]
        return change(scene, *moved)

    @defect(visibility=1)
    def short_melting(self, p: Heating, scene: FigureScene, draw: Random) -> FigureScene:
        """The plateau at 0 °C is too short for the heat of fusion."""
        number = 4 if p.layout == "cooling" else 2
        one, two = scene.path(f"stage:{number}"), scene.path(f"stage:{number + 1}")
        (x0, y0), (x1, y1) = one.points
        knee = (x0 + 0.55 * (x1 - x0), y1)
        return change(scene, replace(one, points=((x0, y0), knee)), replace(two, points=(knee, two.points[1])))
