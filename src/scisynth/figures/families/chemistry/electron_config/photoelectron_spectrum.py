"""Photoelectron spectra: peaks at the binding energies of the subshells, as high as they hold electrons.

Binding energies are in MJ/mol (photoelectron and X-ray data as tabulated for teaching). A photon of energy E gives an electron
of binding energy B the kinetic energy E - B; light of the energy of the last peak just ionises the atom.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import numpy as np

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.atoms import configuration, subshell
from scisynth.figures.parts.chemistry import AVOGADRO, LIGHT, PLANCK
from scisynth.figures.parts.palette import BLUE, RED
from scisynth.figures.scene.marks import Box, Path
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.scene.sketch import Sketch, number_answer
from scisynth.grading.values.chemistry import ELEMENT_NAMES, NUMBERS

BINDING = {
    "Li": (6.26, 0.52), "Be": (11.5, 0.90), "B": (19.3, 1.36, 0.80), "C": (28.6, 1.72, 1.09), "N": (39.6, 2.45, 1.40),
    "O": (52.6, 3.12, 1.31), "F": (67.2, 3.88, 1.68), "Ne": (84.0, 4.68, 2.08), "Na": (104, 6.84, 3.67, 0.50),
    "Mg": (126, 9.07, 5.31, 0.74), "Al": (151, 12.1, 7.79, 1.09, 0.58), "Si": (178, 15.1, 10.3, 1.46, 0.79),
    "P": (208, 18.7, 13.5, 1.95, 1.01), "S": (239, 22.7, 16.5, 2.05, 1.00), "Cl": (273, 26.8, 20.2, 2.44, 1.25),
    "Ar": (309, 31.5, 24.1, 2.82, 1.52), "K": (347, 37.1, 29.1, 3.93, 2.38, 0.42), "Ca": (390, 42.7, 34.0, 4.65, 2.90, 0.59),
}  # fmt: skip
"""1s, 2s, 2p, 3s, 3p, 4s; MJ/mol."""
WIDTH = 0.022
"""Of a peak on the logarithmic axis, in decades."""
LETTERS = ("X", "E", "Q", "M", "T")
WIDE, HIGH = 6.2, 3.4


def peaks_of(symbol: str) -> list[tuple[str, float, int]]:
    """(subshell, binding energy in MJ/mol, electrons), the innermost first."""
    filling = sorted(configuration(NUMBERS[symbol]))
    return [(subshell(n, ell), energy, count) for (n, ell, count), energy in zip(filling, BINDING[symbol], strict=True)]


def kinetic_energy(photon: float, binding: float) -> float:
    """Of an electron that a photon releases, in the unit of both."""
    return photon - binding


def threshold_nm(binding: float) -> float:
    """Longest wavelength, in nm, of light that releases an electron bound with so many MJ/mol."""
    return PLANCK * LIGHT * AVOGADRO / (binding * 1e6) * 1e9


def _other(draw: Random, level: int, values: Mapping[str, Any]) -> str:
    if values["layout"] != "pair":
        return ""
    return draw.choice([item for item in BINDING if item != values["symbol"]])


@dataclass(frozen=True, kw_only=True)
class Spectrum(Parameters):
    """The spectrum of an element, of which one peak is marked, perhaps above that of another element."""

    layout: str = one_of("axis", "broken", "pair", level_1=("axis", "broken"))
    symbol: str = one_of(*BINDING)
    other: str = drawn(_other, words="another element, or none")
    marked: int = drawn(lambda draw, _, values: draw.randrange(len(BINDING[values["symbol"]])), words="a peak")
    photon: int = one_of(*range(400, 800, 20))
    asked: str = one_of("element", "kinetic", "wavelength", level_3=("element", "kinetic", "wavelength", "gap"))
    first: int = one_of(*range(len(LETTERS)))

    def valid(self) -> bool:
        """Whether photons of the energy release every electron, and a gap has two peaks."""
        return self.photon > BINDING[self.symbol][0] + 5 and (self.asked != "gap" or self.marked > 0)

    @property
    def letters(self) -> tuple[str, str]:
        """Of the element that is asked and of the other."""
        return LETTERS[self.first], LETTERS[(self.first + 2) % len(LETTERS)]


@family("Chemistry - Electron Config")
class PhotoelectronSpectrum(Family[Spectrum]):
    """A photoelectron spectrum on a logarithmic axis, on a broken one, or above another; the element, or energies and light."""

    def solve(self, p: Spectrum) -> Solution:
        """By the heights of the peaks, or by the energy of a photon."""
        number = NUMBERS[p.symbol]
        peaks = peaks_of(p.symbol)
        name, binding, _ = peaks[p.marked]
        gap = BINDING[p.symbol][p.marked - 1] - binding
        element = ELEMENT_NAMES[number - 1]
        answer = {
            "element": Answer(text=f"{element} ({p.symbol})"),
            "kinetic": number_answer(kinetic_energy(p.photon, binding), "MJ/mol"),
            "wavelength": number_answer(threshold_nm(binding), "nm"),
            "gap": number_answer(gap, "MJ/mol"),
        }[p.asked]
        return Solution(
            answer=answer,
            hidden=(element,) if p.asked == "element" else (f"= {answer.text}",),
            values={
                "letter": p.letters[0],
                "letters": f"{p.letters[0]} (above) and {p.letters[1]} (below)",
                "energies": ", ".join(f"{energy:g}" for _, energy, _ in peaks),
                "heights": ", ".join(str(count) for *_, count in peaks),
                "num": len(peaks),
                "sum": " + ".join(str(count) for *_, count in peaks),
                "electrons": number,
                "binding": f"{binding:g} MJ/mol",
                "inner": f"{BINDING[p.symbol][p.marked - 1]:g} MJ/mol",
                "light": f"{p.photon} MJ/mol",
                "subshell": name,
            },
        )

    def draw(self, p: Spectrum, sketch: Sketch) -> None:
        """Each peak with its binding energy on top, the energy falling to the right as is usual."""
        rows = [("X", p.symbol, p.letters[0])] + ([("Y", p.other, p.letters[1])] if p.other else [])
        tallest = 6
        for place, (tag, symbol, letter) in enumerate(rows):
            bottom = -place * (HIGH + 0.9)
            high = HIGH if not p.other else HIGH * 0.85
            axes = f"axes:{tag}"
            is_last = place == len(rows) - 1
            box = (0, bottom, WIDE, bottom + high)
            if p.layout == "broken":
                self._draw_broken(p, sketch, axes, box)
            else:
                sketch.axes(
                    axes, box, x_limits=(1000, 0.2), y_limits=(0, tallest * 1.25), x_scale="log", y_ticks=tuple(range(tallest + 1)),
                    x_label="binding energy in MJ/mol" if is_last else "", y_label="number of electrons", x_ticks=(1000, 100, 10, 1),
                    x_tick_labels=("1000", "100", "10", "1"), grid=True,
                )  # fmt: skip
                sketch.line(f"base:{tag}", (1000, 0), (0.2, 0), axes=axes, color=BLUE, width=1.4)
                self._draw_peaks(sketch, tag, axes, symbol, p.marked if tag == "X" and p.asked != "element" else -1)
            sketch.text(
                f"title:{tag}", f"element {letter}", (0.4, bottom + high + 0.12), align="left", valign="bottom", size=12
            )
        if p.asked == "kinetic":
            sketch.text(
                "note:light",
                f"photons of {p.photon} MJ/mol",
                (WIDE, (HIGH if not p.other else HIGH * 0.85) + 0.12),
                align="right",
                valign="bottom",
            )
            sketch.claim("value", "note:light", value=p.photon)
        sketch.claim("count", "peak", value=sum(len(BINDING[symbol]) for _, symbol, _ in rows))
        sketch.entity("spectrum", *(mark.id for mark in sketch.marks if mark.id.startswith("peak:")))

    def _draw_peaks(self, sketch: Sketch, tag: str, axes: str, symbol: str, marked: int) -> None:
        peaks = peaks_of(symbol)
        for index, (name, energy, count) in enumerate(peaks):
            crowded = index + 1 < len(peaks) and energy / peaks[index + 1][1] < 1.7
            offsets = np.linspace(-3.2, 3.2, 41)
            points = [
                (float(energy * 10 ** (WIDTH * step)), float(count * math.exp(-step * step / 2))) for step in offsets
            ]
            color = RED if index == marked else BLUE
            sketch.line(f"peak:{tag}{name}", *points, axes=axes, color=color, width=1.6, z=4)
            formula = f"{count}*exp(-((log10(x)-{math.log10(energy):.6f})/{WIDTH})**2/2)"
            sketch.claim("formula", f"peak:{tag}{name}", value=formula)
            toward = (-0.6 if crowded else 0, 1)
            sketch.text(f"label:{tag}{name}", f"{energy:g}", (energy, count), of=f"peak:{tag}{name}", toward=toward, gap_pt=3, axes=axes, size=9.5, color=color)  # fmt: skip

    def _draw_broken(self, p: Spectrum, sketch: Sketch, axes: str, box: Box) -> None:
        """Peaks at equal distances, with breaks in the axis between them, and their energies below."""
        peaks = peaks_of(p.symbol)
        num = len(peaks)
        sketch.axes(
            axes, box, x_limits=(0, num), y_limits=(0, 7.5), y_ticks=tuple(range(7)), x_ticks=tuple(n + 0.5 for n in range(num)),
            x_tick_labels=tuple(f"{energy:g}" for _, energy, _ in peaks), x_label="binding energy in MJ/mol (not to scale)",
            y_label="number of electrons", grid=False,
        )  # fmt: skip
        for place, (name, _, count) in enumerate(peaks):
            x = np.linspace(place + 0.1, place + 0.9, 61)
            y = count * np.exp(-(((x - place - 0.5) / 0.07) ** 2) / 2)
            color = RED if place == p.marked and p.asked != "element" else BLUE
            sketch.line(
                f"peak:X{name}", *zip(x.tolist(), y.tolist(), strict=True), axes=axes, color=color, width=1.6, z=4
            )
            sketch.claim("formula", f"peak:X{name}", value=f"{count}*exp(-((x-{place + 0.5})/0.07)**2/2)")
            if place:
                for side in (-0.03, 0.03):
                    ends = ((place + side - 0.03, -0.22), (place + side + 0.03, 0.22))
                    sketch.line(f"break:{place}{'a' if side < 0 else 'b'}", *ends, axes=axes, width=1.1)

    def questions(self, p: Spectrum) -> Iterator[Question]:
        """Peaks, their heights and their energies."""
        peaks = peaks_of(p.symbol)
        counts = [count for *_, count in peaks]
        yield ask_count("peaks", len(peaks), low=1, of=p.letters[0], likely=[len(peaks) - 1, len(peaks) + 1])
        energies = [energy for _, energy, _ in peaks]
        yield ask_number("lowest", energies[-1], unit="MJ/mol", likely=energies, low=0, of=p.letters[0])
        place = (p.marked + p.photon // 20) % len(peaks)
        yield ask_count("height", counts[place], of=p.letters[0], low=1, energy=f"{energies[place]:g}", likely=counts)
        yield ask_count("electrons", sum(counts), of=p.letters[0], low=1, likely=[sum(counts) - 1, sum(counts) + 2])
        if p.other:
            more = {p.letters[0]: NUMBERS[p.symbol], p.letters[1]: NUMBERS[p.other]}
            yield ask_word("more", max(more, key=lambda item: more[item]), [*p.letters, "equal", "untold"])

    @defect(visibility=2)
    def wrong_peak_height(self, p: Spectrum, scene: FigureScene, draw: Random) -> FigureScene:
        """A peak is half as high as its subshell holds electrons."""
        peak = draw.choice([mark for mark in scene.marks if mark.id.startswith("peak:X")])
        assert isinstance(peak, Path)
        return change(scene, replace(peak, points=tuple((x, y / 2) for x, y in peak.points)))

    @defect(visibility=2)
    def overfull(self, p: Spectrum, scene: FigureScene, draw: Random) -> FigureScene:
        """The innermost peak stands for three electrons, one more than an s subshell holds."""
        peak = scene.path("peak:X1s")
        return change(scene, replace(peak, points=tuple((x, 1.5 * y) for x, y in peak.points)))

    @defect(visibility=2)
    def missing_peak(self, p: Spectrum, scene: FigureScene, draw: Random) -> FigureScene:
        """The peak of a subshell is not drawn."""
        name = draw.choice(peaks_of(p.symbol))[0]
        return scene.with_marks(
            tuple(mark for mark in scene.marks if mark.id not in (f"peak:X{name}", f"label:X{name}"))
        )
