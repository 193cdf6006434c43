"""Venn diagrams: circles with their regions, and the conditional probability of two sets."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random

import numpy as np

from scisynth.figures.corruptions import change, swap_texts
from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, one_of, several
from scisynth.figures.families.questions import Question, ask_count
from scisynth.figures.families.registry import family
from scisynth.figures.parts.math import fraction_answer
from scisynth.figures.parts.palette import BLUE, GREEN, PALE_BLUE, PALE_ORANGE, PAPER, RED
from scisynth.figures.parts.places import away, polar
from scisynth.figures.parts.sets import roomiest, venn_regions
from scisynth.figures.scene.marks import Label
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Place, Sketch

TOPICS = {
    "sport": ("students", "play football", "play basketball", "sing in the choir"),
    "speech": ("tourists", "speak English", "speak French", "speak German"),
    "books": ("readers", "read novels", "read magazines", "read comics"),
    "pets": ("households", "have a dog", "have a cat", "have a bird"),
    "drugs": ("patients", "take an antibiotic", "take a painkiller", "take a vitamin"),
    "ways": ("commuters", "use the bus", "use the train", "use a bicycle"),
}
"""Topic to who is counted and what they do."""
COLORS = {"A": BLUE, "B": RED, "C": GREEN}
RADIUS = 2.0


def draw_circles(
    sketch: Sketch, centers: Mapping[str, Place], letters: Mapping[str, str], fills: Mapping[str, str]
) -> dict[str, Place]:
    """Circles, their regions and letters and the frame of all; gives the place of the number of each region."""
    regions = venn_regions(centers, RADIUS)
    xs, ys = zip(*((float(x), float(y)) for x, y in centers.values()), strict=True)
    middle = (sum(xs) / len(xs), sum(ys) / len(ys))
    places: dict[str, Place] = {}
    for name, outline in regions.items():
        sketch.area(f"region:{name}", *outline, fill=fills.get(name, PAPER), width=0, z=1)
        places[name] = roomiest(outline)
        if name in fills:
            sketch.claim("shaded", f"region:{name}", value="true")
    for name, center in centers.items():
        sketch.circle(f"circle:{name}", center, RADIUS, color=COLORS[name], width=1.8, z=3)
        out = away(center, middle) + np.asarray([0, 0.9 if len(centers) == 2 else 0.0])
        rim = center + RADIUS * away(out, (0, 0))
        sketch.text(
            f"set:{name}",
            f"${letters[name]}$",
            rim,
            of=f"circle:{name}",
            toward=out,
            size=15,
            gap_pt=3,
            color=COLORS[name],
        )
        sketch.entity(f"set {letters[name]}", f"circle:{name}")
    left, right, bottom, top = min(xs) - 2.8, max(xs) + 2.8, min(ys) - 2.8, max(ys) + 2.8
    sketch.rectangle("universe:U", left, bottom, right, top, width=1.3)
    sketch.text("set:U", "$U$", (left, top), of="universe:U", toward=(1, -1), gap_pt=7, size=15)
    sketch.claim("count", "circle", value=len(centers))
    sketch.claim("count", "region", value=len(regions))
    return {**places, "none": (right, bottom), "all": (right, top)}


def put_number(sketch: Sketch, name: str, words: str, at: Place) -> None:
    """The number of a region, claimed in it; that of none stands in a corner."""
    if name == "none":
        sketch.text("number:none", words, at, of="universe:U", toward=(-1, 1), gap_pt=10, size=13)
        sketch.claim("inside", "number:none", "universe:U")
        return
    label = sketch.text(f"number:{name}", words, at, size=13)
    sketch.claim("inside", label, f"region:{name}")
    for member in name:
        sketch.claim("inside", label, f"circle:{member}")


@dataclass(frozen=True, kw_only=True)
class TwoSets(Parameters):
    """Members of two sets: only in the first, in both, only in the second, in neither."""

    topic: str = one_of(*TOPICS)
    verbs: tuple[int, ...] = several(range(3), 2)
    sizes: tuple[int, ...] = several(range(2, 31), 4)
    letters: tuple[str, str] = one_of(("A", "B"), ("E", "F"), ("G", "H"), ("R", "S"), ("M", "N"), ("C", "D"))
    asked: str = one_of("second", "first", "not", level_1=("second", "first"))
    layout: str = one_of(
        "regions", "totals", "table", level_1=("regions", "table"), level_3=("totals", "totals", "table")
    )
    is_swapped: bool = one_of(False, True)

    @property
    def counts(self) -> dict[str, int]:
        """Members of each region."""
        return dict(zip(("A", "AB", "B", "none"), self.sizes, strict=True))

    @property
    def sets(self) -> dict[str, int]:
        """Members of each set and of all."""
        n = self.counts
        return {"A": n["A"] + n["AB"], "B": n["B"] + n["AB"], "U": sum(n.values())}

    @property
    def condition(self) -> str:
        """The set out of which someone is chosen."""
        return "B" if self.asked == "first" else "A"

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Numbers that the figure prints."""
        a, b = self.letters
        if self.layout == "totals":
            names = {
                f"n({a})": self.sets["A"],
                f"n({b})": self.sets["B"],
                f"n({a} ∩ {b})": self.counts["AB"],
                "n(U)": self.sets["U"],
            }
        else:
            symbols = (f"n(only {a})", f"n({a} ∩ {b})", f"n(only {b})", "n(neither)")
            names = dict(zip(symbols, self.sizes, strict=True))
        return tuple(Quantity(symbol=name, value=value) for name, value in names.items())


def conditional(counts: Mapping[str, int], condition: str, is_not: bool) -> Fraction:
    """Part of a set of two, A or B, that belongs to the other one as well, or does not."""
    part = counts[condition] if is_not else counts["AB"]
    return Fraction(part, counts[condition] + counts["AB"])


@family("Math - Set & Probability")
class VennConditional(Family[TwoSets]):
    """A conditional probability of two sets, from a Venn diagram or a two-way table."""

    def solve(self, p: TwoSets) -> Solution:
        """The part of the condition's members that belong to the event."""
        who, *every = TOPICS[p.topic]
        one, two = (every[index] for index in p.verbs)
        a, b = p.letters
        is_first, is_not = p.asked == "first", p.asked == "not"
        given, event = (b, a) if is_first else (a, b)
        part = p.counts["A"] if is_not else p.counts["AB"]
        answer = fraction_answer(conditional(p.counts, p.condition, is_not))
        values = {
            "who": who, "one": one, "two": two, "a": a, "b": b, "n_a": p.sets["A"], "n_b": p.sets["B"], "total": p.sets["U"],
            "only_a": p.counts["A"], "only_b": p.counts["B"], "both": p.counts["AB"], "none": p.counts["none"], "part": part,
            "size": p.sets[p.condition], "what": f"P(not {event} | {given})" if is_not else f"P({event} | {given})",
            "given": given, "chosen": two if is_first else one, "does": "does this one not" if is_not else "does this one",
            "event": (one if is_first else two) + ("" if is_not else ", too"), "inner": f"only in {a}" if is_not else "in both sets",
        }  # fmt: skip
        return Solution(answer=answer, symbol="P", values=values, hidden=(answer.text,))

    def draw(self, p: TwoSets, sketch: Sketch) -> None:
        """Two circles with the numbers of the regions, or with those of the sets; or a table."""
        letters = dict(zip("AB", p.letters, strict=True))
        if p.layout == "table":
            self._table(p, sketch, letters)
            return
        left, right = ("B", "A") if p.is_swapped else ("A", "B")
        fills = {"AB": PALE_ORANGE, p.condition: PALE_BLUE}
        places = draw_circles(sketch, {left: (0.0, 0.0), right: (2.3, 0.0)}, letters, fills)
        sketch.claim("order", f"circle:{left}", f"circle:{right}", value="left_to_right")
        if p.layout == "regions":
            for name, value in p.counts.items():
                put_number(sketch, name, str(value), places[name])
            return
        put_number(sketch, "AB", str(p.counts["AB"]), places["AB"])
        words = f"$n(U) = {p.sets['U']}$"
        sketch.text("number:all", words, places["all"], of="universe:U", toward=(-1, -1), gap_pt=8, size=12)
        for name, x, aside in ((left, 0.0, -0.5), (right, 2.3, 0.5)):
            words = f"$n({letters[name]}) = {p.sets[name]}$"
            rim = polar(250 if aside < 0 else 290, RADIUS, (x, 0))
            sketch.text(
                f"number:{name}",
                words,
                rim,
                of=f"circle:{name}",
                toward=(aside, -1),
                gap_pt=4,
                size=12,
                color=COLORS[name],
            )

    def _table(self, p: TwoSets, sketch: Sketch, letters: Mapping[str, str]) -> None:
        """Rows: the first set and the rest; columns: the second one and the rest."""
        wide, high = 2.0, 1.0
        columns, rows = ("B", "rest"), ("A", "rest")
        if p.is_swapped:
            columns, rows = columns[::-1], rows[::-1]
        key = {("A", "B"): "AB", ("A", "rest"): "A", ("rest", "B"): "B", ("rest", "rest"): "none"}
        for index in range(4):
            sketch.line(f"column:{index}", (index * wide, 0), (index * wide, -3 * high), width=1.2)
            sketch.line(f"row:{index}", (0, -index * high), (3 * wide, -index * high), width=1.2)
        heads = [f"${letters['B']}$" if name == "B" else f"not ${letters['B']}$" for name in columns]
        for index, words in enumerate(heads, start=1):
            sketch.text(f"head:{index}", words, ((index + 0.5) * wide, -0.5 * high), size=13, color=RED)
        for line, row in enumerate(rows, start=1):
            y = -(line + 0.5) * high
            words = f"${letters['A']}$" if row == "A" else f"not ${letters['A']}$"
            sketch.text(f"side:{line}", words, (0.5 * wide, y), size=13, color=BLUE)
            names = [key[row, column] for column in columns]
            for index, name in enumerate(names, start=1):
                sketch.text(f"number:{name}", str(p.counts[name]), ((index + 0.5) * wide, y), size=13)
            sketch.claim("row", value=(words, *(str(p.counts[name]) for name in names)))
        sketch.claim("row", value=tuple(heads))
        for role, num in (("row", 4), ("column", 4)):
            sketch.claim("count", role, value=num)
        sketch.entity(
            "table of counts", *(f"row:{index}" for index in range(4)), *(f"column:{index}" for index in range(4))
        )

    def questions(self, p: TwoSets) -> Iterator[Question]:
        """Numbers of regions, read or found from what is printed."""
        n, (a, b) = p.counts, p.letters
        yield ask_count("both", n["AB"], likely=(n["A"], n["B"], n["none"]))
        yield ask_count("only", n["A"], likely=(n["AB"], n["B"], p.sets["A"]), one=a, other=b)
        yield ask_count("only_second", n["B"], likely=(n["AB"], n["A"], p.sets["B"]), one=b, other=a)
        yield ask_count("neither", n["none"], likely=(n["A"], n["B"], n["AB"]))
        yield ask_count("whole", p.sets["B"], likely=(n["B"], p.sets["A"], n["AB"]), one=b)

    @defect(visibility=3)
    def disjoint_circles(self, p: TwoSets, scene: FigureScene, draw: Random) -> FigureScene:
        """The circles do not overlap, as if the sets excluded each other."""
        if p.layout == "table":
            raise DoesNotApplyError
        moved = []
        for name in ("A", "B"):
            mark = scene.round(f"circle:{name}")
            moved.append(replace(mark, center=(mark.center[0] * 2.2 - 1.4, mark.center[1])))
        return change(scene, *moved)

    @defect(visibility=1)
    def exchanged_numbers(self, p: TwoSets, scene: FigureScene, draw: Random) -> FigureScene:
        """The numbers of the two sets, or of their own parts, are exchanged."""
        return swap_texts(scene, "number:A", "number:B")

    @defect(visibility=2)
    def missing_number(self, p: TwoSets, scene: FigureScene, draw: Random) -> FigureScene:
        """A number without which the problem cannot be solved is missing."""
        return scene.without(draw.choice(("number:A", "number:AB")))

    @defect(visibility=2)
    def number_in_wrong_region(self, p: TwoSets, scene: FigureScene, draw: Random) -> FigureScene:
        """The number of those in both sets stands in a part that belongs to one set only."""
        mark = scene.mark("number:AB")
        if p.layout == "table":
            return swap_texts(scene, "number:AB", "number:none")
        assert isinstance(mark, Label)
        return change(scene, replace(mark, at=(mark.at[0] + 1.9, mark.at[1] + 0.6)))
