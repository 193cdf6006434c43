"""Candidates of a law that the lab draws, of photographs, and of an API that fails."""

import csv

import pytest
from support.fake_openai import FakeOpenAI
from support.verbs import error_line, run_json

from scisynth.core.images import png_bytes
from scisynth.curation.records import CurationLog, read_items
from scisynth.lab.render import LabGenerator
from scisynth.pipelines.curation import examine


@pytest.fixture
def folder(tmp_path):
    out = tmp_path / "buoyancy"
    run_json("curate", "prompts", "--law", "buoyancy", "--num", 12, "--out", out)
    return out


def images(out, *words, code=0):
    return run_json("curate", "images", *words, "--out", out, code=code)


def test_candidates_are_drawn_ranked_and_kept(folder):
    result = images(folder, "--model", "lab", "--images", 2)
    assert result["ready"] == result["items"] == 12 and result["candidates"] == 48
    assert (folder / "sheet.png").is_file()
    item = next(iter(read_items(folder).values()))
    assert item.is_reviewable and item.history[-1].by == "model:lab"
    assert all((folder / candidate.file).is_file() for candidate in item.candidates)
    files = [candidate.file for item in read_items(folder).values() for candidate in item.candidates]
    assert len(set(files)) == len(files), "items share prompts, never images"
    size = len(list((folder / "images").rglob("*.png")))
    before = (folder / "items" / "items.jsonl").read_bytes()
    assert images(folder, "--model", "lab", "--images", 2) == result
    assert (folder / "items" / "items.jsonl").read_bytes() == before
    assert len(list((folder / "images").rglob("*.png"))) == size


def test_an_edited_prompt_is_drawn_anew_and_a_reviewers_choice_stays(folder):
    images(folder, "--model", "lab", "--images", 2)
    first, second, *_ = read_items(folder).values()
    log = CurationLog(folder)
    text = first.prompts.explicit_prompt.replace("realistic", "true to life")
    log.append(first.id, "edited", "reviewer:a", {"prompts": {"explicit_prompt": text}})
    other = next(found.id for found in second.candidates if found.side == "explicit" and found.rank == 1)
    log.append(second.id, "chosen", "reviewer:a", {"chosen": {"explicit": other}})
    images(folder, "--model", "lab", "--images", 3)
    items = read_items(folder)
    assert items[second.id].chosen["explicit"] == other and len(items[second.id].candidates) > len(second.candidates)
    assert any(candidate.prompt == text for candidate in items[first.id].candidates)


def test_a_choice_made_while_images_are_looked_at_stays(folder, monkeypatch):
    images(folder, "--model", "lab", "--images", 2)
    *_, last = read_items(folder).values()
    other = next(found.id for found in last.candidates if found.side == "explicit" and found.rank == 1)
    look, looks = examine._look_at, []

    def reviewed(*words):
        if not looks:
            CurationLog(folder).append(last.id, "chosen", "reviewer:a", {"chosen": {"explicit": other}})
        looks.append(True)
        return look(*words)

    monkeypatch.setattr(examine, "_look_at", reviewed)
    images(folder, "--model", "lab", "--images", 3)
    assert len(looks) == 12 and read_items(folder)[last.id].chosen["explicit"] == other


def test_a_judge_that_comes_later_looks_at_what_is_there_and_nothing_is_asked_twice(folder):
    images(folder, "--model", "lab", "--images", 2)
    drawn = sorted(path.name for path in (folder / "images").rglob("*.png"))
    with FakeOpenAI() as server:
        server.behave = lambda call: '{"scene_complete": false, "reality": 0}'
        judge = ("--model", "lab", "--images", 2, "--judge", "api:judge", "--judge-base-url", server.base_url)
        result = images(folder, *judge)
        assert result["findings"] == {"scene": 48} and result["ready"] == 0
        assert len(server.calls) == 48
        images(folder, *judge, "--judge-price", 1, 2)
        assert len(server.calls) == 48
    assert sorted(path.name for path in (folder / "images").rglob("*.png")) == drawn
    # Without the judge its findings stay.
    assert images(folder, "--model", "lab", "--images", 2)["findings"] == {"scene": 48}


def photographs(folder, items, rows):
    folder.mkdir()
    item = next(iter(items.values()))
    for side in ("explicit", "superficial"):
        image = LabGenerator().generate(item.prompts, side, seed=1, size_px=64)
        (folder / f"{side}.png").write_bytes(png_bytes(image))
    (folder / "broken.png").write_bytes(b"no image")
    with (folder / "metadata.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, ["file_name", "side", "license", "origin", "item", "subject"])
        writer.writeheader()
        writer.writerows(rows(item))
    return item


def test_photographs_need_a_licence_and_an_item(folder, tmp_path):
    def rows(item):
        own = {"license": "CC-BY-4.0", "origin": "a photographer", "item": item.id}
        return [
            {"file_name": "explicit.png", "side": "true", **own},
            {"file_name": "superficial.png", "side": "superficial", **own},
            {"file_name": "explicit.png", "side": "explicit", **own, "license": ""},
            {"file_name": "broken.png", "side": "explicit", **own},
            {"file_name": "missing.png", "side": "explicit", **own},
            {"file_name": "explicit.png", "side": "left", **own},
            {"file_name": "explicit.png", "side": "explicit", **own, "item": "nobody"},
            {"file_name": "../../secret.png", "side": "explicit", **own},
        ]

    item = photographs(tmp_path / "photos", read_items(folder), rows)
    result = images(folder, "--photographs", tmp_path / "photos", code=3)
    assert len(result["left_out"]) == 6 and result["ready"] == 1
    found = read_items(folder)[item.id]
    assert {candidate.license for candidate in found.candidates} == {"CC-BY-4.0"} and found.is_reviewable


def test_an_api_that_refuses_leaves_a_state_and_the_plan_says_the_cost(folder):
    with FakeOpenAI() as server:
        asked = ("--model", "api:m", "--base-url", server.base_url, "--usd-per-image", 0.5, "--images", 1)
        plan = images(folder, *asked, "--plan")
        assert (
            plan["estimates"]["api:m"]["calls"] == 24 and plan["estimates"]["api:m"]["usd"] == 12 and not server.calls
        )


def test_bad_settings_are_one_line(folder, tmp_path):
    assert "got neither" in error_line("curate", "images", "--out", folder)
    assert "got both" in error_line("curate", "images", "--model", "lab", "--photographs", "x", "--out", folder)
    assert "found none; check the path" in error_line("curate", "images", "--photographs", "x", "--out", folder)
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "a.png").write_bytes(b"x")
    assert "write metadata.csv" in error_line("curate", "images", "--photographs", tmp_path / "one", "--out", folder)
    assert "found none; run" in error_line("curate", "images", "--model", "lab", "--out", tmp_path / "nothing")
