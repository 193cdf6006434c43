"""Biology - Molecular Process: a gel next to its ladder, and the doubling of PCR.

In a gel the distance falls with the logarithm of the length; N = N0 * 2^n after n cycles. Not covered: smears, supercoils.
"""

import math
from dataclasses import replace
from itertools import combinations
from random import Random

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change
from scisynth.figures.families.registry import defect, family
from scisynth.figures.function_families.biology.molecular_process import TYPE
from scisynth.figures.parts.palette import BLUE, GREY, PAPER, RED
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer

LADDER = (10000, 5000, 3000, 2000, 1500, 1000, 500)


def gel_place(length: float) -> float:
    """Distance from the wells, in units of the gel, falling with the logarithm of the length in base pairs."""
    return 0.9 + 4.4 * math.log(12000 / length) / math.log(12000 / 400)


@family(TYPE, "gel_electrophoresis")
def gel_electrophoresis(draw: Random) -> FigureScene:
    """A circular plasmid cut by two enzymes next to a ladder; its length is asked for."""
    first, second = _digests(draw)
    sketch = Sketch()
    sketch.rectangle("gel:1", 0, -5.8, 6.6, 0.1, fill="#e9eef3", color="#5c6b78", width=1.5, z=0)
    lanes = {"M": LADDER, "1": first, "2": second}
    for index, (lane, sizes) in enumerate(lanes.items()):
        x = 1.2 + 2.1 * index
        sketch.rectangle(f"well:{lane}", x - 0.55, -0.35, x + 0.55, -0.12, fill=PAPER, color="#5c6b78", width=1)
        words = "ladder" if lane == "M" else f"enzyme {lane}"
        sketch.text(f"name:{lane}", words, (x, 0.1), of=f"well:{lane}", toward=(0, 1), gap_pt=4, size=12.5)
        for size in sizes:
            y = -gel_place(size)
            sketch.rectangle(f"band:{lane}{size}", x - 0.5, y - 0.055, x + 0.5, y + 0.055, fill=BLUE, width=0)
            sketch.claim("inside", f"band:{lane}{size}", "gel:1")
            if lane == "M":
                sketch.line(f"tick:{size}", (-0.12, y), (x - 0.5, y), width=0.7, color=GREY, z=1)
                sketch.claim("connected", f"tick:{size}", f"band:M{size}", tolerance=6)
                sketch.text(
                    f"size:{size}", f"{size}", (-0.12, y), of=f"tick:{size}", toward=(-1, 0), gap_pt=4, size=11.5
                )
        ordered = sorted(sizes)
        if len(ordered) > 1:
            sketch.claim("order", *(f"band:{lane}{size}" for size in ordered), value="bottom_to_top")
    for lane in "12":
        for size in lanes[lane]:
            sketch.line(
                f"level:{lane}{size}",
                (0.75, -gel_place(size)),
                (1.2 + 2.1 * int(lane) - 0.5, -gel_place(size)),
                dash="dotted",
                width=0.7,
                color=GREY,
                z=1,
            )
            sketch.claim("on", f"band:M{size}", f"level:{lane}{size}", tolerance=4)
            sketch.claim("connected", f"level:{lane}{size}", f"band:{lane}{size}", tolerance=6)
    sketch.claim("count", "band", value=len(LADDER) + len(first) + len(second))
    sketch.arrow("run:1", (7.1, -1.0), (7.1, -4.6), width=1.6, color=RED)
    sketch.text("pole:minus", "−", (7.1, -0.7), size=18)
    sketch.text("pole:plus", "+", (7.1, -4.95), size=18)
    sketch.text("name:unit", "base\npairs", (-0.75, -0.35), size=11)
    sketch.entity("lanes", "well:M", "well:1", "well:2")
    total = sum(first)
    answer = number_answer(total, "base pairs", digits=4, tolerance=0.01)
    return sketch.scene(
        problem=f"A circular plasmid is cut by enzyme 1 into fragments of {', '.join(map(str, first))} base pairs and by enzyme 2 into {', '.join(map(str, second))}. How long is the plasmid?",
        multimodal_question="A circular plasmid was cut by two enzymes. Read the lengths of the fragments at the ladder: how long is the plasmid?",
        givens=tuple(Quantity(symbol=f"L_{k}", value=size, unit="base pairs") for k, size in enumerate(first, 1)),
        unknown="the length of the plasmid",
        answer=answer,
        solution=f"{' + '.join(map(str, first))} = {' + '.join(map(str, second))} = {total} base pairs",
        hidden=(answer.text, f"L = {total}"),
        quizzes=(
            make_quiz(
                draw,
                "Into how many fragments does enzyme 1 cut the plasmid?",
                str(len(first)),
                [str(n) for n in range(1, 6)],
            ),
            make_quiz(
                draw,
                "Which band of enzyme 2 ran the farthest?",
                str(min(second)),
                [str(size) for size in LADDER if size not in second],
            ),
            make_quiz(draw, "Towards which pole do the fragments run?", "+", ["−", "both", "neither"]),
            make_quiz(draw, "How many bands has the ladder?", "7", ["5", "6", "8"]),
        ),
        alt_text=f"Gel with a ladder from 500 to 10000 base pairs and two lanes: {first} and {second}.",
    )


def _digests(draw: Random) -> tuple[list[int], list[int]]:
    """Two sets of two or three lengths of the ladder with the same sum."""
    sets = [list(part) for num in (2, 3, 4) for part in combinations(LADDER, num)]
    pairs = [(a, b) for a in sets for b in sets if sum(a) == sum(b) and a != b]
    return draw.choice(pairs)


@family(TYPE, "pcr_cycles")
def pcr_cycles(draw: Random) -> FigureScene:
    """A tree of doubling DNA over three cycles; the copies after n cycles are asked for."""
    start, cycles = draw.choice((1, 5, 10, 20, 50)), draw.randint(8, 14)
    sketch = Sketch()
    xs: dict[tuple[int, int], float] = {}
    for row in range(4):
        for k in range(2**row):
            x = 10 * (k + 0.5) / 2**row
            xs[row, k] = x
            _duplex(sketch, f"{row}{k}", x, -1.7 * row)
            if row:
                sketch.arrow(
                    f"copy:{row}{k}",
                    (xs[row - 1, k // 2] + (0.15 if k % 2 else -0.15), -1.7 * (row - 1) - 0.38),
                    (x, -1.7 * row + 0.38),
                    width=1.1,
                    color=GREY,
                )
    for row in range(4):
        words = "template" if row == 0 else f"cycle {row}"
        sketch.text(f"row:{row}", words, (-0.7, -1.7 * row), align="right", size=12.5)
    sketch.text("note:start", f"{start} molecule{'s' * (start > 1)} at the start", (5, 0.75), size=13)
    for row in range(1, 4):
        sketch.claim("order", *(f"old:{row}{k}" for k in range(2**row)), value="left_to_right")
    sketch.claim("count", "old", value=15)
    sketch.claim("count", "copy", value=14)
    sketch.entity("double strands", *(f"old:3{k}" for k in range(8)))
    total = start * 2**cycles
    answer = Answer(text=f"{total} molecules", value=total, unit="molecules", tolerance=0.001)
    return sketch.scene(
        problem=f"A PCR starts from {start} double-stranded DNA molecule{'s' * (start > 1)}. How many are there after {cycles} cycles, if each cycle doubles them?",
        multimodal_question=f"How many double-stranded molecules are there after {cycles} cycles, if the reaction goes on as drawn from the stated start?",
        givens=(Quantity(symbol="N_0", value=start), Quantity(symbol="n", value=cycles, unit="cycles")),
        unknown="the number of molecules",
        answer=answer,
        solution=f"N = {start}·2^{cycles} = {total}",
        hidden=(answer.text, str(total)),
        quizzes=(
            make_quiz(draw, "How many double strands are drawn in the row of cycle 3?", "8", ["4", "6", "16"]),
            make_quiz(
                draw, "How many molecules are there at the start?", str(start), [str(n) for n in (1, 5, 10, 20, 50)]
            ),
            make_quiz(draw, "How many cycles are drawn?", "3", ["2", "4", "8"]),
        ),
        alt_text=f"Tree of DNA double strands that doubles in each of three cycles: 1, 2, 4, 8; {start} molecules at the start.",
    )


def _duplex(sketch: Sketch, name: str, x: float, y: float) -> None:
    """A double strand as two bars."""
    for tag, lift, color in (("old", 0.12, BLUE), ("new", -0.12, RED if name != "00" else BLUE)):
        sketch.line(f"{tag}:{name}", (x - 0.42, y + lift), (x + 0.42, y + lift), width=3.2, color=color)


@defect("gel_electrophoresis", "band_out_of_place")
def band_out_of_place(scene: FigureScene, draw: Random) -> FigureScene:
    """A band lies next to its level of the ladder."""
    bands = [m for m in scene.marks if isinstance(m, Path) and m.id.startswith(("band:1", "band:2"))]
    mark = draw.choice(bands)
    return change(scene, replace(mark, points=tuple((x, y - 0.3) for x, y in mark.points)))
