"""What runs through a network: the greatest flow through pipes, and the time that a project of tasks takes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import networkx as nx

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.families.universal.graph_flow.networks import (
    RADIUS,
    draw_letters,
    drop_edge,
    exchange_weights,
)
from scisynth.figures.parts.palette import PALE_GREEN
from scisynth.figures.parts.universal import box, edge, node
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer

PIPES: Mapping[str, Mapping[str, Any]] = {
    "two lines": {
        "places": {"0": (0, 2), "1": (3, 4), "2": (3, 0), "3": (7, 4), "4": (7, 0), "7": (10, 2)},
        "always": ("01", "02", "13", "24", "37", "47"),
        "more": (("12", "21"), ("34", "43"), ("14", "23")),
    },
    "fan": {
        "places": {"0": (0, 2.6), "1": (4, 5.2), "2": (4, 2.6), "3": (4, 0), "7": (8, 2.6)},
        "always": ("01", "02", "03", "17", "27", "37"),
        "more": (("12", "21"), ("23", "32")),
    },
    "long": {
        "places": {
            "0": (0, 1.5), "1": (2.6, 3), "2": (2.6, 0), "3": (5.6, 3), "4": (5.6, 0), "5": (8.6, 3), "6": (8.6, 0),
            "7": (11.2, 1.5),
        },
        "always": ("01", "02", "13", "24", "35", "46", "57", "67"),
        "more": (("12", "21"), ("34", "43"), ("14", "23"), ("36", "45")),
    },
}  # fmt: skip
"""Pattern to its places, pipes that are always there, and pairs of which one is."""


def draw_pipes(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[str, ...]:
    """The pipes that are always there and some of the others, in random order."""
    pattern = PIPES[values["layout"]]
    groups = draw.sample(pattern["more"], min(len(pattern["more"]), level + draw.choice((0, 1))))
    pipes = [*pattern["always"], *(draw.choice(pair) for pair in groups)]
    draw.shuffle(pipes)
    return tuple(pipes)


def draw_sizes(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[int, ...]:
    """A capacity for each pipe; those out of the source are larger."""
    return tuple(draw.randint(3, 9) + 3 * (pipe[0] == "0") for pipe in values["pipes"])


@dataclass(frozen=True, kw_only=True)
class Pipes(Parameters):
    """A network of pipes with capacities."""

    layout: str = one_of(*PIPES)
    letters: tuple[str, ...] = drawn(draw_letters, words="neighbouring capital letters in any order")
    pipes: tuple[str, ...] = drawn(draw_pipes, words="pipes of the pattern")
    sizes: tuple[int, ...] = drawn(draw_sizes, words="3 to 12")
    unit: str = one_of("L/s", "m³/h", "t/h")

    def valid(self) -> bool:
        """The smallest cut is not that around the source."""
        graph, (source, sink) = self.graph, self.ends
        _, (left, _) = nx.minimum_cut(graph, source, sink)
        return len(left) > 1 and nx.maximum_flow_value(graph, source, sink) > 9

    @property
    def graph(self) -> nx.DiGraph:
        """The network, its nodes named by their letters."""
        graph = nx.DiGraph()
        for pipe, size in zip(self.pipes, self.sizes, strict=True):
            graph.add_edge(*(self.letters[int(end)] for end in pipe), capacity=size)
        return graph

    @property
    def places(self) -> dict[str, tuple[float, float]]:
        """Letter to its place."""
        return {self.letters[int(key)]: place for key, place in PIPES[self.layout]["places"].items()}

    @property
    def ends(self) -> tuple[str, str]:
        """Source and sink."""
        return self.letters[0], self.letters[7]

    @property
    def listing(self) -> str:
        """Pipes and capacities in words."""
        return ", ".join(f"{one}→{two} {size}" for one, two, size in self.graph.edges(data="capacity"))

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """The capacities."""
        return tuple(
            Quantity(symbol=f"{a}{b}", value=c, unit=self.unit) for a, b, c in self.graph.edges(data="capacity")
        )


@family("Universal - Graph & Flow")
class MaxFlow(Family[Pipes]):
    """A network of pipes with capacities; its maximum flow from the source to the sink."""

    def solve(self, p: Pipes) -> Solution:
        """The maximum flow is the capacity of the smallest cut (Ford and Fulkerson 1956)."""
        graph, (source, sink) = p.graph, p.ends
        flow, (left, _) = nx.minimum_cut(graph, source, sink)
        crossing = [str(c) for a, b, c in graph.edges(data="capacity") if a in left and b not in left]
        return Solution(
            answer=number_answer(flow, p.unit, tolerance=0),
            values={
                "source": source,
                "sink": sink,
                "listing": p.listing,
                "left": ", ".join(sorted(left)),
                "terms": " + ".join(crossing),
            },
        )

    def draw(self, p: Pipes, sketch: Sketch) -> None:
        """Pipes are arrows; source and sink are green."""
        graph = p.graph
        for one, two, size in graph.edges(data="capacity"):
            edge(sketch, one, two, p.places, RADIUS, str(size), arrow="end", width=1.5)
        for name in graph:
            style = {"fill": PALE_GREEN} if name in p.ends else {}
            node(sketch, name, p.places[name], f"${name}$", RADIUS, 14, **style)
        sketch.claim("count", "edge", value=graph.number_of_edges())
        sketch.claim("count", "node", value=len(graph))
        sketch.entity("network", *(f"edge:{a}-{b}" for a, b in graph.edges))

    def questions(self, p: Pipes) -> Iterator[Question]:
        """A capacity, pipes into a node, source and sink, what leaves the source."""
        graph, (source, sink) = p.graph, p.ends
        edges = list(graph.edges(data="capacity"))
        one, two, size = edges[0]
        yield ask_number("size", size, likely=[c for _, _, c in edges[1:4]], step=1, low=1, one=one, two=two)
        inner = [name for name in graph if name not in p.ends]
        busy = inner[size % len(inner)]
        yield ask_count(
            "into", graph.in_degree(busy), likely=[graph.out_degree(busy), graph.degree(busy)], low=0, node=busy
        )
        yield ask_word("source", source, [sink, *inner])
        yield ask_word("sink", sink, [source, *inner])
        out = sum(c for _, _, c in graph.out_edges(source, data="capacity"))
        into = sum(c for _, _, c in graph.in_edges(sink, data="capacity"))
        yield ask_number("out", out, unit=p.unit, likely=[into], step=2, low=1, node=source)

    @defect(visibility=2)
    def reversed_pipe(self, p: Pipes, scene: FigureScene, draw: Random) -> FigureScene:
        """The arrow of a pipe runs against the direction that the problem states."""
        mark = draw.choice([m for m in scene.marks if isinstance(m, Path) and m.id.startswith("edge:")])
        return change(scene, replace(mark, points=mark.points[::-1]))

    @defect(visibility=2)
    def lost_pipe(self, p: Pipes, scene: FigureScene, draw: Random) -> FigureScene:
        """A pipe that the problem lists is missing."""
        return drop_edge(scene, draw)

    @defect(visibility=1)
    def exchanged_sizes(self, p: Pipes, scene: FigureScene, draw: Random) -> FigureScene:
        """The capacities of two pipes are exchanged."""
        return exchange_weights(scene, draw)


PLANS: Mapping[str, Mapping[int, tuple[int, ...]]] = {
    "boxes": {0: (), 1: (), 2: (0,), 3: (0, 1), 4: (2,), 5: (2, 3), 6: (4, 5)},
    "milestones": {0: (), 1: (), 2: (0,), 3: (0,), 4: (1,), 5: (2,), 6: (3, 4)},
    "events": {0: (), 1: (), 2: (0,), 3: (0,), 4: (1, 2), 5: (1, 2), 6: (3, 4)},
}
"""Plan to the tasks, each with those that must be done before."""
BOXES: Mapping[str, Mapping[int, tuple[float, float]]] = {
    "boxes": {0: (0, 3), 1: (0, 0), 2: (3, 3), 3: (3, 0), 4: (6, 3), 5: (6, 0), 6: (9, 1.5)},
    "milestones": {0: (2.6, 3.2), 1: (2.6, 0), 2: (5.6, 4.2), 3: (5.6, 2), 4: (5.6, 0), 5: (8.6, 4.2), 6: (8.6, 1)},
}
EVENTS = {1: (0, 1.5), 2: (2.8, 3.3), 3: (4.6, 0), 4: (7.6, 3.3), 5: (10.4, 1.5)}
ARCS = {0: (1, 2), 1: (1, 3), 2: (2, 3), 3: (2, 4), 4: (3, 4), 5: (3, 5), 6: (4, 5)}
"""Tasks as arrows between events."""
WIDTH, HEIGHT = 1.6, 0.9


@dataclass(frozen=True, kw_only=True)
class Project(Parameters):
    """Tasks, their times and what each must wait for."""

    layout: str = one_of(*PLANS)
    letters: tuple[str, ...] = drawn(draw_letters, words="neighbouring capital letters in any order")
    times: tuple[int, ...] = drawn(lambda draw, level, _: tuple(draw.sample(range(2, 15), 7)), words="2 to 14")
    unit: str = one_of("days", "weeks", "hours")
    asked: str = one_of("total", "slack", level_1=("total",))

    @property
    def before(self) -> Mapping[int, tuple[int, ...]]:
        """Task to those before."""
        return PLANS[self.layout]

    def valid(self) -> bool:
        """One critical path; the task whose slack is asked for is not on it."""
        ends = finish_times(self.times, self.before)
        last = sorted((ends[task] for task in self.final), reverse=True)
        paths = [path for task in self.final for path in paths_to(task, self.before)]
        sums = sorted((sum(self.times[task] for task in path) for path in paths), reverse=True)
        return sums[0] > sums[1] and last[0] == sums[0]

    @property
    def final(self) -> tuple[int, ...]:
        """Tasks after which nothing comes."""
        return tuple(task for task in self.before if not any(task in rest for rest in self.before.values()))

    @property
    def critical(self) -> tuple[int, ...]:
        """Tasks of the longest path."""
        paths = [path for task in self.final for path in paths_to(task, self.before)]
        return max(paths, key=lambda path: sum(self.times[task] for task in path))

    @property
    def loose(self) -> int:
        """The task whose slack is asked for."""
        return [task for task in self.before if task not in self.critical][self.times[0] % 2]

    @property
    def rules(self) -> str:
        """What must wait for what, in words."""
        return "; ".join(
            f"{self.letters[task]} after {' and '.join(self.letters[other] for other in before)}"
            for task, before in self.before.items()
            if before
        )

    @property
    def listing(self) -> str:
        """Tasks and times."""
        return ", ".join(f"{self.letters[task]} {time}" for task, time in enumerate(self.times))

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """The times."""
        return tuple(
            Quantity(symbol=f"t_{self.letters[k]}", value=time, unit=self.unit) for k, time in enumerate(self.times)
        )


def finish_times(times: tuple[int, ...], before: Mapping[int, tuple[int, ...]]) -> dict[int, int]:
    """Earliest end of each task; tasks stand after those that they wait for."""
    ends: dict[int, int] = {}
    for task, others in before.items():
        ends[task] = times[task] + max((ends[other] for other in others), default=0)
    return ends


def paths_to(task: int, before: Mapping[int, tuple[int, ...]]) -> list[tuple[int, ...]]:
    """All chains of tasks that end with a task."""
    if not before[task]:
        return [(task,)]
    return [(*path, task) for other in before[task] for path in paths_to(other, before)]


def slack_of(task: int, times: tuple[int, ...], before: Mapping[int, tuple[int, ...]]) -> int:
    """By how much a task may take longer before the project does: the total less the longest chain through the task."""
    final = [item for item in before if not any(item in rest for rest in before.values())]
    paths = [path for item in final for path in paths_to(item, before)]
    length = {path: sum(times[item] for item in path) for path in paths}
    return max(length.values()) - max(length[path] for path in paths if task in path)


@family("Universal - Graph & Flow")
class CriticalPath(Family[Project]):
    """A project of seven tasks: the time that it takes, or how long one task may be late."""

    def solve(self, p: Project) -> Solution:
        """By the longest chain of tasks."""
        total = max(finish_times(p.times, p.before).values())
        task = p.loose
        value = total if p.asked == "total" else slack_of(task, p.times, p.before)
        unit = p.unit[:-1] if value == 1 else p.unit
        chain = p.critical
        return Solution(
            answer=number_answer(value, unit, tolerance=0),
            symbol="T" if p.asked == "total" else "s",
            values={
                "listing": p.listing,
                "rules": p.rules,
                "task": p.letters[task],
                "path": "-".join(p.letters[item] for item in chain),
                "terms": " + ".join(str(p.times[item]) for item in chain),
                "total": total,
                "through": total - slack_of(task, p.times, p.before),
            },
        )

    def draw(self, p: Project, sketch: Sketch) -> None:
        """Tasks as boxes, or as arrows between numbered events."""
        if p.layout == "events":
            self._draw_events(p, sketch)
        else:
            self._draw_boxes(p, sketch)

    def _draw_events(self, p: Project, sketch: Sketch) -> None:
        places = {str(name): place for name, place in EVENTS.items()}
        for task, (one, two) in ARCS.items():
            words = f"${p.letters[task]}$: {p.times[task]}"
            edge(sketch, str(one), str(two), places, RADIUS, words, arrow="end", width=1.4)
        for name, place in places.items():
            node(sketch, name, place, name, RADIUS, 13)
        sketch.claim("count", "edge", value=len(ARCS))
        sketch.entity("project", *(f"node:{name}" for name in places))

    def _draw_boxes(self, p: Project, sketch: Sketch) -> None:
        places = BOXES[p.layout]
        for task, at in places.items():
            box(sketch, p.letters[task], at, WIDTH, HEIGHT, f"${p.letters[task]}$: {p.times[task]}", 12.5)
        links = [(p.letters[other], p.letters[task]) for task, others in p.before.items() for other in others]
        spots = {p.letters[task]: at for task, at in places.items()}
        if p.layout == "milestones":
            for name, at in (("start", (-0.2, 1.6)), ("end", (11.6, 2.6))):
                spots[name] = at
                box(sketch, name, at, 1.2, 0.8, name, 12, fill=PALE_GREEN)
            links += [("start", p.letters[0]), ("start", p.letters[1])]
            links += [(p.letters[task], "end") for task in p.final]
        for one, two in links:
            self._arrow(sketch, one, two, spots)
        sketch.claim("count", "box", value=len(spots))
        sketch.claim("count", "arrow", value=len(links))
        sketch.entity("tasks", *(f"box:{p.letters[task]}" for task in places))

    def _arrow(self, sketch: Sketch, one: str, two: str, spots: Mapping[str, tuple[float, float]]) -> None:
        """From the right side of a box to the left of the next, a little up or down where several meet."""
        (x0, y0), (x1, y1) = spots[one], spots[two]
        spread = 0.25 * HEIGHT * ((y0 > y1) - (y0 < y1))
        half = {name: 0.6 if name in ("start", "end") else WIDTH / 2 for name in (one, two)}
        sketch.arrow(f"arrow:{one}-{two}", (x0 + half[one], y0 - spread), (x1 - half[two], y1 + spread), width=1.3)
        for task in (one, two):
            sketch.claim("connected", f"arrow:{one}-{two}", f"box:{task}")

    def questions(self, p: Project) -> Iterator[Question]:
        """Times, what waits for what, the longest task."""
        at, letters = p.times[1] % 7, p.letters
        others = [float(time) for time in p.times]
        yield ask_number("time", p.times[at], unit=p.unit, likely=others, step=1, low=1, task=letters[at])
        ends = finish_times(p.times, p.before)
        late = [task for task in p.before if len(p.before[task]) > 0]
        one = late[p.times[2] % len(late)]
        yield ask_number(
            "earliest", ends[one] - p.times[one], unit=p.unit, likely=[ends[one]], step=1, low=0, task=letters[one]
        )
        waits = {" and ".join(sorted(letters[other] for other in before)) for before in p.before.values() if before}
        key = " and ".join(sorted(letters[other] for other in p.before[one]))
        singles = [letters[task] for task in p.before if task != one]
        yield ask_word("wait", key, [*sorted(waits - {key}), *singles], task=letters[one])
        yield ask_word("longest", letters[p.times.index(max(p.times))], letters[:7])
        yield ask_word("shortest", letters[p.times.index(min(p.times))], letters[:7])

    @defect(visibility=2)
    def reversed_arrow(self, p: Project, scene: FigureScene, draw: Random) -> FigureScene:
        """An arrow runs from the later task to the earlier one."""
        kind = "edge:" if p.layout == "events" else "arrow:"
        mark = draw.choice([m for m in scene.marks if isinstance(m, Path) and m.id.startswith(kind)])
        return change(scene, replace(mark, points=mark.points[::-1]))

    @defect(visibility=2)
    def lost_arrow(self, p: Project, scene: FigureScene, draw: Random) -> FigureScene:
        """An arrow of the plan is missing, so that a task need not wait or is not there."""
        if p.layout == "events":
            return drop_edge(scene, draw)
        mark = draw.choice([m for m in scene.marks if m.id.startswith("arrow:")])
        return scene.with_marks(tuple(m for m in scene.marks if m.id != mark.id))

    @defect(visibility=1)
    def wrong_time(self, p: Project, scene: FigureScene, draw: Random) -> FigureScene:
        """The time that is printed at a task is not the one that the problem states."""
        kind = "weight:" if p.layout == "events" else "name:"
        labels = [m for m in scene.marks if m.id.startswith(kind) and ":" in getattr(m, "text", "")]
        mark: Any = draw.choice(labels)
        head, _, time = mark.text.partition(": ")
        return change(scene, replace(mark, text=f"{head}: {int(time) + draw.choice((3, 4))}"))
