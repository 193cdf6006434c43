"""Families are found: in the folder of their subject, in a file of one's own, in an installed package."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from support.families import write_rope

from scisynth.core.errors import ConfigError
from scisynth.figures import families
from scisynth.figures.families import registry
from scisynth.figures.families.registry import (
    families_of,
    family_names,
    image_types,
    make_scenes,
    named_family,
    type_folder,
)
from scisynth.pipelines.scigenbench.families import FamiliesConfig, run_families

TYPE, MECHANICAL = "Physics - Waveform", "Physics - Mechanical"


@pytest.fixture(autouse=True)
def forget(monkeypatch):
    """What a test adds is gone after it; modules that are imported stay known."""
    family_names()
    monkeypatch.setattr(registry, "_FAMILIES", dict(registry._FAMILIES))
    monkeypatch.setattr(registry, "_INSTALLED", set())


def test_every_module_in_the_folder_of_a_type_is_found_in_turn():
    for kind in image_types():
        folder = Path(families.__file__).parent / kind.partition(" - ")[0].lower() / type_folder(kind)
        there = sorted(path.stem for path in folder.glob("*.py") if "@family(" in path.read_text())
        met = dict.fromkeys(item.module.rpartition(".")[2] for item in families_of(kind))
        assert list(met) == there, kind


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
    write_rope(tmp_path / "ropes.py", "rope", MECHANICAL)
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
    write_rope(path, "my_rope", TYPE)
    name = f"{path}:Rope"
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
    write_rope(tmp_path / "rope_figures.py", "installed_rope", TYPE)
    monkeypatch.syspath_prepend(str(tmp_path))
    try:
        assert family_names(TYPE)[-1] == "installed_rope"
    finally:
        sys.modules.pop("rope_figures", None)


def test_two_families_of_one_name_are_refused(tmp_path):
    family_names(TYPE)
    write_rope(tmp_path / "twice.py", family_names(TYPE)[0], TYPE)
    with pytest.raises(ConfigError, match="two families are called"):
        named_family(f"{tmp_path / 'twice.py'}:Rope")
