"""Light at the surface of water: where a coin seems to lie, from where a cistern's floor is seen, a stick's shadow, a ray that is thrown back."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, number, one_of
from scisynth.figures.families.physics.optical_ray.refraction import index_of, refracted
from scisynth.figures.families.questions import Question, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import DARK_GREY, GREY, ORANGE, PALE_BLUE
from scisynth.figures.parts.physics import WIDE_ANGLE, count_roles, incidence, ray, turned
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer

DEEP = 3.2
"""Depth of the drawn pool, units."""


@dataclass(frozen=True, kw_only=True)
class Pool(Parameters):
    """A coin on the floor, a round cistern seen over its rim, a stick in a pool, or a ray that the floor throws back."""

    layout: str = one_of("coin", "cistern", "stick", "bounce", level_1=("coin", "bounce"), level_3=("cistern", "stick"))
    liquid: str = one_of("water", "ethanol", "glycerol")
    depth: float = number("h", "m", (0.8, 1, 1.2, 1.5, 1.6, 1.8, 2, 2.2, 2.5, 3, 3.5, 4, 5), meaning="depth")
    angle: float = number(r"\theta", "°", range(28, 68), meaning="angle in air, with the normal", given=False)
    wide: float = number("d", "m", (1.5, 1.6, 1.8, 2, 2.2, 2.4, 2.5, 3), meaning="diameter", given=False)
    eye: float = number("e", "m", (1.2, 1.3, 1.4, 1.5, 1.6, 1.7), meaning="height of the eye", given=False)
    above: float = number(
        "a", "m", (0.4, 0.5, 0.6, 0.8, 1, 1.2, 1.5, 2), meaning="part of the stick above the surface", given=False
    )
    asked: str = one_of("length", "angle", level_1=("length",))
    is_mirrored: bool = one_of(False, True)

    @property
    def index(self) -> float:
        """Of refraction of the liquid."""
        return index_of(self.liquid).value

    @property
    def theta(self) -> float:
        """Angle in air with the normal, degrees."""
        if self.layout == "cistern":
            inner = math.degrees(math.atan(self.wide / 2 / self.depth))
            return refracted(inner, self.index, 1.0)
        return float(self.angle)

    @property
    def inner(self) -> float:
        """Angle in the liquid with the normal, degrees."""
        return refracted(self.theta, 1.0, self.index)

    def valid(self) -> bool:
        """Rays that leave, and sizes that fit on a page."""
        if self.layout == "cistern":
            sine = self.index * math.sin(math.atan(self.wide / 2 / self.depth))
            return 0.35 < sine < 0.93 and 0.5 < self.wide / self.depth < 1.6 and self.eye < 1.2 * self.depth
        if self.layout == "stick":
            return 0.25 < self.above / self.depth < 1
        return True

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Depth, index, and what the set-up needs."""
        extra = {"cistern": ("wide", "eye"), "stick": ("above", "angle")}.get(self.layout, ("angle",))
        return (self.quantity("depth"), index_of(self.liquid), *(self.quantity(name) for name in extra))


def pool_length(p: Pool) -> float:
    """What is asked in each set-up, in metres, with θ in air and θ₂ in the liquid.

    Apparent depth of a coin: h tan θ₂ / tan θ. Distance from the rim: e tan θ. Shadow on the floor: a tan θ + h tan θ₂. Width
    between entry and exit of a ray that the floor throws back: 2 h tan θ₂.
    """
    outer, inner = (math.tan(math.radians(angle)) for angle in (p.theta, p.inner))
    return {
        "coin": p.depth * inner / outer,
        "cistern": p.eye * outer,
        "stick": p.above * outer + p.depth * inner,
        "bounce": 2 * p.depth * inner,
    }[p.layout]


@family("Physics - Optical Ray")
class PoolRay(Family[Pool]):
    """A ray through the surface of a pool: an apparent depth, a place of the eye, a shadow, or a width; or the angle in the liquid."""

    def solve(self, p: Pool) -> Solution:
        """By the law of refraction and two right triangles."""
        symbol = {"coin": "y", "cistern": "x", "stick": "s", "bounce": "w"}[p.layout]
        values = {
            "n": index_of(p.liquid),
            "theta": number_answer(p.theta, "°"),
            "inner": number_answer(p.inner, "°"),
            "case": "inner" if p.asked == "angle" else p.layout,
            "goal": {
                "coin": "the apparent depth y",
                "cistern": "the largest distance x of the eye from the rim",
                "stick": "the length s of the shadow on the floor",
                "bounce": "the width w between entry and exit of the ray",
            }[p.layout],
        }
        if p.asked == "angle":
            values["goal"] = "the angle θ₂ of the ray with the normal in the liquid"
            return Solution(answer=number_answer(p.inner, "°"), symbol="θ₂", values=values)
        return Solution(answer=number_answer(pool_length(p), "m"), symbol=symbol, values=values)

    def draw(self, p: Pool, sketch: Sketch) -> None:
        """To scale; the surface is the x axis."""
        {"coin": self._coin, "cistern": self._cistern, "stick": self._stick, "bounce": self._bounce}[p.layout](
            p, sketch
        )
        count_roles(sketch, "ray", "normal")
        if p.is_mirrored:
            mirror(sketch)

    @staticmethod
    def _basin(
        p: Pool, sketch: Sketch, left: float, right: float, rim: float = 0.4, *, name_at: float | None = -DEEP
    ) -> None:
        """`name_at`: height of the surface or the floor where the liquid is named, on the right; none where there is no room."""
        sketch.rectangle("water:1", left, -DEEP, right, 0, fill=PALE_BLUE, width=0, z=0)
        sketch.line("surface:1", (left, 0), (right, 0), width=1.4, color="#1f4e79")
        sketch.line("basin:1", (left, rim), (left, -DEEP), (right, -DEEP), (right, rim), width=2.4)
        words = f"{p.liquid}, {index_of(p.liquid).label}"
        if name_at is None:
            sketch.text("name:liquid", words, ((left + right) / 2, -DEEP), of="basin:1", toward=(0, -1), gap_pt=8)
            return
        way = -1 if name_at == 0 else 1
        sketch.text(
            "name:liquid", words, (right - 0.15, name_at), of="basin:1", toward=(0, way), gap_pt=7, align="right"
        )

    @staticmethod
    def _depth(p: Pool, sketch: Sketch, x: float) -> None:
        sketch.line("size:h", (x, 0), (x, -DEEP), arrow="both", width=0.9)
        sketch.text("label:h", p.label("depth"), (x, -DEEP / 2), of="size:h", toward=(1 if x > 0 else -1, 0), gap_pt=4)
        side = -0.1 if x > 0 else 0.1
        for name, y in (("top", 0.0), ("low", -DEEP)):
            sketch.line(f"end:{name}", (x + 3.5 * side, y), (x - side, y), width=0.6, color=GREY)

    @staticmethod
    def _crossing(
        p: Pool,
        sketch: Sketch,
        spot: float,
        outer: tuple[float, float],
        inner: tuple[float, float],
        *,
        with_label: bool = True,
    ) -> None:
        """Normal and angles where a ray passes the surface; `outer` and `inner` are its other ends."""
        sketch.line("normal:1", (spot, 1.5), (spot, -1.5), dash="dashed", width=0.9, color=GREY, z=1)
        sketch.claim("perpendicular", "normal:1", "surface:1")
        for name, end, up, words in (
            ("theta", outer, 1, p.label("angle") if with_label else ""),
            ("inner", inner, -1, r"$\theta_2$"),
        ):
            if not words:
                continue
            if up > 0 and (p.layout != "bounce" or p.theta >= WIDE_ANGLE):
                # The side of the normal that is away from the ray has room.
                way = (end[0] - spot, end[1])
                incidence(sketch, f"angle:{name}", (0, 1), way, p.theta, words, 0.8, at=(spot, 0.0), across=True)
                continue
            if up > 0:
                # The width is drawn there: the value stands between normal and ray, as high up as it needs room.
                side, high = math.copysign(1.0, end[0] - spot), max(1.0, 1.05 / math.tan(math.radians(p.theta)))
                start, stop = (90.0 - p.theta, 90.0) if side > 0 else (90.0, 90.0 + p.theta)
                sketch.circle(f"angle:{name}", (spot, 0), 0.8, start_deg=start, end_deg=stop, width=1.0)
                sketch.text(
                    f"label:{name}", words, (spot, high), of=f"angle:{name}", toward=(side, 0), gap_pt=3, halo=True
                )
                continue
            pair = ((spot, up), end)
            one, two = pair if end[0] > spot else pair[::-1]
            sketch.angle(f"angle:{name}", (spot, 0), one, two, words, 1.0, halo=True)

    def _coin(self, p: Pool, sketch: Sketch) -> None:
        spot = DEEP * math.tan(math.radians(p.inner))
        self._basin(p, sketch, -1.5, max(spot + 2.0, 3.0))
        out = 3.0
        end = (spot + out * math.sin(math.radians(p.theta)), out * math.cos(math.radians(p.theta)))
        coin = (0.0, -DEEP + 0.06)
        sketch.circle("coin:1", coin, 0.28, radius_y=0.08, fill="#c9c9c9", z=5)
        sketch.text("name:coin", "coin", (-0.28, coin[1]), of="coin:1", toward=(-1, 0.6), gap_pt=6)
        legs = [*ray(sketch, "ray:in", (0.0, -DEEP), (spot, 0.0)), *ray(sketch, "ray:out", (spot, 0.0), end)]
        seen = -spot / math.tan(math.radians(p.theta))
        sketch.line("upright:1", (0, -DEEP), (0, 0.4), dash="dotted", width=1.0, color=GREY, z=1)
        sketch.line("back:1", (spot, 0.0), (0.0, seen), dash="dashed", width=1.1, color=ORANGE)
        sketch.dot("image:1", (0.0, seen), 0.08, color=ORANGE, z=6)
        sketch.claim("parallel", "back:1", legs[1])
        sketch.claim("on", "image:1", "upright:1")
        self._angles(p, sketch, legs[1], legs[0])
        self._crossing(p, sketch, spot, end, (0.0, -DEEP))
        x = -0.7
        sketch.line("size:y", (x, 0), (x, seen), arrow="both", width=0.9)
        sketch.text("label:y", "$y$", (x, seen / 2), of="size:y", toward=(-1, 0), gap_pt=3)
        self._depth(p, sketch, max(spot + 2.0, 3.0) + 0.5)
        sketch.claim("ratio", "size:y", "size:h", value=-seen / DEEP)
        sketch.text("name:eye", "eye", end, of=legs[1], toward=(1, 0.5), gap_pt=5)
        sketch.entity("coin", "coin:1")

    @staticmethod
    def _angles(p: Pool, sketch: Sketch, outer: str, inner: str) -> None:
        sketch.claim("angle", outer, "normal:1", value=p.theta)
        sketch.claim("angle", inner, "normal:1", value=p.inner)
        sketch.claim("connected", outer, inner)

    def _cistern(self, p: Pool, sketch: Sketch) -> None:
        scale = DEEP / p.depth
        half, eye = scale * p.wide / 2, scale * p.eye
        away = eye * math.tan(math.radians(p.theta))
        # The rim is level with the surface, so that the ray passes the corner.
        self._basin(p, sketch, -half, half, rim=0.0, name_at=None)
        sketch.ground("1", half, half + away + 1.2, 0, 0.25)
        legs = [
            *ray(sketch, "ray:in", (0.0, -DEEP), (half, 0.0)),
            *ray(sketch, "ray:out", (half, 0.0), (half + away, eye)),
        ]
        sketch.dot("object:1", (0.0, -DEEP), 0.1, z=6)
        sketch.text("name:object", "object", (0.0, -DEEP), of="object:1", toward=(-1, 0.6), gap_pt=10)
        sketch.circle("eye:1", (half + away, eye), 0.13, fill="#ffffff", z=6)
        self._angles(p, sketch, legs[1], legs[0])
        self._crossing(p, sketch, half, (half + away, eye), (0.0, -DEEP), with_label=False)
        for name, one, two, words, side in (
            ("e", (half + away + 0.5, 0.0), (half + away + 0.5, eye), p.label("eye"), (1, 0)),
            ("x", (half, -0.65), (half + away, -0.65), "$x$", (0, -1)),
            ("d", (-half, 0.55), (half, 0.55), p.label("wide"), (0, 1)),
        ):
            sketch.line(f"size:{name}", one, two, arrow="both", width=0.9)
            middle = (np.asarray(one) + np.asarray(two)) / 2
            middle = middle if name != "d" else middle - (0.25 * half, 0)
            sketch.text(f"label:{name}", words, middle, of=f"size:{name}", toward=side, gap_pt=4, halo=True)
        sketch.line("end:e", (half + away + 0.18, eye), (half + away + 0.6, eye), width=0.6, color=GREY)
        sketch.line("end:x", (half + away, -0.3), (half + away, -0.75), width=0.6, color=GREY)
        self._depth(p, sketch, -half - 0.5)
        sketch.claim("ratio", "size:x", "size:e", value=away / eye)
        sketch.entity("object", "object:1")
        sketch.entity("eye", "eye:1")

    def _stick(self, p: Pool, sketch: Sketch) -> None:
        above = DEEP * p.above / p.depth
        spot = above * math.tan(math.radians(p.theta))
        foot = spot + DEEP * math.tan(math.radians(p.inner))
        self._basin(p, sketch, -1.6, foot + 1.4, name_at=0.0)
        sketch.line("stick:1", (0, -DEEP), (0, above), width=3.2, color=DARK_GREY)
        start = (-1.3 * math.tan(math.radians(p.theta)), above + 1.3)
        # The head of the ray stands before the top of the stick.
        before = 0.6 * 1.3 / (1.3 + above)
        legs = [
            *ray(sketch, "ray:out", start, (spot, 0.0), senses=(before,)),
            *ray(sketch, "ray:in", (spot, 0.0), (foot, -DEEP)),
        ]
        sketch.line("shadow:1", (0, -DEEP), (foot, -DEEP), width=5.0, color=DARK_GREY, z=4)
        sketch.claim("connected", legs[1], "shadow:1")
        sketch.claim("connected", "stick:1", legs[0])
        self._angles(p, sketch, legs[0], legs[1])
        self._crossing(p, sketch, spot, start, (foot, -DEEP))
        for name, one, two, words, side in (
            ("a", (-0.5, 0.0), (-0.5, above), p.label("above"), (-1, 0)),
            ("s", (0.0, -DEEP - 0.75), (foot, -DEEP - 0.75), "$s$", (0, -1)),
        ):
            sketch.line(f"size:{name}", one, two, arrow="both", width=0.9)
            sketch.text(
                f"label:{name}1",
                words,
                (np.asarray(one) + np.asarray(two)) / 2,
                of=f"size:{name}",
                toward=side,
                gap_pt=4,
            )
        self._depth(p, sketch, foot + 1.9)
        sketch.claim("ratio", "size:s", "size:h", value=foot / DEEP)
        sketch.entity("stick", "stick:1")

    def _bounce(self, p: Pool, sketch: Sketch) -> None:
        half = DEEP * math.tan(math.radians(p.inner))
        self._basin(p, sketch, -half - 1.0, half + 1.0, name_at=-DEEP if half > 1.6 else None)
        out = 2.4
        x, y = out * math.sin(math.radians(p.theta)), out * math.cos(math.radians(p.theta))
        legs = [
            *ray(sketch, "ray:out", (-half - x, y), (-half, 0.0)),
            *ray(sketch, "ray:in", (-half, 0.0), (0.0, -DEEP), (half, 0.0)),
            *ray(sketch, "ray:up", (half, 0.0), (half + x, y)),
        ]
        self._angles(p, sketch, legs[0], legs[1])
        sketch.claim("angle", legs[3], "normal:1", value=p.theta)
        sketch.claim("symmetric", legs[1], legs[2], "upright:1")
        sketch.line("upright:1", (0, -DEEP), (0, -0.4), dash="dotted", width=0.9, color=GREY, z=1)
        self._crossing(p, sketch, -half, (-half - x, y), (0.0, -DEEP))
        sketch.line("size:w", (-half, 0.75), (half, 0.75), arrow="both", width=0.9)
        sketch.text("label:w", "$w$", (0.3, 0.75), of="size:w", toward=(0, 1), gap_pt=4)
        sketch.line("end:w", (half, 0.1), (half, 0.85), width=0.6, color=GREY)
        self._depth(p, sketch, half + 1.5)
        sketch.claim("ratio", "size:w", "size:h", value=2 * half / DEEP)
        sketch.entity("ray", *legs)

    def questions(self, p: Pool) -> Iterator[Question]:
        """Printed values; the liquid; the side of the ray in air."""
        yield ask_number("depth", p.depth, unit="m", low=0.1)
        yield ask_number("index", p.index, likely=(1.33, 1.36, 1.47, 1.5), step=0.07, low=1)
        if p.layout == "cistern":
            yield ask_number("wide", p.wide, unit="m", likely=(p.depth, p.eye), low=0.1)
            yield ask_number("eye", p.eye, unit="m", likely=(p.wide, p.depth), low=0.1)
            yield ask_word("seen", "left" if p.is_mirrored else "right", ["left", "right", "both", "none"])
        else:
            yield ask_number("angle", p.angle, unit="°", likely=(90 - p.angle,), step=6, low=1)
        if p.layout == "stick":
            yield ask_number("above", p.above, unit="m", likely=(p.depth,), low=0.1)
        yield ask_word("liquid", p.liquid, ["water", "ethanol", "glycerol", "olive oil"])

    @defect(visibility=3)
    def unbent_ray(self, p: Pool, scene: FigureScene, draw: Random) -> FigureScene:
        """The ray passes the surface without being bent."""
        inner, outer = scene.path("ray:in1"), scene.path("ray:out1")
        turn = p.theta - p.inner
        sign = -1 if p.is_mirrored else 1
        if p.layout in ("coin", "cistern"):
            return change(scene, turned(outer, sign * turn))
        return change(scene, turned(inner, sign * turn))

    @defect(visibility=2)
    def slanting_normal(self, p: Pool, scene: FigureScene, draw: Random) -> FigureScene:
        """The normal does not stand at a right angle to the surface."""
        return change(scene, turned(scene.path("normal:1"), draw.choice((-13, 13))))

    @defect(visibility=2)
    def bent_wrong_way(self, p: Pool, scene: FigureScene, draw: Random) -> FigureScene:
        """In air the ray runs nearer to the normal than in the liquid."""
        outer = scene.path("ray:out1")
        (x0, y0), (x1, y1) = outer.points
        if p.layout in ("coin", "cistern"):
            return change(scene, replace(outer, points=((x0, y0), (x0 + 0.25 * (x1 - x0), y1))))
        return change(scene, replace(outer, points=((x1 + 0.25 * (x0 - x1), y0), (x1, y1))))
