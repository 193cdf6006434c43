"""SciGenBench whole: families as problems, a scripted judge, failures as states, the exam, and a run that goes on."""

import json

import pytest
from fake_openai import FakeOpenAI, refusal

from scisynth.recipes import figure_bench
from scisynth.recipes.access import ApiAccess
from scisynth.recipes.figure_bench import FigureBenchConfig, run_figure_bench

TYPES = ["Math - Plane Geometric", "Universal - Table / Grid"]
TOP = {
    "reasoning": "fine",
    "fidelity": 2,
    "layout": 2,
    "readability": 2,
    "plausibility": 2,
    "expressiveness": 2,
    "failures": [],
}


@pytest.fixture(autouse=True)
def two_types(monkeypatch):
    monkeypatch.setattr("scisynth.recipes.families.image_types", lambda: TYPES)


@pytest.fixture
def server(monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with FakeOpenAI() as running:
        running.behave = lambda call: json.dumps(TOP) if "expressiveness" in call.text else "A"
        yield running


def config(server=None, **changes):
    access = ApiAccess(base_url=server.base_url, backoff_s=0.002) if server else ApiAccess()
    return FigureBenchConfig(num=2, access=access, **changes)


def test_without_a_judge_code_alone_has_checked_everything(tmp_path):
    result = run_figure_bench(config(), tmp_path, seed=3)
    assert result["outcomes"]["pictures"] == {"ok": 4} and result["r_inv"] is None and result["dimensions"] is None
    assert result["structural"]["value"] == 1.0 and result["cost"]["requests"] == 0
    assert (tmp_path / "gallery.html").read_text().count("<article") == 4


def test_a_judge_answers_every_quiz_twice_and_grades(tmp_path, server):
    result = run_figure_bench(config(server, judge="api:fake", exam=1), tmp_path, seed=3)
    # A judge that says A to everything: about a quarter right, the picture adds nothing, and every twin passes it.
    assert result["information_gain"]["value"] == 0 and result["per_quiz"]["value"] == result["blind"]["value"]
    assert result["coverage"] == 1.0 and result["dimensions"]["ceiling"]["value"] == 1.0
    assert result["exam"]["sensitivity"]["value"] == 0.0 and result["exam"]["false_alarms"]["value"] == 0.0
    assert set(result["by_type"]) == set(TYPES) and set(result["by_subject"]) == {"Math", "Universal"}
    asked = len(server.calls)
    again = run_figure_bench(config(server, judge="api:fake", exam=1), tmp_path, seed=3)
    assert len(server.calls) == asked and again["per_quiz"] == result["per_quiz"]


def test_failures_are_states_in_every_denominator(tmp_path, server):
    server.behave = lambda call: refusal()
    result = run_figure_bench(config(server, judge="api:fake", blind=False), tmp_path, seed=3)
    assert set(result["outcomes"]["quizzes"]) == set(result["outcomes"]["grades"]) == {"refused"}
    assert result["r_inv"]["value"] == 0.0 and result["r_inv"]["n"] == 4 and result["r_inv_answered"]["n"] == 0
    assert result["coverage"] == 0.0


def test_a_folder_made_elsewhere_is_graded_and_what_it_lacks_is_missing(tmp_path, server):
    made = tmp_path / "made"
    run_figure_bench(config(), made, seed=3)
    folder = made / "families"
    lines = (folder / "metadata.jsonl").read_text().splitlines()
    (folder / "metadata.jsonl").write_text("\n".join(lines[1:]) + "\n")
    changed = config(server, judge="api:fake", data=str(made / "problems.jsonl"), generator=f"folder:{folder}")
    result = run_figure_bench(changed.model_copy(update={"num": None}), tmp_path / "run", seed=3)
    assert result["outcomes"]["pictures"] == {"missing": 1, "ok": 3}
    assert result["outcomes"]["quizzes"]["missing"] >= 3 and result["r_inv"]["n"] == 4


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"judge": "lab-judge"}, "expected api:MODEL"),
        ({"data": "x.json", "generator": "folder:y"}, "expected a JSON, JSON Lines or Parquet file"),
        ({"data": "x.json"}, "its own problems only"),
    ],
)
def test_what_cannot_be_is_said_before_anything_is_drawn(tmp_path, changes, words):
    with pytest.raises(ValueError, match=words):
        run_figure_bench(config(**changes), tmp_path / "run", seed=0)
    assert not (tmp_path / "run").exists()


def test_the_prompt_of_a_picture_model_says_what_a_figure_is():
    assert "result not shown" in figure_bench.PICTURE_PROMPT
