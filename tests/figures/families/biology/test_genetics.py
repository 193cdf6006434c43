"""Crosses against the ratios that Mendel and his followers counted, and against independent enumeration."""

from collections import Counter
from random import Random

import pytest

from scisynth.figures.families.biology.genetics.crosses import cross, gametes, look
from scisynth.figures.families.biology.genetics.mapping import LinkageMap, Loci
from scisynth.figures.families.biology.genetics.two_genes import look_of_two
from scisynth.figures.families.registry import get_family

SEEDS = range(20)


def offspring(one: tuple[str, ...], two: tuple[str, ...]) -> list[str]:
    return [cross(a, b) for a in gametes(one) for b in gametes(two)]


def test_two_genes_give_nine_three_three_one():
    kinds = Counter(look_of_two(child, "full") for child in offspring(("Aa", "Bb"), ("Aa", "Bb")))
    assert [kinds[k] for k in range(4)] == [9, 3, 3, 1]


def test_a_gene_that_hides_gives_nine_three_four():
    kinds = Counter(look_of_two(child, "epistasis") for child in offspring(("Aa", "Bb"), ("Aa", "Bb")))
    assert [kinds[k] for k in range(3)] == [9, 3, 4]


def test_blending_alleles_give_one_two_one_and_dominant_ones_three_one():
    children = [cross(a, b) for a in "Aa" for b in "Aa"]
    assert Counter(look(child, "blending") for child in children) == {0: 1, 1: 2, 2: 1}
    assert Counter(look(child, "blank") for child in children) == {0: 3, 1: 1}


def test_white_eyes_of_morgan():
    """A red-eyed carrier and a red-eyed male: all daughters red-eyed, half of the sons white-eyed."""
    children = [cross(a, b) for a in "Aa" for b in "AY"]
    assert Counter(look(child, "linked") for child in children) == {0: 2, 2: 1, 3: 1}


@pytest.mark.parametrize("seed", SEEDS)
def test_expected_numbers_are_whole_and_those_of_probabilities(seed):
    """By the product of each parent's probability of a recessive allele, with no square."""
    p = get_family("monohybrid_square").sample(seed)
    value = get_family("monohybrid_square").solve(p).answer.value
    assert value == int(value)
    if p.layout in ("blank", "filled"):
        recessive = p.left.count("a") / 2 * p.top.count("a") / 2
        assert value == pytest.approx(p.total * (recessive if p.asked else 1 - recessive))
    two = get_family("dihybrid_square").sample(seed)
    chance = [
        one.count(one[0].lower()) / 2 * other.count(one[0].lower()) / 2
        for one, other in zip(two.left, two.top, strict=True)
    ]
    if two.layout != "epistasis":
        wanted = [chance[0] if two.asked >= 2 else 1 - chance[0], chance[1] if two.asked % 2 else 1 - chance[1]]
        assert get_family("dihybrid_square").solve(two).answer.value == pytest.approx(two.total * wanted[0] * wanted[1])


@pytest.mark.parametrize("seed", SEEDS)
def test_recombinants_by_counting_places_on_the_chromosome(seed):
    """Every centimorgan of the stretch is one recombinant in a hundred; the printed distances alone fix the stretch."""
    p = Loci.sample(Random(seed), 1 + seed % 3)
    ends = [p.places[k] for k in p.asked]
    value = LinkageMap().solve(p).answer.value
    if p.layout == "doubles":
        assert value == pytest.approx(p.total * (p.gaps[0] / 100) * (p.gaps[1] / 100))
        return
    assert value == pytest.approx(p.total * len(range(*ends)) / 100)
    spans = [p.places[b] - p.places[a] for a, b in p.shown]
    known = {"rest": spans[-1] - spans[0], "sum": sum(spans), "four": spans[0] + spans[1] - spans[-1]}
    assert value == pytest.approx(p.total * known[p.layout] / 100)
