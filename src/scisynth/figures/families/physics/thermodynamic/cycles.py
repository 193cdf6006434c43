"""Cycles of a gas in the p-V plane: the work of a cycle is the area that it encloses, positive where it runs clockwise."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, number, one_of
from scisynth.figures.families.physics.thermodynamic.planes import (
    BOX,
    PLANE,
    STATE_NAMES,
    Spot,
    arrows_reversed,
    closed_cycle,
    curved,
    guide,
    state,
    straight,
)
from scisynth.figures.families.questions import Question, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.chart import ticks
from scisynth.figures.parts.palette import BLUE, GREEN, GREY, ORANGE, PALE_BLUE, RED
from scisynth.figures.parts.physics import count_roles
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer

JOULES = 100.0
"""In one bar times one litre."""
GASES = {"monatomic": 1.5, "diatomic": 2.5}
"""C_V / R of an ideal gas."""


@dataclass(frozen=True, kw_only=True)
class Rectangle(Parameters):
    """Two pressures, two volumes, and how the cycle about them is run and drawn."""

    p_low: float = number("p_1", "bar", (1, 1.5, 2, 2.5, 3), meaning="lower pressure")
    p_high: float = drawn(
        lambda draw, level, values: values["p_low"] + draw.choice((1, 1.5, 2, 2.5)), words="1 to 2.5 bar above",
        symbol="p_2", unit="bar", meaning="higher pressure", given=True,
    )  # fmt: skip
    v_low: float = number("V_1", "L", (1, 2, 3), meaning="smaller volume")
    v_high: float = drawn(
        lambda draw, level, values: values["v_low"] + draw.choice((2, 3, 4, 5)), words="2 to 5 L above",
        symbol="V_2", unit="L", meaning="larger volume", given=True,
    )  # fmt: skip
    temperature: float = number("T", "K", range(200, 350, 10), meaning="temperature of the coldest state")
    is_clockwise: bool = one_of(True, False)
    layout: str = one_of("guides", "grid", "isotherms", level_1=("guides", "grid"))
    asked: str = one_of("work", "temperature", level_1=("work",))
    first: int = one_of(0, 1, 2, 3)
    names: str = one_of(*STATE_NAMES)

    def valid(self) -> bool:
        """No hotter than a gas in a vessel can be."""
        return self.temperature * self.p_high * self.v_high < 1500 * self.p_low * self.v_low

    @property
    def path(self) -> dict[str, Spot]:
        """(V, p) of the states by name, in the order in which the gas takes them."""
        low, high = (self.v_low, self.v_high), (self.p_low, self.p_high)
        corners = [(low[0], high[0]), (low[0], high[1]), (low[1], high[1]), (low[1], high[0])]
        corners = corners if self.is_clockwise else corners[::-1]
        return dict(zip(self.names, corners[self.first :] + corners[: self.first], strict=True))

    def name_at(self, volume: float, pressure: float) -> str:
        """The name of a corner."""
        return next(name for name, at in self.path.items() if at == (volume, pressure))

    @property
    def coldest(self) -> str:
        """At the smaller volume and the lower pressure."""
        return self.name_at(self.v_low, self.p_low)

    @property
    def hottest(self) -> str:
        """At the larger volume and the higher pressure."""
        return self.name_at(self.v_high, self.p_high)

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """The temperature is needed only for another one."""
        found = super().givens
        return found if self.asked == "temperature" else tuple(item for item in found if item.symbol != "T")


def rectangle_work(p_low: float, p_high: float, v_low: float, v_high: float, is_clockwise: bool) -> float:
    """Work that the gas delivers in one cycle, J, from bar and L: the area of the rectangle with its sign."""
    return (1 if is_clockwise else -1) * JOULES * (p_high - p_low) * (v_high - v_low)


@family("Physics - Thermodynamic")
class RectangularCycle(Family[Rectangle]):
    """A cycle of two isobars and two isochores: its work, or its highest temperature."""

    def solve(self, p: Rectangle) -> Solution:
        """The area, or p V / T = const."""
        values = {
            "sense": "clockwise" if p.is_clockwise else "anticlockwise",
            "sign": "" if p.is_clockwise else "−",
            "cold": p.coldest,
            "hot": p.hottest,
        }
        if p.asked == "work":
            work = rectangle_work(p.p_low, p.p_high, p.v_low, p.v_high, p.is_clockwise)
            return Solution(answer=number_answer(work, "J"), symbol="W", values=values)
        kelvin = p.temperature * p.p_high * p.v_high / (p.p_low * p.v_low)
        return Solution(answer=number_answer(kelvin, "K"), symbol="T", values=values)

    def draw(self, p: Rectangle, sketch: Sketch) -> None:
        """Values at guides, or read from a grid; isotherms through two corners where asked for."""
        spans = (p.v_high + 1.5, p.p_high + 1.0)
        grid = p.layout == "grid"
        sketch.axes(
            PLANE, BOX, x_limits=(0, spans[0]), y_limits=(0, spans[1]), x_label="$V$ / L", y_label="$p$ / bar",
            x_ticks=ticks(math.floor(spans[0]), 1) if grid else (p.v_low, p.v_high),
            y_ticks=ticks(math.floor(2 * spans[1]) / 2, 0.5) if grid else (p.p_low, p.p_high), grid=grid,
        )  # fmt: skip
        path = p.path
        names = list(path)
        sketch.area("area:work", *path.values(), axes=PLANE, fill=PALE_BLUE, width=0, z=0)
        for one, two in zip(names, (*names[1:], names[0]), strict=True):
            straight(sketch, one, path[one], path[two], RED if path[one][0] != path[two][0] else BLUE)
            sketch.claim("perpendicular", f"step:{one}", f"step:{two}")
        for name, (v, pressure) in path.items():
            state(sketch, name, (v, pressure), (1 if v == p.v_high else -1, 1 if pressure == p.p_high else -1))
        closed_cycle(sketch, names)
        if not grid:
            for name, at in (("p1", p.p_low), ("p2", p.p_high)):
                guide(sketch, name, (0, at), (p.v_low, at))
            for name, v in (("v1", p.v_low), ("v2", p.v_high)):
                guide(sketch, name, (v, 0), (v, p.p_low))
        if p.layout == "isotherms":
            self._draw_isotherms(p, sketch, spans)
        if p.asked == "temperature":
            words = rf"$T_{p.coldest}$ = {p.text('temperature')}"
            spot = (p.v_low, p.p_low)
            sketch.text("label:T", words, spot, of=f"state:{p.coldest}", toward=(1, 1), axes=PLANE, gap_pt=6, halo=True)
        count_roles(sketch, "step", "state", "sense")
        sketch.entity("cycle", *(f"step:{name}" for name in names))

    @staticmethod
    def _draw_isotherms(p: Rectangle, sketch: Sketch, spans: Spot) -> None:
        """Dashed hyperbolas through the coldest and the hottest state."""
        for tag, product in (("cold", p.p_low * p.v_low), ("hot", p.p_high * p.v_high)):
            start, stop = product / (0.97 * spans[1]), 0.97 * spans[0]
            x = np.geomspace(start, stop, 120)
            points = np.stack([x, product / x], axis=1)
            sketch.line(f"isotherm:{tag}", *points, axes=PLANE, dash="dashed", width=1.1, color=ORANGE, z=1)
            sketch.claim("formula", f"isotherm:{tag}", value=f"{product}/x")
            sketch.text(
                f"name:{tag}", "isotherm", tuple(points[-1]), of=f"isotherm:{tag}", toward=(0, 1), align="right", axes=PLANE,
                size=9, color=ORANGE, halo=True,
            )  # fmt: skip
            sketch.claim("on", f"state:{p.coldest if tag == 'cold' else p.hottest}", f"isotherm:{tag}")
        sketch.claim("count", "isotherm", value=2)

    def questions(self, p: Rectangle) -> Iterator[Question]:
        """Values; the sense; where a step leads; which state is hottest."""
        names = list(p.path)
        yield ask_value("high", p.quantity("p_high"), p.quantity("p_low"))
        yield ask_value("small", p.quantity("v_low"), p.quantity("v_high"))
        sense = "clockwise" if p.is_clockwise else "anticlockwise"
        yield ask_word("sense", sense, ["clockwise", "anticlockwise", "neither", "open"])
        yield ask_word("hottest", p.hottest, names)
        rising = next(
            one for one, two in zip(names, (*names[1:], names[0]), strict=True) if p.path[two][1] > p.path[one][1]
        )
        yield ask_word("heated", rising, names)

    @defect(visibility=1)
    def reversed_cycle(self, p: Rectangle, scene: FigureScene, draw: Random) -> FigureScene:
        """All arrows run the other way round, so that the work would have the other sign."""
        return arrows_reversed(scene)

    @defect(visibility=2)
    def slanted_isobar(self, p: Rectangle, scene: FigureScene, draw: Random) -> FigureScene:
        """One of the changes at constant pressure rises or falls on its way."""
        line = scene.path(f"step:{p.name_at(p.v_low, p.p_high) if p.is_clockwise else p.hottest}")
        (x0, y0), (x1, y1) = line.points
        return change(scene, replace(line, points=((x0, y0), (x1, y1 - 0.3 * (p.p_high - p.p_low)))))

    @defect(visibility=2)
    def shifted_state(self, p: Rectangle, scene: FigureScene, draw: Random) -> FigureScene:
        """The hottest state does not stand at the corner of the cycle."""
        dot = scene.mark(f"state:{p.hottest}")
        aside = (p.v_high - 0.35 * (p.v_high - p.v_low), p.p_high)
        return change(scene, replace(dot, center=aside))  # type: ignore[arg-type]


CYCLE_WAYS = {"slope": "a straight line", "isotherm": "an isotherm", "adiabat": "an adiabat"}


@dataclass(frozen=True, kw_only=True)
class Triangle(Parameters):
    """From one state the gas is heated at constant volume, expands to its old pressure, and is pressed back at that pressure."""

    low: float = number("p_1", "bar", (1, 1.2, 1.5, 2, 2.5), meaning="lower pressure")
    ratio: float = one_of(1.5, 2, 2.5, 3)
    volume: float = number("V_1", "L", (1, 1.5, 2, 3, 4), meaning="smaller volume")
    stretch: float = one_of(1.5, 2, 2.5, 3)
    gas: str = one_of(*GASES)
    layout: str = one_of("slope", "isotherm", "adiabat", level_1=("slope",), level_3=("isotherm", "adiabat"))
    is_reversed: bool = one_of(False, True)
    asked: str = one_of("work", "heat")
    first: int = one_of(0, 1, 2)
    names: str = one_of(*STATE_NAMES)

    @property
    def high(self) -> float:
        """Higher pressure, bar."""
        return round(self.low * self.ratio, 3)

    @property
    def end(self) -> float:
        """Larger volume, L; on a curve it follows from the pressures."""
        if self.layout == "slope":
            return round(self.volume * self.stretch, 3)
        return end_volume(self.volume, self.ratio, 1.0 if self.layout == "isotherm" else gamma_of(self.gas))

    @property
    def path(self) -> dict[str, Spot]:
        """(V, p) of the states by name, in the order in which the gas takes them."""
        corners = [(self.volume, self.low), (self.volume, self.high), (self.end, self.low)]
        corners = corners[::-1] if self.is_reversed else corners
        return dict(zip(self.names, corners[self.first :] + corners[: self.first], strict=False))

    def name_at(self, volume: float, pressure: float) -> str:
        """The name of a corner."""
        return next(name for name, at in self.path.items() if at == (volume, pressure))

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Both pressures and the smaller volume; the larger one for a straight line."""
        found = (*super().givens, Quantity(symbol="p_2", value=self.high, unit="bar", meaning="higher pressure"))
        last = Quantity(symbol="V_2", value=self.end, unit="L", meaning="larger volume")
        return (*found, last) if self.layout == "slope" else found


def gamma_of(gas: str) -> float:
    """C_p / C_V of an ideal gas."""
    return (GASES[gas] + 1) / GASES[gas]


def end_volume(volume: float, ratio: float, exponent: float) -> float:
    """Where p V^exponent = const has brought the pressure down by a ratio, L."""
    return float(volume * ratio ** (1 / exponent))


def closed_work(p: Triangle) -> float:
    """Work that the gas delivers on the way round, J: that of the way down less p₁ (V₂ - V₁)."""
    if p.layout == "slope":
        down = (p.low + p.high) / 2 * (p.end - p.volume)
    elif p.layout == "isotherm":
        down = p.high * p.volume * math.log(p.ratio)
    else:
        down = (p.high * p.volume - p.low * p.end) * GASES[p.gas]
    work = JOULES * (down - p.low * (p.end - p.volume))
    return -work if p.is_reversed else work


@family("Physics - Thermodynamic")
class GasCycle(Family[Triangle]):
    """A cycle of an isochore, an isobar, and a straight line, an isotherm or an adiabat between their ends."""

    def solve(self, p: Triangle) -> Solution:
        """Areas below the steps, or Q = (C_V/R) V₁ Δp of the isochore."""
        sign = "−" if p.is_reversed else ""
        one, two = p.name_at(p.volume, p.low), p.name_at(p.volume, p.high)
        start, stop = (two, one) if p.is_reversed else (one, two)
        values = {
            "high": p.givens[2], "end": Quantity(symbol="V_2", value=p.end, unit="L"), "way": CYCLE_WAYS[p.layout],
            "case": f"{p.asked} {p.layout}" if p.asked == "work" else "heat", "sign": sign, "start": start, "stop": stop,
            "heat_capacity": "3/2" if p.gas == "monatomic" else "5/2", "order": " → ".join([*p.path, next(iter(p.path))]),
            "taken": "given off" if p.is_reversed else "taken in",
        }  # fmt: skip
        if p.asked == "work":
            return Solution(answer=number_answer(closed_work(p), "J"), symbol="W", values=values)
        heat = JOULES * GASES[p.gas] * p.volume * (p.high - p.low)
        return Solution(answer=number_answer(heat, "J"), symbol="Q", values=values)

    def draw(self, p: Triangle, sketch: Sketch) -> None:
        """The corner of isochore and isobar is at the lower left."""
        spans = (p.end + 0.25 * p.end, p.high * 1.22)
        known = p.layout == "slope"
        sketch.axes(
            PLANE, BOX, x_limits=(0, spans[0]), y_limits=(0, spans[1]), x_label="$V$ / L", y_label="$p$ / bar",
            x_ticks=(p.volume, p.end) if known else (p.volume,), y_ticks=(p.low, p.high),
        )  # fmt: skip
        path = p.path
        names = list(path)
        outline: list[Spot] = []
        for one, two in zip(names, (*names[1:], names[0]), strict=True):
            start, stop = path[one], path[two]
            if known or start[0] == stop[0] or start[1] == stop[1]:
                color = BLUE if start[0] == stop[0] else GREEN if start[1] == stop[1] else RED
                straight(sketch, one, start, stop, color)
                outline.append(start)
            else:
                power = 1.0 if p.layout == "isotherm" else gamma_of(p.gas)
                formula = f"{p.high}*({p.volume}/x)**{power:.10f}"
                outline += [(float(x), float(y)) for x, y in curved(sketch, one, formula, start[0], stop[0], RED)]
        sketch.area("area:work", *outline, axes=PLANE, fill=PALE_BLUE, width=0, z=0)
        for name, at in path.items():
            state(sketch, name, at, (1, 1) if at[1] == p.high or at[0] == p.end else (-1, -1))
        closed_cycle(sketch, names)
        upright = f"step:{p.name_at(p.volume, p.high) if p.is_reversed else p.name_at(p.volume, p.low)}"
        level = f"step:{p.name_at(p.volume, p.low) if p.is_reversed else p.name_at(p.end, p.low)}"
        sketch.claim("perpendicular", upright, level)
        for name, y in (("p1", p.low), ("p2", p.high)):
            guide(sketch, name, (0, y), (p.volume, y))
        guide(sketch, "v1", (p.volume, 0), (p.volume, p.low))
        if known:
            guide(sketch, "v2", (p.end, 0), (p.end, p.low))
        else:
            words = {"isotherm": "isotherm", "adiabat": "adiabat"}[p.layout]
            x = p.volume + 0.55 * (p.end - p.volume)
            y = p.high * (p.volume / x) ** (1.0 if p.layout == "isotherm" else gamma_of(p.gas))
            sketch.text("label:way", words, (x, y), toward=(1, 1), gap_pt=8, axes=PLANE, color=GREY)
        sketch.text("label:gas", f"{p.gas} ideal gas", (BOX[2], BOX[3]), toward=(-1, 1), align="right", gap_pt=4)
        count_roles(sketch, "step", "state", "sense")
        sketch.entity("cycle", *(f"step:{name}" for name in names))

    def questions(self, p: Triangle) -> Iterator[Question]:
        """Values; the sense; which state follows; where the gas is hottest at constant volume."""
        names = list(p.path)
        low, high = p.quantity("low"), p.givens[2]
        yield ask_value("high", high, low)
        yield ask_value("small", p.quantity("volume"))
        yield ask_word("next", names[1], [names[0], names[2], "none"], start=names[0])
        three = [*names, "none"]
        yield ask_word("corner", p.name_at(p.volume, p.low), three)
        yield ask_word("largest", p.name_at(p.end, p.low), three)
        yield ask_word("gas", p.gas, ["monatomic", "diatomic", "any", "liquid"])

    @defect(visibility=1)
    def reversed_arrows(self, p: Triangle, scene: FigureScene, draw: Random) -> FigureScene:
        """All arrows run the other way round, so that the work would have the other sign."""
        return arrows_reversed(scene)

    @defect(visibility=2)
    def slanted_isochore(self, p: Triangle, scene: FigureScene, draw: Random) -> FigureScene:
        """The step at constant volume leans, so that the volume changes on it."""
        line = scene.path(f"step:{p.name_at(p.volume, p.high if p.is_reversed else p.low)}")
        lean = 0.15 * p.end
        return change(scene, replace(line, points=tuple((x + lean * (y == p.high), y) for x, y in line.points)))

    @defect(visibility=2)
    def bent_way(self, p: Triangle, scene: FigureScene, draw: Random) -> FigureScene:
        """The curve between the ends is drawn as a straight line, so that the gas would be too warm on the way."""
        if p.layout == "slope":
            raise DoesNotApplyError("no curve")
        line = scene.path(f"step:{p.name_at(p.end, p.low) if p.is_reversed else p.name_at(p.volume, p.high)}")
        return change(scene, replace(line, points=(line.points[0], line.points[-1])))
