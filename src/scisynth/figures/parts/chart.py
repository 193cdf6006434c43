"""Parts of charts: bars, points, keys and the axes they stand in, each claimed to lie where its value puts it."""

import math
from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Any

from scisynth.figures.corruptions import change
from scisynth.figures.parts.palette import DARK_GREY
from scisynth.figures.scene.scene import FigureScene, format_number
from scisynth.figures.scene.sketch import Sketch

BOX = (0.0, 0.0, 10.0, 6.2)
"""Of a chart, in units of the scene."""
CHART = "axes:chart"
KEY_TOP = BOX[3] + 0.62


def chart_axes(sketch: Sketch, x_label: str, y_label: str, **style: Any) -> None:
    """The axes `CHART` with their names, which are claimed."""
    sketch.axes(CHART, style.pop("box", BOX), x_label=x_label, y_label=y_label, **{"grid": True, **style})
    for words in (x_label, y_label):
        if words:
            sketch.claim("label", value=words)


def bar(
    sketch: Sketch,
    name: str,
    place: float,
    low: float,
    high: float,
    fill: str,
    *,
    width: float = 0.56,
    is_level: bool = False,
    hatch: str = "",
) -> None:
    """A bar from `low` to `high` on the scale, `width` wide about its place; it is claimed to lie there."""
    near, far = place - width / 2, place + width / 2
    corners = ((near, low), (far, low), (far, high), (near, high))
    middle = (float(place), (low + high) / 2)
    if is_level:
        corners, middle = tuple((y, x) for x, y in corners), middle[::-1]  # type: ignore[assignment]
    sketch.area(name, *corners, fill=fill, color=DARK_GREY, width=0.8, axes=CHART, hatch=hatch)
    sketch.claim("at", name, value=middle, tolerance=0.006)


def point(sketch: Sketch, name: str, at: tuple[float, float], color: str, radius: float = 0.085) -> None:
    """A round point of the chart, claimed to lie at its place."""
    sketch.dot(name, at, radius, color=color, axes=CHART, z=5)
    sketch.claim("at", name, value=(float(at[0]), float(at[1])), tolerance=0.006)


def key(sketch: Sketch, names: Sequence[str], fills: Sequence[str], width: float = 2.4, left: float = 0.3) -> None:
    """Coloured boxes with their names in a row above the chart."""
    for index, (name, fill) in enumerate(zip(names, fills, strict=False)):
        x = left + width * index
        sketch.rectangle(
            f"key:{name}", x, KEY_TOP - 0.16, x + 0.42, KEY_TOP + 0.16, fill=fill, color=DARK_GREY, width=0.8
        )
        sketch.text(f"name:{name}", name, (x + 0.42, KEY_TOP), of=f"key:{name}", toward=(1, 0), size=12)


def line_key(sketch: Sketch, names: Sequence[str], styles: Sequence[dict[str, Any]], width: float = 2.6) -> None:
    """Samples of lines with their names in a row above the chart."""
    for index, (name, style) in enumerate(zip(names, styles, strict=False)):
        x = 0.3 + width * index
        sketch.line(f"key:{name}", (x, KEY_TOP), (x + 0.8, KEY_TOP), width=2, **style)
        sketch.text(f"name:{name}", name, (x + 0.8, KEY_TOP), of=f"key:{name}", toward=(1, 0), size=12)


def ticks(top: float, step: float, low: float = 0.0) -> tuple[float, ...]:
    """Multiples of a step from `low` to `top`."""
    return tuple(round(low + step * k, 9) for k in range(round((top - low) / step) + 1))


def signed(value: float) -> str:
    """A number with its sign, as a chart prints a deviation: `+12`, `−8`."""
    return f"{'−' if value < 0 else '+'}{format_number(abs(value))}"


def stretch_bar(scene: FigureScene, name: str, factor: float, is_level: bool = False) -> FigureScene:
    """The scene with one bar drawn `factor` times as long, from its foot."""
    mark = scene.path(name)
    axis = 0 if is_level else 1
    foot = mark.points[0][axis]

    def moved(place: tuple[float, float]) -> tuple[float, float]:
        values = list(place)
        values[axis] = foot + (values[axis] - foot) * factor
        return values[0], values[1]

    return change(scene, replace(mark, points=tuple(moved(place) for place in mark.points)))


def shift_bar(scene: FigureScene, name: str, step: float, is_level: bool = False) -> FigureScene:
    """The scene with one bar moved along the scale, by a step in data."""
    mark = scene.path(name)
    right, up = (step, 0.0) if is_level else (0.0, step)
    return change(scene, replace(mark, points=tuple((x + right, y + up) for x, y in mark.points)))


def move_point(scene: FigureScene, name: str, right: float, up: float) -> FigureScene:
    """The scene with one point elsewhere, by steps in data."""
    mark = scene.round(name)
    return change(scene, replace(mark, center=(mark.center[0] + right, mark.center[1] + up)))


def named(scene: FigureScene, role: str, draw: Random) -> str:
    """One mark of a role, at random."""
    return draw.choice([mark.id for mark in scene.marks if mark.id.startswith(f"{role}:")])


def on_circle(degrees: float, radius: float) -> tuple[float, float]:
    """A place on a circle about the origin, clockwise from the top."""
    turn = math.radians(90 - degrees)
    return radius * math.cos(turn), radius * math.sin(turn)
