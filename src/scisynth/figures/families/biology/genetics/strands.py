"""Paired DNA: A with T by two hydrogen bonds, G with C by three; T_m = 2 °C (A + T) + 4 °C (G + C) for short strands (Wallace 1979)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change, swap_texts
from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import DARK_GREY, PAPER, RED
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.scene.sketch import Sketch, number_answer

PARTNER = {"A": "T", "T": "A", "G": "C", "C": "G"}
FILL = {"A": "#cfe3c9", "T": "#f6d2cc", "G": "#cfe0f2", "C": "#fbe5b8"}


def melting_point(strand: str) -> int:
    """By the Wallace rule, °C, of a strand that is paired along its whole length."""
    return sum(4 if base in "GC" else 2 for base in strand)


def num_bonds(strand: str) -> int:
    """Hydrogen bonds of a strand that is paired along its whole length."""
    return sum(3 if base in "GC" else 2 for base in strand)


@dataclass(frozen=True, kw_only=True)
class Duplex(Parameters):
    """One strand from 5′ to 3′, and how much of the other is drawn."""

    layout: str = one_of(
        "paired", "half", "bonds", "primer", level_1=("paired", "half"), level_3=("primer", "bonds", "half")
    )
    strand: str = drawn(
        lambda draw, level, values: "".join(
            draw.choice("ATGC")
            for _ in range(
                draw.randint(7, 8) + 2 * level if values["layout"] == "primer" else draw.randint(5, 6) + 2 * level
            )
        ),
        words="bases",
    )
    start: int = one_of(1, 2, 3)
    primer: int = one_of(6, 7, 8)
    top_is_five: bool = one_of(True, False)
    """Whether the left end of the upper strand is 5′."""

    def valid(self) -> bool:
        """All bases occur; a primer leaves bases free on both sides."""
        return set(self.strand) == set("ATGC") and (
            self.layout != "primer" or self.start + self.primer < len(self.strand)
        )

    @property
    def upper(self) -> str:
        """As drawn from left to right."""
        return self.strand if self.top_is_five else self.strand[::-1]

    @property
    def lower(self) -> str:
        """As drawn from left to right, all of it."""
        return "".join(PARTNER[base] for base in self.upper)

    @property
    def paired(self) -> range:
        """Places with a drawn partner below."""
        if self.layout == "primer":
            return range(self.start, self.start + self.primer)
        return range(len(self.strand))


@family("Biology - Genetics")
class DnaPairing(Family[Duplex]):
    """A double strand with its bonds, a strand whose partner is blank, a strand without drawn bonds, or a primer on a template."""

    def solve(self, p: Duplex) -> Solution:
        """By the partners of the bases."""
        part = "".join(p.upper[k] for k in p.paired)
        strong = sum(base in "GC" for base in part)
        other = "".join(PARTNER[base] for base in p.strand)[::-1]
        answer = {
            "paired": number_answer(melting_point(part), "°C", tolerance=0.01),
            "primer": number_answer(melting_point(part), "°C", tolerance=0.01),
            "bonds": Answer(text=str(num_bonds(part)), value=num_bonds(part), tolerance=0),
            "half": Answer(text=f"5′-{other}-3′"),
        }[p.layout]
        low = "".join(PARTNER[base] for base in part)
        return Solution(
            answer=answer,
            values={
                "ends": f"5′-{p.strand}-3′",
                "low": f"5′-{low[::-1] if p.top_is_five else low}-3′",
                "weak": len(part) - strong,
                "strong": strong,
                "chart": p.layout,
            },
            hidden=(other, p.lower) if p.layout == "half" else (f"T = {answer.text}", f"bonds: {answer.text}"),
        )

    def draw(self, p: Duplex, sketch: Sketch) -> None:
        """Upper strand above, its partner below; antiparallel."""
        num = len(p.strand)
        low, high = p.paired[0], p.paired[-1] + 1
        for y, tag, left, right in ((2.9, "top", 0, num), (-0.28, "bottom", low, high)):
            sketch.rectangle(
                f"backbone:{tag}", left - 0.1, y, right + 0.1, y + 0.28, fill="#d9d2c4", color="#8d8265", width=1.2
            )
        bonds = 0
        for index, base in enumerate(p.upper):
            self._base(sketch, f"top{index}", base, index, 1.9)
            if index in p.paired:
                self._base(sketch, f"low{index}", "" if p.layout == "half" else p.lower[index], index, 0.0)
            if index in p.paired and p.layout in ("paired", "primer"):
                count = 3 if base in "GC" else 2
                for k in range(count):
                    x = index + 0.5 + 0.15 * (k - (count - 1) / 2)
                    sketch.line(f"bond:{index}{'abc'[k]}", (x, 1.0), (x, 1.9), dash="dotted", width=1.4, color=RED)
                bonds += count
        ends = ("5′", "3′") if p.top_is_five else ("3′", "5′")
        for tag, words, at, of, toward in (
            ("topleft", ends[0], (-0.1, 3.04), "top", (-1, 0)),
            ("topright", ends[1], (num + 0.1, 3.04), "top", (1, 0)),
            ("lowleft", ends[1], (low - 0.1, -0.14), "bottom", (-1, 0)),
            ("lowright", ends[0], (high + 0.1, -0.14), "bottom", (1, 0)),
        ):
            sketch.text(f"end:{tag}", words, at, of=f"backbone:{of}", toward=toward, size=14)
        if p.layout == "primer":
            sketch.text(
                "name:primer", "primer", ((low + high) / 2, -0.28), of="backbone:bottom", toward=(0, -1), size=13
            )
            sketch.text("name:template", "template", (num / 2, 3.18), of="backbone:top", toward=(0, 1), size=13)
        sketch.claim("count", "base", value=num + len(p.paired))
        if bonds:
            sketch.claim("count", "bond", value=bonds)
        sketch.claim("parallel", "backbone:top", "backbone:bottom")
        sketch.claim("order", *(f"base:top{k}" for k in range(num)), value="left_to_right")
        sketch.entity("upper strand", "backbone:top")
        sketch.entity("lower strand", "backbone:bottom")

    def _base(self, sketch: Sketch, name: str, base: str, index: int, low: float) -> None:
        fill = FILL.get(base, PAPER)
        sketch.rectangle(
            f"base:{name}", index + 0.14, low, index + 0.86, low + 1, fill=fill, color=DARK_GREY, width=0.9
        )
        if base:
            sketch.text(f"letter:{name}", base, (index + 0.5, low + 0.5), size=15)
            sketch.claim("inside", f"letter:{name}", f"base:{name}")

    def questions(self, p: Duplex) -> Iterator[Question]:
        """Bases, ends and pairs."""
        num = len(p.strand)
        place = 1 + ord(p.strand[0]) % num
        yield ask_word("base", p.upper[place - 1], "ATGC", place=place)
        yield ask_word("partner", p.lower[p.paired[-1]], "ATGC")
        yield ask_count("length", len(p.paired) if p.layout == "primer" else num, likely=[num + 1, num - 1], low=2)
        pick = "ATGC"[ord(p.strand[-1]) % 4]
        yield ask_count("count_of", p.upper.count(pick), base=pick)
        ends = p.strand[:3]
        yield ask_word(
            "triple",
            ends,
            [p.strand[-3:], ends[::-1], p.strand[-3:][::-1], "".join(PARTNER[b] for b in ends), "ACG", "TTC", "GAT"],
        )

    @defect(visibility=2)
    def mispaired_base(self, p: Duplex, scene: FigureScene, draw: Random) -> FigureScene:
        """A base of the lower strand is the same as the one above it."""
        if p.layout == "half":
            raise DoesNotApplyError
        index = draw.choice(p.paired)
        mark = scene.label(f"letter:low{index}")
        return change(scene, replace(mark, text=p.upper[index]))

    @defect(visibility=1)
    def parallel_strands(self, p: Duplex, scene: FigureScene, draw: Random) -> FigureScene:
        """Both strands run from 5′ to 3′ in the same direction."""
        return swap_texts(scene, "end:lowleft", "end:lowright")

    @defect(visibility=2)
    def missing_bond(self, p: Duplex, scene: FigureScene, draw: Random) -> FigureScene:
        """A pair of bases lacks one of its hydrogen bonds."""
        bonds = [mark.id for mark in scene.marks if mark.id.startswith("bond:")]
        if not bonds:
            raise DoesNotApplyError
        return scene.without(draw.choice(bonds))

    @defect(visibility=3)
    def base_off_the_strand(self, p: Duplex, scene: FigureScene, draw: Random) -> FigureScene:
        """A base of the upper strand has slipped below its letter."""
        mark = scene.path(f"base:top{draw.randrange(len(p.strand))}")
        return change(scene, replace(mark, points=tuple((x, y + 2.2) for x, y in mark.points)))
