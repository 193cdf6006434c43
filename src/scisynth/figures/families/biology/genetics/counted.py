"""Counts of a cross against a ratio: chi-square is the sum of (O − E)² / E; with two classes Yates takes ½ off each |O − E|."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from scisynth.figures.corruptions import swap_texts
from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.chart import bar, chart_axes, key, stretch_bar
from scisynth.figures.parts.palette import PAPER, STRONG
from scisynth.figures.parts.universal import table
from scisynth.figures.scene.scene import FigureScene, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

RATIOS = {
    "3 : 1": (3, 1),
    "1 : 1": (1, 1),
    "1 : 2 : 1": (1, 2, 1),
    "9 : 3 : 4": (9, 3, 4),
    "9 : 7": (9, 7),
    "15 : 1": (15, 1),
    "9 : 3 : 3 : 1": (9, 3, 3, 1),
    "1 : 1 : 1 : 1": (1, 1, 1, 1),
}
_DOMINANT = (("pea plants", ("tall", "dwarf")), ("corn plants", ("knotted", "normal")), ("mice", ("agouti", "white")))
_FOUR = (
    ("peas", ("round yellow", "round green", "wrinkled yellow", "wrinkled green")),
    ("flies", ("grey long", "grey short", "black long", "black short")),
)
CLASSES = {
    "3 : 1": _DOMINANT,
    "1 : 1": _DOMINANT,
    "9 : 7": (("sweet peas", ("purple", "white")), ("corn kernels", ("coloured", "colourless"))),
    "15 : 1": (("shepherd's purses", ("triangular", "ovoid")), ("wheat plants", ("red", "white"))),
    "1 : 2 : 1": (("snapdragons", ("red", "pink", "white")), ("cattle", ("red", "roan", "white"))),
    "9 : 3 : 4": (("mice", ("agouti", "black", "albino")), ("Labradors", ("black", "brown", "yellow"))),
    "9 : 3 : 3 : 1": _FOUR,
    "1 : 1 : 1 : 1": _FOUR,
}
"""Organisms and looks for which the ratio is known."""


def chi_square(observed: Sequence[int], expected: Sequence[float], yates: bool = False) -> float:
    """Sum over the classes of (|O − E| − c)² / E, with c = 1/2 by Yates (1934), or 0."""
    return sum((abs(o - e) - 0.5 * yates) ** 2 / e for o, e in zip(observed, expected, strict=True))


def _observed(draw: Random, _: int, values: Mapping[str, Any]) -> tuple[int, ...]:
    """Near the expected numbers, with their sum."""
    parts = RATIOS[values["ratio"]]
    expected = [values["total"] * part // sum(parts) for part in parts]
    found = [e + draw.choice([d for d in range(-14, 15) if d and abs(d) < 0.4 * e] or [1]) for e in expected[:-1]]
    return (*found, values["total"] - sum(found))


@dataclass(frozen=True, kw_only=True)
class Counts(Parameters):
    """Observed numbers of two to four classes and the ratio that is tested."""

    layout: str = one_of("bars", "observed", "table", "yates", level_1=("bars", "table"), level_3=("observed", "yates"))
    ratio: str = drawn(
        lambda draw, level, values: draw.choice(
            [r for r, parts in RATIOS.items() if len(parts) == 2 or (level > 1 and values["layout"] != "yates")]
        ),
        words=", ".join(RATIOS),
    )
    who: int = drawn(lambda draw, _, values: draw.randrange(len(CLASSES[values["ratio"]])), words="organisms")
    total: int = one_of(*range(80, 337, 16))
    observed: tuple[int, ...] = drawn(_observed, words="observed numbers")

    def valid(self) -> bool:
        """No class is nearly empty, none is as expected."""
        apart = [abs(o - e) for o, e in zip(self.observed, self.expected, strict=True)]
        return min(self.observed) > 2 and min(self.expected) >= 5 and min(apart) >= 1 and max(apart) >= 3

    @property
    def expected(self) -> tuple[int, ...]:
        """Whole numbers: the total is a multiple of sixteen."""
        parts = RATIOS[self.ratio]
        return tuple(self.total * part // sum(parts) for part in parts)

    @property
    def names(self) -> tuple[str, ...]:
        """Of the classes."""
        return CLASSES[self.ratio][self.who][1]


@family("Biology - Genetics")
class ChiSquareBars(Family[Counts]):
    """Bars of observed and expected numbers, of observed ones and a ratio, or a table; two classes also with Yates' correction."""

    def solve(self, p: Counts) -> Solution:
        """The sum over the classes."""
        yates = p.layout == "yates"
        value = chi_square(p.observed, p.expected, yates)
        less = " − 0.5" if yates else ""
        terms = [f"({abs(o - e)}{less})²/{e}" for o, e in zip(p.observed, p.expected, strict=True)]
        return Solution(
            answer=number_answer(value, "", tolerance=0.03),
            symbol="χ²",
            values={
                "people": CLASSES[p.ratio][p.who][0],
                "listing": ", ".join(f"{o} {name}" for o, name in zip(p.observed, p.names, strict=True)),
                "terms": " + ".join(terms),
                "wanted": ", ".join(map(format_number, p.expected)),
                "chart": p.layout,
                "how": "with Yates' correction" if yates else "without a correction",
            },
            hidden=(f"χ² = {format_number(value)}", f"χ² = {number_answer(value, '').text}"),
        )

    def draw(self, p: Counts, sketch: Sketch) -> None:
        """Expected numbers are shown next to the observed ones, or follow from the ratio."""
        if p.layout in ("table", "yates"):
            rows = [["class", *p.names], ["observed", *map(str, p.observed)]]
            if p.layout == "table":
                rows.append(["expected", *map(str, p.expected)])
            widths = [2.2, *(max(1.9, 0.21 * len(name) + 0.6) for name in p.names)]
            table(sketch, rows, widths, size=12.5, head_column=True)
            for row in rows:
                sketch.claim("row", value=tuple(row))
            below = -len(rows) * 0.72 - 0.5
            sketch.text("note:ratio", f"expected ratio {p.ratio}", (sum(widths) / 2, below), size=13)
            sketch.entity("observed numbers", "row:1")
            return
        both = p.layout == "bars"
        top = max(*p.observed, *p.expected) * 1.18
        num = len(p.names)
        chart_axes(
            sketch, "", f"number of {CLASSES[p.ratio][p.who][0]}",
            x_limits=(0.3, num + 0.7), y_limits=(0, top), x_ticks=tuple(range(1, num + 1)),
            x_tick_labels=tuple(name.replace(" ", "\n") for name in p.names), grid=False,
        )  # fmt: skip
        kinds = [("observed", p.observed, STRONG[0])] + ([("expected", p.expected, PAPER)] if both else [])
        for index, (kind, numbers, fill) in enumerate(kinds):
            side = (-0.2 if index == 0 else 0.2) if both else 0.0
            for x, value in enumerate(numbers, 1):
                name = f"bar:{kind}{x}"
                bar(sketch, name, x + side, 0, value, fill, width=0.4)
                sketch.text(
                    f"number:{kind}{x}", str(value), (x + side, value), of=name, toward=(0, 1), gap_pt=3,
                    axes="axes:chart", size=12,
                )  # fmt: skip
        key(sketch, [kind for kind, _, _ in kinds], [fill for _, _, fill in kinds])
        sketch.text("note:ratio", f"expected ratio {p.ratio}", (7.6, 6.82), size=13)
        sketch.claim("count", "bar", value=num * len(kinds))
        sketch.entity("observed", *(f"bar:observed{x}" for x in range(1, num + 1)))

    def questions(self, p: Counts) -> Iterator[Question]:
        """Printed numbers, the ratio, the largest class."""
        index = p.total // 16 % len(p.names)
        yield ask_number(
            "observed_of",
            p.observed[index],
            likely=[p.expected[index], *p.observed],
            step=2,
            low=1,
            which=p.names[index],
        )
        other = (index + 1) % len(p.names)
        yield ask_number(
            "expected_of",
            p.expected[other],
            likely=[p.observed[other], *p.expected],
            step=4,
            low=1,
            which=p.names[other],
        )
        yield ask_word("ratio", p.ratio, _turned(list(RATIOS), p.total // 16))
        yield ask_number("sum", p.total, step=16, low=16, likely=[p.total - 16, p.total + 16])
        gap = abs(p.observed[other] - p.expected[other])
        yield ask_number("gap", gap, step=1, low=0, which=p.names[other])

    @defect(visibility=2)
    def observed_exchanged(self, p: Counts, scene: FigureScene, draw: Random) -> FigureScene:
        """The observed numbers of two classes are exchanged."""
        if p.observed[0] == p.observed[1]:
            raise DoesNotApplyError
        if p.layout in ("table", "yates"):
            return swap_texts(scene, "cell:1,1", "cell:1,2")
        return swap_texts(scene, "number:observed1", "number:observed2")

    @defect(visibility=2)
    def bar_too_long(self, p: Counts, scene: FigureScene, draw: Random) -> FigureScene:
        """A bar is longer than the number on it."""
        if p.layout in ("table", "yates"):
            raise DoesNotApplyError
        return stretch_bar(scene, f"bar:observed{1 + (p.observed[0] > p.observed[1])}", 1.12)

    @defect(visibility=3)
    def class_without_numbers(self, p: Counts, scene: FigureScene, draw: Random) -> FigureScene:
        """One class lacks its observed number."""
        if p.layout in ("table", "yates"):
            return scene.without("cell:1,1")
        return scene.without("number:observed1").without("bar:observed1")


def _turned(words: list[str], by: int) -> list[str]:
    """The list from another start."""
    by %= len(words)
    return words[by:] + words[:by]
