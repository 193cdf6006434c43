"""A circle around the origin and a line: the tangent and its triangle, tangents from a point outside, a chord."""

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
from scisynth.figures.parts.palette import BLUE, PALE_ORANGE, RED
from scisynth.figures.parts.plane import AXES, Plane, limits_around
from scisynth.figures.parts.points import pull
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.scene.sketch import Sketch, number_answer

FULL = np.linspace(0, 2 * math.pi, 120)


@dataclass(frozen=True, kw_only=True)
class CircleAndLine(Planar):
    """A on the circle; B outside, for tangents, or a second point of the circle, for a chord."""

    a: tuple[float, float] = spot(range(-9, 10), range(-9, 10))
    b: tuple[float, float] = spot(range(-9, 10), range(-9, 10))
    radius: int = one_of(*range(2, 7))
    layout: str = one_of("triangle", "outside", "chord", level_1=("triangle", "chord"), level_3=("outside", "triangle"))

    @property
    def spots(self) -> Mapping[str, Spot]:
        """The points with coordinates."""
        if self.layout == "triangle":
            return {"A": self.a}
        return {"B": self.b} if self.layout == "outside" else {"A": self.a, "D": self.other_end}

    @property
    def other_end(self) -> Spot:
        """Of the chord: A with its coordinates exchanged, or one mirrored, so that it lies on the circle, too."""
        x, y = self.a
        ways: list[Spot] = [(y, x), (-y, x), (y, -x), (-y, -x)]
        return ways[int(self.b[0]) % 4]

    @property
    def size(self) -> float:
        """Radius of the circle."""
        return float(self.radius) if self.layout == "outside" else math.hypot(*self.a)

    @property
    def touching(self) -> list[Spot]:
        """Where the tangents from B touch."""
        far = math.hypot(*self.b)
        turn, half = math.atan2(self.b[1], self.b[0]), math.acos(self.size / far)
        return [(self.size * math.cos(turn + s * half), self.size * math.sin(turn + s * half)) for s in (1, -1)]

    def valid(self) -> bool:
        """Points off the axes; a triangle, a chord and a tangent of sensible shape."""
        (px, py), (qx, qy) = self.a, self.b
        if self.layout == "triangle":
            return bool(px and py) and 0.5 <= abs(px / py) <= 2 and math.hypot(px, py) >= 2.5
        if self.layout == "outside":
            return bool(qx and qy) and 1.4 * self.radius <= math.hypot(qx, qy) <= 3 * self.radius
        gap = math.dist(self.a, self.other_end)
        return 0 not in self.a and abs(px) != abs(py) and 0.6 * self.size <= gap <= 1.85 * self.size


def triangle_of_tangent(a: Spot) -> float:
    """Area between the axes and the tangent px + qy = p² + q² at (p, q): (p² + q²)² / (2pq)."""
    p, q = a
    return (p * p + q * q) ** 2 / abs(2 * p * q)


def tangent_length(b: Spot, radius: float) -> float:
    """√(|B|² − r²), by Pythagoras at the point of contact."""
    return math.sqrt(b[0] ** 2 + b[1] ** 2 - radius**2)


def segment_area(a: Spot, d: Spot) -> float:
    """Area between the chord from a to d and the shorter arc: r² (φ − sin φ) / 2."""
    square = a[0] ** 2 + a[1] ** 2
    angle = math.acos((a[0] * d[0] + a[1] * d[1]) / square)
    return square * (angle - math.sin(angle)) / 2


@family("Math - Analytic Geometry")
class CircleTangentTriangle(Family[CircleAndLine]):
    """Areas and lengths that lines make with a circle around the origin."""

    def solve(self, p: CircleAndLine) -> Solution:
        """By the equation of the tangent, by Pythagoras, or by a sector less a triangle."""
        x, y = p.a
        square = round(x * x + y * y)
        values = {**p.by_name, "square": square, "p": abs(x), "q": abs(y), "radius": p.radius}
        if p.layout == "triangle":
            return Solution(answer=number_answer(triangle_of_tangent(p.a), "", digits=4), symbol="area", values=values)
        if p.layout == "outside":
            far = round(p.b[0] ** 2 + p.b[1] ** 2)
            return Solution(
                answer=number_answer(tangent_length(p.b, p.radius), ""), symbol="length", values={**values, "far": far}
            )
        turn = math.acos((x * p.other_end[0] + y * p.other_end[1]) / square)
        values["turn"] = f"{math.degrees(turn):.4g}°"
        return Solution(answer=number_answer(segment_area(p.a, p.other_end), ""), symbol="area", values=values)

    def draw(self, p: CircleAndLine, sketch: Sketch) -> None:
        """The circle, then what the layout adds."""
        ring = p.size * np.stack([np.cos(FULL), np.sin(FULL)], axis=1)
        x, y = p.a
        ends: dict[str, Spot] = {}
        if p.layout == "triangle":
            square = x * x + y * y
            ends = {"B": (square / x, 0.0), "C": (0.0, square / y)}
        far = [(p.size, p.size), (-p.size, -p.size), *ends.values(), *p.spots.values()]
        plane = Plane(sketch, limits_around([u for u, _ in far]), limits_around([v for _, v in far]))
        if ends:
            plane.region("region:triangle", (0, 0), *ends.values(), fill=PALE_ORANGE)
        if p.layout == "chord":
            start = math.atan2(y, x)
            turn = (math.atan2(*p.other_end[::-1]) - start + math.pi) % (2 * math.pi) - math.pi
            arc = [(p.size * math.cos(u), p.size * math.sin(u)) for u in np.linspace(start, start + turn, 50)]
            plane.region("region:segment", *arc, fill=PALE_ORANGE)
        sketch.circle("circle:k", (0, 0), p.size, axes=AXES, color=BLUE, width=1.8)
        sketch.claim("at", "circle:k", value=(0.0, 0.0))
        plane.keep_clear(ring)
        {"triangle": self._tangent, "outside": self._outside, "chord": self._chord}[p.layout](p, plane, ends)
        sketch.entity("circle", "circle:k")
        plane.clear_ticks()

    def _tangent(self, p: CircleAndLine, plane: Plane, ends: Mapping[str, Spot]) -> None:
        over = 0.12 * (np.asarray(ends["C"]) - ends["B"])
        plane.path("tangent:t", np.asarray([ends["B"] - over, ends["C"] + over]), color=RED)
        plane.segment("radius:T", (0, 0), p.a, dash="dashed", width=1.2)
        places = {"A": p.a, **ends}
        for name, place in places.items():
            plane.dot(name, place)
        for name, place in places.items():
            plane.name_point(name, place, with_coordinates=name == "A", letter=p.named(name))
        plane.sketch.claim("tangent", "tangent:t", "circle:k")
        plane.sketch.claim("perpendicular", "radius:T", "tangent:t")
        plane.sketch.claim("on", "point:A", "circle:k")
        for name in "BC":
            plane.sketch.claim("on", f"point:{name}", "tangent:t")

    def _outside(self, p: CircleAndLine, plane: Plane, ends: Mapping[str, Spot]) -> None:
        names = dict(zip("AC", p.touching, strict=True))
        for index, (name, place) in enumerate(names.items(), start=1):
            plane.segment(f"tangent:{index}", p.b, place, color=RED)
            plane.sketch.claim("tangent", f"tangent:{index}", "circle:k")
            plane.sketch.claim("on", f"point:{name}", "circle:k")
        plane.segment("radius:r", (0, 0), names["A"], dash="dashed", width=1.2)
        plane.sketch.claim("perpendicular", "radius:r", "tangent:1")
        for name, place in {**names, "B": p.b}.items():
            plane.dot(name, place)
        for name, place in {**names, "B": p.b}.items():
            plane.name_point(name, place, with_coordinates=name == "B", letter=p.named(name))
        spots = [share * np.asarray(names["A"]) for share in (0.5, 0.6, 0.4, 0.7)]
        plane.label("label:r", f"$r$ = {p.radius}", spots[0], of="radius:r", also=spots[1:])

    def _chord(self, p: CircleAndLine, plane: Plane, ends: Mapping[str, Spot]) -> None:
        plane.segment("chord:AD", p.a, p.other_end, color=RED)
        for name, place in p.spots.items():
            plane.segment(f"radius:{name}", (0, 0), place, dash="dashed", width=1.2)
            plane.dot(name, place)
            plane.sketch.claim("on", f"point:{name}", "circle:k")
        for name, place in p.spots.items():
            plane.name_point(name, place, letter=p.named(name))

    def questions(self, p: CircleAndLine) -> Iterator[Question]:
        """Coordinates, quadrants, and which points lie where."""
        for name in p.spots:
            yield p.ask_place(f"place_{name}", name)
        name = "B" if p.layout == "outside" else "A"
        x, y = p.spots[name]
        numerals = ["first", "second", "third", "fourth"]
        index = (0 if y > 0 else 3) if x > 0 else (1 if y > 0 else 2)
        yield ask_word("quadrant", numerals[index], numerals, spot=p.named(name))
        letters = [p.named(name) for name in "ABCDE"]
        if p.layout == "triangle":
            yield ask_word("x_axis", p.named("B"), letters)
            yield ask_word("y_axis", p.named("C"), letters)
            yield ask_word("touch", p.named("A"), letters)
        elif p.layout == "outside":
            yield ask_word("outside", p.named("B"), letters)
            yield ask_word("radius_end", p.named("A"), letters)
        else:
            signs = [p.named(name) for name in "AD"]
            left = min("AD", key=lambda name: p.spots[name][0])
            yield ask_word("left", p.named(left), [*signs, p.named("B"), p.named("C"), p.named("E")])

    @defect(visibility=2)
    def small_circle(self, p: CircleAndLine, scene: FigureScene, draw: Random) -> FigureScene:
        """The circle is too small for the line and the points that should meet it."""
        circle = scene.round("circle:k")
        return change(scene, replace(circle, radius=circle.radius * 0.8, radius_y=circle.radius_y * 0.8))

    @defect(visibility=2)
    def shifted_circle(self, p: CircleAndLine, scene: FigureScene, draw: Random) -> FigureScene:
        """The center of the circle does not lie at the origin."""
        circle = scene.round("circle:k")
        return change(scene, replace(circle, center=(circle.center[0] + 0.2 * p.size, circle.center[1])))

    @defect(visibility=1)
    def point_moved(self, p: CircleAndLine, scene: FigureScene, draw: Random) -> FigureScene:
        """A point does not lie where its coordinates say."""
        x, y = p.spots["B" if p.layout == "outside" else "A"]
        return pull(scene, (x, y), (0.82 * x, y))
