"""Turns in the plane: the way of a corner of a triangle, about the origin or another center, and the area that a segment sweeps."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.math.planar import Planar, Spot, spot
from scisynth.figures.families.parameters import number, one_of
from scisynth.figures.families.questions import Question, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, GREEN, GREY, PALE_BLUE, PALE_GREEN, RED
from scisynth.figures.parts.places import polar
from scisynth.figures.parts.plane import AXES, Plane, limits_around
from scisynth.figures.scene.marks import Path, Round
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.scene.sketch import Sketch, number_answer

SIDES = (("A", "B"), ("B", "C"), ("C", "A"))


@dataclass(frozen=True, kw_only=True)
class Turn(Planar):
    """A triangle ABC, or a segment AB on a ray, and a turn about a center, which is D in the code."""

    angle: float = number("φ", "°", tuple(n for n in range(40, 156, 5) if n != 90), meaning="angle of the turn")
    is_clockwise: bool = one_of(False, True)
    c: tuple[float, float] = spot(range(-6, 7), range(-6, 7))
    to_a: tuple[float, float] = spot(range(-4, 5), range(-4, 5))
    to_b: tuple[float, float] = spot(range(-4, 5), range(-4, 5))
    center: tuple[float, float] = spot(range(-3, 4), range(-3, 4))
    layout: str = one_of(
        *("origin",) * 5, *("center",) * 8, "swept",
        level_1=(*("origin",) * 5, "swept"), level_3=(*("center",) * 14, "swept"),
    )  # fmt: skip

    @property
    def pivot(self) -> Spot:
        """Of the turn."""
        return self.center if self.layout == "center" else (0, 0)

    @property
    def corners(self) -> dict[str, Spot]:
        """Of what is turned; for a swept area B lies at C, and A half as far or at a third from the origin."""
        c = self.c
        if self.layout == "swept":
            step = math.gcd(*map(int, c)) or 1
            return {"A": (c[0] // step, c[1] // step), "B": c}
        near = [(c[0] + dx, c[1] + dy) for dx, dy in (self.to_a, self.to_b)]
        return {"A": near[0], "B": near[1], "C": c}

    @property
    def spots(self) -> Mapping[str, Spot]:
        """Printed with coordinates: the corner that is followed, and the center, or both ends of the segment."""
        if self.layout == "swept":
            return self.corners
        return {"C": self.c, "D": self.center} if self.layout == "center" else {"C": self.c}

    @property
    def signed(self) -> float:
        """The turn in degrees, anticlockwise positive."""
        return -self.angle if self.is_clockwise else self.angle

    def turned(self, place: Spot) -> np.ndarray:
        """Where a place goes, float [2]."""
        x, y = place[0] - self.pivot[0], place[1] - self.pivot[1]
        return polar(math.degrees(math.atan2(y, x)) + self.signed, math.hypot(x, y), self.pivot)

    def valid(self) -> bool:
        """The triangle is no sliver, keeps clear of the center and of its image, and no corner lies on an axis."""
        corners = self.corners
        places = [*corners.values(), *(tuple(self.turned(place)) for place in corners.values())]
        if min(min(map(abs, place)) for place in places) < 0.35 or max(max(map(abs, place)) for place in places) > 9:
            return False
        if self.layout == "swept":
            return math.gcd(*map(int, self.c)) >= 2 and 3 <= math.hypot(*self.c) <= 8
        if self.layout == "center" and 0 in self.center:
            return False
        (ax, ay), (bx, by) = self.to_a, self.to_b
        radius = math.dist(self.c, self.pivot)
        sides = [math.dist(corners[one], corners[two]) for one, two in SIDES]
        gap = min(math.dist(place, self.pivot) for place in corners.values())
        apart = min(math.dist(place, self.turned(other)) for place in corners.values() for other in corners.values())
        low = min(math.degrees(abs(turn_between(place, self.c, self.pivot))) for place in list(corners.values())[:2])
        crossing = any(_crosses(corners[one], corners[two], self.c, self.pivot) for one, two in SIDES[:1])
        return (
            abs(ax * by - ay * bx) >= 4 and min(sides) >= 2 and max(sides) <= 5 and 3 <= radius <= 7
            and gap >= 1.6 and apart >= 1.5 and low >= 12 and not crossing and self._is_apart
        )  # fmt: skip

    @property
    def _is_apart(self) -> bool:
        """Whether the directions of the triangle, seen from the center, and those of its image do not meet."""
        turns = [math.degrees(turn_between(place, self.c, self.pivot)) for place in self.corners.values()]
        return max(turns) - min(turns) < self.angle - 6


def turn_between(place: Spot, from_: Spot, center: Spot) -> float:
    """Angle from one place to another as seen from a center, radians in (−π, π]."""
    one, two = (complex(p[0] - center[0], p[1] - center[1]) for p in (from_, place))
    ratio = two / one if one else 1
    return math.atan2(ratio.imag, ratio.real)


def _crosses(a: Spot, b: Spot, c: Spot, d: Spot) -> bool:
    """Whether the segments ab and cd cross."""

    def side(p: Spot, q: Spot, r: Spot) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return side(a, b, c) * side(a, b, d) <= 0 and side(c, d, a) * side(c, d, b) <= 0


def arc_length(radius: float, angle_deg: float) -> float:
    """π r φ / 180°."""
    return math.pi * radius * angle_deg / 180


def swept_area(inner: float, outer: float, angle_deg: float) -> float:
    """Part of a ring: π (R² − r²) φ / 360°."""
    return math.pi * (outer**2 - inner**2) * angle_deg / 360


@family("Math - Analytic Geometry")
class RotationPath(Family[Turn]):
    """What a turn about a point makes: the arc on which a corner moves, or the area that a segment sweeps."""

    def solve(self, p: Turn) -> Solution:
        """Arc or part of a ring."""
        corners = p.corners
        values = {
            **p.by_name,
            "way": "clockwise" if p.is_clockwise else "anticlockwise",
            "shape": "".join(p.named(name) for name in corners),
            "image": "".join(f"{p.named(name)}₁" for name in corners),
            "names": " and ".join(p.by_name[f"at_{name}"] for name in corners if f"at_{name}" in p.by_name),
        }
        if p.layout == "swept":
            inner, outer = (round(x * x + y * y) for x, y in corners.values())
            value = swept_area(math.sqrt(inner), math.sqrt(outer), p.angle)
            return Solution(
                answer=number_answer(value, ""), symbol="area", values={**values, "inner": inner, "outer": outer}
            )
        square = round(math.dist(p.c, p.pivot) ** 2)
        answer = number_answer(arc_length(math.sqrt(square), p.angle), "")
        return Solution(answer=answer, symbol="length", values={**values, "square": square})

    def draw(self, p: Turn, sketch: Sketch) -> None:
        """The figure in blue, its image in green, the way of the corner as a dashed arc."""
        corners = p.corners
        image = {name: (float(x), float(y)) for name, (x, y) in ((n, p.turned(c)) for n, c in corners.items())}
        last = list(corners)[-1]
        start = math.degrees(math.atan2(*(np.asarray(corners[last]) - p.pivot)[::-1]))
        low, high = sorted((start, start + p.signed))
        radius = math.dist(corners[last], p.pivot)
        arc = np.asarray([polar(angle, radius, p.pivot) for angle in np.linspace(low, high, 60)])
        every = [*corners.values(), *image.values(), p.pivot, *map(tuple, arc)]
        plane = Plane(sketch, limits_around([x for x, _ in every]), limits_around([y for _, y in every]))
        sides = SIDES if p.layout != "swept" else SIDES[:1]
        if p.layout == "swept":
            small = [polar(angle, math.hypot(*corners["A"])) for angle in np.linspace(high, low, 60)]
            plane.region("fill:swept", *arc, *small, fill=PALE_GREEN)
            self._arc(plane, "path:A", p.pivot, math.hypot(*corners["A"]), low, high)
        for tag, places, color, fill in (("", corners, BLUE, PALE_BLUE), ("1", image, GREEN, PALE_GREEN)):
            if p.layout != "swept":
                plane.region(f"fill:triangle{tag}", *places.values(), fill=fill)
            for one, two in sides:
                plane.segment(f"side:{one}{two}{tag}", places[one], places[two], color=color, z=3)
        for one, two in sides:
            sketch.claim("ratio", f"side:{one}{two}1", f"side:{one}{two}", value=1)
        for name, end in (("1", corners[last]), ("2", image[last])):
            end = corners["A"] if p.layout == "swept" and name == "1" else image["A"] if p.layout == "swept" else end
            plane.segment(f"ray:{name}", p.pivot, end, dash="dashed", width=1.0, color=GREY)
        self._arc(plane, "path:C", p.pivot, radius, low, high)
        size = min(0.45 * min(math.dist(place, p.pivot) for place in corners.values()), 40 / plane.unit_pt)
        sketch.circle("angle:t", p.pivot, size, start_deg=low, end_deg=high, axes=AXES, width=1.1)
        plane.keep_clear(np.asarray([polar(angle, size, p.pivot) for angle in np.linspace(low, high, 30)]))
        self._texts(p, plane, image, size, low, high)
        sketch.claim("angle", "ray:1", "ray:2", value=p.angle)
        for name in (last, f"{last}1"):
            sketch.claim("on", f"point:{name}", "path:C")
        sketch.claim("count", "side", value=2 * len(sides))
        for tag, words in (("", "the figure"), ("1", "its image")):
            sketch.entity(words, *(f"side:{one}{two}{tag}" for one, two in sides))
        plane.clear_ticks()

    def _arc(self, plane: Plane, name: str, center: Spot, radius: float, low: float, high: float) -> None:
        plane.sketch.circle(
            name, center, radius, start_deg=low, end_deg=high, axes=AXES, color=RED, dash="dashed", width=1.3
        )
        plane.keep_clear(np.asarray([polar(angle, radius, center) for angle in np.linspace(low, high, 60)]))

    def _texts(self, p: Turn, plane: Plane, image: Mapping[str, Spot], size: float, low: float, high: float) -> None:
        for name, place in p.corners.items():
            plane.dot(name, place)
            plane.dot(f"{name}1", image[name])
        if p.layout == "center":
            plane.dot("D", p.center)
        arc = [polar(low + (high - low) * share, size, p.pivot) for share in (0.5, 0.35, 0.65, 0.2, 0.8)]
        plane.label("label:t", p.text("angle"), arc[0], of="angle:t", gap_pt=3, also=arc[1:])
        for name, place in p.corners.items():
            plane.name_point(name, place, with_coordinates=name in p.spots, letter=p.named(name))
            plane.name_point(f"{name}1", image[name], with_coordinates=False, letter=f"{p.named(name)}_1")
        if p.layout == "center":
            plane.name_point("D", p.center, letter=p.named("D"))

    def questions(self, p: Turn) -> Iterator[Question]:
        """Angle, coordinates, sense of the turn, and where the image lies."""
        yield ask_value("angle", p.quantity("angle"))
        for name in p.spots:
            yield p.ask_place(f"place_{name}", name)
        ways = ("anticlockwise", "clockwise")
        yield ask_word("way", ways[p.is_clockwise], [*ways, "reflected", "shifted"])
        last = list(p.corners)[-1]
        x, y = p.turned(p.corners[last])
        numerals = ["first", "second", "third", "fourth"]
        index = (0 if y > 0 else 3) if x > 0 else (1 if y > 0 else 2)
        yield ask_word("quadrant", numerals[index], numerals, spot=p.named(last))

    @defect(visibility=2)
    def reflected_image(self, p: Turn, scene: FigureScene, draw: Random) -> FigureScene:
        """The image is not the turned figure: it is put in another quadrant, mirrored in the y axis."""
        marks = []
        for mark in scene.marks:
            if isinstance(mark, Path) and mark.id.startswith(("side:", "fill:triangle")) and mark.id.endswith("1"):
                mark = replace(mark, points=tuple((-x, y) for x, y in mark.points))
            elif isinstance(mark, Round) and mark.id.startswith("point:") and mark.id.endswith("1"):
                mark = replace(mark, center=(-mark.center[0], mark.center[1]))
            marks.append(mark)
        return scene.with_marks(tuple(marks))

    @defect(visibility=2)
    def small_image(self, p: Turn, scene: FigureScene, draw: Random) -> FigureScene:
        """A side of the image is shorter than the side that was turned, though a turn keeps lengths."""
        side = scene.path("side:AB1")
        (x0, y0), (x1, y1) = side.points
        return change(scene, replace(side, points=((x0 + 0.3 * (x1 - x0), y0 + 0.3 * (y1 - y0)), (x1, y1))))

    @defect(visibility=2)
    def narrow_arc(self, p: Turn, scene: FigureScene, draw: Random) -> FigureScene:
        """The dashed arc does not run through the point that moves on it."""
        arc = scene.round("path:C")
        return change(scene, replace(arc, radius=0.85 * arc.radius))
