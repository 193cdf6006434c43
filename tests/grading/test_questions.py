"""The multimodal question: graded by code, every end a state, every problem in one of the two denominators."""

import pytest
from PIL import Image
from support.fake_openai import FakeOpenAI, refusal

from scisynth.clients.chat import ChatClient
from scisynth.clients.settings import ApiSettings, Price
from scisynth.core.problems import Answer, FigureProblem
from scisynth.grading.questions import ask_questions, askable, estimate_questions, summarize_questions

IMAGE = Image.new("RGB", (40, 40), "white")
REPLIES = {
    "right": "The legs are 3 and 4.\nAnswer: 0.05 m",
    "wrong": "Answer: 7 cm",
    "in words": "Answer: it is as long as the figure says",
    "refused": refusal(),
}


def problem(name):
    return FigureProblem(
        id=name, source="test", question="Legs 3 cm and 4 cm: how long is the hypotenuse?", image_type="",
        answer=Answer(text="5 cm", value=5.0, unit="cm"), multimodal_question=f"How long is the hypotenuse in figure {name}?",
    )  # fmt: skip


@pytest.fixture
def server(monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with FakeOpenAI() as running:
        running.behave = lambda call: next(words for name, words in REPLIES.items() if f"figure {name}?" in call.text)
        yield running


def client(server, **more):
    settings = {"model": "fake", "base_url": server.base_url, "backoff_s": 0.002, "max_attempts": 2, **more}
    return ChatClient(ApiSettings.parse(settings))


def test_every_answer_is_right_wrong_or_a_state(server):
    names = [*REPLIES, "not drawn"]
    rows = ask_questions(client(server), [problem(name) for name in names], [*[IMAGE] * len(REPLIES), None])
    assert [row.problem for row in rows] == names
    assert [(row.status, row.correct) for row in rows] == [
        ("ok", True), ("ok", False), ("unparsed", None), ("refused", None), ("missing", None),
    ]  # fmt: skip
    assert all(row.reason for row in rows if row.correct is None)
    assert all(len(call.images) == 1 for call in server.calls) and len(server.calls) == 4


def test_the_second_mean_counts_every_failure_as_wrong(server):
    rows = ask_questions(client(server), [problem(name) for name in REPLIES], [IMAGE] * len(REPLIES))
    found = summarize_questions(rows).to_dict()
    assert (found["accuracy"]["value"], found["accuracy"]["n"]) == (0.5, 2)
    assert (found["accuracy_all"]["value"], found["accuracy_all"]["n"]) == (0.25, 4)
    assert found["outcomes"] == {"ok": 2, "unparsed": 1, "refused": 1} and found["graded_by"] == {"number": 2}


def test_only_questions_with_a_key_are_asked():
    bare = FigureProblem(id="b", source="test", question="?", image_type="", answer=Answer(text=""))
    assert askable([problem("right"), bare]) == [problem("right")]


def test_the_estimate_sends_nothing(server):
    asking = client(server, price=Price(usd_per_million_input=1, usd_per_million_output=2).model_dump())
    found = estimate_questions(asking, [problem("right"), problem("wrong")], [IMAGE, None])
    assert found.calls == 1 and found.usd > 0 and not server.calls
