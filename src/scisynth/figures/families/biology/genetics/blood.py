"""Blood groups: the alleles of a couple, and how many of their children have a group.

A and B are codominant, 0 (written i) is recessive (Landsteiner 1901, Bernstein 1924); Rh-positive D is dominant. The genes are
unlinked. Every gamete is equally likely.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from random import Random

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change, swap_texts
from scisynth.figures.families.biology.genetics.crosses import draw_square
from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import PALE_BLUE, PALE_ORANGE, PALE_RED, PAPER
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.scene.sketch import Sketch

PAIRS = ("AA", "AO", "BB", "BO", "AB", "OO")
RHESUS = ("DD", "Dd", "dd")
MATH = {"A": "I^A", "B": "I^B", "O": "i"}
TEXT = {"A": "Iᴬ", "B": "Iᴮ", "O": "i"}
WIDE = 4.6
"""Between the symbols of a couple."""


def blood_group(genotype: str) -> str:
    """Group of two of the alleles A, B and O."""
    return "".join(sorted(set(genotype) - {"O"})) or "O"


def in_math(genotype: str) -> str:
    """As the figure prints it."""
    return f"${MATH[genotype[0]]}\\,{MATH[genotype[1]]}$"


def in_text(genotype: str) -> str:
    """As texts print it: `Iᴬi`."""
    return "".join(TEXT[allele] for allele in genotype)


@dataclass(frozen=True, kw_only=True)
class Couple(Parameters):
    """Alleles of a mother and a father, and the group that is asked for."""

    layout: str = one_of(
        "genes", "square", "grandmother", "rhesus", level_1=("genes", "square"), level_3=("grandmother", "rhesus")
    )
    mother: str = one_of(*PAIRS)
    father: str = one_of(*PAIRS)
    mother_d: str = one_of(*RHESUS)
    father_d: str = one_of(*RHESUS)
    asked: str = one_of("A", "B", "AB", "O")
    asked_d: bool = one_of(True, False)
    total: int = one_of(*range(160, 1601, 16))
    is_mirrored: bool = one_of(False, True)

    def valid(self) -> bool:
        """Some children are of the group, but not all; a grandmother of group 0 tells what her daughter carries."""
        if self.layout == "grandmother" and self.mother not in ("AO", "BO"):
            return False
        return 0 < self.chance < 1

    @property
    def chance(self) -> float:
        """Of the group: sixteenths."""
        groups = [blood_group(a + b) for a, b in product(self.mother, self.father)]
        part = groups.count(self.asked) / 4
        if self.layout != "rhesus":
            return part
        positive = [a == "D" or b == "D" for a, b in product(self.mother_d, self.father_d)]
        return part * positive.count(self.asked_d) / 4

    @property
    def group(self) -> str:
        """What is asked for, as it is called."""
        sign = ("Rh-positive" if self.asked_d else "Rh-negative") if self.layout == "rhesus" else ""
        return f"{self.asked} {sign}".strip()


@family("Biology - Genetics")
class BloodGroups(Family[Couple]):
    """A couple with its alleles, an empty square of gametes, a parent known by the group of a grandmother, or AB0 with Rhesus."""

    def solve(self, p: Couple) -> Solution:
        """Children times the part of the combinations that give the group."""
        value = round(p.total * p.chance)
        num = 16 if p.layout == "rhesus" else 4
        extra = p.layout == "rhesus"
        return Solution(
            answer=Answer(text=str(value), value=value, tolerance=0.001),
            symbol="expected",
            values={
                "group": p.group,
                "mine": in_text(p.mother) + (f" {p.mother_d}" if extra else ""),
                "his": in_text(p.father) + (f" {p.father_d}" if extra else ""),
                "known": blood_group(p.mother),
                "hits": round(num * p.chance),
                "num": num,
                "chart": p.layout,
                "case": "grandmother" if p.layout == "grandmother" else "genes",
            },
        )

    def draw(self, p: Couple, sketch: Sketch) -> None:
        """Circles for women, a square for the man, a diamond for the child."""
        notes = ["$I^A$, $I^B$: codominant,  $i$: recessive", f"$n$ = {p.total} children of such couples"]
        if p.layout == "square":
            side, above = ([f"${MATH[allele]}$" for allele in genes] for genes in (p.mother, p.father))
            draw_square(sketch, side, above, [""] * 4, 18)
            sketch.text("genes:father", f"father ♂ {in_math(p.father)}", (1, 2.62), size=14)
            sketch.text("genes:mother", f"mother ♀ {in_math(p.mother)}", (-0.62, 1), size=14, align="right")
            for tag, genes in (("mother", p.mother), ("father", p.father)):
                sketch.claim("label", f"genes:{tag}", value=in_math(genes))
            for k, words in enumerate(notes):
                sketch.text(f"note:{k}", words, (0.6, -0.4 - 0.42 * k), size=12.5)
            return
        if p.layout == "rhesus":
            notes.insert(1, "$D$: Rh-positive, dominant over $d$")
        self._parents(p, sketch)
        x = WIDE / 2
        sketch.area("child:1", (x, 0.75), (x + 0.65, 0.1), (x, -0.55), (x - 0.65, 0.1), fill=PALE_ORANGE)
        sketch.text("genes:child", "?", (x, 0.1), size=18)
        sketch.line("descent:1", (x, 2), (x, 0.75))
        for other in ("couple:1", "child:1"):
            sketch.claim("connected", "descent:1", other)
        for k, words in enumerate(notes):
            sketch.text(f"note:{k}", words, (x, -1.05 - 0.46 * k), size=12.5)
        if p.is_mirrored:
            mirror(sketch)

    def _parents(self, p: Couple, sketch: Sketch) -> None:
        sketch.circle("parent:mother", (0, 2), 0.68, fill=PALE_RED)
        sketch.rectangle("parent:father", WIDE - 0.65, 1.35, WIDE + 0.65, 2.65, fill=PALE_BLUE)
        hidden = p.layout == "grandmother"
        for tag, x, genes, rhesus, sign in (
            ("mother", 0.0, p.mother, p.mother_d, "♀"),
            ("father", WIDE, p.father, p.father_d, "♂"),
        ):
            lift = 0.24 if p.layout == "rhesus" else 0.0
            words = f"group {blood_group(genes)}" if hidden and tag == "mother" else in_math(genes)
            size = 11.5 if words.startswith("group") else 15
            sketch.text(f"genes:{tag}", words, (x, 2 + lift), size=size)
            sketch.claim("label", f"genes:{tag}", value=words)
            sketch.claim("inside", f"genes:{tag}", f"parent:{tag}")
            if lift:
                sketch.text(f"rhesus:{tag}", f"${rhesus}$", (x, 2 - lift), size=15)
                sketch.claim("inside", f"rhesus:{tag}", f"parent:{tag}")
            below = hidden and tag == "mother"
            side = (0, -1) if below else (0, 1)
            edge = 1.32 if below else 2.68
            sketch.text(f"name:{tag}", f"{tag} {sign}", (x, edge), of=f"parent:{tag}", toward=side, size=12)
            sketch.claim("shape", f"parent:{tag}", value="circle" if tag == "mother" else "square")
        sketch.line("couple:1", (0.68, 2), (WIDE - 0.65, 2))
        for tag in ("mother", "father"):
            sketch.claim("connected", "couple:1", f"parent:{tag}")
        if hidden:
            sketch.circle("elder:grandmother", (-1.3, 4.6), 0.6, fill=PALE_RED)
            sketch.text("genes:grandmother", in_math("OO"), (-1.3, 4.6), size=15)
            sketch.claim("inside", "genes:grandmother", "elder:grandmother")
            sketch.rectangle("elder:grandfather", 0.7, 4.0, 1.9, 5.2, fill=PAPER)
            sketch.line("couple:2", (-0.7, 4.6), (0.7, 4.6))
            sketch.line("descent:2", (0, 4.6), (0, 2.68))
            sketch.claim("connected", "descent:2", "parent:mother")
            sketch.claim("connected", "descent:2", "couple:2")

    def questions(self, p: Couple) -> Iterator[Question]:
        """Alleles of the parents, what their children can be, and the number."""
        pairs = [in_text(pair) for pair in PAIRS]
        shift = p.total // 16 % len(pairs)
        mixed = pairs[shift:] + pairs[:shift]
        yield ask_word("mother", in_text(p.mother), mixed)
        yield ask_word("father", in_text(p.father), mixed)
        if p.layout == "rhesus":
            own = p.father_d if p.is_mirrored else p.mother_d
            yield ask_word("rhesus", own, [*RHESUS, "none"], who="father" if p.is_mirrored else "mother")
        else:
            yield ask_count("kinds", len({"".join(sorted(a + b)) for a, b in product(p.mother, p.father)}), low=1)
        yield ask_number("total", p.total, step=32, low=16, likely=[p.total + 16, p.total - 16])

    @defect(visibility=2)
    def three_alleles(self, p: Couple, scene: FigureScene, draw: Random) -> FigureScene:
        """The father bears three alleles of one gene."""
        mark = scene.label("genes:father")
        third = draw.choice([allele for allele in "ABO" if allele not in p.father])
        words = f"${MATH[p.father[0]]}\\,{MATH[third]}\\,{MATH[p.father[1]]}$"
        return change(scene, replace(mark, text=mark.text.replace(in_math(p.father), words), size=11))

    @defect(visibility=2)
    def loose_descent(self, p: Couple, scene: FigureScene, draw: Random) -> FigureScene:
        """The line of descent does not start at the couple."""
        if p.layout == "square":
            raise DoesNotApplyError
        mark = scene.path("descent:1")
        (x, y), end = mark.points
        return change(scene, replace(mark, points=((x, y - 0.55), end)))

    @defect(visibility=1)
    def exchanged_parents(self, p: Couple, scene: FigureScene, draw: Random) -> FigureScene:
        """Mother and father bear each other's names."""
        if p.layout == "square":
            return swap_texts(scene, "genes:mother", "genes:father")
        return swap_texts(scene, "name:mother", "name:father")

    @defect(visibility=3)
    def recessive_note_lost(self, p: Couple, scene: FigureScene, draw: Random) -> FigureScene:
        """The note makes i codominant as well."""
        mark = scene.label("note:0")
        return change(scene, replace(mark, text="$I^A$, $I^B$, $i$: codominant"))
