"""Velocities that add: a boat on a river, an aircraft in the wind, and rain as a driver sees it; the arrows are to scale."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, GREEN, GREY, PALE_BLUE, PALE_GREY, PALE_ORANGE, RED
from scisynth.figures.parts.physics import vector
from scisynth.figures.parts.places import polar
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

ASKED: Mapping[str, tuple[str, ...]] = {
    "crossing": ("ground speed", "drift", "time"),
    "aiming": ("aim", "ground speed", "time"),
    "wind": ("ground speed", "track"),
    "rain": ("slant", "seen speed"),
}
"""Layout to what can be asked of it."""
FAST: Mapping[str, tuple[float, ...]] = {
    "crossing": (2, 2.5, 3, 3.5, 4, 4.5, 5, 6, 7, 8),
    "aiming": (2.5, 3, 3.5, 4, 4.5, 5, 6, 7, 8),
    "wind": (80, 90, 100, 110, 120, 140, 160, 180, 200, 220, 240),
    "rain": (5, 6, 7, 8, 9, 10, 12),
}
SLOW: Mapping[str, tuple[float, ...]] = {
    "crossing": (1, 1.2, 1.5, 1.8, 2, 2.5, 3, 4, 5),
    "aiming": (1, 1.2, 1.5, 1.8, 2, 2.5, 3, 4, 5),
    "wind": (25, 30, 35, 40, 45, 50, 60, 70, 80),
    "rain": (3, 4, 5, 6, 8, 10, 12, 15),
}
SIGNS = {"ground speed": "V", "drift": "x", "time": "t", "aim": r"\theta", "track": r"\varphi", "slant": r"\theta", "seen speed": "V"}  # fmt: skip
LETTERS = {r"\theta": "θ", r"\varphi": "φ"}
BANK = 4.0
"""Width of the river as drawn; an arrow of the craft's velocity is `LONG` there."""
LONG = 2.0


def draw_fast(draw: Random, level: int, values: Mapping[str, Any]) -> float:
    """Speed of the craft through water or air, or of the rain."""
    return draw.choice(FAST[values["layout"]])


def draw_slow(draw: Random, level: int, values: Mapping[str, Any]) -> float:
    """Speed of the current or the wind, or of the car."""
    return draw.choice(SLOW[values["layout"]])


def draw_asked(draw: Random, level: int, values: Mapping[str, Any]) -> str:
    """What is asked for."""
    return draw.choice(ASKED[values["layout"]])


def add_velocities(
    layout: str, fast: float, slow: float, angle_deg: float = 0.0, sense: int = 1
) -> tuple[float, float]:
    """(speed, angle in degrees) that follow from two velocities.

    crossing: over ground, off the straight way across. aiming: over ground, of the bow upstream, so that the track leads straight
    across: v sin θ = u. wind: over ground, of the track off the east-west line, for a heading `angle_deg` off that line and a wind
    along the north-south line, `sense` 1 with it. rain: of the drops seen from the car, off the vertical.
    """
    if layout == "aiming":
        return math.sqrt(fast**2 - slow**2), math.degrees(math.asin(slow / fast))
    if layout == "wind":
        angle = math.radians(angle_deg)
        across, along = fast * math.cos(angle), fast * math.sin(angle) + sense * slow
        return math.hypot(across, along), math.degrees(math.atan2(abs(along), across))
    return math.hypot(fast, slow), math.degrees(math.atan2(slow, fast))


@dataclass(frozen=True, kw_only=True)
class Relative(Parameters):
    """Two velocities, and where they act."""

    layout: str = one_of(*ASKED, level_1=("crossing", "rain", "wind"))
    fast: float = drawn(draw_fast, words="2 to 240", symbol="v", meaning="speed of the craft or the rain")
    slow: float = drawn(draw_slow, words="1 to 80", symbol="u", meaning="speed of the current, the wind or the car")
    width: int = one_of(30, 40, 48, 50, 60, 72, 75, 80, 90, 100, 120, 150, 180, 200)
    angle: int = one_of(0, 15, 20, 25, 30, 35, 40, 45, 50, level_1=(0,))
    sense: int = one_of(1, -1)
    is_south: bool = one_of(False, True)
    asked: str = drawn(draw_asked, words="speed, drift, time, angle")
    is_mirrored: bool = one_of(False, True)
    streaks: int = one_of(5, 6, 7, 8, 9)

    def valid(self) -> bool:
        """Arrows of a length that can be seen, and angles that do not close."""
        share = self.slow / self.fast
        if self.layout == "wind":
            turn = abs(self.angle - self.signed_track)
            return 0.2 <= share <= 0.75 and turn >= 9 and abs(self.signed_track) > 9
        return 0.3 <= share <= (1.6 if self.layout == "rain" else 0.85)

    @property
    def found(self) -> tuple[float, float]:
        """Speed and angle that follow."""
        return add_velocities(self.layout, self.fast, self.slow, self.angle, self.sense)

    @property
    def signed_track(self) -> float:
        """Angle of the track off the east-west line, positive on the side of the heading."""
        angle = math.radians(self.angle)
        return math.degrees(math.atan2(math.sin(angle) + self.sense * self.slow / self.fast, math.cos(angle)))

    @property
    def speed_unit(self) -> str:
        """Of the velocities."""
        return "km/h" if self.layout == "wind" else "m/s"

    @property
    def named(self) -> dict[str, Quantity]:
        """The givens by the name of their slot."""
        found = {
            "fast_speed": Quantity(symbol="v", value=self.fast, unit=self.speed_unit),
            "slow_speed": Quantity(symbol="u", value=self.slow, unit=self.speed_unit),
        }
        if self.layout in ("crossing", "aiming"):
            found["river"] = Quantity(symbol="d", value=self.width, unit="m")
        if self.layout == "wind" and self.angle:
            found["off"] = Quantity(symbol=r"\alpha", value=self.angle, unit="°")
        return found

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Speeds, and the width of the river or the heading."""
        return tuple(self.named.values())

    @property
    def sides(self) -> tuple[str, str, str]:
        """Side of the east-west line that the craft heads to, side towards which the heading turns, and where the wind blows to."""
        turned = "south" if self.is_south else "north"
        other = "north" if self.is_south else "south"
        return "west" if self.is_mirrored else "east", turned, turned if self.sense > 0 else other


@family("Physics - Mechanical")
class RelativeMotion(Family[Relative]):
    """A boat across a river or aimed upstream, an aircraft in the wind, or rain that falls past a car."""

    def solve(self, p: Relative) -> Solution:
        """By adding the velocities as vectors."""
        speed, angle = p.found
        v, u, d = format_number(p.fast), format_number(p.slow), p.width
        across = p.fast if p.layout == "crossing" else speed
        sign = SIGNS[p.asked]
        value, unit = {
            "ground speed": (speed, p.speed_unit), "seen speed": (speed, p.speed_unit), "drift": (p.width * p.slow / p.fast, "m"),
            "time": (p.width / across, "s"), "aim": (angle, "°"), "track": (angle, "°"), "slant": (angle, "°"),
        }[p.asked]  # fmt: skip
        pm, side, turned, blows = ("+" if p.sense > 0 else "−"), *p.sides
        heading = f"due {side}" if not p.angle else f"{p.angle}° {turned} of {side}"
        german = {"east": "Osten", "west": "Westen", "north": "Norden", "south": "Süden"}
        formula = {
            "crossing ground speed": f"V = √(v² + u²) = √({v}² + {u}²)",
            "crossing drift": f"x = u d / v = {u} · {d} / {v}",
            "crossing time": f"t = d / v = {d} / {v}",
            "aiming aim": f"sin θ = u / v = {u} / {v}, θ",
            "aiming ground speed": f"V = √(v² − u²) = √({v}² − {u}²)",
            "aiming time": f"t = d / √(v² − u²) = {d} / √({v}² − {u}²)",
            "wind ground speed": f"V = √((v cos α)² + (v sin α {pm} u)²), α = {p.angle}°, V",
            "wind track": f"tan φ = |v sin α {pm} u| / (v cos α), α = {p.angle}°, φ",
            "rain slant": f"tan θ = u / v = {u} / {v}, θ",
            "rain seen speed": f"V = √(v² + u²) = √({v}² + {u}²)",
        }[f"{p.layout} {p.asked}"]
        return Solution(
            answer=number_answer(value, unit),
            symbol=LETTERS.get(sign, sign),
            values={
                **p.named, "formula": formula, "heading": heading, "blows": blows, "blows_de": german[blows], "track_side": side,
                "heading_de": f"genau nach {german[side]}" if not p.angle else f"{p.angle}° von {german[side]} nach {german[turned]} gedreht",
            },
        )  # fmt: skip

    def draw(self, p: Relative, sketch: Sketch) -> None:
        """The craft moves to the right or straight up, and all is mirrored where it does not."""
        if p.layout == "wind":
            self._draw_wind(p, sketch)
            return
        if p.layout == "rain":
            self._draw_rain(p, sketch)
        else:
            self._draw_river(p, sketch)
        if p.is_mirrored:
            mirror(sketch)

    def _draw_river(self, p: Relative, sketch: Sketch) -> None:
        ratio, aims = p.slow / p.fast, p.layout == "aiming"
        left, right = -4.3, max(2.4, BANK * ratio + 1.1)
        sketch.rectangle("water:river", left, 0, right, BANK, fill=PALE_BLUE, width=0, z=0)
        for name, low in (("lower", -0.5), ("upper", BANK)):
            sketch.rectangle(f"land:{name}", left, low, right, low + 0.5, fill=PALE_GREY, width=0, z=0)
            y = 0.0 if name == "lower" else BANK
            sketch.line(f"bank:{name}", (left, y), (right, y), width=1.6)
        bow = 90 + p.found[1] if aims else 90.0
        end = (0.0, BANK) if aims else (BANK * ratio, BANK)
        sketch.line("path:track", (0, 0), end, dash="dashed", color=GREY, width=1.4)
        hull = [polar(bow, 0.6), polar(bow + 90, 0.2), polar(bow - 90, 0.2)]
        sketch.area("body:boat", *hull, fill=PALE_ORANGE, z=4)
        vector(sketch, "speed:boat", polar(bow, 0.6), LONG, bow, f"$v$ = {p.named['fast_speed'].text}", toward=(-1, -0.8 if aims else 0.2), position=0.75)  # fmt: skip
        vector(sketch, "speed:current", (left + 0.45, 0.75), LONG * ratio, 0, f"$u$ = {p.named['slow_speed'].text}", toward=(0, -1), position=0.5, color=BLUE)  # fmt: skip
        sketch.dimension("dim:d", (left, 0), (left, BANK), f"$d$ = {p.width} m", 0.95)
        sketch.claim("parallel", "speed:current", "bank:lower")
        sketch.claim("parallel", "bank:upper", "bank:lower")
        sketch.claim("ratio", "speed:current", "speed:boat", value=ratio)
        sketch.claim("angle", "path:track", "bank:lower", value=90 if aims else 90 - p.found[1])
        if aims:
            sketch.claim("perpendicular", "path:track", "bank:lower")
            sketch.claim("angle", "speed:boat", "path:track", value=p.found[1])
            if p.asked == "aim":
                sketch.angle("angle:aim", (0, 0), (0, BANK), tuple(polar(bow, 3)), r"$\theta$", 1.7)
        else:
            sketch.claim("perpendicular", "speed:boat", "bank:lower")
            if p.asked == "drift":
                sketch.line("ahead:boat", (0, 0.6 + LONG), (0, BANK), dash="dotted", color=GREY, width=1.2)
                sketch.dimension("dim:x", (0, BANK), end, "$x$", 0.75)
        sketch.entity("boat", "body:boat", "speed:boat")
        sketch.entity("river", "water:river", "speed:current")

    def _draw_wind(self, p: Relative, sketch: Sketch) -> None:
        side, up = -1.0 if p.is_mirrored else 1.0, -1.0 if p.is_south else 1.0
        long, ratio = 5.0, p.slow / p.fast
        tip = (side * long * math.cos(math.radians(p.angle)), up * long * math.sin(math.radians(p.angle)))
        goal = (tip[0], tip[1] + up * p.sense * long * ratio)
        headings = [math.degrees(math.atan2(b, a)) % 360 for a, b in (tip, goal)]
        if p.angle or p.asked == "track":
            sketch.line("line:ew", (0, 0), (side * 6.1, 0), dash="dashed", color=GREY, width=1)
            sketch.text("name:ew", "W" if p.is_mirrored else "E", (side * 6.1, 0), toward=(side, 0), gap_pt=4, size=12)
        beyond = up * p.sense
        vector(sketch, "speed:craft", (0, 0), long, headings[0], f"$v$ = {p.named['fast_speed'].text}", toward=self._aside(headings[0], -beyond), position=0.6)  # fmt: skip
        vector(sketch, "speed:wind", tip, long * ratio, 90 if beyond > 0 else 270, f"$u$ = {p.named['slow_speed'].text}", toward=(side, 0), position=0.2 if tip[1] * goal[1] <= 0 and tip[1] else 0.5, color=BLUE)  # fmt: skip
        vector(sketch, "speed:ground", (0, 0), math.hypot(*goal), headings[1], "$V$", toward=self._aside(headings[1], beyond), position=0.6, color=GREEN)  # fmt: skip
        sketch.claim("ratio", "speed:wind", "speed:craft", value=ratio)
        sketch.claim("ratio", "speed:ground", "speed:craft", value=math.hypot(*goal) / long)
        sketch.claim("connected", "speed:craft", "speed:wind")
        sketch.claim("connected", "speed:wind", "speed:ground")
        if p.angle:
            self._arc(sketch, "heading", headings[0], side, f"{p.angle}°", 1.5)
            sketch.claim("angle", "speed:craft", "line:ew", value=p.angle)
        if p.asked == "track":
            self._arc(sketch, "track", headings[1], side, r"$\varphi$", 2.6)
            sketch.claim("angle", "speed:ground", "line:ew", value=p.found[1])
        north = (-side * 1.3, min(0.0, tip[1], goal[1]))
        sketch.arrow("compass:n", north, (north[0], north[1] + 1.1), width=1.4)
        sketch.text("name:n", "N", (north[0], north[1] + 1.1), of="compass:n", toward=(0, 1), gap_pt=3, size=12)
        sketch.dot("place:craft", (0, 0), 0.09)
        sketch.entity("velocities", "speed:craft", "speed:wind", "speed:ground")

    def _aside(self, heading: float, up: float) -> tuple[float, float]:
        """Side of a slanting arrow, above it for `up` 1, on which a text keeps clear of it."""
        normal = polar(heading + 90)
        x, y = (float(part) * math.copysign(1, normal[1] * up) for part in normal)
        return (math.copysign(1, x) if abs(x) > 0.1 else 0.0), math.copysign(1, y)

    def _arc(self, sketch: Sketch, name: str, heading: float, side: float, words: str, radius: float) -> None:
        ends = [(side, 0.0), tuple(polar(heading))]
        turn = (heading - (0 if side > 0 else 180)) % 360
        one, two = ends if turn < 180 else ends[::-1]
        sketch.angle(f"angle:{name}", (0, 0), one, two, words, radius, halo=True)

    def _draw_rain(self, p: Relative, sketch: Sketch) -> None:
        ratio = p.slow / p.fast
        sketch.ground("road", -3.6, 3.8, 0, 0.3)
        sketch.area("body:car", (-1.5, 0.3), (1.5, 0.3), (1.5, 0.85), (0.9, 0.95), (0.55, 1.5), (-0.8, 1.5), (-1.2, 0.95), (-1.5, 0.9), fill=PALE_ORANGE, z=3)  # fmt: skip
        for number, x in enumerate((-0.9, 0.9), start=1):
            sketch.circle(f"wheel:{number}", (x, 0.3), 0.3, fill=PALE_GREY, width=1.6, z=4)
        for k in range(p.streaks):
            x = -3.2 + 6.2 * k / (p.streaks - 1)
            sketch.line(f"streak:{k}", (x, 3.5), (x, 2.6), color=BLUE, width=1.1)
            sketch.claim("perpendicular", f"streak:{k}", "ground:road")
        sketch.claim("count", "streak", value=p.streaks)
        scale = min(1.7, 1.9 / ratio)
        vector(sketch, "speed:rain", (-2.75, 2.35), scale, 270, f"$v$ = {p.named['fast_speed'].text}", toward=(-1, 0), position=0.5, color=BLUE)  # fmt: skip
        vector(sketch, "speed:car", (1.5, 0.6), scale * ratio, 0, f"$u$ = {p.named['slow_speed'].text}", toward=(0, 1), position=0.7, color=RED)  # fmt: skip
        sketch.claim("ratio", "speed:car", "speed:rain", value=ratio)
        sketch.claim("parallel", "speed:car", "ground:road")
        sketch.claim("on", "wheel:1", "ground:road")
        sketch.entity("car", "body:car", "wheel:1", "wheel:2")
        sketch.entity("rain", *(f"streak:{k}" for k in range(p.streaks)))

    def questions(self, p: Relative) -> Iterator[Question]:
        """Values, and where the arrows point."""
        fast, slow = p.named["fast_speed"], p.named["slow_speed"]
        yield ask_value("fast", fast, slow)
        yield ask_value("slow", slow, fast)
        if p.layout == "wind":
            side, turned, blows = p.sides
            yield ask_word("blows", blows, ["north", "south", "east", "west"])
            yield ask_word("side", side, ["north", "south", "east", "west"])
            if p.angle:
                yield ask_value("heading_angle", p.named["off"])
                corner = f"{turned}{side}"
                yield ask_word("corner", corner, ["northeast", "northwest", "southeast", "southwest"])
            return
        ways = ["left", "right", "up", "down"]
        if p.layout == "rain":
            yield ask_word("car_way", ways[not p.is_mirrored], ways)
            yield ask_count("streaks", p.streaks, likely=[p.streaks - 1, p.streaks + 1], low=1)
        else:
            yield ask_value("river", p.named["river"])
            yield ask_word("flows", ways[not p.is_mirrored], ways)

    @defect(visibility=2)
    def turned_current(self, p: Relative, scene: FigureScene, draw: Random) -> FigureScene:
        """The current, the wind or the car has the opposite direction."""
        name = {"wind": "speed:wind", "rain": "speed:car"}.get(p.layout, "speed:current")
        mark = scene.path(name)
        return change(scene, replace(mark, points=mark.points[::-1]))

    @defect(visibility=1)
    def long_arrow(self, p: Relative, scene: FigureScene, draw: Random) -> FigureScene:
        """One velocity is drawn too long for its value."""
        name = {"wind": "speed:craft", "rain": "speed:rain"}.get(p.layout, "speed:boat")
        mark = scene.path(name)
        (a, b), (c, d) = mark.points
        return change(scene, replace(mark, points=((a, b), (a + 1.3 * (c - a), b + 1.3 * (d - b)))))

    @defect(visibility=2)
    def wrong_track(self, p: Relative, scene: FigureScene, draw: Random) -> FigureScene:
        """The boat's track does not follow from the two velocities."""
        if p.layout not in ("crossing", "aiming"):
            raise DoesNotApplyError
        mark = scene.path("path:track")
        (a, b), (c, d) = mark.points
        return change(scene, replace(mark, points=((a, b), (c + draw.choice((-0.6, 0.6)), d))))

    @defect(visibility=2)
    def slanting_rain(self, p: Relative, scene: FigureScene, draw: Random) -> FigureScene:
        """The rain falls slantwise, though it is said to fall straight down."""
        if p.layout != "rain":
            raise DoesNotApplyError
        found = [m for m in scene.marks if isinstance(m, Path) and m.id.startswith("streak:")]
        return change(scene, *(replace(m, points=(m.points[0], (m.points[1][0] + 0.3, m.points[1][1]))) for m in found))
