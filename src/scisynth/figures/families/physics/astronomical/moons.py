"""Phases of the Moon: its lit half always faces the Sun, and the Earth sees a part of it that follows from its place."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, number, one_of
from scisynth.figures.families.questions import Question, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import GREEN, GREY, ORANGE
from scisynth.figures.parts.physics import count_roles
from scisynth.figures.parts.places import polar
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer

PHASES = (
    "new moon", "waxing crescent", "first quarter", "waxing gibbous", "full moon", "waning gibbous", "last quarter", "waning crescent",
)  # fmt: skip
"""Every 45° along its orbit, from between Earth and Sun, in the order in which they follow each other."""
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ"
LIT, DARK = "#fffbe6", "#555555"


@dataclass(frozen=True, kw_only=True)
class Phases(Parameters):
    """Places of the Moon on its orbit, seen from above one of the Earth's poles."""

    first: int = one_of(*range(len(ALPHABET)))
    asked: int = one_of(*range(1, 8))
    sun: int = one_of(0, 90, 180, 270)
    pole: str = one_of("north", "south", level_1=("north",))
    month: float = number("T", "d", (29.4, 29.5, 29.6), meaning="from new moon to new moon", given=False)
    days: float = number(
        "t", "d", tuple(round(1.5 + 0.5 * step, 1) for step in range(53)), meaning="since new moon", given=False
    )
    layout: str = one_of("phase", "place", "age", level_1=("phase", "place"))
    shuffle: int = one_of(*range(60))

    @property
    def letters(self) -> list[str]:
        """Of the eight places, from the one between Earth and Sun on, in the sense of the motion; in random order."""
        chosen = [ALPHABET[(self.first + step) % len(ALPHABET)] for step in range(8)]
        Random(self.shuffle).shuffle(chosen)
        return chosen

    @property
    def way(self) -> int:
        """1 where the Moon runs anticlockwise, as from above the north pole; -1 from above the south pole."""
        return 1 if self.pole == "north" else -1

    def angle(self, index: float) -> float:
        """Direction of a place from the Earth, degrees."""
        return self.sun + self.way * 45 * index

    @property
    def moved(self) -> float:
        """Angle that the Moon has run since new moon, degrees."""
        return angle_run(self.days, self.month)

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """The month and the time, or the number of places."""
        if self.layout == "age":
            return (self.quantity("month"), self.quantity("days"))
        return (Quantity(symbol="n", value=8, meaning="places of the Moon"),)

    def valid(self) -> bool:
        """Within one month."""
        return self.layout != "age" or self.days < self.month


def angle_run(days: float, month: float) -> float:
    """Degrees from new moon on."""
    return 360 * days / month


@family("Physics - Astronomical")
class MoonPhases(Family[Phases]):
    """Which phase is seen at a place of the Moon, at which place one is seen, or what angle the Moon has run."""

    def solve(self, p: Phases) -> Solution:
        """By the place along the orbit from between Earth and Sun on."""
        letter, phase = p.letters[p.asked], PHASES[p.asked]
        values = {
            "letter": letter, "phase": phase, "new": p.letters[0], "degrees": str(45 * p.asked), "place": p.layout,
            "second": p.letters[2], "order": ", ".join(p.letters), "side": {0: "right", 90: "top", 180: "left", 270: "bottom"}[p.sun],
        }  # fmt: skip
        if p.layout == "age":
            return Solution(answer=number_answer(p.moved, "°"), symbol="θ", values=values)
        if p.layout == "place":
            return Solution(answer=Answer(text=letter), values=values, hidden=(f"{phase}: {letter}",))
        return Solution(answer=Answer(text=phase), values=values, hidden=(phase,))

    def draw(self, p: Phases, sketch: Sketch) -> None:
        """The Earth in the middle; eight Moons, or the one of a day with the angle from new moon."""
        away, radius = 3.2, 0.42
        sketch.circle("orbit:moon", (0, 0), away, dash="dashed", color=GREY, width=1.0, z=1)
        sketch.circle("earth:E", (0, 0), 0.62, fill="#7fb2d9", z=3)
        sketch.text("label:E", "Earth", (0, 0), of="earth:E", size=11)
        sketch.claim("inside", "label:E", "earth:E")
        spots = [(letter, p.angle(index)) for index, letter in enumerate(p.letters)]
        if p.layout == "age":
            spots = [(p.letters[0], p.angle(0)), (p.letters[1], p.angle(p.moved / 45))]
        for letter, turn in spots:
            self._draw_moon(p, sketch, letter, turn, (away, radius))
        side = polar(p.sun)
        across = polar(p.sun + 90)
        for index, shift in enumerate((-1.6, -0.8, 0.0, 0.8, 1.6)):
            start = side * (away + 3.0) + across * shift
            sketch.arrow(f"light:{index}", start, start - side * 1.4, color=ORANGE, width=1.6)
            if index:
                sketch.claim("parallel", "light:0", f"light:{index}")
        sketch.text(
            "label:sun",
            "sunlight",
            side * (away + 2.3)
            + across * (2.0 if p.sun == 0 else -2.0 if p.sun == 180 else 2.8 if p.sun == 270 else -2.8),
            color=ORANGE,
        )
        arc = [polar(p.sun + 20 + p.way * angle, 1.5) for angle in np.linspace(0, 60, 15)]
        sketch.line("sense:orbit", *arc, arrow="end", color=GREEN, width=1.5)
        sketch.claim("head", "sense:orbit", value="end")
        chord = arc[-1] - arc[0]
        sketch.claim(
            "direction", "sense:orbit", value=float(np.degrees(np.arctan2(chord[1], chord[0])) % 360), tolerance=25
        )
        sketch.text(
            "note:pole", f"seen from above the {p.pole} pole", (0, -5.2 if p.sun != 270 else 4.6), size=11, color=GREY
        )
        if p.layout == "age":
            rows = (
                f"month: {p.label('month')},  new moon at ${p.letters[0]}$,  {p.text('days')} later at ${p.letters[1]}$"
            )
            sketch.text("note:age", rows, (0, -5.8 if p.sun != 270 else 5.2), size=11)
        count_roles(sketch, "moon", "lit", "light")
        sketch.entity("Moon", *(f"moon:{letter}" for letter, _ in spots))
        sketch.entity("Earth", "earth:E")

    @staticmethod
    def _draw_moon(p: Phases, sketch: Sketch, letter: str, turn: float, sizes: tuple[float, float]) -> None:
        away, radius = sizes
        place = polar(turn, away)
        sketch.circle(f"moon:{letter}", place, radius, fill=DARK, z=4)
        rim = [place + polar(angle + p.sun, radius) for angle in np.linspace(-90, 90, 25)]
        sketch.area(f"lit:{letter}", *rim, fill=LIT, width=1.0, z=5)
        sketch.text(
            f"name:{letter}",
            f"${letter}$",
            place + polar(turn, radius),
            of=f"moon:{letter}",
            toward=polar(turn),
            gap_pt=5,
            size=13,
        )
        sketch.claim("on", f"moon:{letter}", "orbit:moon")
        order = (f"moon:{letter}", f"lit:{letter}") if p.sun in (0, 90) else (f"lit:{letter}", f"moon:{letter}")
        sketch.claim("order", *order, value="left_to_right" if p.sun in (0, 180) else "bottom_to_top")
        sketch.claim("connected", f"lit:{letter}", f"moon:{letter}")

    def questions(self, p: Phases) -> Iterator[Question]:
        """Sides, places and sense."""
        letters = p.letters
        yield ask_word(
            "side", {0: "right", 90: "top", 180: "left", 270: "bottom"}[p.sun], ["right", "top", "left", "bottom"]
        )
        yield ask_word(
            "sense", "anticlockwise" if p.way > 0 else "clockwise", ["clockwise", "anticlockwise", "rest", "straight"]
        )
        yield ask_word("new", letters[0], letters[1:])
        if p.layout != "age":
            yield ask_word("full", letters[4], [*letters[:4], *letters[5:]])
            yield ask_word(
                "next",
                letters[(p.shuffle + 1) % 8],
                [letters[(p.shuffle + step) % 8] for step in (7, 3, 4)],
                start=letters[p.shuffle % 8],
            )
        else:
            yield ask_word("waxes", "waxing" if p.moved < 180 else "waning", ["waxing", "waning", "full", "none"])
            yield ask_value("days", p.quantity("days"), p.quantity("month"))

    @defect(visibility=2)
    def lit_away_from_sun(self, p: Phases, scene: FigureScene, draw: Random) -> FigureScene:
        """One Moon is lit on the side away from the Sun."""
        letter = p.letters[0] if p.layout == "age" else draw.choice(p.letters)
        lit, (cx, cy) = scene.path(f"lit:{letter}"), scene.round(f"moon:{letter}").center
        return change(scene, replace(lit, points=tuple((2 * cx - x, 2 * cy - y) for x, y in lit.points)))

    @defect(visibility=2)
    def moon_off_orbit(self, p: Phases, scene: FigureScene, draw: Random) -> FigureScene:
        """One Moon is not on its orbit."""
        moon = scene.round(f"moon:{p.letters[0]}")
        return change(scene, replace(moon, center=(0.72 * moon.center[0], 0.72 * moon.center[1])))

    @defect(visibility=1)
    def backward_moon(self, p: Phases, scene: FigureScene, draw: Random) -> FigureScene:
        """The arrow lets the Moon run the wrong way round, as seen from this pole."""
        line = scene.path("sense:orbit")
        return change(scene, replace(line, points=line.points[::-1]))
