"""First ionisation energies along the periods or down the groups, and the light that ionises one of the atoms.

Energies are those of the NIST Atomic Spectra Database in kJ/mol. A photon of the energy I / N_A just ionises an atom; one of more
energy leaves the rest to the electron.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.chemistry import AVOGADRO, CHARGE, LIGHT, PLANCK
from scisynth.figures.parts.palette import BLUE, ORANGE, PALE_BLUE, PALE_RED, RED
from scisynth.figures.scene.marks import Path, Round
from scisynth.figures.scene.scene import FigureScene, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer
from scisynth.grading.values.chemistry import ELEMENT_NAMES, ELEMENTS, NUMBERS

_IN_ORDER = (
    1312, 2372, 520, 900, 801, 1087, 1402, 1314, 1681, 2081, 496, 738, 578, 787, 1012, 1000, 1251, 1521, 419, 590, 633, 659, 651,
    653, 717, 763, 760, 737, 746, 906, 579, 762, 945, 941, 1140, 1351, 403, 550,
)  # fmt: skip
_HEAVIER = {"In": 558, "Sn": 709, "Sb": 831, "Te": 869, "I": 1008, "Xe": 1170, "Cs": 376, "Ba": 503}
FIRST: Mapping[str, float] = {**dict(zip(ELEMENTS, _IN_ORDER, strict=False)), **_HEAVIER}
"""kJ/mol."""
GROUPS = {
    1: ("Li", "Na", "K", "Rb", "Cs"), 2: ("Be", "Mg", "Ca", "Sr", "Ba"), 13: ("B", "Al", "Ga", "In"), 14: ("C", "Si", "Ge", "Sn"),
    15: ("N", "P", "As", "Sb"), 16: ("O", "S", "Se", "Te"), 17: ("F", "Cl", "Br", "I"), 18: ("Ne", "Ar", "Kr", "Xe"),
}  # fmt: skip
AXES = "axes:first"
WIDE, HIGH = 6.2, 4.0
LINES = (1000, 500, 1500)
BORDER = 25.0
"""kJ/mol from a line of the axis at which nobody need count."""
APART = 90.0
"""kJ/mol between two groups, so that no point hides another."""
LONGEST = 14


def _elements(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[str, ...]:
    if values["layout"] == "groups":
        one, two = draw.sample(sorted(GROUPS), 2)
        num = min(len(GROUPS[one]), len(GROUPS[two]))
        return GROUPS[one][:num] + GROUPS[two][:num]
    if values["layout"] == "bars":
        return tuple(sorted(draw.sample(sorted(FIRST), draw.randint(5, 8)), key=lambda item: NUMBERS[item]))
    num = draw.randint(7, {1: 8, 2: 10, 3: LONGEST}[level])
    start = draw.randint(1, len(_IN_ORDER) + 1 - num)
    return tuple(ELEMENTS[start - 1 : start - 1 + num])


@dataclass(frozen=True, kw_only=True)
class FirstEnergies(Parameters):
    """Some elements, of which one is marked and has its value printed."""

    layout: str = one_of("line", "bars", "groups")
    elements: tuple[str, ...] = drawn(_elements, words="some of hydrogen to barium")
    chosen: int = drawn(lambda draw, _, values: draw.randrange(len(values["elements"])), words="one of them")
    asked: str = one_of("wavelength", "electronvolt", "frequency", level_3=("wavelength", "frequency", "kinetic"))
    photon: float = one_of(21.2, 26.9, 40.8, 48.4)

    def valid(self) -> bool:
        """Whether the photon ionises the atom, and one can count what lies above the line."""
        close = any(abs(FIRST[item] - self.line) < BORDER for item in self.elements)
        half = len(self.elements) // 2
        pairs = zip(self.elements[:half], self.elements[half:], strict=False)
        if self.layout == "groups" and any(abs(FIRST[one] - FIRST[two]) < APART for one, two in pairs):
            return False
        return not close and electronvolts(FIRST[self.symbol]) < self.photon - 1

    @property
    def symbol(self) -> str:
        """Of the element that is marked."""
        return self.elements[self.chosen]

    @property
    def top(self) -> float:
        """Of the axis, kJ/mol."""
        return 1.3 * max(FIRST[item] for item in self.elements)

    @property
    def line(self) -> int:
        """A value of the axis that some elements are above and some below."""
        for line in LINES:
            if 0 < sum(FIRST[item] > line for item in self.elements) < len(self.elements):
                return line
        return LINES[0]


def photon_wavelength(energy: float) -> float:
    """Wavelength in nm of a photon that ionises an atom with `energy` kJ/mol."""
    return PLANCK * LIGHT * AVOGADRO / (energy * 1e3) * 1e9


def photon_frequency(energy: float) -> float:
    """Frequency in Hz of that photon."""
    return energy * 1e3 / (AVOGADRO * PLANCK)


def electronvolts(energy: float) -> float:
    """kJ/mol as eV for one atom."""
    return energy * 1e3 / AVOGADRO / CHARGE


@family("Chemistry - Electron Config")
class FirstIonisation(Family[FirstEnergies]):
    """First ionisation energies along a period, as bars, or down two groups; the photon that ionises the atom that is marked."""

    def solve(self, p: FirstEnergies) -> Solution:
        """From kJ/mol to one atom and one photon."""
        energy = FIRST[p.symbol]
        volts = electronvolts(energy)
        answer = {
            "wavelength": number_answer(photon_wavelength(energy), "nm"),
            "electronvolt": number_answer(volts, "eV"),
            "frequency": number_answer(photon_frequency(energy), "Hz"),
            "kinetic": number_answer(p.photon - volts, "eV"),
        }[p.asked]
        return Solution(
            answer=answer,
            hidden=(answer.text,),
            values={
                "energy": f"{energy:g} kJ/mol",
                "name": ELEMENT_NAMES[NUMBERS[p.symbol] - 1],
                "volts": f"{format_number(volts, 4)} eV",
                "light": f"{p.photon:g} eV",
                "joules": f"{format_number(energy * 1e3 / AVOGADRO, 4)} J",
                "symbol": p.symbol,
                "first": p.elements[0],
                "last": p.elements[-1],
                "listed": ", ".join(p.elements),
            },
        )

    def draw(self, p: FirstEnergies, sketch: Sketch) -> None:
        """The symbols of the elements stand at the axis, so that no curve crosses them."""
        num = len(p.elements) if p.layout != "groups" else len(p.elements) // 2
        names = p.elements if p.layout != "groups" else tuple(str(period) for period in range(2, num + 2))
        sketch.axes(
            AXES, (0, 0, WIDE, HIGH), x_limits=(0.3, num + (0.7 if p.layout != "groups" else 1.1)), y_limits=(0, p.top),
            x_label="period" if p.layout == "groups" else "element, by atomic number", y_label="first ionisation energy in kJ/mol",
            x_ticks=tuple(range(1, num + 1)), x_tick_labels=names, grid=p.layout != "bars",
        )  # fmt: skip
        if p.layout == "bars":
            self._draw_bars(p, sketch)
        elif p.layout == "line":
            self._draw_line(sketch, "trend:first", p.elements, p.symbol, BLUE, "solid")
            sketch.claim("count", "point", value=num)
        else:
            parts = (p.elements[:num], p.elements[num:])
            for place, (part, color, dash) in enumerate(zip(parts, (BLUE, ORANGE), ("solid", "dashed"), strict=True)):
                name = self._draw_line(sketch, f"trend:{place}", part, p.symbol, color, dash)
                group = next(number for number, members in GROUPS.items() if part[0] in members)
                at = (num, FIRST[part[-1]])
                other = FIRST[parts[1 - place][-1]]
                up = 0.4 if at[1] > other else -0.4
                sketch.text(
                    f"group:{group}", f"group {group}", at, of=name, toward=(1, up), gap_pt=8, axes=AXES, color=color
                )
            sketch.claim("count", "point", value=2 * num)
            sketch.text(
                "title:groups", "two groups of the periodic table", (WIDE / 2, HIGH + 0.1), valign="bottom", size=11
            )
        words = rf"marked: $I_1$ = {FIRST[p.symbol]:g} kJ/mol"
        if p.asked == "kinetic":
            words += f", photons of {p.photon:g} eV"
        sketch.text("value:asked", words, (0.45, p.top * 0.955), align="left", axes=AXES, color=RED, plate=True)
        sketch.claim("value", "value:asked", value=FIRST[p.symbol])
        sketch.entity("energies", *(mark.id for mark in sketch.marks if mark.id.startswith(("bar:", "point:"))))

    def _draw_bars(self, p: FirstEnergies, sketch: Sketch) -> None:
        for place, item in enumerate(p.elements, 1):
            is_marked = item == p.symbol
            sketch.rectangle(
                f"bar:{place}", place - 0.32, 0, place + 0.32, FIRST[item], axes=AXES, width=1.0, fill=PALE_RED if is_marked else PALE_BLUE,
                color=RED if is_marked else BLUE,
            )  # fmt: skip
        sketch.claim("values", "bar", value=tuple(FIRST[item] for item in p.elements))
        sketch.claim("count", "bar", value=len(p.elements))

    def _draw_line(self, sketch: Sketch, name: str, elements: Sequence[str], marked: str, color: str, dash: str) -> str:
        points = [(float(place), FIRST[item]) for place, item in enumerate(elements, 1)]
        sketch.line(name, *points, axes=AXES, color=color, width=1.3, dash=dash)
        for item, at in zip(elements, points, strict=True):
            shade = RED if item == marked else color
            dot = sketch.dot(f"point:{item}", at, 0.085 if item == marked else 0.06, color=shade, axes=AXES)
            sketch.claim("at", dot, value=at)
            sketch.claim("on", dot, name)
        return name

    def questions(self, p: FirstEnergies) -> Iterator[Question]:
        """Which element is marked, highest and lowest, and how many lie above a line of the axis."""
        shown = {item: FIRST[item] for item in p.elements}
        others = [item for item in p.elements if item != p.symbol]
        yield ask_count("above", sum(value > p.line for value in shown.values()), limit=p.line)
        yield ask_number("printed", FIRST[p.symbol], unit="kJ/mol", likely=[FIRST[item] for item in others], low=0)
        if p.layout == "groups":
            yield from self._group_questions(p)
            return
        yield ask_word("marked", p.symbol, others)
        top, low = (choose(shown, key=lambda item: shown[item]) for choose in (max, min))
        yield ask_word("highest", top, [item for item in p.elements if item != top])
        yield ask_word("lowest", low, [item for item in p.elements if item != low])

    def _group_questions(self, p: FirstEnergies) -> Iterator[Question]:
        half = len(p.elements) // 2
        numbers = [
            next(n for n, members in GROUPS.items() if item in members) for item in (p.elements[0], p.elements[-1])
        ]
        rest = [str(number) for number in GROUPS if number not in numbers]
        own = numbers[p.chosen >= half]
        yield ask_word("marked_group", str(own), [str(number) for number in numbers] + rest[:2])
        yield ask_number("marked_period", p.chosen % half + 2, likely=[2, 3, 4, 5], step=1, low=1)
        upper = numbers[FIRST[p.elements[0]] < FIRST[p.elements[half]]]
        yield ask_word("upper_group", str(upper), [str(number) for number in numbers] + rest[-2:])

    @defect(visibility=2)
    def one_too_high(self, p: FirstEnergies, scene: FigureScene, draw: Random) -> FigureScene:
        """The ionisation energy of an element is drawn far from its value."""
        return _moved(p, scene, p.chosen, draw.choice((0.55, 1.4)) * FIRST[p.symbol])

    @defect(visibility=2)
    def two_swapped(self, p: FirstEnergies, scene: FigureScene, draw: Random) -> FigureScene:
        """The highest and the lowest value stand at each other's element."""
        shown = [FIRST[item] for item in p.elements]
        one, two = shown.index(max(shown)), shown.index(min(shown))
        return _moved(p, _moved(p, scene, one, shown[two]), two, shown[one])

    @defect(visibility=1)
    def other_value(self, p: FirstEnergies, scene: FigureScene, draw: Random) -> FigureScene:
        """The value printed for the element that is marked is that of another one."""
        label = scene.label("value:asked")
        other = draw.choice([item for item in p.elements if item != p.symbol])
        return change(scene, replace(label, text=label.text.replace(f"{FIRST[p.symbol]:g}", f"{FIRST[other]:g}")))


def _moved(p: FirstEnergies, scene: FigureScene, place: int, height: float) -> FigureScene:
    """The bar or the point of an element at another height; its line follows."""
    if p.layout == "bars":
        bar = scene.path(f"bar:{place + 1}")
        return change(scene, replace(bar, points=tuple((x, height if y else 0.0) for x, y in bar.points)))
    half = len(p.elements) // 2
    trend = scene.mark("trend:first" if p.layout == "line" else f"trend:{int(place >= half)}")
    point = scene.mark(f"point:{p.elements[place]}")
    assert isinstance(trend, Path) and isinstance(point, Round)
    x = point.center[0]
    line = tuple((at, height if at == x else y) for at, y in trend.points)
    return change(scene, replace(point, center=(x, height)), replace(trend, points=line))
