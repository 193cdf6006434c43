"""The numbers behind charts, against second sources: statistics, NumPy, brute-force sums and closed forms."""

import statistics

import numpy as np
import pytest

from scisynth.figures.families.registry import get_family
from scisynth.figures.families.universal.plot_chart.bars import evaluate_amounts
from scisynth.figures.families.universal.plot_chart.boxes import upper_fence
from scisynth.figures.families.universal.plot_chart.economics import surplus_of_buyers
from scisynth.figures.families.universal.plot_chart.integration import estimate
from scisynth.figures.families.universal.plot_chart.lines import change_of, weighted_mean
from scisynth.figures.families.universal.plot_chart.motion_graphs import travelled
from scisynth.figures.families.universal.plot_chart.scatter import correlation, fitted_line
from scisynth.figures.families.universal.plot_chart.sectors import missing_part
from scisynth.figures.families.universal.plot_chart.spread import mean_of_classes, median_of_classes
from scisynth.figures.families.universal.plot_chart.stacks import evaluate_stacks

SEEDS = range(12)


def test_amounts_by_hand():
    amounts = (20, 30, 50)
    assert evaluate_amounts(amounts, "mean", 0, 1) == statistics.mean(amounts)
    assert evaluate_amounts(amounts, "fraction", 2, 1) == 50
    assert evaluate_amounts(amounts, "excess", 1, 0) == 50
    assert evaluate_stacks(((10, 30), (20, 40)), "fraction", 0, 1, 0) == 30
    assert evaluate_stacks(((10, 30), (20, 40)), "total", 0, 1, 1) == 70
    assert evaluate_stacks(((10, 30), (20, 40)), "difference", 1, 0, 1) == 10


def test_series_of_bars_of_years_are_no_years():
    for seed in range(60):
        p = get_family("bar_chart").sample(seed)
        assert p.names != "years" or not any(name.isdigit() for name in p.pair)


@pytest.mark.parametrize("seed", SEEDS)
def test_sectors_go_round_and_parts_are_whole(seed):
    item = get_family("pie_chart")
    p = item.sample(seed)
    angles = [360 * share / p.whole for share in p.shares]
    assert sum(angles) == pytest.approx(360) and min(angles) > 20
    rest = missing_part(tuple(share for k, share in enumerate(p.shares) if k != p.gap), p.whole)
    assert rest == p.shares[p.gap] and p.amount(p.gap) == pytest.approx(
        p.total - sum(p.amount(k) for k in range(p.num) if k != p.gap)
    )
    assert (2 * p.amount(p.gap)).is_integer()


def test_change_and_mean_over_time():
    assert change_of((80, 90, 60), 0, 2, "percent") == -25 and change_of((80, 90, 60), 0, 2, "rate") == -10
    levels = [5] * 3 + [8] * 1 + [2] * 4
    assert weighted_mean((5, 8, 2), (3, 1, 4)) == statistics.mean(levels)


@pytest.mark.parametrize("seed", SEEDS)
def test_line_of_least_squares_agrees_with_numpy(seed):
    p = get_family("scatter_regression").sample(seed)
    slope, start = fitted_line(p.xs, p.ys)
    assert (slope, start) == pytest.approx(tuple(np.polyfit(p.xs, p.ys, 1)))
    assert correlation(p.xs, p.ys) == pytest.approx(statistics.correlation(p.xs, p.ys))
    assert max(p.points_y) + 3 <= p.top <= 50


def test_grouped_mean_and_median_of_a_textbook():
    """Classes 0-10, 10-20, 20-30 with 5, 10 and 5 items are symmetric about 15; unequal ones by expanding the items."""
    assert mean_of_classes((0, 10, 20, 30), (5, 10, 5)) == median_of_classes((0, 10, 20, 30), (5, 10, 5)) == 15
    edges, counts = (0, 4, 12, 16), (8, 4, 4)
    spread = np.concatenate([np.linspace(a, b, 1000 * c) for a, b, c in zip(edges, edges[1:], counts, strict=False)])
    assert median_of_classes(edges, counts) == pytest.approx(np.median(spread), abs=0.02)
    assert mean_of_classes(edges, counts) == pytest.approx(spread.mean(), abs=0.02)


def test_fence_of_tukey():
    assert upper_fence(40, 60) == 90


@pytest.mark.parametrize("seed", SEEDS)
def test_market_clears_and_its_triangle_is_an_integral(seed):
    p = get_family("market_equilibrium").sample(seed)
    q = p.crossing(p.shift)
    assert p.top + p.shift - p.fall * q == pytest.approx(p.price(q))
    q0 = p.crossing(0)
    paid = np.linspace(0, q0, 20001)
    assert surplus_of_buyers(p.top, p.price(q0), q0) == pytest.approx(
        np.trapezoid(p.top - p.fall * paid - p.price(q0), paid)
    )
    demanded, supplied = p.limit_ends
    assert p.top - p.fall * demanded == pytest.approx(p.low + p.rise * supplied) == p.limit


@pytest.mark.parametrize("seed", SEEDS)
def test_way_of_a_motion_is_the_integral_of_its_velocity(seed):
    times, speeds = zip(*get_family("velocity_graph").sample(seed).corners, strict=True)
    t = np.linspace(0, times[-1], 400_001)
    v = np.interp(t, times, speeds)
    displacement, distance = travelled(times, speeds)
    assert displacement == pytest.approx(np.trapezoid(v, t), abs=1e-2)
    assert distance == pytest.approx(np.trapezoid(np.abs(v), t), abs=1e-2)


@pytest.mark.parametrize("rule", ["left", "right", "midpoint", "trapezoidal", "Simpson"])
def test_sums_come_near_the_integral(rule):
    """∫ x² from 0 to 3 is 9; Simpson's rule is exact for it, the trapezoids exceed it by b³ / (6 n²)."""
    num = 6
    step = 3 / num
    places = [step * (k + 0.5) for k in range(num)] if rule == "midpoint" else [step * k for k in range(num + 1)]
    exact = {
        "left": 6.875,
        "right": 11.375,
        "midpoint": 9 - 27 / (12 * num**2),
        "trapezoidal": 9 + 27 / (6 * num**2),
        "Simpson": 9,
    }
    assert estimate([x * x for x in places], step, rule) == pytest.approx(exact[rule])
