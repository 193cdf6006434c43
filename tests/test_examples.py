"""The annotated settings in `examples/`: each file loads, is what its recipe says today, and is used by a command that exists."""

import shlex
import sys
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from scisynth.cli.main import app

ROOT = Path(__file__).parents[1]
pytest.importorskip("mkdocs", reason="mkdocs is not installed: comments cannot be compared")
sys.path.insert(0, str(ROOT / "examples"))
import write  # noqa: E402

EXAMPLES = write.recipes()


def test_there_is_one_file_for_each_recipe():
    assert (
        {path.stem for path in (ROOT / "examples").glob("*.yaml")}
        == set(EXAMPLES)
        == set(write.RUNS)
        == set(write.TITLES)
    )


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_its_recipe(name):
    path = ROOT / "examples" / f"{name}.yaml"
    loaded = type(EXAMPLES[name]).load(path)
    assert loaded == EXAMPLES[name], "stale: run examples/write.py"
    told = path.read_text(encoding="utf-8")
    written = write.annotated(name, EXAMPLES[name])
    assert told.count("\n# ") + told.count("  # ") > 5 and yaml.safe_load(told) == yaml.safe_load(written)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_command_of_an_example_has_these_options(name):
    words = shlex.split(write.RUNS[name])
    assert words[0] == "scisynth" and f"examples/{name}.yaml" in words
    result = CliRunner().invoke(app, [*words[1:], "--help"])
    assert result.exit_code == 0, result.output
