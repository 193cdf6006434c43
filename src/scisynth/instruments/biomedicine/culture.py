"""Cells in a field: where they lie, which of them press on each other, their nuclei and vesicles. All lengths in µm.

Everything follows from a few numbers and a seed, never from the number of pixels, so that the truth of an image is the same at any size.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from scisynth.core.errors import DataError
from scisynth.core.seeds import derive_seed
from scisynth.instruments.biomedicine.lines import LINES, CellLine
from scisynth.instruments.biomedicine.outlines import Grid, Outline, partition

TRUTH_SIZE = 160
"""Pixels a side of the grid on which areas are counted; each to a thousandth."""
MARGIN = 1.5
"""µm between a cell and the edge of the field."""
NUCLEUS_MARGIN = 0.4
"""µm of cytoplasm around a nucleus, at least."""
MAX_TRIES = 40
VESICLE_RADIUS = 0.4
VESICLE_GAP = 4.5
"""Distance of two vesicles in pixels of an image of `VESICLE_SIZE` a side, so that they can be distinguished there."""
VESICLE_SIZE = 128


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a culture is made from."""

    line: str
    num: int
    area: float
    """Mean area of a cell, µm²."""
    ratio: float
    """Area of all nuclei over that of all cells."""
    density: float
    seed: int


@dataclass(frozen=True, kw_only=True)
class Culture:
    """Cells in a square field."""

    field: float
    """Side, µm."""
    cells: tuple[Outline, ...]
    """Where two overlap, `outlines.partition` says to whom a point belongs."""
    areas: tuple[float, ...]
    """Of the cells as they are cut by each other, µm²."""
    nuclei: tuple[Outline, ...]
    """Nucleus i is that of cell i."""
    vesicles: NDArray[np.floating]
    """[V, 3]: x, y and index of the cell."""

    @property
    def nucleus_area(self) -> float:
        """Mean, µm²."""
        return sum(item.area for item in self.nuclei) / len(self.nuclei)


def grow(plan: Plan) -> Culture:
    """The culture of a plan.

    Raises:
        DataError: no arrangement was found in which every nucleus has room in its cell.
    """
    for attempt in range(MAX_TRIES):
        draw = np.random.default_rng(derive_seed(plan.seed, "culture", attempt))
        culture = _spread(plan, LINES[plan.line], draw)
        if culture is not None:
            return culture
    raise DataError(
        f"culture: expected room for {plan.num} cells of the line {plan.line} with nuclei of {plan.ratio:.0%} of their area, "
        f"found none in {MAX_TRIES} tries; lower the density ({plan.density}) or the ratio"
    )


def _spread(plan: Plan, line: CellLine, draw: Generator) -> Culture | None:
    areas = np.exp(draw.normal(0.0, line.spread, plan.num))
    areas *= plan.area / areas.mean()
    field = math.sqrt(plan.num * plan.area / plan.density)
    base = draw.uniform(0, math.pi)
    shapes = [
        Outline.draw(
            draw,
            x=0.0,
            y=0.0,
            area=float(area),
            elongation=draw.uniform(*line.elongation),
            angle=base + draw.normal(0, 0.12) if line.is_aligned else draw.uniform(0, math.pi),
            roughness=line.roughness,
        )
        for area in areas
    ]
    shapes = _arrange(shapes, field, base if line.is_aligned else None, draw)
    grid = Grid(field=field, size=TRUTH_SIZE)
    depth, owner = partition(shapes, grid, margin=1.0)
    cover = grid.cover(depth)
    cut = np.bincount(owner.ravel() + 1, weights=cover.ravel(), minlength=plan.num + 1)[1:] * grid.pixel**2
    nuclei = _nuclei(plan, line, shapes, cut, depth, owner, grid, draw)
    if nuclei is None:
        return None
    vesicles = _vesicles(line, nuclei, depth, owner, grid, draw)
    scale = math.sqrt(plan.area / cut.mean())  # the whole scene is enlarged by what cells lost to their neighbours
    return Culture(
        field=field * scale,
        cells=tuple(_scaled(item, scale) for item in shapes),
        areas=tuple(float(area) * scale**2 for area in cut),
        nuclei=tuple(_scaled(item, scale) for item in nuclei),
        vesicles=vesicles * (scale, scale, 1.0),
    )


def _scaled(shape: Outline, scale: float) -> Outline:
    return replace(shape, x=shape.x * scale, y=shape.y * scale, radius=shape.radius * scale)


def _arrange(shapes: list[Outline], field: float, along: float | None, draw: Generator) -> list[Outline]:
    """Shapes at random places, pushed apart where they overlap much and away from the edge of the field.

    Args:
        along: common direction of long cells, which push each other as circles do in the stretched field; None: they are round.
    """
    num = len(shapes)
    ends = np.array([(item.border().min(axis=0), item.border().max(axis=0)) for item in shapes])
    low, high = MARGIN - ends[:, 0], field - MARGIN - ends[:, 1]
    low, high = np.minimum(low, field / 2), np.maximum(high, field / 2)
    at = low + draw.random((num, 2)) * (high - low)
    wanted = np.array([item.radius for item in shapes])
    wanted = 0.93 * (wanted[:, None] + wanted[None])
    stretch = math.sqrt(float(np.mean([item.elongation for item in shapes]))) if along is not None else 1.0
    turn = complex(math.cos(along or 0.0), math.sin(along or 0.0))
    for _ in range(80):
        apart = (at[:, None, 0] - at[None, :, 0] + 1j * (at[:, None, 1] - at[None, :, 1])) / turn
        apart = apart.real / stretch + 1j * apart.imag * stretch
        far = np.maximum(np.abs(apart), 1e-6)
        push = np.maximum(wanted - far, 0.0)
        np.fill_diagonal(push, 0.0)
        if push.max() < 0.02 * wanted.max():
            break
        step = (push * apart / far).sum(axis=1) * 0.3
        step = (step.real * stretch + 1j * step.imag / stretch) * turn
        at = np.clip(at + np.stack([step.real, step.imag], axis=1), low, high)
    return [item.moved(float(x), float(y)) for item, (x, y) in zip(shapes, at, strict=True)]


def _nuclei(
    plan: Plan,
    line: CellLine,
    shapes: list[Outline],
    cut: NDArray[np.floating],
    depth: NDArray[np.float32],
    owner: NDArray[np.int32],
    grid: Grid,
    draw: Generator,
) -> list[Outline] | None:
    """One nucleus a cell, all inside; None where one has no room."""
    ratios = plan.ratio * np.exp(draw.normal(0.0, 0.05, plan.num))
    sizes = ratios * cut
    sizes *= plan.ratio * cut.sum() / sizes.sum()
    found = []
    for index, (cell, size) in enumerate(zip(shapes, sizes, strict=True)):
        for nucleus in _places(line, cell, float(size), np.where(owner == index, depth, -1.0), grid, draw):
            if _room(nucleus, index, depth, owner, grid) > NUCLEUS_MARGIN:
                found.append(nucleus)
                break
        else:
            return None
    return found


def _places(
    line: CellLine, cell: Outline, size: float, depth: NDArray[np.float32], grid: Grid, draw: Generator
) -> Iterator[Outline]:
    """Nuclei to try: near the middle of the cell first, then where it is deepest."""
    weight = np.clip(depth, 0.0, None)
    middle = [float((weight.sum(axis=axis) * grid.axis).sum() / weight.sum()) for axis in (0, 1)]
    row, column = np.unravel_index(int(depth.argmax()), depth.shape)
    deepest = [float(grid.axis[column]), float(grid.axis[row])]
    for step, share in enumerate((0.0, 0.0, 0.5, 1.0, 1.0)):
        x, y = (m + share * (d - m) for m, d in zip(middle, deepest, strict=True))
        low, high = line.nucleus_elongation
        elongation = low if step >= 3 else draw.uniform(low, high)
        yield Outline.draw(
            draw,
            x=x,
            y=y,
            area=size,
            elongation=elongation,
            angle=cell.angle + draw.normal(0, 0.1),
            roughness=0.02,
        )


def _room(nucleus: Outline, index: int, depth: NDArray[np.float32], owner: NDArray[np.int32], grid: Grid) -> float:
    """Least depth in its cell of the edge of a nucleus; -1 where it leaves it."""
    at = np.clip((nucleus.border() / grid.pixel).astype(int), 0, grid.size - 1)
    inside = owner[at[:, 1], at[:, 0]] == index
    return float(np.where(inside, depth[at[:, 1], at[:, 0]], -1.0).min())


def _vesicles(
    line: CellLine,
    nuclei: list[Outline],
    depth: NDArray[np.float32],
    owner: NDArray[np.int32],
    grid: Grid,
    draw: Generator,
) -> NDArray[np.floating]:
    """Vesicles in the cytoplasm, apart from each other; as many as find room."""
    gap = max(3 * VESICLE_RADIUS, VESICLE_GAP * grid.field / VESICLE_SIZE)
    free = depth > VESICLE_RADIUS + 0.05
    for nucleus in nuclei:
        box = grid.box(nucleus, 2.0)
        free[box] &= grid.depth(nucleus, box) < -VESICLE_RADIUS + 0.05
    found: list[tuple[float, float, float]] = []
    for index in range(len(nuclei)):
        rows, columns = np.nonzero(free & (owner == index))
        num = int(draw.choice(line.vesicles))
        for pick in draw.permutation(len(rows))[: 12 * num]:
            x, y = (np.array([columns[pick], rows[pick]]) + draw.random(2)) * grid.pixel
            if all(math.hypot(x - a, y - b) > gap for a, b, _ in found):
                found.append((float(x), float(y), float(index)))
                num -= 1
            if not num:
                break
    return np.array(found).reshape(-1, 3)
