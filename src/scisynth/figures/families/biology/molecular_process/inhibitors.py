"""Inhibitors: competitive ones raise the apparent K_M, non-competitive ones lower V_max, uncompetitive ones lower both.

With f = 1 + [I]/K_i: competitive K_M f; non-competitive V_max / f; uncompetitive V_max / f and K_M / f.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, one_of
from scisynth.figures.families.questions import Question, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.chart import CHART, chart_axes, move_point, point, ticks
from scisynth.figures.parts.palette import BLUE, GREY, RED
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

KINDS = ("competitive", "noncompetitive", "uncompetitive")


@dataclass(frozen=True, kw_only=True)
class Inhibited(Parameters):
    """An enzyme with and without an inhibitor."""

    layout: str = one_of(*KINDS, level_1=("competitive", "noncompetitive"))
    top: int = one_of(24, 36, 48, 60, 72, 96, 120)
    half: float = one_of(2, 3, 4, 6)
    factor: int = one_of(2, 3, 4)
    dose: float = one_of(1, 1.5, 2, 3, 4, 5, 6, 8, 10, 12)
    is_dashed: bool = one_of(True, False)
    """Whether the inhibited curve is the dashed one."""

    @property
    def changed(self) -> tuple[float, float]:
        """V_max and K_M with the inhibitor."""
        return apparent(self.layout, self.top, self.half, self.factor)

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Of the problem."""
        return (
            Quantity(symbol="[I]", value=self.dose, unit="mmol/L"),
            Quantity(symbol="K_M", value=self.half, unit="mmol/L"),
        )


def apparent(kind: str, top: float, half: float, factor: float) -> tuple[float, float]:
    """Apparent V_max and K_M with f = 1 + [I]/K_i."""
    return {
        "competitive": (top, half * factor),
        "noncompetitive": (top / factor, half),
        "uncompetitive": (top / factor, half / factor),
    }[kind]


@family("Biology - Molecular Process")
class EnzymeInhibitor(Family[Inhibited]):
    """Saturation curves with and without a competitive, a non-competitive or an uncompetitive inhibitor."""

    def solve(self, p: Inhibited) -> Solution:
        """K_i = [I] / (f − 1), with f from the marked points."""
        top, half = p.changed
        changes = []
        if half != p.half:
            changes.append(f"the apparent K_M from {format_number(p.half)} to {format_number(half)} mmol/L")
        if top != p.top:
            changes.append(f"V_max from {p.top} to {format_number(top)} µmol/min")
        return Solution(
            answer=number_answer(p.dose / (p.factor - 1), "mmol/L", tolerance=0.03),
            symbol="K_i",
            values={
                "changes": " and ".join(changes),
                "amount": f"{format_number(p.dose)} mmol/L",
                "steps": f"1 + [I]/K_i = {p.factor}, so K_i = {format_number(p.dose)}/({p.factor} − 1)",
            },
            hidden=(f"K_i = {format_number(p.dose / (p.factor - 1))}",),
        )

    def draw(self, p: Inhibited, sketch: Sketch) -> None:
        """Each curve with the point of half its own plateau; plateaus are dashed lines where they differ."""
        top, half = p.changed
        end = 4.0 * max(p.half, half) if p.layout != "uncompetitive" else 5.0 * p.half
        step = min(half, p.half) if end / min(half, p.half) <= 17 else 2 * min(half, p.half)
        chart_axes(
            sketch, "$[S]$ (mmol/L)", "$v$ (µmol/min)", x_limits=(0, end), y_limits=(0, 1.15 * p.top),
            x_ticks=ticks(end, step), y_ticks=ticks(p.top, p.top / 12), grid=True,
        )  # fmt: skip
        for name, (high, constant), color in (("plain", (float(p.top), p.half), BLUE), ("inhibited", (top, half), RED)):
            dash = "dashed" if (name == "inhibited") == p.is_dashed else "solid"
            self._curve(sketch, name, high, constant, end, color, dash)
        sketch.text("name:plain", "no inhibitor", (2.2, 6.75), size=12.5, color=BLUE)
        sketch.text("name:inhibited", f"$[I]$ = {format_number(p.dose)} mmol/L", (7.4, 6.75), size=12.5, color=RED)
        sketch.claim("count", "point", value=2)
        sketch.entity("curve without inhibitor", "curve:plain")
        sketch.entity("curve with inhibitor", "curve:inhibited")

    def _curve(
        self, sketch: Sketch, name: str, high: float, constant: float, end: float, color: str, dash: str
    ) -> None:
        sketch.curve(
            f"curve:{name}", CHART, lambda s: high * s / (constant + s), 0, end, color=color, width=2.2, dash=dash
        )
        sketch.claim("formula", f"curve:{name}", value=f"{high} * x / ({constant} + x)")
        sketch.claim("monotone", f"curve:{name}", value="increasing")
        point(sketch, f"point:{name}", (float(constant), high / 2), color)
        sketch.claim("on", f"point:{name}", f"curve:{name}")
        if all(mark.id != f"level:{high:g}" for mark in sketch.marks):
            sketch.line(f"level:{high:g}", (0, high), (end, high), axes=CHART, color=GREY, width=1.3, dash="dashdot")
            sketch.claim("formula", f"level:{high:g}", value=str(high))

    def questions(self, p: Inhibited) -> Iterator[Question]:
        """Constants of both curves, the dose, the style of the lines."""
        top, half = p.changed
        yield ask_number("plain", p.half, unit="mmol/L", likely=[half, 2 * p.half, p.half / 2], low=0.1)
        yield ask_number("inhibited", half, unit="mmol/L", likely=[p.half, 2 * half, half / 2], low=0.1)
        yield ask_number("plateau", top, unit="µmol/min", likely=[p.top, top / 2, 2 * top], low=1)
        yield ask_number("dose", p.dose, unit="mmol/L", likely=[2, 3, 5, 6, 8, 10], low=0.1)
        yield ask_word("kind", p.layout, [*KINDS, "none"])

    @defect(visibility=1)
    def half_at_the_wrong_place(self, p: Inhibited, scene: FigureScene, draw: Random) -> FigureScene:
        """The point of half the plateau of the inhibited curve lies off that curve."""
        return move_point(scene, "point:inhibited", 0, 0.14 * p.top)

    @defect(visibility=2)
    def inhibitor_that_activates(self, p: Inhibited, scene: FigureScene, draw: Random) -> FigureScene:
        """The curve with the inhibitor runs above the one without it."""
        mark = scene.path("curve:inhibited")
        return change(
            scene,
            replace(
                mark,
                points=tuple((x, min(1.12 * p.top, 1.15 * p.top * x / (0.5 * p.half + x))) for x, _ in mark.points),
            ),
        )

    @defect(visibility=3)
    def curve_missing(self, p: Inhibited, scene: FigureScene, draw: Random) -> FigureScene:
        """There is no curve for the enzyme with the inhibitor."""
        return scene.without("curve:inhibited")

    @defect(visibility=2)
    def dose_wrong(self, p: Inhibited, scene: FigureScene, draw: Random) -> FigureScene:
        """The concentration of the inhibitor is not that of the problem."""
        mark = scene.label("name:inhibited")
        return change(scene, replace(mark, text=f"$[I]$ = {format_number(3 * p.dose + 1)} mmol/L"))
