"""Successive ionisation energies of an element: the large jump tells its valence electrons.

Energies are those of the NIST Atomic Spectra Database in kJ/mol, rounded. A jump by a large factor shows where a full shell is
opened. An atom with v valence electrons forms the highest oxide and chloride in which it uses all of them.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import gcd
from random import Random
from typing import Any

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.atoms import valence
from scisynth.figures.parts.chemistry import plain_formula
from scisynth.figures.parts.palette import BLUE, PALE_BLUE, RED
from scisynth.figures.scene.scene import FigureScene, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer
from scisynth.grading.values.chemistry import ELEMENT_NAMES, NUMBERS

SUCCESSIVE = {
    "Be": (900, 1757, 14849, 21007), "B": (801, 2427, 3660, 25026, 32827), "C": (1086, 2353, 4620, 6223, 37831, 47277),
    "N": (1402, 2856, 4578, 7475, 9445, 53267, 64360), "O": (1314, 3388, 5300, 7469, 10989, 13326, 71330, 84078),
    "Na": (496, 4562, 6910, 9543, 13354, 16613, 20117, 25496), "Mg": (738, 1451, 7733, 10543, 13630, 18020, 21711, 25661),
    "Al": (578, 1817, 2745, 11577, 14842, 18379, 23326, 27465), "Si": (786, 1577, 3232, 4356, 16091, 19805, 23780, 29287),
    "P": (1012, 1907, 2914, 4964, 6274, 21267, 25431, 29872), "S": (1000, 2252, 3357, 4556, 7004, 8496, 27107, 31719),
    "Cl": (1251, 2298, 3822, 5159, 6542, 9362, 11018, 33604), "K": (419, 3052, 4420, 5877, 7975, 9590, 11343, 14944),
    "Ca": (590, 1145, 4912, 6491, 8153, 10496, 12270, 14206),
}  # fmt: skip
VALENCE = {symbol: valence(NUMBERS[symbol]) for symbol in SUCCESSIVE}
AXES = "axes:energies"
LETTERS = ("X", "E", "Q", "M", "T")
NO_OXIDE_ASKED = ("O",)


def _shown(draw: Random, level: int, values: Mapping[str, Any]) -> int:
    symbols = [values["symbol"], *([values["other"]] if values["other"] else [])]
    low = max(4, *(VALENCE[symbol] + 1 for symbol in symbols[:1]), 0)
    high = min(len(SUCCESSIVE[symbol]) for symbol in symbols)
    return draw.randint(low, high) if low <= high else 0


def _other(draw: Random, level: int, values: Mapping[str, Any]) -> str:
    if values["layout"] != "two":
        return ""
    return draw.choice([item for item in SUCCESSIVE if VALENCE[item] != VALENCE[values["symbol"]]])


def _asked(draw: Random, level: int, values: Mapping[str, Any]) -> str:
    options = ["group", "oxide", "chloride", "element"] if level < 3 else ["oxide", "chloride", "element"]
    return draw.choice(["total", *options] if values["layout"] == "bars" else options)


@dataclass(frozen=True, kw_only=True)
class Energies(Parameters):
    """The first ionisation energies of an element, perhaps next to those of another."""

    layout: str = one_of(
        "points", "bars", "ratios", "two", level_1=("points", "bars"), level_3=("bars", "ratios", "two")
    )
    symbol: str = one_of(*SUCCESSIVE)
    other: str = drawn(_other, words="another element next to it, or none")
    shown: int = drawn(_shown, words="4 to 8")
    asked: str = drawn(_asked, words="total, group, oxide, chloride, element")
    first: int = one_of(*range(len(LETTERS)))
    place: int = one_of(*range(8))

    def valid(self) -> bool:
        """Whether the jump is among what is drawn, and a formula can be asked."""
        return bool(self.shown) and not (self.symbol in NO_OXIDE_ASKED and self.asked in ("oxide", "chloride"))

    @property
    def letters(self) -> tuple[str, str]:
        """Of the element that is asked and of the other."""
        return LETTERS[self.first], LETTERS[(self.first + 2) % len(LETTERS)]

    @property
    def energies(self) -> tuple[float, ...]:
        """kJ/mol."""
        return SUCCESSIVE[self.symbol][: self.shown]

    @property
    def ratios(self) -> list[float]:
        """Of each energy to the one before."""
        return [after / before for before, after in zip(self.energies, self.energies[1:], strict=False)]


def group_of(electrons: int) -> int:
    """Group of the periodic table of a main-group element with so many valence electrons."""
    return electrons if electrons < 3 else electrons + 10


def highest_oxide(letter: str, electrons: int) -> str:
    """Formula of the oxide in which all valence electrons are used."""
    shared = gcd(electrons, 2)
    numbers = [2 // shared, electrons // shared]
    return letter + (str(numbers[0]) if numbers[0] > 1 else "") + "O" + (str(numbers[1]) if numbers[1] > 1 else "")


@family("Chemistry - Electron Config")
class SuccessiveIonisation(Family[Energies]):
    """Successive ionisation energies as points, bars or ratios; group, formulas, the element, or a sum of energies."""

    def solve(self, p: Energies) -> Solution:
        """By the place of the jump."""
        electrons, letter = VALENCE[p.symbol], p.letters[0]
        number = NUMBERS[p.symbol]
        total = sum(p.energies[:electrons])
        oxide = plain_formula(highest_oxide(letter, electrons))
        chloride = plain_formula(f"{letter}Cl{electrons if electrons > 1 else ''}")
        name = f"{ELEMENT_NAMES[number - 1]} ({p.symbol})"
        answer, hidden = {
            "total": (number_answer(total, "kJ/mol", digits=4), f"{format_number(total, 4)} kJ/mol"),
            "group": (Answer(text=f"group {group_of(electrons)}"), f"group {group_of(electrons)}"),
            "oxide": (Answer(text=oxide), oxide),
            "chloride": (Answer(text=chloride), chloride),
            "element": (Answer(text=name), ELEMENT_NAMES[number - 1]),
        }[p.asked]
        return Solution(
            answer=answer,
            hidden=(hidden,),
            values={
                "letter": letter,
                "electrons": electrons,
                "listed": ", ".join(f"{value:g}" for value in p.energies),
                "sum": " + ".join(f"{value:g}" for value in p.energies[:electrons]),
                "period": 2 if number <= 10 else 3 if number <= 18 else 4,
                "factor": round(p.ratios[electrons - 1], 1),
                "after": electrons + 1,
                "letters": " and ".join(p.letters) if p.other else letter,
            },
        )

    def draw(self, p: Energies, sketch: Sketch) -> None:
        """Points on a logarithmic axis for one or two elements, bars with their values, or the ratio of each to the one before."""
        if p.layout == "bars":
            self._draw_bars(sketch, p.energies, 1, "number of the ionisation", "ionisation energy in kJ/mol", 5)
        elif p.layout == "ratios":
            words = [f"{place + 1} : {place}" for place in range(1, p.shown)]
            self._draw_bars(sketch, p.ratios, 1, "energies compared", "ratio of ionisation energies", 3, words)
        else:
            self._draw_points(p, sketch)
        period = self.solve(p).values["period"]
        own = p.letters[0] + (f" (period {period})" if p.asked == "element" else "")
        title = f"elements {own} and {p.letters[1]}" if p.other else f"element {own}"
        sketch.text("title:X", title, (2.8, 4.15), valign="bottom", size=12)
        sketch.entity("energies", *(mark.id for mark in sketch.marks if mark.id.startswith(("bar:", "point"))))

    def _draw_bars(
        self, sketch: Sketch, values: Any, first: int, x_label: str, y_label: str, digits: int, words: Any = ()
    ) -> None:
        top = 1.14 * max(values)
        places = tuple(range(first, first + len(values)))
        sketch.axes(
            AXES, (0, 0, 5.6, 4.0), x_limits=(first - 0.6, places[-1] + 0.6), y_limits=(0, top), x_label=x_label, y_label=y_label,
            x_ticks=places, x_tick_labels=tuple(words),
        )  # fmt: skip
        for place, value in zip(places, values, strict=True):
            sketch.rectangle(
                f"bar:{place}", place - 0.32, 0, place + 0.32, value, fill=PALE_BLUE, color=BLUE, axes=AXES, width=1.0
            )
            text = format_number(value, digits)
            sketch.text(
                f"value:{place}", text, (place, value), of=f"bar:{place}", toward=(0, 1), gap_pt=3, size=9.5, axes=AXES
            )
        sketch.claim("values", "bar", value=tuple(float(value) for value in values))
        sketch.claim("count", "bar", value=len(places))

    def _draw_points(self, p: Energies, sketch: Sketch) -> None:
        rows = [(p.letters[0], p.energies, BLUE)]
        if p.other:
            rows.append((p.letters[1], SUCCESSIVE[p.other][: p.shown], RED))
        every = [value for _, values, _ in rows for value in values]
        low, high = 10 ** math.floor(math.log10(0.9 * min(every))), 10 ** math.ceil(math.log10(1.15 * max(every)))
        sketch.axes(
            AXES, (0, 0, 5.6, 4.0), x_limits=(0.4, p.shown + 0.9), y_limits=(low, high), y_scale="log", grid=True,
            x_label="number of the ionisation", y_label="ionisation energy in kJ/mol", x_ticks=tuple(range(1, p.shown + 1)),
        )  # fmt: skip
        for place, (letter, values, color) in enumerate(rows):
            points = [(float(index), float(value)) for index, value in enumerate(values, 1)]
            trend, dash = f"trend:{place}", ("solid", "dashed")[place]
            sketch.line(trend, *points, axes=AXES, color=color, width=1.2, dash=dash)
            for index, (x, y) in enumerate(points, 1):
                half, factor = 0.0105 * (p.shown + 0.5), (high / low) ** 0.016
                outline = [(x - half, y), (x, y * factor), (x + half, y), (x, y / factor)]
                name = sketch.area(f"point:{place}{index}", *outline, fill=color, width=0, axes=AXES, z=4)
                sketch.claim("on", name, trend)
                sketch.claim("at", name, value=(x, y), tolerance=max(0.04 * y / (high - low), 1e-6))
            sketch.claim("monotone", trend, value="increasing")
            if p.other:
                # Curves may end at almost one place: the upper one is named above its end, the lower one below.
                side = 1 if values[-1] >= max(row[-1] for _, row, _ in rows) else -1
                style: dict[str, Any] = {"gap_pt": 7, "axes": AXES, "color": color}
                sketch.text(f"label:{place}", letter, points[-1], of=trend, toward=(1, side), **style)
        sketch.claim("count", "point", value=len(every))

    def questions(self, p: Energies) -> Iterator[Question]:
        """The jump, values that are printed, and how many lie above a line of the axis."""
        ratios = p.ratios
        jumps = [f"{place} and {place + 1}" for place in range(1, max(p.shown, 5))]
        key = jumps[ratios.index(max(ratios))]
        yield ask_word("jump", key, jumps, of=p.letters[0])
        yield ask_count("shown", p.shown, low=1, likely=[p.shown - 1, p.shown + 1])
        if p.layout in ("bars", "ratios"):
            values = p.energies if p.layout == "bars" else [round(ratio, 2) for ratio in ratios]
            place = p.place % len(values)
            yield ask_number("bar_value", values[place], likely=values, low=0, place=place + 1)
            order = sorted(range(len(values)), key=lambda index: -values[index])
            yield ask_number("third", values[order[2]], likely=values, low=0)
            return
        for limit in (10000, 1000, 5000):
            # A point that is all but on the line cannot be counted.
            if all(abs(value / limit - 1) > 0.08 for value in p.energies):
                above = sum(value > limit for value in p.energies)
                yield ask_count("above", above, of=p.letters[0], limit=limit)
                break
        power = int(math.log10(p.energies[p.place % p.shown]))
        spans = [f"{10**start:g} and {10 ** (start + 1):g}" for start in (1, 2, 3, 4, 5)]
        place = p.place % p.shown + 1
        yield ask_word("between", spans[power - 1], spans, place=place, of=p.letters[0])
        if p.other:
            larger = [p.energies[place - 1] > SUCCESSIVE[p.other][place - 1], True].index(True)
            yield ask_word("larger", p.letters[larger], [*p.letters, "equal", "missing"], place=place)

    @defect(visibility=2)
    def jump_too_early(self, p: Energies, scene: FigureScene, draw: Random) -> FigureScene:
        """The jump stands one ionisation too early."""
        at = VALENCE[p.symbol]
        if p.layout == "ratios":
            return _swap_bars(scene, at, at - 1 if at > 1 else at + 1)
        if p.layout == "bars":
            return _set_bar(scene, at, 0.92 * p.energies[at])
        trend, point = scene.path("trend:0"), scene.path(f"point:0{at}")
        factor = 0.9 * p.energies[at] / p.energies[at - 1]
        line = tuple((x, y * factor) if x == at else (x, y) for x, y in trend.points)
        moved = replace(point, points=tuple((x, y * factor) for x, y in point.points))
        return change(scene, moved, replace(trend, points=line))

    @defect(visibility=2)
    def falls_again(self, p: Energies, scene: FigureScene, draw: Random) -> FigureScene:
        """The last value is drawn lower than the first, though it is not."""
        if p.layout == "ratios":
            return _set_bar(scene, p.shown - 1, 0.3 * p.ratios[-1])
        if p.layout == "bars":
            return _set_bar(scene, p.shown, 0.6 * p.energies[0])
        trend, point = scene.path("trend:0"), scene.path(f"point:0{p.shown}")
        factor = p.energies[0] * 0.98 / p.energies[-1]
        moved = replace(point, points=tuple((x, y * factor) for x, y in point.points))
        line = tuple((x, y * factor) if x == p.shown else (x, y) for x, y in trend.points)
        return change(scene, moved, replace(trend, points=line))

    @defect(visibility=2)
    def one_left_out(self, p: Energies, scene: FigureScene, draw: Random) -> FigureScene:
        """The value of one ionisation is not drawn."""
        at = draw.randint(2, p.shown - 1)
        names = (f"bar:{at}", f"value:{at}", f"point:0{at}")
        return scene.without(*names)


def _set_bar(scene: FigureScene, place: int, height: float) -> FigureScene:
    """A bar of another height, with its label on top."""
    bar, label = scene.path(f"bar:{place}"), scene.label(f"value:{place}")
    points = tuple((x, height if y else 0.0) for x, y in bar.points)
    return change(scene, replace(bar, points=points), replace(label, at=(label.at[0], height)))


def _swap_bars(scene: FigureScene, one: int, two: int) -> FigureScene:
    first, second = scene.path(f"bar:{one}"), scene.path(f"bar:{two}")
    tall, low = first.points[2][1], second.points[2][1]
    return _set_bar(_set_bar(scene, one, low), two, tall)
