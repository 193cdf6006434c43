"""Lines of atoms with one electron: bright on a dark scale, dark in a bright band, or two series below each other.

Lines follow Rydberg, 1 / λ = R Z² (1 / n₁² − 1 / n₂²), in a vacuum, with the constant of each nucleus. A photon has the energy
E = h c / λ. The series ends where n₂ grows without bound, at λ = n₁² / (R Z²).
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.chemistry import CHARGE, LIGHT, PLANCK
from scisynth.figures.parts.palette import INK, RED
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer

RYDBERG = {
    1: ("H", 1.0967758e7), 2: ("He⁺", 1.0972227e7), 3: ("Li²⁺", 1.0972873e7), 4: ("Be³⁺", 1.0973070e7),
}  # fmt: skip
"""Ion, and the Rydberg constant of its nucleus in 1/m."""
SERIES = {1: "Lyman", 2: "Balmer", 3: "Paschen", 4: "Brackett", 5: "Pfund"}
WIDE, HIGH, STEP = 6.4, 1.3, 3.3
LETTERS = ("X", "Y", "Q", "T", "P")
VISIBLE = ((380, "#5b2c83"), (450, "#2a4fa2"), (495, "#1f8a70"), (570, "#a58600"), (590, "#d9822b"), (620, RED))
BAND = "#d9d9d9"


def line_nm(charge: int, low: int, high: int) -> float:
    """Vacuum wavelength of a transition of the ion with that nuclear charge."""
    return 1e9 / (RYDBERG[charge][1] * charge**2 * (1 / low**2 - 1 / high**2))


def limit_nm(charge: int, low: int) -> float:
    """Where a series ends."""
    return 1e9 * low**2 / (RYDBERG[charge][1] * charge**2)


def upper_level(charge: int, low: int, wavelength: float) -> float:
    """n₂ of a line of so many nm."""
    return 1 / math.sqrt(1 / low**2 - 1e9 / (wavelength * RYDBERG[charge][1] * charge**2))


def photon_ev(wavelength: float) -> float:
    """eV, of a photon of so many nm."""
    return PLANCK * LIGHT / (wavelength * 1e-9) / CHARGE


def visible_color(wavelength: float) -> str:
    """A muted colour for a wavelength in nm; ink outside the visible."""
    if not 380 <= wavelength < 750:
        return INK
    return [color for start, color in VISIBLE if wavelength >= start][-1]


def printed_nm(wavelength: float) -> float:
    """As figures print it: whole nm, below 100 nm a decimal."""
    return round(wavelength, 1) if wavelength < 100 else float(round(wavelength))


@dataclass(frozen=True, kw_only=True)
class Lines(Parameters):
    """A series of an ion, of which one line is marked, perhaps above the next series."""

    layout: str = one_of("bright", "dark", "two", level_1=("bright", "dark"))
    charge: int = one_of(1, 2, 3, 4, level_1=(1, 2))
    bottom: int = one_of(1, 2, 3, 4, level_1=(1, 2, 3))
    num: int = one_of(4, 5, level_1=(3, 4))
    marked: int = one_of(0, 1, 2, 3)
    letter: str = one_of(*LETTERS)
    asked: str = one_of(
        "upper", "energy", "frequency", level_1=("energy", "frequency", "upper"), level_3=("upper", "energy", "limit")
    )
    is_upper: bool = one_of(True, False)

    def valid(self) -> bool:
        """Whether the marked line is drawn, and no two lines of a series have one printed wavelength."""
        return self.marked < self.num and all(len({*lines.values()}) == len(lines) for lines in self.rows.values())

    @property
    def rows(self) -> dict[int, dict[int, float]]:
        """Lower level to upper levels and wavelengths in nm as printed, from the top of the page down."""
        lows = [self.bottom] if self.layout != "two" else [self.bottom, self.bottom + 1]
        return {
            low: {high: printed_nm(line_nm(self.charge, low, high)) for high in range(low + 1, low + 1 + self.num)}
            for low in lows
        }

    @property
    def low(self) -> int:
        """Lower level of the marked line."""
        return self.bottom if self.is_upper or self.layout != "two" else self.bottom + 1

    @property
    def high(self) -> int:
        """Upper level of the marked line."""
        return self.low + 1 + self.marked

    @property
    def wavelength(self) -> float:
        """Of the marked line in nm, as printed."""
        return self.rows[self.low][self.high]

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """What the figure says of the marked line."""
        return (
            Quantity(symbol="λ", value=self.wavelength, unit="nm"),
            Quantity(symbol="n₁", value=self.low),
            Quantity(symbol="Z", value=self.charge),
        )


@family("Chemistry - Spectra")
class EmissionLines(Family[Lines]):
    """Lines of a hydrogen-like atom, bright or dark, in one series or two; upper level, energy, frequency, or the limit."""

    def solve(self, p: Lines) -> Solution:
        """By Rydberg's formula or the energy of a photon."""
        wavelength = p.wavelength
        answer = {
            "upper": Answer(text=f"n = {p.high}", value=p.high),
            "energy": number_answer(photon_ev(wavelength), "eV"),
            "frequency": number_answer(LIGHT / wavelength / 1000, "THz"),
            "limit": number_answer(limit_nm(p.charge, p.low), "nm", digits=4, tolerance=0.005),
        }[p.asked]
        others = ", ".join(f"{value:g} nm" for value in p.rows[p.low].values())
        return Solution(
            answer=answer,
            values={
                "ion": RYDBERG[p.charge][0],
                "series": SERIES[p.low],
                "low": p.low,
                "high": p.high,
                "charge": p.charge,
                "shown": f"{wavelength:g} nm",
                "others": others,
                "all_series": " and ".join(SERIES[low] for low in p.rows),
                "kind": "absorption" if p.layout == "dark" else "emission",
            },
        )

    def draw(self, p: Lines, sketch: Sketch) -> None:
        """One strip for each series."""
        for row, (low, lines) in enumerate(p.rows.items()):
            self._draw_strip(p, sketch, row, low, lines)
        sketch.claim("count", "line", value=sum(map(len, p.rows.values())))
        names = [f"line:{low}.{high}" for low, lines in p.rows.items() for high in reversed(lines)][: p.num]
        sketch.claim("order", *names, value="left_to_right")

    def _draw_strip(self, p: Lines, sketch: Sketch, row: int, low: int, lines: dict[int, float]) -> None:
        bottom, axes = -STEP * row, f"axes:{low}"
        span = max(lines.values()) - min(lines.values())
        limits = (min(lines.values()) - 0.14 * span, max(lines.values()) + 0.14 * span)
        is_last = row == len(p.rows) - 1
        sketch.axes(
            axes, (0, bottom, WIDE, bottom + HIGH), x_limits=limits, y_limits=(0, 1), x_label="wavelength in nm" if is_last else "",
            y_ticks=(), style="frame",
        )  # fmt: skip
        if p.layout == "dark":
            sketch.rectangle(f"band:{low}", limits[0], 0.02, limits[1], 0.98, axes=axes, fill=BAND, width=0, z=1)
            sketch.claim("shaded", f"band:{low}", value="true")
        for high, wavelength in lines.items():
            is_marked = (low, high) == (p.low, p.high)
            color = INK if p.layout == "dark" else visible_color(wavelength)
            name = sketch.line(
                f"line:{low}.{high}", (wavelength, 0.02), (wavelength, 0.98), axes=axes, color=color, width=2.6
            )
            sketch.claim("at", name, value=(wavelength, 0.5), tolerance=0.004)
            words = f"{wavelength:g}" + (f" ({p.letter})" if is_marked else "")
            sketch.text(
                f"label:{low}.{high}", words, (wavelength, 1), of=name, toward=(0, 1), gap_pt=6 + 2.6 * len(words), axes=axes, size=10,
                rotation_deg=90, valign="center", color=RED if is_marked else INK,
            )  # fmt: skip
            sketch.claim("value", f"label:{low}.{high}", value=wavelength)
        title = f"{RYDBERG[p.charge][0]}, {SERIES[low]} series" + (", absorption" if p.layout == "dark" else "")
        sketch.text(f"title:{low}", title, (WIDE / 2, bottom + HIGH + 1.05), valign="bottom", size=12)

    def questions(self, p: Lines) -> Iterator[Question]:
        """The printed wavelengths, the lines, and the names."""
        lines = p.rows[p.low]
        every = list(lines.values())
        slots: dict[str, Any] = {"series_name": SERIES[p.low]}
        yield ask_number("marked", p.wavelength, unit="nm", likely=every, low=1, mark=p.letter)
        yield ask_number("longest", max(every), unit="nm", likely=every, low=1, **slots)
        yield ask_number("shortest", min(every), unit="nm", likely=every, low=1, **slots)
        yield ask_count("longer", p.marked, likely=[0, 1, 2, 3], mark=p.letter)
        yield ask_word("ion", RYDBERG[p.charge][0], [name for name, _ in RYDBERG.values()])
        yield ask_word("series", SERIES[p.low], [SERIES[low] for low in (p.low % 5 + 1, (p.low + 1) % 5 + 1, (p.low + 2) % 5 + 1)], mark=p.letter)  # fmt: skip

    @defect(visibility=2)
    def shifted_line(self, p: Lines, scene: FigureScene, draw: Random) -> FigureScene:
        """A line stands half way to its neighbour, where no transition is."""
        lines = p.rows[p.low]
        one, two = lines[p.low + 1], lines[p.low + 2]
        mark = scene.path(f"line:{p.low}.{p.low + 1}")
        return change(scene, replace(mark, points=tuple(((one + two) / 2, y) for _, y in mark.points)))

    @defect(visibility=2)
    def missing_line(self, p: Lines, scene: FigureScene, draw: Random) -> FigureScene:
        """A line of the series is left out between others."""
        high = draw.choice(list(p.rows[p.low]))
        return scene.without(f"line:{p.low}.{high}")

    @defect(visibility=2)
    def even_spacing(self, p: Lines, scene: FigureScene, draw: Random) -> FigureScene:
        """The lines are evenly spaced, though those of a series crowd towards its limit."""
        lines = p.rows[p.low]
        start, stop = max(lines.values()), min(lines.values())
        moved = []
        for place, high in enumerate(lines):
            mark = scene.path(f"line:{p.low}.{high}")
            x = start + (stop - start) * place / (len(lines) - 1)
            moved.append(replace(mark, points=tuple((x, y) for _, y in mark.points)))
        return change(scene, *moved)
