"""Universal - Graph & Flow: weighted graphs and networks whose answers are computed on the graph that is drawn.

Shortest paths (Dijkstra), minimum spanning trees (Kruskal), maximum flows and critical paths come from networkx or from the
recursion that defines them; places are fixed grids on which no edge runs through a third node.
"""

import itertools
from collections.abc import Mapping
from dataclasses import replace
from random import Random

import networkx as nx

from scisynth.figures.corruptions import change
from scisynth.figures.families.registry import defect, family
from scisynth.figures.parts.palette import PALE_BLUE, PALE_GREEN, PALE_ORANGE
from scisynth.figures.parts.universal import box, edge, node
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer

TYPE = "Universal - Graph & Flow"
RADIUS = 0.36
PLACES: Mapping[str, tuple[float, float]] = {
    "A": (0, 2),
    "B": (2.6, 4),
    "C": (2.6, 0),
    "D": (5, 2),
    "E": (7.4, 4),
    "F": (7.4, 0),
    "G": (10, 2),
}
ALWAYS = ("AB", "AC", "BD", "CD", "DE", "DF", "EG", "FG")
SOMETIMES = (("BC", "AD"), ("EF", "DG"), ("BE", "CF"))
"""One of each; the first two pairs would cross."""


def _weighted_graph(draw: Random) -> nx.Graph:
    graph = nx.Graph()
    pairs = [*ALWAYS, *(draw.choice(pair) for pair in SOMETIMES)]
    for pair in pairs:
        graph.add_edge(*pair, weight=draw.randint(2, 9))
    return graph


def _draw_graph(sketch: Sketch, graph: nx.Graph, marked: str = "") -> None:
    for one, two, weight in graph.edges(data="weight"):
        edge(sketch, one, two, PLACES, RADIUS, str(weight), width=1.5)
    for name in graph:
        node(sketch, name, PLACES[name], f"${name}$", RADIUS, 14, **({"fill": PALE_ORANGE} if name in marked else {}))
    sketch.claim("count", "edge", value=graph.number_of_edges())
    sketch.claim("count", "node", value=len(graph))
    sketch.entity("nodes", *(f"node:{name}" for name in graph))


def _listing(graph: nx.Graph) -> str:
    return ", ".join(f"{one}{two} {weight}" for one, two, weight in graph.edges(data="weight"))


@family(TYPE, "shortest_path")
def shortest_path(draw: Random) -> FigureScene:
    """A weighted graph; the length of the shortest path between its two ends."""
    while True:
        graph = _weighted_graph(draw)
        best = nx.dijkstra_path_length(graph, "A", "G")
        ways = [p for p in nx.all_simple_paths(graph, "A", "G") if nx.path_weight(graph, p, "weight") == best]
        if len(ways) == 1 and best > 9:
            break
    sketch = Sketch()
    _draw_graph(sketch, graph, "AG")
    path, unit = ways[0], draw.choice(("km", "min"))
    one, two, weight = draw.choice(list(graph.edges(data="weight")))
    degree = graph.degree["D"]
    return sketch.scene(
        problem=f"A network of roads has the edges (in {unit}) {_listing(graph)}. How long is the shortest path from A to G?",
        multimodal_question=f"The weights are in {unit}. How long is the shortest path from A to G?",
        givens=tuple(Quantity(symbol=f"{a}{b}", value=w, unit=unit) for a, b, w in graph.edges(data="weight")),
        unknown="the length of the shortest path",
        answer=number_answer(best, unit, tolerance=0),
        solution=f"{'-'.join(path)}: {' + '.join(str(graph.edges[e]['weight']) for e in itertools.pairwise(path))} = {best} {unit}",
        hidden=(f"{best} {unit}", "-".join(path)),
        quizzes=(
            make_quiz(
                draw,
                f"What is the weight of the edge between {one} and {two}?",
                str(weight),
                [str(weight % 9 + d) for d in (1, 2, 3, 4)],
            ),
            make_quiz(draw, "How many edges meet at node D?", str(degree), [str(degree + d) for d in (1, -1, 2)]),
            make_quiz(draw, "How many nodes has the graph?", "7", ["6", "8", "9"]),
        ),
        alt_text=f"Weighted graph with the nodes A to G and the edges {_listing(graph)}.",
    )


@family(TYPE, "spanning_tree")
def spanning_tree(draw: Random) -> FigureScene:
    """The weight of the minimum spanning tree of a weighted graph."""
    graph = _weighted_graph(draw)
    tree = nx.minimum_spanning_tree(graph)
    total = int(tree.size("weight"))
    sketch = Sketch()
    _draw_graph(sketch, graph)
    num = graph.number_of_edges()
    chosen = ", ".join("".join(sorted(pair)) for pair in tree.edges)
    one, two, weight = draw.choice(list(graph.edges(data="weight")))
    missing = [a + b for a, b in ("AG", "AE", "BF", "CE", "AF")][:3]
    return sketch.scene(
        problem=f"Seven houses are to be joined by cables; possible cables and their costs in k€ are {_listing(graph)}. What does the cheapest network cost that joins all?",
        multimodal_question="The weights are costs of cables in k€. What does the cheapest network cost that joins all nodes?",
        givens=tuple(Quantity(symbol=f"{a}{b}", value=w, unit="k€") for a, b, w in graph.edges(data="weight")),
        unknown="the weight of the minimum spanning tree",
        answer=number_answer(total, "k€", tolerance=0),
        solution=f"Kruskal takes {chosen}: {total} k€",
        hidden=(f"{total} k€",),
        quizzes=(
            make_quiz(draw, "How many edges has the graph?", str(num), [str(num + d) for d in (1, -1, 2)]),
            make_quiz(
                draw,
                f"What is the weight of the edge between {one} and {two}?",
                str(weight),
                [str(weight % 9 + d) for d in (1, 2, 3, 4)],
            ),
            make_quiz(draw, "Which of these edges is drawn?", "DE", missing),
        ),
        alt_text=f"Weighted graph with the nodes A to G and the edges {_listing(graph)}.",
    )


NETWORK = ("SA", "SB", "AC", "AD", "BC", "BD", "CT", "DT")
NETWORK_PLACES = {"S": (0, 2), "A": (3, 4), "B": (3, 0), "C": (7, 4), "D": (7, 0), "T": (10, 2)}


@family(TYPE, "max_flow")
def max_flow(draw: Random) -> FigureScene:
    """A network of pipes with capacities; its maximum flow."""
    graph = nx.DiGraph()
    left_out = draw.choice(("", "AD", "BC"))
    names = [name for name in NETWORK if name != left_out]
    while True:
        for name in names:
            graph.add_edge(*name, capacity=draw.randint(3, 9) + 4 * (name[0] == "S"))
        flow = nx.maximum_flow_value(graph, "S", "T")
        _, (left, _) = nx.minimum_cut(graph, "S", "T")
        if len(left) > 1 and flow > 9:
            break
    sketch = Sketch()
    for one, two in map(tuple, names):
        if one + two not in ("AD", "BC"):
            edge(
                sketch, one, two, NETWORK_PLACES, RADIUS, str(graph.edges[one, two]["capacity"]), arrow="end", width=1.5
            )
    for name in names:
        if name in ("AD", "BC"):
            _crossing_pipe(sketch, name, graph.edges[tuple(name)]["capacity"])
    for name in graph:
        fill = PALE_GREEN if name in "ST" else PALE_BLUE
        node(sketch, name, NETWORK_PLACES[name], f"${name}$", RADIUS, 14, fill=fill)
    sketch.claim("count", "edge", value=len(names))
    sketch.claim("count", "node", value=6)
    sketch.entity("network", *(f"edge:{a}-{b}" for a, b in map(tuple, names)))
    listing = ", ".join(f"{a}→{b} {c}" for a, b, c in graph.edges(data="capacity"))
    name = draw.choice(names)
    size = graph.edges[tuple(name)]["capacity"]
    into_t = graph.in_degree("T")
    crossing = " + ".join(str(c) for a, b, c in graph.edges(data="capacity") if a in left and b not in left)
    return sketch.scene(
        problem=f"Pipes with capacities in L/s: {listing}. What is the greatest flow from S to T?",
        multimodal_question="The numbers are capacities in L/s. What is the greatest flow from S to T?",
        givens=tuple(Quantity(symbol=f"{a}{b}", value=c, unit="L/s") for a, b, c in graph.edges(data="capacity")),
        unknown="the maximum flow",
        answer=number_answer(flow, "L/s", tolerance=0),
        solution=f"the minimum cut around {{{', '.join(sorted(left))}}} has {crossing} = {flow} L/s",
        hidden=(f"{flow} L/s",),
        quizzes=(
            make_quiz(
                draw,
                f"What is the capacity of the pipe from {name[0]} to {name[1]}?",
                str(size),
                [str(size + d) for d in (1, -1, 2, 3)],
            ),
            make_quiz(draw, "How many pipes lead into T?", str(into_t), [str(into_t + d) for d in (1, -1, 2)]),
            make_quiz(draw, "Which node is the source, from which arrows only leave?", "S", ["A", "D", "T"]),
        ),
        alt_text=f"Flow network from S to T with the capacities {listing}.",
    )


def _crossing_pipe(sketch: Sketch, name: str, size: int) -> None:
    """One of the two pipes that cross in the middle, its number near its start."""
    one, two = tuple(name)
    edge(sketch, one, two, NETWORK_PLACES, RADIUS, arrow="end", width=1.5)
    (x0, y0), (x1, y1) = NETWORK_PLACES[one], NETWORK_PLACES[two]
    at = (x0 + 0.3 * (x1 - x0), y0 + 0.3 * (y1 - y0))
    toward = (1, 1) if y1 < y0 else (1, -1)
    sketch.text(f"weight:{one}-{two}", str(size), at, of=f"edge:{one}-{two}", toward=toward, gap_pt=4, size=11.5)


TASKS = {"A": "", "B": "", "C": "A", "D": "AB", "E": "C", "F": "CD", "G": "EF"}
TASK_PLACES = {"A": (0, 3), "B": (0, 0), "C": (3, 3), "D": (3, 0), "E": (6, 3), "F": (6, 0), "G": (9, 1.5)}


@family(TYPE, "critical_path")
def critical_path(draw: Random) -> FigureScene:
    """Tasks with durations in the order of their arrows; the shortest time of the whole project."""
    days = {name: draw.randint(2, 9) for name in TASKS}
    ends: dict[str, int] = {}
    for name, before in TASKS.items():
        ends[name] = days[name] + max((ends[other] for other in before), default=0)
    total = ends["G"]
    path = "G"
    while TASKS[path[0]]:
        path = max(TASKS[path[0]], key=lambda other: ends[other]) + path
    sketch, width, height = Sketch(), 1.5, 0.9
    for name, (x, y) in TASK_PLACES.items():
        box(sketch, name, (x, y), width, height, f"${name}$:  {days[name]} days", 11.5)
        for other in TASKS[name]:
            _task_arrow(sketch, other, name, width, height)
    sketch.claim("count", "box", value=7)
    sketch.claim("count", "arrow", value=sum(map(len, TASKS.values())))
    sketch.entity("tasks", *(f"box:{name}" for name in TASKS))
    rules = "; ".join(f"{name} after {' and '.join(before)}" for name, before in TASKS.items() if before)
    return sketch.scene(
        problem=f"Tasks and their days: {', '.join(f'{n} {d}' for n, d in days.items())}. {rules}. In how many days can all be finished?",
        multimodal_question="Each task can start when the tasks with arrows to it are done. In how many days can all be finished?",
        givens=tuple(Quantity(symbol=f"t_{n}", value=d, unit="days") for n, d in days.items()),
        unknown="the length of the critical path",
        answer=number_answer(total, "days", tolerance=0),
        solution=f"critical path {'-'.join(path)}: {' + '.join(str(days[n]) for n in path)} = {total} days",
        hidden=(f"{total} days",) if total not in days.values() else (f"total {total}",),
        quizzes=(
            make_quiz(
                draw,
                "How long does task F take?",
                f"{days['F']} days",
                [f"{days['F'] + d} days" for d in (1, -1, 2, 3)],
            ),
            make_quiz(draw, "Which tasks must be done before D can start?", "A and B", ["A", "B", "C and F"]),
            make_quiz(draw, "Which task has no task after it?", "G", ["E", "F", "C"]),
        ),
        alt_text=f"Network of seven tasks with their days: {', '.join(f'{n} {d}' for n, d in days.items())}; {rules}.",
    )


def _task_arrow(sketch: Sketch, one: str, two: str, width: float, height: float) -> None:
    """From the right side of a task to the left of the next, spread over that side where several arrive."""
    (x0, y0), (x1, y1) = TASK_PLACES[one], TASK_PLACES[two]
    spread = 0.25 * height * ((y0 > y1) - (y0 < y1))
    name = f"arrow:{one}-{two}"
    sketch.arrow(name, (x0 + width / 2, y0 - spread), (x1 - width / 2, y1 + spread), width=1.3)
    for task in (one, two):
        sketch.claim("connected", name, f"box:{task}")


@defect("shortest_path", "loose_edge")
def loose_edge(scene: FigureScene, draw: Random) -> FigureScene:
    """An edge ends before it meets its node."""
    mark = draw.choice([m for m in scene.marks if isinstance(m, Path) and m.id.startswith("edge:")])
    (x0, y0), (x1, y1) = mark.points
    return change(scene, replace(mark, points=((x0, y0), (x0 + 0.7 * (x1 - x0), y0 + 0.7 * (y1 - y0)))))


@defect("max_flow", "pipe_to_wrong_node")
def pipe_to_wrong_node(scene: FigureScene, draw: Random) -> FigureScene:
    """A pipe out of the source ends at the node of another."""
    one, two = scene.mark("edge:S-A"), scene.mark("edge:S-B")
    assert isinstance(one, Path) and isinstance(two, Path)
    return change(scene, replace(one, points=(one.points[0], (two.points[1][0], two.points[1][1] + 0.72))))


@defect("critical_path", "wrong_order_of_tasks")
def wrong_order_of_tasks(scene: FigureScene, draw: Random) -> FigureScene:
    """The arrow from C to E starts at D instead."""
    mark, other = scene.mark("arrow:C-E"), scene.mark("arrow:D-F")
    assert isinstance(mark, Path) and isinstance(other, Path)
    return change(scene, replace(mark, points=(other.points[0], mark.points[1])))
