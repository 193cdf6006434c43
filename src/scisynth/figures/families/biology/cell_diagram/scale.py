"""Sizes under the microscope: a scale bar, a scale in the eyepiece, the field of view, and the magnification.

Magnification = size of the image / real size. A division of an eyepiece scale is worth what the stage micrometer says.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_number
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, GREEN, INK
from scisynth.figures.scene.scene import FigureScene, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

WIDE = 9.0
"""Length of the drawn cell, units."""


@dataclass(frozen=True, kw_only=True)
class Magnified(Parameters):
    """A cell as it is seen, and what tells its scale."""

    layout: str = one_of("bar", "eyepiece", "field", "stated", level_1=("bar", "stated"))
    bar: int = one_of(10, 20, 50, 100)
    bars: float = one_of(*(round(2.5 + 0.1 * k, 1) for k in range(26)))
    """Length of the cell in scale bars."""
    drawn: float = one_of(4.5, 5, 6, 7, 7.5, 8, 9, 10, 12, 14)
    """Length in the picture, cm."""
    power: int = one_of(200, 250, 400, 500, 600, 800, 1000)
    divisions: int = one_of(*range(22, 49))
    worth: float = one_of(1, 1.5, 2, 2.5, 4, 5, 10)
    """Of a division, µm."""
    start: int = one_of(*range(10, 30))
    across: int = one_of(3, 4, 5, 6, 7)
    """Cells that fit across the field of view."""
    field_mm: float = one_of(0.3, 0.35, 0.4, 0.45, 0.6, 0.9, 1.2, 1.8)
    vacuoles: int = one_of(1, 2, 3, 4)
    granules: int = one_of(*range(3, 9))
    places: int = one_of(*range(20))


def real_length(p: Magnified) -> float:
    """Of the cell, µm."""
    return {
        "bar": p.bar * p.bars,
        "eyepiece": p.divisions * p.worth,
        "field": 1000 * p.field_mm / p.across,
        "stated": p.drawn * 1e4 / p.power,
    }[p.layout]


@family("Biology - Cell Diagram")
class CellScaleBar(Family[Magnified]):
    """A cell with a scale bar, on a scale in the eyepiece, in a field of view of known width, or at a stated magnification."""

    def solve(self, p: Magnified) -> Solution:
        """The real length; with a scale bar the magnification of the picture."""
        length = real_length(p)
        if p.layout == "bar":
            answer = number_answer(p.drawn * 1e4 / length, "×", tolerance=0.04)
        else:
            answer = number_answer(length, "µm", tolerance=0.03)
        number = format_number(length)
        steps = {
            "bar": f"the cell is {format_number(p.bars)} bars = {number} µm long; {format_number(p.drawn)} cm / {number} µm",
            "eyepiece": f"{p.divisions} divisions · {format_number(p.worth)} µm",
            "field": f"{format_number(1000 * p.field_mm)} µm / {p.across} cells",
            "stated": f"{format_number(p.drawn)} cm / {p.power}",
        }
        known = {
            "bar": f"the picture of a cell is {format_number(p.drawn)} cm long, and a scale bar of {p.bar} µm is {format_number(p.drawn / p.bars)} cm long in it",
            "eyepiece": f"a cell covers {p.divisions} divisions of a scale in the eyepiece, each worth {format_number(p.worth)} µm",
            "field": f"{p.across} equal cells, end to end, fit across a field of view {format_number(p.field_mm)} mm wide",
            "stated": f"the picture of a cell, magnified {p.power} times, is {format_number(p.drawn)} cm long",
        }
        asked = "magnification of the picture" if p.layout == "bar" else "real length of a cell"
        return Solution(
            answer=answer,
            values={"steps": steps[p.layout], "known": known[p.layout], "asked": asked, "chart": p.layout},
            hidden=(answer.text, f"{number} µm"),
        )

    def draw(self, p: Magnified, sketch: Sketch) -> None:
        """The cell, then its scale."""
        if p.layout == "field":
            self._draw_field(p, sketch)
            return
        _cell(sketch, p)
        if p.layout == "eyepiece":
            self._draw_eyepiece(p, sketch)
            return
        sketch.dimension(
            "length:cell", (WIDE, 4.6), (0, 4.6), f"{format_number(p.drawn)} cm", -0.75, toward=(0, 1), gap_pt=4
        )
        sketch.claim("width_ratio", "length:cell", "cell:outline", value=1, tolerance=0.04)
        if p.layout == "stated":
            sketch.text("label:power", f"magnification {p.power}×", (WIDE / 2, 0.8), size=13)
            return
        length = WIDE / p.bars
        sketch.line("bar:scale", (0.1, 0.75), (0.1 + length, 0.75), width=4)
        sketch.text(
            "label:bar", f"{p.bar} µm", (0.1 + length / 2, 0.75), of="bar:scale", toward=(0, -1), gap_pt=6, size=13
        )
        sketch.claim("ratio", "length:cell", "bar:scale", value=p.bars)

    def _draw_eyepiece(self, p: Magnified, sketch: Sketch) -> None:
        """Every division has a tick, every tenth a number."""
        step = WIDE / p.divisions
        first = p.start - 3
        last = p.start + p.divisions + 3
        y = 0.7
        sketch.line("scale:1", (-3 * step, y), (WIDE + 3 * step, y), width=1.2)
        for k in range(first, last + 1):
            x = step * (k - p.start)
            tall = 0.55 if k % 10 == 0 else 0.4 if k % 5 == 0 else 0.25
            sketch.line(f"tick:{k}", (x, y), (x, y + tall), width=1.3 if k % 10 == 0 else 0.8)
            if k % 10 == 0:
                sketch.text(f"number:{k}", str(k), (x, y), of=f"tick:{k}", toward=(0, -1), gap_pt=4, size=12)
        for k, x in enumerate((0.0, WIDE)):
            sketch.line(f"edge:{k}", (x, y + 0.25), (x, 3), width=0.9, dash="dashed", color=BLUE, z=1)
            sketch.claim("connected", f"edge:{k}", f"tick:{p.start + k * p.divisions}", tolerance=8)
        sketch.claim("count", "tick", value=last - first + 1)
        sketch.text("label:worth", f"1 division = {format_number(p.worth)} µm", (WIDE / 2, -0.4), size=13)

    def _draw_field(self, p: Magnified, sketch: Sketch) -> None:
        """A row of cells, end to end, across the round field of view."""
        radius = 3.6
        sketch.circle("field:1", (0, 0), radius, fill="#f6f9fc", color=INK, width=2, z=0)
        half = radius / p.across
        for k in range(p.across):
            x = -radius + half * (2 * k + 1)
            sketch.circle(f"cell:{k}", (x, 0), half, radius_y=0.5 * half, fill="#eef5e6", color=GREEN, width=1.5)
            sketch.circle(f"nucleus:{k}", (x, 0), 0.28 * half, fill="#d9cdea", color="#5b3f8c", width=1.2, z=3)
            sketch.claim("inside", f"nucleus:{k}", f"cell:{k}")
            if k:
                sketch.claim("touches", f"cell:{k - 1}", f"cell:{k}")
        sketch.claim("count", "cell", value=p.across)
        sketch.claim("width_ratio", "field:1", "cell:0", value=p.across, tolerance=0.04)
        draw = Random(p.places)
        for k in range(p.granules):
            x = -2.2 + 4.4 * (k + 0.5) / p.granules
            up = draw.choice((1.9, -1.9)) + draw.uniform(-0.25, 0.25)
            sketch.dot(f"granule:{k}", (x, up), 0.09, color="#7c6a3c")
            sketch.claim("inside", f"granule:{k}", "field:1")
        sketch.claim("count", "granule", value=p.granules)
        sketch.dimension(
            "width:field",
            (-radius, -radius),
            (radius, -radius),
            f"{format_number(p.field_mm)} mm",
            -0.5,
            toward=(0, -1),
            gap_pt=4,
        )
        sketch.entity("field of view", "field:1")

    def questions(self, p: Magnified) -> Iterator[Question]:
        """What is printed, what is counted, and what is read off."""
        if p.layout == "field":
            yield ask_count("across", p.across, low=1)
            yield ask_count("granules", p.granules, low=1)
            yield ask_number("field", p.field_mm, unit="mm", low=0.05, step=0.15)
            return
        yield ask_count("vacuoles", p.vacuoles)
        yield ask_count("dots", p.granules, low=1)
        if p.layout == "eyepiece":
            yield ask_number("left", p.start, step=1, low=0)
            yield ask_number("worth", p.worth, unit="µm", likely=[1, 2, 2.5, 5, 10, 4], step=0.5, low=0.4)
        elif p.layout == "bar":
            yield ask_number("bars", p.bars, step=0.5, low=0.5)
            yield ask_number("bar", p.bar, unit="µm", likely=[10, 20, 50, 100, 200, 5], low=1)
        else:
            yield ask_number("power", p.power, unit="times", likely=[200, 400, 600, 800, 1000], step=100, low=50)
        if p.layout != "eyepiece":
            yield ask_number("drawn", p.drawn, unit="cm", likely=[4.5, 6, 8, 10, 12], step=1, low=1)

    @defect(visibility=3)
    def nucleus_outside_cell(self, p: Magnified, scene: FigureScene, draw: Random) -> FigureScene:
        """A nucleus lies outside its cell."""
        mark = scene.round("nucleus:0")
        return change(scene, replace(mark, center=(mark.center[0], mark.center[1] - 1.9)))

    @defect(visibility=1)
    def scale_off(self, p: Magnified, scene: FigureScene, draw: Random) -> FigureScene:
        """The scale does not fit the cell: a bar too long, a mark too far, or a wrong number."""
        if p.layout == "bar":
            mark = scene.path("bar:scale")
            (x0, y), (x1, _) = mark.points
            return change(scene, replace(mark, points=((x0, y), (x0 + 1.3 * (x1 - x0), y))))
        if p.layout == "eyepiece":
            mark = scene.path("edge:1")
            return change(scene, replace(mark, points=tuple((x - 0.8, y) for x, y in mark.points)))
        name = {"field": "label:field", "stated": "label:power"}[p.layout]
        words = scene.label(name)
        return change(scene, replace(words, text="0.2 mm" if p.layout == "field" else "magnification 300×"))

    @defect(visibility=2)
    def granule_too_many(self, p: Magnified, scene: FigureScene, draw: Random) -> FigureScene:
        """A granule that belongs to the cell, or to the field, is missing."""
        return scene.without(f"granule:{draw.randrange(p.granules)}")


def _cell(sketch: Sketch, p: Magnified) -> None:
    """A ciliate with a nucleus, vacuoles and granules."""
    half = WIDE / 2
    sketch.circle("cell:outline", (half, 3), half, radius_y=1.5, fill="#eef5e6", color=GREEN, width=2, z=1)
    for k, turn in enumerate(np.radians(np.arange(8, 360, 8))):
        if abs(np.sin(turn)) < 0.12:
            continue
        edge = np.asarray([half + half * np.cos(turn), 3 + 1.5 * np.sin(turn)])
        out = np.asarray([np.cos(turn) / half, np.sin(turn) / 1.5])
        sketch.line(f"cilium:{k}", edge, edge + 0.2 * out / np.linalg.norm(out), width=0.9, color=GREEN, z=0)
    sketch.circle("nucleus:0", (half - 0.3, 3.1), 0.95, radius_y=0.5, fill="#d9cdea", color="#5b3f8c", width=1.5, z=3)
    sketch.claim("inside", "nucleus:0", "cell:outline")
    for k, at in enumerate(((1.6, 3.0), (7.3, 3.0), (2.7, 3.7), (6.1, 2.5))[: p.vacuoles]):
        sketch.circle(f"vacuole:{k}", at, 0.4, fill="#d8ebf7", color=BLUE, width=1.4, z=3)
        sketch.claim("inside", f"vacuole:{k}", "cell:outline")
    for k in range(p.granules):
        at = (2.6 + 0.55 * k, 2.05 + 0.12 * ((k + p.places) % 2)) if k < 5 else (3.4 + 0.55 * (k - 5), 4.05)
        sketch.dot(f"granule:{k}", at, 0.08, color="#7c6a3c")
        sketch.claim("inside", f"granule:{k}", "cell:outline")
    sketch.claim("count", "granule", value=p.granules)
    sketch.claim("count", "vacuole", value=p.vacuoles)
    sketch.entity("cell", "cell:outline")
