"""Predators and prey by Lotka and Volterra: dN/dt = a N − b N P, dP/dt = e b N P − m P; at rest N* = m/(e b), P* = a/b."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from random import Random

import numpy as np

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change, swap_texts
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, number, one_of
from scisynth.figures.families.questions import Question, ask_value, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.chart import CHART, chart_axes, line_key, move_point, point
from scisynth.figures.parts.palette import BLUE, GREEN, RED
from scisynth.figures.scene.scene import FigureScene
from scisynth.figures.scene.sketch import Sketch

PAIRS = (
    ("hares", "lynxes", "years"),
    ("aphids", "ladybirds", "days"),
    ("voles", "owls", "months"),
    ("moose", "wolves", "years"),
    ("mites", "predatory mites", "days"),
)


@lru_cache(maxsize=32)
def lotka_volterra(a: float, b: float, e: float, m: float, start: tuple[float, float], end: float) -> np.ndarray:
    """Prey and predators over time: float [400, 3] of (t, N, P), by an 8th-order Runge-Kutta."""
    from scipy.integrate import solve_ivp

    times = np.linspace(0, end, 400)
    found = solve_ivp(
        lambda _, y: (a * y[0] - b * y[0] * y[1], e * b * y[0] * y[1] - m * y[1]),
        (0, end),
        start,
        method="DOP853",
        t_eval=times,
        rtol=1e-9,
    )
    return np.column_stack([times, *found.y])


@dataclass(frozen=True, kw_only=True)
class Prey(Parameters):
    """Rates, species and the view."""

    layout: str = one_of("time", "orbit", "isoclines", level_1=("time", "orbit"))
    who: int = one_of(*range(len(PAIRS)))
    a: float = number("a", "", (0.4, 0.5, 0.6, 0.8, 1.0, 1.2), meaning="growth of the prey")
    b: float = number("b", "", (0.005, 0.01, 0.02, 0.04), meaning="attack rate")
    e: float = number("e", "", (0.1, 0.2, 0.25, 0.4, 0.5), meaning="efficiency")
    m: float = number("m", "", (0.2, 0.3, 0.4, 0.5, 0.6), meaning="death of the predators")
    asked: str = one_of("prey", "predators")
    push: float = one_of(1.3, 1.4, 1.5, 1.6)

    def valid(self) -> bool:
        """Whole numbers of animals at rest, of prey many more; rates that differ."""
        n, p = self.rest
        return (
            abs(n - round(n)) < 1e-6
            and abs(p - round(p)) < 1e-6
            and 10 <= p <= 200
            and 3 * p <= n <= 600
            and len({self.a, self.e, self.m}) == 3
        )

    @property
    def rest(self) -> tuple[float, float]:
        """Numbers of prey and of predators that stay as they are."""
        return self.m / (self.e * self.b), self.a / self.b

    @property
    def path(self) -> np.ndarray:
        """Two cycles, float [400, 3]."""
        n, p = self.rest
        return lotka_volterra(
            self.a, self.b, self.e, self.m, (self.push * n, 0.85 * p), round(13.6 / float(np.sqrt(self.a * self.m)), 3)
        )


@family("Biology - Ecological")
class PredatorPrey(Family[Prey]):
    """Both numbers over time, their orbit in the plane of both, or the lines on which one of them rests."""

    def solve(self, p: Prey) -> Solution:
        """Numbers at rest."""
        prey, hunter, unit = PAIRS[p.who]
        n, q = (round(value) for value in p.rest)
        value, who = (n, prey) if p.asked == "prey" else (q, hunter)
        steps = f"N* = m/(eb) = {p.m:g}/({p.e:g} · {p.b:g})" if p.asked == "prey" else f"P* = a/b = {p.a:g}/{p.b:g}"
        want = (
            f"At which number of {prey} does the number of {hunter} neither rise nor fall"
            if p.asked == "prey"
            else f"At which number of {hunter} does the number of {prey} neither rise nor fall"
        )
        return Solution(
            answer=Answer(text=f"{value} {who}", value=value, unit=who, tolerance=0.005),
            values={"prey": prey, "hunter": hunter, "time": unit, "want": want, "steps": steps, "chart": p.layout},
            hidden=(f"{value} {who}", f"rest: {value}"),
        )

    def draw(self, p: Prey, sketch: Sketch) -> None:
        """Rates stand above the plot."""
        prey, hunter, unit = PAIRS[p.who]
        words = f"{p.label('a')},  {p.label('b')},  {p.label('e')},  {p.label('m')}"
        sketch.text("label:rates", words, (5, 7.5), size=12.5)
        if p.layout == "time":
            self._time(p, sketch, prey, hunter, unit)
        else:
            self._plane(p, sketch, prey, hunter)

    def _time(self, p: Prey, sketch: Sketch, prey: str, hunter: str, unit: str) -> None:
        end, top = float(p.path[-1, 0]), 1.2 * float(p.path[:, 1:].max())
        chart_axes(sketch, f"time ({unit})", "number of animals", x_limits=(0, end), y_limits=(0, top), grid=False)
        for index, (tag, _, color, dash) in enumerate(
            (("prey", prey, GREEN, "solid"), ("hunter", hunter, RED, "dashed")), 1
        ):
            points = p.path[:, (0, index)]
            sketch.line(f"curve:{tag}", *points[::2], color=color, dash=dash, width=2, axes=CHART)
            for num, peak in enumerate(_peaks(points)[:2], 1):
                point(sketch, f"peak:{tag}{num}", (float(peak[0]), float(peak[1])), color)
                sketch.claim("on", f"peak:{tag}{num}", f"curve:{tag}")
        styles = [{"color": GREEN, "dash": "solid"}, {"color": RED, "dash": "dashed"}]
        line_key(sketch, (prey, hunter), styles, 3.6)
        for name in (prey, hunter):
            sketch.claim("label", f"name:{name}", value=name)
        sketch.claim("order", "peak:prey1", "peak:hunter1", value="left_to_right")
        sketch.claim("count", "curve", value=2)
        sketch.entity("prey", "curve:prey")
        sketch.entity("predators", "curve:hunter")

    def _plane(self, p: Prey, sketch: Sketch, prey: str, hunter: str) -> None:
        (n, q), path = p.rest, p.path
        right, top = 1.25 * float(path[:, 1].max()), 1.25 * float(path[:, 2].max())
        is_orbit = p.layout == "orbit"
        chart_axes(
            sketch, f"number of {prey} $N$", f"number of {hunter} $P$", x_limits=(0, right), y_limits=(0, top), grid=False,
            **({} if is_orbit else {"x_ticks": (), "y_ticks": ()}),
        )  # fmt: skip
        if is_orbit:
            loop = path[path[:, 0] <= 1.01 * _period(path)]
            sketch.line("curve:orbit", *loop[:, 1:], color=BLUE, width=2, axes=CHART)
            point(sketch, "point:start", (float(path[0, 1]), float(path[0, 2])), RED)
            sketch.text(
                "name:start",
                "start",
                (float(path[0, 1]), float(path[0, 2])),
                of="point:start",
                toward=(1, -0.4),
                gap_pt=7,
                axes=CHART,
            )
            sketch.claim("on", "point:start", "curve:orbit")
            sketch.line("level:prey", (0, q), (right, q), color=GREEN, width=1.2, dash="dashed", axes=CHART)
            sketch.line("level:hunter", (n, 0), (n, top), color=RED, width=1.2, dash="dashdot", axes=CHART)
        else:
            sketch.line("level:prey", (0, q), (right, q), color=GREEN, width=2, axes=CHART)
            sketch.line("level:hunter", (n, 0), (n, top), color=RED, width=2, axes=CHART)
            point(sketch, "point:rest", (n, q), BLUE)
        for tag, words, at, toward, color in (
            ("prey", "d$N$/d$t$ = 0", (0.1 * right, q), (0.4, 1), GREEN),
            ("hunter", "d$P$/d$t$ = 0", (n, 0.94 * top), (1, 0), RED),
        ):
            sketch.text(
                f"name:{tag}", words, at, of=f"level:{tag}", toward=toward, gap_pt=5, axes=CHART, size=12, color=color
            )
            sketch.claim("label", f"name:{tag}", value=words)
        sketch.claim("formula", "level:prey", value=repr(float(q)))
        sketch.claim("perpendicular", "level:prey", "level:hunter")
        sketch.claim("count", "level", value=2)
        sketch.entity("lines of rest", "level:prey", "level:hunter")

    def questions(self, p: Prey) -> Iterator[Question]:
        """Rates, species, and what is plotted."""
        every = [p.quantity(name) for name in "abem"]
        for index, name in enumerate("abem"):
            if index != p.who % 4:
                yield ask_value(f"rate_{name}", every[index], *every)
        salt = round(100 * (p.a + p.e + p.m) + 10 * p.push)
        hunters, preys = [row[1] for row in PAIRS], [row[0] for row in PAIRS]
        yield ask_word("hunter", PAIRS[p.who][1], _turned([*hunters, PAIRS[p.who][0]], salt))
        yield ask_word("prey", PAIRS[p.who][0], _turned([*preys, PAIRS[p.who][1]], salt + 1))

    @defect(visibility=2)
    def exchanged_names(self, p: Prey, scene: FigureScene, draw: Random) -> FigureScene:
        """The two curves, or lines, bear each other's names."""
        names = ("prey", "hunter") if p.layout != "time" else PAIRS[p.who][:2]
        return swap_texts(scene, *(f"name:{name}" for name in names))

    @defect(visibility=3)
    def curve_missing(self, p: Prey, scene: FigureScene, draw: Random) -> FigureScene:
        """One of the two populations is not drawn."""
        return scene.without("curve:hunter" if p.layout == "time" else "level:hunter")

    @defect(visibility=1)
    def point_astray(self, p: Prey, scene: FigureScene, draw: Random) -> FigureScene:
        """A marked point does not lie on its curve or line."""
        name = {"time": "peak:prey1", "orbit": "point:start", "isoclines": "point:rest"}[p.layout]
        return move_point(scene, name, 0, 0.2 * float(p.path[:, 2].max()))

    @defect(visibility=2)
    def rate_wrong(self, p: Prey, scene: FigureScene, draw: Random) -> FigureScene:
        """A printed rate is not that of the problem."""
        mark = scene.label("label:rates")
        return change(scene, replace(mark, text=mark.text.replace(p.label("m"), p.label("m") + "5")))


def _turned(words: list[str], by: int) -> list[str]:
    by %= len(words)
    return words[by:] + words[:by]


def _period(path: np.ndarray) -> float:
    """Between the first two peaks of the prey."""
    peaks = _peaks(path[:, (0, 1)])
    return float(peaks[1, 0] - peaks[0, 0]) if len(peaks) > 1 else float(path[-1, 0]) / 2


def _peaks(points: np.ndarray) -> np.ndarray:
    y = points[:, 1]
    return points[1:-1][(y[1:-1] > y[:-2]) & (y[1:-1] >= y[2:])]
