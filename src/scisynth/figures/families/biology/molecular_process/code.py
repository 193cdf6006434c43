"""The standard genetic code (NCBI table 1) as 64 letters in the order U, C, A, G of its three places, and strands as they are drawn."""

from collections.abc import Sequence
from random import Random

from scisynth.figures.scene.sketch import Sketch

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
STOPS = ("UAA", "UAG", "UGA")


def translate(codon: str) -> str:
    """Amino acid of a codon of mRNA, three letters, or `stop`."""
    first, second, third = (BASES.index(base) for base in codon)
    return NAMES[CODE[16 * first + 4 * second + third]]


def read_frame(message: str) -> list[str]:
    """Codons of an mRNA from its first AUG to the last one before a stop, or to its end."""
    found = []
    start = message.find("AUG")
    for place in range(start, len(message) - 2, 3):
        codon = message[place : place + 3]
        if start < 0 or codon in STOPS:
            break
        found.append(codon)
    return found


def draw_codons(draw: Random, num: int) -> list[str]:
    """AUG and further codons of different amino acids, none a stop."""
    codons = ["AUG"]
    while len(codons) < num:
        codon = "".join(draw.choice(BASES) for _ in range(3))
        if translate(codon) not in ("stop", *map(translate, codons)):
            codons.append(codon)
    return codons


def row_of_bases(
    sketch: Sketch,
    role: str,
    letters: Sequence[str],
    start: float,
    step: float,
    y: float,
    *,
    up: bool = True,
    color: str,
) -> None:
    """Teeth on a strand at height `y` with their letters, above it or below it; claimed to follow each other."""
    sign = 1 if up else -1
    for index, base in enumerate(letters):
        x = start + step * index
        sketch.line(f"tooth:{role}{index}", (x, y), (x, y + 0.22 * sign), width=1.2, color=color)
        sketch.text(f"{role}:{index}", base, (x, y + 0.44 * sign), of=f"tooth:{role}{index}", size=13.5, color=color)
        sketch.claim("label", f"{role}:{index}", value=base)
    sketch.claim("order", *(f"{role}:{index}" for index in range(len(letters))), value="left_to_right")
