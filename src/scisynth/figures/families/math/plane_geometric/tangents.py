"""Circles that lines touch: tangents from a point, secants, incircles."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.math.lettered import Lettered, redrawn
from scisynth.figures.families.parameters import number, one_of
from scisynth.figures.families.questions import Question, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.math import side_text
from scisynth.figures.parts.palette import BLUE, RED
from scisynth.figures.parts.places import polar
from scisynth.figures.parts.points import free_side, lettered_dot, pull
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.scene.sketch import Sketch, number_answer

STRETCHES = {
    "two": ("OA", "OE", "EA"),
    "distance": ("OA", "EA", "OE"),
    "secant": ("EC", "CD", "EA"),
    "incircle": ("AB", "BC", "AD"),
}
"""Layout to the two lengths that are given and the one asked for; E is the point outside."""


@dataclass(frozen=True, kw_only=True)
class Tangents(Lettered):
    """A circle and lines that touch it."""

    first: float = number("OA", "cm", range(3, 19), meaning="first length")
    second: float = number("OE", "cm", range(4, 25), meaning="second length")
    third: float = number("CA", "cm", range(5, 19), meaning="third side of a triangle around the circle")
    spread: int = one_of(33, 38, 43, 48)
    """Between tangent and secant, degrees."""
    layout: str = one_of(
        *("two", "distance", "secant", "incircle", "incircle"),
        level_1=("two", "two", "distance"),
        level_3=("secant", "secant", "incircle", "incircle", "distance"),
    )

    @property
    def used(self) -> tuple[str, ...]:
        """A triangle is given by three sides."""
        return ("first", "second", "third") if self.layout == "incircle" else ("first", "second")

    @property
    def symbols(self) -> Mapping[str, str]:
        """Which stretches the numbers are."""
        return dict(zip(("first", "second"), STRETCHES[self.layout], strict=False))

    def valid(self) -> bool:
        """Neither a flat triangle nor a point far outside."""
        one, two, three = self.first, self.second, self.third
        if self.layout == "two":
            return 1.5 <= two / one <= 2.5
        if self.layout == "distance":
            return 1.1 <= two / one <= 2.3
        if self.layout == "secant":
            return 0.6 <= one / two <= 1.3
        sides = sorted((one, two, three))
        return len(set(sides)) == 3 and 1.25 * sides[2] <= sides[0] + sides[1] and sides[2] < 1.9 * sides[0]


def tangent_length(first: float, second: float, third: float, layout: str) -> float:
    """What is asked for, in the unit of the givens.

    A tangent is perpendicular to its radius (Pythagoras); tangent and secant from one point: EA² = EC · ED (Euclid III.36); the
    tangents from the corners of a triangle to its incircle are half of the perimeter less the opposite side.
    """
    if layout == "two":
        return math.sqrt(second**2 - first**2)
    if layout == "distance":
        return math.hypot(first, second)
    if layout == "secant":
        return math.sqrt(first * (first + second))
    return (first + second + third) / 2 - second


@family("Math - Plane Geometric")
class TangentsFromPoint(Family[Tangents]):
    """Tangents to a circle: two from a point, one with the distance asked for, with a secant, around an incircle."""

    def solve(self, p: Tangents) -> Solution:
        """By Pythagoras, by the power of a point, or by equal tangents."""
        value = tangent_length(p.first, p.second, p.third, p.layout)
        values = {**p.by_name, "sum": p.first + p.second, "half": (p.first + p.second + p.third) / 2}
        return Solution(answer=number_answer(value, p.unit), symbol=p.sign, values=values)

    def places(self, p: Tangents) -> dict[str, np.ndarray]:
        """Of all points; the circle has its center at O."""
        value = tangent_length(p.first, p.second, p.third, p.layout)
        if p.layout == "incircle":
            return p.placed(self._incircle(p))
        if p.layout == "secant":
            # O lies below the tangent at A, and on the normal to the secant through the middle of its chord.
            low, middle = math.radians(p.spread), p.first + p.second / 2
            radius = (middle - value * math.cos(low)) / math.sin(low)
            along, center = np.asarray([math.cos(low), -math.sin(low)]), np.asarray([value, -radius])
            points = {
                "E": np.zeros(2),
                "A": np.asarray([value, 0.0]),
                "O": center,
                "C": p.first * along,
                "D": (p.first + p.second) * along,
            }
            return p.placed(points)
        radius, far = (p.first, p.second) if p.layout == "two" else (p.first, value)
        opening = math.degrees(math.acos(radius / far))
        points = {"O": np.zeros(2), "E": np.asarray([far, 0.0]), "A": polar(opening, radius)}
        return p.placed({**points, "B": polar(-opening, radius)} if p.layout == "two" else points)

    def _incircle(self, p: Tangents) -> dict[str, np.ndarray]:
        ab, bc, ca = p.first, p.second, p.third
        x = (ab**2 + ca**2 - bc**2) / (2 * ab)
        a, b, c = np.zeros(2), np.asarray([ab, 0.0]), np.asarray([x, math.sqrt(ca**2 - x**2)])
        center = (bc * a + ca * b + ab * c) / (ab + bc + ca)
        half = (ab + bc + ca) / 2
        on = {"D": (a, b, half - bc), "E": (b, c, half - ca), "F": (c, a, half - ab)}
        feet = {name: one + (two - one) * part / np.linalg.norm(two - one) for name, (one, two, part) in on.items()}
        return {"A": a, "B": b, "C": c, "O": center, **feet}

    def draw(self, p: Tangents, sketch: Sketch) -> None:
        """The circle, its lines, the letters and the lengths."""
        at = self.places(p)
        touch = at["D"] if p.layout == "incircle" else at["A"]
        radius = float(np.linalg.norm(at["O"] - touch))
        sketch.circle("circle:O", at["O"], radius, color=BLUE)
        if p.layout == "incircle":
            self._draw_triangle(p, sketch, at)
        else:
            self._draw_tangents(p, sketch, at)
        sketch.entity("circle", "circle:O")

    def _draw_tangents(self, p: Tangents, sketch: Sketch, at: Mapping[str, np.ndarray]) -> None:
        touching = "AB" if p.layout == "two" else "A"
        ends: dict[str, list[np.ndarray]] = {name: [] for name in at}

        def join(name: str, one: str, two: str, **style: object) -> None:
            sketch.line(name, at[one], at[two], **style)
            ends[one].append(at[two])
            ends[two].append(at[one])

        for name in touching:
            join(f"tangent:E{name}", "E", name, z=3)
            join(f"radius:O{name}", "O", name, width=1.2)
            sketch.right_angle(f"square:{name}", at[name], at["O"], at["E"], 0.22)
            sketch.claim("tangent", f"tangent:E{name}", "circle:O")
            sketch.claim("perpendicular", f"tangent:E{name}", f"radius:O{name}")
            sketch.claim("connected", f"square:{name}", f"tangent:E{name}")
        names = {"OA": "radius:OA", "EA": "tangent:EA", "OE": "segment:OE"}
        if p.layout == "secant":
            for one, two in ("EC", "CD"):
                join(f"secant:{one}{two}", one, two, z=3)
                sketch.claim("on", f"point:{two}", "circle:O")
            sketch.claim("parallel", "secant:EC", "secant:CD")
            sketch.claim("ratio", "secant:EC", "secant:CD", value=p.first / p.second)
            names |= {"EC": "secant:EC", "CD": "secant:CD"}
        else:
            join("segment:OE", "O", "E", dash="dashed", width=1.1)
        self._draw_lengths(p, sketch, at, names)
        for name in at:
            around = []
            if name in "ABCD":
                # The circle runs on both sides of the point.
                out = at[name] - at["O"]
                aside = np.asarray([-out[1], out[0]])
                around = [at[name] + 0.3 * (aside - out * 0.2), at[name] - 0.3 * (aside + out * 0.2)]
            lettered_dot(sketch, name, p.named(name), at[name], [*ends[name], *around])
            if name in touching:
                sketch.claim("on", f"point:{name}", "circle:O")
        sketch.claim("count", "tangent", value=len(touching))

    def _draw_lengths(
        self, p: Tangents, sketch: Sketch, at: Mapping[str, np.ndarray], names: Mapping[str, str]
    ) -> None:
        value = tangent_length(p.first, p.second, p.third, p.layout)
        *given, asked = STRETCHES[p.layout]
        texts = {given[0]: p.text("first"), given[1]: p.text("second"), asked: f"${p.sign}$"}
        sizes = {given[0]: p.first, given[1]: p.second, asked: value}
        for line, words in texts.items():
            one, two = at[line[0]], at[line[1]]
            # Labels stand away from the circle and from the other line of the triangle.
            away_from = {"OA": at["E"], "EA": at["O"], "OE": at["A"], "EC": at["A"], "CD": one + two - at["O"]}[line]
            position = {"EC": 0.45, "CD": 0.6}.get(line, 0.55)
            if line == "OE":
                radius = float(np.linalg.norm(at["O"] - at["A"]))
                position = (1 + radius / float(np.linalg.norm(one - two))) / 2
            style = {"color": RED} if line == asked else {}
            side_text(sketch, names[line], one, two, words, away_from, position, gap_pt=4, **style)
        sketch.claim("ratio", names[given[0]], names[asked], value=sizes[given[0]] / sizes[asked])

    def _draw_triangle(self, p: Tangents, sketch: Sketch, at: Mapping[str, np.ndarray]) -> None:
        for side in ("AB", "BC", "CA"):
            line = f"tangent:{side}"
            sketch.line(line, at[side[0]], at[side[1]], z=3)
            sketch.claim("tangent", line, "circle:O")
        for foot, side in (("D", "AB"), ("E", "BC"), ("F", "CA")):
            dot = sketch.dot(f"point:{foot}", at[foot], 0.05)
            sketch.claim("on", dot, f"tangent:{side}")
            sketch.claim("on", dot, "circle:O")
            sketch.text(f"vertex:{foot}", f"${p.named(foot)}$", at[foot], of=dot, toward=at["O"] - at[foot], size=13)
        middle = np.mean([at[name] for name in "ABC"], axis=0)
        for name in "ABC":
            ends = [at[other] for other in "ABC" if other != name]
            # The ends of the dimension line stay free.
            out = free_side(at[name], ends) if name == "C" else at[name] - at["B" if name == "A" else "A"]
            sketch.text(f"vertex:{name}", f"${p.named(name)}$", at[name], toward=out, size=13)
        side_text(sketch, "tangent:AB", at["A"], at["D"], f"${p.sign}$", middle, gap_pt=4, color=RED)
        for name, side in (("second", "BC"), ("third", "CA")):
            side_text(sketch, f"tangent:{side}", at[side[0]], at[side[1]], p.text(name), middle, gap_pt=4)
        sketch.dimension("dimension:whole", at["A"], at["B"], p.text("first"), 1.0 if p.is_mirrored else -1.0)
        lettered_dot(sketch, "O", p.named("O"), at["O"], [at["F"]])
        sketch.claim("ratio", "tangent:AB", "tangent:BC", value=p.first / p.second)
        sketch.claim("ratio", "tangent:BC", "tangent:CA", value=p.second / p.third)
        sketch.claim("count", "tangent", value=3)

    def questions(self, p: Tangents) -> Iterator[Question]:
        """Lengths, the marked stretch, where lines touch, the center, the outermost point."""
        at = self.places(p)
        first, second = p.quantity("first"), p.quantity("second")
        yield ask_value("first", first, second)
        yield ask_value("second", second, first)
        *given, asked = STRETCHES[p.layout]
        others = ["OA", "EA", "OE", "EB", "EC", "CD"] if p.layout != "incircle" else ["AB", "BC", "CA", "BD"]
        wrong = [p.named(line) for line in (*given, *others) if line != asked and all(name in at for name in line)]
        yield ask_word("marked", p.named(asked), [*dict.fromkeys(wrong), "none"])
        letters = [p.named(name) for name in at]
        touch = "E" if p.layout == "incircle" else "A"
        off = [name for name in at if name not in ("DEF" if p.layout == "incircle" else "AB")]
        yield ask_word("touch", p.named(touch), [*(p.named(name) for name in off), "nowhere"])
        yield ask_word("center", p.named("O"), [*letters, "no_point"])
        yield p.ask_extreme(at, ["alike"])

    @defect(visibility=2)
    def secant_for_tangent(self, p: Tangents, scene: FigureScene, draw: Random) -> FigureScene:
        """A line that should touch the circle cuts through it."""
        at = self.places(p)
        if p.layout == "incircle":
            return pull(scene, at["C"], at["C"] + 0.3 * (at["O"] - at["C"]))
        moved = at["E"] + 0.4 * (at["O"] - at["E"])
        return pull(scene, at["E"], moved)

    @defect(visibility=1)
    def lengths_out_of_scale(self, p: Tangents, scene: FigureScene, draw: Random) -> FigureScene:
        """The lengths are not drawn in the ratio of their values."""
        if p.layout == "two":
            return redrawn(self, scene, replace(p, second=p.second * 1.4))
        return redrawn(self, scene, replace(p, first=p.first * 0.62))

    @defect(visibility=2)
    def touching_point_off(self, p: Tangents, scene: FigureScene, draw: Random) -> FigureScene:
        """A point where a line should touch the circle is drawn off it."""
        at = self.places(p)
        name = "D" if p.layout == "incircle" else "A"
        outward = at[name] - at["O"]
        return pull(scene, at[name], at[name] + (-0.35 if p.layout == "incircle" else 0.22) * outward)
