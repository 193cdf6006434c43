"""Thrown bodies without drag: the horizontal part of the velocity stays, the vertical one changes by g in each second."""

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
from scisynth.figures.parts.palette import BLUE, GREY, PALE_GREY
from scisynth.figures.parts.physics import GRAVITY, count_roles, turned, vector, wall
from scisynth.figures.parts.places import polar
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer

WIDTH = 8.0
"""Of the whole throw, in units of the scene."""
LETTERS = ("A", "B", "C", "D", "E", "P", "Q", "S")


@dataclass(frozen=True, kw_only=True)
class Throws(Parameters):
    """A throw at an angle, from the ground or from a platform, or against a wall."""

    layout: str = one_of("ground", "platform", "wall", level_1=("ground",), level_3=("platform", "wall"))
    speed: float = number("v_0", "m/s", range(9, 31), meaning="initial speed")
    angle: float = number(r"\alpha", "°", range(32, 67), meaning="angle of the throw")
    start: float = number("h_0", "m", (1.5, 2, 2.5, 3, 4, 5, 6, 8, 10), meaning="height of the start")
    wall: float = number("d", "m", range(6, 41), meaning="distance of the wall")
    asked: str = one_of("reach", "top", "time")
    first: int = one_of(*range(8))

    def valid(self) -> bool:
        """The start is seen, and the wall is met on the way, neither at its foot nor at the top."""
        motion = throw_motion(self)
        if self.layout == "platform":
            return 0.12 <= self.start / motion["reach"] <= 0.45
        share = self.wall / (self.speed**2 * math.sin(math.radians(2 * self.angle)) / GRAVITY)
        return self.layout == "ground" or (0.66 <= share <= 0.9 and self.asked != "top")

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """What the layout shows."""
        names = {"ground": (), "platform": ("start",), "wall": ("wall",)}[self.layout]
        return tuple(self.quantity(name) for name in ("speed", "angle", *names))

    @property
    def points(self) -> tuple[str, str, str]:
        """Letters of the start, the top and the end."""
        a, b, c = (LETTERS[(self.first + step) % len(LETTERS)] for step in (0, 3, 5))
        return a, b, c


def throw_motion(p: Throws) -> dict[str, float]:
    """Reach (m), greatest height above the start and over the ground (m), time of flight (s), height at a wall (m).

    x = v₀ cos α t, y = h₀ + v₀ sin α t − g t²/2.
    """
    up, along = (p.speed * part(math.radians(p.angle)) for part in (math.sin, math.cos))
    start = p.start if p.layout == "platform" else 0.0
    top = up * up / (2 * GRAVITY)
    time = (up + math.sqrt(up * up + 2 * GRAVITY * start)) / GRAVITY
    if p.layout == "wall":
        time = p.wall / along
    end = start + up * time - GRAVITY * time * time / 2
    return {"reach": along * time, "top": start + top, "rise": top, "time": time, "end": end, "up": up, "along": along}


@family("Physics - Mechanical")
class ObliqueThrow(Family[Throws]):
    """A throw at an angle: over level ground, down from a platform, or against a wall."""

    def solve(self, p: Throws) -> Solution:
        """By uniform motion along and free fall upwards and down."""
        motion = throw_motion(p)
        what = p.asked
        if p.layout == "wall" and what == "reach":
            what = "end"
        symbols = {"reach": "R", "top": "H", "time": "t", "end": "y"}
        answer = number_answer(motion[what], "s" if what == "time" else "m")
        values = {
            "what": what,
            "case": f"{p.layout} {what}",
            "up": number_answer(motion["up"], "m/s"),
            "along": number_answer(motion["along"], "m/s"),
            "time": number_answer(motion["time"], "s"),
            "place": p.layout,
        }
        return Solution(answer=answer, symbol=symbols[what], values=values)

    def draw(self, p: Throws, sketch: Sketch) -> None:
        """Heights and distances are to scale; the velocities are tangents of the path."""
        motion = throw_motion(p)
        scale = WIDTH / motion["reach"]
        slope, start = math.tan(math.radians(p.angle)), scale * (p.start if p.layout == "platform" else 0.0)
        bend = GRAVITY / (2 * motion["along"] ** 2) / scale
        formula = f"{start:.6f} + {slope:.6f}*x - {bend:.8f}*x**2"
        xs = np.linspace(0, WIDTH, 81)
        ys = start + slope * xs - bend * xs**2
        sketch.line("path:throw", *zip(xs, ys, strict=True), dash="dashed", color=GREY)
        sketch.claim("formula", "path:throw", value=formula)
        wall(sketch, "ground", (-1.7 if start else -1.0, 0), (WIDTH + 1.0, 0), 0.3)
        if start:
            sketch.rectangle("body:platform", -1.4, 0, 0, start, fill=PALE_GREY, z=1)
        if p.layout == "wall":
            tall = float(ys[-1]) + 1.4
            sketch.rectangle("body:wall", WIDTH, 0, WIDTH + 0.45, tall, fill=PALE_GREY, hatch="////", z=1)
        at_top = scale * motion["along"] * motion["up"] / GRAVITY
        top = (at_top, scale * motion["top"])
        self._draw_velocities(p, sketch, motion, (0.0, start), top, (WIDTH, max(float(ys[-1]), 0.0)))
        self._draw_sizes(p, sketch, scale * motion["reach"], top, float(ys[-1]), start)
        sketch.claim("connected", "path:throw", "body:wall" if p.layout == "wall" else "wall:ground")
        count_roles(sketch, "velocity", "ball")
        sketch.entity("path of the ball", "path:throw")
        sketch.entity("velocities", *(mark.id for mark in sketch.marks if mark.id.startswith("velocity:")))

    @staticmethod
    def _draw_velocities(
        p: Throws, sketch: Sketch, motion: dict[str, float], start: tuple[float, float],
        top: tuple[float, float], end: tuple[float, float],
    ) -> None:  # fmt: skip
        size = 2.0
        words = p.label("speed")
        vector(sketch, "velocity:start", start, size, p.angle, words, toward=(-1, 0.4), position=0.85, color=BLUE)
        along = size * motion["along"] / p.speed
        sketch.angle("angle:alpha", start, (start[0] + 1, start[1]), polar(p.angle, 1, start), p.label("angle"), 0.75)
        if p.layout == "platform":
            sketch.line("level:start", start, (start[0] + 1.9, start[1]), dash="dotted", width=0.9, color=GREY)
        marks = [("start", start, p.points[0]), ("top", top, p.points[1]), ("end", end, p.points[2])]
        sides = {"start": (-1, 0.9), "top": (0, 1), "end": (-1, -0.2) if p.layout == "wall" else (1, 0.8)}
        if p.layout == "platform":
            sides["start"] = (-1, -0.6)
        for name, place, letter in marks:
            sketch.dot(f"ball:{name}", place, 0.11, z=7)
            sketch.text(
                f"name:{name}", f"${letter}$", place, of=f"ball:{name}", toward=sides[name], gap_pt=7, halo=True
            )
            sketch.claim("on", f"ball:{name}", "path:throw")
        vector(sketch, "velocity:top", top, along, 0, "$v$", toward=(1, 0), color=BLUE)
        sketch.claim("ratio", "velocity:top", "velocity:start", value=motion["along"] / p.speed)
        sketch.claim("parallel", "velocity:top", "wall:ground")
        sketch.claim("angle", "velocity:start", "wall:ground", value=p.angle)

    @staticmethod
    def _draw_sizes(
        p: Throws, sketch: Sketch, reach: float, top: tuple[float, float], end: float, start: float
    ) -> None:
        y = -0.85
        tag = "d" if p.layout == "wall" else "R"
        words = p.label("wall") if p.layout == "wall" else "$R$"
        for x in (0.0, reach):
            sketch.line(f"end:{'start' if x == 0 else 'stop'}", (x, -0.35), (x, y - 0.12), width=0.7)
        sketch.line(f"size:{tag}", (0, y), (reach, y), arrow="both", width=0.9)
        sketch.text(f"label:{tag}", words, (reach / 2, y), of=f"size:{tag}", toward=(0, -1), gap_pt=3)
        if p.layout == "wall":
            x = WIDTH + 0.9
            sketch.line("level:hit", (WIDTH, end), (x + 0.12, end), width=0.7)
            sketch.line("size:y", (x, 0), (x, end), arrow="both", width=0.9)
            sketch.text("label:y", "$y$", (x, end / 2), of="size:y", toward=(1, 0), gap_pt=3)
            sketch.claim("ratio", "size:y", "size:d", value=end / reach)
            return
        sketch.line("size:H", (top[0], 0), (top[0], top[1]), arrow="both", width=0.9, color=GREY)
        sketch.text("label:H", "$H$", (top[0], 0.45 * top[1]), of="size:H", toward=(1, 0))
        sketch.claim("ratio", "size:H", "size:R", value=top[1] / reach)
        if start:
            sketch.line("size:h0", (-1.65, 0), (-1.65, start), arrow="both", width=0.9)
            sketch.line("level:platform", (-1.4, start), (-1.77, start), width=0.7)
            sketch.text("label:h0", p.label("start"), (-1.65, start / 2), of="size:h0", toward=(-1, 0), gap_pt=3)
            sketch.claim("ratio", "size:h0", "size:R", value=start / reach)

    def questions(self, p: Throws) -> Iterator[Question]:
        """Values that are printed, and at which of the three points the ball is fastest, slowest, highest."""
        yield ask_value("speed", p.quantity("speed"))
        yield ask_number("angle", p.angle, unit="°", step=6)
        if p.layout == "platform":
            yield ask_value("start", p.quantity("start"))
        if p.layout == "wall":
            yield ask_value("wall", p.quantity("wall"))
        points = [*p.points, "everywhere"]
        yield ask_word("slowest", p.points[1], points)
        yield ask_word("begins", p.points[0], points)
        motion = throw_motion(p)
        if p.layout != "ground":
            # At the foot of a platform the ball is faster than at its start, at a wall slower.
            yield ask_word("fastest", p.points[2 if motion["end"] < motion["top"] - motion["rise"] else 0], points)

    @defect(visibility=2)
    def stopped_at_top(self, p: Throws, scene: FigureScene, draw: Random) -> FigureScene:
        """The velocity at the top points down, as if the ball stood still there and began to fall."""
        return change(scene, turned(scene.path("velocity:top"), -90))

    @defect(visibility=1)
    def same_speed_at_top(self, p: Throws, scene: FigureScene, draw: Random) -> FigureScene:
        """The velocity at the top is drawn too long: only the horizontal part is left there."""
        return change(scene, turned(scene.path("velocity:top"), 0, 1 / math.cos(math.radians(p.angle))))

    @defect(visibility=2)
    def steep_start(self, p: Throws, scene: FigureScene, draw: Random) -> FigureScene:
        """The initial velocity does not point along the path of the ball."""
        return change(scene, turned(scene.path("velocity:start"), draw.choice((-20, 18))))

    @defect(visibility=3)
    def straight_fall(self, p: Throws, scene: FigureScene, draw: Random) -> FigureScene:
        """The path has a corner: the ball flies straight up and straight down, not on a parabola."""
        path = scene.path("path:throw")
        top = max(path.points, key=lambda point: point[1])
        corners = np.asarray([path.points[0], top, path.points[-1]])
        xs = np.linspace(corners[0][0], corners[-1][0], 41)
        ys = np.interp(xs, corners[:, 0], corners[:, 1])
        return change(scene, replace(path, points=tuple(zip(xs.tolist(), ys.tolist(), strict=True))))
