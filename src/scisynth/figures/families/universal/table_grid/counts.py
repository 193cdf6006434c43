"""Tables of counts: by two features, and of how often each value occurred."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random
from typing import Any

from scisynth.figures.corruptions import change, swap_texts
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import RED
from scisynth.figures.parts.universal import table
from scisynth.figures.scene.marks import Label
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

SURVEYS = (
    ("Grade 10", "Grade 11", "Bus", "Bicycle", "Walking"),
    ("Girls", "Boys", "Football", "Tennis", "Swimming"),
    ("Adults", "Children", "Tea", "Juice", "Water"),
    ("Day shift", "Night shift", "Train", "Car", "Tram"),
    ("Town", "Village", "Cat", "Dog", "No pet"),
    ("First year", "Second year", "Biology", "Physics", "Chemistry"),
)
TOPICS = (
    "Goals per match",
    "Number of siblings",
    "Number of eggs in a nest",
    "Number of seeds in a pod",
    "Calls per hour",
    "Errors per page",
)


def exchange_cells(scene: FigureScene, draw: Random, first_row: int = 1) -> FigureScene:
    """Two different numbers of a table have changed places."""
    labels = [
        m
        for m in scene.marks
        if isinstance(m, Label)
        and m.id.startswith("cell:")
        and int(m.id[5:].split(",")[0]) >= first_row
        and m.text.strip("−").isdigit()
    ]
    draw.shuffle(labels)
    two = next(m for m in labels if m.text != labels[0].text)
    return swap_texts(scene, labels[0].id, two.id)


def drop_cell(scene: FigureScene, draw: Random) -> FigureScene:
    """A cell that is empty though the problem states its number."""
    gone = draw.choice([m.id for m in scene.marks if m.id.startswith("cell:1,") and m.id != "cell:1,0"])
    return scene.with_marks(tuple(m for m in scene.marks if m.id != gone))


def slip_cell(scene: FigureScene, draw: Random, column: int, by: float) -> FigureScene:
    """A number that has slipped into the line next to its own."""
    mark = scene.label(f"cell:1,{column}")
    return change(scene, replace(mark, at=(mark.at[0], mark.at[1] - by)))


def draw_counts(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[tuple[int, ...], ...]:
    """Two rows of three counts."""
    return tuple(tuple(draw.randint(8, 60) for _ in range(3)) for _ in range(2))


@dataclass(frozen=True, kw_only=True)
class TwoWay(Parameters):
    """Counts by two features."""

    survey: int = one_of(*range(len(SURVEYS)))
    counts: tuple[tuple[int, ...], ...] = drawn(draw_counts, words="8 to 60")
    layout: str = one_of("totals", "bare", "gap", level_1=("totals",), level_3=("bare", "gap"))
    asked: str = one_of("in row", "in column", "of all", level_3=("in column", "of all"))
    row: int = one_of(0, 1)
    column: int = one_of(0, 1, 2)

    def valid(self) -> bool:
        """Different counts."""
        return len({n for row in self.counts for n in row}) == 6

    @property
    def groups(self) -> tuple[str, ...]:
        """Names of the rows."""
        return SURVEYS[self.survey][:2]

    @property
    def kinds(self) -> tuple[str, ...]:
        """Names of the columns."""
        return SURVEYS[self.survey][2:]

    @property
    def fraction(self) -> Fraction:
        """What is asked for."""
        return chance(self.counts, self.row, self.column, self.asked)

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """The counts."""
        return tuple(
            Quantity(symbol=f"n_{i}{j}", value=n) for i, row in enumerate(self.counts, 1) for j, n in enumerate(row, 1)
        )


def chance(counts: Sequence[Sequence[int]], row: int, column: int, asked: str) -> Fraction:
    """Part of a cell in its row, in its column, or of all."""
    whole = {
        "in row": sum(counts[row]),
        "in column": sum(line[column] for line in counts),
        "of all": sum(map(sum, counts)),
    }
    return Fraction(counts[row][column], whole[asked])


@family("Universal - Table / Grid")
class TwoWayTable(Family[TwoWay]):
    """Counts by two features, with totals, without, or with one count left to be found; a probability is asked for."""

    def solve(self, p: TwoWay) -> Solution:
        """A count over the total of what is known."""
        hits = p.counts[p.row][p.column]
        whole = round(hits / p.fraction)
        listing = "; ".join(
            f"{name}: " + ", ".join(f"{kind} {n}" for kind, n in zip(p.kinds, row, strict=True))
            for name, row in zip(p.groups, p.counts, strict=True)
        )
        return Solution(
            answer=number_answer(float(p.fraction), "", tolerance=0.01),
            symbol="P",
            values={
                "listing": listing,
                "group": p.groups[p.row],
                "kind": p.kinds[p.column],
                "hits": hits,
                "whole": whole,
            },
        )

    def draw(self, p: TwoWay, sketch: Sketch) -> None:
        """A total in the last row and column, where there is one; a gap is a question mark."""
        has_totals = p.layout != "bare"
        rows = [["", *p.kinds, *(["Total"] if has_totals else [])]]
        for i, (name, line) in enumerate(zip(p.groups, p.counts, strict=True)):
            shown = [
                "?" if p.layout == "gap" and (i, j) == (1 - p.row, p.column) else str(n) for j, n in enumerate(line)
            ]
            rows.append([name, *shown, *([str(sum(line))] if has_totals else [])])
        if has_totals:
            columns = [sum(line[j] for line in p.counts) for j in range(3)]
            rows.append(["Total", *map(str, columns), str(sum(columns))])
        table(sketch, rows, (2.6, 2, 2, 2, *([1.8] if has_totals else [])), head_column=True, height=0.85)
        if p.layout == "gap":
            left, top = 2.6 + 2 * p.column, -0.85 * (2 - p.row)
            sketch.rectangle("gap:count", left, top - 0.85, left + 2, top, color=RED, width=1.8, z=3)
            sketch.claim("inside", f"cell:{2 - p.row},{p.column + 1}", "gap:count")
        sketch.entity("table of counts", *(f"row:{row}" for row in range(len(rows))))

    def questions(self, p: TwoWay) -> Iterator[Question]:
        """Counts, totals and the largest."""
        i, j = p.row, (p.column + 1) % 3
        every = [float(n) for row in p.counts for n in row]
        yield ask_count("count", p.counts[i][j], likely=[p.counts[1 - i][j], p.counts[i][p.column]], group_name=p.groups[i], kind_name=p.kinds[j])  # fmt: skip
        yield ask_count("all", round(sum(every)), likely=[sum(p.counts[0]), sum(p.counts[1])], low=1)
        column = sum(line[j] for line in p.counts)
        yield ask_count(
            "total", column, likely=[sum(line[p.column] for line in p.counts), p.counts[0][j]], kind_name=p.kinds[j]
        )
        known = {
            f"{g}, {k}": n for g, row in zip(p.groups, p.counts, strict=True) for k, n in zip(p.kinds, row, strict=True)
        }
        yield ask_word(
            "largest", max(known, key=lambda name: known[name]), sorted(known, key=lambda name: -known[name])[1:4]
        )
        yield ask_count("gap", abs(p.counts[0][j] - p.counts[1][j]), likely=[abs(p.counts[i][0] - p.counts[i][1])], kind_name=p.kinds[j])  # fmt: skip

    @defect(visibility=1)
    def exchanged_counts(self, p: TwoWay, scene: FigureScene, draw: Random) -> FigureScene:
        """Two numbers of the table are exchanged."""
        return exchange_cells(scene, draw)

    @defect(visibility=2)
    def lost_count(self, p: TwoWay, scene: FigureScene, draw: Random) -> FigureScene:
        """A cell is empty though the problem states its count."""
        return drop_cell(scene, draw)

    @defect(visibility=2)
    def slipped_count(self, p: TwoWay, scene: FigureScene, draw: Random) -> FigureScene:
        """A count has slipped out of its row."""
        return slip_cell(scene, draw, draw.randint(1, 3), 0.6)


def draw_times(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[int, ...]:
    """How often each value occurred."""
    return tuple(draw.randint(2, 19) for _ in range({1: 5, 2: 6, 3: 7}[level]))


@dataclass(frozen=True, kw_only=True)
class Frequencies(Parameters):
    """Neighbouring whole values and how often each occurred."""

    topic: str = one_of(*TOPICS)
    start: int = one_of(0, 1, 2, 3)
    times: tuple[int, ...] = drawn(draw_times, words="2 to 19")
    layout: str = one_of("level", "upright", "cumulative", level_1=("level", "upright"))
    asked: str = one_of("mean", "median", "spread", level_1=("mean",), level_3=("mean", "spread"))

    def valid(self) -> bool:
        """One value is most frequent, and the median is one of the values."""
        ordered = sorted(self.times)
        every = spread_out(self.values, self.times)
        half = len(every) // 2
        return ordered[-1] > ordered[-2] and (len(every) % 2 == 1 or every[half] == every[half - 1])

    @property
    def values(self) -> tuple[int, ...]:
        """The values."""
        return tuple(range(self.start, self.start + len(self.times)))

    @property
    def shown(self) -> tuple[int, ...]:
        """The second row: frequencies, or how many were at most the value."""
        if self.layout == "cumulative":
            return tuple(sum(self.times[: k + 1]) for k in range(len(self.times)))
        return self.times

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """What is printed."""
        return tuple(Quantity(symbol=f"f_{a}", value=b) for a, b in zip(self.values, self.shown, strict=True))


def spread_out(values: Sequence[int], times: Sequence[int]) -> list[int]:
    """Each value as often as it occurred."""
    return [value for value, num in zip(values, times, strict=True) for _ in range(num)]


def evaluate_frequencies(values: Sequence[int], times: Sequence[int], asked: str) -> float:
    """Mean, median or standard deviation (of all, divided by n)."""
    total = sum(times)
    mean = sum(v * n for v, n in zip(values, times, strict=True)) / total
    if asked == "mean":
        return mean
    if asked == "spread":
        return float((sum(n * (v - mean) ** 2 for v, n in zip(values, times, strict=True)) / total) ** 0.5)
    return float(spread_out(values, times)[total // 2])


@family("Universal - Table / Grid")
class FrequencyTable(Family[Frequencies]):
    """Values and how often they occurred, in rows, in columns or added up; mean, median or standard deviation."""

    def solve(self, p: Frequencies) -> Solution:
        """By the frequencies."""
        total = sum(p.times)
        weighted = sum(a * b for a, b in zip(p.values, p.times, strict=True))
        pairs = ", ".join(f"{a} ({b} times)" for a, b in zip(p.values, p.times, strict=True))
        added = ", ".join(f"at most {a}: {b}" for a, b in zip(p.values, p.shown, strict=True))
        return Solution(
            answer=number_answer(evaluate_frequencies(p.values, p.times, p.asked), "", digits=4, tolerance=0.01),
            symbol={"mean": "m", "median": "M", "spread": "s"}[p.asked],
            values={
                "name": p.topic.lower(), "pairs": added if p.layout == "cumulative" else pairs, "total": total,
                "weighted": weighted, "middle": format_number(weighted / total, 4), "half": (total + 1) / 2,
                "squares": sum(a * a * b for a, b in zip(p.values, p.times, strict=True)),
                "last": p.values[-1],
            },
            hidden=("mean =", "median ="),
        )  # fmt: skip

    def draw(self, p: Frequencies, sketch: Sketch) -> None:
        """Values in a row or in a column."""
        name = "Frequency up to here" if p.layout == "cumulative" else "Frequency"
        rows = [[p.topic, *map(str, p.values)], [name, *map(str, p.shown)]]
        if p.layout == "upright":
            table(sketch, [list(row) for row in zip(*rows, strict=True)], (3.2, 2.4), height=0.72, size=12)
        else:
            head = max(3.6, 0.25 * len(max(p.topic, name, key=len)))
            table(sketch, rows, (head, *[7.4 / len(p.times)] * len(p.times)), head_column=True, height=0.95, size=12)
        sketch.entity("frequency table", "row:0", "row:1")

    def questions(self, p: Frequencies) -> Iterator[Question]:
        """Frequencies, the most frequent value, how many values and how many above one."""
        k = 1 + p.times[0] % (len(p.times) - 2)
        yield ask_count("frequency", p.times[k], likely=[p.times[k - 1], p.shown[k]], value=p.values[k])
        best = p.times.index(max(p.times))
        yield ask_word("mode", str(p.values[best]), [str(v) for v in p.values])
        rare = p.times.index(min(p.times))
        if p.times.count(min(p.times)) == 1:
            yield ask_word("rarest", str(p.values[rare]), [str(v) for v in p.values])
        yield ask_count("total", sum(p.times), likely=[len(p.times), sum(p.times) - p.times[-1]], low=1)
        yield ask_count("above", sum(p.times[k + 1 :]), likely=[sum(p.times[k:]), sum(p.times[:k])], value=p.values[k])

    @defect(visibility=1)
    def exchanged_frequencies(self, p: Frequencies, scene: FigureScene, draw: Random) -> FigureScene:
        """Two numbers of the table are exchanged."""
        return exchange_cells(scene, draw)

    @defect(visibility=2)
    def lost_frequency(self, p: Frequencies, scene: FigureScene, draw: Random) -> FigureScene:
        """A cell is empty though the problem states its number."""
        return drop_cell(scene, draw)

    @defect(visibility=2)
    def slipped_frequency(self, p: Frequencies, scene: FigureScene, draw: Random) -> FigureScene:
        """A number has slipped out of its row."""
        return slip_cell(scene, draw, 1, 0.6 if p.layout == "upright" else 0.75)
