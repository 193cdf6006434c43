"""Transcription: the mRNA that a polymerase makes along the template, from its own 5′ end to its 3′ end."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change, swap_texts
from scisynth.figures.families.biology.molecular_process.code import ANTI, BASES, TEMPLATE, row_of_bases
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.biology import rounded
from scisynth.figures.parts.palette import BLUE, GREEN, PALE_GREEN, RED
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.scene.sketch import Sketch

STEP = 0.8


@dataclass(frozen=True, kw_only=True)
class Transcript(Parameters):
    """An mRNA, how much of it is made, and which strands of its gene are drawn."""

    layout: str = one_of("polymerase", "double", "coding", level_1=("polymerase", "coding"))
    message: str = drawn(
        lambda draw, level, _: "".join(draw.choice(BASES) for _ in range(draw.randint(7, 8) + 2 * level)),
        words="bases of the mRNA",
    )
    done: int = one_of(3, 4, 5)
    to_right: bool = one_of(True, False)
    """Whether the mRNA grows to the right."""
    place: int = one_of(*range(9))

    def valid(self) -> bool:
        """All four bases occur."""
        return set(self.message) == set(BASES)

    @property
    def template(self) -> str:
        """The template from its 3′ end to its 5′ end."""
        return "".join(TEMPLATE[base] for base in self.message)

    @property
    def coding(self) -> str:
        """The coding strand from 5′ to 3′: the mRNA with T for U."""
        return self.message.replace("U", "T")

    def drawn_from_left(self, strand: str) -> str:
        """A strand of the gene in the order of the drawing."""
        return strand if self.to_right else strand[::-1]


@family("Biology - Molecular Process")
class Transcription(Family[Transcript]):
    """A polymerase on a template strand, a double strand with the template named, or the coding strand alone."""

    def solve(self, p: Transcript) -> Solution:
        """Each base of the template pairs with one of the mRNA."""
        made = "".join(ANTI[base.replace("T", "U")] for base in p.template)
        shown = f"5′-{p.coding}-3′" if p.layout == "coding" else f"3′-{p.template}-5′"
        return Solution(
            answer=Answer(text=f"5′-{made}-3′"),
            values={"shown": shown, "made": made, "done": p.done},
            hidden=(made, made[::-1]),
        )

    def draw(self, p: Transcript, sketch: Sketch) -> None:
        """The strands lie level; their ends are marked."""
        num = len(p.message)
        right = STEP * num + 0.2
        left_end, right_end = ("3′", "5′") if p.to_right else ("5′", "3′")
        if p.layout != "coding":
            sketch.line("strand:template", (-0.2, 0), (right, 0), width=3.5, color=BLUE)
            row_of_bases(
                sketch, "base", p.drawn_from_left(p.template), 0.3, STEP, 0, up=p.layout == "double", color=BLUE
            )
            self._ends(sketch, "template", (-0.2, right), 0, (left_end, right_end))
            sketch.text(
                "name:template",
                "template strand",
                (right / 2, -1.05 if p.layout == "polymerase" else -0.15),
                toward=(0, -1),
                size=12.5,
                color=BLUE,
            )
        if p.layout != "polymerase":
            y = 1.7 if p.layout == "double" else 0.0
            sketch.line("strand:coding", (-0.2, y), (right, y), width=3.5, color=GREEN)
            row_of_bases(
                sketch, "code", p.drawn_from_left(p.coding), 0.3, STEP, y, up=p.layout == "coding", color=GREEN
            )
            self._ends(sketch, "coding", (-0.2, right), y, (right_end, left_end))
            place = (right / 2, y + (0.15 if p.layout == "double" else -0.15))
            sketch.text(
                "name:coding",
                "coding strand",
                place,
                toward=(0, 1 if p.layout == "double" else -1),
                size=12.5,
                color=GREEN,
            )
        if p.layout == "polymerase":
            self._polymerase(p, sketch, num)
        elif p.layout == "double":
            sketch.claim("parallel", "strand:template", "strand:coding")
        kinds = {"polymerase": ("base",), "double": ("base", "code"), "coding": ("code",)}[p.layout]
        for kind in kinds:
            sketch.claim("count", kind, value=num)

    def _ends(self, sketch: Sketch, name: str, xs: tuple[float, float], y: float, words: tuple[str, str]) -> None:
        for side, x, text, toward in (("left", xs[0], words[0], (-1, 0)), ("right", xs[1], words[1], (1, 0))):
            sketch.text(f"end:{name}{side}", text, (x, y), of=f"strand:{name}", toward=toward, size=14)
            sketch.claim("label", f"end:{name}{side}", value=text)
        sketch.entity(f"{name} strand", f"strand:{name}")

    def _polymerase(self, p: Transcript, sketch: Sketch, num: int) -> None:
        """The enzyme around the growing end of the mRNA."""
        made = p.message[: p.done] if p.to_right else p.message[: p.done][::-1]
        first = 0 if p.to_right else num - p.done
        xs = [0.3 + STEP * (first + k) for k in range(p.done)]
        tail, tip = (-0.2, xs[-1] + 0.4) if p.to_right else (STEP * num + 0.2, xs[0] - 0.4)
        sketch.arrow("strand:mRNA", (tail, 1.3), (tip, 1.3), width=2.4, color=RED)
        for k, (x, base) in enumerate(zip(xs, made, strict=True)):
            sketch.line(f"tooth:rna{k}", (x, 1.3), (x, 1.08), width=1.2, color=RED)
            sketch.text(f"rna:{k}", base, (x, 0.82), of=f"tooth:rna{k}", size=13.5, color=RED)
            sketch.claim("label", f"rna:{k}", value=base)
        # The outline passes between the letters of both strands.
        middle = xs[-1] + 0.4 if p.to_right else xs[0] - 0.4
        outline = rounded(middle - 2 * STEP, -0.95, middle + 2 * STEP, 2.1, 0.4)
        sketch.area("enzyme:polymerase", *outline, fill=PALE_GREEN, color=GREEN, width=1.4, z=0)
        sketch.text(
            "name:polymerase",
            "RNA polymerase",
            (middle, 2.1),
            of="enzyme:polymerase",
            toward=(0, 1),
            gap_pt=4,
            size=12.5,
        )
        x, toward = (tail, (-1, 0)) if p.to_right else (tail, (1, 0))
        sketch.text("end:mRNA", "5′", (x, 1.3), of="strand:mRNA", toward=toward, size=14)
        sketch.claim("parallel", "strand:template", "strand:mRNA")
        sketch.claim("count", "rna", value=p.done)
        sketch.claim("inside", "rna:0" if not p.to_right else f"rna:{p.done - 1}", "enzyme:polymerase")

    def questions(self, p: Transcript) -> Iterator[Question]:
        """Bases, ends and counts of the strand that is drawn."""
        strand = p.drawn_from_left(p.coding if p.layout == "coding" else p.template)
        at = p.place % len(strand)
        which: dict[str, Any] = {"which": "coding" if p.layout == "coding" else "template"}
        yield ask_word("base", strand[at], "ATGC", number=at + 1, **which)
        triplets = list(dict.fromkeys(strand[k : k + 3] for k in range(len(strand) - 2)))
        five = strand[-3:] if p.to_right != (p.layout == "coding") else strand[:3]
        yield ask_word("five", five, [t for t in triplets if t != five], **which)
        pick = "ATGC"[p.place % 4]
        yield ask_count("count", strand.count(pick), letter=pick, **which)
        yield ask_count("length", len(strand), low=3, **which)
        if p.layout == "polymerase":
            yield ask_count("made", p.done, low=1)
        yield ask_word(
            "left", strand[:2], [a + b for a in "GATC" for b in "CTAG" if a + b != strand[:2]][p.place :], **which
        )

    @defect(visibility=2)
    def wrong_base(self, p: Transcript, scene: FigureScene, draw: Random) -> FigureScene:
        """A base is not the one that the sequence demands."""
        role = "code" if p.layout == "coding" else "base"
        mark = scene.label(f"{role}:{draw.randrange(len(p.message))}")
        return change(scene, replace(mark, text=draw.choice([base for base in "ATGC" if base != mark.text])))

    @defect(visibility=1)
    def exchanged_ends(self, p: Transcript, scene: FigureScene, draw: Random) -> FigureScene:
        """The ends 5′ and 3′ of a strand are exchanged."""
        name = "coding" if p.layout == "coding" else "template"
        return swap_texts(scene, f"end:{name}left", f"end:{name}right")

    @defect(visibility=3)
    def strand_askew(self, p: Transcript, scene: FigureScene, draw: Random) -> FigureScene:
        """A strand leaves its bases behind."""
        mark = scene.path("strand:coding" if p.layout == "coding" else "strand:template")
        return change(scene, replace(mark, points=tuple((x, y - 2.2) for x, y in mark.points)))

    @defect(visibility=2)
    def base_lost(self, p: Transcript, scene: FigureScene, draw: Random) -> FigureScene:
        """A place of the strand has no base."""
        role = "code" if p.layout == "coding" else "base"
        return scene.without(f"{role}:{draw.randrange(len(p.message))}")
