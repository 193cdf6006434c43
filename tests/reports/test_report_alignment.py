"""The report of an aligned generator: its sentences, its tables in both pages, its samples and its curves."""

import re

import pytest

from scisynth.core.errors import DataError
from scisynth.core.records import Metric
from scisynth.reports.alignment.sentences import (
    find_improvement,
    improvement_sentence,
    outcome_sentence,
    verdict_sentences,
)
from scisynth.reports.parts.input import ReportInput
from scisynth.reports.parts.plots import plot_panels
from scisynth.reports.parts.summary import find_failures
from scisynth.reports.reward.markdown import render_markdown
from scisynth.reports.reward.write import read_results, write_report

HOSTILE = '"></td></table><script>alert(1)</script><img src=x onerror=alert(2)> {{ 7 * 7 }} % | `x`'


@pytest.fixture(scope="module")
def demo(make_aligned, tmp_path_factory):
    return write_report(make_aligned(), tmp_path_factory.mktemp("run") / "report")


@pytest.fixture
def page(demo, read_page):
    return read_page(demo)


def test_verdict_speaks_of_the_first_scorer_with_intervals_and_n(make_aligned):
    # C has no RI of its own: (41 - 20) / (90 - 20) = 30 % and (55 - 20) / (90 - 20) = 50 % come from the means.
    assert verdict_sentences(make_aligned()) == [
        "On held-out S prompts lab-judge gives the base 23.0 [20.0, 26.0] on 320 implicit and 96.0 [93.0, 99.0] on "
        "320 explicit prompts (points of 100); SFT closes 55.0 % [49.0, 61.0] of that gap (n 320); "
        "SFT+OFT closes 78.0 % [73.0, 83.0] of that gap (n 320). "
        "On held-out C prompts lab-judge gives the base 20.0 [17.0, 23.0] on 320 implicit and 90.0 [87.0, 93.0] on "
        "320 explicit prompts; SFT closes 30.0 % of that gap (n 320); SFT+OFT closes 50.0 % of that gap (n 320)."
    ]


def test_verdict_of_a_reward_model_comes_before_that_of_the_generator(make_results, make_aligned):
    both = make_results(alignment=make_aligned().alignment)
    assert verdict_sentences(both) == verdict_sentences(make_results()) + verdict_sentences(make_aligned())


def test_improvement_of_the_means_is_that_of_the_formula(make_aligned):
    given = make_aligned().alignment
    bare = make_aligned(improvements=[]).alignment
    for stage in ("SFT", "SFT+OFT"):
        own = find_improvement(bare, stage, "test_S", "lab-judge")
        assert own.value == pytest.approx(find_improvement(given, stage, "test_S", "lab-judge").value)
        assert (own.low, own.high, own.n) == (None, None, 320)
    worse = find_improvement(given, "SFT+OFT", "test_S", "SciScore")
    assert worse.value == pytest.approx((1.5 - 2) / (3 - 2)), "below zero where a stage made things worse"
    assert find_improvement(given, "SFT", "test_C", "SciScore") is None, "not measured"


def test_without_a_gap_there_is_no_share_of_it(make_aligned):
    alignment = make_aligned().alignment
    flat = [
        item.model_copy(update={"metric": Metric(value=23.0, low=20.0, high=26.0, n=320)})
        if item.tier == "explicit"
        else item
        for item in alignment.scores
    ]
    alignment = alignment.model_copy(update={"scores": tuple(flat), "improvements": ()})
    assert find_improvement(alignment, "SFT", "test_S", "lab-judge") is None
    assert "; SFT has 63.1 [60.1, 66.2] on 320 implicit prompts;" in improvement_sentence(alignment, "lab-judge")


def test_what_was_not_measured_is_said(make_aligned):
    alignment = make_aligned().alignment
    base_only = alignment.model_copy(update={"scores": alignment.scores[:2], "improvements": ()})
    assert improvement_sentence(base_only, "lab-judge").endswith("; SFT was not measured; SFT+OFT was not measured.")
    nothing = make_aligned(scores=[], improvements=[])
    assert verdict_sentences(nothing) == ["No image was scored."]
    assert "scored no image of the base" in improvement_sentence(alignment, "SciScore")


def test_page_shows_every_number_and_a_dash_where_there_is_none(page):
    assert page.row(0, "base") == ["23.0 [20.0, 26.0] n 320", "96.0 [93.0, 99.0] n 320"]
    assert page.row(0, "SFT+OFT") == ["79.9 [76.9, 82.9] n 320", "–"]
    assert page.row(1, "SFT") == ["41.0 [38.0, 44.0] n 320", "–"]
    assert page.row(2, "base") == ["2.00 [1.90, 2.10] n 320", "3.00 [2.90, 3.10] n 320"]
    assert page.row(3, "base") == ["–", "–"], "SciScore was not measured on C"
    improvement = page.tables[4]
    assert [" ".join(text.split()) for text in improvement[1]] == [
        "● SFT",
        "lab-judge",
        "55.0 % [49.0, 61.0] n 320",
        "30.0 % n 320",
    ]
    assert [" ".join(text.split()) for text in improvement[4]] == ["◆ SFT+OFT", "SciScore", "-50.0 % n 320", "–"]
    assert page.row(4, "FLUX.1-dev, SFT") == ["", "41.7 %", "30.0 %"]
    assert "not comparable with the lab" in page.text("published")
    assert page.text("unit") == "points of 100"


def test_bars_show_the_share_of_the_verdicts_scorer(page):
    widths = [item["style"] for item in page.find("i") if item.get("class") == "fill"]
    assert widths == ["width:55.00%", "width:78.00%", "width:30.00%", "width:50.00%"]


def test_a_share_below_zero_has_an_empty_bar(make_aligned, read_page, tmp_path):
    alignment = make_aligned().alignment
    only = tuple(item for item in alignment.scores if item.scorer == "SciScore")
    results = make_aligned().model_copy(
        update={"alignment": alignment.model_copy(update={"scores": only, "improvements": ()})}
    )
    page = read_page(write_report(results, tmp_path / "report"))
    assert [item["style"] for item in page.find("i") if item.get("class") == "fill"] == ["width:25.00%", "width:0.00%"]


def test_samples_stand_stage_by_stage_with_boxes_on_the_last(demo, page):
    html = demo.read_text()
    first = html[html.index("<article") : html.index("</article>")]
    assert re.findall(r"<figcaption>.*?</span> (.*?)</figcaption>", first) == ["base", "SFT", "SFT+OFT"]
    assert re.findall(r"judge&nbsp;([\d.]+)", first) == ["0.50", "0.50", "1.00"]
    # Centre (0.5, 0.25), size (0.4, 0.1): from (0.3, 0.2).
    assert re.findall(r'class="box" style="([^"]*)"', first) == ["left:30.00%;top:20.00%;width:40.00%;height:10.00%"]
    assert first.index('class="box"') > first.index("</span> SFT+OFT")
    assert [article["data-verdict"] for article in page.find("article")] == ["fixed", "was right"]
    assert any(item.get("id") == "show-boxes" for item in page.find("input"))


@pytest.mark.parametrize(
    ("before", "after", "outcome"),
    [
        (1.0, 0.9995, "was right 1"),
        (0.5, 1.0, "fixed 1"),
        (0.5, 0.99, "still wrong 1"),
        (1.0, 0.0, "broken 1"),
        (None, 1.0, "not scored 1"),
    ],
)
def test_outcomes_compare_the_first_stage_with_the_last(make_aligned, make_sample, before, after, outcome):
    results = make_aligned(samples=[make_sample(0, before=before, after=after)])
    assert outcome_sentence(results.alignment) == f"Of 1 sample shown: {outcome}."


def test_a_stage_without_a_image_is_shown_as_such(make_aligned, make_sample, read_page, tmp_path):
    sample = make_sample(0)
    stages = {"base": sample["stages"]["base"], "SFT+OFT": {"picture": "images/gone.png"}}
    results = make_aligned(samples=[{**sample, "stages": stages, "boxes": []}])
    page = read_page(write_report(results, tmp_path / "report"))
    assert len(page.find("img")) == 1
    assert "this stage was not asked" in page.text("placeholder")
    assert "images/gone.png: no such image" in page.text("placeholder")
    assert "sample-0, SFT+OFT: images/gone.png" in page.text("failure")
    assert not any(item.get("id") == "show-boxes" for item in page.find("input")), "no boxes, no box to check"


def test_curves_are_panels_of_what_was_logged(demo, page):
    captions = re.findall(r"<figcaption>(OFT:.*?)</figcaption>", demo.read_text())
    assert captions == ["OFT: loss", "OFT: evaluation", "OFT: images in which the localizer found nothing"]
    assert [svg["aria-label"] for svg in page.find("svg")][1] == "reward, judge over training steps."


def test_a_panel_is_drawn_a_key_and_breaks_where_the_value_was_not_finite():
    rows = [{"step": step, "a": 0.5 if step != 2 else None, "b": step} for step in range(5)]
    svg = plot_panels(rows, {"a": "first", "b": "second"}, name="p", as_percent=False)
    lines = re.findall(r'd="([^"]*)"[^>]*style="fill: none; stroke: var\(--blue\)', svg)
    assert [line.count("M") for line in lines] == [2, 1]


def test_losses_that_were_not_finite_are_failures_by_the_name_of_the_stage(make_aligned):
    results = make_aligned(curves=[{"name": "SFT", "rows": [{"step": 3, "sft/loss": None}, {"step": 4}]}])
    (failure,) = find_failures(results)
    assert failure.what == "SFT logged values that were not finite in 1 row"
    assert failure.details == ["step 3"]


def test_text_from_outside_stays_text(make_aligned, make_sample, read_page, tmp_path):
    def cells(*names):
        return dict.fromkeys(names, HOSTILE)

    metric = {"value": 0.5, "low": 0.4, "high": 0.6, "n": 9}
    stage = make_sample(0)["stages"]["base"]
    sample = {**make_sample(0), **cells("id", "law", "field", "setting", "prompt", "entity", "derivation")}
    results = make_aligned(
        stages=["base", HOSTILE],
        scores=[
            {**cells("split", "scorer"), "stage": name, "tier": "implicit", "metric": metric}
            for name in ("base", HOSTILE)
        ],
        improvements=[{**cells("stage", "split", "scorer"), "metric": metric}],
        samples=[{**sample, "stages": {"base": stage, HOSTILE: {**stage, "picture": "no/<b>.png"}}}],
        curves=[{"name": HOSTILE, "rows": [{"step": 1, "sft/loss": 1.0}]}],
        units={HOSTILE: HOSTILE},
        published=[{**cells("name", "source"), "S": 1.0}],
    )
    page = read_page(write_report(results, tmp_path / "report"))
    assert len(page.find("script")) == 1
    assert all("onerror" not in attributes for _, attributes in page.tags)
    plain = " ".join(HOSTILE.split())
    assert page.text("prompt") == f"“{plain}”"
    assert page.find("article")[0]["data-law"] == HOSTILE
    assert page.text("unit") == plain
    assert f"; {plain} closes 50.0 %" in page.text("verdict"), "no expression of a template is worked out"
    markdown = (tmp_path / "report" / "report.md").read_text()
    assert "<script" not in markdown
    for block in markdown.split("\n\n"):
        if block.startswith("|"):
            assert len({line.count(" |") for line in block.strip().splitlines()}) == 1


def test_markdown_holds_the_same_numbers(make_aligned):
    markdown = render_markdown(make_aligned(), [])
    lines = markdown.splitlines()
    assert "Mean score by lab-judge on S (points of 100)." in lines
    assert "| base | 23.0 [20.0, 26.0], n 320 | 96.0 [93.0, 99.0], n 320 |" in lines
    assert "| SFT | 63.1 [60.1, 66.2], n 320 | – |" in lines
    assert "| SFT | lab-judge | 55.0 % [49.0, 61.0], n 320 | 30.0 %, n 320 |" in lines
    assert "| FLUX.1-dev, SFT | 41.7 % | 30.0 % | Science-T2I, arXiv 2504.13129 |" in lines
    assert "| sample-0 | ripeness | fixed | 0.50 | 0.50 | 1.00 |" in lines
    assert "On held-out S prompts SciScore gives the base 2.00" in markdown
    assert "## Accuracy" not in markdown, "no reward model was measured"


def test_a_report_without_an_alignment_knows_nothing_of_it(make_results, demo, tmp_path):
    path = write_report(make_results(), tmp_path / "report")
    for file in (path, path.with_name("report.md"), path.with_name("results.json")):
        text = file.read_text().lower()
        for word in ("alignment", "sheets", "relative improvement", "sample-filters", "show-boxes"):
            assert word not in text, (file.name, word)
    with_one = demo.read_text()
    assert with_one.count("<script>") == 1
    assert 'id="alignment"' in with_one
    assert 'id="accuracy"' not in with_one


def test_both_parts_stand_on_one_page(make_results, make_aligned, read_page, tmp_path):
    path = write_report(make_results(alignment=make_aligned().alignment), tmp_path / "report")
    page = read_page(path)
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {"alignment", "samples", "curves", "accuracy", "pairs"} <= set(ids)
    anchors = {attributes["href"].removeprefix("#") for attributes in page.find("a")}
    assert anchors <= set(ids)


def test_the_report_is_rebuilt_byte_for_byte_and_keeps_its_images(demo):
    folder = demo.parent
    before = {file.name: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    results = read_results(folder)
    write_report(results, folder)
    assert {file.name: file.read_bytes() for file in folder.rglob("*") if file.is_file()} == before
    names = {shown.picture for sample in results.alignment.samples for shown in sample.stages.values()}
    assert len(names) == 6
    assert all((folder.parent / name).is_file() for name in names)


def test_nothing_failed_says_what_was_looked_at(page):
    assert page.text("fine") == "✓ None. Every image is shown, and every logged value was finite."


def test_a_stage_nobody_listed_is_an_error(make_aligned):
    with pytest.raises(DataError, match=r"expected only the stages \['base', 'SFT'\], got \['SFT\+OFT'\]"):
        make_aligned(stages=["base", "SFT"])
    with pytest.raises(DataError, match=r"alignment\.stages"):
        ReportInput.from_dict({"title": "x", "is_lab": True, "alignment": {"stages": [], "scores": []}})
