"""A seventeenth law: as three new files in a copy of the package, as CONTRIBUTING says, and as a folder outside of it.

The copy is read by processes of its own, since the package's laws are looked for once.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import scisynth
from scisynth.core.errors import ConfigError, DataError
from scisynth.core.store import RunFolder
from scisynth.lab.render import LabGenerator, render
from scisynth.pipelines.lab.tuples import LabTuplesConfig, write_lab_prompts
from scisynth.pipelines.science_t2i.config import BenchData
from scisynth.pipelines.science_t2i.data import load_prompt_sets
from scisynth.prompts.read import read_prompt
from scisynth.prompts.write import PromptsConfig, write_prompts
from scisynth.science import law_files
from scisynth.science.laws import LAW_NAMES, choose_laws
from scisynth.tuples.build import TuplesConfig, build_tuples
from scisynth.tuples.parquet import read_tuples

PACKAGE = Path(scisynth.__file__).parent
PROJECT = Path(__file__).parents[2]
LAW = """
name: magnetism
aliases: [magnetic attraction]
field: physics
type: ST
entity: "{subject}"
rule: scisynth.science.magnets:magnetism
scene: scisynth.lab.scenes.magnets:magnetism
cues: {sure: ["magnets?"]}
facts:
  permeability: {unit: "1", source: "CRC Handbook of Chemistry and Physics, 97th ed., section 12"}
constants:
  attracted_above: {value: 10, unit: "1", source: "a magnet lifts what is well above 1"}
outcomes: {sticks: sticking to the magnet, drops: lying under the magnet}
superficial: {sticks: drops, drops: sticks}
conditions:
  bar: {phrase: a strong bar magnet}
  horseshoe: {phrase: a horseshoe magnet}
places: [kitchen, laboratory, workshop]
implicit:
  - "{a_subject} held against {condition}"
  - "{condition} brought close to {a_subject}"
  - "{condition} right above {a_subject}"
shows:
  sticks: ["{a_subject} sticking to {condition}", "{condition} with {a_subject} hanging from it"]
  drops: ["{a_subject} lying under {condition}", "{condition} above {a_subject} that stays on the table"]
subjects:
"""
METALS = {"iron": 200, "steel": 100, "gold": 1, "lead": 1}
THINGS = ("key", "bolt", "nail", "ring", "coin", "anchor", "hammer")
RULE = '''"""Magnets attract iron."""

from scisynth.science.laws import Condition, Law, Subject
from scisynth.science.verdict import Verdict


def magnetism(law: Law, subject: Subject, condition: Condition) -> Verdict:
    """A magnet attracts what it magnetises."""
    permeability, least = subject.facts["permeability"].value, law.constants["attracted_above"].value
    sticks = permeability > least
    sentence = f"{subject.with_article}: its permeability is {permeability:g}, against {least:g}."
    return Verdict(outcome="sticks" if sticks else "drops", sentence=sentence)
'''
SCENE = '''"""A thing at a magnet."""

from scisynth.lab.canvas import Canvas
from scisynth.lab.places import STAND
from scisynth.lab.objects.catalog import SHAPES
from scisynth.lab.objects.pen import Pen
from scisynth.lab.view import SceneView


def magnetism(canvas: Canvas, view: SceneView) -> None:
    """The subject at the magnet, or on the table."""
    canvas.rectangle(0.2, 0.05, 0.8, 0.18, "#b02020")
    y = 0.32 if view.outcome == "sticks" else STAND - 0.14
    with canvas.region():
        SHAPES[view.look("shape")].draw(Pen(canvas, 0.5 + view.rng.uniform(-0.1, 0.1), y, 0.14), view.look("color"))
'''
GROWN = """
import json, sys
from scisynth.lab.corpus import SUPERFICIAL_SHARE, caption_pairs
from scisynth.lab.models.flux import SUPERFICIAL_SHARE as FLUX
from scisynth.lab.models.judge import LabJudge
from scisynth.lab.render import render
from scisynth.prompts.write import PromptsConfig, write_prompts
from scisynth.pipelines.lab.tuples import draw_lab_tuples

prompt_sets = write_prompts(PromptsConfig(num=51, split="train"), 0)
rows = caption_pairs(prompt_sets, implicit_share=1.0, seed=0)
images = [render(item.scene("explicit"), size_px=64, seed=1).image for item in prompt_sets]
graded = LabJudge.from_pretrained("lab-judge").grade(prompt_sets, images)
print(json.dumps({
    "laws": [item.law for item in prompt_sets[:17]],
    "shares": ["magnetism" in SUPERFICIAL_SHARE, FLUX["magnetism"]],
    "rows": sum(row.prompt_set.law == "magnetism" for row in rows),
    "statuses": sorted({(item.law == "magnetism", grade.status) for item, grade in zip(prompt_sets, graded)}),
    "tuples": sum(item.law == "magnetism" for item in draw_lab_tuples("test_C", num=34, seed=0)),
}))
"""

SUBJECTS = "\n".join(
    f'  {metal} {thing}: {{permeability: {value}, look: {{shape: {thing}, color: "#7c848c"}}}}'
    for metal, value in METALS.items()
    for thing in THINGS
)


@pytest.fixture(scope="module")
def grown(tmp_path_factory) -> Path:
    """A copy of the package with one law more; weights are those of the package."""
    root = tmp_path_factory.mktemp("one-more-law")
    package = root / "scisynth"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__", "lab-*"))
    for folder in (PACKAGE / "weights").glob("lab-*"):
        (package / "weights" / folder.name).symlink_to(folder)
    (package / "science/data/magnetism.yaml").write_text(f"{LAW}{SUBJECTS}\n")
    (package / "lab/scenes/magnets.py").write_text(SCENE)
    (package / "science/magnets.py").write_text(RULE)
    return root


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, *arguments], cwd=PROJECT, env=environment, capture_output=True, text=True, check=False
    )


def test_the_contracts_hold_for_it_and_nothing_counts_to_sixteen(grown):
    chosen = "magnetism or sixteen or in_turn or held_out or new_subject or read_back"
    tests = ("tests/contracts/test_every_law.py", "tests/prompts/test_write.py", "tests/prompts/test_read.py")
    done = run(grown, "-m", "pytest", "-x", "-p", "no:cacheprovider", "-k", chosen, *tests)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    assert "passed" in done.stdout


def test_it_is_written_drawn_and_captioned_and_old_weights_do_not_cover_it(grown):
    done = run(grown, "-c", GROWN)
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout)
    assert found["laws"][-1] == "magnetism" and len(set(found["laws"])) == 17
    assert found["shares"] == [False, 0.85] and found["rows"] == 6 and found["tuples"] == 2
    assert found["statuses"] == [[False, "ok"], [True, "not covered"]]


@pytest.fixture
def folder(tmp_path) -> Iterator[Path]:
    """A folder with a law: its file, and beside it the Python file of its rule and its scene."""
    folder = tmp_path / "my_laws"
    folder.mkdir()
    text = LAW.replace("scisynth.science.magnets:", "magnets.py:").replace("scisynth.lab.scenes.magnets:", "scene.py:")
    (folder / "magnetism.yaml").write_text(f"{text}{SUBJECTS}\n")
    (folder / "magnets.py").write_text(RULE)
    (folder / "scene.py").write_text(SCENE)
    yield folder
    law_files._ADDED.clear()
    law_files.forget_laws()


def test_a_law_of_a_folder_is_written_drawn_and_read_back(folder):
    config = PromptsConfig(num=12, split="train", laws=("buoyancy", str(folder)))
    prompt_sets = write_prompts(config, 0)
    assert [item.law for item in prompt_sets[:2]] == ["buoyancy", "magnetism"]
    assert prompt_sets == write_prompts(config, 0), "told twice, known once"
    assert render(prompt_sets[1].scene("explicit"), size_px=32, seed=1).image.size == (32, 32)
    assert read_prompt("a steel nail close to a magnet").law == "magnetism"
    assert {item.law for item in write_prompts(PromptsConfig(num=34), 0)} == set(LAW_NAMES), "only where it is named"


def test_its_tuples_are_drawn_by_other_processes(folder, tmp_path):
    config = LabTuplesConfig(num=24, laws=(str(folder),), size_px=16)
    run = RunFolder(tmp_path / "run", config, command="tuples build", seed=0)
    stage = TuplesConfig.parse({"size_px": 16, "workers": 2})
    built = build_tuples(stage, write_lab_prompts(config, 0), LabGenerator(config.laws), run, 0)
    assert {(item.law, item.status) for item in read_tuples(built)} == {("magnetism", "ok")}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("magnets.py:", "magnet.py:", r"magnetism\.yaml: rule: .*magnet\.py: expected a Python file, found none"),
        ("magnets.py:magnetism", "magnets.py:magnetsm", r"rule: .* has no 'magnetsm'; did you mean 'magnetism'"),
        ("name: magnetism", "name: magnets", r"magnetism\.yaml: name: expected 'magnetism', as the file is called"),
        (
            "scene: scene.py:magnetism\n",
            "",
            r"magnetism\.yaml: scene: expected the function that draws the law, found none",
        ),
        ("shape: key", "shape: kye", r"magnetism\.yaml: the scene .* cannot draw '\w+ kye|KeyError"),
        ("sure:", "sur:", r"cues, sur: unknown key; did you mean 'sure'"),
    ],
)
def test_a_slip_in_it_is_one_line(folder, old, new, expected):
    path = folder / "magnetism.yaml"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    with pytest.raises(DataError, match=expected) as caught:
        for item in write_prompts(PromptsConfig(num=28, laws=(str(folder),)), 0):
            render(item.scene("explicit"), size_px=16, seed=1)
    assert "\n" not in str(caught.value)


def test_a_law_too_small_for_a_split_is_refused_and_not_drawn_for_ever(folder):
    path = folder / "magnetism.yaml"
    head, _, _ = path.read_text().partition("subjects:")
    path.write_text(f'{head}subjects:\n  gold ring: {{permeability: 1, look: {{shape: ring, color: "#f0c02c"}}}}\n')
    config = PromptsConfig(num=2, split="val", laws=(str(folder),), complex_share=0)
    text = path.read_text()
    path.write_text(
        text.replace('  - "{condition} brought close to {a_subject}"\n', "").replace(
            '  - "{condition} right above {a_subject}"\n', ""
        )
    )
    with pytest.raises(
        DataError, match=r"magnetism\.yaml: expected prompts for the split val, found that none of 1 subjects"
    ):
        write_prompts(config, 0)


def test_two_laws_of_one_name_and_a_folder_without_laws_are_refused(folder, tmp_path):
    shutil.copy(folder / "magnetism.yaml", folder / "buoyancy.yaml")
    with pytest.raises(DataError, match=r"a law is called 'buoyancy' already"):
        choose_laws([str(folder)])
    (tmp_path / "empty").mkdir()
    with pytest.raises(DataError, match="expected a law's YAML file, or a folder of them, found none"):
        choose_laws([str(tmp_path / "empty")])


def test_a_package_registers_a_folder_of_laws(folder, tmp_path, monkeypatch):
    info = tmp_path / "site/magnet_laws-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: magnet-laws\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[scisynth.laws]\nmagnets = magnet_laws\n")
    folder.rename(tmp_path / "site/magnet_laws")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    law_files.forget_laws()
    assert [law.name for law in choose_laws(["magnetism"])] == ["magnetism"]


def test_a_benchmark_asks_about_it(folder):
    config = BenchData(num=3, laws=("rust", str(folder)))
    found = load_prompt_sets(config, seed=0)
    assert {item.law for item in found} == {"rust", "magnetism"} and len(found) == 6
    with pytest.raises(ConfigError, match="setting 'laws' chooses among the prompts that the lab writes"):
        load_prompt_sets(config.replace({"data": "tuples.parquet"}), seed=0)
