"""Families are found: in the folder of their subject, in a file of one's own, in an installed package."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import scisynth
from scisynth.core.errors import ConfigError
from scisynth.figures.families import registry
from scisynth.figures.families.registry import (
    MODULES,
    families_of,
    family_names,
    image_types,
    make_scenes,
    named_family,
)
from scisynth.pipelines.scigenbench.families import FamiliesConfig, run_families

FOLDER = Path(scisynth.__file__).parent / "figures/function_families"
TYPE, MECHANICAL = "Physics - Waveform", "Physics - Mechanical"
FAMILY = '''
from random import Random

from scisynth.figures.families.registry import family
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, make_quiz, number_answer


@family("Physics - Waveform", "NAME")
def rope(draw: Random) -> FigureScene:
    """A rope of two parts."""
    length = Quantity(symbol="L", value=draw.randint(2, 9), unit="m", meaning="length")
    sketch = Sketch()
    sketch.line("rope:left", (0, 0), (4, 0))
    sketch.line("rope:right", (4, 0), (8, 0))
    sketch.claim("connected", "rope:left", "rope:right")
    answer = number_answer(length.value * 2, "m")
    return sketch.scene(
        problem=f"Half a rope is {length.text} long. How long is the rope?",
        multimodal_question="How long is the rope?",
        givens=(length,),
        unknown="the length",
        answer=answer,
        solution=f"2 L = {answer.text}",
        hidden=(answer.text,),
        quizzes=(make_quiz(draw, "How many parts has the rope?", "2", ["1", "3", "4"]),),
        alt_text="A rope of two parts.",
    )


def plain(draw):
    return None
'''


@pytest.fixture(autouse=True)
def forget(monkeypatch):
    """What a test adds is gone after it; modules that are imported stay known."""
    family_names()
    monkeypatch.setattr(registry, "_FAMILIES", dict(registry._FAMILIES))
    monkeypatch.setattr(registry, "_INSTALLED", set())


def test_every_module_in_a_folder_is_found_and_those_of_today_keep_their_turns():
    listed = {(kind.partition(" - ")[0].lower(), name) for kind, modules in MODULES.items() for name in modules}
    there = {(path.parent.name, path.stem) for path in FOLDER.glob("*/*.py") if path.stem != "__init__"}
    assert listed <= there
    for kind in image_types():
        modules = [item.module for item in families_of(kind)]
        listed_first = [f"{kind.partition(' - ')[0].lower()}.{name}" for name in MODULES[kind]]
        assert [name.partition("families.")[2] for name in dict.fromkeys(modules)][: len(MODULES[kind])] == listed_first


def test_who_imported_a_module_first_moves_no_family():
    code = (
        "import scisynth.figures.families.physics.waveform.swings; from scisynth.figures.families.registry import family_names;"
        f"print(' '.join(family_names({TYPE!r})))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert tuple(done.stdout.split()) == family_names(TYPE)


def test_a_new_module_in_a_folder_needs_no_list(tmp_path, monkeypatch):
    import importlib

    package = importlib.import_module("scisynth.figures.families.physics.mechanical")
    (tmp_path / "ropes.py").write_text(FAMILY.replace("NAME", "rope").replace(TYPE, MECHANICAL))
    before = family_names(MECHANICAL)
    monkeypatch.setattr(package, "__path__", [*package.__path__, str(tmp_path)])
    try:
        found = family_names(MECHANICAL)
        assert "rope" in found and tuple(name for name in found if name != "rope") == before
        assert "rope" not in family_names("Physics - Circuit")
    finally:
        sys.modules.pop("scisynth.figures.families.physics.mechanical.ropes", None)


def test_a_family_of_a_file_draws_where_it_is_named_and_nowhere_else(tmp_path):
    path = tmp_path / "mine.py"
    path.write_text(FAMILY.replace("NAME", "my_rope"))
    name = f"{path}:rope"
    assert named_family(name).name == "my_rope" and "my_rope" not in family_names(TYPE)
    (scene,) = make_scenes(TYPE, 1, 5, [name])
    assert scene.id == "my_rope-500015" and scene.family == "my_rope"
    found = run_families(FamiliesConfig(families=(name, "diverging_lens"), num=1), tmp_path / "out", seed=0)
    rows = [json.loads(line) for line in (tmp_path / "out/problems.jsonl").read_text().splitlines()]
    assert [row["id"].rpartition("-")[0] for row in rows] == ["my_rope", "diverging_lens"], found
    manifest = json.loads((tmp_path / "out/manifest.json").read_text())
    assert manifest["config"]["families"] == [name, "diverging_lens"]
    run_families(
        FamiliesConfig(families=("my_rope",), num=1), tmp_path / "by-name", seed=0
    )  # known since it was imported
    with pytest.raises(ConfigError, match="plain: expected a family, got function; write"):
        named_family(f"{path}:plain")
    with pytest.raises(ConfigError, match="expected a family of Physics - Circuit, got one of Physics - Waveform"):
        run_families(FamiliesConfig(families=(name,), image_type="Physics - Circuit"), tmp_path / "no", seed=0)


def test_a_package_registers_its_families(tmp_path, monkeypatch):
    info = tmp_path / "rope_figures-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: rope-figures\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[scisynth.families]\nropes = rope_figures\n")
    (tmp_path / "rope_figures.py").write_text(FAMILY.replace("NAME", "installed_rope"))
    monkeypatch.syspath_prepend(str(tmp_path))
    try:
        assert family_names(TYPE)[-1] == "installed_rope"
    finally:
        sys.modules.pop("rope_figures", None)


def test_two_families_of_one_name_are_refused(tmp_path):
    family_names(TYPE)
    (tmp_path / "twice.py").write_text(
        FAMILY.replace("NAME", "transverse_wave").replace("transverse_wave", family_names(TYPE)[0])
    )
    with pytest.raises(ConfigError, match="two families are called"):
        named_family(f"{tmp_path / 'twice.py'}:rope")
