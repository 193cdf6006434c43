"""Lines of force of point charges, traced along E = k Σ q r / r³ by Runge-Kutta steps.

Drawn lines lie in the plane of the charges; their field is that of charges in space.
"""

from collections.abc import Callable, Sequence

import numpy as np

from scisynth.imgcoder.sketch import Sketch

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


def draw_line(sketch: Sketch, name: str, points: np.ndarray, share: float = 0.5, color: str = "#8a8a8a") -> None:
    """A line of force with an arrow upon it, whose direction is claimed."""
    sketch.line(name, *points[:-1:3], points[-1], color=color, width=1.1, z=2)
    place = int(share * (len(points) - 1))
    sense = f"sense:{name.partition(':')[0]}{name.partition(':')[2]}"
    tip = points[min(place + 3, len(points) - 1)]
    sketch.arrow(sense, points[place], tip, color=color, width=1.2, z=3)
    sketch.claim("on", sense, name)


def leaves(place: complex, box: tuple[float, float]) -> bool:
    """Whether a place lies outside a box about the origin, given by half its width and half its height."""
    return abs(place.real) > box[0] or abs(place.imag) > box[1]
