"""The 36 results of two dice as a grid: an event is shaded, and a condition may be framed."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from scisynth.figures.corruptions import swap_texts
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, one_of
from scisynth.figures.families.questions import Question, ask_count
from scisynth.figures.families.registry import family
from scisynth.figures.parts.math import fraction_answer
from scisynth.figures.parts.palette import PALE_BLUE, RED
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch

CELLS = [(x, y) for x in range(1, 7) for y in range(1, 7)]
Cell = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Dice(Parameters):
    """An event E of two dice and a condition F: the first or the second die shows one of some numbers."""

    kind: str = one_of("sum", "most", "least", "differ", "product")
    bound: int = one_of(*range(1, 25))
    low: int = one_of(*range(1, 6))
    wide: int = one_of(1, 2, 3, 4)
    names: tuple[str, str] = one_of(("E", "F"), ("A", "B"), ("C", "D"), ("G", "H"), ("M", "N"), ("S", "T"))
    layout: str = one_of("first", "second", "plain", level_1=("plain", "plain", "first"), level_3=("first", "second"))

    @property
    def event(self) -> set[Cell]:
        """Results that belong to E."""
        n = self.bound
        return {
            (x, y)
            for x, y in CELLS
            if {"sum": x + y >= n, "most": x + y <= n, "least": min(x, y) >= n, "differ": abs(x - y) >= n, "product": x * y >= n}[self.kind]
        }  # fmt: skip

    @property
    def framed(self) -> set[Cell]:
        """Results that belong to F."""
        shown = range(self.low, self.low + self.wide)
        return {cell for cell in CELLS if self.layout == "plain" or cell[self.layout == "second"] in shown}

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Sizes of the event and of the condition."""
        found = [Quantity(symbol=f"n({self.names[0]})", value=len(self.event))]
        return (
            (*found, Quantity(symbol=f"n({self.names[1]})", value=len(self.framed)))
            if self.layout != "plain"
            else tuple(found)
        )

    def valid(self) -> bool:
        """The condition ends on the grid, and the event is neither impossible nor certain in it."""
        return (
            self.low + self.wide <= 7
            and 3 <= len(self.event) <= 30
            and conditional(self.event, self.framed) not in (0, 1)
        )


def conditional(event: set[Cell], given: set[Cell]) -> Fraction:
    """P(E | F) for equally likely results: the part of F that belongs to E."""
    return Fraction(len(event & given), len(given))


@family("Math - Set & Probability")
class TwoDiceGrid(Family[Dice]):
    """The probability of an event of two dice, alone or under a condition."""

    def solve(self, p: Dice) -> Solution:
        """By counting cells."""
        e, f = p.names
        n = p.bound
        words = {
            "sum": f"the sum is at least {n}", "most": f"the sum is at most {n}", "least": f"both dice show at least {n}",
            "differ": f"the dice differ by at least {n}", "product": f"the product is at least {n}",
        }[p.kind]  # fmt: skip
        high = p.low + p.wide - 1
        shows = f"{p.low}" if p.wide == 1 else f"{p.low} or {high}" if p.wide == 2 else f"{p.low} to {high}"
        what = f"P({e})" if p.layout == "plain" else f"P({e}|{f})"
        counted = f"{len(p.event & p.framed)}/{len(p.framed)}"
        values = {
            "event_words": words, "shows": shows, "what": what, "e": e, "f": f, "both": len(p.event & p.framed),
            "all": len(p.framed), "num": len(p.event), "die": p.layout,
        }  # fmt: skip
        answer = fraction_answer(conditional(p.event, p.framed))
        values["result"] = counted if answer.text == counted else f"{counted} = {answer.text}"
        return Solution(answer=answer, symbol=what, values=values)

    def draw(self, p: Dice, sketch: Sketch) -> None:
        """Six times six cells."""
        for x, y in sorted(p.event):
            cell = sketch.rectangle(f"event:{x}{y}", x - 1, y - 1, x, y, fill=PALE_BLUE, width=0, z=0)
            sketch.claim("shaded", cell, value="true")
        for n in range(7):
            sketch.line(f"column:{n}", (n, 0), (n, 6), width=1.0)
            sketch.line(f"row:{n}", (0, n), (6, n), width=1.0)
        for n in range(1, 7):
            sketch.text(f"first:{n}", str(n), (n - 0.5, 0), of="row:0", toward=(0, -1), size=12)
            sketch.text(f"second:{n}", str(n), (0, n - 0.5), of="column:0", toward=(-1, 0), size=12)
        sketch.text("name:first", "first die", (3, -0.45), toward=(0, -1), size=12)
        sketch.text("name:second", "second die", (-0.55, 3), rotation_deg=90, align="center", valign="bottom", size=12)
        if p.layout != "plain":
            self._frame(p, sketch)
        sketch.claim("order", *(f"first:{n}" for n in range(1, 7)), value="left_to_right")
        sketch.claim("order", *(f"second:{n}" for n in range(1, 7)), value="bottom_to_top")
        for role, num in (("event", len(p.event)), ("row", 7), ("column", 7)):
            sketch.claim("count", role, value=num)
        sketch.entity(f"event {p.names[0]}", *(f"event:{x}{y}" for x, y in sorted(p.event)))

    def _frame(self, p: Dice, sketch: Sketch) -> None:
        low, high = p.low - 1, p.low + p.wide - 1
        is_first = p.layout == "first"
        box = (low, 0, high, 6) if is_first else (0, low, 6, high)
        name = f"frame:{p.layout}"
        sketch.rectangle(name, *box, color=RED, width=2.6, z=4)
        sketch.claim("ratio", name, "column:0", value=(12 + 2 * p.wide) / 6)
        middle = (low + high) / 2
        at, toward = ((middle, 6), (0, 1)) if is_first else ((6, middle), (1, 0))
        sketch.text("letter:F", f"${p.names[1]}$", at, of=name, toward=toward, color=RED, size=14)
        sketch.entity(f"condition {p.names[1]}", name)

    def questions(self, p: Dice) -> Iterator[Question]:
        """Counts of shaded and framed cells."""
        yield ask_count("shaded", len(p.event), likely=(36 - len(p.event),), low=1)
        column = sum(x == p.low for x, _ in p.event)
        yield ask_count("column", column, likely=(6 - column,), n=p.low)
        row = sum(y == 7 - p.low for _, y in p.event)
        yield ask_count("row", row, likely=(6 - row,), n=7 - p.low)
        if p.layout != "plain":
            yield ask_count("framed", len(p.event & p.framed), likely=(len(p.framed - p.event),))

    @defect(visibility=2)
    def missing_cell(self, p: Dice, scene: FigureScene, draw: Random) -> FigureScene:
        """A result that belongs to the event is not shaded."""
        x, y = draw.choice(sorted(p.event))
        return scene.without(f"event:{x}{y}")

    @defect(visibility=2)
    def exchanged_numbers(self, p: Dice, scene: FigureScene, draw: Random) -> FigureScene:
        """Two numbers of the first die are exchanged, so that the columns stand in a wrong order."""
        return swap_texts(scene, "first:2", "first:5")

    @defect(visibility=3)
    def missing_line(self, p: Dice, scene: FigureScene, draw: Random) -> FigureScene:
        """A line of the grid is missing, so that the dice seem to have five faces."""
        return scene.without("column:3")
