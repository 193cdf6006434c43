"""Biology - Molecular Process: from template to protein, and replication.

The standard genetic code (NCBI table 1) is written as 64 letters in the order U, C, A, G of its three places. Polymerases add
to 3' ends only: new strands grow 5' to 3', so one strand of a fork is made in pieces. Not covered: splicing, wobble pairing.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from random import Random

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change
from scisynth.figures.families.registry import defect, family
from scisynth.figures.parts.palette import BLUE, GREEN, GREY, ORANGE, PALE_GREEN, PALE_ORANGE, RED
from scisynth.figures.scene.marks import Label, Path
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer

TYPE = "Biology - Molecular Process"
BASES = "UCAG"
CODE = "FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"
NAMES = dict(
    pair.split("=")
    for pair in [
        "A=Ala",
        "R=Arg",
        "N=Asn",
        "D=Asp",
        "C=Cys",
        "Q=Gln",
        "E=Glu",
        "G=Gly",
        "H=His",
        "I=Ile",
        "L=Leu",
        "K=Lys",
        "M=Met",
        "F=Phe",
        "P=Pro",
        "S=Ser",
        "T=Thr",
        "W=Trp",
        "Y=Tyr",
        "V=Val",
        "*=stop",
    ]
)
ANTI = {"A": "U", "U": "A", "G": "C", "C": "G"}
TEMPLATE = {"A": "T", "U": "A", "G": "C", "C": "G"}


def translate(codon: str) -> str:
    """Amino acid of a codon of mRNA, three letters, or `stop`."""
    first, second, third = (BASES.index(base) for base in codon)
    return NAMES[CODE[16 * first + 4 * second + third]]


def _codons(draw: Random, num: int) -> list[str]:
    """AUG and further codons of different amino acids, none a stop."""
    codons = ["AUG"]
    while len(codons) < num:
        codon = "".join(draw.choice(BASES) for _ in range(3))
        if translate(codon) not in ("stop", *map(translate, codons)):
            codons.append(codon)
    return codons


@family(TYPE, "translation")
def translation(draw: Random) -> FigureScene:
    """mRNA in a ribosome with tRNAs at two codons; the peptide of all codons is asked for."""
    codons = _codons(draw, 5)
    peptide = "-".join(map(translate, codons))
    place = draw.randint(0, 3)
    sketch = Sketch()
    _ribosome(sketch, place)
    sketch.rectangle("strand:mRNA", -0.2, 0, 10.2, 0.16, fill="#d9d2c4", color="#8d8265", width=1)
    for index, codon in enumerate(codons):
        for k, base in enumerate(codon):
            x = 2 * index + 0.4 + 0.6 * k
            sketch.line(f"tooth:{index}{k}", (x, 0.16), (x, 0.36), width=1.2, color="#8d8265")
            sketch.text(f"base:{index}{k}", base, (x, 0.58), size=14, z=8)
        sketch.claim("order", *(f"base:{index}{k}" for k in range(3)), value="left_to_right")
        if index:
            sketch.claim("order", f"base:{index - 1}2", f"base:{index}0", value="left_to_right")
    for index in (place, place + 1):
        _transfer_rna(sketch, index, codons[index])
    sketch.text("end:5", "5′", (-0.2, 0.08), of="strand:mRNA", toward=(-1, 0), size=14)
    sketch.text("end:3", "3′", (10.2, 0.08), of="strand:mRNA", toward=(1, 0), size=14)
    sketch.text("name:mRNA", "mRNA", (8.6 if place < 2 else 0.9, 0), of="strand:mRNA", toward=(0, -1), size=12.5)
    sketch.claim("count", "tRNA", value=2)
    sketch.claim("count", "tooth", value=15)
    sketch.entity("mRNA", "strand:mRNA")
    message = "".join(codons)
    anti = "".join(ANTI[base] for base in codons[place])
    return sketch.scene(
        problem=f"Translate the mRNA 5′-{message}-3′, which is read from its first base. Give the peptide with three-letter names.",
        multimodal_question="Translate all codons of the mRNA in the figure, from its left end. Give the peptide with three-letter names.",
        givens=(Quantity(symbol="codons", value=5),),
        unknown="the sequence of amino acids",
        answer=Answer(text=peptide),
        solution="; ".join(f"{codon} = {translate(codon)}" for codon in codons),
        hidden=(peptide, *(translate(codon) for codon in codons)),
        quizzes=(
            make_quiz(draw, "Which is the third codon from the left?", codons[2], [codons[1], codons[3], codons[4]]),
            make_quiz(
                draw,
                "Which anticodon bears the left tRNA, read from left to right?",
                anti,
                [codons[place], anti[::-1], "".join(ANTI[b] for b in codons[place + 1]), "AAA", "CCC"],
            ),
            make_quiz(draw, "How many tRNAs are in the ribosome?", "2", ["1", "3", "4"]),
            make_quiz(draw, "Which end of the mRNA is on the left?", "5′", ["3′", "the N-terminus", "the poly-A tail"]),
        ),
        alt_text=f"Ribosome on the mRNA 5′-{message}-3′ with two tRNAs at the codons {codons[place]} and {codons[place + 1]}.",
    )


def _ribosome(sketch: Sketch, place: int) -> None:
    """Large subunit above and small one below the two codons in it."""
    x = 2 * place + 2
    sketch.circle("subunit:large", (x, 1.75), 2.35, radius_y=1.95, fill="#eef3f8", color=BLUE, width=1.3, z=0)
    sketch.circle("subunit:small", (x, -0.42), 2.2, radius_y=0.62, fill="#dfe8f1", color=BLUE, width=1.3, z=0)
    sketch.text("name:ribosome", "ribosome", (x, 3.7), of="subunit:large", toward=(0, 1), gap_pt=4, size=12.5)


def _transfer_rna(sketch: Sketch, index: int, codon: str) -> None:
    """A stem whose three lower bases pair with the codon below."""
    left = 2 * index
    sketch.rectangle(f"tRNA:{index}", left + 0.12, 1.35, left + 1.88, 1.75, fill=PALE_ORANGE, color=ORANGE, width=1.2)
    sketch.line(f"stem:{index}", (left + 1, 1.75), (left + 1, 2.45), width=5, color="#d9a25f")
    sketch.circle(f"load:{index}", (left + 1, 2.72), 0.3, fill=PALE_GREEN, color=GREEN, width=1.3)
    for k, base in enumerate(codon):
        x = left + 0.4 + 0.6 * k
        sketch.line(f"anti:{index}{k}", (x, 1.15), (x, 1.35), width=1.2, color=ORANGE)
        sketch.text(f"anticodon:{index}{k}", ANTI[base], (x, 0.97), size=14, z=8, color="#8a4b00")
        sketch.claim("order", f"base:{index}{k}", f"anticodon:{index}{k}", value="bottom_to_top")
        sketch.claim("near", f"anticodon:{index}{k}", f"anti:{index}{k}")
    sketch.claim("inside", f"tRNA:{index}", "subunit:large")


@family(TYPE, "transcription")
def transcription(draw: Random) -> FigureScene:
    """RNA polymerase on a template strand; the whole mRNA is asked for."""
    num = draw.randint(10, 12)
    message = "".join(draw.choice(BASES) for _ in range(num))
    done = draw.randint(3, 4)
    template = "".join(TEMPLATE[base] for base in message)
    sketch = Sketch()
    x = done - 0.4  # its outline passes between the letters of both strands
    sketch.circle("enzyme:polymerase", (x, 0.75), 1.78, radius_y=1.48, fill=PALE_GREEN, color=GREEN, width=1.4, z=0)
    sketch.text(
        "name:polymerase", "RNA polymerase", (x, 2.23), of="enzyme:polymerase", toward=(0, 1), gap_pt=4, size=12.5
    )
    sketch.line("strand:template", (-0.2, 0), (num - 0.4, 0), width=3.5, color=BLUE)
    for index, base in enumerate(template):
        sketch.line(f"tooth:{index}", (index + 0.1, 0), (index + 0.1, 0.25), width=1.2, color=BLUE)
        sketch.text(f"base:{index}", base, (index + 0.1, -0.32), of=f"tooth:{index}", size=14, color=BLUE)
    sketch.claim("order", *(f"base:{index}" for index in range(num)), value="left_to_right")
    sketch.arrow("strand:mRNA", (-0.2, 1.1), (done - 0.35, 1.1), width=2.4, color=RED)
    for index in range(done):
        sketch.text(f"rna:{index}", message[index], (index + 0.1, 0.72), size=14, color=RED)
    for name, words, at, of, toward in (
        ("3t", "3′", (-0.2, 0), "strand:template", (-1, 0)),
        ("5t", "5′", (num - 0.4, 0), "strand:template", (1, 0)),
        ("5r", "5′", (-0.2, 1.1), "strand:mRNA", (-1, 0)),
    ):
        sketch.text(f"end:{name}", words, at, of=of, toward=toward, size=14)
    sketch.text("name:template", "template strand of DNA", (num - 2.6, -0.75), size=12.5, color=BLUE)
    sketch.claim("parallel", "strand:template", "strand:mRNA")
    sketch.claim("count", "tooth", value=num)
    sketch.entity("template strand", "strand:template")
    sketch.entity("mRNA", "strand:mRNA")
    return sketch.scene(
        problem=f"RNA polymerase reads the template strand 3′-{template}-5′. Which mRNA does it make, from 5′ to 3′?",
        multimodal_question="Which mRNA, from 5′ to 3′, is made when the polymerase has read the whole template strand?",
        givens=(Quantity(symbol="n", value=num, unit="bases"),),
        unknown="the sequence of the mRNA",
        answer=Answer(text=f"5′-{message}-3′"),
        solution="A pairs with U, T with A, G with C, C with G: " + message,
        hidden=(message,),
        quizzes=(
            make_quiz(draw, "How many bases of mRNA are made so far?", str(done), [str(done + d) for d in (1, -1, 2)]),
            make_quiz(
                draw,
                "Which are the last three bases of the template at its 5′ end, as drawn?",
                template[-3:],
                [template[:3], message[-3:], template[-4:-1], template[-3:][::-1], "AAA", "TTT", "CCC", "GGG"],
            ),
            make_quiz(
                draw,
                "In which direction does the mRNA grow in the figure?",
                "to the right",
                ["to the left", "upwards", "downwards"],
            ),
        ),
        alt_text=f"RNA polymerase on the template 3′-{template}-5′; the first {done} bases of mRNA are made.",
    )


def _fork(sketch: Sketch, num: int, speed: int) -> None:
    """Parental strands, the continuous new strand below, `num` pieces above, ends and the arrow of its speed."""
    top, low, fork = (0.0, 3.0), (0.0, -3.0), (7.0, 0.0)
    for tag, start in (("top", top), ("low", low)):
        sketch.line(f"parent:{tag}", start, fork, width=3, color=BLUE)
    for y, tag in ((0.09, "a"), (-0.09, "b")):
        sketch.line(f"double:{tag}", (7.0, y), (10.0, y), width=3, color=BLUE)
    along = (7 / math.hypot(7, 3), 3 / math.hypot(7, 3))
    aside = (-along[1], along[0])

    def low_at(part: float, gap: float = 0.42) -> tuple[float, float]:
        return 7 * part + aside[0] * gap, -3 + 3 * part + aside[1] * gap

    def top_at(part: float, gap: float = 0.42) -> tuple[float, float]:
        return 7 * part + aside[0] * gap, 3 - 3 * part - aside[1] * gap

    sketch.arrow("new:leading", low_at(0.0), low_at(0.86), width=2.6, color=GREEN)
    step = 0.86 / num
    for k in range(num):
        sketch.arrow(f"piece:{k}", top_at(step * (k + 0.9)), top_at(step * k + 0.02), width=2.6, color=RED)
    sketch.claim("parallel", "new:leading", "parent:low", tolerance=2)
    for k in range(num):
        sketch.claim("parallel", f"piece:{k}", "parent:top", tolerance=2)
    sketch.claim("count", "piece", value=num)
    sketch.arrow("move:fork", (7.6, 0.7), (9.4, 0.7), width=1.6, color=GREY)
    sketch.text("label:speed", f"{speed} bases/s", (8.5, 0.7), of="move:fork", toward=(0, 1), size=12.5)
    for tag, words, at, toward, of in (
        ("3low", "3′", low, (-1, 0), "parent:low"),
        ("5top", "5′", top, (-1, 0), "parent:top"),
        ("5new", "5′", low_at(0.0), (-1, 0.3), "new:leading"),
        ("3new", "3′", top_at(0.02), (-1, -0.3), "piece:0"),
    ):
        sketch.text(f"end:{tag}", words, at, of=of, toward=toward, size=14)


@family(TYPE, "replication_fork")
def replication_fork(draw: Random) -> FigureScene:
    """A fork with its continuous strand and pieces of the other; the time of replication is asked for."""
    num = draw.randint(3, 4)
    name, mega, speed = draw.choice(
        (
            ("E. coli", 4.6, 1000),
            ("B. subtilis", 4.2, 800),
            ("a plasmid", 0.12, 600),
            ("a phage", 0.048, 800),
            ("M. genitalium", 0.58, 100),
        )
    )
    speed = speed * draw.choice((80, 85, 90, 95, 100, 105, 110, 120)) // 100
    sketch = Sketch()
    _fork(sketch, num, speed)
    sketch.text(
        "note:genome",
        f"{name}: ring of {format_number(mega * 1e6)} base pairs, two forks"
        if mega * 1e6 < 1e5
        else f"{name}: ring of {mega:g} million base pairs, two forks",
        (5, -3.8),
        size=12.5,
    )
    sketch.entity("leading strand", "new:leading")
    sketch.entity("pieces of the lagging strand", *(f"piece:{k}" for k in range(num)))
    seconds = mega * 1e6 / (2 * speed)
    unit, value = ("min", seconds / 60) if seconds > 100 else ("s", seconds)
    answer = number_answer(value, unit)
    return sketch.scene(
        problem=f"The genome of {name} is a ring of {mega:g} million base pairs. Two replication forks leave its origin, each at {speed} bases/s. How long does replication take, in {unit}?",
        multimodal_question=f"How long does replication of the whole ring take with two forks of the speed shown, in {unit}?",
        givens=(
            Quantity(symbol="N", value=mega * 1e6, unit="base pairs"),
            Quantity(symbol="v", value=speed, unit="bases/s"),
        ),
        unknown="the time of replication",
        answer=answer,
        solution=f"t = N/(2v) = {mega:g}·10⁶/(2·{speed}) s = {answer.text}",
        hidden=(answer.text,),
        quizzes=(
            make_quiz(
                draw,
                "How many separate pieces of new strand lie on the upper parental strand?",
                str(num),
                [str(num + d) for d in (1, -1, 2)],
            ),
            make_quiz(
                draw, "In which direction does the fork move?", "to the right", ["to the left", "upwards", "downwards"]
            ),
            make_quiz(
                draw, "Which new strand is made without breaks?", "the lower one", ["the upper one", "both", "neither"]
            ),
            make_quiz(
                draw,
                "How fast does the fork move?",
                f"{speed} bases/s",
                [f"{speed + d} bases/s" for d in (100, 200, -25)],
            ),
        ),
        alt_text=f"Replication fork moving right at {speed} bases/s; a continuous new strand below and {num} pieces above.",
    )


@defect("translation", "wrong_anticodon")
def wrong_anticodon(scene: FigureScene, draw: Random) -> FigureScene:
    """A base of an anticodon does not pair with the codon."""
    labels: Sequence[Label] = [m for m in scene.marks if isinstance(m, Label) and m.id.startswith("anticodon:")]
    mark = draw.choice(labels)
    return change(scene, replace(mark, text=draw.choice([base for base in BASES if base != mark.text])))


@defect("replication_fork", "piece_grows_towards_fork")
def piece_grows_towards_fork(scene: FigureScene, draw: Random) -> FigureScene:
    """A piece of the lagging strand is made in the wrong direction."""
    mark = scene.mark("piece:1")
    assert isinstance(mark, Path)
    return change(scene, replace(mark, points=mark.points[::-1]))
