"""Where training items come from: figures of the families stored once, and runs of SciGenBench with what their judge found."""

import json
from pathlib import Path

import pytest
from PIL import Image
from support.fake_hub import FakeHub
from support.fake_openai import FakeOpenAI
from support.verbs import error_line, run, run_json

from scisynth.pipelines.students.evaluation.config import EvalConfig
from scisynth.pipelines.students.evaluation.load import load_items
from scisynth.students.items import check_images, read_items

GRADES = {
    "reasoning": "fine", "fidelity": 2, "layout": 2, "readability": 2, "plausibility": 2, "expressiveness": 2, "failures": [],
}  # fmt: skip


@pytest.fixture
def problems(tmp_path):
    """Three problems with two quizzes each, and images of a generator."""
    (tmp_path / "pictures").mkdir()
    rows = []
    for number in range(3):
        Image.new("RGB", (60, 40), (80 * number, 20, 20)).save(tmp_path / "pictures" / f"p{number}.png")
        quizzes = [
            {
                "question": f"How long is leg {leg} of triangle {number}?",
                "options": {"A": "3 cm", "B": "4 cm", "C": "5 cm", "D": "6 cm"},
                "correct_option": "A",
                "evidence_snippet": "3 cm",
            }
            for leg in range(2)
        ]
        rows.append(
            {
                "id": f"p{number}", "question": f"Triangle {number} has legs of 3 cm and {number + 4} cm. Find the area.",
                "multimodal_question": f"Find the area of the triangle of figure {number}.",
                "image_type": "Math - Plane Geometric", "answer": f"{1.5 * (number + 4)} cm^2", "elements": [], "quizzes": quizzes,
            }
        )  # fmt: skip
    (tmp_path / "scigen.json").write_text(json.dumps(rows))
    return tmp_path


def test_figures_of_a_benchmark_become_items_with_what_the_judge_found(problems):
    def judge(call):
        """Right about figure 0, wrong about one quiz of figure 1, silent about figure 2."""
        if "expressiveness" in call.text:
            return json.dumps(GRADES)
        letter = (
            next(line[0] for line in call.text.splitlines() if line.endswith(". 3 cm"))
            if "triangle" in call.text and "A." in call.text
            else ""
        )
        if "of triangle 2" in call.text:
            return "I see some lines."
        if "leg 1 of triangle 1" in call.text:
            return "ABCD".replace(letter, "")[0]
        return letter or "\\boxed{6 cm^2}"

    with FakeOpenAI() as server:
        server.behave = judge
        bench = [
            "bench",
            "scigenbench",
            "--data",
            problems / "scigen.json",
            "--generator",
            f"folder:{problems / 'pictures'}",
        ]
        run(*bench, "--judge", "api:m", "--base-url", server.base_url, "--set", "ocr=off", "--set", "blind=false",
            "--out", problems / "bench", code=3)  # fmt: skip
    base = ["student", "data", "--sources", problems / "bench", "--set", "val_fraction=0", "--set", "test_fraction=0"]
    result = run_json(*base, "--out", problems / "items")
    items = {item.id: item for item in read_items(problems / "items")}
    assert result["by_source"] == {"scigenbench": 9} == {"scigenbench": len(items)}
    assert items["p0#problem"].verification == "judged" and items["p0#problem"].answer.text == "6.0 cm^2"
    assert items["p0#problem"].question == "Find the area of the triangle of figure 0."
    assert items["p1#problem"].verification == items["p1#quiz2"].verification == "failed"
    assert items["p1#quiz1"].verification == "judged" and items["p1#quiz1"].answer.text == "3 cm"
    assert items["p1#quiz1"].wrong == ("4 cm", "5 cm", "6 cm")
    assert items["p2#problem"].verification == items["p2#quiz1"].verification == "unchecked"
    assert not check_images(problems / "items", items.values())
    exported = run_json("student", "export", problems / "items", "--filter", "judged", "--out", problems / "rows")
    assert exported["rows"] == {"train": 4}


def test_a_run_of_the_families_is_verified_by_code(tmp_path, monkeypatch):
    monkeypatch.setattr("scisynth.pipelines.scigenbench.families.image_types", lambda: ["Universal - Table / Grid"])
    run("bench", "scigenbench", "--num", "2", "--set", "ocr=off", "--out", tmp_path / "bench")
    base = ["student", "data", "--sources", tmp_path / "bench", "--questions", "problem"]
    result = run_json(*base, "--out", tmp_path / "items")
    assert result["by_verification"] == {"verified": 2}


def test_each_figure_is_stored_once(tmp_path):
    base = ["student", "data", "--num", "4", "--type", "Universal - Table / Grid", "--out", tmp_path / "items"]
    run(*base, "--set", "test_fraction=0", "--set", "val_fraction=0", "--set", "corrupted=0")
    items = read_items(tmp_path / "items")
    assert not check_images(tmp_path / "items", items)
    files = list((tmp_path / "items").rglob("*.png"))
    assert len(files) == len({item.image for item in items}) == 4
    exported = run_json("student", "export", tmp_path / "items", "--format", "ms-swift", "--out", tmp_path / "rows")
    assert sum(exported["rows"].values()) == len(items)
    assert len(list((tmp_path / "rows" / "images").iterdir())) == 4


def test_another_folder_is_one_line(tmp_path):
    (tmp_path / "empty").mkdir()
    line = error_line("student", "data", "--sources", tmp_path / "empty", "--out", tmp_path / "x")
    assert "a run of `bench scigenbench`" in line and Path(tmp_path / "empty").name in line


def test_an_export_is_pushed_to_the_hub_with_its_card(problems, monkeypatch):
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    base = ["student", "data", "--type", "Universal - Table / Grid", "--num", "2", "--questions", "problem"]
    rest = ["--set", "test_fraction=0", "--set", "val_fraction=0", "--set", "corrupted=0"]
    run(*base, *rest, "--out", problems / "items")
    export = ["student", "export", problems / "items", "--format", "parquet", "--push-to-hub"]
    with FakeHub() as hub:
        monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", hub.url)
        monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", False)
        hub.accepts.add("me/figures")
        run(*export, "me/figures", "--out", problems / "rows")
        assert set(hub.pushed["me/figures"]) == {"README.md", "data/train.parquet"}
        assert b"task_categories" in hub.pushed["me/figures"]["README.md"] and hub.created["me/figures"]["private"]
        line = error_line(*export, "me/other", "--out", problems / "more")
        assert (
            "the hub refused" in line and "hf upload me/other" in line and (problems / "more" / "README.md").is_file()
        )
        assert "expected ORG/NAME" in error_line(*export, "figures", "--out", problems / "none")
        assert not (problems / "none").exists()


def test_test_tuples_of_either_setting_are_test_items_that_an_evaluation_finds(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run("tuples", "build", "--num", "8", "--out", "tuples")
    result = run_json("student", "data", "--sources", "tuples", "--out", "items")
    assert set(result["by_split"]) == {"train", "val", "test"}
    found = load_items(EvalConfig(data="items", model="api:nobody"))
    assert len(found) == result["by_split"]["test"] == 6
