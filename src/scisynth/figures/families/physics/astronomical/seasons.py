"""The height of the Sun at noon: 90° less the latitude, and on a solstice the tilt of the axis more or less."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, number, one_of
from scisynth.figures.families.questions import Question, ask_number, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import GREEN, GREY, ORANGE, PALE_BLUE
from scisynth.figures.parts.physics import count_roles, pick_letters
from scisynth.figures.parts.places import polar
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer

TILT = 23.4
"""Of the Earth's axis, degrees."""
RADIUS = 2.6
"""Of the Earth on the page."""


@dataclass(frozen=True, kw_only=True)
class Noon(Parameters):
    """A northern place at noon on a solstice or an equinox; or a stick and its shadow."""

    season: str = one_of("June", "December")
    latitude: float = number(r"\varphi", "°", range(27, 51), meaning="northern latitude", given=False)
    planet_tilt: float = number(
        r"\varepsilon", "°", (23.4, 25.2, 26.7, 28.3, 21.0, 18.5), meaning="tilt of the axis", given=False
    )
    height: float = number(
        "H", "m", (1.0, 1.2, 1.5, 1.6, 1.8, 2.0, 2.5, 3.0), meaning="height of the stick", given=False
    )
    sun: float = number(r"\alpha", "°", range(22, 71), meaning="height of the Sun", given=False)
    layout: str = one_of("solstice", "equinox", "stick", level_1=("solstice", "stick"))
    asked: str = drawn(
        lambda draw, level, values: draw.choice(("shadow", "sun")) if values["layout"] == "stick" else draw.choice(("sun", "latitude")),
        words="height of the Sun, latitude, or shadow",
    )  # fmt: skip
    first: int = one_of(*range(8))
    is_mirrored: bool = one_of(False, True)

    def valid(self) -> bool:
        """The Sun is above the horizon and not in the zenith."""
        return self.layout == "stick" or 5 < self.altitude < 86

    @property
    def lean(self) -> float:
        """Of the northern pole towards the Sun, degrees."""
        if self.layout == "equinox":
            return 0.0
        return self.planet_tilt if self.season == "June" else -self.planet_tilt

    @property
    def altitude(self) -> float:
        """Of the Sun at noon, degrees."""
        return noon_altitude(self.latitude, self.lean)

    @property
    def shadow(self) -> Quantity:
        """Of the stick, m."""
        return Quantity(
            symbol="s",
            value=round(self.height / math.tan(math.radians(self.sun)), 2),
            unit="m",
            meaning="length of the shadow",
        )

    @property
    def known(self) -> Quantity:
        """Height of the Sun, where it is given."""
        return Quantity(symbol=r"\alpha", value=round(self.altitude, 1), unit="°", meaning="height of the Sun")

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """What is printed."""
        if self.layout == "stick":
            return (self.quantity("height"), self.quantity("sun") if self.asked == "shadow" else self.shadow)
        first = self.quantity("latitude") if self.asked == "sun" else self.known
        return (first, self.quantity("planet_tilt")) if self.layout == "solstice" else (first,)

    @property
    def letters(self) -> tuple[str, ...]:
        """Of the place, and of the northern and southern end of the axis."""
        return pick_letters(self.first, 3)


def noon_altitude(latitude: float, lean: float) -> float:
    """Degrees above the southern horizon at a northern latitude, when the northern pole leans so far towards the Sun."""
    return 90 - latitude + lean


@family("Physics - Astronomical", "noon_altitude")
class NoonAltitude(Family[Noon]):
    """The Earth in sunlight on a solstice or an equinox with a place at noon, or a stick with its shadow."""

    def solve(self, p: Noon) -> Solution:
        """α = 90° - φ ± ε; tan α = H/s."""
        values = {
            "month": p.season, "sign": "+" if p.season == "June" else "−", "back": "−" if p.season == "December" else "+", "known": p.known,
            "shadow": p.shadow, "case": f"{p.layout} {p.asked}", "place": p.letters[0], "what": p.asked,
        }  # fmt: skip
        if p.layout == "stick":
            if p.asked == "shadow":
                return Solution(
                    answer=number_answer(p.height / math.tan(math.radians(p.sun)), "m"), symbol="s", values=values
                )
            return Solution(
                answer=number_answer(math.degrees(math.atan2(p.height, p.shadow.value)), "°"), symbol="α", values=values
            )
        if p.asked == "latitude":
            return Solution(answer=number_answer(90 + p.lean - p.known.value, "°"), symbol="φ", values=values)
        return Solution(answer=number_answer(p.altitude, "°"), symbol="α", values=values)

    def draw(self, p: Noon, sketch: Sketch) -> None:
        """Light comes from the left before mirroring."""
        if p.layout == "stick":
            self._draw_stick(p, sketch)
        else:
            self._draw_globe(p, sketch)
        if p.is_mirrored:
            mirror(sketch)

    @staticmethod
    def _draw_stick(p: Noon, sketch: Sketch) -> None:
        """An upright stick on level ground; the ray past its top ends the shadow."""
        unit = 4.0 / max(p.height, p.shadow.value)
        top, foot, end = (0.0, unit * p.height), (0.0, 0.0), (unit * p.shadow.value, 0.0)
        sketch.ground("soil", -2.6, end[0] + 1.6, 0.0, 0.35)
        sketch.line("stick:1", foot, top, width=4.0, color=GREY, z=4)
        sketch.line("shadow:1", foot, end, width=5.0, color="#555555", z=3)
        start = (top[0] - 1.8 * math.cos(math.radians(p.sun)), top[1] + 1.8 * math.sin(math.radians(p.sun)))
        sketch.line("ray:1", start, end, color=ORANGE, width=1.5, z=3)
        sketch.circle(
            "sun:S",
            (start[0] - 0.4 * math.cos(math.radians(p.sun)), start[1] + 0.4 * math.sin(math.radians(p.sun))),
            0.4,
            fill="#f4b942",
            color=ORANGE,
            z=5,
        )
        words = p.label("sun") if p.asked == "shadow" else r"$\alpha$"
        sketch.angle("angle:alpha", end, top, (end[0] - 1, 0), words, 0.9, halo=True, z=7)
        sketch.text("label:H", p.label("height"), (0.0, top[1] / 2), of="stick:1", toward=(-1, 0), gap_pt=7)
        text = "$s$" if p.asked == "shadow" else p.shadow.label
        sketch.text("label:s", text, (end[0] / 2, -0.35), of="shadow:1", toward=(0, -1), gap_pt=4)
        sketch.claim("perpendicular", "stick:1", "shadow:1")
        sketch.claim("angle", "ray:1", "shadow:1", value=p.sun)
        sketch.claim("connected", "ray:1", "shadow:1")
        sketch.claim("connected", "stick:1", "ground:soil")
        for letter, at, way in zip(p.letters, (foot, top, end), ((-1, 0.5), (1, 0.6), (1, 0.5)), strict=True):
            sketch.dot(f"point:{letter}", at, 0.06, z=6)
            sketch.text(
                f"name:{letter}", f"${letter}$", at, of=f"point:{letter}", toward=way, gap_pt=7, size=13, halo=True
            )
        sketch.claim("count", "point", value=3)
        sketch.entity("stick", "stick:1")
        sketch.entity("shadow", "shadow:1")

    @staticmethod
    def _draw_globe(p: Noon, sketch: Sketch) -> None:
        pole = 90 + p.lean
        spot = pole + 90 - p.latitude
        place = polar(spot, RADIUS)
        sketch.circle("earth:E", (0, 0), RADIUS, fill=PALE_BLUE, z=1)
        sketch.area(
            "night:E", *(polar(angle, RADIUS) for angle in np.linspace(-90, 90, 41)), fill="#8f9bb0", width=0, z=2
        )
        sketch.line("axis:NS", polar(pole, -1.35 * RADIUS), polar(pole, 1.35 * RADIUS), width=1.6, z=4)
        for letter, turn in zip(p.letters[1:], (pole, pole + 180), strict=True):
            sketch.text(
                f"end:{letter}", f"${letter}$", polar(turn, 1.35 * RADIUS), of="axis:NS", toward=polar(turn), size=13
            )
        sketch.line("equator:E", polar(pole + 90, RADIUS), polar(pole - 90, RADIUS), width=1.3, color=GREY, z=4)
        sketch.text("label:eq", "equator", polar(pole - 90, RADIUS), of="equator:E", toward=polar(pole - 90))
        sketch.line("radius:P", (0, 0), place, width=1.2, color=GREEN, z=4)
        sketch.dot("place:P", place, 0.09, color=GREEN, z=7)
        horizon = polar(spot + 90, 1.5)
        sketch.line("horizon:P", place - horizon, place + horizon, width=1.4, color=GREEN, z=4)
        sketch.text(
            "label:P", f"${p.letters[0]}$", place, of="place:P", toward=polar(spot - 60), gap_pt=8, color=GREEN, size=13
        )
        sketch.text(
            "label:h",
            "horizon",
            place - horizon,
            of="horizon:P",
            toward=polar(spot),
            gap_pt=7,
            color=GREEN,
            size=10,
            halo=True,
        )
        words = p.label("latitude") if p.asked == "sun" else r"$\varphi$"
        sketch.angle("angle:phi", (0, 0), tuple(polar(spot)), tuple(polar(pole + 90)), words, 0.8, gap_pt=4, halo=True)
        if p.lean:
            sketch.line("normal:plane", (0, 0), (0, 1.2 * RADIUS), dash="dashed", width=1.0, color=GREY, z=4)
            one, two = (polar(90), polar(pole)) if p.lean > 0 else (polar(pole), polar(90))
            sketch.angle(
                "angle:tilt",
                (0, 0),
                tuple(one),
                tuple(two),
                p.label("planet_tilt"),
                1.22 * RADIUS,
                toward=(0, 1),
                gap_pt=16,
            )
            sketch.claim("angle", "axis:NS", "normal:plane", value=p.planet_tilt)
        ys = (-1.8, -0.6, float(place[1]), 0.6) if place[1] > 1.0 else (-1.8, -0.9, float(place[1]), 1.6)
        for index, y in enumerate(ys):
            stop = float(place[0]) if index == 2 else -math.sqrt(RADIUS**2 - y**2)
            sketch.arrow(f"light:{index}", (-RADIUS - 2.4, y), (stop, y), color=ORANGE, width=1.5, z=5)
            sketch.claim("connected", f"light:{index}", "earth:E")
        for index in (1, 2, 3):
            sketch.claim("parallel", "light:0", f"light:{index}")
        sketch.text("label:sun", "sunlight", (-RADIUS - 1.8, ys[0]), of="light:0", toward=(0, -1), color=ORANGE)
        if p.asked == "latitude":
            sketch.text(
                "label:known",
                f"height of the Sun at noon: {p.known.text}",
                (0, -1.55 * RADIUS),
                toward=(0, -1),
                gap_pt=8,
            )
        sketch.claim("perpendicular", "axis:NS", "equator:E")
        sketch.claim("tangent", "horizon:P", "earth:E")
        sketch.claim("on", "place:P", "earth:E")
        sketch.claim("angle", "radius:P", "equator:E", value=p.latitude)
        sketch.claim("direction", "axis:NS", value=pole)
        count_roles(sketch, "light", "place")
        sketch.entity("Earth", "earth:E", "axis:NS", "equator:E")
        sketch.entity("place", "horizon:P", "place:P")

    def questions(self, p: Noon) -> Iterator[Question]:
        """Printed values and what is where."""
        one, *rest = p.givens
        letters = [*p.letters, *pick_letters(p.first, 4)]
        yield ask_word("light", "right" if p.is_mirrored else "left", ["left", "right", "above", "below"])
        if p.layout == "stick":
            yield ask_value("height", one)
            other = rest[0]
            yield ask_value("second", other, slot="the Sun's height" if other.unit == "°" else "the shadow")
            yield ask_word("end", p.letters[2], letters)
            yield ask_word("foot", p.letters[0], letters)
        else:
            yield ask_number("first", one.value, unit="°", step=6, low=1)
            yield ask_word("place", p.letters[0], letters)
            yield ask_word("north", p.letters[1], letters)
            if p.lean:
                yield ask_value("tilt", p.quantity("planet_tilt"))

    @defect(visibility=2)
    def turned_axis(self, p: Noon, scene: FigureScene, draw: Random) -> FigureScene:
        """The axis does not stand as the season and the tilt require."""
        if p.layout == "stick":
            raise DoesNotApplyError("no axis")
        axis = scene.path("axis:NS")
        half = math.dist(*axis.points) / 2
        one = polar(90 - 14 if abs(p.lean) < 1 else 90, half)
        return change(scene, replace(axis, points=((-float(one[0]), -float(one[1])), (float(one[0]), float(one[1])))))

    @defect(visibility=2)
    def place_off_ground(self, p: Noon, scene: FigureScene, draw: Random) -> FigureScene:
        """The place is not on the surface of the Earth."""
        if p.layout == "stick":
            raise DoesNotApplyError("no globe")
        dot = scene.round("place:P")
        return change(scene, replace(dot, center=(0.7 * dot.center[0], 0.7 * dot.center[1])))

    @defect(visibility=2)
    def short_shadow(self, p: Noon, scene: FigureScene, draw: Random) -> FigureScene:
        """The shadow ends before the ray that passes the top of the stick meets the ground."""
        if p.layout != "stick":
            raise DoesNotApplyError("no stick")
        line = scene.path("shadow:1")
        (x0, y0), (x1, y1) = line.points
        return change(scene, replace(line, points=((x0, y0), (x0 + 0.65 * (x1 - x0), y1))))

    @defect(visibility=2)
    def leaning_stick(self, p: Noon, scene: FigureScene, draw: Random) -> FigureScene:
        """The stick leans, so that its shadow is another."""
        if p.layout != "stick":
            raise DoesNotApplyError("no stick")
        line = scene.path("stick:1")
        (x0, y0), (x1, y1) = line.points
        return change(scene, replace(line, points=((x0, y0), (x1 + 0.22 * y1, y1))))
