"""Velocities and ways that add up as arrows: a boat in a river, an aeroplane in the wind, and two walks one after the other."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

import numpy as np

from scisynth.figures.corruptions import change, swap_texts
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, one_of
from scisynth.figures.families.questions import Question, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, GREEN, GREY, PALE_GREY, RED
from scisynth.figures.parts.physics import count_roles, turned
from scisynth.figures.parts.places import polar
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

CARDINAL = {0: "east", 90: "north", 180: "west", 270: "south"}
DIAGONAL = {45: "northeast", 135: "northwest", 225: "southwest", 315: "southeast"}
UNITS = {"river": "m/s", "wind": "km/h", "walk": "km"}


@dataclass(frozen=True, kw_only=True)
class Sums(Parameters):
    """Two arrows; the second one runs along the compass."""

    layout: str = one_of("river", "wind", "walk")
    size_one: float = one_of(4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15, 16)
    size_two: float = one_of(2, 2.5, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 9, 10)
    quadrant: int = one_of(0, 90, 180, 270)
    turn: int = one_of(
        0, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, level_1=(0,), level_3=(20, 25, 30, 35, 40, 50, 55, 60, 65, 70)
    )
    way_two: int = one_of(0, 90, 180, 270)
    asked: str = one_of("size", "angle")

    @property
    def way_one(self) -> int:
        """Of the first arrow, ° from east."""
        return self.quadrant + self.turn

    @property
    def quantities(self) -> tuple[Quantity, Quantity]:
        """Both sizes; aeroplanes are faster."""
        times = {"wind": 10, "river": 0.4, "walk": 1}[self.layout]
        letter = "s" if self.layout == "walk" else "v"
        return (
            Quantity(
                symbol=f"{letter}_1",
                value=round(times * self.size_one, 2),
                unit=UNITS[self.layout],
                meaning="first arrow",
            ),
            Quantity(
                symbol=f"{letter}_2",
                value=round(times * self.size_two, 2),
                unit=UNITS[self.layout],
                meaning="second arrow",
            ),
        )

    @property
    def slope(self) -> Quantity | None:
        """The acute angle of the first arrow to the line from east to west, where it has one."""
        if self.turn == 0:
            return None
        value = self.turn if self.quadrant in (0, 180) else 90 - self.turn
        return Quantity(symbol=r"\alpha", value=value, unit="°", meaning="angle of the first arrow")

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """Sizes, and the angle where there is one."""
        return (*self.quantities, *([self.slope] if self.slope else []))

    def valid(self) -> bool:
        """The three arrows lie apart, and the sum off the line that the angle is measured from."""
        total = sum_of(self)
        way = math.degrees(math.atan2(total[1], total[0]))
        side = 0.0 if math.cos(math.radians(self.way_one)) > 0 else 180.0

        def apart(one: float, two: float) -> float:
            return abs((one - two + 180) % 360 - 180)

        ray = apart(way, side) if self.turn else 90.0
        if self.layout == "wind" and self.turn and self.way_two == side:
            return False
        ratio = float(np.hypot(*total)) / self.size_one
        angles = (apart(way, self.way_one), apart(way, self.way_two), apart(self.way_one, self.way_two), ray)
        return (
            0.3 <= self.size_two / self.size_one <= 1.3
            and ratio > 0.5
            and min(angles) >= 12
            and apart(self.way_one, self.way_two) < 168
        )


def sum_of(p: Sums) -> np.ndarray:
    """Of both arrows in the units of `size_one`, east and north, float [2]."""
    return p.size_one * polar(p.way_one) + p.size_two * polar(p.way_two)


def compass(degrees: int) -> str:
    """`north`, `northeast`, or `30° north of east`."""
    degrees %= 360
    if name := (CARDINAL | DIAGONAL).get(degrees):
        return name
    side = "east" if math.cos(math.radians(degrees)) > 0 else "west"
    up = "north" if degrees < 180 else "south"
    return f"{min(degrees % 180, 180 - degrees % 180)}° {up} of {side}"


@family("Physics - Field Diagram")
class MovingInFlow(Family[Sums]):
    """What a boat does in a river, an aeroplane in the wind, or a walker with two legs: the sum of two arrows."""

    def solve(self, p: Sums) -> Solution:
        """By components to the east and to the north."""
        one, two = p.quantities
        times = one.value / p.size_one
        total = times * sum_of(p)
        size = float(np.hypot(*total))
        drift = abs((math.degrees(math.atan2(total[1], total[0])) - p.way_one + 180) % 360 - 180)
        answer = number_answer(size, one.unit) if p.asked == "size" else number_answer(drift, "°")
        values = {
            "goal": f"{p.layout} {p.asked}",
            "one": one, "two": two,
            "way_one": compass(p.way_one), "way_two": compass(p.way_two),
            "east": f"{format_number(float(f'{total[0]:.4g}'))} {one.unit}".replace("-", "−"),
            "north": f"{format_number(float(f'{total[1]:.4g}'))} {one.unit}".replace("-", "−"),
            "sum": f"{format_number(size)} {one.unit}",
        }  # fmt: skip
        symbol = ("s" if p.layout == "walk" else "v") if p.asked == "size" else r"\delta"
        return Solution(answer=answer, symbol=symbol, values=values)

    def draw(self, p: Sums, sketch: Sketch) -> None:
        """A chain of arrows, or for the wind a parallelogram; to scale, with a compass."""
        one, two = p.quantities
        total = sum_of(p)
        scale = 4.2 / max(p.size_one, p.size_two, float(np.hypot(*total)))
        first, second, end = scale * p.size_one * polar(p.way_one), scale * p.size_two * polar(p.way_two), scale * total
        tail = np.zeros(2) if p.layout == "wind" else first
        middle = (first + end) / 3 if p.layout != "wind" else end / 2
        letter = one.symbol[0]
        arrows = (("one", np.zeros(2), first, one.label, BLUE), ("two", tail, second, two.label, RED), ("sum", np.zeros(2), end, f"${letter}$", GREEN))  # fmt: skip
        for name, start, step, words, color in arrows:
            aside = np.asarray([-step[1], step[0]]) / np.linalg.norm(step)
            out = float(aside @ (start + step / 2 - middle))
            toward = aside if out > 0 else -aside
            if name == "sum" and p.layout == "wind":
                toward = aside if float(aside @ first) < 0 else -aside
            sketch.arrow(
                f"arrow:{name}",
                start,
                start + step,
                color=color,
                width=2.0,
                z=5,
                dash="dashed" if name == "sum" else "solid",
            )
            # A text that is centred over a slanted arrow needs room for its half width.
            slant, half = abs(float(toward[0])), 4 if name == "sum" else 32
            gap = 4 + (half * slant if slant <= 0.38 else 2)
            place = start + (0.7 if name == "one" else 0.5) * step
            sketch.text(
                f"label:{name}",
                words,
                place,
                of=f"arrow:{name}",
                toward=toward,
                gap_pt=gap,
                color=color,
                size=12,
                halo=True,
            )
        if p.layout == "wind":
            sketch.line("side:one", first, end, dash="dotted", color=GREY, width=1.0, z=1)
            sketch.line("side:two", second, end, dash="dotted", color=GREY, width=1.0, z=1)
            sketch.claim("parallel", "side:one", "arrow:two")
            sketch.claim("parallel", "side:two", "arrow:one")
        else:
            sketch.claim("connected", "arrow:one", "arrow:two")
        if p.layout == "walk":
            for name, place in (("start", np.zeros(2)), ("turn", first), ("end", end)):
                sketch.circle(f"stop:{name}", place, 0.13, fill=PALE_GREY, color=GREY, width=1.0, z=1)
            count_roles(sketch, "stop")
        self._draw_angle(p, sketch, first)
        self._draw_compass(sketch, min(0.0, float(first[0]), float(end[0]), float(second[0])) - 2.4)
        sketch.claim("direction", "arrow:one", value=p.way_one % 360)
        sketch.claim("direction", "arrow:two", value=p.way_two)
        sketch.claim("direction", "arrow:sum", value=math.degrees(math.atan2(end[1], end[0])) % 360)
        sketch.claim("ratio", "arrow:two", "arrow:one", value=p.size_two / p.size_one)
        sketch.claim("ratio", "arrow:sum", "arrow:one", value=float(np.hypot(*total)) / p.size_one)
        count_roles(sketch, "arrow")
        sketch.entity("arrows", "arrow:one", "arrow:two", "arrow:sum")

    @staticmethod
    def _draw_angle(p: Sums, sketch: Sketch, first: np.ndarray) -> None:
        slope = p.slope
        if slope is None:
            return
        side = 0 if first[0] > 0 else 180
        ray = polar(side, 1.7)
        if p.layout != "wind" or p.way_two != side:
            sketch.line("ray:east", (0, 0), ray, dash="dashed", color=GREY, width=1.0, z=1)
        up = math.copysign(1.0, first[1])
        total = sum_of(p)
        # Where the sum runs through the angle, its value stands on the other side of the line.
        is_steeper = abs(total[1] / total[0]) > abs(first[1] / first[0])
        is_inside = total[1] * first[1] > 0 and (slope.value < 38 or (total[0] * first[0] > 0 and not is_steeper))
        start, stop = (ray, first) if (first[0] > 0) == (first[1] > 0) else (first, ray)
        turns = [math.degrees(math.atan2(end[1], end[0])) for end in (start, stop)]
        sketch.circle(
            "angle:alpha", (0, 0), 0.8, start_deg=turns[0], end_deg=turns[1] + 360 * (turns[1] < turns[0]), width=1.0
        )
        middle = polar(side + up * slope.value / 2 * (1 if side == 0 else -1), 0.8)
        at, toward = (polar(side, 0.85), np.asarray([0.0, -up])) if is_inside else (middle, middle)
        sketch.text("label:alpha", slope.label, at, of="angle:alpha", toward=toward, gap_pt=5)
        sketch.claim("angle", "angle:alpha", value=slope.value)

    @staticmethod
    def _draw_compass(sketch: Sketch, x: float) -> None:
        for name, way, toward in (("N", 90, (0.0, 1.0)), ("E", 0, (1.0, 0.0))):
            sketch.arrow(f"compass:{name}", (x, 0), polar(way, 0.8, (x, 0)), color=GREY, width=1.2)
            sketch.text(
                f"label:{name}", f"${name}$", polar(way, 0.8, (x, 0)), of=f"compass:{name}", toward=toward, gap_pt=3
            )
            sketch.claim("direction", f"compass:{name}", value=way)

    def questions(self, p: Sums) -> Iterator[Question]:
        """Sizes and directions."""
        one, two = p.quantities
        letter = "s" if p.layout == "walk" else "v"
        yield ask_value("one", one, two, which=f"{letter}₁")
        yield ask_value("two", two, one, which=f"{letter}₂")
        yield ask_word("way_two", CARDINAL[p.way_two], list(CARDINAL.values()), which=f"{letter}₂")
        total = sum_of(p)
        names = ["ne", "nw", "sw", "se"]
        way = math.degrees(math.atan2(total[1], total[0])) % 360
        if min(abs(way - x) for x in (0, 90, 180, 270, 360)) > 6:
            yield ask_word("quarter", names[int(way // 90)], names, which=letter)
        sizes = {f"{letter}₁": p.size_one, f"{letter}₂": p.size_two, letter: float(np.hypot(*total))}
        ordered = sorted(sizes.values())
        if ordered[2] > 1.1 * ordered[1]:
            yield ask_word("longest", max(sizes, key=lambda name: sizes[name]), [*sizes, "equal"])
        if p.slope:
            yield ask_value("slope", p.slope)

    @defect(visibility=2)
    def wrong_sum(self, p: Sums, scene: FigureScene, draw: Random) -> FigureScene:
        """The sum does not end where the two arrows lead."""
        return change(scene, turned(scene.path("arrow:sum"), draw.choice((-25, 25))))

    @defect(visibility=3)
    def against_the_flow(self, p: Sums, scene: FigureScene, draw: Random) -> FigureScene:
        """The second arrow points the opposite way."""
        return change(scene, turned(scene.path("arrow:two"), 180))

    @defect(visibility=2)
    def swapped_sizes(self, p: Sums, scene: FigureScene, draw: Random) -> FigureScene:
        """The values of the two arrows are exchanged."""
        return swap_texts(scene, "label:one", "label:two")
