"""Parts of physics figures: vectors, springs, blocks, walls, lenses, charges, rays; and what every problem needs of its values.

Vectors are drawn to scale: a family passes the same scale to each, and claims the ratio of their lengths.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from scisynth.figures.parts.palette import BLUE, GREY, PALE_BLUE, PALE_GREY, PALE_ORANGE, PALE_RED, RED
from scisynth.figures.parts.places import polar
from scisynth.figures.scene.marks import Path, role_of
from scisynth.figures.scene.sketch import Place, Sketch

GRAVITY = 9.81
"""Free fall near the ground, m/s²."""


def vector(
    sketch: Sketch,
    name: str,
    tail: Place,
    size: float,
    degrees: float,
    words: str,
    *,
    toward: Place | None = None,
    position: float = 1.0,
    color: str = RED,
    gap_pt: float = 4,
    **style: Any,
) -> str:
    """An arrow of a vector with its name at `position` of its length (0 to 1); beyond the tip unless `toward` says otherwise."""
    tail = np.asarray(tail, dtype=float)
    along = polar(degrees, size)
    sketch.arrow(name, tail, tail + along, **{"color": color, "width": 2.0, "z": 5, **style})
    tag = name.replace(":", "-")
    aside = along if toward is None else toward
    sketch.text(
        f"label:{tag}",
        words,
        tail + position * along,
        of=name,
        toward=aside,
        gap_pt=gap_pt,
        color=color,
        size=12,
        halo=True,
    )
    return name


def wall(sketch: Sketch, name: str, one: Place, two: Place, depth: float = 0.3) -> str:
    """A fixed surface with its hatched body on the right of the way from `one` to `two`."""
    start, stop = np.asarray(one, dtype=float), np.asarray(two, dtype=float)
    along = (stop - start) / np.linalg.norm(stop - start)
    inward = depth * np.asarray([along[1], -along[0]])
    sketch.area(f"hatch:{name}", start, stop, stop + inward, start + inward, hatch="////", width=0, color=GREY, z=0)
    return sketch.line(f"wall:{name}", start, stop, width=1.8)


def block(
    sketch: Sketch, name: str, middle: Place, width: float, height: float, degrees: float = 0.0, **style: Any
) -> str:
    """A rectangle about its middle, turned by `degrees`."""
    right, up = polar(degrees, width / 2), polar(degrees + 90, height / 2)
    middle = np.asarray(middle, dtype=float)
    corners = (middle - right - up, middle + right - up, middle + right + up, middle - right + up)
    return sketch.area(name, *corners, **{"fill": PALE_ORANGE, "z": 3, **style})


def spring(sketch: Sketch, name: str, one: Place, two: Place, coils: int = 9, width: float = 0.5) -> str:
    """A zigzag between two points with short straight ends."""
    start, stop = np.asarray(one, dtype=float), np.asarray(two, dtype=float)
    aside = np.asarray([start[1] - stop[1], stop[0] - start[0]]) / np.linalg.norm(stop - start) * width / 2
    shares = 0.08 + 0.84 * (np.arange(2 * coils) + 0.5) / (2 * coils)
    teeth = [
        start + position * (stop - start) + (aside if index % 2 else -aside)
        for index, position in enumerate(shares.tolist())
    ]
    first, last = start + 0.08 * (stop - start), start + 0.92 * (stop - start)
    return sketch.line(name, start, first, *teeth, last, stop, width=1.4)


def pulley(sketch: Sketch, name: str, middle: Place, radius: float) -> str:
    """A wheel with its axle."""
    sketch.circle(f"pulley:{name}", middle, radius, fill=PALE_GREY, width=1.6, z=3)
    sketch.dot(f"axle:{name}", middle, radius * 0.14)
    return f"pulley:{name}"


def ray(
    sketch: Sketch, name: str, *points: Place, color: str = RED, senses: Sequence[float] | None = None, **style: Any
) -> list[str]:
    """A ray of light through points: a line for each leg `name1`, `name2`, ... with an arrow on it, whose way is claimed.

    `senses` gives the place of the arrow as a fraction of each leg; 0 leaves it out.
    """
    legs = []
    tag = name.partition(":")[2]
    for number in range(1, len(points)):
        start, stop = (np.asarray(point, dtype=float) for point in points[number - 1 : number + 1])
        legs.append(sketch.line(f"{name}{number}", start, stop, **{"color": color, "width": 1.4, "z": 3, **style}))
        position = senses[number - 1] if senses else 0.55
        if position:
            tip = start + position * (stop - start)
            tail = tip - 0.02 * (stop - start) / np.linalg.norm(stop - start) * _extent(points)
            sense = sketch.arrow(f"sense:{tag}{number}", tail, tip, color=color, width=1.4, z=4)
            sketch.claim("on", sense, legs[-1])
        if number > 1:
            sketch.claim("connected", legs[-2], legs[-1])
    return legs


def _extent(points: Sequence[Place]) -> float:
    return float(np.ptp(np.asarray(points, dtype=float), axis=0).max())


def lens(sketch: Sketch, middle: Place, half_height: float, converging: bool) -> None:
    """A thin lens as two arcs: thick in the middle or at the rims, which is claimed of each quarter of its outline."""
    x, y = middle
    sag = 0.16 * half_height
    rim = 0.0 if converging else 1.5 * sag
    depth = sag if converging else -sag
    position = np.linspace(0, 1, 13)
    outline: list[tuple[float, float]] = []
    for side, sign in (("left", -1), ("right", 1)):
        for half, up in (("top", 1), ("bottom", -1)):
            quarter = [
                (x + sign * (rim + depth * (1 - (1 - s) ** 2)), y + up * half_height * (1 - s))
                for s in position.tolist()
            ]
            name = sketch.line(f"face:{side}-{half}", *quarter, color=BLUE, width=1.6, z=4)
            tilt = math.degrees(math.atan2(quarter[-1][1] - quarter[0][1], quarter[-1][0] - quarter[0][0]))
            sketch.claim("direction", name, value=tilt % 360, tolerance=4)
            forward = (sign < 0) == (up > 0)
            outline += quarter if forward else quarter[::-1]
    left_top, left_bottom = outline[:13], outline[13:26]
    right_top, right_bottom = outline[26:39], outline[39:]
    sketch.area("lens:glass", *left_top, *left_bottom, *right_bottom, *right_top, fill=PALE_BLUE, width=0, z=1)
    if not converging:
        for up in (1, -1):
            ends = ((x - rim, y + up * half_height), (x + rim, y + up * half_height))
            sketch.line(f"rim:{'top' if up > 0 else 'bottom'}", *ends, color=BLUE, width=1.6, z=4)


def charge(sketch: Sketch, name: str, at: Place, radius: float, positive: bool, size: float = 14) -> str:
    """A charged ball with its sign."""
    fill, color = (PALE_RED, RED) if positive else (PALE_BLUE, BLUE)
    sketch.circle(f"charge:{name}", at, radius, fill=fill, color=color, z=5)
    sign = sketch.text(f"sign:{name}", "+" if positive else "−", at, of=f"charge:{name}", size=size, color=color, z=7)
    sketch.claim("inside", sign, f"charge:{name}")
    return f"charge:{name}"


def count_roles(sketch: Sketch, *roles: str) -> None:
    """Claims as many marks of each role as the sketch now has."""
    for role in roles:
        sketch.claim("count", role, value=sum(role_of(mark.id) == role for mark in sketch.marks))


WIDE_ANGLE = 56
"""From this angle on, its value fits between a ray and the normal, °."""


def incidence(
    sketch: Sketch,
    name: str,
    normal: Place,
    end: Place,
    angle_deg: float,
    words: str,
    radius: float,
    *,
    at: Place = (0.0, 0.0),
    across: bool = False,
) -> None:
    """The angle at `at` between a normal and a ray; a wide one has its value inside, others beyond the ray, or across the normal.

    `normal` and `end` are directions; the angle is counted from the normal, ° less than 90.
    """
    spot, along, out = (np.asarray(place, dtype=float) for place in (at, normal, end))
    along, out = along / np.linalg.norm(along), out / np.linalg.norm(out)
    turns_left = along[0] * out[1] - along[1] * out[0] > 0
    one, two = (along, out) if turns_left else (out, along)
    if angle_deg >= WIDE_ANGLE:
        sketch.angle(name, at, spot + one, spot + two, words, radius, halo=True, z=8)
        return
    start, stop = (math.degrees(math.atan2(place[1], place[0])) for place in (one, two))
    sketch.circle(name, at, radius, start_deg=start, end_deg=stop + 360 * (stop < start), width=1.0)
    edge = along if across else out
    aside = np.asarray([-edge[1], edge[0]]) * (1 if turns_left != across else -1)
    tag = name.partition(":")[2]
    sketch.text(f"label:{tag}", words, spot + radius * edge, of=name, toward=tuple(aside), gap_pt=5, halo=True, z=8)


FORCE_LETTERS = ("F", "P", "Q", "R", "S", "A", "B", "C")
"""Letters that say nothing of the force that they name."""


def pick_letters(first: int, num: int) -> tuple[str, ...]:
    """`num` different letters, up to four, that follow from a number of 0 to 7."""
    return tuple(FORCE_LETTERS[(first + step) % len(FORCE_LETTERS)] for step in (0, 3, 5, 6)[:num])


def turned(arrow: Path, degrees: float, times: float = 1.0) -> Path:
    """A straight arrow turned about its tail, and `times` as long."""
    (x, y), (tip_x, tip_y) = arrow.points[0], arrow.points[-1]
    along = math.degrees(math.atan2(tip_y - y, tip_x - x)) + degrees
    end = polar(along, times * math.dist((x, y), (tip_x, tip_y)), (x, y))
    return replace(arrow, points=((x, y), (float(end[0]), float(end[1]))))
