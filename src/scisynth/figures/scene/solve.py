"""Coordinates solved from constraints, not guessed: least squares on residuals, and an error where they cannot all hold.

    points = solve_points(["A", "B", "C"], constraints, seed=0)

with constraints such as `distance("A", "B", 5)`, `angle("B", "A", "C", 90)` and `at("A", 0, 0)`.
"""

import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from scisynth.core.errors import DataError

Points = Mapping[str, np.ndarray]
Constraint = Callable[[Points], float]
"""From named points to a residual that is 0 where it holds, in scene units."""
TOLERANCE = 1e-6
NUM_STARTS = 12


def distance(one: str, two: str, value: float) -> Constraint:
    """Two points are `value` apart."""
    return lambda points: float(np.linalg.norm(points[one] - points[two]) - value)


def at(point: str, x: float | None = None, y: float | None = None) -> Constraint:
    """A point has this x, this y, or both."""
    return lambda points: float(
        np.hypot(0 if x is None else points[point][0] - x, 0 if y is None else points[point][1] - y)
    )


def angle(vertex: str, one: str, two: str, degrees: float) -> Constraint:
    """The angle at `vertex` from the ray to `one`, anticlockwise to the ray to `two`."""

    def residual(points: Points) -> float:
        a, b = points[one] - points[vertex], points[two] - points[vertex]
        turn = math.atan2(a[0] * b[1] - a[1] * b[0], a @ b) - math.radians(degrees)
        return math.remainder(turn, 2 * math.pi) * float(np.linalg.norm(a))

    return residual


def solve_points(
    names: Sequence[str], constraints: Sequence[Constraint], *, seed: int, spread: float = 5.0
) -> dict[str, np.ndarray]:
    """Places for all points at which every constraint holds to 1e-6; `DataError` where there are none.

    Constraints leave a figure free to turn and shift: fix it with `at` where its place matters.
    """
    from scipy.optimize import least_squares

    def unpack(values: np.ndarray) -> dict[str, np.ndarray]:
        return dict(zip(names, values.reshape(-1, 2), strict=True))

    def residuals(values: np.ndarray) -> np.ndarray:
        points = unpack(values)
        return np.asarray(
            [constraint(points) for constraint in constraints] + [0.0] * max(0, values.size - len(constraints))
        )

    draw = np.random.default_rng(seed)
    best = math.inf
    for _ in range(NUM_STARTS):
        found = least_squares(residuals, draw.normal(0, spread, 2 * len(names)), xtol=1e-14, ftol=1e-14, gtol=1e-14)
        best = min(best, float(np.abs(found.fun).max()))
        if best < TOLERANCE:
            return unpack(found.x)
    raise DataError(f"no places hold all {len(constraints)} constraints; the best leaves one off by {best:.3g}")
