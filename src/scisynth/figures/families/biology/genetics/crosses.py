"""Punnett squares: gametes and offspring are enumerated, never listed.

Every gamete of a parent is equally likely, and so is every cell of the square (Mendel 1866).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from random import Random

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.chart import swap_texts
from scisynth.figures.parts.palette import BLUE, PAPER, RED
from scisynth.figures.scene.marks import Label
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.scene.sketch import Sketch

DOMINANT = (
    ("pea plants", "T", ("tall", "dwarf")),
    ("pea flowers", "P", ("purple", "white")),
    ("guinea pigs", "B", ("black", "white")),
    ("fruit flies", "G", ("grey-bodied", "black-bodied")),
    ("tomatoes", "R", ("red", "yellow")),
    ("rabbits", "S", ("short-haired", "long-haired")),
    ("corn kernels", "D", ("purple", "yellow")),
    ("mice", "A", ("agouti", "black")),
)
"""Organisms, letter of the gene, and the dominant and the recessive look."""
BLENDING = (
    ("snapdragons", "R", ("red", "pink", "white")),
    ("cattle", "H", ("red", "roan", "white")),
    ("chickens", "B", ("black", "blue-grey", "white")),
    ("radishes", "L", ("long", "oval", "round")),
    ("carnations", "C", ("crimson", "rose", "white")),
)
"""Organisms whose heterozygotes look different from both homozygotes."""
LINKED = (
    ("fruit flies", "W", ("red-eyed", "white-eyed")),
    ("fruit flies", "M", ("long-winged", "miniature-winged")),
    ("fruit flies", "F", ("smooth-bristled", "forked-bristled")),
    ("fruit flies", "V", ("red-bodied", "vermilion-bodied")),
)
"""Of genes on the X chromosome of fruit flies (Morgan 1910 and later)."""
TRAITS = {"blank": DOMINANT, "filled": DOMINANT, "blending": BLENDING, "linked": LINKED}


def gametes(genotype: Sequence[str]) -> list[str]:
    """One allele of each pair, every way: `("Aa", "Bb")` to AB, Ab, aB, ab."""
    return ["".join(parts) for parts in product(*genotype)]


def cross(one: str, two: str) -> str:
    """The offspring of two gametes, the dominant allele of each pair first: `aB`, `Ab` to `AaBb`; a Y comes last."""
    pairs = (sorted(pair, key=lambda allele: (allele == "Y", allele)) for pair in zip(one, two, strict=True))
    return "".join("".join(pair) for pair in pairs)


def look(genotype: str, kind: str) -> int:
    """Class of a one-gene offspring: 0 dominant, 1 recessive; blending 0, 1, 2; linked 0-1 daughters, 2-3 sons."""
    num = sum(allele.isupper() and allele != "Y" for allele in genotype)
    if kind == "blending":
        return 2 - num
    return (num == 0) + 2 * ("Y" in genotype)


@dataclass(frozen=True, kw_only=True)
class OneGene(Parameters):
    """A cross of two parents in one gene."""

    layout: str = one_of(
        "blank", "filled", "blending", "linked", level_1=("blank", "blending"), level_3=("filled", "linked", "blending")
    )
    trait: int = drawn(lambda draw, _, values: draw.randrange(len(TRAITS[values["layout"]])), words="organism and gene")
    left: str = one_of("AA", "Aa", "aa")
    top: str = drawn(
        lambda draw, _, values: draw.choice(("AY", "aY") if values["layout"] == "linked" else ("AA", "Aa", "aa")),
        words="the other parent",
    )
    total: int = one_of(*range(40, 404, 4))
    asked: int = one_of(0, 1, 2, 3)
    cell: int = one_of(0, 1, 2, 3)

    def valid(self) -> bool:
        """The class is there, and not all offspring belong to it."""
        return 0 < self.hits < 4

    @property
    def who(self) -> str:
        """The organisms."""
        return TRAITS[self.layout][self.trait][0]

    @property
    def big(self) -> str:
        """Letter of the dominant allele."""
        return TRAITS[self.layout][self.trait][1]

    @property
    def looks(self) -> tuple[str, ...]:
        """Names of the classes."""
        found = TRAITS[self.layout][self.trait][2]
        return (
            tuple(f"{word} {sex}" for sex in ("females", "males") for word in found)
            if self.layout == "linked"
            else found
        )

    @property
    def children(self) -> list[str]:
        """Genotypes of the four cells, row by row."""
        return [cross(one, two) for one in self.left for two in self.top]

    @property
    def hits(self) -> int:
        """Cells of the class that is asked for."""
        return sum(look(child, self.layout) == self.asked for child in self.children)

    def named(self, genotype: str) -> str:
        """As printed in text, in the letter of the gene: `Tt`, `XᵂY`."""
        letters = [self.big if allele == "A" else self.big.lower() if allele == "a" else allele for allele in genotype]
        if self.layout == "linked":
            return " ".join("Y" if allele == "Y" else f"X({allele})" for allele in letters)
        return "".join(letters)

    def math(self, genotype: str) -> str:
        """As printed in the figure."""
        letters = [self.big if allele == "A" else self.big.lower() if allele == "a" else allele for allele in genotype]
        if self.layout == "linked":
            return "$" + "".join("Y" if allele == "Y" else f"X^{{{allele}}}" for allele in letters) + "$"
        return f"${''.join(letters)}$"


def draw_square(sketch: Sketch, left: Sequence[str], top: Sequence[str], cells: Sequence[str], size: float) -> None:
    """A Punnett square with gametes along its sides and texts in its cells, row by row; empty texts are left out."""
    rows, columns = len(left), len(top)
    for k, words in enumerate(top):
        sketch.text(f"gamete:top{k}", words, (k + 0.5, rows + 0.06), toward=(0, 1), gap_pt=4, size=size + 2, color=BLUE)
    for k, words in enumerate(left):
        at = (-0.06, rows - k - 0.5)
        sketch.text(f"gamete:left{k}", words, at, toward=(-1, 0), gap_pt=4, size=size + 2, color=RED)
    for i, j in product(range(rows), range(columns)):
        name = f"{i}{j}"
        sketch.rectangle(f"square:{name}", j, rows - i - 1, j + 1, rows - i, width=1.2, fill=PAPER)
        if words := cells[i * columns + j]:
            sketch.text(f"child:{name}", words, (j + 0.5, rows - i - 0.5), size=size)
            sketch.claim("inside", f"child:{name}", f"square:{name}")
    if columns > 1:
        sketch.claim("order", *(f"gamete:top{k}" for k in range(columns)), value="left_to_right")
    if rows > 1:
        sketch.claim("order", *(f"gamete:left{k}" for k in range(rows)), value="top_to_bottom")
    for k in range(columns):
        sketch.claim("near", f"gamete:top{k}", f"square:0{k}")
    sketch.claim("count", "square", value=rows * columns)
    sketch.entity("Punnett square", *(f"square:{i}{j}" for i, j in product(range(rows), range(columns))))


@family("Biology - Genetics")
class MonohybridSquare(Family[OneGene]):
    """An empty square to fill, a filled one that lacks a parent, a blending pair of alleles, or a gene on X."""

    def solve(self, p: OneGene) -> Solution:
        """Offspring times the fraction of cells that belong to the class."""
        value = p.total * p.hits // 4
        notes = "; ".join(f"{name}: {words}" for name, words in self._notes(p))
        return Solution(
            answer=Answer(text=str(value), value=value, tolerance=0.001),
            symbol="expected",
            values={
                "chart": p.layout,
                "who": p.who,
                "look": p.looks[p.asked],
                "left": p.named(p.left),
                "top": p.named(p.top),
                "notes": notes,
                "hits": p.hits,
                "cells": ", ".join(p.named(child) for child in p.children),
                "case": "filled" if p.layout == "filled" else "linked" if p.layout == "linked" else "plain",
            },
        )

    def _notes(self, p: OneGene) -> list[tuple[str, str]]:
        """Which letter or genotype has which look."""
        words = TRAITS[p.layout][p.trait][2]
        if p.layout == "blending":
            return [(p.named(pair), word) for pair, word in zip(("AA", "Aa", "aa"), words, strict=True)]
        return [(p.big, words[0]), (p.big.lower(), words[1])]

    def draw(self, p: OneGene, sketch: Sketch) -> None:
        """One cell is filled in an empty square; a filled one hides the gametes of the parent on the left."""
        shown = [p.math(child) if p.layout == "filled" or k == p.cell else "" for k, child in enumerate(p.children)]
        left = ["?" if p.layout == "filled" else p.math(allele) for allele in p.left]
        draw_square(sketch, left, [p.math(allele) for allele in p.top], shown, 18)
        mother, father = ("", "") if p.layout != "linked" else (" (female)", " (male)")
        sketch.text("parent:top", f"{p.math(p.top)}{father}", (1, 2.62), size=16, color=BLUE)
        if p.layout != "filled":
            sketch.text("parent:left", f"{p.math(p.left)}{mother}", (-0.62, 1), size=16, color=RED, align="right")
        for k, (name, words) in enumerate(self._notes(p)):
            letter = f"X^{{{name}}}" if p.layout == "linked" else name
            sketch.text(f"note:{k}", f"${letter}$: {words}", (2.25, 1.7 - 0.36 * k), size=13, align="left")
        sketch.text("note:who", f"{p.who}, $n$ = {p.total}", (2.25, 0.3), size=13, align="left")

    def questions(self, p: OneGene) -> Iterator[Question]:
        """Parents, gametes, cells and notes."""
        pairs = [
            p.named(pair) for pair in (("AA", "Aa", "aa", "AY", "aY") if p.layout == "linked" else ("AA", "Aa", "aa"))
        ]
        pairs = pairs if len(pairs) > 3 else [*pairs, "none"]
        yield ask_word("top", p.named(p.top), pairs)
        if p.layout != "filled":
            yield ask_word("left", p.named(p.left), pairs)
        row, column = p.cell // 2 + 1, p.cell % 2 + 1
        yield ask_word("cell", p.named(p.children[p.cell]), pairs, row=row, column=column)
        yield ask_number("total", p.total, step=20, low=4, likely=[p.total + 4, p.total - 40, p.total + 40])
        letters = list(dict.fromkeys((*p.left, *p.top, "A", "a", "Y")))
        own = p.top[p.cell % 2]
        yield ask_word("gamete", p.named(own), [*map(p.named, letters), "none"], column=p.cell % 2 + 1)

    @defect(visibility=2)
    def gamete_of_no_parent(self, p: OneGene, scene: FigureScene, draw: Random) -> FigureScene:
        """A gamete above the square carries an allele that the parent above does not have there."""
        mark = scene.mark(f"gamete:top{0 if p.layout == 'linked' else draw.randrange(2)}")
        assert isinstance(mark, Label)
        other = mark.text.replace(p.big, "#").replace(p.big.lower(), p.big).replace("#", p.big.lower())
        return change(scene, replace(mark, text=other))

    @defect(visibility=2)
    def impossible_child(self, p: OneGene, scene: FigureScene, draw: Random) -> FigureScene:
        """A cell holds a genotype that its row and its column cannot give."""
        mark = scene.mark(f"child:{p.cell // 2}{p.cell % 2}")
        assert isinstance(mark, Label)
        other = {"AA": "aa", "Aa": "AA", "aa": "AA", "AY": "aY", "aY": "AY"}[p.children[p.cell]]
        return change(scene, replace(mark, text=p.math(other)))

    @defect(visibility=1)
    def exchanged_notes(self, p: OneGene, scene: FigureScene, draw: Random) -> FigureScene:
        """The looks of the two alleles are exchanged in the notes."""
        first, last = self._notes(p)[0][1], self._notes(p)[-1][1]
        top, low = scene.mark("note:0"), scene.mark(f"note:{len(self._notes(p)) - 1}")
        assert isinstance(top, Label) and isinstance(low, Label)
        return change(
            scene, replace(top, text=top.text.replace(first, last)), replace(low, text=low.text.replace(last, first))
        )

    @defect(visibility=3)
    def missing_cell(self, p: OneGene, scene: FigureScene, draw: Random) -> FigureScene:
        """The square lacks one of its four cells."""
        gone = f"square:{draw.randrange(2)}{draw.randrange(2)}"
        return scene.with_marks(tuple(mark for mark in scene.marks if mark.id != gone))


PAIRS: Mapping[str, tuple[tuple[str, str, str, str, str, str, str], ...]] = {
    "free": (
        ("peas", "R", "round", "wrinkled", "Y", "yellow", "green"),
        ("tomatoes", "T", "tall", "dwarf", "R", "red", "yellow"),
        ("guinea pigs", "B", "black", "white", "S", "short-haired", "long-haired"),
        ("fruit flies", "G", "grey", "black", "V", "long-winged", "short-winged"),
        ("corn kernels", "P", "purple", "yellow", "S", "smooth", "shrunken"),
        ("peas", "L", "tall", "dwarf", "F", "purple-flowered", "white-flowered"),
    ),
    "epistasis": (
        ("Labradors", "B", "black", "brown", "E", "coloured", "yellow"),
        ("mice", "B", "black", "brown", "C", "coloured", "white"),
        ("horses", "B", "black", "chestnut", "D", "coloured", "cream"),
        ("onions", "R", "red", "yellow", "C", "coloured", "white"),
    ),
}
"""Organisms with two genes: letter, dominant and recessive look of each; epistatic, the second gene's recessive hides the first."""


@dataclass(frozen=True, kw_only=True)
class TwoGenes(Parameters):
    """A cross of two parents in two genes on different chromosomes."""

    layout: str = one_of("full", "blank", "test", "epistasis", level_1=("full", "test"))
    trait: int = drawn(
        lambda draw, _, values: draw.randrange(len(PAIRS["epistasis" if values["layout"] == "epistasis" else "free"])),
        words="organism and genes",
    )
    left: tuple[str, str] = drawn(
        lambda draw, _, values: (
            ("aa", "bb")
            if values["layout"] == "test"
            else (draw.choice(("Aa", "Aa", "aa")), draw.choice(("Bb", "Bb", "bb")))
        ),
        words="parent on the left",
    )
    top: tuple[str, str] = drawn(
        lambda draw, _, values: (draw.choice(("Aa", "Aa", "AA")), draw.choice(("Bb", "Bb", "bb"))), words="parent above"
    )
    total: int = one_of(*range(80, 976, 16))
    asked: int = one_of(0, 1, 2, 3)
    row: int = one_of(0, 1, 2, 3)
    column: int = one_of(0, 1, 2, 3)

    def valid(self) -> bool:
        """The class is there and not alone; the square has two rows and columns at least; a test cross has one row."""
        if self.row >= len(self.rows) or self.column >= len(self.columns) or len(self.columns) < 2:
            return False
        if self.asked >= len(self.looks) or (self.layout != "test" and len(self.rows) < 2):
            return False
        return 0 < self.hits < len(self.children)

    @property
    def genes(self) -> tuple[str, str, str, str, str, str, str]:
        """Organisms, letters and looks."""
        return PAIRS["epistasis" if self.layout == "epistasis" else "free"][self.trait]

    @property
    def rows(self) -> list[str]:
        """Different gametes of the parent on the left."""
        return list(dict.fromkeys(gametes(self.left)))

    @property
    def columns(self) -> list[str]:
        """Different gametes of the parent above."""
        return list(dict.fromkeys(gametes(self.top)))

    @property
    def children(self) -> list[str]:
        """Genotypes of the cells, row by row."""
        return [cross(one, two) for one in self.rows for two in self.columns]

    @property
    def looks(self) -> list[str]:
        """Names of the classes, as `look_of_two` counts them."""
        _, _, a, small_a, _, b, small_b = self.genes
        if self.layout == "epistasis":
            return [a, small_a, small_b]
        return [f"{one} and {two}" for one in (a, small_a) for two in (b, small_b)]

    @property
    def hits(self) -> int:
        """Cells of the class that is asked for."""
        return sum(look_of_two(child, self.layout) == self.asked for child in self.children)

    def named(self, genotype: str) -> str:
        """In the letters of the genes."""
        _, first, _, _, second, _, _ = self.genes
        return genotype.translate(str.maketrans("AaBb", first + first.lower() + second + second.lower()))


def look_of_two(genotype: str, layout: str) -> int:
    """Class of a two-gene offspring: 2 (first recessive) + (second recessive); with epistasis 2 where the second is recessive."""
    first, second = "A" not in genotype, "B" not in genotype
    return (2 if second else int(first)) if layout == "epistasis" else 2 * first + second


@family("Biology - Genetics")
class DihybridSquare(Family[TwoGenes]):
    """A full square, one with a single cell filled, a test cross of one row, or a gene that hides another."""

    def solve(self, p: TwoGenes) -> Solution:
        """Offspring times the fraction of cells that belong to the class."""
        who, first, a, small_a, second, b, small_b = p.genes
        num = len(p.children)
        value = p.total * p.hits // num
        return Solution(
            answer=Answer(text=str(value), value=value, tolerance=0.001),
            symbol="expected",
            values={
                "chart": p.layout,
                "who": who,
                "look": p.looks[p.asked],
                "left": p.named("".join(p.left)),
                "top": p.named("".join(p.top)),
                "notes": f"{first}: {a}, {first.lower()}: {small_a}; {second}: {b}, {second.lower()}: {small_b}",
                "hides": f"{second.lower()}{second.lower()}",
                "hits": p.hits,
                "num": num,
                "case": "epistasis" if p.layout == "epistasis" else "free",
            },
        )

    def draw(self, p: TwoGenes, sketch: Sketch) -> None:
        """Gametes that are alike share a row or a column."""
        chosen = p.row * len(p.columns) + p.column
        cells = [
            f"${p.named(child)}$" if p.layout != "blank" or k == chosen else "" for k, child in enumerate(p.children)
        ]
        if p.layout == "test":
            cells = ["" if k != chosen else words for k, words in enumerate(cells)]
        top, left = ([f"${p.named(name)}$" for name in names] for names in (p.columns, p.rows))
        draw_square(sketch, left, top, cells, 14)
        who, first, a, small_a, second, b, small_b = p.genes
        middle, low = len(p.columns) / 2, -0.4
        parents = f"${p.named(''.join(p.left))}$ (left) $\\times$ ${p.named(''.join(p.top))}$ (above)"
        sketch.text("parents:both", parents, (middle, len(p.rows) + 0.85), size=14)
        sketch.text("note:first", f"${first}$: {a},  ${first.lower()}$: {small_a}", (middle, low), size=13)
        hides = f" (hides ${first}$, ${first.lower()}$)" if p.layout == "epistasis" else ""
        words = f"${second}$: {b},  ${second.lower()}{second.lower() if hides else ''}$: {small_b}{hides}"
        sketch.text("note:second", words, (middle, low - 0.42), size=13)
        sketch.text("note:who", f"{who}, $n$ = {p.total}", (middle, low - 0.84), size=13)

    def questions(self, p: TwoGenes) -> Iterator[Question]:
        """Parents, gametes and cells."""
        every = [p.named(one + two) for one in ("AA", "Aa", "aa") for two in ("BB", "Bb", "bb")]
        start = p.total // 16
        mixed = every[start % 9 :] + every[: start % 9]
        own = p.named(p.children[p.row * len(p.columns) + p.column])
        yield ask_word("cell", own, mixed, row=p.row + 1, column=p.column + 1)
        yield ask_word("top", p.named("".join(p.top)), mixed)
        pairs = [p.named(one + two) for one in "Aa" for two in "Bb"]
        yield ask_word("gamete", p.named(p.columns[p.column]), pairs, column=p.column + 1)
        if p.layout != "test":
            yield ask_word("left", p.named(p.rows[p.row]), pairs, row=p.row + 1)
        yield ask_number("total", p.total, step=48, low=16, likely=[p.total + 16, p.total - 80, p.total + 80])

    @defect(visibility=2)
    def impossible_child(self, p: TwoGenes, scene: FigureScene, draw: Random) -> FigureScene:
        """A cell holds a genotype that its row and its column cannot give."""
        mark = scene.mark(f"child:{p.row}{p.column}")
        assert isinstance(mark, Label)
        own = p.children[p.row * len(p.columns) + p.column]
        other = {"AA": "aa", "Aa": "AA", "aa": "AA"}[own[:2]] + own[2:]
        return change(scene, replace(mark, text=f"${p.named(other)}$"))

    @defect(visibility=2)
    def gamete_with_a_pair(self, p: TwoGenes, scene: FigureScene, draw: Random) -> FigureScene:
        """A gamete holds both alleles of one gene and none of the other."""
        mark = scene.mark(f"gamete:top{p.column}")
        assert isinstance(mark, Label)
        return change(scene, replace(mark, text=f"${p.named('Aa')}$"))

    @defect(visibility=1)
    def exchanged_gametes(self, p: TwoGenes, scene: FigureScene, draw: Random) -> FigureScene:
        """Two gametes above the square are exchanged, so that the cells below them do not fit."""
        return swap_texts(scene, "gamete:top0", "gamete:top1")

    @defect(visibility=3)
    def missing_cell(self, p: TwoGenes, scene: FigureScene, draw: Random) -> FigureScene:
        """The square lacks one of its cells."""
        gone = f"square:{p.row}{p.column}"
        return scene.with_marks(tuple(mark for mark in scene.marks if mark.id != gone))
