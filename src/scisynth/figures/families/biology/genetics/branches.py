"""Crosses of several unlinked genes by the forked-line method: the fractions of each gene multiply along a branch.

Each gene is one of four kinds: dominant, blending (three looks), lethal (homozygous AA die as embryos), or on X.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from math import prod
from random import Random
from typing import Any

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change, swap_texts
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, DARK_GREY, PALE_BLUE
from scisynth.figures.scene.marks import Label
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.scene.sketch import Sketch

GENES: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "dominant": (
        ("T", ("tall", "dwarf")), ("R", ("round-seeded", "wrinkled-seeded")), ("S", ("smooth", "hairy")), ("E", ("early", "late")),
        ("L", ("long-leaved", "short-leaved")),
    ),
    "blending": (("C", ("red", "pink", "white")), ("N", ("broad-leaved", "oval-leaved", "narrow-leaved"))),
    "lethal": (("M", ("short-tailed", "long-tailed")), ("G", ("gold", "grey"))),
    "coat": (("K", ("curly", "wavy", "straight")), ("H", ("coarse", "medium", "silky"))),
    "linked": (("W", ("red-eyed females", "white-eyed females", "red-eyed males", "white-eyed males")),),
    "fly": (("L", ("long-winged", "short-winged")), ("D", ("straight-winged", "curly-winged")), ("S", ("smooth", "hairy"))),
}  # fmt: skip
"""Letter and looks; of a lethal gene the first look is that of the heterozygotes."""
KINDS = {
    "three": ("dominant", "dominant", "dominant"),
    "blending": ("blending", "dominant"),
    "both": ("blending", "blending"),
    "lethal": ("lethal", "coat"),
    "linked": ("linked", "fly"),
}


def shares(one: str, two: str, kind: str) -> dict[str, Fraction]:
    """Part of each genotype among the living offspring of two parents in one gene, as `Aa`; males on X as `AY`."""
    found = Counter("".join(sorted(pair, key=lambda x: (x == "Y", x))) for pair in product(one, two))
    if kind == "lethal":
        del found["AA"]
    total = sum(found.values())
    return {genes: Fraction(count, total) for genes, count in sorted(found.items())}


def look_of(genes: str, kind: str) -> int:
    """Place of a genotype's look in the list of its gene."""
    if kind in ("blending", "coat"):
        return genes.count("a")
    return int("A" not in genes) + 2 * ("Y" in genes)


def looks(one: str, two: str, kind: str) -> dict[int, Fraction]:
    """Part of each look among the offspring."""
    found: dict[int, Fraction] = {}
    for genes, part in shares(one, two, kind).items():
        place = look_of(genes, kind)
        found[place] = found.get(place, Fraction(0)) + part
    return dict(sorted(found.items()))


def _genes(draw: Random, _: int, values: Mapping[str, Any]) -> tuple[int, ...]:
    chosen: list[int] = []
    for index, kind in enumerate(KINDS[values["layout"]]):
        taken = [chosen[k] for k, other in enumerate(KINDS[values["layout"]][:index]) if other == kind]
        chosen.append(draw.choice([k for k in range(len(GENES[kind])) if k not in taken]))
    return tuple(chosen)


def _parents(side: str) -> Any:
    def pick(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[str, ...]:
        out = []
        for kind in KINDS[values["layout"]]:
            if kind == "linked":
                out.append("Aa" if side == "left" else draw.choice(("AY", "aY")))
            elif kind == "lethal":
                out.append("Aa")
            else:
                out.append(draw.choice(("Aa", "Aa", "aa") if level > 1 or side == "right" else ("Aa",)))
        return tuple(out)

    return drawn(pick, words=f"genotypes of the parent on the {side}")


@dataclass(frozen=True, kw_only=True)
class Fork(Parameters):
    """Two or three genes, both parents, and the branch that is asked for."""

    layout: str = one_of(*KINDS, level_1=("three", "blending"), level_3=("both", "lethal", "linked", "three"))
    genes: tuple[int, ...] = drawn(_genes, words="genes")
    left: tuple[str, ...] = _parents("left")
    right: tuple[str, ...] = _parents("right")
    total: int = one_of(*range(192, 1441, 96))
    leaf: int = one_of(*range(12))
    lost: int = one_of(0, 1)
    """The gene whose first look has no fraction at its branches."""

    def valid(self) -> bool:
        """Every gene splits, the leaf is there, and its number is whole."""
        if any(len(found) < 2 for found in self.tables) or not 4 <= len(self.leaves) <= 12:
            return False
        return self.leaf < len(self.leaves) and (self.total * self.chance).denominator == 1

    @property
    def kinds(self) -> tuple[str, ...]:
        """Of the genes."""
        return KINDS[self.layout]

    @property
    def tables(self) -> list[dict[int, Fraction]]:
        """Looks of each gene with their parts."""
        return [looks(*pair) for pair in zip(self.left, self.right, self.kinds, strict=True)]

    @property
    def leaves(self) -> list[tuple[int, ...]]:
        """Looks in all genes, in the order of the branches."""
        return list(product(*self.tables))

    @property
    def chance(self) -> Fraction:
        """Of the leaf that is asked for."""
        return prod(
            (table[look] for table, look in zip(self.tables, self.leaves[self.leaf], strict=True)), start=Fraction(1)
        )

    def word(self, gene: int, look: int) -> str:
        """Name of a look."""
        return GENES[self.kinds[gene]][self.genes[gene]][1][look]

    def letters(self, gene: int, genotype: str) -> str:
        """In the letter of the gene."""
        big = GENES[self.kinds[gene]][self.genes[gene]][0]
        plain = genotype.replace("a", "#").replace("A", big).replace("#", big.lower())
        if self.kinds[gene] == "linked":
            return " ".join("Y" if letter == "Y" else f"X({letter})" for letter in plain)
        return plain

    def parent(self, genotypes: Sequence[str]) -> str:
        """All genes of a parent."""
        parts = [self.letters(k, genotype) for k, genotype in enumerate(genotypes)]
        return ", ".join(parts) if self.layout == "linked" else " ".join(parts)

    def look_words(self, leaf: Sequence[int]) -> str:
        """`tall, round and green`."""
        words = [self.word(k, look) for k, look in enumerate(leaf)]
        words = words[::-1] if self.layout == "linked" else words
        return f"{', '.join(words[:-1])} and {words[-1]}" if self.layout != "linked" else " ".join(words)


@family("Biology - Genetics")
class BranchedCross(Family[Fork]):
    """Forked lines of three genes, of blending alleles, of a lethal allele, or of a gene on X."""

    def solve(self, p: Fork) -> Solution:
        """Fractions multiply along the branch."""
        value = int(p.total * p.chance)
        parts = [table[look] for table, look in zip(p.tables, p.leaves[p.leaf], strict=True)]
        return Solution(
            answer=Answer(text=str(value), value=value, tolerance=0.001),
            symbol="expected",
            values={
                "mine": p.parent(p.left),
                "his": p.parent(p.right),
                "look": p.look_words(p.leaves[p.leaf]),
                "notes": "; ".join(self._notes(p)),
                "product": " · ".join(_text(part) for part in parts),
                "chance": _text(p.chance),
                "chart": p.layout,
                "num": len(p.leaves),
            },
        )

    def _notes(self, p: Fork) -> list[str]:
        notes = []
        for k, kind in enumerate(p.kinds):
            big, words = GENES[kind][p.genes[k]]
            small = big.lower()
            notes.append(
                {
                    "fly": f"{big}: {words[0]}, {small}: {words[1]}",
                    "coat": f"{big}{big}: {words[0]}, {big}{small}: {words[1]}, {small}{small}: {words[-1]}",
                    "dominant": f"{big}: {words[0]}, {small}: {words[1]}",
                    "blending": f"{big}{big}: {words[0]}, {big}{small}: {words[1]}, {small}{small}: {words[-1]}",
                    "lethal": f"{big}{big}: dies before birth, {big}{small}: {words[0]}, {small}{small}: {words[1]}",
                    "linked": f"on X: {big} red-eyed, {small} white-eyed",
                }[kind]
            )
        return notes

    def draw(self, p: Fork, sketch: Sketch) -> None:
        """From the left to the right; parts stand at the branches, dots where that of a look is left out."""
        num = len(p.leaves)
        height = {4: 1.1, 6: 0.95}.get(num, 0.78)
        column = 3.5 if p.layout == "linked" else 2.9
        depth = len(p.kinds)
        ys: dict[tuple[int, ...], float] = {leaf: -height * k for k, leaf in enumerate(p.leaves)}
        for level in range(depth - 1, -1, -1):
            for node in product(*p.tables[:level]):
                inner = [y for leaf, y in ys.items() if len(leaf) == level + 1 and leaf[:level] == node]
                ys[node] = sum(inner) / len(inner)
        sketch.dot("fork:root", (0, ys[()]), 0.07, color=BLUE)
        for level in range(1, depth + 1):
            self._level(p, sketch, level, ys, column)
        asked = p.leaves[p.leaf]
        x = column * depth + 0.15
        sketch.text("mark:asked", "?", (x + 0.2, ys[asked]), size=15)
        sketch.claim("level", "mark:asked", self._id(asked), tolerance=4)
        middle = column * depth / 2
        parents = f"{p.parent(p.left)}  ×  {p.parent(p.right)}"
        sketch.text("label:parents", parents, (middle, height * 1.5), size=14)
        for k, words in enumerate([*self._notes(p), f"n = {p.total} living offspring"]):
            sketch.text(f"note:{k}", words, (middle, -height * (num - 0.2) - 0.42 * k), size=12)
        sketch.claim("count", "branch", value=sum(len(node) > 0 for node in ys))
        sketch.entity("leaves", *(self._id(leaf) for leaf in p.leaves))

    def _id(self, node: Sequence[int]) -> str:
        return "look:" + "".join(map(str, node))

    def _level(self, p: Fork, sketch: Sketch, level: int, ys: Mapping[tuple[int, ...], float], column: float) -> None:
        """The forks of one gene."""
        table = p.tables[level - 1]
        left_out = next(iter(table)) if level - 1 == p.lost else None
        wide = 0.115 * max(len(p.word(level - 1, look)) for look in table) + 0.35
        for node, y in ys.items():
            if len(node) != level:
                continue
            start = (column * (level - 1) + (0 if level == 1 else 0.1), ys[node[:-1]])
            end = (column * level - 0.05 - wide, y)
            tag = "".join(map(str, node))
            sketch.line(f"branch:{tag}", start, end, width=1.1, color=DARK_GREY)
            x0, x1 = end[0], column * level + 0.1
            sketch.rectangle(f"look:{tag}", x0, y - 0.27, x1, y + 0.27, fill=PALE_BLUE, color=BLUE, width=0.9)
            sketch.text(f"word:{tag}", p.word(level - 1, node[-1]), ((x0 + x1) / 2, y), size=11)
            sketch.claim("inside", f"word:{tag}", f"look:{tag}")
            sketch.claim("connected", f"branch:{tag}", f"look:{tag}")
            role, words = ("gap", "…") if node[-1] == left_out else ("part", _text(table[node[-1]]))
            middle = (0.38 * start[0] + 0.62 * end[0], 0.38 * start[1] + 0.62 * end[1])
            sketch.text(f"{role}:{tag}", words, middle, of=f"branch:{tag}", plate=True, size=11)
        names = [self._id(node) for node in ys if len(node) == level]
        sketch.claim("order", *names, value="top_to_bottom")

    def questions(self, p: Fork) -> Iterator[Question]:
        """The parents, the marked leaf, the number of offspring."""
        pairs = [list(dict.fromkeys((own, *_choices(kind)))) for own, kind in zip(p.right, p.kinds, strict=True)]
        every = [p.parent(genotypes) for genotypes in product(*pairs)]
        turn = (p.total // 96 + p.leaf) % len(every)
        yield ask_word("parent", p.parent(p.right), every[turn:] + every[:turn])
        others = [p.look_words(leaf) for leaf in p.leaves]
        turn = (p.leaf * 5 + 1) % len(others)
        yield ask_word("marked", others[p.leaf], others[turn:] + others[:turn])
        yield ask_number("total", p.total, step=96, low=96, likely=[p.total - 48, p.total + 48])
        yield ask_count("place", p.leaf + 1, likely=[len(p.leaves) - p.leaf], low=1)

    @defect(visibility=1)
    def wrong_part(self, p: Fork, scene: FigureScene, draw: Random) -> FigureScene:
        """A fraction at a branch is not what the parents' alleles give."""
        mark = draw.choice([m for m in scene.marks if m.id.startswith("part:")])
        assert isinstance(mark, Label)
        return change(scene, replace(mark, text="1/8"))

    @defect(visibility=2)
    def exchanged_looks(self, p: Fork, scene: FigureScene, draw: Random) -> FigureScene:
        """The looks at the first fork are exchanged, so that they do not fit the fractions and the other branches."""
        first, second = list(p.tables[0])[:2]
        return swap_texts(scene, f"word:{first}", f"word:{second}")

    @defect(visibility=3)
    def loose_branch(self, p: Fork, scene: FigureScene, draw: Random) -> FigureScene:
        """A branch ends before its look."""
        leaf = "".join(map(str, p.leaves[p.leaf]))
        mark = scene.path(f"branch:{leaf}")
        (x0, y0), (x1, y1) = mark.points
        return change(scene, replace(mark, points=((x0, y0), (x0 + 0.5 * (x1 - x0), y0 + 0.5 * (y1 - y0)))))


def _choices(kind: str) -> tuple[str, ...]:
    return {"linked": ("AY", "aY"), "lethal": ("Aa", "aa")}.get(kind, ("AA", "Aa", "aa"))


def _text(part: Fraction) -> str:
    return f"{part.numerator}/{part.denominator}"
