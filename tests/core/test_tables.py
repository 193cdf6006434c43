"""Names, splits and the corners of the table reader that no verb shows."""

import csv

import pytest

from scisynth.core.errors import DataError
from scisynth.core.splits import plain_split, split_of_file
from scisynth.core.tables import Faults, plain_name, read_rows
from scisynth.core.texts import decode, encoding_of, has_half_character, is_file


@pytest.mark.parametrize(
    ("names", "plain"),
    [
        (("train", "Train", "training", "TRAINING", " trn "), "train"),
        (("val", "validation", "Validation", "valid", "dev", "development"), "val"),
        (("test", "testing", "Test"), "test"),
        (("test_S", "test-S", "test_s", "Test_Simple", "testing_simple"), "test_S"),
        (("test_C", "test.c", "test complex"), "test_C"),
        (("val_S", "validation-s"), "val_S"),
        (("train_2024", "training-2024"), "train_2024"),
        (("fold_3",), "fold_3"),
        (("trainer",), "trainer"),
        (("",), ""),
    ],
)
def test_names_of_splits(names, plain):
    assert {plain_split(name) for name in names} == {plain}


@pytest.mark.parametrize(
    ("stem", "split"),
    [("validation-00000-of-00003", "val"), ("test_C-00001-of-00002-abc123", "test_C"), ("pairs", "pairs")],
)
def test_splits_of_files(stem, split):
    assert split_of_file(stem) == split


@pytest.mark.parametrize("name", ["File Name", " file-name ", "FILE_NAME", "\ufefffile  name"])
def test_headings_are_compared_without_case_and_spaces(name):
    assert plain_name(name) == "file_name"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_encodings_are_told_by_their_bytes(tmp_path, encoding):
    text = "id,prompt\n0,Ein Apfel, grün; ein Ei, 水\n"
    data = text.encode(encoding)
    assert decode(data, tmp_path / "x").removeprefix("\ufeff") == text, encoding_of(data)


def test_broken_rows_are_counted_where_the_reader_goes_on_without_them(tmp_path):
    path = tmp_path / "r.csv"
    path.write_text('id,n\na,1\nb\nc,3,4\n"d"x,5\ne,6\n"f,7\ng,8\n')
    faults = Faults()
    assert [row.values["id"] for row in read_rows(path, faults=faults)] == ["a", "e"]
    assert faults.lines == [3, 4, 5, 7, 8]
    path = tmp_path / "r.jsonl"
    path.write_text('{"id": 1}\nnot json\n[1]\n\n{"id": 2}\n{"id": "\\ud800"}\n{"id"')
    faults = Faults()
    assert [row.values["id"] for row in read_rows(path, faults=faults)] == [1, 2]
    assert sorted(faults.lines) == [2, 3, 6, 7]


def test_the_limit_of_cells_is_put_back(tmp_path):
    before = csv.field_size_limit()
    path = tmp_path / "r.csv"
    path.write_text("id,text\na," + "x" * 300_000 + "\n")
    (row,) = read_rows(path)
    assert len(row.values["text"]) == 300_000 and csv.field_size_limit() == before


def test_one_object_in_a_file_of_lines_is_one_row_whatever_it_holds(tmp_path):
    path = tmp_path / "r.jsonl"
    path.write_text('{"id": "q", "questions": [{"a": 1}, {"a": 2}]}')
    assert [row.values["id"] for row in read_rows(path)] == ["q"]
    (tmp_path / "r.json").write_text('{"data": [{"a": 1}, {"a": 2}]}')
    assert [row.values["a"] for row in read_rows(tmp_path / "r.json")] == [1, 2]


@pytest.mark.parametrize("name", ["n" * 300, "a\0b", "\ud800", "x/" * 3000])
def test_names_that_no_file_can_have_are_no_file(tmp_path, name):
    assert not is_file(tmp_path / name)
    with pytest.raises(DataError):
        read_rows(tmp_path / name)


def test_halves_of_characters_are_found_at_any_depth():
    assert has_half_character({"a": [{"b\udfff": 1}]}) and has_half_character(["x", "\ud800"])
    assert not has_half_character({"a": ["\U0001f600", 1, None, 2.5]})


@pytest.mark.parametrize("name", ["deep.json", "deep.jsonl"])
@pytest.mark.parametrize("depth", [101, 450, 900, 5000])
@pytest.mark.parametrize("kind", ['["prompt", %s]', '{"prompt": %s}', '{"prompt": 1}\n{"prompt": %s}\n{"prompt": 2}\n'])
def test_brackets_nested_too_deep_are_one_line(tmp_path, name, depth, kind):
    path = tmp_path / name
    path.write_text(kind % ("[" * depth + "]" * depth))
    with pytest.raises(DataError, match="nested too deep") as caught:
        read_rows(path, mappings=False)
    assert "\n" not in str(caught.value)


def test_brackets_as_deep_as_data_have_them_are_read(tmp_path):
    path = tmp_path / "deep.jsonl"
    path.write_text("[" * 90 + "]" * 90 + "\n" + "[]" * 200 + "\n" + '{"a": 1}\n')
    faults = Faults()
    assert len(read_rows(path, mappings=False, faults=faults)) == 2 and faults.lines == [2]
