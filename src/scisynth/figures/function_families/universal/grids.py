"""Universal - Table / Grid: a month, a small Sudoku, street grids and an extract of the periodic table.

Atomic numbers and conventional atomic weights: IUPAC, abridged to four figures.
"""

import calendar
from datetime import date, timedelta
from random import Random

from scisynth.core.problems import Answer
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import GREY, PALE_BLUE, PALE_GREEN, PALE_ORANGE, RED
from scisynth.figures.parts.universal import cell, table
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, make_quiz
from scisynth.grading.values.chemistry import NUMBERS

TYPE = "Universal - Table / Grid"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
GROUPS = (13, 14, 15, 16, 17, 18)
ELEMENTS = {
    2: "B 10.81 boron, C 12.01 carbon, N 14.01 nitrogen, O 16.00 oxygen, F 19.00 fluorine, Ne 20.18 neon",
    3: "Al 26.98 aluminium, Si 28.09 silicon, P 30.97 phosphorus, S 32.06 sulfur, Cl 35.45 chlorine, Ar 39.95 argon",
    4: "Ga 69.72 gallium, Ge 72.63 germanium, As 74.92 arsenic, Se 78.97 selenium, Br 79.90 bromine, Kr 83.80 krypton",
    5: "In 114.8 indium, Sn 118.7 tin, Sb 121.8 antimony, Te 127.6 tellurium, I 126.9 iodine, Xe 131.3 xenon",
}


@family(TYPE, "calendar_month")
def calendar_month(draw: Random) -> FigureScene:
    """A month's sheet; the weekday of a date some weeks and days later is asked for."""
    year, month, day = draw.randint(2024, 2032), draw.randint(1, 12), draw.randint(1, 28)
    later = draw.randint(35, 120)
    start = date(year, month, day)
    weekday = DAYS[(start + timedelta(days=later)).weekday()]
    weeks = calendar.monthcalendar(year, month)
    rows = [[name[:3] for name in DAYS], *([str(n) if n else "" for n in week] for week in weeks)]
    sketch, title = Sketch(), f"{calendar.month_name[month]} {year}"
    table(sketch, rows, (1.2,) * 7, height=0.78, size=13)
    sketch.text("title:month", title, (4.2, 0.4), size=15)
    row = next(index for index, week in enumerate(weeks) if day in week) + 1
    column = start.weekday()
    sketch.circle("ring:day", (1.2 * (column + 0.5), -(row + 0.5) * 0.78), 0.32, color=RED, width=1.6)
    sketch.claim("inside", "ring:day", f"row:{row}")
    sketch.claim("inside", "ring:day", f"column:{column}")
    sketch.entity("month", *(f"row:{index}" for index in range(len(rows))))
    last = calendar.monthrange(year, month)[1]
    first = date(year, month, 1).weekday()
    return sketch.scene(
        problem=f"{day} {title} is a {DAYS[column]}. On which day of the week does the date {later} days later fall?",
        multimodal_question=f"On which day of the week does the date {later} days after the ringed one fall?",
        givens=(
            Quantity(symbol="n", value=later, unit="days"),
            Quantity(symbol="d", value=day, meaning="day of the month"),
        ),
        unknown="the day of the week",
        answer=Answer(text=weekday),
        solution=f"{later} = 7 × {later // 7} + {later % 7}; {DAYS[column]} + {later % 7} days = {weekday}",
        hidden=(weekday,),
        quizzes=(
            make_quiz(
                draw,
                "Which day of the month is ringed?",
                str(day),
                [str(n) for n in (day + 7, day - 7, day + 1, day + 2)],
            ),
            make_quiz(
                draw, "On which weekday does the month begin?", DAYS[first], [DAYS[(first + d) % 7] for d in (1, 3, 5)]
            ),
            make_quiz(draw, "How many days has the month?", str(last), [str(n) for n in (28, 29, 30, 31) if n != last]),
            make_quiz(
                draw,
                "Which month is shown?",
                title,
                [f"{calendar.month_name[(month + d) % 12 + 1]} {year}" for d in (1, 4, 7)],
            ),
        ),
        alt_text=f"Calendar sheet of {title} with the weeks in rows from Monday to Sunday; day {day} is ringed.",
    )


@family(TYPE, "sudoku_four")
def sudoku_four(draw: Random) -> FigureScene:
    """A 4 x 4 Sudoku with one solution; one cell is asked for."""
    full = _solved_square(draw)
    shown = [line[:] for line in full]
    places = [(i, j) for i in range(4) for j in range(4)]
    draw.shuffle(places)
    for i, j in places[:11]:
        kept, shown[i][j] = shown[i][j], 0
        if _num_solutions([line[:] for line in shown]) > 1:
            shown[i][j] = kept
    empty = [(i, j) for i, j in places if not shown[i][j]]
    row, column = empty[0]
    sketch = Sketch()
    for i in range(4):
        sketch.rectangle(f"row:{i}", 0, 3 - i, 4, 4 - i, width=0, z=0)
        sketch.rectangle(f"column:{i}", i, 0, i + 1, 4, width=0, z=0)
    for k in range(5):
        weight = 2.4 if k % 2 == 0 else 0.8
        sketch.line(f"rule:h{k}", (0, k), (4, k), width=weight)
        sketch.line(f"rule:v{k}", (k, 0), (k, 4), width=weight)
    sketch.claim("count", "rule", value=10)
    sketch.rectangle("asked:cell", column, 3 - row, column + 1, 4 - row, fill=PALE_ORANGE, width=0, z=1)
    for i, j in places:
        word = "?" if (i, j) == (row, column) else str(shown[i][j] or "")
        if word:
            cell(sketch, i, j, word, (j + 0.5, 3.5 - i), 22)
    sketch.claim("inside", "asked:cell", f"row:{row}")
    sketch.claim("inside", "asked:cell", f"column:{column}")
    sketch.entity("grid", *(f"row:{i}" for i in range(4)))
    num, value = sum(bool(n) for line in shown for n in line), full[row][column]
    listing = " / ".join(" ".join(str(n or "_") for n in line) for line in shown)
    first = next((i, j) for i, j in sorted(places) if shown[i][j])
    digit = shown[first[0]][first[1]]
    return sketch.scene(
        problem=f"Each row, column and 2 x 2 block of a 4 x 4 Sudoku holds 1, 2, 3 and 4 once: {listing}. Which digit stands in row {row + 1}, column {column + 1}?",
        multimodal_question="Each row, column and 2 x 2 block holds 1, 2, 3 and 4 once. Which digit belongs in the marked cell?",
        givens=(Quantity(symbol="given digits", value=num),),
        unknown="the digit in the marked cell",
        answer=Answer(text=str(value), value=value, tolerance=0),
        solution=f"the only solution is {' / '.join(' '.join(map(str, line)) for line in full)}",
        hidden=(f"? = {value}",),
        quizzes=(
            make_quiz(draw, "How many digits are given?", str(num), [str(num + d) for d in (-1, 1, 2, 3)]),
            make_quiz(
                draw,
                "Which cell is marked with a question mark?",
                f"row {row + 1}, column {column + 1}",
                [f"row {(row + a) % 4 + 1}, column {(column + b) % 4 + 1}" for a, b in ((1, 0), (0, 1), (2, 3))],
            ),
            make_quiz(
                draw,
                f"Which digit is given in row {first[0] + 1}, column {first[1] + 1}?",
                str(digit),
                [str(n) for n in range(1, 5)],
            ),
        ),
        alt_text=f"A 4 x 4 Sudoku with {num} given digits; a question mark in row {row + 1}, column {column + 1}.",
    )


def _solved_square(draw: Random) -> list[list[int]]:
    """A filled 4 x 4 Sudoku: the cyclic one with digits, rows and columns shuffled in ways that keep its blocks."""
    digits = draw.sample((1, 2, 3, 4), 4)
    rows = [2 * band + row for band in draw.sample((0, 1), 2) for row in draw.sample((0, 1), 2)]
    columns = [2 * band + column for band in draw.sample((0, 1), 2) for column in draw.sample((0, 1), 2)]
    base = [[digits[(2 * (i % 2) + i // 2 + j) % 4] for j in range(4)] for i in range(4)]
    return [[base[i][j] for j in columns] for i in rows]


def _num_solutions(grid: list[list[int]]) -> int:
    """Ways to fill a 4 x 4 Sudoku, by trying."""
    for i in range(4):
        for j in range(4):
            if grid[i][j]:
                continue
            block = {grid[i // 2 * 2 + a][j // 2 * 2 + b] for a in (0, 1) for b in (0, 1)}
            taken = {*grid[i], *(line[j] for line in grid), *block}
            num = 0
            for digit in {1, 2, 3, 4} - taken:
                grid[i][j] = digit
                num += _num_solutions(grid)
            grid[i][j] = 0
            return num
    return 1


def _element(period: int, column: int) -> tuple[int, str, str, str]:
    """Atomic number, symbol, atomic weight and name."""
    symbol, weight, name = ELEMENTS[period].split(", ")[column].split()
    return NUMBERS[symbol], symbol, weight, name


@family(TYPE, "periodic_extract")
def periodic_extract(draw: Random) -> FigureScene:
    """Nine tiles of the periodic table; the element in the empty one is asked for."""
    period, first = draw.choice((2, 3)), draw.randrange(4)
    row, column = draw.randrange(3), draw.randrange(3)
    tiles: dict[tuple[int, int], tuple[int, str, str, str]] = {
        (i, j): _element(period + i, first + j) for i in range(3) for j in range(3)
    }
    sketch = Sketch()
    for i in range(3):
        sketch.text(f"head:period{i}", f"period {period + i}", (-0.15, 2.5 - i), align="right", size=11)
        sketch.text(f"head:group{i}", f"group {GROUPS[first + i]}", (i + 0.5, 3.13), size=11)
    for (i, j), (number, symbol, weight, _) in tiles.items():
        asked, tile = (i, j) == (row, column), f"tile:{i}{j}"
        fill = PALE_ORANGE if asked else PALE_GREEN if number in (10, 18, 36, 54) else PALE_BLUE
        sketch.rectangle(tile, j, 2 - i, j + 1, 3 - i, fill=fill, color=GREY, width=1)
        for part, word, at, size in (
            ("number", str(number), (j + 0.17, 2.82 - i), 11),
            ("symbol", "?" if asked else symbol, (j + 0.5, 2.5 - i), 22),
            ("weight", "" if asked else weight, (j + 0.5, 2.16 - i), 10.5),
        ):
            if word:
                sketch.text(f"{part}:{i}{j}", word, at, size=size)
                sketch.claim("inside", f"{part}:{i}{j}", tile)
    sketch.claim("count", "tile", value=9)
    for i in range(3):
        sketch.claim("order", *(f"tile:{i}{j}" for j in range(3)), value="left_to_right")
    valence = GROUPS[first + column] - 10
    what, value = draw.choice((("valence electrons", valence), ("occupied shells", period + row)))
    number, symbol, _, name = tiles[row, column]
    sketch.entity("unknown element", f"tile:{row}{column}")
    other = tiles[(row + 1) % 3, column]
    far = [tiles[key] for key in ((row, (column + 1) % 3), ((row + 1) % 3, (column + 2) % 3), ((row + 2) % 3, column))]
    return sketch.scene(
        problem=f"Which element stands in period {period + row} and group {GROUPS[first + column]} of the periodic table? Give its symbol and its number of {what}.",
        multimodal_question=f"Which element belongs in the marked tile? Give its symbol and its number of {what}.",
        givens=(Quantity(symbol="Z", value=number, meaning="atomic number"),),
        unknown=f"symbol and {what}",
        answer=Answer(text=f"{symbol} ({name}), {value} {what}"),
        solution=f"Z = {number} is {name}; period {period + row}, group {GROUPS[first + column]}: {value} {what}",
        hidden=(symbol, name),
        quizzes=(
            make_quiz(
                draw, "Which atomic number stands in the marked tile?", str(number), [str(item[0]) for item in far]
            ),
            make_quiz(
                draw,
                f"Which atomic weight is given for {other[1]}?",
                other[2],
                [t[2] for k, t in tiles.items() if k != (row, column)],
            ),
            make_quiz(
                draw,
                "Which periods does the extract show?",
                f"{period} to {period + 2}",
                [f"{period + d} to {period + d + 2}" for d in (-1, 1, 2)],
            ),
        ),
        alt_text=f"Nine tiles of the periodic table, periods {period} to {period + 2}, groups {GROUPS[first]} to {GROUPS[first + 2]}; the symbol of number {number} is missing.",
    )
