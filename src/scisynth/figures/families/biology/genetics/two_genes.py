"""Punnett squares of two genes on different chromosomes: free, test-crossed, or one gene hiding the other."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change, swap_texts
from scisynth.figures.families.biology.genetics.crosses import cross, draw_square, gametes
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.scene.sketch import Sketch

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
        mark = scene.label(f"child:{p.row}{p.column}")
        own = p.children[p.row * len(p.columns) + p.column]
        other = {"AA": "aa", "Aa": "AA", "aa": "AA"}[own[:2]] + own[2:]
        return change(scene, replace(mark, text=f"${p.named(other)}$"))

    @defect(visibility=2)
    def gamete_with_a_pair(self, p: TwoGenes, scene: FigureScene, draw: Random) -> FigureScene:
        """A gamete holds both alleles of one gene and none of the other."""
        mark = scene.label(f"gamete:top{p.column}")
        return change(scene, replace(mark, text=f"${p.named('Aa')}$"))

    @defect(visibility=1)
    def exchanged_gametes(self, p: TwoGenes, scene: FigureScene, draw: Random) -> FigureScene:
        """Two gametes above the square are exchanged, so that the cells below them do not fit."""
        return swap_texts(scene, "gamete:top0", "gamete:top1")

    @defect(visibility=3)
    def missing_cell(self, p: TwoGenes, scene: FigureScene, draw: Random) -> FigureScene:
        """The square lacks one of its cells."""
        gone = f"square:{p.row}{p.column}"
        return scene.without(gone)
