"""Math - Set & Probability, counted cases: Venn diagrams, probability trees and the grid of two dice."""

from dataclasses import replace
from fractions import Fraction
from random import Random

import numpy as np

from scisynth.figures.families.registry import defect, family
from scisynth.figures.parts.math import fraction_answer, other_numbers
from scisynth.figures.parts.palette import BLUE, GREEN, PALE_BLUE, PALE_ORANGE, PAPER, RED
from scisynth.figures.parts.places import away, polar
from scisynth.figures.parts.sets import roomiest, venn_regions
from scisynth.figures.scene.marks import Round
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Place, Sketch, make_quiz, number_answer

TYPE = "Math - Set & Probability"
TOPICS = (
    ("students", "play football", "play basketball", "sing in the choir"),
    ("tourists", "speak English", "speak French", "speak German"),
    ("readers", "read novels", "read magazines", "read comics"),
    ("households", "have a dog", "have a cat", "have a bird"),
    ("patients", "take medicine A", "take medicine B", "take medicine C"),
)
CIRCLES = {"A": BLUE, "B": RED, "C": GREEN}


def _venn(sketch: Sketch, centers: dict[str, Place], counts: dict[str, str], fills: dict[str, str]) -> None:
    """Circles, filled regions with their numbers, the names of the sets and the frame with what lies outside."""
    radius = 2.0
    regions = venn_regions(centers, radius)
    middle = (
        sum(place[0] for place in centers.values()) / len(centers),
        sum(y for _, y in centers.values()) / len(centers),
    )
    for name, outline in regions.items():
        sketch.area(f"region:{name}", *outline, fill=fills.get(name, PAPER), width=0, z=1)
    for name, center in centers.items():
        sketch.circle(f"circle:{name}", center, radius, color=CIRCLES[name], width=1.8, z=3)
        out = away(center, middle) + np.asarray([0, 0.9 if len(centers) == 2 else 0.35])
        rim = center + radius * away(out, (0, 0))
        sketch.text(
            f"set:{name}", f"${name}$", rim, of=f"circle:{name}", toward=out, size=15, gap_pt=3, color=CIRCLES[name]
        )
    for name, outline in regions.items():
        label = sketch.text(f"number:{name}", counts[name], roomiest(outline), size=13)
        sketch.claim("inside", label, f"region:{name}")
        for member in name:
            sketch.claim("inside", label, f"circle:{member}")
    xs, ys = zip(*centers.values(), strict=True)
    left, right, bottom, top = min(xs) - 2.7, max(xs) + 2.7, min(ys) - 2.6, max(ys) + 2.9
    sketch.rectangle("universe:U", left, bottom, right, top, width=1.3)
    sketch.text("set:U", "$U$", (left, top), of="universe:U", toward=(1, -1), gap_pt=7, size=15)
    sketch.text("number:none", counts["none"], (right, bottom), of="universe:U", toward=(-1, 1), gap_pt=12, size=13)
    sketch.claim("inside", "number:none", "universe:U")
    sketch.claim("count", "circle", value=len(centers))
    sketch.claim("count", "region", value=len(regions))
    for name in centers:
        sketch.entity(f"set {name}", f"circle:{name}")


@family(TYPE, "venn_conditional")
def venn_conditional(draw: Random) -> FigureScene:
    """Two sets with counted regions; a conditional probability is asked for."""
    who, first, second, _ = draw.choice(TOPICS)
    both, only_a, only_b, none = draw.sample(range(2, 30), 4)
    sketch = Sketch()
    numbers = {"A": str(only_a), "AB": str(both), "B": str(only_b), "none": str(none)}
    _venn(sketch, {"A": (0.0, 0.0), "B": (2.3, 0.0)}, numbers, {"AB": PALE_ORANGE, "A": PALE_BLUE})
    sketch.claim("order", "circle:A", "circle:B", value="left_to_right")
    answer = fraction_answer(Fraction(both, both + only_a))
    total = both + only_a + only_b + none
    return sketch.scene(
        problem=f"Of {total} {who}, {both + only_a} {first} (A), {both + only_b} {second} (B) and {both} do both. One of those who {first} is chosen at random. With what probability does this one {second} too?",
        multimodal_question=f"The Venn diagram counts {who} who {first} (A) and who {second} (B). Find the conditional probability P(B|A).",
        givens=(
            Quantity(symbol="n(A only)", value=only_a),
            Quantity(symbol="n(A∩B)", value=both),
            Quantity(symbol="n(B only)", value=only_b),
            Quantity(symbol="n(neither)", value=none),
        ),
        unknown="the conditional probability P(B|A)",
        answer=answer,
        solution=f"P(B|A) = n(A∩B)/n(A) = {both}/{both + only_a} = {answer.text}",
        hidden=(answer.text,),
        quizzes=(
            make_quiz(
                draw, "How many are in both A and B?", str(both), other_numbers(both, "", (only_a, only_b, none))
            ),
            make_quiz(
                draw, "How many are in A but not in B?", str(only_a), other_numbers(only_a, "", (both, only_b, none))
            ),
            make_quiz(draw, "How many are in neither set?", str(none), other_numbers(none, "", (both, only_a, only_b))),
        ),
        alt_text=f"Venn diagram: {only_a} only in A, {both} in both, {only_b} only in B, {none} outside.",
    )


@defect("venn_conditional", "disjoint_circles")
def disjoint_circles(scene: FigureScene, draw: Random) -> FigureScene:
    """The circles do not overlap, as if the sets excluded each other."""
    marks = []
    for mark in scene.marks:
        if isinstance(mark, Round) and mark.id in ("circle:A", "circle:B"):
            step = 1.0 if mark.id == "circle:B" else -1.0
            mark = replace(mark, center=(mark.center[0] + step, mark.center[1]))
        marks.append(mark)
    return scene.with_marks(tuple(marks))


@family(TYPE, "venn_three_unknown")
def venn_three_unknown(draw: Random) -> FigureScene:
    """Three sets with one region unknown; it follows from the total."""
    who, *verbs = draw.choice(TOPICS)
    names = ("A", "B", "C", "AB", "AC", "BC", "ABC", "none")
    counts = dict(zip(names, draw.sample(range(2, 25), len(names)), strict=True))
    gap, total = draw.choice(("AB", "AC", "BC", "ABC")), sum(counts.values())
    sketch = Sketch()
    centers: dict[str, Place] = {name: polar(angle, 1.25) for name, angle in zip("ABC", (135, 45, 270), strict=True)}
    texts = {name: "$x$" if name == gap else str(value) for name, value in counts.items()}
    _venn(sketch, centers, texts, {gap: PALE_ORANGE})
    top = float(centers["A"][1]) + 2.9
    sketch.text(
        "number:total",
        f"$n(U) = {total}$",
        (float(centers["B"][0]) + 2.7, top),
        of="universe:U",
        toward=(-1, 1),
        gap_pt=4,
    )
    answer = number_answer(counts[gap], who)
    inside = " and ".join(filter(None, (", ".join(gap[:-1]), gap[-1])))
    shown = [name for name in names if name != gap]
    listed = ", ".join(
        f"{counts[name]} {'in none' if name == 'none' else 'only in ' + '∩'.join(name)}" for name in shown
    )
    return sketch.scene(
        problem=f"Each of {total} {who} is asked who {verbs[0]} (A), {verbs[1]} (B) and {verbs[2]} (C): {listed}. How many are in {inside}{'' if gap == 'ABC' else ' only'}?",
        multimodal_question=f"The Venn diagram counts {who} who {verbs[0]} (A), {verbs[1]} (B) and {verbs[2]} (C). Find x.",
        givens=(
            Quantity(symbol="n(U)", value=total, meaning="total"),
            *(
                Quantity(symbol=f"n({'∩'.join(name)} only)" if name != "none" else "n(none)", value=counts[name])
                for name in shown
            ),
        ),
        unknown=f"the number x in {inside}",
        answer=answer,
        solution=f"x = {total} - {total - counts[gap]} = {counts[gap]}",
        hidden=(answer.text, f"x = {counts[gap]}"),
        quizzes=(
            make_quiz(
                draw,
                "In which sets does the region marked x lie?",
                inside,
                ["A and B", "A and C", "B and C", "A, B and C"],
            ),
            make_quiz(
                draw,
                "How many are only in A?",
                str(counts["A"]),
                other_numbers(counts["A"], "", (counts["B"], counts["none"])),
            ),
            make_quiz(
                draw,
                "What total does the figure state?",
                str(total),
                other_numbers(total, "", (total - counts["none"],)),
            ),
        ),
        alt_text=f"Venn diagram of three sets with {total} in all; the region of {inside} is marked x.",
    )


COLORS = (("red", "R", "#f4c7c3"), ("blue", "B", "#c9dcf2"), ("green", "G", "#cfe8d1"), ("white", "W", PAPER))
