"""From judgements to a table: the published rows from integer grades, and failures that are never scores."""

from importlib.resources import files

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from scisynth.core.records import OUTCOMES
from scisynth.stats.scores import ScoredItem, break_down, count_outcomes, score_of

FIELDS = {"physics": 240, "chemistry": 94, "biology": 120}
PUBLISHED = yaml.safe_load(files("scisynth.pipelines.providers").joinpath("published.yaml").read_text())[
    "reality_score"
]


def item(number, score, *, status="ok", law="rust", field="chemistry"):
    return ScoredItem(prompt_id=f"p{number // 2}", law=law, field=field, status=status, score=score)


def graded(field, points):
    """Two images of every situation of a field, with integer grades 0 to 3 that add up to `points`."""
    grades = [min(3, max(0, points - 3 * number)) for number in range(2 * FIELDS[field])]
    assert sum(grades) == points
    return [item(number, grade / 3, law=f"{field} law", field=field) for number, grade in enumerate(grades)]


@pytest.mark.parametrize("name", PUBLISHED["rows"])
def test_the_published_rows_follow_from_integer_grades(name):
    overall, *by_field = PUBLISHED["rows"][name]
    # Of a field with n situations: points of 2 n images, 3 each; 6 n is the denominator (1440, 564, 720).
    points = {field: round(share / 100 * 6 * FIELDS[field]) for field, share in zip(FIELDS, by_field, strict=True)}
    result = break_down([row for field in FIELDS for row in graded(field, points[field])], scale=100).to_dict()
    assert result["overall"]["n"] == 908 and result["overall"]["coverage"] == 1
    assert result["overall"]["value"] == pytest.approx(overall, abs=0.01)
    for field, share in zip(FIELDS, by_field, strict=True):
        assert result["by_field"][field]["value"] == pytest.approx(share, abs=0.01)


def test_failures_are_left_out_of_the_mean_and_shown_twice():
    # Scored 1, 1/3 and 0; three of four items: mean 4/9, and (4/3) / 4 = 1/3 with the failure as zero.
    rows = [item(0, 1.0), item(1, 1 / 3), item(2, 0.0), item(3, None, status="refused")]
    found = score_of(rows, lambda row: row.prompt_id)
    assert (found.n, found.coverage) == (3, 0.75)
    assert found.value == pytest.approx(4 / 9) and found.with_failures_as_zero == pytest.approx(1 / 3)


def test_what_a_judge_was_not_trained_on_is_no_zero():
    rows = [item(0, 1.0), item(1, 1.0), item(2, None, status="not covered"), item(3, None, status="refused")]
    found = score_of(rows, lambda row: row.prompt_id)
    assert (found.n, found.coverage, found.value) == (2, 0.5, 1.0)
    assert found.with_failures_as_zero == pytest.approx(2 / 3)


def test_nothing_scored_is_not_zero():
    found = score_of([item(0, None, status="transport")], lambda row: row.law, 100)
    assert (found.value, found.with_failures_as_zero, found.n, found.coverage) == (None, None, 0, 0.0)
    assert score_of([], lambda row: row.law).coverage == 0.0


def test_overall_resamples_laws_and_a_law_resamples_prompts():
    rows = [item(n, float(n % 4 < 2), law=f"law {n // 2 % 9}", field="physics") for n in range(144)]
    result = break_down(rows).to_dict()
    # Prompts are right by turns, and so are laws: of nine, five know all of their prompts at one time, four at the other.
    overall, law = result["overall"], result["by_law"]["law 0"]
    assert overall["value"] == law["value"] == 0.5
    assert (overall["resampled"], law["resampled"]) == ("clusters", "prompts")


def test_one_law_has_the_interval_of_its_field():
    """The overall interval once resampled one law: [3.6, 92.3] where the field of the same images had [26.7, 53.3]."""
    rows = [item(n, float(n % 5 < 2), law="rust", field="chemistry") for n in range(20)]
    result = break_down(rows, 100).to_dict()
    overall = result["overall"]
    assert overall == result["by_field"]["chemistry"] == result["by_law"]["rust"]
    assert overall["resampled"] == "prompts" and 10 < overall["low"] < 40 < overall["high"] < 70


@given(st.lists(st.sampled_from(OUTCOMES)))
def test_totals_add_up(statuses):
    found = count_outcomes(statuses)
    assert tuple(found) == OUTCOMES and sum(found.values()) == len(statuses)
