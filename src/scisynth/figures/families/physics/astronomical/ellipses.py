"""Elliptic orbits by Kepler's laws: the Sun in a focus, equal areas in equal times, T² = a³ in years and AU."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, number, one_of
from scisynth.figures.families.questions import Question, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, GREEN, GREY, ORANGE, PALE_BLUE, PALE_GREEN, RED
from scisynth.figures.parts.physics import count_roles, pick_letters, vector
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer

SUN, HALF = "#f4b942", 4.2
"""Colour of the Sun, and half axis of the ellipse on the page."""


def eccentric_anomaly(mean: float, eccentricity: float) -> float:
    """E of Kepler's equation M = E - e sin E, radians, by Newton's steps."""
    found = mean
    for _ in range(30):
        found -= (found - eccentricity * math.sin(found) - mean) / (1 - eccentricity * math.cos(found))
    return found


def orbit_place(a: float, eccentricity: float, mean: float) -> np.ndarray:
    """Where a planet is at a mean anomaly, float [2]; the Sun at the origin, perihelion on the right."""
    anomaly = eccentric_anomaly(mean, eccentricity)
    return a * np.asarray([math.cos(anomaly) - eccentricity, math.sqrt(1 - eccentricity**2) * math.sin(anomaly)])


@dataclass(frozen=True, kw_only=True)
class Ellipse(Parameters):
    """Nearest and farthest distance of a body from the Sun."""

    near: float = number(
        "r_p", "AU", (0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.2, 1.5, 2.0), meaning="perihelion distance", given=False
    )
    times: float = one_of(1.6, 1.8, 2.0, 2.2, 2.5, 2.8, 3.0, 3.5)
    layout: str = one_of("distances", "axes", "two", level_1=("distances",))
    asked: str = one_of("period", "shape")
    share: float = drawn(lambda draw, level, values: round(draw.uniform(1.5, 2.2), 3), words="1.5 to 2.2")
    is_mirrored: bool = one_of(False, True)
    is_below: bool = one_of(False, True)
    first: int = one_of(*range(8))

    @property
    def far(self) -> Quantity:
        """Aphelion distance, AU."""
        return Quantity(symbol="r_a", value=round(self.near * self.times, 2), unit="AU", meaning="aphelion distance")

    @property
    def half(self) -> float:
        """Half axis, AU."""
        return (self.near + self.far.value) / 2

    @property
    def eccentricity(self) -> float:
        """Of the orbit."""
        return (self.far.value - self.near) / (self.far.value + self.near)

    @property
    def circle(self) -> float:
        """Radius of the second planet's circular orbit, AU, a third of the half axis or less."""
        return round(self.half * (1 - self.eccentricity) * 0.62, 2)

    @property
    def known(self) -> Quantity:
        """Period of the second planet, years."""
        return Quantity(
            symbol="T_1", value=float(f"{period_years(self.circle):.3g}"), unit="years", meaning="its period"
        )

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Two lengths of the ellipse, and the second planet where there is one."""
        if self.layout == "axes":
            return self.axes
        found = (self.quantity("near"), self.far)
        return (
            (*found, Quantity(symbol="r_1", value=self.circle, unit="AU", meaning="radius"), self.known)
            if self.layout == "two"
            else found
        )

    @property
    def axes(self) -> tuple[Quantity, Quantity]:
        """Half axis, and distance of the Sun from the middle."""
        return (
            Quantity(symbol="a", value=round(self.half, 3), unit="AU", meaning="half axis"),
            Quantity(symbol="c", value=round(self.half * self.eccentricity, 3), unit="AU", meaning="Sun to middle"),
        )

    @property
    def letters(self) -> tuple[str, ...]:
        """Of three points: nearest, farthest, the planet."""
        return pick_letters(self.first, 3)


def period_years(half_axis: float) -> float:
    """About the Sun, from AU."""
    return half_axis**1.5


def draw_orbit(sketch: Sketch, eccentricity: float) -> None:
    """The ellipse with the Sun in its right focus at the origin; claims its axes and where the Sun lies on the long one."""
    b, focus = HALF * math.sqrt(1 - eccentricity**2), HALF * eccentricity
    sketch.circle("orbit:ellipse", (-focus, 0), HALF, radius_y=b, color=BLUE, width=1.6, z=2)
    sketch.line("axis:major", (-focus - HALF, 0), (HALF - focus, 0), width=0.8, dash="dashed", color=GREY)
    sketch.line("axis:minor", (-focus, -b), (-focus, b), width=0.8, dash="dashed", color=GREY, z=1)
    sketch.circle("sun:S", (0, 0), 0.26, fill=SUN, color=ORANGE, z=6)
    sketch.text("label:S", "Sun", (0, 0.26), of="sun:S", toward=(0, 1), gap_pt=3, halo=True)
    sketch.claim("ratio", "axis:minor", "axis:major", value=b / HALF)
    sketch.claim("perpendicular", "axis:minor", "axis:major")
    for name in ("axis:major", "axis:minor"):
        sketch.claim("connected", name, "orbit:ellipse")
    sketch.line("radius:p", (0, 0), (HALF - focus, 0), width=0, z=0)
    sketch.claim("ratio", "radius:p", "axis:major", value=(1 - eccentricity) / 2)
    sketch.claim("on", "sun:S", "axis:major")
    sketch.claim("connected", "radius:p", "sun:S", tolerance=38)
    sketch.entity("orbit", "orbit:ellipse")
    sketch.entity("Sun", "sun:S")


def draw_size(sketch: Sketch, name: str, ends: tuple[float, float], y: float, words: str) -> None:
    """A level dimension below the orbit."""
    sketch.line(f"size:{name}", (ends[0], y), (ends[1], y), arrow="both", width=0.9)
    sketch.text(f"label:{name}", words, (sum(ends) / 2, y), of=f"size:{name}", toward=(0, -1), gap_pt=3)


@family("Physics - Astronomical")
class KeplerOrbit(Family[Ellipse]):
    """An elliptic orbit by its ends or its axes, alone or with a planet on a circle: eccentricity or period."""

    def solve(self, p: Ellipse) -> Solution:
        """a = (r_p + r_a)/2, e = c/a, T² = a³."""
        values = {
            "far": p.far, "a": p.axes[0], "c": p.axes[1], "circle": Quantity(symbol="r_1", value=p.circle, unit="AU"), "known": p.known,
            "case": f"{p.layout} {p.asked}", "what": p.asked, "place": p.layout,
        }  # fmt: skip
        if p.asked == "shape":
            return Solution(answer=number_answer(p.eccentricity, ""), symbol="e", values=values)
        years = period_years(p.half)
        if p.layout == "two":
            years = p.known.value * (p.half / p.circle) ** 1.5
        return Solution(answer=number_answer(years, "years"), symbol="T", values=values)

    def draw(self, p: Ellipse, sketch: Sketch) -> None:
        """Perihelion on the right before mirroring."""
        e = p.eccentricity
        draw_orbit(sketch, e)
        right, left, middle = HALF * (1 - e), -HALF * (1 + e), -HALF * e
        low = -HALF * math.sqrt(1 - e**2) - 0.45
        rows = [("c", (middle, 0.0), p.axes[1].label), ("a", (left, middle), p.axes[0].label)]
        if p.layout != "axes":
            rows = [("p", (0.0, right), p.label("near")), ("a", (left, 0.0), p.far.label)]
        for name, ends, words in rows:
            draw_size(sketch, name, ends, low, words)
            for tag, x in enumerate(ends):
                if name != "a" or tag == 0:
                    sketch.line(f"end:{name}{tag}", (x, 0), (x, low - 0.1), width=0.6, color=GREY, z=1)
        first, second = rows[0][1], rows[1][1]
        sketch.claim("ratio", f"size:{rows[0][0]}", "size:a", value=(first[1] - first[0]) / (second[1] - second[0]))
        for letter, at, way in zip(p.letters[:2], ((right, 0.0), (left, 0.0)), ((1, 0.4), (-1, 0.4)), strict=True):
            sketch.dot(f"point:{letter}", at, 0.08, z=6)
            sketch.text(f"name:{letter}", f"${letter}$", at, of=f"point:{letter}", toward=way, gap_pt=6, size=13)
            sketch.claim("on", f"point:{letter}", "orbit:ellipse")
        mean = (-1 if p.is_below else 1) * p.share
        spot = orbit_place(HALF, e, mean)
        sketch.circle("planet:P", spot, 0.15, fill="#9fb8d0", z=6)
        ahead = orbit_place(HALF, e, mean + 0.01) - spot
        vector(sketch, "velocity:v", spot, 1.0, math.degrees(math.atan2(ahead[1], ahead[0])) % 360, "$v$", color=GREEN)
        out = spot + np.asarray((HALF * e, 0))
        sketch.text("name:planet", f"${p.letters[2]}$", spot, of="planet:P", toward=-out, gap_pt=9, size=13)
        sketch.claim("on", "planet:P", "orbit:ellipse")
        if p.layout == "two":
            self._draw_second(p, sketch)
        count_roles(sketch, "planet", "sun", "point")
        if p.is_mirrored:
            mirror(sketch)

    @staticmethod
    def _draw_second(p: Ellipse, sketch: Sketch) -> None:
        """A planet on a circle inside of the ellipse, to scale."""
        radius = HALF * p.circle / p.half
        sketch.circle("orbit:circle", (0, 0), radius, color=RED, width=1.2, z=2)
        place = radius * np.asarray([math.cos(2.2), math.sin(-2.2)])
        sketch.circle("planet:Q", place, 0.12, fill="#d9a27f", z=6)
        sketch.claim("on", "planet:Q", "orbit:circle")
        sketch.claim("ratio", "orbit:circle", "axis:major", value=math.pi * p.circle / p.half)
        top = HALF * math.sqrt(1 - p.eccentricity**2)
        words = rf"circle: $r_1$ = {p.circle:g} AU, {p.known.label}"
        sketch.text("label:circle", words, (0.0, top), toward=(0, 1), gap_pt=14, color=RED)

    def questions(self, p: Ellipse) -> Iterator[Question]:
        """Lengths, and where the body is nearest, farthest, and fastest."""
        one, two, *_ = p.givens
        yield ask_value("first", one, two, slot=one.symbol)
        yield ask_value("second", two, one, slot=two.symbol)
        yield ask_word("fastest", p.letters[0], [*p.letters, "same"])
        yield ask_word("farthest", p.letters[1], [*p.letters, "same"])
        yield ask_word("sun", "left" if p.is_mirrored else "right", ["left", "right", "middle", "outside"])

    @defect(visibility=2)
    def sun_at_centre(self, p: Ellipse, scene: FigureScene, draw: Random) -> FigureScene:
        """The Sun stands in the middle of the ellipse and not in a focus."""
        return change(scene, replace(scene.round("sun:S"), center=scene.round("orbit:ellipse").center))

    @defect(visibility=1)
    def flat_orbit(self, p: Ellipse, scene: FigureScene, draw: Random) -> FigureScene:
        """The orbit is much flatter than its distances from the Sun tell."""
        orbit = scene.round("orbit:ellipse")
        return change(scene, replace(orbit, radius_y=0.7 * (orbit.radius_y or orbit.radius)))

    @defect(visibility=2)
    def leaving_planet(self, p: Ellipse, scene: FigureScene, draw: Random) -> FigureScene:
        """The velocity points at the side of the orbit and not along it."""
        arrow = scene.path("velocity:v")
        (x, y), (tx, ty) = arrow.points
        return change(scene, replace(arrow, points=((x, y), (x - (ty - y), y + (tx - x)))))


@dataclass(frozen=True, kw_only=True)
class Areas(Parameters):
    """Two stretches of an orbit: at its ends, or two sectors of different times."""

    near: float = number(
        "r_p", "AU", [round(0.3 + 0.05 * step, 2) for step in range(35)], meaning="perihelion distance", given=False
    )
    times: float = one_of(1.6, 1.8, 2.0, 2.2, 2.5, 2.8, 3.0, 3.5)
    speed: float = drawn(
        lambda draw, level, values: float(f"{perihelion_speed(values['near'], values['times']):.3g}"),
        words="by the orbit", symbol="v_p", unit="km/s", meaning="speed at perihelion", given=False,
    )  # fmt: skip
    width: float = drawn(lambda draw, level, values: round(draw.uniform(0.30, 0.42), 3), words="0.30 to 0.42")
    days: float = number("t_1", "d", range(12, 61, 3), meaning="time of the first sector", given=False)
    stretch: float = one_of(1.4, 1.6, 1.8, 2.0, 2.2, 2.4)
    layout: str = one_of("sectors", "speeds", "times", level_1=("sectors", "speeds"))
    asked: str = one_of("far", "near", level_1=("far",))
    swapped: bool = one_of(False, True)
    is_mirrored: bool = one_of(False, True)

    @property
    def far(self) -> Quantity:
        """Aphelion distance, AU."""
        return Quantity(symbol="r_a", value=round(self.near * self.times, 2), unit="AU", meaning="aphelion distance")

    @property
    def slow(self) -> Quantity:
        """Speed at aphelion, km/s."""
        value = float(f"{self.speed * self.near / self.far.value:.3g}")
        return Quantity(symbol="v_a", value=value, unit="km/s", meaning="speed at aphelion")

    @property
    def eccentricity(self) -> float:
        """Of the orbit."""
        return (self.far.value - self.near) / (self.far.value + self.near)

    @property
    def sizes(self) -> tuple[Quantity, Quantity]:
        """Areas of the sectors, AU², from half axis and time."""
        half = (self.near + self.far.value) / 2
        one = float(f"{half**2 * math.sqrt(1 - self.eccentricity**2) * self.width:.3g}")
        return (
            Quantity(symbol=self.marks[0], value=one, unit="AU²", meaning="area"),
            Quantity(symbol=self.marks[1], value=float(f"{one * self.stretch:.3g}"), unit="AU²", meaning="area"),
        )

    @property
    def marks(self) -> tuple[str, str]:
        """Names of the areas at perihelion and at aphelion."""
        return ("A_2", "A_1") if self.swapped else ("A_1", "A_2")

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Distances and a speed, or areas and a time."""
        if self.layout == "times":
            return (*self.sizes, self.quantity("days"))
        return (self.quantity("near"), self.far, self.quantity("speed") if self.asked == "far" else self.slow)


def perihelion_speed(near: float, times: float) -> float:
    """Speed at perihelion in km/s, from r_p in AU and r_a/r_p: v² = G M (2/r − 1/a), where G M gives the Earth 29.78 km/s."""
    return 29.78 * math.sqrt(2 / near - 2 / (near * (1 + times)))


def speed_at(other_speed: float, other_radius: float, radius: float) -> float:
    """At one end of the orbit from that at the other: r v is the same."""
    return other_speed * other_radius / radius


@family("Physics - Astronomical")
class EqualAreas(Family[Areas]):
    """Sectors swept in equal times, the speeds at the ends of the orbit, or sectors of different times."""

    def solve(self, p: Areas) -> Solution:
        """The area swept in a time is constant, so r v at both ends."""
        one, two = p.sizes
        values = {
            "far": p.far, "slow": p.slow, "area_one": one, "area_two": two, 
            "where": "aphelion" if p.asked == "far" else "perihelion", "kind": p.layout,
        }  # fmt: skip
        values["case"] = "times" if p.layout == "times" else p.asked
        if p.layout == "times":
            return Solution(answer=number_answer(p.days * two.value / one.value, "d"), symbol="t₂", values=values)
        if p.asked == "far":
            return Solution(
                answer=number_answer(speed_at(p.speed, p.near, p.far.value), "km/s"), symbol="v_a", values=values
            )
        return Solution(
            answer=number_answer(speed_at(p.slow.value, p.far.value, p.near), "km/s"), symbol="v_p", values=values
        )

    def draw(self, p: Areas, sketch: Sketch) -> None:
        """Perihelion on the right before mirroring."""
        e = p.eccentricity
        draw_orbit(sketch, e)
        if p.layout != "speeds":
            for tag, mean, fill in (("1", 0.0, PALE_BLUE), ("2", math.pi, PALE_GREEN)):
                long = p.stretch if p.layout == "times" and tag == "2" else 1.0
                self._draw_sector(p, sketch, (tag, mean, fill), p.width * long)
        right, left = (HALF * (1 - e), 0.0), (-HALF * (1 + e), 0.0)
        for name, at in (("1", right), ("2", left)):
            sketch.circle(f"planet:{name}", at, 0.15, fill="#9fb8d0", z=6)
            sketch.claim("on", f"planet:{name}", "orbit:ellipse")
        low = -HALF * math.sqrt(1 - e**2) - 0.45
        if p.layout == "times":
            rows = [p.sizes[0].label, p.sizes[1].label, f"${p.marks[0]}$ in {p.text('days')}"]
            for index, words in enumerate(rows):
                sketch.text(f"note:{index}", words, (-HALF * e, low - 0.1 - 0.5 * index), toward=(0, -1), size=12)
        else:
            size = 1.9
            speeds = (p.label("speed"), "$v_a$") if p.asked == "far" else ("$v_p$", p.slow.label)
            vector(sketch, "velocity:1", right, size, 90, speeds[0], toward=(1, 0), color=GREEN)
            slow, way = size * p.near / p.far.value, (-1, 0)
            vector(sketch, "velocity:2", left, slow, 270, speeds[1], toward=way, position=0.45, color=GREEN)
            sketch.claim("ratio", "velocity:2", "velocity:1", value=p.near / p.far.value)
            sketch.claim("perpendicular", "velocity:1", "axis:major")
            for name, (x, _), text in (("p", right, p.label("near")), ("a", left, p.far.label)):
                draw_size(sketch, name, (min(0.0, x), max(0.0, x)), low, text)
            sketch.claim("ratio", "size:p", "size:a", value=p.near / p.far.value)
        count_roles(sketch, "planet", "sun")
        if p.is_mirrored:
            mirror(sketch)

    @staticmethod
    def _draw_sector(p: Areas, sketch: Sketch, what: tuple[str, float, str], width: float) -> None:
        tag, mean, fill = what
        rim = [orbit_place(HALF, p.eccentricity, mean + step * width) for step in np.linspace(-1, 1, 25)]
        sketch.area(f"sector:{tag}", (0, 0), *rim, fill=fill, width=0, z=1)
        for end, place in (("start", rim[0]), ("end", rim[-1])):
            sketch.line(f"radius:{tag}{end}", (0, 0), place, width=1.2, z=3)
            sketch.claim("connected", f"radius:{tag}{end}", "orbit:ellipse")
        turn = 2 * math.degrees(math.atan2(abs(rim[0][1]), abs(rim[0][0])))
        sketch.claim("angle", f"radius:{tag}start", f"radius:{tag}end", value=turn)
        at = (np.mean(rim, axis=0) * (0.78 if tag == "2" else 0.62)) + np.asarray([0.0, 0.0 if tag == "1" else 0.22])
        name = p.marks[0] if tag == "1" else p.marks[1]
        sketch.text(f"area:{tag}", f"${name}$", at, size=12, halo=True, z=7)
        sketch.claim("inside", f"area:{tag}", f"sector:{tag}")

    def questions(self, p: Areas) -> Iterator[Question]:
        """Values; which sector or end is which."""
        one, two, three = p.givens
        yield ask_value("first", one, two, slot=one.symbol)
        yield ask_value("second", two, one, slot=two.symbol)
        yield ask_value("third", three, slot=three.symbol)
        sides = ["left", "right", "both", "none"]
        yield ask_word("fast", "left" if p.is_mirrored else "right", sides)
        if p.layout != "speeds":
            yield ask_word("wider", p.marks[0].replace("_1", "₁").replace("_2", "₂"), ["A₁", "A₂", "equal", "neither"])

    @defect(visibility=2)
    def sun_at_centre(self, p: Areas, scene: FigureScene, draw: Random) -> FigureScene:
        """The Sun stands in the middle of the ellipse and not in a focus."""
        return change(scene, replace(scene.round("sun:S"), center=scene.round("orbit:ellipse").center))

    @defect(visibility=2)
    def equal_speeds(self, p: Areas, scene: FigureScene, draw: Random) -> FigureScene:
        """The planet is drawn equally fast at both ends of its orbit."""
        if p.layout == "times":
            raise DoesNotApplyError("no speeds")
        slow, fast = scene.path("velocity:2"), scene.path("velocity:1")
        (x, y), size = slow.points[0], math.dist(*fast.points)
        return change(scene, replace(slow, points=((x, y), (x, y - size))))

    @defect(visibility=2)
    def wide_sector(self, p: Areas, scene: FigureScene, draw: Random) -> FigureScene:
        """The sector at aphelion is as wide at the Sun as the one at perihelion, though the planet is slower there."""
        if p.layout == "speeds":
            raise DoesNotApplyError("no sectors")
        edge = scene.path("radius:2start")
        (x0, y0), (x1, y1) = edge.points
        return change(scene, replace(edge, points=((x0, y0), (x1 * 0.93, y1 * 2.1))))
