"""Small squares of digits that follow from a few: Sudokus with blocks, with diagonals, or with signs between the cells.

Digits are taken away one after the other, each only while the others that are left decide it; so what is shown has one solution.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change
from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, PALE_BLUE, PALE_ORANGE, RED
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch

Cell = tuple[int, int]
Square = tuple[tuple[int, ...], ...]
SIZES = {"blocks": 4, "wide blocks": 6, "diagonals": 5, "signs": 4}
BLOCKS = {"blocks": (2, 2), "wide blocks": (2, 3)}
"""Rows and columns of a block."""
SHARES = {1: 0.45, 2: 0.6, 3: 0.7}
"""Of the cells that are emptied at most, by level."""
STEP = 1.32
"""From cell to cell where signs stand between them."""


def fill_square(layout: str, draw: Random) -> list[list[int]]:
    """A whole square: a cyclic one, its digits, rows and columns shuffled in ways that keep its rules."""
    num = SIZES[layout]
    digits = draw.sample(range(1, num + 1), num)
    if layout == "diagonals":
        # i and 2i + j run through all of 0 to 4 on rows, columns and both diagonals.
        slope, shift = draw.choice((2, 3)), draw.randrange(num)
        return [[digits[(slope * i + j + shift) % num] for j in range(num)] for i in range(num)]
    high, wide = BLOCKS.get(layout, (1, num))
    rows = [high * band + k for band in _shuffled(num // high, draw) for k in _shuffled(high, draw)]
    columns = [wide * band + k for band in _shuffled(num // wide, draw) for k in _shuffled(wide, draw)]
    return [[digits[(wide * (i % high) + i // high + j) % num] for j in columns] for i in rows]


def _shuffled(num: int, draw: Random) -> list[int]:
    return draw.sample(range(num), num)


def units_of(layout: str) -> list[list[Cell]]:
    """Rows, columns, blocks and diagonals: in each every digit stands once."""
    num = SIZES[layout]
    units = [[(i, j) for j in range(num)] for i in range(num)] + [[(i, j) for i in range(num)] for j in range(num)]
    if layout in BLOCKS:
        high, wide = BLOCKS[layout]
        units += [
            [(top + a, left + b) for a in range(high) for b in range(wide)]
            for top in range(0, num, high)
            for left in range(0, num, wide)
        ]
    if layout == "diagonals":
        units += [[(k, k) for k in range(num)], [(k, num - 1 - k) for k in range(num)]]
    return units


def allowed(layout: str, shown: Sequence[Sequence[int]], signs: Sequence[tuple[Cell, Cell]], cell: Cell) -> set[int]:
    """Digits that the others leave for a cell; of a sign the first cell holds the smaller digit."""
    taken = {shown[a][b] for unit in units_of(layout) if cell in unit for a, b in unit if (a, b) != cell}
    found = set(range(1, SIZES[layout] + 1)) - taken
    for (a, b), (c, d) in signs:
        if (a, b) == cell:
            found = {n for n in found if n < (shown[c][d] or SIZES[layout])}
        if (c, d) == cell:
            found = {n for n in found if n > (shown[a][b] or 1)}
    return found


def solve_square(layout: str, shown: Square, signs: Sequence[tuple[Cell, Cell]]) -> Square:
    """Fills, again and again, every cell for which one digit is left."""
    grid = [list(line) for line in shown]
    empty = [(i, j) for i, line in enumerate(grid) for j, digit in enumerate(line) if not digit]
    while empty:
        sure = [(cell, found) for cell in empty if len(found := allowed(layout, grid, signs, cell)) == 1]
        if not sure:
            raise ValueError("expected a square whose digits follow one after the other")
        for (i, j), (digit,) in sure:
            grid[i][j] = digit
            empty.remove((i, j))
    return tuple(map(tuple, grid))


def draw_square(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[Square, tuple[tuple[Cell, Cell], ...]]:
    """The digits that are shown, 0 for none, and the pairs of neighbours with a sign."""
    layout = values["layout"]
    full = fill_square(layout, draw)
    num, signs = SIZES[layout], []
    if layout == "signs":
        pairs = [((i, j), (i + a, j + b)) for i in range(num) for j in range(num) for a, b in ((0, 1), (1, 0)) if i + a < num and j + b < num]  # fmt: skip
        for one, two in draw.sample(pairs, draw.randint(5, 8)):
            signs.append((one, two) if full[one[0]][one[1]] < full[two[0]][two[1]] else (two, one))
    shown = [line[:] for line in full]
    cells = [(i, j) for i in range(num) for j in range(num)]
    left = round(SHARES[level] * num * num) - draw.randrange(3)
    for i, j in draw.sample(cells, len(cells)):
        if left and len(allowed(layout, shown, signs, (i, j))) == 1:
            shown[i][j] = 0
            left -= 1
    return tuple(map(tuple, shown)), tuple(signs)


def draw_line(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[str, int]:
    """A row or a column of which two digits at least are missing; a row that fails `valid` where there is none."""
    shown, num = values["square"][0], SIZES[values["layout"]]
    found = [("row", i) for i in range(num) if shown[i].count(0) > 1]
    found += [("column", j) for j in range(num) if [line[j] for line in shown].count(0) > 1]
    return draw.choice(found or [("row", -1)])


@dataclass(frozen=True, kw_only=True)
class Digits(Parameters):
    """A square of digits with empty cells."""

    layout: str = one_of(*SIZES, level_1=("blocks", "diagonals", "signs"))
    square: tuple[Any, Any] = drawn(draw_square, words="digits that are shown, and signs")
    line: tuple[str, int] = drawn(draw_line, words="a row or a column")
    place: int = one_of(*range(36))
    other: int = one_of(*range(12))
    digit: int = one_of(1, 2, 3, 4)

    def valid(self) -> bool:
        """Some row or column is worth asking for, and some digits are given."""
        return self.line[1] >= 0 and len(self.given_cells) > 3

    @property
    def num(self) -> int:
        """Digits in a row."""
        return SIZES[self.layout]

    @property
    def shown(self) -> Square:
        """Digits row by row, 0 for an empty cell."""
        found: Square = self.square[0]
        return found

    @property
    def signs(self) -> tuple[tuple[Cell, Cell], ...]:
        """(cell with the smaller digit, cell with the larger one)."""
        found: tuple[tuple[Cell, Cell], ...] = self.square[1]
        return found

    @property
    def given_cells(self) -> list[Cell]:
        """Cells with a digit."""
        return [(i, j) for i in range(self.num) for j in range(self.num) if self.shown[i][j]]

    def cells_of(self, line: tuple[str, int]) -> list[Cell]:
        """Of a row or a column."""
        kind, index = line
        return [(index, k) if kind == "row" else (k, index) for k in range(self.num)]

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """How many digits are given."""
        return (Quantity(symbol="given digits", value=len(self.given_cells)),)


@family("Universal - Table / Grid")
class SudokuFour(Family[Digits]):
    """A small square in which every digit stands once in each row, column and block, diagonal, or as signs say."""

    def solve(self, p: Digits) -> Solution:
        """By filling cells for which one digit is left."""
        full = solve_square(p.layout, p.shown, p.signs)
        number = "".join(str(full[i][j]) for i, j in p.cells_of(p.line))
        return Solution(
            answer=Answer(text=number, value=int(number), tolerance=0),
            values={
                "listing": " / ".join(" ".join(str(digit or "_") for digit in line) for line in p.shown),
                "whole": " / ".join(" ".join(map(str, line)) for line in full),
                "num": p.num,
                "line_name": f"{p.line[0]} {p.line[1] + 1}",
                "sense": "left to right" if p.line[0] == "row" else "top to bottom",
                "high": BLOCKS.get(p.layout, (0, 0))[0],
                "wide": BLOCKS.get(p.layout, (0, 0))[1],
                "signs_list": ", ".join(f"r{a + 1}c{b + 1} < r{c + 1}c{d + 1}" for (a, b), (c, d) in p.signs),
                "num_given": len(p.given_cells),
            },
            hidden=(number,),
        )

    def draw(self, p: Digits, sketch: Sketch) -> None:
        """The row or column that is asked for is pointed at by an arrow."""
        step = STEP if p.layout == "signs" else 1.0
        size = (p.num - 1) * step + 1
        for k in range(p.num):
            low, high = k * step, k * step + 1
            sketch.rectangle(f"row:{k}", 0, size - high, size, size - low, width=0, z=0)
            sketch.rectangle(f"column:{k}", low, 0, high, size, width=0, z=0)
        if p.layout == "signs":
            self._draw_boxes(p, sketch, size)
        else:
            self._draw_rules(p, sketch)
        for i, j in p.given_cells:
            name = f"cell:{i},{j}"
            sketch.text(name, str(p.shown[i][j]), (j * step + 0.5, size - i * step - 0.5), size=21)
            sketch.claim("inside", name, f"row:{i}")
            sketch.claim("inside", name, f"column:{j}")
        sketch.claim("count", "cell", value=len(p.given_cells))
        middle = p.line[1] * step + 0.5
        ends = ((-0.95, size - middle), (-0.15, size - middle)) if p.line[0] == "row" else ((middle, size + 0.95), (middle, size + 0.15))  # fmt: skip
        sketch.arrow("pointer:line", *ends, color=RED, width=2.2)
        sketch.claim("points_to", "pointer:line", f"{p.line[0]}:{p.line[1]}")
        sketch.entity("square", *(f"row:{k}" for k in range(p.num)))

    def _draw_rules(self, p: Digits, sketch: Sketch) -> None:
        num = p.num
        high, wide = BLOCKS.get(p.layout, (num, num))
        for k in range(num + 1):
            sketch.line(f"rule:h{k}", (0, k), (num, k), width=0.8 if (num - k) % high else 2.6)
            sketch.line(f"rule:v{k}", (k, 0), (k, num), width=0.8 if k % wide else 2.6)
        sketch.claim("count", "rule", value=2 * num + 2)
        if p.layout == "diagonals":
            marked = {cell for unit in units_of(p.layout)[-2:] for cell in unit}
            for i, j in sorted(marked):
                name = f"diagonal:{i},{j}"
                sketch.rectangle(name, j, num - 1 - i, j + 1, num - i, fill=PALE_ORANGE, width=0, z=0.5)
                sketch.claim("inside", name, f"row:{i}")
                sketch.claim("inside", name, f"column:{j}")
            sketch.claim("count", "diagonal", value=len(marked))

    def _draw_boxes(self, p: Digits, sketch: Sketch, size: float) -> None:
        """Cells apart, and between some of them a hook that opens towards the larger digit."""
        for i in range(p.num):
            for j in range(p.num):
                left, top = j * STEP, size - i * STEP
                sketch.rectangle(f"box:{i},{j}", left, top - 1, left + 1, top, fill=PALE_BLUE, color=BLUE, width=1.2, z=1)  # fmt: skip
        sketch.claim("count", "box", value=p.num**2)
        for k, ((a, b), (c, d)) in enumerate(p.signs):
            x, y = (b + d) / 2 * STEP + 0.5, size - (a + c) / 2 * STEP - 0.5
            right, down = d - b, c - a
            tip = (x - 0.09 * right, y + 0.09 * down)
            base = (x + 0.09 * right, y - 0.09 * down)
            wings = [(base[0] + 0.14 * down * s, base[1] + 0.14 * right * s) for s in (1, -1)]
            sketch.line(f"sign:{k}", wings[0], tip, wings[1], width=1.8)
            sketch.dot(f"tip:{k}", tip, 0.012, z=5)
            order = ["left_to_right", "right_to_left"][right < 0] if right else ["top_to_bottom", "bottom_to_top"][down < 0]  # fmt: skip
            sketch.claim("order", f"box:{a},{b}", f"sign:{k}", f"box:{c},{d}", value=order)
            sketch.claim("order", f"tip:{k}", f"sign:{k}", value=order)
        sketch.claim("count", "sign", value=len(p.signs))

    def questions(self, p: Digits) -> Iterator[Question]:
        """Where the arrow points, what is given, and what is missing."""
        kind, index = p.line
        names = [f"{x} {k + 1}" for k in range(p.num) for x in ("row", "column")]
        near = [f"{kind} {(index + k) % p.num + 1}" for k in (1, 2)]
        yield ask_word("line", f"{kind} {index + 1}", [*near, f"{'row' if kind == 'column' else 'column'} {index + 1}", *names])  # fmt: skip
        i, j = p.given_cells[p.place % len(p.given_cells)]
        yield ask_word("given", str(p.shown[i][j]), [str(k) for k in range(1, p.num + 1)], i=i + 1, j=j + 1)
        every = [("row", k) for k in range(p.num)] + [("column", k) for k in range(p.num)]
        line = every[p.other % len(every)]
        empty = sum(not p.shown[a][b] for a, b in p.cells_of(line))
        yield ask_count("empty", empty, likely=[empty + 1, empty - 1], which=f"{line[0]} {line[1] + 1}")
        often = sum(row.count(p.digit) for row in p.shown)
        yield ask_count("often", often, likely=[often + 1, often - 1], digit_asked=p.digit)
        num = len(p.given_cells)
        yield ask_count("num_given", num, likely=[num - 1, num + 1, p.num**2 - num], low=1)
        if p.signs:
            yield ask_count("signs", len(p.signs), likely=[len(p.signs) - 1, len(p.signs) + 1], low=1)

    @defect(visibility=1)
    def digit_twice(self, p: Digits, scene: FigureScene, draw: Random) -> FigureScene:
        """A digit stands twice in a row."""
        rows = [[cell for cell in p.given_cells if cell[0] == i] for i in range(p.num)]
        found = [row for row in rows if len(row) > 1]
        if not found:
            raise DoesNotApplyError
        (a, b), (c, d) = draw.sample(draw.choice(found), 2)
        mark = scene.label(f"cell:{a},{b}")
        return change(scene, replace(mark, text=str(p.shown[c][d])))

    @defect(visibility=2)
    def moved_pointer(self, p: Digits, scene: FigureScene, draw: Random) -> FigureScene:
        """The arrow points at another row or column than the one that is asked for."""
        mark = scene.path("pointer:line")
        step = (STEP if p.layout == "signs" else 1.0) * (1 if p.line[1] == 0 else -1)
        x, y = (0.0, -step) if p.line[0] == "row" else (step, 0.0)
        return change(scene, replace(mark, points=tuple((a + x, b + y) for a, b in mark.points)))

    @defect(visibility=2)
    def lost_digit(self, p: Digits, scene: FigureScene, draw: Random) -> FigureScene:
        """A digit that the problem gives is missing."""
        i, j = draw.choice(p.given_cells)
        return scene.without(f"cell:{i},{j}")

    @defect(visibility=1)
    def turned_sign(self, p: Digits, scene: FigureScene, draw: Random) -> FigureScene:
        """A sign between two cells is turned around: it calls the larger digit the smaller one."""
        if not p.signs:
            raise DoesNotApplyError
        k = draw.randrange(len(p.signs))
        sign, tip = scene.mark(f"sign:{k}"), scene.mark(f"tip:{k}")
        assert isinstance(sign, Path)
        xs, ys = zip(*sign.points, strict=True)
        x, y = min(xs) + max(xs), min(ys) + max(ys)
        turned = tuple((x - a, y - b) for a, b in sign.points)
        return change(scene, replace(sign, points=turned), replace(tip, center=turned[1]))  # type: ignore[arg-type]
