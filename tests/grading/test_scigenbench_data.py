"""SciGenBench as published: read, checked against its known defects, and refused where it is not what it says."""

import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from support.scripted_problems import OWN

from scisynth.core.errors import DataError
from scisynth.core.problems import Quiz
from scisynth.figures.families.registry import image_types
from scisynth.grading.problems import check_problems, read_problems, shuffle_options, statistics

CORRUPTED = {
    "webinstruct-476852", "webinstruct-1505373", "webinstruct-1545531", "webinstruct-1579533", "webinstruct-1702180",
    "webinstruct-268162", "webinstruct-1694653",
}  # fmt: skip
ROW = {
    "id": "a",
    "question": "How long is it?",
    "image_type": "Math - Plane Geometric",
    "answer": "5 cm",
    "elements": ["a line"],
    "quizzes": [
        {
            "question": "Length?",
            "options": {"A": "1", "B": "2", "C": "3", "D": "5"},
            "correct_option": "D",
            "evidence_snippet": "x",
        }
    ],
}


@pytest.fixture
def write(tmp_path):
    def to(rows, name="data.json"):
        path = tmp_path / name
        path.write_text(rows if isinstance(rows, str) else json.dumps(rows))
        return path

    return to


def test_the_published_data_is_read_with_its_defects(shared_data):
    path = shared_data / "scigenbench" / "scigen.json"
    problems = read_problems(path)
    assert {problem.image_type for problem in problems} == set(image_types())
    defects = {defect.kind: defect for defect in check_problems(problems)}
    # Every problem that the published list names and this part of it holds, and no other.
    assert set(defects["no_such_key"].ids) == CORRUPTED & {problem.id for problem in problems} != set()
    assert "always answering C" in defects["skewed_letters"].words
    assert defects["asks_the_text"].ids and defects["not_four_options"].ids


def test_defects_put_into_sound_problems_are_named(write):
    rows = json.loads(OWN.read_text(encoding="utf-8"))
    assert [defect.kind for defect in check_problems(read_problems(OWN))] == []
    rows[0]["quizzes"][0]["correct_option"] = "E"
    del rows[1]["quizzes"][1]["options"]["D"]
    rows[2]["quizzes"][0]["question"] = "According to the text, how long is the wire?"
    rows[3]["id"] = rows[4]["id"]
    found = {defect.kind: defect.ids for defect in check_problems(read_problems(write(rows)))}
    assert found["no_such_key"] == (rows[0]["id"],) and found["not_four_options"] == (rows[1]["id"],)
    assert found["asks_the_text"] == (rows[2]["id"],) and found["duplicate_id"] == (rows[4]["id"],)


def test_integer_ids_and_no_types_are_those_of_seephys(write):
    (problem,) = read_problems(write([{**ROW, "id": 17, "image_type": ""}], "seephys.json"))
    assert (problem.source, problem.id, problem.image_type) == ("seephys", "17", "")


def test_seephys_has_no_types_and_integer_ids(shared_data):
    problems = read_problems(shared_data / "scigenbench" / "seephys.json")
    assert {problem.source for problem in problems} == {"seephys"} and all(problem.id.isdigit() for problem in problems)


def test_a_clean_file_has_only_what_it_has(write):
    (problem,) = read_problems(write([ROW]))
    assert problem.quizzes[0].options["D"] == "5" and problem.answer.text == "5 cm" and problem.source == "scigen"
    assert [defect.kind for defect in check_problems([problem])] == ["one_quiz", "no_multimodal_question"]


def test_duplicates_are_named(write):
    kinds = {defect.kind: defect.ids for defect in check_problems(read_problems(write([ROW, ROW])))}
    assert kinds["duplicate_id"] == ("a",)


def test_the_hub_layout_is_read(tmp_path):
    columns = {
        "original_question": ["Q"],
        "answer": ["5"],
        "image_type": [ROW["image_type"]],
        "multimodal_question": [None],
    }
    pq.write_table(pa.table(columns), tmp_path / "scigen.parquet")
    (problem,) = read_problems(tmp_path / "scigen.parquet")
    assert problem.question == "Q" and problem.id == "scigen-0" and not problem.multimodal_question


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("{", "expected JSON, got invalid JSON"),
        ("[" * 100_000, "expected JSON, got invalid JSON"),
        ({"id": 1}, "expected a list of problems, got dict"),
        ([3], "row 0: expected an object, got int"),
        ([{**ROW, "id": None}], "row 0, field 'id'"),
        ([{**ROW, "question": ["x"]}], "row 0, field 'question'"),
        ([ROW, {**ROW, "quizzes": {"a": 1}}], "row 1, field 'quizzes': expected a list"),
        ([{**ROW, "quizzes": [{"question": "x", "options": ["a"]}]}], "row 0, quiz 0"),
    ],
)
def test_what_is_no_problem_is_one_line_with_its_place(write, rows, words):
    with pytest.raises(DataError, match=words) as caught:
        read_problems(write(rows))
    assert "\n" not in str(caught.value)


def test_shuffling_moves_letters_and_never_the_truth():
    quiz = Quiz(question="?", options={"A": "w", "B": "x", "C": "y", "D": "z"}, correct="C")
    shuffled = [shuffle_options(quiz, "p", number) for number in range(400)]
    assert all(item.options[item.correct] == "y" and sorted(item.options.values()) == list("wxyz") for item in shuffled)
    counts = [sum(item.correct == letter for item in shuffled) for letter in "ABCD"]
    assert min(counts) > 70 and shuffle_options(quiz, "p", 3) == shuffled[3]
    broken = Quiz(question="?", options={"A": "w", "B": "x"}, correct="E")
    assert not shuffle_options(broken, 1).is_sound


def test_statistics_count(write):
    counted = statistics(read_problems(write([ROW, {**ROW, "id": "b"}])))
    assert counted["problems"] == 2 and counted["quizzes_per_problem"] == 1 and counted["letters"] == {"D": 2}
