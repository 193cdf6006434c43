"""Runs as logs of inspect_ai: numbers as the run computed them, failures unscored with a reason, and inspect's own loader where it is."""

import json
import math

import pytest
from PIL import Image
from support.fake_openai import FakeOpenAI, refusal, too_long
from support.verbs import error_line, run, run_json

JUDGE = '''"""A judge: what is red is right."""


def grade(prompt_sets, images):
    """The red part."""
    return [image.getpixel((0, 0))[0] / 255 for image in images]
'''
EVAL_KEYS = {"created", "task", "dataset", "model", "config"}
"""Without a default in inspect's `EvalSpec`."""


@pytest.fixture
def server(monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with FakeOpenAI() as running:
        yield running


@pytest.fixture
def science(tmp_path):
    """Three images of which one is missing."""
    (tmp_path / "images").mkdir()
    for name, red in (("a", 255), ("b", 0)):
        Image.new("RGB", (40, 40), (red, 0, 0)).save(tmp_path / "images" / f"{name}.png")
    rows = [{"prompt": f"a thing {name}", "id": name, "reality_rubric": "It is red."} for name in "abc"]
    (tmp_path / "mine.json").write_text(json.dumps(rows))
    (tmp_path / "judge.py").write_text(JUDGE)
    parts = ["--generator", f"folder:{tmp_path / 'images'}", "--judge", f"{tmp_path / 'judge.py'}:grade", "--images", 1]
    run("bench", "science-t2i", "--data", tmp_path / "mine.json", *parts, "--out", tmp_path / "run", code=3)
    return tmp_path


def read_log(folder):
    (path,) = folder.iterdir()
    log = json.loads(path.read_text())
    assert log["version"] == 2 and set(log["eval"]) >= EVAL_KEYS and log["eval"]["dataset"]["shuffled"] is False
    assert len({(sample["id"], sample["epoch"]) for sample in log["samples"]}) == len(log["samples"])
    read_by_inspect(path, log)
    return log


def read_by_inspect(path, log):
    """inspect_ai's own loader takes the log, where the package is installed."""
    try:
        from inspect_ai.log import list_eval_logs, read_eval_log
    except ImportError:
        return
    read = read_eval_log(str(path))
    assert read.status == "success" and len(read.samples) == len(log["samples"])
    assert [info.name.rpartition("/")[2] for info in list_eval_logs(str(path.parent))] == [path.name]


def test_an_image_without_a_score_is_unscored_and_never_zero(science):
    result = run_json("export", "results", science / "run", "--out", science / "log")
    assert (result["samples"], result["unscored"]) == (3, 1)
    log = read_log(science / "log")
    by_id = {sample["id"]: sample for sample in log["samples"]}
    (name,) = by_id["a/implicit"]["scores"]
    assert by_id["a/implicit"]["scores"][name]["value"] == 100 and by_id["b/implicit"]["scores"][name]["value"] == 0
    missing = by_id["c/implicit"]["scores"][name]
    assert math.isnan(missing["value"]) and missing["reason"] == "missing" and missing["explanation"]
    assert by_id["c/implicit"]["output"]["choices"][0]["stop_reason"] == "unknown"
    assert by_id["a/implicit"]["target"] == "It is red."
    shown = by_id["a/implicit"]["messages"][1]["content"][1]
    assert shown["type"] == "image" and shown["image"].startswith("data:image/")
    (score,) = log["results"]["scores"]
    stored = json.loads((science / "run" / "results.json").read_text())["reality_score"]["overall"]
    assert score["metrics"]["mean"]["value"] == stored["value"] == 50
    assert score["metrics"]["coverage"]["value"] == stored["coverage"]
    assert (score["scored_samples"], score["unscored_samples"]) == (2, 1)


def test_without_images_the_log_is_words(science):
    run("export", "results", science / "run", "--no-images", "--out", science / "log")
    (path,) = (science / "log").iterdir()
    assert "data:image" not in path.read_text()


def test_a_students_answers_keep_their_arms_and_states(tmp_path, server):
    rows = [
        {"id": f"q{n}", "multimodal_question": f"What is the force in figure {n}?", "answer": f"{n + 2} N", "image_type": "Physics - Mechanical"}
        for n in range(4)
    ]  # fmt: skip
    (tmp_path / "images").mkdir()
    for n in range(4):
        Image.new("RGB", (32, 32), (n, 0, 0)).save(tmp_path / "images" / f"q{n}.png")
    (tmp_path / "problems.json").write_text(json.dumps(rows))

    def behave(call):
        if not call.images:
            return "\\boxed{999 N}"
        if "figure 3" in call.text:
            return too_long("so far")
        return f"\\boxed{{{int(call.text.split('figure ')[1][0]) + 2} N}}"

    server.behave = behave
    asked = ["--data", tmp_path / "problems.json", "--images", tmp_path / "images", "--model", "api:m"]
    asked += ["--base-url", server.base_url, "--samples", 2, "--set", "access.backoff_s=0.002"]
    found = run_json("student", "eval", "--protocol", "scigenbench", *asked, "--out", tmp_path / "run")
    run("export", "results", tmp_path / "run", "--out", tmp_path / "log")
    log = read_log(tmp_path / "log")
    image, blind, wrong = log["results"]["scores"]
    assert [score["name"] for score in (image, blind, wrong)] == ["image", "blind", "wrong image"]
    assert image["metrics"]["mean"]["value"] == found["avg_at_k"]["value"] == 0.75 and image["scored_samples"] == 8
    by_key = {(sample["id"], sample["epoch"]): sample for sample in log["samples"]}
    assert len(by_key) == 16 and by_key["q0/image", 2]["scores"]["image"]["value"] == 1
    cut = by_key["q3/image", 1]
    assert cut["scores"]["image"]["value"] == 0 and cut["scores"]["image"]["reason"] == "truncated"
    assert cut["output"]["choices"][0]["stop_reason"] == "max_tokens"
    assert isinstance(by_key["q0/blind", 1]["messages"][0]["content"], str)
    (tmp_path / "problems.json").write_text(json.dumps(rows[:3]))
    assert "the test set has changed since" in error_line(
        "export", "results", tmp_path / "run", "--out", tmp_path / "l2"
    )


def test_a_problem_is_right_where_every_quiz_is(tmp_path, server):
    quiz = {"question": "Which?", "options": {"A": "one", "B": "two", "C": "three", "D": "four"}, "correct": "B"}
    rows = [
        {"id": f"p{n}", "question": f"Draw {n}.", "image_type": "", "answer": "1", "quizzes": [quiz] * (n < 2)}
        for n in range(3)
    ]
    (tmp_path / "problems.json").write_text(json.dumps(rows))
    (tmp_path / "figures").mkdir()
    for n in range(3):
        Image.new("RGB", (32, 32), (0, n, 0)).save(tmp_path / "figures" / f"p{n}.png")
    server.behave = lambda call: "B" if call.images and call.images[0] else refusal()
    asked = ["--data", tmp_path / "problems.json", "--generator", f"folder:{tmp_path / 'figures'}", "--judge", "api:m"]
    asked += ["--base-url", server.base_url, "--set", "ocr=off", "--set", "access.backoff_s=0.002"]
    assert run("bench", "scigenbench", *asked, "--set", "paper_compat=true", "--out", tmp_path / "run", code=3)
    run("export", "results", tmp_path / "run", "--out", tmp_path / "log")
    log = read_log(tmp_path / "log")
    values = {sample["id"]: sample["scores"]["R_inv"]["value"] for sample in log["samples"]}
    assert values["p0"] == values["p1"] == 1 and math.isnan(values["p2"])
    stored = json.loads((tmp_path / "run" / "results.json").read_text())
    assert log["results"]["scores"][0]["metrics"]["mean"]["value"] == stored["r_inv"]["value"]


def test_what_has_no_log_is_one_line(science):
    assert "found no manifest.json" in error_line("export", "results", science / "images", "--out", science / "log")
    assert "expected a new or an empty folder" in error_line(
        "export", "results", science / "run", "--out", science / "images"
    )
    manifest = science / "run" / "manifest.json"
    values = json.loads(manifest.read_text())
    manifest.write_text(json.dumps({**values, "command": "align sft"}))
    line = error_line("export", "results", science / "run", "--out", science / "log")
    assert "found one of `align sft`" in line and not (science / "log").exists()
