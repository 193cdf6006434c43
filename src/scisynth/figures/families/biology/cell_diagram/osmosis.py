"""Osmosis: pressures by van 't Hoff, Π = c R T (kPa with c in mol/L), and the column of water that a pressure holds, h = Π / (ρ g)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from scisynth.figures.corruptions import change, swap_texts
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, number, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.biology import scattered
from scisynth.figures.parts.palette import BLUE, PURPLE, RED
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

GAS = 8.314
WATER = "#d6e9f5"


@dataclass(frozen=True, kw_only=True)
class Solutions(Parameters):
    """Two concentrations on both sides of a membrane."""

    layout: str = one_of("tube", "cell", "funnel", level_1=("tube", "cell"))
    one: float = number(
        "c_1", "mol/L", tuple(round(0.02 * k, 2) for k in range(3, 16)), meaning="concentration on one side"
    )
    two: float = number(
        "c_2", "mol/L", tuple(round(0.02 * k, 2) for k in range(3, 16)), meaning="concentration on the other side"
    )
    celsius: float = number("t", "°C", (10, 15, 20, 25, 30, 37), meaning="temperature")
    milli: float = number("c", "mmol/L", (0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1, 1.2), meaning="concentration in the funnel")
    solute: str = one_of("sucrose", "glucose", "urea", "raffinose")
    names: str = one_of("AB", "PQ", "XY", "MN")
    places: int = one_of(*range(40))
    is_mirrored: bool = one_of(False, True)

    def valid(self) -> bool:
        """The sides differ."""
        return abs(self.one - self.two) > 0.03

    @property
    def counts(self) -> tuple[int, int]:
        """Particles that are drawn on both sides, in the proportion of the concentrations; in the funnel on one side."""
        if self.layout == "funnel":
            return round(10 * self.milli) + 2, 0
        return round(50 * self.one), round(50 * self.two)

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Those of the layout."""
        names = ("milli", "celsius") if self.layout == "funnel" else ("one", "two", "celsius")
        return tuple(self.quantity(name) for name in names)


def osmotic_pressure(concentration: float, celsius: float) -> float:
    """By van 't Hoff, kPa, of mol/L."""
    return concentration * GAS * (celsius + 273.15)


@family("Biology - Cell Diagram")
class OsmosisTube(Family[Solutions]):
    """A U-tube with a membrane, a cell in a solution, or a funnel in which the solution rises."""

    def solve(self, p: Solutions) -> Solution:
        """The difference of the pressures, or the height of the column in cm."""
        kelvin = format_number(p.celsius + 273.15)
        if p.layout == "funnel":
            pressure = osmotic_pressure(p.milli / 1000, p.celsius)
            height = 100 * 1000 * pressure / (1000 * 9.81)
            answer = number_answer(height, "cm")
            steps = f"Π = {p.text('milli')} · 8.314 J/(mol K) · {kelvin} K = {format_number(float(f'{pressure:.3g}'))} kPa; h = Π/(ρg)"
        else:
            answer = number_answer(abs(osmotic_pressure(p.one - p.two, p.celsius)), "kPa")
            steps = (
                f"ΔΠ = ({format_number(max(p.one, p.two))} − {format_number(min(p.one, p.two))}) · 8.314 · {kelvin} kPa"
            )
        first, second = p.names[0], p.names[1]
        return Solution(
            answer=answer,
            values={
                "first": first,
                "second": second,
                "steps": steps,
                "flow": f"from {second} to {first}"
                if p.one > p.two or p.layout == "funnel"
                else f"from {first} to {second}",
            },
        )

    def draw(self, p: Solutions, sketch: Sketch) -> None:
        """Particles in the proportion of the concentrations."""
        {"tube": _tube, "cell": _cell, "funnel": _funnel}[p.layout](p, sketch)
        for side, count in zip("ab", p.counts, strict=True):
            if count:
                sketch.claim("count", f"solute_{side}", value=count)
        if p.is_mirrored:
            mirror(sketch)

    def questions(self, p: Solutions) -> Iterator[Question]:
        """Concentrations, particles, and where the water goes."""
        given = p.givens
        first = p.names[0]
        turn = p.places % 2
        if p.layout == "funnel":
            yield ask_value("strength", given[0], side=first)
            yield ask_count("particles", p.counts[0], low=1, side=first)
        else:
            yield ask_value("strength", given[turn], given[1 - turn], side=p.names[turn])
            yield ask_count("particles", p.counts[1 - turn], likely=p.counts, low=1, side=p.names[1 - turn])
            yield ask_count("others", p.counts[turn], likely=p.counts, low=1, side=p.names[turn])
        yield ask_value("celsius", given[-1])
        yield ask_word("solute", p.solute, ["sucrose", "glucose", "urea", "raffinose"])

    @defect(visibility=2)
    def solute_crossed_membrane(self, p: Solutions, scene: FigureScene, draw: Random) -> FigureScene:
        """A particle of the solute has passed the membrane, which lets only water through."""
        mark = scene.round("solute_a:0")
        x, y = mark.center
        sign = -1 if p.is_mirrored else 1
        place = {"tube": (6 * sign - x, y), "cell": (0.4 * sign, 0.4), "funnel": (0.75 * sign, 0.5)}[p.layout]
        return change(scene, replace(mark, center=place))

    @defect(visibility=1)
    def exchanged_names(self, p: Solutions, scene: FigureScene, draw: Random) -> FigureScene:
        """The names of the two sides are exchanged, so that the concentrations are, too."""
        return swap_texts(scene, "side:a", "side:b")

    @defect(visibility=3)
    def membrane_missing(self, p: Solutions, scene: FigureScene, draw: Random) -> FigureScene:
        """There is no membrane between the two sides."""
        return scene.without("membrane:1")


def _spots(
    sketch: Sketch, p: Solutions, side: str, boxes: tuple[tuple[tuple[float, float, float, float], int], ...], of: str
) -> None:
    draw = Random(f"{p.places}{side}")
    spots = [at for box, count in boxes for at in scattered(draw, count, box, 0.36)]
    for k, at in enumerate(spots):
        sketch.circle(f"solute_{side}:{k}", at, 0.12, fill=RED, color=RED, width=0.5, z=4)
        sketch.claim("inside", f"solute_{side}:{k}", of)


def _words(p: Solutions, index: int) -> str:
    value = (p.one, p.two)[index]
    return f"{value:.2f} mol/L\n{p.solute}"


def _tube(p: Solutions, sketch: Sketch) -> None:
    for side, sign, count, index in (("a", 1, p.counts[0], 0), ("b", -1, p.counts[1], 1)):
        corners = [
            (3 - 3 * sign, 0),
            (3, 0),
            (3, 1.7),
            (3 - 1.2 * sign, 1.7),
            (3 - 1.2 * sign, 4.6),
            (3 - 3 * sign, 4.6),
        ]
        sketch.area(f"liquid:{side}", *corners, fill=WATER, width=0, z=0)
        low = (0.25, 0.25, 2.75, 1.45) if sign == 1 else (3.25, 0.25, 5.75, 1.45)
        column = (0.3, 1.9, 1.5, 4.2) if sign == 1 else (4.5, 1.9, 5.7, 4.2)
        _spots(sketch, p, side, ((low, count // 2), (column, count - count // 2)), f"liquid:{side}")
        sketch.line(f"surface:{side}", (3 - 3 * sign, 4.6), (3 - 1.2 * sign, 4.6), width=1.6, color=BLUE)
        x = 3 - 3 * sign
        sketch.text(
            f"label:{side}", _words(p, index), (x, 3.0), of=f"liquid:{side}", toward=(-sign, 0), gap_pt=8, size=12.5
        )
        sketch.text(f"side:{side}", p.names[index], (3 - 2.1 * sign, 4.6), toward=(0, 1), gap_pt=8, size=14)
        sketch.claim("label", f"side:{side}", value=p.names[index])
    sketch.line("tube:outer", (0, 6), (0, 0), (6, 0), (6, 6), width=2)
    sketch.line("tube:inner", (1.8, 6), (1.8, 1.7), (4.2, 1.7), (4.2, 6), width=2)
    sketch.line("membrane:1", (3, 0), (3, 1.7), width=3, dash="dashed", color=PURPLE, z=5)
    sketch.claim("connected", "membrane:1", "tube:outer")
    sketch.claim("connected", "membrane:1", "tube:inner")
    sketch.text("name:membrane", "membrane", (3, 1.7), of="membrane:1", toward=(0, 1), size=12)
    sketch.text("note:temperature", p.text("celsius"), (3, 4.0), size=12.5)
    sketch.entity("membrane", "membrane:1")


def _cell(p: Solutions, sketch: Sketch) -> None:
    """Inside: concentration c_1; around it c_2, on an equal area, so that particles lie as dense as they are concentrated."""
    sketch.rectangle("liquid:b", 0, 0, 9, 5.4, fill=WATER, color=BLUE, width=1.5, z=0)
    sketch.circle("liquid:a", (4.5, 2.7), 3.3, radius_y=2.34, fill="#fdf3e7", width=0, z=1)
    sketch.circle("membrane:1", (4.5, 2.7), 3.3, radius_y=2.34, color=PURPLE, width=2.6, z=3)
    sketch.claim("inside", "membrane:1", "liquid:b")
    _spots(sketch, p, "a", (((2.4, 1.5, 6.6, 4.1), p.counts[0]),), "liquid:a")
    half = p.counts[1] // 2
    _spots(
        sketch, p, "b", (((0.25, 0.25, 0.95, 4.5), half), ((8.05, 0.25, 8.75, 5.15), p.counts[1] - half)), "liquid:b"
    )
    for index, (side, at, label) in enumerate((("a", (4.5, 0.95), (9, 3.6)), ("b", (0.8, 4.95), (9, 1.6)))):
        sketch.text(f"side:{side}", p.names[index], at, size=14)
        sketch.claim("label", f"side:{side}", value=p.names[index])
        words = f"{p.names[index]}: {_words(p, index)}"
        sketch.text(f"label:{side}", words, label, toward=(1, 0), gap_pt=8, size=12.5)
    sketch.claim("inside", "side:a", "liquid:a")
    sketch.text("note:temperature", p.text("celsius"), (9, 0.3), toward=(1, 0), gap_pt=8, size=12.5)
    sketch.entity("cell", "membrane:1")


def _funnel(p: Solutions, sketch: Sketch) -> None:
    """A funnel with a membrane at its mouth, upside down in pure water; the solution stands high in its tube."""
    sketch.rectangle("liquid:b", 0, 0, 6, 2.6, fill=WATER, width=0, z=0)
    sketch.line("tube:beaker", (0, 3.4), (0, 0), (6, 0), (6, 3.4), width=2)
    sketch.line("surface:b", (0, 2.6), (2.82, 2.6), width=1.6, color=BLUE)
    sketch.line("surface:c", (3.18, 2.6), (6, 2.6), width=1.6, color=BLUE)
    sketch.area(
        "liquid:a",
        (1.5, 0.9),
        (4.5, 0.9),
        (3.18, 2.3),
        (3.18, 5.6),
        (2.82, 5.6),
        (2.82, 2.3),
        fill="#fbe3c0",
        width=0,
        z=1,
    )
    sketch.line("tube:left", (1.5, 0.9), (2.82, 2.3), (2.82, 6.4), width=1.8)
    sketch.line("tube:right", (4.5, 0.9), (3.18, 2.3), (3.18, 6.4), width=1.8)
    sketch.line("membrane:1", (1.5, 0.9), (4.5, 0.9), width=3, dash="dashed", color=PURPLE, z=5)
    for side in ("left", "right"):
        sketch.claim("connected", "membrane:1", f"tube:{side}")
    count = p.counts[0]
    up = max(count - 9, count // 3)
    low = count - up
    spots = [(3.0, 2.7 + 2.6 * k / max(up, 1)) for k in range(up)]
    spots += [(2.2 + 0.4 * k, 1.2) for k in range(min(low, 5))]
    spots += [(2.6 + 0.27 * k, 1.62) for k in range(low - 5)]
    for k, at in enumerate(spots):
        sketch.circle(f"solute_a:{k}", at, 0.1, fill=RED, color=RED, width=0.5, z=4)
        sketch.claim("inside", f"solute_a:{k}", "liquid:a")
    sketch.dimension("height:h", (3.3, 2.6), (3.3, 5.6), "$h$", -0.7, toward=(1, 0), gap_pt=4)
    sketch.text("side:a", p.names[0], (2.82, 5.0), toward=(-1, 0), gap_pt=6, size=14)
    sketch.text("side:b", p.names[1], (0.6, 2.0), size=14)
    for index, side in enumerate("ab"):
        sketch.claim("label", f"side:{side}", value=p.names[index])
    words = f"{p.names[0]}: {p.text('milli')} {p.solute}"
    sketch.text("label:a", words, (6, 2.4), toward=(1, 0), gap_pt=8, size=12.5)
    sketch.text("label:b", f"{p.names[1]}: pure water", (6, 1.5), toward=(1, 0), gap_pt=8, size=12.5)
    sketch.text("note:temperature", p.text("celsius"), (6, 0.6), toward=(1, 0), gap_pt=8, size=12.5)
    sketch.entity("membrane", "membrane:1")
