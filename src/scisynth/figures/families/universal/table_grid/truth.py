"""A truth table whose last column is to be completed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import product
from random import Random

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, one_of, several
from scisynth.figures.families.questions import Question, ask_count, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.families.universal.table_grid.counts import slip_cell
from scisynth.figures.parts.universal import table
from scisynth.figures.scene.marks import Label
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch

JOINTS: dict[str, tuple[str, str, Callable[[bool, bool], bool]]] = {
    "and": (r"\wedge", "and", lambda a, b: a and b),
    "or": (r"\vee", "or", lambda a, b: a or b),
    "implies": (r"\rightarrow", "implies", lambda a, b: not a or b),
}
CLAUSES = tuple(
    (left, joint, right)
    for left in ("p", "q", "r", "not p", "not q")
    for joint in JOINTS
    for right in ("q", "r", "not r")
    if left[-1] < right[-1]
)
"""Left side, joint and right side of the parts of a statement."""


@dataclass(frozen=True, kw_only=True)
class Statement(Parameters):
    """Two clauses and their joint."""

    layout: str = one_of("clauses", "bare", "numbers", level_1=("clauses",), level_3=("bare", "numbers"))
    clauses: tuple[int, ...] = several(range(len(CLAUSES)), 2)
    joint: str = one_of(*JOINTS)
    row: int = one_of(*range(8))

    def valid(self) -> bool:
        """Neither always true nor always false, and p, q and r all occur."""
        letters = {CLAUSES[k][side][-1] for k in self.clauses for side in (0, 2)}
        return 0 < sum(self.truth) < 8 and letters == set("pqr")

    @property
    def columns(self) -> tuple[list[bool], list[bool]]:
        """Truth of the two clauses, from p = q = r = true on."""
        one, two = (
            [evaluate_clause(CLAUSES[k], row) for row in product((True, False), repeat=3)] for k in self.clauses
        )
        return one, two

    @property
    def truth(self) -> list[bool]:
        """Of the whole statement."""
        return [JOINTS[self.joint][2](a, b) for a, b in zip(*self.columns, strict=True)]

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Rows of the table."""
        return (Quantity(symbol="rows", value=8),)


def evaluate_clause(clause: tuple[str, str, str], values: tuple[bool, ...]) -> bool:
    """Truth of `("not p", "or", "q")` for the values of p, q, r."""
    left, joint, right = clause
    one, two = (values["pqr".index(side[-1])] != side.startswith("not") for side in (left, right))
    return JOINTS[joint][2](one, two)


def in_letters(column: list[bool]) -> str:
    """`T T F F`."""
    return " ".join("T" if value else "F" for value in column)


def printed(clause: tuple[str, str, str]) -> str:
    """A clause in signs, without the dollar signs."""
    left, joint, right = (word.replace("not ", r"\neg ") for word in clause)
    return f"{left} {JOINTS[joint][0]} {right}"


@family("Universal - Table / Grid")
class TruthTable(Family[Statement]):
    """A truth table with the columns of two clauses, without them, or with numbered rows of 1 and 0; its true rows are counted."""

    few_answers = True

    def solve(self, p: Statement) -> Solution:
        """By completing the last column."""
        num = sum(p.truth)
        one, two = (" ".join(CLAUSES[k]) for k in p.clauses)
        return Solution(
            answer=Answer(text=str(num), value=num, tolerance=0),
            symbol="n",
            values={
                "whole": f"({one}) {p.joint} ({two})",
                "column": " ".join("T" if value else "F" for value in p.truth),
            },
            hidden=(f"n = {num}", f"{num} rows"),
        )

    def draw(self, p: Statement, sketch: Sketch) -> None:
        """The last column is empty."""
        signs = {True: "1", False: "0"} if p.layout == "numbers" else {True: "T", False: "F"}
        one, two = (printed(CLAUSES[k]) for k in p.clauses)
        whole = f"$({one}) {JOINTS[p.joint][0]} ({two})$"
        head = ["$p$", "$q$", "$r$", *([] if p.layout == "bare" else [f"${one}$", f"${two}$"]), whole]
        rows = [[*(["row"] if p.layout == "numbers" else []), *head]]
        for k, (values, a, b) in enumerate(zip(product((True, False), repeat=3), *p.columns, strict=True)):
            line = [signs[value] for value in values] + ([] if p.layout == "bare" else [signs[a], signs[b]])
            rows.append([*([f"({k + 1})"] if p.layout == "numbers" else []), *line, ""])
        widths = (
            *([0.9] if p.layout == "numbers" else []),
            0.9,
            0.9,
            0.9,
            *(() if p.layout == "bare" else (2.0, 2.0)),
            4.3,
        )
        table(sketch, rows, widths, height=0.66)
        sketch.entity("truth table", *(f"row:{row}" for row in range(9)))

    def questions(self, p: Statement) -> Iterator[Question]:
        """Truth in a row, true rows of the clauses, and the statement itself."""
        rows = list(product((True, False), repeat=3))
        values = ["".join("TF"[not value] for value in row) for row in rows]
        yield ask_word(
            "letters",
            ", ".join(values[p.row]),
            [", ".join(values[(p.row + k) % 8]) for k in (1, 2, 3, 5)],
            at=p.row + 1,
        )
        one, two = (" ".join(CLAUSES[k]) for k in p.clauses)
        joints = [f"({one}) {joint} ({two})" for joint in JOINTS]
        yield ask_word("whole", f"({one}) {p.joint} ({two})", [*joints, f"({one}) {p.joint} not ({two})"])
        for name, clause, own, other in (("one", one, *p.columns), ("two", two, *p.columns[::-1])):
            wrong = [in_letters(other), in_letters([not value for value in own]), in_letters(own[::-1]), in_letters(own[1:] + own[:1]), in_letters(own[3:] + own[:3])]  # fmt: skip
            yield ask_word(name, in_letters(own), wrong, clause=clause)
        both = sum(a and b for a, b in zip(*p.columns, strict=True))
        yield ask_count("both", both, likely=[sum(p.truth), 8 - both], clause=one, second=two)

    @defect(visibility=1)
    def wrong_truth(self, p: Statement, scene: FigureScene, draw: Random) -> FigureScene:
        """One entry of the table is false where it must be true, or the other way round."""
        labels = [m for m in scene.marks if isinstance(m, Label) and m.text in "TF10"]
        mark = draw.choice(labels)
        return change(scene, replace(mark, text={"T": "F", "F": "T", "1": "0", "0": "1"}[mark.text]))

    @defect(visibility=2)
    def lost_truth(self, p: Statement, scene: FigureScene, draw: Random) -> FigureScene:
        """One entry of the table is missing."""
        gone = draw.choice([m.id for m in scene.marks if isinstance(m, Label) and m.text in "TF10"])
        return scene.with_marks(tuple(m for m in scene.marks if m.id != gone))

    @defect(visibility=2)
    def slipped_truth(self, p: Statement, scene: FigureScene, draw: Random) -> FigureScene:
        """An entry has slipped out of its row."""
        return slip_cell(scene, draw, 1, 0.5)
