"""`--engine ray` in the verbs that compute: the rows of the local engine, also when a worker dies, and on top of what is stored."""

import json
from contextlib import contextmanager

import pytest
from PIL import Image
from support.curation_folder import prompt_set

from scisynth.core.engine.choice import LOCAL_ENGINE, engine_of
from scisynth.core.errors import ImageError
from scisynth.curation.records import CurationLog, read_items
from scisynth.pipelines.curation.config import CurateImagesConfig
from scisynth.pipelines.curation.images import run_curate_images
from scisynth.pipelines.providers.generate import GenerateConfig, run_generate
from scisynth.pipelines.providers.judges import engine_of_model
from scisynth.pipelines.reward import score
from scisynth.pipelines.science_t2i import two_choice
from scisynth.pipelines.scigenbench import families
from scisynth.pipelines.scigenbench.config import FamiliesConfig, FigureBenchConfig
from scisynth.pipelines.scigenbench.run import run_figure_bench

pytestmark = pytest.mark.usefixtures("cluster")
PARTS = '''
import os, signal
from pathlib import Path
from PIL import Image

DEADLY = Path(__file__).with_name("deadly")

def red(prompts, images):
    return [image.resize((1, 1)).getpixel((0, 0))[0] / 255 for image in images]

def draw(prompts, seeds, size_px):
    """Fails for one prompt; kills its process once where the file is there."""
    if "thing 3" in prompts and DEADLY.exists():
        DEADLY.unlink()
        os.kill(os.getpid(), signal.SIGKILL)
    if "thing 1" in prompts:
        raise RuntimeError("out of ink")
    return [Image.new("RGB", (size_px, size_px), (seed % 256, seed // 256 % 256, 7)) for seed in seeds]
'''


@pytest.fixture
def parts(tmp_path):
    path = tmp_path / "parts.py"
    path.write_text(PARTS)
    return path


@contextmanager
def cut(journal, keep):
    """A run as it is when it was killed after some lines; what is found afterwards begins with them."""
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join(lines[:keep]))
    yield
    found = journal.read_bytes().splitlines(keepends=True)
    assert len(lines) > keep and found == lines


@pytest.mark.thorough
def test_scores(parts, tmp_path, monkeypatch):
    monkeypatch.setattr(score, "CLUSTER_BATCH", 2)
    files = [tmp_path / f"{shade}.png" for shade in (0, 60, 250)]
    for path in files:
        Image.new("RGB", (8, 8), (int(path.stem), 0, 0)).save(path)
    here, there = (score.score_images("a", files, f"{parts}:red", engine=engine_of(name)) for name in ("local", "ray"))
    assert here == there and [row.score for row in there.scores] == pytest.approx([0, 60 / 255, 250 / 255])
    files[1].write_bytes(b"")
    with pytest.raises(ImageError, match=r"60\.png"):
        score.score_images("a", files, f"{parts}:red", engine=engine_of("ray"))


def test_images_of_a_worker_that_dies_and_a_prompt_that_fails(parts, tmp_path):
    config = GenerateConfig(model=f"{parts}:draw", prompts=tuple(f"thing {number}" for number in range(5)), size_px=8)

    def run(out, engine):
        return run_generate(config, tmp_path / out, seed=1, batch_size=1, engine=engine)

    here = run("here", LOCAL_ENGINE)
    assert here.outcomes["error"] == 1 and "out of ink" in here.images[1].reason and here.outcomes["ok"] == 4
    deadly = parts.with_name("deadly")
    deadly.touch()
    there = run("there", engine_of("ray"))
    assert there.images == here.images and not deadly.exists()
    stored = [sorted(path.name for path in (tmp_path / out).rglob("*.png")) for out in ("here", "there")]
    assert stored[0] == stored[1]
    # What failed is tried again, so that only the first line stands.
    with cut(tmp_path / "here" / "images" / "images.jsonl", 1):
        assert run("here", engine_of("ray")).images == here.images


def test_figures_of_families(tmp_path, monkeypatch):
    monkeypatch.setattr(families, "CLUSTER_BATCH", 2)
    config = FamiliesConfig(families=("incline_block",), num=2, twins=1)
    runs = [families.run_families(config, tmp_path / name, seed=5, engine=engine_of(name)) for name in ("local", "ray")]
    assert runs[0].figures == runs[1].figures and len(runs[0].figures) == 4 and runs[1].figures_per_second > 0

    def files(name):
        paths = sorted((tmp_path / name / "figures").iterdir())
        return {path.name: path.read_bytes() for path in paths}

    assert files("local") == files("ray")
    png = tmp_path / "local" / runs[0].figures[-1].file
    data = png.read_bytes()
    with cut(tmp_path / "local" / "figures" / "rows.jsonl", 3):
        png.unlink()
        again = families.run_families(config, tmp_path / "local", seed=5)
    assert again.figures == runs[0].figures and png.read_bytes() == data


@pytest.mark.thorough
def test_choices_of_a_reward(parts, tmp_path, monkeypatch):
    monkeypatch.setattr(two_choice, "CLUSTER_BATCH", 3)
    config = two_choice.ChoosingConfig(judge=f"reward:{parts}:red", num=4)
    here, there = (
        two_choice.run_two_choice(config, tmp_path / name, seed=0, engine=engine_of(name)).to_dict()
        for name in ("local", "ray")
    )
    assert {**here, "out": ""} == {**there, "out": ""} and there["outcomes"]["ok"] == 16
    with cut(tmp_path / "local" / "choices" / "verdicts.jsonl", 6):
        assert two_choice.run_two_choice(config, tmp_path / "local", seed=0, engine=engine_of("ray")).to_dict() == here


def test_figures_of_a_benchmark(parts, tmp_path):
    problems = [{"id": f"p{number}", "question": f"What is {number}?", "answer": "1"} for number in range(3)]
    data = tmp_path / "problems.json"
    data.write_text(json.dumps(problems))
    config = FigureBenchConfig(generator=f"{parts}:draw", data=str(data), ocr="off")
    here, there = (
        run_figure_bench(config, tmp_path / name, seed=0, engine=engine_of(name)).to_dict() for name in ("local", "ray")
    )
    changing = ("out", "gallery", "report")
    assert {key: here[key] for key in here if key not in changing} == {
        key: there[key] for key in there if key not in changing
    }
    records = [(tmp_path / name / "images" / "images.jsonl").read_bytes() for name in ("local", "ray")]
    assert records[0] == records[1] and records[0].count(b'"status": "ok"') == 3


@pytest.mark.thorough
def test_candidates_of_a_curation(parts, tmp_path):
    found = []
    for name in ("local", "ray"):
        log = CurationLog(tmp_path / name)
        for number in range(3):
            prompts = prompt_set(number)
            log.append(prompts.id, "written", "model:writer", {"prompts": prompts})
        config = CurateImagesConfig(
            model=f"{parts}:draw", images_per_prompt=2, size_px=16, reward=f"{parts}:red", judge=f"reward:{parts}:red",
            check_text=False,
        )  # fmt: skip
        result = run_curate_images(config, tmp_path / name, seed=0, engine=engine_of(name))
        assert result.candidates == 12
        found.append([item.candidates for item in read_items(tmp_path / name).values()])
    assert found[0] == found[1]
    checks = {check.name for candidates in found[1] for candidate in candidates for check in candidate.checks}
    assert {"margin", "outcome", "blank"} <= checks


def test_what_a_server_scores_is_asked_from_here():
    far = object()
    for name in ("http://gpu:8000", "reward:https://gpu/rewards/a", "http://a:1,http://b:1"):
        assert engine_of_model(name, far) is LOCAL_ENGINE
    assert engine_of_model("reward:lab-sciscore", far) is far
