"""Logistic growth, N(t) = K / (1 + (K − N_0)/N_0 · e^(−r t)); dN/dt = r N (1 − N/K) is greatest, r K / 4, at N = K/2."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, number, one_of
from scisynth.figures.families.questions import Question, ask_number, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.chart import CHART, chart_axes, move_point, point, ticks
from scisynth.figures.parts.palette import GREEN, GREY, ORANGE, RED
from scisynth.figures.scene.scene import FigureScene, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

KINDS = (
    ("yeast", "h"),
    ("paramecia", "day"),
    ("duckweed", "day"),
    ("bacteria", "h"),
    ("water fleas", "day"),
    ("algae", "day"),
)


@dataclass(frozen=True, kw_only=True)
class Growth(Parameters):
    """A population in thousands, its rate and its capacity."""

    layout: str = one_of("curve", "rate", "both", level_1=("curve", "rate"))
    who: int = one_of(*range(len(KINDS)))
    capacity: float = number("K", "thousand", (200, 300, 400, 500, 600, 800, 900, 1000), meaning="carrying capacity")
    rate: float = number("r", "", (0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.8, 1.2), meaning="growth rate")
    start: float = number("N_0", "thousand", (10, 15, 20, 25, 30, 40), meaning="number at the start")
    asked: str = one_of("greatest", "at", "share")
    tenths: int = one_of(2, 3, 4, 6, 7, 8)
    """Population, in tenths of K, at which the growth is asked for."""

    @property
    def unit(self) -> str:
        """Of time."""
        return KINDS[self.who][1]


def growth(rate: float, capacity: float, number_now: float) -> float:
    """dN/dt."""
    return rate * number_now * (1 - number_now / capacity)


@family("Biology - Ecological")
class LogisticGrowth(Family[Growth]):
    """An S-shaped curve with its limit, the growth as a parabola over the number, or the curve next to exponential growth."""

    def solve(self, p: Growth) -> Solution:
        """The greatest growth, that at a number, or the time to half the capacity."""
        now = p.capacity * p.tenths / 10
        unit = f"thousand per {p.unit}"
        if p.asked == "greatest":
            answer = number_answer(p.rate * p.capacity / 4, unit)
            want, steps = (
                "the greatest growth dN/dt of the population",
                "dN/dt = rN(1 − N/K) is greatest at N = K/2: rK/4",
            )
        elif p.asked == "at":
            answer = number_answer(growth(p.rate, p.capacity, now), unit)
            want = f"the growth dN/dt at N = {format_number(now)} thousand"
            steps = f"rN(1 − N/K) = {format_number(p.rate)} · {format_number(now)} · (1 − {p.tenths / 10:g})"
        else:
            answer = number_answer(math.log((p.capacity - p.start) / p.start) / p.rate, f"{p.unit}s")
            want, steps = "the time at which the population is half of its limit", "t = ln((K − N_0)/N_0)/r"
        return Solution(
            answer=answer,
            values={"want": want, "steps": steps, "people": KINDS[p.who][0], "every": p.unit, "chart": p.layout},
        )

    def draw(self, p: Growth, sketch: Sketch) -> None:
        """Over time, or over the number; constants are printed above."""
        words = f"{KINDS[p.who][0]}:  {p.label('capacity')},  $r$ = {format_number(p.rate)} per {p.unit},  {p.label('start')}"
        sketch.text("label:constants", words, (5, 6.8), size=12.5)
        if p.layout == "rate":
            self._parabola(p, sketch)
            return
        ratio = (p.capacity - p.start) / p.start
        end = float(np.ceil(1.9 * math.log(ratio) / p.rate))
        chart_axes(
            sketch, f"time $t$ ({p.unit})", "number $N$ (thousand)", x_limits=(0, end), y_limits=(0, 1.25 * p.capacity),
            y_ticks=ticks(1.2 * p.capacity, p.capacity / 5),
        )  # fmt: skip
        sketch.line("level:K", (0, p.capacity), (end, p.capacity), dash="dashed", color=GREY, width=1.3, axes=CHART)
        sketch.claim("formula", "level:K", value=str(p.capacity))
        sketch.curve(
            "curve:N", CHART, lambda t: p.capacity / (1 + ratio * np.exp(-p.rate * t)), 0, end, color=GREEN, width=2.2
        )
        sketch.claim("formula", "curve:N", value=f"{p.capacity} / (1 + {ratio!r} * exp(-{p.rate} * x))")
        sketch.claim("monotone", "curve:N", value="increasing")
        if p.layout == "both":
            stop = math.log(1.15 * p.capacity / p.start) / p.rate
            sketch.curve(
                "curve:free",
                CHART,
                lambda t: p.start * np.exp(p.rate * t),
                0,
                stop,
                color=ORANGE,
                width=2,
                dash="dashdot",
            )
            sketch.claim("formula", "curve:free", value=f"{p.start} * exp({p.rate} * x)")
            sketch.text(
                "name:free",
                "no limit",
                (stop, 1.15 * p.capacity),
                of="curve:free",
                toward=(-1, 0),
                gap_pt=7,
                axes=CHART,
                color=ORANGE,
            )
        half = math.log(ratio) / p.rate
        point(sketch, "point:half", (half, p.capacity / 2), RED)
        sketch.text(
            "name:half", "$K/2$", (half, p.capacity / 2), of="point:half", toward=(1, -0.5), gap_pt=7, axes=CHART
        )
        sketch.entity("growth curve", "curve:N")

    def _parabola(self, p: Growth, sketch: Sketch) -> None:
        top = p.rate * p.capacity / 4
        chart_axes(
            sketch, "number $N$ (thousand)", f"growth d$N$/d$t$ (thousand per {p.unit})", x_limits=(0, 1.1 * p.capacity),
            y_limits=(0, 1.2 * top), x_ticks=ticks(p.capacity, p.capacity / 5), y_ticks=(), grid=False,
        )  # fmt: skip
        sketch.curve(
            "curve:N", CHART, lambda n: p.rate * n * (1 - n / p.capacity), 0, p.capacity, color=GREEN, width=2.2
        )
        sketch.claim("formula", "curve:N", value=f"{p.rate} * x * (1 - x / {p.capacity})")
        point(sketch, "point:half", (p.capacity / 2, top), RED)
        point(sketch, "point:limit", (p.capacity, 0.0), RED)
        sketch.text("name:half", "$K/2$", (p.capacity / 2, top), of="point:half", toward=(0, 1), gap_pt=6, axes=CHART)
        sketch.text("name:limit", "$K$", (p.capacity, 0.0), of="point:limit", toward=(0.6, 1), gap_pt=6, axes=CHART)
        sketch.entity("growth curve", "curve:N")

    def questions(self, p: Growth) -> Iterator[Question]:
        """The constants and who grows."""
        capacity, start = p.quantity("capacity"), p.quantity("start")
        yield ask_value("capacity", capacity, start)
        yield ask_value("start", start)
        yield ask_number("rate", p.rate, unit=f"per {p.unit}", low=1e-12)
        yield ask_word("who", KINDS[p.who][0], [row[0] for row in KINDS])

    @defect(visibility=2)
    def half_off_the_curve(self, p: Growth, scene: FigureScene, draw: Random) -> FigureScene:
        """The point of half the capacity lies off the curve."""
        height = p.rate * p.capacity / 4 if p.layout == "rate" else p.capacity
        return move_point(scene, "point:half", 0, -0.15 * height)

    @defect(visibility=3)
    def shrinking_population(self, p: Growth, scene: FigureScene, draw: Random) -> FigureScene:
        """The curve is upside down: a growing population falls."""
        mark = scene.path("curve:N")
        high = max(y for _, y in mark.points)
        return change(scene, replace(mark, points=tuple((x, high - y) for x, y in mark.points)))

    @defect(visibility=1)
    def wrong_constant(self, p: Growth, scene: FigureScene, draw: Random) -> FigureScene:
        """The printed carrying capacity is not the one of the problem."""
        mark = scene.label("label:constants")
        old = f"= {format_number(p.capacity)} thousand"
        return change(
            scene, replace(mark, text=mark.text.replace(old, f"= {format_number(p.capacity + 150)} thousand", 1))
        )
