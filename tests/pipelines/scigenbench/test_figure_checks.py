"""What a page and the terminal say of a figure's checks."""

from scisynth.pipelines.scigenbench.checks import GIVENS, LABELS, LAYOUT, PLAN_CLAIMS, count_checks
from scisynth.reports.figures.gallery import Check


def row(*checks):
    return [Check(status=status, words="", part=part) for status, part in checks]


FIRST = row(
    ("held", PLAN_CLAIMS), ("failed", PLAN_CLAIMS), ("unchecked", PLAN_CLAIMS), ("held", GIVENS), ("failed", LABELS)
)


def test_a_figure_is_told_by_its_own_plan():
    assert count_checks([FIRST]) == (
        "1 of 3 claims of its own plan hold; 1 of 1 given values and 0 of 1 labels are printed; 1 check could not be made"
    )


def test_several_figures_are_told_together():
    second = row(("held", PLAN_CLAIMS), ("unchecked", LABELS), ("failed", LAYOUT))
    assert count_checks([FIRST, second]) == (
        "2 of 4 claims of their own plans hold; 1 of 1 given values and 0 of 2 labels are printed; 2 checks could not be made"
    )


def test_what_nobody_looked_for_is_not_counted():
    assert count_checks([row(("failed", LAYOUT))]) == "no claims to check"
    assert count_checks([row(("held", LABELS))]) == "no claims to check; 1 of 1 labels are printed"
