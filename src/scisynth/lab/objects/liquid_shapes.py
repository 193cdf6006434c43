"""Vessels to see through, and the small things that tell one liquid's source from another's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scisynth.lab.canvas import Canvas, Color, Point, darker, lighter, mix
from scisynth.lab.places import STAND

TILT = 0.028
"""Half height of a vessel's rim and of liquid surfaces, seen from slightly above."""


@dataclass(frozen=True, kw_only=True)
class Vessel:
    """A glass, beaker or jar standing at STAND."""

    kind: str
    x: float
    rim: float
    """y of the upper edge."""
    top_half: float
    foot_half: float
    """Half widths at the rim and at the foot."""

    def half(self, y: float) -> float:
        """Half width at a height."""
        fraction = (y - self.rim) / (STAND - self.rim)
        return self.top_half + (self.foot_half - self.top_half) * fraction


def make_vessel(canvas: Canvas, kind: str) -> Vessel:
    """A vessel of a kind, its measures varied a little."""
    rng = canvas.rng
    top, foot = {"glass": (0.235, 0.19), "beaker": (0.235, 0.235), "jar": (0.24, 0.24)}[kind]
    grow = rng.uniform(0.94, 1.06)
    x, rim = 0.5 + rng.uniform(-0.02, 0.02), rng.uniform(0.24, 0.30)
    return Vessel(kind=kind, x=x, rim=rim, top_half=top * grow, foot_half=foot * grow)


def draw_vessel_back(canvas: Canvas, vessel: Vessel) -> None:
    """Shadow and far wall; draw the liquid on top of it."""
    canvas.ellipse(vessel.x + 0.02, STAND + 0.012, vessel.foot_half * 1.18, 0.042, "#00000030")
    canvas.polygon(_body(vessel, vessel.rim, STAND), "#ffffff5c")
    canvas.ellipse(vessel.x, STAND, vessel.foot_half, TILT, "#dfe8ec")


def fill_vessel(canvas: Canvas, vessel: Vessel, top: float, bottom: float, color: Color) -> None:
    """Liquid between two heights, with its elliptical surface."""
    x, inset = vessel.x, 0.012
    canvas.ellipse(x, bottom, vessel.half(bottom) - inset, TILT, color)
    canvas.polygon(_body(vessel, top, bottom, inset), color)
    canvas.ellipse(x, top, vessel.half(top) - inset, TILT, lighter(color, 0.32), outline=darker(color, 0.12))


def draw_vessel_front(canvas: Canvas, vessel: Vessel) -> None:
    """Glass edges and reflections, in front of the liquid."""
    edge = "#8ea0aa"
    x, rim, top, foot = vessel.x, vessel.rim, vessel.top_half, vessel.foot_half
    canvas.polygon(_stripe(vessel, 0.70, 0.82, rim + 0.09), "#ffffff66")
    canvas.polygon(_stripe(vessel, -0.88, -0.82, rim + 0.06), "#ffffff80")
    canvas.line([(x - top, rim), (x - foot, STAND)], edge, 0.010)
    canvas.line([(x + top, rim), (x + foot, STAND)], edge, 0.010)
    canvas.ellipse(x, rim, top, TILT, "#ffffff30", outline=edge, width=0.009)
    if vessel.kind == "beaker":
        for step in range(4):
            y = 0.44 + 0.1 * step
            canvas.line([(x - foot + 0.03, y), (x - foot + 0.09, y)], "#ffffffd0", 0.009)
    if vessel.kind == "jar":
        for y in (rim + 0.035, rim + 0.06):
            canvas.line([(x - top, y), (x + top, y)], "#8ea0aa90", 0.010)


def _body(vessel: Vessel, top: float, bottom: float, inset: float = 0.0) -> list[Point]:
    upper, lower = vessel.half(top) - inset, vessel.half(bottom) - inset
    x = vessel.x
    return [(x - upper, top), (x + upper, top), (x + lower, bottom), (x - lower, bottom)]


def _stripe(vessel: Vessel, inner: float, outer: float, top: float) -> list[Point]:
    """A reflection between two fractions of the half width."""
    bottom, x = STAND - 0.06, vessel.x
    upper, lower = vessel.half(top), vessel.half(bottom)
    return [
        (x + inner * upper, top),
        (x + outer * upper, top),
        (x + outer * lower, bottom),
        (x + inner * lower, bottom),
    ]


# --- things next to the vessel ----------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Container:
    """Half widths by height above the foot, mirrored; a cap from the top up, a label between two heights."""

    profile: Sequence[Point]
    cap: float = 0.0
    label: tuple[float, float] | None = None
    glassy: bool = False
    handle: bool = False
    spout: bool = False


CONTAINERS: Mapping[str, Container] = {
    "bottle": Container(
        profile=((0.056, 0), (0.056, 0.2), (0.022, 0.26), (0.022, 0.31)), cap=0.03, label=(0.05, 0.15), glassy=True
    ),
    "wine": Container(profile=((0.05, 0), (0.05, 0.22), (0.018, 0.29), (0.018, 0.38)), cap=0.02, label=(0.06, 0.16)),
    "flask": Container(profile=((0.085, 0), (0.022, 0.18), (0.022, 0.26)), label=(0.03, 0.07), glassy=True),
    "carafe": Container(profile=((0.06, 0), (0.072, 0.06), (0.03, 0.2), (0.05, 0.27)), glassy=True),
    "can": Container(profile=((0.047, 0), (0.056, 0.012), (0.056, 0.18), (0.047, 0.195)), label=(0.06, 0.13)),
    "tin": Container(profile=((0.078, 0), (0.078, 0.16)), cap=0.022, label=(0.03, 0.13)),
    "jar": Container(
        profile=((0.066, 0), (0.072, 0.03), (0.072, 0.13), (0.056, 0.15)), cap=0.035, label=(0.04, 0.1), glassy=True
    ),
    "honey": Container(profile=((0.055, 0), (0.078, 0.05), (0.072, 0.12), (0.05, 0.14)), cap=0.03, glassy=True),
    "tub": Container(profile=((0.062, 0), (0.082, 0.12)), cap=0.028, label=(0.03, 0.08)),
    "pump": Container(profile=((0.055, 0), (0.055, 0.2), (0.02, 0.23)), cap=0.05, label=(0.05, 0.15), spout=True),
    "jug": Container(profile=((0.075, 0), (0.075, 0.19), (0.03, 0.23), (0.03, 0.26)), cap=0.03, label=(0.04, 0.11)),
    "carton": Container(profile=((0.06, 0), (0.06, 0.21), (0.012, 0.29)), label=(0.05, 0.13)),
    "teapot": Container(profile=((0.05, 0), (0.082, 0.07), (0.05, 0.14)), cap=0.03, handle=True, spout=True),
    "pot": Container(profile=((0.075, 0), (0.05, 0.2)), cap=0.03, handle=True, spout=True),
    "bag": Container(profile=((0.05, 0), (0.066, 0.03), (0.066, 0.2), (0.03, 0.24)), label=(0.08, 0.16), glassy=True),
}
FRUITS: Mapping[str, Color] = {"lemon": "#f4d92f", "apple": "#cf3b32", "orange": "#f28a1c"}


def draw_prop(canvas: Canvas, name: str, x: float, color: Color) -> None:
    """One thing next to the vessel, standing at (x, STAND)."""
    canvas.ellipse(x + 0.012, STAND + 0.004, 0.088, 0.018, "#00000028")
    if name in FRUITS:
        _draw_fruit(canvas, name, x, FRUITS[name])
    elif name == "cubes":
        for dx, y in ((-0.045, 0.0), (0.045, 0.0), (0.0, 0.075)):
            _draw_cube(canvas, x + dx, STAND - y, color)
    else:
        _draw_container(canvas, CONTAINERS[name], x, color)


def _draw_container(canvas: Canvas, what: Container, x: float, color: Color) -> None:
    height, neck = what.profile[-1][1], what.profile[-1][0]
    body = mix(color, "#ffffff", 0.35) if what.glassy else color
    edge = darker(color, 0.35)
    if what.handle:
        canvas.ellipse(x + 0.075, STAND - height * 0.55, 0.035, height * 0.3, None, outline=darker(color), width=0.014)
    if what.spout:
        y = STAND - height
        canvas.line([(x - neck, y + 0.05), (x - 0.075, y - 0.005), (x - 0.1, y + 0.005)], darker(color), 0.018)
    outline = [(x + w, STAND - h) for w, h in what.profile] + [(x - w, STAND - h) for w, h in reversed(what.profile)]
    canvas.polygon(outline, body, outline=edge, width=0.007)
    if what.label:
        low, high = what.label
        half = min(w for w, h in what.profile if h <= high) - 0.006 if not what.glassy else 0.034
        canvas.rectangle(x - half, STAND - high, x + half, STAND - low, color if what.glassy else "#f6f1e6")
        middle = STAND - (low + high) / 2
        canvas.line([(x - half * 0.6, middle), (x + half * 0.6, middle)], edge, 0.010)
    if what.cap:
        canvas.rectangle(
            x - neck - 0.004, STAND - height - what.cap, x + neck + 0.004, STAND - height, edge, radius=0.006
        )
    shine = what.profile[0][0] * 0.6
    canvas.line([(x - shine, STAND - 0.025), (x - shine, STAND - height * 0.55)], "#ffffff80", 0.011)


def _draw_fruit(canvas: Canvas, name: str, x: float, color: Color) -> None:
    wide = 0.095 if name == "lemon" else 0.08
    tall = 0.065 if name == "lemon" else 0.08
    y = STAND - tall
    if name == "lemon":
        canvas.polygon([(x - 0.118, y), (x - 0.07, y - 0.03), (x - 0.07, y + 0.03)], color)
        canvas.polygon([(x + 0.118, y), (x + 0.07, y - 0.03), (x + 0.07, y + 0.03)], color)
    canvas.ellipse(x, y, wide, tall, darker(color, 0.16))
    canvas.ellipse(x - 0.01, y - 0.01, wide * 0.84, tall * 0.82, color)
    canvas.ellipse(x - 0.03, y - 0.03, 0.02, 0.015, "#ffffffa0")
    if name == "apple":
        canvas.line([(x, y - tall + 0.01), (x + 0.012, y - tall - 0.035)], "#6b4a2a", 0.012)
    if name != "lemon":
        canvas.ellipse(x + 0.04, y - tall - 0.005, 0.03, 0.014, "#5c9a3c")


def _draw_cube(canvas: Canvas, x: float, foot: float, color: Color) -> None:
    canvas.rectangle(x - 0.04, foot - 0.072, x + 0.04, foot, color, radius=0.006, outline="#c9ced2", width=0.005)
    canvas.rectangle(x + 0.012, foot - 0.066, x + 0.036, foot - 0.006, "#d5dadd80")
