"""Periodic signals of straight pieces: their mean, effective value and the amplitudes of their harmonics (Fourier)."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from random import Random

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.physics.waveform.curves import guide, nice_step, spot, stretched, wave_axes
from scisynth.figures.families.questions import Question, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, GREEN
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

PLOT, CURVE = "axes:plot", "curve:u"
Place = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Signal(Parameters):
    """A square, triangular or sawtooth signal, or short pulses, in volts against milliseconds."""

    layout: str = one_of("square", "triangle", "sawtooth", "pulses", level_1=("square", "triangle", "pulses"))
    cells: int = one_of(4, 6, 8)
    cell: float = one_of(0.1, 0.2, 0.5, 1, 2, 5)
    low: float = one_of(0, 0, -1, -2, -3, 1, level_1=(0,))
    rise: float = one_of(1, 2, 3, 4, 5, 6, 8)
    wide: int = one_of(1, 2, 3)
    start: int = one_of(0, 1, 2, 3)
    order: int = drawn(lambda draw, level, _: draw.choice((1, 3, 5) if level == 3 else (1, 3)), words="1, 3 or 5")
    asked: str = one_of("mean", "harmonic", "effective", level_1=("mean",), level_3=("harmonic", "effective"))

    def valid(self) -> bool:
        """Pulses shorter than half of the period, a harmonic that is there, and a mean that is not zero."""
        if self.start >= self.cells or (self.layout == "pulses" and 2 * self.wide >= self.cells):
            return False
        if self.asked == "harmonic":
            return self.harmonic > 0.02 * self.rise
        return self.asked == "effective" or abs(self.mean) > 0.05 * self.rise

    @property
    def period(self) -> float:
        """In ms."""
        return round(self.cells * self.cell, 9)

    @property
    def high(self) -> float:
        """Highest value, V."""
        return self.low + self.rise

    @property
    def duty(self) -> float:
        """Part of the period for which a signal of two levels is high."""
        return self.wide / self.cells if self.layout == "pulses" else 0.5

    @property
    def mean(self) -> float:
        """In V."""
        return self.low + self.rise * self.duty

    @property
    def effective(self) -> float:
        """Root of the mean square, V."""
        if self.layout in ("square", "pulses"):
            return math.sqrt(self.duty * self.high**2 + (1 - self.duty) * self.low**2)
        return math.sqrt((self.high**2 + self.high * self.low + self.low**2) / 3)

    @property
    def harmonic(self) -> float:
        """Amplitude at `order` times the fundamental frequency, V."""
        k = self.order
        if self.layout == "triangle":
            return 4 * self.rise / (math.pi * k) ** 2
        if self.layout == "sawtooth":
            return self.rise / (math.pi * k)
        return 2 * self.rise / (math.pi * k) * abs(math.sin(math.pi * k * self.duty))

    @property
    def pieces(self) -> list[tuple[Place, Place]]:
        """Straight pieces of one period, as (part of the period, value), from 0 to 1."""
        low, high, duty = float(self.low), float(self.high), self.duty
        if self.layout == "triangle":
            return [((0.0, low), (0.5, high)), ((0.5, high), (1.0, low))]
        if self.layout == "sawtooth":
            return [((0.0, low), (1.0, high))]
        return [((0.0, high), (duty, high)), ((duty, low), (1.0, low))]

    @property
    def corners(self) -> list[Place]:
        """Of the drawn curve, from t = 0 on over two and a half periods; time in ms."""
        end, found = 2.5 * self.period, list[Place]()
        for k in range(-1, 3):
            for (a, one), (b, two) in self.pieces:
                times = [(k + part) * self.period + self.start * self.cell for part in (a, b)]
                first, last = max(times[0], 0.0), min(times[1], end)
                if last - first < 1e-9:
                    continue
                for t in (first, last):
                    place = (round(t, 9), one + (two - one) * (t - times[0]) / (times[1] - times[0]))
                    if not found or found[-1] != place:
                        found.append(place)
        return found

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Read on the axes."""
        period = Quantity(symbol="T", value=self.period, unit="ms", meaning="period, from the figure")
        top = Quantity(symbol="U_1", value=self.high, unit="V", meaning="highest value, from the figure")
        return (period, top, Quantity(symbol="U_0", value=self.low, unit="V", meaning="lowest value, from the figure"))


@family("Physics - Waveform")
class PeriodicSignal(Family[Signal]):
    """A periodic signal of straight pieces: its mean, its effective value, or a harmonic of its Fourier series."""

    def solve(self, p: Signal) -> Solution:
        """By integrals over a period, in closed form."""
        value = {"mean": p.mean, "harmonic": p.harmonic, "effective": p.effective}[p.asked]
        symbol = {"mean": "a₀", "harmonic": "c" + "₀₁₂₃₄₅"[p.order], "effective": "U"}[p.asked]
        two_levels = p.layout in ("square", "pulses")
        values = {
            "what": p.asked,
            "kind": {"square": "square", "triangle": "triangular", "sawtooth": "sawtooth", "pulses": "pulsed"}[p.layout],
            "period": p.givens[0],
            "high_q": _volts(p.high),
            "low_q": _volts(p.low),
            "goal": {
                "mean": "the mean a₀",
                "harmonic": f"the amplitude {symbol} of the harmonic of order {p.order}",
                "effective": "the effective value U (root of the mean square)",
            }[p.asked],
            "duty_words": f", and it is high for {format_number(p.wide * p.cell)} ms of each period" if p.layout == "pulses" else "",
            "duty": format_number(round(p.duty, 4)),
            "rise": _volts(p.rise),
            "order": p.order,
            "case": {"mean": "mean", "harmonic": p.layout, "effective": "levels" if two_levels else "slopes"}[p.asked],
        }  # fmt: skip
        return Solution(answer=number_answer(value, "V"), symbol=symbol, values=values)

    def draw(self, p: Signal, sketch: Sketch) -> None:
        """Corners lie on grid lines."""
        top, bottom = p.high + 0.25 * p.rise, p.low - 0.25 * p.rise
        low = min(bottom, -0.08 * p.rise)
        wave_axes(
            sketch,
            PLOT,
            2.5 * p.period,
            p.cell,
            max(top, 0.3),
            "$t$ / ms",
            "$u$ / V",
            y_step=max(nice_step(p.rise / 5), 1),
            low=low,
        )
        corners = p.corners
        sketch.line(CURVE, *corners, axes=PLOT, color=BLUE, width=2.0, z=4)
        for (t0, u0), (t1, u1) in pairwise(corners):
            middle = ((t0 + t1) / 2, (u0 + u1) / 2)
            if t1 - t0 > 1e-9:
                sketch.claim("through", CURVE, value=middle, tolerance=0.01)
        # Two points one period apart; in the middle of a piece, where the curve has no edge.
        (a, one), (b, two) = p.pieces[0]
        phase = (a + b) / 2 * p.period + p.start * p.cell
        phase = phase % p.period
        for k in (0, 1):
            spot(sketch, f"mark:{k}", (phase + k * p.period, (one + two) / 2), CURVE, GREEN)
        self._draw_period(p, sketch, phase, (one + two) / 2)
        self._draw_help(p, sketch)
        sketch.claim("count", "curve", value=1)
        sketch.entity("signal", CURVE)

    @staticmethod
    def _draw_period(p: Signal, sketch: Sketch, phase: float, value: float) -> None:
        """The period below the curve, from one marked point to the other."""
        y, ends = p.low - 0.13 * p.rise, (phase, phase + p.period)
        for k, t in enumerate(ends):
            guide(sketch, f"edge:{k}", (t, value), (t, y))
        sketch.line("size:T", (ends[0], y), (ends[1], y), arrow="both", width=0.9, axes=PLOT)
        sketch.text("label:T", "$T$", (sum(ends) / 2, y), of="size:T", axes=PLOT, halo=True)

    @staticmethod
    def _draw_help(p: Signal, sketch: Sketch) -> None:
        """The width of a pulse, or lines down from the peaks of a triangular signal."""
        rises = [t for (t, u), (_, after) in pairwise(p.corners) if after > u and abs(u - p.low) < 1e-9]
        first = next(t for t in rises if t > 0 or p.layout != "triangle")
        above = p.high + 0.1 * p.rise
        if p.layout == "triangle":
            for k in (0, 1):
                peak = first + (k + 0.5) * p.period
                if peak < 2.5 * p.period:
                    guide(sketch, f"guide:{k}", (peak, p.low), (peak, p.high))
        elif p.layout == "pulses":
            stop = (first + p.wide * p.cell, above)
            sketch.line("size:1", (first, above), stop, arrow="both", width=0.9, axes=PLOT)
            sketch.text("label:1", r"$\tau$", stop, of="size:1", toward=(1, 0), gap_pt=4, axes=PLOT)

    def questions(self, p: Signal) -> Iterator[Question]:
        """What is read on the axes, and the kind of signal."""
        yield ask_number("period", p.period, unit="ms", likely=(p.period / 2, 2 * p.period), step=p.cell, low=0.001)
        yield ask_number("high", p.high, unit="V", likely=(p.rise, p.high + 2), step=1)
        yield ask_number("low", p.low, unit="V", likely=(-p.rise, p.low - 1), step=1)
        kinds = ["square", "triangle", "sawtooth", "pulses"]
        yield ask_word("kind", p.layout, kinds)
        yield ask_number("rise", p.rise, unit="V", likely=(p.high, p.rise / 2, 2 * p.rise), step=1, low=0.1)

    @defect(visibility=2)
    def other_period(self, p: Signal, scene: FigureScene, draw: Random) -> FigureScene:
        """The signal repeats more quickly than its marked points do."""
        return stretched(scene, CURVE, x_times=draw.choice((0.72, 0.8)))

    @defect(visibility=2)
    def low_top(self, p: Signal, scene: FigureScene, draw: Random) -> FigureScene:
        """The signal is drawn with another height than it has."""
        curve = scene.path(CURVE)
        points = tuple((t, p.low + 0.65 * (u - p.low)) for t, u in curve.points)
        return change(scene, replace(curve, points=points))

    @defect(visibility=2)
    def turned_signal(self, p: Signal, scene: FigureScene, draw: Random) -> FigureScene:
        """The signal is turned upside down: it is low where it should be high."""
        curve = scene.path(CURVE)
        points = tuple((t + 0.1 * p.period, p.low + p.high - u) for t, u in curve.points)
        return change(scene, replace(curve, points=points))


def _volts(value: float) -> str:
    return f"{'−' if value < 0 else ''}{format_number(abs(value))} V"
