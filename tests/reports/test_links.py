"""Pages find their images from wherever a command was run: relative folders, folders that are not there yet, odd names, links."""

import base64
import html
import io
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from PIL import Image
from support.browser import Browser, needs_browser

from scisynth.reports.benchmark.write import write_bench_report
from scisynth.reports.figures.gallery import MAX_INSIDE, FigureRecord, write_figures_page
from scisynth.reports.parts.links import find_from, link_from, way_from
from scisynth.reports.reward.write import write_report

NAMES = ("plain.png", "50%.png", "a b.png", "#1?.png", "Ångström.png", "a:b&c.png", "'quoted\".png")


def save(path, color="red"):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (24, 16), color).save(path)
    return path


def card(picture, **changed):
    values = {
        "id": "f", "group": "Math", "title": "figure", "picture": picture, "problem": "Find <x>.", "answer": "5 cm", "verdict": "passes",
        "passed": True, "checks": (),
    }  # fmt: skip
    return FigureRecord(**{**values, **changed})


@pytest.mark.parametrize("folder", ["out", "out/deep", "../beside", "."])
@pytest.mark.parametrize("file", ["out/a.png", "other/a.png", "../a.png"])
def test_the_way_leads_back_from_every_folder_whether_it_exists_or_not(tmp_path, monkeypatch, folder, file):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    save(tmp_path / "here" / file)
    way = way_from(Path(folder), Path(file))
    assert not way.startswith("/") and find_from(Path(folder), way) == Path(file).resolve()
    assert find_from(Path(folder), way).is_file()


def test_a_folder_behind_a_link_is_the_folder_it_points_to(tmp_path):
    save(tmp_path / "store" / "runs" / "base" / "a.png")
    (tmp_path / "runs").symlink_to(tmp_path / "store" / "runs")
    way = way_from(tmp_path / "runs" / "board", tmp_path / "store" / "runs" / "base" / "a.png")
    assert way == "../base/a.png" and find_from(tmp_path / "runs" / "board", way).is_file()


@pytest.mark.parametrize("name", NAMES)
def test_an_address_says_the_name_back(tmp_path, name):
    link = link_from(tmp_path / "page", tmp_path / name)
    assert (
        unquote(link) == f"../{name}"
        and not set("#?\"'<> ") & set(link)
        and "%" not in link.replace("%", "", link.count("%"))
    )


@pytest.mark.parametrize("num", [3, MAX_INSIDE + 1])
def test_figures_of_a_relative_folder_are_in_their_gallery(tmp_path, monkeypatch, num):
    """Few lie inside the page, many beside it; both were empty when the folder was named twice."""
    monkeypatch.chdir(tmp_path)
    out = Path("out/figures page")
    cards = [card(save(out / "figures" / NAMES[number % len(NAMES)])) for number in range(num)]
    write_figures_page(cards, out / "gallery.html", title="Figures", headline="", note="")
    sources = [html.unescape(found) for found in re.findall(r'<img src="([^"]*)"', (out / "gallery.html").read_text())]
    assert len(sources) == num
    for source in sources:
        data = base64.b64decode(source.partition(",")[2]) if num <= MAX_INSIDE else (out / unquote(source)).read_bytes()
        assert Image.open(io.BytesIO(data)).size == (24, 16)


@needs_browser
@pytest.mark.parametrize("num", [len(NAMES), MAX_INSIDE + 1])
def test_a_browser_shows_every_figure(tmp_path, monkeypatch, num):
    monkeypatch.chdir(tmp_path)
    cards = [card(save(Path("out") / "figures" / NAMES[number % len(NAMES)])) for number in range(num)]
    write_figures_page(cards, Path("out/gallery.html"), title="Figures", headline="", note="")
    with Browser(tmp_path) as browser:
        assert [image["width"] for image in browser.images("out/gallery.html")] == [24] * num
        (tmp_path / "out" / "figures" / NAMES[0]).unlink()
        if num > MAX_INSIDE:
            assert {image["src"] for image in browser.broken_images("out/gallery.html")} == {"figures/plain.png"}


def test_the_alternative_text_is_what_somebody_wrote_of_the_figure(tmp_path):
    cards = [card(save(tmp_path / "a.png"), alt='A circle of radius "5".'), card(save(tmp_path / "a.png"))]
    write_figures_page(cards, tmp_path / "gallery.html", title="Figures", headline="", note="")
    alts = re.findall(r'alt="([^"]*)"', (tmp_path / "gallery.html").read_text())
    assert [html.unescape(alt) for alt in alts] == ['A circle of radius "5".', "Figure for: Find <x>."]


def test_reports_of_a_relative_folder_have_their_images(
    tmp_path, monkeypatch, make_results, make_pair, make_bench, make_bench_item
):
    monkeypatch.chdir(tmp_path)
    save(Path("run/images/a.png"))
    pair = make_pair(0, explicit_image="images/a.png", superficial_image=str(Path("run/images/a.png").resolve()))
    page = write_report(make_results(pairs=[pair]), Path("run/report")).read_text()
    assert "no image" not in page and page.count("data:image/webp") == 2
    save(Path("base/images/b.png"))
    item = make_bench_item(0)
    for picture in item["pictures"]:
        picture["picture"] = "../base/images/b.png"
    # The folder of the board is not there yet, and `board/../base` cannot be walked.
    page = write_bench_report(make_bench(items=[item]), Path("board/report")).read_text()
    assert page.count("data:image/webp") == 2 and "no such image" not in page


def test_a_page_that_travels_does_not_say_where_it_was_made(tmp_path, make_bench, make_bench_item):
    item = make_bench_item(0)
    for picture in item["pictures"]:
        picture["picture"] = "../gone/images/b.png"
    page = write_bench_report(make_bench(items=[item]), tmp_path / "board" / "report").read_text()
    assert "../gone/images/b.png: no such image" in page and str(tmp_path) not in page
