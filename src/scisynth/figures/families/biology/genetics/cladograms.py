"""Trees of descent: with traits marked on their branches, with numbered ancestors, and with branches as long as their changes.

A tree is written as biologists do (Newick): `((A:2,B:1):3,C:4)` joins A and B first; the number after a colon belongs to the branch
above. Species have letters, so that nothing is known of them without the figure.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from random import Random
from typing import Any

import numpy as np

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change, swap_texts
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of, several
from scisynth.figures.families.questions import Question, ask_count, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, RED
from scisynth.figures.scene.marks import Label, Path, role_of
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer

NAMES = "ABCDEFGHJKLMNPQRSTUVWXYZ"
LONGEST = {"traits": 2, "ancestors": 1, "lengths": 9}
"""Greatest number of a branch."""
STEEP = 0.85
"""Rise over run of slanted branches."""


def _shape(draw: Random, level: int, values: Mapping[str, Any]) -> Any:
    """Nested pairs of the numbers 0, 1, ...: species in the order of the page."""
    num = draw.randint(*{1: (4, 5), 2: (5, 6), 3: (6, 7)}[level])

    def split(first: int, count: int) -> Any:
        if count == 1:
            return first
        left = draw.randint(1, count - 1)
        return (split(first, left), split(first + left, count - left))

    return split(0, num)


def _lengths(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[int, ...]:
    low = 2 if values["layout"] == "lengths" else 0
    return tuple(draw.randint(low, LONGEST[values["layout"]]) for _ in range(16))


@dataclass(frozen=True, kw_only=True)
class Node:
    """A species or an ancestor."""

    name: str
    """`s2` for the third species, `n0` for the root."""
    parent: str
    children: tuple[str, ...]
    species: tuple[int, ...]
    """That descend from it."""


@dataclass(frozen=True, kw_only=True)
class Descent(Parameters):
    """A tree, letters of the species, numbers of branches and ancestors, and the two species that are asked about."""

    layout: str = one_of(
        "traits", "ancestors", "lengths", level_1=("traits", "ancestors"), level_3=("lengths", "lengths", "traits")
    )
    shape: tuple[Any, ...] = drawn(_shape, words="a tree of 4 to 7 species")
    letters: tuple[str, ...] = several(NAMES, 7)
    numbers: tuple[int, ...] = several(range(1, 10), 7)
    """Of the ancestors, as printed."""
    lengths: tuple[int, ...] = drawn(_lengths, words="traits or changes of each branch")
    pair: tuple[int, ...] = drawn(lambda draw, level, values: tuple(draw.sample(range(7), 2)), words="two species")
    is_flipped: bool = one_of(False, True)
    """Whether the tree is read from the other end."""

    @cached_property
    def nodes(self) -> dict[str, Node]:
        """By name, every ancestor before its children; the root is `n0`."""
        found: dict[str, Node] = {}

        def walk(shape: Any, parent: str) -> tuple[str, tuple[int, ...]]:
            if isinstance(shape, int):
                found[f"s{shape}"] = Node(name=f"s{shape}", parent=parent, children=(), species=(shape,))
                return f"s{shape}", (shape,)
            name = f"n{sum(node.startswith('n') for node in found)}"
            found[name] = Node(name=name, parent=parent, children=(), species=())
            below = [walk(part, name) for part in shape]
            species = tuple(number for _, numbers in below for number in numbers)
            found[name] = Node(name=name, parent=parent, children=tuple(child for child, _ in below), species=species)
            return name, species

        walk(self.shape, "")
        return found

    @property
    def species(self) -> list[str]:
        """Letters, in the order of the page."""
        return list(self.letters[: len(self.nodes["n0"].species)])

    @property
    def branches(self) -> dict[str, int]:
        """Node to the number of the branch above it; the root has none."""
        return dict(zip((name for name in self.nodes if name != "n0"), self.lengths, strict=False))

    def number_of(self, node: str) -> int:
        """Of an ancestor, as printed."""
        return self.numbers[int(node[1:])]

    @property
    def asked(self) -> tuple[str, str]:
        """Names of the two species."""
        num = len(self.nodes["n0"].species)
        return f"s{self.pair[0] % num}", f"s{self.pair[1] % num}"

    def valid(self) -> bool:
        """Two different species; and neither no number at all nor the same answer in every tree."""
        one, two = self.asked
        if one == two:
            return False
        if self.layout == "traits":
            return sum(self.branches.values()) >= 4 and shared_traits(self, one, two) >= 1
        return True

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Numbers of the branches, where they are printed."""
        if self.layout != "lengths":
            return ()
        return tuple(Quantity(symbol=f"l_{name}", value=number) for name, number in self.branches.items())


def line_of(p: Descent, name: str) -> list[str]:
    """A node and its ancestors, up to the root."""
    found = [name]
    while p.nodes[found[-1]].parent:
        found.append(p.nodes[found[-1]].parent)
    return found


def common_ancestor(p: Descent, one: str, two: str) -> str:
    """The latest node that both descend from."""
    other = line_of(p, two)
    return next(name for name in line_of(p, one) if name in other)


def shared_traits(p: Descent, one: str, two: str) -> int:
    """Traits that arose before the two parted."""
    return sum(p.branches.get(name, 0) for name in line_of(p, common_ancestor(p, one, two)))


def path_length(p: Descent, one: str, two: str) -> int:
    """Changes along the branches from one species to another."""
    ways = set(line_of(p, one)) ^ set(line_of(p, two))
    return sum(p.branches[name] for name in ways)


def newick(p: Descent, name: str = "n0") -> str:
    """The tree as text, with the numbers that its layout shows."""
    node = p.nodes[name]
    words = f"({','.join(newick(p, child) for child in node.children)})" if node.children else p.species[int(name[1:])]
    if p.layout == "ancestors":
        return words + (str(p.number_of(name)) if node.children else "")
    return words + (f":{p.branches[name]}" if name != "n0" else "")


@family("Biology - Genetics")
class Cladogram(Family[Descent]):
    """A tree of descent: shared traits, the latest common ancestor, or the distance of two species."""

    def solve(self, p: Descent) -> Solution:
        """Along the lines of both species to where they meet."""
        one, two = p.asked
        meeting = common_ancestor(p, one, two)
        answer = {
            "traits": lambda: number_answer(shared_traits(p, one, two), ""),
            "ancestors": lambda: Answer(text=str(p.number_of(meeting))),
            "lengths": lambda: number_answer(path_length(p, one, two), ""),
        }[p.layout]()
        with_them = [p.species[number] for number in p.nodes[meeting].species]
        ways = [
            name for name in (*line_of(p, one), *line_of(p, two)) if name in set(line_of(p, one)) ^ set(line_of(p, two))
        ]
        shared = [name for name in line_of(p, meeting)[::-1] if name != "n0"]
        values = {
            "first": p.species[int(one[1:])], "second": p.species[int(two[1:])], "tree": newick(p),
            "group": f"{', '.join(with_them[:-1])} and {with_them[-1]}",
            "sum": " + ".join(str(p.branches[name]) for name in (ways if p.layout == "lengths" else shared)) or "0", "num": len(p.species),
        }  # fmt: skip
        return Solution(answer=answer, symbol="answer", values=values, hidden=(f"answer = {answer.text}",))

    def draw(self, p: Descent, sketch: Sketch) -> None:
        """Slanted with traits, or upright with numbered ancestors or lengths."""
        if p.layout == "traits":
            self._draw_slanted(p, sketch)
        else:
            self._draw_upright(p, sketch)
        sketch.claim("count", "branch", value=len(p.branches))
        sketch.claim("count", "leaf", value=len(p.species))
        sketch.entity("tree", *(f"branch:{name}" for name in p.branches))

    def _draw_slanted(self, p: Descent, sketch: Sketch) -> None:
        """Species on top; from an ancestor its branches rise to both sides at the same slope."""
        way = -1 if p.is_flipped else 1
        at: dict[str, np.ndarray] = {}
        for name, node in p.nodes.items():
            low, high = 1.6 * min(node.species), 1.6 * max(node.species)
            at[name] = np.asarray([way * (low + high) / 2, -STEEP * (high - low) / 2])
        sketch.line("stem:root", at["n0"] - (0, 0.7), at["n0"], width=1.8, color=BLUE)
        for name in p.branches:
            parent = p.nodes[name].parent
            branch = sketch.line(f"branch:{name}", at[parent], at[name], width=1.8, color=BLUE)
            self._claim_joined(p, sketch, name)
            self._ticks(p, sketch, name, at[parent], at[name])
            if not p.nodes[name].children:
                sketch.text(
                    f"leaf:{name}",
                    f"${p.species[int(name[1:])]}$",
                    at[name],
                    of=branch,
                    toward=(0, 1),
                    gap_pt=4,
                    size=14,
                )
        sketch.claim("count", "tick", value=sum(p.branches.values()))

    def _ticks(self, p: Descent, sketch: Sketch, name: str, start: np.ndarray, end: np.ndarray) -> None:
        """A stroke across the branch for each trait."""
        along = (end - start) / np.linalg.norm(end - start)
        aside = 0.14 * np.asarray([-along[1], along[0]])
        for number in range(p.branches[name]):
            spot = start + (end - start) * (0.5 + 0.22 * (number - (p.branches[name] - 1) / 2))
            tick = sketch.line(f"tick:{name}{number}", spot - aside, spot + aside, width=2.2, color=RED, z=4)
            sketch.claim("crosses", tick, f"branch:{name}")

    def _draw_upright(self, p: Descent, sketch: Sketch) -> None:
        """Species at the right or the left; branches run level from the stroke of their ancestor."""
        way = -1 if p.is_flipped else 1
        at: dict[str, np.ndarray] = {}
        num = len(p.species)
        for name in reversed(p.nodes):
            node = p.nodes[name]
            y = float(np.mean([at[child][1] for child in node.children])) if node.children else -0.95 * int(name[1:])
            at[name] = np.asarray([way * self._depth(p, name), y])
        right = way * max(abs(place[0]) for place in at.values())
        for name, node in p.nodes.items():
            if node.children:
                spots = [at[child][1] for child in node.children]
                sketch.line(f"stem:{name}", (at[name][0], min(spots)), (at[name][0], max(spots)), width=1.8, color=BLUE)
        sketch.line("root:n0", at["n0"] - (way * 0.6, 0), at["n0"], width=1.8, color=BLUE)
        for name in p.branches:
            parent = at[p.nodes[name].parent]
            branch = sketch.line(f"branch:{name}", (parent[0], at[name][1]), at[name], width=1.8, color=BLUE)
            sketch.claim("connected", branch, f"stem:{p.nodes[name].parent}")
            if not p.nodes[name].children:
                sketch.text(
                    f"leaf:{name}",
                    f"${p.species[int(name[1:])]}$",
                    at[name],
                    of=branch,
                    toward=(way, 0),
                    gap_pt=6,
                    size=14,
                )
            else:
                sketch.claim("connected", branch, f"stem:{name}")
            if p.layout == "lengths":
                middle = (np.asarray([parent[0], at[name][1]]) + at[name]) / 2
                sketch.text(
                    f"length:{name}", str(p.branches[name]), middle, of=branch, toward=(0, 1), gap_pt=2, size=11
                )
        if p.layout == "lengths":
            self._claim_lengths(p, sketch)
            note = "numbers: changes along each branch"
            sketch.text("note:lengths", note, (right / 2, -0.95 * (num - 1) - 0.6), valign="top", size=10)
            return
        for name, node in p.nodes.items():
            if node.children:
                dot = sketch.circle(f"node:{name}", at[name], 0.04 * num, fill="white", color=BLUE, width=1.4, z=5)
                label = sketch.text(f"number:{name}", str(p.number_of(name)), at[name], of=dot, size=11, z=7)
                sketch.claim("inside", label, dot)
                sketch.claim("on", dot, f"stem:{name}")
        sketch.claim("count", "node", value=num - 1)

    def _depth(self, p: Descent, name: str) -> float:
        """From the root along the page: by changes, or so that all species stand in one line."""
        if p.layout == "lengths":
            return 0.42 * sum(p.branches.get(node, 0) for node in line_of(p, name))
        total = len(p.species)
        return 1.15 * (total - self._height(p, name))

    def _height(self, p: Descent, name: str) -> int:
        children = p.nodes[name].children
        return 1 + max(self._height(p, child) for child in children) if children else 0

    def _claim_joined(self, p: Descent, sketch: Sketch, name: str) -> None:
        """A branch begins where the one above, or the stem of the root, ends."""
        parent = p.nodes[name].parent
        sketch.claim("connected", f"branch:{name}", "stem:root" if parent == "n0" else f"branch:{parent}")

    def _claim_lengths(self, p: Descent, sketch: Sketch) -> None:
        longest = max(p.branches, key=lambda name: p.branches[name])
        for name, number in p.branches.items():
            if name != longest:
                sketch.claim("ratio", f"branch:{name}", f"branch:{longest}", value=number / p.branches[longest])

    def questions(self, p: Descent) -> Iterator[Question]:
        """Species, the closest relative of one, numbers at branches or ancestors."""
        names = p.species
        yield ask_count("num", len(names), low=2)
        pairs = [node for node in p.nodes.values() if len(node.species) == 2 and node.children]
        chosen = pairs[p.pair[0] % len(pairs)].species
        own, sister = chosen if p.pair[1] % 2 else chosen[::-1]
        yield ask_word(
            "sister",
            names[sister],
            [name for name in names if name not in (names[own], names[sister])] + ["none"],
            own=names[own],
        )
        first = [child for child in p.nodes["n0"].children if child.startswith("s")]
        if len(names) >= 5 and len(first) == 1:
            yield ask_word("outgroup", names[int(first[0][1:])], names)
        if p.layout == "lengths":
            asked = f"s{p.pair[0] % len(names)}"
            others = [
                Quantity(symbol="", value=p.branches[f"s{number}"])
                for number in range(len(names))
                if f"s{number}" != asked
            ]
            own_length = Quantity(symbol="", value=p.branches[asked])
            yield ask_value("length", own_length, *others, own=names[int(asked[1:])])
        elif p.layout == "traits":
            yield ask_count("ticks", sum(p.branches.values()), low=1)
        else:
            inner = [name for name in p.nodes if name.startswith("n")]
            chosen_node = inner[p.pair[0] % len(inner)]
            yield ask_count(
                "descend",
                len(p.nodes[chosen_node].species),
                low=2,
                likely=(2, 3, len(names)),
                node=p.number_of(chosen_node),
            )
            numbers = [str(p.number_of(name)) for name in inner]
            yield ask_word("root", numbers[0], [*numbers[1:], "none"])
        last = names[0] if p.is_flipped and p.layout == "traits" else names[-1]
        yield ask_word("end", last, names)

    @defect(visibility=2)
    def swapped_species(self, p: Descent, scene: FigureScene, draw: Random) -> FigureScene:
        """Two species have changed places, so that each stands among the relatives of the other."""
        one, two = p.asked
        return swap_texts(scene, f"leaf:{one}", f"leaf:{two}")

    @defect(visibility=3)
    def loose_branch(self, p: Descent, scene: FigureScene, draw: Random) -> FigureScene:
        """A branch does not begin at an ancestor, but in empty space."""
        branch = scene.path(f"branch:{draw.choice(list(p.branches))}")
        (x, y), (end_x, end_y) = branch.points
        start = (x + 0.45 * (end_x - x), y + 0.45 * (end_y - y))
        return change(scene, replace(branch, points=(start, (end_x, end_y))))

    @defect(visibility=1)
    def wrong_mark(self, p: Descent, scene: FigureScene, draw: Random) -> FigureScene:
        """A branch has another number of traits or changes, or an ancestor another number, than the tree says."""
        if p.layout == "traits":
            ticks = [mark.id for mark in scene.marks if role_of(mark.id) == "tick"]
            return scene.without(draw.choice(ticks))
        labels = [mark for mark in scene.marks if isinstance(mark, Label) and role_of(mark.id) in ("length", "number")]
        label = draw.choice(labels)
        return change(scene, replace(label, text=str(int(label.text) % 9 + 1)))

    @defect(visibility=2)
    def missing_branch(self, p: Descent, scene: FigureScene, draw: Random) -> FigureScene:
        """A species is named but no branch leads to it."""
        leaves = [mark.id for mark in scene.marks if isinstance(mark, Path) and mark.id.startswith("branch:s")]
        gone = draw.choice(leaves)
        ticks = [mark.id for mark in scene.marks if mark.id.startswith(f"tick:{gone.partition(':')[2]}")]
        return scene.without(gone, *ticks)
