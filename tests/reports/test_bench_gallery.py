"""The gallery's data: verdicts that failures cannot change, thumbnails, links, and text that stays text."""

import base64
import json

import pytest
from PIL import Image

from scisynth.core.images import examine_image, png_bytes
from scisynth.reports.benchmark.gallery import (
    build_gallery,
    has_failed,
    link_of,
    script_json,
    show_images,
    state_of,
    unshown_images,
)
from scisynth.reports.benchmark.input import BenchImage

PIXEL = png_bytes(Image.new("RGB", (8, 8)))


def picture(*verdicts, source=PIXEL):
    return BenchImage.model_validate(
        {"generator": "alpha", "tier": "implicit", "picture": source, "verdicts": [*verdicts]}
    )


@pytest.mark.parametrize(
    ("scores", "state"),
    [
        ((1.0, 1.0), "right"),
        ((1.0, 0.9995), "right"),
        ((0.0, 0.67), "wrong"),
        ((1.0, 0.67), "split"),
        ((1.0, None), "right"),
        ((0.5, None), "wrong"),
        ((None, None), ""),
        ((), ""),
    ],
)
def test_state_is_that_of_the_judges_who_scored(scores, state):
    verdicts = [
        {"judge": f"j{number}", "status": "refused"} if score is None else {"judge": f"j{number}", "score": score}
        for number, score in enumerate(scores)
    ]
    shown = picture(*verdicts)
    assert state_of(shown) == state
    assert has_failed(shown) == (None in scores)


def test_a_reward_is_neither_right_nor_wrong():
    shown = picture({"judge": "SciScore", "reward": 23.5})
    assert (state_of(shown), has_failed(shown)) == ("", False)


def test_a_image_that_was_not_drawn_says_why(make_bench, make_bench_item, tmp_path):
    verdict = {"judge": "first", "status": "filtered", "reason": "no image: the provider withheld it"}
    missing = {"generator": "alpha", "tier": "implicit", "picture": None, "verdicts": [verdict]}
    results = make_bench(items=[make_bench_item(0, pictures=[missing])])
    shown = show_images(results, tmp_path)
    assert (shown[0].uri, shown[0].reason) == ("", "no image: the provider withheld it")
    assert unshown_images(results, shown) == [], "it is a failure of drawing, counted there"
    assert has_failed(results.items[0].pictures[0])


def test_files_that_cannot_be_opened_are_told(make_bench, make_bench_item, tmp_path):
    gone = {"generator": "alpha", "tier": "explicit", "index": 1, "picture": "images/gone.png"}
    results = make_bench(items=[make_bench_item(0, pictures=[gone])])
    lines = unshown_images(results, show_images(results, tmp_path))
    assert lines == ["item-0, alpha, explicit 2: images/gone.png: no such image; check the path"]


def test_thumbnails_are_small_and_in_the_order_of_the_images(make_bench, tmp_path):
    results = make_bench()
    shown = show_images(results, tmp_path)
    assert len(shown) == 4
    sizes = {examine_image(base64.b64decode(one.uri.partition(",")[2])) for one in shown}
    assert sizes == {("WEBP", 192, 96)}
    data = json.loads(build_gallery(results, shown, tmp_path).data)
    sources = [drawn["src"] for item in data["items"] for drawn in item["pictures"]]
    assert sources == [one.uri for one in shown]


def test_only_image_files_of_the_run_folder_are_linked(tmp_path):
    run = tmp_path / "run"
    (run / "images").mkdir(parents=True)
    for path in (run / "images" / "a b#1.png", run / "images" / "page.html", tmp_path / "outside.png"):
        path.write_bytes(PIXEL)
    assert link_of(picture(source="images/a b#1.png"), run) == "../images/a%20b%231.png"
    assert link_of(picture(source=str(run / "images" / "a b#1.png")), run) == "../images/a%20b%231.png"
    for source in ("images/page.html", "images/gone.png", "../outside.png", str(tmp_path / "outside.png"), PIXEL):
        assert link_of(picture(source=source), run) == ""


def test_data_cannot_end_its_script_element():
    text = "</script><!--<script>\u2028 & 'x'"
    written = script_json({"raw": text})
    assert "<" not in written
    assert json.loads(written) == {"raw": text}


def test_filters_offer_what_is_there(make_bench, tmp_path):
    results = make_bench()
    gallery = build_gallery(results, show_images(results, tmp_path), tmp_path)
    assert gallery.laws == [("buoyancy", 1), ("ripeness", 1)]
    assert (gallery.tiers, gallery.num) == (["implicit", "explicit"], 2)
