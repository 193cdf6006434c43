"""Analytic geometry against a second way: dense points, sums over thin pieces, complex numbers, a solver for linear programs."""

import cmath

import numpy as np
import pytest
from scipy.integrate import dblquad
from scipy.optimize import linprog

from scisynth.figures.families.math.analytic_geometry.circles import segment_area, tangent_length, triangle_of_tangent
from scisynth.figures.families.math.analytic_geometry.constraints import best_value
from scisynth.figures.families.math.analytic_geometry.ellipses import of_ellipse
from scisynth.figures.families.math.analytic_geometry.hyperbolas import of_hyperbola
from scisynth.figures.families.math.analytic_geometry.lines import distance_from_line
from scisynth.figures.families.math.analytic_geometry.orders import integral_value, integrand
from scisynth.figures.families.math.analytic_geometry.parabolas import between
from scisynth.figures.families.math.analytic_geometry.revolutions import volume
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


@pytest.mark.parametrize(("a", "b", "angle"), [(5, 3, 0.7), (13, 9, 2.1)])
def test_an_ellipse_measured_on_its_points(a, b, angle):
    c = np.sqrt(a * a - b * b)
    x, y = a * np.cos(angle), b * np.sin(angle)
    rays = np.hypot(x + c, y) + np.hypot(x - c, y)
    assert of_ellipse(a, b, "triangle") == pytest.approx(rays + 2 * c)
    assert of_ellipse(a, b, "latus") == pytest.approx(2 * b * np.sqrt(1 - c * c / (a * a)))
    for seed in range(30):
        p = get_family("ellipse_focal_triangle").sample(seed)
        for x, y in p.ends:
            along, across = (y, x) if p.is_upright else (x, y)
            assert (along / p.a) ** 2 + (across / p.b) ** 2 == pytest.approx(1)
        if p.layout == "chord":
            sides = [
                np.subtract(one, two) for one, two in (p.ends, (p.ends[0], p.foci["F2"]), (p.ends[1], p.foci["F2"]))
            ]
            assert of_ellipse(p.a, p.b, "chord") == pytest.approx(sum(map(np.linalg.norm, sides)))


def test_a_hyperbola_measured_on_its_points():
    for seed in range(20):
        p = get_family("hyperbola_asymptotes").sample(seed)
        one, two = p.at(-p.c, 0.0), p.at(p.c, 0.0)
        gaps = [np.hypot(p.end[0] - x, p.end[1] - y) for x, y in (one, two)]
        assert of_hyperbola(p.a, p.b, "distances") == pytest.approx(abs(gaps[0] - gaps[1]))
        assert of_hyperbola(p.a, p.b, "eccentricity") == pytest.approx(2 * p.c / abs(gaps[0] - gaps[1]))
        assert of_hyperbola(p.a, p.b, "foci") == pytest.approx(np.hypot(one[0] - two[0], one[1] - two[1]))


def test_lines_at_a_circle_by_sums_and_nearest_points():
    for seed in range(30):
        p = get_family("circle_tangent_triangle").sample(seed)
        if p.layout == "triangle":
            (x, y), square = p.a, p.a[0] ** 2 + p.a[1] ** 2
            assert triangle_of_tangent(p.a) == pytest.approx(abs(square / x * square / y) / 2)
        if p.layout == "outside":
            one, _ = p.touching
            assert np.dot(one, np.subtract(p.b, one)) == pytest.approx(0, abs=1e-9)
            assert tangent_length(p.b, p.radius) == pytest.approx(np.linalg.norm(np.subtract(p.b, one)))
        if p.layout == "chord":
            half = np.linalg.norm(np.subtract(p.a, p.other_end)) / 2
            low = np.sqrt(p.size**2 - half**2)
            heights = np.linspace(low, p.size, 20001)
            area = np.trapezoid(2 * np.sqrt(np.maximum(p.size**2 - heights**2, 0)), heights)
            assert segment_area(p.a, p.other_end) == pytest.approx(area, rel=1e-4)


def test_the_area_between_graphs_is_that_of_thin_strips():
    for seed in range(30):
        p = get_family("parabola_chord_area").sample(seed)
        x = np.linspace(*p.crossings, 20001)
        gap = np.polyval(p.parabola, x) - np.polyval(p.other, x)
        assert between(p.parabola, p.other, *p.crossings) == pytest.approx(abs(np.trapezoid(gap, x)), rel=1e-6)


def test_solids_of_revolution_that_have_names():
    """A cone, a cylinder with a hole, a ball, and Pappus's rule for a ring."""
    assert volume(lambda x: 3 * x / 4, 0, 0, 4, "disc") == pytest.approx(np.pi * 9 * 4 / 3)
    assert volume(lambda x: 3 + 0 * x, 1, 2, 7, "washer") == pytest.approx(np.pi * (9 - 1) * 5)
    assert volume(lambda x: np.sqrt(25 - x**2), 0, -5, 5, "disc") == pytest.approx(4 / 3 * np.pi * 125)
    assert volume(lambda x: 6 - 2 * x, 0, 0, 3, "shell") == pytest.approx(np.pi * 9 * 6 / 3)
    assert volume(lambda x: 4 + 0 * x, 0, 1, 3, "line", -2.0) == pytest.approx(2 * np.pi * (2 + 2) * 8)


def test_both_orders_of_integration_give_the_same():
    seen = set()
    for seed in range(36):
        item = get_family("swapped_integral")
        p = item.sample(seed)
        f = integrand(p)
        # The stated order: along u first, from border to border, by quadrature.
        ends = (lambda v, p=p: v / p.chord, p.inverse) if p.layout == "lens" else (p.inverse, lambda v, p=p: p.a)
        stated, _ = dblquad(f, 0, p.high, *ends)
        assert integral_value(p) == pytest.approx(stated, rel=1e-6)
        seen.add((p.layout, "" if p.layout == "lens" else p.kind))
    assert len(seen) >= 7
