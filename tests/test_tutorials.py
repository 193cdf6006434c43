"""The tutorials lived through: each page from top to bottom in an empty folder, its commands, its Python and the files that it has one write.

Large models are small ones of the same class under the names of the large ones; an API is a server on this machine. Training is made short
by options behind the command. What is not run stands in `NOT_RUN` with its reason.
"""

import base64
import io
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image
from support.capillary import drafting
from support.documents import ROOT, Terminal, code_blocks, command_lines
from support.fake_hub import FakeHub
from support.fake_openai import FakeOpenAI, pictures
from support.scripted_model import GOOD, PLAN, UNDERSTANDING, step_of
from support.tiny_dino import save_tiny_dino
from support.tiny_vlm import tiny_llava

from scisynth.core.weights import PACKAGED

TUTORIALS = sorted(path for path in (ROOT / "docs" / "tutorials").glob("*.md") if code_blocks(path))
NOT_RUN = {
    "pip install": "tests/test_packaging.py builds the wheel and looks into it",
    "export ": "a setting of the shell",
    "hf auth login": "asks for a token",
    "scisynth curate review": "serves until Ctrl-C; tests/pipelines/curation lives through it",
    "hf download black-forest-labs": "as the download in the tutorial on scores, which runs",
}
SETTINGS = {
    r"reward train": "reward.max_steps=2 reward.batch_size=4 reward.eval_every=2 reward.warmup_steps=0 reward.gradient_accumulation_steps=1 "
    "reward.num_workers=0",
    r"align sft": "sft.max_steps=2 sft.batch_size=2 sft.micro_batch_size=2 sft.eval_every=0 sft.size_px=64",
    r"align oft": "oft.num_rounds=1 oft.prompts_per_round=2 oft.images_per_prompt=2 oft.updates_per_round=1 oft.eval_every=0 oft.size_px=64 "
    "oft.max_fallback_rate=1 oft.num_steps=6",
    r"student sft": "sft.max_steps=1 sft.batch_size=2 sft.gradient_accumulation_steps=1 sft.eval_every=1 sft.save_every=1 sft.num_val=2 "
    "sft.num_samples=1 sft.sample_tokens=4",
    r"student grpo": "grpo.max_steps=1 grpo.batch_size=2 grpo.gradient_accumulation_steps=1 grpo.num_generations=2 grpo.eval_every=1 "
    "grpo.save_every=1 grpo.num_val=2 grpo.num_samples=1 grpo.sample_tokens=4 grpo.max_completion_length=4 grpo.dynamic_sampling=0",
    r"student eval": "samples=1 max_tokens=4",
    r"bench science-t2i .*(lab-flux|FLUX)": "pictures.num_steps=2 pictures.images_per_prompt=1 pictures.size_px=64",
}
"""What makes a command short: settings for lines that begin with a pattern."""
COUNTS = {
    r"tuples build": ["--num", "24"],
    r"student study": [
        part
        for setting in (
            "arms={verified: {sizes: [2, 4, 8]}, half-flawed: {flawed: 0.5}, grey: {blind: true}}",
            "sizes=[8]",
            "seeds=[0]",
            "methods=[sft]",
            "tests=[{protocol: families, samples: 1, max_tokens: 4}]",
            "sft.max_steps=1",
            "sft.batch_size=2",
            "sft.gradient_accumulation_steps=1",
            "sft.eval_every=0",
        )
        for part in ("--set", setting)
    ],
    r"student data": ["--num", "16", "--type", "Physics - Mechanical"],
    r"imgcoder families --num": ["--num", "1"],
    r"imgcoder families --type": ["--num", "2"],
    r"curate prompts": ["--num", "24"],
    r"bench science-t2i": ["--num", "2"],
    r"bench scigenbench": ["--ocr", "off"],
}
SMALLER_PYTHON = {
    "height=512, width=512": "height=64, width=64",
    "num_inference_steps=28": "num_inference_steps=2",
    "size_px=512)": "size_px=64, num_steps=2)",
    "num=16": "num=2",
    "num=200": "num=24",
    'base="lab-clip")': 'base="lab-clip", settings=SETTINGS["reward train"])',
    'align_sft("out/sft", ': 'align_sft("out/sft", settings=SETTINGS["align sft"], ',
    'align_oft("out/oft", ': 'align_oft("out/oft", settings=SETTINGS["align oft"], ',
    '"access.price": {': '"access.base_url": API_URL, "access.price": {',
}
"""What makes a block of Python short, and leads it to the server on this machine: settings are those of the commands."""
EXCERPTS = {
    "on: [pull_request]": "a workflow for a server",
    "[project.entry-points": "lines of a package's own pyproject.toml",
}
"""Blocks that are neither run nor written to a file, by a part of their text, with the reason."""
ASKS = re.compile(r"api:|imgcoder draw")
SAYS = {
    "description": "a thing",
    "scene_complete": True,
    "reality": 2,
    "reasoning": "as science says",
    "choice": "first",
}
DRAWING = {
    "understand": json.dumps(UNDERSTANDING),
    "plan": json.dumps(PLAN),
    "code": GOOD,
    "repair": GOOD,
    "single": GOOD,
}


def reply(call):
    """A model that draws a grey image, grades with two points of three, and writes the script of a triangle."""
    if "messages" not in call.body:
        data = io.BytesIO()
        Image.new("RGB", (64, 64), (call.nth * 40 % 255, 120, 90)).save(data, "PNG")
        return pictures({"b64_json": base64.b64encode(data.getvalue()).decode()})
    if "Draft the law behind" in call.text:
        return drafting()(call)
    schema = call.body.get("response_format", {}).get("json_schema", {}).get("schema", {}).get("properties", {})
    if schema and set(schema) <= set(SAYS):
        return json.dumps({name: SAYS[name] for name in schema})
    try:
        return DRAWING[step_of(call.text)]
    except AssertionError:
        return GOOD


@pytest.fixture(scope="module")
def terminal(tmp_path_factory, tiny_clip):
    """A terminal with a hub and an API behind it."""
    pytest.importorskip("torch")
    base = tmp_path_factory.mktemp("tutorials")
    (base / "start").mkdir()
    (base / "dino").mkdir()
    (base / "vlm").mkdir()
    with FakeHub() as hub, FakeOpenAI() as api:
        api.behave = reply
        hub.repos = {
            "Jialuo21/SciScore": PACKAGED / "lab-sciscore",
            "black-forest-labs/FLUX.1-dev": PACKAGED / "lab-flux",
            "laion/CLIP-ViT-H-14-laion2B-s32B-b79K": tiny_clip,
            "Qwen/Qwen3-VL-2B-Instruct": tiny_llava(base / "vlm"),
            "IDEA-Research/grounding-dino-tiny": save_tiny_dino(base / "dino"),
        }
        with Terminal(base / "start", hub.url) as opened:
            opened.api_url = api.base_url
            yield opened


def shortened(line, api_url):
    """The words behind `scisynth`."""
    words = shlex.split(line)[1:]
    plain = " ".join(words)
    for pattern, settings in SETTINGS.items():
        if re.match(pattern, plain):
            words += [part for setting in settings.split() for part in ("--set", setting)]
    for pattern, options in COUNTS.items():
        if re.match(pattern, plain):
            words += options
    if ASKS.search(plain) and "--base-url" not in words:
        words += ["--base-url", api_url]
    return words


def shortened_python(text, api_url):
    """A block with the settings of the commands, so that it resumes their folders."""
    for large, small in SMALLER_PYTHON.items():
        text = text.replace(large, small)
    settings = {
        verb: {name: float(value) if "." in value else int(value) for name, value in pairs}
        for verb, given in SETTINGS.items()
        for pairs in [[word.split("=") for word in given.split()]]
    }
    return f"SETTINGS, API_URL = {settings!r}, {api_url!r}\n{text}"


def write_block(block, folder):
    """The file that a reader writes, or lengthens where the title says `at the end`."""
    name = block.title.removesuffix(", at the end")
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a" if block.title != name else "w", encoding="utf-8") as opened:
        opened.write(block.text)


def run_line(line, terminal, folder):
    """One line of a bash block."""
    if any(line.replace("'", "").startswith(start) for start in NOT_RUN):
        return {"code": 0, "err": ""}
    if line.startswith("hf download"):
        # Progress bars and colours are of no use here.
        command = [str(Path(sys.executable).parent / "hf"), *shlex.split(line)[1:], "--quiet"]
        done = subprocess.run(
            command, cwd=folder, env=terminal.environment, capture_output=True, text=True, check=False
        )
        return {"code": done.returncode, "err": done.stderr}
    assert line.startswith("scisynth "), f"{line}: neither run nor listed in NOT_RUN"
    return terminal.run(shortened(line, terminal.api_url))


@pytest.mark.parametrize("path", TUTORIALS, ids=lambda path: path.stem)
def test_a_tutorial_works_from_top_to_bottom(path, terminal, tmp_path):
    terminal.run({"folder": str(tmp_path)})
    ran, not_read = 0, []
    for block in code_blocks(path):
        if block.title:
            write_block(block, tmp_path)
        elif block.language == "python":
            result = terminal.run({"python": shortened_python(block.text, terminal.api_url)})
            assert result["code"] == 0, f"{block.text}\n{result['err']}"
            ran += 1
        elif block.language == "bash":
            for line in command_lines(block.text):
                result = run_line(line, terminal, tmp_path)
                assert result["code"] == 0, f"{line}\nexit code {result['code']}: {result['err'][-2000:]}"
                ran += 1
        elif block.language != "text":
            not_read.append(block.text)
    assert ran >= 3
    assert all(any(start in text for start in EXCERPTS) for text in not_read), not_read


def test_every_tutorial_is_in_the_list_and_on_the_site():
    listed = (ROOT / "docs" / "tutorials" / "index.md").read_text(encoding="utf-8")
    site = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    for path in TUTORIALS:
        assert f"]({path.name})" in listed and f"tutorials/{path.name}" in site


def test_what_is_not_run_is_on_a_page():
    lines = [
        line
        for path in TUTORIALS
        for block in code_blocks(path)
        if block.language == "bash"
        for line in command_lines(block.text)
    ]
    for start in NOT_RUN:
        assert any(line.replace("'", "").startswith(start) for line in lines), start
    pages = "".join(path.read_text(encoding="utf-8") for path in TUTORIALS)
    assert all(part in pages for part in EXCERPTS)
    assert all(large in pages for large in SMALLER_PYTHON)
