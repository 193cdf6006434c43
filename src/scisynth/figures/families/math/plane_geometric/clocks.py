"""The hands of a clock: the angle between them, the angle through which they turn, and the distance of their tips."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, number, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.math import side_text
from scisynth.figures.parts.palette import BLUE, GREY, INK, PALE_BLUE, PAPER, RED
from scisynth.figures.parts.places import polar
from scisynth.figures.scene.marks import Label, Path
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
RADIUS = 3.0
HOUR, MINUTE = 0.42, 0.66
"""Lengths of the hands, in radii of the dial."""
FIVES = tuple(range(10, 55, 5))


def hand_angles(hour: int, minute: int) -> tuple[float, float]:
    """Degrees clockwise from XII of the hour hand, which moves 30° in an hour, and of the minute hand, with 6° in a minute."""
    return 30.0 * (hour % 12) + minute / 2, 6.0 * minute


def angle_between(hour: int, minute: int) -> float:
    """The smaller of the two angles between the hands, in degrees."""
    one, two = hand_angles(hour, minute)
    turn = abs(one - two)
    return min(turn, 360 - turn)


@dataclass(frozen=True, kw_only=True)
class Clock(Parameters):
    """One time, or two, on a dial."""

    layout: str = one_of("one dial", "two dials", "tips")
    hour: int = one_of(*range(1, 13))
    minute: int = one_of(*range(6, 56), level_1=FIVES)
    later: int = one_of(*range(20, 300), level_1=tuple(range(15, 180, 5)), level_3=tuple(range(60, 600)))
    hand: str = one_of("hour", "minute")
    long: float = number("a", "cm", (8, 9, 10, 12, 14, 15, 16, 18, 20), meaning="length of the minute hand")
    short: float = number("b", "cm", (5, 6, 7, 7.5, 8, 9, 10, 12), meaning="length of the hour hand")
    numerals: str = one_of("digits", "roman", "quarters")
    is_round: bool = one_of(True, False)

    def valid(self) -> bool:
        """The hands lie apart, and the hour hand is the shorter one; the second time can be read, too."""
        if self.layout == "two dials":
            hour, minute = self.end
            if not 12 < angle_between(hour, minute) < 176 or (self.hand == "minute" and self.later > 180):
                return False
        return 12 < angle_between(self.hour, self.minute) < 176 and 0.5 <= self.short / self.long <= 0.8

    @property
    def end(self) -> tuple[int, int]:
        """The second time."""
        total = self.hour * 60 + self.minute + self.later
        return (total // 60 - 1) % 12 + 1, total % 60

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """The minutes, and the lengths of the hands where they matter."""
        if self.layout == "tips":
            return self.quantity("long"), self.quantity("short")
        return (Quantity(symbol="m", value=self.minute, unit="min", meaning="minutes past the hour"),)


def clock_time(hour: int, minute: int) -> str:
    """`3:05`."""
    return f"{hour}:{minute:02d}"


@family("Math - Plane Geometric")
class ClockHands(Family[Clock]):
    """A clock at a time, at two times one after the other, or with hands of known lengths."""

    def solve(self, p: Clock) -> Solution:
        """By the turns of both hands; for the tips by the law of cosines."""
        one, two = hand_angles(p.hour, p.minute)
        between = angle_between(p.hour, p.minute)
        first, second = clock_time(p.hour, p.minute), clock_time(*p.end)
        if p.layout == "tips":
            gap = math.sqrt(p.long**2 + p.short**2 - 2 * p.long * p.short * math.cos(math.radians(between)))
            answer, formula = number_answer(gap, "cm"), f"d = √(a² + b² − 2 a b cos {format_number(between, 4)}°)"
        elif p.layout == "two dials":
            rate, words = (0.5, "0.5°") if p.hand == "hour" else (6.0, "6°")
            answer, formula = number_answer(rate * p.later, "°", digits=4), f"θ = {p.later} · {words}"
        else:
            answer = number_answer(between, "°", digits=4, tolerance=0.005)
            wide = abs(one - two)
            turn = f"|{format_number(one, 4)}° − {format_number(two, 4)}°|"
            formula = f"θ = 360° − {turn}" if wide > 180 else f"θ = {turn}"
        return Solution(
            answer=answer,
            symbol="d" if p.layout == "tips" else "θ",
            values={
                "first": first, "second": second, "formula": formula, "hour_turn": format_number(one, 4),
                "minute_turn": format_number(two, 4), "passed": p.later,
            },
        )  # fmt: skip

    def draw(self, p: Clock, sketch: Sketch) -> None:
        """Sixty strokes, twelve of them longer; two clocks stand side by side."""
        tag = "1" if p.layout == "two dials" else ""
        self._dial(p, sketch, tag, 0.0, (p.hour, p.minute))
        if tag:
            self._dial(p, sketch, "2", 2.6 * RADIUS, p.end)
            for name, x in (("1", 0.0), ("2", 2.6 * RADIUS)):
                words = {"1": "first", "2": "later"}[name]
                sketch.text(f"title:{name}", words, (x, -1.1 * RADIUS), toward=(0, -1), gap_pt=4, size=12)
            sketch.claim("order", "title:1", "title:2", value="left_to_right")
        if p.layout == "tips":
            tips = [polar(90 - angle, RADIUS * share) for angle, share in zip(hand_angles(p.hour, p.minute), self._shares(p), strict=True)]  # fmt: skip
            sketch.line("line:tips", *tips, dash="dashed", color=GREY, width=1.4)
            sketch.claim("connected", "line:tips", "hand:hour")
            sketch.claim("connected", "line:tips", "hand:minute")
            side_text(sketch, "line:tips", tips[0], tips[1], "$d$", (0, 0), size=13)
            sketch.text("label:a", f"minute hand {p.label('long')}", (0, -1.12 * RADIUS), toward=(0, -1), gap_pt=4, size=12, color=BLUE)  # fmt: skip
            sketch.text("label:b", f"hour hand {p.label('short')}", (0, -1.12 * RADIUS), toward=(0, -1), gap_pt=22, size=12, color=RED)  # fmt: skip
        sketch.entity("hands", *(mark.id for mark in sketch.marks if mark.id.startswith("hand:")))

    def _shares(self, p: Clock) -> tuple[float, float]:
        """Lengths of the hour and the minute hand in radii, to scale where they are given."""
        return (MINUTE * p.short / p.long if p.layout == "tips" else HOUR), MINUTE

    def _dial(self, p: Clock, sketch: Sketch, tag: str, x: float, time: tuple[int, int]) -> None:
        middle = (x, 0.0)
        fill = PALE_BLUE if p.numerals == "roman" else PAPER
        if p.is_round:
            sketch.circle(f"dial:{tag}", middle, RADIUS, fill=fill, width=2.2, z=0)
        else:
            side = 1.05 * RADIUS
            sketch.rectangle(f"dial:{tag}", x - side, -side, x + side, side, fill=fill, width=2.2, z=0)
        for k in range(60):
            inner = 0.9 if k % 5 == 0 else 0.95
            ends = [polar(90 - 6 * k, RADIUS * share, middle) for share in (inner, 0.985)]
            sketch.line(f"stroke:{tag}{k}", *ends, width=1.8 if k % 5 == 0 else 0.7, z=1)
        for k in range(1, 13):
            if p.numerals == "quarters" and k % 3:
                continue
            words = ROMAN[k - 1] if p.numerals == "roman" else str(k)
            sketch.text(f"numeral:{tag}{k}", words, polar(90 - 30 * k, 0.79 * RADIUS, middle), size=10 if tag else 13)
            sketch.claim("order", f"hub:{tag}", f"numeral:{tag}{k}", value=(90 - 30 * k) % 360)
            sketch.claim("near", f"numeral:{tag}{k}", f"stroke:{tag}{5 * (k % 12)}")
        shares = self._shares(p)
        angles = hand_angles(*time)
        for name, share, width, color in (("hour", shares[0], 4.2, RED), ("minute", shares[1], 2.2, BLUE)):
            angle = angles[name == "minute"]
            tip = polar(90 - angle, RADIUS * share, middle)
            sketch.arrow(f"hand:{name}{tag}", middle, tip, width=width, color=color, z=4)
        sketch.dot(f"hub:{tag}", middle, 0.12, color=INK, z=6)
        sketch.claim("ratio", f"hand:hour{tag}", f"hand:minute{tag}", value=shares[0] / shares[1])
        if not tag:
            sketch.claim("count", "stroke", value=60)
            sketch.claim("count", "numeral", value=4 if p.numerals == "quarters" else 12)

    def questions(self, p: Clock) -> Iterator[Question]:
        """The time, and where the hands stand."""
        first = clock_time(p.hour, p.minute)
        which = "first" if p.layout == "two dials" else "only"
        slots: dict[str, Any] = {"which_clock": which, "of_clock": which}
        swapped = clock_time((p.minute // 5 - 1) % 12 + 1, (5 * (p.hour % 12) + p.minute // 12) % 60)
        near = [clock_time(p.hour % 12 + 1, p.minute), clock_time((p.hour - 2) % 12 + 1, p.minute)]
        yield ask_word("time", first, [*near, swapped, clock_time(p.hour, (p.minute + 5) % 60)], **slots)
        yield ask_count(
            "minutes", p.minute, likely=[p.minute + 5, p.minute - 5, p.minute + 1, p.minute - 1], high=59, **slots
        )
        pairs = [f"{(p.hour + k - 1) % 12 + 1}–{(p.hour + k) % 12 + 1}" for k in range(12)]
        yield ask_word("between", pairs[0], [pairs[1], pairs[11], pairs[6], pairs[3]], **slots)
        if p.layout == "two dials":
            hour, minute = p.end
            around = [clock_time(hour % 12 + 1, minute), clock_time((hour - 2) % 12 + 1, minute), clock_time(hour, (minute + 5) % 60)]  # fmt: skip
            yield ask_word("later_time", clock_time(hour, minute), around)
        elif p.layout == "tips":
            yield ask_value("long", p.quantity("long"), p.quantity("short"))
            yield ask_value("short", p.quantity("short"), p.quantity("long"))
        else:
            past = p.minute // 5
            marks = [f"{(past + k - 1) % 12 + 1}" for k in range(12)]
            yield ask_word("passed_number", marks[0], [marks[1], marks[11], marks[6], str(p.hour)])

    @defect(visibility=2)
    def stiff_hour_hand(self, p: Clock, scene: FigureScene, draw: Random) -> FigureScene:
        """The hour hand points straight at the next number, though minutes have still to pass."""
        tag = "1" if p.layout == "two dials" else ""
        mark = scene.path(f"hand:hour{tag}")
        hour = p.hour + 1 if p.minute < 30 else p.hour
        tip = polar(90 - 30 * hour, RADIUS * self._shares(p)[0])
        return change(scene, replace(mark, points=(mark.points[0], (float(tip[0]), float(tip[1])))))

    @defect(visibility=2)
    def exchanged_hands(self, p: Clock, scene: FigureScene, draw: Random) -> FigureScene:
        """The hands are exchanged: the long one shows the hour."""
        tag = "1" if p.layout == "two dials" else ""
        hour, minute = scene.mark(f"hand:hour{tag}"), scene.mark(f"hand:minute{tag}")
        assert isinstance(hour, Path) and isinstance(minute, Path)
        return change(scene, replace(hour, points=minute.points), replace(minute, points=hour.points))

    @defect(visibility=1)
    def exchanged_numerals(self, p: Clock, scene: FigureScene, draw: Random) -> FigureScene:
        """Two numbers of the dial have changed places."""
        found = [m for m in scene.marks if isinstance(m, Label) and m.id.startswith("numeral:")]
        half = found[: len(found) // 2] if p.layout == "two dials" else found
        one, two = draw.sample(half, 2)
        return change(scene, replace(one, at=two.at), replace(two, at=one.at))

    @defect(visibility=1)
    def moved_minute_hand(self, p: Clock, scene: FigureScene, draw: Random) -> FigureScene:
        """The minute hand shows three minutes more than the time that is stated."""
        tag = "1" if p.layout == "two dials" else ""
        mark = scene.path(f"hand:minute{tag}")
        tip = polar(90 - 6 * (p.minute + 3), RADIUS * MINUTE)
        return change(scene, replace(mark, points=(mark.points[0], (float(tip[0]), float(tip[1])))))
