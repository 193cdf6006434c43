"""Phase diagrams of two components: boiling mixtures by Raoult's law, mixed crystals, and a eutectic, each an ideal mixture.

Two phases in balance lie at the ends of a level line, and the amounts go as the other arms of a lever: n₁ (x₀ − x₁) = n₂ (x₂ − x₀).
Vapour pressures follow Antoine's equation (mmHg, °C; Lange's Handbook), melting that of Schröder and van Laar with heats of fusion from
the CRC Handbook.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from random import Random

import numpy as np

from scisynth.figures.corruptions import change, swap_texts
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, number, one_of
from scisynth.figures.families.questions import Question, ask_number, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.chemistry import GAS_CONSTANT
from scisynth.figures.parts.palette import BLUE, GREEN, ORANGE, RED
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer

AXES, BOX = "axes:T", (0.0, 0.0, 7.6, 5.2)
ZERO = 273.15
ANTOINE = {
    "pentane": (6.85221, 1064.63, 232.0), "hexane": (6.87776, 1171.53, 224.366), "heptane": (6.90240, 1268.115, 216.9),
    "octane": (6.92377, 1355.126, 209.517), "benzene": (6.90565, 1211.033, 220.79), "toluene": (6.95464, 1344.8, 219.482),
}  # fmt: skip
"""A, B, C of log10 p = A − B/(C + t)."""
FUSION = {
    "Cu": (1357.8, 13.26), "Ni": (1728.0, 17.48), "Ge": (1211.4, 36.94), "Si": (1687.0, 50.21), "Bi": (544.6, 11.30), "Cd": (594.2, 6.21),
    "naphthalene": (353.4, 19.07), "biphenyl": (342.4, 18.57), "benzene": (278.7, 9.87),
}  # fmt: skip
"""Melting point in K, heat of fusion in kJ/mol."""
PAIRS = {
    "boiling": (
        ("benzene", "toluene"),
        ("pentane", "hexane"),
        ("hexane", "heptane"),
        ("hexane", "octane"),
        ("heptane", "octane"),
    ),
    "crystals": (("Cu", "Ni"), ("Ge", "Si")),
    "eutectic": (("Cd", "Bi"), ("naphthalene", "biphenyl"), ("benzene", "naphthalene"), ("benzene", "biphenyl")),
}
"""Of the components; the diagram runs from the first one to the second."""
PHASES = {"boiling": ("liquid", "vapour"), "crystals": ("liquid", "solid"), "eutectic": ("liquid", "solid")}
NUM = 81
Curve = np.ndarray
"""float [N, 2]: amount of the second component in mol %, temperature in °C."""


def boiling_point(name: str) -> float:
    """°C at 760 mmHg, from Antoine's equation."""
    a, b, c = ANTOINE[name]
    return b / (a - math.log10(760)) - c


def pressure(name: str, celsius: float) -> float:
    """Of the vapour over the pure liquid, mmHg."""
    a, b, c = ANTOINE[name]
    return float(10 ** (a - b / (c + celsius)))


def solubility(name: str, kelvin: float) -> float:
    """Mole fraction in the ideal melt that is in balance with the pure solid."""
    melting, heat = FUSION[name]
    return math.exp(-1000 * heat / GAS_CONSTANT * (1 / kelvin - 1 / melting))


@lru_cache(maxsize=32)
def eutectic_point(one: str, two: str) -> tuple[float, float]:
    """(mol % of the second component, °C), where the melt is in balance with both solids."""
    low, high = 150.0, min(FUSION[one][0], FUSION[two][0])
    for _ in range(80):
        middle = (low + high) / 2
        if solubility(one, middle) + solubility(two, middle) > 1:
            high = middle
        else:
            low = middle
    return 100 * solubility(two, low), low - ZERO


def ends_at(layout: str, pair: tuple[str, str], celsius: float) -> tuple[float, float]:
    """Of the level line at a temperature: mol % of the second component in the liquid, and in the other phase.

    In a eutectic diagram that phase is the pure second component.
    """
    one, two = pair
    if layout == "boiling":
        high, low = pressure(one, celsius), pressure(two, celsius)
        liquid = (760 - high) / (low - high)
        return 100 * liquid, 100 * liquid * low / 760
    if layout == "eutectic":
        return 100 * (solubility(two, celsius + ZERO)), 100.0
    # (1 − x_L) k_1 + x_L k_2 = 1, with k the ratio of the fractions in solid and liquid.
    k_one, k_two = (1 / solubility(name, celsius + ZERO) for name in pair)
    liquid = (1 - k_one) / (k_two - k_one)
    return 100 * liquid, 100 * liquid * k_two


@dataclass(frozen=True, kw_only=True)
class Mixture(Parameters):
    """Two components, a temperature within the two phases, an overall composition, and the amount."""

    layout: str = one_of("boiling", "crystals", "eutectic", level_1=("boiling", "crystals"))
    case: int = one_of(*range(20))
    part: float = one_of(0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7)
    """Of the range of temperatures."""
    arm: float = one_of(0.25, 0.3, 0.35, 0.4, 0.45, 0.55, 0.6, 0.65, 0.7, 0.75)
    """Of the level line, where the overall composition lies."""
    amount: float = number("n", "mol", (2, 3, 4, 5, 6, 8, 10, 12, 15, 20), meaning="amount of the mixture")
    asked: str = one_of("liquid", "other")
    letter: str = one_of(*"PQRS")
    region: str = one_of("one", "both", "other")
    """Where the lettered point lies."""

    @property
    def pair(self) -> tuple[str, str]:
        """Of components; the second one's amount is at the lower axis."""
        pairs = PAIRS[self.layout]
        return pairs[self.case % len(pairs)]

    @property
    def points(self) -> tuple[float, float]:
        """Temperatures at which the pure components boil or melt, °C."""
        if self.layout == "boiling":
            one, two = (boiling_point(name) for name in self.pair)
        else:
            one, two = (FUSION[name][0] - ZERO for name in self.pair)
        return one, two

    @property
    def range(self) -> tuple[float, float]:
        """Between which the level line may lie, °C."""
        one, two = self.points
        return (eutectic_point(*self.pair)[1], two) if self.layout == "eutectic" else (min(one, two), max(one, two))

    @property
    def celsius(self) -> int:
        """Of the level line, whole °C."""
        low, high = self.range
        return round(low + self.part * (high - low))

    @property
    def ends(self) -> tuple[int, int]:
        """In the liquid and in the other phase, whole mol % as printed."""
        one, two = ends_at(self.layout, self.pair, self.celsius)
        return round(one), round(two)

    @property
    def overall(self) -> int:
        """Whole mol %."""
        one, two = self.ends
        return round(one + self.arm * (two - one))

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """The amount, and the printed compositions."""
        return (
            self.quantity("amount"),
            *(
                Quantity(symbol=f"x_{index}", value=value, unit="%")
                for index, value in enumerate((self.overall, *self.ends))
            ),
        )

    def valid(self) -> bool:
        """A level line that is long enough to be read."""
        one, two = self.ends
        return abs(two - one) >= 12 and len({one, two, self.overall}) == 3


def liquid_amount(total: float, overall: float, liquid: float, other: float) -> float:
    """By the lever: the part of the total that is liquid, in its unit."""
    return total * (other - overall) / (other - liquid)


def _ask_percent(name: str, percent: int, *others: int) -> Question:
    """Asks for a part of the mixture; wrong are others, and parts near it that there can be."""
    near = [percent + step for step in (-24, -18, -12, -6, 6, 12, 18, 24)]
    wrong = [value for value in (*others, *near) if 0 < value < 100 and abs(value - percent) > 2]
    return ask_word(name, f"{percent}%", [f"{value}%" for value in wrong])


@family("Physics - Thermodynamic")
class BinaryPhases(Family[Mixture]):
    """How much of two phases of a mixture there is, by the lever rule on its phase diagram."""

    def solve(self, p: Mixture) -> Solution:
        """By the arms of the lever."""
        liquid, other = p.ends
        share = liquid_amount(p.amount, p.overall, liquid, other)
        value = share if p.asked == "liquid" else p.amount - share
        names = PHASES[p.layout]
        phase = names[0] if p.asked == "liquid" else f"solid {p.pair[1]}" if p.layout == "eutectic" else names[1]
        far, near = (other, p.overall) if p.asked == "liquid" else (p.overall, liquid)
        values = {
            "one": p.pair[0], "two": p.pair[1], "phase": phase, "liquid": f"{liquid}%", "other": f"{other}%", "overall": f"{p.overall}%", "temperature": f"{p.celsius} °C",
            "second": f"solid {p.pair[1]}" if p.layout == "eutectic" else names[1], "long": far, "short": near, "high": max(other, liquid), "low": min(other, liquid),
            "arm": abs(far - near), "whole": abs(other - liquid),
        }  # fmt: skip
        return Solution(answer=number_answer(value, "mol"), symbol="n₁", values=values)

    def curves(self, p: Mixture) -> dict[str, Curve]:
        """Of the liquid and of the other phase."""
        low, high = p.range
        if p.layout != "eutectic":
            heights = np.linspace(low, high, NUM)[1:-1]
            found = np.asarray([ends_at(p.layout, p.pair, float(t)) for t in heights])
            one, two = p.points
            first, last = ((0.0, one), (100.0, two)) if one < two else ((100.0, two), (0.0, one))
            return {
                name: np.vstack([first, np.stack([found[:, index], heights], axis=1), last])
                for index, name in enumerate(("liquid", "other"))
            }
        _, t = eutectic_point(*p.pair)
        rising = np.linspace(t, p.points[1], NUM)
        falling = np.linspace(p.points[0], t, NUM)
        right = np.stack([[100 * solubility(p.pair[1], value + ZERO) for value in rising], rising], axis=1)
        left = np.stack([[100 - 100 * solubility(p.pair[0], value + ZERO) for value in falling], falling], axis=1)
        return {"left": left, "liquid": right, "eutectic": np.asarray([(0.0, t), (100.0, t)])}

    def draw(self, p: Mixture, sketch: Sketch) -> None:
        """Curves, names of the fields, the level line with its ends, and the overall composition."""
        curves = self.curves(p)
        heights = np.concatenate([curve[:, 1] for curve in curves.values()])
        span = float(np.ptp(heights))
        low, high = float(heights.min()) - 0.22 * span, float(heights.max()) + 0.22 * span
        step = next(size for size in (5, 10, 20, 25, 50, 100, 200) if (high - low) / size <= 8)
        ticks = tuple(float(value) for value in range(math.ceil(low / step) * step, math.floor(high) + 1, step))
        sketch.axes(
            AXES, BOX, x_limits=(0, 100), y_limits=(low, high), x_label=f"mol % of {p.pair[1]}", y_label="temperature in °C",
            x_ticks=(0, 20, 40, 60, 80, 100), y_ticks=ticks,
        )  # fmt: skip
        for name, curve in curves.items():
            color = {"other": RED, "eutectic": GREEN}.get(name, BLUE)
            sketch.line(f"curve:{name}", *curve, axes=AXES, color=color, width=2.0, z=3)
            for index in (len(curve) // 4, len(curve) // 2, 3 * len(curve) // 4) if len(curve) > 2 else ():
                sketch.claim("through", f"curve:{name}", value=tuple(curve[index].tolist()))
        sketch.claim("count", "curve", value=len(curves))
        self._draw_lever(p, sketch, low)
        if p.layout == "boiling":
            self._draw_pure(p, sketch)
        fields = self._fields(p, low, high)
        for name in ("one", "other"):
            words, at = fields[name]
            sketch.text(f"field:{name}", words, at, axes=AXES, size=11, halo=True, z=6)
        x, y = fields[p.region][1]
        if p.region != "both":
            # Next to the name of the field, on the side that is farther from the dashed line.
            x = max((x - 17, x + 15), key=lambda place: (3 < place < 93) * abs(place - p.overall))
        dot = sketch.dot("point:Q", (x, y), 0.07, axes=AXES)
        sketch.claim("at", dot, value=(x, y))
        sketch.text("label:Q", f"${p.letter}$", (x, y), of=dot, toward=(1, 0), gap_pt=8, axes=AXES, size=12, halo=True)
        sketch.text(
            "note:amount",
            f"{p.pair[0]} and {p.pair[1]}, {p.label('amount')}, $T$ = {p.celsius} °C",
            (BOX[2] / 2, BOX[3] + 0.12),
            valign="bottom",
            size=11,
        )
        sketch.entity("phase diagram", *(f"curve:{name}" for name in curves))

    def _draw_pure(self, p: Mixture, sketch: Sketch) -> None:
        """Boiling points of the pure components at both sides."""
        for name, x, celsius, toward in (("one", 0.0, p.points[0], (1, -1)), ("two", 100.0, p.points[1], (-1, 1))):
            dot = sketch.dot(f"pure:{name}", (x, celsius), 0.06, color=GREEN, axes=AXES)
            sketch.claim("at", dot, value=(x, celsius))
            words = f"{round(celsius)} °C"
            sketch.text(
                f"boils:{name}", words, (x, celsius), of=dot, toward=toward, gap_pt=5, axes=AXES, size=10, color=GREEN
            )

    def _draw_lever(self, p: Mixture, sketch: Sketch, low: float) -> None:
        liquid, other = p.ends
        exact = ends_at(p.layout, p.pair, p.celsius)
        sketch.line("lever:T", (exact[0], p.celsius), (exact[1], p.celsius), axes=AXES, color=ORANGE, width=2.2, z=4)
        sketch.claim("at", "lever:T", value=((exact[0] + exact[1]) / 2, p.celsius))
        for name, x, value in (("liquid", exact[0], liquid), ("other", exact[1], other)):
            dot = sketch.dot(f"end:{name}", (x, p.celsius), 0.06, color=ORANGE, axes=AXES)
            sketch.claim("at", dot, value=(x, p.celsius))
            if name == "other" and p.layout == "eutectic":
                continue
            # The curves rise to the right, so that there is room above the left end and below the right one.
            toward = (-1.0, 0.6) if x == min(exact) else (1.0, -0.6)
            words = f"{value} %"
            sketch.text(
                f"value:{name}", words, (x, p.celsius), of=dot, toward=toward, gap_pt=4, axes=AXES, size=11, z=6
            )
        sketch.line("line:overall", (p.overall, low), (p.overall, p.celsius), axes=AXES, dash="dashed", width=1.2, z=2)
        dot = sketch.dot("point:overall", (p.overall, p.celsius), 0.075, axes=AXES)
        sketch.claim("at", dot, value=(p.overall, p.celsius))
        sketch.claim("on", dot, "lever:T")
        span = p.range[1] - p.range[0]
        sketch.text(
            "value:overall",
            f"{p.overall} %",
            (p.overall, low + 0.09 * span),
            of="line:overall",
            toward=(1, 0),
            gap_pt=4,
            axes=AXES,
            size=11,
            halo=True,
            z=6,
        )

    def _fields(self, p: Mixture, low: float, high: float) -> dict[str, tuple[str, tuple[float, float]]]:
        """Names of the fields and a place in each: the liquid alone, both phases, the other one."""
        first, second = PHASES[p.layout]
        above = high - 0.09 * (high - low)
        if p.layout == "eutectic":
            x, t = eutectic_point(*p.pair)
            both = (0.55 * x + 45, t + 0.07 * (p.points[1] - t))
            return {
                "one": (first, (x, above)),
                "both": ("", both),
                "other": ("two solids", (30.0, low + 0.06 * (high - low))),
            }
        # Vapour is what is found above; of melts, the liquid.
        over, beneath = (26.0, above), (80.0, low + 0.13 * (high - low))
        t = 0.3 * p.range[0] + 0.7 * p.range[1] if p.part < 0.5 else 0.65 * p.range[0] + 0.35 * p.range[1]
        inside = (sum(ends_at(p.layout, p.pair, t)) / 2 - 1.5, t)
        is_above = p.layout == "crystals"
        return {
            "one": (first, over if is_above else beneath),
            "both": ("", inside),
            "other": (second, beneath if is_above else over),
        }

    def questions(self, p: Mixture) -> Iterator[Question]:
        """Printed values, pure components, and what there is at a point."""
        liquid, other = p.ends
        yield _ask_percent("overall", p.overall, liquid, other)
        yield _ask_percent("liquid", liquid, p.overall, 100 - liquid, other)
        yield ask_value("amount", p.quantity("amount"))
        yield ask_number(
            "temperature",
            p.celsius,
            unit="°C",
            likely=tuple(round(value) for value in p.range),
            step=max(5, round(0.15 * (p.range[1] - p.range[0]))),
        )
        if p.layout == "boiling":
            one, two = map(round, p.points)
            yield ask_number("boils", two, unit="°C", likely=(one, p.celsius), low=1)
        names = {
            "one": PHASES[p.layout][0],
            "both": "both",
            "other": "two_solids" if p.layout == "eutectic" else PHASES[p.layout][1],
        }
        every = ["liquid", "vapour", "solid", "both", "two_solids"]
        yield ask_word("phases", names[p.region], [*names.values(), *every])

    @defect(visibility=2)
    def sloping_lever(self, p: Mixture, scene: FigureScene, draw: Random) -> FigureScene:
        """The line that joins the two phases is not level, as if they had different temperatures."""
        line = scene.path("lever:T")
        (x, y), (end_x, end_y) = line.points
        return change(scene, replace(line, points=((x, y), (end_x, end_y + 0.14 * (p.range[1] - p.range[0])))))

    @defect(visibility=2)
    def short_lever(self, p: Mixture, scene: FigureScene, draw: Random) -> FigureScene:
        """The end of the level line does not lie on the curve."""
        dot, line = scene.round("end:liquid"), scene.path("lever:T")
        (x, y), end = line.points
        spot = (x + 0.35 * (end[0] - x), y)
        return change(scene, replace(line, points=(spot, end)), replace(dot, center=spot))

    @defect(visibility=3)
    def exchanged_fields(self, p: Mixture, scene: FigureScene, draw: Random) -> FigureScene:
        """The names of two fields are exchanged, so that the wrong phase is found above."""
        return swap_texts(scene, "field:one", "field:other")

    @defect(visibility=1)
    def shifted_composition(self, p: Mixture, scene: FigureScene, draw: Random) -> FigureScene:
        """The overall composition is drawn at another place than its value says."""
        step = 9.0 if p.overall < 80 else -9.0
        line, dot = scene.path("line:overall"), scene.round("point:overall")
        return change(
            scene,
            replace(line, points=tuple((x + step, y) for x, y in line.points)),
            replace(dot, center=(dot.center[0] + step, dot.center[1])),
        )
