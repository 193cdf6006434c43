"""Universal - Graph & Flow: search trees, flow charts and state machines, which are run to compute the answer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change
from scisynth.figures.families.registry import defect, family
from scisynth.figures.function_families.universal.graph_flow import RADIUS, TYPE
from scisynth.figures.parts.palette import BLUE, PALE_BLUE, PALE_GREEN, PALE_ORANGE, PALE_RED
from scisynth.figures.parts.universal import edge, node
from scisynth.figures.scene.marks import Label, Path
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, make_quiz


@dataclass
class _Tree:
    key: int
    left: "_Tree | None" = None
    right: "_Tree | None" = None

    def insert(self, key: int) -> None:
        side = "left" if key < self.key else "right"
        child = getattr(self, side)
        if child:
            child.insert(key)
        else:
            setattr(self, side, _Tree(key))


def walk(tree: "_Tree | None", order: str) -> list[int]:
    """Keys in `preorder`, `inorder` or `postorder`."""
    if tree is None:
        return []
    left, right = walk(tree.left, order), walk(tree.right, order)
    return {
        "preorder": [tree.key, *left, *right],
        "inorder": [*left, tree.key, *right],
        "postorder": [*left, *right, tree.key],
    }[order]


def search_tree(keys: Sequence[int]) -> _Tree:
    """The binary search tree of keys inserted in this order."""
    tree = _Tree(keys[0])
    for key in keys[1:]:
        tree.insert(key)
    return tree


def _height(tree: "_Tree | None") -> int:
    return 0 if tree is None else 1 + max(_height(tree.left), _height(tree.right))


@family(TYPE, "search_tree")
def search_tree_walk(draw: Random) -> FigureScene:
    """A binary search tree; the order in which a walk visits its keys."""
    while True:
        keys = draw.sample(range(10, 99), 8)
        tree = search_tree(keys)
        if _height(tree) == 4 and tree.left and tree.right:
            break
    order = draw.choice(("preorder", "postorder"))
    visited = walk(tree, order)
    sketch = Sketch()
    places: dict[str, tuple[float, float]] = {}
    parents: dict[str, str] = {}
    _lay_out(tree, {key: float(index) for index, key in enumerate(walk(tree, "inorder"))}, 0, places, parents)
    for name, parent in parents.items():
        edge(sketch, parent, name, places, RADIUS, width=1.5)
    for name, at in places.items():
        node(sketch, name, at, name, RADIUS, 13)
    for name, parent in parents.items():
        sketch.claim("order", f"node:{name}", f"node:{parent}", value="bottom_to_top")
        one, two = sorted((name, parent), key=int)
        sketch.claim("order", f"node:{one}", f"node:{two}", value="left_to_right")
    sketch.claim("count", "node", value=8)
    sketch.claim("count", "edge", value=7)
    sketch.entity("search tree", *(f"node:{name}" for name in places))
    text = ", ".join(map(str, visited))
    leaves = [name for name in places if name not in parents.values()]
    child = draw.choice(list(parents))
    others = [name for name in places if name != parents[child]]
    return sketch.scene(
        problem=f"The keys {', '.join(map(str, keys))} are inserted in this order into an empty binary search tree. In which order does a {order} walk visit them?",
        multimodal_question=f"In which order does a {order} walk visit the keys of the tree?",
        givens=(Quantity(symbol="n", value=8, meaning="keys"),),
        unknown="the order of the keys",
        answer=Answer(text=text),
        solution=f"{order}: {text}",
        hidden=(text,),
        quizzes=(
            make_quiz(
                draw, "Which key is the root?", str(keys[0]), [name for name in places if name != str(keys[0])][:3]
            ),
            make_quiz(
                draw, "How many leaves has the tree?", str(len(leaves)), [str(len(leaves) + d) for d in (1, -1, 2)]
            ),
            make_quiz(draw, f"Which key is the parent of {child}?", parents[child], others),
        ),
        alt_text=f"Binary search tree with the root {keys[0]} and the keys {', '.join(map(str, sorted(keys)))}.",
    )


def _lay_out(
    tree: _Tree, columns: dict[int, float], depth: int, places: dict[str, tuple[float, float]], parents: dict[str, str]
) -> None:
    """Columns by rank, rows by depth: no two edges cross."""
    places[str(tree.key)] = (1.25 * columns[tree.key], -1.45 * depth)
    for child in (tree.left, tree.right):
        if child:
            parents[str(child.key)] = str(tree.key)
            _lay_out(child, columns, depth + 1, places, parents)


@family(TYPE, "flow_chart_loop")
def flow_chart_loop(draw: Random) -> FigureScene:
    """A loop as a flow chart; what it prints for a given start."""
    start, add, times, limit = (
        draw.randint(1, 9),
        draw.randint(1, 5),
        draw.choice((2, 3)),
        draw.choice((40, 50, 80, 100)),
    )
    x = start
    steps = [x]
    while x < limit:
        x = times * x + add
        steps.append(x)
    num = len(steps) - 1
    sketch = Sketch()
    _flow_boxes(sketch, start, times, add, limit)
    trace = " → ".join(map(str, steps))
    return sketch.scene(
        problem=f"Set x = {start}, n = 0. While x < {limit}, replace x by {times}x + {add} and n by n + 1. Which x and n are printed?",
        multimodal_question="Which values of x and n does the flow chart print?",
        givens=(Quantity(symbol="x_0", value=start), Quantity(symbol="limit", value=limit)),
        unknown="the printed x and n",
        answer=Answer(text=f"x = {x}, n = {num}"),
        solution=f"{trace} after {num} passes",
        hidden=(f"x = {x}, n = {num}", f"n = {num}"),
        quizzes=(
            make_quiz(draw, "With which x does the algorithm start?", str(start), [str(start + d) for d in (1, 2, 3)]),
            make_quiz(
                draw,
                "What is tested in the diamond?",
                f"x < {limit}",
                [f"x > {limit}", f"x < {limit + 10}", f"n < {limit}"],
            ),
            make_quiz(
                draw,
                "What happens to x in each pass?",
                f"x becomes {times}x + {add}",
                [f"x becomes {add}x + {times + add}", f"x becomes {times}x - {add}", f"x becomes x + {times + add}"],
            ),
            make_quiz(draw, "Which branch leads to the output?", "no", ["yes", "both", "neither"]),
        ),
        alt_text=f"Flow chart: start with x = {start}, n = 0; while x < {limit}, x becomes {times}x + {add} and n grows by 1; then x and n are printed.",
    )


def _flow_boxes(sketch: Sketch, start: int, times: int, add: int, limit: int) -> None:
    """Terminal, process, decision and output symbols in a column, and the loop back on the right."""
    style = {"color": BLUE, "z": 3}
    _capsule(sketch, "step:start", (0, 0), "start", PALE_GREEN)
    sketch.rectangle("step:set", -1.5, -1.75, 1.5, -1.05, fill=PALE_BLUE, **style)
    sketch.area("step:test", (-1.6, -3.2), (0, -4.05), (1.6, -3.2), (0, -2.35), fill=PALE_ORANGE, **style)
    sketch.rectangle("step:change", 2.9, -3.75, 6.1, -2.65, fill=PALE_BLUE, **style)
    sketch.area("step:print", (-1.6, -5.5), (1.2, -5.5), (1.6, -4.8), (-1.2, -4.8), fill=PALE_RED, **style)
    _capsule(sketch, "step:stop", (0, -6.55), "stop", PALE_GREEN)
    for tag, words, at in (
        ("set", f"$x = {start}$,  $n = 0$", (0, -1.4)),
        ("test", f"$x < {limit}$ ?", (0, -3.2)),
        ("change", f"$x \\leftarrow {times}x + {add}$\n$n \\leftarrow n + 1$", (4.5, -3.2)),
        ("print", "print $x$, $n$", (0, -5.15)),
    ):
        sketch.text(f"words:{tag}", words, at, of=f"step:{tag}", size=12.5)
        sketch.claim("inside", f"words:{tag}", f"step:{tag}")
    for tag, one, two, points in (
        ("1", "start", "set", ((0, -0.33), (0, -1.05))),
        ("2", "set", "test", ((0, -1.75), (0, -2.35))),
        ("yes", "test", "change", ((1.6, -3.2), (2.9, -3.2))),
        ("no", "test", "print", ((0, -4.05), (0, -4.8))),
        ("3", "print", "stop", ((0, -5.5), (0, -6.22))),
    ):
        sketch.arrow(f"flow:{tag}", *points, width=1.3)
        sketch.claim("connected", f"flow:{tag}", f"step:{one}")
        sketch.claim("connected", f"flow:{tag}", f"step:{two}")
    sketch.line("flow:back", (4.5, -2.65), (4.5, -2.05), (0, -2.05), width=1.3, arrow="end")
    sketch.claim("head", "flow:back", value="end")
    sketch.claim("connected", "flow:back", "step:change")
    sketch.claim("connected", "flow:back", "flow:2")
    sketch.text("branch:yes", "yes", (2.25, -3.2), of="flow:yes", toward=(0, 1), gap_pt=3)
    sketch.text("branch:no", "no", (0, -4.4), of="flow:no", toward=(1, 0), gap_pt=5)
    sketch.claim("count", "flow", value=6)
    sketch.claim("count", "step", value=6)
    sketch.claim("order", "step:stop", "step:print", "step:test", "step:set", "step:start", value="bottom_to_top")
    sketch.entity("flow chart", "step:start", "step:test", "step:stop")


def _capsule(sketch: Sketch, name: str, at: tuple[float, float], words: str, fill: str) -> None:
    """A rounded terminal symbol."""
    turn = np.linspace(-np.pi / 2, np.pi / 2, 13)
    right = np.stack([at[0] + 0.6 + 0.33 * np.cos(turn), at[1] + 0.33 * np.sin(turn)], axis=1)
    left = np.stack([at[0] - 0.6 - 0.33 * np.cos(turn), at[1] - 0.33 * np.sin(turn)], axis=1)
    sketch.area(name, *right, *left, fill=fill, color=BLUE, z=3)
    sketch.text(f"words:{words}", words, at, of=name, size=12.5)
    sketch.claim("inside", f"words:{words}", name)


MACHINE = {"P": (0.0, 0.0), "Q": (3.6, 3.3), "R": (7.2, 0.0)}


@family(TYPE, "state_machine")
def state_machine(draw: Random) -> FigureScene:
    """A deterministic automaton with three states that reads a word of 0 and 1."""
    names = list(MACHINE)
    while True:
        table = {(name, bit): draw.choice(names) for name in names for bit in "01"}
        word = "".join(draw.choice("01") for _ in range(draw.randint(6, 9)))
        visited = ["P"]
        for bit in word:
            visited.append(table[visited[-1], bit])
        if set(visited) == set(names) and len({*table.values()}) == 3:
            break
    final = draw.choice("QR")
    accepted = visited[-1] == final
    sketch = Sketch()
    moves: dict[tuple[str, str], list[str]] = {}
    for (name, bit), target in table.items():
        moves.setdefault((name, target), []).append(bit)
    for (one, two), bits in moves.items():
        if one == two:
            _self_loop(sketch, one, ", ".join(bits))
        else:
            edge(sketch, one, two, MACHINE, 0.5, ", ".join(bits), bend=-0.34, side=-1, arrow="end", width=1.4)
    for name, at in MACHINE.items():
        node(sketch, name, at, f"${name}$", 0.5, 15)
    x, y = MACHINE[final]
    sketch.circle("final:ring", (x, y), 0.41, color=BLUE, width=1.2, z=5)
    sketch.claim("inside", "final:ring", f"node:{final}")
    sketch.arrow("entry:P", (-1.5, 0), (-0.5, 0), width=1.4)
    sketch.claim("connected", "entry:P", "node:P")
    sketch.claim("count", "edge", value=len(moves))
    sketch.claim("count", "node", value=3)
    sketch.entity("automaton", "node:P", "node:Q", "node:R")
    rules = ", ".join(f"{name} -{bit}→ {target}" for (name, bit), target in table.items())
    told = "accepted" if accepted else "not accepted"
    one, bit = draw.choice(list(table))
    return sketch.scene(
        problem=f"An automaton with start state P and final state {final} has the moves {rules}. In which state does it end after reading {word}, and is the word accepted?",
        multimodal_question=f"In which state does the automaton end after reading {word}, and is the word accepted?",
        givens=(Quantity(symbol="length", value=len(word), unit="symbols"),),
        unknown="the last state",
        answer=Answer(text=f"{visited[-1]}, {told}"),
        solution=" → ".join(visited) + f"; the word is {told}",
        hidden=(f"{visited[-1]}, {told}", "accepted"),
        quizzes=(
            make_quiz(draw, "Which state is the start state?", "P", ["Q", "R", "none"]),
            make_quiz(
                draw,
                "Which state is the final state, drawn with two rings?",
                final,
                ["P", *("QR".replace(final, "")), "none"],
            ),
            make_quiz(
                draw,
                f"To which state does {bit} lead from {one}?",
                table[one, bit],
                [*(n for n in names if n != table[one, bit]), "to none"],
            ),
        ),
        alt_text=f"State diagram with the states P (start), Q and R; final state {final}; moves {rules}.",
    )


def _self_loop(sketch: Sketch, name: str, words: str) -> None:
    """A loop above a state, or below the outer ones, with its head on the rim."""
    x, y = MACHINE[name]
    sign = 1 if name == "Q" else -1
    turn = np.radians(np.linspace(-62, 242, 30))
    loop = np.stack([x + 0.36 * np.cos(turn), y + sign * (0.84 + 0.42 * np.sin(turn))], axis=1)
    sketch.line(f"edge:{name}-{name}", *loop, arrow="end", width=1.4)
    sketch.claim("head", f"edge:{name}-{name}", value="end")
    sketch.claim("connected", f"edge:{name}-{name}", f"node:{name}", tolerance=6)
    sketch.text(
        f"weight:{name}-{name}", words, (x, y + sign * 1.26), of=f"edge:{name}-{name}", toward=(0, sign), gap_pt=3
    )


@defect("search_tree", "unordered_children")
def unordered_children(scene: FigureScene, draw: Random) -> FigureScene:
    """The names of the outermost keys are exchanged, so that the tree is no search tree."""
    labels = [m for m in scene.marks if isinstance(m, Label) and m.id.startswith("name:")]
    one, two = min(labels, key=lambda m: m.at[0]), max(labels, key=lambda m: m.at[0])
    return change(scene, replace(one, text=two.text), replace(two, text=one.text))


@defect("flow_chart_loop", "loop_without_return")
def loop_without_return(scene: FigureScene, draw: Random) -> FigureScene:
    """The way back ends in nothing."""
    mark = scene.mark("flow:back")
    assert isinstance(mark, Path)
    return change(scene, replace(mark, points=(*mark.points[:2], (2.6, -2.05))))
