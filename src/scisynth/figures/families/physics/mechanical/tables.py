"""A body on a table or an incline that a hanging body draws along: Newton's second law for bodies on one rope."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, number, one_of
from scisynth.figures.families.questions import Question, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, GREEN, GREY, PALE_BLUE, PALE_GREY, RED
from scisynth.figures.parts.physics import GRAVITY, block, count_roles, pulley, turned, vector, wall
from scisynth.figures.parts.places import polar
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer

EDGE, FLOOR = 5.2, -4.6
RADIUS = 0.42


@dataclass(frozen=True, kw_only=True)
class Tables(Parameters):
    """Bodies on a rope; the second hangs on the right before the scene is mirrored."""

    layout: str = one_of("table", "two_sides", "incline", level_1=("table",), level_3=("two_sides", "incline"))
    one: float = number("m_1", "kg", (2, 2.5, 3, 3.5, 4, 5, 6), meaning="body on the table")
    two: float = number("m_2", "kg", (1.5, 2, 2.5, 3, 3.5, 4, 5), meaning="hanging body")
    three: float = number("m_3", "kg", (0.5, 1, 1.5, 2, 2.5), meaning="other hanging body")
    friction: float = number(r"\mu", "", (0.15, 0.18, 0.2, 0.22, 0.25, 0.3, 0.35), meaning="coefficient of friction")
    angle: float = number(r"\theta", "°", range(24, 38), meaning="angle of the incline")
    asked: str = one_of("acceleration", "tension")
    is_mirrored: bool = one_of(False, True)

    def valid(self) -> bool:
        """The hanging body goes down, and its weight and the tension differ to the eye."""
        rate = table_motion(self)["acceleration"]
        masses = {self.one, self.two} | ({self.three} if self.layout == "two_sides" else set())
        return len(masses) >= (3 if self.layout == "two_sides" else 2) and 0.5 <= rate <= 6

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """What the layout shows."""
        names = {"table": "friction", "incline": "angle", "two_sides": "friction three"}[self.layout].split()
        return tuple(self.quantity(name) for name in ("one", "two", *names))


def table_motion(p: Tables) -> dict[str, float]:
    """Acceleration of m₂ downwards (m/s²) and forces (N), by the sum of what drives and what holds back all bodies.

    table: friction μ m₁ g holds back; two_sides: so does the weight of m₃; incline: m₁ g sin θ, without friction.
    """
    held, total, normal = 0.0, p.one + p.two, p.one * GRAVITY
    if p.layout == "incline":
        held, normal = p.one * math.sin(math.radians(p.angle)), normal * math.cos(math.radians(p.angle))
    else:
        held = p.friction * p.one
    if p.layout == "two_sides":
        held, total = held + p.three, total + p.three
    rate = GRAVITY * (p.two - held) / total
    friction = 0.0 if p.layout == "incline" else p.friction * p.one * GRAVITY
    return {
        "acceleration": rate,
        "tension": p.two * (GRAVITY - rate),
        "other": p.three * (GRAVITY + rate),
        "normal": normal,
        "friction": friction,
    }


@family("Physics - Mechanical")
class TableAndPulley(Family[Tables]):
    """A body on a table or an incline, drawn by a hanging one; on a table another may hang on the other side."""

    def solve(self, p: Tables) -> Solution:
        """By Newton's second law for all bodies, then for m₂."""
        motion = table_motion(p)
        is_rate = p.asked == "acceleration"
        rate = number_answer(motion["acceleration"], "m/s²")
        answer = rate if is_rate else number_answer(motion["tension"], "N")
        values = {"case": f"{p.layout} {p.asked}", "rate": rate}
        return Solution(answer=answer, symbol="a" if is_rate else "T", values=values)

    def draw(self, p: Tables, sketch: Sketch) -> None:
        """Forces on both bodies are to scale."""
        motion = table_motion(p)
        forces = [p.one * GRAVITY, p.two * GRAVITY, motion["tension"], motion["normal"]]
        scale = 1.7 / max(forces)
        if p.layout == "incline":
            self._draw_incline(p, sketch, scale, motion)
        else:
            self._draw_table(p, sketch, scale, motion)
        sketch.claim("ratio", "force:T1", "force:T2", value=1.0)
        sketch.claim("ratio", "force:T2", "force:W2", value=motion["tension"] / (p.two * GRAVITY))
        sketch.claim("ratio", "force:W2", "force:W1", value=p.two / p.one)
        sketch.claim("ratio", "force:N", "force:W1", value=motion["normal"] / (p.one * GRAVITY))
        for digit in "12":
            sketch.claim("tangent", f"rope:{digit}", "pulley:wheel")
            sketch.claim("connected", f"rope:{digit}", f"body:{digit}")
        count_roles(sketch, "force", "body", "pulley")
        sketch.entity("bodies", *(mark.id for mark in sketch.marks if mark.id.startswith("body:")))
        if p.is_mirrored:
            mirror(sketch)

    def _draw_table(self, p: Tables, sketch: Sketch, scale: float, motion: dict[str, float]) -> None:
        both = p.layout == "two_sides"
        sketch.rectangle("table:top", 0, -0.35, EDGE, 0, fill=PALE_GREY, z=1)
        for tag, x in (("left", 0.9 if both else 0.4), ("right", EDGE - 1.2)):
            sketch.rectangle(f"leg:{tag}", x, FLOOR, x + 0.3, -0.35, fill=PALE_GREY, z=1)
        wall(sketch, "floor", (-1.6 if both else -0.4, FLOOR), (EDGE + 1.9, FLOOR), 0.25)
        sketch.line("side:top", (0, 0), (EDGE, 0))
        high = 0.6
        middle = np.asarray([2.6 if both else 2.0, 0.55])
        block(sketch, "body:1", middle, 1.5, 1.1)
        sketch.text("label:1", p.quantity("one").label, (middle[0] - 0.75, 1.1), of="body:1", toward=(0, 1))
        sketch.text(
            "label:mu", p.label("friction"), (1.9 if both else 3.3, -0.35), of="table:top", toward=(0, -1), gap_pt=4
        )
        self._hang(sketch, "2", p.label("two"), 1, high, middle[0] + 0.75, scale, p.two * GRAVITY, motion["tension"])
        if both:
            weight, pull = p.three * GRAVITY, motion["other"]
            self._hang(sketch, "3", p.label("three"), -1, high, middle[0] - 0.75, scale, weight, pull)
            sketch.claim("ratio", "force:T3", "force:W3", value=pull / weight)
            sketch.claim("ratio", "force:T3", "force:T2", value=pull / motion["tension"])
            sketch.claim("connected", "rope:4", "body:1")
        center = (middle[0] + 0.15, middle[1])
        vector(sketch, "force:W1", center, scale * p.one * GRAVITY, 270, "$W_1$", toward=(1, 0), position=0.85)
        vector(
            sketch, "force:N", center, scale * motion["normal"], 90, "$N$", toward=(1, 0), position=0.85, color=GREEN
        )
        vector(
            sketch, "force:f", (middle[0] - 0.75, 0.1), scale * motion["friction"], 180, "$f$",
            toward=(-1, 0), color=RED,
        )  # fmt: skip
        start = (middle[0] + 0.75, high)
        vector(sketch, "force:T1", start, scale * motion["tension"], 0, "$T$", toward=(0, 1), position=0.6, color=BLUE)
        sketch.claim("ratio", "force:f", "force:N", value=p.friction)
        sketch.claim("perpendicular", "rope:1", "rope:2")

    @staticmethod
    def _hang(
        sketch: Sketch, number: str, words: str, side: int, high: float, start: float,
        scale: float, weight: float, pull: float,
    ) -> None:  # fmt: skip
        """A pulley at the right (1) or left (-1) edge, the rope over it, and the body that hangs there."""
        tag, rope = ("wheel", ("1", "2", "bend")) if side > 0 else ("other", ("4", "3", "turn"))
        edge = EDGE if side > 0 else 0.0
        hub = np.asarray([edge + side * 0.35, high - RADIUS])
        sketch.line(f"rod:{tag}", (edge, -0.05), hub, width=3, color=GREY, z=4)
        pulley(sketch, tag, hub, RADIUS)
        sketch.line(f"rope:{rope[0]}", (start, high), (hub[0], high), width=1.8)
        angles = {"start_deg": 0, "end_deg": 90} if side > 0 else {"start_deg": 90, "end_deg": 180}
        sketch.circle(f"rope:{rope[2]}", hub, RADIUS, width=1.8, z=4, **angles)
        x, low = hub[0] + side * RADIUS, -1.7
        sketch.line(f"rope:{rope[1]}", (x, hub[1]), (x, low), width=1.8)
        block(sketch, f"body:{number}", (x, low - 0.4), 0.8, 0.8, fill=PALE_BLUE)
        sketch.text(f"label:{number}", words, (x + side * 0.4, low - 0.4), of=f"body:{number}", toward=(side, 0))
        letter = "$T$" if number == "2" else "$T_3$"
        aside = (side, 0)
        vector(sketch, f"force:T{number}", (x, low), scale * pull, 90, letter, toward=aside, position=0.6, color=BLUE)
        vector(
            sketch, f"force:W{number}", (x, low - 0.8), scale * weight, 270, f"$W_{number}$", toward=aside, position=0.5
        )
        sketch.claim("connected", f"rope:{rope[1]}", f"body:{number}")
        sketch.claim("tangent", f"rope:{rope[0]}", f"pulley:{tag}")

    @staticmethod
    def _draw_incline(p: Tables, sketch: Sketch, scale: float, motion: dict[str, float]) -> None:
        """The incline rises to the pulley at its top; the rope runs along it and hangs down behind."""
        base = 6.2
        low, foot, top = (
            np.zeros(2),
            np.asarray([base, 0.0]),
            np.asarray([base, base * math.tan(math.radians(p.angle))]),
        )
        sketch.area("table:wedge", low, foot, top, fill=PALE_GREY, width=0, z=0)
        sketch.line("side:slope", low, top)
        sketch.line("side:base", low, foot)
        sketch.line("side:rise", foot, top)
        up, out = polar(p.angle), polar(p.angle + 90)
        height = 0.75
        middle = 0.5 * top + out * height / 2
        block(sketch, "body:1", middle, 1.2, height, p.angle)
        sketch.text("label:1", p.label("one"), middle - 0.6 * up + 0.2 * out, of="body:1", toward=(-1, 0.35), gap_pt=6)
        # The rope lies above the slope by as much as the wheel stands over it.
        radius, line = 0.4, height / 2
        hub = top + 0.35 * up + (line - radius) * out
        sketch.line("rod:pulley", top, hub, width=3, color=GREY, z=4)
        pulley(sketch, "wheel", hub, radius)
        contact, x = hub + radius * out, float(hub[0]) + radius
        sketch.line("rope:1", middle + 0.6 * up, contact, width=1.8)
        sketch.circle("rope:bend", hub, radius, start_deg=0, end_deg=p.angle + 90, width=1.8, z=4)
        down = max(float(hub[1]) - 2.0, 1.0)
        sketch.line("rope:2", (x, hub[1]), (x, down), width=1.8)
        block(sketch, "body:2", (x, down - 0.4), 0.8, 0.8, fill=PALE_BLUE)
        sketch.text("label:2", p.label("two"), (x + 0.4, down - 0.4), of="body:2", toward=(1, 0))
        vector(
            sketch, "force:T2", (x, down), scale * motion["tension"], 90, "$T$", toward=(1, 0), position=0.6, color=BLUE
        )
        weight = scale * p.two * GRAVITY
        vector(sketch, "force:W2", (x, down - 0.8), weight, 270, "$W_2$", toward=(1, 0), position=0.5)
        vector(sketch, "force:W1", middle, scale * p.one * GRAVITY, 270, "$W_1$", toward=(1, 0), position=0.85)
        vector(
            sketch, "force:N", middle, scale * motion["normal"], p.angle + 90, "$N$",
            toward=(-1, -0.5), position=0.85, color=GREEN,
        )  # fmt: skip
        vector(
            sketch, "force:T1", middle + 0.6 * up, scale * motion["tension"], p.angle, "$T$",
            toward=out, position=0.6, color=BLUE,
        )  # fmt: skip
        sketch.angle("angle:theta", low, foot, top, p.label("angle"), 1.3)
        sketch.claim("angle", "side:base", "side:slope", value=p.angle)
        sketch.claim("parallel", "rope:1", "side:slope")
        sketch.claim("perpendicular", "force:N", "side:slope")

    def questions(self, p: Tables) -> Iterator[Question]:
        """Masses, friction or angle, and on which side what is."""
        others = [p.quantity("three")] if p.layout == "two_sides" else []
        yield ask_value("sliding", p.quantity("one"), p.quantity("two"), *others)
        yield ask_value("hanging", p.quantity("two"), p.quantity("one"), *others)
        if p.layout == "incline":
            yield ask_value("angle", p.quantity("angle"))
        else:
            yield ask_value("friction", p.quantity("friction"))
        sides = ["left", "right", "both_sides", "neither"]
        yield ask_word("side", sides[not p.is_mirrored], sides)
        if p.layout != "incline":
            yield ask_word("friction_way", sides[p.is_mirrored], ["left", "right", "up", "down"])
        else:
            forces = {"N": table_motion(p)["normal"], "T": table_motion(p)["tension"], "W₂": p.two * GRAVITY}
            yield ask_word("least", min(forces, key=lambda name: forces[name]), [*forces, "equal", "W₁"])

    @defect(visibility=2)
    def unequal_tensions(self, p: Tables, scene: FigureScene, draw: Random) -> FigureScene:
        """The tension at the hanging body is not that at the other end of the same rope."""
        return change(scene, turned(scene.path(draw.choice(("force:T1", "force:T2"))), 0, 0.55))

    @defect(visibility=2)
    def slanting_rope(self, p: Tables, scene: FigureScene, draw: Random) -> FigureScene:
        """The rope does not touch the wheel that it should run over."""
        rope = scene.path("rope:1")
        start, (x, y) = rope.points
        return change(scene, replace(rope, points=(start, (x, y + 0.7))))

    @defect(visibility=2)
    def wrong_normal(self, p: Tables, scene: FigureScene, draw: Random) -> FigureScene:
        """The normal force is drawn too long for the body to stay on its support."""
        return change(scene, turned(scene.path("force:N"), 0, 1.45))
