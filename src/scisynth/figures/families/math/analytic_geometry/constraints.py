"""Linear programs with two variables: the best corner of a region that lines bound."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.math.planar import Planar, Spot
from scisynth.figures.families.parameters import number, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.chart import move_point
from scisynth.figures.parts.palette import BLUE, GREEN, PALE_GREEN, RED
from scisynth.figures.parts.plane import Plane, as_math
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.scene.sketch import Sketch, number_answer

SLOPES = ((1, 1), (1, 2), (2, 1), (3, 2), (2, 3), (1, 3), (3, 1))
Line = tuple[int, int, int]
"""a, b, c of ax + by = c."""


@dataclass(frozen=True, kw_only=True)
class Program(Planar):
    """Two lines through B, a goal z = px + qy, and for some layouts a greatest x."""

    slopes: tuple[int, int] = one_of(*((i, j) for i in range(7) for j in range(7) if i != j))
    x: int = one_of(*range(2, 7))
    y: int = one_of(*range(2, 7))
    p: float = number("p", "", range(2, 10), meaning="weight of x in the goal", given=False)
    q: float = number("q", "", range(2, 10), meaning="weight of y in the goal", given=False)
    wall: int = one_of(*range(3, 10))
    layout: str = one_of(
        "two", "least", *("wall",) * 7, level_1=("two", "two", "least"), level_3=("least", *("wall",) * 9)
    )
    goal: str = one_of("z", "f", "w", "t")

    @property
    def lines(self) -> tuple[Line, ...]:
        """Both lines, the steeper one first, and x = wall where there is one."""
        chosen = sorted((SLOPES[index] for index in self.slopes), key=lambda ab: -ab[0] / ab[1])
        found = [(a, b, a * self.x + b * self.y) for a, b in chosen]
        return (*found, (1, 0, self.wall)) if self.layout == "wall" else tuple(found)

    @property
    def corners(self) -> dict[str, Spot]:
        """Of the region, from the x axis to the y axis, without the origin."""
        (a1, b1, c1), (a2, b2, c2) = self.lines[:2]
        meet = (float(self.x), float(self.y))
        if self.layout == "least":
            return {"A": (c2 / a2, 0.0), "B": meet, "C": (0.0, c1 / b1)}
        if self.layout == "two":
            return {"A": (c1 / a1, 0.0), "B": meet, "C": (0.0, c2 / b2)}
        w = float(self.wall)
        return {"A": (w, 0.0), "D": (w, (c1 - a1 * w) / b1), "B": meet, "C": (0.0, c2 / b2)}

    @property
    def values(self) -> dict[str, float]:
        """Of the goal at the corners."""
        return {name: self.p * x + self.q * y for name, (x, y) in self.corners.items()}

    @property
    def far(self) -> tuple[float, float]:
        """Greatest x and y of the lines where they meet the axes."""
        sloped = self.lines[:2]
        return max(c / a for a, _, c in sloped), max(c / b for _, b, c in sloped)

    def valid(self) -> bool:
        """The corners are clearly apart, on a page of sensible shape, and one of them is best."""
        places = list(self.corners.values())
        if max(self.far) > 14 or min(self.far) < 0.45 * max(self.far):
            return False
        (a1, b1, c1), (a2, b2, c2) = self.lines[:2]
        if min(abs(c1 / a1 - c2 / a2), abs(c1 / b1 - c2 / b2)) < 1.2:
            return False
        if self.layout == "wall" and not self.x + 0.7 < self.wall < c1 / a1 - 0.6:
            return False
        gaps = [math.dist(one, two) for i, one in enumerate(places) for two in places[:i]]
        found = sorted(self.values.values(), reverse=self.layout != "least")
        return min(gaps) > 0.9 and abs(found[0] - found[1]) > 0.04 * found[0]


def best_value(lines: tuple[Line, ...], goal: tuple[float, float], is_least: bool) -> float:
    """Least or greatest px + qy for x, y ≥ 0 on the far, or the near, side of all lines; it is taken at a corner."""
    every = [*lines, (1, 0, 0), (0, 1, 0)]
    found = []
    for index, (a, b, c) in enumerate(every):
        for d, e, f in every[:index]:
            if a * e == b * d:
                continue
            x, y = (c * e - b * f) / (a * e - b * d), (a * f - c * d) / (a * e - b * d)
            sign = -1 if is_least else 1
            if min(x, y) >= -1e-9 and all(sign * (m * x + n * y - o) <= 1e-9 for m, n, o in lines):
                found.append(goal[0] * x + goal[1] * y)
    return min(found) if is_least else max(found)


def equation(line: Line) -> str:
    """`2x + y = 7`, or `x = 5`."""
    a, b, c = line
    terms = [f"{'' if size == 1 else size}{letter}" for size, letter in ((a, "x"), (b, "y")) if size]
    return f"{' + '.join(terms)} = {c}"


def _off(at: np.ndarray, one: np.ndarray, two: np.ndarray) -> float:
    """Distance of a place from the straight line through two others."""
    along = (two - one) / np.linalg.norm(two - one)
    step = at - one
    return float(abs(along[0] * step[1] - along[1] * step[0]))


@family("Math - Analytic Geometry")
class FeasibleRegion(Family[Program]):
    """The largest or smallest value of a linear goal in a region with corners."""

    def solve(self, p: Program) -> Solution:
        """The best value lies at a corner."""
        is_least = p.layout == "least"
        value = best_value(p.lines, (p.p, p.q), is_least)
        words = ", ".join(
            f"{p.named(name)} {value:g}" if value == round(value) else f"{p.named(name)} {value:.4g}"
            for name, value in p.values.items()
        )
        sign = "≥" if is_least else "≤"
        rules = [equation(line).replace("=", sign) for line in p.lines]
        goal = f"{p.goal} = {p.p:g}x + {p.q:g}y"
        values = {
            **p.by_name, "rules": f"{', '.join(rules[:-1])} and {rules[-1]}", "goal_sum": goal, "at_corners": words,
            "lines": f"{', '.join(map(equation, p.lines[:-1]))} and {equation(p.lines[-1])}",
            "least": "smallest" if is_least else "largest",
        }  # fmt: skip
        return Solution(answer=number_answer(value, "", digits=4), symbol=p.goal, values=values)

    def draw(self, p: Program, sketch: Sketch) -> None:
        """The lines with their equations, the region in green, and its corners."""
        is_least = p.layout == "least"
        wide, tall = math.ceil(p.far[0]) + 2, math.ceil(p.far[1]) + 2
        plane = Plane(sketch, (-1, wide), (-1, tall))
        corners = list(p.corners.values())
        edge = [(wide - 0.3, 0), (wide - 0.3, tall - 0.3), (0, tall - 0.3)] if is_least else [(0, 0)]
        plane.region("region:feasible", *corners, *reversed(edge), fill=PALE_GREEN)
        for index, (line, color) in enumerate(zip(p.lines, (BLUE, RED, GREEN), strict=False), start=1):
            a, b, c = line
            if not b:
                plane.path(f"line:{index}", np.asarray([(c, -0.5), (c, tall - 0.6)]), color=color)
                sketch.claim("at", f"line:{index}", value=(float(c), (tall - 1.1) / 2))
                continue
            plane.curve(f"line:{index}", f"({c}-{a}*x)/{b}", -0.4, (c + 0.4 * b) / a, num=2, color=color)
        for name, place in p.corners.items():
            plane.dot(name, place)
        for name, place in p.corners.items():
            plane.name_point(name, place, with_coordinates=False, letter=p.named(name))
        for index, (line, color) in enumerate(zip(p.lines, (BLUE, RED, GREEN), strict=False), start=1):
            self._name(plane, f"line:{index}", equation(line), color)
        for index, (a, b, c) in enumerate(p.lines, start=1):
            for name, (x, y) in p.corners.items():
                if abs(a * x + b * y - c) < 1e-9:
                    sketch.claim("on", f"point:{name}", f"line:{index}")
        sketch.claim("count", "line", value=len(p.lines))
        sketch.entity("feasible region", "region:feasible")
        plane.clear_ticks()

    def _name(self, plane: Plane, name: str, words: str, color: str) -> None:
        line = next(mark for mark in plane.sketch.marks if mark.id == name)
        assert isinstance(line, Path)
        one, two = np.asarray(line.points)
        spots = [one + share * (two - one) for share in np.linspace(0.06, 0.94, 23)]
        others = [
            other.points
            for other in plane.sketch.marks
            if isinstance(other, Path) and other.id.startswith("line:") and other.id != name
        ]
        spots = [
            at for at in spots if min(_off(at, *map(np.asarray, ends)) for ends in others) * plane.unit_pt > 22
        ] or spots
        plane.label(
            f"label:{name[-1]}", as_math(words), spots[min(2, len(spots) - 1)], of=name, color=color, also=spots
        )

    def questions(self, p: Program) -> Iterator[Question]:
        """Equations, corners, and where they lie."""
        first = equation(p.lines[0])
        wrong = [equation((b, a, c)) for a, b, c in p.lines[:2]] + [
            equation((a, b, c + step)) for a, b, c in p.lines[:2] for step in (1, -1, 2)
        ]
        yield ask_word("blue", first, [equation(p.lines[1]), *(item for item in wrong if item != first)])
        second = equation(p.lines[1])
        yield ask_word("red", second, [first, *(item for item in reversed(wrong) if item not in (first, second))])
        names = [p.named(name) for name in p.corners]
        every = [*names, *(p.letters[i] for i in (4, 5) if p.letters[i] not in names), "O"]
        for question, key in (("both", "B"), ("x_axis", "A"), ("y_axis", "C")):
            yield ask_word(question, p.named(key), every)
        if p.layout != "least":
            yield ask_count("corners", len(names) + 1, low=2)

    @defect(visibility=2)
    def wrong_side(self, p: Program, scene: FigureScene, draw: Random) -> FigureScene:
        """A line is drawn too far out for its equation, so that it misses the corners of the region."""
        line = scene.path("line:1")
        return change(scene, replace(line, points=tuple((x + 0.8, y) for x, y in line.points)))

    @defect(visibility=2)
    def exchanged_equations(self, p: Program, scene: FigureScene, draw: Random) -> FigureScene:
        """The two lines have each other's slopes, against their equations."""
        one, two = scene.path("line:1"), scene.path("line:2")
        return change(scene, replace(one, points=two.points), replace(two, points=one.points))

    @defect(visibility=1)
    def corner_off_line(self, p: Program, scene: FigureScene, draw: Random) -> FigureScene:
        """The corner where the lines cross is marked next to their crossing."""
        return move_point(scene, "point:B", -0.6, -0.35)
