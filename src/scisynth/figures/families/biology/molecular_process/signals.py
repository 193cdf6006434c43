"""Signal chains: proteins that activate (→) or inhibit (⊣) each other, and which of them are active.

A protein without an arrow to it is active if the signal is there. One with arrows is active if no active protein inhibits it and, where
anything activates it, one of these is active; where nothing activates it, it is active by itself. A drug makes its protein inactive.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from random import Random

import numpy as np

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of, several
from scisynth.figures.families.questions import Question, ask_count, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, DARK_GREY, GREEN, ORANGE, PALE_BLUE, PALE_GREEN, PALE_ORANGE, RED
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.scene.sketch import Sketch

PLACES: Mapping[str, tuple[tuple[float, float], ...]] = {
    "chain": ((0, 0), (2.4, 0), (4.8, 0), (7.2, 0), (9.6, 0), (12, 0)),
    "branches": ((0, 0), (2.4, 0), (4.8, 1.3), (4.8, -1.3), (7.2, 1.3), (7.2, -1.3), (9.6, 0)),
    "cross": ((0, 1.3), (0, -1.3), (2.6, 1.3), (2.6, -1.3), (5.2, 1.3), (5.2, -1.3), (7.8, 0)),
}
EDGES: Mapping[str, tuple[tuple[int, int], ...]] = {
    "chain": ((0, 1), (1, 2), (2, 3), (3, 4), (4, 5)),
    "branches": ((0, 1), (1, 2), (1, 3), (2, 4), (3, 5), (4, 6), (5, 6)),
    "cross": ((0, 2), (1, 3), (2, 4), (3, 5), (2, 3), (4, 6), (5, 6)),
}
"""From and to; each later than its sources."""
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
WIDE, HIGH = 1.1, 0.72


def active_ones(num: int, edges: Mapping[tuple[int, int], bool], blocked: int, lost: bool = False) -> list[bool]:
    """Whether each protein is active; `edges` tells of each whether it activates; `blocked` is the target of the drug, -1 for none."""
    state: list[bool] = []
    for node in range(num):
        helpers = [state[one] for (one, two), plus in edges.items() if two == node and plus]
        stoppers = [state[one] for (one, two), plus in edges.items() if two == node and not plus]
        is_source = not helpers and not stoppers
        on = not lost if is_source else (any(helpers) if helpers else True) and not any(stoppers)
        state.append(on and node != blocked)
    return state


@dataclass(frozen=True, kw_only=True)
class Network(Parameters):
    """Proteins in a chain, in two branches or in two chains that meet; which arrows inhibit; a drug."""

    layout: str = one_of("chain", "branches", "cross", level_1=("chain", "branches"), level_3=("cross", "branches"))
    names: tuple[str, ...] = several(LETTERS, 7)
    minus: tuple[bool, ...] = drawn(
        lambda draw, level, values: tuple(
            draw.random() < (0.3 if level == 1 else 0.4) for _ in EDGES[values["layout"]]
        ),
        words="which inhibit",
    )
    blocked: int = one_of(-1, 1, 2, 3, 4)
    is_mirrored: bool = one_of(False, True)

    def valid(self) -> bool:
        """Some are active and some not, and at least one arrow inhibits."""
        return any(self.minus) and not all(self.minus) and 2 <= sum(self.state) < self.num

    @property
    def num(self) -> int:
        """Of proteins."""
        return len(PLACES[self.layout])

    @property
    def edges(self) -> dict[tuple[int, int], bool]:
        """Whether each arrow activates."""
        return {edge: not minus for edge, minus in zip(EDGES[self.layout], self.minus, strict=True)}

    @cached_property
    def state(self) -> list[bool]:
        """With the signal, and the drug where there is one."""
        return active_ones(self.num, self.edges, self.blocked)


@family("Biology - Molecular Process")
class SignalChain(Family[Network]):
    """A chain, two branches that meet again, or two chains with a cross-talk; which proteins are active?"""

    def solve(self, p: Network) -> Solution:
        """From the first protein on."""
        on = sorted(name for name, flag in zip(p.names, p.state, strict=False) if flag)
        off = sorted(name for name, flag in zip(p.names, p.state, strict=False) if not flag)
        told = ", ".join(
            f"{p.names[a]} {'activates' if plus else 'inhibits'} {p.names[b]}" for (a, b), plus in p.edges.items()
        )
        sources = [p.names[k] for k in range(p.num) if all(b != k for _, b in p.edges)]
        return Solution(
            answer=Answer(text=", ".join(on)),
            values={
                "told": told,
                "sources": " and ".join(sources),
                "drug": "" if p.blocked < 0 else f" A drug blocks {p.names[p.blocked]}.",
                "off": ", ".join(off),
                "count": p.num,
            },
            hidden=(f"active: {', '.join(on)}",),
        )

    def draw(self, p: Network, sketch: Sketch) -> None:
        """Arrows activate, lines with a bar inhibit."""
        places = PLACES[p.layout]
        sources = {k for k in range(p.num) if all(b != k for _, b in p.edges)}
        for k, at in enumerate(places):
            fill = PALE_ORANGE if k in sources else PALE_GREEN if k == p.num - 1 else PALE_BLUE
            sketch.circle(f"protein:{p.names[k]}", at, WIDE / 2, radius_y=HIGH / 2, fill=fill, color=BLUE, z=3)
            sketch.text(f"name:{p.names[k]}", p.names[k], at, of=f"protein:{p.names[k]}", size=14)
            sketch.claim("inside", f"name:{p.names[k]}", f"protein:{p.names[k]}")
        for (a, b), plus in p.edges.items():
            _link(sketch, p.names, places, (a, b), plus)
        for k in sorted(sources):
            x, y = places[k]
            sketch.arrow(f"signal:{p.names[k]}", (x - 1.6, y), (x - WIDE / 2 - 0.05, y), width=1.8, color=ORANGE)
            sketch.text(f"name:signal{k}", "signal", (x - 1.1, y), of=f"signal:{p.names[k]}", toward=(0, 1), size=11.5)
            sketch.claim("connected", f"signal:{p.names[k]}", f"protein:{p.names[k]}", tolerance=8)
        if p.blocked >= 0:
            x, y = places[p.blocked]
            up = -1 if y < 0 else 1
            sketch.line("drug:1", (x, y + up * 1.15), (x, y + up * (HIGH / 2 + 0.08)), width=1.8, color=RED)
            sketch.line(
                "bar:drug",
                (x - 0.22, y + up * (HIGH / 2 + 0.08)),
                (x + 0.22, y + up * (HIGH / 2 + 0.08)),
                width=2.4,
                color=RED,
            )
            sketch.text("name:drug", "drug", (x, y + up * 1.15), of="drug:1", toward=(0, up), size=12.5, color=RED)
            sketch.claim("connected", "drug:1", "bar:drug", tolerance=6)
        low = min(y for _, y in places)
        middle = max(x for x, _ in places) / 2
        sketch.text(
            "note:key",
            "arrow: activates;  line with a bar: inhibits",
            (middle, low - (1.3 if p.blocked < 0 or low == 0 else 1.9)),
            size=12.5,
        )
        sketch.claim("count", "protein", value=p.num)
        sketch.claim("count", "inhibits", value=sum(p.minus))
        sketch.claim("count", "activates", value=len(p.minus) - sum(p.minus))
        sketch.entity("proteins", *(f"protein:{name}" for name in p.names[: p.num]))
        if p.is_mirrored:
            mirror(sketch)

    def questions(self, p: Network) -> Iterator[Question]:
        """Links, active proteins, numbers of arrows."""
        names = p.names[: p.num]
        links = [
            (f"{p.names[a]} {'activates' if plus else 'inhibits'} {p.names[b]}", plus)
            for (a, b), plus in p.edges.items()
        ]
        salt = sum(map(ord, names)) + sum(p.minus)
        own, _ = links[salt % len(links)]
        wrong = [
            text.replace("activates", "#").replace("inhibits", "activates").replace("#", "inhibits")
            for text, _ in links
        ]
        yield ask_word("link", own, _turned([text for text in wrong if text.split()[0::2] != own.split()[0::2]], salt))
        off = [name for name, flag in zip(names, p.state, strict=True) if not flag]
        on = [name for name, flag in zip(names, p.state, strict=True) if flag]
        if len(on) >= 3:
            yield ask_word("inactive", off[salt % len(off)], _turned(on, salt))
        elif len(off) >= 3:
            yield ask_word("active", on[salt % len(on)], _turned(off, salt))
        yield ask_count("bars", sum(p.minus))
        yield ask_count("number_active", len(on), low=1, likely=[len(off)])
        target = salt % (p.num - 1) + 1
        sources = [p.names[a] for (a, b) in p.edges if b == target]
        if len(sources) == 1:
            yield ask_word(
                "source",
                sources[0],
                _turned([name for name in names if name not in (sources[0], p.names[target])], salt),
                target=p.names[target],
            )

    @defect(visibility=2)
    def bar_for_arrow(self, p: Network, scene: FigureScene, draw: Random) -> FigureScene:
        """A link that the problem calls activating ends in nothing, without its head."""
        mark = draw.choice([m for m in scene.marks if m.id.startswith("activates:")])
        assert isinstance(mark, Path)
        return change(scene, replace(mark, arrow=""))

    @defect(visibility=2)
    def reversed_arrow(self, p: Network, scene: FigureScene, draw: Random) -> FigureScene:
        """An arrow runs from the activated protein to the one that activates it."""
        mark = draw.choice([m for m in scene.marks if m.id.startswith("activates:")])
        assert isinstance(mark, Path)
        return change(scene, replace(mark, points=mark.points[::-1]))

    @defect(visibility=1)
    def bar_lost(self, p: Network, scene: FigureScene, draw: Random) -> FigureScene:
        """A link that inhibits lacks the bar at its end."""
        return scene.without(draw.choice([m.id for m in scene.marks if m.id.startswith("bar:") and m.id != "bar:drug"]))

    @defect(visibility=3)
    def protein_lost(self, p: Network, scene: FigureScene, draw: Random) -> FigureScene:
        """A protein of the chain is missing, though its links are there."""
        return scene.without(f"protein:{draw.choice(p.names[: p.num])}")


def _link(
    sketch: Sketch, names: Sequence[str], places: Sequence[tuple[float, float]], edge: tuple[int, int], plus: bool
) -> None:
    """An arrow, or a line with a bar, between the rims of two ovals."""
    a, b = edge
    one, two = np.asarray(places[a], dtype=float), np.asarray(places[b], dtype=float)
    along = (two - one) / np.linalg.norm(two - one)
    rim = 1 / np.hypot(along[0] / (WIDE / 2), along[1] / (HIGH / 2))
    start, stop = one + (rim + 0.05) * along, two - (rim + 0.07) * along
    name = f"{'activates' if plus else 'inhibits'}:{names[a]}{names[b]}"
    if plus:
        sketch.arrow(name, start, stop, width=1.7, color=GREEN)
        sketch.claim("points_to", name, f"protein:{names[b]}", tolerance=20)
    else:
        sketch.line(name, start, stop, width=1.7, color=DARK_GREY)
        # Along the rim, which a bar across the line would cut where the line meets it at a slant.
        across = np.asarray([-along[1] * (WIDE / HIGH) ** 2, along[0]])
        aside = 0.24 * across / np.linalg.norm(across)
        sketch.line(f"bar:{names[a]}{names[b]}", stop - aside, stop + aside, width=2.4, color=DARK_GREY)
        sketch.claim("connected", name, f"bar:{names[a]}{names[b]}", tolerance=6)
    for end in (a, b):
        sketch.claim("connected", name, f"protein:{names[end]}", tolerance=9)


def _turned(words: Sequence[str], by: int) -> list[str]:
    by %= max(len(words), 1)
    return [*words[by:], *words[:by]]
