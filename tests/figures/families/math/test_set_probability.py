"""Sets and probability against a second way: every order of the balls, a library's distribution, random trials."""

from fractions import Fraction
from itertools import permutations, product

import numpy as np
import pytest
from scipy.stats import norm

from scisynth.figures.families.math.set_probability.dice import conditional
from scisynth.figures.families.math.set_probability.histograms import mean_of_classes, median_of_classes
from scisynth.figures.families.math.set_probability.meetings import chance
from scisynth.figures.families.math.set_probability.normals import probability
from scisynth.figures.families.math.set_probability.spinners import mean_prize
from scisynth.figures.families.math.set_probability.trees import total_probability, urn_probability
from scisynth.figures.families.registry import get_family


def test_urns_by_all_orders_of_the_balls():
    for seed in range(24):
        p = get_family("urn_tree").sample(seed)
        balls = [letter for letter, count in p.counts.items() for _ in range(count)]
        ways = list(product(balls, repeat=2)) if p.layout == "back" else list(permutations(balls, p.depth))
        first = next(iter(p.counts))
        holds = {
            "same": lambda way: len(set(way)) == 1,
            "mixed": lambda way: len(set(way)) > 1,
            "one": lambda way, first=first: way.count(first) == 1,
            "least": lambda way, first=first: first in way,
        }[p.event]
        assert urn_probability(p) == Fraction(sum(map(holds, ways)), len(ways))


@pytest.mark.parametrize(("low", "high"), [(-1.3, 0.8), (0.5, np.inf), (-np.inf, 1.7)])
def test_normal_probabilities_are_those_of_a_library(low, high):
    assert probability(low, high) == pytest.approx(norm.cdf(high) - norm.cdf(low))


def test_two_stages_by_counting_a_large_crowd():
    for seed in range(12):
        p = get_family("two_stage_tree").sample(seed)
        crowd = [(letter, size * share, size * (100 - share)) for letter, size, share in p.states]
        yes = sum(item[1] for item in crowd)
        assert sum(sum(item[1:]) for item in crowd) == 10_000
        assert total_probability(p.states) == pytest.approx(yes / 10_000)
        answer = get_family("two_stage_tree").solve(p)
        if "|" in answer.symbol:
            assert answer.answer.value == pytest.approx(crowd[0][1] / yes)


def test_two_dice_by_products_of_single_probabilities():
    """Summed over the framed die, whose numbers are equally likely."""
    for seed in range(24):
        p = get_family("two_dice_grid").sample(seed)
        side = 1 if p.layout == "second" else 0
        shown = sorted({cell[side] for cell in p.framed})
        shares = [Fraction(sum(cell[side] == n for cell in p.event), 6) for n in shown]
        assert conditional(p.event, p.framed) == sum(shares) / len(shown)


def test_a_sum_of_ten_or_more_has_one_chance_in_six():
    event = {(x, y) for x in range(1, 7) for y in range(1, 7) if x + y >= 10}
    assert conditional(event, {(x, y) for x in range(1, 7) for y in range(1, 7)}) == Fraction(1, 6)


def test_venn_by_listing_every_member():
    for seed in range(24):
        p = get_family("venn_conditional").sample(seed)
        everyone = [set(region.replace("none", "")) for region, count in p.counts.items() for _ in range(count)]
        event = {"second": lambda one: "B" in one, "first": lambda one: "A" in one, "not": lambda one: "B" not in one}
        chosen = [one for one in everyone if p.condition in one]
        wanted = sum(map(event[p.asked], chosen)) / len(chosen)
        assert get_family("venn_conditional").solve(p).answer.value == pytest.approx(wanted)
        assert p.sets["U"] == len(everyone) and p.sets["A"] == sum("A" in one for one in everyone)


def test_the_unknown_region_by_inclusion_and_exclusion():
    """n(U) = n(A) + n(B) + n(C) − n(AB) − n(AC) − n(BC) + n(ABC) + n(none) holds with x in its place."""
    for seed in range(24):
        p = get_family("venn_three_unknown").sample(seed)
        x = get_family("venn_three_unknown").solve(p).answer.value
        n = {**p.counts, p.gap: x} | ({p.twice: 2 * x} if p.layout == "multiple" else {})
        size = {
            key: sum(n[region] for region in n if set(key) <= set(region))
            for key in ("A", "B", "C", "AB", "AC", "BC", "ABC")
        }
        union = sum((-1) ** (len(key) + 1) * value for key, value in size.items())
        stated = union + n["none"] if p.layout != "set" else size[p.host]
        assert p.stated[1] == stated


def test_mean_prize_by_many_spins():
    turns = (np.arange(7200) + 0.5) / 20
    for seed in range(12):
        p = get_family("spinner_expectation").sample(seed)
        ends = np.cumsum([angle for angle, _ in p.sectors])
        prizes = np.asarray([prize for _, prize in p.sectors])[np.searchsorted(ends, turns)]
        assert ends[-1] == 360 and float(mean_prize(p.sectors)) == pytest.approx(prizes.mean())


def test_grouped_data_by_spreading_the_values_evenly():
    for seed in range(12):
        p = get_family("histogram_mean_estimate").sample(seed)
        values = np.concatenate(
            [low + p.width * (np.arange(400 * n) + 0.5) / (400 * n) for low, n in zip(p.edges, p.counts, strict=False)]
        )
        assert mean_of_classes(p.middles, p.counts) == pytest.approx(values.mean())
        assert median_of_classes(p.edges, p.counts) == pytest.approx(np.median(values), abs=0.01 * p.width)


@pytest.mark.parametrize("layout", ["band", "corners", "above", "below"])
def test_meetings_by_trying_every_pair_of_times(layout):
    """Waiting 20 and 30 of 60 minutes, on a fine grid of times."""
    times = (np.arange(1200) + 0.5) / 20
    first, second = np.meshgrid(times, times, indexing="ij")
    holds = {
        "band": (second - first < 20) & (first - second < 30), "corners": (second - first > 20) | (first - second > 30),
        "above": second - first > 20, "below": first - second > 30,
    }[layout]  # fmt: skip
    assert float(chance(60, 20, 30, layout)) == pytest.approx(holds.mean(), abs=1e-3)


def test_who_waits_a_quarter_of_an_hour_meets_with_seven_sixteenths():
    assert chance(60, 15, 15, "band") == Fraction(7, 16)
