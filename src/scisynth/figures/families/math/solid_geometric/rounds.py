"""Cylinders with something bored out of them, and plane sections of spheres, seen from a little above."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.math.lettered import redrawn
from scisynth.figures.families.math.solid_geometric.cones import LETTERS, SHORT, SQUEEZE, WIDE
from scisynth.figures.families.parameters import Parameters, one_of, several
from scisynth.figures.families.questions import Question, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.math import point, side_text
from scisynth.figures.parts.palette import BLUE, GREY, PALE_ORANGE, RED
from scisynth.figures.parts.places import away
from scisynth.figures.parts.points import pull
from scisynth.figures.parts.solid import HIDDEN, disc, outline
from scisynth.figures.scene.marks import Round
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer


@dataclass(frozen=True, kw_only=True)
class Bored(Parameters):
    """A cylinder out of which a cone, a narrower cylinder or half a sphere is bored."""

    d: int = one_of(*range(4, 25, 2))
    h: int = one_of(*range(4, 31))
    hole: int = one_of(*range(2, 17, 2))
    unit: str = one_of("cm", "dm", "mm")
    letters: tuple[str, ...] = several(LETTERS, 3)
    is_upright: bool = one_of(False, True)
    layout: str = one_of("cone", "hole", "bowl", level_1=("cone", "hole"), level_3=("bowl", "bowl", "hole"))

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Lengths that the figure prints."""
        found = {"d": (self.d, "diameter of the cylinder"), "h": (self.h, "height of the cylinder")}
        found |= {"e": (self.hole, "diameter of the hole")} if self.layout == "hole" else {}
        return tuple(
            Quantity(symbol=name, value=value, unit=self.unit, meaning=words) for name, (value, words) in found.items()
        )

    def valid(self) -> bool:
        """Neither flat nor a needle; what is bored out fits; every length is another one."""
        is_fit = self.layout != "hole" or (0.35 <= self.hole / self.d <= 0.7 and self.hole != self.h)
        return is_fit and self.h != self.d and 0.7 <= self.h / self.d <= 1.4


def bored_volume(d: float, h: float, hole: float, layout: str) -> float:
    """π r² h less a cone π r² h / 3, a cylinder π ρ² h or half a sphere 2 π r³ / 3, in cubes of the unit of the lengths."""
    r = d / 2
    out = {"cone": r * r * h / 3, "hole": hole * hole / 4 * h, "bowl": 2 * r**3 / 3}[layout]
    return math.pi * (r * r * h - out)


@family("Math - Solid Geometric")
class DrilledCylinder(Family[Bored]):
    """What is left of a cylinder after a cone, a cylinder or half a sphere is bored out."""

    def solve(self, p: Bored) -> Solution:
        """As the difference of two volumes."""
        answer = number_answer(bored_volume(p.d, p.h, p.hole, p.layout), f"{p.unit}³")
        values = {
            **{item.symbol: item for item in p.givens}, "r": p.d // 2, "rho": p.hole // 2, "apex": p.letters[0], "center": p.letters[1],
            "from_side": "lower" if p.is_upright else "upper", "to_side": "upper" if p.is_upright else "lower",
        }  # fmt: skip
        return Solution(answer=answer, symbol="V", values=values, hidden=(f"V = {answer.text}", answer.text))

    def draw(self, p: Bored, sketch: Sketch) -> None:
        """The cylinder with its diameter and height, and what is bored out in red."""
        up = 2 * WIDE * p.h / p.d * SHORT
        disc(sketch, "base", (0, 0), WIDE, SQUEEZE, back=(0, 180))
        disc(sketch, "top", (0, up), WIDE, SQUEEZE)
        for name, x in (("right", WIDE), ("left", -WIDE)):
            sketch.line(f"outline:{name}", (x, 0), (x, up), z=3)
            sketch.claim("connected", f"outline:{name}", "rim:base")
            sketch.claim("connected", f"outline:{name}", "rim:top")
        d, h = p.givens[:2]
        sketch.dimension("dimension:d", (-WIDE, 0), (WIDE, 0), d.text, -WIDE * (SQUEEZE + 0.3))
        sketch.dimension("dimension:h", (WIDE, 0), (WIDE, up), h.text, -0.42 * WIDE)
        {"cone": self._cone, "hole": self._hole, "bowl": self._bowl}[p.layout](p, sketch, up)
        sketch.claim("ratio", "dimension:h", "dimension:d", value=up / (2 * WIDE))
        sketch.claim("ratio", "outline:left", "dimension:h", value=1)
        sketch.claim("parallel", "outline:left", "outline:right")
        sketch.claim("perpendicular", "outline:left", "dimension:d")
        sketch.claim("count", "outline", value=2)
        sketch.entity("cylinder", "rim:base", "hiddenrim:base", "rim:top", "outline:left", "outline:right")

    def _cone(self, p: Bored, sketch: Sketch, up: float) -> None:
        touch, _, _ = outline(WIDE, 0, up, SQUEEZE)
        apex, end = (0.0, up if p.is_upright else 0.0), (0.0, 0.0 if p.is_upright else up)
        for name, sign in (("right", 1), ("left", -1)):
            stop = (sign * touch[0], touch[1] if p.is_upright else up - touch[1])
            sketch.line(f"bore:{name}", apex, stop, **{**HIDDEN, "color": RED})
            sketch.claim("connected", f"bore:{name}", "rim:top" if not p.is_upright else "hiddenrim:base")
        sketch.claim("connected", "bore:left", "bore:right")
        sketch.claim("ratio", "bore:left", "bore:right", value=1)
        sketch.claim("count", "bore", value=2)
        point(sketch, p.letters[0], apex, (0, 1 if p.is_upright else -1), 0.05)
        point(sketch, p.letters[1], end, (0.8, -0.5 if p.is_upright else 0.5), 0.05)
        sketch.claim("on", f"point:{p.letters[0]}", "bore:left", tolerance=8.0)
        sketch.entity("bored cone", "bore:left", "bore:right")

    def _hole(self, p: Bored, sketch: Sketch, up: float) -> None:
        small = WIDE * p.hole / p.d
        disc(sketch, "hole", (0, up), small, SQUEEZE, color=RED)
        sketch.circle("hiddenrim:hole", (0, 0), small, radius_y=small * SQUEEZE, **{**HIDDEN, "color": RED})
        for name, sign in (("right", 1), ("left", -1)):
            sketch.line(f"bore:{name}", (sign * small, 0), (sign * small, up), **{**HIDDEN, "color": RED})
            sketch.claim("connected", f"bore:{name}", "rim:hole")
        sketch.claim("width_ratio", "rim:hole", "rim:top", value=small / WIDE)
        sketch.claim("parallel", "bore:left", "bore:right")
        sketch.claim("count", "bore", value=2)
        sketch.dimension("dimension:e", (-small, up), (small, up), p.givens[2].text, WIDE * (SQUEEZE + 0.3), color=RED)
        sketch.claim("ratio", "dimension:e", "dimension:d", value=small / WIDE)
        point(sketch, p.letters[0], (0, up), (0.8, 0.4), 0.05)
        point(sketch, p.letters[1], (0, 0), (0.8, -0.4), 0.05)
        sketch.entity("hole", "rim:hole", "hiddenrim:hole", "bore:left", "bore:right")

    def _bowl(self, p: Bored, sketch: Sketch, up: float) -> None:
        sketch.circle("bore:bowl", (0, up), WIDE, start_deg=180, end_deg=360, **{**HIDDEN, "color": RED})
        sketch.claim("connected", "bore:bowl", "rim:top")
        sketch.claim("ratio", "bore:bowl", "dimension:d", value=math.pi / 2)
        sketch.claim("count", "bore", value=1)
        point(sketch, p.letters[0], (0, up), (0.8, 0.5), 0.05)
        point(sketch, p.letters[1], (0, 0), (0.8, -0.5), 0.05)
        sketch.entity("bored half of a sphere", "bore:bowl")

    def questions(self, p: Bored) -> Iterator[Question]:
        """Lengths, letters, and what is bored out."""
        givens, is_up = p.givens, p.layout != "cone" or p.is_upright
        for index, item in enumerate(givens):
            yield ask_value(item.symbol, item, *givens[:index], *givens[index + 1 :])
        others = [letter for letter in LETTERS if letter not in p.letters[:2]][p.h % 6 :]
        yield ask_word("upper", p.letters[0 if is_up else 1], [p.letters[1 if is_up else 0], *others])
        yield ask_word("lower", p.letters[1 if is_up else 0], [p.letters[0 if is_up else 1], *others])
        yield ask_word("what", p.layout, ["cone", "hole", "bowl", "ball"])

    @defect(visibility=2)
    def leaning_side(self, p: Bored, scene: FigureScene, draw: Random) -> FigureScene:
        """A side of the cylinder is not at a right angle to its base."""
        line = scene.path(f"outline:{draw.choice(('left', 'right'))}")
        (x, y), (_, top) = line.points
        return change(scene, replace(line, points=((x, y), (x * 0.75, top))))

    @defect(visibility=1)
    def wrong_height(self, p: Bored, scene: FigureScene, draw: Random) -> FigureScene:
        """The cylinder is drawn much too high for its lengths."""
        return redrawn(self, scene, replace(p, h=round(1.5 * p.h)))

    @defect(visibility=3)
    def missing_bore(self, p: Bored, scene: FigureScene, draw: Random) -> FigureScene:
        """An outline of what is bored out is missing."""
        return scene.without("bore:bowl" if p.layout == "bowl" else f"bore:{draw.choice(('left', 'right'))}")


@dataclass(frozen=True, kw_only=True)
class Section(Parameters):
    """A sphere of radius R and a plane at the distance d from its center, which cuts out a circle of radius r."""

    big: int = one_of(*range(5, 31))
    second: int = one_of(*range(2, 28))
    unit: str = one_of("cm", "dm", "m", "mm")
    letters: tuple[str, ...] = several(LETTERS, 3)
    layout: str = one_of("area", "distance", "cap", level_1=("area", "distance"), level_3=("cap", "cap", "distance"))

    @property
    def distance(self) -> float:
        """From the center to the plane: √(R² − r²) where the radius r of the circle is given."""
        return math.sqrt(max(self.big**2 - self.second**2, 0)) if self.layout == "distance" else float(self.second)

    @property
    def radius(self) -> float:
        """Of the circle: √(R² − d²)."""
        return math.sqrt(max(self.big**2 - self.distance**2, 0))

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """The sphere's radius, and the distance of the plane or the circle's radius."""
        other = {"distance": ("r", "radius of the circle")}.get(
            self.layout, ("d", "distance of the plane from the center")
        )
        found = {"R": (self.big, "radius of the sphere"), other[0]: (self.second, other[1])}
        return tuple(
            Quantity(symbol=name, value=value, unit=self.unit, meaning=words) for name, (value, words) in found.items()
        )

    def valid(self) -> bool:
        """The plane is clear of the center and of the top."""
        return self.second < self.big and 0.58 <= self.distance / self.big <= 0.8


def of_section(big: float, distance: float, layout: str) -> float:
    """Area π (R² − d²), the distance d itself, or the volume π k² (3 R − k) / 3 of the cap of height k = R − d."""
    high = big - distance
    return {
        "area": math.pi * (big**2 - distance**2),
        "distance": distance,
        "cap": math.pi * high**2 * (3 * big - high) / 3,
    }[layout]


@family("Math - Solid Geometric")
class SphereSection(Family[Section]):
    """A plane cuts a sphere: the area of the circle, the distance of the plane, or the volume of the cap."""

    def solve(self, p: Section) -> Solution:
        """By Pythagoras in the triangle of the radii."""
        unit = p.unit + {"area": "²", "distance": "", "cap": "³"}[p.layout]
        answer = number_answer(of_section(p.big, p.distance, p.layout), unit)
        values = {
            **{item.symbol: item for item in p.givens}, "center": p.letters[0], "foot": p.letters[1], "rim": p.letters[2],
            "square": p.big**2 - p.second**2, "high": p.big - p.second,
        }  # fmt: skip
        symbol = {"area": "A", "distance": "d", "cap": "V"}[p.layout]
        return Solution(answer=answer, symbol=symbol, values=values, hidden=(f"{symbol} = {answer.text}", answer.text))

    def draw(self, p: Section, sketch: Sketch) -> None:
        """The sphere with its equator, the circle above it, and the right triangle of the lengths."""
        one, center, foot, rim = WIDE / p.big, *p.letters
        rho, far = p.radius * one, p.distance * one
        up = far * SHORT
        rise = math.degrees(math.asin(min(1.0, far * SQUEEZE / SHORT / rho)))
        sketch.circle("sphere:O", (0, 0), WIDE, z=3)
        disc(sketch, "equator", (0, 0), WIDE, SQUEEZE, back=(0, 180), color=GREY, width=1.0)
        sketch.circle("section:fill", (0, up), rho, radius_y=rho * SQUEEZE, fill=PALE_ORANGE, width=0, z=0)
        if p.layout == "cap":
            self._cap(sketch, up, rho, rise)
        disc(sketch, "section", (0, up), rho, SQUEEZE, back=(rise, 180 - rise), color=BLUE)
        end = (rho, up)
        sketch.line("distance:d", (0, 0), (0, up), dash="dashed", width=1.2)
        sketch.line("radius:R", (0, 0), end, width=1.2)
        sketch.line("radius:r", (0, up), end, color=RED, width=1.2)
        sketch.right_angle("square:P", (0, up), (0, 0), end, 0.2)
        point(sketch, center, (0, 0), (-0.7, -0.7), 0.045)
        point(sketch, foot, (0, up), (-0.9, 0.4), 0.045)
        point(sketch, rim, end, away(end, (0, 0)), 0.045)
        big, second = p.givens
        # Below the back of the equator.
        side_text(sketch, "radius:R", (0, 0), end, big.text, (0, up), 0.3, gap_pt=3, plate=True)
        d_text, r_text = ("$d$", second.text) if p.layout == "distance" else (second.text, "$r$")
        side_text(sketch, "distance:d", (0, 0), (0, up), d_text, end, position=0.36, gap_pt=3, halo=True)
        sketch.text("label:r", r_text, (0.5 * rho, up), of="radius:r", toward=(0, 1), gap_pt=2, color=RED)
        sketch.claim("ratio", "distance:d", "radius:r", value=up / rho)
        for one_line, other in (("radius:R", "radius:r"), ("distance:d", "radius:R"), ("distance:d", "radius:r")):
            sketch.claim("connected", one_line, other)
        sketch.claim("perpendicular", "distance:d", "radius:r")
        sketch.claim("inside", "section:fill", "sphere:O")
        sketch.claim("on", f"point:{foot}", "distance:d")
        sketch.claim("on", f"point:{rim}", "rim:section", tolerance=8.0)
        sketch.claim("order", f"point:{center}", "section:fill", value="bottom_to_top")
        sketch.claim("width_ratio", "section:fill", "sphere:O", value=rho / WIDE)
        sketch.claim("count", "radius", value=2)
        sketch.entity("sphere", "sphere:O", f"point:{center}")
        sketch.entity("section", "section:fill", "rim:section", "hiddenrim:section")

    def _cap(self, sketch: Sketch, up: float, rho: float, rise: float) -> None:
        """The part of the page that the cap takes: between the front of the circle and the outline of the sphere."""
        turns = np.radians(np.linspace(180 - rise, 360 + rise, 60))
        front = np.stack([rho * np.cos(turns), up + rho * SQUEEZE * np.sin(turns)], axis=1)
        start = math.atan2(front[-1][1], front[-1][0])
        over = np.linspace(start, math.pi - start, 60)
        rim = np.stack([WIDE * np.cos(over), WIDE * np.sin(over)], axis=1)
        sketch.area("cap:fill", *front, *rim[1:-1], fill=PALE_ORANGE, width=0, z=0)
        sketch.claim("shaded", "cap:fill", value="true")
        sketch.entity("cap", "cap:fill")

    def questions(self, p: Section) -> Iterator[Question]:
        """Both lengths, and the letters of the points."""
        big, second = p.givens
        yield ask_value("big", big, second)
        of = "the red radius" if second.symbol == "r" else f"the segment {p.letters[0]}{p.letters[1]}"
        yield ask_value("second", second, big, of=of)
        for question, letter in zip(("center", "foot", "rim"), p.letters, strict=True):
            yield ask_word(question, letter, [*p.letters, "none"])

    @defect(visibility=3)
    def section_off_plane(self, p: Section, scene: FigureScene, draw: Random) -> FigureScene:
        """The circle is drawn below the center of the sphere, though its radius is marked above."""
        marks = [scene.mark(name) for name in ("section:fill", "rim:section", "hiddenrim:section")]
        moved = [replace(mark, center=(mark.center[0], -mark.center[1])) for mark in marks if isinstance(mark, Round)]
        return change(scene, *moved)

    @defect(visibility=2)
    def foot_off_axis(self, p: Section, scene: FigureScene, draw: Random) -> FigureScene:
        """The distance of the plane does not end in the center of the circle."""
        line = scene.path("distance:d")
        x, y = line.points[1]
        return pull(scene, (x, y), (x - 0.2 * WIDE, y))

    @defect(visibility=2)
    def wrong_radius(self, p: Section, scene: FigureScene, draw: Random) -> FigureScene:
        """The radius of the circle does not reach its rim."""
        line = scene.path("radius:r")
        (x, y), (end, high) = line.points
        return change(scene, replace(line, points=((x, y), (x + 0.7 * (end - x), high))))
