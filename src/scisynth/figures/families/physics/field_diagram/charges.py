"""A charge between charged plates, and a drop that is held between them."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, number, one_of
from scisynth.figures.families.questions import Question, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, GREEN, GREY, PALE_BLUE, PALE_RED, RED
from scisynth.figures.parts.physics import GRAVITY, charge, count_roles, turned, vector
from scisynth.figures.parts.places import polar
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer


@dataclass(frozen=True, kw_only=True)
class Plates(Parameters):
    """Two charged plates and a charge between them."""

    layout: str = one_of("flat", "upright", "drop", level_1=("flat", "upright"), level_3=("upright", "drop"))
    volts: float = number("U", "V", (50, 80, 100, 120, 150, 200, 240, 300, 400, 500), meaning="voltage")
    apart: float = number("d", "cm", (1, 1.5, 2, 2.5, 4, 5), meaning="distance of the plates")
    size: float = one_of(2, 3, 4, 5, 6, 8)
    is_positive: bool = one_of(False, True)
    is_first_positive: bool = one_of(False, True)
    micrograms: float = number("m", "µg", (1.2, 1.5, 2, 2.5, 3, 4, 5), meaning="mass of the drop", given=False)
    asked: str = one_of("force", "field", "work")

    def valid(self) -> bool:
        """A drop is held where the force is up: a positive one with the lower plate positive."""
        return self.layout != "drop" or self.is_positive != self.is_first_positive

    @property
    def charge(self) -> Quantity:
        """Of the ball between the plates."""
        value = self.size if self.is_positive else -self.size
        return Quantity(symbol="q", value=value, unit="nC", meaning="charge")

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Of a drop the mass is given, and not the charge."""
        own = self.quantity("micrograms") if self.layout == "drop" else self.charge
        return (self.quantity("volts"), self.quantity("apart"), own)

    @property
    def goal(self) -> str:
        """What is asked for."""
        return "charge" if self.layout == "drop" else self.asked


def plate_values(volts: float, apart: float, nanocoulombs: float, micrograms: float) -> dict[str, float]:
    """Field (V/m), force (µN), work from plate to plate (nJ), and the charge (pC) that a drop needs to hang: E = U/d."""
    field = volts / (apart / 100)
    return {
        "field": field,
        "force": abs(nanocoulombs) * field / 1000,
        "work": abs(nanocoulombs) * volts,
        "charge": 1e12 * micrograms * 1e-9 * GRAVITY / field,
    }


@family("Physics - Field Diagram")
class ChargedPlates(Family[Plates]):
    """A uniform field between plates that lie or stand, and a charge in it; or a drop that hangs between them."""

    def solve(self, p: Plates) -> Solution:
        """By E = U/d."""
        found = plate_values(p.volts, p.apart, p.size, p.micrograms)
        unit, symbol = {"field": ("V/m", "E"), "force": ("µN", "F"), "work": ("nJ", "W"), "charge": ("pC", "q")}[p.goal]
        names = ("upper", "lower") if p.layout != "upright" else ("left", "right")
        values = {
            "goal": p.goal,
            "pole": names[0] if p.is_first_positive else names[1],
            "charge": p.charge,
            "size": f"{format_number(p.size)} nC",
            "metres": f"{format_number(p.apart / 100)} m",
            "field": f"{format_number(found['field'])} V/m",
            "how": "upright" if p.layout == "upright" else "horizontal",
        }
        return Solution(answer=number_answer(found[p.goal], unit), symbol=symbol, values=values)

    def draw(self, p: Plates, sketch: Sketch) -> None:
        """The first plate is the upper or the left one."""
        width, high, num = 7.0, 3.4, 7
        is_upright = p.layout == "upright"

        def at(x: float, y: float) -> tuple[float, float]:
            # Across the plates is y; for upright plates the left one is the first.
            return (high - y, x) if is_upright else (x, y)

        for name, low, positive in (("first", high, p.is_first_positive), ("second", -0.25, not p.is_first_positive)):
            fill, color = (PALE_RED, RED) if positive else (PALE_BLUE, BLUE)
            corners = (at(0, low), at(width, low), at(width, low + 0.25), at(0, low + 0.25))
            sketch.area(f"plate:{name}", *corners, fill=fill, color=color)
            for index in range(num):
                place = at(width * (index + 0.5) / num, low + (0.5 if name == "first" else -0.25))
                sketch.text(f"sign:{name}{index}", "+" if positive else "−", place, color=color, size=12)
        down = at(0, -1)[0] - at(0, 0)[0], at(0, -1)[1] - at(0, 0)[1]
        way = math.degrees(math.atan2(down[1], down[0])) + (0 if p.is_first_positive else 180)
        for index in range(num):
            if index == num // 2 or (p.layout == "drop" and abs(index - num // 2) < 2):
                continue
            x = width * (index + 0.5) / num
            sketch.line(f"line:{index}", at(x, high), at(x, 0), color=GREY, width=1.1, z=1)
            middle = at(x, 0.75 * high)
            ends = [polar(way, far, middle) for far in (-0.1, 0.1)]
            sketch.arrow(f"sense:{index}", *ends, color=GREY, width=1.2)
            sketch.claim("on", f"sense:{index}", f"line:{index}")
            sketch.claim("direction", f"sense:{index}", value=way % 360)
            for name in ("first", "second"):
                sketch.claim("connected", f"line:{index}", f"plate:{name}")
        spot = at(width / 2, high / 2)
        push = way if p.is_positive else way + 180
        charge(sketch, "q", spot, 0.22, p.is_positive, 12) if p.layout != "drop" else sketch.circle(
            "charge:q", spot, 0.2, fill=PALE_BLUE, z=5
        )
        aside = (0, 1) if is_upright else (1, 0)
        vector(
            sketch, "force:F", polar(push, 0.22, spot), 1.0, push % 360, "$F$", toward=aside, position=0.7, color=GREEN
        )
        sketch.claim("direction", "force:F", value=push % 360)
        if p.layout == "drop":
            vector(sketch, "force:G", polar(270, 0.2, spot), 1.0, 270, "$G$", toward=(1, 0), position=0.7, color=RED)
            sketch.claim("ratio", "force:F", "force:G", value=1.0)
            sketch.text(
                "label:m",
                p.label("micrograms"),
                (spot[0] - 0.2, spot[1]),
                of="charge:q",
                toward=(-1, 0),
                halo=True,
                gap_pt=3,
            )
        else:
            below = -1.0 if is_upright or math.sin(math.radians(push)) > 0 else 1.0
            place = (spot[0], spot[1] + 0.22 * below)
            sketch.text("label:q", p.charge.label, place, of="charge:q", toward=(0, below), halo=True, gap_pt=3)
        one, two = (at(width, high), at(width, 0)) if is_upright else (at(width, 0), at(width, high))
        far = 0.6 if is_upright else -0.6
        sketch.dimension(
            "size:d", one, two, p.label("apart"), far, toward=(0, 1) if is_upright else (1, 0), gap_pt=4, plate=False
        )
        left = -0.6 if is_upright else -0.9
        for name, y, side in (("first", high + 0.125, 1), ("second", -0.125, -1)):
            end = high / 2 + side * (high / 2 - 0.7 if is_upright else 0.1)
            sketch.line(f"wire:{name}", at(0, y), at(left, y), at(left, end), width=1.5)
            sketch.claim("connected", f"wire:{name}", f"plate:{name}")
            if is_upright:
                sketch.circle(f"terminal:{name}", at(left, end), 0.08, fill="white", z=6)
                continue
            # A battery: its longer pole is the positive one.
            half, width = (0.34, 1.5) if (side > 0) == p.is_first_positive else (0.18, 3.5)
            sketch.line(f"pole:{name}", (left - half, end), (left + half, end), width=width)
            sketch.claim("connected", f"wire:{name}", f"pole:{name}")
        if is_upright:
            sketch.text("label:U", p.label("volts"), at(left, high / 2))
        else:
            sketch.text("label:U", p.label("volts"), (left - 0.34, high / 2), toward=(-1, 0), gap_pt=5)
        sketch.claim("parallel", "plate:first", "plate:second")
        count_roles(sketch, "line", "plate", "force")
        sketch.entity("plates", "plate:first", "plate:second")
        sketch.entity("charge", "charge:q")

    def questions(self, p: Plates) -> Iterator[Question]:
        """Signs, directions, values."""
        names = ("upper", "lower") if p.layout != "upright" else ("left_one", "right_one")
        yield ask_word(
            "pole", names[0] if p.is_first_positive else names[1], ["upper", "lower", "left_one", "right_one"]
        )
        ways = {"flat": ("downwards", "upwards"), "drop": ("downwards", "upwards"), "upright": ("right", "left")}[
            p.layout
        ]
        every = ["upwards", "downwards", "left", "right"]
        yield ask_word("lines", ways[0] if p.is_first_positive else ways[1], every)
        if p.layout != "drop":
            yield ask_word("push", ways[0] if p.is_first_positive == p.is_positive else ways[1], every)
            yield ask_value("charge", replace(p.charge, symbol=""))
        yield ask_value("apart", p.quantity("apart"))
        yield ask_value("volts", p.quantity("volts"))

    @defect(visibility=2)
    def force_against_law(self, p: Plates, scene: FigureScene, draw: Random) -> FigureScene:
        """The force on the charge points the wrong way along the field."""
        return change(scene, turned(scene.path("force:F"), 180))

    @defect(visibility=1)
    def lines_from_minus(self, p: Plates, scene: FigureScene, draw: Random) -> FigureScene:
        """An arrow on a field line runs from the negative to the positive plate."""
        arrow = scene.path(f"sense:{draw.choice((0, 1, 5, 6))}")
        return change(scene, replace(arrow, points=arrow.points[::-1]))

    @defect(visibility=3)
    def short_line(self, p: Plates, scene: FigureScene, draw: Random) -> FigureScene:
        """A field line ends in the empty space between the plates."""
        line = scene.path(f"line:{draw.choice((0, 1, 5, 6))}")
        (x0, y0), (x1, y1) = line.points
        return change(scene, replace(line, points=((x0, y0), (x0 + 0.55 * (x1 - x0), y0 + 0.55 * (y1 - y0)))))
