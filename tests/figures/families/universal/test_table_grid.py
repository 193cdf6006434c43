"""Tables and grids against other ways to their answers."""

import itertools
import math
import statistics

import numpy as np
import pytest
import sympy

from scisynth.figures.families.registry import get_family
from scisynth.figures.families.universal.table_grid.counts import evaluate_frequencies
from scisynth.figures.families.universal.table_grid.games import pure_equilibria
from scisynth.figures.families.universal.table_grid.matrices import determinant
from scisynth.figures.families.universal.table_grid.streets import num_paths
from scisynth.figures.families.universal.table_grid.truth import CLAUSES

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
