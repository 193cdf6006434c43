"""Somebody's results folder, with every known defect planted: the audit counts them all."""

import json

import pytest
from PIL import Image, ImageDraw

from scisynth.core.errors import DataError
from scisynth.recipes.audit import audit_folder


def picture(colour="black"):
    image = Image.new("RGB", (100, 80), "white")
    ImageDraw.Draw(image).rectangle((20, 20, 70, 60), outline=colour, width=3)
    return image


@pytest.fixture
def folder(tmp_path):
    images = tmp_path / "results" / "images"
    images.mkdir(parents=True)
    picture().save(images / "a.png")
    picture("red").save(images / "b.png")
    picture().save(images / "twin-of-a.png")
    Image.new("RGB", (100, 80), "white").save(images / "empty.png")
    (images / "cut.png").write_bytes((images / "a.png").read_bytes()[:60])
    (tmp_path / "results" / "quiz.csv").write_text(
        "id,quiz_idx,is_correct,answer,error\n"
        "a,0,1,A,\n"
        "a,1,1,B,\n"
        "b,0,1,C,\n"
        "b,1,0,D,\n"
        "b,1,0,D,\n"
        "c,-1,,,missing image\n"
        "d,0,Image not found,,\n"
        "a,-2,1,text,\n"
        "e,0,1\n"
    )
    return tmp_path / "results"


def test_pictures_are_sorted_by_what_is_wrong_with_them(folder):
    faults = audit_folder(folder)["pictures"]["faults"]
    assert faults["blank"]["first"] == ["empty"] and faults["broken"]["first"] == ["cut"]
    assert set(faults["identical"]["first"]) == {"a", "twin-of-a"}


def test_both_denominators_are_printed(folder):
    quiz = audit_folder(folder)["tables"][0]["quiz"]
    # a: all right; b: one wrong; c has no picture, d no verdict: the published script divides by 2, there are 4 items.
    assert quiz["perfect"] == 1 and quiz["items_answered"] == 2 and quiz["items_expected"] == 4
    assert quiz["r_inv_as_published"] == 0.5 and quiz["r_inv_of_all"] == 0.25
    assert quiz["special_rows"] == {"missing": 1, "multimodal question": 1} and quiz["unreadable"]["first"] == ["d"]


def test_rows_that_do_not_fit_and_rows_that_stand_twice_are_named(folder):
    table = audit_folder(folder)["tables"][0]
    assert table["broken_lines"]["first"] == ["10"] and table["duplicates"]["first"] == ["b/1"]
    assert table["errors"] == {"missing image": 1}


def test_json_lines_are_read_too(tmp_path):
    (tmp_path / "rows.jsonl").write_text(
        '{"id": "a", "is_correct": true}\nnot json\n[1]\n{"id": "b", "is_correct": false}\n'
    )
    table = audit_folder(tmp_path)["tables"][0]
    assert table["rows"] == 2 and table["broken_lines"]["count"] == 2 and table["quiz"]["per_quiz"] == 0.5


def test_links_out_of_the_folder_are_not_followed(tmp_path, folder):
    secret = tmp_path / "secret.jsonl"
    secret.write_text(json.dumps({"id": "x", "error": "password"}))
    (folder / "link.jsonl").symlink_to(secret)
    assert "password" not in json.dumps(audit_folder(folder))


@pytest.mark.parametrize("make", [lambda path: None, lambda path: path.mkdir(), lambda path: path.write_text("x")])
def test_nothing_to_audit_is_said_in_one_line(tmp_path, make):
    make(tmp_path / "there")
    with pytest.raises(DataError, match=r"expected a folder|found neither"):
        audit_folder(tmp_path / "there")
