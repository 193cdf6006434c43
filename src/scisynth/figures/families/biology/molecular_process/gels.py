"""Gels: fragments of DNA run the farther the shorter they are, by the logarithm of their length; lengths add up to the whole."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations
from random import Random
from typing import Any

from scisynth.figures.corruptions import change, swap_texts
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_number
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, GREY, PAPER, RED
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.scene.sketch import Sketch, number_answer

LADDERS = (
    (8000, 5000, 3000, 2000, 1500, 1000, 500),
    (6000, 4000, 3000, 2000, 1500, 1000, 500, 250),
    (10000, 6000, 4000, 2500, 1500, 1000, 500),
)
ENZYMES = ("EcoRI", "HindIII", "BamHI", "HpaII", "PstI", "SalI", "XbaI")


def gel_place(length: float) -> float:
    """Distance from the wells, in units of the gel, falling with the logarithm of the length in base pairs."""
    return 0.9 + 4.4 * math.log(12000 / length) / math.log(12000 / 230)


@lru_cache(maxsize=8)
def equal_sums(ladder: tuple[int, ...]) -> tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]:
    """Pairs of two to four different lengths of a ladder with the same sum."""
    sets = [part for num in (2, 3, 4) for part in combinations(ladder, num)]
    return tuple((a, b) for a in sets for b in sets if a != b and sum(a) == sum(b))


def _digests(draw: Random, _: int, values: Mapping[str, Any]) -> tuple[tuple[int, ...], ...]:
    return draw.choice(equal_sums(LADDERS[values["ladder"]]))


@dataclass(frozen=True, kw_only=True)
class Gel(Parameters):
    """Fragments of two digests next to a ladder."""

    layout: str = one_of("circular", "linear", "insert", level_1=("circular", "linear"))
    ladder: int = one_of(0, 1, 2)
    fragments: tuple[tuple[int, ...], ...] = drawn(
        _digests, words="lengths of two digests, of the ladder and with one sum"
    )
    enzymes: tuple[str, ...] = drawn(lambda draw, _, __: tuple(draw.sample(ENZYMES, 2)), words="two enzymes")
    vector: int = one_of(*range(1200, 4001, 100))
    has_levels: bool = one_of(True, False, level_1=(True,), level_3=(False,))
    order: bool = one_of(True, False)
    """Whether the ladder is on the left."""

    def valid(self) -> bool:
        """An insert is long enough to be one."""
        return self.layout != "insert" or self.total - self.vector >= 400

    @property
    def total(self) -> int:
        """Of either digest."""
        return sum(self.fragments[0])

    @property
    def lanes(self) -> dict[str, tuple[int, ...]]:
        """Bands by lane, from the left."""
        digests = dict(zip("12", self.fragments, strict=True))
        if self.layout == "insert":
            del digests["2"]
        ladder = {"M": LADDERS[self.ladder]}
        return ladder | digests if self.order else digests | ladder


@family("Biology - Molecular Process")
class GelElectrophoresis(Family[Gel]):
    """Two digests of a ring, two of a linear fragment, or one of a vector with an insert, next to a ladder."""

    def solve(self, p: Gel) -> Solution:
        """Lengths add up; of a linear piece, one site fewer than there are fragments."""
        first = " + ".join(map(str, p.fragments[0]))
        total = p.total
        cuts = [len(part) - (p.layout == "linear") for part in p.fragments]
        value = total - p.vector if p.layout == "insert" else total
        steps = {
            "circular": f"{first} = {' + '.join(map(str, p.fragments[1]))}",
            "linear": f"{first} = {' + '.join(map(str, p.fragments[1]))}",
            "insert": f"{first} = {total}; {total} − {p.vector}",
        }[p.layout]
        return Solution(
            answer=number_answer(value, "base pairs", digits=5, tolerance=0.01),
            values={
                "one": p.enzymes[0],
                "two": p.enzymes[1],
                "bands_one": ", ".join(map(str, p.fragments[0])),
                "bands_two": ", ".join(map(str, p.fragments[1])),
                "steps": steps,
                "sites": f"{cuts[0]} and {cuts[1]}",
            },
            hidden=(f"{value} base pairs", f"L = {value}"),
        )

    def draw(self, p: Gel, sketch: Sketch) -> None:
        """Every band of a digest lies level with one of the ladder."""
        lanes = p.lanes
        wide = 2.1 * len(lanes) + 0.3
        sketch.rectangle("gel:1", 0, -5.9, wide, 0.1, fill="#e9eef3", color="#5c6b78", z=0)
        places = {lane: 1.2 + 2.1 * index for index, lane in enumerate(lanes)}
        for lane, sizes in lanes.items():
            self._lane(p, sketch, lane, sizes, places[lane], wide)
        if p.has_levels:
            self._levels(sketch, lanes, places)
        sketch.claim("count", "band", value=sum(map(len, lanes.values())))
        x = wide + 0.5 if p.order else -0.5
        sketch.arrow("run:1", (x, -1.0), (x, -4.6), width=1.6, color=RED)
        sketch.text("pole:minus", "−", (x, -0.7), size=18)
        sketch.text("pole:plus", "+", (x, -4.95), size=18)
        sketch.text("name:unit", "base\npairs", (-0.75 if p.order else wide + 0.75, -0.35), size=11)
        kind = {
            "circular": "circular plasmid",
            "linear": "linear fragment",
            "insert": f"circular plasmid: vector of {p.vector} base pairs + insert",
        }[p.layout]
        sketch.text("note:kind", kind, (wide / 2, -6.4), size=12.5)
        sketch.entity("lanes", *(f"well:{lane}" for lane in lanes))

    def _lane(self, p: Gel, sketch: Sketch, lane: str, sizes: tuple[int, ...], x: float, wide: float) -> None:
        sketch.rectangle(f"well:{lane}", x - 0.55, -0.35, x + 0.55, -0.12, fill=PAPER, color="#5c6b78", width=1)
        words = "ladder" if lane == "M" else p.enzymes[int(lane) - 1]
        sketch.text(f"name:{lane}", words, (x, 0.1), of=f"well:{lane}", toward=(0, 1), gap_pt=4, size=12.5)
        for size in sizes:
            y = -gel_place(size)
            sketch.rectangle(f"band:{lane}{size}", x - 0.5, y - 0.05, x + 0.5, y + 0.05, fill=BLUE, width=0)
            sketch.claim("inside", f"band:{lane}{size}", "gel:1")
            if lane == "M":
                edge, near, side = (-0.12, x - 0.5, -1) if p.order else (wide + 0.12, x + 0.5, 1)
                sketch.line(f"tick:{size}", (edge, y), (near, y), width=0.7, color=GREY, z=1)
                sketch.claim("connected", f"tick:{size}", f"band:M{size}", tolerance=6)
                sketch.text(
                    f"size:{size}", f"{size}", (edge, y), of=f"tick:{size}", toward=(side, 0), gap_pt=4, size=11.5
                )
                sketch.claim("label", f"size:{size}", value=f"{size}")
            else:
                sketch.claim("level", f"band:{lane}{size}", f"band:M{size}")
        sketch.claim("order", *(f"band:{lane}{size}" for size in sorted(sizes)), value="bottom_to_top")

    def _levels(self, sketch: Sketch, lanes: Mapping[str, tuple[int, ...]], places: Mapping[str, float]) -> None:
        """Dotted lines from the ladder to each band, in the gaps between lanes."""
        sign = 1 if places["M"] < 2 else -1
        for lane, sizes in lanes.items():
            for size in sizes if lane != "M" else ():
                y = -gel_place(size)
                between = [
                    x
                    for other, x in places.items()
                    if min(places["M"], places[lane]) < x < max(places["M"], places[lane]) and size in lanes[other]
                ]
                start = (max(between) if sign > 0 else min(between)) if between else places["M"]
                ends = ((start + 0.55 * sign, y), (places[lane] - 0.55 * sign, y))
                sketch.line(f"level:{lane}{size}", *ends, dash="dotted", width=0.8, color=GREY, z=1)

    def questions(self, p: Gel) -> Iterator[Question]:
        """Bands, their numbers and lengths."""
        ladder = LADDERS[p.ladder]
        first, second = (sorted(sizes, reverse=True) for sizes in p.fragments)
        yield ask_count("bands", len(first), low=1, enzyme=p.enzymes[0])
        for name, sizes, enzyme in (("rank", first, 0), ("other", second, 1)):
            if name == "rank" or p.layout != "insert":
                place = (p.vector // 100 + enzyme) % len(sizes)
                yield ask_number(
                    name,
                    sizes[place],
                    unit="base pairs",
                    likely=ladder,
                    low=100,
                    enzyme=p.enzymes[enzyme],
                    place=place + 1,
                )
        if p.layout != "insert":
            yield ask_count("sum", len(first) + len(second), likely=[len(first), len(second)], low=2)
        else:
            yield ask_number("vector", p.vector, unit="base pairs", step=200, low=200)
        yield ask_number(
            "gap", first[0] - first[1], unit="base pairs", likely=ladder, low=100, step=500, enzyme=p.enzymes[0]
        )

    @defect(visibility=2)
    def band_out_of_place(self, p: Gel, scene: FigureScene, draw: Random) -> FigureScene:
        """A band does not lie level with the band of its length in the ladder."""
        mark = draw.choice([m for m in scene.marks if m.id.startswith(("band:1", "band:2"))])
        assert isinstance(mark, Path)
        return change(scene, replace(mark, points=tuple((x, y - 0.28) for x, y in mark.points)))

    @defect(visibility=1)
    def exchanged_lengths(self, p: Gel, scene: FigureScene, draw: Random) -> FigureScene:
        """Two lengths of the ladder are exchanged, so that a longer fragment ran farther."""
        one, two = draw.sample(LADDERS[p.ladder], 2)
        return swap_texts(scene, f"size:{one}", f"size:{two}")

    @defect(visibility=3)
    def band_below_the_gel(self, p: Gel, scene: FigureScene, draw: Random) -> FigureScene:
        """A band has left the gel."""
        mark = scene.path(f"band:1{min(p.fragments[0])}")
        low = min(y for _, y in mark.points)
        return change(scene, replace(mark, points=tuple((x, y - low - 6.9) for x, y in mark.points)))

    @defect(visibility=2)
    def band_missing(self, p: Gel, scene: FigureScene, draw: Random) -> FigureScene:
        """A fragment that the problem states has no band."""
        return scene.without(f"band:1{draw.choice(p.fragments[0])}")
