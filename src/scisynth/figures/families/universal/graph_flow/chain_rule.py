"""The tree of variables of a composite function: the chain rule sums over its paths."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import swap_texts
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.families.universal.graph_flow.trees import RADIUS, drop_branch, shorten_branch
from scisynth.figures.parts.palette import PALE_GREEN, PALE_ORANGE
from scisynth.figures.parts.universal import edge, node
from scisynth.figures.scene.marks import Label
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch

DEPENDENCES: Mapping[str, tuple[str, ...]] = {
    "two by two": ("ab", "ab"),
    "three by two": ("ab", "ab", "ab"),
    "two by three": ("abc", "abc"),
    "uneven": ("ab", "b", "abc"),
}
"""Layout to the variables, a, b, c, on which each of the middle ones depends."""
TOPS, MIDDLES, LOWS = ("w", "z", "u", "h"), ("xyz", "pqr", "uvw", "xyw"), ("stk", "rst", "abc", "mnt")


@dataclass(frozen=True, kw_only=True)
class Chain(Parameters):
    """A function of variables that are functions of others, and the partial derivatives at a point."""

    layout: str = one_of(*DEPENDENCES, level_1=("two by two", "uneven"))
    top: str = one_of(*TOPS)
    middle: str = one_of(*MIDDLES)
    low: str = one_of(*LOWS)
    outer: tuple[int, ...] = drawn(
        lambda draw, level, _: tuple(draw.sample((-4, -3, -2, 2, 3, 4, 5, 6), 3)), words="−4 to 6"
    )
    inner: tuple[int, ...] = drawn(
        lambda draw, level, _: tuple(draw.choice((-4, -3, -2, -1, 1, 2, 3, 4, 5, 7)) for _ in range(9)), words="−4 to 7"
    )
    wanted: int = one_of(0, 1, 2)

    @property
    def depends(self) -> tuple[str, ...]:
        """What each middle variable depends on."""
        return DEPENDENCES[self.layout]

    def valid(self) -> bool:
        """All letters differ, the wanted variable is reached twice, and the derivative is not nothing."""
        letters = self.top + self.middle[: len(self.depends)] + self.low
        paths = [k for k, lows in enumerate(self.depends) if self.wanted < 3 and "abc"[self.wanted] in lows]
        return (
            len(set(letters)) == len(letters)
            and len(paths) > 1
            and self.derivative not in (0, *self.outer, *self.inner)
        )

    def slope(self, middle: int, low: int) -> int:
        """∂(middle)/∂(low)."""
        return self.inner[3 * middle + low]

    @property
    def terms(self) -> list[tuple[int, int]]:
        """Products along the paths to the wanted variable."""
        return [
            (self.outer[k], self.slope(k, self.wanted))
            for k, lows in enumerate(self.depends)
            if "abc"[self.wanted] in lows
        ]

    @property
    def derivative(self) -> int:
        """By the chain rule: the sum over all paths of the products of the derivatives along them."""
        return sum(one * two for one, two in self.terms)

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """The derivatives at the branches."""
        return tuple(Quantity(symbol=f"{one}_{two}", value=value) for one, two, value in self.branches)

    @property
    def branches(self) -> list[tuple[str, str, int]]:
        """Upper and lower variable with the derivative."""
        found = [(self.top, self.middle[k], self.outer[k]) for k in range(len(self.depends))]
        for k, lows in enumerate(self.depends):
            found += [(self.middle[k], self.low["abc".index(x)], self.slope(k, "abc".index(x))) for x in lows]
        return found


def signed(value: int) -> str:
    """With a true minus sign."""
    return str(value).replace("-", "−")


@family("Universal - Graph & Flow")
class ChainRuleTree(Family[Chain]):
    """The tree of variables of a composite function; a partial derivative is the sum over its paths."""

    def solve(self, p: Chain) -> Solution:
        """∂w/∂s = Σ ∂w/∂x · ∂x/∂s over the variables x between."""
        low, value = p.low[p.wanted], p.derivative
        middles = [p.middle[k] for k, lows in enumerate(p.depends) if "abc"[p.wanted] in lows]
        rule = " + ".join(f"∂{p.top}/∂{x} · ∂{x}/∂{low}" for x in middles)
        between = p.middle[: len(p.depends)]
        inner = [f"{between[k]}({', '.join(p.low['abc'.index(x)] for x in lows)})" for k, lows in enumerate(p.depends)]
        return Solution(
            answer=Answer(text=signed(value), value=value, tolerance=0),
            symbol=f"∂{p.top}/∂{low}",
            values={
                "function": f"{p.top} = f({', '.join(between)})",
                "inner": ", ".join(inner),
                "listing": ", ".join(f"∂{one}/∂{two} = {signed(v)}" for one, two, v in p.branches),
                "rule": rule,
                "terms": " + ".join(f"({signed(one)})({signed(two)})" for one, two in p.terms),
            },
            hidden=(f"= {signed(value)}", rule),
        )

    def draw(self, p: Chain, sketch: Sketch) -> None:
        """Each variable hangs below those that depend on it; a lowest one stands once for each path."""
        columns = [(k, "abc".index(x)) for k, lows in enumerate(p.depends) for x in lows]
        places: dict[str, tuple[float, float]] = {}
        for column, (k, low) in enumerate(columns):
            places[f"{p.middle[k]}{p.low[low]}"] = (2.0 * column, -4.4)
        for k in range(len(p.depends)):
            xs = [place[0] for name, place in places.items() if name[0] == p.middle[k] and len(name) == 2]
            places[p.middle[k]] = (sum(xs) / len(xs), -2.3)
        places[p.top] = (1.0 * (len(columns) - 1) + 0.25, 0.0)
        for k in range(len(p.depends)):
            side = 1 if places[p.middle[k]][0] > places[p.top][0] else -1
            edge(sketch, p.top, p.middle[k], places, RADIUS, signed(p.outer[k]), width=1.4, side=side)
        for k, low in columns:
            name = f"{p.middle[k]}{p.low[low]}"
            side = 1 if places[name][0] >= places[p.middle[k]][0] else -1
            edge(sketch, p.middle[k], name, places, RADIUS, signed(p.slope(k, low)), width=1.4, side=side)
        for name, at in places.items():
            fill = PALE_ORANGE if name == p.top else PALE_GREEN if len(name) == 2 else ""
            node(sketch, name, at, f"${name[-1]}$", RADIUS, 14, **({"fill": fill} if fill else {}))
        sketch.claim("count", "node", value=len(places))
        sketch.claim("count", "edge", value=len(places) - 1)
        sketch.entity("tree of variables", *(f"node:{name}" for name in places))

    def questions(self, p: Chain) -> Iterator[Question]:
        """Derivatives at branches, paths, and what depends on what."""
        low = p.low[p.wanted]
        likely = [float(value) for _, _, value in p.branches]
        one, two, value = p.branches[abs(p.inner[0]) % len(p.branches)]
        yield ask_number("branch", value, likely=likely, step=1, one=one, two=two)
        three, four, other = p.branches[(abs(p.inner[1]) + 1 + abs(p.inner[0])) % len(p.branches)]
        if (three, four) != (one, two):
            yield ask_number("other", other, likely=likely, step=1, one=three, two=four)
        paths = [one * two for one, two in p.terms]
        yield ask_number("path", paths[0], likely=[*paths[1:], sum(p.terms[0])], step=2, middle=p.middle[
            next(k for k, lows in enumerate(p.depends) if "abc"[p.wanted] in lows)], lowest=low)  # fmt: skip
        steep = max(p.branches, key=lambda item: item[2])
        if sum(item[2] == steep[2] for item in p.branches) == 1:
            names = [f"{one} to {two}" for one, two, _ in p.branches]
            yield ask_word("largest", f"{steep[0]} to {steep[1]}", names)
        yield ask_word("top", p.top, [*p.middle, *p.low])

    @defect(visibility=1)
    def exchanged_slopes(self, p: Chain, scene: FigureScene, draw: Random) -> FigureScene:
        """The derivatives at two branches are exchanged."""
        labels = [m for m in scene.marks if isinstance(m, Label) and m.id.startswith("weight:")]
        draw.shuffle(labels)
        two = next(m for m in labels if m.text != labels[0].text)
        return swap_texts(scene, labels[0].id, two.id)

    @defect(visibility=2)
    def lost_branch(self, p: Chain, scene: FigureScene, draw: Random) -> FigureScene:
        """A branch is missing: a variable hangs on nothing, though one above depends on it."""
        return drop_branch(scene, draw)

    @defect(visibility=2)
    def loose_branch(self, p: Chain, scene: FigureScene, draw: Random) -> FigureScene:
        """A branch ends before it meets its variable."""
        return shorten_branch(scene, draw)
