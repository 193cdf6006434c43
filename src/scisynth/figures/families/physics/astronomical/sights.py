"""Sight lines: what the Earth sees of planets and near stars, by the triangle of Sun, Earth and body."""

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
from scisynth.figures.parts.palette import BLUE, GREEN, GREY, ORANGE, RED
from scisynth.figures.parts.physics import count_roles, pick_letters
from scisynth.figures.parts.places import polar
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer

SUN, EARTH, PLANET = "#f4b942", "#7fb2d9", "#d9a27f"
LIGHT_YEARS = 3.2616
"""In one parsec."""


@dataclass(frozen=True, kw_only=True)
class Planet(Parameters):
    """A planet on a circle about the Sun, as seen from the Earth."""

    angle: float = number(r"\varepsilon", "°", range(18, 56), meaning="angle at the Earth", given=False)
    turn: float = number(r"\alpha", "°", range(35, 150), meaning="angle at the Sun", given=False)
    radius: float = number(
        "r",
        "AU",
        (0.39, 0.45, 0.52, 0.6, 0.66, 0.72, 1.4, 1.52, 1.7, 1.9, 2.2),
        meaning="radius of the orbit",
        given=False,
    )
    layout: str = one_of("greatest", "quadrature", "triangle", level_1=("greatest",))
    first: int = one_of(*range(8))
    is_mirrored: bool = one_of(False, True)

    def valid(self) -> bool:
        """Angles that are seen; an outer planet stands off by a right angle."""
        if self.layout == "quadrature":
            return 35 <= self.turn <= 70
        return self.layout == "greatest" or abs(self.radius - 1) > 0.2

    @property
    def orbit(self) -> float:
        """Radius of the planet's orbit, AU."""
        if self.layout == "greatest":
            return math.sin(math.radians(self.angle))
        return 1 / math.cos(math.radians(self.turn)) if self.layout == "quadrature" else self.radius

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """The angle, with the orbits that are known."""
        unit = Quantity(symbol="r_E", value=1, unit="AU", meaning="orbit of the Earth")
        names = {"greatest": ("angle",), "quadrature": ("turn",), "triangle": ("turn", "radius")}[self.layout]
        return (*(self.quantity(name) for name in names), unit)

    @property
    def letters(self) -> dict[str, str]:
        """Of the bodies."""
        return dict(zip(("sun", "earth", "planet"), pick_letters(self.first, 3), strict=True))


def separation(radius: float, turn_deg: float) -> float:
    """Earth to planet, AU, by the law of cosines."""
    return math.sqrt(1 + radius**2 - 2 * radius * math.cos(math.radians(turn_deg)))


@family("Physics - Astronomical")
class GreatestElongation(Family[Planet]):
    """An inner planet farthest from the Sun, an outer one at a right angle to it, or any planet at a known angle at the Sun."""

    def solve(self, p: Planet) -> Solution:
        """A right angle at the planet or at the Earth, or the law of cosines."""
        values = {f"{name}_name": letter for name, letter in p.letters.items()}
        if p.layout == "triangle":
            return Solution(answer=number_answer(separation(p.radius, p.turn), "AU"), symbol="d", values=values)
        return Solution(answer=number_answer(p.orbit, "AU"), symbol="r", values=values)

    def draw(self, p: Planet, sketch: Sketch) -> None:
        """The Earth is below the Sun; the planet stands on the right before mirroring."""
        unit = 4.0 / max(1.0, p.orbit)
        sun, earth = np.zeros(2), np.asarray([0.0, -unit])
        at_sun = 90 - p.angle if p.layout == "greatest" else p.turn
        planet = polar(270 + at_sun, unit * p.orbit)
        for name, radius, color in (("earth", unit, BLUE), ("planet", unit * p.orbit, RED)):
            sketch.circle(f"orbit:{name}", sun, radius, color=color, width=1.2)
        sketch.circle("body:sun", sun, 0.22, fill=SUN, color=ORANGE, z=6)
        sketch.circle("body:earth", earth, 0.15, fill=EARTH, z=6)
        sketch.circle("body:planet", planet, 0.15, fill=PLANET, z=6)
        for name, at, way in (
            ("sun", sun, (-0.6, 1)),
            ("earth", earth, (-0.6, -1)),
            ("planet", planet, planet / max(np.linalg.norm(planet), 0.1)),
        ):
            sketch.text(
                f"name:{name}", f"${p.letters[name]}$", at, of=f"body:{name}", toward=way, gap_pt=11, halo=True, size=13
            )
        sketch.line("line:ES", earth, sun, width=1.2)
        sketch.line("line:SP", sun, planet, width=1.2)
        beyond = planet + (0.35 * (planet - earth) if p.layout == "greatest" else 0)
        sketch.line("sight:EP", earth, beyond, width=1.2, color=GREEN)
        if p.layout == "greatest":
            wide = p.angle >= 32
            half = math.radians(p.angle / 2)
            gap = 3.0 if wide else 51 * (math.cos(half) * math.tan(2 * half) - math.sin(half)) + 6
            way = {} if wide else {"toward": (1, 0), "gap_pt": gap}
            # The text keeps clear of the orbit of the planet.
            spots = {size: earth + polar(90 - p.angle / 2, size + 0.45) for size in (1.7, 1.3, 2.1)}
            clear = max(spots, key=lambda size: abs(float(np.linalg.norm(spots[size])) - unit * p.orbit))
            sketch.angle(
                "angle:E", earth, tuple(planet), (0, 0), p.label("angle"), clear if wide else 1.1, halo=True, **way
            )
            sketch.right_angle("square:P", planet, (0, 0), earth, 0.22)
            sketch.claim("tangent", "sight:EP", "orbit:planet")
            sketch.claim("perpendicular", "sight:EP", "line:SP")
            sketch.claim("angle", "sight:EP", "line:ES", value=p.angle)
        else:
            sketch.angle("angle:S", sun, tuple(earth), tuple(planet), p.label("turn"), 0.8, halo=True, gap_pt=5)
            sketch.claim("angle", "line:ES", "line:SP", value=p.turn)
        if p.layout == "quadrature":
            sketch.right_angle("square:E", earth, (0, 0), planet, 0.22)
            sketch.claim("perpendicular", "sight:EP", "line:ES")
        if p.layout == "triangle":
            sketch.text(
                "label:d", "$d$", (earth + planet) / 2, of="sight:EP", toward=(1, -1), gap_pt=5, halo=True, size=12
            )
            sketch.text(
                "label:P",
                p.label("radius"),
                planet * 0.6,
                of="line:SP",
                toward=polar(270 + at_sun + 90),
                gap_pt=6,
                halo=True,
            )
            sketch.claim("connected", "sight:EP", "body:planet")
        sketch.text(
            "label:r",
            p.givens[-1].label,
            (0.8 if p.orbit < 0.66 else 0.42) * earth,
            of="line:ES",
            toward=(-1, 0),
            gap_pt=5,
            halo=True,
        )
        sketch.claim("ratio", "orbit:planet", "orbit:earth", value=p.orbit)
        sketch.claim("on", "body:planet", "orbit:planet")
        sketch.claim("on", "body:earth", "orbit:earth")
        sketch.claim("inside", "body:sun", "orbit:planet")
        count_roles(sketch, "orbit", "body")
        sketch.entity("orbits", "orbit:earth", "orbit:planet")
        if p.is_mirrored:
            mirror(sketch)

    def questions(self, p: Planet) -> Iterator[Question]:
        """The angle and where it is; which body is which; sides."""
        one = p.givens[0]
        yield ask_number("angle", one.value, unit="°", step=8, low=1)
        letters = p.letters
        every = [*letters.values(), "none"]
        vertex = letters["earth"] if p.layout == "greatest" else letters["sun"]
        yield ask_word("vertex", vertex, every)
        yield ask_word("planet", letters["planet"], every)
        side = "left" if p.is_mirrored else "right"
        yield ask_word("side", side, ["left", "right", "behind", "before"])
        if p.layout == "triangle":
            yield ask_value("radius", p.quantity("radius"))
        else:
            yield ask_word("square", letters["planet"] if p.layout == "greatest" else letters["earth"], every)

    @defect(visibility=2)
    def cutting_sight_line(self, p: Planet, scene: FigureScene, draw: Random) -> FigureScene:
        """The sight line passes the planet by."""
        line = scene.path("sight:EP")
        (x0, y0), (x1, y1) = line.points
        return change(scene, replace(line, points=((x0, y0), (0.55 * x1, y1 + 0.3))))

    @defect(visibility=2)
    def off_orbit(self, p: Planet, scene: FigureScene, draw: Random) -> FigureScene:
        """The planet is not on its orbit."""
        body = scene.round("body:planet")
        return change(scene, replace(body, center=(1.3 * body.center[0], 1.3 * body.center[1])))

    @defect(visibility=1)
    def wrong_orbit(self, p: Planet, scene: FigureScene, draw: Random) -> FigureScene:
        """The orbit of the planet has the wrong radius for the angle that is printed."""
        orbit = scene.round("orbit:planet")
        return change(scene, replace(orbit, radius=1.2 * orbit.radius))


@dataclass(frozen=True, kw_only=True)
class Parallax(Parameters):
    """A near star seen from two places of an orbit, or from one."""

    shift: float = number(
        "p", "arcsec", tuple(round(0.02 + 0.01 * step, 2) for step in range(79)), meaning="parallax", given=False
    )
    base: float = number("b", "AU", (0.72, 1.52, 5.2, 9.5), meaning="radius of the orbit", given=False)
    distance: float = number(
        "d", "pc", (1.3, 1.8, 2.6, 3.5, 4.4, 5.1, 7.7, 8.6, 11.3, 15, 20, 25, 40, 62), meaning="distance", given=False
    )
    layout: str = one_of("both", "triangle", "planet", level_1=("both", "triangle"))
    asked: str = one_of("parsec", "light years", "parallax")
    high: float = one_of(4.0, 4.3, 4.6, 5.0)
    month: int = one_of(*range(6))
    first: int = one_of(*range(8))
    field: int = one_of(*range(50))
    is_mirrored: bool = one_of(False, True)

    @property
    def arm(self) -> float:
        """Radius of the orbit, AU."""
        return self.base if self.layout == "planet" else 1.0

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """The parallax or the distance, and the radius of the orbit."""
        one = self.quantity("distance" if self.asked == "parallax" else "shift")
        base = Quantity(symbol="b", value=self.arm, unit="AU", meaning="radius of the orbit")
        return (one, base)

    @property
    def letters(self) -> tuple[str, ...]:
        """Of the star, the Sun and the place of observation."""
        return pick_letters(self.first, 3)


MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def parsecs(base: float, seconds: float) -> float:
    """Distance at which so many AU are seen under so many seconds of arc."""
    return base / seconds


@family("Physics - Astronomical")
class StarParallax(Family[Parallax]):
    """A near star shifts against far ones: seen from both ends of the Earth's orbit, from one, or from another planet."""

    def solve(self, p: Parallax) -> Solution:
        """d = b/p in pc, AU and seconds of arc."""
        values = {"arm": p.givens[1], "first_month": MONTHS[p.month], "second_month": MONTHS[p.month + 6], "star_name": p.letters[0],
                  "case": f"{'planet' if p.layout == 'planet' else 'earth'} {p.asked}", "home": "planet" if p.layout == "planet" else "Earth"}  # fmt: skip
        if p.asked == "parallax":
            return Solution(answer=number_answer(parsecs(p.arm, p.distance), "arcsec"), symbol="p", values=values)
        far = parsecs(p.arm, p.shift)
        if p.asked == "parsec":
            return Solution(answer=number_answer(far, "pc"), symbol="d", values=values)
        return Solution(answer=number_answer(LIGHT_YEARS * far, "ly"), symbol="d", values=values)

    def draw(self, p: Parallax, sketch: Sketch) -> None:
        """Far too wide an angle, as in all such figures: it says so."""
        wide, star = 2.2, np.asarray([0.0, p.high])
        sketch.circle("orbit:earth", (0, 0), wide, radius_y=0.85, color=BLUE, width=1.2)
        sketch.circle("sun:S", (0, 0), 0.2, fill=SUN, color=ORANGE, z=6)
        sketch.text(
            "label:S", f"${p.letters[1]}$", (0, -0.2), of="sun:S", toward=(-0.6, -1), gap_pt=4, halo=True, size=13
        )
        places = (
            [("2", wide, MONTHS[p.month + 6])]
            if p.layout == "triangle"
            else [("1", -wide, MONTHS[p.month]), ("2", wide, MONTHS[p.month + 6])]
        )
        for name, x, month in places:
            sketch.circle(f"body:{name}", (x, 0), 0.14, fill=PLANET if p.layout == "planet" else EARTH, z=6)
            words = month if p.layout == "both" else f"${p.letters[2]}$" if name == "2" else "later"
            sketch.text(
                f"label:{name}", words, (x, 0), of=f"body:{name}", toward=(math.copysign(1, x), -0.3), gap_pt=11
            )
            far = star + 0.62 * (star - (x, 0))
            sketch.line(f"sight:{name}", (x, 0), far, width=1.0, dash="dashed", color=GREEN)
            sketch.claim("on", f"body:{name}", "orbit:earth")
            sketch.claim("on", "star:X", f"sight:{name}")
        sketch.line("axis:star", (0, 0), star, width=1.0, color=GREY)
        sketch.dot("star:X", star, 0.1, color=RED, z=7)
        sketch.text("label:X", f"${p.letters[0]}$", star, of="star:X", toward=(1, 0), gap_pt=14, size=13)
        half = math.degrees(math.atan(wide / p.high))
        words = "$p$" if p.asked == "parallax" else p.label("shift")
        sketch.angle("angle:p", star, (0, 0), (wide, 0), words, 1.3, toward=(1, 0), gap_pt=19)
        if p.layout == "triangle":
            sketch.line("base:b", (0, 0), (wide, 0), width=1.0, color=GREY)
            sketch.right_angle("square:S", (0, 0), (wide, 0), star, 0.3)
            sketch.claim("perpendicular", "base:b", "axis:star")
        sketch.line("size:b", (0, -0.95), (wide, -0.95), arrow="both", width=0.9)
        sketch.text("label:b", p.givens[1].label, (wide / 2, -0.95), of="size:b", toward=(0, -1), gap_pt=3)
        if p.asked == "parallax":
            sketch.text("label:d", p.label("distance"), star * 0.4, of="axis:star", toward=(-1, 0), gap_pt=6, halo=True)
        generator = np.random.default_rng(p.field)
        for index in range(14):
            sketch.dot(f"far:{index}", (-2.6 + 0.4 * index, 1.66 * p.high + generator.uniform(0.1, 0.7)), 0.045)
        sketch.text(
            "label:far", "far stars (not to scale)", (0, 1.66 * p.high + 0.8), toward=(0, 1), size=10, color=GREY
        )
        for name, *_ in places:
            sketch.claim("angle", f"sight:{name}", "axis:star", value=half)
        sketch.claim("connected", "axis:star", "star:X")
        count_roles(sketch, "sight", "body", "far")
        sketch.entity("near star", "star:X")
        sketch.entity("orbit", "orbit:earth")
        if p.is_mirrored:
            mirror(sketch)

    def questions(self, p: Parallax) -> Iterator[Question]:
        """Values; months; which letter is which."""
        one, base = p.givens
        others = [letter for letter in pick_letters(p.first, 4) if letter not in p.letters[:1]]
        yield ask_value("first", one, slot=one.symbol)
        yield ask_word("star", p.letters[0], [p.letters[1], *others])
        yield ask_word("sun", p.letters[1], [*p.letters, *pick_letters(p.first, 4)])
        if p.layout == "both":
            left, right = MONTHS[p.month], MONTHS[p.month + 6]
            left = right if p.is_mirrored else left
            yield ask_word("month", left, [MONTHS[(p.month + step) % 12] for step in (0, 6, 3, 9)])
        elif p.layout == "planet":
            yield ask_value("base", base)
        else:
            yield ask_word("side", "left" if p.is_mirrored else "right", ["left", "right", "above", "below"])

    @defect(visibility=2)
    def sight_misses(self, p: Parallax, scene: FigureScene, draw: Random) -> FigureScene:
        """A sight line does not pass through the near star."""
        line = scene.path("sight:2")
        (x0, y0), (x1, y1) = line.points
        return change(scene, replace(line, points=((x0, y0), (x1 * 0.1, y1))))

    @defect(visibility=2)
    def earth_off_orbit(self, p: Parallax, scene: FigureScene, draw: Random) -> FigureScene:
        """The place of observation is not on the orbit."""
        body = scene.round("body:2")
        return change(scene, replace(body, center=(0.5 * body.center[0], -0.2)))

    @defect(visibility=1)
    def short_axis(self, p: Parallax, scene: FigureScene, draw: Random) -> FigureScene:
        """The line from the Sun ends before the near star."""
        line = scene.path("axis:star")
        (x0, y0), (x1, y1) = line.points
        return change(scene, replace(line, points=((x0, y0), (x0 + 0.7 * (x1 - x0), y0 + 0.7 * (y1 - y0)))))
