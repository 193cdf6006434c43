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


def test_copper_of_one_faraday():
    """96485 C at z = 2 deposit half a mole; scaled to the scene's charge."""
    scene = next(s for s in map(get_family("electrolysis").make, range(60)) if givens(s)["M"] == 63.55)
    charge = givens(scene)["I"] * givens(scene)["t"] * 60
    assert scene.answer.value == pytest.approx(charge / 96485 * 63.55 / 2)


@pytest.mark.parametrize("seed", SEEDS)
def test_gas_over_water_near_its_molar_volume(seed):
    """The dry gas, scaled to 0 °C and 101.325 kPa, fills 22.41 L/mol."""
    scene = get_family("gas_over_water").make(seed)
    known = givens(scene)
    litres = known["V"] / 1000 * 273.15 / known["T"] * (known["p"] - known["p_w"]) / 101.325
    assert scene.answer.value == pytest.approx(1000 * litres / 22.414, rel=1e-3)


@pytest.mark.parametrize("seed", SEEDS)
def test_pendulum_gives_a_terrestrial_g(seed):
    assert get_family("pendulum_timing").make(seed).answer.value == pytest.approx(9.81, rel=0.01)


def test_sulfuric_acid_needs_two_bases():
    scene = next(s for s in map(get_family("titration").make, range(60)) if "H₂SO₄" in s.problem)
    known = givens(scene)
    assert 2 * scene.answer.value * known["V_a"] == pytest.approx(known["c_b"] * known["V_b"])
