"""Triangles whose coordinates follow from what is given: two sides and the angle between them, and the altitude of a right triangle."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.math.lettered import Lettered, redrawn
from scisynth.figures.families.parameters import number, one_of
from scisynth.figures.families.questions import Question, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.math import point, side_text, tick
from scisynth.figures.parts.palette import BLUE, RED
from scisynth.figures.parts.places import polar
from scisynth.figures.parts.points import corner_arc, letter, pull, shifted_mark
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.scene.sketch import Sketch, number_answer

ANGLES = tuple(angle for angle in range(31, 129) if not 84 <= angle <= 96 and angle != 60)
UNKNOWN = {"side": "BC", "median": "AM", "parallelogram": "AE", "area": "CD"}
"""Layout to the segment that is marked as unknown; that of `area` is the dashed altitude."""


@dataclass(frozen=True, kw_only=True)
class TwoSides(Lettered):
    """Two sides from A and the angle between them."""

    one: float = number("AB", "cm", range(4, 15), meaning="first side")
    two: float = number("AC", "cm", range(4, 15), meaning="second side")
    angle: float = number("∠A", "°", ANGLES, meaning="angle between them")
    layout: str = one_of(*UNKNOWN, level_1=("side", "area"), level_3=("median", "parallelogram", "area"))

    def valid(self) -> bool:
        """Sides that differ, no flat triangle, and a foot of the altitude well inside the side."""
        foot = self.two * math.cos(math.radians(self.angle)) / self.one
        is_inside = 0.18 <= foot <= 0.82 and abs(foot - 0.5) > 0.06
        return self.one != self.two and 0.5 <= self.one / self.two <= 2 and (self.layout != "area" or is_inside)


def third_side(one: float, two: float, angle_deg: float) -> float:
    """Law of cosines: √(b² + c² − 2 b c cos α), in the unit of the sides."""
    return math.sqrt(one**2 + two**2 - 2 * one * two * math.cos(math.radians(angle_deg)))


def diagonal_between(one: float, two: float, angle_deg: float) -> float:
    """Diagonal of a parallelogram from the corner with the angle: the sides as vectors add up, √(b² + c² + 2 b c cos α)."""
    return third_side(one, two, 180 - angle_deg)


def triangle_area(one: float, two: float, angle_deg: float) -> float:
    """Half of a side times the altitude on it: ½ b c sin α, in squares of the unit of the sides."""
    return one * two * math.sin(math.radians(angle_deg)) / 2


@family("Math - Plane Geometric")
class TriangleTwoSidesAngle(Family[TwoSides]):
    """Two sides and the angle between them fix a triangle: its third side, a median, its area, the diagonal of the parallelogram."""

    def solve(self, p: TwoSides) -> Solution:
        """By the law of cosines or ½ b c sin α."""
        values = p.one, p.two, p.angle
        if p.layout == "area":
            return Solution(answer=number_answer(triangle_area(*values), p.unit + "²"), symbol="area", values=p.by_name)
        found = {"side": third_side, "parallelogram": diagonal_between, "median": diagonal_between}[p.layout](*values)
        length = found / 2 if p.layout == "median" else found
        return Solution(answer=number_answer(length, p.unit), symbol=p.sign, values=p.by_name)

    def places(self, p: TwoSides) -> dict[str, np.ndarray]:
        """Of all points of the layout."""
        b, c = np.asarray([p.one, 0.0]), polar(p.angle, p.two)
        points = {"A": np.zeros(2), "B": b, "C": c}
        more = {"side": {}, "median": {"M": (b + c) / 2}, "parallelogram": {"E": b + c}, "area": {"D": c * (1, 0)}}
        return p.placed({**points, **more[p.layout]})

    def draw(self, p: TwoSides, sketch: Sketch) -> None:
        """The triangle, what the layout adds to it, and the values."""
        at = self.places(p)
        middle = np.mean([at[name] for name in "ABC"], axis=0)
        halves = {"median": ("BM", "MC"), "parallelogram": ()}
        lines = ["AB", "AC", *halves.get(p.layout, ("BC",))]
        if p.layout == "parallelogram":
            lines += ["BE", "CE"]
            middle = (at["A"] + at["E"]) / 2
        ends = {name: [at[other] for line in lines if name in line for other in line if other != name] for name in at}
        for line in lines:
            sketch.line(f"side:{line}", at[line[0]], at[line[1]], z=3)
        self._draw_added(p, sketch, at)
        if p.layout != "area":
            one, two = tuple(UNKNOWN[p.layout])
            line = f"side:{one}{two}" if p.layout == "side" else f"inner:{one}{two}"
            away_from = at["A"] if p.layout == "side" else at["B"]
            if line.startswith("inner"):
                ends[one].append(at[two])
                ends[two].append(at[one])
            side_text(sketch, line, at[one], at[two], f"${p.sign}$", away_from, 0.58, color=RED, gap_pt=4)
        for name in at:
            if name != "D":
                letter(sketch, name, p.named(name), at[name], ends[name], f"side:{next(x for x in lines if name in x)}")
        for name, line in (("one", "AB"), ("two", "AC")):
            if p.layout == "area" and line == "AB":
                # The foot of the altitude parts this side, so a text next to it could mean a part.
                sketch.dimension("dimension:AB", at["A"], at["B"], p.text(name), 0.9 if p.is_mirrored else -0.9)
                continue
            side_text(sketch, f"side:{line}", at[line[0]], at[line[1]], p.text(name), middle)
        between = [at[name] for name in "ME" if name in at]
        corner_arc(
            sketch, "angle:A", at["A"], at["B"], at["C"], f"{p.angle:g}°", lines=("side:AB", "side:AC"), between=between
        )
        sketch.claim("angle", "side:AB", "side:AC", value=p.angle)
        sketch.claim("ratio", "side:AB", "side:AC", value=p.one / p.two)
        sketch.claim("connected", "side:AB", "side:AC")
        sketch.entity(f"triangle {p.named('ABC')}", "side:AB", "side:AC")

    def _draw_added(self, p: TwoSides, sketch: Sketch, at: Mapping[str, np.ndarray]) -> None:
        if p.layout == "side":
            sketch.claim("connected", "side:AC", "side:BC")
            sketch.claim("connected", "side:AB", "side:BC")
        elif p.layout == "median":
            sketch.line("inner:AM", at["A"], at["M"], color=BLUE)
            for line in ("BM", "MC"):
                tick(sketch, f"side:{line}", at[line[0]], at[line[1]], 0.22)
            sketch.claim("ratio", "side:BM", "side:MC", value=1)
            sketch.claim("connected", "inner:AM", "side:BM")
            sketch.claim("parallel", "side:BM", "side:MC")
        elif p.layout == "parallelogram":
            sketch.line("inner:AE", at["A"], at["E"], color=BLUE)
            sketch.claim("parallel", "side:AB", "side:CE")
            sketch.claim("parallel", "side:AC", "side:BE")
            sketch.claim("connected", "inner:AE", "side:CE")
        else:
            sketch.line("inner:CD", at["C"], at["D"], color=BLUE, dash="dashed")
            sketch.right_angle("square:D", at["D"], at["C"], at["B"], 0.24)
            letter(sketch, "D", p.named("D"), at["D"], [at[name] for name in "ABC"], "side:AB")
            sketch.claim("perpendicular", "inner:CD", "side:AB")
            sketch.claim("connected", "inner:CD", "side:AB")
            sketch.claim("connected", "side:AC", "side:BC")

    def questions(self, p: TwoSides) -> Iterator[Question]:
        """Values, the marked segment, the corner of the angle, the outermost point."""
        at = self.places(p)
        yield ask_value("one", p.quantity("one"), p.quantity("two"))
        yield ask_value("angle", p.quantity("angle"))
        segments = [p.named(line) for line in ("AB", "AC", "BC", "BM", "CE") if all(name in at for name in line)]
        yield ask_word("dashed" if p.layout == "area" else "marked", p.named(UNKNOWN[p.layout]), [*segments, "none"])
        yield ask_word("corner", p.named("A"), [*(p.named(name) for name in at if name != "A"), "none_point"])
        yield p.ask_extreme(at, ["alike"])

    @defect(visibility=2)
    def false_angle(self, p: TwoSides, scene: FigureScene, draw: Random) -> FigureScene:
        """The angle between the two given sides is not drawn as large as the value at its arc says."""
        return redrawn(self, scene, replace(p, angle=p.angle + (22 if p.angle < 60 else -22)))

    @defect(visibility=1)
    def short_side(self, p: TwoSides, scene: FigureScene, draw: Random) -> FigureScene:
        """One of the given sides is drawn too short for its value."""
        return redrawn(self, scene, replace(p, two=0.66 * p.two))

    @defect(visibility=2)
    def arc_elsewhere(self, p: TwoSides, scene: FigureScene, draw: Random) -> FigureScene:
        """The arc of the angle does not stand at the corner of the two given sides."""
        at = self.places(p)
        return shifted_mark(scene, "angle:A", 0.45 * (at["B"] - at["A"]))

    @defect(visibility=2)
    def added_line_misses(self, p: TwoSides, scene: FigureScene, draw: Random) -> FigureScene:
        """The line that is drawn in addition ends at a wrong point: not at the middle, the fourth corner, or the foot."""
        at = self.places(p)
        old = {"median": "M", "parallelogram": "E", "area": "D"}.get(p.layout)
        if old is None:
            raise DoesNotApplyError
        along = at["C"] - at["B"] if p.layout == "median" else at["B"] - at["A"]
        return pull(scene, at[old], at[old] + 0.17 * along)


GIVEN = {
    "legs": ("AC", "BC", "CD"),
    "parts": ("AD", "DB", "CD"),
    "semicircle": ("AB", "AD", "CD"),
    "projection": ("AB", "AC", "AD"),
}
"""Layout to the two segments that are given and the one asked for."""


@dataclass(frozen=True, kw_only=True)
class Altitude(Lettered):
    """A right triangle with the altitude on its hypotenuse, by two of its segments."""

    first: float = number("AC", "cm", range(3, 22), meaning="first segment")
    second: float = number("BC", "cm", range(2, 20), meaning="second segment")
    # Those that have fewer valid draws stand more than once.
    layout: str = one_of(
        *("legs", "parts", "semicircle", "semicircle", "projection", "projection", "projection"),
        level_1=("legs", "legs", "parts"),
        level_3=("parts", "semicircle", "semicircle", "projection", "projection", "projection"),
    )

    @property
    def symbols(self) -> Mapping[str, str]:
        """Which segments the numbers are."""
        return dict(zip(("first", "second"), GIVEN[self.layout], strict=False))

    @property
    def parts(self) -> tuple[float, float]:
        """AD and DB, the parts of the hypotenuse; a part that is not positive where there is no such triangle."""
        one, two = self.first, self.second
        if self.layout == "legs":
            return one**2 / math.hypot(one, two), two**2 / math.hypot(one, two)
        if self.layout == "parts":
            return one, two
        near = two if self.layout == "semicircle" else two**2 / one
        return near, one - near

    def valid(self) -> bool:
        """The foot of the altitude lies well inside the hypotenuse, and not at its middle."""
        near, far = self.parts
        share = near / (near + far)
        return self.first != self.second and far > 0 and 0.16 <= share <= 0.84 and abs(share - 0.5) > 0.07


def segments_of_right_triangle(first: float, second: float, layout: str) -> float:
    """What is asked for, in the unit of the givens.

    The area of a right triangle twice gives h = a b / c; the three triangles are similar, so that h² = p q and b² = c q.
    """
    if layout == "legs":
        return first * second / math.hypot(first, second)
    if layout == "parts":
        return math.sqrt(first * second)
    if layout == "semicircle":
        return math.sqrt(second * (first - second))
    return second**2 / first


@family("Math - Plane Geometric")
class AltitudeOnHypotenuse(Family[Altitude]):
    """The altitude on the hypotenuse of a right triangle, from legs, from parts of the hypotenuse, or in a semicircle."""

    def solve(self, p: Altitude) -> Solution:
        """By similar triangles."""
        value = segments_of_right_triangle(p.first, p.second, p.layout)
        near, far = p.parts
        values = {**p.by_name, "far": far, "hypotenuse": near + far}
        return Solution(answer=number_answer(value, p.unit), symbol=p.sign, values=values)

    def places(self, p: Altitude) -> dict[str, np.ndarray]:
        """A, B on the hypotenuse, C above it, the foot D, and the center M of a semicircle."""
        near, far = p.parts
        points = {"A": (0.0, 0.0), "B": (near + far, 0.0), "C": (near, math.sqrt(near * far)), "D": (near, 0.0)}
        return p.placed({**points, "M": ((near + far) / 2, 0.0)} if p.layout == "semicircle" else points)

    def draw(self, p: Altitude, sketch: Sketch) -> None:
        """Triangle, altitude, what the layout adds, and the values."""
        at = self.places(p)
        middle = np.mean([at[name] for name in "ABC"], axis=0)
        for line in ("AD", "DB", "BC", "AC"):
            sketch.line(f"side:{line}", at[line[0]], at[line[1]], z=3)
        sketch.line("height:CD", at["C"], at["D"], color=BLUE)
        sketch.right_angle("square:D", at["D"], at["C"], at["B"], 0.24)
        sketch.claim("connected", "square:D", "height:CD")
        sketch.claim("connected", "square:D", "side:DB")
        if p.layout == "semicircle":
            self._draw_semicircle(p, sketch, at)
        else:
            sketch.right_angle("square:C", at["C"], at["A"], at["B"], 0.24)
            sketch.claim("connected", "square:C", "side:AC")
        ends = {"A": "BC", "B": "AC", "C": "ABD", "D": "ABC"}
        for name, others in ends.items():
            line = {"A": "AC", "B": "BC", "C": "BC", "D": "AD"}[name]
            letter(sketch, name, p.named(name), at[name], [at[other] for other in others], f"side:{line}")
        self._draw_values(p, sketch, at, middle)
        sketch.claim("perpendicular", "side:AC", "side:BC")
        sketch.claim("perpendicular", "height:CD", "side:AD")
        sketch.claim("parallel", "side:AD", "side:DB")
        near, far = p.parts
        sketch.claim("ratio", "side:AD", "side:DB", value=near / far)
        sketch.claim("connected", "height:CD", "side:BC")
        sketch.entity(f"right triangle {p.named('ABC')}", "side:AD", "side:DB", "side:BC", "side:AC")
        sketch.entity("altitude", "height:CD", "square:D")

    def _draw_semicircle(self, p: Altitude, sketch: Sketch, at: Mapping[str, np.ndarray]) -> None:
        radius = float(np.linalg.norm(at["A"] - at["B"])) / 2
        start = math.degrees(math.atan2(*(at["B"] - at["M"])[::-1])) + (180 if p.is_mirrored else 0)
        sketch.circle("circle:M", at["M"], radius, start_deg=start, end_deg=start + 180, color=BLUE, width=1.2)
        point(sketch, "M", at["M"], at["M"] - at["C"] + at["D"] - at["M"], 0.05, words=f"${p.named('M')}$")
        sketch.claim("connected", "side:AC", "circle:M")
        sketch.claim("connected", "side:BC", "circle:M")

    def _draw_values(self, p: Altitude, sketch: Sketch, at: Mapping[str, np.ndarray], middle: np.ndarray) -> None:
        """Those of the whole hypotenuse stand at a dimension line outside."""
        *given, asked = GIVEN[p.layout]
        texts = {given[0]: p.text("first"), given[1]: p.text("second"), asked: f"${p.sign}$"}
        for line, words in texts.items():
            one, two = at[line[0]], at[line[1]]
            style = {"color": RED} if line == asked else {}
            if line == "AB":
                sketch.dimension("dimension:AB", one, two, words, 1.0 if p.is_mirrored else -1.0)
                continue
            name = f"height:{line}" if line == "CD" else f"side:{line}"
            # The altitude has more room on the side of the longer part.
            away_from = at["A"] if line == "CD" and p.parts[0] < p.parts[1] else at["B"] if line == "CD" else middle
            side_text(sketch, name, one, two, words, away_from, 0.55 if line == "CD" else 0.5, gap_pt=4, **style)

    def questions(self, p: Altitude) -> Iterator[Question]:
        """Values, the marked segment, the right angle, to which end the foot is nearer, the outermost corner."""
        at = self.places(p)
        yield ask_value("first", p.quantity("first"), p.quantity("second"))
        yield ask_value("second", p.quantity("second"), p.quantity("first"))
        near, far = p.parts
        asked = p.named(GIVEN[p.layout][2])
        segments = [p.named(line) for line in ("CD", "AD", "DB", "BC", "AC")]
        yield ask_word("marked", asked, [line for line in segments if line != asked])
        nearest, other = ("A", "B") if near < far else ("B", "A")
        yield ask_word("nearer", p.named(nearest), [p.named(other), p.named("C"), "both"])
        yield p.ask_extreme({name: at[name] for name in "ABCD"})

    @defect(visibility=2)
    def oblique_altitude(self, p: Altitude, scene: FigureScene, draw: Random) -> FigureScene:
        """The segment that should be the altitude meets the hypotenuse at a slant."""
        at = self.places(p)
        aim = at["B"] if p.parts[0] < p.parts[1] else at["A"]
        step = 0.3 * (aim - at["D"])
        return shifted_mark(pull(scene, at["D"], at["D"] + step), "square:D", step)

    @defect(visibility=1)
    def no_right_angle(self, p: Altitude, scene: FigureScene, draw: Random) -> FigureScene:
        """The triangle has no right angle where it should have one: its corner is drawn too high above the hypotenuse."""
        at = self.places(p)
        step = 0.4 * (at["C"] - at["D"])
        pulled = pull(scene, at["C"], at["C"] + step)
        return pulled if p.layout == "semicircle" else shifted_mark(pulled, "square:C", step)

    @defect(visibility=2)
    def square_away_from_foot(self, p: Altitude, scene: FigureScene, draw: Random) -> FigureScene:
        """The mark of the right angle stands away from the foot of the altitude."""
        at = self.places(p)
        return shifted_mark(scene, "square:D", 0.4 * (at["B"] - at["D"]))
