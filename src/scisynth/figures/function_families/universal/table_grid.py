"""Universal - Table / Grid: two-way and frequency tables, truth tables and matrix products, each with its values in place."""

from itertools import product
from random import Random

from scisynth.core.problems import Answer
from scisynth.figures.families.registry import family
from scisynth.figures.parts.universal import table
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, make_quiz

TYPE = "Universal - Table / Grid"
CLAUSES = (
    (r"$p \wedge q$", lambda p, q, r: p and q),
    (r"$p \vee r$", lambda p, q, r: p or r),
    (r"$q \rightarrow r$", lambda p, q, r: not q or r),
    (r"$\neg q \vee p$", lambda p, q, r: not q or p),
    (r"$p \wedge \neg r$", lambda p, q, r: p and not r),
    (r"$p \rightarrow q$", lambda p, q, r: not p or q),
)
JOINTS = ((r"\rightarrow", lambda a, b: not a or b), (r"\vee", lambda a, b: a or b), (r"\wedge", lambda a, b: a and b))


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
