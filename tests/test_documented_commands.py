"""The documents lived through: every command of README and docs, in their order, in one fresh folder with relative paths, as a reader
types them; then every page that they made, opened in a browser where each image must show something.

Commands are made small by options put behind them (the last one counts), models behind an API are a server on this machine, and the
hub is one that serves small models under the names of large ones. What is not run stands in `NOT_RUN` with its reason; a command
that neither runs nor stands there fails. A block of Python is run where its names are those of the fixtures.
"""

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest
import typer
from PIL import Image
from support.browser import BROWSER, Browser
from support.capillary import drafting
from support.documents import Terminal, blocks, command_lines
from support.fake_hub import FakeHub
from support.fake_openai import FakeOpenAI
from support.scripted_model import GOOD, PLAN, UNDERSTANDING, step_of
from typer.testing import CliRunner

from scisynth.cli.main import app
from scisynth.core.weights import PACKAGED
from scisynth.lab.render import LabGenerator
from scisynth.prompts.write import PromptsConfig, write_prompts

ROOT = Path(__file__).parents[1]
ORDER = (
    "README",
    "docs/guides/tuples",
    "docs/guides/prompts",
    "docs/guides/rewards",
    "docs/guides/alignment",
    "docs/guides/benchmark",
    "docs/guides/figures",
    "docs/guides/scigenbench",
    "docs/guides/plan",
)
"""Pages whose commands take up each other's results, in that order; the others follow. Tutorials have tests of their own."""

NOT_RUN = {
    r"make (demo|test)\b": "this is what runs, or minutes of training; tests/pipelines/demo/test_demo.py has the demo",
    r"pip install": "tests/test_packaging.py builds the wheel and looks into it",
    r"hf auth login": "asks for a token",
    r"hf download": "tests/test_tutorials.py runs it against a hub of its own",
    r"export ": "a setting of the shell",
    r"accelerate launch .* \.\.\.": "words left out; tests/rewards/test_train.py launches two processes",
    r"accelerate launch --num_processes 8 -m scisynth student": "eight processes; tests/pipelines/students trains tiny models",
    r"scisynth student study study.yaml": "a study of many trainings; tests/pipelines/students/test_student_study.py runs a tiny one",
    r"scisynth student (sft|grpo)": "wants a model of gigabytes; tests/pipelines/students trains tiny ones of real classes",
    r"scisynth student eval .*--model out/": "wants a trained student; tests/pipelines/students/test_student_eval.py runs a tiny one",
    r"scisynth curate (review|publish)": "wants people; tests/pipelines/curation reviews, settles and publishes",
    r"scisynth instruments validate gold.tif": "wants a micrograph of gold; tests/pipelines/instruments measures files of its own",
    r"scisynth instruments utility": "wants hundreds of images; tests/pipelines/instruments runs a tiny one",
    r"scisynth serve": "serves until Ctrl-C; tests/serve has a real server in each test",
    r"scisynth .*--(reward|model|judge) (reward:)?http://": "wants the server; tests/rewards/test_remote.py scores with one",
    r"docker ": "wants a container engine; tests/serve/test_docker.py reads the files",
    r"curl ": "wants the server; tests/serve sends the same requests",
    r"scisynth generate --page": "serves until Ctrl-C; tests/pipelines/assist/test_front.py lives through it",
    r"scisynth bench science-t2i --data (WISE|GenExam)/": "wants files of others; tests/tuples/test_foreign_prompts.py has rows of each",
    r"scisynth judge people": "serves until Ctrl-C; tests/cli/test_people_verb.py lives through it",
    r"scisynth reward convert HPS": "wants the published file of 4 GB; tests/rewards/test_convert.py converts small ones",
}
SMALL_TRAINING = "max_steps=2 batch_size=4 eval_every=2 warmup_steps=0 log_every=1 num_workers=0"
SMALL_SFT = "num_examples=8 sft.max_steps=2 sft.batch_size=4 sft.micro_batch_size=4 sft.eval_every=0 sft.save_every=2"
SMALL_OFT = (
    "num_prompts=16 oft.num_rounds=1 oft.prompts_per_round=2 oft.images_per_prompt=2 oft.rollout_batch_size=4 "
    "oft.micro_batch_size=4 oft.eval_every=0 oft.save_every=1"
)


def sets(words, prefix=""):
    return [part for word in words.split() for part in ("--set", prefix + word)]


SMALLER = {
    r"tuples build": lambda line: ["--num", str(int(re.search(r"--num (\d+)", line)[1]) // 50)],
    r"reward train": lambda line: sets(SMALL_TRAINING, "reward."),
    r"reward eval": lambda line: ["--num", "32"],
    r"align sft": lambda line: sets(SMALL_SFT),
    r"align oft": lambda line: sets(SMALL_OFT),
    r"align compare": lambda line: ["--num", "2", *sets("num_steps=2")],
    r"generate": lambda line: sets("num_steps=2"),
    r"bench science-t2i": lambda line: ["--num", "2", "--images", "1", *sets("pictures.num_steps=2")],
    r"imgcoder families": lambda line: ["--num", str(int(re.search(r"--num (\d+)", line)[1]) // 4)],
    r"imgcoder stock": lambda line: ["--num", "54"],
    r"instruments make": lambda line: ["--num", "12" if "powder_diffraction" in line else "1"],  # `compare` takes 12
    r"student data": lambda line: ["--num", "10", "--type", "Physics - Mechanical"],
    r"student export .*--flawed": lambda line: ["--num", "8"],
    r"bench scigenbench --out": lambda line: [
        "--num",
        "1",
        *sets("families=[lever_balance,distillation,energy_pyramid]"),
    ],
    r"bench scigenbench .*--exam": lambda line: ["--exam", "1", *sets("blind=false")],
}
"""What makes a command small: options for lines that begin with a pattern."""
ASKS = re.compile(r"api:|imgcoder:|imgcoder draw")
GRADES = {
    "fidelity": 2, "layout": 2, "readability": 2, "plausibility": 2, "expressiveness": 2, "failures": [],
    "description": "a thing", "scene_complete": True, "reality": 3, "reasoning": "as science says", "choice": "first",
}  # fmt: skip
DRAWING = {"understand": json.dumps(UNDERSTANDING), "plan": json.dumps(PLAN), "code": GOOD, "repair": GOOD}


def documents():
    """README and every page of the site but the tutorials."""
    pages = [path for path in sorted((ROOT / "docs").rglob("*.md")) if path.parent.name != "tutorials"]
    ordered = [ROOT / f"{name}.md" for name in ORDER]
    return [*ordered, *(page for page in pages if page not in ordered)]


def commands(path):
    """Every command of a document."""
    for block in blocks(path, "bash"):
        yield from command_lines(block)


def reason_not_to_run(line):
    return next((reason for pattern, reason in NOT_RUN.items() if re.match(pattern, line.replace("'", ""))), "")


def made_small(line, api_url):
    """The words behind `scisynth`."""
    words = shlex.split(line)[1:]
    plain = " ".join(words)
    more = [option for pattern, small in SMALLER.items() if re.match(pattern, plain) for option in small(plain)]
    if ASKS.search(plain):
        more += ["--base-url", api_url]
    return [*words, *more]


def answer(call):
    """A model that is good at everything it is asked here."""
    if "Draft the law behind" in call.text:
        return drafting()(call)
    schema = call.body.get("response_format", {}).get("json_schema", {}).get("schema", {}).get("properties", {})
    if schema and set(schema) <= set(GRADES):
        return json.dumps({name: GRADES[name] for name in schema})
    try:
        return DRAWING[step_of(call.text)]
    except AssertionError:
        return "A"


def drawn_images(folder, names_and_prompts):
    """A folder of images made elsewhere."""
    folder.mkdir()
    rows = []
    for number, (name, prompt) in enumerate(names_and_prompts):
        Image.linear_gradient("L").resize((320, 240)).rotate(30 * number).convert("RGB").save(folder / f"{name}.png")
        rows.append(json.dumps({"file_name": f"{name}.png", "id": name, "prompt": prompt}) + "\n")
    (folder / "metadata.jsonl").write_text("".join(rows))


def problem(number, image_type):
    return {
        "id": f"p{number}",
        "question": f"Triangle {number} has legs of 3 cm and 4 cm. Find the hypotenuse.",
        "image_type": image_type,
        "answer": "5 cm",
        "elements": ["a right triangle"],
        "quizzes": [
            {
                "question": "How long is the shorter leg?",
                "options": {"A": "3 cm", "B": "4 cm", "C": "5 cm", "D": "6 cm"},
                "correct_option": "A",
                "evidence_snippet": "3 cm",
            }
        ],
    }


@pytest.fixture
def world(tmp_path, tiny_clip):
    """A reader's folder with the files that the documents speak of, and a hub with the models."""
    here, hub_data = tmp_path / "here", tmp_path / "hub-data"
    here.mkdir()
    prompt_sets = write_prompts(PromptsConfig(num=4, split="test_S"), seed=0)
    for name, tier in (("green", "explicit"), ("red", "superficial"), ("a", "explicit"), ("b", "superficial")):
        LabGenerator().generate(prompt_sets[0], tier, seed=1, size_px=64).save(here / f"{name}.png")
    Image.effect_noise((160, 160), 12).save(here / "night.jpg")
    columns = "implicit_prompt,explicit_prompt,superficial_prompt,explicit_image,superficial_image"
    (here / "pairs.csv").write_text(f"{columns}\nan unripe tomato,a green tomato,a red tomato,green.png,red.png\n")
    (here / "preferences.csv").write_text("prompt,chosen,rejected\nan unripe tomato,green.png,red.png\n")
    (here / "my_prompts.txt").write_text("an unripe tomato\nan iron block in water\n")
    (here / "figure.py").write_text("import matplotlib.pyplot as plt\nplt.plot([1, 2], [3, 4])\nplt.xlabel('t / s')\n")
    problems = [problem(number, "Math - Plane Geometric") for number in range(2)]
    for name, rows in (("scigen.json", problems), ("seephys.json", [row | {"image_type": ""} for row in problems])):
        (here / name).write_text(json.dumps(rows))
    for folder in ("figures", "seephys_images"):
        drawn_images(here / folder, [(row["id"], row["question"]) for row in problems])
    drawn_images(here / "my_images", [(f"s{number}", item.implicit_prompt) for number, item in enumerate(prompt_sets)])
    (here / "out").mkdir()
    shutil.copytree(PACKAGED / "lab-flux", here / "out" / "my-pipeline")
    shutil.copytree(tiny_clip, here / "models" / "hps")
    shutil.copytree(PACKAGED / "lab-sciscore", here / "models" / "SciScore")
    config = json.loads((here / "models" / "hps" / "config.json").read_text())
    (here / "models" / "hps" / "config.json").write_text(json.dumps(config | {"scisynth_kind": "hps"}))
    hub_data.mkdir()
    with FakeHub() as hub:
        hub.repos = {
            "Jialuo21/SciScore": PACKAGED / "lab-sciscore",
            "openai/clip-vit-base-patch32": PACKAGED / "lab-clip",
            "laion/CLIP-ViT-H-14-laion2B-s32B-b79K": tiny_clip,
            "Jialuo21/Science-T2I-S": hub_data,
        }
        yield here, hub, hub_data


def test_every_documented_command_works_and_every_page_shows_its_images(world, tmp_path):
    here, hub, hub_data = world
    failed, ran = [], []
    with FakeOpenAI() as api, Terminal(here, hub.url) as terminal:
        api.behave = answer
        made = terminal.run(["tuples", "build", "--num", "24", "--seed", "9", "--out", "first"])
        assert made["code"] == 0, made["err"]
        shutil.copy(here / "first" / "tuples" / "train.parquet", here / "tuples.parquet")
        shutil.copy(here / "tuples.parquet", hub_data / "test.parquet")
        for document in documents():
            for line in commands(document):
                if reason_not_to_run(line):
                    continue
                assert line.startswith("scisynth "), f"{document.name}: {line}: neither run nor listed in NOT_RUN"
                result = terminal.run(made_small(line, api.base_url))
                ran.append(line)
                if result["code"] != 0:
                    failed.append(f"{document.name}: {line}\n    exit code {result['code']}: {result['err'][-1500:]}")
    assert not failed, "\n".join(failed)
    pages = sorted(path for path in here.rglob("*.html"))
    assert len(ran) > 30 and len(pages) >= 10
    if BROWSER is None:
        pytest.skip("every command works; no browser to look at the pages with")
    with Browser(tmp_path) as browser:
        looked = {str(path.relative_to(here)): browser.images(path) for path in pages}
    broken = {page: [image for image in images if not image["width"]] for page, images in looked.items()}
    assert not any(broken.values()), broken
    assert all(images for page, images in looked.items() if page.endswith("gallery.html")), "an empty gallery"
    assert sum(map(len, looked.values())) > 100
    assert all(image["alt"] for images in looked.values() for image in images), "an image without words for the blind"


def test_a_reason_stands_for_something():
    """No entry of the tables is left behind when the documents change."""
    lines = [line for document in documents() for line in commands(document)]
    for pattern in NOT_RUN:
        assert any(re.match(pattern, line.replace("'", "")) for line in lines), f"NOT_RUN: nothing matches {pattern}"
    for pattern in SMALLER:
        assert any(re.match(pattern, " ".join(shlex.split(line)[1:])) for line in lines), (
            f"SMALLER: nothing matches {pattern}"
        )


@pytest.mark.parametrize("document", [str(path.relative_to(ROOT)) for path in documents() if blocks(path, "python")])
def test_python_blocks_can_be_read(document):
    """They are compiled; README's is run as well, below."""
    for block in blocks(ROOT / document, "python"):
        compile(
            re.sub(
                r"^(\s*)\.\.\.$",
                r"\1pass",
                block.replace("=..., answer", "=None, answer").replace(", ...)", ")"),
                flags=re.M,
            ),
            document,
            "exec",
        )


def test_the_first_python_of_the_readme_runs(tmp_path, monkeypatch):
    pytest.importorskip("torch")
    monkeypatch.chdir(tmp_path)
    situation = write_prompts(PromptsConfig(num=1, split="test_S"), seed=0)[0]
    for name, tier in (("green", "explicit"), ("red", "superficial")):
        LabGenerator().generate(situation, tier, seed=1, size_px=64).save(f"{name}.png")
    names = {}
    exec(compile(blocks(ROOT / "README.md", "python")[0], "README.md", "exec"), names)
    assert names["scorer"].compare("an unripe tomato", ["green.png", "red.png"]).sum() == pytest.approx(1)


def verbs(group, path=()):
    """(words of a verb, its help) of the whole command tree."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from verbs(command, (*path, name))
        else:
            yield (*path, name), command.help or ""


def examples():
    for words, text in verbs(typer.main.get_command(app)):
        for line in text.splitlines():
            if line.strip().startswith("scisynth "):
                yield pytest.param(re.sub(r"\s{3,}\(.*\)$", "", line.strip()), id=" ".join(words))


@pytest.mark.parametrize("line", examples())
def test_an_example_in_the_help_names_options_that_exist(line):
    words = shlex.split(line)[1:]
    result = CliRunner().invoke(app, [*words, "--help"])
    assert result.exit_code == 0, result.output
    assert "--max-usd" not in words or {"--price", "--usd-per-image"} & set(words), "a limit in dollars needs prices"
