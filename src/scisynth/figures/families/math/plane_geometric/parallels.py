"""Parallel lines: the intercept theorem, and angles at two parallels."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import numpy as np

from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.math.lettered import Lettered, redrawn
from scisynth.figures.families.parameters import drawn, number, one_of
from scisynth.figures.families.questions import Question, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.math import chevron, side_text
from scisynth.figures.parts.palette import BLUE, INK, RED
from scisynth.figures.parts.places import polar
from scisynth.figures.parts.points import corner_arc, letter, pull, shifted_mark
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.scene.sketch import Sketch, number_answer

STRETCHES = {
    "triangle": ("AD", "DB", "AE", "EC"),
    "base": ("AD", "DB", "DE", "BC"),
    "crossed": ("AD", "AB", "AE", "AC"),
    "strips": ("AD", "DB", "FE", "EC"),
}
"""Layout to the three stretches that are given and the one asked for."""
LINES = {
    "triangle": ("AD", "DB", "AE", "EC", "BC", "DE"),
    "base": ("AD", "DB", "AE", "EC", "BC", "DE"),
    "crossed": ("AD", "AB", "AE", "AC", "BC", "DE"),
    "strips": ("AD", "DB", "FE", "EC", "AF", "BC", "DE"),
}


@dataclass(frozen=True, kw_only=True)
class Intercepts(Lettered):
    """Two lines that parallels cut in the same ratio."""

    near: float = number("AD", "cm", range(2, 16), meaning="first stretch")
    far: float = number("DB", "cm", range(2, 16), meaning="second stretch")
    other: float = number("AE", "cm", range(2, 16), meaning="stretch on the other line")
    opening: float = drawn(lambda draw, level, _: draw.randint(48, 82), words="48 to 82", meaning="angle at A, degrees")
    layout: str = one_of(
        *("triangle", "triangle", "base", "crossed", "strips", "strips"),
        level_1=("triangle", "triangle", "crossed"),
        level_3=("base", "strips", "strips", "crossed"),
    )

    @property
    def symbols(self) -> Mapping[str, str]:
        """Which stretches the numbers are."""
        return dict(zip(("near", "far", "other"), STRETCHES[self.layout], strict=False))

    def valid(self) -> bool:
        """Different values, and a figure that is neither flat nor lopsided."""
        if len({self.near, self.far, self.other}) < 3 or not 0.42 <= self.near / self.far <= 2.4:
            return False
        if self.layout == "strips":
            return 0.85 <= self.other / self.near <= 1.4
        if self.layout == "base":
            return 0.7 <= self.other / self.near <= 1.4
        return 0.62 <= self.other / self.near <= 1.6


def fourth_stretch(near: float, far: float, other: float, layout: str) -> float:
    """What is asked for, in the unit of the stretches.

    Intercept theorem: parallels cut both lines in the same ratio, so that it is `other` · far / near; the parallels themselves are
    as the distances from A, so that BC = DE · (AD + DB) / AD.
    """
    return other * (near + far) / near if layout == "base" else other * far / near


@family("Math - Plane Geometric")
class ParallelInTriangle(Family[Intercepts]):
    """Parallels that cut two lines in the same ratio: in a triangle, on crossed lines, across three parallels."""

    def solve(self, p: Intercepts) -> Solution:
        """By the intercept theorem."""
        value = fourth_stretch(p.near, p.far, p.other, p.layout)
        given = [p.named(line) for line in STRETCHES[p.layout]]
        values = {**p.by_name, "asked": given[3], "sum": p.near + p.far}
        return Solution(answer=number_answer(value, p.unit), symbol=p.sign, values=values)

    def places(self, p: Intercepts) -> dict[str, np.ndarray]:
        """True to scale; A is at the origin."""
        value = fourth_stretch(p.near, p.far, p.other, p.layout)
        left = polar(180 + p.opening)
        if p.layout == "strips":
            # Both lines fall by the same heights; the second leans the other way, or less.
            sine = math.sin(math.radians(p.opening)) * p.near / p.other
            lean = math.degrees(math.asin(sine)) if sine <= 1 else 90.0
            apart, down = 0.9 * (p.near + p.far), polar(-lean)
            starts = np.zeros(2), np.asarray([apart, 0.0])
            points = {"A": starts[0], "D": p.near * left, "B": (p.near + p.far) * left}
            return p.placed(
                {**points, "F": starts[1], "E": starts[1] + p.other * down, "C": starts[1] + (p.other + value) * down}
            )
        if p.layout == "base":
            low = (p.near + p.far) * left
            points = {"A": np.zeros(2), "B": low, "C": low + np.asarray((value, 0.0))}
            share = p.near / (p.near + p.far)
            return p.placed({**points, "D": share * points["B"], "E": share * points["C"]})
        right = polar(180 + p.opening + p.opening)
        if p.layout == "crossed":
            return p.placed(
                {"A": np.zeros(2), "B": p.far * left, "C": value * right, "D": -p.near * left, "E": -p.other * right}
            )
        total = p.near + p.far
        points = {"A": np.zeros(2), "D": p.near * left, "B": total * left}
        return p.placed({**points, "E": p.other * right, "C": (p.other + value) * right})

    def draw(self, p: Intercepts, sketch: Sketch) -> None:
        """Lines, marks of parallels, letters and values."""
        at, lines = self.places(p), LINES[p.layout]
        parallels = [line for line in lines if line in ("DE", "BC", "AF")]
        for line in lines:
            sketch.line(f"side:{line}", at[line[0]], at[line[1]], z=3, color=BLUE if line in parallels else INK)
        for line in parallels:
            position = 0.35 if line == STRETCHES[p.layout][2] or line == STRETCHES[p.layout][3] else 0.5
            one, two = at[line[0]], at[line[1]]
            if (two - one) @ (at["C"] - at["B"]) < 0:
                one, two, position = two, one, 1 - position
            chevron(sketch, f"side:{line}", one, two, 0.2, position)
        for name in at:
            met = [line for line in lines if name in line]
            ends = [at[line.replace(name, "")] for line in met]
            letter(sketch, name, p.named(name), at[name], ends, *(f"side:{line}" for line in met if len(met) == 2))
        middle = np.mean(list(at.values()), axis=0)
        values = [*(p.text(name) for name in ("near", "far", "other")), f"${p.sign}$"]
        for line, words in zip(STRETCHES[p.layout], values, strict=True):
            one, two = at[line[0]], at[line[1]]
            color = RED if line == STRETCHES[p.layout][3] else INK
            away_from = at["A"] if line in ("BC", "DE") else middle
            if p.layout == "crossed":
                away_from = at[{"AD": "E", "AE": "D", "AB": "C", "AC": "B"}[line]]
            side_text(sketch, f"side:{line}", one, two, words, away_from, gap_pt=4, color=color)
        self._claim(p, sketch)
        sketch.entity("parallels", *(f"side:{line}" for line in parallels))
        sketch.entity("lines", *(f"side:{line}" for line in lines if line not in parallels))

    def _claim(self, p: Intercepts, sketch: Sketch) -> None:
        first, second, third, fourth = (f"side:{line}" for line in STRETCHES[p.layout])
        value = fourth_stretch(p.near, p.far, p.other, p.layout)
        sketch.claim("parallel", "side:DE", "side:BC")
        sketch.claim("parallel", first, second)
        sketch.claim("ratio", first, second, value=p.near / p.far)
        sketch.claim("ratio", fourth, third, value=value / p.other)
        sketch.claim("ratio", third, first, value=p.other / p.near)
        if p.layout == "strips":
            sketch.claim("parallel", "side:AF", "side:DE")
        elif p.layout != "base":
            sketch.claim("parallel", third, fourth)
        sketch.claim("connected", first, second)
        for line, end in (("side:DE", first), ("side:BC", second)):
            sketch.claim("connected", line, end)
        sketch.claim("count", "chevron", value=3 if p.layout == "strips" else 2)

    def questions(self, p: Intercepts) -> Iterator[Question]:
        """Values, the marked stretch, the lines that are marked as parallel, the outermost point."""
        at = self.places(p)
        near, far, other = (p.quantity(name) for name in ("near", "far", "other"))
        yield ask_value("near", near, far, other)
        yield ask_value("other", other, near, far)
        *given, asked = (p.named(line) for line in STRETCHES[p.layout])
        yield ask_word("marked", asked, [*given, p.named("DE")])
        if p.layout == "strips":
            pairs = [("FE", "DB"), ("DE", "EC"), ("FE", "BC")]
        else:
            pairs = [("AB", "AC"), ("DE", "AB"), ("AC", "BC")]
        wrong = [f"{p.named(one)} ∥ {p.named(two)}" for one, two in pairs]
        yield ask_word("parallels", f"{p.named('DE')} ∥ {p.named('BC')}", wrong)
        yield p.ask_extreme(at)

    @defect(visibility=2)
    def tilted_parallel(self, p: Intercepts, scene: FigureScene, draw: Random) -> FigureScene:
        """One of the lines that are marked as parallel is drawn at a slant."""
        at = self.places(p)
        return pull(scene, at["E"], at["E"] + 0.42 * (at["C"] - at["E"]) * (0.5 if p.layout == "crossed" else 1))

    @defect(visibility=1)
    def wrong_ratio(self, p: Intercepts, scene: FigureScene, draw: Random) -> FigureScene:
        """The stretches on the lines are not drawn in the ratio of their values."""
        return redrawn(self, scene, replace(p, near=p.near * 1.5, other=p.other * 1.5))

    @defect(visibility=3)
    def stray_chevron(self, p: Intercepts, scene: FigureScene, draw: Random) -> FigureScene:
        """A mark of parallels stands in the open, not on the line that it belongs to."""
        at = self.places(p)
        step = (at["B"] - at["D"]) * 0.4
        return shifted_mark(scene, "chevron:DE", step)


ARMS = {"bend": ("CA", "CB"), "outside": ("CA", "CB"), "triangle": ("CA", "CB"), "transversal": ("MC",)}
"""Layout to the lines that join the parallels."""


def _lines(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(draw.sample("aghkmnpqrs", 2))


@dataclass(frozen=True, kw_only=True)
class Parallels(Lettered):
    """Two parallels m through A and n through B, and what joins them."""

    alpha: float = number("∠A", "°", range(26, 74), meaning="angle at A")
    beta: float = number("∠B", "°", range(26, 74), meaning="angle at B")
    lines: tuple[str, ...] = drawn(_lines, words="two small letters")
    layout: str = one_of(
        *("bend", "transversal", "triangle", "outside", "outside", "outside"),
        level_1=("transversal", "transversal", "triangle"),
        level_3=("bend", "triangle", "outside", "outside", "outside", "outside"),
    )
    case: str = one_of("alternate", "corresponding", "same_side")
    """How the angles at a transversal lie to each other."""

    @property
    def symbols(self) -> Mapping[str, str]:
        """Where the angles are."""
        return {"outside": {"alpha": "∠B", "beta": "∠A"}, "triangle": {"beta": "∠C"}}.get(self.layout, {})

    @property
    def used(self) -> tuple[str, ...]:
        """A transversal has one angle."""
        return ("alpha",) if self.layout == "transversal" else ("alpha", "beta")

    def valid(self) -> bool:
        """Angles that differ; outside of the strip the one at the farther line is the smaller one by far."""
        gap = self.alpha - self.beta
        return 18 <= gap <= 40 if self.layout == "outside" else abs(gap) >= 4


def angle_at_parallels(alpha: float, beta: float, layout: str, case: str) -> float:
    """What is asked for, degrees.

    A parallel through the apex splits a bend into two alternate angles: their sum between the lines, their difference outside;
    in a triangle between the lines the angles at one parallel add up to 180°.
    """
    if layout == "bend":
        return alpha + beta
    if layout == "outside":
        return alpha - beta
    if layout == "triangle":
        return 180 - alpha - beta
    return 180 - alpha if case == "same_side" else alpha


@family("Math - Plane Geometric")
class BendBetweenParallels(Family[Parallels]):
    """Angles at two parallels: at a bend between or outside them, in a triangle, at a transversal."""

    def solve(self, p: Parallels) -> Solution:
        """By alternate and corresponding angles."""
        value = angle_at_parallels(p.alpha, p.beta, p.layout, p.case)
        kind = p.case if p.layout == "transversal" else p.layout
        corners = {"outside": "BA", "triangle": "AC"}.get(p.layout, "AB")
        known = {"alpha_at": p.named(corners[0]), "beta_at": p.named(corners[1])}
        values = {**p.by_name, **known, "kind": kind, "m": p.lines[0], "n": p.lines[1]}
        hidden = (f"{p.sign} = {value:g}°",) if value in (p.alpha, p.beta) else None
        return Solution(answer=number_answer(value, "°"), symbol=p.sign, values=values, hidden=hidden)

    def places(self, p: Parallels) -> dict[str, np.ndarray]:
        """A on m, B on n, the apex C, and the ends of both lines: D, E of m, F, O of n."""
        high, low = 1.6, -1.6
        slope = {name: 1 / math.tan(math.radians(value)) for name, value in (("A", p.alpha), ("B", p.beta))}
        if p.layout == "bend":
            points = {"A": (high * slope["A"], high), "B": (-low * slope["B"], low), "C": (0.0, 0.0)}
        elif p.layout == "outside":
            # The apex lies below both lines: n is the lower one.
            high, low, foot = 1.3, -0.6, -2.6
            points = {
                "A": ((high - foot) / math.tan(math.radians(p.beta)), high),
                "B": ((low - foot) / math.tan(math.radians(p.alpha)), low),
                "C": (0.0, foot),
            }
        elif p.layout == "triangle":
            points = {
                "C": (0.0, high),
                "A": ((low - high) * slope["A"], low),
                "B": ((high - low) * slope["B"], low),
            }
        else:
            points = {"A": (high * slope["A"], high), "B": (low * slope["A"], low)}
        xs = [x for x, _ in points.values()]
        left, right = min(xs) - 1.4, max(xs) + 1.4
        upper, lower = (high, low)
        ends = {"D": (left, upper), "E": (right, upper), "F": (left, lower), "O": (right, lower)}
        if p.layout == "transversal":
            ends |= {"M": (high * slope["A"] * 1.7, high * 1.7), "C": (low * slope["A"] * 1.7, low * 1.7)}
        return p.placed({**points, **ends}, size=0)

    def draw(self, p: Parallels, sketch: Sketch) -> None:
        """The lines, the arms, the angles."""
        at = self.places(p)
        for tag, name, one, two in (("m", p.lines[0], "D", "E"), ("n", p.lines[1], "F", "O")):
            sketch.line(f"line:{tag}", at[one], at[two], color=BLUE)
            sketch.text(f"label:{tag}", f"${name}$", at[two], of=f"line:{tag}", toward=at[two] - at[one], size=13)
            chevron(sketch, f"line:{tag}", at[one], at[two], 0.2, 0.94)
        arms = ARMS[p.layout]
        for arm in arms:
            sketch.line(f"arm:{arm}", at[arm[0]], at[arm[1]], z=3)
        self._draw_letters(p, sketch, at)
        self._draw_angles(p, sketch, at)
        sketch.claim("parallel", "line:m", "line:n")
        sketch.claim("count", "arm", value=len(arms))
        sketch.claim("count", "chevron", value=2)
        if p.layout != "transversal":
            value = angle_at_parallels(p.alpha, p.beta, p.layout, p.case)
            sketch.claim("angle", "arm:CA", "arm:CB", value=value)
            sketch.claim("connected", "arm:CA", "arm:CB")
            sketch.claim("connected", "arm:CA", "line:n" if p.layout == "triangle" else "line:m")
        sketch.claim("angle", "line:m", f"arm:{arms[0]}", value=p.beta if p.layout == "outside" else p.alpha)
        sketch.entity("parallel lines", "line:m", "line:n")
        sketch.entity("arms", *(f"arm:{arm}" for arm in arms))

    def _draw_letters(self, p: Parallels, sketch: Sketch, at: Mapping[str, np.ndarray]) -> None:
        """Of points on the lines and of the apex."""
        on_line = {"A": ("D", "E"), "B": ("F", "O")}
        if p.layout == "triangle":
            on_line = {"A": ("F", "O"), "B": ("F", "O"), "C": ("D", "E")}
        for name in "ABC" if p.layout != "transversal" else "ABCM":
            ends = [at[end] for end in on_line.get(name, ())]
            if p.layout == "transversal":
                ends += [at[end] for end in "MC" if end != name]
            else:
                ends += [at["A"], at["B"]] if name == "C" else [at["C"]]
            if p.layout == "outside" and name == "B":
                ends += [at["A"]]
            line = "arm:MC" if p.layout == "transversal" else "arm:CB" if name == "B" else "arm:CA"
            letter(sketch, name, p.named(name), at[name], ends, line)

    def _draw_angles(self, p: Parallels, sketch: Sketch, at: Mapping[str, np.ndarray]) -> None:
        """Of known size black, the unknown one red."""
        words = f"{p.alpha:g}°", f"{p.beta:g}°", f"${p.sign}$"
        if p.layout == "transversal":
            corner_arc(sketch, "angle:A", at["A"], at["D"], at["B"], words[0], lines=("line:m", "arm:MC"))
            sides = {"alternate": ("O", "A"), "corresponding": ("F", "C"), "same_side": ("F", "A")}[p.case]
            corner_arc(
                sketch, "angle:B", at["B"], at[sides[0]], at[sides[1]], words[2], lines=("line:n", "arm:MC"), color=RED
            )
            return
        if p.layout == "triangle":
            corner_arc(sketch, "angle:A", at["A"], at["B"], at["C"], words[0], lines=("line:n", "arm:CA"))
            corner_arc(sketch, "angle:B", at["C"], at["E"], at["B"], words[1], lines=("line:m", "arm:CB"))
        elif p.layout == "outside":
            corner_arc(sketch, "angle:A", at["B"], at["F"], at["C"], words[0], lines=("line:n", "arm:CB"))
            corner_arc(sketch, "angle:B", at["A"], at["D"], at["C"], words[1], lines=("line:m", "arm:CA"))
        else:
            corner_arc(sketch, "angle:A", at["A"], at["D"], at["C"], words[0], lines=("line:m", "arm:CA"))
            corner_arc(sketch, "angle:B", at["B"], at["F"], at["C"], words[1], lines=("line:n", "arm:CB"))
        corner_arc(
            sketch, "angle:C", at["C"], at["A"], at["B"], words[2], lines=("arm:CA", "arm:CB"), color=RED, radius=0.9
        )

    def questions(self, p: Parallels) -> Iterator[Question]:
        """The angles, at which point which of them stands, points on a line, the outermost point."""
        at = self.places(p)
        names = "ABCM" if p.layout == "transversal" else "ABC"
        corner, upper = ("B", "A") if p.layout == "transversal" else ("C", "C" if p.layout == "triangle" else "A")
        letters = [p.named(name) for name in names]
        yield ask_value("alpha", p.quantity("alpha"), p.quantity("beta"))
        yield ask_word("corner", p.named(corner), [*letters, "nowhere"])
        if p.layout != "transversal":
            where = {"triangle": "A", "outside": "B", "bend": "A"}[p.layout]
            yield ask_value("beta", p.quantity("beta"), p.quantity("alpha"))
            yield ask_word("where", p.named(where), [*letters, "nowhere"])
        yield ask_word("on_line", p.named(upper), [*letters, "nowhere"])
        yield p.ask_extreme({name: at[name] for name in names}, ["alike"])

    @defect(visibility=2)
    def lines_meet(self, p: Parallels, scene: FigureScene, draw: Random) -> FigureScene:
        """The two lines that are marked as parallel run towards each other."""
        at = self.places(p)
        return pull(scene, at["D"], at["D"] + 0.3 * (at["F"] - at["D"]))

    @defect(visibility=1)
    def false_angle(self, p: Parallels, scene: FigureScene, draw: Random) -> FigureScene:
        """An angle at one of the parallels is not drawn as large as its value says."""
        return redrawn(self, scene, replace(p, alpha=p.alpha + (14 if p.alpha < 52 else -14)))

    @defect(visibility=2)
    def stray_arc(self, p: Parallels, scene: FigureScene, draw: Random) -> FigureScene:
        """The arc of an angle stands away from the corner where the two lines meet."""
        at = self.places(p)
        return shifted_mark(scene, "angle:A", 0.4 * (at["E"] - at["D"]) / 2)
