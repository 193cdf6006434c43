"""Places of a coordinate system on the page and back, for marks that must look alike in any scale: dots, arcs, dimension lines."""

import math
from collections.abc import Sequence

import numpy as np

from scisynth.figures.scene.marks import Axes


class PlotPlaces:
    """Between the data of an `Axes` and the units of the page."""

    def __init__(self, axes: Axes) -> None:
        left, bottom, right, top = axes.box
        self._is_log = np.asarray([axes.x_scale == "log", axes.y_scale == "log"])
        ends = self._straight(np.stack([axes.x_limits, axes.y_limits], axis=1))
        self._low, self._corner = ends[0], np.asarray([left, bottom], dtype=float)
        self.unit = np.asarray([right - left, top - bottom]) / (ends[1] - ends[0])
        """Page units for one of the data, or for one decade of a log scale, along x and y."""

    def to_page(self, points: Sequence[float] | np.ndarray) -> np.ndarray:
        """Data, [..., 2], in units of the page."""
        return self._corner + (self._straight(np.asarray(points, dtype=float)) - self._low) * self.unit

    def to_data(self, points: np.ndarray) -> np.ndarray:
        """Inverse of `to_page`."""
        straight = self._low + (points - self._corner) / self.unit
        return np.where(self._is_log, 10.0 ** np.where(self._is_log, straight, 0.0), straight)

    def radii(self, at: Sequence[float] | np.ndarray, radius: float) -> tuple[float, float]:
        """Half axes, in data, of what is a circle of this radius on the page; in log scales nearly."""
        scale = np.where(self._is_log, math.log(10) * np.asarray(at, dtype=float), 1.0)
        x, y = (radius / np.abs(self.unit) * scale).tolist()
        return x, y

    def beside(self, one: np.ndarray, two: np.ndarray, offset: float) -> np.ndarray:
        """The shift on the page, [2], to the left of the way from `one` to `two` (page); `offset` is in data of the nearer axis."""
        along = (two - one) / np.linalg.norm(two - one)
        aside = np.asarray([-along[1], along[0]])
        return aside * offset * self.unit[int(abs(aside[1]) >= abs(aside[0]))]

    def _straight(self, points: np.ndarray) -> np.ndarray:
        return np.where(self._is_log, np.log10(np.where(self._is_log, points, 1.0)), points)
