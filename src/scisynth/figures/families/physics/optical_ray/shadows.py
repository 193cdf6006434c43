"""Shadows by similar triangles: of a person under a lamp, on a wall behind one who walks from a spotlight, of a tree in the sun."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, number, one_of
from scisynth.figures.families.questions import Question, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import DARK_GREY, GREEN, GREY, ORANGE, RED
from scisynth.figures.parts.physics import count_roles, wall
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer

WIDE = 9.0
HIGH = {"m": (3, 3.5, 4, 4.5, 5, 5.5, 6, 7, 8), "ft": (12, 13, 14, 15, 16, 17, 18, 20, 22, 24)}
TALL = {"m": (1.5, 1.55, 1.6, 1.65, 1.7, 1.75, 1.8, 1.85, 1.9), "ft": (5, 5.2, 5.4, 5.5, 5.6, 5.8, 6, 6.2)}
FAR = {"m": (3, 4, 5, 6, 7, 8, 9, 10, 12), "ft": (5, 8, 10, 12, 15, 18, 20, 24, 25, 30, 35, 40, 50)}
SPEED = {"m": (0.8, 1, 1.2, 1.4, 1.5, 1.6, 1.8, 2, 2.4), "ft": (2, 2.5, 3, 3.5, 4, 4.5, 5, 6)}


def shadow_length(lamp: float, tall: float, away: float) -> float:
    """On level ground, of something `tall`, at a distance `away` from below a lamp: s / tall = (away + s) / lamp."""
    return tall * away / (lamp - tall)


def shadow_on_wall(tall: float, away: float, whole: float) -> float:
    """Height on a wall `whole` away from a light on the ground, of something `tall` at a distance `away` from the light."""
    return tall * whole / away


@dataclass(frozen=True, kw_only=True)
class Shadow(Parameters):
    """A person under a lamp, a person before a wall, or a tree and a stick in the sun."""

    layout: str = one_of("lamp", "wall", "sun")
    unit: str = one_of("m", "ft")
    high: float = drawn(lambda draw, _, values: draw.choice(HIGH[values["unit"]]), words="3 to 8 m, 12 to 24 ft")
    tall: float = drawn(lambda draw, _, values: draw.choice(TALL[values["unit"]]), words="1.2 to 2 m, 4.5 to 6.5 ft")
    far: float = drawn(lambda draw, _, values: draw.choice(FAR[values["unit"]]), words="3 to 12 m, 5 to 50 ft")
    whole: float = drawn(lambda draw, _, values: draw.choice(FAR[values["unit"]]), words="3 to 12 m, 5 to 50 ft")
    speed: float = drawn(lambda draw, _, values: draw.choice(SPEED[values["unit"]]), words="0.8 to 6 m/s or ft/s")
    sun: float = number(r"\alpha", "°", range(28, 62), meaning="height of the sun", given=False)
    asked: str = one_of("length", "rate", level_1=("length",), level_3=("rate",))
    who: str = one_of("man", "woman", "girl", "boy")
    is_mirrored: bool = one_of(False, True)

    def valid(self) -> bool:
        """Shadows that are neither a dot nor endless; children are no taller than they grow."""
        if self.who in ("girl", "boy") and self.tall > (1.6 if self.unit == "m" else 5.2):
            return False
        if self.layout == "lamp":
            return self.far < 4 * self.high and 0.15 < self.shadow / self.far < 1.6
        if self.layout == "wall":
            return 0.25 * self.whole < self.far < 0.8 * self.whole and self.shadow < 0.8 * self.whole
        return self.high > 1.8 * self.tall

    @property
    def shadow(self) -> float:
        """Length on the ground, or height on the wall; in the sun, of the stick."""
        if self.layout == "lamp":
            return shadow_length(self.high, self.tall, self.far)
        if self.layout == "wall":
            return shadow_on_wall(self.tall, self.far, self.whole)
        return self.tall / math.tan(math.radians(self.sun))

    def length(self, symbol: str, value: float) -> Quantity:
        """In the unit of the figure."""
        return Quantity(symbol=symbol, value=float(f"{value:.3g}"), unit=self.unit, meaning="length")

    @property
    def rate(self) -> Quantity:
        """Walking speed."""
        return Quantity(symbol="v", value=self.speed, unit=f"{self.unit}/s", meaning="walking speed")

    @property
    def named(self) -> dict[str, Quantity]:
        """What is printed, by the slots of the texts."""
        if self.layout == "sun":
            tree = self.high / math.tan(math.radians(self.sun))
            return {
                "tall_q": self.length("h", self.tall),
                "short_q": self.length("s", self.shadow),
                "long_q": self.length("S", tree),
            }
        found = {"tall_q": self.length("h", self.tall), "far_q": self.length("x", self.far)}
        key = "high_q" if self.layout == "lamp" else "whole_q"
        found[key] = self.length("H", self.high) if self.layout == "lamp" else self.length("D", self.whole)
        return found | ({"rate_q": self.rate} if self.asked == "rate" else {})

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """As printed."""
        return tuple(self.named.values())


@family("Physics - Optical Ray")
class ShadowLength(Family[Shadow]):
    """The length of a shadow or how fast it changes, by a ray that passes the top of what throws it."""

    def solve(self, p: Shadow) -> Solution:
        """By similar triangles; rates by their derivative."""
        unit, speed = p.unit, f"{p.unit}/s"
        found = p.named
        if p.layout == "sun":
            answer, symbol = (
                number_answer(found["tall_q"].value * found["long_q"].value / found["short_q"].value, unit),
                "H",
            )
        elif p.asked == "length":
            answer, symbol = number_answer(p.shadow, unit), "s"
        elif p.layout == "lamp":
            answer, symbol = number_answer(p.speed * p.high / (p.high - p.tall), speed), "u"
        else:
            answer, symbol = number_answer(p.speed * p.tall * p.whole / p.far**2, speed), "u"
        case = "sun" if p.layout == "sun" else f"{p.layout} {p.asked}"
        return Solution(answer=answer, symbol=symbol, values={**found, "case": case})

    def draw(self, p: Shadow, sketch: Sketch) -> None:
        """To scale; the light stands left, or the figure is mirrored."""
        {"lamp": self._draw_lamp, "wall": self._draw_wall, "sun": self._draw_sun}[p.layout](p, sketch)
        if p.is_mirrored:
            mirror(sketch)

    @staticmethod
    def _person(sketch: Sketch, name: str, x: float, tall: float) -> None:
        """A stroke with a head at its top: the top of the head is as high as the person."""
        head = min(0.16, tall / 5)
        sketch.line(f"person:{name}", (x, 0), (x, tall), width=3.2, color=DARK_GREY)
        sketch.circle(f"head:{name}", (x, tall - head), head, fill=DARK_GREY, color=DARK_GREY, width=0.6, z=4)

    def _draw_lamp(self, p: Shadow, sketch: Sketch) -> None:
        scale = WIDE / (p.far + p.shadow)
        far, tip, high, tall = (scale * value for value in (p.far, p.far + p.shadow, p.high, p.tall))
        sketch.ground("1", -0.8, tip + 0.7, 0, 0.25)
        sketch.line("post:1", (0, 0), (0, high), width=3.0, color=GREY)
        sketch.circle("lamp:1", (0, high), 0.17, fill="#fff6d6", z=5)
        self._person(sketch, "1", far, tall)
        sketch.line("ray:1", (0, high), (tip, 0), color=ORANGE, width=1.2, z=2)
        sketch.line("shadow:1", (far, 0), (tip, 0), width=5.0, color=DARK_GREY, z=3)
        sketch.claim("connected", "ray:1", "lamp:1")
        sketch.claim("connected", "ray:1", "shadow:1")
        sketch.claim("connected", "person:1", "ray:1")
        sketch.claim("perpendicular", "person:1", "shadow:1")
        sketch.claim("ratio", "post:1", "person:1", value=p.high / p.tall)
        found = p.named
        self._size(sketch, "H", (-0.5, 0), (-0.5, high), found["high_q"].label, (-1, 0))
        self._size(sketch, "x", (0, -0.6), (far, -0.6), found["far_q"].label, (0, -1))
        self._size(sketch, "s", (far, -0.6), (tip, -0.6), "$s$", (0, -1))
        sketch.claim("ratio", "size:s", "size:x", value=p.shadow / p.far)
        for name, x in (("0", 0.0), ("x", far), ("s", tip)):
            sketch.line(f"end:{name}", (x, -0.28), (x, -0.72), width=0.6, color=GREY)
        sketch.text("label:h", found["tall_q"].label, (far, tall / 2), of="person:1", toward=(-1, 0), gap_pt=7)
        if p.asked == "rate":
            self._walk(p, sketch, far + 0.25, tall + 0.35)
        count_roles(sketch, "person", "ray")
        sketch.entity("person", "person:1", "head:1")
        sketch.entity("shadow", "shadow:1")

    def _draw_wall(self, p: Shadow, sketch: Sketch) -> None:
        scale = WIDE / p.whole
        far, high, tall = scale * p.far, scale * p.shadow, scale * p.tall
        sketch.ground("1", -0.6, WIDE, 0, 0.25)
        wall(sketch, "right", (WIDE, max(high + 0.7, 1.8)), (WIDE, 0), -0.3)
        sketch.dot("lamp:1", (0, 0.04), 0.16, color=ORANGE, z=6)
        sketch.text("name:lamp", "spotlight", (0, 0.1), of="lamp:1", toward=(0, 1), gap_pt=9)
        self._person(sketch, "1", far, tall)
        sketch.line("ray:1", (0, 0), (WIDE, high), color=ORANGE, width=1.2, z=2)
        sketch.line("shadow:1", (WIDE, 0), (WIDE, high), width=5.0, color=DARK_GREY, z=3)
        sketch.claim("connected", "ray:1", "shadow:1")
        sketch.claim("connected", "person:1", "ray:1")
        sketch.claim("parallel", "person:1", "shadow:1")
        sketch.claim("ratio", "shadow:1", "person:1", value=p.shadow / p.tall)
        found = p.named
        self._size(sketch, "x", (0, -0.6), (far, -0.6), found["far_q"].label, (0, -1))
        self._size(sketch, "D", (0, -1.25), (WIDE, -1.25), found["whole_q"].label, (0, -1))
        sketch.claim("ratio", "size:D", "size:x", value=p.whole / p.far)
        for name, x, low in (("0", 0.0, -1.37), ("x", far, -0.72), ("D", WIDE, -1.37)):
            sketch.line(f"end:{name}", (x, -0.28), (x, low), width=0.6, color=GREY)
        self._size(sketch, "s", (WIDE + 0.6, 0), (WIDE + 0.6, high), "$s$", (1, 0))
        sketch.text(
            "label:h", found["tall_q"].label, (far, tall * 0.3), of="person:1", toward=(1, 0), gap_pt=7, halo=True
        )
        if p.asked == "rate":
            self._walk(p, sketch, far - 0.5, tall + 0.6)
        count_roles(sketch, "person", "ray")
        sketch.entity("person", "person:1", "head:1")
        sketch.entity("shadow", "shadow:1")

    def _draw_sun(self, p: Shadow, sketch: Sketch) -> None:
        tree, short = p.high / math.tan(math.radians(p.sun)), p.shadow
        scale = (WIDE - 1.6) / (tree + short)
        high, tall, long, part = (scale * value for value in (p.high, p.tall, tree, short))
        start = long + 1.4
        sketch.ground("1", -0.9, start + part + 0.6, 0, 0.25)
        sketch.line("trunk:1", (0, 0), (0, high), width=3.4, color="#7a5230")
        sketch.area(
            "crown:1",
            (-0.13 * high, 0.45 * high),
            (0.13 * high, 0.45 * high),
            (0, high),
            fill="#cfe3cf",
            color=GREEN,
            z=3,
        )
        sketch.line("stick:1", (start, 0), (start, tall), width=3.2, color=DARK_GREY)
        for name, x, top, end in (("tree", 0.0, high, long), ("stick", start, tall, start + part)):
            sketch.line(
                f"ray:{name}",
                np.asarray((x, top)) - 0.25 * np.asarray((end - x, -top)),
                (end, 0),
                color=ORANGE,
                width=1.2,
                z=2,
            )
            sketch.line(f"shadow:{name}", (x, 0), (end, 0), width=5.0, color=DARK_GREY, z=3)
            sketch.claim("connected", f"ray:{name}", f"shadow:{name}")
            sketch.claim("angle", f"ray:{name}", f"shadow:{name}", value=p.sun)
        sketch.claim("parallel", "ray:tree", "ray:stick")
        sketch.claim("connected", "stick:1", "ray:stick")
        sketch.claim("ratio", "trunk:1", "stick:1", value=p.high / p.tall)
        found = p.named
        aside = -0.13 * high - 0.4
        self._size(sketch, "H", (aside, 0), (aside, high), "$H$", (-1, 0))
        self._size(sketch, "S", (0, -0.6), (long, -0.6), found["long_q"].label, (0, -1))
        self._size(sketch, "s", (start, -0.6), (start + part, -0.6), found["short_q"].label, (0, -1))
        for name, x in (("0", 0.0), ("S", long), ("s", start), ("e", start + part)):
            sketch.line(f"end:{name}", (x, -0.28), (x, -0.72), width=0.6, color=GREY)
        sketch.text("label:h", found["tall_q"].label, (start, tall * 0.5), of="stick:1", toward=(-1, 0), gap_pt=5)
        count_roles(sketch, "ray", "shadow")
        sketch.entity("tree", "trunk:1", "crown:1")
        sketch.entity("stick", "stick:1")

    @staticmethod
    def _size(
        sketch: Sketch,
        name: str,
        one: tuple[float, float],
        two: tuple[float, float],
        words: str,
        toward: tuple[float, float],
    ) -> None:
        sketch.line(f"size:{name}", one, two, arrow="both", width=0.9)
        middle = (np.asarray(one) + np.asarray(two)) / 2
        sketch.text(f"label:{name}1", words, middle, of=f"size:{name}", toward=toward, gap_pt=4)

    @staticmethod
    def _walk(p: Shadow, sketch: Sketch, x: float, y: float) -> None:
        """Away from the light."""
        sketch.arrow("velocity:1", (x, y), (x + 1.0, y), color=RED, width=1.8)
        sketch.text("label:v", p.rate.label, (x + 0.5, y), of="velocity:1", toward=(0, 1), gap_pt=4, color=RED)

    def questions(self, p: Shadow) -> Iterator[Question]:
        """Printed lengths and speed; where the light stands."""
        found = p.named
        for name, item in found.items():
            others = [other.value for other in found.values() if other.unit == item.unit]
            yield ask_number(name, item.value, unit=item.unit, likely=others, low=0.1)
        yield ask_word("side", "right" if p.is_mirrored else "left", ["left", "right", "both", "none"])

    @defect(visibility=2)
    def long_shadow(self, p: Shadow, scene: FigureScene, draw: Random) -> FigureScene:
        """The shadow does not end where the ray past the top does."""
        name = "shadow:tree" if p.layout == "sun" else "shadow:1"
        line, times = scene.path(name), draw.choice((0.7, 1.3))
        (x0, y0), (x1, y1) = line.points
        return change(scene, replace(line, points=((x0, y0), (x0 + times * (x1 - x0), y0 + times * (y1 - y0)))))

    @defect(visibility=2)
    def high_ray(self, p: Shadow, scene: FigureScene, draw: Random) -> FigureScene:
        """The ray passes well above the top of what throws the shadow."""
        line = scene.path("ray:stick" if p.layout == "sun" else "ray:1")
        return change(scene, replace(line, points=tuple((x, y + 0.45) for x, y in line.points)))

    @defect(visibility=1)
    def short_figure(self, p: Shadow, scene: FigureScene, draw: Random) -> FigureScene:
        """What throws the shadow is drawn too short for its shadow."""
        line = scene.path("stick:1" if p.layout == "sun" else "person:1")
        (x0, y0), (x1, y1) = line.points
        return change(scene, replace(line, points=((x0, y0), (x1, y0 + 0.72 * (y1 - y0)))))
