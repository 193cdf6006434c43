"""The front page: a prompt goes in, three images and a derivation come out, in a real browser too."""

import json
from contextlib import contextmanager

import pytest
from support.browser import needs_browser
from support.driven_page import driven, dumped
from support.fake_openai import FakeOpenAI, status
from support.verbs import error_line
from support.visitor import running

from scisynth.core.errors import ConfigError
from scisynth.core.store import Journal
from scisynth.pipelines.assist.front import front_page, open_front
from scisynth.pipelines.providers.generate import GenerateConfig
from scisynth.web.page import open_server

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")

TOMATO = "A tomato picked before it was ripe."
PARTS = """
from PIL import Image

def grey(prompts, seeds, size_px):
    return [Image.new("RGB", (size_px, size_px), (0, 200, 0) if "green" in p else (90, 90, 90)) for p in prompts]

def same(prompts, images):
    return [1.0] * len(prompts)
"""


@pytest.fixture
def config(tmp_path):
    (tmp_path / "parts.py").write_text(PARTS)
    assist = {"rewrite": "facts", "best_of": 2, "rewards": [f"reward:{tmp_path / 'parts.py'}:same"]}
    return GenerateConfig.parse({"model": f"{tmp_path / 'parts.py'}:grey", "size_px": 16, "assist": assist})


def test_three_ways_to_one_image_are_drawn_once(config, tmp_path):
    front = open_front(config, tmp_path / "out", seed=1)
    answer = front.draw(TOMATO)
    assert [column.title for column in answer.columns] == ["Direct", "Rewritten", "Best"]
    assert answer.columns[0].prompt == TOMATO and answer.change.startswith("A hard green tomato")
    assert "colour stage" in answer.derivation and all(column.image for column in answer.columns)
    assert open_front(config, tmp_path / "out", seed=1).draw(TOMATO) == answer
    assert len(Journal(tmp_path / "out" / "candidates" / "candidates.jsonl").read()) == 2
    assert len(Journal(tmp_path / "out" / "direct" / "candidates" / "candidates.jsonl").read()) == 1
    unknown = front.draw("two cats on a sofa")
    assert "no known law" in unknown.change and unknown.derivation == ""
    with pytest.raises(ConfigError, match="choose another --out"):
        open_front(config, tmp_path / "out", seed=2)


def test_a_rewriter_out_of_reach_leaves_the_direct_image_and_says_why(config, tmp_path, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-planted-0123456789abcdef")
    with FakeOpenAI() as server:
        server.behave = lambda call: status(500)
        access = {"base_url": server.base_url, "backoff_s": 0, "max_attempts": 1}
        assist = config.assist.model_dump() | {"rewrite": "api:m"}
        front = open_front(config.replace({"assist": assist, "access": access}), tmp_path / "out", seed=1)
        direct, first, best = front.draw(TOMATO).columns
    assert direct.image and first.image is None and best.image is None
    assert first.note == best.note and first.note.startswith("transport: not rewritten yet")


@contextmanager
def served(front, actions):
    server, listener, (url,) = open_server([front_page(front)])
    server.config.app = driven(server.config.app, "", actions)
    with running(server, listener):
        yield url


@needs_browser
def test_type_a_prompt_and_see_three_images_and_why(config, tmp_path):
    actions = f"""
      await until(() => $("name").textContent.endsWith("best2@reward:" + {json.dumps(str(tmp_path / "parts.py"))} + ":same"));
      $("prompt").value = {json.dumps(TOMATO)}; $("ask").requestSubmit();
      const shown = () => [...document.querySelectorAll("#columns img")].filter((image) => image.naturalWidth === 16);
      await until(() => shown().length === 3);
      const color = (image) => {{
        const canvas = document.createElement("canvas"), brush = canvas.getContext("2d");
        brush.drawImage(image, 0, 0);
        return brush.getImageData(5, 5, 1, 1).data[1];
      }};
      note.push(shown().map(color).join(","), $("derivation").textContent.slice(0, 29), shown()[2].alt.slice(0, 10));
      $("prompt").value = "   "; $("prompt").removeAttribute("required"); $("ask").requestSubmit();
      await until(() => !$("trouble").hidden);
      note.push($("trouble").textContent.slice(0, 17));
    """
    with served(open_front(config, tmp_path / "out", seed=1), actions) as url:
        dom, title = dumped(url, tmp_path / "profile")
    assert title == "90,200,200 | A tomato at colour stage 2 is | Best: A to | expected a prompt"
    assert "A hard green tomato" in dom


def test_a_page_with_an_engine_is_refused(tmp_path):
    line = error_line("generate", "--page", "--engine", "ray", "--out", tmp_path / "out")
    assert line.startswith("Error: --page: expected no --engine") and not (tmp_path / "out").exists()
