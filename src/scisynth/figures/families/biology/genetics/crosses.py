"""Punnett squares of one gene: gametes and offspring are enumerated, never listed.

Every gamete of a parent is equally likely, and so is every cell of the square (Mendel 1866).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from random import Random

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, PAPER, RED
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
    ("fruit flies", "V", ("red-eyed", "vermilion-eyed")),
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
        mark = scene.label(f"gamete:top{0 if p.layout == 'linked' else draw.randrange(2)}")
        other = mark.text.replace(p.big, "#").replace(p.big.lower(), p.big).replace("#", p.big.lower())
        return change(scene, replace(mark, text=other))

    @defect(visibility=2)
    def impossible_child(self, p: OneGene, scene: FigureScene, draw: Random) -> FigureScene:
        """A cell holds a genotype that its row and its column cannot give."""
        mark = scene.label(f"child:{p.cell // 2}{p.cell % 2}")
        other = {"AA": "aa", "Aa": "AA", "aa": "AA", "AY": "aY", "aY": "AY"}[p.children[p.cell]]
        return change(scene, replace(mark, text=p.math(other)))

    @defect(visibility=1)
    def exchanged_notes(self, p: OneGene, scene: FigureScene, draw: Random) -> FigureScene:
        """The looks of the two alleles are exchanged in the notes."""
        first, last = self._notes(p)[0][1], self._notes(p)[-1][1]
        top, low = scene.label("note:0"), scene.label(f"note:{len(self._notes(p)) - 1}")
        return change(
            scene, replace(top, text=top.text.replace(first, last)), replace(low, text=low.text.replace(last, first))
        )

    @defect(visibility=3)
    def missing_cell(self, p: OneGene, scene: FigureScene, draw: Random) -> FigureScene:
        """The square lacks one of its four cells."""
        gone = f"square:{draw.randrange(2)}{draw.randrange(2)}"
        return scene.without(gone)
