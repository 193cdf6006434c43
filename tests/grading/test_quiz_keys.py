"""Keys and options of quizzes as people write them: the right letter, or a fault with its reason, never a guess."""

import json

import pytest

from scisynth.core.errors import DataError
from scisynth.grading.problems import check_problems, read_problems
from scisynth.grading.quiz import quiz_requests, score_quizzes
from scisynth.grading.quiz_keys import read_quiz

MASSES = {"A": "1 kg", "B": "2 kg", "C": "3 kg", "D": "4 kg"}
LETTERS = {"A": "D", "B": "A", "C": "B", "D": "C"}
ROW = {"id": "q", "question": "A block of 2 kg.", "image_type": "Physics - Mechanical", "answer": "1 N"}


def quiz_of(options, base=None, **key):
    return read_quiz({"question": "What mass?", "options": options, **key}, "row 0", base)


@pytest.mark.parametrize(
    "key",
    ["B", "b", " B ", "B.", "b.", "(B)", "(b)", "[B]", "B)", "B:", "**B**", "Option B", "option b.", "option_b", "OPTION (B)", "Choice B",
     "Answer: B", "The answer is B", "the correct answer is (B).", "2 kg", "2 KG", "2  kg.", " 2 kg\n", "B) 2 kg", "B. 2 kg", "(B) 2 KG",
     ["B"], {"label": "B"}, {"text": "2 kg"}],
    ids=str,
)  # fmt: skip
@pytest.mark.parametrize("field", ["correct_option", "answer", "correct", "correct_answer", "label"])
def test_a_plain_key_is_its_letter(key, field):
    quiz = quiz_of(MASSES, **{field: key})
    assert quiz.is_sound and quiz.correct == "B" and not quiz.key_fault


@pytest.mark.parametrize(
    ("options", "key", "letter"),
    [
        ({"a": "x", "b": "y"}, {"answer": "b"}, "B"),
        ({"1": "x", "2": "y"}, {"answer": "2"}, "B"),
        ({"1": "x", "2": "y"}, {"answer": 2}, "B"),
        ({"0": "x", "1": "y"}, {"answer": 1}, "B"),
        ({"2": "y", "1": "x"}, {"answer": 2}, "B"),
        ({"option_a": "x", "option_b": "y"}, {"correct": "option_b"}, "B"),
        ({"Option A": "x", "(B)": "y"}, {"answer": "b"}, "B"),
        ({"A.": "x", "B.": "y"}, {"answer": "B"}, "B"),
        ({"True": "it floats", "False": "it sinks"}, {"answer": "false"}, "B"),
        (["x", "y", "z"], {"answer": "y"}, "B"),
        (["x", "y", "z"], {"answer": "B"}, "B"),
        (["x", "y", "z"], {"answer_index": 0}, "A"),
        (["x", "y", "z"], {"answer_index": 3}, "C"),
        (["2", "3", "4", "5"], {"answer": "3"}, "B"),
        (["A) x", "B) y"], {"answer": "b"}, "B"),
        (["1. x", "2. y"], {"answer": "2"}, "B"),
        ("A) x\nB) y\nC) z", {"answer": "B"}, "B"),
        ("(a) x\n(b) y", {"answer": "b"}, "B"),
        ("A. 1 kg B. 2 kg C. 3 kg", {"answer": "2 kg"}, "B"),
        ("x; y; z", {"answer": "y"}, "B"),
        ('{"A": "x", "B": "y"}', {"answer": "B"}, "B"),
        ({"text": ["x", "y"], "label": ["A", "B"]}, {"answerKey": "B", "answer_key": "B"}, "B"),
        ([{"label": "A", "text": "x"}, {"label": "B", "text": "y"}], {"answer": "B"}, "B"),
        ([{"key": "a", "value": "x"}, {"key": "b", "value": "y"}], {"answer": "b"}, "B"),
        ([{"A": "x"}, {"B": "y"}], {"answer": "B"}, "B"),
        (MASSES, {"correct_option": "B", "answer": "2 kg"}, "B"),
        (LETTERS, {"correct_option": "B"}, "B"),
    ],
    ids=str,
)  # fmt: skip
def test_options_come_under_letters(options, key, letter):
    quiz = quiz_of(options, **key)
    assert quiz.is_sound and quiz.correct == letter and not quiz.key_fault
    assert list(quiz.options) in (["A", "B"], ["A", "B", "C"], ["A", "B", "C", "D"], ["B", "A"])


@pytest.mark.parametrize(
    ("options", "key", "fault"),
    [
        (MASSES, {"correct_option": "E"}, "names none of the options A, B, C, D"),
        (MASSES, {"correct_option": "5 kg"}, "names none of the options"),
        (MASSES, {"correct_option": ""}, "no key"),
        (MASSES, {}, "no key"),
        (MASSES, {"correct_option": "A and B"}, "names none"),
        (MASSES, {"correct_option": "A or B"}, "names none"),
        (MASSES, {"correct_option": ["A", "B"]}, "no letter"),
        (MASSES, {"correct_option": True}, "no letter"),
        (MASSES, {"correct_option": "B) 3 kg"}, "names B and another option's text"),
        (MASSES, {"correct_option": "B", "answer": "3 kg"}, "keys disagree: correct_option says B, answer says C"),
        (MASSES, {"answer": 2}, "may count from 0 or from 1"),
        (MASSES, {"answer": 7}, "no place among 4 options"),
        ([2, 3, 4, 5], {"answer": 3}, "an option's text or its place"),
        (["same", "same"], {"answer": "same"}, "text of several options"),
        (["D", "A", "B", "C"], {"answer": "B"}, "letter of one option and the text of another"),
        (LETTERS, {"answer": "B"}, "letter of one option and the text of another"),
        ({"a": "x", "A": "y"}, {"answer": "c"}, "names none"),
    ],
    ids=str,
)  # fmt: skip
def test_what_names_no_single_option_is_a_fault(options, key, fault):
    quiz = quiz_of(options, **key)
    assert not quiz.is_sound and fault in quiz.key_fault


@pytest.mark.parametrize("options", [None, 3, {}, [], ["only one"], "only one"], ids=str)
def test_what_has_no_options_is_one_line_with_its_place(options):
    with pytest.raises(DataError, match="row 0: expected"):
        quiz_of(options, answer="A")


@pytest.mark.parametrize(
    ("keys", "letters"), [((0, 1, 2), "ABC"), ((1, 2, 3), "ABC"), ((1, 2, 1), None), ((3, 2, 1), "CBA")]
)
def test_places_count_from_what_the_whole_file_shows(tmp_path, capsys, keys, letters):
    quizzes = [{"question": "?", "options": ["x", "y", "z"], "answer": key} for key in keys]
    (tmp_path / "q.json").write_text(json.dumps([{**ROW, "quizzes": quizzes}]))
    found = read_problems(tmp_path / "q.json")[0].quizzes
    if letters is None:
        assert not any(quiz.is_sound for quiz in found)
    else:
        assert "".join(quiz.correct for quiz in found) == letters
        assert "places counted from" in capsys.readouterr().err


def test_a_quiz_without_a_key_is_never_asked_and_never_wrong(tmp_path):
    good = {"question": "?", "options": MASSES, "correct_option": "b"}
    rows = [
        {**ROW, "quizzes": [good, {**good, "correct_option": "5 kg"}]},
        {**ROW, "id": "r", "quizzes": [{**good, "correct_option": "E"}]},
    ]
    (tmp_path / "q.json").write_text(json.dumps(rows))
    problems = read_problems(tmp_path / "q.json")
    asked = [request for *_, request in quiz_requests(problems, [None, None], blind=True)]
    assert [request is not None for request in asked] == [True, False, False]
    assert {defect.kind: defect.ids for defect in check_problems(problems)}["no_such_key"] == ("q", "r")


def test_scores_leave_quizzes_without_a_key_out_and_count_them():
    from scisynth.grading.quiz import QuizRow, paper_r_inv

    rows = [
        QuizRow(problem="p", index=0, status="ok", correct=True),
        QuizRow(problem="p", index=1, status="missing", correct=None, has_key=False),
        QuizRow(problem="q", index=0, status="missing", correct=None, has_key=False),
        QuizRow(problem="r", index=0, status="ok", correct=False),
    ]
    scores = score_quizzes(rows)
    assert scores.without_key == 2 and scores.outcomes == {"ok": 2, "missing": 2}
    # p is right in what could be asked, q could not be asked, r is wrong.
    assert (scores.r_inv_all.value, scores.r_inv_all.n) == (0.5, 2)
    assert (scores.per_quiz_all.value, scores.per_quiz_all.n, scores.coverage) == (0.5, 2, 1.0)
    # The published script counts an answer to such a quiz as wrong.
    assert paper_r_inv(rows).value == 0.0


def test_the_faulty_inputs_of_users(shared_data):
    for file in sorted((shared_data / "faults" / "quiz_keys").glob("*.json")):
        (problem,) = read_problems(file)
        assert [quiz.correct for quiz in problem.quizzes] == ["B"], file.name


def test_a_table_of_problems_is_read_as_json_is(tmp_path):
    import csv

    quizzes = [{"question": "?", "options": MASSES, "correct_option": "(b)"}]
    with (tmp_path / "q.csv").open("w", newline="", encoding="utf-16") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["ID", "Question", "Image Type", "Answer", "Elements", "Quizzes"])
        writer.writerow(["1", "two\nlines; and more", "Physics - Mechanical", "1 N", '["a"]', json.dumps(quizzes)])
    (problem,) = read_problems(tmp_path / "q.csv")
    assert (
        problem.question == "two\nlines; and more" and problem.elements == ("a",) and problem.quizzes[0].correct == "B"
    )
