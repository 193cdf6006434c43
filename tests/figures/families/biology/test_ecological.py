"""Energy, webs, cycles, growth and censuses against invariants, enumeration and numerical solutions."""

import networkx as nx
import numpy as np
import pytest

from scisynth.figures.families.biology.ecological.energy import energies
from scisynth.figures.families.biology.ecological.growth import growth
from scisynth.figures.families.biology.ecological.predators import lotka_volterra
from scisynth.figures.families.registry import get_family
from scisynth.figures.scene.draw import draw_scene

SEEDS = range(12)


def test_energy_falls_by_a_tenth_at_each_of_three_steps():
    assert energies(24000, (10, 10, 10)) == pytest.approx([24000, 2400, 240, 24])


@pytest.mark.parametrize("seed", SEEDS)
def test_food_webs_hold_no_loops_every_animal_eats_and_chains_are_paths(seed):
    """The number of chains by powers of the adjacency matrix, not by walking."""
    p = get_family("food_web").sample(seed)
    assert nx.is_directed_acyclic_graph(p.web)
    assert {name for name in p.web if p.web.in_degree(name) == 0} == set(p.species[0])
    names = list(p.web)
    matrix = nx.to_numpy_array(p.web, nodelist=names)
    paths = np.linalg.inv(np.eye(len(names)) - matrix)
    total = sum(paths[names.index(start), names.index(p.top)] for start in p.species[0])
    assert round(total) == len(p.chains)


@pytest.mark.parametrize("seed", SEEDS)
def test_those_left_without_food_cannot_be_reached_from_what_is_left(seed):
    p = get_family("food_web").sample(seed)
    left = p.web.copy()
    left.remove_node(p.lost)
    fed = {name for start in p.species[0] if start in left for name in nx.descendants(left, start)} | set(p.species[0])
    assert {name for name in left if name not in fed} == set(p.starving)


@pytest.mark.parametrize("seed", SEEDS)
def test_gains_of_all_pools_of_a_cycle_add_up_to_nothing(seed):
    family = get_family("carbon_cycle")
    p = family.sample(seed)
    gains = [family.parameters.from_dict({**p.to_dict(), "pool": k}).gain for k in range(4) if _is_valid(family, p, k)]
    if len(gains) == 4:
        assert sum(gains) == pytest.approx(0, abs=1e-6)
    assert family.solve(p).answer.value == pytest.approx(p.gain)


def _is_valid(family, p, pool: int) -> bool:
    return type(p)(**{**{k: getattr(p, k) for k in p.specs()}, "pool": pool}).valid()


def test_logistic_growth_is_greatest_at_half_the_capacity():
    n = np.linspace(1, 799, 7999)
    rates = growth(0.4, 800, n)
    assert rates.max() == pytest.approx(0.4 * 800 / 4, rel=1e-6) and n[rates.argmax()] == pytest.approx(400, abs=0.2)


def test_lotka_volterra_keeps_its_invariant():
    """V = e b N - m ln N + b P - a ln P is constant along every orbit."""
    a, b, e, m = 0.6, 0.02, 0.2, 0.4
    _, prey, hunters = lotka_volterra(a, b, e, m, (150.0, 24.0), 40).T
    invariant = e * b * prey - m * np.log(prey) + b * hunters - a * np.log(hunters)
    assert np.ptp(invariant) < 1e-6 and np.ptp(prey) > 50


@pytest.mark.parametrize("seed", SEEDS)
def test_means_of_a_cycle_are_the_numbers_at_rest(seed):
    """Volterra's law of averages."""
    p = get_family("predator_prey").sample(seed)
    path = p.path
    prey = path[:, 1]
    tops = [k for k in range(1, len(prey) - 1) if prey[k - 1] < prey[k] >= prey[k + 1]]
    cycle = path[tops[0] : tops[1]]
    assert cycle[:, 1].mean() == pytest.approx(p.rest[0], rel=0.02)
    assert cycle[:, 2].mean() == pytest.approx(p.rest[1], rel=0.02)


@pytest.mark.parametrize("seed", SEEDS)
def test_estimates_of_a_census_agree_with_what_is_drawn(seed):
    family = get_family("mark_recapture")
    p, scene = family.sample(seed), family.make(seed)
    ids = [mark.id for mark in scene.marks]
    if p.layout == "quadrats":
        animals = sum(name.startswith("animal:") for name in ids)
        assert scene.answer.value == pytest.approx(p.area * animals / p.squares)
        return
    marked = sum(name.startswith("marked:") for name in ids)
    caught = marked + sum(name.startswith("plain:") for name in ids)
    if p.layout == "trap":
        assert scene.answer.value * marked == p.marked * caught
    else:
        assert (scene.answer.value + 1) * (marked + 1) == (p.marked + 1) * (caught + 1)


@pytest.mark.parametrize("seed", SEEDS)
def test_prey_outnumber_their_predators_and_the_land_is_near_its_balance(seed):
    prey, hunters = get_family("predator_prey").sample(seed).rest
    assert prey >= 3 * hunters
    p = get_family("carbon_cycle").sample(seed)
    if p.layout == "carbon":
        _, growing, breathing, *_ = p.sizes
        assert abs(growing - breathing) < 0.1 * growing


def test_a_point_on_the_edge_of_a_chart_is_drawn_whole():
    family = get_family("logistic_growth")
    scene = next(scene for seed in range(40) if (scene := family.make(seed)).parameters["layout"] == "rate")
    figure = draw_scene(scene)
    dots = [artist for axes in figure.axes for artist in axes.patches if artist.get_gid() == "point:limit"]
    assert len(dots) == 1 and not dots[0].get_clip_on()
