"""Radial distributions and radial functions of one-electron atoms: maxima, nodes, and which orbital it is.

P(r) = r^2 R_nl(r)^2 integrates to 1; for l = n - 1 its maximum is at n^2 a_0 / Z. R_nl has n - l - 1 zeros apart from the nucleus.
Distances are in units of a_0 / Z, so that one curve stands for every nuclear charge Z.
"""

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
from scisynth.figures.parts.chemistry import BOHR_PM, formula_text
from scisynth.figures.parts.palette import BLUE, RED
from scisynth.figures.scene.scene import FigureScene, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer
from scisynth.figures.verify.formula import evaluate

RADIAL = {
    "1s": ("4*x^2*exp(-2*x)", 1, 0, 6.0), "2s": ("x^2*(2-x)^2*exp(-x)/8", 2, 0, 15.0), "2p": ("x^4*exp(-x)/24", 2, 1, 15.0),
    "3s": ("4*x^2*(27-18*x+2*x^2)^2*exp(-2*x/3)/19683", 3, 0, 28.0), "3p": ("8*x^4*(6-x)^2*exp(-2*x/3)/19683", 3, 1, 28.0),
    "3d": ("8*x^6*exp(-2*x/3)/98415", 3, 2, 28.0),
}  # fmt: skip
"""P(r) with x = r Z / a_0, n, l and how far it is drawn."""
WAVES = {
    "1s": "2*exp(-x)", "2s": "0.353553*(2-x)*exp(-x/2)", "2p": "0.204124*x*exp(-x/2)",
    "3s": "0.0142557*(27-18*x+2*x^2)*exp(-x/3)", "3p": "0.0201606*x*(6-x)*exp(-x/3)", "3d": "0.00901610*x^2*exp(-x/3)",
}  # fmt: skip
"""R(r) in units of (Z / a_0)^(3/2), of the same orbitals."""
SPECIES = {1: "H", 2: "He^+", 3: "Li^2+", 4: "Be^3+", 5: "B^4+"}
PLAIN = {1: "H", 2: "He⁺", 3: "Li²⁺", 4: "Be³⁺", 5: "B⁴⁺"}
AXES = "axes:radial"
LETTERS = ("AB", "PQ", "XY", "ST", "FG")


def _partner(draw: Random, level: int, values: Mapping[str, Any]) -> str:
    return draw.choice([name for name in RADIAL if name != values["orbital"]]) if values["layout"] == "pair" else ""


@dataclass(frozen=True, kw_only=True)
class Distribution(Parameters):
    """An orbital of a one-electron atom, perhaps with another one."""

    layout: str = one_of("single", "pair", "wave", level_1=("single", "wave"))
    orbital: str = one_of(*RADIAL)
    partner: str = drawn(_partner, words="another orbital, or none")
    charge: int = one_of(1, 2, 3, 4, 5)
    asked: str = one_of("radius", "orbital", "energy")
    letters: str = one_of(*LETTERS)
    is_first: bool = one_of(True, False)
    reach: float = one_of(1.0, 1.1, 1.2, 1.3)

    def valid(self) -> bool:
        """Whether a maximum of the distribution is drawn where one is asked."""
        return self.asked != "radius" or self.layout != "wave"

    @property
    def curves(self) -> dict[str, str]:
        """Letter to orbital."""
        names = [self.orbital, self.partner] if self.partner else [self.orbital]
        return dict(zip(self.letters, names if self.is_first else names[::-1], strict=False))

    @property
    def letter(self) -> str:
        """Of the curve that is asked."""
        return next(letter for letter, name in self.curves.items() if name == self.orbital)

    def formula(self, name: str) -> str:
        """Of what is drawn."""
        return WAVES[name] if self.layout == "wave" else RADIAL[name][0]


def most_probable(name: str) -> float:
    """Place of the highest maximum of P, in units of a_0 / Z."""
    grid = np.linspace(0, RADIAL[name][3], 40001)
    return float(grid[int(np.argmax(evaluate(RADIAL[name][0], grid)))])


def zeros(name: str) -> int:
    """Radial nodes."""
    _, n, ell, _ = RADIAL[name]
    return n - ell - 1


@family("Chemistry - Orbital / Quantum")
class RadialDistribution(Family[Distribution]):
    """The radial distribution or function of orbitals of a one-electron atom; most probable distance, orbital, or its energy."""

    def solve(self, p: Distribution) -> Solution:
        """From the maximum and the zeros."""
        _, n, _, _ = RADIAL[p.orbital]
        place = most_probable(p.orbital)
        energy = -13.605693 * p.charge**2 / n**2
        answer, hidden = {
            "radius": (replace(number_answer(place * BOHR_PM / p.charge, "pm"), tolerance=0.05), "pm"),
            "orbital": (Answer(text=f"{p.orbital} orbital"), p.orbital),
            "energy": (number_answer(energy, "eV"), "eV"),
        }[p.asked]
        unit = "a₀" if p.charge == 1 else f"a₀/{p.charge}"
        listed = " and ".join(f"{letter} ({_nodes(zeros(name))})" for letter, name in p.curves.items())
        return Solution(
            answer=answer,
            hidden=(hidden,),
            values={
                "species": PLAIN[p.charge],
                "letter": p.letter,
                "listed": listed,
                "peak": unit if format_number(place) == "1" else f"{format_number(place)} {unit}",
                "nodes": _nodes(zeros(p.orbital)),
                "n_value": n,
                "kind": "radial function R(r)" if p.layout == "wave" else "radial distribution P(r)",
                "name": p.orbital,
            },
        )

    def draw(self, p: Distribution, sketch: Sketch) -> None:
        """The curves over the distance, each with its letter at its highest maximum."""
        end = max(RADIAL[name][3] for name in p.curves.values()) * p.reach
        grid = np.linspace(0, end, 601)
        values = {letter: evaluate(p.formula(name), grid) for letter, name in p.curves.items()}
        top = 1.15 * max(float(value.max()) for value in values.values())
        low = 1.25 * min(float(value.min()) for value in values.values())
        low = low if low < -1e-6 else 0.0
        unit = "a_0" if p.charge == 1 else f"(a_0/{p.charge})"
        y_label = "radial function $R(r)$" if p.layout == "wave" else "radial distribution $P(r)$"
        sketch.axes(
            AXES, (0, 0, 6.0, 3.9), x_limits=(0, end), y_limits=(low, top), x_label=f"distance $r\\,/\\,{unit}$", y_label=y_label,
            grid=True, y_ticks=() if p.layout != "wave" else (0.0,),
        )  # fmt: skip
        if p.layout == "wave":
            sketch.line("base:zero", (0, 0), (end, 0), axes=AXES, width=0.9)
        for (letter, name), color, dash in zip(p.curves.items(), (BLUE, RED), ("solid", "dashed"), strict=False):
            points = zip(grid.tolist(), values[letter].tolist(), strict=True)
            sketch.line(f"curve:{letter}", *points, axes=AXES, color=color, width=2, dash=dash)
            sketch.claim("formula", f"curve:{letter}", value=p.formula(name))
            peak = int(np.argmax(values[letter]))
            toward = (1, 0.3) if peak < 12 else (0.2, 1)
            sketch.text(f"label:{letter}", letter, (grid[peak], values[letter][peak]), of=f"curve:{letter}", toward=toward, gap_pt=5, axes=AXES, color=color, size=13)  # fmt: skip
        sketch.claim("count", "curve", value=len(p.curves))
        title = f"{'orbitals' if p.partner else 'orbital'} of {formula_text(SPECIES[p.charge])} with $n \\leq 3$"
        sketch.text("title:species", title, (3.0, 4.02), valign="bottom", size=12)
        sketch.entity("curves", *(f"curve:{letter}" for letter in p.curves))

    def questions(self, p: Distribution) -> Iterator[Question]:
        """Maxima, zeros, places, and which curve reaches farther."""
        name, letter = p.orbital, p.letter
        place = most_probable(name)
        if p.layout != "wave":
            step = max(round(place / 3, 1), 0.4)
            yield ask_number(
                "peak",
                round(place, 1),
                likely=[round(most_probable(other), 1) for other in RADIAL],
                step=step,
                low=0.1,
                of=letter,
            )
        yield ask_word("species", PLAIN[p.charge], list(PLAIN.values()))
        yield ask_number(
            "scale",
            RADIAL[name][3] * p.reach
            if not p.partner
            else max(RADIAL[item][3] for item in p.curves.values()) * p.reach,
            step=5,
            low=1,
        )
        yield ask_count("touches", zeros(name), likely=[0, 1, 2, 3], of=letter)
        if p.layout == "wave":
            yield ask_count("maxima", zeros(name) + 1, low=1, of=letter)
        if p.partner:
            far = {item: most_probable(orbital) for item, orbital in p.curves.items()}
            yield ask_word("farther", max(far, key=lambda item: far[item]), [*p.curves, "equal", "untold"])

    @defect(visibility=2)
    def stretched_curve(self, p: Distribution, scene: FigureScene, draw: Random) -> FigureScene:
        """A curve is drawn a third too far from the nucleus."""
        curve = scene.path(f"curve:{p.letter}")
        xs, ys = (np.asarray(part) for part in zip(*curve.points, strict=True))
        stretched = np.interp(xs / 1.33, xs, ys)
        return change(scene, replace(curve, points=tuple(zip(xs.tolist(), stretched.tolist(), strict=True))))

    @defect(visibility=2)
    def not_at_zero(self, p: Distribution, scene: FigureScene, draw: Random) -> FigureScene:
        """The curve does not fall to zero far from the nucleus."""
        curve = scene.path(f"curve:{p.letter}")
        end, high = curve.points[-1][0], max(y for _, y in curve.points)
        return change(
            scene, replace(curve, points=tuple((x, y + 0.25 * high * (x / end) ** 2) for x, y in curve.points))
        )

    @defect(visibility=2)
    def low_curve(self, p: Distribution, scene: FigureScene, draw: Random) -> FigureScene:
        """A curve is only half as high as it must be to integrate to one."""
        curve = scene.path(f"curve:{p.letter}")
        return change(scene, replace(curve, points=tuple((x, y / 2) for x, y in curve.points)))


def _nodes(num: int) -> str:
    return "no radial node" if not num else f"{num} radial node{'s' if num > 1 else ''}"
