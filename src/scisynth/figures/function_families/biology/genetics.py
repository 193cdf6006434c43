"""Biology - Genetics: Punnett squares, blood groups and linkage maps.

Gametes and offspring are enumerated, never listed: the allele pairs of both parents are combined as Mendel's rules say.
Map distance in cM = recombinants / offspring * 100 (Sturtevant 1913). Not covered: interference, epistasis, penetrance.
"""

from collections import Counter
from dataclasses import replace
from itertools import product
from random import Random

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change
from scisynth.figures.families.registry import defect, family
from scisynth.figures.parts.palette import GREEN, GREY, PALE_BLUE, PALE_GREEN, PALE_ORANGE, PALE_RED, RED
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer

TYPE = "Biology - Genetics"
TRAITS = (
    ("pea plants", "T", "tall", "dwarf"),
    ("pea flowers", "P", "purple", "white"),
    ("guinea pigs", "B", "black", "white"),
    ("fruit flies", "G", "grey-bodied", "black-bodied"),
    ("tomatoes", "R", "red", "yellow"),
    ("rabbits", "S", "short-haired", "long-haired"),
)
PAIRS = (
    ("peas", "R", "round", "wrinkled", "Y", "yellow", "green"),
    ("tomatoes", "T", "tall", "dwarf", "R", "red", "yellow"),
    ("guinea pigs", "B", "black", "white", "S", "short-haired", "long-haired"),
)


GROUPS = {"A": ("AA", "AO"), "B": ("BB", "BO"), "AB": ("AB",), "O": ("OO",)}
ALLELE = {"A": "I^A", "B": "I^B", "O": "i"}


def blood_group(genotype: str) -> str:
    """Phenotype of two of the alleles A, B and O."""
    return "".join(sorted(set(genotype) - {"O"})) or "O"


@family(TYPE, "blood_groups")
def blood_groups(draw: Random) -> FigureScene:
    """Parents with known alleles of the AB0 system; the probability of a blood group is asked for."""
    while True:
        one, two = (draw.choice(draw.choice(list(GROUPS.values()))) for _ in range(2))
        children = Counter(blood_group(a + b) for a, b in product(one, two))
        if len(children) > 1:
            break
    asked = draw.choice(sorted(children))
    sketch = Sketch()
    for tag, genotype, x, side in (("mother", one, 0.0, "♀"), ("father", two, 5.2, "♂")):
        if tag == "mother":
            sketch.circle("parent:mother", (x, 2), 0.6, fill=PALE_RED, width=1.5)
        else:
            sketch.rectangle("parent:father", x - 0.6, 1.4, x + 0.6, 2.6, fill=PALE_BLUE, width=1.5)
        words = f"${ALLELE[genotype[0]]}\\,{ALLELE[genotype[1]]}$"
        sketch.text(f"genes:{tag}", words, (x, 2), size=16)
        sketch.text(f"name:{tag}", f"{tag} {side}", (x, 2.62), of=f"parent:{tag}", toward=(0, 1), size=12)
        sketch.claim("inside", f"genes:{tag}", f"parent:{tag}")
    sketch.line("couple:1", (0.6, 2), (4.6, 2), width=1.5)
    for tag in ("mother", "father"):
        sketch.claim("connected", "couple:1", f"parent:{tag}")
    sketch.line("descent:1", (2.6, 2), (2.6, 0.62), width=1.5)
    sketch.area("child:1", (2.6, 0.62), (3.3, -0.08), (2.6, -0.78), (1.9, -0.08), fill=PALE_ORANGE, width=1.5)
    sketch.text("genes:child", "?", (2.6, -0.08), of="child:1", size=18)
    for other in ("couple:1", "child:1"):
        sketch.claim("connected", "descent:1", other)
    sketch.text("note:alleles", "$I^A$, $I^B$: codominant,   $i$: recessive", (2.6, -1.25), size=12)
    sketch.entity("parents", "parent:mother", "parent:father")
    hits = children[asked]
    answer = Answer(text=f"{hits * 25}%", value=hits * 25, unit="%")
    spelled = {tag: f"{ALLELE[g[0]]} {ALLELE[g[1]]}" for tag, g in (("mother", one), ("father", two))}
    every = ["I^A I^A", "I^A i", "I^B i", "I^A I^B", "i i", "I^B I^B"]
    return sketch.scene(
        problem=f"A mother has the alleles {spelled['mother']}, the father {spelled['father']}. What is the probability that their child has the blood group {asked}?",
        multimodal_question=f"What is the probability that the child has the blood group {asked}?",
        givens=(Quantity(symbol="allele pairs", value=2),),
        unknown=f"the probability of blood group {asked}",
        answer=answer,
        solution=f"{hits} of 4 combinations of alleles give group {asked}: {hits * 25}%",
        hidden=(f"{hits * 25}%", f"P = {hits / 4:g}"),
        quizzes=(
            make_quiz(draw, "Which alleles has the father?", spelled["father"], every),
            make_quiz(draw, "Which alleles has the mother?", spelled["mother"], every),
            make_quiz(draw, "Which symbol stands for the child?", "a diamond", ["a circle", "a square", "a triangle"]),
        ),
        alt_text=f"A mother with {spelled['mother']} and a father with {spelled['father']}; below them a child with a question mark.",
    )


@family(TYPE, "linkage_map")
def linkage_map(draw: Random) -> FigureScene:
    """Three loci on a chromosome with their distances; the number of recombinants between the inner two is asked for."""
    names = draw.sample("ABDEGHKM", 3)
    left, right = draw.randint(5, 18), draw.randint(5, 18)
    right += right == left
    whole, total = left + right, draw.choice((400, 500, 800, 1000))
    first, length, height = 1.2, 8.0, 0.42
    scale = (length - 2.4) / whole
    xs = [first + 0.2, first + 0.2 + left * scale, first + 0.2 + whole * scale]
    sketch = Sketch()
    sketch.rectangle("chromosome:1", 0, -height / 2, length + 0.6, height / 2, fill=PALE_GREEN, color=GREEN, width=1.5)
    for name, x in zip(names, xs, strict=True):
        sketch.line(f"locus:{name}", (x, -height / 2), (x, height / 2), width=4, color=RED)
        sketch.text(
            f"name:{name}", f"${name}$", (x, -height / 2), of=f"locus:{name}", toward=(0, -1), gap_pt=6, size=16
        )
        sketch.claim("inside", f"locus:{name}", "chromosome:1")
    a, b, c = names
    for one, two, x0, x1, y, words in (
        (a, b, xs[0], xs[1], 0.85, f"{left} cM"),
        (a, c, xs[0], xs[2], 1.7, f"{whole} cM"),
    ):
        sketch.line(f"map:{one}{two}", (x0, y), (x1, y), arrow="both", width=1.1)
        for x, end in ((x0, 1), (x1, 2)):
            sketch.line(f"extension:{one}{two}{end}", (x, height / 2), (x, y + 0.12), width=0.6, color=GREY)
        sketch.text(
            f"label:{one}{two}", words, ((x0 + x1) / 2, y), of=f"map:{one}{two}", toward=(0, 1), gap_pt=4, size=13
        )
    sketch.claim("order", *(f"locus:{name}" for name in names), value="left_to_right")
    sketch.claim("ratio", f"map:{a}{b}", f"map:{a}{c}", value=left / whole)
    sketch.claim("count", "locus", value=3)
    sketch.entity("chromosome", "chromosome:1")
    expected = total * right / 100
    answer = number_answer(expected, "recombinants")
    return sketch.scene(
        problem=f"On a chromosome the loci {a}, {b}, {c} follow each other; {a}{b} is {left} cM, {a}{c} is {whole} cM long. How many of {total} offspring of a test cross are expected to be recombinant between {b} and {c}?",
        multimodal_question=f"How many of {total} offspring of a test cross are expected to be recombinant between {b} and {c}?",
        givens=(
            Quantity(symbol=f"{a}{b}", value=left, unit="cM"),
            Quantity(symbol=f"{a}{c}", value=whole, unit="cM"),
            Quantity(symbol="n", value=total),
        ),
        unknown=f"the recombinants between {b} and {c}",
        answer=answer,
        solution=f"{b}{c} = {whole} - {left} = {right} cM; {total}·{right / 100:g} = {answer.text}",
        hidden=(answer.text, f"{right} cM"),
        quizzes=(
            make_quiz(draw, "Which locus lies in the middle?", b, [a, c, "none"]),
            make_quiz(
                draw,
                f"How far apart are {a} and {c}?",
                f"{whole} cM",
                [f"{n} cM" for n in (left, whole + 4, whole - 2, whole + 7)],
            ),
            make_quiz(draw, "How many loci are marked?", "3", ["2", "4", "5"]),
        ),
        alt_text=f"A chromosome with the loci {a}, {b} and {c}; {a} to {b} {left} cM, {a} to {c} {whole} cM.",
    )


@defect("linkage_map", "locus_out_of_place")
def locus_out_of_place(scene: FigureScene, draw: Random) -> FigureScene:
    """The inner distance is drawn at a wrong scale."""
    mark = draw.choice([m for m in scene.marks if isinstance(m, Path) and m.id.startswith("map:")])
    (x0, y), (x1, _) = mark.points
    return change(scene, replace(mark, points=((x0, y), (x0 + 0.8 * (x1 - x0), y))))
