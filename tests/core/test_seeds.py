"""Seeds depend on names, not on order."""

from scisynth.core.seeds import derive_fraction, derive_seed


def test_seeds_are_stable_for_ever():
    assert derive_seed("a", 1) == derive_seed("a", "1") == 4742018630964328543


def test_parts_do_not_run_together():
    assert derive_seed("ab", "c") != derive_seed("a", "bc")


def test_fractions_fill_the_unit_interval():
    fractions = [derive_fraction("x", number) for number in range(2000)]
    assert 0 <= min(fractions) < 0.01 and 0.99 < max(fractions) < 1
    assert abs(sum(fractions) / 2000 - 0.5) < 0.02
