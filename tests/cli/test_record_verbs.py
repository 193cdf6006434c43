"""`--record FOLDER` and `--replay FOLDER`: a run with a model becomes a test without one."""

import json
from pathlib import Path

import pytest
from support.fake_openai import FakeOpenAI
from support.scripted_model import FALSE, GOOD, PLAN, UNDERSTANDING, step_of
from support.verbs import error_line, run_json

from scisynth.grading.five_dimensions import DIMENSIONS
from scisynth.sandbox import probe

PROBLEM = "In a right triangle the legs are a = 3 cm and b = 4 cm. Find the hypotenuse."
FIGURE = ("file", "verified", "score", "faults", "attempts", "repairs", "plan_reason", "cost")


@pytest.fixture
def server(monkeypatch, tmp_path):
    if not probe().confines:
        pytest.skip("this kernel confines nothing")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    script = {
        "understand": json.dumps(UNDERSTANDING),
        "plan": json.dumps(PLAN),
        "code": FALSE,
        "repair": GOOD,
        "single": GOOD,
    }
    with FakeOpenAI() as running:
        running.script = script
        running.behave = lambda call: script[step_of(call.text)]
        yield running


def exchanges():
    return [json.loads(line) for line in Path("kept/exchanges.jsonl").read_text(encoding="utf-8").splitlines()]


def test_a_drawing_is_recorded_and_replayed(server):
    draw = ("imgcoder", "draw", PROBLEM, "--model", "fake", "--set", "ocr=off")
    first = run_json(*draw, "--base-url", server.base_url, "--record", "kept", "--out", "one")
    rows = exchanges()
    assert [row["step"] for row in rows] == ["understand", "plan", "code with Sketch", "repair"]
    assert {row["item"] for row in rows} == {"problem-1"} and len(server.calls) == 4
    assert len(list(Path("kept/images").glob("*.png"))) == 1, "the repair was shown the figure"
    server.__exit__()
    again = run_json(*draw, "--replay", "kept", "--out", "two")
    for name in FIGURE:
        assert again["figures"][0][name] == first["figures"][0][name]
    assert again["figures"][0]["verified"] and again["figures"][0]["cost"]["input_tokens"] == 400
    assert again["cost"]["usd_this_session"] == 0 and again["cost"]["replayed"] == 4
    assert again["flow"] == "auto" and again["per_figure"]["repairs"] == 1 and again["per_figure"]["calls"] == 4
    assert again["per_figure"]["tokens_in"] == 400 and again["per_figure"]["tokens_out"] == 80
    # Once more, and from the run's own replies.
    assert run_json(*draw, "--replay", "kept", "--out", "two")["cost"]["requests"] == 4
    assert run_json(*draw, "--replay", "--out", "two")["figures"][0]["verified"]


def test_flows_are_told_apart(server):
    draw = ("imgcoder", "draw", PROBLEM, "--model", "fake", "--set", "ocr=off", "--base-url", server.base_url)
    steps = {}
    for flow in ("single", "plan", "verify", "sketch"):
        result = run_json(*draw, "--flow", flow, "--record", "kept", "--out", flow)
        assert result["flow"] == flow and result["figures"][0]["repairs"] == (flow in ("verify", "sketch"))
        steps[flow] = result["per_figure"]["calls"]
    assert steps == {"single": 1, "plan": 3, "verify": 4, "sketch": 4}
    assert run_json(*draw, "--single-call", "--replay", "kept", "--out", "old")["flow"] == "single"
    server.__exit__()
    for flow in steps:
        assert (
            run_json(*draw, "--flow", flow, "--replay", "kept", "--out", f"{flow} again")["per_figure"]["calls"]
            == steps[flow]
        )


def test_what_was_not_recorded_is_one_line(server):
    draw = ("imgcoder", "draw", "--model", "fake", "--set", "ocr=off", "--base-url", server.base_url)
    run_json(*draw, PROBLEM, "--flow", "single", "--record", "kept", "--out", "one")
    other = PROBLEM.replace("3 cm", "6 cm")
    words = "kept: holds no answer to 1 of 1 questions, the first being the single of problem-1"
    assert words in error_line(*draw, other, "--flow", "single", "--replay", "kept", "--out", "two")
    assert "the understand of problem-1" in error_line(*draw, PROBLEM, "--replay", "kept", "--out", "three")
    line = error_line(*draw, PROBLEM, "--flow", "single", "--model", "other", "--replay", "kept", "--out", "seven")
    assert "it holds those of fake, not of other" in line
    assert "expected a folder of recorded exchanges" in error_line(*draw, PROBLEM, "--replay", "none", "--out", "four")
    assert "expected --record or --replay" in error_line(
        *draw, PROBLEM, "--replay", "--record", "kept", "--out", "five"
    )
    assert "flow" in error_line(*draw, PROBLEM, "--flow", "best", "--out", "six")


def test_the_options_without_a_folder_mean_what_they_did(server):
    draw = (
        "imgcoder",
        "draw",
        "--model",
        "fake",
        "--set",
        "ocr=off",
        "--base-url",
        server.base_url,
        "--flow",
        "single",
    )
    run_json(*draw, PROBLEM, "--record", "--out", "one")
    run_json(*draw, "--record", PROBLEM, "--out", "one")
    assert len(server.calls) == 2, "asked anew"
    assert run_json(*draw, "--replay", PROBLEM, "--out", "one")["figures"][0]["file"] and len(server.calls) == 2


def test_a_benchmark_with_a_judge_is_recorded_and_replayed(server):
    bench = (
        "bench",
        "scigenbench",
        "--families",
        "atwood_machine",
        "--num",
        "1",
        "--ocr",
        "off",
        "--judge",
        "api:fake",
    )
    grades = json.dumps(dict.fromkeys(DIMENSIONS, 2))
    server.behave = lambda call: grades if "Its figure:" in call.text else "A"
    first = run_json(*bench, "--base-url", server.base_url, "--record", "kept", "--out", "one", code=3)
    # The multimodal question gets no answer that can be graded, and so it is when it is replayed.
    assert first["dimensions"]["overall"]["mean"]["value"] == 2.0, "grades without reasoning count"
    steps = {row["step"] for row in exchanges()}
    assert {"quiz", "blind quiz", "five dimensions"} <= steps
    server.__exit__()
    again = run_json(*bench, "--replay", "kept", "--out", "two", code=3)
    assert again["r_inv"] == first["r_inv"] and again["dimensions"] == first["dimensions"]
