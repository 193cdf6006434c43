"""Oscillations at one place: x = A sin(2πt/T + φ), and damped ones whose crests shrink by one factor in each period."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, number, one_of
from scisynth.figures.families.physics.waveform.curves import (
    HIGH,
    NAMES,
    curve_keys,
    dividing_step,
    graph,
    guide,
    spot,
    stretched,
    wave_axes,
)
from scisynth.figures.families.questions import Question, ask_count, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.chart import move_point
from scisynth.figures.parts.palette import BLUE, GREEN, GREY, RED
from scisynth.figures.parts.physics import block, count_roles, spring, turned, wall
from scisynth.figures.parts.places import polar
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

PLOT = "axes:plot"


@dataclass(frozen=True, kw_only=True)
class Swing(Parameters):
    """A harmonic oscillation as a graph, as the shadow of a point on a circle, or as a body on a spring next to its graph."""

    layout: str = one_of("graph", "circle", "spring", level_1=("graph", "spring"))
    cells: int = one_of(4, 6, 8, 10)
    cell: float = one_of(0.05, 0.1, 0.2, 0.25, 0.5, 1)
    high: float = number("A", "cm", (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10), meaning="amplitude", given=False)
    quarter: int = one_of(0, 1, 2, 3)
    moment: int = one_of(*range(12, 58))
    asked: str = one_of(
        "speed", "acceleration", "place", "frequency", level_1=("frequency", "speed"), level_3=("acceleration", "place")
    )
    turn: int = one_of(*range(20, 71, 5))
    first: int = one_of(*range(8))

    @property
    def period(self) -> float:
        """In s."""
        return round(self.cells * self.cell, 9)

    @property
    def time(self) -> Quantity:
        """At which the place is asked, s; it lies beyond the graph."""
        return Quantity(symbol="t", value=float(f"{self.moment / 10 * self.period:.3g}"), unit="s", meaning="time")

    def valid(self) -> bool:
        """A place that is asked for is not near a zero, where it could not be graded."""
        return self.asked != "place" or abs(self.place) > 0.25 * self.high

    @property
    def place(self) -> float:
        """At the time asked for, cm."""
        return self.high * math.sin(2 * math.pi * (self.time.value / self.period + self.quarter / 4))

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """What is read on the axes or printed."""
        period = Quantity(symbol="T", value=self.period, unit="s", meaning="period, from the figure")
        return (self.quantity("high"), period)


@family("Physics - Waveform")
class HarmonicMotion(Family[Swing]):
    """A harmonic oscillation: its frequency, highest speed or acceleration, or its place at a time."""

    def solve(self, p: Swing) -> Solution:
        """With ω = 2π/T: v = A ω, a = A ω², x = A sin(ω t + φ)."""
        omega = 2 * math.pi / p.period
        answer, symbol = {
            "frequency": (number_answer(1 / p.period, "Hz"), "f"),
            "speed": (number_answer(p.high * omega, "cm/s"), "v"),
            "acceleration": (number_answer(p.high * omega**2 / 100, "m/s²"), "a"),
            "place": (number_answer(p.place, "cm"), "x"),
        }[p.asked]
        values = {
            "what": p.asked,
            "period": p.givens[1],
            "time": p.time,
            "omega": number_answer(omega, "1/s"),
            "start": ("at zero, rising", "at a crest", "at zero, falling", "at a trough")[p.quarter],
            "shift": f" + {format_number(p.quarter * 90)}°" if p.quarter else "",
            "scene": p.layout,
        }  # fmt: skip
        return Solution(answer=answer, symbol=symbol, values=values)

    def draw(self, p: Swing, sketch: Sketch) -> None:
        """Zeros lie on grid lines; a circle or a spring stands left of the graph, at its height."""
        end, top = 2.25 * p.period, 1.35 * p.high
        wave_axes(sketch, PLOT, end, p.cell, top, "$t$ / s", "$x$ / cm", y_step=dividing_step(p.high))
        graph(sketch, "curve:x", f"{p.high}*sin(2*pi*(x/{p.period:.9g} + {p.quarter}/4))", 0, end)
        crest = ((1 - p.quarter) % 4) / 4 * p.period
        for k in (0, 1):
            spot(sketch, f"crest:{k}", (crest + k * p.period, p.high), "curve:x")
            if crest + k * p.period > 0:
                guide(sketch, f"guide:{k}", (crest + k * p.period, 0), (crest + k * p.period, p.high))
        sketch.entity("oscillation", "curve:x")
        middle, scale = HIGH / 2, HIGH / 2 / top * p.high
        if p.layout == "circle":
            center = (-3.4, middle)
            sketch.circle("circle:1", center, scale, width=1.4)
            at = polar(p.quarter * 90 + p.turn, scale, center)
            sketch.line("radius:1", center, at, width=1.6, color=RED)
            sketch.line("radius:0", center, polar(p.quarter * 90, scale, center), width=1.0, dash="dashed", color=GREY)
            sketch.dot("point:1", at, 0.09, color=RED, z=6)
            sketch.claim("on", "point:1", "circle:1")
            sketch.claim("angle", "radius:0", "radius:1", value=p.turn)
            low = middle - scale - 0.1
            sketch.text(
                "label:turn", "one turn in one period", (center[0], low), of="circle:1", toward=(0, -1), size=10
            )
            sketch.arrow(
                "turn:1",
                polar(p.quarter * 90 + p.turn + 4, scale * 1.12, center),
                polar(p.quarter * 90 + p.turn + 26, scale * 1.12, center),
                width=1.3,
            )
        if p.layout == "spring":
            y = middle + scale * math.sin(math.pi / 2 * p.quarter)
            wall(sketch, "top", (-3.1, HIGH + 1.7), (-1.7, HIGH + 1.7))
            spring(sketch, "spring:1", (-2.4, HIGH + 1.7), (-2.4, y + 0.3), coils=8, width=0.5)
            block(sketch, "body:1", (-2.4, y), 0.9, 0.6)
            sketch.line("rest:1", (-3.3, middle), (-1.5, middle), width=0.9, dash="dashed", color=GREY)
            sketch.text("name:rest", "at rest", (-3.3, middle), of="rest:1", toward=(-1, 0), gap_pt=4, size=10)
            sketch.claim("connected", "spring:1", "body:1")
            sketch.claim("connected", "spring:1", "wall:top")
            count_roles(sketch, "spring", "wall")
        sketch.claim("count", "curve", value=1)

    def questions(self, p: Swing) -> Iterator[Question]:
        """Amplitude and period on the axes; where it starts; when it first passes zero or a crest."""
        yield ask_number("high", p.high, unit="cm", likely=(2 * p.high, p.high / 2), step=p.high / 4, low=0.01)
        yield ask_number("period", p.period, unit="s", likely=(p.period / 2, 2 * p.period), step=p.cell, low=0.001)
        kinds = ("zero, rising", "crest", "zero, falling", "trough")
        yield ask_word("start", kinds[p.quarter], kinds)
        trough = ((3 - p.quarter) % 4 or 4) / 4 * p.period
        yield ask_number("trough", trough, unit="s", likely=(p.period / 4, p.period / 2), step=p.cell, low=0)

    @defect(visibility=2)
    def other_period(self, p: Swing, scene: FigureScene, draw: Random) -> FigureScene:
        """The curve swings faster than its marked crests say."""
        return stretched(scene, "curve:x", x_times=draw.choice((0.8, 0.86)))

    @defect(visibility=2)
    def other_height(self, p: Swing, scene: FigureScene, draw: Random) -> FigureScene:
        """The curve does not reach its marked crests."""
        return stretched(scene, "curve:x", y_times=draw.choice((0.7, 0.8)))

    @defect(visibility=3)
    def upside_down(self, p: Swing, scene: FigureScene, draw: Random) -> FigureScene:
        """The curve is drawn upside down: troughs stand where crests are marked."""
        return stretched(scene, "curve:x", y_times=-1.0)

    @defect(visibility=1)
    def other_turn(self, p: Swing, scene: FigureScene, draw: Random) -> FigureScene:
        """The radius of the circle does not end at its point."""
        if p.layout != "circle":
            raise DoesNotApplyError("no circle is drawn")
        return change(scene, turned(scene.path("radius:1"), draw.choice((-18, 18))))


@dataclass(frozen=True, kw_only=True)
class Damped(Parameters):
    """A damped oscillation with its envelope, with labelled crests alone, or next to another one."""

    layout: str = one_of("envelope", "crests", "pair", level_1=("envelope", "crests"))
    high: float = number("y_0", "cm", (2, 2.5, 3, 4, 5, 6, 8, 10), meaning="first crest", given=False)
    ratio: float = one_of(0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85)
    other: float = one_of(0.5, 0.6, 0.7, 0.8, 0.9)
    apart: int = one_of(1, 2, 3, level_1=(1,), level_3=(2, 3))
    cells: int = one_of(2, 4, 5)
    cell: float = one_of(0.05, 0.1, 0.2, 0.25, 0.5, 1)
    asked: str = one_of("rate", "energy", "next", level_1=("rate", "energy"), level_3=("rate", "next"))
    first: int = one_of(*range(8))
    asks_first: bool = one_of(False, True)

    def valid(self) -> bool:
        """Two oscillations that differ clearly."""
        return self.layout != "pair" or abs(self.ratio - self.other) > 0.12

    @property
    def period(self) -> float:
        """In s."""
        return round(self.cells * self.cell, 9)

    @property
    def letters(self) -> str:
        """Of two curves; the first one is that of the problem."""
        return NAMES[self.first] + NAMES[(self.first + 3) % 8]

    @property
    def heights(self) -> tuple[Quantity, Quantity]:
        """The first crest and a later one, as printed."""
        later = float(f"{self.high * self.ratio**self.apart:.3g}")
        return (
            self.quantity("high"),
            Quantity(symbol=f"y_{self.apart}", value=later, unit="cm", meaning="a later crest"),
        )

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Crests and period."""
        return (*self.heights, Quantity(symbol="T", value=self.period, unit="s", meaning="period, from the figure"))


@family("Physics - Waveform")
class DampedOscillation(Family[Damped]):
    """An oscillation that dies away: the constant of its envelope, the energy that is left, or its next crest."""

    def solve(self, p: Damped) -> Solution:
        """δ = ln(y₀/yₙ)/(n T); energy goes with the square of the height."""
        one, two = (item.value for item in p.heights)
        factor = (two / one) ** (1 / p.apart)
        answer, symbol = {
            "rate": (number_answer(-math.log(factor) / p.period, "1/s", tolerance=0.03), "δ"),
            "energy": (number_answer(100 * (two / one) ** 2, "%", tolerance=0.03), "E"),
            "next": (number_answer(two * factor, "cm", tolerance=0.03), "y"),
        }[p.asked]
        values = {
            "what": p.asked,
            "one_y": p.heights[0],
            "two_y": p.heights[1],
            "period": p.givens[2],
            "letter": p.letters[0],
            "factor": format_number(factor),
            "apart_words": {1: "one period", 2: "two periods", 3: "three periods"}[p.apart],
            "scene": "pair" if p.layout == "pair" else "one",
        }  # fmt: skip
        return Solution(answer=answer, symbol=symbol, values=values)

    def draw(self, p: Damped, sketch: Sketch) -> None:
        """Crests lie on grid lines; two of them have their heights printed."""
        end, top = 4.25 * p.period, 1.45 * p.high
        wave_axes(sketch, PLOT, end, p.cell if p.cells < 4 else p.period / 2, top, "$t$ / s", "$y$ / cm")
        rate = -math.log(p.ratio) / p.period
        name = f"curve:{p.letters[0]}"
        graph(sketch, name, f"{p.high}*exp(-{rate:.10g}*x)*cos(2*pi*x/{p.period:.9g})", 0, end, BLUE, num=400)
        if p.layout == "envelope":
            for tag, sign in (("up", ""), ("down", "-")):
                graph(
                    sketch, f"hull:{tag}", f"{sign}{p.high}*exp(-{rate:.10g}*x)", 0, end, RED, width=1.1, dash="dashed"
                )
            sketch.claim("monotone", "hull:up", value="decreasing")
        if p.layout == "pair":
            slow = -math.log(p.other) / p.period
            graph(
                sketch,
                f"curve:{p.letters[1]}",
                f"{0.9 * p.high:.9g}*exp(-{slow:.10g}*x)*cos(2*pi*x/{p.period:.9g})",
                0,
                end,
                GREEN,
                dash="dashed",
                num=400,
            )
            curve_keys(sketch, p.letters, (BLUE, GREEN), ("solid", "dashed"))
        for k, quantity in ((0, p.heights[0]), (p.apart, p.heights[1])):
            at = (k * p.period, p.high * p.ratio**k)
            spot(sketch, f"crest:{k}", at, name)
            place, of = at, f"crest:{k}"
            if p.layout == "pair" and p.other > p.ratio and k:
                # The crest of the other curve is near: the value stands above it.
                place = (at[0] + 0.22 * p.period, 0.9 * p.high * p.other**k + 0.16 * p.high)
                of = sketch.line(f"leader:{k}", at, place, width=0.8, axes=PLOT, z=5)
            sketch.text(f"label:{k}", quantity.label, place, of=of, toward=(1, 0.8), gap_pt=6, axes=PLOT, plate=True)
        sketch.claim("count", "curve", value=2 if p.layout == "pair" else 1)
        sketch.entity("oscillation", name)

    def questions(self, p: Damped) -> Iterator[Question]:
        """Period; printed crests; which one dies away faster."""
        yield ask_number(
            "period", p.period, unit="s", likely=(p.period / 2, 2 * p.period), step=p.period / 4, low=0.001
        )
        one, two = (item.value for item in p.heights)
        yield ask_number("first", one, unit="cm", likely=(two,), low=0.01)
        yield ask_number("later", two, unit="cm", likely=(one,), low=0.01)
        yield ask_count("apart", p.apart, low=0)
        if p.layout == "pair":
            faster = p.letters[p.ratio > p.other]
            yield ask_word("faster", faster, [*p.letters, "equal", "none"])

    @defect(visibility=2)
    def undamped(self, p: Damped, scene: FigureScene, draw: Random) -> FigureScene:
        """The oscillation keeps its height, though its crests are marked lower and lower."""
        return self._refit(p, scene, 1.0)

    @defect(visibility=2)
    def faster_decay(self, p: Damped, scene: FigureScene, draw: Random) -> FigureScene:
        """The curve dies away faster than its marked crests say."""
        return self._refit(p, scene, p.ratio * 0.6)

    @defect(visibility=2)
    def misplaced_crest(self, p: Damped, scene: FigureScene, draw: Random) -> FigureScene:
        """A crest is marked where the curve has none."""
        return move_point(scene, f"crest:{p.apart}", -0.3 * p.period, 0)

    @staticmethod
    def _refit(p: Damped, scene: FigureScene, ratio: float) -> FigureScene:
        curve = scene.path(f"curve:{p.letters[0]}")
        points = tuple(
            (x, p.high * ratio ** (x / p.period) * math.cos(2 * math.pi * x / p.period)) for x, _ in curve.points
        )
        return change(scene, replace(curve, points=points))
