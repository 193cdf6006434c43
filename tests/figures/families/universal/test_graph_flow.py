"""Graphs, trees and machines against other ways to their answers."""

import itertools
import math

import pytest

from scisynth.figures.families.registry import get_family
from scisynth.figures.families.universal.graph_flow.automata import run_automaton
from scisynth.figures.families.universal.graph_flow.flow_charts import run_loop
from scisynth.figures.families.universal.graph_flow.flows import PLANS, finish_times, slack_of
from scisynth.figures.families.universal.graph_flow.trees import search_tree, walk

SEEDS = range(6)


def edges_of(scene):
    return {frozenset(given.symbol): given.value for given in scene.givens}


@pytest.mark.parametrize("seed", SEEDS)
def test_shortest_path_agrees_with_relaxation(seed):
    """Bellman-Ford by hand, as many rounds as nodes."""
    item = get_family("shortest_path")
    scene, p = item.make(seed), item.sample(seed)
    edges = edges_of(scene)
    far = {name: math.inf for pair in edges for name in pair} | {p.ends[0]: 0.0}
    for _ in range(8):
        for (one, two), weight in ((tuple(pair), weight) for pair, weight in edges.items()):
            far[one], far[two] = min(far[one], far[two] + weight), min(far[two], far[one] + weight)
    assert scene.answer.value == far[p.ends[1]]


@pytest.mark.parametrize("seed", SEEDS)
def test_spanning_tree_agrees_with_prim(seed):
    scene = get_family("spanning_tree").make(seed)
    edges = edges_of(scene)
    names = {name for pair in edges for name in pair}
    reached, total = {min(names)}, 0.0
    while reached < names:
        pair = min((p for p in edges if len(p & reached) == 1), key=edges.__getitem__)
        reached |= pair
        total += edges[pair]
    assert scene.answer.value == total


@pytest.mark.parametrize("seed", SEEDS)
def test_maximum_flow_is_the_smallest_of_all_cuts(seed):
    item = get_family("max_flow")
    scene, (source, sink) = item.make(seed), item.sample(seed).ends
    pipes = {tuple(given.symbol): given.value for given in scene.givens}
    inner = sorted({name for pair in pipes for name in pair} - {source, sink})
    cuts = []
    for num in range(len(inner) + 1):
        for chosen in itertools.combinations(inner, num):
            left = {source, *chosen}
            cuts.append(sum(v for (one, two), v in pipes.items() if one in left and two not in left))
    assert scene.answer.value == min(cuts)


@pytest.mark.parametrize("plan", sorted(PLANS))
def test_a_delay_up_to_the_slack_changes_nothing(plan):
    """A task that takes as much longer as its slack leaves the total; one unit more does not."""
    times = (5, 3, 4, 11, 13, 14, 10)
    total = max(finish_times(times, PLANS[plan]).values())
    for task in PLANS[plan]:
        slack = slack_of(task, times, PLANS[plan])
        for extra in (slack, slack + 1):
            late = tuple(time + extra * (k == task) for k, time in enumerate(times))
            assert max(finish_times(late, PLANS[plan]).values()) == total + extra - slack


def test_walks_of_a_known_search_tree():
    """The tree of 4, 2, 6, 1, 3, 5, 7 is full."""
    tree = search_tree([4, 2, 6, 1, 3, 5, 7])
    assert walk(tree, "preorder") == list("4213657")
    assert walk(tree, "postorder") == list("1325764")
    assert walk(tree, "level order") == list("4261357")


@pytest.mark.parametrize("seed", SEEDS)
def test_prefix_and_postfix_are_evaluated_with_a_stack(seed):
    item = get_family("expression_tree")
    p = item.parameters.from_dict({**item.sample(seed).to_dict(), "notation": "postfix"})
    stack: list[int] = []
    for word in p.written.split():
        if word.isdigit():
            stack.append(int(word))
        else:
            two, one = stack.pop(), stack.pop()
            stack.append({"+": one + two, "−": one - two, "×": one * two}[word])
    assert stack == [item.solve(p).answer.value]


@pytest.mark.parametrize("seed", SEEDS)
def test_chain_rule_agrees_with_a_difference_quotient(seed):
    """Linear functions have these derivatives everywhere."""
    p = get_family("chain_rule_tree").sample(seed)

    def value(low: list[float]) -> float:
        return sum(
            p.outer[k] * sum(p.slope(k, "abc".index(x)) * low["abc".index(x)] for x in lows)
            for k, lows in enumerate(p.depends)
        )

    shifted = [float(k == p.wanted) for k in range(3)]
    assert value(shifted) - value([0.0] * 3) == pytest.approx(p.derivative)


def test_known_loops_and_words():
    assert run_loop("while", 1, 2, 3, 50) == [1, 5, 13, 29, 61]
    assert run_loop("until", 60, 2, 1, 50) == [60, 121]
    # An even number of ones leads back to state 0.
    parity = (0, 1, 1, 0)
    assert [run_automaton(parity, "01", 0, word)[-1] for word in ("1101", "1001", "0000")] == [1, 0, 0]
