"""Two choices in both orders: what a judge sees, what it merely prefers, and what is no choice."""

import io
import json

import pytest
from PIL import Image
from support.fake_openai import FakeOpenAI, refusal

from scisynth.clients.chat import ChatClient
from scisynth.clients.settings import ApiSettings
from scisynth.core.records import ContrastTuple
from scisynth.judges.two_choice import ORDERS, ChatChooser, PairVerdict, failed_verdict, summarize_choices

GREEN, RED = (0, 128, 0), (255, 0, 0)


def pair(number, **changes):
    values = {
        "id": f"t{number}",
        "law": ("rust", "gravity")[number % 2],
        "category": ("chemistry", "physics")[number % 2],
        "implicit_prompt": (f"situation {number}",),
        "explicit_prompt": ("",),
        "superficial_prompt": ("",),
        "explicit_image": (Image.new("RGB", (4, 4), GREEN),),
        "superficial_image": (Image.new("RGB", (4, 4), RED),),
        **changes,
    }
    return ContrastTuple(**values)


@pytest.fixture
def server(monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with FakeOpenAI() as server:
        yield server


def ask(server, tuples, **options):
    client = ChatClient(ApiSettings(model="m", base_url=server.base_url, backoff_s=0.01))
    return list(ChatChooser(client, name="api:m", **options).choose(tuples))


def choice(word):
    return json.dumps({"reasoning": "science", "choice": word})


def first_is_green(call):
    return Image.open(io.BytesIO(call.images[0])).getpixel((0, 0)) == GREEN


def test_a_judge_that_looks_is_right_in_both_orders(server):
    server.behave = lambda call: choice("first" if first_is_green(call) else "second")
    tuples = [pair(number) for number in range(6)]
    result = summarize_choices(ask(server, tuples), tuples).to_dict()
    assert result["accuracy"]["value"] == 1 and result["accuracy"]["n"] == 12
    assert {order: score["value"] for order, score in result["accuracy_by_order"].items()} == dict.fromkeys(ORDERS, 1)
    assert result["consistency"]["value"] == result["right_in_both_orders"]["value"] == 1
    assert result["position_bias"]["value"] == 0 and result["outcomes"]["ok"] == 12


def test_a_judge_that_likes_the_first_image_is_found_out(server):
    server.behave = lambda call: choice("first")
    tuples = [pair(number) for number in range(6)]
    result = summarize_choices(ask(server, tuples), tuples).to_dict()
    assert result["accuracy"]["value"] == 0.5
    assert [result["accuracy_by_order"][order]["value"] for order in ORDERS] == [1, 0]
    assert result["consistency"]["value"] == result["right_in_both_orders"]["value"] == 0
    assert result["position_bias"]["value"] == 0.5


def test_blind_questions_carry_no_image_and_are_asked_twice(server):
    server.behave = lambda call: choice("second")
    verdicts = ask(server, [pair(0)], blind=True)
    assert len(verdicts) == 2 == len(server.calls) and not any(call.images for call in server.calls)
    assert sorted(verdict.is_right for verdict in verdicts) == [False, True]


def test_what_is_no_choice_is_a_state(server, tmp_path):
    def behave(call):
        if "situation 0" in call.text:
            return refusal()
        if "situation 1" in call.text:
            return choice("third")
        return choice("first" if first_is_green(call) else "second")

    server.behave = behave
    gone = (tmp_path / "gone.png",)
    broken = pair(4, status="broken", reason="torn")
    tuples = [pair(0), pair(1), pair(2), pair(3, explicit_image=gone), broken]
    verdicts = ask(server, tuples)
    result = summarize_choices(verdicts, tuples).to_dict()
    found = {name: count for name, count in result["outcomes"].items() if count}
    assert found == {"ok": 2, "refused": 2, "unparsed": 2, "missing": 4} and len(verdicts) == 10
    assert result["accuracy"] | {"low": None, "high": None} == {
        "value": 1.0, "low": None, "high": None, "n": 2, "coverage": 0.2, "with_failures_as_zero": 0.2,
        "resampled": "prompts",
    }  # fmt: skip
    assert all(row["reason"] for row in result["failures"]) and len(result["failures"]) == 8


def test_rows_survive_a_journal():
    verdict = failed_verdict(pair(0), "explicit_first", "missing", "gone")
    assert PairVerdict.from_dict(json.loads(json.dumps(verdict.to_dict()))) == verdict
