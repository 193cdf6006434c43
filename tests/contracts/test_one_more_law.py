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
name: friction
aliases: [static friction]
field: physics
type: ST
entity: "{subject}"
rule: scisynth.science.slopes:friction
scene: scisynth.lab.scenes.slopes:friction
cues: {sure: ["wooden ramp", "wooden board"]}
facts:
  friction_coefficient: {unit: "1", source: "The Engineering ToolBox, Friction coefficients: static, on wood"}
constants:
  slope: {value: 0.36, unit: "1", source: "tangent of 20 degrees, the angle of both boards"}
outcomes: {stays: staying halfway up, slides: lying at the lower end}
superficial: {stays: slides, slides: stays}
conditions:
  ramp: {phrase: a steep wooden ramp}
  board: {phrase: a tilted wooden board}
places: [kitchen, laboratory, workshop]
implicit:
  - "{a_subject} placed on {condition}"
  - "{condition} with {a_subject} on it"
  - "{a_subject} put down on {condition}"
shows:
  stays: ["{a_subject} staying halfway up {condition}", "{condition} with {a_subject} resting in its middle"]
  slides: ["{a_subject} lying at the lower end of {condition}", "{condition} with {a_subject} at its foot"]
subjects:
"""
MATERIALS = {"rubber": 0.8, "sandpaper": 0.9, "waxed": 0.1, "teflon": 0.04}
THINGS = ("key", "bolt", "nail", "ring", "coin", "anchor", "hammer")
RULE = '''"""Friction holds a thing on a slope."""

from scisynth.science.laws import Condition, Law, Subject
from scisynth.science.verdict import Verdict


def friction(law: Law, subject: Subject, condition: Condition) -> Verdict:
    """A thing stays where its friction exceeds the slope."""
    coefficient, slope = subject.facts["friction_coefficient"].value, law.constants["slope"].value
    stays = coefficient > slope
    sentence = f"{subject.with_article}: its friction is {coefficient:g}, the slope {slope:g}."
    return Verdict(outcome="stays" if stays else "slides", sentence=sentence)
'''
SCENE = '''"""A thing on a slope."""

from scisynth.lab.canvas import Canvas
from scisynth.lab.objects.catalog import SHAPES
from scisynth.lab.objects.pen import Pen
from scisynth.lab.view import SceneView


def friction(canvas: Canvas, view: SceneView) -> None:
    """The subject halfway up, or at the lower end."""
    canvas.polygon([(0.1, 0.86), (0.9, 0.86), (0.9, 0.57)], "#b02020")
    x = (0.6 if view.outcome == "stays" else 0.2) + view.rng.uniform(-0.05, 0.05)
    with canvas.region():
        SHAPES[view.look("shape")].draw(Pen(canvas, x, 0.76 - 0.36 * (x - 0.1), 0.14, -20), view.look("color"))
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
    "shares": ["friction" in SUPERFICIAL_SHARE, FLUX["friction"]],
    "rows": sum(row.prompt_set.law == "friction" for row in rows),
    "statuses": sorted({(item.law == "friction", grade.status) for item, grade in zip(prompt_sets, graded)}),
    "tuples": sum(item.law == "friction" for item in draw_lab_tuples("test_C", num=34, seed=0)),
}))
"""

SUBJECTS = "\n".join(
    f'  {material} {thing}: {{friction_coefficient: {value}, look: {{shape: {thing}, color: "#7c848c"}}}}'
    for material, value in MATERIALS.items()
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
    (package / "science/data/friction.yaml").write_text(f"{LAW}{SUBJECTS}\n")
    (package / "lab/scenes/slopes.py").write_text(SCENE)
    (package / "science/slopes.py").write_text(RULE)
    return root


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, *arguments], cwd=PROJECT, env=environment, capture_output=True, text=True, check=False
    )


def test_the_contracts_hold_for_it_and_nothing_counts_to_sixteen(grown):
    chosen = "friction or sixteen or in_turn or held_out or new_subject or read_back"
    tests = ("tests/contracts/test_every_law.py", "tests/prompts/test_write.py", "tests/prompts/test_read.py")
    done = run(grown, "-m", "pytest", "-x", "-p", "no:cacheprovider", "-k", chosen, *tests)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    assert "passed" in done.stdout


def test_it_is_written_drawn_and_captioned_and_old_weights_do_not_cover_it(grown):
    done = run(grown, "-c", GROWN)
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout)
    assert found["laws"][-1] == "friction" and len(set(found["laws"])) == 17
    assert found["shares"] == [False, 0.85] and found["rows"] == 6 and found["tuples"] == 2
    assert found["statuses"] == [[False, "ok"], [True, "not covered"]]


@pytest.fixture
def folder(tmp_path) -> Iterator[Path]:
    """A folder with a law: its file, and beside it the Python file of its rule and its scene."""
    folder = tmp_path / "my_laws"
    folder.mkdir()
    text = LAW.replace("scisynth.science.slopes:", "slopes.py:").replace("scisynth.lab.scenes.slopes:", "scene.py:")
    (folder / "friction.yaml").write_text(f"{text}{SUBJECTS}\n")
    (folder / "slopes.py").write_text(RULE)
    (folder / "scene.py").write_text(SCENE)
    yield folder
    law_files._ADDED.clear()
    law_files.forget_laws()


def test_a_law_of_a_folder_is_written_drawn_and_read_back(folder):
    config = PromptsConfig(num=12, split="train", laws=("buoyancy", str(folder)))
    prompt_sets = write_prompts(config, 0)
    assert [item.law for item in prompt_sets[:2]] == ["buoyancy", "friction"]
    assert prompt_sets == write_prompts(config, 0), "told twice, known once"
    assert render(prompt_sets[1].scene("explicit"), size_px=32, seed=1).image.size == (32, 32)
    assert read_prompt("a rubber nail on a wooden ramp").law == "friction"
    assert {item.law for item in write_prompts(PromptsConfig(num=34), 0)} == set(LAW_NAMES), "only where it is named"


def test_its_tuples_are_drawn_by_other_processes(folder, tmp_path):
    config = LabTuplesConfig(num=24, laws=(str(folder),), size_px=16)
    run = RunFolder(tmp_path / "run", config, command="tuples build", seed=0)
    stage = TuplesConfig.parse({"size_px": 16, "workers": 2})
    built = build_tuples(stage, write_lab_prompts(config, 0), LabGenerator(config.laws), run, 0)
    assert {(item.law, item.status) for item in read_tuples(built)} == {("friction", "ok")}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("slopes.py:", "slope.py:", r"friction\.yaml: rule: .*slope\.py: expected a Python file, found none"),
        ("slopes.py:friction", "slopes.py:frictoin", r"rule: .* has no 'frictoin'; did you mean 'friction'"),
        ("name: friction", "name: slopes", r"friction\.yaml: name: expected 'friction', as the file is called"),
        (
            "scene: scene.py:friction\n",
            "",
            r"friction\.yaml: scene: expected the function that draws the law, found none",
        ),
        ("shape: key", "shape: kye", r"friction\.yaml: the scene .* cannot draw '\w+ kye|KeyError"),
        ("sure:", "sur:", r"cues, sur: unknown key; did you mean 'sure'"),
        (
            'wooden board"]',
            '<metals> board"]',
            r"friction\.yaml: cues, sure: '<metals> board': unknown placeholder <metals>",
        ),
        ('wooden board"]', '(unclosed"]', r"friction\.yaml: cues, sure: '\(unclosed': expected a regular expression"),
        (
            "put down on {condition}",
            "put down on {condition:.2f}",
            r"friction\.yaml: .*\{condition:\.2f\}.*expected \{name\}",
        ),
        ('color: "#7c848c"', "color: grye", r"friction\.yaml: the scene .* cannot draw .*ValueError: .*'grye'"),
        (
            "  ramp: {",
            "  ramp: {friction_coefficient: 1, ",
            r"friction\.yaml: 'friction_coefficient' stands in facts and in conditions",
        ),
        ("  slope: {", "  subject: {", r"friction\.yaml: constants: 'subject' is a word of the templates"),
    ],
)
def test_a_slip_in_it_is_one_line(folder, old, new, expected):
    path = folder / "friction.yaml"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    _refuses(folder, expected)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("    return Verdict(", "    Verdict(", "TypeError: expected it to return a Verdict with a sentence, got None"),
        ("sentence=sentence", "sentence=''", "TypeError: expected .* got an empty sentence"),
        ("subject.facts[", "subject.fact[", "AttributeError: .*fact"),
        ('law.constants["slope"].value', "[][0]", "IndexError"),
    ],
)
def test_a_slip_in_its_rule_is_one_line(folder, old, new, expected):
    path = folder / "slopes.py"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    _refuses(folder, rf"friction\.yaml: subject .*the rule friction cannot be applied \({expected}")


def _refuses(folder, expected):
    with pytest.raises(DataError, match=expected) as caught:
        for item in write_prompts(PromptsConfig(num=28, laws=(str(folder),)), 0):
            render(item.scene("explicit"), size_px=16, seed=1)
            read_prompt(item.implicit_prompt)
    assert "\n" not in str(caught.value)


def test_a_law_too_small_for_a_split_is_refused_and_not_drawn_for_ever(folder):
    path = folder / "friction.yaml"
    head, _, _ = path.read_text().partition("subjects:")
    path.write_text(
        f'{head}subjects:\n  teflon ring: {{friction_coefficient: 0.04, look: {{shape: ring, color: "#f0c02c"}}}}\n'
    )
    config = PromptsConfig(num=2, split="val", laws=(str(folder),), complex_share=0)
    text = path.read_text()
    path.write_text(
        text.replace('  - "{condition} with {a_subject} on it"\n', "").replace(
            '  - "{a_subject} put down on {condition}"\n', ""
        )
    )
    with pytest.raises(
        DataError, match=r"friction\.yaml: expected prompts for the split val, found that none of 1 subjects"
    ):
        write_prompts(config, 0)


def test_two_laws_of_one_name_and_a_folder_without_laws_are_refused(folder, tmp_path):
    shutil.copy(folder / "friction.yaml", folder / "buoyancy.yaml")
    with pytest.raises(DataError, match=r"a law is called 'buoyancy' already"):
        choose_laws([str(folder)])
    (tmp_path / "empty").mkdir()
    with pytest.raises(DataError, match="expected a law's YAML file, or a folder of them, found none"):
        choose_laws([str(tmp_path / "empty")])


def test_a_package_registers_a_folder_of_laws(folder, tmp_path, monkeypatch):
    info = tmp_path / "site/slope_laws-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: slope-laws\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[scisynth.laws]\nslopes = slope_laws\n")
    folder.rename(tmp_path / "site/slope_laws")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    law_files.forget_laws()
    assert [law.name for law in choose_laws(["friction"])] == ["friction"]


def test_a_benchmark_asks_about_it(folder):
    config = BenchData(num=3, laws=("rust", str(folder)))
    found = load_prompt_sets(config, seed=0)
    assert {item.law for item in found} == {"rust", "friction"} and len(found) == 6
    with pytest.raises(ConfigError, match="setting 'laws' chooses among the prompts that the lab writes"):
        load_prompt_sets(config.replace({"data": "tuples.parquet"}), seed=0)


def test_a_folder_called_like_a_law_hides_it_not(folder, tmp_path, monkeypatch):
    (tmp_path / "rust").mkdir()
    monkeypatch.chdir(tmp_path)
    path = folder / "friction.yaml"
    path.write_text(path.read_text().replace("[static friction]", "[Static Friction]"))
    assert [law.name for law in choose_laws(["rust", str(folder), "static friction"])] == ["rust", "friction"]
