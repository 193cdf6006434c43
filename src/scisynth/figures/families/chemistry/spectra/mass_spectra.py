"""Mass spectra: the isotopes of an element, and the clusters of ions with chlorine and bromine.

The relative atomic mass is the mean of the isotopes' masses, weighted with their abundances. A cluster of chlorine and bromine is the
product of the binomials of their two isotopes. Abundances in % from IUPAC (2013 review), masses as mass numbers.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, number, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_number
from scisynth.figures.families.registry import family
from scisynth.figures.parts.chemistry import plain_formula
from scisynth.figures.parts.palette import BLUE, DARK_GREY, GREEN, ORANGE, PURPLE
from scisynth.figures.scene.marks import Box
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

ISOTOPES = {
    "B": {10: 19.9, 11: 80.1}, "Mg": {24: 79.0, 25: 10.0, 26: 11.0}, "Si": {28: 92.2, 29: 4.7, 30: 3.1}, "Cl": {35: 75.8, 37: 24.2},
    "K": {39: 93.3, 41: 6.7}, "Cu": {63: 69.2, 65: 30.8}, "Ga": {69: 60.1, 71: 39.9}, "Br": {79: 50.7, 81: 49.3}, "Ag": {107: 51.8, 109: 48.2},
    "Sb": {121: 57.2, 123: 42.8}, "Rb": {85: 72.2, 87: 27.8}, "Ne": {20: 90.5, 21: 0.3, 22: 9.2}, "Zn": {64: 49.2, 66: 27.7, 67: 4.0, 68: 18.5, 70: 0.6},
    "Ge": {70: 20.6, 72: 27.5, 73: 7.7, 74: 36.5, 76: 7.7}, "Sr": {84: 0.6, 86: 9.8, 87: 7.0, 88: 82.6}, "Pb": {204: 1.4, 206: 24.1, 207: 22.1, 208: 52.4},
    "Ti": {46: 8.3, 47: 7.4, 48: 73.7, 49: 5.4, 50: 5.2}, "Cr": {50: 4.3, 52: 83.8, 53: 9.5, 54: 2.4}, "Fe": {54: 5.8, 56: 91.8, 57: 2.1, 58: 0.3},
    "Li": {6: 7.6, 7: 92.4}, "In": {113: 4.3, 115: 95.7}, "Tl": {203: 29.5, 205: 70.5}, "Ir": {191: 37.3, 193: 62.7}, "Ni": {58: 68.1, 60: 26.2, 61: 1.2, 62: 3.6, 64: 0.9},
    "Eu": {151: 47.8, 153: 52.2}, "Re": {185: 37.4, 187: 62.6}, "S": {32: 95.0, 33: 0.8, 34: 4.2},
}  # fmt: skip
LIGHT_MASS = {"C": 12, "H": 1, "Cl": 35, "Br": 79}
SKELETONS = ((1, 4), (2, 6), (3, 8), (4, 10), (5, 12), (2, 4), (3, 6), (4, 8), (6, 6), (7, 8), (8, 10))
"""Carbon atoms, and hydrogen atoms before halogens take their places."""
HALOGENS = ((1, 0), (2, 0), (3, 0), (4, 0), (0, 1), (0, 2), (0, 3), (1, 1), (2, 1), (1, 2))
"""Chlorine and bromine atoms."""
LETTERS = ("X", "E", "Q", "Z", "T")
COLORS = (BLUE, GREEN, PURPLE, ORANGE)
LEAST = 0.3
"""Intensity in % of the tallest peak below which a peak is not drawn."""


def mean_mass(peaks: Mapping[int, float]) -> float:
    """Weighted mean of mass numbers; the weights need not add up to 100."""
    return sum(mass * share for mass, share in peaks.items()) / sum(peaks.values())


def pair_share(one: float, two: float) -> float:
    """% of molecules of two atoms that hold one of each of two isotopes, from their abundances in %."""
    return 2 * one * two / 100


def pattern(counts: Mapping[str, int]) -> dict[int, float]:
    """Masses of an ion of these atoms and their fraction of it in %, from chlorine and bromine alone."""
    found: dict[int, float] = {sum(LIGHT_MASS[element] * count for element, count in counts.items()): 100.0}
    for element in ("Cl", "Br"):
        _, heavy = ISOTOPES[element].values()
        for _ in range(counts.get(element, 0)):
            after: dict[int, float] = defaultdict(float)
            for mass, share in found.items():
                after[mass] += share * (100 - heavy) / 100
                after[mass + 2] += share * heavy / 100
            found = after
    return dict(found)


def scaled(peaks: Mapping[int, float], base: float) -> dict[int, float]:
    """Intensities in % of one, to one decimal as they are printed, without those below `LEAST`."""
    return {mass: round(100 * share / base, 1) for mass, share in peaks.items() if 100 * share / base >= LEAST}


def draw_sticks(
    sketch: Sketch, axes: str, box: Box, peaks: Mapping[int, float], y_label: str, color: str, top: float = 0.0
) -> None:
    """A mass spectrum with the number of each peak above it; peaks get the ids `peak:63`."""
    low, high = min(peaks), max(peaks)
    pad = _pad(peaks)
    sketch.axes(
        axes, box, x_limits=(low - pad, high + pad), y_limits=(0, (top or max(peaks.values())) * 1.16), x_label="$m/z$",
        y_label=y_label, x_ticks=tuple(range(low, high + 1)) if high - low < 6 else tuple(range(low, high + 1, 2)),
    )  # fmt: skip
    for mass, share in peaks.items():
        name = sketch.line(f"peak:{mass}", (mass, 0), (mass, share), axes=axes, color=color, width=4)
        sketch.claim("at", name, value=(mass, share / 2))
        words = f"{share:.1f}"
        sketch.text(f"label:{mass}", words, (mass, share), of=name, toward=(0, 1), gap_pt=4, axes=axes)
        sketch.claim("value", f"label:{mass}", value=share)


def _draw_full(sketch: Sketch, axes: str, peaks: Mapping[int, float], mass: int) -> None:
    """A dotted line from the axis to the peak with 100%."""
    ends = ((min(peaks) - _pad(peaks), 100), (mass, 100))
    sketch.line("base:full", *ends, axes=axes, dash="dotted", color=DARK_GREY, width=0.9, z=1)


def _pad(peaks: Mapping[int, float]) -> float:
    """What the axis shows beyond the peaks."""
    return max(1.2, (5 - (max(peaks) - min(peaks))) / 2)


def _listed(peaks: Mapping[int, float], unit: str = "") -> str:
    return ", ".join(f"{mass} ({share:.1f}{unit})" for mass, share in peaks.items())


@dataclass(frozen=True, kw_only=True)
class Isotopes(Parameters):
    """An element, how its spectrum is drawn, and what is asked."""

    layout: str = one_of("sticks", "relative", "bars")
    element: str = one_of(*ISOTOPES)
    letter: str = one_of(*LETTERS)
    asked: str = one_of("mean", "grams", "pair", level_1=("mean", "grams"))
    amount: float = number(
        "n", "mol", (0.25, 0.4, 0.5, 0.75, 1.5, 2, 2.5, 3, 4), meaning="amount of the element", given=False
    )
    color: int = one_of(*range(len(COLORS)))

    def valid(self) -> bool:
        """Whether abundances are stated where a share is asked."""
        return self.asked != "pair" or self.layout != "relative"

    @property
    def peaks(self) -> dict[int, float]:
        """What is printed at each mass: % of the atoms, or of the tallest peak."""
        natural = ISOTOPES[self.element]
        return scaled(natural, max(natural.values())) if self.layout == "relative" else dict(natural)

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """The printed numbers, and the amount."""
        found = tuple(Quantity(symbol=f"x_{mass}", value=share, unit="%") for mass, share in self.peaks.items())
        return (*found, self.quantity("amount")) if self.asked == "grams" else found


@family("Chemistry - Spectra")
class IsotopeAbundance(Family[Isotopes]):
    """The isotopes of an element in % of all, in % of the tallest, or as bars; its relative atomic mass, or what follows of it."""

    def solve(self, p: Isotopes) -> Solution:
        """By the weighted mean, or by the chance of a pair."""
        peaks = p.peaks
        mean = mean_mass(peaks)
        common = sorted(sorted(peaks, key=lambda mass: -peaks[mass])[:2])
        answer = {
            "mean": number_answer(mean, "", digits=4, tolerance=0.001),
            "grams": number_answer(mean * p.amount, "g", digits=4, tolerance=0.002),
            "pair": number_answer(pair_share(peaks[common[0]], peaks[common[1]]), "%"),
        }[p.asked]
        total = sum(peaks.values())
        terms = " + ".join(f"{mass} · {share:.1f}" for mass, share in peaks.items())
        return Solution(
            answer=answer,
            hidden=(answer.text, p.element) if p.letter != p.element else (answer.text,),
            values={
                "listed": _listed(peaks, " %"),
                "way": "of the tallest peak" if p.layout == "relative" else "of the atoms",
                "sum": f"({terms}) / {format_number(total, 4)}",
                "mean": f"{mean:.2f}",
                "one": common[0],
                "two": common[1],
                "both": sum(common),
                "product": f"2 · {peaks[common[0]] / 100:.3f} · {peaks[common[1]] / 100:.3f}",
            },
        )

    def draw(self, p: Isotopes, sketch: Sketch) -> None:
        """The peaks, and the name of the element."""
        color = COLORS[p.color]
        words = f"element {p.letter}" + (f", {p.quantity('amount').label}" if p.asked == "grams" else "")
        if p.layout == "bars":
            self._draw_bars(p, sketch, color)
            sketch.text("title:element", words, (0, 0.75), align="left", valign="bottom", size=12)
        else:
            name = "abundance in %" if p.layout == "sticks" else "intensity in % of the tallest peak"
            draw_sticks(sketch, "axes:mass", (0, 0, 5.6, 3.8), p.peaks, name, color)
            if p.layout == "relative":
                tallest = max(p.peaks, key=lambda mass: p.peaks[mass])
                _draw_full(sketch, "axes:mass", p.peaks, tallest)
            sketch.text("title:element", words, (2.8, 3.95), valign="bottom", size=12)
        sketch.claim("count", "peak", value=len(p.peaks))

    def _draw_bars(self, p: Isotopes, sketch: Sketch, color: str) -> None:
        """One bar below the other, each with the mass of its isotope on the left and its share on the right."""
        tallest = max(p.peaks.values())
        longest = max(p.peaks, key=lambda mass: p.peaks[mass])
        sketch.line("foot:left", (0, 0.45), (0, 0.15 - 0.6 * len(p.peaks)), width=1.1)
        for row, (mass, share) in enumerate(p.peaks.items()):
            y, end = -0.6 * row, 4.6 * share / tallest
            name = sketch.rectangle(f"peak:{mass}", 0, y - 0.13, end, y + 0.13, fill=color, color=color, width=0.6)
            sketch.text(
                f"name:{mass}", rf"$^{{{mass}}}$" + p.letter, (0, y), of=name, toward=(-1, 0), gap_pt=5, size=13
            )
            sketch.text(f"label:{mass}", f"{share:.1f} %", (end, y), of=name, toward=(1, 0), gap_pt=4)
            sketch.claim("value", f"label:{mass}", value=share)
            sketch.claim("touches", name, "foot:left")
            if mass != longest:
                sketch.claim("width_ratio", name, f"peak:{longest}", value=share / tallest)
        names = [f"peak:{mass}" for mass in p.peaks]
        sketch.claim("order", *names, value="top_to_bottom")

    def questions(self, p: Isotopes) -> Iterator[Question]:
        """The tallest, smallest and heaviest peak, their number and a printed share."""
        peaks = p.peaks
        slots: dict[str, Any] = {"of": p.letter, "thing": "bar" if p.layout == "bars" else "peak"}
        ranked = sorted(peaks, key=lambda mass: peaks[mass])
        yield ask_number("tallest", ranked[-1], likely=list(peaks), step=1, low=1, **slots)
        yield ask_number("smallest", ranked[0], likely=list(peaks), step=1, low=1, **slots)
        yield ask_count("isotopes", len(peaks), likely=[2, 3, 4, 5], low=1, **slots)
        mass = list(peaks)[(LETTERS.index(p.letter) + p.color) % len(peaks)]
        yield ask_number("share", peaks[mass], likely=list(peaks.values()), low=0.1, mass=mass, **slots)

    @defect(visibility=2)
    def wrong_height(self, p: Isotopes, scene: FigureScene, draw: Random) -> FigureScene:
        """The peak of the most frequent isotope is drawn much smaller than its number says."""
        return _shrunk(scene, f"peak:{max(p.peaks, key=lambda mass: p.peaks[mass])}", 0.6)

    @defect(visibility=3)
    def missing_isotope(self, p: Isotopes, scene: FigureScene, draw: Random) -> FigureScene:
        """The peak of an isotope is left out."""
        mass = draw.choice(list(p.peaks))
        return scene.without(f"peak:{mass}", f"label:{mass}", f"name:{mass}")

    @defect(visibility=2)
    def shifted_peak(self, p: Isotopes, scene: FigureScene, draw: Random) -> FigureScene:
        """A peak does not begin at its mass number on the scale, or its bar not at the foot line."""
        return _shifted(scene, f"peak:{max(p.peaks, key=lambda mass: p.peaks[mass])}", 0.6)


def _shrunk(scene: FigureScene, name: str, factor: float) -> FigureScene:
    """The scene with a peak shorter, from its foot."""
    peak = scene.path(name)
    if peak.closed:
        return change(scene, replace(peak, points=tuple((x * factor, y) for x, y in peak.points)))
    (x0, y0), (x1, y1) = peak.points
    return change(scene, replace(peak, points=((x0, y0), (x1, y0 + factor * (y1 - y0)))))


def _shifted(scene: FigureScene, name: str, step: float) -> FigureScene:
    peak = scene.path(name)
    return change(scene, replace(peak, points=tuple((x + step, y) for x, y in peak.points)))


def _carbon(draw: Random, level: int, values: Mapping[str, Any]) -> int:
    num = sum(values["halogens"])
    fit = [place for place, (_, hydrogen) in enumerate(SKELETONS) if hydrogen > num]
    return draw.choice(fit)


@dataclass(frozen=True, kw_only=True)
class Halide(Parameters):
    """A compound of carbon, hydrogen and halogens, how its ions are drawn, and what is asked."""

    layout: str = one_of("cluster", "first", "loss", level_1=("cluster", "first"))
    halogens: tuple[int, int] = one_of(*HALOGENS, level_1=HALOGENS[:3] + HALOGENS[4:6] + HALOGENS[7:8])
    skeleton: int = drawn(_carbon, words="a skeleton of one to eight carbon atoms")
    letter: str = one_of(*LETTERS)
    asked: str = one_of("counts", "formula", level_1=("counts",), level_3=("formula", "formula", "counts"))
    color: int = one_of(*range(len(COLORS)))

    @property
    def counts(self) -> dict[str, int]:
        """Atoms of the molecule."""
        carbon, hydrogen = SKELETONS[self.skeleton]
        chlorine, bromine = self.halogens
        return {"C": carbon, "H": hydrogen - chlorine - bromine, "Br": bromine, "Cl": chlorine}

    @property
    def formula(self) -> str:
        """As Hill orders it."""
        return "".join(f"{element}{count if count > 1 else ''}" for element, count in self.counts.items() if count)

    @property
    def peaks(self) -> dict[int, float]:
        """Of the molecular ion, as printed."""
        raw = pattern(self.counts)
        return scaled(raw, raw[min(raw)] if self.layout == "first" else max(raw.values()))

    @property
    def fragment(self) -> dict[int, float]:
        """Of the ion that has lost a bromine atom, or a chlorine atom where there is none; empty where it is not drawn."""
        if self.layout != "loss":
            return {}
        counts = self.counts
        counts["Br" if counts["Br"] else "Cl"] -= 1
        raw = pattern(counts)
        return scaled(raw, max(raw.values()))

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """The printed intensities."""
        return tuple(Quantity(symbol=f"I_{mass}", value=share, unit="%") for mass, share in self.peaks.items())


@family("Chemistry - Spectra")
class HalogenPattern(Family[Halide]):
    """The cluster of a molecular ion by its tallest or first peak, perhaps with a fragment; its halogen atoms, or its formula."""

    def solve(self, p: Halide) -> Solution:
        """By the binomials of the two halogens; what is left of the mass is carbon and hydrogen."""
        chlorine, bromine = p.halogens
        counts = p.counts
        parts = [f"{count} {name}" for count, name in ((chlorine, "Cl"), (bromine, "Br")) if count]
        text = " and ".join(parts) if len(parts) == 2 else f"{parts[0]}, no {'Br' if chlorine else 'Cl'}"
        formula = plain_formula(p.formula)
        first = min(p.peaks)
        lost = "Br" if bromine else "Cl"
        fragment = f"; the fragment has {_listed(p.fragment)}" if p.fragment else ""
        return Solution(
            answer=Answer(text=formula if p.asked == "formula" else text),
            hidden=(formula, p.formula, text),
            values={
                "listed": _listed(p.peaks) + fragment,
                "way": "first" if p.layout == "first" else "tallest",
                "found": " and ".join(parts),
                "binomials": " · ".join(
                    f"({light} + {heavy})^{count}"
                    for count, light, heavy in ((chlorine, "0.758", "0.242"), (bromine, "0.507", "0.493"))
                    if count
                ),
                "rest": first - 35 * chlorine - 79 * bromine,
                "first": first,
                "formula": formula,
                "loss": f" The fragment lies {first - min(p.fragment)} lower: {lost} is lost." if p.fragment else "",
                "hydrocarbon": plain_formula(
                    f"C{counts['C'] if counts['C'] > 1 else ''}H{counts['H'] if counts['H'] > 1 else ''}"
                ),
            },
        )

    def draw(self, p: Halide, sketch: Sketch) -> None:
        """One panel for each ion."""
        color = COLORS[p.color]
        if p.layout == "loss":
            draw_sticks(
                sketch, "axes:fragment", (0, 0, 3.3, 3.6), p.fragment, "intensity in % of the tallest", color, 100
            )
            draw_sticks(sketch, "axes:molecule", (4.3, 0, 7.9, 3.6), p.peaks, "", color, 100)
            sketch.text("title:fragment", "fragment, one halogen lost", (1.65, 3.75), valign="bottom")
            sketch.text("title:molecule", f"molecular ion of {p.letter}", (6.1, 3.75), valign="bottom")
            sketch.claim("order", f"peak:{min(p.fragment)}", f"peak:{min(p.peaks)}", value="left_to_right")
        else:
            draw_sticks(sketch, "axes:molecule", (0, 0, 5.6, 3.8), p.peaks, f"intensity in % of the {'first' if p.layout == 'first' else 'tallest'} peak", color)  # fmt: skip
            sketch.text("title:molecule", f"molecular ion of {p.letter}", (2.8, 3.95), valign="bottom", size=12)
            if p.layout == "first":
                _draw_full(sketch, "axes:molecule", p.peaks, min(p.peaks))
        sketch.claim("count", "peak", value=len(p.peaks) + len(p.fragment))

    def questions(self, p: Halide) -> Iterator[Question]:
        """Where peaks lie, how many there are, and a printed intensity."""
        peaks = p.peaks
        slots: dict[str, Any] = {"of": p.letter}
        first = min(peaks)
        near = [first - 2, first + 1, first + 12, first - 1]
        yield ask_number("first", first, likely=[*peaks, *near], step=2, low=1, **slots)
        tallest = max(peaks, key=lambda mass: peaks[mass])
        yield ask_number("tallest", tallest, likely=[*peaks, *near], step=2, low=1, **slots)
        yield ask_count("peaks", len(peaks), likely=[2, 3, 4, 5], low=1, **slots)
        asked = [mass for mass, share in peaks.items() if share != 100]
        mass = asked[(LETTERS.index(p.letter) + p.color + p.skeleton) % len(asked)]
        yield ask_number("height", peaks[mass], likely=[value for value in peaks.values() if value != 100], low=0.1, mass=mass, **slots)  # fmt: skip
        if p.fragment:
            yield ask_number(
                "lower", min(p.fragment), likely=[*p.fragment, min(p.fragment) - 2], step=2, low=1, **slots
            )

    @defect(visibility=2)
    def wrong_height(self, p: Halide, scene: FigureScene, draw: Random) -> FigureScene:
        """The tallest peak of the molecular ion is drawn much smaller than its number says."""
        return _shrunk(scene, f"peak:{max(p.peaks, key=lambda mass: p.peaks[mass])}", 0.6)

    @defect(visibility=3)
    def missing_peak(self, p: Halide, scene: FigureScene, draw: Random) -> FigureScene:
        """A peak of the cluster is left out, so that the binomial has a gap."""
        mass = draw.choice(list(p.peaks))
        return scene.without(f"peak:{mass}", f"label:{mass}")

    @defect(visibility=2)
    def odd_step(self, p: Halide, scene: FigureScene, draw: Random) -> FigureScene:
        """A peak stands one mass off its place, though isotopes of a halogen are two apart."""
        return _shifted(scene, f"peak:{max(p.peaks)}", -1.0)
