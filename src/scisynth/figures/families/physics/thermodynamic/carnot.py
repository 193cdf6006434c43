"""Carnot cycles: no engine or refrigerator between the same two reservoirs does better."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change, swap_texts
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
from scisynth.figures.parts.palette import BLUE, GREY, ORANGE, PALE_BLUE, RED
from scisynth.figures.parts.physics import count_roles
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer
from scisynth.figures.verify.formula import evaluate

GAMMA = 5 / 3
"""Of the monatomic gas that is drawn."""


@dataclass(frozen=True, kw_only=True)
class Carnot(Parameters):
    """Two reservoirs, and the heat of the hot one, given itself or by the entropies of a T-S diagram."""

    hot: float = number("T_1", "K", range(420, 700, 10), meaning="temperature of the hot isotherm")
    cold: float = number("T_2", "K", range(260, 380, 5), meaning="temperature of the cold isotherm")
    heat: float = number("Q_1", "J", range(200, 2000, 50), meaning="heat exchanged with the hot reservoir")
    entropy: float = number("S_1", "J/K", (1, 1.5, 2, 2.5, 3), meaning="smaller entropy")
    wide: float = one_of(0.5, 1, 1.5, 2, 2.5, 3)
    machine: str = one_of("engine", "refrigerator", level_1=("engine",))
    layout: str = one_of("pv", "ts", "reservoirs", level_1=("pv", "ts"))
    asked: str = one_of("quality", "work", "other heat", level_1=("quality", "work"))
    first: int = one_of(0, 1, 2, 3)
    names: str = one_of(*STATE_NAMES)
    twist: float = drawn(lambda draw, level, values: draw.choice((1.8, 2.0, 2.3)), words="1.8 to 2.3")
    """Growth of the volume on the hot isotherm, as drawn."""

    def valid(self) -> bool:
        """The curves must be distinguished."""
        return 1.35 <= self.hot / self.cold <= 1.9

    @property
    def is_engine(self) -> bool:
        """An engine runs clockwise."""
        return self.machine == "engine"

    @property
    def top_heat(self) -> float:
        """Exchanged at the hot reservoir, J."""
        return self.hot * self.wide if self.layout == "ts" else self.heat

    @property
    def second(self) -> Quantity:
        """The larger entropy."""
        return Quantity(symbol="S_2", value=self.entropy + self.wide, unit="J/K", meaning="larger entropy")

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Temperatures, with the heat or the entropies."""
        both = (self.quantity("hot"), self.quantity("cold"))
        return (*both, self.quantity("entropy"), self.second) if self.layout == "ts" else (*both, self.quantity("heat"))

    @property
    def corners(self) -> list[Spot]:
        """Clockwise from the start of the hot isotherm: (V, p) as drawn, or (S, T)."""
        if self.layout == "ts":
            left, right = self.entropy, self.second.value
            return [(left, self.hot), (right, self.hot), (right, self.cold), (left, self.cold)]
        grow = (self.hot / self.cold) ** (1 / (GAMMA - 1))
        low = 4.0 * self.cold / self.hot
        volumes = (1.0, self.twist, self.twist * grow, grow)
        return [(v, c / v) for v, c in zip(volumes, (4.0, 4.0, low, low), strict=True)]

    @property
    def path(self) -> dict[str, Spot]:
        """The states by name, in the order in which they are taken."""
        corners = self.corners if self.is_engine else self.corners[::-1]
        return dict(zip(self.names, corners[self.first :] + corners[: self.first], strict=True))

    def step(self, corner: int) -> str:
        """The name of the state where the step begins that leaves corner 0, 1, 2 or 3 clockwise."""
        start = self.corners[corner if self.is_engine else (corner + 1) % 4]
        return next(name for name, at in self.path.items() if at == start)


def carnot_values(hot: float, cold: float, heat: float) -> dict[str, float]:
    """Work and heat at the cold reservoir, J, efficiency in per cent, and coefficient of performance Q₂/W, from that at the hot one."""
    work = heat * (1 - cold / hot)
    return {
        "work": work,
        "other heat": heat - work,
        "efficiency": 100 * (1 - cold / hot),
        "performance": cold / (hot - cold),
    }


@family("Physics - Thermodynamic")
class CarnotCycle(Family[Carnot]):
    """Two isotherms and two adiabats, run as an engine or as a refrigerator, in the p-V or in the T-S plane."""

    def solve(self, p: Carnot) -> Solution:
        """Q₁/T₁ = Q₂/T₂ and W = Q₁ - Q₂."""
        found = carnot_values(p.hot, p.cold, p.top_heat)
        what = p.asked if p.asked != "quality" else "efficiency" if p.is_engine else "performance"
        unit = {"efficiency": "%", "performance": ""}.get(what, "J")
        symbol = {"work": "W", "other heat": "Q_2", "efficiency": "η", "performance": "ε"}[what]
        values = {
            "what": what,
            "second": p.second,
            "by_machine": p.machine,
            "kind": f"{p.machine} {'ts' if p.layout == 'ts' else 'heat'}",
            "taken": Quantity(symbol="Q_1", value=p.top_heat, unit="J"),
            "case": "ts" if p.layout == "ts" else "heat",
        }
        return Solution(answer=number_answer(found[what], unit), symbol=symbol.replace("_2", "₂"), values=values)

    def draw(self, p: Carnot, sketch: Sketch) -> None:
        """Isotherms red and blue, adiabats grey."""
        if p.layout == "ts":
            self._draw_ts(p, sketch)
        else:
            self._draw_pv(p, sketch)
        closed_cycle(sketch, list(p.path))
        sketch.text("label:machine", p.machine, (BOX[0], BOX[3]), toward=(1, 1), align="left", gap_pt=6, color=GREY)
        count_roles(sketch, "step", "state")
        sketch.entity("isotherms", f"step:{p.step(0)}", f"step:{p.step(2)}")
        sketch.entity("adiabats", f"step:{p.step(1)}", f"step:{p.step(3)}")

    @staticmethod
    def _draw_ts(p: Carnot, sketch: Sketch) -> None:
        high, wide = 1.2 * p.hot, p.second.value + 0.4 * p.wide
        sketch.axes(
            PLANE, BOX, x_limits=(0, wide), y_limits=(0, high), x_label="$S$ / (J/K)", y_label="$T$ / K",
            x_ticks=(p.entropy, p.second.value), y_ticks=(p.cold, p.hot),
        )  # fmt: skip
        path = p.path
        names = list(path)
        sketch.area("area:work", *path.values(), axes=PLANE, fill=PALE_BLUE, width=0, z=0)
        for one, two in zip(names, (*names[1:], names[0]), strict=True):
            (x0, y0), (x1, y1) = path[one], path[two]
            straight(sketch, one, (x0, y0), (x1, y1), GREY if x0 == x1 else RED if y0 == p.hot else BLUE)
            sketch.claim("perpendicular", f"step:{one}", f"step:{two}")
        for name, (s, t) in path.items():
            state(sketch, name, (s, t), (1 if s > p.entropy else -1, 1 if t == p.hot else -1))
        for tag, at in (("hot", p.hot), ("cold", p.cold)):
            guide(sketch, tag, (0, at), (p.entropy, at))
        for tag, s in (("left", p.entropy), ("right", p.second.value)):
            guide(sketch, tag, (s, 0), (s, p.cold))

    @staticmethod
    def _draw_pv(p: Carnot, sketch: Sketch) -> None:
        corners, low = p.corners, 4.0 * p.cold / p.hot
        power = f"**{GAMMA:.10f}"
        formulas = (
            "4/x",
            f"{4 * p.twist ** (GAMMA - 1):.10f}/x{power}",
            f"{low:.10f}/x",
            f"4/x{power}",
        )
        spans = (1.12 * corners[2][0], 4.6)
        sketch.axes(
            PLANE, BOX, x_limits=(0, spans[0]), y_limits=(0, spans[1]), x_label="$V$", y_label="$p$", x_ticks=(), y_ticks=()
        )  # fmt: skip
        outline: list[Spot] = []
        for corner, formula in enumerate(formulas):
            start, stop = corners[corner][0], corners[(corner + 1) % 4][0]
            name = p.step(corner)
            color = (RED, GREY, BLUE, GREY)[corner]
            points = curved(sketch, name, formula, *((start, stop) if p.is_engine else (stop, start)), color)
            sketch.claim("monotone", f"step:{name}", value="decreasing")
            outline += [(float(x), float(y)) for x, y in (points if p.is_engine else points[::-1])]
        sketch.area("area:work", *outline, axes=PLANE, fill=PALE_BLUE, width=0, z=0)
        ways = dict(zip(corners, ((-1, 0.5), (1, 1), (1, 1), (-1, -1)), strict=True))
        for name, at in p.path.items():
            state(sketch, name, at, ways[at])
        for corner, tag, share, way, color in ((0, "hot", 0.55, (1, 1), RED), (2, "cold", 0.55, (-1, -1), BLUE)):
            start, stop = corners[corner][0], corners[corner + 1][0]
            x = start + share * (stop - start)
            y = float(evaluate(formulas[corner], np.asarray([x]))[0])
            of = f"step:{p.step(corner)}"
            sketch.text(f"label:{tag}", p.label(tag), (x, y), of=of, toward=way, gap_pt=6, axes=PLANE, color=color)
            if p.layout == "reservoirs":
                CarnotCycle._draw_heat(
                    p,
                    sketch,
                    corner,
                    (start + (0.12 if corner == 0 else 0.25) * (stop - start), formulas[corner]),
                    spans,
                )
        sketch.text("label:Q", p.label("heat"), (BOX[2], BOX[3]), toward=(-1, 1), align="right", gap_pt=6)

    @staticmethod
    def _draw_heat(p: Carnot, sketch: Sketch, corner: int, at: tuple[float, str], spans: Spot) -> None:
        """An arrow of heat into the hot isotherm of an engine and out of the cold one; the other way for a refrigerator."""
        x, y = at[0], float(evaluate(at[1], np.asarray([at[0]]))[0])
        side = 1 if corner == 0 else -1
        near = np.asarray([x, y + side * 0.02 * spans[1]])
        far = near + np.asarray([0.05 * spans[0] * (side > 0), side * (0.12 if side > 0 else 0.09) * spans[1]])
        inward = (corner == 0) == p.is_engine
        tag = "hot" if corner == 0 else "cold"
        ends = (far, near) if inward else (near, far)
        sketch.arrow(f"heat:{tag}", *ends, axes=PLANE, color=ORANGE, width=2.4)
        way = (1, 0.4) if side > 0 else (-1, 0)
        words = "$Q_1$" if corner == 0 else "$Q_2$"
        sketch.text(
            f"name:{tag}",
            words,
            far if side > 0 else (near + far) / 2,
            of=f"heat:{tag}",
            toward=way,
            gap_pt=5,
            axes=PLANE,
            color=ORANGE,
        )
        if inward:
            sketch.claim("points_to", f"heat:{tag}", f"step:{p.step(corner)}", tolerance=60)

    def questions(self, p: Carnot) -> Iterator[Question]:
        """Temperatures; which state is where; which step takes in heat."""
        yield ask_value("hot", p.quantity("hot"), p.quantity("cold"))
        yield ask_value("cold", p.quantity("cold"), p.quantity("hot"))
        names = list(p.path)
        yield ask_word("expands", p.step(0) if p.is_engine else p.step(2), names)
        yield ask_word("next", names[(p.first + 1) % 4], names, start=names[p.first % 4])
        yield ask_word("machine", p.machine, ["engine", "refrigerator", "both", "neither"])

    @defect(visibility=1)
    def reversed_cycle(self, p: Carnot, scene: FigureScene, draw: Random) -> FigureScene:
        """The arrows run the other way round: an engine is drawn as a refrigerator, or the reverse."""
        return arrows_reversed(scene)

    @defect(visibility=2)
    def straight_adiabats(self, p: Carnot, scene: FigureScene, draw: Random) -> FigureScene:
        """The adiabats are drawn as straight lines in the p-V plane."""
        if p.layout == "ts":
            raise DoesNotApplyError("straight in any case")
        lines = [scene.path(f"step:{p.step(corner)}") for corner in (1, 3)]
        return change(scene, *(replace(line, points=(line.points[0], line.points[-1])) for line in lines))

    @defect(visibility=2)
    def leaning_adiabats(self, p: Carnot, scene: FigureScene, draw: Random) -> FigureScene:
        """The adiabats lean in the T-S plane, where the entropy must stay the same on them."""
        if p.layout != "ts":
            raise DoesNotApplyError("no entropy")
        lines = [scene.path(f"step:{p.step(corner)}") for corner in (1, 3)]
        return change(
            scene,
            *(replace(a, points=tuple((x + 0.2 * p.wide * (y == p.cold), y) for x, y in a.points)) for a in lines),
        )

    @defect(visibility=2)
    def exchanged_temperatures(self, p: Carnot, scene: FigureScene, draw: Random) -> FigureScene:
        """The lower isotherm bears the higher temperature."""
        if p.layout == "ts":
            raise DoesNotApplyError("the axis has the values")
        return swap_texts(scene, "label:hot", "label:cold")
