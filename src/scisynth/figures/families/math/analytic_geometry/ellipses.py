"""Ellipses by their axes, upright or not: focal triangle, focal chord, latus rectum."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random

import numpy as np

from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.math.planar import Planar, Spot
from scisynth.figures.families.parameters import number, one_of
from scisynth.figures.families.questions import Question, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, PALE_ORANGE, RED
from scisynth.figures.parts.plane import Plane
from scisynth.figures.parts.points import pull
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.scene.sketch import Sketch, number_answer

HALF = np.linspace(0, math.pi, 90)


@dataclass(frozen=True, kw_only=True)
class Ellipse(Planar):
    """Half axes a > b; the major axis lies on the x or the y axis; A and B are vertices, C a point, D another one."""

    a: float = number("a", "", range(4, 17), meaning="semi-major axis")
    b: float = number("b", "", range(2, 15), meaning="semi-minor axis")
    is_upright: bool = one_of(False, True)
    signs: tuple[int, int] = one_of((1, 1), (1, -1), (-1, 1), (-1, -1))
    angle: int = one_of(38, 47, 56, 64, 116, 124, 133, 142)
    layout: str = one_of("triangle", "chord", "latus", level_1=("triangle", "chord"), level_3=("latus", "chord"))

    @property
    def c(self) -> float:
        """Distance of a focus from the center."""
        return math.sqrt(self.a**2 - self.b**2)

    def at(self, along: float, across: float) -> Spot:
        """A place by its coordinates along the major and the minor axis."""
        return (across, along) if self.is_upright else (along, across)

    @property
    def spots(self) -> Mapping[str, Spot]:
        """The two vertices that the figure names."""
        return {"A": self.at(self.signs[0] * self.a, 0.0), "B": self.at(0.0, self.signs[1] * self.b)}

    @property
    def foci(self) -> dict[str, Spot]:
        """On the major axis."""
        return {"F1": self.at(-self.c, 0.0), "F2": self.at(self.c, 0.0)}

    @property
    def ends(self) -> list[Spot]:
        """C, or both ends C and D of a chord through a focus."""
        a, b, c = self.a, self.b, self.c
        t = math.radians(self.angle)
        if self.layout == "triangle":
            return [self.at(a * math.cos(t), self.signs[1] * b * math.sin(t))]
        # From the focus at −c: (−c + r cos t, r sin t) lies on the ellipse.
        t = math.pi / 2 if self.layout == "latus" else t
        focus = -c
        square = (b * math.cos(t)) ** 2 + (a * math.sin(t)) ** 2
        half, rest = -focus * b * b * math.cos(t) / square, a * b * b / square
        return [self.at(focus + r * math.cos(t), r * math.sin(t)) for r in (half + rest, half - rest)]

    def valid(self) -> bool:
        """An ellipse that is neither a circle nor a line; points of it stand clear of the vertices that are named."""
        if not 0.5 <= self.b / self.a <= 0.88:
            return False
        clear = all(math.dist(end, spot) > 0.3 * self.a for end in self.ends for spot in self.spots.values())
        return clear or self.layout == "latus"


def of_ellipse(a: float, b: float, layout: str) -> float:
    """Perimeter 2a + 2c of the triangle of a point and the foci; 4a of a focal chord and the other focus; latus rectum 2b²/a."""
    return {"triangle": 2 * a + 2 * math.sqrt(a * a - b * b), "chord": 4 * a, "latus": 2 * b * b / a}[layout]


@family("Math - Analytic Geometry")
class EllipseFocalTriangle(Family[Ellipse]):
    """Lengths that follow from an ellipse's axes."""

    def solve(self, p: Ellipse) -> Solution:
        """From the sum of the distances from the foci, 2a for every point."""
        answer = number_answer(of_ellipse(p.a, p.b, p.layout), "")
        squares = (p.b**2, p.a**2) if p.is_upright else (p.a**2, p.b**2)
        values = {**p.by_name, "aa": p.a**2, "bb": p.b**2, "xx": squares[0], "yy": squares[1], "focal": round(p.c, 3)}
        return Solution(answer=answer, symbol="result", values={**values, "axis": "y" if p.is_upright else "x"})

    def draw(self, p: Ellipse, sketch: Sketch) -> None:
        """The ellipse in two halves, its foci, and the triangle or chord."""
        wide, tall = (p.b, p.a) if p.is_upright else (p.a, p.b)
        margin = 0.16 * p.a + 1
        plane = Plane(sketch, (-wide - 1.6 * margin, wide + 1.6 * margin), (-tall - margin, tall + margin))
        for half, sign in (("upper", 1), ("lower", -1)):
            arc = np.stack([wide * np.cos(HALF), sign * tall * np.sin(HALF)], axis=1)
            plane.path(f"ellipse:{half}", arc, f"{sign * tall}*sqrt(abs(1-x^2/{wide * wide}))", color=BLUE)
        foci, ends = p.foci, p.ends
        if p.layout == "triangle":
            plane.region("region:triangle", foci["F1"], foci["F2"], ends[0], fill=PALE_ORANGE)
        else:
            plane.segment("chord:CD", *ends, color=RED, width=1.8)
            sketch.claim("on", "point:F1", "chord:CD")
        if p.layout == "chord":
            plane.region("region:triangle", foci["F2"], *ends, fill=PALE_ORANGE)
        if p.layout != "latus":
            names = {"triangle": ("F1", "F2"), "chord": ("F2",)}[p.layout]
            for index, end in enumerate(ends):
                for name in names:
                    plane.segment(f"ray:{name}{index}", end, foci[name], color=RED, width=1.4)
            sketch.claim("count", "ray", value=2)
        places = {**p.spots, **foci, **dict(zip("CD", ends, strict=False))}
        for name, place in places.items():
            plane.dot(name, place)
        for name in ("A", "B", "F1", "F2", *"CD"[: len(ends)]):
            letter = f"F_{name[1]}" if name[0] == "F" else p.named(name)
            plane.name_point(name, places[name], with_coordinates=name in "AB", letter=letter)
        sketch.claim("connected", "ellipse:upper", "ellipse:lower")
        for index, name in enumerate("CD"[: len(ends)]):
            sketch.claim("on", f"point:{name}", f"ellipse:{'upper' if ends[index][1] > 0 else 'lower'}")
        sketch.entity("ellipse", "ellipse:upper", "ellipse:lower")
        sketch.entity("foci", "point:F1", "point:F2")
        plane.clear_ticks()

    def questions(self, p: Ellipse) -> Iterator[Question]:
        """Vertices, where the foci and the point lie."""
        yield p.ask_place("vertex_a", "A")
        yield p.ask_place("vertex_b", "B")
        yield ask_word("foci", "y axis" if p.is_upright else "x axis", ["x axis", "y axis", "both axes", "neither"])
        x, y = p.ends[0]
        numerals = ["first", "second", "third", "fourth"]
        index = (0 if y > 0 else 3) if x > 0 else (1 if y > 0 else 2)
        yield ask_word("quadrant", numerals[index], numerals, spot=p.named("C"))
        names = [p.named(name) for name in "ABC"]
        yield ask_word("minor", p.named("B"), [*names, p.named("D"), p.named("E"), "F₁"])

    @defect(visibility=2)
    def foci_misplaced(self, p: Ellipse, scene: FigureScene, draw: Random) -> FigureScene:
        """A focus lies too near to the center for an ellipse of this shape."""
        x, y = p.foci["F2"]
        return pull(scene, (x, y), (0.55 * x, 0.55 * y))

    @defect(visibility=2)
    def point_off_curve(self, p: Ellipse, scene: FigureScene, draw: Random) -> FigureScene:
        """The point that should lie on the ellipse lies inside of it."""
        x, y = p.ends[0]
        return pull(scene, (x, y), (0.75 * x, 0.75 * y))

    @defect(visibility=1)
    def flat_ellipse(self, p: Ellipse, scene: FigureScene, draw: Random) -> FigureScene:
        """The vertex on the minor axis does not lie where its coordinates say."""
        x, y = p.spots["B"]
        return pull(scene, (x, y), (1.25 * x, 1.25 * y))
