"""Weighted graphs: the shortest path between two nodes, and the cheapest tree that joins all of them.

Places are fixed patterns on which no edge runs through a third node and none crosses another; the answers come from networkx.
"""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import networkx as nx

from scisynth.figures.corruptions import change, swap_texts
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import PALE_ORANGE
from scisynth.figures.parts.places import polar
from scisynth.figures.parts.universal import edge, node
from scisynth.figures.scene.marks import Label, Path
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Place, Sketch, number_answer

RADIUS = 0.36
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ"
MOST = 8
"""Nodes of the largest pattern."""
_WHEEL = {str(k): tuple(polar(180 - 60 * k, 3.6)) for k in range(6)} | {"6": (0.0, 0.0)}
PATTERNS: Mapping[str, Mapping[str, Any]] = {
    "diamonds": {
        "places": {"0": (0, 2), "1": (2.6, 4), "2": (2.6, 0), "3": (5, 2), "4": (7.4, 4), "5": (7.4, 0), "6": (10, 2)},
        "always": ("01", "02", "13", "23", "34", "35", "46", "56"),
        "more": ("12", "45", "14", "25"),
        "ends": "06",
    },
    "wheel": {
        "places": _WHEEL,
        "always": ("01", "12", "23", "34", "45", "05", "06", "36"),
        "more": ("16", "26", "46", "56"),
        "ends": "03",
    },
    "ladder": {
        "places": {str(k): (3.0 * (k // 2), 2.7 * (1 - k % 2)) for k in range(8)},
        "always": ("02", "24", "46", "13", "35", "57", "01", "67"),
        "more": ("23", "45", "03", "25", "47"),
        "ends": "07",
    },
}
"""Pattern to its places, the edges that are always there, those of which some are, and the two ends of a path."""


def draw_letters(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Different capital letters that stand near each other in the alphabet."""
    start = draw.randrange(len(ALPHABET) - MOST - 3)
    return tuple(draw.sample(ALPHABET[start : start + MOST + 3], MOST))


def draw_pairs(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[str, ...]:
    """The edges that are always there and some of the others, in random order."""
    pattern = PATTERNS[values["layout"]]
    more = draw.sample(pattern["more"], draw.choice({1: (1, 2), 2: (2, 3), 3: (3, 4)}[level]))
    pairs = [*pattern["always"], *more]
    draw.shuffle(pairs)
    return tuple(pairs)


def draw_weights(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[int, ...]:
    """One for each edge."""
    return tuple(draw.randint(2, 19 if level == 3 else 9) for _ in values["pairs"])


@dataclass(frozen=True, kw_only=True)
class Weighted(Parameters):
    """A weighted graph on one of the patterns."""

    layout: str = one_of(*PATTERNS)
    letters: tuple[str, ...] = drawn(draw_letters, words="neighbouring capital letters in any order")
    pairs: tuple[str, ...] = drawn(draw_pairs, words="edges of the pattern")
    weights: tuple[int, ...] = drawn(draw_weights, words="2 to 19")
    unit: str = one_of("km", "min", "m", "h")

    @property
    def graph(self) -> nx.Graph:
        """The graph, its nodes named by their letters."""
        graph = nx.Graph()
        for pair, weight in zip(self.pairs, self.weights, strict=True):
            graph.add_edge(*(self.letters[int(end)] for end in pair), weight=weight)
        return graph

    @property
    def places(self) -> dict[str, Place]:
        """Letter to its place."""
        return {self.letters[int(key)]: place for key, place in PATTERNS[self.layout]["places"].items()}

    @property
    def ends(self) -> tuple[str, str]:
        """The start and the goal of a path."""
        one, two = tuple(PATTERNS[self.layout]["ends"])
        return self.letters[int(one)], self.letters[int(two)]

    @property
    def listing(self) -> str:
        """Edges and weights in words."""
        return ", ".join(f"{one}{two} {weight}" for one, two, weight in self.graph.edges(data="weight"))

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """The weights."""
        return tuple(Quantity(symbol=f"{a}{b}", value=w, unit=self.unit) for a, b, w in self.graph.edges(data="weight"))


@dataclass(frozen=True, kw_only=True)
class Routes(Weighted):
    """With one shortest path, which is not the one of fewest edges alone."""

    def valid(self) -> bool:
        """The shortest path is one, and leads over two nodes at least."""
        graph, (start, goal) = self.graph, self.ends
        best = nx.dijkstra_path_length(graph, start, goal)
        ways = [way for way in nx.all_simple_paths(graph, start, goal) if path_length(graph, way) == best]
        return len(ways) == 1 and best > 9


@dataclass(frozen=True, kw_only=True)
class Cables(Weighted):
    """With one cheapest tree."""

    unit: str = one_of("km", "€", "k€", "m")

    def valid(self) -> bool:
        """Any other tree costs more: no edge outside the tree is as cheap as the dearest of its circle."""
        graph, tree = self.graph, nx.minimum_spanning_tree(self.graph)
        for one, two, weight in graph.edges(data="weight"):
            if not tree.has_edge(one, two):
                way = nx.shortest_path(tree, one, two)
                if max(graph.edges[pair]["weight"] for pair in itertools.pairwise(way)) >= weight:
                    return False
        return True


def path_length(graph: nx.Graph, way: list[str]) -> int:
    """Sum of the weights along a path."""
    return int(sum(graph.edges[pair]["weight"] for pair in itertools.pairwise(way)))


def draw_graph(p: Weighted, sketch: Sketch, marked: tuple[str, ...] = ()) -> None:
    """Edges with their weights, then nodes."""
    graph = p.graph
    for one, two, weight in graph.edges(data="weight"):
        edge(sketch, one, two, p.places, RADIUS, str(weight), width=1.5)
    for name in graph:
        node(sketch, name, p.places[name], f"${name}$", RADIUS, 14, **({"fill": PALE_ORANGE} if name in marked else {}))
    sketch.claim("count", "edge", value=graph.number_of_edges())
    sketch.claim("count", "node", value=len(graph))
    sketch.entity("nodes", *(f"node:{name}" for name in graph))


def ask_of_graph(p: Weighted) -> Iterator[Question]:
    """A weight, the edges at a node, how many edges there are, and which edge is missing."""
    graph = p.graph
    edges = list(graph.edges(data="weight"))
    one, two, weight = edges[0]
    yield ask_number("weight", weight, likely=[w for _, _, w in edges[1:4]], step=1, low=1, one=one, two=two)
    busy = edges[1][0]
    yield ask_count("degree", graph.degree[busy], likely=[graph.degree[name] for name in graph], low=1, node=busy)
    missing = sorted("".join(sorted(pair)) for pair in nx.non_edges(graph))
    wanted = missing[p.weights[0] % len(missing)]
    yield ask_word("missing", wanted, ["".join(sorted((a, b))) for a, b, _ in edges[2:6]])
    heaviest = max(edges, key=lambda item: item[2])
    if sum(w == heaviest[2] for _, _, w in edges) == 1:
        others = [a + b for a, b, _ in sorted(edges, key=lambda item: -item[2])[1:4]]
        yield ask_word("heaviest", heaviest[0] + heaviest[1], others)
    yield ask_count("edges", len(edges), low=5)


def shorten_edge(scene: FigureScene, draw: Random) -> FigureScene:
    """An edge that ends before its second node."""
    mark = _edge(scene, draw)
    (x0, y0), (x1, y1) = mark.points[0], mark.points[-1]
    return change(scene, replace(mark, points=((x0, y0), (x0 + 0.72 * (x1 - x0), y0 + 0.72 * (y1 - y0)))))


def drop_edge(scene: FigureScene, draw: Random) -> FigureScene:
    """Without one edge and its weight."""
    name = _edge(scene, draw).id.partition(":")[2]
    return scene.with_marks(tuple(m for m in scene.marks if m.id not in (f"edge:{name}", f"weight:{name}")))


def exchange_weights(scene: FigureScene, draw: Random) -> FigureScene:
    """Two different weights have changed places."""
    labels = [m for m in scene.marks if isinstance(m, Label) and m.id.startswith("weight:")]
    draw.shuffle(labels)
    one = labels[0]
    two = next(m for m in labels if m.text != one.text)
    return swap_texts(scene, one.id, two.id)


def _edge(scene: FigureScene, draw: Random) -> Path:
    return draw.choice([m for m in scene.marks if isinstance(m, Path) and m.id.startswith("edge:")])


@family("Universal - Graph & Flow")
class ShortestPath(Family[Routes]):
    """A weighted graph; the length of the shortest path between two marked nodes."""

    def solve(self, p: Routes) -> Solution:
        """By Dijkstra."""
        graph, (start, goal) = p.graph, p.ends
        way = nx.dijkstra_path(graph, start, goal)
        best, shown = path_length(graph, way), "-".join(way)
        terms = " + ".join(str(graph.edges[pair]["weight"]) for pair in itertools.pairwise(way))
        answer = number_answer(best, p.unit, digits=4, tolerance=0)
        return Solution(
            answer=answer,
            values={"listing": p.listing, "start": start, "goal": goal, "way": shown, "terms": terms},
            hidden=(answer.text, shown),
        )

    def draw(self, p: Routes, sketch: Sketch) -> None:
        """The two ends stand out."""
        draw_graph(p, sketch, p.ends)

    def questions(self, p: Routes) -> Iterator[Question]:
        """Of the graph."""
        yield from ask_of_graph(p)

    @defect(visibility=2)
    def loose_edge(self, p: Routes, scene: FigureScene, draw: Random) -> FigureScene:
        """An edge ends before it meets its node."""
        return shorten_edge(scene, draw)

    @defect(visibility=2)
    def lost_edge(self, p: Routes, scene: FigureScene, draw: Random) -> FigureScene:
        """An edge that the problem lists is missing."""
        return drop_edge(scene, draw)

    @defect(visibility=1)
    def exchanged_weights(self, p: Routes, scene: FigureScene, draw: Random) -> FigureScene:
        """The weights of two edges are exchanged."""
        return exchange_weights(scene, draw)


@family("Universal - Graph & Flow")
class SpanningTree(Family[Cables]):
    """The weight of the minimum spanning tree of a weighted graph."""

    def solve(self, p: Cables) -> Solution:
        """By Kruskal: the cheapest edges that close no circle."""
        tree = nx.minimum_spanning_tree(p.graph)
        chosen = sorted(tree.edges(data="weight"), key=lambda item: item[2])
        answer = number_answer(int(tree.size("weight")), p.unit, digits=4, tolerance=0)
        return Solution(
            answer=answer,
            values={
                "listing": p.listing,
                "num": len(p.graph),
                "chosen": ", ".join(a + b for a, b, _ in chosen),
                "terms": " + ".join(str(w) for _, _, w in chosen),
            },
        )

    def draw(self, p: Cables, sketch: Sketch) -> None:
        """The graph alone."""
        draw_graph(p, sketch)

    def questions(self, p: Cables) -> Iterator[Question]:
        """Of the graph."""
        yield from ask_of_graph(p)

    @defect(visibility=2)
    def loose_edge(self, p: Cables, scene: FigureScene, draw: Random) -> FigureScene:
        """An edge ends before it meets its node."""
        return shorten_edge(scene, draw)

    @defect(visibility=2)
    def lost_edge(self, p: Cables, scene: FigureScene, draw: Random) -> FigureScene:
        """An edge that the problem lists is missing."""
        return drop_edge(scene, draw)

    @defect(visibility=1)
    def exchanged_weights(self, p: Cables, scene: FigureScene, draw: Random) -> FigureScene:
        """The weights of two edges are exchanged."""
        return exchange_weights(scene, draw)
