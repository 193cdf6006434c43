"""Replication: forks that copy both strands; polymerases add to 3′ ends only, so that one new strand is made in pieces.

t = N / (2 v) for a ring with one origin and two forks; N / (2 k v) for a linear chromosome with k evenly spaced origins.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change, swap_texts
from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, GREEN, GREY, RED
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

GENOMES = (
    ("E. coli", 4.6, 1000),
    ("B. subtilis", 4.2, 800),
    ("M. genitalium", 0.58, 100),
    ("H. influenzae", 1.8, 600),
    ("a phage", 0.05, 800),
)
"""Rings: name, million base pairs, usual speed of a fork in bases/s."""
CHROMOSOMES = (("yeast", 0.8, 50), ("a fruit fly", 24, 45), ("a frog", 60, 10), ("a human", 120, 50))


@dataclass(frozen=True, kw_only=True)
class Fork(Parameters):
    """A genome, the speed of its forks, and what is drawn of them."""

    layout: str = one_of("fork", "ring", "origins", level_1=("fork", "ring"))
    which: int = one_of(0, 1, 2, 3)
    percent: int = one_of(*range(70, 131, 5))
    pieces: int = one_of(3, 4, 5)
    origins: int = one_of(*range(20, 401, 20))
    drawn_origins: int = one_of(3, 4, 5)
    part: int = one_of(*range(15, 66, 5))
    """Per cent of the ring that are copied in the drawing."""
    is_mirrored: bool = one_of(False, True)
    is_flipped: bool = one_of(False, True)
    """Whether the strand that is made in pieces lies below."""

    @property
    def genome(self) -> tuple[str, float, int]:
        """Name, million base pairs, speed."""
        name, mega, speed = (CHROMOSOMES if self.layout == "origins" else GENOMES)[self.which]
        return name, mega, max(speed * self.percent // 100, 1)


def replication_seconds(base_pairs: float, speed: float, origins: int = 1) -> float:
    """Time until evenly spaced origins with two forks each have copied all; a ring has one origin."""
    return base_pairs / (2 * origins * speed)


@family("Biology - Molecular Process")
class ReplicationFork(Family[Fork]):
    """A fork with its leading strand and pieces of the other, a ring that two forks copy, or a chromosome with many origins."""

    def solve(self, p: Fork) -> Solution:
        """All forks are equally fast."""
        name, mega, speed = p.genome
        origins = p.origins if p.layout == "origins" else 1
        seconds = replication_seconds(mega * 1e6, speed, origins)
        unit, factor = ("h", 3600) if seconds > 3e4 else ("min", 60) if seconds > 300 else ("s", 1)
        count = "" if origins == 1 else f"·{origins}"
        return Solution(
            answer=number_answer(seconds / factor, unit),
            symbol="t",
            values={
                "who": name,
                "size": _size(mega),
                "speed": f"{speed} bases/s",
                "unit": unit,
                "num": origins,
                "steps": f"N/(2{count}·v) = {format_number(mega * 1e6)}/(2{count}·{speed}) s",
                "drawn": p.pieces if p.layout == "fork" else p.part if p.layout == "ring" else p.drawn_origins,
            },
        )

    def draw(self, p: Fork, sketch: Sketch) -> None:
        """Parental strands blue, new ones green or red."""
        name, mega, speed = p.genome
        {"fork": _fork, "ring": _ring, "origins": _origins}[p.layout](p, sketch, f"{speed} bases/s")
        kind = "chromosome" if p.layout == "origins" else "ring"
        extra = f", {p.origins} origins" if p.layout == "origins" else ", one origin, two forks"
        middle, low = {"fork": (5, -3.9), "ring": (0, -3.7), "origins": (5, -2.2)}[p.layout]
        sketch.text("note:genome", f"{_species(name)}: {kind} of {_size(mega)}{extra}", (middle, low), size=12.5)
        if p.is_mirrored:
            mirror(sketch)

    def questions(self, p: Fork) -> Iterator[Question]:
        """Speed, pieces, ends, and how much is copied."""
        name, mega, speed = p.genome
        yield ask_number("speed", speed, unit="bases/s", likely=[row[2] for row in (*GENOMES, *CHROMOSOMES)], low=1)
        yield ask_number(
            "size", mega, unit="million base pairs", likely=[row[1] for row in (*GENOMES, *CHROMOSOMES)], low=0.01
        )
        names = [row[0] for row in (CHROMOSOMES if p.layout == "origins" else GENOMES)]
        yield ask_word("who", name, names)
        if p.layout == "fork":
            yield ask_count("pieces", p.pieces, low=1)
            ends = ["5′ above, 3′ below", "3′ above, 5′ below", "5′ on both", "3′ on both"]
            yield ask_word("end", ends[p.is_flipped], ends)
        elif p.layout == "ring":
            yield ask_number("part", p.part, unit="%", step=15, low=5)
        else:
            yield ask_count("eyes", p.drawn_origins, low=1)
            yield ask_number("origins", p.origins, step=20, low=10)

    @defect(visibility=2)
    def piece_grows_towards_fork(self, p: Fork, scene: FigureScene, draw: Random) -> FigureScene:
        """A piece of the lagging strand is made in the direction of the fork, from 3′ to 5′."""
        if p.layout != "fork":
            raise DoesNotApplyError
        mark = scene.path("piece:1")
        return change(scene, replace(mark, points=mark.points[::-1]))

    @defect(visibility=1)
    def exchanged_ends(self, p: Fork, scene: FigureScene, draw: Random) -> FigureScene:
        """The 3′ end and the 5′ end of the parental strands are exchanged."""
        if p.layout != "fork":
            raise DoesNotApplyError
        return swap_texts(scene, "end:low", "end:top")

    @defect(visibility=3)
    def new_strand_missing(self, p: Fork, scene: FigureScene, draw: Random) -> FigureScene:
        """A stretch behind a fork has one new strand only."""
        return scene.without({"fork": "new:leading", "ring": "new:outer", "origins": "new:top0"}[p.layout])

    @defect(visibility=2)
    def fork_moves_back(self, p: Fork, scene: FigureScene, draw: Random) -> FigureScene:
        """A fork moves back over what is copied already."""
        mark = scene.path("move:fork" if p.layout != "origins" else "move:right0")
        return change(scene, replace(mark, points=mark.points[::-1]))


def _species(name: str) -> str:
    """Latin names in italics."""
    words = name.replace(" ", r"\,")
    return rf"$\mathit{{{words}}}$" if ". " in name else name


def _size(mega: float) -> str:
    return f"{format_number(mega)} million base pairs"


def _fork(p: Fork, sketch: Sketch, speed: str) -> None:
    """The fork moves to the right; the strand whose left end is 3′ is copied without a break."""
    sign = -1 if p.is_flipped else 1
    fork = (7.0, 0.0)
    starts = {"top": (0.0, 3.0 * sign), "low": (0.0, -3.0 * sign)}
    for tag, start in starts.items():
        sketch.line(f"parent:{tag}", start, fork, width=3, color=BLUE)
    for y, tag in ((0.09, "a"), (-0.09, "b")):
        sketch.line(f"double:{tag}", (7.0, y), (10.0, y), width=3, color=BLUE)
    length = math.hypot(7, 3)
    aside = (-3 / length * 0.42, 7 / length * 0.42)

    def low_at(part: float) -> tuple[float, float]:
        return 7 * part + aside[0], sign * (-3 + 3 * part + aside[1])

    def top_at(part: float) -> tuple[float, float]:
        return 7 * part + aside[0], sign * (3 - 3 * part - aside[1])

    sketch.arrow("new:leading", low_at(0.0), low_at(0.86), width=2.6, color=GREEN)
    step = 0.86 / p.pieces
    for k in range(p.pieces):
        sketch.arrow(f"piece:{k}", top_at(step * (k + 0.9)), top_at(step * k + 0.02), width=2.6, color=RED)
        sketch.claim("parallel", f"piece:{k}", "parent:top", tolerance=2)
    sketch.claim("parallel", "new:leading", "parent:low", tolerance=2)
    sketch.claim("count", "piece", value=p.pieces)
    sketch.arrow("move:fork", (7.6, 0.7), (9.4, 0.7), width=1.6, color=GREY)
    sketch.text("label:speed", speed, (8.5, 0.7), of="move:fork", toward=(0, 1), size=12.5)
    for tag, words, at, of in (
        ("low", "3′", starts["low"], "parent:low"),
        ("top", "5′", starts["top"], "parent:top"),
        ("newlow", "5′", low_at(0.0), "new:leading"),
        ("newtop", "3′", top_at(0.02), "piece:0"),
    ):
        sketch.text(f"end:{tag}", words, at, of=of, toward=(-1, 0), size=14)
        sketch.claim("label", f"end:{tag}", value=words)
    sketch.entity("leading strand", "new:leading")
    sketch.entity("pieces of the lagging strand", *(f"piece:{k}" for k in range(p.pieces)))


def _ring(p: Fork, sketch: Sketch, speed: str) -> None:
    """A ring of two strands; from the origin at the top both sides are copied alike."""
    half = 1.8 * p.part
    start, stop = 90 - half, 90 + half
    for name, radius in (("outer", 2.6), ("inner", 2.35)):
        sketch.circle(f"ring:{name}", (0, 0), radius, start_deg=stop + 6, end_deg=start + 354, color=BLUE, width=2.4)
    for name, radius, color in (
        ("ring:far", 2.95, BLUE),
        ("new:outer", 2.72, GREEN),
        ("new:inner", 2.22, GREEN),
        ("ring:near", 1.98, BLUE),
    ):
        sketch.circle(name, (0, 0), radius, start_deg=start, end_deg=stop, color=color, width=2.4)
        sketch.claim("angle", name, value=2 * half, tolerance=3)
    for tag, end, into in (("right", start, start - 6), ("left", stop, stop + 6)):
        for name, open_at, closed_at in (("far", 2.95, 2.6), ("near", 1.98, 2.35)):
            sketch.line(f"bend:{name}{tag}", _polar(open_at, end), _polar(closed_at, into), color=BLUE, width=2.4)
    sketch.line("mark:origin", (0, 3.15), (0, 3.5), width=2, color=GREY)
    sketch.text("name:origin", "origin", (0, 3.5), of="mark:origin", toward=(0, 1), size=12.5)
    turn = math.radians(start - 4)
    along = np.asarray([math.sin(turn), -math.cos(turn)])
    at = 3.35 * np.asarray([math.cos(turn), math.sin(turn)])
    sketch.arrow("move:fork", at, at + 1.1 * along, width=1.6, color=GREY)
    sketch.arrow("move:other", at * (-1, 1), (at + 1.1 * along) * (-1, 1), width=1.6, color=GREY)
    sketch.text("label:speed", f"each fork:\n{speed}", (0, 0), size=12.5)
    sketch.claim("count", "new", value=2)
    sketch.entity("ring", "ring:outer", "ring:inner")
    sketch.entity("copied part", "new:outer", "new:inner")


def _polar(radius: float, degrees: float) -> tuple[float, float]:
    return radius * math.cos(math.radians(degrees)), radius * math.sin(math.radians(degrees))


def _origins(p: Fork, sketch: Sketch, speed: str) -> None:
    """A stretch of a chromosome with bubbles, from each of which two forks run."""
    num = p.drawn_origins
    wide = 10 / num
    half = 0.27 * wide
    for k in range(num):
        x = wide * (k + 0.5)
        for side, lift in (("top", 1), ("low", -1)):
            t = np.linspace(-1, 1, 25)
            bow = 0.12 + 0.62 * (1 - t**2)
            sketch.line(
                f"bubble:{side}{k}",
                *zip((x + half * t).tolist(), (lift * bow).tolist(), strict=True),
                color=BLUE,
                width=2.4,
            )
            inner = np.linspace(-0.75, 0.75, 19)
            ys = lift * (0.12 + 0.62 * (1 - inner**2) - 0.22)
            sketch.line(
                f"new:{side}{k}", *zip((x + half * inner).tolist(), ys.tolist(), strict=True), color=GREEN, width=2.2
            )
            sketch.line(f"double:{side}{k}", (wide * k, 0.12 * lift), (x - half, 0.12 * lift), color=BLUE, width=2.4)
            sketch.line(
                f"rest:{side}{k}", (x + half, 0.12 * lift), (wide * (k + 1), 0.12 * lift), color=BLUE, width=2.4
            )
            sketch.claim("connected", f"double:{side}{k}", f"bubble:{side}{k}")
        for name, sign in (("right", 1), ("left", -1)):
            sketch.arrow(
                f"move:{name}{k}", (x + sign * 0.15 * half, 1.05), (x + sign * 0.95 * half, 1.05), width=1.3, color=GREY
            )
    sketch.claim("count", "new", value=2 * num)
    sketch.claim("count", "move", value=2 * num)
    sketch.text("label:speed", f"each fork: {speed}", (5, 1.6), size=12.5)
    sketch.text("note:part", "a part of the chromosome", (5, -1.4), size=12)
    sketch.entity("bubbles", *(f"bubble:top{k}" for k in range(num)))
