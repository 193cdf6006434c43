"""Tables and grids against other ways to their answers."""

import itertools
import math
import statistics

import numpy as np
import pytest
import sympy

from scisynth.figures.families.registry import get_family
from scisynth.figures.families.universal.table_grid.counts import evaluate_frequencies
from scisynth.figures.families.universal.table_grid.elements import PLACES, TO_LOWER_LEFT
from scisynth.figures.families.universal.table_grid.games import pure_equilibria
from scisynth.figures.families.universal.table_grid.matrices import determinant
from scisynth.figures.families.universal.table_grid.reactions import EQUILIBRIA, equilibrium_constant
from scisynth.figures.families.universal.table_grid.streets import num_paths
from scisynth.figures.families.universal.table_grid.sudokus import units_of
from scisynth.figures.families.universal.table_grid.truth import CLAUSES
from scisynth.figures.parts.chemistry import composition

SEEDS = range(6)


@pytest.mark.parametrize(("width", "height"), [(4, 3), (5, 4), (6, 3)])
def test_ways_through_an_open_grid_are_binomial(width, height):
    assert num_paths(width, height) == math.comb(width + height, width)


@pytest.mark.parametrize(("num", "catalan"), [(1, 1), (2, 2), (3, 5), (4, 14), (5, 42)])
def test_ways_below_the_diagonal_are_catalan_numbers(num, catalan):
    assert num_paths(num, num, is_below=True) == catalan


@pytest.mark.parametrize("seed", SEEDS)
def test_every_way_is_counted_by_trying_all_words_of_steps(seed):
    item = get_family("street_grid_paths")
    p = item.sample(seed, level=1)
    ways = 0
    for ups in itertools.combinations(range(p.width + p.height), p.height):
        x = y = 0
        passed = []
        for step in range(p.width + p.height):
            x, y = (x, y + 1) if step in ups else (x + 1, y)
            passed.append((x, y))
        is_through = p.layout == "through" and p.marked[0] in passed
        is_below = p.layout == "diagonal" and all(y <= x for x, y in passed)
        is_open = p.layout in ("closed", "cells") and not set(passed) & set(p.marked)
        ways += is_through or is_below or is_open
    assert item.solve(p).answer.value == ways


@pytest.mark.parametrize("seed", SEEDS)
def test_bank_and_books_meet(seed):
    entries = get_family("bank_reconciliation").sample(seed).entries
    bank = entries["bank"] + entries["deposits"] - entries["checks"]
    assert bank == entries["books"] + entries["note"] - entries["charge"] - entries.get("returned", 0)


def test_equilibria_of_known_games():
    """The prisoners confess; the battle of the sexes has two; matching pennies none."""
    assert pure_equilibria((((-1, -1), (-3, 0)), ((0, -3), (-2, -2)))) == [(1, 1)]
    assert pure_equilibria((((2, 1), (0, 0)), ((0, 0), (1, 2)))) == [(0, 0), (1, 1)]
    assert pure_equilibria((((1, -1), (-1, 1)), ((-1, 1), (1, -1)))) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_tables_agree_with_a_list_of_all_items(seed):
    """The mean, median and spread of the items themselves; the chance by drawing each person."""
    p = get_family("frequency_table").sample(seed)
    items = [value for value, num in zip(p.values, p.times, strict=True) for _ in range(num)]
    assert evaluate_frequencies(p.values, p.times, "mean") == pytest.approx(statistics.fmean(items))
    assert evaluate_frequencies(p.values, p.times, "spread") == pytest.approx(statistics.pstdev(items))
    assert evaluate_frequencies(p.values, p.times, "median") == statistics.median(items)
    q = get_family("two_way_table").sample(seed)
    people = [(i, j) for i, row in enumerate(q.counts) for j, num in enumerate(row) for _ in range(num)]
    among = {
        "in row": [person for person in people if person[0] == q.row],
        "in column": [person for person in people if person[1] == q.column],
        "of all": people,
    }[q.asked]
    assert float(q.fraction) == pytest.approx(among.count((q.row, q.column)) / len(among))


@pytest.mark.parametrize("seed", SEEDS)
def test_matrices_agree_with_numpy(seed):
    p = get_family("matrix_product").sample(seed)
    assert p.product == (np.asarray(p.first) @ np.asarray(p.second)).tolist()
    q = get_family("determinant_value").sample(seed)
    assert determinant(q.matrix) == round(np.linalg.det(np.asarray(q.matrix, dtype=float)))


@pytest.mark.parametrize("seed", SEEDS)
def test_statements_agree_with_sympy(seed):
    p = get_family("truth_table").sample(seed)
    letters = dict(zip("pqr", sympy.symbols("p q r"), strict=True))

    def side(words):
        return sympy.Not(letters[words[-1]]) if words.startswith("not") else letters[words]

    joints = {"and": sympy.And, "or": sympy.Or, "implies": sympy.Implies}
    one, two = (joints[joint](side(left), side(right)) for left, joint, right in (CLAUSES[k] for k in p.clauses))
    whole = joints[p.joint](one, two)
    truth = [
        bool(whole.subs(dict(zip(letters.values(), row, strict=True))))
        for row in itertools.product((True, False), repeat=3)
    ]
    assert truth == p.truth


def day_number(day: int, month: int, year: int) -> int:
    """Julian day number, by Fliegel and Van Flandern (1968): a count of days without a calendar library."""
    early = -1 if month <= 2 else 0
    return (
        1461 * (year + 4800 + early) // 4
        + 367 * (month - 2 - 12 * early) // 12
        - 3 * ((year + 4900 + early) // 100) // 4
        + day
        - 32075
    )


@pytest.mark.parametrize("seed", range(12))
def test_weekdays_and_spans_follow_from_julian_day_numbers(seed):
    item = get_family("calendar_month")
    p, names = item.sample(seed), ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    first = day_number(p.day, p.month, p.year)
    assert p.weekday_of(p.day) == names[first % 7]
    answer = item.solve(p).answer
    if p.layout == "one ring":
        assert answer.text == names[(first + (p.distance if p.sense == "later" else -p.distance)) % 7]
    elif p.layout == "two rings":
        assert answer.value == day_number(p.second, p.end.month, p.end.year) - first
    else:
        assert answer.value == p.size**2 * (p.day + 4 * (p.size - 1))


@pytest.mark.parametrize("seed", range(9))
def test_a_small_sudoku_has_one_solution_by_trying_all_rows(seed):
    item = get_family("sudoku_four")
    p = item.sample(seed)
    units = units_of(p.layout)
    found = []

    def fits(grid):
        for unit in units:
            digits = [grid[i][j] for i, j in unit if i < len(grid)]
            if len(set(digits)) < len(digits):
                return False
        return all(grid[a][b] < grid[c][d] for (a, b), (c, d) in p.signs if max(a, c) < len(grid))

    def extend(grid):
        if len(grid) == p.num:
            found.append(grid)
            return
        shown = p.shown[len(grid)]
        missing = [n for n in range(1, p.num + 1) if n not in shown]
        for order in itertools.permutations(missing):
            rest = iter(order)
            row = tuple(digit or next(rest) for digit in shown)
            if fits([*grid, row]):
                extend([*grid, row])

    extend([])
    assert len(found) == 1
    assert item.solve(p).answer.text == "".join(str(found[0][i][j]) for i, j in p.cells_of(p.line))


FIRST_IONISATION = {
    "Li": 520, "Be": 900, "B": 801, "C": 1087, "N": 1402, "O": 1314, "F": 1681, "Na": 496, "Mg": 738, "Al": 578, "Si": 787,
    "P": 1012, "S": 1000, "Cl": 1251, "K": 419, "Ca": 590, "Se": 941, "Br": 1140, "Rb": 403, "Sr": 550, "Te": 869, "I": 1008,
}  # fmt: skip
PAULING = {
    "Li": 0.98, "Be": 1.57, "B": 2.04, "C": 2.55, "N": 3.04, "O": 3.44, "F": 3.98, "Na": 0.93, "Mg": 1.31, "Al": 1.61, "Si": 1.90,
    "P": 2.19, "S": 2.58, "Cl": 3.16, "K": 0.82, "Ca": 1.00, "Se": 2.55, "Br": 2.96, "Rb": 0.82, "Sr": 0.95, "Te": 2.1, "I": 2.66,
}  # fmt: skip
RADIUS = {
    "Li": 145, "Be": 105, "B": 85, "C": 70, "N": 65, "O": 60, "F": 50, "Na": 180, "Mg": 150, "Al": 125, "Si": 110, "P": 100,
    "S": 100, "Cl": 100, "K": 220, "Ca": 180, "Se": 115, "Br": 115, "Rb": 235, "Sr": 200, "Te": 140, "I": 140,
}  # fmt: skip
"""kJ/mol (CRC), Pauling's scale, and Slater's radii (1964) in pm, which have equal values where they are rounded alike."""


def test_trends_of_the_periodic_table_name_the_element_that_measured_values_name():
    item, met = get_family("periodic_extract"), 0
    for seed in range(60):
        p = item.sample(seed)
        if p.layout != "outline":
            continue
        met += 1
        table = RADIUS if "radius" in p.wanted else PAULING if "attraction" in p.wanted else FIRST_IONISATION
        values = [table[symbol] for symbol in p.marked]
        best = min(values) if p.wanted in ("smallest radius", "lowest energy") else max(values)
        assert values[p.names.index(item.solve(p).answer.text)] == best, (p.marked, p.wanted)
        assert set(p.marked) <= set(PLACES) and (p.wanted in TO_LOWER_LEFT) == (p.wanted in ("largest radius", "lowest energy"))  # fmt: skip
    assert met > 10


def test_constants_of_reaction_tables_by_straight_lines_through_logarithms():
    seen = set()
    for seed in range(90):
        item = get_family("reaction_table")
        p = item.sample(seed)
        answer = item.solve(p).answer
        if p.layout == "rates":
            # ln r = ln k + m ln [A] + n ln [B]: three rows, three unknowns.
            rows = np.asarray(p.experiments)
            log_k, m, n = np.linalg.solve(np.c_[np.ones(3), np.log(rows[:, :2])], np.log(rows[:, 2]))
            assert (m, n) == pytest.approx(p.orders, abs=1e-9)
            (a, b), (f, g) = p.start, p.factors
            value = np.exp(log_k + m * np.log(a * f) + n * np.log(b * g))
            assert answer.value == pytest.approx(np.exp(log_k) if p.wants_constant else value)
        elif p.layout == "decay":
            slope = -np.polyfit(p.times, np.log(p.concentrations), 1)[0]
            assert answer.value == pytest.approx(slope if p.wants_constant else math.log(2) / slope, rel=0.02)
        else:
            elements = {element for _, name in p.species for element in composition(name)}
            for element in elements:
                held = [
                    [value * composition(name)[element] for value, (_, name) in zip(values, p.species, strict=True)]
                    for values in (p.at_first, p.at_last)
                ]
                assert sum(held[0]) == pytest.approx(sum(held[1]))
        seen.add((p.layout, p.wants_constant))
    assert len(seen) == 6


def test_equilibrium_constants_of_worked_examples():
    # 0.1 mol/L N2, 0.2 H2 and 0.3 NH3: K = 0.3² / (0.1 · 0.2³) = 112.5; 0.5 H2, 0.95 I2 and 0.4 HI: 0.337.
    assert equilibrium_constant([(-1, "N2"), (-3, "H2"), (2, "NH3")], [0.1, 0.2, 0.3]) == pytest.approx(112.5)
    assert equilibrium_constant([(-1, "H2"), (-1, "I2"), (2, "HI")], [0.5, 0.95, 0.4]) == pytest.approx(
        0.3368, rel=1e-3
    )
    for left, right in EQUILIBRIA:
        sides = [
            sum(number * composition(name)[element] for number, name in side)
            for element in "HNOCSIP"
            for side in (left, right)
        ]
        assert sides[::2] == sides[1::2]
