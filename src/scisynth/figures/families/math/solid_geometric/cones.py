"""Cones and truncated cones, seen from a little above: volumes and lateral areas.

Seen from an elevation e, a level circle is an ellipse of ratio sin e, a height appears shortened by cos e, and the outlines of
a cone touch its base where the tangents from the apex do, which is not at the ends of the long axis.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change, swap_texts
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.math.lettered import redrawn
from scisynth.figures.families.parameters import Parameters, one_of, several
from scisynth.figures.families.questions import Question, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.math import point, side_text
from scisynth.figures.parts.palette import BLUE, PALE_BLUE, RED
from scisynth.figures.parts.points import pull
from scisynth.figures.parts.solid import disc, outline
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer

ELEVATION = math.radians(20)
SQUEEZE, SHORT = math.sin(ELEVATION), math.cos(ELEVATION)
WIDE = 3.0
"""Largest radius, in units of the scene."""
LETTERS = "ABCEKLMNOPQSTUVZ"
"""Of which three name the apex or upper center, the base's center, and a point of the rim."""


def mirrored(place: np.ndarray) -> np.ndarray:
    """The place on the other side of the axis."""
    return np.asarray([-place[0], place[1]])


@dataclass(frozen=True, kw_only=True)
class Cone(Parameters):
    """A cone by its radius and slant height, by its diameter and height, or as a tank that is partly filled."""

    r: int = one_of(*range(2, 16))
    second: int = one_of(*range(4, 31))
    depth: int = one_of(*range(2, 21))
    unit: str = one_of("cm", "dm", "m")
    letters: tuple[str, ...] = several(LETTERS, 3)
    layout: str = one_of("slant", "diameter", "tank", level_1=("slant", "diameter"), level_3=("tank", "tank", "slant"))

    @property
    def height(self) -> float:
        """Of the whole cone, from its slant height s: √(s² − r²)."""
        return math.sqrt(max(self.second**2 - self.r**2, 0)) if self.layout == "slant" else float(self.second)

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Lengths that the figure prints."""
        named = {
            "slant": {"r": (self.r, "radius of the base"), "s": (self.second, "slant height")},
            "diameter": {"d": (2 * self.r, "diameter of the base"), "h": (self.second, "height")},
            "tank": {"r": (self.r, "radius of the rim"), "h": (self.second, "height of the tank"), "w": (self.depth, "depth of the water")},
        }[self.layout]  # fmt: skip
        return tuple(
            Quantity(symbol=name, value=value, unit=self.unit, meaning=meaning)
            for name, (value, meaning) in named.items()
        )

    def valid(self) -> bool:
        """Neither flat nor a needle; the water is neither shallow nor at the rim; every length is another one."""
        values = [item.value for item in self.givens]
        is_part = self.layout != "tank" or 0.4 <= self.depth / self.second <= 0.8
        return is_part and len(set(values)) == len(values) and 1.0 <= self.height / self.r <= 2.4


def cone_volume(r: float, h: float) -> float:
    """π r² h / 3, in cubes of the unit of the lengths."""
    return math.pi * r * r * h / 3


@family("Math - Solid Geometric")
class ConeVolume(Family[Cone]):
    """The volume of a right cone, or of the water in a conical tank."""

    def solve(self, p: Cone) -> Solution:
        """By π r² h / 3; water in a tank is a cone of the same shape."""
        part = p.depth / p.second if p.layout == "tank" else 1.0
        answer = number_answer(cone_volume(p.r * part, p.height * part), f"{p.unit}³")
        values = {
            **{item.symbol: item for item in p.givens}, "apex": p.letters[0], "center": p.letters[1], "radius": p.r,
            "height": round(p.height, 4), "water": round(p.r * part, 4),
        }  # fmt: skip
        return Solution(answer=answer, symbol="V", values=values, hidden=(f"V = {answer.text}", answer.text))

    def draw(self, p: Cone, sketch: Sketch) -> None:
        """The cone stands on its base, or hangs with its apex below and holds water."""
        up = p.height / p.r * WIDE * SHORT
        foot, _, angle = outline(WIDE, 0, up, SQUEEZE)
        if p.layout == "tank":
            self._tank(p, sketch, up, foot)
        else:
            self._cone(p, sketch, up, foot, angle)
        sketch.claim("ratio", "outline:left", "outline:right", value=1)
        sketch.claim("ratio", "height:h", "radius:r", value=up / WIDE)
        sketch.claim("perpendicular", "height:h", "radius:r")
        sketch.claim("count", "outline", value=2)
        sketch.entity("cone", "outline:left", "outline:right")
        sketch.entity("height", "height:h")

    def _sides(self, sketch: Sketch, apex: np.ndarray, end: np.ndarray, rim: str) -> None:
        for name, stop in (("right", end), ("left", mirrored(end))):
            sketch.line(f"outline:{name}", apex, stop, z=3)
            sketch.claim("connected", f"outline:{name}", rim)
            sketch.claim("connected", f"outline:{name}", "height:h")

    def _cone(self, p: Cone, sketch: Sketch, up: float, foot: np.ndarray, angle: float) -> None:
        apex, letters = np.asarray([0.0, up]), p.letters
        r, second = p.givens
        disc(sketch, "base", (0, 0), WIDE, SQUEEZE, back=(angle, 180 - angle))
        sketch.line("height:h", (0, 0), apex, dash="dashed", color=RED, width=1.2)
        self._sides(sketch, apex, foot, "rim:base")
        sketch.line("radius:r", (0, 0), (WIDE, 0), dash="dashed", width=1.2)
        sketch.claim("connected", "radius:r", "rim:base")
        sketch.right_angle("square:O", (0, 0), (WIDE, 0), apex, 0.27)
        point(sketch, letters[0], apex, (0, 1), 0.05)
        point(sketch, letters[1], (0, 0), (-0.7, -0.7), 0.05)
        point(sketch, letters[2], (WIDE, 0), (1, -0.2), 0.05)
        sketch.claim("on", f"point:{letters[0]}", "height:h")
        sketch.claim("on", f"point:{letters[1]}", "radius:r")
        if p.layout == "slant":
            sketch.text("label:r", r.text, (0.5 * WIDE, 0), of="radius:r", toward=(0, -1), gap_pt=3)
            sketch.text("label:h", "$h$", 0.45 * apex, of="height:h", toward=(-1, 0), color=RED)
            side_text(sketch, "outline:right", apex, foot, second.text, (0, 0))
            return
        sketch.text("label:height", second.text, 0.42 * apex, of="height:h", toward=(-1, 0), color=RED)
        sketch.dimension("dimension:d", (-WIDE, 0), (WIDE, 0), r.text, -WIDE * (SQUEEZE + 0.25))
        sketch.claim("ratio", "dimension:d", "radius:r", value=2)

    def _tank(self, p: Cone, sketch: Sketch, up: float, foot: np.ndarray) -> None:
        apex, center, letters = np.zeros(2), np.asarray([0.0, up]), p.letters
        part = p.depth / p.second
        r, h, w = p.givens
        end = np.asarray([foot[0], up - foot[1]])
        turn = math.atan2(-foot[1] / SQUEEZE, foot[0])
        turns = np.linspace(turn, -math.pi - turn, 40)
        front = np.stack([WIDE * part * np.cos(turns), up * part + WIDE * part * SQUEEZE * np.sin(turns)], axis=1)
        sketch.area("water:body", apex, *front, fill=PALE_BLUE, width=0, z=0)
        sketch.circle(
            "water:surface",
            (0, up * part),
            WIDE * part,
            radius_y=WIDE * part * SQUEEZE,
            fill="#bcd5ee",
            color=BLUE,
            width=1.2,
            z=1,
        )
        disc(sketch, "top", center, WIDE, SQUEEZE)
        sketch.line("height:h", apex, center, dash="dashed", color=RED, width=1.2)
        self._sides(sketch, apex, end, "rim:top")
        sketch.line("radius:r", center, (WIDE, up), width=1.2)
        sketch.claim("connected", "radius:r", "rim:top")
        point(sketch, letters[0], apex, (0, -1), 0.05)
        point(sketch, letters[1], center, (-0.7, 0.5), 0.05)
        point(sketch, letters[2], (WIDE, up), (0.5, 1), 0.05)
        sketch.text("label:r", r.text, (0.5 * WIDE, up), of="radius:r", toward=(0, 1), gap_pt=2)
        sketch.dimension("dimension:h", (WIDE, 0), (WIDE, up), h.text, -0.3 * WIDE)
        sketch.dimension("dimension:w", (-WIDE * part, 0), (-WIDE * part, up * part), w.text, 0.35 * WIDE)
        sketch.claim("ratio", "dimension:w", "dimension:h", value=part)
        sketch.claim("ratio", "dimension:h", "height:h", value=1)
        sketch.claim("width_ratio", "water:surface", "rim:top", value=part)
        sketch.claim("order", "water:surface", "rim:top", value="bottom_to_top")
        sketch.entity("water", "water:body", "water:surface")

    def questions(self, p: Cone) -> Iterator[Question]:
        """Lengths, and which letter stands where."""
        givens = p.givens
        for index, item in enumerate(givens):
            yield ask_value(item.symbol, item, *givens[:index], *givens[index + 1 :])
        for question, letter in zip(("apex", "center"), p.letters, strict=False):
            yield ask_word(question, letter, [*p.letters, "none"])

    @defect(visibility=2)
    def oblique_apex(self, p: Cone, scene: FigureScene, draw: Random) -> FigureScene:
        """The apex does not lie on the axis, so that the cone is no right cone."""
        line = scene.path("height:h")
        apex = line.points[0] if p.layout == "tank" else line.points[1]
        return pull(scene, apex, (apex[0] + 0.3 * WIDE, apex[1]))

    @defect(visibility=1)
    def wrong_height(self, p: Cone, scene: FigureScene, draw: Random) -> FigureScene:
        """The cone is drawn much too high for its lengths."""
        return redrawn(self, scene, replace(p, second=round(1.5 * p.second) + 1, depth=p.depth))

    @defect(visibility=3)
    def short_side(self, p: Cone, scene: FigureScene, draw: Random) -> FigureScene:
        """A side of the cone does not reach the circle."""
        line = scene.path(f"outline:{draw.choice(('left', 'right'))}")
        (x, y), (end_x, end_y) = line.points
        return change(scene, replace(line, points=((x, y), (x + 0.75 * (end_x - x), y + 0.75 * (end_y - y)))))


@dataclass(frozen=True, kw_only=True)
class Frustum(Parameters):
    """A truncated cone by its two radii and its height or slant height; a bucket is wider above."""

    wide: int = one_of(*range(4, 16))
    narrow: int = one_of(*range(2, 13))
    second: int = one_of(*range(4, 26))
    unit: str = one_of("cm", "dm", "m")
    letters: tuple[str, ...] = several(LETTERS, 3)
    layout: str = one_of(
        "height", "slant", "bucket", level_1=("height", "bucket"), level_3=("slant", "slant", "bucket")
    )

    @property
    def radii(self) -> tuple[int, int]:
        """Of the lower and of the upper circle."""
        return (self.narrow, self.wide) if self.layout == "bucket" else (self.wide, self.narrow)

    @property
    def height(self) -> float:
        """From a slant height s: √(s² − (R − r)²)."""
        return (
            math.sqrt(max(self.second**2 - (self.wide - self.narrow) ** 2, 0))
            if self.layout == "slant"
            else float(self.second)
        )

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Both radii, and the height or slant height."""
        low, high = self.radii
        found = {"R": (low, "lower radius"), "r": (high, "upper radius")}
        found |= {"s": (self.second, "slant height")} if self.layout == "slant" else {"h": (self.second, "height")}
        return tuple(
            Quantity(symbol=name, value=value, unit=self.unit, meaning=words) for name, (value, words) in found.items()
        )

    def valid(self) -> bool:
        """Clearly truncated, and neither flat nor a needle."""
        ratio = self.narrow / self.wide
        return 0.4 <= ratio <= 0.8 and self.second not in self.radii and 0.7 <= self.height / self.wide <= 1.7


def frustum_volume(low: float, high: float, h: float) -> float:
    """π h (R² + R r + r²) / 3, in cubes of the unit of the lengths."""
    return math.pi * h * (low**2 + low * high + high**2) / 3


@family("Math - Solid Geometric")
class FrustumVolume(Family[Frustum]):
    """The volume of a truncated right cone that stands on its wider circle, or of a bucket."""

    def solve(self, p: Frustum) -> Solution:
        """As the difference of two cones."""
        low, high = p.radii
        answer = number_answer(frustum_volume(low, high, p.height), f"{p.unit}³")
        values = {**{item.symbol: item for item in p.givens}, "height": round(p.height, 4), "step": abs(low - high)}
        return Solution(answer=answer, symbol="V", values=values, hidden=(f"V = {answer.text}", answer.text))

    def draw(self, p: Frustum, sketch: Sketch) -> None:
        """Two circles, their radii, the sides and the height, or the slant height."""
        one = WIDE / p.wide
        low, high = (one * radius for radius in p.radii)
        lower, upper, second = p.givens
        up = one * p.height * SHORT
        foot, head, angle = outline(low, high, up, SQUEEZE)
        disc(sketch, "base", (0, 0), low, SQUEEZE, back=(angle, 180 - angle))
        disc(sketch, "top", (0, up), high, SQUEEZE, fill=PALE_BLUE)
        for name, start, stop in (("right", foot, head), ("left", mirrored(foot), mirrored(head))):
            sketch.line(f"outline:{name}", start, stop, z=3)
            sketch.claim("connected", f"outline:{name}", "rim:base")
            sketch.claim("connected", f"outline:{name}", "rim:top")
        sketch.line("height:h", (0, 0), (0, up), dash="dashed", color=BLUE, width=1.2)
        sketch.line("radius:R", (0, 0), (low, 0), dash="dashed", width=1.2)
        sketch.line("radius:r", (0, up), (high, up), width=1.2, z=3)
        sketch.right_angle("square:O", (0, 0), (low, 0), (0, up), 0.22)
        point(sketch, p.letters[1], (0, 0), (-0.7, -0.7), 0.045)
        point(sketch, p.letters[0], (0, up), (-0.7, 0.3), 0.045)
        point(sketch, p.letters[2], (low, 0), (1, -0.3), 0.045)
        sketch.text("label:R", lower.text, (0.5 * low, 0), of="radius:R", toward=(0, -1), gap_pt=3)
        sketch.text("label:r", upper.text, (0.5 * high, up), of="radius:r", toward=(0, 1), gap_pt=2, z=7)
        if p.layout == "slant":
            side_text(sketch, "outline:right", foot, head, second.text, (0, 0))
            sketch.text("label:height", "$h$", (0, up / 2), of="height:h", toward=(-1, 0), color=BLUE)
        elif p.layout == "height":
            sketch.text("label:h", second.text, (0, up / 2), of="height:h", toward=(-1, 0), color=BLUE)
        else:
            sketch.dimension("dimension:h", (WIDE, 0), (WIDE, up), second.text, -0.35 * WIDE)
            sketch.claim("ratio", "dimension:h", "height:h", value=1)
        sketch.claim("ratio", "radius:r", "radius:R", value=high / low)
        sketch.claim("ratio", "height:h", "radius:R", value=up / low)
        sketch.claim("parallel", "radius:r", "radius:R")
        sketch.claim("perpendicular", "height:h", "radius:R")
        sketch.claim("connected", "height:h", "radius:r")
        sketch.claim("ratio", "outline:left", "outline:right", value=1)
        for role in ("radius", "outline"):
            sketch.claim("count", role, value=2)
        sketch.entity("truncated cone", "rim:base", "hiddenrim:base", "rim:top", "outline:left", "outline:right")

    def questions(self, p: Frustum) -> Iterator[Question]:
        """Lengths, letters, and which circle is larger."""
        givens = p.givens
        for index, item in enumerate(givens):
            yield ask_value(
                {"R": "lower", "r": "upper"}.get(item.symbol, item.symbol), item, *givens[:index], *givens[index + 1 :]
            )
        yield ask_word("upper_center", p.letters[0], [*p.letters, "none"])
        yield ask_word("lower_center", p.letters[1], [*p.letters, "none"])

    @defect(visibility=1)
    def exchanged_radii(self, p: Frustum, scene: FigureScene, draw: Random) -> FigureScene:
        """The lengths of the two radii are exchanged."""
        return swap_texts(scene, "label:R", "label:r")

    @defect(visibility=1)
    def wrong_height(self, p: Frustum, scene: FigureScene, draw: Random) -> FigureScene:
        """The solid is drawn much too high for its lengths."""
        return redrawn(self, scene, replace(p, second=round(1.5 * p.second) + 1))

    @defect(visibility=3)
    def short_side(self, p: Frustum, scene: FigureScene, draw: Random) -> FigureScene:
        """A side does not reach from circle to circle."""
        line = scene.path(f"outline:{draw.choice(('left', 'right'))}")
        (x, y), (end_x, end_y) = line.points
        return change(scene, replace(line, points=((x, y), (x + 0.7 * (end_x - x), y + 0.7 * (end_y - y)))))

    @defect(visibility=2)
    def oblique_axis(self, p: Frustum, scene: FigureScene, draw: Random) -> FigureScene:
        """The height does not stand at a right angle to the base."""
        line = scene.path("height:h")
        (x, y), (_, top) = line.points
        return change(scene, replace(line, points=((x, y), (x + 0.25 * WIDE, top))))
