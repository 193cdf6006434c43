"""report.html: the numbers of the input, no request to anywhere, and nothing that escapes its place."""

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest

from scisynth.core.errors import DataError
from scisynth.core.images import examine_image, open_image
from scisynth.reports.reward.write import read_results, write_report

HOSTILE = [
    "<script>alert(1)</script>",
    '"></td></table><img src=x onerror=alert(2)>',
    "{{ 7 * 7 }} %",
    "a'b\"c & </style>",
]


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "run" / "report"


@pytest.fixture(scope="module")
def demo(make_results, tmp_path_factory):
    """The path of one whole report, written once for the tests that only read it."""
    return write_report(make_results(), tmp_path_factory.mktemp("run") / "report")


@pytest.fixture
def page(demo, read_page):
    return read_page(demo)


def test_headline_shows_the_numbers_of_the_input(page):
    assert page.row(0, "lab-clip") == ["base", "52.1 % [49.1, 55.1] n 960", "50.0 % [47.0, 53.0] n 960"]
    assert page.row(0, "SciScore") == ["trained", "97.3 % [94.3, 100.0] n 960", "94.0 % [91.0, 97.0] n 960"]
    assert page.row(0, "CLIP-H") == ["", "54.7 %", "59.5 %"]
    label = "published, on the real test sets: not comparable with the lab (Science-T2I, arXiv 2504.13129, table 1)"
    assert [label] in page.tables[0]


def test_group_and_law_tables_show_every_metric(page):
    assert page.row(1, "ST: the subject decides")[1:3] == ["50.1 % [45.1, 55.1] n 100", "95.3 % [90.3, 100.0] n 100"]
    assert page.row(1, "ST unseen")[1] == "49.1 % [44.1, 54.1] n 100"
    assert page.row(1, "unseen subjects")[1:] == ["– n 0"] * 4
    assert page.row(2, "buoyancy") == [
        "physics",
        "53.1 % [48.1, 58.1] n 100",
        "98.3 % [93.3, 100.0] n 100",
        "51.0 % [46.0, 56.0] n 100",
        "95.0 % [90.0, 100.0] n 100",
    ]
    assert page.row(3, "SciScore") == ["0.031", "0.031"]


def test_sorting_reads_exact_values(page):
    values = [
        cell["data-value"] for cell in page.find("td") if "number" in cell.get("class", "") and "data-value" in cell
    ]
    assert "0.531" in values
    assert "" in values, "what was not measured has no value to sort by"


def test_banner_says_what_the_numbers_are_of(page, make_results, read_page, folder):
    lab = page.text("banner")
    real = read_page(write_report(make_results(is_lab=False, models=[], training=[]), folder)).text("banner")
    assert "say nothing about real models" in lab
    assert "Real models and data" in real
    assert "lab" not in real.lower()


def test_page_asks_the_network_for_nothing(demo, page):
    assert page.find("link") == page.find("iframe") == page.find("object") == []
    for tag, attributes in page.tags:
        for key in ("src", "href", "xlink:href", "srcset", "poster", "action"):
            address = attributes.get(key)
            assert address is None or address.startswith(("data:image/webp;base64,", "#")), (tag, key, address)
    assert not re.search(r"url\((?!#)|@import|https?:", demo.read_text())


def test_policy_allows_exactly_our_script(demo, page):
    html = demo.read_text()
    script = re.search(r"<script>(.*?)</script>", html, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = next(meta["content"] for meta in page.find("meta") if "http-equiv" in meta)
    assert f"script-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert html.count("<script") == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_text_from_outside_stays_text(make_results, make_pair, make_split, read_page, folder, text):
    split = make_split(0.5, broken=[(text, text)])
    split["by_law"] = {text: split["accuracy"]}
    words = ("law", "field", "setting", "type", "subject", "id", "implicit_prompt", "explicit_prompt", "derivation")
    chosen = {"explicit": 1, "superficial": 0}
    results = make_results(
        training=[],
        title=text,
        notes=[text],
        manifest={text: {text: text}},
        models=[{"name": text, "role": text, "splits": {text: split}}],
        pairs=[make_pair(0, **dict.fromkeys(words, text), choices={text: chosen}, superficial_image=f"no/{text}.png")],
        reference=[{"name": text, "S": 1.0, "C": None, "source": text}],
    )
    page = read_page(write_report(results, folder))
    assert len(page.find("script")) == 1
    assert all("onerror" not in attributes for _, attributes in page.tags)
    assert all(attributes["src"].startswith("data:") for attributes in page.find("img"))
    plain = " ".join(text.split())
    assert page.text(tag="h1") == plain
    assert page.text("prompt") == f"“{plain}”"
    assert f"{plain} chose this" in page.text("badges")
    assert page.find("article")[0]["data-law"] == text
    assert plain.replace("/", "") in page.text("placeholder").replace("/", "")


def test_images_are_small_reencoded_and_described(make_results, make_pair, read_page, folder):
    page = read_page(write_report(make_results(pairs=[make_pair(0)], models=[], training=[]), folder))
    true, wrong = page.find("img")
    assert true["alt"] == "An iron block on the bottom."
    sizes = []
    for image in (true, wrong):
        data = base64.b64decode(image["src"].partition(",")[2])
        sizes.append(examine_image(data))
    assert sizes == [("WEBP", 256, 171), ("WEBP", 30, 30)]


def test_paths_are_read_from_the_run_folder(make_results, make_pair, read_page, folder):
    from PIL import Image

    (folder.parent / "tuples").mkdir(parents=True)
    Image.new("RGB", (20, 10), (250, 10, 10)).save(folder.parent / "tuples" / "a.png")
    page = read_page(
        write_report(make_results(pairs=[make_pair(0, explicit_image="tuples/a.png")], models=[], training=[]), folder)
    )
    shown = open_image(base64.b64decode(page.find("img")[0]["src"].partition(",")[2]))
    assert shown.size == (20, 10)
    assert shown.getpixel((5, 5)) == pytest.approx((250, 10, 10), abs=8)


def test_a_broken_image_is_a_placeholder_with_the_reason(make_results, make_pair, read_page, folder):
    pairs = [make_pair(0, explicit_image="tuples/gone.png", superficial_image=b"\x89PNG not really")]
    page = read_page(write_report(make_results(pairs=pairs, models=[], training=[]), folder))
    assert page.find("img") == []
    assert "tuples/gone.png: no such image" in page.text("placeholder")
    assert "expected a PNG, JPEG or WEBP image" in page.text("placeholder")
    assert "2 images could not be shown" in page.text("failures")
    assert str(folder.parent) not in (folder / "report.html").read_text()


def test_every_part_may_be_empty(make_results, read_page, folder):
    page = read_page(write_report(make_results(models=[], training=[], pairs=[], reference=[], manifest={}), folder))
    assert page.find("svg") == page.find("article") == page.find("table") == []
    assert page.text("verdict") == "Nothing was measured."
    ids = {attributes["id"] for _, attributes in page.tags if "id" in attributes}
    anchors = {attributes["href"].removeprefix("#") for attributes in page.find("a")}
    assert anchors <= ids, "no link leads nowhere"


def test_every_link_and_reference_has_its_target_once(demo, page):
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    html = demo.read_text()
    wanted = set(re.findall(r'href="#([^"]*)"', html)) | set(re.findall(r"url\(#([^)]*)\)", html))
    assert wanted
    assert wanted <= set(ids)


def test_broken_rows_stand_up_front(page, make_results, make_split, read_page, folder):
    models = [{"name": "m", "role": "base", "splits": {"test_S": make_split(0.5, broken=[("row-9", "truncated")])}}]
    failed = read_page(write_report(make_results(models=models, training=[]), folder))
    assert "1 of 961 rows could not be scored" in failed.text("failures")
    assert "row-9: truncated" in failed.text("failure")
    assert page.text("failures") == ""
    assert "None. All 3,840 choices" in page.text("fine")


def test_the_report_is_rebuilt_from_its_results_byte_for_byte(demo):
    folder = demo.parent
    before = {file.relative_to(folder): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    write_report(read_results(folder), folder)
    after = {file.relative_to(folder): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    assert {Path("report.html"), Path("report.md"), Path("results.json")} < set(before)
    assert after == before


def test_results_hold_the_numbers_and_name_the_images(demo):
    values = json.loads((demo.parent / "results.json").read_text())
    accuracy = values["models"][1]["splits"]["test_S"]["accuracy"]
    assert accuracy == {"value": 0.973, "low": 0.943, "high": 1.0, "n": 960, "resampled": ""}
    names = [pair["explicit_image"] for pair in values["pairs"]]
    assert all((demo.parent.parent / name).is_file() for name in names)


def test_reading_results_that_are_not_there_or_damaged(folder):
    with pytest.raises(DataError, match="no stored results"):
        read_results(folder)
    folder.mkdir(parents=True)
    (folder / "results.json").write_text("{")
    with pytest.raises(DataError, match="not JSON"):
        read_results(folder)
