"""Michaelis-Menten kinetics, v = V_max S / (K_M + S): as a curve, as measured points, on a logarithmic scale of substrate."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from scisynth.figures.corruptions import change
from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, number, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.chart import CHART, chart_axes, move_point, point, ticks
from scisynth.figures.parts.palette import BLUE, GREY, RED
from scisynth.figures.scene.scene import FigureScene, Quantity, format_number
from scisynth.figures.scene.sketch import Sketch, number_answer

UNITS = ("µmol/min", "nmol/s", "µmol/s")
NAMES = ("an isomerase", "a ligase", "a kinase", "a dehydrogenase", "a phosphatase")
"""Of different classes: none is also one of another."""


@dataclass(frozen=True, kw_only=True)
class Enzyme(Parameters):
    """Its constants, what is drawn, and what is asked."""

    layout: str = one_of("curve", "points", "logarithmic", level_1=("curve", "points"))
    top: float = number("V_max", "", (20, 30, 40, 60, 80, 100, 120, 160, 200), meaning="maximal rate", given=False)
    half: float = number("K_M", "mmol/L", (1, 2, 3, 4, 5, 6, 8), meaning="Michaelis constant", given=False)
    unit: str = one_of(*UNITS)
    asked: str = one_of("rate", "substrate", "turnover", level_1=("rate",))
    times: float = one_of(0.25, 0.5, 1.5, 2.5, 3, 4, 5, 6, 9)
    """Substrate in units of K_M."""
    enzyme: int = one_of(2, 4, 5, 8, 10, 20)
    """Amount of enzyme, nmol."""
    name: str = one_of(*NAMES)
    letter: str = one_of("E", "P", "X", "Q")
    measured: int = one_of(5, 6, 7, 8)

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """The constants of the problem."""
        rate = Quantity(symbol="V_max", value=self.top, unit=self.unit, meaning="maximal rate")
        return (rate, self.quantity("half"))


def michaelis(top: float, half: float, substrate: float) -> float:
    """Rate at a concentration of substrate."""
    return top * substrate / (half + substrate)


@family("Biology - Molecular Process")
class MichaelisMenten(Family[Enzyme]):
    """A saturation curve with its plateau and its half, measured points below the plateau, or a curve over a logarithmic scale."""

    def solve(self, p: Enzyme) -> Solution:
        """Rate, substrate for a rate, or turnover number."""
        substrate = p.times * p.half
        rate = michaelis(p.top, p.half, substrate)
        top, half, known = format_number(p.top), format_number(p.half), format_number(substrate)
        percent = round(100 * p.times / (1 + p.times), 1)
        if p.asked == "rate":
            answer = number_answer(rate, p.unit, tolerance=0.03)
            steps = f"v = {top}·{known}/({half} + {known})"
        elif p.asked == "substrate":
            answer = number_answer(p.half * percent / (100 - percent), "mmol/L", tolerance=0.03)
            steps = f"S = K_M·x/(1 − x) with x = {format_number(percent)}%"
        else:
            seconds = 60 if p.unit == "µmol/min" else 1
            micro = 1000 if p.unit.startswith("µ") else 1
            answer = number_answer(p.top * micro / p.enzyme / seconds, "1/s", tolerance=0.03)
            steps = f"k_cat = V_max/E = {top} {p.unit} / {p.enzyme} nmol"
        want = {
            "rate": f"the rate at [S] = {known} mmol/L",
            "substrate": f"the concentration of substrate at which the rate is {format_number(percent)}% of its maximum",
            "turnover": f"the turnover number of {p.enzyme} nmol of the enzyme, in 1/s",
        }[p.asked]
        return Solution(
            answer=answer,
            values={
                "want": want,
                "steps": steps,
                "vmax": f"{top} {p.unit}",
                "km": f"{half} mmol/L",
                "chart": p.layout,
                "who": p.name,
            },
        )

    def draw(self, p: Enzyme, sketch: Sketch) -> None:
        """The constants can be read on the axes."""
        is_log = p.layout == "logarithmic"
        end = 8.0 * p.half
        low, high = (p.half / 30, p.half * 30) if is_log else (0.0, end)
        style = {"x_scale": "log"} if is_log else {"x_ticks": tuple(p.half * k for k in range(9))}
        chart_axes(
            sketch, "$[S]$ (mmol/L)", f"$v$ ({p.unit})", x_limits=(low, high), y_limits=(0, 1.2 * p.top),
            y_ticks=ticks(p.top, 5 if p.top == 30 else p.top / 4), grid=p.layout != "curve", **style,
        )  # fmt: skip
        dashed = {"axes": CHART, "color": GREY, "width": 1.2, "dash": "dashed"}
        sketch.line("level:max", (low, p.top), (high, p.top), **dashed)
        place = 0.55 * end if not is_log else p.half / 12
        sketch.text(
            "label:max", r"$V_\mathrm{max}$", (place, p.top), of="level:max", toward=(0, 1), axes=CHART, size=13
        )
        sketch.claim("formula", "level:max", value=str(p.top))
        if p.layout == "points":
            for k in range(p.measured):
                s = p.half * (0.5, 1, 2, 3, 4, 5, 6.5, 7.5)[k]
                point(sketch, f"point:{k}", (s, michaelis(p.top, p.half, s)), BLUE)
            sketch.claim("count", "point", value=p.measured)
            sketch.claim("order", *(f"point:{k}" for k in range(p.measured)), value="left_to_right")
            sketch.entity("measured points", *(f"point:{k}" for k in range(p.measured)))
        else:
            sketch.curve("curve:v", CHART, lambda s: p.top * s / (p.half + s), max(low, 0), high, color=BLUE, width=2.2)
            sketch.claim("formula", "curve:v", value=f"{p.top} * x / ({p.half} + x)")
            sketch.claim("monotone", "curve:v", value="increasing")
            sketch.entity("saturation curve", "curve:v")
            self._half(p, sketch, low, dashed)
        sketch.text("note:name", f"sample {p.letter}: {p.enzyme} nmol of {p.name}", (5, 6.75), size=12.5)

    def _half(self, p: Enzyme, sketch: Sketch, low: float, dashed: dict[str, object]) -> None:
        """The point of half the maximal rate; on the logarithmic scale its substrate is printed."""
        at = (float(p.half), p.top / 2)
        sketch.line("level:half", (low, at[1]), at, **dashed)
        sketch.line("drop:half", at, (at[0], 0), **dashed)
        point(sketch, "point:half", at, RED)
        sketch.claim("on", "point:half", "curve:v")
        words = r"$\frac{1}{2}V_\mathrm{max}$"
        if p.layout == "logarithmic":
            words = f"{format_number(p.half)} mmol/L"
        sketch.text("label:half", words, at, of="point:half", toward=(1, -0.4), gap_pt=9, axes=CHART, size=13)

    def questions(self, p: Enzyme) -> Iterator[Question]:
        """The plateau, its half, and what is printed."""
        yield ask_number(
            "plateau", p.top, unit=p.unit, likely=[p.top / 2, 1.25 * p.top, 0.75 * p.top, 1.5 * p.top], low=1
        )
        yield ask_number("constant", p.half, unit="mmol/L", likely=[2 * p.half, p.half / 2, 3 * p.half], low=0.1)
        yield ask_count("amount", p.enzyme, likely=[2, 4, 5, 8, 10, 20], low=1)
        yield ask_word("name", p.name, NAMES)
        if p.layout == "points":
            yield ask_count("points", p.measured, low=1)
        else:
            yield ask_number("level", p.top / 2, unit=p.unit, likely=[p.top, p.top / 4, 0.75 * p.top], low=1)

    @defect(visibility=2)
    def plateau_too_low(self, p: Enzyme, scene: FigureScene, draw: Random) -> FigureScene:
        """The line of the maximal rate lies too low, so that the rate would pass it."""
        mark = scene.path("level:max")
        return change(scene, replace(mark, points=tuple((x, 0.8 * y) for x, y in mark.points)))

    @defect(visibility=1)
    def half_off_the_curve(self, p: Enzyme, scene: FigureScene, draw: Random) -> FigureScene:
        """The point of half the maximal rate, or a measured one, does not lie where the constants put it."""
        if p.layout == "points":
            return move_point(scene, f"point:{draw.randrange(p.measured)}", 0, 0.13 * p.top)
        return move_point(scene, "point:half", 0, 0.15 * p.top)

    @defect(visibility=3)
    def falling_rate(self, p: Enzyme, scene: FigureScene, draw: Random) -> FigureScene:
        """The rate falls with the substrate."""
        if p.layout == "points":
            raise DoesNotApplyError
        mark = scene.path("curve:v")
        ys = [y for _, y in mark.points][::-1]
        return change(scene, replace(mark, points=tuple((x, y) for (x, _), y in zip(mark.points, ys, strict=True))))

    @defect(visibility=2)
    def wrong_amount(self, p: Enzyme, scene: FigureScene, draw: Random) -> FigureScene:
        """The amount of enzyme is a thousand times that of the problem."""
        mark = scene.label("note:name")
        return change(scene, replace(mark, text=mark.text.replace("nmol", "µmol")))
