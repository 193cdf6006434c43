"""Lines of force of point charges, traced along E = k Σ q r / r³ by Runge-Kutta steps.

Drawn lines lie in the plane of the charges; their field is that of charges in space.
"""

import math
from collections.abc import Callable, Sequence

import numpy as np

from scisynth.figures.parts.palette import GREY, PALE_ORANGE
from scisynth.figures.parts.places import polar
from scisynth.figures.scene.marks import Path
from scisynth.figures.scene.sketch import Sketch

Charges = Sequence[tuple[float, np.ndarray]]
"""Charge and place of each."""


def trace_line(
    charges: Charges,
    start: np.ndarray,
    stop: Callable[[complex], bool],
    *,
    backwards: bool = False,
    step: float = 0.05,
    limit: int = 700,
) -> np.ndarray:
    """A line of force from `start` until `stop`, by steps of equal length; float [num, 2].

    The plane is that of the complex numbers here, x + iy, where small sums are quick.
    """
    sources = [((-size if backwards else size), complex(*at)) for size, at in charges]

    def along(place: complex) -> complex:
        total = sum(size * (place - at) / abs(place - at) ** 3 for size, at in sources)
        return total / max(abs(total), 1e-12)

    here = complex(*start)
    points = [here]
    while len(points) < limit and not stop(here):
        one = along(here)
        two = along(here + step / 2 * one)
        three = along(here + step / 2 * two)
        here += step / 6 * (one + 2 * two + 2 * three + along(here + step * three))
        points.append(here)
    line = np.asarray(points)
    return np.stack([line.real, line.imag], axis=1)


def draw_line(sketch: Sketch, name: str, points: np.ndarray, position: float = 0.5, color: str = GREY) -> None:
    """A line of force with an arrow upon it, whose direction is claimed."""
    sketch.line(name, *points[:-1:3], points[-1], color=color, width=1.1, z=2)
    place = int(position * (len(points) - 1))
    sense = f"sense:{name.partition(':')[0]}{name.partition(':')[2]}"
    tip = points[min(place + 3, len(points) - 1)]
    sketch.arrow(sense, points[place], tip, color=color, width=1.2, z=3)
    sketch.claim("on", sense, name)


def free_way(sketch: Sketch, at: np.ndarray, reach: float = 0.25) -> np.ndarray:
    """The direction in which a letter, `reach` from a place, keeps clearest of the lines that are drawn; float [2]."""
    lines = np.concatenate([np.asarray(mark.points) for mark in sketch.marks if isinstance(mark, Path)])
    # Half a letter's height matters as much as its distance, hence two places for each way.
    places = [
        (way, at + far * way) for way in map(polar, (90, 270, 45, 135, 225, 315)) for far in (reach, reach + 0.17)
    ]
    gaps = [float(np.linalg.norm(lines - place, axis=1).min()) for _, place in places]
    best = max(range(0, len(gaps), 2), key=lambda index: min(gaps[index : index + 2]))
    return places[best][0]


def leaves(place: complex, box: tuple[float, float]) -> bool:
    """Whether a place lies outside a box about the origin, given by half its width and half its height."""
    return abs(place.real) > box[0] or abs(place.imag) > box[1]


def draw_dipole(
    sketch: Sketch, charges: Charges, names: Sequence[str], radius: float, num: int, box: tuple[float, float]
) -> None:
    """The lines of two opposite charges next to each other: `bound:` from one to the other, `open:` to or from far away.

    Those of the negative charge mirror those of the positive one.
    """
    (start, source), (stop, sink) = sorted(
        zip(names, (at for _, at in charges), strict=True),
        key=lambda item: charges[names.index(item[0])][0],
        reverse=True,
    )

    def ends(place: complex) -> bool:
        return abs(place - complex(*sink)) <= radius or leaves(place, box)

    for number in range(num):
        points = trace_line(charges, source + polar(360 * (number + 0.5) / num, radius), ends)
        if math.dist(points[-1], sink) <= radius + 0.01:
            draw_line(sketch, f"bound:{number}", points)
            for name in (start, stop):
                sketch.claim("connected", f"bound:{number}", f"charge:{name}", tolerance=6)
            continue
        draw_line(sketch, f"open:{start}{number}", points, 0.35)
        sketch.claim("connected", f"open:{start}{number}", f"charge:{start}")
        draw_line(sketch, f"open:{stop}{number}", (points * (-1, 1))[::-1], 0.65)
        sketch.claim("connected", f"open:{stop}{number}", f"charge:{stop}")


def draw_unequal(
    sketch: Sketch,
    charges: Charges,
    radius: float,
    num_small: int,
    num_large: int,
    box: tuple[float, float],
    *,
    is_sink: bool = False,
) -> None:
    """Lines that end on the second charge are traced back from it; those that run off leave the first one on its far side.

    On the axis of two charges in space the flux within a cone of half angle θ is q (1 - cos θ) / 2, which says at what angle
    the lines that meet the small charge at angle φ left the large one; they divide the plane at the cone of all its flux.
    With `is_sink` all lines run the other way: the large charge is negative.
    """
    (large, source), (_, sink) = charges
    way = -1 if is_sink else 1

    def at_source(place: complex) -> bool:
        return abs(place - complex(*source)) <= radius

    for number in range(num_small):
        start = sink + polar(360 * (number + 0.5) / num_small, radius)
        points = trace_line(charges, start, at_source, backwards=True)[::-1]
        draw_line(sketch, f"bound:{number}", points[::way])
        sketch.claim("connected", f"bound:{number}", "charge:1", tolerance=5)
        sketch.claim("connected", f"bound:{number}", "charge:2", tolerance=5)
    rim = math.degrees(math.acos(1 - 2 / large))
    num = num_large - num_small
    for number in range(num):
        turn = rim + (360 - 2 * rim) * (number + 0.5) / num
        points = trace_line(charges, source + polar(turn, radius), lambda place: leaves(place, box))
        draw_line(sketch, f"open:{number}", points[::way], 0.6 if is_sink else 0.4)
        sketch.claim("connected", f"open:{number}", "charge:1")


def field_grid(sketch: Sketch, box: tuple[float, float, float, float], *, into: bool, apart: float = 1.0) -> None:
    """A field at a right angle to the page over a box (left, bottom, right, top): crosses into it, dots out of it."""
    sketch.rectangle("region:B", *box, fill="#f7f9fc", width=0.8, color=GREY, dash="dashed", z=0)
    rows = np.arange(box[1] + apart / 2, box[3], apart).tolist()
    columns = np.arange(box[0] + apart / 2, box[2], apart).tolist()
    for row, y in enumerate(rows):
        for column, x in enumerate(columns):
            if not into:
                sketch.dot(f"point:{row}-{column}", (x, y), 0.045, color=GREY, z=1)
                continue
            for role, way in (("cross", 1), ("stroke", -1)):
                ends = ((x - 0.1, y - 0.1 * way), (x + 0.1, y + 0.1 * way))
                sketch.line(f"{role}:{row}-{column}", *ends, color=GREY, width=1.1, z=1)
    for role in ("cross", "stroke") if into else ("point",):
        sketch.claim("count", role, value=len(rows) * len(columns))


def end_on(sketch: Sketch, name: str, at: tuple[float, float], radius: float, *, outward: bool) -> None:
    """A wire seen along its length: a dot where the current comes out of the page, a cross where it goes in."""
    x, y = at
    sketch.circle(f"wire:{name}", at, radius, fill=PALE_ORANGE, z=4)
    if outward:
        sketch.dot(f"tip:{name}", at, radius / 3, z=5)
        sketch.claim("inside", f"tip:{name}", f"wire:{name}")
        return
    size = 0.68 * radius
    for number, way in enumerate((1, -1)):
        sketch.line(f"feather:{name}{number}", (x - size, y - size * way), (x + size, y + size * way), z=5)
        sketch.claim("inside", f"feather:{name}{number}", f"wire:{name}")


def sense_on_circle(
    sketch: Sketch,
    line: str,
    middle: tuple[float, float],
    radius: float,
    turns: Sequence[float],
    *,
    anticlockwise: bool,
) -> None:
    """Arrows on a circular line, at these angles (°); that each lies on it the right way round is claimed."""
    for number, turn in enumerate(turns):
        place = polar(turn, radius, middle)
        way = turn + (90 if anticlockwise else -90)
        name = f"sense:{line.partition(':')[2]}.{number}"
        sketch.arrow(name, place - polar(way, 0.1), place + polar(way, 0.1), color=GREY, width=1.3)
        sketch.claim("on", name, line)
