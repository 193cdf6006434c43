"""Series and parallel networks as trees: what they come to, how they are drawn, and how a sum of them is worked out step by step.

A tree is a part's number, or ("s", tree, ...) in series, or ("p", tree, ...) in parallel: ("s", 1, ("p", 2, 3)) is a part in series
with two that are in parallel.
"""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from random import Random
from typing import Any

from scisynth.figures.parts.circuit import Board
from scisynth.figures.scene.scene import Quantity, format_number

Tree = Any
"""A number, or a tuple as the module says."""
RAIL = 0.45
"""Between the wire that joins branches and the branches themselves, in units."""
_LOW = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def random_tree(draw: Random, num: int) -> Tree:
    """A network of `num` parts, numbered at random; series and parallel take turns."""
    numbers = draw.sample(range(1, num + 1), num)
    return _grow(draw, numbers, draw.choice("sp"))


def _grow(draw: Random, numbers: list[int], kind: str) -> Tree:
    if len(numbers) == 1:
        return numbers[0]
    num = draw.choice((2, 2, 3)) if len(numbers) > 2 else 2
    cuts = [0, *sorted(draw.sample(range(1, len(numbers)), num - 1)), len(numbers)]
    other = "p" if kind == "s" else "s"
    pieces = [numbers[one:two] for one, two in pairwise(cuts)]
    return (kind, *(_grow(draw, piece, other) for piece in pieces))


def leaves(tree: Tree) -> list[int]:
    """The numbers of the parts, in the order they are drawn."""
    return [tree] if isinstance(tree, int) else [number for child in tree[1:] for number in leaves(child)]


def total_of(tree: Tree, values: Mapping[int, float], adds: str = "s") -> float:
    """What the network comes to; `adds` is the way of joining in which values add up: `s` for R and L, `p` for C."""
    if isinstance(tree, int):
        return values[tree]
    parts = [total_of(child, values, adds) for child in tree[1:]]
    return sum(parts) if tree[0] == adds else 1 / sum(1 / part for part in parts)


def shares_of(tree: Tree, values: Mapping[int, float], volts: float, adds: str = "s") -> dict[int, float]:
    """The voltage of each part, V: equal in parallel; in series as R (`adds` s), or as 1/C (`adds` p)."""
    if isinstance(tree, int):
        return {tree: volts}
    weights = [total_of(child, values, adds) for child in tree[1:]]
    weights = weights if adds == "s" else [1 / weight for weight in weights]
    found: dict[int, float] = {}
    for child, weight in zip(tree[1:], weights, strict=True):
        found |= shares_of(child, values, volts if tree[0] == "p" else volts * weight / sum(weights), adds)
    return found


def expression(tree: Tree, letter: str, *, is_inner: bool = False) -> str:
    """`R₁ + (R₂ ∥ R₃)`."""
    if isinstance(tree, int):
        return named(letter, tree)
    text = (" + " if tree[0] == "s" else " ∥ ").join(expression(child, letter, is_inner=True) for child in tree[1:])
    return f"({text})" if is_inner else text


def named(letter: str, *numbers: int) -> str:
    """`R₁₂`."""
    return letter + "".join(map(str, sorted(numbers))).translate(_LOW)


def steps(tree: Tree, values: Mapping[int, float], letter: str, unit: str, adds: str = "s") -> list[str]:
    """How the network is put together, innermost first: `1/R₂₃ = 1/R₂ + 1/R₃, R₂₃ = 12 Ω`."""
    if isinstance(tree, int):
        return []
    found = [line for child in tree[1:] for line in steps(child, values, letter, unit, adds)]
    name = named(letter, *leaves(tree))
    parts = [named(letter, *leaves(child)) for child in tree[1:]]
    value = f"{format_number(total_of(tree, values, adds))} {unit}"
    if tree[0] == adds:
        return [*found, f"{name} = {' + '.join(parts)} = {value}"]
    return [*found, f"1/{name} = {' + '.join(f'1/{part}' for part in parts)}, {name} = {value}"]


class NetworkDrawing:
    """Draws a tree on a board from left to right, or from top to bottom."""

    def __init__(self, board: Board, kind: str, parts: Mapping[int, Quantity], *, is_upright: bool) -> None:
        self.board, self.kind, self.parts, self.is_upright = board, kind, parts, is_upright
        self.long, self.high = (1.7, 2.5) if is_upright else (2.5, 1.5)
        self.nets = iter("abcdefghijklmnopqrstuvwxyz")

    def at(self, along: float, aside: float) -> tuple[float, float]:
        """A place of the page from the way along the network and that to its left."""
        return (-aside, -along) if self.is_upright else (along, aside)

    def size(self, tree: Tree) -> tuple[float, float]:
        """Length and height."""
        if isinstance(tree, int):
            return self.long, self.high
        sizes = [self.size(child) for child in tree[1:]]
        if tree[0] == "s":
            return sum(long for long, _ in sizes), max(high for _, high in sizes)
        return max(long for long, _ in sizes) + 2 * RAIL, sum(high for _, high in sizes)

    def wire(self, *places: tuple[float, float]) -> None:
        """Along the network's own axes."""
        self.board.wire(*(self.at(*place) for place in places))

    def draw(self, tree: Tree, along: float, aside: float, long: float, nets: str) -> None:
        """The tree over a length, from the first to the second of two nets."""
        if isinstance(tree, int):
            quantity = self.parts[tree]
            one, two = self.at(along, aside), self.at(along + long, aside)
            name = quantity.symbol.replace("_", "")
            toward = (1.0, 0.0) if self.is_upright else (0.0, 1.0)
            value = quantity.value if self.kind == "resistor" else 0.0
            self.board.part(self.kind, name, one, two, nets, quantity.label, value=value, toward=toward)
        elif tree[0] == "s":
            self._draw_row(tree, along, aside, long, nets)
        else:
            self._draw_branches(tree, along, aside, long, nets)

    def _draw_row(self, tree: Tree, along: float, aside: float, long: float, nets: str) -> None:
        sizes = [self.size(child)[0] for child in tree[1:]]
        between = [next(self.nets) for _ in sizes[1:]]
        names = [nets[0], *between, nets[1]]
        for index, (child, own) in enumerate(zip(tree[1:], sizes, strict=True)):
            piece = own * long / sum(sizes)
            pad = 0.0 if isinstance(child, int) else 0.6 * RAIL
            if pad:
                self.wire((along, aside), (along + pad, aside))
                self.wire((along + piece - pad, aside), (along + piece, aside))
            self.draw(child, along + pad, aside, piece - 2 * pad, names[index] + names[index + 1])
            along += piece

    def _draw_branches(self, tree: Tree, along: float, aside: float, long: float, nets: str) -> None:
        places = list(self._rows(tree, aside))
        for end in (along, along + long):
            # In pieces, so that each junction is an end.
            self.wire(*((end, row) for _, row in places))
            joints = {round(row, 6) for row in (aside, *(row for _, row in places[1:-1]))}
            self.board.dots(*(self.at(end, row) for row in joints))
        for child, row in places:
            if isinstance(child, int):
                self.draw(child, along, row, long, nets)
                continue
            inner = max(self.size(child)[0], long - 4 * RAIL)
            pad = (long - inner) / 2
            self.wire((along, row), (along + pad, row))
            self.wire((along + long - pad, row), (along + long, row))
            self.draw(child, along + pad, row, inner, nets)

    def _rows(self, tree: Tree, aside: float) -> Iterator[tuple[Tree, float]]:
        top = aside + self.size(tree)[1] / 2
        for child in tree[1:]:
            high = self.size(child)[1]
            yield child, top - high / 2
            top = round(top - high, 6)

    def feed(self, tree: Tree, volts: Quantity | None, *, is_metered: bool = False) -> None:
        """Draws the tree with a battery next to it, with an ammeter at its positive pole; without volts with terminals A and B."""
        long, high = self.size(tree)
        first, last = next(self.nets), next(self.nets)
        self.draw(tree, 0, 0, long, first + last)
        if volts is None:
            for name, end, net in (("A", -0.9, 0.0), ("B", long + 0.9, long)):
                self.wire((end, 0), (net, 0))
                terminal(self.board, name, self.at(end, 0), f"wire:{self.board.num_wires}", self.at(0, 1))
            return
        low = (1 if self.is_upright else -1) * (high / 2 + (0.5 if self.is_upright else 0.7))
        middle, words = long / 2, volts.label
        toward = (-1.0, 0.0) if self.is_upright else (0.0, -1.0)
        pole = next(self.nets) if is_metered else first
        start = middle - 0.6
        if is_metered:
            meter = (self.at(start - 1.1, low), self.at(start, low))
            self.board.part("ammeter", "A1", *meter, first + pole, "$I$", toward=toward)
            start -= 1.1
        corner = min(-0.8, start - 0.3)
        self.wire((0, 0), (corner, 0), (corner, low), (start, low))
        self.wire((long, 0), (long + 0.8, 0), (long + 0.8, low), (middle + 0.6, low))
        self.board.part(
            "battery", "V1", self.at(middle - 0.6, low), self.at(middle + 0.6, low), pole + last, words,
            value=volts.value, toward=toward,
        )  # fmt: skip


def terminal(board: Board, name: str, at: tuple[float, float], wire: str, toward: tuple[float, float]) -> None:
    """An open end of a circuit with its letter."""
    board.sketch.circle(f"terminal:{name}", at, 0.09, fill="white", z=6)
    board.sketch.text(f"name:{name}", f"${name}$", at, of=f"terminal:{name}", toward=toward, gap_pt=9, size=13)
    board.sketch.claim("connected", wire, f"terminal:{name}", tolerance=12)
