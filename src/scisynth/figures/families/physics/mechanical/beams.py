"""A light beam on a pin and a roller: the supports share its loads by the lever law."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, number, one_of
from scisynth.figures.families.questions import Question, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, GREEN, PALE_BLUE, PALE_GREY, RED
from scisynth.figures.parts.physics import count_roles, turned, vector, wall
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer

SPAN = 8.0
"""Between the supports, in units of the scene."""
TOP = 0.12
"""Upper side of the beam."""


@dataclass(frozen=True, kw_only=True)
class Beams(Parameters):
    """Loads on a beam; distances are from the pin."""

    layout: str = one_of("one", "two", "overhang", "spread", level_1=("one",), level_3=("two", "overhang", "spread"))
    span: float = number("L", "m", (4, 5, 6, 7, 8, 9, 10), meaning="span")
    tenths: int = one_of(2, 3, 4, 6, 7)
    load: float = number("F", "kN", range(6, 36), meaning="load")
    second: float = number("P", "kN", range(4, 21), meaning="second load")
    beyond: float = drawn(lambda draw, level, _: draw.choice((1.2, 1.25, 1.3)), words="1.2 to 1.3 of the span")
    spread: float = number("q", "kN/m", (1.5, 2, 2.5, 3, 4, 4.5, 5, 6), meaning="spread load")
    asked: str = one_of("pin", "roller")
    names: str = one_of("AB", "BA", "CD", "DC", "PQ", "QP")
    is_mirrored: bool = one_of(False, True)

    def valid(self) -> bool:
        """The arrows have room, and no support has to hold the beam down."""
        if "P" in self.names and self.layout in ("two", "overhang"):
            return False
        if self.layout == "two" and self.tenths > 4:
            return False
        return self.tenths != 5 and min(reactions(self)) > 0.12 * sum(load for load, _ in self.loads)

    @property
    def place(self) -> Quantity:
        """Of the first load, or the length of the spread one, from the pin."""
        return Quantity(symbol="a", value=round(self.tenths * self.span / 10, 2), unit="m", meaning="distance")

    @property
    def place_two(self) -> Quantity:
        """Of the second load, from the pin."""
        share = self.beyond if self.layout == "overhang" else (self.tenths + 4) / 10
        return Quantity(symbol="b", value=round(share * self.span, 1), unit="m", meaning="distance")

    @property
    def loads(self) -> list[tuple[float, float]]:
        """(kilonewtons, metres from the pin) of each load; a spread one acts at its middle."""
        if self.layout == "spread":
            return [(self.spread * self.place.value, self.place.value / 2)]
        two = [(self.second, self.place_two.value)] if self.layout in ("two", "overhang") else []
        return [(self.load, self.place.value), *two]

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """What the layout shows."""
        if self.layout == "spread":
            return (self.quantity("span"), self.quantity("spread"), self.place)
        two = (self.quantity("second"), self.place_two) if len(self.loads) > 1 else ()
        return (self.quantity("span"), self.quantity("load"), self.place, *two)


def reactions(p: Beams) -> tuple[float, float]:
    """Of the pin and of the roller, kN: moments about the pin give the roller's, the sum of forces the pin's."""
    roller = sum(load * place for load, place in p.loads) / p.span
    return sum(load for load, _ in p.loads) - roller, roller


@family("Physics - Mechanical")
class BeamReactions(Family[Beams]):
    """A beam on a pin and a roller under one load, two loads, a load beyond the roller, or a spread load."""

    def solve(self, p: Beams) -> Solution:
        """By the moments about the other support."""
        pin, roller = reactions(p)
        own, other = (p.names[0], p.names[1]) if p.asked == "pin" else (p.names[1], p.names[0])
        symbol = f"R_{own}"
        values = {
            "case": f"{p.layout} {p.asked}",
            "own": own,
            "other": other,
            "pin": p.names[0],
            "roller": p.names[1],
            "place": p.place,
            "place_two": p.place_two,
            "whole": number_answer(sum(load for load, _ in p.loads), "kN"),
            "roller_force": number_answer(roller, "kN"),
        }
        return Solution(answer=number_answer(pin if p.asked == "pin" else roller, "kN"), symbol=symbol, values=values)

    def draw(self, p: Beams, sketch: Sketch) -> None:
        """The pin on the left before the scene is mirrored; distances are measured below."""
        unit = SPAN / p.span
        right = unit * max(p.span, p.place_two.value if p.layout == "overhang" else 0)
        sketch.rectangle("beam:body", -0.3, -TOP, right + 0.3, TOP, fill=PALE_BLUE, z=2)
        sketch.area("support:pin", (0, -TOP), (0.35, -0.75), (-0.35, -0.75), fill=PALE_GREY)
        wall(sketch, "pin", (-0.7, -0.75), (0.7, -0.75), 0.22)
        sketch.circle("support:roller", (SPAN, -TOP - 0.28), 0.28, fill=PALE_GREY)
        wall(sketch, "roller", (SPAN - 0.7, -TOP - 0.56), (SPAN + 0.7, -TOP - 0.56), 0.22)
        for name, x, letter in (("pin", 0.0, p.names[0]), ("roller", SPAN, p.names[1])):
            side = 1 if name == "pin" else -1
            sketch.text(f"name:{name}", f"${letter}$", (x + 0.35 * side, -0.42), of=f"support:{name}", toward=(side, 0))
        sketch.claim("tangent", "wall:roller", "support:roller")
        self._draw_loads(p, sketch, unit)
        self._draw_sizes(p, sketch, unit)
        count_roles(sketch, "force", "support", "load")
        sketch.claim("connected", "force:pin", "beam:body")
        sketch.claim(
            "distance_ratio", "support:pin", "mark:place", "support:roller", value=self._ratio(p), tolerance=0.08
        )
        sketch.entity("beam", "beam:body", "support:pin", "support:roller")
        if p.is_mirrored:
            mirror(sketch)

    @staticmethod
    def _ratio(p: Beams) -> float:
        return p.place.value / (p.span - p.place.value)

    @staticmethod
    def _draw_loads(p: Beams, sketch: Sketch, unit: float) -> None:
        """Loads from above, to scale with the reactions, which stand below the beam next to the names of the supports."""
        pin, roller = reactions(p)
        scale = 2.3 / max(pin, roller, *(load for load, _ in p.loads))
        x = unit * p.place.value
        sketch.dot("mark:place", (x, 0), 0.035, z=7)
        if p.layout == "spread":
            sketch.rectangle("load:block", 0, TOP, x, TOP + 0.75, width=0.8, color=RED, z=1)
            num = max(4, round(x / 0.75))
            for number in range(num + 1):
                at = x * number / num
                sketch.arrow(f"load:{number}", (at, TOP + 0.75), (at, TOP), color=RED, width=1.2, z=5)
            sketch.text("label:q", p.label("spread"), (x / 2, TOP + 0.75), of="load:block", toward=(0, 1), color=RED)
            sketch.claim("width_ratio", "load:block", "size:L", value=p.place.value / p.span)
        else:
            tags = [("load", p.label("load"))] + ([("second", p.label("second"))] if len(p.loads) > 1 else [])
            for (newton, place), (tag, words) in zip(p.loads, tags, strict=True):
                at, size = unit * place, scale * newton
                sketch.arrow(f"load:{tag}", (at, TOP + size), (at, TOP), color=RED, width=2.0, z=5)
                sketch.text(
                    f"label:{tag}", words, (at, TOP + size), of=f"load:{tag}", toward=(0, 1), color=RED, halo=True
                )
                sketch.claim("ratio", f"load:{tag}", "force:pin", value=newton / pin)
        for name, newton, color, at in (("pin", pin, BLUE, 0.0), ("roller", roller, GREEN, SPAN)):
            letter = p.names[0 if name == "pin" else 1]
            side = (-1, 0) if name == "pin" else (1, 0)
            vector(
                sketch, f"force:{name}", (at, TOP), scale * newton, 90, f"$R_{letter}$",
                toward=side, position=0.6, color=color,
            )  # fmt: skip
        sketch.claim("ratio", "force:pin", "force:roller", value=pin / roller)
        sketch.claim("parallel", "force:pin", "force:roller")

    @staticmethod
    def _draw_sizes(p: Beams, sketch: Sketch, unit: float) -> None:
        rows = [(p.place, "a"), (p.quantity("span"), "L")]
        if len(p.loads) > 1:
            rows.insert(1 if p.layout == "two" else 2, (p.place_two, "b"))
        for row, (quantity, tag) in enumerate(rows):
            y, x = -1.4 - 0.65 * row, unit * quantity.value
            sketch.line(f"end:{tag}", (x, -1.1), (x, y - 0.12), width=0.6)
            sketch.line(f"size:{tag}", (0, y), (x, y), arrow="both", width=0.9)
            words = quantity.label
            sketch.text(f"label:{tag}", words, (x / 2, y), of=f"size:{tag}", toward=(0, 1), gap_pt=3, halo=True)
            if tag != "L":
                sketch.claim("ratio", f"size:{tag}", "size:L", value=quantity.value / p.span)
        sketch.line("end:pin", (0, -1.1), (0, -1.52 - 0.65 * (len(rows) - 1)), width=0.6)

    def questions(self, p: Beams) -> Iterator[Question]:
        """Loads and distances; which support is which, and which bears more."""
        pin, roller = p.names[0], p.names[1]
        span = p.quantity("span")
        yield ask_value("span", span, p.place, *([p.place_two] if len(p.loads) > 1 else []))
        yield ask_value("load", p.quantity("spread" if p.layout == "spread" else "load"))
        yield ask_value("place", p.place, span, *([p.place_two] if len(p.loads) > 1 else []))
        both = [pin, roller, "both", "neither"]
        yield ask_word("roller", roller, both)
        forces = reactions(p)
        if abs(forces[0] / forces[1] - 1) > 0.12:
            yield ask_word("larger", pin if forces[0] > forces[1] else roller, [pin, roller, "equal", "no_force"])
        if p.layout == "spread":
            yield ask_word("begins", pin, [pin, roller, "whole", "middle"])

    @defect(visibility=2)
    def reactions_swapped(self, p: Beams, scene: FigureScene, draw: Random) -> FigureScene:
        """The support that is farther from the load is given the larger force."""
        one, two = scene.path("force:pin"), scene.path("force:roller")
        pin, roller = reactions(p)
        if abs(pin / roller - 1) < 0.12:
            return change(scene, turned(one, 0, 1.6))
        return change(scene, turned(one, 0, roller / pin), turned(two, 0, pin / roller))

    @defect(visibility=3)
    def reaction_down(self, p: Beams, scene: FigureScene, draw: Random) -> FigureScene:
        """A support pulls the beam down instead of holding it up."""
        return change(scene, turned(scene.path(draw.choice(("force:pin", "force:roller"))), 180))

    @defect(visibility=2)
    def wrong_distance(self, p: Beams, scene: FigureScene, draw: Random) -> FigureScene:
        """The line that measures the distance a does not end below the load."""
        size = scene.path("size:a")
        (x, y), end = size.points
        return change(scene, replace(size, points=((x, y), (0.6 * end[0], y))))
