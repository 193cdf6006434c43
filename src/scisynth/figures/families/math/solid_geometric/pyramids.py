"""Regular pyramids on a square, in cabinet projection: lateral area, volume, and the angle of a face with the base."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.math.lettered import Spatial, redrawn
from scisynth.figures.families.math.solid_geometric.boxes import spot_of
from scisynth.figures.families.parameters import number, one_of
from scisynth.figures.families.questions import Question, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.math import side_text
from scisynth.figures.parts.palette import BLUE, RED
from scisynth.figures.parts.points import corner_arc, free_side, pull
from scisynth.figures.parts.solid import HIDDEN, View, cabinet, is_clear, right_angle_in_space, solid
from scisynth.figures.scene.mirror import mirror
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.scene.sketch import Sketch, number_answer

FACES = ("ABCD", "ABS", "BCS", "CDS", "DAS")


@dataclass(frozen=True, kw_only=True)
class Pyramid(Spatial):
    """A pyramid SABCD with its foot O in the middle of the square, and M in the middle of BC."""

    a: float = number("AB", "cm", range(4, 21), meaning="side of the base")
    second: float = number("SO", "cm", range(4, 27), meaning="height or lateral edge")
    layout: str = one_of("lateral", "edge", "angle", level_1=("lateral", "edge"), level_3=("angle", "edge"))

    @property
    def symbols(self) -> Mapping[str, str]:
        """The second length is the height or a lateral edge."""
        return {"second": "BS" if self.layout == "edge" else "SO"}

    @property
    def view(self) -> View:
        """Cabinet projection."""
        return cabinet(self.view_deg, self.view_depth)

    @property
    def corners(self) -> dict[str, tuple[float, ...]]:
        """In space, with O and M."""
        a, h = self.a, pyramid_height(self.a, self.second, self.layout)
        base = {"A": (0.0, 0.0, 0.0), "B": (a, 0.0, 0.0), "C": (a, a, 0.0), "D": (0.0, a, 0.0)}
        return {**base, "S": (a / 2, a / 2, h), "O": (a / 2, a / 2, 0.0), "M": (a, a / 2, 0.0)}

    def valid(self) -> bool:
        """Neither flat nor a needle, and the height keeps clear of the edges' ends."""
        if self.a == self.second or not 0.75 <= pyramid_height(self.a, self.second, self.layout) / self.a <= 1.5:
            return False
        corners = {name: place for name, place in self.corners.items() if name != "M" or self.layout != "edge"}
        return is_clear(self.view, corners, ["OS"] if self.layout == "edge" else ["OS", "MS"], 0.04)


def pyramid_height(a: float, second: float, layout: str) -> float:
    """Height in the unit of the lengths; from a lateral edge s, which ends a/√2 from the foot: √(s² − a²/2), or 0."""
    return math.sqrt(max(second**2 - a**2 / 2, 0.0)) if layout == "edge" else second


def of_pyramid(a: float, second: float, layout: str) -> float:
    """What is asked for: four triangles of base a and height √(h² + (a/2)²); a² h / 3; or the angle with tangent h / (a/2)."""
    height = pyramid_height(a, second, layout)
    if layout == "lateral":
        return 2 * a * math.hypot(height, a / 2)
    return a * a * height / 3 if layout == "edge" else math.degrees(math.atan2(height, a / 2))


@family("Math - Solid Geometric")
class SquarePyramidSurface(Family[Pyramid]):
    """A regular pyramid on a square: its lateral area, its volume by a lateral edge, the angle of its faces."""

    def solve(self, p: Pyramid) -> Solution:
        """By right triangles in the pyramid."""
        value = of_pyramid(p.a, p.second, p.layout)
        unit = {"lateral": p.unit + "²", "edge": p.unit + "³", "angle": "°"}[p.layout]
        height = pyramid_height(p.a, p.second, p.layout)
        words = {"height": height, "slant": math.hypot(height, p.a / 2), "solid": p.named("SABCD")}
        symbol = p.sign if p.layout == "angle" else "result"
        return Solution(answer=number_answer(value, unit), symbol=symbol, values={**p.by_name, **words})

    def draw(self, p: Pyramid, sketch: Sketch) -> None:
        """Edges, the height, the triangle that is calculated with, and the lengths."""
        view, corners = p.view, p.corners
        spots = {name: view(place) for name, place in corners.items()}
        lines = [(spots["S"], spots["O"])]
        lines += (
            [(spots["A"], spots["C"])] if p.layout == "edge" else [(spots["S"], spots["M"]), (spots["O"], spots["M"])]
        )
        letters = {name: corners[name] for name in "ABCDS"}
        at = solid(sketch, letters, FACES, view, letters=p.by_name, lines=lines)
        sketch.line("height:SO", at["S"], spots["O"], dash="dashed", color=BLUE, width=1.2)
        ends = {"O": [at["S"]], "M": [at["B"], at["C"], at["S"], spots["O"]]}
        if p.layout == "edge":
            sketch.line("inner:AC", at["A"], at["C"], **HIDDEN)
            sketch.claim("connected", "inner:AC", "edge:BC")
            right_angle_in_space(sketch, "square:O", view, corners["O"], corners["C"], corners["S"], 0.09 * p.a)
            side_text(sketch, "edge:BS", at["B"], at["S"], p.text("second"), spots["O"], 0.45)
            ends["O"] += [at["A"], at["C"]]
        else:
            self._draw_triangle(p, sketch, at, spots)
            ends["O"].append(spots["M"])
        for name in "O" if p.layout == "edge" else "OM":
            dot = sketch.dot(f"point:{name}", spots[name], 0.011 * p.a)
            toward, words = free_side(spots[name], ends[name]), f"${p.named(name)}$"
            sketch.text(f"vertex:{name}", words, spots[name], of=dot, toward=toward, size=13, halo=True)
        side_text(sketch, "edge:AB", at["A"], at["B"], p.text("a"), at["S"])
        height = pyramid_height(p.a, p.second, p.layout)
        sketch.claim("ratio", "height:SO", "edge:AB", value=height / p.a)
        sketch.claim("perpendicular", "height:SO", "edge:AB")
        sketch.claim("parallel", "edge:BC", "hidden:AD")
        sketch.claim("parallel", "edge:AB", "hidden:CD")
        sketch.claim("on", "point:O", "height:SO")
        sketch.claim("distance_ratio", "corner:A", "point:O", "point:O", "corner:C", value=1)
        sketch.entity("pyramid", "edge:AB", "edge:BC", "edge:AS", "edge:BS", "edge:CS")
        if p.is_mirrored:
            mirror(sketch)

    def _draw_triangle(
        self, p: Pyramid, sketch: Sketch, at: Mapping[str, np.ndarray], spots: Mapping[str, np.ndarray]
    ) -> None:
        """SOM, with the height of a face."""
        corners = p.corners
        sketch.line("inner:OM", spots["O"], spots["M"], **HIDDEN)
        sketch.line("slant:SM", at["S"], spots["M"], color=RED, z=3)
        right_angle_in_space(sketch, "square:O", p.view, corners["O"], corners["M"], corners["S"], 0.08 * p.a)
        side_text(
            sketch,
            "height:SO",
            at["S"],
            spots["O"],
            p.text("second"),
            spots["M"],
            0.55,
            gap_pt=3,
            color=BLUE,
            halo=True,
        )
        if p.layout == "angle":
            lines = ("inner:OM", "slant:SM")
            corner_arc(
                sketch, "angle:M", spots["M"], spots["O"], at["S"], f"${p.sign}$", lines=lines, radius=0.16 * p.a
            )
        sketch.claim("ratio", "inner:OM", "edge:AB", value=0.5)
        sketch.claim("perpendicular", "height:SO", "inner:OM")
        sketch.claim("on", "point:M", "edge:BC")
        sketch.claim("connected", "slant:SM", "inner:OM")
        sketch.claim("connected", "slant:SM", "height:SO")

    def questions(self, p: Pyramid) -> Iterator[Question]:
        """Lengths, apex, foot, the hidden corner, and what is drawn in addition."""
        a, second = p.quantity("a"), p.quantity("second")
        names = "ABCDSO" if p.layout == "edge" else "ABCDSOM"
        yield ask_value("a", a, second)
        yield ask_value("second", second, a)
        for question, key in (("apex", "S"), ("foot", "O"), ("hidden", "D")):
            yield ask_word(question, p.named(key), [p.named(name) for name in names if name != key])
        segments = [p.named(line) for line in ("AC", "SO", "AB", "BC")]
        yield ask_word("blue", p.named("SO"), [line for line in segments if line != p.named("SO")])

    @defect(visibility=2)
    def foot_off_center(self, p: Pyramid, scene: FigureScene, draw: Random) -> FigureScene:
        """The height does not end in the middle of the base."""
        foot = scene.round("point:O")
        return pull(scene, foot.center, np.asarray(foot.center) + 0.35 * (spot_of(scene, "A") - foot.center))

    @defect(visibility=3)
    def bent_base(self, p: Pyramid, scene: FigureScene, draw: Random) -> FigureScene:
        """A corner of the base is displaced, so that opposite sides of the square are not parallel."""
        corner = spot_of(scene, "A")
        return pull(scene, corner, corner + 0.25 * (corner - spot_of(scene, "B")) + (0.0, -0.12 * p.a))

    @defect(visibility=1)
    def wrong_height(self, p: Pyramid, scene: FigureScene, draw: Random) -> FigureScene:
        """The pyramid is drawn much too high for its lengths."""
        return redrawn(self, scene, replace(p, second=1.4 * p.second))
