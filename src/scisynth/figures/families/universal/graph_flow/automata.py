"""An automaton that reads a word."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import numpy as np

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change, swap_texts
from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.families.universal.graph_flow.networks import draw_letters, drop_edge
from scisynth.figures.parts.palette import BLUE
from scisynth.figures.parts.universal import edge, node
from scisynth.figures.scene.marks import Label, Path
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Place, Sketch

SHAPES: Mapping[str, Mapping[str, Any]] = {
    "three states": {"places": ((0, 0), (3.6, 3.3), (7.2, 0)), "loops": (250, 90, 290), "symbols": "01"},
    "four states": {"places": ((0, 0), (0, 4), (4.6, 4), (4.6, 0)), "loops": (225, 135, 45, 315), "symbols": "01"},
    "three symbols": {"places": ((0, 0), (3.6, 3.3), (7.2, 0)), "loops": (250, 90, 290), "symbols": "abc"},
}
STATE = 0.5
"""Radius of a state."""


def draw_moves(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[int, ...]:
    """The next state for each state and symbol, row by row."""
    shape = SHAPES[values["layout"]]
    num = len(shape["places"])
    return tuple(draw.randrange(num) for _ in range(num * len(shape["symbols"])))


def draw_word(draw: Random, level: int, values: Mapping[str, Any]) -> str:
    """A word of the symbols."""
    symbols = SHAPES[values["layout"]]["symbols"]
    return "".join(draw.choice(symbols) for _ in range(3 + 2 * level + draw.randrange(2)))


@dataclass(frozen=True, kw_only=True)
class Automaton(Parameters):
    """Moves of a deterministic automaton, and the word that it reads."""

    layout: str = one_of(*SHAPES)
    letters: tuple[str, ...] = drawn(draw_letters, words="neighbouring capital letters in any order")
    moves: tuple[int, ...] = drawn(draw_moves, words="next states")
    word: str = drawn(draw_word, words="5 to 10 symbols")
    start: int = one_of(0, 1, 2)
    final: int = one_of(0, 1, 2)

    @property
    def symbols(self) -> str:
        """Of the words it reads."""
        return str(SHAPES[self.layout]["symbols"])

    @property
    def num(self) -> int:
        """States."""
        return len(SHAPES[self.layout]["places"])

    def after(self, state: int, symbol: str) -> int:
        """The next state."""
        return self.moves[state * len(self.symbols) + self.symbols.index(symbol)]

    @property
    def visited(self) -> list[int]:
        """States on the way."""
        return run_automaton(self.moves, self.symbols, self.start, self.word)

    def valid(self) -> bool:
        """Every state is visited, no more than one arrow runs across a square, and the word does not end where it starts."""
        across = {(s, t) for s in range(self.num) for t in self.targets(s) if self.num == 4 and abs(s - t) == 2}
        return set(self.visited) == set(range(self.num)) and len(across) <= 1 and self.start != self.final

    def targets(self, state: int) -> dict[int, list[str]]:
        """Next states with the symbols that lead there."""
        found: dict[int, list[str]] = {}
        for symbol in self.symbols:
            found.setdefault(self.after(state, symbol), []).append(symbol)
        return found

    @property
    def rules(self) -> str:
        """The moves in words."""
        return ", ".join(
            f"{self.letters[s]} –{symbol}→ {self.letters[self.after(s, symbol)]}"
            for s in range(self.num)
            for symbol in self.symbols
        )

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """The length of the word."""
        return (Quantity(symbol="length", value=len(self.word), unit="symbols"),)


def run_automaton(moves: Sequence[int], symbols: str, start: int, word: str) -> list[int]:
    """States from the start on, one more than the word has symbols."""
    visited = [start]
    for symbol in word:
        visited.append(moves[visited[-1] * len(symbols) + symbols.index(symbol)])
    return visited


@family("Universal - Graph & Flow")
class StateMachine(Family[Automaton]):
    """A deterministic automaton that reads a word: where it ends, and whether it accepts."""

    def solve(self, p: Automaton) -> Solution:
        """By running it."""
        visited = [p.letters[state] for state in p.visited]
        told = "accepted" if p.visited[-1] == p.final else "not accepted"
        return Solution(
            answer=Answer(text=f"{visited[-1]}, {told}"),
            values={
                "begin": p.letters[p.start],
                "end": p.letters[p.final],
                "rules": p.rules,
                "way": " → ".join(visited),
                "told": told,
            },
            hidden=(f"{visited[-1]}, {told}", "accepted"),
        )

    def draw(self, p: Automaton, sketch: Sketch) -> None:
        """Moves as arrows with their symbols; the final state has two rings."""
        shape = SHAPES[p.layout]
        places = {p.letters[k]: at for k, at in enumerate(shape["places"])}
        num = 0
        for state in range(p.num):
            for target, symbols in p.targets(state).items():
                num += 1
                words, one, two = ", ".join(symbols), p.letters[state], p.letters[target]
                if state == target:
                    _self_loop(sketch, one, places[one], shape["loops"][state], words)
                else:
                    edge(sketch, one, two, places, STATE, words, bend=-0.34, side=-1, arrow="end", width=1.4)
                    sketch.claim("connects", f"edge:{one}-{two}", f"node:{one}", f"node:{two}")
        for name, at in places.items():
            node(sketch, name, at, f"${name}$", STATE, 15)
        sketch.circle("final:ring", places[p.letters[p.final]], 0.41, color=BLUE, width=1.2, z=5)
        sketch.claim("inside", "final:ring", f"node:{p.letters[p.final]}")
        x, y = places[p.letters[p.start]]
        side = -1 if x < 4 else 1
        sketch.arrow("entry:start", (x + 1.6 * side, y), (x + STATE * side, y), width=1.4)
        sketch.claim("connected", "entry:start", f"node:{p.letters[p.start]}")
        sketch.claim("count", "edge", value=num)
        sketch.claim("count", "node", value=p.num)
        sketch.entity("automaton", *(f"node:{name}" for name in places))

    def questions(self, p: Automaton) -> Iterator[Question]:
        """Start, final state, one move, and where a state leads to itself."""
        names = list(p.letters[: p.num])
        more = [*names, "none"]
        yield ask_word("begin", p.letters[p.start], more)
        yield ask_word("end", p.letters[p.final], more)
        state, symbol = p.visited[2], p.word[2]
        yield ask_word("move", p.letters[p.after(state, symbol)], more, state=p.letters[state], symbol=symbol)
        loops = sum(state in p.targets(state) for state in range(p.num))
        yield ask_count("loops", loops)
        yield ask_count("arrows", sum(len(p.targets(state)) for state in range(p.num)), low=1)

    @defect(visibility=2)
    def reversed_move(self, p: Automaton, scene: FigureScene, draw: Random) -> FigureScene:
        """The arrow of a move leads from its goal to its start."""
        found = [m for m in scene.marks if isinstance(m, Path) and m.id.startswith("edge:") and m.id[5] != m.id[-1]]
        mark = draw.choice(found)
        return change(scene, replace(mark, points=mark.points[::-1]))

    @defect(visibility=2)
    def lost_move(self, p: Automaton, scene: FigureScene, draw: Random) -> FigureScene:
        """A move of the automaton is missing, so that it stops in the middle of a word."""
        return drop_edge(scene, draw)

    @defect(visibility=1)
    def exchanged_symbols(self, p: Automaton, scene: FigureScene, draw: Random) -> FigureScene:
        """The symbols at two arrows out of one state are exchanged."""
        for state in range(p.num):
            found = [m for m in scene.marks if isinstance(m, Label) and m.id.startswith(f"weight:{p.letters[state]}-")]
            if len(found) > 1:
                one, two = found[:2]
                return swap_texts(scene, one.id, two.id)
        raise DoesNotApplyError


def _self_loop(sketch: Sketch, name: str, at: Place, degrees: float, words: str) -> None:
    """A loop on the outer side of a state, with its head on the rim."""
    turn = np.radians(np.linspace(-152, 152, 30) + degrees)
    out = np.asarray([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])
    middle = np.asarray(at) + 0.84 * out
    loop = middle + 0.42 * np.stack([np.cos(turn), np.sin(turn)], axis=1)
    sketch.line(f"edge:{name}-{name}", *loop, arrow="end", width=1.4)
    sketch.claim("head", f"edge:{name}-{name}", value="end")
    sketch.claim("connected", f"edge:{name}-{name}", f"node:{name}", tolerance=6)
    sketch.text(
        f"weight:{name}-{name}", words, np.asarray(at) + 1.26 * out, of=f"edge:{name}-{name}", toward=out, gap_pt=3
    )
