"""Models that think first, through the real command line from a folder of one's own, with no setting given.

The server refuses a temperature and `max_tokens`, spends 700 hidden tokens before a word, and puts words around what was asked for.
"""

import base64
import io
import json
import os
import signal
import time

import pytest
from PIL import Image
from support.fake_openai import FakeOpenAI, pictures, reasoning_model, refused
from support.forked import Forked, run_forked
from support.scripted_model import GOOD, PLAN, UNDERSTANDING, step_of

PRICE = ("--price", "10", "100")
CHANGES = {("temperature", "left out"), ("max_tokens", "sent as max_completion_tokens")}
GRADES = dict.fromkeys(("fidelity", "layout", "readability", "plausibility", "expressiveness"), 2)
PROBLEM = "In a right triangle the legs are a = 3 cm and b = 4 cm. Find the hypotenuse."
STEPS = {"understand": UNDERSTANDING, "plan": PLAN}


def in_prose(value):
    """A JSON answer as such models give it."""
    return f"Let me sum up what I see.\n\nHere is my answer:\n```json\n{json.dumps(value)}\n```"


def talk(call):
    """The reply to any question of any verb."""
    if "prompt" in call.body:
        buffer = io.BytesIO()
        Image.new("RGB", (16, 16), (sum(map(ord, call.text)) % 256, 80, 90)).save(buffer, "PNG")
        return pictures({"b64_json": "data:image/png;base64,\n" + base64.encodebytes(buffer.getvalue()).decode()})
    if "expressiveness" in call.text:
        return in_prose({"reasoning": "fine", **GRADES, "failures": []})
    if '"choice"' in call.text:
        return in_prose({"reasoning": "the first one floats", "choice": "first"})
    if '"reality"' in call.text:
        return in_prose({"description": "a thing", "scene_complete": True, "reality": 2})
    if "\nA. " in call.text:
        return "The figure shows a leg of 3 cm. Option A gives that, option B does not.\n\nThe answer is **A**."
    if "Give the length" in call.text:
        return "By Pythagoras the hypotenuse is 5 cm.\n\n**Answer:** 5 cm"
    step = step_of(call.text)
    return in_prose(STEPS[step]) if step in STEPS else f"I draw it with the sketch.\n\n{GOOD}\n\nThat is all."


def behave(call):
    """The image API takes no size; the chat model thinks."""
    if "prompt" in call.body:
        return refused("size", "Unknown parameter: 'size'.", "unknown_parameter") if "size" in call.body else talk(call)
    return reasoning_model(talk, in_the_open=len(call.text) % 2 == 0)(call)


@pytest.fixture
def server(monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with FakeOpenAI() as running:
        running.behave = behave
        yield running


@pytest.fixture
def command(server, tmp_path, monkeypatch):
    """Runs `scisynth ...` as a process in an empty folder; paths are relative."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments, url=server.base_url):
        done = run_forked(["-m", "scisynth", *arguments, "--base-url", url, "--json"])
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run


def changes_of(result):
    return {(change["parameter"], change["done"]) for change in result["changed_parameters"]}


def test_two_choice(command, tmp_path):
    result = command("judge", "two-choice", "--judge", "api:o9", "--num", 1, *PRICE, "--out", "choice")
    assert result["outcomes"]["ok"] == 4 == sum(result["outcomes"].values())
    assert (
        changes_of(result) == CHANGES
        and changes_of(json.loads((tmp_path / "choice/results.json").read_text())) == CHANGES
    )
    verdicts = [json.loads(line) for line in (tmp_path / "choice/choices/verdicts.jsonl").read_text().splitlines()]
    assert any("Second, B" in row["thinking"] for row in verdicts) and not any(
        "<think>" in row["raw"] for row in verdicts
    )


def test_bench_science_t2i_with_a_drawing_api(command):
    api = ("--generator", "api:drawer", "--judge", "api:o9", "--num", 2, "--images", 1)
    sides = ("--usd-per-image", 0.04, "--judge-price", 10, 100)
    planned = command("bench", "science-t2i", *api, *sides, "--plan", "--out", "bench")
    assert planned["generator"]["usd"] == pytest.approx(4 * 0.04) and "0.16 USD" in " ".join(planned["sentences"])
    result = command("bench", "science-t2i", *api, *sides, "--out", "bench")
    assert result["outcomes"]["ok"] == 4 == sum(result["outcomes"].values())
    assert changes_of(result) == {*CHANGES, ("size", "left out")}
    # Four images by the piece, and what the judge says of itself: 100 tokens in, 700 of thinking and the words out.
    words = len(in_prose({"description": "a thing", "scene_complete": True, "reality": 2})) // 4 + 1
    judged = 4 * (100 * 10e-6 + (700 + words) * 100e-6)
    assert result["cost"]["usd"] == pytest.approx(0.16 + judged)
    assert result["cost"]["usd_this_session"] == pytest.approx(0.16 + judged)
    again = command("bench", "science-t2i", *api, *sides, "--out", "bench")
    assert again["cost"]["usd"] == result["cost"]["usd"] and again["cost"]["usd_this_session"] == 0
    assert changes_of(again) == changes_of(result) and again["reality_score"] == result["reality_score"]


def test_bench_scigenbench(command, tmp_path):
    quiz = {"question": "How long is leg a?", "options": {"A": "3 cm", "B": "6 cm", "C": "9 cm"}, "correct_option": "A"}
    rows = [
        {"id": f"p{number}", "question": f"{number}: {PROBLEM}", "answer": "5 cm", "image_type": "Math - Plane Geometric",
         "quizzes": [quiz], "multimodal_question": "Give the length of the hypotenuse."}
        for number in range(2)
    ]  # fmt: skip
    (tmp_path / "problems.json").write_text(json.dumps(rows))
    api = ("--data", "problems.json", "--generator", "api:drawer", "--judge", "api:o9")
    sides = ("--usd-per-image", 0.04, "--judge-price", 10, 100)
    planned = command("bench", "scigenbench", *api, *sides, "--plan", "--out", "bench")
    assert planned["generator"]["usd"] == pytest.approx(2 * 0.04)
    result = command("bench", "scigenbench", *api, *sides, "--out", "bench")
    assert result["outcomes"] == {
        "pictures": {"ok": 2},
        "quizzes": {"ok": 2},
        "questions": {"ok": 2},
        "grades": {"ok": 2},
    }
    assert result["questions"]["accuracy"]["value"] == 1 and changes_of(result) == {*CHANGES, ("size", "left out")}
    assert result["cost"]["usd"] == pytest.approx(result["cost"]["usd_this_session"]) and result["cost"]["usd"] > 0.08
    again = command("bench", "scigenbench", *api, *sides, "--out", "bench")
    assert again["cost"]["usd"] == pytest.approx(result["cost"]["usd"]) and again["cost"]["usd_this_session"] == 0
    assert again["cost"]["replayed"] == 8, "two quizzes, seen and blind, two questions, two grades"


def test_imgcoder_draw(command, tmp_path):
    result = command("imgcoder", "draw", PROBLEM, "--model", "o9", *PRICE, "--out", "drawn")
    assert result["outcomes"] == {"ok": 1} and result["verified"] == 1 and changes_of(result) == CHANGES
    assert (tmp_path / "drawn/coded/problem-1/figure.png").is_file()
    again = command("imgcoder", "draw", PROBLEM, "--model", "o9", *PRICE, "--out", "drawn")
    assert again["cost"]["usd"] == pytest.approx(result["cost"]["usd"]) and again["cost"]["usd_this_session"] == 0
    assert again["cost"]["replayed"] == 3 and again["cost"]["requests"] == result["cost"]["requests"]
    assert json.loads((tmp_path / "drawn/results.json").read_text())["cost"]["usd"] == pytest.approx(
        result["cost"]["usd"]
    )


def test_each_side_has_its_own_server_and_key(command, server, tmp_path, monkeypatch):
    monkeypatch.setenv("JUDGE_KEY", "judge-key-0123456789")
    monkeypatch.setenv("OPENAI_API_KEY", "drawer-key-0123456789")
    with FakeOpenAI() as judge:
        judge.behave, judge.key, server.key = behave, "judge-key-0123456789", "drawer-key-0123456789"
        where = ("--judge-base-url", judge.base_url, "--judge-api-key-env", "JUDGE_KEY")
        api = ("--generator", "api:drawer", "--judge", "api:o9", "--num", 1, "--images", 1)
        result = command("bench", "science-t2i", *api, *where, "--out", "bench")
        assert result["outcomes"]["ok"] == 2
        assert all("messages" in call.body for call in judge.calls) and judge.calls
        assert all("prompt" in call.body for call in server.calls) and server.calls
    assert "key-0123456789" not in "".join(path.read_text("latin-1") for path in tmp_path.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--temperature", "1", "--max-tokens", "5000", "--reasoning-effort", "low", "--extra-body", '{"top_k": 3}'), None),
        (("--set", "temperature=1", "--set", "max_tokens=5000", "--set", "reasoning_effort=low", "--set", "extra_body={top_k: 3}"), None),
        (("--temperature", "none", "--max-tokens", "5000", "--reasoning-effort", "low", "--extra-body", '{"top_k": 3}'), "none"),
    ],
)  # fmt: skip
def test_how_a_model_is_asked_can_be_set(command, server, options, expected):
    result = command("judge", "two-choice", "--judge", "api:o9", "--num", 1, *options, "--out", "choice")
    body = server.calls[-1].body
    assert (body["max_completion_tokens"], body["reasoning_effort"], body["top_k"]) == (5000, "low", 3)
    assert body.get("temperature") == (None if expected == "none" else 1) and result["outcomes"]["ok"] == 4


def test_a_killed_run_reports_the_cost_of_the_whole_run(server, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    server.delay_s = 0.15
    command = [
        "-m", "scisynth", "judge", "two-choice", "--judge", "api:o9", "--num", "4", *PRICE, "--json",
        "--base-url", server.base_url, "--set", "access.max_concurrency=1", "--out", "choice",
    ]  # fmt: skip
    child = Forked(command)
    while child.poll() is None and len(server.calls) < 9:
        time.sleep(0.005)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    server.delay_s = 0.0
    done = run_forked(command)
    assert done.returncode == 0, done.stderr
    cost = json.loads((tmp_path / "choice/results.json").read_text())["cost"]
    answered = [
        call for call in server.calls if "max_completion_tokens" in call.body and "temperature" not in call.body
    ]
    words = len(in_prose({"reasoning": "the first one floats", "choice": "first"})) // 4 + 1
    one = 100 * 10e-6 + (700 + words) * 100e-6
    # At most one answer was on its way when the process was killed.
    assert (len(answered) - 1.01) * one <= cost["usd"] <= (len(answered) + 0.01) * one
    assert 0 < cost["usd_this_session"] < cost["usd"]
    assert cost["usd"] - cost["usd_this_session"] >= 4 * one
