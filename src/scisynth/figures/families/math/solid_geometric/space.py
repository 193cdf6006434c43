"""Points in space by their coordinates: the way between two, the angle of two vectors, the area of a triangle."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from scisynth.figures.corruptions import change, swap_texts
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, number, one_of, several
from scisynth.figures.families.questions import Question, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, PALE_BLUE, RED
from scisynth.figures.parts.points import pull
from scisynth.figures.parts.solid import HIDDEN, View, is_clear, orthogonal
from scisynth.figures.scene.marks import Round
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

ELEVATION = 24
REACH = 1.6
"""Of the axes beyond the farthest coordinate."""
PARTS = {"way": 2, "vectors": 2, "triangle": 3}
"""Points of a layout."""

SPOTS = tuple((x, y, z) for x in range(1, 8) for y in range(1, 8) for z in range(1, 7) if len({x, y, z}) > 1)
"""All coordinates are printed, and all seen."""


@dataclass(frozen=True, kw_only=True)
class Points(Parameters):
    """Two or three points in the first octant, and what is asked of them."""

    layout: str = one_of(
        "way", "vectors", *["triangle"] * 4, level_1=("way", "vectors"), level_3=("vectors", *["triangle"] * 6)
    )
    """Triangles are often not valid."""
    one: tuple[int, int, int] = one_of(*SPOTS)
    two: tuple[int, int, int] = one_of(*SPOTS)
    three: tuple[int, int, int] = one_of(*SPOTS)
    pull: float = one_of(1.5, 2.0, 2.5, 3.0, 4.0)
    asked: str = one_of("first", "second", level_1=("first",))
    letters: tuple[str, ...] = several("ABCDEFGHKPQRSTUVW", 3)
    azimuth: float = number("", "°", range(112, 144, 4), meaning="turn of the axes", given=False)

    @property
    def spots(self) -> dict[str, np.ndarray]:
        """By their letters, float [3]."""
        places = (self.one, self.two, self.three)[: PARTS[self.layout]]
        return {letter: np.asarray(place, dtype=float) for letter, place in zip(self.letters, places, strict=False)}

    @property
    def view(self) -> View:
        """x to the lower left, y to the right, z upwards."""
        turned = orthogonal(self.azimuth, ELEVATION)
        return View(turned.matrix, -turned.eye)

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """All coordinates."""
        return tuple(
            Quantity(symbol=f"{axis}_{letter}", value=float(value))
            for letter, place in self.spots.items()
            for axis, value in zip("xyz", place, strict=True)
        )

    def valid(self) -> bool:
        """Points and their feet stand apart on the page; no line runs through a foreign point; no three in a row."""
        corners = {**{name: tuple(place) for name, place in self.spots.items()}, "O": (0.0, 0.0, 0.0)}
        feet = {f"{name}'": (place[0], place[1], 0.0) for name, place in self.spots.items()}
        on_page = [self.view(place) for place in (*corners.values(), *feet.values())]
        apart = min(float(np.linalg.norm(a - b)) for i, a in enumerate(on_page) for b in on_page[:i])
        tips = [self.view(9.0 * step) for step in np.eye(3)]
        axes = min(_gap(self.view(place), tip) for place in self.spots.values() for tip in tips)
        aside = min(abs(float(self.view(place)[0])) for place in self.spots.values())
        if self.layout == "triangle":
            one, two, three = on_page[:3]
            doubled = abs(float((two - one)[0] * (three - one)[1] - (two - one)[1] * (three - one)[0]))
            if doubled < 1.5 * max(float(np.linalg.norm(a - b)) for a, b in ((one, two), (two, three), (three, one))):
                return False
        is_open = apart > 1.1 and axes > 0.7 and aside > 1.2
        return is_open and is_clear(self.view, corners, list(self.lines.values()), 0.08) and asked_value(self) > 0.4

    @property
    def lines(self) -> dict[str, str]:
        """Name to the letters of its ends; O is the origin."""
        one, two, *more = self.spots
        if self.layout == "triangle":
            return {"a": one + two, "b": two + more[0], "c": more[0] + one}
        return {"a": one + two} if self.layout == "way" else {"a": "O" + one, "b": "O" + two}


def _gap(place: np.ndarray, tip: np.ndarray) -> float:
    """Distance of a place from the stretch between the origin and a tip."""
    along = float(np.clip(place @ tip / (tip @ tip), 0, 1))
    return float(np.linalg.norm(place - along * tip))


def asked_value(p: Points) -> float:
    """What is asked for: a length, a time in s, an angle in degrees, a length of a sum, an area, or a perimeter."""
    a, b, *more = p.spots.values()
    if p.layout == "way":
        way = float(np.linalg.norm(b - a))
        return way if p.asked == "first" else math.sqrt(2 * way / p.pull)
    if p.layout == "vectors":
        if p.asked == "second":
            return float(np.linalg.norm(a + b))
        return math.degrees(math.atan2(float(np.linalg.norm(np.cross(a, b))), float(a @ b)))
    c = more[0]
    if p.asked == "first":
        return float(np.linalg.norm(np.cross(b - a, c - a))) / 2
    return float(sum(np.linalg.norm(one - two) for one, two in ((a, b), (b, c), (c, a))))


def _place(place: np.ndarray) -> str:
    return f"({', '.join(format_number(value) for value in place)})"


@family("Math - Solid Geometric")
class PointsInSpace(Family[Points]):
    """A length, time, angle or area from points that are given by their coordinates."""

    def solve(self, p: Points) -> Solution:
        """By differences of coordinates, a dot product or a cross product."""
        value, case = asked_value(p), f"{p.layout} {p.asked}"
        unit = {"way first": "m", "way second": "s", "vectors first": "°"}.get(case, "")
        a, b, *more = p.spots.values()
        letters = list(p.spots)
        values = {
            "case": case, "one": f"{letters[0]}{_place(a)}", "two": f"{letters[1]}{_place(b)}", "step": _place(b - a), "sum": _place(a + b),
            "way": format_number(round(float(np.linalg.norm(b - a)), 4)), "dot": format_number(float(a @ b)), "pull": p.pull,
            "lengths": f"√{format_number(float(a @ a))} · √{format_number(float(b @ b))}", "first": letters[0], "second": letters[1],
        }  # fmt: skip
        if more:
            cross = np.cross(b - a, more[0] - a)
            values |= {"three": f"{letters[2]}{_place(more[0])}", "cross": _place(cross)}
        symbol = {
            "way first": "d",
            "way second": "t",
            "vectors first": r"\varphi",
            "vectors second": "s",
            "triangle first": "A",
        }.get(case, "p")
        return Solution(answer=number_answer(value, unit), symbol=symbol, values=values)

    def draw(self, p: Points, sketch: Sketch) -> None:
        """Axes, the points above their feet, and the lines between them."""
        view, spots = p.view, p.spots
        far = np.max(list(spots.values()), axis=0)
        for step, name, end in zip(np.eye(3), "xyz", far, strict=True):
            tip = view((end + REACH) * step)
            sketch.arrow(f"axis:{name}", (0, 0), tip, width=1.2)
            sketch.text(f"name:{name}", f"${name}$", tip, of=f"axis:{name}", toward=tip, gap_pt=3)
        places = {name: view(place) for name, place in spots.items()} | {"O": np.zeros(2)}
        for name, (x, y, z) in spots.items():
            foot = view((x, y, 0))
            sketch.line(f"drop:{name}", places[name], foot, **HIDDEN)
            sketch.line(f"along:{name}", foot, view((x, 0, 0)), **HIDDEN)
            sketch.line(f"across:{name}", foot, view((0, y, 0)), **HIDDEN)
            sketch.claim("connected", f"drop:{name}", f"along:{name}")
            sketch.claim(
                "ratio",
                f"drop:{name}",
                f"along:{name}",
                value=float(np.linalg.norm(view((0, 0, z))) / np.linalg.norm(view((0, y, 0)))),
            )
            sketch.claim(
                "ratio",
                f"across:{name}",
                f"along:{name}",
                value=float(np.linalg.norm(view((x, 0, 0))) / np.linalg.norm(view((0, y, 0)))),
            )
        ends = {name: [places[letter] for letter in letters] for name, letters in p.lines.items()}
        if p.layout == "triangle":
            sketch.area("face:T", *(places[name] for name in spots), fill=PALE_BLUE, width=0, z=0)
        for name, (start, stop) in ends.items():
            if p.layout == "vectors":
                sketch.arrow(f"vector:{name}", start, stop, color=RED, width=1.8, z=4)
            else:
                sketch.line(f"side:{name}", start, stop, color=BLUE, z=4)
        middle = (
            np.mean([places[name] for name in spots], axis=0) if p.layout == "triangle" else np.asarray([0.0, -1.0])
        )
        kind = "vector" if p.layout == "vectors" else "side"
        for letter, place in spots.items():
            at = places[letter]
            outwards = (math.copysign(1.0, at[0] - middle[0]), float(np.clip(at[1] - middle[1], -0.2, 1.0)))
            sketch.dot(f"point:{letter}", at, 0.04 if kind == "vector" else 0.09, z=6)
            sketch.text(
                f"vertex:{letter}",
                f"${letter}${_place(place)}",
                at,
                of=f"point:{letter}",
                toward=outwards,
                gap_pt=5,
                halo=True,
            )
            sketch.claim(
                "on",
                f"point:{letter}",
                next(f"{kind}:{name}" for name, ends_of in p.lines.items() if letter in ends_of),
            )
            sketch.claim(
                "connected",
                f"drop:{letter}",
                next(f"{kind}:{name}" for name, ends_of in p.lines.items() if letter in ends_of),
            )
        sketch.claim("count", kind, value=len(ends))
        sketch.entity("axes", "axis:x", "axis:y", "axis:z")

    def questions(self, p: Points) -> Iterator[Question]:
        """Coordinates, and which point lies where."""
        letters, places = list(p.spots), list(p.spots.values())
        numbers = [float(value) for place in places for value in place]
        yield ask_number("z", float(places[0][2]), likely=numbers, step=1, low=0.5, letter=letters[0])
        yield ask_number("x", float(places[1][0]), likely=numbers, step=1, low=0.5, letter=letters[1])
        others = [*letters, *(letter for letter in p.letters if letter not in letters), "none"]
        heights = [place[2] for place in places]
        if len(set(heights)) == len(heights):
            top = letters[int(np.argmax(heights))]
            yield ask_word("highest", top, [word for word in (*others, "all") if word != top])
        depths = [place[0] for place in places]
        if len(set(depths)) == len(depths):
            near = letters[int(np.argmax(depths))]
            yield ask_word("nearest", near, [word for word in (*others, "all") if word != near])
        yield ask_number("y", float(places[0][1]), likely=numbers, step=1, low=0.5, letter=letters[0])

    @defect(visibility=2)
    def left_handed_axes(self, p: Points, scene: FigureScene, draw: Random) -> FigureScene:
        """The axes x and y are exchanged, so that the system is left-handed."""
        return swap_texts(scene, "name:x", "name:y")

    @defect(visibility=1)
    def high_point(self, p: Points, scene: FigureScene, draw: Random) -> FigureScene:
        """A point stands higher above the xy plane than its third coordinate says."""
        mark = scene.mark(f"point:{p.letters[0]}")
        assert isinstance(mark, Round)
        return pull(scene, mark.center, (mark.center[0], mark.center[1] + 1.2))

    @defect(visibility=2)
    def stray_foot(self, p: Points, scene: FigureScene, draw: Random) -> FigureScene:
        """A point does not stand above its foot in the xy plane."""
        mark = scene.path(f"drop:{p.letters[1]}")
        (x, y), (foot_x, foot_y) = mark.points
        return change(scene, replace(mark, points=((x, y), (foot_x + 0.7, foot_y))))
