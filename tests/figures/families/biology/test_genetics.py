"""Crosses against the ratios that Mendel and his followers counted, and against independent enumeration."""

import re
from collections import Counter
from fractions import Fraction
from itertools import product
from random import Random

import networkx as nx
import pytest

from scisynth.figures.families.biology.genetics.blood import Couple, blood_group
from scisynth.figures.families.biology.genetics.cladograms import newick
from scisynth.figures.families.biology.genetics.crosses import cross, gametes, look
from scisynth.figures.families.biology.genetics.descent import Kin, risk
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


@pytest.mark.parametrize(("genes", "group"), [("AO", "A"), ("OB", "B"), ("BA", "AB"), ("OO", "O"), ("AA", "A")])
def test_blood_groups(genes, group):
    assert blood_group(genes) == group


def test_couples_of_groups_a_and_b_can_have_children_of_all_groups():
    """Heterozygous A and B parents: a quarter of each group; O and AB: none of their own groups."""
    plain = {"layout": "genes", "mother_d": "DD", "father_d": "dd", "asked_d": True, "total": 160, "is_mirrored": False}
    every = [Couple(mother="AO", father="BO", asked=group, **plain).chance for group in ("A", "B", "AB", "O")]
    assert every == [0.25] * 4
    assert [Couple(mother="OO", father="AB", asked=group, **plain).chance for group in ("A", "AB", "O")] == [0.5, 0, 0]


def family_of_three() -> list[tuple[str, str, str, str]]:
    return [
        ("I-1", "m", "", ""),
        ("I-2", "f", "", ""),
        ("II-1", "m", "I-2", "I-1"),
        ("II-2", "f", "I-2", "I-1"),
        ("II-3", "m", "", ""),
    ]


def test_healthy_sibling_of_an_affected_person_is_a_carrier_with_two_thirds():
    """Both parents carriers, a brother affected; with an affected partner the risk is 2/3 · 1/2 = 1/3."""
    ill = {"I-1": False, "I-2": False, "II-1": True, "II-2": False, "II-3": True}
    assert risk(family_of_three(), ill, ("III-1", "f", "II-2", "II-3"), linked=False) == Fraction(1, 3)
    assert risk(family_of_three(), ill, ("III-1", "f", "II-2", "II-3"), False, carrier=True) == Fraction(2, 3)


def test_sister_of_a_haemophiliac_has_an_affected_son_with_a_quarter():
    """Her mother is a carrier, so she is one with 1/2, and half of a carrier's sons are affected."""
    ill = {"I-1": False, "I-2": False, "II-1": True, "II-2": False, "II-3": False}
    assert risk(family_of_three(), ill, ("III-1", "m", "II-2", "II-3"), linked=True) == Fraction(1, 4)


def test_partner_from_outside_with_a_known_frequency_of_carriers():
    """An unaffected sister of an affected child, and a partner who carries with 1/25: 2/3 · 1/25 · 1/4 = 1/150."""
    p = Kin(
        layout="outside", is_linked=False, sexes=("m", "f", "m", "m", "f", "m"), genes=("Aa", "Aa", "aa", "AA", "Aa", "AA"),
        asked="affected", rate=25,
    )  # fmt: skip
    assert p.valid() and p.value == Fraction(1, 150)


@pytest.mark.parametrize("seed", range(8))
def test_chi_square_agrees_with_scipy(seed):
    from scipy.stats import chisquare

    family = get_family("chi_square_bars")
    p = family.sample(seed)
    value = family.solve(p).answer.value
    plain = chisquare(p.observed, p.expected).statistic
    if p.layout != "yates":
        assert value == pytest.approx(plain, rel=1e-9)
    else:
        gap = abs(p.observed[0] - p.expected[0])
        assert value == pytest.approx(plain * ((gap - 0.5) / gap) ** 2)


@pytest.mark.parametrize("seed", SEEDS)
def test_branches_agree_with_the_full_square_of_all_genes(seed):
    """Every gamete of one parent with every gamete of the other, those that die left out."""
    p = get_family("branched_cross").sample(seed)
    leaf, hits, alive = p.leaves[p.leaf], 0, 0
    for one in product(*p.left):
        for two in product(*p.right):
            pairs = ["".join(sorted(pair)) for pair in zip(one, two, strict=True)]
            if p.layout == "lethal" and pairs[0] == "AA":
                continue
            alive += 1
            seen = []
            for pair, kind in zip(pairs, p.kinds, strict=True):
                small = pair.count("a")
                if kind == "linked":
                    seen.append((2 if "Y" in pair else 0) + ("A" not in pair))
                else:
                    seen.append(small if kind in ("blending", "coat") else int(small == 2))
            hits += tuple(seen) == leaf
    assert Fraction(hits, alive) == p.chance


def test_paired_bases_and_the_wallace_rule():
    family = get_family("dna_pairing")
    for seed in range(6):
        p, scene = family.sample(seed), family.make(seed)
        text = {m.id: m.text for m in scene.marks if m.id.startswith("letter:")}
        pairs = [text[f"letter:top{k}"] + text.get(f"letter:low{k}", "") for k in p.paired]
        if p.layout == "half":
            back = scene.answer.text[3:-3][::-1]
            assert all({a, b} in ({"A", "T"}, {"G", "C"}) for a, b in zip(p.strand, back, strict=True))
            continue
        assert set(pairs) <= {"AT", "TA", "GC", "CG"}
        each = {"bonds": (3, 2)}.get(p.layout, (4, 2))
        assert scene.answer.value == sum(each["A" in pair] for pair in pairs)


def read_newick(text: str) -> nx.DiGraph:
    """A tree from its text, with the number after each colon as the weight of the edge above."""
    tree = nx.DiGraph()
    closed: list[list[str]] = [[]]
    for token in re.findall(r"[(),]|[A-Z]+|\d+|:", text):
        if token == "(":
            closed.append([])
        elif token == ")":
            name = f"inner{len(tree)}"
            tree.add_edges_from((name, child) for child in closed.pop())
            closed[-1].append(name)
        elif token.isdigit():
            tree.add_node(closed[-1][-1], number=int(token))
        elif token.isalpha():
            tree.add_node(token)
            closed[-1].append(token)
    assert len(closed) == 1 and len(closed[0]) == 1
    return tree


def test_trees_of_descent_are_read_again_from_their_text():
    seen = set()
    for seed in range(60):
        item = get_family("cladogram")
        p = item.sample(seed)
        tree = read_newick(newick(p))
        one, two = (p.species[int(name[1:])] for name in p.asked)
        meeting = nx.lowest_common_ancestor(tree, one, two)
        number = nx.get_node_attributes(tree, "number")
        answer = item.solve(p).answer
        if p.layout == "ancestors":
            assert answer.text == str(number[meeting])
        elif p.layout == "lengths":
            way = nx.shortest_path(tree.to_undirected(), one, two)
            assert answer.value == sum(number[name] for name in way if name != meeting)
        else:
            shared = (nx.ancestors(tree, one) & nx.ancestors(tree, two)) | {meeting}
            assert answer.value == sum(number.get(name, 0) for name in shared)
        seen.add(p.layout)
    assert len(seen) == 3
