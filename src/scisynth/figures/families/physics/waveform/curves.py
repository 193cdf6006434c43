"""Parts of graphs of waves and oscillations: curves that are claimed of their formula, and points that lie on them."""

import math
from dataclasses import replace
from typing import Any

from scisynth.figures.corruptions import change, swap_texts
from scisynth.figures.parts.chart import ticks
from scisynth.figures.parts.palette import BLUE, GREEN, GREY, RED
from scisynth.figures.scene.scene import FigureScene, format_number
from scisynth.figures.scene.sketch import Sketch

WIDE, HIGH = 9.0, 3.4
"""Of one graph, in units of the scene."""
COLORS = (BLUE, RED, GREEN)
NAMES = "PQRSUVWZ"
"""Letters of curves and points."""


def wave_axes(
    sketch: Sketch, name: str, end: float, step: float, top: float, x_label: str, y_label: str, *, y_step: float = 0.0, low: float = 0.0, raised: float = 0.0
) -> None:  # fmt: skip
    """Axes to `end` and from `low` to `top`, with a grid every `step` and a line at zero; `raised` units above the page's origin.

    Where there are many lines, every second one has its number. `low` is −`top` where it is not said.
    """
    bottom = low or -top
    y_step = y_step or nice_step((top - bottom) / 6)
    marks = ticks(end, step)
    every = 2 if len(marks) > 9 else 1
    count = int(max(top, -bottom) / y_step + 1e-9)
    sketch.axes(
        name,
        (0.0, raised, WIDE, raised + HIGH),
        x_limits=(0, 1.03 * end),
        y_limits=(bottom, top),
        x_label=x_label,
        y_label=y_label,
        x_ticks=marks,
        x_tick_labels=tuple("" if k % every else format_number(x) for k, x in enumerate(marks)),
        y_ticks=tuple(y for k in range(-count, count + 1) if bottom <= (y := round(k * y_step, 9)) <= top),
        style="frame",
        grid=True,
    )
    if bottom < 0:
        sketch.line(f"zero-line:{name.partition(':')[2]}", (0, 0), (1.03 * end, 0), width=1.2, axes=name, z=2)
    sketch.claim("label", value=x_label)
    sketch.claim("label", value=y_label)


def dividing_step(value: float) -> float:
    """The largest of 0.5, 1, 2 and 5 that divides a value in two or more; a curve's height then stands at the axis."""
    return max((step for step in (0.5, 1, 2, 5) if value % step == 0 and value >= 2 * step), default=value)


def nice_step(step: float) -> float:
    """1, 2 or 5 times a power of ten, at least about the step."""
    ten = 10.0 ** math.floor(math.log10(step))
    return min(ten * times for times in (1, 2, 5, 10) if ten * times >= step * 0.8)


def graph(sketch: Sketch, name: str, formula: str, low: float, high: float, color: str = BLUE, *, axes: str = "axes:plot", num: int = 260, **style: Any) -> str:  # fmt: skip
    """A curve of a formula in x that is claimed of it."""
    from scisynth.figures.verify.formula import evaluate

    sketch.curve(name, axes, lambda x: evaluate(formula, x), low, high, num=num, color=color, **{"width": 2.0, **style})
    sketch.claim("formula", name, value=formula)
    return name


def spot(
    sketch: Sketch, name: str, at: tuple[float, float], curve: str, color: str = RED, axes: str = "axes:plot"
) -> None:
    """A point on a curve."""
    sketch.dot(name, at, 0.075, axes=axes, color=color, z=6)
    sketch.claim("at", name, value=(float(at[0]), float(at[1])))
    sketch.claim("on", name, curve)


def curve_keys(
    sketch: Sketch, names: str, colors: tuple[str, ...], dashes: tuple[str, ...], top: float = HIGH + 0.45
) -> None:
    """Samples of lines with their letters in a row above the graph."""
    for k, (letter, color, dash) in enumerate(zip(names, colors, dashes, strict=True)):
        x = 2.4 + 2.0 * k
        sketch.line(f"key:{letter}", (x, top), (x + 0.8, top), color=color, width=2.0, dash=dash)
        sketch.text(
            f"name:{letter}", f"${letter}$", (x + 0.8, top), of=f"key:{letter}", toward=(1, 0), color=color, size=13
        )


def guide(
    sketch: Sketch, name: str, one: tuple[float, float], two: tuple[float, float], axes: str = "axes:plot"
) -> None:
    """A thin dotted line from a point to where its value is read."""
    sketch.line(name, one, two, dash="dotted", width=1.0, color=GREY, axes=axes, z=2)


def stretched(
    scene: FigureScene, name: str, x_times: float = 1.0, y_times: float = 1.0, x_step: float = 0.0
) -> FigureScene:
    """The scene with one curve stretched about the origin of its axes, or moved along x."""
    curve = scene.path(name)
    points = tuple((x * x_times + x_step, y * y_times) for x, y in curve.points)
    return change(scene, replace(curve, points=points))


def swapped_names(scene: FigureScene, one: str, two: str) -> FigureScene:
    """The scene with the words of two labels exchanged."""
    first, second = scene.label(one), scene.label(two)
    return swap_texts(scene, first.id, second.id)
