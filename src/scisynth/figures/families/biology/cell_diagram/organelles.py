"""Cells with organelles that are marked by letters: an animal, a plant and a bacterial one."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change, swap_texts
from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, one_of, several
from scisynth.figures.families.questions import Question, ask_count, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.biology import chloroplast, golgi, mitochondrion, nucleus, rough_er, rounded, scattered
from scisynth.figures.parts.palette import BLUE, RED
from scisynth.figures.parts.universal import leader
from scisynth.figures.scene.marks import Round
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.scene.sketch import Sketch

TASKS = {
    "nucleus": "holds the chromosomes and is bounded by a double envelope",
    "mitochondrion": "makes most of the ATP by respiration",
    "Golgi apparatus": "sorts and packs proteins into vesicles",
    "lysosome": "digests worn-out parts with acid hydrolases",
    "rough endoplasmic reticulum": "bears ribosomes and makes proteins for export",
    "cell membrane": "controls what enters and leaves the cell",
    "chloroplast": "makes sugar by photosynthesis",
    "vacuole": "stores sap and keeps up turgor",
    "cell wall": "gives shape outside the membrane",
    "nucleoid": "holds the ring of the main DNA without an envelope",
    "plasmid": "is a small extra ring of DNA",
    "flagellum": "drives the cell by rotating",
    "ribosome": "translates mRNA into protein",
}
PARTS = {
    "animal": (
        "nucleus",
        "mitochondrion",
        "Golgi apparatus",
        "lysosome",
        "rough endoplasmic reticulum",
        "cell membrane",
    ),
    "plant": ("nucleus", "mitochondrion", "chloroplast", "vacuole", "cell wall", "cell membrane"),
    "bacterial": ("cell wall", "nucleoid", "plasmid", "flagellum", "ribosome"),
}
COUNTED = {
    "animal": ("mitochondrion", "mitochondria", "lysosomes"),
    "plant": ("chloroplast", "chloroplasts", "mitochondria"),
    "bacterial": ("plasmid", "plasmids", "ribosomes"),
}
HEIGHTS: dict[str, dict[str, float]] = {
    "animal": {"nucleus": 2.95, "lysosome": 4.6, "rough endoplasmic reticulum": 0.4},
    "plant": {
        "nucleus": 3.5,
        "mitochondrion": 0.7,
        "cell membrane": 5.8,
        "vacuole": 3.0,
        "chloroplast": 5.2,
        "cell wall": 0.2,
    },
    "bacterial": {},
}
"""Of letters whose leaders would cross organelles if the letters were spread evenly."""
Targets = dict[str, tuple[tuple[float, float], str]]
"""Part to a place on it and the mark whose inside it is; an empty mark for a line."""


@dataclass(frozen=True, kw_only=True)
class CellParts(Parameters):
    """A kind of cell, how many of some organelles, and the letters of its parts."""

    layout: str = one_of("animal", "plant", "bacterial")
    many: int = one_of(2, 3, 4, level_1=(2, 3))
    others: int = one_of(1, 2, 3)
    letters: tuple[str, ...] = several("ABCDEFGHJKLMNPQRSTUVWXYZ", 6)
    shown: int = one_of(5, 6, level_1=(4,), level_3=(6,))
    asked: int = one_of(0, 1, 2, 3)
    places: int = one_of(*range(50))
    is_mirrored: bool = one_of(False, True)

    @property
    def parts(self) -> dict[str, str]:
        """Marked parts with their letters; the first four of the kind turned by `places`."""
        every = PARTS[self.layout]
        turn = self.places % len(every)
        chosen = (every[turn:] + every[:turn])[: self.shown]
        return dict(zip(chosen, self.letters, strict=False))

    @property
    def part(self) -> str:
        """The one that is asked for."""
        return list(self.parts)[self.asked]


@family("Biology - Cell Diagram")
class LabelledCell(Family[CellParts]):
    """An animal, a plant or a bacterial cell whose parts are marked by letters; one of them is asked for."""

    def solve(self, p: CellParts) -> Solution:
        """The part that the letter marks, and its task."""
        return Solution(
            answer=Answer(text=p.part),
            values={
                "task": TASKS[p.part],
                "letter": p.parts[p.part],
                "counted": COUNTED[p.layout][1],
                "listing": ", ".join(p.parts.values()),
                "a": "an" if p.layout == "animal" else "a",
            },
            hidden=(p.part,),
        )

    def draw(self, p: CellParts, sketch: Sketch) -> None:
        """Leaders run to both sides, ordered by height, so that none crosses another."""
        make = {"animal": _animal, "plant": _plant, "bacterial": _bacterium}[p.layout]
        targets = {part: place for part, place in make(sketch, p, Random(p.places)).items() if part in p.parts}
        ordered = sorted(targets, key=lambda part: targets[part][0][1])
        left = [part for part in ordered if targets[part][0][0] < 5]
        right = [part for part in ordered if targets[part][0][0] >= 5]
        for side, x in ((left, -0.55), (right, 10.55)):
            low = -0.3 if p.layout == "bacterial" else 0.4
            # A lone leader leaves the bacterium by the shorter way.
            lone = 3.6 if p.layout != "bacterial" else 5.4 if not side or targets[side[0]][0][1] > 2.5 else 0.0
            ys = np.linspace(low, 5.6, len(side)) if len(side) > 1 else [lone]
            for part, y in zip(side, ys, strict=True):
                tip, inside = targets[part]
                y = HEIGHTS[p.layout].get(part, y)
                tag, at = part.replace(" ", "_"), (x, float(y))
                # The flagellum itself leaves the cell on the left.
                if part == "flagellum":
                    at = (tip[0] - 0.3, -0.6)
                leader(sketch, tag, tip, at, p.parts[part], of=inside, size=14)
                sketch.claim("label", f"name:{tag}", value=p.parts[part])
        sketch.claim("count", "tip", value=len(targets))
        sketch.entity(f"{p.layout} cell", "cell:outline")
        if p.is_mirrored:
            mirror(sketch)

    def questions(self, p: CellParts) -> Iterator[Question]:
        """Letters of parts, parts of letters, tasks, and numbers of organelles."""
        rest = [part for part in p.parts if part != p.part]
        first, second = rest[p.places % len(rest)], rest[(p.places + 1) % len(rest)]
        yield ask_word("letter", p.parts[first], list(p.parts.values()), part=first)
        names = [part for part in PARTS[p.layout] if part != second]
        yield ask_word("part", second, _turned(names, p.places), letter=p.parts[second])
        tasks = [TASKS[part] for part in PARTS[p.layout] if part != p.part]
        yield ask_word("task", TASKS[p.part], _turned(tasks, p.places // 3), letter=p.parts[p.part])
        yield ask_count("many", p.many, low=1, what=COUNTED[p.layout][1])
        count = 6 + 2 * p.others if p.layout == "bacterial" else p.others + 1
        yield ask_count("others", count, low=1, what=COUNTED[p.layout][2])

    @defect(visibility=3)
    def organelle_outside_cell(self, p: CellParts, scene: FigureScene, draw: Random) -> FigureScene:
        """An organelle lies outside the cell."""
        kinds = ("lysosome:1", "mitochondrion:0", "plasmid:0")
        mark = next(m for m in scene.marks if isinstance(m, Round) and m.id in kinds)
        return change(scene, replace(mark, center=(mark.center[0], 6.9)))

    @defect(visibility=1)
    def exchanged_letters(self, p: CellParts, scene: FigureScene, draw: Random) -> FigureScene:
        """Two parts bear each other's letters."""
        one, two = draw.sample(list(p.parts), 2)
        return swap_texts(scene, f"name:{one.replace(' ', '_')}", f"name:{two.replace(' ', '_')}")

    @defect(visibility=2)
    def cell_without_its_dna(self, p: CellParts, scene: FigureScene, draw: Random) -> FigureScene:
        """The cell lacks its nucleus or, if it is a bacterium, the ring of its DNA."""
        if {"nucleus", "nucleoid"} & set(p.parts):
            raise DoesNotApplyError
        gone = ("organelle:nucleus", "envelope:inner", "organelle:nucleolus", "organelle:nucleoid")
        return scene.with_marks(tuple(mark for mark in scene.marks if mark.id not in gone))

    @defect(visibility=2)
    def organelle_forgotten(self, p: CellParts, scene: FigureScene, draw: Random) -> FigureScene:
        """The cell has one organelle fewer than the problem counts."""
        role = COUNTED[p.layout][0]
        gone = {f"{role}:{p.many - 1}", f"cristae:{p.many - 1}"}
        return scene.with_marks(
            tuple(
                m
                for m in scene.marks
                if m.id not in gone and not (role == "chloroplast" and m.id.startswith(f"granum:{p.many - 1}"))
            )
        )


def _turned(names: list[str], by: int) -> list[str]:
    by %= len(names)
    return names[by:] + names[:by]


def _animal(sketch: Sketch, p: CellParts, draw: Random) -> Targets:
    sketch.circle("cell:outline", (5, 3), 4.6, radius_y=3.2, fill="#fdf3e7", color="#a0662b", width=2.4, z=0)
    center = (draw.uniform(4.7, 5.2), draw.uniform(2.9, 3.3))
    nucleus(sketch, center, 1.05)
    rough_er(sketch, center, 1.05)
    golgi(sketch, (7.4, 1.9))
    for k, at in enumerate(((7.6, 4.2), (3.0, 4.9), (6.0, 5.3), (5.9, 0.75))[: p.many]):
        mitochondrion(sketch, f"mitochondrion:{k}", at, draw.uniform(-30, 30))
        sketch.claim("inside", f"mitochondrion:{k}", "cell:outline")
    for k, at in enumerate(((1.9, 3.6), (2.2, 2.2), (8.6, 3.1), (4.4, 5.4))[: p.others + 1]):
        sketch.circle(f"lysosome:{k}", at, 0.22, fill="#e6a3a3", color=RED, width=1.2, z=3)
        sketch.claim("inside", f"lysosome:{k}", "cell:outline")
    for part in ("organelle:nucleus", "organelle:golgi"):
        sketch.claim("inside", part, "cell:outline")
    sketch.claim("count", "mitochondrion", value=p.many)
    sketch.claim("count", "lysosome", value=p.others + 1)
    turn = np.radians(235)
    er = (float(center[0] + 1.57 * np.cos(turn)), float(center[1] + 1.57 * np.sin(turn)))
    return {
        "nucleus": ((center[0] - 0.5, center[1] + 0.4), "organelle:nucleus"),
        "mitochondrion": ((7.9, 4.2), "mitochondrion:0"),
        "Golgi apparatus": ((7.7, 1.85), "organelle:golgi"),
        "lysosome": ((1.85, 3.6), "lysosome:0"),
        "rough endoplasmic reticulum": (er, "cell:outline"),
        "cell membrane": ((9.52, 3.6), ""),
    }


def _plant(sketch: Sketch, p: CellParts, draw: Random) -> Targets:
    sketch.area("cell:outline", *rounded(0.3, 0, 9.7, 6, 0.5), fill="#cfe3b8", color="#4f7a2c", width=2, z=0)
    sketch.area("membrane:cell", *rounded(0.52, 0.22, 9.48, 5.78, 0.4), fill="#f3f9ec", color="#7a9c58", width=1.4, z=1)
    sketch.area("organelle:vacuole", *rounded(3.0, 1.45, 8.0, 4.45, 1.1), fill="#d8ebf7", color=BLUE, width=1.5, z=2)
    shift = draw.uniform(-0.2, 0.2)
    nucleus(sketch, (1.85, 3.2 + shift), 0.85)
    for k, at in enumerate(((8.75, 4.3), (6.2, 5.1), (4.2, 0.85), (8.72, 1.6))[: p.many]):
        chloroplast(sketch, f"chloroplast:{k}", at, draw.uniform(-12, 12) + (90 if at[0] > 8.5 else 0))
        sketch.claim("inside", f"chloroplast:{k}", "membrane:cell")
    for k, at in enumerate(((2.3, 1.15), (6.5, 0.85), (3.5, 5.1), (7.8, 5.2))[: p.others + 1]):
        mitochondrion(sketch, f"mitochondrion:{k}", at, draw.uniform(-12, 12))
        sketch.claim("inside", f"mitochondrion:{k}", "membrane:cell")
    for part in ("organelle:nucleus", "organelle:vacuole"):
        sketch.claim("inside", part, "membrane:cell")
    sketch.claim("inside", "membrane:cell", "cell:outline")
    sketch.claim("count", "chloroplast", value=p.many)
    sketch.claim("count", "mitochondrion", value=p.others + 1)
    return {
        "nucleus": ((1.5, 3.5 + shift), "organelle:nucleus"),
        "mitochondrion": ((1.95, 1.15), "mitochondrion:0"),
        "chloroplast": ((8.8, 4.45), "chloroplast:0"),
        "vacuole": ((6.8, 2.9), "organelle:vacuole"),
        "cell wall": ((9.4, 0.1), "cell:outline"),
        "cell membrane": ((0.9, 5.78), ""),
    }


def _bacterium(sketch: Sketch, p: CellParts, draw: Random) -> Targets:
    sketch.area("cell:outline", *rounded(1.2, 1.0, 8.8, 5.0, 1.9), fill="#e6dcc4", color="#7c6a3c", width=2.2, z=0)
    sketch.area("membrane:cell", *rounded(1.45, 1.25, 8.55, 4.75, 1.7), fill="#fbf7ea", color="#b39b5a", width=1.4, z=1)
    t = np.linspace(0, 2 * np.pi, 120)
    wave = 1 + 0.22 * np.sin(7 * t + draw.uniform(0, 6))
    dna = zip((4.4 + 1.55 * wave * np.cos(t)).tolist(), (3.0 + 0.85 * wave * np.sin(t)).tolist(), strict=True)
    sketch.area("organelle:nucleoid", *dna, color=BLUE, width=2, z=3)
    for k, at in enumerate(((7.3, 3.8), (7.35, 2.2), (2.35, 2.1), (7.1, 3.0))[: p.many]):
        sketch.circle(f"plasmid:{k}", at, 0.3, color=RED, width=2.2, z=3)
        sketch.claim("inside", f"plasmid:{k}", "membrane:cell")
    num = 3 + p.others
    spots = scattered(draw, num, (3.3, 1.5, 6.3, 1.8), 0.4) + scattered(draw, num, (3.3, 4.25, 6.3, 4.55), 0.4)
    for k, at in enumerate(spots):
        sketch.dot(f"ribosome:{k}", at, 0.08, color="#5d4a8a")
        sketch.claim("inside", f"ribosome:{k}", "membrane:cell")
    x = np.linspace(0, 2.6, 60)
    tail = zip((1.2 - x).tolist(), (3 + 0.35 * np.sin(4.2 * x) * np.minimum(1, 2 * x)).tolist(), strict=True)
    sketch.line("organelle:flagellum", *tail, color="#7c6a3c", width=2.4)
    sketch.claim("connected", "organelle:flagellum", "cell:outline", tolerance=5)
    sketch.claim("inside", "organelle:nucleoid", "membrane:cell")
    sketch.claim("inside", "membrane:cell", "cell:outline")
    sketch.claim("count", "plasmid", value=p.many)
    sketch.claim("count", "ribosome", value=2 * num)
    right = max(spots[:num])
    return {
        "cell wall": ((8.68, 3.0), "cell:outline"),
        "nucleoid": ((4.0, 3.1), "organelle:nucleoid"),
        "plasmid": ((7.3, 3.8), "plasmid:0"),
        "flagellum": ((0.1, float(3 + 0.35 * np.sin(4.2 * 1.1))), ""),
        "ribosome": (right, ""),
    }
