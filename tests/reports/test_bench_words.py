"""Sentences of a benchmark with worked numbers, and what never becomes a score."""

import pytest

from scisynth.core.errors import DataError
from scisynth.reports.benchmark import sentences as words
from scisynth.reports.benchmark.input import BenchReport
from scisynth.reports.reward.markdown import failure_blocks


def test_the_leader_is_named_with_interval_n_and_whether_it_is_chance(make_bench):
    assert words.headline_sentences(make_bench()) == [
        "With implicit prompts first gives alpha 47.0 [45.0, 49.0] (points of 100) on 95 images; "
        "beta follows with 34.0 [32.0, 36.0]. The difference of 13.0 is more than chance explains (p < 0.001, Holm).",
        "With explicit prompts the score changes: alpha by +35.0 [30.0, 40.0], beta by +36.0 [30.0, 40.0].",
    ]


@pytest.mark.parametrize(
    ("changed", "end"),
    [
        ({"p_value": 0.02, "p_holm": 0.06}, "The difference of 13.0 may well be chance (p 0.060, Holm)."),
        ({"p_value": 0.02, "p_holm": None}, "The difference of 13.0 is more than chance explains (p 0.020)."),
        ({"p_value": None, "p_holm": None}, "The two were not compared by a paired test."),
        ({"tier": "explicit"}, "The two were not compared by a paired test."),
    ],
)
def test_a_difference_is_called_one_by_the_corrected_p(make_bench, changed, end):
    comparison = make_bench().to_dict()["comparisons"][0]
    assert words.headline_sentences(make_bench(comparisons=[{**comparison, **changed}]))[0].endswith(end)


def test_one_generator_is_not_ranked(make_bench):
    cells = [cell for cell in make_bench().to_dict()["cells"] if cell["generator"] == "alpha" and cell["split"] == "S"]
    assert words.headline_sentences(make_bench(cells=cells, gaps=[])) == [
        "With implicit S prompts first gives alpha 47.0 [45.0, 49.0] (points of 100) on 50 images."
    ]


def test_without_scores_nothing_is_claimed(make_bench):
    assert words.headline_sentences(make_bench(cells=[])) == ["Nothing was measured."]
    empty = {"value": None, "n": 0, "coverage": 0.0}
    cells = [{"generator": "alpha", "tier": "implicit", "judge": "first", "overall": empty}]
    assert words.headline_sentences(make_bench(cells=cells)) == ["first scored no image."]


def test_coverage_is_scores_over_wanted_and_failures_are_told_by_kind(make_bench):
    results = make_bench()
    assert words.coverage(results, "first") == 0.95
    assert words.coverage(results, "nobody") is None
    assert words.outcome_parts(results, "first") == [("ok", 95), ("refused", 3), ("unparsed", 2)]
    assert words.failed_parts(results) == [("refused", 3), ("unparsed", 2)]
    failures = words.find_failures(results, ["item-9: gone"])
    assert [failure.what for failure in failures] == [
        "first: 3 judgements refused (the judge declined); no score, in no mean",
        "first: 2 judgements unparsed (the reply could not be read); no score, in no mean",
        "1 image could not be shown",
    ]
    assert failures[0].details == ["item-3/implicit/0: declined"]


def test_nothing_failed_is_said_with_the_number_of_scores(make_bench):
    results = make_bench(outcomes={"first": {"ok": 95}, "second": {"ok": 100}}, failures=[])
    assert words.find_failures(results) == []
    assert words.nothing_failed(results) == "None. All 195 judgements gave a score."


def test_a_page_lists_a_few_hundred_failures_of_a_kind(make_bench):
    rows = [{"picture": f"p-{number}", "judge": "first", "status": "refused"} for number in range(1203)]
    failure = words.find_failures(make_bench(failures=rows))[0]
    assert len(failure.shown()) == 201 and failure.shown()[-1] == "and 1,003 more, see results.json"
    assert "and 1,183 more, see results.json" in "".join(failure_blocks([failure], ""))


@pytest.mark.parametrize(
    ("seconds", "text"), [(None, "–"), (41.6, "42 s"), (200, "3 min 20 s"), (4342, "1 h 12 min"), (59.7, "1 min 0 s")]
)
def test_durations(seconds, text):
    assert words.duration(seconds) == text


@pytest.mark.parametrize(
    ("usd", "text"), [(None, "no price known"), (0.0, "$0.00"), (0.0042, "$0.0042"), (1234.5, "$1,234.50")]
)
def test_money(usd, text):
    assert words.money(usd) == text


def test_results_pass_through_plain_values_unchanged(make_bench):
    results = make_bench()
    values = results.to_dict()
    again = BenchReport.from_dict(values)
    assert again == results
    assert again.to_dict() == values
    assert (values["kind"], values["format"]) == ("bench", 1)


@pytest.mark.parametrize(
    ("verdict", "message"),
    [
        ({"judge": "j", "status": "refused", "score": 0.0}, "expected no score with the status 'refused'"),
        ({"judge": "j", "status": "error", "reward": 1.0}, "expected no score with the status 'error'"),
        ({"judge": "j", "score": 1.5}, "less than or equal to 1"),
        ({"judge": "j", "status": "wrong"}, r"items\.0\.pictures\.0\.verdicts\.0\.status"),
    ],
)
def test_a_failure_is_never_a_score(make_bench, make_bench_item, verdict, message):
    picture = {"generator": "alpha", "tier": "implicit", "picture": None, "verdicts": [verdict]}
    with pytest.raises(DataError, match=message):
        make_bench(items=[make_bench_item(0, pictures=[picture])])


@pytest.mark.parametrize(
    ("score", "message"),
    [
        ({"value": 0.0, "n": 0, "coverage": 0.0}, "a value exactly where n is above 0"),
        ({"value": None, "n": 3, "coverage": 1.0}, "a value exactly where n is above 0"),
        ({"value": float("nan"), "n": 3, "coverage": 1.0}, "finite number"),
        ({"value": 1.0, "n": 3, "coverage": 1.2}, "less than or equal to 1"),
    ],
)
def test_a_mean_has_items_behind_it(make_bench, score, message):
    cell = {"generator": "alpha", "tier": "implicit", "judge": "first", "overall": score}
    with pytest.raises(DataError, match=message):
        make_bench(cells=[cell])


def test_two_cells_of_one_place_and_failures_that_succeeded_are_errors(make_bench):
    cells = make_bench().to_dict()["cells"]
    with pytest.raises(DataError, match=r"got two of \('beta', 'implicit', 'first', 'all'\)"):
        make_bench(cells=[*cells, cells[0]])
    with pytest.raises(DataError, match="status of a failure"):
        make_bench(failures=[{"picture": "p", "judge": "first", "status": "ok"}])
