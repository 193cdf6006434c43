"""Vessels of liquid, standing at STAND and seen from slightly above: glasses, jugs, bowls, pots.

A vessel is a body of revolution: `profile` gives its half width by fraction of its height. Draw in this order:

    vessel = make_vessel(canvas, "carafe")
    draw_vessel_back(canvas, vessel, color)      shadow, handle, far wall
    fill_vessel(canvas, vessel, liquid)          or anything else inside `vessel.body(...)` and `vessel.surface()`
    draw_vessel_front(canvas, vessel, color)     near wall or glass edges and reflections
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from scisynth.lab.backdrop import STAND
from scisynth.lab.canvas import Canvas, Color, Point, darker, lighter
from scisynth.lab.objects.pen import arc


@dataclass(frozen=True, kw_only=True)
class Kind:
    """Measures of a kind of vessel, as fractions of the image; fractions are of the height."""

    height: float
    profile: tuple[Point, ...]
    """(fraction, half width) from the foot to the rim."""
    level: float = 0.85
    """Share at which the liquid's surface stands."""
    floor: float = 0.04
    """Share at which the liquid begins."""
    material: Literal["glass", "ceramic", "metal"] = "glass"
    tilt: float = 0.17
    """Half height of the rim's ellipse over its half width."""
    curved: bool = False
    """Whether the wall is smooth between the points of the profile."""
    extras: tuple[str, ...] = ()
    """Of loop, pair, long, bail, saucer, stem, marks, thread, lip."""


KINDS: Mapping[str, Kind] = {
    "glass": Kind(height=0.46, profile=((0, 0.14), (1, 0.195)), level=0.88),
    "tumbler": Kind(height=0.31, profile=((0, 0.18), (1, 0.2)), level=0.82),
    "beaker": Kind(height=0.42, profile=((0, 0.195), (1, 0.195)), level=0.82, extras=("marks", "lip")),
    "jar": Kind(
        height=0.42,
        profile=((0, 0.17), (0.05, 0.19), (0.76, 0.19), (0.86, 0.155), (1, 0.155)),
        level=0.88,
        extras=("thread",),
    ),
    "bottle": Kind(
        height=0.58,
        profile=((0, 0.13), (0.03, 0.14), (0.52, 0.14), (0.7, 0.055), (1, 0.055)),
        level=0.58,
        extras=("lip",),
    ),
    "flask": Kind(
        height=0.5, profile=((0, 0.215), (0.06, 0.23), (0.68, 0.062), (1, 0.062)), level=0.46, extras=("lip",)
    ),
    "carafe": Kind(
        height=0.54,
        profile=((0, 0.15), (0.2, 0.215), (0.62, 0.085), (0.78, 0.075), (1, 0.145)),
        level=0.48,
        curved=True,
    ),
    "pitcher": Kind(
        height=0.48,
        profile=((0, 0.16), (0.35, 0.195), (0.78, 0.15), (1, 0.175)),
        level=0.82,
        curved=True,
        extras=("loop", "lip"),
    ),
    "wine glass": Kind(
        height=0.52,
        profile=((0.4, 0.02), (0.47, 0.12), (0.66, 0.185), (0.85, 0.175), (1, 0.145)),
        level=0.86,
        floor=0.42,
        curved=True,
        extras=("stem",),
    ),
    "beer mug": Kind(height=0.38, profile=((0, 0.18), (1, 0.175)), level=0.88, extras=("loop", "thread")),
    "jug": Kind(
        height=0.42,
        profile=((0, 0.14), (0.32, 0.205), (0.78, 0.145), (1, 0.19)),
        material="ceramic",
        tilt=0.34,
        curved=True,
        extras=("loop",),
    ),
    "mug": Kind(height=0.3, profile=((0, 0.165), (1, 0.175)), material="ceramic", tilt=0.36, extras=("loop",)),
    "cup": Kind(
        height=0.2,
        profile=((0, 0.1), (0.35, 0.18), (1, 0.215)),
        material="ceramic",
        tilt=0.3,
        curved=True,
        extras=("loop", "saucer"),
    ),
    "bowl": Kind(
        height=0.22,
        profile=((0, 0.12), (0.2, 0.2), (0.65, 0.28), (1, 0.305)),
        material="ceramic",
        tilt=0.3,
        curved=True,
    ),
    "bucket": Kind(height=0.38, profile=((0, 0.17), (1, 0.235)), material="metal", tilt=0.27, extras=("bail",)),
    "pot": Kind(height=0.27, profile=((0, 0.24), (1, 0.245)), material="metal", tilt=0.28, extras=("pair",)),
    "pan": Kind(height=0.17, profile=((0, 0.22), (1, 0.25)), material="metal", tilt=0.32, extras=("long",)),
}
GLASS_EDGE = "#8ea0aa"


@dataclass(frozen=True, kw_only=True)
class Vessel:
    """One vessel in an image."""

    kind: Kind
    x: float
    scale: float

    def y(self, fraction: float) -> float:
        """Height on the canvas of a fraction of the vessel's height."""
        return STAND - fraction * self.kind.height * self.scale

    def half(self, fraction: float) -> float:
        """Half width at a fraction of the height."""
        return _half(self.kind.profile, self.kind.curved, fraction) * self.scale

    def body(self, low: float, high: float, inset: float = 0.0) -> list[Point]:
        """The outline between two fractions, round at the bottom, its upper edge the near half of an ellipse."""
        fractions = [low, *(fraction for fraction, _ in self.kind.profile if low < fraction < high), high]
        if self.kind.curved:
            fractions = [low + (high - low) * step / 12 for step in range(13)]
        sides = [(self.half(fraction) - inset, self.y(fraction)) for fraction in fractions]
        foot, rim = sides[0][0], sides[-1][0]
        ellipse = self.kind.tilt
        bottom = arc(self.x, sides[0][1], foot, foot * ellipse * 0.8, 0, 180, 10)
        top = arc(self.x, sides[-1][1], rim, rim * ellipse, 180, 0, 10)
        left = [(self.x - half, y) for half, y in sides]
        right = [(self.x + half, y) for half, y in reversed(sides)]
        return [*right, *bottom, *left, *top]

    def surface(self) -> tuple[float, float, float, float]:
        """The ellipse of the liquid's surface: x, y, rx, ry. In opaque vessels it fills the open rim."""
        if self.opaque:
            half = self.half(1)
            return (self.x, self.y(1) + 0.008, half * 0.9, half * self.kind.tilt * 0.86 - 0.004)
        half = self.half(self.kind.level) - 0.012
        return (self.x, self.y(self.kind.level), half, half * self.kind.tilt)

    @property
    def opaque(self) -> bool:
        """Whether only the surface of what is inside can be seen."""
        return self.kind.material != "glass"


def make_vessel(canvas: Canvas, kind: str, *, scale: float = 1.0) -> Vessel:
    """A vessel of a kind, its place and size varied a little."""
    rng = canvas.rng
    return Vessel(kind=KINDS[kind], x=0.5 + rng.uniform(-0.04, 0.04), scale=scale * rng.uniform(0.94, 1.06))


def draw_vessel_back(canvas: Canvas, vessel: Vessel, color: Color) -> None:
    """Shadow, handles and the inside of the far wall."""
    x, foot, rim = vessel.x, vessel.half(0), vessel.half(1)
    extras, tilt = vessel.kind.extras, vessel.kind.tilt
    canvas.ellipse(x + 0.02, STAND + 0.012, max(foot, 0.13) * 1.22, 0.04, "#00000034")
    if "saucer" in extras:
        canvas.ellipse(x, STAND, rim * 1.2, 0.055, darker(color, 0.25))
        canvas.ellipse(x, STAND - 0.01, rim * 1.2, 0.052, lighter(color, 0.2))
    if "stem" in extras:
        canvas.ellipse(x, STAND, 0.12 * vessel.scale, 0.022, "#dfe8ece0", outline=GLASS_EDGE, width=0.008)
        canvas.line([(x, STAND), (x, vessel.y(0.42))], GLASS_EDGE, 0.026)
        canvas.line([(x - 0.003, STAND), (x - 0.003, vessel.y(0.42))], "#eef4f7", 0.010)
    _handles(canvas, vessel, color)
    if vessel.opaque:
        canvas.ellipse(x, vessel.y(1), rim, rim * tilt, darker(color, 0.4))
    else:
        canvas.polygon(vessel.body(vessel.kind.profile[0][0], 1), "#ffffff66")
        canvas.ellipse(x, vessel.y(1), rim, rim * tilt, "#f4f9fb70", outline=GLASS_EDGE, width=0.008)


def fill_vessel(canvas: Canvas, vessel: Vessel, color: Color) -> None:
    """Liquid up to its level; `color` may be translucent."""
    if not vessel.opaque:
        canvas.polygon(vessel.body(vessel.kind.floor, vessel.kind.level, 0.012), color)
    x, y, rx, ry = vessel.surface()
    canvas.ellipse(x, y, rx, ry, lighter(color, 0.3) if not vessel.opaque else color[:7])


def draw_vessel_front(canvas: Canvas, vessel: Vessel, color: Color) -> None:
    """The near wall: opaque and shaded, or glass edges and reflections."""
    rim, rim_y, tilt = vessel.half(1), vessel.y(1), vessel.kind.tilt
    if vessel.opaque:
        canvas.polygon(vessel.body(0, 1), color)
        canvas.polygon(_stripe(vessel, 0.45, 1.0, 0.0, 1.0), darker(color, 0.2))
        canvas.polygon(_stripe(vessel, 0.78, 1.0, 0.0, 1.0), darker(color, 0.36))
        canvas.polygon(_stripe(vessel, -0.8, -0.6, 0.12, 0.86), lighter(color, 0.45))
        canvas.ellipse(vessel.x, rim_y, rim, rim * tilt, None, outline=lighter(color, 0.35), width=0.013)
        if vessel.kind.material == "metal":
            canvas.line(
                arc(vessel.x, vessel.y(0.8), vessel.half(0.8), rim * tilt, 0, 180, 12), darker(color, 0.4), 0.01
            )
        return
    low = vessel.kind.profile[0][0]
    canvas.polygon(_stripe(vessel, 0.66, 0.8, low + 0.1, 0.82), "#ffffff70")
    canvas.polygon(_stripe(vessel, -0.86, -0.78, low + 0.1, 0.9), "#ffffff90")
    wall = vessel.body(low, 1)[:-11]
    canvas.line(wall, GLASS_EDGE, 0.010)
    canvas.line(arc(vessel.x, rim_y, rim, rim * tilt, 0, 180, 12), GLASS_EDGE, 0.009)
    if "marks" in vessel.kind.extras:
        for fraction in (0.2, 0.35, 0.5, 0.65):
            y = vessel.y(fraction)
            canvas.line([(vessel.x - rim * 0.75, y), (vessel.x - rim * 0.45, y + 0.008)], "#ffffffd8", 0.010)
    if "thread" in vessel.kind.extras:
        for fraction in (0.92, 0.98):
            half = vessel.half(fraction)
            canvas.line(arc(vessel.x, vessel.y(fraction), half, half * tilt, 0, 180, 10), GLASS_EDGE, 0.010)
    if "lip" in vessel.kind.extras:
        canvas.polygon(
            [(vessel.x - rim, rim_y - 0.012), (vessel.x - rim - 0.022, rim_y - 0.014), (vessel.x - rim, rim_y + 0.03)],
            GLASS_EDGE,
        )


@lru_cache(maxsize=4096)
def _half(profile: tuple[Point, ...], curved: bool, fraction: float) -> float:
    """Half width by fraction of the height: straight between the points, or a cubic Hermite curve through them."""
    slopes = [(w1 - w0) / (h1 - h0) for (h0, w0), (h1, w1) in pairwise(profile)]
    tangents = [slopes[0], *((a + b) / 2 for a, b in pairwise(slopes)), slopes[-1]]
    for index, ((low, before), (high, after)) in enumerate(pairwise(profile)):
        if fraction <= high:
            t, span = max(0.0, (fraction - low) / (high - low)), high - low
            if not curved:
                return before + (after - before) * t
            bend = t * (1 - t) ** 2 * tangents[index] - t * t * (1 - t) * tangents[index + 1]
            return before + (after - before) * t * t * (3 - 2 * t) + span * bend
    return profile[-1][1]


def _handles(canvas: Canvas, vessel: Vessel, color: Color) -> None:
    x, extras, size = vessel.x, vessel.kind.extras, vessel.scale
    own, rim = (color if vessel.opaque else "#a9bcc6"), vessel.half(1)
    if "loop" in extras:
        middle = vessel.half(0.55)
        reach = vessel.kind.height * size * 0.3
        canvas.ellipse(
            x + middle + 0.03, vessel.y(0.58), 0.085 * size, reach, None, outline=darker(own, 0.2), width=0.034
        )
        canvas.ellipse(x + middle + 0.026, vessel.y(0.58) - 0.004, 0.078 * size, reach, None, outline=own, width=0.018)
    if "pair" in extras:
        for side in (-1, 1):
            canvas.ellipse(x + side * (rim + 0.03), vessel.y(0.72), 0.055, 0.032, None, outline="#33373c", width=0.026)
    if "long" in extras:
        canvas.line([(x + rim - 0.02, vessel.y(0.75)), (x + rim + 0.2, vessel.y(0.75) - 0.05)], "#2c3035", 0.05)
        canvas.line([(x + rim, vessel.y(0.75) - 0.015), (x + rim + 0.19, vessel.y(0.75) - 0.062)], "#5a6068", 0.014)
    if "bail" in extras:
        y = vessel.y(1)
        canvas.line(arc(x, y, rim, rim * 0.85, 180, 360, 16), "#6d757c", 0.014)
        canvas.line(arc(x, y, rim, rim * 0.85, 255, 285, 6), "#a0703f", 0.034)


def _stripe(vessel: Vessel, inner: float, outer: float, low: float, high: float) -> list[Point]:
    """A band along the wall between two fractions of the half width, following the curve of foot and rim."""
    heights = [low + (high - low) * step / 8 for step in range(9)]
    across = [inner + (outer - inner) * step / 5 for step in range(6)]

    def at(part: float, fraction: float) -> Point:
        half = vessel.half(fraction)
        sag = (1 - part * part) ** 0.5 * vessel.kind.tilt * (0.8 + 0.2 * fraction)
        return (vessel.x + part * half, vessel.y(fraction) + sag * half)

    up, down = [at(inner, fraction) for fraction in heights], [at(outer, fraction) for fraction in reversed(heights)]
    rim, foot = [at(part, high) for part in across], [at(part, low) for part in reversed(across)]
    return [*up, *rim, *down, *foot]
