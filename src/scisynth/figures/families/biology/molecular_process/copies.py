"""PCR: each cycle copies every strand, N = N_0 2ⁿ; of the molecules of one template two hold an original strand after any cycle."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change
from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_number
from scisynth.figures.families.registry import family
from scisynth.figures.parts.chart import CHART, chart_axes, move_point, point
from scisynth.figures.parts.palette import BLUE, GREY, RED
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.scene.sketch import Sketch

DOWN = 1.7
"""Between rows of the tree."""


@dataclass(frozen=True, kw_only=True)
class Cycles(Parameters):
    """Templates at the start, cycles, and how they are drawn."""

    layout: str = one_of("tree", "tracked", "plot", level_1=("tree", "plot"))
    start: int = one_of(1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50)
    cycles: int = one_of(*range(6, 17))
    rows: int = one_of(2, 3)
    """Cycles that the tree shows."""
    marked: int = one_of(2, 3, 4, 5, 6)
    """Of the plot, the cycle whose number is marked."""
    tube: str = one_of("A", "B", "C", "D", "K", "M", "P", "Q")

    def valid(self) -> bool:
        """The plot does not reach the cycle that is asked for."""
        return self.layout != "plot" or self.cycles > 9


def copies(start: int, cycles: int, only_new: bool = False) -> int:
    """Double strands after so many cycles; `only_new` leaves out those with an original strand."""
    return start * (2**cycles - 2 * only_new)


@family("Biology - Molecular Process")
class PcrCycles(Family[Cycles]):
    """A tree of doubling DNA, a tree that tells original strands from new ones, or numbers over cycles on a logarithmic scale."""

    def solve(self, p: Cycles) -> Solution:
        """Doubling in each cycle."""
        value = copies(p.start, p.cycles, p.layout == "tracked")
        steps = f"{p.start}·(2^{p.cycles} − 2)" if p.layout == "tracked" else f"{p.start}·2^{p.cycles}"
        return Solution(
            answer=Answer(text=f"{value} molecules", value=value, unit="molecules", tolerance=0.001),
            values={"steps": steps, "seen": copies(p.start, p.marked)},
            hidden=(f"{value} molecules", str(value)),
        )

    def draw(self, p: Cycles, sketch: Sketch) -> None:
        """The tree of one template; or the number of all molecules."""
        if p.layout == "plot":
            self._plot(p, sketch)
            return
        xs: dict[tuple[int, int], float] = {}
        for row in range(p.rows + 1):
            for k in range(2**row):
                x = xs[row, k] = 10 * (k + 0.5) / 2**row
                _duplex(sketch, row, k, x, p.layout == "tracked")
                if row:
                    lean = 0.15 if k % 2 else -0.15
                    sketch.arrow(
                        f"copy:{row}{k}",
                        (xs[row - 1, k // 2] + lean, -DOWN * (row - 1) - 0.38),
                        (x, -DOWN * row + 0.38),
                        width=1.1,
                        color=GREY,
                    )
            words = "template" if row == 0 else f"cycle {row}"
            sketch.text(f"row:{row}", words, (-0.7, -DOWN * row), align="right", size=12.5)
            if row:
                sketch.claim("order", *(f"upper:{row}{n}" for n in range(2**row)), value="left_to_right")
        words = f"sample {p.tube}: {p.start} template{'s' * (p.start > 1)} at the start"
        sketch.text("note:start", words, (5, 0.75), size=13)
        if p.layout == "tracked":
            sketch.text("note:key", "blue: original strands, red: new strands", (5, -DOWN * p.rows - 0.8), size=12.5)
        sketch.claim("count", "upper", value=2 ** (p.rows + 1) - 1)
        sketch.claim("count", "copy", value=2 ** (p.rows + 1) - 2)
        sketch.entity("double strands", *(f"upper:{p.rows}{k}" for k in range(2**p.rows)))

    def _plot(self, p: Cycles, sketch: Sketch) -> None:
        top = 10 * copies(p.start, 8)
        chart_axes(
            sketch, "cycles $n$", "number $N$", x_limits=(0, 9), y_limits=(max(p.start * 0.6, 0.6), top), y_scale="log",
            x_ticks=tuple(range(9)),
        )  # fmt: skip
        sketch.line("line:N", *((n, copies(p.start, n)) for n in range(9)), color=BLUE, width=2, axes=CHART)
        for n in range(9):
            point(sketch, f"point:{n}", (n, copies(p.start, n)), BLUE)
        at = (p.marked, copies(p.start, p.marked))
        words = f"cycle {p.marked}: $N$ = {at[1]}"
        sketch.text(
            "label:marked", words, at, of=f"point:{p.marked}", toward=(1, -0.6), gap_pt=10, axes=CHART, size=12.5
        )
        sketch.text("note:start", f"sample {p.tube}", (5, 6.75), size=13)
        sketch.claim("monotone", "line:N", value="increasing")
        sketch.claim("count", "point", value=9)
        sketch.entity("numbers", *(f"point:{n}" for n in range(9)))

    def questions(self, p: Cycles) -> Iterator[Question]:
        """What is drawn, and what follows for a drawn row."""
        if p.layout == "plot":
            yield ask_count("marked", p.marked, low=1)
            seen = copies(p.start, p.marked)
            yield ask_number("seen", seen, likely=[seen // 2, 2 * seen, 4 * seen], low=1, step=max(seen // 4, 1))
            later = 2 * seen
            yield ask_number(
                "later",
                later,
                likely=[seen, 4 * seen, seen // 2, 3 * seen],
                low=1,
                step=max(seen // 2, 1),
                n=p.marked + 1,
            )
        else:
            yield ask_count("start", p.start, likely=[1, 5, 10, 20, 50], low=1)
            drawn = copies(p.start, p.rows)
            yield ask_number("drawn", drawn, likely=[drawn // 2, 2 * drawn, 2**p.rows], low=1, step=p.start)
            yield ask_number("original", 2 * p.start, likely=[p.start, 4 * p.start, 2], low=1, step=max(p.start, 1))
        # A cycle that no other question asks for.
        asked = (p.marked, p.marked + 1) if p.layout == "plot" else (p.rows,)
        n = next(cycle for cycle in (3, 2, 4, 5) if cycle not in asked)
        then = copies(p.start, n)
        yield ask_number(
            "sample_copies", then, likely=[n * p.start, then // 2, 2 * then, 2 * n * p.start], low=1, step=p.start, n=n
        )

    @defect(visibility=2)
    def copy_missing(self, p: Cycles, scene: FigureScene, draw: Random) -> FigureScene:
        """A double strand of the last row is missing, or a point of the plot."""
        if p.layout == "plot":
            return scene.without(f"point:{draw.randrange(9)}")
        return scene.without(f"upper:{p.rows}{draw.randrange(2**p.rows)}")

    @defect(visibility=1)
    def wrong_start(self, p: Cycles, scene: FigureScene, draw: Random) -> FigureScene:
        """The number of templates, or of molecules at the marked cycle, is not that of the problem."""
        mark = scene.label("label:marked" if p.layout == "plot" else "note:start")
        old = copies(p.start, p.marked) if p.layout == "plot" else p.start
        start, _, end = mark.text.rpartition(str(old))
        return change(scene, replace(mark, text=f"{start}{old + 7}{end}"))

    @defect(visibility=3)
    def point_off_the_line(self, p: Cycles, scene: FigureScene, draw: Random) -> FigureScene:
        """The number after a cycle is not the double of the one before."""
        if p.layout != "plot":
            raise DoesNotApplyError
        return move_point(scene, f"point:{p.marked}", 0, copies(p.start, p.marked) * 4)

    @defect(visibility=2)
    def arrow_up(self, p: Cycles, scene: FigureScene, draw: Random) -> FigureScene:
        """An arrow runs from a copy to its template."""
        if p.layout == "plot":
            raise DoesNotApplyError
        mark = scene.path(f"copy:{p.rows}{draw.randrange(2**p.rows)}")
        return change(scene, replace(mark, points=mark.points[::-1]))


def _duplex(sketch: Sketch, row: int, k: int, x: float, tracked: bool) -> None:
    """A double strand as two bars; the original upper strand stays with the first copy, the lower one with the last."""
    first, last = k == 0, k == 2**row - 1
    for tag, lift, old in (("upper", 0.12, first), ("lower", -0.12, last)):
        color = BLUE if old or not tracked else RED
        sketch.line(
            f"{tag}:{row}{k}", (x - 0.42, -DOWN * row + lift), (x + 0.42, -DOWN * row + lift), width=3.2, color=color
        )
