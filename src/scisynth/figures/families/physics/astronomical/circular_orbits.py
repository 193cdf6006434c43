"""Circular orbits: gravity is the force towards the middle, G M m/r² = m v²/r = m (2π/T)² r."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, number, one_of
from scisynth.figures.families.questions import Question, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import GREEN, GREY, ORANGE, PALE_BLUE, RED
from scisynth.figures.parts.physics import count_roles, pick_letters, turned, vector
from scisynth.figures.parts.places import polar
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer

GRAVITY = 6.674e-11
"""Newton's constant, m³/(kg s²)."""
SUN, REACH = "#f4b942", 3.2
"""Colour of a star, and radius of the orbit on the page."""
PLANETS = {
    "Earth": (5.97e24, 6371.0), "Mars": (6.42e23, 3390.0), "Venus": (4.87e24, 6052.0), "the Moon": (7.35e22, 1737.0),
    "Cheron": (1.25e25, 9100.0), "Tarsis": (2.4e24, 5100.0), "Velda": (8.6e24, 7300.0), "Orun": (4.1e23, 2900.0),
}  # fmt: skip
"""Mass in kg and radius in km of bodies, some of them invented."""
ASKED = {
    "altitude": ("speed", "period", "acceleration", "force"),
    "centre": ("speed", "period", "acceleration", "force"),
    "synchronous": ("radius", "height"),
    "star": ("speed", "period"),
    "timed": ("speed", "mass", "acceleration"),
}
UNITS = {"speed": "km/s", "acceleration": "m/s²", "force": "N", "radius": "km", "height": "km", "mass": "kg"}
SYMBOLS = {"speed": "v", "period": "T", "acceleration": "a", "force": "F", "radius": "r", "height": "h", "mass": "M"}


@dataclass(frozen=True, kw_only=True)
class Orbit(Parameters):
    """A satellite about a planet, or a planet about a star."""

    body: str = one_of(*PLANETS)
    layout: str = one_of("altitude", "centre", "synchronous", "star", "timed", level_1=("altitude", "centre"))
    asked: str = drawn(
        lambda draw, level, values: draw.choice(ASKED[values["layout"]]), words="speed, period, force and others"
    )
    factor: float = drawn(lambda draw, level, values: round(draw.uniform(0.97, 1.03), 3), words="0.97 to 1.03")
    """Makes masses of invented bodies differ."""
    ratio: float = drawn(
        lambda draw, level, values: draw.choice((draw.uniform(1.06, 1.4), draw.uniform(1.5, 6))), words="1.06 to 6"
    )
    solar: float = one_of(0.25, 0.4, 0.6, 0.8, 0.9, 1.0, 1.1, 1.3, 1.6, 2.0)
    far: float = one_of(30, 40, 55, 70, 85, 100, 120, 150, 200, 230)
    hours: float = drawn(lambda draw, level, values: round(draw.uniform(8, 60), 1), words="8 to 60 h")
    load: float = number(
        "m", "kg", (350, 500, 800, 1200, 1500, 2100, 2500, 4200), meaning="mass of the satellite", given=False
    )
    turn: int = one_of(*range(15, 360, 15))
    is_clockwise: bool = one_of(False, True)
    first: int = one_of(*range(8))

    def valid(self) -> bool:
        """No arrow along an axis of labels, and a synchronous orbit outside of the body."""
        return self.radius > 1.04 * self.body_radius and self.turn % 90 not in (0,)

    @property
    def is_star(self) -> bool:
        """Whether a star is in the middle."""
        return self.layout == "star"

    @property
    def mass(self) -> float:
        """Of the body in the middle, kg, to three digits."""
        raw = self.solar * 1.989e30 if self.is_star else PLANETS[self.body][0]
        known = self.body in ("Earth", "Mars", "Venus", "the Moon") and not self.is_star
        return float(f"{raw * (1.0 if known else self.factor):.3g}")

    @property
    def body_radius(self) -> float:
        """km."""
        return 7e5 if self.is_star else PLANETS[self.body][1]

    @property
    def radius(self) -> float:
        """Of the orbit, km."""
        if self.is_star:
            return self.far * 1e6
        if self.layout == "synchronous":
            return orbit_radius(self.mass, self.hours * 3600) / 1000
        return (
            self.body_radius + self.height
            if self.layout == "altitude"
            else float(f"{self.body_radius * self.ratio:.3g}")
        )

    @property
    def height(self) -> float:
        """Above the ground, km."""
        return float(f"{self.body_radius * (self.ratio - 1):.2g}")

    @property
    def time(self) -> Quantity:
        """The day of a synchronous orbit, or the measured period, h."""
        if self.layout == "synchronous":
            return Quantity(symbol="T", value=self.hours, unit="h", meaning="day")
        hours = orbit_period(self.mass, self.radius * 1000) / 3600
        return Quantity(symbol="T", value=float(f"{hours:.3g}"), unit="h", meaning="period")

    def named(self, name: str) -> Quantity:
        """A value that may be given."""
        rows = {
            "M": (self.mass, "kg"), "R": (self.body_radius, "km"), "h": (self.height, "km"), "r": (self.radius, "km"),
            "m": (self.load, "kg"),
        }  # fmt: skip
        return Quantity(symbol=name, value=rows[name][0], unit=rows[name][1], meaning="from the figure")

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """What the layout prints."""
        rows = {
            "altitude": "MRh",
            "centre": "Mr",
            "star": "Mr",
            "synchronous": "MR" if self.asked == "height" else "M",
            "timed": "r",
        }
        names = rows[self.layout] + ("m" if self.asked == "force" else "")
        found = tuple(self.named(name) for name in names)
        return (*found, self.time) if self.layout in ("synchronous", "timed") else found

    @property
    def letters(self) -> tuple[str, ...]:
        """Of the arrows: velocity and force."""
        return pick_letters(self.first, 2)


def orbit_period(mass: float, radius: float) -> float:
    """s, from kg and m."""
    return 2 * math.pi * math.sqrt(radius**3 / (GRAVITY * mass))


def orbit_radius(mass: float, period: float) -> float:
    """m, from kg and s."""
    return float((GRAVITY * mass * (period / (2 * math.pi)) ** 2) ** (1 / 3))


@family("Physics - Astronomical")
class CircularOrbit(Family[Orbit]):
    """A satellite or a planet on a circle: its speed, period, acceleration, force or radius, or the mass in the middle."""

    def solve(self, p: Orbit) -> Solution:
        """From the balance of gravity and centripetal force; a measured period is taken as read."""
        metres, mass = p.radius * 1000, p.mass
        if p.layout == "timed":
            seconds = p.time.value * 3600
            speed = 2 * math.pi * metres / seconds
            mass = speed**2 * metres / GRAVITY
        else:
            speed = math.sqrt(GRAVITY * mass / metres)
        found = {
            "speed": speed / 1000, "period": 2 * math.pi * metres / speed / 3600, "acceleration": speed**2 / metres,
            "force": p.load * speed**2 / metres, "radius": p.radius, "height": p.radius - p.body_radius, "mass": mass,
        }[p.asked]  # fmt: skip
        unit = UNITS.get(p.asked, "h")
        if p.asked == "period" and p.is_star:
            found, unit = found / 24, "d"
        values = {
            "thing": "planet" if p.is_star else "satellite", "middle": "a star" if p.is_star else p.body,
            "mass": p.named("M"), "size": p.named("R"), "height": p.named("h"), "radius": p.named("r"), "time": p.time,
            "load_text": p.text("load"), "case": f"timed {p.asked}" if p.layout == "timed" else p.asked, "around": f"{p.layout} {p.asked}",
            "what": p.asked,
        }  # fmt: skip
        return Solution(answer=number_answer(found, unit), symbol=SYMBOLS[p.asked], values=values)

    def draw(self, p: Orbit, sketch: Sketch) -> None:
        """To scale where the body would not be too small to see."""
        share = p.body_radius / p.radius
        drawn_to_scale = share > 0.12
        size = REACH * share if drawn_to_scale else 0.45
        center, place = (0.0, 0.0), polar(p.turn, REACH)
        sketch.circle(
            "body:middle", center, size, fill=SUN if p.is_star else PALE_BLUE, color=ORANGE if p.is_star else GREY, z=1
        )
        sketch.circle("orbit:1", center, REACH, dash="dashed", color=GREY, width=1.0, z=1)
        sketch.dot("centre:C", center, 0.06, z=5)
        sketch.circle("satellite:1", place, 0.16, fill="#9fb8d0", z=6)
        sketch.line("radius:r", center, place, width=1.1, z=3)
        sketch.claim("on", "satellite:1", "orbit:1")
        sketch.claim("connected", "radius:r", "orbit:1")
        spin = -90 if p.is_clockwise else 90
        vector(sketch, "arrow:v", place, 1.5, (p.turn + spin) % 360, f"${p.letters[0]}$", color=GREEN)
        vector(
            sketch,
            "arrow:F",
            place,
            1.0,
            (p.turn + 180) % 360,
            f"${p.letters[1]}$",
            toward=polar(p.turn + spin),
            position=0.9,
            color=RED,
        )
        sketch.claim("perpendicular", "arrow:v", "radius:r")
        sketch.claim("points_to", "arrow:F", "centre:C")
        if drawn_to_scale:
            sketch.claim("ratio", "body:middle", "orbit:1", value=share)
        else:
            sketch.text("note:scale", "not to scale", (REACH + 0.9, -REACH), toward=(1, 0), color=GREY, size=10)
        rows = [f"{quantity.label}" for quantity in p.givens]
        names = {
            "M": "star" if p.is_star else p.body.removeprefix("the "),
            "m": "satellite",
            "r": "orbit",
            "h": "height",
            "R": "radius of the body",
        }
        names |= {"T": "day" if p.layout == "synchronous" else "period"}
        for index, (quantity, words) in enumerate(zip(p.givens, rows, strict=True)):
            text = f"{names[quantity.symbol]}: {words}"
            sketch.text(f"given:{index}", text, (REACH + 0.9, REACH - 0.6 - 0.55 * index), toward=(1, 0), gap_pt=0)
        self._draw_lengths(p, sketch, size)
        if p.layout == "synchronous":
            self._draw_station(p, sketch, size)
        count_roles(sketch, "satellite", "arrow")
        sketch.entity("body in the middle", "body:middle")
        sketch.entity("orbit", "orbit:1", "satellite:1")

    @staticmethod
    def _draw_lengths(p: Orbit, sketch: Sketch, size: float) -> None:
        """The letter r at the radius; R and h at a second line, a third of a turn away, where they are given."""
        symbols = {quantity.symbol for quantity in p.givens} | ({"r"} if p.layout != "altitude" else set())
        side = polar(p.turn + (90 if p.is_clockwise else -90))
        if "r" in symbols:
            at = polar(p.turn, (size + REACH) / 2 if size < 0.7 * REACH else REACH / 2)
            sketch.text("label:r", "$r$", at, of="radius:r", toward=side, gap_pt=5, size=12, halo=True)
        if "h" in symbols or "R" in symbols:
            other = p.turn + (120 if p.is_clockwise else -120)
            edge, out = polar(other, size), polar(other, REACH)
            sketch.line("radius:R", (0, 0), edge, width=1.1, z=3)
            sketch.text(
                "label:R",
                "$R$",
                polar(other, size / 2),
                of="radius:R",
                toward=polar(other + 90),
                gap_pt=5,
                size=12,
                halo=True,
            )
            sketch.claim("connected", "radius:R", "body:middle")
            if "h" in symbols:
                sketch.line("size:h", edge, out, width=1.1, color=ORANGE, z=3)
                sketch.text("label:h", "$h$", out, of="size:h", toward=polar(other), gap_pt=5, size=12, halo=True)
                sketch.claim("connected", "size:h", "orbit:1")

    @staticmethod
    def _draw_station(p: Orbit, sketch: Sketch, size: float) -> None:
        """The place on the ground below the satellite, which turns with it."""
        sketch.dot("place:S", polar(p.turn, size), 0.09, color=GREEN, z=6)
        sketch.claim("on", "place:S", "radius:r")
        sketch.claim("on", "place:S", "body:middle")
        start = p.turn + (100 if p.is_clockwise else 60)
        arc = [polar(start + step * (-2 if p.is_clockwise else 2), size + 0.28) for step in range(20)]
        sketch.line("sense:turn", *arc, arrow="end", color=GREY, width=1.2)
        sketch.claim("head", "sense:turn", value="end")

    def questions(self, p: Orbit) -> Iterator[Question]:
        """What is printed; which arrow is which; the sense."""
        velocity, force = p.letters
        others = [letter for letter in pick_letters(p.first, 4) if letter not in p.letters]
        yield ask_word("velocity", velocity, [force, *others])
        yield ask_word("force", force, [velocity, *others])
        yield ask_word(
            "sense",
            "clockwise" if p.is_clockwise else "anticlockwise",
            ["clockwise", "anticlockwise", "straight", "rest"],
        )
        for name, quantity in zip(("first", "second"), p.givens, strict=False):
            yield ask_value(name, quantity, *p.givens, slot=quantity.symbol)

    @defect(visibility=2)
    def force_outward(self, p: Orbit, scene: FigureScene, draw: Random) -> FigureScene:
        """The force of gravity points away from the body in the middle."""
        return change(scene, turned(scene.path("arrow:F"), 180))

    @defect(visibility=2)
    def leaning_velocity(self, p: Orbit, scene: FigureScene, draw: Random) -> FigureScene:
        """The velocity is not at a right angle to the radius, as it must be on a circle."""
        return change(scene, turned(scene.path("arrow:v"), 35))

    @defect(visibility=2)
    def off_orbit(self, p: Orbit, scene: FigureScene, draw: Random) -> FigureScene:
        """The satellite is not on its orbit."""
        mark = scene.round("satellite:1")
        x, y = polar(p.turn, 1.25 * REACH)
        return change(scene, replace(mark, center=(float(x), float(y))))
