"""Hyperbolas around the origin, opening sideways or up and down: eccentricity, foci, and the difference of focal distances."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.math.planar import Planar, Spot
from scisynth.figures.families.parameters import number, one_of
from scisynth.figures.families.questions import Question, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, GREY, RED
from scisynth.figures.parts.plane import Plane
from scisynth.figures.parts.points import pull
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.scene.sketch import Sketch, number_answer


@dataclass(frozen=True, kw_only=True)
class Hyperbola(Planar):
    """Half axes a, along the foci, and b; A is a vertex, B a point of an asymptote above or next to it, C a point of a branch."""

    a: float = number("a", "", range(2, 14), meaning="distance of a vertex from the center")
    b: float = number("b", "", range(2, 15), meaning="half of the other axis")
    is_upright: bool = one_of(False, True)
    signs: tuple[int, int] = one_of((1, 1), (1, -1), (-1, 1), (-1, -1))
    reach: float = one_of(0.5, 0.6, 0.7, 0.8)
    layout: str = one_of(
        "eccentricity", "foci", "distances", level_1=("eccentricity", "foci"), level_3=("distances", "eccentricity")
    )

    @property
    def c(self) -> float:
        """Distance of a focus from the center."""
        return math.hypot(self.a, self.b)

    def at(self, along: float, across: float) -> Spot:
        """A place by its coordinates along and across the axis through the foci."""
        return (across, along) if self.is_upright else (along, across)

    @property
    def spots(self) -> Mapping[str, Spot]:
        """A vertex, and a corner of the box of the axes; not every layout prints the vertex's coordinates."""
        one, two = self.signs
        return {"A": self.at(one * self.a, 0.0), "B": self.at(one * self.a, two * self.b)}

    @property
    def end(self) -> Spot:
        """C on the branch of A, on the other side of the axis than B."""
        one, two = self.signs
        t = self.reach * self.full
        return self.at(one * self.a * math.cosh(t), -two * self.b * math.sinh(t))

    @property
    def full(self) -> float:
        """Greatest parameter of the branches that are drawn."""
        return math.acosh((self.c + 0.25 * self.a + 1.5) / self.a)

    def valid(self) -> bool:
        """Neither too flat nor too steep."""
        return 0.45 <= self.b / self.a <= 1.7 and self.a != self.b


def of_hyperbola(a: float, b: float, layout: str) -> float:
    """Eccentricity c/a with c² = a² + b²; distance 2c of the foci; or 2a, by which the distances of any point from them differ."""
    c = math.hypot(a, b)
    return {"eccentricity": c / a, "foci": 2 * c, "distances": 2 * a}[layout]


@family("Math - Analytic Geometry")
class HyperbolaAsymptotes(Family[Hyperbola]):
    """A hyperbola by a vertex and an asymptote."""

    def solve(self, p: Hyperbola) -> Solution:
        """From its half axes."""
        c = number_answer(p.c, "", digits=4).text
        lead = "y²" if p.is_upright else "x²"
        last = "x²" if p.is_upright else "y²"
        values = {
            **p.by_name, "aa": p.a**2, "bb": p.b**2, "focal": c, "axis": "y" if p.is_upright else "x",
            "equation": f"{lead}/{p.a**2:g} − {last}/{p.b**2:g} = 1",
        }  # fmt: skip
        return Solution(answer=number_answer(of_hyperbola(p.a, p.b, p.layout), ""), symbol="result", values=values)

    def draw(self, p: Hyperbola, sketch: Sketch) -> None:
        """Two branches, asymptotes, the box of the axes, foci."""
        full = p.full
        far, tall = p.a * math.cosh(full), p.b * math.sinh(full)
        margins = (math.ceil(far) + 0.6, math.ceil(max(tall, p.b + 1)) + 0.6)
        wide, high = margins[::-1] if p.is_upright else margins
        plane = Plane(sketch, (-wide, wide), (-high, high))
        t = np.linspace(-full, full, 121)
        for name, sign in (("1", 1), ("2", -1)):
            branch = np.asarray([p.at(sign * p.a * math.cosh(u), p.b * math.sinh(u)) for u in t])
            formula = f"{sign * p.a}*sqrt(1+x^2/{p.b**2})" if p.is_upright else ""
            plane.path(f"branch:{name}", branch, formula, color=BLUE)
            for u in (0.0, 0.6 * full, -0.6 * full):
                sketch.claim("through", f"branch:{name}", value=p.at(sign * p.a * math.cosh(u), p.b * math.sinh(u)))
        slope = p.a / p.b if p.is_upright else p.b / p.a
        end = min(wide - 0.4, (high - 0.4) / slope)
        for name, sign in (("up", 1), ("down", -1)):
            plane.curve(
                f"asymptote:{name}", f"{sign * slope!r}*x", -end, end, num=2, dash="dashed", color=GREY, width=1.2
            )
        box = [p.at(p.a, p.b), p.at(-p.a, p.b), p.at(-p.a, -p.b), p.at(p.a, -p.b), p.at(p.a, p.b)]
        plane.path("box:ab", np.asarray(box, dtype=float), dash="dotted", color=GREY, width=1.0)
        foci = {"F1": p.at(-p.c, 0.0), "F2": p.at(p.c, 0.0)}
        shown = {"eccentricity": p.spots, "foci": {**p.spots, **foci}, "distances": {**p.spots, **foci, "C": p.end}}
        places = shown[p.layout]
        if p.layout == "distances":
            for name, focus in foci.items():
                plane.segment(f"ray:{name}", p.end, focus, color=RED, width=1.4)
            sketch.claim("on", "point:C", "branch:1" if p.signs[0] > 0 else "branch:2")
            sketch.claim("connected", "ray:F1", "ray:F2")
        for name, place in places.items():
            plane.dot(name, place)
        for name, place in places.items():
            letter = f"F_{name[1]}" if name[0] == "F" else p.named(name)
            plane.name_point(name, place, with_coordinates=name == "B", letter=letter)
        sketch.claim("on", "point:B", "box:ab")
        sketch.claim("on", "point:A", "box:ab")
        sketch.claim("on", "point:B", "asymptote:up" if p.spots["B"][0] * p.spots["B"][1] > 0 else "asymptote:down")
        sketch.claim("count", "branch", value=2)
        sketch.entity("hyperbola", "branch:1", "branch:2")
        sketch.entity("asymptotes", "asymptote:up", "asymptote:down")
        plane.clear_ticks()

    def questions(self, p: Hyperbola) -> Iterator[Question]:
        """Coordinates, axis, vertex and quadrants."""
        yield p.ask_place("corner", "B")
        ways = ["sideways", "upright", "only up", "only right"]
        yield ask_word("opens", ways[p.is_upright], ways)
        x, y = p.spots["A"]
        side = ("top" if y > 0 else "bottom") if p.is_upright else ("right" if x > 0 else "left")
        yield ask_word("vertex", side, ["left", "right", "top", "bottom"])
        yield p.ask_place("vertex_place", "A")
        numerals = ["first", "second", "third", "fourth"]
        x, y = p.spots["B"]
        index = (0 if y > 0 else 3) if x > 0 else (1 if y > 0 else 2)
        yield ask_word("quadrant", numerals[index], numerals)

    @defect(visibility=2)
    def steep_asymptotes(self, p: Hyperbola, scene: FigureScene, draw: Random) -> FigureScene:
        """The asymptotes have the inverse of their slope: they do not run through the corners of the box."""
        marks = [scene.mark(f"asymptote:{name}") for name in ("up", "down")]
        assert all(isinstance(mark, Path) for mark in marks)
        turned = [
            replace(mark, points=tuple((math.copysign(y, x), math.copysign(x, y)) for x, y in mark.points))
            for mark in marks
            if isinstance(mark, Path)
        ]
        return change(scene, *turned)

    @defect(visibility=2)
    def far_branch(self, p: Hyperbola, scene: FigureScene, draw: Random) -> FigureScene:
        """A branch has its vertex outside of the box, though the box touches the vertices."""
        branch = scene.path("branch:1")
        shift = np.asarray(p.at(0.35 * p.a, 0.0))
        return change(scene, replace(branch, points=tuple((x + shift[0], y + shift[1]) for x, y in branch.points)))

    @defect(visibility=1)
    def corner_moved(self, p: Hyperbola, scene: FigureScene, draw: Random) -> FigureScene:
        """A marked point does not lie where its coordinates say."""
        x, y = p.spots["B"]
        return pull(scene, (x, y), (x, 0.75 * y), skip=("box:ab",))
