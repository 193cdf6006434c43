"""Two people who come at random times: the probability that they meet, miss each other or come far apart, as an area."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, number, one_of, several
from scisynth.figures.families.questions import Question, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.math import fraction_answer
from scisynth.figures.parts.palette import BLUE
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer

SHADE = "#bcd5ee"
NAMES = ("Ann", "Ben", "Lea", "Tom", "Mia", "Max", "Eva", "Jan", "Zoe", "Sam", "Ida", "Leo")
Corners = tuple[tuple[float, float], ...]


@dataclass(frozen=True, kw_only=True)
class Meeting(Parameters):
    """How long two people wait for each other within a span of time."""

    span: float = number("T", "min", (30, 45, 60, 75, 90, 120), meaning="span of time")
    wait: float = number("a", "min", range(7, 50), meaning="time that the first one waits")
    other: float = number("b", "min", range(7, 50), meaning="time that the second one waits")
    people: tuple[str, ...] = several(NAMES, 2)
    layout: str = one_of(
        "band", "corners", "above", "below", level_1=("band", "above", "below"), level_3=("corners", "band")
    )

    @property
    def lines(self) -> dict[str, float]:
        """Name to the intercept c of the lines y = x + c: y is when the second one comes."""
        ends = {"upper": self.wait, "lower": -self.other}
        wanted = {"above": ("upper",), "below": ("lower",)}.get(self.layout, ("upper", "lower"))
        return {name: ends[name] for name in wanted}

    @property
    def areas(self) -> dict[str, Corners]:
        """Name to the corners of what is shaded."""
        s, a, b = self.span, self.wait, self.other
        upper: Corners = ((0, a), (s - a, s), (0, s))
        lower: Corners = ((b, 0), (s, 0), (s, s - b))
        band: Corners = ((0, 0), (b, 0), (s, s - b), (s, s), (s - a, s), (0, a))
        return {
            "band": {"area:1": band},
            "corners": {"area:1": upper, "area:2": lower},
            "above": {"area:1": upper},
            "below": {"area:1": lower},
        }[self.layout]

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """The span and what is waited."""
        names = {"above": ("wait",), "below": ("other",)}.get(self.layout, ("wait", "other"))
        return tuple(self.quantity(name) for name in ("span", *names))

    def valid(self) -> bool:
        """Lines clear of the corners; at the first level both wait equally long."""
        is_clear = all(0.15 <= abs(c) / self.span <= 0.6 for c in (self.wait, self.other))
        return is_clear and (self.wait == self.other) == (self.level == 1)


def chance(span: float, wait: float, other: float, layout: str) -> Fraction:
    """Of the shaded part for times that are spread evenly over a square: triangles of sides T − a and T − b next to the band."""
    above, below = (Fraction(int(span - time) ** 2, 2 * int(span) ** 2) for time in (wait, other))
    return {"band": 1 - above - below, "corners": above + below, "above": above, "below": below}[layout]


@family("Math - Set & Probability")
class MeetingProblem(Family[Meeting]):
    """Two people come at random within a span of time; a probability is the shaded part of a square."""

    def solve(self, p: Meeting) -> Solution:
        """The shaded area over that of the square."""
        one, two = p.people
        value = chance(p.span, p.wait, p.other, p.layout)
        answer = fraction_answer(value)
        if value.denominator > 500:
            answer = replace(number_answer(float(value), ""), tolerance=0.01)
        event = {
            "band": "they meet", "corners": "they do not meet", "above": f"{one} comes more than {p.text('wait')} before {two}",
            "below": f"{two} comes more than {p.text('other')} before {one}",
        }[p.layout]  # fmt: skip
        left, right = f"{p.span - p.wait:g}²", f"{p.span - p.other:g}²"
        square = f"{p.span:g}²"
        sum_ = {
            "band": f"1 − ({left} + {right})/(2·{square})", "corners": f"({left} + {right})/(2·{square})", "above": f"{left}/(2·{square})", "below": f"{right}/(2·{square})",
        }[p.layout]  # fmt: skip
        where = {
            "band": "the band between the lines",
            "corners": "both triangles beside the band",
            "above": "the triangle above the line",
            "below": "the triangle below the line",
        }
        values = {
            "one": one, "two": two, "event": event, "sum": sum_, "where": where[p.layout],
            "lines": " and ".join(equation(c) for c in p.lines.values()),
        }  # fmt: skip
        return Solution(answer=answer, symbol="P", values=values, hidden=(f"P = {answer.text}", answer.text))

    def draw(self, p: Meeting, sketch: Sketch) -> None:
        """The square of times, one or two lines with their equations, and what is shaded."""
        step = 10 if p.span == 30 else 15
        marks = tuple(float(n) for n in range(0, int(p.span) + 1, step))
        plot = sketch.axes(
            "axes:times", (0, 0, 5, 5), x_limits=(0, p.span), y_limits=(0, p.span), x_label=f"{p.people[0]} comes at $x$ (min)",
            y_label=f"{p.people[1]} comes at $y$ (min)", x_ticks=marks, y_ticks=marks, style="frame",
        )  # fmt: skip
        for name, corners in p.areas.items():
            sketch.area(name, *corners, axes=plot, fill=SHADE, width=0, z=1)
            xs, ys = zip(*corners, strict=True)
            sketch.claim("at", name, value=((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2))
            sketch.claim("shaded", name, value="true")
        for name, c in p.lines.items():
            low, high = max(0, -c), min(p.span, p.span - c)
            sketch.line(f"line:{name}", (low, low + c), (high, high + c), axes=plot, color=BLUE, width=1.8)
            sketch.claim("formula", f"line:{name}", value=f"x+({c:g})")
            x, sign = (low + high) / 2, 1 if c > 0 else -1
            sketch.text(
                f"label:{name}", f"${equation(c)}$", (x, x + c), of=f"line:{name}", axes=plot, rotation_deg=45, align="center",
                valign="bottom" if sign > 0 else "top", shift_pt=(-3 * sign, 3 * sign), color=BLUE,
            )  # fmt: skip
            sketch.claim("at", f"label:{name}", value=(x, x + c))
        if len(p.lines) == 2:
            sketch.claim("parallel", "line:upper", "line:lower")
        sketch.claim("count", "line", value=len(p.lines))
        sketch.claim("count", "area", value=len(p.areas))
        sketch.entity("shaded times", *p.areas, *(f"line:{name}" for name in p.lines))

    def questions(self, p: Meeting) -> Iterator[Question]:
        """What is shaded, the equations, the axes."""
        yield ask_word("shaded", p.layout, ["band", "corners", "above", "below"])
        yield ask_number("reach", p.span, unit="min", step=15, low=10)
        others = [name for name in NAMES if name not in p.people]
        wrong = (p.people[1], others[int(p.wait) % len(others)], "neither", others[int(p.wait + 1) % len(others)])
        yield ask_word("level_axis", p.people[0], wrong)
        c = next(iter(p.lines.values()))
        which = "upper" if len(p.lines) == 2 else "only"
        below = Random(str(p.to_dict())).randrange(4)
        near = [c + 2 * (index - below) for index in range(4)]
        yield ask_word("equation", equation(c), [equation(x) for x in near], which=which)
        yield ask_number("apart", abs(c), unit="min", likely=(p.span - abs(c),), step=3, low=1, which=which)

    @defect(visibility=2)
    def line_moved(self, p: Meeting, scene: FigureScene, draw: Random) -> FigureScene:
        """A line does not stand where its equation puts it."""
        name, c = draw.choice(list(p.lines.items()))
        line = scene.path(f"line:{name}")
        step = -0.25 * c
        return change(scene, replace(line, points=tuple((x, y + step) for x, y in line.points)))

    @defect(visibility=1)
    def wrong_sign(self, p: Meeting, scene: FigureScene, draw: Random) -> FigureScene:
        """The equation at a line has the wrong sign."""
        name, c = draw.choice(list(p.lines.items()))
        mark = scene.label(f"label:{name}")
        return change(scene, replace(mark, text=f"${equation(-c)}$"))

    @defect(visibility=3)
    def shaded_elsewhere(self, p: Meeting, scene: FigureScene, draw: Random) -> FigureScene:
        """The wrong part of the square is shaded."""
        area = scene.path("area:1")
        s, c = p.span, p.wait
        upper: Corners = ((0, c), (s - c, s), (0, s))
        points = tuple((y, x) for x, y in area.points) if len(area.points) == 3 else upper
        return change(scene, replace(area, points=points))

    @defect(visibility=2)
    def tilted_line(self, p: Meeting, scene: FigureScene, draw: Random) -> FigureScene:
        """A line is not as steep as its equation says."""
        line = scene.path(f"line:{draw.choice(list(p.lines))}")
        (x, y), (end, high) = line.points
        return change(scene, replace(line, points=((x, y), (end, y + 0.7 * (high - y)))))


def equation(c: float) -> str:
    """`y = x + 12`, with a true minus."""
    return f"y = x {'+' if c > 0 else '−'} {abs(c):g}"
