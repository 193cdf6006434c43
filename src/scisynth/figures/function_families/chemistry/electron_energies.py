"""Chemistry - Electron Config, energies: successive and first ionisation energies, and photoelectron spectra.

Ionisation energies are those of the NIST Atomic Spectra Database in kJ/mol, rounded; subshell binding energies are in MJ/mol
(photoelectron and X-ray data as tabulated for teaching). A jump by a large factor shows where a new shell is opened.
"""

import math
from dataclasses import replace
from random import Random

import numpy as np

from scisynth.core.problems import Answer
from scisynth.figures.families.registry import defect, family
from scisynth.figures.parts.atoms import SUBSHELLS, configuration
from scisynth.figures.parts.chemistry import AVOGADRO, LIGHT, PLANCK, near_counts, other_options
from scisynth.figures.parts.palette import BLUE, RED
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer
from scisynth.grading.values.chemistry import ELEMENT_NAMES, ELEMENTS, NUMBERS

TYPE = "Chemistry - Electron Config"
SUCCESSIVE = {
    "Be": (899.5, 1757, 14849, 21007), "B": (800.6, 2427, 3660, 25026, 32827), "C": (1086.5, 2353, 4620, 6223, 37831, 47277),
    "N": (1402.3, 2856, 4578, 7475, 9445, 53267, 64360), "Na": (495.8, 4562, 6910, 9543, 13354, 16613, 20117, 25496),
    "Mg": (737.7, 1451, 7733, 10543, 13630, 18020, 21711, 25661), "Al": (577.5, 1817, 2745, 11577, 14842, 18379, 23326, 27465),
    "Si": (786.5, 1577, 3232, 4356, 16091, 19805, 23780, 29287), "P": (1011.8, 1907, 2914, 4964, 6274, 21267, 25431, 29872),
    "S": (999.6, 2252, 3357, 4556, 7004, 8496, 27107, 31719), "Cl": (1251.2, 2298, 3822, 5159, 6542, 9362, 11018, 33604),
    "K": (418.8, 3052, 4420, 5877, 7975, 9590, 11343, 14944), "Ca": (589.8, 1145, 4912, 6491, 8153, 10496, 12270, 14206),
}  # fmt: skip
FIRST = (
    1312.0, 2372.3, 520.2, 899.5, 800.6, 1086.5, 1402.3, 1313.9, 1681.0, 2080.7, 495.8, 737.7, 577.5, 786.5, 1011.8, 999.6,
    1251.2, 1520.6, 418.8, 589.8,
)  # fmt: skip
"""Hydrogen to calcium, kJ/mol."""
BINDING = {
    "Li": (6.26, 0.52), "Be": (11.5, 0.90), "B": (19.3, 1.36, 0.80), "C": (28.6, 1.72, 1.09), "N": (39.6, 2.45, 1.40),
    "O": (52.6, 3.12, 1.31), "F": (67.2, 3.88, 1.68), "Ne": (84.0, 4.68, 2.08), "Na": (104, 6.84, 3.67, 0.50),
    "Mg": (126, 9.07, 5.31, 0.74), "Al": (151, 12.1, 7.79, 1.09, 0.58), "Si": (178, 15.1, 10.3, 1.46, 0.79),
    "P": (208, 18.7, 13.5, 1.95, 1.01), "S": (239, 22.7, 16.5, 2.05, 1.00), "Cl": (273, 26.8, 20.2, 2.44, 1.25),
    "Ar": (309, 31.5, 24.1, 2.82, 1.52), "K": (347, 37.1, 29.1, 3.93, 2.38, 0.42), "Ca": (390, 42.7, 34.0, 4.65, 2.90, 0.59),
}  # fmt: skip
"""1s, 2s, 2p, 3s, 3p, 4s; MJ/mol."""


@family(TYPE, "successive_ionisation")
def successive_ionisation(draw: Random) -> FigureScene:
    """Successive ionisation energies on a log scale; the large jump tells the valence electrons."""
    symbol = draw.choice(sorted(SUCCESSIVE))
    shown = (
        draw.randint(max(4, _valence(symbol) + 1), len(SUCCESSIVE[symbol]))
        if _valence(symbol) > 3
        else len(SUCCESSIVE[symbol])
    )
    values, valence = SUCCESSIVE[symbol][:shown], _valence(symbol)
    low, high = 10 ** math.floor(math.log10(0.9 * min(values))), 10 ** math.ceil(math.log10(max(values)))
    sketch = Sketch()
    sketch.axes(
        "axes:energies", (0, 0, 5.6, 4.0), x_limits=(0.4, shown + 0.6), y_limits=(low, high), y_scale="log",
        x_label="number of the ionisation", y_label="ionisation energy in kJ/mol", x_ticks=tuple(range(1, shown + 1)), grid=True,
    )  # fmt: skip
    points = [(float(index), float(value)) for index, value in enumerate(values, 1)]
    sketch.line("trend:energies", *points, axes="axes:energies", color=BLUE, width=1.2)
    # A dot in data coordinates of a log axis would be an egg, so points are short crosses.
    for index, (x, y) in enumerate(points, 1):
        half, factor = 0.09, (high / low) ** 0.016
        sketch.area(
            f"point:{index}",
            (x - half, y),
            (x, y * factor),
            (x + half, y),
            (x, y / factor),
            fill=BLUE,
            width=0,
            axes="axes:energies",
            z=4,
        )
        sketch.claim("on", f"point:{index}", "trend:energies")
    sketch.claim("monotone", "trend:energies", value="increasing")
    sketch.claim("count", "point", value=shown)
    _claim_heights(sketch, points, low, high)
    sketch.text("title:X", "element X", (2.8, 4.15), valign="bottom", size=12)
    group = valence if valence < 3 else valence + 10
    oxide = {1: "X₂O", 2: "XO", 3: "X₂O₃", 4: "XO₂", 5: "X₂O₅", 6: "XO₃", 7: "X₂O₇"}[valence]
    period = 2 if NUMBERS[symbol] <= 10 else 3 if NUMBERS[symbol] <= 18 else 4
    asked, text, hidden = draw.choice(
        [
            ("Which group of the periodic table does X belong to?", f"group {group}", f"group {group}"),
            ("How many valence electrons has X?", f"{valence} valence electrons", f"{valence} valence electrons"),
            ("What is the formula of the oxide in which X uses all its valence electrons?", oxide, oxide),
            (
                f"X is in period {period}. Which element is it?",
                f"{ELEMENT_NAMES[NUMBERS[symbol] - 1]} ({symbol})",
                symbol,
            ),
        ]
    )
    decade = int(math.log10(values[0]))
    first = f"between {10**decade:g} and {10 ** (decade + 1):g} kJ/mol"
    spans = [f"between {10**power:g} and {10 ** (power + 1):g} kJ/mol" for power in (1, 2, 3, 4, 5)]
    given = ", ".join(f"{value:g}" for value in values)
    ratio = max(range(1, shown), key=lambda index: values[index] / values[index - 1])
    jumps = [f"between ionisation {index} and {index + 1}" for index in range(1, 8)]
    return sketch.scene(
        problem=f"The successive ionisation energies of an element X are {given} kJ/mol. {asked}",
        multimodal_question=f"The plot shows successive ionisation energies of an element X. {asked}",
        givens=tuple(
            Quantity(symbol=f"I_{index}", value=value, unit="kJ/mol") for index, value in enumerate(values, 1)
        ),
        unknown=asked.removesuffix("?").lower(),
        answer=Answer(text=text),
        solution=f"The jump follows ionisation {valence}: {valence} valence electrons; {text}",
        hidden=(hidden,),
        quizzes=(
            make_quiz(draw, "How many ionisations are plotted?", str(shown), near_counts(draw, shown, 1)),
            make_quiz(draw, "Where does the first point lie?", first, other_options(draw, spans, first)),
            make_quiz(
                draw,
                "Between which neighbouring points is the step largest?",
                jumps[ratio - 1],
                other_options(draw, jumps, jumps[ratio - 1]),
            ),
        ),
        alt_text=f"Logarithmic plot of the first {shown} ionisation energies of an element X.",
    )


def _claim_heights(sketch: Sketch, points: list[tuple[float, float]], low: float, high: float) -> None:
    """Every point lies at its value; on a log axis a millionth of the span would pass, so the tolerance is the value's own."""
    for index, (x, y) in enumerate(points, 1):
        sketch.claim("at", f"point:{index}", value=(x, y), tolerance=max(0.04 * y / (high - low), 1e-6))


def _valence(symbol: str) -> int:
    outer = configuration(NUMBERS[symbol])
    top = max(n for n, _, _ in outer)
    return sum(count for n, _, count in outer if n == top)


@family(TYPE, "first_ionisation")
def first_ionisation(draw: Random) -> FigureScene:
    """First ionisation energies along the periods; the photon that ionises one atom."""
    start = draw.choice((1, 3, 11))
    stop = {1: 10, 3: 18, 11: 20}[start]
    number = draw.randint(start, stop)
    energy = FIRST[number - 1]
    sketch = Sketch()
    sketch.axes(
        "axes:first", (0, 0, 6.4, 4.0), x_limits=(start - 0.8, stop + 0.8), y_limits=(0, 2600), x_label="atomic number $Z$",
        y_label="first ionisation energy in kJ/mol", x_ticks=tuple(range(start, stop + 1)), grid=True,
    )  # fmt: skip
    points = [(float(z), FIRST[z - 1]) for z in range(start, stop + 1)]
    sketch.line("trend:first", *points, axes="axes:first", color=BLUE, width=1.3)
    half_x = 0.075 / 6.4 * (stop - start + 1.6)
    for z, (x, y) in zip(range(start, stop + 1), points, strict=True):
        color = RED if z == number else BLUE
        sketch.circle(
            f"point:{z}", (x, y), half_x, radius_y=0.075 / 4 * 2600, fill=color, color=color, axes="axes:first", z=4
        )
        sketch.claim("at", f"point:{z}", value=(x, y))
        before, after = (FIRST[other - 1] if start <= other <= stop else 0 for other in (z - 1, z + 1))
        side = -1 if y < before and y < after else 1
        sketch.text(
            f"label:{z}",
            ELEMENTS[z - 1],
            (x, y),
            of=f"point:{z}",
            toward=(0, side),
            gap_pt=7,
            axes="axes:first",
            size=10,
        )
    sketch.claim("count", "point", value=stop - start + 1)
    sketch.text(
        "value:asked", f"$I_1$({ELEMENTS[number - 1]}) = {energy:g} kJ/mol", (stop + 0.6, 2450), align="right", axes="axes:first", color=RED,
    )  # fmt: skip
    sketch.claim("value", "value:asked", value=energy)
    wavelength = PLANCK * LIGHT * AVOGADRO / (energy * 1e3) * 1e9
    electronvolt = energy / 96.485332
    asked, answer, solution = draw.choice(
        [
            (
                "longest wavelength of light, in nm, that ionises the atom",
                number_answer(wavelength, "nm"),
                f"λ = h c N_A / I = {format_number(wavelength)} nm",
            ),
            (
                "ionisation energy of one atom in eV",
                number_answer(electronvolt, "eV"),
                f"I / (96.485 kJ/mol per eV) = {format_number(electronvolt)} eV",
            ),
        ]
    )
    symbol = ELEMENTS[number - 1]
    shown = {ELEMENTS[z - 1]: FIRST[z - 1] for z in range(start, stop + 1)}
    top = max(shown, key=lambda item: shown[item])
    bottom = min(shown, key=lambda item: shown[item])
    return sketch.scene(
        problem=f"The first ionisation energy of {ELEMENT_NAMES[number - 1]} is {energy:g} kJ/mol. Find the {asked}.",
        multimodal_question=f"For the element whose value is written in the plot, find the {asked}.",
        givens=(Quantity(symbol="I", value=energy, unit="kJ/mol", meaning=f"first ionisation energy of {symbol}"),),
        unknown=f"the {asked}",
        answer=answer,
        solution=solution,
        hidden=(answer.text,),
        quizzes=(
            make_quiz(
                draw, "Which element has the highest value in the plot?", top, other_options(draw, list(shown), top)
            ),
            make_quiz(
                draw,
                "Which element has the lowest value in the plot?",
                bottom,
                other_options(draw, list(shown), bottom),
            ),
            make_quiz(
                draw, "Which element's value is written in the plot?", symbol, other_options(draw, list(shown), symbol)
            ),
        ),
        alt_text=f"First ionisation energies from {ELEMENTS[start - 1]} to {ELEMENTS[stop - 1]}; that of {symbol} is {energy:g} kJ/mol.",
    )


@family(TYPE, "photoelectron_spectrum")
def photoelectron_spectrum(draw: Random) -> FigureScene:
    """Peaks at the binding energies of the subshells, as high as they hold electrons; which element is it?"""
    symbol = draw.choice(sorted(BINDING))
    number, energies = NUMBERS[symbol], BINDING[symbol]
    filling = sorted(configuration(number))
    photon = draw.choice((500, 600, 750))
    tallest = max(count for *_, count in filling)
    sketch = Sketch()
    sketch.axes(
        "axes:pes", (0, 0, 6.2, 3.4), x_limits=(1000, 0.2), y_limits=(0, tallest * 1.25), x_scale="log", y_ticks=tuple(range(0, tallest + 1, 1)),
        x_label="binding energy in MJ/mol", y_label="relative number of electrons", x_ticks=(1000, 100, 10, 1), grid=True,
        x_tick_labels=("1000", "100", "10", "1"),
    )  # fmt: skip
    sketch.line("base:zero", (1000, 0), (0.2, 0), axes="axes:pes", color=BLUE, width=1.4)
    for index, ((n, ell, count), energy) in enumerate(zip(filling, energies, strict=True)):
        crowded = index + 1 < len(energies) and energy / energies[index + 1] < 1.7
        name = f"{n}{SUBSHELLS[ell]}"
        offsets = np.linspace(-3.2, 3.2, 41)
        peak = [(float(energy * 10 ** (0.022 * step)), float(count * math.exp(-step * step / 2))) for step in offsets]
        sketch.line(f"peak:{name}", *peak, axes="axes:pes", color=BLUE, width=1.6)
        sketch.claim("formula", f"peak:{name}", value=f"{count}*exp(-((log10(x)-{math.log10(energy):.6f})/0.022)**2/2)")
        sketch.text(
            f"label:{name}",
            f"{energy:g}",
            (energy, count),
            of=f"peak:{name}",
            toward=(-0.6 if crowded else 0, 1),
            gap_pt=3,
            axes="axes:pes",
            size=9.5,
        )
    sketch.claim("count", "peak", value=len(filling))
    name = ELEMENT_NAMES[number - 1]
    inner = energies[0]
    asked, answer, solution, hidden = draw.choice(
        [
            ("Which element is it?", Answer(text=f"{name} ({symbol})"), f"{number} electrons in all: {name}", name),
            (
                f"Photons of {photon} MJ/mol were used. Find the kinetic energy of the electrons of the innermost subshell.",
                number_answer(photon - inner, "MJ/mol"),
                f"E = {photon} - {inner:g} MJ/mol = {format_number(photon - inner)} MJ/mol",
                f"{format_number(photon - inner)} MJ/mol",
            ),
        ]
    )
    counts = [count for *_, count in filling]
    highest = f"{energies[counts.index(tallest)]:g} MJ/mol"
    words = [f"{energy:g} MJ/mol" for energy in (*energies, inner * 1.5, inner / 2, 0.31)]
    outer = f"{energies[-1]:g} MJ/mol"
    tops = [f"{energies[counts.index(count)]:g} MJ/mol" for count in sorted(set(counts))]
    return sketch.scene(
        problem=f"The photoelectron spectrum of a neutral atom has peaks at {', '.join(f'{energy:g}' for energy in energies)} MJ/mol "
        f"with relative heights {', '.join(map(str, counts))}. {asked}",
        multimodal_question=f"The figure shows the photoelectron spectrum of a neutral atom. {asked}",
        givens=tuple(
            Quantity(symbol=f"E_{index}", value=energy, unit="MJ/mol", meaning=f"peak of height {count}")
            for index, (energy, count) in enumerate(zip(energies, counts, strict=True), 1)
        ),
        unknown=asked.removesuffix("?").lower(),
        answer=answer,
        solution=solution,
        hidden=(hidden,),
        quizzes=(
            make_quiz(
                draw, "How many peaks does the spectrum have?", str(len(filling)), near_counts(draw, len(filling), 1)
            ),
            make_quiz(draw, "Which peak has the lowest binding energy?", outer, other_options(draw, words, outer)),
            make_quiz(draw, "How high is the tallest peak, in electrons?", str(tallest), near_counts(draw, tallest, 1)),
        ),
        alt_text=f"Photoelectron spectrum with {len(filling)} peaks; the tallest, {highest}, is {tallest} electrons high ({len(tops)} heights).",
    )


@defect("successive_ionisation", "jump_too_early")
def jump_too_early(scene: FigureScene, draw: Random) -> FigureScene:
    """The last point before the jump is drawn as high as the next one."""
    marks = {mark.id: mark for mark in scene.marks}
    trend = marks["trend:energies"]
    assert isinstance(trend, Path)
    steps = [after[1] / before[1] for before, after in zip(trend.points, trend.points[1:], strict=False)]
    at = steps.index(max(steps))
    point = marks[f"point:{at + 1}"]
    assert isinstance(point, Path)
    factor = 0.9 * trend.points[at + 1][1] / trend.points[at][1]
    moved = replace(point, points=tuple((x, y * factor) for x, y in point.points))
    line = replace(trend, points=tuple((x, y * factor) if i == at else (x, y) for i, (x, y) in enumerate(trend.points)))
    return scene.with_marks(tuple({moved.id: moved, line.id: line}.get(mark.id, mark) for mark in scene.marks))


@defect("photoelectron_spectrum", "wrong_peak_height")
def wrong_peak_height(scene: FigureScene, draw: Random) -> FigureScene:
    """A peak is half as high as its electrons."""
    peak = draw.choice([mark for mark in scene.marks if mark.id.startswith("peak:") and isinstance(mark, Path)])
    assert isinstance(peak, Path)
    lower = replace(peak, points=tuple((x, y / 2) for x, y in peak.points))
    return scene.with_marks(tuple(lower if mark.id == peak.id else mark for mark in scene.marks))
