"""The mathematics and physics behind the universal families, against closed forms."""

import pytest

from scisynth.figures.families.registry import AnyFamily, families_of
from scisynth.figures.function_families.universal import grids
from scisynth.figures.scene.scene import FigureScene

SEEDS = range(8)
TYPES = ("Universal - Table / Grid", "Universal - Exp. Setup")


def get_family(name: str) -> AnyFamily:
    return next(item for kind in TYPES for item in families_of(kind) if item.name == name)


def givens(scene: FigureScene) -> dict[str, float]:
    return {given.symbol: given.value for given in scene.givens}


@pytest.mark.parametrize("seed", SEEDS)
def test_sudoku_has_one_solution_and_its_digit_is_the_answer(seed):
    scene = get_family("sudoku_four").make(seed)
    grid = [[0] * 4 for _ in range(4)]
    asked = (0, 0)
    for mark in scene.marks:
        if mark.id.startswith("cell:"):
            i, j = map(int, mark.id[5:].split(","))
            if mark.text == "?":
                asked = (i, j)
            else:
                grid[i][j] = int(mark.text)
    fits = []
    for digit in range(1, 5):
        grid[asked[0]][asked[1]] = digit
        row, column = grid[asked[0]], [line[asked[1]] for line in grid]
        if row.count(digit) == column.count(digit) == 1 and grids._num_solutions([line[:] for line in grid]):
            fits.append(digit)
    assert fits == [scene.answer.value]
