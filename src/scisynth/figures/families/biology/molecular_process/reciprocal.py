"""Straight-line plots of enzyme kinetics: Lineweaver-Burk, Hanes-Woolf and Eadie-Hofstee, from which V_max and K_M are read."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from scisynth.figures.corruptions import change, swap_texts
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.chart import CHART, chart_axes, move_point, point
from scisynth.figures.parts.palette import BLUE, RED
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

AXES = {
    "double": ("$1/[S]$ (L/mmol)", "$1/v$ (min/µmol)"),
    "hanes": ("$[S]$ (mmol/L)", "$[S]/v$ (mmol min/(L µmol))"),
    "eadie": ("$v/[S]$ (L µmol/(min mmol))", "$v$ (µmol/min)"),
}
UNITS = {
    "double": ("L/mmol", "min/µmol"),
    "hanes": ("mmol/L", "mmol min/(L µmol)"),
    "eadie": ("L µmol/(min mmol)", "µmol/min"),
}


@dataclass(frozen=True, kw_only=True)
class Line(Parameters):
    """Constants of an enzyme and the plot of them."""

    layout: str = one_of("double", "hanes", "eadie", level_1=("double", "hanes"))
    top: float = one_of(4, 5, 8, 10, 12.5, 16, 20, 25, 40, 50)
    half: float = one_of(0.4, 0.5, 0.8, 1, 1.25, 2, 2.5, 4, 5, 8, 10)
    asked: str = one_of("K_M", "V_max")
    measured: int = one_of(4, 5, 6)

    @property
    def cuts(self) -> tuple[float, float]:
        """Where the line meets the horizontal and the vertical axis."""
        return {
            "double": (-1 / self.half, 1 / self.top),
            "hanes": (-self.half, self.half / self.top),
            "eadie": (self.top / self.half, self.top),
        }[self.layout]

    @property
    def slope(self) -> float:
        """Of the line."""
        return -self.cuts[1] / self.cuts[0]

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """The intercepts."""
        names = (("x_0", self.cuts[0], UNITS[self.layout][0]), ("y_0", self.cuts[1], UNITS[self.layout][1]))
        return tuple(Quantity(symbol=symbol, value=value, unit=unit) for symbol, value, unit in names)


def constants(layout: str, x: float, y: float) -> tuple[float, float]:
    """K_M and V_max from the intercepts of a plot."""
    if layout == "double":
        return -1 / x, 1 / y
    return (-x, -x / y) if layout == "hanes" else (y / x, y)


@family("Biology - Molecular Process")
class LineweaverBurk(Family[Line]):
    """Both reciprocals, substrate over rate against substrate, or rate against rate over substrate."""

    def solve(self, p: Line) -> Solution:
        """From the intercepts."""
        x, y = p.cuts
        half, top = constants(p.layout, x, y)
        value, unit = (half, "mmol/L") if p.asked == "K_M" else (top, "µmol/min")
        first, second = f"{x:.3g}".replace("-", "−"), f"{y:.3g}"
        steps = {
            "double": {"K_M": f"−1/({first})", "V_max": f"1/{second}"},
            "hanes": {"K_M": f"−({first})", "V_max": f"1/slope = {abs(x):.3g}/{second}"},
            "eadie": {"K_M": f"−slope = {second}/{first}", "V_max": f"{second}"},
        }[p.layout][p.asked]
        return Solution(
            answer=number_answer(value, unit, tolerance=0.03),
            symbol=p.asked,
            values={
                "cut_x": f"{first} {UNITS[p.layout][0]}",
                "cut_y": f"{second} {UNITS[p.layout][1]}",
                "steps": steps,
                "what": "the Michaelis constant K_M" if p.asked == "K_M" else "the maximal rate V_max",
                "chart": p.layout,
            },
            hidden=(f"{p.asked} = {format_number(value)}",),
        )

    def draw(self, p: Line, sketch: Sketch) -> None:
        """Measured points on a straight line, both intercepts marked with their values."""
        x, y = p.cuts
        falls = p.layout == "eadie"
        reach = x if falls else -3.2 * x
        low = -0.08 * x if falls else 1.35 * x
        high = 1.2 * x if falls else 1.08 * reach
        top = 1.2 * y if falls else 1.1 * (y + p.slope * reach)
        # The labels of the scale are the intercepts themselves.
        x_label, y_label = AXES[p.layout]
        chart_axes(
            sketch, x_label, y_label, x_limits=(low, high), y_limits=(-0.1 * top, top), style="cross", grid=False,
            x_ticks=(), y_ticks=(),
        )  # fmt: skip
        start, stop = (0.0, x) if falls else (x, reach)
        sketch.curve("line:fit", CHART, lambda s: y + p.slope * s, start, stop, num=2, color=BLUE, width=2.2)
        sketch.claim("formula", "line:fit", value=f"{y!r} + {p.slope!r} * x", tolerance=0.006)
        sketch.claim("monotone", "line:fit", value="decreasing" if falls else "increasing")
        for k in range(p.measured):
            part = (k + 1) / (p.measured + 1)
            at = part * x if falls else part * reach
            point(sketch, f"point:{k}", (at, y + p.slope * at), BLUE)
            sketch.claim("on", f"point:{k}", "line:fit")
        sketch.claim("count", "point", value=p.measured)
        for name, place, value, toward in (
            ("x", (x, 0.0), x, (0, -1)),
            ("y", (0.0, y), y, (1, -0.25) if not falls else (1, 0.5)),
        ):
            point(sketch, f"cut:{name}", place, RED)
            words = f"{value:.3g}".replace("-", "−")
            sketch.text(
                f"label:{name}", words, place, of=f"cut:{name}", toward=toward, gap_pt=9, axes=CHART, size=13, color=RED
            )
            sketch.claim("label", f"label:{name}", value=words)
        sketch.entity("line", "line:fit")

    def questions(self, p: Line) -> Iterator[Question]:
        """Intercepts, points and axes."""
        x, y = (float(f"{value:.3g}") for value in p.cuts)
        yield ask_number("x", x, likely=[-x, y, x / 2, 2 * x])
        yield ask_number("y", y, likely=[abs(x), 2 * y, y / 2], low=1e-9)
        yield ask_count("points", p.measured, low=2)
        every = ["1/v", "[S]/v", "v", "[S]", "1/[S]", "v/[S]"]
        names = {"double": "1/v", "hanes": "[S]/v", "eadie": "v"}
        turn = p.measured + int(p.top)
        yield ask_word("axis", names[p.layout], [*every[turn % 6 :], *every[: turn % 6]])

    @defect(visibility=3)
    def line_through_origin(self, p: Line, scene: FigureScene, draw: Random) -> FigureScene:
        """The line is drawn through the origin, away from its intercepts and its points."""
        mark = scene.path("line:fit")
        end = mark.points[-1] if p.layout != "eadie" else (p.cuts[0], p.cuts[1])
        return change(scene, replace(mark, points=((0.0, 0.0), end)))

    @defect(visibility=2)
    def point_off_the_line(self, p: Line, scene: FigureScene, draw: Random) -> FigureScene:
        """A measured point lies far off the line that is fitted to it."""
        shift = 0.25 * abs(scene.mark("line:fit").points[1][1] - scene.mark("line:fit").points[0][1])  # type: ignore[union-attr]
        return move_point(scene, f"point:{draw.randrange(p.measured)}", 0, shift)

    @defect(visibility=1)
    def exchanged_intercepts(self, p: Line, scene: FigureScene, draw: Random) -> FigureScene:
        """The values of the two intercepts are exchanged."""
        return swap_texts(scene, "label:x", "label:y")
