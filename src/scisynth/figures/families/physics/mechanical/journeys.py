"""Journeys of several legs: displacement, its direction, mean speed and mean velocity, from arrows, from a grid, or with times.

Displacements add as vectors; the way along the legs is never shorter. Mean velocity is the displacement over the time of all legs.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from random import Random
from typing import Any

import numpy as np

from scisynth.figures.corruptions import change, swap_texts
from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of, several
from scisynth.figures.families.questions import Question, ask_count, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, GREY, RED
from scisynth.figures.parts.places import polar
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

CARDINAL = {0: "east", 90: "north", 180: "west", 270: "south"}
LETTER_WIDTH, LETTER_HEIGHT = 0.17, 0.36
"""Of a letter of 11 points, in units of a scene of `SIZE`, roughly."""
MIN_ROOM = 0.05
"""Between the words of a leg and anything else, in units of the scene."""
SIZE = 6.0
"""Of the longer side of the drawing, in units of the scene."""


def _legs(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[tuple[int, int], ...]:
    """(length, degrees from east) of each leg; on a grid (east, north)."""
    num = draw.choice({1: (2, 3), 2: (2, 3, 4), 3: (3, 4)}[level])
    if values["layout"] == "grid":
        return tuple((draw.randint(-6, 6), draw.randint(-6, 6)) for _ in range(num))
    slanted = set(draw.sample(range(num), 1 if level < 3 else 2))
    ways = []
    for leg in range(num):
        way = draw.choice((0, 90, 180, 270))
        ways.append(
            (draw.randint(4, 20), way + draw.choice((25, 30, 35, 40, 50, 55, 60, 65)) if leg in slanted else way)
        )
    return tuple(ways)


def direction_of(degrees: float) -> str:
    """`north`, or `30° north of east`."""
    way = round(degrees) % 360
    if way in CARDINAL:
        return CARDINAL[way]
    side = "east" if math.cos(math.radians(way)) > 0 else "west"
    up = "north" if way < 180 else "south"
    return f"{slope_of(way):g}° {up} of {side}"


def slope_of(degrees: float) -> float:
    """The acute angle with the line from west to east, °."""
    way = degrees % 180
    return min(way, 180 - way)


@dataclass(frozen=True, kw_only=True)
class Journey(Parameters):
    """Legs, the letters of their ends, the unit and the times."""

    layout: str = one_of("arrows", "grid", "timed", level_1=("arrows", "grid"), level_3=("timed", "timed", "arrows"))
    legs: tuple[tuple[int, int], ...] = drawn(_legs, words="2 to 4 legs of 4 to 20 km")
    letters: tuple[str, ...] = several("ABCDEFGHKLMPQRST", 5)
    minutes: tuple[int, ...] = several((10, 12, 15, 18, 20, 24, 30, 36, 40, 45, 50), 4)
    asked: str = one_of("size", "slope")
    """Of a journey without times; with times, the size is that of the mean velocity, and the slope its mean speed."""

    @property
    def steps(self) -> np.ndarray:
        """East and north of each leg, km, float [legs, 2]."""
        if self.layout == "grid":
            return np.asarray(self.legs, dtype=float)
        return np.asarray([polar(way, length) for length, way in self.legs])

    @property
    def stops(self) -> np.ndarray:
        """From the start on, km, float [legs + 1, 2]."""
        return np.vstack([np.zeros(2), np.cumsum(self.steps, axis=0)])

    @property
    def goal(self) -> str:
        """What is asked for."""
        if self.layout == "timed":
            return "velocity" if self.asked == "size" else "speed"
        return self.asked

    @property
    def times(self) -> tuple[int, ...]:
        """Of the legs, min."""
        return self.minutes[: len(self.legs)]

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Lengths, angles and times; on a grid the coordinates."""
        if self.layout == "grid":
            return tuple(
                Quantity(symbol=f"s_{index}", value=value) for index, leg in enumerate(self.legs, 1) for value in leg
            )
        found = [
            Quantity(symbol=f"s_{index}", value=length, unit="km") for index, (length, _) in enumerate(self.legs, 1)
        ]
        found += [Quantity(symbol=r"\alpha", value=slope_of(way), unit="°") for _, way in self.legs if way % 90]
        return tuple(found) + (
            tuple(Quantity(symbol="t", value=time, unit="min") for time in self.times) if self.layout == "timed" else ()
        )

    def is_slanted(self, index: int) -> bool:
        """Whether the leg after stop `index` is drawn with its angle."""
        return self.layout != "grid" and self.legs[index][1] % 90 != 0

    def words_of(self, index: int) -> str:
        """What stands at a leg, counted from 1."""
        return f"{self.legs[index - 1][0]} km" + (f", {self.times[index - 1]} min" if self.layout == "timed" else "")

    @property
    def scale(self) -> float:
        """Units of the scene for a kilometre."""
        return 1.0 if self.layout == "grid" else SIZE / float(np.ptp(self.stops, axis=0).max())

    def valid(self) -> bool:
        """Legs that turn, do not come near other stops, and end well away from the start."""
        stops = self.stops
        size = float(np.ptp(stops, axis=0).max())
        if size == 0 or np.ptp(stops, axis=0).min() < 0.25 * size or min(np.hypot(*self.steps.T)) < 0.22 * size:
            return False
        if np.hypot(*stops[-1]) < 0.3 * size or (self.layout == "grid" and size > 11):
            return False
        if self.goal == "slope" and not 8 <= slope_of(math.degrees(math.atan2(*stops[-1][::-1]))) <= 82:
            return False
        lines = [*pairwise(range(len(stops))), (0, len(stops) - 1)]
        for one, two in lines:
            for other in range(len(stops)):
                if other not in (one, two) and _gap(stops[other], stops[one], stops[two]) < 0.16 * size:
                    return False
        if any(_cross(stops, *first, *second) for first in lines for second in lines):
            return False
        drawn = stops * self.scale
        legs = range(1, len(stops)) if self.layout != "grid" else ()
        return all(room_for(self, drawn, index)[0] >= MIN_ROOM for index in legs)


def _gap(place: np.ndarray, start: np.ndarray, stop: np.ndarray) -> float:
    along = float(np.clip((place - start) @ (stop - start) / ((stop - start) @ (stop - start)), 0, 1))
    return float(np.linalg.norm(start + along * (stop - start) - place))


def _cross(stops: np.ndarray, a: int, b: int, c: int, d: int) -> bool:
    """Whether two lines between stops cross, where they share none."""
    if len({a, b, c, d}) < 4:
        return False

    def side(one: int, two: int, three: int) -> float:
        u, v = stops[two] - stops[one], stops[three] - stops[one]
        return float(u[0] * v[1] - u[1] * v[0])

    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0


def room_for(p: Journey, stops: np.ndarray, index: int) -> tuple[float, np.ndarray, np.ndarray]:
    """How far from everything else the words of a leg can stand, then the place on the leg and the way from it to them."""
    one, two = stops[index - 1 : index + 1]
    half = np.asarray([len(p.words_of(index)) * LETTER_WIDTH, LETTER_HEIGHT]) / 2
    taken = _taken(p, stops, index)

    def place(spot: tuple[float, int]) -> tuple[np.ndarray, np.ndarray]:
        toward = spot[1] * np.asarray([one[1] - two[1], two[0] - one[0]]) / np.linalg.norm(two - one)
        return one + spot[0] * (two - one), toward

    def clearance(spot: tuple[float, int]) -> float:
        at, toward = place(spot)
        middle = at + toward * (0.1 + np.abs(toward) @ half)
        return float((np.abs(taken - middle) - half).max(axis=1).min())

    best = max(((t, side) for t in np.linspace(0.32, 0.8, 9) for side in (1, -1)), key=clearance)
    return clearance(best), *place(best)


def _taken(p: Journey, stops: np.ndarray, index: int) -> np.ndarray:
    """Points where something else stands than leg `index`: other legs, stops with their letters, angles with their values."""
    steps = np.linspace(0, 1, 25)[:, None]
    lines = [one + steps * (two - one) for number, (one, two) in enumerate(pairwise(stops), 1) if number != index]
    if p.layout == "arrows":
        lines.append(stops[0] + steps * (stops[-1] - stops[0]))
    around = np.concatenate([polar(angle)[None] for angle in range(0, 360, 45)])
    lines += [stop + 0.25 * around for stop in stops]
    for number, (one, two) in enumerate(pairwise(stops)):
        if p.is_slanted(number):
            way = math.degrees(math.atan2(*(two - one)[::-1]))
            side = 0.0 if two[0] > one[0] else 180.0
            turn = (side + way) / 2 if side == 0 or way > 0 else (way + 360 + side) / 2
            value = one + 1.1 * polar(turn)
            lines += [
                one + 0.75 * polar(turn)[None],
                value + around * (0.3, 0.15),
                one + steps * 1.25 * polar(side),
            ]
    return np.concatenate(lines)


@family("Physics - Mechanical")
class JourneyLegs(Family[Journey]):
    """The displacement, mean speed or mean velocity of a journey of several legs."""

    def solve(self, p: Journey) -> Solution:
        """By components."""
        east, north = p.stops[-1]
        whole, hours = float(np.hypot(east, north)), sum(p.times) / 60
        path = float(np.hypot(*p.steps.T).sum())
        answer = {
            "size": number_answer(whole, "km"), "slope": number_answer(math.degrees(math.atan2(abs(north), abs(east))), "°"),
            "velocity": number_answer(whole / hours, "km/h"), "speed": number_answer(path / hours, "km/h"),
        }[p.goal]  # fmt: skip
        legs = []
        for index, (step, leg) in enumerate(zip(p.steps, p.legs, strict=True)):
            way = math.degrees(math.atan2(step[1], step[0]))
            words = f"{leg[0]} km {direction_of(way)}"
            if p.layout == "grid":
                words = " and ".join(
                    f"{abs(part)} km {word}"
                    for part, word in (
                        (leg[0], "east" if leg[0] > 0 else "west"),
                        (leg[1], "north" if leg[1] > 0 else "south"),
                    )
                    if part
                )
            legs.append(words + (f" in {p.times[index]} min" if p.layout == "timed" else ""))
        values = {
            "goal": p.goal, "told": f"{', then '.join(legs[:-1])}, and finally {legs[-1]}", "east": format_number(float(east)), "north": format_number(float(north)),
            "whole": format_number(whole), "path": format_number(path), "hours": format_number(hours), "start": p.letters[0], "end": p.letters[len(p.legs)],
            "num": len(p.legs),
        }  # fmt: skip
        symbol = {"size": "s", "slope": "α", "velocity": "v", "speed": "v"}[p.goal]
        return Solution(answer=answer, symbol=symbol, values=values, hidden=(f"{symbol} = {answer.text}",))

    def draw(self, p: Journey, sketch: Sketch) -> None:
        """Arrows tip to tail, with lengths and angles, or on a grid of kilometres; the displacement is dashed."""
        stops = p.stops * p.scale
        if p.layout == "grid":
            self._draw_grid(sketch, stops)
        for index, (one, two) in enumerate(pairwise(stops), 1):
            leg = sketch.arrow(f"leg:{index}", one, two, color=BLUE, width=2.0, z=4)
            if p.layout != "grid":
                self._name_leg(p, sketch, index, stops)
            sketch.claim("connected", leg, f"stop:{index}")
        if p.layout == "arrows":
            sketch.arrow("whole:s", stops[0], stops[-1], color=RED, width=1.5, dash="dashed", z=3)
        first = float(np.linalg.norm(stops[1] - stops[0]))
        for index in range(2, len(stops)):
            sketch.claim(
                "ratio", f"leg:{index}", "leg:1", value=float(np.linalg.norm(stops[index] - stops[index - 1])) / first
            )
        for index, place in enumerate(stops):
            dot = sketch.dot(f"stop:{index}", place, 0.08, z=6)
            ends = [stops[other] for other in (index - 1, index + 1) if 0 <= other < len(stops)]
            if p.layout == "arrows" and index in (0, len(stops) - 1):
                ends.append(stops[-1 - index] if index == 0 else stops[0])
            if index < len(p.legs) and p.is_slanted(index):
                ends.append(place + polar(0 if stops[index + 1][0] > place[0] else 180))
            away = -np.sum([(end - place) / np.linalg.norm(end - place) for end in ends], axis=0)
            toward = away if np.linalg.norm(away) > 0.2 else np.asarray([0.3, 1.0])
            sketch.text(
                f"name:{index}",
                f"${p.letters[index]}$",
                place,
                of=dot,
                toward=toward,
                gap_pt=5,
                size=13,
                halo=True,
                z=7,
            )
        sketch.claim("count", "leg", value=len(p.legs))
        sketch.claim("count", "stop", value=len(stops))
        corner = stops.min(axis=0) - (3.0 if p.layout == "grid" else 1.7, 0.2)
        for name, way, toward in (("N", 90, (0.0, 1.0)), ("E", 0, (1.0, 0.0))):
            arrow = sketch.arrow(f"compass:{name}", corner, corner + polar(way, 0.8), color=GREY, width=1.2)
            sketch.text(f"label:{name}", f"${name}$", corner + polar(way, 0.8), of=arrow, toward=toward, gap_pt=3)
        sketch.entity("journey", *(f"leg:{index}" for index in range(1, len(stops))))

    def _name_leg(self, p: Journey, sketch: Sketch, index: int, stops: np.ndarray) -> None:
        """Length, time, and the angle with the line from west to east at the tail."""
        one, two = stops[index - 1 : index + 1]
        way = p.legs[index - 1][1]
        along = (two - one) / np.linalg.norm(two - one)
        _, spot, toward = room_for(p, stops, index)
        sketch.text(
            f"length:{index}",
            p.words_of(index),
            spot,
            of=f"leg:{index}",
            toward=toward,
            gap_pt=5,
            size=11,
            halo=True,
            z=6,
        )
        if way % 90 == 0:
            return
        side = 0.0 if along[0] > 0 else 180.0
        sketch.line(f"base:{index}", one, one + polar(side, 1.25), dash="dashed", color=GREY, width=0.9, z=1)
        turns = sorted((side, way % 360) if side or way % 360 < 180 else (way % 360 - 360, 0.0))
        sketch.circle(f"angle:{index}", one, 0.75, start_deg=turns[0], end_deg=turns[1], width=1.0)
        sketch.claim("angle", f"angle:{index}", value=slope_of(way))
        aside = polar(sum(turns) / 2)
        sketch.text(
            f"slope:{index}",
            f"{slope_of(way):g}°",
            one + 0.75 * aside,
            of=f"angle:{index}",
            toward=aside,
            gap_pt=3,
            size=11,
            halo=True,
            z=6,
        )

    def _draw_grid(self, sketch: Sketch, stops: np.ndarray) -> None:
        low, high = np.floor(stops.min(axis=0)) - 1, np.ceil(stops.max(axis=0)) + 1
        for axis, role in ((0, "column"), (1, "row")):
            for number, value in enumerate(np.arange(low[axis], high[axis] + 1)):
                ends = [[value, low[1]], [value, high[1]]] if axis == 0 else [[low[0], value], [high[0], value]]
                sketch.line(f"{role}:{number}", *ends, color="#d5d5d5", width=0.7, z=0)
        sketch.text(
            "note:scale", "each square is 1 km wide", (low[0], high[1] + 0.15), align="left", valign="bottom", size=11
        )

    def questions(self, p: Journey) -> Iterator[Question]:
        """Legs, lengths, directions, and which stop lies outermost."""
        num = len(p.legs)
        if p.layout == "grid":
            yield ask_count("legs", num, low=1)
        names = [p.letters[index] for index in range(num + 1)]
        stops = p.stops
        axis, way, word = ((1, 1, "north"), (1, -1, "south"), (0, 1, "east"), (0, -1, "west"))[(p.minutes[0] + num) % 4]
        heights = way * stops[:, axis]
        best = np.flatnonzero(heights > heights.max() - 1e-6)
        if len(best) == 1:
            yield ask_word("outermost", names[int(best[0])], [*names, *p.letters[num + 1 :]], side=word)
        yield ask_word("last", names[-1], [*names, *p.letters[num + 1 :]])
        step = p.steps[p.minutes[1] % num]
        leg = p.minutes[1] % num
        corner = ("north" if step[1] > 0.01 else "south" if step[1] < -0.01 else "") + (
            "east" if step[0] > 0.01 else "west" if step[0] < -0.01 else ""
        )
        every = ["north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest"]
        turn = every.index(corner)
        yield ask_word(
            "way", corner, [every[(turn + shift) % 8] for shift in (2, 4, 6, 1, 3)], one=names[leg], two=names[leg + 1]
        )
        if p.layout != "grid":
            lengths = [Quantity(symbol="", value=length, unit="km") for length, _ in p.legs]
            yield ask_value(
                "length", lengths[leg], *lengths[:leg], *lengths[leg + 1 :], one=names[leg], two=names[leg + 1]
            )

    @defect(visibility=2)
    def reversed_leg(self, p: Journey, scene: FigureScene, draw: Random) -> FigureScene:
        """The arrow of one leg points back to where it came from."""
        leg = scene.path(f"leg:{draw.randint(1, len(p.legs))}")
        return change(scene, replace(leg, points=leg.points[::-1]))

    @defect(visibility=3)
    def broken_journey(self, p: Journey, scene: FigureScene, draw: Random) -> FigureScene:
        """A leg does not reach the stop at which the next one begins."""
        leg = scene.path(f"leg:{draw.randint(1, len(p.legs))}")
        (x, y), (end_x, end_y) = leg.points
        return change(scene, replace(leg, points=((x, y), (x + 0.6 * (end_x - x), y + 0.6 * (end_y - y)))))

    @defect(visibility=1)
    def exchanged_lengths(self, p: Journey, scene: FigureScene, draw: Random) -> FigureScene:
        """The lengths of two legs are exchanged, so that the longer arrow has the smaller number."""
        if p.layout == "grid" or p.legs[0][0] == p.legs[1][0]:
            raise DoesNotApplyError
        return swap_texts(scene, "length:1", "length:2")

    @defect(visibility=2)
    def exchanged_compass(self, p: Journey, scene: FigureScene, draw: Random) -> FigureScene:
        """The letters of the compass are exchanged, so that north lies where east should be."""
        return swap_texts(scene, "label:N", "label:E")
