"""Sums of two waves: beats of two tones, |f₁ − f₂| swells a second; and amplitudes that add as vectors."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, number, one_of
from scisynth.figures.families.physics.waveform.curves import (
    HIGH,
    NAMES,
    WIDE,
    curve_keys,
    graph,
    spot,
    stretched,
    wave_axes,
)
from scisynth.figures.families.questions import Question, ask_count, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.chart import move_point
from scisynth.figures.parts.palette import BLUE, GREEN, GREY, RED
from scisynth.figures.parts.physics import turned
from scisynth.figures.parts.places import polar
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer

PLOT, ABOVE = "axes:plot", "axes:above"


@dataclass(frozen=True, kw_only=True)
class TwoTones(Parameters):
    """Two tones of nearly one pitch: their sum with its envelope, their sum alone, or both tones above their sum."""

    layout: str = one_of("envelope", "sum", "tones", level_1=("envelope", "sum"))
    cells: int = one_of(2, 4, 5)
    cell: float = one_of(5, 10, 20, 25, 50, 100)
    ratio: int = one_of(6, 7, 8, 9, 10, 11)
    is_lower: bool = one_of(False, True)
    is_silent: bool = one_of(False, True)
    num: int = one_of(2, 3, 4, 5, level_1=(2, 3, 4))
    asked: str = one_of("other", "beat", "mean", level_1=("beat", "other"), level_3=("other", "mean"))

    @property
    def beat(self) -> float:
        """Period of the swells, ms."""
        return self.cells * self.cell

    @property
    def beat_hz(self) -> float:
        """Swells a second."""
        return 1000 / self.beat

    @property
    def known(self) -> Quantity:
        """Frequency of the tone that is given; the other one is lower or higher by the swells a second."""
        symbol = "f_1"
        return Quantity(
            symbol=symbol, value=float(f"{self.ratio * self.beat_hz:.4g}"), unit="Hz", meaning="of one tone"
        )

    @property
    def other_hz(self) -> float:
        """Of the other tone."""
        return self.known.value + (-self.beat_hz if self.is_lower else self.beat_hz)

    def valid(self) -> bool:
        """Frequencies that are heard, and swells that are told one by one."""
        if self.layout == "tones" and (self.ratio > 8 or self.num > 3):
            # Both tones are drawn: their single periods are distinguished.
            return False
        return 30 <= self.known.value <= 3000

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """One tone, and what is read."""
        return (
            self.known,
            Quantity(symbol="T", value=self.beat, unit="ms", meaning="from swell to swell, from the figure"),
        )


def beat_formula(one: float, two: float, is_silent: bool) -> tuple[str, str]:
    """Sum of two tones of frequencies in kHz, as a formula of x in ms, and its envelope."""
    half, mean = abs(one - two) / 2, (one + two) / 2
    slow = f"{'sin' if is_silent else 'cos'}(2*pi*{half:.10g}*x)"
    return f"2*{slow}*cos(2*pi*{mean:.10g}*x)", f"2*abs({slow})"


@family("Physics - Waveform")
class Beats(Family[TwoTones]):
    """Beats that begin with a swell or with silence; asked are the other tone, the beat frequency or the mean one."""

    def solve(self, p: TwoTones) -> Solution:
        """|f₁ − f₂| = 1/T."""
        mean = (p.known.value + p.other_hz) / 2
        value, symbol = {"other": (p.other_hz, "f₂"), "beat": (p.beat_hz, "f"), "mean": (mean, "f")}[p.asked]
        values = {
            "what": p.asked,
            "known": p.known,
            "beat": p.givens[1],
            "beat_hz": number_answer(p.beat_hz, "Hz"),
            "lower": "lower" if p.is_lower else "higher",
            "sign": "−" if p.is_lower else "+",
            "other": number_answer(p.other_hz, "Hz"),
        }  # fmt: skip
        return Solution(answer=number_answer(value, "Hz", digits=4, tolerance=0.005), symbol=symbol, values=values)

    def draw(self, p: TwoTones, sketch: Sketch) -> None:
        """Time in ms; swells lie on grid lines."""
        # Sound that begins with a swell ends before it is silent once more.
        end = (p.num + (0.5 if p.is_silent else 0.25)) * p.beat
        one, two = p.known.value / 1000, p.other_hz / 1000
        wave_axes(sketch, PLOT, end, p.cell, 2.5, "$t$ / ms", "pressure (relative)", y_step=1)
        formula, envelope = beat_formula(one, two, p.is_silent)
        graph(sketch, "curve:sum", formula, 0, end, BLUE, width=1.1, num=900)
        if p.layout == "envelope":
            for name, sign in (("up", ""), ("down", "-")):
                graph(sketch, f"curve:{name}", f"{sign}{envelope}", 0, end, RED, width=1.5, dash="dashed", num=500)
        if p.layout == "tones":
            wave_axes(sketch, ABOVE, end, p.cell, 1.3, "$t$ / ms", "pressure (relative)", y_step=1, raised=HIGH + 1.7)
            start = "sin" if p.is_silent else "cos"
            high, low = max(one, two), min(one, two)
            graph(sketch, "curve:one", f"{start}(2*pi*{high:.10g}*x)", 0, end, RED, axes=ABOVE, width=1.0, num=900)
            sign = "-" if p.is_silent else ""
            graph(
                sketch,
                "curve:two",
                f"{sign}{start}(2*pi*{low:.10g}*x)",
                0,
                end,
                GREEN,
                axes=ABOVE,
                width=1.0,
                dash="dashed",
                num=900,
            )
        first = 0.0 if p.is_silent else 0.5
        for k in range(p.num):
            still = (first + k + (1 if p.is_silent else 0)) * p.beat
            sketch.dot(f"still:{k}", (still, 0.0), 0.085, axes=PLOT, color=RED, z=6)
            sketch.claim("at", f"still:{k}", value=(still, 0.0))
        top = HIGH + (HIGH + 1.7 if p.layout == "tones" else 0)
        sketch.text("label:f", p.known.label, (WIDE, top), toward=(0, 1), align="right")
        sketch.entity("sum of the tones", "curve:sum")

    def questions(self, p: TwoTones) -> Iterator[Question]:
        """Times of swells and silence; the tone that is given."""
        yield ask_number("known", p.known.value, unit="Hz", low=1)
        yield ask_count("marks", p.num, low=0)
        first = p.beat if p.is_silent else p.beat / 2
        yield ask_number("still", first, unit="ms", likely=(p.beat, p.beat / 2, 1.5 * p.beat), step=p.cell / 2, low=0.1)
        yield ask_number("swell", p.beat, unit="ms", likely=(p.beat / 2, 2 * p.beat), step=p.cell, low=0.1)

    @defect(visibility=2)
    def shifted_silence(self, p: TwoTones, scene: FigureScene, draw: Random) -> FigureScene:
        """The sound is loud where silence is marked: the sum is drawn half a beat too late."""
        curve = scene.path("curve:sum")
        return change(
            scene, replace(curve, points=tuple((x, 2.2 - abs(y) if y > 0 else y * 0.4) for x, y in curve.points))
        )

    @defect(visibility=2)
    def long_beats(self, p: TwoTones, scene: FigureScene, draw: Random) -> FigureScene:
        """The swells follow each other more quickly than the marked moments of silence."""
        return stretched(scene, "curve:sum", x_times=draw.choice((0.78, 0.85)))

    @defect(visibility=2)
    def misplaced_mark(self, p: TwoTones, scene: FigureScene, draw: Random) -> FigureScene:
        """A moment is marked as silent in which the sound is loud."""
        return move_point(scene, "still:0", p.beat * 0.25, 0)


@dataclass(frozen=True, kw_only=True)
class TwoWaves(Parameters):
    """Two waves of one length with a phase between them: all curves, the two parts alone, or arrows that add."""

    layout: str = one_of("curves", "parts", "arrows", level_1=("curves", "arrows"))
    one: float = number("A_1", "cm", (1, 1.5, 2, 2.5, 3, 3.5, 4, 5), meaning="amplitude of one wave", given=False)
    two: float = number("A_2", "cm", (1, 1.5, 2, 2.5, 3, 3.5, 4, 5), meaning="amplitude of the other", given=False)
    phase: float = number(r"\varphi", "°", (30, 45, 60, 90, 120, 135, 150), meaning="phase between both", given=False)
    unit: str = one_of("cm", "mm")
    is_second_ahead: bool = one_of(False, True)
    asked: str = one_of("sum", "phase", level_1=("sum",))
    first: int = one_of(*range(8))

    def valid(self) -> bool:
        """Waves that differ, and a sum that is seen; the phase is asked where the sum is drawn or printed."""
        return (
            self.one != self.two
            and 0.4 < self.one / self.two < 2.6
            and not (self.asked == "phase" and self.layout != "arrows")
        )

    @property
    def total(self) -> float:
        """Amplitude of the sum."""
        return sum_amplitude(self.one, self.two, self.phase)

    @property
    def given_values(self) -> dict[str, Quantity]:
        """Amplitudes and phase; the sum where the phase is asked."""
        found = {
            "one_q": Quantity(symbol="A_1", value=self.one, unit=self.unit, meaning="amplitude"),
            "two_q": Quantity(symbol="A_2", value=self.two, unit=self.unit, meaning="amplitude"),
            "phase_q": self.quantity("phase"),
            "sum_q": Quantity(symbol="A", value=float(f"{self.total:.3g}"), unit=self.unit, meaning="of the sum"),
        }
        return {name: item for name, item in found.items() if name != ("phase_q" if self.asked == "phase" else "sum_q")}

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """As printed or read."""
        return tuple(self.given_values.values())

    @property
    def letters(self) -> str:
        """Of both waves and their sum."""
        return "".join(NAMES[(self.first + step) % 8] for step in (0, 3, 5))


def sum_amplitude(one: float, two: float, phase_deg: float) -> float:
    """A² = A₁² + A₂² + 2 A₁ A₂ cos φ."""
    return math.sqrt(one**2 + two**2 + 2 * one * two * math.cos(math.radians(phase_deg)))


@family("Physics - Waveform")
class SumOfWaves(Family[TwoWaves]):
    """Two waves and their sum, as curves or as arrows: the amplitude of the sum, or the phase between them."""

    def solve(self, p: TwoWaves) -> Solution:
        """By the law of cosines."""
        values = {
            **p.given_values,
            "what": p.asked,
            "one_letter": p.letters[0],
            "two_letter": p.letters[1],
            "ahead": p.letters[p.is_second_ahead],
        }
        if p.asked == "sum":
            return Solution(answer=number_answer(p.total, p.unit), symbol="A", values=values)
        total = p.given_values["sum_q"].value
        phase = math.degrees(math.acos((total**2 - p.one**2 - p.two**2) / (2 * p.one * p.two)))
        return Solution(answer=number_answer(phase, "°"), symbol="φ", values=values)

    def draw(self, p: TwoWaves, sketch: Sketch) -> None:
        """Curves against phase, or arrows to scale."""
        if p.layout == "arrows":
            self._draw_arrows(p, sketch)
            return
        top = 1.15 * max(p.one, p.two, p.total if p.layout == "curves" else 0)
        wave_axes(
            sketch,
            PLOT,
            720,
            90 if p.phase % 30 == 0 and p.phase % 45 == 0 else 45 if p.phase % 45 == 0 else 30,
            top,
            "phase / °",
            f"$y$ / {p.unit}",
        )
        shift = p.phase if p.is_second_ahead else -p.phase
        angle = "pi*x/180"
        parts = (f"{p.one}*sin({angle})", f"{p.two}*sin({angle} + {math.radians(shift):.10f})")
        crests = ((90.0, p.one), ((90.0 - shift) % 360, p.two))
        for k, (letter, formula, color) in enumerate(zip(p.letters, parts, (BLUE, GREEN), strict=False)):
            graph(sketch, f"curve:{letter}", formula, 0, 720, color, width=1.6, dash="dashed" if k else "solid")
            spot(sketch, f"crest:{letter}", crests[k], f"curve:{letter}", color)
        if p.layout == "curves":
            graph(sketch, f"curve:{p.letters[2]}", f"{parts[0]} + {parts[1]}", 0, 720, RED, width=2.4)
        names = p.letters if p.layout == "curves" else p.letters[:2]
        curve_keys(sketch, names, (BLUE, GREEN, RED)[: len(names)], ("solid", "dashed", "solid")[: len(names)])
        sketch.claim("count", "curve", value=len(names))
        sketch.entity("waves", *(f"curve:{letter}" for letter in p.letters[:2]))

    @staticmethod
    def _draw_arrows(p: TwoWaves, sketch: Sketch) -> None:
        scale = 6.0 / (p.one + p.two)
        turn = p.phase if p.is_second_ahead else -p.phase
        ends = [polar(0, scale * p.one), polar(0, scale * p.one) + polar(turn, scale * p.two)]
        start = np.zeros(2)
        sketch.line("ahead:1", ends[0], ends[0] + (2.2, 0), dash="dotted", width=1.0, color=GREY)
        for letter, tail, tip, color in (
            (p.letters[0], start, ends[0], BLUE),
            (p.letters[1], ends[0], ends[1], GREEN),
            (p.letters[2], start, ends[1], RED),
        ):
            sketch.arrow(f"arrow:{letter}", tail, tip, color=color, width=2.2, z=5)
            aside = (
                np.asarray((tail - tip)[::-1])
                * (1, -1)
                * (-1 if letter == p.letters[2] else 1)
                * (1 if p.is_second_ahead else -1)
            )
            sketch.text(
                f"name:{letter}",
                f"${letter}$",
                (tail + tip) / 2,
                of=f"arrow:{letter}",
                toward=aside,
                gap_pt=6,
                color=color,
                size=13,
            )
        words = p.label("phase") if p.asked == "sum" else r"$\varphi$"
        pair = (ends[0] + (1, 0), ends[1]) if p.is_second_ahead else (ends[1], ends[0] + (1, 0))
        sketch.angle("angle:phi", ends[0], *pair, words, 0.75)
        sketch.claim("angle", f"arrow:{p.letters[1]}", f"arrow:{p.letters[0]}", value=p.phase)
        sketch.claim("ratio", f"arrow:{p.letters[1]}", f"arrow:{p.letters[0]}", value=p.two / p.one)
        sketch.claim("ratio", f"arrow:{p.letters[2]}", f"arrow:{p.letters[0]}", value=p.total / p.one)
        low = float(min(ends[1][1], 0)) - 0.7
        found = p.given_values
        for k, (letter, name) in enumerate(zip(p.letters, ("one_q", "two_q", "sum_q"), strict=True)):
            if name in found:
                text = f"${letter}$: {found[name].text}"
                sketch.text(f"length:{letter}", text, (2.6 * k, low), of="", toward=(0, -1), align="left")
        sketch.claim("count", "arrow", value=3)
        sketch.entity("arrows", *(f"arrow:{letter}" for letter in p.letters))

    def questions(self, p: TwoWaves) -> Iterator[Question]:
        """Amplitudes and phase; which one is the sum, and which is ahead."""
        one, two, both = p.letters[0], p.letters[1], p.letters[2]
        unit = "cm" if p.unit == "cm" else "mm"
        yield ask_number("first", p.one, unit=unit, likely=(p.two,), step=0.5, low=0.1, letter=one)
        yield ask_number("second", p.two, unit=unit, likely=(p.one,), step=0.5, low=0.1, letter=two)
        if p.layout != "parts":
            yield ask_word("sum", both, [*p.letters, "none"])
        if p.layout != "arrows":
            yield ask_word("ahead", p.letters[p.is_second_ahead], [one, two, "together", "opposite"])
            yield ask_number(
                "crest",
                (90.0 - (p.phase if p.is_second_ahead else -p.phase)) % 360,
                unit="°",
                step=30,
                low=0,
                letter=two,
            )
        elif p.asked == "sum":
            yield ask_number("phase", p.phase, unit="°", step=15, low=1)
            yield ask_word(
                "longest", max(zip((p.one, p.two, p.total), p.letters, strict=True))[1], [*p.letters, "equal"]
            )
        else:
            yield ask_number("total", p.given_values["sum_q"].value, unit=unit, step=0.5, low=0.1, letter=both)

    @defect(visibility=2)
    def in_phase_sum(self, p: TwoWaves, scene: FigureScene, draw: Random) -> FigureScene:
        """The sum is as high as both waves together, as if they were in phase."""
        times = (p.one + p.two) / p.total
        if p.layout == "arrows":
            return change(scene, turned(scene.path(f"arrow:{p.letters[2]}"), 0, max(times, 1.15)))
        if p.layout == "parts":
            raise DoesNotApplyError("no sum is drawn")
        return stretched(scene, f"curve:{p.letters[2]}", y_times=max(times, 1.15))

    @defect(visibility=2)
    def other_shift(self, p: TwoWaves, scene: FigureScene, draw: Random) -> FigureScene:
        """The second wave has another phase than it should."""
        if p.layout == "arrows":
            return change(scene, turned(scene.path(f"arrow:{p.letters[1]}"), draw.choice((-20, 20))))
        return stretched(scene, f"curve:{p.letters[1]}", x_step=draw.choice((-40, 40)))

    @defect(visibility=1)
    def other_size(self, p: TwoWaves, scene: FigureScene, draw: Random) -> FigureScene:
        """The second wave is drawn too small."""
        if p.layout == "arrows":
            return change(scene, turned(scene.path(f"arrow:{p.letters[1]}"), 0, 0.7))
        return stretched(scene, f"curve:{p.letters[1]}", y_times=0.7)
