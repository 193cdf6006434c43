"""The tables and charts of a benchmark: every number in its place, sorted, and nothing published among them."""

import pytest

from scisynth.reports.benchmark import charts, tables


def texts(grid):
    return [[value.text for value in row] for row in grid.rows]


def test_leaderboard_stands_tier_by_tier_best_first(make_bench):
    board = tables.leaderboard(make_bench(), "first")
    assert [(column.label, column.under) for column in board.columns] == [
        ("generator", ""),
        ("prompt", ""),
        ("all", "n 95"),
        ("S", "n 50"),
        ("physics", "n 50"),
        ("biology", "n 45"),
        ("scored", ""),
        ("failures as 0", ""),
    ]
    # Failures as 0: 0.95 x 47 = 44.65.
    assert texts(board) == [
        ["alpha", "implicit", "47.0", "47.0", "52.0", "42.0", "95.0 %", "44.6"],
        ["beta", "implicit", "34.0", "34.0", "39.0", "29.0", "95.0 %", "32.3"],
        ["alpha", "explicit", "82.0", "82.0", "87.0", "77.0", "95.0 %", "77.9"],
        ["beta", "explicit", "70.0", "70.0", "75.0", "65.0", "95.0 %", "66.5"],
    ]
    assert board.rows[0][2].note == "[45.0, 49.0]"


def test_laws_stand_by_field_with_heat_from_the_scale_and_none_where_nothing_was_scored(make_bench):
    heat = tables.law_heat(make_bench(), "first", {"ripeness": "biology", "buoyancy": "physics"})
    assert [(column.under, column.label) for column in heat.columns[2:]] == [
        ("implicit", "beta"),
        ("implicit", "alpha"),
        ("explicit", "beta"),
        ("explicit", "alpha"),
    ]
    assert texts(heat) == [
        ["buoyancy", "physics", "39.0", "52.0", "–", "–"],
        ["ripeness", "biology", "29.0", "42.0", "65.0", "77.0"],
    ]
    # 39 of 100 is 22 % of the way from the middle to the low end, 77 is 54 % of the way to the high one.
    assert heat.rows[0][2].heat == pytest.approx(-0.22)
    assert heat.rows[1][5].heat == pytest.approx(0.54)
    unscored = heat.rows[0][4]
    assert (unscored.sort, unscored.heat) == (None, None)
    assert heat.rows[0][0].note == "n 0–50"


def test_gaps_normalized_values_and_comparisons(make_bench):
    results = make_bench()
    assert texts(tables.gap_table(results)) == [
        ["beta", "first", "+36.0", "–"],
        ["alpha", "first", "+35.0", "53.4 %"],
    ]
    assert texts(tables.gap_by_law(results, "first")) == [["ripeness", "+36.0", "+35.0"]]
    assert tables.gap_by_law(results, "second").rows == []
    # beta - alpha = -13: the second one is better.
    assert texts(tables.comparison_table(results)) == [
        ["beta − alpha", "first", "implicit", "−13.0", "< 0.001", "< 0.001", "alpha is better"]
    ]


def test_a_comparison_that_chance_explains_names_nobody(make_bench):
    comparison = {**make_bench().to_dict()["comparisons"][0], "p_value": 0.03, "p_holm": 0.09}
    assert texts(tables.comparison_table(make_bench(comparisons=[comparison])))[0][-1] == "no significant difference"


def test_judges_side_by_side_and_their_checks(make_bench):
    results = make_bench()
    assert texts(tables.agreement_table(results)) == [["alpha", "47.0", "43.0"], ["beta", "34.0", "30.0"]]
    assert tables.agreement_table(results).rows[0][1].note == "[45.0, 49.0] n 95 of 100"
    assert texts(tables.check_table(results)) == [["first", "blind accuracy", "0.310", "chance is 0.5"]]
    one = [cell for cell in results.to_dict()["cells"] if cell["judge"] == "first"]
    assert tables.agreement_table(make_bench(cells=one)).rows == []


def test_published_rows_have_tables_of_their_own(make_bench):
    results = make_bench()
    ((source, table),) = tables.published_tables(results)
    assert source == "arXiv 2504.13129v2"
    assert texts(table) == [["FLUX.2-dev", "47.80", "–"], ["SDXL", "19.60", "16.11"]]
    own = [tables.leaderboard(results, "first"), tables.agreement_table(results), tables.gap_table(results)]
    assert not any("SDXL" in row for grid in own for row in texts(grid))


def test_charts_place_marks_in_percent_of_the_scale(make_bench):
    chart = charts.main_chart(make_bench(), "first")
    best = chart.rows[0]
    assert (best.label, best.bar.place, best.bar.span) == ("alpha", 47.0, (45.0, 49.0))
    assert [(mark.tier, mark.place) for mark in best.marks] == [("explicit", 82.0)]
    assert best.aloud == "alpha: implicit 47.0 [45.0, 49.0], explicit 82.0 [80.0, 84.0]"
    assert [label for _, label in chart.ticks] == ["0", "25", "50", "75", "100"]
    assert [chart.caption for chart in charts.field_charts(make_bench(), "first")] == ["physics", "biology"]


def test_a_generator_without_the_first_tier_has_no_bar(make_bench):
    cells = [
        cell
        for cell in make_bench().to_dict()["cells"]
        if (cell["generator"], cell["tier"]) != ("beta", "implicit") and cell["judge"] == "first"
    ]
    last = charts.main_chart(make_bench(cells=cells), "first").rows[-1]
    assert (last.label, last.bar) == ("beta", None)
    assert last.aloud == "beta: explicit 70.0 [68.0, 72.0]"


def test_a_scale_of_own_units_holds_everything_and_zero(make_bench):
    score = {"value": 1.3, "low": -0.7, "high": 3.2, "n": 4, "coverage": 1.0}
    cells = [{"generator": "alpha", "tier": "implicit", "judge": "first", "unit": "own units", "overall": score}]
    scale = charts.scale_of(make_bench(cells=cells), "first")
    assert (scale.low, scale.high) == (-1.0, 4.0)
    assert list(scale.ticks) == [-1, 0, 1, 2, 3, 4]
    assert scale.place(1.5) == 50.0
    assert scale.place(99.0) == 100.0
    score.update(value=0.0, low=0.0, high=0.0)
    assert charts.scale_of(make_bench(cells=cells), "first").place(0.0) == 0.0
