"""Analytic geometry against a second way: dense points, sums over thin pieces, complex numbers, a solver for linear programs."""

import cmath

import numpy as np
import pytest
from scipy.optimize import linprog

from scisynth.figures.families.math.analytic_geometry.constraints import best_value
from scisynth.figures.families.math.analytic_geometry.lines import distance_from_line
from scisynth.figures.families.math.analytic_geometry.turns import arc_length, swept_area
from scisynth.figures.families.math.analytic_geometry.vectors import of_vectors
from scisynth.figures.families.registry import get_family


@pytest.mark.parametrize(("a", "b", "c"), [((-4, 1), (5, 3), (1, 6)), ((-2, 5), (6, -3), (-1, -2))])
def test_the_distance_from_a_line_is_that_of_its_nearest_point(a, b, c):
    line = np.asarray(a) + np.linspace(-1, 2, 200001)[:, None] * (np.asarray(b) - a)
    assert distance_from_line(a, b, c) == pytest.approx(np.hypot(*(line - c).T).min(), abs=1e-6)


def test_the_equation_of_a_line_holds_for_its_points():
    for seed in range(30):
        p = get_family("point_line_distance").sample(seed)
        n, m, r = p.normal_form
        assert n * p.a[0] + m * p.a[1] == r == n * p.b[0] + m * p.b[1]
        assert distance_from_line(p.a, p.b, p.c) == pytest.approx(abs(n * p.c[0] + m * p.c[1] - r) / np.hypot(n, m))


@pytest.mark.parametrize(("a", "b"), [((3, 4), (-2, 5)), ((5, -1), (2, 6))])
def test_vectors_as_complex_numbers(a, b):
    u, v = complex(*a), complex(*b)
    assert of_vectors(a, b, "angle") == pytest.approx(abs(np.degrees(cmath.phase(v / u))))
    assert of_vectors(a, b, "sum") == pytest.approx(abs(u + v))
    assert of_vectors(a, b, "difference") == pytest.approx(abs(u - v))
    assert of_vectors(a, b, "projection") == pytest.approx(abs((v * u.conjugate()).real / abs(u)))


def test_arc_and_swept_area_as_sums_of_thin_pieces():
    turn = np.exp(1j * np.radians(np.linspace(0, 70, 20001)))
    assert arc_length(5, 70) == pytest.approx(np.abs(np.diff(5 * turn)).sum(), rel=1e-6)
    outer, inner = np.stack([5 * turn.real, 5 * turn.imag]), np.stack([2 * turn.real, 2 * turn.imag])
    area = 0.5 * sum(
        sign * np.abs(x[:-1] * np.diff(y) - y[:-1] * np.diff(x)).sum() for (x, y), sign in ((outer, 1), (inner, -1))
    )
    assert swept_area(2, 5, 70) == pytest.approx(area, rel=1e-6)


def test_the_best_corner_is_that_of_a_solver():
    for seed in range(40):
        p = get_family("feasible_region").sample(seed)
        sign = 1 if p.layout == "least" else -1
        rows = [[-sign * a, -sign * b] for a, b, _ in p.lines]
        found = linprog([sign * p.p, sign * p.q], rows, [-sign * c for *_, c in p.lines])
        assert best_value(p.lines, (p.p, p.q), p.layout == "least") == pytest.approx(sign * found.fun)
        assert best_value(p.lines, (p.p, p.q), p.layout == "least") == pytest.approx(
            (min if p.layout == "least" else max)(p.values.values())
        )
