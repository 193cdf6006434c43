"""Bodies on a rope over pulleys: one tension in the whole rope, and what is left of the forces is mass times acceleration."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, number, one_of
from scisynth.figures.families.questions import Question, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, GREY, PURPLE, RED
from scisynth.figures.parts.physics import GRAVITY, block, count_roles, pulley, turned, vector, wall
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer

MASSES = (1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 6, 7)
NUMBERS = {"one": "1", "two": "2", "three": "3"}
CEILING = 1.9


@dataclass(frozen=True, kw_only=True)
class Atwood(Parameters):
    """Masses that hang from a rope; the first hangs on the left before the scene is mirrored."""

    layout: str = one_of("plain", "train", "movable", level_1=("plain",), level_3=("train", "movable"))
    one: float = number("m_1", "kg", MASSES, meaning="first mass")
    two: float = number("m_2", "kg", MASSES, meaning="second mass")
    three: float = number("m_3", "kg", (0.5, 1, 1.5, 2, 2.5), meaning="third mass")
    asked: str = one_of("acceleration", "tension")
    low_one: float = one_of(-2.2, -2.6, -3.0, -3.3)
    low_two: float = one_of(-2.2, -2.6, -3.0, -3.3)
    is_mirrored: bool = one_of(False, True)

    def valid(self) -> bool:
        """The bodies move, not too fast to see the arrows differ, and do not hang level."""
        masses = [self.one, self.two] + ([self.three] if self.layout == "train" else [])
        if (
            len(set(masses)) < len(masses)
            or max(masses) > (5 if self.layout == "train" else 3.5) * min(masses)
            or self.low_one == self.low_two
        ):
            return False
        return 0.1 <= abs(atwood_motion(self)["acceleration"]) / GRAVITY <= 0.6

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """The masses that are there."""
        names = ("one", "two", "three") if self.layout == "train" else ("one", "two")
        return tuple(self.quantity(name) for name in names)


def atwood_motion(p: Atwood) -> dict[str, float]:
    """Acceleration of m₁ (upwards, m/s²) and forces (N) by Newton's second law for each body.

    plain: (m₂ − m₁) g = (m₁ + m₂) a, T = m₁ (g + a). train: m₂ and m₃ below it count as one, the link bears m₃ (g − a).
    movable: m₁ hangs on a loose pulley, so that m₂ moves twice as far; 2 T − m₁ g = m₁ a, m₂ g − T = 2 m₂ a.
    """
    if p.layout == "movable":
        rate = GRAVITY * (2 * p.two - p.one) / (p.one + 4 * p.two)
        tension = p.one * (GRAVITY + rate) / 2
        return {"acceleration": rate, "tension": tension, "link": 2 * tension}
    right = p.two + (p.three if p.layout == "train" else 0)
    rate = GRAVITY * (right - p.one) / (right + p.one)
    return {"acceleration": rate, "tension": p.one * (GRAVITY + rate), "link": p.three * (GRAVITY - rate)}


@family("Physics - Mechanical")
class AtwoodMachine(Family[Atwood]):
    """Masses on a rope over a light pulley: two, a train of two against one, or one on a loose pulley."""

    def solve(self, p: Atwood) -> Solution:
        """By Newton's second law for each body."""
        motion = atwood_motion(p)
        value = abs(motion["acceleration"]) if p.asked == "acceleration" else motion["tension"]
        answer = number_answer(value, "m/s²" if p.asked == "acceleration" else "N")
        rate = number_answer(abs(motion["acceleration"]), "m/s²")
        values = {
            "case": f"{p.layout} {p.asked}",
            "rate": rate,
            "sign": "+" if motion["acceleration"] > 0 else "−",
            "minus": "−" if motion["acceleration"] > 0 else "+",
        }
        return Solution(answer=answer, symbol="a" if p.asked == "acceleration" else "T", values=values)

    def draw(self, p: Atwood, sketch: Sketch) -> None:
        """Weights and tensions are to scale."""
        motion = atwood_motion(p)
        weights = {name: GRAVITY * getattr(p, name) for name in NUMBERS}
        scale = 1.9 / max(weights["one"], weights["two"], motion["tension"], motion["link"])
        self._draw_loose(p, sketch) if p.layout == "movable" else self._draw_fixed(p, sketch)
        x_one, x_two = (-1.0, 2.4) if p.layout == "movable" else (-0.9, 0.9)
        low_one = p.low_one - 1.5 if p.layout == "movable" else p.low_one
        pull = motion["link"] if p.layout == "movable" else motion["tension"]
        name = "S" if p.layout == "movable" else "T"
        self._hang(p, sketch, "one", x_one, low_one, scale, pull, name)
        bottom = self._hang(p, sketch, "two", x_two, p.low_two, scale, motion["tension"], "T")
        if p.layout == "train":
            sketch.line("rope:link", (x_two, bottom), (x_two, bottom - 1.9), width=2.0)
            self._hang(p, sketch, "three", x_two, bottom - 1.9, scale, motion["link"], "S")
            sketch.claim("connected", "rope:link", "body:two")
        sketch.claim("ratio", "force:Wtwo", "force:Wone", value=p.two / p.one)
        sketch.claim("parallel", "rope:one", "rope:two")
        count_roles(sketch, "force", "body", "pulley")
        sketch.entity("masses", *(mark.id for mark in sketch.marks if mark.id.startswith("body:")))
        if p.is_mirrored:
            mirror(sketch)

    @staticmethod
    def _draw_fixed(p: Atwood, sketch: Sketch) -> None:
        wall(sketch, "ceiling", (2.2, CEILING), (-2.2, CEILING), 0.35)
        sketch.line("rod:pulley", (0, CEILING), (0, 0), width=3.0, color=GREY, z=4)
        pulley(sketch, "wheel", (0, 0), 0.9)
        sketch.circle("rope:top", (0, 0), 0.9, start_deg=0, end_deg=180, width=2.0, z=4)
        for name, x, low in (("one", -0.9, p.low_one), ("two", 0.9, p.low_two)):
            sketch.line(f"rope:{name}", (x, 0), (x, low), width=2.0)
            sketch.claim("tangent", f"rope:{name}", "pulley:wheel")
            sketch.claim("connected", f"rope:{name}", "rope:top")

    @staticmethod
    def _draw_loose(p: Atwood, sketch: Sketch) -> None:
        """From the ceiling below the loose pulley (at x = -1) and over the fixed one (at x = 1.2) to the second body."""
        wall(sketch, "ceiling", (3.4, CEILING), (-2.6, CEILING), 0.35)
        sketch.line("rod:pulley", (1.2, CEILING), (1.2, 0), width=3.0, color=GREY, z=4)
        pulley(sketch, "wheel", (1.2, 0), 1.2)
        # The loose pulley is as wide as the way between its two strands, which hang straight.
        pulley(sketch, "loose", (-1.0, p.low_one + 0.3), 1.0)
        sketch.circle("rope:top", (1.2, 0), 1.2, start_deg=0, end_deg=180, width=2.0, z=4)
        sketch.circle("rope:under", (-1.0, p.low_one + 0.3), 1.0, start_deg=180, end_deg=360, width=2.0, z=4)
        sketch.line("rope:fixed", (-2.0, CEILING), (-2.0, p.low_one + 0.3), width=2.0)
        sketch.line("rope:between", (0.0, p.low_one + 0.3), (0.0, 0.0), width=2.0)
        sketch.line("rope:two", (2.4, 0), (2.4, p.low_two), width=2.0)
        sketch.line("rope:one", (-1.0, p.low_one + 0.3), (-1.0, p.low_one - 1.5), width=2.0, z=5)
        sketch.claim("tangent", "rope:fixed", "pulley:loose")
        sketch.claim("tangent", "rope:between", "pulley:loose")
        sketch.claim("tangent", "rope:between", "pulley:wheel")
        sketch.claim("tangent", "rope:two", "pulley:wheel")
        sketch.claim("connected", "rope:fixed", "wall:ceiling")

    @staticmethod
    def _hang(
        p: Atwood, sketch: Sketch, name: str, x: float, low: float, scale: float, pull: float, letter: str
    ) -> float:
        """A body below the end of its rope, with its weight and the pull of the rope; returns its lower side."""
        half, mass, digit = 0.32 + 0.05 * getattr(p, name), getattr(p, name), NUMBERS[name]
        side = 1.0 if x > 0 else -1.0
        block(sketch, f"body:{name}", (x, low - half), 2 * half, 2 * half)
        words = p.quantity(name).label
        sketch.text(f"label:{name}", words, (x + side * half, low - half), of=f"body:{name}", toward=(side, 0))
        # Next to the link that a body may carry.
        tail = (x - side * 0.55 * half if p.layout == "train" and name == "two" else x, low - 2 * half)
        weight, away = scale * mass * GRAVITY, (-side, 0) if p.layout == "train" and name == "two" else (side, 0)
        vector(sketch, f"force:W{name}", tail, weight, 270, f"$W_{digit}$", toward=away, position=0.55, color=RED)
        color = PURPLE if letter == "S" else BLUE
        vector(
            sketch, f"force:T{name}", (x, low), scale * pull, 90, f"${letter}$",
            toward=(side, 0), position=0.55, color=color,
        )  # fmt: skip
        rope = "rope:link" if name == "three" else f"rope:{name}"
        sketch.claim("connected", rope, f"body:{name}")
        sketch.claim("ratio", f"force:T{name}", f"force:W{name}", value=pull / (mass * GRAVITY))
        return low - 2 * half

    def questions(self, p: Atwood) -> Iterator[Question]:
        """Masses; which body hangs lower; which one goes down when it is let go."""
        others = [p.quantity("three")] if p.layout == "train" else []
        left, right = ("two", "one") if p.is_mirrored else ("one", "two")
        yield ask_value("left", p.quantity(left), p.quantity(right), *others)
        yield ask_value("right", p.quantity(right), p.quantity(left), *others)
        if others:
            yield ask_value("lowest", p.quantity("three"), p.quantity("one"), p.quantity("two"))
        extra = "m₃" if others else "both"
        yield ask_word("down", "m₂" if atwood_motion(p)["acceleration"] > 0 else "m₁", ["m₁", "m₂", "none", "both"])
        if p.layout != "movable":
            lower = "m₁" if p.low_one < p.low_two else "m₂"
            yield ask_word("higher", "m₁" if lower == "m₂" else "m₂", ["m₁", "m₂", extra, "level"])
        yield ask_word("side", "left" if p.is_mirrored else "right", ["left", "right", "both_sides", "no_side"])

    @defect(visibility=2)
    def unequal_tensions(self, p: Atwood, scene: FigureScene, draw: Random) -> FigureScene:
        """The rope pulls at one body as strongly as its weight, as if nothing moved."""
        name = draw.choice(("one", "two"))
        pull, weight = scene.path(f"force:T{name}"), scene.path(f"force:W{name}")
        size = abs(weight.points[1][1] - weight.points[0][1])
        (x, y), _ = pull.points
        return change(scene, replace(pull, points=((x, y), (x, y + size))))

    @defect(visibility=3)
    def rope_off_body(self, p: Atwood, scene: FigureScene, draw: Random) -> FigureScene:
        """A rope ends above the body that should hang from it."""
        rope = scene.path(draw.choice(("rope:one", "rope:two")))
        (x, y), (_, low) = rope.points
        return change(scene, replace(rope, points=((x, y), (x, y + 0.7 * (low - y)))))

    @defect(visibility=2)
    def upward_weight(self, p: Atwood, scene: FigureScene, draw: Random) -> FigureScene:
        """The weight of a body points upwards."""
        return change(scene, turned(scene.path(draw.choice(("force:Wone", "force:Wtwo"))), 180))
