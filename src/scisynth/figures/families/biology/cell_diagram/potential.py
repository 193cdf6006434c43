"""Potentials across a membrane: Nernst, E = (R T / z F) ln(c_out / c_in), and the driving force V − E on an ion.

Concentrations are near those of animal cells. Activity coefficients are not covered.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from scisynth.figures.corruptions import change, swap_texts
from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.biology import scattered
from scisynth.figures.parts.palette import BLUE, GREEN, ORANGE, RED
from scisynth.figures.scene.scene import FigureScene, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

GAS, FARADAY = 8.314, 96485.0
IONS = {
    "K": ("⁺", 1, (2, 3, 3.5, 4, 4.5, 5, 6, 20), (90, 100, 120, 130, 140, 150, 155, 400)),
    "Na": ("⁺", 1, (120, 135, 140, 145, 150, 440), (5, 8, 10, 12, 14, 15, 18, 50)),
    "Cl": ("⁻", -1, (100, 103, 110, 116, 120, 150), (4, 5, 7, 8, 10, 13)),
    "Ca": ("²⁺", 2, (1, 1.2, 1.5, 1.8, 2, 2.5), (0.0001, 0.0002, 0.0005, 0.001)),
    "H": ("⁺", 1, (0.00004, 0.0001, 0.001), (0.00006, 0.0002, 0.00005)),
}
"""Sign of the charge, the charge, and concentrations outside and inside, mmol/L."""
BIG = ("K", "Na", "Cl")


def nernst(outside: float, inside: float, charge: int, celsius: float) -> float:
    """Equilibrium potential inside against outside, mV."""
    return 1000 * GAS * (celsius + 273.15) / (charge * FARADAY) * math.log(outside / inside)


@dataclass(frozen=True, kw_only=True)
class Membrane(Parameters):
    """One or two ions on both sides of a membrane."""

    layout: str = one_of("channel", "two", "driven", level_1=("channel",), level_3=("two", "driven"))
    ions: tuple[str, ...] = drawn(
        lambda draw, level, values: tuple(draw.sample([*BIG, *(("Ca",) if level > 1 else ())], 2)), words="ions"
    )
    outside: float = drawn(
        lambda draw, _, values: draw.choice(IONS[values["ions"][0]][2]), words="concentration outside, mmol/L"
    )
    inside: float = drawn(
        lambda draw, _, values: draw.choice(IONS[values["ions"][0]][3]), words="concentration inside, mmol/L"
    )
    other_out: float = drawn(lambda draw, _, values: draw.choice(IONS[values["ions"][1]][2]), words="of the second ion")
    other_in: float = drawn(lambda draw, _, values: draw.choice(IONS[values["ions"][1]][3]), words="of the second ion")
    celsius: int = one_of(18, 20, 22, 25, 30, 37)
    voltage: int = one_of(*range(-90, -39, 5), 10, 20, 30)
    is_top_outside: bool = one_of(True, False)
    lipids: int = one_of(7, 8, 9, 10)
    """On each side of the channel, in each layer."""
    dots: int = one_of(2, 3, 4, 5)
    places: int = one_of(*range(40))

    def valid(self) -> bool:
        """The driving force is not near nothing."""
        return self.layout != "driven" or abs(self.voltage - self.potential) > 5

    @property
    def potential(self) -> float:
        """Of the first ion, mV."""
        return nernst(self.outside, self.inside, IONS[self.ions[0]][1], self.celsius)

    def name(self, index: int) -> str:
        """Of an ion with its charge."""
        return f"{self.ions[index]}{IONS[self.ions[index]][0]}"

    @property
    def counts(self) -> dict[str, int]:
        """Dots of the first ion on each side: three times as many where it is more concentrated."""
        more = self.outside > self.inside
        return {"outside": self.dots * (3 if more else 1), "inside": self.dots * (1 if more else 3)}


@family("Biology - Cell Diagram")
class MembranePotential(Family[Membrane]):
    """A channel for one ion, two ions of which one can pass, or a voltmeter whose reading drives an ion."""

    def solve(self, p: Membrane) -> Solution:
        """By Nernst; less that, the driving force."""
        value = p.voltage - p.potential if p.layout == "driven" else p.potential
        charge = IONS[p.ions[0]][1]
        inside = _plain(p.inside)
        steps = f"E = RT/(zF) · ln({_plain(p.outside)}/{inside}), z = {format_number(charge)}"
        if p.layout == "driven":
            potential = format_number(float(f"{p.potential:.3g}"))
            steps += f", is {potential} mV; V − E = {format_number(p.voltage)} mV − ({potential} mV)"
        told = f"{_mmol(p.outside)} outside and {_mmol(p.inside)} inside"
        return Solution(
            answer=number_answer(value, "mV", tolerance=0.03),
            symbol="E",
            values={
                "ion": p.name(0),
                "told": told,
                "other": f"{p.name(1)}: {_mmol(p.other_out)} outside, {_mmol(p.other_in)} inside",
                "temp": f"{p.celsius} °C",
                "volts": f"{format_number(p.voltage)} mV",
                "steps": steps,
                "way": "into the cell" if p.outside > p.inside else "out of the cell",
            },
        )

    def draw(self, p: Membrane, sketch: Sketch) -> None:
        """Outside above or below; the channel in the middle of two layers of lipids."""
        low, high = ("inside", "outside") if p.is_top_outside else ("outside", "inside")
        tint = {"outside": "#eef5fb", "inside": "#fdf3e7"}
        sketch.rectangle(f"side:{high}", 0, 2.35, 10, 5.2, fill=tint[high], width=0, z=0)
        sketch.rectangle(f"side:{low}", 0, -2.0, 10, 0.85, fill=tint[low], width=0, z=0)
        _bilayer(sketch, p.lipids)
        for side, y0, y1 in ((high, 2.7, 3.3), (low, -0.45, 0.35)):
            draw, count = Random(f"{p.places}{side}"), p.counts[side]
            right = 7.8 if p.layout == "driven" else 9.6
            spots = scattered(draw, count - count // 2, (0.4, y0, 4.1, y1), 0.26)
            spots += scattered(draw, count // 2, (5.9, y0, right, y1), 0.26)
            for k, at in enumerate(spots):
                sketch.dot(f"ion_{side}:{k}", at, 0.1, color=RED)
                sketch.claim("inside", f"ion_{side}:{k}", f"side:{side}")
            sketch.claim("count", f"ion_{side}", value=p.counts[side])
            self._labels(p, sketch, side, 4.8 if side == high else -0.95)
        down = (p.outside > p.inside) == p.is_top_outside
        tail, tip = ((5, 3.3), (5, -0.1)) if down else ((5, -0.1), (5, 3.3))
        sketch.arrow("diffusion:1", tail, tip, width=2, color=RED, z=6)
        sketch.text("note:temperature", f"{p.celsius} °C", (8.9, 4.8), size=12.5)
        sketch.text("name:channel", f"{p.name(0)} channel", (5, 3.35), toward=(0, 1), size=12.5)
        sketch.text("note:dots", f"red dots: {p.name(0)}", (5, -2.0), toward=(0, -1), size=12.5, color=RED)
        if p.layout == "driven":
            self._meter(p, sketch, high)
        sketch.claim("order", f"side:{low}", "channel:right", f"side:{high}", value="bottom_to_top")
        sketch.entity("lipid bilayer", "head:top0", "head:low0")
        sketch.entity("channel", "channel:left", "channel:right")

    def _labels(self, p: Membrane, sketch: Sketch, side: str, y: float) -> None:
        first, second = (p.outside, p.other_out) if side == "outside" else (p.inside, p.other_in)
        lines = [(p.name(0), first)] + ([(p.name(1), second)] if p.layout == "two" else [])
        order = lines if p.places % 2 else lines[::-1]
        sketch.text(f"name:{side}", side, (0.3, y), align="left", size=13)
        sketch.claim("label", f"name:{side}", value=side)
        sketch.claim("inside", f"name:{side}", f"side:{side}")
        for k, (ion, value) in enumerate(order):
            words = f"[{ion}] = {_mmol(value)}"
            sketch.text(f"label:{side}{ion[:2]}", words, (2.0, y - 0.5 * k), align="left", size=12.5)
            sketch.claim("inside", f"label:{side}{ion[:2]}", f"side:{side}")
            sketch.claim("label", f"label:{side}{ion[:2]}", value=words)

    def _meter(self, p: Membrane, sketch: Sketch, high: str) -> None:
        """A voltmeter between an electrode outside and one inside."""
        x = 11.2
        sketch.circle("meter:1", (x, 1.6), 0.75, fill="#ffffff", width=1.8)
        sketch.text("label:meter", "$V$", (x, 1.6), of="meter:1", size=15)
        sketch.line("lead:high", (8.2, 3.6), (x, 3.6), (x, 2.35), width=1.3, color=GREEN)
        sketch.line("lead:low", (8.2, -0.5), (x, -0.5), (x, 0.85), width=1.3, color=GREEN)
        for lead in ("high", "low"):
            sketch.claim("connected", f"lead:{lead}", "meter:1")
            sketch.dot(f"electrode:{lead}", (8.2, 3.6 if lead == "high" else -0.5), 0.1, color=ORANGE)
        sketch.text("label:volts", f"$V$ (inside) = {format_number(p.voltage)} mV", (10.2, -1.5), size=12.5)

    def questions(self, p: Membrane) -> Iterator[Question]:
        """Concentrations, dots, direction, temperature."""
        outer = p.places % 3 == 0
        value, side = (p.outside, "outside") if outer else (p.inside, "inside")
        likely = [p.outside, p.inside, *((p.other_out, p.other_in) if p.layout == "two" else ())]
        yield ask_number("strength", value, unit="mmol/L", likely=likely, low=1e-9, ion=p.name(0), side=side)
        pick = "outside" if p.places % 2 else "inside"
        yield ask_count("dots", p.counts[pick], likely=list(p.counts.values()), low=1, side=pick)
        yield ask_number("celsius", p.celsius, unit="°C", likely=[18, 20, 22, 25, 30, 37], step=4)
        ions = [f"{name}{row[0]}" for name, row in IONS.items()]
        yield ask_word("passes", p.name(0), ions)
        yield ask_count("heads", 4 * p.lipids, likely=[2 * p.lipids, 4 * p.lipids + 4, 4 * p.lipids - 4], low=1)

    @defect(visibility=2)
    def ion_against_gradient(self, p: Membrane, scene: FigureScene, draw: Random) -> FigureScene:
        """The arrow of diffusion points to the side where the ion is more concentrated."""
        mark = scene.path("diffusion:1")
        return change(scene, replace(mark, points=mark.points[::-1]))

    @defect(visibility=1)
    def exchanged_sides(self, p: Membrane, scene: FigureScene, draw: Random) -> FigureScene:
        """The names of the sides are exchanged."""
        return swap_texts(scene, "name:outside", "name:inside")

    @defect(visibility=3)
    def channel_with_one_wall(self, p: Membrane, scene: FigureScene, draw: Random) -> FigureScene:
        """The channel has one wall only."""
        return scene.without("channel:right")

    @defect(visibility=2)
    def meter_not_connected(self, p: Membrane, scene: FigureScene, draw: Random) -> FigureScene:
        """A lead does not reach the voltmeter."""
        if p.layout != "driven":
            raise DoesNotApplyError
        mark = scene.path("lead:low")
        (x, y) = mark.points[-1]
        return change(scene, replace(mark, points=(*mark.points[:-1], (x, y - 0.6))))


def _mmol(value: float) -> str:
    return f"{format_number(value)} mmol/L" if value >= 0.01 else f"{format_number(value * 1000)} µmol/L"


def _plain(value: float) -> str:
    """Of a concentration in mmol/L, with no power of ten."""
    return f"{value:.5f}".rstrip("0") if value < 0.01 else format_number(value)


def _bilayer(sketch: Sketch, lipids: int) -> None:
    """Two rows of lipids, heads outward, with a channel of two halves in a gap at the middle."""
    step = 3.9 / (lipids - 0.5)
    xs = [0.2 + step * k for k in range(lipids)]
    xs += [10 - x for x in reversed(xs)]
    radius = min(0.19, 0.45 * step)
    for row, y, way in (("top", 2.25, -1), ("low", 0.95, 1)):
        for k, x in enumerate(xs):
            tail = [(x - 0.07, y + way * 0.6), (x - 0.06, y), (x + 0.06, y), (x + 0.07, y + way * 0.6)]
            sketch.line(f"tail:{row}{k}", *tail, width=0.9, color="#b08a3e")
            sketch.circle(f"head:{row}{k}", (x, y), radius, fill="#f3cf7a", color="#8f6b1d", width=1, z=3)
        sketch.claim("order", *(f"head:{row}{k}" for k in range(len(xs))), value="left_to_right")
    sketch.claim("count", "head", value=2 * len(xs))
    for side, x in (("left", 4.5), ("right", 5.5)):
        sketch.circle(f"channel:{side}", (x, 1.6), 0.33, radius_y=1.0, fill="#a9c9e8", color=BLUE, width=1.6, z=4)
    sketch.claim("count", "channel", value=2)
