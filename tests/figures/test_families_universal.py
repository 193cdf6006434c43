"""The mathematics and physics behind the universal families, against closed forms."""

import math

import pytest

from scisynth.figures.families.registry import AnyFamily, families_of
from scisynth.figures.function_families.universal import flow_machines, grids
from scisynth.figures.scene.scene import FigureScene

SEEDS = range(8)
TYPES = ("Universal - Graph & Flow", "Universal - Table / Grid", "Universal - Exp. Setup")


def get_family(name: str) -> AnyFamily:
    return next(item for kind in TYPES for item in families_of(kind) if item.name == name)


def givens(scene: FigureScene) -> dict[str, float]:
    return {given.symbol: given.value for given in scene.givens}


@pytest.mark.parametrize(("width", "height"), [(4, 3), (5, 4), (6, 3)])
def test_ways_through_an_open_grid_are_binomial(width, height):
    assert grids.num_paths(width, height, ()) == math.comb(width + height, width)


def test_a_closed_crossing_takes_away_the_ways_through_it():
    """C(7, 3) = 35 ways in all; C(3, 1) · C(4, 2) = 18 of them pass (2, 1)."""
    assert grids.num_paths(4, 3, ((2, 1),)) == 35 - 18


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


def test_walks_of_a_known_search_tree():
    """The tree of 4, 2, 6, 1, 3, 5, 7 is full."""
    tree = flow_machines.search_tree([4, 2, 6, 1, 3, 5, 7])
    assert flow_machines.walk(tree, "preorder") == [4, 2, 1, 3, 6, 5, 7]
    assert flow_machines.walk(tree, "inorder") == [1, 2, 3, 4, 5, 6, 7]
    assert flow_machines.walk(tree, "postorder") == [1, 3, 2, 5, 7, 6, 4]


def _edges(scene: FigureScene) -> dict[frozenset, float]:
    return {frozenset(given.symbol): given.value for given in scene.givens}


@pytest.mark.parametrize("seed", SEEDS)
def test_shortest_path_agrees_with_relaxation(seed):
    """Bellman-Ford by hand, as many rounds as nodes."""
    scene = get_family("shortest_path").make(seed)
    far = dict.fromkeys("ABCDEFG", math.inf) | {"A": 0.0}
    for _ in range(7):
        for pair, weight in _edges(scene).items():
            one, two = pair
            far[one], far[two] = min(far[one], far[two] + weight), min(far[two], far[one] + weight)
    assert scene.answer.value == far["G"]


@pytest.mark.parametrize("seed", SEEDS)
def test_spanning_tree_agrees_with_prim(seed):
    scene = get_family("spanning_tree").make(seed)
    edges, reached, total = _edges(scene), {"A"}, 0.0
    while len(reached) < 7:
        pair = min((p for p in edges if len(p & reached) == 1), key=edges.__getitem__)
        reached |= pair
        total += edges[pair]
    assert scene.answer.value == total


@pytest.mark.parametrize("seed", SEEDS)
def test_maximum_flow_is_the_smallest_of_all_cuts(seed):
    scene = get_family("max_flow").make(seed)
    capacity = givens(scene)
    cuts = []
    for bits in range(16):
        left = {"S"} | {name for k, name in enumerate("ABCD") if bits >> k & 1}
        cuts.append(sum(value for pipe, value in capacity.items() if pipe[0] in left and pipe[1] not in left))
    assert scene.answer.value == min(cuts)
