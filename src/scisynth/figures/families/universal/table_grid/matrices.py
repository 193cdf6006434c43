"""Matrices: one entry of a product, and a determinant."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change, swap_texts
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import INK, RED
from scisynth.figures.scene.marks import Label
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch

STEP, LIFT = 0.8, 0.65
SHAPES = {
    "square": ((2, 2, 2), (3, 3, 3)),
    "oblong": ((2, 3, 2), (3, 2, 3), (2, 3, 3)),
    "vector": ((2, 2, 1), (3, 3, 1), (2, 3, 1)),
}
"""Layout to rows of the first matrix, its columns, and columns of the second."""
Matrix = Sequence[Sequence[int]]


def signed(value: int) -> str:
    """With a true minus sign."""
    return str(value).replace("-", "−")


def draw_shape(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[int, ...]:
    """A shape that suits the layout; the smallest at level 1."""
    shapes = SHAPES[values["layout"]]
    return shapes[0] if level == 1 else draw.choice(shapes)


def draw_entries(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[int, ...]:
    """18 numbers, of which the matrices take as many as they need."""
    return tuple(draw.randint(-4, 6) for _ in range(18))


@dataclass(frozen=True, kw_only=True)
class Product(Parameters):
    """Two matrices and a place in their product."""

    layout: str = one_of(*SHAPES)
    shape: tuple[int, ...] = drawn(draw_shape, words="rows, columns, columns")
    entries: tuple[int, ...] = drawn(draw_entries, words="−4 to 6")
    row: int = one_of(0, 1, 2)
    column: int = one_of(0, 1, 2)
    letter: str = one_of("x", "y", "z", "k", "t")

    def valid(self) -> bool:
        """The place is in the product, and its entry is no easy 0."""
        return self.row < self.shape[0] and self.column < self.shape[2] and self.product[self.row][self.column] != 0

    @property
    def first(self) -> list[list[int]]:
        """The first matrix."""
        rows, inner, _ = self.shape
        return [list(self.entries[i * inner : (i + 1) * inner]) for i in range(rows)]

    @property
    def second(self) -> list[list[int]]:
        """The second matrix."""
        _, inner, columns = self.shape
        return [list(self.entries[9 + i * columns : 9 + (i + 1) * columns]) for i in range(inner)]

    @property
    def product(self) -> list[list[int]]:
        """Rows times columns."""
        return multiply(self.first, self.second)

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """The shape."""
        return tuple(Quantity(symbol=name, value=num) for name, num in zip(("m", "k", "n"), self.shape, strict=True))


def multiply(one: Matrix, two: Matrix) -> list[list[int]]:
    """The product of two matrices."""
    return [[sum(a * two[k][j] for k, a in enumerate(row)) for j in range(len(two[0]))] for row in one]


def in_words(matrix: Matrix) -> str:
    """`[1 2; 3 4]`."""
    return "[" + "; ".join(" ".join(signed(value) for value in row) for row in matrix) + "]"


def draw_matrix(
    sketch: Sketch, tag: str, words: Sequence[Sequence[str]], left: float, *, bars: bool = False, size: float = 14.0
) -> float:
    """Entries between brackets, or straight bars, centred on y = 0; the right end."""
    num, columns = len(words), len(words[0])
    half, right = num * LIFT / 2, left + columns * STEP + 0.2
    for side, x, inward in (("1", left, 0.14), ("2", right, -0.14)):
        corners = ((x, half), (x, -half)) if bars else ((x + inward, half), (x, half), (x, -half), (x + inward, -half))
        sketch.line(f"bracket:{tag}{side}", *corners, width=1.4)
    for i, row in enumerate(words):
        sketch.rectangle(f"row:{tag}{i}", left, half - (i + 1) * LIFT, right, half - i * LIFT, width=0, z=0)
        for j, value in enumerate(row):
            name, at = f"entry:{tag}{i}{j}", (left + 0.1 + (j + 0.5) * STEP, half - (i + 0.5) * LIFT)
            is_letter = value.isalpha()
            sketch.text(name, f"${value}$" if is_letter else value, at, size=size, color=RED if is_letter else INK)
            sketch.claim("inside", name, f"row:{tag}{i}")
        if columns > 1:
            sketch.claim("order", *(f"entry:{tag}{i}{j}" for j in range(columns)), value="left_to_right")
    sketch.entity(f"matrix {tag}", f"bracket:{tag}1", f"bracket:{tag}2")
    return right


def exchange_entries(scene: FigureScene, draw: Random) -> FigureScene:
    """Two different entries have changed places."""
    labels = [m for m in scene.marks if isinstance(m, Label) and m.id.startswith("entry:") and "$" not in m.text]
    draw.shuffle(labels)
    two = next(m for m in labels if m.text != labels[0].text)
    return swap_texts(scene, labels[0].id, two.id)


def flip_sign(scene: FigureScene, draw: Random) -> FigureScene:
    """An entry with the other sign."""
    labels = [
        m for m in scene.marks if isinstance(m, Label) and m.id.startswith("entry:") and m.text.strip("−0").isdigit()
    ]
    mark = draw.choice(labels)
    return change(scene, replace(mark, text=mark.text[1:] if mark.text[0] == "−" else "−" + mark.text))


def drop_bracket(scene: FigureScene, draw: Random) -> FigureScene:
    """Without one bracket."""
    gone = draw.choice([m.id for m in scene.marks if m.id.startswith("bracket:")])
    return scene.with_marks(tuple(m for m in scene.marks if m.id != gone))


@family("Universal - Table / Grid")
class MatrixProduct(Family[Product]):
    """A product of two matrices, or of a matrix and a vector, with one entry of the result missing."""

    def solve(self, p: Product) -> Solution:
        """Row times column."""
        value = p.product[p.row][p.column]
        terms = " + ".join(f"({signed(a)})({signed(p.second[k][p.column])})" for k, a in enumerate(p.first[p.row]))
        return Solution(
            answer=Answer(text=f"{p.letter} = {signed(value)}", value=value, tolerance=0),
            values={
                "first": in_words(p.first), "second": in_words(p.second), "terms": terms,
                "at": f"row {p.row + 1}, column {p.column + 1}",
            },
            hidden=(f"{p.letter} = {signed(value)}",),
        )  # fmt: skip

    def draw(self, p: Product, sketch: Sketch) -> None:
        """Three matrices in a line."""
        shown = [[signed(v) for v in row] for row in p.product]
        shown[p.row][p.column] = p.letter
        x = 0.0
        for tag, words, sign in (
            ("A", [[signed(v) for v in row] for row in p.first], r"$\times$"),
            ("B", [[signed(v) for v in row] for row in p.second], "$=$"),
            ("C", shown, ""),
        ):
            right = draw_matrix(sketch, tag, words, x)
            if sign:
                sketch.text(f"sign:{tag}", sign, (right + 0.4, 0), size=15)
            x = right + 0.8
        sketch.claim("order", *(f"bracket:{tag}{k}" for tag in "ABC" for k in "12"), value="left_to_right")
        sketch.claim("count", "bracket", value=6)

    def questions(self, p: Product) -> Iterator[Question]:
        """Entries, shapes and where the unknown stands."""
        i, j = (p.row + 1) % p.shape[0], (p.column + 1) % p.shape[1]
        every = [float(v) for row in p.first for v in row]
        yield ask_number("first", p.first[i][j], likely=every, step=1, i=i + 1, j=j + 1)
        k, m = (p.row + 1) % p.shape[1], p.entries[0] % p.shape[2]
        yield ask_number(
            "second", p.second[k][m], likely=[float(v) for row in p.second for v in row], step=1, i=k + 1, j=m + 1
        )
        places = [f"row {a}, column {b}" for a in range(1, 4) for b in range(1, 4)]
        yield ask_word("place", f"row {p.row + 1}, column {p.column + 1}", places[: 3 * p.shape[0]])
        yield ask_count("negative", sum(v < 0 for row in (*p.first, *p.second) for v in row))

    @defect(visibility=1)
    def exchanged_entries(self, p: Product, scene: FigureScene, draw: Random) -> FigureScene:
        """Two entries are exchanged."""
        return exchange_entries(scene, draw)

    @defect(visibility=1)
    def wrong_sign(self, p: Product, scene: FigureScene, draw: Random) -> FigureScene:
        """An entry has the wrong sign."""
        return flip_sign(scene, draw)

    @defect(visibility=2)
    def lost_bracket(self, p: Product, scene: FigureScene, draw: Random) -> FigureScene:
        """A matrix lacks one of its brackets."""
        return drop_bracket(scene, draw)


@dataclass(frozen=True, kw_only=True)
class Determinants(Parameters):
    """A square of numbers."""

    layout: str = one_of("bars", "brackets", "rule of Sarrus", level_1=("bars", "brackets"))
    num: int = one_of(2, 3, level_1=(2, 3), level_3=(3,))
    entries: tuple[int, ...] = drawn(
        lambda draw, level, _: tuple(draw.randint(-5, 7) for _ in range(9)), words="−5 to 7"
    )
    place: int = one_of(0, 1, 2)

    def valid(self) -> bool:
        """A value that says something; Sarrus needs three rows."""
        return abs(determinant(self.matrix)) > 1 and (self.layout != "rule of Sarrus" or self.num == 3)

    @property
    def matrix(self) -> list[list[int]]:
        """Row by row."""
        return [list(self.entries[i * self.num : (i + 1) * self.num]) for i in range(self.num)]

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """How many rows."""
        return (Quantity(symbol="n", value=self.num, meaning="rows"),)


def determinant(matrix: Matrix) -> int:
    """By expansion along the first row (Laplace)."""
    if len(matrix) == 1:
        return matrix[0][0]
    minors = ([[*row[:j], *row[j + 1 :]] for row in matrix[1:]] for j in range(len(matrix)))
    return sum((-1) ** j * matrix[0][j] * determinant(minor) for j, minor in enumerate(minors))


@family("Universal - Table / Grid")
class DeterminantValue(Family[Determinants]):
    """A determinant of two or three rows, between bars, in brackets, or with two columns written again for the rule of Sarrus; its value."""

    def solve(self, p: Determinants) -> Solution:
        """By the first row."""
        m, value = p.matrix, determinant(p.matrix)
        if p.num == 2:
            terms = f"({signed(m[0][0])})({signed(m[1][1])}) − ({signed(m[0][1])})({signed(m[1][0])})"
        else:
            minors = [determinant([[*row[:j], *row[j + 1 :]] for row in m[1:]]) for j in range(3)]
            signs = ("", " − ", " + ")
            terms = "".join(f"{signs[j]}({signed(m[0][j])})({signed(minors[j])})" for j in range(3))
        return Solution(
            answer=Answer(text=signed(value), value=value, tolerance=0),
            symbol="D",
            values={"matrix": in_words(m), "terms": terms},
            hidden=(f"D = {signed(value)}", f"= {signed(value)}"),
        )

    def draw(self, p: Determinants, sketch: Sketch) -> None:
        """For the rule of Sarrus the first two columns stand again on the right."""
        words = [[signed(v) for v in row] for row in p.matrix]
        if p.layout == "brackets":
            sketch.text("sign:det", r"$\det$", (-0.5, 0), size=19)
        right = draw_matrix(sketch, "A", words, 0.0, bars=p.layout != "brackets", size=19.0)
        sketch.claim("count", "bracket", value=2)
        if p.layout == "rule of Sarrus":
            half = 1.5 * LIFT
            for i, row in enumerate(words):
                for j in (0, 1):
                    sketch.text(f"again:{i}{j}", row[j], (right + 0.5 + j * STEP, half - (i + 0.5) * LIFT), size=19)
                sketch.claim("order", "bracket:A2", f"again:{i}0", f"again:{i}1", value="left_to_right")
            sketch.claim("count", "again", value=6)
        else:
            sketch.text("sign:unknown", "$= D$", (right + 0.55, 0), size=19)

    def questions(self, p: Determinants) -> Iterator[Question]:
        """Entries, diagonals, signs."""
        m, n = p.matrix, p.num
        i, j = p.place % n, (p.place + 1) % n
        every = [float(v) for row in m for v in row]
        yield ask_number("entry", m[i][j], likely=every, step=1, i=i + 1, j=j + 1)
        main, side = 1, 1
        for k in range(n):
            main, side = main * m[k][k], side * m[k][n - 1 - k]
        yield ask_number("main", main, likely=[side, sum(m[k][k] for k in range(n))], step=4)
        yield ask_number("side", side, likely=[main, -side], step=4)
        yield ask_count("negative", sum(v < 0 for v in every))
        yield ask_number("sum", sum(m[i]), likely=[sum(row[j] for row in m)], step=2, i=i + 1)

    @defect(visibility=1)
    def exchanged_entries(self, p: Determinants, scene: FigureScene, draw: Random) -> FigureScene:
        """Two entries are exchanged."""
        return exchange_entries(scene, draw)

    @defect(visibility=1)
    def wrong_sign(self, p: Determinants, scene: FigureScene, draw: Random) -> FigureScene:
        """An entry has the wrong sign."""
        return flip_sign(scene, draw)

    @defect(visibility=2)
    def lost_bar(self, p: Determinants, scene: FigureScene, draw: Random) -> FigureScene:
        """One of the bars or brackets is missing."""
        return drop_bracket(scene, draw)
