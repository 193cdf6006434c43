"""Shadows of balls in sunlight: the umbra is a cone between the outer tangents, the penumbra widens between the inner ones."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, number, one_of
from scisynth.figures.families.questions import Question, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import DARK_GREY, GREY, ORANGE, RED
from scisynth.figures.parts.physics import count_roles, pick_letters
from scisynth.figures.parts.places import polar
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer

SUN = "#f4b942"
BODIES = {
    "the Moon": (1737, 147, 152),
    "the Earth": (6371, 147, 152),
    "Mars": (3390, 207, 249),
    "Mercury": (2440, 46, 69),
    "Venus": (6052, 107, 109),
}
"""Radius in km, and the range of the distance from the Sun in millions of km."""
BIG, GAP = 2.0, 5.0
"""Radius of the Sun, and distance to the body, on the page."""


def three_figures(value: float) -> float:
    """A value as it is printed."""
    return float(f"{value:.3g}")


@dataclass(frozen=True, kw_only=True)
class Shadow(Parameters):
    """A body in sunlight, and a distance behind it."""

    body: str = one_of(*BODIES)
    sun: float = number("R", "km", (696000,), meaning="radius of the Sun")
    distance: float = drawn(
        lambda draw, level, values: three_figures(draw.uniform(*BODIES[values["body"]][1:]) * 1e6),
        words="by the orbit", symbol="d", unit="km", meaning="Sun to body", given=True,
    )  # fmt: skip
    behind: float = one_of(0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65)
    layout: str = one_of("length", "umbra", "penumbra", level_1=("length",))
    small: float = one_of(0.6, 0.65, 0.7, 0.75, 0.8)
    first: int = one_of(*range(8))
    is_mirrored: bool = one_of(False, True)

    def valid(self) -> bool:
        """A screen behind the body as drawn, and not across it."""
        return self.layout == "length" or self.behind * GAP / (BIG - self.small) > 1.2

    @property
    def radius(self) -> Quantity:
        """Of the body, km."""
        return Quantity(symbol="r", value=float(BODIES[self.body][0]), unit="km", meaning=f"radius of {self.body}")

    @property
    def length(self) -> float:
        """Of the umbra, km."""
        return umbra_length(self.sun, self.radius.value, self.distance)

    @property
    def screen(self) -> Quantity:
        """Distance behind the body where the width is asked for, km."""
        return Quantity(
            symbol="x", value=three_figures(self.behind * self.length), unit="km", meaning="distance behind the body"
        )

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Both radii and the distances."""
        found = (*super().givens, self.radius)
        return found if self.layout == "length" else (*found, self.screen)

    @property
    def letters(self) -> tuple[str, ...]:
        """Of umbra, penumbra and full light; R is the Sun's radius."""
        return tuple(letter.replace("R", "D") for letter in pick_letters(self.first, 3))


def umbra_length(sun: float, radius: float, distance: float) -> float:
    """From the middle of a body to the tip of its umbra, in the unit of the arguments."""
    return distance * radius / (sun - radius)


def shadow_width(sun: float, radius: float, distance: float, behind: float, *, penumbra: bool) -> float:
    """Diameter of umbra or penumbra at a distance behind the body; tangents are taken through the ends of upright diameters."""
    slope = (sun + radius) / distance if penumbra else -(sun - radius) / distance
    return 2 * (radius + slope * behind)


@family("Physics - Astronomical")
class EclipseShadow(Family[Shadow]):
    """The umbra behind a ball in sunlight: its length, or the width of umbra or penumbra at a distance."""

    def solve(self, p: Shadow) -> Solution:
        """Similar triangles."""
        values = {"radius": p.radius, "screen": p.screen, "place": p.layout, "umbra_letter": p.letters[0]}
        if p.layout == "length":
            return Solution(answer=number_answer(p.length, "km"), symbol="L", values=values)
        found = shadow_width(p.sun, p.radius.value, p.distance, p.screen.value, penumbra=p.layout == "penumbra")
        return Solution(answer=number_answer(found, "km"), symbol="w", values=values)

    def draw(self, p: Shadow, sketch: Sketch) -> None:
        """Sun on the left before mirroring; sizes are far from scale, which is said."""
        small = p.small
        reach = GAP * small / (BIG - small)
        apex = GAP + reach
        sketch.circle("sun:S", (0, 0), BIG, fill=SUN, color=ORANGE, z=2)
        sketch.circle("body:B", (GAP, 0), small, fill="#9a9a9a", z=4)
        turn, inner = (math.degrees(math.acos((BIG + way * small) / GAP)) for way in (-1, 1))
        for side, sign in ((1, 1), (2, -1)):
            sketch.line(f"tangent:{side}", polar(sign * turn, BIG), (apex, 0), color=RED, width=1.2, z=5)
            start = polar(sign * inner, BIG)
            touch = np.asarray([GAP, 0]) - polar(sign * inner, small)
            way = (touch - start) / np.linalg.norm(touch - start)
            end = touch + way * (apex - touch[0]) / way[0]
            sketch.line(f"tangent:{side + 2}", start, end, color=GREY, width=1.0, dash="dashed", z=3)
            for name in (f"tangent:{side}", f"tangent:{side + 2}"):
                sketch.claim("tangent", name, "sun:S")
                sketch.claim("tangent", name, "body:B")
        sketch.claim("connected", "tangent:1", "tangent:2")
        edge = [np.asarray([GAP, 0]) + polar(angle, small) for angle in (turn, -turn)]
        sketch.area("umbra:U", edge[0], (apex, 0), edge[1], fill=DARK_GREY, width=0, z=1)
        self._name_regions(p, sketch, reach)
        sketch.text("label:S", f"Sun, {p.label('sun')}", (0, BIG), of="sun:S", toward=(0, 1))
        sketch.text(
            "label:B",
            f"{p.body.removeprefix('the ')}, {p.radius.label}",
            (3.9, -2.05),
            of="leader:B",
            toward=(-1, 0),
            gap_pt=3,
            halo=True,
        )
        sketch.line("leader:B", (GAP - 0.3, 0.1 - small), (3.9, -2.05), width=0.7)
        self._draw_sizes(p, sketch, apex)
        sketch.text("note:scale", "not to scale", (apex, -BIG - 2.7), toward=(-1, 0), color=GREY, size=10)
        count_roles(sketch, "tangent", "umbra")
        sketch.entity("Sun", "sun:S")
        sketch.entity("body", "body:B")
        sketch.entity("umbra", "umbra:U", "tangent:1", "tangent:2")
        if p.is_mirrored:
            mirror(sketch)

    @staticmethod
    def _name_regions(p: Shadow, sketch: Sketch, reach: float) -> None:
        """Letters in the umbra, in the penumbra, and in full light."""
        shaded = p.small + 0.12 * reach
        if p.layout != "length":
            # Between body and screen, or behind the screen where there is no room.
            room = p.behind * reach - p.small
            shaded = p.small + room / 2 if room > 0.6 else p.small + room + 0.25
        spots = [
            (GAP + shaded, 0.0),
            (GAP + 0.8 * reach, 0.62 + 0.35 * p.small),
            (GAP + 0.1, BIG + 0.4),
        ]
        for letter, at, color in zip(p.letters, spots, ("white", "black", "black"), strict=True):
            sketch.text(f"region:{letter}", f"${letter}$", at, size=13, color=color, z=7)
        sketch.claim("inside", f"region:{p.letters[0]}", "umbra:U")
        sketch.claim("outside", f"region:{p.letters[1]}", "umbra:U")

    @staticmethod
    def _draw_sizes(p: Shadow, sketch: Sketch, apex: float) -> None:
        low = -BIG - 0.8
        stop, words = (apex, "$L$") if p.layout == "length" else (GAP + p.behind * (apex - GAP), p.screen.label)
        for tag, left, right, text in (("d", 0.0, GAP, p.label("distance")), ("x", GAP, stop, words)):
            y = low - (0.9 if tag == "x" and p.layout != "length" else 0.0)
            sketch.line(f"size:{tag}", (left, y), (right, y), arrow="both", width=0.9)
            sketch.text(f"label:{tag}", text, ((left + right) / 2, y), of=f"size:{tag}", toward=(0, -1), gap_pt=5)
        for index, (x, top) in enumerate(
            ((0.0, 0.0), (GAP, -p.small - 0.95), (stop, 0.0 if p.layout == "length" else -1.9))
        ):
            sketch.line(
                f"end:{index}",
                (x, top),
                (x, low - (0.95 if index and p.layout != "length" else 0.1)),
                width=0.6,
                color=GREY,
                z=3,
            )
        if p.layout != "length":
            share = p.behind
            high = BIG * 0.98 if p.layout == "penumbra" else 1.3
            sketch.line("screen:1", (stop, -high), (stop, high), width=2.0, color="black", dash="dotted", z=6)
            sketch.claim("perpendicular", "screen:1", "size:x")
            sketch.claim("ratio", "size:x", "size:d", value=share * (apex - GAP) / GAP)
        else:
            sketch.claim("ratio", "size:x", "size:d", value=p.small / (BIG - p.small))

    def questions(self, p: Shadow) -> Iterator[Question]:
        """Body, distances, and regions."""
        yield ask_word("body", p.body, list(BODIES))
        yield ask_value("distance", p.quantity("distance"))
        yield ask_word("umbra", p.letters[0], [*p.letters, "none"])
        yield ask_word("penumbra", p.letters[1], [*p.letters, "none"])
        yield ask_word("sun", "right" if p.is_mirrored else "left", ["left", "right", "above", "below"])

    @defect(visibility=2)
    def widening_umbra(self, p: Shadow, scene: FigureScene, draw: Random) -> FigureScene:
        """The lines of the umbra do not close to a tip, as if the Sun were a distant point."""
        lines = []
        for name in ("tangent:1", "tangent:2"):
            mark = scene.path(name)
            (x0, y0), (x1, _) = mark.points
            lines.append(replace(mark, points=((x0, y0), (x1, 0.6 * y0))))
        return change(scene, *lines)

    @defect(visibility=2)
    def missing_touch(self, p: Shadow, scene: FigureScene, draw: Random) -> FigureScene:
        """A limit of the penumbra does not touch the body."""
        mark = scene.path("tangent:3")
        (x0, y0), (x1, y1) = mark.points
        return change(scene, replace(mark, points=((x0, y0), (x1, y1 - 1.4))))

    @defect(visibility=1)
    def wrong_distance(self, p: Shadow, scene: FigureScene, draw: Random) -> FigureScene:
        """The dimension behind the body ends at the wrong place."""
        line = scene.path("size:x")
        (x0, y0), (x1, y1) = line.points
        return change(scene, replace(line, points=((x0, y0), (x0 + 0.6 * (x1 - x0), y1))))
