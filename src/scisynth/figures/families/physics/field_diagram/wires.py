"""Wires in magnetic fields: the force on a wire with a current, and a rod that is pulled along two rails."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, number, one_of
from scisynth.figures.families.questions import Question, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.fields import field_grid
from scisynth.figures.parts.palette import GREEN, GREY, INK, ORANGE, PALE_ORANGE
from scisynth.figures.parts.physics import block, count_roles, turned, vector
from scisynth.figures.parts.places import polar
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

BOX = (-3.0, -2.5, 3.0, 2.5)
WAYS = ("upwards", "downwards", "left", "right")


@dataclass(frozen=True, kw_only=True)
class WireInFieldParameters(Parameters):
    """A wire or a rod in a uniform magnetic field."""

    layout: str = one_of("rod", "slanted", "rails", level_1=("rod", "slanted"), level_3=("slanted", "rails"))
    field: float = number("B", "T", (0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.8, 1.2), meaning="magnetic field")
    length: float = number("l", "cm", (5, 8, 10, 12, 15, 20, 25, 30), meaning="length in the field")
    current: float = number("I", "A", (1.5, 2, 2.5, 3, 4, 5, 6, 8), meaning="current", given=False)
    speed: float = number("v", "m/s", (0.5, 0.8, 1.2, 1.5, 2, 2.5, 3, 4), meaning="speed", given=False)
    ohms: float = number("R", "Ω", (0.2, 0.25, 0.4, 0.5, 0.8, 1, 1.5, 2), meaning="resistor", given=False)
    angle: float = number(
        r"\theta", "°", (25, 30, 35, 40, 45, 50, 55, 60, 65), meaning="angle to the field", given=False
    )
    into: bool = one_of(False, True)
    is_forward: bool = one_of(False, True)
    asked: str = one_of("emf", "current", "pull")

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """What the layout shows."""
        extra = {"rod": ("current",), "slanted": ("current", "angle"), "rails": ("speed", "ohms")}[self.layout]
        return (self.quantity("field"), self.quantity("length"), *(self.quantity(name) for name in extra))

    @property
    def goal(self) -> str:
        """What is asked for."""
        return self.asked if self.layout == "rails" else "force"


def wire_forces(
    field: float, metres: float, *, amps: float = 0.0, degrees: float = 90.0, speed: float = 0.0, ohms: float = 1.0
) -> dict[str, float]:
    """Force on a wire I l B sin θ (N); of a moving rod its emf B l v (V), its current (A), and the pull that keeps it going (N)."""
    emf = field * metres * speed
    return {
        "force": amps * metres * field * math.sin(math.radians(degrees)),
        "emf": emf,
        "current": emf / ohms,
        "pull": emf / ohms * metres * field,
    }


@family("Physics - Field Diagram")
class WireInField(Family[WireInFieldParameters]):
    """A wire across a field, a wire at an angle to it, or a rod that is pulled along two rails."""

    def solve(self, p: WireInFieldParameters) -> Solution:
        """By F = I l × B and by induction."""
        found = wire_forces(
            p.field, p.length / 100, amps=p.current, degrees=p.angle if p.layout == "slanted" else 90, speed=p.speed, ohms=p.ohms
        )  # fmt: skip
        unit, symbol = {"force": ("N", "F"), "emf": ("V", "U"), "current": ("A", "I"), "pull": ("N", "F")}[p.goal]
        value = found[p.goal]
        if value < 0.1:
            value, unit = 1000 * value, f"m{unit}"
        values = {
            "case": f"{p.layout} {p.goal}",
            "goal": p.goal,
            "way": "into" if p.into else "out of",
            "along": self._along(p),
            "metres": f"{format_number(p.length / 100)} m",
            "emf": f"{format_number(found['emf'])} V",
            "amps": f"{format_number(found['current'])} A",
        }
        return Solution(answer=number_answer(value, unit), symbol=symbol, values=values)

    @staticmethod
    def _along(p: WireInFieldParameters) -> str:
        if p.layout == "rod":
            return "up" if p.is_forward else "down"
        return "right" if p.is_forward else "left"

    def draw(self, p: WireInFieldParameters, sketch: Sketch) -> None:
        """The force on a rod in a field at a right angle to the page is drawn by the left-hand rule."""
        {"rod": self._draw_rod, "slanted": self._draw_slanted, "rails": self._draw_rails}[p.layout](p, sketch)

    @staticmethod
    def _draw_rod(p: WireInFieldParameters, sketch: Sketch) -> None:
        field_grid(sketch, BOX, into=p.into)
        sketch.line("wire:rod", (0, BOX[1] - 0.7), (0, BOX[3] + 0.7), width=4, color=ORANGE, z=2)
        way = 90 if p.is_forward else 270
        # F = I l × B: a current upwards in a field into the page is pushed to the left.
        push = 180 if p.is_forward == p.into else 0
        vector(
            sketch,
            "current:I",
            polar(way, -2.0),
            0.9,
            way,
            p.label("current"),
            toward=(1, 0),
            position=0.5,
            color=INK,
            gap_pt=9,
        )
        vector(sketch, "force:F", (0, 0.5), 1.8, push, "$F$", toward=(0, 1), position=0.8, color=GREEN)
        sketch.dimension("size:l", (BOX[2], BOX[1]), (BOX[2], BOX[3]), p.label("length"), -0.5, toward=(1, 0), gap_pt=4)
        sketch.text("label:B", p.label("field"), (BOX[0], BOX[3]), of="region:B", toward=(0.3, 1), align="left")
        sketch.claim("parallel", "current:I", "wire:rod")
        sketch.claim("on", "current:I", "wire:rod")
        sketch.claim("direction", "force:F", value=push)
        sketch.claim("direction", "current:I", value=way)
        sketch.entity("wire", "wire:rod")

    @staticmethod
    def _draw_slanted(p: WireInFieldParameters, sketch: Sketch) -> None:
        """Field lines in the page, `into` to the right; the wire at its angle to them."""
        way = 0 if p.into else 180
        for index in range(5):
            y = 1.2 * (index - 2)
            sketch.line(f"line:{index}", (-3.4, y), (3.4, y), color=GREY, width=1.1, z=1)
            ends = [polar(way, far, (2.9, y)) for far in (-0.15, 0.15)]
            sketch.arrow(f"sense:{index}", *ends, color=GREY, width=1.2)
            sketch.claim("direction", f"sense:{index}", value=way)
        sketch.text("label:B", p.label("field"), (3.4, 2.4), of="line:4", toward=(1, 0.2), gap_pt=4)
        along = polar(p.angle)
        half = 2.0
        sketch.line("wire:rod", -half * along, half * along, width=4, color=ORANGE, z=2)
        turn = p.angle if p.is_forward else p.angle + 180
        tail = (0.35 if p.is_forward else 1.65) * along * 1.0 + (0.15 * along if p.is_forward else 0.0 * along)
        vector(
            sketch,
            "current:I",
            tail,
            1.1,
            turn,
            p.label("current"),
            toward=polar(p.angle + 90),
            position=0.6,
            color=INK,
            gap_pt=9,
        )
        sketch.angle("angle:theta", (0, 0), (1, 0), along, p.label("angle"), 0.75, halo=True, gap_pt=5)
        sketch.text("label:l", p.label("length"), -1.3 * along, of="wire:rod", toward=(1, -1), gap_pt=7, halo=True)
        sketch.claim("angle", "wire:rod", "line:2", value=p.angle)
        sketch.claim("on", "current:I", "wire:rod")
        count_roles(sketch, "line", "sense")
        sketch.entity("wire", "wire:rod")

    @staticmethod
    def _draw_rails(p: WireInFieldParameters, sketch: Sketch) -> None:
        field_grid(sketch, (-2.4, -2.5, 3.6, 2.5), into=p.into)
        high = 1.5
        for name, y in (("top", high), ("low", -high)):
            sketch.line(f"rail:{name}", (-3.2, y), (3.6, y), width=2.0, z=2)
        sketch.line("lead:R1", (-3.2, high), (-3.2, 0.5), width=1.5)
        sketch.line("lead:R2", (-3.2, -0.5), (-3.2, -high), width=1.5)
        block(sketch, "resistor:R", (-3.2, 0), 0.4, 1.0, fill=PALE_ORANGE)
        sketch.text("label:R", p.label("ohms"), (-3.4, 0), of="resistor:R", toward=(-1, 0))
        sketch.line("wire:rod", (0.5, high + 0.25), (0.5, -high - 0.25), width=4, color=ORANGE, z=4)
        way = 0 if p.is_forward else 180
        sign = 1 if p.is_forward else -1
        vector(sketch, "velocity:v", (0.5, 0.55), 1.3, way, p.label("speed"), toward=(0, 1), position=0.6, color=GREEN)
        sketch.dimension("size:l", (3.6, -high), (3.6, high), p.label("length"), -0.5, toward=(1, 0), gap_pt=4)
        sketch.text("label:B", p.label("field"), (-2.4, 2.5), of="region:B", toward=(0.3, 1), align="left")
        for name in ("top", "low"):
            sketch.claim("perpendicular", "wire:rod", f"rail:{name}")
            sketch.claim("connected", f"lead:R{1 if name == 'top' else 2}", f"rail:{name}")
        sketch.claim("direction", "velocity:v", value=0 if sign > 0 else 180)
        sketch.claim("connected", "lead:R1", "resistor:R")
        count_roles(sketch, "rail")
        sketch.entity("rod", "wire:rod")

    def questions(self, p: WireInFieldParameters) -> Iterator[Question]:
        """Directions and values."""
        page = "into" if p.into else "out_of"
        ways = ["into", "out_of", "right", "left"]
        yield ask_word("field_way", page if p.layout != "slanted" else ("right" if p.into else "left"), ways)
        yield ask_value("length", p.quantity("length"))
        yield ask_value("field", p.quantity("field"))
        if p.layout == "rails":
            yield ask_word("moves", "right" if p.is_forward else "left", list(WAYS))
            yield ask_value("ohms", p.quantity("ohms"))
            yield ask_value("speed", p.quantity("speed"))
            return
        yield ask_value("current", p.quantity("current"))
        if p.layout == "rod":
            yield ask_word("flows", "upwards" if p.is_forward else "downwards", list(WAYS))
            yield ask_word("push", "left" if p.is_forward == p.into else "right", list(WAYS))
        else:
            yield ask_value("angle", p.quantity("angle"))

    @defect(visibility=1)
    def wrong_push(self, p: WireInFieldParameters, scene: FigureScene, draw: Random) -> FigureScene:
        """The force on the wire points the wrong way along its line."""
        if p.layout != "rod":
            raise DoesNotApplyError
        return change(scene, turned(scene.path("force:F"), 180))

    @defect(visibility=2)
    def off_the_wire(self, p: WireInFieldParameters, scene: FigureScene, draw: Random) -> FigureScene:
        """The arrow of the current does not lie along the wire."""
        if p.layout == "rails":
            raise DoesNotApplyError
        return change(scene, turned(scene.path("current:I"), draw.choice((-40, 40))))

    @defect(visibility=2)
    def slanted_rod(self, p: WireInFieldParameters, scene: FigureScene, draw: Random) -> FigureScene:
        """The rod lies at another angle than the problem says."""
        rod = scene.path("wire:rod")
        (x0, y0), (x1, y1) = rod.points
        return change(scene, replace(rod, points=((x0 - 0.7, y0), (x1 + 0.7, y1))))
