"""Shapes of cells and nuclei: a stretched circle with bulges, and the distance of points to its edge.

In the frame of the shape, stretched back to a circle, the edge is r(θ) = R (1 + Σ Re(c_k e^{ikθ})), k = 2, 3, ...; its area is
π R² (1 + Σ |c_k|² / 2). All lengths are in µm; x runs to the right, y down.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from scisynth.instruments.frame import Pixels

FIRST_BULGE = 2
NUM_BULGES = 4


@dataclass(frozen=True, kw_only=True)
class Outline:
    """A closed shape, star-shaped around its centre."""

    x: float
    y: float
    radius: float
    """R, of the circle before bulges and stretching."""
    elongation: float = 1.0
    """Length over width; stretching keeps the area."""
    angle: float = 0.0
    """Of the long axis to x, radians."""
    bulges: tuple[complex, ...] = ()
    """c_k, from k = `FIRST_BULGE` on."""

    @classmethod
    def draw(
        cls, draw: Generator, *, x: float, y: float, area: float, elongation: float, angle: float, roughness: float
    ) -> Self:
        """A shape of that area with bulges of random size and place."""
        sizes = roughness * draw.normal(size=NUM_BULGES) / np.arange(1, NUM_BULGES + 1)
        bulges = tuple(complex(c) for c in sizes * np.exp(2j * math.pi * draw.random(NUM_BULGES)))
        shape = cls(x=x, y=y, radius=1.0, elongation=elongation, angle=angle, bulges=bulges)
        return shape.resized(area)

    @property
    def area(self) -> float:
        """µm², exact."""
        return math.pi * self.radius**2 * (1 + sum(abs(c) ** 2 for c in self.bulges) / 2)

    @property
    def reach(self) -> float:
        """No point of the shape is farther from its centre."""
        return self.radius * math.sqrt(self.elongation) * (1 + sum(map(abs, self.bulges)))

    def resized(self, area: float) -> Self:
        """The same shape with another area."""
        return replace(self, radius=self.radius * math.sqrt(area / self.area))

    def moved(self, x: float, y: float) -> Self:
        """The same shape with its centre elsewhere."""
        return replace(self, x=x, y=y)

    def depth(self, x: NDArray[np.floating], y: NDArray[np.floating]) -> NDArray[np.floating]:
        """Distance of points to the edge, positive inside; exact to first order near the edge, which is where it matters."""
        stretch = math.sqrt(self.elongation)
        turned = ((x - self.x) + 1j * (y - self.y)) * complex(math.cos(self.angle), -math.sin(self.angle))
        u, v = turned.real / stretch, turned.imag * stretch
        rho = np.maximum(np.hypot(u, v), 1e-9)
        unit = (u + 1j * v) / rho
        edge = np.ones_like(rho)
        power = unit ** (FIRST_BULGE - 1)
        for bulge in self.bulges:
            power = power * unit
            edge += (power * bulge).real
        slope = np.sqrt((unit.real / stretch) ** 2 + (unit.imag * stretch) ** 2)
        return (self.radius * edge - rho) / np.maximum(slope, 1 / stretch)

    def border(self, num: int = 32) -> NDArray[np.floating]:
        """[num, 2]: points of the edge, x and y."""
        turn = 2 * math.pi * np.arange(num) / num
        radius = np.ones(num)
        for k, bulge in enumerate(self.bulges, FIRST_BULGE):
            radius += (bulge * np.exp(1j * k * turn)).real
        stretch = math.sqrt(self.elongation)
        at = self.radius * radius * (np.cos(turn) * stretch + 1j * np.sin(turn) / stretch)
        at = at * complex(math.cos(self.angle), math.sin(self.angle))
        return np.stack([at.real + self.x, at.imag + self.y], axis=1)


@dataclass(frozen=True, kw_only=True)
class Grid:
    """Pixels of a square field; the centre of the first pixel lies at half a pixel."""

    field: float
    """Side, µm."""
    size: int
    """Side, pixels."""

    @property
    def pixel(self) -> float:
        """Side of a pixel, µm."""
        return self.field / self.size

    @property
    def axis(self) -> NDArray[np.floating]:
        """Centres of the pixels of a side, µm."""
        return (np.arange(self.size) + 0.5) * self.pixel

    def box(self, shape: Outline, margin: float) -> tuple[slice, slice]:
        """Rows and columns around a shape with a margin in µm."""
        reach = shape.reach + margin
        first = [max(int((at - reach) / self.pixel), 0) for at in (shape.y, shape.x)]
        last = [min(int((at + reach) / self.pixel) + 2, self.size) for at in (shape.y, shape.x)]
        return slice(first[0], max(last[0], first[0])), slice(first[1], max(last[1], first[1]))

    def depth(self, shape: Outline, box: tuple[slice, slice]) -> NDArray[np.floating]:
        """`Outline.depth` at the pixels of a box."""
        x, y = np.meshgrid(self.axis[box[1]], self.axis[box[0]])
        return shape.depth(x, y)

    def cover(self, depth: NDArray[np.floating]) -> NDArray[np.floating]:
        """Fraction of each pixel that lies inside, from the distance of its centre to the edge."""
        return np.clip(depth / self.pixel + 0.5, 0.0, 1.0)


FAR = -1e3
"""Depth of a pixel that no shape is near to, µm."""


def partition(shapes: Sequence[Outline], grid: Grid, margin: float) -> tuple[Pixels, NDArray[np.int32]]:
    """Which shape owns each pixel where they overlap, and how deep the pixel lies in it.

    A pixel belongs to the shape in which it lies deepest. Between two shapes that overlap the border runs where both depths are
    equal; near it the depth is half their difference. So cells that press on each other share a smooth wall.

    Returns:
        ([H, W] depth in µm, positive inside; [H, W] index of the owner, -1 far from all).
    """
    first = np.full((grid.size, grid.size), FAR)
    second = first.copy()
    owner = np.full(first.shape, -1, np.int32)
    for index, shape in enumerate(shapes):
        box = grid.box(shape, margin)
        depth = grid.depth(shape, box)
        above = depth > first[box]
        second[box] = np.where(above, first[box], np.maximum(second[box], depth))
        owner[box] = np.where(above, index, owner[box])
        first[box] = np.where(above, depth, first[box])
    return np.minimum(first, (first - second) / 2).astype(np.float32), owner
