"""Somebody's results folder, with every known defect planted: the audit counts them all."""

import json

import pytest
from PIL import Image, ImageDraw

from scisynth.core.errors import DataError
from scisynth.pipelines.scigenbench.audit import audit_folder


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


def test_images_are_sorted_by_what_is_wrong_with_them(folder):
    faults = audit_folder(folder).to_dict()["pictures"]["faults"]
    assert faults["blank"]["first"] == ["empty"] and faults["broken"]["first"] == ["cut"]
    assert set(faults["identical"]["first"]) == {"a", "twin-of-a"}


def test_both_denominators_are_printed(folder):
    quiz = audit_folder(folder).to_dict()["tables"][0]["quiz"]
    # a: all right; b: one wrong; c has no image, d no verdict: the published script divides by 2, there are 4 items.
    assert quiz["perfect"] == 1 and quiz["items_answered"] == 2 and quiz["items_expected"] == 4
    assert quiz["r_inv_as_published"] == 0.5 and quiz["r_inv_of_all"] == 0.25
    assert quiz["special_rows"] == {"missing": 1, "multimodal question": 1} and quiz["unreadable"]["first"] == ["d"]


def test_rows_that_do_not_fit_and_rows_that_stand_twice_are_named(folder):
    table = audit_folder(folder).to_dict()["tables"][0]
    assert table["broken_lines"]["first"] == ["10"] and table["duplicates"]["first"] == ["b/1"]
    assert table["errors"] == {"missing image": 1}


def test_json_lines_are_read_too(tmp_path):
    (tmp_path / "rows.jsonl").write_text(
        '{"id": "a", "is_correct": true}\nnot json\n[1]\n{"id": "b", "is_correct": false}\n'
    )
    table = audit_folder(tmp_path).to_dict()["tables"][0]
    assert table["rows"] == 2 and table["broken_lines"]["count"] == 2 and table["quiz"]["per_quiz"] == 0.5


def test_links_out_of_the_folder_are_not_followed(tmp_path, folder):
    secret = tmp_path / "secret.jsonl"
    secret.write_text(json.dumps({"id": "x", "error": "password"}))
    (folder / "link.jsonl").symlink_to(secret)
    assert "password" not in json.dumps(audit_folder(folder).to_dict())


@pytest.mark.parametrize("make", [lambda path: None, lambda path: path.mkdir(), lambda path: path.write_text("x")])
def test_nothing_to_audit_is_said_in_one_line(tmp_path, make):
    make(tmp_path / "there")
    with pytest.raises(DataError, match=r"expected a folder|found neither"):
        audit_folder(tmp_path / "there")


ROWS = "id,quiz_idx,is_correct\nq0,0,1\nq1,0,1\nq1,1,0\nq2,0,1\n"
LONG = "x" * 200_000


@pytest.mark.parametrize(
    "data",
    [
        ROWS,
        "\ufeff" + ROWS.replace("\n", "\r\n"),
        ROWS.replace(",", ";"),
        "sep=;\n" + ROWS.replace(",", ";"),
        ROWS.replace(",", "\t"),
        ROWS.replace(",", "|"),
        ROWS.encode("utf-16"),
        ROWS.replace(",", "\t").encode("utf-16-le"),
        ROWS.rstrip("\n"),
        ROWS.replace("\n", "\r"),
        ROWS.replace("\n", "\n\n"),
        ROWS.replace("\n", ",,\n"),
        ROWS.replace(",1\n", ",TRUE\n").replace(",0\n", ",FALSE\n"),
        ROWS.replace(",1\n", ",ja\n").replace(",0\n", ",nein\n"),
        ROWS.replace(",1\n", ",Yes\n").replace(",0\n", ",No\n"),
        ROWS.replace(",1\n", ",WAHR\n").replace(",0\n", ",FALSCH\n"),
        ROWS.replace(",1\n", ",1.0\n").replace(",0\n", ",0.0\n").replace(",0,", ",0.0,").replace(",1,", ",1.0,"),
        ROWS.replace(",", ";").replace(";1\n", ";1,0\n").replace(";0\n", ";0,0\n"),
        ROWS.replace("id,", "Problem ID,").replace("is_correct", "Is Correct"),
        ROWS.replace("id,", "problem,").replace("is_correct", "correct").replace("quiz_idx", "index"),
        ROWS.replace("q", " q").replace(" quiz", "quiz"),
        ROWS.replace("\n", ',note\n', 1).replace("q0,0,1", f"q0,0,1,{LONG}").replace("q1,0,1\n", "q1,0,1,\n").replace("q1,1,0", 'q1,1,0,"two\nlines, and ""more"""').replace("q2,0,1", "q2,0,1,"),
        ",".join(["", "id", "quiz_idx", "is_correct"]) + "\n0,q0,0,1\n1,q1,0,1\n2,q1,1,0\n3,q2,0,1\n",
    ],
)  # fmt: skip
def test_what_spreadsheets_write_gives_the_same_numbers(tmp_path, data):
    (tmp_path / "r.csv").write_bytes(data if isinstance(data, bytes) else data.encode())
    (table,) = audit_folder(tmp_path).to_dict()["tables"]
    quiz = table["quiz"]
    assert (table["rows"], table["items"], quiz["items_answered"], quiz["perfect"]) == (4, 3, 3, 2)
    assert quiz["r_inv_as_published"] == pytest.approx(2 / 3) and quiz["per_quiz"] == 0.75
    assert not quiz["unreadable"]["count"] and not table["broken_lines"]["count"] and not table["duplicates"]["count"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"quiz_idx,is_correct\n0,1\n", "holds verdicts .* and no column id"),
        (b"id,is_correct,id\na,1,b\n", "'id' stands twice"),
        (b"PK\x03\x04workbook", "got a workbook"),
        ("id,is_correct\ncaf\xe9,1\n".encode("latin-1"), "line 2: expected UTF-8 text"),
    ],
)
def test_a_table_that_would_give_wrong_numbers_is_one_line(tmp_path, data, message):
    (tmp_path / "r.csv").write_bytes(data)
    with pytest.raises(DataError, match=message):
        audit_folder(tmp_path)


def test_an_open_quote_loses_no_row_silently(tmp_path):
    (tmp_path / "r.csv").write_text('id,quiz_idx,is_correct\nq0,0,1\n"q1,0,1\nq2,0,1\n')
    (table,) = audit_folder(tmp_path).to_dict()["tables"]
    assert table["rows"] == 1 and table["broken_lines"] == {"count": 2, "first": ["3", "4"]}
    assert table["broken_reasons"] == ["a quote opens here and never closes"]


def test_ids_that_a_spreadsheet_has_changed_are_known_again(tmp_path):
    data = tmp_path / "problems.json"
    data.write_text(json.dumps([{"id": name, "question": "?"} for name in ("1", "2", "Q-3")]))
    (tmp_path / "results").mkdir()
    (tmp_path / "results" / "r.csv").write_text("id;is_correct\n1,0;1\n2.0;1\n q-3 ;0\n".replace("1,0", "1.0"))
    picture().save(tmp_path / "results" / "q-3.PNG")
    found = audit_folder(tmp_path / "results", data).to_dict()
    assert found["tables"][0]["missing"]["count"] == found["tables"][0]["unknown"]["count"] == 0
    assert (
        found["pictures"]["faults"]["missing"]["first"] == ["1", "2"] and "unknown" not in found["pictures"]["faults"]
    )


def test_a_row_without_an_id_and_a_column_of_letters_count_nowhere(tmp_path):
    (tmp_path / "r.csv").write_text("id,is_correct\nq0,1\n,1\n,0\n")
    (tmp_path / "s.csv").write_text("id,correct\nq0,B\nq1,A\n")
    first, second = audit_folder(tmp_path).to_dict()["tables"]
    assert first["quiz"]["per_quiz"] == 1.0 and first["quiz"]["special_rows"] == {"without an id": 2}
    assert second["quiz"] is None


def test_ids_that_differ_in_case_alone_stay_two(tmp_path):
    data = tmp_path / "problems.json"
    data.write_text(json.dumps([{"id": name, "question": "?"} for name in ("q1", "Q1", "7", "7.0")]))
    (tmp_path / "results").mkdir()
    (tmp_path / "results" / "r.csv").write_text("id,is_correct\nq1,1\nQ1,0\n7,1\n7.0,1\n")
    for name in ("q1", "Q1", "7"):
        picture().save(tmp_path / "results" / f"{name}.png")
    found = audit_folder(tmp_path / "results", data).to_dict()
    (table,) = found["tables"]
    assert table["missing"]["count"] == table["unknown"]["count"] == table["duplicates"]["count"] == 0
    assert table["items"] == 4 and table["quiz"]["perfect"] == 3
    assert found["pictures"]["faults"]["missing"]["first"] == ["7.0"]
