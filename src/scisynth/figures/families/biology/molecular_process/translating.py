"""Translation: from mRNA, or from the template of its gene, to the peptide."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change, swap_texts
from scisynth.figures.families.biology.molecular_process.code import (
    ANTI,
    BASES,
    STOPS,
    TEMPLATE,
    draw_codons,
    read_frame,
    row_of_bases,
    translate,
)  # fmt: skip
from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, GREEN, ORANGE, PALE_GREEN, PALE_ORANGE, PURPLE
from scisynth.figures.scene.marks import Label
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.scene.sketch import Sketch

STEP = 0.6
"""Between bases."""


@dataclass(frozen=True, kw_only=True)
class Message(Parameters):
    """The codons of an mRNA and what is drawn of them."""

    layout: str = one_of(
        "ribosome", "start", "template", level_1=("ribosome", "template"), level_3=("start", "template", "ribosome")
    )
    codons: tuple[str, ...] = drawn(
        lambda draw, level, values: tuple(
            draw_codons(draw, 3 + (level > 1) + (level > 2 or values["layout"] == "ribosome"))
        ),
        words="codons",
    )
    head: str = drawn(
        lambda draw, _, __: "".join(draw.choice(BASES) for _ in range(draw.randint(1, 4))),
        words="bases before the start",
    )
    stop: str = one_of(*STOPS)
    tail: str = drawn(
        lambda draw, _, __: "".join(draw.choice(BASES) for _ in range(draw.randint(0, 2))), words="bases after the stop"
    )
    place: int = one_of(0, 1, 2, 3, 4)
    base: int = one_of(*range(9))

    def valid(self) -> bool:
        """The frame starts where it is meant to."""
        if self.layout == "ribosome":
            return self.place + 1 < len(self.codons)
        return self.place < len(self.codons) and read_frame(self.message) == list(self.codons)

    @property
    def message(self) -> str:
        """The mRNA from 5′ to 3′."""
        inner = "".join(self.codons)
        return f"{self.head}{inner}{self.stop}{self.tail}" if self.layout == "start" else inner

    @property
    def shown(self) -> str:
        """The strand that is drawn, from left to right."""
        return "".join(TEMPLATE[base] for base in self.message) if self.layout == "template" else self.message


@family("Biology - Molecular Process")
class Translation(Family[Message]):
    """A ribosome with two tRNAs on an mRNA, an mRNA with its start and its stop to be found, or the template strand of a gene."""

    def solve(self, p: Message) -> Solution:
        """By the standard code."""
        codons = read_frame(p.message)
        names = [translate(codon) for codon in codons]
        ends = ("3′", "5′") if p.layout == "template" else ("5′", "3′")
        return Solution(
            answer=Answer(text="-".join(names)),
            values={
                "ends": f"{ends[0]}-{p.shown}-{ends[1]}",
                "message": f"5′-{p.message}-3′",
                "listing": "; ".join(f"{codon} = {name}" for codon, name in zip(codons, names, strict=True)),
            },
            hidden=("-".join(names), *names),
        )

    def draw(self, p: Message, sketch: Sketch) -> None:
        """One strand with its bases; a ribosome covers two codons."""
        num = len(p.shown)
        right = STEP * num + 0.3
        name, color = ("template", BLUE) if p.layout == "template" else ("mRNA", PURPLE)
        if p.layout == "ribosome":
            _ribosome(sketch, p.place)
            for index in (p.place, p.place + 1):
                _transfer_rna(sketch, index, p.codons[index])
            sketch.claim("count", "tRNA", value=2)
        sketch.line("strand:1", (0, 0), (right, 0), width=3.5, color=color)
        row_of_bases(sketch, "base", p.shown, 0.45, STEP, 0, color=color)
        ends = ("3′", "5′") if p.layout == "template" else ("5′", "3′")
        sketch.text("end:left", ends[0], (0, 0), of="strand:1", toward=(-1, 0), size=14)
        sketch.text("end:right", ends[1], (right, 0), of="strand:1", toward=(1, 0), size=14)
        for side, words in zip(("left", "right"), ends, strict=True):
            sketch.claim("label", f"end:{side}", value=words)
        words = {"template": "template strand of DNA", "start": "mRNA", "ribosome": "mRNA"}[p.layout]
        x = right / 2 if p.layout != "ribosome" else right - 0.6 if p.place < 2 else 0.6
        sketch.text("name:strand", words, (x, -0.15), of="strand:1", toward=(0, -1), size=12.5)
        sketch.claim("count", "base", value=num)
        sketch.entity(name, "strand:1")

    def questions(self, p: Message) -> Iterator[Question]:
        """Triplets and bases of the strand."""
        first = p.shown[:3]
        wrong = [p.shown[k : k + 3] for k in range(1, len(p.shown) - 2)]
        mixed = _turned([triplet for triplet in wrong if triplet != first], p.base * 5 + p.place)
        start = 3 * (p.base % (len(p.shown) // 3 - 1)) + 3
        own = p.shown[start : start + 3]
        others = _turned([t for t in dict.fromkeys([*wrong, first]) if t != own], p.base * 7)
        yield ask_word("triplet", own, others, number=start // 3 + 1)
        yield ask_word("last", p.shown[-3:], [t for t in mixed if t != p.shown[-3:]])
        letters = "ATGC" if p.layout == "template" else "AUGC"
        at = p.base % len(p.shown)
        yield ask_word("base", p.shown[at], letters, number=at + 1)
        pick = letters[(p.base + p.place) % 4]
        yield ask_count("count", p.shown.count(pick), letter=pick)
        yield ask_count("length", len(p.shown), low=3)
        if p.layout == "ribosome":
            anti = "".join(ANTI[base] for base in p.codons[p.place])
            second = "".join(ANTI[base] for base in p.codons[p.place + 1])
            yield ask_word("anticodon", anti, [second, anti[::-1], p.codons[p.place], second[::-1], "AAG", "CCU"])

    @defect(visibility=2)
    def wrong_anticodon(self, p: Message, scene: FigureScene, draw: Random) -> FigureScene:
        """A base of an anticodon does not pair with the codon."""
        marks = [mark for mark in scene.marks if isinstance(mark, Label) and mark.id.startswith("anticodon:")]
        if not marks:
            raise DoesNotApplyError
        mark = draw.choice(marks)
        return change(scene, replace(mark, text=draw.choice([base for base in BASES if base != mark.text])))

    @defect(visibility=2)
    def foreign_base(self, p: Message, scene: FigureScene, draw: Random) -> FigureScene:
        """A strand of RNA holds a T, or one of DNA a U."""
        mark = scene.label(f"base:{draw.randrange(len(p.shown))}")
        return change(scene, replace(mark, text="U" if p.layout == "template" else "T"))

    @defect(visibility=1)
    def exchanged_ends(self, p: Message, scene: FigureScene, draw: Random) -> FigureScene:
        """The ends 5′ and 3′ of the strand are exchanged, so that it would be read backwards."""
        one, two = scene.label("end:left"), scene.label("end:right")
        return swap_texts(scene, one.id, two.id)

    @defect(visibility=3)
    def base_lost(self, p: Message, scene: FigureScene, draw: Random) -> FigureScene:
        """A place of the strand has no base."""
        return scene.without(f"base:{draw.randrange(len(p.shown))}")


def _turned(words: list[str], by: int) -> list[str]:
    by %= len(words)
    return words[by:] + words[:by]


def _ribosome(sketch: Sketch, place: int) -> None:
    """Large subunit above and small one below the two codons in it."""
    x = 0.45 + STEP * (3 * place + 2.5)
    # Its sides stand between letters.
    half, turns = 3 * STEP, np.radians(np.linspace(0, 180, 31))
    dome = [(x + half * math.cos(turn), 1.9 + 1.6 * math.sin(turn)) for turn in turns.tolist()]
    sketch.area("subunit:large", (x + half, 0.02), *dome, (x - half, 0.02), fill="#eef3f8", color=BLUE, width=1.3, z=0)
    sketch.circle("subunit:small", (x, -0.62), 1.9, radius_y=0.55, fill="#dfe8f1", color=BLUE, width=1.3, z=0)
    sketch.text("name:ribosome", "ribosome", (x, 3.5), of="subunit:large", toward=(0, 1), gap_pt=4, size=12.5)


def _transfer_rna(sketch: Sketch, index: int, codon: str) -> None:
    """A stem whose three lower bases pair with the codon below."""
    xs = [0.45 + STEP * (3 * index + k) for k in range(3)]
    sketch.rectangle(f"tRNA:{index}", xs[0] - 0.24, 1.45, xs[2] + 0.24, 1.85, fill=PALE_ORANGE, color=ORANGE, width=1.2)
    sketch.line(f"stem:{index}", (xs[1], 1.85), (xs[1], 2.45), width=5, color="#d9a25f")
    sketch.circle(f"load:{index}", (xs[1], 2.72), 0.27, fill=PALE_GREEN, color=GREEN, width=1.3)
    for k, base in enumerate(codon):
        sketch.line(f"anti:{index}{k}", (xs[k], 1.25), (xs[k], 1.45), width=1.2, color=ORANGE)
        sketch.text(f"anticodon:{index}{k}", ANTI[base], (xs[k], 1.03), size=13.5, z=8, color="#8a4b00")
        sketch.claim("label", f"anticodon:{index}{k}", value=ANTI[base])
        sketch.claim("order", f"base:{3 * index + k}", f"anticodon:{index}{k}", value="bottom_to_top")
    sketch.claim("inside", f"tRNA:{index}", "subunit:large")
