"""Binary trees: of search, and of an expression."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change, swap_texts
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, PALE_GREEN, PALE_ORANGE
from scisynth.figures.parts.universal import box, edge, node
from scisynth.figures.scene.marks import Label, Path
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch

RADIUS = 0.36
ORDERS = ("preorder", "postorder", "level order")
SIGNS = {"+": "$+$", "-": "$-$", "*": r"$\times$"}


@dataclass
class Tree:
    """A node of a binary tree; `name` is its mark's, `words` what is printed in it."""

    name: str
    words: str
    left: "Tree | None" = None
    right: "Tree | None" = None

    @property
    def children(self) -> list["Tree"]:
        """Those that there are."""
        return [child for child in (self.left, self.right) if child]


def search_tree(keys: Sequence[int]) -> Tree:
    """The binary search tree of keys inserted in this order."""
    root = Tree(str(keys[0]), str(keys[0]))
    for key in keys[1:]:
        at = root
        while True:
            side = "left" if key < int(at.name) else "right"
            if getattr(at, side) is None:
                setattr(at, side, Tree(str(key), str(key)))
                break
            at = getattr(at, side)
    return root


def walk(tree: Tree | None, order: str) -> list[str]:
    """Words of the nodes in `preorder`, `inorder`, `postorder` or `level order`."""
    if tree is None:
        return []
    if order == "level order":
        rows = [tree]
        for item in rows:
            rows += item.children
        return [item.words for item in rows]
    left, right = walk(tree.left, order), walk(tree.right, order)
    return {
        "preorder": [tree.words, *left, *right],
        "inorder": [*left, tree.words, *right],
        "postorder": [*left, *right, tree.words],
    }[order]


def nodes_of(tree: Tree | None, depth: int = 0) -> list[tuple[Tree, int]]:
    """Nodes with their depths, from left to right."""
    if tree is None:
        return []
    return [*nodes_of(tree.left, depth + 1), (tree, depth), *nodes_of(tree.right, depth + 1)]


def height(tree: Tree) -> int:
    """Rows of nodes."""
    return 1 + max(depth for _, depth in nodes_of(tree))


def draw_tree(sketch: Sketch, tree: Tree, layout: str) -> None:
    """Circles that hang from the root; boxes to the right of the root; or `leaves`, whose ends are boxes."""
    found = nodes_of(tree)
    lies = layout == "lying"
    places = {
        item.name: (2.1 * depth, -1.05 * column) if lies else (1.25 * column, -1.45 * depth)
        for column, (item, depth) in enumerate(found)
    }
    for item, _ in found:
        for child in item.children:
            if lies:
                (x0, y0), (x1, y1) = places[item.name], places[child.name]
                name = f"edge:{item.name}-{child.name}"
                sketch.line(name, (x0, y0 - 0.35 * (1 if y1 < y0 else -1)), (x0, y1), (x1 - 0.45, y1), width=1.4)
                for end in (item, child):
                    sketch.claim("connected", name, f"box:{end.name}")
            else:
                edge(sketch, child.name, item.name, places, RADIUS, width=1.5)
    for item, _ in found:
        if lies:
            box(sketch, item.name, places[item.name], 0.9, 0.7, item.words, 13)
        else:
            fill = {"fill": PALE_GREEN} if layout == "leaves" and not item.children else {}
            node(sketch, item.name, places[item.name], item.words, RADIUS, 13, **fill)
        if layout == "nulls":
            _draw_nulls(sketch, item, places[item.name])
    kind = "box" if lies else "node"
    for item, _ in found:
        for child in item.children:
            value = "left_to_right" if lies else "top_to_bottom"
            sketch.claim("order", f"{kind}:{item.name}", f"{kind}:{child.name}", value=value)
    sketch.claim(
        "order", *(f"{kind}:{item.name}" for item, _ in found), value="top_to_bottom" if lies else "left_to_right"
    )
    sketch.claim("count", kind, value=len(found))
    sketch.claim("count", "edge", value=len(found) - 1)
    sketch.entity("tree", *(f"{kind}:{item.name}" for item, _ in found))


def _draw_nulls(sketch: Sketch, item: Tree, at: tuple[float, float]) -> None:
    """Small squares where a subtree is empty."""
    x, y = at
    for side, sign in (("left", -1), ("right", 1)):
        if getattr(item, side) is None:
            name = f"{item.name}{side[0]}"
            sketch.line(f"stub:{name}", (x + sign * 0.22, y - 0.28), (x + sign * 0.36, y - 0.72), width=1.2)
            middle = (x + sign * 0.4, y - 0.84)
            sketch.rectangle(
                f"empty:{name}", middle[0] - 0.12, middle[1] - 0.12, middle[0] + 0.12, middle[1] + 0.12,
                color=BLUE, fill=PALE_ORANGE, z=3,
            )  # fmt: skip
            sketch.claim("connected", f"stub:{name}", f"node:{item.name}")
            sketch.claim("connected", f"stub:{name}", f"empty:{name}")


def exchange_names(scene: FigureScene, draw: Random) -> FigureScene:
    """Two different words in nodes have changed places."""
    labels = [m for m in scene.marks if isinstance(m, Label) and m.id.startswith("name:")]
    draw.shuffle(labels)
    one = labels[0]
    two = next(m for m in labels if m.text != one.text)
    return swap_texts(scene, one.id, two.id)


def drop_branch(scene: FigureScene, draw: Random) -> FigureScene:
    """Without one line of the tree."""
    gone = draw.choice([m for m in scene.marks if m.id.startswith("edge:")]).id
    weight = gone.replace("edge:", "weight:")
    return scene.with_marks(tuple(m for m in scene.marks if m.id not in (gone, weight)))


def shorten_branch(scene: FigureScene, draw: Random) -> FigureScene:
    """A line of the tree that ends in nothing."""
    mark = draw.choice([m for m in scene.marks if isinstance(m, Path) and m.id.startswith("edge:")])
    (x0, y0), (x1, y1) = mark.points[-2:]
    return change(scene, replace(mark, points=(*mark.points[:-1], ((x0 + x1) / 2, (y0 + y1) / 2))))


@dataclass(frozen=True, kw_only=True)
class Keys(Parameters):
    """Keys in the order of their insertion."""

    layout: str = one_of("hanging", "lying", "nulls")
    keys: tuple[int, ...] = drawn(
        lambda draw, level, _: tuple(draw.sample(range(10, 99), {1: 6, 2: 7, 3: 9}[level])), words="10 to 98"
    )
    order: str = one_of(*ORDERS)
    letter: int = one_of(0, 1, 2, 3, 4, 5)
    """Which key a quiz asks about."""

    @property
    def tree(self) -> Tree:
        """The tree that the keys make."""
        return search_tree(self.keys)

    def valid(self) -> bool:
        """Broad enough for a page."""
        tree = self.tree
        return bool(tree.left and tree.right) and 3 <= height(tree) <= 4

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """How many keys there are."""
        return (Quantity(symbol="n", value=len(self.keys), meaning="keys"),)


@family("Universal - Graph & Flow")
class SearchTree(Family[Keys]):
    """A binary search tree; the order in which a walk visits its keys."""

    def solve(self, p: Keys) -> Solution:
        """By the walk itself."""
        text = ", ".join(walk(p.tree, p.order))
        return Solution(
            answer=Answer(text=text),
            values={"inserted": ", ".join(map(str, p.keys)), "sorted": ", ".join(map(str, sorted(p.keys)))},
            hidden=(text,),
        )

    def draw(self, p: Keys, sketch: Sketch) -> None:
        """As the layout says."""
        draw_tree(sketch, p.tree, p.layout)

    def questions(self, p: Keys) -> Iterator[Question]:
        """Root, leaves, parents and depths."""
        found = nodes_of(p.tree)
        names = [item.name for item, _ in found]
        parents = {child.name: item.name for item, _ in found for child in item.children}
        yield ask_word("root", str(p.keys[0]), [str(key) for key in p.keys[1:]])
        leaves = [int(item.name) for item, _ in found if not item.children]
        end = (min, max)[p.letter % 2](leaves)
        others = [int(name) for name in names if int(name) != end]
        yield ask_number("leaves", end, likely=others, low=1, end=("smallest", "largest")[p.letter % 2])
        child = str(p.keys[1 + p.letter % (len(p.keys) - 1)])
        yield ask_word(
            "parent", parents[child], [name for name in names if name not in (parents[child], child)], one=child
        )
        depths = {item.name: depth for item, depth in found}
        deep = str(p.keys[2 + p.letter % (len(p.keys) - 2)])
        yield ask_count("compared", depths[deep] + 1, likely=[depths[deep], depths[deep] + 2], low=1, one=deep)

    @defect(visibility=1)
    def exchanged_keys(self, p: Keys, scene: FigureScene, draw: Random) -> FigureScene:
        """Two keys are exchanged, so that the tree is no search tree of these keys."""
        return exchange_names(scene, draw)

    @defect(visibility=2)
    def lost_branch(self, p: Keys, scene: FigureScene, draw: Random) -> FigureScene:
        """A key has no parent: the line to it is missing."""
        return drop_branch(scene, draw)

    @defect(visibility=2)
    def loose_branch(self, p: Keys, scene: FigureScene, draw: Random) -> FigureScene:
        """A line ends before it meets its node."""
        return shorten_branch(scene, draw)


def draw_expression(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[Any, ...]:
    """Nested (operator, left, right) with 4 to 6 numbers."""

    def grow(num: int) -> Any:
        if num == 1:
            return draw.randint(2, 9)
        left = draw.randint(1, num - 1)
        return (draw.choice("+-*"), grow(left), grow(num - left))

    grown: tuple[Any, ...] = grow({1: 4, 2: 5, 3: 6}[level])
    return grown


def expression_tree(nested: Any, name: str = "r") -> Tree:
    """The tree of a nested expression."""
    if isinstance(nested, int):
        return Tree(name, str(nested))
    sign, left, right = nested
    return Tree(name, SIGNS[sign], expression_tree(left, name + "1"), expression_tree(right, name + "2"))


def evaluate_tree(tree: Tree) -> int:
    """The value of an expression, from the leaves up."""
    if not tree.left or not tree.right:
        return int(tree.words)
    one, two = evaluate_tree(tree.left), evaluate_tree(tree.right)
    return {"$+$": one + two, "$-$": one - two, r"$\times$": one * two}[tree.words]


def infix(tree: Tree) -> str:
    """The expression with all brackets but the outermost."""
    if not tree.left or not tree.right:
        return tree.words
    sides = [f"({infix(side)})" if side.children else side.words for side in (tree.left, tree.right)]
    return f"{sides[0]} {_plain(tree.words)} {sides[1]}"


def _plain(words: str) -> str:
    return {"$+$": "+", "$-$": "−", r"$\times$": "×"}.get(words, words)


@dataclass(frozen=True, kw_only=True)
class Expression(Parameters):
    """An expression of whole numbers."""

    layout: str = one_of("hanging", "lying", "leaves")
    nested: tuple[Any, ...] = drawn(draw_expression, words="nested operators and numbers from 2 to 9")
    notation: str = one_of("prefix", "postfix", "infix")
    """In which the problem writes it."""

    @property
    def tree(self) -> Tree:
        """The tree of the expression."""
        return expression_tree(self.nested)

    def valid(self) -> bool:
        """A value that is not too large, in a tree that fits a page, of two kinds of operators at least."""
        tree = self.tree
        signs = {item.words for item, _ in nodes_of(tree) if item.children}
        return 1 < abs(evaluate_tree(tree)) < 400 and height(tree) <= 4 and len(signs) > 1

    @property
    def written(self) -> str:
        """The expression in its notation."""
        if self.notation == "infix":
            return infix(self.tree)
        order = "preorder" if self.notation == "prefix" else "postorder"
        return " ".join(_plain(words) for words in walk(self.tree, order))

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """How many numbers it has."""
        return (Quantity(symbol="n", value=sum(not x.children for x, _ in nodes_of(self.tree)), meaning="numbers"),)


@family("Universal - Graph & Flow")
class ExpressionTree(Family[Expression]):
    """The tree of an expression in prefix, postfix or infix notation; its value."""

    def solve(self, p: Expression) -> Solution:
        """From the leaves up."""
        value = evaluate_tree(p.tree)
        return Solution(
            answer=Answer(text=str(value).replace("-", "−"), value=value, tolerance=0),
            symbol="V",
            values={"written": p.written, "bracketed": infix(p.tree)},
        )

    def draw(self, p: Expression, sketch: Sketch) -> None:
        """As the layout says."""
        draw_tree(sketch, p.tree, p.layout)

    def questions(self, p: Expression) -> Iterator[Question]:
        """The root, its sides, operators and the deepest row."""
        tree = p.tree
        found = nodes_of(tree)
        kinds = ["$+$", "$-$", r"$\times$", "a number"]
        yield ask_word("root", _plain(tree.words), [_plain(kind) for kind in kinds])
        most = [item.words for item, _ in found if item.children]
        for sign, name in (("$-$", "minus"), (r"$\times$", "times")):
            yield ask_count(name, most.count(sign), low=0)
        assert tree.left and tree.right
        left, right = evaluate_tree(tree.left), evaluate_tree(tree.right)
        yield ask_number("left", left, likely=[right, evaluate_tree(tree)], step=2)
        yield ask_number("right", right, likely=[left, evaluate_tree(tree)], step=2)

    @defect(visibility=1)
    def exchanged_words(self, p: Expression, scene: FigureScene, draw: Random) -> FigureScene:
        """Two entries of the tree are exchanged, so that it is that of another expression."""
        return exchange_names(scene, draw)

    @defect(visibility=2)
    def lost_branch(self, p: Expression, scene: FigureScene, draw: Random) -> FigureScene:
        """A line of the tree is missing, so that an operator has one operand."""
        return drop_branch(scene, draw)

    @defect(visibility=2)
    def loose_branch(self, p: Expression, scene: FigureScene, draw: Random) -> FigureScene:
        """A line ends before it meets its node."""
        return shorten_branch(scene, draw)
