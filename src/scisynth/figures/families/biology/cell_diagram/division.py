"""Stages of mitosis and meiosis whose chromosomes can be counted, by their centromeres.

In mitosis 2n chromosomes stand on the plate and 2n chromatids move to each pole; in meiosis I n pairs stand there and n chromosomes
of two chromatids each move to each pole. Crossing over is not covered.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, DARK_GREY, GREY, RED
from scisynth.figures.scene.marks import Round
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.scene.sketch import Sketch

STAGES = ("plate", "apart", "pairs", "homologues", "plate two")
ASKED = ("gamete", "strands", "diploid", "daughter")
SIDES = {"left": 0.9, "right": 9.1}


@dataclass(frozen=True, kw_only=True)
class Division(Parameters):
    """A stage, the number of pairs, what is asked, and how the chromosomes are drawn."""

    layout: str = one_of(*STAGES, level_1=("plate", "apart", "pairs"))
    pairs: int = one_of(2, 3, 4, level_1=(2, 3), level_3=(2, 3, 4))
    asked: str = one_of(*ASKED)
    blue_first: bool = one_of(True, False)
    lean: int = one_of(*range(30))
    has_names: bool = one_of(True, False)
    """Whether the poles bear names."""
    spindle: int = one_of(0, 1, 2, 3)
    """Fibres without a chromosome, from pole to pole."""
    sizes: int = one_of(*range(12))

    @property
    def rows(self) -> int:
        """Centromeres above each other."""
        return 2 * self.pairs if self.layout in ("plate", "apart") else self.pairs

    @property
    def centromeres(self) -> int:
        """In the whole cell."""
        return self.rows * (1 if self.layout.startswith("plate") else 2)

    @property
    def chromatids(self) -> int:
        """In the whole cell: each a DNA double strand."""
        return self.centromeres * (1 if self.layout == "apart" else 2)


def numbers(pairs: int, stage: str) -> dict[str, int]:
    """What can be asked of a cell with n pairs: chromosomes of a gamete, of a body cell, DNA strands, and of a daughter cell."""
    strands = 2 * pairs if stage == "plate two" else 4 * pairs
    daughter = 2 * pairs if stage in ("plate", "apart") else pairs
    return {"gamete": pairs, "strands": strands, "diploid": 2 * pairs, "daughter": daughter}


@family("Biology - Cell Diagram")
class DivisionStage(Family[Division]):
    """Metaphase or anaphase of mitosis, metaphase I or anaphase I of meiosis, or metaphase II."""

    def solve(self, p: Division) -> Solution:
        """A number that follows from the chromosomes."""
        value = numbers(p.pairs, p.layout)[p.asked]
        return Solution(
            answer=Answer(text=str(value), value=value, tolerance=0),
            values={
                "centromeres": p.centromeres,
                "chromatids": p.chromatids,
                "n": p.pairs,
                "two_n": 2 * p.pairs,
                "stage": p.layout,
            },
            hidden=(f"n = {p.pairs}", f"number: {value}"),
        )

    def draw(self, p: Division, sketch: Sketch) -> None:
        """The poles lie left and right; chromosomes on the plate, next to it, or on their way."""
        sketch.circle("cell:outline", (5, 3), 5.0, radius_y=3.1, fill="#fdf3e7", color="#a0662b", width=2.2, z=0)
        sketch.line("plate:1", (5, 0.2), (5, 5.8), dash="dashed", width=1, color=GREY, z=1)
        for side, x in SIDES.items():
            sketch.dot(f"pole:{side}", (x, 3), 0.13, color=DARK_GREY)
            sketch.claim("inside", f"pole:{side}", "cell:outline")
            sketch.rectangle(
                f"half:{side}", 0.0 if side == "left" else 5.0, 0, 5.0 if side == "left" else 10.0, 6, width=0, z=0
            )
            if p.has_names:
                sketch.text(
                    f"name:{side}",
                    "pole",
                    (x, 3),
                    of=f"pole:{side}",
                    toward=(-1 if side == "left" else 1, 0),
                    gap_pt=9,
                    size=10.5,
                )
        for k in range(p.spindle):
            lift = (2.65, -2.65, 2.88)[k]
            xs = np.linspace(0.9, 9.1, 41)
            ys = 3 + lift * (1 - ((xs - 5) / 4.1) ** 2)
            sketch.line(f"spindle:{k}", *zip(xs.tolist(), ys.tolist(), strict=True), width=0.7, color=GREY, z=1)
        spread = min(2.0, 0.62 * p.rows)
        ys = np.linspace(3 - spread, 3 + spread, p.rows)
        for k, y in enumerate(ys.tolist()):
            self._row(p, sketch, k, y)
        sketch.claim("count", "chromatid", value=p.chromatids)
        sketch.claim("count", "centromere", value=p.centromeres)
        sketch.entity("dividing cell", "cell:outline")
        sketch.entity("chromosomes", *(m.id for m in sketch.marks if m.id.startswith("centromere:")))

    def _row(self, p: Division, sketch: Sketch, k: int, y: float) -> None:
        colors = (BLUE, RED) if (k % 2 == 0) == p.blue_first else (RED, BLUE)
        size = _size(p, k)
        if p.layout in ("plate", "plate two"):
            _chromosome(sketch, str(k), (5, y), size, colors[0], 2)
            _fibres(sketch, str(k), (5, y), ("left", "right"))
            sketch.claim("on", f"centromere:{k}", "plate:1")
            return
        place = {"apart": 3.3, "pairs": 4.3, "homologues": 2.9}[p.layout]
        for side, x, color in (("left", place, colors[0]), ("right", 10 - place, colors[1])):
            name = f"{side[0]}{k}"
            # Sister chromatids are alike; homologues come from two parents.
            tint = colors[0] if p.layout == "apart" else color
            if p.layout == "apart":
                _chromatid(sketch, name, (x, y), 0.45 if side == "left" else -0.45, size, tint)
                sketch.dot(
                    f"centromere:{name}", (x + (0.05 if side == "left" else -0.05), y), 0.09, color="#222222", z=5
                )
            else:
                _chromosome(sketch, name, (x, y), size, tint, 2)
            _fibres(sketch, name, (x, y), (side,))
            sketch.claim("inside", f"centromere:{name}", f"half:{side}")
        sketch.claim("level", f"centromere:l{k}", f"centromere:r{k}")

    def questions(self, p: Division) -> Iterator[Question]:
        """The stage, and what can be counted."""
        yield ask_word("stage", p.layout, STAGES)
        yield ask_count("chromatids", p.chromatids, low=1)
        yield ask_count("centromeres", p.centromeres, likely=[p.chromatids, p.pairs], low=1)
        yield ask_count("free", p.spindle)
        blue = _count_blue(p)
        yield ask_count("blue", blue, likely=[p.chromatids, p.chromatids - blue])

    @defect(visibility=2)
    def chromosome_astray(self, p: Division, scene: FigureScene, draw: Random) -> FigureScene:
        """A centromere has left its place on the plate, or is on the wrong side."""
        mark = draw.choice([m for m in scene.marks if m.id.startswith("centromere:")])
        assert isinstance(mark, Round)
        x, y = mark.center
        return change(scene, replace(mark, center=(x + (2.4 if x <= 5 else -2.4), y)))

    @defect(visibility=2)
    def chromatid_missing(self, p: Division, scene: FigureScene, draw: Random) -> FigureScene:
        """A chromosome has one chromatid where the others have as many as the stage demands."""
        return scene.without(draw.choice([m.id for m in scene.marks if m.id.startswith("chromatid:")]))

    @defect(visibility=3)
    def pole_outside_cell(self, p: Division, scene: FigureScene, draw: Random) -> FigureScene:
        """A pole of the spindle lies outside the cell."""
        mark = scene.round("pole:right")
        return change(scene, replace(mark, center=(10.6, mark.center[1])))


def _size(p: Division, k: int) -> float:
    """Half the length of a rod: pairs differ in size."""
    pair = k // 2 if p.layout in ("plate", "apart") else k
    room = 2 * min(2.0, 0.62 * p.rows) / max(p.rows - 1, 1)
    return min(0.42 * room, 0.5) * (1 - 0.09 * ((pair + p.sizes) % 5))


def _count_blue(p: Division) -> int:
    """Blue chromatids: rows take turns."""
    first = (p.rows + 1) // 2 if p.blue_first else p.rows // 2
    return 2 * first if p.layout in ("plate", "plate two", "apart") else 2 * p.rows


def _chromatid(sketch: Sketch, name: str, at: tuple[float, float], bend: float, half: float, color: str) -> None:
    """A bent rod through a centromere; its arms lean to the side of `bend`."""
    t = np.linspace(-1, 1, 17)
    xs, ys = at[0] + bend * (0.12 + t**2) * 0.9, at[1] + half * t
    sketch.line(f"chromatid:{name}", *zip(xs.tolist(), ys.tolist(), strict=True), color=color, width=4, z=3)


def _chromosome(sketch: Sketch, name: str, at: tuple[float, float], half: float, color: str, num: int) -> None:
    for tag, bend in (("l", -0.25), ("r", 0.25))[:num]:
        _chromatid(sketch, f"{name}{tag}", at, bend, half, color)
    sketch.dot(f"centromere:{name}", at, 0.1, color="#222222", z=5)


def _fibres(sketch: Sketch, name: str, at: tuple[float, float], sides: tuple[str, ...]) -> None:
    for side in sides:
        sketch.line(f"fibre:{name}{side}", (SIDES[side], 3), at, width=0.8, color=GREY, z=1)
        sketch.claim("connected", f"fibre:{name}{side}", f"pole:{side}", tolerance=10)
        sketch.claim("connected", f"fibre:{name}{side}", f"centromere:{name}", tolerance=8)
