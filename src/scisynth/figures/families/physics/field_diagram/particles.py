"""Charged particles in magnetic fields: circles, half circles, and the straight way through crossed fields."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, one_of
from scisynth.figures.families.questions import Question, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.fields import field_grid
from scisynth.figures.parts.palette import BLUE, GREEN, GREY, PALE_BLUE, PALE_RED, RED
from scisynth.figures.parts.physics import charge, count_roles, turned, vector
from scisynth.figures.parts.places import polar
from scisynth.figures.scene.marks import Label
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

ELEMENTARY = 1.602e-19
PARTICLES = {
    "electron": (-1, 9.109e-31), "positron": (1, 9.109e-31), "proton": (1, 1.673e-27), "deuteron": (1, 3.344e-27),
    "alpha particle": (2, 6.645e-27), "sodium ion": (1, 3.818e-26),
}  # fmt: skip
"""Charge in e, mass in kg."""
LIGHT = ("electron", "positron")


@dataclass(frozen=True, kw_only=True)
class Flight(Parameters):
    """A particle and the field that it flies through."""

    layout: str = one_of("circle", "half", "selector", level_1=("circle", "half"), level_3=("half", "selector"))
    particle: str = one_of(*PARTICLES)
    pace: float = one_of(1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9)
    strength: float = one_of(1, 1.5, 2, 2.5, 3, 4, 5, 6)
    gap: float = one_of(1, 1.5, 2, 2.5, 4, 5)
    into: bool = one_of(False, True)
    turn: int = one_of(20, 70, 110, 160, 200, 340)
    is_top_positive: bool = one_of(False, True)
    asked: str = one_of("radius", "period", "momentum")

    def valid(self) -> bool:
        """In crossed fields, both forces are opposite."""
        if self.layout != "selector":
            return True
        # Of a positive charge that flies to the right, v × B points up where B goes into the page.
        return self.into == self.is_top_positive

    @property
    def charge_e(self) -> int:
        """In elementary charges."""
        return PARTICLES[self.particle][0]

    @property
    def mass(self) -> float:
        """In kg."""
        return PARTICLES[self.particle][1]

    @property
    def speed(self) -> Quantity:
        """Light particles are faster."""
        size = 1e6 if self.particle in LIGHT else 1e5
        return Quantity(symbol="v", value=self.pace * size, unit="m/s", meaning="speed")

    @property
    def field(self) -> Quantity:
        """Weaker for light particles."""
        return Quantity(
            symbol="B", value=self.strength * (1 if self.particle in LIGHT else 20), unit="mT", meaning="magnetic field"
        )

    @property
    def distance(self) -> Quantity:
        """Of the plates."""
        return Quantity(symbol="d", value=self.gap, unit="cm", meaning="distance of the plates")

    @property
    def voltage(self) -> Quantity:
        """Between the plates, so that the speed is about the one drawn."""
        value = self.speed.value * self.field.value * 1e-3 * self.gap / 100
        return Quantity(symbol="U", value=float(f"{value:.2g}"), unit="V", meaning="voltage of the plates")

    @property
    def is_speed_asked(self) -> bool:
        """In crossed fields the speed is asked for, or the field."""
        return self.asked == "radius"

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """What the layout shows."""
        if self.layout == "selector":
            return (self.voltage, self.distance, self.field if self.is_speed_asked else self.speed)
        return (self.speed, self.field)


def circling(charge_e: int, mass: float, speed: float, tesla: float) -> dict[str, float]:
    """Radius (m), period (s) and momentum (kg m/s) of a particle at a right angle to a field: |q| v B = m v²/r."""
    size = abs(charge_e) * ELEMENTARY
    return {
        "radius": mass * speed / (size * tesla),
        "period": 2 * math.pi * mass / (size * tesla),
        "momentum": mass * speed,
    }


def _scaled(value: float, unit: str) -> tuple[float, str]:
    """In the prefix that leaves a number from 1 to 1000."""
    for prefix, size in (("", 1.0), ("m", 1e-3), ("µ", 1e-6), ("n", 1e-9)):
        if value >= size:
            return value / size, prefix + unit
    return value, unit


@family("Physics - Field Diagram")
class LorentzCircle(Family[Flight]):
    """A particle on a circle, on a half circle in and out of a field, or straight through crossed fields."""

    def solve(self, p: Flight) -> Solution:
        """The magnetic force turns the particle, or balances the electric one."""
        found = circling(p.charge_e, p.mass, p.speed.value, p.field.value * 1e-3)
        clock = "anticlockwise" if (p.charge_e > 0) == p.into else "clockwise"
        goal, symbol = p.asked, {"radius": "r", "period": "T", "momentum": "p"}[p.asked]
        if p.layout == "selector":
            goal, symbol = ("speed", "v") if p.is_speed_asked else ("field", "B")
            volts = p.voltage.value / (p.gap / 100)
            answer = (
                number_answer(volts / (p.field.value * 1e-3), "m/s")
                if p.is_speed_asked
                else number_answer(1000 * volts / p.speed.value, "mT")
            )
        elif p.layout == "half" and p.asked != "momentum":
            goal, symbol = {"radius": ("apart", "x"), "period": ("time", "t")}[p.asked]
            answer = number_answer(
                *_scaled(*{"apart": (2 * found["radius"], "m"), "time": (found["period"] / 2, "s")}[goal])
            )
        elif p.asked == "momentum":
            answer = number_answer(found["momentum"], "kg m/s")
        else:
            answer = number_answer(*_scaled(found[p.asked], "m" if p.asked == "radius" else "s"))
        values = {
            "case": f"{p.layout if p.layout != 'half' else 'circle'} {goal}",
            "goal": goal,
            "thing": f"{'an' if p.particle[0] in 'ae' else 'a'} {p.particle}",
            "name": p.particle,
            "speed": p.speed, "field": p.field, "distance": p.distance, "voltage": p.voltage,
            "way": "into" if p.into else "out of",
            "clock": clock,
            "constants": f"q = {'−' if p.charge_e < 0 else ''}{'2' if p.charge_e == 2 else ''}e, m = {format_number(p.mass, 4)} kg",
            "electric": f"{format_number(p.voltage.value / (p.gap / 100))} V/m",
            "path": "a circle" if p.layout == "circle" else "a half circle",
            "other": f"B = {p.field.text}" if p.is_speed_asked else f"v = {p.speed.text}",
            "pole": "upper" if p.is_top_positive else "lower",
        }  # fmt: skip
        return Solution(answer=answer, symbol=symbol, values=values)

    def draw(self, p: Flight, sketch: Sketch) -> None:
        """The path follows from the sign of the charge and the side of the field."""
        {"circle": self._draw_circle, "half": self._draw_half, "selector": self._draw_selector}[p.layout](p, sketch)
        sketch.entity("particle", "charge:q")

    @staticmethod
    def _label(p: Flight, sketch: Sketch, box: tuple[float, float, float, float]) -> None:
        sketch.text("label:v", p.speed.label, (box[0], box[3]), toward=(0.3, 1), align="left")
        sketch.text("label:B", p.field.label, (box[2], box[3]), of="region:B", toward=(-0.3, 1), align="right")
        sketch.text("label:name", p.particle, ((box[0] + box[2]) / 2, box[1]), of="region:B", toward=(0, -1))
        sketch.claim("inside", "charge:q", "region:B")

    def _draw_circle(self, p: Flight, sketch: Sketch) -> None:
        box, radius = (-3.5, -3.0, 3.5, 3.0), 2.0
        field_grid(sketch, box, into=p.into)
        sketch.circle("orbit:path", (0, 0), radius, color=BLUE, dash="dashed")
        spot = polar(p.turn, radius)
        # F = q v × B: into the page, a positive charge runs anticlockwise.
        heading = p.turn + (90 if (p.charge_e > 0) == p.into else -90)
        charge(sketch, "q", spot, 0.2, p.charge_e > 0, 11)
        sketch.line("radius:r", (0, 0), spot, dash="dotted", color=GREY)
        sketch.dot("center:O", (0, 0), 0.05)
        sketch.text(
            "label:r", "$r$", 0.3 * spot, of="radius:r", toward=polar(p.turn - 90), gap_pt=4, halo=True, size=13
        )
        vector(sketch, "velocity:v", spot + polar(heading, 0.2), 1.2, heading % 360, "$v$", color=GREEN)
        inward = p.turn + 180
        vector(
            sketch,
            "force:F",
            spot + polar(inward, 0.2),
            0.9,
            inward % 360,
            "$F$",
            toward=polar(p.turn + 90),
            position=0.8,
        )
        self._label(p, sketch, box)
        sketch.claim("points_to", "force:F", "center:O", tolerance=2)
        sketch.claim("direction", "velocity:v", value=heading % 360)
        sketch.claim("perpendicular", "velocity:v", "force:F")
        sketch.claim("on", "charge:q", "orbit:path")

    def _draw_half(self, p: Flight, sketch: Sketch) -> None:
        """It flies in from the left, is turned back, and flies out to the left."""
        box, radius = (0.0, -3.0, 5.0, 3.0), 2.0
        field_grid(sketch, box, into=p.into)
        up = 1.0 if (p.charge_e > 0) == p.into else -1.0
        sketch.circle("orbit:path", (0, 0), radius, start_deg=-90, end_deg=90, color=BLUE, dash="dashed", width=1.6)
        vector(sketch, "velocity:in", (-2.0, -up * radius), 1.7, 0, "$v$", toward=(0, -up), position=0.4, color=GREEN)
        vector(sketch, "velocity:out", (-0.3, up * radius), 1.7, 180, "$v$", toward=(0, up), position=0.6, color=GREEN)
        spot = polar(-up * 35, radius)
        charge(sketch, "q", spot, 0.2, p.charge_e > 0, 11)
        inward = (180 - up * 35) % 360
        vector(
            sketch, "force:F", spot + polar(inward, 0.2), 0.9, inward, "$F$", toward=polar(inward - 90), position=0.8
        )
        sketch.dot("center:O", (0, 0), 0.05)
        sketch.line("size:x", (-0.9, -radius), (-0.9, radius), arrow="both", width=0.9)
        sketch.text("label:x", "$x$", (-0.9, 0), of="size:x", toward=(-1, 0), gap_pt=5, size=13)
        self._label(p, sketch, box)
        sketch.claim("points_to", "force:F", "center:O", tolerance=2)
        sketch.claim("direction", "velocity:in", value=0)
        sketch.claim("direction", "velocity:out", value=180)
        sketch.claim(
            "order", "velocity:in", "center:O", "velocity:out", value="bottom_to_top" if up > 0 else "top_to_bottom"
        )
        sketch.claim("on", "charge:q", "orbit:path")
        count_roles(sketch, "velocity")

    def _draw_selector(self, p: Flight, sketch: Sketch) -> None:
        # With an even number of rows, so that the path runs between two of them.
        box = (-3.5, -1.5, 3.5, 1.5)
        field_grid(sketch, box, into=p.into, apart=0.75)
        for name, low, positive in (("top", 1.75, p.is_top_positive), ("low", -2.05, not p.is_top_positive)):
            fill, color = (PALE_RED, RED) if positive else (PALE_BLUE, BLUE)
            sketch.rectangle(f"plate:{name}", -3.5, low, 3.5, low + 0.3, fill=fill, color=color)
            for index in range(7):
                y = low + (0.5 if name == "top" else -0.22)
                sketch.text(f"sign:{name}{index}", "+" if positive else "−", (index - 3.0, y), color=color, size=12)
        sketch.line("path:way", (-4.6, 0), (4.6, 0), dash="dashed", color=BLUE, width=1.4, z=2)
        charge(sketch, "q", (-0.5, 0), 0.22, p.charge_e > 0, 12)
        vector(sketch, "velocity:v", (-0.28, 0), 1.5, 0, "$v$", toward=(0, 1), position=0.9, color=GREEN)
        electric = 270 if (p.charge_e > 0) == p.is_top_positive else 90
        for name, way in (("E", electric), ("B", (electric + 180) % 360)):
            tail = (-0.5, 0.22 if way == 90 else -0.22)
            vector(sketch, f"force:{name}", tail, 0.9, way, f"$F_{name}$", toward=(-1, 0), position=0.45, color=RED)
            sketch.claim("direction", f"force:{name}", value=way)
        sketch.dimension("size:d", (3.5, -1.75), (3.5, 1.75), p.distance.label, -1.3, toward=(1, 0), gap_pt=4)
        sketch.text("label:U", p.voltage.label, (-4.6, 1.2), toward=(-1, 0), gap_pt=2)
        shown = p.field if p.is_speed_asked else p.speed
        sketch.text(f"label:{shown.symbol}", shown.label, (-4.6, -1.2), toward=(-1, 0), gap_pt=2)
        for letter, y, color in (("E", 0.75, RED), ("B", -0.75, GREY)):
            sketch.text(
                f"name:{letter}", rf"$\vec{{{letter}}}$", (-3.5, y), toward=(-1, 0), gap_pt=5, color=color, size=13
            )
        sketch.text("label:name", p.particle, (-4.6, 0), of="path:way", toward=(-1, 0), gap_pt=4)
        sketch.claim("inside", "charge:q", "region:B")
        sketch.claim("ratio", "force:E", "force:B", value=1.0)
        sketch.claim("on", "charge:q", "path:way")
        count_roles(sketch, "plate", "force")

    def questions(self, p: Flight) -> Iterator[Question]:
        """Field, sense of the path, sign of the charge, and values."""
        yield ask_word("field_way", "into" if p.into else "out_of", ["into", "out_of", "right", "upwards"])
        yield ask_word("name", p.particle, [name for name in PARTICLES if name != p.particle][p.turn % 3 :])
        if p.layout != "selector" or not p.is_speed_asked:
            yield ask_value("speed", p.speed)
        if p.layout != "selector" or p.is_speed_asked:
            yield ask_value("field", p.field)
        if p.layout == "selector":
            yield ask_value("voltage", p.voltage)
            yield ask_value("distance", p.distance)
            return
        clock = "anticlockwise" if (p.charge_e > 0) == p.into else "clockwise"
        if p.layout == "circle":
            yield ask_word("clock", clock, ["clockwise", "anticlockwise", "straight", "rest"])
        else:
            yield ask_word("turned", "up" if clock == "anticlockwise" else "down", ["up", "down", "straight", "into"])

    @defect(visibility=2)
    def wrong_force(self, p: Flight, scene: FigureScene, draw: Random) -> FigureScene:
        """A force on the particle points the wrong way, as if the charge had the other sign."""
        name = "force:F" if p.layout != "selector" else draw.choice(("force:E", "force:B"))
        return change(scene, turned(scene.path(name), 180))

    @defect(visibility=2)
    def wrong_heading(self, p: Flight, scene: FigureScene, draw: Random) -> FigureScene:
        """The velocity does not lie along the path."""
        name = {"circle": "velocity:v", "half": "velocity:in"}.get(p.layout)
        if name is None:
            raise DoesNotApplyError
        return change(scene, turned(scene.path(name), draw.choice((35, -35))))

    @defect(visibility=3)
    def off_the_path(self, p: Flight, scene: FigureScene, draw: Random) -> FigureScene:
        """The particle is not on the drawn path."""
        ball, sign = scene.round("charge:q"), scene.mark("sign:q")
        x, y = ball.center
        place = (x * 0.55, y * 0.55) if p.layout != "selector" else (x, y + 0.7)
        assert isinstance(sign, Label)
        return change(scene, replace(ball, center=place), replace(sign, at=place))
