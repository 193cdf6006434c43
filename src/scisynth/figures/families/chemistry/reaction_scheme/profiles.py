"""Energy along a reaction: barriers there and back, the change in enthalpy, catalysts, and reactions of two steps.

E_r = E_a − ΔH for the way back; rate constants follow Arrhenius, k = A exp(−E_a/(R T)), so that a catalyst that leaves A as it is
speeds a reaction up by exp((E_a − E_c)/(R T)). Energies in kJ/mol.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from random import Random
from typing import Any

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, number, one_of
from scisynth.figures.families.questions import Question, ask_number, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.chemistry import GAS_CONSTANT
from scisynth.figures.parts.palette import BLUE, GREEN, GREY, RED
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer

AXES = "axes:profile"
INSIDE: Mapping[str, Any] = {"axes": AXES}
UNIT = "kJ/mol"
SYMBOLS = {"forward": "E_a", "reverse": "E_r", "change": r"\Delta H"}


def _tens(low: int, high: int) -> Any:
    """Tens where values are read off a scale, fives elsewhere."""
    return lambda draw, level, values: draw.randrange(
        low, high + 1, 10 if values["layout"] in ("scale", "two_steps") else 5
    )


@dataclass(frozen=True, kw_only=True)
class Profile(Parameters):
    """Energies of the stations of a reaction, and what is asked."""

    layout: str = one_of(
        "plain",
        "scale",
        "catalyst",
        "two_steps",
        level_1=("plain", "scale"),
        level_3=("scale", "catalyst", "two_steps"),
    )
    start: int = drawn(_tens(40, 120), words="energy of the reactants, 40 to 120 kJ/mol")
    barrier: int = drawn(_tens(60, 150), words="60 to 150 kJ/mol")
    step: int = drawn(_tens(-120, 90), words="change in enthalpy, −120 to 90 kJ/mol")
    lowered: int = drawn(_tens(20, 60), words="by a catalyst, 20 to 60 kJ/mol")
    kelvin: float = number("T", "K", (280, 298, 310, 325, 350, 400, 450), meaning="temperature", given=False)
    dip: int = drawn(_tens(-60, 60), words="of an intermediate above the reactants, −60 to 60 kJ/mol")
    second: int = drawn(_tens(30, 120), words="barrier of a second step, 30 to 120 kJ/mol")
    task: str = one_of("forward", "reverse", "change", level_1=("reverse", "change"))
    pick: str = one_of("first", "second", "slow", "change")
    first: int = one_of(*range(40))

    def valid(self) -> bool:
        """Every difference is large enough to be seen."""
        if abs(self.step) < 30 or not all(energy >= 30 for energy in self.energies):
            return False
        if self.layout != "two_steps":
            is_low = self.layout == "catalyst" and self.barrier - self.lowered < max(0, self.step) + 25
            return self.barrier - self.step >= 35 and self.barrier >= 45 and not is_low
        reactants, top, middle, high, products = self.energies
        steps = (top - middle, high - products, abs(middle - products), abs(middle - reactants))
        return min(steps) >= 20 and abs(top - high) >= 20 and abs(self.barrier - self.second) >= 20

    @property
    def energies(self) -> tuple[int, ...]:
        """Of the stations from left to right, kJ/mol."""
        top, products = self.start + self.barrier, self.start + self.step
        if self.layout != "two_steps":
            return self.start, top, products
        middle = self.start + self.dip
        return self.start, top, middle, middle + self.second, products

    @property
    def letters(self) -> tuple[str, ...]:
        """Of the stations."""
        return station_letters(self.first, len(self.energies))

    @property
    def is_scaled(self) -> bool:
        """Whether energies are read off a scale."""
        return self.layout in ("scale", "two_steps")

    @property
    def asked(self) -> str:
        """The quantity that is asked for."""
        return {"catalyst": "factor", "two_steps": self.pick}.get(self.layout, self.task)

    @property
    def differences(self) -> dict[str, Quantity]:
        """Barriers there and back, and the change in enthalpy."""
        values = {"forward": self.barrier, "reverse": self.barrier - self.step, "change": self.step}
        return {name: Quantity(symbol=SYMBOLS[name], value=value, unit=UNIT) for name, value in values.items()}

    @property
    def lower(self) -> Quantity:
        """Barrier with a catalyst."""
        return Quantity(symbol="E_c", value=self.barrier - self.lowered, unit=UNIT)

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Energies of the stations, or two of the differences, or what Arrhenius needs."""
        if self.is_scaled:
            return tuple(
                Quantity(symbol=f"E({letter})", value=energy, unit=UNIT)
                for letter, energy in zip(self.letters, self.energies, strict=True)
            )
        if self.layout == "catalyst":
            return self.differences["forward"], self.lower, self.quantity("kelvin")
        return tuple(value for name, value in self.differences.items() if name != self.task)


def station_letters(first: int, num: int) -> tuple[str, ...]:
    """`num` of eight letters in an order that tells nothing; no R, T, E, A or k, which are quantities."""
    letters = Random(first).sample("BCDFGLMPQSXYZ", 8)
    return tuple(letters[:num])


def speed_up(barrier: float, lower: float, kelvin: float) -> float:
    """How many times as fast a reaction is with a lower barrier, kJ/mol each."""
    return math.exp((barrier - lower) * 1000 / (GAS_CONSTANT * kelvin))


@family("Chemistry - Reaction Scheme")
class EnergyProfile(Family[Profile]):
    """Energy along a reaction with arrows, on a scale, with a catalyst, or with an intermediate."""

    def solve(self, p: Profile) -> Solution:
        """Differences of energies; Arrhenius for a catalyst."""
        values: dict[str, Any] = {
            "case": f"{p.layout} {p.asked}",
            "direction": "exothermic" if p.step < 0 else "endothermic",
            "forward": p.differences["forward"],
            "reverse": p.differences["reverse"],
            "change": f"{p.step} {UNIT}".replace("-", "−"),
            "lower": p.lower,
            "gain": f"{p.lowered} {UNIT}",
            "stations": ", ".join(
                f"{letter} {energy} {UNIT}" for letter, energy in zip(p.letters, p.energies, strict=True)
            ),
            **{f"s{index}": letter for index, letter in enumerate(p.letters)},
            **{f"e{index}": f"{energy} {UNIT}" for index, energy in enumerate(p.energies)},
        }
        if p.layout == "catalyst":
            factor = speed_up(p.barrier, p.lower.value, p.kelvin)
            return Solution(answer=number_answer(factor, ""), symbol="k_c/k", values=values)
        if p.layout == "two_steps":
            found = {"first": p.barrier, "second": p.second, "slow": max(p.barrier, p.second), "change": p.step}[p.pick]
            values["slower"] = "first" if p.barrier > p.second else "second"
            low, high = (0, 1) if found == p.barrier else (2, 3)
            values["below"], values["above"] = (f"{p.energies[index]} {UNIT}" for index in (low, high))
        else:
            found = int(p.differences[p.task].value)
        symbol = {"reverse": "E_r", "change": "ΔH"}.get(p.asked, "E_a")
        return Solution(answer=number_answer(found, UNIT), symbol=symbol, values=values)

    def draw(self, p: Profile, sketch: Sketch) -> None:
        """Levels, hills between them, letters, and arrows where there is no scale."""
        low, high = min(p.energies), max(p.energies)
        bottom, top = (0, math.ceil((high + 25) / 20) * 20) if p.is_scaled else (low - 35, high + 30)
        sketch.axes(
            AXES, (0, 0, 8.4, 5.2), x_limits=(0, 12), y_limits=(bottom, top), x_label="reaction coordinate",
            y_label=f"energy in {UNIT}" if p.is_scaled else "energy", x_ticks=(), grid=p.is_scaled,
            y_ticks=tuple(range(0, top + 1, 20)) if p.is_scaled else (),
        )  # fmt: skip
        spans = [(0.4, 2.8), (5.2, 5.2), (7.6, 11.6)]
        if p.layout == "two_steps":
            spans = [(0.4, 2.2), (3.7, 3.7), (5.2, 6.4), (7.9, 7.9), (9.4, 11.6)]
        for (left, right), letter, energy in zip(spans, p.letters, p.energies, strict=True):
            self._draw_station(sketch, letter, left, right, energy)
        self._draw_hills(sketch, "path", spans, p.energies, BLUE, "solid")
        if p.layout == "catalyst":
            hill = (p.start, p.start + int(p.lower.value), p.energies[-1])
            self._draw_hills(sketch, "catalyst", spans, hill, GREEN, "dashed")
            self._draw_catalyst(p, sketch)
        elif p.layout == "plain":
            self._draw_arrows(p, sketch)
        sketch.claim("count", "state", value=len(p.energies) // 2)
        sketch.claim("order", *self._stations(p), value="left_to_right")

    @staticmethod
    def _stations(p: Profile) -> list[str]:
        return [f"{'state' if index % 2 else 'plateau'}:{letter}" for index, letter in enumerate(p.letters)]

    @staticmethod
    def _draw_station(sketch: Sketch, letter: str, left: float, right: float, energy: float) -> None:
        if left == right:
            mark = sketch.dot(f"state:{letter}", (left, energy), 0.07, color=BLUE, **INSIDE)
            sketch.claim("at", mark, value=(left, energy))
            sketch.text(f"letter:{letter}", f"${letter}$", (left, energy), of=mark, toward=(0, 1), size=13, **INSIDE)
            return
        mark = sketch.line(f"plateau:{letter}", (left, energy), (right, energy), width=2.4, color=BLUE, **INSIDE)
        sketch.claim("through", mark, value=((left + right) / 2, energy))
        place = (left + 0.35 if left < 1 else (left + right) / 2 if right < 7 else right - 2.6, energy)
        sketch.text(f"letter:{letter}", f"${letter}$", place, of=mark, toward=(0, -1), size=13, **INSIDE)

    @staticmethod
    def _draw_hills(
        sketch: Sketch, name: str, spans: list[tuple[float, float]], energies: tuple[int, ...], color: str, dash: str
    ) -> None:
        """Each slope is half a cosine from a level to the top of the hill."""
        for index, (one, two) in enumerate(pairwise(spans)):
            begin, end = one[1], two[0]
            low, high = energies[index], energies[index + 1]
            xs = [begin + (end - begin) * part / 60 for part in range(61)]
            points = [(x, low + (high - low) * (1 - math.cos(math.pi * (x - begin) / (end - begin))) / 2) for x in xs]
            mark = sketch.line(f"{name}:{index}", *points, color=color, dash=dash, width=2, **INSIDE)
            formula = f"{low}+({high - low})*(1-cos(pi*(x-{begin})/({end - begin})))/2"
            sketch.claim("formula", mark, value=formula)

    def _draw_arrows(self, p: Profile, sketch: Sketch) -> None:
        """Two of the three differences as arrows between levels."""
        start, top, products = p.energies
        places = {"forward": (1.2, start, top), "reverse": (8.2, products, top), "change": (11.1, start, products)}
        shown = [name for name in places if name != p.task]
        if "forward" in shown:
            self._guide(sketch, "left", 0.4, 5.2, top)
        if "reverse" in shown:
            self._guide(sketch, "right", 5.2, 11.6, top)
        if "change" in shown:
            self._guide(sketch, "reactants", 2.8, 11.6, start)
        for name in shown:
            x, low, high = places[name]
            mark = sketch.line(
                f"arrow:{name}", (x, low), (x, high), arrow="end" if name == "change" else "both", color=RED, width=1.4, **INSIDE
            )  # fmt: skip
            sketch.claim("head", mark, value="end" if name == "change" else "both")
            quantity = p.differences[name]
            words = quantity.label.replace("-", "−")
            at = (x, low + (0.5 if name == "change" else 0.72) * (high - low))
            side = -1 if name == "change" else 1
            sketch.text(f"label:{name}", words, at, of=mark, toward=(side, 0), color=RED, **INSIDE)
            sketch.claim("value", f"label:{name}", value=quantity.value)
        one, two = shown
        sketch.claim(
            "ratio", f"arrow:{one}", f"arrow:{two}", value=abs(p.differences[one].value / p.differences[two].value)
        )

    @staticmethod
    def _guide(sketch: Sketch, name: str, left: float, right: float, y: float) -> None:
        sketch.line(f"guide:{name}", (left, y), (right, y), width=0.9, dash="dotted", color=GREY, **INSIDE)

    def _draw_catalyst(self, p: Profile, sketch: Sketch) -> None:
        """Both barriers as arrows, their values above the hills."""
        start, top, _ = p.energies
        lower = start + int(p.lower.value)
        self._guide(sketch, "top", 0.4, 5.2, top)
        self._guide(sketch, "reactants", 2.8, 11.6, start)
        for name, x, high, color, symbol in (
            ("forward", 1.2, top, BLUE, "E_a"),
            ("lower", 5.2, lower, GREEN, "E_c"),
        ):
            mark = sketch.line(f"arrow:{name}", (x, start), (x, high), arrow="both", color=color, width=1.4, **INSIDE)
            sketch.claim("head", mark, value="both")
            at = (x, start + 0.45 * (high - start))
            sketch.text(f"label:{name}", f"${symbol}$", at, of=mark, toward=(1, 0), color=color, size=13, **INSIDE)
        sketch.claim("ratio", "arrow:lower", "arrow:forward", value=p.lower.value / p.barrier)
        words = ",  ".join(quantity.label for quantity in p.givens)
        sketch.text("note:given", words, (4.2, 5.35), valign="bottom", size=12)
        for quantity in p.givens:
            sketch.claim("value", "note:given", value=quantity.value)

    def questions(self, p: Profile) -> Iterator[Question]:
        """Letters of stations, and energies."""
        letters, energies = p.letters, p.energies
        spare = [letter for letter in station_letters(p.first, 8) if letter not in letters]
        lowest = letters[energies.index(min(energies))]
        yield ask_word("lowest", lowest, [*letters, *spare])
        if p.layout == "two_steps":
            yield ask_word("middle", letters[2], [*letters])
            index = (0, 2, 4)[p.first % 3]
            yield ask_number("reads", energies[index], unit=UNIT, step=20, low=0, letter=letters[index])
            index = (1, 3)[p.first % 2]
            yield ask_number("top", energies[index], unit=UNIT, step=20, low=0, letter=letters[index])
            return
        yield ask_word("state", letters[1], [*letters, *spare])
        if p.layout == "scale":
            index = (0, 2)[p.first % 2]
            yield ask_number("reads", energies[index], unit=UNIT, step=20, low=0, letter=letters[index])
            yield ask_number("top", energies[1], unit=UNIT, step=20, low=0, letter=letters[1])
            return
        for name, quantity in zip(("one", "two", "three"), p.givens, strict=False):
            symbol = quantity.symbol.replace(r"\Delta H", "ΔH")
            yield ask_value(name, quantity, *p.givens, symbol=symbol)

    @defect(visibility=3)
    def no_barrier(self, p: Profile, scene: FigureScene, draw: Random) -> FigureScene:
        """The way to the transition state runs below it, so that the hill is cut off."""
        path = scene.path("path:0")
        cap = p.start + 0.6 * p.barrier
        return change(scene, replace(path, points=tuple((x, min(y, cap)) for x, y in path.points)))

    @defect(visibility=2)
    def wrong_products(self, p: Profile, scene: FigureScene, draw: Random) -> FigureScene:
        """The level of the products lies elsewhere than the curve ends."""
        level = scene.path(f"plateau:{p.letters[-1]}")
        shift = 18 if p.step < 0 else -18
        return change(scene, replace(level, points=tuple((x, y + shift) for x, y in level.points)))

    @defect(visibility=2)
    def mountain_pass_moved(self, p: Profile, scene: FigureScene, draw: Random) -> FigureScene:
        """The point of the transition state lies on a slope, not on the top of the hill."""
        state = scene.mark(f"state:{p.letters[1]}")
        curve = scene.path("path:0").points[40]
        return change(scene, replace(state, center=curve))  # type: ignore[arg-type]
