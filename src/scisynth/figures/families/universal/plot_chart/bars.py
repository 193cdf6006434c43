"""Charts of bars: one row of bars, pairs, and deviations from a reference."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.chart import bar, chart_axes, key, named, shift_bar, signed, stretch_bar, ticks
from scisynth.figures.parts.palette import STRONG
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.scene.sketch import Sketch, number_answer

TOPICS: Mapping[str, tuple[str, tuple[int, ...]]] = {
    "rainfall": ("mm", (5, 10, 20)),
    "honey yield": ("kg", (2, 5, 10)),
    "grain harvest": ("t", (5, 10, 50)),
    "energy consumption": ("kWh", (10, 20, 50)),
    "water consumption": ("L", (20, 50, 100)),
    "cycling distance": ("km", (2, 5, 10)),
    "amount of waste": ("kg", (5, 10, 20)),
    "milk yield": ("L", (50, 100, 200)),
    "fish catch": ("kg", (20, 50, 100)),
    "timber harvest": ("m³", (5, 10, 20)),
}
"""Topic to its unit and the steps of its scale; all are quantities that may take any value."""
NAMES: Mapping[str, tuple[str, ...]] = {
    "letters": ("A", "B", "C", "D", "E", "F", "G"),
    "late letters": ("P", "Q", "R", "S", "T", "U", "V"),
    "plots": ("P1", "P2", "P3", "P4", "P5", "P6", "P7"),
    "years": ("2017", "2018", "2019", "2020", "2021", "2022", "2023"),
    "weeks": ("W1", "W2", "W3", "W4", "W5", "W6", "W7"),
    "sites": ("S1", "S2", "S3", "S4", "S5", "S6", "S7"),
}
ITEMS: Mapping[str, str] = {
    "letters": "village", "late letters": "village", "plots": "place", "years": "year", "weeks": "week", "sites": "site"
}  # fmt: skip
"""What each kind of names stands for; the axis says so."""
SERIES = (("2023", "2024"), ("I", "II"), ("X", "Y"), ("1990", "2020"))


def draw_topic_step(draw: Random, level: int, values: Mapping[str, Any]) -> int:
    """One of the steps that suit the topic."""
    return draw.choice(TOPICS[values["topic"]][1])


def draw_places(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[int, ...]:
    """The places of the bars in an order of which the first ones are asked about."""
    return tuple(draw.sample(range(values["num"]), values["num"]))


def draw_heights(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[int, ...]:
    """In steps; all different, those of deviations of both signs."""
    if values["layout"] == "deviation":
        steps = [*range(-8, -1), *range(2, 9)]
        return tuple(draw.sample(steps, values["num"]))
    return tuple(draw.sample(range(2, 10), values["num"]))


@dataclass(frozen=True, kw_only=True)
class Bars(Parameters):
    """Bars of one quantity for several places or years."""

    topic: str = one_of(*TOPICS)
    step: int = drawn(draw_topic_step, words="step of the scale")
    names: str = one_of(*NAMES)
    num: int = one_of(4, 5, 6, level_1=(4, 5), level_3=(6, 7))
    layout: str = one_of("upright", "level", "paired", "deviation", level_1=("upright", "level"))
    heights: tuple[int, ...] = drawn(draw_heights, words="different multiples of the step")
    others: tuple[int, ...] = drawn(draw_heights, words="those of the second series")
    order: tuple[int, ...] = drawn(draw_places, words="places in the order in which they are asked about")
    asked: str = one_of("mean", "fraction", "excess", level_1=("mean", "excess"))
    series: int = one_of(*range(len(SERIES)))
    reference: int = one_of(12, 15, 16, 18, 20, 25)

    def valid(self) -> bool:
        """The amounts that are compared differ, and no pair of bars is equal."""
        one, two = self.order[:2]
        amounts = self.amounts
        return amounts[one] > amounts[two] and all(a != b for a, b in zip(self.heights, self.others, strict=True))

    @property
    def unit(self) -> str:
        """Of the scale."""
        return TOPICS[self.topic][0]

    @property
    def labels(self) -> tuple[str, ...]:
        """The names below the bars."""
        return NAMES[self.names][: self.num]

    @property
    def pair(self) -> tuple[str, str]:
        """Names of the two series; no years where the bars are those of years."""
        return SERIES[1] if self.names == "years" else SERIES[self.series]

    @property
    def amounts(self) -> tuple[int, ...]:
        """What the problem reckons with: bars, sums of pairs, or reference and deviation."""
        if self.layout == "paired":
            return tuple(self.step * (a + b) for a, b in zip(self.heights, self.others, strict=True))
        base = self.reference * self.step if self.layout == "deviation" else 0
        return tuple(base + self.step * height for height in self.heights)

    @property
    def values(self) -> tuple[int, ...]:
        """What the bars show: of the first series, in the unit."""
        return tuple(self.step * height for height in self.heights)


def evaluate_amounts(amounts: Sequence[float], asked: str, one: int, two: int) -> float:
    """The mean; the part of the total that belongs to `one`, in %; or by how many % `one` exceeds `two`."""
    if asked == "mean":
        return sum(amounts) / len(amounts)
    if asked == "fraction":
        return 100 * amounts[one] / sum(amounts)
    return 100 * (amounts[one] - amounts[two]) / amounts[two]


@family("Universal - Plot & Chart")
class BarChart(Family[Bars]):
    """Bars upright or level, pairs of bars with a key, or deviations from a printed reference."""

    def solve(self, p: Bars) -> Solution:
        """Reads all amounts, then reckons."""
        one, two = p.order[:2]
        value = evaluate_amounts(p.amounts, p.asked, one, two)
        listing = ", ".join(f"{name}: {self._shown(p, k)}" for k, name in enumerate(p.labels))
        if p.layout == "deviation":
            listing = f"r = {p.reference * p.step} {p.unit}; {listing}"
        return Solution(
            answer=number_answer(value, p.unit if p.asked == "mean" else "%", digits=4, tolerance=0.01),
            values={
                "unit": p.unit,
                "listing": listing,
                "item": ITEMS[p.names],
                "amount": p.layout,
                "counted": p.layout,
                "chart": p.layout,
                "one": p.labels[one],
                "two": p.labels[two],
                "sum": sum(p.amounts),
                "terms": " + ".join(str(amount) for amount in p.amounts),
                "first": p.amounts[one],
                "second": p.amounts[two],
                "left": p.pair[0],
                "right": p.pair[1],
            },
        )

    def _shown(self, p: Bars, index: int) -> str:
        if p.layout == "paired":
            return f"{p.values[index]} + {p.step * p.others[index]}"
        return signed(p.values[index]) if p.layout == "deviation" else str(p.values[index])

    def draw(self, p: Bars, sketch: Sketch) -> None:
        """The scale has ten steps, or eight on each side of the reference; every value lies on a line of the grid."""
        low, high = (-9 if p.layout == "deviation" else 0) * p.step, (9 if p.layout == "deviation" else 10) * p.step
        is_level = p.layout == "level"
        places = tuple(range(1, p.num + 1))
        values = ticks(9 * p.step if low else high, p.step * (3 if low else 1), low)
        scale: dict[str, Any] = {"limits": (low, high), "ticks": values}
        rows: dict[str, Any] = {
            "limits": (0.4, p.num + 0.6),
            "ticks": places,
            "tick_labels": p.labels[::-1] if is_level else p.labels,
        }
        across, up = (scale, rows) if is_level else (rows, scale)
        named_scale = f"{p.topic}{', deviation' if low else ''} ({p.unit})"
        style = {f"x_{name}": value for name, value in across.items()} | {
            f"y_{name}": value for name, value in up.items()
        }
        if low:
            style["y_ticks"] = ticks(high, p.step, low)
            style["y_tick_labels"] = tuple(signed(v) if v else "0" for v in style["y_ticks"])
        item = ITEMS[p.names]
        chart_axes(sketch, named_scale if is_level else item, item if is_level else named_scale, **style)
        for name in p.labels:
            sketch.claim("label", value=name)
        self._draw_bars(p, sketch)
        if low:
            sketch.line("line:reference", (0.4, 0), (p.num + 0.6, 0), axes="axes:chart", width=1.6)
            sketch.text("value:reference", f"reference $r$ = {p.reference * p.step} {p.unit}", (5, 6.55), size=12)
            sketch.claim("at", "line:reference", value=(p.num / 2 + 0.5, 0.0))
        sketch.entity("bars", *(mark.id for mark in sketch.marks if mark.id.startswith("bar:")))

    def _draw_bars(self, p: Bars, sketch: Sketch) -> None:
        fill = STRONG[p.order[0] % 4]
        for index, name in enumerate(p.labels):
            place = p.num - index if p.layout == "level" else index + 1
            shift, width = (0.19, 0.36) if p.layout == "paired" else (0.0, 0.56)
            bar(
                sketch,
                f"bar:{name}",
                place - shift,
                0,
                p.values[index],
                fill,
                width=width,
                is_level=p.layout == "level",
            )
            if p.layout == "paired":
                bar(sketch, f"bar:{name}'", place + shift, 0, p.step * p.others[index], STRONG[4], width=width)
        ids = [f"bar:{name}" for name in p.labels]
        sketch.claim("order", *ids, value="top_to_bottom" if p.layout == "level" else "left_to_right")
        sketch.claim("count", "bar", value=p.num * (2 if p.layout == "paired" else 1))
        if p.layout == "paired":
            key(sketch, p.pair, (fill, STRONG[4]))

    def questions(self, p: Bars) -> Iterator[Question]:
        """Values, the extremes and how many bars exceed another."""
        one, two, three = p.order[-3:]
        suffix = "_deviation" if p.layout == "deviation" else "_paired" if p.layout == "paired" else ""
        likely, low = [float(v) for v in p.values], None if suffix == "_deviation" else 0
        yield ask_number(
            f"value{suffix}", p.values[one], unit=p.unit, likely=likely, step=p.step, low=low, x=p.labels[one]
        )
        # Of which bars, is said by the series in a chart of pairs.
        yield ask_word(f"highest{suffix}", p.labels[p.values.index(max(p.values))], p.labels)
        yield ask_word(f"lowest{suffix}", p.labels[p.values.index(min(p.values))], p.labels)
        above = sum(value > p.values[two] for value in p.values)
        yield ask_count(f"above{suffix}", above, high=len(p.values), x=p.labels[two])
        gap = abs(p.values[three] - p.values[two])
        yield ask_number(
            f"gap{suffix}", gap, unit=p.unit, step=p.step, low=0, likely=[abs(p.values[one] - p.values[two])],
            x=p.labels[two], y=p.labels[three],
        )  # fmt: skip

    @defect(visibility=1)
    def short_bar(self, p: Bars, scene: FigureScene, draw: Random) -> FigureScene:
        """One bar ends away from the value that the problem states."""
        return stretch_bar(scene, named(scene, "bar", draw), draw.choice((0.5, 0.6)), p.layout == "level")

    @defect(visibility=2)
    def floating_bar(self, p: Bars, scene: FigureScene, draw: Random) -> FigureScene:
        """One bar does not start at the zero of the scale, so that its length is not its value."""
        return shift_bar(scene, named(scene, "bar", draw), 1.4 * p.step, p.layout == "level")

    @defect(visibility=1)
    def exchanged_bars(self, p: Bars, scene: FigureScene, draw: Random) -> FigureScene:
        """The bars of two names have changed their heights."""
        one, two = p.order[:2]
        ratio = p.values[two] / p.values[one]
        changed = stretch_bar(scene, f"bar:{p.labels[one]}", ratio, p.layout == "level")
        return stretch_bar(changed, f"bar:{p.labels[two]}", 1 / ratio, p.layout == "level")
