"""Pendulums that are timed: their length and their period give the acceleration of free fall, or one gives the other."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, number, one_of
from scisynth.figures.families.questions import Question, ask_number, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.families.universal.exp_setup.glassware import METAL, display
from scisynth.figures.parts.palette import GREY, PALE_GREY, RED
from scisynth.figures.parts.physics import wall
from scisynth.figures.parts.places import polar
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer


@dataclass(frozen=True, kw_only=True)
class Swing(Parameters):
    """A pendulum whose swings are counted with a watch, taken by a light gate, or recorded on paper."""

    length: float = number(
        "L", "m", tuple(round(0.4 + 0.05 * step, 2) for step in range(25)), meaning="length", given=False
    )
    gravity: float = drawn(
        lambda draw, level, values: draw.choice((1.62, 3.71, 8.87, 9.78, 9.81, 9.83)), words="of the Moon to that of the poles",
        symbol="g", unit="m/s²", meaning="acceleration of free fall",
    )  # fmt: skip
    swings: int = one_of(5, 8, 10, 12, 15, 20)
    angle: float = number(r"\theta", "°", (5, 6, 7, 8, 9, 10), meaning="amplitude", given=False)
    layout: str = one_of("watch", "gate", "trace", level_1=("watch", "gate"))
    asked: str = one_of("gravity", "length", level_1=("gravity",))
    is_mirrored: bool = one_of(False, True)

    @property
    def shown(self) -> Quantity:
        """What the instrument shows: the time of all swings, of one, or the period on the paper, s."""
        one = period(self.length, self.gravity)
        if self.layout == "watch":
            return Quantity(
                symbol="t", value=round(self.swings * one, 1), unit="s", meaning=f"time of {self.swings} swings"
            )
        return Quantity(symbol="T", value=round(one, 2), unit="s", meaning="period")

    @property
    def period(self) -> float:
        """As measured, s."""
        return self.shown.value / self.swings if self.layout == "watch" else self.shown.value

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """The time with the length or the acceleration."""
        return (self.shown, self.quantity("length" if self.asked == "gravity" else "gravity"))


def period(length: float, gravity: float) -> float:
    """Of a pendulum with a small amplitude, s: 2π √(L/g)."""
    return 2 * math.pi * math.sqrt(length / gravity)


@family("Universal - Exp. Setup")
class PendulumTiming(Family[Swing]):
    """A pendulum with a stopwatch, a light gate, or a record of its swings: the local g, or its length."""

    def solve(self, p: Swing) -> Solution:
        """From T = 2π √(L/g) with the time as read."""
        values = {
            "shown": p.shown, "period": Quantity(symbol="T", value=round(p.period, 3), unit="s"), "case": f"{p.layout} {p.asked}",
        }  # fmt: skip
        if p.asked == "length":
            found = p.gravity * (p.period / (2 * math.pi)) ** 2
            return Solution(answer=number_answer(found, "m", tolerance=0.02), symbol="L", values=values)
        found = 4 * math.pi**2 * p.length / p.period**2
        return Solution(answer=number_answer(found, "m/s²", tolerance=0.02), symbol="g", values=values)

    def draw(self, p: Swing, sketch: Sketch) -> None:
        """The bob is drawn at its greatest angle; the instrument stands on the right."""
        pivot, reach = (2.5, 7.0), 5.6
        wall(sketch, "ceiling", (0.6, 7.0), (4.4, 7.0), -0.3)
        bob, down = polar(270 + p.angle, reach, pivot), (pivot[0], pivot[1] - reach)
        sketch.line("line:vertical", pivot, down, dash="dashed", width=1, color=GREY)
        sketch.line("string:1", pivot, bob, width=1.5)
        sketch.circle("bob:1", bob, 0.28, fill="#c98d4a", width=1.3, z=4)
        sketch.dot("pivot:1", pivot, 0.07)
        sketch.claim("angle", "line:vertical", "string:1", value=p.angle)
        sketch.claim("connected", "string:1", "wall:ceiling")
        sketch.claim("on", "pivot:1", "wall:ceiling")
        sketch.claim("ratio", "string:1", "line:vertical", value=1.0)
        sketch.angle("angle:theta", pivot, down, tuple(bob), p.text("angle"), 3.0, toward=(1, 0), gap_pt=22, color=RED)
        words = p.label("length") if p.asked == "gravity" else "$L$"
        sketch.dimension("length:L", pivot, down, words, -1.9, toward=(-1, 0), gap_pt=5)
        if p.asked == "length":
            sketch.text("label:g", p.label("gravity"), (0.6, 7.3), toward=(1, 1), gap_pt=4, align="left")
        {"watch": self._draw_watch, "gate": self._draw_gate, "trace": self._draw_trace}[p.layout](p, sketch)
        sketch.entity("pendulum", "string:1", "bob:1")
        if p.is_mirrored and p.layout != "trace":
            mirror(sketch)

    @staticmethod
    def _draw_watch(p: Swing, sketch: Sketch) -> None:
        x, y = 7.3, 3.9
        sketch.circle("watch:rim", (x, y), 1.35, fill="#ececec", width=2)
        sketch.rectangle("watch:button", x - 0.18, y + 1.36, x + 0.18, y + 1.66, fill=GREY, width=1)
        display(sketch, "watch", (x, y), f"{p.shown.value:.1f} s")
        words = f"{p.swings} swings"
        sketch.text("note:swings", words, (x, y - 1.37), of="watch:rim", toward=(0, -1), gap_pt=5, size=13)
        sketch.claim("inside", "display:watch", "watch:rim")
        sketch.entity("stopwatch", "watch:rim")

    @staticmethod
    def _draw_gate(p: Swing, sketch: Sketch) -> None:
        """A fork with lamp and detector about the lowest place of the bob, and its counter."""
        foot = 0.45
        sketch.line("gate:fork", (1.1, 1.55), (1.1, foot), (3.9, foot), (3.9, 1.55), width=5.0, color=METAL, z=2)
        sketch.line("beam:1", (1.12, 1.3), (3.88, 1.3), color=RED, width=1.2, dash="dotted", z=3)
        sketch.claim("connected", "beam:1", "gate:fork")
        sketch.rectangle("counter:box", 5.8, 1.0, 8.8, 2.9, fill=PALE_GREY, width=1.6)
        display(sketch, "counter", (7.3, 1.75), f"{p.shown.value:.2f} s")
        sketch.text("name:counter", "period", (7.3, 2.5), size=12)
        sketch.line("cable:1", (3.9, 0.45), (4.6, 0.45), (4.6, 1.5), (5.8, 1.5), width=1.4)
        sketch.claim("connected", "cable:1", "counter:box")
        sketch.claim("connected", "cable:1", "gate:fork")
        sketch.claim("inside", "display:counter", "counter:box")
        sketch.entity("light gate", "gate:fork", "beam:1", "counter:box")

    @staticmethod
    def _draw_trace(p: Swing, sketch: Sketch) -> None:
        """Displacement over time with the period between two crests."""
        name = "axes:trace"
        one = p.shown.value
        sketch.axes(
            name, (6.2, 2.2, 12.2, 5.8), x_limits=(0, 2.6 * one), y_limits=(-1.4, 1.9), x_label="time", y_label="displacement",
            x_ticks=(), y_ticks=(),
        )  # fmt: skip
        sketch.curve("curve:trace", name, lambda t: np.cos(2 * np.pi * t / one), 0, 2.5 * one, color=RED, width=1.6)
        sketch.claim("formula", "curve:trace", value=f"cos({2 * math.pi / one:.8f}*x)")
        for tag, at in (("1", one), ("2", 2 * one)):
            sketch.line(f"mark:{tag}", (at, 1.0), (at, 1.6), axes=name, width=0.8, dash="dotted", color=GREY)
        sketch.line("size:T", (one, 1.5), (2 * one, 1.5), axes=name, arrow="both", width=0.9)
        sketch.text("label:T", p.shown.label, (1.5 * one, 1.5), of="size:T", toward=(0, 1), gap_pt=3, axes=name)
        sketch.claim("through", "curve:trace", value=(one, 1.0))
        sketch.claim("connected", "mark:1", "size:T")
        sketch.entity("record", "curve:trace")

    def questions(self, p: Swing) -> Iterator[Question]:
        """Readings and labels."""
        yield ask_number("angle", p.angle, unit="°", step=2, low=1)
        yield ask_number("shown", p.shown.value, unit="s", step=round(max(p.shown.value / 8, 0.1), 1), low=0.1)
        if p.asked == "gravity":
            yield ask_value("length", p.quantity("length"))
        else:
            yield ask_value("gravity", p.quantity("gravity"))
        if p.layout == "watch":
            yield ask_number("swings", p.swings, step=3, low=1)
        side = "right" if not (p.is_mirrored and p.layout != "trace") else "left"
        yield ask_word("side", side, ["left", "right", "middle", "none"])

    @defect(visibility=2)
    def loose_string(self, p: Swing, scene: FigureScene, draw: Random) -> FigureScene:
        """The string does not reach the ceiling."""
        line = scene.path("string:1")
        (x0, y0), (x1, y1) = line.points
        return change(scene, replace(line, points=((x0 + 0.12 * (x1 - x0), y0 + 0.12 * (y1 - y0)), (x1, y1))))

    @defect(visibility=1)
    def wide_swing(self, p: Swing, scene: FigureScene, draw: Random) -> FigureScene:
        """The pendulum hangs at another angle than the one that is printed."""
        line = scene.path("string:1")
        (x0, y0), (x1, y1) = line.points
        side = 1 if x1 > x0 else -1
        end = polar(270 + side * (p.angle + 9), math.dist((x0, y0), (x1, y1)), (x0, y0))
        return change(scene, replace(line, points=((x0, y0), (float(end[0]), float(end[1])))))

    @defect(visibility=2)
    def cut_cable(self, p: Swing, scene: FigureScene, draw: Random) -> FigureScene:
        """The cable of the light gate does not reach the counter."""
        if p.layout != "gate":
            raise DoesNotApplyError("no cable")
        cable = scene.path("cable:1")
        return change(scene, replace(cable, points=cable.points[:-1]))

    @defect(visibility=2)
    def short_trace(self, p: Swing, scene: FigureScene, draw: Random) -> FigureScene:
        """The record swings faster than the period that is marked at it."""
        if p.layout != "trace":
            raise DoesNotApplyError("no record")
        curve = scene.path("curve:trace")
        return change(scene, replace(curve, points=tuple((0.72 * x, y) for x, y in curve.points)))
