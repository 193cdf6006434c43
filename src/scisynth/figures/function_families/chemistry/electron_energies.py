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
from scisynth.figures.parts.chemistry import near_counts, other_options
from scisynth.figures.parts.palette import BLUE
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer
from scisynth.grading.values.chemistry import ELEMENT_NAMES, NUMBERS

TYPE = "Chemistry - Electron Config"
BINDING = {
    "Li": (6.26, 0.52), "Be": (11.5, 0.90), "B": (19.3, 1.36, 0.80), "C": (28.6, 1.72, 1.09), "N": (39.6, 2.45, 1.40),
    "O": (52.6, 3.12, 1.31), "F": (67.2, 3.88, 1.68), "Ne": (84.0, 4.68, 2.08), "Na": (104, 6.84, 3.67, 0.50),
    "Mg": (126, 9.07, 5.31, 0.74), "Al": (151, 12.1, 7.79, 1.09, 0.58), "Si": (178, 15.1, 10.3, 1.46, 0.79),
    "P": (208, 18.7, 13.5, 1.95, 1.01), "S": (239, 22.7, 16.5, 2.05, 1.00), "Cl": (273, 26.8, 20.2, 2.44, 1.25),
    "Ar": (309, 31.5, 24.1, 2.82, 1.52), "K": (347, 37.1, 29.1, 3.93, 2.38, 0.42), "Ca": (390, 42.7, 34.0, 4.65, 2.90, 0.59),
}  # fmt: skip
"""1s, 2s, 2p, 3s, 3p, 4s; MJ/mol."""


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


@defect("photoelectron_spectrum", "wrong_peak_height")
def wrong_peak_height(scene: FigureScene, draw: Random) -> FigureScene:
    """A peak is half as high as its electrons."""
    peak = draw.choice([mark for mark in scene.marks if mark.id.startswith("peak:") and isinstance(mark, Path)])
    assert isinstance(peak, Path)
    lower = replace(peak, points=tuple((x, y / 2) for x, y in peak.points))
    return scene.with_marks(tuple(lower if mark.id == peak.id else mark for mark in scene.marks))
