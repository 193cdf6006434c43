"""An electron in a box with hard walls: waves, probabilities or bare levels, and the light of a transition.

psi_n = sqrt(2 / L) sin(n pi x / L), E_n = n^2 h^2 / (8 m L^2).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import pi, sin, sqrt
from random import Random
from typing import Any

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, number, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_number, ask_value
from scisynth.figures.families.registry import family
from scisynth.figures.parts.chemistry import CHARGE, ELECTRON_MASS, LIGHT, PLANCK
from scisynth.figures.parts.palette import BLUE, GREY, PALE_GREY, RED
from scisynth.figures.scene.scene import FigureScene, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer
from scisynth.figures.verify.formula import evaluate

AXES = "axes:box"
LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def box_energy(n: int, length_nm: float) -> float:
    """Of an electron, eV."""
    return n**2 * PLANCK**2 / (8 * ELECTRON_MASS * (length_nm * 1e-9) ** 2) / CHARGE


def box_photon_nm(low: int, high: int, length_nm: float) -> float:
    """Wavelength in nm of the photon between two levels."""
    gap = box_energy(high, length_nm) - box_energy(low, length_nm)
    return PLANCK * LIGHT / (gap * CHARGE) * 1e9


def probability_left(n: int, part: float) -> float:
    """Of finding the particle in the left part of the box, 0 to 1: part - sin(2 n pi part) / (2 n pi)."""
    return part - sin(2 * n * pi * part) / (2 * n * pi)


def length_for(low: int, high: int, wavelength_nm: float) -> float:
    """Length in nm of the box whose photon between two levels has a wavelength."""
    return sqrt(PLANCK * wavelength_nm * 1e-9 * (high**2 - low**2) / (8 * ELECTRON_MASS * LIGHT)) * 1e9


@dataclass(frozen=True, kw_only=True)
class Box(Parameters):
    """A box and two of its levels."""

    layout: str = one_of("waves", "densities", "levels")
    length: float = number("L", "nm", [n / 20 for n in range(6, 41)], meaning="length of the box")
    shown: int = one_of(3, 4, 5, level_1=(3, 4))
    low: int = drawn(lambda draw, _, values: draw.randint(1, values["shown"] - 1), words="1 to 4")
    high: int = drawn(lambda draw, _, values: draw.randint(values["low"] + 1, values["shown"]), words="2 to 5")
    emits: bool = one_of(True, False)
    asked: str = one_of(
        "wavelength", "energy", "length", level_1=("wavelength", "energy"), level_3=("wavelength", "length", "inside")
    )
    part: float = one_of(0.2, 0.25, 0.3, 0.4)
    jump_at: float = one_of(0.86, 0.14)

    def valid(self) -> bool:
        """Whether a part of the box is shaded where a probability is asked."""
        return self.asked != "inside" or self.layout == "densities"


@family("Chemistry - Orbital / Quantum")
class ParticleInBox(Family[Box]):
    """An electron in a box as waves, probability densities or levels; light, energy, the box's length, or a probability."""

    def solve(self, p: Box) -> Solution:
        """From E_n = n² h² / (8 m L²)."""
        wavelength = box_photon_nm(p.low, p.high, p.length)
        printed = float(f"{wavelength:.4g}")
        answer = {
            "wavelength": number_answer(wavelength, "nm"),
            "energy": number_answer(box_energy(p.high, p.length), "eV"),
            "length": number_answer(length_for(p.low, p.high, printed), "nm"),
            "inside": number_answer(probability_left(p.high, p.part), ""),
        }[p.asked]
        start, stop = (p.high, p.low) if p.emits else (p.low, p.high)
        return Solution(
            answer=answer,
            hidden=(f"= {answer.text}",),
            values={
                "start": start,
                "stop": stop,
                "light": f"{format_number(printed, 4)} nm",
                "squares": p.high**2 - p.low**2,
                "high_square": p.high**2,
                "left": f"{p.part:g} L",
                "kind": {"waves": "wave functions", "densities": "probability densities", "levels": "levels"}[p.layout],
            },
        )

    def draw(self, p: Box, sketch: Sketch) -> None:
        """Curves at the height of their energies, between walls."""
        top = p.shown**2 + 3.2
        sketch.axes(
            AXES, (0, 0, 4.6, 4.8), x_limits=(0, 1), y_limits=(0, top), x_label="position $x/L$", y_label="energy / $E_1$",
            x_ticks=(0.0, 0.5, 1.0), y_ticks=tuple(n * n for n in range(1, p.shown + 1)), x_tick_labels=("0", "0.5", "1"), style="frame",
        )  # fmt: skip
        style: dict[str, Any] = {"axes": AXES}
        if p.asked == "inside":
            sketch.rectangle("part:left", 0, 0, p.part, top, fill=PALE_GREY, width=0, z=0, **style)
        for n in range(1, p.shown + 1):
            is_bare = p.layout == "levels"
            sketch.line(f"level:{n}", (0, n * n), (1, n * n), color=BLUE if is_bare else GREY, width=1.8 if is_bare else 1.0, dash="solid" if is_bare else "dashed", **style)  # fmt: skip
            if not is_bare:
                formula = f"{n * n}+1.1*sin({n}*pi*x)" if p.layout == "waves" else f"{n * n}+1.6*sin({n}*pi*x)^2"
                x = np.linspace(0, 1, 241)
                points = zip(x.tolist(), evaluate(formula, x).tolist(), strict=True)
                sketch.line(f"wave:{n}", *points, color=BLUE, width=1.9, **style)
                sketch.claim("formula", f"wave:{n}", value=formula)
            sketch.text(f"name:{n}", self._name(p, n), (1.0, n * n), of=f"level:{n}", toward=(1, 0), size=13, **style)
        if p.layout != "levels":
            sketch.claim("count", "wave", value=p.shown)
        sketch.claim("count", "level", value=p.shown)
        ends = [(p.jump_at, p.high**2), (p.jump_at, p.low**2)]
        sketch.line("jump:photon", *(ends if p.emits else ends[::-1]), arrow="end", color=RED, width=2, z=5, **style)
        sketch.claim("head", "jump:photon", value="end")
        sketch.claim("order", *(f"level:{n}" for n in range(1, p.shown + 1)), value="bottom_to_top")
        for n in (p.low, p.high):
            sketch.claim("connected", "jump:photon", f"level:{n}")
        if p.asked == "length":
            words = rf"photon: $\lambda$ = {self.solve(p).values['light']}"
            sketch.text("note:light", words, (2.3, 4.95), valign="bottom", size=12)
        else:
            sketch.text("note:length", p.label("length"), (2.3, 4.95), valign="bottom", size=12)
            sketch.claim("value", "note:length", value=p.length)
        sketch.entity("levels", *(f"level:{n}" for n in range(1, p.shown + 1)))

    def _name(self, p: Box, n: int) -> str:
        return {"waves": rf"$\psi_{n}$", "densities": rf"$|\psi_{n}|^2$", "levels": f"$n$ = {n}"}[p.layout]

    def questions(self, p: Box) -> Iterator[Question]:
        """The arrow's ends, curves and their zeros."""
        start, stop = (p.high, p.low) if p.emits else (p.low, p.high)
        yield ask_number("start", start, likely=[stop, 1, 2, 3, 4, 5], step=1, low=1)
        yield ask_number("stop", stop, likely=[start, 1, 2, 3, 4, 5], step=1, low=1)
        if p.asked != "length":
            yield ask_value("length", p.quantity("length"))
        else:
            yield ask_number("light", float(self.solve(p).values["light"].split()[0]), unit="nm", low=0)
        gaps = [p.high**2, p.low**2, p.high - p.low, (p.high - p.low) ** 2]
        yield ask_number("gap", p.high**2 - p.low**2, likely=gaps, step=1, low=0)
        yield ask_count("curves", p.shown, low=1, likely=[p.shown - 1, p.shown + 1])

    @defect(visibility=2)
    def one_node_too_many(self, p: Box, scene: FigureScene, draw: Random) -> FigureScene:
        """A curve has the shape of the next one, or a level lies where the next but one belongs."""
        n = draw.randint(1, p.shown)
        if p.layout == "levels":
            line = scene.path(f"level:{p.shown}")
            return change(scene, replace(line, points=tuple((x, y - 2 * p.shown + 0.4) for x, y in line.points)))
        wave = scene.path(f"wave:{n}")
        power, size = (1, 1.1) if p.layout == "waves" else (2, 1.6)
        points = tuple((x, n * n + size * sin((n + 1) * pi * x) ** power) for x, _ in wave.points)
        return change(scene, replace(wave, points=points))

    @defect(visibility=2)
    def jump_too_short(self, p: Box, scene: FigureScene, draw: Random) -> FigureScene:
        """The arrow of the transition ends between two levels."""
        jump = scene.path("jump:photon")
        (x, y0), (_, y1) = jump.points
        return change(scene, replace(jump, points=((x, y0), (x, y0 + 0.6 * (y1 - y0)))))

    @defect(visibility=2)
    def missing_level(self, p: Box, scene: FigureScene, draw: Random) -> FigureScene:
        """A level of the box is left out."""
        gone = draw.randint(1, p.shown)
        return scene.with_marks(
            tuple(m for m in scene.marks if m.id not in (f"level:{gone}", f"wave:{gone}", f"name:{gone}"))
        )
