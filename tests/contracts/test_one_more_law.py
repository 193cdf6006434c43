"""A seventeenth law, added to a copy of the package as CONTRIBUTING says: what rests on the number of laws goes on working.

The copy is read by processes of its own, since tables of laws are read once, when they are imported.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import scisynth

PACKAGE = Path(scisynth.__file__).parent
PROJECT = Path(__file__).parents[2]
LAW = """
name: magnetism
aliases: [magnetic attraction]
field: physics
type: ST
entity: "{subject}"
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
RULE = '''

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
    "shares": [SUPERFICIAL_SHARE["magnetism"], FLUX["magnetism"]],
    "rows": sum(row.prompt_set.law == "magnetism" for row in rows),
    "statuses": sorted({(item.law == "magnetism", grade.status) for item, grade in zip(prompt_sets, graded)}),
    "tuples": sum(item.law == "magnetism" for item in draw_lab_tuples("test_C", num=34, seed=0)),
}))
"""


@pytest.fixture(scope="module")
def grown(tmp_path_factory) -> Path:
    """A copy of the package with one law more; weights are those of the package."""
    root = tmp_path_factory.mktemp("one-more-law")
    package = root / "scisynth"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__", "lab-*"))
    for folder in (PACKAGE / "weights").glob("lab-*"):
        (package / "weights" / folder.name).symlink_to(folder)
    subjects = [
        f'  {metal} {thing}: {{permeability: {value}, look: {{shape: {thing}, color: "#7c848c"}}}}'
        for metal, value in METALS.items()
        for thing in THINGS
    ]
    (package / "science/data/magnetism.yaml").write_text(LAW + "\n".join(subjects) + "\n")
    (package / "lab/scenes/magnets.py").write_text(SCENE)
    for file, old, new in (
        ("science/laws.py", '    "seasonal change",\n)', '    "seasonal change",\n    "magnetism",\n)'),
        ("science/rules.py", ".seasonal_change,\n}", '.seasonal_change,\n    "magnetism": mechanics.magnetism,\n}'),
        ("lab/scenes/__init__.py", "trees, water\n", "trees, water, magnets\n"),
        ("lab/scenes/__init__.py", ".seasonal_change,\n}", '.seasonal_change,\n    "magnetism": magnets.magnetism,\n}'),
    ):
        text = (package / file).read_text(encoding="utf-8")
        assert text.count(old) == 1, (file, old)
        (package / file).write_text(text.replace(old, new), encoding="utf-8")
    for file, more in (("science/mechanics.py", RULE), ("prompts/cues.yaml", '  magnetism:\n    sure: ["magnets?"]\n')):
        path = package / file
        path.write_text(path.read_text(encoding="utf-8").rstrip() + "\n" + more, encoding="utf-8")
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
    assert found["shares"] == [0.5, 0.85] and found["rows"] == 6 and found["tuples"] == 2
    assert found["statuses"] == [[False, "ok"], [True, "not covered"]]


def test_a_law_left_out_of_one_table_names_the_table(grown, tmp_path):
    shutil.copytree(grown, tmp_path / "copy", symlinks=True)
    scenes = tmp_path / "copy/scisynth/lab/scenes/__init__.py"
    scenes.write_text(scenes.read_text().replace('"magnetism": ', '"magnetsm": '))
    done = run(tmp_path / "copy", "-c", "import scisynth.lab.render")
    assert done.returncode and "SCENES in lab/scenes/__init__.py: expected one entry for each law" in done.stderr
    assert "missing ['magnetism'], unknown ['magnetsm']; did you mean 'magnetism'?" in done.stderr
