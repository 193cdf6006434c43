"""Math - Analytic Geometry, lines, vectors and transformations in a coordinate plane with equal scales."""

import math

from scisynth.figures.parts.math import coordinates

TYPE = "Math - Analytic Geometry"


def wrong_points(place: tuple[float, float]) -> list[str]:
    """Coordinates that a careless reader may take for those of a point."""
    x, y = place
    return [
        coordinates(other)
        for other in ((y, x), (-x, y), (x, -y), (x + 1, y), (x, y + 1), (x - 1, y), (x, y - 1))
        if other != (x, y)
    ]


def _beyond(place: tuple[float, float], a: float, b: float, c: float) -> float:
    """How far a place lies on the far side of the line ax + by = c; negative on the side of the origin."""
    return (a * place[0] + b * place[1] - c) / math.hypot(a, b)
