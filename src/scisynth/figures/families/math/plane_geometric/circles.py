"""Circles: inscribed and central angles, cyclic quadrilaterals, tangent and chord."""

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
from scisynth.figures.parts.palette import BLUE, RED
from scisynth.figures.parts.places import polar
from scisynth.figures.parts.points import ROOM, corner_arc, lettered_dot, pull
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer

RADIUS = 3.0
"""Of the circles, in units of the scene."""


CHORDS = {
    "central": ("OA", "OB", "CA", "CB"),
    "reverse": ("OA", "OB", "CA", "CB"),
    "cyclic": ("AC", "CB", "BD", "DA"),
    "diameter": ("AB", "AC", "CB"),
    "tangent": ("OA", "OB", "AB", "AE"),
}
"""Layout to the lines in and at the circle."""
ANGLES_AT = {
    "central": ("OAB", "CAB"),
    "reverse": ("CAB", "OAB"),
    "cyclic": ("CAB", "DAB"),
    "diameter": ("ABC", "BAC"),
    "tangent": ("OAB", "AEB"),
}
"""Layout to the given angle and the one asked for, each the corner and an end of both sides."""


@dataclass(frozen=True, kw_only=True)
class Inscribed(Lettered):
    """Points on a circle; the arc AB is what angles stand on."""

    half: float = number("α", "°", range(27, 80), meaning="inscribed angle over the arc")
    off: int = one_of(-30, -24, -18, 18, 24, 30)
    """By how much C lies off the middle of its arc, degrees."""
    low: int = one_of(-12, 0, 15)
    layout: str = one_of(
        *("central", "reverse", "cyclic", "cyclic", "diameter", "tangent"),
        level_1=("central", "diameter"),
        level_3=("cyclic", "cyclic", "tangent", "reverse"),
    )

    @property
    def given_angle(self) -> float:
        """Of the angle whose size is printed, degrees."""
        return 2 * self.half if self.layout in ("central", "tangent") else self.half

    def quantity(self, name: str) -> Quantity:
        """The angle as it is printed."""
        found = super().quantity(name)
        if name != "half":
            return found
        corner, one, two = tuple(ANGLES_AT[self.layout][0])
        return replace(found, value=self.given_angle, symbol=f"∠{self.named(one + corner + two)}")

    def valid(self) -> bool:
        """No angle near 45° that leaves two alike; a quadrilateral without a very short side."""
        return (
            abs(self.half - 45) > 4
            and (self.layout != "cyclic" or self.half > 45)
            and (self.layout != "tangent" or self.half < 64)
        )


def angle_at_circle(given: float, layout: str) -> float:
    """What is asked for, degrees.

    An inscribed angle is half of the central angle over its arc (Euclid III.20), opposite angles of a cyclic quadrilateral add up
    to 180° (III.22), an angle in a semicircle is right (III.31), and one between tangent and chord is that over the arc (III.32).
    """
    return {
        "central": given / 2,
        "reverse": 2 * given,
        "cyclic": 180 - given,
        "diameter": 90 - given,
        "tangent": given / 2,
    }[layout]


def _radius_beside_circle(angle_deg: float) -> float:
    """Of the arc between tangent and chord: the circle cuts its bisector, and must not cut the text there; 0 where it does not."""
    circle = 2 * RADIUS * math.sin(math.radians(angle_deg) / 2)
    text = min(max(ROOM / math.radians(angle_deg), 0.7), 1.9) + 0.35
    return circle + 0.2 if abs(text - circle) < 0.5 else 0.0


@family("Math - Plane Geometric")
class InscribedAngle(Family[Inscribed]):
    """Angles at a circle: inscribed and central, in a cyclic quadrilateral, in a semicircle, between tangent and chord."""

    def solve(self, p: Inscribed) -> Solution:
        """By the theorem of the layout."""
        value = angle_at_circle(p.given_angle, p.layout)
        given_at, asked_at = ANGLES_AT[p.layout]
        words = {
            "given_angle": p.named(given_at[1] + given_at[0] + given_at[2]),
            "asked_angle": p.named(asked_at[1] + asked_at[0] + asked_at[2]),
            "given_at": p.named(given_at[0]),
        }
        return Solution(answer=number_answer(value, "°"), symbol=p.sign, values={**p.by_name, **words})

    def places(self, p: Inscribed) -> dict[str, np.ndarray]:
        """Of the points, around the center O at the origin."""
        start = 270 + p.low
        if p.layout == "diameter":
            # AB is a diameter, and the angle at A is half of the arc BC.
            angles = {"A": start - 90, "B": start + 90, "C": start + 90 + 2 * p.half}
        else:
            angles = {"A": start - p.half, "B": start + p.half, "C": start + 180 + p.off, "D": start + p.off / 2}
        names = {name for line in CHORDS[p.layout] for name in line}
        points = {name: polar(angle, RADIUS) for name, angle in angles.items() if name in names}
        points["O"] = np.zeros(2)
        if p.layout == "tangent":
            points["E"] = points["A"] + polar(angles["A"] + 90, 0.9 * RADIUS)
        return p.placed(points, size=0)

    def draw(self, p: Inscribed, sketch: Sketch) -> None:
        """Circle, lines, points and both angles."""
        at = self.places(p)
        sketch.circle("circle:O", at["O"], RADIUS, color=BLUE)
        for line in CHORDS[p.layout]:
            sketch.line(f"chord:{line}", at[line[0]], at[line[1]], z=3)
        if p.layout == "tangent":
            back = at["A"] - 0.6 * (at["E"] - at["A"])
            sketch.line("chord:AF", at["A"], back, z=3)
            sketch.claim("tangent", "chord:AE", "circle:O")
            sketch.claim("perpendicular", "chord:AE", "chord:OA")
        for name, place in at.items():
            ends = [at[line.replace(name, "")] for line in CHORDS[p.layout] if name in line]
            if name == "O":
                lettered_dot(sketch, name, p.named(name), place, ends or [at["A"], at["B"]])
                continue
            if name != "E":
                # A chord at the circle leaves the outside free.
                sketch.dot(f"point:{name}", place, 0.05)
                sketch.claim("on", f"point:{name}", "circle:O")
            toward = place - at["O"]
            sketch.text(
                f"vertex:{name}", f"${p.named(name)}$", place, of="chord:AE" if name == "E" else f"point:{name}",
                toward=toward, size=13, gap_pt=7,
            )  # fmt: skip
        self._draw_angles(p, sketch, at)
        sketch.claim("distance_ratio", "point:O", "point:A", "point:O", "point:B", value=1)
        sketch.claim("distance_ratio", "point:O", "point:C" if "C" in at else "point:A", "point:O", "point:B", value=1)
        sketch.entity("circle", "circle:O")
        sketch.entity("lines", *(f"chord:{line}" for line in CHORDS[p.layout]))

    def _draw_angles(self, p: Inscribed, sketch: Sketch, at: Mapping[str, np.ndarray]) -> None:
        lines = {frozenset(line): f"chord:{line}" for line in CHORDS[p.layout]}
        given_at, asked_at = ANGLES_AT[p.layout]
        value = angle_at_circle(p.given_angle, p.layout)
        for tag, corners, words, size in (
            ("given", given_at, f"{p.given_angle:g}°", p.given_angle),
            ("asked", asked_at, f"${p.sign}$", value),
        ):
            corner, one, two = tuple(corners)
            sides = [lines[frozenset((corner, end))] for end in (one, two)]
            between = [at["O"]] if corner == "A" and p.layout == "tangent" else []
            color = RED if tag == "asked" else "#1a1a1a"
            corner_arc(
                sketch, f"angle:{tag}", at[corner], at[one], at[two], words, lines=sides, between=between, color=color,
                radius=_radius_beside_circle(size) if p.layout == "tangent" and tag == "asked" else 0,
            )  # fmt: skip
            sketch.claim("angle", *sides, value=size)
        if p.layout == "diameter":
            sketch.claim("perpendicular", "chord:AC", "chord:CB")
            sketch.claim("on", "point:O", "chord:AB")

    def questions(self, p: Inscribed) -> Iterator[Question]:
        """The angle, where which angle stands, the center, which points are joined, the outermost point."""
        at = self.places(p)
        names = list(at)
        given_at, asked_at = (p.named(corners[0]) for corners in ANGLES_AT[p.layout])
        letters = [p.named(name) for name in names]
        yield ask_value("given", p.quantity("half"))
        yield ask_word("corner", asked_at, [*letters, "nowhere"])
        yield ask_word("known", given_at, [*letters, "nowhere"])
        yield ask_word("center", p.named("O"), letters)
        yield p.ask_extreme(at)

    @defect(visibility=2)
    def point_off_circle(self, p: Inscribed, scene: FigureScene, draw: Random) -> FigureScene:
        """A point that should lie on the circle is drawn inside it, where the theorem does not hold."""
        at = self.places(p)
        name = "B" if p.layout in ("tangent", "diameter") else "C"
        return pull(scene, at[name], 0.74 * at[name])

    @defect(visibility=1)
    def center_off(self, p: Inscribed, scene: FigureScene, draw: Random) -> FigureScene:
        """The point that is named as the center does not lie in the middle of the circle."""
        at = self.places(p)
        return pull(scene, at["O"], at["O"] + polar(draw.choice((40, 140, 220, 320)), 0.24 * RADIUS))

    @defect(visibility=1)
    def false_angle(self, p: Inscribed, scene: FigureScene, draw: Random) -> FigureScene:
        """The angle with a value is not drawn as large as the value says."""
        return redrawn(self, scene, replace(p, half=p.half + (13 if p.half < 53 else -13)))
