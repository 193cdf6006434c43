"""Horizontal throws: free fall downwards and uniform motion along, off a cliff, out of an aeroplane, or pictured in steps of time."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, number, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, GREEN, GREY, PALE_BLUE, PALE_GREY
from scisynth.figures.parts.physics import GRAVITY, count_roles, pick_letters, turned, vector, wall
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer

LONG = 6.0
"""The longer one of height and distance, in units of the scene."""


@dataclass(frozen=True, kw_only=True)
class Cliffs(Parameters):
    """A horizontal throw to the right before the scene is mirrored."""

    layout: str = one_of("cliff", "plane", "flashes", level_1=("cliff", "plane"), level_3=("plane", "flashes"))
    speed: float = number("v_0", "m/s", range(6, 34), meaning="initial speed")
    height: float = number("h", "m", range(10, 92, 2), meaning="height of the start")
    fast: float = number("v_0", "m/s", range(50, 96), meaning="speed of the aeroplane")
    high: float = number("h", "m", range(150, 620, 10), meaning="height of the aeroplane")
    steps: int = one_of(4, 5, 6, 7)
    asked: str = one_of("distance", "time", "impact")
    first: int = one_of(*range(8))
    is_mirrored: bool = one_of(False, True)

    def valid(self) -> bool:
        """Height and distance have room for their arrows."""
        return 0.55 <= cliff_motion(self)["distance"] / self.given("height").value <= 1.9

    def given(self, name: str) -> Quantity:
        """Speed or height of the layout."""
        names = {"speed": "fast", "height": "high"} if self.layout == "plane" else {}
        return self.quantity(names.get(name, name))

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Both of them."""
        return self.given("speed"), self.given("height")

    @property
    def letters(self) -> tuple[str, ...]:
        """Of the parts of the velocity halfway: along and down."""
        return pick_letters(self.first, 2)


def cliff_motion(p: Cliffs) -> dict[str, float]:
    """Time of fall (s), distance (m) and speed on the ground (m/s) of a body that starts level, without drag.

    h = g t²/2, x = v₀ t, v² = v₀² + (g t)².
    """
    time = math.sqrt(2 * p.given("height").value / GRAVITY)
    speed = p.given("speed").value
    return {"time": time, "distance": speed * time, "impact": math.hypot(speed, GRAVITY * time)}


@family("Physics - Mechanical")
class ThrowOffCliff(Family[Cliffs]):
    """A horizontal throw off a cliff, a box out of an aeroplane, or a ball pictured at equal steps of time."""

    def solve(self, p: Cliffs) -> Solution:
        """By free fall and uniform motion."""
        motion = cliff_motion(p)
        unit = {"distance": "m", "time": "s", "impact": "m/s"}[p.asked]
        symbol = {"distance": "x", "time": "t", "impact": "v"}[p.asked]
        values = {
            "start_speed": p.given("speed"),
            "start_height": p.given("height"),
            "fall": number_answer(motion["time"], "s"),
            "down": number_answer(GRAVITY * motion["time"], "m/s"),
        }
        return Solution(answer=number_answer(motion[p.asked], unit), symbol=symbol, values=values)

    def draw(self, p: Cliffs, sketch: Sketch) -> None:
        """Height and distance are to scale, and so are the velocities halfway."""
        motion, height = cliff_motion(p), p.given("height").value
        scale = LONG / max(motion["distance"], height)
        far, top = scale * motion["distance"], scale * height
        wall(sketch, "ground", (-1.9, 0), (far + 1.0, 0), 0.3)
        if p.layout == "cliff":
            sketch.area("body:cliff", (-1.8, 0), (0, 0), (0, top), (-1.8, top), fill=PALE_GREY, width=0, z=0)
            sketch.line("side:cliff", (-1.8, top), (0, top), (0, 0))
        elif p.layout == "plane":
            self._draw_plane(sketch, top)
        else:
            sketch.rectangle("body:pillar", -1.2, 0, 0, top, fill=PALE_GREY, z=0)
        xs = np.linspace(0, far, 61)
        sketch.line("path:throw", *zip(xs, top * (1 - (xs / far) ** 2), strict=True), dash="dashed", color=GREY)
        sketch.claim("formula", "path:throw", value=f"{top:.6f}*(1 - (x/{far:.6f})**2)")
        if p.layout == "flashes":
            self._draw_flashes(p, sketch, far, top)
        else:
            self._draw_velocities(p, sketch, motion, far, top)
        self._draw_sizes(p, sketch, far, top)
        sketch.claim("connected", "path:throw", "wall:ground")
        count_roles(sketch, "velocity", "ball")
        sketch.entity("path of the body", "path:throw")
        if p.is_mirrored:
            self._mirror(p, sketch, far, top)

    @staticmethod
    def _mirror(p: Cliffs, sketch: Sketch, far: float, top: float) -> None:
        """The formula of the path counts x from the left."""
        mirror(sketch)
        for place, claim in enumerate(sketch.claims):
            if claim.kind == "formula":
                sketch.claims[place] = replace(claim, value=f"{top:.6f}*(1 - (x/{far:.6f})**2)")

    @staticmethod
    def _draw_plane(sketch: Sketch, top: float) -> None:
        """An aeroplane from the side, its nose to the right, the box below its belly."""
        y = top + 0.42
        body = (
            (-1.2, y),
            (-1.05, y + 0.5),
            (-0.8, y + 0.5),
            (-0.6, y + 0.2),
            (0.7, y + 0.2),
            (1.05, y),
            (0.75, y - 0.16),
            (-1.0, y - 0.16),
        )
        sketch.area("body:plane", *body, fill=PALE_BLUE, z=3)
        sketch.area(
            "wing:plane", (0.05, y), (-0.35, y), (-0.75, y - 0.3), (-0.5, y - 0.3), fill=PALE_GREY, width=1.0, z=4
        )

    @staticmethod
    def _draw_velocities(p: Cliffs, sketch: Sketch, motion: dict[str, float], far: float, top: float) -> None:
        size, half = 1.5, (far / 2, 0.75 * top)
        along, down = (f"${letter}$" for letter in p.letters)
        speed = p.given("speed").value
        tail = (0.0, top) if p.layout == "cliff" else (1.1, top + 0.42)
        words = f"$v_0$ = {p.given('speed').text}"
        vector(sketch, "velocity:0", tail, size, 0, words, toward=(0, 1), position=0.6, color=BLUE)
        vector(sketch, "velocity:x", half, size, 0, along, toward=(1, 0.2), color=BLUE)
        # Halfway along, half of the time of fall has passed.
        fall = size * GRAVITY * motion["time"] / 2 / speed
        vector(sketch, "velocity:y", half, fall, 270, down, toward=(-1, 0), position=0.85, color=GREEN)
        for name, place in (("0", (0.0, top)), ("half", half)):
            sketch.dot(f"ball:{name}", place, 0.1, z=7)
            sketch.claim("on", f"ball:{name}", "path:throw")
        sketch.claim("ratio", "velocity:x", "velocity:0", value=1.0)
        sketch.claim("ratio", "velocity:y", "velocity:x", value=fall / size)
        sketch.claim("perpendicular", "velocity:x", "velocity:y")

    @staticmethod
    def _draw_flashes(p: Cliffs, sketch: Sketch, far: float, top: float) -> None:
        """Balls at equal steps of time, the same distance apart along the ground."""
        for step in range(p.steps + 1):
            share = step / p.steps
            place = (far * share, top * (1 - share**2))
            sketch.dot(f"ball:{step}", place, 0.11, color=BLUE, z=6)
            sketch.claim("on", f"ball:{step}", "path:throw")
            if 0 < step < p.steps:
                sketch.line(f"drop:{step}", place, (place[0], 0), width=0.6, dash="dotted", color=GREY, z=1)
        vector(sketch, "velocity:0", (0, top), 1.5, 0, f"$v_0$ = {p.given('speed').text}", toward=(0, 1), position=0.6)
        if p.steps > 2:
            sketch.claim("equal_spacing", *(f"drop:{step}" for step in range(1, p.steps)))

    @staticmethod
    def _draw_sizes(p: Cliffs, sketch: Sketch, far: float, top: float) -> None:
        x = -0.5 if p.layout == "cliff" else -1.75
        if p.layout != "cliff":
            edge = -1.3 if p.layout == "plane" else -1.2
            sketch.line("level:start", (x - 0.1, top), (-0.05 if p.layout == "plane" else edge, top), width=0.6)
        sketch.line("size:h", (x, 0), (x, top), arrow="both", width=0.9)
        words = f"$h$ = {p.given('height').text}"
        sketch.text("label:h", words, (x, 0.5 * top), of="size:h", toward=(-1, 0), gap_pt=3, halo=True)
        for name, end in (("start", 0.0), ("stop", far)):
            sketch.line(f"end:{name}", (end, -0.35), (end, -0.9), width=0.7)
        sketch.line("size:x", (0, -0.78), (far, -0.78), arrow="both", width=0.9)
        sketch.text("label:x", "$x$", (far / 2, -0.78), of="size:x", toward=(0, -1), gap_pt=3)
        sketch.claim("ratio", "size:x", "size:h", value=far / top)

    def questions(self, p: Cliffs) -> Iterator[Question]:
        """Values, which arrow is which, and the way the body flies."""
        yield ask_value("height", p.given("height"))
        yield ask_value("speed", p.given("speed"))
        yield ask_word("way", "left" if p.is_mirrored else "right", ["left", "right", "up", "down"])
        if p.layout == "flashes":
            yield ask_count("balls", p.steps + 1, likely=(p.steps, p.steps + 2), low=2)
            yield ask_count("intervals", p.steps, likely=(p.steps + 1, p.steps - 1), low=1)
            return
        along, down = p.letters
        yield ask_word("part", down, ["v₀", along, down, "none"])
        motion, speed = cliff_motion(p), p.given("speed").value
        longer = down if GRAVITY * motion["time"] / 2 > speed else along
        if abs(GRAVITY * motion["time"] / 2 / speed - 1) > 0.15:
            yield ask_word("longer", longer, [along, down, "equal", "missing"], one=along, two=down)

    @defect(visibility=2)
    def straight_path(self, p: Cliffs, scene: FigureScene, draw: Random) -> FigureScene:
        """The body flies along a straight line to the ground, not on a parabola."""
        path = scene.path("path:throw")
        steps = np.linspace(path.points[0], path.points[-1], 41)
        return change(scene, replace(path, points=tuple((float(x), float(y)) for x, y in steps)))

    @defect(visibility=2)
    def rising_start(self, p: Cliffs, scene: FigureScene, draw: Random) -> FigureScene:
        """The initial velocity is not level, though the throw is horizontal."""
        return change(scene, turned(scene.path("velocity:0"), draw.choice((-25, 25))))

    @defect(visibility=1)
    def wrong_distance(self, p: Cliffs, scene: FigureScene, draw: Random) -> FigureScene:
        """The distance x is measured to a place where the body does not land."""
        size = scene.path("size:x")
        (x, y), end = size.points
        return change(scene, replace(size, points=((x, y), (0.72 * end[0], y))))
