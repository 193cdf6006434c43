"""Inverse quizzes: letters by code, every problem in the denominator, and the published way of counting beside ours."""

import pytest
from PIL import Image
from support.fake_openai import FakeOpenAI, refusal, status

from scisynth.clients.chat import ChatClient
from scisynth.clients.settings import ApiSettings
from scisynth.core.problems import Answer, FigureProblem, Quiz
from scisynth.grading.quiz import QuizRow, ask_quizzes, information_gain, paper_r_inv, score_quizzes
from scisynth.grading.reading.letters import read_letter
from scisynth.grading.validation import ValidationItem, score_validation

IMAGE = Image.new("RGB", (40, 40), "white")


@pytest.fixture
def server(monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with FakeOpenAI() as running:
        yield running


@pytest.fixture
def client(server):
    settings = {"model": "fake", "base_url": server.base_url, "timeout_s": 5.0, "backoff_s": 0.002, "max_attempts": 2}
    return ChatClient(ApiSettings.parse(settings))


def problem(name, num_quizzes=2):
    quizzes = tuple(
        Quiz(
            question=f"{name} quiz {number}?", options={"A": "one", "B": "two", "C": "right", "D": "four"}, correct="C"
        )
        for number in range(num_quizzes)
    )
    return FigureProblem(
        id=name,
        source="test",
        question=f"Problem {name} with {{braces}}.",
        image_type="",
        answer=Answer(text="5"),
        quizzes=quizzes,
    )


def right_letter(text):
    """The letter that stands before the right option, wherever shuffling put it."""
    return next(line[0] for line in text.splitlines() if line.endswith(". right"))


@pytest.mark.parametrize(
    ("text", "letter"),
    [
        ("B", "B"),
        (" (c) ", "C"),
        ("**D**", "D"),
        ("The answer is B.", "B"),
        ("Answer: (A)", "A"),
        ("B. because of the label", "B"),
        (r"so \boxed{C}", "C"),
        ("E", None),
        ("A or B", None),
        ("The answer is A. No, the answer is B.", "B"),
        ("The answer is A. The answer is B.", None),
        ("I cannot see a figure.", None),
        ("It is not option A; it is B", "B"),
        ("The answer a student gives is B", None),
        ("", None),
    ],
)
def test_a_letter_is_read_or_nothing_is(text, letter):
    assert read_letter(text, "ABCD") == letter


def test_a_model_that_sees_is_right_in_every_order(server, client):
    server.behave = lambda call: right_letter(call.text)
    problems = [problem(f"p{number}") for number in range(6)]
    rows = list(ask_quizzes(client, problems, [IMAGE] * 6))
    scores = score_quizzes(rows)
    assert scores.r_inv.value == scores.per_quiz.value == 1.0 and scores.coverage == 1.0
    assert len({row.key for row in rows}) > 1, "options were shuffled"
    assert all(call.images for call in server.calls)


def test_always_c_pays_only_in_the_published_order(server, client):
    server.behave = lambda call: "C"
    problems = [problem(f"p{number}") for number in range(40)]
    shuffled = score_quizzes(list(ask_quizzes(client, problems, [IMAGE] * 40)))
    published = score_quizzes(list(ask_quizzes(client, problems, [IMAGE] * 40, shuffle=False)))
    assert published.r_inv.value == 1.0 and shuffled.per_quiz.value < 0.5


def test_failures_stay_in_the_denominator_and_the_published_count_drops_them(server, client):
    def behave(call):
        if "refused" in call.text:
            return refusal()
        if "broken" in call.text:
            return status(400)
        return "A or B" if "vague quiz 0" in call.text else right_letter(call.text)

    server.behave = behave
    problems = [problem(name) for name in ("good", "refused", "broken", "vague", "lost")]
    rows = list(ask_quizzes(client, problems, [IMAGE] * 4 + [None]))
    scores = score_quizzes(rows)
    assert scores.outcomes == {"missing": 2, "ok": 3, "refused": 2, "transport": 2, "unparsed": 1}
    assert scores.r_inv.value == 1.0 and scores.r_inv.n == 1
    assert scores.r_inv_all.value == pytest.approx(1 / 5) and scores.r_inv_all.n == 5
    assert scores.coverage == pytest.approx(3 / 10)
    assert paper_r_inv(rows).value == 1.0 and paper_r_inv(rows, {"good": False}).value == 0.0
    assert all(row.reason for row in rows if row.status != "ok")


def test_what_the_image_adds_is_paired_by_quiz():
    def rows(*correct):
        return [QuizRow(problem="p", index=number, status="ok", correct=value) for number, value in enumerate(correct)]

    gain = information_gain(rows(True, True, False, None), rows(True, False, False, False))
    assert gain.value == pytest.approx(1 / 3) and gain.n == 3


def test_without_a_image_the_model_is_told_so(server, client):
    server.behave = lambda call: "A"
    list(ask_quizzes(client, [problem("p")], [IMAGE], blind=True))
    assert not server.calls[0].images and "cannot see" in str(server.calls[0].body["messages"][0])


def test_the_exam_counts_hits_and_false_alarms_by_defect():
    items = [
        ValidationItem(id=str(number), image_type="t", defect=defect)
        for number, defect in enumerate(["", "", "swap", "swap", "leak"])
    ]
    result = score_validation(items, [False, True, True, False, None])
    assert result.false_alarms.value == 0.5 and result.sensitivity.value == 0.5 and result.sensitivity.n == 2
    assert set(result.by_defect) == {"swap"} and result.coverage == pytest.approx(4 / 5)
    assert result.by_defect["swap"].low < 0.5 < result.by_defect["swap"].high
    assert score_validation([], []).sensitivity.value is None


def test_the_exam_counts_hits_by_how_well_a_defect_is_seen():
    items = [
        ValidationItem(id=str(number), image_type="t", defect="d" if grade else "", visibility=grade)
        for number, grade in enumerate([None, 1, 1, 3])
    ]
    found = score_validation(items, [False, False, True, True]).by_visibility
    assert {name: metric.value for name, metric in found.items()} == {"seen at once": 1.0, "seen by who measures": 0.5}
