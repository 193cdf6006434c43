"""A loop as a flow chart, which is run."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change, swap_texts
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, one_of
from scisynth.figures.families.questions import Question, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, PALE_BLUE, PALE_GREEN, PALE_ORANGE, PALE_RED
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Place, Sketch

LIMITS = (40, 50, 60, 80, 100, 150, 200)


@dataclass(frozen=True, kw_only=True)
class Loop(Parameters):
    """A loop that changes x until a test ends it."""

    layout: str = one_of("while", "until", "branch", level_1=("while", "until"), level_3=("until", "branch"))
    start: int = one_of(*range(1, 13))
    factor: int = one_of(2, 3)
    add: int = one_of(1, 2, 3, 4, 5, 6, 7, 8, 9)
    limit: int = one_of(*LIMITS)
    letter: str = one_of("x", "k", "p", "s", "t", "y")
    is_turned: bool = one_of(False, True)
    """Whether the test is asked the other way round, so that yes leads out of the loop."""

    def valid(self) -> bool:
        """Three to seven passes."""
        return 3 <= len(self.trace) - 1 <= 7

    @property
    def trace(self) -> list[int]:
        """The values of x, from the first on."""
        return run_loop(self.layout, self.start, self.factor, self.add, self.limit)

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Start and limit."""
        return (Quantity(symbol=f"{self.letter}_0", value=self.start), Quantity(symbol="L", value=self.limit))


def run_loop(kind: str, x: int, factor: int, add: int, limit: int, most: int = 9) -> list[int]:
    """Values of x: `while` x < limit, `until` x ≥ limit, or with a `branch`, x / 2 where x is even, until x ≥ limit."""
    values = [x]
    while (x < limit or (kind == "until" and len(values) == 1)) and len(values) <= most:
        x = x // 2 + limit // 4 if kind == "branch" and x % 2 == 0 else factor * x + add
        values.append(x)
    return values


@family("Universal - Graph & Flow")
class FlowChartLoop(Family[Loop]):
    """A loop as a flow chart, tested at its start, at its end, or with a branch inside; what it prints."""

    def solve(self, p: Loop) -> Solution:
        """By running it."""
        trace, x = p.trace, p.letter
        num = len(trace) - 1
        text = f"{x} = {trace[-1]}, n = {num}"
        return Solution(
            answer=Answer(text=text),
            values={"x": x, "trace": " → ".join(map(str, trace)), "num": num, "half": p.limit // 4},
            hidden=(text, f"{x} = {trace[-1]}"),
        )

    def draw(self, p: Loop, sketch: Sketch) -> None:
        """Terminals, processes, tests and output, with the way back."""
        x = p.letter
        flows: list[tuple[str, str, str, Sequence[Place]]] = []
        turned = ("no", "yes") if p.is_turned else ("yes", "no")
        sign = r"\geq" if p.is_turned else "<"
        _capsule(sketch, "start", (0, 0), "start")
        _box(sketch, "set", (0, -1.4), 3.4, 0.75, f"${x} = {p.start}$,  $n = 0$")
        rule = f"${x} \\leftarrow {p.factor}{x} + {p.add}$\n$n \\leftarrow n + 1$"
        flows.append(("1", "start", "set", ((0, -0.33), (0, -1.025))))
        low = -6.0 if p.layout == "until" else -4.2
        if p.layout == "until":
            _box(sketch, "change", (0, -3.3), 3.4, 1.1, rule)
            _test(sketch, "test", (0, -5.15), f"${x} {sign} {p.limit}$ ?")
            flows += [
                ("2", "set", "change", ((0, -1.775), (0, -2.75))),
                ("3", "change", "test", ((0, -3.85), (0, -4.3))),
            ]
        else:
            _test(sketch, "test", (0, -3.35), f"${x} {sign} {p.limit}$ ?")
            flows.append(("2", "set", "test", ((0, -1.775), (0, -2.5))))
        _output(sketch, "print", (0, low - 1.2), f"print ${x}$, $n$")
        _capsule(sketch, "stop", (0, low - 2.65), "stop")
        flows.append(("4", "test", "print", ((0, low), (0, low - 0.85))))
        flows.append(("5", "print", "stop", ((0, low - 1.55), (0, low - 2.32))))
        if p.layout == "while":
            _box(sketch, "change", (4.6, -3.35), 3.4, 1.1, rule)
            flows.append(("6", "test", "change", ((1.7, -3.35), (2.9, -3.35))))
        if p.layout == "branch":
            _test(sketch, "odd", (4.6, -3.35), f"${x}$ even ?")
            _box(
                sketch,
                "halve",
                (9.5, -3.35),
                3.6,
                1.6,
                f"${x} \\leftarrow {x}/2 + {p.limit // 4}$\n$n \\leftarrow n + 1$",
            )
            _box(sketch, "change", (4.6, -6.0), 3.4, 1.6, rule)
            flows += [
                ("6", "test", "odd", ((1.7, -3.35), (2.9, -3.35))),
                ("7", "odd", "halve", ((6.3, -3.35), (7.7, -3.35))),
                ("8", "odd", "change", ((4.6, -4.2), (4.6, -5.2))),
            ]
        for tag, one, two, points in flows:
            sketch.arrow(f"flow:{tag}", *points, width=1.3)
            sketch.claim("connected", f"flow:{tag}", f"step:{one}")
            sketch.claim("connected", f"flow:{tag}", f"step:{two}")
        self._ways_back(p, sketch)
        self._words(p, sketch, turned)
        sketch.claim("count", "step", value=8 if p.layout == "branch" else 6)
        sketch.claim("order", "step:stop", "step:print", "step:test", "step:set", "step:start", value="bottom_to_top")
        sketch.entity("flow chart", "step:start", "step:test", "step:stop")

    def _ways_back(self, p: Loop, sketch: Sketch) -> None:
        """They join the line that leads into the loop."""
        ways: dict[str, tuple[str, str, Sequence[Place]]] = {
            "while": ("change", "flow:2", ((4.6, -2.8), (4.6, -2.1), (0, -2.1))),
            "until": ("test", "flow:2", ((-1.7, -5.15), (-3.2, -5.15), (-3.2, -2.2), (0, -2.2))),
            "branch": ("halve", "flow:2", ((9.5, -2.55), (9.5, -2.0), (0, -2.0))),
        }
        found = [("back", *ways[p.layout])]
        if p.layout == "branch":
            found.append(("again", "change", "flow:back", ((6.3, -6.0), (12.2, -6.0), (12.2, -2.0), (9.5, -2.0))))
        for tag, step, line, points in found:
            sketch.line(f"flow:{tag}", *points, width=1.3, arrow="end")
            sketch.claim("head", f"flow:{tag}", value="end")
            sketch.claim("connected", f"flow:{tag}", f"step:{step}")
            sketch.claim("connected", f"flow:{tag}", line)

    def _words(self, p: Loop, sketch: Sketch, turned: tuple[str, str]) -> None:
        """yes and no at the tests; the first word stays in the loop."""
        low = -6.0 if p.layout == "until" else -4.2
        sketch.text("branch:out", turned[1], (0, low - 0.42), of="flow:4", toward=(1, 0), gap_pt=5)
        if p.layout == "until":
            sketch.text("branch:stay", turned[0], (-2.4, -5.15), of="flow:back", toward=(0, 1), gap_pt=3)
        else:
            sketch.text("branch:stay", turned[0], (2.25, -3.35), of="flow:6", toward=(0, 1), gap_pt=3)
        if p.layout == "branch":
            sketch.text("branch:even", "yes", (6.95, -3.35), of="flow:7", toward=(0, 1), gap_pt=3)
            sketch.text("branch:odd", "no", (4.6, -4.67), of="flow:8", toward=(1, 0), gap_pt=5)

    def questions(self, p: Loop) -> Iterator[Question]:
        """Start, limit, what a pass does, and which answer ends the loop."""
        x = p.letter
        yield ask_number("start", p.start, likely=[p.add, p.factor], step=1, low=0, x=x)
        yield ask_number("limit", p.limit, likely=[p.limit // 2, p.limit + p.start, p.limit * 2], step=10, low=1, x=x)
        rules = [f"{x} becomes {p.factor}{x} + {p.add}", f"{x} becomes {p.add}{x} + {p.factor}"] if p.add > 1 else []
        rules = rules or [f"{x} becomes {p.factor}{x} + {p.add}"]
        more = [
            f"{x} becomes {x} + {p.add}",
            f"{x} becomes {p.factor}{x} − {p.add}",
            f"{x} becomes {5 - p.factor}{x} + {p.add}",
        ]
        yield ask_word("rule" if p.layout != "branch" else "rule_odd", rules[0], [*rules[1:], *more], x=x)
        yield ask_number("first", p.trace[1], likely=[p.trace[2], p.factor * (p.start + p.add)], step=2, low=0, x=x)
        yield ask_word("out", "yes" if p.is_turned else "no", ["yes", "no", "both", "neither"])

    @defect(visibility=3)
    def no_way_back(self, p: Loop, scene: FigureScene, draw: Random) -> FigureScene:
        """The way back ends in nothing, so that nothing is repeated."""
        mark = scene.path("flow:back")
        (x0, y0), (x1, _) = mark.points[-2:]
        return change(scene, replace(mark, points=(*mark.points[:-1], (x0 + 0.5 * (x1 - x0), y0))))

    @defect(visibility=1)
    def exchanged_branches(self, p: Loop, scene: FigureScene, draw: Random) -> FigureScene:
        """Yes and no at the test are exchanged, so that the loop ends at once or never."""
        one, two = scene.label("branch:out"), scene.label("branch:stay")
        return swap_texts(scene, one.id, two.id)

    @defect(visibility=2)
    def reversed_flow(self, p: Loop, scene: FigureScene, draw: Random) -> FigureScene:
        """An arrow leads from a step back to the one before it."""
        mark = draw.choice(
            [m for m in scene.marks if isinstance(m, Path) and m.id in ("flow:1", "flow:2", "flow:4", "flow:5")]
        )
        return change(scene, replace(mark, points=mark.points[::-1]))


def _words_in(sketch: Sketch, name: str, words: str, at: Place) -> None:
    sketch.text(f"words:{name}", words, at, of=f"step:{name}", size=12.5)
    sketch.claim("inside", f"words:{name}", f"step:{name}")


def _box(sketch: Sketch, name: str, at: Place, width: float, tall: float, words: str) -> None:
    """A process."""
    x, y = at
    sketch.rectangle(
        f"step:{name}", x - width / 2, y - tall / 2, x + width / 2, y + tall / 2, fill=PALE_BLUE, color=BLUE, z=3
    )
    _words_in(sketch, name, words, at)


def _test(sketch: Sketch, name: str, at: Place, words: str) -> None:
    """A decision."""
    x, y = at
    corners = ((x - 1.7, y), (x, y - 0.85), (x + 1.7, y), (x, y + 0.85))
    sketch.area(f"step:{name}", *corners, fill=PALE_ORANGE, color=BLUE, z=3)
    _words_in(sketch, name, words, at)


def _output(sketch: Sketch, name: str, at: Place, words: str) -> None:
    """An output."""
    x, y = at
    corners = ((x - 1.6, y - 0.35), (x + 1.2, y - 0.35), (x + 1.6, y + 0.35), (x - 1.2, y + 0.35))
    sketch.area(f"step:{name}", *corners, fill=PALE_RED, color=BLUE, z=3)
    _words_in(sketch, name, words, at)


def _capsule(sketch: Sketch, name: str, at: Place, words: str) -> None:
    """A terminal."""
    turn = np.linspace(-np.pi / 2, np.pi / 2, 13)
    right = np.stack([at[0] + 0.6 + 0.33 * np.cos(turn), at[1] + 0.33 * np.sin(turn)], axis=1)
    left = np.stack([at[0] - 0.6 - 0.33 * np.cos(turn), at[1] - 0.33 * np.sin(turn)], axis=1)
    sketch.area(f"step:{name}", *right, *left, fill=PALE_GREEN, color=BLUE, z=3)
    _words_in(sketch, name, words, at)
