"""Charts of bars that are divided into parts, as amounts or in percent."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from scisynth.figures.corruptions import swap_texts
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.families.universal.plot_chart.bars import ITEMS, NAMES, TOPICS, draw_places, draw_topic_step
from scisynth.figures.parts.chart import bar, chart_axes, shift_bar, stretch_bar, ticks
from scisynth.figures.parts.palette import BLUE, INK, STRONG
from scisynth.figures.scene.scene import FigureScene, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

PARTS = (("X", "Y", "Z"), ("I", "II", "III"), ("K", "L", "M"), ("α", "β", "γ"))


def draw_stacks(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[tuple[int, ...], ...]:
    """Steps of each part of each bar; in percent the parts of a bar add up to twenty steps."""
    if values["layout"] == "percent":
        return tuple(_split(draw, 20, values["num_parts"]) for _ in range(values["num"]))
    most = 6 if values["num_parts"] == 3 else 9
    return tuple(tuple(draw.randint(2, most) for _ in range(values["num_parts"])) for _ in range(values["num"]))


def _split(draw: Random, whole: int, num: int) -> tuple[int, ...]:
    """Whole numbers of at least 3 that add up."""
    cuts = sorted(draw.sample(range(1, whole - 2 * num), num - 1))
    edges = [0, *cuts, whole - 2 * num]
    return tuple(edges[k + 1] - edges[k] + 2 for k in range(num))


@dataclass(frozen=True, kw_only=True)
class Stacks(Parameters):
    """Bars that are divided into parts."""

    topic: str = one_of(*(topic for topic in TOPICS if topic != "rainfall"))
    step: int = drawn(draw_topic_step, words="step of the scale")
    names: str = one_of(*NAMES)
    parts: int = one_of(*range(len(PARTS)))
    num: int = one_of(4, level_1=(3, 4), level_3=(4, 5))
    num_parts: int = one_of(3, level_1=(2, 3))
    layout: str = one_of("upright", "level", "percent")
    stacks: tuple[tuple[int, ...], ...] = drawn(draw_stacks, words="steps of each part of each bar")
    totals: tuple[int, ...] = drawn(
        lambda draw, _, values: tuple(20 * draw.randint(2, 12) for _ in range(values["num"])),
        words="totals above the bars",
    )
    order: tuple[int, ...] = drawn(draw_places, words="places in the order in which they are asked about")
    part: int = one_of(0, 1, 2)
    asked: str = one_of("fraction", "total", "difference", level_1=("fraction", "difference"))

    def valid(self) -> bool:
        """The part exists; the two bars differ in what is compared; no two bars of the drawn length are equal."""
        if self.part >= self.num_parts:
            return False
        one, two = self.order[:2]
        lengths = [sum(stack) for stack in self.stacks]
        is_clear = self.layout == "percent" or len(set(lengths)) == self.num
        return is_clear and self.amount(one, self.part) > self.amount(two, self.part)

    @property
    def unit(self) -> str:
        """Of the amounts."""
        return TOPICS[self.topic][0]

    @property
    def labels(self) -> tuple[str, ...]:
        """The names of the bars."""
        return NAMES[self.names][: self.num]

    @property
    def part_names(self) -> tuple[str, ...]:
        """As in the key."""
        return PARTS[self.parts][: self.num_parts]

    def shown(self, place: int, part: int) -> int:
        """What the bar shows of a part: an amount, or a percentage."""
        return self.stacks[place][part] * (5 if self.layout == "percent" else self.step)

    def amount(self, place: int, part: int) -> float:
        """In the unit; where a bar shows percentages, that part of the printed total."""
        if self.layout == "percent":
            return self.totals[place] * self.step * self.shown(place, part) / 100
        return self.shown(place, part)


def evaluate_stacks(amounts: Sequence[Sequence[float]], asked: str, one: int, two: int, part: int) -> float:
    """The part's percentage over all bars, its total over all bars, or by how much it is more in `one` than in `two`."""
    total = sum(row[part] for row in amounts)
    if asked == "fraction":
        return 100 * total / sum(sum(row) for row in amounts)
    return total if asked == "total" else amounts[one][part] - amounts[two][part]


@family("Universal - Plot & Chart")
class StackedBars(Family[Stacks]):
    """Bars of two or three parts, as amounts upright or level, or as percentages of printed totals."""

    def solve(self, p: Stacks) -> Solution:
        """Every amount is the length of its part, or a percentage of a total."""
        amounts = [[p.amount(place, part) for part in range(p.num_parts)] for place in range(p.num)]
        one, two = p.order[:2]
        value = evaluate_stacks(amounts, p.asked, one, two, p.part)
        own = [row[p.part] for row in amounts]
        rows = []
        for place, name in enumerate(p.labels):
            shown = ", ".join(
                f"{part} {p.shown(place, k)}{'%' if p.layout == 'percent' else ''}"
                for k, part in enumerate(p.part_names)
            )
            head = f"{name} ({p.totals[place] * p.step} {p.unit})" if p.layout == "percent" else name
            rows.append(f"{head}: {shown}")
        return Solution(
            answer=number_answer(value, "%" if p.asked == "fraction" else p.unit, digits=4, tolerance=0.01),
            values={
                "unit": p.unit,
                "chart": p.layout,
                "item": ITEMS[p.names],
                "listing": "; ".join(rows),
                "piece": p.part_names[p.part],
                "one": p.labels[one],
                "two": p.labels[two],
                "first": own[one],
                "second": own[two],
                "terms": " + ".join(format_number(value, 5) for value in own),
                "total": format_number(sum(own), 6),
                "whole": format_number(sum(map(sum, amounts)), 6),
            },
        )

    def draw(self, p: Stacks, sketch: Sketch) -> None:
        """The parts lie on each other in the order of the key."""
        is_level, is_percent = p.layout == "level", p.layout == "percent"
        step = 5 if is_percent else p.step
        top = (20 if is_percent else 2 * -(-max(map(sum, p.stacks)) // 2) + 1) * step
        places = tuple(range(1, p.num + 1))
        scale = {"limits": (0, top), "ticks": ticks(top - top % (2 * step), 2 * step)}
        rows = {"limits": (0.4, p.num + 0.6), "ticks": places, "tick_labels": p.labels[::-1] if is_level else p.labels}
        across, up = (scale, rows) if is_level else (rows, scale)
        words = f"{p.topic} ({'%' if is_percent else p.unit})"
        style = {f"x_{name}": value for name, value in across.items()} | {
            f"y_{name}": value for name, value in up.items()
        }
        item = ITEMS[p.names]
        chart_axes(sketch, words if is_level else item, item if is_level else words, **style)
        for name in p.labels:
            sketch.claim("label", value=name)
        for place in range(p.num):
            low, at = 0, p.num - place if is_level else place + 1
            for part, name in enumerate(p.part_names):
                high = low + p.shown(place, part)
                bar(sketch, f"bar:{name}{p.labels[place]}", at, low, high, STRONG[part], is_level=is_level)
                low = high
            if is_percent:
                total = f"{p.totals[place] * p.step} {p.unit}"
                x = 10 * (at - 0.4) / (p.num + 0.2)
                sketch.text(f"total:{p.labels[place]}", total, (x, 6.2), toward=(0, 1), gap_pt=4, size=11)
        sketch.claim("count", "bar", value=p.num * p.num_parts)
        self._draw_key(p, sketch)
        sketch.entity("bars", *(mark.id for mark in sketch.marks if mark.id.startswith("bar:")))

    def _draw_key(self, p: Stacks, sketch: Sketch) -> None:
        lift = 0.55 if p.layout == "percent" else 0.0
        for index, (name, fill) in enumerate(zip(p.part_names, STRONG, strict=False)):
            x, y = 0.3 + 2.4 * index, 6.66 + lift
            sketch.rectangle(f"key:{name}", x, y, x + 0.42, y + 0.32, fill=fill, color=INK, width=0.8)
            sketch.text(
                f"name:{name}",
                f"type {name}",
                (x + 0.42, y + 0.16),
                of=f"key:{name}",
                toward=(1, 0),
                size=12,
                color=BLUE,
            )

    def questions(self, p: Stacks) -> Iterator[Question]:
        """Lengths of parts and of bars, and which is largest."""
        unit, step = ("%", 5) if p.layout == "percent" else (p.unit, p.step)
        one, two = p.order[-2:]
        part, other = (p.part + 1) % p.num_parts, (p.order[0] + p.part) % p.num_parts
        likely = [float(p.shown(one, k)) for k in range(p.num_parts)] + [float(sum(p.stacks[one][: part + 1]) * step)]
        yield ask_number(
            "piece",
            p.shown(one, part),
            unit=unit,
            step=step,
            low=0,
            likely=likely,
            x=p.labels[one],
            part=p.part_names[part],
        )
        sizes = [p.shown(place, other) for place in range(p.num)]
        largest = [name for name, size in zip(p.labels, sizes, strict=True) if size == max(sizes)]
        if len(largest) == 1 and p.num > 3:
            yield ask_word("largest", largest[0], p.labels, part=p.part_names[other])
        above = sum(size > sizes[two] for size in sizes)
        yield ask_count("more", above, high=max(p.num, 3), x=p.labels[two], part=p.part_names[other])
        if p.layout != "percent":
            sums = [sum(stack) * p.step for stack in p.stacks]
            yield ask_number("whole", sums[two], unit=unit, step=step, low=0, likely=sums, x=p.labels[two])
            gap = abs(sums[one] - sums[two])
            yield ask_number("gap", gap, unit=unit, step=step, low=0, x=p.labels[one], y=p.labels[two])
        else:
            totals = [float(total * p.step) for total in p.totals]
            yield ask_number("printed", totals[two], unit=p.unit, likely=totals, low=0, x=p.labels[two])
            below = sum(p.shown(one, k) for k in range(part))
            yield ask_number("lower_edge", below, unit="%", step=5, low=0, x=p.labels[one], part=p.part_names[part])

    @defect(visibility=1)
    def short_part(self, p: Stacks, scene: FigureScene, draw: Random) -> FigureScene:
        """The uppermost part of one bar is shorter than the problem states."""
        name = f"bar:{p.part_names[-1]}{draw.choice(p.labels)}"
        return stretch_bar(scene, name, 0.5, p.layout == "level")

    @defect(visibility=2)
    def exchanged_key(self, p: Stacks, scene: FigureScene, draw: Random) -> FigureScene:
        """Two names of the key stand at each other's colour."""
        one, two = draw.sample(p.part_names, 2)
        return swap_texts(scene, f"name:{one}", f"name:{two}")

    @defect(visibility=3)
    def missing_part(self, p: Stacks, scene: FigureScene, draw: Random) -> FigureScene:
        """One bar lacks its uppermost part."""
        gone = f"bar:{p.part_names[-1]}{draw.choice(p.labels)}"
        return scene.without(gone)

    @defect(visibility=2)
    def part_before_the_zero(self, p: Stacks, scene: FigureScene, draw: Random) -> FigureScene:
        """The lowest part of one bar begins below the zero of the scale."""
        step = 5 if p.layout == "percent" else p.step
        return shift_bar(scene, f"bar:{p.part_names[0]}{draw.choice(p.labels)}", -1.2 * step, p.layout == "level")
