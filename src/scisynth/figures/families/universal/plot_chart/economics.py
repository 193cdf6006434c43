"""Supply and demand: two straight lines, their crossing, and what a tax, a price limit or a shift of demand does to it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from scisynth.figures.corruptions import change, swap_texts
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, one_of
from scisynth.figures.families.questions import Question, ask_number
from scisynth.figures.families.registry import family
from scisynth.figures.parts.chart import CHART, chart_axes, ticks
from scisynth.figures.parts.palette import BLUE, GREEN, GREY, RED
from scisynth.figures.scene.scene import FigureScene, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

LETTERS = (("D", "S"), ("A", "B"), ("f", "g"), ("I", "II"), ("K", "L"))
GOODS = ("coffee", "wheat", "steel", "sugar", "milk", "timber", "copper", "rice")
UNITS = {
    "coffee": "kg",
    "wheat": "t",
    "steel": "t",
    "sugar": "kg",
    "milk": "L",
    "timber": "m³",
    "copper": "kg",
    "rice": "kg",
}
Q_MAX = 12


@dataclass(frozen=True, kw_only=True)
class Market(Parameters):
    """Demand p = a − b q and supply p = c + d q, in euros and in units of the quantity."""

    good: str = one_of(*GOODS)
    layout: str = one_of("free", "limit", "tax", "shift", level_1=("free", "limit"))
    top: int = one_of(14, 16, 18, 20, 22)
    fall: float = one_of(0.5, 1, 1.5, 2)
    low: int = one_of(1, 2, 3, 4, 5)
    rise: float = one_of(0.5, 1, 1.5, 2)
    factor: int = one_of(10, 100)
    step: int = one_of(2, 3, 4, 5)
    names: int = one_of(*range(len(LETTERS)))
    asked: str = one_of("revenue", "surplus", "change", level_1=("revenue", "surplus", "change"))

    def valid(self) -> bool:
        """Lines cross at whole amounts within the paper, before and after; a limit cuts both lines there."""
        q = self.crossing(0)
        if self.top + self.shift > 22:
            return False
        if not (q.is_integer() and 3 <= q <= 9 and self.price(q) <= 18 and self.price(q).is_integer()):
            return False
        if self.layout == "free":
            return self.asked in ("revenue", "surplus")
        if self.layout == "limit":
            ends = self.limit_ends
            is_read = all(end.is_integer() and 1 <= end <= 11 for end in ends)
            return self.asked == "change" and is_read and abs(ends[0] - ends[1]) >= 2
        after = self.crossing(self.shift)
        return (
            after.is_integer()
            and 1 <= after <= 11
            and self.asked in ("revenue", "change")
            and 0 < self.after_price <= 21
        )

    def crossing(self, shift: float) -> float:
        """Quantity at which demand, raised by `shift` (€), meets supply."""
        return (self.top + shift - self.low) / (self.fall + self.rise)

    @property
    def shift(self) -> float:
        """Of demand, in €: a tax on buyers lowers it, a shift raises it."""
        return {"tax": -float(self.step), "shift": float(self.step)}.get(self.layout, 0.0)

    def price(self, quantity: float) -> float:
        """On the supply line, €."""
        return self.low + self.rise * quantity

    @property
    def after_price(self) -> float:
        """That sellers get after the change, €."""
        return self.price(self.crossing(self.shift))

    @property
    def limit(self) -> float:
        """A price limit below the crossing for odd steps (a ceiling), above it for even ones (a floor)."""
        return self.price(self.crossing(0)) + (-self.step if self.step % 2 else self.step)

    @property
    def limit_ends(self) -> tuple[float, float]:
        """Quantities demanded and supplied at the price limit."""
        return (self.top - self.limit) / self.fall, (self.limit - self.low) / self.rise

    @property
    def unit(self) -> str:
        """Of the quantity."""
        return UNITS[self.good]


def surplus_of_buyers(top: float, price: float, quantity: float) -> float:
    """Area of the triangle between the demand line and the price, in € per unit times units."""
    return (top - price) * quantity / 2


@family("Universal - Plot & Chart")
class MarketEquilibrium(Family[Market]):
    """Free crossing, a price limit, a tax on buyers, or a shift of demand."""

    def solve(self, p: Market) -> Solution:
        """At the crossing both lines have the same price; amounts are those of the axis, times its factor."""
        q0, q1 = p.crossing(0), p.crossing(p.shift)
        price0, price1 = p.price(q0), p.price(q1)
        demanded, supplied = p.limit_ends
        factor = p.factor
        if p.asked == "surplus":
            value, unit = surplus_of_buyers(p.top, price0, q0 * factor), "€"
        elif p.asked == "revenue":
            value, unit = price1 * q1 * factor, "€"
        elif p.layout == "limit":
            value, unit = abs(demanded - supplied) * factor, p.unit
        else:
            value, unit = abs(price1 * q1 - price0 * q0) * factor, "€"
        numbers = {
            "q": q0 * factor, "q1": q1 * factor, "price": price0, "price1": price1, "demanded": demanded * factor,
            "supplied": supplied * factor, "limit": p.limit, "before": price0 * q0 * factor, "after": price1 * q1 * factor,
            "b": p.fall / factor, "d": p.rise / factor,
        }  # fmt: skip
        shown = {name: format_number(number, 6) for name, number in numbers.items()}
        return Solution(
            answer=number_answer(value, unit, digits=5, tolerance=0.01),
            symbol="result",
            values={
                **shown,
                "unit": p.unit,
                "case": f"{p.layout} {p.asked}",
                "demand": LETTERS[p.names][0],
                "supply": LETTERS[p.names][1],
                "chart": p.layout,
            },
        )

    def draw(self, p: Market, sketch: Sketch) -> None:
        """Prices up to 24 €; the lines run as far as the paper."""
        demand, supply = LETTERS[p.names]
        chart_axes(
            sketch, f"quantity $q$ ({p.unit})", f"price $p$ (€/{p.unit})", x_limits=(0, Q_MAX), y_limits=(0, 24),
            x_ticks=ticks(Q_MAX, 1), x_tick_labels=tuple(str(p.factor * k) for k in range(Q_MAX + 1)), y_ticks=ticks(24, 2),
        )  # fmt: skip
        self._line(sketch, demand, p.top, -p.fall, BLUE, is_lower=p.layout == "shift")
        self._line(sketch, supply, p.low, p.rise, RED)
        if p.layout in ("tax", "shift"):
            self._line(sketch, f"{demand}*", p.top + p.shift, -p.fall, BLUE, "dashed", is_lower=p.layout == "tax")
            sketch.claim("parallel", f"line:{demand}", f"line:{demand}*")
        if p.layout == "limit":
            sketch.line("line:limit", (0, p.limit), (Q_MAX, p.limit), color=GREEN, width=1.8, axes=CHART)
            sketch.claim("through", "line:limit", value=(0.0, p.limit, float(Q_MAX), p.limit))
            sketch.text(
                "name:limit", "limit", (Q_MAX, p.limit), of="line:limit", toward=(1, 0), axes=CHART, color=GREEN
            )
        for k, quantity in enumerate(self._marked(p)):
            price = p.limit if p.layout == "limit" else p.price(quantity)
            sketch.line(f"guide:{k}", (quantity, 0), (quantity, price), color=GREY, width=1, dash="dotted", axes=CHART)
            sketch.claim("through", f"guide:{k}", value=(quantity, 0.0, quantity, price), tolerance=0.006)
        sketch.claim("crosses", f"line:{demand}", f"line:{supply}")
        sketch.entity("lines", f"line:{demand}", f"line:{supply}")

    def _marked(self, p: Market) -> list[float]:
        if p.layout == "limit":
            return list(p.limit_ends)
        return [p.crossing(shift) for shift in dict.fromkeys((0.0, p.shift))]

    def _line(
        self,
        sketch: Sketch,
        name: str,
        start: float,
        slope: float,
        color: str,
        dash: str = "solid",
        is_lower: bool = False,
    ) -> None:
        stop = min(float(Q_MAX), (22.5 - start) / slope if slope > 0 else start / -slope)
        sketch.curve(
            f"line:{name}", CHART, lambda q: start + slope * q, 0, stop, num=2, color=color, dash=dash, width=2
        )
        sketch.claim("formula", f"line:{name}", value=f"{start:.4f} + {slope:.4f} * x", tolerance=0.005)
        at, toward = (stop, start + slope * stop), (0.6, 1.0)
        if slope < 0:
            # The lower of two falling lines is named below it, where the paper is free.
            at, toward = (
                ((0.12 * stop, start + slope * 0.12 * stop), (-0.6, -1.0)) if is_lower else ((0.0, start), (1.0, 0.9))
            )
        sketch.text(
            f"name:{name}", name, at, of=f"line:{name}", toward=toward, gap_pt=7, axes=CHART, color=color, size=13
        )

    def questions(self, p: Market) -> Iterator[Question]:
        """Where the lines begin, cross and run."""
        demand, supply = LETTERS[p.names]
        q0 = p.crossing(0)
        yield ask_number("top", p.top, unit=f"€/{p.unit}", step=2, low=0, x=demand)
        yield ask_number("low", p.low, unit=f"€/{p.unit}", step=1, low=0, x=supply)
        yield ask_number("crossing", q0 * p.factor, unit=p.unit, step=p.factor, low=0, x=demand, y=supply)
        yield ask_number("price", p.price(q0), unit=f"€/{p.unit}", step=2, low=0, x=demand, y=supply)
        if p.layout == "limit":
            yield ask_number("limit", p.limit, unit=f"€/{p.unit}", step=1, low=0, likely=[p.price(q0)])
            yield ask_number("demanded", p.limit_ends[0] * p.factor, unit=p.unit, step=p.factor, low=0,
                             likely=[p.limit_ends[1] * p.factor], x=demand)  # fmt: skip
        elif p.layout != "free":
            yield ask_number("shift", p.step, unit=f"€/{p.unit}", step=1, low=0, x=demand)
            after = p.crossing(p.shift) * p.factor
            yield ask_number("new_crossing", after, unit=p.unit, step=p.factor, low=0, likely=[q0 * p.factor], x=demand)
        else:
            yield ask_number("supplied", p.price(q0 - 2), unit=f"€/{p.unit}", step=1, low=0, likely=[p.price(q0)], x=supply,
                             q=(q0 - 2) * p.factor)  # fmt: skip

    @defect(visibility=2)
    def rising_demand(self, p: Market, scene: FigureScene, draw: Random) -> FigureScene:
        """The two lines bear each other's name, so that demand rises with the price."""
        demand, supply = LETTERS[p.names]
        return swap_texts(scene, f"name:{demand}", f"name:{supply}")

    @defect(visibility=1)
    def shifted_supply(self, p: Market, scene: FigureScene, draw: Random) -> FigureScene:
        """The supply line lies two euros too high."""
        mark = scene.path(f"line:{LETTERS[p.names][1]}")
        return change(scene, replace(mark, points=tuple((x, y + 2) for x, y in mark.points)))

    @defect(visibility=2)
    def guide_past_the_crossing(self, p: Market, scene: FigureScene, draw: Random) -> FigureScene:
        """A dotted guide does not come down from the crossing."""
        mark = scene.path("guide:0")
        return change(scene, replace(mark, points=tuple((x + 0.7, y) for x, y in mark.points)))

    @defect(visibility=2)
    def steep_demand(self, p: Market, scene: FigureScene, draw: Random) -> FigureScene:
        """The demand line falls at another rate than the problem states."""
        mark = scene.path(f"line:{LETTERS[p.names][0]}")
        (x, y), (a, b) = mark.points
        return change(scene, replace(mark, points=((x, y), (x + 0.75 * (a - x), b))))
