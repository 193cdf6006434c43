"""A game of two players as a table of payoffs: its Nash equilibrium in pure strategies."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change, swap_texts
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, GREY, RED
from scisynth.figures.scene.marks import Label
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch

ROWS = (("Up", "Middle", "Down"), ("A", "B", "C"), ("T", "M", "B"), ("High", "Medium", "Low"), ("P", "Q", "R"))
COLUMNS = (("Left", "Center", "Right"), ("X", "Y", "Z"), ("L", "C", "R"), ("D", "E", "F"), ("Early", "Later", "Never"))
Payoffs = tuple[tuple[tuple[int, int], ...], ...]
WIDE, HIGH = 2.0, 1.3


def draw_payoffs(draw: Random, level: int, values: Mapping[str, Any]) -> Payoffs:
    """(row player, column player) for each pair of strategies."""
    low = -3 if level == 3 else 0
    return tuple(
        tuple((draw.randint(low, 9), draw.randint(low, 9)) for _ in range(values["num_columns"]))
        for _ in range(values["num_rows"])
    )


def pure_equilibria(payoffs: Payoffs) -> list[tuple[int, int]]:
    """Pairs of strategies from which neither player gains by leaving alone (Nash 1950)."""
    found = []
    for i, row in enumerate(payoffs):
        for j, (mine, yours) in enumerate(row):
            best_row = all(other[j][0] <= mine for other in payoffs)
            if best_row and all(other[1] <= yours for other in row):
                found.append((i, j))
    return found


def signed(value: int) -> str:
    """With a true minus sign."""
    return str(value).replace("-", "−")


@dataclass(frozen=True, kw_only=True)
class Game(Parameters):
    """Strategies and payoffs."""

    layout: str = one_of("pairs", "split", "two tables")
    num_rows: int = one_of(2, 3, level_1=(2,), level_3=(3,))
    num_columns: int = one_of(2, 3, level_3=(3,))
    payoffs: tuple[tuple[tuple[int, int], ...], ...] = drawn(draw_payoffs, words="−3 to 9")
    row_names: tuple[str, ...] = one_of(*ROWS)
    column_names: tuple[str, ...] = one_of(*COLUMNS)
    place: int = one_of(0, 1, 2, 3, 4, 5)

    def valid(self) -> bool:
        """One equilibrium, no player indifferent between best replies, no strategy of both players."""
        rows, columns = self.row_names[: self.num_rows], self.column_names[: self.num_columns]
        if set(rows) & set(columns) or len(pure_equilibria(self.payoffs)) != 1:
            return False
        for j in range(self.num_columns):
            values = sorted(row[j][0] for row in self.payoffs)
            if values[-1] == values[-2]:
                return False
        return all(sorted(b for _, b in row)[-1] > sorted(b for _, b in row)[-2] for row in self.payoffs)

    @property
    def rows(self) -> tuple[str, ...]:
        """Strategies of the row player."""
        return self.row_names[: self.num_rows]

    @property
    def columns(self) -> tuple[str, ...]:
        """Strategies of the column player."""
        return self.column_names[: self.num_columns]

    @property
    def listing(self) -> str:
        """Payoffs in words."""
        return "; ".join(
            f"{name}: " + ", ".join(f"({signed(a)}, {signed(b)})" for a, b in row)
            for name, row in zip(self.rows, self.payoffs, strict=True)
        )

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Sizes of the table."""
        return (Quantity(symbol="m", value=self.num_rows), Quantity(symbol="n", value=self.num_columns))


@family("Universal - Table / Grid")
class PayoffMatrix(Family[Game]):
    """A game in normal form: pairs in cells, cells split by a diagonal, or a table for each player."""

    def solve(self, p: Game) -> Solution:
        """Best replies that meet."""
        ((i, j),) = pure_equilibria(p.payoffs)
        mine, yours = p.payoffs[i][j]
        text = f"({p.rows[i]}, {p.columns[j]})"
        return Solution(
            answer=Answer(text=text),
            values={
                "listing": p.listing,
                "columns": ", ".join(p.columns),
                "row": p.rows[i],
                "column": p.columns[j],
                "mine": signed(mine),
                "yours": signed(yours),
            },
            hidden=(text,),
        )

    def draw(self, p: Game, sketch: Sketch) -> None:
        """Rows belong to player 1, columns to player 2."""
        if p.layout == "two tables":
            self._table(p, sketch, "1", 0.0, 0)
            self._table(p, sketch, "2", (p.num_columns + 1.6) * WIDE, 1)
        else:
            self._table(p, sketch, "", 0.0, None)
        sketch.claim("count", "cell", value=p.num_rows * p.num_columns * (2 if p.layout == "two tables" else 1))
        sketch.entity("payoffs", *(m.id for m in sketch.marks if m.id.startswith("cell:")))

    def _table(self, p: Game, sketch: Sketch, tag: str, left: float, player: int | None) -> None:
        for j, name in enumerate(p.columns):
            sketch.text(f"column:{tag}{j}", name, (left + (j + 0.5) * WIDE, 0.3), size=12)
        for i, name in enumerate(p.rows):
            sketch.text(f"strategy:{tag}{i}", name, (left - 0.2, -(i + 0.5) * HIGH), align="right", size=12)
        middle = left + p.num_columns * WIDE / 2
        head = "player 2" if player is None else f"payoffs of player {player + 1}"
        sketch.text(f"player:{tag}2", head, (middle, 1.05), size=12, color=RED if player != 0 else BLUE)
        if player is None:
            sketch.text(
                "player:1", "player 1", (left - 1.9, -p.num_rows * HIGH / 2), size=12, color=BLUE, rotation_deg=90
            )
        for i, row in enumerate(p.payoffs):
            for j, pair in enumerate(row):
                x, y = left + j * WIDE, -i * HIGH
                name = f"{tag}{i},{j}"
                sketch.rectangle(
                    f"cell:{name}",
                    x,
                    y - HIGH,
                    x + WIDE,
                    y,
                    color=GREY,
                    width=1.1,
                )
                self._payoffs(p, sketch, name, pair, (x, y), player)
            sketch.claim("order", *(f"cell:{tag}{i},{j}" for j in range(p.num_columns)), value="left_to_right")

    def _payoffs(
        self, p: Game, sketch: Sketch, name: str, pair: tuple[int, int], corner: tuple[float, float], player: int | None
    ) -> None:
        x, y = corner
        found = [(f"pair:{name}", f"{signed(pair[0])}, {signed(pair[1])}", (0.5, 0.5))]
        if player is not None:
            found = [(f"pair:{name}", signed(pair[player]), (0.5, 0.5))]
        elif p.layout == "split":
            sketch.line(f"split:{name}", (x, y), (x + WIDE, y - HIGH), color=GREY, width=0.9)
            found = [(f"pair:{name}a", signed(pair[0]), (0.25, 0.72)), (f"pair:{name}b", signed(pair[1]), (0.75, 0.28))]
        for mark, words, (right, down) in found:
            sketch.text(mark, words, (x + right * WIDE, y - down * HIGH), of=f"cell:{name}", size=13)
            sketch.claim("inside", mark, f"cell:{name}")

    def questions(self, p: Game) -> Iterator[Question]:
        """Single payoffs and best replies."""
        i, j = p.place % p.num_rows, (p.place // 2) % p.num_columns
        mine, yours = p.payoffs[i][j]
        everything = [float(value) for row in p.payoffs for pair in row for value in pair]
        row, column = p.rows[i], p.columns[j]
        yield ask_number("mine", mine, likely=[yours, *everything], step=1, row_name=row, column_name=column)
        k = (j + 1) % p.num_columns
        other = p.payoffs[i][k]
        yield ask_number(
            "yours", other[1], likely=[other[0], *everything], step=1, row_name=row, column_name=p.columns[k]
        )
        # A strategy with the payoff that it brings; wrong ones name the other strategies, or the payoff of the other player.
        column_cells = [(name, line[j]) for name, line in zip(p.rows, p.payoffs, strict=True)]
        yield ask_word("reply_row", *_replies(column_cells, 0), column_name=column)
        row_cells = list(zip(p.columns, p.payoffs[i], strict=True))
        yield ask_word("reply_column", *_replies(row_cells, 1), row_name=row)
        yield ask_number("highest", max(everything), likely=sorted(set(everything))[-4:-1], step=1)

    @defect(visibility=1)
    def exchanged_payoffs(self, p: Game, scene: FigureScene, draw: Random) -> FigureScene:
        """Two cells of the table have exchanged payoffs."""
        labels = [m for m in scene.marks if isinstance(m, Label) and m.id.startswith("pair:")]
        draw.shuffle(labels)
        two = next(m for m in labels if m.text != labels[0].text)
        return swap_texts(scene, labels[0].id, two.id)

    @defect(visibility=2)
    def lost_cell(self, p: Game, scene: FigureScene, draw: Random) -> FigureScene:
        """A cell has no payoffs."""
        gone = draw.choice([m.id for m in scene.marks if m.id.startswith("pair:")])
        return scene.with_marks(tuple(m for m in scene.marks if m.id != gone))

    @defect(visibility=2)
    def strategy_twice(self, p: Game, scene: FigureScene, draw: Random) -> FigureScene:
        """Two rows bear the same strategy."""
        tag = "1" if p.layout == "two tables" else ""
        mark = scene.label(f"strategy:{tag}1")
        return change(scene, replace(mark, text=p.rows[0]))


def _replies(cells: Sequence[tuple[str, tuple[int, int]]], player: int) -> tuple[str, list[str]]:
    """The best reply with its payoff, and other strategies and payoffs of these cells."""
    best = max(cells, key=lambda cell: cell[1][player])
    key = f"{best[0]}, {signed(best[1][player])}"
    pairs = [(name, value) for name, _ in cells for _, values in cells for value in values]
    return key, [
        f"{name}, {signed(value)}" for name, value in dict.fromkeys(pairs) if f"{name}, {signed(value)}" != key
    ]
