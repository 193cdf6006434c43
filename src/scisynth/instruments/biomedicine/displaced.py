"""Cultures that are wrong in one thing: nuclei that reach out of their cells, vesicles between cells."""

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from scisynth.figures.families.family import DoesNotApplyError
from scisynth.instruments.biomedicine.culture import MARGIN, TRUTH_SIZE, Culture
from scisynth.instruments.biomedicine.outlines import Grid, Outline, partition

DIRECTIONS = 16
VESICLE_AWAY = 1.6
"""Distance of a displaced vesicle to the next cell, µm, at least."""


def nuclei_outside(culture: Culture, share: float) -> Culture:
    """Each nucleus is moved straight out of its cell until this fraction of its area lies outside of all cells.

    Raises:
        DoesNotApplyError: half of the nuclei have neighbours all around.
    """
    grid, depth = _depth(culture)
    moved = [_moved(nucleus, depth, grid, share) for nucleus in culture.nuclei]
    if sum(found is not None for found in moved) < len(moved) / 2:
        raise DoesNotApplyError("cells on all sides")
    return replace(culture, nuclei=tuple(new or old for new, old in zip(moved, culture.nuclei, strict=True)))


def _moved(nucleus: Outline, depth: NDArray[np.float32], grid: Grid, share: float) -> Outline | None:
    """The nucleus after the shortest of the moves in `DIRECTIONS` directions."""
    inside = _points(nucleus, grid)
    low, high = nucleus.radius + MARGIN, grid.field - nucleus.radius - MARGIN
    for step in np.arange(0.0, 4 * nucleus.reach, 0.25):
        for turn in 2 * math.pi * np.arange(DIRECTIONS) / DIRECTIONS:
            x, y = nucleus.x + step * math.cos(turn), nucleus.y + step * math.sin(turn)
            if not (low < x < high and low < y < high):
                continue
            at = inside + np.array([step * math.cos(turn), step * math.sin(turn)])
            if (_at(depth, at, grid) < 0).mean() >= share:
                return nucleus.moved(x, y)
    return None


def vesicles_outside(culture: Culture, share: float) -> Culture:
    """A fraction of the vesicles, one at least, is moved to where no cell is.

    Raises:
        DoesNotApplyError: there is no such place.
    """
    grid, depth = _depth(culture)
    axis = grid.axis
    far = depth < -VESICLE_AWAY
    far &= (np.minimum(axis, grid.field - axis) > MARGIN)[:, None] & (np.minimum(axis, grid.field - axis) > MARGIN)[
        None
    ]
    rows, columns = np.nonzero(far)
    if not len(rows):
        raise DoesNotApplyError("no place between the cells")
    vesicles = culture.vesicles.copy()
    num = max(round(share * len(vesicles)), 1)
    draw = np.random.default_rng(len(rows))
    for index in draw.choice(len(vesicles), size=num, replace=False):
        # Of a few places the one farthest from the other vesicles, so that they can be distinguished.
        picks = draw.choice(len(rows), size=min(24, len(rows)), replace=False)
        places = np.stack([axis[columns[picks]], axis[rows[picks]]], axis=1)
        others = np.delete(vesicles[:, :2], index, axis=0)
        gaps = (
            np.linalg.norm(places[:, None] - others[None], axis=2).min(axis=1) if len(others) else np.ones(len(picks))
        )
        vesicles[index, :2] = places[int(gaps.argmax())]
    return replace(culture, vesicles=vesicles)


def _depth(culture: Culture) -> tuple[Grid, NDArray[np.float32]]:
    grid = Grid(field=culture.field, size=TRUTH_SIZE)
    return grid, partition(culture.cells, grid, margin=4.0)[0]


def _points(nucleus: Outline, grid: Grid) -> NDArray[np.floating]:
    """[P, 2]: pixels of a nucleus, x and y in µm."""
    box = grid.box(nucleus, 0.0)
    rows, columns = np.nonzero(grid.depth(nucleus, box) > 0)
    return np.stack([grid.axis[box[1]][columns], grid.axis[box[0]][rows]], axis=1)


def _at(depth: NDArray[np.float32], points: NDArray[np.floating], grid: Grid) -> NDArray[np.float32]:
    columns, rows = np.clip((points / grid.pixel).astype(int), 0, grid.size - 1).T
    return depth[rows, columns]
