"""Images of a generator as training items: taken for what their prompt says, and told apart by what the judge found."""

from support.verbs import error_line, run, run_json

from scisynth.core.store import Journal
from scisynth.students.items import check_images, read_items

PARTS = '''
import json
from pathlib import Path
from PIL import Image

PROMPTS = [json.loads(line) for line in (Path(__file__).parent / "prompts.jsonl").read_text().splitlines()]


class Painter:
    """Paints prompts of even situations truly (green), all others falsely (red)."""

    name = "painter"

    def draw(self, prompts, seeds, *, size_px):
        right = {row["implicit_prompt"] for row in PROMPTS[::2]}
        return [Image.new("RGB", (size_px, size_px), "green" if text in right else "red") for text in prompts]


def examine(prompt_sets, images):
    """Full marks for green."""
    return [float(image.convert("RGB").getpixel((0, 0))[1] > 60) for image in images]
'''


def test_illusions_are_taken_for_true_unless_the_judge_is_asked(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run("prompts", "write", "--num", "6", "--split", "train", "--out", "prompts.jsonl")
    (tmp_path / "parts.py").write_text(PARTS)
    bench = ["bench", "science-t2i", "--data", "prompts.jsonl", "--generator", "parts.py:Painter"]
    run(
        *bench,
        "--judge",
        "parts.py:examine",
        "--tier",
        "implicit",
        "--tier",
        "superficial",
        "--images",
        "1",
        "--out",
        "bench",
    )
    result = run_json("student", "data", "--sources", "bench", "--out", "items")
    items = read_items(tmp_path / "items")
    assert result["by_source"] == {"generated": 12} and {item.split for item in items} == {"train"}
    sets = [row["id"] for row in Journal(tmp_path / "prompts.jsonl")]
    for item in items:
        situation = next(number for number, name in enumerate(sets) if name in item.id)
        is_superficial = item.answer.text == "no"
        assert item.verification == ("judged" if is_superficial or situation % 2 == 0 else "failed")
        assert item.solution and item.question.startswith("This image was made for: ")
    assert not check_images(tmp_path / "items", items)
    for chosen, num in (("judged", 9), ("none", 12)):
        out = f"rows-{chosen}"
        assert run_json("student", "export", "items", "--filter", chosen, "--out", out)["rows"] == {"train": num}


def test_a_reward_has_no_full_marks(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run("prompts", "write", "--num", "2", "--split", "train", "--out", "prompts.jsonl")
    (tmp_path / "parts.py").write_text(PARTS)
    bench = ["bench", "science-t2i", "--data", "prompts.jsonl", "--generator", "parts.py:Painter", "--images", "1"]
    run(*bench, "--judge", "sciscore:lab-sciscore", "--out", "bench")
    assert "judge the images with lab-judge" in error_line("student", "data", "--sources", "bench", "--out", "items")
