"""Collisions on a line: elastic, with bodies that stick together, and a bullet that is caught by a hanging block."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from scisynth.figures.corruptions import change, swap_texts
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_number, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, PALE_BLUE, PALE_GREEN, PAPER, RED
from scisynth.figures.parts.physics import GRAVITY, block, vector, wall
from scisynth.figures.parts.places import polar
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

MASSES = (0.5, 0.8, 1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6)
SPEEDS = (1, 1.5, 2, 2.5, 3, 3.5, 4, 5, 6, 8)
STRING = 3.4
"""Of the pendulum as drawn."""
ASKED = {
    "elastic": ("first", "second"),
    "sticking": ("common", "loss"),
    "opposite": ("common", "loss"),
    "pendulum": ("bullet",),
}


def draw_masses(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[float, float]:
    """Two masses in kilograms; a bullet of 4 to 20 g and its block."""
    if values["layout"] == "pendulum":
        return draw.choice((0.004, 0.005, 0.006, 0.008, 0.01, 0.012, 0.015, 0.02)), draw.choice(
            (1, 1.2, 1.5, 2, 2.5, 3, 4, 5)
        )
    one, two = draw.sample(MASSES, 2)
    return one, two


def draw_asked(draw: Random, level: int, values: Mapping[str, Any]) -> str:
    """What suits the layout; velocities alone at level 1."""
    choices = ASKED[values["layout"]]
    return choices[0] if level == 1 and values["layout"] != "elastic" else draw.choice(choices)


@dataclass(frozen=True, kw_only=True)
class Impact(Parameters):
    """Two bodies before they meet."""

    layout: str = one_of("elastic", "sticking", "opposite", "pendulum", level_1=("elastic", "sticking"))
    masses: tuple[float, ...] = drawn(draw_masses, words="two masses")
    asked: str = drawn(draw_asked, words="first, second, common, loss, bullet")
    speeds: tuple[float, ...] = drawn(lambda draw, level, _: tuple(draw.sample(SPEEDS, 2)), words="1 to 8 m/s")
    length: float = one_of(0.8, 1, 1.2, 1.5, 1.8, 2, 2.4)
    angle: int = one_of(*range(26, 51))
    is_mirrored: bool = one_of(False, True)

    def valid(self) -> bool:
        """Bodies that meet, and a result that is not nothing."""
        return abs(self.result) > 0.05

    @property
    def second_speed(self) -> float:
        """Of the second body along the first one's way: against it where they run towards each other, else at rest."""
        return -self.speeds[1] if self.layout == "opposite" else 0.0

    @property
    def result(self) -> float:
        """What is asked for, in m/s or J."""
        (m, other), v = self.masses, self.speeds[0]
        if self.layout == "pendulum":
            return bullet_speed(m, other, self.length, self.angle)
        if self.layout == "elastic":
            return elastic_speeds(m, other, v)[self.asked == "second"]
        common = (m * v + other * self.second_speed) / (m + other)
        if self.asked == "common":
            return common
        return 0.5 * m * v**2 + 0.5 * other * self.second_speed**2 - 0.5 * (m + other) * common**2

    def mass(self, index: int) -> Quantity:
        """`m_1` and `m_2`, or the bullet's `m` in grams and the block's `M`."""
        if self.layout == "pendulum":
            return Quantity(
                symbol="mM"[index],
                value=1000 * self.masses[0] if index == 0 else self.masses[1],
                unit="g" if index == 0 else "kg",
            )
        return Quantity(symbol=f"m_{index + 1}", value=self.masses[index], unit="kg")

    def speed(self, index: int) -> Quantity:
        """`v_1` and `v_2`."""
        return Quantity(symbol=f"v_{index + 1}", value=self.speeds[index], unit="m/s")

    @property
    def string(self) -> Quantity:
        """Length of the pendulum."""
        return Quantity(symbol="L", value=self.length, unit="m")

    @property
    def swing(self) -> Quantity:
        """Greatest angle of the pendulum."""
        return Quantity(symbol=r"\theta", value=self.angle, unit="°")

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """What the layout states."""
        masses = (self.mass(0), self.mass(1))
        if self.layout == "pendulum":
            return (*masses, self.string, self.swing)
        return (*masses, self.speed(0), *([self.speed(1)] if self.layout == "opposite" else []))


def elastic_speeds(m: float, other: float, speed: float) -> tuple[float, float]:
    """Velocities of both bodies after a central elastic collision with a body at rest, along the way of the first."""
    return (m - other) / (m + other) * speed, 2 * m / (m + other) * speed


def bullet_speed(bullet: float, block_mass: float, length: float, angle_deg: float) -> float:
    """(m + M)/m · √(2 g L (1 − cos θ)): momentum is kept in the impact, energy in the swing (ballistic pendulum)."""
    return (bullet + block_mass) / bullet * math.sqrt(2 * GRAVITY * length * (1 - math.cos(math.radians(angle_deg))))


def _in_brackets(value: float) -> str:
    """A number of a product or power, in brackets where it has a sign."""
    words = format_number(value, 4).replace("-", "−")
    return f"({words})" if value < 0 else words


@family("Physics - Mechanical")
class Collision(Family[Impact]):
    """An elastic collision, bodies that stick together, or a ballistic pendulum."""

    def solve(self, p: Impact) -> Solution:
        """Momentum is kept; in an elastic collision energy, too."""
        unit = "J" if p.asked == "loss" else "m/s"
        symbol = {"first": "v₁′", "second": "v₂′", "common": "u", "loss": "ΔE", "bullet": "v"}[p.asked]
        common = (p.masses[0] * p.speeds[0] + p.masses[1] * p.second_speed) / sum(p.masses)
        return Solution(
            answer=number_answer(p.result, unit),
            symbol=symbol,
            values={
                "one": p.mass(0), "two": p.mass(1), "fast": p.speed(0), "slow": p.speed(1), "string": p.string, "swing": p.swing,
                "a": format_number(p.masses[0]), "b": format_number(p.masses[1]), "v": format_number(p.speeds[0]),
                "w": _in_brackets(p.second_speed), "u": format_number(common, 4).replace("-", "−"), "u_in": _in_brackets(common),
                "sense": "" if p.asked == "loss" else ", positive along the way of the first",
                "case": p.layout if p.layout in ("elastic", "pendulum") else f"{p.layout} {p.asked}",
                "rule": "(m₁ − m₂)/(m₁ + m₂)" if p.asked == "first" else "2 m₁/(m₁ + m₂)",
                "rise": format_number(math.sqrt(2 * GRAVITY * p.length * (1 - math.cos(math.radians(p.angle)))), 4),
            },
        )  # fmt: skip

    def draw(self, p: Impact, sketch: Sketch) -> None:
        """The first body runs to the right, or all is mirrored."""
        if p.layout == "pendulum":
            self._draw_pendulum(p, sketch)
        else:
            self._draw_track(p, sketch)
        if p.is_mirrored:
            mirror(sketch)

    def _draw_track(self, p: Impact, sketch: Sketch) -> None:
        sketch.ground("track", -1.4, 8.4, 0, 0.3)
        longest = max(p.speeds) if p.layout == "opposite" else p.speeds[0]
        for index, (x, fill) in enumerate(((0.6, PALE_BLUE), (6.2, PALE_GREEN))):
            side = 0.9 + 0.12 * p.masses[index]
            block(sketch, f"body:{index + 1}", (x, side / 2), side, side, fill=fill)
            sketch.text(
                f"label:m{index + 1}", p.mass(index).label, (x, side), of=f"body:{index + 1}", toward=(0, 1), gap_pt=5
            )
            sketch.claim("touches", f"body:{index + 1}", "ground:track")
            if index == 0 or p.layout == "opposite":
                size = 1.9 * p.speeds[index] / longest
                tail = (x + side / 2, 0.45) if index == 0 else (x - side / 2, 0.45)
                vector(sketch, f"velocity:{index + 1}", tail, size, 180.0 * index, p.speed(index).label, toward=(0, 1), color=RED, position=max(0.6, 0.75 / size))  # fmt: skip
        if p.layout == "opposite":
            sketch.claim("ratio", "velocity:1", "velocity:2", value=p.speeds[0] / p.speeds[1])
        else:
            sketch.text("label:rest", "at rest" if p.layout == "elastic" else "at rest, sticks", (6.2, -0.3), of="ground:track", toward=(0, -1), gap_pt=5)  # fmt: skip
        if p.layout == "sticking":
            sketch.rectangle(
                "pad:1",
                6.2 - 0.45 - 0.06 * p.masses[1] - 0.16,
                0.12,
                6.2 - 0.45 - 0.06 * p.masses[1],
                0.72,
                fill=BLUE,
                width=0.8,
                z=4,
            )
            sketch.claim("touches", "pad:1", "body:2")
        sketch.claim("order", "body:1", "body:2", value="left_to_right")
        sketch.entity("bodies", "body:1", "body:2")

    def _draw_pendulum(self, p: Impact, sketch: Sketch) -> None:
        top = (0.0, STRING)
        wall(sketch, "ceiling", (1.6, STRING), (-1.2, STRING))
        low, up = (0.0, 0.0), polar(270 + p.angle, STRING, top)
        sketch.line("string:1", top, low, width=1.3)
        sketch.line("string:2", top, up, width=1.2, dash="dashed")
        block(sketch, "body:2", low, 1.0, 0.8, fill=PALE_GREEN)
        block(sketch, "ghost:2", up, 1.0, 0.8, p.angle, fill=PAPER, dash="dashed", z=4)
        sketch.area("body:1", (-3.1, -0.1), (-2.75, -0.1), (-2.6, 0), (-2.75, 0.1), (-3.1, 0.1), fill=BLUE, z=3)
        vector(sketch, "velocity:1", (-2.55, 0), 1.4, 0, "$v$", toward=(0, 1), color=RED, position=0.6)
        sketch.text("label:m1", p.mass(0).label, (-2.85, -0.1), of="body:1", toward=(0, -1), gap_pt=6)
        sketch.text("label:m2", p.mass(1).label, (0, -0.4), of="body:2", toward=(0, -1), gap_pt=6)
        sketch.text("label:L", p.string.label, (0, 0.55 * STRING), of="string:1", toward=(-1, 0), gap_pt=6)
        sketch.angle("angle:theta", top, low, up, p.swing.label, 1.5, gap_pt=9)
        sketch.claim("angle", "string:1", "string:2", value=p.angle)
        sketch.claim("ratio", "string:1", "string:2", value=1.0)
        sketch.claim("connected", "string:1", "wall:ceiling")
        sketch.entity("pendulum", "string:1", "body:2")

    def questions(self, p: Impact) -> Iterator[Question]:
        """The printed values and directions."""
        yield ask_value("one", p.mass(0), p.mass(1))
        yield ask_value("two", p.mass(1), p.mass(0))
        sides = ("left", "right")
        yield ask_word("direction", sides[not p.is_mirrored], [*sides, "rest", "up"])
        if p.layout == "pendulum":
            yield ask_value("string", p.string)
            yield ask_value("swing", p.swing)
        else:
            yield ask_value("fast", p.speed(0), p.speed(1))
            one, two = p.masses
            yield ask_number("both", one + two, unit="kg", likely=[abs(one - two), one, two], step=0.5, low=0.1)

    @defect(visibility=2)
    def reversed_velocity(self, p: Impact, scene: FigureScene, draw: Random) -> FigureScene:
        """The first body is drawn moving away, so that it would never hit."""
        mark = scene.path("velocity:1")
        return change(scene, replace(mark, points=mark.points[::-1]))

    @defect(visibility=2)
    def exchanged_masses(self, p: Impact, scene: FigureScene, draw: Random) -> FigureScene:
        """The masses of the two bodies are exchanged."""
        one, two = scene.label("label:m1"), scene.label("label:m2")
        return swap_texts(scene, one.id, two.id)

    @defect(visibility=3)
    def lost_body(self, p: Impact, scene: FigureScene, draw: Random) -> FigureScene:
        """The body that is hit is missing."""
        return scene.with_marks(tuple(m for m in scene.marks if m.id != "body:2"))
