"""A body that moves in a level circle on a string: tension and weight add up to a force towards the centre."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, number, one_of
from scisynth.figures.families.questions import Question, ask_number, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, GREEN, GREY, PALE_BLUE, PALE_ORANGE, RED
from scisynth.figures.parts.physics import GRAVITY, count_roles, pick_letters, turned, vector, wall
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer


@dataclass(frozen=True, kw_only=True)
class Circling(Parameters):
    """A bob on a string, or a seat on the chain of a carousel."""

    layout: str = one_of("bob", "triangle", "carousel", level_1=("bob", "triangle"), level_3=("triangle", "carousel"))
    length: float = number("L", "m", (0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.2, 1.4, 1.5, 1.8, 2.0, 2.4), meaning="string")
    chain: float = number("L", "m", (3, 3.5, 4, 4.5, 5, 5.5, 6), meaning="chain")
    arm: float = number("a", "m", (2, 2.5, 3, 3.5, 4, 5), meaning="radius of the carousel's disc")
    angle: float = number(r"\theta", "°", range(22, 47), meaning="angle with the vertical")
    mass: float = number("m", "kg", (0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.8), meaning="mass of the bob")
    weight: float = number("m", "kg", (45, 50, 55, 60, 65, 70, 75, 80), meaning="mass of seat and rider")
    asked: str = one_of("period", "speed", "tension", level_1=("period", "tension"))
    first: int = one_of(*range(8))
    is_mirrored: bool = one_of(False, True)

    def valid(self) -> bool:
        """The disc of a carousel is no wider than its chain lets the figure be."""
        return self.layout != "carousel" or (self.angle >= 26 and 0.5 <= self.arm / self.chain <= 1.1)

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """The mass only where a force is asked."""
        on_carousel = self.layout == "carousel"
        names = ["chain", "arm", "angle"] if on_carousel else ["length", "angle"]
        names += [] if self.asked != "tension" else ["weight"] if on_carousel else ["mass"]
        return tuple(self.quantity(name) for name in names)

    @property
    def long(self) -> Quantity:
        """The string or chain."""
        return self.quantity("chain" if self.layout == "carousel" else "length")

    @property
    def radius(self) -> float:
        """Of the circle, metres."""
        arm = self.arm if self.layout == "carousel" else 0.0
        return arm + self.long.value * math.sin(math.radians(self.angle))

    @property
    def letters(self) -> dict[str, str]:
        """Of the forces as printed: pull of the string, weight, and their sum."""
        return dict(zip(("pull", "weight", "sum"), pick_letters(self.first, 3), strict=True))


def circling(radius: float, angle_deg: float, mass: float) -> dict[str, float]:
    """Period (s), speed (m/s) and pull of the string (N) of a body in a level circle.

    Upwards T cos θ = m g, inwards T sin θ = m v² / r, so v² = g r tan θ.
    """
    angle = math.radians(angle_deg)
    speed = math.sqrt(GRAVITY * radius * math.tan(angle))
    return {"period": 2 * math.pi * radius / speed, "speed": speed, "tension": mass * GRAVITY / math.cos(angle)}


@family("Physics - Mechanical")
class ConicalPendulum(Family[Circling]):
    """A bob in a level circle with its forces, the same with a triangle of forces, or a seat of a carousel."""

    def solve(self, p: Circling) -> Solution:
        """By the balance upwards and Newton's second law inwards."""
        mass = p.quantity("weight" if p.layout == "carousel" else "mass")
        motion = circling(p.radius, p.angle, mass.value)
        unit = {"period": "s", "speed": "m/s", "tension": "N"}[p.asked]
        symbol = {"period": "", "speed": "v", "tension": p.letters["pull"]}[p.asked]
        values = {
            "long": p.long,
            "own_mass": mass,
            "radius": number_answer(p.radius, "m"),
            "fast": number_answer(motion["speed"], "m/s"),
            "thing": "carousel" if p.layout == "carousel" else "bob",
            "what": f"{'carousel' if p.layout == 'carousel' else 'bob'} {p.asked}",
            "case": f"{'carousel' if p.layout == 'carousel' else 'bob'} {p.asked}",
        }
        return Solution(answer=number_answer(motion[p.asked], unit), symbol=symbol, values=values)

    def draw(self, p: Circling, sketch: Sketch) -> None:
        """Seen from the side; the circle is an ellipse, lengths and forces are to scale."""
        scale = 4.6 / p.long.value
        angle = math.radians(p.angle)
        arm = scale * p.arm if p.layout == "carousel" else 0.0
        top, reach = np.asarray([arm, 0.0]), arm + scale * p.long.value * math.sin(angle)
        low = -scale * p.long.value * math.cos(angle)
        bob, center = np.asarray([reach, low]), np.asarray([0.0, low])
        sketch.circle("orbit:circle", center, reach, radius_y=0.2 * reach, dash="dashed", color=GREY, width=1.0)
        self._draw_holder(p, sketch, arm, low)
        sketch.line("string:L", top, bob, width=1.6)
        sketch.text(
            "label:L", f"$L$ = {p.long.text}", 0.42 * bob + 0.58 * top, of="string:L", toward=(1, 0.5), gap_pt=6
        )
        sketch.circle("body:bob", bob, 0.22, fill=PALE_ORANGE, z=4)
        below = (top[0], low)
        # The text below the arc keeps clear of the dashed circle and its radius.
        across = arm + np.asarray([0.1, 0.7, 1.3])
        lines = np.append(low + 0.2 * np.sqrt(np.clip(reach**2 - across**2, 0, None)), low)
        radius = max((2.0, 1.7, 1.4, 2.4, 2.8), key=lambda size: float(np.abs(-size - 0.4 - lines).min()))
        sketch.angle("angle:theta", top, below, bob, p.label("angle"), radius, toward=(0, -1), gap_pt=5, halo=True)
        if p.asked == "tension":
            words = p.label("weight" if p.layout == "carousel" else "mass")
            sketch.text("label:m", words, bob + 0.1, of="body:bob", toward=(1, 0.2), gap_pt=16, halo=True)
        sketch.line("radius:r", center, bob, dash="dashed", width=0.9, color=GREY)
        sketch.claim("angle", "string:L", "axis:angle", value=p.angle)
        sketch.claim("perpendicular", "radius:r", "axis:angle")
        sketch.claim("on", "body:bob", "orbit:circle")
        self._draw_forces(p, sketch, bob, reach)
        sketch.entity("pendulum", "string:L", "body:bob")
        if p.is_mirrored:
            mirror(sketch)

    @staticmethod
    def _draw_holder(p: Circling, sketch: Sketch, arm: float, low: float) -> None:
        if p.layout != "carousel":
            wall(sketch, "ceiling", (1.2, 0), (-1.2, 0), 0.3)
            sketch.line("axis:angle", (0, 0), (0, low), dash="dashdot", width=0.9, color=GREY)
            return
        sketch.rectangle("mast:post", -0.16, low - 1.6, 0.16, 0.5, fill=PALE_BLUE, z=1)
        sketch.rectangle("disc:top", -arm, 0.0, arm, 0.22, fill=PALE_BLUE, z=2)
        wall(sketch, "floor", (-2.2, low - 1.6), (2.2, low - 1.6), 0.3)
        sketch.line("axis:angle", (arm, 0), (arm, low), dash="dashdot", width=0.9, color=GREY)
        sketch.line("size:a", (0, 0.62), (arm, 0.62), arrow="both", width=0.9)
        sketch.text("label:a", p.label("arm"), (arm / 2, 0.62), of="size:a", toward=(0, 1), gap_pt=3)
        sketch.claim("ratio", "size:a", "string:L", value=p.arm / p.chain)
        sketch.claim("connected", "string:L", "disc:top")

    @staticmethod
    def _draw_forces(p: Circling, sketch: Sketch, bob: np.ndarray, reach: float) -> None:
        angle = math.radians(p.angle)
        weight = 1.5 if p.layout != "triangle" else 2.4
        pull, inward = weight / math.cos(angle), weight * math.tan(angle)
        words = {name: f"${letter}$" for name, letter in p.letters.items()}
        if p.layout == "triangle":
            # Weight first, then the pull; their sum closes the triangle.
            start = np.asarray([reach + 2.6, bob[1] + 2.6])
            vector(sketch, "force:weight", start, weight, 270, words["weight"], toward=(1, 0), position=0.5, color=RED)
            corner = start - (0, weight)
            vector(
                sketch, "force:pull", corner, pull, 90 + p.angle, words["pull"],
                toward=(-1, -0.5), position=0.5, color=BLUE,
            )  # fmt: skip
            vector(sketch, "force:sum", start, inward, 180, words["sum"], toward=(0, 1), position=0.5, color=GREEN)
            sketch.claim("connected", "force:pull", "force:weight")
            sketch.claim("connected", "force:sum", "force:weight")
        else:
            vector(
                sketch, "force:pull", bob, pull, 90 + p.angle, words["pull"], toward=(1, 0.4), position=0.8, color=BLUE
            )
            vector(sketch, "force:weight", bob, weight, 270, words["weight"], toward=(1, 0), position=0.85, color=RED)
            vector(sketch, "force:sum", bob, inward, 180, words["sum"], toward=(0, -1), position=0.75, color=GREEN)
        sketch.claim("parallel", "force:pull", "string:L")
        sketch.claim("ratio", "force:pull", "force:weight", value=pull / weight)
        sketch.claim("ratio", "force:sum", "force:weight", value=inward / weight)
        sketch.claim("parallel", "force:sum", "radius:r")
        count_roles(sketch, "force")
        sketch.entity("forces", "force:pull", "force:weight", "force:sum")

    def questions(self, p: Circling) -> Iterator[Question]:
        """Values; which arrow is which; on which side the body is."""
        letters = p.letters
        every = [*letters.values(), "none"]
        yield ask_value("long", p.long, *([p.quantity("arm")] if p.layout == "carousel" else []))
        yield ask_number("angle", p.angle, unit="°", step=6)
        if p.layout == "carousel":
            yield ask_value("arm", p.quantity("arm"), p.long)
        yield ask_word("pull", letters["pull"], every)
        yield ask_word("sum", letters["sum"], every)
        yield ask_word("side", "left" if p.is_mirrored else "right", ["left", "right", "below", "nowhere"])

    @defect(visibility=2)
    def outward_sum(self, p: Circling, scene: FigureScene, draw: Random) -> FigureScene:
        """The sum of the forces points away from the centre of the circle."""
        return change(scene, turned(scene.path("force:sum"), 180))

    @defect(visibility=2)
    def pull_off_string(self, p: Circling, scene: FigureScene, draw: Random) -> FigureScene:
        """The pull does not point along the string."""
        return change(scene, turned(scene.path("force:pull"), draw.choice((-20, 20))))

    @defect(visibility=1)
    def weak_pull(self, p: Circling, scene: FigureScene, draw: Random) -> FigureScene:
        """The pull of the string is too short to hold the body up."""
        return change(scene, turned(scene.path("force:pull"), 0, 0.72))

    @defect(visibility=3)
    def loose_bob(self, p: Circling, scene: FigureScene, draw: Random) -> FigureScene:
        """The body does not move on the circle that is drawn."""
        body = scene.round("body:bob")
        x, y = body.center
        return change(scene, replace(body, center=(x * 0.75, y - 1.6)))
