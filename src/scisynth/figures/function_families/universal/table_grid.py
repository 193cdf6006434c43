"""Universal - Table / Grid: two-way and frequency tables, truth tables and matrix products, each with its values in place."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product
from random import Random

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change
from scisynth.figures.families.registry import defect, family
from scisynth.figures.parts.palette import INK
from scisynth.figures.parts.universal import table
from scisynth.figures.scene.marks import Label
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer

TYPE = "Universal - Table / Grid"
SURVEYS = (
    ("Grade 10", "Grade 11", "Bus", "Bicycle", "Walking"),
    ("Girls", "Boys", "Football", "Tennis", "Swimming"),
    ("Adults", "Children", "Tea", "Juice", "Water"),
    ("Day shift", "Night shift", "Train", "Car", "Tram"),
)
CLAUSES = (
    (r"$p \wedge q$", lambda p, q, r: p and q),
    (r"$p \vee r$", lambda p, q, r: p or r),
    (r"$q \rightarrow r$", lambda p, q, r: not q or r),
    (r"$\neg q \vee p$", lambda p, q, r: not q or p),
    (r"$p \wedge \neg r$", lambda p, q, r: p and not r),
    (r"$p \rightarrow q$", lambda p, q, r: not p or q),
)
JOINTS = ((r"\rightarrow", lambda a, b: not a or b), (r"\vee", lambda a, b: a or b), (r"\wedge", lambda a, b: a and b))


@family(TYPE, "two_way_table")
def two_way_table(draw: Random) -> FigureScene:
    """Counts by two features with the totals; a conditional probability is asked for."""
    one, two, *kinds = draw.choice(SURVEYS)
    counts = [[draw.randint(8, 45) for _ in kinds] for _ in range(2)]
    given, asked = draw.randrange(2), draw.randrange(3)
    rows = [["", *kinds, "Total"]]
    for name, line in zip((one, two), counts, strict=True):
        rows.append([name, *map(str, line), str(sum(line))])
    columns = [sum(line[index] for line in counts) for index in range(3)]
    rows.append(["Total", *map(str, columns), str(sum(columns))])
    sketch = Sketch()
    table(sketch, rows, (2.4, 2, 2, 2, 1.8), head_column=True, height=0.85)
    sketch.entity("table of counts", *(f"row:{row}" for row in range(4)))
    group, kind = (one, two)[given], kinds[asked]
    hits, total = counts[given][asked], sum(counts[given])
    answer = number_answer(hits / total, "", tolerance=0.01)
    listing = "; ".join(f"{row[0]}: " + ", ".join(row[1:4]) for row in rows[1:3])
    question = (
        f"One person of the group '{group}' is chosen at random. What is the probability that the choice was '{kind}'?"
    )
    return sketch.scene(
        problem=f"A survey counted {', '.join(kinds)} in two groups ({listing}). {question}",
        multimodal_question=f"The table shows the results of a survey. {question}",
        givens=(Quantity(symbol="n", value=hits), Quantity(symbol="N", value=total)),
        unknown="the conditional probability",
        answer=answer,
        solution=f"P = {hits}/{total} = {Fraction(hits, total)} = {format_number(hits / total)}",
        hidden=(answer.text,),
        quizzes=(
            make_quiz(
                draw,
                f"How many of '{one}' chose {kinds[0]}?",
                str(counts[0][0]),
                [*map(str, (counts[0][1], counts[1][0], columns[0])), str(counts[0][0] + 3), str(counts[0][0] + 5)],
            ),
            make_quiz(
                draw,
                "How many people took part in the survey?",
                str(sum(columns)),
                [
                    str(sum(counts[0])),
                    str(sum(counts[1])),
                    str(columns[1]),
                    str(sum(columns) + 10),
                    str(columns[2] + 1),
                ],
            ),
            make_quiz(
                draw, "What stands in the last column of the table?", "totals", ["percentages", "means", "years"]
            ),
        ),
        alt_text=f"Two-way table of {one} and {two} by {', '.join(kinds)}, with totals in the last row and column.",
    )


@family(TYPE, "frequency_table")
def frequency_table(draw: Random) -> FigureScene:
    """Scores and how often they occurred; the mean is asked for."""
    what, unit = draw.choice(
        (("Goals per match", ""), ("Number of siblings", ""), ("Eggs in a nest", ""), ("Seeds in a pod", ""))
    )
    start, num = draw.randint(0, 3), draw.randint(5, 7)
    scores = list(range(start, start + num))
    counts = [draw.randint(2, 19) for _ in scores]
    sketch = Sketch()
    table(
        sketch,
        [[what, *map(str, scores)], ["Frequency", *map(str, counts)]],
        (3.1, *[6.9 / num] * num),
        head_column=True,
        height=0.95,
        size=12,
    )
    sketch.entity("frequency table", "row:0", "row:1")
    total, weighted = sum(counts), sum(a * b for a, b in zip(scores, counts, strict=True))
    answer = number_answer(weighted / total, unit, tolerance=0.01)
    best = scores[counts.index(max(counts))]
    pairs = ", ".join(f"{score} ({count} times)" for score, count in zip(scores, counts, strict=True))
    return sketch.scene(
        problem=f"{what} were recorded: {pairs}. Find the mean.",
        multimodal_question=f"The table shows how often each value of '{what.lower()}' was recorded. Find the mean.",
        givens=tuple(Quantity(symbol=f"f_{a}", value=b) for a, b in zip(scores, counts, strict=True)),
        unknown="the mean",
        answer=answer,
        solution=f"Σxf/Σf = {weighted}/{total} = {format_number(weighted / total)}",
        hidden=(f"mean = {answer.text}",),
        quizzes=(
            make_quiz(
                draw,
                f"What is the frequency of the value {scores[1]}?",
                str(counts[1]),
                [*map(str, (counts[0], counts[2], counts[1] + 2, counts[1] + 4, counts[1] + 6))],
            ),
            make_quiz(
                draw, "How many different values does the table list?", str(num), [str(num + d) for d in (-1, 1, 2)]
            ),
            make_quiz(
                draw,
                "Which of these values has the highest frequency?",
                str(best),
                [str(score) for score in scores if counts[score - start] < max(counts)]
                + ["none of them", "all", "two"],
            ),
        ),
        alt_text=f"Table of {what.lower()} from {scores[0]} to {scores[-1]} with the frequencies {counts}.",
    )


@family(TYPE, "truth_table")
def truth_table(draw: Random) -> FigureScene:
    """A truth table of two clauses in p, q, r; the joined column is empty and its true rows are counted."""
    (words_a, clause_a), (words_b, clause_b) = draw.sample(CLAUSES, 2)
    joint, join = draw.choice(JOINTS)
    sign = {True: "T", False: "F"}
    whole = f"$({words_a.strip('$')}) {joint} ({words_b.strip('$')})$"
    rows, num = [["$p$", "$q$", "$r$", words_a, words_b, whole]], 0
    for p, q, r in product((True, False), repeat=3):
        a, b = bool(clause_a(p, q, r)), bool(clause_b(p, q, r))
        num += bool(join(a, b))
        rows.append([sign[p], sign[q], sign[r], sign[a], sign[b], ""])
    sketch = Sketch()
    table(sketch, rows, (0.9, 0.9, 0.9, 1.8, 1.8, 3.9), height=0.66)
    sketch.entity("truth table", *(f"row:{row}" for row in range(9)))
    trues = sum(row[3] == "T" for row in rows[1:])
    third = rows[3]
    plain = {r"\wedge": "and", r"\vee": "or", r"\rightarrow": "implies", r"\neg": "not"}
    spoken = whole.strip("$")
    for macro, word in plain.items():
        spoken = spoken.replace(macro, word)
    return sketch.scene(
        problem=f"For how many of the eight assignments of p, q and r is the statement {spoken} true?",
        multimodal_question="Complete the last column of the truth table. In how many rows is the statement true?",
        givens=(Quantity(symbol="rows", value=8),),
        unknown="the number of true rows",
        answer=Answer(text=str(num), value=num, tolerance=0),
        solution=f"the last column is T in {num} of 8 rows",
        hidden=(f"n = {num}", f"{num} rows"),
        quizzes=(
            make_quiz(draw, "How many rows, besides its head, has the table?", "8", ["4", "6", "16"]),
            make_quiz(
                draw,
                "In how many rows is the fourth column T?",
                str(trues),
                [str(n) for n in (8 - trues, trues + 1, trues - 1, trues + 2)],
            ),
            make_quiz(
                draw,
                "What are p, q and r in the third row below the head?",
                ", ".join(third[:3]),
                ["T, T, F", "F, F, T", "F, T, T", "T, F, F"],
            ),
        ),
        alt_text=f"Truth table of p, q, r with the columns {words_a} and {words_b} filled in and that of {whole} empty.",
    )


@family(TYPE, "matrix_product")
def matrix_product(draw: Random) -> FigureScene:
    """A product of two matrices with one entry of the result missing."""
    num = draw.choice((2, 3))
    a, b = ([[draw.randint(-4, 6) for _ in range(num)] for _ in range(num)] for _ in range(2))
    c = [[sum(a[i][k] * b[k][j] for k in range(num)) for j in range(num)] for i in range(num)]
    row, column = draw.randrange(num), draw.randrange(num)
    if c[row][column] == 0:
        return matrix_product(draw)
    shown = [[("x" if (i, j) == (row, column) else str(c[i][j])) for j in range(num)] for i in range(num)]
    sketch, x = Sketch(), 0.0
    for tag, entries, sign in (("A", a, r"$\times$"), ("B", b, "$=$"), ("C", shown, "")):
        right = _matrix(sketch, tag, entries, x)
        if sign:
            sketch.text(f"sign:{tag}", sign, (right + 0.4, 0), size=15)
        x = right + 0.8
    sketch.claim(
        "order",
        "bracket:A1",
        "bracket:A2",
        "bracket:B1",
        "bracket:B2",
        "bracket:C1",
        "bracket:C2",
        value="left_to_right",
    )
    sketch.claim("count", "bracket", value=6)
    terms = " + ".join(f"({a[row][k]})({b[k][column]})" for k in range(num))
    value = c[row][column]
    return sketch.scene(
        problem=f"For A = {a} and B = {b} (rows in brackets), find the entry x of the product AB in row {row + 1}, column {column + 1}.",
        multimodal_question="Find the missing entry x of the matrix product in the figure.",
        givens=(Quantity(symbol="n", value=num, meaning="rows of each matrix"),),
        unknown="the entry x",
        answer=Answer(text=f"x = {value}", value=value, tolerance=0),
        solution=f"x = {terms} = {value}",
        hidden=(f"x = {value}",),
        quizzes=(
            make_quiz(draw, "How many rows has each matrix?", str(num), [str(num + d) for d in (1, 2, -1)]),
            make_quiz(
                draw,
                "What is the first entry of the second row of the first matrix?",
                str(a[1][0]),
                [str(n) for n in (a[0][1], a[1][1], a[0][0], a[1][0] + 7, a[1][0] + 8, a[1][0] - 9)],
            ),
            make_quiz(
                draw,
                "Where does the unknown x stand?",
                f"row {row + 1}, column {column + 1} of the product",
                [f"row {i}, column {j} of the product" for i in (1, 2) for j in (1, 2)] + ["in the first matrix"],
            ),
        ),
        alt_text=f"A {num} by {num} matrix times another equals a third whose entry in row {row + 1}, column {column + 1} is x.",
    )


def _matrix(sketch: Sketch, tag: str, entries: Sequence[Sequence[object]], left: float) -> float:
    """Entries between two square brackets, centred on y = 0; the right end."""
    num, step, lift = len(entries), 0.8, 0.65
    half, right = num * lift / 2, left + num * step + 0.2
    for side, x, inward in (("1", left, 0.14), ("2", right, -0.14)):
        sketch.line(f"bracket:{tag}{side}", (x + inward, half), (x, half), (x, -half), (x + inward, -half), width=1.4)
    for i in range(num):
        sketch.rectangle(f"row:{tag}{i}", left, half - (i + 1) * lift, right, half - i * lift, width=0, z=0)
        for j, value in enumerate(entries[i]):
            name = f"entry:{tag}{i}{j}"
            at = (left + 0.1 + (j + 0.5) * step, half - (i + 0.5) * lift)
            color = "#b03a2e" if value == "x" else INK
            sketch.text(name, "$x$" if value == "x" else f"${value}$", at, size=14, color=color)
            sketch.claim("inside", name, f"row:{tag}{i}")
        sketch.claim("order", *(f"entry:{tag}{i}{j}" for j in range(num)), value="left_to_right")
    sketch.entity(f"matrix {tag}", f"bracket:{tag}1", f"bracket:{tag}2")
    return right


@defect("two_way_table", "cell_in_wrong_row")
def cell_in_wrong_row(scene: FigureScene, draw: Random) -> FigureScene:
    """Two cells of a column change places."""
    column = draw.randint(1, 3)
    one, two = scene.mark(f"cell:1,{column}"), scene.mark(f"cell:2,{column}")
    assert isinstance(one, Label) and isinstance(two, Label)
    return change(scene, replace(one, at=two.at), replace(two, at=one.at))
