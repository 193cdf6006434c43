"""Sentences, verdicts of pairs, failures, and the order of tables."""

import pytest

from scisynth.reports.parts.format import interval, percent
from scisynth.reports.parts.law_tables import group_table, law_table
from scisynth.reports.parts.summary import find_failures, pair_verdict, scored_sentence, verdict_sentence
from scisynth.reports.reward.gallery import build_cards, filter_choices


def test_verdict_names_both_models_with_intervals_and_n(make_results):
    assert verdict_sentence(make_results()) == (
        "On held-out S prompts lab-clip chose the true image in 52.1 % [49.1, 55.1] of 960 pairs; "
        "after training, SciScore chose it in 97.3 % [94.3, 100.0] of 960. "
        "On held-out C prompts lab-clip chose the true image in 50.0 % [47.0, 53.0] of 960 pairs; "
        "after training, SciScore chose it in 94.0 % [91.0, 97.0] of 960."
    )


def test_verdict_without_a_pair_of_models(make_results, make_split):
    only = {"name": "CLIP-H", "splits": {"val": make_split(0.6)}}
    expected = "On validation prompts CLIP-H chose the true image in 60.0 % [57.0, 63.0] of 960 pairs."
    assert verdict_sentence(make_results(models=[only])) == expected
    assert verdict_sentence(make_results(models=[])) == "Nothing was measured."


def test_verdict_of_an_empty_split_claims_no_number(make_results, make_split):
    empty = {**make_split(0.5), "accuracy": {"value": None, "low": None, "high": None, "n": 0}}
    results = make_results(models=[{"name": "m", "role": "base", "splits": {"test_S": empty}}])
    assert verdict_sentence(results) == "On held-out S prompts m scored no pair."


@pytest.mark.parametrize(
    ("base", "trained", "verdict"),
    [
        (True, True, "both right"),
        (False, True, "fixed by training"),
        (False, False, "still wrong"),
        (True, False, "broken by training"),
    ],
)
def test_verdicts_of_pairs(make_results, make_pair, base, trained, verdict):
    results = make_results(pairs=[make_pair(0, base=base, trained=trained)])
    assert pair_verdict(results.pairs[0], results) == verdict


def test_a_tie_is_wrong_and_a_missing_choice_is_neither(make_results, make_pair):
    tie = {"explicit": 1.0, "superficial": 1.0, "probability": 0.5}
    right = {"explicit": 2.0, "superficial": 1.0}
    unscored = {"explicit": None, "superficial": 1.0}
    pairs = [
        make_pair(0, choices={"lab-clip": tie, "SciScore": right}),
        make_pair(1, choices={"SciScore": right}),
        make_pair(2, choices={"lab-clip": unscored, "SciScore": right}),
    ]
    results = make_results(pairs=pairs)
    verdicts = [pair_verdict(pair, results) for pair in results.pairs]
    assert verdicts == ["fixed by training", "not scored", "not scored"]


def test_without_training_a_pair_is_right_or_wrong(make_results, make_pair, make_split):
    results = make_results(
        models=[{"name": "lab-clip", "splits": {"test_S": make_split(0.5)}}],
        pairs=[make_pair(0, base=True), make_pair(1, base=False)],
    )
    assert [pair_verdict(pair, results) for pair in results.pairs] == ["right", "wrong"]


def test_failures_are_counted_beside_what_was_scored(make_results, make_split):
    split = make_split(0.5, broken=[("row-1", "truncated"), ("row-2", "empty image")])
    results = make_results(
        models=[{"name": "m", "role": "base", "splits": {"test_C": split}}],
        training=[{"step": 5, "loss": None}, {"step": 6, "loss": 1.0}],
    )
    rows, pictures, training = find_failures(results, ["pair-1, true image: gone"])
    assert rows.what == "m, C: 2 of 962 rows could not be scored and count in no accuracy"
    assert rows.details == ["row-1: truncated", "row-2: empty image"]
    assert pictures.what == "1 image could not be shown"
    assert training.details == ["step 5"]


def test_no_failure_says_how_much_was_scored(make_results):
    results = make_results()
    assert find_failures(results) == []
    assert scored_sentence(results) == "None. All 3,840 choices were made."


def test_laws_stand_by_field_and_columns_by_split(make_results):
    results = make_results(field_of_law={"ripeness": "biology"})
    table = law_table(results)
    assert [column.label for column in table.columns] == ["S, lab-clip", "S, SciScore", "C, lab-clip", "C, SciScore"]
    # ripeness comes first in the input; physics comes first in the table.
    assert [(row.label, row.group) for row in table.rows] == [("buoyancy", "physics"), ("ripeness", "biology")]
    assert [percent(metric.value) for metric in table.rows[0].metrics] == ["53.1 %", "98.3 %", "51.0 %", "95.0 %"]


def test_a_group_one_model_lacks_has_no_metric(make_results, make_split):
    lacking = {**make_split(0.5), "by_type": {}}
    results = make_results(
        models=[
            {"name": "a", "splits": {"test_S": make_split(0.5)}},
            {"name": "b", "splits": {"test_S": lacking}},
        ]
    )
    row = next(row for row in group_table(results).rows if row.label.startswith("ST:"))
    assert row.metrics[0].value == pytest.approx(0.48)
    assert row.metrics[1] is None


def test_nothing_measured_is_a_dash_and_zero_is_zero(make_results):
    unseen = make_results().models[0].splits["test_S"].by_subject_seen["unseen"]
    assert (percent(unseen.value), interval(unseen), unseen.n) == ("–", "", 0)
    assert percent(0.0) == "0.0 %"


def test_filters_count_what_they_select(make_results, make_pair, tmp_path):
    results = make_results(pairs=[make_pair(number, base=number < 2) for number in range(5)])
    choices = filter_choices(build_cards(results, tmp_path))
    assert choices.laws == [("buoyancy", 2), ("ripeness", 3)]
    assert choices.settings == [("S", 2), ("C", 3)]
    assert choices.verdicts == [("both right", 2), ("fixed by training", 3)]
