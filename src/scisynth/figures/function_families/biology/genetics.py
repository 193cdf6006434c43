"""Biology - Genetics: Punnett squares, blood groups and linkage maps.

Gametes and offspring are enumerated, never listed: the allele pairs of both parents are combined as Mendel's rules say.
Map distance in cM = recombinants / offspring * 100 (Sturtevant 1913). Not covered: interference, epistasis, penetrance.
"""

from collections import Counter
from itertools import product
from random import Random

from scisynth.core.problems import Answer
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import PALE_BLUE, PALE_ORANGE, PALE_RED
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, make_quiz

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
