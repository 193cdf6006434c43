"""Prompt files of WISE, GenExam and T2I-ReasonBench: hand-made rows in the published layouts, their plan and their report."""

import json

import pytest
from PIL import Image
from support.verbs import error_line, run, run_json

from scisynth.core.errors import DataError
from scisynth.pipelines.science_t2i.config import BenchData
from scisynth.pipelines.science_t2i.data import load_prompt_sets
from scisynth.tuples.prompt_sets import read_prompt_sets

WISE = [
    {
        "Prompt": "a glass of water left outside at minus ten degrees",
        "Explanation": "The water is frozen.",
        "Category": "NATURAL SCIENCE",
        "Subcategory": "Physics",
        "prompt_id": 801,
    },
    {
        "Prompt": "the fruit that Newton is said to have watched",
        "Explanation": "An apple.",
        "Category": "NATURAL SCIENCE",
        "Subcategory": "Biology",
        "prompt_id": 802,
    },
]
GENEXAM = [
    {
        "id": "Math_1",
        "prompt": "Draw a right triangle with legs 3 and 4.",
        "subject": "Math",
        "taxonomy": "Math/Geometry",
        "image_path": "Math/1.png",
        "scoring_points": [
            {"question": "Is the angle right?", "score": 0.6},
            {"question": "Are the legs 3 and 4?", "score": 0.4},
        ],
    }
]
PAIRS = {
    "q1": "Does the ice float?",
    "c1": "1 if most of it is under water.",
    "q2": "Is it clear?",
    "c2": "1 if clear.",
}
REASONING = [
    {
        "id": 1,
        "prompt": "ice in water",
        "explicit_meaning": "ice floats",
        "image_content": "a glass",
        "scientific_evaluation": PAIRS,
        "other_details_evaluation": {"q1": "Is there a glass?", "c1": "1 for a glass."},
        "quality_evaluation": {"q1": "Is it sharp?", "c1": "1 for sharp."},
    }
]
IDIOMS = [{"id": 7, "prompt": "break the ice", "reason_evaluation": PAIRS, "quality_evaluation": PAIRS}]


JUDGE = '"""A judge."""\n\n\ndef grade(prompt_sets, images):\n    """Half."""\n    return [0.5] * len(images)\n'


def write(path, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(map(json.dumps, rows)) if path.suffix == ".jsonl" else json.dumps(rows))
    return path


def test_wise_as_published(tmp_path):
    path = write(tmp_path / "natural_science.json", WISE)
    water, fruit = load_prompt_sets(BenchData(data=str(path)), seed=0)
    assert (water.id, water.law, fruit.law) == ("801", "Physics", "Biology")
    assert water.implicit_prompt == WISE[0]["Prompt"] and "The water is frozen." in water.reality_rubric
    assert WISE[0]["Prompt"] in water.scene_rubric


def test_genexam_as_published(tmp_path):
    path = write(tmp_path / "All_Subjects.jsonl", GENEXAM)
    (item,) = load_prompt_sets(BenchData(data=str(path)), seed=0)
    assert (item.id, item.law) == ("Math_1", "Math")
    assert "1. Is the angle right? (0.6)\n2. Are the legs 3 and 4? (0.4)" in item.reality_rubric


def test_the_questions_of_t2i_reason_bench_hold_everything(tmp_path):
    (item,) = read_prompt_sets(write(tmp_path / "evaluation_scientific.json", REASONING))
    assert (item.id, item.law, item.implicit_prompt) == ("0001", "scientific", "ice in water")
    assert "1. Does the ice float? Criterion: 1 if most of it is under water.\n2. Is it clear?" in item.reality_rubric
    assert "Is there a glass?" in item.scene_rubric and "sharp" not in item.reality_rubric + item.scene_rubric
    (idiom,) = read_prompt_sets(write(tmp_path / "evaluation_idiom.json", IDIOMS))
    assert (idiom.id, idiom.law) == ("0007", "idiom") and "break the ice" in idiom.scene_rubric


def test_its_prompts_find_their_questions_by_id(tmp_path):
    prompts = [{"id": 1, "prompt": "ice in a glass of water", "explicit_meaning": "ice floats"}]
    path = write(tmp_path / "prompts" / "scientific_reasoning.json", prompts)
    with pytest.raises(DataError, match=r"without their questions; name deepseek_evaluation_qs/evaluation_scientific"):
        read_prompt_sets(path)
    other = {**REASONING[0], "id": 2, "prompt": "another"}
    write(tmp_path / "deepseek_evaluation_qs" / "evaluation_scientific.json", [other, *REASONING])
    (item,) = read_prompt_sets(path)
    assert item.implicit_prompt == "ice in a glass of water" and "Does the ice float?" in item.reality_rubric
    write(tmp_path / "deepseek_evaluation_qs" / "evaluation_scientific.json", [other])
    with pytest.raises(DataError, match=r"expected its questions in .*, found none"):
        read_prompt_sets(path)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([WISE[0], {**WISE[1], "Explanation": " "}], "entry 2, explanation: expected a text, got ' '"),
        ([WISE[0], {**WISE[1], "prompt_id": None}], "entry 2, prompt_id: expected an id, got None"),
        ([WISE[0], WISE[0]], "two rows have the id '801'"),
        ([{**GENEXAM[0], "scoring_points": []}], "scoring_points: expected a list of points"),
        ([{**GENEXAM[0], "scoring_points": [{"question": "?"}]}], "scoring point 1: expected a question and a score"),
        ([{**REASONING[0], "scientific_evaluation": {"q1": "?"}}], "scientific_evaluation: expected questions q1"),
        ([{**REASONING[0], "prompt": None}], "prompt: expected a text, got None"),
    ],
)
def test_a_bad_row_is_one_line(tmp_path, rows, expected):
    path = write(tmp_path / "foreign.json", rows)
    with pytest.raises(DataError, match=expected) as caught:
        read_prompt_sets(path)
    assert str(path) in str(caught.value) and "\n" not in str(caught.value)


def test_the_plan_tells_the_price_and_whose_scores_they_are(tmp_path, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "unused")
    path = write(tmp_path / "wise.json", WISE)
    common = ["bench", "science-t2i", "--data", path, "--images", 1, "--out", tmp_path / "out"]
    planned = run_json(*common, "--generator", "lab-flux", "--judge", "api:gpt-4o", "--price", 2.5, 10, "--plan")
    judge = planned["judges"]["api:gpt-4o"]
    assert planned["num_pictures"] == 2 and judge["calls"] == 2 and judge["usd"] > 0
    assert any("not comparable with the WiScore of WISE" in sentence for sentence in planned["sentences"])
    assert not (tmp_path / "out").exists()
    write(path, [{**WISE[0], "Prompt": 3}])
    assert "prompt: expected a text, got 3" in error_line(*common, "--plan")


def test_prompts_of_ones_own_are_not_called_science_t2i(tmp_path):
    path = write(tmp_path / "mine.json", [{"prompt": "ice in a glass of water", "id": "801"}])
    judge = tmp_path / "judge.py"
    judge.write_text(JUDGE)
    Image.new("RGB", (32, 32), "white").save(tmp_path / "801.png")
    drawn = ["--generator", f"folder:{tmp_path}", "--images", 1, "--judge", f"{judge}:grade"]
    run("bench", "science-t2i", "--data", path, *drawn, "--out", tmp_path / "out")
    page = (tmp_path / "out" / "report" / "report.md").read_text()
    assert "on prompts of mine.json" in page and "GPT-4o" not in page and "not comparable with" not in page


def test_images_drawn_for_the_benchmark_are_found_and_the_report_says_whose_scores_they_are(tmp_path):
    path, images = write(tmp_path / "wise.json", WISE), tmp_path / "images"
    images.mkdir()
    for row in WISE:
        Image.new("RGB", (32, 32), "white").save(images / f"{row['prompt_id']}.png")
    judge = tmp_path / "judge.py"
    judge.write_text(JUDGE)
    out = tmp_path / "out"
    drawn = ["--generator", f"folder:{images}", "--images", 1, "--judge", f"{judge}:grade"]
    run("bench", "science-t2i", "--data", path, *drawn, "--out", out)
    results = json.loads((out / "results.json").read_text())
    assert results["outcomes"]["ok"] == 2 and set(results["reality_score"]["by_law"]) == {"Physics", "Biology"}
    page = (out / "report" / "report.md").read_text()
    assert "on prompts of WISE" in page and "not comparable with the WiScore of WISE" in page
    assert "GPT-4o" not in page, "the paper graded images of its own prompts"
    # From the run alone: the prompt file may be gone, or another folder be the current one.
    path.unlink()
    run("report", out)
    assert (out / "report" / "report.md").read_text() == page
    run("bench", "leaderboard", out, "--out", tmp_path / "board")
    assert "not comparable with the WiScore of WISE" in (tmp_path / "board" / "report" / "report.md").read_text()
