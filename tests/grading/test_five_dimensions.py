"""Five grades: what a judge may answer, what is no grade, and means that keep failures in sight."""

import json

import pytest
from PIL import Image
from support.fake_openai import FakeOpenAI, refusal, too_long

from scisynth.clients.chat import ChatClient
from scisynth.clients.settings import ApiSettings
from scisynth.core.problems import Answer, FigureProblem
from scisynth.grading.five_dimensions import (
    DIMENSIONS,
    FAILURES,
    DimensionRow,
    FiveDimensionsJudge,
    summarize_dimensions,
)

IMAGE = Image.new("RGB", (8, 8), "white")


def problem(number, image_type="Physics - Circuit"):
    return FigureProblem(
        id=f"p{number}",
        source="scigen",
        question=f"problem {number}: draw it",
        image_type=image_type,
        answer=Answer(text="5"),
    )


def grades(value=2, failures=(), **changes):
    return json.dumps({"reasoning": "r", **dict.fromkeys(DIMENSIONS, value), "failures": list(failures), **changes})


@pytest.fixture
def server(monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with FakeOpenAI() as server:
        yield server


@pytest.fixture
def judge(server):
    return FiveDimensionsJudge(ChatClient(ApiSettings(model="m", base_url=server.base_url, backoff_s=0.01)), name="m")


def test_grades_and_tags_come_back_in_order(server, judge):
    server.behave = lambda call: grades(int(call.text[len("Problem: problem ")]), ["structural", "structural"])
    rows = judge.grade([problem(number) for number in (2, 0, 1)], [IMAGE] * 3)
    assert [row.grades["layout"] for row in rows] == [2, 0, 1] and all(row.group == "Physics" for row in rows)
    assert rows[0].failures == ("structural",) and all(len(call.images) == 1 for call in server.calls)
    assert DimensionRow.from_dict(json.loads(json.dumps(rows[0].to_dict()))) == rows[0]


@pytest.mark.parametrize(
    "reply",
    [
        grades(fidelity=3),
        grades(fidelity=-1),
        grades(fidelity="2"),
        grades(fidelity=1.0),
        grades(fidelity=True),
        grades(fidelity=None),
        grades(failures=["ugly"]),
        json.dumps({"reasoning": "no grades", "failures": []}),
        "2, 2, 2, 2, 2",
    ],
)
def test_what_is_no_grade_is_unparsed_and_never_zero(server, judge, reply):
    server.behave = lambda call: reply
    (row,) = judge.grade([problem(1)], [IMAGE])
    assert (row.status, dict(row.grades), row.failures) == ("unparsed", {}, ()) and row.reason
    assert summarize_dimensions([row]).overall["fidelity"].value is None


def test_failures_stay_in_the_denominator(server, judge, tmp_path):
    def behave(call):
        if "problem 2" in call.text:
            return refusal()
        if "problem 3" in call.text:
            return too_long()
        return grades(2, fidelity=1, failures=["rendering"]) if "problem 0" in call.text else grades(2)

    server.behave = behave
    images = [IMAGE, IMAGE, IMAGE, IMAGE, None, tmp_path / "gone.png"]
    problems = [problem(number, "Math - Set & Probability" if number else "") for number in range(6)]
    result = summarize_dimensions(judge.grade(problems, images)).to_dict()
    assert {name: count for name, count in result["outcomes"].items() if count} == {
        "ok": 2, "refused": 1, "truncated": 1, "missing": 2,
    }  # fmt: skip
    # Grades 1 and 2 of six figures: mean 1.5 of those graded, 3 / 6 over all.
    fidelity = result["overall"]["fidelity"]
    assert (fidelity["value"], fidelity["n"]) == (1.5, 2)
    assert fidelity["coverage"] == pytest.approx(1 / 3) and fidelity["with_failures_as_zero"] == pytest.approx(0.5)
    assert result["overall"]["mean"]["value"] == pytest.approx((9 / 5 + 2) / 2)
    assert result["ceiling"]["value"] == 0.5 and result["failures"]["rendering"]["value"] == 0.5
    assert set(result["by_group"]) == {"Math"} and set(result["failures"]) == set(FAILURES)


def test_an_estimate_sends_nothing_and_leaves_out_missing_images(server, judge):
    assert judge.estimate([problem(1), problem(2)], [IMAGE, None]).calls == 1 and not server.calls
