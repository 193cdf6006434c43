"""Places of the plane by angle and distance."""

import math

import numpy as np

from scisynth.figures.scene.sketch import Place


def polar(degrees: float, radius: float = 1.0, center: Place = (0.0, 0.0)) -> np.ndarray:
    """The point at an angle and a distance from a center, float [2]."""
    angle = math.radians(degrees)
    return np.asarray([center[0] + radius * math.cos(angle), center[1] + radius * math.sin(angle)])


def away(place: Place, middle: Place) -> np.ndarray:
    """The unit vector from a middle towards a place."""
    step = np.asarray(place, dtype=float) - np.asarray(middle, dtype=float)
    return step / max(float(np.linalg.norm(step)), 1e-12)
