"""Chemistry - Spectra, lines: isotope patterns in mass spectra and the emission lines of hydrogen-like atoms.

A pattern of chlorine and bromine is the product of the binomials of their two isotopes. Lines follow Rydberg:
1 / lambda = R Z^2 (1 / n1^2 - 1 / n2^2), vacuum wavelengths. Abundances in % from IUPAC (2013 review), masses as mass numbers.
"""

import itertools
from collections import defaultdict
from dataclasses import replace
from random import Random

from scisynth.core.problems import Answer
from scisynth.figures.families.registry import defect, family
from scisynth.figures.parts.chemistry import (
    CHARGE,
    LIGHT,
    PLANCK,
    composition,
    near_counts,
    other_options,
    plain_formula,
)
from scisynth.figures.parts.palette import BLUE, INK, RED
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer

TYPE = "Chemistry - Spectra"
ISOTOPES = {
    "B": {10: 19.9, 11: 80.1}, "Mg": {24: 79.0, 25: 10.0, 26: 11.0}, "Si": {28: 92.2, 29: 4.7, 30: 3.1}, "Cl": {35: 75.8, 37: 24.2},
    "K": {39: 93.3, 41: 6.7}, "Cu": {63: 69.2, 65: 30.8}, "Ga": {69: 60.1, 71: 39.9}, "Br": {79: 50.7, 81: 49.3}, "Ag": {107: 51.8, 109: 48.2},
    "Sb": {121: 57.2, 123: 42.8}, "Rb": {85: 72.2, 87: 27.8}, "Ne": {20: 90.5, 21: 0.3, 22: 9.2}, "Zn": {64: 49.2, 66: 27.7, 67: 4.0, 68: 18.5, 70: 0.6},
    "Ge": {70: 20.6, 72: 27.5, 73: 7.7, 74: 36.5, 76: 7.7}, "Sr": {84: 0.6, 86: 9.8, 87: 7.0, 88: 82.6}, "Pb": {204: 1.4, 206: 24.1, 207: 22.1, 208: 52.4},
    "Ti": {46: 8.3, 47: 7.4, 48: 73.7, 49: 5.4, 50: 5.2}, "Cr": {50: 4.3, 52: 83.8, 53: 9.5, 54: 2.4}, "Fe": {54: 5.8, 56: 91.8, 57: 2.1, 58: 0.3},
    "Li": {6: 7.6, 7: 92.4}, "In": {113: 4.3, 115: 95.7}, "Tl": {203: 29.5, 205: 70.5}, "Ir": {191: 37.3, 193: 62.7}, "Ni": {58: 68.1, 60: 26.2, 61: 1.2, 62: 3.6, 64: 0.9},
    "Eu": {151: 47.8, 153: 52.2}, "La": {138: 0.1, 139: 99.9}, "Re": {185: 37.4, 187: 62.6}, "S": {32: 95.0, 33: 0.8, 34: 4.2}, "V": {50: 0.2, 51: 99.8},
    "Ar": {36: 0.3, 38: 0.1, 40: 99.6},
}  # fmt: skip
HALIDES = [
    "CH3Cl",
    "CH2Cl2",
    "CHCl3",
    "CCl4",
    "CH3Br",
    "CH2Br2",
    "CHBr3",
    "CH2BrCl",
    "C6H5Cl",
    "C6H4Cl2",
    "C6H5Br",
    "C2H5Br",
    "C2H5Cl",
    "C2H4Cl2",
    "C2H4Br2",
    "C6H4BrCl",
    "C6H4Br2",
    "C2HCl3",
    "C3H7Br",
    "C3H7Cl",
    "CHBrCl2",
    "CHBr2Cl",
    "C4H9Br",
    "C4H9Cl",
    "C6H3Cl3",
    "C2Cl4",
    "C2H4BrCl",
    "CBrCl3",
    "C7H7Cl",
    "C7H7Br",
]
LIGHT_MASS = {"C": 12, "H": 1, "Cl": 35, "Br": 79}


def pattern(formula: str) -> dict[int, float]:
    """Masses of the molecular ion and their fraction of it in %, from chlorine and bromine alone."""
    counts = composition(formula)
    found: dict[int, float] = {sum(LIGHT_MASS[element] * count for element, count in counts.items()): 100.0}
    for element in ("Cl", "Br"):
        _, heavy = ISOTOPES[element].values()
        for _ in range(counts[element]):
            after: dict[int, float] = defaultdict(float)
            for mass, share in found.items():
                after[mass] += share * (100 - heavy) / 100
                after[mass + 2] += share * heavy / 100
            found = after
    return dict(found)


def _sticks(sketch: Sketch, peaks: dict[int, float], top: float, label: str, digits: int) -> None:
    low, high = min(peaks), max(peaks)
    pad = max(1.5, (5 - (high - low)) / 2)
    sketch.axes(
        "axes:mass", (0, 0, 5.6, 3.8), x_limits=(low - pad, high + pad), y_limits=(0, top * 1.16), x_label="$m/z$", y_label=label,
        x_ticks=tuple(range(low, high + 1)),
    )  # fmt: skip
    for mass, share in peaks.items():
        sketch.line(f"peak:{mass}", (mass, 0), (mass, share), axes="axes:mass", color=BLUE, width=4)
        sketch.claim("at", f"peak:{mass}", value=(mass, share / 2))
        sketch.text(
            f"label:{mass}",
            f"{share:.{digits}f}",
            (mass, share),
            of=f"peak:{mass}",
            toward=(0, 1),
            gap_pt=4,
            axes="axes:mass",
        )
        sketch.claim("value", f"label:{mass}", value=round(share, digits))
    sketch.claim("count", "peak", value=len(peaks))


@family(TYPE, "isotope_abundance")
def isotope_abundance(draw: Random) -> FigureScene:
    """The mass spectrum of an element; its relative atomic mass is the weighted mean."""
    symbol = draw.choice(sorted(ISOTOPES))
    peaks = ISOTOPES[symbol]
    mean = sum(mass * share for mass, share in peaks.items()) / sum(peaks.values())
    sketch = Sketch()
    _sticks(sketch, peaks, max(peaks.values()), "abundance in %", 1)
    answer = number_answer(mean, "", digits=4, tolerance=0.001)
    base = max(peaks, key=lambda mass: peaks[mass])
    least = min(peaks, key=lambda mass: peaks[mass])
    numbers = [str(mass) for mass in (*peaks, max(peaks) + 1, min(peaks) - 1, max(peaks) + 2, max(peaks) + 3)]
    listed = ", ".join(f"{mass} ({share:g} %)" for mass, share in peaks.items())
    return sketch.scene(
        problem=f"An element has the isotopes {listed}. Find its relative atomic mass; take mass numbers for the masses of the isotopes.",
        multimodal_question="Find the relative atomic mass of the element from its mass spectrum, with mass numbers for the masses.",
        givens=tuple(Quantity(symbol=f"x_{mass}", value=share, unit="%") for mass, share in peaks.items()),
        unknown="the relative atomic mass",
        answer=answer,
        solution="Σ m x = "
        + " + ".join(f"{mass}·{share / 100:.4g}" for mass, share in peaks.items())
        + f" = {mean:.2f}",
        hidden=(f"{mean:.2f}", symbol),
        quizzes=(
            make_quiz(draw, "At which m/z is the tallest peak?", str(base), other_options(draw, numbers, str(base))),
            make_quiz(draw, "At which m/z is the smallest peak?", str(least), other_options(draw, numbers, str(least))),
            make_quiz(draw, "How many isotopes are shown?", str(len(peaks)), near_counts(draw, len(peaks), 1)),
        ),
        alt_text=f"Mass spectrum of an element with peaks at {listed}.",
    )


@family(TYPE, "halogen_pattern")
def halogen_pattern(draw: Random) -> FigureScene:
    """The cluster of a molecular ion; how many chlorine and bromine atoms are in it?"""
    formula = draw.choice(HALIDES)
    counts, raw = composition(formula), pattern(formula)
    tallest = max(raw.values())
    peaks = {mass: 100 * share / tallest for mass, share in raw.items() if 100 * share / tallest >= 0.3}
    sketch = Sketch()
    _sticks(sketch, peaks, 100, "relative intensity in %", 1)
    chlorine, bromine = counts["Cl"], counts["Br"]
    text = f"{chlorine} Cl and {bromine} Br"
    first, base = min(peaks), max(peaks, key=lambda mass: peaks[mass])
    numbers = [str(mass) for mass in (*peaks, first - 2, first + 1, first + 12, first + 14)]
    listed = ", ".join(f"{mass} ({share:.1f})" for mass, share in peaks.items())
    return sketch.scene(
        problem=f"The molecular ion of a compound of C, H, Cl and Br gives the peaks {listed}, relative intensities in brackets. How many Cl and Br atoms does it hold?",
        multimodal_question="The figure shows the molecular ion of a compound of C, H, Cl and Br. How many Cl and Br atoms does it hold?",
        givens=tuple(Quantity(symbol=f"I_{mass}", value=round(share, 1), unit="%") for mass, share in peaks.items()),
        unknown="the numbers of Cl and Br atoms",
        answer=Answer(text=text),
        solution=f"(0.758 + 0.242)^{chlorine} · (0.507 + 0.493)^{bromine} gives the pattern: {plain_formula(formula)}",
        hidden=(text, formula),
        quizzes=(
            make_quiz(draw, "At which m/z is the lightest peak?", str(first), other_options(draw, numbers, str(first))),
            make_quiz(draw, "At which m/z is the tallest peak?", str(base), other_options(draw, numbers, str(base))),
            make_quiz(draw, "How many peaks are drawn?", str(len(peaks)), near_counts(draw, len(peaks), 1)),
        ),
        alt_text=f"Molecular ion with peaks at m/z {listed}.",
    )


RYDBERG = {1: ("H", 1.0967758e7), 2: ("He⁺", 1.0972227e7), 3: ("Li²⁺", 1.0972873e7)}
SERIES = {1: "Lyman", 2: "Balmer", 3: "Paschen", 4: "Brackett"}


def line_nm(number: int, low: int, high: int) -> float:
    """Vacuum wavelength of a hydrogen-like ion with that nuclear charge."""
    return 1e9 / (RYDBERG[number][1] * number**2 * (1 / low**2 - 1 / high**2))


def visible_color(wavelength: float) -> str:
    """A muted colour for a wavelength in nm; ink outside the visible."""
    bounds = (
        (380, "#5b2c83"),
        (450, "#2a4fa2"),
        (495, "#1f8a70"),
        (570, "#c9a400"),
        (590, "#d9822b"),
        (620, RED),
        (750, ""),
    )
    if not 380 <= wavelength < 750:
        return "#333333"
    return next(color for (start, color), (stop, _) in itertools.pairwise(bounds) if start <= wavelength < stop)


@family(TYPE, "emission_lines")
def emission_lines(draw: Random) -> FigureScene:
    """The lines of one series of a hydrogen-like atom; upper level or photon energy of a marked one."""
    number, low = draw.choice((1, 1, 2, 3)), draw.choice((1, 2, 3))
    upper = range(low + 1, low + 5)
    lines = {high: line_nm(number, low, high) for high in upper}
    marked = draw.choice(list(upper))
    species = RYDBERG[number][0]
    span = max(lines.values()) - min(lines.values())
    sketch = Sketch()
    limits = (min(lines.values()) - 0.14 * span, max(lines.values()) + 0.14 * span)
    sketch.axes(
        "axes:lines",
        (0, 0, 6.4, 1.7),
        x_limits=limits,
        y_limits=(0, 1),
        x_label="wavelength in nm",
        y_ticks=(),
        style="frame",
    )
    _draw_lines(sketch, lines, marked, span)
    sketch.claim("count", "line", value=len(lines))
    sketch.text("title:species", f"{species}, {SERIES[low]} series", (3.2, 2.5), valign="bottom", size=12)
    wavelength = round(lines[marked], 1)
    energy = PLANCK * LIGHT / (wavelength * 1e-9) / CHARGE
    asked, answer, solution, hidden = draw.choice(
        [
            (
                "the upper level n from which line X starts",
                Answer(text=f"n = {marked}", value=marked),
                f"1/λ = R·{number}²·(1/{low}² - 1/n²) with λ = {wavelength} nm: n = {marked}",
                f"n = {marked}",
            ),
            (
                "the energy of a photon of line X in eV",
                number_answer(energy, "eV"),
                f"E = h c / λ = {format_number(energy)} eV",
                f"{format_number(energy)} eV",
            ),
        ]
    )
    words = [f"{value:.1f} nm" for value in lines.values()]
    longest, shown = f"{max(lines.values()):.1f} nm", f"{wavelength:.1f} nm"
    return sketch.scene(
        problem=f"In the {SERIES[low]} series of {species} (lower level {low}, nuclear charge {number}) a line X lies at {wavelength} nm. Find {asked}.",
        multimodal_question=f"Find {asked}.",
        givens=(
            Quantity(symbol="λ", value=wavelength, unit="nm"),
            Quantity(symbol="n₁", value=low),
            Quantity(symbol="Z", value=number),
        ),
        unknown=asked,
        answer=answer,
        solution=solution,
        hidden=(hidden,),
        quizzes=(
            make_quiz(draw, "Which wavelength has line X?", shown, other_options(draw, words, shown)),
            make_quiz(draw, "Which line has the longest wavelength?", longest, other_options(draw, words, longest)),
            make_quiz(draw, "How many lines are drawn?", str(len(lines)), near_counts(draw, len(lines), 1)),
        ),
        alt_text=f"Emission lines of {species}, {SERIES[low]} series, at {', '.join(words)}; the one at {wavelength} nm is marked X.",
    )


def _draw_lines(sketch: Sketch, lines: dict[int, float], marked: int, span: float) -> None:
    """Every line with its wavelength, and the letter at the marked one."""
    for row, (high, wavelength) in enumerate(lines.items()):
        strong = high == marked
        name = f"line:{row}"
        sketch.line(
            name, (wavelength, 0), (wavelength, 1), axes="axes:lines", color=visible_color(wavelength), width=3.2
        )
        sketch.claim("at", name, value=(wavelength, 0.5), tolerance=0.004)
        lift = 24 if row == len(lines) - 2 else 6
        sketch.text(
            f"label:{row}",
            f"{wavelength:.1f}",
            (wavelength, 1),
            of=name,
            toward=(0, 1),
            gap_pt=lift,
            axes="axes:lines",
            size=10,
            color=RED if strong else INK,
        )
        if strong:
            # Lines crowd towards the limit of the series, so only the last one has its room on the other side.
            side = -1 if row == len(lines) - 1 else 1
            sketch.line(
                "pointer:X",
                (wavelength, 0.3),
                (wavelength + side * 0.055 * span, 0.3),
                axes="axes:lines",
                width=1.0,
                color=RED,
            )
            sketch.text(
                "mark:X",
                "X",
                (wavelength + side * 0.055 * span, 0.3),
                of="pointer:X",
                toward=(side, 0),
                gap_pt=2,
                axes="axes:lines",
                color=RED,
                size=13,
            )
            sketch.claim("connected", "pointer:X", name)
            sketch.claim("near", "mark:X", name, tolerance=60)


def _wrong_height(scene: FigureScene, draw: Random) -> FigureScene:
    """A peak is drawn at another height than its number says."""
    peaks = [mark for mark in scene.marks if mark.id.startswith("peak:") and isinstance(mark, Path)]
    peak = max(peaks, key=lambda mark: mark.points[1][1])
    lower = replace(peak, points=(peak.points[0], (peak.points[1][0], peak.points[1][1] * 0.6)))
    return scene.with_marks(tuple(lower if mark.id == peak.id else mark for mark in scene.marks))


@defect("emission_lines", "shifted_line")
def shifted_line(scene: FigureScene, draw: Random) -> FigureScene:
    """A line stands between its neighbours, where no transition is."""
    lines = [mark for mark in scene.marks if mark.id.startswith("line:") and isinstance(mark, Path)]
    one, two = lines[0], lines[1]
    middle = (one.points[0][0] + two.points[0][0]) / 2
    moved = replace(one, points=tuple((middle, y) for _, y in one.points))
    return scene.with_marks(tuple(moved if mark.id == one.id else mark for mark in scene.marks))


defect("isotope_abundance", "wrong_peak_height")(_wrong_height)
defect("halogen_pattern", "wrong_peak_height")(_wrong_height)
