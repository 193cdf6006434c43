"""Coils in a uniform magnetic field: seen along a side with its normal, face on while the field changes, and turning between poles.

With N turns of area A whose normal makes the angle φ with B: flux N B A cos φ, torque N I B A sin φ. The emf is the change of the flux
per time; a coil that turns at the frequency f has the peak emf N B A 2π f.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, number, one_of
from scisynth.figures.families.questions import Question, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.fields import end_on, field_grid
from scisynth.figures.parts.palette import BLUE, GREEN, GREY, ORANGE, PALE_BLUE, PALE_RED, RED
from scisynth.figures.parts.physics import block, count_roles, turned, vector
from scisynth.figures.parts.places import polar
from scisynth.figures.scene.marks import role_of
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

APART, CLOSE = (-2.25, -0.75, 0.75, 2.25), (-1.5, -0.5, 0.5, 1.5)
"""Heights of the field's arrows where an angle, or a coil, stands in the middle."""
HALF = 1.45
"""Half a coil seen along its side, or half the longer side of one seen face on, in units of the scene."""
RADIUS = 1.6
"""Of a round coil."""
COLUMNS, ROWS = 4, 3
"""Symbols of a field at a right angle to the page, on either side of the middle."""
LENGTHS = (2.4, 2.1, 2.7, 1.8)
"""Of the arrow of a normal."""


@dataclass(frozen=True, kw_only=True)
class Coil(Parameters):
    """A coil of N turns, its sides or radius, the field, and what is asked."""

    layout: str = one_of("edge", "face", "turning", level_1=("edge", "face"), level_3=("edge", "face", "turning"))
    turns: int = number(
        "N", "", (5, 8, 10, 12, 15, 20, 25, 40, 50, 80, 100), meaning="number of turns", level_1=(1, 10, 20)
    )
    a: float = number("a", "cm", (4, 5, 6, 8, 9, 10, 12, 14), meaning="one side, or the radius")
    b: float = number("b", "cm", (5, 6, 7, 8, 10, 12, 15, 18), meaning="the other side")
    field: float = number("B", "T", (0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.8, 1.2, 1.5), meaning="magnetic field")
    angle: int = number(r"\varphi", "°", (25, 30, 35, 40, 50, 55, 60, 65), meaning="angle of the normal with the field")
    current: float = number("I", "A", (0.2, 0.4, 0.5, 0.8, 1.2, 1.5, 2, 2.5, 3), meaning="current")
    time: float = number("t", "s", (0.1, 0.2, 0.25, 0.4, 0.5, 0.8, 1.2), meaning="time")
    frequency: float = number("f", "Hz", (5, 10, 12, 15, 20, 25, 30, 40, 50, 60), meaning="frequency")
    goal: str = one_of("torque", "flux")
    """Of a coil seen along its side."""
    is_round: bool = one_of(False, True)
    """Of a coil seen face on."""
    is_falling: bool = one_of(False, True)
    """Whether the field falls to nothing, or grows from nothing."""
    into: bool = one_of(False, True)
    is_mirrored: bool = one_of(False, True)
    is_up: bool = one_of(False, True)
    """Whether the normal points up."""

    @property
    def asked(self) -> str:
        """What is asked for."""
        return self.goal if self.layout == "edge" else "emf" if self.layout == "face" else "peak"

    @property
    def has_radius(self) -> bool:
        """Whether the coil is a circle."""
        return self.layout == "face" and self.is_round

    @property
    def half(self) -> np.ndarray:
        """Half the sides of a rectangular coil that one sees face on, in units of the scene."""
        return np.asarray([self.a, self.b]) * HALF / max(self.a, self.b)

    @property
    def apart(self) -> float:
        """Distance of the field's symbols at which the wire of the coil keeps clear of them best."""

        def clearance(apart: float) -> float:
            lines = apart * (np.arange(COLUMNS) + 0.5)
            if self.has_radius:
                return float(np.abs(np.hypot(lines[:, None], lines[None, :]) - RADIUS).min())
            return float(np.abs(lines[:, None] - self.half[None, :]).min())

        return max((0.75, 0.8, 0.7, 0.85, 0.9), key=clearance)

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """What the layout shows."""
        extra = {
            "edge": ("angle", *(("current",) if self.goal == "torque" else ())),
            "face": ("time",),
            "turning": ("frequency",),
        }[self.layout]
        sides = (
            (replace(self.quantity("a"), symbol="r"),) if self.has_radius else (self.quantity("a"), self.quantity("b"))
        )
        return (self.quantity("turns"), *sides, *(self.quantity(name) for name in ("field", *extra)))

    def valid(self) -> bool:
        """Sides that differ, and in proportion; a flux that is not tiny."""
        return self.a != self.b and 0.45 <= self.a / self.b <= 2.2


def coil_area(a: float, b: float, *, is_round: bool) -> float:
    """m², from cm."""
    return math.pi * (a / 100) ** 2 if is_round else a * b / 1e4


def of_coil(
    asked: str,
    turns: int,
    area: float,
    field: float,
    *,
    angle: float = 0.0,
    current: float = 0.0,
    time: float = 1.0,
    frequency: float = 0.0,
) -> float:
    """Torque in N m, flux linkage in Wb, emf or its peak in V."""
    full = turns * area * field
    return {
        "torque": full * current * math.sin(math.radians(angle)),
        "flux": full * math.cos(math.radians(angle)),
        "emf": full / time,
        "peak": full * 2 * math.pi * frequency,
    }[asked]


@family("Physics - Field Diagram")
class CoilInField(Family[Coil]):
    """Torque, flux or emf of a coil in a uniform magnetic field."""

    def solve(self, p: Coil) -> Solution:
        """By the flux through the coil."""
        area = coil_area(p.a, p.b, is_round=p.has_radius)
        value = of_coil(
            p.asked, p.turns, area, p.field, angle=p.angle, current=p.current, time=p.time, frequency=p.frequency
        )
        unit = {"torque": "N m", "flux": "Wb", "emf": "V", "peak": "V"}[p.asked]
        symbol = {"torque": "M", "flux": "NΦ", "emf": "U", "peak": "U"}[p.asked]
        size = f"radius r = {p.text('a')}" if p.has_radius else f"sides a = {p.text('a')} and b = {p.text('b')}"
        values = {
            "goal": p.asked, "size_of": size, "area": format_number(area), "kind": "circular" if p.has_radius else "rectangular",
            "way": "falls to zero" if p.is_falling else "grows from zero",
            "change": f"falls from {p.text('field')} to zero" if p.is_falling else f"grows from zero to {p.text('field')}",
            "num": f"{p.turns} turn{'s' if p.turns > 1 else ''}",
            "into": "into" if p.into else "out of", "full": format_number(p.turns * area * p.field),
        }  # fmt: skip
        return Solution(answer=number_answer(value, unit), symbol=symbol, values=values)

    def draw(self, p: Coil, sketch: Sketch) -> None:
        """One of three views."""
        {"edge": self._draw_edge, "face": self._draw_face, "turning": self._draw_turning}[p.layout](p, sketch)

    def _note(self, p: Coil, sketch: Sketch, low: float, *names: str) -> None:
        """Values that belong to no line, below the drawing."""
        sketch.text("note:values", ", ".join(p.label(name) for name in names), (0, low), valign="top", size=12)
        for name in names:
            sketch.claim("value", "note:values", value=float(getattr(p, name)))

    def _draw_field(self, sketch: Sketch, left: float, right: float, heights: tuple[float, ...]) -> None:
        for index, y in enumerate(heights):
            sketch.arrow(f"field:{index}", (left, y), (right, y), color=GREEN, width=1.2, z=1)
        top = len(heights) - 1
        spot = (left + 0.5, heights[top])
        sketch.text("label:field", "$B$", spot, of=f"field:{top}", toward=(0, 1), gap_pt=3, color=GREEN)
        sketch.claim("parallel", "field:0", "field:3")
        sketch.claim("equal_spacing", *(f"field:{index}" for index in range(len(heights))))
        count_roles(sketch, "field")

    def _draw_edge(self, p: Coil, sketch: Sketch) -> None:
        """The coil as a stroke, its current at both ends, the normal and its angle with the field."""
        turn = p.angle if p.is_up else -p.angle
        along = polar(turn + 90)
        self._draw_field(sketch, -3.4, 3.4, APART)
        sketch.line("coil:side", -HALF * along, HALF * along, width=4.0, color=ORANGE, z=4)
        for name, way in (("one", 1), ("two", -1)):
            end_on(sketch, name, tuple((way * HALF * along).tolist()), 0.2, outward=(way > 0) == p.into)
            sketch.claim("connected", "coil:side", f"wire:{name}", tolerance=6)
        sketch.line("base:field", (0, 0), (2.6, 0), dash="dashed", width=0.9, color=GREY, z=2)
        # As long as leaves its letter between two arrows of the field, and off what is written below them.
        rows = (-2.75, *APART, 2.75)
        long = max(LENGTHS, key=lambda size: min(abs(float(polar(turn, size + 0.25)[1]) - y) for y in rows))
        vector(sketch, "normal:n", (0, 0), long, turn, "$n$", color=BLUE)
        sketch.claim("perpendicular", "normal:n", "coil:side")
        one, two = (polar(0), polar(turn)) if p.is_up else (polar(turn), polar(0))
        sketch.angle("angle:phi", (0, 0), one, two, p.label("angle"), 1.15, halo=True, z=8)
        sketch.claim("angle", "angle:phi", value=p.angle)
        sketch.dimension("dimension:a", -HALF * along, HALF * along, p.label("a"), 0.62)
        sketch.claim("ratio", "dimension:a", "coil:side", value=1)
        names = ["turns", "b", "field", *(["current"] if p.goal == "torque" else [])]
        self._note(p, sketch, -2.7, *names)
        sketch.text("note:depth", "the sides $b$ run into the page", (0, -3.15), valign="top", size=10)
        sketch.entity("coil", "coil:side", "wire:one", "wire:two")
        if p.is_mirrored:
            mirror(sketch)

    def _draw_face(self, p: Coil, sketch: Sketch) -> None:
        """Face on in a field at a right angle to the page, which changes."""
        apart = p.apart
        right, top = COLUMNS * apart, ROWS * apart
        field_grid(sketch, (-right, -top, right, top), into=p.into, apart=apart)
        if p.is_round:
            radius = RADIUS
            sketch.circle("coil:face", (0, 0), radius, color=ORANGE, width=2.6, z=4)
            sketch.line("size:a", (0, 0), (radius, 0), arrow="end", width=1.2, z=5)
            # Between two rows of the field's symbols.
            words = f"$r$ = {p.text('a')}"
            sketch.text("label:a", words, (0.5 * radius, 0), of="size:a", toward=(0, 1), gap_pt=1.5, size=11, z=6)
            sketch.claim("ratio", "size:a", "coil:face", value=1 / (2 * math.pi))
        else:
            half = p.half
            sketch.rectangle("coil:face", -half[0], -half[1], half[0], half[1], color=ORANGE, width=2.6, z=4)
            sketch.dimension("dimension:a", (-half[0], top), (half[0], top), p.label("a"), 0.4)
            sketch.dimension("dimension:b", (-right, -half[1]), (-right, half[1]), p.label("b"), 0.6)
            sketch.claim("ratio", "dimension:a", "dimension:b", value=p.a / p.b)
            around = 4 * float(half.sum())
            sketch.claim("ratio", "dimension:a", "coil:face", value=2 * float(half[0]) / around)
        sketch.claim("inside", "coil:face", "region:B")
        self._note(p, sketch, -top - 0.3, "turns", "field", "time")
        words = (
            "field falls from $B$ to 0 in the time $t$" if p.is_falling else "field grows from 0 to $B$ in the time $t$"
        )
        sketch.text("note:change", words, (0, -top - 0.75), valign="top", size=10)
        sketch.entity("coil", "coil:face")
        sketch.entity("field", "region:B")

    def _draw_turning(self, p: Coil, sketch: Sketch) -> None:
        """Between two poles, with its axis upright; the sides are to scale."""
        half = p.half
        for name, x, fill in (("north", -3.7, PALE_RED), ("south", 3.7, PALE_BLUE)):
            block(sketch, f"pole:{name}", (x, 0), 1.0, 4.6, fill=fill)
            sketch.text(
                f"name:{name}", name, (x, 0), of=f"pole:{name}", size=11, rotation_deg=90 if name == "north" else 270
            )
        self._draw_field(sketch, -3.2, 3.2, CLOSE)
        sketch.rectangle("coil:face", -half[0], -half[1], half[0], half[1], color=ORANGE, width=2.8, z=4)
        sketch.line("axis:turn", (0, -2.5), (0, 2.9), dash="dashed", color=GREY, width=1.1, z=3)
        sketch.claim("symmetric", "coil:face", "axis:turn")
        sketch.circle(
            "sense:turn", (0, 2.65), 0.42, radius_y=0.16, start_deg=200, end_deg=520, color=RED, width=1.4, z=5
        )
        sketch.text(
            "label:f", p.label("frequency"), (0.42, 2.65), of="sense:turn", toward=(1, 0.2), gap_pt=5, color=RED
        )
        sketch.text("label:a", p.label("a"), (-0.05, half[1]), of="coil:face", toward=(-1, 1), gap_pt=4, halo=True, z=6)
        sketch.text("label:b", p.label("b"), (half[0], 0), of="coil:face", toward=(1, 0), gap_pt=5, halo=True, z=6)
        around = 4 * float(half.sum())
        sketch.claim("ratio", "coil:face", "field:0", value=around / 6.4)
        self._note(p, sketch, -2.8, "turns", "field")
        count_roles(sketch, "pole")
        sketch.entity("coil", "coil:face")
        sketch.entity("magnet", "pole:north", "pole:south")
        if p.is_mirrored:
            mirror(sketch)

    def questions(self, p: Coil) -> Iterator[Question]:
        """Printed values, and directions that are drawn."""
        yield ask_value("turns", p.quantity("turns"))
        yield ask_value("field", p.quantity("field"))
        if p.has_radius:
            yield ask_value("radius", p.quantity("a"))
        else:
            yield ask_value("a", p.quantity("a"), p.quantity("b"))
            yield ask_value("b", p.quantity("b"), p.quantity("a"))
        if p.layout == "face":
            yield ask_word("way", "into" if p.into else "out", ["into", "out", "left", "right"])
            return
        yield ask_word("way", "left" if p.is_mirrored else "right", ["into", "out", "left", "right"])
        if p.layout == "edge":
            yield ask_value("angle", p.quantity("angle"), Quantity(symbol="", value=90 - p.angle, unit="°"))
        else:
            yield ask_value("frequency", p.quantity("frequency"))

    @defect(visibility=2)
    def turned_field(self, p: Coil, scene: FigureScene, draw: Random) -> FigureScene:
        """One arrow or symbol of the field shows another direction than the others, though the field is uniform."""
        if p.layout == "face":
            name = draw.choice([mark.id for mark in scene.marks if role_of(mark.id) in ("cross", "point")])
            return scene.without(name, name.replace("cross", "stroke"))
        arrow = scene.path(f"field:{draw.randrange(len(APART))}")
        return change(scene, replace(arrow, points=arrow.points[::-1]))

    @defect(visibility=1)
    def tilted_normal(self, p: Coil, scene: FigureScene, draw: Random) -> FigureScene:
        """The normal does not stand at a right angle to the coil."""
        if p.layout != "edge":
            raise DoesNotApplyError
        return change(scene, turned(scene.path("normal:n"), draw.choice((-16, 16))))

    @defect(visibility=3)
    def shifted_coil(self, p: Coil, scene: FigureScene, draw: Random) -> FigureScene:
        """The coil lies partly outside the field, or off its axis."""
        if p.layout == "edge":
            raise DoesNotApplyError
        coil, step = scene.mark("coil:face"), COLUMNS * p.apart if p.layout == "face" else 0.7
        if p.has_radius:
            circle = scene.round("coil:face")
            return change(scene, replace(circle, center=(circle.center[0] + step, circle.center[1])))
        path = scene.path(coil.id)
        return change(scene, replace(path, points=tuple((x + step, y) for x, y in path.points)))

    @defect(visibility=2)
    def wrong_value_of_angle(self, p: Coil, scene: FigureScene, draw: Random) -> FigureScene:
        """The angle that is printed belongs to the coil and the field, not to its normal and the field."""
        if p.layout != "edge":
            raise DoesNotApplyError
        label = scene.label("label:phi")
        return change(scene, replace(label, text=replace(p.quantity("angle"), value=90 - p.angle).label))
