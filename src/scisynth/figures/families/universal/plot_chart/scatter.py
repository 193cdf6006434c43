"""Plots of measured points: a least-squares line, its residuals, and a line through two marked points."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import numpy as np

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.chart import CHART, chart_axes, move_point, point, ticks
from scisynth.figures.parts.palette import BLUE, ORANGE, RED
from scisynth.figures.scene.scene import FigureScene, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

TOPICS: Mapping[str, tuple[str, str, str]] = {
    "load and length of a spring": ("N", "cm", "cm/N"),
    "depth and pressure": ("m", "kPa", "kPa/m"),
    "current and voltage": ("A", "V", "V/A"),
    "time and distance": ("s", "m", "m/s"),
    "volume and mass": ("cm³", "g", "g/cm³"),
    "age and height of a tree": ("a", "dm", "dm/a"),
    "dose and response": ("mg", "mV", "mV/mg"),
    "time and water level": ("min", "cm", "cm/min"),
    "time and mass of a candle": ("h", "g", "g/h"),
    "current and terminal voltage": ("A", "V", "V/A"),
    "distance and speed": ("m", "m/s", "1/s"),
}
"""Topic to the units of x, y and the slope."""
FALLING = ("time and water level", "time and mass of a candle", "current and terminal voltage", "distance and speed")
AXES: Mapping[str, tuple[str, str]] = {topic: tuple(topic.split(" and ")) for topic in TOPICS}  # type: ignore[misc]
NAMES = "ABCDEFGH"
X_MAX, Y_MAX = 10, 50


def draw_topic(draw: Random, level: int, values: Mapping[str, Any]) -> str:
    """One whose y falls, or rises, with x."""
    return draw.choice([topic for topic in TOPICS if (topic in FALLING) == values["falls"]])


def draw_xs(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[int, ...]:
    """Of the points, in rising order."""
    return tuple(sorted(draw.sample(range(1, 10), values["num"])))


def draw_ys(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[int, ...]:
    """Scattered about a rising or a falling line."""
    slope = draw.choice((2, 3, 4)) * (-1 if values["falls"] else 1)
    start = draw.randint(38, 45) if values["falls"] else draw.randint(5, 12)
    return tuple(round(start + slope * x + draw.choice((-4, -3, -2, 2, 3, 4))) for x in values["xs"])


def draw_ends(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[int, int, int, int]:
    """Two places on a straight line that the points scatter about, both on crossings of the grid."""
    x1, x2 = draw.choice((1, 2, 3)), draw.choice((6, 7, 8, 9))
    y1, y2 = draw.choice((5, 10, 15)), draw.choice((30, 35, 40, 45))
    return (x1, y2, x2, y1) if values["falls"] else (x1, y1, x2, y2)


@dataclass(frozen=True, kw_only=True)
class Points(Parameters):
    """Points and a line."""

    falls: bool = one_of(False, True)
    topic: str = drawn(draw_topic, words="two measured quantities")
    layout: str = one_of("predict", "residual", "two_points", "cloud", level_1=("predict", "two_points"))
    num: int = one_of(6, level_1=(5,), level_3=(6, 7))
    xs: tuple[int, ...] = drawn(draw_xs, words="different whole numbers from 1 to 9")
    ys: tuple[int, ...] = drawn(draw_ys, words="about a line")
    ends: tuple[int, int, int, int] = drawn(draw_ends, words="two crossings of the grid on a line")
    target: float = one_of(0.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 9.5)
    pick: int = one_of(0, 1, 2, 3, 4)
    other: int = one_of(0, 1, 2, 3, 4)

    def valid(self) -> bool:
        """All on the paper, no two alike, clear of the line where residuals are drawn; the line slopes as it should."""
        if (
            self.pick == self.other
            or len(set(self.ys)) < self.num
            or not all(3 <= y <= Y_MAX - 3 for y in self.points_y)
        ):
            return False
        slope, start = fitted_line(self.xs, self.ys)
        off = [abs(y - start - slope * x) for x, y in zip(self.xs, self.ys, strict=True)]
        is_crowded = any(b - a < 2 for a, b in zip(self.xs, self.xs[1:], strict=False))
        if self.layout == "residual" and (min(off) < 1.2 or (is_crowded and self.num > 5)):
            return False
        x = self.target
        return (
            2 < start + slope * x < Y_MAX - 2 and (slope < 0) == self.falls and (self.layout != "cloud" or sum(off) > 8)
        )

    @property
    def top(self) -> int:
        """Of the paper: a line of the grid above all points, with room for their texts."""
        slope, start = fitted_line(self.xs, self.ys)
        highest = max(*self.points_y, *(self.ends[1::2] if self.layout == "two_points" else ()))
        highest = max(highest, start + slope * self.target) if self.layout == "predict" else highest
        return min(Y_MAX, 5 * -(-int(highest + 4) // 5))

    @property
    def points_y(self) -> tuple[float, ...]:
        """Heights of the points; about the drawn line where two marks on it are read."""
        if self.layout != "two_points":
            return self.ys
        x1, y1, x2, y2 = self.ends
        middle = [y1 + (y2 - y1) * (x - x1) / (x2 - x1) for x in self.xs]
        lift = [(-1) ** k * (1.2 + (y % 3)) for k, y in enumerate(self.ys)]
        return tuple(round(m + d) for m, d in zip(middle, lift, strict=True))


def fitted_line(xs: Sequence[float], ys: Sequence[float]) -> tuple[float, float]:
    """Slope and intercept by least squares: Σ (x − x̄)(y − ȳ) / Σ (x − x̄)², ȳ − slope · x̄."""
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    across = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True))
    slope = across / sum((x - mean_x) ** 2 for x in xs)
    return slope, mean_y - slope * mean_x


def correlation(xs: Sequence[float], ys: Sequence[float]) -> float:
    """Pearson's r, in [-1, 1]."""
    return float(np.corrcoef(xs, ys)[0, 1])


@family("Universal - Plot & Chart")
class ScatterRegression(Family[Points]):
    """A least-squares line to predict from, its residuals, a line with two marks to read, or a cloud of points alone."""

    def solve(self, p: Points) -> Solution:
        """From the plotted points, or from the two marks on the line."""
        unit_x, unit_y, unit_slope = TOPICS[p.topic]
        slope, start = fitted_line(p.xs, p.ys)
        x1, y1, x2, y2 = p.ends
        line = f"y = {start:.3f} {'−' if slope < 0 else '+'} {abs(slope):.3f}·x"
        fit = start + slope * p.xs[p.pick]
        value, unit, symbol = {
            "predict": (start + slope * p.target, unit_y, "y"),
            "residual": (p.ys[p.pick] - fit, unit_y, "residual"),
            "two_points": ((y2 - y1) / (x2 - x1), unit_slope, "slope"),
            "cloud": (correlation(p.xs, p.ys), "", "r"),
        }[p.layout]
        answer = number_answer(value, unit, tolerance={"residual": 0.03, "cloud": 0.005}.get(p.layout, 0.02))
        first, second = AXES[p.topic]
        return Solution(
            answer=answer,
            symbol=symbol,
            values={
                "points": ", ".join(f"({x} | {y})" for x, y in zip(p.xs, p.points_y, strict=True)),
                "x_name": first,
                "y_name": second,
                "x_unit": unit_x,
                "y_unit": unit_y,
                "line": line,
                "name": NAMES[p.pick],
                "at": p.xs[p.pick],
                "height": p.ys[p.pick],
                "fit": format_number(fit),
                "ends": f"({x1} | {y1}) and ({x2} | {y2})",
                "ends_de": f"({x1} | {y1}) und ({x2} | {y2})",
                "rise": f"({y2} − {y1})/({x2} − {x1})",
                "kind": p.layout,
                "mean_x": format_number(sum(p.xs) / p.num),
                "mean_y": format_number(sum(p.ys) / p.num),
            },
        )

    def draw(self, p: Points, sketch: Sketch) -> None:
        """Paper from 0 to 10 and up to 50; points bear their coordinates, or letters where marks are read."""
        unit_x, unit_y, _ = TOPICS[p.topic]
        first, second = AXES[p.topic]
        chart_axes(
            sketch, f"{first} $x$ ({unit_x})", f"{second} $y$ ({unit_y})", x_limits=(0, X_MAX + 0.4), y_limits=(0, p.top),
            x_ticks=ticks(X_MAX, 1), y_ticks=ticks(p.top, 5),
        )  # fmt: skip
        slope, start = fitted_line(p.xs, p.ys)
        if p.layout == "two_points":
            x1, y1, x2, y2 = p.ends
            slope, start = (y2 - y1) / (x2 - x1), y1 - x1 * (y2 - y1) / (x2 - x1)
            for name, at in (("1", (x1, y1)), ("2", (x2, y2))):
                wide, high = 0.16, 0.0216 * p.top
                corners = ((-wide, -high), (wide, -high), (wide, high), (-wide, high))
                sketch.area(
                    f"mark:{name}", *((at[0] + a, at[1] + b) for a, b in corners), color=ORANGE, width=1.8, axes=CHART
                )
                sketch.claim("at", f"mark:{name}", value=(float(at[0]), float(at[1])), tolerance=0.006)
        if p.layout != "cloud":
            self._draw_line(p, sketch, slope, start)
        if p.layout == "residual":
            for index, (x, y) in enumerate(zip(p.xs, p.ys, strict=True)):
                sketch.line(f"residual:{index}", (x, y), (x, start + slope * x), color=ORANGE, width=1.4, axes=CHART)
                places = (float(x), float(y), float(x), start + slope * x)
                sketch.claim("through", f"residual:{index}", value=places, tolerance=0.006)
        self._draw_points(p, sketch, slope, start)

    def _draw_line(self, p: Points, sketch: Sketch, slope: float, start: float) -> None:
        ends = [x for x in (0.0, float(X_MAX)) if 0 <= start + slope * x <= p.top]
        ends += [(y - start) / slope for y in (0, p.top) if 0 < (y - start) / slope < X_MAX]
        low, high = min(ends), max(ends)
        sketch.curve("line:fit", CHART, lambda x: start + slope * x, low, high, num=2, color=RED, width=1.8)
        sketch.claim("formula", "line:fit", value=f"{start:.6f} + {slope:.6f} * x", tolerance=0.005)
        sketch.claim("monotone", "line:fit", value="increasing" if slope > 0 else "decreasing")
        sketch.entity("line", "line:fit")

    def _draw_points(self, p: Points, sketch: Sketch, slope: float, start: float) -> None:
        for index, (x, y) in enumerate(zip(p.xs, p.points_y, strict=True)):
            point(sketch, f"point:{index}", (x, y), BLUE)
            words = NAMES[index] if p.layout == "two_points" else f"({x} | {y})"
            words = f"{NAMES[index]} {words}" if p.layout == "residual" else words
            # Texts stand on the side of the point that is away from the line.
            above = y > start + slope * x
            toward = ((-0.5 if slope > 0 else 0.5) if above else (0.5 if slope > 0 else -0.5), 1 if above else -1)
            sketch.text(
                f"value:{index}", words, (x, y), of=f"point:{index}", toward=toward, gap_pt=6, axes=CHART, size=10
            )
        sketch.claim("count", "point", value=p.num)
        sketch.entity("points", *(f"point:{index}" for index in range(p.num)))

    def questions(self, p: Points) -> Iterator[Question]:
        """Coordinates, how many points lie above the line, the extremes."""
        heights = [float(y) for y in p.points_y]
        one, two = p.pick, p.other
        unit = TOPICS[p.topic][1]
        if p.layout == "two_points":
            x1, y1, x2, y2 = p.ends
            yield ask_number("mark_left", y1, unit=unit, step=5, low=0, likely=[y2])
            yield ask_number("mark_right", y2, unit=unit, step=5, low=0, likely=[y1])
            yield ask_number("mark_gap", x2 - x1, unit=TOPICS[p.topic][0], step=1, low=1, likely=[x2])
            yield ask_word("top_point", NAMES[heights.index(max(heights))], NAMES[: p.num])
            yield ask_word("next_point", NAMES[two], NAMES[: p.num], x=p.xs[two])
            return
        yield ask_number("height", heights[one], unit=unit, likely=heights, step=3, low=0, x=p.xs[one])
        yield ask_number("gap", abs(heights[one] - heights[two]), unit=unit, step=3, low=0, x=p.xs[one], y=p.xs[two])
        yield ask_number("top", p.xs[heights.index(max(heights))], unit=TOPICS[p.topic][0], step=1, low=0, likely=p.xs)
        if p.layout == "cloud":
            yield ask_count("over", sum(y > heights[two] for y in heights), high=len(heights), x=p.xs[two])
        else:
            slope, start = fitted_line(p.xs, p.ys)
            above = sum(y > start + slope * x for x, y in zip(p.xs, heights, strict=True))
            yield ask_count("above", above, high=len(heights))
        if p.layout == "residual":
            slope, start = fitted_line(p.xs, p.ys)
            off = [abs(y - start - slope * x) for x, y in zip(p.xs, heights, strict=True)]
            yield ask_word("longest", NAMES[off.index(max(off))], NAMES[: p.num])

    @defect(visibility=2)
    def point_elsewhere(self, p: Points, scene: FigureScene, draw: Random) -> FigureScene:
        """A point is not plotted where its numbers say, or where the problem has it."""
        return move_point(scene, f"point:{draw.randrange(p.num)}", 0, draw.choice((-6, 6)))

    @defect(visibility=1)
    def line_of_other_slope(self, p: Points, scene: FigureScene, draw: Random) -> FigureScene:
        """The line is turned about its left end, so that it does not fit, or misses its mark; a cloud has moved sideways."""
        if p.layout == "cloud":
            return move_point(scene, f"point:{draw.randrange(p.num)}", 0.5, 0)
        mark = scene.path("line:fit")
        (x, y), (a, b) = mark.points
        return change(scene, replace(mark, points=((x, y), (a, b - 0.3 * (b - y)))))

    @defect(visibility=3)
    def missing_point(self, p: Points, scene: FigureScene, draw: Random) -> FigureScene:
        """A measured point of the problem is not plotted."""
        gone = f"point:{draw.randrange(p.num)}"
        return scene.without(gone)
