"""Two vectors from the origin: their angle, their sum and difference, and the projection of one on the other."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.math.planar import Planar, Spot, spot
from scisynth.figures.families.parameters import one_of
from scisynth.figures.families.questions import Question, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, GREEN, GREY, RED
from scisynth.figures.parts.places import polar
from scisynth.figures.parts.plane import AXES, Plane, limits_around
from scisynth.figures.parts.points import heading, pull
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.scene.sketch import Sketch, number_answer

NAMES = (("a", "b"), ("u", "v"), ("p", "q"), ("v", "w"), ("c", "d"))


@dataclass(frozen=True, kw_only=True)
class TwoVectors(Planar):
    """Two vectors that lead from the origin to A and B."""

    a: tuple[float, float] = spot(range(-7, 8), range(-6, 7))
    b: tuple[float, float] = spot(range(-7, 8), range(-6, 7))
    layout: str = one_of(
        *("angle", "sum", "difference", "projection", "projection", "projection"),
        level_1=("angle", "sum"),
        level_3=("projection", "projection", "projection", "difference"),
    )
    vectors: tuple[str, str] = one_of(*NAMES)
    angle_name: str = one_of("θ", "φ", "α", "γ")

    @property
    def spots(self) -> Mapping[str, Spot]:
        """The tips."""
        return {"A": self.a, "B": self.b}

    @property
    def other(self) -> np.ndarray:
        """The tip of the sum, or the foot of the projection of b on a, float [2]."""
        a, b = np.asarray(self.a, dtype=float), np.asarray(self.b, dtype=float)
        return a + b if self.layout == "sum" else a * (a @ b) / (a @ a)

    def valid(self) -> bool:
        """Both vectors are clearly seen, off the axes, at an angle that can be seen; nothing covers a tip."""
        if 0 in (*self.a, *self.b) or min(math.hypot(*self.a), math.hypot(*self.b)) < 3:
            return False
        turn = between(self.a, self.b)
        if not 28 <= turn <= 140 or abs(turn - 90) < 3:
            return False
        if self.layout == "sum":
            return max(abs(self.other)) <= 9 and min(abs(self.other)) >= 0.5
        if self.layout == "projection":
            share = float(np.dot(self.a, self.b)) / float(np.dot(self.a, self.a))
            return turn < 75 and 0.35 <= share <= 0.85
        return math.dist(self.a, self.b) >= 3


def between(a: Spot, b: Spot) -> float:
    """Angle of two vectors, degrees: cos θ = a·b / (|a| |b|)."""
    cosine = (a[0] * b[0] + a[1] * b[1]) / (math.hypot(*a) * math.hypot(*b))
    return math.degrees(math.acos(max(-1.0, min(1.0, cosine))))


def of_vectors(a: Spot, b: Spot, layout: str) -> float:
    """The angle in degrees, the length of a + b or of a − b, or that of the projection a·b / |a| of b on a."""
    if layout == "angle":
        return between(a, b)
    if layout == "projection":
        return abs(a[0] * b[0] + a[1] * b[1]) / math.hypot(*a)
    sign = 1 if layout == "sum" else -1
    return math.hypot(a[0] + sign * b[0], a[1] + sign * b[1])


@family("Math - Analytic Geometry")
class VectorAngle(Family[TwoVectors]):
    """What two vectors with given components make with each other."""

    def solve(self, p: TwoVectors) -> Solution:
        """By the scalar product, or by adding components."""
        u, v = p.vectors
        (x1, y1), (x2, y2) = p.a, p.b
        sign = 1 if p.layout == "sum" else -1
        symbol = {"angle": p.angle_name, "sum": f"|{u} + {v}|", "difference": f"|{u} − {v}|", "projection": "s"}
        numbers = {
            "dot": x1 * x2 + y1 * y2, "aa": x1**2 + y1**2, "bb": x2**2 + y2**2, "x": x1 + sign * x2, "y": y1 + sign * y2,
        }  # fmt: skip
        values = {name: f"{value:g}".replace("-", "−") for name, value in numbers.items()}
        for name in "xy":
            values[f"{name}_squared"] = f"({values[name]})²" if numbers[name] < 0 else f"{values[name]}²"
        answer = number_answer(of_vectors(p.a, p.b, p.layout), "°" if p.layout == "angle" else "")
        return Solution(answer=answer, symbol=symbol[p.layout], values={**p.by_name, **values, "u": u, "v": v})

    def draw(self, p: TwoVectors, sketch: Sketch) -> None:
        """The two arrows and what the layout adds."""
        extra = [tuple(p.other)] if p.layout in ("sum", "projection") else []
        every = [p.a, p.b, *extra]
        plane = Plane(sketch, limits_around([x for x, _ in every]), limits_around([y for _, y in every]))
        for name, tip, color in (("a", p.a, BLUE), ("b", p.b, GREEN)):
            plane.arrow(f"vector:{name}", (0, 0), tip, color=color, width=2.0)
        {"angle": self._angle, "sum": self._sum, "difference": self._difference, "projection": self._projection}[
            p.layout
        ](p, plane)
        for name, place in p.spots.items():
            plane.dot(name, place)
        for name, place in p.spots.items():
            plane.name_point(name, place, letter=p.named(name))
        for name, letter, tip, color in (("a", p.vectors[0], p.a, BLUE), ("b", p.vectors[1], p.b, GREEN)):
            spots = [share * np.asarray(tip, dtype=float) for share in (0.6, 0.5, 0.7, 0.4, 0.8)]
            words = rf"$\vec{{{letter}}}$"
            plane.label(f"label:{name}", words, spots[0], of=f"vector:{name}", size=13, color=color, also=spots[1:])
        sketch.claim("angle", "vector:a", "vector:b", value=between(p.a, p.b))
        sketch.claim("ratio", "vector:a", "vector:b", value=math.hypot(*p.a) / math.hypot(*p.b))
        sketch.entity("first vector", "vector:a", "point:A")
        sketch.entity("second vector", "vector:b", "point:B")
        plane.clear_ticks()

    def _angle(self, p: TwoVectors, plane: Plane) -> None:
        start, turn = heading((0, 0), p.a), (heading((0, 0), p.b) - heading((0, 0), p.a)) % 360
        if turn > 180:
            start, turn = heading((0, 0), p.b), 360 - turn
        size = 1.3 * 36 / plane.unit_pt
        size = min(size, 0.6 * min(math.hypot(*p.a), math.hypot(*p.b)))
        plane.sketch.circle(
            "angle:theta", (0, 0), size, start_deg=start, end_deg=start + turn, axes=AXES, width=1.2, color=RED
        )
        plane.keep_clear(np.asarray([polar(angle, size) for angle in np.linspace(start, start + turn, 30)]))
        spots = [polar(start + turn * share, size) for share in (0.5, 0.35, 0.65, 0.22, 0.78)]
        words = {"θ": r"$\theta$", "φ": r"$\varphi$", "α": r"$\alpha$", "γ": r"$\gamma$"}[p.angle_name]
        plane.label("label:theta", words, spots[0], of="angle:theta", size=13, color=RED, also=spots[1:], gap_pt=4)

    def _sum(self, p: TwoVectors, plane: Plane) -> None:
        tip = (float(p.other[0]), float(p.other[1]))
        plane.segment("copy:b", p.a, tip, color=GREEN, dash="dashed", width=1.2)
        plane.segment("copy:a", p.b, tip, color=BLUE, dash="dashed", width=1.2)
        plane.arrow("vector:c", (0, 0), tip, color=RED, width=2.0)
        for one, two in (("copy:a", "vector:a"), ("copy:b", "vector:b")):
            plane.sketch.claim("parallel", one, two)
            plane.sketch.claim("ratio", one, two, value=1)

    def _difference(self, p: TwoVectors, plane: Plane) -> None:
        plane.arrow("vector:c", p.b, p.a, color=RED, width=2.0)

    def _projection(self, p: TwoVectors, plane: Plane) -> None:
        foot = (float(p.other[0]), float(p.other[1]))
        plane.segment("perpendicular:b", foot, p.b, color=GREY, dash="dashed", width=1.3)
        plane.segment("shadow:b", (0, 0), foot, color=RED, width=3.6)
        along = np.asarray(p.a) / math.hypot(*p.a)
        up = (np.asarray(p.b) - p.other) / math.dist(p.b, p.other)
        size = 8 / plane.unit_pt
        plane.path("square:F", p.other + size * np.asarray([along, along + up, up]), width=1.0)
        plane.sketch.claim("perpendicular", "perpendicular:b", "vector:a")
        plane.sketch.claim("connected", "perpendicular:b", "shadow:b")
        spots = [share * p.other for share in (0.5, 0.35, 0.7)]
        plane.label("label:s", "$s$", spots[0], of="shadow:b", size=12, color=RED, also=spots[1:])

    def questions(self, p: TwoVectors) -> Iterator[Question]:
        """Tips, quadrants, and which vector is longer."""
        yield p.ask_place("tip_a", "A")
        yield p.ask_place("tip_b", "B")
        numerals = ["first", "second", "third", "fourth"]
        x, y = p.b
        index = (0 if y > 0 else 3) if x > 0 else (1 if y > 0 else 2)
        yield ask_word("quadrant", numerals[index], numerals)
        u, v = p.vectors
        first, second = (f"the vector {name}, " for name in (u, v))
        colors = [first + "blue", first + "green", second + "blue", second + "green"]
        sizes = (math.hypot(*p.a), math.hypot(*p.b))
        if abs(sizes[0] - sizes[1]) > 0.6:
            yield ask_word("longer", colors[0] if sizes[0] > sizes[1] else colors[3], colors)

    @defect(visibility=2)
    def wrong_tip(self, p: TwoVectors, scene: FigureScene, draw: Random) -> FigureScene:
        """A vector ends at a point on the wrong side of the y axis."""
        return pull(scene, p.b, (-p.b[0], p.b[1]))

    @defect(visibility=3)
    def turned_arrow(self, p: TwoVectors, scene: FigureScene, draw: Random) -> FigureScene:
        """A vector points to the origin and not away from it."""
        arrow = scene.path("vector:a")
        return change(scene, replace(arrow, arrow="start"))

    @defect(visibility=1)
    def short_vector(self, p: TwoVectors, scene: FigureScene, draw: Random) -> FigureScene:
        """A vector ends before the point that it should lead to."""
        arrow = scene.path("vector:b")
        tail, (x, y) = arrow.points
        return change(scene, replace(arrow, points=(tail, (0.75 * x, 0.75 * y))))
