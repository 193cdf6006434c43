"""Waves along a line: at one moment y(x), at one place y(t), and v = λ f = λ / T between both."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, number, one_of
from scisynth.figures.families.physics.waveform.curves import (
    HIGH,
    NAMES,
    WIDE,
    curve_keys,
    dividing_step,
    graph,
    guide,
    spot,
    stretched,
    swapped_names,
    wave_axes,
)
from scisynth.figures.families.questions import Question, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, GREEN, RED
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer

PLOT, LATER = "axes:plot", "axes:later"
HEIGHTS = (0.5, 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8)
CELLS = (4, 6, 8, 10)
"""Grid lines to a wavelength."""


@dataclass(frozen=True, kw_only=True)
class Snapshot(Parameters):
    """A wave at one moment, at one place, both, or at two moments."""

    layout: str = one_of("moment", "place", "both", "moved", level_1=("moment", "place"), level_3=("both", "moved"))
    cells: int = one_of(*CELLS)
    cell: float = one_of(0.1, 0.2, 0.5, 1, 2, 5)
    time_cells: int = one_of(*CELLS)
    time_cell: float = one_of(0.05, 0.1, 0.2, 0.5, 1)
    high: float = number("A", "cm", HEIGHTS, meaning="amplitude, from the figure", given=False)
    frequency: float = number("f", "Hz", (2, 4, 5, 8, 10, 12, 15, 20, 25, 40, 50), meaning="frequency", given=False)
    speed: float = number("v", "m/s", (0.5, 0.8, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 12), meaning="speed", given=False)
    delay: float = number(r"\Delta t", "s", (0.05, 0.1, 0.2, 0.25, 0.4, 0.5), meaning="time between both", given=False)
    quarter: int = one_of(0, 1, 2, 3)
    moved: int = one_of(-3, -2, -1, 1, 2, 3)
    first: int = one_of(*range(8))

    @property
    def length(self) -> Quantity:
        """Wavelength."""
        return Quantity(
            symbol=r"\lambda", value=round(self.cells * self.cell, 9), unit="m", meaning="wavelength, from the figure"
        )

    @property
    def period(self) -> Quantity:
        """Of the oscillation at one place."""
        value = round(self.time_cells * self.time_cell, 9)
        return Quantity(symbol="T", value=value, unit="s", meaning="period, from the figure")

    @property
    def shift(self) -> float:
        """By which the wave has moved, m, less than half of a wavelength; negative to the left."""
        return round(self.moved * self.cell, 9)

    def valid(self) -> bool:
        """A move that is read on grid lines."""
        return self.layout != "moved" or 2 * abs(self.moved) < self.cells

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """What stands next to the graph, and what is read on it."""
        read = {"moment": (self.quantity("frequency"), self.length), "place": (self.quantity("speed"), self.period)}
        return read.get(self.layout, (self.length, self.period) if self.layout == "both" else (self.quantity("delay"),))

    def formula(self, length: float, shift: float = 0.0) -> str:
        """Of x, for a wave that begins with a zero, a crest, ... and has moved."""
        return f"{self.high}*sin(2*pi*((x - {shift:.9g})/{length:.9g} + {self.quarter}/4))"

    @property
    def letters(self) -> str:
        """Of two curves."""
        return NAMES[self.first] + NAMES[(self.first + 3) % 8]


@family("Physics - Waveform")
class WaveSnapshot(Family[Snapshot]):
    """A wave against place, against time, against both, or at two moments: its speed or its length."""

    def solve(self, p: Snapshot) -> Solution:
        """v = λ f, λ = v T, or the way in a time."""
        answer, symbol = {
            "moment": (number_answer(p.length.value * p.frequency, "m/s"), "v"),
            "place": (number_answer(p.speed * p.period.value, "m"), "λ"),
            "both": (number_answer(p.length.value / p.period.value, "m/s"), "v"),
            "moved": (number_answer(abs(p.shift) / p.delay, "m/s"), "v"),
        }[p.layout]
        values = {
            "length": p.length,
            "period": p.period,
            "one": p.letters[0],
            "two": p.letters[1],
            "way": Quantity(symbol="s", value=round(abs(p.shift), 9), unit="m"),
            "to_side": "right" if p.shift > 0 else "left",
        }
        return Solution(answer=answer, symbol=symbol, values=values)

    def draw(self, p: Snapshot, sketch: Sketch) -> None:
        """Crests and zeros lie on grid lines or halfway between them."""
        place = (p.length.value, p.cell, "$x$ / m", "$y$ / cm")
        time = (p.period.value, p.time_cell, "$t$ / s", "$y$ / cm")
        first = time if p.layout == "place" else place
        self._draw_graph(p, sketch, PLOT, "curve:wave", first, HIGH + 1.7 if p.layout == "both" else 0.0)
        if p.layout == "both":
            self._draw_graph(p, sketch, LATER, "curve:later", time, 0.0)
        words = {"moment": p.label("frequency"), "place": p.label("speed"), "moved": p.label("delay")}
        if p.layout in words:
            sketch.text("label:given", words[p.layout], (WIDE, HIGH), toward=(0, 1), gap_pt=14, align="right")
        if p.layout == "moved":
            end = 2.5 * p.length.value
            graph(sketch, "curve:later", p.formula(p.length.value, p.shift), 0, end, RED, dash="dashed")
            curve_keys(sketch, p.letters, (BLUE, RED), ("solid", "dashed"))
        sketch.claim("count", "curve", value=2 if p.layout in ("both", "moved") else 1)
        sketch.entity("wave", "curve:wave")

    @staticmethod
    def _draw_graph(
        p: Snapshot, sketch: Sketch, axes: str, name: str, of: tuple[float, float, str, str], raised: float
    ) -> None:
        length, tick, x_label, y_label = of
        y_step = dividing_step(p.high)
        wave_axes(sketch, axes, 2.5 * length, tick, 1.4 * p.high, x_label, y_label, y_step=y_step, raised=raised)
        graph(sketch, name, p.formula(length), 0, 2.5 * length, BLUE if axes == PLOT else GREEN, axes=axes)
        crest = ((1 - p.quarter) % 4) / 4 * length
        tag = axes.partition(":")[2]
        for k in (0, 1):
            spot(sketch, f"crest:{tag}{k}", (crest + k * length, p.high), name, axes=axes)
            if crest + k * length > 0:
                guide(sketch, f"guide:{tag}{k}", (crest + k * length, 0), (crest + k * length, p.high), axes=axes)

    def questions(self, p: Snapshot) -> Iterator[Question]:
        """What is read on the axes and next to them; where the wave goes."""
        yield ask_number("high", p.high, unit="cm", likely=(2 * p.high, p.high / 2), step=p.high / 4, low=0.01)
        if p.layout != "place":
            length = p.length.value
            yield ask_number("length", length, unit="m", likely=(length / 2, 2 * length), step=p.cell, low=0.001)
        if p.layout in ("place", "both"):
            period = p.period.value
            yield ask_number(
                "period",
                period,
                unit="s",
                likely=(period / 2, 2 * period),
                step=p.time_cell,
                low=0.001,
            )
        if p.layout == "moment":
            yield ask_number("frequency", p.frequency, unit="Hz", low=0.1)
        if p.layout == "place":
            yield ask_number("speed", p.speed, unit="m/s", low=0.05)
        if p.layout == "moved":
            yield ask_number("delay", p.delay, unit="s", low=0.01)
            yield ask_word("side", "right" if p.shift > 0 else "left", ["left", "right", "nowhere", "both"])
        kinds = ("zero, rising", "crest", "zero, falling", "trough")
        yield ask_word("start", kinds[p.quarter], kinds)

    @defect(visibility=2)
    def other_length(self, p: Snapshot, scene: FigureScene, draw: Random) -> FigureScene:
        """The wave is drawn with another wavelength, or period, than the marked crests have."""
        return stretched(scene, "curve:wave", x_times=draw.choice((0.8, 0.86)))

    @defect(visibility=3)
    def upside_down(self, p: Snapshot, scene: FigureScene, draw: Random) -> FigureScene:
        """The wave is drawn upside down: troughs stand where crests are marked."""
        return stretched(scene, "curve:wave", y_times=-1.0)

    @defect(visibility=2)
    def other_height(self, p: Snapshot, scene: FigureScene, draw: Random) -> FigureScene:
        """The wave does not reach the height at which its crests are marked."""
        return stretched(scene, "curve:wave", y_times=draw.choice((0.7, 0.8)))

    @defect(visibility=2)
    def swapped_letters(self, p: Snapshot, scene: FigureScene, draw: Random) -> FigureScene:
        """The wave has moved the wrong way: its letters are exchanged."""
        if p.layout != "moved":
            raise DoesNotApplyError("one curve is drawn")
        return swapped_names(scene, f"name:{p.letters[0]}", f"name:{p.letters[1]}")


@dataclass(frozen=True, kw_only=True)
class PhaseShift(Parameters):
    """Two oscillations against time, with the delay printed or read, or two points of one wave."""

    layout: str = one_of("printed", "grid", "points", level_1=("printed", "grid"))
    cells: int = one_of(8, 10, 12)
    cell: float = one_of(0.1, 0.2, 0.5, 1, 2, 5)
    late: int = one_of(1, 2, 3, 4, 5)
    heights: tuple[float, float] = one_of((1, 2), (2, 1), (1.5, 2.5), (2.5, 1.5), (3, 2), (2, 3), (1, 3), (3, 1))
    is_first_late: bool = one_of(False, True)
    start: int = one_of(*range(6))
    unit: str = one_of("°", "rad", level_1=("°",))
    first: int = one_of(*range(8))

    def valid(self) -> bool:
        """Less than half of a period, so that one of them is clearly the later one."""
        return 2 * self.late < self.cells

    @property
    def period(self) -> float:
        """In s, or the wavelength in m."""
        return round(self.cells * self.cell, 9)

    @property
    def delay(self) -> float:
        """In s, or the distance in m."""
        return round(self.late * self.cell, 9)

    @property
    def axis_unit(self) -> str:
        """Of the horizontal axis."""
        return "m" if self.layout == "points" else "s"

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """The delay, where it is printed."""
        return (
            (Quantity(symbol=r"\Delta t", value=self.delay, unit="s", meaning="delay"),)
            if self.layout == "printed"
            else ()
        )

    @property
    def letters(self) -> str:
        """Of curves or points, the earlier one first."""
        return NAMES[self.first] + NAMES[(self.first + 3) % 8]


@family("Physics - Waveform")
class PhaseDifference(Family[PhaseShift]):
    """Two oscillations of one period, one of them later; or two points of a wave."""

    def solve(self, p: PhaseShift) -> Solution:
        """φ = 360° Δt / T, or 2π Δx / λ."""
        turn = p.late / p.cells
        answer = number_answer(360 * turn if p.unit == "°" else 2 * math.pi * turn, p.unit)
        values = {
            "period_q": Quantity(symbol="T", value=p.period, unit=p.axis_unit),
            "delay_q": Quantity(symbol="s", value=p.delay, unit=p.axis_unit),
            "one": p.letters[0],
            "two": p.letters[1],
            "full": "360°" if p.unit == "°" else "2π",
            "unit_words": "degrees" if p.unit == "°" else "radians",
        }
        return Solution(answer=answer, symbol="φ", values=values)

    def draw(self, p: PhaseShift, sketch: Sketch) -> None:
        """Zeros lie on grid lines."""
        end, top = 2 * p.period, 3.8
        words = ("$x$ / m", "$y$ / cm") if p.layout == "points" else ("$t$ / s", "$y$ / cm")
        wave_axes(sketch, PLOT, end, p.cell, top, *words, y_step=1)
        start = p.start * p.cell
        if p.layout == "points":
            high = p.heights[0]
            graph(sketch, "curve:wave", f"{high}*sin(2*pi*(x - {start:.9g})/{p.period:.9g})", 0, end)
            zero = start % (p.period / 2)
            places = (zero, zero + p.delay)
            for letter, x in zip(p.letters if not p.is_first_late else p.letters[::-1], places, strict=True):
                y = high * math.sin(2 * math.pi * (x - start) / p.period)
                spot(sketch, f"point:{letter}", (x, y), "curve:wave")
                sketch.text(
                    f"name:{letter}",
                    f"${letter}$",
                    (x, y),
                    of=f"point:{letter}",
                    toward=(0.5, 1),
                    axes=PLOT,
                    gap_pt=6,
                    size=13,
                    halo=True,
                )
            guide(sketch, "guide:2", (places[1], -top * 0.9), (places[1], y))
            guide(sketch, "guide:1", (places[0], -top * 0.9), (places[0], 0))
            sketch.entity("wave", "curve:wave")
            return
        order = (p.letters, (BLUE, RED)) if not p.is_first_late else (p.letters, (RED, BLUE))
        for k, (letter, color, late) in enumerate(zip(*order, (0.0, p.delay), strict=True)):
            graph(
                sketch,
                f"curve:{letter}",
                f"{p.heights[k]}*sin(2*pi*(x - {start + late:.9g})/{p.period:.9g})",
                0,
                end,
                color,
                dash="solid" if color == BLUE else "dashed",
            )
            zero = start % p.period + late
            spot(sketch, f"zero:{letter}", (zero, 0.0), f"curve:{letter}", color)
        shown = p.letters if not p.is_first_late else p.letters[::-1]
        curve_keys(sketch, shown, (BLUE, RED), ("solid", "dashed"))
        sketch.claim("count", "curve", value=2)
        sketch.entity("oscillations", *(f"curve:{letter}" for letter in p.letters))
        if p.layout == "printed":
            self._draw_delay(p, sketch, start % p.period, -0.9 * top)

    @staticmethod
    def _draw_delay(p: PhaseShift, sketch: Sketch, zero: float, low: float) -> None:
        sketch.line("size:late", (zero, low), (zero + p.delay, low), arrow="both", width=1.2, axes=PLOT, color=GREEN)
        sketch.text(
            "label:late",
            p.givens[0].label,
            (zero + p.delay, low),
            of="size:late",
            toward=(1, 0),
            axes=PLOT,
            color=GREEN,
            plate=True,
        )
        for k, x in enumerate((zero, zero + p.delay)):
            guide(sketch, f"guide:{k}", (x, 0), (x, low))
            sketch.claim("connected", f"guide:{k}", "size:late")

    def questions(self, p: PhaseShift) -> Iterator[Question]:
        """Period and heights on the axes; which one is later."""
        name = "length" if p.layout == "points" else "period"
        yield ask_number(
            name, p.period, unit=p.axis_unit, likely=(p.period / 2, 2 * p.period), step=2 * p.cell, low=0.001
        )
        one, two = p.letters[0], p.letters[1]
        if p.layout == "points":
            yield ask_number("high", p.heights[0], unit="cm", likely=(2 * p.heights[0],), step=0.5, low=0.1)
            yield ask_word("right", one if p.is_first_late else two, [one, two, "level", "none"])
            yield ask_number("apart", p.delay, unit="m", likely=(p.period / 2, p.period), step=p.cell, low=0.001)
            return
        yield ask_word("taller", one if p.heights[0] > p.heights[1] else two, [one, two, "equal", "none"])
        yield ask_word("later", two, [one, two, "together", "opposite"])
        yield ask_number("high", p.heights[0], unit="cm", likely=(p.heights[1],), step=0.5, low=0.1, letter=one)
        if p.layout == "printed":
            yield ask_number("delay", p.delay, unit="s", step=p.cell, low=0.001)

    @defect(visibility=2)
    def moved_curve(self, p: PhaseShift, scene: FigureScene, draw: Random) -> FigureScene:
        """A curve does not pass the axis where its zero is marked."""
        name = "curve:wave" if p.layout == "points" else f"curve:{p.letters[1]}"
        return stretched(scene, name, x_step=-0.16 * p.period)

    @defect(visibility=2)
    def other_period(self, p: PhaseShift, scene: FigureScene, draw: Random) -> FigureScene:
        """A curve has another period than it should: the phase would change all the time."""
        name = "curve:wave" if p.layout == "points" else f"curve:{p.letters[0]}"
        return stretched(scene, name, x_times=0.83)

    @defect(visibility=2)
    def swapped_letters(self, p: PhaseShift, scene: FigureScene, draw: Random) -> FigureScene:
        """The letters of the two curves, or points, are exchanged: the earlier one is called the later one."""
        return swapped_names(scene, f"name:{p.letters[0]}", f"name:{p.letters[1]}")
