"""The wheel and the source distribution, built as a release would build them, without a network."""

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from scisynth.core.weights import PACKAGED

ROOT = Path(__file__).parents[1]
ALONE = """
import sys
from scisynth.core.extras import EXTRAS

sys.modules.update(dict.fromkeys(module for packages in EXTRAS.values() for module in packages))
from typer.testing import CliRunner
from scisynth.cli.main import app

for line in sys.argv[1:]:
    result = CliRunner().invoke(app, line.split())
    assert result.exit_code == 0, (line, result.output)
"""
"""Commands in a Python in which the packages of all extras cannot be imported."""


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    pytest.importorskip("hatchling", reason="hatchling is not installed: nothing can be built")
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-d", str(folder)], cwd=ROOT, check=True, capture_output=True
    )
    (wheel,), (source,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    return wheel, source


def test_wheel_and_source_pass_twine(built):
    pytest.importorskip("twine")
    command = [sys.executable, "-m", "twine", "check", "--strict", *map(str, built)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


def test_the_wheel_has_all_of_the_package_and_nothing_else(built):
    with zipfile.ZipFile(built[0]) as wheel:
        names = {name for name in wheel.namelist() if ".dist-info/" not in name}
        metadata = wheel.read(next(name for name in wheel.namelist() if name.endswith("METADATA"))).decode()
    assert all(name.startswith("scisynth/") for name in names)
    assert "scisynth/py.typed" in names
    for model in PACKAGED.iterdir():
        if (model / "README.md").is_file():
            assert any(
                name.startswith(f"scisynth/weights/{model.name}/") and name.endswith(".safetensors") for name in names
            )
    for path in (ROOT / "src" / "scisynth").rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            assert str(path.relative_to(ROOT / "src")) in names
    assert "Project-URL: Source, https://" in metadata and "Author: " in metadata


def test_the_source_has_the_tests_and_the_documents(built):
    with tarfile.open(built[1]) as source:
        names = {name.partition("/")[2] for name in source.getnames()}
    assert {"README.md", "LICENSE", "docs/index.md", "mkdocs.yml", "tests/test_site.py", "Makefile"} <= names
    assert not any(".venv" in name or name.startswith("out/") for name in names)


def test_without_any_extra_the_commands_of_the_core_answer(tmp_path):
    lines = ["--help", "doctor", "prompts write --num 4 --out prompts", "tuples build --num 6 --out tuples"]
    lines += ["tuples check tuples", "lab show --out lab.png", "bench --help", "imgcoder families --help"]
    done = subprocess.run([sys.executable, "-c", ALONE, *lines], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "lab.png").is_file() and (tmp_path / "prompts").is_file()
