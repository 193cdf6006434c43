"""What a cell holds: its volume from its shape, and the number of molecules N = c V N_A; or its surface over its volume."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, number, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.biology import rounded, scattered
from scisynth.figures.parts.palette import BLUE, RED
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer

AVOGADRO = 6.022e23
SUBSTANCES = ("glucose", "ATP", "lactose", "potassium ions", "glutamate")


@dataclass(frozen=True, kw_only=True)
class Contents(Parameters):
    """A cell of simple shape, its sizes and the concentration of something in it."""

    layout: str = one_of("cylinder", "sphere", "rod", "brick", level_1=("cylinder", "sphere", "brick"))
    length: float = number("l", "µm", (1.8, 2, 2.1, 2.4, 2.5, 3, 3.2, 3.6, 4, 5), meaning="length")
    width: float = number("d", "µm", (0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.4, 1.5), meaning="diameter or width")
    height: float = number("t", "µm", (0.5, 0.65, 0.75, 0.85, 0.95, 1.3), meaning="thickness")
    strength: float = number("c", "mmol/L", (0.1, 0.2, 0.5, 1, 1.5, 2, 2.5, 3, 4, 5, 8), meaning="concentration")
    what: str = one_of(*SUBSTANCES)
    asked: str = one_of("number", "number", "ratio")
    dots: int = one_of(*range(6, 15))
    places: int = one_of(*range(30))

    def valid(self) -> bool:
        """There are many particles."""
        return self.asked == "ratio" or self.strength * volume_and_surface(self)[0] > 0.2

    @property
    def used(self) -> tuple[str, ...]:
        """Printed fields."""
        sizes = {"sphere": ("width",), "brick": ("length", "width", "height")}.get(self.layout, ("length", "width"))
        return (*sizes, "strength")

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Those of the layout."""
        return tuple(self.quantity(name) for name in self.used)


def volume_and_surface(p: Contents) -> tuple[float, float]:
    """µm³ and µm²; the length of a rod counts its two round ends."""
    length, radius = p.length, p.width / 2
    if p.layout == "sphere":
        return 4 / 3 * math.pi * radius**3, 4 * math.pi * radius**2
    if p.layout == "brick":
        return length * p.width * p.height, 2 * (length * p.width + length * p.height + p.width * p.height)
    if p.layout == "rod":
        straight = length - p.width
        return math.pi * radius**2 * (straight + 4 / 3 * radius), 2 * math.pi * radius * length
    return math.pi * radius**2 * length, 2 * math.pi * radius * (length + radius)


@family("Biology - Cell Diagram")
class CellMolecules(Family[Contents]):
    """A bacterium as a cylinder, a sphere, a rod with round ends or a box: molecules in it, or its surface over its volume."""

    def solve(self, p: Contents) -> Solution:
        """1 µm³ is 10⁻¹⁵ L."""
        volume, surface = volume_and_surface(p)
        shown = f"{volume:.3g}"
        if p.asked == "ratio":
            answer = number_answer(surface / volume, "1/µm", tolerance=0.03)
            steps = f"A = {surface:.3g} µm², V = {shown} µm³"
        else:
            answer = number_answer(p.strength * 1e-3 * volume * 1e-15 * AVOGADRO, "", tolerance=0.04)
            steps = f"V = {shown} µm³ = {shown} · 10⁻¹⁵ L; N = cVN_A"
        sizes = ", ".join(f"{name} {p.text(field)}" for name, field in _named(p))
        return Solution(answer=answer, values={"steps": steps, "sizes": sizes})

    def draw(self, p: Contents, sketch: Sketch) -> None:
        """To scale, with dots of the substance."""
        scale = 7 / p.length if p.layout != "sphere" else 4.4 / p.width
        long, wide = p.length * scale, p.width * scale
        _shape(p, sketch, long, wide, scale)
        half = wide / 2
        inner = (
            (-0.55 * half, -0.55 * half, 0.55 * half, 0.55 * half)
            if p.layout == "sphere"
            else (half * 0.7, -half * 0.6, long - half * 0.7, half * 0.6)
        )
        gap = 0.62 * math.sqrt((inner[2] - inner[0]) * (inner[3] - inner[1]) / p.dots)
        for k, at in enumerate(scattered(Random(p.places), p.dots, inner, min(gap, 0.5))):
            sketch.dot(f"molecule:{k}", at, 0.07, color=RED)
            sketch.claim("inside", f"molecule:{k}", "cell:wall")
        sketch.claim("count", "molecule", value=p.dots)
        middle, low = (0.0 if p.layout == "sphere" else long / 2), -half - (1.9 if p.layout != "brick" else 1.7)
        words = f"{p.label('strength')} {p.what}"
        sketch.text("note:strength", words, (middle, low), size=13)
        sketch.entity("cell", "cell:wall")

    def questions(self, p: Contents) -> Iterator[Question]:
        """Printed sizes, the substance, the dots."""
        names = _named(p)
        name, field = names[p.places % len(names)]
        every = [p.quantity(item) for item in p.used]
        yield ask_value("size", p.quantity(field), *every, side=name)
        yield ask_value("strength", p.quantity("strength"), what=p.what)
        yield ask_word("what", p.what, SUBSTANCES)
        yield ask_count("dots", p.dots, low=1)

    @defect(visibility=2)
    def molecule_outside(self, p: Contents, scene: FigureScene, draw: Random) -> FigureScene:
        """A molecule that is counted in the cell lies outside it."""
        mark = scene.round(f"molecule:{draw.randrange(p.dots)}")
        return change(scene, replace(mark, center=(mark.center[0], mark.center[1] + 3.4)))

    @defect(visibility=1)
    def width_off_scale(self, p: Contents, scene: FigureScene, draw: Random) -> FigureScene:
        """The line of the width is too short for the cell."""
        mark = scene.path("size:width")
        (x0, y0), (x1, y1) = mark.points
        return change(scene, replace(mark, points=((x0, y0), (x0 + 0.6 * (x1 - x0), y0 + 0.6 * (y1 - y0)))))

    @defect(visibility=3)
    def cell_without_outline(self, p: Contents, scene: FigureScene, draw: Random) -> FigureScene:
        """The cell has no outline."""
        return scene.without("cell:wall")


def _named(p: Contents) -> list[tuple[str, str]]:
    if p.layout == "sphere":
        return [("diameter", "width")]
    if p.layout == "brick":
        return [("length", "length"), ("width", "width"), ("thickness", "height")]
    return [("length", "length"), ("diameter", "width")]


def _shape(p: Contents, sketch: Sketch, long: float, wide: float, scale: float) -> None:
    """The outline and its dimension lines; the width is claimed against the cell."""
    half, style = wide / 2, {"color": BLUE, "width": 1.8, "fill": "#eef5fb"}
    if p.layout == "sphere":
        sketch.circle("cell:wall", (0, 0), half, **style)
        sketch.dimension("size:width", (-half, -half), (half, -half), p.label("width"), -0.45, toward=(0, -1), gap_pt=4)
        sketch.claim("width_ratio", "size:width", "cell:wall", value=1, tolerance=0.03)
        return
    if p.layout == "rod":
        sketch.area("cell:wall", *rounded(0, -half, long, half, half * 0.999), **style)
    elif p.layout == "cylinder":
        turns = np.radians(np.linspace(90, 270, 37))
        cap = zip((0.3 * half * np.cos(turns)).tolist(), (half * np.sin(turns)).tolist(), strict=True)
        sketch.area("cell:wall", *cap, (long, -half), (long, half), **style)
        sketch.circle("cap:right", (long, 0), 0.3 * half, radius_y=half, color=BLUE, width=1.4, fill="#dbe9f6", z=3)
    else:
        sketch.rectangle("cell:wall", 0, -half, long, half, **style)
        deep = 0.7 * p.height * scale
        step = (0.6 * deep, 0.6 * deep)
        sketch.area(
            "face:top",
            (0, half),
            (long, half),
            (long + step[0], half + step[1]),
            (step[0], half + step[1]),
            color=BLUE,
            width=1.4,
            fill="#dbe9f6",
        )
        sketch.area(
            "face:side",
            (long, -half),
            (long, half),
            (long + step[0], half + step[1]),
            (long + step[0], -half + step[1]),
            color=BLUE,
            width=1.4,
            fill="#c9dff0",
        )
        middle = (long + step[0] / 2, -half + step[1] / 2)
        sketch.text("label:height", p.label("height"), middle, of="face:side", toward=(1, -0.6), gap_pt=6)
    sketch.dimension("size:length", (0, -half), (long, -half), p.label("length"), -0.6, toward=(0, -1), gap_pt=4)
    off = 0.7 + (0.3 * half if p.layout == "cylinder" else 0.0)
    sketch.dimension("size:width", (0, half), (0, -half), p.label("width"), -off, toward=(-1, 0), gap_pt=4)
    sketch.claim("ratio", "size:width", "size:length", value=wide / long)
