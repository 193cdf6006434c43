"""Assisted generators in both benches: judged on the original prompt, shown apart from direct results."""

import json

import pytest
from support.fake_openai import FakeOpenAI

from scisynth.core.errors import ConfigError
from scisynth.core.store import Journal
from scisynth.pipelines.science_t2i.config import BenchConfig
from scisynth.pipelines.science_t2i.leaderboard import build_leaderboard
from scisynth.pipelines.science_t2i.run import run_bench, run_bench_shard
from scisynth.pipelines.scigenbench.config import FigureBenchConfig
from scisynth.pipelines.scigenbench.run import run_figure_bench

GENERATOR = """
from PIL import Image

def grey(prompts, seeds, size_px):
    return [Image.new("RGB", (size_px, size_px), (seed % 251,) * 3) for seed in seeds]

class Seen:
    name = "seen"
    def score(self, prompts, images):
        with open(__file__ + ".seen", "a") as file:
            for prompt in prompts:
                print(prompt, file=file)
        return [float(len(prompt)) for prompt in prompts]
"""


@pytest.fixture
def parts(tmp_path):
    (tmp_path / "parts.py").write_text(GENERATOR)
    return tmp_path / "parts.py"


def test_a_rewritten_generator_is_judged_on_the_original_prompts(parts, tmp_path):
    runs = []
    for name in (f"{parts}:grey", f"{parts}:grey+rewrite", f"{parts}:grey+best2@reward:{parts}:Seen"):
        out = tmp_path / str(len(runs))
        config = BenchConfig.parse(
            {"num": 4, "judges": [f"{parts}:Seen"], "pictures": {"model": name, "size_px": 16, "images_per_prompt": 1}}
        )
        run_bench(config, out, seed=0)
        runs.append(out)
    asked = {row["implicit_prompt"] for row in Journal(runs[0] / "prompts" / "situations.jsonl")}
    assert set((tmp_path / "parts.py.seen").read_text().splitlines()) == asked
    records = Journal(runs[1] / "images" / "images.jsonl").read()
    assert sum(row["generation_prompt"] != row["prompt"] for row in records) == len(records) == 8
    assert (runs[1] / "candidates" / "index.html").exists() and not (runs[0] / "candidates").exists()

    board = build_leaderboard(runs, tmp_path / "board")
    page = board.report.read_text()
    assert "Direct and assisted" in page and "assisted by" in page
    text = board.report.with_name("report.md").read_text()
    assert "| direct | best2" in text and "| rewrite |" in text
    assert "assisted by" not in (runs[0] / "report" / "report.html").read_text()


def test_shards_of_an_assisted_run_are_joined_with_their_candidates(parts, tmp_path):
    name = f"{parts}:grey+rewrite+best2@reward:{parts}:Seen"
    pictures = {"model": name, "size_px": 16, "images_per_prompt": 1}
    config = BenchConfig.parse({"num": 2, "judges": [f"{parts}:Seen"], "pictures": pictures})
    for number in (0, 1):
        run_bench_shard(config, tmp_path / "out", (number, 2), seed=0)
    asked = len((tmp_path / "parts.py.seen").read_text().splitlines())
    run_bench(config, tmp_path / "out", seed=0)
    assert len((tmp_path / "parts.py.seen").read_text().splitlines()) == asked
    assert len(Journal(tmp_path / "out" / "candidates" / "candidates.jsonl").read()) == 8
    assert (tmp_path / "out" / "candidates" / "index.html").read_text().count("<img") == 8


def test_figures_of_an_assisted_model_are_chosen_among_candidates(parts, tmp_path, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-planted-0123456789abcdef")
    with FakeOpenAI() as server:
        server.behave = lambda call: json.dumps({"answer": "A"})
        config = FigureBenchConfig.parse(
            {
                "num": 1,
                "families": ["incline_block"],
                "generator": f"{parts}:grey+rewrite+best2@reward:{parts}:Seen",
                "judge": "",
                "ocr": "off",
                "access": {"base_url": server.base_url},
            }
        )
        run_figure_bench(config, tmp_path / "out", seed=0)
    assert (tmp_path / "out" / "candidates" / "index.html").exists()
    rewrites = Journal(tmp_path / "out" / "candidates" / "rewrites.jsonl").read()
    assert rewrites and all(row["status"] == "left alone" for row in rewrites)


@pytest.mark.parametrize("name", ["families+best2", "imgcoder:m+rewrite"])
def test_code_is_not_assisted(name):
    with pytest.raises(ConfigError, match="draws by code"):
        FigureBenchConfig.parse({"generator": name})
