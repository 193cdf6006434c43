"""Codes, strands, kinetics, gels and signals against textbook values and independent derivations."""

from itertools import product

import numpy as np
import pytest

from scisynth.figures.families.biology.molecular_process.code import TEMPLATE, read_frame, translate
from scisynth.figures.families.biology.molecular_process.copies import copies
from scisynth.figures.families.biology.molecular_process.forks import replication_seconds
from scisynth.figures.families.biology.molecular_process.gels import LADDERS, equal_sums, gel_place
from scisynth.figures.families.biology.molecular_process.inhibitors import apparent
from scisynth.figures.families.biology.molecular_process.kinetics import michaelis
from scisynth.figures.families.biology.molecular_process.reciprocal import constants
from scisynth.figures.families.biology.molecular_process.signals import active_ones
from scisynth.figures.families.registry import get_family

SEEDS = range(10)
CODONS = {
    "AUG": "Met",
    "UUU": "Phe",
    "UGG": "Trp",
    "GAA": "Glu",
    "AAA": "Lys",
    "CGU": "Arg",
    "GGC": "Gly",
    "AUA": "Ile",
}


def test_codons_of_the_standard_code():
    assert {codon: translate(codon) for codon in CODONS} == CODONS


def test_three_stops_and_the_degeneracy_of_the_code():
    every = {"".join(codon): translate("".join(codon)) for codon in product("UCAG", repeat=3)}
    assert {codon for codon, name in every.items() if name == "stop"} == {"UAA", "UAG", "UGA"}
    counts = [list(every.values()).count(name) for name in ("Leu", "Ser", "Arg", "Met", "Trp", "Ile")]
    assert counts == [6, 6, 6, 1, 1, 3]


def test_a_frame_runs_from_the_first_start_to_the_first_stop_in_it():
    assert read_frame("CCAUGGCUUAACC") == ["AUG", "GCU"]
    assert read_frame("GGGCCC") == []


@pytest.mark.parametrize("seed", SEEDS)
def test_transcript_and_template_are_antiparallel_partners(seed):
    p = get_family("transcription").sample(seed)
    answer = get_family("transcription").solve(p).answer.text
    assert answer[3:-3] == p.coding.replace("T", "U")
    assert all(TEMPLATE[rna] == base for rna, base in zip(answer[3:-3], p.template, strict=True))


def test_e_coli_is_copied_in_forty_minutes():
    """4.6 million base pairs, two forks of 1000 bases/s."""
    assert replication_seconds(4.6e6, 1000) / 60 == pytest.approx(38.3, abs=0.1)
    assert replication_seconds(1e6, 50, origins=10) == replication_seconds(1e5, 50)


def test_half_of_the_maximal_rate_at_the_constant_and_the_plots_agree():
    assert michaelis(80, 5, 5) == 40
    for layout in ("double", "hanes", "eadie"):
        # The line through two points of the curve gives back its constants.
        rows = []
        for s in (2.0, 7.0):
            v = michaelis(80, 5, s)
            rows.append({"double": (1 / s, 1 / v), "hanes": (s, s / v), "eadie": (v / s, v)}[layout])
        (x0, y0), (x1, y1) = rows
        slope = (y1 - y0) / (x1 - x0)
        up = y0 - slope * x0
        assert constants(layout, -up / slope, up) == pytest.approx((5, 80))


def test_inhibitors_by_the_scheme_of_bound_and_free_enzyme():
    """E = 1 + S/K + I/Ki (competitive), (1 + S/K)(1 + I/Ki) (non-), 1 + S/K (1 + I/Ki) (uncompetitive)."""
    top, half, factor = 60.0, 3.0, 4.0
    for s in (0.5, 3.0, 20.0):
        parts = {
            "competitive": factor + s / half,
            "noncompetitive": (1 + s / half) * factor,
            "uncompetitive": 1 + s / half * factor,
        }
        for kind, total in parts.items():
            high, constant = apparent(kind, top, half, factor)
            assert michaelis(high, constant, s) == pytest.approx(top * s / half / total)


def test_gels_are_linear_in_the_logarithm_and_digests_have_one_sum():
    assert gel_place(1000) - gel_place(2000) == pytest.approx(gel_place(500) - gel_place(1000))
    assert gel_place(250) > gel_place(5000)
    assert all(sum(a) == sum(b) and a != b for ladder in LADDERS for a, b in equal_sums(ladder))


def test_copies_by_simulating_strands():
    """Every strand gets a new partner; molecules are pairs of (is original, is original)."""
    molecules = [(True, True)] * 3
    for cycle in range(1, 7):
        molecules = [pair for one, two in molecules for pair in ((one, False), (two, False))]
        assert len(molecules) == copies(3, cycle)
        assert sum(not one and not two for one, two in molecules) == copies(3, cycle, only_new=True)


@pytest.mark.parametrize("seed", SEEDS)
def test_active_proteins_are_the_only_fixed_point(seed):
    """Every assignment is tried; one alone agrees with all rules at once."""
    p = get_family("signal_chain").sample(seed)

    def agrees(state: tuple[bool, ...]) -> bool:
        for node in range(p.num):
            ins = [(state[a], plus) for (a, b), plus in p.edges.items() if b == node]
            helped = any(on for on, plus in ins if plus) or not any(plus for _, plus in ins)
            stopped = any(on for on, plus in ins if not plus)
            if state[node] != (helped and not stopped and node != p.blocked):
                return False
        return True

    found = [list(state) for state in product((True, False), repeat=p.num) if agrees(state)]
    assert found == [active_ones(p.num, p.edges, p.blocked)]


@pytest.mark.parametrize("seed", SEEDS)
def test_bars_of_inhibition_lie_outside_of_the_ovals_at_which_they_end(seed):
    family = get_family("signal_chain")
    p, scene = family.sample(seed), family.make(seed)
    for (a, b), plus in p.edges.items():
        if not plus:
            oval = scene.round(f"protein:{p.names[b]}")
            bar = np.asarray(scene.path(f"bar:{p.names[a]}{p.names[b]}").points)
            assert (np.square((bar - oval.center) / (oval.radius, oval.radius_y)).sum(axis=1) > 1).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_the_ends_of_the_parental_strands_are_those_that_are_labelled(seed):
    scene = get_family("replication_fork").make(seed)
    for quiz in scene.quizzes:
        if quiz.evidence == "end":
            high, low = sorted((scene.label("end:top"), scene.label("end:low")), key=lambda mark: -mark.at[1])
            assert quiz.options[quiz.correct] == f"{high.text} above, {low.text} below"


@pytest.mark.parametrize("seed", SEEDS)
def test_no_number_of_copies_is_asked_for_twice(seed):
    asked = {quiz.evidence: quiz.options[quiz.correct] for quiz in get_family("pcr_cycles").make(seed).quizzes}
    copied = [asked[name] for name in ("drawn", "seen", "later", "sample_copies") if name in asked]
    assert len(set(copied)) == len(copied)
