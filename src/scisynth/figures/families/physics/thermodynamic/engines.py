"""Flows of energy in engines and refrigerators: the bands are as wide as what flows in them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, number, one_of
from scisynth.figures.families.questions import Question, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, GREY, PALE_BLUE, PALE_RED, RED
from scisynth.figures.parts.physics import count_roles
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer

WIDE, HALF = 2.4, 1.2
"""Width of the band of the heat at the hot reservoir."""
RED_BAND, BLUE_BAND, GREEN_BAND = "#f3c0b5", "#b9d2ea", "#c7e3c9"


@dataclass(frozen=True, kw_only=True)
class Flows(Parameters):
    """Heat at the hot reservoir, and which part of it is work; two engines in a row share what the first one leaves."""

    heat: float = number("Q_1", "J", range(400, 2100, 50), meaning="heat at the hot reservoir", given=False)
    share: float = drawn(lambda draw, level, values: draw.randint(18, 42) / 100, words="0.18 to 0.42")
    second: float = drawn(lambda draw, level, values: draw.randint(20, 38) / 100, words="0.20 to 0.38")
    layout: str = one_of("engine", "refrigerator", "row", level_1=("engine",))
    known: str = one_of("heats", "work", level_1=("heats",))
    asked: str = one_of("rest", "quality")
    is_mirrored: bool = one_of(False, True)
    hot: float = drawn(
        lambda draw, level, values: draw.randrange(303, 314) if values["layout"] == "refrigerator" else draw.randrange(920, 1200, 10),
        words="303 to 313 K, or 920 to 1200 K", symbol="T_1", unit="K", meaning="temperature of the hot reservoir",
    )  # fmt: skip
    cold: float = drawn(
        lambda draw, level, values: draw.randrange(268, 279) if values["layout"] == "refrigerator" else draw.randrange(280, 315),
        words="268 to 315 K", symbol="T_2", unit="K", meaning="temperature of the cold reservoir",
    )  # fmt: skip

    @property
    def work(self) -> Quantity:
        """Of the machine, or of the first of two."""
        return Quantity(symbol="W_1" if self.layout == "row" else "W", value=self.heat - self.waste.value, unit="J")

    @property
    def waste(self) -> Quantity:
        """Heat at the cold reservoir, or between the two engines."""
        return Quantity(symbol="Q_2", value=float(round(self.heat * (1 - self.share))), unit="J")

    @property
    def last(self) -> Quantity:
        """Heat that the second of two engines leaves."""
        return Quantity(symbol="Q_3", value=float(round(self.waste.value * (1 - self.second))), unit="J")

    @property
    def last_work(self) -> Quantity:
        """Of the second of two engines."""
        return Quantity(symbol="W_2", value=self.waste.value - self.last.value, unit="J")

    @property
    def top(self) -> Quantity:
        """Heat at the hot reservoir."""
        return self.quantity("heat")

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Enough of the flows to find the others."""
        if self.layout == "row":
            return (self.top, self.work, self.last_work) if self.known == "work" else (self.top, self.waste, self.last)
        return (self.top, self.work) if self.known == "work" else (self.top, self.waste)


def flow_values(heat: float, waste: float, last: float | None = None) -> dict[str, float]:
    """Work, J; efficiency of the whole, per cent; Q₂/W, from heat at the hot reservoir and what is left at the cold one."""
    work = heat - (waste if last is None else last)
    return {"work": work, "efficiency": 100 * work / heat, "performance": waste / (heat - waste)}


@family("Physics - Thermodynamic")
class EngineFlow(Family[Flows]):
    """Energy of an engine, of a refrigerator, or of two engines in a row, between two reservoirs."""

    def solve(self, p: Flows) -> Solution:
        """Energy is kept: Q₁ = Q₂ + W."""
        found = flow_values(p.heat, p.waste.value, p.last.value if p.layout == "row" else None)
        values = {
            "work": p.work, "waste": p.waste, "last": p.last, "last_work": p.last_work,
            "case": f"{p.layout} {p.known}", "done": f"{p.layout} {p.known} {p.asked}", "what": f"{p.layout} {p.known} {p.asked}",
        }  # fmt: skip
        if p.asked == "quality":
            what = "performance" if p.layout == "refrigerator" else "efficiency"
            unit = "" if what == "performance" else "%"
            return Solution(answer=number_answer(found[what], unit), symbol="ε" if unit == "" else "η", values=values)
        if p.layout == "row":
            if p.known == "work":
                return Solution(answer=number_answer(p.last.value, "J", 4), symbol="Q₃", values=values)
            return Solution(answer=number_answer(found["work"], "J", 4), symbol="W", values=values)
        if p.known == "work":
            return Solution(answer=number_answer(p.waste.value, "J", 4), symbol="Q₂", values=values)
        return Solution(answer=number_answer(found["work"], "J", 4), symbol="W", values=values)

    def draw(self, p: Flows, sketch: Sketch) -> None:
        """The hot reservoir is above; work leaves to the right before mirroring."""
        unit = WIDE / p.heat
        names = {quantity.symbol for quantity in p.givens}
        down = p.layout != "refrigerator"
        stages = [(p.top, p.waste, p.work, 2.9)]
        if p.layout == "row":
            stages.append((p.waste, p.last, p.last_work, -2.1))
        for index, (taken, left, work, y) in enumerate(stages, 1):
            last = index == len(stages)
            self._draw_band(
                sketch, f"in{index}", unit * taken.value, (y + 2.7, y), RED_BAND if index == 1 else BLUE_BAND, down
            )
            self._draw_band(
                sketch, f"out{index}", unit * left.value, (y, y - 2.9 if last else y - 2.3), BLUE_BAND, down
            )
            self._draw_work(sketch, index, unit * work.value, y, is_out=down)
            sketch.circle(f"engine:{index}", (0, y), 1.25, fill="white", width=1.8, z=3)
            words = (
                "engine"
                if p.layout == "engine"
                else "refrigerator"
                if p.layout == "refrigerator"
                else f"engine {index}"
            )
            sketch.text(f"name:E{index}", words, (0, y), size=11)
            sketch.claim("inside", f"name:E{index}", f"engine:{index}")
            sketch.claim("ratio", f"width:out{index}", f"width:in{index}", value=left.value / taken.value)
            sketch.claim("ratio", f"width:work{index}", f"width:in{index}", value=1 - left.value / taken.value)
            shown = [(taken, f"in{index}", y + 1.95, unit * taken.value)] if index == 1 else []
            shown.append((left, f"out{index}", y - (2.3 if last else 2.5), unit * left.value))
            for quantity, band, at, wide in shown:
                text = quantity.label if quantity.symbol in names else f"${quantity.symbol}$"
                sketch.text(f"label:{band}", text, (-HALF + wide, at), of=f"band:{band}", toward=(1, 0), gap_pt=6)
            text = work.label if work.symbol in names else f"${work.symbol}$"
            sketch.text(f"label:work{index}", text, (4.0, y), of=f"band:work{index}", toward=(1, 0), gap_pt=5)
        bottom = stages[-1][3] - 3.8
        for name, y, words, fill, color in (
            ("hot", 5.6, f"hot reservoir, {p.text('hot')}", PALE_RED, RED), ("cold", bottom, f"cold reservoir, {p.text('cold')}", PALE_BLUE, BLUE),
        ):  # fmt: skip
            sketch.rectangle(f"reservoir:{name}", -2.4, y, 2.4, y + 0.9, fill=fill, color=color)
            sketch.text(f"name:{name}", words, (0, y + 0.45), of=f"reservoir:{name}")
            sketch.claim("inside", f"name:{name}", f"reservoir:{name}")
        sketch.claim(
            "order",
            "reservoir:cold",
            *(f"engine:{len(stages) - k}" for k in range(len(stages))),
            "reservoir:hot",
            value="bottom_to_top",
        )
        sketch.claim("points_to", "flow:in1", "engine:1" if down else "reservoir:hot")
        count_roles(sketch, "flow", "band", "reservoir", "engine")
        sketch.entity("machines", *(f"engine:{index}" for index in range(1, len(stages) + 1)))
        sketch.entity("reservoirs", "reservoir:hot", "reservoir:cold")
        if p.is_mirrored:
            mirror(sketch)

    @staticmethod
    def _draw_band(sketch: Sketch, name: str, wide: float, ends: tuple[float, float], fill: str, down: bool) -> None:
        """An upright band whose left edge is that of all bands, with its width and an arrow of its flow."""
        top, low = ends
        sketch.area(
            f"band:{name}",
            (-HALF, low),
            (-HALF + wide, low),
            (-HALF + wide, top),
            (-HALF, top),
            fill=fill,
            width=0,
            z=0,
        )
        inner = name.startswith("in")
        y = top - 0.75 if inner else low + 0.55
        sketch.line(f"width:{name}", (-HALF, y), (-HALF + wide, y), width=0.8, dash="dotted", color=GREY)
        high, deep = (top - 0.2, top - 1.2) if inner else (low + 1.15, low + 0.15)
        x = -HALF + wide / 2
        tail, tip = ((x, high), (x, deep)) if down else ((x, deep), (x, high))
        sketch.arrow(f"flow:{name}", tail, tip, width=2.2, z=5)

    @staticmethod
    def _draw_work(sketch: Sketch, index: int, wide: float, y: float, *, is_out: bool) -> None:
        low, high = y - wide / 2, y + wide / 2
        sketch.area(
            f"band:work{index}", (1.1, low), (4.0, low), (4.0, high), (1.1, high), fill=GREEN_BAND, width=0, z=0
        )
        sketch.line(f"width:work{index}", (3.3, low), (3.3, high), width=0.8, dash="dotted", color=GREY)
        tail, tip = (2.1, y), (3.8, y)
        sketch.arrow(f"flow:work{index}", *((tail, tip) if is_out else (tip, tail)), width=2.2, z=5)

    def questions(self, p: Flows) -> Iterator[Question]:
        """Flows; in which sense; which band is widest of some."""
        one, two, *rest = p.givens
        yield ask_value("top", one, two)
        yield ask_value("second", two, one, slot=two.symbol.replace("_1", "₁").replace("_2", "₂"))
        yield ask_word("side", "left" if p.is_mirrored else "right", ["left", "right", "top", "none"])
        yield ask_value("hot", p.quantity("hot"), p.quantity("cold"))
        yield ask_value("cold", p.quantity("cold"), p.quantity("hot"))
        if p.layout == "row":
            yield ask_value("third", rest[0], one, two, slot=rest[0].symbol.replace("_3", "₃").replace("_2", "₂"))

    @defect(visibility=2)
    def reversed_heat(self, p: Flows, scene: FigureScene, draw: Random) -> FigureScene:
        """The heat at the cold reservoir flows the wrong way: into an engine, or out of a refrigerator."""
        arrow = scene.path("flow:out2" if p.layout == "row" else "flow:out1")
        return change(scene, replace(arrow, points=arrow.points[::-1]))

    @defect(visibility=2)
    def reversed_work(self, p: Flows, scene: FigureScene, draw: Random) -> FigureScene:
        """The work flows the wrong way: an engine takes it in, or a refrigerator delivers it."""
        arrow = scene.path("flow:work1")
        return change(scene, replace(arrow, points=arrow.points[::-1]))

    @defect(visibility=2)
    def too_much_work(self, p: Flows, scene: FigureScene, draw: Random) -> FigureScene:
        """The band of the work is too wide, so that more energy leaves than comes in."""
        if p.share > 0.36:
            raise DoesNotApplyError("no room")
        marks = [scene.path(name) for name in ("band:work1", "width:work1")]
        return change(
            scene, *(replace(mark, points=tuple((x, 2.9 + 1.7 * (y - 2.9)) for x, y in mark.points)) for mark in marks)
        )
