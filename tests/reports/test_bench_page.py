"""report.html and report.md of a benchmark: its numbers, no request to anywhere, hostile text harmless, rebuilt alike."""

import base64
import hashlib
import json
import re

import pytest

from scisynth.core.errors import DataError
from scisynth.reports.benchmark.write import read_bench_results, write_bench_report
from scisynth.reports.reward.write import read_stored

HOSTILE = ["</script><script>alert(1)</script>", '"></td></table><img src=x onerror=alert(2)>', "{{ 7 * 7 }} | `x` %"]


@pytest.fixture(scope="module")
def demo(make_bench, tmp_path_factory):
    return write_bench_report(make_bench(), tmp_path_factory.mktemp("run") / "report")


@pytest.fixture
def page(demo, read_page):
    return read_page(demo)


def test_page_shows_headline_banner_strip_and_tables(page):
    assert page.text("verdict").startswith("With implicit prompts first gives alpha 47.0 [45.0, 49.0] (points of 100)")
    assert page.text("detectable") == "This run can tell 5 points apart."
    assert "say nothing about the published test sets" in page.text("banner")
    strip = page.text("strip")
    assert "first 95.0 % ok 95 · refused 3 · unparsed 2" in strip
    assert "second 100.0 % ok 100" in strip
    assert "Failed 5 refused 3 · unparsed 2 judgements without a score, in no mean" in strip
    assert "$12.40 190 requests, 10 cached answers 12,000 tokens in, 800 out" in strip
    assert "1 h 12 min" in strip
    assert page.row(0, "alpha")[:3] == ["implicit", "47.0 [45.0, 49.0]", "47.0 [45.0, 49.0]"]
    assert page.row(1, "buoyancy n 0–50")[1:] == ["39.0 [37.0, 41.0]", "52.0 [50.0, 54.0]", "–", "–"]


def test_published_rows_are_marked_and_apart(demo, page):
    html = demo.read_text()
    section = html[html.index('<section id="published">') : html.index('<section id="images">')]
    assert "not ranked with this run, and not comparable with the lab." in section
    assert "SDXL" in section
    assert "SDXL" not in html.replace(section, "")
    assert page.text("theirs").startswith("name overall physics FLUX.2-dev 47.80")


def test_policy_allows_exactly_our_script_and_no_address_leaves_the_page(demo, page):
    html = demo.read_text()
    data, script = re.findall(r"<script[^>]*>(.*?)</script>", html, re.DOTALL)
    assert json.loads(data)["items"][0]["law"] == "ripeness"
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = next(meta["content"] for meta in page.find("meta") if "http-equiv" in meta)
    assert policy.startswith("default-src 'none'; img-src data:;")
    assert f"script-src 'sha256-{digest}'" in policy
    assert not re.search(r"url\((?!#)|@import|https?:", html)
    assert page.find("link") == page.find("iframe") == page.find("img") == []


def test_every_anchor_leads_somewhere(page):
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    anchors = {attributes["href"] for attributes in page.find("a")}
    assert {"#scores", "#gaps", "#comparisons", "#judges", "#published", "#images", "#failures"} <= anchors
    assert {anchor.removeprefix("#") for anchor in anchors} <= set(ids)


@pytest.mark.parametrize("text", HOSTILE)
def test_text_from_outside_stays_text(make_bench, make_bench_item, read_page, tmp_path, text):
    verdict = {"judge": text, "score": 1.0, "reason": text, "raw": text}
    picture = {"generator": text, "tier": "implicit", "picture": f"no/{text}.png", "verdicts": [verdict]}
    item = make_bench_item(0, id=text, law=text, field=text, implicit_prompt=text, pictures=[picture])
    values = make_bench().to_dict()
    cell = {**values["cells"][0], "generator": text, "judge": text, "unit": text}
    cell["by_law"] = cell["by_field"] = {text: cell["overall"]}
    results = make_bench(
        title=text,
        notes=[text],
        detectable=text,
        manifest={text: {text: text}},
        cells=[cell],
        gaps=[{**values["gaps"][0], "generator": text, "judge": text}],
        comparisons=[{**values["comparisons"][0], "first": text, "judge": text}],
        outcomes={text: {"ok": 1, "refused": 1}},
        failures=[{"picture": text, "judge": text, "status": "refused", "reason": text}],
        judge_checks=[{"judge": text, "name": text, "value": None, "text": text}],
        published=[{"name": text, "scores": {text: 1.0}, "source": text}],
        items=[item],
    )
    page = read_page(write_bench_report(results, tmp_path / "run" / "report"))
    assert len(page.find("script")) == 2
    assert page.find("img") == []
    assert all("onerror" not in attributes for _, attributes in page.tags)
    plain = " ".join(text.split())
    assert page.text(tag="h1") == plain
    assert plain in page.text("foreign") + page.text(tag="h3")
    markdown = (tmp_path / "run" / "report" / "report.md").read_text()
    assert "<script" not in markdown and "<img" not in markdown


def test_the_report_is_rebuilt_from_its_results_byte_for_byte(demo):
    folder = demo.parent
    before = {file.relative_to(folder): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    assert read_stored(folder)["kind"] == "bench"
    write_bench_report(read_bench_results(folder), folder)
    assert {file.relative_to(folder): file.read_bytes() for file in folder.rglob("*") if file.is_file()} == before


def test_markdown_has_the_same_numbers(demo):
    text = (demo.parent / "report.md").read_text()
    assert "| generator | prompt | all (n 95) | S (n 50) |" in text
    assert "| alpha | implicit | 47.0 [45.0, 49.0] |" in text
    assert "first: 95.0 % scored (ok 95, refused 3, unparsed 2)." in text
    assert "190 requests and 10 cached answers, 12,000 tokens in and 800 out, $12.40, 1 h 12 min." in text
    assert text.index("## Published by others") > text.index("| alpha |")


def test_a_report_of_nothing_says_so(make_bench, read_page, tmp_path):
    empty = ("cells", "gaps", "normalized", "comparisons", "failures", "judge_checks", "published", "items", "notes")
    results = make_bench(**{key: [] for key in empty}, outcomes={}, detectable="", cost={}, is_lab=False)
    page = read_page(write_bench_report(results, tmp_path / "run" / "report"))
    assert page.text("verdict") == "Nothing was measured."
    assert page.text("fine") == "✓ None. Nothing was requested."
    assert "no price known" in page.text("strip")
    assert "Real benchmark" in page.text("banner")
    assert len(page.find("script")) == 1


def test_a_report_of_another_kind_is_refused(make_results, make_bench):
    with pytest.raises(DataError, match="results of a report"):
        type(make_bench()).from_dict(make_results().to_dict())
