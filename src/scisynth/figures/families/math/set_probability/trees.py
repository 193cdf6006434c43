"""Trees of probabilities: balls that are drawn from an urn, and tests whose result depends on a state."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random

from scisynth.figures.corruptions import change, swap_texts
from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, one_of, several
from scisynth.figures.families.questions import Question, ask_count, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.math import fraction_answer
from scisynth.figures.parts.palette import PALE_BLUE, PALE_GREEN, PALE_ORANGE, PAPER
from scisynth.figures.scene.marks import Label
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

COLORS = {
    "red": "#f4c7c3",
    "blue": "#c9dcf2",
    "green": "#cfe8d1",
    "white": PAPER,
    "yellow": "#fbf0b8",
    "violet": "#ddd0ec",
}
NUMERALS = {2: "two", 3: "three"}
Branch = tuple[str, str, str]
"""Letter of the node, words at the branch, colour of the node."""


def draw_tree(sketch: Sketch, tree: Mapping[str, Branch], heads: tuple[str, ...]) -> None:
    """A tree that grows to the right; a node's path is the letters from the root to it, and a prefix is its parent."""
    depth = max(map(len, tree))
    leaves = [name for name in tree if len(name) == depth]
    gap = 1.05 if len(leaves) > 5 else 1.35
    height = {name: gap * ((len(leaves) - 1) / 2 - index) for index, name in enumerate(leaves)}
    for size in range(depth - 1, -1, -1):
        for name in {leaf[:size] for leaf in leaves}:
            below = [height[leaf] for leaf in leaves if leaf.startswith(name)]
            height[name] = sum(below) / len(below)
    step = 2.9
    sketch.dot("node:root", (0, height[""]), 0.09)
    for name, (letter, words, fill) in sorted(tree.items(), key=lambda item: (len(item[0]), -height[item[0]])):
        start, end = (step * (len(name) - 1), height[name[:-1]]), (step * len(name), height[name])
        share = 0.56
        at = (start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1]))
        sketch.line(f"branch:{name}", start, end, z=1)
        sketch.text(f"label:{name}", words, at, of=f"branch:{name}", size=14, plate=True)
        sketch.circle(f"node:{name}", end, 0.36, fill=fill, width=1.2, z=3)
        sketch.text(f"letter:{name}", f"${letter}$", end, of=f"node:{name}", size=13)
        sketch.claim("inside", f"letter:{name}", f"node:{name}")
        sketch.claim("connects", f"branch:{name}", f"node:{name[:-1] or 'root'}", f"node:{name}")
        sketch.claim("order", f"node:{name[:-1] or 'root'}", f"node:{name}", value="left_to_right")
    for column, head in enumerate(heads, start=1):
        sketch.text(f"note:{column}", head, (step * column, max(height.values()) + 0.85), size=11)
    sketch.claim("count", "branch", value=len(tree))
    sketch.claim("count", "node", value=len(tree) + 1)
    sketch.entity("tree", *(f"branch:{name}" for name in tree))


@dataclass(frozen=True, kw_only=True)
class Urn(Parameters):
    """Balls of two or three colours, and how they are drawn."""

    colors: tuple[str, ...] = several(tuple(COLORS), 3)
    numbers: tuple[int, ...] = several(range(2, 10), 3)
    event: str = one_of("same", "mixed", "one", "least")
    ranks: tuple[int, ...] = several((0, 1, 2, 3), 3)
    """Of the right fraction among the options of three questions."""
    layout: str = one_of(
        "two", "back", "colours", "three", level_1=("two", "back"), level_3=("colours", "three", "three")
    )

    @property
    def counts(self) -> dict[str, int]:
        """First letter of a colour to its number of balls."""
        num = 3 if self.layout == "colours" else 2
        return {color[0].upper(): count for color, count in list(zip(self.colors, self.numbers, strict=True))[:num]}

    @property
    def depth(self) -> int:
        """How many balls are drawn."""
        return 3 if self.layout == "three" else 2

    @property
    def paths(self) -> list[str]:
        """All orders of colours."""
        found = [""]
        for _ in range(self.depth):
            found = [path + letter for path in found for letter in self.counts]
        return found

    def branch(self, path: str) -> tuple[int, int]:
        """Numerator and denominator of the last branch of a path."""
        left, total = self.counts[path[-1]], sum(self.counts.values())
        if self.layout == "back":
            return left, total
        return left - path[:-1].count(path[-1]), total - len(path) + 1

    def holds(self, path: str) -> bool:
        """Whether the event holds at the end of a path."""
        first = next(iter(self.counts))
        return {
            "same": len(set(path)) == 1, "mixed": len(set(path)) == len(path) if self.layout != "three" else len(set(path)) > 1,
            "one": path.count(first) == 1, "least": first in path,
        }[self.event]  # fmt: skip

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Numbers of balls; the figure prints them in its fractions."""
        return tuple(Quantity(symbol=f"n_{letter}", value=count) for letter, count in self.counts.items())

    def valid(self) -> bool:
        """Three draws need three balls of each colour, so that no branch is impossible."""
        return self.layout != "three" or min(self.counts.values()) >= 3


def urn_probability(p: Urn) -> Fraction:
    """Along a path the probabilities multiply; those of different paths add up."""
    total = Fraction(0)
    for path in filter(p.holds, p.paths):
        product = Fraction(1)
        for size in range(1, len(path) + 1):
            product *= Fraction(*p.branch(path[:size]))
        total += product
    return total


def ratio(top: int, bottom: int) -> str:
    """`3/7`."""
    return f"{top}/{bottom}"


def near_ratios(top: int, bottom: int, rank: int) -> list[str]:
    """Three other fractions near one, `rank` of them smaller where there are so many."""
    near = [(top + i, bottom + j) for i in (-1, 0, 1, -2, 2, 3) for j in (0, 1, -1) if i or j]
    near = [(a, b) for a, b in near if 0 < a < b and a * bottom != top * b]
    below = [ratio(a, b) for a, b in near if a * bottom < top * b]
    above = [ratio(a, b) for a, b in near if a * bottom > top * b]
    rank = min(rank, len(below))
    return [*below[:rank], *above[: 3 - rank]] if len(above) >= 3 - rank else [*above, *below][:3]


@family("Math - Set & Probability")
class UrnTree(Family[Urn]):
    """Balls drawn from an urn, with or without replacement, as a tree."""

    def solve(self, p: Urn) -> Solution:
        """By the paths of the tree."""
        wanted = urn_probability(p)
        names = [f"{count} {color}" for color, count in zip(p.colors, p.counts.values(), strict=False)]
        balls = f"{', '.join(names[:-1])} and {names[-1]} balls"
        first = p.colors[0]
        words = {
            "same": "all balls drawn have the same colour",
            "mixed": "not all balls drawn have the same colour" if p.layout == "three" else "the two balls have different colours",
            "one": f"exactly one ball drawn is {first}", "least": f"at least one ball drawn is {first}",
        }  # fmt: skip
        products = []
        for path in filter(p.holds, p.paths):
            products.append("·".join(ratio(*p.branch(path[:size])) for size in range(1, len(path) + 1)))
        key = ", ".join(f"{letter} = {color}" for letter, color in zip(p.counts, p.colors, strict=False))
        values = {
            "balls": balls, "event_words": words[p.event], "num": NUMERALS[p.depth], "sum": " + ".join(products),
            "how": "with replacement" if p.layout == "back" else "without replacement", "key": key,
            "letters": ", ".join(p.counts),
        }  # fmt: skip
        text = rf"$P = \frac{{{wanted.numerator}}}{{{wanted.denominator}}}$"
        answer = fraction_answer(wanted)
        return Solution(answer=answer, symbol="P", values=values, hidden=(f"P = {answer.text}", text))

    def draw(self, p: Urn, sketch: Sketch) -> None:
        """The tree with its fractions."""
        letters = dict(zip(p.counts, p.colors, strict=False))
        tree: dict[str, Branch] = {}
        for size in range(1, p.depth + 1):
            for path in dict.fromkeys(path[:size] for path in p.paths):
                top, bottom = p.branch(path)
                tree[path] = (path[-1], rf"$\frac{{{top}}}{{{bottom}}}$", COLORS[letters[path[-1]]])
        draw_tree(sketch, tree, ("1st draw", "2nd draw", "3rd draw")[: p.depth])

    def questions(self, p: Urn) -> Iterator[Question]:
        """Fractions at branches, and numbers of balls."""
        one, two = list(p.counts)[:2]
        yield ask_word("first", ratio(*p.branch(one)), near_ratios(*p.branch(one), p.ranks[0]), letter=one)
        for index, (name, path) in enumerate((("same", one + one), ("other", one + two)), start=1):
            found = p.branch(path)
            yield ask_word(name, ratio(*found), near_ratios(*found, p.ranks[index]), letter=path[1], before=one)
        yield ask_count("of_color", p.counts[two], likely=(p.counts[one],), low=1, letter=two)
        yield ask_count("balls", sum(p.counts.values()), likely=(sum(p.counts.values()) - 1,), low=2)

    @defect(visibility=2)
    def wrong_second(self, p: Urn, scene: FigureScene, draw: Random) -> FigureScene:
        """The branches after the first draw have the same probabilities as before, though the ball is not put back."""
        if p.layout == "back":
            raise DoesNotApplyError
        texts = {mark.id: mark.text for mark in scene.marks if isinstance(mark, Label)}
        labels = [mark for mark in scene.marks if isinstance(mark, Label) and mark.id.startswith("label:")]
        return change(scene, *(replace(mark, text=texts[f"label:{mark.id[-1]}"]) for mark in labels))

    @defect(visibility=2)
    def sum_not_one(self, p: Urn, scene: FigureScene, draw: Random) -> FigureScene:
        """The probabilities at the first branches do not add up to 1."""
        name = next(iter(p.counts))
        mark = scene.label(f"label:{name}")
        top, bottom = p.branch(name)
        return change(scene, replace(mark, text=rf"$\frac{{{top + 1}}}{{{bottom}}}$"))

    @defect(visibility=3)
    def missing_path(self, p: Urn, scene: FigureScene, draw: Random) -> FigureScene:
        """A branch of the tree is missing, so that an outcome cannot happen."""
        path = draw.choice(p.paths)
        return scene.without(*(f"{kind}:{path}" for kind in ("branch", "label", "node", "letter")))


TOPICS = {
    "disease": ("D", "H", "+", "−"), "spam": ("S", "G", "F", "P"), "alarm": ("B", "N", "R", "Q"), "umbrella": ("R", "C", "U", "N"),
}  # fmt: skip
"""Topic to letters of its two states and of its two results."""


@dataclass(frozen=True, kw_only=True)
class Stages(Parameters):
    """Percentages of a state and of a result in each state."""

    topic: str = one_of(*TOPICS)
    prior: int = one_of(2, 4, 5, 8, 10, 12, 15, 20, 25, 30, 35, 40)
    hit: int = one_of(60, 70, 75, 80, 85, 88, 90, 92, 95, 96, 98)
    alarm: int = one_of(1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20)
    third: int = one_of(15, 20, 25, 30)
    third_hit: int = one_of(25, 30, 35, 40, 45)
    layout: str = one_of(
        "total", "state", "three", level_1=("total", "state"), level_3=("state", "three", "three", "three")
    )
    asks: str = one_of("posterior", "result")

    @property
    def letters(self) -> tuple[str, ...]:
        """Of the states, then of the results."""
        first, second, yes, no = TOPICS[self.topic]
        return (first, second, "S", yes, no) if self.is_three else (first, second, yes, no)

    @property
    def is_three(self) -> bool:
        """Whether there are three states."""
        return self.layout == "three"

    @property
    def states(self) -> list[tuple[str, int, int]]:
        """Letter, percentage, and percentage of the first result in it."""
        if self.is_three:
            rest = 100 - self.prior - self.third
            a, b, c, *_ = self.letters
            return [(a, self.prior, self.hit), (b, self.third, self.third_hit), (c, rest, self.alarm)]
        a, b, *_ = self.letters
        return [(a, self.prior, self.hit), (b, 100 - self.prior, self.alarm)]

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Probabilities as the tree prints them."""
        return tuple(
            Quantity(symbol=f"P({name})", value=value / 100)
            for letter, size, share in self.states
            for name, value in ((letter, size), (f"{self.letters[-2]}|{letter}", share))
        )

    def valid(self) -> bool:
        """Three states make sense of the weather only."""
        return self.is_three == (self.topic == "umbrella")


def total_probability(states: list[tuple[str, int, int]]) -> float:
    """Of the first result: Σ P(state) P(result | state)."""
    return sum(size * share for _, size, share in states) / 1e4


def ask_share(name: str, percent: int, others: tuple[int, ...], letter: str) -> Question:
    """Asks for a probability; wrong ones lie between 0 and 1, too."""
    step = round((100 - percent) / 500, 3) if percent > 80 else 0.05 if percent >= 25 else 0.01
    likely = [other / 100 for other in others]
    return ask_number(name, percent / 100, likely=likely, step=step, low=0.001, letter=letter)


@family("Math - Set & Probability")
class TwoStageTree(Family[Stages]):
    """A state and a result that depends on it: the total probability of the result, or that of the state given it."""

    def solve(self, p: Stages) -> Solution:
        """By the total probability, and Bayes' rule."""
        total = total_probability(p.states)
        letter, size, share = p.states[0]
        yes = p.letters[-2]
        sums = " + ".join(f"{format_number(a / 100)}·{format_number(b / 100)}" for _, a, b in p.states)
        listed = "; ".join(
            f"P({name}) = {format_number(a / 100)} and P({yes}|{name}) = {format_number(b / 100)}"
            for name, a, b in p.states
        )
        is_total = p.layout == "total" or (p.layout == "three" and p.asks == "result")
        what = f"P({yes})" if is_total else f"P({letter}|{yes})"
        value = total if is_total else size * share / 1e4 / total
        values = {
            "listed": listed, "what": what, "sums": sums, "all": format_number(round(total, 6)), "case": "total" if is_total else "bayes",
            "top": f"{format_number(size / 100)}·{format_number(share / 100)}", "yes": yes, "state": letter, "names": f"{', '.join(n for n, *_ in p.states[:-1])} and {p.states[-1][0]}",
        }  # fmt: skip
        return Solution(answer=number_answer(value, ""), symbol=what, values=values)

    def draw(self, p: Stages, sketch: Sketch) -> None:
        """Two columns of branches with decimals; the last layout has three states."""
        tree: dict[str, Branch] = {}
        fills = (PALE_ORANGE, PALE_BLUE, PALE_GREEN)
        for index, (letter, size, share) in enumerate(p.states):
            key = "abc"[index]
            tree[key] = (letter, format_number(size / 100), fills[index])
            for name, sign, value in (("y", p.letters[-2], share), ("n", p.letters[-1], 100 - share)):
                tree[key + name] = (sign, format_number(value / 100), PAPER)
        draw_tree(sketch, tree, ("state", "result"))
        if p.layout == "state":
            sketch.circle("ring:y", _center(sketch, "node:ay"), 0.52, color="#b03a2e", width=1.8)
            sketch.circle("ring:z", _center(sketch, "node:by"), 0.52, color="#b03a2e", width=1.8)
            sketch.claim("inside", "node:ay", "ring:y")
            sketch.claim("inside", "node:by", "ring:z")

    def questions(self, p: Stages) -> Iterator[Question]:
        """Probabilities at branches."""
        for index, (letter, size, share) in enumerate(p.states[:2]):
            yield ask_share(f"state_{index}", size, (100 - size, share, 100 - share), letter)
            yield ask_share(f"result_{index}", share, (100 - share, size, 100 - size), letter)
        likelier = max(p.states, key=lambda item: item[1])[0]
        if p.is_three:
            yield ask_word("likely", likelier, [*(name for name, *_ in p.states), p.letters[-2]])

    @defect(visibility=2)
    def sum_not_one(self, p: Stages, scene: FigureScene, draw: Random) -> FigureScene:
        """The probabilities at the branches of one node do not add up to 1."""
        mark = scene.label("label:an")
        return change(scene, replace(mark, text=format_number((100 - p.hit + 7) / 100)))

    @defect(visibility=1)
    def swapped_results(self, p: Stages, scene: FigureScene, draw: Random) -> FigureScene:
        """The probabilities of the two results in a state are exchanged."""
        one, two = scene.label("label:ay"), scene.label("label:an")
        return swap_texts(scene, one.id, two.id)

    @defect(visibility=3)
    def missing_path(self, p: Stages, scene: FigureScene, draw: Random) -> FigureScene:
        """A branch of the tree is missing, so that a result cannot happen."""
        path = draw.choice(("an", "bn", "by"))
        return scene.without(*(f"{kind}:{path}" for kind in ("branch", "label", "node", "letter")))


def _center(sketch: Sketch, name: str) -> tuple[float, float]:
    return next(mark.center for mark in sketch.marks if mark.id == name)  # type: ignore[union-attr]
