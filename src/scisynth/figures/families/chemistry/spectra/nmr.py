"""Proton NMR spectra: multiplets with printed protons, with integral steps, or one multiplet with the tree of its splitting.

A signal with n equivalent neighbours has n + 1 lines in the ratio of Pascal's triangle, J apart. A shift of δ ppm is δ times the
frequency of the instrument in MHz, in Hz. Shifts are rounded values of reference tables (SDBS) for pure compounds or in CDCl₃.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import numpy as np

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change
from scisynth.figures.families.chemistry.spectra.tracing import follow
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, number, one_of, several
from scisynth.figures.families.questions import Question, ask_count, ask_number, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.chemistry import formula_text, plain_formula
from scisynth.figures.parts.palette import BLUE, GREEN, GREY, RED
from scisynth.figures.scene.scene import FigureScene, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

NMR = {
    "ethyl acetate": ("C4H8O2", ((4.12, 2, 3), (2.04, 3, 0), (1.26, 3, 2))), "bromoethane": ("C2H5Br", ((3.44, 2, 3), (1.68, 3, 2))),
    "iodoethane": ("C2H5I", ((3.20, 2, 3), (1.84, 3, 2))), "chloroethane": ("C2H5Cl", ((3.57, 2, 3), (1.49, 3, 2))),
    "diethyl ether": ("C4H10O", ((3.48, 4, 3), (1.21, 6, 2))), "butanone": ("C4H8O", ((2.45, 2, 3), (2.14, 3, 0), (1.06, 3, 2))),
    "2-bromopropane": ("C3H7Br", ((4.29, 1, 6), (1.71, 6, 1))), "2-chloropropane": ("C3H7Cl", ((4.14, 1, 6), (1.54, 6, 1))),
    "1,1-dichloroethane": ("C2H4Cl2", ((5.89, 1, 3), (2.06, 3, 1))), "1,1,2-trichloroethane": ("C2H3Cl3", ((5.77, 1, 2), (3.97, 2, 1))),
    "3-methylbutan-2-one": ("C5H10O", ((2.88, 1, 6), (2.14, 3, 0), (1.10, 6, 1))), "ethanal": ("C2H4O", ((9.80, 1, 3), (2.20, 3, 1))),
    "methyl propanoate": ("C4H8O2", ((3.67, 3, 0), (2.32, 2, 3), (1.15, 3, 2))), "ethyl formate": ("C3H6O2", ((8.03, 1, 0), (4.22, 2, 3), (1.29, 3, 2))),
    "isopropyl acetate": ("C5H10O2", ((4.99, 1, 6), (2.02, 3, 0), (1.23, 6, 1))), "pentan-3-one": ("C5H10O", ((2.44, 4, 3), (1.06, 6, 2))),
    "2-iodopropane": ("C3H7I", ((4.32, 1, 6), (1.89, 6, 1))), "isopropyl formate": ("C4H8O2", ((8.02, 1, 0), (5.12, 1, 6), (1.28, 6, 1))),
}  # fmt: skip
"""Formula, and each signal's shift in ppm, protons and equivalent neighbours."""
WORDS = {1: "singlet", 2: "doublet", 3: "triplet", 4: "quartet", 7: "septet"}
WIDE, HIGH = 6.6, 3.4
STEP = 0.06
"""Of the integral, in heights of the tallest line per proton."""
BRANCH = 0.32
"""Height of one stage of a tree."""


def multiplet(shift: float, neighbours: int, gap: float) -> list[tuple[float, float]]:
    """Lines of a first-order multiplet: place and height, the tallest 1; `gap` is the distance of lines, in the unit of the shift."""
    tallest = math.comb(neighbours, neighbours // 2)
    return [
        (shift + (neighbours / 2 - line) * gap, math.comb(neighbours, line) / tallest) for line in range(neighbours + 1)
    ]


def formula_of(lines: list[tuple[float, float]], width: float) -> str:
    """A sum of Lorentzians."""
    return "+".join(f"{height:.4g}/(1+((x-{place:.4f})/{width:.5f})**2)" for place, height in lines)


def _marked(draw: Random, level: int, values: Mapping[str, Any]) -> int:
    signals = NMR[values["compound"]][1]
    fit = [place for place, (*_, near) in enumerate(signals) if near or values["layout"] != "tree"]
    return draw.choice(fit)


def _asked(draw: Random, level: int, values: Mapping[str, Any]) -> str:
    if values["layout"] == "tree":
        return draw.choice(("coupling", "ratio", "ppm"))
    return draw.choice(
        {1: ("neighbours", "hertz"), 2: ("neighbours", "ratio", "hertz")}.get(level, ("compound", "ratio", "hertz"))
    )


@dataclass(frozen=True, kw_only=True)
class Protons(Parameters):
    """A compound, how its spectrum is drawn, a marked signal, and what is asked."""

    layout: str = one_of("printed", "steps", "tree")
    compound: str = one_of(*NMR)
    marked: int = drawn(_marked, words="a signal")
    letters: tuple[str, str, str] = several(("a", "b", "c", "d"), 3)
    mhz: float = number(r"\nu", "MHz", (60, 80, 90), meaning="frequency of the instrument")
    coupling: float = one_of(6.0, 6.5, 7.0, 7.5, 8.0)
    per_proton: int = one_of(4, 5, 6, 7, 8)
    asked: str = drawn(_asked, words="neighbours, ratio, hertz, compound, coupling or ppm")

    def valid(self) -> bool:
        """Whether a ratio is asked of more than one line."""
        return self.asked != "ratio" or NMR[self.compound][1][self.marked][2] > 0

    @property
    def signals(self) -> dict[str, tuple[float, int, int]]:
        """Letter to shift in ppm, protons and neighbours, from the left of the page to the right."""
        return dict(zip(self.letters, NMR[self.compound][1], strict=False))

    @property
    def letter(self) -> str:
        """Of the marked signal."""
        return self.letters[self.marked]

    @property
    def lines(self) -> list[tuple[float, float]]:
        """Of the marked signal: place in Hz, as printed, and height."""
        shift, _, near = self.signals[self.letter]
        return [(round(place, 1), height) for place, height in multiplet(shift * self.mhz, near, self.coupling)]


@family("Chemistry - Spectra")
class NmrMultiplets(Family[Protons]):
    """A proton spectrum with integrals as numbers or steps, or a multiplet with its tree; neighbours, ratio, Hz, J or the compound."""

    def solve(self, p: Protons) -> Solution:
        """By the rule of n + 1 lines, and the frequency of the instrument."""
        formula, _ = NMR[p.compound]
        shift, _, near = p.signals[p.letter]
        ratio = " : ".join(str(math.comb(near, line)) for line in range(near + 1))
        places = [place for place, _ in p.lines]
        center = (places[0] + places[-1]) / 2
        gap = (places[0] - places[-1]) / near if near else 0.0
        answer = {
            "neighbours": Answer(text=str(near), value=near),
            "ratio": Answer(text=ratio),
            "hertz": number_answer(shift * p.mhz, "Hz", digits=3),
            "compound": Answer(text=p.compound),
            "coupling": number_answer(gap, "Hz"),
            "ppm": number_answer(center / p.mhz, "ppm", tolerance=0.01),
        }[p.asked]
        stated = "; ".join(
            f"{letter} at {place:g} ppm ({self._integral(p, count)}, {WORDS[n + 1]})"
            for letter, (place, count, n) in p.signals.items()
        )
        hidden = {"neighbours": f"n = {near}", "ratio": ratio if near else "ratio 1"}.get(p.asked, answer.text)
        return Solution(
            answer=answer,
            hidden=(hidden,),
            values={
                "letter": p.letter,
                "formula": plain_formula(formula),
                "stated": stated
                if p.layout != "tree"
                else f"a {WORDS[near + 1]} at {', '.join(f'{place:g}' for place in places)} Hz",
                "heights": ratio,
                "shape": WORDS[near + 1],
                "num": near + 1,
                "near": near,
                "shift": f"{shift:g} ppm",
                "center": f"{format_number(center, 4)} Hz",
                "first": f"{places[0]:g} Hz",
                "last": f"{places[-1]:g} Hz",
                "name": p.compound,
            },
        )

    @staticmethod
    def _integral(p: Protons, protons: int) -> str:
        return f"{protons} H" if p.layout != "steps" else f"a step of {protons * p.per_proton} mm"

    def draw(self, p: Protons, sketch: Sketch) -> None:
        """The whole spectrum, or one multiplet with its tree."""
        formula, signals = NMR[p.compound]
        title = f"{formula_text(formula)}, {p.quantity('mhz').label}"
        if p.asked == "hertz":
            title += rf", $\delta_{p.letter}$ = {p.signals[p.letter][0]:g} ppm"
        if p.layout == "tree":
            self._draw_tree(p, sketch)
            sketch.text(
                "title:formula", f"signal {p.letter} of {title}", (WIDE / 2, HIGH + 0.1), valign="bottom", size=12
            )
            return
        top = 10.5 if signals[0][0] > 6.4 else 6.6
        sketch.axes(
            "axes:nmr", (0, 0, WIDE, HIGH), x_limits=(top, 0), y_limits=(-0.04, 2.3 if p.layout == "steps" else 1.45), y_ticks=(),
            x_label=r"chemical shift $\delta$ in ppm", y_label="signals, each to its own scale", x_ticks=tuple(range(int(top), -1, -1)),
        )  # fmt: skip
        self._draw_signals(p, sketch, top)
        sketch.text("title:formula", title, (WIDE / 2, HIGH + 0.1), valign="bottom", size=12)
        sketch.claim("count", "signal", value=len(signals))
        if len(signals) > 1:
            sketch.claim("order", *(f"signal:{letter}" for letter in p.signals), value="left_to_right")

    def _draw_signals(self, p: Protons, sketch: Sketch, top: float) -> None:
        gap = p.coupling / p.mhz
        edges, foot, steps = [top], 1.45, []
        for letter, (shift, protons, near) in p.signals.items():
            reach = (near / 2 + 1.1) * gap
            trace = formula_of(multiplet(shift, near, gap), 0.12 * gap)
            follow(
                sketch, f"signal:{letter}", "axes:nmr", trace, shift + reach, shift - reach, 601, color=BLUE, width=1.2
            )
            edges += [shift + reach, shift - reach]
            sketch.text(f"name:{letter}", f"({letter})", (shift, 1.0), of=f"signal:{letter}", toward=(0, 1), gap_pt=4, axes="axes:nmr")  # fmt: skip
            if p.layout == "printed":
                sketch.text(f"integral:{letter}", f"{protons} H", (shift, 1.0), of=f"signal:{letter}", toward=(0, 1), gap_pt=18, axes="axes:nmr", color=RED)  # fmt: skip
                sketch.claim("value", f"integral:{letter}", value=protons)
                continue
            rise = STEP * protons
            name = sketch.line(f"step:{letter}", (shift + reach, foot), (shift - reach, foot + rise), axes="axes:nmr", color=GREEN, width=1.5)  # fmt: skip
            words = f"{protons * p.per_proton} mm"
            sketch.text(f"integral:{letter}", words, (shift - reach, foot + rise), of=name, toward=(-0.2, 1), gap_pt=4, axes="axes:nmr", color=GREEN, size=10)  # fmt: skip
            sketch.claim("value", f"integral:{letter}", value=protons * p.per_proton)
            steps.append((letter, protons))
            foot += rise
        for index, (start, stop) in enumerate(zip(edges[::2], [*edges[1::2], 0.0], strict=True)):
            if start - stop > 0.01:
                sketch.line(f"base:{index}", (start, 0.003), (stop, 0.003), axes="axes:nmr", color=BLUE, width=1.2)
                if p.layout == "steps":
                    height = 1.45 + STEP * sum(protons for _, protons in steps[:index])
                    sketch.line(
                        f"plateau:{index}", (start, height), (stop, height), axes="axes:nmr", color=GREEN, width=1.5
                    )
        for letter, protons in steps[1:]:
            sketch.claim("height_ratio", f"step:{letter}", f"step:{steps[0][0]}", value=protons / steps[0][1])

    def _draw_tree(self, p: Protons, sketch: Sketch) -> None:
        """One multiplet on a scale in Hz, and above it how each neighbour splits every line in two."""
        _, _, near = p.signals[p.letter]
        places = [place for place, _ in p.lines]
        center, gap = (places[0] + places[-1]) / 2, p.coupling
        reach = (near / 2 + 1.2) * gap
        top = 1.15 + BRANCH * (near + 1)
        sketch.axes(
            "axes:nmr", (0, 0, WIDE, HIGH), x_limits=(center + reach, center - reach), y_limits=(-0.04, top), y_ticks=(),
            x_label="frequency from TMS in Hz", y_label="signal", x_ticks=tuple(places), x_tick_labels=tuple(f"{place:g}" for place in places),
        )  # fmt: skip
        follow(sketch, f"signal:{p.letter}", "axes:nmr", formula_of(p.lines, 0.06 * gap), center + reach, center - reach, 801, color=BLUE, width=1.3)  # fmt: skip
        sketch.line("stem:top", (center, top - BRANCH), (center, top - 0.12), axes="axes:nmr", color=GREY, width=1.2)
        for stage in range(near):
            low = top - BRANCH * (stage + 2)
            for index in range(stage + 1):
                x = center + (stage / 2 - index) * gap
                for side in (1, -1):
                    ends = ((x, low + BRANCH), (x + side * gap / 2, low))
                    name = sketch.line(
                        f"branch:{stage}.{index}{'l' if side > 0 else 'r'}",
                        *ends,
                        axes="axes:nmr",
                        color=GREY,
                        width=1.2,
                    )
                    sketch.claim("at", name, value=(x + side * gap / 4, low + BRANCH / 2))
        sketch.claim("count", "branch", value=near * (near + 1))
        sketch.claim("count", "signal", value=1)

    def questions(self, p: Protons) -> Iterator[Question]:
        """Shapes, integrals and places."""
        shift, protons, near = p.signals[p.letter]
        slots: dict[str, Any] = {"letter": p.letter}
        yield ask_value("instrument", p.quantity("mhz"))
        yield ask_word("shape", WORDS[near + 1], list(WORDS.values()), **slots)
        if p.layout == "tree":
            places = [place for place, _ in p.lines]
            yield ask_number("leftmost", places[0], likely=places, step=p.coupling, low=1, **slots)
            yield ask_number("rightmost", places[-1], likely=places, step=p.coupling, low=1, **slots)
            return
        if p.layout == "printed":
            yield ask_number("protons", protons, unit="H", likely=[1, 2, 3, 4, 6], step=1, low=1, **slots)
        else:
            every = [count * p.per_proton for _, count, _ in p.signals.values()]
            yield ask_number("rise", protons * p.per_proton, unit="mm", likely=every, step=p.per_proton, low=1, **slots)
        others = [place for place, *_ in p.signals.values() if abs(place - shift) > 0.5]
        yield ask_number("place", shift, unit="ppm", likely=others, step=0.8, low=0, **slots)
        yield ask_count("signals", len(p.signals), likely=[1, 2, 3, 4], low=1)
        order = list(p.signals)
        yield ask_word("first", order[p.per_proton % len(order)], ["a", "b", "c", "d"], nth=("first", "second", "third")[p.per_proton % len(order)])  # fmt: skip

    @defect(visibility=2)
    def wrong_splitting(self, p: Protons, scene: FigureScene, draw: Random) -> FigureScene:
        """A signal has one line more than its neighbours allow."""
        signal = scene.path(f"signal:{p.letter}")
        shift, _, near = p.signals[p.letter]
        middle, gap = (shift, p.coupling / p.mhz) if p.layout != "tree" else (shift * p.mhz, p.coupling)
        width = 0.12 * gap if p.layout != "tree" else 0.06 * gap
        xs = np.asarray([x for x, _ in signal.points])
        ys = sum(height / (1 + ((xs - place) / width) ** 2) for place, height in multiplet(middle, near + 1, gap))
        return change(scene, replace(signal, points=tuple(zip(xs.tolist(), np.asarray(ys).tolist(), strict=True))))

    @defect(visibility=3)
    def missing_signal(self, p: Protons, scene: FigureScene, draw: Random) -> FigureScene:
        """The lines of a signal are not drawn, though its name is."""
        return scene.without(f"signal:{p.letter}")

    @defect(visibility=2)
    def shifted_signal(self, p: Protons, scene: FigureScene, draw: Random) -> FigureScene:
        """A signal stands at another place of the scale than its shift or its tree puts it."""
        signal = scene.path(f"signal:{p.letter}")
        middle = float(np.mean([x for x, _ in signal.points]))
        step = -0.5 * middle if p.layout != "tree" else 0.8 * p.coupling
        return change(scene, replace(signal, points=tuple((x + step, y) for x, y in signal.points)))
