"""Linkage maps: loci on a chromosome and the recombinants that their distances foretell.

Map distance in cM = recombinants / offspring · 100 (Sturtevant 1913); short distances add up. Interference is not covered.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change, swap_texts
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import GREEN, GREY, PALE_GREEN, RED
from scisynth.figures.scene.scene import FigureScene, format_number
from scisynth.figures.scene.sketch import Sketch

LETTERS = "bdeghkmprt"
LENGTH, HEIGHT = 9.0, 0.42


def draw_gaps(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[int, ...]:
    """Distances of neighbours in cM, all different; three where the map has four loci."""
    num = 3 if values["layout"] == "four" else 2
    return tuple(draw.sample(range(5, 20), num))


@dataclass(frozen=True, kw_only=True)
class Loci(Parameters):
    """Loci in a row with their distances."""

    layout: str = one_of("rest", "sum", "four", "doubles", level_1=("rest", "sum"))
    names: tuple[str, ...] = drawn(
        lambda draw, _, values: tuple(draw.sample(LETTERS, 4 if values["layout"] == "four" else 3)),
        words="letters of loci",
    )
    gaps: tuple[int, ...] = drawn(draw_gaps, words="distances of neighbours")
    total: int = one_of(*range(200, 2100, 100))
    side: int = one_of(0, 1)

    def valid(self) -> bool:
        """What is asked for is a whole number of offspring."""
        return self.total * self.asked_cm % 100 == 0 if self.layout != "doubles" else self.expected.is_integer()

    @property
    def places(self) -> list[int]:
        """Of the loci, in cM from the first."""
        return [sum(self.gaps[:k]) for k in range(len(self.names))]

    @property
    def shown(self) -> list[tuple[int, int]]:
        """Pairs of loci whose distance is printed."""
        if self.layout == "rest":
            return [(0, 1), (0, 2)] if self.side else [(1, 2), (0, 2)]
        return [(0, 2), (1, 3), (0, 3)] if self.layout == "four" else [(0, 1), (1, 2)]

    @property
    def asked(self) -> tuple[int, int]:
        """The pair of loci between which recombinants are asked for."""
        if self.layout == "rest":
            return (1, 2) if self.side else (0, 1)
        return (1, 2) if self.layout == "four" else (0, 2)

    @property
    def asked_cm(self) -> int:
        """Its distance."""
        return self.places[self.asked[1]] - self.places[self.asked[0]]

    @property
    def expected(self) -> float:
        """Recombinants between the pair; double recombinants, where both stretches recombine independently."""
        if self.layout == "doubles":
            return self.total * self.gaps[0] * self.gaps[1] / 10_000
        return self.total * self.asked_cm / 100


@family("Biology - Genetics")
class LinkageMap(Family[Loci]):
    """A missing distance, a sum of two, overlapping stretches of four loci, or double recombinants."""

    def solve(self, p: Loci) -> Solution:
        """Distances subtract and add; double recombinants by the product of both fractions."""
        one, two = p.asked
        spans = {pair: p.places[pair[1]] - p.places[pair[0]] for pair in p.shown}
        listing = ", ".join(f"{p.names[a]}–{p.names[b]} {cm} cM" for (a, b), cm in spans.items())
        values = [spans[pair] for pair in p.shown]
        steps = {
            "rest": f"{values[-1]} − {values[0]}",
            "sum": f"{values[0]} + {values[-1]}",
            "four": " + ".join(map(str, values[:2])) + f" − {values[-1]}",
            "doubles": "",
        }[p.layout]
        number = round(p.expected)
        return Solution(
            answer=Answer(text=f"{number} recombinants", value=number, unit="recombinants", tolerance=0.005),
            values={
                "listing": listing,
                "order": ", ".join(p.names),
                "one": p.names[one],
                "two": p.names[two],
                "steps": steps,
                "cm": p.asked_cm,
                "part": format_number(p.asked_cm / 100),
                "first": format_number(p.gaps[0] / 100),
                "second": format_number(p.gaps[1] / 100),
                "case": "doubles" if p.layout == "doubles" else "single",
                "chart": p.layout,
            },
            hidden=(
                f"{number} recombinants",
                *([] if p.asked_cm in values or p.layout == "doubles" else [f"{p.asked_cm} cM"]),
            ),
        )

    def draw(self, p: Loci, sketch: Sketch) -> None:
        """To scale; each printed distance has a line of its own, the longest on top."""
        whole = p.places[-1]
        xs = [0.6 + (LENGTH - 1.2) * place / whole for place in p.places]
        sketch.rectangle("chromosome:1", 0, -HEIGHT / 2, LENGTH, HEIGHT / 2, fill=PALE_GREEN, color=GREEN, width=1.5)
        for name, x in zip(p.names, xs, strict=True):
            sketch.line(f"locus:{name}", (x, -HEIGHT / 2), (x, HEIGHT / 2), width=4, color=RED)
            sketch.text(
                f"name:{name}", f"${name}$", (x, -HEIGHT / 2), of=f"locus:{name}", toward=(0, -1), gap_pt=6, size=16
            )
            sketch.claim("inside", f"locus:{name}", "chromosome:1")
        is_level = p.layout in ("sum", "doubles")
        longest = f"map:{p.names[p.shown[-1][0]]}{p.names[p.shown[-1][1]]}"
        tops: dict[int, float] = {}
        for row, (one, two) in enumerate(p.shown):
            y, tag = 0.85 + (0 if is_level else 0.8 * row), f"{p.names[one]}{p.names[two]}"
            sketch.line(f"map:{tag}", (xs[one], y), (xs[two], y), arrow="both", width=1.1)
            tops |= {index: max(y, tops.get(index, 0.0)) for index in (one, two)}
            cm = p.places[two] - p.places[one]
            middle = ((xs[one] + xs[two]) / 2, y)
            sketch.text(
                f"label:{tag}", f"{cm} cM", middle, of=f"map:{tag}", toward=(0, 1), gap_pt=3, size=13, plate=True
            )
            sketch.claim(
                "ratio", f"map:{tag}", longest, value=cm / (p.places[p.shown[-1][1]] - p.places[p.shown[-1][0]])
            )
        for index, top in tops.items():
            sketch.line(
                f"extension:{p.names[index]}", (xs[index], HEIGHT / 2), (xs[index], top + 0.12), width=0.6, color=GREY
            )
        sketch.text("note:n", f"test cross, $n$ = {p.total}", (LENGTH / 2, -1.35), size=13)
        sketch.claim("order", *(f"locus:{name}" for name in p.names), value="left_to_right")
        sketch.claim("count", "locus", value=len(p.names))
        sketch.entity("chromosome", "chromosome:1")

    def questions(self, p: Loci) -> Iterator[Question]:
        """Printed distances, and the order of the loci."""
        spans = [float(p.places[b] - p.places[a]) for a, b in p.shown]
        names = p.names if len(p.names) > 3 else (*p.names, "none")
        for key, index in (("distance", 0), ("other", -1)):
            one, two = p.shown[index]
            yield ask_number(key, spans[index], unit="cM", likely=spans, step=2, low=1, x=p.names[one], y=p.names[two])
        yield ask_word("first", p.names[0] if p.side else p.names[-1], names, side="left" if p.side else "right")
        yield ask_word("inner", p.names[1], names)
        yield ask_number("total", p.total, step=100, low=100)

    @defect(visibility=2)
    def distance_off_scale(self, p: Loci, scene: FigureScene, draw: Random) -> FigureScene:
        """A distance line is too short for its number."""
        one, two = p.shown[0]
        mark = scene.path(f"map:{p.names[one]}{p.names[two]}")
        (x0, y), (x1, _) = mark.points
        return change(scene, replace(mark, points=((x0, y), (x0 + 0.75 * (x1 - x0), y))))

    @defect(visibility=2)
    def exchanged_loci(self, p: Loci, scene: FigureScene, draw: Random) -> FigureScene:
        """Two loci bear each other's letter, so that their order is wrong."""
        one, two = draw.sample(p.names, 2)
        return swap_texts(scene, f"name:{one}", f"name:{two}")

    @defect(visibility=3)
    def locus_off_the_chromosome(self, p: Loci, scene: FigureScene, draw: Random) -> FigureScene:
        """A locus is marked above the chromosome."""
        mark = scene.path(f"locus:{draw.choice(p.names)}")
        return change(scene, replace(mark, points=tuple((x, y + 1.5 * HEIGHT) for x, y in mark.points)))
