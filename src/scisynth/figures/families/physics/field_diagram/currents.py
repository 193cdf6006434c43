"""The magnetic fields that currents in straight wires make, and the forces of the wires on each other."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, number, one_of
from scisynth.figures.families.questions import Question, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.fields import end_on, sense_on_circle
from scisynth.figures.parts.palette import BLUE, GREEN, GREY, INK, ORANGE
from scisynth.figures.parts.physics import count_roles, turned, vector
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

MU = 2e-7
"""μ₀/2π, T m/A."""


@dataclass(frozen=True, kw_only=True)
class Currents(Parameters):
    """One wire, or two that are parallel."""

    layout: str = one_of("one", "pair", "force", level_1=("one", "force"), level_3=("pair", "force"))
    one: float = number("I_1", "A", (2, 3, 4, 5, 6, 8, 10, 12, 15), meaning="current", given=False)
    two: float = number("I_2", "A", (2.5, 3.5, 4.5, 7, 9, 11, 14, 16), meaning="second current", given=False)
    near: float = number("r_1", "cm", (2, 3, 4, 5, 6, 8), meaning="distance of P from the first wire", given=False)
    far: float = number("r_2", "cm", (2, 3, 4, 5, 6, 8), meaning="distance of P from the second wire", given=False)
    out_one: bool = one_of(False, True)
    out_two: bool = one_of(False, True)
    side: int = one_of(-1, 1)

    def valid(self) -> bool:
        """Two wires do not cancel at P, and lie so that both circles can be drawn."""
        if self.layout != "pair":
            return True
        return 0.45 <= self.near / self.far <= 2.2 and abs(field_between(self)) > 5e-7

    @property
    def first(self) -> Quantity:
        """The current of the first wire; I where it is the only one."""
        return replace(self.quantity("one"), symbol="I" if self.layout == "one" else "I_1")

    @property
    def distance(self) -> Quantity:
        """Of P from one wire, or of two wires."""
        return replace(self.quantity("near"), symbol={"one": "r", "pair": "r_1", "force": "d"}[self.layout])

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Currents and distances that the layout shows."""
        second = () if self.layout == "one" else (self.quantity("two"),)
        far = (self.quantity("far"),) if self.layout == "pair" else ()
        return (self.first, *second, self.distance, *far)


def field_between(p: Currents) -> float:
    """B at P between two wires, T, upwards positive: each makes μ₀ I/(2π r), upwards on the right of one that comes out of the page."""
    one = MU * p.one / (p.near / 100) * (1 if p.out_one else -1)
    two = MU * p.two / (p.far / 100) * (-1 if p.out_two else 1)
    return one + two


def force_per_metre(one: float, two: float, centimetres: float) -> float:
    """Between parallel wires, N/m: μ₀ I₁ I₂/(2π d)."""
    return MU * one * two / (centimetres / 100)


@family("Physics - Field Diagram")
class WireField(Family[Currents]):
    """Circles about a straight wire; a point between two wires; or two wires that attract or repel each other."""

    def solve(self, p: Currents) -> Solution:
        """By Ampère's law; fields of two wires add up or are subtracted."""
        value, unit, symbol = {
            "one": (1e6 * MU * p.one / (p.near / 100), "µT", "B"),
            "pair": (1e6 * abs(field_between(p)), "µT", "B"),
            "force": (1e6 * force_per_metre(p.one, p.two, p.near), "µN/m", "F/l"),
        }[p.layout]
        alike = p.out_one == p.out_two
        values = {
            "first": p.first,
            "distance": p.distance,
            "way_one": ("out of" if p.out_one else "into") if p.layout != "force" else ("up" if p.out_one else "down"),
            "way_two": ("out of" if p.out_two else "into") if p.layout != "force" else ("up" if p.out_two else "down"),
            "clock": "anticlockwise" if p.out_one else "clockwise",
            "sign": "−" if alike else "+",
            "senses": "alike" if alike else "opposite",
            "b_one": f"{format_number(1e6 * MU * p.one / (p.near / 100))} µT",
            "b_two": f"{format_number(1e6 * MU * p.two / (p.far / 100))} µT",
            "effect": "attract" if alike else "repel",
        }
        return Solution(answer=number_answer(value, unit), symbol=symbol, values=values)

    def draw(self, p: Currents, sketch: Sketch) -> None:
        """Circles are field lines, to scale of the distances."""
        {"one": self._draw_one, "pair": self._draw_pair, "force": self._draw_force}[p.layout](p, sketch)

    @staticmethod
    def _draw_one(p: Currents, sketch: Sketch) -> None:
        radii = [0.9, 1.2, 1.7, 2.6]
        for index, radius in enumerate(radii):
            sketch.circle(f"line:{index}", (0, 0), radius, color=GREY, width=1.1)
            sense_on_circle(
                sketch, f"line:{index}", (0, 0), radius, (90, 270) if index else (90,), anticlockwise=p.out_one
            )
            if index:
                sketch.claim("ratio", f"line:{index}", "line:0", value=radius / radii[0])
        end_on(sketch, "I1", (0, 0), 0.28, outward=p.out_one)
        spot = (p.side * radii[3], 0.0)
        sketch.dot("point:P", spot, 0.07, z=7)
        sketch.text("label:P", "$P$", spot, of="point:P", toward=(p.side, -1), gap_pt=6, halo=True, size=13)
        sketch.line("radius:r", (0, 0), spot, dash="dashed", width=1.0)
        sketch.text(
            "label:r", p.distance.label, (0.83 * spot[0], 0), of="radius:r", toward=(0, -1), gap_pt=4, halo=True
        )
        way = (0 if p.side > 0 else 180) + (90 if p.out_one else -90)
        vector(sketch, "field:B", spot, 1.2, way % 360, "$B$", toward=(p.side, 0), position=0.8, color=BLUE)
        sketch.text("label:I", p.first.label, (0.2, 0.2), of="wire:I1", toward=(1, 0.6), gap_pt=3, halo=True)
        sketch.claim("direction", "field:B", value=way % 360)
        sketch.claim("on", "point:P", "line:3")
        count_roles(sketch, "line", "sense")
        sketch.entity("wire", "wire:I1")

    @staticmethod
    def _draw_pair(p: Currents, sketch: Sketch) -> None:
        scale = 5.4 / (p.near + p.far)
        one, two = scale * p.near, scale * p.far
        for name, x, radius, outward, turns in (
            ("I1", -one, one, p.out_one, (90, 180, 270)), ("I2", two, two, p.out_two, (90, 0, 270)),
        ):  # fmt: skip
            sketch.circle(f"line:{name}", (x, 0), radius, color=GREY, width=1.1)
            sense_on_circle(sketch, f"line:{name}", (x, 0), radius, turns, anticlockwise=outward)
            end_on(sketch, name, (x, 0), 0.24, outward=outward)
        sketch.dot("point:P", (0, 0), 0.08, z=7)
        sketch.text("label:P", "$P$", (0, 0), of="point:P", toward=(-1, 0.9), gap_pt=9, size=13)
        for name, x, quantity in (("I1", -one, p.first), ("I2", two, p.quantity("two"))):
            sketch.text(
                f"label:{name}", quantity.label, (x, 0.24), of=f"wire:{name}", toward=(0, 1), gap_pt=5, halo=True
            )
        low = -max(one, two) - 0.35
        for name, x, quantity in (("r1", -one, p.distance), ("r2", two, p.quantity("far"))):
            sketch.line(f"radius:{name}", (x, 0), (0, 0), dash="dashed", width=1.0, z=2)
            sketch.line(f"size:{name}", (x, low), (0, low), arrow="both", width=0.9)
            sketch.text(f"label:{name}", quantity.label, (x / 2, low), of=f"size:{name}", toward=(0, -1), gap_pt=4)
            sketch.line(f"guide:{name}", (x, -0.24), (x, low - 0.1), dash="dotted", width=0.7, color=GREY, z=1)
            sketch.claim("on", "point:P", f"line:{'I1' if name == 'r1' else 'I2'}")
        sketch.line("guide:P", (0, -0.1), (0, low - 0.1), dash="dotted", width=0.7, color=GREY, z=1)
        sketch.claim("ratio", "line:I1", "line:I2", value=p.near / p.far)
        count_roles(sketch, "line", "sense", "wire")
        sketch.entity("wires", "wire:I1", "wire:I2")

    @staticmethod
    def _draw_force(p: Currents, sketch: Sketch) -> None:
        high, apart = 2.6, 3.2
        for name, x, up, quantity in (("I1", 0.0, p.out_one, p.first), ("I2", apart, p.out_two, p.quantity("two"))):
            sketch.line(f"wire:{name}", (x, -high), (x, high), width=4, color=ORANGE, z=2)
            way = 90 if up else 270
            side = -1 if name == "I1" else 1
            tail = (x, 1.0 if up else 2.0)
            vector(
                sketch,
                f"current:{name}",
                tail,
                1.0,
                way,
                quantity.label,
                toward=(side, 0),
                position=0.5,
                color=INK,
                gap_pt=9,
            )
            push = 0 if (side < 0) == (p.out_one == p.out_two) else 180
            vector(sketch, f"force:{name}", (x, -0.6), 1.1, push, "$F$", toward=(0, 1), position=0.7, color=GREEN)
            sketch.claim("on", f"current:{name}", f"wire:{name}")
            sketch.claim("direction", f"current:{name}", value=way)
            sketch.claim("direction", f"force:{name}", value=push)
        sketch.line("size:d", (0, -high - 0.4), (apart, -high - 0.4), arrow="both", width=0.9)
        sketch.text("label:d", p.distance.label, (apart / 2, -high - 0.4), of="size:d", toward=(0, -1), gap_pt=4)
        sketch.claim("parallel", "wire:I1", "wire:I2")
        sketch.claim("ratio", "force:I1", "force:I2", value=1.0)
        count_roles(sketch, "wire", "force")
        sketch.entity("wires", "wire:I1", "wire:I2")

    def questions(self, p: Currents) -> Iterator[Question]:
        """Currents, distances and senses."""
        ways = ["into", "out_of", "upwards", "downwards"]
        yield ask_value("first", p.first, p.quantity("two"), which="I₁" if p.layout != "one" else "I")
        yield ask_value(
            "distance",
            p.distance,
            p.quantity("far"),
            what={"one": "P from the wire", "pair": "P from the wire with I₁", "force": "one wire from the other"}[
                p.layout
            ],
        )
        if p.layout == "force":
            yield ask_value("second", p.quantity("two"), p.first)
            yield ask_word("flow_one", "upwards" if p.out_one else "downwards", ways, which="I₁")
            yield ask_word("flow_two", "upwards" if p.out_two else "downwards", ways, which="I₂")
            yield ask_word(
                "effect", "towards" if p.out_one == p.out_two else "away", ["towards", "away", "both_up", "both_down"]
            )
            return
        yield ask_word("flow_one", "out_of" if p.out_one else "into", ways, which="I₁" if p.layout == "pair" else "I")
        clocks = ["clockwise", "anticlockwise", "to_wire", "from_wire"]
        yield ask_word(
            "clock", "anticlockwise" if p.out_one else "clockwise", clocks, which="I₁" if p.layout == "pair" else "I"
        )
        if p.layout == "pair":
            yield ask_value("second", p.quantity("two"), p.first)
            yield ask_word("flow_two", "out_of" if p.out_two else "into", ways, which="I₂")
        else:
            yield ask_word("side", "right" if p.side > 0 else "left", ["left", "right", "above", "below"])

    @defect(visibility=2)
    def left_hand_rule(self, p: Currents, scene: FigureScene, draw: Random) -> FigureScene:
        """All arrows of the circles run the wrong way round."""
        arrows = [mark for mark in scene.marks if isinstance(mark, Path) and mark.id.startswith("sense:")]
        if not arrows:
            raise DoesNotApplyError
        return change(scene, *(replace(mark, points=mark.points[::-1]) for mark in arrows))

    @defect(visibility=2)
    def like_currents_repel(self, p: Currents, scene: FigureScene, draw: Random) -> FigureScene:
        """The forces of the wires on each other point the wrong way, as if like currents repelled."""
        if p.layout != "force":
            raise DoesNotApplyError
        return change(scene, *(turned(scene.path(f"force:I{index}"), 180) for index in (1, 2)))

    @defect(visibility=3)
    def wrong_field(self, p: Currents, scene: FigureScene, draw: Random) -> FigureScene:
        """The field at P points away from the wire, not along the circle."""
        if p.layout != "one":
            raise DoesNotApplyError
        return change(scene, turned(scene.path("field:B"), draw.choice((90, -90))))
